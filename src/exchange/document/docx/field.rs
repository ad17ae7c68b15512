//! Fields: a code that Word works out, and its result. The result is read, the code is not; of
//! fields that show something without holding a result it is worked out here.

use std::collections::BTreeSet;

use roxmltree::Node;

use super::{Reader, attribute, child, equation, is, is_on, pieces::DocxLine, value};
use crate::exchange::{document::symbols::SignFont, incoming::Leftover};

/// A field that is open.
#[derive(Debug, Default)]
pub(super) struct DocxField {
    code: String,
    /// Whether its code is over and its result is read.
    in_result: bool,
    /// Whether its result showed anything.
    said: bool,
    /// What a field of a form shows by itself.
    form: Option<String>,
}

impl DocxField {
    pub(super) fn has_said(&mut self) {
        self.said = true;
    }
}

/// The fields whose begin has an end, by the begin's place in the tree.
pub(super) fn whole(root: Node<'_, '_>) -> BTreeSet<u32> {
    let mut open = Vec::new();
    let mut whole = BTreeSet::new();
    for mark in root.descendants().filter(|node| is(*node, "fldChar")) {
        match attribute(mark, "fldCharType") {
            Some("begin") => open.push(mark.id().get()),
            Some("end") => whole.extend(open.pop()),
            _ => {}
        }
    }
    whole
}

impl Reader<'_> {
    /// Whether text is read here: not inside of a field's code.
    pub(super) fn is_shown(&self) -> bool {
        self.fields.iter().all(|field| field.in_result)
    }

    /// A field begins, its result begins, or it ends; what it shows if it held no result.
    pub(super) fn field_mark(&mut self, node: Node<'_, '_>) -> Option<String> {
        match attribute(node, "fldCharType")? {
            "begin" if self.whole_fields.contains(&node.id().get()) => {
                let form = child(node, "ffData").and_then(form);
                self.fields.push(DocxField { form, ..DocxField::default() });
            }
            "separate" => {
                if let Some(field) = self.fields.last_mut() {
                    field.in_result = true;
                }
            }
            "end" => {
                let field = self.fields.pop()?;
                return self.without_result(&field);
            }
            _ => {}
        }
        None
    }

    /// A part of the code of the innermost field that still has one open.
    pub(super) fn field_code(&mut self, text: &str) {
        if self.silent == 0
            && let Some(field) = self.fields.iter_mut().rev().find(|field| !field.in_result)
        {
            field.code.push_str(text);
        }
    }

    pub(super) fn simple_field<'a, 'i>(&mut self, node: Node<'a, 'i>, line: &mut DocxLine<'a, 'i>) {
        let code = attribute(node, "instr").unwrap_or_default().to_owned();
        self.fields.push(DocxField { code, in_result: true, ..DocxField::default() });
        self.pieces(node, line);
        if let Some(field) = self.fields.pop()
            && let Some(text) = self.without_result(&field)
        {
            self.say(&text, line);
        }
    }

    /// What a field shows that holds no result.
    fn without_result(&mut self, field: &DocxField) -> Option<String> {
        if field.said {
            return None;
        }
        let code = field.code.trim();
        let (name, rest) = code.split_once(char::is_whitespace).unwrap_or((code, ""));
        match &*name.to_ascii_uppercase() {
            "EQ" => Some(equation::linear(rest)),
            "SYMBOL" => {
                let sign = symbol(rest);
                self.leave_out(Leftover::Signs, usize::from(sign.is_none()));
                Some(sign.unwrap_or('\u{fffd}').to_string())
            }
            "QUOTE" => Some(rest.trim().trim_matches(['"', '“', '”']).to_owned()),
            // What to click on stands behind where it leads to.
            "MACROBUTTON" | "GOTOBUTTON" => {
                Some(rest.trim_start().split_once(char::is_whitespace)?.1.to_owned())
            }
            // Numbers that Word counts without keeping them.
            "AUTONUM" | "AUTONUMLGL" | "AUTONUMOUT" | "LISTNUM" => {
                self.leave_out(Leftover::Fields, 1);
                None
            }
            _ => field.form.clone(),
        }
    }
}

/// What a field of a form shows: its box, or the entry that was chosen from its list.
fn form(data: Node<'_, '_>) -> Option<String> {
    if let Some(tick) = child(data, "checkBox") {
        let is_ticked = child(tick, "checked")
            .map_or_else(|| is_on(tick, "default"), |_| is_on(tick, "checked"));
        return Some(if is_ticked { "☒" } else { "☐" }.to_owned());
    }
    if let Some(list) = child(data, "ddList") {
        let chosen = value(list, "result").or_else(|| value(list, "default"));
        let chosen = chosen.and_then(|at| at.parse::<usize>().ok()).unwrap_or(0);
        let entry = list.children().filter(|node| is(*node, "listEntry")).nth(chosen)?;
        return attribute(entry, "val").map(str::to_owned);
    }
    value(child(data, "textInput")?, "default").map(str::to_owned)
}

/// The sign that a `SYMBOL` field names: its code, and after `\f` its font.
fn symbol(rest: &str) -> Option<char> {
    let mut words = rest.split_whitespace();
    let code = words.next()?;
    let code = match code.strip_prefix("0x").or_else(|| code.strip_prefix("0X")) {
        Some(hex) => u32::from_str_radix(hex, 16).ok()?,
        None => code.parse().ok()?,
    };
    let font = rest.split_once("\\f").map(|(_, font)| font.trim_start());
    let font = font.map(|font| match font.strip_prefix('"') {
        Some(quoted) => quoted.split('"').next().unwrap_or_default(),
        None => font.split_whitespace().next().unwrap_or_default(),
    });
    // Without a font of its own the field writes in that of its text.
    sign(font.unwrap_or_default(), code)
}

/// The character at a code of a font; `None` for a sign of a font that is not known.
pub(super) fn sign(font: &str, code: u32) -> Option<char> {
    if let Some(font) = SignFont::of(font) {
        return font.sign(code);
    }
    char::from_u32(code).filter(|c| !c.is_control() && !matches!(c, '\u{f000}'..='\u{f0ff}'))
}
