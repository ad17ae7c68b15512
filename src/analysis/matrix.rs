//! A matrix: how much is marked in each row and column, in every unit at once.
//!
//! ```text
//! passages of the condition ─► rows and columns each is in ─► counts of (row, column), per article
//!                                                         └─► added up: passages, articles, characters
//! ```
//!
//! A passage counts once in a cell, however many ways lead to it; one that is in two rows counts in
//! both, and once in the total. Characters are the lengths of the passages: what two of them both hold
//! counts twice. A cell's text is that of the articles that its row and column leave; the rate for
//! 10,000 characters is about it.

mod counts;

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    articles::{CountedArticle, counted_articles},
    axis::{Axis, AxisItem, AxisItems},
    repeated::Counting,
};
use crate::{
    annotation::{Coder, Passage},
    scene::Scene,
    search::condition::{Condition, Parsed, SelectedPassage, Selector, UnknownName},
};

/// What a matrix is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatrixTerms {
    /// Its rows.
    pub rows: Axis,
    /// Its columns; those of several axes stand side by side, each with all passages.
    pub columns: Vec<Axis>,
    /// Of which passages.
    pub filter: Parsed,
    /// Whether what is printed twice counts twice.
    pub counting: Counting,
}

/// In what a cell is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum MatrixUnit {
    /// Passages.
    #[default]
    Passages,
    /// Articles with such passages.
    Articles,
    /// The passages' characters.
    Characters,
    /// Passages for 10,000 characters of text.
    Per10k,
    /// Its part of the row's passages.
    RowShare,
    /// Its part of the column's passages.
    ColumnShare,
    /// Its part of all passages.
    Share,
}

/// What a cell counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MatrixCount {
    /// Passages.
    pub passages: u32,
    /// Articles with such passages.
    pub articles: u32,
    /// The passages' characters.
    pub characters: u64,
}

/// The text that a cell is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TextAmount {
    /// Articles that could be read.
    pub articles: u32,
    /// Their characters.
    pub characters: u64,
}

/// A cell by its row and column, from 0; `None` for the total over them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct MatrixPlace {
    /// Which row.
    pub row: Option<usize>,
    /// Which column.
    pub column: Option<usize>,
}

impl MatrixPlace {
    /// The cell of that row and column.
    #[must_use]
    pub fn cell(row: usize, column: usize) -> Self {
        Self { row: Some(row), column: Some(column) }
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct MatrixColumn {
    /// Which of the axes it is of.
    pub axis: usize,
    /// What it stands for.
    pub item: AxisItem,
}

/// A matrix of counts.
#[derive(Clone, Debug)]
pub struct Matrix {
    /// What was asked for.
    pub terms: MatrixTerms,
    /// Its rows.
    pub rows: Vec<AxisItem>,
    /// Its columns.
    pub columns: Vec<MatrixColumn>,
    /// Where in `cells` each row begins, that of the totals last; one more for the end.
    starts: Vec<usize>,
    /// The column of each cell that counts something, in order, and what it counts.
    cells: Vec<(u32, MatrixCount)>,
    texts: Texts,
}

/// The text that is left by rows and by columns.
#[derive(Clone, Debug, Default)]
struct Texts {
    all: TextAmount,
    /// Empty where the rows leave every article.
    rows: Vec<TextAmount>,
    /// Of each column; those of axes that leave every article have all of it.
    columns: Vec<TextAmount>,
    /// Where rows and columns are both about articles.
    both: BTreeMap<(u32, u32), TextAmount>,
}

/// The axes of a matrix in a set.
struct Frame<'a> {
    scene: &'a Scene,
    articles: Vec<CountedArticle<'a>>,
    selector: Selector,
    rows: AxisItems,
    columns: Vec<AxisItems>,
    counting: Counting,
}

impl<'a> Frame<'a> {
    fn new(scene: &'a Scene, terms: &MatrixTerms) -> Result<Self, UnknownName> {
        let articles = counted_articles(scene, terms.counting);
        let selector = Selector::new(&terms.filter, scene)?;
        let rows = terms.rows.items(scene, &articles)?;
        let columns = terms.columns.iter().map(|axis| axis.items(scene, &articles));
        let columns = columns.collect::<Result<_, _>>()?;
        Ok(Self { scene, articles, selector, rows, columns, counting: terms.counting })
    }

