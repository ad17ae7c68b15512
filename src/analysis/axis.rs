//! What the rows and columns of a comparison can be: themes, coders, years, articles, conditions.
//!
//! An [`Axis`] is what was chosen; [`AxisItems`] are its rows or columns in a set, each with the
//! condition that says which passages it means, in the language of [`crate::search::condition`], and
//! with an index that says of a passage in which of them it is. To add a kind of axis: a variant of
//! [`Axis`] and what the compiler then asks for.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    hash::{BuildHasherDefault, Hasher},
};

use super::articles::CountedArticle;
use crate::{
    annotation::{Annotations, Coder, PassageId, ThemeId},
    scene::Scene,
    search::condition::{
        AttributeTest, Comparison, Condition, Parsed, Selector, Test, ThemeName, UnknownName, Years,
    },
};

/// What rows or columns are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Axis {
    /// The tree of themes; what bears a theme below another counts for that other, too, and once.
    Themes,
    /// Who marked.
    Coders,
    /// The years of the articles; those without a year are the last.
    Years,
    /// The articles.
    Articles,
    /// The values of an attribute of the articles; those without a value are the last.
    Attribute(String),
    /// Conditions that the user gave names to: groups of articles, or of passages.
    Conditions(Vec<AxisCondition>),
}

/// A named condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxisCondition {
    /// Its name.
    pub name: String,
    /// What holds of its passages.
    pub condition: Parsed,
}

/// A row or column.
#[derive(Clone, Debug, PartialEq)]
pub struct AxisItem {
    /// What it is called in files: a theme by its path, a year as it is written, an article by its
    /// name; empty for articles that have no such value.
    pub key: String,
    /// How deep it stands in the tree of themes.
    pub depth: usize,
    /// The theme it stands for.
    pub theme: Option<ThemeId>,
    /// Which passages it means.
    pub condition: Condition,
}

/// Rows or columns, and in which of them a passage is.
#[derive(Debug)]
pub struct AxisItems {
    /// In the order in which they are shown.
    pub items: Vec<AxisItem>,
    members: Members,
}

/// Where to look up of which items a passage is.
#[derive(Debug)]
enum Members {
    /// With the items above each theme, its own first.
    Themes(HashMap<ThemeId, Box<[u32]>, FastHash>),
    /// In the order of their names.
    Coders(Vec<Coder>),
    /// The item of each article.
    Articles(Vec<u32>),
    Conditions {
        passages: HashMap<PassageId, Vec<u32>, FastHash>,
        /// Of each article those that could hold in it.
        articles: Vec<Box<[u32]>>,
    },
}

/// For keys that nobody chooses to slow the program down: identities and numbers.
pub(super) type FastHash = BuildHasherDefault<IdHasher>;

/// Mixes what it is given, quickly.
#[derive(Debug, Default)]
pub(super) struct IdHasher(u64);

impl Hasher for IdHasher {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        for word in words {
            self.write_u64(u64::from_le_bytes(*word));
        }
        if !rest.is_empty() {
            let mut word = [0; 8];
            word.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
            self.write_u64(u64::from_le_bytes(word));
        }
    }

    fn write_u64(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(26) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn write_u32(&mut self, word: u32) {
        self.write_u64(u64::from(word));
    }

    fn write_usize(&mut self, word: usize) {
        self.write_u64(word as u64);
    }
}

