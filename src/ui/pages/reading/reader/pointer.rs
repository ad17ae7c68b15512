//! The mouse on the text: selecting, clicking passages, dragging their ends.

use eframe::egui::{
    Color32, CursorIcon, Event, Modifiers, PointerButton, Pos2, Rect, Response, Role, Sense, Ui,
    WidgetInfo, pos2, vec2,
};
use rust_i18n::t;

use super::{
    ArticleText, ReaderState, block_layout::BlockLayout, layout::TextLayout, marks::Marks, menu,
    paint::InView,
};
use crate::ui::caret::TextUnit;
use crate::{
    annotation::PassageId,
    session::Command,
    text::{ByteOffset, ByteSpan},
    ui::message::Message,
};

/// Two clicks closer than this in time and place belong together.
const CLICK_SECONDS: f64 = 0.4;
const CLICK_POINTS: f32 = 6.0;

/// One end of one fragment of a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct End {
    passage: PassageId,
    fragment: usize,
    start: bool,
}

/// What the mouse is doing.
#[derive(Clone, Debug, Default)]
pub(super) struct Pointer {
    /// When and where the last press was, and how many followed each other.
    last: Option<(f64, Pos2, u32)>,
    /// What a drag takes, and the unit it started from.
    unit: TextUnit,
    origin: ByteSpan,
    /// The end of a fragment that is being dragged, and where it is now.
    dragged: Option<(End, ByteOffset)>,
}

