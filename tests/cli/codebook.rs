//! `quandian codebook`: what a script reads of the themes.

use crate::support::{Place, SET, keys, values};

#[test]
fn each_theme_is_a_row_in_the_order_of_the_tree_with_its_own_counts() {
    let place = Place::with(&[("a.txt", "粮站改成了活动室。人才留下来。".as_bytes())]);
    let id = place.tag("a.txt", "9..14");
    let parent = "01900000-0000-7000-8000-000000000002";
    let below = "01900000-0000-7000-8000-00000000000a";
    let codebook = String::from_utf8(place.read(&format!("{SET}/codebook.ron"))).unwrap();
    let line = format!(
        "        (id: \"{below}\", name: \"引进\", colour: Rgb(16, 32, 255), \
         description: \"从外面来\", include: \"落户的\", exclude: \"回流的\", \
         examples: [(passage: \"{id}\", quote: \"人才留下来\")], lexicon: [\"人才\", \"/引(进|才)/\"], \
         parent: Some(\"{parent}\")),\n    ],"
    );
    let written = codebook.replacen("    ],", &line, 1);
    place.write(&format!("{SET}/codebook.ron"), written.as_bytes());

    let lines = place.ok(&["codebook", SET, "--json"]);
    let rows = values(&lines);
    let names: Vec<&str> = rows.iter().filter_map(|row| row["name"].as_str()).collect();
    assert_eq!(names, ["阵地建设", "人才", "人才/引进", "区域化党建"]);
    assert_eq!(
        keys(lines.lines().next().unwrap()),
        [
            "id",
            "name",
            "parent",
            "colour",
            "key",
            "passages",
            "articles",
            "characters",
            "description",
            "include",
            "exclude",
            "lexicon",
            "examples",
            "memo"
        ]
    );
    assert_eq!((rows[1]["passages"].as_u64(), rows[1]["characters"].as_u64()), (Some(1), Some(5)));
    assert_eq!((&rows[0]["colour"], &rows[0]["key"]), (&"azurite".into(), &1.into()));
    let made = &rows[2];
    assert_eq!((&made["id"], &made["parent"]), (&below.into(), &parent.into()));
    assert_eq!((&made["colour"], made["passages"].as_u64()), (&"#1020FF".into(), Some(0)));
    assert_eq!(made["lexicon"], serde_json::json!(["人才", "/引(进|才)/"]));
    let example = serde_json::json!([{ "passage": id, "quote": "人才留下来" }]);
    assert_eq!(made["examples"], example);

    let table = place.ok(&["codebook", SET]);
    assert!(table.contains("　引进") && table.contains("从外面来"), "{table}");
}
