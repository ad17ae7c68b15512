//! `compare`: every table against what the other commands say of the same set.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::support::{Place, SET, keys, values};

const FIRST: &str = "区域化党建观察\n\n各社区推进区域化党建，居民说好。支部引进人才，人才说好。\n";
const SECOND: &str = "人才工作\n\n引进人才两百名，党建经费到位。人才留下来。\n";
const THIRD: &str = "没有年份的文章\n\n人人人有责，党建要抓实。\n";

/// Three articles, two of them of a year, with passages that overlap.
fn place() -> Place {
    let place = Place::with(&[
        ("2017-一.txt", FIRST.as_bytes()),
        ("2019-二.txt", SECOND.as_bytes()),
        ("三.txt", THIRD.as_bytes()),
    ]);
    let marks = [
        ("2017-一.txt", "9..21", "阵地建设", "lin"),
        ("2017-一.txt", "15..26", "人才", "lin"),
        ("2017-一.txt", "29..37", "人才", "王"),
        ("2019-二.txt", "6..13", "人才", "lin"),
        ("2019-二.txt", "6..10", "区域化党建", "王"),
        ("三.txt", "9..14", "阵地建设", "lin"),
    ];
    for (article, span, theme, coder) in marks {
        place.ok(&[
            "tag",
            SET,
            "--coder",
            coder,
            "--theme",
            theme,
            "--article",
            article,
            "--span",
            span,
        ]);
    }
    place
}

fn compared(place: &Place, args: &[&str]) -> Vec<Value> {
    values(&place.ok(&[&["compare"][..], args, &["--json"]].concat()))
}

fn is_near(value: &Value, expected: f64) -> bool {
    (value.as_f64().unwrap() - expected).abs() < 1e-9
}

fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}

/// What `passages` says: article, coder, themes, length.
fn passages(place: &Place, line: &str) -> Vec<(String, String, Vec<String>, u64)> {
    let mut args = vec!["passages", SET, "--json"];
    if !line.is_empty() {
        args.extend(["--where", line]);
    }
    let length = |span: &Value| span[1].as_u64().unwrap() - span[0].as_u64().unwrap();
    let passage = |row: &Value| {
        let themes = row["themes"].as_array().unwrap().iter().map(text).collect();
        let fragments = row["fragments"].as_array().unwrap();
        (text(&row["article"]), text(&row["coder"]), themes, fragments.iter().map(length).sum())
    };
    values(&place.ok(&args)).iter().map(passage).collect()
}

#[test]
fn a_matrix_is_what_the_list_of_passages_says() {
    let place = place();
    let years: BTreeMap<String, String> = values(&place.ok(&["list", SET, "--json"]))
        .iter()
        .map(|row| {
            let year = row["year"].as_i64().map(|year| year.to_string());
            (text(&row["path"]), year.unwrap_or_default())
        })
        .collect();
    for line in ["", "编码员:lin", "年:2017"] {
        let all = passages(&place, line);
        for (axis, column_of) in [("years", 0), ("articles", 1), ("coders", 2)] {
            let mut args = vec!["matrix", SET, "--rows", "themes", "--columns", axis];
            if !line.is_empty() {
                args.extend(["--where", line]);
            }
            let cells = compared(&place, &args);
            assert!(!cells.is_empty());
            let mut total = 0;
            for cell in &cells {
                let (row, column) = (text(&cell["row"]), text(&cell["column"]));
                let own = all.iter().filter(|(article, coder, themes, _)| {
                    let of = [&years[article], article, coder][column_of];
                    themes.contains(&row) && *of == column
                });
                let own: Vec<_> = own.collect();
                let articles: BTreeSet<_> = own.iter().map(|(article, ..)| article).collect();
                let characters: u64 = own.iter().map(|(.., length)| length).sum();
                assert_eq!(cell["passages"], json!(own.len()), "{cell}");
                assert_eq!(cell["articles"], json!(articles.len()), "{cell}");
                assert_eq!(cell["characters"], json!(characters), "{cell}");
                assert_eq!(cell["value"], cell["passages"], "{cell}");
                total += own.len();
            }
            assert_eq!(total, all.len());
        }
    }
    let lines = place.ok(&["compare", "matrix", SET, "--json"]);
    let first = lines.lines().next().unwrap();
    assert_eq!(keys(first), ["row", "column", "value", "passages", "articles", "characters"]);
    let columns: BTreeSet<_> = values(&lines).iter().map(|cell| text(&cell["column"])).collect();
    assert_eq!(columns, ["", "2017", "2019"].map(str::to_owned).into());
}

