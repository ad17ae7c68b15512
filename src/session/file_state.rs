//! What a kept file of a set holds: in memory, on the disk, or when both were last the same.
//!
//! Every kind of file that the user's work is kept in is an arm of [`FileState`]; reading, writing
//! and three-way merging are the same for all of them from here on, so that none can be left out of
//! saving, reading again, merging or recovering. Knows no session and no disk.

use std::sync::Arc;

use super::saver::Target;
use crate::{
    annotation::{self, Codebook, JournalEntry, Layer, Records, SavedQuery, Sidecar, Snapshot},
    corpus::{Corrections, Dictionary},
};

/// What one file holds at a moment.
#[derive(Clone, Debug)]
pub(super) enum FileState {
    /// One coder's passages in an article, as they are in the file.
    Sidecar(Box<Sidecar>),
    /// The same as it is in memory, not yet put together.
    Snapshot(Box<Snapshot>),
    /// The same without its head: what a later merge starts from.
    Layer(Arc<Layer>),
    /// The themes.
    Codebook(Arc<Codebook>),
    /// What the user corrected in the articles' descriptions.
    Corrections(Corrections),
    /// A list of words.
    Words(Dictionary),
    /// The saved queries.
    Queries(Records<SavedQuery>),
    /// One coder's journal.
    Journal(Records<JournalEntry>),
}

impl FileState {
    /// Reads the file that `target` names; else says what is wrong with it.
    pub(super) fn read(target: &Target, bytes: &[u8]) -> Result<Self, String> {
        fn parse<T, E: std::fmt::Display>(
            bytes: &[u8],
            read: impl Fn(&str) -> Result<T, E>,
        ) -> Result<T, String> {
            let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
            read(text).map_err(|error| error.to_string())
        }
        Ok(match target {
            Target::Sidecar(..) => Self::Sidecar(Box::new(parse(bytes, Sidecar::from_ron)?)),
            Target::Codebook => Self::Codebook(Arc::new(parse(bytes, Codebook::from_ron)?)),
            Target::Corrections => Self::Corrections(parse(bytes, Corrections::from_ron)?),
            Target::Words(_) => Self::Words(Dictionary::read(bytes)),
            Target::Queries => Self::Queries(parse(bytes, Records::from_ron)?),
            Target::Journal(_) => Self::Journal(parse(bytes, Records::from_ron)?),
        })
    }

    /// What a missing file of that kind holds; `None` where its loss takes nothing out of memory.
    ///
    /// What somebody wrote is not given up because a file has gone: it is on the disk again with the
    /// next change of its kind. Only a list of words, which can be taken out of a set on purpose, goes.
    pub(super) fn missing(target: &Target) -> Option<Self> {
        match target {
            Target::Words(_) => Some(Self::Words(Dictionary::default())),
            Target::Sidecar(..)
            | Target::Codebook
            | Target::Corrections
            | Target::Queries
            | Target::Journal(_) => None,
        }
    }

