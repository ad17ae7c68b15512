//! The panel on the right: the themes, and below them the passages of the shown article as cards.

mod banner;
mod card;
mod card_filter;
mod cards;
mod coders;
mod list;
mod listing;
mod memo;
mod menu;
mod note;
mod order;

use eframe::egui::{Frame, Margin, RichText, Ui, vec2};

pub(super) use banner::stale_banner_ui;
pub(super) use note::hidden_note_ui;

use crate::ui::{
    action::Action,
    message::Message,
    shared::Shared,
    theme::{self, Palette},
    widgets::{panel_edge::PanelEdge, theme_names::theme_shown},
};
use crate::{annotation::PassageId, session::Session, text::ByteOffset};

/// What the panel remembers between frames.
#[derive(Default)]
pub(super) struct ThemesPanel {
    cards: cards::Cards,
    coders: coders::CoderCounts,
    listing: listing::ThemeListing,
    hovered: Option<PassageId>,
}

impl ThemesPanel {
    /// The passage whose card the pointer is over in this frame.
    pub(super) fn take_hovered(&mut self) -> Option<PassageId> {
        self.hovered.take()
    }

    /// Whether the cards have not followed the text to `place` yet.
    pub(super) fn is_behind(&self, place: ByteOffset) -> bool {
        self.cards.is_behind(place)
    }
}

/// The panel; with nothing selected in the text, a theme is for the chosen passage. `seen` is the
/// place at the top of the text, which the cards follow.
pub(super) fn ui(
    session: &Session,
    (panel, nothing_selected, seen): (&mut ThemesPanel, bool, ByteOffset),
    shared: &mut Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let margin = Margin { left: 12, right: 4, top: 8, bottom: 0 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(theme::GRID, 0.0);
        panel.coders.prepare(session, &shared.showing);
        let parts = (&mut panel.listing, &panel.coders);
        list::ui(session, parts, (shared, nothing_selected), palette, ui, out);
        coders::ui(session, &panel.coders, shared, palette, ui, out);
        ui.add_space(theme::grid(3.0));
        cards::ui(session, (panel, seen), shared, palette, ui, out);
    });
}

/// What the edge says to which the panel is folded: the themes that have keys, and what is chosen.
pub(super) fn edge(session: &Session, shared: &Shared, palette: &Palette) -> PanelEdge {
    let keyed = session.codebook().themes().iter();
    let keys = keyed.filter_map(|theme| Some((theme.key?, palette.theme(theme.colour))));
    let mut keys: Vec<_> = keys.collect();
    // From 1 to 9 as they lie on the keyboard, and 0 behind them.
    keys.sort_by_key(|(key, _)| (*key + 9) % 10);
    let chosen = shared.passage.and_then(|id| session.annotations().find(id));
    let name = chosen.and_then(|(article, coder, passage)| {
        let theme = *passage.themes.first()?;
        Some(theme_shown(session, palette, article, coder, theme).0)
    });
    let name = name.unwrap_or_else(|| Action::ToggleThemes.label().into_owned());
    PanelEdge { name, keys }
}

/// Room at the right edge for the scroll bar, which floats beside rows and cards.
const BAR: f32 = 8.0;

/// A section's name on the left, in small letters.
fn section_name(ui: &mut Ui, palette: &Palette, name: &str) {
    ui.label(RichText::new(name).font(theme::small()).color(palette.second));
}
