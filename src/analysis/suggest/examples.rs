//! The sentences that are learned from, taken apart once for all themes.
//!
//! What is reused or printed twice counts once: a sentence that says nearly the same as an earlier one
//! teaches nothing that is not known, and where a model is tried on it, it makes the model look better
//! than it is.

use super::{
    grams::{Gram, GramMap, grams},
    logistic::{Rows, count},
};

/// Sentences, as the learner sees them.
#[derive(Clone, Debug, Default)]
pub struct Examples {
    /// The strings of each sentence, by their number in `vocabulary`.
    pub(super) rows: Rows,
    /// Every string that stands in one of them, in order of its first place.
    pub(super) vocabulary: Vec<Gram>,
    /// From which document each is; together they are learned from or tried on.
    pub(super) documents: Vec<u32>,
}

impl Examples {
    /// Takes sentences apart, each with the number of the document that it stands in.
    #[must_use]
    pub fn new<'a>(sentences: impl IntoIterator<Item = (u32, &'a str)>) -> Self {
        let mut examples = Self::default();
        let mut numbers: GramMap<u32> = GramMap::default();
        for (document, text) in sentences {
            let Self { rows, vocabulary, documents } = &mut examples;
            rows.push(grams(text).into_iter().map(|gram| {
                *numbers.entry(gram).or_insert_with(|| {
                    vocabulary.push(gram);
                    u32::try_from(vocabulary.len() - 1).unwrap_or(u32::MAX)
                })
            }));
            documents.push(document);
        }
        examples
    }

    /// How many sentences there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The sentences to learn from, by their numbers and with their labels: of those that say nearly
    /// the same the first, of the theme if any of them is.
    ///
    /// Nearly the same: of all strings that stand in either, [`ALIKE`] stand in both. Candidates are
    /// found by the rarest strings of each (prefix filtering: Chaudhuri, Ganti and Kaushik 2006; two
    /// sentences that are so much alike share one of those).
    #[must_use]
    pub fn distinct(&self, labels: &[bool]) -> Vec<(usize, bool)> {
        let mut how_many = vec![0_u32; self.vocabulary.len()];
        for at in 0..self.len() {
            for &gram in self.rows.row(at) {
                if let Some(count) = how_many.get_mut(gram as usize) {
                    *count += 1;
                }
            }
        }
        let rank = |gram: u32| (how_many.get(gram as usize).copied().unwrap_or_default(), gram);
        let labelled = |at: usize| labels.get(at).copied().unwrap_or_default();
        let mut order: Vec<usize> = (0..self.len()).collect();
        // What is of the theme first: a copy of it that nobody tagged teaches nothing against it.
        order.sort_by_key(|&at| !labelled(at));
        let mut with_gram: Vec<Vec<usize>> = vec![Vec::new(); self.vocabulary.len()];
        // Of those that are kept, in the order in which they are visited.
        let mut kept: Vec<(usize, Vec<u32>)> = Vec::with_capacity(self.len());
        let mut tried: Vec<usize> = Vec::with_capacity(self.len());
        for at in order {
            let mut row = self.rows.row(at).to_vec();
            row.sort_unstable_by_key(|&gram| rank(gram));
            let prefix = row.len() - needed(row.len()) + usize::from(!row.is_empty());
            let is_known = row.iter().take(prefix).any(|gram| {
                with_gram.get(*gram as usize).into_iter().flatten().any(|&other| {
                    let is_tried =
                        tried.get_mut(other).is_none_or(|by| std::mem::replace(by, at) == at);
                    !is_tried
                        && kept.get(other).is_some_and(|(_, other)| are_alike(&row, other, rank))
                })
            });
            if is_known {
                continue;
            }
            for &gram in row.iter().take(prefix) {
                if let Some(with_gram) = with_gram.get_mut(gram as usize) {
                    with_gram.push(kept.len());
                }
            }
            kept.push((at, row));
            tried.push(usize::MAX);
        }
        let mut lessons: Vec<_> = kept.into_iter().map(|(at, _)| (at, labelled(at))).collect();
        lessons.sort_unstable();
        lessons
    }
}

/// From this share of common strings on two sentences say nearly the same.
pub const ALIKE: f64 = 0.8;

/// How many strings of a sentence with `length` of them another must at least share.
fn needed(length: usize) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of a count is one"
    )]
    let needed = (count(length) * ALIKE).ceil() as usize;
    needed.min(length)
}

fn are_alike(one: &[u32], other: &[u32], rank: impl Fn(u32) -> (u32, u32)) -> bool {
    if one.len().min(other.len()) < needed(one.len().max(other.len())) {
        return false;
    }
    let (mut left, mut right, mut shared) = (0, 0, 0_usize);
    while let (Some(&a), Some(&b)) = (one.get(left), other.get(right)) {
        match rank(a).cmp(&rank(b)) {
            std::cmp::Ordering::Less => left += 1,
            std::cmp::Ordering::Greater => right += 1,
            std::cmp::Ordering::Equal => {
                (left, right, shared) = (left + 1, right + 1, shared + 1);
            }
        }
    }
    count(shared) >= ALIKE * count(one.len() + other.len() - shared)
}
