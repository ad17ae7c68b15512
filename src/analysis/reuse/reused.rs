//! The reuse in a set, as it is shown: groups of places, pairs of printings, and of every place
//! whether its text stands elsewhere.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    changes::ReuseComparison,
    groups::{LetterPlace, grouped},
    index::ReuseIndex,
    indexed::SharedStretch,
    printing::{PrintedAt, printed},
    uncounted::{SetPhrases, uncounted},
};
use crate::{
    corpus::{ArticlePath, Corpus, LoadProgress},
    scene::TextReuse,
    text::CharSpan,
};

/// In a group of no more places all pairs that were found are given, in a larger one each place with
/// the one that was printed next.
pub const MOST_PAIRED: usize = 16;
/// A passage is reused text if at least this share of its characters is.
const SHARE_OF_PASSAGE: u32 = 2;

/// What counts as reuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReuseRules {
    /// So many letters in common at least.
    pub least: u32,
    /// Whether what stands twice in one article counts, too.
    pub within: bool,
    /// What does not count.
    pub phrases: SetPhrases,
}

impl ReuseRules {
    /// The fewest letters in common if nobody says otherwise.
    pub const LEAST: u32 = 20;
    /// With fewer everything is like everything.
    pub const FEWEST: u32 = 8;

    /// The rules that hold where nobody says otherwise, with phrases that alone are no reuse.
    #[must_use]
    pub fn without(phrases: &[String]) -> Self {
        let phrases = SetPhrases::new(phrases.iter().map(String::as_str));
        Self { phrases, ..Self::default() }
    }
}

impl Default for ReuseRules {
    fn default() -> Self {
        Self { least: Self::LEAST, within: true, phrases: SetPhrases::default() }
    }
}

/// A place where the text of a group stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReuseMember {
    /// The article.
    pub article: ArticlePath,
    /// The place.
    pub span: CharSpan,
    /// How many letters stand there: Han characters, other letters and digits.
    pub letters: u32,
    /// When it was printed.
    pub printed: PrintedAt,
}

/// One text and the places where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReuseGroup {
    /// The first printed first; at least two.
    pub members: Vec<ReuseMember>,
}

impl ReuseGroup {
    /// The letters that are repeated: those of all printings but the first.
    #[must_use]
    pub fn repeated(&self) -> u32 {
        self.members.iter().skip(1).map(|member| member.letters).sum()
    }
}

/// Two printings of one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReusePair {
    /// The number of the group in [`Reuse::groups`].
    pub group: usize,
    /// The one that was printed first, and the other.
    pub sides: [(ArticlePath, CharSpan); 2],
}

impl ReusePair {
    /// The two printings side by side; `None` if they have less in common than the rules ask for, as
    /// neighbours in a large group may.
    #[must_use]
    pub fn compared(&self, corpus: &Corpus, rules: &ReuseRules) -> Option<ReuseComparison> {
        let [a, b] = self.sides.each_ref().map(|(path, span)| Some((corpus.article(path)?, *span)));
        let ((a, at_a), (b, at_b)) = (a?, b?);
        let comparison = ReuseComparison::of((&a.text, at_a), (&b.text, at_b));
        comparison.filter(|comparison| comparison.matched >= rules.least)
    }
}

/// A place of an article whose text stands elsewhere, too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReusedSpan {
    /// The place.
    pub span: CharSpan,
    /// The number of its group in [`Reuse::groups`].
    pub group: usize,
    /// Its number among the group's members: 0 is the first printing.
    pub member: usize,
}

/// All reuse in a set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reuse {
    /// By the first printing of each: the first printed first.
    pub groups: Vec<ReuseGroup>,
    /// By the first printing of each, then by the second.
    pub pairs: Vec<ReusePair>,
    /// Pairs that are the same only in bylines, headings, titles or set phrases.
    pub uncounted: usize,
    by_article: BTreeMap<ArticlePath, Vec<ReusedSpan>>,
}

impl Reuse {
    /// What of `index` counts by `rules`, in the order of printing. `corpus` is the set whose texts
    /// were indexed; `None` if it was cancelled.
    #[must_use]
    pub fn of(
        corpus: &Corpus,
        index: &ReuseIndex,
        rules: &ReuseRules,
        progress: &LoadProgress,
    ) -> Option<Self> {
        let counts = |shared: &&SharedStretch| {
            shared.stretch.matched >= rules.least && (rules.within || shared.a != shared.b)
        };
        let shared: Vec<SharedStretch> = index.shared().iter().filter(counts).copied().collect();
        let without = without(corpus, index, &shared, rules, progress)?;
        let is_kept = |(shared, at): (&SharedStretch, usize)| {
            let without = without.get(at).copied().unwrap_or(0);
            shared.stretch.matched >= rules.least.saturating_add(without)
        };
        let kept: Vec<usize> = (0..shared.len())
            .filter(|&at| shared.get(at).is_some_and(|shared| is_kept((shared, at))))
            .collect();
        let uncounted = shared.len() - kept.len();
        let pick = |at: &usize| shared.get(*at).copied();
        let counted: Vec<SharedStretch> = kept.iter().filter_map(pick).collect();
        Some(Self { uncounted, ..Self::arranged(corpus, index, &counted) })
    }

