//! What of an edit that was made earlier still fits what is there: undo and redo go only so far.
//!
//! Between a step and its undoing others may have changed the same passage or theme: what they did
//! came in by a merge, which no history knows. An inverse goes field by field: it takes back what is
//! as the step left it, leaves what is not, and says so. Nothing is changed here.

use std::collections::BTreeSet;

use super::{
    action::free_name,
    edit::Edit,
    merge::carry_theme,
    notation::Extension,
    passage::{Coder, Passage, PassageId},
    state::Annotations,
    theme::{Theme, ThemeId},
};
use crate::corpus::{ArticlePath, ContentHash};

/// Why something of an earlier edit cannot be done any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Obstacle {
    /// The passage was removed by somebody else.
    PassageGone,
    /// The passage is there again.
    PassageBack,
    /// Somebody else changed the same of the passage.
    PassageChanged,
    /// A theme of the passage, or a theme's parent, is no longer in the codebook.
    ThemeGone,
    /// The theme is there again.
    ThemeBack,
    /// Somebody else changed the same of the theme.
    ThemeChanged {
        /// The theme's name.
        name: String,
    },
    /// The theme has sub-themes that the step did not make.
    ThemeHasChildren {
        /// The theme's name.
        name: String,
    },
    /// Another theme has that name by now.
    NameTaken {
        /// The name.
        name: String,
    },
    /// Another theme has that digit by now.
    KeyTaken {
        /// The digit.
        key: u8,
    },
}

/// What of an edit fits.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fit {
    /// The edit as it can be applied now; `None` if nothing of it can.
    pub edit: Option<Edit>,
    /// Why not all of it can.
    pub obstacles: Vec<Obstacle>,
    /// The text for which the place of a passage that comes back holds, where that is no longer the
    /// layer's.
    pub text: Option<ContentHash>,
}

impl Fit {
    fn of(edit: Edit) -> Self {
        Self { edit: Some(edit), ..Self::default() }
    }

    fn none(obstacle: Obstacle) -> Self {
        Self { obstacles: vec![obstacle], ..Self::default() }
    }

    fn whole_if(fits: bool, edit: &Edit, obstacle: Obstacle) -> Self {
        if fits { Self::of(edit.clone()) } else { Self::none(obstacle) }
    }
}

/// Where a passage is: in which article, by whom, which one.
type Address<'a> = (&'a ArticlePath, &'a Coder, PassageId);

impl Annotations {
    /// What of `edit` fits what is there; whether its layer may be changed is not looked at.
    ///
    /// `coming` are themes that are not in the codebook yet and come in the same step.
    #[must_use]
    pub fn fit(&self, edit: &Edit, coming: &BTreeSet<ThemeId>) -> Fit {
        match edit {
            Edit::Passage { article, coder, id, before, after, sha256, chars } => self.fit_passage(
                (article, coder, *id),
                (before.as_deref(), after.as_deref()),
                (sha256, *chars),
                coming,
            ),
            Edit::Theme { id, before, after } => match (before.as_deref(), after.as_deref()) {
                (Some(before), Some(after)) => self.fit_theme(*id, before, after),
                (Some((_, before)), None) => self.fit_leaving(edit, before),
                (None, Some((to, theme))) => self.fit_coming(*to, theme),
                (None, None) => Fit::default(),
            },
            Edit::Rivals { article, coder, id, before, .. } => {
                let address = (article, coder, *id);
                if self.passage_in(article, coder, *id).is_none() {
                    return Fit::none(Obstacle::PassageGone);
                }
                let now = self.layer(article, coder).into_iter().flat_map(|l| &l.conflicts);
                let fits = now.filter(|rival| rival.id == address.2).eq(before);
                Fit::whole_if(fits, edit, Obstacle::PassageChanged)
            }
            Edit::Extras { article, coder, id, before, after } => {
                self.fit_extras((article, coder, *id), before, after)
            }
            Edit::ThemeRivals { id, before, .. } => {
                let Some(theme) = self.codebook().get(*id) else {
                    return Fit::none(Obstacle::ThemeGone);
                };
                let now = self.codebook().rivals().iter().filter(|rival| rival.id == *id);
                let name = theme.name.clone();
                Fit::whole_if(now.eq(before), edit, Obstacle::ThemeChanged { name })
            }
        }
    }

