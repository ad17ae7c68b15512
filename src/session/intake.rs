//! Taking in what was found in the files of the set: by another program, another window, or on another
//! machine.
//!
//! One rule for every kind of file and every occasion (a change that was seen, the set read again, a
//! save that met a foreign version): what memory and the disk last both held is the base, memory is
//! ours, what was read is theirs; memory becomes the merge, and the base becomes what was read. That is
//! worked out by [`super::lookout`]; here it is swapped in, if memory is still what it was then. While a
//! save of a file is under way nothing of it is taken in: it is read when that is done.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_i18n::t;

use super::{
    ConflictedCopy, Notice, NoticeCause, NoticeTopic, Session, Target, Unreadable, WordList,
    describe,
    kept_file::FileState,
    look::{BrokenSidecar, Finding, Looked, LookedArticle, LookedLayer, OtherState, Placing},
    open,
    open_set::OpenSet,
    taken_in::TakenIn,
};
use crate::{
    annotation::{Coder, Layer, LayerState, Sidecar, SidecarError},
    corpus::{ArticlePath, Corrections},
    scene::Scene,
};

/// So many files that have come in are told one by one.
const TOLD_EACH: usize = 3;

/// What there is to tell of one look.
#[derive(Default)]
pub(super) struct News {
    sidecars: Vec<(ArticlePath, Coder)>,
    articles: Vec<Notice>,
    merged: bool,
    doubled: usize,
    /// Other versions of files,
    taken: Vec<TakenIn>,
    /// and files that belong to them if there are such.
    with_them: Vec<TakenIn>,
    /// Whether all layers are swapped in together, in the end.
    at_once: bool,
}

/// A file of the set cannot be read, as long as it cannot.
pub(super) fn unreadable_notice(file: &Unreadable) -> Notice {
    let cause = NoticeCause::Unreadable(file.path.clone());
    Notice::error(describe::unreadable(file)).because(cause)
}

impl Session {
    /// What memory holds of a file, to be saved; `None` where nothing is there or it is locked.
    pub(super) fn state_to_save(&self, target: &Target) -> Option<FileState> {
        // Of a broken sidecar only what can be read of it may be in memory.
        let locked = matches!(target, Target::Sidecar(..)) && self.is_locked(target);
        if locked { None } else { self.state_in_memory(target) }
    }

    /// The same, also of what is locked because its file cannot be read.
    pub(super) fn state_in_memory(&self, target: &Target) -> Option<FileState> {
        FileState::in_memory(self.memory()?, target)
    }

    /// Whether there is something to save; that costs nothing.
    pub(super) fn may_be_saved(&self, target: &Target) -> bool {
        match target {
            Target::Sidecar(article, coder) => {
                self.all_annotations().layer(article, coder).is_some() && !self.is_locked(target)
            }
            Target::Journal(coder) => self.records().journals.contains_key(coder),
            Target::Progress(coder) => self.whole_catalogue().shared_progress(coder).is_some(),
            Target::Bookmarks(coder) => self.whole_catalogue().shared_bookmarks(coder).is_some(),
            Target::Decisions(coder) => self.whole_catalogue().shared_decisions(coder).is_some(),
            Target::Refusals(coder) => self.whole_catalogue().shared_refusals(coder).is_some(),
            Target::Summaries(coder) => self.whole_catalogue().shared_summaries(coder).is_some(),
            _ => self.set.is_some(),
        }
    }

    /// Whether a file could not be read when it was last looked at, so that it is not written.
    pub(super) fn is_locked(&self, target: &Target) -> bool {
        FileState::is_locked(self, target)
    }

    /// Takes in what a look at the disk has brought.
    pub(super) fn take_looked(&mut self, looked: Looked) {
        if looked.set != self.set_revision || self.set.is_none() {
            return;
        }
        let Looked { set: _, since, corpus, articles, files, placed, annotations } = looked;
        let mut news = News::default();
        let whole = corpus.is_some();
        let mut others = !articles.is_empty();
        if let (Some(read), Some(corpus)) = (corpus, self.corpus_mut()) {
            let corrections = read.corrections().clone();
            others |= !corpus.take_again(read).is_empty();
            self.read_with_other_encodings(&corrections);
            self.forget_unseen(&files, since);
        }
        for article in articles {
            self.take_article(article, &mut news);
        }
        // Many layers are put in one by one only where something was done here meanwhile.
        let (revision, annotations) = annotations;
        news.at_once = self.all_annotations().revision() == revision
            && files.iter().all(|(path, finding)| self.fits(path, since, finding))
            && placed.iter().all(|layer| self.is_where_it_was(layer));
        let at_once = news.at_once.then_some(annotations);
        for (path, finding) in files {
            self.take_finding(&path, since, finding, &mut news);
        }
        for layer in placed {
            self.take_placed(layer, &news);
        }
        if let (Some(annotations), Some(scene)) = (at_once, self.scene_mut()) {
            scene.annotations = annotations;
        }
        self.tell(news);
        if whole || others {
            self.find_new_moved_sidecars();
        }
    }

