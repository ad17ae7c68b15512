//! The edit: one change to a passage or a theme, with what was there before.
//!
//! What a user does is one [`super::Step`] of one or more edits. An edit never half happens:
//! [`Annotations::apply`] looks at everything first.

use super::{
    codebook::Codebook,
    history::Invert,
    notation::Extension,
    passage::{Coder, Defect, Passage, PassageId, later_than, now},
    state::Annotations,
    theme::{Colour, PALETTE_LEN, Theme, ThemeId},
};
use crate::corpus::{ArticlePath, ContentHash};

/// One change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Edit {
    /// A passage comes, goes or changes.
    Passage {
        /// In which article.
        article: ArticlePath,
        /// Whose passage.
        coder: Coder,
        /// Which passage.
        id: PassageId,
        /// What was there; `None` if it comes.
        before: Option<Box<Passage>>,
        /// What is there then; `None` if it goes.
        after: Option<Box<Passage>>,
        /// The text the positions hold for.
        sha256: ContentHash,
        /// Its length in Unicode scalar values.
        chars: u32,
    },
    /// A theme comes, goes, changes or is moved in the list.
    Theme {
        /// Which theme.
        id: ThemeId,
        /// Its place in the list and what was there; `None` if it comes.
        before: Option<Box<(usize, Theme)>>,
        /// Its place (counted without it) and what is there then; `None` if it goes.
        after: Option<Box<(usize, Theme)>>,
    },
    /// The user has chosen between versions of a passage that a merge left.
    Rivals {
        /// In which article.
        article: ArticlePath,
        /// Whose passage.
        coder: Coder,
        /// Which passage.
        id: PassageId,
        /// The other versions there were.
        before: Vec<Passage>,
        /// Those there are then.
        after: Vec<Passage>,
    },
    /// What is kept with a passage beside its own fields changes, such as that it has no place.
    Extras {
        /// In which article.
        article: ArticlePath,
        /// Whose passage.
        coder: Coder,
        /// Which passage.
        id: PassageId,
        /// What was kept.
        before: Extension,
        /// What is kept then.
        after: Extension,
    },
    /// The user has chosen between versions of a theme that a merge left.
    ThemeRivals {
        /// Which theme.
        id: ThemeId,
        /// The other versions there were.
        before: Vec<Theme>,
        /// Those there are then.
        after: Vec<Theme>,
    },
}

impl Edit {
    /// A new passage in an article whose text has that hash and length.
    #[must_use]
    pub fn add(
        article: ArticlePath,
        coder: Coder,
        passage: Passage,
        sha256: ContentHash,
        chars: u32,
    ) -> Self {
        let (id, after) = (passage.id, Some(Box::new(passage)));
        Self::Passage { article, coder, id, before: None, after, sha256, chars }
    }

    /// The removal of a passage.
    #[must_use]
    pub fn remove(
        article: ArticlePath,
        coder: Coder,
        passage: Passage,
        sha256: ContentHash,
        chars: u32,
    ) -> Self {
        Self::add(article, coder, passage, sha256, chars).inverse()
    }

    /// A passage's change; the two have the same identity.
    #[must_use]
    pub fn change(
        article: ArticlePath,
        coder: Coder,
        before: Passage,
        after: Passage,
        sha256: ContentHash,
        chars: u32,
    ) -> Self {
        let id = before.id;
        let (before, after) = (Some(Box::new(before)), Some(Box::new(after)));
        Self::Passage { article, coder, id, before, after, sha256, chars }
    }

    /// A new theme at the end of the list.
    #[must_use]
    pub fn add_theme(codebook: &Codebook, theme: Theme) -> Self {
        let id = theme.id;
        let after = Some(Box::new((codebook.themes().len(), theme)));
        Self::Theme { id, before: None, after }
    }

    /// A theme's change to `theme`; `None` if the codebook has none with its identity.
    #[must_use]
    pub fn change_theme(codebook: &Codebook, theme: Theme) -> Option<Self> {
        let index = codebook.position(theme.id)?;
        let old = codebook.get(theme.id)?.clone();
        let (before, after) = (Box::new((index, old)), Box::new((index, theme)));
        Some(Self::Theme { id: after.1.id, before: Some(before), after: Some(after) })
    }

