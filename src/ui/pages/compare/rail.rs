//! The rail at the left: the set in a line, and the analyses.

use eframe::egui::{
    Align2, CornerRadius, Frame, Id, Panel, Rect, Role, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::{AnalysisId, ComparePage};
use crate::{
    session::Session,
    t,
    ui::{
        theme::{self, Palette},
        widgets::{focus_ring, paint_truncated},
    },
};

/// Width of the rail with names, and with icons alone.
const WIDE: f32 = 184.0;
const NARROW: f32 = 48.0;
/// Height of an entry.
const ENTRY: f32 = 34.0;

/// The rail.
pub(super) fn ui(session: &Session, page: &mut ComparePage, palette: &Palette, ui: &mut Ui) {
    let narrow = ui.available_width() < theme::NARROW_PAGE;
    let width = if narrow { NARROW } else { WIDE };
    let frame = Frame::new().fill(palette.panel);
    let id = Id::unique("analyses");
    let panel = Panel::left(id).frame(frame).exact_size(width).resizable(false);
    let panel = panel.show_separator_line(false);
    panel.show(ui, |ui| {
        let rail = ui.max_rect();
        ui.spacing_mut().item_spacing.y = 0.0;
        ui.add_space(theme::grid(3.5));
        if !narrow {
            set_ui(session, palette, ui);
        }
        for &analysis in AnalysisId::ALL {
            let state = page.view(analysis).and_then(|view| view.state(session));
            if entry_ui(page.shown == analysis, analysis, (narrow, state), palette, ui) {
                page.shown = analysis;
                page.behind.clear();
                page.take_focus();
            }
        }
        let line = Stroke::new(1.0, palette.hairline);
        ui.painter().vline(rail.right() - 0.5, rail.y_range(), line);
    });
}

/// The set's name and what it holds.
fn set_ui(session: &Session, palette: &Palette, ui: &mut Ui) {
    let Some(corpus) = session.corpus() else { return };
    let counts = t!(
        "compare_page.rail.counts",
        articles = theme::grouped(corpus.articles().count()),
        passages = theme::grouped(session.annotations().count())
    );
    for text in [corpus.name(), counts.into_owned()] {
        let size = vec2(ui.available_width(), 20.0);
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
        let place = rect.shrink2(vec2(theme::grid(4.0), 0.0));
        let (align, font) = (Align2::LEFT_CENTER, theme::small_content());
        paint_truncated(ui, place, align, &text, font, palette.second);
    }
    ui.add_space(theme::grid(3.0));
}

/// An analysis; whether it was asked for.
fn entry_ui(
    chosen: bool,
    analysis: AnalysisId,
    (narrow, state): (bool, Option<String>),
    palette: &Palette,
    ui: &mut Ui,
) -> bool {
    let size = vec2(ui.available_width(), ENTRY);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let label = analysis.label();
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, label.as_ref()));
    let painter = ui.painter();
    if chosen {
        painter.rect_filled(rect, CornerRadius::ZERO, palette.raised);
        painter.rect_filled(rect.with_max_x(rect.left() + 3.0), CornerRadius::ZERO, palette.accent);
    } else if response.hovered() {
        painter.rect_filled(rect, CornerRadius::ZERO, palette.hover);
    }
    let middle = if narrow { rect.center().x } else { rect.left() + theme::grid(6.0) };
    let icon = Rect::from_center_size(pos2(middle, rect.center().y), vec2(16.0, 16.0));
    let ink = if chosen { palette.accent_ink } else { palette.second };
    analysis.icon().paint(painter, icon, ink);
    if !narrow {
        let mut place = rect.with_min_x(icon.right() + theme::grid(2.5));
        place.max.x -= theme::grid(4.0);
        if let Some(state) = state {
            let ink = palette.second;
            let at = place.right_center();
            let painted = painter.text(at, Align2::RIGHT_CENTER, state, theme::small(), ink);
            place.max.x = painted.left() - theme::GRID;
        }
        let ink = if chosen { palette.ink } else { palette.second };
        paint_truncated(ui, place, Align2::LEFT_CENTER, &label, theme::body(), ink);
    }
    focus_ring(ui, palette, rect.shrink(2.0), &response);
    let response = if narrow { response.on_hover_text(label.as_ref()) } else { response };
    response.clicked()
}
