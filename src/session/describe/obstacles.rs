//! What others did that a step or a merge met with, in the user's language.

use std::borrow::Cow;

use rust_i18n::t;

use super::shown;
use crate::annotation::{Colour, Obstacle, Theme};

/// Why something of a step cannot be undone, or done again.
#[must_use]
pub fn obstacle(obstacle: &Obstacle) -> String {
    match obstacle {
        Obstacle::PassageGone => t!("undo.passage_gone"),
        Obstacle::PassageBack => t!("undo.passage_back"),
        Obstacle::PassageChanged => t!("undo.passage_changed"),
        Obstacle::ThemeGone => t!("undo.theme_gone"),
        Obstacle::ThemeBack => t!("undo.theme_back"),
        Obstacle::ThemeChanged { name } => t!("undo.theme_changed", theme = shown(name)),
        Obstacle::ThemeHasChildren { name } => t!("undo.theme_children", theme = shown(name)),
        Obstacle::NameTaken { name } => t!("undo.name_taken", theme = shown(name)),
        Obstacle::KeyTaken { key } => t!("undo.key_taken", key = key),
    }
    .into_owned()
}

/// What a theme is known by after a merge: its digit and its colour.
#[must_use]
pub fn newly_marked(theme: &Theme) -> String {
    let name = shown(&theme.name);
    let colour = match theme.colour {
        Colour::Palette(place) => colour_name(place),
        Colour::Rgb(red, green, blue) => format!("#{red:02X}{green:02X}{blue:02X}").into(),
    };
    match theme.key {
        Some(key) => t!("note.newly_marked", theme = name, key = key, colour = colour),
        None => t!("note.newly_marked_bare", theme = name, colour = colour),
    }
    .into_owned()
}

/// The names of the palette's colours, which painters know them by.
#[must_use]
pub fn colour_name(place: u8) -> Cow<'static, str> {
    match place {
        0 => t!("colour.azurite"),
        1 => t!("colour.gamboge"),
        2 => t!("colour.malachite"),
        3 => t!("colour.carmine"),
        4 => t!("colour.ochre"),
        5 => t!("colour.sandalwood"),
        6 => t!("colour.indigo"),
        7 => t!("colour.bamboo"),
        8 => t!("colour.crow"),
        _ => t!("colour.rose"),
    }
}
