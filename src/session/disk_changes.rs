//! Taking in what others change on the disk while a set is open.
//!
//! Articles that were added, removed or edited are read again one by one; a sidecar or a codebook
//! that another program wrote is merged with what is in memory.

use std::{
    collections::{BTreeSet, HashSet},
    path::Path,
    sync::{Arc, mpsc},
    thread,
};

use rust_i18n::t;

use super::{
    JobKind, Notice, Session, Target, WordList, describe,
    file_state::FileState,
    open::{self, Known, OpenedSet, ReadSidecar, Reading},
    saving::path_of,
};
use crate::{
    annotation::{self, Coder, Layer, LayerState, Sidecar, SidecarError},
    corpus::{self, ArticlePath, Corpus, Encoding, FileChange, Watcher},
    scene::Scene,
};

/// More files than this at once are read by a job, not between two frames.
const AT_ONCE: usize = 20;

/// What was there when the set began to be read again.
#[derive(Clone, Debug)]
pub(super) struct Again {
    /// What was known of its files then, by the saver's clock.
    since: u64,
    /// Its articles: those that are the same stay those they were.
    pub(super) before: Corpus,
}

impl Session {
    /// Sees changes below `root` from soon on.
    ///
    /// The system is asked for every folder one by one, which takes its time in a large tree: a
    /// thread of its own does that.
    pub(super) fn watch(&mut self, root: &Path) {
        let (root, wake) = (root.to_path_buf(), Arc::clone(&self.environment.wake));
        let (sender, receiver) = mpsc::channel();
        let started = thread::Builder::new().name("watcher".to_owned()).spawn(move || {
            let seen = Arc::clone(&wake);
            // A session that has gone on to another set wants no watcher of this one.
            let _ = sender.send(Watcher::new(&root, move || seen()));
            wake();
        });
        match started {
            Ok(_) => {
                if let Some(set) = &mut self.set {
                    set.watching = Some(receiver);
                }
            }
            Err(error) => self.cannot_watch(&error.to_string()),
        }
    }

    fn cannot_watch(&mut self, reason: &str) {
        self.notices.push(Notice::error(t!("error.watch", reason = reason)));
    }

    fn take_watcher(&mut self) {
        let Some(set) = &mut self.set else { return };
        let Some(Ok(result)) = set.watching.as_ref().map(mpsc::Receiver::try_recv) else { return };
        set.watching = None;
        match result {
            Ok(watcher) => set.watcher = Some(watcher),
            Err(error) => self.cannot_watch(&error.to_string()),
        }
    }

    /// Reads the whole set again in the background; where it is being read already, once more after
    /// that, so that what has just come is seen, and what came before is not kept waiting for it.
    pub(super) fn reload(&mut self) {
        if let Some(set) = &mut self.set {
            set.reload_owed = set.request.is_some();
        }
        self.reload_if_owed();
    }

    /// Begins to read the set again, if that was asked for and nothing else is being read.
    pub(super) fn reload_if_owed(&mut self) {
        let Some(set) = &mut self.set else { return };
        let Some(request) = set.request.clone().filter(|_| set.reload_owed) else { return };
        if !self.jobs.running().is_empty() {
            return;
        }
        set.reload_owed = false;
        if let Some(again) = self.begin_again() {
            self.start_job(JobKind::Reloading, request, Some(again));
        }
    }

    /// What has to be known later to tell what is newer: a file that was read now, or what became of
    /// it here meanwhile.
    pub(super) fn begin_again(&mut self) -> Option<Again> {
        let since = self.saving()?.clock();
        let corpus = self.corpus_mut()?;
        corpus.begin_again();
        Some(Again { since, before: corpus.clone() })
    }

    pub(super) fn take_disk_changes(&mut self) {
        self.take_watcher();
        // What an import writes is taken in when all of it is there.
        if self.is_importing() {
            return;
        }
        let watcher = self.set.as_ref().and_then(|set| set.watcher.as_ref());
        let changes = watcher.map(Watcher::drain).unwrap_or_default();
        self.take_changes(changes);
    }

    /// Reads what has changed on the disk.
    pub(super) fn take_changes(&mut self, changes: Vec<FileChange>) {
        let mut articles = BTreeSet::new();
        let mut files = BTreeSet::new();
        let mut everything = false;
        for change in changes {
            match change {
                FileChange::Article(path) => drop(articles.insert(path)),
                FileChange::Sidecar(path) => drop(files.insert(path)),
                FileChange::Everything => everything = true,
            }
        }
        if let Some(corpus) = self.corpus() {
            let root = corpus.root().to_path_buf();
            articles.retain(|path| !self.is_own_article(&root, path));
        }
        if everything || articles.len() + files.len() > AT_ONCE {
            // That reads all of them, whatever they are.
            self.reload();
            files.clear();
        } else {
            self.read_articles_again(&articles);
        }
        files.extend(self.changed_while_saving());
        for path in files {
            if !self.is_own_change(&path) {
                self.read_file_of_ours_again(&path);
            }
        }
    }