    fn fit_passage(
        &self,
        (article, coder, id): Address<'_>,
        (before, after): (Option<&Passage>, Option<&Passage>),
        (sha256, chars): (&ContentHash, u32),
        coming: &BTreeSet<ThemeId>,
    ) -> Fit {
        let now = self.passage_in(article, coder, id);
        // What the layer holds for, which is not what it held for then if the article was edited.
        let layer = self.layer(article, coder).filter(|layer| !layer.passages.is_empty());
        let (text, chars) = layer.map_or((sha256, chars), |layer| (&layer.sha256, layer.chars));
        let known =
            |theme: &ThemeId| self.codebook().get(*theme).is_some() || coming.contains(theme);
        let at = || (article.clone(), coder.clone());
        match (before, after, now) {
            (Some(_), _, None) => Fit::none(Obstacle::PassageGone),
            (None, Some(_), Some(_)) => Fit::none(Obstacle::PassageBack),
            (None, None, _) => Fit::default(),
            (Some(before), None, Some(now)) if !now.says_the_same_as(before) => {
                Fit::none(Obstacle::PassageChanged)
            }
            (Some(_), None, Some(now)) => {
                let (article, coder) = at();
                Fit::of(Edit::remove(article, coder, now.clone(), text.clone(), chars))
            }
            // It comes back as it was: what its themes were called stands in its file.
            (None, Some(after), None) => {
                let (article, coder) = at();
                let edit = Edit::add(article, coder, after.clone(), text.clone(), chars);
                let lacks = !after.themes.iter().all(known);
                let obstacles = lacks.then_some(Obstacle::ThemeGone).into_iter().collect();
                let text = (text != sha256).then(|| sha256.clone());
                Fit { edit: Some(edit), obstacles, text }
            }
            (Some(before), Some(after), Some(now)) => {
                let (then, obstacles) = carry_passage(before, after, now, known);
                let edit = (!then.says_the_same_as(now)).then(|| {
                    let (article, coder) = at();
                    Edit::change(article, coder, now.clone(), then, text.clone(), chars)
                });
                Fit { edit, obstacles, text: None }
            }
        }
    }

    fn fit_extras(
        &self,
        (article, coder, id): Address<'_>,
        before: &Extension,
        after: &Extension,
    ) -> Fit {
        let passage = self.passage_in(article, coder, id);
        let Some(layer) = self.layer(article, coder).filter(|_| passage.is_some()) else {
            return Fit::none(Obstacle::PassageGone);
        };
        let now = layer.passage_ext.get(&id).cloned().unwrap_or_default();
        let mut then = now.clone();
        let mut obstacles = Vec::new();
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
        for key in keys.into_iter().filter(|key| before.get(*key) != after.get(*key)) {
            if now.get(key) != before.get(key) {
                obstacles.push(Obstacle::PassageChanged);
            } else if let Some(value) = after.get(key) {
                then.insert(key.clone(), value.clone());
            } else {
                then.remove(key);
            }
        }
        let (article, coder) = (article.clone(), coder.clone());
        let edit =
            (then != now).then_some(Edit::Extras { article, coder, id, before: now, after: then });
        Fit { edit, obstacles, text: None }
    }

    /// A theme's change, or its move in the list.
    fn fit_theme(&self, id: ThemeId, before: &(usize, Theme), after: &(usize, Theme)) -> Fit {
        let codebook = self.codebook();
        let (Some(place), Some(now)) = (codebook.position(id), codebook.get(id)) else {
            return Fit::none(Obstacle::ThemeGone);
        };
        let changed = || Obstacle::ThemeChanged { name: now.name.clone() };
        let (mut then, clash) = carry_theme(&before.1, &after.1, now);
        let mut obstacles: Vec<_> = clash.then(changed).into_iter().collect();
        let moves = before.0 != after.0;
        let stands = place == before.0;
        if moves && !stands {
            obstacles.push(changed());
        }
        let lost = |parent| codebook.get(parent).is_none() || codebook.would_cycle(id, parent);
        if then.parent != now.parent && then.parent.is_some_and(lost) {
            then.parent = now.parent;
            obstacles.push(Obstacle::ThemeGone);
        }
        let other = |theme: &Theme| theme.id != id;
        let taken = |theme: &Theme| {
            codebook.children(theme.parent).any(|one| other(one) && one.name == theme.name)
        };
        if (&then.name, then.parent) != (&now.name, now.parent) && taken(&then) {
            obstacles.push(Obstacle::NameTaken { name: then.name.clone() });
            then.name.clone_from(&now.name);
            if taken(&then) {
                then.parent = now.parent;
            }
        }
        if let Some(key) = then.key.filter(|_| then.key != now.key)
            && codebook.themes().iter().any(|theme| other(theme) && theme.key == Some(key))
        {
            obstacles.push(Obstacle::KeyTaken { key });
            then.key = now.key;
        }
        let to = if moves && stands { after.0 } else { place };
        let edit = (then != *now || to != place).then(|| Edit::Theme {
            id,
            before: Some(Box::new((place, now.clone()))),
            after: Some(Box::new((to, then))),
        });
        if edit.is_none() && obstacles.is_empty() {
            obstacles.push(changed());
        }
        Fit { edit, obstacles, text: None }
    }

