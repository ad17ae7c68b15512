//! The reading of a web page, tag by tag.

use std::collections::BTreeSet;

use html5gum::{EndTag, StartTag, Token};

use super::{
    Document, HtmlPage, Leftover,
    element::{self, Element, Fate, Role},
    hiding::{Hiding, HidingWay},
    sheet::StyleSheet,
    spans::Grid,
};
use crate::exchange::document::{
    Leftovers,
    layout::{Block, Layout, is_full_width, numbered},
    numbering::Numerals,
};

/// An end tag looks so far back for what it ends, and a start tag for what it implies the end of.
const LOOK_BACK: usize = 256;
/// The title of an article, its source and its date may stand before it, in so many bytes.
const LONGEST_HEAD: usize = 600;

/// An open element.
#[derive(Debug)]
struct Open {
    name: Vec<u8>,
    element: Element,
    fate: Fate,
    /// For `<article>` and `<main>`: where its text starts.
    region: Option<usize>,
    /// Whether it leads elsewhere.
    is_link: bool,
    /// Whether it is a drawing, or text in one.
    is_in_drawings: bool,
    /// How many elements began in it.
    children: usize,
}

/// An open list.
#[derive(Debug)]
struct List {
    /// `None` for bullets.
    numerals: Option<Numerals>,
    next: u32,
}

/// A page while it is read.
#[derive(Debug, Default)]
pub(super) struct Reader<'a> {
    is_xml: bool,
    /// What the page's style sheets hide.
    sheet: Option<&'a StyleSheet>,
    /// The start tags of what is hidden but is to be read.
    revealed: Option<&'a BTreeSet<usize>>,
    /// What is shown and what is hidden.
    pub(super) hiding: Hiding,
    /// How many start tags there were.
    starts: usize,
    /// Whether what stands for readers without scripts is being read.
    in_no_script: bool,
    layout: Layout,
    leftovers: Leftovers,
    title: Option<String>,
    open: Vec<Open>,
    /// How many open elements are no text of the page.
    aside: usize,
    /// How many open elements are hidden.
    hidden: usize,
    /// How many open elements lead elsewhere.
    links: usize,
    linked: usize,
    /// The open drawings, and pages in them: whether each is a drawing.
    drawings: Vec<bool>,
    /// Whether what follows stands above the line.
    is_above: bool,
    /// Where the reading of each open table is.
    grids: Vec<Grid>,
    /// How many cells were added for those that others reach into.
    added_cells: usize,
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
    /// Where the last heading of the first level outside of them is.
    last_title: Option<usize>,
}

impl<'a> Reader<'a> {
    /// Begins to read a page.
    pub(super) fn new(is_xml: bool, sheet: &'a StyleSheet, revealed: &'a BTreeSet<usize>) -> Self {
        Self { is_xml, sheet: Some(sheet), revealed: Some(revealed), ..Self::default() }
    }

    /// Whether nothing is read where the reading is.
    fn is_skipping(&self) -> bool {
        self.aside + self.hidden > 0
    }

