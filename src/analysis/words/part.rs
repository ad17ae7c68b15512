//! Which text words are counted in: whole articles, or the passages that a condition means.
//!
//! A condition that asks of nothing but articles (their years, names, attributes) means their whole text;
//! one that asks of passages means the text of those, what two of them share once. Nothing at all means
//! every article.

use super::super::{
    articles::{CountedArticle, counted_articles},
    repeated::Counting,
};
use crate::{
    scene::Scene,
    search::{
        About, SetQuery, SetQueryError,
        condition::{Parsed, Selector, UnknownName},
    },
    text::{ByteOffset, ByteSpan, CharSpan, Text},
};

/// Why words cannot be counted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum WordRefusal {
    /// A condition names a theme that is not there.
    #[error(transparent)]
    Theme(#[from] UnknownName),
    /// A string cannot be looked for.
    #[error("{query}: {error}")]
    Query {
        /// The string.
        query: String,
        /// Why.
        error: SetQueryError,
    },
    /// Articles are in both groups, which are to be compared.
    #[error("{articles} articles are in both groups")]
    Overlap {
        /// How many.
        articles: usize,
        /// One of them.
        first: String,
    },
}

/// What of an article's text is meant.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum TextPart {
    /// Nothing.
    #[default]
    Nothing,
    /// All of it.
    All,
    /// These places: sorted, none touching another.
    Places(Vec<ByteSpan>),
}

impl TextPart {
    /// Whether there is nothing.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        match self {
            Self::Nothing => true,
            Self::All => false,
            Self::Places(places) => places.is_empty(),
        }
    }

    /// How many characters it has.
    #[must_use]
    pub fn characters(&self, text: &Text) -> u64 {
        match self {
            Self::Nothing => 0,
            Self::All => u64::from(text.char_len().get()),
            Self::Places(places) => {
                let spans = places.iter().filter_map(|&place| text.char_span(place));
                spans.map(|span| u64::from(span.len())).sum()
            }
        }
    }

    /// Its places.
    pub(super) fn places(&self, text: &Text) -> Vec<ByteSpan> {
        match self {
            Self::Nothing => Vec::new(),
            Self::All => vec![ByteSpan::between(ByteOffset::ZERO, text.byte_len())],
            Self::Places(places) => places.clone(),
        }
    }
}

/// The text that words are counted in.
#[derive(Debug)]
pub struct WordGround<'a> {
    /// The set.
    pub scene: &'a Scene,
    /// The articles of which some text is meant, in the set's order, with that part.
    pub articles: Vec<(CountedArticle<'a>, TextPart)>,
    /// Whether whole articles are meant, and not passages.
    pub whole: bool,
}

impl<'a> WordGround<'a> {
    /// The text that a condition means.
    ///
    /// # Errors
    /// If it names a theme that is not there.
    pub fn new(scene: &'a Scene, filter: &Parsed, counting: Counting) -> Result<Self, UnknownName> {
        let selector = Selector::new(filter, scene)?;
        let whole = selector.is_about_articles();
        Ok(Self::chosen(scene, &selector, whole, counting))
    }

    /// The whole text of every article in which a passage could be that a condition means.
    ///
    /// # Errors
    /// If it names a theme that is not there.
    pub fn of_articles(
        scene: &'a Scene,
        filter: &Parsed,
        counting: Counting,
    ) -> Result<Self, UnknownName> {
        let selector = Selector::new(filter, scene)?;
        Ok(Self::chosen(scene, &selector, true, counting))
    }

    fn chosen(scene: &'a Scene, selector: &Selector, whole: bool, counting: Counting) -> Self {
        let part = |counted: &CountedArticle<'_>| {
            let Some(article) = counted.article else { return TextPart::Nothing };
            let meant = if whole {
                if !selector.may_hold_in(scene, counted.path) {
                    return TextPart::Nothing;
                }
                vec![ByteSpan::between(ByteOffset::ZERO, article.text.byte_len())]
            } else {
                let found = selector.found_in(scene, counted.path);
                let spans = found.iter().filter_map(|found| scene.place_of(found.passage));
                joined(&article.text, spans.flatten().copied())
            };
            if whole && counted.left_out.is_empty() {
                return TextPart::All;
            }
            let out = joined(&article.text, counted.left_out.iter().copied());
            TextPart::Places(without(&meant, &out))
        };
        let articles = counted_articles(scene, counting).into_iter().map(|counted| {
            let part = part(&counted);
            (counted, part)
        });
        let articles = articles.filter(|(_, part)| !part.is_nothing()).collect();
        Self { scene, articles, whole }
    }

    /// How many characters it has.
    #[must_use]
    pub fn characters(&self) -> u64 {
        let of = |(counted, part): &(CountedArticle<'_>, TextPart)| {
            counted.article.map_or(0, |article| part.characters(&article.text))
        };
        self.articles.iter().map(of).sum()
    }

    /// Where a query stands in one of the articles, wholly inside what is meant of it.
    #[must_use]
    pub fn hits(
        &self,
        (counted, part): &(CountedArticle<'_>, TextPart),
        query: &SetQuery,
    ) -> Vec<ByteSpan> {
        let Some(article) = counted.article else { return Vec::new() };
        let header = query.heeds_description().then(|| self.scene.corpus.header(article));
        let title = header.map(|header| header.title).unwrap_or_default();
        let about = About { year: counted.year, title: &title, name: counted.path.as_str() };
        let regions = || part.places(&article.text);
        let regions: Option<&dyn Fn() -> Vec<ByteSpan>> =
            if *part == TextPart::All { None } else { Some(&regions) };
        query.hits(article.text.as_str(), about, regions)
    }
}

/// Spans of characters as sorted spans of bytes, those that touch joined.
fn joined(text: &Text, spans: impl Iterator<Item = CharSpan>) -> Vec<ByteSpan> {
    let bytes = spans.filter_map(|span| text.byte_span(span));
    let mut found: Vec<ByteSpan> = bytes.filter(|span| !span.is_empty()).collect();
    found.sort_unstable();
    let mut joined: Vec<ByteSpan> = Vec::with_capacity(found.len());
    for span in found {
        match joined.last_mut() {
            Some(last) if last.end() >= span.start() => *last = last.cover(span),
            _ => joined.push(span),
        }
    }
    joined
}

/// What of `places` is in none of `out`; both sorted and apart.
fn without(places: &[ByteSpan], out: &[ByteSpan]) -> Vec<ByteSpan> {
    let mut left = Vec::new();
    for place in places {
        let mut start = place.start();
        let first = out.partition_point(|other| other.end() <= place.start());
        for other in out.iter().skip(first).take_while(|other| other.start() < place.end()) {
            left.extend(ByteSpan::new(start, other.start()).filter(|gap| !gap.is_empty()));
            start = start.max(other.end());
        }
        left.extend(ByteSpan::new(start, place.end()).filter(|gap| !gap.is_empty()));
    }
    left
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> ByteSpan {
        ByteSpan::between(ByteOffset::new(start), ByteOffset::new(end))
    }

    #[test]
    fn what_is_left_out_is_cut_out_wherever_it_stands() {
        let left = without(&[span(0, 10), span(20, 30)], &[span(2, 4), span(8, 22), span(29, 40)]);
        assert_eq!(left, [span(0, 2), span(4, 8), span(22, 29)]);
        assert!(without(&[span(3, 5)], &[span(0, 9)]).is_empty());
        assert_eq!(without(&[span(3, 5)], &[]), [span(3, 5)]);
    }
}
