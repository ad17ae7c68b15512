//! How likely the suggestions are that may be taken at once, and the line above which they are: drawn
//! with the pointer, or moved with the arrows.

use eframe::egui::{
    Align2, CornerRadius, CursorIcon, EventFilter, Key, Modifiers, Rect, Sense, Ui, WidgetInfo,
    pos2, vec2,
};

use super::coding::Coding;
use crate::{
    session::Session,
    t,
    ui::{
        theme::{self, Palette},
        widgets,
    },
};

/// From which percentage the bars go, and how many percent each stands for.
pub(super) const LEAST: u8 = 20;
const STEP: u8 = 4;
/// Height of the bars with the numbers below them.
const HEIGHT: f32 = 58.0;

/// The histogram; moving its line takes what is above it, and nothing else.
pub(super) fn ui(session: &Session, coding: &mut Coding, palette: &Palette, ui: &mut Ui) {
    let width = ui.available_width().min(420.0);
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::click_and_drag());
    let line = coding.line();
    response.widget_info(|| {
        WidgetInfo::slider(true, f64::from(line), t!("suggest.bulk.line").as_ref())
    });
    let bars = rect.with_max_y(rect.bottom() - 16.0);
    let span = f32::from(100 - LEAST);
    let x_of =
        |percent: u8| bars.left() + f32::from(percent.saturating_sub(LEAST)) / span * bars.width();
    let theme = session.codebook().get(coding.request.theme);
    let colour = theme.map_or(palette.second, |theme| palette.theme(theme.colour));
    let counts: Vec<(u8, usize)> = (LEAST..100)
        .step_by(usize::from(STEP))
        .map(|from| (from, coding.scored_between(from, from + STEP)))
        .collect();
    let most = counts.iter().map(|(_, count)| *count).max().unwrap_or_default().max(1);
    let painter = ui.painter();
    for &(from, count) in counts.iter().filter(|(_, count)| *count > 0) {
        #[expect(clippy::cast_precision_loss, reason = "a part of a height")]
        let part = count as f32 / most as f32;
        let top = bars.bottom() - (part * bars.height()).max(2.0);
        let bar = Rect::from_min_max(
            pos2(x_of(from) + 1.0, top),
            pos2(x_of(from + STEP) - 1.0, bars.bottom()),
        );
        let fill = if from >= line { colour } else { palette.hairline };
        painter.rect_filled(bar, CornerRadius::same(1), fill);
    }
    painter.hline(bars.x_range(), bars.bottom(), (1.0, palette.hairline));
    painter.vline(x_of(line), bars.y_range(), (2.0, palette.accent));
    for percent in [LEAST, 50, 100] {
        let (at, align) = (pos2(x_of(percent), rect.bottom()), Align2::CENTER_BOTTOM);
        let text = format!("{:.2}", f64::from(percent) / 100.0);
        painter.text(at, align, text, theme::small(), palette.second);
    }
    widgets::focus_ring(ui, palette, rect, &response);
    let mut wanted = line;
    if let Some(pos) = response.interact_pointer_pos() {
        let part = ((pos.x - bars.left()) / bars.width()).clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
        let percent = (f32::from(LEAST) + part * span).round() as u8;
        wanted = percent;
        response.request_focus();
    } else if response.has_focus() {
        let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
        ui.input_mut(|input| {
            let back = input.count_and_consume_key(Modifiers::NONE, Key::ArrowLeft);
            let forth = input.count_and_consume_key(Modifiers::NONE, Key::ArrowRight);
            let step = |count: usize| u8::try_from(count).unwrap_or(u8::MAX);
            wanted = wanted.saturating_sub(step(back)).saturating_add(step(forth));
        });
    }
    let wanted = wanted.clamp(LEAST, 100);
    if wanted != line {
        coding.draw_line(wanted);
    }
    response.on_hover_cursor(CursorIcon::ResizeHorizontal).on_hover_text(t!("suggest.bulk.line"));
}
