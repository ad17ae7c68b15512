//! Collocates: which words stand beside a string, more often than chance would have it.
//!
//! The window is so many words on either side, inside the sentence. Each word counts once, however many
//! places of the string it is near. Words that the string itself is a part of are none of its neighbours.
//!
//! logDice (Rychlý 2008) is 14 + log₂ of `2·f_xy / (f_x + f_y)`: it does not depend on the size of the text.
//! MI, t and G² are of `f_xy` against `f_x·f_y / N` (Manning and Schütze 1999, chapter 5).

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    counts::{WordCounts, WordsOf, folded},
    part::{WordGround, WordRefusal},
    stop_words::StopWords,
    strings,
};
use crate::{
    analysis::{axis::FastHash, repeated::Counting},
    scene::Scene,
    search::condition::Parsed,
    text::{self, ByteSpan},
};

/// What collocates are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CollocationTerms {
    /// The string, a query of its own.
    pub string: String,
    /// How many words on either side.
    pub window: usize,
    /// Words that stand beside it less often are not listed.
    pub least: u64,
    /// Of which text.
    pub filter: Parsed,
    /// Whether what is printed twice counts twice.
    pub counting: Counting,
    /// What is not listed.
    pub stop_words: Arc<StopWords>,
}

/// How often two things stand alone and together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contingency {
    /// Together.
    pub both: u64,
    /// The one.
    pub one: u64,
    /// The other.
    pub other: u64,
    /// How many words there are.
    pub all: u64,
}

/// A neighbour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collocate {
    /// The word, folded.
    pub word: String,
    /// How often it stands before the string, and behind it.
    pub sides: [u64; 2],
    /// The counts.
    pub counts: Contingency,
}

/// The neighbours of a string.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Collocates {
    /// The largest logDice first.
    pub words: Vec<Collocate>,
    /// At how many places the string stands.
    pub places: u64,
    /// How many words the text has.
    pub tokens: u64,
}

#[expect(clippy::cast_precision_loss, reason = "no text has 2⁵³ words")]
impl Contingency {
    fn expected(self) -> f64 {
        self.one as f64 * self.other as f64 / (self.all as f64).max(1.0)
    }

    /// Rychlý's logDice.
    #[must_use]
    pub fn log_dice(self) -> f64 {
        14.0 + (2.0 * self.both as f64 / (self.one + self.other) as f64).log2()
    }

    /// Mutual information, to base 2.
    #[must_use]
    pub fn mutual_information(self) -> f64 {
        (self.both as f64 / self.expected()).log2()
    }

    /// The t score.
    #[must_use]
    pub fn t_score(self) -> f64 {
        (self.both as f64 - self.expected()) / (self.both as f64).sqrt()
    }

    /// Dunning's log-likelihood ratio, of all four cells.
    #[must_use]
    pub fn g_squared(self) -> f64 {
        let Self { both, one, other, all } = self;
        let [both, one, other, all] = [both, one, other, all].map(|n| n as f64);
        let part = |seen: f64, row: f64, column: f64| {
            let expected = row * column / all;
            if seen > 0.0 && expected > 0.0 { seen * (seen / expected).ln() } else { 0.0 }
        };
        let (not_one, not_other) = ((all - one).max(0.0), (all - other).max(0.0));
        let neither = (all - one - other + both).max(0.0);
        2.0 * (part(both, one, other)
            + part((one - both).max(0.0), one, not_other)
            + part((other - both).max(0.0), not_one, other)
            + part(neither, not_one, not_other))
    }
}

impl CollocationTerms {
    /// Finds and weighs the neighbours, on every core.
    ///
    /// # Errors
    /// If the string cannot be looked for, or the condition names a theme that is not there.
    pub fn collocates(
        &self,
        scene: &Scene,
        words: &WordsOf<'_>,
    ) -> Result<Collocates, WordRefusal> {
        let query = strings::query(&self.string)?;
        let ground = WordGround::new(scene, &self.filter, self.counting)?;
        let all = WordCounts::of_ground(&ground, &StopWords::default(), words);
        let found: Vec<(u64, Sides<'_>)> = ground
            .articles
            .par_iter()
            .map(|both| {
                let hits = ground.hits(both, &query);
                let Some(article) = both.0.article.filter(|_| !hits.is_empty()) else {
                    return (0, Sides::default());
                };
                let known = words(article);
                let within = |sentence| known.within(sentence);
                (hits.len() as u64, beside(article.text.as_str(), &hits, self.window, &within))
            })
            .collect();
        let mut sides: HashMap<Cow<'_, str>, [u64; 2], FastHash> = HashMap::default();
        let mut places = 0;
        for (count, beside) in found {
            places += count;
            for (word, [before, behind]) in beside.0 {
                let sum = sides.entry(word).or_default();
                sum[0] += before;
                sum[1] += behind;
            }
        }
        let totals = all.by_word();
        let collocate = |(word, sides): (Cow<'_, str>, [u64; 2])| {
            let both = sides.iter().sum();
            let total = totals.get(&*word).map_or(both, |found| found.count).max(both);
            let counts = Contingency { both, one: places, other: total, all: all.tokens };
            Collocate { word: word.into_owned(), sides, counts }
        };
        let listed = sides.into_iter().filter(|(word, _)| !self.stop_words.contains(word));
        let mut listed: Vec<Collocate> = listed.map(collocate).collect();
        listed.retain(|word| word.counts.both >= self.least.max(1));
        listed.sort_by(|a, b| {
            let order = b.counts.log_dice().total_cmp(&a.counts.log_dice());
            order.then_with(|| b.counts.both.cmp(&a.counts.both)).then_with(|| a.word.cmp(&b.word))
        });
        Ok(Collocates { words: listed, places, tokens: all.tokens })
    }
}

/// How often each word stands before and behind, in one article; in the order of the words.
#[derive(Default)]
struct Sides<'a>(Vec<(Cow<'a, str>, [u64; 2])>);

