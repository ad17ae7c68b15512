//! `suggest`: what is likely of a theme, in a set and in files of labelled sentences.

use serde_json::Value;

use crate::support::{Place, SET, keys, values};

/// One article: what is tagged and what is not, sentence by sentence.
const READ: &str = "引进人才补贴到位。街道清扫积雪。为人才安家落户发放补贴。社区开展消防演练。\
    人才公寓向引进的博士开放。道路维修完工。设立人才基金三百万元。广场舞比赛举行。\
    青年人才驿站免费住。菜市场改造升级。";
const UNREAD: &str = "老人免费体检。高层次人才引进有补贴。排水管网疏通完毕。排水管网疏通完毕。\
    人才服务专员上门办理落户。小区加装电梯。";

fn place() -> Place {
    Place::with(&[("2019-一.txt", READ.as_bytes()), ("2020-二.txt", UNREAD.as_bytes())])
}

/// Tags the sentences of the first article that speak of 人才, as many as are wanted.
fn tag(place: &Place, most: usize) -> Vec<String> {
    let mut from = 0;
    let mut tagged = Vec::new();
    for sentence in READ.split_inclusive('。') {
        let to = from + sentence.chars().count();
        if sentence.contains("人才") && tagged.len() < most {
            tagged.push(place.tag("2019-一.txt", &format!("{from}..{to}")));
        }
        from = to;
    }
    tagged
}

fn suggest(place: &Place, args: &[&str]) -> Vec<Value> {
    let fixed = ["suggest", SET, "--theme", "人才", "--coder", "lin", "--json"];
    values(&place.ok(&[&fixed[..], args].concat()))
}

#[test]
fn what_is_like_the_tagged_is_suggested_with_its_reasons() {
    let place = place();
    let tagged = tag(&place, 9);
    let args = ["suggest", SET, "--theme", "人才", "--coder", "lin", "--json"];
    let lines = place.ok(&args);
    assert_eq!(
        keys(lines.lines().next().unwrap()),
        ["article", "start", "end", "text", "score", "because", "nearest"]
    );
    assert_eq!(place.ok(&args), lines, "the same tags, the same suggestions");
    let suggestions = values(&lines);
    // What was tagged or passed over is not suggested; what is printed twice comes once.
    let text = |one: &Value| one["text"].as_str().unwrap().to_owned();
    let mut texts: Vec<String> = suggestions.iter().map(text).collect();
    assert!(texts[..2].iter().all(|text| text.contains("人才")), "{texts:?}");
    texts.sort();
    let mut expected: Vec<_> = UNREAD.split_inclusive('。').collect();
    expected.sort_unstable();
    expected.dedup();
    // The last sentence of the first article stands behind the last tag: nobody knows if it was read.
    expected.push("菜市场改造升级。");
    expected.sort_unstable();
    assert_eq!(texts, expected);
    for one in &suggestions {
        let because = one["because"].as_array().unwrap();
        let sum: f64 = because.iter().map(|part| part["weight"].as_f64().unwrap()).sum();
        let score = one["score"].as_f64().unwrap();
        assert!((sum - score).abs() < 1e-9 && (0.0..=1.0).contains(&score), "{one}");
        let nearest: Vec<_> =
            one["nearest"].as_array().unwrap().iter().map(|id| id.as_str().unwrap()).collect();
        assert!(nearest.len() <= 2 && nearest.iter().all(|id| tagged.iter().any(|tag| tag == id)));
        let (start, end) = (one["start"].as_u64().unwrap(), one["end"].as_u64().unwrap());
        let article = if one["article"] == "2019-一.txt" { READ } else { UNREAD };
        let stands: String = article
            .chars()
            .skip(usize::try_from(start).unwrap())
            .take(usize::try_from(end - start).unwrap())
            .collect();
        assert_eq!(stands, text(one));
    }
    let scores: Vec<f64> = suggestions.iter().map(|one| one["score"].as_f64().unwrap()).collect();
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]), "{scores:?}");
    assert_eq!(suggest(&place, &["--limit", "1"]).len(), 1);
    assert!(suggest(&place, &["--order", "uncertain"]).len() >= 3);
    assert!(!suggest(&place, &["--unit", "clause"]).is_empty());
    // Nothing is written, and for human eyes it says what it rests on.
    assert_eq!(values(&place.ok(&["passages", SET, "--json"])).len(), 5);
    let table = place.run(&["suggest", SET, "--theme", "人才", "--coder", "lin"]);
    assert_eq!(table.code, Some(0));
    assert!(table.stderr.contains('5') && table.stdout.lines().count() > 5, "{table:?}");
}

#[test]
fn with_few_tags_likeness_decides_and_says_so_and_with_none_nothing_does() {
    let place = place();
    let args = ["suggest", SET, "--theme", "人才", "--coder", "lin", "--json"];
    let told = place.fails(1, &args);
    assert!(told.contains("人才"), "{told}");
    tag(&place, 2);
    let done = place.run(&args);
    assert_eq!(done.code, Some(0));
    assert!(done.stderr.contains('2') && done.stderr.contains('3'), "{}", done.stderr);
    let first = values(&done.stdout).swap_remove(0);
    assert!(first["text"].as_str().unwrap().contains("人才"), "{first}");
    assert!(place.fails(1, &["suggest", SET, "--theme", "没有"]).contains("没有"));
    assert!(place.fails(2, &["suggest", SET]).contains("--theme"));
}

#[test]
fn lines_of_a_file_are_ranked_for_one_label() {
    let place = place();
    let line = |document: usize, text: &str, label: &str| {
        let labels: Vec<&str> = if label.is_empty() { Vec::new() } else { vec![label] };
        format!("{}\n", serde_json::json!({"document": document, "text": text, "labels": labels}))
    };
    let train: String = READ
        .split_inclusive('。')
        .enumerate()
        .map(|(at, text)| line(at / 3, text, if text.contains("人才") { "甲" } else { "" }))
        .collect();
    let rank: String =
        UNREAD.split_inclusive('。').enumerate().map(|(at, text)| line(at, text, "")).collect();
    place.write("train.jsonl", train.as_bytes());
    place.write("rank.jsonl", rank.as_bytes());
    let args =
        ["suggest", "--train", "train.jsonl", "--rank", "rank.jsonl", "--theme", "甲", "--json"];
    let lines = place.ok(&args);
    assert_eq!(keys(lines.lines().next().unwrap()), ["document", "text", "score"]);
    assert_eq!(place.ok(&args), lines);
    let ranked = values(&lines);
    assert_eq!(ranked.len(), 6);
    assert!(
        ranked[..2].iter().all(|one| one["text"].as_str().unwrap().contains("人才")),
        "{lines}"
    );
    let told = place.fails(1, &[&args[..6], &["乙"]].concat());
    assert!(told.contains("乙") && told.contains("甲"), "{told}");
    // A line that is none is told with its number, and the rest is ranked.
    place.write("rank.jsonl", format!("{rank}没有\n").as_bytes());
    let done = place.run(&args);
    assert_eq!((done.code, done.stdout.lines().count()), (Some(1), 6));
    assert!(done.stderr.contains('7'), "{}", done.stderr);
    assert!(
        place
            .fails(1, &[&args[..3], &["--rank", "no.jsonl", "--theme", "甲"]].concat())
            .contains("no.jsonl")
    );
    assert!(
        !place.fails(2, &["suggest", SET, "--train", "train.jsonl", "--theme", "甲"]).is_empty()
    );
}
