//! Documents that become articles: Word, `OpenDocument`, RTF, PDF, web pages, EPUB, plain text.
//!
//! What comes out is the text that a researcher reads and marks, in the reader's own form: a line
//! per paragraph, headings as `# `, items of lists with `- ` or their number, a row of a table a
//! line (see `layout`). Left out, and counted where they are content: what stands in the margins
//! of pages, tables of contents, notes, pictures, and text that is hidden or was struck out. The
//! looks of a document are not kept.

mod docx;
mod epub;
mod html;
mod layout;
mod numbering;
mod odt;
mod pdf;
mod plain;
mod rtf;
#[cfg(test)]
mod sample;
mod stopgap;
mod symbols;

use super::incoming::{
    Archive, FaultKind, Foreign, ImportFault, Incoming, IncomingArticle, IncomingFormat, Leftover,
    Leftovers, Limit, SourceFile, parse_xml,
};
use crate::corpus::{ContentHash, Source};

/// How many of a file's first bytes tell what it is.
const HEAD: usize = 1024;
/// What Word before 2007 wrote, and in what Office packs documents that need a password.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// A title of more characters is none.
const LONGEST_TITLE: usize = 200;

/// The format of them all.
pub struct Documents;

impl IncomingFormat for Documents {
    fn name(&self) -> &'static str {
        "document"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &[
            "docx", "docm", "dotx", "dotm", "odt", "fodt", "rtf", "pdf", "html", "htm", "xhtml",
            "epub", "txt", "md",
        ]
    }

    /// Documents that are not read are told, and not passed over.
    fn takes(&self, extension: &str) -> bool {
        self.extensions().contains(&extension) || Foreign::is_document(extension)
    }

    fn read(&self, file: &SourceFile) -> Result<Incoming, ImportFault> {
        read(file)
    }
}

/// What a document holds.
#[derive(Debug, Default)]
struct Document {
    text: String,
    /// As the document's properties have it.
    title: Option<String>,
    leftovers: Leftovers,
}

/// What kind of document a file is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Docx,
    Odt,
    Rtf,
    Html,
    Epub,
    Pdf,
    Plain,
}

/// Reads the one article that `file` holds.
///
/// # Errors
/// If it is no document, is protected by a password, is broken beyond reading or holds no text.
pub fn read(file: &SourceFile) -> Result<Incoming, ImportFault> {
    if file.is_blank() {
        return Err(fault(file, FaultKind::Empty));
    }
    let mut faults = Vec::new();
    let mut allowance = docx::Allowance::default();
    let kind = kind(file)?;
    let document = content(file, kind, &mut allowance, &mut faults)?;
    if document.text.trim().is_empty() {
        return Err(fault(file, no_text(kind, document.leftovers)));
    }
    let own_name = file.name.rsplit('/').next().unwrap_or(&file.name);
    let title = document.title.and_then(|title| sensible(&title, own_name, &document.text));
    let article = IncomingArticle {
        name: file.stem().to_owned(),
        text: Some(document.text),
        origin: Some(Source {
            name: own_name.to_owned(),
            sha256: ContentHash::of_bytes(&file.bytes),
        }),
        title,
        year: None,
        attributes: Vec::new(),
    };
    let leftovers = document.leftovers;
    Ok(Incoming { articles: vec![article], leftovers, faults, ..Incoming::default() })
}

/// What a file of that kind holds; `allowance` is for the documents in a document, and what of the
/// file cannot be read is put into `faults`.
fn content(
    file: &SourceFile,
    kind: Kind,
    allowance: &mut docx::Allowance,
    faults: &mut Vec<ImportFault>,
) -> Result<Document, ImportFault> {
    match kind {
        Kind::Docx => docx::read(file, allowance),
        Kind::Odt => odt::read(file),
        Kind::Rtf => rtf::read(file),
        Kind::Html => html::read(file),
        Kind::Epub => epub::read(file, faults),
        Kind::Pdf => pdf::read(file),
        Kind::Plain => plain::read(file),
    }
}

