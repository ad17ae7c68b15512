//! `tag`, `untag` and `check`: a passage from its making to its end.

use serde_json::{Value, json};

use crate::support::{Place, SET, keys, values};

const ARTICLE: &str = "街道建成人才驿站。\n\n三年引进青年人才两百名。\n";

fn sidecar(coder: &str) -> String {
    format!("{SET}/文.txt.{coder}.tags.ron")
}

#[test]
fn a_passage_is_marked_listed_checked_and_removed() {
    let place = Place::with(&[("文.txt", ARTICLE.as_bytes())]);
    let id = place.tag("文.txt", "4..8");
    assert_eq!(id.len(), 36);
    assert!(place.exists(&sidecar("lin")) && place.exists(&format!("{SET}/codebook.ron")));
    assert_eq!(place.read(&format!("{SET}/文.txt")), ARTICLE.as_bytes());

    let listed = values(&place.ok(&["passages", SET, "--json"]));
    assert_eq!([&listed[0]["id"], &listed[0]["text"]], [&json!(id), &json!("人才驿站")]);

    let line = place.ok(&["check", SET, "--json"]);
    let expected = ["article", "coder", "id", "status", "fragments", "text", "reason", "proposed"];
    assert_eq!(keys(&line), expected);
    let line = &values(&line)[0];
    assert_eq!([&line["status"], &line["reason"]], [&json!("ok"), &Value::Null]);
    assert_eq!([&line["article"], &line["coder"]], ["文.txt", "lin"]);

    // It is not another coder's to remove.
    place.fails(1, &["untag", SET, "--coder", "wang", "--id", &id]);
    assert_eq!(place.ok(&["untag", SET, "--coder", "lin", "--id", &id]), "");
    assert_eq!(place.ok(&["check", SET, "--json"]), "");
    assert!(place.fails(1, &["untag", SET, "--coder", "lin", "--id", &id]).contains(&id));
}

#[test]
fn several_spans_make_one_passage_whatever_their_order() {
    let place = Place::with(&[("文.txt", ARTICLE.as_bytes())]);
    let fixed = ["tag", SET, "--coder", "lin", "--theme", "人才", "--article", "文.txt"];
    place.ok(&[&fixed[..], &["--span", "15..19", "--span", "4..6", "--span", "5..8"]].concat());
    let line = &values(&place.ok(&["passages", SET, "--json"]))[0];
    assert_eq!(line["fragments"], json!([[4, 8], [15, 19]]));
    assert_eq!(line["text"], "人才驿站 … 青年人才");
    assert_eq!(place.statuses(), [("ok".to_owned(), "人才驿站 … 青年人才".to_owned())]);
}

#[test]
fn a_theme_is_made_only_when_that_is_asked_for_and_once() {
    let place = Place::with(&[("文.txt", ARTICLE.as_bytes())]);
    let tag = |more: &[&str]| {
        let fixed = ["tag", SET, "--coder", "lin", "--theme", "青年", "--article", "文.txt"];
        place.run(&[&fixed[..], &["--span", "0..2"], more].concat())
    };
    let refused = tag(&[]);
    assert_eq!((refused.code, refused.stdout.as_str()), (Some(1), ""));
    // The message names the mistake, what there is, and the way out.
    for part in ["青年", "阵地建设", "--create-theme"] {
        assert!(refused.stderr.contains(part), "{}", refused.stderr);
    }
    assert!(!place.exists(&format!("{SET}/codebook.ron")));

    assert_eq!(tag(&["--create-theme"]).code, Some(0));
    assert_eq!(tag(&["--create-theme"]).code, Some(0));
    assert_eq!(tag(&[]).code, Some(0));
    let codebook = String::from_utf8(place.read(&format!("{SET}/codebook.ron"))).unwrap();
    assert_eq!(codebook.matches("青年").count(), 1);
    assert_eq!(values(&place.ok(&["passages", SET, "--theme", "青年", "--json"])).len(), 3);
}

#[test]
fn a_span_outside_the_text_and_an_article_that_is_not_there_are_refused() {
    let place = Place::with(&[("文.txt", ARTICLE.as_bytes()), ("空.txt", b"")]);
    place.write("外面.txt", "不在文献集里。".as_bytes());
    let fixed = ["tag", SET, "--coder", "lin", "--theme", "人才"];
    let refused = |rest: &[&str]| place.fails(1, &[&fixed[..], rest].concat());
    let chars = ARTICLE.chars().count().to_string();
    assert!(refused(&["--article", "文.txt", "--span", "0..99"]).contains(&chars));
    assert!(refused(&["--article", "没有.txt", "--span", "0..1"]).contains("没有.txt"));
    assert!(refused(&["--article", "空.txt", "--span", "0..1"]).contains("空.txt"));
    refused(&["--article", "../外面.txt", "--span", "0..1"]);
    refused(&["--article", "/etc/hostname", "--span", "0..1"]);
    assert!(!place.exists(&sidecar("lin")));
}

