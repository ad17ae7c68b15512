//! The blocks of an article: its paragraphs as they are read, and where their pieces stand.
//!
//! Pure: nothing here knows fonts or the screen. A block is a paragraph of [`text::Flow`], or a
//! part of a very long one; a caret's place in the file is one in the flow and back.

use crate::ui::typeset;
use crate::{
    corpus::{self, LineCorrection},
    text::{self, ByteOffset, ByteSpan, Flow, LineKind},
};

/// A paragraph longer than this (in bytes) is laid out in several blocks.
const PIECE: usize = 6000;
/// Joined pieces stay one block up to this length, so that a joint is no end of a line.
const JOINED: u32 = 18_000;

/// How an article is to be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Structure {
    /// Whether its lines are told apart at all; otherwise each is a plain paragraph.
    pub(super) on: bool,
    /// Whether sentences go on where their remainder stands.
    pub(super) join: bool,
    /// Whether second printings are passed over.
    pub(super) dim: bool,
    /// The user's word on single lines.
    pub(super) corrections: Vec<LineCorrection>,
}

/// A paragraph of the article, or a part of a very long one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct TextBlock {
    /// From the first to the last byte of what is shown of it: without indent and heading marks.
    /// Where it was put together from pieces, what stands between them in the file as well.
    pub(super) span: ByteSpan,
    /// What it is.
    pub(super) kind: LineKind,
    /// Which line of the file it starts in, from 0, blank ones not counted.
    pub(super) paragraph: usize,
    /// Its pieces: so many from that one of the layout's on.
    pieces: (usize, usize),
    /// Whether it starts in the middle of a paragraph.
    pub(super) continues: bool,
    /// Whether it ends in the middle of one, so that its last line is full like the others.
    pub(super) goes_on: bool,
    /// The other printing of its text, if it is the one to pass over.
    pub(super) twin: Option<ByteSpan>,
    /// The paragraph whose opening it repeats, if it is an echo.
    pub(super) echoed: Option<ByteSpan>,
    /// How it begins, where it says who speaks.
    pub(super) lead: Option<ByteSpan>,
}

impl TextBlock {
    /// Whether a line below it says where its other printing is, or what it repeats.
    pub(super) fn tells_other(&self) -> bool {
        self.other().is_some() && !self.goes_on
    }

    /// Its other printing, or what it repeats.
    pub(super) fn other(&self) -> Option<ByteSpan> {
        self.twin.or(self.echoed)
    }
}

/// A stretch of the article that a block shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct BlockPiece {
    pub(super) span: ByteSpan,
    /// The block that shows it.
    block: usize,
    /// Which piece it is in the order of the file.
    ordinal: usize,
    /// The number of its line in the file.
    pub(super) number: usize,
    /// Whether it was joined to what stands before it.
    pub(super) is_joined: bool,
}

/// All blocks of an article.
#[derive(Clone, Debug)]
pub(super) struct Blocks {
    all: Vec<TextBlock>,
    /// What they show, in the order in which it is read.
    pieces: Vec<BlockPiece>,
    /// Indices of the pieces in the order of the file, if that is another.
    in_file: Option<Vec<usize>>,
    structure: Structure,
    lines: Vec<text::Line>,
    outline: Vec<OutlineEntry>,
    turns: Vec<ByteSpan>,
}

/// A title or heading of an article, or a speaker's turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) struct OutlineEntry {
    /// Where it stands.
    pub(in crate::ui) span: ByteSpan,
    /// What it is.
    pub(in crate::ui) kind: LineKind,
    /// Which story it belongs to, from 1.
    pub(in crate::ui) story: usize,
}

