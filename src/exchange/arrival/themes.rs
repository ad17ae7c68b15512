//! Which themes of the set are meant, and which are added or changed.

use super::{ArrivingTheme, OnConflict, Terms, ThemeFate};
use crate::{
    annotation::{Annotations, Colour, Edit, PALETTE_LEN, Theme, ThemeId},
    exchange::incoming::{Incoming, IncomingTheme},
};

/// Says for each theme of `incoming` which one it is; with what is to be done to the codebook.
pub(super) fn place(incoming: &Incoming, terms: Terms<'_>) -> (Vec<ArrivingTheme>, Vec<Edit>) {
    // The codebook as it will be: each theme has to fit in with those before it.
    let codebook = terms.scene.annotations.codebook().clone();
    let mut placing = Placing { scratch: Annotations::new(codebook), edits: Vec::new() };
    let mut themes: Vec<ArrivingTheme> = Vec::with_capacity(incoming.themes.len());
    for theme in &incoming.themes {
        let parent = theme.parent.and_then(|at| themes.get(at));
        let name = parent.map_or_else(String::new, |parent| format!("{}/", parent.name));
        let name = name + &one_line(&theme.name);
        let (id, fate) = placing.place(theme, parent.map(|parent| parent.id), terms.on_conflict);
        themes.push(ArrivingTheme { name, id, fate });
    }
    (themes, placing.edits)
}

struct Placing {
    scratch: Annotations,
    edits: Vec<Edit>,
}

impl Placing {
    fn place(
        &mut self,
        incoming: &IncomingTheme,
        parent: Option<ThemeId>,
        on_conflict: OnConflict,
    ) -> (ThemeId, ThemeFate) {
        let name = one_line(&incoming.name);
        let codebook = self.scratch.codebook();
        // The same theme under another name was renamed on one of the two sides.
        let by_id = incoming.id.and_then(|id| codebook.get(id));
        let by_name = || codebook.children(parent).find(|theme| theme.name == name);
        let Some(ours) = by_id.or_else(by_name) else {
            return (self.add(incoming, &name, parent), ThemeFate::New);
        };
        let id = ours.id;
        let filled = merged(ours, incoming, false);
        let replaced = Theme { name, ..merged(ours, incoming, true) };
        let differs = Theme { colour: filled.colour, ..replaced.clone() } != filled;
        let (theme, fate) = match on_conflict {
            OnConflict::Replace if replaced == *ours => return (id, ThemeFate::Known),
            OnConflict::Replace => (replaced, ThemeFate::Replaced),
            OnConflict::Add if differs => {
                let name = self.free_name(&replaced.name, parent);
                let other = IncomingTheme { id: None, ..incoming.clone() };
                return (self.add(&other, &name, parent), ThemeFate::Added);
            }
            _ if filled == *ours => {
                return (id, if differs { ThemeFate::Kept } else { ThemeFate::Known });
            }
            _ => (filled, if differs { ThemeFate::Kept } else { ThemeFate::Filled }),
        };
        if let Some(edit) = Edit::change_theme(self.scratch.codebook(), theme)
            && self.apply(edit)
        {
            return (id, fate);
        }
        // A name that another theme has by now: the set's own stays.
        (id, ThemeFate::Kept)
    }

    /// Adds a theme; the place below its parent and the name have been looked at.
    fn add(&mut self, incoming: &IncomingTheme, name: &str, parent: Option<ThemeId>) -> ThemeId {
        let codebook = self.scratch.codebook();
        let new = codebook.new_theme(name);
        let id = incoming.id.unwrap_or(new.id);
        // The digits that are free are the user's to give.
        let new = Theme { parent, id, key: None, ..merged(&new, incoming, true) };
        let fresh = Theme { id: ThemeId::fresh(), ..new.clone() };
        for theme in [new, fresh] {
            let id = theme.id;
            let edit = Edit::add_theme(self.scratch.codebook(), theme);
            if self.apply(edit) {
                return id;
            }
        }
        // Cannot be: the identity is nobody's and the name is free.
        ThemeId::fresh()
    }

    fn free_name(&self, name: &str, parent: Option<ThemeId>) -> String {
        let taken = |name: &str| self.scratch.codebook().children(parent).any(|t| t.name == name);
        let mut number = 2_u32;
        loop {
            let numbered = format!("{name} ({number})");
            if !taken(&numbered) {
                return numbered;
            }
            number += 1;
        }
    }

    fn apply(&mut self, edit: Edit) -> bool {
        let fits = self.scratch.apply(&edit).is_ok();
        if fits {
            self.edits.push(edit);
        }
        fits
    }
}

/// Our theme with what arrives where ours says nothing, or, if it `replaces`, wherever that says
/// something.
fn merged(ours: &Theme, incoming: &IncomingTheme, replaces: bool) -> Theme {
    let mut theme = ours.clone();
    let texts = [
        (&mut theme.description, &incoming.description),
        (&mut theme.include, &incoming.include),
        (&mut theme.exclude, &incoming.exclude),
        (&mut theme.memo, &incoming.memo),
    ];
    for (ours, theirs) in texts {
        let theirs = theirs.trim();
        if !theirs.is_empty() && (replaces || ours.is_empty()) {
            theirs.clone_into(ours);
        }
    }
    if !incoming.lexicon.is_empty() && (replaces || theme.lexicon.is_empty()) {
        theme.lexicon.clone_from(&incoming.lexicon);
    }
    if let Some(colour) = incoming.colour.filter(|_| replaces) {
        theme.colour = in_palette(colour);
    }
    theme
}

/// A shade of the palette as its place there, in which it suits every page.
fn in_palette(colour: Colour) -> Colour {
    let place = (0..PALETTE_LEN).find(|&place| Colour::Palette(place).rgb() == colour.rgb());
    place.map_or(colour, Colour::Palette)
}

/// A name as a theme can have it.
fn one_line(name: &str) -> String {
    let name: String = name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let name = name.trim();
    if name.is_empty() { "?".to_owned() } else { name.to_owned() }
}
