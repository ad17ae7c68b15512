//! What is done to many passages at once: other themes, a note added. One step of the history each.

use rust_i18n::t;

use super::{CommandError, Notice, Session, snapshots::MANY};
use crate::annotation::{self, Edit, Passage, PassageId, StepName, ThemeId, step_name};

/// Other themes for many passages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retag {
    /// Which passages.
    pub passages: Vec<PassageId>,
    /// What they get, if they have it not.
    pub add: Vec<ThemeId>,
    /// What they lose; with the last theme the passage goes.
    pub remove: Vec<ThemeId>,
    /// Whether they lose all they had.
    pub replace: bool,
}

impl Retag {
    /// The themes that `passage` has afterwards.
    fn themes(&self, passage: &Passage) -> Vec<ThemeId> {
        let stays = |id: &ThemeId| !self.replace && !self.remove.contains(id);
        let mut themes: Vec<ThemeId> = passage
            .themes
            .iter()
            .copied()
            .filter(|id| stays(id) || self.add.contains(id))
            .collect();
        for &id in &self.add {
            if !themes.contains(&id) {
                themes.push(id);
            }
        }
        themes
    }
}

impl Session {
    /// Gives many passages other themes.
    pub(super) fn retag(&mut self, retag: &Retag) -> Result<(), CommandError> {
        let mut names = Vec::new();
        for &id in retag.add.iter().chain(&retag.remove) {
            let theme = self.codebook().get(id).ok_or(CommandError::NoTheme(id))?;
            names.push(theme.name.clone());
        }
        let (edits, locked) = self.changed(&retag.passages, |passage| Passage {
            themes: retag.themes(passage),
            ..passage.clone()
        })?;
        let (names, count) = (names.join("、"), edits.len());
        let name = if retag.replace {
            step_name!("retrieve.step.replace", themes = names, count = count)
        } else if retag.add.is_empty() {
            step_name!("retrieve.step.untag", themes = names, count = count)
        } else {
            step_name!("retrieve.step.tag", themes = names, count = count)
        };
        self.commit_many(name, edits, locked)
    }

    /// Adds a note to the memos of many passages.
    pub(super) fn add_memo(&mut self, ids: &[PassageId], note: &str) -> Result<(), CommandError> {
        let note = note.trim();
        if note.is_empty() {
            return Ok(());
        }
        let (edits, locked) = self.changed(ids, |passage| {
            let memo = passage.memo.trim_end();
            let memo = if memo.is_empty() { note.to_owned() } else { format!("{memo}\n{note}") };
            Passage { memo, ..passage.clone() }
        })?;
        let name = step_name!("retrieve.step.memo", count = edits.len());
        self.commit_many(name, edits, locked)
    }

    /// The edits that make of each passage what `change` says (nothing, where it bears no theme
    /// then), and how many passages are in layers that cannot be changed now.
    fn changed(
        &self,
        ids: &[PassageId],
        change: impl Fn(&Passage) -> Passage,
    ) -> Result<(Vec<Edit>, usize), CommandError> {
        let (mut edits, mut locked) = (Vec::new(), 0);
        let now = annotation::now();
        for &id in ids {
            let (article, coder, before) =
                self.all_annotations().find(id).ok_or(CommandError::NoPassage(id))?;
            let layer =
                self.all_annotations().layer(article, coder).ok_or(CommandError::NoPassage(id))?;
            if !layer.is_writable() {
                locked += 1;
                continue;
            }
            let mut after = change(before);
            if after.says_the_same_as(before) {
                continue;
            }
            after.modified = now.max(before.modified);
            let (article, coder) = (article.clone(), coder.clone());
            let (before, sha256, chars) = (before.clone(), layer.sha256.clone(), layer.chars);
            edits.push(if after.themes.is_empty() {
                Edit::remove(article, coder, before, sha256, chars)
            } else {
                Edit::change(article, coder, before, after, sha256, chars)
            });
        }
        Ok((edits, locked))
    }