    /// Groups and pairs of stretches.
    fn arranged(corpus: &Corpus, index: &ReuseIndex, shared: &[SharedStretch]) -> Self {
        let articles: Vec<_> = index.texts().iter().map(|text| &text.article).collect();
        let printed = printed(corpus, &articles);
        let found = grouped(shared);
        let member = |place: &LetterPlace| {
            let number = usize::try_from(place.text).ok()?;
            Some(ReuseMember {
                article: articles.get(number)?.path.clone(),
                span: place.span,
                letters: place.end - place.start,
                printed: *printed.get(number)?,
            })
        };
        let key = |member: &ReuseMember| (member.printed, member.span);
        let mut groups: Vec<(usize, ReuseGroup)> = Vec::with_capacity(found.groups.len());
        for (number, places) in found.groups.iter().enumerate() {
            let mut members: Vec<ReuseMember> = places.iter().filter_map(member).collect();
            members.sort_by_key(key);
            groups.push((number, ReuseGroup { members }));
        }
        groups.sort_by_key(|(number, group)| (group.members.first().map(key), *number));
        let mut number_of = vec![usize::MAX; groups.len()];
        for (at, (number, _)) in groups.iter().enumerate() {
            if let Some(slot) = number_of.get_mut(*number) {
                *slot = at;
            }
        }
        let groups: Vec<ReuseGroup> = groups.into_iter().map(|(_, group)| group).collect();
        let mut pairs: Vec<([(PrintedAt, CharSpan); 2], ReusePair)> = Vec::new();
        for (at, both) in shared.iter().enumerate() {
            let [at_a, at_b] = both.spans;
            let group = found.of_stretch.get(at).and_then(|&number| number_of.get(number)).copied();
            let Some(group) = group else { continue };
            if groups.get(group).is_none_or(|group| group.members.len() > MOST_PAIRED) {
                continue;
            }
            let side = |text: u32, span: CharSpan| {
                let text = usize::try_from(text).ok()?;
                let article = articles.get(text)?.path.clone();
                Some((*printed.get(text)?, span, article))
            };
            let (Some(a), Some(b)) = (side(both.a, at_a), side(both.b, at_b)) else { continue };
            pairs.push(pair(group, a, b));
        }
        for (number, group) in groups.iter().enumerate() {
            if group.members.len() > MOST_PAIRED {
                for two in group.members.windows(2) {
                    let [a, b] = two else { continue };
                    let side = |m: &ReuseMember| (m.printed, m.span, m.article.clone());
                    pairs.push(pair(number, side(a), side(b)));
                }
            }
        }
        pairs.sort_by_key(|(key, pair)| (*key, pair.group));
        let mut by_article: BTreeMap<ArticlePath, Vec<ReusedSpan>> = BTreeMap::new();
        for (group, of_group) in groups.iter().enumerate() {
            for (member, place) in of_group.members.iter().enumerate() {
                let span = ReusedSpan { span: place.span, group, member };
                by_article.entry(place.article.clone()).or_default().push(span);
            }
        }
        for spans in by_article.values_mut() {
            spans.sort_by_key(|reused| (reused.span, reused.group));
        }
        let pairs = pairs.into_iter().map(|(_, pair)| pair).collect();
        Self { groups, pairs, uncounted: 0, by_article }
    }

    /// The places of an article whose text stands elsewhere, too, in order; they may overlap.
    #[must_use]
    pub fn in_article(&self, article: &ArticlePath) -> &[ReusedSpan] {
        self.by_article.get(article).map_or(&[], Vec::as_slice)
    }

