//! RTF: the text of the document's groups, those left out that are not its text.
//!
//! Groups are kept on a stack of our own: none is too deep to be read, and one that is deeper than
//! any document is refused. What stands in a text box stands before the paragraph that holds it.

mod encoding;
mod state;
mod token;

use std::collections::{BTreeMap, BTreeSet};

use encoding_rs::{Encoding, WINDOWS_1252};

use self::{
    state::{Goal, Properties, State, Style, Table},
    token::{Token, Tokens},
};
use super::{
    Document, Fault, FaultKind, Leftover, Leftovers, Limit, SourceFile, fault,
    layout::{Block, Layout, numbered},
};

/// How deep groups may be nested.
const DEEPEST: usize = 10_000;
/// The character set of fonts of signs.
const SYMBOLS: i32 = 2;

/// Reads the document.
///
/// # Errors
/// If its groups are nested beyond reason.
pub(super) fn read(file: &SourceFile) -> Result<Document, Fault> {
    let mut reader = Reader::default();
    for token in Tokens::new(file.bytes.trim_ascii_start()) {
        match token {
            Token::Open => {
                if reader.outer.len() >= DEEPEST {
                    let most = DEEPEST as u64;
                    return Err(fault(file, FaultKind::TooLarge { limit: Limit::Depth, most }));
                }
                reader.open();
            }
            Token::Close => reader.close(),
            Token::Word(word, number) => reader.word(word, number),
            Token::Symbol(symbol) => reader.symbol(symbol),
            Token::Byte(byte) => reader.byte(byte),
        }
    }
    Ok(reader.finish())
}

#[derive(Debug, Default)]
struct Reader {
    layout: Layout,
    leftovers: Leftovers,
    title: String,
    state: State,
    outer: Vec<State>,
    /// Bytes that are not decoded yet.
    bytes: Vec<u8>,
    /// The first half of a character beyond U+FFFF.
    high: Option<u32>,
    /// How many characters to pass over, which stand for one in Unicode.
    to_skip: i16,
    code_page: Option<&'static Encoding>,
    charsets: BTreeMap<i32, &'static Encoding>,
    /// Fonts that have signs where others have letters.
    symbols: BTreeSet<i32>,
    styles: BTreeMap<i32, Style>,
    /// The style that is being defined: its number and its name.
    style: (i32, Style, String),
    line: String,
    marker: String,
    properties: Properties,
    /// Whether the last text was one that is not shown.
    was_hidden: bool,
    /// Whether a row's properties stood before its text.
    in_row: bool,
    table: Table,
    /// The paragraphs that text boxes stand in, with their numbers.
    around: Vec<(String, String, Properties)>,
}

impl Reader {
    fn open(&mut self) {
        self.decode();
        self.to_skip = 0;
        self.outer.push(self.state);
        self.state.is_optional = false;
        self.state.is_box = false;
        // Only the form in Unicode is read, which says so in its first word.
        if self.state.goal == Goal::Forms {
            self.state.goal = Goal::Nowhere;
        }
        if self.state.goal == Goal::Styles {
            self.style = (0, Style::default(), String::new());
        }
    }

    fn close(&mut self) {
        self.decode();
        self.to_skip = 0;
        if self.state.goal == Goal::Styles {
            self.end_style();
        }
        if self.state.is_box {
            self.paragraph();
            if let Some((line, marker, properties)) = self.around.pop() {
                (self.line, self.marker, self.properties) = (line, marker, properties);
            }
        }
        // One `}` too many closes nothing.
        if let Some(state) = self.outer.pop() {
            self.state = state;
        }
    }

