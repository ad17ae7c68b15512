//! The order in which an article is read: paragraphs put together from what columns tore apart.
//!
//! For display: the text stays where it is, and every place in it is where it was. What is joined
//! is decided in [`super::structure`]; a joined paragraph stands where its first piece stands.

use std::ops::Range;

use super::{
    ByteSpan, Line, LineKind,
    paragraph::{paragraphs, span},
    structure::index_at,
};

/// A line of the file, or the part of it that is one row, as a piece of a paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FlowPiece {
    /// Where it stands.
    pub span: ByteSpan,
    /// The number of its line in the file, blank lines counted, from 1.
    pub number: usize,
    /// The same, blank lines not counted, from 0.
    pub paragraph: usize,
    /// The other printing of a block that is printed twice, if this is the one to pass over.
    pub twin: Option<ByteSpan>,
}

/// Pieces that are read as one paragraph.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FlowParagraph {
    /// What it is.
    pub kind: LineKind,
    /// Which story it belongs to, from 1.
    pub story: usize,
    /// Its pieces, at least one: indices into [`Flow::pieces`].
    pub pieces: Range<usize>,
}

/// An article in the order in which it is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    paragraphs: Vec<FlowParagraph>,
    pieces: Vec<FlowPiece>,
}

impl Flow {
    /// The lines one after the other; with `join`, sentences go on where their remainder stands.
    #[must_use]
    pub fn of(lines: &[Line], join: bool) -> Self {
        let mut is_remainder = vec![false; lines.len()];
        if join {
            for next in lines.iter().filter_map(|line| line.continues) {
                if let Some(slot) = is_remainder.get_mut(next) {
                    *slot = true;
                }
            }
        }
        let twins = passed_over(lines, &is_remainder);
        let mut ordinal = 0;
        let mut before = None;
        let ordinals: Vec<usize> = lines
            .iter()
            .map(|line| {
                ordinal += usize::from(before.is_some_and(|number| number != line.number));
                before = Some(line.number);
                ordinal
            })
            .collect();
        let mut flow = Self::default();
        for (index, line) in lines.iter().enumerate() {
            if is_remainder.get(index) == Some(&true) {
                continue;
            }
            let from = flow.pieces.len();
            let mut at = Some(index);
            while let Some((index, line)) = at.and_then(|at| Some((at, lines.get(at)?))) {
                flow.pieces.push(FlowPiece {
                    span: line.content,
                    number: line.number,
                    paragraph: ordinals.get(index).copied().unwrap_or_default(),
                    twin: twins.get(index).copied().flatten(),
                });
                at = line.continues.filter(|_| join);
            }
            let pieces = from..flow.pieces.len();
            flow.paragraphs.push(FlowParagraph { kind: line.kind, story: line.story, pieces });
        }
        flow
    }

    /// Each line that is not blank as a plain paragraph, as the file has it.
    #[must_use]
    pub fn plain(text: &str) -> Self {
        let mut flow = Self::default();
        for (number, line) in (1..).zip(paragraphs(text)) {
            let slice = &text[line.range()];
            let (lead, whole) = (slice.len() - slice.trim_start().len(), slice.trim_end().len());
            if whole == 0 {
                continue;
            }
            let start = line.start().to_usize();
            let span = span(start + lead..start + whole);
            let paragraph = flow.paragraphs.len();
            flow.pieces.push(FlowPiece { span, number, paragraph, twin: None });
            let pieces = paragraph..paragraph + 1;
            flow.paragraphs.push(FlowParagraph { kind: LineKind::Body, story: 1, pieces });
        }
        flow
    }

    /// The paragraphs in the order in which they are read.
    #[must_use]
    pub fn paragraphs(&self) -> &[FlowParagraph] {
        &self.paragraphs
    }

    /// All pieces in the order in which they are read.
    #[must_use]
    pub fn pieces(&self) -> &[FlowPiece] {
        &self.pieces
    }
}

/// For each line the printing to read instead of it.
///
/// Of two printings the later is passed over, unless a sentence goes on in it and not in the other.
fn passed_over(lines: &[Line], is_remainder: &[bool]) -> Vec<Option<ByteSpan>> {
    let mut twins = vec![None; lines.len()];
    for (index, line) in lines.iter().enumerate() {
        let Some(place) = line.twin else { continue };
        let is_joined = |at: usize| is_remainder.get(at) == Some(&true);
        let earlier = index_at(lines, place.start());
        let swapped = earlier.filter(|&earlier| {
            is_joined(index)
                && !is_joined(earlier)
                && lines.get(earlier).is_some_and(|line| line.content == place)
        });
        let (passed, other) = match swapped {
            Some(earlier) => (earlier, line.content),
            None => (index, place),
        };
        if let Some(slot) = twins.get_mut(passed) {
            *slot = Some(other);
        }
    }
    twins
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::lines;

    const BODY: &str =
        "今年以来，柳岸区坚持以人民为中心，扎实推进老旧小区改造，居民的获得感不断增强。";

    fn shown(text: &str, join: bool) -> Vec<Vec<usize>> {
        let flow = Flow::of(&lines(text), join);
        let pieces = |paragraph: &FlowParagraph| flow.pieces()[paragraph.pieces.clone()].to_vec();
        flow.paragraphs()
            .iter()
            .map(|p| pieces(p).iter().map(|piece| piece.number).collect())
            .collect()
    }

    #[test]
    fn a_joined_paragraph_stands_where_its_first_piece_stands() {
        let text = format!(
            "柳岸纪事\n{BODY}驻区单位参与。\n街道召开座谈会，倾听意见建议，主动思考为驻区单\n\n\n社区读书会现场\n\n\n位做什么，变单向为双向。"
        );
        assert_eq!(shown(&text, true), [vec![1], vec![2], vec![3, 9], vec![6]]);
        assert_eq!(shown(&text, false), [vec![1], vec![2], vec![3], vec![6], vec![9]]);
    }

    #[test]
    fn of_two_printings_the_one_that_is_not_joined_is_passed_over() {
        let remainder = "位做什么，变单向输出为双向互动，居民的获得感明显增强。";
        let text = format!(
            "柳岸纪事\n{BODY}\n{remainder}\n{BODY}街道党工委发挥主导作用。\n街道召开座谈会，倾听意见建议，主动思考为驻区单\n{remainder}"
        );
        let flow = Flow::of(&lines(&text), true);
        let passed: Vec<_> = flow
            .pieces()
            .iter()
            .filter(|piece| piece.twin.is_some())
            .map(|piece| piece.number)
            .collect();
        assert_eq!(passed, [3], "{:?}", shown(&text, true));
    }

    proptest! {
        #[test]
        fn every_row_is_read_once(
            text in "(柳岸区|推进老旧小区改造，|党建工|作模式，|。|# |记者 何立 |\n|\n\n|居民在公园散步\n){0,40}",
            join in any::<bool>(),
        ) {
            let lines = lines(&text);
            let flow = Flow::of(&lines, join);
            let mut spans: Vec<_> = flow.pieces().iter().map(|piece| piece.span).collect();
            spans.sort();
            prop_assert_eq!(spans, lines.iter().map(|line| line.content).collect::<Vec<_>>());
            let mut end = 0;
            for paragraph in flow.paragraphs() {
                prop_assert!(paragraph.pieces.start == end && !paragraph.pieces.is_empty());
                end = paragraph.pieces.end;
            }
        }
    }
}
