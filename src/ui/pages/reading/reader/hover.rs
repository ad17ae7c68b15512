//! The card that tells about the passage under the pointer: themes, memo, coder.
//!
//! It stands clear of the text it is about and of the pointer, takes no clicks, and is not there
//! while something is being selected, dragged or scrolled.

use eframe::egui::{
    Area, Frame, Id, Label, Margin, Order, Pos2, Rect, RichText, Stroke, Ui, Vec2, pos2, vec2,
};

use super::ReaderState;
use crate::{
    annotation::PassageId,
    session::Session,
    t,
    ui::{
        theme::{self, Palette},
        widgets::{
            markdown,
            theme_names::{paint_theme_names, theme_shown},
        },
    },
};

/// So many passages are told about one by one.
const TOLD: usize = 3;
/// So many lines of a memo are shown.
const MEMO_CHARS: usize = 160;
/// Between the card and what it stands clear of.
const CLEAR: f32 = 10.0;

/// What is pointed at.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct HoverCard {
    /// The passages there, the one that is highlighted first.
    pub(super) passages: Vec<PassageId>,
    /// How many more there are.
    pub(super) more: usize,
    /// Words to begin with, where the place itself is not seen.
    pub(super) words: Option<String>,
    /// What must not be covered.
    pub(super) clear_of: Rect,
    /// The right edge of the lane, behind which the card may stand and cover none of its names.
    pub(super) beside: Option<f32>,
}

/// What is pointed at, and since when.
#[derive(Clone, Debug, Default)]
pub(super) struct Hover {
    about: Option<(HoverCard, Since)>,
}

/// When the pointer came to something, and where: the card stays there while it moves on it.
#[derive(Clone, Copy, Debug)]
struct Since {
    time: f64,
    pointer: Pos2,
}

impl Hover {
    /// Shows the card of what is pointed at now, once the pointer has rested there.
    pub(super) fn ui(
        &mut self,
        about: Option<HoverCard>,
        session: &Session,
        palette: &Palette,
        ui: &Ui,
    ) {
        let Some(about) = about else {
            self.about = None;
            return;
        };
        let (now, pointer) = ui.input(|input| (input.time, input.pointer.latest_pos()));
        let pointer = pointer.unwrap_or(about.clear_of.center());
        let same =
            |known: &HoverCard| known.passages == about.passages && known.words == about.words;
        let since = match self.about.take() {
            Some((known, since)) if same(&known) => since,
            _ => Since { time: now, pointer },
        };
        let rested = now - since.time;
        if rested >= theme::HOVER_DELAY {
            show(&about, since.pointer, session, palette, ui);
        } else {
            let left = std::time::Duration::from_secs_f64(theme::HOVER_DELAY - rested);
            ui.ctx().request_repaint_after(left);
        }
        self.about = Some((about, since));
    }
}

impl ReaderState {
    /// Whether this is a moment to tell about what is pointed at.
    pub(super) fn may_tell(&self, ui: &Ui) -> bool {
        let busy = ui.input(|input| input.pointer.any_down());
        let choosing = !self.selection.is_empty() && !self.palette_dismissed;
        !busy && !choosing && !eframe::egui::Popup::is_any_open(ui.ctx())
    }
}

fn show(about: &HoverCard, pointer: Pos2, session: &Session, palette: &Palette, ui: &Ui) {
    let id = Id::unique("passage card");
    let known = ui.ctx().memory(|memory| memory.area_rect(id));
    let size = known.map_or(vec2(theme::HOVER_CARD, 90.0), |rect| rect.size());
    let place = place(about, pointer, size, ui.ctx().content_rect());
    Area::new(id).order(Order::Tooltip).interactable(false).fixed_pos(place).show(ui.ctx(), |ui| {
        Frame::new()
            .fill(palette.raised)
            .stroke(Stroke::new(1.0, palette.hairline))
            .corner_radius(theme::CARD_RADIUS)
            .shadow(palette.shadow())
            .inner_margin(Margin::symmetric(12, 8))
            .show(ui, |ui| {
                ui.set_width(theme::HOVER_CARD - 24.0);
                ui.spacing_mut().item_spacing = vec2(theme::GRID, theme::GRID);
                if let Some(words) = &about.words {
                    ui.add(Label::new(small(words, palette.ink)).truncate());
                }
                for (at, &passage) in about.passages.iter().take(TOLD).enumerate() {
                    if at > 0 {
                        ui.separator();
                    }
                    passage_ui(passage, session, palette, ui);
                }
                let more = about.more + about.passages.len().saturating_sub(TOLD);
                if more > 0 {
                    let text = t!("tags.more_here", count = theme::grouped(more));
                    ui.label(small(&text, palette.second));
                }
            });
    });
}

