//! Counts against a slow count, first uses, nesting, and what takes a formula's place.

use proptest::prelude::*;

use super::*;

const OLD: &str = "柳岸区扎实推进“大网格”建设。各街道利用“大网格”平台，与驻区单位签订共建协议，每季度召开联席会议，形成“共驻共建、共治共享”的良好格局。";
const NEW: &str = "柳岸区扎实推进“全域网格”建设。各街道利用“全域网格”平台，与驻区单位签订共建协议，每季度召开联席会议，形成“共驻共建共治共享”的良好格局。基层网格和网格员到位。";

fn found(texts: &[(&str, Option<i16>)], listed: &[&str]) -> Vec<Formula> {
    let texts: Vec<(Text, Option<i16>)> =
        texts.iter().map(|(text, year)| (Text::new(*text).unwrap(), *year)).collect();
    let input: Vec<FormulaText<'_>> =
        texts.iter().map(|(text, year)| FormulaText { text, year: *year, date: None }).collect();
    let terms = FormulaTerms {
        listed: listed.iter().map(|&text| text.to_owned()).collect(),
        ..FormulaTerms::default()
    };
    formulas(&input, &terms, Segmenter::plain())
}

fn get<'a>(found: &'a [Formula], text: &str) -> &'a Formula {
    found.iter().find(|formula| formula.text == text).unwrap()
}

#[test]
fn a_formula_is_counted_however_it_is_written_and_dated_by_its_first_use() {
    let found = found(&[(NEW, Some(2021)), (OLD, Some(2018)), (OLD, None)], &["网格"]);
    let shared =
        found.iter().find(|formula| letters_of(&formula.text) == "共驻共建共治共享").unwrap();
    assert_eq!((shared.places.len(), shared.articles), (3, 3));
    assert_eq!(shared.variants.len(), 2);
    assert_eq!(shared.first.map(|place| place.article), Some(1));
    assert_eq!(shared.last.map(|place| place.article), Some(0));
    assert_eq!(shared.years[&2018].count, 1);
    let grid = get(&found, "网格");
    assert_eq!(grid.source, FormulaSource::Listed);
    assert_eq!(grid.places.len(), 2 + 4 + 2);
    assert!(
        grid.inside.contains(&"大网格".to_owned()) && grid.inside.contains(&"全域网格".to_owned())
    );
    assert!(get(&found, "大网格").contains.contains(&"网格".to_owned()));
}

#[test]
fn what_stands_in_its_place_in_the_same_sentence_is_offered() {
    let found = found(&[(OLD, Some(2018)), (NEW, Some(2021))], &[]);
    let old = get(&found, "大网格");
    assert_eq!(old.replaced_by.len(), 1, "{:?}", old.replaced_by);
    assert_eq!(old.replaced_by[0].formula, "全域网格");
    assert_eq!(old.replaced_by[0].evidence.len(), 1);
    assert!(get(&found, "全域网格").replaced_by.is_empty());
}

#[test]
fn a_year_without_it_counts_nothing_and_an_ignored_one_is_gone() {
    let text = Text::new(OLD).unwrap();
    let other = Text::new("没有提法的一篇。").unwrap();
    let input = [
        FormulaText { text: &text, year: Some(2018), date: None },
        FormulaText { text: &other, year: Some(2019), date: None },
    ];
    let terms = FormulaTerms {
        ignored: vec!["“大网格”".into()],
        listed: vec!["从未提过".into()],
        ..FormulaTerms::default()
    };
    let found = formulas(&input, &terms, Segmenter::plain());
    assert!(found.iter().all(|formula| formula.text != "大网格"));
    let never = get(&found, "从未提过");
    assert_eq!((never.places.len(), never.first), (0, None));
    assert_eq!(never.years.keys().copied().collect::<Vec<_>>(), [2018, 2019]);
}

proptest! {
    #[test]
    fn every_count_is_that_of_a_slow_count(
        texts in prop::collection::vec("(党建|引领|网格|“|”|、|。|，|\n|大|共建|Ａ|1){0,40}", 1..4),
    ) {
        let input: Vec<(&str, Option<i16>)> = texts.iter().map(|text| (text.as_str(), Some(2020))).collect();
        let found = found(&input, &["党建", "大党建", "网格"]);
        for formula in &found {
            let key: Vec<char> = letters_of(&formula.text).chars().collect();
            let slow: usize = texts
                .iter()
                .map(|text| {
                    let letters: Vec<char> = letters_of(text).chars().collect();
                    letters.windows(key.len()).filter(|part| *part == key).count()
                })
                .sum();
            prop_assert_eq!(formula.places.len(), slow, "{}", &formula.text);
            let by_year: usize = formula.years.values().map(|year| year.count).sum();
            prop_assert_eq!(by_year, slow);
            for place in &formula.places {
                let text = Text::new(texts[place.article].as_str()).unwrap();
                let written = text.slice_chars(place.span).unwrap();
                prop_assert_eq!(letters_of(written), letters_of(&formula.text));
            }
        }
    }
}
