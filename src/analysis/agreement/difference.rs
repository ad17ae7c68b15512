//! Where two coders differ, place by place.
//!
//! A passage of two themes counts as two marks. Marks of one theme at the same place are alike. Of the
//! rest those of one theme that overlap differ by their boundary, those of two themes that overlap by
//! their theme; each mark is matched once, the largest overlap first. What is left only one coder set.

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::of_set::has_done;
use crate::{
    annotation::{Coder, PassageId, ThemeId},
    corpus::{Article, ArticlePath},
    scene::Scene,
    text::CharSpan,
};

/// How two coders differ at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DifferenceKind {
    /// Only the first marked it.
    OnlyA,
    /// Only the second did.
    OnlyB,
    /// Both did, as something else.
    Theme,
    /// Both did, from or to somewhere else.
    Boundary,
}

impl DifferenceKind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::OnlyA, Self::OnlyB, Self::Theme, Self::Boundary];

    /// Its name in data.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::OnlyA => "only_a",
            Self::OnlyB => "only_b",
            Self::Theme => "theme",
            Self::Boundary => "boundary",
        }
    }
}

/// What one coder set at a place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CoderMark {
    /// Which passage.
    pub passage: PassageId,
    /// As what.
    pub theme: ThemeId,
    /// Where it stands now: at least one, sorted.
    pub fragments: Vec<CharSpan>,
}

impl CoderMark {
    fn covers(&self) -> u32 {
        self.fragments.iter().map(|span| span.end().get() - span.start().get()).sum()
    }

    fn overlap(&self, other: &Self) -> u32 {
        let both = |one: &CharSpan, two: &CharSpan| {
            let end = one.end().min(two.end()).get();
            end.saturating_sub(one.start().max(two.start()).get())
        };
        let pairs = self.fragments.iter();
        pairs.flat_map(|one| other.fragments.iter().map(move |two| both(one, two))).sum()
    }
}

/// A place where two coders differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CoderDifference {
    /// The article.
    pub article: ArticlePath,
    /// How they differ.
    pub kind: DifferenceKind,
    /// What the first set.
    pub a: Option<CoderMark>,
    /// What the second set.
    pub b: Option<CoderMark>,
}

impl CoderDifference {
    /// What either set.
    fn marks(&self) -> impl Iterator<Item = &CoderMark> {
        self.a.iter().chain(&self.b)
    }

    /// From the first to the last character that either marked.
    #[must_use]
    pub fn span(&self) -> CharSpan {
        let spans = self.marks().flat_map(|mark| mark.fragments.iter().copied());
        spans.reduce(CharSpan::cover).unwrap_or_default()
    }

    /// The themes at stake.
    pub fn themes(&self) -> impl Iterator<Item = ThemeId> {
        self.marks().map(|mark| mark.theme)
    }
}

/// The places where two coders differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DifferenceList {
    /// By article in the set's order, then in reading order.
    pub differences: Vec<CoderDifference>,
    /// Marks of the first that are those of the second: in the same order.
    pub alike: Vec<(ArticlePath, CoderMark)>,
    /// Articles that both have done.
    pub articles: usize,
    /// Passages left out: the place where they stand now is not sure.
    pub unplaced: usize,
}

/// Where `a` and `b` differ in the articles that both have done, of `articles` if any are named.
#[must_use]
pub fn differences(
    scene: &Scene,
    (a, b): (&Coder, &Coder),
    articles: Option<&BTreeSet<ArticlePath>>,
) -> DifferenceList {
    let joint = scene.corpus.articles().filter(|article| {
        articles.is_none_or(|asked| asked.contains(&article.path))
            && has_done(scene, &article.path, a, None)
            && has_done(scene, &article.path, b, None)
    });
    let joint: Vec<_> = joint.collect();
    let found: Vec<DifferenceList> =
        joint.par_iter().map(|article| in_article(scene, article, (a, b))).collect();
    let mut all = DifferenceList { articles: joint.len(), ..DifferenceList::default() };
    for list in found {
        all.differences.extend(list.differences);
        all.alike.extend(list.alike);
        all.unplaced += list.unplaced;
    }
    all
}

fn in_article(scene: &Scene, article: &Article, (a, b): (&Coder, &Coder)) -> DifferenceList {
    let mut list = DifferenceList::default();
    let mut of = |coder: &Coder| {
        let layer = scene.annotations.layer(&article.path, coder);
        let mut marks = Vec::new();
        for passage in layer.into_iter().flat_map(|layer| &layer.passages) {
            let Some(fragments) = scene.place_of(passage) else {
                list.unplaced += 1;
                continue;
            };
            marks.extend(passage.themes.iter().map(|&theme| CoderMark {
                passage: passage.id,
                theme,
                fragments: fragments.to_vec(),
            }));
        }
        marks.sort_by(|one, other| {
            (&one.fragments, one.theme).cmp(&(&other.fragments, other.theme))
        });
        marks.into_iter().map(Some).collect::<Vec<_>>()
    };
    let (mut ours, mut theirs) = (of(a), of(b));
    for mine in &mut ours {
        let same = theirs.iter_mut().find(|other| match (&*mine, &**other) {
            (Some(mine), Some(other)) => {
                mine.theme == other.theme && mine.fragments == other.fragments
            }
            _ => false,
        });
        if let Some(same) = same {
            *same = None;
            list.alike.extend(mine.take().map(|mark| (article.path.clone(), mark)));
        }
    }
    let mut found = |kind, a: Option<CoderMark>, b: Option<CoderMark>| {
        list.differences.push(CoderDifference { article: article.path.clone(), kind, a, b });
    };
    for kind in [DifferenceKind::Boundary, DifferenceKind::Theme] {
        for (one, two) in overlapping(&ours, &theirs, kind == DifferenceKind::Boundary) {
            let taken = (ours.get_mut(one), theirs.get_mut(two));
            if let (Some(mine @ Some(_)), Some(other @ Some(_))) = taken {
                found(kind, mine.take(), other.take());
            }
        }
    }
    ours.into_iter().flatten().for_each(|mark| found(DifferenceKind::OnlyA, Some(mark), None));
    theirs.into_iter().flatten().for_each(|mark| found(DifferenceKind::OnlyB, None, Some(mark)));
    list.differences.sort_by_cached_key(|difference| {
        let marks = |mark: &Option<CoderMark>| {
            mark.as_ref().map(|mark| (mark.theme, mark.fragments.clone()))
        };
        (difference.span(), difference.kind, marks(&difference.a), marks(&difference.b))
    });
    list
}

/// The pairs of marks that overlap, the largest overlap first, then the likest in length.
fn overlapping(
    ours: &[Option<CoderMark>],
    theirs: &[Option<CoderMark>],
    same_theme: bool,
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for (one, mine) in ours.iter().enumerate().filter_map(|(at, mark)| Some((at, mark.as_ref()?))) {
        let others = theirs.iter().enumerate().filter_map(|(at, mark)| Some((at, mark.as_ref()?)));
        for (two, other) in others.filter(|(_, other)| (other.theme == mine.theme) == same_theme) {
            let overlap = mine.overlap(other);
            if overlap > 0 {
                let unlike = mine.covers().abs_diff(other.covers());
                pairs.push(((std::cmp::Reverse(overlap), unlike, one, two), (one, two)));
            }
        }
    }
    pairs.sort_unstable();
    pairs.into_iter().map(|(_, pair)| pair).collect()
}
