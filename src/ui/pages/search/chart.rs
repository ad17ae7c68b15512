//! Above the rows: hits by year as bars, and by article in a menu; a click shows only those.

use eframe::egui::{
    Align, Align2, Color32, CornerRadius, Layout, Rect, RichText, Role, Sense, Ui, WidgetInfo,
    pos2, vec2,
};
use rust_i18n::t;

use super::{Narrow, OfYear, SearchPage};
use crate::{
    session::{Autocode, CodeSource, Command, Inquiry, Session, SetSearch, describe},
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::{self, chip},
    },
};

/// Height of the bars with what is written below them.
const HEIGHT: f32 = 66.0;
/// Height of the highest bar.
const BAR: f32 = 42.0;
/// Seconds of a search before its progress is shown.
const PATIENCE: f64 = 0.25;
/// Articles in the menu.
const ARTICLES: usize = 200;

/// The chart, and the counts beside it.
pub(super) fn ui(
    session: &Session,
    page: &mut SearchPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let state = page;
    let size = vec2(ui.available_width(), if state.coding.is_some() { 30.0 } else { HEIGHT });
    ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Min), |ui| {
        ui.set_min_height(size.y);
        counts_ui(session, state, palette, ui, out);
        let rest = ui.available_size();
        ui.allocate_ui_with_layout(rest, Layout::left_to_right(Align::Min), |ui| {
            if state.coding.is_some() {
                coding_ui(session, state, palette, ui);
            } else if session.search_error().is_none() {
                bars_ui(state, palette, ui);
            }
        });
    });
}

/// What is being coded.
fn coding_ui(session: &Session, state: &SearchPage, palette: &Palette, ui: &mut Ui) {
    let Some(coding) = &state.coding else { return };
    let text = match &coding.request.source {
        CodeSource::Search(search) => t!("search.coding.query", query = search.query),
        CodeSource::Lexicon => {
            let theme = session.codebook().get(coding.request.theme);
            t!("search.coding.lexicon", theme = theme.map_or("", |theme| theme.name.as_str()))
        }
    };
    ui.add(eframe::egui::Label::new(RichText::new(text).color(palette.ink)).truncate());
}

/// How many there are, or why there are none; how far the search is.
fn counts_ui(
    session: &Session,
    state: &mut SearchPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let label = |ui: &mut Ui, text: &str, colour: Color32| {
        ui.add(eframe::egui::Label::new(RichText::new(text).color(colour)).truncate());
    };
    if let Some(error) = state.coding.as_ref().and_then(super::Coding::error) {
        return label(ui, &describe::autocode_error(error), palette.accent);
    }
    let progress = session.inquiry::<SetSearch>().and_then(Inquiry::progress);
    let progress = progress.or(session.inquiry::<Autocode>().and_then(Inquiry::progress));
    let now = ui.input(|input| input.time);
    let since = progress.map(|_| state.running.unwrap_or(now));
    state.running = since;
    if since.is_some() {
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
    }
    // What is over before one could read it is not told.
    if let Some(progress) = progress.filter(|_| since.is_some_and(|since| now - since > PATIENCE)) {
        let (done, total) = (progress.done(), progress.total());
        if widgets::text_button(ui, palette, &t!("status.stop"), palette.accent).clicked() {
            out.push(Message::Do(Command::CancelJobs));
        }
        let (done, total) = (theme::grouped(done), theme::grouped(total));
        return label(ui, &t!("search.running", done = done, total = total), palette.second);
    }
    if state.coding.is_some() {
        return;
    }
    if let Some(error) = session.search_error().filter(|_| state.typed.is_none()) {
        return label(ui, &describe::set_query_error(error), palette.accent);
    }
    let Some(shown) = &state.shown else { return };
    let (count, articles) = (shown.hits.rows.len(), shown.hits.articles.len());
    if count > 0 {
        let narrow = state.narrow.article.is_some();
        let hits = std::sync::Arc::clone(&shown.hits);
        let text =
            t!("search.counts", hits = theme::grouped(count), articles = theme::grouped(articles));
        ui.with_layout(Layout::top_down(Align::Max), |ui| {
            ui.add_space(theme::GRID);
            ui.label(RichText::new(text).color(palette.second));
            ui.add_space(theme::grid(1.5));
            chip::menu(ui, palette, &t!("search.by_article"), narrow, None, |ui| {
                let mut order: Vec<_> = hits.articles.iter().collect();
                order.sort_by_key(|found| std::cmp::Reverse(found.hits.len()));
                for found in order.into_iter().take(ARTICLES) {
                    let path = &found.article.path;
                    let chosen = state.narrow.article.as_ref() == Some(path);
                    let count = theme::grouped(found.hits.len());
                    let title = describe::shown(&found.title);
                    if chip::option(ui, palette, &title, chosen, None, &count).clicked() {
                        let article = if chosen { None } else { Some(path.clone()) };
                        state.narrow = Narrow { article, year: None };
                        state.table.go_to_top();
                    }
                }
            });
        });
    }
}

#[expect(clippy::cast_precision_loss, reason = "counts to heights")]
fn bars_ui(state: &mut SearchPage, palette: &Palette, ui: &mut Ui) {
    let Some(shown) = &state.shown else { return };
    let years = &shown.years;
    let Some(most) = years.iter().map(|&(_, count)| count).max().filter(|&most| most > 0) else {
        return;
    };
    let width = (ui.available_width() / years.len() as f32).clamp(6.0, 64.0);
    let mut chosen = None;
    for &(year, count) in years {
        let (rect, response) = ui.allocate_exact_size(vec2(width - 6.0, HEIGHT), Sense::click());
        let on = state.narrow.year == Some(OfYear(year));
        let name = year.map_or_else(|| t!("search.no_year").into_owned(), |year| year.to_string());
        let label = t!("search.bar", year = name, count = theme::grouped(count));
        response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, label.as_ref()));
        let height = (count as f32 / most as f32 * BAR).max(2.0);
        let base = rect.top() + BAR + 2.0;
        let bar = Rect::from_min_max(pos2(rect.left(), base - height), pos2(rect.right(), base));
        let dim = state.narrow.year.is_some() && !on;
        let strength = if dim {
            0.25
        } else if response.hovered() || on {
            0.8
        } else {
            0.55
        };
        let colour = palette.page.lerp_to_gamma(palette.accent, strength);
        let top = CornerRadius { nw: 3, ne: 3, sw: 0, se: 0 };
        ui.painter().rect_filled(bar, top, colour);
        if width >= 52.0 {
            let text =
                Rect::from_min_max(pos2(rect.left() - 3.0, base + 3.0), rect.max + vec2(3.0, 0.0));
            let ink = if on { palette.accent } else { palette.second };
            let short = format!("{name}·{}", theme::grouped(count));
            widgets::paint_truncated(ui, text, Align2::CENTER_TOP, &short, theme::small(), ink);
        }
        widgets::focus_ring(ui, palette, rect, &response);
        if response.on_hover_text(label).clicked() {
            chosen = Some(if on { None } else { Some(OfYear(year)) });
        }
        ui.add_space(6.0 - ui.spacing().item_spacing.x);
    }
    if let Some(year) = chosen {
        state.narrow = Narrow { year, article: None };
        state.table.go_to_top();
    }
}
