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
    book_of(PACKAGE, extra)
}

fn book_of(package: &str, extra: &[(&str, &str)]) -> SourceFile {
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
        ("OEBPS/a.opf", package),
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
    assert_eq!(text(&book), "# 第一章\n\n甲 乙—\n\n# 第二章\n\n丙\n\n别的\n");
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
    // Of a book that is protected in part the rest is read, and what is protected is named.
    let in_part = book(&[(ENCRYPTION, &page)]);
    assert_eq!(text(&in_part), "# 第二章\n\n丙\n\n别的\n");
    let named =
        ImportFault { file: "书.epub/OEBPS/Text/one.xhtml".into(), kind: FaultKind::Encrypted };
    assert_eq!(read(&in_part).unwrap().faults, [named]);
    let all = locks("OEBPS/Text/one.xhtml")
        + &locks("OEBPS/Text/%E4%BA%8C.xhtml")
        + &locks("oebps/note.xhtml");
    assert_eq!(refusal(&book(&[(ENCRYPTION, &all)])).kind, FaultKind::Encrypted);
}

/// A book of these pages, the package as an old one declares it.
fn pages(pages: &[(&str, &[u8])]) -> SourceFile {
    let all =
        |of: &dyn Fn(&str) -> String| pages.iter().map(|(name, _)| of(name)).collect::<String>();
    let items = all(&|name| format!("<item id='{name}' href='{name}'/>"));
    let spine = all(&|name| format!("<itemref idref='{name}'/>"));
    let package = format!(
        "<?xml version='1.0'?><!DOCTYPE package PUBLIC 'x' 'oebpkg12.dtd' [<!ENTITY a '&a;&a;'>]>
        <package><metadata><dc:title>甲&nbsp;&a;乙</dc:title></metadata><manifest>{items}<item id='gone' href='gone.html'/><item id='toc' href='toc.html'/></manifest><spine>{spine}<itemref idref='gone'/><itemref idref='toc'/></spine><guide><reference type='toc' href='toc.html'/></guide></package>"
    );
    let contents = "<a href='1.html'>第一章</a>";
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let container = CONTAINER_XML.replace("OEBPS/", "");
    let own = [
        ("META-INF/container.xml", container.as_bytes()),
        ("a.opf", package.as_bytes()),
        ("toc.html", contents.as_bytes()),
    ];
    for (name, bytes) in own.iter().chain(pages) {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, bytes).unwrap();
    }
    SourceFile { name: "书.epub".into(), bytes: zip.finish().unwrap().into_inner() }
}

#[test]
fn every_page_is_read_in_its_own_encoding_and_missing_ones_are_named() {
    let gbk = "<?xml version=\"1.0\" encoding=\"gbk\"?><p>第二章：旧书的编码。</p>";
    let meta = "<html><head><meta charset='big5'/></head><p>第三章：繁體的編碼。</p>";
    let ill =
        "<p>第四章<script>if (a<b) c</script><br>乙<![CDATA[丙]]><p>丁&nbsp;戊&bad;<title/>己";
    let book = pages(&[
        (
            "1.html",
            "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY x 'y'> <!ENTITY z 'w'>]><p>第一章</p>"
                .as_bytes(),
        ),
        ("2.html", &encoding_rs::GBK.encode(gbk).0),
        ("3.html", &encoding_rs::BIG5.encode(meta).0),
        ("4.html", ill.as_bytes()),
    ]);
    let expected =
        "第一章\n\n第二章：旧书的编码。\n\n第三章：繁體的編碼。\n\n第四章\n乙丙\n\n丁 戊&bad;己\n";
    assert_eq!(text(&book), expected);
    let read = read(&book).unwrap();
    assert_eq!(read.articles[0].title.as_deref(), Some("甲 &a;乙"));
    let named =
        ImportFault { file: "书.epub".into(), kind: FaultKind::NoPart("gone.html".into()) };
    assert_eq!(read.faults, [named]);
}

#[test]
fn pages_that_no_order_names_are_counted() {
    let loose = PACKAGE.replace("<itemref idref=\"x\" linear=\"no\"/>", "");
    let book = book_of(&loose, &[]);
    assert_eq!(text(&book), "# 第一章\n\n甲 乙—\n\n# 第二章\n\n丙\n");
    assert!(leftovers(&book).contains(&(Leftover::LoosePages, 1)));
    let book = book_of(&loose, &[("OEBPS/lost.xhtml", "<p>丢</p>"), ("OEBPS/NOTE.XHTML", "<p>同")]);
    assert!(leftovers(&book).contains(&(Leftover::LoosePages, 2)));
}
