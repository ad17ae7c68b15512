//! The rows of the list: painting them, and what the pointer and the keyboard do on them.

use std::{collections::HashMap, fmt::Write as _, ops::Range};

use eframe::egui::{
    Align2, Color32, EventFilter, Id, Key, Modifiers, PointerButton, Pos2, Rect, Response,
    RichText, Role, Sense, Ui, WidgetInfo, pos2, style::ScrollAnimation, vec2,
};

use super::{
    choice::ArticleChoice,
    list::{LibraryItem, LibraryList, LibraryRow},
};
use crate::{
    corpus::{ArticlePath, Corpus},
    session::{Session, describe},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
        typeset::reading_form,
        widgets::{self, icon::Icon, menu},
    },
};

/// Thickness of the bar beside the selected row.
const BAR: f32 = 3.0;
/// Cells of the strip that shows where an article's tags are.
const STRIP: usize = 240;
/// How many rows a page's step goes.
const PAGE: isize = 8;
/// More skipped files than this are not listed one by one.
const SKIPPED_SHOWN: usize = 20;

/// How many passages an article has, and where.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Summary {
    count: usize,
    /// From where to where, as parts of the article's length, in which colour.
    strip: Vec<(f32, f32, Color32)>,
}

impl Summary {
    fn of(session: &Session, item: &LibraryItem, palette: &Palette) -> Self {
        let annotations = session.annotations();
        // One colour a cell, however many passages there are: the first that comes stays.
        let mut cells = vec![None; STRIP];
        let cell = |at: u32| (at as usize * STRIP / item.chars.max(1) as usize).min(STRIP - 1);
        for passage in annotations.layers(&item.path).flat_map(|(_, layer)| &layer.passages) {
            // What is not found in the article any more has no place on its strip.
            for span in session.place_of(passage).unwrap_or_default() {
                let (from, to) = (cell(span.start().get()), cell(span.end().get().max(1) - 1));
                let cells = cells.get_mut(from..=to.max(from)).unwrap_or_default();
                for free in cells.iter_mut().filter(|cell| cell.is_none()) {
                    *free = Some(passage.themes.first().copied());
                }
            }
        }
        let mut strip: Vec<(f32, f32, Color32)> = Vec::new();
        let mut last = None;
        for (at, cell) in cells.into_iter().enumerate() {
            let Some(theme) = cell else {
                last = None;
                continue;
            };
            #[expect(clippy::cast_precision_loss, reason = "a cell of some hundred")]
            let (from, to) = (at as f32 / STRIP as f32, (at + 1) as f32 / STRIP as f32);
            match strip.last_mut() {
                Some(run) if last == Some(theme) => run.1 = to,
                _ => {
                    let theme = theme.and_then(|id| session.codebook().get(id));
                    let colour = theme.map_or(palette.faint, |theme| palette.theme(theme.colour));
                    strip.push((from, to, colour));
                }
            }
            last = Some(theme);
        }
        Self { count: annotations.count_in(&item.path), strip }
    }
}

/// Everything that drawing the rows needs.
pub(super) struct LibraryRows<'a> {
    pub(super) session: &'a Session,
    pub(super) corpus: &'a Corpus,
    pub(super) palette: &'a Palette,
    pub(super) items: &'a [LibraryItem],
    pub(super) list: &'a LibraryList,
    pub(super) summaries: &'a mut HashMap<ArticlePath, Summary>,
    pub(super) selected: Option<&'a ArticlePath>,
    pub(super) cursor: &'a mut Option<ArticlePath>,
    pub(super) choice: &'a mut ArticleChoice,
    /// Where the first row begins.
    pub(super) origin: Pos2,
}

fn row_id(path: &ArticlePath) -> Id {
    Id::unique(("article-row", path.as_str()))
}

