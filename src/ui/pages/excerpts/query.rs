//! Which passages the page shows, in which order and under which heads, as pure functions.

use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet, HashSet},
    convert::Infallible,
};

use crate::{
    annotation::{Codebook, Coder, Passage, PassageId, ThemeId},
    corpus::{ArticlePath, Corpus, LoadProgress},
    scene::{Heeds, Scene},
    search::{
        SortBy, SortOrder,
        condition::{Parsed, SelectedPassage, Selector},
    },
    session::{Answered, Ground, Question, Session, describe},
};

/// What the rows are put together by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ExcerptGrouping {
    #[default]
    None,
    /// By theme; a passage stands under each of its themes.
    Theme,
    Article,
    Year,
}

impl ExcerptGrouping {
    pub(super) const ALL: [Self; 4] = [Self::None, Self::Theme, Self::Article, Self::Year];

    /// Its word in a saved query.
    pub(super) fn option(self) -> &'static str {
        match self {
            Self::None => "group:none",
            Self::Theme => "group:theme",
            Self::Article => "group:article",
            Self::Year => "group:year",
        }
    }
}

/// A column that can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum ExcerptColumn {
    Theme,
    /// By the text of the passages.
    Text,
    /// By article in the order of the set, and by place in it.
    #[default]
    Place,
    Memo,
    Year,
    Coder,
}

/// What stands above some rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum HeadOf {
    /// A theme; `None` for one that only the passages' own files still name.
    Theme(Option<ThemeId>),
    Article(ArticlePath),
    Year(Option<i16>),
}

/// A head and the rows under it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Head {
    pub(super) of: HeadOf,
    /// The first of its rows.
    pub(super) first: usize,
    /// How many there are.
    pub(super) count: usize,
}

/// One passage that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ExcerptRow {
    pub(super) id: PassageId,
    pub(super) article: ArticlePath,
    pub(super) coder: Coder,
    /// In its layer.
    pub(super) index: usize,
    pub(super) year: Option<i16>,
}

impl ExcerptRow {
    /// The passage itself.
    pub(super) fn passage<'a>(&self, session: &'a Session) -> Option<&'a Passage> {
        let layer = session.annotations().layer(&self.article, &self.coder)?;
        let passage = layer.passages.get(self.index).map(|passage| &**passage);
        passage.filter(|passage| passage.id == self.id)
    }
}

/// What there is and what of it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ExcerptAnswer {
    pub(super) rows: Vec<ExcerptRow>,
    /// In the order of their rows; empty where nothing is grouped.
    pub(super) heads: Vec<Head>,
    /// How many passages there are, each once.
    pub(super) passages: usize,
    /// The years of all articles in which something is marked.
    pub(super) years: BTreeSet<Option<i16>>,
    /// Everyone who marked something.
    pub(super) coders: BTreeSet<Coder>,
}

/// Which passages are asked for, in which order and under which heads.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Retrieval {
    pub(super) asked: Parsed,
    pub(super) order: SortOrder<ExcerptColumn>,
    pub(super) grouping: ExcerptGrouping,
}

/// Up to so many passages are looked through between two frames.
const AT_ONCE: usize = 10_000;

impl Question for Retrieval {
    type Answer = ExcerptAnswer;
    type Refusal = Infallible;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn is_quick(&self, ground: &Ground) -> bool {
        ground.scene.annotations.count() <= AT_ONCE
    }

    fn answer(
        &self,
        ground: &Ground,
        _before: Option<&Answered<Self>>,
        _progress: &LoadProgress,
    ) -> Result<ExcerptAnswer, Infallible> {
        Ok(answer(&ground.scene, self))
    }
}

