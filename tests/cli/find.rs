//! `find`: where a text says something.

use serde_json::json;

use crate::support::{Place, keys, values};

const TEXT: &str = "區域化黨建觀察\n\n各社区推进区域化\n　　党建,ＣＢＤ 与 cbd 联动。\n";

fn place() -> Place {
    Place::with(&[("a.txt", TEXT.as_bytes())])
}

const FILE: &str = "文献集/a.txt";

#[test]
fn every_hit_is_a_line_with_its_place_in_characters() {
    let lines = place().ok(&["find", FILE, "区域化党建", "--json"]);
    for line in lines.lines() {
        assert_eq!(keys(line), ["start", "end", "line", "text"]);
    }
    let expected = [
        json!({"start": 0, "end": 5, "line": 1, "text": "區域化黨建"}),
        json!({"start": 14, "end": 22, "line": 3, "text": "区域化\n　　党建"}),
    ];
    assert_eq!(values(&lines), expected);
    let table = place().ok(&["find", FILE, "区域化党建"]);
    assert_eq!(table.lines().count(), 2);
}

#[test]
fn exact_and_regular_expressions_take_the_text_as_it_is() {
    let place = place();
    let count = |args: &[&str]| place.ok(&[&["find", FILE][..], args].concat()).lines().count();
    assert_eq!(count(&["cbd"]), 2);
    assert_eq!(count(&["cbd", "--exact"]), 1);
    assert_eq!(count(&["CBD", "--regex"]), 1);
    assert_eq!(count(&["CBD", "--regex", "--exact"]), 0);
    assert_eq!(count(&["区域化|黨建", "--regex"]), 2);
    assert_eq!(count(&["没有这个词"]), 0);
}

#[test]
fn a_query_that_cannot_be_looked_for_is_told() {
    let place = place();
    assert!(place.fails(1, &["find", FILE, "党(建", "--regex"]).contains("第 2 个字符"));
    assert!(place.fails(1, &["find", FILE, ""]).contains("没有要找的文字"));
    assert!(place.fails(1, &["find", "没有.txt", "党"]).contains("没有.txt"));
}