impl Blocks {
    /// The blocks of `text`, read as `structure` says.
    pub(super) fn of(text: &str, structure: Structure) -> Self {
        let judgements = corpus::judgements(&structure.corrections, text);
        let lines = text::judged_lines(text, &judgements);
        let mut flow = Flow::of(&lines, structure.on && structure.join);
        if !structure.on {
            flow = Flow::plain(text);
        }
        let outline = lines
            .iter()
            .filter(|line| {
                matches!(line.kind, LineKind::Title | LineKind::Heading | LineKind::Turn)
            })
            .map(|line| OutlineEntry { span: line.content, kind: line.kind, story: line.story })
            .collect();
        let (mut all, mut pieces) = blocks(text, &flow, structure.dim);
        if structure.on {
            tell_of_lines(&lines, &mut all);
        }
        let turns = turns(&lines);
        let in_order = pieces.is_sorted_by_key(|piece: &BlockPiece| piece.span.start());
        let in_file = (!in_order).then(|| {
            let mut order: Vec<usize> = (0..pieces.len()).collect();
            order.sort_by_key(|&at| pieces.get(at).map(|piece| piece.span.start()));
            for (ordinal, &at) in order.iter().enumerate() {
                if let Some(piece) = pieces.get_mut(at) {
                    piece.ordinal = ordinal;
                }
            }
            order
        });
        Self { all, pieces, in_file, structure, lines, outline, turns }
    }

    /// The blocks in the order in which they are read.
    pub(super) fn all(&self) -> &[TextBlock] {
        &self.all
    }

    /// How they were put together.
    pub(super) fn structure(&self) -> &Structure {
        &self.structure
    }

    /// The row that holds `place`, or the last before it.
    pub(super) fn row_at(&self, place: ByteOffset) -> Option<&text::Line> {
        let at = self.lines.partition_point(|line| line.span.start() <= place);
        let rows = self.lines.get(..at)?;
        rows.iter().rev().find(|line| line.content.start() <= place).or(rows.last())
    }

    /// The row that `row` goes on in, if it does.
    pub(super) fn row_behind(&self, row: &text::Line) -> Option<&text::Line> {
        row.continues.and_then(|next| self.lines.get(next))
    }

    /// The row of running text below `row` in the file.
    pub(super) fn row_below(&self, row: &text::Line) -> Option<&text::Line> {
        let at = self.lines.partition_point(|line| line.number <= row.number);
        self.lines.get(at..)?.iter().find(|line| line.kind.is_running())
    }

    /// The row that goes on in `row`.
    pub(super) fn row_before(&self, row: &text::Line) -> Option<&text::Line> {
        let is_here = |line: &&text::Line| {
            self.row_behind(line).is_some_and(|next| next.content == row.content)
        };
        self.lines.iter().find(is_here)
    }

    /// What each speaker says, turn by turn, in order of the file.
    pub(super) fn turns(&self) -> &[ByteSpan] {
        &self.turns
    }

    /// The titles, headings and turns, in order of the file.
    pub(super) fn outline(&self) -> &[OutlineEntry] {
        &self.outline
    }

    /// The block that holds `byte`, or the next one after a blank line.
    pub(super) fn block_of(&self, byte: ByteOffset) -> usize {
        self.piece_of(byte).map_or(0, |piece| piece.block)
    }

    fn piece_of(&self, byte: ByteOffset) -> Option<&BlockPiece> {
        let ordinal = self.ordinal_of(byte);
        self.pieces.get(self.in_file(ordinal)?)
    }

    /// Which piece, counted in the order of the file, holds `byte` or is the next one behind it.
    fn ordinal_of(&self, byte: ByteOffset) -> usize {
        let ends_before = |piece: &BlockPiece| piece.span.end() < byte;
        let place = match &self.in_file {
            None => self.pieces.partition_point(ends_before),
            Some(order) => {
                order.partition_point(|&at| self.pieces.get(at).is_some_and(ends_before))
            }
        };
        place.min(self.pieces.len().saturating_sub(1))
    }

    /// The piece with that number in the order of the file.
    fn in_file(&self, ordinal: usize) -> Option<usize> {
        match &self.in_file {
            None => (ordinal < self.pieces.len()).then_some(ordinal),
            Some(order) => order.get(ordinal).copied(),
        }
    }

