//! Which themes are shown, dimmed or hidden in the text: a way of looking, kept for this run only.
//!
//! It changes what the reader draws (text, lane, minimap); never counts, lists or exports.

use std::collections::BTreeMap;

use crate::annotation::{Passage, ThemeId};

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

/// The shade of every theme.
#[derive(Debug, Default)]
pub(super) struct Showing {
    /// Those that are not simply shown.
    shades: BTreeMap<ThemeId, Shade>,
    /// Grows at every change.
    revision: u64,
}

impl Showing {
    /// The shade of `theme`.
    pub(super) fn shade(&self, theme: ThemeId) -> Shade {
        self.shades.get(&theme).copied().unwrap_or_default()
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

    /// Shows every theme.
    pub(super) fn show_all(&mut self) {
        self.shades.clear();
        self.revision += 1;
    }

    /// Shows what would not be seen of `themes`: something has just been tagged with them.
    pub(super) fn unhide(&mut self, themes: &[ThemeId]) {
        for &theme in themes {
            if self.shade(theme) == Shade::Hidden {
                self.set(theme, Shade::Shown);
            }
        }
    }

    /// Whether nothing of `passage` is seen.
    pub(super) fn hides(&self, passage: &Passage) -> bool {
        !passage.themes.is_empty()
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
    fn a_theme_that_is_tagged_with_is_seen_again_but_stays_dim() {
        let (a, b) = (ThemeId::fresh(), ThemeId::fresh());
        let mut showing = Showing::default();
        showing.set(a, Shade::Hidden);
        showing.set(b, Shade::Dimmed);
        let before = showing.revision();
        showing.unhide(&[a, b]);
        assert_eq!((showing.shade(a), showing.shade(b)), (Shade::Shown, Shade::Dimmed));
        assert!(showing.revision() > before);
    }
}