#[test]
fn rates_are_of_the_text_of_the_column() {
    let place = place();
    let cells = compared(&place, &["matrix", SET, "--unit", "per_10k"]);
    let length = FIRST.chars().count();
    let cell = cells.iter().find(|cell| cell["row"] == "人才" && cell["column"] == "2017").unwrap();
    let expected = 2.0 * 10_000.0 / f64::from(u32::try_from(length).unwrap());
    assert!((cell["value"].as_f64().unwrap() - expected).abs() < 1e-9, "{cell}");
    let shares = compared(&place, &["matrix", SET, "--unit", "row_share"]);
    let cell =
        shares.iter().find(|cell| cell["row"] == "人才" && cell["column"] == "2017").unwrap();
    assert!(is_near(&cell["value"], 2.0 / 3.0), "{cell}");
    // For human eyes with a heading, the totals, and how it was counted.
    let table = place.ok(&["compare", "matrix", SET]);
    assert!(
        table.contains("无年份") && table.contains("合计") && table.contains("都计"),
        "{table}"
    );
}

#[test]
fn pairs_of_themes_stand_once_in_the_order_of_the_codebook() {
    let place = place();
    let lines = place.ok(&["compare", "cooccurrence", SET, "--json"]);
    let expected = ["a", "b", "count", "c", "dice", "a_share", "b_share"];
    assert_eq!(keys(lines.lines().next().unwrap()), expected);
    let pair = |row: &Value| (text(&row["a"]), text(&row["b"]), row["count"].as_u64().unwrap());
    let named = |a: &str, b: &str, count| (a.to_owned(), b.to_owned(), count);
    assert_eq!(
        values(&lines).iter().map(pair).collect::<Vec<_>>(),
        [named("阵地建设", "人才", 1), named("人才", "区域化党建", 1)]
    );
    let first = &values(&lines)[0];
    // One of two and one of three passages.
    for (key, expected) in [("c", 0.25), ("dice", 0.4), ("a_share", 0.5), ("b_share", 1.0 / 3.0)] {
        assert!(is_near(&first[key], expected), "{key}: {first}");
    }
    let by_article = compared(&place, &["cooccurrence", SET, "--by", "article"]);
    assert_eq!(
        by_article.iter().map(pair).collect::<Vec<_>>(),
        [named("阵地建设", "人才", 2), named("人才", "区域化党建", 1)]
    );
    assert_eq!(compared(&place, &["cooccurrence", SET, "--by", "near:2"]).len(), 2);
    place.fails(2, &["compare", "cooccurrence", SET, "--by", "near:x"]);
    place.fails(2, &["compare", "cooccurrence", SET, "--by", "beside"]);
}