    /// What of a block is shown, piece by piece.
    pub(super) fn pieces_of(&self, block: &TextBlock) -> std::slice::Iter<'_, BlockPiece> {
        let (from, count) = block.pieces;
        self.pieces.get(from..from + count).unwrap_or_default().iter()
    }

    /// The text of a block as it is shown.
    pub(super) fn text_of(&self, text: &str, block: &TextBlock) -> String {
        let slice = |piece: &BlockPiece| text.get(piece.span.range()).unwrap_or_default();
        self.pieces_of(block).map(slice).collect()
    }

    /// What a reader sees between two places: one span, or several where the page puts together
    /// what stands apart in the file. In order of the file.
    pub(super) fn seen_between(&self, places: ByteSpan) -> Vec<ByteSpan> {
        let Some(order) = &self.in_file else { return vec![places] };
        let at = |byte: ByteOffset| order.get(self.ordinal_of(byte)).copied().unwrap_or_default();
        let (mut first, mut last) =
            ((at(places.start()), places.start()), (at(places.end()), places.end()));
        if first > last {
            std::mem::swap(&mut first, &mut last);
        }
        let mut parts: Vec<(usize, ByteSpan)> = Vec::new();
        for at in first.0..=last.0 {
            let Some(piece) = self.pieces.get(at) else { continue };
            // Between two pieces the place may be on a blank line.
            let from = if at == first.0 { first.1 } else { piece.span.start() };
            let to = if at == last.0 { last.1 } else { piece.span.end() };
            parts.extend(ByteSpan::new(from, to).map(|span| (piece.ordinal, span)));
        }
        parts.sort();
        let mut covered: Vec<(usize, ByteSpan)> = Vec::new();
        for (ordinal, span) in parts {
            match covered.last_mut() {
                Some((before, known)) if *before + 1 == ordinal => {
                    *before = ordinal;
                    *known = known.cover(span);
                }
                _ => covered.push((ordinal, span)),
            }
        }
        covered.into_iter().map(|(_, span)| span).filter(|span| !span.is_empty()).collect()
    }

    /// The other side of the joint at whose edge `place` stands, and whether there is one.
    pub(super) fn across(&self, place: ByteOffset, forward: bool) -> Option<ByteOffset> {
        let order = self.in_file.as_ref();
        let ordinal = self.ordinal_of(place);
        let at = order.map_or(Some(ordinal), |order| order.get(ordinal).copied())?;
        let here = self.pieces.get(at)?;
        let beside = |at: Option<usize>| {
            at.and_then(|at| self.pieces.get(at)).filter(|piece| piece.block == here.block)
        };
        if forward {
            let next = beside(Some(at + 1)).filter(|_| here.span.end() == place)?;
            (next.span.start() != place).then_some(next.span.start())
        } else {
            let before = beside(at.checked_sub(1)).filter(|_| here.span.start() == place)?;
            (before.span.end() != place).then_some(before.span.end())
        }
    }

    /// A sentence with what the page joins to it before and behind: two places of the caret.
    pub(super) fn whole_sentence(&self, text: &str, sentence: ByteSpan) -> ByteSpan {
        let (start, end) = self.ends_of_sentence(text, sentence);
        ByteSpan::between(start, end)
    }

    /// Where a sentence begins and ends on the page; its end may stand earlier in the file.
    fn ends_of_sentence(&self, text: &str, sentence: ByteSpan) -> (ByteOffset, ByteOffset) {
        /// A sentence over more joints than these is damage.
        const JOINTS: usize = 16;
        let (mut start, mut end) = (sentence.start(), sentence.end());
        for _ in 0..JOINTS {
            let Some(other) = self.across(end, true) else { break };
            let Some(next) = text::sentence_at(text, other) else { break };
            // Joined lines may still have a full stop between them.
            if text.get(..end.to_usize()).is_some_and(ends_sentence) {
                break;
            }
            end = next.end();
        }
        for _ in 0..JOINTS {
            let Some(other) = self.across(start, false) else { break };
            if text.get(..other.to_usize()).is_some_and(ends_sentence) {
                break;
            }
            let inside = other.get().saturating_sub(1);
            let inside = ByteOffset::from_usize(text.floor_char_boundary(inside as usize));
            let Some(before) = inside.and_then(|inside| text::sentence_at(text, inside)) else {
                break;
            };
            start = before.start();
        }
        (start, end)
    }

    /// Where the joined paragraph that holds `place` begins and ends; `None` if it is one line.
    pub(super) fn joined_paragraph(&self, place: ByteOffset) -> Option<ByteSpan> {
        let block = self.all.get(self.block_of(place))?;
        let mut pieces = self.pieces_of(block);
        let (first, last) = (pieces.next()?, pieces.next_back()?);
        Some(ByteSpan::between(first.span.start(), last.span.end()))
    }

    /// The sentence behind or before the one at `place`, as the page goes on.
    pub(super) fn next_sentence(
        &self,
        text: &str,
        place: ByteOffset,
        forward: bool,
    ) -> Option<ByteSpan> {
        let (mut from, mut to) = (place, place);
        if let Some(here) = text::sentence_at(text, place) {
            (from, to) = self.ends_of_sentence(text, here);
        }
        let at = self.in_file(self.ordinal_of(if forward { to } else { from }))?;
        if forward {
            let piece = self.pieces.get(at)?;
            let rest = ByteSpan::new(to.max(piece.span.start()), piece.span.end());
            let here = rest.and_then(|rest| first_sentence(text, rest));
            here.or_else(|| {
                self.pieces.get(at + 1..)?.iter().find_map(|p| first_sentence(text, p.span))
            })
        } else {
            let piece = self.pieces.get(at)?;
            let rest = ByteSpan::new(piece.span.start(), from.min(piece.span.end()));
            let here = rest.and_then(|rest| last_sentence(text, rest));
            here.or_else(|| {
                self.pieces.get(..at)?.iter().rev().find_map(|p| last_sentence(text, p.span))
            })
        }
    }
}

