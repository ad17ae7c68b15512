//! `quandian stream`: what a filter over JSON Lines promises to an engine that runs it on many machines.

use std::{
    io::Write as _,
    process::{Output, Stdio},
};

use serde_json::{Value, json};

use crate::support::{Place, SET, values};

/// What the filter makes of `input`.
fn streamed(place: &Place, args: &[&str], input: &str) -> Output {
    let mut child = place
        .command(&[&["stream"], args].concat())
        .env("LANG", "zh_CN.UTF-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program");
    let mut stdin = child.stdin.take().expect("a pipe");
    let input = input.to_owned();
    let writer = std::thread::spawn(move || {
        // The program may stop reading.
        let _ = stdin.write_all(input.as_bytes());
    });
    let output = child.wait_with_output().expect("an end");
    writer.join().expect("written");
    output
}

fn rows(output: &Output) -> Vec<Value> {
    values(std::str::from_utf8(&output.stdout).expect("UTF-8"))
}

fn lines(values: &[Value]) -> String {
    values.iter().flat_map(|value| [value.to_string(), "\n".to_owned()]).collect()
}

/// The part of a text from `start` to `end` in characters.
fn part(text: &str, row: &Value) -> String {
    let at = |key: &str| usize::try_from(row[key].as_u64().expect("a number")).expect("small");
    text.chars().skip(at("start")).take(at("end") - at("start")).collect()
}

#[test]
fn results_come_in_order_and_keep_what_the_lines_bear() {
    let input: Vec<Value> = (0..5_000)
        .map(|number| json!({"id": number, "text": "街道党建联盟成立。", "报纸": {"名": "临河"}}))
        .collect();
    let output = streamed(&Place::with(&[]), &["segment"], &lines(&input));
    assert!(output.status.success());
    let found = rows(&output);
    assert_eq!(found.len(), input.len());
    for (row, line) in found.iter().zip(&input) {
        for key in ["id", "text", "报纸"] {
            assert_eq!(row[key], line[key]);
        }
        let words: String =
            row["words"].as_array().expect("words").iter().filter_map(Value::as_str).collect();
        assert_eq!(words, "街道党建联盟成立。");
    }
}

