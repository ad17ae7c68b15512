//! Keyness: which words stand more often in one text than in another than chance would have it.
//!
//! Log-likelihood in the form with two cells (Rayson and Garside 2000) by default, and in that with four
//! (Dunning 1993); log ratio (Hardie 2014) with half an occurrence for none; %DIFF (Gabrielatos and
//! Marchi 2011). None of them is a test of what was not looked for beforehand: with thousands of words
//! some stand out by chance.

use std::collections::{BTreeSet, HashSet};

use super::{
    counts::{WordCounts, WordsOf},
    part::{WordGround, WordRefusal},
    stop_words::StopWords,
    strings,
};
use crate::{
    analysis::repeated::Counting,
    scene::Scene,
    search::condition::{Condition, Parsed},
};
use std::sync::Arc;

/// What keyness is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeynessTerms {
    /// The text that is looked at.
    pub a: Parsed,
    /// The text that it is compared with; `None` for all articles that are not in `a`.
    pub b: Option<Parsed>,
    /// Only these strings, wherever they stand; all words of the segmentation where there are none.
    pub strings: Vec<String>,
    /// Words that stand less often in both together are not listed.
    pub least: u64,
    /// Whether what is printed twice counts twice.
    pub counting: Counting,
    /// What is not listed.
    pub stop_words: Arc<StopWords>,
}

/// A word in two texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyword {
    /// The word.
    pub word: String,
    /// How often it stands in the first and in the second.
    pub counts: [u64; 2],
    /// In how many articles of each.
    pub articles: [u32; 2],
    /// What follows.
    pub test: KeynessTest,
}

/// How much two frequencies differ.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct KeynessTest {
    /// Log-likelihood, two cells.
    pub ll: f64,
    /// Log-likelihood, four cells.
    pub ll_four: f64,
    /// The logarithm, to base 2, of how many times as frequent it is in the first.
    pub log_ratio: f64,
    /// How much more frequent it is in the first, in percent; `None` where the second has none.
    pub percent: Option<f64>,
}

/// The words of two texts.
#[derive(Clone, Debug, PartialEq)]
pub struct Keyness {
    /// The largest log-likelihood first.
    pub words: Vec<Keyword>,
    /// How many words each has; characters, where strings were asked for.
    pub sizes: [u64; 2],
    /// How many articles.
    pub articles: [u32; 2],
    /// Articles that are in neither.
    pub in_neither: u32,
    /// Whether the sizes are in characters.
    pub in_characters: bool,
}

impl KeynessTest {
    /// Of `counts` occurrences in texts of those sizes; `None` where one has no size.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "no text has 2⁵³ words")]
    pub fn of(counts: [u64; 2], sizes: [u64; 2]) -> Option<Self> {
        let ([a, b], [c, d]) = (counts.map(|n| n as f64), sizes.map(|n| n as f64));
        if c <= 0.0 || d <= 0.0 {
            return None;
        }
        let part = |seen: f64, expected: f64| {
            if seen > 0.0 && expected > 0.0 { seen * (seen / expected).ln() } else { 0.0 }
        };
        let (all, size) = (a + b, c + d);
        let two = part(a, c * all / size) + part(b, d * all / size);
        let (rest_a, rest_b) = ((c - a).max(0.0), (d - b).max(0.0));
        let rest = rest_a + rest_b;
        let four = two + part(rest_a, c * rest / size) + part(rest_b, d * rest / size);
        let or_half = |n: f64| if n > 0.0 { n } else { 0.5 };
        let log_ratio = ((or_half(a) / c) / (or_half(b) / d)).log2();
        let percent = (b > 0.0).then(|| ((a / c) / (b / d) - 1.0) * 100.0);
        // Rounding may leave less than nothing where the frequencies are equal.
        Some(Self { ll: (2.0 * two).max(0.0), ll_four: (2.0 * four).max(0.0), log_ratio, percent })
    }
}