    /// A theme's move to another place in the list, counted without it.
    #[must_use]
    pub fn move_theme(codebook: &Codebook, id: ThemeId, to: usize) -> Option<Self> {
        let index = codebook.position(id)?;
        let theme = codebook.get(id)?.clone();
        let (before, after) = (Box::new((index, theme.clone())), Box::new((to, theme)));
        Some(Self::Theme { id, before: Some(before), after: Some(after) })
    }

    /// The removal of a theme that nothing hangs on; [`super::delete_theme`] sees to that.
    #[must_use]
    pub fn remove_theme(codebook: &Codebook, id: ThemeId) -> Option<Self> {
        let index = codebook.position(id)?;
        let theme = codebook.get(id)?.clone();
        Some(Self::Theme { id, before: Some(Box::new((index, theme))), after: None })
    }

    /// The edit that undoes this one.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let mut edit = self.clone();
        match &mut edit {
            Self::Passage { before, after, .. } => std::mem::swap(before, after),
            Self::Theme { before, after, .. } => std::mem::swap(before, after),
            Self::Rivals { before, after, .. } => std::mem::swap(before, after),
            Self::Extras { before, after, .. } => std::mem::swap(before, after),
            Self::ThemeRivals { before, after, .. } => std::mem::swap(before, after),
        }
        edit
    }

    /// The layer it changes; `None` if it changes the codebook.
    #[must_use]
    pub fn layer(&self) -> Option<(&ArticlePath, &Coder)> {
        match self {
            Self::Passage { article, coder, .. }
            | Self::Rivals { article, coder, .. }
            | Self::Extras { article, coder, .. } => Some((article, coder)),
            Self::Theme { .. } | Self::ThemeRivals { .. } => None,
        }
    }

    /// The passage it changes.
    #[must_use]
    pub fn passage_id(&self) -> Option<PassageId> {
        match self {
            Self::Passage { id, .. } | Self::Rivals { id, .. } | Self::Extras { id, .. } => {
                Some(*id)
            }
            Self::Theme { .. } | Self::ThemeRivals { .. } => None,
        }
    }

    /// The theme of the codebook it changes.
    #[must_use]
    pub fn theme_id(&self) -> Option<ThemeId> {
        match self {
            Self::Theme { id, .. } | Self::ThemeRivals { id, .. } => Some(*id),
            Self::Passage { .. } | Self::Rivals { .. } | Self::Extras { .. } => None,
        }
    }
}

impl Invert for Edit {
    fn inverse(&self) -> Self {
        Self::inverse(self)
    }
}

/// Why an edit was not applied; nothing has changed then.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The layer's file could not be read, or its passages have to be looked through first.
    #[error("what {coder} marked in {article} cannot be changed now")]
    LayerLocked {
        /// The article.
        article: ArticlePath,
        /// The coder.
        coder: Coder,
    },
    /// The edit was made for another version of the article's text.
    #[error("the text of {article} is no longer the one that was marked")]
    TextChanged {
        /// The article.
        article: ArticlePath,
    },
    /// The passage is there already.
    #[error("passage {0} exists already")]
    PassageExists(PassageId),
    /// The passage is not there.
    #[error("there is no passage {0}")]
    PassageMissing(PassageId),
    /// The passage has been changed by something else since.
    #[error("passage {0} is not what it was")]
    PassageOutdated(PassageId),
    /// The passage breaks a rule.
    #[error("passage {id}: {defect}")]
    BadPassage {
        /// Which passage.
        id: PassageId,
        /// Which rule.
        defect: Defect,
    },
    /// The theme is there already.
    #[error("theme {0} exists already")]
    ThemeExists(ThemeId),
    /// The theme is not there.
    #[error("there is no theme {0}")]
    ThemeMissing(ThemeId),
    /// The theme has been changed by something else since.
    #[error("theme {0} is not what it was")]
    ThemeOutdated(ThemeId),
    /// The theme still has sub-themes.
    #[error("theme {0} has sub-themes")]
    ThemeHasChildren(ThemeId),
    /// A theme's name has nothing to be seen in it, or a line break.
    #[error("a theme needs a name of one line")]
    BadName,
    /// Another theme below the same parent has that name.
    #[error("there is a theme `{name}` already")]
    DuplicateName {
        /// The name.
        name: String,
    },
    /// A theme's key is not 1 to 9.
    #[error("{key} is no key from 1 to 9")]
    BadKey {
        /// The key.
        key: u8,
    },
    /// A theme's colour is not in the palette.
    #[error("the palette has no colour {place}")]
    BadColour {
        /// Where in the palette it should be.
        place: u8,
    },
    /// A theme's parent is not there.
    #[error("there is no theme {0} to be the parent")]
    ParentMissing(ThemeId),
    /// A theme would be below itself.
    #[error("theme {0} cannot be below itself")]
    ParentCycle(ThemeId),
    /// The edit contradicts itself: no before and no after, or another identity in them.
    #[error("an edit that contradicts itself")]
    Contradiction,
}

