//! Running heads and numbers of pages, and notes at the foot of the page.
//!
//! A head stands at the same height in the margin of more than two pages and says the same on each
//! but for the number of its page. A form that was filled in once a page has the same places too,
//! with what differs from one respondent to the next: whatever is not clearly a head stays. What is
//! left out is counted.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    folio::{self, Folio},
    page::{PdfLine, PdfPage},
    paragraphs::usual_size,
};
use crate::exchange::document::{Leftover, Leftovers};

/// The margins at the top and at the foot are no larger, in the height of the page.
const BAND: f64 = 0.12;
/// So many lines at the top and at the foot of a page may be a head.
const MOST_ROWS: usize = 3;
/// A head stands so many times the usual distance of lines apart from the text.
const APART: f64 = 1.25;
/// On no more pages it is no running head.
const PAGES: usize = 2;
/// The height of a head differs by no more, in points.
const HEIGHT: f64 = 4.0;
/// A head is no longer, in characters.
const LONGEST: usize = 60;
/// An entry of a form is no longer, in characters.
const LONGEST_ENTRY: usize = 16;
/// A page with so many entries that others have at the same place is a form.
const ENTRIES: usize = 2;
/// The text of a page that is full goes down so far, in its height.
const FILLED: f64 = 0.75;
/// A page has no more different watermarks.
const MOST_WATERMARKS: usize = 2;
/// Notes are so much smaller than the text, or smaller still.
const SMALLER: f64 = 0.92;

/// Takes away what is said on more than two pages in their margins, and the notes.
pub(super) fn remove(pages: &mut [PdfPage], leftovers: &mut Leftovers) {
    remove_watermarks(pages, leftovers);
    remove_heads(pages, leftovers);
    let body = usual_size(pages.iter().flat_map(|page| &page.groups).flatten());
    for page in pages {
        let references = page.notes.len();
        let first = remove_notes(page, body).unwrap_or_default();
        leftovers.add_text(Leftover::Footnotes, references, &first);
    }
}

/// Takes away what runs askew over a page and says one thing again and again.
fn remove_watermarks(pages: &mut [PdfPage], leftovers: &mut Leftovers) {
    // However many of them stand in one line.
    let words = |line: &PdfLine| -> BTreeSet<String> {
        line.text.split_whitespace().map(str::to_owned).collect()
    };
    let mut counts: BTreeMap<BTreeSet<String>, usize> = BTreeMap::new();
    let askew = |page: &PdfPage| -> Vec<BTreeSet<String>> {
        let lines = page.groups.iter().flatten().filter(|line| line.direction.is_askew());
        lines.map(words).collect()
    };
    for text in pages.iter().flat_map(askew) {
        *counts.entry(text).or_default() += 1;
    }
    if counts.is_empty() {
        return;
    }
    let (mut removed, mut first) = (0, String::new());
    for page in pages {
        // The labels of a figure differ.
        if askew(page).into_iter().collect::<BTreeSet<_>>().len() > MOST_WATERMARKS {
            continue;
        }
        for group in &mut page.groups {
            group.retain(|line| {
                let is_watermark = line.direction.is_askew()
                    && counts.get(&words(line)).is_some_and(|&count| count > PAGES);
                if is_watermark {
                    removed += 1;
                    if first.is_empty() {
                        first.clone_from(&line.text);
                    }
                }
                !is_watermark
            });
        }
        page.groups.retain(|group| !group.is_empty());
    }
    leftovers.add_text(Leftover::Askew, removed, &first);
}

/// Takes away the notes at the foot of the columns of a page whose text refers to them; what the
/// first says.
fn remove_notes(page: &mut PdfPage, body: f64) -> Option<String> {
    let mut first = None;
    let PdfPage { groups, notes } = page;
    let extent = |group: &Vec<PdfLine>| {
        let left = group.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
        let right = group.iter().map(|line| line.right).fold(f64::NEG_INFINITY, f64::max);
        let foot = group.iter().map(|line| line.base).fold(f64::NEG_INFINITY, f64::max);
        (left, right, foot)
    };
    let extents: Vec<(f64, f64, f64)> = groups.iter().map(extent).collect();
    for (at, group) in groups.iter_mut().enumerate() {
        // Nothing else stands below them in their column.
        let own = extents[at];
        if extents.iter().any(|other| other.2 > own.2 && other.0 < own.1 && own.0 < other.1) {
            continue;
        }
        let small = group.iter().rev().take_while(|line| line.size < SMALLER * body).count();
        let from = group.len() - small;
        // They begin where the sign stands that the text has, and not at any number.
        let begins = |line: &PdfLine| {
            let sign = note_sign(&line.text);
            let is_low = line.base > line.height / 2.0;
            is_low && sign.is_some_and(|sign| notes.iter().any(|it| note_sign(it) == Some(sign)))
        };
        if let Some(at) = group.iter().skip(from).position(begins) {
            first = first.or_else(|| group.get(from + at).map(|line| line.text.clone()));
            group.truncate(from + at);
        }
    }
    groups.retain(|group| !group.is_empty());
    first
}