impl KeynessTerms {
    /// Counts both texts and compares them.
    ///
    /// # Errors
    /// If an article is in both groups, a string cannot be looked for, or a condition names a theme that
    /// is not there.
    pub fn compare(&self, scene: &Scene, words: &WordsOf<'_>) -> Result<Keyness, WordRefusal> {
        let first = WordGround::new(scene, &self.a, self.counting)?;
        let rest = || {
            let condition = Condition::negated(self.a.condition.clone());
            Parsed { condition, places: self.a.places.clone() }
        };
        let mut second = match &self.b {
            Some(b) => WordGround::new(scene, b, self.counting)?,
            // Of no condition there is no rest.
            None if self.a.condition == Condition::All => {
                WordGround { scene, articles: Vec::new(), whole: true }
            }
            None => WordGround::new(scene, &rest(), self.counting)?,
        };
        if self.b.is_none() && !first.whole {
            let every = Parsed::default();
            second = WordGround::new(scene, &every, self.counting)?;
            let own: HashSet<_> = first.articles.iter().map(|(article, _)| article.path).collect();
            second.articles.retain(|(article, _)| !own.contains(article.path));
        }
        let of = |ground: &WordGround<'_>| -> BTreeSet<String> {
            ground.articles.iter().map(|(article, _)| article.path.to_string()).collect()
        };
        let (in_first, in_second) = (of(&first), of(&second));
        let mut both = in_first.intersection(&in_second);
        if (first.whole || second.whole)
            && let Some(one) = both.next()
        {
            return Err(WordRefusal::Overlap { articles: 1 + both.count(), first: one.clone() });
        }
        let either = in_first.union(&in_second).count();
        let all = scene.corpus.articles().count();
        let in_neither = u32::try_from(all.saturating_sub(either)).unwrap_or(u32::MAX);
        let (words, sizes) = if self.strings.is_empty() {
            self.of_words([&first, &second], words)
        } else {
            self.of_strings([&first, &second])?
        };
        let articles = [in_first.len(), in_second.len()];
        Ok(Keyness {
            words: tested(words, sizes),
            sizes,
            articles: articles.map(|count| u32::try_from(count).unwrap_or(u32::MAX)),
            in_neither,
            in_characters: !self.strings.is_empty(),
        })
    }

    fn of_words(
        &self,
        grounds: [&WordGround<'_>; 2],
        words: &WordsOf<'_>,
    ) -> (Vec<Uncompared>, [u64; 2]) {
        let [one, other] =
            grounds.map(|ground| WordCounts::of_ground(ground, &self.stop_words, words));
        let (in_one, in_other) = (one.by_word(), other.by_word());
        let pair = |word: &str| {
            let found = [in_one.get(word), in_other.get(word)];
            let counts = found.map(|found| found.map_or(0, |found| found.count));
            let articles = found.map(|found| found.map_or(0, |found| found.articles));
            Uncompared { word: word.to_owned(), counts, articles }
        };
        let only_other = other.words.iter().filter(|word| !in_one.contains_key(word.word.as_str()));
        let all = one.words.iter().chain(only_other).map(|word| pair(&word.word));
        let least = self.least;
        let listed = all.filter(|word| word.counts.iter().sum::<u64>() >= least).collect();
        (listed, [one.tokens, other.tokens])
    }

    fn of_strings(
        &self,
        grounds: [&WordGround<'_>; 2],
    ) -> Result<(Vec<Uncompared>, [u64; 2]), WordRefusal> {
        let mut listed = Vec::new();
        for string in &self.strings {
            let query = strings::query(string)?;
            let found = grounds.map(|ground| strings::counted(ground, &query));
            listed.push(Uncompared {
                word: string.clone(),
                counts: found.map(|(count, _)| count),
                articles: found.map(|(_, articles)| articles),
            });
        }
        Ok((listed, grounds.map(WordGround::characters)))
    }
}

/// A word that is not yet compared.
struct Uncompared {
    word: String,
    counts: [u64; 2],
    articles: [u32; 2],
}

fn tested(words: Vec<Uncompared>, sizes: [u64; 2]) -> Vec<Keyword> {
    let test = |Uncompared { word, counts, articles }| {
        let test = KeynessTest::of(counts, sizes)?;
        Some(Keyword { word, counts, articles, test })
    };
    let mut words: Vec<Keyword> = words.into_iter().filter_map(test).collect();
    words.sort_by(|a, b| b.test.ll.total_cmp(&a.test.ll).then_with(|| a.word.cmp(&b.word)));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        analysis::sample::{condition, set},
        text::{Segmenter, Words},
    };

    /// The values of `keyness` in the oracles.
    #[test]
    fn the_values_are_those_of_the_literature() {
        let near = |value: f64, expected: f64| {
            assert!(
                (value - expected).abs() < 6e-7 * expected.abs().max(1.0),
                "{value} {expected}"
            );
        };
        for (counts, sizes, ll, four, log_ratio, percent) in [
            ([52, 57], [50_000, 75_000], 2.651_71, 2.654_064, 0.452_512, 36.842_105),
            ([23, 551], [263, 8_870], 2.330_552, 2.506_973, 0.493_453, 40.781_02),
        ] {
            let test = KeynessTest::of(counts, sizes).unwrap();
            near(test.ll, ll);
            near(test.ll_four, four);
            near(test.log_ratio, log_ratio);
            near(test.percent.unwrap(), percent);
        }
        let none = KeynessTest::of([8, 0], [1_000, 2_000]).unwrap();
        near(none.log_ratio, 5.0);
        assert_eq!(none.percent, None);
        assert_eq!(KeynessTest::of([0, 0], [0, 10]), None);
        assert_eq!(KeynessTest::of([3, 6], [100, 200]).map(|test| test.ll), Some(0.0));
    }

    fn terms(a: &str, b: Option<&str>, strings: &[&str]) -> KeynessTerms {
        KeynessTerms {
            a: condition(a),
            b: b.map(condition),
            strings: strings.iter().map(|&string| string.to_owned()).collect(),
            least: 1,
            counting: Counting::Both,
            stop_words: Arc::new(StopWords::default()),
        }
    }

    #[test]
    fn groups_are_compared_and_may_not_share_an_article() {
        let articles = [
            ("2017-a.txt", "人才工作。人才引进。"),
            ("2018-b.txt", "人才。"),
            ("2019-c.txt", "支部建设。支部活动。"),
        ];
        let sample = set(&articles, &[]);
        let segmented = |article: &Arc<crate::corpus::Article>| {
            Arc::new(Words::of(article.text.as_str(), Segmenter::plain()))
        };
        let compare = |terms: &KeynessTerms| terms.compare(&sample.scene, &segmented);
        let found = compare(&terms("年:2017", Some("年:2019"), &[])).unwrap();
        assert_eq!((found.articles, found.in_neither), ([1, 1], 1));
        let first = &found.words[..2];
        assert!(first.iter().any(|word| word.word == "人才" && word.counts == [2, 0]));
        assert!(first.iter().any(|word| word.word == "支部" && word.counts == [0, 2]));
        // All the others, where no second group is named.
        let found = compare(&terms("年:2017", None, &["人才"])).unwrap();
        assert_eq!((found.words[0].counts, found.sizes), ([2, 1], [10, 13]));
        assert!(found.in_characters);
        let refused = compare(&terms("年:2017", Some("年:..2018"), &[]));
        assert!(matches!(refused, Err(WordRefusal::Overlap { articles: 1, .. })));
        assert!(compare(&terms("", None, &[])).unwrap().words.is_empty());
    }
}
