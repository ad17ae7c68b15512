//! `agree` and `differences`: what coders come to, in a set, in a table, on a continuum.

use serde_json::{Value, json};

use crate::support::{Place, SET, keys, values};

/// Six sentences of 5 characters on one line each.
const TEXT: &str = "甲乙丙丁。\n戊己庚辛。\n子丑寅卯。\n辰巳午未。\n申酉戌亥。\n春夏秋冬。\n";

fn mark(place: &Place, article: &str, coder: &str, theme: &str, span: &str) {
    let fixed = ["tag", SET, "--create-theme", "--coder", coder, "--theme", theme];
    place.ok(&[&fixed[..], &["--article", article, "--span", span]].concat());
}

/// The span of a sentence of [`TEXT`].
fn sentence(index: usize) -> String {
    format!("{}..{}", index * 6, index * 6 + 5)
}

fn place() -> Place {
    let place = Place::with(&[("a.txt", TEXT.as_bytes()), ("b.txt", TEXT.as_bytes())]);
    for (coder, sentences) in [("lin", [0, 1, 2]), ("zhou", [1, 2, 3])] {
        for index in sentences {
            mark(&place, "a.txt", coder, "人才", &sentence(index));
        }
    }
    // Only one of them has done the other article.
    mark(&place, "b.txt", "lin", "人才", &sentence(0));
    place
}

fn agree(place: &Place, args: &[&str]) -> Vec<Value> {
    values(&place.ok(&[&["agree", SET, "--coders", "lin,zhou", "--json"], args].concat()))
}

fn value(rows: &[Value], theme: &Value, coefficient: &str) -> Value {
    let row = rows.iter().find(|row| row["theme"] == *theme && row["coefficient"] == coefficient);
    row.unwrap_or_else(|| panic!("{coefficient} of {theme}: {rows:?}"))["value"].clone()
}

#[test]
fn a_set_gives_a_row_for_each_theme_and_coefficient() {
    let place = place();
    let lines = place.ok(&["agree", SET, "--coders", "lin,zhou", "--all-units", "--json"]);
    assert_eq!(
        keys(lines.lines().next().unwrap()),
        ["theme", "coefficient", "value", "low", "high", "units", "coders", "articles", "note"]
    );
    let rows = values(&lines);
    // 6 sentences: both 2, only one 2, neither 2.
    let theme = json!("人才");
    let near = |coefficient: &str, expected: f64| {
        let found = value(&rows, &theme, coefficient).as_f64().unwrap();
        assert!((found - expected).abs() < 1e-9, "{coefficient}: {found}, not {expected}");
    };
    near("percent", 4.0 / 6.0);
    near("positive", 4.0 / 6.0);
    near("holsti", 4.0 / 6.0);
    near("holsti_composite", 0.8);
    near("cohen_kappa", 1.0 / 3.0);
    near("scott_pi", 1.0 / 3.0);
    near("fleiss_kappa", 1.0 / 3.0);
    near("brennan_prediger", 1.0 / 3.0);
    near("gwet_ac1", 1.0 / 3.0);
    // 12 values, 6 of each: D_e = 2·6·6 / (12·11).
    near("krippendorff_alpha", 1.0 - (4.0 / 12.0) / (72.0 / 132.0));
    for row in &rows {
        assert_eq!((&row["units"], &row["coders"]), (&json!(6), &json!(2)), "{row}");
        assert_eq!(row["articles"], json!(1));
        assert!(row["low"].as_f64() <= row["value"].as_f64());
        assert!(row["high"].as_f64() >= row["value"].as_f64());
    }
    // One theme only: all themes together are the same.
    assert_eq!(value(&rows, &Value::Null, "cohen_kappa"), value(&rows, &theme, "cohen_kappa"));
    assert_eq!(agree(&place, &["--all-units"]), rows);
    assert_eq!(agree(&place, &["--all-units", "--seed", "1", "--bootstrap", "1000"]), rows);
    let plain = agree(&place, &["--all-units", "--bootstrap", "0"]);
    assert!(plain.iter().all(|row| row["low"].is_null() && row["value"].is_number()));
    // Whoever is named first.
    let turned = place.ok(&["agree", SET, "--coders", "zhou,lin", "--all-units", "--json"]);
    assert_eq!(values(&turned), rows);
}

