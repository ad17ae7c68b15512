//! What the list of articles shows and in which order: pure functions, without drawing.

use std::cmp::Reverse;

use crate::{
    corpus::{ArticlePath, Corpus, Problem},
    session::{ArticleOrder, describe},
    text,
    ui::theme,
};

/// One file of the set as the list knows it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct LibraryItem {
    pub(super) path: ArticlePath,
    /// As it may be shown.
    pub(super) title: String,
    pub(super) year: Option<i16>,
    /// Length in characters.
    pub(super) chars: u32,
    /// Why it cannot be read.
    pub(super) problem: Option<Problem>,
    /// All that the filter looks at, folded.
    haystack: String,
}

impl LibraryItem {
    fn new(path: ArticlePath, title: &str, year: Option<i16>, byline: Option<&str>) -> Self {
        let year_text = year.map(|year| year.to_string()).unwrap_or_default();
        let parts = [title, path.as_str(), &year_text, byline.unwrap_or_default()];
        let haystack = text::fold(&parts.join("\n"));
        let title = describe::shown(title);
        Self { path, title, year, chars: 0, problem: None, haystack }
    }
}

/// Every file of the set, in the set's own order.
pub(super) fn items(corpus: &Corpus) -> Vec<LibraryItem> {
    let item = |entry: &crate::corpus::Entry| match &entry.article {
        Ok(article) => {
            let header = corpus.header(article);
            let byline = header.byline.as_deref();
            let item = LibraryItem::new(entry.path.clone(), &header.title, header.year, byline);
            LibraryItem { chars: article.text.char_len().get(), ..item }
        }
        Err(problem) => {
            let item = LibraryItem::new(entry.path.clone(), entry.path.file_name(), None, None);
            LibraryItem { problem: Some(problem.clone()), ..item }
        }
    };
    corpus.entries().iter().map(item).collect()
}

/// One line of the list; the numbers are places in the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LibraryRow {
    /// The articles of a year follow; `None` for those without one.
    Year(Option<i16>),
    /// An article.
    Article(usize),
    /// So many files that cannot be read follow.
    Problems(usize),
    /// A file that cannot be read.
    Problem(usize),
}

impl LibraryRow {
    /// Which item it stands for.
    pub(super) fn item(self) -> Option<usize> {
        match self {
            Self::Article(item) | Self::Problem(item) => Some(item),
            Self::Year(_) | Self::Problems(_) => None,
        }
    }

    fn height(self) -> f32 {
        match self {
            Self::Year(_) | Self::Problems(_) => theme::GROUP_ROW,
            Self::Article(_) => theme::ARTICLE_ROW,
            Self::Problem(_) => theme::PROBLEM_ROW,
        }
    }
}

/// The rows that a filter leaves, in an order, with their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct LibraryList {
    pub(super) rows: Vec<LibraryRow>,
    /// Where each row begins, and where the last one ends.
    tops: Vec<f32>,
}

impl LibraryList {
    /// Puts those of `items` that hold every word of `filter`, and that it `keeps`, in order.
    ///
    /// `passages` counts an item's passages; it is only asked when the order depends on it.
    pub(super) fn new(
        items: &[LibraryItem],
        order: ArticleOrder,
        (filter, keeps): (&str, &dyn Fn(&LibraryItem) -> bool),
        passages: impl Fn(&LibraryItem) -> usize,
    ) -> Self {
        let filter = text::fold(filter);
        let words: Vec<&str> = filter.split_whitespace().collect();
        let wanted = |item: &LibraryItem| {
            words.iter().all(|word| item.haystack.contains(word)) && keeps(item)
        };
        let found = items.iter().enumerate().filter(|(_, item)| wanted(item));
        let (mut articles, problems): (Vec<_>, Vec<_>) =
            found.partition(|(_, item)| item.problem.is_none());
        // Both sorts are stable: within a year or a count, the set's own order stays.
        match order {
            ArticleOrder::Name => {}
            ArticleOrder::Year => {
                articles.sort_by_key(|(_, item)| (item.year.is_none(), Reverse(item.year)));
            }
            ArticleOrder::Passages => {
                articles.sort_by_cached_key(|(_, item)| Reverse(passages(item)));
            }
        }
        let mut rows = Vec::with_capacity(items.len() + 16);
        // One group of articles without a year needs no heading.
        let grouped =
            order == ArticleOrder::Year && articles.iter().any(|(_, item)| item.year.is_some());
        let mut group = None;
        for (place, item) in articles {
            if grouped && group != Some(item.year) {
                group = Some(item.year);
                rows.push(LibraryRow::Year(item.year));
            }
            rows.push(LibraryRow::Article(place));
        }
        if !problems.is_empty() {
            rows.push(LibraryRow::Problems(problems.len()));
        }
        rows.extend(problems.into_iter().map(|(place, _)| LibraryRow::Problem(place)));
        Self::placed(rows)
    }

    fn placed(rows: Vec<LibraryRow>) -> Self {
        let mut tops = Vec::with_capacity(rows.len() + 1);
        let mut top = 0.0;
        for row in &rows {
            tops.push(top);
            top += row.height();
        }
        tops.push(top);
        Self { rows, tops }
    }

    /// Height of all rows together.
    pub(super) fn height(&self) -> f32 {
        self.tops.last().copied().unwrap_or(0.0)
    }

    /// From where to where row `at` reaches.
    pub(super) fn extent(&self, at: usize) -> Option<(f32, f32)> {
        Some((*self.tops.get(at)?, *self.tops.get(at + 1)?))
    }

