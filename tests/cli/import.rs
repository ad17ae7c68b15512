//! `import`: what comes back from other programs, and what of it does not.

use std::io::{Cursor, Write as _};

use serde_json::Value;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::support::{Place, SET, values};

/// Two coders, two fragments, memos, a theme below another, a character beyond the basic plane.
fn marked() -> Place {
    let place = Place::with(&[
        ("2019-驿站.txt", "人才驿站👍\n\n街道建成驿站,引进青年。\n".as_bytes()),
        ("2020/共建.txt", "两新组织<共建>\"共享\"&互促。\n".as_bytes()),
    ]);
    let tag = |rest: &[&str]| {
        place.ok(&[&["tag", SET, "--theme", "人才", "--create-theme"], rest].concat());
    };
    let two =
        ["--span", "7..13", "--span", "14..18", "--memo", "一行\n<二行>", "--theme", "阵地建设"];
    tag(&[&["--coder", "lin", "--article", "2019-驿站.txt"][..], &two].concat());
    tag(&["--coder", "王五", "--article", "2019-驿站.txt", "--span", "2..9"]);
    tag(&["--coder", "lin", "--article", "2020/共建.txt", "--span", "4..8"]);
    place
}

fn archive(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// What `export` told: article, coder, themes, fragments, memo.
fn passages(place: &Place) -> Vec<Value> {
    let mut rows =
        values(&place.run(&["export", SET, "--format", "jsonl", "--output", "-"]).stdout);
    for row in &mut rows {
        let row = row.as_object_mut().unwrap();
        row.retain(|key, _| ["article", "coder", "themes", "fragments", "memo"].contains(&&**key));
    }
    rows.sort_by_key(Value::to_string);
    rows
}

/// The file that `format` makes of a set, and a set with nothing in it but one article.
fn carried(format: &str, file: &str) -> (Place, Place) {
    let from = marked();
    let done = from.run(&["export", SET, "--format", format, "--output", file]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let to = Place::with(&[("别的.txt", "别的文章。\n".as_bytes())]);
    if from.path(file).is_dir() {
        for entry in ["2019-驿站.txt", "2019-驿站.ann", "2020/共建.txt", "2020/共建.ann"] {
            to.write(&format!("{file}/{entry}"), &from.read(&format!("{file}/{entry}")));
        }
    } else {
        to.write(file, &from.read(file));
    }
    (from, to)
}

#[test]
fn a_project_comes_over_whole() {
    let (from, to) = carried("refi-qdpx", "项目.qdpx");
    let done = to.run(&["import", SET, "项目.qdpx"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    assert_eq!(passages(&to), passages(&from));
    assert_eq!(
        to.read(&format!("{SET}/2020/共建.txt")),
        from.read(&format!("{SET}/2020/共建.txt"))
    );
    // Once more: all of it is there.
    let again = to.run(&["import", SET, "项目.qdpx", "--json"]);
    assert_eq!(again.code, Some(0), "{again:?}");
    assert!(values(&again.stdout).iter().all(|row| row["fate"] == "known"), "{}", again.stdout);
    assert_eq!(passages(&to), passages(&from));
}

#[test]
fn annotation_formats_come_over_as_far_as_they_hold_it() {
    for (format, file, holds_coder, holds_rest) in [
        ("brat", "brat", true, false),
        ("label-studio", "任务.json", true, true),
        ("doccano", "标注.jsonl", false, false),
    ] {
        let (from, to) = carried(format, file);
        let done = to.run(&["import", SET, file, "--coder", "zhou"]);
        assert_eq!(done.code, Some(0), "{format}: {done:?}");
        let (mut wanted, mut there) = (passages(&from), passages(&to));
        for row in wanted.iter_mut().chain(&mut there) {
            let row = row.as_object_mut().unwrap();
            if !holds_coder {
                row.remove("coder");
            }
            if !holds_rest {
                // Neither line ends in memos nor, in doccano, what belongs together.
                row.remove("memo");
            }
        }
        if format == "doccano" {
            let text = |rows: &[Value]| {
                let mut all: Vec<String> = Vec::new();
                for row in rows {
                    for theme in row["themes"].as_array().unwrap() {
                        let fragments = row["fragments"].as_array().unwrap().iter();
                        all.extend(fragments.map(|fragment| format!("{theme} {fragment}")));
                    }
                }
                all.sort();
                all
            };
            assert_eq!(text(&there), text(&wanted), "{format}");
            continue;
        }
        let sorted = |mut rows: Vec<Value>| {
            rows.sort_by_key(Value::to_string);
            rows
        };
        assert_eq!(sorted(there), sorted(wanted), "{format}");
    }
}

#[test]
fn web_annotations_find_their_articles_by_name_and_words() {
    let from = marked();
    from.run(&["export", SET, "--format", "web-annotation", "--output", "标注.jsonld"]);
    let to = Place::with(&[
        // Something was put before: every position has moved.
        ("2019-驿站.txt", "新加的一行\n人才驿站👍\n\n街道建成驿站,引进青年。\n".as_bytes()),
        ("2020/共建.txt", "两新组织<共建>\"共享\"&互促。\n".as_bytes()),
    ]);
    to.write("标注.jsonld", &from.read("标注.jsonld"));
    let done = to.run(&["import", SET, "标注.jsonld"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let texts = |place: &Place| {
        let rows = values(&place.run(&["passages", SET, "--json"]).stdout);
        rows.iter().map(|row| row["text"].to_string()).collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(texts(&to), texts(&from));
    assert!(done.stderr.contains("已按文字找到"), "{}", done.stderr);
}

#[test]
fn a_document_becomes_an_article_once_and_says_where_it_comes_from() {
    let place = Place::with(&[("甲.txt", "原有的。\n".as_bytes())]);
    let html = "<html><head><title>调研</title></head><body><h2>阵地</h2><p>街道建成驿站。</p></body></html>";
    place.write("收到/调研 稿.html", html.as_bytes());
    let dry = place.run(&["import", SET, "收到", "--dry-run"]);
    assert_eq!(dry.code, Some(0), "{dry:?}");
    assert!(dry.stdout.contains("调研 稿.txt"), "{}", dry.stdout);
    assert!(!place.exists(&format!("{SET}/调研 稿.txt")));
    let done = place.run(&["import", SET, "收到/调研 稿.html"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let text = String::from_utf8(place.read(&format!("{SET}/调研 稿.txt"))).unwrap();
    assert!(text.contains("## 阵地\n") && text.contains("街道建成驿站。"), "{text}");
    let noted = String::from_utf8(place.read(&format!("{SET}/.quandian/articles.ron"))).unwrap();
    assert!(noted.contains("调研 稿.html") && noted.contains("sha256"), "{noted}");
    // The same document again, even under another name.
    place.write("副本.html", html.as_bytes());
    let again = place.run(&["import", SET, "副本.html", "--json"]);
    assert_eq!(values(&again.stdout)[0]["fate"], "known");
    assert!(!place.exists(&format!("{SET}/副本.txt")));
}

#[test]
fn a_codebook_is_merged_by_name_with_a_choice() {
    let place = Place::with(&[("甲.txt", "正文。\n".as_bytes())]);
    place.ok(&["tag", SET, "--theme", "人才", "--article", "甲.txt", "--span", "0..2"]);
    let table = "名称,上级,说明,颜色\n人才,,他们的说明,#112233\n引进,人才,下级,\n";
    place.write("编码簿.csv", table.as_bytes());
    let done = place.run(&["import", SET, "编码簿.csv", "--format", "codebook"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    let themes = values(&place.ok(&["codebook", SET, "--json"]));
    let find = |name: &str| themes.iter().find(|theme| theme["name"] == name).unwrap();
    assert_eq!(find("人才")["description"], "他们的说明");
    assert_eq!(find("人才")["passages"], 1);
    assert_eq!(find("人才/引进")["description"], "下级");
    // Now there are words of the set's own to choose against.
    place.write("编码簿.csv", "名称,说明\n人才,又一种说明\n".as_bytes());
    let describe = |choice: &str| {
        place.run(&["import", SET, "编码簿.csv", "--on-conflict", choice]);
        let themes = values(&place.ok(&["codebook", SET, "--json"]));
        let named = |name: &str| {
            let theme = themes.iter().find(|theme| theme["name"] == name);
            theme.map(|theme| theme["description"].as_str().unwrap().to_owned())
        };
        (named("人才").unwrap(), named("人才 (2)"))
    };
    assert_eq!(describe("keep"), ("他们的说明".to_owned(), None));
    assert_eq!(describe("add"), ("他们的说明".to_owned(), Some("又一种说明".to_owned())));
    assert_eq!(describe("replace").0, "又一种说明");
}

#[test]
fn bad_files_are_told_and_leave_the_set_untouched() {
    let place = Place::with(&[("甲.txt", "正文。\n".as_bytes())]);
    let bomb = archive(&[("word/document.xml", &vec![b'<'; 64 << 20])]);
    let entities = "<!DOCTYPE a [<!ENTITY b \"bb\">]><Project>&b;</Project>";
    let dtd = archive(&[("project.qde", entities.as_bytes())]);
    for (name, bytes, told) in [
        ("坏.docx", &b"PK\x03\x04"[..], "不是这种格式"),
        ("弹.docx", &bomb, "倍"),
        ("声明.qdpx", &dtd, "DTD"),
        ("半.jsonl", b"{\"text\": ", "第 1 行"),
        ("空.csv", b"a,b\n1,2\n", "列"),
    ] {
        place.write(name, bytes);
        let done = place.run(&["import", SET, name]);
        assert_eq!(done.code, Some(1), "{name}: {done:?}");
        assert!(
            done.stderr.contains(told) && done.stderr.contains(name),
            "{name}: {}",
            done.stderr
        );
        assert!(!done.stderr.contains("panicked"), "{}", done.stderr);
    }
    assert!(!place.exists(&format!("{SET}/.quandian")), "nothing was written");
    // What is not there, and what holds nothing.
    let missing = place.fails(1, &["import", SET, "没有.docx"]);
    assert!(missing.contains("请检查路径"), "{missing}");
    std::fs::create_dir(place.path("空文件夹")).unwrap();
    let nothing = place.fails(1, &["import", SET, "空文件夹"]);
    assert!(nothing.contains("没有可以导入的内容"), "{nothing}");
    // One bad file of several stops nothing.
    place.write("好.html", "<p>好的正文。</p>".as_bytes());
    let done = place.run(&["import", SET, "坏.docx", "好.html"]);
    assert_eq!(done.code, Some(1), "{done:?}");
    assert!(place.exists(&format!("{SET}/好.txt")));
}

#[test]
fn no_name_in_an_archive_leads_out_of_the_set() {
    let place = Place::with(&[("甲.txt", "正文。\n".as_bytes())]);
    let qde = "<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"x\"><Sources><TextSource \
               guid=\"6f9619ff-8b86-d011-b42d-00c04fc964ff\" name=\"../../外面\" \
               plainTextPath=\"internal://../../a.txt\"><PlainTextContent>外来的正文。</PlainTextContent>\
               </TextSource></Sources></Project>";
    let parts = [("project.qde", qde.as_bytes()), ("../../a.txt", "外来的正文。".as_bytes())];
    place.write("出.qdpx", &archive(&parts));
    place.run(&["import", SET, "出.qdpx"]);
    assert!(!place.exists("外面.txt") && !place.exists("a.txt") && !place.exists("../外面.txt"));
    let all = values(&place.ok(&["list", SET, "--json"]));
    for article in all {
        let path = article["path"].as_str().unwrap().to_owned();
        assert!(place.exists(&format!("{SET}/{path}")), "{path}");
    }
}

#[test]
fn what_is_not_read_is_named_with_the_way_out() {
    let place = Place::with(&[("文.txt", "街道。\n".as_bytes())]);
    place.write("来/旧.doc", b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 W\0o\0r\0d\0");
    place.write("来/空.pdf", b"");
    place.write("来/图.html", b"<html><body><img src=a.png></body></html>");
    // What lies beside a document and is none is passed over.
    place.write("来/a.png", b"\x89PNG");
    let done = place.run(&["import", SET, "来"]);
    for part in ["Word 97–2003", "另存为 .docx", "文件是空的", "没有文字，只有 1 张插图"]
    {
        assert!(done.stderr.contains(part), "{part}: {done:?}");
    }
    assert!(!done.stderr.contains("扫描") && !done.stderr.contains("a.png"), "{done:?}");
    // Chosen by itself it is told what it is.
    let picture = place.run(&["import", SET, "来/a.png"]);
    assert!(picture.stderr.contains("是图片"), "{picture:?}");
    // The first bytes go before the ending; what of it does not come is counted.
    place.write("其实.doc", br"{\rtf1 text{\footnote note}}");
    let read = place.run(&["import", SET, "其实.doc"]);
    assert_eq!(read.code, Some(0));
    assert!(read.stderr.contains("未导入：1 条脚注、尾注或批注"), "{read:?}");
    assert!(place.exists(&format!("{SET}/其实.txt")));
}
