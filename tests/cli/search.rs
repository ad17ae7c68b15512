//! `search` and `autocode`: the whole set, and what is made of what was found.

use serde_json::{Value, json};

use crate::support::{Place, SET, keys, values};

const FIRST: &str =
    "區域化黨建觀察\n\n各社区推进区域化\n　　党建，居民说好；人人人有责。另一句话。\n";
const SECOND: &str = "人才工作\n\n引进人才两百名，党建经费到位。人才都说好，人才留下来。\n";

fn place() -> Place {
    Place::with(&[("2019-一.txt", FIRST.as_bytes()), ("2020-二.txt", SECOND.as_bytes())])
}

/// The hits of a query: article, start, text.
fn found(place: &Place, args: &[&str]) -> Vec<(String, u64, String)> {
    let lines = place.ok(&[&["search", SET][..], args, &["--json"]].concat());
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let hit = |line: &Value| {
        (text(&line["article"]), line["start"].as_u64().unwrap(), text(&line["hit"]))
    };
    values(&lines).iter().map(hit).collect()
}

#[test]
fn every_hit_is_a_line_with_its_place_and_context() {
    let place = place();
    let lines = place.ok(&["search", SET, "区域化党建", "--json"]);
    let line = lines.lines().next().unwrap();
    assert_eq!(keys(line), ["article", "start", "end", "left", "hit", "right"]);
    let expected = [
        json!({"article": "2019-一.txt", "start": 0, "end": 5, "left": "", "hit": "區域化黨建",
            "right": "觀察\n\n各社区推进区域化\n　　党建，居民说好；人人人有责。另一句"}),
        json!({"article": "2019-一.txt", "start": 14, "end": 22,
            "left": "區域化黨建觀察\n\n各社区推进", "hit": "区域化\n　　党建",
            "right": "，居民说好；人人人有责。另一句话。\n"}),
    ];
    assert_eq!(values(&lines), expected);
    // For human eyes with a heading.
    assert_eq!(place.ok(&["search", SET, "区域化党建"]).lines().count(), 3);
    assert_eq!(place.ok(&["search", SET, "没有这个词"]), "");
}

#[test]
fn terms_are_joined_and_counted_wherever_they_stand() {
    let place = place();
    let count = |args: &[&str]| found(&place, args).len();
    assert_eq!(count(&["人人"]), 2);
    assert_eq!(count(&["党建 说好"]), 5);
    assert_eq!(count(&["党建 非 经费"]), 2);
    assert_eq!(count(&["党建 年:2020"]), 1);
    assert_eq!(count(&["党建", "--years", "2019"]), 2);
    assert_eq!(count(&["黨建", "--exact"]), 1);
    assert_eq!(count(&["党.{0,2}到位", "--regex"]), 0);
    assert_eq!(count(&["党.{0,2}费", "--regex"]), 1);
    assert_eq!(count(&["党建 近/5 说好"]), 1);
    assert_eq!(count(&["人才", "--lines", "body"]), 3);
    assert_eq!(count(&["人才", "--lines", "headings"]), 1);
    assert_eq!(count(&["党建", "--article", "2020-二.txt"]), 1);
}

#[test]
fn counts_are_told_by_article_and_in_all() {
    let place = place();
    let expected = [
        json!({"article": "2019-一.txt", "count": 2}),
        json!({"article": "2020-二.txt", "count": 1}),
        json!({"article": null, "count": 3}),
    ];
    let lines = place.ok(&["search", SET, "党建", "--count", "--json"]);
    assert_eq!(values(&lines), expected);
    let table = place.ok(&["search", SET, "党建", "--count"]);
    assert!(table.lines().last().unwrap().contains("重叠"), "{table}");
}

