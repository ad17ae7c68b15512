use super::*;
use crate::exchange::document::{
    read,
    sample::{archive, leftovers, refusal, text},
};

fn document(body: &str) -> SourceFile {
    let content = format!(
        r#"<o:document-content xmlns:o="o" xmlns:t="t" xmlns:d="d" xmlns:s="s" xmlns:b="b" xmlns:x="x"><o:automatic-styles>
        <s:style s:name="h" s:family="text"><s:text-properties t:display="none"/></s:style>
        <s:style s:name="P1" s:parent-style-name="Title"/><s:style s:name="loop" s:parent-style-name="loop"/>
        <t:list-style s:name="L"><t:list-level-style-number t:level="1" s:num-format="一, 二, 三, ..." s:num-suffix="、"/>
        <t:list-level-style-bullet t:level="2"/></t:list-style>
        <t:list-style s:name="N"><t:list-level-style-number t:level="1" s:num-format="1" s:num-suffix="."/>
        <t:list-level-style-number t:level="2" s:num-format="1" s:num-suffix="." t:display-levels="2"/></t:list-style>
        <t:list-style s:name="M"><t:list-level-style-number t:level="1" s:num-format="1" t:start-value="3" s:num-list-format="第%1%条"/>
        <t:list-level-style-number t:level="2" s:num-format="a" s:num-suffix="." s:num-list-format="(%1%-%2%)"/><t:list-level-style-number t:level="3" s:num-format=""/></t:list-style>
        <t:list-style s:name="F"><t:list-level-style-number t:level="1" s:num-format="壹, 贰, 叁, ..."/><t:list-level-style-number t:level="2" s:num-format="１, ２, ３, ..." s:num-suffix="．"/></t:list-style>
        <s:style s:name="out" s:list-style-name=""/></o:automatic-styles>
        <o:body><o:text>{body}</o:text></o:body></o:document-content>"#
    );
    let styles = r#"<o:document-styles xmlns:o="o" xmlns:t="t" xmlns:s="s"><o:styles><t:outline-style><t:outline-level-style t:level="1" s:num-format="一, 二, 三, ..." s:num-prefix="第" s:num-suffix="章"/>
        <t:outline-level-style t:level="2" s:num-format="1" t:display-levels="2"/><t:outline-level-style t:level="3" s:num-format=""/></t:outline-style></o:styles></o:document-styles>"#;
    document_of(&content, styles)
}

fn document_of(content: &str, styles: &str) -> SourceFile {
    let meta =
        "<m:document-meta xmlns:m='m' xmlns:dc='d'><dc:title>题目</dc:title></m:document-meta>";
    archive(
        "文.odt",
        &[("mimetype", "x"), ("content.xml", content), ("styles.xml", styles), ("meta.xml", meta)],
    )
}

#[test]
fn a_document_is_read_in_its_order() {
    let body = r#"<t:sequence-decls><t:p>不是</t:p></t:sequence-decls><t:p t:style-name="P1">总题</t:p>
        <t:h t:outline-level="2">标题</t:h><t:p t:style-name="loop">一<t:s t:c="2"/>二<t:tab/>三<t:line-break/>
          <t:span>四  五</t:span><t:a>六</t:a></t:p><t:table-of-content><t:p>目录</t:p></t:table-of-content>
        <t:section><t:p>节</t:p></t:section>
        <t:list t:style-name="L"><t:list-item><t:p>甲</t:p><t:list><t:list-item><t:p>子</t:p></t:list-item></t:list></t:list-item>
        <t:list-item><t:p>乙</t:p><t:p>乙的第二段</t:p></t:list-item></t:list>
        <b:table><b:table-header-rows><b:table-row><b:table-cell><t:p>年</t:p></b:table-cell><b:table-cell><t:p>人</t:p></b:table-cell></b:table-row></b:table-header-rows>
        <b:table-row><b:table-cell/><b:table-cell><t:p>3</t:p><t:p>4</t:p></b:table-cell></b:table-row></b:table>"#;
    let file = document(body);
    let expected = "# 总题\n\n## 一.1 标题\n\n一  二\t三\n四 五六\n\n节\n\n一、甲\n  - 子\n二、乙\n\n乙的第二段\n\n年 | 人\n| 3 4\n";
    assert_eq!(text(&file), expected);
    assert_eq!(read(&file).unwrap().articles[0].title.as_deref(), Some("题目"));
}

