//! Fields: a code, which is not shown, and its result, which is read. Of fields that show something
//! without holding a result it is worked out here: signs by their number, and answers of a form.

use super::{Reader, WESTERN};
use crate::exchange::document::symbols::SignFont;

/// An answer of a form that says so was not given: its default counts.
const NO_ANSWER: usize = 25;

/// A field that is open.
#[derive(Debug, Default)]
pub(super) struct RtfField {
    pub(super) code: String,
    pub(super) form: RtfForm,
    /// Whether its result showed anything.
    pub(super) has_said: bool,
}

/// What a field of a form holds.
#[derive(Debug, Default)]
pub(super) struct RtfForm {
    pub(super) kind: Option<i32>,
    pub(super) answer: Option<i32>,
    pub(super) default: Option<i32>,
    /// Of what one may choose.
    pub(super) entries: Vec<String>,
}

impl RtfForm {
    /// The number of the answer.
    fn chosen(&self) -> usize {
        let number = |answer: Option<i32>| answer.and_then(|answer| usize::try_from(answer).ok());
        let answer = number(self.answer).filter(|&answer| answer != NO_ANSWER);
        answer.or_else(|| number(self.default)).unwrap_or(0)
    }

    /// Its box, or the entry that was chosen of its list.
    fn shown(&self) -> Option<String> {
        match self.kind? {
            1 => Some(if self.chosen() == 1 { "☒" } else { "☐" }.to_owned()),
            2 => self.entries.get(self.chosen()).cloned(),
            _ => None,
        }
    }
}

impl Reader {
    /// The field that was opened last ends.
    pub(super) fn end_field(&mut self) {
        let Some(field) = self.fields.pop() else { return };
        if field.has_said {
            // What it is in has said something, too.
            if let Some(outer) = self.fields.last_mut() {
                outer.has_said = true;
            }
            return;
        }
        let code = field.code.trim();
        let (name, rest) = code.split_once(char::is_whitespace).unwrap_or((code, ""));
        let shown = match &*name.to_ascii_uppercase() {
            "SYMBOL" => sign(rest).map(String::from),
            _ => field.form.shown(),
        };
        if let Some(shown) = shown {
            self.push(&shown);
        }
    }
}

/// The sign of the field `SYMBOL 254 \f "Wingdings"`.
fn sign(code: &str) -> Option<char> {
    let number = code.split_whitespace().next()?;
    let number = match number.strip_prefix("0x").or_else(|| number.strip_prefix("0X")) {
        Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
        None => number.parse().ok()?,
    };
    let font = code.split_once("\\f").map(|(_, font)| font.trim_start()).and_then(|font| {
        let quoted = font.strip_prefix('"').and_then(|font| font.split('"').next());
        SignFont::of(quoted.or_else(|| font.split_whitespace().next())?)
    });
    match (font, u8::try_from(number)) {
        (Some(font), _) => font.sign(number),
        // A byte of the Western code page, unless it is said to be of Unicode.
        (None, Ok(byte)) if !code.contains("\\u") => WESTERN.decode(&[byte]).chars().next(),
        (None, _) => char::from_u32(number),
    }
}
