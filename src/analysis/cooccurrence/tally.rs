//! What one thread counts of pairs of themes.

use std::collections::HashMap;

use super::{super::axis::FastHash, ThemePair};

/// Up to so many themes each pair has its place in a table (24 bytes a pair, 12 MB); of more themes
/// only the pairs that meet are kept.
const MOST_IN_TABLE: usize = 1_000;

/// Counts of pairs; of each the first theme stands before the second.
pub(super) enum PairTally {
    /// Row by row: the pairs of each theme with those behind it.
    Table {
        /// How many themes there are.
        themes: usize,
        counts: Vec<ThemePair>,
    },
    Met(HashMap<(u32, u32), ThemePair, FastHash>),
}

impl PairTally {
    pub(super) fn new(themes: usize) -> Self {
        if themes > MOST_IN_TABLE {
            return Self::Met(HashMap::default());
        }
        let counts = vec![ThemePair::default(); themes * themes.saturating_sub(1) / 2];
        Self::Table { themes, counts }
    }

    /// Changes what is counted of a pair, `a` before `b`.
    pub(super) fn change(&mut self, (a, b): (u32, u32), change: impl FnOnce(&mut ThemePair)) {
        let pair = match self {
            Self::Met(met) => Some(met.entry((a, b)).or_default()),
            Self::Table { themes, counts } => {
                let (row, column) = (a as usize, b as usize);
                // Before row r stand r rows, each one pair shorter than the one before.
                let start = row * (2 * *themes - row - 1) / 2;
                counts.get_mut(start + column - row - 1)
            }
        };
        if let Some(pair) = pair {
            (pair.a, pair.b) = (a, b);
            change(pair);
        }
    }

    /// Adds what another thread counted.
    pub(super) fn join(&mut self, other: Self) {
        match (self, other) {
            (Self::Table { counts, .. }, Self::Table { counts: more, .. }) => {
                for (sum, pair) in counts.iter_mut().zip(&more) {
                    if pair.count > 0 {
                        (sum.a, sum.b) = (pair.a, pair.b);
                        sum.add(pair);
                    }
                }
            }
            (this, other) => {
                for pair in other.into_pairs() {
                    this.change((pair.a, pair.b), |sum| sum.add(&pair));
                }
            }
        }
    }

    /// Those that count something, by the first and then the second theme.
    pub(super) fn into_pairs(self) -> Vec<ThemePair> {
        let counted = |pair: &ThemePair| pair.count > 0;
        match self {
            Self::Table { counts, .. } => counts.into_iter().filter(counted).collect(),
            Self::Met(met) => {
                let mut pairs: Vec<_> = met.into_values().filter(counted).collect();
                pairs.sort_unstable_by_key(|pair| (pair.a, pair.b));
                pairs
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// Table and list hold the same, whatever is counted and joined.
        #[test]
        fn a_table_counts_what_a_list_counts(
            themes in 2_u32..12,
            met in prop::collection::vec((0_u32..12, 0_u32..12, any::<bool>()), 0..60),
        ) {
            let new = || [PairTally::new(themes as usize), PairTally::Met(HashMap::default())];
            let (mut one, mut other) = (new(), new());
            for (a, b, first) in met {
                let (a, b) = (a % themes, b % themes);
                if a == b {
                    continue;
                }
                let side = if first { &mut one } else { &mut other };
                for tally in side {
                    tally.change((a.min(b), a.max(b)), |pair| {
                        pair.count += 1;
                        pair.b_met += a;
                    });
                }
            }
            let [mut table, mut list] = one;
            let [more_table, more_list] = other;
            table.join(more_table);
            list.join(more_list);
            let told = |tally: PairTally| {
                let pairs = tally.into_pairs().into_iter();
                pairs.map(|pair| (pair.a, pair.b, pair.count, pair.b_met)).collect::<Vec<_>>()
            };
            prop_assert_eq!(told(table), told(list));
        }
    }
}