#[test]
fn every_unit_is_counted_as_it_is_cut() {
    let place = place();
    let percent = |args: &[&str]| {
        let rows = agree(&place, args);
        let row = rows.iter().find(|row| row["coefficient"] == "percent").unwrap();
        (row["units"].as_u64().unwrap(), row["value"].as_f64().unwrap())
    };
    // Of the four sentences that somebody marked two alike.
    assert_eq!(percent(&[]), (4, 0.5));
    assert_eq!(percent(&["--unit", "paragraph", "--all-units"]).0, 6);
    assert_eq!(percent(&["--unit", "character", "--all-units"]), (36, 26.0 / 36.0));
    assert_eq!(percent(&["--unit", "character"]), (20, 0.5));
    assert_eq!(percent(&["--unit", "article"]), (1, 1.0));
    assert_eq!(percent(&["--unit", "clause"]).0, 4);
    assert!(percent(&["--unit", "word", "--all-units"]).0 >= 6);
}

#[test]
fn without_variation_a_word_stands_for_the_number() {
    let place = place();
    mark(&place, "b.txt", "zhou", "人才", &sentence(0));
    let rows = agree(&place, &["--articles", "b.txt"]);
    for coefficient in ["cohen_kappa", "krippendorff_alpha", "gwet_ac1", "scott_pi"] {
        assert_eq!(value(&rows, &json!("人才"), coefficient), Value::Null);
    }
    let row = rows.iter().find(|row| row["coefficient"] == "cohen_kappa").unwrap();
    assert!(row["note"].as_str().unwrap().contains("没有变化"), "{row}");
    // A condition chooses articles, too.
    assert_eq!(agree(&place, &["--where", "文章:b.txt"]), rows);
}

#[test]
fn groups_take_their_sub_themes_in_and_themes_are_named_with_those_above() {
    let place = Place::with(&[("a.txt", TEXT.as_bytes())]);
    mark(&place, "a.txt", "lin", "人才", &sentence(0));
    let file = format!("{SET}/codebook.ron");
    let codebook = String::from_utf8(place.read(&file)).unwrap();
    let below = "        (id: \"01900000-0000-7000-8000-00000000000a\", name: \"引进\", \
                 colour: Rgb(16, 32, 255), parent: Some(\"01900000-0000-7000-8000-000000000002\")),\n    ],";
    place.write(&file, codebook.replacen("    ],", below, 1).as_bytes());
    mark(&place, "a.txt", "lin", "引进", &sentence(1));
    mark(&place, "a.txt", "zhou", "人才", &sentence(1));
    let rows = agree(&place, &["--all-units"]);
    assert_eq!(value(&rows, &json!("人才"), "positive"), json!(0.0));
    assert_eq!(value(&rows, &json!("人才/引进"), "positive"), json!(0.0));
    // As one: lin two, zhou one, one of them shared.
    let group = value(&rows, &json!("人才/*"), "positive").as_f64().unwrap();
    assert!((group - 2.0 / 3.0).abs() < 1e-9);
    let only = agree(&place, &["--all-units", "--theme", "引进"]);
    assert!(only.iter().all(|row| row["theme"] == "人才/引进"), "{only:?}");
    assert_eq!(only.len(), 10);
}

#[test]
fn a_continuum_of_passages_has_the_coefficients_of_unitizing() {
    let place = place();
    let rows = agree(&place, &["--unit", "continuum"]);
    let theme = json!("人才");
    let of = |coefficient: &str| value(&rows, &theme, coefficient);
    // One theme: marked or not is all there is.
    assert_eq!(of("u_alpha"), of("u_alpha_binary"));
    assert_eq!(value(&rows, &Value::Null, "u_alpha"), of("u_alpha"));
    assert_eq!(value(&rows, &Value::Null, "cu_alpha"), Value::Null);
    let found = of("u_alpha").as_f64().unwrap();
    // ℓ.. = 72, unlike 20; marked 30, unmarked 42; K: six units of 5, the gaps 42.
    let scale = 72.0 - (6.0 * 25.0 + 42.0) / 72.0;
    let expected = 1.0 - 20.0 * scale / (2.0 * 30.0 * 42.0);
    assert!((found - expected).abs() < 1e-9, "{found}, not {expected}");
}