#[test]
fn a_bad_line_is_told_with_its_number_and_the_rest_goes_on() {
    let input = "\u{feff}{\"id\": 1, \"text\": \"党建\"}\n\n{\"id\": 2\n[3]\n{\"id\": 4}\n\
                 {\"id\": 5, \"text\": \"大党建\"}\r\n{\"id\": 6, \"text\": 7}";
    let output = streamed(&Place::with(&[]), &["find", "党建"], input);
    assert_eq!(output.status.code(), Some(1));
    let found: Vec<(Value, Value)> =
        rows(&output).into_iter().map(|row| (row["id"].clone(), row["start"].clone())).collect();
    assert_eq!(found, [(json!(1), json!(0)), (json!(5), json!(1))]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let numbers: Vec<bool> =
        [3, 4, 5, 7].iter().map(|line| told.contains(&format!("第 {line} 行"))).collect();
    assert_eq!(numbers, [true; 4], "{told}");
    assert_eq!(told.lines().count(), 4, "{told}");
}

#[test]
fn it_finds_what_the_commands_find_in_a_set() {
    let texts = [
        (
            "2019年.txt",
            "党建联盟纪事\n\n2019年，全区建成党群服务中心12个，引进人才300余名。\n\n“党建联盟”扩大到5个街道；志愿者走访一次。\n",
        ),
        (
            "2020年.txt",
            "人才工作\n\n引进人才350名，党建\n联盟成员单位达20家。服务中心面积4.5万平方米。\n",
        ),
    ];
    let place = Place::with(&texts.map(|(name, text)| (name, text.as_bytes())));
    let input: Vec<Value> =
        texts.iter().map(|(id, text)| json!({"id": id, "text": text})).collect();
    let input = lines(&input);
    let key = |row: &Value, id: &str| (row[id].clone(), row["start"].clone(), row["end"].clone());

    let json = |args: &[&str]| values(&place.ok(args));
    let of_set = json(&["quantities", SET, "--json"]);
    let of_set: Vec<_> = of_set.iter().map(|row| key(row, "article")).collect();
    let streamed_rows = rows(&streamed(&place, &["quantities"], &input));
    let of_stream: Vec<_> = streamed_rows.iter().map(|row| key(row, "id")).collect();
    assert_eq!(of_stream, of_set);
    assert!(!of_set.is_empty());

    let list = "提法.txt";
    place.write(list, "党建联盟\n# 不算\n服务中心\n".as_bytes());
    let found = rows(&streamed(&place, &["formulas", "--list", list], &input));
    let count = |formula: &str| found.iter().filter(|row| row["formula"] == formula).count();
    let of_set = json(&["compare", "formulas", SET, "--list", list, "--json"]);
    for formula in ["党建联盟", "服务中心"] {
        let row = of_set.iter().find(|row| row["formula"] == formula).expect("listed");
        assert_eq!(row["count"], json!(count(formula)), "{formula}");
    }

    let hits = rows(&streamed(&place, &["find", "党建联盟"], &input));
    for (id, text) in texts {
        let of_file = json(&["find", &format!("{SET}/{id}"), "党建联盟", "--json"]);
        let of_stream: Vec<_> = hits.iter().filter(|row| row["id"] == id).collect();
        assert_eq!(of_stream.len(), of_file.len());
        for (one, other) in of_stream.iter().zip(&of_file) {
            assert_eq!(one["start"], other["start"]);
            assert_eq!(one["text"], json!(part(text, one)));
        }
    }
}

#[test]
fn lexicons_code_as_they_do_in_a_set() {
    let text = "引进人才三名。党建引领治理，人才扎根。\n";
    let place = Place::with(&[("一.txt", text.as_bytes())]);
    let theme = "(id: \"0190a000-0000-7000-8000-000000000001\", name: \"人才\", colour: Palette(1), lexicon: [\"人才\", \"/专[家业]/\"])";
    let codebook = &format!("{SET}/codebook.ron");
    place.write(codebook, format!("(version: 1, themes: [{theme}])\n").as_bytes());
    let input = json!({"id": "一", "text": text}).to_string();
    for unit in ["hit", "clause", "sentence", "paragraph"] {
        let of_stream =
            rows(&streamed(&place, &["autocode", "--codebook", codebook, "--unit", unit], &input));
        let line = [
            "autocode",
            SET,
            "--theme",
            "人才",
            "--lexicon",
            "--dry-run",
            "--unit",
            unit,
            "--json",
        ];
        let of_set = values(&place.ok(&line));
        assert_eq!(of_stream.len(), of_set.len(), "{unit}");
        for (one, other) in of_stream.iter().zip(&of_set) {
            assert_eq!(one["theme"], "人才");
            assert_eq!(one["word"], "人才");
            assert_eq!(
                (&one["start"], &one["end"], &one["text"]),
                (&other["start"], &other["end"], &other["text"])
            );
        }
    }
    let output = streamed(&place, &["autocode", "--codebook", "nowhere.ron"], &input);
    assert_eq!(output.status.code(), Some(1));
    assert!(output.stdout.is_empty());
}

#[test]
fn what_two_texts_share_has_a_hash_in_common_and_is_aligned() {
    let shared =
        "全区建成党群服务中心74个，面积均达到要求，居民十分满意，街道每季度召开一次联席会议";
    let later =
        "全区建成党群服务中心1300个，面积都达到要求，居民十分满意，街道每季度召开一次联席会议";
    let (a, b) = (format!("开头不同。{shared}。"), format!("另一篇的开头比较长，{later}，结尾。"));
    let place = Place::with(&[("a.txt", a.as_bytes()), ("b.txt", b.as_bytes())]);
    let prints = rows(&streamed(
        &place,
        &["shingles"],
        &lines(&[json!({"id": 1, "text": a}), json!({"id": 2, "text": b})]),
    ));
    let hashes = |at: usize| -> Vec<&Value> {
        prints[at]["shingles"].as_array().expect("shingles").iter().map(|one| &one[0]).collect()
    };
    assert!(hashes(0).iter().any(|hash| hashes(1).contains(hash)));
    assert!(prints[0].get("text").is_none());

    let pair = json!({"id": "1-2", "a": a, "b": b}).to_string();
    let found = rows(&streamed(&place, &["align"], &pair));
    assert_eq!(found.len(), 1);
    assert_eq!(found[0]["id"], "1-2");
    let stretch = part(&a, &found[0]["a"]);
    assert!(shared.contains(&stretch) && stretch.chars().count() > 30, "{stretch}");
    let changes = found[0]["changes"].as_array().expect("changes");
    let changed: Vec<_> = changes.iter().map(|one| (one["a"].clone(), one["b"].clone())).collect();
    assert_eq!(changed, [(json!("74"), json!("1300")), (json!("均"), json!("都"))]);

    // And as in a set of the two.
    let of_set = values(&place.ok(&["compare", "reuse", SET, "--json"]));
    assert_eq!(of_set.len(), 1);
    assert_eq!(of_set[0]["changes"], found[0]["changes"]);
    assert_eq!(of_set[0]["matched"], found[0]["matched"]);
}

#[test]
fn what_was_learned_in_a_set_ranks_texts_elsewhere_with_the_same_scores() {
    let (mut text, mut spans) = (String::from("人才工作\n\n"), Vec::new());
    for number in 0..12 {
        let start = text.chars().count();
        let wanted = format!("街道引进人才{number}名，发放人才补贴。");
        text.push_str(&wanted);
        spans.push(format!("{start}..{}", text.chars().count()));
        let other = format!("居民提着菜篮走过第{number}座桥。\n");
        text.push_str(&other);
    }
    let unread = "开头说的是天气。全区又引进人才五名，补贴翻番。桥边有人卖菜。";
    let place = Place::with(&[("读过.txt", text.as_bytes()), ("没读.txt", unread.as_bytes())]);
    for span in &spans {
        place.tag("读过.txt", span);
    }
    let fixed = ["suggest", SET, "--theme", "人才", "--coder", "lin", "--save-model"];
    let done = place.run(&[&fixed[..], &["人才.ron", "--json"]].concat());
    assert_eq!(done.code, Some(0), "{}", done.stderr);
    let suggested = values(&done.stdout);
    assert!(suggested.iter().any(|row| row["article"] == "没读.txt"));
    let input = json!({"id": "没读.txt", "text": unread}).to_string();
    let scored = rows(&streamed(&place, &["suggest", "--model", "人才.ron"], &input));
    let texts: Vec<String> = scored.iter().map(|row| part(unread, row)).collect();
    assert_eq!(texts, ["开头说的是天气。", "全区又引进人才五名，补贴翻番。", "桥边有人卖菜。"]);
    for row in suggested.iter().filter(|row| row["article"] == "没读.txt") {
        let same = scored.iter().find(|one| one["start"] == row["start"]).expect("the sentence");
        assert_eq!((&same["score"], &same["end"]), (&row["score"], &row["end"]));
    }
    // A model is never written over an article, and no article is one.
    let over = format!("{SET}/读过.txt");
    assert_eq!(place.run(&[&fixed[..], &[over.as_str()]].concat()).code, Some(1));
    assert_eq!(place.read(&over), text.as_bytes());
    let refused = streamed(&place, &["suggest", "--model", &over], &input);
    assert_eq!(refused.status.code(), Some(1));
}
