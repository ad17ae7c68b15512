//! Word's lists: how the levels of each are numbered, and how far they have counted.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::{attribute, child, is, value};
use crate::exchange::document::numbering::Numerals;

/// Word has so many levels.
const LEVELS: usize = 9;

#[derive(Clone, Debug, Default)]
struct Level {
    start: u32,
    /// `None` for a bullet.
    numerals: Option<Numerals>,
    /// No sign at all.
    is_none: bool,
    /// The sign, with `%1` to `%9` for the numbers of the levels.
    pattern: String,
}

/// What an item of a list begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Sign {
    Bullet,
    Number(String),
}

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    /// By the identifier of the list's kind.
    kinds: BTreeMap<u32, Vec<Level>>,
    /// By the identifier of the list: its kind, and where levels start anew.
    lists: BTreeMap<u32, (u32, BTreeMap<usize, u32>)>,
    /// How far each kind has counted: lists of one kind go on counting.
    counts: BTreeMap<u32, [Option<u32>; LEVELS]>,
    /// The lists that have begun, for those that start anew.
    begun: std::collections::BTreeSet<u32>,
}

impl Numbers {
    /// Reads `w:numbering`.
    pub(super) fn of(root: Node<'_, '_>) -> Self {
        let mut all = Self::default();
        let number = |node, name| attribute(node, name)?.parse::<u32>().ok();
        for node in root.children().filter(Node::is_element) {
            if let Some(id) = number(node, "abstractNumId") {
                let levels = node.children().filter(|node| is(*node, "lvl"));
                let mut kind = vec![Level::default(); LEVELS];
                for (at, level) in levels.enumerate().take(LEVELS) {
                    let at = number(level, "ilvl").map_or(at, |at| at as usize);
                    if let Some(slot) = kind.get_mut(at) {
                        *slot = Level::of(level);
                    }
                }
                all.kinds.insert(id, kind);
            } else if let Some(id) = number(node, "numId") {
                let kind = value(node, "abstractNumId").and_then(|text| text.parse().ok());
                let mut starts = BTreeMap::new();
                for over in node.children().filter(|node| is(*node, "lvlOverride")) {
                    let start = value(over, "startOverride").and_then(|text| text.parse().ok());
                    if let (Some(at), Some(start)) = (number(over, "ilvl"), start) {
                        starts.insert(at as usize, start);
                    }
                }
                all.lists.insert(id, (kind.unwrap_or_default(), starts));
            }
        }
        all
    }

    /// What the next item of a list at that depth begins with; `None` if there is no such list or
    /// its items bear no sign.
    pub(super) fn next(&mut self, list: u32, depth: usize) -> Option<Sign> {
        let (kind, starts) = self.lists.get(&list)?;
        let levels = self.kinds.get(kind)?;
        let level = levels.get(depth)?;
        let counts = self.counts.entry(*kind).or_default();
        if self.begun.insert(list) {
            for (&at, &start) in starts {
                if let Some(count) = counts.get_mut(at) {
                    *count = start.checked_sub(1);
                }
            }
        }
        let count = counts.get_mut(depth)?;
        *count = Some(count.map_or(level.start, |count| count.saturating_add(1)));
        for deeper in counts.iter_mut().skip(depth + 1) {
            *deeper = None;
        }
        if level.is_none {
            return None;
        }
        let Some(own) = level.numerals else { return Some(Sign::Bullet) };
        let mut text = String::new();
        let mut chars = level.pattern.chars().peekable();
        while let Some(c) = chars.next() {
            let digit = chars.peek().and_then(|c| c.to_digit(10)).filter(|_| c == '%');
            let Some(at) = digit.and_then(|digit| (digit as usize).checked_sub(1)) else {
                text.push(c);
                continue;
            };
            chars.next();
            let other = levels.get(at);
            let numerals = if at == depth { Some(own) } else { other.and_then(|l| l.numerals) };
            let start = other.map_or(1, |level| level.start);
            let count = counts.get(at).copied().flatten().unwrap_or(start);
            text.push_str(&numerals.unwrap_or_default().write(count));
        }
        (!text.trim().is_empty()).then_some(Sign::Number(text))
    }
}

impl Level {
    fn of(node: Node<'_, '_>) -> Self {
        // A format newer than the list of formats stands in a form that older Words leave out.
        let format = value(node, "numFmt").or_else(|| {
            let choice = child(child(node, "AlternateContent")?, "Choice")?;
            value(choice, "numFmt")
        });
        let numerals = match format.unwrap_or("decimal") {
            "bullet" => None,
            "decimalZero" => Some(Numerals::Padded),
            "lowerLetter" => Some(Numerals::Lower),
            "upperLetter" => Some(Numerals::Upper),
            "lowerRoman" => Some(Numerals::LowerRoman),
            "upperRoman" => Some(Numerals::UpperRoman),
            "chineseCounting"
            | "chineseCountingThousand"
            | "taiwaneseCounting"
            | "taiwaneseCountingThousand"
            | "ideographDigital"
            | "japaneseCounting"
            | "japaneseDigitalTenThousand"
            | "taiwaneseDigital" => Some(Numerals::Chinese),
            "ideographTraditional" => Some(Numerals::Stems),
            "ideographZodiac" => Some(Numerals::Branches),
            "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Some(Numerals::Circled),
            _ => Some(Numerals::Decimal),
        };
        Self {
            start: value(node, "start").and_then(|text| text.parse().ok()).unwrap_or(1),
            numerals,
            is_none: format == Some("none"),
            pattern: value(node, "lvlText").unwrap_or_default().to_owned(),
        }
    }
}
