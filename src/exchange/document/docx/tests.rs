mod content_tests;
mod list_tests;

use super::{package::MAIN, *};
use crate::exchange::document::sample::{archive, leftovers, refusal, text};
use crate::exchange::incoming::FaultKind;

const STYLES: &str = r#"<w:styles xmlns:w="w">
  <w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/></w:style>
  <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:basedOn w:val="a"/></w:style>
  <w:style w:type="paragraph" w:styleId="my"><w:name w:val="我的标题"/><w:basedOn w:val="1"/></w:style>
  <w:style w:type="paragraph" w:styleId="TOC1"><w:name w:val="toc 1"/></w:style>
  <w:style w:type="paragraph" w:styleId="loop"><w:name w:val="圈"/><w:basedOn w:val="loop"/></w:style>
</w:styles>"#;

const NUMBERING: &str = r#"<w:numbering xmlns:w="w">
  <w:abstractNum w:abstractNumId="0">
    <w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="chineseCountingThousand"/><w:lvlText w:val="%1、"/></w:lvl>
    <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%2."/></w:lvl>
  </w:abstractNum>
  <w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/><w:lvlText w:val=""/></w:lvl></w:abstractNum>
  <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num>
  <w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num>
  <w:num w:numId="3"><w:abstractNumId w:val="0"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
</w:numbering>"#;

fn document(body: &str) -> SourceFile {
    with(body, STYLES, NUMBERING, &[])
}

/// A document of these styles and lists, with more parts.
fn with(body: &str, styles: &str, numbering: &str, parts: &[(&str, &str)]) -> SourceFile {
    let main = format!(
        r#"<w:document xmlns:w="w" xmlns:mc="mc" xmlns:v="v" xmlns:a="a" xmlns:r="r" xmlns:m="m"
        xmlns:w14="w14" xmlns:c="c" xmlns:dgm="d"><w:body>{body}<w:sectPr/></w:body></w:document>"#
    );
    let all = [
        ("[Content_Types].xml", "<Types/>"),
        ("word/document.xml", &*main),
        ("word/styles.xml", styles),
        ("word/numbering.xml", numbering),
    ];
    let own = all.into_iter().filter(|(name, _)| parts.iter().all(|(other, _)| other != name));
    archive("文.docx", &own.chain(parts.iter().copied()).collect::<Vec<_>>())
}