#[test]
fn strings_are_counted_as_search_counts_them() {
    let place = place();
    let searched = |query: &str| {
        let lines = place.ok(&["search", SET, query, "--count", "--json"]);
        values(&lines).last().unwrap()["count"].clone()
    };
    let lines =
        place.ok(&["compare", "frequency", SET, "--word", "人才", "--word", "人人", "--json"]);
    assert_eq!(keys(lines.lines().next().unwrap()), ["word", "count", "articles", "per_10k"]);
    for (row, word) in values(&lines).iter().zip(["人才", "人人"]) {
        assert_eq!(row["word"], word);
        assert_eq!(row["count"], searched(word), "{row}");
    }
    let characters: usize = [FIRST, SECOND, THIRD].map(|text| text.chars().count()).iter().sum();
    let rate = values(&lines)[0]["per_10k"].as_f64().unwrap();
    let expected = 5.0 * 10_000.0 / f64::from(u32::try_from(characters).unwrap());
    assert_eq!(searched("人才"), json!(5));
    assert!((rate - expected).abs() < 1e-9);
    // The words of the segmentation, without those of the list.
    let words = compared(&place, &["frequency", SET]);
    assert!(words.iter().any(|row| row["word"] == "工作"));
    assert!(words.iter().all(|row| row["word"] != "没有"));
    place.write(&format!("{SET}/.quandian/stopwords.txt"), "工作\n".as_bytes());
    let words = compared(&place, &["frequency", SET]);
    assert!(words.iter().all(|row| row["word"] != "工作"));
    assert!(words.iter().any(|row| row["word"] == "没有"));
    let all = compared(&place, &["frequency", SET, "--stop-words", "none"]);
    assert!(all.len() > words.len());
    assert_eq!(compared(&place, &["frequency", SET, "--top", "3"]).len(), 3);
}

#[test]
fn years_without_articles_are_gaps() {
    let place = place();
    let rows = compared(&place, &["time", SET, "--query", "党建"]);
    let point = |row: &Value| (row["year"].clone(), row["count"].clone());
    let expected = [
        (json!(2017), json!(2)),
        (json!(2018), Value::Null),
        (json!(2019), json!(1)),
        (Value::Null, json!(1)),
    ];
    assert_eq!(rows.iter().map(point).collect::<Vec<_>>(), expected);
    let themes = compared(&place, &["time", SET]);
    assert_eq!(themes.len(), 3 * 4);
    assert!(themes.iter().all(|row| row["kind"] == "theme"));
    assert!(place.fails(1, &["compare", "time", SET, "--query", "(党建 且"]).contains("(党建"));
}

#[test]
fn two_groups_are_compared_and_may_not_share_an_article() {
    let place = place();
    let groups = ["--group-a", "年:2017", "--group-b", "年:2019"];
    let args = [&["compare", "keyness", SET][..], &groups, &["--json"]].concat();
    let lines = place.ok(&args);
    let expected = ["word", "a", "b", "ll", "log_ratio", "articles_a", "articles_b"];
    assert_eq!(keys(lines.lines().next().unwrap()), expected);
    let rows = values(&lines);
    let likelihoods: Vec<f64> = rows.iter().map(|row| row["ll"].as_f64().unwrap()).collect();
    assert!(likelihoods.is_sorted_by(|a, b| a >= b));
    let own = rows.iter().find(|row| row["word"] == "经费").unwrap();
    assert_eq!((&own["a"], &own["b"]), (&json!(0), &json!(1)));
    assert!(own["log_ratio"].as_f64().unwrap() < 0.0);
    let shared = ["--group-a", "年:2017", "--group-b", "年:..2018"];
    let told = place.fails(1, &[&["compare", "keyness", SET][..], &shared].concat());
    assert!(told.contains("2017-一.txt"), "{told}");
    // What is wrong with a condition is pointed at.
    let told = place.fails(1, &["compare", "keyness", SET, "--group-a", "年:x"]);
    assert!(told.contains('^'), "{told}");
}

