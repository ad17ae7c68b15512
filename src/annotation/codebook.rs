//! The codebook: the themes of a set, in the user's order.

mod file;

use std::collections::{BTreeMap, BTreeSet};

pub use file::{CodebookError, Repair, ThemeDefect};

pub(super) use file::ThemeLine;

use super::{
    notation::Extension,
    theme::{Colour, PALETTE_LEN, Theme, ThemeId},
};

/// The themes of a set in the order in which they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codebook {
    /// No identity twice; parents exist and lead to a theme without one.
    themes: Vec<Theme>,
    repairs: Vec<Repair>,
    /// Other versions of some of `themes`, left by a merge of the file's lines; they stand in the
    /// file as further lines with the same identity.
    rivals: Vec<Theme>,
    /// What others keep in the file.
    ext: Extension,
    /// What others keep with a theme.
    theme_ext: BTreeMap<ThemeId, Extension>,
}

impl Codebook {
    /// The themes a new set begins with.
    ///
    /// Their identities are always the same: two programs or two colleagues that begin with the
    /// same set at the same time mean the same themes.
    #[must_use]
    pub fn starting() -> Self {
        Self::starting_named(["阵地建设", "人才", "区域化党建"])
    }

    /// The same under other names.
    #[must_use]
    pub fn starting_named(names: [&str; 3]) -> Self {
        let mut codebook = Self::default();
        let ids = [
            "01900000-0000-7000-8000-000000000001",
            "01900000-0000-7000-8000-000000000002",
            "01900000-0000-7000-8000-000000000003",
        ];
        for (name, id) in names.into_iter().zip(ids) {
            let theme = codebook.new_theme(name);
            let id = id.parse().unwrap_or(theme.id);
            codebook.themes.push(Theme { id, ..theme });
        }
        codebook
    }

    /// All themes, in the user's order.
    #[must_use]
    pub fn themes(&self) -> &[Theme] {
        &self.themes
    }

    /// What had to be mended when it was read; the user is told before it is written so.
    #[must_use]
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// Other versions of some of the themes, for the user to choose from.
    #[must_use]
    pub fn rivals(&self) -> &[Theme] {
        &self.rivals
    }

    pub(super) fn set_rivals(&mut self, rivals: Vec<Theme>) {
        self.rivals = rivals;
    }

    /// Takes over what `other` keeps for other programs and where it is in doubt itself.
    pub(super) fn keep_extras_of(&mut self, other: &Self) {
        let Self { themes: _, repairs: _, rivals, ext, theme_ext } = other;
        for (key, value) in ext {
            self.ext.entry(key.clone()).or_insert_with(|| value.clone());
        }
        for (id, values) in theme_ext {
            let ext = self.theme_ext.entry(*id).or_default();
            for (key, value) in values {
                ext.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        for rival in rivals {
            if self.get(rival.id).is_some_and(|theme| theme != rival)
                && !self.rivals.contains(rival)
            {
                self.rivals.push(rival.clone());
            }
        }
    }

    /// The theme with that identity.
    #[must_use]
    pub fn get(&self, id: ThemeId) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.id == id)
    }

    /// The same, with those of `ids` at the end that only `other` has.
    #[must_use]
    pub fn with_themes_of(&self, other: &Self, ids: &BTreeSet<ThemeId>) -> Self {
        let mut codebook = self.clone();
        let lacks = |theme: &&Theme| ids.contains(&theme.id) && self.get(theme.id).is_none();
        codebook.themes.extend(other.themes.iter().filter(lacks).cloned());
        codebook.mend();
        codebook
    }

    /// Where the theme stands in the user's order.
    #[must_use]
    pub fn position(&self, id: ThemeId) -> Option<usize> {
        self.themes.iter().position(|theme| theme.id == id)
    }

