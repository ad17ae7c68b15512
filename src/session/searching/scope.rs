//! Where in the set a search looks: in which articles, and where in them.

use std::collections::BTreeMap;

use crate::{
    annotation::ThemeId,
    corpus::{self, ArticlePath, Corrections, LineCorrection},
    scene::Scene,
    text::{self, ByteOffset, ByteSpan, CharSpan, LineKind, Text},
};

/// Where a search looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only in these; in all where there are none.
    pub articles: Vec<ArticlePath>,
    /// Only in articles of these years, both counted.
    pub years: Option<(i16, i16)>,
    /// Where in the articles, by what is marked.
    pub marked: Marked,
    /// Where in the articles, by what the lines are.
    pub lines: Lines,
}

/// A part of the articles, by what is marked in them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Marked {
    /// Everywhere.
    #[default]
    Anything,
    /// Inside the passages of one of these themes.
    Inside(Vec<ThemeId>),
    /// Outside the passages of all of these themes.
    Outside(Vec<ThemeId>),
    /// Where nothing is marked.
    Untagged,
}

/// A part of the articles, by what their lines are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Lines {
    /// All.
    #[default]
    All,
    /// Titles and headings.
    Headings,
    /// Running text.
    Body,
}

impl Scope {
    /// Whether it is the whole set.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        *self == Self::default()
    }

    /// Whether what is marked makes a difference.
    #[must_use]
    pub fn heeds_marks(&self) -> bool {
        self.marked != Marked::Anything
    }

    /// Whether an article of that name and year is looked at.
    pub(super) fn takes(&self, path: &ArticlePath, year: Option<i16>) -> bool {
        let in_years = |(from, to)| year.is_some_and(|year| (from..=to).contains(&year));
        self.takes_article(path) && self.years.is_none_or(in_years)
    }

    /// Whether an article of that name may be looked at, whatever its year.
    pub(super) fn takes_article(&self, path: &ArticlePath) -> bool {
        self.articles.is_empty() || self.articles.contains(path)
    }
}

/// A scope with all that it takes to say which places of an article are in it, on any thread.
pub(in crate::session) struct Ready {
    marked: Marking,
    lines: Lines,
    corrections: BTreeMap<ArticlePath, Vec<LineCorrection>>,
}

/// What is marked, as far as a scope heeds it.
enum Marking {
    Anything,
    Inside(BTreeMap<ArticlePath, Vec<CharSpan>>),
    Outside(BTreeMap<ArticlePath, Vec<CharSpan>>),
}

impl Ready {
    pub(in crate::session) fn new(scope: &Scope, scene: &Scene) -> Self {
        Self::corrected(scope, scene, scene.corpus.corrections())
    }

    /// The same where the corrections of the lines are known, and the articles are not.
    pub(super) fn corrected(scope: &Scope, scene: &Scene, corrections: &Corrections) -> Self {
        let annotations = &scene.annotations;
        let spans = |takes: &dyn Fn(&[ThemeId]) -> bool| {
            let mut spans: BTreeMap<ArticlePath, Vec<CharSpan>> = BTreeMap::new();
            for (article, _, passage) in annotations.passages() {
                if !takes(&passage.themes) {
                    continue;
                }
                let Some(fragments) = scene.place_of(passage) else { continue };
                spans.entry(article.clone()).or_default().extend(fragments);
            }
            spans
        };
        let any_of = |wanted: &[ThemeId], themes: &[ThemeId]| {
            themes.iter().any(|theme| wanted.contains(theme))
        };
        let marked = match &scope.marked {
            Marked::Anything => Marking::Anything,
            Marked::Inside(wanted) => Marking::Inside(spans(&|themes| any_of(wanted, themes))),
            Marked::Outside(wanted) => Marking::Outside(spans(&|themes| any_of(wanted, themes))),
            Marked::Untagged => Marking::Outside(spans(&|_| true)),
        };
        let heeded = corrections.iter().filter(|_| scope.lines != Lines::All);
        let heeded = heeded.filter(|(_, known)| !known.lines.is_empty());
        let corrections =
            heeded.map(|(article, known)| (article.clone(), known.lines.clone())).collect();
        Self { marked, lines: scope.lines, corrections }
    }

