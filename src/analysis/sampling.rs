//! Drawing a sample of a set: articles or sentences, by lot, with a stated seed, in strata.
//!
//! Each stratum gives as many as its share of all, rounded by the largest remainders (Hamilton), so that
//! the sum is what was asked for; within it every choice is as likely as any other (a partial
//! Fisher–Yates shuffle). The same set, seed and question give the same sample on every machine.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::agreement::Random;
use crate::{
    corpus::{Article, ArticlePath},
    scene::Scene,
    text::{self, CharSpan},
};

/// What is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SampleUnit {
    /// Whole articles.
    Articles,
    /// Sentences.
    Sentences,
}

/// By what a set is parted before it is drawn from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SampleStrata {
    /// By the year of the article.
    Year,
    /// By an attribute of the article, by its name.
    Attribute(String),
}

/// What is to be drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SampleTerms {
    /// Of what.
    pub unit: SampleUnit,
    /// How many.
    pub count: usize,
    /// What drawing begins from.
    pub seed: u64,
    /// Parted by what, if at all.
    pub by: Option<SampleStrata>,
}

/// One thing that was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DrawnUnit {
    /// The article.
    pub article: ArticlePath,
    /// Its stratum: a year or a value; `None` where it has none, or nothing was parted.
    pub stratum: Option<String>,
    /// Where the sentence stands; `None` for a whole article.
    pub span: Option<CharSpan>,
}

/// How much there was of a stratum, and how much was drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StratumCount {
    /// A year or a value; `None` for what has none.
    pub name: Option<String>,
    /// How many there are.
    pub of: usize,
    /// How many were drawn.
    pub drawn: usize,
}

/// A sample.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// By article in the set's order, then in reading order.
    pub units: Vec<DrawnUnit>,
    /// By name; what has none comes last.
    pub strata: Vec<StratumCount>,
}

/// Draws a sample; all there is, where that is no more than what is asked for.
#[must_use]
pub fn draw_sample(scene: &Scene, terms: &SampleTerms) -> Sample {
    let articles: Vec<&Article> = scene.corpus.articles().map(|article| &**article).collect();
    let units: Vec<Vec<DrawnUnit>> =
        articles.par_iter().map(|article| units_of(scene, article, terms)).collect();
    let units: Vec<DrawnUnit> = units.into_iter().flatten().collect();
    // What has no value comes last.
    let mut strata: BTreeMap<(bool, Option<&str>), Vec<usize>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate() {
        let name = unit.stratum.as_deref();
        strata.entry((name.is_none(), name)).or_default().push(at);
    }
    let sizes: Vec<usize> = strata.values().map(Vec::len).collect();
    let shares = shares(&sizes, terms.count);
    let mut random = Random::of_draw(terms.seed, 0);
    let mut chosen = Vec::new();
    let mut counts = Vec::new();
    for (((_, name), mut members), drawn) in strata.into_iter().zip(shares) {
        counts.push(StratumCount { name: name.map(str::to_owned), of: members.len(), drawn });
        for place in 0..drawn {
            let left = u32::try_from(members.len() - place).unwrap_or(u32::MAX);
            let other = place + random.index(left) as usize;
            members.swap(place, other);
        }
        chosen.extend_from_slice(members.get(..drawn).unwrap_or_default());
    }
    chosen.sort_unstable();
    let units = chosen.into_iter().filter_map(|at| units.get(at).cloned()).collect();
    Sample { units, strata: counts }
}

fn units_of(scene: &Scene, article: &Article, terms: &SampleTerms) -> Vec<DrawnUnit> {
    let stratum = match &terms.by {
        None => None,
        Some(SampleStrata::Year) => scene.corpus.header(article).year.map(|year| year.to_string()),
        Some(SampleStrata::Attribute(name)) => {
            let value = scene.catalogue.attributes().value(&article.path, name);
            value.map(str::to_owned)
        }
    };
    let unit = |span| DrawnUnit { article: article.path.clone(), stratum: stratum.clone(), span };
    match terms.unit {
        SampleUnit::Articles => vec![unit(None)],
        SampleUnit::Sentences => {
            let spans = text::sentences(article.text.as_str());
            let spans = spans.filter_map(|span| article.text.char_span(span));
            spans.map(|span| unit(Some(span))).collect()
        }
    }
}

