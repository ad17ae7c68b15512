//! Over the years: how often themes are marked and queries are met with, for the text of each year.
//!
//! Every year from the first to the last has a place. One in which no article appeared has no value,
//! which is not the same as none: nobody could have marked anything. Themes are counted as
//! [`super::matrix`] counts them; queries (the grammar of [`crate::search::SetQuery`]) by every place at
//! which they stand, overlapping ones too.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    axis::{Axis, AxisItem},
    matrix::{Matrix, MatrixPlace, MatrixTerms, TextAmount},
    repeated::Counting,
    sheet::SheetLink,
    words::WordGround,
};
use crate::{
    scene::Scene,
    search::{
        Mode, SetQuery, SetQueryError,
        condition::{Condition, Parsed, Test, UnknownName, Years},
    },
    text::ByteSpan,
};

/// What is followed over the years.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimelineTerms {
    /// Whether each theme is a line.
    pub themes: bool,
    /// Queries that are lines, as they are typed.
    pub queries: Vec<String>,
    /// Of which passages; queries are looked for in the articles that can have such.
    pub filter: Parsed,
    /// Whether what is printed twice counts twice.
    pub counting: Counting,
}

/// Why there is no line over the years.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TimelineError {
    /// The condition names a theme that is not there.
    #[error(transparent)]
    Theme(#[from] UnknownName),
    /// A query cannot be looked for.
    #[error("{query}: {error}")]
    Query {
        /// Which.
        query: String,
        /// Why.
        error: SetQueryError,
    },
}

/// What a line counts in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TimelinePoint {
    /// Passages, or places of a query.
    pub count: u64,
    /// Articles with such.
    pub articles: u32,
    /// The characters of the passages or places.
    pub characters: u64,
}

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub struct TimelineLine {
    /// The theme that it follows; `None` where it follows a query.
    pub theme: Option<AxisItem>,
    /// The theme's path, or the query.
    pub name: String,
    /// One for each year; `None` where no article is of that year.
    pub points: Vec<Option<TimelinePoint>>,
    /// In articles without a year; `None` where there is no such article.
    pub undated: Option<TimelinePoint>,
}

/// Lines over the years.
#[derive(Clone, Debug)]
pub struct Timeline {
    /// What was asked for.
    pub terms: TimelineTerms,
    /// Every year from the first to the last, with the text of its articles.
    pub years: Vec<(i16, TextAmount)>,
    /// The text without a year.
    pub undated: TextAmount,
    /// The themes in the codebook's order, then the queries in theirs.
    pub lines: Vec<TimelineLine>,
}

impl TimelinePoint {
    /// How often for 10,000 characters of that text.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "no count of characters reaches 2⁵³")]
    pub fn per_10k(self, text: TextAmount) -> Option<f64> {
        (text.characters > 0).then(|| self.count as f64 * 10_000.0 / text.characters as f64)
    }
}

/// Every year with its text, the text without a year, and lines.
type Counted = (Vec<(i16, TextAmount)>, TextAmount, Vec<TimelineLine>);
/// What a query counts, by year.
type ByYear = BTreeMap<Option<i16>, TimelinePoint>;

impl Timeline {
    /// Counts every line, on every core.
    ///
    /// # Errors
    /// If the condition names a theme that is not there, or a query cannot be looked for.
    pub fn of(scene: &Scene, terms: &TimelineTerms) -> Result<Self, TimelineError> {
        Self::with_known(scene, terms, None)
    }

