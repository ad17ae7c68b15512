//! What each line of an article is, and how what the printed page tore apart belongs together.
//!
//! A guess from the shape of the lines (length, marks, what stands around them), for display only:
//! nothing is saved by it, and the user's [`Judgement`] of a line goes before it. Made for Chinese
//! newspaper pages saved as plain text or Markdown: columns break sentences in the middle, blocks
//! are printed twice, and one file holds several stories. The order in which the pieces are read
//! is [`super::Flow`]'s.

mod byline;
mod evidence;
mod head;
mod joint;
mod kinds;
mod matching;
mod shape;
mod story;
#[cfg(test)]
mod tests;
mod turns;
mod twin;

use std::collections::BTreeMap;

pub(super) use byline::people;
pub use byline::tail_byline;
use serde::{Deserialize, Serialize};
pub use turns::names_speaker;

use self::shape::Sketch;
use super::{ByteOffset, ByteSpan, paragraphs};

/// A text of more bytes (a million Han characters) is no scanned page but a book: nothing in it is
/// joined or passed over, and its first frame does not wait for the search.
pub(super) const LONGEST_PAGE: usize = 3 << 20;

/// What a line is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum LineKind {
    /// The title of the article, or of a further story in its file.
    Title,
    /// A line that goes with a title: the series it belongs to, or a subtitle.
    Kicker,
    /// The heading of a part.
    Heading,
    /// Who wrote it, photographed it or published it, and when.
    Byline,
    /// What a picture shows.
    Caption,
    /// Says the opening of the paragraph before it again, as lines set beside a column do.
    Echo,
    /// The first line of what one speaker says in a transcript; it begins with who speaks.
    Turn,
    /// An item of a list, with its bullet or number.
    Item,
    /// Running text.
    Body,
}

impl LineKind {
    /// All of them, from the top of an article down.
    pub const ALL: [Self; 9] = [
        Self::Title,
        Self::Kicker,
        Self::Heading,
        Self::Byline,
        Self::Caption,
        Self::Echo,
        Self::Turn,
        Self::Item,
        Self::Body,
    ];

    /// Its name in files and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Kicker => "kicker",
            Self::Heading => "heading",
            Self::Byline => "byline",
            Self::Caption => "caption",
            Self::Echo => "echo",
            Self::Turn => "turn",
            Self::Item => "item",
            Self::Body => "body",
        }
    }

    /// Whether it is text that goes on from line to line.
    #[must_use]
    pub fn is_running(self) -> bool {
        matches!(self, Self::Body | Self::Item | Self::Turn)
    }
}

/// Who speaks in a turn: how its first line begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Speaker {
    /// The name alone.
    pub name: ByteSpan,
    /// All that stands before what is said: the name with its mark, and perhaps a time.
    pub lead: ByteSpan,
}

/// A line that is not blank, or one of its two parts where a paragraph ends in a byline.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line without its line break. Where a byline was cut off its end, the two parts share it.
    pub span: ByteSpan,
    /// What is shown of it: without white space around it and without Markdown's `#`.
    pub content: ByteSpan,
    /// What it is.
    pub kind: LineKind,
    /// Its number in the file, blank lines counted, from 1.
    pub number: usize,
    /// Which of the file's stories it belongs to, from 1.
    pub story: usize,
    /// Where the sentence goes on that its end cuts in the middle: an index into [`lines`].
    ///
    /// No two lines go on in the same one, and nobody comes back to where he was.
    pub continues: Option<usize>,
    /// An earlier printing of the same text in this file.
    pub twin: Option<ByteSpan>,
    /// Who speaks, where a turn begins.
    pub speaker: Option<Speaker>,
    /// Which of the file's turns it belongs to, from 1; 0 if it belongs to none.
    pub turn: usize,
}

/// What the user says of one line, where the guess was wrong.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Judgement {
    /// What it is.
    pub kind: Option<LineKind>,
    /// Where the sentence at its end goes on.
    pub joint: Option<Joint>,
    /// That it is no second printing.
    pub no_twin: bool,
    /// Whether a new story starts with it.
    pub starts_story: Option<bool>,
}

/// What the user says of a line's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Joint {
    /// The sentence goes on nowhere.
    Nowhere,
    /// It goes on in the line of this number.
    Line(usize),
}

/// What the user says of the lines of an article, by their numbers.
pub type Judgements = BTreeMap<usize, Judgement>;

/// The lines of `text` that are not blank, each with what it is.
#[must_use]
pub fn lines(text: &str) -> Vec<Line> {
    judged_lines(text, &Judgements::new())
}