#[test]
fn a_table_and_a_continuum_from_files_can_be_checked_by_anybody() {
    let place = Place::with(&[]);
    place.write("table.csv", "甲,乙,丙\n1,1,1\n1,0,1\n0,0,\n,1,1\n0,0,1\n".as_bytes());
    let rows = values(&place.ok(&["agree", "--table", "table.csv", "--json"]));
    assert_eq!(rows.len(), 10);
    assert!(rows.iter().all(|row| row["theme"].is_null() && row["articles"].is_null()));
    let percent = value(&rows, &Value::Null, "percent").as_f64().unwrap();
    assert!((percent - (1.0 + 1.0 / 3.0 + 1.0 + 1.0 + 1.0 / 3.0) / 5.0).abs() < 1e-9);
    assert!(place.ok(&["agree", "--table", "table.csv"]).contains("Krippendorff α"));
    let continuum = r#"{"length": 20, "units": [[[0, 5, "a"]], []]}"#;
    place.write("c.json", continuum.as_bytes());
    let rows = values(&place.ok(&["agree", "--continuum", "c.json", "--json"]));
    assert!((value(&rows, &Value::Null, "u_alpha").as_f64().unwrap() + 0.1).abs() < 1e-9);
    assert_eq!(value(&rows, &Value::Null, "cu_alpha"), Value::Null);
    place.write("bad.csv", b"a,b\n1\n");
    assert!(place.fails(1, &["agree", "--table", "bad.csv"]).contains("第 2 行"));
    place.write("bad.json", b"{}");
    assert!(place.fails(1, &["agree", "--continuum", "bad.json"]).contains("bad.json"));
    place.fails(2, &["agree", "--table", "table.csv", "--continuum", "c.json"]);
    place.fails(2, &["agree", SET]);
}

#[test]
fn who_and_what_is_not_there_is_told() {
    let place = place();
    let fails = |args: &[&str]| place.fails(1, &[&["agree", SET], args].concat());
    assert!(fails(&["--coders", "lin,王"]).contains("lin、zhou"));
    assert!(fails(&["--coders", "lin"]).contains("两位以上"));
    assert!(fails(&["--coders", "lin,lin"]).contains("两次"));
    let apart = fails(&["--coders", "lin,zhou", "--articles", "b.txt"]);
    assert!(apart.contains("lin 1 篇") && apart.contains("zhou 0 篇"), "{apart}");
    assert!(fails(&["--coders", "lin,zhou", "--theme", "没有"]).contains("人才"));
    assert!(fails(&["--coders", "lin,zhou", "--articles", "c.txt"]).contains("c.txt"));
    place.fails(2, &["agree", SET, "--coders", "lin,zhou", "--unit", "page"]);
    let table = place.ok(&["agree", SET, "--coders", "lin,zhou"]);
    assert!(table.contains("只计有人标注的单元") && table.contains("计全部单元"), "{table}");
}

#[test]
fn differences_are_told_by_kind_with_what_either_set() {
    let place = Place::with(&[("a.txt", TEXT.as_bytes())]);
    for (coder, theme, span) in [
        ("lin", "人才", "0..5"),
        ("zhou", "人才", "0..5"),
        ("lin", "人才", "6..11"),
        ("zhou", "人才", "6..9"),
        ("lin", "人才", "12..17"),
        ("zhou", "阵地", "12..17"),
        ("lin", "阵地", "18..20"),
        ("zhou", "阵地", "24..26"),
    ] {
        mark(&place, "a.txt", coder, theme, span);
    }
    let lines = place.ok(&["differences", SET, "--coders", "lin,zhou", "--json"]);
    let expected = [
        json!({"article": "a.txt", "start": 6, "end": 11, "kind": "boundary", "a": "人才",
            "b": "人才", "text": "戊己庚辛。"}),
        json!({"article": "a.txt", "start": 12, "end": 17, "kind": "theme", "a": "人才",
            "b": "阵地", "text": "子丑寅卯。"}),
        json!({"article": "a.txt", "start": 18, "end": 20, "kind": "only_a", "a": "阵地",
            "b": null, "text": "辰巳"}),
        json!({"article": "a.txt", "start": 24, "end": 26, "kind": "only_b", "a": null,
            "b": "阵地", "text": "申酉"}),
    ];
    assert_eq!(values(&lines), expected);
    assert_eq!(keys(lines.lines().next().unwrap())[..3], ["article", "start", "end"]);
    let table = place.ok(&["differences", SET, "--coders", "lin,zhou"]);
    assert!(table.lines().last().unwrap().starts_with("4 处分歧，1 处相同"), "{table}");
    place.fails(1, &["differences", SET, "--coders", "lin"]);
}
