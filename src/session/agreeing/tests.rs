use std::{path::Path, sync::Arc};

use super::*;
use crate::{
    analysis::{
        SheetValue,
        agreement::{Bootstrap, Denominator},
    },
    annotation::ThemeId,
    session::{Command, Environment, Settings},
    storage::Memory,
    text::{CharOffset, CharSpan},
};

fn coder(name: &str) -> Coder {
    Coder::new(name).unwrap()
}

fn session() -> Session {
    let storage = Arc::new(Memory::with_files([
        ("/set/甲.txt", "街道把粮站改成中心。居民推选楼栋长。每周议事。"),
        ("/set/乙.txt", "商户每月议事。事情有人管。"),
    ]));
    let environment = Environment { storage, folders: None, wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    session.open_now(Path::new("/set")).unwrap();
    session
}

fn tag(session: &mut Session, who: &str, article: &str, from: u32, theme: usize) -> ThemeId {
    let settings = Settings { coder: Some(who.to_owned()), ..Settings::default() };
    session.apply(Command::Configure(settings)).unwrap();
    let theme = session.codebook().themes()[theme].id;
    let command = Command::Tag {
        article: ArticlePath::new(article).unwrap(),
        fragments: vec![CharSpan::between(CharOffset::new(from), CharOffset::new(from + 3))],
        themes: vec![theme],
        memo: String::new(),
    };
    session.apply(command).unwrap();
    theme
}

fn query() -> AgreementQuery {
    AgreementQuery {
        coders: ["林", "王", "赵"].map(coder).to_vec(),
        unit: AgreementUnit::Sentence,
        theme: None,
        articles: None,
        denominator: Denominator::All,
        bootstrap: Bootstrap::default(),
    }
}

/// Three coders: 林 and 王 differ once by theme and agree in 乙; 赵 did 甲 only.
fn coded() -> (Session, ThemeId, ThemeId) {
    let mut session = session();
    let first = tag(&mut session, "林", "甲.txt", 0, 0);
    let second = tag(&mut session, "王", "甲.txt", 0, 1);
    tag(&mut session, "赵", "甲.txt", 0, 0);
    tag(&mut session, "林", "乙.txt", 0, 1);
    tag(&mut session, "王", "乙.txt", 0, 1);
    (session, first, second)
}

#[test]
fn a_pair_meets_in_two_cells_that_are_the_same_and_agrees_where_its_marks_do() {
    let (session, ..) = coded();
    let pairs = session.answer_now(&PairsOfCoders(query())).unwrap();
    let sheet = pair_sheet(&pairs, &query());
    let number = |row: usize, column: usize| match sheet.rows[row].cells[column + 1].value {
        SheetValue::Number { value, .. } => Some(value),
        _ => None,
    };
    for (row, column) in [(0, 1), (0, 2), (1, 2)] {
        assert_eq!(number(row, column), number(column, row));
    }
    assert_eq!((0..3).filter_map(|at| number(at, at)).count(), 0);
    assert_eq!(number(0, 2), Some(1.0), "林 and 赵 set the same in the one article of both");
    assert!(number(0, 1).unwrap() < 1.0);
}

#[test]
fn the_least_agreed_upon_article_comes_first_and_each_is_counted_by_itself() {
    let (session, ..) = coded();
    let found = session.answer_now(&AgreementByArticle(query())).unwrap();
    let sheet = article_agreement_sheet(session.scene().unwrap(), &found, &query());
    let titles: Vec<String> = sheet.rows.iter().map(|row| row.cells[0].value.shown()).collect();
    assert_eq!(titles.len(), 2);
    let units: Vec<String> = sheet.rows.iter().map(|row| row.cells[1].value.shown()).collect();
    assert_eq!(units, ["1", "1"], "passages of 林");
    let alone = AgreementQuery {
        articles: Some(BTreeSet::from([found[0].0.clone()])),
        bootstrap: Bootstrap { draws: 0, ..Bootstrap::default() },
        ..query()
    };
    assert_eq!(session.answer_now(&alone).unwrap(), found[0].1);
}

#[test]
fn themes_taken_for_one_another_meet_in_one_cell_and_the_counts_are_all_places() {
    let (session, first, second) = coded();
    let coders = (coder("林"), coder("王"));
    let asked = DifferenceQuery { coders: coders.clone(), articles: None };
    let list = session.answer_now(&asked).unwrap();
    let cells = confused_themes(&list);
    assert_eq!(cells.get(&(Some(first), Some(second))).map(Vec::len), Some(1));
    assert_eq!(cells.get(&(Some(second), Some(second))).map(Vec::len), Some(1));
    let all: usize = cells.values().map(Vec::len).sum();
    assert_eq!(all, list.differences.len() + list.alike.len());
    let sheet = confusion_sheet(&cells, session.codebook(), (&coders.0, &coders.1));
    assert_eq!(sheet.rows.len(), confused_axis(&cells, session.codebook()).len());
}

#[test]
fn a_round_is_what_was_marked_when_its_snapshot_was_taken() {
    let mut session = session();
    tag(&mut session, "林", "甲.txt", 0, 0);
    tag(&mut session, "王", "甲.txt", 10, 0);
    session.take_snapshot_now("第一轮").unwrap();
    tag(&mut session, "王", "甲.txt", 0, 0);
    tag(&mut session, "林", "甲.txt", 10, 0);
    let coders = ["林", "王"].map(coder).to_vec();
    let query = AgreementQuery { coders, ..query() };
    let rounds = session.answer_now(&RoundsOfCoding(query.clone())).unwrap();
    let names: Vec<Option<&str>> = rounds.iter().map(|round| round.name.as_deref()).collect();
    assert_eq!(names, [Some("第一轮"), None]);
    let sheet = round_sheet(&rounds, &query, session.codebook());
    let values: Vec<f64> = sheet.rows[0].cells[1..]
        .iter()
        .filter_map(|cell| match cell.value {
            SheetValue::Number { value, .. } => Some(value),
            _ => None,
        })
        .collect();
    assert!(values.len() == 2 && values[0] < 0.0 && values[1] > 0.99, "{values:?}");
}