/// Like [`lines`], with the user's word going before every guess.
#[must_use]
pub fn judged_lines(text: &str, judgements: &Judgements) -> Vec<Line> {
    let mut sketches = Vec::new();
    let mut numbers = Vec::new();
    let mut gap = 0;
    for (number, span) in (1..).zip(paragraphs(text)) {
        if let Some(sketch) = Sketch::of(text, span, gap) {
            sketches.push(sketch);
            numbers.push(number);
            gap = 0;
        } else {
            gap += 1;
        }
    }
    let turns = turns::find(text, &mut sketches);
    let mut kinds = kinds::kinds_of_body(text, &sketches);
    turns.settle(&sketches, kinds::usual_gap(&sketches), &mut kinds);
    head::name_head(text, &sketches, &mut kinds);
    let said = |at: usize| numbers.get(at).and_then(|number| judgements.get(number));
    if !judgements.is_empty() {
        for (at, kind) in kinds.iter_mut().enumerate() {
            *kind = said(at).and_then(|said| said.kind).unwrap_or(*kind);
        }
    }
    let speakers: Vec<Option<Speaker>> = (0..sketches.len())
        .map(|at| {
            let is_turn = kinds.get(at) == Some(&LineKind::Turn);
            let content = sketches.get(at).filter(|_| is_turn)?.content;
            turns.speaker(at).or_else(|| turns::speaker_of(text, content))
        })
        .collect();
    let tails: Vec<Option<ByteOffset>> = std::iter::zip(&sketches, &kinds)
        .zip(&speakers)
        .map(|((sketch, kind), speaker)| {
            let tail = kind.is_running().then(|| tail_of(text, sketch)).flatten();
            // Whom a speaker names is no byline, but what is printed behind the last turn is.
            tail.filter(|&tail| speaker.is_none_or(|speaker| speaker.lead.end() < tail))
        })
        .collect();
    let stories = story::number(text, &sketches, &tails, &mut kinds, |at| {
        let said = said(at)?;
        Some(story::StoryWord { starts: said.starts_story, keeps_kind: said.kind.is_some() })
    });

    let numbers_of_turns = turns.numbers(&kinds);

    let mut lines = Vec::with_capacity(sketches.len());
    for (at, sketch) in sketches.iter().enumerate() {
        let part = |content, kind| Line {
            span: sketch.span,
            content,
            kind,
            number: numbers.get(at).copied().unwrap_or_default(),
            story: stories.get(at).copied().unwrap_or(1),
            continues: None,
            twin: None,
            speaker: None,
            turn: numbers_of_turns.get(at).copied().unwrap_or_default(),
        };
        let speaker = speakers.get(at).copied().flatten();
        let kind = kinds.get(at).copied().unwrap_or(LineKind::Body);
        match tails.get(at).copied().flatten() {
            Some(tail) => {
                let before = ByteSpan::between(sketch.content.start(), tail);
                lines.push(Line { speaker, ..part(trimmed(text, before), kind) });
                let byline = ByteSpan::between(tail, sketch.content.end());
                lines.push(Line { turn: 0, ..part(byline, LineKind::Byline) });
            }
            None => lines.push(Line { speaker, ..part(sketch.content, kind) }),
        }
    }
    if text.len() <= LONGEST_PAGE {
        twin::find(text, &mut lines, judgements);
        joint::find(text, &mut lines, judgements);
    }
    lines
}

/// What is shown of each line that is not blank, looking at no line but itself.
pub(super) fn contents(text: &str) -> impl Iterator<Item = ByteSpan> + '_ {
    paragraphs(text).filter_map(|span| Some(Sketch::of(text, span, 0)?.content))
}

/// Where the byline at the end of a paragraph starts.
fn tail_of(text: &str, sketch: &Sketch) -> Option<ByteOffset> {
    let content = sketch.content;
    let at = tail_byline(&text[content.range()])?;
    ByteOffset::from_usize(content.start().to_usize() + at)
}

/// `span` without the white space at its end.
fn trimmed(text: &str, span: ByteSpan) -> ByteSpan {
    let length = text[span.range()].trim_end().len();
    let end = ByteOffset::from_usize(span.start().to_usize() + length);
    ByteSpan::between(span.start(), end.unwrap_or(span.end()))
}

/// The line among `lines`, in the order of the text, whose content holds `at`.
#[must_use]
pub fn line_at(lines: &[Line], at: ByteOffset) -> Option<&Line> {
    index_at(lines, at).and_then(|index| lines.get(index))
}

/// The index of that line.
pub(super) fn index_at(lines: &[Line], at: ByteOffset) -> Option<usize> {
    let index = lines.partition_point(|line| line.content.start() <= at).checked_sub(1)?;
    lines.get(index).is_some_and(|line| line.content.contains(at)).then_some(index)
}
