//! One block as it is laid out: its lines, and where each of its characters stands.

use std::{ops::Range, rc::Rc, sync::Arc};

use eframe::egui::epaint::text::LayoutJob;

use crate::text::{self, ByteOffset, ByteSpan};

/// Where a block was put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LaidJoint {
    /// The first character of the block behind it.
    pub(super) at: usize,
    /// The number of the line in which the text goes on.
    pub(super) number: usize,
}

/// One laid-out line.
#[derive(Debug)]
pub(super) struct LaidLine {
    /// Its characters, counted in the block.
    pub(super) chars: Range<usize>,
    /// From the block's top.
    pub(super) top: f32,
    /// From the column's left edge: where epaint begins to draw.
    pub(super) left: f32,
    /// From the column's left edge: where each of its characters starts and the last one ends.
    pub(super) edges: Vec<f32>,
    /// What epaint draws.
    pub(super) job: LayoutJob,
    /// So many of its sections, from the first, say who speaks.
    pub(super) named: usize,
}

/// One laid-out block.
#[derive(Debug)]
pub(super) struct BlockLayout {
    /// Height with the space around it.
    pub(super) height: f32,
    /// Distance of its lines.
    pub(super) line_height: f32,
    /// Size of its letters.
    pub(super) size: f32,
    pub(super) lines: Vec<LaidLine>,
    /// Where each of its characters starts in the article, and where the last one ends.
    pub(super) bytes: Vec<u32>,
    /// The characters of each of its pieces, with their place in the article.
    pub(super) runs: Vec<(Range<usize>, ByteSpan)>,
    pub(super) joints: Vec<LaidJoint>,
    /// The characters, in ascending order, that go on with what a reader sees as one: no caret
    /// stands before them.
    pub(super) inside: Vec<usize>,
    pub(super) words: WordsOfBlock,
}

/// The words of a block, once asked for, with the number of the segmenter they come from.
pub(super) type WordsOfBlock = std::cell::RefCell<Option<(u64, Rc<[Range<usize>]>)>>;

/// Where words come from: the article's own if they are known, else a segmenter.
#[derive(Clone)]
pub(super) struct WordSource {
    pub(super) known: Option<Arc<text::Words>>,
    pub(super) segmenter: Arc<text::Segmenter>,
}

impl WordSource {
    /// The words in `place`, marks left out; one that reaches out of it is cut there.
    pub(super) fn within(&self, text: &str, place: ByteSpan) -> Vec<ByteSpan> {
        let Some(slice) = text.get(place.range()) else { return Vec::new() };
        let at = |byte: ByteOffset| ByteOffset::new(place.start().get() + byte.get());
        let words = match &self.known {
            Some(words) => words.within(place),
            None => self
                .segmenter
                .words(slice)
                .into_iter()
                .map(|word| ByteSpan::between(at(word.start()), at(word.end())))
                .collect(),
        };
        let inside = words.into_iter().filter_map(|word| word.intersection(place));
        inside.filter(|word| text.get(word.range()).is_some_and(text::is_word)).collect()
    }
}

impl BlockLayout {
    /// Where character `at` of the block starts in the article.
    pub(super) fn byte(&self, at: usize) -> ByteOffset {
        let last = self.bytes.last().copied().unwrap_or_default();
        ByteOffset::new(self.bytes.get(at).copied().unwrap_or(last))
    }

    /// The character of the block that starts at or holds `byte`.
    pub(super) fn char_at(&self, byte: ByteOffset) -> usize {
        // At a joint the caret stands before what follows, unless it is at the very end.
        let inside = self.runs.iter().find(|(_, span)| span.contains(byte));
        let run = inside.or_else(|| self.runs.iter().rev().find(|(_, span)| span.end() == byte));
        let Some((chars, _)) = run else {
            let last = self.bytes.len().saturating_sub(1);
            // Outside of its text: at the nearer end.
            let before = self.runs.first().is_none_or(|(_, span)| byte < span.start());
            return if before { 0 } else { last };
        };
        if inside.is_none() {
            return chars.end;
        }
        let bytes = self.bytes.get(chars.clone()).unwrap_or_default();
        chars.start + bytes.partition_point(|&start| start < byte.get()).min(bytes.len())
    }

