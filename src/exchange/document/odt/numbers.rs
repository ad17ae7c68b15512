//! The numbers of items and headings, which `OpenDocument` counts but does not write down.
//!
//! As `LibreOffice` shows them: the numbers of the levels that are displayed stand with dots between
//! them, the prefix of the own level before and its suffix behind, unless the level says in one
//! pattern (`第%1%章`) how it all looks.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::attribute;
use crate::exchange::document::numbering::Numerals;

/// The format has so many levels.
pub(super) const LEVELS: usize = 10;

/// How a level of a list is numbered.
#[derive(Clone, Debug)]
pub(super) struct Level {
    kind: Kind,
    start: u32,
    before: String,
    after: String,
    /// How it all looks, with `%1%` for the number of a level; goes before the other two.
    pattern: Option<String>,
    /// How many levels' numbers are shown, the own one included.
    shown: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bullet,
    /// Only what stands before and behind a number.
    Bare,
    Numbered(Numerals),
}

impl Level {
    /// Reads a level of a list style, or of the style of headings.
    pub(super) fn of(node: Node<'_, '_>) -> Self {
        let number = |name| attribute(node, name).and_then(|text| text.parse::<u32>().ok());
        let of = |name| attribute(node, name).unwrap_or_default().to_owned();
        let is_bullet =
            matches!(node.tag_name().name(), "list-level-style-bullet" | "list-level-style-image");
        let kind = match attribute(node, "num-format").filter(|format| !format.is_empty()) {
            _ if is_bullet => Kind::Bullet,
            None => Kind::Bare,
            Some(format) => Kind::Numbered(numerals(format)),
        };
        Self {
            kind,
            start: number("start-value").unwrap_or(1),
            before: of("num-prefix"),
            after: of("num-suffix"),
            pattern: attribute(node, "num-list-format").map(str::to_owned),
            shown: number("display-levels").map_or(1, |levels| levels as usize).max(1),
        }
    }
}

/// The numerals of a format, which is named by its first number or by several with commas.
fn numerals(format: &str) -> Numerals {
    let first = format.split(',').next().unwrap_or_default().trim();
    let has = |sign: char| format.contains(sign);
    Numerals::of_office(match first {
        "I" => "upperRoman",
        "i" => "lowerRoman",
        "A" => "upperLetter",
        "a" => "lowerLetter",
        "1st" => "ordinal",
        "One" => "cardinalText",
        "First" => "ordinalText",
        "一" => "chineseCountingThousand",
        "〇" => "ideographDigital",
        "壹" if has('貳') => "ideographLegalTraditional",
        "壹" | "壱" if has('弐') => "japaneseLegal",
        "壹" => "chineseLegalSimplified",
        "甲" => "ideographTraditional",
        "子" => "ideographZodiac",
        "甲子" => "ideographZodiacTraditional",
        "①" => "decimalEnclosedCircle",
        "⑴" => "decimalEnclosedParen",
        "⒈" => "decimalEnclosedFullstop",
        "㊀" | "㈠" => "ideographEnclosedCircle",
        "１" => "decimalFullWidth",
        "ア" => "aiueoFullWidth",
        "ｱ" => "aiueo",
        "イ" => "irohaFullWidth",
        "ｲ" => "iroha",
        "가" => "ganada",
        "ㄱ" => "chosung",
        "일" => "koreanCounting",
        "하나" => "koreanLegal",
        "א" => "hebrew1",
        "أ" | "ا" => "arabicAlpha",
        "ก" => "thaiLetters",
        "๑" => "thaiNumbers",
        "А" => "russianUpper",
        "а" => "russianLower",
        first => return Numerals::custom(first),
    })
}

/// How the levels of a list are numbered.
#[derive(Clone, Debug, Default)]
pub(super) struct ListStyle(BTreeMap<usize, Level>);

impl ListStyle {
    /// Sets the level at that depth from 0.
    pub(super) fn set(&mut self, at: usize, level: Level) {
        if at < LEVELS {
            self.0.insert(at, level);
        }
    }

    /// With what the level starts to count.
    fn start(&self, at: usize) -> u32 {
        self.0.get(&at).map_or(1, |level| level.start)
    }
}

/// How far a list has counted, by level.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct OdtCounts([Option<u32>; LEVELS]);

impl OdtCounts {
    /// Counts the next item of the level, or one of that number.
    pub(super) fn count(&mut self, style: &ListStyle, at: usize, own: Option<u32>) {
        // What is inside of levels that have not counted is inside of their first.
        for (above, count) in self.0.iter_mut().enumerate().take(at) {
            count.get_or_insert_with(|| style.start(above));
        }
        if let Some(count) = self.0.get_mut(at) {
            let next = count.map_or_else(|| style.start(at), |count| count.saturating_add(1));
            *count = Some(own.unwrap_or(next));
        }
        self.restart(at + 1);
    }

    /// Starts this level, and those below, anew.
    pub(super) fn restart(&mut self, at: usize) {
        for count in self.0.iter_mut().skip(at) {
            *count = None;
        }
    }

    /// The sign of the item that was counted last.
    pub(super) fn sign(&self, style: &ListStyle, at: usize) -> OdtSign {
        let Some(level) = style.0.get(&at) else { return OdtSign::Bullet };
        let number = |at: usize| {
            let other = style.0.get(&at)?;
            let Kind::Numbered(numerals) = other.kind else { return None };
            let count = self.0.get(at).copied().flatten();
            Some(numerals.write(count.unwrap_or(other.start)))
        };
        let text = match (&level.pattern, level.kind) {
            (_, Kind::Bullet) => return OdtSign::Bullet,
            (Some(pattern), _) => filled(pattern, number),
            (None, Kind::Bare) => format!("{}{}", level.before, level.after),
            (None, Kind::Numbered(_)) => {
                let first = (at + 1).saturating_sub(level.shown);
                let numbers: Vec<String> = (first..=at).filter_map(number).collect();
                format!("{}{}{}", level.before, numbers.join("."), level.after)
            }
        };
        if text.trim().is_empty() { OdtSign::None } else { OdtSign::Number(text) }
    }
}

/// A pattern with the numbers of the levels in their places.
fn filled(pattern: &str, number: impl Fn(usize) -> Option<String>) -> String {
    let mut text = String::new();
    let mut parts = pattern.split('%');
    text.push_str(parts.next().unwrap_or_default());
    let mut is_level = true;
    for part in parts {
        // Every other sign of percent closes the number of a level.
        if let Some(level) = part.parse::<usize>().ok().filter(|_| is_level) {
            text.push_str(&level.checked_sub(1).and_then(&number).unwrap_or_default());
            is_level = false;
        } else {
            text.push_str(part);
            is_level = true;
        }
    }
    text
}

/// What an item or a heading begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum OdtSign {
    Bullet,
    None,
    Number(String),
}
