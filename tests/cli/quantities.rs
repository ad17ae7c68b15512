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
