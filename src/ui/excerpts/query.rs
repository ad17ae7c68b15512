//! Which passages the page shows and in which order, as pure functions.

use std::{
    cmp::{Ordering, Reverse},
    collections::BTreeSet,
};

use crate::{
    annotation::{Codebook, Coder, Passage, PassageId, ThemeId},
    corpus::{ArticlePath, Corpus},
    session::{Session, describe},
    text,
};

/// What has to hold of a passage that is shown. What is left empty holds of every one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filter {
    /// In its text, memo, themes' names or article's title; whatever the width and case.
    pub(super) words: String,
    /// It bears one of these.
    pub(super) themes: BTreeSet<ThemeId>,
    /// Its article is of one of these years; `None` for those without one.
    pub(super) years: BTreeSet<Option<i16>>,
    pub(super) article: Option<ArticlePath>,
    /// One of these marked it.
    pub(super) coders: BTreeSet<Coder>,
}

impl Filter {
    /// Whether it lets everything through.
    pub(super) fn is_empty(&self) -> bool {
        self.words.trim().is_empty()
            && self.themes.is_empty()
            && self.years.is_empty()
            && self.article.is_none()
            && self.coders.is_empty()
    }

    fn takes(&self, found: &Found<'_>, codebook: &Codebook) -> bool {
        let passage = found.passage;
        (self.themes.is_empty() || passage.themes.iter().any(|id| self.themes.contains(id)))
            && (self.years.is_empty() || self.years.contains(&found.year))
            && self.article.as_ref().is_none_or(|article| article == found.article)
            && (self.coders.is_empty() || self.coders.contains(found.coder))
            && self.takes_words(found, codebook)
    }

    /// Every word has to be found somewhere, not all of them in the same field.
    fn takes_words(&self, found: &Found<'_>, codebook: &Codebook) -> bool {
        self.words.split_whitespace().all(|word| {
            let has = |text: &str| text::contains_folded(text, word);
            let passage = found.passage;
            passage.quotes.iter().any(|quote| has(quote))
                || has(&passage.memo)
                || has(found.title)
                || passage.themes.iter().any(|&id| codebook.get(id).is_some_and(|t| has(&t.name)))
        })
    }
}

/// A column that can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Column {
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

/// By which column, and whether the other way round.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sort {
    pub(super) column: Column,
    pub(super) descending: bool,
}

impl Sort {
    /// What a click on the header of `column` makes of it.
    pub(super) fn clicked(self, column: Column) -> Self {
        Self { column, descending: self.column == column && !self.descending }
    }
}

/// A passage while it is being filtered and sorted.
#[derive(Clone, Copy, Debug)]
struct Found<'a> {
    article: &'a ArticlePath,
    title: &'a str,
    year: Option<i16>,
    coder: &'a Coder,
    passage: &'a Passage,
    index: usize,
}

/// One passage that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) id: PassageId,
    pub(super) article: ArticlePath,
    pub(super) coder: Coder,
    /// In its layer.
    pub(super) index: usize,
    pub(super) year: Option<i16>,
}

impl Row {
    /// The passage itself.
    pub(super) fn passage<'a>(&self, session: &'a Session) -> Option<&'a Passage> {
        let layer = session.annotations().layer(&self.article, &self.coder)?;
        let passage = layer.passages.get(self.index).map(|passage| &**passage);
        passage.filter(|passage| passage.id == self.id)
    }
}

/// What there is and what of it is shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) rows: Vec<Row>,
    /// The years of all articles in which something is marked.
    pub(super) years: BTreeSet<Option<i16>>,
    /// Everyone who marked something.
    pub(super) coders: BTreeSet<Coder>,
}