/// Lists as `LibreOffice` 7.4 shows them when it saves such a document as plain text.
#[test]
fn lists_count_on_where_they_say_so() {
    let item = |text: &str| format!("<t:list-item><t:p>{text}</t:p></t:list-item>");
    let deeper = |text: &str| format!("<t:list-item><t:list>{}</t:list></t:list-item>", item(text));
    let body = format!(
        r#"<t:list t:style-name="N" x:id="l"><t:list-item><t:p>a</t:p><t:list>{a}</t:list><t:p>b</t:p><t:list>{a}</t:list></t:list-item>{b}</t:list>
        <t:p>c</t:p><t:list t:style-name="N" t:continue-numbering="true">{c}</t:list>
        <t:p>c</t:p><t:list t:style-name="N" t:continue-numbering="true">{c}{d}</t:list>
        <t:p>c</t:p><t:list t:style-name="N">{b}</t:list><t:p>c</t:p><t:list t:style-name="N" t:continue-list="l">{e}</t:list>
        <t:p>c</t:p><t:list t:style-name="N"><t:list-header><t:p>f</t:p></t:list-header>{c}<t:list-item t:start-value="7"><t:p>g</t:p></t:list-item></t:list>"#,
        a = item("sub"),
        b = item("two"),
        c = deeper("deep"),
        d = item("three"),
        e = item("four"),
    );
    let expected = "1. a\n  1.1. sub\n\nb\n\n  1.1. sub\n2. two\n\nc\n\n  2.1. deep\n\nc\n\n  2.2. deep\n3. three\n\nc\n\n1. two\n\nc\n\n4. four\n\nc\n\nf\n\n  1.1. deep\n7. g\n";
    assert_eq!(text(&document(&body)), expected);
}

#[test]
fn headings_have_the_numbers_that_their_style_gives_them() {
    let body = r#"<t:h t:outline-level="1">绪论</t:h><t:h t:outline-level="2">背景</t:h><t:h t:outline-level="2">方法</t:h>
        <t:h t:outline-level="1" t:is-list-header="true">致谢</t:h><t:h t:outline-level="1" t:style-name="out">附</t:h>
        <t:h t:outline-level="1">结论</t:h><t:h t:outline-level="2">一</t:h><t:h t:outline-level="3">无号</t:h>
        <t:h t:outline-level="1" t:restart-numbering="true" t:start-value="5">五</t:h>
        <t:list t:style-name="L"><t:list-item><t:h t:outline-level="2">表中</t:h></t:list-item></t:list>
        <t:list><t:list-item><t:h t:outline-level="2">仍是</t:h></t:list-item></t:list>
        <t:h t:outline-level="1"><t:number>第九章</t:number>自报</t:h>"#;
    let expected = "# 第一章绪论\n\n## 一.1 背景\n\n## 一.2 方法\n\n# 致谢\n\n# 附\n\n# 第二章结论\n\n## 二.1 一\n\n### 无号\n\n# 第五章五\n\n## 一、表中\n\n## 五.1 仍是\n\n# 第九章自报\n";
    assert_eq!(text(&document(body)), expected);
}

#[test]
fn signs_are_what_their_font_makes_of_them_and_margins_are_told() {
    let styles = r#"<o:document-styles xmlns:o="o" xmlns:t="t" xmlns:s="s"><o:styles><s:style s:name="W"><s:text-properties s:font-name="Wingdings"/></s:style></o:styles>
        <o:master-styles><s:master-page><s:header><t:p>某大学 学位论文</t:p></s:header><s:footer><t:p> </t:p></s:footer></s:master-page></o:master-styles></o:document-styles>"#;
    let content = r#"<o:document-content xmlns:o="o" xmlns:t="t"><o:body><o:text><t:p><t:span t:style-name="W">&#xF0FE;</t:span>同意&#xF0A8;</t:p></o:text></o:body></o:document-content>"#;
    let file = document_of(content, styles);
    assert_eq!(text(&file), "☑同意\u{f0a8}\n");
    assert_eq!(leftovers(&file), [(Leftover::Margins, 1), (Leftover::Signs, 1)]);
    assert_eq!(read(&file).unwrap().leftovers.first(Leftover::Margins), "某大学 学位论文");
}

#[test]
fn a_pattern_says_how_a_number_looks_and_one_without_number_is_shown_without() {
    let body = r#"<t:list t:style-name="M"><t:list-item><t:p>甲</t:p><t:list><t:list-item><t:p>乙</t:p><t:list><t:list-item><t:p>丙</t:p></t:list-item></t:list></t:list-item></t:list></t:list-item></t:list>
        <t:numbered-paragraph t:list-id="n" t:level="1" t:style-name="M"><t:p>丁</t:p></t:numbered-paragraph><t:numbered-paragraph t:list-id="n" t:level="1" t:style-name="M"><t:p>戊</t:p></t:numbered-paragraph>"#;
    let expected = "第3条甲\n  (3-a) 乙\n\n丙\n\n第3条丁\n第4条戊\n";
    assert_eq!(text(&document(body)), expected);
    let body = r#"<t:list t:style-name="F"><t:list-item t:start-value="12"><t:p>己</t:p><t:list><t:list-item><t:p>庚</t:p></t:list-item></t:list></t:list-item></t:list>"#;
    assert_eq!(text(&document(body)), "壹拾贰己\n  １．庚\n");
}

