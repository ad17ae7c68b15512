//! Word's lists: how the levels of each are numbered, and how far they have counted.
//!
//! After ECMA-376 Part 1, 17.9. Where the standard leaves open what Word shows (skipped levels,
//! lists of one kind that start anew) it is what the list reader of Microsoft's Open XML
//! `PowerTools` does, which was written to match Word.

use std::collections::{BTreeMap, BTreeSet};

use roxmltree::Node;

use super::{
    attribute, child, is, is_on,
    styles::{DocxFont, DocxStyles, font_of},
    value,
};
use crate::exchange::document::numbering::Numerals;

/// Word has so many levels.
const LEVELS: usize = 9;
/// A list takes its levels from a style, which names a list, no further than this.
const LONGEST_LINK: usize = 10;
/// The bullets that are answers on a form.
const BOXES: &str = "□☐☑☒✓✔✗✘√×";

/// What a level's own number is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Figures {
    Bullet,
    /// No number; what stands around it is shown.
    None,
    Numerals(Numerals),
}

/// What stands between the number and the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Gap {
    #[default]
    Tab,
    Space,
    Nothing,
}

#[derive(Clone, Debug)]
struct Level {
    start: u32,
    figures: Figures,
    /// The sign, with `%1` to `%9` for the numbers of the levels.
    pattern: String,
    /// Whether the numbers of all levels are written in digits here.
    is_legal: bool,
    /// The levels above which an item lets this one start anew; `None` for all of them.
    restart: Option<usize>,
    /// The paragraph style that stands for this level.
    style: Option<String>,
    gap: Gap,
}

/// An `abstractNum`.
#[derive(Debug, Default)]
struct Kind {
    levels: BTreeMap<usize, Level>,
    /// The numbering style whose levels it has.
    link: Option<String>,
    /// The numbering style that has its levels.
    style: Option<String>,
}

/// What a list has otherwise than its kind.
#[derive(Debug, Default)]
struct Override {
    start: Option<u32>,
    level: Option<Level>,
}

/// A `num`.
#[derive(Debug, Default)]
struct List {
    /// With which it counts: lists of one kind go on counting.
    kind: u32,
    /// Whose levels it has.
    source: u32,
    overrides: BTreeMap<usize, Override>,
}

/// What an item of a list begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum DocxSign {
    Bullet,
    /// The number, with what parts it from the text.
    Number(String),
}

/// How far the lists of a part of the document have counted.
#[derive(Debug, Default)]
pub(super) struct DocxCounts {
    /// By kind.
    counts: BTreeMap<u32, [Option<u32>; LEVELS]>,
    /// The levels of lists that have begun, for those that start anew.
    begun: BTreeSet<(u32, usize)>,
}

/// The lists of a document.
#[derive(Debug, Default)]
pub(super) struct Numbers {
    kinds: BTreeMap<u32, Kind>,
    lists: BTreeMap<u32, List>,
}

impl Numbers {
    /// Reads `w:numbering`.
    pub(super) fn of(root: Node<'_, '_>, styles: &DocxStyles) -> Self {
        let mut all = Self::default();
        for node in root.children().filter(Node::is_element) {
            if let Some(id) = number(node, "abstractNumId") {
                all.kinds.insert(id, Kind::of(node));
            } else if let Some(id) = number(node, "numId") {
                all.lists.insert(id, List::of(node));
            }
        }
        let sources: Vec<(u32, u32)> =
            all.lists.iter().map(|(&id, list)| (id, all.source(list.kind, styles))).collect();
        for (id, source) in sources {
            if let Some(list) = all.lists.get_mut(&id) {
                list.source = source;
            }
        }
        all
    }

    /// The kind whose levels a kind has: `numStyleLink` names a style, whose list has them, or the
    /// kind that says so by `styleLink` (17.9.21, 17.9.27).
    fn source(&self, kind: u32, styles: &DocxStyles) -> u32 {
        let mut at = kind;
        for _ in 0..LONGEST_LINK {
            let Some(link) = self.kinds.get(&at).and_then(|kind| kind.link.as_deref()) else {
                break;
            };
            let by_style = styles.own_list(link).and_then(|list| self.lists.get(&list));
            let by_kind = || {
                let mut kinds = self.kinds.iter();
                kinds.find(|(_, kind)| kind.style.as_deref() == Some(link)).map(|(&id, _)| id)
            };
            match by_style.map(|list| list.kind).or_else(by_kind) {
                Some(next) if next != at => at = next,
                _ => break,
            }
        }
        at
    }

    fn level<'a>(&'a self, list: &'a List, depth: usize) -> Option<&'a Level> {
        let own = list.overrides.get(&depth).and_then(|over| over.level.as_ref());
        own.or_else(|| self.kinds.get(&list.source)?.levels.get(&depth))
    }

    /// The level of a list that a paragraph style stands for (17.9.23).
    pub(super) fn depth_of(&self, list: u32, style: &str) -> Option<usize> {
        let list = self.lists.get(&list)?;
        let is_linked = |depth: &usize| {
            self.level(list, *depth).is_some_and(|level| level.style.as_deref() == Some(style))
        };
        (0..LEVELS).find(is_linked)
    }

