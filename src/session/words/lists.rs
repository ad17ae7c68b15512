//! The set's dictionary and the list of what is not to be suggested for it: read, changed, merged.

use std::sync::Arc;

use rust_i18n::t;

use crate::{
    annotation::{Step, step_name},
    corpus::{Dictionary, DictionaryEntry},
    session::{Change, CommandError, Notice, NoticeTopic, Session, WordList},
};

/// No list longer than this is read.
pub(super) const LIMIT: u64 = 64 << 20;

/// One list as it is in memory.
#[derive(Clone, Debug, Default)]
pub(in crate::session) struct List {
    now: Arc<Dictionary>,
    /// Why its file cannot be read; it is not written over then.
    problem: Option<String>,
}

/// Both lists of a set.
#[derive(Clone, Debug, Default)]
pub(in crate::session) struct Lists {
    dictionary: List,
    rejected: List,
}

impl Lists {
    fn list(&self, which: WordList) -> &List {
        match which {
            WordList::Dictionary => &self.dictionary,
            WordList::Rejected => &self.rejected,
        }
    }

    fn list_mut(&mut self, which: WordList) -> &mut List {
        match which {
            WordList::Dictionary => &mut self.dictionary,
            WordList::Rejected => &mut self.rejected,
        }
    }

    /// Whether its file is there and cannot be read.
    pub(in crate::session) fn is_broken(&self, which: WordList) -> bool {
        self.list(which).problem.is_some()
    }

    /// Its file is there and cannot be read; what is in memory stays.
    pub(in crate::session) fn set_problem(&mut self, which: WordList, reason: String) {
        self.list_mut(which).problem = Some(reason);
    }

    /// Takes a list; it can be read.
    pub(in crate::session) fn set(&mut self, which: WordList, words: Dictionary) {
        *self.list_mut(which) = List { now: Arc::new(words), problem: None };
    }

    /// The words of the set's own, shared.
    pub(in crate::session) fn shared_dictionary(&self) -> Arc<Dictionary> {
        Arc::clone(&self.dictionary.now)
    }

    /// The list as it is now.
    pub(in crate::session) fn now(&self, which: WordList) -> &Dictionary {
        &self.list(which).now
    }
}

impl Session {
    /// The words of the set's own.
    #[must_use]
    pub fn dictionary(&self) -> &Dictionary {
        self.lists().now(WordList::Dictionary)
    }

    /// What is not to be suggested for the dictionary.
    #[must_use]
    pub fn rejected_words(&self) -> &Dictionary {
        self.lists().now(WordList::Rejected)
    }

    /// Adds entries to a list and takes words out of it, in one step.
    pub(in crate::session) fn change_words(
        &mut self,
        list: WordList,
        add: Vec<DictionaryEntry>,
        remove: &[String],
    ) -> Result<(), CommandError> {
        let now = self.lists().now(list);
        let mut edits = Vec::new();
        for entry in add {
            if DictionaryEntry::parse(&entry.to_string()).as_ref() != Ok(&entry) {
                return Err(CommandError::NoWord(entry.word));
            }
            let before = now.get(&entry.word).cloned();
            if before.as_ref() != Some(&entry) {
                edits.push(Change::Word {
                    list,
                    word: entry.word.clone(),
                    before,
                    after: Some(entry),
                });
            }
        }
        let (added, first) = (edits.len(), first_word(&edits));
        for word in remove {
            if let Some(before) = now.get(word).cloned() {
                let word = word.clone();
                edits.push(Change::Word { list, word, before: Some(before), after: None });
            }
        }
        let word = first.or_else(|| first_word(&edits)).unwrap_or_default();
        let count = edits.len();
        let name = match (list, added > 0, count == 1) {
            (WordList::Dictionary, true, true) => step_name!("step.add_word", word = word),
            (WordList::Dictionary, true, false) => step_name!("step.add_words", count = count),
            (WordList::Dictionary, false, true) => step_name!("step.remove_word", word = word),
            (WordList::Dictionary, false, false) => step_name!("step.remove_words", count = count),
            (WordList::Rejected, true, _) => step_name!("step.reject_words", count = count),
            (WordList::Rejected, false, _) => step_name!("step.restore_words", count = count),
        };
        self.commit_changes(Step { name: name.clone(), edits })?;
        if count > 0 && list == WordList::Dictionary {
            self.notices.push(Notice::undoable(t!("note.words_changed", step = name)));
        } else if count == 0 && added == 0 && remove.is_empty() {
            self.notices.push(Notice::note(t!("note.words_there")));
        }
        Ok(())
    }

    /// Puts a word in a list, or takes it out.
    pub(in crate::session) fn set_word(
        &mut self,
        list: WordList,
        word: &str,
        entry: Option<&DictionaryEntry>,
    ) -> Result<(), CommandError> {
        let set = self.set.as_mut().ok_or(CommandError::NoSet)?;
        let file = set.lists.list_mut(list);
        if file.problem.is_some() {
            return Err(CommandError::DictionaryUnreadable);
        }
        match entry {
            Some(entry) => drop(Arc::make_mut(&mut file.now).set(entry.clone())),
            None => drop(Arc::make_mut(&mut file.now).remove(word)),
        }
        Ok(())
    }

    /// Puts a list in the place of what was in memory.
    pub(in crate::session) fn put_words(&mut self, list: WordList, words: Dictionary) {
        let changed = *self.lists().now(list) != words;
        if let Some(set) = &mut self.set {
            set.lists.set(list, words);
        }
        if changed && list == WordList::Dictionary {
            self.tell_faults();
            self.rebuild_segmenter();
        }
    }

    /// Says which lines of the dictionary are no entries, or that it cannot be read.
    pub(in crate::session) fn tell_faults(&mut self) {
        let Some(set) = &self.set else { return };
        let list = set.lists.list(WordList::Dictionary);
        if let Some(reason) = &list.problem {
            let notice = Notice::error(t!("error.dictionary_problem", reason = reason))
                .about(NoticeTopic::Words);
            self.notices.push(notice);
        }
        let mut faults = list.now.faults();
        if let Some((line, fault)) = faults.next() {
            let reason = crate::session::describe::line_fault(fault);
            let more = faults.count();
            let text = match more {
                0 => t!("error.dictionary_line", line = line, reason = reason),
                _ => t!("error.dictionary_lines", line = line, reason = reason, more = more),
            };
            self.notices.push(Notice::error(text).about(NoticeTopic::Words));
        }
    }
}

fn first_word(edits: &[Change]) -> Option<String> {
    match edits.first() {
        Some(Change::Word { word, .. }) => Some(word.clone()),
        _ => None,
    }
}
