//! The open set: its moment, its files, its history, and who watches and saves it.
//!
//! Everything of it comes and goes together; what the program has without a set is in [`Session`].

use std::{
    cell::Cell,
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::LazyLock,
    sync::mpsc::Receiver,
};

use super::{
    Change, CommandError, ConflictedCopy, MovedSidecar, Session, Target, Unreadable,
    importing::ImportedArticles,
    kept_file::SetMemory,
    look::Owed,
    open::SetRequest,
    own_sight::OwnSight,
    records::Files,
    saving::Saving,
    taken_in::LastTaken,
    words::{Lists, SetWords},
};
use crate::{
    annotation::{Annotations, History},
    corpus::{Corpus, WatchError, Watcher},
    scene::{Places, Scene},
};

/// A set that is open.
#[derive(Default)]
pub(super) struct OpenSet {
    /// Its texts and what is marked in them, now.
    pub(super) scene: Scene,
    /// The same as one coder sees it who codes blind.
    pub(super) sight: Option<OwnSight>,
    /// How often that began, ended, or became another coder's.
    pub(super) sights: u64,
    /// Its own words.
    pub(super) lists: Lists,
    /// Saved queries and journals.
    pub(super) records: Files,
    /// Files of the catalogue that cannot be read, and why; they are not written over.
    pub(super) locked: BTreeMap<Target, String>,
    /// Files of ours that could not be read.
    pub(super) unreadable: Vec<Unreadable>,
    pub(super) copies: Vec<ConflictedCopy>,
    pub(super) moved_sidecars: Vec<MovedSidecar>,
    /// At which revision of the annotations rival versions were counted, and how many there are.
    pub(super) rival_count: Cell<(Option<u64>, usize)>,
    pub(super) history: History<Change>,
    /// `None` where the system gave no thread.
    pub(super) saving: Option<Saving>,
    pub(super) watcher: Option<Watcher>,
    /// Where a watcher comes from that is still looking through the folders.
    pub(super) watching: Option<Receiver<Result<Watcher, WatchError>>>,
    /// What was restored and is not on the disk yet, with the copies that go then.
    pub(super) restored: BTreeMap<Target, Vec<PathBuf>>,
    /// Articles that were imported here.
    pub(super) imported: ImportedArticles,
    /// Its words, as far as they are known.
    pub(super) words: SetWords,
    /// What was asked for when it was opened, to read it again; `None` on the command line.
    pub(super) request: Option<SetRequest>,
    /// What has changed on the disk, or may have, and is to be looked at.
    pub(super) owed: Owed,
    /// When other versions of files were last taken in from the disk.
    pub(super) last_taken: Option<LastTaken>,
}

/// What a session without a set shows.
static NOTHING: LazyLock<Parts> = LazyLock::new(Parts::default);

#[derive(Default)]
struct Parts {
    scene: Scene,
    lists: Lists,
    records: Files,
}

impl Session {
    /// The open set at this moment, as it is to be seen: of who codes blind the own marks alone.
    #[must_use]
    pub fn scene(&self) -> Option<&Scene> {
        let set = self.set.as_ref()?;
        Some(set.sight.as_ref().map_or(&set.scene, |sight| &sight.scene))
    }

    /// The same; an empty one where none is open.
    pub(super) fn scene_or_none(&self) -> &Scene {
        self.scene().unwrap_or(&NOTHING.scene)
    }

    /// All of it, for what writes, merges and undoes.
    pub(super) fn whole(&self) -> Option<&Scene> {
        self.set.as_ref().map(|set| &set.scene)
    }

    /// The same; an empty one where none is open.
    pub(super) fn whole_or_none(&self) -> &Scene {
        self.whole().unwrap_or(&NOTHING.scene)
    }

    /// Themes and passages of all coders, whoever sees them.
    pub(super) fn all_annotations(&self) -> &Annotations {
        &self.whole_or_none().annotations
    }

    /// The open set.
    #[must_use]
    pub fn corpus(&self) -> Option<&Corpus> {
        self.whole().map(|scene| &*scene.corpus)
    }

    /// Themes and passages of the open set, as they are to be seen.
    #[must_use]
    pub fn annotations(&self) -> &Annotations {
        &self.scene().unwrap_or(&NOTHING.scene).annotations
    }

    /// Where passages of changed articles stand.
    #[must_use]
    pub fn places(&self) -> &Places {
        &self.scene().unwrap_or(&NOTHING.scene).places
    }

    pub(super) fn lists(&self) -> &Lists {
        self.set.as_ref().map_or(&NOTHING.lists, |set| &set.lists)
    }

    pub(super) fn records(&self) -> &Files {
        self.set.as_ref().map_or(&NOTHING.records, |set| &set.records)
    }

    pub(super) fn records_mut(&mut self) -> Result<&mut Files, CommandError> {
        self.set.as_mut().map(|set| &mut set.records).ok_or(CommandError::NoSet)
    }

    pub(super) fn saving(&self) -> Option<&Saving> {
        self.set.as_ref()?.saving.as_ref()
    }

    pub(super) fn saving_mut(&mut self) -> Option<&mut Saving> {
        self.set.as_mut()?.saving.as_mut()
    }

    /// A file can be read again, or is gone.
    pub(super) fn forget_unreadable(&mut self, path: &Path) {
        if let Some(set) = &mut self.set {
            set.unreadable.retain(|file| file.path != path);
        }
    }

    /// What of memory is kept in files; `None` where no set is open.
    pub(super) fn memory(&self) -> Option<SetMemory<'_>> {
        let OpenSet { scene, lists, records, .. } = self.set.as_ref()?;
        Some(SetMemory::of(scene, lists, records))
    }

    /// Has something looked at on the disk, soon.
    pub(super) fn owe(&mut self, what: impl FnOnce(&mut Owed)) {
        if let Some(set) = &mut self.set {
            what(&mut set.owed);
        }
    }

    pub(super) fn scene_mut(&mut self) -> Option<&mut Scene> {
        self.set.as_mut().map(|set| &mut set.scene)
    }

    pub(super) fn corpus_mut(&mut self) -> Option<&mut Corpus> {
        self.set.as_mut().map(|set| set.scene.corpus_mut())
    }
}
