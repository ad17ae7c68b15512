//! The panel on the right: the themes, and below them the passages of the shown article as cards.

mod banner;
mod card;
mod cards;
mod list;
mod memo;
mod menu;
mod note;
mod order;

use eframe::egui::{Color32, Frame, Margin, RichText, Ui, vec2};
use rust_i18n::t;

pub(in crate::ui) use banner::stale_banner_ui;
pub(in crate::ui) use card::{paint_theme_names, small_cross};
pub(in crate::ui) use note::hidden_note_ui;
pub(in crate::ui) use order::rows;

use crate::ui::{
    theme::{self, Palette},
    view::{Message, ViewState},
};
use crate::{
    annotation::{Coder, PassageId, ThemeId},
    corpus::ArticlePath,
    session::Session,
};

/// What the panel remembers between frames.
#[derive(Default)]
pub(in crate::ui) struct State {
    cards: cards::Cards,
    hovered: Option<PassageId>,
}

impl State {
    /// Brings the card of `passage` into view at the next frame.
    pub(in crate::ui) fn show_card(&mut self, passage: Option<PassageId>) {
        self.cards.reveal(passage);
    }

    /// The passage whose card the pointer is over in this frame.
    pub(in crate::ui) fn take_hovered(&mut self) -> Option<PassageId> {
        self.hovered.take()
    }
}

/// The panel.
pub(in crate::ui) fn ui(
    session: &Session,
    view: &mut ViewState,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let margin = Margin { left: 12, right: 4, top: 8, bottom: 0 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(theme::GRID, 0.0);
        list::ui(session, view, palette, ui, out);
        ui.add_space(theme::grid(3.0));
        cards::ui(session, view, palette, ui, out);
    });
}

/// Room at the right edge for the scroll bar, which floats beside rows and cards.
const BAR: f32 = 8.0;

/// A section's name on the left, in small letters.
fn section_name(ui: &mut Ui, palette: &Palette, name: &str) {
    ui.label(RichText::new(name).font(theme::small()).color(palette.second));
}

/// A theme's name and colour; the sidecar's own name serves where the codebook lacks it.
pub(in crate::ui) fn theme_shown(
    session: &Session,
    palette: &Palette,
    article: &ArticlePath,
    coder: &Coder,
    id: ThemeId,
) -> (String, Color32) {
    if let Some(theme) = session.codebook().get(id) {
        return (theme.name.clone(), palette.theme(theme.colour));
    }
    let layer = session.annotations().layer(article, coder);
    let name = layer.and_then(|layer| layer.legend.get(&id)).cloned();
    (name.unwrap_or_else(|| t!("themes.unknown").into_owned()), palette.second)
}
