//! How much bears each theme: passages, articles, characters, with and without its sub-themes.
//!
//! Counted in one walk over everything that is marked; whoever shows it keeps it as long as
//! [`Annotations::revision`] is the same.

use std::collections::{BTreeMap, BTreeSet};

use super::{state::Annotations, theme::ThemeId};

/// How much bears a theme.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    /// Passages.
    pub passages: usize,
    /// Articles with such passages.
    pub articles: usize,
    /// The passages' characters; what two passages both hold counts twice.
    pub characters: usize,
}

/// How much bears each theme of the codebook.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    own: BTreeMap<ThemeId, Count>,
    all: BTreeMap<ThemeId, Count>,
}

impl Tally {
    /// Counts everything.
    #[must_use]
    pub fn of(annotations: &Annotations) -> Self {
        let themes = annotations.codebook().themes();
        let places: BTreeMap<ThemeId, usize> =
            themes.iter().enumerate().map(|(place, theme)| (theme.id, place)).collect();
        let parents: Vec<Option<usize>> = themes
            .iter()
            .map(|theme| theme.parent.and_then(|parent| places.get(&parent).copied()))
            .collect();
        let mut own = Counter::new(themes.len());
        let mut all = Counter::new(themes.len());
        // Two sub-themes on one passage make one passage of their parent.
        let mut reached = BTreeSet::new();
        for (number, article) in annotations.articles().enumerate() {
            for (_, layer) in annotations.layers(article) {
                for passage in &layer.passages {
                    let characters = passage.fragments.iter().map(|span| span.len() as usize).sum();
                    reached.clear();
                    for theme in &passage.themes {
                        let Some(&place) = places.get(theme) else { continue };
                        own.add(place, number, characters);
                        let mut above = Some(place);
                        // A theme that was reached has brought those above it along.
                        while let Some(place) = above.filter(|&place| reached.insert(place)) {
                            above = parents.get(place).copied().flatten();
                        }
                    }
                    for &place in &reached {
                        all.add(place, number, characters);
                    }
                }
            }
        }
        let named = |counter: Counter| {
            themes.iter().map(|theme| theme.id).zip(counter.counts).collect::<BTreeMap<_, _>>()
        };
        Self { own: named(own), all: named(all) }
    }

    /// What bears the theme itself.
    #[must_use]
    pub fn own(&self, theme: ThemeId) -> Count {
        self.own.get(&theme).copied().unwrap_or_default()
    }

    /// What bears the theme or a theme below it.
    #[must_use]
    pub fn all(&self, theme: ThemeId) -> Count {
        self.all.get(&theme).copied().unwrap_or_default()
    }
}

/// Counts while it is walked from article to article.
struct Counter {
    counts: Vec<Count>,
    /// The last article each was found in.
    seen: Vec<Option<usize>>,
}

impl Counter {
    fn new(length: usize) -> Self {
        Self { counts: vec![Count::default(); length], seen: vec![None; length] }
    }

    fn add(&mut self, place: usize, article: usize, characters: usize) {
        let (Some(count), Some(seen)) = (self.counts.get_mut(place), self.seen.get_mut(place))
        else {
            return;
        };
        count.passages += 1;
        count.characters += characters;
        count.articles += usize::from(*seen != Some(article));
        *seen = Some(article);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{
        Codebook, Layer, Passage, Theme,
        edit::Edit,
        sample::{coder, mark, path, text},
    };
    use crate::corpus::ContentHash;

    /// Fragments and themes of a passage.
    type Mark<'a> = (&'a [(u32, u32)], &'a [ThemeId]);

    #[test]
    fn a_parent_counts_a_passage_of_two_sub_themes_once_and_itself_apart() {
        let mut annotations = Annotations::new(Codebook::starting());
        let top = annotations.codebook().themes()[0].id;
        let mut add = |name: &str, parent| {
            let theme = Theme { parent: Some(parent), ..annotations.codebook().new_theme(name) };
            let id = theme.id;
            let edit = Edit::add_theme(annotations.codebook(), theme);
            annotations.apply(&edit).expect("a new name");
            id
        };
        let (one, two) = (add("甲", top), add("乙", top));
        let below = add("丙", one);
        let article = text("党建引领基层治理");
        let layer = |passages: &[Mark<'_>]| {
            let mut layer = Layer::new(ContentHash::of(article.as_str()), 8);
            let marked = passages.iter().map(|(spans, themes)| {
                Passage { themes: themes.to_vec(), ..mark(&article, spans) }.into()
            });
            layer.passages = marked.collect();
            layer
        };
        let first = layer(&[(&[(0, 2), (4, 5)], &[one, two]), (&[(0, 4)], &[below])]);
        annotations.put_layer(path("a.txt"), coder("lin"), first);
        annotations.put_layer(path("a.txt"), coder("王"), layer(&[(&[(0, 1)], &[top])]));
        annotations.put_layer(path("b.txt"), coder("lin"), layer(&[(&[(2, 8)], &[two])]));

        let tally = Tally::of(&annotations);
        let count = |passages, articles, characters| Count { passages, articles, characters };
        assert_eq!(tally.own(top), count(1, 1, 1));
        assert_eq!(tally.all(top), count(4, 2, 14));
        assert_eq!((tally.own(one), tally.all(one)), (count(1, 1, 3), count(2, 1, 7)));
        assert_eq!((tally.own(two), tally.all(two)), (count(2, 2, 9), count(2, 2, 9)));
        assert_eq!(tally.all(annotations.codebook().themes()[1].id), Count::default());
    }
}
