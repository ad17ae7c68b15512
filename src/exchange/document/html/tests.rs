use proptest::prelude::*;

use super::*;
use crate::exchange::document::sample::{file, leftovers, text};

fn html(text: &str) -> String {
    page(text, false).document.text
}

#[test]
fn a_page_reads_as_it_looks() {
    let source =
        "<!DOCTYPE html><html><head><title> 题 &amp; 目 </title><style>p{}</style></head><body>
        <nav><a>首页</a></nav><h1>大标题</h1>
        <p>第一段有
        两行，<b>粗</b>体&nbsp;a
        b<br>下一行<p>第二段<script>if (a < b) {}</script>
        <ul><li>甲<ul><li>子</ul><li>乙</ul>
        <ol type=a start=3><li>丙<li><p>丁</p><li><h2>戊</h2><p>己</ol>
        <table><caption>表</caption><tr><th>年<td>人<tr><td>2019<td>3 &lt; 4</table>
        <pre>  a
    b</pre><ruby>汉<rt>hàn</rt></ruby>字</body></html>";
    let page = page(source, false).document;
    assert_eq!(
        page.text,
        "# 大标题\n\n第一段有两行，粗体 a b\n下一行\n\n第二段\n\n- 甲\n  - 子\n- 乙\nc. 丙\nd. 丁\n\n## e. 戊\n\n己\n\n表\n\n年 | 人\n2019 | 3 < 4\n\n  a\n    b\n\n汉字\n"
    );
    assert_eq!(page.title.as_deref(), Some(" 题 & 目 "));
}

#[test]
fn what_is_hidden_or_struck_out_is_counted() {
    let source =
        "<p>见<span hidden>藏</span><del>删</del><i style='color: red; DISPLAY : none'>无</i></p>
        <div hidden><div>内</div>深</div><img src=a><p>后<a class='x footnote-ref'>[1]</a></p>";
    let page = page(source, false).document;
    assert_eq!(page.text, "见\n\n后\n");
    let left: Vec<_> = page.leftovers.iter().collect();
    let expected = [
        (Leftover::Pictures, 1),
        (Leftover::Footnotes, 1),
        (Leftover::Hidden, 4),
        (Leftover::HiddenCharacters, 5),
    ];
    assert_eq!(left, expected);
}

#[test]
fn a_page_that_is_hidden_until_a_script_runs_is_read() {
    let body = "<p>第一段：街道办事处组织居民议事。</p><section><p>第二段：居民提出加装电梯。</p></section>";
    let text = "第一段：街道办事处组织居民议事。\n\n第二段：居民提出加装电梯。\n";
    for hiding in [
        "style='visibility: hidden; opacity: 0; '",
        "style='display:none'",
        "hidden",
        "class='x fold'",
        "id=lazy",
    ] {
        // What is hidden in the same way and is small stays hidden; so does what is hidden within.
        let source = format!(
            "<style>.fold{{display:none}}@media screen{{#lazy{{opacity:0}}}}</style><h1>题</h1><div>某公众号</div>
            <div {hiding}>{body}<i style='display:none'>藏</i></div><div style='display:none'>扫</div>"
        );
        let page = page(&source, false);
        assert_eq!(page.document.text, format!("# 题\n\n某公众号\n\n{text}"), "{hiding}");
        let left: Vec<_> = page.document.leftovers.iter().collect();
        assert_eq!(left, [(Leftover::Hidden, 2), (Leftover::HiddenCharacters, 2)], "{hiding}");
    }
    // Shown before hidden.
    let hidden = "藏起来的话，".repeat(10);
    let shown = "说出来的话，".repeat(11);
    let left = page(&format!("<p>{shown}<p hidden>{hidden}"), false).document;
    assert_eq!(left.text, format!("{shown}\n"));
    let expected = [(Leftover::Hidden, 1), (Leftover::HiddenCharacters, 60)];
    assert_eq!(left.leftovers.iter().collect::<Vec<_>>(), expected);
    // What stands there for readers without scripts, or for scripts.
    let (body, text) = (body.repeat(4), [text; 4].join("\n"));
    for tag in ["noscript", "template"] {
        let source = format!("<p>加载中</p><{tag}>{body}</{tag}>");
        assert_eq!(html(&source), format!("加载中\n\n{text}"), "{tag}");
        let source = format!("<p>{}</p><{tag}>{body}</{tag}>", text.repeat(2));
        assert_eq!(html(&source).lines().count(), 1, "{tag}");
        assert_eq!(html(&format!("<{tag}>请允许运行脚本，否则看不到这个网页的内容。</{tag}>")), "");
        assert_eq!(page(&source, false).document.leftovers.iter().count(), 0, "{tag}");
    }
}

#[test]
fn text_in_a_drawing_is_that_of_the_pages_in_it() {
    let source = "<p>甲<svg><title>图</title><text>轴</text><foreignObject><section>乙</section></foreignObject></svg>丙";
    assert_eq!(html(source), "甲\n\n乙\n\n丙\n");
    let source = "<?xml version='1.0'?><svg xmlns='s'><title>图</title><text x='1'>第一句</text><text>第二句</text></svg>";
    assert_eq!(text(&file("a.xhtml", source.as_bytes())), "第一句\n\n第二句\n");
}