fn small(text: &str, colour: eframe::egui::Color32) -> RichText {
    RichText::new(text).font(theme::small()).color(colour)
}

fn passage_ui(id: PassageId, session: &Session, palette: &Palette, ui: &mut Ui) {
    let Some((article, coder, passage)) = session.annotations().find(id) else { return };
    let themes: Vec<_> = passage
        .themes
        .iter()
        .map(|&theme| theme_shown(session, palette, article, coder, theme))
        .collect();
    // As many rows as the names need: here nothing is left out.
    for row in rows_of_names(&themes, ui) {
        let (room, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), 20.0), eframe::egui::Sense::hover());
        let names: Vec<&str> = row.iter().map(|(name, _)| name.as_str()).collect();
        response.widget_info(|| {
            eframe::egui::WidgetInfo::labeled(
                eframe::egui::Role::Label,
                true,
                t!("tags.card_themes", themes = names.join(&t!("retrieve.list_joint"))),
            )
        });
        paint_theme_names(ui, palette, room, row);
    }
    if !passage.memo.trim().is_empty() {
        let whole = markdown::plain(&passage.memo);
        let mut memo: String = crate::text::first_characters(&whole, MEMO_CHARS).to_owned();
        if memo.len() < whole.len() {
            memo.push('…');
        }
        ui.label(RichText::new(memo).font(theme::memo()).color(palette.ink));
    }
    ui.label(small(&t!("tags.card_coder", coder = coder), palette.second));
}

/// The names in rows, each as wide as the card allows.
fn rows_of_names<'a>(
    themes: &'a [(String, eframe::egui::Color32)],
    ui: &Ui,
) -> Vec<&'a [(String, eframe::egui::Color32)]> {
    let width = |name: &str| {
        let galley = ui.painter().layout_no_wrap(
            name.to_owned(),
            theme::small(),
            eframe::egui::Color32::PLACEHOLDER,
        );
        galley.size().x + theme::grid(7.0)
    };
    let (mut rows, mut start, mut used) = (Vec::new(), 0, 0.0);
    for (at, (name, _)) in themes.iter().enumerate() {
        let wide = width(name);
        // The last name of a row needs no room for a count behind it.
        if used + wide > ui.available_width() && at > start {
            rows.extend(themes.get(start..at));
            (start, used) = (at, 0.0);
        }
        used += wide;
    }
    rows.extend(themes.get(start..).filter(|rest| !rest.is_empty()));
    rows
}

/// Where the card goes: beside the text if there is room, else below or above what it is about.
fn place(about: &HoverCard, pointer: Pos2, size: Vec2, screen: Rect) -> Pos2 {
    let screen = screen.shrink(4.0);
    let within = |y: f32| y.min(screen.bottom() - size.y).max(screen.top());
    let Rect { min, max } = about.clear_of;
    let beside = about.beside.filter(|left| left + size.x <= screen.right());
    let x = beside.unwrap_or(pointer.x - size.x / 2.0);
    let x = x.min(screen.right() - size.x).max(screen.left());
    // Beside the text it covers neither what it is about nor the pointer.
    if beside.is_some_and(|left| left > max.x && left > pointer.x) {
        return pos2(x, within(pointer.y - theme::grid(6.0)));
    }
    let (below, above) = (max.y + CLEAR, min.y - CLEAR - size.y);
    if below + size.y <= screen.bottom() {
        return pos2(x, below);
    }
    if above >= screen.top() {
        return pos2(x, above);
    }
    // What it is about fills the window from top to bottom: clear of the pointer at least.
    let below = pointer.y + theme::grid(6.0);
    let fits = below + size.y <= screen.bottom();
    pos2(x, if fits { below } else { within(pointer.y - theme::grid(6.0) - size.y) })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn about(clear_of: Rect, beside: Option<f32>) -> HoverCard {
        HoverCard { passages: Vec::new(), more: 0, words: None, clear_of, beside }
    }

    #[test]
    fn the_card_never_lies_on_what_it_is_about_nor_under_the_pointer() {
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1024.0, 700.0));
        let size = vec2(248.0, 120.0);
        for top in [0.0, 40.0, 300.0, 520.0, 640.0_f32] {
            for left in [0.0, 300.0, 700.0_f32] {
                let text = Rect::from_min_size(pos2(left, top), vec2(320.0, 40.0));
                for beside in [None, Some(left + 340.0), Some(left - 20.0)] {
                    let pointer = text.center();
                    let at = place(&about(text, beside), pointer, size, screen);
                    let card = Rect::from_min_size(at, size);
                    assert!(!card.intersects(text), "{card:?} covers {text:?}");
                    assert!(!card.contains(pointer) && screen.contains_rect(card), "{card:?}");
                }
            }
        }
    }
}
