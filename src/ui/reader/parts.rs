//! The parts of an article as the reader shows it: headings and what stands below them.

use super::{State, selection::Direction};
use crate::text::{ByteOffset, ByteSpan, LineKind};

fn heads(kind: LineKind) -> bool {
    matches!(kind, LineKind::Title | LineKind::Heading)
}

impl State {
    /// What the line at `place` is.
    pub(in crate::ui) fn kind_at(&self, place: ByteOffset) -> Option<LineKind> {
        let layout = self.layout.as_ref()?;
        layout.blocks().get(layout.block_of(place)).map(|block| block.kind)
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

    /// The part that holds `place`: a heading with what stands below it.
    pub(super) fn part_at(&self, place: ByteOffset) -> Option<ByteSpan> {
        let layout = self.layout.as_ref()?;
        let (above, below) = layout.blocks().split_at_checked(layout.block_of(place) + 1)?;
        let first = above.iter().rfind(|block| heads(block.kind)).or(above.first())?;
        let last = below.iter().take_while(|block| !heads(block.kind)).last().or(above.last())?;
        Some(first.span.cover(last.span))
    }
}