/// The passages of the set of which the condition holds, in the order wanted.
///
/// Those that it does not tell apart stand in the order of the set; articles that are gone
/// come last. A theme that is there no more is of no passage.
fn answer(scene: &Scene, wanted: &Retrieval) -> ExcerptAnswer {
    let Retrieval { asked, order, grouping } = wanted;
    let annotations = &scene.annotations;
    let mut answer = ExcerptAnswer::default();
    for path in annotations.articles() {
        let mut some = false;
        for (coder, _) in annotations.layers(path).filter(|(_, l)| !l.passages.is_empty()) {
            some = true;
            if !answer.coders.contains(coder) {
                answer.coders.insert(coder.clone());
            }
        }
        if some {
            let article = scene.corpus.article(path);
            answer.years.insert(article.and_then(|article| scene.corpus.header(article).year));
        }
    }
    let Ok(selector) = Selector::new(asked, scene) else { return answer };
    let mut found = selector.found(scene);
    answer.passages = found.len();
    let codebook = annotations.codebook();
    sort_found(&mut found, order, codebook);
    let row = |found: &SelectedPassage<'_>| ExcerptRow {
        id: found.passage.id,
        article: found.article.clone(),
        coder: found.coder.clone(),
        index: found.index,
        year: found.year,
    };
    match *grouping {
        ExcerptGrouping::None => answer.rows = found.iter().map(row).collect(),
        ExcerptGrouping::Theme => {
            let mut groups: BTreeMap<usize, Vec<ExcerptRow>> = BTreeMap::new();
            for found in &found {
                let places: BTreeSet<usize> = found
                    .passage
                    .themes
                    .iter()
                    .map(|&id| codebook.position(id).unwrap_or(usize::MAX))
                    .collect();
                for place in places {
                    groups.entry(place).or_default().push(row(found));
                }
            }
            let head = |place: usize| HeadOf::Theme(codebook.themes().get(place).map(|t| t.id));
            answer.take(groups.into_iter().map(|(place, rows)| (head(place), rows)));
        }
        ExcerptGrouping::Article => {
            // In the order of the set; those that are gone behind it.
            let mut groups: BTreeMap<(usize, &ArticlePath), Vec<ExcerptRow>> = BTreeMap::new();
            for found in &found {
                let place = scene.corpus.position(found.article).unwrap_or(usize::MAX);
                groups.entry((place, found.article)).or_default().push(row(found));
            }
            let head = |path: &ArticlePath| HeadOf::Article(path.clone());
            answer.take(groups.into_iter().map(|((_, path), rows)| (head(path), rows)));
        }
        ExcerptGrouping::Year => {
            let mut groups: BTreeMap<Option<i16>, Vec<ExcerptRow>> = BTreeMap::new();
            for found in &found {
                groups.entry(found.year).or_default().push(row(found));
            }
            // The latest first; those without a year, which sort before all years, last.
            answer.take(groups.into_iter().rev().map(|(year, rows)| (HeadOf::Year(year), rows)));
        }
    }
    answer
}

impl ExcerptAnswer {
    fn take(&mut self, groups: impl Iterator<Item = (HeadOf, Vec<ExcerptRow>)>) {
        for (of, rows) in groups {
            self.heads.push(Head { of, first: self.rows.len(), count: rows.len() });
            self.rows.extend(rows);
        }
    }
}

/// The passages of `rows`, each once, in their order.
pub(super) fn once(rows: &[ExcerptRow]) -> Vec<PassageId> {
    let mut seen = HashSet::new();
    rows.iter().map(|row| row.id).filter(|id| seen.insert(*id)).collect()
}

/// The title of an article and its year; the file's name where the article is gone.
pub(super) fn title_and_year(corpus: &Corpus, path: &ArticlePath) -> (String, Option<i16>) {
    match corpus.article(path) {
        Some(article) => {
            let header = corpus.header(article);
            (describe::shown(&header.title), header.year)
        }
        None => (describe::shown(path.file_name()), None),
    }
}

/// Sorts stably: what the keys do not tell apart stays in the order of the set.
fn sort_found(
    found: &mut [SelectedPassage<'_>],
    order: &SortOrder<ExcerptColumn>,
    codebook: &Codebook,
) {
    let keys = order.keys();
    let mut articles: BTreeMap<&ArticlePath, usize> = BTreeMap::new();
    if keys.len() > 1 {
        for found in found.iter() {
            let next = articles.len();
            articles.entry(found.article).or_insert(next);
        }
    }
    // From the key that weighs least: each leaves what it does not tell apart as it stands.
    for (at, &by) in keys.iter().enumerate().rev() {
        let is_last = at + 1 == keys.len();
        match by.key {
            // Before other keys it is the article that counts, as they decide within it.
            ExcerptColumn::Place if !is_last => {
                sort_by(found, by, |found| articles.get(found.article));
            }
            ExcerptColumn::Place if by.descending => found.reverse(),
            // They stand so already.
            ExcerptColumn::Place => {}
            ExcerptColumn::Theme => {
                // By the user's order of themes, not by name.
                let first = |found: &SelectedPassage<'_>| {
                    let places =
                        found.passage.themes.iter().filter_map(|&id| codebook.position(id));
                    places.min().unwrap_or(usize::MAX)
                };
                if by.descending {
                    found.sort_by_cached_key(|found| Reverse(first(found)));
                } else {
                    found.sort_by_cached_key(first);
                }
            }
            ExcerptColumn::Text => sort_by(found, by, |found| found.passage.quotes.first()),
            ExcerptColumn::Memo => {
                sort_by(found, by, |found| Some(&found.passage.memo).filter(|m| !m.is_empty()));
            }
            ExcerptColumn::Year => sort_by(found, by, |found| found.year),
            ExcerptColumn::Coder => sort_by(found, by, |found| Some(found.coder)),
        }
    }
}

