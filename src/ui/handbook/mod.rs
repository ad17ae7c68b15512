//! The handbook in the window: at the right of the page, or over it where there is no room.
//!
//! What it says is [`crate::handbook`]; here it is shown, searched and followed.

mod book;
mod chapter;
mod found;
#[cfg(test)]
mod tests;

use eframe::egui::{
    Area, Context, Frame, Id, Key, Margin, Memory, Modifiers, Order, Panel, Response, RichText,
    ScrollArea, Sense, Stroke, Ui, UiBuilder, vec2,
};
use rust_i18n::t;

use super::{
    action::Action,
    caret::{focus_text, is_text},
    message::Message,
    page_id::PageId,
    theme::{self, Palette},
    widgets::{self, icon::Icon},
};
use crate::handbook::{Handbook, HandbookPlace, HandbookTopic};
use book::ReadBook;
use found::Found;

/// How far one press of a key scrolls.
const STEP: f32 = 40.0;
const LEAP: f32 = 320.0;

/// The handbook, open or not; closed, it remembers where it was left.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each says something of its own")]
pub(super) struct HandbookPanel {
    is_open: bool,
    /// Whether there is no room beside the page.
    is_over: bool,
    book: ReadBook,
    reading: Reading,
    found: Found,
    /// Whether the field is to get the focus, and whether it had it in the frame before.
    wants_focus: bool,
    had_focus: bool,
    /// What had the focus before the handbook was opened.
    before: Option<Id>,
}

/// Where one is in it.
#[derive(Default)]
struct Reading {
    chapter: usize,
    /// How far the chapter is scrolled, and how far it is to be.
    offset: f32,
    wanted: Option<f32>,
    /// The block that is to come into view.
    target: Option<usize>,
    /// How far keys scroll it in this frame.
    by_keys: f32,
    /// The chapters one came from by links, and how far they were scrolled.
    way: Vec<(usize, f32)>,
}

impl Reading {
    fn show(&mut self, place: HandbookPlace) {
        self.chapter = place.chapter;
        self.target = Some(place.block);
    }

    /// Shows a place that a link or a search leads to.
    fn go(&mut self, place: HandbookPlace) {
        self.way.push((self.chapter, self.offset));
        self.show(place);
    }

    /// Shows where one came from.
    fn go_back(&mut self) {
        if let Some((chapter, offset)) = self.way.pop() {
            self.chapter = chapter;
            self.wanted = Some(offset);
        }
    }
}

/// The heading that fits a page.
pub(super) fn topic_of(page: PageId) -> HandbookTopic {
    match page {
        PageId::Reading => HandbookTopic::Reading,
        PageId::Excerpts => HandbookTopic::Excerpts,
        PageId::Search => HandbookTopic::Search,
        PageId::Codebook => HandbookTopic::Codebook,
        PageId::Memos => HandbookTopic::Memos,
        PageId::Compare => HandbookTopic::Compare,
    }
}

impl HandbookPanel {
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Whether it lies over the page.
    pub(super) fn is_over(&self) -> bool {
        self.is_open && self.is_over
    }

    /// Whether Escape is for its field.
    pub(super) fn takes_escape(&self) -> bool {
        self.is_open && self.had_focus
    }

    /// Opens it at a heading.
    pub(super) fn open(&mut self, ctx: &Context, topic: HandbookTopic) {
        if !self.is_open {
            self.before = ctx.memory(Memory::focused);
            self.reading.way.clear();
        }
        (self.is_open, self.wants_focus) = (true, true);
        self.found.fold();
        if let Some(place) = self.book.read(ctx).place(topic.id()) {
            self.reading.show(place);
        }
    }

    /// Closes it; what had the focus before has it again.
    pub(super) fn close(&mut self, ctx: &Context) {
        (self.is_open, self.had_focus) = (false, false);
        self.found.fold();
        match self.before.take().filter(|&before| !is_text(before)) {
            Some(before) => ctx.memory_mut(|memory| memory.request_focus(before)),
            None => focus_text(ctx),
        }
    }

    /// All of it as a web page, in the language of the window and with the keys that hold now.
    pub(super) fn web_page(&mut self, ctx: &Context) -> String {
        self.book.read(ctx).web_page(&rust_i18n::locale())
    }

    /// Shows it beside the page, if it is open and there is room.
    pub(super) fn beside_ui(&mut self, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
        self.is_over = ui.available_width() < theme::NARROW;
        if !self.is_open || self.is_over {
            return;
        }
        Panel::right("handbook")
            .frame(Frame::new().fill(palette.panel))
            .default_size(theme::HANDBOOK)
            .size_range(340.0..=720.0)
            .show(ui, |ui| self.ui(palette, ui, out));
    }

    /// Shows it over the page, if it is open and there is no room beside it.
    pub(super) fn over_ui(&mut self, palette: &Palette, ctx: &Context, out: &mut Vec<Message>) {
        if !self.is_over() {
            return;
        }
        let window = ctx.content_rect();
        let room = window
            .with_min_y(window.top() + theme::TOP_BAR)
            .with_max_y(window.bottom() - theme::STATUS_BAR);
        let width = theme::HANDBOOK.min(room.width() - theme::grid(12.0));
        let rect = room.with_min_x(room.right() - width);
        Area::new(Id::unique("handbook over"))
            .order(Order::Middle)
            .fixed_pos(rect.min)
            .constrain(false)
            .show(ctx, |ui| {
                // What lies under it gets no click.
                ui.interact(rect, ui.scope_id().with("ground"), Sense::CLICK | Sense::DRAG);
                let ground = Frame::new().fill(palette.panel).shadow(palette.shadow());
                ui.painter().add(ground.paint(rect));
                let line = Stroke::new(1.0, palette.hairline);
                ui.painter().vline(rect.left() + 0.5, rect.y_range(), line);
                ui.scope_builder(UiBuilder::new().max_rect(rect), |ui| {
                    ui.set_clip_rect(rect);
                    self.ui(palette, ui, out);
                });
            });
    }