    pub(super) fn commit_many(
        &mut self,
        name: StepName,
        edits: Vec<Edit>,
        locked: usize,
    ) -> Result<(), CommandError> {
        if edits.len() >= MANY {
            self.take_snapshot(&name);
        }
        let some = !edits.is_empty();
        let step = name.to_string();
        self.commit(name, edits)?;
        if some {
            self.notices.push(Notice::undoable(t!("retrieve.note.done", step = step)));
        } else if locked == 0 {
            self.notices.push(Notice::note(t!("retrieve.note.nothing")));
        }
        if locked > 0 {
            self.notices.push(Notice::error(t!("retrieve.note.locked", count = locked)));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::{path::Path, sync::Arc};

    use super::*;
    use crate::{
        corpus::ArticlePath,
        session::{Applied, Command, Environment},
        storage::Memory,
        text::{CharOffset, CharSpan},
    };

    /// A set with three passages of the first theme.
    fn marked() -> (Session, Vec<PassageId>) {
        let storage = Memory::with_files([("/set/甲.txt", "街道把粮站改成党群服务中心。")]);
        let environment =
            Environment { storage: Arc::new(storage), folders: None, wake: Arc::new(|| {}) };
        let mut session = Session::new(environment);
        session.open_now(Path::new("/set")).unwrap();
        let theme = session.codebook().themes()[0].id;
        let ids = (0..3).map(|at| {
            let span = CharSpan::between(CharOffset::new(at * 3), CharOffset::new(at * 3 + 2));
            let command = Command::Tag {
                article: ArticlePath::new("甲.txt").unwrap(),
                fragments: vec![span],
                themes: vec![theme],
                memo: String::new(),
            };
            let Ok(Applied::Passage(id)) = session.apply(command) else { panic!("no passage") };
            id
        });
        let ids = ids.collect();
        (session, ids)
    }

    fn themes(session: &Session, id: PassageId) -> Option<Vec<usize>> {
        let (_, _, passage) = session.annotations().find(id)?;
        passage.themes.iter().map(|&id| session.codebook().position(id)).collect()
    }

    #[test]
    fn many_passages_are_tagged_untagged_and_replaced_in_one_step_each() {
        let (mut session, ids) = marked();
        let theme = |session: &Session, at: usize| session.codebook().themes()[at].id;
        let (first, second) = (theme(&session, 0), theme(&session, 1));
        let retag = Retag { passages: ids[..2].to_vec(), add: vec![second], ..Retag::default() };
        session.apply(retag.clone().into()).unwrap();
        assert_eq!(themes(&session, ids[0]), Some(vec![0, 1]));
        assert_eq!(themes(&session, ids[2]), Some(vec![0]));
        // What bears nothing else goes.
        let untag = Retag { passages: ids.clone(), remove: vec![first], ..Retag::default() };
        session.apply(untag.into()).unwrap();
        assert_eq!(
            ids.iter().map(|&id| themes(&session, id)).collect::<Vec<_>>(),
            [Some(vec![1]), Some(vec![1]), None]
        );
        session.apply(Command::Undo).unwrap();
        let replace = Retag { passages: ids.clone(), replace: true, ..retag };
        session.apply(replace.into()).unwrap();
        assert!(ids.iter().all(|&id| themes(&session, id) == Some(vec![1])));
        session.apply(Command::Undo).unwrap();
        session.apply(Command::Undo).unwrap();
        assert!(ids.iter().all(|&id| themes(&session, id) == Some(vec![0])));
    }

    #[test]
    fn a_note_for_many_is_added_below_what_each_memo_says() {
        let (mut session, ids) = marked();
        session.apply(Command::SetMemo { passage: ids[0], memo: "旧注".into() }).unwrap();
        session.apply(Command::AddMemo { passages: ids.clone(), note: "核对 ".into() }).unwrap();
        let memo = |session: &Session, at: usize| {
            session.annotations().find(ids[at]).map(|(_, _, passage)| passage.memo.clone())
        };
        assert_eq!(memo(&session, 0).as_deref(), Some("旧注\n核对"));
        assert_eq!(memo(&session, 1).as_deref(), Some("核对"));
        session.apply(Command::Undo).unwrap();
        assert_eq!(memo(&session, 0).as_deref(), Some("旧注"));
    }
}
