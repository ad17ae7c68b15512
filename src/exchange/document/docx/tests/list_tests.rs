//! Lists as Word numbers them.

use super::{p, with};
use crate::exchange::document::sample::text;

/// A level of a list.
fn level(at: usize, format: &str, pattern: &str, more: &str) -> String {
    format!(
        r#"<w:lvl w:ilvl="{at}"><w:start w:val="1"/><w:numFmt w:val="{format}"/>{more}<w:lvlText w:val="{pattern}"/></w:lvl>"#
    )
}

fn kind(id: u32, levels: &str) -> String {
    format!(r#"<w:abstractNum w:abstractNumId="{id}">{levels}</w:abstractNum>"#)
}

fn num(id: u32, kind: u32, more: &str) -> String {
    format!(r#"<w:num w:numId="{id}"><w:abstractNumId w:val="{kind}"/>{more}</w:num>"#)
}

fn in_list(list: u32, depth: u32) -> String {
    format!(r#"<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list}"/></w:numPr>"#)
}

fn item(list: u32, depth: u32, words: &str) -> String {
    p(&in_list(list, depth), words)
}

/// The text of a document with these lists.
fn read(numbering: &str, body: &[String]) -> String {
    styled("", numbering, body)
}

fn styled(styles: &str, numbering: &str, body: &[String]) -> String {
    let styles = format!(r#"<w:styles xmlns:w="w">{styles}</w:styles>"#);
    let numbering = format!(r#"<w:numbering xmlns:w="w" xmlns:mc="mc">{numbering}</w:numbering>"#);
    text(&with(&body.concat(), &styles, &numbering, &[]))
}

fn style(id: &str, based_on: &str, numbering: &str) -> String {
    format!(
        r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{id}"/><w:basedOn w:val="{based_on}"/><w:pPr>{numbering}</w:pPr></w:style>"#
    )
}

#[test]
fn a_level_in_legal_style_writes_all_numbers_in_digits() {
    let levels = level(0, "chineseCountingThousand", "第%1章", "")
        + &level(1, "decimal", "%1.%2", "<w:isLgl/>")
        + &level(2, "upperLetter", "%1.%2.%3", r#"<w:isLgl w:val="0"/>"#);
    let body = [
        item(1, 0, "绪论"),
        item(1, 1, "背景"),
        item(1, 2, "政策"),
        item(1, 0, "综述"),
        item(1, 1, "概念"),
    ];
    let read = read(&(kind(0, &levels) + &num(1, 0, "")), &body);
    assert_eq!(read, "第一章绪论\n  1.1 背景\n    一.1.A 政策\n第二章综述\n  2.1 概念\n");
}

#[test]
fn levels_and_styles_find_each_other_without_a_depth() {
    let numbering = kind(
        0,
        &(level(0, "decimal", "%1.", r#"<w:pStyle w:val="A"/>"#)
            + &level(1, "decimal", "%1.%2", r#"<w:pStyle w:val="B"/>"#)),
    ) + &num(1, 0, "");
    let list = r#"<w:numPr><w:numId w:val="1"/></w:numPr>"#;
    let none = r#"<w:numPr><w:numId w:val="0"/></w:numPr>"#;
    let styles = style("A", "", list)
        + &style("B", "A", list)
        + &style("C", "B", "")
        + &style("D", "A", r#"<w:numPr><w:ilvl w:val="1"/></w:numPr>"#)
        + &style("E", "A", none);
    let of = |style: &str, more: &str| {
        p(&format!(r#"<w:pStyle w:val="{style}"/>{more}"#), &style.to_lowercase())
    };
    let body = [
        of("A", ""),
        of("B", ""),
        of("C", ""),
        of("D", ""),
        of("A", none),
        of("E", ""),
        of("A", ""),
    ];
    let expected = "1. a\n  1.1 b\n  1.2 c\n  1.3 d\n\na\n\ne\n\n2. a\n";
    assert_eq!(styled(&styles, &numbering, &body), expected);
}

#[test]
fn a_list_takes_its_levels_from_a_numbering_style() {
    let levels =
        level(0, "chineseCounting", "%1、", "") + &level(1, "chineseCounting", "（%2）", "");
    let numbering = kind(0, &format!(r#"<w:styleLink w:val="L"/>{levels}"#))
        + &kind(1, r#"<w:numStyleLink w:val="L"/>"#)
        + &kind(2, r#"<w:numStyleLink w:val="M"/>"#)
        + &kind(3, r#"<w:numStyleLink w:val="N"/>"#)
        + &num(1, 0, "")
        + &num(2, 1, "")
        + &num(3, 3, "");
    let style = r#"<w:style w:type="numbering" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>"#;
    let body = [item(2, 0, "甲"), item(2, 1, "乙"), item(2, 0, "丙"), item(3, 0, "丁")];
    let expected = "一、甲\n  （一）乙\n二、丙\n\n丁\n";
    assert_eq!(styled(style, &numbering, &body), expected);
    // Without the style the kind that says it has its levels does.
    assert_eq!(read(&numbering, &body), expected);
}

#[test]
fn a_list_may_have_levels_and_starts_of_its_own() {
    let whole = level(0, "chineseCounting", "第%1条　", "");
    let start = r#"<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>"#;
    let numbering = kind(0, &(level(0, "decimal", "%1.", "") + &level(1, "decimal", "%1.%2", "")))
        + &num(1, 0, "")
        + &num(2, 0, &format!(r#"<w:lvlOverride w:ilvl="0">{whole}</w:lvlOverride>"#))
        + &num(3, 0, start);
    let body = [
        item(1, 0, "甲"),
        item(2, 0, "乙"),
        item(3, 0, "丙"),
        item(3, 1, "丁"),
        item(3, 0, "戊"),
        item(1, 0, "己"),
    ];
    let expected = "1. 甲\n第二条　乙\n5. 丙\n  5.1 丁\n6. 戊\n7. 己\n";
    assert_eq!(read(&numbering, &body), expected);
}

#[test]
fn skipped_levels_count_once_and_levels_start_anew_where_they_say() {
    let levels = level(0, "decimal", "%1", "")
        + &level(1, "decimal", "%1.%2", r#"<w:lvlRestart w:val="0"/>"#)
        + &level(2, "decimal", "%1.%2.%3", r#"<w:lvlRestart w:val="1"/>"#);
    let body = [
        item(1, 0, "甲"),
        item(1, 2, "跳"),
        item(1, 1, "乙"),
        item(1, 2, "不"),
        item(1, 0, "丙"),
        item(1, 1, "丁"),
        item(1, 2, "新"),
    ];
    let read = read(&(kind(0, &levels) + &num(1, 0, "")), &body);
    let expected = "1 甲\n    1.1.1 跳\n  1.2 乙\n    1.2.2 不\n2 丙\n  2.3 丁\n    2.3.1 新\n";
    assert_eq!(read, expected);
}

#[test]
fn a_list_may_start_at_nought() {
    let from = |start: &str| {
        format!(
            r#"<w:lvl w:ilvl="0">{start}<w:numFmt w:val="decimal"/><w:lvlText w:val="%1."/></w:lvl>"#
        )
    };
    let numbering = kind(0, &from(r#"<w:start w:val="0"/>"#))
        + &kind(1, &from(""))
        + &num(1, 0, "")
        + &num(2, 1, "");
    let body = [item(1, 0, "甲"), item(1, 0, "乙"), item(2, 0, "丙")];
    assert_eq!(read(&numbering, &body), "0. 甲\n1. 乙\n0. 丙\n");
}

#[test]
fn empty_paragraphs_count_and_show_and_those_that_are_not_there_do_not() {
    let numbering = kind(0, &level(0, "decimal", "%1.", "")) + &num(1, 0, "");
    let gone = "<w:rPr><w:del/></w:rPr>";
    let hidden = "<w:rPr><w:vanish/></w:rPr>";
    let bare = |more: &str| format!("<w:p><w:pPr>{}{more}</w:pPr></w:p>", in_list(1, 0));
    let body = [item(1, 0, "甲"), bare(""), bare(gone), bare(hidden), item(1, 0, "乙")];
    assert_eq!(read(&numbering, &body), "1. 甲\n2.\n3. 乙\n");
    let cell = |inside: &str| format!("<w:tc>{inside}</w:tc>");
    let row = |words: &str| format!("<w:tr>{}{}</w:tr>", cell(&bare("")), cell(&p("", words)));
    let table = format!("<w:tbl>{}{}</w:tbl>", row("甲"), row("乙"));
    assert_eq!(read(&numbering, &[table]), "1. | 甲\n2. | 乙\n");
}

#[test]
fn what_parts_a_number_from_its_text_is_as_the_level_says() {
    let numbering = kind(0, &level(0, "decimal", "%1.", r#"<w:suff w:val="nothing"/>"#))
        + &kind(1, &level(0, "chineseCounting", "第%1条", r#"<w:suff w:val="space"/>"#))
        + &kind(2, &level(0, "chineseCounting", "第%1条", ""))
        + &kind(3, &level(0, "none", "附：", ""))
        + &kind(
            4,
            &level(0, "bullet", "\u{f0a8}", r#"<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>"#),
        )
        + &kind(
            5,
            &level(0, "bullet", "\u{f06c}", r#"<w:rPr><w:rFonts w:ascii="Wingdings"/></w:rPr>"#),
        )
        + &(0..6).map(|at| num(at + 1, at, "")).collect::<String>();
    let body: Vec<String> = (1..=6).map(|list| item(list, 0, "文")).collect();
    assert_eq!(read(&numbering, &body), "1.文\n第一条 文\n第一条文\n附：文\n□ 文\n- 文\n");
}

#[test]
fn formats_that_older_words_do_not_know_are_read() {
    let custom = r#"<w:lvl w:ilvl="0"><w:start w:val="7"/><mc:AlternateContent><mc:Choice><w:numFmt w:val="custom" w:format="001, 002, 003, ..."/></mc:Choice><mc:Fallback><w:numFmt w:val="decimal"/></mc:Fallback></mc:AlternateContent><w:lvlText w:val="%1"/></w:lvl>"#;
    assert_eq!(read(&(kind(0, custom) + &num(1, 0, "")), &[item(1, 0, "甲")]), "007 甲\n");
}

#[test]
fn text_boxes_count_by_themselves() {
    let numbering = kind(0, &level(0, "decimal", "%1.", "")) + &num(1, 0, "");
    let boxed = format!(
        "<w:p><w:pPr>{}</w:pPr><w:r><w:t>甲</w:t></w:r><w:r><w:pict><v:textbox><w:txbxContent>{}</w:txbxContent></v:textbox></w:pict></w:r></w:p>",
        in_list(1, 0),
        item(1, 0, "框")
    );
    assert_eq!(read(&numbering, &[boxed, item(1, 0, "乙")]), "1. 甲\n1. 框\n2. 乙\n");
}

#[test]
fn a_number_does_not_pass_from_a_deleted_paragraph_to_one_that_has_none() {
    let numbering = kind(0, &level(0, "decimal", "%1.", "")) + &num(1, 0, "");
    let gone = format!(
        "<w:p><w:pPr>{}<w:rPr><w:del/></w:rPr></w:pPr><w:del><w:r><w:delText>去</w:delText></w:r></w:del></w:p>",
        in_list(1, 0)
    );
    assert_eq!(read(&numbering, &[gone, p("", "正文"), item(1, 0, "甲")]), "正文\n\n1. 甲\n");
}