/// The first sentence in `span`.
fn first_sentence(text: &str, span: ByteSpan) -> Option<ByteSpan> {
    let slice = text.get(span.range())?;
    let lead = slice.len() - slice.trim_start().len();
    if lead == slice.len() {
        return None;
    }
    let at = ByteOffset::from_usize(span.start().to_usize() + lead)?;
    text::sentence_at(text, at)?.intersection(span)
}

/// The last sentence in `span`.
fn last_sentence(text: &str, span: ByteSpan) -> Option<ByteSpan> {
    let slice = text.get(span.range())?;
    let (last, _) = slice.char_indices().rfind(|(_, c)| !c.is_whitespace())?;
    let at = ByteOffset::from_usize(span.start().to_usize() + last)?;
    text::sentence_at(text, at)?.intersection(span)
}

/// Whether a text stops at the end of a sentence.
fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['”', '’', '」', '』', '）', ')', '》']);
    bare.ends_with(['。', '！', '？', '!', '?', '…'])
}

/// Says of each block whether it repeats another and who speaks in it.
fn tell_of_lines(lines: &[text::Line], blocks: &mut [TextBlock]) {
    for block in blocks {
        let tells = matches!(block.kind, LineKind::Echo | LineKind::Turn) && !block.continues;
        let start = block.span.start();
        let at = lines.binary_search_by_key(&start, |line| line.content.start());
        let Some(at) = at.ok().filter(|_| tells) else { continue };
        let above = lines.get(..at).unwrap_or_default();
        if block.kind == LineKind::Echo {
            let echoed = above.iter().rfind(|line| line.kind.is_running());
            block.echoed = echoed.map(|line| line.content);
        }
        block.lead = lines.get(at).and_then(|line| line.speaker).map(|speaker| speaker.lead);
    }
}

