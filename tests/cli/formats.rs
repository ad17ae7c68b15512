//! `export`: what other programs get.

use std::{io::Read as _, path::Path, process::Command};

use calamine::Reader as _;
use serde_json::Value;

use crate::support::{Place, SET, values};

/// Two coders, two fragments, a theme below another, a character beyond the basic plane.
fn place() -> Place {
    let place = Place::with(&[
        ("2019-驿站.txt", "人才驿站👍\n\n街道建成驿站,引进青年。".as_bytes()),
        ("2020/共建.txt", "两新组织<共建>\"共享\"&互促。".as_bytes()),
    ]);
    let tag = |rest: &[&str]| {
        place.ok(&[&["tag", SET, "--theme", "人才", "--create-theme"], rest].concat());
    };
    let memo = "一行\n<二行> & \"三\"";
    let two = ["--span", "7..13", "--span", "14..18", "--memo", memo, "--theme", "阵地建设"];
    tag(&[&["--coder", "lin", "--article", "2019-驿站.txt"][..], &two].concat());
    tag(&["--coder", "王五", "--article", "2019-驿站.txt", "--span", "2..9"]);
    tag(&["--coder", "lin", "--article", "2020/共建.txt", "--span", "4..8"]);
    place
}

/// What a format writes to standard output; what it loses is told beside it.
fn stdout(place: &Place, format: &str) -> String {
    let done = place.run(&["export", SET, "--format", format, "--output", "-"]);
    assert_eq!(done.code, Some(0), "{done:?}");
    done.stdout
}

#[test]
fn json_lines_hold_every_fragment() {
    let rows = values(&stdout(&place(), "jsonl"));
    assert_eq!(rows.len(), 3);
    let two = rows.iter().find(|row| row["memo"] != "").unwrap();
    let texts: Vec<_> = two["fragments"].as_array().unwrap().iter().map(|f| &f["text"]).collect();
    assert_eq!(texts, ["街道建成驿站", "引进青年"]);
    assert_eq!(two["themes"], serde_json::json!(["人才", "阵地建设"]));
}

#[test]
fn positions_are_counted_as_each_program_counts() {
    let place = place();
    let of_wang = |line: &Value, unit: fn(&str) -> Vec<String>| {
        let text = unit(line["text"].as_str().unwrap());
        let labels = line["label"].as_array().unwrap().clone();
        let at = |label: &Value, n: usize| usize::try_from(label[n].as_u64().unwrap()).unwrap();
        labels.iter().map(|l| text[at(l, 0)..at(l, 1)].concat()).collect::<Vec<_>>()
    };
    // UTF-16: the thumb counts two.
    let units = |text: &str| {
        let units: Vec<u16> = text.encode_utf16().collect();
        units.iter().map(|unit| format!("{unit:04x}")).collect()
    };
    let lines = values(&stdout(&place, "doccano"));
    let seen = of_wang(&lines[0], units);
    let utf16 = |text: &str| units(text).concat();
    assert!(seen.contains(&utf16("驿站👍\n\n街道")), "{seen:?}");
    assert!(seen.contains(&utf16("引进青年")));
    // Code points.
    let tasks: Value = serde_json::from_str(&stdout(&place, "label-studio")).unwrap();
    let task = &tasks[0];
    let text: Vec<char> = task["data"]["text"].as_str().unwrap().chars().collect();
    let mut regions = 0;
    for annotation in task["annotations"].as_array().unwrap() {
        for region in annotation["result"].as_array().unwrap() {
            if region["type"] == "labels" {
                let value = &region["value"];
                let at = |name: &str| usize::try_from(value[name].as_u64().unwrap()).unwrap();
                let there: String = text[at("start")..at("end")].iter().collect();
                assert_eq!(value["text"], there);
                regions += 1;
            }
        }
    }
    assert_eq!(regions, 3);
}

#[test]
fn what_a_format_cannot_hold_is_told() {
    let place = place();
    let done = place.run(&["export", SET, "--format", "doccano", "--output", "d.jsonl"]);
    assert_eq!(done.code, Some(0));
    assert!(done.stderr.contains("1 条备忘录") && done.stderr.contains("2 位编码员"), "{done:?}");
    let done = place.run(&["export", SET, "--format", "web-annotation", "--output", "w.jsonld"]);
    assert_eq!((done.code, done.stderr.as_str()), (Some(0), ""));
}