#[test]
fn positions_count_characters_of_the_text_without_bom_and_with_plain_line_ends() {
    let text = "\u{feff}甲𠮷乙😀丙\r\n丁戊\r\n";
    let place = Place::with(&[("文.txt", text.as_bytes())]);
    for (span, expected) in [("1..2", "𠮷"), ("3..4", "😀"), ("4..7", "丙\n丁"), ("7..8", "戊")]
    {
        let id = place.tag("文.txt", span);
        let lines = values(&place.ok(&["passages", SET, "--json"]));
        let line = lines.iter().find(|line| line["id"] == id.as_str()).unwrap();
        assert_eq!(line["text"], expected);
    }
    let chars = &values(&place.ok(&["list", SET, "--json"]))[0]["chars"];
    assert_eq!(chars, 9);
}

#[test]
fn without_a_coder_the_setting_counts_and_then_the_systems_user() {
    let place = Place::with(&[("文.txt", ARTICLE.as_bytes())]);
    let tag = ["tag", SET, "--theme", "人才", "--article", "文.txt", "--span", "0..2"];
    place.ok(&tag);
    place.write("config/quandian/settings.ron", "(coder: Some(\"赵\"))".as_bytes());
    place.ok(&tag);
    let lines = values(&place.ok(&["passages", SET, "--json"]));
    let of_zhao = lines.iter().filter(|line| line["coder"] == "赵").count();
    assert_eq!((lines.len(), of_zhao), (2, 1));
    // A run of the command line does not change what the user set.
    place.ok(&[&tag[..], &["--coder", "lin"]].concat());
    let settings = place.read("config/quandian/settings.ron");
    assert_eq!(settings, "(coder: Some(\"赵\"))".as_bytes());
    place.fails(1, &[&tag[..], &["--coder", "a/b"]].concat());
}

#[test]
fn an_edited_article_moves_its_passages_or_loses_them_and_check_says_which() {
    let place = Place::with(&[("文.txt", ARTICLE.as_bytes())]);
    place.tag("文.txt", "0..8");
    place.tag("文.txt", "11..22");
    let edited = ARTICLE.replace("三年引进青年人才两百名", "").replace("街道", "前言。\n\n街道");
    place.write(&format!("{SET}/文.txt"), edited.as_bytes());
    let found = place.statuses();
    let statuses: Vec<_> = found.iter().map(|(status, _)| status.as_str()).collect();
    assert_eq!(statuses, ["moved", "orphan"]);
    // As it was marked, whatever the article says now.
    let lines = values(&place.ok(&["check", SET, "--json"]));
    assert_eq!(lines[0]["fragments"], json!([[0, 8]]));
    assert!(lines[0]["reason"].as_str().unwrap().contains("[5, 13)"));
    assert_eq!(lines[0]["proposed"], json!([[[5, 13]]]));
    assert_eq!(lines[1]["text"], "三年引进青年人才两百名");
    assert_eq!(lines[1]["proposed"], json!(null));

    // What is sure is taken over when that is asked for, the rest stays as it was.
    let lines = values(&place.ok(&["check", SET, "--accept", "--json"]));
    assert_eq!((&lines[0]["status"], &lines[0]["fragments"]), (&json!("ok"), &json!([[5, 13]])));
    assert_eq!(lines[1]["status"], "orphan");
    let statuses: Vec<_> = place.statuses().into_iter().map(|(status, _)| status).collect();
    assert_eq!(statuses, ["ok", "orphan"]);

    std::fs::remove_file(place.path(&format!("{SET}/文.txt"))).unwrap();
    place.write(&format!("{SET}/别的.txt"), "别的文章。".as_bytes());
    assert!(place.statuses().iter().all(|(status, _)| status == "orphan"));
}

#[test]
fn marking_one_article_does_not_need_the_others() {
    let place = Place::with(&[("分/文.txt", ARTICLE.as_bytes()), ("别的.txt", b"\0\0\0")]);
    // Another article's broken sidecar is neither read nor told of.
    place.write(&format!("{SET}/分/旁.txt.lin.tags.ron"), b"(broken");
    place.tag("分/文.txt", "0..2");
    place.tag("./分/文.txt", "0..2");
    assert!(place.exists(&format!("{SET}/分/文.txt.lin.tags.ron")));
}

#[test]
fn an_article_whose_name_leaves_no_room_for_a_sidecars_name_can_be_marked() {
    let name = format!("{}.txt", "长".repeat(83));
    let place = Place::with(&[(name.as_str(), ARTICLE.as_bytes())]);
    let id = place.tag(&name, "0..2");
    assert_eq!(values(&place.ok(&["passages", SET, "--json"]))[0]["article"], name.as_str());
    place.ok(&["untag", SET, "--coder", "lin", "--id", &id]);
    assert_eq!(place.ok(&["passages", SET, "--json"]), "");
}

#[test]
fn a_part_of_what_is_seen_as_one_character_is_refused_with_the_places_beside_it() {
    let text = "党建👩\u{200D}👩\u{200D}👧引领";
    let place = Place::with(&[("文.txt", text.as_bytes())]);
    let fixed = ["tag", SET, "--coder", "lin", "--theme", "人才", "--article", "文.txt", "--span"];
    let told = place.fails(1, &[&fixed[..], &["0..4"]].concat());
    assert!(["4", "2", "7"].iter().all(|at| told.contains(at)), "{told}");
    assert!(!place.exists(&sidecar("lin")));
    place.ok(&[&fixed[..], &["2..7"]].concat());
    let lines = values(&place.ok(&["passages", SET, "--json"]));
    assert_eq!(lines[0]["text"], "👩\u{200D}👩\u{200D}👧");
}
