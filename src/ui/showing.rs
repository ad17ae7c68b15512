//! Which themes and which coders are shown, dimmed or hidden: a way of looking, kept for this run
//! only.
//!
//! Of themes it changes what the reader draws (text, lane, minimap); of coders the cards and the
//! counts beside it too. Never the lists of the other pages, nor exports.

use std::collections::BTreeMap;

use crate::annotation::{Coder, Passage, ThemeId};

/// How much of a theme is seen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Shade {
    /// All of it.
    #[default]
    Shown,
    /// Thin lines, no ground.
    Dimmed,
    /// Nothing.
    Hidden,
}

impl Shade {
    /// Every shade, from the strongest.
    pub(super) const ALL: [Self; 3] = [Self::Shown, Self::Dimmed, Self::Hidden];

    /// What a click on the eye makes of it.
    pub(super) fn next(self) -> Self {
        match self {
            Self::Shown => Self::Dimmed,
            Self::Dimmed => Self::Hidden,
            Self::Hidden => Self::Shown,
        }
    }
}

/// The shade of every theme and of every coder.
#[derive(Debug, Default)]
pub(super) struct Showing {
    /// Those that are not simply shown.
    shades: BTreeMap<ThemeId, Shade>,
    /// The same of the coders.
    coders: BTreeMap<Coder, Shade>,
    /// Grows at every change.
    revision: u64,
}

impl Showing {
    /// The shade of `theme`.
    pub(super) fn shade(&self, theme: ThemeId) -> Shade {
        self.shades.get(&theme).copied().unwrap_or_default()
    }

    /// The shade of `coder`.
    pub(super) fn coder(&self, coder: &Coder) -> Shade {
        self.coders.get(coder).copied().unwrap_or_default()
    }

    /// The shade of `theme` on what `coder` marked: the fainter of the two.
    pub(super) fn of(&self, coder: &Coder, theme: ThemeId) -> Shade {
        self.shade(theme).max(self.coder(coder))
    }

    /// Whether something of what `coder` marked is seen.
    pub(super) fn sees(&self, coder: &Coder) -> bool {
        self.coder(coder) != Shade::Hidden
    }

    /// Whether some coder is hidden.
    pub(super) fn hides_coders(&self) -> bool {
        self.coders.values().any(|shade| *shade == Shade::Hidden)
    }

    /// Gives `coder` a shade.
    pub(super) fn set_coder(&mut self, coder: Coder, shade: Shade) {
        if self.coder(&coder) == shade {
            return;
        }
        match shade {
            Shade::Shown => drop(self.coders.remove(&coder)),
            other => drop(self.coders.insert(coder, other)),
        }
        self.revision += 1;
    }

    /// Shows `coder` and hides the others of `all`; shows all if that is how it is already.
    pub(super) fn only_coder(&mut self, coder: &Coder, all: impl Iterator<Item = Coder>) {
        let hidden: BTreeMap<_, _> =
            all.filter(|other| other != coder).map(|other| (other, Shade::Hidden)).collect();
        let same = self.coders == hidden;
        self.coders = if same { BTreeMap::new() } else { hidden };
        self.revision += 1;
    }

    /// How many coders are dimmed and how many hidden.
    pub(super) fn coder_counts(&self) -> (usize, usize) {
        let hidden = self.coders.values().filter(|shade| **shade == Shade::Hidden).count();
        (self.coders.len() - hidden, hidden)
    }

    /// Gives `theme` a shade.
    pub(super) fn set(&mut self, theme: ThemeId, shade: Shade) {
        if self.shade(theme) == shade {
            return;
        }
        match shade {
            Shade::Shown => drop(self.shades.remove(&theme)),
            other => drop(self.shades.insert(theme, other)),
        }
        self.revision += 1;
    }

    /// Shows `theme` and hides the others of `all`; shows all if that is how it is already.
    pub(super) fn only(&mut self, theme: ThemeId, all: impl Iterator<Item = ThemeId>) {
        let hidden: BTreeMap<_, _> =
            all.filter(|&other| other != theme).map(|other| (other, Shade::Hidden)).collect();
        let same = self.shades == hidden;
        self.shades = if same { BTreeMap::new() } else { hidden };
        self.revision += 1;
    }