    /// The same; what `known` counted at the same moment is not counted again, so that a line more
    /// takes no longer than that line.
    ///
    /// # Errors
    /// As [`Self::of`].
    pub fn with_known(
        scene: &Scene,
        terms: &TimelineTerms,
        known: Option<&Self>,
    ) -> Result<Self, TimelineError> {
        let queries = terms.queries.iter().map(|query| {
            SetQuery::new(query, Mode::default())
                .map_err(|error| TimelineError::Query { query: query.clone(), error })
        });
        let queries = queries.collect::<Result<Vec<_>, _>>()?;
        let known = known.filter(|known| {
            let TimelineTerms { themes, queries: _, filter, counting } = &known.terms;
            *themes == terms.themes && *filter == terms.filter && *counting == terms.counting
        });
        let (years, undated, mut lines) = match known {
            Some(known) => {
                let themes = known.lines.iter().filter(|line| line.theme.is_some());
                (known.years.clone(), known.undated, themes.cloned().collect())
            }
            None => counted_themes(scene, terms)?,
        };
        let mut ground = None;
        for (query, name) in queries.iter().zip(&terms.queries) {
            let old = known.and_then(|known| {
                known.lines.iter().find(|line| line.theme.is_none() && line.name == *name)
            });
            if let Some(old) = old {
                lines.push(old.clone());
                continue;
            }
            let ground = match &mut ground {
                Some(ground) => ground,
                none => none.insert(WordGround::of_articles(scene, &terms.filter, terms.counting)?),
            };
            let found = by_year(ground, query);
            let point = |year: Option<i16>| found.get(&year).copied().unwrap_or_default();
            let points =
                years.iter().map(|&(year, text)| (text.articles > 0).then(|| point(Some(year))));
            lines.push(TimelineLine {
                theme: None,
                name: name.clone(),
                points: points.collect(),
                undated: (undated.articles > 0).then(|| point(None)),
            });
        }
        Ok(Self { terms: terms.clone(), years, undated, lines })
    }
}

/// Every year with its text, the text without a year, and the line of each theme if they are asked for.
fn counted_themes(scene: &Scene, terms: &TimelineTerms) -> Result<Counted, UnknownName> {
    let matrix = Matrix::of(
        scene,
        &MatrixTerms {
            rows: Axis::Themes,
            columns: vec![Axis::Years],
            filter: terms.filter.clone(),
            counting: terms.counting,
        },
    )?;
    let (years, undated, places) = years(&matrix);
    let rows = if terms.themes { matrix.rows.len() } else { 0 };
    let lines = (0..rows).filter_map(|row| theme_line(&matrix, row, &places)).collect();
    Ok((years, undated, lines))
}

impl Timeline {
    /// What a point of a line leads to: the passages of a theme, or the hits of a query, of that year;
    /// of articles without one where it is `None`.
    #[must_use]
    pub fn link(&self, line: &TimelineLine, year: Option<i16>) -> Option<SheetLink> {
        match &line.theme {
            Some(item) => {
                let years = year.map_or(Years::None, |year| Years::Range(Some(year), Some(year)));
                let own = [self.terms.filter.condition.clone(), item.condition.clone()];
                let all = own.into_iter().chain([Condition::Test(Test::Year(years))]);
                Some(SheetLink::Passages(Condition::and(all)))
            }
            // A query has no word for articles without a year.
            None => year.map(|year| SheetLink::Hits(format!("({}) AND year:{year}", line.name))),
        }
    }
}

/// Every year with its text, the text without a year, and the column of each, the undated last.
fn years(matrix: &Matrix) -> (Vec<(i16, TextAmount)>, TextAmount, Vec<Option<usize>>) {
    let mut known: BTreeMap<i16, usize> = BTreeMap::new();
    let mut without = None;
    for (at, column) in matrix.columns.iter().enumerate() {
        match column.item.key.parse() {
            Ok(year) => drop(known.insert(year, at)),
            Err(_) => without = Some(at),
        }
    }
    let text = |column: Option<usize>| {
        let place = column.map(|column| MatrixPlace { row: None, column: Some(column) });
        place.map(|place| matrix.text(place)).unwrap_or_default()
    };
    let all = match (known.first_key_value(), known.last_key_value()) {
        (Some((&first, _)), Some((&last, _))) => (first..=last).collect(),
        _ => Vec::new(),
    };
    let columns: Vec<Option<usize>> = all.iter().map(|year| known.get(year).copied()).collect();
    let years = all.iter().zip(&columns).map(|(&year, &column)| (year, text(column))).collect();
    (years, text(without), columns.into_iter().chain([without]).collect())
}

/// The line of a theme, where every year and the undated are in those columns.
fn theme_line(matrix: &Matrix, row: usize, columns: &[Option<usize>]) -> Option<TimelineLine> {
    let item = matrix.rows.get(row)?;
    let point = |column: &Option<usize>| {
        let place = MatrixPlace { row: Some(row), column: Some((*column)?) };
        let count = matrix.count(place);
        // Marks of an article that is gone are counted, though there is no text any more.
        let known = matrix.text(MatrixPlace { row: None, ..place }).articles > 0;
        (known || count.passages > 0).then(|| TimelinePoint {
            count: u64::from(count.passages),
            articles: count.articles,
            characters: count.characters,
        })
    };
    let mut points: Vec<_> = columns.iter().map(point).collect();
    let undated = points.pop().flatten();
    Some(TimelineLine { theme: Some(item.clone()), name: item.key.clone(), points, undated })
}

