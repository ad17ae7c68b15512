//! RTF: the text of the document's groups, those left out that are not its text.
//!
//! Groups are kept on a stack of our own: none is too deep to be read, and one that is deeper than
//! any document is refused. What stands in a text box stands before the paragraph that holds it.
//! Words are understood as Microsoft's *RTF Specification 1.9.1* has them.

mod destination;
mod encoding;
mod field;
mod paragraph;
mod state;
mod token;

use std::collections::BTreeMap;

use self::{
    destination::Destination,
    encoding::{CodePage, WESTERN},
    field::RtfField,
    state::{Goal, Properties, RtfAround, RtfFont, RtfState, RtfTable, Style},
    token::{RtfTokens, Token},
};
use super::{
    Document, FaultKind, ImportFault, Leftover, Leftovers, Limit, SourceFile, fault,
    layout::Layout, symbols::SignFont,
};

/// How deep groups may be nested.
const DEEPEST: usize = 10_000;
/// The character set of fonts of signs.
const SYMBOLS: i32 = 2;
/// The character set of fonts for the West.
const ANSI: i32 = 0;

/// Reads the document.
///
/// # Errors
/// If its groups are nested beyond reason.
pub(super) fn read(file: &SourceFile) -> Result<Document, ImportFault> {
    let mut reader = Reader::default();
    for token in RtfTokens::new(file.bytes.trim_ascii_start()) {
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
    state: RtfState,
    outer: Vec<RtfState>,
    /// Bytes that are not decoded yet.
    bytes: Vec<u8>,
    /// The first half of a character beyond U+FFFF.
    high: Option<u32>,
    /// How many characters to pass over, which stand for one in Unicode.
    to_skip: i16,
    code_page: Option<CodePage>,
    /// The font where none was named.
    default_font: i32,
    fonts: BTreeMap<i32, RtfFont>,
    /// What stands in a margin.
    margin: String,
    /// The name of the font that is being defined.
    font_name: String,
    /// The open fields, from the outermost.
    fields: Vec<RtfField>,
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
    /// The open tables, from the outermost.
    tables: Vec<RtfTable>,
    /// The paragraphs that text boxes stand in.
    around: Vec<RtfAround>,
}

impl Reader {
    fn open(&mut self) {
        self.decode();
        self.to_skip = 0;
        self.state.has_begun = true;
        self.outer.push(self.state);
        self.state.has_begun = false;
        self.state.is_optional = false;
        self.state.is_box = false;
        self.state.is_field = false;
        match self.state.goal {
            // Only the form in Unicode is read, which says so in its first word.
            Goal::Forms => self.state.goal = Goal::Nowhere,
            Goal::Styles => {
                self.state.goal = Goal::Style;
                self.style = (0, Style::default(), String::new());
            }
            _ => {}
        }
    }

    fn close(&mut self) {
        self.decode();
        self.to_skip = 0;
        if self.state.is_box {
            self.end_box();
        }
        if self.state.goal == Goal::Fonts {
            self.end_font();
        }
        // One `}` too many closes nothing.
        let Some(outer) = self.outer.pop() else { return };
        let is_field = self.state.is_field;
        if self.state.goal == Goal::Style && outer.goal == Goal::Styles {
            self.end_style();
        }
        if self.state.goal == Goal::Margin && outer.goal != Goal::Margin {
            let text = std::mem::take(&mut self.margin);
            let has_text = usize::from(!text.trim().is_empty());
            self.leftovers.add_text(Leftover::Margins, has_text, text.trim());
        }
        self.state = outer;
        if is_field {
            self.end_field();
        }
    }

    /// Notes down what the name of a font says.
    fn end_font(&mut self) {
        let name = std::mem::take(&mut self.font_name);
        let name = name.split(';').next().unwrap_or_default();
        if let Some(signs) = SignFont::of(name) {
            self.fonts.entry(self.state.font).or_default().signs = Some(signs);
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
        self.state.has_begun = true;
        let is_optional = std::mem::take(&mut self.state.is_optional);
        let sign = sign(word);
        if self.to_skip > 0 && word != "u" {
            self.to_skip -= 1;
            // Of words only signs stand for a character; what sets something sets it, also where
            // the characters to pass over were never written.
            if sign.is_some() {
                return;
            }
        }
        if word != "u" {
            self.decode();
        }
        if self.goal(word, is_optional) || self.state.goal == Goal::Nowhere {
            return;
        }
        if let Some(sign) = sign {
            return self.push(sign.encode_utf8(&mut [0; 4]));
        }
        if word == "u" {
            self.unicode(number.unwrap_or_default());
        } else if !self.character_property(word, number) && self.state.goal == Goal::Text {
            self.structure(word, number);
        }
    }

    /// Words that say how the characters behind them are to be read, and of which font; whether
    /// `word` is one.
    fn character_property(&mut self, word: &str, number: Option<i32>) -> bool {
        let is_on = number != Some(0);
        let font = number.unwrap_or_default();
        let state = &mut self.state;
        match word {
            "ansicpg" => self.code_page = number.map(CodePage::numbered),
            "mac" => self.code_page = Some(CodePage::numbered(10000)),
            "pc" => self.code_page = Some(CodePage::numbered(437)),
            "pca" => self.code_page = Some(CodePage::numbered(850)),
            "uc" => {
                let count = number.and_then(|count| i16::try_from(count).ok()).unwrap_or(1);
                state.fallback_less_one = count.clamp(0, 16) - 1;
            }
            "deff" => (self.default_font, state.font) = (font, font),
            "f" if state.goal == Goal::Fonts => {
                self.end_font();
                self.state.font = font;
            }
            "f" => state.font = font,
            "field" if state.goal == Goal::Text && !state.is_field => {
                state.is_field = true;
                self.fields.push(RtfField::default());
            }
            "fftype" | "ffres" | "ffdefres" if state.goal == Goal::Form => {
                if let Some(field) = self.fields.last_mut() {
                    *match word {
                        "fftype" => &mut field.form.kind,
                        "ffres" => &mut field.form.answer,
                        _ => &mut field.form.default,
                    } = number;
                }
            }
            // Word writes the fonts of all kinds of characters and, last, that of those that follow.
            "dbch" => state.is_east = true,
            "loch" | "hich" => state.is_east = false,
            "af" if state.is_east => state.east_font = number,
            "fcharset" if state.goal == Goal::Fonts => {
                self.fonts.entry(state.font).or_default().charset = number;
            }
            "cpg" if state.goal == Goal::Fonts => {
                self.fonts.entry(state.font).or_default().code_page =
                    number.map(CodePage::numbered);
            }
            "s" if state.goal == Goal::Style => self.style.0 = font,
            "sbasedon" if state.goal == Goal::Style => self.style.1.base = number,
            "outlinelevel" if state.goal == Goal::Style => self.style.1.outline = number,
            "v" => state.is_hidden = is_on,
            "deleted" => state.is_deleted = is_on,
            "plain" => {
                (state.is_hidden, state.is_deleted) = (false, false);
                (state.font, state.east_font, state.is_east) = (self.default_font, None, false);
            }
            _ => return false,
        }
        true
    }

    /// Whether a word says where the group's text goes.
    fn goal(&mut self, word: &str, is_optional: bool) -> bool {
        // Outside of any group within the document it would say it of all that is left of it.
        if self.outer.len() < 2 {
            return false;
        }
        let is_read = self.state.goal == Goal::Text;
        let destination = Destination::of(word);
        if self.state.goal == Goal::Nowhere {
            if destination == Some(Destination::Unicode)
                && let Some(goal) = self.state.goal_of_forms.take()
            {
                self.state.goal = goal;
            }
            return false;
        }
        self.state.goal = match destination {
            Some(Destination::Text) => {
                // Digits above and below, and those of a fraction, are no number together.
                match word {
                    "mden" => self.push("/"),
                    "msup" => self.push("^"),
                    "msub" => self.push("_"),
                    _ => {}
                }
                self.state.goal
            }
            Some(Destination::Picture) => {
                let is_content = is_read || self.state.goal == Goal::Shape;
                self.leftovers.add(Leftover::Pictures, usize::from(is_content));
                Goal::Nowhere
            }
            Some(Destination::Note) => {
                self.leftovers.add(Leftover::Footnotes, usize::from(is_read));
                Goal::Nowhere
            }
            Some(Destination::Forms) => {
                self.state.goal_of_forms = Some(self.state.goal);
                Goal::Forms
            }
            Some(Destination::Box) if is_read && self.state.is_box => Goal::Text,
            Some(Destination::Box) if is_read => {
                self.begin_box();
                Goal::Text
            }
            Some(Destination::Marker) if is_read => {
                self.marker.clear();
                Goal::Marker
            }
            Some(Destination::Shape) if is_read => Goal::Shape,
            Some(Destination::Code) => Goal::Code,
            Some(Destination::Form) if self.state.goal == Goal::Code || is_read => Goal::Form,
            Some(Destination::FormEntry) if self.state.goal == Goal::Form => {
                if let Some(field) = self.fields.last_mut() {
                    field.form.entries.push(String::new());
                }
                Goal::FormEntry
            }
            Some(Destination::Fonts) => Goal::Fonts,
            Some(Destination::Styles) => Goal::Styles,
            Some(Destination::Info) => Goal::Info,
            Some(Destination::Margin) if is_read => {
                self.margin.clear();
                Goal::Margin
            }
            Some(Destination::Title) if self.state.goal == Goal::Info => Goal::Title,
            Some(Destination::Title) => return false,
            // The form in Unicode of a text whose other form was never begun.
            Some(Destination::Unicode) => self.state.goal,
            Some(_) => Goal::Nowhere,
            None if is_optional => Goal::Nowhere,
            None => return false,
        };
        true
    }

    fn symbol(&mut self, symbol: u8) {
        let is_first = !std::mem::replace(&mut self.state.has_begun, true);
        if symbol == b'*' {
            self.decode();
            // Anywhere else it says nothing: what follows it is text.
            self.state.is_optional = is_first;
            return;
        }
        self.state.is_optional = false;
        if self.to_skip > 0 {
            self.to_skip -= 1;
            return;
        }
        match symbol {
            b'\\' | b'{' | b'}' => self.byte(symbol),
            b'~' => self.sign(" "),
            b'_' => self.sign("-"),
            b'\t' => self.sign("\t"),
            b'\n' | b'\r' if self.state.goal == Goal::Text => {
                self.decode();
                self.paragraph(self.level());
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
        self.state.has_begun = true;
        self.state.is_optional = false;
        if self.to_skip > 0 {
            self.to_skip -= 1;
        } else if self.state.goal != Goal::Nowhere {
            self.bytes.push(byte);
        }
    }

    /// A UTF-16 unit, written as a signed number; some write a whole character.
    fn unicode(&mut self, number: i32) {
        // Bytes that were not yet decoded stand before it.
        self.decode();
        self.to_skip = self.state.fallback_less_one + 1;
        let unit = u32::try_from(number).unwrap_or_else(|_| number.rem_euclid(0x1_0000) as u32);
        if (0xD800..0xDC00).contains(&unit) {
            self.end_half();
            self.high = Some(unit);
            return;
        }
        let code = match self.high {
            Some(high) if (0xDC00..0xE000).contains(&unit) => {
                self.high = None;
                0x1_0000 + ((high - 0xD800) << 10) + (unit - 0xDC00)
            }
            _ => unit,
        };
        let font = self.fonts.get(&self.state.font).and_then(|font| font.signs);
        let is_moved = (0xF000..0xF100).contains(&code);
        let sign = font.filter(|_| is_moved && self.state.goal == Goal::Text);
        let sign = sign.and_then(|font| font.sign(code)).or_else(|| char::from_u32(code));
        let sign = sign.unwrap_or('\u{fffd}');
        self.push(sign.encode_utf8(&mut [0; 4]));
    }

    /// Half a character without its other half stands for itself only.
    fn end_half(&mut self) {
        if self.high.take().is_some() {
            self.put("\u{fffd}");
        }
    }

    /// Makes text of the bytes that were gathered.
    fn decode(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        let font = self.fonts.get(&self.state.font).copied().unwrap_or_default();
        if self.state.goal == Goal::Marker && font.charset == Some(SYMBOLS) {
            return self.push("•");
        }
        if let Some(signs) = font.signs.filter(|_| self.state.goal == Goal::Text) {
            let sign = |&byte: &u8| signs.sign(byte.into()).unwrap_or(char::from(byte));
            let text: String = bytes.iter().map(sign).collect();
            return self.push(&text);
        }
        let text = self.encoding(font, &bytes).decode(&bytes);
        self.push(&text);
    }

    /// What bytes of a text in that font are in.
    fn encoding(&self, font: RtfFont, bytes: &[u8]) -> CodePage {
        let document = self.code_page.unwrap_or(WESTERN);
        let of =
            |font: RtfFont| font.code_page.or_else(|| font.charset.and_then(CodePage::of_charset));
        let is_western = font.code_page.is_none() && font.charset == Some(ANSI);
        if is_western && self.state.is_east {
            let east = self.state.east_font.and_then(|east| self.fonts.get(&east).copied());
            if let Some(encoding) = east.and_then(of) {
                return encoding;
            }
        }
        // Some name no character set but this one, or none, whatever they write.
        let is_said = of(font).is_some() && !is_western;
        if !is_said && let Some(encoding) = document.surely_other(bytes) {
            return encoding;
        }
        of(font).unwrap_or(document)
    }

    fn push(&mut self, text: &str) {
        self.end_half();
        self.put(text);
    }

    fn put(&mut self, text: &str) {
        match self.state.goal {
            Goal::Text if self.state.is_hidden || self.state.is_deleted => {
                let amount = text.chars().filter(|c| !c.is_whitespace()).count();
                let begins = !self.was_hidden && amount > 0;
                self.leftovers.add(Leftover::Hidden, usize::from(begins));
                self.leftovers.add(Leftover::HiddenCharacters, amount);
                self.was_hidden |= begins;
            }
            Goal::Text => {
                self.was_hidden = false;
                if let Some(field) = self.fields.last_mut() {
                    field.has_said |= !text.trim().is_empty();
                }
                self.line.push_str(text);
            }
            Goal::Marker => self.marker.push_str(text),
            Goal::Style => self.style.2.push_str(text),
            Goal::Title => self.title.push_str(text),
            Goal::Margin => self.margin.push_str(text),
            Goal::Fonts => self.font_name.push_str(text),
            Goal::Code => {
                if let Some(field) = self.fields.last_mut() {
                    field.code.push_str(text);
                }
            }
            Goal::FormEntry => {
                let field = self.fields.last_mut();
                if let Some(entry) = field.and_then(|field| field.form.entries.last_mut()) {
                    entry.push_str(text);
                }
            }
            Goal::Nowhere | Goal::Styles | Goal::Info | Goal::Forms | Goal::Shape | Goal::Form => {}
        }
    }

    fn finish(mut self) -> Document {
        self.decode();
        while !self.around.is_empty() {
            self.end_box();
        }
        self.paragraph(self.level());
        let title = Some(self.title).filter(|title| !title.trim().is_empty());
        Document { text: self.layout.finish(), title, leftovers: self.leftovers }
    }
}

/// The character that a word stands for.
fn sign(word: &str) -> Option<char> {
    Some(match word {
        "tab" => '\t',
        "line" | "lbr" | "page" | "column" | "softline" => '\n',
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
        "zwnj" => '\u{200c}',
        _ => return None,
    })
}

#[cfg(test)]
mod tests;
