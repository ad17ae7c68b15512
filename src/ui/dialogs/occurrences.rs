//! Every place in the set at which a word stands, in its context, by article.

use eframe::egui::{Align, Align2, Color32, Context, Id, Layout, Rect, Ui, vec2};

use super::form::{self, Buttons, FormAnswer};
use crate::{
    corpus::Article,
    session::{Command, FindWord, Session, WordHits},
    t,
    text::{self, ByteOffset, ByteSpan},
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::{
            self,
            table::{
                DataTable, TableCell, TableColumn, TableGround, TableLook, TableMemory, TableRows,
            },
        },
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
    table: TableMemory,
}

impl Occurrences {
    pub(super) fn new(word: String) -> Self {
        Self { word, table: TableMemory::default() }
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
            && let Some((article, at)) =
                found.as_ref().and_then(|found| Places::of(found).get(self.table.row()))
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
        let places = Places::of(found);
        let lines = count + articles;
        #[expect(clippy::cast_precision_loss, reason = "as many rows as are shown")]
        let size = vec2(ui.available_width(), ROWS.min(lines as f32) * ROW);
        let look = TableLook {
            head: 0.0,
            row: ROW,
            group: ROW,
            ground: TableGround::Round,
            framed: false,
            click_opens: true,
            opens_beside: true,
            hears_always: true,
            ..TableLook::default()
        };
        let columns = [
            TableColumn::<()>::new("before", (size.x * MIDDLE).floor()),
            TableColumn::filling("after", 80.0),
        ];
        let mut rows = OccurrenceRows { session, places: &places, word: &self.word, palette };
        let table = DataTable {
            id: Id::unique(("occurrences", &self.word)),
            name: sum,
            look,
            columns: &columns,
            memory: &mut self.table,
            order: None,
            checks: None,
        };
        let layout = Layout::top_down(Align::Min);
        let shown =
            ui.allocate_ui_with_layout(size, layout, |ui| table.show(palette, ui, &mut rows));
        let events = shown.inner;
        if let Some((article, at)) = events.opened_beside.and_then(|row| places.get(row)) {
            return Some(Message::Beside(Box::new(self.place(article, at))));
        }
        let (article, at) = events.opened.and_then(|row| places.get(row))?;
        Some(self.place(article, at))
    }
}

/// The places of a word by their articles.
struct Places<'a> {
    found: &'a WordHits,
    /// How many places stand before those of each article.
    before: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(found: &'a WordHits) -> Self {
        let mut count = 0;
        let before = found.articles.iter().map(|one| {
            count += one.places.len();
            count - one.places.len()
        });
        Self { found, before: before.collect() }
    }

    fn get(&self, row: usize) -> Option<(&'a Article, ByteOffset)> {
        let article = self.before.partition_point(|&before| before <= row).checked_sub(1)?;
        let one = self.found.articles.get(article)?;
        let place = *one.places.get(row - self.before.get(article)?)?;
        let article: &Article = &one.article;
        Some((article, place))
    }
}

/// The rows as the table draws them.
struct OccurrenceRows<'a> {
    session: &'a Session,
    places: &'a Places<'a>,
    word: &'a str,
    palette: &'a Palette,
}

impl TableRows for OccurrenceRows<'_> {
    fn count(&self) -> usize {
        self.places.found.total
    }

    fn name(&self, row: usize) -> String {
        self.around(row).concat()
    }

    fn text(&self, row: usize, column: &str) -> String {
        let [before, word, after] = self.around(row);
        if column == "before" { before } else { word + &after }
    }

    fn copied(&self, row: usize, _: &[&str]) -> Vec<String> {
        let [before, word, after] = self.around(row);
        let title = self.places.get(row).map(|(article, _)| self.title(article));
        vec![title.unwrap_or_default(), before, word, after]
    }

    fn groups(&self) -> usize {
        self.places.before.len()
    }

    fn group_first(&self, group: usize) -> usize {
        self.places.before.get(group).copied().unwrap_or(0)
    }

    fn group_name(&self, group: usize) -> String {
        let Some(one) = self.places.found.articles.get(group) else { return String::new() };
        let times = t!("words.occurrences.times", count = one.places.len());
        format!("{} {times}", self.title(&one.article))
    }

    fn group_ui(&mut self, ui: &mut Ui, group: usize, rect: Rect) {
        let Some(one) = self.places.found.articles.get(group) else { return };
        let (palette, inner) = (self.palette, rect.shrink2(vec2(theme::grid(2.0), 0.0)));
        let times = t!("words.occurrences.times", count = one.places.len());
        let (at, align) = (inner.right_center(), Align2::RIGHT_CENTER);
        let number = ui.painter().text(at, align, times, theme::small(), palette.second);
        let title = inner.with_max_x(number.left() - 8.0);
        paint(ui, title, Align2::LEFT_CENTER, &self.title(&one.article), palette.ink);
        ui.painter().hline(inner.x_range(), inner.bottom() - 0.5, (1.0, palette.hairline));
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>) {
        let [before, word, after] = self.around(cell.row);
        let (rect, palette) = (cell.rect, self.palette);
        if cell.column == "before" {
            let left = rect.with_min_x(rect.left() + theme::grid(2.0));
            let before = fitting_end(ui, &before, left.width());
            paint(ui, left, Align2::RIGHT_CENTER, before, palette.second);
        } else {
            let word = paint(ui, rect, Align2::LEFT_CENTER, &word, palette.accent_ink);
            let right = rect.with_min_x(word.right()).with_max_x(rect.right() - theme::grid(2.0));
            paint(ui, right, Align2::LEFT_CENTER, &after, palette.second);
        }
    }
}

impl OccurrenceRows<'_> {
    /// What is read before the word, the word, and what is read behind it.
    fn around(&self, row: usize) -> [String; 3] {
        let Some((article, at)) = self.places.get(row) else { return <[String; 3]>::default() };
        let cuts = cuts(article.text.as_str(), at, self.word.len());
        let mut parts = self.session.read_parts(article, &cuts).into_iter();
        std::array::from_fn(|_| parts.next().unwrap_or_default())
    }

    fn title(&self, article: &Article) -> String {
        self.session.title_read(&article.path)
    }
}

fn paint(ui: &Ui, rect: Rect, align: Align2, text: &str, colour: Color32) -> Rect {
    widgets::paint_truncated(ui, rect, align, text, theme::body(), colour)
}

/// Where what is shown around the word on its line begins, where the word does, and where each ends.
fn cuts(text: &str, at: ByteOffset, length: usize) -> [ByteOffset; 4] {
    let at = at.to_usize();
    let before = text.get(..at).unwrap_or_default();
    let after = text.get(at + length..).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or_default();
    let after = after.split('\n').next().unwrap_or_default();
    let from = at - text::last_characters(before, CONTEXT).len();
    let to = at + length + text::first_characters(after, CONTEXT).len();
    [from, at, at + length, to].map(|byte| ByteOffset::from_usize(byte).unwrap_or_default())
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
        let around = |at, length| {
            let cuts = cuts(text, at, length).map(ByteOffset::to_usize);
            [&text[cuts[0]..cuts[1]], &text[cuts[1]..cuts[2]], &text[cuts[2]..cuts[3]]]
        };
        assert_eq!(around(at, "党建".len()), ["　　社区", "党建", "引领"]);
        let last = ByteOffset::from_usize(text.find("下").unwrap()).unwrap();
        assert_eq!(around(last, "下".len()), ["", "下", "一段"]);
    }
}
