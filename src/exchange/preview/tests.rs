//! What is shown is what the set says, whatever is in it.

use std::io::Cursor;

use proptest::prelude::*;

use super::*;
use crate::exchange::{
    Format as _, Formulas, Grouping, Listing, ListingLabels,
    csv::{self as tables, Csv},
    docx::{self, WordDocument},
    html::{self, Html},
    sample::{Mark, Set, any_set, set},
    xlsx::{self, Xlsx},
};

fn document(set: &Set, most: usize) -> Vec<PreviewParagraph> {
    let text = |text: &str| text.to_owned();
    let labels = ListingLabels {
        heading: text("摘录"),
        no_theme: text("没有主题"),
        memo: text("备忘录："),
        not_found: text("?"),
        paragraph: &|number| format!("第 {number} 段"),
    };
    let grouping = Grouping::Theme(set.annotations.codebook());
    let mut out = Cursor::new(Vec::new());
    let corpus = &set.corpus;
    let listing = Listing { corpus, excerpts: &set.excerpts, grouping, labels: &labels, most };
    docx::write(&mut out, &listing, "目录").expect("memory");
    let Some(Preview::Reading(paragraphs)) = WordDocument.seen(&out.into_inner()) else {
        panic!("it is read")
    };
    paragraphs
}

fn workbook(set: &Set) -> PreviewTable {
    let names = |prefix: &str, count: usize| -> Vec<String> {
        (0..count).map(|at| format!("{prefix}{at}")).collect()
    };
    let labels = xlsx::WorkbookLabels {
        sheets: names("表", 4).try_into().expect("four"),
        excerpts: names("列", 15).try_into().expect("fifteen"),
        codebook: names("列", 8).try_into().expect("eight"),
        articles: names("列", 5).try_into().expect("five"),
        places: names("处", 5).try_into().expect("five"),
        total: "合计".to_owned(),
    };
    let mut out = Cursor::new(Vec::new());
    xlsx::write(&mut out, set.project(), &labels).expect("memory");
    let Some(Preview::Table(table)) = Xlsx.seen(&out.into_inner()) else { panic!("it is read") };
    table
}

fn page(set: &Set) -> Vec<PreviewParagraph> {
    let text = |text: &str| text.to_owned();
    let labels = html::PageLabels {
        language: text("zh-CN"),
        themes: text("主题"),
        notes: text("备忘录"),
        no_theme: text("没有主题"),
    };
    let mut out = Vec::new();
    html::write(&mut out, set.project(), &labels).expect("memory");
    let Some(Preview::Reading(paragraphs)) = Html.seen(&out) else { panic!("it is read") };
    paragraphs
}

fn text_of(paragraph: &PreviewParagraph) -> String {
    paragraph.pieces.iter().map(|piece| piece.text.as_str()).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn both_tables_show_their_first_rows_as_they_are(set in any_set()) {
        let mut out = Vec::new();
        tables::write(&mut out, &set.excerpts, Formulas::Raw).expect("memory");
        let Some(Preview::Table(table)) = Csv.seen(&out) else { panic!("it is read") };
        let book = workbook(&set);
        prop_assert_eq!(&table.heads, &tables::COLUMNS.map(str::to_owned));
        prop_assert_eq!(table.rows.len(), set.excerpts.len().min(5));
        prop_assert_eq!(book.rows.len(), set.excerpts.len().min(5));
        for ((of_csv, of_book), excerpt) in table.rows.iter().zip(&book.rows).zip(&set.excerpts) {
            prop_assert_eq!(&of_csv[6], &excerpt.text);
            prop_assert_eq!(&of_book[1], &excerpt.text);
            prop_assert_eq!(&of_book[2], &excerpt.memo);
            prop_assert_eq!(&of_book[7], &excerpt.start().to_string());
        }
    }

    #[test]
    fn a_document_shows_every_excerpt_that_was_written(set in any_set()) {
        let quotes = document(&set, 2);
        let quotes = quotes.iter().filter(|paragraph| paragraph.kind == ParagraphKind::Text).count();
        let all: usize = set.excerpts.iter().map(|excerpt| excerpt.themes.len()).sum();
        prop_assert_eq!(quotes, all.min(2));
    }

    #[test]
    fn a_page_is_read_whatever_stands_in_it(set in any_set()) {
        let paragraphs = page(&set);
        let marked = set.excerpts.iter().any(|excerpt| !excerpt.text.trim().is_empty());
        prop_assert_eq!(paragraphs.iter().any(|p| p.kind == ParagraphKind::Heading), marked || !set.excerpts.is_empty());
    }
}

fn small() -> Set {
    let mark = |at: (u32, u32), themes: &[usize], memo: &str| Mark {
        text: 0,
        coder: "lin",
        fragments: vec![at],
        themes: themes.to_vec(),
        memo: memo.to_owned(),
    };
    let marks = [mark((4, 6), &[0], "甲\n乙"), mark((6, 8), &[0, 1], "")];
    set(&["无关。\n街道党建人才。"], &marks)
}

#[test]
fn headings_count_all_and_the_memo_keeps_its_lines() {
    let shown = document(&small(), 1);
    let lines: Vec<_> = shown.iter().map(|p| (p.kind, text_of(p))).collect();
    assert_eq!(lines[0], (ParagraphKind::Title, "摘录".to_owned()));
    assert_eq!(lines[1], (ParagraphKind::Heading, "阵地建设 (2)".to_owned()));
    assert_eq!(lines[2].0, ParagraphKind::Text);
    assert_eq!(lines[4], (ParagraphKind::Memo, "备忘录：甲\n乙".to_owned()));
    let quote: Vec<_> = shown[2].pieces.iter().map(|p| (p.text.as_str(), p.faint)).collect();
    assert_eq!(quote, [("无关。 ", true), ("街道", false), ("党建人才。", true)]);
}

#[test]
fn a_page_begins_where_something_is_marked_in_its_colours() {
    let set = small();
    let shown = page(&set);
    let texts: Vec<String> =
        shown.iter().filter(|p| p.kind == ParagraphKind::Text).map(text_of).collect();
    assert_eq!(texts, ["街道1党建人才。"]);
    let themes = set.annotations.codebook().themes();
    let marked = shown.iter().flat_map(|p| &p.pieces).find(|piece| piece.text == "党建");
    let colours = marked.map(|piece| piece.marks.clone());
    assert_eq!(colours, Some(vec![themes[0].colour.rgb(), themes[1].colour.rgb()]));
}

#[test]
fn a_text_is_cut_where_it_is_long() {
    let long = "长".repeat(1000) + "\n二\n";
    assert_eq!(first_lines(long.as_bytes()), format!("{}…\n二\n", "长".repeat(400)));
}
