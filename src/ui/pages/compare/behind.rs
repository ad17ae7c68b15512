//! The panel beside an analysis: the passages or places behind the number that is chosen.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use eframe::egui::{
    Align, Align2, Color32, Frame, Id, Label, Layout, Margin, Rect, RichText, Stroke, Ui, pos2,
    vec2,
};

use crate::{
    annotation::{Passage, PassageId},
    corpus::ArticlePath,
    session::{Command, QueryPlaces, Session},
    t,
    text::ByteSpan,
    ui::{
        message::Message,
        paragraphs::Paragraphs,
        passage_menu,
        quote::{Inks, QuoteStyle, SetQuote},
        theme::{self, Palette},
        widgets::{
            self, menu,
            table::{
                DataTable, TableCell, TableColumn, TableGround, TableLook, TableMemory, TableRow,
                TableRows,
            },
        },
    },
};

/// Height of a row: two lines of a quotation and space around them.
const ROW: f32 = 58.0;
/// Height of an article's name above its rows.
const GROUP: f32 = 30.0;
/// From the panel's edge to what is in it.
const PAD: f32 = 14.0;
/// Room for the number of the paragraph at the right.
const PARAGRAPH: f32 = 52.0;
/// So many quotations are kept set.
const KEPT: usize = 200;
/// Characters of the text around a place.
const AROUND: usize = 24;

/// One of the things that a number counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Counted {
    /// A passage.
    Passage(PassageId),
    /// A place in a text.
    Place(ArticlePath, ByteSpan),
}

impl Counted {
    /// What leads to it.
    fn leads(&self) -> Message {
        match self {
            Self::Passage(id) => Message::GoTo(*id),
            Self::Place(article, span) => Message::GoToText(article.clone(), *span),
        }
    }
}

/// What a number leads to.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Evidence {
    /// What the number is of: “人才 × 2017”.
    pub(super) title: String,
    /// Before the title.
    pub(super) colour: Option<Color32>,
    /// What else is to be said of it, a line.
    pub(super) facts: String,
    /// What it counts, in the order of the set.
    pub(super) counted: Vec<Counted>,
    /// The condition that lists the same passages on the page of excerpts.
    pub(super) condition: Option<String>,
    /// The query that lists the same places on the page of the search.
    pub(super) query: Option<String>,
}

/// What the panel shows and remembers.
#[derive(Default)]
pub(super) struct Behind {
    evidence: Evidence,
    rows: Vec<BehindRow>,
    /// Where each article's rows begin.
    groups: Vec<(ArticlePath, usize)>,
    table: TableMemory,
    /// The places that are looked for, to be listed under that title.
    awaited: Option<(String, QueryPlaces)>,
    quotes: BTreeMap<usize, Rc<SetQuote>>,
    quotes_for: Option<(u64, u64, u32)>,
    paragraphs: Paragraphs,
}

/// A row: what is counted, and its article.
#[derive(Clone, Debug, PartialEq)]
struct BehindRow {
    counted: Counted,
    article: ArticlePath,
}

impl Behind {
    /// Shows what another number leads to; the same evidence again changes nothing.
    pub(super) fn show(&mut self, session: &Session, evidence: Evidence) {
        if evidence.query.is_none() {
            self.awaited = None;
        }
        if evidence == self.evidence {
            return;
        }
        let same = evidence.counted == self.evidence.counted;
        self.evidence = evidence;
        if same {
            return;
        }
        self.quotes.clear();
        self.table.go_to_top();
        let annotations = session.annotations();
        let row = |counted: &Counted| {
            let article = match counted {
                Counted::Passage(id) => annotations.find(*id)?.0.clone(),
                Counted::Place(article, _) => article.clone(),
            };
            Some(BehindRow { counted: counted.clone(), article })
        };
        self.rows = self.evidence.counted.iter().filter_map(row).collect();
        self.groups.clear();
        for (at, row) in self.rows.iter().enumerate() {
            if self.groups.last().is_none_or(|(last, _)| *last != row.article) {
                self.groups.push((row.article.clone(), at));
            }
        }
    }