/// From the first to the last line of each turn.
fn turns(lines: &[text::Line]) -> Vec<ByteSpan> {
    let mut turns: Vec<(usize, ByteSpan)> = Vec::new();
    for line in lines.iter().filter(|line| line.turn > 0) {
        match turns.last_mut() {
            Some((turn, span)) if *turn == line.turn => *span = span.cover(line.content),
            _ => turns.push((line.turn, line.content)),
        }
    }
    turns.into_iter().map(|(_, span)| span).collect()
}

/// The blocks of a flow, and their pieces.
fn blocks(text: &str, flow: &Flow, dim: bool) -> (Vec<TextBlock>, Vec<BlockPiece>) {
    let mut blocks: Vec<TextBlock> = Vec::with_capacity(flow.paragraphs().len());
    let mut pieces: Vec<BlockPiece> = Vec::with_capacity(flow.pieces().len());
    for paragraph in flow.paragraphs() {
        let parts = flow.pieces().get(paragraph.pieces.clone()).unwrap_or_default();
        let mut room = 0;
        let is_passed = dim && !parts.is_empty() && parts.iter().all(|part| part.twin.is_some());
        for (ordinal, part) in parts.iter().enumerate() {
            for (slice, span) in slices(text, part.span).enumerate() {
                let is_joined = ordinal > 0 && slice == 0;
                let starts = ordinal == 0 && slice == 0;
                if starts || slice > 0 || span.len() > room {
                    room = JOINED;
                    if let Some(before) = blocks.last_mut().filter(|_| !starts) {
                        before.goes_on = true;
                    }
                    blocks.push(TextBlock {
                        span,
                        kind: paragraph.kind,
                        paragraph: part.paragraph,
                        pieces: (pieces.len(), 0),
                        continues: !starts,
                        goes_on: false,
                        twin: part.twin.filter(|_| is_passed),
                        echoed: None,
                        lead: None,
                    });
                }
                room = room.saturating_sub(span.len());
                let block = blocks.len().saturating_sub(1);
                let ordinal = pieces.len();
                pieces.push(BlockPiece { span, block, ordinal, number: part.number, is_joined });
                if let Some(block) = blocks.last_mut() {
                    block.span = block.span.cover(span);
                    block.pieces.1 += 1;
                }
            }
        }
    }
    (blocks, pieces)
}

/// A line in pieces that are not too long to be laid out at once.
fn slices(text: &str, span: ByteSpan) -> impl Iterator<Item = ByteSpan> + '_ {
    let mut rest = Some(span);
    std::iter::from_fn(move || {
        let here = rest?;
        let slice = text.get(here.range()).unwrap_or_default();
        if slice.len() <= PIECE {
            rest = None;
            return Some(here);
        }
        let at = text::ceil_character(slice, cut(slice, PIECE * 2 / 3, PIECE));
        let length = u32::try_from(at).unwrap_or(u32::MAX);
        let at = ByteOffset::new(here.start().get().saturating_add(length));
        rest = ByteSpan::new(at, here.end());
        Some(ByteSpan::between(here.start(), at))
    })
}

/// Where to cut a very long line between the bytes `from` and `to`: where a line may start, after a
/// sentence if there is one.
fn cut(slice: &str, from: usize, to: usize) -> usize {
    let from = slice.ceil_char_boundary(from);
    let window = slice.get(from..slice.floor_char_boundary(to)).unwrap_or_default();
    let mut after_sentence = false;
    let mut anywhere = None;
    let mut before = None;
    for (at, c) in window.char_indices() {
        if let Some(before) = before
            && typeset::may_break(before, c)
        {
            if after_sentence {
                return from + at;
            }
            anywhere = anywhere.or(Some(from + at));
        }
        after_sentence =
            matches!(c, '。' | '！' | '？') || (after_sentence && "”’」』）".contains(c));
        before = Some(c);
    }
    anywhere.unwrap_or(from)
}

#[cfg(test)]
mod tests;
