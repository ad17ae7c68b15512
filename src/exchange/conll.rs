//! Excerpts as `CoNLL`: one token a line with its BIO tags, a blank line between sentences.
//!
//! `token⇥start⇥end⇥tags`, positions in Unicode code points of the article, whose path stands in a
//! comment before it. Where passages overlap a token bears the tags of all, joined by `|`, sorted by theme:
//! nothing is left out. Tokens are the words of jieba or single characters; white space is none.

use std::{
    collections::BTreeSet,
    io::{self, Write},
};

use super::{
    Excerpt, ExportOption, ExportOptions, ExportTerms, Format, TokenUnit, Written,
    preview::FirstLook,
    project::{Loss, Losses, Project, pieces},
};
use crate::{
    corpus::Article,
    text::{self, ByteSpan, Segmenter},
};

/// The format.
pub struct Conll;

impl Format for Conll {
    fn name(&self) -> &'static str {
        "conll"
    }

    fn extension(&self) -> &'static str {
        "conll"
    }

    fn heeds(&self) -> &'static [ExportOption] {
        &[ExportOption::Unit]
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Article
    }

    fn losses(&self, project: Project<'_>, _options: ExportOptions) -> Losses {
        losses(project)
    }

    fn write(&self, project: Project<'_>, terms: &ExportTerms<'_>) -> io::Result<Written> {
        Written::file(|out| match terms.options.unit {
            TokenUnit::Word => write(out, project, Tokens::Words(&(terms.segmenter)())),
            TokenUnit::Character => write(out, project, Tokens::Characters),
        })
    }
}

/// Writes the articles that have excerpts to `out`; says what the format cannot hold.
///
/// # Errors
/// If `out` does not take it.
pub fn write(mut out: impl Write, project: Project<'_>, tokens: Tokens<'_>) -> io::Result<Losses> {
    let mut losses = losses(project);
    for (article, excerpts) in project.marked() {
        writeln!(out, "# article = {}", article.path)?;
        let content = article.text.as_str();
        let marks = Marks::of(article, &excerpts);
        let mut met = Met::default();
        for sentence in text::sentences(content) {
            let Some(slice) = content.get(sentence.range()) else { continue };
            let mut any = false;
            for token in tokens.of(slice) {
                let start = sentence.start().to_usize() + token.range().start;
                let token = start..start + token.range().len();
                let Some(form) = content.get(token.clone()) else { continue };
                if form.trim().is_empty() {
                    continue;
                }
                let length = u32::try_from(form.chars().count()).unwrap_or(u32::MAX);
                let at = text::ByteOffset::from_usize(token.start);
                let Some(at) = at.and_then(|at| article.text.char_of(at)) else { continue };
                let tags = marks.tags(&token, &mut met);
                writeln!(out, "{form}\t{at}\t{}\t{tags}", at.get() + length)?;
                any = true;
            }
            if any {
                writeln!(out)?;
            }
        }
        losses.add(Loss::Widened, met.cut.len());
    }
    out.flush()?;
    Ok(losses)
}

/// What of a project the format cannot hold, but for [`Loss::Widened`]: only its words tell that.
fn losses(project: Project<'_>) -> Losses {
    Losses::of_labels(project)
}

/// What splits a text into tokens.
#[derive(Clone, Copy)]
pub enum Tokens<'a> {
    /// Words.
    Words(&'a Segmenter),
    /// Characters.
    Characters,
}

impl Tokens<'_> {
    fn of(self, slice: &str) -> Vec<ByteSpan> {
        match self {
            Self::Words(segmenter) => segmenter.words(slice),
            Self::Characters => slice
                .char_indices()
                .filter_map(|(at, c)| {
                    let offset = text::ByteOffset::from_usize;
                    ByteSpan::new(offset(at)?, offset(at + c.len_utf8())?)
                })
                .collect(),
        }
    }
}

/// The fragments of an article's excerpts.
struct Marks<'a> {
    /// In bytes, with the theme's name: sorted by where they start.
    fragments: Vec<(std::ops::Range<usize>, &'a str)>,
    /// The longest of them.
    longest: usize,
}