fn p(properties: &str, text: &str) -> String {
    format!("<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
}

#[test]
fn headings_are_known_by_what_their_styles_are_called() {
    let body = [
        p(r#"<w:pStyle w:val="1"/>"#, "一级"),
        p(r#"<w:pStyle w:val="my"/>"#, "照样一级"),
        p(r#"<w:outlineLvl w:val="2"/>"#, "三级"),
        p(r#"<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>"#, "正文"),
        p(r#"<w:pStyle w:val="loop"/>"#, "圈"),
        p(r#"<w:pStyle w:val="TOC1"/>"#, "目录1"),
    ];
    let expected = "# 一级\n\n# 照样一级\n\n### 三级\n\n正文\n\n圈\n";
    assert_eq!(text(&document(&body.concat())), expected);
}

#[test]
fn lists_are_counted_as_word_counts_them() {
    let item = |list: u32, depth: u32, text: &str| {
        let list =
            format!(r#"<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list}"/></w:numPr>"#);
        p(&list, text)
    };
    let body = [
        item(1, 0, "甲"),
        item(1, 1, "子"),
        item(1, 1, "丑"),
        item(1, 0, "乙"),
        item(1, 1, "寅"),
        item(2, 0, "点"),
        item(3, 0, "再来"),
        item(0, 0, "不是"),
        item(77, 0, "没有这个表"),
        p(r#"<w:pStyle w:val="1"/><w:numPr><w:numId w:val="1"/></w:numPr>"#, "带号的标题"),
    ];
    let expected = "一、甲\n  1. 子\n  2. 丑\n二、乙\n  1. 寅\n- 点\n一、再来\n\n不是\n\n没有这个表\n\n# 二、带号的标题\n";
    assert_eq!(text(&document(&body.concat())), expected);
}

#[test]
fn insertions_are_read_and_deletions_are_not() {
    let body = r#"<w:p><w:r><w:t xml:space="preserve">前 </w:t></w:r><w:ins><w:r><w:t>插</w:t></w:r></w:ins>
        <w:del><w:r><w:delText>删</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>走</w:t></w:r></w:moveFrom>
        <w:moveTo><w:r><w:t>来</w:t></w:r></w:moveTo></w:p>
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>上半</w:t></w:r></w:p><w:p><w:r><w:t>下半</w:t></w:r></w:p>
        <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>藏</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>见</w:t></w:r></w:p>"#;
    let file = document(body);
    assert_eq!(text(&file), "前 插来\n\n上半下半\n\n见\n");
    assert_eq!(leftovers(&file), [(Leftover::Hidden, 3), (Leftover::HiddenCharacters, 3)]);
}

#[test]
fn a_text_box_is_read_once_and_after_its_paragraph() {
    let inside = "<w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent>";
    let body = format!(
        r"<w:p><w:r><w:t>框外</w:t></w:r><w:r><mc:AlternateContent><mc:Choice>{inside}</mc:Choice>
        <mc:Fallback><w:pict>{inside}<v:imagedata/></w:pict></mc:Fallback></mc:AlternateContent></w:r>
        <w:r><w:drawing><a:blip/></w:drawing></w:r></w:p>"
    );
    let file = document(&body);
    assert_eq!(text(&file), "框外\n\n框里\n");
    assert_eq!(leftovers(&file), [(Leftover::Pictures, 1)]);
}

#[test]
fn what_stands_in_a_line_is_read_as_it_looks() {
    let body = r"<w:p><w:r><w:t>一</w:t><w:tab/><w:t>二</w:t><w:br/><w:t>三</w:t><w:noBreakHyphen/><w:softHyphen/></w:r>
        <w:hyperlink><w:r><w:t>链</w:t></w:r></w:hyperlink><w:smartTag><w:smartTagPr/><w:r><w:t>牌</w:t></w:r></w:smartTag>
        <w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控</w:t></w:r></w:sdtContent></w:sdt>
        <w:r><w:ruby><w:rt><w:r><w:t>jī</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>基</w:t></w:r></w:rubyBase></w:ruby></w:r>
        <w:r><w:fldChar/><w:instrText>PAGE</w:instrText></w:r><w:r><w:footnoteReference/></w:r><w:r><w:commentReference/></w:r></w:p>";
    let file = document(body);
    assert_eq!(text(&file), "一\t二\n三-链牌控基\n");
    assert_eq!(leftovers(&file), [(Leftover::Footnotes, 2)]);
}

#[test]
fn a_table_is_read_row_by_row() {
    let cell = |text: &str| format!("<w:tc><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>");
    let row = |a: &str, b: &str| format!("<w:tr>{}{}</w:tr>", cell(a), cell(b));
    let deleted = format!("<w:tr><w:trPr><w:del/></w:trPr>{}</w:tr>", cell("去"));
    let body = format!("<w:tbl>{}{}{deleted}</w:tbl>", row("年", "人"), row("2019", ""));
    assert_eq!(text(&document(&body)), "年 | 人\n2019 |\n");
}

#[test]
fn cells_over_several_columns_keep_what_follows_in_its_own() {
    let cell =
        |more: &str, words: &str| format!("<w:tc><w:tcPr>{more}</w:tcPr>{}</w:tc>", p("", words));
    let row = |more: &str, cells: &[String]| {
        format!("<w:tr><w:trPr>{more}</w:trPr>{}</w:tr>", cells.concat())
    };
    let two = r#"<w:gridSpan w:val="2"/>"#;
    let body = format!(
        "<w:tbl>{}{}{}</w:tbl>",
        row("", &[cell("", "区"), cell(two, "人数"), cell("", "备注")]),
        row("", &[cell("<w:vMerge/>", ""), cell("", "男"), cell("", "女"), cell("", "")]),
        row(r#"<w:gridBefore w:val="1"/>"#, &[cell(two, "5"), cell("", "缺")]),
    );
    let expected = "区 | 人数 |  | 备注\n| 男 | 女 |\n| 5 |  | 缺\n";
    assert_eq!(text(&document(&body)), expected);
}

#[test]
fn the_main_part_is_where_the_package_says() {
    let main = r#"<w:document xmlns:w="w"><w:body><w:p><w:r><w:t>文</w:t></w:r></w:p></w:body></w:document>"#;
    let relations = r#"<Relationships><Relationship Type="http://x/officeDocument" Target="/word/document2.xml"/></Relationships>"#;
    let core = r#"<cp:coreProperties xmlns:cp="c" xmlns:dc="d"><dc:title>题目</dc:title></cp:coreProperties>"#;
    let parts =
        [("_rels/.rels", relations), ("word/document2.xml", main), ("docProps/core.xml", core)];
    let read = crate::exchange::document::read(&archive("文.docx", &parts)).unwrap();
    let article = &read.articles[0];
    assert_eq!(article.text.as_deref(), Some("文\n"));
    assert_eq!(article.title.as_deref(), Some("题目"));
}

#[test]
fn what_is_no_word_document_is_refused() {
    let fault = refusal(&archive("文.docx", &[("a", "b")]));
    assert_eq!(fault.kind, FaultKind::NoPart(MAIN.into()));
    assert_eq!(refusal(&document("")).kind, FaultKind::NoText);
}
