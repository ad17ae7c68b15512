//! How often each word of the segmentation stands in a text, and in how many articles.

use std::{borrow::Cow, collections::HashMap, sync::Arc};

use rayon::prelude::*;

use super::{
    part::{TextPart, WordGround, WordRefusal},
    stop_words::StopWords,
};
use crate::{
    analysis::{articles::CountedArticle, axis::FastHash, repeated::Counting},
    corpus::Article,
    scene::Scene,
    search::condition::Parsed,
    text::{self, ByteSpan, Words},
};

/// Gives the words of an article: those that are known, or the segmenter's.
pub type WordsOf<'a> = dyn Fn(&Arc<Article>) -> Arc<Words> + Sync + 'a;

/// What a list of words is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FrequencyTerms {
    /// Of which text.
    pub filter: Parsed,
    /// Whether what is printed twice counts twice.
    pub counting: Counting,
    /// What is not listed.
    pub stop_words: Arc<StopWords>,
}

/// A word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedWord {
    /// The word, folded.
    pub word: String,
    /// How often it stands there.
    pub count: u64,
    /// In how many articles.
    pub articles: u32,
}

/// The words of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WordCounts {
    /// The most frequent first; those that are equally frequent in the order of their characters.
    pub words: Vec<CountedWord>,
    /// How many words there are, those too that are not listed.
    pub tokens: u64,
    /// How many articles.
    pub articles: u32,
    /// How many characters.
    pub characters: u64,
}

/// How often a word was met with.
#[derive(Clone, Copy, Debug, Default)]
struct Met {
    count: u64,
    articles: u32,
    /// The last article it was met in, from 1.
    last: u32,
}

/// What one thread has counted.
#[derive(Default)]
struct Tally<'a> {
    words: HashMap<Cow<'a, str>, Met, FastHash>,
    tokens: u64,
}

impl WordCounts {
    /// Counts every word, on every core.
    ///
    /// # Errors
    /// If the condition names a theme that is not there.
    pub fn of(
        scene: &Scene,
        terms: &FrequencyTerms,
        words: &WordsOf<'_>,
    ) -> Result<Self, WordRefusal> {
        let ground = WordGround::new(scene, &terms.filter, terms.counting)?;
        Ok(Self::of_ground(&ground, &terms.stop_words, words))
    }

    /// The same of a text.
    #[must_use]
    pub fn of_ground(ground: &WordGround<'_>, stop_words: &StopWords, words: &WordsOf<'_>) -> Self {
        let tally = tally(ground, words);
        let listed = tally.words.into_iter().filter(|(word, _)| !stop_words.contains(word));
        let mut listed: Vec<CountedWord> = listed
            .map(|(word, Met { count, articles, .. })| CountedWord {
                word: word.into_owned(),
                count,
                articles,
            })
            .collect();
        listed.par_sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
        Self {
            words: listed,
            tokens: tally.tokens,
            articles: u32::try_from(ground.articles.len()).unwrap_or(u32::MAX),
            characters: ground.characters(),
        }
    }

    /// How often for 10,000 characters.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "no count of characters reaches 2⁵³")]
    pub fn per_10k(&self, count: u64) -> Option<f64> {
        (self.characters > 0).then(|| count as f64 * 10_000.0 / self.characters as f64)
    }

    /// The counts by word.
    pub(super) fn by_word(&self) -> HashMap<&str, &CountedWord, FastHash> {
        self.words.iter().map(|word| (word.word.as_str(), word)).collect()
    }
}

/// A word as it is counted: of full and half width, of capitals and small letters one.
pub(super) fn folded(word: &str) -> Cow<'_, str> {
    // Most words are Han characters, of which nothing is folded; all but those have such bytes.
    let is_plain = |c: char| matches!(c, '\u{2E80}'..='\u{9FFF}' | '0'..='9' | 'a'..='z');
    if word.chars().all(is_plain) { Cow::Borrowed(word) } else { Cow::Owned(text::fold(word)) }
}