impl<'a> Marks<'a> {
    fn of(article: &'a Article, excerpts: &[&'a Excerpt]) -> Self {
        let mut fragments = Vec::new();
        for excerpt in excerpts {
            for (span, _) in pieces(&article.text, excerpt) {
                let Some(bytes) = article.text.byte_span(span) else { continue };
                fragments.extend(excerpt.themes.iter().map(|name| (bytes.range(), &**name)));
            }
        }
        fragments.sort_by(|a, b| (a.0.start, a.0.end, a.1).cmp(&(b.0.start, b.0.end, b.1)));
        let longest = fragments.iter().map(|(range, _)| range.len()).max().unwrap_or(0);
        Self { fragments, longest }
    }

    /// `B-人才`, `I-人才|B-阵地建设`, or `O`; notes what was met.
    fn tags(&self, token: &std::ops::Range<usize>, met: &mut Met) -> String {
        let from = token.start.saturating_sub(self.longest);
        let first = self.fragments.partition_point(|(range, _)| range.start < from);
        let mut tags: BTreeSet<(&str, bool)> = BTreeSet::new();
        for (at, (range, name)) in self.fragments.iter().enumerate().skip(first) {
            if range.start >= token.end {
                break;
            }
            if range.end <= token.start {
                continue;
            }
            tags.insert((name, met.begun.insert(at)));
            let inside = range.start <= token.start && range.end >= token.end;
            if !inside {
                met.cut.insert(at);
            }
        }
        if tags.is_empty() {
            return "O".to_owned();
        }
        let tag = |(name, begins): &(&str, bool)| {
            format!("{}-{}", if *begins { 'B' } else { 'I' }, name.replace([' ', '\t', '|'], "_"))
        };
        tags.iter().map(tag).collect::<Vec<_>>().join("|")
    }
}

/// What happened to the fragments of an article so far, by their places.
#[derive(Default)]
struct Met {
    /// They have a token.
    begun: BTreeSet<usize>,
    /// They reach into a token of which they hold only a part.
    cut: BTreeSet<usize>,
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::sample::{Mark, any_set, set};

    fn written(set: &crate::exchange::sample::Set) -> String {
        let mut out = Vec::new();
        write(&mut out, set.project(), Tokens::Characters).expect("memory");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn overlapping_passages_are_all_told() {
        let mark = |theme, span| Mark {
            text: 0,
            coder: "lin",
            fragments: vec![span],
            themes: vec![theme],
            memo: String::new(),
        };
        let set = set(&["街道引进人才。"], &[mark(0, (0, 6)), mark(1, (2, 4))]);
        let seen = written(&set);
        let tags: Vec<&str> = seen.lines().skip(1).filter_map(|l| l.split('\t').nth(3)).collect();
        let expected = [
            "B-阵地建设",
            "I-阵地建设",
            "B-人才|I-阵地建设",
            "I-人才|I-阵地建设",
            "I-阵地建设",
            "I-阵地建设",
            "O",
        ];
        assert_eq!(tags, expected);
    }

    proptest! {
        #[test]
        fn tokens_stand_where_they_say_and_every_fragment_begins_once(set in any_set()) {
            let seen = written(&set);
            let mut text: Vec<char> = Vec::new();
            let mut begun = 0;
            for line in seen.lines() {
                if let Some(path) = line.strip_prefix("# article = ") {
                    let path = crate::corpus::ArticlePath::new(path).expect("a path");
                    let article = set.corpus.article(&path).expect("an article");
                    text = article.text.as_str().chars().collect();
                    continue;
                }
                let [form, start, end, tags] = line.split('\t').collect::<Vec<_>>()[..] else {
                    prop_assert!(line.is_empty(), "{}", line);
                    continue;
                };
                let number = |n: &str| n.parse::<usize>().expect("a number");
                let there: String = text[number(start)..number(end)].iter().collect();
                prop_assert_eq!(there, form);
                begun += tags.split('|').filter(|tag| tag.starts_with("B-")).count();
            }
            // Two of the same theme that begin at one character share its tag.
            let mut starts = BTreeSet::new();
            for excerpt in &set.excerpts {
                for (span, quote) in excerpt.fragments.iter().zip(&excerpt.quotes) {
                    let blank = quote.chars().take_while(|c| c.is_whitespace()).count();
                    if blank < quote.chars().count() {
                        let at = span.start().get() as usize + blank;
                        starts.extend(
                            excerpt.themes.iter().map(|theme| (&excerpt.article, at, theme)),
                        );
                    }
                }
            }
            prop_assert_eq!(begun, starts.len());
        }
    }
}