impl Axis {
    /// Its rows or columns in a set.
    ///
    /// # Errors
    /// If one of its conditions names a theme that is not there.
    pub fn items(
        &self,
        scene: &Scene,
        articles: &[CountedArticle<'_>],
    ) -> Result<AxisItems, UnknownName> {
        match self {
            Self::Themes => Ok(themes(&scene.annotations)),
            Self::Coders => Ok(coders(&scene.annotations)),
            Self::Years => Ok(years(articles)),
            Self::Articles => Ok(by_name(articles)),
            Self::Attribute(name) => Ok(attribute(name, scene, articles)),
            Self::Conditions(named) => conditions(named, scene, articles),
        }
    }

    /// Whether every article of the set matters for it, and not only those with marks.
    #[must_use]
    pub fn needs_all_articles(&self) -> bool {
        match self {
            Self::Themes | Self::Coders => false,
            Self::Years | Self::Articles | Self::Attribute(_) | Self::Conditions(_) => true,
        }
    }
}

impl AxisItems {
    /// Adds the items of which a passage is.
    pub fn push_of_passage(
        &self,
        (article, coder): (usize, &Coder),
        (id, themes): (PassageId, &[ThemeId]),
        into: &mut Vec<u32>,
    ) {
        match &self.members {
            Members::Themes(places) => {
                let first = into.len();
                for place in themes.iter().filter_map(|theme| places.get(theme)).flatten() {
                    if !into.iter().skip(first).any(|known| known == place) {
                        into.push(*place);
                    }
                }
            }
            Members::Coders(names) => {
                let place = names.binary_search(coder).ok();
                into.extend(place.and_then(|place| u32::try_from(place).ok()));
            }
            Members::Articles(places) => into.extend(places.get(article)),
            Members::Conditions { passages, .. } => {
                into.extend(passages.get(&id).into_iter().flatten());
            }
        }
    }

    /// The item of a theme itself.
    #[must_use]
    pub fn of_theme(&self, theme: ThemeId) -> Option<u32> {
        let Members::Themes(places) = &self.members else { return None };
        places.get(&theme)?.first().copied()
    }

