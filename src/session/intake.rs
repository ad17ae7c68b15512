//! Taking in what lies in a kept file: by another program, another window, or on another machine.
//!
//! One rule for every kind of file and every occasion (a change that was seen, the set read again, a
//! save that met a foreign version, work restored): what memory and the disk last both held is the
//! base, memory is ours, what was read is theirs; memory becomes the merge, and the base becomes what
//! was read. While a save of a file is under way nothing of it is taken in: it is read when that is
//! done.

use std::{collections::BTreeMap, path::Path, sync::Arc};

use rust_i18n::t;

use super::{
    Notice, Session, Target, WordList, care, describe,
    file_state::FileState,
    open::{self, Reading},
    saving::path_of,
};
use crate::{
    annotation::{self, JournalEntry, LayerState},
    corpus::{ArticlePath, ContentHash, Corpus, Corrections, CorrectionsError, Encoding},
};

impl Session {
    /// What memory holds of a file, to be saved; `None` where nothing is there or it is locked.
    pub(super) fn state_to_save(&self, target: &Target) -> Option<FileState> {
        match target {
            Target::Sidecar(article, coder) => {
                let snapshot = self.annotations().snapshot(article, coder)?;
                Some(FileState::Snapshot(Box::new(snapshot)))
            }
            _ => self.state_in_memory(target),
        }
    }

    /// The same, also of what is locked because its file cannot be read.
    pub(super) fn state_in_memory(&self, target: &Target) -> Option<FileState> {
        let corpus = self.corpus()?;
        Some(match target {
            Target::Sidecar(article, coder) => {
                FileState::Sidecar(Box::new(self.annotations().content(article, coder)?))
            }
            Target::Codebook => FileState::Codebook(self.annotations().shared_codebook()),
            Target::Corrections => FileState::Corrections(corpus.corrections().clone()),
            Target::Words(list) => FileState::Words(self.lists().now(*list).clone()),
            Target::Queries => FileState::Queries(self.records().queries.now.clone()),
            Target::Journal(coder) => {
                FileState::Journal(self.records().journals.get(coder)?.now.clone())
            }
        })
    }

    /// Whether there is something to save; that costs nothing.
    pub(super) fn may_be_saved(&self, target: &Target) -> bool {
        match target {
            Target::Sidecar(article, coder) => {
                self.annotations().layer(article, coder).is_some() && !self.is_locked(target)
            }
            Target::Journal(coder) => self.records().journals.contains_key(coder),
            _ => self.set.is_some(),
        }
    }

    /// Whether a file could not be read when it was last looked at, so that it is not written.
    pub(super) fn is_locked(&self, target: &Target) -> bool {
        match target {
            Target::Sidecar(article, coder) => {
                let layer = self.annotations().layer(article, coder);
                layer.is_some_and(|layer| matches!(layer.state, LayerState::ReadOnly { .. }))
            }
            Target::Codebook => !self.codebook_writable(),
            Target::Corrections => self.corpus().and_then(Corpus::corrections_problem).is_some(),
            Target::Words(list) => self.lists().is_broken(*list),
            Target::Queries => self.records().queries.problem.is_some(),
            Target::Journal(coder) => {
                self.records().journals.get(coder).is_some_and(|file| file.problem.is_some())
            }
        }
    }

    /// Takes in `theirs`, read from or written to a file whose bytes have that hash (none if the
    /// file is gone), without losing what is not saved here yet; whether memory is another now.
    pub(super) fn take_state(
        &mut self,
        target: &Target,
        path: &Path,
        hash: Option<ContentHash>,
        theirs: FileState,
    ) -> bool {
        let ours = self.state_in_memory(target);
        let base = self.base_of(path);
        let merged = match &ours {
            Some(ours) => FileState::merged(base.as_ref(), ours.clone(), theirs.clone()),
            None => theirs.clone(),
        };
        self.now_known(path, hash, theirs.into_base());
        let changed = ours.as_ref() != Some(&merged);
        if changed || self.is_locked(target) {
            self.put_state(target, merged);
        }
        // Whatever kept it from being saved may be over, since somebody could write there.
        if self.has_failed(target) {
            self.save(target);
        }
        changed
    }

    /// Puts a state in the place of what memory holds of a file; it may be changed from now on.
    pub(super) fn put_state(&mut self, target: &Target, state: FileState) {
        match (target, state.into_read()) {
            (Target::Sidecar(article, coder), FileState::Sidecar(sidecar)) => {
                let layer = self.annotations().layer(article, coder);
                let before = layer.map_or(0, |layer| layer.rivals().count());
                let rivals = sidecar.conflicts.len().saturating_sub(before);
                if rivals > 0 {
                    self.notices.push(Notice::note(t!("care.rival.came", count = rivals)));
                }
                self.place_layer(article, coder, *sidecar);
            }
            (Target::Codebook, FileState::Codebook(codebook)) => {
                self.set_codebook_writable(true);
                self.take_merged_codebook(Arc::unwrap_or_clone(codebook));
            }
            (Target::Corrections, FileState::Corrections(corrections)) => {
                self.put_corrections(corrections);
            }
            (Target::Words(list), FileState::Words(words)) => self.put_words(*list, words),
            (Target::Queries, FileState::Queries(queries)) => {
                if let Ok(records) = self.records_mut() {
                    records.put_queries(queries);
                }
            }
            (Target::Journal(coder), FileState::Journal(entries)) => {
                if let Ok(records) = self.records_mut() {
                    records.put_journal(coder, entries);
                }
            }
            // A target's state is of its kind.
            _ => {}
        }
    }