    /// Whether a finding can be taken in as it is, and changes nothing of the annotations but a layer.
    fn fits(&self, path: &Path, since: u64, finding: &Finding) -> bool {
        match finding {
            Finding::Same | Finding::Copy(_) => true,
            Finding::Broken(target, _) => *target != Target::Codebook,
            Finding::BrokenSidecar(_) => false,
            Finding::Other(state) => {
                let OtherState { target, ours, placing, .. } = &**state;
                *target != Target::Codebook
                    && !self.may_be_older(path, since)
                    && !self.has_failed(target)
                    && self.is_as_it_was(target, ours.as_ref(), placing.as_ref())
            }
        }
    }

    /// Forgets the broken files and copies that are there no more, after all were looked at.
    fn forget_unseen(&mut self, files: &[(PathBuf, Finding)], since: u64) {
        let mut broken = BTreeSet::new();
        let mut copies: Vec<ConflictedCopy> = Vec::new();
        for (path, finding) in files {
            match finding {
                Finding::Broken(..) | Finding::BrokenSidecar(_) => drop(broken.insert(path)),
                Finding::Copy(Some(copy)) => copies.push(copy.clone()),
                Finding::Copy(None) | Finding::Same | Finding::Other(_) => {}
            }
        }
        let Some(set) = &mut self.set else { return };
        let unseen: Vec<Unreadable> =
            set.unreadable.extract_if(.., |file| !broken.contains(&file.path)).collect();
        let older: Vec<Unreadable> =
            unseen.into_iter().filter(|file| self.is_older(&file.path, since)).collect();
        let Some(set) = &mut self.set else { return };
        set.unreadable.extend(older);
        if copies.len() > set.copies.len() {
            let count = copies.len();
            self.notices.push(Notice::note(t!("care.copy.found", count = count)));
        }
        set.copies = copies;
    }

    fn take_article(&mut self, looked: LookedArticle, news: &mut News) {
        let LookedArticle { path, before, entry, is_news } = looked;
        let Some(OpenSet { scene, owed, .. }) = &mut self.set else { return };
        if scene.corpus.article(&path).map(Arc::as_ptr) != before.as_ref().map(Arc::as_ptr) {
            // It was read in another way meanwhile.
            let owed = if is_news { &mut owed.articles } else { &mut owed.decodings };
            owed.insert(path);
            return;
        }
        let corpus = scene.corpus_mut();
        let article = path.as_str();
        let note = match (entry, before) {
            (None, _) => {
                corpus.remove(&path);
                t!("note.article_gone", article = article)
            }
            (Some(entry), before) => {
                corpus.insert(entry);
                match before {
                    Some(_) => t!("note.article_changed", article = article),
                    None => t!("note.article_new", article = article),
                }
            }
        };
        if is_news {
            news.articles.push(Notice::note(note));
        }
    }

    fn take_finding(&mut self, path: &Path, since: u64, finding: Finding, news: &mut News) {
        if self.is_older(path, since) {
            return;
        }
        match finding {
            Finding::Same => {
                self.forget_unreadable(path);
                self.still_there(path);
            }
            Finding::Other(state) => self.take_other(path, *state, news),
            Finding::Broken(target, broken) => {
                self.now_broken(path);
                FileState::lock(self, &target, path, broken);
            }
            Finding::BrokenSidecar(broken) => self.lock_sidecar(path, *broken),
            Finding::Copy(copy) => self.take_copy_at(path, copy),
        }
    }