    /// Lists the places of a query as soon as they are known.
    pub(super) fn await_places(&mut self, title: String, places: QueryPlaces) {
        self.awaited = Some((title, places));
    }

    /// Asks for the places that are to be listed, and lists them once they are there.
    fn follow_places(&mut self, session: &Session, out: &mut Vec<Message>) {
        let (Some((title, wanted)), Some(scene)) = (&self.awaited, session.scene()) else { return };
        let inquiry = session.inquiry::<QueryPlaces>();
        let Some(found) = inquiry.and_then(|known| known.answer_to(wanted, scene)) else {
            let asked = inquiry.is_some_and(|known| known.asked() == Some(wanted));
            if !asked {
                out.push(Message::Do(Command::ask(wanted.clone())));
            }
            return;
        };
        let articles: BTreeSet<_> = found.places.iter().map(|(article, _)| article).collect();
        let facts = t!(
            "compare_page.behind.places",
            count = theme::grouped(found.count),
            articles = theme::grouped(articles.len())
        );
        let place =
            |(article, span): &(ArticlePath, ByteSpan)| Counted::Place(article.clone(), *span);
        let evidence = Evidence {
            title: title.clone(),
            colour: None,
            facts: facts.into_owned(),
            counted: found.places.iter().map(place).collect(),
            condition: None,
            query: Some(wanted.query.clone()),
        };
        self.show(session, evidence);
    }

    /// Shows nothing.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// What is shown, in a few words; empty where nothing is.
    pub(super) fn title(&self) -> &str {
        &self.evidence.title
    }

    /// How many there are.
    pub(super) fn count(&self) -> usize {
        self.rows.len()
    }

    /// Gives the rows the keyboard.
    pub(super) fn take_focus(&mut self) {
        self.table.take_focus();
    }

    /// The panel.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) {
        self.follow_places(session, out);
        if self.evidence.title.is_empty() {
            let margin = Margin::symmetric(18, 22);
            Frame::new().inner_margin(margin).show(ui, |ui| {
                let hint = RichText::new(t!("compare_page.behind.none")).color(palette.second);
                ui.add(Label::new(hint).wrap());
            });
            return;
        }
        Frame::new()
            .inner_margin(Margin { left: 14, right: 14, top: 14, bottom: 6 })
            .show(ui, |ui| self.head_ui(palette, ui));
        let foot = theme::CONTROL + theme::grid(5.0);
        let size = vec2(ui.available_width(), (ui.available_height() - foot).max(ROW));
        ui.allocate_ui_with_layout(size, Layout::top_down(Align::Min), |ui| {
            self.rows_ui(session, palette, ui, out);
        });
        let line = ui.cursor().top();
        ui.painter().hline(ui.max_rect().x_range(), line, Stroke::new(1.0, palette.hairline));
        Frame::new().inner_margin(Margin::symmetric(10, 8)).show(ui, |ui| {
            ui.horizontal(|ui| self.foot_ui(palette, ui, out));
        });
    }

    fn head_ui(&self, palette: &Palette, ui: &mut Ui) {
        ui.horizontal_top(|ui| {
            if let Some(colour) = self.evidence.colour {
                let (dot, _) =
                    ui.allocate_exact_size(vec2(12.0, 20.0), eframe::egui::Sense::hover());
                ui.painter().circle_filled(dot.center(), 4.5, colour);
            }
            let title = RichText::new(&self.evidence.title).color(palette.ink);
            ui.add(Label::new(title).wrap());
        });
        let facts = RichText::new(&self.evidence.facts).font(theme::small()).color(palette.second);
        ui.add(Label::new(facts).wrap());
    }

    fn foot_ui(&self, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
        if let Some(condition) = &self.evidence.condition
            && widgets::text_button(
                ui,
                palette,
                &t!("compare_page.behind.excerpts"),
                palette.accent_ink,
            )
            .clicked()
        {
            out.push(Message::AskExcerpts(condition.clone()));
        }
        if let Some(query) = &self.evidence.query
            && widgets::text_button(
                ui,
                palette,
                &t!("compare_page.behind.search"),
                palette.accent_ink,
            )
            .clicked()
        {
            out.push(Message::AskSearch(query.clone()));
        }
    }

    fn rows_ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) {
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "points")]
        let width = ui.available_width().max(0.0) as u32;
        let stamp = (session.set_revision(), session.annotations().revision(), width);
        if self.quotes_for != Some(stamp) || self.quotes.len() > KEPT {
            self.quotes.clear();
            self.quotes_for = Some(stamp);
        }
        let mut memory = std::mem::take(&mut self.table);
        let table = DataTable {
            id: Id::unique("behind a number"),
            name: t!(
                "compare_page.behind.name",
                title = self.evidence.title,
                count = self.rows.len()
            ),
            look: TableLook {
                head: 0.0,
                row: ROW,
                group: GROUP,
                pad: PAD,
                ground: TableGround::Round,
                framed: false,
                ..TableLook::default()
            },
            columns: &[TableColumn::<()>::filling("text", 160.0)],
            memory: &mut memory,
            order: None,
            checks: None,
        };
        let mut rows = BehindRows { session, palette, behind: self, out: &mut *out };
        let events = table.show(palette, ui, &mut rows);
        self.table = memory;
        if let Some(row) = events.opened.or(events.double_clicked)
            && let Some(row) = self.rows.get(row)
        {
            out.push(row.counted.leads());
        } else if let Some(row) = events.opened_beside.and_then(|row| self.rows.get(row)) {
            out.push(Message::Beside(Box::new(row.counted.leads())));
        }
    }
}

