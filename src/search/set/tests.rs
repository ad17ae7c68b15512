use proptest::prelude::*;

use super::*;

fn found<'a>(query: &str, text: &'a str) -> Vec<&'a str> {
    let query = SetQuery::new(query, Mode::default()).expect("a good query");
    let hits = query.hits(text, About::default(), None);
    hits.into_iter().map(|hit| &text[hit.range()]).collect()
}

fn fault(query: &str) -> Option<(SetFault, usize)> {
    match SetQuery::new(query, Mode::default()) {
        Err(SetQueryError::Syntax { fault, at }) => Some((fault, at)),
        Err(SetQueryError::Term(error)) => panic!("{query}: {error}"),
        Ok(_) => None,
    }
}

const TEXT: &str = "以黨建引领。人人人有责，党\n　　建联盟；人才引进。";

#[test]
fn words_side_by_side_must_all_be_there() {
    assert_eq!(found("党建 人才", TEXT), ["黨建", "党\n　　建", "人才"]);
    assert_eq!(found("党建 且 人才", TEXT), found("党建 AND 人才", TEXT));
    assert!(found("党建 经费", TEXT).is_empty());
    assert_eq!(found("党建 或 经费", TEXT).len(), 2);
}

#[test]
fn what_must_be_missing_shows_no_hits() {
    assert_eq!(found("人才 非 经费", TEXT), ["人才"]);
    assert!(found("人才 非 联盟", TEXT).is_empty());
    assert_eq!(found("人才 NOT (经费 OR 无人)", TEXT), ["人才"]);
    assert_eq!(found("人才 非 非 联盟", TEXT), ["联盟", "人才"]);
}

#[test]
fn hits_are_counted_wherever_the_string_stands() {
    assert_eq!(found("人人", TEXT).len(), 2);
    let exact = SetQuery::new("人人", Mode { exact: true, regex: false }).expect("good");
    assert_eq!(exact.hits(TEXT, About::default(), None).len(), 2);
    assert_eq!(found("人人 或 人人人", TEXT), ["人人", "人人人", "人人"]);
}

#[test]
fn near_is_one_hit_over_both_in_either_order() {
    assert_eq!(found("党建 近/1 引领", TEXT), ["黨建引领"]);
    assert_eq!(found("联盟 近/0 党建", TEXT), ["党\n　　建联盟"]);
    assert!(found("党建 近/2 人才", TEXT).is_empty());
    assert_eq!(found("党建 近/3 人才", TEXT), ["党\n　　建联盟；人才"]);
    assert_eq!(found("(引领 或 联盟) NEAR/3 党建", TEXT), ["黨建引领", "党\n　　建联盟"]);
    assert_eq!(found("党建 近/0 联盟 近/1 人才", TEXT), ["党\n　　建联盟；人才"]);
    // The shortest of several.
    assert_eq!(found("甲 近 乙", "甲甲乙乙"), ["甲乙"]);
}

#[test]
fn years_and_titles_choose_articles() {
    let hits = |query: &str| {
        let about = About { year: Some(2019), title: "共建共享", name: "a/2019.txt" };
        SetQuery::new(query, Mode::default()).expect("good").hits(TEXT, about, None).len()
    };
    assert_eq!(
        [hits("党建 年:2015..2019"), hits("党建 年:2020.."), hits("党建 非 年:2020")],
        [2, 0, 2]
    );
    assert_eq!(
        [hits("党建 文章:共享"), hits("党建 文章:A/20"), hits("党建 非 文章:共享")],
        [2, 2, 0]
    );
}

#[test]
fn only_what_lies_inside_a_region_counts() {
    let query = SetQuery::new("党建 非 联盟", Mode::default()).expect("good");
    let span = |from: usize, to: usize| super::super::fold::span_of(from..to);
    let first = TEXT.find('。').expect("there");
    let count = |regions: Vec<ByteSpan>| {
        query.hits(TEXT, About::default(), Some(&|| regions.clone())).len()
    };
    assert_eq!(count(vec![span(0, first)]), 1);
    assert_eq!(count(vec![span(0, 6)]) + count(vec![]), 0);
}