    fn read_articles_again(&mut self, articles: &BTreeSet<ArticlePath>) {
        for path in articles {
            self.read_article_again(path);
        }
        if !articles.is_empty() {
            self.find_new_strays();
        }
    }

    fn find_new_strays(&mut self) {
        let before = self.strays().len();
        self.find_strays();
        if self.strays().len() > before {
            let count = self.strays().len();
            self.notices.push(Notice::note(t!("care.stray.found", count = count)));
        }
    }

    /// Takes a newly read state of the open set, keeping the history and what is not saved yet.
    ///
    /// A file that was saved or read after that was `again` begun may be newer in memory than what
    /// was read of it: it is looked at once more, as soon as no save of it is under way.
    pub(super) fn take_set_again(&mut self, mut set: OpenedSet, again: &Again) {
        let Some(corpus) = self.corpus_mut() else { return };
        if corpus.root() != set.scene.corpus.root() {
            return;
        }
        let root = corpus.root().to_path_buf();
        let broken = set.broken();
        let corrections = set.scene.corpus.corrections().clone();
        let changed = corpus.take_again(std::mem::take(set.scene.corpus_mut()));
        self.read_with_other_encodings(&corrections);

        let mut missing: BTreeSet<Target> = [Target::Corrections, Target::Queries].into();
        missing.extend(WordList::ALL.map(Target::Words));
        missing.extend(self.records().journals.keys().cloned().map(Target::Journal));
        for (target, broken) in broken {
            missing.remove(&target);
            let path = path_of(&root, &target);
            self.take_read_again(&target, &path, again, Reading::Broken(broken));
        }
        for Known { path, target, hash } in std::mem::take(&mut set.known) {
            missing.remove(&target);
            if self.wrote(&path, Some(&hash)) {
                continue;
            }
            let state = match &target {
                Target::Corrections => Some(FileState::Corrections(corrections.clone())),
                target => set.state_of(target),
            };
            let Some(state) = state else { continue };
            self.take_read_again(&target, &path, again, Reading::Whole(hash, state));
        }
        for target in missing {
            let path = path_of(&root, &target);
            self.take_read_again(&target, &path, again, Reading::Missing);
        }
        self.lock_again(&root, &set, again);
        self.place_again(&changed);
        self.take_unreadable(set.unreadable, again);
        let copies = self.copies().len();
        if let Some(open) = &mut self.set {
            open.copies = set.copies;
        }
        let count = self.copies().len();
        if count > copies {
            self.notices.push(Notice::note(t!("care.copy.found", count = count)));
        }
        self.find_new_strays();
    }

    /// Takes in what was read of one file, unless that may be older than what is known of it.
    fn take_read_again(&mut self, target: &Target, path: &Path, again: &Again, reading: Reading) {
        if !self.is_older(path, again.since) {
            self.take_reading(target, path, reading);
        }
    }

    /// Locks what could not be read.
    fn lock_again(&mut self, root: &Path, set: &OpenedSet, again: &Again) {
        for article in set.scene.annotations.articles() {
            for (coder, layer) in set.scene.annotations.layers(article) {
                let LayerState::ReadOnly { reason } = &layer.state else { continue };
                let path = path_of(root, &Target::Sidecar(article.clone(), coder.clone()));
                if !self.is_older(&path, again.since) {
                    self.now_broken(&path);
                    self.lock(article, coder, layer.clone(), reason.clone());
                }
            }
        }
    }

    /// Takes the list of what could not be read; what was not in it before is told.
    fn take_unreadable(&mut self, mut found: Vec<open::Unreadable>, again: &Again) {
        found.retain(|file| !self.is_older(&file.path, again.since));
        let known = |file: &open::Unreadable| self.unreadable().iter().any(|k| k.path == file.path);
        let new = found.iter().filter(|file| !known(file));
        let told: Vec<Notice> = new.map(|file| Notice::error(describe::unreadable(file))).collect();
        self.notices.extend(told);
        if let Some(set) = &mut self.set {
            set.unreadable = found;
        }
    }

    /// Reads one article again; its passages are looked up in the new text.
    fn read_article_again(&mut self, path: &ArticlePath) {
        let Some(set) = &mut self.set else { return };
        let corpus = set.scene.corpus_mut();
        let storage = &*self.environment.storage;
        let root = corpus.root().to_path_buf();
        match storage.metadata(&path.on_disk(&root)) {
            Err(error) if error.is_not_found() => {
                if corpus.remove(path).is_some() {
                    self.notices
                        .push(Notice::note(t!("note.article_gone", article = path.as_str())));
                }
                return;
            }
            _ => {}
        }
        let chosen = corpus.corrections().get(path).and_then(|correction| correction.encoding);
        let entry = corpus::load_article(storage, &root, path, chosen);
        let old = corpus.article(path).cloned();
        if let (Some(old), Ok(new)) = (&old, &entry.article)
            && old.text == new.text
        {
            return;
        }
        corpus.insert(entry);
        let article = path.as_str();
        let note = if old.is_some() {
            t!("note.article_changed", article = article)
        } else {
            t!("note.article_new", article = article)
        };
        self.notices.push(Notice::note(note));
        self.place_article_again(path);
    }