    /// Takes in another state of a file, without losing what is not saved here yet.
    fn take_other(&mut self, path: &Path, state: OtherState, news: &mut News) {
        let OtherState {
            target,
            hash,
            ours,
            theirs,
            merged,
            placing,
            changed,
            is_news: _,
            difference,
            mut taken,
            kept,
        } = state;
        if !self.is_as_it_was(&target, ours.as_ref(), placing.as_ref()) {
            self.owe(|owed| {
                owed.files.insert(path.to_path_buf());
            });
            return;
        }
        self.forget_unreadable(path);
        let locked = self.is_locked(&target);
        let is_gone = hash.is_none();
        self.now_known(&target, path, hash, theirs);
        let met = self.has_met(path);
        let words = |session: &Self| session.dictionary().fingerprint();
        let before = matches!(target, Target::Words(WordList::Dictionary)).then(|| words(self));
        let is_sidecar = matches!(target, Target::Sidecar(..));
        let set_back = difference.set_back || met.as_ref().is_some_and(|met| met.is_gone);
        if let Some(met) = &met {
            taken = taken.map(|taken| taken.beside(Some(&met.theirs)));
        }
        if set_back {
            news.taken.extend(taken);
        } else if !is_sidecar {
            news.with_them.extend(taken);
        }
        if changed || locked {
            match (&target, placing) {
                (Target::Sidecar(article, coder), Some(placing)) => {
                    self.tell_rivals(article, coder, &placing.layer);
                    self.swap_layer(article, coder, placing, news.at_once);
                }
                (Target::Sidecar(article, coder), None) if is_gone => {
                    self.forget_places(article, coder);
                    if !news.at_once
                        && let Some(scene) = self.scene_mut()
                    {
                        scene.annotations.remove_layer(article, coder);
                    }
                }
                _ => merged.state.put(self, &target),
            }
        }
        // Whatever kept it from being saved may be over, since somebody could write there.
        if self.has_failed(&target) {
            self.save(&target);
        }
        news.doubled += merged.doubled;
        if let Some(kept) = kept {
            self.notices.push(
                Notice::error(describe::overruled(&merged.overruled, &kept))
                    .about(NoticeTopic::Versions),
            );
        }
        let note = match target {
            _ if !changed || set_back => return,
            _ if met.is_some() => {
                news.merged = true;
                return;
            }
            Target::Sidecar(article, coder) => return news.sidecars.push((article, coder)),
            Target::Codebook => t!("note.codebook_came_in"),
            Target::Words(_) if before.is_some_and(|before| before != words(self)) => {
                t!("note.dictionary_came_in")
            }
            _ => return,
        };
        self.notices.push(Notice::note(note));
    }

    /// Whether memory is what it was when a file was merged with it.
    fn is_as_it_was(
        &self,
        target: &Target,
        ours: Option<&FileState>,
        placing: Option<&Placing>,
    ) -> bool {
        let Some(memory) = self.memory() else { return false };
        let same = match ours {
            Some(ours) => ours.is_in_memory(memory, target),
            None => FileState::in_memory(memory, target).is_none(),
        };
        let within = match (target, placing) {
            (Target::Sidecar(article, _), Some(placing)) => self.is_within(article, placing),
            _ => true,
        };
        same && within
    }

    /// Whether an article is still the one in which passages were looked up.
    fn is_within(&self, article: &ArticlePath, placing: &Placing) -> bool {
        let now = self.corpus().and_then(|corpus| corpus.article(article));
        now.map(Arc::as_ptr) == placing.within.as_ref().map(Arc::as_ptr)
    }

    /// Whether a layer is still the one whose passages were looked up, in an article that is, too.
    fn is_where_it_was(&self, looked: &LookedLayer) -> bool {
        let LookedLayer { article, coder, before, placing } = looked;
        let now = self.all_annotations().shared_layer(article, coder);
        now.is_some_and(|now| Arc::ptr_eq(&now, before)) && self.is_within(article, placing)
    }

    fn take_placed(&mut self, looked: LookedLayer, news: &News) {
        if self.is_where_it_was(&looked) {
            let LookedLayer { article, coder, before: _, placing } = looked;
            self.swap_layer(&article, &coder, placing, news.at_once);
        } else {
            self.owe(|owed| {
                owed.places.insert(looked.article);
            });
        }
    }

    /// Says how many versions of passages wait to be chosen from that did not before.
    fn tell_rivals(&mut self, article: &ArticlePath, coder: &Coder, layer: &Layer) {
        let before = self.all_annotations().layer(article, coder).map_or(0, |l| l.rivals().count());
        let rivals = layer.rivals().count().saturating_sub(before);
        if rivals > 0 {
            self.notices.push(Notice::note(t!("care.rival.came", count = rivals)));
        }
    }

    /// Puts a layer in the place of what was there, with where its passages stand; `later` is done
    /// with all layers together.
    fn swap_layer(&mut self, article: &ArticlePath, coder: &Coder, placing: Placing, later: bool) {
        let Placing { layer, statuses, within: _ } = placing;
        self.forget_places(article, coder);
        let Some(scene) = self.scene_mut() else { return };
        scene.places.set(statuses);
        if !later {
            scene.annotations.put_layer(article.clone(), coder.clone(), layer);
        }
    }

    fn forget_places(&mut self, article: &ArticlePath, coder: &Coder) {
        let Some(Scene { annotations, places, .. }) = self.scene_mut() else { return };
        let layer = annotations.layer(article, coder);
        for passage in layer.into_iter().flat_map(|layer| &layer.passages) {
            places.forget(passage.id);
        }
    }

