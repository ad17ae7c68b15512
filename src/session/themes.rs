//! What is done to themes: each command becomes edits, one step of the history.

use std::collections::{BTreeMap, BTreeSet};

use rust_i18n::t;

use super::{Applied, CommandError, Notice, Session, describe, snapshots::MANY};
use crate::{
    annotation::{
        self, Codebook, Edit, Example, PassageId, StepName, Theme, ThemeId, Touched, step_name,
    },
    corpus::ArticlePath,
    text::{self, CharSpan},
};

/// What is written of a theme, a text each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ThemeField {
    /// Its name, on one line.
    Name,
    /// What it is about.
    Description,
    /// What belongs to it.
    Include,
    /// What does not.
    Exclude,
    /// Words that hint at it, one a line.
    Lexicon,
    /// Thoughts on it.
    Memo,
}

impl ThemeField {
    /// What stands there now.
    #[must_use]
    pub fn of(self, theme: &Theme) -> String {
        match self {
            Self::Name => theme.name.clone(),
            Self::Description => theme.description.clone(),
            Self::Include => theme.include.clone(),
            Self::Exclude => theme.exclude.clone(),
            Self::Lexicon => theme.lexicon.join("\n"),
            Self::Memo => theme.memo.clone(),
        }
    }

    /// The theme with `text` there; white space around it is dropped.
    #[must_use]
    pub fn put(self, theme: &Theme, text: &str) -> Theme {
        let mut theme = theme.clone();
        let text = text.trim();
        let place = match self {
            Self::Name => &mut theme.name,
            Self::Description => &mut theme.description,
            Self::Include => &mut theme.include,
            Self::Exclude => &mut theme.exclude,
            Self::Memo => &mut theme.memo,
            Self::Lexicon => {
                theme.lexicon.clear();
                for entry in text.lines().map(str::trim).filter(|entry| !entry.is_empty()) {
                    if !theme.lexicon.iter().any(|other| other == entry) {
                        theme.lexicon.push(entry.to_owned());
                    }
                }
                return theme;
            }
        };
        text.clone_into(place);
        theme
    }
}

/// Characters of a selection that make a theme's name.
const LONGEST_NAME: usize = 30;

/// The name that a theme promoted from `text` gets: on one line, without the white space that the
/// layout of a page put between Chinese characters, cut where it is long.
#[must_use]
pub fn in_vivo_name(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let latin = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
    let mut name = String::new();
    for word in words {
        // Between Latin words the space is part of the text.
        if latin(name.chars().next_back()) && latin(word.chars().next()) {
            name.push(' ');
        }
        name.extend(word.chars().filter(|c| !c.is_control()));
    }
    let end = |c: char| c.is_whitespace() || "，。；：、,.;:！？!?".contains(c);
    let name = name.trim_matches(end);
    if name.chars().count() <= LONGEST_NAME {
        return name.to_owned();
    }
    format!("{}…", text::first_characters(name, LONGEST_NAME))
}

impl Session {
    pub(super) fn add_theme(&mut self, name: &str) -> Result<Applied, CommandError> {
        let theme = self.codebook().new_theme(name);
        self.insert_theme(theme)
    }

    pub(super) fn insert_theme(&mut self, theme: Theme) -> Result<Applied, CommandError> {
        let id = theme.id;
        let name = step_name!("step.add_theme", theme = theme.name);
        let mut edits: Vec<Edit> = self.free_key(&theme);
        edits.push(Edit::add_theme(self.codebook(), theme));
        self.commit(name, edits)?;
        Ok(Applied::Theme(id))
    }

    /// A key belongs to one theme: giving it to another takes it from those that had it.
    pub(super) fn free_key(&self, theme: &Theme) -> Vec<Edit> {
        let codebook = self.codebook();
        let holds =
            |other: &&Theme| theme.key.is_some() && other.key == theme.key && other.id != theme.id;
        let free =
            |other: &Theme| Edit::change_theme(codebook, Theme { key: None, ..other.clone() });
        codebook.themes().iter().filter(holds).filter_map(free).collect()
    }

