//! What is likely of a theme while too little is tagged to learn from: what its lexicon names and what
//! is like the passages that are tagged.

use std::ops::Range;

use super::{
    batch::cosine,
    grams::{Gram, GramMap, each_gram, grams},
    logistic::count,
    model::Because,
};
use crate::text::fold;

/// So many entries of the lexicon in one sentence are as much as it can say.
const ENOUGH_ENTRIES: usize = 2;

/// A theme of which little is known.
#[derive(Clone, Debug, Default)]
pub(super) struct LexiconLikeness {
    /// The lexicon, folded, no entry twice.
    lexicon: Vec<String>,
    /// The strings of what is tagged.
    tagged: Vec<Vec<Gram>>,
}

impl LexiconLikeness {
    pub(super) fn new<'a>(
        lexicon: impl IntoIterator<Item = &'a str>,
        tagged: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let entries = lexicon.into_iter().map(|entry| fold(entry.trim()));
        let mut lexicon: Vec<String> = entries.filter(|entry| !entry.is_empty()).collect();
        lexicon.sort_unstable();
        lexicon.dedup();
        Self { lexicon, tagged: tagged.into_iter().map(grams).collect() }
    }

    /// Whether nothing at all is known.
    pub(super) fn is_empty(&self) -> bool {
        self.lexicon.is_empty() && self.tagged.iter().all(Vec::is_empty)
    }

    /// How likely `text` is of the theme, from 0 to 1: half for what the lexicon names in it, half for
    /// how like it is to what is tagged.
    pub(super) fn score(&self, text: &str) -> f64 {
        let folded = fold(text);
        let named = self.lexicon.iter().filter(|entry| folded.contains(entry.as_str())).count();
        named_share(named) + self.nearest(&grams(text)).map_or(0.0, |(_, alike)| 0.5 * alike)
    }

    /// Which of the tagged ones is most like these strings, and how much.
    fn nearest(&self, strings: &[Gram]) -> Option<(usize, f64)> {
        let alike = self.tagged.iter().map(|tagged| cosine(strings, tagged)).enumerate();
        alike
            .filter(|(_, alike)| *alike > 0.0)
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))
    }

    /// Why: the entries of the lexicon and the strings it shares with the nearest tagged one, the
    /// weightiest first. They add up to the score.
    pub(super) fn because(&self, text: &str) -> Vec<Because> {
        let folded = fold(text);
        let named = self.lexicon.iter().filter_map(|entry| {
            let at = place_of(text, &folded, entry)?;
            Some((text.get(at.clone())?.to_owned(), at))
        });
        let named: Vec<(String, Range<usize>)> = named.collect();
        let each = named_share(named.len()) / count(named.len().max(1));
        let mut because: Vec<Because> =
            named.into_iter().map(|(text, at)| Because { text, at, weight: each }).collect();
        let strings = grams(text);
        if let Some((nearest, alike)) = self.nearest(&strings)
            && let Some(nearest) = self.tagged.get(nearest)
        {
            let mut places: GramMap<Range<usize>> = GramMap::default();
            each_gram(text, |gram, at| {
                places.entry(gram).or_insert(at);
            });
            let shared = strings.iter().filter(|gram| nearest.binary_search(gram).is_ok());
            let shared: Vec<_> = shared.filter_map(|gram| places.get(gram).cloned()).collect();
            let each = 0.5 * alike / count(shared.len().max(1));
            because.extend(shared.into_iter().filter_map(|at| {
                Some(Because { text: text.get(at.clone())?.to_owned(), at, weight: each })
            }));
        }
        because.sort_by(|a, b| {
            let order = b.weight.total_cmp(&a.weight);
            order.then_with(|| (a.at.start, a.at.end).cmp(&(b.at.start, b.at.end)))
        });
        because
    }
}

fn named_share(named: usize) -> f64 {
    0.5 * count(named.min(ENOUGH_ENTRIES)) / count(ENOUGH_ENTRIES)
}

/// Where an entry stands first, in bytes of `text`; folding keeps the number of characters, not of bytes.
fn place_of(text: &str, folded: &str, entry: &str) -> Option<Range<usize>> {
    let from = folded.get(..folded.find(entry)?)?.chars().count();
    let to = from + entry.chars().count();
    let byte = |at: usize| text.char_indices().nth(at).map_or(text.len(), |(byte, _)| byte);
    Some(byte(from)..byte(to))
}