    /// Of which items an article is, whatever is marked in it; `None` of all of them.
    #[must_use]
    pub fn of_article(&self, article: usize) -> Option<&[u32]> {
        match &self.members {
            Members::Themes(_) | Members::Coders(_) => None,
            Members::Articles(places) => places.get(article).map(std::slice::from_ref),
            Members::Conditions { articles, .. } => articles.get(article).map(|places| &**places),
        }
    }
}

/// A number of an item; there are never so many.
fn number(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn theme_condition(name: String) -> Condition {
    Condition::Test(Test::Theme(ThemeName { name, exact: false }))
}

fn themes(annotations: &Annotations) -> AxisItems {
    let codebook = annotations.codebook();
    let mut items = Vec::new();
    let mut places: HashMap<ThemeId, Box<[u32]>, _> = HashMap::default();
    let mut above: Vec<u32> = Vec::new();
    for (depth, theme) in codebook.tree() {
        let key = codebook.path_name(theme.id);
        above.truncate(depth);
        above.push(number(items.len()));
        places.insert(theme.id, above.iter().rev().copied().collect());
        let condition = theme_condition(key.clone());
        items.push(AxisItem { key, depth, theme: Some(theme.id), condition });
    }
    // What the codebook lacks stands under the names that the passages' own files give.
    let mut gone: BTreeMap<&str, BTreeSet<ThemeId>> = BTreeMap::new();
    for (_, layer) in annotations.articles().flat_map(|article| annotations.layers(article)) {
        for (id, name) in layer.legend.iter().filter(|(id, _)| !places.contains_key(id)) {
            gone.entry(name).or_default().insert(*id);
        }
    }
    let borne = |id: &ThemeId| annotations.count_of(*id) > 0;
    for (name, ids) in gone.into_iter().filter(|(_, ids)| ids.iter().any(borne)) {
        let place = number(items.len());
        let theme = ids.first().copied();
        for id in ids {
            places.entry(id).or_insert_with(|| Box::new([place]));
        }
        let condition = theme_condition(name.to_owned());
        items.push(AxisItem { key: name.to_owned(), depth: 0, theme, condition });
    }
    AxisItems { items, members: Members::Themes(places) }
}

fn coders(annotations: &Annotations) -> AxisItems {
    let names = annotations.coders();
    let item = |coder: &Coder| {
        let key = coder.as_str().to_owned();
        let condition = Condition::Test(Test::Coder(key.clone()));
        AxisItem { key, depth: 0, theme: None, condition }
    };
    AxisItems { items: names.iter().map(item).collect(), members: Members::Coders(names) }
}

fn years(articles: &[CountedArticle<'_>]) -> AxisItems {
    // `None` sorts first, and is shown last.
    let key = |year: Option<i16>| (year.is_none(), year);
    let known: BTreeSet<_> = articles.iter().map(|article| key(article.year)).collect();
    let known: Vec<_> = known.into_iter().collect();
    let item = |&(_, year): &(bool, Option<i16>)| AxisItem {
        key: year.map(|year| year.to_string()).unwrap_or_default(),
        depth: 0,
        theme: None,
        condition: Condition::Test(Test::Year(match year {
            Some(year) => Years::Range(Some(year), Some(year)),
            None => Years::None,
        })),
    };
    let place = |article: &CountedArticle<'_>| {
        number(known.partition_point(|other| *other < key(article.year)))
    };
    let members = Members::Articles(articles.iter().map(place).collect());
    AxisItems { items: known.iter().map(item).collect(), members }
}

fn by_name(articles: &[CountedArticle<'_>]) -> AxisItems {
    let item = |article: &CountedArticle<'_>| {
        let key = article.path.as_str().to_owned();
        let condition = Condition::Test(Test::Article { name: key.clone(), exact: true });
        AxisItem { key, depth: 0, theme: None, condition }
    };
    let places = (0..articles.len()).map(number).collect();
    AxisItems { items: articles.iter().map(item).collect(), members: Members::Articles(places) }
}

fn attribute(name: &str, scene: &Scene, articles: &[CountedArticle<'_>]) -> AxisItems {
    let attributes = scene.catalogue.attributes();
    let values = attributes.distinct(name);
    let of = |article: &CountedArticle<'_>| {
        let value = attributes.value(article.path, name);
        value.and_then(|value| values.iter().position(|known| *known == value))
    };
    let places: Vec<Option<usize>> = articles.iter().map(of).collect();
    // Only values of articles that are there, and a place for those without one if there are such.
    let mut shown: Vec<Option<usize>> = places.clone();
    shown.sort_unstable_by_key(|place| (place.is_none(), *place));
    shown.dedup();
    let item = |place: &Option<usize>| {
        let value = place.and_then(|place| values.get(place)).copied();
        let test = value.map_or(AttributeTest::None, |value| {
            AttributeTest::Is(Comparison::Equal, value.to_owned())
        });
        AxisItem {
            key: value.unwrap_or_default().to_owned(),
            depth: 0,
            theme: None,
            condition: Condition::Test(Test::Attribute { name: name.to_owned(), test }),
        }
    };
    let at = |place: &Option<usize>| {
        number(shown.iter().position(|other| other == place).unwrap_or_default())
    };
    let members = Members::Articles(places.iter().map(at).collect());
    AxisItems { items: shown.iter().map(item).collect(), members }
}

fn conditions(
    named: &[AxisCondition],
    scene: &Scene,
    articles: &[CountedArticle<'_>],
) -> Result<AxisItems, UnknownName> {
    let mut passages: HashMap<PassageId, Vec<u32>, FastHash> = HashMap::default();
    let mut within = vec![Vec::new(); articles.len()];
    let mut items = Vec::new();
    for AxisCondition { name, condition } in named {
        let selector = Selector::new(condition, scene)?;
        let place = number(items.len());
        for found in selector.found(scene) {
            let places = passages.entry(found.passage.id).or_default();
            // Copied sidecars may hold a passage twice.
            if places.last() != Some(&place) {
                places.push(place);
            }
        }
        for (article, places) in articles.iter().zip(&mut within) {
            if selector.may_hold_in(scene, article.path) {
                places.push(place);
            }
        }
        let condition = condition.condition.clone();
        items.push(AxisItem { key: name.clone(), depth: 0, theme: None, condition });
    }
    let articles = within.into_iter().map(Vec::into_boxed_slice).collect();
    Ok(AxisItems { items, members: Members::Conditions { passages, articles } })
}
