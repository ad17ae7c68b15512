//! The summary grid: what is marked of each theme in each article, passage by passage.
//!
//! What the researchers say of a cell in their own words stands in
//! [`crate::annotation::ThemeSummary`]; here are only the passages that they read for it. A theme holds
//! what is marked with those below it, and each passage once, as in [`super::matrix`].

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{
    articles::counted_articles,
    axis::{Axis, AxisItem},
    repeated::Counting,
};
use crate::{
    annotation::PassageId,
    corpus::ArticlePath,
    scene::Scene,
    search::condition::{Condition, Parsed, Selector, Test, UnknownName},
};

/// What a summary grid is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SummaryTerms {
    /// Of which passages; articles that can have none are left out.
    pub filter: Parsed,
    /// Whether what is printed twice counts twice.
    pub counting: Counting,
}

/// Themes by articles, with the passages of each cell.
#[derive(Clone, Debug)]
pub struct SummaryGrid {
    /// What was asked for.
    pub terms: SummaryTerms,
    /// The themes, in the order of the codebook.
    pub themes: Vec<AxisItem>,
    /// The articles, in the order of the set.
    pub articles: Vec<ArticlePath>,
    /// By theme and article, in the order of the text.
    cells: BTreeMap<(usize, usize), Vec<PassageId>>,
}

impl SummaryGrid {
    /// Looks through the whole set, on every core.
    ///
    /// # Errors
    /// If the condition names a theme that is not there.
    pub fn of(scene: &Scene, terms: &SummaryTerms) -> Result<Self, UnknownName> {
        let selector = Selector::new(&terms.filter, scene)?;
        let mut articles = counted_articles(scene, terms.counting);
        articles.retain(|article| selector.may_hold_in(scene, article.path));
        let themes = Axis::Themes.items(scene, &articles)?;
        let found = articles.par_iter().enumerate().with_min_len(16).map(|(at, article)| {
            let mut here: BTreeMap<(usize, usize), Vec<PassageId>> = BTreeMap::new();
            let mut rows = Vec::new();
            for found in selector.found_in(scene, article.path) {
                let place = scene.place_of(found.passage).unwrap_or(&found.passage.fragments);
                if terms.counting == Counting::Once && article.counted(place) == 0 {
                    continue;
                }
                rows.clear();
                let passage = (found.passage.id, found.passage.themes.as_slice());
                themes.push_of_passage((at, found.coder), passage, &mut rows);
                for &row in &rows {
                    here.entry((row as usize, at)).or_default().push(found.passage.id);
                }
            }
            here
        });
        let cells = found.collect::<Vec<_>>().into_iter().flatten().collect();
        let articles = articles.iter().map(|article| article.path.clone()).collect();
        Ok(Self { terms: terms.clone(), themes: themes.items, articles, cells })
    }

    /// The passages of a theme in an article.
    #[must_use]
    pub fn passages(&self, theme: usize, article: usize) -> &[PassageId] {
        self.cells.get(&(theme, article)).map_or(&[], Vec::as_slice)
    }

    /// The cells in which something is marked, by theme and article.
    pub fn marked(&self) -> impl Iterator<Item = ((usize, usize), &[PassageId])> {
        self.cells.iter().map(|(place, passages)| (*place, passages.as_slice()))
    }

    /// Of which passages a cell is; where text printed twice counts once, fewer of them.
    #[must_use]
    pub fn condition(&self, theme: usize, article: usize) -> Condition {
        let theme = self.themes.get(theme).map(|theme| theme.condition.clone());
        let article = self.articles.get(article).map(|article| {
            let name = article.as_str().to_owned();
            Condition::Test(Test::Article { name, exact: true })
        });
        let own = Some(self.terms.filter.condition.clone());
        Condition::and([own, theme, article].into_iter().flatten())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::analysis::{Matrix, MatrixPlace, MatrixTerms, sample};

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_grid_holds_the_passages_that_a_matrix_counts(set in sample::any_set()) {
            for line in ["", "编码员:lin", "年:2019"] {
                for counting in [Counting::Both, Counting::Once] {
                    let filter = sample::condition(line);
                    let terms = SummaryTerms { filter: filter.clone(), counting };
                    let grid = SummaryGrid::of(&set.scene, &terms).expect("known names");
                    let (rows, columns) = (Axis::Themes, vec![Axis::Articles]);
                    let terms = MatrixTerms { rows, columns, filter, counting };
                    let matrix = Matrix::of(&set.scene, &terms).expect("known names");
                    let mut total = 0;
                    for (at, row) in matrix.rows.iter().enumerate() {
                        prop_assert_eq!(&row.key, &grid.themes[at].key);
                        for (column_at, column) in matrix.columns.iter().enumerate() {
                            let name = column.item.key.as_str();
                            let article = grid.articles.iter().position(|a| a.as_str() == name);
                            let held = article.map_or(0, |article| grid.passages(at, article).len());
                            let count = matrix.count(MatrixPlace::cell(at, column_at)).passages;
                            prop_assert_eq!(held, count as usize, "{} {} {}", line, row.key, name);
                            total += held;
                        }
                    }
                    let marked: usize = grid.marked().map(|(_, passages)| passages.len()).sum();
                    prop_assert_eq!(marked, total);
                }
            }
        }
    }
}
