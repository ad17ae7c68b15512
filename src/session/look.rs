//! A look at the disk: what is owed one, what memory held when it began, and what it brings.
//!
//! [`super::lookout`] looks, on a job's thread; [`super::intake`] takes in what that brings.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use super::{
    ConflictedCopy, Target, Unreadable,
    kept_file::{Broken, Difference, FileState, Merged},
    open::SetRequest,
    records::Files,
    saving::LastSeen,
    taken_in::TakenIn,
    words::Lists,
};
use crate::{
    annotation::{AnchorStatus, Annotations, Coder, Layer, PassageId, SidecarError},
    corpus::{Article, ArticlePath, ContentHash, Corpus, Entry},
    scene::Scene,
    storage::Metadata,
};

/// What is to be looked at.
#[derive(Debug, Default)]
pub(super) struct Owed {
    /// The whole set.
    pub(super) everything: bool,
    /// Kept files.
    pub(super) files: BTreeSet<PathBuf>,
    /// Articles that were added, changed or removed.
    pub(super) articles: BTreeSet<ArticlePath>,
    /// Articles for which another encoding was chosen.
    pub(super) decodings: BTreeSet<ArticlePath>,
    /// Articles whose passages are to be looked up again.
    pub(super) places: BTreeSet<ArticlePath>,
    /// Whether it comes of something that the user asked for, and waits for.
    pub(super) asked_for: bool,
}

impl Owed {
    /// Whether there is something to look at apart from the whole set.
    pub(super) fn has_some(&self) -> bool {
        let Self { everything: _, files, articles, decodings, places, asked_for: _ } = self;
        !(files.is_empty() && articles.is_empty() && decodings.is_empty() && places.is_empty())
    }
}

/// The set as memory held it when a look began.
pub(super) struct Footing {
    /// Which set, by `Session::set_revision`.
    pub(super) set: u64,
    pub(super) scene: Scene,
    pub(super) lists: Lists,
    pub(super) records: Files,
    /// What is known of the files.
    pub(super) files: BTreeMap<PathBuf, LastSeen>,
    /// When that was, by the saver's clock.
    pub(super) since: u64,
    /// What the file system said of articles that were written here.
    pub(super) own: BTreeMap<ArticlePath, Metadata>,
    /// What the set is, where all of it is looked at.
    pub(super) request: Option<SetRequest>,
}

/// What a look brings.
pub(super) struct Looked {
    /// Of which set, by `Session::set_revision`.
    pub(super) set: u64,
    pub(super) since: u64,
    /// The articles, where all of them were read.
    pub(super) corpus: Option<Corpus>,
    /// Else those that are others than they were.
    pub(super) articles: Vec<LookedArticle>,
    pub(super) files: Vec<(PathBuf, Finding)>,
    /// Layers whose article is another one.
    pub(super) placed: Vec<LookedLayer>,
    /// What memory holds when all of that is in it, and the revision it was made from: where nothing
    /// was done since, it is swapped in as a whole.
    pub(super) annotations: (u64, Annotations),
}

/// An article that was read.
pub(super) struct LookedArticle {
    pub(super) path: ArticlePath,
    /// What was there when that began.
    pub(super) before: Option<Arc<Article>>,
    /// `None` if it is gone.
    pub(super) entry: Option<Entry>,
    /// Whether another program changed it.
    pub(super) is_news: bool,
}

/// A layer with where its passages stand now.
pub(super) struct LookedLayer {
    pub(super) article: ArticlePath,
    pub(super) coder: Coder,
    /// What was in memory when that began.
    pub(super) before: Arc<Layer>,
    pub(super) placing: Placing,
}

/// Where the passages of a layer stand in an article.
pub(super) struct Placing {
    pub(super) layer: Layer,
    pub(super) statuses: Vec<(PassageId, AnchorStatus)>,
    /// The article in which they were looked up.
    pub(super) within: Option<Arc<Article>>,
}

/// What was found at a file's place.
pub(super) enum Finding {
    /// What is known already, or nothing that there ever was.
    Same,
    /// Another state, or none any more.
    Other(Box<OtherState>),
    /// A file, no sidecar, that cannot be read.
    Broken(Target, Broken),
    /// A sidecar that cannot be read.
    BrokenSidecar(Box<BrokenSidecar>),
    /// A conflicted copy, or none any more.
    Copy(Option<ConflictedCopy>),
}

/// A state of a file that memory does not know.
pub(super) struct OtherState {
    pub(super) target: Target,
    /// Of the file's bytes; `None` if it is gone.
    pub(super) hash: Option<ContentHash>,
    /// What was in memory when that began.
    pub(super) ours: Option<FileState>,
    /// In the form in which it is kept for later merges.
    pub(super) theirs: FileState,
    /// What memory becomes; with its places where it is a sidecar's.
    pub(super) merged: Merged<FileState>,
    pub(super) placing: Option<Placing>,
    /// Whether that is another than `ours`,
    pub(super) changed: bool,
    /// or `ours` could not be changed until now, because the file was broken.
    pub(super) is_news: bool,
    /// How it differs.
    pub(super) difference: Difference,
    /// The two, to bring back what is taken away.
    pub(super) taken: Option<TakenIn>,
    /// Where their file is kept, if something of it is not in `merged`.
    pub(super) kept: Option<PathBuf>,
}

/// A sidecar that cannot be read, and what can be shown of it.
pub(super) struct BrokenSidecar {
    pub(super) file: Unreadable,
    pub(super) error: Option<SidecarError>,
    pub(super) rest: Option<Placing>,
}

impl Looked {
    /// Puts every layer that is another now in the annotations.
    pub(super) fn put_all(&mut self) {
        let annotations = &mut self.annotations.1;
        for (_, finding) in &self.files {
            let Finding::Other(state) = finding else { continue };
            let Target::Sidecar(article, coder) = &state.target else { continue };
            match &state.placing {
                Some(placing) if state.is_news => {
                    let layer = Layer::clone(&placing.layer);
                    annotations.put_layer(article.clone(), coder.clone(), layer);
                }
                None if state.changed && state.hash.is_none() => {
                    annotations.remove_layer(article, coder);
                }
                _ => {}
            }
        }
        for LookedLayer { article, coder, placing, .. } in &self.placed {
            let layer = Layer::clone(&placing.layer);
            annotations.put_layer(article.clone(), coder.clone(), layer);
        }
    }
}

impl Finding {
    /// Whether it may be otherwise in a moment.
    pub(super) fn is_doubtful(&self) -> bool {
        match self {
            Self::Same | Self::Copy(_) => false,
            Self::Other(state) => state.hash.is_none(),
            Self::Broken(..) | Self::BrokenSidecar(_) => true,
        }
    }
}

impl OtherState {
    /// As it was read; nothing is merged yet.
    pub(super) fn new(target: Target, hash: Option<ContentHash>, theirs: FileState) -> Self {
        let merged = Merged::of(theirs.clone());
        Self {
            target,
            hash,
            ours: None,
            theirs,
            merged,
            placing: None,
            changed: false,
            is_news: false,
            difference: Difference::default(),
            taken: None,
            kept: None,
        }
    }
}