    /// Whether every place of every article is in it.
    pub(in crate::session) fn is_everything(&self) -> bool {
        matches!(self.marked, Marking::Anything) && self.lines == Lines::All
    }

    /// The places of an article that are in it: sorted, none touching another.
    pub(in crate::session) fn regions(&self, article: &ArticlePath, text: &Text) -> Vec<ByteSpan> {
        let whole = ByteSpan::between(ByteOffset::default(), text.byte_len());
        let marked = match &self.marked {
            Marking::Anything => vec![whole],
            Marking::Inside(spans) => bytes(text, spans.get(article)),
            Marking::Outside(spans) => complement(whole, &bytes(text, spans.get(article))),
        };
        if self.lines == Lines::All || marked.is_empty() {
            return marked;
        }
        let content = text.as_str();
        let corrections = self.corrections.get(article).map_or(&[][..], Vec::as_slice);
        let lines = text::judged_lines(content, &corpus::judgements(corrections, content));
        let wanted = |kind: LineKind| match self.lines {
            Lines::All => true,
            Lines::Headings => {
                matches!(kind, LineKind::Title | LineKind::Kicker | LineKind::Heading)
            }
            Lines::Body => kind.is_running(),
        };
        let mut kept: Vec<ByteSpan> = Vec::new();
        // Lines one below the other are one region: a phrase may run over the end of a line.
        let mut follows = false;
        for line in &lines {
            if !wanted(line.kind) {
                follows = false;
                continue;
            }
            match kept.last_mut().filter(|_| follows) {
                Some(last) => *last = last.cover(line.content),
                None => kept.push(line.content),
            }
            follows = true;
        }
        intersection(&marked, &kept)
    }
}

/// Spans of characters as sorted spans of bytes, those that touch joined.
fn bytes(text: &Text, spans: Option<&Vec<CharSpan>>) -> Vec<ByteSpan> {
    let mut found: Vec<ByteSpan> = spans
        .into_iter()
        .flatten()
        .filter_map(|&span| text.byte_span(span))
        .filter(|span| !span.is_empty())
        .collect();
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

/// What of `whole` is in none of `spans`, which are sorted and apart.
fn complement(whole: ByteSpan, spans: &[ByteSpan]) -> Vec<ByteSpan> {
    let starts = std::iter::once(whole.start()).chain(spans.iter().map(|span| span.end()));
    let ends = spans.iter().map(|span| span.start()).chain([whole.end()]);
    let gaps = starts.zip(ends).filter_map(|(start, end)| ByteSpan::new(start, end));
    gaps.filter(|gap| !gap.is_empty()).collect()
}

/// What is both in one of `ones` and in one of `others`, each sorted and apart.
fn intersection(ones: &[ByteSpan], others: &[ByteSpan]) -> Vec<ByteSpan> {
    let mut shared = Vec::new();
    let (mut one, mut other) = (ones.iter().peekable(), others.iter().peekable());
    while let (Some(a), Some(b)) = (one.peek(), other.peek()) {
        shared.extend(a.intersection(**b));
        if a.end() <= b.end() {
            one.next();
        } else {
            other.next();
        }
    }
    shared
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(start: u32, end: u32) -> ByteSpan {
        ByteSpan::between(ByteOffset::new(start), ByteOffset::new(end))
    }

    #[test]
    fn what_is_outside_and_what_is_shared() {
        assert_eq!(complement(span(0, 9), &[span(0, 2), span(4, 5)]), [span(2, 4), span(5, 9)]);
        assert_eq!(complement(span(0, 9), &[]), [span(0, 9)]);
        assert!(complement(span(0, 9), &[span(0, 9)]).is_empty());
        let shared = intersection(&[span(0, 4), span(6, 9)], &[span(2, 7), span(8, 12)]);
        assert_eq!(shared, [span(2, 4), span(6, 7), span(8, 9)]);
    }
}
