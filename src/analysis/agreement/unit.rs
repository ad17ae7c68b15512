//! What is judged: the units that a text is cut into, by the program's own rules of Chinese.

use std::{ops::Range, str::FromStr};

use crate::text::{self, ByteSpan, CharSpan, Segmenter, Text};

/// What coders are compared by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum AgreementUnit {
    /// Each character, white space and line ends too.
    Character,
    /// Each word of the segmentation; no punctuation.
    Word,
    /// Each part of a sentence up to and with a comma, semicolon or colon.
    Clause,
    /// Each sentence; a heading is one.
    #[default]
    Sentence,
    /// Each line that is not blank.
    Paragraph,
    /// The article as a whole.
    Article,
    /// No units: the passages themselves, on a continuum of characters.
    Continuum,
}

impl AgreementUnit {
    /// All of them, from small to large.
    pub const ALL: [Self; 7] = [
        Self::Character,
        Self::Word,
        Self::Clause,
        Self::Sentence,
        Self::Paragraph,
        Self::Article,
        Self::Continuum,
    ];

    /// Its name in data and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Character => "character",
            Self::Word => "word",
            Self::Clause => "clause",
            Self::Sentence => "sentence",
            Self::Paragraph => "paragraph",
            Self::Article => "article",
            Self::Continuum => "continuum",
        }
    }

    /// Cuts a text; words ask for the set's segmenter.
    pub(super) fn cut(self, text: &Text, segmenter: Option<&Segmenter>) -> CutText {
        let content = text.as_str();
        match self {
            Self::Character | Self::Continuum => CutText::Characters(text.char_len().get()),
            Self::Article => CutText::Whole,
            Self::Word => {
                let segmenter = segmenter.unwrap_or_else(|| Segmenter::plain());
                let words = segmenter.words(content).into_iter();
                let is_word =
                    |word: &ByteSpan| content.get(word.range()).is_some_and(text::is_word);
                CutText::spans(content, words.filter(is_word))
            }
            Self::Clause => CutText::spans(content, text::clauses(content)),
            Self::Sentence => CutText::spans(content, text::sentences(content)),
            Self::Paragraph => {
                let is_blank = |line: &ByteSpan| {
                    content.get(line.range()).is_none_or(|line| line.trim().is_empty())
                };
                let lines = text::paragraphs(content).filter(|line| !is_blank(line));
                CutText::spans(content, lines)
            }
        }
    }
}

impl FromStr for AgreementUnit {
    type Err = ();

    fn from_str(name: &str) -> Result<Self, ()> {
        Self::ALL.into_iter().find(|unit| unit.name() == name).ok_or(())
    }
}

/// A text cut into units.
#[derive(Clone, Debug)]
pub(super) enum CutText {
    /// Every character is one; so many.
    Characters(u32),
    /// All of it is one.
    Whole,
    /// Each stands from one character to another; in order, none overlapping.
    Spans(Vec<(u32, u32)>),
}

impl CutText {
    fn spans(content: &str, spans: impl Iterator<Item = ByteSpan>) -> Self {
        let bytes = content.as_bytes();
        let (mut byte, mut chars) = (0, 0);
        // They come in order: each stretch of the text is counted once.
        let mut char_at = |at: usize| {
            let is_start = |byte: &&u8| **byte & 0b1100_0000 != 0b1000_0000;
            let more = bytes.get(byte..at).map_or(0, |new| new.iter().filter(is_start).count());
            (byte, chars) = (at.max(byte), chars + u32::try_from(more).unwrap_or(u32::MAX));
            chars
        };
        let span = |span: ByteSpan| {
            let range = span.range();
            (char_at(range.start), char_at(range.end))
        };
        Self::Spans(spans.map(span).collect())
    }

    /// How many units there are.
    pub(super) fn len(&self) -> u32 {
        match self {
            Self::Characters(count) => *count,
            Self::Whole => 1,
            Self::Spans(spans) => u32::try_from(spans.len()).unwrap_or(u32::MAX),
        }
    }

    /// The units of which `span` holds at least one character.
    pub(super) fn touched(&self, span: CharSpan) -> Range<u32> {
        let (start, end) = (span.start().get(), span.end().get());
        match self {
            Self::Characters(count) => start.min(*count)..end.min(*count),
            Self::Whole => 0..u32::from(start < end),
            Self::Spans(spans) => {
                let first = spans.partition_point(|unit| unit.1 <= start);
                let last = spans.partition_point(|unit| unit.0 < end);
                let index = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
                index(first)..index(last.max(first))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharOffset;

    const TEXT: &str = "标题\n\n　　党建引领，治理有效。居民说好！\n尾行";

    fn spans(unit: AgreementUnit) -> Vec<String> {
        let text = Text::new(TEXT).unwrap();
        let CutText::Spans(spans) = unit.cut(&text, None) else { panic!("{unit:?}") };
        let show = |&(start, end): &(u32, u32)| {
            let span = CharSpan::new(CharOffset::new(start), CharOffset::new(end)).unwrap();
            text.slice_chars(span).unwrap().to_owned()
        };
        spans.iter().map(show).collect()
    }

    #[test]
    fn a_text_is_cut_as_the_program_cuts_it_elsewhere() {
        assert_eq!(spans(AgreementUnit::Paragraph).len(), 3);
        assert_eq!(
            spans(AgreementUnit::Sentence),
            ["标题", "党建引领，治理有效。", "居民说好！", "尾行"]
        );
        assert_eq!(
            spans(AgreementUnit::Clause),
            ["标题", "党建引领，", "治理有效。", "居民说好！", "尾行"]
        );
        assert!(spans(AgreementUnit::Word).iter().all(|word| text::is_word(word)));
    }

    #[test]
    fn a_span_touches_the_units_of_which_it_holds_a_character() {
        let text = Text::new(TEXT).unwrap();
        let span =
            |start, end| CharSpan::new(CharOffset::new(start), CharOffset::new(end)).unwrap();
        let cut = AgreementUnit::Sentence.cut(&text, None);
        // 有效。居 lies in two sentences; the line end in none.
        assert_eq!(cut.touched(span(13, 17)), 1..3);
        assert_eq!(cut.touched(span(2, 4)), 1..1);
        assert_eq!(cut.touched(span(0, 900)), 0..4);
        assert_eq!(AgreementUnit::Character.cut(&text, None).touched(span(1, 900)), 1..24);
        assert_eq!(AgreementUnit::Article.cut(&text, None).touched(span(3, 4)), 0..1);
    }
}
