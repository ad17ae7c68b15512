//! Above the rows: hits by year as bars, and by article in a menu; a click shows only those.

use eframe::egui::{Align, Color32, Id, Layout, RichText, Ui, vec2};

use super::{Narrow, OfYear, SearchPage, coding::Coding, histogram};
use crate::{
    chart::{Bar, BarLook, ChartScene, bar_chart},
    session::{Autocode, CodeSource, Command, Inquiry, Session, SetSearch, describe},
    t,
    ui::{
        dialogs::Dialog,
        message::Message,
        theme::{self, Palette},
        widgets::{self, chart, chip, icon::Icon},
    },
};

/// Height of the bars with what is written below them.
const HEIGHT: f32 = 66.0;
/// Seconds of a search before its progress is shown.
const PATIENCE: f64 = 0.25;
/// Articles in the menu.
const ARTICLES: usize = 200;

/// The chart, and the counts beside it.
pub(super) fn ui(
    session: &Session,
    state: &mut SearchPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let is_low = state.coding.as_ref().is_some_and(|coding| !coding.is_suggested());
    let size = vec2(ui.available_width(), if is_low { 30.0 } else { HEIGHT });
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
fn coding_ui(session: &Session, state: &mut SearchPage, palette: &Palette, ui: &mut Ui) {
    let Some(coding) = &mut state.coding else { return };
    if coding.is_suggested() {
        return suggested_ui(session, coding, palette, ui);
    }
    let text = match &coding.request.source {
        CodeSource::Search(search) => t!("search.coding.query", query = search.query),
        CodeSource::Lexicon | CodeSource::Suggestions(_) => {
            let theme = session.codebook().get(coding.request.theme);
            t!("search.coding.lexicon", theme = theme.map_or("", |theme| theme.name.as_str()))
        }
    };
    ui.add(eframe::egui::Label::new(RichText::new(text).color(palette.ink)).truncate());
}

/// How likely what is suggested is, and the line above which it is taken.
fn suggested_ui(session: &Session, coding: &mut Coding, palette: &Palette, ui: &mut Ui) {
    let theme = session.codebook().get(coding.request.theme);
    let name = theme.map_or("", |theme| theme.name.as_str());
    let line = format!("{:.2}", f64::from(coding.line()) / 100.0);
    ui.vertical(|ui| {
        ui.set_width(theme::grid(56.0));
        ui.label(RichText::new(t!("suggest.bulk.title", theme = name)).color(palette.ink));
        let text = RichText::new(t!("suggest.bulk.above", line = line)).font(theme::small());
        ui.add(eframe::egui::Label::new(text.color(palette.second)).wrap());
    });
    histogram::ui(session, coding, palette, ui);
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
        return label(ui, &describe::autocode_error(error), palette.accent_ink);
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
        if widgets::text_button(ui, palette, &t!("status.stop"), palette.accent_ink).clicked() {
            out.push(Message::Do(Command::CancelJobs));
        }
        let (done, total) = (theme::grouped(done), theme::grouped(total));
        return label(ui, &t!("search.running", done = done, total = total), palette.second);
    }
    if state.coding.is_some() {
        return;
    }
    if let Some(error) = session.search_error().filter(|_| state.typed.is_none()) {
        return label(ui, &describe::set_query_error(error), palette.accent_ink);
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
            ui.horizontal(|ui| {
                let save = t!("search.save_chart");
                let response = widgets::icon_button(ui, palette, Icon::Export, &save, true);
                if response.clicked()
                    && let Some((name, scene)) = picture(state)
                {
                    out.push(Message::Open(Dialog::save_image(&name, scene)));
                }
                let copy = t!("paper.picture.copy");
                if widgets::icon_button(ui, palette, Icon::Copy, &copy, true).clicked()
                    && let Some((_, scene)) = picture(state)
                {
                    out.push(Message::CopyPicture(std::sync::Arc::new(scene)));
                }
                chip::menu(ui, palette, &t!("search.by_article"), narrow, None, |ui| {
                    let mut order: Vec<_> = hits.articles.iter().collect();
                    order.sort_by_key(|found| std::cmp::Reverse(found.hits.len()));
                    for found in order.into_iter().take(ARTICLES) {
                        let path = &found.article.path;
                        let chosen = state.narrow.article.as_ref() == Some(path);
                        let count = theme::grouped(found.hits.len());
                        let title = session.name_read(&found.title);
                        if chip::option(ui, palette, &title, chosen, None, &count).clicked() {
                            let article = if chosen { None } else { Some(path.clone()) };
                            state.narrow = Narrow { article, year: None };
                            state.table.go_to_top();
                        }
                    }
                });
            });
        });
    }
}

fn bars_ui(state: &mut SearchPage, palette: &Palette, ui: &mut Ui) {
    let look = BarLook::strip(ui.available_width());
    let Some(scene) = years(state, &look) else { return };
    let id = Id::unique("search years");
    let clicked = chart::show(ui, palette, id, &scene).and_then(|link| scene.links.get(link));
    if let Some(link) = clicked {
        let year = if link.chosen { None } else { Some(link.to) };
        state.narrow = Narrow { year, article: None };
        state.table.go_to_top();
    }
}

/// The hits of each year as bars, if there are any.
fn years(state: &SearchPage, look: &BarLook) -> Option<ChartScene<OfYear>> {
    let shown = state.shown.as_ref().filter(|shown| !shown.years.is_empty())?;
    let bars = shown.years.iter().map(|&(year, count)| {
        let name = year.map_or_else(|| t!("search.no_year").into_owned(), |year| year.to_string());
        let grouped = theme::grouped(count);
        Bar {
            to: OfYear(year),
            count,
            label: format!("{name}·{grouped}"),
            name: t!("search.bar", year = name, count = grouped).into_owned(),
            chosen: state.narrow.year == Some(OfYear(year)),
        }
    });
    let name = t!("search.chart", query = shown.hits.search.query).into_owned();
    Some(bar_chart(name, bars.collect(), look))
}

/// The bars as a picture that says what it shows, and the name of its file.
fn picture(state: &SearchPage) -> Option<(String, ChartScene<()>)> {
    let scene = years(state, &BarLook::picture())?;
    let hits = &state.shown.as_ref()?.hits;
    let counts = t!(
        "search.counts",
        hits = theme::grouped(hits.rows.len()),
        articles = theme::grouped(hits.articles.len())
    );
    let name = scene.name.clone();
    let made = t!("search.chart_made", date = describe::today());
    let scene = scene.with_caption([name.clone(), counts.into_owned(), made.into_owned()]);
    Some((name, scene.drawn()))
}