    /// Takes in a codebook that came of a merge, and says which of the themes known here got another
    /// digit or colour: fingers and eyes have learnt the old ones.
    pub(super) fn take_merged_codebook(&mut self, merged: Codebook) {
        let marked = annotation::newly_marked(&merged, &[self.codebook()]);
        let notes: Vec<Notice> =
            marked.into_iter().map(|theme| Notice::note(describe::newly_marked(theme))).collect();
        if let Some(scene) = self.scene_mut() {
            scene.annotations.set_codebook(merged);
        }
        self.notices.extend(notes);
    }

    pub(super) fn change_theme(&mut self, theme: Theme) -> Result<(), CommandError> {
        let id = theme.id;
        let before = self.theme(id)?.clone();
        if before == theme {
            return Ok(());
        }
        let mut edits: Vec<Edit> = self.free_key(&theme);
        let name = if theme.name == before.name {
            step_name!("step.change_theme", theme = theme.name)
        } else {
            step_name!("step.rename_theme", from = before.name, to = theme.name)
        };
        edits.extend(Edit::change_theme(self.codebook(), theme));
        self.commit(name, edits)
    }

    pub(super) fn move_theme(&mut self, id: ThemeId, to: usize) -> Result<(), CommandError> {
        let name = step_name!("step.move_theme", theme = self.theme(id)?.name);
        let codebook = self.codebook();
        let to = to.min(codebook.themes().len().saturating_sub(1));
        if codebook.position(id) == Some(to) {
            return Ok(());
        }
        let edits = Edit::move_theme(codebook, id, to).into_iter().collect();
        self.commit(name, edits)
    }

    pub(super) fn delete_theme(&mut self, id: ThemeId) -> Result<(), CommandError> {
        let name = self.theme(id)?.name.clone();
        let (edits, touched) = annotation::delete_theme(self.all_annotations(), id);
        let step = step_name!("step.delete_theme", theme = name);
        if touched.passages > 0 {
            self.take_snapshot(&step);
        }
        self.commit(step, edits)?;
        let count = touched.passages;
        self.notices.push(Notice::undoable(t!("note.deleted_theme", theme = name, count = count)));
        Ok(())
    }

    pub(super) fn merge_themes(
        &mut self,
        from: ThemeId,
        into: ThemeId,
    ) -> Result<(), CommandError> {
        let (gone, stays) = (self.theme(from)?.name.clone(), self.theme(into)?.name.clone());
        let (edits, touched) = annotation::merge_themes(self.all_annotations(), from, into);
        let step = step_name!("step.merge_themes", from = gone, into = stays);
        if touched.passages > 0 {
            self.take_snapshot(&step);
        }
        self.commit(step, edits)?;
        let count = touched.passages;
        let note = t!("note.merged_themes", from = gone, into = stays, count = count);
        self.notices.push(Notice::undoable(note));
        if touched.locked > 0 {
            let note = t!("note.theme_left", theme = gone, count = touched.locked);
            self.notices.push(Notice::error(note));
        }
        Ok(())
    }

    /// Puts a theme below another, before one of its siblings or behind them.
    pub(super) fn place_theme(
        &mut self,
        id: ThemeId,
        parent: Option<ThemeId>,
        before: Option<ThemeId>,
    ) -> Result<(), CommandError> {
        let name = step_name!("step.move_theme", theme = self.theme(id)?.name);
        let edit = annotation::place_theme(self.codebook(), id, parent, before);
        self.commit(name, edit.into_iter().collect())
    }

    /// Writes one of a theme's texts.
    pub(super) fn write_theme(
        &mut self,
        id: ThemeId,
        field: ThemeField,
        text: &str,
    ) -> Result<(), CommandError> {
        let theme = field.put(self.theme(id)?, text);
        self.change_theme(theme)
    }

