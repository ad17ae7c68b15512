//! `quantities` and `compare quantities`: what the articles count, and over the years.

use serde_json::{Value, json};

use crate::support::{Place, keys, values};

const OLD: &str = "柳岸区纪事\n\n2018年3月2日\n\n全区辖9个街道、81个社区，实施“三项行动”。近年来，全区利用“大网格”平台，与驻区单位签订共建协议186份，资源共享不断深化。\n";
const NEW: &str = "柳岸区再出发\n\n2021年6月1日\n\n全区辖11个街道，现有党员2.4万余名。近年来，全区利用“全域网格”平台，与驻区单位签订共建协议186份，资源共享不断深化。\n";

fn place() -> Place {
    Place::with(&[("旧.txt", OLD.as_bytes()), ("新.txt", NEW.as_bytes())])
}

#[test]
fn every_quantity_is_a_line_with_what_it_counts() {
    let place = place();
    let lines = place.ok(&["quantities", "文献集/旧.txt", "--json"]);
    let all = values(&lines);
    let brief: Vec<(&str, &Value, &Value, &Value)> = all
        .iter()
        .map(|row| (row["text"].as_str().unwrap(), &row["value"], &row["unit"], &row["object"]))
        .collect();
    assert_eq!(
        brief,
        [
            ("9个", &json!(9.0), &json!("个"), &json!("街道")),
            ("81个", &json!(81.0), &json!("个"), &json!("社区")),
            ("186份", &json!(186.0), &json!("份"), &json!("共建协议")),
        ]
    );
    let first: Vec<String> = keys(lines.lines().next().unwrap()).into_iter().take(6).collect();
    assert_eq!(first, ["article", "start", "end", "text", "value", "high"]);
    assert_eq!((&all[0]["year"], &all[0]["kind"]), (&json!(2018), &json!("count")));
    let text: Vec<char> = OLD.chars().collect();
    for row in &all {
        let at = |key: &str| usize::try_from(row[key].as_u64().unwrap()).unwrap();
        let slice: String = text[at("start")..at("end")].iter().collect();
        assert_eq!(Some(slice.as_str()), row["text"].as_str());
    }
}

#[test]
fn a_set_is_read_article_by_article_and_a_table_is_for_eyes() {
    let place = place();
    let all = values(&place.ok(&["quantities", "文献集", "--json"]));
    let articles: Vec<&str> = all.iter().map(|row| row["article"].as_str().unwrap()).collect();
    assert_eq!(articles.len(), 6);
    assert!(articles.contains(&"新.txt") && articles.contains(&"旧.txt"));
    let party = all.iter().find(|row| row["object"] == "党员").unwrap();
    assert_eq!((&party["value"], &party["qualifier"]), (&json!(24_000.0), &json!("余")));
    assert_eq!(party["senses"], json!(["at_least"]));
    assert!(place.ok(&["quantities", "文献集"]).contains("共建协议"));
}

#[test]
fn what_is_counted_twice_is_compared_and_an_old_figure_is_flagged() {
    let rows = values(&place().ok(&["compare", "quantities", "文献集", "--json"]));
    let row = |object: &str| rows.iter().find(|row| row["object"] == object).unwrap();
    let streets: Vec<(&Value, &Value)> = row("街道")["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|value| (&value["year"], &value["value"]))
        .collect();
    assert_eq!(streets, [(&json!(2018), &json!(9.0)), (&json!(2021), &json!(11.0))]);
    assert_eq!(row("街道")["flags"], json!([]));
    assert_eq!(
        row("共建协议")["flags"],
        json!([{"flag": "stale", "year": 2021, "values": [0, 1]}])
    );
    assert!(rows.iter().all(|row| row["object"] != "社区"));
    let all = place().ok(&["compare", "quantities", "文献集", "--all", "--json"]);
    assert!(values(&all).iter().any(|row| row["object"] == "社区"));
}

#[test]
fn a_file_that_is_not_there_is_told() {
    assert!(place().fails(1, &["quantities", "没有.txt"]).contains("没有.txt"));
    assert!(place().fails(1, &["compare", "quantities", "没有"]).contains("没有"));
}

/// A line of the file in which corrections are kept.
fn correction(number: u8, of: &str, verdict: &str) -> String {
    format!(
        "(id: \"0192f0c1-0000-7000-8000-0000000000{number:02}\", of: {of}, verdict: {verdict}, \
         modified: \"2026-11-01T08:00:{number:02}.000Z\"),\n"
    )
}

#[test]
fn what_the_user_corrected_holds_for_one_article_and_for_the_set() {
    let place = place();
    let sentence = "全区辖9个街道、81个社区，实施“三项行动”。";
    let figure = |at: usize, written: &str| {
        format!(
            "Figure((article: \"旧.txt\", sentence: \"{sentence}\", at: {at}, written: \"{written}\"))"
        )
    };
    let says = "Says(value: \"10\", high: \"\", unit: \"个\", object: \"街道\")";
    let row = "Row((object: \"共建协议\", qualifier: \"签订\", unit: \"份\"))";
    let into = "Into((object: \"协议\", qualifier: \"\", unit: \"份\"))";
    let lines = [
        correction(1, &figure(3, "9个"), says),
        correction(2, &figure(8, "81个"), "Dropped"),
        correction(3, row, into),
    ];
    let file = format!("(version: 1, entries: [\n{}])\n", lines.concat());
    place.write("文献集/.quandian/quantities.ron", file.as_bytes());
    let one = values(&place.ok(&["quantities", "文献集/旧.txt", "--json"]));
    let brief: Vec<(&str, &Value)> =
        one.iter().map(|row| (row["text"].as_str().unwrap(), &row["value"])).collect();
    assert_eq!(brief, [("9个", &json!(10.0)), ("186份", &json!(186.0))]);
    let rows = values(&place.ok(&["compare", "quantities", "文献集", "--json"]));
    let row = |object: &str| rows.iter().find(|row| row["object"] == object);
    assert_eq!(row("街道").unwrap()["values"][0]["value"], json!(10.0));
    assert!(row("协议").is_some() && row("共建协议").is_none());
}

#[test]
fn a_set_without_quantities_says_so_and_json_is_empty() {
    let place = Place::with(&[("空.txt", "柳岸区纪事\n\n居民们聚在一起聊天。\n".as_bytes())]);
    for args in [&["quantities", "文献集"][..], &["compare", "quantities", "文献集"]] {
        let told = place.run(args);
        assert!(told.stdout.is_empty() && !told.stderr.is_empty(), "{told:?}");
        assert_eq!(told.code, Some(0));
        let quiet = place.ok(&[args, &["--json"]].concat());
        assert!(quiet.is_empty());
    }
}
