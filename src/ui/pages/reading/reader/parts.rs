//! The parts of an article as the reader shows it: headings and what stands below them.

use super::ReaderState;
use crate::text::{ByteOffset, ByteSpan, LineKind};
use crate::ui::caret::Direction;

fn heads(kind: LineKind) -> bool {
    matches!(kind, LineKind::Title | LineKind::Heading)
}

impl ReaderState {
    /// Whether running text stands at `place`: no heading, byline or caption, and not what is
    /// printed a second time.
    pub(in crate::ui) fn is_running_text(&self, place: ByteOffset) -> bool {
        let Some(layout) = &self.layout else { return true };
        let block = layout.blocks().get(layout.block_of(place));
        block.is_some_and(|block| block.kind.is_running() && block.twin.is_none())
    }

    /// Where the next heading after or before `place` starts.
    pub(in crate::ui) fn heading(
        &self,
        place: ByteOffset,
        direction: Direction,
    ) -> Option<ByteOffset> {
        let blocks = self.layout.as_ref()?.blocks().iter();
        let mut starts = blocks.filter(|block| heads(block.kind)).map(|block| block.span.start());
        match direction {
            Direction::Forward => starts.find(|&start| start > place),
            Direction::Back => starts.rfind(|&start| start < place),
        }
    }

    /// Whether speakers take turns in the article.
    pub(in crate::ui) fn has_turns(&self) -> bool {
        self.layout.as_ref().is_some_and(|layout| !layout.page().turns().is_empty())
    }

    /// The turn after or before what is selected; forward from a caret, the one it stands in.
    pub(in crate::ui) fn turn(&self, direction: Direction) -> Option<ByteSpan> {
        let turns = self.layout.as_ref()?.page().turns().iter().copied();
        let from = self.selection.span();
        match direction {
            Direction::Forward if from.is_empty() => {
                turns.into_iter().find(|turn| turn.end() > from.start())
            }
            Direction::Forward => turns.into_iter().find(|turn| turn.start() > from.start()),
            Direction::Back => turns.rev().find(|turn| turn.start() < from.start()),
        }
    }

    /// The part that holds `place`: a heading with what stands below it.
    pub(super) fn part_at(&self, place: ByteOffset) -> Option<ByteSpan> {
        let layout = self.layout.as_ref()?;
        let (above, below) = layout.blocks().split_at_checked(layout.block_of(place) + 1)?;
        let first = above.iter().rfind(|block| heads(block.kind)).or(above.first())?;
        // What was joined may reach further in the file than what stands below it.
        let above = above.iter().skip_while(|block| block.span.start() < first.span.start());
        let below = below.iter().take_while(|block| !heads(block.kind));
        Some(above.chain(below).map(|block| block.span).fold(first.span, ByteSpan::cover))
    }
}
