//! A kept file: one kind of file that the user's work in a set is kept in.
//!
//! Every kind implements [`KeptFile`] and stands as one row in [`kept_files`]; saving, reading again,
//! merging, recovering, the version before, and taking in what others did to a file are written once
//! for all of them, in terms of [`FileState`]. A new kind is a [`Target`], one row here and one
//! implementation (in [`super::kept_kinds`]): the compiler asks for each. Knows no disk.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use super::{Salvaged, Session, Target, kept_kinds::SidecarFile, records::Files, words::Lists};
use crate::{
    annotation::{
        Annotations, ArticleGroup, Attributes, Bookmark, Catalogue, Codebook, Decision,
        FormulaNote, JournalEntry, Passage, Progress, QuantityCorrection, Records,
        RefusedSuggestion, SavedQuery, Sidecar, ThemeSummary,
    },
    corpus::{ContentHash, Corpus, Corrections, Dictionary},
    scene::Scene,
};

/// No sidecar or codebook longer than this is read back for a merge.
pub(super) const FILE_LIMIT: u64 = 256 << 20;

/// The hash by which a file is known again.
pub(super) fn fingerprint(bytes: &[u8]) -> ContentHash {
    ContentHash::of_bytes(bytes)
}

/// What of a set's memory is kept in files, wherever it is held.
#[derive(Clone, Copy)]
pub(super) struct SetMemory<'a> {
    pub(super) corpus: &'a Corpus,
    pub(super) annotations: &'a Annotations,
    pub(super) catalogue: &'a Catalogue,
    pub(super) lists: &'a Lists,
    pub(super) records: &'a Files,
}

impl<'a> SetMemory<'a> {
    pub(super) fn of(scene: &'a Scene, lists: &'a Lists, records: &'a Files) -> Self {
        let (corpus, annotations) = (&*scene.corpus, &scene.annotations);
        Self { corpus, annotations, catalogue: &scene.catalogue, lists, records }
    }
}

/// Why a file cannot be read.
#[derive(Clone, Debug)]
pub(super) struct Broken {
    /// In the user's language.
    pub(super) reason: String,
    /// What can be saved of it; `None` if nothing can or need be.
    pub(super) salvaged: Option<Salvaged>,
}

impl Broken {
    #[expect(clippy::needless_pass_by_value, reason = "`map_err` hands an error over")]
    pub(super) fn new(reason: impl ToString) -> Self {
        Self { reason: reason.to_string(), salvaged: None }
    }
}

/// What came of two states that were both made from one.
#[derive(Debug)]
pub(super) struct Merged<T> {
    pub(super) state: T,
    /// Of how many things both sides changed the same, and both versions stand in `state`; of those
    /// that have a list of rivals of their own the user hears there.
    pub(super) doubled: usize,
    /// What of theirs is not in `state`, in words: the user is told, and their file is kept.
    pub(super) overruled: Vec<String>,
    /// Whether each side had changed something since the base, so that neither is `state`.
    pub(super) both: bool,
}

impl<T> Merged<T> {
    pub(super) fn of(state: T) -> Self {
        Self { state, doubled: 0, overruled: Vec::new(), both: false }
    }

    fn map<U>(self, turn: impl FnOnce(T) -> U) -> Merged<U> {
        let Self { state, doubled, overruled, both } = self;
        Merged { state: turn(state), doubled, overruled, both }
    }
}

/// How one state of a file differs from an earlier one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Difference {
    /// So many things are gone,
    pub(super) fewer: usize,
    /// and so many have come.
    pub(super) more: usize,
    /// Whether it looks like another version of the file, not like work that went on from the one
    /// before: something is gone that nobody removed, much is gone at once, or something is as it was
    /// earlier.
    pub(super) set_back: bool,
}

/// Those of several files together.
impl std::ops::AddAssign for Difference {
    fn add_assign(&mut self, other: Self) {
        self.fewer += other.fewer;
        self.more += other.more;
        self.set_back |= other.set_back;
    }
}

/// One of the things that a file holds, to be told from what another version of it holds.
#[derive(Clone, Debug)]
pub(super) enum KeptItem {
    /// A passage.
    Passage(Box<Passage>),
    /// Anything else: what it is called on screen, and all of it, to be compared.
    Named { name: String, whole: String },
}

impl KeptItem {
    /// Something that can be written out for comparing.
    pub(super) fn named(name: impl Into<String>, whole: &impl std::fmt::Debug) -> Self {
        Self::Named { name: name.into(), whole: format!("{whole:?}") }
    }

    pub(super) fn says_the_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Passage(one), Self::Passage(other)) => one.says_the_same_as(other),
            (Self::Named { whole: one, .. }, Self::Named { whole: other, .. }) => one == other,
            _ => false,
        }
    }
}