#[test]
fn digits_that_stand_above_or_below_make_no_other_number() {
    let source = "<p>10<sup>6</sup>人，m<sup>2</sup>，<math><mfrac><mn>1</mn><mn>2</mn></mfrac><msup><mn>3</mn><mn>4</mn></msup><annotation>x</annotation></math>";
    assert_eq!(html(source), "10^6人，m2，1/23^4\n");
}

#[test]
fn cells_stay_below_their_heads() {
    let source = "<table><tr><th rowspan=2>年<th colspan=2>人数<th>计<tr><th>男<th>女<td>x
        <tr><td rowspan=0>2019<td>1<td>2<td>3<tr><td colspan=2>4<td>5<tr><td/><td>6</table>";
    let expected = "年 | 人数 |  | 计\n| 男 | 女 | x\n2019 | 1 | 2 | 3\n| 4 |  | 5\n|  | 6\n";
    assert_eq!(
        html(source).replace("  |", " |").replace("||", "| |"),
        expected.replace("  |", " |")
    );
}

#[test]
fn endless_spans_do_not_fill_the_memory() {
    let row = "<tr>".to_owned() + &"<td colspan=1000 rowspan=60000>a".repeat(100);
    assert!(html(&format!("<table>{}</table>", row.repeat(300))).len() < 2_000_000);
}

#[test]
fn of_a_page_that_marks_its_article_only_that_is_read() {
    let long = "正文。".repeat(20);
    let source = format!(
        "<div>菜单</div><main><article><h2>题</h2><p>{long}</article><p>相关</main><footer>备案</footer>"
    );
    assert_eq!(html(&source), format!("## 题\n\n{long}\n"));
    // Its title, its source and its date may stand before it.
    let source =
        format!("<p>菜单<h1>题</h1><p>来源：某报 2019-05-01<article><p>{long}</article><p>相关");
    assert_eq!(html(&source), format!("# 题\n\n来源：某报 2019-05-01\n\n{long}\n"));
    // A list of short articles is a page.
    let source = "<p>头<article>甲</article><article>乙</article>";
    assert_eq!(html(source), "头\n\n甲\n\n乙\n");
}

#[test]
fn tables_that_arrange_a_page_are_read_as_a_page() {
    let source = "<table><tr><td>菜单<td><h1>题</h1><p>文<p>文</table>";
    assert_eq!(html(source), "菜单\n\n# 题\n\n文\n\n文\n");
}

#[test]
fn a_table_in_one_that_arranges_the_page_keeps_its_cells_below_their_heads() {
    let inner =
        "<table><tr><th>年份<th colspan=2>人数<th>备注<tr><td>2019<td>12<td>13<td>无</table>";
    let source = format!("<table><tr><td>{inner}<td>侧栏</table>");
    assert_eq!(html(&source), "年份 | 人数 |  | 备注\n2019 | 12 | 13 | 无\n\n侧栏\n");
    // In a row of data it is an entry.
    let source = format!("<table><tr><td>地区<td>数据<tr><td>某区<td>{inner}</table>");
    assert_eq!(html(&source).lines().count(), 2);
}

#[test]
fn the_encoding_is_the_one_that_the_page_says() {
    let page = "<meta charset=gb2312><p>中文镕</p>";
    let bytes = encoding_rs::GB18030.encode(page).0;
    assert_eq!(text(&file("a.html", &bytes)), "中文镕\n");
    let bytes = encoding_rs::BIG5.encode("<meta content='text/html; charset=\"big5\"'>繁體").0;
    assert_eq!(text(&file("a.htm", &bytes)), "繁體\n");
    // It says one and is in another.
    assert_eq!(
        text(&file("a.html", "<meta charset=gbk><p>中文字，两句。".as_bytes())),
        "中文字，两句。\n"
    );
    assert_eq!(text(&file("a.doc", "\u{feff}<html>网页".as_bytes())), "网页\n");
}

#[test]
fn in_xml_an_element_may_be_empty() {
    let source = "<?xml version='1.0'?><html><head><title/><script src='a'/></head><body><p><a id='x'/>文<i/>字</p></body></html>";
    assert_eq!(text(&file("a.xhtml", source.as_bytes())), "文字\n");
    assert_eq!(leftovers(&file("a.xhtml", source.as_bytes())), []);
}

#[test]
fn endless_nesting_is_read() {
    for tag in ["div", "p", "b", "li", "ul", "table", "table><tr><td", "footer", "main"] {
        let deep = format!("{}文{}", format!("<{tag}>").repeat(100_000), "</div>".repeat(100_000));
        assert!(html(&deep).contains('文') || tag == "footer", "{tag}");
    }
}

proptest! {
    #[test]
    fn any_tags_are_read(source in "(<(/?)(p|div|li|ul|ol|td|tr|table|h1|main|article|pre|title|del|br/?|ruby|rt|script|noscript|template|svg|text|foreignobject|sup|mfrac|footer|a href=x)( hidden| style='opacity:0'| colspan=3 rowspan=0)?>|甲，乙。|7| |\n|&lt;){0,40}") {
        for is_xml in [false, true] {
            let text = page(&source, is_xml).document.text;
            prop_assert!(text.is_empty() || text.ends_with('\n'));
            prop_assert!(!text.starts_with('\n') && !text.contains("\n\n\n"));
        }
    }
}
