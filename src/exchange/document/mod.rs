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
mod symbols;

use super::incoming::{
    Archive, Fault, FaultKind, Incoming, IncomingArticle, Leftover, Leftovers, Limit, SourceFile,
    parse_xml,
};
use crate::corpus::{ContentHash, Source};

/// How many of a file's first bytes tell what it is.
const HEAD: usize = 1024;
/// What Word before 2007 wrote, and in what Office packs documents that need a password.
const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
/// A title of more characters is none.
const LONGEST_TITLE: usize = 200;

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
pub fn read(file: &SourceFile) -> Result<Incoming, Fault> {
    let mut faults = Vec::new();
    let mut allowance = docx::Allowance::default();
    let document = content(file, kind(file)?, &mut allowance, &mut faults)?;
    if document.text.trim().is_empty() {
        return Err(fault(file, FaultKind::NoText));
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
    faults: &mut Vec<Fault>,
) -> Result<Document, Fault> {
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

/// What kind of document `file` is: its first bytes go before its ending, which people change.
fn kind(file: &SourceFile) -> Result<Kind, Fault> {
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
        let kind = if is_locked { FaultKind::Encrypted } else { FaultKind::OtherFormat };
        return Err(fault(file, kind));
    }
    if has(b"%PDF-") {
        return Ok(Kind::Pdf);
    }
    if head.trim_ascii_start().starts_with(b"{\\rtf") {
        return Ok(Kind::Rtf);
    }
    match &*extension {
        "html" | "htm" | "xhtml" => Ok(Kind::Html),
        "txt" | "md" => Ok(Kind::Plain),
        "fodt" => Ok(Kind::Odt),
        // A page that was saved as `.doc`, as some sites have it.
        _ if is_page(head) => Ok(Kind::Html),
        _ => Err(fault(file, FaultKind::OtherFormat)),
    }
}

/// What kind of document an archive is.
fn packed(file: &SourceFile, extension: &str) -> Result<Kind, Fault> {
    let archive = Archive::open(file)?;
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
    kind.ok_or_else(|| fault(file, FaultKind::OtherFormat))
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
        // Left behind by printing to PDF.
        && !title.starts_with("Microsoft Word - ");
    let is_line = || text.lines().any(|line| line.trim_start_matches('#').trim() == title);
    (says_something && !is_line()).then_some(title)
}

fn fault(file: &SourceFile, kind: FaultKind) -> Fault {
    Fault { file: file.name.clone(), kind }
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
        assert_eq!(of("a.doc", OLE), Err(FaultKind::OtherFormat));
        let locked = [OLE, b"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"].concat();
        assert_eq!(of("a.docx", &locked), Err(FaultKind::Encrypted));
        let archive = archive("a.docx", &[("META-INF/container.xml", "")]);
        assert_eq!(kind(&archive), Ok(Kind::Epub));
    }

    #[test]
    fn plain_text_is_read_as_on_opening() {
        assert_eq!(text(&file("a.txt", b"\xEF\xBB\xBF \xE6\x96\x87\r\n")), " 文\n");
        assert_eq!(text(&file("a.md", &encoding_rs::GB18030.encode("中文字").0)), "中文字");
        assert_eq!(refusal(&file("a.txt", b"a\0\x01\x02")).kind, FaultKind::Binary);
        assert_eq!(refusal(&file("a.txt", b" \n")).kind, FaultKind::NoText);
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
        for title in ["题目", "街道", "——", "Microsoft Word - 街道.doc"] {
            assert_eq!(page(title).title, None, "{title}");
        }
    }
}
