//! Seeing what others change on the disk while a set is open, and having it looked at.
//!
//! The watcher says where to look again; what is there is read by [`super::lookout`] on another thread and
//! taken in by [`super::intake`]. The window's thread never waits for the disk.

use std::{
    path::Path,
    sync::{Arc, mpsc},
    thread,
};

use rust_i18n::t;

use super::{
    JobKind, Notice, Session, describe,
    look::{Footing, Looked, Owed},
    lookout,
    open_set::OpenSet,
    records::Files,
    words::Lists,
};
use crate::{
    annotation,
    corpus::{ArticlePath, FileChange, LoadError, Watcher},
};

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
            set.owed.everything = set.request.is_some();
        }
        self.look_if_owed();
    }

    pub(super) fn take_disk_changes(&mut self) {
        self.take_watcher();
        let looks = self.files.looks.results().into_iter().chain(self.files.reloads.results());
        for result in looks.collect::<Vec<_>>() {
            self.take_look(result);
        }
        // What an import writes is taken in when all of it is there.
        if self.is_importing() {
            return;
        }
        let watcher = self.set.as_ref().and_then(|set| set.watcher.as_ref());
        let changes = watcher.map(Watcher::drain).unwrap_or_default();
        self.take_changes(changes);
    }

    /// Has what changed on the disk looked at.
    pub(super) fn take_changes(&mut self, changes: Vec<FileChange>) {
        let Some(OpenSet { owed, request, .. }) = &mut self.set else { return };
        for change in changes {
            match change {
                FileChange::Article(path) => drop(owed.articles.insert(path)),
                FileChange::Sidecar(path) => drop(owed.files.insert(path)),
                FileChange::Everything => owed.everything = request.is_some(),
            }
        }
        self.look_if_owed();
    }

    /// A file of ours was written, perhaps by us: it is looked at.
    pub(super) fn look_at_file(&mut self, path: &Path) {
        self.owe(|owed| {
            owed.files.insert(path.to_path_buf());
        });
        self.look_if_owed();
    }

    /// The same, by the user's wish.
    pub(super) fn look_at_file_asked_for(&mut self, path: &Path) {
        self.owe(|owed| owed.asked_for = true);
        self.look_at_file(path);
    }

    /// Begins to look at what is owed, if nothing else is being looked at.
    pub(super) fn look_if_owed(&mut self) {
        let after_saving = self.changed_while_saving();
        self.owe(|owed| owed.files.extend(after_saving));
        if self.is_importing() {
            return;
        }
        let may_reload =
            self.files.openings.running().is_empty() && self.files.reloads.running().is_empty();
        let Some(OpenSet { owed, .. }) = &mut self.set else { return };
        if owed.everything && may_reload {
            owed.everything = false;
            self.start_look(Owed { everything: true, ..Owed::default() });
        }
        let Some(OpenSet { owed, .. }) = &mut self.set else { return };
        if owed.has_some() && self.files.looks.running().is_empty() {
            let later = Owed { everything: owed.everything, ..Owed::default() };
            let mut owed = Owed { everything: false, ..std::mem::replace(owed, later) };
            // What is being saved is looked at when that is done.
            owed.files.retain(|path| !self.is_under_way(path));
            if owed.has_some() {
                self.start_look(owed);
            }
        }
    }

    fn start_look(&mut self, owed: Owed) {
        let Some(footing) = self.footing(&owed) else { return };
        let storage = Arc::clone(&self.environment.storage);
        let jobs = if owed.everything { &mut self.files.reloads } else { &mut self.files.looks };
        let kind = if owed.asked_for { JobKind::Caring } else { JobKind::Reloading };
        let started =
            jobs.start(kind, move |progress| lookout::look(&*storage, footing, &owed, progress));
        if let Err(error) = started {
            self.notices.push(Notice::error(t!("error.thread", reason = error.to_string())));
        }
    }

    /// The set as it is now, for a look at what is `owed`.
    pub(super) fn footing(&mut self, owed: &Owed) -> Option<Footing> {
        let since = self.saving()?.clock();
        let whole = owed.everything;
        let files = self.last_seen(|path| whole || owed.files.contains(path));
        let own_articles = self.own_articles();
        let set = self.set.as_mut()?;
        if whole {
            set.scene.corpus_mut().begin_again();
        }
        let own = set.scene.corpus.root().join(".quandian");
        // Lists may be long: they only go along where they may be needed.
        let kept = whole || owed.files.iter().any(|path| path.starts_with(&own));
        let (lists, records) = if kept {
            (set.lists.clone(), set.records.clone())
        } else {
            (Lists::default(), Files::default())
        };
        Some(Footing {
            set: self.set_revision,
            scene: set.scene.clone(),
            lists,
            records,
            files,
            since,
            own: own_articles,
            request: set.request.clone(),
        })
    }

    pub(super) fn take_look(&mut self, result: Result<Looked, LoadError>) {
        match result {
            Ok(looked) => self.take_looked(looked),
            Err(LoadError::Cancelled) => {}
            Err(error) => self.notices.push(Notice::error(describe::load_error(&error))),
        }
    }

    /// Waits until everything that changed is taken in, but for the whole set that is being read
    /// again; whether there was something. For the command line.
    pub(super) fn finish_looking(&mut self) -> bool {
        let mut some = false;
        loop {
            self.look_if_owed();
            let Some(result) = self.files.looks.wait() else { return some };
            some = true;
            self.take_look(result);
        }
    }

    pub(super) fn find_new_moved_sidecars(&mut self) {
        let before = self.moved_sidecars().len();
        self.find_moved_sidecars();
        if self.moved_sidecars().len() > before {
            let count = self.moved_sidecars().len();
            self.notices.push(Notice::note(t!("care.moved_sidecar.found", count = count)));
        }
    }

    /// Has the passages of an article looked up in its text as it is now.
    pub(super) fn place_article_again(&mut self, path: &ArticlePath) {
        self.owe(|owed| {
            owed.places.insert(path.clone());
        });
        self.look_if_owed();
    }

    /// Has an article read again, since another encoding was chosen for it.
    pub(super) fn decode_again(&mut self, path: &ArticlePath) {
        self.owe(|owed| {
            owed.decodings.insert(path.clone());
        });
        self.look_if_owed();
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
        self.whole().map_or(Some(&passage.fragments), |scene| scene.place_of(passage))
    }
}