/// The rows as the table draws them.
struct BehindRows<'a> {
    session: &'a Session,
    palette: &'a Palette,
    behind: &'a mut Behind,
    out: &'a mut Vec<Message>,
}

impl BehindRows<'_> {
    /// The words of a row with a little of what stands around a place.
    fn words(&self, row: &BehindRow) -> (String, String, String) {
        match &row.counted {
            Counted::Passage(id) => {
                let found = self.session.annotations().find(*id);
                let text = found.map(|(path, _, passage)| self.session.quoted(path, passage));
                (String::new(), text.unwrap_or_default(), String::new())
            }
            Counted::Place(path, span) => self.around(path, *span).unwrap_or_default(),
        }
    }

    fn around(&self, path: &ArticlePath, span: ByteSpan) -> Option<(String, String, String)> {
        let article = self.session.corpus()?.article(path)?;
        let content = article.text.as_str();
        let (start, end) = (span.start().to_usize(), span.end().to_usize());
        let before = crate::text::last_characters(content.get(..start)?, AROUND);
        let after = crate::text::first_characters(content.get(end..)?, AROUND);
        let offset = crate::text::ByteOffset::from_usize;
        let from = offset(start - before.len())?;
        let to = offset(end + after.len())?;
        let mut parts =
            self.session.read_parts(article, &[from, span.start(), span.end(), to]).into_iter();
        let (before, hit, after) = (parts.next()?, parts.next()?, parts.next()?);
        Some((before.trim_start().to_owned(), hit, after.trim_end().to_owned()))
    }

    fn passage(&self, row: &BehindRow) -> Option<(&ArticlePath, &Passage)> {
        let Counted::Passage(id) = row.counted else { return None };
        let (path, _, passage) = self.session.annotations().find(id)?;
        Some((path, passage))
    }
}