impl ArticleText<'_> {
    /// Takes what the mouse did on the page; returns the character it is at.
    pub(super) fn pointer(
        &self,
        state: &mut ReaderState,
        ui: &mut Ui,
        response: &Response,
        views: &[InView],
        column: Rect,
        out: &mut Vec<Message>,
    ) -> Option<ByteOffset> {
        self.drag_ends(state, ui, views, column, out);
        let hover = response.hover_pos().and_then(|pos| place_at(views, column, pos));
        if response.hovered() && hover.is_some_and(|hit| hit.inside) {
            ui.ctx().set_cursor_icon(CursorIcon::Text);
        }
        // Two quick presses may come within one frame: each counts.
        let on_page = response.is_pointer_button_down_on() || response.clicked();
        for (pos, held) in if on_page { presses(ui) } else { Vec::new() } {
            ui.memory_mut(|memory| memory.request_focus(self.id));
            if let Some(hit) = place_at(views, column, pos) {
                let time = ui.input(|input| input.time);
                self.press(state, hit.place, pos, time, held);
            }
        }
        if response.dragged_by(PointerButton::Primary)
            && let Some(pos) = response.interact_pointer_pos()
        {
            self.drag(state, ui, views, column, pos);
        }
        // Ctrl (or Alt) and a click, not a drag: where else the word stands.
        if response.clicked()
            && ui.input(|input| input.modifiers.command || input.modifiers.alt)
            && let Some(word) = state.pointed_word()
        {
            out.push(Message::ListWord(word.to_owned()));
        }
        let marks = state.marks.as_ref().map(|(_, marks)| marks);
        if response.clicked()
            && state.selection.is_empty()
            && let Some(hit) =
                response.interact_pointer_pos().and_then(|pos| place_at(views, column, pos))
        {
            let clicked = marks
                .filter(|_| hit.inside)
                .and_then(|marks| marks.passage_at(hit.over, self.passage));
            out.push(Message::SelectPassage(clicked));
        }
        // The menu of a right click is about what was clicked, unless something is selected.
        if menu::asked(response)
            && state.selection.is_empty()
            && let Some(hit) = hover
        {
            state.selection.set_head(hit.place, false);
            let there =
                marks.filter(|_| hit.inside).and_then(|marks| marks.passage_at(hit.over, None));
            out.push(Message::SelectPassage(there));
        }
        let over = hover.filter(|hit| hit.inside && response.hovered()).map(|hit| hit.over);
        self.point_at(state, ui, over, out);
        over
    }

    /// A press: puts the caret, or by its count selects a word, a sentence, a paragraph.
    fn press(
        &self,
        state: &mut ReaderState,
        place: ByteOffset,
        pos: Pos2,
        time: f64,
        held: Modifiers,
    ) {
        let pointer = &mut state.pointer;
        let count = match pointer.last {
            Some((before, at, count))
                if time - before < CLICK_SECONDS && at.distance(pos) < CLICK_POINTS =>
            {
                count % 4 + 1
            }
            _ => 1,
        };
        pointer.last = Some((time, pos, count));
        pointer.unit = match count {
            1 => TextUnit::Char,
            2 => TextUnit::Word,
            3 => TextUnit::Sentence,
            _ => TextUnit::Paragraph,
        };
        let text = self.article.text.as_str();
        let segmenter = self.session.segmenter().map(|segmenter| &**segmenter);
        let kind = pointer.unit;
        let unit = state.places_of(text, place, kind, segmenter);
        state.pointer.origin = unit;
        state.column = None;
        state.palette_dismissed = false;
        if held.command && count == 1 {
            state.selection.add_fragment(place);
        } else if held.shift && count == 1 {
            state.selection.set_head(place, true);
        } else if count == 1 {
            state.selection.set_head(place, false);
        } else {
            state.selection.select_units(unit, unit);
        }
    }

    /// A drag: selects to the pointer, and scrolls where it leaves the page.
    fn drag(&self, state: &mut ReaderState, ui: &Ui, views: &[InView], column: Rect, pos: Pos2) {
        let text = self.article.text.as_str();
        if let Some(hit) = place_at(views, column, pos) {
            if state.pointer.unit == TextUnit::Char {
                // A press that trembles is no selection.
                if hit.place != state.selection.head() {
                    state.selection.set_head(hit.place, true);
                }
            } else {
                let segmenter = self.session.segmenter().map(|segmenter| &**segmenter);
                let here = state.places_of(text, hit.place, state.pointer.unit, segmenter);
                state.selection.select_units(state.pointer.origin, here);
            }
        }
        let over = (pos.y - column.bottom()).max(0.0) + (pos.y - column.top()).min(0.0);
        if over != 0.0 {
            let seconds = ui.input(|input| input.stable_dt).min(0.1);
            state.anchor.past += over.clamp(-120.0, 120.0) * 8.0 * seconds;
            ui.request_repaint();
        }
    }

    /// The ends of the selected passage's fragments can be dragged.
    fn drag_ends(
        &self,
        state: &mut ReaderState,
        ui: &Ui,
        views: &[InView],
        column: Rect,
        out: &mut Vec<Message>,
    ) {
        let (Some(layout), Some((_, marks))) = (&state.layout, &state.marks) else { return };
        let ends = handles(self.passage, marks, views, layout, column.left());
        let mut dragged = None;
        for (end, rect, _) in ends {
            let response = ui.interact(rect.expand(3.0), self.id.with(end), Sense::drag());
            let name =
                if end.start { t!("reader.passage_start") } else { t!("reader.passage_end") };
            response.widget_info(|| WidgetInfo::labeled(Role::Slider, true, name.as_ref()));
            let response = response.on_hover_and_drag_cursor(CursorIcon::ResizeHorizontal);
            if let Some(pos) = response.interact_pointer_pos()
                && let Some(hit) = place_at(views, column, pos)
                && (response.dragged() || response.drag_stopped())
            {
                dragged = Some((end, hit.place, response.drag_stopped()));
            }
        }
        let Some((end, place, done)) = dragged else { return };
        state.pointer.dragged = Some((end, place));
        let Some(fragments) = self.moved_fragments(end, place) else { return };
        // While dragging, the selection shows what the passage would hold.
        if let Some(&fragment) = fragments.get(end.fragment) {
            state.selection.select(fragment);
            state.palette_dismissed = true;
        }
        if done {
            state.pointer.dragged = None;
            let spans = fragments.iter().filter_map(|&span| self.article.text.char_span(span));
            let fragments = spans.collect();
            state.selection.collapse();
            out.push(Message::Do(Command::SetFragments {
                passage: end.passage,
                fragments,
                goes_on: false,
            }));
        }
    }

    /// The passage's fragments with one end at `place`; an end never crosses the other.
    fn moved_fragments(&self, end: End, place: ByteOffset) -> Option<Vec<ByteSpan>> {
        let (_, _, passage) = self.session.annotations().find(end.passage)?;
        let placed = self.session.placed(passage)?;
        let mut spans: Vec<ByteSpan> =
            placed.iter().map(|&span| self.article.text.byte_span(span)).collect::<Option<_>>()?;
        let span = spans.get_mut(end.fragment)?;
        let moved = if end.start {
            ByteSpan::new(place, span.end())
        } else {
            ByteSpan::new(span.start(), place)
        };
        *span = moved.filter(|moved| !moved.is_empty())?;
        Some(spans)
    }
}

