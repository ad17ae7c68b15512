//! The reader: one article, set in lines, with its marks, its caret and its selection.

mod block_layout;
mod blocks;
mod bookmarks;
mod flow;
mod hover;
mod joints;
mod keyboard;
mod lane;
mod layout;
mod levels;
mod marks;
mod measure;
mod menu;
mod minimap;
mod odd;
mod paint;
mod parts;
mod pointed;
mod pointer;
mod scroll;
mod selection;
mod spans;
mod suggested;

use std::sync::Arc;

use eframe::egui::{self, Id, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};
use rust_i18n::t;

pub(in crate::ui) use blocks::OutlineEntry;
use blocks::Structure;
pub(super) use bookmarks::{bookmark_menu_ui, bookmark_name, bookmarks_in};
use hover::{Hover, HoverCard};
use lane::{Lane, PointedBracket};
use layout::{Setting, TextLayout};
use marks::Marks;
use measure::TextPlaces;
pub(super) use measure::{least_width, least_width_of_two};
use minimap::Minimap;
use paint::{Canvas, InView};
use scroll::{extent, wheel};
use selection::TextSelection;
pub(super) use selection::{moved_edge, next_clause, previous_clause, shown_part};
pub(in crate::ui) use suggested::{PointedSuggestion, TextSuggestion};

use crate::ui::caret::{CaretMove, SpanEnd};
use crate::ui::{
    fonts,
    message::Message,
    shared::TextTarget,
    showing::Showing,
    theme::{self, Palette},
};
use crate::{
    annotation::PassageId,
    corpus::{Article, Correction},
    search::Hits,
    session::{ReadingPlace, Session, WordMarks},
    text::{self, ByteOffset, ByteSpan, CharSpan},
};

/// The view hangs on a block: so far below the view's top edge is the block's top.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Anchor {
    block: usize,
    /// Points that are scrolled past the block's top.
    past: f32,
}

/// What the marks were built from.
#[derive(Clone, Copy, Debug, PartialEq)]
struct MarksKey {
    article: *const Article,
    annotations: u64,
    palette: Palette,
    showing: u64,
    bare: bool,
    kept: Option<PassageId>,
    line: u32,
}

/// What the reader remembers of the article it shows.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "what is to happen at the next frame, each")]
pub(in crate::ui) struct ReaderState {
    layout: Option<TextLayout>,
    marks: Option<(MarksKey, Marks)>,
    /// Grows with every new set of marks.
    marks_made: u64,
    minimap: Option<Minimap>,
    bookmarks: Option<bookmarks::PlacedBookmarks>,
    /// How far below the top of what stands for the view the minimap is being dragged.
    grabbed: Option<f32>,
    hover: Hover,
    /// The suggestion that the pointer is at.
    suggestion: Option<PointedSuggestion>,
    pub(in crate::ui) selection: TextSelection,
    growth: levels::Growth,
    anchor: Anchor,
    /// Where to go as soon as the layout is there.
    target: Option<TextTarget>,
    /// Whether it went somewhere since that was asked last.
    jumped: bool,
    /// By how many points it is to scroll along with the other text.
    follows: f32,
    /// By how many points the user scrolled it in the last frame.
    scrolled: f32,
    /// Whether it is about to go to a place that somebody chose, which is no scrolling.
    sent: bool,
    /// The first character in view, and how much of its line is not; see [`ReadingPlace`].
    seen: Option<(ByteOffset, i16)>,
    /// What the keys of the caret asked for since it was drawn.
    moves: Vec<(CaretMove, bool)>,
    /// The column that up and down keep to.
    column: Option<f32>,
    pointer: pointer::Pointer,
    pointed: Option<pointed::PointedWord>,
    /// Where the end of the selection was drawn, for the small palette beside it.
    pub(in crate::ui) selection_rect: Option<Rect>,
    /// Brings the caret into view at the next frame.
    reveal: bool,
    /// Height of the view, for a page's step.
    page: f32,
    /// Where the view's top edge was.
    top: Option<f32>,
    /// Whether the mouse is just selecting.
    pub(in crate::ui) selecting: bool,
    /// Whether the small palette was sent away for this selection.
    pub(in crate::ui) palette_dismissed: bool,
}