    /// Notes down the style whose definition ends.
    fn end_style(&mut self) {
        let (number, mut style, name) = std::mem::take(&mut self.style);
        let name = name.trim().trim_end_matches(';').to_lowercase();
        let level = name.strip_prefix("heading ").and_then(|level| level.trim().parse().ok());
        style.outline = style
            .outline
            .or_else(|| level.map(|level: i32| level.saturating_sub(1)))
            .or_else(|| (name == "title").then_some(0));
        style.is_contents =
            name.strip_prefix("toc ").is_some_and(|level| level.parse::<u8>().is_ok())
                || name.strip_prefix("contents ").is_some_and(|level| level.parse::<u8>().is_ok());
        if number != 0 {
            self.styles.insert(number, style);
        }
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        if self.to_skip > 0 && !matches!(word, "u" | "par" | "cell" | "row") {
            self.to_skip -= 1;
            return;
        }
        let is_optional = std::mem::take(&mut self.state.is_optional);
        if word != "u" {
            self.decode();
        }
        if self.goal(word, is_optional) || self.state.goal == Goal::Nowhere {
            return;
        }
        let is_on = number != Some(0);
        let sign = match word {
            "ansicpg" => {
                self.code_page = number.map(encoding::of_code_page);
                return;
            }
            "u" => return self.unicode(number.unwrap_or_default()),
            "uc" => {
                let count = number.and_then(|count| i16::try_from(count).ok()).unwrap_or(1);
                self.state.fallback_less_one = count.clamp(0, 16) - 1;
                return;
            }
            "f" => {
                self.state.font = number.unwrap_or_default();
                return;
            }
            "fcharset" if self.state.goal == Goal::Fonts => {
                if number == Some(SYMBOLS) {
                    self.symbols.insert(self.state.font);
                }
                if let Some(charset) = number.and_then(encoding::of_charset) {
                    self.charsets.insert(self.state.font, charset);
                }
                return;
            }
            "s" if self.state.goal == Goal::Styles => {
                self.style.0 = number.unwrap_or_default();
                return;
            }
            "outlinelevel" if self.state.goal == Goal::Styles => {
                self.style.1.outline = number;
                return;
            }
            "v" => {
                self.state.is_hidden = is_on;
                return;
            }
            "deleted" => {
                self.state.is_deleted = is_on;
                return;
            }
            "plain" => {
                (self.state.is_hidden, self.state.is_deleted) = (false, false);
                return;
            }
            "tab" => '\t',
            "line" | "lbr" | "page" | "column" => '\n',
            "emdash" => '—',
            "endash" => '–',
            "lquote" => '‘',
            "rquote" => '’',
            "ldblquote" => '“',
            "rdblquote" => '”',
            "bullet" => '•',
            "emspace" => '\u{3000}',
            "enspace" | "qmspace" => ' ',
            "zwj" => '\u{200d}',
            _ if self.state.goal == Goal::Text => return self.structure(word, number),
            _ => return,
        };
        self.push(sign.encode_utf8(&mut [0; 4]));
    }

    /// Whether a word says where the group's text goes.
    fn goal(&mut self, word: &str, is_optional: bool) -> bool {
        let is_read = self.state.goal == Goal::Text;
        self.state.goal = match word {
            "ud" => Goal::Text,
            _ if self.state.goal == Goal::Nowhere => return false,
            "upr" => Goal::Forms,
            "fonttbl" => Goal::Fonts,
            "stylesheet" => Goal::Styles,
            "title" if is_read && self.line.is_empty() && !is_optional => Goal::Title,
            "listtext" | "pntext" if is_read => {
                self.marker.clear();
                Goal::Marker
            }
            "footnote" | "annotation" => {
                self.leftovers.add(Leftover::Footnotes, usize::from(is_read));
                Goal::Nowhere
            }
            "pict" => {
                self.leftovers.add(Leftover::Pictures, usize::from(is_read));
                Goal::Nowhere
            }
            "shptxt" | "dptxbxtext" if is_read => {
                let paragraph = (
                    std::mem::take(&mut self.line),
                    std::mem::take(&mut self.marker),
                    std::mem::take(&mut self.properties),
                );
                self.around.push(paragraph);
                self.state.is_box = true;
                Goal::Text
            }
            // These are read although readers need not know them.
            "shppict" | "shpinst" | "shpgrp" | "do" => self.state.goal,
            "colortbl" | "header" | "headerl" | "headerr" | "headerf" | "footer" | "footerl"
            | "footerr" | "footerf" | "fldinst" | "nonshppict" | "shprslt" | "objdata"
            | "listtable" | "listoverridetable" | "pntxta" | "pntxtb" | "tc" | "xe" | "rxe"
            | "txe" | "atnid" | "atnauthor" | "atnicn" | "author" | "operator" | "subject"
            | "keywords" | "doccomm" | "company" | "manager" | "category" | "hlinkbase"
            | "creatim" | "revtim" | "printim" | "buptim" | "ftnsep" | "ftnsepc" | "ftncn"
            | "aftnsep" | "aftnsepc" | "aftncn" | "sp" | "template" | "private" | "filetbl"
            | "revtbl" | "nesttableprops" | "bkmkstart" | "bkmkend" | "userprops" | "xmlnstbl" => {
                Goal::Nowhere
            }
            _ if is_optional => Goal::Nowhere,
            _ => return false,
        };
        true
    }

    /// Words that end paragraphs and cells or say of what kind they are.
    fn structure(&mut self, word: &str, number: Option<i32>) {
        match word {
            "par" | "sect" => self.paragraph(),
            "pard" => {
                self.properties = Properties::default();
                self.marker.clear();
            }
            "s" => self.properties.style = number.unwrap_or_default(),
            "outlinelevel" => self.properties.outline = number,
            "ilvl" => self.properties.depth = number.unwrap_or_default(),
            "intbl" => self.properties.in_table = true,
            "trowd" => self.in_row = true,
            "cell" => {
                self.properties.in_table = true;
                self.paragraph();
                self.reach(Table::Cell);
                self.layout.close_cell();
                self.table = Table::Row;
            }
            "row" => {
                self.paragraph();
                self.in_row = false;
                self.table = self.table.min(Table::Open);
            }
            // A table in a cell.
            "nestcell" | "nestrow" => self.push(" "),
            _ => {}
        }
    }

