//! Looking at the disk: what changed there is read, merged with what memory held when that began, and
//! its passages are looked up in their articles, all on a job's thread.
//!
//! ```text
//! window's thread   Owed + Footing ──►           ──► take_looked: swaps in what still fits,
//!                                                   and owes the rest again
//! job's thread                     look ► Looked
//! ```
//!
//! What was edited or saved here while the job ran is not merged on the window's thread: the file is
//! looked at once more. What cannot be found or read is looked at again a moment later before that is
//! believed: other programs put a file in another's place by taking it away first.

use std::{
    collections::{BTreeSet, HashSet},
    path::{Path, PathBuf},
    sync::Arc,
    thread,
};

use rayon::prelude::*;
use rust_i18n::t;

use super::{
    ConflictedCopy, Target, Unreadable, care, describe,
    kept_file::{Broken, Difference, FILE_LIMIT, FileState, SetMemory, fingerprint},
    look::{
        BrokenSidecar, Finding, Footing, Looked, LookedArticle, LookedLayer, OtherState, Owed,
        Placing,
    },
    open::{self, SetRequest},
    saver::{self, SECOND_LOOK},
    saving::LastSeen,
    taken_in::TakenIn,
};
use crate::{
    annotation::{self, Coder, Layer, LayerState},
    corpus::{self, ArticlePath, Corpus, LoadError, LoadProgress},
    scene::Scene,
    storage::Storage,
};

/// Looks at what is `owed`.
///
/// # Errors
/// If the set's folder cannot be read, or it was cancelled.
pub(super) fn look(
    storage: &dyn Storage,
    footing: Footing,
    owed: &Owed,
    progress: &LoadProgress,
) -> Result<Looked, LoadError> {
    let root = footing.scene.corpus.root().to_path_buf();
    let now = Corpus::clone(&footing.scene.corpus);
    let mut lookout = Lookout { storage, root, footing, now };
    let marks = &lookout.footing.scene.annotations;
    let mut looked = Looked {
        set: lookout.footing.set,
        since: lookout.footing.since,
        corpus: None,
        articles: Vec::new(),
        files: Vec::new(),
        placed: Vec::new(),
        annotations: (marks.revision(), marks.clone()),
    };
    let mut moved: BTreeSet<ArticlePath> = owed.places.clone();
    let mut paths = owed.files.clone();
    if owed.everything {
        let read = lookout.read_articles(progress)?;
        lookout.now.begin_again();
        let changed: HashSet<ArticlePath> = lookout.now.take_again(read.clone());
        moved.extend(changed);
        moved.extend(lookout.unsure());
        looked.corpus = Some(read);
        paths.extend(lookout.all_files());
    }
    looked.articles = lookout.look_at_articles(owed);
    moved.extend(looked.articles.iter().map(|article| article.path.clone()));
    looked.files = lookout.look_at_files(paths, owed.everything);
    // Those that are others now are in their places already, or gone.
    let done: BTreeSet<Target> = looked
        .files
        .iter()
        .filter_map(|(_, finding)| match finding {
            Finding::Other(state) if state.is_news => Some(state.target.clone()),
            _ => None,
        })
        .collect();
    looked.placed = lookout.place_again(&moved, &done);
    if owed.everything {
        // There is nothing to take in of those that are what they were.
        looked.files.retain(|(_, finding)| !matches!(finding, Finding::Same));
    }
    looked.put_all();
    Ok(looked)
}

/// What was seen at an article's place.
enum Seen {
    /// What memory holds.
    Same,
    Gone,
    Read(Box<corpus::Entry>),
}

/// Who looks: the disk, what memory held, and the articles as they are now.
struct Lookout<'a> {
    storage: &'a dyn Storage,
    root: PathBuf,
    footing: Footing,
    now: Corpus,
}

