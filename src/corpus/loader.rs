//! Opening a set: finding its files, reading and decoding them on all cores.
//!
//! One bad file never stops the rest; it is listed with its [`Problem`]. Nothing here watches for
//! later changes.

mod listed;
mod listing;

use std::{
    borrow::Cow,
    io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering},
    },
};

pub use listed::ListedSet;
pub use listing::{folders_of, is_article_name, list_articles};

use super::{
    Article, ArticlePath, ContentHash, Corpus, Corrections, CorrectionsError, Encoding, Entry,
    Problem, SkipReason, decode,
};
use crate::{
    storage::{Storage, StorageError},
    text::Text,
};

/// The longest file that is taken for an article, in bytes.
pub const LARGEST_ARTICLE: u64 = 512 * 1024 * 1024;

/// The most articles that a set can have.
pub const MOST_ARTICLES: usize = 200_000;

/// The longest file of corrections, in bytes.
const LARGEST_CORRECTIONS: u64 = 64 * 1024 * 1024;

/// How far loading has come; shared with whoever shows it or wants it to stop.
#[derive(Debug, Default)]
pub struct LoadProgress {
    done: AtomicUsize,
    total: AtomicUsize,
    cancelled: AtomicBool,
}

impl LoadProgress {
    /// How many articles were read.
    #[must_use]
    pub fn done(&self) -> usize {
        self.done.load(Ordering::Relaxed)
    }

    /// How many articles there are; 0 while they are still being looked for.
    #[must_use]
    pub fn total(&self) -> usize {
        self.total.load(Ordering::Relaxed)
    }

    /// Says how many there are to do.
    pub fn expect(&self, total: usize) {
        self.total.store(total, Ordering::Relaxed);
    }

    /// Says that another one is done.
    pub fn advance(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
    }

    /// Makes loading stop at the next file.
    pub fn cancel(&self) {
        self.cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it is to stop.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.cancelled.load(Ordering::Relaxed)
    }
}

/// Why a set could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The user wanted it to stop.
    #[error("cancelled")]
    Cancelled,
    /// Its folder cannot be looked at.
    #[error(transparent)]
    Storage(#[from] StorageError),
}

/// Opens the folder `root`, or, if it is a file, that one article in its folder.
///
/// # Errors
/// If `root` cannot be looked at, or it was cancelled; nothing else stops it.
pub fn load(
    storage: &dyn Storage,
    root: &Path,
    progress: &LoadProgress,
) -> Result<Corpus, LoadError> {
    ListedSet::of(storage, root, progress)?.read(storage, |_| true, progress)
}

/// The same once more: an article of `before` that is the same stays the one it was, so that what is
/// known of it stays known, and hardly more than one text is in memory twice at any moment.
///
/// # Errors
/// As [`load`].
pub fn load_again(
    storage: &dyn Storage,
    root: &Path,
    before: &Corpus,
    progress: &LoadProgress,
) -> Result<Corpus, LoadError> {
    ListedSet::of(storage, root, progress)?.read_again(storage, before, progress)
}

/// Opens only `files`, all of them below the folder `root` ([`common_folder`] finds one).
///
/// Their names need not end in `.txt` or `.md`: somebody chose them. Files outside `root` are
/// listed as skipped.
///
/// # Errors
/// If `root` cannot be looked at, or it was cancelled.
pub fn load_files(
    storage: &dyn Storage,
    root: &Path,
    files: &[PathBuf],
    progress: &LoadProgress,
) -> Result<Corpus, LoadError> {
    ListedSet::of_files(storage, root, files)?.read(storage, |_| true, progress)
}

/// The same once more, as [`load_again`].
///
/// # Errors
/// As [`load_files`].
pub fn load_files_again(
    storage: &dyn Storage,
    root: &Path,
    files: &[PathBuf],
    before: &Corpus,
    progress: &LoadProgress,
) -> Result<Corpus, LoadError> {
    ListedSet::of_files(storage, root, files)?.read_again(storage, before, progress)
}

/// The deepest folder that holds all `files` (absolute paths); `None` without files.
#[must_use]
pub fn common_folder(files: &[PathBuf]) -> Option<PathBuf> {
    let mut folders = files.iter().filter_map(|file| file.parent());
    let first = folders.next()?;
    let common = folders.try_fold(first, |common, folder| {
        common.ancestors().find(|above| folder.starts_with(above))
    })?;
    Some(common.to_owned())
}

/// Reads one article (again), in the `chosen` encoding if there is one.
#[must_use]
pub fn load_article(
    storage: &dyn Storage,
    root: &Path,
    path: &ArticlePath,
    chosen: Option<Encoding>,
) -> Entry {
    let with = |text: Cow<'_, str>, encoding| {
        // No text is longer than what it takes to read it.
        let too_large = Problem::TooLarge { bytes: text.len() as u64, limit: u64::from(u32::MAX) };
        let text = Text::new(text).ok_or(too_large)?;
        Ok(Arc::new(Article::new(path.clone(), text, encoding)))
    };
    let article = with_text(storage, root, path, chosen, with).and_then(|article| article);
    Entry { path: path.clone(), article }
}

