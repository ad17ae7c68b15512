//! Web pages: the text that a browser would show, without menus, scripts and what is hidden.
//!
//! The tags are taken as they come, by the rules of HTML for what a tag ends; no tree is built, so
//! that no nesting is too deep. Of a page that marks its article (`<article>`, `<main>`) only that
//! is read, if most of the text stands in it.

mod element;
mod encoding;

use html5gum::{DefaultEmitter, EndTag, StartTag, Token, Tokenizer};

use self::element::{Element, Role};
use super::{
    Document, Fault, FaultKind, Leftover, Leftovers, SourceFile, fault,
    layout::{Block, Layout, is_full_width},
    numbering::Numerals,
};

/// An end tag looks so far back for what it ends, and a start tag for what it implies the end of.
const LOOK_BACK: usize = 256;

/// Reads the page.
///
/// # Errors
/// If its bytes are no text.
pub(super) fn read(file: &SourceFile) -> Result<Document, Fault> {
    let text = encoding::decode_page(&file.bytes).ok_or_else(|| fault(file, FaultKind::Binary))?;
    // What was written as XML may leave elements empty (`<a/>`), which HTML does not know.
    let is_xml = text.trim_start().starts_with("<?xml");
    Ok(page(&text, is_xml))
}

/// The text of a page; `is_xml` if `<a/>` is an element without content.
pub(super) fn page(text: &str, is_xml: bool) -> Document {
    let mut emitter = DefaultEmitter::default();
    // Scripts and the like hold no tags; in XML they would.
    emitter.naively_switch_states(!is_xml);
    let mut reader = Reader { is_xml, ..Reader::default() };
    for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
        match token {
            Token::StartTag(tag) => reader.start(&tag),
            Token::EndTag(tag) => reader.end(&tag),
            Token::String(text) => reader.text(&String::from_utf8_lossy(&text)),
            Token::Comment(_) | Token::Doctype(_) | Token::Error(_) => {}
        }
    }
    reader.finish()
}

/// An open element.
#[derive(Debug)]
struct Open {
    name: Vec<u8>,
    element: Element,
    /// Whether nothing in it is read.
    is_skipped: bool,
    /// For `<article>` and `<main>`: where its text starts.
    region: Option<usize>,
}

/// An open list.
#[derive(Debug)]
struct List {
    /// `None` for bullets.
    numerals: Option<Numerals>,
    next: u32,
}

#[derive(Debug, Default)]
struct Reader {
    is_xml: bool,
    layout: Layout,
    leftovers: Leftovers,
    title: Option<String>,
    open: Vec<Open>,
    /// How many open elements are not read.
    skipped: usize,
    /// How many open elements keep their white space.
    verbatim: usize,
    headings: Vec<usize>,
    lists: Vec<List>,
    /// The open items: how deep, and their number, until the first block of each is put down.
    items: Vec<Option<(usize, Option<String>)>>,
    /// The block that is being read.
    line: String,
    /// White space that is only put down if something follows: whether it breaks a line.
    space: Option<bool>,
    /// How many open elements call what they hold the article.
    in_article: usize,
    /// Where the parts that the page calls its article are in the text.
    regions: Vec<std::ops::Range<usize>>,
}

impl Reader {
    fn start(&mut self, tag: &StartTag<()>) {
        let name = tag.name.as_slice();
        let mut element = Element::of(name);
        self.end_implied(name, &element);
        if element.is_block() {
            self.flush();
        }
        let attribute = |name: &[u8]| tag.attributes.get(name).map(|value| value.value.as_slice());
        let fate = element::fate(name, attribute);
        let is_hidden = fate == element::Fate::Hidden;
        let is_note = fate == element::Fate::Note;
        if self.skipped == 0 {
            self.leftovers.add(Leftover::Hidden, usize::from(is_hidden));
            self.leftovers.add(Leftover::Footnotes, usize::from(is_note));
            match element {
                Element::Break => {
                    self.line.push('\n');
                    self.space = None;
                }
                Element::Picture => self.leftovers.add(Leftover::Pictures, 1),
                _ => {}
            }
        }
        if element.is_void() || (self.is_xml && tag.self_closing) {
            return;
        }
        // The foot of the page is no part of the text; that of an article may be.
        let is_foot = name == b"footer" && self.in_article == 0;
        let is_skipped = fate != element::Fate::Shown || is_foot;
        if is_skipped {
            // What is not read opens nothing.
            let is_title = name == b"title" && self.skipped == 0;
            element = Element::Inline(if is_title { Role::Title } else { Role::None });
        } else if self.skipped == 0 {
            self.open_element(&element, attribute);
        } else {
            element = Element::Inline(Role::None);
        }
        let is_region = matches!(name, b"article" | b"main") && !is_skipped && self.skipped == 0;
        self.skipped += usize::from(is_skipped);
        self.in_article += usize::from(is_region);
        self.open.push(Open {
            name: name.to_vec(),
            element,
            is_skipped,
            region: is_region.then(|| self.layout.len()),
        });
    }

