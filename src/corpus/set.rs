//! The opened set: its articles in order, found by name, with what the user corrected.

use std::{
    cmp::Ordering,
    collections::{HashMap, HashSet},
    fmt,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering as Atomic},
    },
};

use super::{
    Article, ArticlePath, ContentHash, Correction, Corrections, CorrectionsError, Entry, Header,
};

/// Why something below the set's folder was not looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SkipReason {
    /// The disk would not give it.
    Unreadable {
        /// What the system said.
        reason: String,
    },
    /// A link to a folder: it may lead out of the set, or round in a circle.
    FolderLink,
    /// A name that cannot be written in a sidecar: not Unicode, or with a backslash in it.
    Name,
    /// A pipe, a socket or a device.
    NotAFile,
    /// There are more articles than the program takes.
    TooMany {
        /// The most that are taken.
        limit: usize,
    },
}

impl fmt::Display for SkipReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable { reason } => f.write_str(reason),
            Self::FolderLink => f.write_str("a link to a folder, or the same folder again"),
            Self::Name => f.write_str("a name that is not Unicode"),
            Self::NotAFile => f.write_str("not a regular file"),
            Self::TooMany { limit } => write!(f, "more than {limit} articles"),
        }
    }
}

/// An opened folder.
///
/// A clone is cheap enough for a job (it shares the texts), not for every frame.
#[derive(Clone, Debug, Default)]
pub struct Corpus {
    root: PathBuf,
    /// In natural order of their paths (2 before 10), each path once.
    entries: Vec<Entry>,
    /// Where each path stands in `entries`: the order of the strings is another, so no bisection.
    positions: HashMap<ArticlePath, usize>,
    corrections: Corrections,
    /// Why the corrections could not be read; they may then not be written either.
    corrections_problem: Option<CorrectionsError>,
    /// Of the bytes from which the corrections were read; `None` where there was no such file.
    corrections_hash: Option<ContentHash>,
    skipped: Vec<(PathBuf, SkipReason)>,
    revision: u64,
    /// Which entries came, went or were replaced since [`Corpus::begin_again`].
    touched: HashSet<ArticlePath>,
}

/// A number that no set had before.
fn next_revision() -> u64 {
    static NEXT: AtomicU64 = AtomicU64::new(1);
    NEXT.fetch_add(1, Atomic::Relaxed)
}

impl Corpus {
    /// The set of `entries` in the folder `root` (absolute, links resolved), put in order.
    ///
    /// Of two entries with the same path the first is kept.
    #[must_use]
    pub fn new(
        root: PathBuf,
        mut entries: Vec<Entry>,
        corrections: Result<Corrections, CorrectionsError>,
        skipped: Vec<(PathBuf, SkipReason)>,
    ) -> Self {
        entries.sort_by(|a, b| natural_order(&a.path, &b.path));
        entries.dedup_by(|b, a| a.path == b.path);
        let (corrections, corrections_problem) = match corrections {
            Ok(corrections) => (corrections, None),
            Err(problem) => (Corrections::default(), Some(problem)),
        };
        let positions = HashMap::new();
        let mut corpus = Self {
            root,
            entries,
            positions,
            corrections,
            corrections_problem,
            corrections_hash: None,
            skipped,
            revision: 0,
            touched: HashSet::new(),
        };
        corpus.number_from(0);
        corpus.revision = next_revision();
        corpus
    }

    /// The same, read together with corrections whose file's bytes have that hash.
    #[must_use]
    pub fn with_corrections_hash(mut self, hash: Option<ContentHash>) -> Self {
        self.corrections_hash = hash;
        self
    }

    /// Another number after every change, and for every set that was read: what was worked out at
    /// another revision is out of date.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// The folder; absolute, links resolved.
    #[must_use]
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder's own name.
    #[must_use]
    pub fn name(&self) -> String {
        let name = self.root.file_name().unwrap_or(self.root.as_os_str());
        name.to_string_lossy().into_owned()
    }

    /// The articles, and the files that should be some, in natural order (2 before 10).
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// What the user corrected.
    #[must_use]
    pub fn corrections(&self) -> &Corrections {
        &self.corrections
    }

    /// Why the file of corrections could not be read, if it could not.
    #[must_use]
    pub fn corrections_problem(&self) -> Option<&CorrectionsError> {
        self.corrections_problem.as_ref()
    }

    /// Of the bytes from which the corrections were read; `None` where there was no such file, or
    /// it could not be read.
    #[must_use]
    pub fn corrections_hash(&self) -> Option<&ContentHash> {
        self.corrections_hash.as_ref()
    }

    /// What below the root could not be looked at, and why.
    #[must_use]
    pub fn skipped(&self) -> &[(PathBuf, SkipReason)] {
        &self.skipped
    }

    /// Where `path` stands in [`Corpus::entries`].
    #[must_use]
    pub fn position(&self, path: &ArticlePath) -> Option<usize> {
        self.positions.get(path).copied()
    }