impl ReaderState {
    /// Goes to `target` at the next frame.
    pub(in crate::ui) fn go_to(&mut self, target: TextTarget) {
        self.target = Some(target);
    }

    /// The selected fragments in characters of `article`.
    pub(in crate::ui) fn selected(&self, article: &Article) -> Vec<CharSpan> {
        let fragments = self.fragments();
        fragments.into_iter().filter_map(|span| article.text.char_span(span)).collect()
    }

    /// Selects a span and brings it into view.
    pub(in crate::ui) fn select(&mut self, span: ByteSpan) {
        self.selection.select(span);
        self.look_at_caret();
    }

    /// Moves one end of what is selected.
    pub(in crate::ui) fn adjust(&mut self, span: ByteSpan, edge: SpanEnd) {
        self.selection.adjust(span, edge);
        self.look_at_caret();
    }

    /// Puts the caret at `place`, selecting nothing, and brings it into view.
    pub(in crate::ui) fn place_caret(&mut self, place: ByteOffset) {
        self.selection.set_head(place, false);
        self.look_at_caret();
    }

    fn look_at_caret(&mut self) {
        self.sent = true;
        self.column = None;
        self.reveal = true;
        self.palette_dismissed = true;
    }

    /// Where one is in `article`, if that is what was drawn last.
    pub(in crate::ui) fn place(&self, article: &Article) -> Option<ReadingPlace> {
        let layout = self.layout.as_ref()?;
        if !std::ptr::eq(Arc::as_ptr(&layout.article), article) || self.target.is_some() {
            return None;
        }
        let (top, past) = self.seen?;
        let char_of = |byte| article.text.char_of(byte);
        Some(ReadingPlace { top: char_of(top)?, past, caret: char_of(self.selection.head())? })
    }

    /// Whether it was sent somewhere since this was asked last.
    pub(in crate::ui) fn take_jump(&mut self) -> bool {
        std::mem::take(&mut self.jumped)
    }

    /// Number of the paragraph (from 1) that the caret is in.
    pub(in crate::ui) fn paragraph(&self) -> Option<usize> {
        let layout = self.layout.as_ref()?;
        let block = layout.blocks().get(layout.block_of(self.selection.head()))?;
        Some(block.paragraph + 1)
    }
}

/// What the reader needs to draw.
#[expect(clippy::struct_excessive_bools, reason = "what holds of a text and its place, each")]
pub(in crate::ui) struct ArticleText<'a> {
    /// Its identity.
    pub(in crate::ui) id: Id,
    /// Whether it is the text that is read, of two.
    pub(in crate::ui) is_read: bool,
    /// Whether another text stands beside it, so that there is less room.
    pub(in crate::ui) beside: bool,
    pub(in crate::ui) session: &'a Session,
    pub(in crate::ui) article: &'a Arc<Article>,
    pub(in crate::ui) palette: &'a Palette,
    pub(in crate::ui) passage: Option<PassageId>,
    /// The passage that a card or a bracket pointed at in the last frame.
    pub(in crate::ui) hovered: Option<PassageId>,
    /// What a search found.
    pub(in crate::ui) hits: Option<&'a Arc<Hits>>,
    /// What is suggested in it.
    pub(in crate::ui) suggestions: &'a [TextSuggestion],
    /// Which themes are seen.
    pub(in crate::ui) showing: &'a Showing,
    /// Nothing but the text: no lane, no minimap.
    pub(in crate::ui) alone: bool,
    /// No marks but those of the selected passage.
    pub(in crate::ui) bare: bool,
}