    /// The rows that reach into the stretch from `top` to `bottom`.
    pub(super) fn within(&self, top: f32, bottom: f32) -> std::ops::Range<usize> {
        let first = self.tops.partition_point(|&at| at <= top).saturating_sub(1);
        let end = self.tops.partition_point(|&at| at < bottom).min(self.rows.len());
        first.min(end)..end
    }

    /// The paths in the order in which they are shown.
    pub(super) fn paths(&self, items: &[LibraryItem]) -> Vec<ArticlePath> {
        let item = |row: &LibraryRow| items.get(row.item()?);
        self.rows.iter().filter_map(item).map(|item| item.path.clone()).collect()
    }

    /// The row that stands for the file `path`.
    pub(super) fn row_of(&self, items: &[LibraryItem], path: &ArticlePath) -> Option<usize> {
        let is_it = |row: &LibraryRow| row.item().and_then(|item| items.get(item));
        self.rows.iter().position(|row| is_it(row).is_some_and(|item| item.path == *path))
    }

    /// The next row with a file from `from`, `step` rows on (back if negative).
    pub(super) fn step(&self, from: usize, step: isize) -> Option<usize> {
        let is_file = |&at: &usize| self.rows.get(at).is_some_and(|row| row.item().is_some());
        let goal = from.saturating_add_signed(step).min(self.rows.len().saturating_sub(1));
        // Headings are stepped over in the direction of the step, or back at either end.
        if step < 0 {
            (0..=goal).rev().find(is_file).or_else(|| (goal..=from).find(is_file))
        } else {
            (goal..self.rows.len()).find(is_file).or_else(|| (from..=goal).rev().find(is_file))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(path: &str, title: &str, year: Option<i16>, byline: Option<&str>) -> LibraryItem {
        LibraryItem::new(ArticlePath::new(path).unwrap(), title, year, byline)
    }

    fn set() -> Vec<LibraryItem> {
        vec![
            item("a2.txt", "共建共享", Some(2019), Some("记者 林可")),
            item("a10.txt", "三级平台", Some(2017), None),
            LibraryItem { problem: Some(Problem::Empty), ..item("b.txt", "b.txt", None, None) },
            item("c.txt", "人才工作站挂牌记", Some(2019), None),
            item("d.txt", "未注明年份的一篇", None, None),
        ]
    }

    fn list(order: ArticleOrder, filter: &str) -> LibraryList {
        let count = |item: &LibraryItem| if item.year == Some(2017) { 4 } else { 0 };
        LibraryList::new(&set(), order, (filter, &|_| true), count)
    }

    #[test]
    fn years_come_latest_first_and_files_that_cannot_be_read_last() {
        use LibraryRow::{Article, Problem, Problems, Year};
        let rows = list(ArticleOrder::Year, "").rows;
        let expected = [
            Year(Some(2019)),
            Article(0),
            Article(3),
            Year(Some(2017)),
            Article(1),
            Year(None),
            Article(4),
            Problems(1),
            Problem(2),
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn what_is_not_kept_is_not_listed_and_leaves_no_heading() {
        use LibraryRow::{Article, Year};
        let keeps = |item: &LibraryItem| item.year == Some(2017);
        let list = LibraryList::new(&set(), ArticleOrder::Year, ("", &keeps), |_| 0);
        assert_eq!(list.rows, [Year(Some(2017)), Article(1)]);
    }

    #[test]
    fn other_orders_have_no_groups() {
        use LibraryRow::{Article, Problem, Problems};
        let by_name = list(ArticleOrder::Name, "").rows;
        assert_eq!(by_name[..3], [Article(0), Article(1), Article(3)]);
        let by_count = list(ArticleOrder::Passages, "").rows;
        assert_eq!(by_count[..3], [Article(1), Article(0), Article(3)]);
        assert_eq!(by_count[4..], [Problems(1), Problem(2)]);
    }

    #[test]
    fn articles_without_a_year_alone_need_no_heading() {
        assert_eq!(list(ArticleOrder::Year, "未注明").rows, [LibraryRow::Article(4)]);
    }

    #[test]
    fn every_word_of_the_filter_must_be_found_somewhere() {
        let found = |filter: &str| list(ArticleOrder::Name, filter).paths(&set());
        let one = |path: &str| vec![ArticlePath::new(path).unwrap()];
        assert_eq!(found("２０１９ 人才"), one("c.txt"));
        assert_eq!(found("林可"), one("a2.txt"));
        assert_eq!(found("A10"), one("a10.txt"));
        assert_eq!(found("B.TXT"), one("b.txt"));
        assert!(found("2019 三级").is_empty());
    }

    #[test]
    fn only_rows_in_view_are_drawn() {
        let list = list(ArticleOrder::Year, "");
        let (top, bottom) = list.extent(2).unwrap();
        assert_eq!(list.within(top, bottom), 2..3);
        assert_eq!(list.within(top + 1.0, bottom + 1.0), 2..4);
        assert_eq!(list.within(0.0, list.height()), 0..list.rows.len());
        assert_eq!(LibraryList::default().within(0.0, 100.0), 0..0);
    }

    #[test]
    fn a_step_goes_over_headings_and_stays_inside() {
        let list = list(ArticleOrder::Year, "");
        assert_eq!(list.step(2, 1), Some(4));
        assert_eq!(list.step(4, -1), Some(2));
        assert_eq!(list.step(1, -1), Some(1));
        assert_eq!(list.step(8, 1), Some(8));
        assert_eq!(list.step(1, 100), Some(8));
        assert_eq!(list.step(8, -100), Some(1));
    }
}