    /// A theme that goes: nobody has changed it since, or put another below it.
    fn fit_leaving(&self, edit: &Edit, before: &Theme) -> Fit {
        let codebook = self.codebook();
        let name = before.name.clone();
        match codebook.get(before.id) {
            None => Fit::none(Obstacle::ThemeGone),
            Some(now) if now != before => Fit::none(Obstacle::ThemeChanged { name }),
            Some(_) => {
                let bare = codebook.children(Some(before.id)).next().is_none();
                Fit::whole_if(bare, edit, Obstacle::ThemeHasChildren { name })
            }
        }
    }

    /// A theme that comes back. What others took meanwhile (its name, its digit) it gives up: the
    /// passages that bore it hang on it.
    fn fit_coming(&self, to: usize, theme: &Theme) -> Fit {
        let codebook = self.codebook();
        if codebook.get(theme.id).is_some() {
            return Fit::none(Obstacle::ThemeBack);
        }
        let mut then = theme.clone();
        let mut obstacles = Vec::new();
        if then.parent.is_some_and(|parent| codebook.get(parent).is_none()) {
            then.parent = None;
            obstacles.push(Obstacle::ThemeGone);
        }
        let taken: Vec<String> = codebook.children(then.parent).map(|t| t.name.clone()).collect();
        then.name = free_name(&theme.name, &taken);
        if then.name != theme.name {
            obstacles.push(Obstacle::NameTaken { name: theme.name.clone() });
        }
        if let Some(key) = then.key.filter(|&key| codebook.by_key(key).is_some()) {
            then.key = None;
            obstacles.push(Obstacle::KeyTaken { key });
        }
        let after = Some(Box::new((to, then)));
        Fit { edit: Some(Edit::Theme { id: theme.id, before: None, after }), obstacles, text: None }
    }
}

/// The passage with what was changed from `left` to `wanted`, as far as it is `now` what was left.
fn carry_passage(
    left: &Passage,
    wanted: &Passage,
    now: &Passage,
    known: impl Fn(&ThemeId) -> bool,
) -> (Passage, Vec<Obstacle>) {
    let (themes, mut obstacles) = carry_themes(left, wanted, now, known);
    let mut clash = false;
    let place = carry(left.place(), wanted.place(), now.place(), &mut clash);
    let then = Passage {
        id: now.id,
        themes,
        fragments: place.fragments.to_vec(),
        quotes: place.quotes.to_vec(),
        before: place.before.to_owned(),
        after: place.after.to_owned(),
        memo: carry(&left.memo, &wanted.memo, &now.memo, &mut clash).clone(),
        origin: carry(&left.origin, &wanted.origin, &now.origin, &mut clash).clone(),
        created: now.created,
        modified: wanted.modified,
    };
    if clash {
        obstacles.push(Obstacle::PassageChanged);
    }
    if then.says_the_same_as(now) && obstacles.is_empty() {
        obstacles.push(Obstacle::PassageChanged);
    }
    (then, obstacles)
}

/// A field with what was changed from `left` to `wanted`, if it is `now` what was left.
fn carry<T: Copy + PartialEq>(left: T, wanted: T, now: T, clash: &mut bool) -> T {
    if left == wanted {
        return now;
    }
    *clash |= now != left;
    if now == left { wanted } else { now }
}

/// The themes of a passage, each for itself: what others gave it stays, what they took stays away.
fn carry_themes(
    left: &Passage,
    wanted: &Passage,
    now: &Passage,
    known: impl Fn(&ThemeId) -> bool,
) -> (Vec<ThemeId>, Vec<Obstacle>) {
    let (left, wanted, now) = (&left.themes, &wanted.themes, &now.themes);
    if left == wanted {
        return (now.clone(), Vec::new());
    }
    let mut obstacles = Vec::new();
    let mut come: Vec<ThemeId> = wanted.iter().filter(|id| !left.contains(id)).copied().collect();
    if !come.iter().all(&known) {
        come.retain(known);
        obstacles.push(Obstacle::ThemeGone);
    }
    if left == now && obstacles.is_empty() {
        return (wanted.clone(), obstacles);
    }
    let go: Vec<ThemeId> = left.iter().filter(|id| !wanted.contains(id)).copied().collect();
    let already = come.iter().any(|id| now.contains(id)) || go.iter().any(|id| !now.contains(id));
    let mut themes: Vec<ThemeId> = now.iter().filter(|id| !go.contains(id)).copied().collect();
    come.retain(|id| !now.contains(id));
    themes.append(&mut come);
    if themes.is_empty() {
        // A passage bears at least one; that is the one it was left with by somebody else.
        return (now.clone(), vec![Obstacle::PassageChanged]);
    }
    if already {
        obstacles.push(Obstacle::PassageChanged);
    }
    (themes, obstacles)
}

#[cfg(test)]
mod tests;