/// Sorts by a key; those without one come last, both ways round.
fn sort_by<'a, K: Ord>(
    found: &mut [SelectedPassage<'a>],
    by: SortBy<ExcerptColumn>,
    key: impl Fn(&SelectedPassage<'a>) -> Option<K>,
) {
    found.sort_by(|a, b| by.compare(key(a), key(b)));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        annotation::build_passage,
        text::{CharOffset, CharSpan, Text},
    };

    struct Sample {
        codebook: Codebook,
        articles: [ArticlePath; 2],
        coders: [Coder; 2],
        passages: Vec<Passage>,
    }

    /// 四处：前两处在旧文章，后两处在新文章。
    fn sample() -> Sample {
        let codebook = Codebook::starting();
        let text = Text::new("粮站改成了活动室。Ｗi-Fi通到楼下。专员每周走访企业。居民都说好。")
            .expect("short");
        let theme = |at: usize| codebook.themes()[at].id;
        let make = |from: u32, to: u32, themes: Vec<ThemeId>, memo: &str| {
            let span = CharSpan::between(CharOffset::new(from), CharOffset::new(to));
            build_passage(&text, &[span], themes, memo.to_owned()).expect("a passage")
        };
        let passages = vec![
            make(0, 8, vec![theme(2)], ""),
            make(9, 14, vec![theme(0)], "网络"),
            make(19, 27, vec![theme(1), theme(0)], "走访"),
            make(28, 33, vec![theme(1)], ""),
        ];
        let article = |name| ArticlePath::new(name).expect("a name");
        let coder = |name| Coder::new(name).expect("a name");
        Sample {
            articles: [article("2017.txt"), article("无年份.txt")],
            coders: [coder("林"), coder("周")],
            codebook,
            passages,
        }
    }

    impl Sample {
        fn found(&self) -> Vec<SelectedPassage<'_>> {
            let found = |(at, passage): (usize, _)| SelectedPassage {
                article: &self.articles[at / 2],
                title: ["三级平台", "居民说"][at / 2].into(),
                year: [Some(2017), None][at / 2],
                coder: &self.coders[at % 2],
                passage,
                index: 0,
            };
            self.passages.iter().enumerate().map(found).collect()
        }

        fn sorted(&self, column: ExcerptColumn, descending: bool) -> Vec<usize> {
            let mut order = SortOrder::from(column);
            if descending {
                order.choose(column);
            }
            self.sorted_by(&order)
        }

        fn sorted_by(&self, order: &SortOrder<ExcerptColumn>) -> Vec<usize> {
            let mut found = self.found();
            sort_found(&mut found, order, &self.codebook);
            let place = |found: &SelectedPassage<'_>| {
                self.passages.iter().position(|passage| passage.id == found.passage.id)
            };
            found.iter().filter_map(place).collect()
        }
    }

    #[test]
    fn themes_are_sorted_in_the_order_of_the_codebook() {
        let sample = sample();
        assert_eq!(sample.sorted(ExcerptColumn::Theme, false), [1, 2, 3, 0]);
        assert_eq!(sample.sorted(ExcerptColumn::Theme, true), [0, 3, 1, 2]);
    }

    #[test]
    fn what_has_no_year_or_memo_comes_last_both_ways_round() {
        let sample = sample();
        assert_eq!(sample.sorted(ExcerptColumn::Year, false), [0, 1, 2, 3]);
        assert_eq!(sample.sorted(ExcerptColumn::Year, true), [0, 1, 2, 3]);
        assert_eq!(sample.sorted(ExcerptColumn::Memo, false), [1, 2, 0, 3]);
        assert_eq!(sample.sorted(ExcerptColumn::Memo, true), [2, 1, 0, 3]);
    }

    #[test]
    fn by_place_the_other_way_round_is_the_whole_set_backwards() {
        let sample = sample();
        assert_eq!(sample.sorted(ExcerptColumn::Place, false), [0, 1, 2, 3]);
        assert_eq!(sample.sorted(ExcerptColumn::Place, true), [3, 2, 1, 0]);
    }

    #[test]
    fn further_columns_decide_among_equals() {
        let sample = sample();
        let mut order = SortOrder::from(ExcerptColumn::Coder);
        order.add(ExcerptColumn::Place);
        order.add(ExcerptColumn::Place);
        // 周 before 林, each from the end of the set.
        assert_eq!(sample.sorted_by(&order), [3, 1, 2, 0]);
        let mut within = SortOrder::from(ExcerptColumn::Place);
        within.add(ExcerptColumn::Theme);
        assert_eq!(sample.sorted_by(&within), [1, 0, 2, 3], "themes within each article");
    }
}
