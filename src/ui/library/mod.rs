//! The list of articles: the set's name and counts, a filter, an order, one row per file.
//!
//! It is drawn only where it is in view, and what it shows is worked out only when the set, the
//! order or the filter changed, so that a set of many thousand articles scrolls like one of six.

mod choice;
mod list;
mod menu;
mod row;

use std::collections::HashMap;

use eframe::egui::{self, Align, EventFilter, Layout, Popup, RichText, ScrollArea, Ui, vec2};

use choice::ArticleChoice;
use list::{LibraryItem, LibraryList};
use row::Summary;

use super::{
    caret::focus_text,
    message::Message,
    theme::{self, Palette},
    widgets::{self, icon::Icon, menu as entries},
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
    /// Revision of what is done, where only what is not is listed; and whose.
    undone: Option<(u64, String)>,
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
    /// What is chosen, to do something with all of it.
    choice: ArticleChoice,
    /// Only what the coder is not done with is listed.
    undone: bool,
    /// How much is in the set and done, and of what that was counted.
    counts: Option<(CountsKey, Counts)>,
}

/// What the counts in the head were made from.
#[derive(Clone, Debug, PartialEq)]
struct CountsKey {
    items: ItemsKey,
    catalogue: u64,
    coder: String,
}

/// How much there is, and how far the coder is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Counts {
    articles: usize,
    done: usize,
    chars: usize,
}

/// Where the row that has the keyboard is kept for [`has_keys`].
fn keyboard_id() -> egui::Id {
    egui::Id::unique("keyboard of the list of articles")
}

/// Whether the list has the keyboard, so that choosing all is its own; with `escape`, whether Escape
/// is, too.
pub(super) fn has_keys(ctx: &egui::Context, escape: bool) -> bool {
    let focus = ctx.memory(egui::Memory::focused);
    let row = ctx.data(|data| data.get_temp::<(egui::Id, bool)>(keyboard_id()));
    row.is_some_and(|(row, gives_up)| Some(row) == focus && (!escape || gives_up))
}

impl Library {
    /// Gives the filter the keyboard at the next frame.
    pub(super) fn focus_filter(&mut self) {
        self.wants_focus = true;
    }

    /// The chosen articles, in the order of the set; else the one that is open.
    pub(super) fn meant(&self, session: &Session, open: Option<&ArticlePath>) -> Vec<ArticlePath> {
        let Some(corpus) = session.corpus() else { return Vec::new() };
        if self.choice.len() < 2 {
            return open.cloned().into_iter().collect();
        }
        self.choice.of(corpus.entries().iter().map(|entry| &entry.path))
    }

    fn counts(&mut self, session: &Session, corpus: &Corpus) -> Counts {
        let coder = session.coder();
        let key = CountsKey {
            items: ItemsKey { set: session.set_revision(), corpus: corpus.revision() },
            catalogue: session.catalogue().revision(),
            coder: coder.as_str().to_owned(),
        };
        if let Some((known, counts)) = &self.counts
            && *known == key
        {
            return *counts;
        }
        let mut counts = Counts::default();
        for article in corpus.articles() {
            counts.articles += 1;
            counts.chars += article.text.char_len().get() as usize;
            counts.done += usize::from(session.catalogue().is_done(&article.path, &coder));
        }
        self.counts = Some((key, counts));
        counts
    }

    fn key(&self, session: &Session, corpus: &Corpus) -> ListKey {
        let order = session.settings().article_order;
        let counts = order == ArticleOrder::Passages;
        ListKey {
            items: ItemsKey { set: session.set_revision(), corpus: corpus.revision() },
            order,
            filter: self.filter.clone(),
            annotations: if counts { session.annotations().revision() } else { 0 },
            undone: self
                .undone
                .then(|| (session.catalogue().revision(), session.coder().as_str().to_owned())),
        }
    }

    /// Makes items and list fit the session.
    fn update(&mut self, session: &Session, corpus: &Corpus) {
        let key = self.key(session, corpus);
        if self.items.as_ref().is_none_or(|(known, _)| *known != key.items) {
            self.items = Some((key.items, list::items(corpus)));
            self.choice.keep(|path| corpus.position(path).is_some());
        }
        if self.list.as_ref().is_none_or(|(known, _)| *known != key) {
            let items = self.items.as_ref().map(|(_, items)| items.as_slice()).unwrap_or_default();
            let list = make_list(session, items, &key.filter, self.undone);
            self.list = Some((key, list));
        }
    }
}