impl ArticleText<'_> {
    /// Shows the article and takes the pointer's and the keyboard's doings on it.
    ///
    /// Returns the passage the pointer is at.
    pub(in crate::ui) fn ui(
        &self,
        state: &mut ReaderState,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) -> Option<PassageId> {
        let places = self.places(ui);
        let TextPlaces { page, column, .. } = places;
        self.prepare(state, column.width(), ui.ctx());
        let response = ui.interact(page, self.id, Sense::click_and_drag());
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Document, true, t!("reader.name").into_owned())
        });
        state.page = page.height();
        // A bar that comes or goes above the page does not move the text.
        if let Some(before) = state.top.replace(page.top()) {
            state.anchor.past += page.top() - before;
        }
        state.selecting = response.is_pointer_button_down_on();
        let start = scroll::ScrollStart::of(state);
        self.keyboard(state, ui, out);
        wheel(state, ui, &response);
        let views = self.views(state, ui, page);
        let views = self.reveal(state, ui, page, views);
        state.seen = scroll::top_of(&views, page);
        let hit = self.pointer(state, ui, &response, &views, column, out);
        self.menu(state, &response, out);
        let pointed = self.paint(state, ui, &views, places, hit, out);
        if !self.alone {
            self.bookmarks_ui(state, ui, &views, (column, page), out);
        }
        start.end(state, ui);
        pointed
    }

    /// What the user corrected of the article.
    fn correction(&self) -> Option<&Correction> {
        self.session.corpus().and_then(|corpus| corpus.corrections().get(&self.article.path))
    }

    /// Makes the layout and the marks fit the article, the settings and the annotations.
    fn prepare(&self, state: &mut ReaderState, width: f32, ctx: &egui::Context) {
        let (pixels_per_point, fonts) = (ctx.pixels_per_point(), fonts::generation(ctx));
        let settings = self.session.settings();
        let setting = Setting {
            width,
            scale: f32::from(settings.text_percent) / 100.0,
            font: settings.text_font,
            fonts,
            line: f32::from(settings.line_percent) / theme::LINE_PERCENT,
            paragraph: f32::from(settings.paragraph_percent) / 100.0,
            justify: settings.justify,
            pixels_per_point,
            full_width: settings.full_width_punctuation,
            spaced: (settings.word_marks == WordMarks::Spaced)
                .then(|| self.session.segmenter().map(|segmenter| segmenter.id()))
                .flatten(),
        };
        let words = (settings.word_marks != WordMarks::Off).then(|| self.word_source()).flatten();
        let structure = Structure {
            on: settings.structure,
            join: settings.join_lines,
            dim: settings.dim_twins,
            corrections: self.correction().map(|known| known.lines.clone()).unwrap_or_default(),
        };
        if let Some(layout) = &state.layout
            && Arc::ptr_eq(&layout.article, self.article)
            && *layout.page().structure() != structure
        {
            // The block at the top of the view stays there, whatever it is now a part of.
            let top = layout.blocks().get(state.anchor.block).map(|block| block.span.start());
            let layout = TextLayout::new(Arc::clone(self.article), setting, structure.clone());
            state.anchor = Anchor { block: layout.block_of(top.unwrap_or_default()), past: 0.0 };
            state.layout = Some(layout);
            state.minimap = None;
        }
        let same = |layout: &TextLayout| Arc::ptr_eq(&layout.article, self.article);
        match &mut state.layout {
            Some(layout) if same(layout) => {
                if layout.setting() != setting {
                    // The place at the top of the view stays there.
                    let past = state.anchor.past / layout.setting().width;
                    layout.fit(setting);
                    state.anchor.past = past * setting.width;
                }
            }
            _ => {
                state.selection.clamp(self.article.text.as_str());
                state.layout = Some(TextLayout::new(Arc::clone(self.article), setting, structure));
            }
        }
        if let Some(layout) = &mut state.layout {
            layout.use_words(words);
        }
        self.prepare_marks(state, setting);
    }

    fn prepare_marks(&self, state: &mut ReaderState, setting: Setting) {
        let annotations = self.session.annotations();
        let hidden = |&id: &PassageId| {
            self.bare
                || annotations
                    .find(id)
                    .is_some_and(|(_, coder, passage)| self.showing.hides(coder, passage))
        };
        let em = theme::TEXT.size * setting.scale;
        // Rounded up, so that not every step of a resize makes new marks.
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "of a line")]
        let line = ((setting.width / em).max(1.0) as u32 / 8 + 1) * 8 * 3;
        let key = MarksKey {
            article: Arc::as_ptr(self.article),
            annotations: annotations.revision(),
            palette: *self.palette,
            showing: self.showing.revision(),
            bare: self.bare,
            kept: self.passage.filter(hidden),
            line,
        };
        if state.marks.as_ref().is_some_and(|(known, _)| *known == key) {
            return;
        }
        let source = marks::MarkSource {
            session: self.session,
            article: self.article,
            palette: self.palette,
            showing: self.showing,
            bare: self.bare,
            kept: key.kept,
            line,
        };
        let known = state.marks.take().filter(|(known, _)| known.article == key.article);
        let marks = Marks::new(&source, known.as_ref().map(|(_, marks)| marks));
        state.marks = Some((key, marks));
        state.marks_made += 1;
    }

    /// Draws everything; returns the passage the pointer is at.
    fn paint(
        &self,
        state: &mut ReaderState,
        ui: &mut Ui,
        views: &[InView],
        places: TextPlaces,
        pointed: Option<ByteOffset>,
        out: &mut Vec<Message>,
    ) -> Option<PassageId> {
        let TextPlaces { page, column, lane, strip } = places;
        let may_tell = state.may_tell(ui);
        let known = state.minimap.take();
        let view = {
            let layout = state.layout.as_ref()?;
            let (_, marks) = state.marks.as_ref()?;
            let made = (state.marks_made, marks);
            state.minimap =
                (!self.alone).then(|| Minimap::fit(known, layout, made, strip, self.palette));
            extent(layout, views, page)
        };
        let scrolled = (!self.alone).then(|| minimap::scroll(state, ui, (self.id, strip), view));
        let fragments = state.fragments();
        let ReaderState { layout: Some(layout), marks: Some((_, marks)), selection, .. } = state
        else {
            return None;
        };
        let painter = ui.painter_at(page);
        let top = pointed.and_then(|place| marks.at(place)).map(|(passage, _)| passage.id);
        let canvas = Canvas {
            id: self.id,
            painter: &painter,
            palette: self.palette,
            layout,
            marks,
            hits: self.hits.map(|hits| &**hits),
            left: column.left(),
            selected: self.passage,
            hovered: top.or(self.hovered),
        };
        let way = self.session.settings().word_marks;
        let words = (way != WordMarks::Off).then(|| self.word_source()).flatten();
        canvas.suggestion_ground(views, self.suggestions);
        for view in views {
            canvas.block(view, &fragments, (way, words.as_ref()));
        }
        canvas.suggestion_lines(views, self.suggestions);
        let focused =
            self.is_read && ui.memory(egui::Memory::focused).is_none_or(|focus| focus == self.id);
        state.selection_rect = views
            .iter()
            .filter(|view| layout.block_of(selection.head()) == view.at)
            .find_map(|view| canvas.caret(view, selection.head(), focused));
        let handles = pointer::handles(self.passage, marks, views, layout, column.left());
        for (_, rect, colour) in &handles {
            canvas.handle(*rect, *colour);
        }
        accessible(ui, self.id, layout, views, column);
        let asked = joints::ui(ui, &canvas, views, column, page);
        let mut about = pointed
            .and_then(|place| canvas.told_at(views, place, (!self.alone).then_some(lane.right())));
        let span = Canvas::span_in_view(layout, views);
        let (palette, selected, hovered) = (self.palette, self.passage, canvas.hovered);
        let session = self.session;
        let (id, rect) = (self.id, lane);
        let lane = Lane { id, session, palette, marks, views, rect, span, selected, hovered };
        let mut suggested =
            pointed.and_then(|place| canvas.suggestion_at(views, self.suggestions, place));
        if !self.alone {
            let (bracket, taken) = lane.ui(ui, out);
            let beside = lane.suggestions_ui(ui, self.suggestions, taken, out);
            let beside = beside.and_then(|one| Some((one, canvas.suggestion_rect(views, one)?)));
            suggested = beside.or(suggested);
            if let Some(PointedBracket { passages, more, rect }) = bracket {
                let (clear_of, beside) = (rect.expand2(vec2(0.0, 6.0)), Some(lane.rect.right()));
                about = Some(HoverCard { passages, more, words: None, clear_of, beside });
                suggested = None;
            }
        }
        if let (Some(minimap), Some(response)) = (&mut state.minimap, scrolled) {
            let painter = ui.painter_at(strip);
            minimap.paint(&painter, view, response.hovered() || response.dragged());
            if let Some(hits) = self.hits {
                minimap.hits(&painter, self.article.text.as_str(), hits, selection.span());
            }
            for id in [selected, hovered].into_iter().flatten() {
                if let Some(passage) = marks.passage(id) {
                    minimap.outline(&painter, passage.span, marks.colour(passage));
                }
            }
            if let Some(pos) = response.hover_pos().filter(|_| !response.dragged()) {
                about = Some(tell_place(minimap, layout, marks, strip, pos.y));
            }
        }
        // Of a sentence that is suggested the reasons are told.
        let about = about.filter(|_| may_tell && suggested.is_none());
        state.suggestion = suggested
            .filter(|_| may_tell)
            .map(|(one, clear_of)| PointedSuggestion { key: one.key.clone(), clear_of });
        if let Some(twin) = asked {
            state.target = Some(TextTarget::Place(twin));
            ui.request_repaint();
        }
        // Where a card is about a passage it is highlighted, in the text and in the list.
        let told = about.as_ref().and_then(|about| about.passages.first().copied());
        state.hover.ui(about, self.session, self.palette, ui);
        told.or(top)
    }
}

