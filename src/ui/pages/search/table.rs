//! The rows: each hit in the middle, what stands left and right of it beside it.

use eframe::egui::{
    Align, Align2, Color32, FontId, Id, Rect, RichText, TextFormat, Ui, UiBuilder, pos2,
    text::{LayoutJob, TextWrapping},
};

use super::{
    SearchPage,
    coding::Coding,
    rows::{ShownHit, ShownHits},
};
use crate::{
    search,
    session::{HitOrder, Session},
    t,
    text::{ByteOffset, ByteSpan},
    ui::{
        dialogs::Dialog,
        message::Message,
        theme::{self, Palette},
        widgets::{
            self, menu,
            table::{
                DataTable, TableCell, TableChecks, TableColumn, TableLook, TableRow, TableRows,
            },
        },
    },
};

/// Height of a row.
pub(super) const ROW: f32 = 34.0;
/// Height of the header.
const HEAD: f32 = 32.0;
const PAD: f32 = 10.0;
const CHECK: f32 = 38.0;
/// From where a hit begins to where the head of what stands right of it does.
const HIT: f32 = 54.0;
/// Characters of context that are looked at, more than there is room for.
const CONTEXT: usize = 64;
/// Dots of themes in a row.
const DOTS: usize = 3;

/// The columns in a table of `width`.
fn columns(width: f32, checks: bool) -> Vec<TableColumn<HitOrder>> {
    let check = if checks { CHECK } else { 0.0 };
    let (title, year) = ((width * 0.17).clamp(92.0, 200.0), 104.0);
    let left = (width - check - title - year) * 0.44;
    // One column shows the hit and what stands right of it; each has a head of its own.
    let hit = TableColumn::filling("hit", 140.0)
        .head_at(t!("search.column.hit"), None, Align::Min, -PAD)
        .head_at(t!("search.column.right"), Some(HitOrder::Right), Align::Min, HIT);
    let mut columns = vec![
        TableColumn::new("article", title).head(t!("search.column.article"), Some(HitOrder::Place)),
        TableColumn::new("left", left).head_at(
            t!("search.column.left"),
            Some(HitOrder::Left),
            Align::Max,
            0.0,
        ),
        hit,
        TableColumn::new("year", year).head(t!("search.column.year"), Some(HitOrder::Year)),
    ];
    if checks {
        columns.insert(0, TableColumn::checks(CHECK));
    }
    columns
}

/// The table, as large as there is room.
pub(super) fn ui(
    session: &Session,
    state: &mut SearchPage,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let hits = ShownHits::of(state, session);
    let frame = ui.available_rect_before_wrap();
    let columns = columns(frame.width(), state.coding.is_some());
    let checks = state.coding.as_ref().map(|coding| {
        let checks = TableChecks { checked: coding.count(), of: coding.total() };
        (checks, t!("search.coding.all"))
    });
    let mut rows = HitRows {
        session,
        palette,
        hits: &hits,
        coding: state.coding.as_ref(),
        opened: None,
        beside: false,
        out: &mut *out,
    };
    state.table.of(hits.stamp());
    let table = DataTable {
        id: Id::unique("search-rows"),
        name: t!("search.table", count = theme::grouped(hits.len())),
        look: TableLook {
            head: HEAD,
            row: ROW,
            pad: PAD,
            click_opens: true,
            opens_beside: true,
            ..TableLook::default()
        },
        columns: &columns,
        memory: &mut state.table,
        // What may be coded stands in the order of the set.
        order: state.coding.is_none().then_some(&mut state.order),
        checks,
    };
    let events = table.show(palette, ui, &mut rows);
    let beside = rows.beside || events.opened_beside.is_some();
    let opened = rows.opened.or(events.opened).or(events.opened_beside);
    if let Some(coding) = &mut state.coding {
        if let Some((rows, on)) = events.check {
            coding.take(&rows, on);
        }
        if events.check_all {
            coding.toggle_all();
        }
    }
    if hits.len() == 0 {
        nothing_ui(session, state, palette, frame.with_min_y(frame.top() + HEAD), ui);
    } else if let Some(row) = opened {
        state.go_to(session, (row, beside), out);
    }
}

/// The rows as the table draws them.
struct HitRows<'a> {
    session: &'a Session,
    palette: &'a Palette,
    hits: &'a ShownHits,
    coding: Option<&'a Coding>,
    /// The row that its menu opens.
    opened: Option<usize>,
    /// Whether beside the text that is read.
    beside: bool,
    out: &'a mut Vec<Message>,
}

/// A hit and its surroundings as they are read, on one line.
struct HitLine {
    /// What stands left of it, and what of that belongs to the unit that would be coded.
    outside_before: String,
    inside_before: String,
    hit: String,
    inside_after: String,
    outside_after: String,
}