    /// Those of which a passage has a character.
    pub fn touching<'a>(
        &'a self,
        article: &ArticlePath,
        fragments: &'a [CharSpan],
    ) -> impl Iterator<Item = &'a ReusedSpan> {
        let touches =
            |reused: &&ReusedSpan| fragments.iter().any(|span| span.overlaps(reused.span));
        self.in_article(article).iter().filter(touches)
    }

    /// Whether a passage is reused text: at least half of its characters stand elsewhere, too.
    #[must_use]
    pub fn is_reused(&self, article: &ArticlePath, fragments: &[CharSpan]) -> bool {
        self.is_covered(article, fragments, |_| true)
    }

    /// Whether a passage is text that was printed before: at least half of its characters are.
    ///
    /// What is counted once is everything else.
    #[must_use]
    pub fn is_repeated(&self, article: &ArticlePath, fragments: &[CharSpan]) -> bool {
        self.is_covered(article, fragments, |reused| reused.member > 0)
    }

    /// Whether a passage is the first printing of text that stands elsewhere, too.
    #[must_use]
    pub fn is_first(&self, article: &ArticlePath, fragments: &[CharSpan]) -> bool {
        self.is_reused(article, fragments) && !self.is_repeated(article, fragments)
    }

    /// Where else the text of a passage stands, the first printed first.
    #[must_use]
    pub fn elsewhere(&self, article: &ArticlePath, fragments: &[CharSpan]) -> Vec<&ReuseMember> {
        let mut found: Vec<&ReuseMember> = Vec::new();
        for reused in self.touching(article, fragments) {
            let members = self.groups.get(reused.group).map_or(&[][..], |group| &group.members);
            let others = members.iter().enumerate().filter(|(at, _)| *at != reused.member);
            found.extend(others.map(|(_, member)| member));
        }
        found.sort_by_key(|member| (member.printed, member.span));
        found.dedup();
        found
    }

    fn is_covered(
        &self,
        article: &ArticlePath,
        fragments: &[CharSpan],
        counts: impl Fn(&ReusedSpan) -> bool,
    ) -> bool {
        let all: u32 = fragments.iter().map(|span| span.len()).sum();
        let mut covered = 0;
        for fragment in fragments {
            let mut end = fragment.start();
            for reused in self.in_article(article).iter().filter(|reused| counts(reused)) {
                // In order of their starts: what was covered before is not counted again.
                if let Some(both) = fragment.intersection(reused.span) {
                    let from = both.start().max(end);
                    covered += both.end().get().saturating_sub(from.get());
                    end = end.max(both.end());
                }
            }
        }
        all > 0 && covered * SHARE_OF_PASSAGE >= all
    }
}

impl TextReuse for Reuse {
    fn is_reused(&self, article: &ArticlePath, place: &[CharSpan]) -> bool {
        Self::is_reused(self, article, place)
    }

    fn is_first(&self, article: &ArticlePath, place: &[CharSpan]) -> bool {
        Self::is_first(self, article, place)
    }

    fn is_repeated(&self, article: &ArticlePath, place: &[CharSpan]) -> bool {
        Self::is_repeated(self, article, place)
    }

    fn repeated(&self, article: &ArticlePath) -> Vec<CharSpan> {
        let mut joined: Vec<CharSpan> = Vec::new();
        for reused in self.in_article(article).iter().filter(|reused| reused.member > 0) {
            match joined.last_mut() {
                Some(last) if last.end() >= reused.span.start() => *last = last.cover(reused.span),
                _ => joined.push(reused.span),
            }
        }
        joined
    }

    fn articles(&self, article: &ArticlePath, place: &[CharSpan]) -> Vec<ArticlePath> {
        let mut found: Vec<ArticlePath> = Vec::new();
        for member in self.elsewhere(article, place) {
            if !found.contains(&member.article) {
                found.push(member.article.clone());
            }
        }
        found
    }
}

fn pair(
    group: usize,
    a: (PrintedAt, CharSpan, ArticlePath),
    b: (PrintedAt, CharSpan, ArticlePath),
) -> ([(PrintedAt, CharSpan); 2], ReusePair) {
    let [a, b] = if (a.0, a.1) <= (b.0, b.1) { [a, b] } else { [b, a] };
    let key = [(a.0, a.1), (b.0, b.1)];
    (key, ReusePair { group, sides: [(a.2, a.1), (b.2, b.1)] })
}

/// How many letters of each stretch do not count, on the side where that is more.
fn without(
    corpus: &Corpus,
    index: &ReuseIndex,
    shared: &[SharedStretch],
    rules: &ReuseRules,
    progress: &LoadProgress,
) -> Option<Vec<u32>> {
    let look = |shared: &SharedStretch| {
        if progress.is_cancelled() {
            return None;
        }
        let side = |(text, span): (u32, CharSpan)| {
            let article = &index.texts().get(usize::try_from(text).ok()?)?.article;
            let bytes = article.text.byte_span(span)?.range();
            Some(uncounted(corpus, article, bytes, &rules.phrases))
        };
        let [a, b] = shared.spans;
        let sides = [side((shared.a, a)), side((shared.b, b))];
        Some(sides.into_iter().flatten().max().unwrap_or(0))
    };
    shared.par_iter().map(look).collect()
}
