//! What stands in a paragraph, piece by piece: text, signs, fields, and what is put aside.

use roxmltree::Node;

use super::{Reader, attribute, child, chosen, field, is, math, value};
use crate::exchange::{document::symbols::SignFont, incoming::Leftover};

/// What stands beside a paragraph and is read after it.
#[derive(Debug)]
pub(super) enum Aside<'a, 'i> {
    /// A text box: blocks of the document's own.
    Box(Node<'a, 'i>),
    /// Text in a drawing.
    Drawn(Node<'a, 'i>),
    /// The words of a piece of `WordArt`.
    Words(&'a str),
    /// A diagram, by the identifier of its part.
    Diagram(&'a str),
}

/// A paragraph's text while it is read.
#[derive(Debug, Default)]
pub(super) struct DocxLine<'a, 'i> {
    pub(super) text: String,
    pub(super) asides: Vec<Aside<'a, 'i>>,
    /// The paragraph's style.
    style: Option<&'a str>,
    /// Whether the run that is read is hidden.
    is_hidden: bool,
    /// The font of that run, if it writes signs.
    font: Option<SignFont>,
}

impl<'a> DocxLine<'a, '_> {
    /// Of a paragraph of that style.
    pub(super) fn of(style: Option<&'a str>) -> Self {
        Self { style, ..Self::default() }
    }
}

impl Reader<'_> {
    pub(super) fn pieces<'a, 'i>(&mut self, parent: Node<'a, 'i>, line: &mut DocxLine<'a, 'i>) {
        for node in parent.children().filter(Node::is_element) {
            self.piece(node, line);
        }
    }

    pub(super) fn piece<'a, 'i>(&mut self, node: Node<'a, 'i>, line: &mut DocxLine<'a, 'i>) {
        match node.tag_name().name() {
            "r" => self.run(node, line),
            "t" => self.letters(node.text().unwrap_or_default(), line),
            "sym" => self.sign(node, line),
            "tab" | "ptab" => self.say("\t", line),
            "br" | "cr" => self.say("\n", line),
            "noBreakHyphen" => self.say("-", line),
            "oMath" => self.say(&math::linear(node), line),
            "fldChar" => {
                if let Some(text) = self.field_mark(node) {
                    self.say(&text, line);
                }
            }
            "instrText" => self.field_code(node.text().unwrap_or_default()),
            "fldSimple" => self.simple_field(node, line),
            "sdt" => self.control(node, line),
            "del" | "moveFrom" => self.struck_out(node),
            "footnoteReference" | "endnoteReference" | "commentReference" => {
                self.leave_out(Leftover::Footnotes, 1);
            }
            "AlternateContent" => self.pieces(chosen(node), line),
            "txbxContent" => line.asides.push(Aside::Box(node)),
            "txBody" => line.asides.push(Aside::Drawn(node)),
            "textpath" => line.asides.extend(attribute(node, "string").map(Aside::Words)),
            "relIds" => line.asides.extend(attribute(node, "dm").map(Aside::Diagram)),
            "chart" => self.leave_out(Leftover::Charts, 1),
            "object" => {
                self.leave_out(Leftover::Objects, 1);
                let boxes = node.descendants().filter(|node| is(*node, "txbxContent"));
                line.asides.extend(boxes.map(Aside::Box));
            }
            "blip" | "imagedata" => self.leave_out(Leftover::Pictures, 1),
            "subDoc" => self.leave_out(Leftover::Parts, 1),
            "altChunk" => self.chunk(node),
            // What is read aloud (`rt`) stands above the base.
            "rt" | "rubyPr" | "pPr" | "rPr" | "sdtPr" | "sdtEndPr" | "delText" | "sectPr"
            | "delInstrText" | "fldData" | "smartTagPr" | "customXmlPr" => {}
            "p" => {
                // Not where a paragraph may stand, but what it says is not to be lost.
                self.pieces(node, line);
                self.say("\n", line);
            }
            _ => self.pieces(node, line),
        }
    }

    fn run<'a, 'i>(&mut self, node: Node<'a, 'i>, line: &mut DocxLine<'a, 'i>) {
        let look = child(node, "rPr");
        let before = (line.is_hidden, line.font);
        line.is_hidden = self.styles.is_hidden(look, line.style);
        line.font = self.styles.font(look, line.style);
        if line.is_hidden && self.is_shown() {
            self.hide(node);
        }
        let beside = line.asides.len();
        self.pieces(node, line);
        if line.is_hidden {
            // What it holds is hidden with it.
            line.asides.truncate(beside);
        }
        (line.is_hidden, line.font) = before;
    }

    /// Puts down text, or gives it to the field whose code it is part of.
    pub(super) fn say(&mut self, text: &str, line: &mut DocxLine<'_, '_>) {
        if self.silent > 0 || text.is_empty() {
            return;
        }
        if !self.is_shown() {
            self.field_code(text);
        } else if !line.is_hidden {
            line.text.push_str(text);
            for field in &mut self.fields {
                field.has_said();
            }
        }
    }

    /// Text of a run. A font of signs makes others of the letters.
    fn letters(&mut self, text: &str, line: &mut DocxLine<'_, '_>) {
        let is_moved = |c: char| matches!(c, '\u{f020}'..='\u{f0ff}');
        if line.font.is_none() && !text.contains(is_moved) {
            self.say(text, line);
            return;
        }
        let mut unknown = 0;
        let mut signs = String::with_capacity(text.len());
        for c in text.chars() {
            let is_code = is_moved(c) || matches!(c, '!'..='~' | '\u{a0}'..='\u{ff}');
            let sign = line.font.filter(|_| is_code).and_then(|font| font.sign(u32::from(c)));
            unknown += usize::from(sign.is_none() && is_moved(c));
            signs.push(sign.unwrap_or(c));
        }
        self.leave_out(Leftover::Signs, unknown);
        self.say(&signs, line);
    }

    /// `w:sym`: a sign by its font and its code there.
    fn sign(&mut self, node: Node<'_, '_>, line: &mut DocxLine<'_, '_>) {
        let code = attribute(node, "char").and_then(|code| u32::from_str_radix(code, 16).ok());
        let font = attribute(node, "font").unwrap_or_default();
        match code.and_then(|code| field::sign(font, code)) {
            Some(sign) => self.say(sign.encode_utf8(&mut [0; 4]), line),
            None => {
                // That something stands there is to be seen.
                self.leave_out(Leftover::Signs, 1);
                self.say("\u{fffd}", line);
            }
        }
    }

    /// A content control: what is in it, and the box of one to tick that shows nothing.
    fn control<'a, 'i>(&mut self, node: Node<'a, 'i>, line: &mut DocxLine<'a, 'i>) {
        let before = line.text.len();
        self.pieces(node, line);
        let shows = line.text.get(before..).is_some_and(|text| !text.trim().is_empty());
        let tick = child(node, "sdtPr").and_then(|properties| child(properties, "checkbox"));
        if let Some(tick) = tick.filter(|_| !shows) {
            let is_ticked = matches!(value(tick, "checked"), Some("1" | "true" | "on"));
            let (name, usual) =
                if is_ticked { ("checkedState", '☒') } else { ("uncheckedState", '☐') };
            let sign = child(tick, name).and_then(|state| {
                let code = u32::from_str_radix(attribute(state, "val")?, 16).ok()?;
                field::sign(attribute(state, "font").unwrap_or_default(), code)
            });
            self.say(sign.unwrap_or(usual).encode_utf8(&mut [0; 4]), line);
        }
    }
}