    /// How many characters of a passage count; `None` if it does not count itself.
    fn counted(&self, article: &CountedArticle<'_>, passage: &'a Passage) -> Option<u64> {
        let place = self.scene.place_of(passage).unwrap_or(&passage.fragments);
        let characters = article.counted(place);
        (characters > 0 || self.counting == Counting::Both).then_some(characters)
    }

    /// The rows and columns of a passage.
    fn places(
        &self,
        article: usize,
        (coder, passage): (&Coder, &Passage),
        into: &mut [Vec<u32>; 2],
    ) {
        let [rows, columns] = into;
        rows.clear();
        columns.clear();
        let place = (article, coder);
        let passage = (passage.id, passage.themes.as_slice());
        self.rows.push_of_passage(place, passage, rows);
        let mut before = 0;
        for axis in &self.columns {
            let first = columns.len();
            axis.push_of_passage(place, passage, columns);
            columns.iter_mut().skip(first).for_each(|column| *column += before);
            before += u32::try_from(axis.items.len()).unwrap_or(0);
        }
    }

    fn row_count(&self) -> u32 {
        u32::try_from(self.rows.items.len()).unwrap_or(u32::MAX)
    }

    fn column_count(&self) -> u32 {
        let count: usize = self.columns.iter().map(|axis| axis.items.len()).sum();
        u32::try_from(count).unwrap_or(u32::MAX)
    }

    /// The text that rows and columns are about.
    fn texts(&self) -> Texts {
        let mut texts = Texts::default();
        let columns: usize = self.columns.iter().map(|axis| axis.items.len()).sum();
        texts.columns = vec![TextAmount::default(); columns];
        let read = self.articles.iter().enumerate().filter(|(_, article)| {
            article.article.is_some() && self.selector.may_hold_in(self.scene, article.path)
        });
        for (number, article) in read {
            texts.all.add(article);
            let rows = self.rows.of_article(number);
            if let Some(rows) = rows {
                texts.rows.resize(self.rows.items.len(), TextAmount::default());
                for &row in rows {
                    add_at(&mut texts.rows, row, article);
                }
            }
            let mut before = 0;
            for axis in &self.columns {
                let count = u32::try_from(axis.items.len()).unwrap_or(0);
                let every: Vec<u32>;
                let own = axis.of_article(number);
                let columns = match own {
                    Some(columns) => columns,
                    None => {
                        every = (0..count).collect();
                        &every
                    }
                };
                for column in columns.iter().map(|column| column + before) {
                    add_at(&mut texts.columns, column, article);
                    for &row in rows.filter(|_| own.is_some()).into_iter().flatten() {
                        texts.both.entry((row, column)).or_default().add(article);
                    }
                }
                before += count;
            }
        }
        texts
    }
}

impl TextAmount {
    fn add(&mut self, article: &CountedArticle<'_>) {
        self.articles += 1;
        self.characters += article.characters;
    }
}

fn add_at(amounts: &mut [TextAmount], at: u32, article: &CountedArticle<'_>) {
    if let Some(amount) = amounts.get_mut(at as usize) {
        amount.add(article);
    }
}

impl Matrix {
    /// Counts everything, on every core.
    ///
    /// # Errors
    /// If a condition names a theme that is not there.
    pub fn of(scene: &Scene, terms: &MatrixTerms) -> Result<Self, UnknownName> {
        let frame = Frame::new(scene, terms)?;
        let (starts, cells) = frame.counts();
        let texts = frame.texts();
        let Frame { rows, columns, .. } = frame;
        let columns = columns.into_iter().enumerate().flat_map(|(axis, items)| {
            items.items.into_iter().map(move |item| MatrixColumn { axis, item })
        });
        let columns = columns.collect();
        Ok(Self { terms: terms.clone(), rows: rows.items, columns, starts, cells, texts })
    }

    /// What is counted there.
    #[must_use]
    pub fn count(&self, place: MatrixPlace) -> MatrixCount {
        let row = place.row.unwrap_or(self.rows.len());
        let column = u32::try_from(place.column.unwrap_or(self.columns.len())).unwrap_or(u32::MAX);
        let cells = self.row_cells(row);
        let found = cells.binary_search_by_key(&column, |(column, _)| *column);
        found.ok().and_then(|at| cells.get(at)).map(|(_, count)| *count).unwrap_or_default()
    }