impl Lookout<'_> {
    fn memory(&self) -> SetMemory<'_> {
        let Footing { scene, lists, records, .. } = &self.footing;
        SetMemory::of(scene, lists, records)
    }

    fn read_articles(&self, progress: &LoadProgress) -> Result<Corpus, LoadError> {
        let before = &*self.footing.scene.corpus;
        match &self.footing.request {
            Some(SetRequest::Files(root, files)) => {
                corpus::load_files_again(self.storage, root, files, before, progress)
            }
            _ => corpus::load_again(self.storage, &self.root, before, progress),
        }
    }

    /// The articles in which passages have no sure place: where an earlier text of theirs has come
    /// meanwhile, they may have one now.
    fn unsure(&self) -> BTreeSet<ArticlePath> {
        let Scene { annotations, places, .. } = &self.footing.scene;
        let found = places.iter().filter_map(|(id, _)| annotations.find(id));
        found.map(|(article, ..)| article.clone()).collect()
    }

    /// Every file of ours that is there or was.
    fn all_files(&self) -> BTreeSet<PathBuf> {
        let mut paths: BTreeSet<PathBuf> = Target::fixed().map(|t| t.path(&self.root)).collect();
        paths.extend(self.footing.files.keys().cloned());
        let of_coders = Target::of_coders(self.storage, &self.root);
        paths.extend(of_coders.into_iter().map(|target| target.path(&self.root)));
        let some = matches!(self.footing.request, Some(SetRequest::Files(..)));
        let wanted = |article: &ArticlePath| !some || self.now.position(article).is_some();
        let articles = self.now.entries().iter().map(|entry| &entry.path);
        for folder in corpus::folders_of(&self.root, articles) {
            // A folder that cannot be listed held no article either, or is gone meanwhile.
            let entries = open::sidecars_in(self.storage, &self.root, &folder, wanted);
            paths.extend(entries.unwrap_or_default());
        }
        paths
    }

    /// Reads the articles that are owed one by one.
    fn look_at_articles(&mut self, owed: &Owed) -> Vec<LookedArticle> {
        let paths: BTreeSet<&ArticlePath> = owed.articles.iter().chain(&owed.decodings).collect();
        let paths: Vec<&ArticlePath> = paths.into_iter().collect();
        let is_news = |path: &ArticlePath| !owed.decodings.contains(path);
        let mut seen: Vec<Seen> =
            paths.par_iter().map(|path| self.see_article(path, is_news(path))).collect();
        let at_rest = |(path, seen): (&&ArticlePath, &Seen)| {
            !matches!(seen, Seen::Gone) || self.now.entry(path).is_none()
        };
        if !paths.iter().zip(&seen).all(at_rest) {
            // All that are being replaced are there again after one moment.
            thread::sleep(SECOND_LOOK);
            let both = paths.par_iter().zip(&mut seen);
            both.filter(|(_, seen)| matches!(seen, Seen::Gone))
                .for_each(|(path, seen)| *seen = self.see_article(path, is_news(path)));
        }
        let mut found = Vec::new();
        for (path, seen) in paths.into_iter().zip(seen) {
            let entry = match seen {
                Seen::Same => continue,
                Seen::Gone if self.now.remove(path).is_none() => continue,
                Seen::Gone => None,
                Seen::Read(entry) => {
                    self.now.insert((*entry).clone());
                    Some(*entry)
                }
            };
            let (path, is_news) = (path.clone(), is_news(path));
            let before = self.footing.scene.corpus.article(&path).cloned();
            found.push(LookedArticle { path, before, entry, is_news });
        }
        found
    }

    fn see_article(&self, path: &ArticlePath, is_news: bool) -> Seen {
        let metadata = self.storage.metadata(&path.on_disk(&self.root));
        let stamp = self.footing.own.get(path);
        if is_news && stamp.is_some() && metadata.as_ref().ok() == stamp {
            return Seen::Same;
        }
        if metadata.is_err_and(|error| error.is_not_found()) {
            return Seen::Gone;
        }
        let chosen = self.now.corrections().get(path).and_then(|one| one.encoding);
        let mut entry = corpus::load_article(self.storage, &self.root, path, chosen);
        if self.footing.scene.corpus.keep_same(&mut entry) {
            return Seen::Same;
        }
        Seen::Read(Box::new(entry))
    }

    /// Looks at kept files, at those that are gone or broken twice.
    fn look_at_files(&self, paths: BTreeSet<PathBuf>, whole: bool) -> Vec<(PathBuf, Finding)> {
        let paths: Vec<PathBuf> = paths.into_iter().collect();
        let mut found: Vec<Finding> = paths.par_iter().map(|path| self.look_at(path)).collect();
        // Of a file that stays broken nothing else is to be expected when the set is read again.
        let known = |path: &Path| self.footing.files.get(path);
        let was_fine = |path: &Path| !whole || known(path).is_some_and(|file| file.hash.is_some());
        let doubtful = paths.iter().zip(&found).enumerate();
        let doubtful =
            doubtful.filter(|(_, (path, finding))| finding.is_doubtful() && was_fine(path));
        let again: Vec<usize> = doubtful.map(|(at, _)| at).collect();
        if !again.is_empty() {
            thread::sleep(SECOND_LOOK);
            // A disk that was taken off has lost nothing.
            let is_off = saver::is_off(self.storage, &self.root);
            for at in again {
                let (Some(finding), Some(path)) = (found.get_mut(at), paths.get(at)) else {
                    continue;
                };
                *finding = self.look_at(path);
                if is_off && matches!(finding, Finding::Other(state) if state.hash.is_none()) {
                    *finding = Finding::Same;
                }
            }
        }
        let mut found: Vec<(PathBuf, Finding)> = paths.into_iter().zip(found).collect();
        for (path, finding) in &mut found {
            if let Finding::Other(state) = finding {
                self.finish(path, state);
            }
        }
        found
    }

    fn look_at(&self, path: &Path) -> Finding {
        let known = self.footing.files.get(path);
        // What was written here need not be read back.
        let stamp = known.and_then(|file| file.stamp.as_ref());
        if stamp.is_some() && self.storage.metadata(path).ok().as_ref() == stamp {
            return Finding::Same;
        }
        if let Some(target) = Target::at(&self.root, path) {
            return self.look_at_target(target, path, known);
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(original) = care::original_of(&name) {
            return Finding::Copy(care::find_copy(self.storage, &self.root, path, &original));
        }
        if annotation::is_sidecar(&name) {
            return self.look_at_sidecar(path, known);
        }
        Finding::Same
    }

    fn look_at_target(&self, target: Target, path: &Path, known: Option<&LastSeen>) -> Finding {
        let bytes = match self.storage.read(path, FILE_LIMIT) {
            Ok(bytes) => bytes,
            Err(error) if error.is_not_found() => return gone(known),
            Err(error) => return Finding::Broken(target, Broken::new(error.source)),
        };
        let hash = fingerprint(&bytes);
        if known.is_some_and(|file| file.hash.as_ref() == Some(&hash)) {
            return Finding::Same;
        }
        match FileState::read(&target, &bytes) {
            Ok(theirs) => Finding::Other(Box::new(OtherState::new(target, Some(hash), theirs))),
            Err(broken) => Finding::Broken(target, broken),
        }
    }

    fn look_at_sidecar(&self, path: &Path, known: Option<&LastSeen>) -> Finding {
        let bytes = self.storage.read(path, FILE_LIMIT);
        if bytes.as_ref().is_err_and(crate::storage::StorageError::is_not_found) {
            return gone(known);
        }
        let hash = bytes.as_deref().ok().map(fingerprint);
        if hash.is_some() && known.is_some_and(|file| file.hash == hash) {
            return Finding::Same;
        }
        let read = open::read_sidecar_of(self.storage, &self.root, path, bytes);
        match (read.content, read.owner) {
            (Ok(sidecar), Some((article, coder))) if read.is_copy => {
                let proper = annotation::sidecar_name(article.file_name(), &coder);
                Finding::Copy(Some(ConflictedCopy {
                    path: path.to_path_buf(),
                    original: path.with_file_name(proper),
                    target: Target::Sidecar(article, coder),
                    entries: sidecar.passages.len(),
                }))
            }
            (Ok(sidecar), Some((article, coder))) => {
                let theirs = FileState::of_sidecar(sidecar);
                let target = Target::Sidecar(article, coder);
                Finding::Other(Box::new(OtherState::new(target, read.hash, theirs)))
            }
            (Ok(_), None) => {
                let reason = t!("care.fault.no_article").into_owned();
                let (path, owner, salvaged) = (path.to_path_buf(), None, None);
                let file = Unreadable { path, owner, reason, salvaged };
                Finding::BrokenSidecar(Box::new(BrokenSidecar { file, error: None, rest: None }))
            }
            (Err(error), owner) => {
                let rest = owner.as_ref().map(|(article, _)| {
                    let within = self.now.article(article).cloned();
                    let (layer, statuses) = open::read_only(
                        self.storage,
                        &self.root,
                        read.rest,
                        within.as_deref(),
                        &error,
                    );
                    Placing { layer, statuses, within }
                });
                let file = Unreadable {
                    path: path.to_path_buf(),
                    owner,
                    reason: describe::sidecar_fault(&error),
                    salvaged: read.salvaged,
                };
                Finding::BrokenSidecar(Box::new(BrokenSidecar { file, error: Some(error), rest }))
            }
        }
    }

    /// Merges what was read with what memory holds, and finds the places of its passages.
    fn finish(&self, path: &Path, state: &mut OtherState) {
        let base = self.footing.files.get(path).and_then(|file| file.base.as_ref());
        state.ours = FileState::in_memory(self.memory(), &state.target);
        match &state.ours {
            Some(ours) => {
                state.merged = FileState::merged(base, ours.clone(), state.theirs.clone());
                state.changed = state.merged.state != *ours;
                state.difference = state.merged.state.compared(ours);
                state.difference.set_back |= state.hash.is_none();
                let Difference { fewer, more: _, set_back } = state.difference;
                if state.changed && (set_back || fewer > 0) {
                    let (target, after) = (state.target.clone(), &state.merged.state);
                    let taken = TakenIn::new(target, ours.clone(), after, state.difference);
                    let theirs = state.merged.both.then_some(&state.theirs);
                    state.taken = taken.map(|taken| taken.beside(theirs));
                }
            }
            None => state.changed = state.hash.is_some(),
        }
        state.is_news = state.changed || self.is_read_only(&state.target);
        state.placing = self.placing(state);
        if !state.merged.overruled.is_empty() {
            let theirs = state.theirs.to_bytes();
            state.kept = care::keep_in_trash(self.storage, &self.root, path, &theirs).ok();
        }
        let nothing = FileState::missing(&state.target);
        state.theirs = std::mem::replace(&mut state.theirs, nothing).into_base();
    }

    fn is_read_only(&self, target: &Target) -> bool {
        let Target::Sidecar(article, coder) = target else { return false };
        let layer = self.footing.scene.annotations.layer(article, coder);
        layer.is_some_and(|layer| matches!(layer.state, LayerState::ReadOnly { .. }))
    }

    fn placing(&self, state: &OtherState) -> Option<Placing> {
        let Target::Sidecar(article, _) = &state.target else { return None };
        if !state.is_news {
            return None;
        }
        let within = self.now.article(article).cloned();
        let sidecar = state.merged.state.clone().into_sidecar()?;
        let (layer, statuses) = open::place(self.storage, &self.root, sidecar, within.as_deref());
        Some(Placing { layer, statuses, within })
    }

    /// Looks up the passages of articles that changed.
    fn place_again(
        &self,
        articles: &BTreeSet<ArticlePath>,
        done: &BTreeSet<Target>,
    ) -> Vec<LookedLayer> {
        let annotations = &self.footing.scene.annotations;
        let mut work = Vec::new();
        for article in articles {
            for (coder, layer) in annotations.layers(article) {
                let locked = matches!(layer.state, LayerState::ReadOnly { .. });
                let target = Target::Sidecar(article.clone(), coder.clone());
                if let Some(before) = annotations.shared_layer(article, coder)
                    && !locked
                    && !done.contains(&target)
                {
                    work.push((article.clone(), coder.clone(), before));
                }
            }
        }
        let place = |(article, coder, before): (ArticlePath, Coder, Arc<Layer>)| {
            let sidecar = annotations.content(&article, &coder)?;
            let within = self.now.article(&article).cloned();
            let (layer, statuses) =
                open::place(self.storage, &self.root, sidecar, within.as_deref());
            let placing = Placing { layer, statuses, within };
            Some(LookedLayer { article, coder, before, placing })
        };
        work.into_par_iter().filter_map(place).collect()
    }
}

/// Nothing is there: that is news of a file that was there when it was last looked at.
fn gone(known: Option<&LastSeen>) -> Finding {
    match known {
        Some(LastSeen { target: Some(target), hash: Some(_), .. }) => {
            let nothing = FileState::missing(target);
            Finding::Other(Box::new(OtherState::new(target.clone(), None, nothing)))
        }
        _ => Finding::Same,
    }
}
