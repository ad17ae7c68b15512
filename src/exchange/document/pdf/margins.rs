//! Running heads and numbers of pages, lines at the top and the bottom that repeat, and notes at
//! the foot of the page.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    page::{Line, Page},
    paragraphs::usual_size,
};

/// So many lines at the top and at the bottom of a page may belong to its margin.
const LINES: usize = 3;
/// A running head is no longer, in characters.
const LONGEST: usize = 60;
/// The foot of a page of which there is one only: behind so much of its height.
const FOOT: f64 = 0.85;

/// Notes are so much smaller than the text, or smaller still.
const SMALLER: f64 = 0.92;

/// Takes away the lines that repeat on the pages, and the notes.
pub(super) fn remove(pages: &mut [Page]) {
    remove_repeated(pages);
    let body = usual_size(pages.iter().flat_map(|page| &page.groups).flatten());
    for page in pages.iter_mut().filter(|page| page.notes > 0) {
        remove_notes(page, body);
    }
}

/// Takes away the notes at the foot of a page whose text refers to some.
fn remove_notes(page: &mut Page, body: f64) {
    let Some(group) = page.groups.last_mut() else { return };
    let small = group.iter().rev().take_while(|line| line.size < SMALLER * body).count();
    let from = group.len() - small;
    let begins = |line: &Line| {
        let first = line.text.chars().next();
        first.is_some_and(|c| c.is_numeric() || matches!(c, '[' | '〔' | '*'))
    };
    if let Some(at) = group.iter().skip(from).position(begins) {
        group.truncate(from + at);
    }
}

fn remove_repeated(pages: &mut [Page]) {
    let mut counts: BTreeMap<(bool, String), usize> = BTreeMap::new();
    let outer: Vec<Vec<Place>> = pages.iter().map(outer_lines).collect();
    for places in &outer {
        let keys: BTreeSet<_> = places.iter().map(|place| (place.is_top, &place.key)).collect();
        for (is_top, key) in keys {
            *counts.entry((is_top, key.clone())).or_default() += 1;
        }
    }
    // Heads of the left and of the right pages may differ, and each chapter's.
    let enough = (pages.len() / 4).max(2);
    for (page, places) in std::iter::zip(pages, outer) {
        let height = page.height;
        for place in places {
            let count = counts.get(&(place.is_top, place.key.clone())).copied().unwrap_or(0);
            let is_page_number =
                is_number(&place.key) && !place.is_top && place.base > FOOT * height;
            if (count >= enough || is_page_number)
                && let Some(line) =
                    page.groups.get_mut(place.group).and_then(|group| group.get_mut(place.line))
            {
                line.text.clear();
            }
        }
        for group in &mut page.groups {
            group.retain(|line| !line.text.is_empty());
        }
        page.groups.retain(|group| !group.is_empty());
    }
}

/// A line near an edge of its page.
struct Place {
    group: usize,
    line: usize,
    base: f64,
    is_top: bool,
    key: String,
}

fn outer_lines(page: &Page) -> Vec<Place> {
    let mut all: Vec<(usize, usize, &Line)> = Vec::new();
    for (group, lines) in page.groups.iter().enumerate() {
        all.extend(lines.iter().enumerate().map(|(at, line)| (group, at, line)));
    }
    all.sort_by(|a, b| a.2.base.total_cmp(&b.2.base));
    let count = all.len();
    let near = all.iter().enumerate().filter(|(at, _)| *at < LINES || at + LINES >= count);
    near.filter_map(|(at, &(group, line, found))| {
        let key = key(&found.text)?;
        Some(Place { group, line, base: found.base, is_top: at < count / 2, key })
    })
    .collect()
}

/// A line without what differs from page to page; `None` if it is too long to be a head or holds a
/// whole sentence.
fn key(text: &str) -> Option<String> {
    if text.chars().count() > LONGEST || text.contains(['。', '；', '？', '！']) {
        return None;
    }
    let is_roman = |c: char| "ivxlcIVXLC".contains(c);
    if !text.is_empty() && text.chars().all(is_roman) {
        return Some("#".to_owned());
    }
    let mut key = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace()) {
        let c = if c.is_numeric() { '#' } else { c };
        if !(c == '#' && key.ends_with('#')) {
            key.push(c);
        }
    }
    Some(key)
}

/// Whether a line says nothing but which page it is on, and of how many.
fn is_number(key: &str) -> bool {
    let is_frame =
        |c: char| matches!(c, '-' | '—' | '–' | '·' | '~' | '―' | '－' | '/' | '第' | '页' | '共');
    let rest: String = key.chars().filter(|&c| !is_frame(c)).collect();
    matches!(rest.as_str(), "#" | "##")
}