impl TableRows for BehindRows<'_> {
    fn count(&self) -> usize {
        self.behind.rows.len()
    }

    fn name(&self, row: usize) -> String {
        let Some(row) = self.behind.rows.get(row) else { return String::new() };
        let (before, words, after) = self.words(row);
        let title = self.session.title_read(&row.article);
        t!("compare_page.behind.row", text = format!("{before}{words}{after}"), title = title)
            .into_owned()
    }

    fn text(&self, row: usize, _: &str) -> String {
        let Some(row) = self.behind.rows.get(row) else { return String::new() };
        let (before, words, after) = self.words(row);
        format!("{before}{words}{after}")
    }

    fn groups(&self) -> usize {
        self.behind.groups.len()
    }

    fn group_first(&self, group: usize) -> usize {
        self.behind.groups.get(group).map_or(0, |(_, first)| *first)
    }

    fn group_name(&self, group: usize) -> String {
        let article = self.behind.groups.get(group);
        article.map(|(article, _)| self.session.title_read(article)).unwrap_or_default()
    }

    fn group_ui(&mut self, ui: &mut Ui, group: usize, rect: Rect) {
        let Some((article, _)) = self.behind.groups.get(group) else { return };
        let place = rect.shrink2(vec2(PAD, 0.0));
        let font = theme::small_content();
        let corpus = self.session.corpus();
        let header = corpus.and_then(|c| c.article(article).map(|article| c.header(article)));
        let year = header.and_then(|header| header.year).map(|year| year.to_string());
        let right = ui.painter().text(
            place.right_center(),
            Align2::RIGHT_CENTER,
            year.unwrap_or_default(),
            font.clone(),
            self.palette.second,
        );
        let room = place.with_max_x(right.left() - theme::grid(2.0));
        let title = self.session.title_read(article);
        let ink = self.palette.second;
        widgets::paint_truncated(ui, room, Align2::LEFT_CENTER, &title, font, ink);
    }

    fn row_ui(&mut self, _: &mut Ui, row: &TableRow<'_>) {
        let Some(BehindRow { counted, .. }) = self.behind.rows.get(row.row) else { return };
        row.context_menu(theme::MENU_WIDE, |ui| match counted {
            Counted::Passage(id) => {
                passage_menu::ui(self.session, self.palette, *id, false, ui, self.out);
            }
            Counted::Place(..) => {
                if menu::entry(ui, t!("themes.card.go_to").as_ref(), true) {
                    self.out.push(counted.leads());
                }
                if menu::entry(ui, t!("beside.open").as_ref(), true) {
                    self.out.push(Message::Beside(Box::new(counted.leads())));
                }
            }
        });
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>) {
        let place = cell.inner(PAD);
        let Some(row) = self.behind.rows.get(cell.row).cloned() else { return };
        let paragraph = self.passage(&row).map(|(path, passage)| (path.clone(), passage.clone()));
        let number = paragraph.and_then(|(path, passage)| {
            self.behind.paragraphs.number(self.session, &path, &passage)
        });
        let ink = self.palette.second;
        if let Some(number) = number {
            let text = t!("compare_page.behind.paragraph", number = number);
            let at = pos2(place.right(), place.top() + 16.0);
            ui.painter().text(at, Align2::RIGHT_CENTER, text, theme::small(), ink);
        }
        let room = if number.is_some() { PARAGRAPH } else { 0.0 };
        let style = QuoteStyle {
            font: theme::excerpt(),
            line_height: theme::EXCERPT_LINE,
            width: (place.width() - room).floor().max(60.0),
            justify: false,
            rows: 2,
            full_width: false,
        };
        let quote = match self.behind.quotes.get(&cell.row) {
            Some(quote) => Rc::clone(quote),
            None => {
                let (before, words, after) = self.words(&row);
                let inks = Inks { quote: self.palette.ink, around: self.palette.second };
                let text = (before.as_str(), words.as_str(), after.as_str());
                let quote = ui.fonts_mut(|fonts| SetQuote::set_within(text, &style, inks, fonts));
                let quote = Rc::new(quote);
                self.behind.quotes.insert(cell.row, Rc::clone(&quote));
                quote
            }
        };
        let top = place.center().y - quote.height() / 2.0;
        quote.paint(ui.painter(), pos2(place.left(), top), self.palette.ink);
    }
}
