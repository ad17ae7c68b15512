//! `list`, `segment` and `passages`: what there is.

use std::io::Write as _;

use serde_json::{Value, json};

use crate::support::{Place, SET, keys, values};

/// [`DECODED`] as old programs on Windows wrote it.
const GB18030: &[u8] = b"\
    \xd5\xd0\xc9\xcc\xd2\xfd\xd7\xca\xb9\xa4\xd7\xf7\xd4\xda\xce\xd2\xc7\xf8\xc8\xab\xc3\
    \xe6\xd5\xb9\xbf\xaa,\xc8\xfd\xc4\xea\xc0\xb4\xd2\xfd\xbd\xf8\xc8\xcb\xb2\xc5\xcb\
    \xc4\xb0\xd9\xd3\xe0\xc3\xfb,\xb8\xf7\xcf\xee\xd6\xb8\xb1\xea\xce\xbb\xbe\xd3\xc8\
    \xab\xca\xd0\xc7\xb0\xc1\xd0\xa1\xa3";
const DECODED: &str = "招商引资工作在我区全面展开,三年来引进人才四百余名,各项指标位居全市前列。";

#[test]
fn list_says_of_each_article_what_the_issue_asks_for_in_natural_order() {
    let place = Place::with(&[
        ("10.txt", "第十篇\n\n正文。".as_bytes()),
        ("2.txt", "第二篇\n\n2019年的正文。".as_bytes()),
        ("2018-夜校/课堂.md", "# 夜校\n\n正文。".as_bytes()),
        ("说明.pdf", b"%PDF"),
    ]);
    place.tag("2.txt", "0..2");
    let lines = place.ok(&["list", SET, "--json"]);
    let expected = ["path", "title", "year", "encoding", "chars", "passages", "problem"];
    for line in lines.lines() {
        assert_eq!(keys(line), expected);
    }
    let lines = values(&lines);
    let paths: Vec<_> = lines.iter().map(|line| line["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["2.txt", "10.txt", "2018-夜校/课堂.md"]);
    assert_eq!(lines[0]["title"], "第二篇");
    assert_eq!(lines[0]["encoding"], "UTF-8");
    assert_eq!(lines[0]["chars"], 14);
    assert_eq!([&lines[0]["passages"], &lines[1]["passages"]], [&json!(1), &json!(0)]);
    assert_eq!([&lines[1]["year"], &lines[1]["problem"]], [&Value::Null, &Value::Null]);
}

#[test]
fn an_article_that_cannot_be_read_is_listed_with_the_reason_and_the_rest_too() {
    let place = Place::with(&[
        ("空.txt", b""),
        ("图.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0"),
        ("好.txt", "正文。".as_bytes()),
    ]);
    let done = place.run(&["list", SET, "--json"]);
    assert_eq!(done.code, Some(1));
    let lines = values(&done.stdout);
    let line = |path: &str| lines.iter().find(|line| line["path"] == path).unwrap();
    assert!(line("空.txt")["problem"].is_string() && line("空.txt")["encoding"].is_null());
    assert!(line("图.txt")["problem"].is_string());
    assert_eq!(line("好.txt")["problem"], Value::Null);
}

#[test]
fn an_empty_folder_is_an_empty_set_and_a_missing_one_a_failure() {
    let place = Place::with(&[]);
    assert_eq!(place.ok(&["list", SET, "--json"]), "");
    assert!(place.fails(1, &["list", "没有这个文件夹"]).contains("没有这个文件夹"));
}

#[test]
fn the_table_for_humans_is_aligned_and_shows_no_control_character() {
    let place = Place::with(&[
        ("短.txt", "短文标题\n\n正文。".as_bytes()),
        ("一个很长的名字.txt", "长文标题\n\n正文。".as_bytes()),
        ("危\u{202e}txt.txt", "名字里有方向符\n\n正文。".as_bytes()),
    ]);
    let table = place.ok(&["list", SET]);
    assert!(table.contains("\\u{202e}") && !table.contains('\u{202e}'));
    // Wide characters take two columns: what is before the title is as wide in every row.
    let before = |row: &str, title: &str| {
        let (before, _) = row.split_once(title).unwrap();
        before.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>()
    };
    let row = |name: &str| table.lines().find(|row| row.starts_with(name)).unwrap();
    assert_eq!(before(row("短"), "短文标题"), before(row("一个"), "长文标题"));
}

#[test]
fn segment_gives_each_word_with_its_place_from_a_file_or_from_stdin() {
    let place = Place::with(&[]);
    place.write("一句.txt", "\u{feff}𠮷祥小区\r\n党员群众".as_bytes());
    let lines = place.ok(&["segment", "一句.txt", "--json"]);
    assert!(lines.lines().all(|line| keys(line) == ["text", "start", "end"]));
    let text: Vec<char> = "𠮷祥小区\n党员群众".chars().collect();
    let mut joined = String::new();
    for word in values(&lines) {
        let place = |key: &str| usize::try_from(word[key].as_u64().unwrap()).unwrap();
        let sliced: String = text[place("start")..place("end")].iter().collect();
        assert_eq!(word["text"], sliced);
        joined += &sliced;
    }
    assert_eq!(joined, "𠮷祥小区党员群众");

    let mut child = place
        .command(&["segment", "-", "--json"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(GB18030).unwrap();
    let output = child.wait_with_output().unwrap();
    let words: String = values(std::str::from_utf8(&output.stdout).unwrap())
        .iter()
        .map(|word| word["text"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(words, DECODED);
}

#[test]
fn segment_keeps_the_words_of_the_sets_dictionary_or_of_another_whole() {
    let place = Place::with(&[("第1期/一句.txt", "无主管楼院改造".as_bytes())]);
    let file = format!("{SET}/第1期/一句.txt");
    let words = |done: &str| -> Vec<String> {
        values(done).iter().map(|word| word["text"].as_str().unwrap().to_owned()).collect()
    };
    let without = words(&place.ok(&["segment", &file, "--json"]));
    assert!(!without.contains(&"无主管楼院".to_owned()));
    place.write(&format!("{SET}/.quandian/dictionary.txt"), "无主管楼院\n".as_bytes());
    assert_eq!(words(&place.ok(&["segment", &file, "--json"])), ["无主管楼院", "改造"]);

    place.write("另一部.txt", "楼院 x\n主管楼院改造 3000000 n\n楼，院\n".as_bytes());
    let done = place.run(&["segment", &file, "--json", "--dictionary", "另一部.txt"]);
    assert_eq!(words(&done.stdout), ["无", "主管楼院改造"]);
    assert_eq!(done.code, Some(1));
    assert!(done.stderr.contains("第 3 行") && done.stderr.lines().count() == 1);
    place.fails(1, &["segment", &file, "--dictionary", "没有.txt"]);
}

#[test]
fn passages_are_given_as_the_issue_asks_and_by_theme_article_and_coder() {
    let place = Place::with(&[
        ("甲.txt", "社区建起党群服务中心。".as_bytes()),
        ("乙.txt", "人才驿站开张了。".as_bytes()),
    ]);
    place.tag("甲.txt", "4..10");
    let wang = ["tag", SET, "--coder", "wang", "--theme", "阵地建设", "--theme", "人才"];
    place.ok(&[&wang[..], &["--article", "乙.txt", "--span", "0..4", "--memo", "驿站"]].concat());

    let lines = place.ok(&["passages", SET, "--json"]);
    let expected =
        ["id", "article", "coder", "themes", "fragments", "text", "memo", "created", "modified"];
    assert!(lines.lines().all(|line| keys(line) == expected));
    let lines = values(&lines);
    assert_eq!(lines.len(), 2);
    let of_wang = lines.iter().find(|line| line["coder"] == "wang").unwrap();
    assert_eq!(of_wang["themes"], json!(["阵地建设", "人才"]));
    assert_eq!(of_wang["fragments"], json!([[0, 4]]));
    assert_eq!([&of_wang["text"], &of_wang["memo"]], ["人才驿站", "驿站"]);

    let texts = |filter: &[&str]| -> Vec<String> {
        let lines = place.ok(&[&["passages", SET, "--json"], filter].concat());
        values(&lines).iter().map(|line| line["text"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(texts(&["--theme", "阵地建设"]), ["人才驿站"]);
    assert_eq!(texts(&["--theme", "人才"]).len(), 2);
    assert_eq!(texts(&["--article", "甲.txt"]), ["党群服务中心"]);
    assert_eq!(texts(&["--coder", "lin"]), ["党群服务中心"]);
    assert!(texts(&["--coder", "lin", "--theme", "阵地建设"]).is_empty());
    assert!(place.fails(1, &["passages", SET, "--theme", "没有的"]).contains("没有的"));
    assert!(place.fails(1, &["passages", SET, "--article", "没有.txt"]).contains("没有.txt"));
}

#[test]
fn passages_of_a_gb18030_article_count_characters_not_bytes() {
    let place = Place::with(&[("老文件.txt", GB18030)]);
    place.tag("老文件.txt", "19..21");
    let lines = values(&place.ok(&["passages", SET, "--json"]));
    assert_eq!(lines[0]["text"], "人才");
    assert_eq!(values(&place.ok(&["list", SET, "--json"]))[0]["encoding"], "GB18030");
    assert_eq!(place.read(&format!("{SET}/老文件.txt")), GB18030);
}

/// A page as columns tear it apart: a sentence goes on past a caption, a block is printed twice,
/// two stories, a byline at the end of a paragraph.
const PAGE: &str = "柳岸区全力推进改造\n\n\
    今年以来，柳岸区坚持以人民为中心，扎实推进老旧小区改造，居民的获得感不断增强。驻区单位积极参与。\n\n\
    街道召开座谈会，倾听居民意见，主动思考为驻区单\n\n\n\n社区读书会现场\n\n\n\n\
    位做什么，变单向输出为双向互动，居民的获得感明显增强。记者 林晓青 通讯员 何立 文/图\n\n\
    柳岸街道 开展读书活动\n\n\
    本报讯 6月2日，柳岸街道开展读书活动，党员群众积极参加。\n\n\
    位做什么,变单向输出为双向互动,居民的获得感明显增强。\n\n记者 何立\n";

#[test]
fn structure_names_who_speaks_and_what_is_an_echo() {
    let place = Place::with(&[]);
    let talk = "访谈者：您觉得怎么样\n受访者：挺好的，就是时间太长\n[00:01] 张三 还有费用\n";
    place.write("访谈.txt", talk.as_bytes());
    let rows = values(&place.ok(&["structure", "访谈.txt", "--json"]));
    let chars: Vec<char> = talk.chars().collect();
    let at = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
    let name = |row: &Value| -> String {
        chars[at(&row["speaker"][0])..at(&row["speaker"][1])].iter().collect()
    };
    assert_eq!(rows.iter().map(name).collect::<Vec<_>>(), ["访谈者", "受访者", "张三"]);
    assert!(rows.iter().all(|row| row["kind"] == "turn" && row["continues"].is_null()));
    assert!(place.ok(&["structure", "访谈.txt"]).contains("话轮"));

    let body = "今年以来，扎实推进老旧小区改造，居民的获得感、幸福感不断增强，受到大家的一致好评，街道和社区逐户走访。";
    let page = format!("柳岸纪事\n\n●柳岸街道创新服务，{body}\n\n柳岸街道创新服务\n\n{body}\n");
    place.write("回声.txt", page.as_bytes());
    let rows = values(&place.ok(&["structure", "回声.txt", "--json"]));
    assert_eq!(rows[2]["kind"], "echo");
    assert!(place.ok(&["structure", "回声.txt"]).contains("段首重复"));
}

#[test]
fn structure_says_what_each_line_is_and_where_sentences_go_on() {
    let place = Place::with(&[]);
    place.write("页.txt", PAGE.as_bytes());
    let lines = place.ok(&["structure", "页.txt", "--json"]);
    let expected = ["line", "kind", "start", "end", "story", "continues", "twin"];
    assert!(lines.lines().all(|line| keys(line) == expected));
    let rows = values(&lines);
    let column = |key: &str| rows.iter().map(|row| row[key].clone()).collect::<Vec<_>>();
    assert_eq!(column("line"), [1, 3, 5, 9, 13, 13, 15, 17, 19, 21].map(Value::from));
    assert_eq!(
        column("kind"),
        ["title", "body", "body", "caption", "body", "byline", "title", "body", "body", "byline"]
    );
    assert_eq!(column("story"), [1, 1, 1, 1, 1, 1, 2, 2, 2, 2].map(Value::from));
    let of = |line: u64| rows.iter().find(|row| row["line"] == line).unwrap();
    assert_eq!(of(5)["continues"], 13);
    assert_eq!(rows.iter().filter(|row| row["continues"].is_null()).count(), rows.len() - 1);
    let text: Vec<char> = PAGE.chars().collect();
    let slice = |start: &Value, end: &Value| -> String {
        let at = |value: &Value| usize::try_from(value.as_u64().unwrap()).unwrap();
        text[at(start)..at(end)].iter().collect()
    };
    let byline = &rows[5];
    assert_eq!(slice(&byline["start"], &byline["end"]), "记者 林晓青 通讯员 何立 文/图");
    let twin = of(19)["twin"].as_array().unwrap();
    assert_eq!(twin[0], 13);
    assert_eq!(slice(&twin[1], &twin[2]), slice(&of(13)["start"], &of(13)["end"]));

    let table = place.ok(&["structure", "页.txt"]);
    assert!(table.contains("署名") && table.lines().count() == rows.len() + 1);
    assert!(place.fails(1, &["structure", "没有.txt"]).contains("没有.txt"));
    place.write("图.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0");
    assert!(place.fails(1, &["structure", "图.txt"]).contains("图.txt"));
}
