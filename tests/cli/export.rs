//! `export`: what a spreadsheet and a manuscript get.

use std::collections::BTreeMap;

use crate::support::{Place, SET};

fn place() -> Place {
    let place = Place::with(&[
        (
            "2019-驿站.txt",
            "人才驿站开张\n\n街道建成驿站,引进青年。\n\n*第二段*,两百人。".as_bytes(),
        ),
        ("=甲.txt", "=合计,共三处。".as_bytes()),
    ]);
    let tag = |rest: &[&str]| {
        place.ok(&[&["tag", SET, "--coder", "lin", "--theme", "人才"], rest].concat());
    };
    let memo = "一行\n\"引号\",逗号";
    tag(&["--article", "2019-驿站.txt", "--span", "8..14", "--span", "15..19", "--memo", memo]);
    tag(&["--article", "2019-驿站.txt", "--span", "19..32", "--theme", "阵地建设"]);
    tag(&["--article", "=甲.txt", "--span", "0..3", "--memo", "+1"]);
    place
}

type Row = BTreeMap<String, String>;

fn rows(bytes: &[u8]) -> Vec<Row> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).expect("a BOM for Excel");
    let mut reader = csv::Reader::from_reader(bytes);
    reader.deserialize().map(|row| row.unwrap()).collect()
}

#[test]
fn csv_opens_with_all_columns_and_every_cell_as_it_was() {
    let place = place();
    let csv = ["export", SET, "--format", "csv", "--output", "摘录.csv"];
    assert_eq!(place.ok(&csv), "");
    let bytes = place.read("摘录.csv");
    let head = std::str::from_utf8(&bytes).unwrap().split("\r\n").next().unwrap();
    for column in ["id", "article", "title", "year", "coder", "themes", "text", "memo", "start"] {
        assert!(head.split(',').any(|name| name.trim_start_matches('\u{feff}') == column));
    }
    let rows = rows(&bytes);
    assert_eq!(rows.len(), 3);
    let row = rows.iter().find(|row| row["memo"].starts_with("一行")).unwrap();
    assert_eq!(row["memo"], "一行\n\"引号\",逗号");
    assert_eq!(row["text"], "街道建成驿站 … 引进青年");
    assert_eq!([&row["start"], &row["end"], &row["fragments"]], ["8", "19", "8-14;15-19"]);
    assert_eq!([&row["title"], &row["year"]], ["人才驿站开张", "2019"]);
    assert_eq!([&row["before"], &row["after"]], ["人才驿站开张\n\n", "。\n\n*第二段*,两百人。"]);
    assert_eq!([&row["paragraph"], &row["status"]], ["2", "ok"]);
    let row = rows.iter().find(|row| row["text"].contains("第二段")).unwrap();
    assert_eq!([&row["themes"], &row["fragments"]], ["人才; 阵地建设", ""]);
}

#[test]
fn cells_that_a_spreadsheet_would_run_are_defused_unless_asked_otherwise() {
    let place = place();
    let of = |more: &[&str]| {
        let fixed = ["export", SET, "--format", "csv", "--output", "o.csv", "--article", "=甲.txt"];
        place.ok(&[&fixed[..], more].concat());
        rows(&place.read("o.csv")).remove(0)
    };
    let row = of(&[]);
    assert_eq!([&row["article"], &row["text"], &row["memo"]], ["'=甲.txt", "'=合计", "'+1"]);
    assert_eq!(row["year"], "");
    let raw = of(&["--raw"]);
    assert_eq!([&raw["article"], &raw["text"], &raw["memo"]], ["=甲.txt", "=合计", "+1"]);
}