    /// Opens what is not open of a table.
    fn reach(&mut self, part: Table) {
        if self.table < Table::Open && part >= Table::Open {
            self.layout.open_table();
            self.table = Table::Open;
        }
        if self.table < Table::Row && part >= Table::Row {
            self.layout.open_row();
            self.table = Table::Row;
        }
        if self.table < Table::Cell && part >= Table::Cell {
            self.layout.open_cell();
            self.table = Table::Cell;
        }
    }

    fn symbol(&mut self, symbol: u8) {
        if self.to_skip > 0 && symbol != b'*' {
            self.to_skip -= 1;
            return;
        }
        match symbol {
            b'*' => {
                self.decode();
                self.state.is_optional = true;
            }
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'~' => self.sign(" "),
            b'_' => self.sign("-"),
            b'\n' | b'\r' if self.state.goal == Goal::Text => {
                self.decode();
                self.paragraph();
            }
            // `\-` is where a word may be parted; others are for indexes.
            _ => {}
        }
    }

    fn sign(&mut self, sign: &str) {
        self.decode();
        self.push(sign);
    }

    fn byte(&mut self, byte: u8) {
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if self.state.goal != Goal::Nowhere {
            self.bytes.push(byte);
        }
    }

    /// A UTF-16 unit, written as a signed number.
    fn unicode(&mut self, number: i32) {
        let unit = if number < 0 { number.wrapping_add(0x1_0000) } else { number };
        let unit = u32::try_from(unit).unwrap_or(0xFFFD);
        // Bytes that were not yet decoded stand before it.
        if !self.bytes.is_empty() {
            self.decode();
        }
        self.to_skip = self.state.fallback_less_one + 1;
        if (0xD800..0xDC00).contains(&unit) {
            self.high = Some(unit);
            return;
        }
        let code = match self.high.take() {
            Some(high) if (0xDC00..0xE000).contains(&unit) => {
                0x1_0000 + ((high - 0xD800) << 10) + (unit - 0xDC00)
            }
            _ => unit,
        };
        let sign = char::from_u32(code).unwrap_or('\u{fffd}');
        self.push(sign.encode_utf8(&mut [0; 4]));
    }

    /// Makes text of the bytes that were gathered.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        if self.state.goal == Goal::Marker && self.symbols.contains(&self.state.font) {
            return self.push("•");
        }
        let charset = self.charsets.get(&self.state.font).copied();
        let encoding = charset.or(self.code_page).unwrap_or(WINDOWS_1252);
        self.push(&encoding::decode(&bytes, encoding));
    }

    fn push(&mut self, text: &str) {
        match self.state.goal {
            Goal::Text => {
                let is_hidden = self.state.is_hidden || self.state.is_deleted;
                if is_hidden {
                    let begins = !self.was_hidden && !text.trim().is_empty();
                    self.leftovers.add(Leftover::Hidden, usize::from(begins));
                    self.was_hidden |= begins;
                } else {
                    self.was_hidden = false;
                    self.line.push_str(text);
                }
            }
            Goal::Marker => self.marker.push_str(text),
            Goal::Styles => self.style.2.push_str(text),
            Goal::Title => self.title.push_str(text),
            Goal::Fonts | Goal::Nowhere | Goal::Forms => {}
        }
    }

    /// Ends the paragraph.
    fn paragraph(&mut self) {
        let line = std::mem::take(&mut self.line);
        let marker = std::mem::take(&mut self.marker);
        let in_table = self.properties.in_table || self.in_row;
        // A text box is no end of the table around it.
        if !in_table && self.table > Table::Closed && self.around.is_empty() {
            self.layout.close_table();
            self.table = Table::Closed;
        }
        if line.trim().is_empty() {
            return;
        }
        if in_table {
            self.reach(Table::Cell);
        }
        let style = self.styles.get(&self.properties.style).copied().unwrap_or_default();
        if style.is_contents {
            return;
        }
        let outline = self.properties.outline.or(style.outline);
        let level = outline.filter(|level| (0..9).contains(level));
        let level = level.and_then(|level| usize::try_from(level).ok());
        let is_number = marker.chars().any(char::is_alphanumeric);
        let block = match level {
            Some(level) => Block::Heading(level + 1),
            None if marker.trim().is_empty() => Block::Paragraph,
            None => Block::Item {
                depth: usize::try_from(self.properties.depth).unwrap_or(0),
                marker: is_number.then(|| marker.trim().to_owned()),
            },
        };
        let line = match block {
            Block::Heading(_) if is_number => numbered(Some(&marker), &line),
            _ => line,
        };
        self.layout.block(block, &line);
    }

    fn finish(mut self) -> Document {
        self.decode();
        while let Some((line, marker, properties)) = self.around.pop() {
            self.paragraph();
            (self.line, self.marker, self.properties) = (line, marker, properties);
        }
        self.paragraph();
        let title = Some(self.title).filter(|title| !title.trim().is_empty());
        Document { text: self.layout.finish(), title, leftovers: self.leftovers }
    }
}

#[cfg(test)]
mod tests;