impl Annotations {
    /// Carries out an edit.
    ///
    /// A passage that is put back or changed back gets a `modified` later than what it replaces,
    /// and a removed one a tombstone no earlier than itself: in a merge the later one stands, and
    /// that must be what the user did last.
    ///
    /// # Errors
    /// If what is there is not what the edit says was there (times of change aside), if the layer
    /// is locked, or if what would be there breaks a rule. Nothing has changed then.
    pub fn apply(&mut self, edit: &Edit) -> Result<(), EditError> {
        match edit {
            Edit::Passage { article, coder, id, before, after, sha256, chars } => self
                .apply_to_passage(
                    (article, coder, *id),
                    before.as_deref(),
                    after.as_deref(),
                    (sha256, *chars),
                ),
            Edit::Theme { id, before, after } => {
                self.apply_to_theme(*id, before.as_deref(), after.as_deref())
            }
            Edit::Rivals { article, coder, id, before, after } => {
                self.apply_to_rivals((article, coder, *id), before, after)
            }
            Edit::Extras { article, coder, id, before, after } => {
                self.apply_to_extras((article, coder, *id), before, after)
            }
            Edit::ThemeRivals { id, before, after } => {
                let rivals = self.codebook().rivals();
                let now: Vec<Theme> = rivals.iter().filter(|r| r.id == *id).cloned().collect();
                if now != *before {
                    return Err(EditError::ThemeOutdated(*id));
                }
                let mut rivals = rivals.to_vec();
                rivals.retain(|rival| rival.id != *id);
                rivals.extend(after.iter().cloned());
                self.codebook_mut().set_rivals(rivals);
                Ok(())
            }
        }
    }

    fn apply_to_extras(
        &mut self,
        (article, coder, id): (&ArticlePath, &Coder, PassageId),
        before: &Extension,
        after: &Extension,
    ) -> Result<(), EditError> {
        self.passage_in(article, coder, id).ok_or(EditError::PassageMissing(id))?;
        let layer = self.layer(article, coder).ok_or(EditError::PassageMissing(id))?;
        if !layer.is_writable() {
            let (article, coder) = (article.clone(), coder.clone());
            return Err(EditError::LayerLocked { article, coder });
        }
        let nothing = Extension::new();
        if layer.passage_ext.get(&id).unwrap_or(&nothing) != before {
            return Err(EditError::PassageOutdated(id));
        }
        self.put_extras(article, coder, id, after);
        Ok(())
    }

    fn apply_to_rivals(
        &mut self,
        (article, coder, id): (&ArticlePath, &Coder, PassageId),
        before: &[Passage],
        after: &[Passage],
    ) -> Result<(), EditError> {
        let layer = self.layer(article, coder).ok_or(EditError::PassageMissing(id))?;
        if !layer.is_writable() {
            let (article, coder) = (article.clone(), coder.clone());
            return Err(EditError::LayerLocked { article, coder });
        }
        let rivals = layer.conflicts.iter();
        if !rivals.filter(|rival| rival.id == id).eq(before) {
            return Err(EditError::PassageOutdated(id));
        }
        self.put_rivals(article, coder, id, after);
        Ok(())
    }