    /// Makes a passage an example of a theme, or takes it from its examples.
    pub(super) fn toggle_example(
        &mut self,
        id: ThemeId,
        passage: PassageId,
    ) -> Result<(), CommandError> {
        let mut theme = self.theme(id)?.clone();
        let before = theme.examples.len();
        theme.examples.retain(|example| example.passage != passage);
        let added = theme.examples.len() == before;
        if added {
            let found =
                self.all_annotations().find(passage).ok_or(CommandError::NoPassage(passage))?;
            theme.examples.push(Example::of(found.2));
        }
        let step = if added {
            step_name!("codebook.step.example", theme = theme.name)
        } else {
            step_name!("codebook.step.no_example", theme = theme.name)
        };
        let edits = Edit::change_theme(self.codebook(), theme).into_iter().collect();
        self.commit(step.clone(), edits)?;
        self.notices.push(Notice::undoable(step.to_string()));
        Ok(())
    }

    /// Marks fragments with the theme of that name at the top, which is made if there is none.
    pub(super) fn tag_new(
        &mut self,
        article: &ArticlePath,
        fragments: &[CharSpan],
        name: &str,
    ) -> Result<Applied, CommandError> {
        let name = name.trim();
        let known = self.codebook().themes().iter().find(|theme| theme.name == name);
        let (theme, new) = match known {
            Some(theme) => (theme.id, None),
            None => {
                let theme = self.codebook().new_theme(name);
                (theme.id, Some(theme))
            }
        };
        let tag = self.tag_edit(article, fragments, vec![theme], String::new())?;
        let applied = tag.passage_id().map_or(Applied::Done, Applied::Passage);
        let step = match new {
            Some(_) => step_name!("codebook.step.in_vivo", theme = name),
            None => step_name!("step.tag", theme = name),
        };
        let mut edits: Vec<Edit> =
            new.into_iter().map(|theme| Edit::add_theme(self.codebook(), theme)).collect();
        edits.push(tag);
        self.commit(step, edits)?;
        Ok(applied)
    }

    /// Gives passages another theme in the place of one.
    pub(super) fn replace_theme(
        &mut self,
        from: ThemeId,
        into: ThemeId,
        passages: &BTreeSet<PassageId>,
    ) -> Result<(), CommandError> {
        let (gone, stays) = (self.theme(from)?.name.clone(), self.theme(into)?.name.clone());
        let (edits, touched) =
            annotation::replace_theme(self.all_annotations(), (from, into), passages);
        let step = step_name!("codebook.step.replace", from = gone, into = stays);
        let count = touched.passages;
        let note = t!("codebook.note.replaced", from = gone, into = stays, count = count);
        self.commit_retagging(&gone, (step, &note), edits, touched)
    }

    /// Divides a theme's passages among others.
    pub(super) fn split_theme(
        &mut self,
        id: ThemeId,
        new: &[Theme],
        choices: &BTreeMap<PassageId, Vec<ThemeId>>,
    ) -> Result<(), CommandError> {
        let name = self.theme(id)?.name.clone();
        let (edits, touched) = annotation::split_theme(self.all_annotations(), id, new, choices);
        let step = step_name!("codebook.step.split", theme = name);
        let note = t!("codebook.note.split", theme = name, count = touched.passages);
        self.commit_retagging(&name, (step, &note), edits, touched)
    }

    /// One step that changes the themes of passages, with a snapshot before it where it is large.
    fn commit_retagging(
        &mut self,
        theme: &str,
        (step, note): (StepName, &str),
        edits: Vec<Edit>,
        touched: Touched,
    ) -> Result<(), CommandError> {
        if touched.passages >= MANY {
            self.take_snapshot(&step);
        }
        let empty = edits.is_empty();
        self.commit(step, edits)?;
        if !empty {
            self.notices.push(Notice::undoable(note));
        }
        if touched.locked > 0 {
            let note = t!("note.theme_left", theme = theme, count = touched.locked);
            self.notices.push(Notice::error(note));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_selection_becomes_a_name_of_one_line() {
        assert_eq!(in_vivo_name(" 把 粮站\n改成，"), "把粮站改成");
        assert_eq!(in_vivo_name("Smart\n City 建设。"), "Smart City建设");
        assert_eq!(in_vivo_name(&"长".repeat(31)), format!("{}…", "长".repeat(30)));
        assert_eq!(in_vivo_name("。 "), "");
    }
}