    /// The entry of that name.
    #[must_use]
    pub fn entry(&self, path: &ArticlePath) -> Option<&Entry> {
        self.entries.get(self.position(path)?)
    }

    /// The article of that name, if it is there and could be read.
    #[must_use]
    pub fn article(&self, path: &ArticlePath) -> Option<&Arc<Article>> {
        self.entry(path)?.article.as_ref().ok()
    }

    /// The articles that could be read, in order.
    pub fn articles(&self) -> impl Iterator<Item = &Arc<Article>> {
        self.entries.iter().filter_map(|entry| entry.article.as_ref().ok())
    }

    /// The article's description with the user's corrections on top.
    #[must_use]
    pub fn header(&self, article: &Article) -> Header {
        self.corrections.corrected(&article.path, &article.header)
    }

    /// The article's title, as [`Self::header`] has it.
    #[must_use]
    pub fn title<'a>(&'a self, article: &'a Article) -> &'a str {
        let said = self.corrections.get(&article.path).and_then(|said| said.title.as_deref());
        said.unwrap_or(&article.header.title)
    }

    /// The year in which it appeared, as [`Self::header`] has it.
    #[must_use]
    pub fn year(&self, article: &Article) -> Option<i16> {
        self.corrections.get(&article.path).and_then(Correction::said_year).or(article.header.year)
    }

    /// Puts `entry` in the place of the one of the same name and gives that one; `None`, and
    /// nothing is changed, if there is none.
    pub fn replace(&mut self, entry: Entry) -> Option<Entry> {
        let position = self.position(&entry.path)?;
        self.revision = next_revision();
        self.touched.insert(entry.path.clone());
        self.entries.get_mut(position).map(|place| std::mem::replace(place, entry))
    }

    /// Adds `entry` in its place in the order; gives the one of the same name that it replaces.
    pub fn insert(&mut self, entry: Entry) -> Option<Entry> {
        if self.positions.contains_key(&entry.path) {
            return self.replace(entry);
        }
        let position =
            self.entries.partition_point(|other| natural_order(&other.path, &entry.path).is_lt());
        self.touched.insert(entry.path.clone());
        self.entries.insert(position, entry);
        self.revision = next_revision();
        self.number_from(position);
        None
    }

    /// Takes out the entry of that name.
    pub fn remove(&mut self, path: &ArticlePath) -> Option<Entry> {
        let position = self.positions.remove(path)?;
        let entry = self.entries.remove(position);
        self.touched.insert(path.clone());
        self.revision = next_revision();
        self.number_from(position);
        Some(entry)
    }

    /// Adds many entries at once, each in its place in the order; those that are there are replaced.
    pub fn insert_all(&mut self, entries: Vec<Entry>) {
        let come: HashSet<&ArticlePath> = entries.iter().map(|entry| &entry.path).collect();
        self.entries.retain(|entry| !come.contains(&entry.path));
        self.touched.extend(come.into_iter().cloned());
        self.entries.extend(entries);
        self.entries.sort_by(|a, b| natural_order(&a.path, &b.path));
        self.number_again();
    }

    /// Takes out many entries at once.
    pub fn remove_all(&mut self, paths: &HashSet<&ArticlePath>) {
        self.entries.retain(|entry| !paths.contains(&entry.path));
        self.touched.extend(paths.iter().map(|&path| path.clone()));
        self.number_again();
    }

    /// The set is being read again: what changes here from now on is newer than what that brings.
    pub fn begin_again(&mut self) {
        self.touched.clear();
    }

    /// Puts the article that is here in the place of the same one that was read again; whether it is
    /// the same.
    pub fn keep_same(&self, entry: &mut Entry) -> bool {
        let (Ok(article), Some(old)) = (&mut entry.article, self.article(&entry.path)) else {
            return false;
        };
        let same = old.encoding == article.encoding && old.text == article.text;
        if same {
            *article = Arc::clone(old);
        }
        same
    }

    /// Takes the articles as they were read again, but for those that changed here since
    /// [`Corpus::begin_again`]; gives the names of all that are others now, came or went.
    ///
    /// The corrections stay as they are.
    pub fn take_again(&mut self, read: Self) -> HashSet<ArticlePath> {
        let touched = std::mem::take(&mut self.touched);
        let mut entries = read.entries;
        entries.retain(|entry| !touched.contains(&entry.path));
        let kept: Vec<Entry> =
            touched.iter().filter_map(|path| self.entry(path)).cloned().collect();
        entries.extend(kept);
        entries.sort_by(|a, b| natural_order(&a.path, &b.path));
        let mut changed: HashSet<ArticlePath> = HashSet::new();
        let mut gone = self.positions.clone();
        for entry in &entries {
            gone.remove(&entry.path);
            let same = match (&entry.article, self.article(&entry.path)) {
                (Ok(new), Some(old)) => Arc::ptr_eq(new, old),
                (Err(_), None) => self.entry(&entry.path).is_some(),
                _ => false,
            };
            if !same {
                changed.insert(entry.path.clone());
            }
        }
        changed.extend(gone.into_keys());
        self.entries = entries;
        self.skipped = read.skipped;
        self.number_again();
        changed
    }

