//! One row of the table: a passage, with as much of the text around it as is wanted.

use eframe::egui::{
    Align2, Color32, Rect, Response, Role, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};
use rust_i18n::t;

use super::{
    ExcerptsPage,
    query::{Row, title_and_year},
    table::{Columns, cell, id},
};
use crate::{
    annotation::{AnchorStatus, Passage, PassageId},
    corpus::ArticlePath,
    session::Session,
    text::{self, ByteOffset, ByteSpan},
    ui::{
        example_menu,
        message::Message,
        quote::{Inks, QuoteStyle, SetQuote},
        theme::{self, Palette},
        widgets::{self, chip, icon::Icon, theme_names},
    },
};

/// Characters on either side where the text around is counted in characters.
const CHARS: usize = 32;
/// More of a paragraph before the passage is cut, so that the passage itself is seen.
const BEFORE: usize = 90;
/// More behind it would not be seen anyway.
const AFTER: usize = 400;

/// How much of the text around a passage is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Around {
    #[default]
    None,
    /// Some characters on either side.
    Chars,
    /// Whole sentences.
    Sentence,
    /// Whole paragraphs.
    Paragraph,
}

impl Around {
    pub(super) const ALL: [Self; 4] = [Self::None, Self::Chars, Self::Sentence, Self::Paragraph];

    /// Its word in a saved query.
    pub(super) fn option(self) -> &'static str {
        match self {
            Self::None => "context:none",
            Self::Chars => "context:chars",
            Self::Sentence => "context:sentence",
            Self::Paragraph => "context:paragraph",
        }
    }

    /// Lines of text in a row.
    fn lines(self) -> usize {
        match self {
            Self::None => 2,
            Self::Chars | Self::Sentence => 4,
            Self::Paragraph => 7,
        }
    }

    /// Height of a row: the lines, the source, and space around them.
    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
    pub(super) fn height(self) -> f32 {
        32.0 + self.lines() as f32 * theme::EXCERPT_LINE
    }

    /// What stands before and after `passage` in its article.
    pub(super) fn text(
        self,
        session: &Session,
        path: &ArticlePath,
        passage: &Passage,
    ) -> Option<(String, String)> {
        if self == Self::None {
            return None;
        }
        let article = session.corpus()?.article(path)?;
        let placed = session.placed(passage)?;
        let content = article.text.as_str();
        let start = article.text.byte_of(placed.first()?.start())?;
        let end = article.text.byte_of(placed.last()?.end())?;
        let whole = |at: ByteOffset| -> Option<ByteSpan> {
            match self {
                Self::Sentence => text::sentence_at(content, at),
                _ => Some(text::paragraph_at(content, at)),
            }
        };
        let (from, to) = match self {
            Self::None | Self::Chars => (0, content.len()),
            _ => {
                let last = content.get(..end.to_usize())?.char_indices().next_back()?.0;
                let last = ByteOffset::from_usize(last)?;
                let (first, last) = (whole(start), whole(last));
                (
                    first.map_or(start, ByteSpan::start).min(start).to_usize(),
                    last.map_or(end, ByteSpan::end).max(end).to_usize(),
                )
            }
        };
        let before = content.get(from..start.to_usize())?;
        let after = content.get(end.to_usize()..to)?;
        let (most_before, most_after) =
            if self == Self::Chars { (CHARS, CHARS) } else { (BEFORE, AFTER) };
        let shown = text::last_characters(before, most_before);
        let cut_off = shown.len() < before.len() || self == Self::Chars && !shown.is_empty();
        let mark = if cut_off { "…" } else { "" };
        let tail = text::first_characters(after, most_after);
        let more = tail.len() < after.len();
        let end_mark = if more { "…" } else { "" };
        Some((format!("{mark}{}", shown.trim_start()), format!("{}{end_mark}", tail.trim_end())))
    }
}

/// One row in its place.
pub(super) struct Shown<'a> {
    pub(super) session: &'a Session,
    pub(super) palette: &'a Palette,
    pub(super) columns: &'a Columns,
    pub(super) row: &'a Row,
    /// The passage that is chosen.
    pub(super) selected: Option<PassageId>,
    /// Which row it is.
    pub(super) at: usize,
    pub(super) rect: Rect,
}

