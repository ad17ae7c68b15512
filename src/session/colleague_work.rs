//! A coder's work on its way to a colleague: given away as one file, brought in from one, or from a
//! copy of the set.
//!
//! The file is what a snapshot is, of one coder: the themes, and what is marked, article by article.
//! Nothing of the articles' text but the quotations is in it. What comes in is added to what is here,
//! as one step; nothing that is here goes, and of two states of a passage the later counts.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use rust_i18n::t;

use super::{
    Answered, Change, CommandError, Ground, Notice, NoticeTopic, Question, Session, SnapshotError,
    describe,
    kept_file::FILE_LIMIT,
    open::{self, SetRequest},
    snapshot_file::{self, SetSnapshot},
    snapshots,
};
use crate::{
    annotation::{Annotations, Codebook, Coder, Sidecar, Step, ThemeId, step_name},
    corpus::{Article, ArticlePath, Corpus, LoadProgress},
    scene::{Heeds, Scene},
    storage::{EntryKind, Storage},
};

/// What bringing a colleague's work in would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkBrought {
    /// Whose passages there are in it.
    pub coders: BTreeSet<Coder>,
    /// In so many articles of the set something comes.
    pub articles: usize,
    /// Passages that come.
    pub new: usize,
    /// Passages that are here already and become as the colleague left them later.
    pub changed: usize,
    /// Passages that are here just so, or were changed or removed here later: they stay.
    pub kept: usize,
    /// Passages whose place is not sure in the text as it is here, or whose file is locked.
    pub left: usize,
    /// Themes that the set has not.
    pub themes: usize,
    /// Articles that the set has not, by their names there.
    pub missing: Vec<String>,
}

/// Looks at a colleague's work: a file that was given away, a single sidecar, or a copy of the set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAtWork {
    /// The file or the folder.
    pub path: PathBuf,
}

impl Question for LookAtWork {
    type Answer = WorkBrought;
    type Refusal = SnapshotError;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn shows_meanwhile(&self, before: &Self) -> bool {
        self == before
    }

    fn answer(
        &self,
        ground: &Ground,
        _: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<WorkBrought, SnapshotError> {
        Ok(changes(&*ground.storage, &ground.whole, &self.path, progress)?.1)
    }
}

impl Session {
    /// What `coder` has marked, with the themes, as the text of a file for a colleague; `None` where
    /// that is nothing.
    #[must_use]
    pub fn work_of(&self, coder: &Coder) -> Option<String> {
        self.all_annotations().passages().find(|(_, of, _)| *of == coder)?;
        let snapshot = SetSnapshot::new(self.all_annotations(), &t!("colleague.of", coder = coder));
        Some(snapshot.text(Some(coder)))
    }

    /// Brings a colleague's work in, in one step, as soon as it was read.
    pub(super) fn bring_in(&mut self, path: PathBuf) -> Result<(), CommandError> {
        let find = move |storage: &dyn Storage, scene: &Scene, progress: &LoadProgress| {
            changes(storage, scene, &path, progress)
        };
        self.change_when_read(find, |session, (edits, brought)| session.take_work(edits, &brought))
    }

    /// The same, and returns when it is done. For the command line.
    ///
    /// # Errors
    /// If it cannot be read, or nothing is open.
    pub fn bring_in_now(&mut self, path: &std::path::Path) -> Result<WorkBrought, CommandError> {
        let scene = self.whole().ok_or(CommandError::NoSet)?;
        let progress = LoadProgress::default();
        let found = changes(&*self.environment.storage, scene, path, &progress);
        let (changes, brought) = found.map_err(CommandError::Snapshot)?;
        self.take_work(changes, &brought)?;
        Ok(brought)
    }