#[test]
fn cells_that_repeat_keep_their_columns() {
    let cell = |text: &str| format!("<b:table-cell><t:p>{text}</t:p></b:table-cell>");
    let (a, b) = (cell("甲"), cell("乙"));
    let body = format!(
        r#"<t:list t:style-name="L"><t:list-item><t:p>项</t:p><b:table><b:table-row>{a}<b:table-cell b:number-columns-repeated="2"/>{b}</b:table-row>
        <b:table-row>{a}<b:covered-table-cell/><b:table-cell b:number-columns-repeated="2"><t:p>1</t:p></b:table-cell></b:table-row>
        <b:table-row b:number-rows-repeated="1000000"><b:table-cell b:number-columns-repeated="1000000"/></b:table-row></b:table></t:list-item></t:list>"#
    );
    assert_eq!(text(&document(&body)), "一、项\n\n甲 |  |  | 乙\n甲 |  | 1 | 1\n");
}

#[test]
fn a_document_that_is_one_file_is_read() {
    let flat = "<?xml version='1.0'?><!DOCTYPE o [<!ENTITY a 'b'>]><o:document xmlns:o='o' xmlns:t='t' xmlns:s='s'><o:meta><dc:title xmlns:dc='d'>题目</dc:title></o:meta>
        <o:styles><t:outline-style><t:outline-level-style t:level='1' s:num-format='1'/></t:outline-style></o:styles><o:body><o:text><t:h>甲</t:h></o:text></o:body></o:document>";
    let file = SourceFile { name: "文.fodt".into(), bytes: flat.into() };
    assert_eq!(text(&file), "# 1 甲\n");
    assert_eq!(read(&file).unwrap().articles[0].title.as_deref(), Some("题目"));
}

#[test]
fn what_has_no_place_in_the_text_is_counted() {
    let body = r#"<t:tracked-changes><t:changed-region><t:deletion><t:p>删</t:p></t:deletion></t:changed-region></t:tracked-changes>
        <t:p>文<t:change/><t:span t:style-name="h">藏</t:span><t:note><t:note-body><t:p>注</t:p></t:note-body></t:note>
        <t:hidden-text t:string-value="无" t:is-hidden="true"/><t:hidden-text t:string-value="有" t:is-hidden="false"/><o:annotation><t:p>批</t:p></o:annotation><d:frame><d:image/></d:frame><d:frame><d:text-box><t:p>框</t:p></d:text-box></d:frame></t:p>
        <t:p>不见<t:hidden-paragraph t:is-hidden="true"/></t:p><t:section t:display="condition" t:is-hidden="true"><t:p>节</t:p></t:section>"#;
    let file = document(body);
    assert_eq!(text(&file), "文 有\n\n框\n");
    let expected = [
        (Leftover::Pictures, 1),
        (Leftover::Footnotes, 2),
        (Leftover::Hidden, 5),
        (Leftover::HiddenCharacters, 6),
    ];
    assert_eq!(leftovers(&file), expected);
}

#[test]
fn an_encrypted_document_says_so() {
    let manifest = "<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>";
    let file = archive("文.odt", &[("content.xml", "\u{1}"), ("META-INF/manifest.xml", manifest)]);
    assert_eq!(refusal(&file).kind, FaultKind::Encrypted);
}

proptest::proptest! {
    #[test]
    fn any_lists_are_read(body in r#"(<t:list( t:style-name="N"| t:continue-numbering="true"| t:continue-list="l" x:id="l")?><t:list-item( t:start-value="[0-9]{1,12}")?>(<t:h t:outline-level="[0-9]{1,3}">甲</t:h>|<t:p>甲</t:p>|<t:list t:style-name="M"><t:list-item><t:p>甲</t:p></t:list-item></t:list>){0,3}</t:list-item></t:list>){0,12}"#) {
        let expected = body.matches('甲').count();
        let read = read(&document(&body)).map(|read| read.articles[0].text.clone().unwrap_or_default());
        proptest::prop_assert_eq!(read.unwrap_or_default().matches('甲').count(), expected);
    }
}
