//! The card that says why a sentence is suggested: below the sentence that the pointer is at, never
//! over it. It can be gone to and clicked, and stays as long as the pointer is at one of the two.

use eframe::egui::{
    Align, Area, Frame, Id, Label, Layout, Margin, Order, Pos2, Rect, RichText, Stroke, Ui, Vec2,
    pos2, vec2,
};

use super::{
    NearestLook, SuggestionQueue, key_of, nearest_ui, panel::score, reasons::likeness_ui,
    reasons_ui, suggested,
};
use crate::{
    analysis::suggest::ThemeSuggestion,
    t,
    ui::{
        message::{Message, SuggestionKey, SuggestionVerdict},
        pages::{Room, reading::reader::PointedSuggestion},
        theme, widgets,
    },
};

/// Width of the card.
const WIDTH: f32 = 520.0;
/// Between the card and the sentence.
const CLEAR: f32 = 8.0;

/// The card that is shown, or is about to be.
#[derive(Clone, Debug)]
pub(super) struct SuggestionCard {
    key: SuggestionKey,
    /// The sentence.
    clear_of: Rect,
    since: f64,
    /// Where the card is, once it is shown.
    rect: Option<Rect>,
}

impl SuggestionQueue {
    /// Shows the card of the suggestion that the pointer is at.
    pub(in crate::ui::pages::reading) fn card_ui(
        &mut self,
        pointed: Option<PointedSuggestion>,
        room: &mut Room<'_>,
        ui: &Ui,
    ) {
        let (now, pointer) = ui.input(|input| (input.time, input.pointer.latest_pos()));
        let shown = self.card.take();
        let on_card = shown.as_ref().and_then(|card| card.rect).is_some_and(|rect| {
            let reach = rect.expand2(vec2(0.0, CLEAR + 4.0));
            pointer.is_some_and(|pointer| reach.contains(pointer))
        });
        let mut card = match (shown, pointed) {
            (Some(card), _) if on_card => card,
            (shown, Some(PointedSuggestion { key, clear_of })) => {
                let known = shown.filter(|card| card.key == key);
                let (since, rect) = known.map_or((now, None), |card| (card.since, card.rect));
                SuggestionCard { key, clear_of, since, rect }
            }
            (_, None) => return,
        };
        let left = theme::HOVER_DELAY - (now - card.since);
        if left > 0.0 {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
            self.card = Some(card);
            return;
        }
        let Some(all) = suggested(room.session).cloned() else { return };
        let mut each = all.here.iter().chain(&*all.sure).chain(&*all.uncertain);
        let Some(one) = each.find(|one| key_of(one) == card.key) else { return };
        if !self.stands(room.session, one) {
            return;
        }
        card.rect = Some(show(one, &card, room, ui));
        self.card = Some(card);
    }
}

fn show(one: &ThemeSuggestion, card: &SuggestionCard, room: &mut Room<'_>, ui: &Ui) -> Rect {
    let id = Id::unique("suggestion card");
    let known = ui.ctx().memory(|memory| memory.area_rect(id));
    let size = known.map_or(vec2(WIDTH, 150.0), |rect| rect.size());
    let place = place(card.clear_of, size, ui.ctx().content_rect());
    let (session, palette) = (room.session, room.palette);
    let area = Area::new(id).order(Order::Foreground).fixed_pos(place);
    let shown = area.show(ui.ctx(), |ui| {
        let frame = Frame::new()
            .fill(palette.raised)
            .stroke(Stroke::new(1.0, palette.hairline))
            .corner_radius(theme::CARD_RADIUS)
            .shadow(palette.shadow())
            .inner_margin(Margin::symmetric(14, 10));
        frame.show(ui, |ui| {
            let width = WIDTH.min(ui.ctx().content_rect().width() - 40.0);
            ui.set_width(width - 28.0);
            ui.spacing_mut().item_spacing = vec2(theme::GRID, theme::grid(1.5));
            let theme = session.codebook().get(one.theme);
            let name = theme.map_or("", |theme| theme.name.as_str());
            let colour = theme.map_or(palette.second, |theme| palette.theme(theme.colour));
            ui.horizontal(|ui| {
                let title = t!("suggest.why.title", theme = name);
                ui.add(Label::new(RichText::new(title).color(palette.ink)).truncate());
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    let score = t!("suggest.why.score", score = score(one));
                    ui.label(RichText::new(score).color(palette.lettering(colour)));
                });
            });
            likeness_ui(one, palette, ui);
            reasons_ui(session, (one, colour), palette, ui);
            nearest_ui(session, (one, NearestLook::Row), palette, ui, room.out);
            ui.horizontal(|ui| {
                let key = key_of(one);
                let answers = [
                    (t!("suggest.accept"), SuggestionVerdict::Take(key.clone())),
                    (t!("suggest.refuse"), SuggestionVerdict::Refuse(key.clone())),
                    (t!("suggest.go_through"), SuggestionVerdict::Choose(key)),
                ];
                for (name, verdict) in answers {
                    let yes = matches!(verdict, SuggestionVerdict::Take(_));
                    let ink = if yes { palette.accent_ink } else { palette.ink };
                    if widgets::text_button(ui, palette, &name, ink).clicked() {
                        room.out.push(Message::Suggest(verdict));
                    }
                }
            });
        });
    });
    shown.response.rect
}

/// Where the card goes: below the sentence, or above it where there is no room.
fn place(clear_of: Rect, size: Vec2, screen: Rect) -> Pos2 {
    let screen = screen.shrink(4.0);
    let x = clear_of.left().min(screen.right() - size.x).max(screen.left());
    let (below, above) = (clear_of.bottom() + CLEAR, clear_of.top() - CLEAR - size.y);
    let fits = below + size.y <= screen.bottom() || above < screen.top();
    pos2(x, if fits { below } else { above })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_card_never_lies_on_the_sentence() {
        let screen = Rect::from_min_size(Pos2::ZERO, vec2(1024.0, 700.0));
        let size = vec2(520.0, 160.0);
        for top in [10.0, 300.0, 520.0, 640.0_f32] {
            for left in [20.0, 400.0, 900.0_f32] {
                let sentence = Rect::from_min_size(pos2(left, top), vec2(300.0, 50.0));
                let card = Rect::from_min_size(place(sentence, size, screen), size);
                assert!(!card.intersects(sentence), "{card:?} {sentence:?}");
                assert!(card.left() >= 0.0 && card.right() <= 1024.0, "{card:?}");
            }
        }
    }
}