/// The passages of the set that `filter` takes, in the order of `sort`.
///
/// Those that `sort` does not tell apart stand in the order of the set; articles that are gone
/// come last.
pub(super) fn answer(session: &Session, filter: &Filter, sort: Sort) -> Answer {
    let annotations = session.annotations();
    let Some(corpus) = session.corpus() else { return Answer::default() };
    let codebook = session.codebook();
    let listed = corpus.entries().iter().map(|entry| &entry.path);
    let gone = annotations.articles().filter(|path| corpus.position(path).is_none());
    let marked: Vec<&ArticlePath> =
        listed.chain(gone).filter(|path| annotations.count_in(path) > 0).collect();
    let about: Vec<(String, Option<i16>)> =
        marked.iter().map(|path| title_and_year(corpus, path)).collect();
    let mut answer = Answer::default();
    let mut found: Vec<Found<'_>> = Vec::new();
    for (article, (title, year)) in marked.into_iter().zip(&about) {
        let first = found.len();
        answer.years.insert(*year);
        for (coder, layer) in annotations.layers(article) {
            if !layer.passages.is_empty() {
                answer.coders.insert(coder.clone());
            }
            let passages = layer.passages.iter().enumerate();
            let passages = passages.map(|(index, passage)| Found {
                article,
                title,
                year: *year,
                coder,
                passage,
                index,
            });
            found.extend(passages.filter(|found| filter.takes(found, codebook)));
        }
        // Several coders' passages of one article are read together.
        if let Some(of_article) = found.get_mut(first..) {
            of_article.sort_by_key(|found| found.passage.position());
        }
    }
    sort_found(&mut found, sort, codebook);
    answer.rows = found
        .into_iter()
        .map(|found| Row {
            id: found.passage.id,
            article: found.article.clone(),
            coder: found.coder.clone(),
            index: found.index,
            year: found.year,
        })
        .collect();
    answer
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

/// Sorts stably: what stands in the order of the set stays so within equals, both ways round.
fn sort_found(found: &mut [Found<'_>], sort: Sort, codebook: &Codebook) {
    match sort.column {
        // They stand so already.
        Column::Place if sort.descending => found.reverse(),
        Column::Place => {}
        Column::Theme => {
            // By the user's order of themes, not by name.
            let first = |found: &Found<'_>| {
                let places = found.passage.themes.iter().filter_map(|&id| codebook.position(id));
                places.min().unwrap_or(usize::MAX)
            };
            if sort.descending {
                found.sort_by_cached_key(|found| Reverse(first(found)));
            } else {
                found.sort_by_cached_key(first);
            }
        }
        Column::Text => by(found, sort, |found| found.passage.quotes.first()),
        Column::Memo => {
            by(found, sort, |found| Some(&found.passage.memo).filter(|m| !m.is_empty()));
        }
        Column::Year => by(found, sort, |found| found.year),
        Column::Coder => by(found, sort, |found| Some(found.coder)),
    }
}

/// Sorts by a key; those without one come last, both ways round.
fn by<'a, K: Ord>(found: &mut [Found<'a>], sort: Sort, key: impl Fn(&Found<'a>) -> Option<K>) {
    found.sort_by(|a, b| match (key(a), key(b)) {
        (Some(a), Some(b)) if sort.descending => b.cmp(&a),
        (Some(a), Some(b)) => a.cmp(&b),
        (Some(_), None) => Ordering::Less,
        (None, Some(_)) => Ordering::Greater,
        (None, None) => Ordering::Equal,
    });
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
        fn found(&self) -> Vec<Found<'_>> {
            let found = |(at, passage): (usize, _)| Found {
                article: &self.articles[at / 2],
                title: ["三级平台", "居民说"][at / 2],
                year: [Some(2017), None][at / 2],
                coder: &self.coders[at % 2],
                passage,
                index: 0,
            };
            self.passages.iter().enumerate().map(found).collect()
        }

        fn taken(&self, filter: &Filter) -> Vec<usize> {
            let found = self.found();
            let takes = |&at: &usize| filter.takes(&found[at], &self.codebook);
            (0..found.len()).filter(takes).collect()
        }

        fn sorted(&self, column: Column, descending: bool) -> Vec<usize> {
            let mut found = self.found();
            sort_found(&mut found, Sort { column, descending }, &self.codebook);
            let place = |found: &Found<'_>| {
                self.passages.iter().position(|passage| passage.id == found.passage.id)
            };
            found.iter().filter_map(place).collect()
        }
    }

    #[test]
    fn words_are_looked_for_in_text_memo_themes_and_title() {
        let sample = sample();
        let words =
            |words: &str| sample.taken(&Filter { words: words.into(), ..Filter::default() });
        assert_eq!(words(""), [0, 1, 2, 3]);
        assert_eq!(words("粮站"), [0]);
        assert_eq!(words("wi-fi"), [1], "whatever the width and case");
        assert_eq!(words("走访"), [2]);
        assert_eq!(words("阵地"), [1, 2], "by a theme's name");
        assert_eq!(words("三级平台"), [0, 1], "by the title");
        assert_eq!(words("三级平台 网络"), [1], "every word counts, in whichever field");
        assert_eq!(words("三级平台 走访"), [] as [usize; 0]);
    }

    #[test]
    fn conditions_of_one_kind_add_up_and_of_several_kinds_narrow_down() {
        let sample = sample();
        let [first, second, third] = [0, 1, 2].map(|at| sample.codebook.themes()[at].id);
        let filter = Filter { themes: [first, third].into(), ..Filter::default() };
        assert_eq!(sample.taken(&filter), [0, 1, 2]);
        let filter = Filter { years: [Some(2017)].into(), ..filter };
        assert_eq!(sample.taken(&filter), [0, 1]);
        let filter = Filter { coders: [sample.coders[1].clone()].into(), ..filter };
        assert_eq!(sample.taken(&filter), [1]);
        let filter = Filter { themes: [second].into(), years: [None].into(), ..Filter::default() };
        assert_eq!(sample.taken(&filter), [2, 3], "no year is a year too");
        let article = Some(sample.articles[1].clone());
        assert_eq!(sample.taken(&Filter { article, ..Filter::default() }), [2, 3]);
    }

    #[test]
    fn themes_are_sorted_in_the_order_of_the_codebook() {
        let sample = sample();
        assert_eq!(sample.sorted(Column::Theme, false), [1, 2, 3, 0]);
        assert_eq!(sample.sorted(Column::Theme, true), [0, 3, 1, 2]);
    }

    #[test]
    fn what_has_no_year_or_memo_comes_last_both_ways_round() {
        let sample = sample();
        assert_eq!(sample.sorted(Column::Year, false), [0, 1, 2, 3]);
        assert_eq!(sample.sorted(Column::Year, true), [0, 1, 2, 3]);
        assert_eq!(sample.sorted(Column::Memo, false), [1, 2, 0, 3]);
        assert_eq!(sample.sorted(Column::Memo, true), [2, 1, 0, 3]);
    }

    #[test]
    fn by_place_the_other_way_round_is_the_whole_set_backwards() {
        let sample = sample();
        assert_eq!(sample.sorted(Column::Place, false), [0, 1, 2, 3]);
        assert_eq!(sample.sorted(Column::Place, true), [3, 2, 1, 0]);
    }

    #[test]
    fn a_second_click_on_a_header_turns_the_order_round() {
        let sort = Sort::default().clicked(Column::Year);
        assert_eq!(sort, Sort { column: Column::Year, descending: false });
        assert_eq!(sort.clicked(Column::Year), Sort { column: Column::Year, descending: true });
        assert_eq!(sort.clicked(Column::Year).clicked(Column::Memo).column, Column::Memo);
        assert!(!sort.clicked(Column::Year).clicked(Column::Memo).descending);
    }
}