#[test]
fn a_mistake_is_told_with_its_place() {
    for (query, expected) in [
        ("党建 且", (SetFault::TermMissing, 4)),
        ("或 党建", (SetFault::TermMissing, 0)),
        ("(党建 或 人才", (SetFault::BracketUnclosed, 0)),
        ("党建 或 人才)", (SetFault::BracketUnopened, 7)),
        ("(党建 且 人才) 近/3 联盟", (SetFault::NearWhat, 0)),
        ("联盟 近/3 年:2019", (SetFault::NearWhat, 7)),
        ("非 党建", (SetFault::OnlyMissing, 0)),
        ("年:2019", (SetFault::OnlyMissing, 0)),
    ] {
        assert_eq!(fault(query), Some(expected), "{query}");
    }
    assert_eq!(fault(&format!("{}党 或 建", "(".repeat(99))), Some((SetFault::Depth, 50)));
    let empty = SetQuery::new(" 　", Mode::default()).err();
    assert_eq!(empty, Some(SetQueryError::Term(QueryError::Empty)));
}

#[test]
fn a_lexicon_is_all_its_words_and_says_which_it_was() {
    let words = ["党建".to_owned(), "/人.{1,2}[责进]/".to_owned()];
    let query = SetQuery::of_lexicon(&words).expect("good");
    let hits = query.hits(TEXT, About::default(), None);
    let named: Vec<_> = hits.iter().map(|&hit| query.term_of(TEXT, hit)).collect();
    assert_eq!(named, [Some(0), Some(1), Some(0), Some(1)]);
    let broken = ["党".to_owned(), "/(/".to_owned()];
    assert_eq!(SetQuery::of_lexicon(&broken).err().map(|(at, _)| at), Some(1));
}

#[test]
fn a_long_text_is_looked_through_in_pieces() {
    let text = "黨\n建引领。".repeat(PIECE / 4);
    assert_eq!(found("党建", &text).len(), PIECE / 4);
    assert_eq!(found("引", &text).len(), PIECE / 4);
}

proptest! {
    #[test]
    fn any_query_is_read_or_told_why_not(
        query in "(党|建|且|或|非|近/3|NEAR|\"|“|”|\\(|（|\\)| |　|年:2019|年:|文章:a|:|[a-z]){0,20}",
        text in "[党建a ]{0,30}",
    ) {
        for mode in [Mode::default(), Mode { exact: true, regex: false }] {
            match SetQuery::new(&query, mode) {
                Err(SetQueryError::Syntax { at, .. }) => prop_assert!(at <= query.chars().count()),
                Err(SetQueryError::Term(_)) => {}
                Ok(ready) => {
                    let hits = ready.hits(&text, About::default(), None);
                    prop_assert!(hits.is_sorted());
                    for hit in hits {
                        prop_assert!(text.get(hit.range()).is_some_and(|hit| !hit.is_empty()));
                    }
                }
            }
        }
    }

    #[test]
    fn and_or_and_not_are_what_logic_says(text in "[甲乙丙]{0,6}") {
        let has = |query: &str| !found(query, &text).is_empty();
        let (a, b, c) = (text.contains('甲'), text.contains('乙'), text.contains('丙'));
        prop_assert_eq!(has("甲 乙"), a && b);
        prop_assert_eq!(has("甲 或 乙"), a || b);
        prop_assert_eq!(has("甲 或 乙 丙"), a || (b && c));
        prop_assert_eq!(has("(甲 或 乙) 丙"), (a || b) && c);
        prop_assert_eq!(has("甲 非 (乙 或 丙)"), a && !(b || c));
    }

    #[test]
    fn near_finds_a_pair_wherever_there_is_one(text in "[甲乙丙 ]{0,12}", count in 0_u32..4) {
        let plain: Vec<char> = text.chars().filter(|c| *c != ' ').collect();
        let at = |wanted: char| plain.iter().enumerate().filter(move |(_, c)| **c == wanted).map(|(at, _)| at);
        let close = at('甲').any(|a| at('乙').any(|b| a.abs_diff(b) <= count as usize + 1));
        prop_assert_eq!(!found(&format!("甲 近/{count} 乙"), &text).is_empty(), close);
    }
}
