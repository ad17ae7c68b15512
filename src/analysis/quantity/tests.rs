//! Sentences of the genre with what is to be found in them, and what holds of every text.

use proptest::prelude::*;

use super::*;
use crate::text::{Flow, Segmenter, Text, lines};

fn found(text: &str) -> Vec<Quantity> {
    quantities(text, &Flow::of(&lines(text), true), Segmenter::plain())
}

/// A quantity as the table of cases writes it.
fn written(text: &str, quantity: &Quantity) -> String {
    let value = match (quantity.value, quantity.high) {
        (Some(low), Some(high)) => format!("{low}..{high}"),
        (Some(value), None) => value.to_string(),
        (None, _) => "?".to_owned(),
    };
    let senses: Vec<_> = quantity.senses.iter().map(|sense| sense.name()).collect();
    let unit = quantity.unit.as_deref().unwrap_or_default();
    let all =
        [&text[quantity.span.range()], &value, unit, &quantity.object, &senses.join("+")].join("|");
    all.trim_end_matches('|').to_owned()
}

#[test]
fn the_quantities_of_the_genre_are_found_with_what_they_count() {
    let cases = include_str!("cases.txt").lines().filter(|line| !line.starts_with('#'));
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in cases {
        let (text, wanted) = line.split_once(" => ").unwrap();
        let wanted: Vec<&str> =
            wanted.split(';').map(str::trim).filter(|one| *one != "-").collect();
        let got: Vec<String> = found(text).iter().map(|quantity| written(text, quantity)).collect();
        count += 1;
        if got != wanted {
            wrong.push(format!(
                "{text}\n  wanted {}\n  got    {}",
                wanted.join(" ; "),
                got.join(" ; ")
            ));
        }
    }
    assert!(count >= 150, "{count}");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn what_a_caption_tears_apart_is_one_quantity() {
    let text = "柳岸区纪事\n\n今年以来，柳岸区坚持以人民为中心，扎实推进重点项目建设，居民的获得感不断增强。\n\n\
        街道召开专题会议，协调解决建设中遇到的问题，直至建成投产。目前，辖区省重点项目3个，计划总投资27.35亿\n\n\n\n\
        党员在重点项目工地参观\n\n\n\n\
        元，区重点项目5个，计划总投资4.2亿元，奥体酒店开始运营，展馆、剧院开馆，新高地雏形显现。\n\n\
        ## 打造宜居之城\n\n近年来，街道实施城市环境更新提升，改造街头游园，升级公共绿地，城市绿量、颜值双双提升。\n";
    let found = found(text);
    let torn = found.iter().find(|quantity| quantity.value == Some(2_735_000_000.0)).unwrap();
    assert_eq!(&text[torn.span.range()], "27.35亿");
    assert_eq!(torn.rest.map(|rest| &text[rest.range()]), Some("元"));
    assert_eq!((torn.unit.as_deref(), torn.object.as_str()), (Some("元"), "计划总投资"));
    assert!(!torn.implied);
}

#[test]
fn a_figure_is_said_of_its_year_and_of_its_place() {
    let text = "2018年，全区建成社区食堂12家。到2025年，建成社区食堂60家。2019年以来，新建停车场7处。\n柳岸街道风荷社区新增面积800平方米，全区新增面积9000平方米。";
    let found = found(text);
    let of = |value: f64| found.iter().find(|quantity| quantity.value == Some(value)).unwrap();
    assert_eq!((of(12.0).year, of(60.0).year, of(7.0).year), (Some(2018), Some(2025), None));
    assert_eq!(of(800.0).scope.as_deref(), Some("风荷社区"));
    assert_eq!(of(9000.0).scope, None);
}

fn rows(texts: &[(&str, i16)]) -> Vec<QuantityRow> {
    let texts: Vec<(Text, i16)> =
        texts.iter().map(|&(text, year)| (Text::new(text).unwrap(), year)).collect();
    let found: Vec<Vec<Quantity>> = texts.iter().map(|(text, _)| found(text.as_str())).collect();
    let input: Vec<QuantityText<'_>> = texts
        .iter()
        .zip(&found)
        .map(|((text, year), quantities)| QuantityText {
            name: "",
            year: Some(*year),
            text,
            quantities,
        })
        .collect();
    let mut rows = quantity_rows(&input, &QuantityRulings::default());
    rows.retain(|row| row.articles() >= 2 || !row.flags.is_empty());
    rows
}

/// The years and values of the row of that object and qualifier.
fn values(rows: &[QuantityRow], object: &str, qualifier: &str) -> Vec<Option<i16>> {
    let row = rows.iter().find(|row| row.object == object && row.qualifier == qualifier);
    row.map(|row| row.values.iter().map(|value| value.year).collect()).unwrap_or_default()
}

#[test]
fn the_same_thing_counted_in_two_years_is_one_row() {
    let rows = rows(&[
        (
            "全区有社区81个，其中35个社区用房面积达到800平方米以上。每个社区安排15万元党建经费。",
            2016,
        ),
        ("全区74个社区、9个街道全部完成改革。36个社区用房面积达到800平方米以上。", 2018),
        ("把90个“小社区”整合为62个“大社区”，安排每个社区22万元党建经费。", 2020),
    ]);
    assert_eq!(values(&rows, "社区", ""), [Some(2016), Some(2018), Some(2020)]);
    assert_eq!(values(&rows, "社区", "≥800平方米"), [Some(2016), Some(2018)]);
    assert_eq!(values(&rows, "党建经费", "每"), [Some(2016), Some(2020)]);
    let nickname = rows.iter().flat_map(|row| &row.values).find(|value| !value.note.is_empty());
    assert_eq!(nickname.map(|value| value.note.as_str()), Some("“大社区”"));
}

#[test]
fn what_is_not_comparable_is_not_joined() {
    let rows = rows(&[
        ("全区有党员24000名。风荷社区有社区用房3处。街道培训党员600人次。", 2016),
        ("累计发动党员1800名。柳荫社区有社区用房5处。选派党务干部80余名。", 2018),
        ("区教育系统党员900名。选派党务干部80名。", 2020),
    ]);
    assert!(rows.is_empty(), "{rows:#?}");
}

#[test]
fn what_is_odd_is_flagged() {
    let stale = "近年来，全区利用“大网格”平台，与驻区单位签订共建协议186份，资源共享不断深化。";
    let again = "近年来，全区利用“全域网格”平台，与辖区单位签订共建协议186份，资源共享不断深化。";
    let rows = rows(&[
        (stale, 2016),
        (again, 2018),
        ("全区有基层党组织700个（党委40个、党总支60个、党支部590个）。辖行政村31个。", 2019),
        ("全区有基层党组织690个（党委40个、党总支60个、党支部590个）。辖行政村33个。", 2019),
    ]);
    let flags = |object: &str| -> Vec<QuantityFlag> {
        rows.iter().filter(|row| row.object == object).flat_map(|row| row.flags.clone()).collect()
    };
    assert_eq!(flags("共建协议"), [QuantityFlag::Stale(0, 1)]);
    assert_eq!(flags("行政村"), [QuantityFlag::Disagree { year: 2019, values: vec![0, 1] }]);
    let sum = QuantityFlag::Sum { total: 0, parts: "40 + 60 + 590 = 690 ≠ 700".to_owned() };
    assert!(flags("基层党组织").contains(&sum), "{:?}", flags("基层党组织"));
    assert_eq!(flags("基层党组织").len(), 2);
}

proptest! {
    #[test]
    fn any_text_has_quantities_that_stand_in_it(
        text in "([0-9０-９]{1,6}|[一二三两十百千万亿数几近上]|个|名|平方米|万元|%|余|多|以上|达到|社区|党员|“|”|（|）|、|，|。|\n|的|百分之|\\PC){0,60}",
    ) {
        let quantities = found(&text);
        let mut last = None;
        for quantity in &quantities {
            let slice = text.get(quantity.span.range());
            prop_assert!(slice.is_some_and(|slice| !slice.is_empty()));
            prop_assert!(text.get(quantity.sentence.range()).is_some());
            prop_assert!(quantity.value.is_none_or(f64::is_finite));
            prop_assert!(quantity.high.is_none_or(|high| quantity.value.is_some_and(|low| low <= high)));
            last = Some(quantity.span);
        }
        prop_assert!(last.is_some() || quantities.is_empty());
        prop_assert_eq!(&quantities, &found(&text));
        if let Some(content) = Text::new(text.as_str()) {
            let texts = [QuantityText { name: "", year: Some(2020), text: &content, quantities: &quantities }];
            for row in quantity_rows(&texts, &QuantityRulings::default()) {
                prop_assert!(!row.values.is_empty() && !row.object.is_empty());
            }
        }
    }
}

/// The first test of the genre is the genre: five real articles lie beside the project where it is
/// made, and what two of them count was written down by hand.
#[test]
#[ignore = "needs ../shared, which is no part of the project"]
fn the_quantities_of_two_real_articles_are_those_found_by_hand() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let storage = crate::storage::Disk;
    let read = |path: std::path::PathBuf| {
        let bytes = crate::storage::Storage::read(&storage, &path, 1 << 24).unwrap();
        String::from_utf8(bytes).unwrap()
    };
    let gold: serde_json::Value =
        serde_json::from_str(&read(shared.join("gold/quantities-2017-2020.json"))).unwrap();
    let (mut total, mut value, mut unit, mut object) = (0, 0, 0, 0);
    for article in gold["articles"].as_array().unwrap() {
        let name = article["file"].as_str().unwrap();
        let text = read(shared.join("articles").join(name));
        let text = Text::new(text).unwrap();
        let found = found(text.as_str());
        let at = |start: u64| {
            found.iter().find(|quantity| {
                text.char_span(quantity.span)
                    .is_some_and(|span| u64::from(span.start().get()) == start)
            })
        };
        let of = |list: &str| -> Vec<serde_json::Value> {
            let all = gold[list].as_array().unwrap().iter();
            all.filter(|one| one["article"].as_str() == Some(name)).cloned().collect()
        };
        for wanted in of("quantities").iter().chain(&of("cn_numeral_quantities")) {
            total += 1;
            let Some(got) = at(wanted["start"].as_u64().unwrap()) else { continue };
            value += usize::from(got.value == wanted["value"].as_f64());
            unit += usize::from(got.unit.as_deref() == wanted["unit"].as_str());
            let whole = wanted["object"].as_str().unwrap();
            let plain = whole.split('(').next().unwrap_or(whole);
            object += usize::from(
                !got.object.is_empty()
                    && (got.object.contains(plain) || plain.contains(&got.object)),
            );
        }
        for none in of("not_quantities").iter().chain(&of("not_quantities_cn")) {
            let (from, to) = (none["start"].as_u64().unwrap(), none["end"].as_u64().unwrap());
            let taken = found.iter().find(|quantity| {
                text.char_span(quantity.span).is_some_and(|span| {
                    u64::from(span.start().get()) < to && from < u64::from(span.end().get())
                })
            });
            assert!(taken.is_none(), "{none}: {taken:?}");
        }
    }
    assert!(value * 100 >= total * 99, "{value} of {total}");
    assert!(unit * 100 >= total * 98, "{unit} of {total}");
    assert!(object * 100 >= total * 95, "{object} of {total}");
}
