use super::*;
use crate::exchange::document::{
    Leftover, read,
    sample::{archive, leftovers, refusal, text},
};

const CONTAINER_XML: &str = r#"<container xmlns="c"><rootfiles><rootfile full-path="OEBPS/a.opf"/></rootfiles></container>"#;
const PACKAGE: &str = r#"<package xmlns="p" xmlns:dc="d"><metadata><dc:title>书名</dc:title></metadata>
  <manifest><item id="n" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
  <item id="b" href="Text/%E4%BA%8C.xhtml" media-type="application/xhtml+xml"/>
  <item id="a" href="Text/one.xhtml" media-type="application/xhtml+xml"/>
  <item id="c" href="cover.jpg" media-type="image/jpeg"/>
  <item id="x" href="note.xhtml" media-type="application/xhtml+xml"/></manifest>
  <spine><itemref idref="n"/><itemref idref="a"/><itemref idref="b"/><itemref idref="a"/><itemref idref="x" linear="no"/></spine></package>"#;

fn book(extra: &[(&str, &str)]) -> SourceFile {
    let page = |body: &str| {
        format!(
            "<?xml version='1.0'?><!DOCTYPE html><html xmlns:epub='e'><head><title>t</title></head><body>{body}</body></html>"
        )
    };
    let (one, two, other) = (
        page(
            "<h1>第一章</h1><p>甲&nbsp;乙&mdash;<a epub:type='noteref'>1</a></p><aside epub:type='footnote'>注</aside>",
        ),
        page("<h1>第二章</h1><p>丙<img src='c'/></p>"),
        page("<p>别的</p>"),
    );
    let mut parts = vec![
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", CONTAINER_XML),
        ("OEBPS/a.opf", PACKAGE),
        ("OEBPS/nav.xhtml", &other),
        ("OEBPS/note.xhtml", &other),
        ("OEBPS/Text/one.xhtml", &one),
        ("OEBPS/Text/二.xhtml", &two),
    ];
    parts.extend(extra);
    archive("书.epub", &parts)
}

#[test]
fn chapters_are_read_in_the_order_of_the_spine() {
    let book = book(&[]);
    assert_eq!(text(&book), "# 第一章\n\n甲 乙—\n\n# 第二章\n\n丙\n");
    assert_eq!(read(&book).unwrap().articles[0].title.as_deref(), Some("书名"));
    assert_eq!(leftovers(&book), [(Leftover::Pictures, 1), (Leftover::Footnotes, 1)]);
}

#[test]
fn a_protected_book_says_so_and_obscured_fonts_protect_nothing() {
    let locks = |path: &str| {
        format!(
            "<encryption xmlns:e='x'><e:EncryptedData><e:CipherData><e:CipherReference URI='{path}'/></e:CipherData></e:EncryptedData></encryption>"
        )
    };
    let font = locks("OEBPS/font.otf");
    assert!(text(&book(&[(ENCRYPTION, &font)])).starts_with("# 第一章"));
    let page = locks("OEBPS/Text/one.xhtml");
    assert_eq!(refusal(&book(&[(ENCRYPTION, &page)])).kind, FaultKind::Encrypted);
}

#[test]
fn paths_are_followed() {
    assert_eq!(resolved("a/b", "../c/./d%20e.xhtml#f"), "a/c/d e.xhtml");
    assert_eq!(resolved("", "../../x"), "x");
    assert_eq!(resolved("a", "/x%2"), "x%2");
}