    /// The file; nothing of a layer, which lacks its head.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Sidecar(sidecar) => sidecar.to_ron().into_bytes(),
            Self::Snapshot(snapshot) => snapshot.sidecar().to_ron().into_bytes(),
            Self::Layer(_) => Vec::new(),
            Self::Codebook(codebook) => codebook.to_ron().into_bytes(),
            // The writer fails on nothing that this type can hold.
            Self::Corrections(corrections) => corrections.to_ron().unwrap_or_default().into_bytes(),
            Self::Words(words) => words.to_bytes(),
            Self::Queries(queries) => queries.to_ron().into_bytes(),
            Self::Journal(entries) => entries.to_ron().into_bytes(),
        }
    }

    /// The file as it was when memory and disk were last the same; nothing of a sidecar that was
    /// never read or written.
    pub(super) fn base_to_bytes(&self, base: Option<&Self>) -> Vec<u8> {
        match (self, base) {
            (Self::Snapshot(now), Some(Self::Layer(layer))) => {
                now.sidecar_of(Arc::clone(layer)).to_ron().into_bytes()
            }
            (_, Some(base)) => base.to_bytes(),
            (Self::Codebook(_), None) => Codebook::default().to_ron().into_bytes(),
            (Self::Corrections(_), None) => Self::Corrections(Corrections::default()).to_bytes(),
            (Self::Queries(_), None) => Self::Queries(Records::default()).to_bytes(),
            (Self::Journal(_), None) => Self::Journal(Records::default()).to_bytes(),
            // An empty list has no line, and an unknown sidecar no head.
            (_, None) => Vec::new(),
        }
    }

    /// In the form in which it is kept for later merges.
    pub(super) fn into_base(self) -> Self {
        match self {
            Self::Sidecar(sidecar) => Self::Layer(Arc::new(Layer::from_sidecar(*sidecar))),
            Self::Snapshot(snapshot) => Self::Layer(Arc::clone(snapshot.layer())),
            other => other,
        }
    }

    /// In the form in which it is in the file.
    pub(super) fn into_read(self) -> Self {
        match self {
            Self::Snapshot(snapshot) => Self::Sidecar(Box::new(snapshot.sidecar())),
            other => other,
        }
    }

    /// What holds after `ours` and `theirs` were both made from `base`. Where nobody knows that,
    /// sidecars go by their times; all others began empty.
    pub(super) fn merged(base: Option<&Self>, ours: Self, theirs: Self) -> Self {
        macro_rules! merged {
            ($kind:ident, $merge:path, $ours:expr, $theirs:expr) => {
                Self::$kind(match base {
                    Some(Self::$kind(base)) => $merge(base, $ours, $theirs),
                    _ => $merge(&Default::default(), $ours, $theirs),
                })
            };
        }
        match (ours.into_read(), theirs.into_read()) {
            (Self::Sidecar(ours), Self::Sidecar(theirs)) => Self::Sidecar(Box::new(match base {
                Some(Self::Layer(base)) => annotation::merge_from(base, *ours, *theirs),
                _ => annotation::merge(*ours, *theirs),
            })),
            (Self::Codebook(ours), Self::Codebook(theirs)) => {
                let merged =
                    |base: &Codebook| annotation::merge_codebooks_from(base, &ours, &theirs);
                Self::Codebook(Arc::new(match base {
                    Some(Self::Codebook(base)) => merged(base),
                    _ => merged(&Codebook::default()),
                }))
            }
            (Self::Corrections(ours), Self::Corrections(theirs)) => {
                merged!(Corrections, Corrections::merged, &ours, &theirs)
            }
            (Self::Words(ours), Self::Words(theirs)) => {
                merged!(Words, Dictionary::merged, &ours, &theirs)
            }
            (Self::Queries(ours), Self::Queries(theirs)) => {
                merged!(Queries, Records::merged, &ours, &theirs)
            }
            (Self::Journal(ours), Self::Journal(theirs)) => {
                merged!(Journal, Records::merged, &ours, &theirs)
            }
            // One file is of one kind.
            (ours, _) => ours,
        }
    }
}

impl PartialEq for FileState {
    /// Whether both hold the same. A layer is like nothing else: it is not compared.
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Snapshot(one), other) => Self::Sidecar(Box::new(one.sidecar())) == *other,
            (one, Self::Snapshot(other)) => *one == Self::Sidecar(Box::new(other.sidecar())),
            (Self::Sidecar(one), Self::Sidecar(other)) => one == other,
            (Self::Codebook(one), Self::Codebook(other)) => one == other,
            (Self::Corrections(one), Self::Corrections(other)) => one == other,
            (Self::Words(one), Self::Words(other)) => one == other,
            (Self::Queries(one), Self::Queries(other)) => one == other,
            (Self::Journal(one), Self::Journal(other)) => one == other,
            _ => false,
        }
    }
}