/// What has to be known of a kind of kept file.
pub(super) trait KeptFile: Clone + PartialEq + Sized {
    /// Reads the file's bytes.
    ///
    /// # Errors
    /// If they are no such file; it is then never written over.
    fn read(bytes: &[u8]) -> Result<Self, Broken>;

    /// The file's bytes.
    fn to_bytes(&self) -> Vec<u8>;

    /// What a set holds in which there is no such file.
    fn missing() -> Self;

    /// Whether both hold the same work.
    fn says_the_same_as(&self, other: &Self) -> bool {
        self == other
    }

    /// What holds after `ours` and `theirs` were both made from `base` (`None`: nobody knows).
    fn merged(base: Option<&Self>, ours: Self, theirs: Self) -> Merged<Self>;

    /// How it differs from an earlier state.
    fn compared(&self, before: &Self) -> Difference;

    /// What it holds, one by one, by what each is known by.
    fn items(&self) -> BTreeMap<String, KeptItem>;

    /// What is in memory of the file; `None` where nothing ever was.
    fn in_memory(memory: SetMemory<'_>, target: &Target) -> Option<Self>;

    /// Whether memory still holds just this.
    fn is_in_memory(&self, memory: SetMemory<'_>, target: &Target) -> bool {
        Self::in_memory(memory, target).as_ref() == Some(self)
    }

    /// Puts it in the place of what is in memory; it may be changed from now on.
    fn put(self, session: &mut Session, target: &Target);

    /// Whether the file could not be read when it was last looked at, so that it is not written.
    fn is_locked(session: &Session, target: &Target) -> bool;

    /// The file cannot be read any more: what memory holds of it stays, and is not written over it.
    fn lock(session: &mut Session, target: &Target, path: &Path, broken: Broken);

    /// In the form in which it is kept for later merges.
    fn into_base(self) -> Self {
        self
    }

    /// `base` as a file: what could not be saved is kept with it.
    fn base_to_bytes(&self, base: Option<&Self>) -> Vec<u8> {
        base.map_or_else(|| Self::missing().to_bytes(), Self::to_bytes)
    }
}

/// Writes [`FileState`] and all that chooses between the kinds, from one row for each.
macro_rules! kept_files {
    ($($(#[$doc:meta])* $kind:ident($file:ty) is $target:pat,)+) => {
        /// What one file holds at a moment.
        #[derive(Clone, Debug)]
        pub(super) enum FileState {
            $($(#[$doc])* $kind($file),)+
        }

        impl FileState {
            /// Reads the file that `target` names; else says what is wrong with it.
            pub(super) fn read(target: &Target, bytes: &[u8]) -> Result<Self, Broken> {
                match target { $($target => <$file as KeptFile>::read(bytes).map(Self::$kind),)+ }
            }

            /// What a set holds in which there is no such file.
            pub(super) fn missing(target: &Target) -> Self {
                match target { $($target => Self::$kind(<$file as KeptFile>::missing()),)+ }
            }

            /// What is in memory of the file; `None` where nothing ever was.
            pub(super) fn in_memory(memory: SetMemory<'_>, target: &Target) -> Option<Self> {
                match target {
                    $($target => <$file as KeptFile>::in_memory(memory, target).map(Self::$kind),)+
                }
            }

            /// Whether memory still holds just this.
            pub(super) fn is_in_memory(&self, memory: SetMemory<'_>, target: &Target) -> bool {
                match self { $(Self::$kind(file) => KeptFile::is_in_memory(file, memory, target),)+ }
            }

            /// Whether a file could not be read when it was last looked at.
            pub(super) fn is_locked(session: &Session, target: &Target) -> bool {
                match target { $($target => <$file as KeptFile>::is_locked(session, target),)+ }
            }

            /// A file cannot be read any more.
            pub(super) fn lock(
                session: &mut Session,
                target: &Target,
                path: &Path,
                broken: Broken,
            ) {
                match target { $($target => <$file as KeptFile>::lock(session, target, path, broken),)+ }
            }

            /// The file's bytes.
            pub(super) fn to_bytes(&self) -> Vec<u8> {
                match self { $(Self::$kind(file) => KeptFile::to_bytes(file),)+ }
            }

            /// The file as it was when memory and disk were last the same.
            pub(super) fn base_to_bytes(&self, base: Option<&Self>) -> Vec<u8> {
                match (self, base) {
                    $((Self::$kind(file), Some(Self::$kind(base))) => {
                        KeptFile::base_to_bytes(file, Some(base))
                    })+
                    $((Self::$kind(file), _) => KeptFile::base_to_bytes(file, None),)+
                }
            }

            /// In the form in which it is kept for later merges.
            pub(super) fn into_base(self) -> Self {
                match self { $(Self::$kind(file) => Self::$kind(KeptFile::into_base(file)),)+ }
            }

            /// Puts it in the place of what is in memory.
            pub(super) fn put(self, session: &mut Session, target: &Target) {
                match self { $(Self::$kind(file) => KeptFile::put(file, session, target),)+ }
            }

            /// Whether both hold the same work.
            pub(super) fn says_the_same_as(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$kind(one), Self::$kind(other)) => KeptFile::says_the_same_as(one, other),)+
                    _ => false,
                }
            }

            /// How it differs from an earlier state.
            pub(super) fn compared(&self, before: &Self) -> Difference {
                match (self, before) {
                    $((Self::$kind(now), Self::$kind(before)) => KeptFile::compared(now, before),)+
                    _ => Difference::default(),
                }
            }

            /// What it holds, one by one, by what each is known by.
            pub(super) fn items(&self) -> BTreeMap<String, KeptItem> {
                match self { $(Self::$kind(file) => KeptFile::items(file),)+ }
            }

            /// What each side changed since `base`, together; `ours` where that is one kind of file
            /// and `theirs` another.
            fn joined(base: Option<&Self>, ours: Self, theirs: Self) -> Merged<Self> {
                match (ours, theirs) {
                    $((Self::$kind(ours), Self::$kind(theirs)) => {
                        let base = match base {
                            Some(Self::$kind(base)) => Some(base),
                            _ => None,
                        };
                        <$file as KeptFile>::merged(base, ours, theirs).map(Self::$kind)
                    })+
                    (ours, _) => Merged::of(ours),
                }
            }
        }

        impl PartialEq for FileState {
            fn eq(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$kind(one), Self::$kind(other)) => one == other,)+
                    _ => false,
                }
            }
        }
    };
}