/// What is told of a document without text: only a PDF of pictures is perhaps a scan.
fn no_text(kind: Kind, leftovers: Leftovers) -> FaultKind {
    let pictures = leftovers.iter().find(|&(what, _)| what == Leftover::Pictures);
    match (kind, pictures) {
        (Kind::Pdf, Some((_, count))) => FaultKind::Scan(count),
        _ if leftovers.iter().next().is_some() => FaultKind::OnlyOther(leftovers),
        _ => FaultKind::NoText,
    }
}

/// What kind of document `file` is: its first bytes go before its ending, which people change.
fn kind(file: &SourceFile) -> Result<Kind, ImportFault> {
    let head = file.bytes.get(..file.bytes.len().min(HEAD)).unwrap_or_default();
    let has = |word: &[u8]| memchr::memmem::find(head, word).is_some();
    let extension = file.extension();
    if head.starts_with(b"PK") {
        return packed(file, &extension);
    }
    if head.starts_with(OLE) {
        // Office keeps a document with a password in a part of that name, written in UTF-16.
        let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let is_locked = memchr::memmem::find(&file.bytes, &name).is_some();
        return Err(if is_locked { fault(file, FaultKind::Encrypted) } else { foreign(file) });
    }
    if has(b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    if head.trim_ascii_start().starts_with(b"{\\rtf") {
        return Ok(Kind::Rtf);
    }
    let other = Foreign::of(file);
    match &*extension {
        // What some sites and programs call a document is a page with its pictures.
        _ if other == Some(Foreign::WebArchive) => Err(foreign(file)),
        "html" | "htm" | "xhtml" => Ok(Kind::Html),
        "txt" | "md" => Ok(Kind::Plain),
        "fodt" => Ok(Kind::Odt),
        // A page that was saved as `.doc`, as some sites have it.
        _ if is_page(head) => Ok(Kind::Html),
        _ => Err(foreign(file)),
    }
}

/// That `file` is no document of a kind that is read, and what it is, where that is known.
fn foreign(file: &SourceFile) -> ImportFault {
    fault(file, Foreign::of(file).map_or(FaultKind::OtherFormat, FaultKind::Foreign))
}

/// What kind of document an archive is.
fn packed(file: &SourceFile, extension: &str) -> Result<Kind, ImportFault> {
    let mut archive = Archive::open(file)?;
    let mut kind = match extension {
        "epub" => Some(Kind::Epub),
        "odt" => Some(Kind::Odt),
        "docx" | "docm" | "dotx" | "dotm" => Some(Kind::Docx),
        _ => None,
    };
    for name in archive.names() {
        match name {
            "META-INF/container.xml" => kind = Some(Kind::Epub),
            "content.xml" => kind = Some(Kind::Odt),
            "word/document.xml" => kind = Some(Kind::Docx),
            _ => continue,
        }
        break;
    }
    if kind == Some(Kind::Odt)
        && let Some(other) = other_than_text(&mut archive)
    {
        return Err(fault(file, FaultKind::Foreign(other)));
    }
    if is_locked(&mut archive) {
        return Err(fault(file, FaultKind::Encrypted));
    }
    kind.ok_or_else(|| {
        fault(file, FaultKind::Foreign(Foreign::of_parts(archive.names(), extension)))
    })
}

/// What a document of `LibreOffice` is, if not a text.
fn other_than_text(archive: &mut Archive<'_>) -> Option<Foreign> {
    let kind = archive.read_text("mimetype").ok()?;
    let kind = kind.trim().strip_prefix("application/vnd.oasis.opendocument.")?;
    match kind.split('-').next()? {
        "spreadsheet" => Some(Foreign::Sheet),
        "presentation" => Some(Foreign::Slides),
        "graphics" | "image" => Some(Foreign::Picture),
        _ => None,
    }
}

/// Whether a document of `LibreOffice` is locked with a password; a book says so page by page.
fn is_locked(archive: &mut Archive<'_>) -> bool {
    const MANIFEST: &str = "META-INF/manifest.xml";
    let is_there = archive.names().any(|name| name == MANIFEST);
    is_there && archive.read_text(MANIFEST).is_ok_and(|text| text.contains("encryption-data"))
}

fn is_page(head: &[u8]) -> bool {
    let head = head.to_ascii_lowercase();
    [&b"<html"[..], b"<!doctype html"]
        .iter()
        .any(|word| memchr::memmem::find(&head, word).is_some())
}

/// A document's title, unless it says nothing that the text or the file's name does not.
fn sensible(title: &str, file: &str, text: &str) -> Option<String> {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let says_something = title.chars().any(char::is_alphanumeric)
        && title.chars().count() <= LONGEST_TITLE
        && title != file.rsplit_once('.').map_or(file, |(stem, _)| stem)
        && !stopgap::is_stopgap(&title);
    let is_line = || text.lines().any(|line| line.trim_start_matches('#').trim() == title);
    (says_something && !is_line()).then_some(title)
}

fn fault(file: &SourceFile, kind: FaultKind) -> ImportFault {
    ImportFault { file: file.name.clone(), kind }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sample::{archive, file, refusal, text};

    #[test]
    fn what_a_file_is_shows_in_its_first_bytes_and_not_in_its_ending() {
        let of = |name: &str, bytes: &[u8]| kind(&file(name, bytes)).map_err(|fault| fault.kind);
        assert_eq!(of("a.doc", b"{\\rtf1 x}"), Ok(Kind::Rtf));
        assert_eq!(of("a.docx", b"junk %PDF-1.4"), Ok(Kind::Pdf));
        assert_eq!(of("a.txt", b"<html>"), Ok(Kind::Plain));
        assert_eq!(of("a.doc", b"<HTML xmlns:o=x>"), Ok(Kind::Html));
        assert_eq!(of("a.docx", b"text"), Err(FaultKind::OtherFormat));
        assert_eq!(of("a.doc", OLE), Err(FaultKind::Foreign(Foreign::OldWord)));
        let locked = [OLE, b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"].concat();
        assert_eq!(of("a.docx", &locked), Err(FaultKind::Encrypted));
        let archive = archive("a.docx", &[("META-INF/container.xml", "")]);
        assert_eq!(kind(&archive), Ok(Kind::Epub));
    }

    #[test]
    fn what_is_not_read_is_recognised_by_its_bytes_or_its_ending() {
        let of = |name: &str, bytes: &[u8]| refusal(&file(name, bytes)).kind;
        let stream = |name: &str| {
            let name = name.encode_utf16().flat_map(u16::to_le_bytes);
            OLE.iter().copied().chain(name).collect::<Vec<u8>>()
        };
        let kindle = [&[b'x'; 60][..], b"BOOKMOBI"].concat();
        let page =
            b"From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\r\n<html>";
        for (name, bytes, expected) in [
            ("a", stream("WordDocument"), Foreign::OldWord),
            ("a.wps", stream("WordDocument"), Foreign::Wps),
            ("a.xls", stream("Workbook"), Foreign::Sheet),
            ("a", stream("PowerPoint Document"), Foreign::Slides),
            ("a.doc", page.to_vec(), Foreign::WebArchive),
            ("a.mht", b"x".to_vec(), Foreign::WebArchive),
            ("a.caj", b"CAJ\0".to_vec(), Foreign::Caj),
            ("a.docx", kindle, Foreign::Book),
            ("a.azw3", b"x".to_vec(), Foreign::Book),
            ("a.djvu", b"AT&TFORM".to_vec(), Foreign::Djvu),
            ("a.pdf", b"\x89PNG\r\n".to_vec(), Foreign::Picture),
            ("a.jpg", b"\xFF\xD8\xFF\xE0".to_vec(), Foreign::Picture),
            ("a.m4a", b"\0\0\0\x20ftypM4A ".to_vec(), Foreign::Recording),
            ("a.rar", b"Rar!".to_vec(), Foreign::Packed),
            ("a.ofd", archive("", &[("OFD.xml", "")]).bytes, Foreign::Ofd),
            ("a.zip", archive("", &[("文.txt", "")]).bytes, Foreign::Packed),
            ("a.pptx", archive("", &[("ppt/presentation.xml", "")]).bytes, Foreign::Slides),
            ("a", archive("", &[("xl/workbook.xml", "")]).bytes, Foreign::Sheet),
            ("a.pages", archive("", &[("Index/Document.iwa", "")]).bytes, Foreign::Pages),
        ] {
            assert_eq!(of(name, &bytes), FaultKind::Foreign(expected), "{name}");
        }
        let kind = "application/vnd.oasis.opendocument.spreadsheet";
        let table = archive("a.ods", &[("mimetype", kind), ("content.xml", "<x/>")]);
        assert_eq!(refusal(&table).kind, FaultKind::Foreign(Foreign::Sheet));
    }

    #[test]
    fn what_is_locked_is_not_called_broken() {
        let manifest = "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
        let parts = [("content.xml", "\u{1}\u{2}"), ("META-INF/manifest.xml", manifest)];
        assert_eq!(refusal(&archive("a.odt", &parts)).kind, FaultKind::Encrypted);
    }

    #[test]
    fn what_has_no_text_says_what_it_has_instead() {
        assert_eq!(refusal(&file("a.pdf", b"")).kind, FaultKind::Empty);
        let page = "<html><body><img src=\"a.png\"><img src=\"b.png\"></body></html>";
        let kind = refusal(&file("a.html", page.as_bytes())).kind;
        let FaultKind::OnlyOther(held) = kind else { panic!("{kind:?}") };
        assert_eq!(held.iter().collect::<Vec<_>>(), [(Leftover::Pictures, 2)]);
        let mut pictures = Leftovers::default();
        pictures.add(Leftover::Pictures, 3);
        assert_eq!(no_text(Kind::Pdf, pictures.clone()), FaultKind::Scan(3));
        assert_eq!(no_text(Kind::Docx, pictures.clone()), FaultKind::OnlyOther(pictures));
        assert_eq!(no_text(Kind::Pdf, Leftovers::default()), FaultKind::NoText);
    }

    #[test]
    fn plain_text_is_read_as_on_opening() {
        assert_eq!(text(&file("a.txt", b"\xEF\xBB\xBF \xE6\x96\x87\r\n")), " 文\n");
        assert_eq!(text(&file("a.md", &encoding_rs::GB18030.encode("中文字").0)), "中文字");
        assert_eq!(refusal(&file("a.txt", b"a\0\x01\x02")).kind, FaultKind::Binary);
        assert_eq!(refusal(&file("a.txt", b" \n")).kind, FaultKind::Empty);
    }

    #[test]
    fn an_article_knows_where_it_comes_from_and_its_title_if_that_says_more() {
        let page = |title: &str| {
            let page = format!("<title>{title}</title><h1>题目</h1><p>文");
            let read = read(&file("调研/街道.html", page.as_bytes())).unwrap();
            read.articles.into_iter().next().unwrap()
        };
        let article = page("另一个 题目\n");
        assert_eq!(article.name, "调研/街道");
        assert_eq!(article.origin.unwrap().name, "街道.html");
        assert_eq!(article.title.as_deref(), Some("另一个 题目"));
        let unsaying =
            ["题目", "街道", "——", "Microsoft Word - 街道.doc", "Untitled", "untitled-2"];
        let programs = ["无标题", "无标题文档 1", "未命名", "文档1", "Document1.docx", "幻灯片 1"];
        for title in unsaying.into_iter().chain(programs) {
            assert_eq!(page(title).title, None, "{title}");
        }
        assert_eq!(page("文档里的街道").title.as_deref(), Some("文档里的街道"));
    }
}
