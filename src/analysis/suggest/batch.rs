//! What is asked of the coder next: sentences of which the model is least sure, and that are unlike each
//! other, so that each answer teaches something else.
//!
//! Greedy: each next one is the most uncertain, the less what was chosen before is like it (Brinker,
//! "Incorporating diversity in active learning", 2003).

use std::collections::HashMap;

use super::{
    examples::ALIKE,
    grams::{Gram, grams},
    logistic::count,
};

/// So many of one article at most.
pub const MOST_OF_ARTICLE: usize = 3;
/// So many times more than are wanted are looked at.
const POOL: usize = 20;

/// One that may be asked about.
#[derive(Clone, Copy, Debug)]
pub(super) struct Askable<'a> {
    /// In which article, by its number.
    pub(super) article: u32,
    /// What it says.
    pub(super) text: &'a str,
    /// How likely it is of the theme.
    pub(super) probability: f64,
}

/// How alike the strings of two sentences are: the cosine, from 0 to 1. Both sorted.
pub(super) fn cosine(one: &[Gram], other: &[Gram]) -> f64 {
    let (mut left, mut right, mut shared) = (0, 0, 0_usize);
    while let (Some(a), Some(b)) = (one.get(left), other.get(right)) {
        match a.cmp(b) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => {
                (left, right, shared) = (left + 1, right + 1, shared + 1);
            }
        }
    }
    if shared == 0 { 0.0 } else { count(shared) / (count(one.len()) * count(other.len())).sqrt() }
}

/// Which of `askable` to ask about, at most `most`, in the order in which they teach most.
pub(super) fn batch(askable: &[Askable<'_>], most: usize) -> Vec<usize> {
    let mut pool: Vec<usize> = (0..askable.len()).collect();
    let doubt = |at: usize| askable.get(at).map_or(1.0, |one| (one.probability - 0.5).abs());
    pool.sort_by(|&a, &b| doubt(a).total_cmp(&doubt(b)).then(a.cmp(&b)));
    // No article may crowd out the others before it is known how alike its sentences are.
    let mut of_article: HashMap<u32, usize> = HashMap::new();
    pool.retain(|&at| {
        let Some(one) = askable.get(at) else { return false };
        let taken = of_article.entry(one.article).or_default();
        *taken += 1;
        *taken <= MOST_OF_ARTICLE * POOL
    });
    pool.truncate(most.saturating_mul(POOL));
    let strings: Vec<Vec<Gram>> = pool
        .iter()
        .map(|&at| askable.get(at).map_or_else(Vec::new, |one| grams(one.text)))
        .collect();
    // How alike each is to what was chosen, at most.
    let mut alike = vec![0.0_f64; pool.len()];
    let mut of_article: HashMap<u32, usize> = HashMap::new();
    let mut chosen = Vec::new();
    while chosen.len() < most {
        let worth = |place: usize, at: usize| {
            (1.0 - doubt(at)) * (1.0 - alike.get(place).copied().unwrap_or_default())
        };
        let free = pool.iter().enumerate().filter(|&(place, &at)| {
            let article = askable.get(at).map(|one| one.article);
            let taken = article.and_then(|article| of_article.get(&article)).copied();
            taken.unwrap_or_default() < MOST_OF_ARTICLE
                && alike.get(place).is_some_and(|alike| *alike < ALIKE)
        });
        let best = free.max_by(|a, b| {
            let order = worth(a.0, *a.1).total_cmp(&worth(b.0, *b.1));
            order.then(b.0.cmp(&a.0))
        });
        let Some((place, &at)) = best else { break };
        chosen.push(at);
        let Some(article) = askable.get(at).map(|one| one.article) else { break };
        *of_article.entry(article).or_default() += 1;
        let Some(taken) = strings.get(place) else { break };
        for (alike, other) in alike.iter_mut().zip(&strings) {
            *alike = alike.max(cosine(taken, other));
        }
        if let Some(own) = alike.get_mut(place) {
            *own = 1.0;
        }
    }
    chosen
}
