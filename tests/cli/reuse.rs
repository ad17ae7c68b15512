//! What articles say in the same words.

use crate::support::{Place, SET, keys, values};

const NEWS: &str =
    "柳岸街道每季度召开一次联席会议，研究辖区单位共建事项，让驻区单位的礼堂、球场都向居民开放。";
const AGAIN: &str =
    "柳岸街道每季度召开1次联席会议,研究驻区单位共建事项,让驻区单位的礼堂、\n球场向居民开放。";

fn place() -> Place {
    let first = format!("楼院里的议事亭修好了。\n{NEWS}\n粮站改成了书房，孩子们放学就来。\n");
    let again = format!("路灯亮了，台阶平了，老人出门不再犯难。\n{AGAIN}\n{NEWS}\n");
    Place::with(&[
        ("甲-2021.txt", again.as_bytes()),
        ("乙-2019.txt", first.as_bytes()),
        ("丙-2020.txt", "这一篇与别的没有相同的话，只说菜场搬了新址。".as_bytes()),
    ])
}

#[test]
fn what_stands_again_is_told_with_what_changed() {
    let place = place();
    let lines = place.ok(&["compare", "reuse", SET, "--json"]);
    let first = lines.lines().next().unwrap();
    assert_eq!(keys(first), ["group", "a", "b", "matched", "ratio", "changes"]);
    let rows = values(&lines);
    assert_eq!(rows.len(), 2, "{lines}");
    assert!(rows.iter().all(|row| row["group"] == 1 && row["a"]["article"] == "乙-2019.txt"));
    assert_eq!(rows[0]["a"], serde_json::json!({"article": "乙-2019.txt", "start": 12, "end": 56}));
    assert_eq!(rows[0]["b"]["article"], "甲-2021.txt");
    assert_eq!(
        rows[0]["changes"],
        serde_json::json!([
            {"op": "replace", "a": "一", "b": "1", "a_span": [21, 22], "b_span": [29, 30]},
            {"op": "replace", "a": "辖", "b": "驻", "a_span": [30, 31], "b_span": [38, 39]},
            {"op": "delete", "a": "都", "b": "", "a_span": [50, 51], "b_span": null},
        ])
    );
    assert_eq!((&rows[0]["matched"], &rows[0]["ratio"]), (&38.into(), &0.938.into()));
    assert_eq!((&rows[1]["ratio"], rows[1]["changes"].as_array().unwrap().len()), (&1.0.into(), 0));
    // Byte for byte the same a second time.
    assert_eq!(place.ok(&["compare", "reuse", SET, "--json"]), lines);
    assert!(!place.exists(&format!("{SET}/.quandian")));
}

#[test]
fn what_stands_twice_in_one_article_is_asked_for() {
    let place = place();
    let within = values(&place.ok(&["compare", "reuse", SET, "--json", "--within"]));
    assert_eq!(within.len(), 3);
    let own = |row: &&serde_json::Value| row["a"]["article"] == row["b"]["article"];
    assert_eq!(within.iter().filter(own).count(), 1);
    assert_eq!(place.ok(&["compare", "reuse", SET, "--json", "--min", "60"]), "");
}

#[test]
fn a_reader_gets_a_table_and_mistakes_are_told() {
    let place = place();
    let table = place.ok(&["compare", "reuse", SET]);
    assert!(table.contains("一→1 辖→驻 −都") && table.contains("1 组相同的文字"), "{table}");
    assert!(place.fails(2, &["compare", "reuse", SET, "--min", "3"]).contains('8'));
    place.fails(1, &["compare", "reuse", "nowhere"]);
    // An article that cannot be read is told, and the rest is compared.
    place.write(&format!("{SET}/丁.txt"), b"\x89PNG\0\0");
    let done = place.run(&["compare", "reuse", SET, "--json"]);
    assert_eq!((done.code, values(&done.stdout).len()), (Some(1), 2));
    assert!(done.stderr.contains("丁.txt"), "{}", done.stderr);
}