impl Shown<'_> {
    /// Draws it; a click goes to the passage.
    pub(super) fn ui(
        &self,
        page: &mut ExcerptsPage,
        table: &Response,
        ui: &Ui,
        out: &mut Vec<Message>,
    ) {
        let Self { session, palette, columns, row, rect, .. } = *self;
        let Some(passage) = row.passage(session) else { return };
        let title = session.corpus().map(|corpus| title_and_year(corpus, &row.article).0);
        let title = title.unwrap_or_default();
        // In the user's order of themes, by which the column is sorted too.
        let mut ids = passage.themes.clone();
        ids.sort_by_key(|&id| session.codebook().position(id).unwrap_or(usize::MAX));
        let shown = |id| theme_names::theme_shown(session, palette, &row.article, &row.coder, id);
        let themes: Vec<(String, Color32)> = ids.into_iter().map(shown).collect();
        // Not a stop of the Tab key: the table is, and has the arrows for its rows.
        let response = ui.interact(rect, id().with((row.id, self.at)), Sense::CLICK);
        let checked = page.checked.contains(&row.id);
        response.widget_info(|| {
            let names: Vec<&str> = themes.iter().map(|(name, _)| name.as_str()).collect();
            let text = passage.quotes.join(" … ");
            let label = t!("excerpts.row", text = text, themes = names.join("、"), title = title);
            WidgetInfo::selected(Role::Row, true, checked, label.as_ref())
        });
        let painter = ui.painter();
        if response.contains_pointer() || self.selected == Some(row.id) || checked {
            let shade =
                palette.raised.lerp_to_gamma(palette.hover, if checked { 1.0 } else { 0.6 });
            painter.rect_filled(rect, 0, shade);
        }
        let line = Stroke::new(1.0, palette.hairline);
        painter.hline(rect.x_range(), rect.bottom() - 0.5, line);
        let check = Rect::from_x_y_ranges(columns.check.0..=columns.check.1, rect.y_range());
        let check_id = id().with((row.id, self.at, "check"));
        response.context_menu(|ui| {
            ui.set_min_width(theme::MENU_WIDTH);
            example_menu::ui(session, row.id, ui, out);
        });
        let check_response = ui.interact(check, check_id, Sense::CLICK);
        check_response.widget_info(|| {
            let label = t!("excerpts.check", text = passage.quotes.join(" … "));
            WidgetInfo::selected(Role::CheckBox, true, checked, label.as_ref())
        });
        chip::paint_check_box(ui, palette, check, checked);
        self.paint_themes(ui, &themes);
        self.paint_text(page, &title, ui);
        if !passage.memo.is_empty() {
            self.paint_memo(ui, &passage.memo);
        }
        let small = |edges, text: &str| {
            let place = cell(edges, rect);
            widgets::paint_truncated(
                ui,
                place,
                Align2::LEFT_CENTER,
                text,
                theme::body(),
                palette.ink,
            );
        };
        if let Some(year) = row.year {
            small(columns.year, &year.to_string());
        }
        small(columns.coder, row.coder.as_str());
        if table.has_focus() && page.table.cursor == self.at {
            painter.rect_stroke(rect, 2, theme::focus_line(palette), StrokeKind::Inside);
        }
        if check_response.clicked() {
            page.toggle(row.id);
            page.table.cursor = self.at;
            table.request_focus();
        } else if response.clicked() {
            page.table.cursor = self.at;
            out.push(Message::GoTo(row.id));
        }
    }

    /// As many lines of names as there is room for; the last counts what is left.
    #[expect(clippy::cast_precision_loss, reason = "three lines")]
    fn paint_themes(&self, ui: &Ui, themes: &[(String, Color32)]) {
        const LINE: f32 = 20.0;
        let place = cell(self.columns.theme, self.rect);
        let lines = themes.len().min(3);
        let mut top = place.center().y - lines as f32 * LINE / 2.0;
        for line in 0..lines {
            let rest = if line + 1 == lines { themes.get(line..) } else { themes.get(line..=line) };
            let room = Rect::from_min_size(pos2(place.left(), top), vec2(place.width(), LINE));
            theme_names::paint_theme_names(ui, self.palette, room, rest.unwrap_or_default());
            top += LINE;
        }
    }

    /// The quotation, and below it where it comes from.
    fn paint_text(&self, page: &mut ExcerptsPage, title: &str, ui: &Ui) {
        const SOURCE: f32 = 18.0;
        let Self { session, palette, row, .. } = *self;
        let place = cell(self.columns.text, self.rect);
        let style = QuoteStyle {
            font: theme::excerpt(),
            line_height: theme::EXCERPT_LINE,
            width: place.width().floor(),
            justify: true,
            rows: page.around.lines(),
            full_width: session.settings().full_width_punctuation,
        };
        let inks = Inks { quote: palette.ink, around: palette.second };
        let shown = (&style, inks, page.around);
        let table = &mut page.table;
        let quote = table.quote(session, row, shown, ui);
        let paragraph = table.paragraph(session, row);
        let top = place.center().y - (quote.height() + SOURCE) * 0.5;
        quote.paint(ui.painter(), pos2(place.left(), top), palette.ink);
        let source = match paragraph {
            Some(number) => t!("excerpts.source", title = title, paragraph = number),
            None => title.into(),
        };
        let mut line = Rect::from_min_size(
            pos2(place.left(), top + quote.height()),
            vec2(place.width(), SOURCE),
        );
        if *session.status(row.id) != AnchorStatus::Ok {
            let icon = line.with_max_x(line.left() + theme::ICON);
            Icon::Warning.paint(ui.painter(), icon, palette.accent);
            line = line.with_min_x(icon.right() + theme::GRID);
        }
        let font = theme::small();
        widgets::paint_truncated(ui, line, Align2::LEFT_CENTER, &source, font, palette.second);
    }

    fn paint_memo(&self, ui: &Ui, memo: &str) {
        let place = cell(self.columns.memo, self.rect);
        let style = QuoteStyle {
            font: theme::memo(),
            line_height: theme::grid(5.0),
            width: place.width().floor(),
            justify: false,
            rows: 3,
            full_width: false,
        };
        let quote = ui.fonts_mut(|fonts| SetQuote::set(memo, &style, fonts));
        let top = place.center().y - quote.height() / 2.0;
        quote.paint(ui.painter(), pos2(place.left(), top), self.palette.second);
    }
}
