//! Web pages: the text that a browser would show, without menus, scripts and what is hidden.
//!
//! The tags are taken as they come, by the rules of HTML for what a tag ends; no tree is built, so
//! that no nesting is too deep. Of a page that marks its article (`<article>`, `<main>`) only that
//! is read, if most of the text stands in it. What is hidden is left out and counted, unless it is
//! most of the page's text (see `hiding`).

mod element;
mod encoding;
mod hiding;
mod reader;
mod sheet;
mod spans;

use std::collections::BTreeSet;

use html5gum::{DefaultEmitter, Token, Tokenizer};

pub(super) use self::encoding::decode_page;
use self::{reader::Reader, sheet::StyleSheet};
use super::{Document, FaultKind, ImportFault, Leftover, SourceFile, fault};

/// What is hidden within what was hidden is looked at so often.
const MOST_PASSES: usize = 4;

/// Reads the page.
///
/// # Errors
/// If its bytes are no text.
pub(super) fn read(file: &SourceFile) -> Result<Document, ImportFault> {
    let text = decode_page(&file.bytes).ok_or_else(|| fault(file, FaultKind::Binary))?;
    // What was written as XML may leave elements empty (`<a/>`), which HTML does not know.
    let is_xml = text.trim_start().starts_with("<?xml");
    Ok(page(&text, is_xml).document)
}

/// What a page holds.
#[derive(Debug, Default)]
pub(super) struct HtmlPage {
    pub(super) document: Document,
    /// How many of the text's characters lead elsewhere: most of those of a table of contents.
    pub(super) linked: usize,
    /// How many characters of the text there are.
    pub(super) characters: usize,
}

/// The text of a page; `is_xml` if `<a/>` is an element without content.
pub(super) fn page(text: &str, is_xml: bool) -> HtmlPage {
    let source = if is_xml { encoding::without_empty_raw_elements(text) } else { text.into() };
    let sheet = sheet(&source, is_xml);
    let mut shown = BTreeSet::new();
    for _ in 1..MOST_PASSES {
        let reader = read_through(&source, is_xml, &sheet, &shown);
        let more = reader.hiding.page_itself();
        if more.is_empty() {
            return reader.finish();
        }
        shown.extend(more);
    }
    read_through(&source, is_xml, &sheet, &shown).finish()
}

/// One reading of a page, with the hidden parts that begin at the start tags `shown`.
fn read_through<'a>(
    text: &'a str,
    is_xml: bool,
    sheet: &'a StyleSheet,
    shown: &'a BTreeSet<usize>,
) -> Reader<'a> {
    let mut reader = Reader::new(is_xml, sheet, shown);
    for token in tokens(text) {
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&tag),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            // What HTML takes for a comment is text in XML.
            Token::Comment(text) if is_xml => {
                if let Some(text) = text.strip_prefix(b"[CDATA[") {
                    let text = text.strip_suffix(b"]]").unwrap_or(text);
                    reader.text(&String::from_utf8_lossy(text));
                }
            }
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader
}

/// The tokens of a page; scripts and the like hold no tags.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token<()>> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    Tokenizer::new_with_emitter(text, emitter).map(|Ok(token)| token)
}

/// The page's own style sheets.
fn sheet(text: &str, is_xml: bool) -> StyleSheet {
    let mut sheet = StyleSheet::default();
    let has_sheet = memchr::memmem::find(text.as_bytes(), b"<style").is_some()
        || memchr::memmem::find(text.as_bytes(), b"<STYLE").is_some();
    if !has_sheet {
        return sheet;
    }
    let mut is_sheet = false;
    for token in tokens(text) {
        match token {
            Token::StartTag(tag) => {
                let media = tag.attributes.get(b"media".as_slice());
                let is_for_screens = media.is_none_or(|media| {
                    let media = String::from_utf8_lossy(&media.value).to_ascii_lowercase();
                    media.trim().is_empty() || media.contains("screen") || media.contains("all")
                });
                is_sheet = tag.name.as_slice() == b"style"
                    && is_for_screens
                    && !(is_xml && tag.self_closing);
            }
            Token::EndTag(_) => is_sheet = false,
            Token::String(css) if is_sheet => sheet.add(&String::from_utf8_lossy(&css)),
            _ => {}
        }
    }
    sheet
}

#[cfg(test)]
mod tests;