    fn take_work(&mut self, edits: Vec<Change>, brought: &WorkBrought) -> Result<(), CommandError> {
        let names: Vec<&str> = brought.coders.iter().map(Coder::as_str).collect();
        let coders = names.join(&t!("retrieve.list_joint"));
        let name = step_name!("step.bring_in", coders = coders);
        if edits.is_empty() {
            self.notices.push(Notice::note(t!("colleague.nothing")));
            return Ok(());
        }
        self.take_snapshot(&name);
        self.commit_changes(Step { name, edits })?;
        self.notices.push(Notice::undoable(t!(
            "colleague.brought",
            coders = coders,
            articles = brought.articles,
            new = brought.new,
            changed = brought.changed
        )));
        if brought.left > 0 {
            self.notices.push(
                Notice::error(t!("colleague.left", count = brought.left))
                    .about(NoticeTopic::Colleagues),
            );
        }
        Ok(())
    }
}

/// What is in a colleague's work.
struct Work {
    codebook: Codebook,
    sidecars: Vec<(ArticlePath, Sidecar)>,
}

impl Work {
    fn read(
        storage: &dyn Storage,
        path: &std::path::Path,
        progress: &LoadProgress,
    ) -> Result<Self, SnapshotError> {
        let unreadable = |reason: String| SnapshotError::Unreadable(reason);
        if storage.metadata(path)?.kind == EntryKind::Folder {
            let request = SetRequest::Folder(path.to_path_buf());
            let set = open::open(storage, &request, progress)
                .map_err(|error| unreadable(describe::load_error(&error)))?;
            return Ok(Self::of(&set.scene.annotations));
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if name.ends_with(".tags.ron") {
            let text = String::from_utf8(storage.read(path, FILE_LIMIT)?)
                .map_err(|error| unreadable(error.to_string()))?;
            let sidecar =
                Sidecar::from_ron(&text).map_err(|error| unreadable(error.to_string()))?;
            let article = ArticlePath::new(&sidecar.article)
                .ok_or_else(|| unreadable(sidecar.article.clone()))?;
            return Ok(Self { codebook: Codebook::default(), sidecars: vec![(article, sidecar)] });
        }
        let (codebook, sidecars) = snapshot_file::read_content(storage, path)?;
        Ok(Self { codebook, sidecars })
    }

    fn of(annotations: &Annotations) -> Self {
        let layers = annotations.articles().flat_map(|article| {
            annotations.layers(article).map(move |(coder, _)| (article, coder))
        });
        let sidecars = layers.filter_map(|(article, coder)| {
            Some((article.clone(), annotations.content(article, coder)?))
        });
        Self { codebook: annotations.codebook().clone(), sidecars: sidecars.collect() }
    }
}

/// What is to change in the set of `scene` so that the work at `path` is in it.
fn changes(
    storage: &dyn Storage,
    scene: &Scene,
    path: &std::path::Path,
    progress: &LoadProgress,
) -> Result<(Vec<Change>, WorkBrought), SnapshotError> {
    let read = Work::read(storage, path, progress).map_err(|error| match error {
        // What is wrong with the notation says nothing to who took another file.
        SnapshotError::Unreadable(reason) => {
            SnapshotError::Unreadable(t!("colleague.no_work", reason = reason).into_owned())
        }
        other @ SnapshotError::Storage(_) => other,
    });
    let Work { codebook, sidecars } = read?;
    let now = scene.annotations.codebook();
    let mut brought = WorkBrought::default();
    // A theme is the same by its identity, or else by its name with those above it.
    let mut same: BTreeMap<ThemeId, ThemeId> = BTreeMap::new();
    let mut wanted: BTreeSet<ThemeId> = BTreeSet::new();
    for theme in codebook.themes() {
        if now.get(theme.id).is_some() {
            continue;
        }
        let name = codebook.path_name(theme.id);
        match now.themes().iter().find(|ours| now.path_name(ours.id) == name) {
            Some(ours) => drop(same.insert(theme.id, ours.id)),
            None => drop(wanted.insert(theme.id)),
        }
    }
    let mut changes = Vec::new();
    if !wanted.is_empty() {
        brought.themes = wanted.len();
        let after = now.with_themes_of(&codebook, &wanted);
        changes.push(Change::Codebook { before: Box::new(now.clone()), after: Box::new(after) });
    }
    let corpus = &*scene.corpus;
    for (there, sidecar) in sidecars {
        if sidecar.passages.is_empty() {
            continue;
        }
        let coder = sidecar.coder.clone();
        let Some(article) = article_of(corpus, &there, &sidecar) else {
            if !brought.missing.iter().any(|name| name == there.as_str()) {
                brought.missing.push(there.to_string());
            }
            continue;
        };
        brought.coders.insert(coder.clone());
        let before = brought.new + brought.changed;
        take_layer((storage, scene), article, sidecar, &same, (&mut changes, &mut brought));
        if brought.new + brought.changed > before {
            brought.articles += 1;
        }
    }
    Ok((changes, brought))
}

/// Which article of the set is meant: the one at the same place, or the one of the same text.
fn article_of<'a>(
    corpus: &'a Corpus,
    there: &ArticlePath,
    sidecar: &Sidecar,
) -> Option<&'a Article> {
    if let Some(article) = corpus.article(there) {
        return Some(article);
    }
    let mut articles = corpus.articles();
    articles.find(|article| *article.hash() == sidecar.sha256).map(|article| &**article)
}

fn take_layer(
    (storage, scene): (&dyn Storage, &Scene),
    article: &Article,
    sidecar: Sidecar,
    same: &BTreeMap<ThemeId, ThemeId>,
    (changes, brought): (&mut Vec<Change>, &mut WorkBrought),
) {
    let coder = sidecar.coder.clone();
    let layer = scene.annotations.layer(&article.path, &coder);
    let locked = layer.is_some_and(|layer| !layer.is_writable());
    let (then, statuses) = open::place(storage, scene.corpus.root(), sidecar, Some(article));
    let statuses: BTreeMap<_, _> = statuses.into_iter().collect();
    let facts = (article.hash().clone(), article.text.char_len().get());
    for passage in &then.passages {
        let placed = snapshots::placed(Some(article), passage, statuses.get(&passage.id));
        let Some(mut placed) = placed.filter(|_| !locked) else {
            brought.left += 1;
            continue;
        };
        for theme in &mut placed.themes {
            *theme = *same.get(theme).unwrap_or(theme);
        }
        let current = layer.and_then(|layer| layer.passage(passage.id));
        let removed = layer.and_then(|layer| layer.removed.get(&passage.id));
        let stays = match current {
            Some(current) => {
                placed.says_the_same_as(current) || placed.modified <= current.modified
            }
            None => removed.is_some_and(|removed| *removed >= passage.modified),
        };
        if stays {
            brought.kept += 1;
            continue;
        }
        let count = if current.is_some() { &mut brought.changed } else { &mut brought.new };
        *count += 1;
        let edit = snapshots::put(&article.path, &coder, current, placed, &facts);
        changes.push(Change::Annotation(edit));
    }
}
