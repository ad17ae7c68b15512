//! Taking in what others change on the disk while a set is open.
//!
//! Articles that were added, removed or edited are read again one by one; a sidecar or a codebook
//! that another program wrote is merged with what is in memory.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    sync::{Arc, mpsc},
    thread,
};

use rust_i18n::t;

use super::{
    JobKind, Notice, Session, Target, WordList, care, describe,
    open::{self, OpenedSet},
    saver::{FILE_LIMIT, fingerprint},
    saving::path_of,
};
use crate::{
    annotation::{self, AnchorStatus, Coder, Layer, LayerState, Sidecar, SidecarError},
    corpus::{self, ArticlePath, Change, ContentHash, Encoding, Watcher},
};

/// More articles than this at once are read by a job, not between two frames.
const AT_ONCE: usize = 20;

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
            Ok(_) => self.watching = Some(receiver),
            Err(error) => self.cannot_watch(&error.to_string()),
        }
    }

    fn cannot_watch(&mut self, reason: &str) {
        self.notices.push(Notice::error(t!("error.watch", reason = reason)));
    }

    fn take_watcher(&mut self) {
        let Some(Ok(result)) = self.watching.as_ref().map(mpsc::Receiver::try_recv) else { return };
        self.watching = None;
        match result {
            Ok(watcher) => self.watcher = Some(watcher),
            Err(error) => self.cannot_watch(&error.to_string()),
        }
    }

    /// Reads the whole set again in the background.
    pub(super) fn reload(&mut self) {
        let Some(request) = self.request.clone() else { return };
        self.start_job(JobKind::Reloading, request, true);
    }

    pub(super) fn take_disk_changes(&mut self) {
        self.take_watcher();
        // What an import writes is taken in when all of it is there.
        if self.is_importing() {
            return;
        }
        let Some(watcher) = &self.watcher else { return };
        let mut articles = BTreeSet::new();
        let mut files = BTreeSet::new();
        let mut everything = false;
        for change in watcher.drain() {
            match change {
                Change::Article(path) => drop(articles.insert(path)),
                Change::Sidecar(path) => drop(files.insert(path)),
                Change::Everything => everything = true,
            }
        }
        if let Some(corpus) = &self.corpus {
            let root = corpus.root().to_path_buf();
            articles.retain(|path| !self.is_own_article(&root, path));
        }
        if everything || articles.len() > AT_ONCE {
            return self.reload();
        }
        let renamed = !articles.is_empty();
        for path in articles {
            self.read_article_again(&path);
        }
        if renamed {
            let before = self.strays().len();
            self.find_strays();
            if self.strays().len() > before {
                let count = self.strays().len();
                self.notices.push(Notice::note(t!("care.stray.found", count = count)));
            }
        }
        files.extend(self.changed_while_saving());
        for path in files {
            if !self.is_own_change(&path) {
                self.read_file_of_ours_again(&path);
            }
        }
    }

    /// Takes a newly read state of the open set, keeping the history and what is not saved yet.
    pub(super) fn take_set_again(&mut self, set: OpenedSet) {
        let Some(corpus) = &mut self.corpus else { return };
        if corpus.root() != set.corpus.root() {
            return;
        }
        let root = corpus.root().to_path_buf();
        *corpus = set.corpus;
        let known: BTreeMap<PathBuf, ContentHash> = set.known.into_iter().collect();
        let articles: Vec<ArticlePath> = set.annotations.articles().cloned().collect();
        for article in articles {
            for (coder, layer) in set.annotations.layers(&article) {
                if let LayerState::ReadOnly { reason } = &layer.state {
                    self.lock(&article, coder, layer.clone(), reason.clone());
                    continue;
                }
                // What was read in the background may be older than what was saved meanwhile.
                let path = path_of(&root, &Target::Sidecar(article.clone(), coder.clone()));
                if !self.wrote(&path, known.get(&path)) && !self.is_own_change(&path) {
                    self.read_file_of_ours_again(&path);
                }
            }
        }
        self.place_again();
        self.unreadable = set.unreadable;
        self.copies = set.copies;
        self.find_strays();
        for list in WordList::ALL {
            if !set.lists.is_broken(list) {
                self.take_words(list, set.lists.now(list).clone());
            }
        }
        self.records.take_all(set.records);
    }

    /// Reads one article again; its passages are looked up in the new text.
    fn read_article_again(&mut self, path: &ArticlePath) {
        let Some(corpus) = &mut self.corpus else { return };
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
        let Some(corpus) = &mut self.corpus else { return };
        let root = corpus.root().to_path_buf();
        let entry = corpus::load_article(&*self.environment.storage, &root, path, encoding);
        corpus.replace(entry);
        self.place_article_again(path);
    }

    fn place_again(&mut self) {
        let articles: Vec<ArticlePath> = self.annotations.articles().cloned().collect();
        for article in articles {
            self.place_article_again(&article);
        }
    }

    /// Looks every passage of an article up in its text as it is now.
    pub(super) fn place_article_again(&mut self, path: &ArticlePath) {
        let coders: Vec<Coder> =
            self.annotations.layers(path).map(|(coder, _)| coder.clone()).collect();
        for coder in coders {
            let locked = self
                .annotations
                .layer(path, &coder)
                .is_none_or(|layer| matches!(layer.state, LayerState::ReadOnly { .. }));
            if !locked && let Some(sidecar) = self.annotations.sidecar(path, &coder) {
                self.place_layer(path, &coder, sidecar);
            }
        }
    }

    fn place_layer(&mut self, path: &ArticlePath, coder: &Coder, sidecar: Sidecar) {
        let Some(corpus) = &self.corpus else { return };
        let article = corpus.article(path).map(|article| &**article);
        let storage = &*self.environment.storage;
        let (layer, statuses) = open::place(storage, corpus.root(), sidecar, article);
        for passage in &layer.passages {
            self.statuses.remove(&passage.id);
        }
        self.statuses.extend(statuses);
        self.annotations.put_layer(path.clone(), coder.clone(), layer);
    }

    /// The file of a layer cannot be read, so it is not written either. What is in memory and not
    /// saved yet stays there.
    fn lock(&mut self, article: &ArticlePath, coder: &Coder, rest: Layer, reason: SidecarError) {
        let mut layer = match self.annotations.layer(article, coder) {
            Some(memory) if memory.passages.len() >= rest.passages.len() => memory.clone(),
            _ => rest,
        };
        layer.state = LayerState::ReadOnly { reason };
        self.annotations.put_layer(article.clone(), coder.clone(), layer);
    }

    /// A sidecar can no longer be read: its passages are locked, and the user is told.
    fn lock_broken(&mut self, path: &Path, read: open::ReadSidecar, error: &SidecarError) {
        let Some(root) = self.corpus.as_ref().map(|corpus| corpus.root().to_path_buf()) else {
            return;
        };
        if let Some((article, coder)) = &read.owner {
            let now = self.corpus.as_ref().and_then(|corpus| corpus.article(article)).cloned();
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
        self.unreadable.retain(|other| other.path != path);
        self.notices.push(Notice::error(describe::unreadable(&file)));
        self.unreadable.push(file);
    }

    /// A codebook or a sidecar was written, perhaps by us.
    pub(super) fn read_file_of_ours_again(&mut self, path: &Path) {
        let Some(corpus) = &mut self.corpus else { return };
        let root = corpus.root().to_path_buf();
        if path == corpus::Corrections::path(&root) {
            corpus.replace_corrections(corpus::load_corrections(&*self.environment.storage, &root));
            return;
        }
        if self.read_words_again(path) || self.read_records_again(path) {
            return;
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(original) = care::original_of(&name) {
            return self.look_at_copy(path, &original);
        }
        if annotation::is_sidecar(&name) {
            let read = open::read_sidecar(&*self.environment.storage, &root, path);
            if self.wrote(path, read.hash.as_ref()) {
                return;
            }
            if read.is_copy {
                let article = read.content.map(|sidecar| sidecar.article);
                let coder = read.owner.map(|(_, coder)| coder);
                if let (Ok(article), Some(coder)) = (article, coder) {
                    self.look_at_copy(path, &annotation::sidecar_name(&article, &coder));
                }
                return;
            }
            let (theirs, article, coder) = match (&read.content, &read.owner) {
                (Ok(theirs), Some((article, coder))) => {
                    (theirs.clone(), article.clone(), coder.clone())
                }
                (Err(error), _) => {
                    let error = error.clone();
                    return self.lock_broken(path, read, &error);
                }
                (Ok(_), None) => return,
            };
            self.unreadable.retain(|file| file.path != path);
            let base = self.base_of(path);
            if let Some(hash) = read.hash {
                self.now_known(path, hash, Some(Layer::from_sidecar(theirs.clone())));
            }
            if self.take_sidecar(&article, &coder, base.as_deref(), theirs) {
                let (coder, article) = (coder.as_str().to_owned(), article.file_name().to_owned());
                let note = t!("note.sidecar_came_in", coder = coder, article = article);
                self.notices.push(Notice::note(note));
            }
        } else if path == root.join("codebook.ron") {
            self.read_codebook_again(path);
        }
    }

    fn read_codebook_again(&mut self, path: &Path) {
        let Ok(bytes) = self.environment.storage.read(path, FILE_LIMIT) else { return };
        if self.wrote(path, Some(&fingerprint(&bytes))) {
            return;
        }
        match open::read_codebook(&bytes) {
            Ok(theirs) if self.unreadable.iter().any(|file| file.path == path) => {
                self.unreadable.retain(|file| file.path != path);
                self.codebook_mended(theirs, fingerprint(&bytes), path);
            }
            Ok(theirs) if theirs != *self.codebook() => {
                self.merge_codebook(&theirs);
                self.notices.push(Notice::note(t!("note.codebook_came_in")));
            }
            Ok(_) => {}
            Err((reason, salvaged)) => {
                self.notices.push(Notice::error(describe::codebook_error(path, &reason)));
                self.unreadable.retain(|file| file.path != path);
                let path = path.to_path_buf();
                self.unreadable.push(open::Unreadable { path, owner: None, reason, salvaged });
                self.set_codebook_writable(false);
            }
        }
    }

    /// Merges a sidecar that came in with what is in memory; whether that changed anything. `base` is
    /// what both were made from, where that is known. What both changed is told.
    pub(super) fn take_sidecar(
        &mut self,
        article: &ArticlePath,
        coder: &Coder,
        base: Option<&Layer>,
        theirs: Sidecar,
    ) -> bool {
        // Also what is locked because its file could not be read until now.
        let ours = self.annotations.content(article, coder);
        let locked = self
            .annotations
            .layer(article, coder)
            .is_some_and(|layer| matches!(layer.state, LayerState::ReadOnly { .. }));
        let merged = match (ours.clone(), base) {
            (Some(ours), Some(base)) => annotation::merge_from(base, ours, theirs),
            (Some(ours), None) => annotation::merge(ours, theirs),
            (None, _) => theirs,
        };
        if ours.as_ref() == Some(&merged) && !locked {
            return false;
        }
        let before = ours.map_or(0, |ours| ours.conflicts.len());
        let rivals = merged.conflicts.len().saturating_sub(before);
        if rivals > 0 {
            self.notices.push(Notice::note(t!("care.rival.came", count = rivals)));
        }
        self.place_layer(article, coder, merged);
        true
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
        match self.status(passage.id) {
            AnchorStatus::Ok => Some(&passage.fragments),
            AnchorStatus::Moved(fragments) => Some(fragments),
            AnchorStatus::Review(_) | AnchorStatus::Orphan => None,
        }
    }
}
