use super::*;
use crate::exchange::document::{
    read,
    sample::{archive, leftovers, refusal, text},
};

fn document(body: &str) -> SourceFile {
    let content = format!(
        r#"<o:document-content xmlns:o="o" xmlns:t="t" xmlns:d="d" xmlns:s="s" xmlns:b="b"><o:automatic-styles>
        <s:style s:name="h" s:family="text"><s:text-properties t:display="none"/></s:style>
        <s:style s:name="P1" s:parent-style-name="Title"/><s:style s:name="loop" s:parent-style-name="loop"/>
        <t:list-style s:name="L"><t:list-level-style-number t:level="1" s:num-format="一, 二, 三, ..." s:num-suffix="、"/>
        <t:list-level-style-bullet t:level="2"/></t:list-style></o:automatic-styles>
        <o:body><o:text>{body}</o:text></o:body></o:document-content>"#
    );
    let meta =
        "<m:document-meta xmlns:m='m' xmlns:dc='d'><dc:title>题目</dc:title></m:document-meta>";
    archive("文.odt", &[("mimetype", "x"), ("content.xml", &content), ("meta.xml", meta)])
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
    let expected = "# 总题\n\n## 标题\n\n一  二\t三\n四 五六\n\n节\n\n一、甲\n  - 子\n二、乙\n\n乙的第二段\n\n年 | 人\n| 3 4\n";
    assert_eq!(text(&file), expected);
    assert_eq!(read(&file).unwrap().articles[0].title.as_deref(), Some("题目"));
}

#[test]
fn what_has_no_place_in_the_text_is_counted() {
    let body = r#"<t:tracked-changes><t:changed-region><t:deletion><t:p>删</t:p></t:deletion></t:changed-region></t:tracked-changes>
        <t:p>文<t:change/><t:span t:style-name="h">藏</t:span><t:note><t:note-body><t:p>注</t:p></t:note-body></t:note>
        <o:annotation><t:p>批</t:p></o:annotation><d:frame><d:image/></d:frame><d:frame><d:text-box><t:p>框</t:p></d:text-box></d:frame></t:p>"#;
    let file = document(body);
    assert_eq!(text(&file), "文\n\n框\n");
    let expected = [(Leftover::Pictures, 1), (Leftover::Footnotes, 2), (Leftover::Hidden, 2)];
    assert_eq!(leftovers(&file), expected);
}

#[test]
fn an_encrypted_document_says_so() {
    let manifest = "<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>";
    let file = archive("文.odt", &[("content.xml", "\u{1}"), ("META-INF/manifest.xml", manifest)]);
    assert_eq!(refusal(&file).kind, FaultKind::Encrypted);
}