fn make_list(session: &Session, items: &[LibraryItem], filter: &str, undone: bool) -> LibraryList {
    let count = |item: &LibraryItem| session.annotations().count_in(&item.path);
    let coder = session.coder();
    let keeps = |item: &LibraryItem| !undone || !session.catalogue().is_done(&item.path, &coder);
    LibraryList::new(items, session.settings().article_order, (filter, &keeps), count)
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
    make_list(session, &items, &state.filter, state.undone).paths(&items)
}

/// What marks the articles as done that are meant, or as not done.
pub(super) fn mark_done(
    session: &Session,
    state: &Library,
    open: Option<&ArticlePath>,
) -> Option<Message> {
    let articles = state.meant(session, open);
    (!articles.is_empty()).then(|| menu::mark_done(session, articles))
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
    heading_ui(session, corpus, state, palette, ui);
    ui.add_space(theme::grid(1.0));
    let before = state.filter.clone();
    filter_ui(session, state, palette, ui, out);
    ui.add_space(theme::grid(2.0));
    // After the filter was typed in, so that the list never lags a frame behind it.
    state.update(session, corpus);
    rows_ui(session, corpus, state, open, palette, ui, &before, out);
}

/// The set's name, and how much is in it.
fn heading_ui(
    session: &Session,
    corpus: &Corpus,
    state: &mut Library,
    palette: &Palette,
    ui: &mut Ui,
) {
    let Counts { articles, done, chars } = state.counts(session, corpus);
    let width = ui.available_width();
    let (rect, response) = ui.allocate_exact_size(vec2(width, 24.0), egui::Sense::hover());
    let inner = rect.shrink2(vec2(theme::grid(4.0), 0.0));
    let articles = theme::grouped(articles);
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
    let (rect, response) = ui.allocate_exact_size(vec2(width, 18.0), egui::Sense::hover());
    let (done, chars) = (theme::grouped(done), theme::grouped(chars));
    let progress = t!("library.progress", done = done, articles = articles, chars = chars);
    let inner = rect.shrink2(vec2(theme::grid(4.0), 0.0));
    let (left, font) = (egui::Align2::LEFT_CENTER, theme::small());
    widgets::paint_truncated(ui, inner, left, &progress, font, palette.second);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Label, true, progress.as_ref()));
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
        order_ui(session, &mut state.undone, palette, ui, out);
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
fn order_ui(
    session: &Session,
    undone: &mut bool,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let name = t!("library.order");
    let response = widgets::icon_button(ui, palette, Icon::Order, &name, true);
    if *undone {
        // It is seen that something is left out.
        let dot = response.rect.right_top() + vec2(-6.0, 6.0);
        ui.painter().circle_filled(dot, 3.0, palette.accent);
    }
    Popup::menu(&response).show(|ui| {
        entries::prepare(ui, theme::MENU_WIDTH);
        let settings = session.settings();
        for order in ArticleOrder::ALL {
            let label = match order {
                ArticleOrder::Year => t!("library.order_year"),
                ArticleOrder::Name => t!("library.order_name"),
                ArticleOrder::Passages => t!("library.order_passages"),
            };
            if entries::choice(ui, palette, &label, None, settings.article_order == order) {
                let settings =
                    crate::session::Settings { article_order: order, ..settings.clone() };
                out.push(Message::Do(Command::Configure(settings)));
            }
        }
        ui.separator();
        for (only, label) in
            [(false, t!("library.all_articles")), (true, t!("library.only_undone"))]
        {
            if entries::choice(ui, palette, &label, None, *undone == only) {
                *undone = only;
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
    let Library { filter, undone, items: Some((items_key, items)), list: Some((_, list)), .. } =
        state
    else {
        return;
    };
    if list.rows.is_empty() {
        return nothing_ui((filter, undone), palette, ui);
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
            choice: &mut state.choice,
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
fn nothing_ui((filter, undone): (&mut String, &mut bool), palette: &Palette, ui: &mut Ui) {
    ui.add_space(theme::grid(6.0));
    ui.with_layout(Layout::top_down(Align::Center), |ui| {
        let empty_set = filter.trim().is_empty() && !*undone;
        let text = if empty_set {
            t!("library.empty")
        } else if filter.trim().is_empty() {
            t!("library.all_done")
        } else {
            t!("library.nothing_found")
        };
        ui.label(RichText::new(text).color(palette.second));
        if !empty_set {
            ui.add_space(theme::grid(1.0));
            let label = if *undone { t!("library.show_all") } else { t!("library.clear_filter") };
            if widgets::text_button(ui, palette, &label, palette.accent_ink).clicked() {
                filter.clear();
                *undone = false;
            }
        }
    });
}
