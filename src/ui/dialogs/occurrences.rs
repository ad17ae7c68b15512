//! Every place in the set at which a word stands, in its context, by article.

use eframe::egui::{
    Align2, Color32, Context, CornerRadius, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui,
    WidgetInfo, vec2,
};
use rust_i18n::t;

use super::form::{self, Buttons, FormAnswer};
use crate::{
    corpus::Article,
    session::{Command, FindWord, Session, WordHits, describe},
    text::{self, ByteOffset, ByteSpan},
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// Width of the dialog.
const WIDTH: f32 = 860.0;
/// Height of a row.
const ROW: f32 = 30.0;
/// Rows that are seen at once.
const ROWS: f32 = 15.0;
/// Characters of context on either side; more than there is room for.
const CONTEXT: usize = 32;
/// Where in a row the word begins, as a part of its width.
const MIDDLE: f32 = 0.42;

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct Occurrences {
    word: String,
    /// The row that the keys act on.
    chosen: usize,
    reveal: bool,
}

/// One row.
#[derive(Clone, Copy)]
enum Row<'a> {
    Article(&'a Article, usize),
    Place(&'a Article, ByteOffset),
}

impl Occurrences {
    pub(super) fn new(word: String) -> Self {
        Self { word, chosen: 1, reveal: false }
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let found = session.occurrences(&self.word).cloned();
        let title = t!("words.occurrences.title", word = self.word);
        let mut gone_to = None;
        let answer = form::card(
            ctx,
            palette,
            &title,
            WIDTH,
            |ui| match &found {
                None => {
                    // The set changed meanwhile, or it was never looked for.
                    out.push(Message::Do(Command::ask(FindWord { word: self.word.clone() })));
                    form::hint(ui, palette, &t!("words.occurrences.looking"));
                    ui.ctx().request_repaint_after(std::time::Duration::from_millis(100));
                    false
                }
                Some(found) => {
                    gone_to = self.list_ui(session, found, palette, ui);
                    found.total > 0
                }
            },
            |ui, any| {
                let buttons = Buttons {
                    confirm: t!("words.occurrences.go"),
                    enabled: any,
                    cancel: Some(t!("dialogs.close")),
                    aside: None,
                };
                buttons.ui(ui, palette)
            },
        );
        if answer == Some(FormAnswer::Confirm)
            && let Some(Row::Place(article, at)) = found.as_ref().and_then(|f| row(f, self.chosen))
        {
            gone_to = Some(self.place(article, at));
        }
        let leaves = gone_to.is_some() || answer != Some(FormAnswer::None);
        out.extend(gone_to);
        !leaves
    }

    /// What goes to a place and selects the word there.
    fn place(&self, article: &Article, at: ByteOffset) -> Message {
        let length = u32::try_from(self.word.len()).unwrap_or(0);
        let end = ByteOffset::new(at.get().saturating_add(length));
        Message::GoToText(article.path.clone(), ByteSpan::between(at, end))
    }

    fn list_ui(
        &mut self,
        session: &Session,
        found: &WordHits,
        palette: &Palette,
        ui: &mut Ui,
    ) -> Option<Message> {
        let (count, articles) = (found.total, found.articles.len());
        let sum = t!("words.occurrences.sum", count = count, articles = articles);
        form::hint(ui, palette, &sum);
        let rows = count + articles;
        self.keys(ui, found, rows);
        let mut gone_to = None;
        let mut area = ScrollArea::vertical()
            .id_salt(&self.word)
            .max_height(ROWS * ROW)
            .min_scrolled_height(ROWS * ROW)
            .auto_shrink([false, true]);
        if std::mem::take(&mut self.reveal) {
            #[expect(clippy::cast_precision_loss, reason = "of rows on a screen")]
            let offset = (self.chosen as f32 - ROWS / 2.0).max(0.0) * ROW;
            area = area.vertical_scroll_offset(offset);
        }
        ui.spacing_mut().item_spacing.y = 0.0;
        area.show_rows(ui, ROW, rows, |ui, range| {
            for at in range {
                match row(found, at) {
                    Some(Row::Article(article, count)) => {
                        heading_ui(session, article, count, palette, ui);
                    }
                    Some(Row::Place(article, place))
                        if self.place_ui(article, place, at == self.chosen, palette, ui) =>
                    {
                        gone_to = Some(self.place(article, place));
                    }
                    Some(Row::Place(..)) | None => {}
                }
            }
        });
        gone_to
    }

    /// Arrows move the chosen row, past the articles' names.
    fn keys(&mut self, ui: &Ui, found: &WordHits, rows: usize) {
        let steps =
            [(Key::ArrowDown, 1), (Key::ArrowUp, -1), (Key::PageDown, 12), (Key::PageUp, -12)];
        for (key, step) in steps {
            for _ in 0..ui.input_mut(|input| input.count_and_consume_key(Modifiers::NONE, key)) {
                let direction: isize = if step > 0 { 1 } else { -1 };
                let last = rows.saturating_sub(1);
                let mut at = self.chosen.saturating_add_signed(step).clamp(1, last.max(1));
                while matches!(row(found, at), Some(Row::Article(..))) && at > 1 && at < last {
                    at = at.saturating_add_signed(direction);
                }
                self.chosen = at;
                self.reveal = true;
            }
        }
    }

    /// One place in its context; whether it was clicked.
    fn place_ui(
        &self,
        article: &Article,
        at: ByteOffset,
        chosen: bool,
        palette: &Palette,
        ui: &mut Ui,
    ) -> bool {
        let (rect, response) =
            ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
        let (before, after) = context(article.text.as_str(), at, self.word.len());
        response.widget_info(|| {
            let text = format!("{before}{}{after}", self.word);
            WidgetInfo::selected(Role::Button, true, chosen, text)
        });
        if chosen || response.hovered() {
            ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.hover);
        }
        let inner = rect.shrink2(vec2(theme::grid(2.0), 0.0));
        let middle = inner.left() + inner.width() * MIDDLE;
        let left = inner.with_max_x(middle);
        let before = fitting_end(ui, before, left.width());
        paint(ui, left, Align2::RIGHT_CENTER, before, palette.second);
        let word = inner.with_min_x(middle);
        let word = paint(ui, word, Align2::LEFT_CENTER, &self.word, palette.accent);
        let right = inner.with_min_x(word.right());
        paint(ui, right, Align2::LEFT_CENTER, after, palette.second);
        response.clicked()
    }
}

fn heading_ui(session: &Session, article: &Article, count: usize, palette: &Palette, ui: &mut Ui) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    let title = session
        .corpus()
        .map(|corpus| describe::shown(&corpus.header(article).title))
        .unwrap_or_default();
    let count = t!("words.occurrences.times", count = count);
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{title} {count}")));
    let inner = rect.shrink2(vec2(theme::grid(2.0), 0.0));
    let number = ui.painter().text(
        inner.right_center(),
        Align2::RIGHT_CENTER,
        count,
        theme::small(),
        palette.second,
    );
    paint(ui, inner.with_max_x(number.left() - 8.0), Align2::LEFT_CENTER, &title, palette.ink);
    let line = inner.bottom() - 0.5;
    ui.painter().hline(inner.x_range(), line, (1.0, palette.hairline));
}