    /// What an element that is read does at its start.
    fn open_element<'a>(
        &mut self,
        element: &Element,
        attribute: impl Fn(&[u8]) -> Option<&'a [u8]>,
    ) {
        let number = |name: &[u8]| -> Option<u32> {
            std::str::from_utf8(attribute(name)?).ok()?.trim().parse().ok()
        };
        match element {
            Element::Heading(level) => self.headings.push(*level),
            Element::Verbatim => self.verbatim += 1,
            Element::List { is_ordered } => {
                let numerals = is_ordered.then(|| match attribute(b"type") {
                    Some(b"a") => Numerals::Lower,
                    Some(b"A") => Numerals::Upper,
                    Some(b"i") => Numerals::LowerRoman,
                    Some(b"I") => Numerals::UpperRoman,
                    _ => Numerals::Decimal,
                });
                self.lists.push(List { numerals, next: number(b"start").unwrap_or(1) });
            }
            Element::Item => {
                let depth = self.lists.len().saturating_sub(1);
                let marker = self.lists.last_mut().and_then(|list| {
                    let numerals = list.numerals?;
                    let own = number(b"value").unwrap_or(list.next);
                    list.next = own.saturating_add(1);
                    Some(format!("{}.", numerals.write(own)))
                });
                self.items.push(Some((depth, marker)));
            }
            Element::Table => self.layout.open_table(),
            Element::Row => self.layout.open_row(),
            Element::Cell => self.layout.open_cell(),
            _ => {}
        }
    }

    fn end(&mut self, tag: &EndTag<()>) {
        let name = tag.name.as_slice();
        if name == b"br" {
            self.line.push('\n');
            return;
        }
        let element = Element::of(name);
        if element.is_block() {
            self.flush();
        }
        // What stands around a table is not ended from inside it.
        let is_tables = element.is_table_part();
        let mut found = None;
        for (back, open) in self.open.iter().rev().take(LOOK_BACK).enumerate() {
            if open.name == name {
                found = Some(back);
                break;
            }
            if !is_tables && matches!(open.element, Element::Cell | Element::Table) {
                break;
            }
        }
        for _ in 0..found.map_or(0, |back| back + 1) {
            self.pop();
        }
    }

    /// Ends what the start of an element ends without saying so: `<p>` ends an open one.
    fn end_implied(&mut self, name: &[u8], element: &Element) {
        let ends: &[&[u8]] = match name {
            b"li" => &[b"li"],
            b"dt" | b"dd" => &[b"dt", b"dd"],
            b"td" | b"th" => &[b"td", b"th"],
            b"tr" | b"tbody" | b"thead" | b"tfoot" => &[b"tr"],
            b"option" => &[b"option"],
            b"body" => &[b"head"],
            _ if element.ends_paragraph() => &[b"p"],
            _ => return,
        };
        // Beyond these an element of the same name is another one.
        let stops: &[&[u8]] = match name {
            b"li" => &[b"ul", b"ol", b"menu", b"td", b"th"],
            b"dt" | b"dd" => &[b"dl", b"td", b"th"],
            b"td" | b"th" => &[b"tr", b"table"],
            _ => &[b"table", b"td", b"th", b"caption", b"button", b"li"],
        };
        let is_row = ends == [&b"tr"[..]];
        let mut found = None;
        for (back, open) in self.open.iter().rev().take(LOOK_BACK).enumerate() {
            if ends.contains(&open.name.as_slice()) {
                found = Some(back);
                break;
            }
            let stops_here = stops.contains(&open.name.as_slice());
            if stops_here && !(is_row && open.name != b"table") {
                break;
            }
        }
        if let Some(back) = found {
            self.flush();
            for _ in 0..=back {
                self.pop();
            }
        }
    }

    /// Ends the innermost open element.
    fn pop(&mut self) {
        let Some(open) = self.open.pop() else { return };
        match open.element {
            Element::Heading(_) => {
                self.flush();
                self.headings.pop();
            }
            Element::Verbatim => {
                self.flush();
                self.verbatim = self.verbatim.saturating_sub(1);
            }
            Element::List { .. } => {
                self.flush();
                self.lists.pop();
            }
            Element::Item => {
                self.flush();
                self.items.pop();
            }
            Element::Table => {
                self.flush();
                self.layout.close_table();
            }
            Element::Cell => {
                self.flush();
                self.layout.close_cell();
            }
            _ => {}
        }
        self.skipped -= usize::from(open.is_skipped);
        if let Some(start) = open.region {
            self.flush();
            self.in_article -= 1;
            self.regions.push(start..self.layout.len());
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.open.last()
            && open.element == Element::Inline(Role::Title)
        {
            self.title.get_or_insert_default().push_str(text);
            return;
        }
        if self.skipped > 0 {
            return;
        }
        if self.verbatim > 0 {
            self.line.push_str(text);
            return;
        }
        for c in text.chars() {
            if matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}') {
                let breaks = matches!(c, '\n' | '\r');
                self.space = Some(self.space.unwrap_or_default() || breaks);
                continue;
            }
            if let Some(breaks) = self.space.take()
                && let Some(before) = self.line.chars().next_back()
            {
                // A line that was broken in the source between two Han characters is no space.
                let is_joint = breaks && is_full_width(before) && is_full_width(c);
                if before != '\n' && !is_joint {
                    self.line.push(' ');
                }
            }
            self.line.push(c);
        }
    }

    /// Puts down the block that was read.
    fn flush(&mut self) {
        self.space = None;
        if self.line.trim().is_empty() {
            self.line.clear();
            return;
        }
        let line = std::mem::take(&mut self.line);
        let block = if let Some(&level) = self.headings.last() {
            Block::Heading(level)
        } else if let Some((depth, marker)) = self.items.last_mut().and_then(Option::take) {
            Block::Item { depth, marker }
        } else if self.verbatim > 0 {
            Block::Verbatim
        } else {
            Block::Paragraph
        };
        self.layout.block(block, &line);
    }

    fn finish(mut self) -> Document {
        self.flush();
        while !self.open.is_empty() {
            self.pop();
        }
        let mut text = self.layout.finish();
        let most = text.len() / 2;
        let article = self.regions.into_iter().filter(|region| region.len() > most);
        if let Some(region) = article.min_by_key(std::ops::Range::len)
            && let Some(part) = text.get(region)
        {
            text = part.trim_start_matches('\n').to_owned();
        }
        Document { text, title: self.title, leftovers: self.leftovers }
    }
}

#[cfg(test)]
mod tests;