    fn put_corrections(&mut self, corrections: Corrections) {
        let Some(corpus) = self.corpus_mut() else { return };
        let before = corpus.corrections().clone();
        corpus.replace_corrections(Ok(corrections));
        self.read_with_other_encodings(&before);
    }

    /// Reads the articles again that were read with the encodings of `before`, where another holds.
    pub(super) fn read_with_other_encodings(&mut self, before: &Corrections) {
        let Some(corpus) = self.corpus() else { return };
        let now = corpus.corrections();
        let of = |side: &Corrections, path| side.get(path).and_then(|one| one.encoding);
        let all = before.iter().chain(now.iter()).map(|(path, _)| path);
        let others = all.filter(|path| of(before, path) != of(now, path));
        let others: BTreeMap<ArticlePath, Option<Encoding>> =
            others.map(|path| (path.clone(), of(now, path))).collect();
        for (path, encoding) in others {
            self.read_with(&path, encoding);
        }
    }

    /// What was found at a file's place is taken in, and told.
    pub(super) fn take_reading(&mut self, target: &Target, path: &Path, reading: Reading) {
        let words = |session: &Self| session.dictionary().fingerprint();
        let before = matches!(target, Target::Words(WordList::Dictionary)).then(|| words(self));
        let changed = match reading {
            Reading::Whole(hash, state) => {
                self.forget_unreadable(path);
                if self.wrote(path, Some(&hash)) {
                    return self.still_there(path);
                }
                self.take_state(target, path, Some(hash), state)
            }
            // Taken away: what was in it is taken out here, too.
            Reading::Missing => match FileState::missing(target) {
                Some(nothing) if self.was_there(path) => {
                    self.take_state(target, path, None, nothing)
                }
                _ => return,
            },
            Reading::Broken(broken) => return self.take_broken(target, path, broken),
        };
        let note = match target {
            _ if !changed => return,
            Target::Sidecar(article, coder) => {
                let (coder, article) = (coder.as_str(), article.file_name());
                t!("note.sidecar_came_in", coder = coder, article = article)
            }
            Target::Codebook => t!("note.codebook_came_in"),
            Target::Words(_) if before.is_some_and(|before| before != words(self)) => {
                t!("note.dictionary_came_in")
            }
            _ => return,
        };
        self.notices.push(Notice::note(note));
    }

    /// A file cannot be read any more: what memory holds of it stays, and is not written over it.
    fn take_broken(&mut self, target: &Target, path: &Path, broken: open::Broken) {
        self.now_broken(path);
        let open::Broken { reason, salvaged } = broken;
        let Some(set) = &mut self.set else { return };
        match target {
            Target::Words(list) => set.lists.set_problem(*list, reason),
            Target::Queries => set.records.queries.problem = Some(reason),
            Target::Journal(coder) => set.records.journal_mut(coder).problem = Some(reason),
            Target::Corrections => {
                let unreadable = Err(CorrectionsError::Unreadable { reason });
                set.scene.corpus_mut().replace_corrections(unreadable);
            }
            Target::Codebook => {
                let file =
                    open::Unreadable { path: path.to_path_buf(), owner: None, reason, salvaged };
                if !set.unreadable.contains(&file) {
                    self.notices.push(Notice::error(describe::codebook_error(path, &file.reason)));
                    set.unreadable.retain(|other| other.path != path);
                    set.unreadable.push(file);
                }
                self.set_codebook_writable(false);
            }
            // Whose passages can be read in part is read by `read_sidecar_again`.
            Target::Sidecar(..) => {}
        }
    }

    /// A file of ours was written, perhaps by us.
    pub(super) fn read_file_of_ours_again(&mut self, path: &Path) {
        let Some(root) = self.corpus().map(|corpus| corpus.root().to_path_buf()) else {
            return;
        };
        if self.is_under_way(path) {
            return;
        }
        if let Some(target) = target_at(&root, path) {
            let reading = open::read_kept(&*self.environment.storage, &target, path);
            return self.take_reading(&target, path, reading);
        }
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if let Some(original) = care::original_of(&name) {
            self.look_at_copy(path, &original);
        } else if annotation::is_sidecar(&name) {
            self.read_sidecar_again(&root, path);
        }
    }

    fn read_sidecar_again(&mut self, root: &Path, path: &Path) {
        let read = open::read_sidecar(&*self.environment.storage, root, path);
        if self.wrote(path, read.hash.as_ref()) {
            if read.hash.is_some() {
                self.forget_unreadable(path);
            }
            return self.still_there(path);
        }
        if read.is_copy {
            let article = read.content.map(|sidecar| sidecar.article);
            let coder = read.owner.map(|(_, coder)| coder);
            if let (Ok(article), Some(coder)) = (article, coder) {
                self.look_at_copy(path, &annotation::sidecar_name(&article, &coder));
            }
            return;
        }
        match (&read.content, &read.owner, &read.hash) {
            (Ok(theirs), Some((article, coder)), Some(hash)) => {
                let target = Target::Sidecar(article.clone(), coder.clone());
                let state = FileState::Sidecar(Box::new(theirs.clone()));
                self.take_reading(&target, path, Reading::Whole(hash.clone(), state));
            }
            (Err(error), ..) => {
                let error = error.clone();
                self.lock_broken(path, read, &error);
            }
            (Ok(_), ..) => {}
        }
    }
}

/// Which file of the set lies at `path`, by its name alone; sidecars have to be read to know.
fn target_at(root: &Path, path: &Path) -> Option<Target> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let journal = JournalEntry::owner(&name).map(Target::Journal);
    let lists = WordList::ALL.map(Target::Words);
    let all = [Target::Codebook, Target::Corrections, Target::Queries].into_iter();
    all.chain(lists).chain(journal).find(|target| path_of(root, target) == path)
}
