//! How often strings of so many characters come, whatever the segmentation: for terms that it splits.
//!
//! Every string of that length counts wherever it stands, overlapping ones too, inside what stands
//! between two punctuation marks or spaces. A first walk counts hashes, so that the second keeps only
//! strings that can come often enough: most come once.

use std::{
    collections::HashMap,
    hash::{BuildHasher as _, BuildHasherDefault},
    ops::RangeInclusive,
    sync::atomic::{AtomicU8, Ordering},
};

use rayon::prelude::*;

use super::{
    counts::{CountedWord, WordCounts, folded},
    part::{TextPart, WordGround, WordRefusal},
};
use crate::{
    analysis::{articles::CountedArticle, axis::FastHash, repeated::Counting},
    scene::Scene,
    search::condition::Parsed,
};

/// How long strings can be, in characters.
pub const GRAM_LENGTHS: RangeInclusive<usize> = 2..=10;
/// So many counters the first walk has: each takes one byte.
const COUNTERS: usize = 1 << 23;

/// Which strings are counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GramTerms {
    /// Of so many characters; what is outside [`GRAM_LENGTHS`] counts as the nearest inside.
    pub length: usize,
    /// Those that come less often, or only once, are not listed.
    pub least: u64,
    /// Of which text.
    pub filter: Parsed,
    /// Whether what is printed twice counts twice.
    pub counting: Counting,
}

/// How often a string was met with.
#[derive(Clone, Copy, Debug, Default)]
struct GramMet {
    count: u64,
    articles: u32,
    /// The last article it was met in, from 1.
    last: u32,
}

impl GramTerms {
    /// Counts the strings, on every core; the number of tokens is that of all strings of that length.
    ///
    /// # Errors
    /// If the condition names something that is not there.
    pub fn counts(&self, scene: &Scene) -> Result<WordCounts, WordRefusal> {
        let ground = WordGround::new(scene, &self.filter, self.counting)?;
        let length = self.length.clamp(*GRAM_LENGTHS.start(), *GRAM_LENGTHS.end());
        let least = self.least.max(2);
        let counters: Vec<AtomicU8> = (0..COUNTERS).map(|_| AtomicU8::new(0)).collect();
        let hasher: FastHash = BuildHasherDefault::default();
        let counter = |gram: &str| {
            let hash = usize::try_from(hasher.hash_one(gram) >> 20).unwrap_or_default();
            counters.get(hash % COUNTERS)
        };
        let tokens: u64 = ground
            .articles
            .par_iter()
            .map(|both| {
                let mut tokens = 0;
                each_gram(both, length, |gram| {
                    tokens += 1;
                    // At the limit of a byte it stays: that is often enough.
                    let _ = counter(&folded(gram)).map(|counter| {
                        counter.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |count| {
                            count.checked_add(1)
                        })
                    });
                });
                tokens
            })
            .sum();
        let enough = u8::try_from(least).unwrap_or(u8::MAX);
        let found: Vec<HashMap<String, GramMet, FastHash>> = ground
            .articles
            .par_iter()
            .enumerate()
            .with_min_len((ground.articles.len() / (rayon::current_num_threads() * 4)).max(1))
            .fold(HashMap::default, |mut met: HashMap<String, GramMet, FastHash>, (at, both)| {
                let number = u32::try_from(at + 1).unwrap_or(u32::MAX);
                each_gram(both, length, |gram| {
                    let gram = folded(gram);
                    let often = counter(&gram).is_some_and(|c| c.load(Ordering::Relaxed) >= enough);
                    if !often {
                        return;
                    }
                    let own = match met.get_mut(&*gram) {
                        Some(own) => own,
                        None => met.entry(gram.into_owned()).or_default(),
                    };
                    own.count += 1;
                    if own.last != number {
                        own.last = number;
                        own.articles += 1;
                    }
                });
                met
            })
            .collect();
        let mut found = found.into_iter();
        let mut all = found.next().unwrap_or_default();
        for part in found {
            #[expect(clippy::iter_over_hash_type, reason = "sums, whatever the order")]
            for (gram, met) in part {
                let sum = all.entry(gram).or_default();
                sum.count += met.count;
                sum.articles += met.articles;
            }
        }
        let listed = all.into_iter().filter(|(_, met)| met.count >= least);
        let mut words: Vec<CountedWord> = listed
            .map(|(word, GramMet { count, articles, .. })| CountedWord { word, count, articles })
            .collect();
        words.par_sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
        Ok(WordCounts {
            words,
            tokens,
            articles: u32::try_from(ground.articles.len()).unwrap_or(u32::MAX),
            characters: ground.characters(),
        })
    }
}

/// Every string of `length` characters, letter by letter.
fn each_gram<'a>(
    (counted, part): &(CountedArticle<'a>, TextPart),
    length: usize,
    mut take: impl FnMut(&'a str),
) {
    let Some(article) = counted.article else { return };
    let content = article.text.as_str();
    for place in part.places(&article.text) {
        let text = content.get(place.range()).unwrap_or_default();
        for run in text.split(|c: char| !c.is_alphanumeric()).filter(|run| !run.is_empty()) {
            let starts = run.char_indices().map(|(at, _)| at);
            let ends = run.char_indices().map(|(at, c)| at + c.len_utf8()).skip(length - 1);
            for (start, end) in starts.zip(ends) {
                take(run.get(start..end).unwrap_or_default());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::analysis::sample::{any_set, condition};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn strings_are_counted_as_looking_at_each_would(
            sample in any_set(), length in 2..5_usize, least in 2..4_u64,
        ) {
            let terms =
                GramTerms { length, least, filter: condition(""), counting: Counting::Both };
            let found = terms.counts(&sample.scene).unwrap();
            let mut slow: BTreeMap<String, (u64, BTreeSet<String>)> = BTreeMap::new();
            let mut tokens = 0;
            for article in sample.scene.corpus.articles() {
                let chars: Vec<char> = article.text.as_str().chars().collect();
                for gram in chars.windows(length) {
                    if gram.iter().all(|c| c.is_alphanumeric()) {
                        tokens += 1;
                        let entry = slow.entry(gram.iter().collect()).or_default();
                        entry.0 += 1;
                        entry.1.insert(article.path.to_string());
                    }
                }
            }
            prop_assert_eq!(found.tokens, tokens);
            let listed: BTreeMap<String, (u64, usize)> = found
                .words
                .iter()
                .map(|word| (word.word.clone(), (word.count, word.articles as usize)))
                .collect();
            let slow: BTreeMap<String, (u64, usize)> = slow
                .into_iter()
                .filter(|(_, (count, _))| *count >= least)
                .map(|(gram, (count, articles))| (gram, (count, articles.len())))
                .collect();
            prop_assert_eq!(listed, slow);
        }
    }
}