/// How many of `count` fall to each of the strata of these sizes.
fn shares(sizes: &[usize], count: usize) -> Vec<usize> {
    let all: usize = sizes.iter().sum();
    if count >= all {
        return sizes.to_vec();
    }
    let wide = |number: usize| number as u128;
    let whole = |size: &usize| {
        let share = wide(*size) * wide(count);
        (share / wide(all.max(1)), share % wide(all.max(1)))
    };
    let exact: Vec<(u128, u128)> = sizes.iter().map(whole).collect();
    let mut shares: Vec<usize> =
        exact.iter().map(|(share, _)| usize::try_from(*share).unwrap_or(0)).collect();
    let missing = count.saturating_sub(shares.iter().sum());
    let mut order: Vec<usize> = (0..sizes.len()).collect();
    order.sort_by_key(|&at| (std::cmp::Reverse(exact.get(at).map(|(_, rest)| *rest)), at));
    for at in order.into_iter().take(missing) {
        if let Some(share) = shares.get_mut(at) {
            *share += 1;
        }
    }
    shares
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{
        annotation::{Annotations, Codebook},
        corpus::{Corpus, Encoding, Entry},
        text::Text,
    };

    fn scene(count: usize) -> Scene {
        let article = |at: usize| {
            let path = ArticlePath::new(&format!("{}-{at}.txt", 2015 + at % 3)).unwrap();
            let text = Text::new("街道办。居民会！楼栋长。").unwrap();
            let article = Article::new(path.clone(), text, Encoding::Utf8);
            Entry { path, article: Ok(std::sync::Arc::new(article)) }
        };
        let entries = (0..count).map(article).collect();
        let corpus = Corpus::new(
            "/set".into(),
            entries,
            Ok(crate::corpus::Corrections::default()),
            Vec::new(),
        );
        Scene::new(corpus, Annotations::new(Codebook::starting()))
    }

    fn terms(unit: SampleUnit, count: usize, seed: u64, by: bool) -> SampleTerms {
        SampleTerms { unit, count, seed, by: by.then_some(SampleStrata::Year) }
    }

    proptest! {
        #[test]
        fn as_many_as_asked_for_are_drawn_none_twice_and_each_stratum_gives_its_share(
            sizes in prop::collection::vec(0_usize..40, 1..8),
            count in 0_usize..120,
        ) {
            let all: usize = sizes.iter().sum();
            let shares = shares(&sizes, count);
            prop_assert_eq!(shares.iter().sum::<usize>(), count.min(all));
            for (share, size) in shares.iter().zip(&sizes) {
                prop_assert!(share <= size);
                if count < all {
                    let exact = size * count / all;
                    prop_assert!(*share == exact || *share == exact + 1);
                }
            }
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_sample_and_another_another() {
        let scene = scene(30);
        for unit in [SampleUnit::Articles, SampleUnit::Sentences] {
            let sample = draw_sample(&scene, &terms(unit, 9, 4, true));
            assert_eq!(sample.units.len(), 9);
            assert_eq!(draw_sample(&scene, &terms(unit, 9, 4, true)), sample);
            assert_ne!(draw_sample(&scene, &terms(unit, 9, 5, true)).units, sample.units);
            let drawn: Vec<_> = sample.strata.iter().map(|stratum| stratum.drawn).collect();
            assert_eq!(drawn, [3, 3, 3]);
            let mut places: Vec<_> =
                sample.units.iter().map(|unit| (unit.article.clone(), unit.span)).collect();
            places.dedup();
            assert_eq!(places.len(), 9);
        }
        let all = draw_sample(&scene, &terms(SampleUnit::Articles, 99, 1, false));
        assert_eq!((all.units.len(), all.strata.len()), (30, 1));
    }

    #[test]
    fn every_article_is_drawn_as_often_as_any_other() {
        let scene = scene(6);
        let mut counts = BTreeMap::new();
        for seed in 0..1_200 {
            for unit in draw_sample(&scene, &terms(SampleUnit::Articles, 2, seed, false)).units {
                *counts.entry(unit.article).or_insert(0) += 1;
            }
        }
        // 400 of each expected; the standard deviation is 16.
        assert!(counts.values().all(|count| (330..470).contains(count)), "{counts:?}");
    }
}