    /// What the next item of a list at that depth begins with; `None` if there is no such list or
    /// its items bear no sign.
    pub(super) fn next(
        &self,
        counts: &mut DocxCounts,
        list: u32,
        depth: usize,
    ) -> Option<DocxSign> {
        let id = list;
        let list = self.lists.get(&list)?;
        let level = self.level(list, depth)?;
        let start = |at: usize| {
            let own = list.overrides.get(&at).and_then(|over| over.start);
            own.or_else(|| Some(self.level(list, at)?.start)).unwrap_or(1)
        };
        let begins = counts.begun.insert((id, depth));
        let count = counts.counts.entry(list.kind).or_default();
        for (at, number) in count.iter_mut().enumerate().take(depth) {
            // A level that was skipped counts as if it had been there once.
            number.get_or_insert_with(|| start(at));
        }
        let anew = begins && list.overrides.get(&depth).is_some_and(|over| over.start.is_some());
        let own = count.get_mut(depth)?;
        *own = Some(match *own {
            Some(number) if !anew => number.saturating_add(1),
            _ => start(depth),
        });
        for (at, deeper) in count.iter_mut().enumerate().skip(depth + 1) {
            let restart = self.level(list, at).and_then(|level| level.restart);
            // 17.9.10: zero is never; a level that is no higher does not count.
            if depth < restart.unwrap_or(at).min(at) {
                *deeper = None;
            }
        }
        if level.figures == Figures::Bullet {
            return Some(level.bullet());
        }
        let mut text = String::new();
        let mut chars = level.pattern.chars().peekable();
        while let Some(c) = chars.next() {
            let digit = chars.peek().and_then(|c| c.to_digit(10)).filter(|_| c == '%');
            let Some(at) = digit.and_then(|digit| (digit as usize).checked_sub(1)) else {
                text.push(c);
                continue;
            };
            chars.next();
            let other = self.level(list, at);
            let numerals = match other.map(|level| level.figures) {
                Some(Figures::Bullet | Figures::None) => continue,
                // 17.9.4; zeros in front stay.
                Some(Figures::Numerals(own)) if level.is_legal && own != Numerals::Padded => {
                    Numerals::Decimal
                }
                Some(Figures::Numerals(own)) => own,
                None => Numerals::Decimal,
            };
            let number = count.get(at).copied().flatten().unwrap_or_else(|| start(at));
            text.push_str(&numerals.write(number));
        }
        if text.trim().is_empty() {
            return None;
        }
        let parts = match level.gap {
            _ if text.ends_with(char::is_whitespace) => false,
            Gap::Nothing => false,
            Gap::Space => true,
            // Full-width marks bring their own room.
            Gap::Tab => text.ends_with(|c| c < '\u{2000}'),
        };
        if parts {
            text.push(' ');
        }
        Some(DocxSign::Number(text.trim_start().to_owned()))
    }
}

impl Kind {
    fn of(node: Node<'_, '_>) -> Self {
        let levels = node.children().filter(|node| is(*node, "lvl")).enumerate();
        let owned = |name| value(node, name).map(str::to_owned);
        Self {
            levels: levels
                .map(|(at, level)| {
                    (number(level, "ilvl").map_or(at, |at| at as usize), Level::of(level))
                })
                .filter(|&(at, _)| at < LEVELS)
                .collect(),
            link: owned("numStyleLink"),
            style: owned("styleLink"),
        }
    }
}

impl List {
    fn of(node: Node<'_, '_>) -> Self {
        let kind = value(node, "abstractNumId").and_then(|text| text.parse().ok());
        let kind = kind.unwrap_or_default();
        let mut overrides = BTreeMap::new();
        for over in node.children().filter(|node| is(*node, "lvlOverride")) {
            let start = value(over, "startOverride").and_then(|text| text.parse().ok());
            let level = child(over, "lvl").map(Level::of);
            if let Some(at) = number(over, "ilvl") {
                overrides.insert(at as usize, Override { start, level });
            }
        }
        Self { kind, source: kind, overrides }
    }
}

impl Level {
    fn of(node: Node<'_, '_>) -> Self {
        // A format newer than the list of formats stands in a form that older Words leave out.
        let format = child(node, "numFmt").or_else(|| {
            let choice = child(child(node, "AlternateContent")?, "Choice")?;
            child(choice, "numFmt")
        });
        let name = format.and_then(|format| attribute(format, "val")).unwrap_or("decimal");
        let figures = match name {
            _ if child(node, "lvlPicBulletId").is_some() => Figures::Bullet,
            "bullet" => Figures::Bullet,
            "none" => Figures::None,
            "custom" => {
                let format = format.and_then(|format| attribute(format, "format"));
                Figures::Numerals(Numerals::custom(format.unwrap_or_default()))
            }
            name => Figures::Numerals(Numerals::of_office(name)),
        };
        let mut pattern = value(node, "lvlText").unwrap_or_default().to_owned();
        let font = child(node, "rPr").and_then(font_of).and_then(DocxFont::signs);
        if let Some(font) = font {
            let sign = |c: char| font.sign(u32::from(c)).unwrap_or(c);
            pattern = pattern.chars().map(sign).collect();
        }
        Self {
            // 17.9.25: nothing is zero.
            start: value(node, "start").and_then(|text| text.parse().ok()).unwrap_or(0),
            figures,
            pattern,
            is_legal: is_on(node, "isLgl"),
            restart: value(node, "lvlRestart").and_then(|text| text.parse().ok()),
            style: value(node, "pStyle").map(str::to_owned),
            gap: match value(node, "suff") {
                Some("space") => Gap::Space,
                Some("nothing") => Gap::Nothing,
                _ => Gap::Tab,
            },
        }
    }

    /// A bullet is as good as another, unless it is the box of an answer or a word.
    fn bullet(&self) -> DocxSign {
        let sign = self.pattern.trim();
        let is_box = sign.chars().count() == 1 && sign.contains(|c| BOXES.contains(c));
        let is_word = sign.chars().any(|c| matches!(c, '\u{3400}'..='\u{9fff}'));
        if is_box || is_word { DocxSign::Number(format!("{sign} ")) } else { DocxSign::Bullet }
    }
}

fn number(node: Node<'_, '_>, name: &str) -> Option<u32> {
    attribute(node, name)?.parse().ok()
}
