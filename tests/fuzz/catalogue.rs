//! The files of the catalogue, and tables of attributes: damaged, merged, half of one and half of another.

use quandian::{
    annotation::{ArticleGroup, Attributes, Bookmark, Progress, Records},
    exchange::{AttributeTable, incoming::SourceFile},
    search::condition::{Tongue, parse},
};

use crate::{Random, damaged, fuzz};

const ATTRIBUTES: &str = "(\n    version: 1,\n    attributes: [\n        (name: \"报纸\", kind: Text),\n        \
    (name: \"版面\", kind: Number),\n        (name: \"体裁\", kind: Choice([\"通讯\", \"评论\"])),\n    ],\n    \
    articles: [\n        (\"甲.txt\", {\"报纸\": \"一\", \"版面\": \"2\"}),\n        (\"乙/丙.txt\", \
    {\"体裁\": \"通讯\"}),\n    ],\n)\n";
const PROGRESS: &str = "(\n    version: 1,\n    done: [\n        (article: \"甲.txt\", since: \
    \"2020-01-01T00:00:00.000Z\"),\n        (article: \"甲.txt\", theme: \
    Some(\"01900000-0000-7000-8000-000000000001\"), since: \"2020-01-02T00:00:00.000Z\"),\n    ],\n)\n";
const GROUPS: &str = "(\n    version: 1,\n    entries: [\n        (id: \
    \"01900000-0000-7000-8000-000000000001\", name: \"早期\", condition: \"年:..2017\", modified: \
    \"2020-01-01T00:00:00.000Z\"),\n    ],\n)\n";
const BOOKMARKS: &str = "(\n    version: 1,\n    entries: [\n        (id: \
    \"01900000-0000-7000-8000-000000000002\", article: \"甲.txt\", at: 7, quote: \"居民\", note: \"看\", \
    modified: \"2020-01-01T00:00:00.000Z\"),\n    ],\n)\n";
const TABLE: &str = "路径,报纸,版面\n甲.txt,\"一,二\",1\n乙,三,=2\n";
const LINE: &str = "属性:报纸=\"一 二\" 且 非 属性:版面>=2 或 (完成:林/人才 组:早期) 属性:体裁:无";

fn attributes(random: &mut Random) -> Attributes {
    let file = damaged(ATTRIBUTES, random);
    Attributes::from_ron(&file).unwrap_or_default()
}

#[test]
#[ignore = "runs for a minute"]
fn catalogue_files() {
    fuzz("catalogue", |random| {
        let all = [attributes(random), attributes(random), attributes(random)];
        let [base, ours, theirs] = &all;
        let (merged, _) = Attributes::merged(base, ours, theirs);
        for state in all.iter().chain([&merged]) {
            let again = Attributes::from_ron(&state.to_ron()).expect("what was written is read");
            assert_eq!(&again, state);
            for (_, values) in state.articles() {
                assert!(values.keys().all(|name| state.definition(name).is_some()));
            }
        }
        if let Ok(progress) = Progress::from_ron(&damaged(PROGRESS, random)) {
            assert_eq!(Progress::from_ron(&progress.to_ron()), Ok(progress));
        }
        if let Ok(groups) = Records::<ArticleGroup>::from_ron(&damaged(GROUPS, random)) {
            assert_eq!(Records::from_ron(&groups.to_ron()), Ok(groups));
        }
        if let Ok(marks) = Records::<Bookmark>::from_ron(&damaged(BOOKMARKS, random)) {
            assert_eq!(Records::from_ron(&marks.to_ron()), Ok(marks));
        }
    });
}

#[test]
#[ignore = "runs for a minute"]
fn attribute_tables_and_conditions() {
    fuzz("attribute table", |random| {
        let bytes = damaged(TABLE, random).into_bytes();
        if let Ok(table) = AttributeTable::read(&SourceFile { name: "表.csv".into(), bytes }) {
            assert!(table.rows.iter().all(|row| row.values.len() == table.names.len()));
        }
        let line = damaged(LINE, random);
        if let Ok(parsed) = parse(&line) {
            for tongue in [Tongue::Chinese, Tongue::English] {
                let again =
                    parse(&parsed.condition.text(tongue)).expect("what was written is read");
                assert_eq!(again.condition, parsed.condition, "{line}");
            }
        }
    });
}