impl LibraryRows<'_> {
    /// Scrolls the selected row into view.
    pub(super) fn reveal(&self, ui: &Ui) {
        let row = self.selected.and_then(|path| self.list.row_of(self.items, path));
        if let Some(row) = row {
            self.scroll_to(ui, row);
        }
    }

    fn scroll_to(&self, ui: &Ui, row: usize) {
        if let Some(rect) = self.rect(ui, row) {
            // With a little of what comes before and after, so that it does not stick to the edge.
            let rect = rect.expand2(vec2(0.0, theme::grid(6.0)));
            ui.scroll_to_rect_animation(rect, None, ScrollAnimation::none());
        }
    }

    fn rect(&self, ui: &Ui, row: usize) -> Option<Rect> {
        let (top, bottom) = self.list.extent(row)?;
        let x = ui.max_rect().x_range();
        let y = self.origin.y;
        Some(Rect::from_min_max(pos2(x.min, y + top), pos2(x.max, y + bottom)))
    }

    /// Draws the rows in view.
    pub(super) fn ui(&mut self, ui: &mut Ui, visible: Range<usize>, out: &mut Vec<Message>) {
        let tab_stop = self.tab_stop(visible.clone());
        for at in visible {
            let (Some(&row), Some(rect)) = (self.list.rows.get(at), self.rect(ui, at)) else {
                continue;
            };
            match row {
                LibraryRow::Year(Some(year)) => self.group_ui(ui, rect, &year.to_string()),
                LibraryRow::Year(None) => self.group_ui(ui, rect, &t!("library.no_year")),
                LibraryRow::Problems(count) => {
                    self.group_ui(ui, rect, &t!("library.problems", count = count));
                }
                LibraryRow::Article(item) | LibraryRow::Problem(item) => {
                    let items = self.items;
                    let Some(item) = items.get(item) else { continue };
                    self.file_ui(ui, rect, at, item, tab_stop == Some(at), out);
                }
            }
        }
    }

    /// The one row that Tab stops at: where the keyboard was, else the selected one, else the
    /// first in view. Arrows go on from there.
    fn tab_stop(&self, visible: Range<usize>) -> Option<usize> {
        let path = |at: usize| {
            let item = self.list.rows.get(at)?.item()?;
            self.items.get(item).map(|item| &item.path)
        };
        let mut files = visible.filter(|&at| path(at).is_some());
        let find = |wanted: Option<&ArticlePath>| {
            let wanted = wanted?;
            files.clone().find(|&at| path(at) == Some(wanted))
        };
        find(self.cursor.as_ref()).or_else(|| find(self.selected)).or_else(|| files.next())
    }

    fn group_ui(&self, ui: &Ui, rect: Rect, text: &str) {
        let inner = inner(rect).with_min_y(rect.top() + theme::grid(2.0));
        let font = theme::small();
        widgets::paint_truncated(ui, inner, Align2::LEFT_CENTER, text, font, self.palette.second);
        let response = ui.interact(rect, Id::unique(("article-group", text)), Sense::empty());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    }

    fn file_ui(
        &mut self,
        ui: &mut Ui,
        rect: Rect,
        at: usize,
        item: &LibraryItem,
        tab_stop: bool,
        out: &mut Vec<Message>,
    ) {
        let id = row_id(&item.path);
        let sense = if tab_stop || ui.memory(|memory| memory.has_focus(id)) {
            Sense::click()
        } else {
            Sense::CLICK
        };
        let response = ui.interact(rect, id, sense);
        let selected = self.selected == Some(&item.path);
        let painter = ui.painter();
        let chosen = self.choice.contains(&item.path);
        if chosen {
            painter.rect_filled(rect, 0, self.palette.strong_row());
        }
        if selected {
            if !chosen {
                painter.rect_filled(rect, 0, self.palette.raised);
            }
            let bar = Rect::from_min_size(rect.min, vec2(BAR, rect.height()));
            painter.rect_filled(bar, 0, self.palette.accent);
        } else if !chosen && (response.hovered() || response.context_menu_opened()) {
            painter.rect_filled(rect, 0, self.palette.hover);
        }
        let spoken = match &item.problem {
            None => self.article_ui(ui, rect, item),
            Some(problem) => self.problem_ui(ui, rect, item, &describe::problem(problem)),
        };
        widgets::focus_ring(ui, self.palette, rect, &response);
        response.widget_info(|| {
            let marked = if self.choice.is_empty() { selected } else { chosen };
            WidgetInfo::selected(Role::ListBoxOption, true, marked, &spoken)
        });
        if response.clicked() {
            let by_key = !response.clicked_by(PointerButton::Primary);
            self.click(ui, item, by_key, out);
        }
        // The menu is about what is chosen only where it was opened on that.
        if response.secondary_clicked() && !chosen {
            self.choice.clear(Some(item.path.clone()));
        }
        if response.has_focus() {
            self.keyboard(ui, at, id);
        }
        menu::context(&response, theme::MENU_WIDE, |ui| self.menu_ui(ui, item, out));
        if !response.context_menu_opened() {
            self.tooltip_ui(response, item);
        }
    }

    /// With Shift a click chooses up to the row, with Ctrl the row beside others. Enter opens the row,
    /// with Ctrl beside what is read.
    fn click(&mut self, ui: &Ui, item: &LibraryItem, by_key: bool, out: &mut Vec<Message>) {
        let held = ui.input(|input| input.modifiers);
        let from = self.cursor.clone().or_else(|| self.selected.cloned());
        *self.cursor = Some(item.path.clone());
        if by_key && held.command {
            out.push(Message::Beside(Box::new(Message::Show(item.path.clone()))));
        } else if held.shift && !by_key {
            let shown = self.list.paths(self.items);
            self.choice.extend(&shown, from.as_ref(), &item.path);
        } else if held.command {
            self.choice.toggle(&item.path, self.selected);
        } else {
            self.choice.clear(Some(item.path.clone()));
            return out.push(Message::Show(item.path.clone()));
        }
        ui.memory_mut(|memory| memory.request_focus(row_id(&item.path)));
    }

    /// Title, length, passages, strip; returns what a screen reader says.
    fn article_ui(&mut self, ui: &Ui, rect: Rect, item: &LibraryItem) -> String {
        let Self { session, palette, .. } = *self;
        let make = || Summary::of(session, item, palette);
        let summary = self.summaries.entry(item.path.clone()).or_insert_with(make);
        let inner = inner(rect);
        let line = |top: f32, height: f32| {
            Rect::from_min_size(inner.min + vec2(0.0, top), vec2(inner.width(), height))
        };
        let full_width = session.settings().full_width_punctuation;
        let title = &reading_form(&item.title, full_width);
        let length = t!("library.chars", count = theme::grouped(item.chars as usize));
        let mut above = line(8.0, 20.0);
        let done = session.catalogue().is_done(&item.path, &session.coder());
        if done {
            let mark = above.with_min_x(above.right() - theme::ICON);
            Icon::Check.paint(ui.painter(), mark, palette.good);
            above.max.x = mark.left() - theme::GRID;
        }
        let left = Align2::LEFT_CENTER;
        widgets::paint_truncated(ui, above, left, title, theme::content(), palette.ink);
        let below = line(29.0, 16.0);
        let (font, colour) = (theme::small(), palette.second);
        widgets::paint_truncated(ui, below, Align2::LEFT_CENTER, &length, font.clone(), colour);
        let count = match summary.count {
            0 => t!("library.untagged"),
            count => t!("library.passages", count = theme::grouped(count)),
        };
        widgets::paint_truncated(ui, below, Align2::RIGHT_CENTER, &count, font, colour);
        widgets::paint_tag_strip(ui, palette, line(51.0, 4.0), &summary.strip);
        let spoken = t!("library.row", title = title, length = length, count = count);
        if done { t!("library.row_done", row = spoken).into_owned() } else { spoken.into_owned() }
    }

    /// The file's name, and why it cannot be read.
    fn problem_ui(&self, ui: &Ui, rect: Rect, item: &LibraryItem, reason: &str) -> String {
        let inner = inner(rect);
        let line = |top: f32, height: f32| {
            Rect::from_min_size(inner.min + vec2(0.0, top), vec2(inner.width(), height))
        };
        let second = self.palette.second;
        widgets::paint_truncated(
            ui,
            line(8.0, 20.0),
            Align2::LEFT_CENTER,
            &item.title,
            theme::content(),
            second,
        );
        widgets::paint_truncated(
            ui,
            line(28.0, 16.0),
            Align2::LEFT_CENTER,
            reason,
            theme::small(),
            self.palette.accent_ink,
        );
        t!("library.row_problem", title = item.title, reason = reason).into_owned()
    }

    /// Arrows, Page, Home and End move the focus from row to row; egui makes Enter a click.
    fn keyboard(&mut self, ui: &Ui, at: usize, id: Id) {
        // Escape gives the choice up before it takes the keyboard away.
        let escape = !self.choice.is_empty();
        let filter = EventFilter { vertical_arrows: true, escape, ..EventFilter::default() };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
        ui.data_mut(|data| data.insert_temp(super::keyboard_id(), (id, escape)));
        if escape && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.choice.clear(self.cursor.clone());
        }
        if ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::A)) {
            self.choice.all(&self.list.paths(self.items));
        }
        let all = isize::try_from(self.list.rows.len()).unwrap_or(isize::MAX);
        let keys = [
            (Key::ArrowDown, 1),
            (Key::ArrowUp, -1),
            (Key::PageDown, PAGE),
            (Key::PageUp, -PAGE),
            (Key::End, all),
            (Key::Home, -all),
        ];
        let held = |modifiers: Modifiers| {
            let pressed = |&&(key, _): &&(Key, isize)| {
                ui.input_mut(|input| input.consume_key(modifiers, key))
            };
            keys.iter().find(pressed).map(|&(_, step)| step)
        };
        // Egui takes a key with Shift for the same without.
        let shift = ui.input(|input| input.modifiers.shift);
        let step = if shift { held(Modifiers::SHIFT) } else { held(Modifiers::NONE) };
        let Some(step) = step else { return };
        let next = self.list.step(at, step);
        let item = next.and_then(|row| self.list.rows.get(row)?.item());
        let (Some(row), Some(item)) = (next, item.and_then(|item| self.items.get(item))) else {
            return;
        };
        let from = self.cursor.replace(item.path.clone()).or_else(|| self.selected.cloned());
        if shift {
            self.choice.extend(&self.list.paths(self.items), from.as_ref(), &item.path);
        }
        ui.memory_mut(|memory| memory.request_focus(row_id(&item.path)));
        self.scroll_to(ui, row);
    }

    /// All that is known of the file.
    fn tooltip_ui(&self, response: Response, item: &LibraryItem) {
        response.on_hover_ui(|ui| {
            ui.set_max_width(theme::TOOLTIP_WIDTH);
            ui.label(RichText::new(&item.title).font(theme::content()).color(self.palette.ink));
            let small =
                |text: String| RichText::new(text).font(theme::small()).color(self.palette.second);
            ui.label(small(describe::shown(item.path.as_str())));
            if let Some(problem) = &item.problem {
                ui.label(small(describe::problem(problem)).color(self.palette.accent_ink));
            }
            let Some(article) = self.corpus.article(&item.path) else { return };
            let header = self.corpus.header(article);
            let mut about = header.date.map(|date| date.to_string()).unwrap_or_default();
            for part in header.byline.iter().map(|byline| describe::shown(byline)) {
                let gap = if about.is_empty() { "" } else { " · " };
                // Writing to a `String` cannot fail.
                let _ = write!(about, "{gap}{part}");
            }
            if !about.is_empty() {
                ui.label(small(about));
            }
            ui.label(small(t!("library.encoding", name = article.encoding.name()).into_owned()));
        });
    }
}