/// The sign of a note at the start of a text: a number of up to three digits or an asterisk, with
/// or without brackets.
fn note_sign(text: &str) -> Option<&str> {
    let text = text.trim_start_matches(['[', '〔', '［', '(', '（', ' ']);
    let first = text.chars().next()?;
    if first == '*' || !first.is_ascii_digit() && first.is_numeric() {
        return text.get(..first.len_utf8());
    }
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    (1..=3).contains(&end).then(|| text.get(..end)).flatten()
}

/// A line in the margin of a page.
struct Place {
    page: usize,
    group: usize,
    line: usize,
    /// How far it is from its edge of the page; below zero at the foot.
    distance: f64,
    /// What it says besides each number that may be that of its page; and as it stands.
    keys: Vec<Folio>,
    /// Whether the file calls it a head.
    is_declared: bool,
    /// Whether it stands apart from the text.
    is_apart: bool,
    /// Whether nothing is nearer to the edge.
    is_outermost: bool,
}

fn remove_heads(pages: &mut [PdfPage], leftovers: &mut Leftovers) {
    let distance = usual_distance(pages);
    let mut places = Vec::new();
    for (number, page) in pages.iter().enumerate() {
        in_margins(number, page, distance, &mut places);
    }
    let mut said = Said::default();
    for place in &places {
        for key in &place.keys {
            said.add(key.clone(), place.distance, place.page);
        }
    }
    said.sort();
    let is_form = forms(pages, &places, &said);
    let last = pages.len().saturating_sub(1);
    let is_full = |&page: &usize| page == last || pages.get(page).is_some_and(is_filled);
    let is_head = |place: &&Place| {
        let mut on = place.keys.iter().map(|key| (key, said.pages(key, place.distance)));
        let is_repeated = on.any(|(key, on)| {
            let is_of_form = on.iter().filter(|&&page| is_form[page]).count() * 2 > on.len();
            // Where text runs on from page to page, a head may stand as near as the next line.
            let stands_out =
                place.is_apart || place.is_outermost && (key.is_bare() || on.iter().all(is_full));
            on.len() > PAGES && stands_out && (key.is_bare() || !is_of_form)
        });
        place.is_declared || is_repeated
    };
    let heads: Vec<(usize, usize, usize)> =
        places.iter().filter(is_head).map(|place| (place.page, place.group, place.line)).collect();
    let mut first = String::new();
    for &(page, group, line) in &heads {
        let line = pages.get_mut(page).and_then(|page| page.groups.get_mut(group)?.get_mut(line));
        let Some(line) = line else { continue };
        let text = std::mem::take(&mut line.text);
        // What a head says is better known by its words than by the number of its page.
        let is_number = |text: &str| !text.chars().any(char::is_alphabetic);
        if first.is_empty() || (is_number(&first) && !is_number(&text)) {
            first = text;
        }
    }
    leftovers.add_text(Leftover::Margins, heads.len(), &first);
    for page in pages {
        for group in &mut page.groups {
            group.retain(|line| !line.text.is_empty());
        }
        page.groups.retain(|group| !group.is_empty());
    }
}

/// Where each thing is said: how far from the edge, and on which page.
struct Said<K> {
    all: BTreeMap<K, Vec<(f64, usize)>>,
    /// The same, by height: from where on, and the pages.
    heights: BTreeMap<K, Vec<(f64, Vec<usize>)>>,
}

impl<K> Default for Said<K> {
    fn default() -> Self {
        Self { all: BTreeMap::new(), heights: BTreeMap::new() }
    }
}

impl<K: Ord> Said<K> {
    fn add(&mut self, key: K, distance: f64, page: usize) {
        self.all.entry(key).or_default().push((distance, page));
    }

    /// Sorts what was added by height, after which it can be asked for.
    fn sort(&mut self) {
        for (key, mut all) in std::mem::take(&mut self.all) {
            all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            let mut heights: Vec<(f64, Vec<usize>)> = Vec::new();
            for (distance, page) in all {
                match heights.last_mut() {
                    Some((from, pages)) if distance <= *from + HEIGHT => pages.push(page),
                    _ => heights.push((distance, vec![page])),
                }
            }
            for (_, pages) in &mut heights {
                pages.sort_unstable();
                pages.dedup();
            }
            self.heights.insert(key, heights);
        }
    }

    /// The pages on which that is said at that height.
    fn pages(&self, key: &K, distance: f64) -> &[usize] {
        let heights = self.heights.get(key).map(Vec::as_slice).unwrap_or_default();
        let at = heights.partition_point(|height| height.0 <= distance);
        at.checked_sub(1).and_then(|at| heights.get(at)).map_or(&[], |(_, pages)| pages)
    }
}