    /// Shows every theme and every coder.
    pub(super) fn show_all(&mut self) {
        self.shades.clear();
        self.coders.clear();
        self.revision += 1;
    }

    /// Shows what would not be seen of `themes` and of `coder`, who has just tagged with them.
    pub(super) fn unhide(&mut self, coder: Coder, themes: &[ThemeId]) {
        if !self.sees(&coder) {
            self.set_coder(coder, Shade::Shown);
        }
        for &theme in themes {
            if self.shade(theme) == Shade::Hidden {
                self.set(theme, Shade::Shown);
            }
        }
    }

    /// Whether nothing of what `coder` marked with `passage` is seen.
    pub(super) fn hides(&self, coder: &Coder, passage: &Passage) -> bool {
        !self.sees(coder)
            || !passage.themes.is_empty()
                && passage.themes.iter().all(|&theme| self.shade(theme) == Shade::Hidden)
    }

    /// How many of `themes` are dimmed and how many hidden.
    pub(super) fn counts(&self, themes: impl Iterator<Item = ThemeId>) -> (usize, usize) {
        if self.shades.is_empty() {
            return (0, 0);
        }
        themes.fold((0, 0), |(dimmed, hidden), theme| match self.shade(theme) {
            Shade::Shown => (dimmed, hidden),
            Shade::Dimmed => (dimmed + 1, hidden),
            Shade::Hidden => (dimmed, hidden + 1),
        })
    }

    /// Grows at every change: what was drawn for another one is out of date.
    pub(super) fn revision(&self) -> u64 {
        self.revision
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_one_theme_and_back_to_all_of_them() {
        let themes: Vec<_> = (0..3).map(|_| ThemeId::fresh()).collect();
        let mut showing = Showing::default();
        showing.set(themes[0], Shade::Dimmed);
        showing.only(themes[1], themes.iter().copied());
        assert_eq!(showing.counts(themes.iter().copied()), (0, 2));
        assert_eq!(showing.shade(themes[1]), Shade::Shown);
        showing.only(themes[1], themes.iter().copied());
        assert_eq!(showing.counts(themes.iter().copied()), (0, 0));
    }

    #[test]
    fn what_a_hidden_coder_marked_is_hidden_whatever_its_themes_and_dimmed_stays_dim() {
        let coders = ["林", "王"].map(|name| Coder::new(name).expect("a name"));
        let theme = ThemeId::fresh();
        let mut showing = Showing::default();
        showing.set(theme, Shade::Dimmed);
        showing.only_coder(&coders[0], coders.iter().cloned());
        assert_eq!(showing.of(&coders[0], theme), Shade::Dimmed);
        assert_eq!(showing.of(&coders[1], theme), Shade::Hidden);
        assert_eq!((showing.coder_counts(), showing.hides_coders()), ((0, 1), true));
        showing.only_coder(&coders[0], coders.iter().cloned());
        assert!(showing.sees(&coders[1]) && !showing.hides_coders());
        showing.set_coder(coders[1].clone(), Shade::Dimmed);
        assert_eq!(showing.coder_counts(), (1, 0));
        showing.show_all();
        assert_eq!(showing.of(&coders[1], theme), Shade::Shown);
    }

    #[test]
    fn a_theme_that_is_tagged_with_is_seen_again_but_stays_dim() {
        let (a, b) = (ThemeId::fresh(), ThemeId::fresh());
        let mut showing = Showing::default();
        showing.set(a, Shade::Hidden);
        showing.set(b, Shade::Dimmed);
        let before = showing.revision();
        let coder = Coder::new("林").expect("a name");
        showing.set_coder(coder.clone(), Shade::Hidden);
        showing.unhide(coder.clone(), &[a, b]);
        assert_eq!(showing.coder(&coder), Shade::Shown);
        assert_eq!((showing.shade(a), showing.shade(b)), (Shade::Shown, Shade::Dimmed));
        assert!(showing.revision() > before);
    }
}