    /// The theme with that path name (`党建/阵地建设`), or else the first with that name.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&Theme> {
        let by_path = self.themes.iter().find(|theme| self.path_name(theme.id) == name);
        by_path.or_else(|| self.themes.iter().find(|theme| theme.name == name))
    }

    /// The first theme that bears that digit.
    #[must_use]
    pub fn by_key(&self, digit: u8) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.key == Some(digit))
    }

    /// The themes directly below `parent`, or those at the top.
    pub fn children(&self, parent: Option<ThemeId>) -> impl Iterator<Item = &Theme> {
        self.themes.iter().filter(move |theme| theme.parent == parent)
    }

    /// The themes with their depth, each below the one it is a sub-theme of.
    #[must_use]
    pub fn tree(&self) -> Vec<(usize, &Theme)> {
        let mut below: BTreeMap<Option<ThemeId>, Vec<&Theme>> = BTreeMap::new();
        for theme in &self.themes {
            below.entry(theme.parent).or_default().push(theme);
        }
        let mut rows = Vec::with_capacity(self.themes.len());
        let mut waiting: Vec<(usize, &Theme)> = Vec::new();
        let mut wait = |waiting: &mut Vec<_>, depth, parent| {
            let children = below.remove(&parent).unwrap_or_default();
            waiting.extend(children.into_iter().rev().map(|theme| (depth, theme)));
        };
        wait(&mut waiting, 0, None);
        while let Some((depth, theme)) = waiting.pop() {
            rows.push((depth, theme));
            wait(&mut waiting, depth + 1, Some(theme.id));
        }
        rows
    }

    /// A theme at the top called `name`, with the first free colour and digit; not yet in here.
    #[must_use]
    pub fn new_theme(&self, name: &str) -> Theme {
        let free_colour = |&place: &u8| {
            let colour = Colour::Palette(place);
            !self.themes.iter().any(|theme| theme.colour == colour)
        };
        // With every colour in use they go round, so that neighbours in the list still differ.
        let round = u8::try_from(self.themes.len() % usize::from(PALETTE_LEN)).unwrap_or(0);
        Theme {
            id: ThemeId::fresh(),
            name: name.trim().to_owned(),
            colour: Colour::Palette((0..PALETTE_LEN).find(free_colour).unwrap_or(round)),
            key: (1..=9).find(|&digit| self.by_key(digit).is_none()),
            description: String::new(),
            include: String::new(),
            exclude: String::new(),
            examples: Vec::new(),
            lexicon: Vec::new(),
            memo: String::new(),
            parent: None,
        }
    }

    /// The theme and those it is a sub-theme of, itself first.
    pub fn ancestry(&self, id: ThemeId) -> impl Iterator<Item = &Theme> {
        // No line of parents is longer than the codebook: a circle ends there.
        let line = std::iter::successors(self.get(id), |theme| self.get(theme.parent?));
        line.take(self.themes.len())
    }

    /// The theme's name with those of its parents before it: `党建/阵地建设`.
    ///
    /// For a theme that is not in here, its identity, so that it does not vanish from a list.
    #[must_use]
    pub fn path_name(&self, id: ThemeId) -> String {
        let mut names: Vec<_> = self.ancestry(id).map(|theme| theme.name.as_str()).collect();
        if names.is_empty() {
            return id.to_string();
        }
        names.reverse();
        names.join("/")
    }

    /// Whether `id` below `parent` would be below itself.
    #[must_use]
    pub fn would_cycle(&self, id: ThemeId, parent: ThemeId) -> bool {
        id == parent || self.ancestry(parent).any(|theme| theme.id == id)
    }

    /// Puts `theme` at `index`, or at the end if that is beyond it.
    pub(super) fn insert(&mut self, index: usize, theme: Theme) {
        self.themes.insert(index.min(self.themes.len()), theme);
    }

    /// Takes the theme out.
    pub(super) fn remove(&mut self, id: ThemeId) -> Option<Theme> {
        self.position(id).map(|index| self.themes.remove(index))
    }

    /// Puts `theme` in the place of the one with its identity; says whether there was one.
    pub(super) fn replace(&mut self, theme: Theme) -> bool {
        let place = self.themes.iter_mut().find(|old| old.id == theme.id);
        place.map(|old| *old = theme).is_some()
    }
}

#[cfg(test)]
mod tests;