/// The line below the list that tells of what was not looked at.
pub(super) fn skipped_ui(corpus: &Corpus, palette: &Palette, ui: &Ui, top: f32) {
    let origin = ui.max_rect().min + vec2(0.0, top);
    let rect = Rect::from_min_size(origin, vec2(ui.max_rect().width(), theme::GROUP_ROW));
    let text = t!("library.skipped", count = corpus.skipped().len());
    let font = theme::small();
    widgets::paint_truncated(ui, inner(rect), Align2::LEFT_CENTER, &text, font, palette.second);
    let response = ui.interact(rect, Id::unique("skipped-files"), Sense::HOVER);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &text));
    response.on_hover_ui(|ui| {
        ui.set_max_width(theme::TOOLTIP_WIDTH);
        for (path, reason) in corpus.skipped().iter().take(SKIPPED_SHOWN) {
            let path = path.strip_prefix(corpus.root()).unwrap_or(path);
            let line = format!("{}  {}", describe::path(path), describe::skip_reason(reason));
            ui.label(RichText::new(line).font(theme::small()).color(palette.second));
        }
        if corpus.skipped().len() > SKIPPED_SHOWN {
            ui.label(RichText::new("…").font(theme::small()).color(palette.second));
        }
    });
}

fn inner(rect: Rect) -> Rect {
    let margin = theme::grid(4.0);
    rect.with_min_x(rect.left() + margin).with_max_x(rect.right() - margin)
}