#[test]
fn neighbours_and_places_of_a_word() {
    let place = place();
    let lines = place.ok(&["compare", "collocates", SET, "--word", "人才", "--json"]);
    assert_eq!(keys(lines.lines().next().unwrap()), ["word", "count", "log_dice", "mi", "t"]);
    let rows = values(&lines);
    assert!(rows.iter().any(|row| row["word"] == "两百名" && row["count"] == 1), "{lines}");
    let rows = compared(&place, &["dispersion", SET, "--word", "人人"]);
    assert_eq!(rows[2], json!({"article": "三.txt", "count": 2, "positions": [9, 10]}));
    let last = rows.last().unwrap();
    let length = |text: &str| f64::from(u32::try_from(text.chars().count()).unwrap());
    let part = length(THIRD) / [FIRST, SECOND, THIRD].map(length).iter().sum::<f64>();
    assert!((last["dp"].as_f64().unwrap() - (1.0 - part)).abs() < 1e-9, "{last}");
    assert!(last["juilland_d"].as_f64().unwrap().abs() < 1e-9);
    let none = compared(&place, &["dispersion", SET, "--word", "没有这个词"]);
    assert_eq!(*none.last().unwrap(), json!({"dp": null, "dp_norm": null, "juilland_d": null}));
}

#[test]
fn a_picture_shows_what_the_table_says_and_writes_over_no_article() {
    let place = place();
    let draw = |args: &[&str], file: &str| {
        place.ok(&[&["compare"][..], args, &["--picture", file]].concat());
        let first = place.read(file);
        place.ok(&[&["compare"][..], args, &["--picture", file]].concat());
        assert_eq!(place.read(file), first, "{args:?}");
        String::from_utf8(first).unwrap()
    };
    let matrix = draw(&["matrix", SET], "m.svg");
    for part in ["2017", "2019", "无年份", "人才", "合计", "都计"] {
        assert!(matrix.contains(part), "{part}: {matrix}");
    }
    assert!(draw(&["cooccurrence", SET], "c.svg").contains("人才 3"));
    assert!(draw(&["cooccurrence", SET, "--draw", "matrix"], "cm.svg").contains("阵地建设"));
    assert!(draw(&["time", SET], "t.svg").contains("2018"));
    assert!(draw(&["frequency", SET], "f.svg").contains("人才"));
    let groups = ["keyness", SET, "--group-a", "年:2017"];
    assert!(draw(&groups, "k.svg").contains("<path"));
    assert!(draw(&["dispersion", SET, "--word", "党建"], "d.svg").contains("三.txt"));
    assert!(draw(&["collocates", SET, "--word", "人才"], "l.svg").contains("两百名"));
    assert!(place.fails(1, &["compare", "matrix", SET, "--picture", "m.gif"]).contains("m.gif"));
}

#[test]
fn a_condition_that_is_none_is_pointed_at_and_an_axis_that_is_none_is_told() {
    let place = place();
    let told = place.fails(1, &["compare", "matrix", SET, "--where", "主题:没有"]);
    assert!(told.contains("没有") && told.contains('^'), "{told}");
    assert!(place.fails(2, &["compare", "matrix", SET, "--rows", "months"]).contains("themes"));
    place.fails(2, &["compare"]);
    place.fails(1, &["compare", "matrix", "没有这个文件夹"]);
}

#[test]
fn attributes_and_groups_of_articles_are_columns() {
    let place = place();
    place.ok(&["articles", SET, "--set", "报纸=甲报", "--article", "2017-一.txt"]);
    place.ok(&["articles", SET, "--group", "早=年:..2018", "--group", "无年=年:无"]);
    let counts = |column: &str| -> Vec<(String, u64)> {
        let cells = compared(&place, &["matrix", SET, "--columns", column]);
        let of = cells.iter().filter(|cell| cell["row"] == "人才");
        of.map(|cell| (text(&cell["column"]), cell["passages"].as_u64().unwrap())).collect()
    };
    let named = |name: &str, count| (name.to_owned(), count);
    assert_eq!(counts("attribute:报纸"), [named("甲报", 2), named("", 1)]);
    let mut groups = counts("groups");
    groups.sort();
    assert_eq!(groups, [named("无年", 0), named("早", 2)]);
    // Side by side.
    let both = compared(&place, &["matrix", SET, "--columns", "coders,attribute:报纸"]);
    assert_eq!(both.len(), 3 * 4);
    let told = place.fails(1, &["compare", "matrix", SET, "--columns", "attribute:版面"]);
    assert!(told.contains("版面") && told.contains("报纸"), "{told}");
}