impl HitLine {
    fn of(session: &Session, row: &ShownHit<'_>) -> Self {
        let article = &row.found.article;
        let text = article.text.as_str();
        let (start, end) = (row.hit.start(), row.hit.end());
        let length = |text: &str| u32::try_from(text.len()).unwrap_or_default();
        let from = start.get() - length(search::left_context(text, row.hit, CONTEXT));
        let to = end.get() + length(search::right_context(text, row.hit, CONTEXT));
        let (from, to) = (ByteOffset::new(from), ByteOffset::new(to));
        let unit = unit(row);
        let inside = (unit.start().clamp(from, start), unit.end().clamp(end, to));
        let cuts = [from, inside.0, start, end, inside.1, to];
        let mut parts = session.read_parts(article, &cuts).into_iter();
        let mut next = || parts.next().unwrap_or_default();
        let mut line = Self {
            outside_before: next(),
            inside_before: next(),
            hit: next(),
            inside_after: next(),
            outside_after: next(),
        };
        // Who looks for `##` finds what no page shows.
        if line.hit.is_empty() {
            line.hit = search::on_one_line(text.get(row.hit.range()).unwrap_or_default());
        }
        line
    }

    fn before(&self) -> String {
        format!("{}{}", self.outside_before, self.inside_before)
    }

    fn after(&self) -> String {
        format!("{}{}", self.inside_after, self.outside_after)
    }
}

impl TableRows for HitRows<'_> {
    fn count(&self) -> usize {
        self.hits.len()
    }

    fn name(&self, row: usize) -> String {
        let Some(row) = self.hits.get(row) else { return String::new() };
        let line = HitLine::of(self.session, &row);
        let text = format!("{}{}{}", line.before(), line.hit, line.after());
        let title = self.session.name_read(&row.found.title);
        // The hit first: who listens to the list need not wait for it.
        t!("search.row", hit = line.hit, text = text, title = title).into_owned()
    }

    fn text(&self, row: usize, column: &str) -> String {
        let Some(row) = self.hits.get(row) else { return String::new() };
        let line = HitLine::of(self.session, &row);
        match column {
            "article" => self.session.name_read(&row.found.title),
            "left" => line.before(),
            "hit" => format!("{}{}", line.hit, line.after()),
            _ => row.found.year.map(|year| year.to_string()).unwrap_or_default(),
        }
    }

    fn copied(&self, row: usize, _: &[&str]) -> Vec<String> {
        let Some(row) = self.hits.get(row) else { return Vec::new() };
        let line = HitLine::of(self.session, &row);
        let year = row.found.year.map(|year| year.to_string()).unwrap_or_default();
        let title = self.session.name_read(&row.found.title);
        vec![title, line.before(), line.hit.clone(), line.after(), year]
    }

    fn row_ui(&mut self, _: &mut Ui, row: &TableRow<'_>) {
        let Some(hit) = self.hits.get(row.row) else { return };
        row.context_menu(theme::MENU_WIDTH, |ui| {
            if menu::entry(ui, t!("themes.card.go_to").as_ref(), true) {
                self.opened = Some(row.row);
            }
            if menu::entry(ui, t!("beside.open").as_ref(), true) {
                (self.opened, self.beside) = (Some(row.row), true);
            }
            if menu::entry(ui, t!("menu.copy_line").as_ref(), true) {
                let line = HitLine::of(self.session, &hit);
                let line = format!("{}{}{}", line.before(), line.hit, line.after());
                let title = self.session.name_read(&hit.found.title);
                let cited = match hit.found.year {
                    Some(year) => t!("menu.cited_year", text = line, title = title, year = year),
                    None => t!("menu.cited", text = line, title = title),
                };
                self.out.push(Message::CopyText(cited.into_owned()));
            }
            if menu::entry(ui, t!("library.correct").as_ref(), true) {
                let path = hit.found.article.path.clone();
                self.out.push(Message::Open(Dialog::article(path)));
            }
        });
    }

    fn find_text(&self, row: usize) -> String {
        self.hits.get(row).map(|row| row.found.title.clone()).unwrap_or_default()
    }

    fn checked(&self, row: usize) -> Option<bool> {
        self.coding.map(|coding| coding.is_taken(row))
    }

    fn check_name(&self, row: usize) -> String {
        t!("search.coding.take", number = row + 1).into_owned()
    }

    fn cell_ui(&mut self, ui: &mut Ui, cell: &TableCell<'_>) {
        let Some(row) = self.hits.get(cell.row) else { return };
        match cell.column {
            "article" => {
                let name = self.session.name_read(&row.found.title);
                let (left, small) = (Align2::LEFT_CENTER, theme::small_content());
                let second = self.palette.second;
                widgets::paint_truncated(ui, cell.inner(PAD), left, &name, small, second);
            }
            "left" => self.paint_left(ui, &row, cell.rect),
            "hit" => self.paint_right(ui, &row, cell.rect),
            _ => self.paint_year(ui, &row, cell.inner(PAD)),
        }
    }
}