fn paint(ui: &Ui, rect: Rect, align: Align2, text: &str, colour: Color32) -> Rect {
    widgets::paint_truncated(ui, rect, align, text, theme::body(), colour)
}

/// Row `at` of all, where each article's name stands before its places.
fn row(found: &WordHits, at: usize) -> Option<Row<'_>> {
    let mut left = at;
    for one in &found.articles {
        if left == 0 {
            return Some(Row::Article(&one.article, one.places.len()));
        }
        if let Some(&place) = one.places.get(left - 1) {
            return Some(Row::Place(&one.article, place));
        }
        left -= 1 + one.places.len();
    }
    None
}

/// What stands before and behind the word on its line.
fn context(text: &str, at: ByteOffset, length: usize) -> (&str, &str) {
    let at = at.to_usize();
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + length..).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = after.split('\n').next().unwrap_or_default();
    (text::last_characters(before, CONTEXT).trim_start(), text::first_characters(after, CONTEXT))
}

/// As much of the end of `text` as fits: what is cut off is what is farthest from the word.
fn fitting_end<'a>(ui: &Ui, text: &'a str, width: f32) -> &'a str {
    let font = theme::body();
    let mut room = width;
    let fits = ui.fonts_mut(|fonts| {
        let fitting = text.char_indices().rev().take_while(|&(_, c)| {
            room -= fonts.glyph_width(&font, c);
            room >= 0.0
        });
        fitting.last().map_or(text.len(), |(at, _)| at)
    });
    text.get(text::ceil_character(text, fits)..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_context_ends_with_the_line() {
        let text = "标题\n　　社区党建引领\n下一段";
        let at = text.find("党建").unwrap();
        let at = ByteOffset::from_usize(at).unwrap();
        assert_eq!(context(text, at, "党建".len()), ("社区", "引领"));
        let last = ByteOffset::from_usize(text.find("下").unwrap()).unwrap();
        assert_eq!(context(text, last, "下".len()), ("", "一段"));
    }
}