    pub(super) fn start(&mut self, tag: &StartTag<()>) {
        let name = tag.name.as_slice();
        let in_drawing = self.drawings.last() == Some(&true);
        let mut element = Element::of(name);
        self.end_implied(name, &element);
        if in_drawing && name == b"text" {
            element = Element::Block;
        }
        if element.is_block() {
            self.flush();
        }
        let attribute = |name: &[u8]| tag.attributes.get(name).map(|value| value.value.as_slice());
        let fate = self.fate(name, attribute);
        let is_skipping = self.is_skipping();
        if !is_skipping {
            self.leftovers.add(Leftover::Footnotes, usize::from(fate == Fate::Note));
            self.begin_child();
            match element {
                Element::Break => {
                    self.line.push('\n');
                    self.space = None;
                }
                Element::Picture if fate == Fate::Shown => {
                    self.leftovers.add(Leftover::Pictures, 1);
                }
                _ => {}
            }
        }
        // A line of text in a drawing has its own place.
        let has_place =
            attribute(b"x").is_some() && (attribute(b"y").is_some() || attribute(b"dy").is_some());
        if name == b"tspan" && has_place && !is_skipping {
            self.line.push('\n');
            self.space = None;
        }
        if element.is_void() || (self.is_xml && tag.self_closing) {
            // It may be the cell of a column that has nothing in it.
            if element == Element::Cell && fate == Fate::Shown && !is_skipping {
                self.open_element(&element, attribute);
                self.layout.close_cell();
            }
            return;
        }
        if fate != Fate::Shown {
            // What is not read opens nothing.
            let is_title = name == b"title" && !is_skipping && self.drawings.is_empty();
            element = Element::Inline(if is_title { Role::Title } else { Role::None });
            if let Fate::Hidden(way) = fate
                && !is_skipping
            {
                self.hiding.begin(self.starts, way);
            }
        } else if is_skipping {
            element = Element::Inline(Role::None);
        } else {
            self.open_element(&element, attribute);
            self.is_above = name == b"sup";
        }
        let is_read = fate == Fate::Shown && !is_skipping;
        let is_region = matches!(name, b"article" | b"main") && is_read;
        let is_link = name == b"a" && attribute(b"href").is_some();
        // Of a drawing only the pages in it are read, and its text where that is the page.
        let drawing = match name {
            b"svg" => Some(true),
            b"foreignobject" | b"text" if in_drawing => Some(false),
            _ => None,
        };
        self.drawings.extend(drawing);
        self.aside += usize::from(matches!(fate, Fate::Aside | Fate::Note));
        self.hidden += usize::from(matches!(fate, Fate::Hidden(_)));
        self.in_article += usize::from(is_region);
        self.links += usize::from(is_link);
        self.open.push(Open {
            name: name.to_vec(),
            element,
            fate,
            region: is_region.then(|| self.layout.len()),
            is_link,
            is_in_drawings: drawing.is_some(),
            children: 0,
        });
    }