/// What a query counts, by year.
fn by_year(ground: &WordGround<'_>, query: &SetQuery) -> ByYear {
    let found: Vec<(Option<i16>, TimelinePoint)> = ground
        .articles
        .par_iter()
        .filter_map(|both| {
            let hits = ground.hits(both, query);
            let counted = &both.0;
            let text = &counted.article?.text;
            let length =
                |hit: &ByteSpan| text.char_span(*hit).map_or(0, |span| u64::from(span.len()));
            let (count, characters) = (hits.len() as u64, hits.iter().map(length).sum());
            let point = TimelinePoint { count, articles: 1, characters };
            (count > 0).then_some((counted.year, point))
        })
        .collect();
    let mut years = ByYear::new();
    for (year, point) in found {
        let sum = years.entry(year).or_default();
        sum.count += point.count;
        sum.articles += point.articles;
        sum.characters += point.characters;
    }
    years
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::{SampleMark, condition, set};

    fn terms(queries: &[&str], line: &str) -> TimelineTerms {
        TimelineTerms {
            themes: true,
            queries: queries.iter().map(|&query| query.to_owned()).collect(),
            filter: condition(line),
            counting: Counting::Both,
        }
    }

    #[test]
    fn a_year_without_articles_is_a_gap_and_one_without_hits_is_none() {
        let mark = |article| SampleMark {
            article,
            coder: "lin",
            fragments: vec![(0, 2)],
            themes: vec![1],
        };
        let articles = [
            ("2017-a.txt", "党建引领，黨建联盟"),
            ("2019-b.txt", "人才工作"),
            ("c.txt", "人人人有责，没有年份"),
        ];
        let sample = set(&articles, &[mark(0), mark(2)]);
        let found =
            Timeline::of(&sample.scene, &terms(&["党建", "人人 年:2010..2020"], "")).unwrap();
        let years: Vec<_> = found
            .years
            .iter()
            .map(|(year, text)| (*year, text.articles, text.characters))
            .collect();
        assert_eq!(years, [(2017, 1, 9), (2018, 0, 0), (2019, 1, 4)]);
        let line = |name: &str| found.lines.iter().find(|line| line.name == name).unwrap();
        let point =
            |count, articles, characters| Some(TimelinePoint { count, articles, characters });
        // The parent has what bears its child.
        for name in ["甲", "甲/乙"] {
            assert_eq!(line(name).points, [point(1, 1, 2), None, point(0, 0, 0)]);
            assert_eq!(line(name).undated, point(1, 1, 2));
        }
        assert_eq!(line("党建").points, [point(2, 1, 4), None, point(0, 0, 0)]);
        assert_eq!(line("党建").undated, point(0, 0, 0));
        // A line more is the same as all of them at once.
        let first = Timeline::of(&sample.scene, &terms(&["党建"], "")).unwrap();
        let both = terms(&["人人 年:2010..2020", "党建"], "");
        let with = Timeline::with_known(&sample.scene, &both, Some(&first)).unwrap();
        assert_eq!(with.lines, Timeline::of(&sample.scene, &both).unwrap().lines);
        let rate = line("党建").points[0].unwrap().per_10k(found.years[0].1);
        assert_eq!(rate, Some(2.0 * 10_000.0 / 9.0));
        assert!(Timeline::of(&sample.scene, &terms(&["党建 非"], "")).is_err());
    }

    #[test]
    fn a_condition_of_articles_leaves_their_years() {
        let sample = set(&[("2017-a.txt", "党建引领"), ("2019-b.txt", "党建工作")], &[]);
        let found = Timeline::of(&sample.scene, &terms(&["党建"], "非 年:2017")).unwrap();
        let line = found.lines.last().unwrap();
        assert_eq!(line.points.iter().flatten().count(), 1);
        assert_eq!(line.points.last().copied().flatten().map(|point| point.count), Some(1));
    }
}