kept_files! {
    /// One coder's passages in an article.
    Sidecar(SidecarFile) is Target::Sidecar(..),
    /// The themes.
    Codebook(Arc<Codebook>) is Target::Codebook,
    /// What the user corrected in the articles' descriptions.
    Corrections(Corrections) is Target::Corrections,
    /// A list of words.
    Words(Dictionary) is Target::Words(_),
    /// The saved queries.
    Queries(Records<SavedQuery>) is Target::Queries,
    /// One coder's journal.
    Journal(Records<JournalEntry>) is Target::Journal(_),
    /// The attributes of the articles.
    Attributes(Arc<Attributes>) is Target::Attributes,
    /// The groups of articles.
    Groups(Records<ArticleGroup>) is Target::Groups,
    /// What one coder is done with.
    Progress(Arc<Progress>) is Target::Progress(_),
    /// One coder's bookmarks.
    Bookmarks(Records<Bookmark>) is Target::Bookmarks(_),
    /// What was decided in the name of one coder.
    Decisions(Records<Decision>) is Target::Decisions(_),
    /// What was said of formulas.
    Formulas(Records<FormulaNote>) is Target::Formulas,
    /// What was corrected in quantities.
    Quantities(Records<QuantityCorrection>) is Target::Quantities,
    /// The suggestions that one coder refused.
    Refusals(Records<RefusedSuggestion>) is Target::Refusals(_),
    /// One coder's summaries of articles on themes.
    Summaries(Records<ThemeSummary>) is Target::Summaries(_),
}

impl FileState {
    /// A sidecar that was read.
    pub(super) fn of_sidecar(sidecar: Sidecar) -> Self {
        Self::Sidecar(SidecarFile::Read(Box::new(sidecar)))
    }

    /// The sidecar that it is; `None` for other kinds, and where it has no head.
    pub(super) fn into_sidecar(self) -> Option<Sidecar> {
        match self {
            Self::Sidecar(file) => file.into_sidecar(),
            _ => None,
        }
    }

    /// The same as a file of its own, with the head of an earlier state where it has none.
    pub(super) fn with_head_of(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Sidecar(file), Self::Sidecar(other)) => {
                file.sidecar(other).map(Self::of_sidecar)
            }
            _ => Some(self.clone()),
        }
    }

    /// What holds after `ours` and `theirs` were both made from `base`.
    ///
    /// Where only one side did anything since, it is that side as it is: what they took out, or set
    /// back to what it was earlier, is so in memory too.
    pub(super) fn merged(base: Option<&Self>, ours: Self, theirs: Self) -> Merged<Self> {
        match base {
            Some(base) if ours.says_the_same_as(base) => Merged::of(theirs),
            Some(base) if theirs.says_the_same_as(base) => Merged::of(ours),
            _ => Merged { both: base.is_some(), ..Self::joined(base, ours, theirs) },
        }
    }
}