    /// Sets what is corrected of one article, and gives what was before.
    ///
    /// # Errors
    /// If the file of corrections could not be read: writing it would lose what is in it.
    pub fn set_correction(
        &mut self,
        path: ArticlePath,
        correction: Correction,
    ) -> Result<Correction, CorrectionsError> {
        match &self.corrections_problem {
            Some(problem) => Err(problem.clone()),
            None => {
                self.revision = next_revision();
                Ok(self.corrections.set(path, correction))
            }
        }
    }

    /// Takes the corrections as they were read anew.
    pub fn replace_corrections(&mut self, corrections: Result<Corrections, CorrectionsError>) {
        self.revision = next_revision();
        match corrections {
            Ok(corrections) => {
                self.corrections = corrections;
                self.corrections_problem = None;
            }
            // What was read before is still the best that is known.
            Err(problem) => self.corrections_problem = Some(problem),
        }
    }

    fn number_again(&mut self) {
        self.positions.clear();
        self.number_from(0);
        self.revision = next_revision();
    }

    fn number_from(&mut self, position: usize) {
        let moved = self.entries.iter().enumerate().skip(position);
        self.positions.extend(moved.map(|(position, entry)| (entry.path.clone(), position)));
    }
}

/// The order of a file list: numbers by value, and the plain order where that leaves a choice.
pub(super) fn natural_order(a: &ArticlePath, b: &ArticlePath) -> Ordering {
    alphanumeric_sort::compare_str(a.as_str(), b.as_str()).then_with(|| a.cmp(b))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{super::Problem, *};

    fn entry(path: &str) -> Entry {
        Entry { path: ArticlePath::new(path).unwrap(), article: Err(Problem::Empty) }
    }

    fn corpus(paths: &[&str]) -> Corpus {
        let entries = paths.iter().map(|path| entry(path)).collect();
        Corpus::new("/set".into(), entries, Ok(Corrections::default()), Vec::new())
    }

    fn paths(corpus: &Corpus) -> Vec<&str> {
        corpus.entries().iter().map(|entry| entry.path.as_str()).collect()
    }

    #[test]
    fn articles_stand_in_natural_order() {
        let corpus = corpus(&["10.txt", "2.txt", "1.txt", "2.txt", "第10期/1.txt", "第9期/2.txt"]);
        assert_eq!(paths(&corpus), ["1.txt", "2.txt", "10.txt", "第9期/2.txt", "第10期/1.txt"]);
    }

    #[test]
    fn corrections_that_could_not_be_read_are_not_changed() {
        let problem = CorrectionsError::NewerVersion { version: 9 };
        let mut corpus =
            Corpus::new("/set".into(), vec![entry("a.txt")], Err(problem.clone()), Vec::new());
        let path = entry("a.txt").path;
        let correction = Correction { year: Some(2019), ..Correction::default() };
        assert_eq!(corpus.set_correction(path.clone(), correction.clone()), Err(problem));
        corpus.replace_corrections(Ok(Corrections::default()));
        assert_eq!(corpus.set_correction(path, correction), Ok(Correction::default()));
    }

    #[test]
    fn what_changed_while_the_set_was_read_again_stays() {
        let mut corpus = corpus(&["1.txt", "2.txt", "3.txt"]);
        corpus.begin_again();
        let read = self::corpus(&["1.txt", "2.txt", "5.txt"]);
        corpus.insert(entry("4.txt"));
        corpus.remove(&entry("2.txt").path);
        let changed = corpus.take_again(read);
        assert_eq!(paths(&corpus), ["1.txt", "4.txt", "5.txt"]);
        assert_eq!(changed, HashSet::from([entry("3.txt").path, entry("5.txt").path]));
        assert_eq!(corpus.position(&entry("5.txt").path), Some(2));
    }

    proptest! {
        #[test]
        fn every_article_is_found_where_it_stands(
            changes in prop::collection::vec(("[a-b]?[0-9]{1,3}", any::<bool>()), 0..40),
        ) {
            let mut corpus = corpus(&[]);
            let mut expected = std::collections::BTreeSet::new();
            for (name, adds) in changes {
                let entry = entry(&name);
                if adds {
                    let is_new = expected.insert(entry.path.clone());
                    prop_assert_eq!(corpus.insert(entry).is_none(), is_new);
                } else {
                    let was_there = expected.remove(&entry.path);
                    prop_assert_eq!(corpus.remove(&entry.path).is_some(), was_there);
                }
            }
            prop_assert_eq!(corpus.entries().len(), expected.len());
            for path in &expected {
                prop_assert_eq!(&corpus.entry(path).unwrap().path, path);
            }
            prop_assert!(corpus.entries().is_sorted_by(|a, b| natural_order(&a.path, &b.path).is_lt()));
        }
    }
}