/// Where the primary button went down in this frame, and what was held.
fn presses(ui: &Ui) -> Vec<(Pos2, Modifiers)> {
    ui.input(|input| {
        let press = |event: &Event| match *event {
            Event::PointerButton {
                pos,
                button: PointerButton::Primary,
                pressed: true,
                modifiers,
            } => Some((pos, modifiers)),
            _ => None,
        };
        input.events.iter().filter_map(press).collect()
    })
}

/// A place in the text under the pointer.
#[derive(Clone, Copy, Debug)]
struct Hit {
    /// The nearest place for a caret.
    place: ByteOffset,
    /// The start of the character under the pointer.
    over: ByteOffset,
    /// Whether the pointer is on text rather than beside it.
    inside: bool,
}

fn place_at(views: &[InView], column: Rect, pos: Pos2) -> Option<Hit> {
    let below = |view: &&InView| view.top <= pos.y;
    let view = views.iter().rev().find(below).or(views.first())?;
    let lines = &view.laid.lines;
    let line = lines.iter().rev().find(|line| view.top + line.top <= pos.y).or(lines.first())?;
    let x = pos.x - column.left();
    let place = view.laid.caret(BlockLayout::nearest(line, x));
    let after = line.edges.partition_point(|&edge| edge <= x);
    let over = line.chars.start + after.saturating_sub(1).min(line.chars.len().saturating_sub(1));
    let over = view.laid.caret(over);
    let within_line =
        pos.y < view.top + line.top + view.laid.line_height && pos.y >= view.top + line.top;
    let inside = within_line && after > 0 && after < line.edges.len();
    Some(Hit { place: view.laid.byte(place), over: view.laid.byte(over), inside })
}

/// Where the ends of the selected passage's fragments are in view, with its colour.
pub(super) fn handles(
    passage: Option<PassageId>,
    marks: &Marks,
    views: &[InView],
    layout: &TextLayout,
    left: f32,
) -> Vec<(End, Rect, Color32)> {
    let Some(marked) = passage.and_then(|id| marks.passage(id)) else { return Vec::new() };
    let (passage, colour) = (marked.id, marks.colour(marked));
    let mut handles = Vec::new();
    for view in views {
        let Some(block) = layout.blocks().get(view.at) else { continue };
        for mark in marks.marks_of(marked).filter(|mark| mark.span.overlaps(block.span)) {
            for line in &view.laid.lines {
                let Some((from, to)) = view.laid.extent(line, mark.span) else { continue };
                let middle = view.top + line.top + view.laid.line_height / 2.0;
                let half = view.laid.size * 0.66;
                let first = view.laid.byte(line.chars.start) <= mark.span.start();
                let last = view.laid.byte(line.chars.end) >= mark.span.end();
                let end = |start| End { passage, fragment: mark.fragment, start };
                let knob =
                    |x: f32, y: f32| Rect::from_center_size(pos2(left + x, y), vec2(9.0, 9.0));
                if first && block.span.contains(mark.span.start()) {
                    handles.push((end(true), knob(from, middle - half), colour));
                }
                if last && mark.span.end() <= block.span.end() {
                    handles.push((end(false), knob(to, middle + half + 2.0), colour));
                }
            }
        }
    }
    handles
}