    /// Reads an article with another encoding; `None` finds it out.
    pub(super) fn read_with(&mut self, path: &ArticlePath, encoding: Option<Encoding>) {
        let Some(set) = &mut self.set else { return };
        let corpus = set.scene.corpus_mut();
        let root = corpus.root().to_path_buf();
        let entry = corpus::load_article(&*self.environment.storage, &root, path, encoding);
        corpus.replace(entry);
        self.place_article_again(path);
    }

    /// Looks up the passages of the articles that changed, and those that had no sure place: where
    /// an earlier text of their article has come meanwhile, they may have one now.
    fn place_again(&mut self, changed: &HashSet<ArticlePath>) {
        let unsure = self.places().iter();
        let unsure = unsure.filter_map(|(id, _)| Some(self.annotations().find(id)?.0));
        let changed =
            changed.iter().filter(|article| self.annotations().layers(article).next().is_some());
        let articles: BTreeSet<ArticlePath> = unsure.chain(changed).cloned().collect();
        for article in articles {
            self.place_article_again(&article);
        }
    }

    /// Looks every passage of an article up in its text as it is now.
    pub(super) fn place_article_again(&mut self, path: &ArticlePath) {
        let coders: Vec<Coder> =
            self.annotations().layers(path).map(|(coder, _)| coder.clone()).collect();
        for coder in coders {
            let locked = self
                .annotations()
                .layer(path, &coder)
                .is_none_or(|layer| matches!(layer.state, LayerState::ReadOnly { .. }));
            if !locked && let Some(sidecar) = self.annotations().sidecar(path, &coder) {
                self.place_layer(path, &coder, sidecar);
            }
        }
    }

    pub(super) fn place_layer(&mut self, path: &ArticlePath, coder: &Coder, sidecar: Sidecar) {
        let Some(Scene { corpus, annotations, places }) =
            self.set.as_mut().map(|set| &mut set.scene)
        else {
            return;
        };
        let article = corpus.article(path).map(|article| &**article);
        let storage = &*self.environment.storage;
        let (layer, statuses) = open::place(storage, corpus.root(), sidecar, article);
        for passage in &layer.passages {
            places.forget(passage.id);
        }
        places.set(statuses);
        annotations.put_layer(path.clone(), coder.clone(), layer);
    }

    /// The file of a layer cannot be read, so it is not written either. What is in memory and not
    /// saved yet stays there.
    fn lock(&mut self, article: &ArticlePath, coder: &Coder, rest: Layer, reason: SidecarError) {
        let mut layer = match self.annotations().layer(article, coder) {
            Some(memory) if memory.passages.len() >= rest.passages.len() => memory.clone(),
            _ => rest,
        };
        layer.state = LayerState::ReadOnly { reason };
        if let Some(scene) = self.scene_mut() {
            scene.annotations.put_layer(article.clone(), coder.clone(), layer);
        }
    }

    /// A sidecar can no longer be read: its passages are locked, and the user is told.
    pub(super) fn lock_broken(&mut self, path: &Path, read: ReadSidecar, error: &SidecarError) {
        let Some(root) = self.corpus().map(|corpus| corpus.root().to_path_buf()) else {
            return;
        };
        self.now_broken(path);
        if let Some((article, coder)) = &read.owner {
            let now = self.corpus().and_then(|corpus| corpus.article(article)).cloned();
            let storage = &*self.environment.storage;
            let (layer, _) = open::read_only(storage, &root, read.rest, now.as_deref(), error);
            self.lock(article, coder, layer, error.clone());
        }
        let file = open::Unreadable {
            path: path.to_path_buf(),
            owner: read.owner,
            reason: describe::sidecar_fault(error),
            salvaged: read.salvaged,
        };
        self.forget_unreadable(path);
        self.notices.push(Notice::error(describe::unreadable(&file)));
        if let Some(set) = &mut self.set {
            set.unreadable.push(file);
        }
    }

    /// The place of a passage in the text as it is now: where it stood, or where it was found.
    #[must_use]
    pub fn placed(&self, passage: &annotation::Passage) -> Option<Vec<crate::text::CharSpan>> {
        self.place_of(passage).map(<[_]>::to_vec)
    }

    /// The same, not copied.
    #[must_use]
    pub fn place_of<'a>(
        &'a self,
        passage: &'a annotation::Passage,
    ) -> Option<&'a [crate::text::CharSpan]> {
        self.scene().map_or(Some(&passage.fragments), |scene| scene.place_of(passage))
    }
}
