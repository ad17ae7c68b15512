//! The list of articles: the set's name and counts, a filter, an order, one row per file.
//!
//! It is drawn only where it is in view, and what it shows is worked out only when the set, the
//! order or the filter changed, so that a set of many thousand articles scrolls like one of six.

mod list;
mod row;

use std::collections::HashMap;

use eframe::egui::{self, Align, EventFilter, Layout, Popup, RichText, ScrollArea, Ui, vec2};

use list::{LibraryItem, LibraryList};
use row::Summary;

use super::{
    caret::focus_text,
    message::Message,
    theme::{self, Palette},
    widgets::{self, icon::Icon, menu},
};
use crate::{
    corpus::{ArticlePath, Corpus},
    session::{ArticleOrder, Command, Session, describe},
    t,
};

/// What the items were read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ItemsKey {
    set: u64,
    corpus: u64,
}

/// What the list was made from.
#[derive(Clone, Debug, PartialEq)]
struct ListKey {
    items: ItemsKey,
    order: ArticleOrder,
    filter: String,
    /// Revision of the annotations, where the order depends on them.
    annotations: u64,
}

/// What the rows' counts and strips were made from.
#[derive(Clone, Copy, Debug, PartialEq)]
struct SummaryKey {
    items: ItemsKey,
    annotations: u64,
    palette: Palette,
}

/// What the list remembers between frames.
#[derive(Default)]
pub(super) struct Library {
    filter: String,
    wants_focus: bool,
    items: Option<(ItemsKey, Vec<LibraryItem>)>,
    list: Option<(ListKey, LibraryList)>,
    /// Of the rows that were in view since the annotations changed.
    summaries: Option<(SummaryKey, HashMap<ArticlePath, Summary>)>,
    /// The selected article that was last brought into view.
    revealed: Option<ArticlePath>,
    /// The row that has, or last had, the keyboard.
    cursor: Option<ArticlePath>,
}

impl Library {
    /// Gives the filter the keyboard at the next frame.
    pub(super) fn focus_filter(&mut self) {
        self.wants_focus = true;
    }

    fn key(&self, session: &Session, corpus: &Corpus) -> ListKey {
        let order = session.settings().article_order;
        let counts = order == ArticleOrder::Passages;
        ListKey {
            items: ItemsKey { set: session.set_revision(), corpus: corpus.revision() },
            order,
            filter: self.filter.clone(),
            annotations: if counts { session.annotations().revision() } else { 0 },
        }
    }

    /// Makes items and list fit the session.
    fn update(&mut self, session: &Session, corpus: &Corpus) {
        let key = self.key(session, corpus);
        if self.items.as_ref().is_none_or(|(known, _)| *known != key.items) {
            self.items = Some((key.items, list::items(corpus)));
        }
        if self.list.as_ref().is_none_or(|(known, _)| *known != key) {
            let items = self.items.as_ref().map(|(_, items)| items.as_slice()).unwrap_or_default();
            let list = make_list(session, items, &key.filter);
            self.list = Some((key, list));
        }
    }
}

fn make_list(session: &Session, items: &[LibraryItem], filter: &str) -> LibraryList {
    let count = |item: &LibraryItem| session.annotations().count_in(&item.path);
    LibraryList::new(items, session.settings().article_order, filter, count)
}

/// The files in the order and with the filter in which the list shows them.
pub(super) fn shown(session: &Session, state: &Library) -> Vec<ArticlePath> {
    let Some(corpus) = session.corpus() else { return Vec::new() };
    if let (Some((_, items)), Some((key, list))) = (&state.items, &state.list)
        && *key == state.key(session, corpus)
    {
        return list.paths(items);
    }
    let items = list::items(corpus);
    make_list(session, &items, &state.filter).paths(&items)
}

/// The first file of the list without a filter.
pub(super) fn first_shown(session: &Session) -> Option<ArticlePath> {
    shown(session, &Library::default()).into_iter().next()
}

/// Shows the list.
pub(super) fn ui(
    session: &Session,
    state: &mut Library,
    open: Option<&ArticlePath>,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let Some(corpus) = session.corpus() else { return };
    ui.spacing_mut().item_spacing = vec2(theme::GRID, 0.0);
    ui.add_space(theme::grid(2.0));
    heading_ui(session, corpus, palette, ui);
    ui.add_space(theme::grid(1.0));
    let before = state.filter.clone();
    filter_ui(session, state, palette, ui, out);
    ui.add_space(theme::grid(2.0));
    // After the filter was typed in, so that the list never lags a frame behind it.
    state.update(session, corpus);
    rows_ui(session, corpus, state, open, palette, ui, &before, out);
}

/// The set's name, and how much is in it.
fn heading_ui(session: &Session, corpus: &Corpus, palette: &Palette, ui: &mut Ui) {
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, 24.0), egui::Sense::hover());
    let inner = rect.shrink2(vec2(theme::grid(4.0), 0.0));
    let articles = theme::grouped(corpus.articles().count());
    let passages = theme::grouped(session.annotations().count());
    let counts = t!("library.counts", articles = articles, passages = passages);
    let right = widgets::paint_truncated(
        ui,
        inner,
        egui::Align2::RIGHT_CENTER,
        &counts,
        theme::small(),
        palette.second,
    );
    let name = describe::shown(&corpus.name());
    let mut left = inner;
    left.set_right(right.left() - theme::grid(2.0));
    widgets::paint_truncated(
        ui,
        left,
        egui::Align2::LEFT_CENTER,
        &name,
        theme::small(),
        palette.second,
    );
    response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::Label, true, format!("{name} {counts}"))
    });
    response.on_hover_text(describe::path(corpus.root()));
}