/// The words near `hits`, at most `window` of them on either side in the same sentence.
fn beside<'a>(
    content: &'a str,
    hits: &[ByteSpan],
    window: usize,
    within: &dyn Fn(ByteSpan) -> Vec<ByteSpan>,
) -> Sides<'a> {
    let is_word = |span: &ByteSpan| content.get(span.range()).is_some_and(text::is_word);
    // By place, so that none counts twice: whether it stands before the first hit that it is near.
    let mut near: BTreeSet<(ByteSpan, bool)> = BTreeSet::new();
    let mut sentence: Option<(ByteSpan, Vec<ByteSpan>)> = None;
    for hit in hits {
        let known = sentence.as_ref().is_some_and(|(whole, _)| whole.contains(hit.start()));
        if !known {
            sentence = text::sentence_at(content, hit.start()).map(|whole| {
                let words = within(whole).into_iter().filter(is_word).collect();
                (whole, words)
            });
        }
        let Some((_, words)) = &sentence else { continue };
        let before = words.partition_point(|word| word.end() <= hit.start());
        let behind = words.partition_point(|word| word.start() < hit.end());
        let before = words.iter().take(before).rev().take(window);
        let behind = words.iter().skip(behind).take(window);
        let each = before.map(|&word| (word, true)).chain(behind.map(|&word| (word, false)));
        for (word, is_before) in each {
            if !near.contains(&(word, !is_before)) {
                near.insert((word, is_before));
            }
        }
    }
    // The string is no neighbour of itself.
    near.retain(|(word, _)| !hits.iter().any(|hit| hit.overlaps(*word)));
    let mut sides: Vec<(Cow<'a, str>, [u64; 2])> = Vec::new();
    let words = near.iter().filter_map(|(word, before)| {
        Some((folded(content.get(word.range())?), if *before { [1, 0] } else { [0, 1] }))
    });
    let mut words: Vec<_> = words.collect();
    words.sort_unstable();
    for (word, [before, behind]) in words {
        match sides.last_mut().filter(|(last, _)| *last == word) {
            Some((_, sum)) => {
                sum[0] += before;
                sum[1] += behind;
            }
            None => sides.push((word, [before, behind])),
        }
    }
    Sides(sides)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::sample::{condition, set},
        text::{Segmenter, Words},
    };

    /// The values of `collocation` in the oracles.
    #[test]
    fn the_values_are_those_of_the_literature() {
        let near = |value: f64, expected: f64| {
            assert!((value - expected).abs() < 6e-6, "{value} is not {expected}");
        };
        let companies = Contingency { both: 8, one: 15_828, other: 4_675, all: 14_307_668 };
        near(companies.t_score(), 0.999_932);
        near(companies.mutual_information(), 0.629_343);
        near(companies.g_squared(), 1.325_389);
        near(companies.log_dice(), 3.676_453);
        let powerful = Contingency { both: 110, one: 2_552, other: 221, all: 31_777 };
        near(powerful.g_squared(), 270.721_877);
        near(powerful.log_dice(), 10.344_128);
        near(powerful.t_score(), 8.795_842);
    }

    #[test]
    fn neighbours_are_words_of_the_same_sentence_each_once() {
        let text = "居民说好。街道引进人才，人才说好。企业来了。";
        let sample = set(&[("2017-a.txt", text)], &[]);
        let segmented = |article: &Arc<crate::corpus::Article>| {
            Arc::new(Words::of(article.text.as_str(), Segmenter::plain()))
        };
        let found = |window| {
            let terms = CollocationTerms {
                string: "人才".to_owned(),
                window,
                least: 1,
                filter: condition(""),
                counting: Counting::Both,
                stop_words: Arc::new(StopWords::parse("好")),
            };
            terms.collocates(&sample.scene, &segmented).unwrap()
        };
        let listed = |window| -> Vec<(String, [u64; 2])> {
            let mut words: Vec<_> =
                found(window).words.into_iter().map(|word| (word.word, word.sides)).collect();
            words.sort();
            words
        };
        assert_eq!(found(5).places, 2);
        let word = |word: &str, sides| (word.to_owned(), sides);
        // 引进人才 and 说好 are words of the segmentation.
        assert_eq!(listed(1), [word("街道", [1, 0]), word("说好", [0, 1])]);
        assert_eq!(listed(5), [word("街道", [1, 0]), word("说好", [0, 1])]);
        let words = found(5).words;
        let own = words.iter().find(|word| word.word == "说好").unwrap();
        assert_eq!((own.counts.both, own.counts.one, own.counts.other), (1, 2, 2));
    }
}
