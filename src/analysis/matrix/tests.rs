use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::analysis::{
    axis::AxisCondition,
    sample::{SampleMark, any_set, condition, set},
};

fn terms(rows: Axis, columns: Vec<Axis>, line: &str) -> MatrixTerms {
    MatrixTerms { rows, columns, filter: condition(line), counting: Counting::Both }
}

fn matrix(scene: &Scene, terms: &MatrixTerms) -> Matrix {
    Matrix::of(scene, terms).expect("known themes")
}

fn groups() -> Axis {
    let group = |name: &str, line: &str| AxisCondition {
        name: name.to_owned(),
        condition: condition(line),
    };
    Axis::Conditions(vec![
        group("早", "年:..2018"),
        group("人才", "正文:人才"),
        group("无", "年:无"),
    ])
}

fn any_axis() -> impl Strategy<Value = Axis> {
    prop::sample::select(vec![Axis::Themes, Axis::Coders, Axis::Years, Axis::Articles, groups()])
}

/// Every cell and total.
fn places(matrix: &Matrix) -> Vec<MatrixPlace> {
    let with_total = |count: usize| (0..count).map(Some).chain([None]);
    with_total(matrix.rows.len())
        .flat_map(|row| {
            with_total(matrix.columns.len()).map(move |column| MatrixPlace { row, column })
        })
        .collect()
}

#[test]
fn a_parent_counts_a_passage_once_and_a_column_is_what_its_articles_are() {
    let mark = |article, fragments: &[(u32, u32)], themes: &[usize]| SampleMark {
        article,
        coder: "lin",
        fragments: fragments.to_vec(),
        themes: themes.to_vec(),
    };
    let sample = set(
        &[("2017-a.txt", "党建引领基层治理"), ("b.txt", "人才工作与支部建设")],
        &[
            // Two sub-themes and the parent itself are one passage of the parent.
            mark(0, &[(0, 2), (4, 6)], &[0, 1, 2]),
            mark(0, &[(2, 4)], &[1]),
            mark(1, &[(0, 4)], &[3]),
        ],
    );
    let matrix = matrix(&sample.scene, &terms(Axis::Themes, vec![Axis::Years], ""));
    let keys: Vec<_> = matrix.rows.iter().map(|row| row.key.as_str()).collect();
    assert_eq!(keys, ["甲", "甲/乙", "甲/乙/丙", "丁", "丁/甲 \"乙\""]);
    let columns: Vec<_> = matrix.columns.iter().map(|column| column.item.key.as_str()).collect();
    assert_eq!(columns, ["2017", ""]);
    let count = |row, column| matrix.count(MatrixPlace::cell(row, column));
    let counted = |passages, articles, characters| MatrixCount { passages, articles, characters };
    assert_eq!(count(0, 0), counted(2, 1, 6));
    assert_eq!((count(1, 0), count(2, 0)), (counted(2, 1, 6), counted(1, 1, 4)));
    assert_eq!((count(3, 0), count(3, 1)), (counted(0, 0, 0), counted(1, 1, 4)));
    assert_eq!(matrix.count(MatrixPlace::default()), counted(3, 2, 10));
    let value = |unit| matrix.value(MatrixPlace::cell(0, 0), unit);
    assert_eq!(value(MatrixUnit::Per10k), Some(2_500.0));
    assert_eq!(value(MatrixUnit::RowShare), Some(1.0));
    assert_eq!(value(MatrixUnit::Share), Some(2.0 / 3.0));
    let none = MatrixPlace { row: Some(4), column: None };
    assert_eq!(matrix.value(none, MatrixUnit::RowShare), None);
}

#[test]
fn the_text_of_a_cell_is_that_of_the_articles_its_condition_leaves() {
    let sample = set(&[("2017-a.txt", "党建引领"), ("2019-b.txt", "人才工作与建设")], &[]);
    let of = |line: &str, column: usize| {
        let matrix = matrix(&sample.scene, &terms(Axis::Themes, vec![Axis::Years], line));
        matrix.text(MatrixPlace::cell(0, column))
    };
    let amount = |articles, characters| TextAmount { articles, characters };
    assert_eq!((of("", 0), of("", 1)), (amount(1, 4), amount(1, 7)));
    // What is asked of passages leaves every article, what is asked of articles does not.
    assert_eq!(of("正文:人才 且 编码员:lin", 0), amount(1, 4));
    assert_eq!((of("年:2019", 0), of("非 年:2019", 0)), (amount(0, 0), amount(1, 4)));
    let both = matrix(&sample.scene, &terms(Axis::Articles, vec![Axis::Years], ""));
    assert_eq!(both.text(MatrixPlace::cell(1, 1)), amount(1, 7));
    assert_eq!(both.text(MatrixPlace::cell(1, 0)), amount(0, 0));
}

#[test]
fn what_is_printed_twice_can_count_once() {
    let block = "各街道党工委书记要带头到社区讲党课，听取居民的意见和建议。";
    let text =
        format!("城市建设纪事\n\n{block}\n\n另起一段说别的事情，与上面没有关系。\n\n{block}\n");
    let second = u32::try_from(text.chars().count() - block.chars().count() - 1).expect("short");
    let mark = |start| SampleMark {
        article: 0,
        coder: "lin",
        fragments: vec![(start, start + 8)],
        themes: vec![0],
    };
    let sample = set(&[("2017-a.txt", &text)], &[mark(8), mark(second)]);
    let mut terms = terms(Axis::Themes, vec![Axis::Years], "");
    let counts = |terms: &MatrixTerms| {
        let matrix = matrix(&sample.scene, terms);
        let place = MatrixPlace::cell(0, 0);
        let listed = matrix_passages(&sample.scene, terms, place).expect("known themes").len();
        (matrix.count(place).passages, listed, matrix.text(place).characters)
    };
    let length = text.chars().count() as u64;
    assert_eq!(counts(&terms), (2, 2, length));
    terms.counting = Counting::Once;
    assert_eq!(counts(&terms), (1, 1, length - block.chars().count() as u64));
}

proptest! {
    /// The condition of a cell, asked of the set, finds what the cell counts, and so does the list.
    #[test]
    fn every_number_leads_to_its_passages(
        sample in any_set(),
        rows in any_axis(),
        columns in prop::collection::vec(any_axis(), 1..3),
        line in prop::sample::select(vec!["", "年:2017", "主题:甲 或 编码员:王"]),
    ) {
        let scene = &sample.scene;
        let terms = terms(rows, columns, line);
        let matrix = matrix(scene, &terms);
        for place in places(&matrix) {
            let typed = matrix.condition(place).text(crate::search::condition::Tongue::Chinese);
            let selector =
                Selector::new(&condition(&typed), scene).expect("known themes");
            let found = selector.found(scene);
            let length = |found: &SelectedPassage<'_>| {
                found.passage.fragments.iter().map(|span| u64::from(span.len())).sum::<u64>()
            };
            let articles: BTreeSet<_> = found.iter().map(|found| found.article).collect();
            let slow = MatrixCount {
                passages: u32::try_from(found.len()).expect("few"),
                articles: u32::try_from(articles.len()).expect("few"),
                characters: found.iter().map(length).sum(),
            };
            prop_assert_eq!(matrix.count(place), slow, "{}", typed);
            let ids = |found: &[SelectedPassage<'_>]| -> Vec<_> {
                found.iter().map(|found| found.passage.id).collect()
            };
            let listed = matrix_passages(scene, &terms, place).expect("known themes");
            prop_assert_eq!(ids(&listed), ids(&found));
        }
    }
}