impl HitRows<'_> {
    /// The colour of what belongs to the row; what would not be coded is paler.
    fn ink(&self, row: &ShownHit<'_>) -> Color32 {
        if row.already { self.palette.second } else { self.palette.ink }
    }

    /// What stands left of the hit: what is cut off is what is farthest from it.
    fn paint_left(&self, ui: &Ui, row: &ShownHit<'_>, rect: Rect) {
        let line = HitLine::of(self.session, row);
        let place = rect.with_min_x(rect.left() + PAD).with_max_x(rect.right() - 3.0);
        let font = theme::excerpt();
        let mut room = place.width();
        let inside = fitting_end(ui, &font, &line.inside_before, &mut room);
        let outside = fitting_end(ui, &font, &line.outside_before, &mut room);
        let parts = [(outside, self.palette.second), (inside, self.ink(row))];
        paint_parts(ui, place, Align2::RIGHT_CENTER, &font, &parts);
    }

    /// The hit, which may be long, and what stands right of it.
    fn paint_right(&self, ui: &Ui, row: &ShownHit<'_>, rect: Rect) {
        let line = HitLine::of(self.session, row);
        let (font, left) = (theme::excerpt(), Align2::LEFT_CENTER);
        let most = rect.with_max_x(rect.left() + rect.width() * 0.72);
        let accent = self.palette.accent_ink;
        let hit = widgets::paint_truncated(ui, most, left, &line.hit, font.clone(), accent);
        let place = rect.with_min_x(hit.right() + 3.0).with_max_x(rect.right() - PAD);
        let parts = [
            (line.inside_after.as_str(), self.ink(row)),
            (line.outside_after.as_str(), self.palette.second),
        ];
        paint_parts(ui, place, left, &font, &parts);
    }

    /// The year, and a dot for each theme that the hit bears.
    fn paint_year(&self, ui: &Ui, row: &ShownHit<'_>, place: Rect) {
        let palette = self.palette;
        let year = row.found.year.map_or_else(|| "—".to_owned(), |year| year.to_string());
        let left = Align2::LEFT_CENTER;
        let painted =
            widgets::paint_truncated(ui, place, left, &year, theme::small(), palette.second);
        let Some(chars) = row.found.article.text.char_span(row.hit) else { return };
        let mut dots: Vec<Color32> = Vec::new();
        for (_, layer) in self.session.annotations().layers(&row.found.article.path) {
            let passages = layer.passages.iter();
            for passage in passages.filter(|p| p.fragments.iter().any(|f| f.overlaps(chars))) {
                for &theme in &passage.themes {
                    let theme = self.session.codebook().get(theme);
                    let colour = theme.map_or(palette.faint, |theme| palette.theme(theme.colour));
                    if !dots.contains(&colour) {
                        dots.push(colour);
                    }
                }
            }
        }
        let mut x = painted.right() + theme::grid(2.0);
        for dot in dots.into_iter().take(DOTS) {
            ui.painter().circle_filled(pos2(x + 3.5, place.center().y), 3.5, dot);
            x += 9.0;
        }
    }
}

/// What of the text belongs to the row: the unit that would be coded, else all of it.
fn unit(row: &ShownHit<'_>) -> ByteSpan {
    let all = ByteSpan::between(ByteOffset::default(), row.found.article.text.byte_len());
    row.unit.unwrap_or(all)
}

/// As much of the end of `text` as fits into `room`, which it takes.
fn fitting_end<'a>(ui: &Ui, font: &FontId, text: &'a str, room: &mut f32) -> &'a str {
    let start = ui.fonts_mut(|fonts| {
        let fitting = text.char_indices().rev().take_while(|&(_, c)| {
            *room -= fonts.glyph_width(font, c);
            *room >= 0.0
        });
        fitting.last().map_or(text.len(), |(at, _)| at)
    });
    text.get(crate::text::ceil_character(text, start)..).unwrap_or_default()
}

/// Parts of one line in their colours, cut with `…` where they do not fit.
fn paint_parts(ui: &Ui, place: Rect, align: Align2, font: &FontId, parts: &[(&str, Color32)]) {
    let mut job =
        LayoutJob { wrap: TextWrapping::truncate_at_width(place.width()), ..LayoutJob::default() };
    for &(text, colour) in parts {
        job.append(text, 0.0, TextFormat::simple(font.clone(), colour));
    }
    let galley = ui.painter().layout_job(job);
    let at = align.align_size_within_rect(galley.size(), place);
    ui.painter().galley(at.min, galley, parts.first().map_or(Color32::PLACEHOLDER, |p| p.1));
}

/// Nothing to show: why.
fn nothing_ui(session: &Session, state: &SearchPage, palette: &Palette, body: Rect, ui: &mut Ui) {
    let proposed = state.coding.is_none() || session.proposals().is_some();
    if session.is_searching() || !proposed || state.typed.is_some() {
        return;
    }
    let failed = session.search_error().is_some() && state.coding.is_none();
    let mut child = ui.new_child(UiBuilder::new().max_rect(body));
    child.vertical_centered(|ui| {
        ui.add_space((body.height() * 0.3).max(theme::grid(4.0)));
        let text = match (failed, session.search_stopped()) {
            (true, _) => t!("search.wrong"),
            (false, true) => t!("search.stopped"),
            (false, false) => t!("search.nothing"),
        };
        ui.label(RichText::new(text).color(palette.second));
    });
}
