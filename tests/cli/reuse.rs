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

/// A place of a pair in the truth or in what was found.
fn span(value: &serde_json::Value) -> (u64, u64) {
    (value[0].as_u64().unwrap(), value[1].as_u64().unwrap())
}

fn place_in(side: &serde_json::Value) -> (u64, u64) {
    (side["start"].as_u64().unwrap(), side["end"].as_u64().unwrap())
}

fn overlap(a: (u64, u64), b: (u64, u64)) -> u64 {
    a.1.min(b.1).saturating_sub(a.0.max(b.0))
}

/// Whether half of both places was found as one pair, in parts if need be.
fn is_found(
    rows: &[serde_json::Value],
    (a, at_a): (&str, (u64, u64)),
    (b, at_b): (&str, (u64, u64)),
) -> bool {
    let (mut of_a, mut of_b) = (0, 0);
    for row in rows {
        for (x, y) in [("a", "b"), ("b", "a")] {
            if row[x]["article"] != a || row[y]["article"] != b {
                continue;
            }
            let both = [overlap(place_in(&row[x]), at_a), overlap(place_in(&row[y]), at_b)];
            if both.iter().all(|&shared| shared > 0) {
                of_a += both[0];
                of_b += both[1];
            }
        }
    }
    2 * of_a >= at_a.1 - at_a.0 && 2 * of_b >= at_b.1 - at_b.0
}

#[test]
#[ignore = "needs python3 and the generator in ../shared"]
fn planted_passages_are_found() {
    let tool = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../shared/tools/make_reuse_corpus.py");
    let (mut found, mut planted) = ([0_usize; 3], [0_usize; 3]);
    let (mut alike, mut pairs) = (0, 0);
    for seed in ["11", "12", "13"] {
        let place = Place::with(&[]);
        let made = std::process::Command::new("python3")
            .arg(&tool)
            .arg(place.path("made"))
            .args(["--articles", "400", "--passages", "120", "--seed", seed])
            .status();
        assert!(made.unwrap().success());
        let truth: serde_json::Value =
            serde_json::from_slice(&place.read("made/truth.json")).unwrap();
        let rows = values(&place.ok(&["compare", "reuse", "made/articles", "--json"]));
        for pair in truth["pairs"].as_array().unwrap() {
            let at = (span(&pair["source_span"]), span(&pair["target_span"]));
            let length = at.0.1 - at.0.0;
            let class = match (pair["rate"].as_f64().unwrap(), length) {
                (rate, _) if rate <= 0.05 => 0,
                (rate, 80..) if rate <= 0.1 => 1,
                (rate, 40..80) if rate <= 0.1 => 2,
                _ => continue,
            };
            let side = |name: &str| pair[name].as_str().unwrap().to_owned();
            let (source, target) = (side("source"), side("target"));
            planted[class] += 1;
            found[class] += usize::from(is_found(&rows, (&source, at.0), (&target, at.1)));
        }
        // What is no chance: two texts that are mostly the same, and long enough.
        pairs += rows.len();
        let good = |row: &&serde_json::Value| {
            row["ratio"].as_f64().unwrap() >= 0.7 && row["matched"].as_u64().unwrap() >= 20
        };
        alike += rows.iter().filter(good).count();
    }
    let share = |class: usize| 100 * found[class] / planted[class].max(1);
    assert!(share(0) >= 99 && share(1) >= 95 && share(2) >= 85, "{found:?} of {planted:?}");
    assert!(100 * alike >= 98 * pairs, "{alike} of {pairs}");
}

#[test]
#[ignore = "needs the articles in ../shared"]
fn what_two_real_articles_share_is_found_and_no_byline_is() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let place = Place::with(&[]);
    for entry in std::fs::read_dir(shared.join("articles")).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{SET}/{}", entry.file_name().to_string_lossy());
        place.write(&name, &std::fs::read(entry.path()).unwrap());
    }
    let gold = std::fs::read(shared.join("gold/reuse-some.json")).unwrap();
    let gold: serde_json::Value = serde_json::from_slice(&gold).unwrap();
    let rows = values(&place.ok(&["compare", "reuse", SET, "--json"]));
    for pair in gold["pairs"].as_array().unwrap().iter().filter(|pair| pair["level"] == "must") {
        let side = |name: &str| {
            let side = &pair[name];
            (side["article"].as_str().unwrap().to_owned(), place_in(side))
        };
        let ((a, at_a), (b, at_b)) = (side("a"), side("b"));
        assert!(is_found(&rows, (&a, at_a), (&b, at_b)), "{pair}");
    }
    for negative in gold["negatives"].as_array().unwrap() {
        let words: Vec<&str> = negative["text"].as_str().unwrap().split_whitespace().collect();
        for row in &rows {
            let article = place.read(&format!("{SET}/{}", row["a"]["article"].as_str().unwrap()));
            let text = String::from_utf8_lossy(&article).replace('\r', "");
            let (start, end) = place_in(&row["a"]);
            let found: String = text
                .chars()
                .skip(usize::try_from(start).unwrap())
                .take(usize::try_from(end - start).unwrap())
                .collect();
            assert!(!words.iter().all(|word| found.contains(word)), "{found}");
        }
    }
}
