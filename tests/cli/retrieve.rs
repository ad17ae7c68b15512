//! `--where`: the same conditions as in the window.

use crate::support::{Place, SET};

fn place() -> Place {
    let place = Place::with(&[
        ("2017-平台.txt", "街道建成驿站。引进青年人才。居民都说好。".as_bytes()),
        ("2019-驿站.txt", "街道把粮站改成中心。专员每周走访企业。".as_bytes()),
    ]);
    let tag = |article: &str, span: &str, theme: &str, more: &[&str]| {
        let fixed = ["tag", SET, "--coder", "lin", "--article", article, "--span", span];
        place.ok(&[&fixed[..], &["--theme", theme], more].concat());
    };
    tag("2017-平台.txt", "0..6", "阵地建设", &[]);
    tag("2017-平台.txt", "7..13", "人才", &["--memo", "再查"]);
    tag("2017-平台.txt", "2..6", "区域化党建", &[]);
    tag("2019-驿站.txt", "0..9", "阵地建设", &["--theme", "人才"]);
    tag("2019-驿站.txt", "10..18", "人才", &[]);
    place
}

/// The texts of the passages that `condition` selects.
fn texts(place: &Place, condition: &str) -> Vec<String> {
    let out = place.ok(&["passages", SET, "--where", condition, "--json"]);
    let text = |line: &str| {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        row["text"].as_str().unwrap().to_owned()
    };
    out.lines().map(text).collect()
}

#[test]
fn conditions_select_by_theme_year_memo_text_and_nearness() {
    let place = place();
    let [stage, talent, party] = ["街道建成驿站", "引进青年人才", "建成驿站"];
    let [grain, visit] = ["街道把粮站改成中心", "专员每周走访企业"];
    for (condition, expected) in [
        ("主题:阵地建设 且 非 主题:人才 且 年:2017..2020", &[stage][..]),
        ("主题：人才 或 主题：区域化党建", &[party, talent, grain, visit]),
        ("theme:人才 AND year:2019", &[grain, visit]),
        ("年:..2017", &[stage, party, talent]),
        ("备忘录:有", &[talent]),
        ("memo:再查", &[talent]),
        ("正文:糧站", &[grain]),
        ("文章:2019-驿站", &[grain, visit]),
        ("重叠:阵地建设", &[party]),
        ("位于:阵地建设", &[party]),
        ("重叠:区域化党建", &[stage]),
        ("位于:区域化党建", &[]),
        ("邻近:人才 且 年:2017", &[stage, party]),
        ("邻近/0:人才", &[]),
        ("来源:手工 且 年:2019", &[grain, visit]),
        ("编码员:wang", &[]),
        ("再查", &[talent]),
        ("", &[stage, party, talent, grain, visit]),
    ] {
        let found = texts(&place, condition);
        assert_eq!(found, expected, "{condition}");
    }
}

#[test]
fn bookmarks_and_their_notes_select_the_passages_of_their_paragraphs() {
    let place = Place::with(&[
        ("甲.txt", "标题\n\n街道建成驿站。居民都说好。\n\n引进青年人才。\n".as_bytes()),
        ("乙.txt", "街道建成驿站。\n".as_bytes()),
    ]);
    for (article, span) in [("甲.txt", "4..10"), ("甲.txt", "11..16"), ("甲.txt", "19..25")] {
        place.ok(&[
            "tag",
            SET,
            "--coder",
            "lin",
            "--article",
            article,
            "--span",
            span,
            "--theme",
            "人才",
        ]);
    }
    place.ok(&[
        "tag",
        SET,
        "--coder",
        "wang",
        "--article",
        "乙.txt",
        "--span",
        "0..6",
        "--theme",
        "人才",
    ]);
    let [stage, good, talent] = ["街道建成驿站", "居民都说好", "引进青年人才"];
    let found = |condition: &str| {
        let mut found = texts(&place, condition);
        found.sort_unstable();
        found
    };
    assert!(found("书签:有").is_empty());
    // In the middle of the third line, and at one of an article that is gone.
    let line = |id: u8, article: &str, at: u32, quote: &str, note: &str| {
        format!(
            "(id: \"01890a5d-ac96-774b-bcce-b302099a80{id:02}\", article: \"{article}\", at: {at}, \
             quote: \"{quote}\", note: \"{note}\", modified: \"2026-01-02T03:04:05.000Z\"),\n"
        )
    };
    let marks = [line(1, "甲.txt", 11, "居民都说好。", "Ａ再读"), line(2, "丙.txt", 0, "", "无处")];
    let file = format!("(\n    version: 1,\n    entries: [\n{}    ],\n)\n", marks.concat());
    place.write("文献集/.quandian/bookmarks.周.ron", file.as_bytes());
    for (condition, expected) in [
        ("书签:有", &[good, stage][..]),
        ("bookmark:some AND coder:lin", &[good, stage]),
        ("书签:无", &[talent, stage]),
        ("非 书签:有", &[talent, stage]),
        ("书签:a再", &[good, stage]),
        ("书签:无处", &[]),
        ("书签:\"有\"", &[]),
        ("bookmark:再读 且 正文:居民", &[good]),
    ] {
        assert_eq!(found(condition), expected, "{condition}");
    }
    // The words have moved into a paragraph of their own.
    place.write(
        "文献集/甲.txt",
        "标题\n\n街道建成驿站。\n\n居民都说好。\n\n引进青年人才。\n".as_bytes(),
    );
    assert_eq!(found("书签:有"), [good]);
}

#[test]
fn a_condition_and_the_other_options_both_have_to_hold() {
    let place = place();
    let args = ["passages", SET, "--theme", "人才", "--where", "年:2019", "--json"];
    assert_eq!(place.ok(&args).lines().count(), 2);
    let csv = ["export", SET, "--format", "csv", "--output", "-", "--where", "备忘录:有"];
    assert!(place.ok(&csv).contains("引进青年人才"));
}

#[test]
fn a_mistake_is_marked_at_its_place() {
    let place = place();
    for (condition, reason, mark) in [
        (
            "主题:阵地建设 且 体裁:通讯",
            "没有“体裁”这种条件",
            "  主题:阵地建设 且 体裁:通讯\n                   ^^^^^\n",
        ),
        ("主题:没有的", "没有主题“没有的”", "  主题:没有的\n  ^^^^^^^^^^^\n"),
        ("(主题:人才", "括号没有闭合", "  (主题:人才\n  ^\n"),
        ("主题:人才 且", "这里应有一个条件", "  主题:人才 且\n              ^\n"),
    ] {
        let done = place.run(&["passages", SET, "--where", condition]);
        assert_eq!(done.code, Some(1));
        assert!(done.stderr.contains(reason) && done.stderr.contains(mark), "{}", done.stderr);
    }
}