    /// What becomes of an element that starts.
    fn fate<'b>(
        &mut self,
        name: &[u8],
        attribute: impl Fn(&[u8]) -> Option<&'b [u8]> + Copy,
    ) -> Fate {
        // What is read a second time does not count again.
        self.starts += usize::from(!self.in_no_script);
        let fate = element::fate(name, attribute);
        let way = self.sheet.and_then(|sheet| HidingWay::of(name, attribute, sheet));
        let in_drawing = self.drawings.last() == Some(&true);
        let fate = match (fate, way) {
            (Fate::Shown, None) if name == b"text" && in_drawing => Fate::Hidden(HidingWay::Drawn),
            (Fate::Shown, Some(way)) => Fate::Hidden(way),
            // The foot of the page is no part of the text; that of an article may be.
            (Fate::Shown, None) if name == b"footer" && self.in_article == 0 => Fate::Aside,
            (fate, _) => fate,
        };
        let is_revealed = matches!(fate, Fate::Hidden(_))
            && !self.in_no_script
            && self.revealed.is_some_and(|revealed| revealed.contains(&self.starts));
        if is_revealed { Fate::Shown } else { fate }
    }

    /// An element begins in another: parts of a fraction and powers are told apart, lest their
    /// digits make another number.
    fn begin_child(&mut self) {
        let Some(parent) = self.open.last_mut() else { return };
        parent.children += 1;
        let sign = match (parent.name.as_slice(), parent.children) {
            (b"mfrac", 2) => '/',
            (b"msup", 2) | (b"msubsup", 3) => '^',
            (b"msub" | b"msubsup", 2) => '_',
            _ => return,
        };
        self.line.push(sign);
    }

    /// What an element that is read does at its start.
    fn open_element<'b>(
        &mut self,
        element: &Element,
        attribute: impl Fn(&[u8]) -> Option<&'b [u8]>,
    ) {
        let number = |name: &[u8]| -> Option<u32> {
            std::str::from_utf8(attribute(name)?).ok()?.trim().parse().ok()
        };
        match element {
            Element::Heading(level) => self.headings.push(*level),
            Element::Verbatim => self.verbatim += 1,
            Element::List { is_ordered } => {
                let numerals = is_ordered.then(|| element::numerals(&attribute)).flatten();
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
            Element::Table => {
                self.layout.open_table();
                self.grids.push(Grid::default());
            }
            Element::Row => {
                self.layout.open_row();
                if let Some(grid) = self.grids.last_mut() {
                    grid.begin_row();
                }
            }
            Element::Cell => {
                let span = |name: &[u8]| number(name).map_or(1, |span| span as usize);
                let (columns, rows) = (span(b"colspan"), span(b"rowspan"));
                let added = &mut self.added_cells;
                let empty = self.grids.last_mut().map(|grid| grid.begin_cell(columns, rows, added));
                for _ in 0..empty.unwrap_or_default() {
                    self.layout.open_cell();
                    self.layout.close_cell();
                }
                self.layout.open_cell();
            }
            _ => {}
        }
    }

    pub(super) fn end(&mut self, tag: &EndTag<()>) {
        let name = tag.name.as_slice();
        if name == b"br" {
            if !self.is_skipping() {
                self.line.push('\n');
            }
            return;
        }
        self.is_above = false;
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
                self.grids.pop();
            }
            Element::Cell => {
                self.flush();
                self.layout.close_cell();
            }
            _ => {}
        }
        match open.fate {
            Fate::Shown => {}
            Fate::Aside | Fate::Note => self.aside -= 1,
            Fate::Hidden(_) => self.hidden -= 1,
        }
        self.links -= usize::from(open.is_link);
        if open.is_in_drawings {
            self.flush();
            self.drawings.pop();
        }
        if let Some(start) = open.region {
            self.flush();
            self.in_article -= 1;
            let head = self.last_title.filter(|&title| title + LONGEST_HEAD >= start);
            self.regions.push(head.unwrap_or(start).min(start)..self.layout.len());
        }
    }

    pub(super) fn text(&mut self, text: &str) {
        let open = self.open.last();
        if open.is_some_and(|open| open.element == Element::Inline(Role::Title)) {
            self.title.get_or_insert_default().push_str(text);
            return;
        }
        let is_no_script = open.is_some_and(|open| open.name == b"noscript");
        if is_no_script && !self.in_no_script && self.aside == 0 {
            return self.no_script(text);
        }
        if self.hidden > 0 {
            if self.aside == 0 {
                self.hiding.add(text);
            }
            return;
        }
        if self.aside > 0 || self.drawings.last() == Some(&true) {
            return;
        }
        self.hiding.shown.add(text);
        if self.links > 0 {
            self.linked += text.chars().filter(|c| !c.is_whitespace()).count();
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
            // Ten to the sixth is not a hundred and six.
            if std::mem::take(&mut self.is_above)
                && self.space.is_none()
                && c.is_ascii_digit()
                && self.line.ends_with(|before: char| before.is_ascii_digit())
            {
                self.line.push('^');
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

    /// What stands for readers without scripts, which is one text with its tags in it.
    fn no_script(&mut self, text: &str) {
        let is_read = !self.is_skipping();
        self.in_no_script = true;
        for token in super::tokens(text) {
            match token {
                Token::String(text) if is_read => self.text(&String::from_utf8_lossy(&text)),
                Token::String(text) => self.hiding.add(&String::from_utf8_lossy(&text)),
                Token::StartTag(tag) if is_read => self.start(&tag),
                Token::EndTag(tag) if is_read => self.end(&tag),
                _ => {}
            }
        }
        self.in_no_script = false;
    }

    /// Puts down the block that was read.
    fn flush(&mut self) {
        self.space = None;
        if self.line.trim().is_empty() {
            self.line.clear();
            return;
        }
        let mut line = std::mem::take(&mut self.line);
        let block = if let Some(&level) = self.headings.last() {
            // The number of an item that is a heading.
            if let Some((_, Some(marker))) = self.items.last_mut().and_then(Option::take) {
                line = numbered(Some(&marker), &line);
            }
            if level == 1 && self.in_article == 0 {
                self.last_title = Some(self.layout.len());
            }
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

    /// What the page holds.
    pub(super) fn finish(mut self) -> HtmlPage {
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
            text = String::from(part.trim_start_matches('\n'));
        }
        let (parts, characters) = self.hiding.left_out();
        self.leftovers.add(Leftover::Hidden, parts);
        self.leftovers.add(Leftover::HiddenCharacters, characters);
        HtmlPage {
            document: Document { text, title: self.title, leftovers: self.leftovers },
            linked: self.linked,
            characters: self.hiding.shown.characters(),
        }
    }
}