/// The filter box and, beside it, the choice of the order.
fn filter_ui(
    session: &Session,
    state: &mut Library,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let margin = theme::grid(3.0);
    ui.horizontal(|ui| {
        ui.add_space(margin);
        let width = ui.available_width() - margin - theme::CONTROL - theme::grid(1.0);
        let name = t!("library.filter");
        let hint = t!("library.filter_hint");
        let response = widgets::field(ui, palette, &mut state.filter, &hint, &name, width);
        if std::mem::take(&mut state.wants_focus) {
            response.request_focus();
            widgets::select_all(ui, response.id, &state.filter);
        }
        if response.has_focus() {
            // Escape is for the filter to clear itself, not for egui to take the focus away.
            let filter =
                EventFilter { horizontal_arrows: true, escape: true, ..Default::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            if ui.input_mut(|i| i.consume_key(egui::Modifiers::NONE, egui::Key::Escape)) {
                state.filter.clear();
                focus_text(ui.ctx());
            }
        }
        if response.lost_focus() && ui.input(|input| input.key_pressed(egui::Key::Enter)) {
            let first = shown(session, state).into_iter().next();
            out.extend(first.map(Message::Show));
            focus_text(ui.ctx());
        }
        if !state.filter.is_empty() && clear_button(ui, palette, response.rect).clicked() {
            state.filter.clear();
            response.request_focus();
        }
        order_ui(session, palette, ui, out);
    });
}

/// The cross at the end of a field that holds something.
fn clear_button(ui: &Ui, palette: &Palette, field: egui::Rect) -> egui::Response {
    let side = field.height();
    let rect = egui::Rect::from_min_size(
        egui::pos2(field.right() - side, field.top()),
        egui::Vec2::splat(side),
    );
    let response = ui.interact(rect, ui.scope_id().with("clear"), egui::Sense::CLICK);
    let name = t!("library.clear_filter");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    let colour = if response.hovered() { palette.ink } else { palette.second };
    Icon::Close.paint(ui.painter(), rect, colour);
    response.on_hover_cursor(egui::CursorIcon::Default).on_hover_text(name)
}

/// The order, as a small menu.
fn order_ui(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let name = t!("library.order");
    let response = widgets::icon_button(ui, palette, Icon::Order, &name, true);
    Popup::menu(&response).show(|ui| {
        menu::prepare(ui, theme::MENU_WIDTH);
        let settings = session.settings();
        for order in ArticleOrder::ALL {
            let label = match order {
                ArticleOrder::Year => t!("library.order_year"),
                ArticleOrder::Name => t!("library.order_name"),
                ArticleOrder::Passages => t!("library.order_passages"),
            };
            if menu::choice(ui, palette, &label, None, settings.article_order == order) {
                let settings =
                    crate::session::Settings { article_order: order, ..settings.clone() };
                out.push(Message::Do(Command::Configure(settings)));
            }
        }
    });
}

#[expect(clippy::too_many_arguments, reason = "the pieces of `ui`, taken apart for the borrow")]
fn rows_ui(
    session: &Session,
    corpus: &Corpus,
    state: &mut Library,
    selected: Option<&ArticlePath>,
    palette: &Palette,
    ui: &mut Ui,
    filter_before: &str,
    out: &mut Vec<Message>,
) {
    let Library { filter, items: Some((items_key, items)), list: Some((_, list)), .. } = state
    else {
        return;
    };
    if list.rows.is_empty() {
        return nothing_ui(filter, palette, ui);
    }
    let key = SummaryKey {
        items: *items_key,
        annotations: session.annotations().revision(),
        palette: *palette,
    };
    let summaries = match &mut state.summaries {
        Some((known, summaries)) if *known == key => summaries,
        other => &mut other.insert((key, HashMap::new())).1,
    };
    let mut area = ScrollArea::vertical().id_salt("articles").auto_shrink(false);
    if filter != filter_before {
        area = area.vertical_scroll_offset(0.0);
    }
    let skipped = corpus.skipped();
    area.show_viewport(ui, |ui, viewport| {
        let foot = if skipped.is_empty() { theme::grid(2.0) } else { theme::GROUP_ROW };
        ui.set_width(ui.available_width());
        ui.set_height(list.height() + foot);
        let mut rows = row::LibraryRows {
            session,
            corpus,
            palette,
            items,
            list,
            summaries,
            selected,
            cursor: &mut state.cursor,
            origin: ui.max_rect().min,
        };
        // Shown from elsewhere: its row comes into view, once.
        if state.revealed.as_ref() != selected {
            state.revealed = selected.cloned();
            rows.reveal(ui);
        }
        let visible = list.within(viewport.top(), viewport.bottom());
        rows.ui(ui, visible, out);
        if !skipped.is_empty() {
            row::skipped_ui(corpus, palette, ui, list.height());
        }
    });
}

/// What is said where no row is left.
fn nothing_ui(filter: &mut String, palette: &Palette, ui: &mut Ui) {
    ui.add_space(theme::grid(6.0));
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        let empty_set = filter.trim().is_empty();
        let text = if empty_set { t!("library.empty") } else { t!("library.nothing_found") };
        ui.label(RichText::new(text).color(palette.second));
        if !empty_set {
            ui.add_space(theme::grid(1.0));
            if widgets::text_button(ui, palette, &t!("library.clear_filter"), palette.accent_ink)
                .clicked()
            {
                filter.clear();
            }
        }
    });
}