    /// The text that what is counted there stands in.
    #[must_use]
    pub fn text(&self, place: MatrixPlace) -> TextAmount {
        let texts = &self.texts;
        let of = |amounts: &[TextAmount], at: usize| amounts.get(at).copied().unwrap_or_default();
        match (place.row.filter(|_| !texts.rows.is_empty()), place.column) {
            (None, None) => texts.all,
            (Some(row), None) => of(&texts.rows, row),
            (None, Some(column)) => of(&texts.columns, column),
            (Some(row), Some(column)) => {
                let axis = self.columns.get(column).map(|column| column.axis);
                let axis = axis.and_then(|axis| self.terms.columns.get(axis));
                if axis.is_none_or(|axis| matches!(axis, Axis::Themes | Axis::Coders)) {
                    return of(&texts.rows, row);
                }
                let key = [row, column].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
                texts.both.get(&key.into()).copied().unwrap_or_default()
            }
        }
    }

    /// The value there, in that unit; `None` where there is nothing to divide by.
    #[must_use]
    pub fn value(&self, place: MatrixPlace, unit: MatrixUnit) -> Option<f64> {
        let count = self.count(place);
        let share = |whole: MatrixPlace| {
            let whole = self.count(whole).passages;
            (whole > 0).then(|| f64::from(count.passages) / f64::from(whole))
        };
        match unit {
            MatrixUnit::Passages => Some(f64::from(count.passages)),
            MatrixUnit::Articles => Some(f64::from(count.articles)),
            MatrixUnit::Characters => Some(float(count.characters)),
            MatrixUnit::Per10k => {
                let characters = self.text(place).characters;
                (characters > 0).then(|| f64::from(count.passages) * 10_000.0 / float(characters))
            }
            MatrixUnit::RowShare => share(MatrixPlace { column: None, ..place }),
            MatrixUnit::ColumnShare => share(MatrixPlace { row: None, ..place }),
            MatrixUnit::Share => share(MatrixPlace::default()),
        }
    }

    /// Of which passages it counts there; where text printed twice counts once, fewer of them.
    #[must_use]
    pub fn condition(&self, place: MatrixPlace) -> Condition {
        let row = place.row.and_then(|row| self.rows.get(row)).map(|item| &item.condition);
        let column = place.column.and_then(|column| self.columns.get(column));
        let column = column.map(|column| &column.item.condition);
        let own = [Some(&self.terms.filter.condition), row, column];
        Condition::and(own.into_iter().flatten().cloned())
    }

    /// The cells of a row that count something, by their columns; that of the row's total last.
    #[must_use]
    pub fn row_cells(&self, row: usize) -> &[(u32, MatrixCount)] {
        let [from, to] = [row, row + 1].map(|at| self.starts.get(at).copied().unwrap_or_default());
        self.cells.get(from..to).unwrap_or_default()
    }
}

/// The passages that a cell counts, as [`Selector::found`] orders them.
///
/// # Errors
/// If a condition names a theme that is not there.
pub fn matrix_passages<'a>(
    scene: &'a Scene,
    terms: &MatrixTerms,
    place: MatrixPlace,
) -> Result<Vec<SelectedPassage<'a>>, UnknownName> {
    let frame = Frame::new(scene, terms)?;
    let [row, column] =
        [place.row, place.column].map(|at| at.map(|at| u32::try_from(at).unwrap_or(u32::MAX)));
    let found = (0..frame.articles.len()).into_par_iter().with_min_len(16);
    let found = found.flat_map_iter(|number| {
        let article = frame.articles.get(number);
        let found = article.map(|article| frame.selector.found_in(scene, article.path));
        let mut places = [Vec::new(), Vec::new()];
        let mut found = found.unwrap_or_default();
        found.retain(|found| {
            frame.places(number, (found.coder, found.passage), &mut places);
            let [rows, columns] = &places;
            let counted = article.and_then(|article| frame.counted(article, found.passage));
            counted.is_some()
                && row.is_none_or(|row| rows.contains(&row))
                && column.is_none_or(|column| columns.contains(&column))
        });
        found
    });
    Ok(found.collect())
}

#[expect(clippy::cast_precision_loss, reason = "no count of characters reaches 2⁵³")]
fn float(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests;