    fn ui(&mut self, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
        let book = self.book.read(ui.ctx());
        let head = Margin { left: 18, right: 12, top: 8, bottom: 4 };
        Frame::new().inner_margin(head).show(ui, |ui| {
            let field = self.head_ui(palette, ui);
            self.found.follow(&book);
            self.field_keys(&field, ui);
            ui.add_space(theme::GRID);
            self.chapters_ui(&book, palette, ui);
            self.back_ui(&book, palette, ui);
        });
        let line = Stroke::new(1.0, palette.hairline);
        ui.painter().hline(ui.max_rect().x_range(), ui.cursor().top(), line);
        if self.found.is_shown() {
            if let Some(place) = self.found.ui(palette, ui) {
                self.go(place);
            }
        } else {
            self.chapter_ui(&book, palette, ui, out);
        }
    }

    fn go(&mut self, place: HandbookPlace) {
        self.found.fold();
        self.reading.go(place);
    }

    /// Its name, the field and the button that closes it.
    fn head_ui(&mut self, palette: &Palette, ui: &mut Ui) -> Response {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = theme::grid(2.0);
            let name = RichText::new(t!("handbook.name"));
            ui.label(name.font(theme::dialog_title()).color(palette.ink));
            let width = ui.available_width() - theme::CONTROL - theme::grid(7.0);
            let field = self.found.field_ui(palette, ui, width);
            if std::mem::take(&mut self.wants_focus) {
                field.request_focus();
            }
            let close = Action::Handbook.keys_text(ui.ctx()).unwrap_or_default();
            let close = format!("{}  {close}", t!("handbook.close"));
            if widgets::icon_button(ui, palette, Icon::Close, close.trim_end(), true).clicked() {
                self.close(ui.ctx());
            }
            field
        })
        .inner
    }

    /// What the keys do while the field has the focus.
    fn field_keys(&mut self, field: &Response, ui: &Ui) {
        let had_focus = std::mem::replace(&mut self.had_focus, field.has_focus() && self.is_open);
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        // The field itself lets go of the focus for these two.
        if had_focus && !field.has_focus() {
            if pressed(Key::Escape) {
                if self.found.leave() {
                    field.request_focus();
                } else {
                    self.close(ui.ctx());
                }
            } else if pressed(Key::Enter) {
                field.request_focus();
                if let Some(place) = self.found.chosen() {
                    self.go(place);
                }
            }
            return;
        }
        if !field.has_focus() {
            return;
        }
        if self.found.is_shown() {
            if pressed(Key::ArrowDown) {
                self.found.step(true);
            }
            if pressed(Key::ArrowUp) {
                self.found.step(false);
            }
            return;
        }
        for (key, by) in [
            (Key::ArrowDown, STEP),
            (Key::ArrowUp, -STEP),
            (Key::PageDown, LEAP),
            (Key::PageUp, -LEAP),
        ] {
            if pressed(key) {
                self.reading.by_keys += by;
            }
        }
    }

    /// The chapters' names, of which one is shown.
    fn chapters_ui(&mut self, book: &Handbook, palette: &Palette, ui: &mut Ui) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(0.0, 0.0);
            for (number, chapter) in book.chapters().iter().enumerate() {
                let chosen = number == self.reading.chapter && !self.found.is_shown();
                if chapter::tab_ui(ui, palette, &chapter.title, chosen).clicked() {
                    self.found.fold();
                    self.reading.way.clear();
                    self.reading.show(HandbookPlace { chapter: number, block: 0 });
                }
            }
        });
    }

    /// The way back to the chapter that one came from by a link.
    fn back_ui(&mut self, book: &Handbook, palette: &Palette, ui: &mut Ui) {
        let from = self.reading.way.last().filter(|_| !self.found.is_shown());
        let Some(from) = from.and_then(|&(chapter, _)| book.chapters().get(chapter)) else {
            return;
        };
        let text = t!("handbook.back", chapter = from.title);
        if widgets::text_button(ui, palette, &text, palette.second).clicked() {
            self.reading.go_back();
        }
    }

    fn chapter_ui(
        &mut self,
        book: &Handbook,
        palette: &Palette,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) {
        let reading = &mut self.reading;
        let Some(shown) = book.chapters().get(reading.chapter) else { return };
        let mut area = ScrollArea::vertical()
            .id_salt(("handbook chapter", reading.chapter))
            .auto_shrink([false, false])
            .content_margin(Margin { left: 18, right: 18, top: 10, bottom: 48 });
        if let Some(offset) = reading.wanted.take() {
            area = area.vertical_scroll_offset(offset);
        }
        let by = std::mem::take(&mut reading.by_keys);
        let target = reading.target.take();
        let output = area.show(ui, |ui| {
            if by != 0.0 {
                ui.scroll_with_delta(vec2(0.0, -by));
            }
            chapter::ui((shown, book), target, palette, ui)
        });
        reading.offset = output.state.clamped_offset().y;
        let Some(link) = output.inner else { return };
        match link.strip_prefix("command:") {
            Some(id) => out.extend(Action::of_id(id).map(Message::Act)),
            None => {
                if let Some(place) = book.place(&link) {
                    self.go(place);
                }
            }
        }
    }
}