impl Canvas<'_> {
    /// What is told of a place in the text: of an odd letter there, or else of the passages; the card
    /// may stand `beside` the text.
    fn told_at(
        &self,
        views: &[InView],
        place: ByteOffset,
        beside: Option<f32>,
    ) -> Option<HoverCard> {
        if let Some((words, clear_of)) = self.tell_odd(views, place) {
            let (passages, more, words) = (Vec::new(), 0, Some(words));
            return Some(HoverCard { passages, more, words, clear_of, beside: None });
        }
        let (passages, more) = self.marks.told_at(place)?;
        let clear_of = self.place_of(views, *passages.first()?)?;
        Some(HoverCard { passages, more, words: None, clear_of, beside })
    }
}

/// What the minimap stands for at height `y`: the words there, and the passages.
fn tell_place(
    minimap: &Minimap,
    layout: &TextLayout,
    marks: &Marks,
    strip: Rect,
    y: f32,
) -> HoverCard {
    /// So many characters say where one is.
    const WORDS: usize = 16;
    let span = minimap.span_at(y);
    let mut passages: Vec<PassageId> = Vec::new();
    let mut more = 0;
    for passage in marks.over(span).take(200) {
        if passages.contains(&passage.id) {
            continue;
        }
        if passages.len() < 3 {
            passages.push(passage.id);
        } else {
            more += 1;
        }
    }
    let block = layout.blocks().get(layout.block_of(span.start()));
    let text = block.map(|block| layout.text_of(block)).unwrap_or_default();
    let words = text::first_characters(&text, WORDS);
    let cut = if words.len() < text.len() { "…" } else { "" };
    let clear_of = Rect::from_x_y_ranges(strip.x_range(), y - 8.0..=y + 8.0);
    HoverCard { passages, more, words: Some(format!("{words}{cut}")), clear_of, beside: None }
}

/// The paragraphs in view, for readers of the screen.
fn accessible(ui: &Ui, id: Id, layout: &TextLayout, views: &[InView], column: Rect) {
    for view in views {
        let Some(block) = layout.blocks().get(view.at) else { continue };
        let rect = Rect::from_min_size(
            pos2(column.left(), view.top),
            vec2(column.width(), view.laid.height),
        );
        let response = ui.interact(rect, id.with(("block", view.at)), Sense::empty());
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, layout.text_of(block)));
    }
}
