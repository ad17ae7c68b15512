//! What stands around a formula: the themes of the passages in its sentences, and the words beside it,
//! by year.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    sync::Arc,
};

use crate::{
    analysis::{Formula, StopWords},
    annotation::{ThemeId, formula_key},
    corpus::Article,
    scene::Scene,
    session::{FormulaUse, SetFormulas},
    text::{CharSpan, Words, fold},
};

/// How many of a formula's uses stand in a sentence that bears each theme, by year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormulaThemes {
    /// The most frequent first.
    pub themes: Vec<(ThemeId, usize, BTreeMap<i16, usize>)>,
    /// In how many of the uses no theme was given.
    pub none: usize,
}

impl FormulaThemes {
    /// Counts them.
    #[must_use]
    pub fn of(scene: &Scene, found: &SetFormulas, formula: &Formula) -> Self {
        let mut counts: BTreeMap<ThemeId, (usize, BTreeMap<i16, usize>)> = BTreeMap::new();
        let mut none = 0;
        for used in formula.places.iter().filter_map(|&place| found.use_at(place)) {
            let Some(article) = scene.corpus.article(&used.article) else { continue };
            let Some(sentence) = article.text.char_span(used.sentence) else { continue };
            let stands = |fragments: &[CharSpan]| {
                fragments.iter().any(|fragment| fragment.overlaps(sentence))
            };
            let layers = scene.annotations.layers(&used.article);
            let passages = layers.flat_map(|(_, layer)| &layer.passages);
            let around = passages.filter(|passage| scene.place_of(passage).is_some_and(stands));
            let themes: BTreeSet<ThemeId> =
                around.flat_map(|passage| passage.themes.iter().copied()).collect();
            none += usize::from(themes.is_empty());
            for theme in themes {
                let (count, years) = counts.entry(theme).or_default();
                *count += 1;
                if let Some(year) = used.year {
                    *years.entry(year).or_default() += 1;
                }
            }
        }
        let mut themes: Vec<_> =
            counts.into_iter().map(|(theme, (count, years))| (theme, count, years)).collect();
        themes.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        Self { themes, none }
    }
}

/// The words that stand in the sentences of a formula, by year.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FormulaCompany {
    /// The words of each year with the number of sentences in which they stand, the most frequent
    /// first.
    pub years: BTreeMap<i16, Vec<(String, usize)>>,
    /// Articles whose words are not known yet.
    pub unsegmented: usize,
}

impl FormulaCompany {
    /// Counts them; words that stand in one sentence alone say nothing and are left out, unless a year
    /// has no others.
    #[must_use]
    pub fn of<'a>(
        found: &SetFormulas,
        formula: &Formula,
        words: impl Fn(&Arc<Article>) -> Option<&'a Arc<Words>>,
        stop: &StopWords,
    ) -> Self {
        let own = formula_key(&formula.text);
        let mut counts: BTreeMap<i16, HashMap<String, usize>> = BTreeMap::new();
        let mut unsegmented = BTreeSet::new();
        let mut seen: BTreeSet<(usize, u32)> = BTreeSet::new();
        for &place in &formula.places {
            let Some(FormulaUse { sentence, year: Some(year), .. }) = found.use_at(place) else {
                continue;
            };
            // A sentence counts once however often the formula stands in it.
            let start = u32::try_from(sentence.start().to_usize()).unwrap_or(u32::MAX);
            if !seen.insert((place.article, start)) {
                continue;
            }
            let Some(article) = found.articles.get(place.article) else { continue };
            let Some(known) = words(article) else {
                unsegmented.insert(place.article);
                continue;
            };
            let of_year = counts.entry(year).or_default();
            let mut once = BTreeSet::new();
            for span in known.within(sentence) {
                let word = fold(article.text.slice(span).unwrap_or_default());
                let is_word = word.chars().count() > 1 && word.chars().all(char::is_alphabetic);
                if is_word
                    && !stop.contains(&word)
                    && !own.contains(&word)
                    && once.insert(word.clone())
                {
                    *of_year.entry(word).or_default() += 1;
                }
            }
        }
        let sorted = |counts: HashMap<String, usize>| {
            let mut list: Vec<(String, usize)> = counts.into_iter().collect();
            list.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            if list.iter().any(|(_, count)| *count > 1) {
                list.retain(|(_, count)| *count > 1);
            }
            list
        };
        let years = counts.into_iter().map(|(year, counts)| (year, sorted(counts))).collect();
        Self { years, unsegmented: unsegmented.len() }
    }
}
