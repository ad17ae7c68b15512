//! When two passages of an article meet.

use crate::text::{self, CharSpan, Text};

/// How near two passages are that meet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Proximity {
    /// They share a character.
    #[default]
    Overlap,
    /// There is a sentence of which both hold a character.
    Sentence,
    /// So many sentences or fewer lie from one to the other.
    Near(u8),
    /// There is a paragraph (a line that is not blank) of which both hold a character.
    Paragraph,
    /// They are in the same article.
    Article,
}

/// Which passages of an article meet.
#[derive(Default)]
pub(super) struct Meetings {
    /// From where, before where, whose.
    stretches: Vec<(u32, u32, u32)>,
    /// Where each sentence starts.
    sentences: Vec<u32>,
    pairs: Vec<(u32, u32)>,
}

impl Meetings {
    /// Each pair once, the first number the smaller.
    pub(super) fn pairs(&self) -> &[(u32, u32)] {
        &self.pairs
    }

    pub(super) fn clear(&mut self) {
        self.pairs.clear();
    }

    /// Finds which of the passages at `places` of `text` meet, in the place of what was found before.
    ///
    /// A passage without a place meets none. In the same article all of them meet.
    pub(super) fn find<'a>(
        &mut self,
        by: Proximity,
        text: &Text,
        places: impl Iterator<Item = &'a [CharSpan]>,
    ) {
        let Self { stretches, sentences, .. } = self;
        stretches.clear();
        let places = (0_u32..).zip(places);
        if by == Proximity::Article {
            stretches.extend(places.map(|(passage, _)| (0, 1, passage)));
            return self.find_over_each_other();
        }
        let units = match by {
            Proximity::Overlap | Proximity::Article => Units::Characters,
            Proximity::Sentence | Proximity::Near(_) => Units::sentences(text, sentences),
            Proximity::Paragraph => Units::paragraphs(text),
        };
        let reach = if let Proximity::Near(by) = by { u32::from(by) } else { 0 };
        for (passage, fragments) in places {
            let own = fragments.iter().filter_map(|&span| units.of(span));
            stretches.extend(own.map(|(start, end)| (start, end.saturating_add(reach), passage)));
        }
        self.find_over_each_other();
    }

    /// Which passages have stretches that share something.
    fn find_over_each_other(&mut self) {
        let Self { stretches, pairs, .. } = self;
        stretches.sort_unstable();
        pairs.clear();
        for (at, &(_, end, one)) in stretches.iter().enumerate() {
            let after = stretches.iter().skip(at + 1);
            for &(_, _, other) in after.take_while(|&&(start, _, _)| start < end) {
                if one != other {
                    pairs.push((one.min(other), one.max(other)));
                }
            }
        }
        // Passages of several fragments may meet more than once.
        pairs.sort_unstable();
        pairs.dedup();
    }
}

/// In what places are counted.
enum Units<'a> {
    Characters,
    /// Where each sentence starts: it goes on to the next.
    Sentences(&'a [u32]),
    /// Where each paragraph starts and ends.
    Paragraphs(Vec<(u32, u32)>),
}

impl<'a> Units<'a> {
    fn sentences(text: &Text, starts: &'a mut Vec<u32>) -> Self {
        let sentences = text::sentences(text.as_str());
        let found = sentences.filter_map(|span| text.char_of(span.start()));
        starts.clear();
        starts.extend(found.map(text::CharOffset::get));
        Self::Sentences(starts)
    }

    fn paragraphs(text: &Text) -> Self {
        let content = text.as_str();
        let is_blank =
            |span: &text::ByteSpan| content.get(span.range()).is_none_or(|s| s.trim().is_empty());
        let lines = text::paragraphs(content).filter(|span| !is_blank(span));
        let spans = lines.filter_map(|span| text.char_span(span));
        Self::Paragraphs(spans.map(|span| (span.start().get(), span.end().get())).collect())
    }

    /// From which unit on, and before which, a span holds something.
    fn of(&self, span: CharSpan) -> Option<(u32, u32)> {
        let (start, end) = (span.start().get(), span.end().get());
        let number = |at: usize| u32::try_from(at).ok();
        let (from, to) = match self {
            Self::Characters => return (start < end).then_some((start, end)),
            Self::Sentences(starts) => {
                let before = |at: u32| starts.partition_point(|&first| first <= at);
                // What stands before the first sentence belongs to it.
                let of = |at: u32| before(at).saturating_sub(1);
                if starts.is_empty() {
                    return None;
                }
                (of(start), of(end.saturating_sub(1)) + 1)
            }
            Self::Paragraphs(spans) => (
                spans.partition_point(|&(_, last)| last <= start),
                spans.partition_point(|&(first, _)| first < end),
            ),
        };
        (from < to).then_some((number(from)?, number(to)?))
    }
}

/// The themes of each of some passages, by their numbers.
#[derive(Debug, Default)]
pub(super) struct ThemesOf {
    /// Where in `themes` those of each passage end.
    ends: Vec<usize>,
    themes: Vec<u32>,
}

impl ThemesOf {
    /// Takes all passages out.
    pub(super) fn clear(&mut self) {
        self.ends.clear();
        self.themes.clear();
    }

    /// Adds a passage whose themes `write` writes.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u32>)) {
        write(&mut self.themes);
        self.ends.push(self.themes.len());
    }

    /// Those of every passage, one after the other.
    pub(super) fn all(&self) -> &[u32] {
        &self.themes
    }

    /// Those of a passage.
    pub(super) fn of(&self, passage: u32) -> &[u32] {
        let at = passage as usize;
        let end = |at: usize| self.ends.get(at).copied().unwrap_or_default();
        let start = at.checked_sub(1).map_or(0, end);
        self.themes.get(start..end(at)).unwrap_or_default()
    }

    /// Passage by passage.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        (0..).zip(&self.ends).map(|(passage, _)| self.of(passage))
    }
}