/// Reads the text of one article for as long as `with` looks at it: where the file is UTF-8, that
/// is its bytes.
fn with_text<T>(
    storage: &dyn Storage,
    root: &Path,
    path: &ArticlePath,
    chosen: Option<Encoding>,
    with: impl FnOnce(Cow<'_, str>, Encoding) -> T,
) -> Result<T, Problem> {
    let file = path.on_disk(root);
    let bytes =
        storage.read(&file, LARGEST_ARTICLE).map_err(|error| problem_of(storage, &file, &error))?;
    let decoded = decode(&bytes, chosen)?;
    if decoded.text.trim().is_empty() {
        return Err(Problem::Empty);
    }
    Ok(with(decoded.text, decoded.encoding))
}

/// Reads the set's file of corrections; a set without one has none.
///
/// # Errors
/// If the file is there and cannot be read or understood.
pub fn load_corrections(
    storage: &dyn Storage,
    root: &Path,
) -> Result<Corrections, CorrectionsError> {
    let file = load_corrections_file(storage, root)?;
    Ok(file.map(|(corrections, _)| corrections).unwrap_or_default())
}

/// The same, with the hash of the file's bytes; `None` where there is no such file.
///
/// # Errors
/// If the file is there and cannot be read or understood.
pub fn load_corrections_file(
    storage: &dyn Storage,
    root: &Path,
) -> Result<Option<(Corrections, ContentHash)>, CorrectionsError> {
    let bytes = match storage.read(&Corrections::path(root), LARGEST_CORRECTIONS) {
        Ok(bytes) => bytes,
        Err(error) if error.is_not_found() => return Ok(None),
        Err(error) => {
            return Err(CorrectionsError::Unreadable { reason: error.source.to_string() });
        }
    };
    let text = std::str::from_utf8(&bytes)
        .map_err(|error| CorrectionsError::Unreadable { reason: error.to_string() })?;
    Ok(Some((Corrections::from_ron(text)?, ContentHash::of_bytes(&bytes))))
}

fn unreadable(error: &StorageError) -> SkipReason {
    SkipReason::Unreadable { reason: error.source.to_string() }
}

fn problem_of(storage: &dyn Storage, file: &Path, error: &StorageError) -> Problem {
    if error.source.kind() == io::ErrorKind::FileTooLarge {
        let bytes = storage.metadata(file).map_or(0, |metadata| metadata.len);
        return Problem::TooLarge { bytes, limit: LARGEST_ARTICLE };
    }
    Problem::Unreadable { reason: error.source.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::{Disk, Fault, Memory};

    fn opened(memory: &Memory) -> Corpus {
        load(memory, Path::new("/set"), &LoadProgress::default()).unwrap()
    }

    fn paths(corpus: &Corpus) -> Vec<&str> {
        corpus.entries().iter().map(|entry| entry.path.as_str()).collect()
    }

    fn problem<'a>(corpus: &'a Corpus, path: &str) -> &'a Problem {
        corpus.entry(&ArticlePath::new(path).unwrap()).unwrap().article.as_ref().unwrap_err()
    }

    #[test]
    fn texts_of_all_visible_folders_are_found_in_natural_order() {
        let corpus = opened(&Memory::with_files([
            ("/set/10.txt", "十"),
            ("/set/2.TXT", "二"),
            ("/set/第10期/a.md", "甲"),
            ("/set/第9期/b.Md", "乙"),
            ("/set/2.TXT.lin.tags.ron", "()"),
            ("/set/codebook.ron", "()"),
            ("/set/.quandian/base/ab.txt", "旧"),
            ("/set/.hidden.txt", "藏"),
            ("/set/.txt", "藏"),
            ("/set/a.docx", "x"),
        ]));
        assert_eq!(paths(&corpus), ["2.TXT", "10.txt", "第9期/b.Md", "第10期/a.md"]);
        assert_eq!(corpus.skipped(), []);
        assert_eq!(corpus.name(), "set");
    }

    #[test]
    fn bad_files_are_listed_with_their_reason_and_stop_nothing() {
        let files = [
            ("/set/1.txt", &b""[..]),
            ("/set/2.txt", " \n\u{3000}".as_bytes()),
            ("/set/3.txt", b"\x89PNG\0\0\0\0"),
            ("/set/4.txt", "好".as_bytes()),
        ];
        let corpus = opened(&Memory::with_files(files));
        assert_eq!(problem(&corpus, "1.txt"), &Problem::Empty);
        assert_eq!(problem(&corpus, "2.txt"), &Problem::Empty);
        assert_eq!(problem(&corpus, "3.txt"), &Problem::Binary);
        assert_eq!(corpus.articles().count(), 1);
    }

    #[test]
    fn a_disk_error_at_any_step_shows_and_stops_nothing_else() {
        let files = [("/set/a.txt", "甲"), ("/set/b/b.txt", "乙"), ("/set/c/c.txt", "丙")];
        let whole = Memory::with_files(files);
        opened(&whole);
        for n in 0..whole.calls() {
            let memory = Memory::with_files(files);
            memory.fail_at(n, Fault::Error(io::ErrorKind::PermissionDenied));
            let Ok(corpus) = load(&memory, Path::new("/set"), &LoadProgress::default()) else {
                assert!(n <= 2, "only looking at the set's own folder may fail it, not step {n}");
                continue;
            };
            let unread = corpus.entries().iter().filter(|entry| entry.article.is_err()).count();
            let told = unread
                + corpus.skipped().len()
                + usize::from(corpus.corrections_problem().is_some());
            assert_eq!(told, 1, "step {n}");
            assert!(corpus.articles().count() >= 2, "step {n}");
        }
    }

    #[test]
    fn the_chosen_encoding_is_used() {
        let gbk = encoding_rs::GBK.encode("柳湾").0.into_owned();
        let corrections = r#"(version: 1, articles: {"a.txt": (encoding: Some(Big5)), "c.txt": (encoding: Some(Utf8))})"#;
        let files = [
            ("/set/a.txt", gbk.as_slice()),
            ("/set/b.txt", gbk.as_slice()),
            ("/set/c.txt", gbk.as_slice()),
            ("/set/.quandian/articles.ron", corrections.as_bytes()),
        ];
        let memory = Memory::with_files(files);
        let corpus = opened(&memory);
        assert_eq!(corpus.entries()[1].article.as_ref().unwrap().encoding, Encoding::Gb18030);
        assert_eq!(problem(&corpus, "c.txt"), &Problem::WrongEncoding { encoding: Encoding::Utf8 });
        let path = ArticlePath::new("c.txt").unwrap();
        let entry = load_article(&memory, corpus.root(), &path, Some(Encoding::Gb18030));
        assert_eq!(entry.article.unwrap().text.as_str(), "柳湾");
    }

    #[test]
    fn corrections_that_cannot_be_read_are_told_not_forgotten() {
        let files = [("/set/a.txt", "甲"), ("/set/.quandian/articles.ron", "(version: 1, art")];
        let corpus = opened(&Memory::with_files(files));
        assert!(matches!(corpus.corrections_problem(), Some(CorrectionsError::Syntax { .. })));
        assert_eq!(corpus.articles().count(), 1);
    }

    #[test]
    fn single_files_open_alone() {
        let memory = Memory::with_files([
            ("/set/a.txt", "甲"),
            ("/set/b/b.text", "乙"),
            ("/set/c.txt", "丙"),
        ]);
        let files = ["/set/b/b.text".into(), "/set/a.txt".into(), "/other/d.txt".into()];
        assert_eq!(common_folder(&files[..2]), Some("/set".into()));
        let progress = LoadProgress::default();
        let corpus = load_files(&memory, Path::new("/set"), &files, &progress).unwrap();
        assert_eq!(paths(&corpus), ["a.txt", "b/b.text"]);
        assert_eq!(corpus.skipped().len(), 1);
        assert_eq!((progress.done(), progress.total()), (2, 2));
        let corpus = load(&memory, Path::new("/set/c.txt"), &LoadProgress::default()).unwrap();
        assert_eq!((paths(&corpus), corpus.root()), (vec!["c.txt"], Path::new("/set")));
    }

    #[test]
    fn a_cancelled_load_gives_nothing() {
        let progress = LoadProgress::default();
        progress.cancel();
        let result = load(&Memory::with_files([("/set/a.txt", "")]), Path::new("/set"), &progress);
        assert!(matches!(result, Err(LoadError::Cancelled)));
    }

    #[cfg(unix)]
    #[test]
    fn links_are_followed_to_files_only() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("set");
        Disk.create_folder(&root.join("a")).unwrap();
        Disk.create_new(&root.join("a/1.txt"), "甲".as_bytes(), None).unwrap();
        symlink(root.join("a/1.txt"), root.join("2.txt")).unwrap();
        symlink(&root, root.join("a/round")).unwrap();
        symlink("nowhere", root.join("3.txt")).unwrap();
        let corpus = load(&Disk, &root, &LoadProgress::default()).unwrap();
        assert_eq!(paths(&corpus), ["2.txt", "a/1.txt"]);
        let reasons: Vec<_> = corpus.skipped().iter().map(|(_, reason)| reason).collect();
        assert!(matches!(reasons[..], [SkipReason::Unreadable { .. }, SkipReason::FolderLink]));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_that_cannot_be_written_down_are_told() {
        use std::os::unix::ffi::OsStrExt;
        let folder = tempfile::tempdir().unwrap();
        for name in [&b"\xB5\xB3.txt"[..], b"a\\b.txt"] {
            let path = folder.path().join(std::ffi::OsStr::from_bytes(name));
            Disk.create_new(&path, "甲".as_bytes(), None).unwrap();
        }
        let corpus = load(&Disk, folder.path(), &LoadProgress::default()).unwrap();
        assert_eq!(corpus.entries().len(), 0);
        assert!(corpus.skipped().iter().all(|(_, reason)| *reason == SkipReason::Name));
        assert_eq!(corpus.skipped().len(), 2);
    }
}
