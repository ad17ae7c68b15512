//! The caret by keyboard: by character, word, clause, sentence, line, paragraph, page.
//!
//! Which keys these are stands in `ui::action`, and when they are heard in `ui::app`.

use eframe::egui::Ui;

use super::{ArticleText, ReaderState, selection};
use crate::ui::caret::{CaretMove, Direction, TextUnit};
use crate::{text::ByteOffset, ui::message::Message};

impl ReaderState {
    /// Moves the caret when the text is drawn next; with `extend`, the anchor stays.
    pub(in crate::ui) fn move_caret(&mut self, to: CaretMove, extend: bool) {
        self.moves.push((to, extend));
    }
}

impl ArticleText<'_> {
    /// Moves the caret as its keys asked for.
    pub(super) fn keyboard(&self, state: &mut ReaderState, ui: &Ui, out: &mut Vec<Message>) {
        for (to, extend) in std::mem::take(&mut state.moves) {
            self.carry_out(state, ui, to, extend);
            // The caret went elsewhere: digits are about the text there from now on.
            if self.passage.is_some() {
                out.push(Message::SelectPassage(None));
            }
        }
    }

    fn carry_out(&self, state: &mut ReaderState, ui: &Ui, to: CaretMove, extend: bool) {
        use Direction::{Back, Forward};
        let text = self.article.text.as_str();
        let head = state.selection.head();
        let mut column = None;
        // At a joint the next character is the one that is seen there.
        let across = |forward| {
            let page = state.layout.as_ref().map(super::TextLayout::page);
            page.and_then(|page| page.across(head, forward)).unwrap_or(head)
        };
        let place = match to {
            CaretMove::Step(unit, direction) => {
                let selected = state.selection.span();
                match (unit, direction) {
                    // Without Shift, an arrow first leaves the selection at its side.
                    (TextUnit::Char, Back) if !extend && !selected.is_empty() => selected.start(),
                    (TextUnit::Char, Forward) if !extend && !selected.is_empty() => selected.end(),
                    _ => selection::step(
                        text,
                        across(direction == Forward),
                        unit,
                        direction,
                        self.session.segmenter().map(|segmenter| &**segmenter),
                    ),
                }
            }
            CaretMove::Line(direction) => {
                let (place, x) = line_step(state, ui, direction);
                column = Some(x);
                place
            }
            CaretMove::LineEdge(direction) => line_edge(state, ui, direction),
            CaretMove::Page(direction) => {
                let step = (state.page - 70.0).max(60.0);
                let mut place = head;
                let lines = (step / line_height(state, ui)).max(1.0);
                state.anchor.past += if direction == Back { -step } else { step };
                #[expect(clippy::cast_possible_truncation, reason = "lines of one page")]
                for _ in 0..lines as i32 {
                    let (next, x) = line_step(state, ui, direction);
                    state.selection.set_head(next, extend);
                    (place, column) = (next, Some(x));
                }
                place
            }
            // Blank lines at either end are not shown: the caret stays on what is.
            CaretMove::Text(direction) => {
                let blocks =
                    state.layout.as_ref().map(super::TextLayout::blocks).unwrap_or_default();
                let (first, last) = (blocks.first(), blocks.last());
                match direction {
                    Back => first.map_or(head, |block| block.span.start()),
                    Forward => last.map_or(head, |block| block.span.end()),
                }
            }
        };
        state.selection.set_head(place, extend);
        state.column = column;
        state.reveal = true;
        state.palette_dismissed = false;
    }
}

/// The place one line up or down in the column that the caret keeps, and that column.
fn line_step(state: &mut ReaderState, ui: &Ui, direction: Direction) -> (ByteOffset, f32) {
    let head = state.selection.head();
    let kept = state.column;
    let Some(layout) = &mut state.layout else { return (head, 0.0) };
    ui.fonts_mut(|fonts| {
        let block = layout.block_of(head);
        let Some(laid) = layout.laid(block, fonts) else { return (head, 0.0) };
        let at = laid.char_at(head);
        let line = laid.line_of(at);
        let x = kept.unwrap_or_else(|| {
            let line = laid.lines.get(line);
            line.and_then(|line| line.edges.get(at - line.chars.start)).copied().unwrap_or(0.0)
        });
        let place = match direction {
            Direction::Back if line > 0 => Some((laid, line - 1)),
            Direction::Back => block.checked_sub(1).and_then(|block| {
                let laid = layout.laid(block, fonts)?;
                let last = laid.lines.len().saturating_sub(1);
                Some((laid, last))
            }),
            Direction::Forward if line + 1 < laid.lines.len() => Some((laid, line + 1)),
            Direction::Forward => layout.laid(block + 1, fonts).map(|laid| (laid, 0)),
        };
        let target = place.and_then(|(laid, line)| {
            let line = laid.lines.get(line)?;
            let place = super::block_layout::BlockLayout::nearest(line, x).min(last_place(line));
            Some(laid.byte(laid.caret(place)))
        });
        (target.unwrap_or(head), x)
    })
}

/// The last place of the caret that still belongs to a line: not the next line's start.
fn last_place(line: &super::block_layout::LaidLine) -> usize {
    line.chars.end.saturating_sub(1).max(line.chars.start)
}

fn line_edge(state: &mut ReaderState, ui: &Ui, direction: Direction) -> ByteOffset {
    let head = state.selection.head();
    let Some(layout) = &mut state.layout else { return head };
    let block = layout.block_of(head);
    let laid = ui.fonts_mut(|fonts| layout.laid(block, fonts));
    let place = laid.and_then(|laid| {
        let at = laid.line_of(laid.char_at(head));
        let line = laid.lines.get(at)?;
        let last = at + 1 == laid.lines.len();
        Some(laid.byte(match direction {
            Direction::Back => line.chars.start,
            Direction::Forward if last => line.chars.end,
            Direction::Forward => laid.caret(last_place(line)),
        }))
    });
    place.unwrap_or(head)
}

fn line_height(state: &mut ReaderState, ui: &Ui) -> f32 {
    let head = state.selection.head();
    let Some(layout) = &mut state.layout else { return 30.0 };
    let block = layout.block_of(head);
    ui.fonts_mut(|fonts| layout.laid(block, fonts)).map_or(30.0, |laid| laid.line_height)
}