    /// Puts a sidecar in the place of what memory holds of it; where its passages stand is looked up
    /// in the background, and those that do not stand where they stood have no place until then.
    pub(super) fn put_sidecar(&mut self, article: &ArticlePath, coder: &Coder, sidecar: Sidecar) {
        let within = self.corpus().and_then(|corpus| corpus.article(article)).cloned();
        let (layer, statuses) = open::place_for_now(sidecar, within.as_deref());
        self.tell_rivals(article, coder, &layer);
        if !statuses.is_empty() || !layer.texts.is_empty() || !layer.is_writable() {
            self.owe(|owed| {
                owed.places.insert(article.clone());
            });
        }
        self.swap_layer(article, coder, Placing { layer, statuses, within }, false);
    }

    /// The file of a layer cannot be read, so it is not written either. What is in memory and not
    /// saved yet stays there.
    fn lock(
        &mut self,
        path: &Path,
        article: &ArticlePath,
        coder: &Coder,
        rest: Placing,
        reason: SidecarError,
    ) {
        let memory = self.all_annotations().layer(article, coder);
        let mut layer = match memory {
            Some(memory) if memory.passages.len() >= rest.layer.passages.len() => memory.clone(),
            Some(_) => {
                // What is left of a broken file lacks what nobody has removed.
                self.forget_base(path);
                rest.layer
            }
            None => rest.layer,
        };
        layer.state = LayerState::ReadOnly { reason };
        let Some(scene) = self.scene_mut() else { return };
        scene.places.set(rest.statuses);
        scene.annotations.put_layer(article.clone(), coder.clone(), layer);
    }

    /// A sidecar can no longer be read: its passages are locked, and the user is told, once.
    fn lock_sidecar(&mut self, path: &Path, broken: BrokenSidecar) {
        let BrokenSidecar { file, error, rest } = broken;
        self.now_broken(path);
        if let (Some((article, coder)), Some(error), Some(rest)) = (&file.owner, error, rest) {
            self.lock(path, article, coder, rest, error);
        }
        let Some(set) = &mut self.set else { return };
        if !set.unreadable.contains(&file) {
            self.notices.push(unreadable_notice(&file));
            set.unreadable.retain(|other| other.path != path);
            set.unreadable.push(file);
        }
    }

    /// Adds a copy that has appeared, or forgets one that is gone.
    fn take_copy_at(&mut self, path: &Path, found: Option<ConflictedCopy>) {
        let Some(set) = &mut self.set else { return };
        let known = set.copies.iter().any(|copy| copy.path == path);
        set.copies.retain(|copy| copy.path != path);
        if found.is_some() && !known {
            let name = describe::shown(&path.file_name().unwrap_or_default().to_string_lossy());
            self.notices.push(Notice::note(t!("care.copy.came", name = name)));
        }
        set.copies.extend(found);
        set.copies.sort_by(|a, b| a.path.cmp(&b.path));
    }

    pub(super) fn put_corrections(&mut self, corrections: Corrections) {
        let Some(corpus) = self.corpus_mut() else { return };
        let before = corpus.corrections().clone();
        corpus.replace_corrections(Ok(corrections));
        self.read_with_other_encodings(&before);
    }

    /// Reads the articles again that were read with the encodings of `before`, where another holds.
    fn read_with_other_encodings(&mut self, before: &Corrections) {
        let Some(corpus) = self.corpus() else { return };
        let now = corpus.corrections();
        let of = |side: &Corrections, path| side.get(path).and_then(|one| one.encoding);
        let all = before.iter().chain(now.iter()).map(|(path, _)| path);
        let others = all.filter(|path| of(before, path) != of(now, path));
        let others: Vec<ArticlePath> = others.cloned().collect();
        self.owe(|owed| owed.decodings.extend(others));
    }

    fn tell(&mut self, news: News) {
        let News { sidecars, articles, merged, doubled, mut taken, with_them, at_once: _ } = news;
        if !taken.is_empty() {
            taken.extend(with_them);
        }
        // Of who codes blind nobody tells that others are at work.
        let told = |coder: &Coder| self.sees_only().is_none_or(|only| only == coder);
        let sidecars: Vec<_> = sidecars.into_iter().filter(|(_, coder)| told(coder)).collect();
        if sidecars.len() > TOLD_EACH {
            let count = sidecars.len();
            self.notices.push(Notice::note(t!("note.sidecars_came_in", count = count)));
        } else {
            let notes = sidecars.iter().map(|(article, coder)| {
                let (coder, article) = (coder.as_str(), article.file_name());
                Notice::note(t!("note.sidecar_came_in", coder = coder, article = article))
            });
            self.notices.extend(notes);
        }
        if articles.len() <= TOLD_EACH {
            self.notices.extend(articles);
        } else {
            let count = articles.len();
            self.notices.push(Notice::note(t!("note.articles_came_in", count = count)));
        }
        if merged {
            self.notices.push(Notice::note(t!("note.merged")));
        }
        if doubled > 0 {
            self.notices.push(Notice::note(t!("note.records_doubled", count = doubled)));
        }
        self.remember_taken(taken);
    }
}