/// The words of an article that begin in what is meant of it.
pub(super) fn words_in(
    (counted, part): &(CountedArticle<'_>, TextPart),
    words: &WordsOf<'_>,
) -> Vec<ByteSpan> {
    let Some(article) = counted.article else { return Vec::new() };
    let words = words(article);
    match part {
        TextPart::Nothing => Vec::new(),
        TextPart::All => words.all(),
        TextPart::Places(places) => {
            let within = |place: &ByteSpan| {
                let place = *place;
                words.within(place).into_iter().filter(move |word| word.start() >= place.start())
            };
            places.iter().flat_map(within).collect()
        }
    }
}

fn tally<'a>(ground: &WordGround<'a>, words: &WordsOf<'_>) -> Tally<'a> {
    // Few large parts: each has a map of its own, which has to be added up.
    let least = (ground.articles.len() / (rayon::current_num_threads() * 4)).max(1);
    let parts: Vec<Tally<'a>> = ground
        .articles
        .par_iter()
        .enumerate()
        .with_min_len(least)
        .fold(Tally::default, |mut tally, (number, both)| {
            let number = u32::try_from(number + 1).unwrap_or(u32::MAX);
            let content = both.0.article.map_or("", |article| article.text.as_str());
            for span in words_in(both, words) {
                let Some(word) = content.get(span.range()).filter(|word| text::is_word(word))
                else {
                    continue;
                };
                tally.tokens += 1;
                let word = folded(word);
                let met = match tally.words.get_mut(&*word) {
                    Some(met) => met,
                    None => tally.words.entry(word).or_default(),
                };
                met.count += 1;
                if met.last != number {
                    met.last = number;
                    met.articles += 1;
                }
            }
            tally
        })
        .collect();
    let mut parts = parts.into_iter();
    let mut all = parts.next().unwrap_or_default();
    for part in parts {
        all.tokens += part.tokens;
        part.words.into_iter().for_each(|(word, met)| {
            let sum = all.words.entry(word).or_default();
            sum.count += met.count;
            sum.articles += met.articles;
        });
    }
    all
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::{
        analysis::sample::{any_set, condition},
        text::Segmenter,
    };

    fn segmented(article: &Arc<Article>) -> Arc<Words> {
        Arc::new(Words::of(article.text.as_str(), Segmenter::plain()))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn words_are_counted_as_the_segmentation_has_them(
            sample in any_set(),
            line in prop::sample::select(vec!["", "年:2017", "主题:甲", "非 编码员:王"]),
        ) {
            let scene = &sample.scene;
            let terms = FrequencyTerms {
                filter: condition(line),
                counting: Counting::Both,
                stop_words: Arc::new(StopWords::parse("的\n与")),
            };
            let found = WordCounts::of(scene, &terms, &segmented).unwrap();
            let mut slow: BTreeMap<String, (u64, BTreeSet<String>)> = BTreeMap::new();
            let mut tokens = 0;
            for article in scene.corpus.articles() {
                let text = article.text.as_str();
                let takes = |start: u32| match line {
                    "" => true,
                    "年:2017" => article.path.as_str().starts_with("2017"),
                    _ => scene.annotations.passages().any(|(path, coder, passage)| {
                        let meant = match line {
                            "主题:甲" => passage.themes.iter().any(|id| {
                                let name = scene.codebook().path_name(*id);
                                name == "甲" || name.starts_with("甲/")
                            }),
                            _ => coder.as_str() != "王",
                        };
                        let over = || {
                            passage.fragments.iter().any(|span| {
                                let place = article.text.byte_span(*span).unwrap();
                                place.range().contains(&(start as usize))
                            })
                        };
                        *path == article.path && meant && over()
                    }),
                };
                for span in Segmenter::plain().words(text) {
                    let word = &text[span.range()];
                    if text::is_word(word) && takes(span.start().get()) {
                        tokens += 1;
                        let entry = slow.entry(text::fold(word)).or_default();
                        entry.0 += 1;
                        entry.1.insert(article.path.to_string());
                    }
                }
            }
            prop_assert_eq!(found.tokens, tokens);
            slow.retain(|word, _| word != "的" && word != "与");
            let listed: BTreeMap<String, (u64, u32)> = found
                .words
                .iter()
                .map(|word| (word.word.clone(), (word.count, word.articles)))
                .collect();
            let slow: BTreeMap<String, (u64, u32)> = slow
                .into_iter()
                .map(|(word, (count, articles))| (word, (count, u32::try_from(articles.len()).unwrap())))
                .collect();
            prop_assert_eq!(listed, slow);
            prop_assert!(found.words.is_sorted_by(|a, b| a.count >= b.count));
        }
    }
}
