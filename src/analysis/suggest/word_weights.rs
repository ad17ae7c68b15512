//! The reasons of a suggestion by words: what a person reads instead of single characters and pairs.

use std::ops::Range;

use super::model::Because;

/// A word of a suggested sentence, and what of the score is owed to it.
#[derive(Clone, Debug, PartialEq)]
pub struct WordWeight {
    /// Where it stands, in bytes of the sentence.
    pub at: Range<usize>,
    /// What it adds to the score; below 0 where it speaks against the theme.
    pub weight: f64,
}

/// What the reasons for `text` come to by words, the weightiest first, and what is owed to none of them;
/// all together still add up to the score.
///
/// What a string weighs is shared among its characters, and what a word weighs is what its characters
/// do. `words` come in order, none over another; what stands outside of them counts for none.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "a string has one or two characters")]
pub fn word_weights(
    text: &str,
    because: &[Because],
    words: &[Range<usize>],
) -> (Vec<WordWeight>, f64) {
    let mut weights = vec![0.0_f64; words.len()];
    let mut rest = 0.0;
    for reason in because {
        let letters: Vec<usize> = text
            .get(reason.at.clone())
            .into_iter()
            .flat_map(str::char_indices)
            .filter(|(_, c)| !c.is_whitespace())
            .map(|(at, _)| reason.at.start + at)
            .collect();
        if letters.is_empty() {
            rest += reason.weight;
        }
        for &letter in &letters {
            let share = reason.weight / letters.len() as f64;
            let word = words.partition_point(|word| word.end <= letter);
            match words.get(word).filter(|word| word.contains(&letter)) {
                Some(_) => {
                    if let Some(weight) = weights.get_mut(word) {
                        *weight += share;
                    }
                }
                None => rest += share,
            }
        }
    }
    let all = words.iter().cloned().zip(weights);
    let mut all: Vec<WordWeight> = all.map(|(at, weight)| WordWeight { at, weight }).collect();
    all.retain(|word| word.weight != 0.0);
    all.sort_by(|a, b| b.weight.abs().total_cmp(&a.weight.abs()).then(a.at.start.cmp(&b.at.start)));
    (all, rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_pair_over_an_edge_counts_for_both_words() {
        let text = "引进人才。";
        let reason =
            |at: Range<usize>, weight| Because { text: text[at.clone()].into(), at, weight };
        let start = Because { text: String::new(), at: 0..0, weight: 0.25 };
        let because = [reason(6..12, 0.25), reason(3..9, 0.125), reason(12..15, 0.0625), start];
        let (words, rest) = word_weights(text, &because, &[0..6, 6..12]);
        let found: Vec<_> =
            words.iter().map(|word| (&text[word.at.clone()], word.weight)).collect();
        assert_eq!(found, [("人才", 0.3125), ("引进", 0.0625)]);
        assert!((rest - 0.3125).abs() < 1e-12, "{rest}");
    }

    proptest! {
        #[test]
        fn nothing_of_the_score_is_lost(
            text in "(党|建|，| |a){1,12}",
            parts in prop::collection::vec((0_usize..12, 1_usize..3, -1.0_f64..1.0), 0..12),
            cuts in prop::collection::btree_set(0_usize..12, 0..6),
        ) {
            let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let place = |at: usize| ends[at.min(ends.len() - 1)];
            let because: Vec<Because> = parts
                .iter()
                .map(|&(at, length, weight)| {
                    let at = place(at)..place(at + length);
                    Because { text: text[at.clone()].to_owned(), at, weight }
                })
                .collect();
            let cuts: Vec<usize> = cuts.into_iter().map(place).collect();
            let words: Vec<_> = cuts.windows(2).map(|w| w[0]..w[1]).filter(|w| !w.is_empty()).collect();
            let (found, rest) = word_weights(&text, &because, &words);
            let sum: f64 = found.iter().map(|word| word.weight).sum::<f64>() + rest;
            let whole: f64 = because.iter().map(|reason| reason.weight).sum();
            prop_assert!((sum - whole).abs() < 1e-9, "{sum} {whole}");
        }
    }
}