    /// What of the article the characters hold, with all that stands between.
    pub(super) fn span(&self, chars: &Range<usize>) -> ByteSpan {
        let parts = self.parts(chars).map(|(part, run)| {
            // The end of a piece is no character's start.
            let end = if part.end == run.0.end { run.1.end() } else { self.byte(part.end) };
            ByteSpan::between(self.byte(part.start), end)
        });
        parts.reduce(ByteSpan::cover).unwrap_or_default()
    }

    /// The characters, piece by piece.
    fn parts<'a>(
        &'a self,
        chars: &'a Range<usize>,
    ) -> impl Iterator<Item = (Range<usize>, &'a (Range<usize>, ByteSpan))> + 'a {
        self.runs.iter().filter_map(|run| {
            let part = run.0.start.max(chars.start)..run.0.end.min(chars.end);
            (part.start < part.end || self.runs.len() == 1).then_some((part, run))
        })
    }

    /// Where a span of the article stands in `line`: from x to x, if it touches it at all.
    pub(super) fn extent(&self, line: &LaidLine, span: ByteSpan) -> Option<(f32, f32)> {
        let mut hull: Option<Range<usize>> = None;
        for (chars, piece) in &self.runs {
            let Some(shared) = piece.intersection(span) else { continue };
            let inside = |byte: ByteOffset| {
                let bytes = self.bytes.get(chars.clone()).unwrap_or_default();
                chars.start + bytes.partition_point(|&start| start < byte.get())
            };
            let from = inside(shared.start()).max(line.chars.start);
            let to = inside(shared.end()).min(line.chars.end);
            if from < to {
                let known = hull.unwrap_or(from..to);
                hull = Some(known.start.min(from)..known.end.max(to));
            }
        }
        let edge = |at: usize| line.edges.get(at - line.chars.start).copied();
        hull.and_then(|hull| Some((edge(hull.start)?, edge(hull.end)?)))
    }

    /// The line that holds character `at`; at a border the line that starts there.
    pub(super) fn line_of(&self, at: usize) -> usize {
        self.lines.partition_point(|line| line.chars.start <= at).saturating_sub(1)
    }

    /// The character of `line` whose left edge is nearest to `x`.
    pub(super) fn nearest(line: &LaidLine, x: f32) -> usize {
        let place = line.edges.partition_point(|&edge| edge <= x);
        let (Some(before), Some(&after)) = (place.checked_sub(1), line.edges.get(place)) else {
            return if place == 0 { line.chars.start } else { line.chars.end };
        };
        let nearer_before = line.edges.get(before).is_some_and(|&edge| x - edge <= after - x);
        line.chars.start + if nearer_before { before } else { place }
    }

    /// Where the caret stands that is put before character `at`: before all of what a reader sees as
    /// one.
    pub(super) fn caret(&self, mut at: usize) -> usize {
        while at > 0 && self.inside.binary_search(&at).is_ok() {
            at -= 1;
        }
        at
    }

    /// The characters of each word, marks left out; worked out at the first call for a segmenter.
    pub(super) fn words(&self, text: &str, source: &WordSource) -> Rc<[Range<usize>]> {
        let segmenter = source.segmenter.id();
        if let Some((known, words)) = &*self.words.borrow()
            && *known == segmenter
        {
            return Rc::clone(words);
        }
        let within = |run: &(Range<usize>, ByteSpan)| source.within(text, run.1).into_iter();
        let words: Rc<[_]> = self
            .runs
            .iter()
            .flat_map(within)
            .map(|word| self.char_at(word.start())..self.char_at(word.end()))
            .collect();
        *self.words.borrow_mut() = Some((segmenter, Rc::clone(&words)));
        words
    }
}