    fn apply_to_passage(
        &mut self,
        (article, coder, id): (&ArticlePath, &Coder, PassageId),
        before: Option<&Passage>,
        after: Option<&Passage>,
        facts: (&ContentHash, u32),
    ) -> Result<(), EditError> {
        let other_id = |passage: Option<&Passage>| passage.is_some_and(|passage| passage.id != id);
        if other_id(before) || other_id(after) || (before.is_none() && after.is_none()) {
            return Err(EditError::Contradiction);
        }
        let layer = self.layer(article, coder);
        if let Some(layer) = layer {
            if !layer.is_writable() {
                let (article, coder) = (article.clone(), coder.clone());
                return Err(EditError::LayerLocked { article, coder });
            }
            if layer.sha256 != *facts.0 && !layer.passages.is_empty() {
                return Err(EditError::TextChanged { article: article.clone() });
            }
        }
        let current = self.passage_in(article, coder, id);
        match (current, before) {
            (None, Some(_)) => return Err(EditError::PassageMissing(id)),
            (Some(_), None) => return Err(EditError::PassageExists(id)),
            (Some(current), Some(before)) if !current.says_the_same_as(before) => {
                return Err(EditError::PassageOutdated(id));
            }
            _ => {}
        }
        let tombstone = layer.and_then(|layer| layer.removed.get(&id)).copied();
        let replaced = current.map(|passage| passage.modified).max(tombstone);

        let Some(after) = after else {
            let when = replaced.map_or_else(now, |time| time.max(now()));
            self.remove_passage(article, coder, id, when);
            return Ok(());
        };
        // What has no place in this text may lie beyond its end: it holds for an earlier one.
        let earlier = layer.is_some_and(|layer| !layer.texts.is_empty());
        let last = after.fragments.last().filter(|_| !earlier);
        let beyond = last.is_some_and(|last| last.end().get() > facts.1);
        if let Some(defect) = after.defect().or(beyond.then_some(Defect::Beyond)) {
            return Err(EditError::BadPassage { id, defect });
        }
        let mut passage = after.clone();
        if let Some(time) = replaced.filter(|&time| passage.modified <= time) {
            passage.modified = later_than(time, now());
        }
        self.put_passage(article, coder, passage, facts);
        Ok(())
    }

    fn apply_to_theme(
        &mut self,
        id: ThemeId,
        before: Option<&(usize, Theme)>,
        after: Option<&(usize, Theme)>,
    ) -> Result<(), EditError> {
        let other_id = |theme: Option<&(usize, Theme)>| theme.is_some_and(|(_, t)| t.id != id);
        if other_id(before) || other_id(after) || (before.is_none() && after.is_none()) {
            return Err(EditError::Contradiction);
        }
        match (self.codebook().get(id), before) {
            (None, Some(_)) => return Err(EditError::ThemeMissing(id)),
            (Some(_), None) => return Err(EditError::ThemeExists(id)),
            (Some(current), Some((_, before))) if current != before => {
                return Err(EditError::ThemeOutdated(id));
            }
            _ => {}
        }
        match after {
            Some((_, theme)) => allowed(self.codebook(), theme)?,
            None if self.codebook().children(Some(id)).next().is_some() => {
                return Err(EditError::ThemeHasChildren(id));
            }
            None => {}
        }
        let codebook = self.codebook_mut();
        match (before, after) {
            // Same place: it stays where it is, even if others have come before it since.
            (Some((from, _)), Some((to, theme))) if from == to => {
                codebook.replace(theme.clone());
            }
            (_, after) => {
                codebook.remove(id);
                if let Some((to, theme)) = after {
                    codebook.insert(*to, theme.clone());
                }
            }
        }
        Ok(())
    }
}

/// Whether `theme` may stand in `codebook`, in the place of the one with its identity.
fn allowed(codebook: &Codebook, theme: &Theme) -> Result<(), EditError> {
    if theme.name.trim().is_empty() || theme.name.contains(char::is_control) {
        return Err(EditError::BadName);
    }
    if let Some(key) = theme.key.filter(|key| !(1..=9).contains(key)) {
        return Err(EditError::BadKey { key });
    }
    if let Colour::Palette(place @ PALETTE_LEN..) = theme.colour {
        return Err(EditError::BadColour { place });
    }
    if let Some(parent) = theme.parent {
        if codebook.get(parent).is_none() {
            return Err(EditError::ParentMissing(parent));
        }
        if codebook.would_cycle(theme.id, parent) {
            return Err(EditError::ParentCycle(theme.id));
        }
    }
    let same_name = |other: &Theme| other.id != theme.id && other.name == theme.name;
    if codebook.children(theme.parent).any(same_name) {
        return Err(EditError::DuplicateName { name: theme.name.clone() });
    }
    Ok(())
}

#[cfg(test)]
mod tests;
