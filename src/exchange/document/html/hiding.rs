//! What of a page is hidden, how much that is, and whether it is the page itself.
//!
//! Pages hide their text until a script has run: a saved article of `WeChat` is wholly invisible.
//! Where more text is hidden in one way than is shown at all, that text is the page, and is read.

use std::collections::{BTreeMap, BTreeSet};

use super::sheet::{Looks, StyleSheet};

/// Of what takes no part in a page (`display: none`), only parts that have one in so many of the
/// characters of the longest are shown with it: dialogs and hints are hidden in the same way.
const SMALL: usize = 10;
/// What is hidden is no page if it has fewer characters.
const SHORTEST_PAGE: usize = 20;
/// Nor is what stands there in place of a script: it mostly says that scripts are needed.
const SHORTEST_SUBSTITUTE: usize = 100;
/// A text of so many characters is one even if it has no comma.
const LONG: usize = 30;

/// How an element is hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum HidingWay {
    /// By `display: none`, or the attribute `hidden`.
    Gone,
    /// By `visibility: hidden` or `opacity: 0`: it keeps its place.
    Unseen,
    /// It stands there for readers without scripts.
    NoScript,
    /// It stands there for scripts.
    Template,
    /// It was struck out.
    Struck,
    /// It is text in a drawing: the labels of a chart, or a page that was laid out in advance.
    Drawn,
}

impl HidingWay {
    /// How an element of these attributes is hidden, if it is.
    pub(super) fn of<'a>(
        tag: &[u8],
        attribute: impl Fn(&[u8]) -> Option<&'a [u8]>,
        sheet: &StyleSheet,
    ) -> Option<Self> {
        let text = |name: &[u8]| attribute(name).map(String::from_utf8_lossy);
        let own = text(b"style").map(|style| Looks::of(&style)).unwrap_or_default();
        let looks = if sheet.is_empty() {
            own
        } else {
            let (id, class) = (text(b"id"), text(b"class").unwrap_or_default());
            let classes: Vec<&str> = class.split_ascii_whitespace().collect();
            own.or(sheet.looks(&String::from_utf8_lossy(tag), id.as_deref(), &classes))
        };
        let by_attribute = attribute(b"hidden").is_some();
        if looks.is_gone.unwrap_or(by_attribute) {
            Some(Self::Gone)
        } else {
            looks.is_hidden().then_some(Self::Unseen)
        }
    }
}

/// How much text there is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Amount {
    /// Characters of sentences, as against those of menus and names.
    prose: usize,
    /// All characters that are not white space.
    characters: usize,
}

impl Amount {
    /// Counts a text.
    pub(super) fn add(&mut self, text: &str) {
        let count = text.chars().filter(|c| !c.is_whitespace()).count();
        let is_mark = |c| matches!(c, '。' | '，' | '；' | '！' | '？' | '、' | '：');
        if count >= LONG || text.contains(is_mark) || text.contains(". ") || text.contains(", ") {
            self.prose += count;
        }
        self.characters += count;
    }

    /// All characters that are not white space.
    pub(super) fn characters(self) -> usize {
        self.characters
    }
}

/// A hidden part of a page.
#[derive(Debug)]
struct Part {
    /// Which start tag of the page it is.
    start: usize,
    way: HidingWay,
    amount: Amount,
}

/// What of a page is shown and what is hidden.
#[derive(Debug, Default)]
pub(super) struct Hiding {
    /// How much is shown.
    pub(super) shown: Amount,
    parts: Vec<Part>,
}

impl Hiding {
    /// A hidden part begins.
    pub(super) fn begin(&mut self, start: usize, way: HidingWay) {
        self.parts.push(Part { start, way, amount: Amount::default() });
    }

    /// Some text of the part that began last.
    pub(super) fn add(&mut self, text: &str) {
        if let Some(part) = self.parts.last_mut() {
            part.amount.add(text);
        }
    }

    /// How many parts with text are hidden, and of how many characters.
    pub(super) fn left_out(&self) -> (usize, usize) {
        let parts = self.parts.iter().filter(|part| {
            matches!(part.way, HidingWay::Gone | HidingWay::Unseen | HidingWay::Struck)
                && part.amount.characters > 0
        });
        parts.fold((0, 0), |(count, sum), part| (count + 1, sum + part.amount.characters))
    }

    /// The start tags of hidden parts that are the page, and are to be shown.
    pub(super) fn page_itself(&self) -> BTreeSet<usize> {
        let mut ways: BTreeMap<HidingWay, Amount> = BTreeMap::new();
        for part in self.parts.iter().filter(|part| part.way != HidingWay::Struck) {
            let amount = ways.entry(part.way).or_default();
            amount.prose += part.amount.prose;
            amount.characters += part.amount.characters;
        }
        let Some((way, amount)) = ways.into_iter().max_by_key(|&(_, amount)| amount) else {
            return BTreeSet::new();
        };
        let least = match way {
            HidingWay::Drawn => 1,
            HidingWay::NoScript | HidingWay::Template => SHORTEST_SUBSTITUTE,
            HidingWay::Gone | HidingWay::Unseen | HidingWay::Struck => SHORTEST_PAGE,
        };
        let is_short = amount.characters < least;
        if amount <= self.shown || is_short {
            return BTreeSet::new();
        }
        let parts = || self.parts.iter().filter(|part| part.way == way);
        let longest = parts().map(|part| part.amount.characters).max().unwrap_or_default();
        let is_page = |part: &&Part| {
            matches!(way, HidingWay::Unseen | HidingWay::Drawn)
                || part.amount.characters * SMALL >= longest
        };
        parts().filter(is_page).map(|part| part.start).collect()
    }
}
