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

impl Proximity {
    /// Which of the passages at `places` of `text` meet, each pair once, the first number the smaller.
    ///
    /// A passage without a place meets none. In the same article all of them meet.
    pub(super) fn meeting<'a>(
        self,
        text: &Text,
        places: impl Iterator<Item = &'a [CharSpan]>,
    ) -> Vec<(u32, u32)> {
        let places = (0_u32..).zip(places);
        let mut stretches: Vec<(u32, u32, u32)> = Vec::new();
        if self == Self::Article {
            stretches.extend(places.map(|(passage, _)| (0, 1, passage)));
            return over_each_other(stretches);
        }
        let units = match self {
            Self::Overlap | Self::Article => Units::Characters,
            Self::Sentence | Self::Near(_) => Units::sentences(text),
            Self::Paragraph => Units::paragraphs(text),
        };
        let reach = if let Self::Near(by) = self { u32::from(by) } else { 0 };
        for (passage, fragments) in places {
            let own = fragments.iter().filter_map(|&span| units.of(span));
            stretches.extend(own.map(|(start, end)| (start, end.saturating_add(reach), passage)));
        }
        over_each_other(stretches)
    }
}

/// In what places are counted.
enum Units {
    Characters,
    /// Where each sentence starts: it goes on to the next.
    Sentences(Vec<u32>),
    /// Where each paragraph starts and ends.
    Paragraphs(Vec<(u32, u32)>),
}

impl Units {
    fn sentences(text: &Text) -> Self {
        let sentences = text::sentences(text.as_str());
        let starts = sentences.filter_map(|span| text.char_of(span.start()));
        Self::Sentences(starts.map(text::CharOffset::get).collect())
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

/// Which passages have stretches (start, end, whose) that share something.
fn over_each_other(mut stretches: Vec<(u32, u32, u32)>) -> Vec<(u32, u32)> {
    stretches.sort_unstable();
    let mut pairs = Vec::new();
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
    pairs
}

/// The themes of each of some passages, by their numbers.
#[derive(Debug)]
pub(super) struct ThemesOf {
    starts: Vec<usize>,
    themes: Vec<u32>,
}

impl Default for ThemesOf {
    fn default() -> Self {
        Self { starts: vec![0], themes: Vec::new() }
    }
}

impl ThemesOf {
    /// Adds a passage whose themes `write` writes.
    pub(super) fn push(&mut self, write: impl FnOnce(&mut Vec<u32>)) {
        write(&mut self.themes);
        self.starts.push(self.themes.len());
    }

    /// Those of every passage, one after the other.
    pub(super) fn all(&self) -> &[u32] {
        &self.themes
    }

    /// Those of a passage.
    pub(super) fn of(&self, passage: u32) -> &[u32] {
        let at = passage as usize;
        let [from, to] = [at, at + 1].map(|at| self.starts.get(at).copied().unwrap_or_default());
        self.themes.get(from..to).unwrap_or_default()
    }

    /// Passage by passage.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.starts.windows(2).map(|pair| match pair {
            [from, to] => self.themes.get(*from..*to).unwrap_or_default(),
            _ => &[],
        })
    }
}