/// For each page, whether it is a form that was filled in: the same entries at the same places of
/// several pages, with other values.
fn forms(pages: &[PdfPage], places: &[Place], heads: &Said<Folio>) -> Vec<bool> {
    let mut entries = Said::default();
    let all = || {
        pages.iter().enumerate().flat_map(|(number, page)| {
            page.groups.iter().enumerate().flat_map(move |(group, lines)| {
                lines.iter().enumerate().filter_map(move |(at, line)| {
                    Some(((number, group, at), line.base, entry(&line.text)?))
                })
            })
        })
    };
    for ((page, ..), base, entry) in all() {
        entries.add(entry, base, page);
    }
    entries.sort();
    let is_repeated = |place: &&Place| {
        place.keys.iter().any(|key| heads.pages(key, place.distance).len() > PAGES)
    };
    let heads: BTreeSet<_> = places
        .iter()
        .filter(is_repeated)
        .map(|place| (place.page, place.group, place.line))
        .collect();
    let mut counts = vec![0; pages.len()];
    for (at, base, entry) in all() {
        let is_entry = !heads.contains(&at) && entries.pages(&entry, base).len() > PAGES;
        counts[at.0] += usize::from(is_entry);
    }
    counts.into_iter().map(|count| count >= ENTRIES).collect()
}

/// What is the same in an entry of a form whoever fills it in; `None` for running text.
fn entry(text: &str) -> Option<String> {
    let label = text.split_once(['：', ':']).map_or(text, |(label, _)| label);
    if label.chars().count() > LONGEST_ENTRY || !label.chars().any(char::is_alphabetic) {
        return None;
    }
    Some(label.chars().filter(|c| !c.is_numeric() && !c.is_whitespace()).collect())
}

/// Whether the text of a page goes down to its foot.
fn is_filled(page: &PdfPage) -> bool {
    page.groups.iter().flatten().any(|line| line.base > FILLED * line.height)
}

/// How far the lines of text are apart.
fn usual_distance(pages: &[PdfPage]) -> f64 {
    let groups = pages.iter().flat_map(|page| &page.groups);
    let mut steps: Vec<f64> = groups
        .flat_map(|group| std::iter::zip(group, group.iter().skip(1)))
        .map(|(above, line)| line.base - above.base)
        .filter(|&step| step > 1.0)
        .collect();
    steps.sort_by(f64::total_cmp);
    steps.get(steps.len() / 2).copied().unwrap_or(0.0)
}

/// Adds the lines in the margins of a page.
fn in_margins(number: usize, page: &PdfPage, usual: f64, places: &mut Vec<Place>) {
    let lines = page.groups.iter().enumerate().flat_map(|(group, lines)| {
        lines.iter().enumerate().map(move |(at, line)| (group, at, line))
    });
    let mut lines: Vec<(usize, usize, &PdfLine)> = lines.collect();
    for is_top in [true, false] {
        let distance = |line: &PdfLine| if is_top { line.base } else { line.height - line.base };
        lines.sort_by(|a, b| distance(a.2).total_cmp(&distance(b.2)));
        // Each direction of a page has its own margins.
        let mut directions: Vec<_> = lines.iter().map(|it| it.2.direction).collect();
        directions.sort_unstable();
        directions.dedup();
        for direction in directions.into_iter().filter(|direction| !direction.is_askew()) {
            let own = lines.iter().filter(|it| it.2.direction == direction);
            let own: Vec<_> = own.copied().collect();
            let apart = apart(&own.iter().map(|it| distance(it.2)).collect::<Vec<_>>(), usual);
            let nearest = own.first().map_or(0.0, |it| distance(it.2));
            for (at, &(group, line, found)) in own.iter().enumerate() {
                if distance(found) > BAND * found.height {
                    break;
                }
                if !may_be_head(&found.text) {
                    continue;
                }
                places.push(Place {
                    page: number,
                    group,
                    line,
                    distance: if is_top { distance(found) } else { -distance(found) },
                    keys: folio::keys(found, number),
                    is_declared: found.is_artifact,
                    is_apart: at < apart,
                    is_outermost: distance(found) < nearest + 1.0,
                });
            }
        }
    }
}

/// How many of the outermost lines stand apart from the others, all being so far from the edge.
fn apart(distances: &[f64], usual: f64) -> usize {
    let (mut rows, mut found) = (0, 0);
    for at in 1..=distances.len() {
        let step = distances.get(at).map_or(f64::INFINITY, |next| next - distances[at - 1]);
        // On one height there may be several.
        rows += usize::from(step > 1.0);
        if rows > MOST_ROWS {
            break;
        }
        if step > APART * usual {
            found = at;
        }
    }
    found
}

/// Whether a line says what a head may say: no sentence, and no entry of a form.
fn may_be_head(text: &str) -> bool {
    text.chars().count() <= LONGEST
        && !text.contains(['。', '；', '？', '！', '?'])
        && text.split_once(['：', ':']).is_none_or(|(_, entry)| entry.trim().is_empty())
}