#[test]
fn markdown_is_grouped_by_theme_or_article_and_names_the_source() {
    let place = place();
    let fixed = ["export", SET, "--format", "markdown", "--output"];
    place.ok(&[&fixed[..], &["主题.md"]].concat());
    let by_theme = String::from_utf8(place.read("主题.md")).unwrap();
    let at = |text: &str| by_theme.find(text).unwrap_or_else(|| panic!("no {text}: {by_theme}"));
    // In the codebook's order; a passage of two themes stands under both.
    assert!(at("## 阵地建设 (1)") < at("## 人才 (3)"));
    assert_eq!(by_theme.matches(r"\*第二段\*").count(), 2);
    // What is a character in the article stays one, and each of its lines is in the quotation.
    at("> 。\n>\n> \\*第二段\\*,两百人。\n");
    at("《人才驿站开张》 2019 · 2019-驿站.txt · 第 2 段 · [8, 14) [15, 19) · lin\n");
    at("备忘录：一行\n\n\"引号\",逗号\n");

    let by_article = place.ok(&[&fixed[..], &["-", "--group-by", "article"]].concat());
    assert!(by_article.contains("## 《人才驿站开张》 (2)") && by_article.contains("人才"));
    assert!(!by_article.contains("## 人才"));
}

#[test]
fn only_what_is_asked_for_is_exported() {
    let place = place();
    let fixed = ["export", SET, "--format", "csv", "--output", "o.csv"];
    for (filter, count) in [
        (["--theme", "阵地建设"], 1),
        (["--article", "2019-驿站.txt"], 2),
        (["--coder", "wang"], 0),
    ] {
        place.ok(&[&fixed[..], &filter].concat());
        assert_eq!(rows(&place.read("o.csv")).len(), count, "{filter:?}");
    }
}

#[test]
fn an_export_never_writes_over_what_the_set_consists_of() {
    let place = place();
    place.write(&format!("{SET}/.quandian/dictionary.txt"), "人才驿站\n".as_bytes());
    place.write(&format!("{SET}/.quandian/queries.ron"), b"(version: 1, entries: [])");
    let own = [
        "=甲.txt",
        "=甲.txt.lin.tags.ron",
        "codebook.ron",
        ".quandian/dictionary.txt",
        ".quandian/../.quandian/./queries.ron",
    ];
    for name in own {
        let path = format!("{SET}/{name}");
        let before = place.read(&path);
        let done = place.fails(1, &["export", SET, "--format", "csv", "--output", &path]);
        assert!(done.contains(name.rsplit('/').next().unwrap()), "{done}");
        assert_eq!(place.read(&path), before);
    }
    for name in ["摘录.md", "新.TXT", ".quandian/journal.lin.ron", ".quandian/base/新.txt"] {
        let path = format!("{SET}/{name}");
        place.fails(1, &["export", SET, "--format", "markdown", "--output", &path]);
        assert!(!place.exists(&path), "{name}");
    }
    place.ok(&["export", SET, "--format", "csv", "--output", &format!("{SET}/摘录.csv")]);
}

#[cfg(unix)]
#[test]
fn nor_through_a_link_to_it_or_where_it_links_to() {
    use std::os::unix::fs::symlink;
    let place = place();
    place.write(&format!("{SET}/.quandian/dictionary.txt"), "人才驿站\n".as_bytes());
    place.write("别处.txt", "链接来的文章。\n".as_bytes());
    symlink(place.path("别处.txt"), place.path(&format!("{SET}/链接.txt"))).unwrap();
    symlink(place.path(&format!("{SET}/.quandian")), place.path("我的")).unwrap();
    symlink(place.path(&format!("{SET}/codebook.ron")), place.path("簿.csv")).unwrap();
    symlink(place.path(SET), place.path("同一个")).unwrap();
    for path in [
        "别处.txt",
        "我的/dictionary.txt",
        "我的/新.csv",
        "簿.csv",
        "同一个/=甲.txt",
        "同一个/新.md",
    ] {
        let before = place.exists(path).then(|| place.read(path));
        place.fails(1, &["export", SET, "--format", "csv", "--output", path]);
        assert_eq!(place.exists(path).then(|| place.read(path)), before, "{path}");
    }
}