#[test]
fn a_folder_of_files_is_new_and_outside_the_set() {
    let place = place();
    let brat = |folder| ["export", SET, "--format", "brat", "--output", folder];
    place.ok(&brat("标注"));
    let ann = String::from_utf8(place.read("标注/2019-驿站.ann")).unwrap();
    assert!(ann.contains("7 13;14 18\t街道建成驿站 引进青年"), "{ann}");
    assert!(place.exists("标注/2020/共建.txt") && place.exists("标注/annotation.conf"));
    assert!(place.fails(1, &brat("标注")).contains("文件夹里已有内容"));
    assert!(place.fails(1, &brat("文献集/新")).contains("不能写到文献集"));
    assert!(place.fails(1, &brat("-")).contains("--output"));
}

#[test]
fn a_workbook_has_its_four_sheets() {
    let place = place();
    place.ok(&["export", SET, "--format", "xlsx", "--output", "表.xlsx"]);
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(place.path("表.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["摘录", "编码簿", "主题×文章", "文章"]);
    let excerpts = book.worksheet_range("摘录").unwrap();
    assert_eq!(excerpts.height(), 4);
    assert!(excerpts.rows().any(|row| row[1] == *"街道建成驿站 … 引进青年"));
}

/// A REFI project with its parts laid out in a folder of its own.
fn unpacked(place: &Place, more: &[&str]) -> std::path::PathBuf {
    let fixed = ["export", SET, "--format", "refi-qdpx", "--output", "项目.qdpx"];
    place.run(&[&fixed[..], more].concat());
    let file = std::fs::File::open(place.path("项目.qdpx")).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut qde = String::new();
    archive.by_name("project.qde").unwrap().read_to_string(&mut qde).unwrap();
    place.write("项目/project.qde", qde.as_bytes());
    assert!(archive.len() == 3, "two articles beside the project");
    place.path("项目/project.qde")
}

#[test]
fn a_project_for_other_programs_holds_coders_notes_and_years() {
    let qde = std::fs::read_to_string(unpacked(&place(), &[])).unwrap();
    for part in ["name=\"lin\"", "name=\"王五\"", "一行\n&lt;二行&gt; &amp;", ">2019<", "<Link "]
    {
        assert!(qde.contains(part), "no {part} in {qde}");
    }
}

#[test]
#[ignore = "needs xmllint and the schemas in ../shared"]
fn what_is_written_for_other_programs_keeps_to_their_schema() {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/refi");
    let valid = |schema: &str, file: &Path| {
        let schema = schemas.join(schema);
        let output = Command::new("xmllint")
            .args(["--noout", "--nonet", "--schema"])
            .args([&schema, file])
            .output()
            .expect("xmllint is installed");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    };
    let place = place();
    valid("Project.xsd", &unpacked(&place, &[]));
    valid("Project.xsd", &unpacked(&place, &["--path-names", "--coder", "lin"]));
    place.ok(&["export", SET, "--format", "refi-qdc", "--output", "簿.qdc"]);
    valid("Codebook.xsd", &place.path("簿.qdc"));
}

#[test]
fn a_page_and_a_document_are_written() {
    let place = place();
    let page = stdout(&place, "html");
    assert!(page.contains("两新组织&lt;共建") || page.contains("&lt;</mark>"), "{page}");
    assert!(page.contains("default-src 'none'") && !page.contains("<script"));
    place.ok(&["export", SET, "--format", "docx", "--output", "摘录.docx"]);
    let file = std::fs::File::open(place.path("摘录.docx")).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut xml = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
    assert!(xml.contains("街道建成驿站 … 引进青年") && xml.contains("TOC"));
}

/// Counts every label of a doccano or brat export that stands where it says, and stops at one that
/// does not. It knows the formats only by their own rules: UTF-16 units, code points.
const OFFSETS: &str = r"
import json, pathlib, sys
doccano, brat, quotes = sys.argv[1:]
quotes = set(json.loads(quotes))
seen = {'doccano': 0, 'brat': 0}
for line in open(doccano, encoding='utf-8', newline='\n'):
    row = json.loads(line)
    units = row['text'].encode('utf-16-le')
    for start, end, name in row['label']:
        there = units[2 * start:2 * end].decode('utf-16-le')
        assert there in quotes, ('doccano', there)
        seen['doccano'] += 1
for ann in pathlib.Path(brat).rglob('*.ann'):
    text = ann.with_suffix('.txt').read_bytes().decode('utf-8')
    for line in ann.read_bytes().decode('utf-8').split('\n'):
        if line.startswith('T'):
            head, said = line.split('\t', 1)[1].split('\t')
            places = [place.split(' ') for place in head.split(' ', 1)[1].split(';')]
            parts = [text[int(start):int(end)] for start, end in places]
            assert ' '.join(parts) == said, ('brat', parts, said)
            assert all(any(part in quote for quote in quotes) for part in parts), ('brat', parts)
            seen['brat'] += 1
print(json.dumps(seen))
";

#[test]
#[ignore = "needs python3"]
fn another_reader_finds_every_quote_at_its_place() {
    let text = "𠮷祥社区👨‍👩‍👧驿站\r\n\r\n　　𠮷😀街道建成“驿站”👍,引进青年𠮷。\n完";
    let place = Place::with(&[
        ("2019-𠮷.txt", format!("\u{feff}{text}").as_bytes()),
        ("子/2020.txt", text.as_bytes()),
    ]);
    let chars: Vec<char> = text.replace("\r\n", "\n").chars().collect();
    let mut quotes = std::collections::BTreeSet::new();
    let (mut labels, mut annotations) = (0, 0);
    for (article, spans) in [
        ("2019-𠮷.txt", &[(0, 4), (4, 9)][..]),
        ("2019-𠮷.txt", &[(9, 17)]),
        ("子/2020.txt", &[(15, 16), (17, 19), (25, 31)]),
        ("子/2020.txt", &[(29, 33)]),
        ("子/2020.txt", &[(0, 1)]),
    ] {
        let mut args = [
            "tag",
            SET,
            "--coder",
            "lin",
            "--theme",
            "人才",
            "--create-theme",
            "--theme",
            "党建",
            "--article",
            article,
        ]
        .map(str::to_owned)
        .to_vec();
        for (start, end) in spans {
            args.extend(["--span".to_owned(), format!("{start}..{end}")]);
            quotes.insert(chars[*start..*end].iter().collect::<String>());
        }
        let args: Vec<&str> = args.iter().map(String::as_str).collect();
        place.ok(&args);
        annotations += 2;
        labels += 2 * spans.len();
    }
    // Two fragments that touch are one.
    quotes.insert(chars[0..9].iter().collect());
    labels -= 2;
    let export = |format: &str, output: &str| {
        let done = place.run(&["export", SET, "--format", format, "--output", output]);
        assert_eq!(done.code, Some(0), "{done:?}");
    };
    export("doccano", "d.jsonl");
    export("brat", "b");
    let quotes = serde_json::to_string(&quotes).unwrap();
    let check = |doccano: &str| {
        let (doccano, brat) = (place.path(doccano), place.path("b"));
        let mut command = Command::new("python3");
        command.args(["-c", OFFSETS]).args([&doccano, &brat]).arg(&quotes);
        command.output().expect("python3 is installed")
    };
    let output = check("d.jsonl");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let seen: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(seen, serde_json::json!({ "doccano": labels, "brat": annotations }));
    // The reader would tell: code points instead of UTF-16 are not where the words are.
    let moved = String::from_utf8(place.read("d.jsonl")).unwrap();
    let moved = moved.replace("\"text\":\"𠮷", "\"text\":\"吉");
    place.write("m.jsonl", moved.as_bytes());
    assert!(!check("m.jsonl").status.success());
}

#[test]
fn articles_become_notes_with_their_passages_marked() {
    let place = place();
    place.ok(&["export", SET, "--format", "markdown-articles", "--output", "笔记"]);
    let note = String::from_utf8(place.read("笔记/2019-驿站.md")).unwrap();
    for part in
        ["year: 2019\n", "- \"阵地建设\"\n", "==街道==[^1]==建成驿站==[^2]", "· 备忘录：一行"]
    {
        assert!(note.contains(part), "no {part} in {note}");
    }
    assert!(place.exists("笔记/2020/共建.md"));
}
