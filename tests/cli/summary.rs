//! `compare summary`: the grid of themes and articles, its texts and its files.

use serde_json::Value;

use crate::support::{Place, SET, keys, values};

/// Two articles, a passage in each; 人才 is below nothing.
fn place() -> Place {
    let place = Place::with(&[
        ("2017-粮站.txt", "街道把粮站改成活动室。支部引进人才。\n".as_bytes()),
        ("2019-楼栋.txt", "居民推选楼栋长，人才说好。\n".as_bytes()),
    ]);
    for (article, span, theme, coder) in [
        ("2017-粮站.txt", "0..10", "阵地建设", "lin"),
        ("2017-粮站.txt", "11..17", "人才", "lin"),
        ("2019-楼栋.txt", "8..12", "人才", "王"),
    ] {
        let mark = ["--theme", theme, "--article", article, "--span", span, "--coder", coder];
        place.ok(&[&["tag", SET][..], &mark].concat());
    }
    place
}

fn write(place: &Place, coder: &str, theme: &str, article: &str, text: &str) -> String {
    place.ok(&[
        "compare",
        "summary",
        SET,
        "--coder",
        coder,
        "--theme",
        theme,
        "--article",
        article,
        "--write",
        text,
        "--json",
    ])
}

fn row<'a>(rows: &'a [Value], theme: &str, article: &str) -> Option<&'a Value> {
    rows.iter().find(|row| row["theme"] == theme && row["article"] == article)
}

#[test]
fn a_grid_lists_the_cells_that_hold_something_and_what_each_coder_says() {
    let place = place();
    let out = place.ok(&["compare", "summary", SET, "--json"]);
    let first = out.lines().next().expect("a row");
    assert_eq!(keys(first), ["theme", "article", "passages", "summaries", "quotes"]);
    let rows = values(&out);
    assert_eq!(rows.len(), 3, "{out}");
    let cell = row(&rows, "人才", "2019-楼栋.txt").expect("it is marked");
    assert_eq!((&cell["passages"], &cell["quotes"][0]), (&1.into(), &"人才说好".into()));

    write(&place, "lin", "人才", "2019-楼栋.txt", "居民**认可**\n\n- 愿意来");
    write(&place, "王", "人才", "2019-楼栋.txt", "说好");
    let rows = values(&write(&place, "lin", "阵地建设", "2019-楼栋.txt", "没有提到"));
    let cell = row(&rows, "阵地建设", "2019-楼栋.txt").expect("a summary alone is something");
    assert_eq!(cell["passages"], 0);
    let said = &row(&rows, "人才", "2019-楼栋.txt").expect("it is there")["summaries"];
    assert_eq!(said[0]["coder"], "lin");
    assert_eq!(said[0]["text"], "居民**认可**\n\n- 愿意来");
    assert_eq!(said[1], serde_json::json!({"coder": "王", "text": "说好"}));

    // Said anew it stands in the place of the old, and said empty it goes.
    let rows = values(&write(&place, "lin", "人才", "2019-楼栋.txt", "认可"));
    assert_eq!(row(&rows, "人才", "2019-楼栋.txt").expect("there")["summaries"][0]["text"], "认可");
    let rows = values(&write(&place, "lin", "阵地建设", "2019-楼栋.txt", " \n"));
    assert!(row(&rows, "阵地建设", "2019-楼栋.txt").is_none());
    let file =
        String::from_utf8(place.read(&format!("{SET}/.quandian/summaries.lin.ron"))).unwrap();
    assert!(file.contains("认可") && !file.contains("愿意来"), "{file}");
}

#[test]
fn a_condition_leaves_out_and_tells_what_it_leaves() {
    let place = place();
    write(&place, "lin", "人才", "2017-粮站.txt", "引进");
    let out = place.ok(&["compare", "summary", SET, "--where", "年:2019", "--json"]);
    let rows = values(&out);
    assert!(rows.iter().all(|row| row["article"] == "2019-楼栋.txt"), "{out}");
    let shown = place.ok(&["compare", "summary", SET, "--where", "年:2019"]);
    assert!(shown.contains("另有 1 段摘要不在表里"), "{shown}");
    let shown = place.ok(&["compare", "summary", SET]);
    assert!(shown.contains("引进") && !shown.contains("不在表里"), "{shown}");
}

#[test]
fn a_grid_leaves_as_document_workbook_and_table() {
    let place = place();
    write(&place, "lin", "人才", "2017-粮站.txt", "=引进");
    for (name, magic) in [("表.docx", &b"PK"[..]), ("表.xlsx", b"PK"), ("表.csv", b"\xef\xbb\xbf")]
    {
        let file = place.path(name);
        place.ok(&["compare", "summary", SET, "--export", file.to_str().unwrap(), "--json"]);
        assert!(place.read(name).starts_with(magic), "{name}");
    }
    let table = String::from_utf8(place.read("表.csv")).unwrap();
    assert!(table.contains("'=引进") && table.contains("支部引进人才"), "{table}");
    let file = place.path("表.ods");
    let said = place.fails(1, &["compare", "summary", SET, "--export", file.to_str().unwrap()]);
    assert!(said.contains(".docx") && !place.exists("表.ods"), "{said}");
}

#[test]
fn what_cannot_be_written_is_told() {
    let place = place();
    let asked = ["compare", "summary", SET, "--write", "好", "--article"];
    let said = place.fails(1, &[&asked[..], &["没有.txt", "--theme", "人才"]].concat());
    assert!(said.contains("没有.txt"), "{said}");
    let said = place.fails(1, &[&asked[..], &["2017-粮站.txt", "--theme", "无此"]].concat());
    assert!(said.contains("无此"), "{said}");
    place.fails(2, &["compare", "summary", SET, "--write", "好"]);
    assert!(!place.exists(&format!("{SET}/.quandian/summaries.lin.ron")));
}