#[test]
fn hits_stand_in_the_order_that_is_asked_for() {
    let place = place();
    let rights = |order: &str| {
        let lines = place.ok(&["search", SET, "人才", "--sort", order, "--json"]);
        values(&lines).iter().map(|line| line["start"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!(rights("place"), [0, 8, 21, 27]);
    // 两 工 留 都, and 、 before all.
    assert_eq!(rights("right"), [8, 0, 27, 21]);
}

#[test]
fn a_search_stays_inside_a_theme_or_where_nothing_is_marked() {
    let place = place();
    place.tag("2019-一.txt", "14..30");
    assert_eq!(found(&place, &["党建", "--theme", "人才"]).len(), 1);
    assert_eq!(found(&place, &["党建", "--untagged"]).len(), 2);
    assert!(place.fails(1, &["search", SET, "党建", "--theme", "没有"]).contains("没有"));
}

#[test]
fn a_search_reads_what_is_marked_only_where_it_heeds_it() {
    let place = place();
    place.tag("2019-一.txt", "14..30");
    let broken = format!("{SET}/2020-二.txt.wang.tags.ron");
    place.write(&broken, b"(version: 1, passages: [");
    assert_eq!(found(&place, &["党建"]).len(), 3);
    let done = place.run(&["search", SET, "党建", "--theme", "人才"]);
    assert_eq!(done.code, Some(1));
    assert!(done.stderr.contains("2020-二.txt.wang.tags.ron"), "{}", done.stderr);
    // So with what is marked in one article.
    let one = ["passages", SET, "--article", "2019-一.txt", "--json"];
    assert_eq!(values(&place.ok(&one)).len(), 1);
    assert_eq!(place.run(&["passages", SET, "--json"]).code, Some(1));
}

#[test]
fn a_theme_that_another_articles_file_alone_names_is_known() {
    let place = place();
    let tag = ["tag", SET, "--coder", "lin", "--theme", "读书会", "--create-theme", "--article"];
    place.ok(&[&tag[..], &["2019-一.txt", "--span", "14..30"]].concat());
    std::fs::remove_file(place.path(&format!("{SET}/codebook.ron"))).unwrap();
    let one = ["passages", SET, "--theme", "读书会", "--article"];
    assert_eq!(place.ok(&[&one[..], &["2020-二.txt", "--json"]].concat()), "");
    assert_eq!(values(&place.ok(&[&one[..], &["2019-一.txt", "--json"]].concat())).len(), 1);
}

#[test]
fn an_export_of_one_article_writes_over_none_of_the_others() {
    let place = place();
    place.tag("2019-一.txt", "14..30");
    let other = format!("{SET}/2020-二.txt");
    let export = ["export", SET, "--format", "csv", "--article", "2019-一.txt", "--output", &other];
    place.fails(1, &export);
    assert_eq!(place.read(&other), SECOND.as_bytes());
}

#[test]
fn a_query_that_cannot_be_looked_for_is_told_with_its_place() {
    let place = place();
    assert!(place.fails(1, &["search", SET, "党建 且"]).contains("第 5 个字符"));
    assert!(place.fails(1, &["search", SET, "非 党建"]).contains("要找的词"));
    assert!(place.fails(1, &["search", SET, "党(", "--regex"]).contains("第 2 个字符"));
    assert!(place.fails(1, &["search", SET, ""]).contains("没有要找的文字"));
}

#[test]
fn what_is_found_is_coded_once_with_what_found_it() {
    let place = place();
    let args = |more: &[&'static str]| {
        let fixed = ["autocode", SET, "--coder", "lin", "--theme", "人才", "--query", "人才"];
        [&fixed[..], more, &["--json"]].concat()
    };
    let dry = place.ok(&args(&["--dry-run"]));
    assert_eq!(keys(dry.lines().next().unwrap()), ["article", "start", "end", "text", "already"]);
    assert!(!place.exists(&format!("{SET}/2020-二.txt.lin.tags.ron")));
    // Two hits in one sentence are one passage.
    let texts: Vec<_> = values(&dry).iter().map(|line| line["text"].clone()).collect();
    assert_eq!(texts, ["人才工作", "引进人才两百名，党建经费到位。", "人才都说好，人才留下来。"]);
    assert_eq!(place.ok(&args(&[])), dry);

    let sidecar =
        String::from_utf8(place.read(&format!("{SET}/2020-二.txt.lin.tags.ron"))).unwrap();
    assert_eq!(sidecar.matches("Query(\"人才\")").count(), 3, "{sidecar}");
    assert!(values(&place.ok(&args(&[]))).iter().all(|line| line["already"] == true));
    assert_eq!(values(&place.ok(&["passages", SET, "--json"])).len(), 3);
    // By clause the same places are marked already.
    let clauses = values(&place.ok(&args(&["--unit", "clause", "--dry-run"])));
    assert!(clauses.len() == 4 && clauses.iter().all(|line| line["already"] == true));
}

#[test]
fn a_lexicon_codes_with_every_word_and_pattern() {
    let place = place();
    place.tag("2019-一.txt", "0..2");
    let path = format!("{SET}/codebook.ron");
    let codebook = String::from_utf8(place.read(&path)).unwrap();
    let lexicon = "name: \"人才\", lexicon: [\"党建\", \"/人.说/\", \"/人才都说/\"]";
    place.write(&path, codebook.replace("name: \"人才\"", lexicon).as_bytes());
    let run = ["autocode", SET, "--coder", "wang", "--theme", "人才", "--lexicon", "--unit", "hit"];
    let lines = values(&place.ok(&[&run[..], &["--json"]].concat()));
    let texts: Vec<_> = lines.iter().map(|line| line["text"].as_str().unwrap()).collect();
    assert_eq!(texts, ["黨建", "党建", "党建", "人才都说"]);
    let sidecar =
        String::from_utf8(place.read(&format!("{SET}/2020-二.txt.wang.tags.ron"))).unwrap();
    assert!(sidecar.contains("Lexicon(\"/人才都说/\")"), "{sidecar}");

    let none = ["autocode", SET, "--coder", "wang", "--theme", "阵地建设", "--lexicon"];
    assert!(place.fails(1, &none).contains("词表"));
    place.fails(2, &["autocode", SET, "--theme", "人才"]);
}
