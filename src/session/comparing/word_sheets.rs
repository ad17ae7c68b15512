//! Lists of words, lines over the years and places in articles as sheets.

use rust_i18n::t;

use super::matrix_sheet::{counting_note, filter_note};
use crate::analysis::{
    Collocate, Collocates, CountedWord, Counting, Dispersion, DispersionPart, Keyness, Keyword,
    Sheet, SheetCell, SheetHead, SheetLink, SheetRow, SheetValue, StringCount, TextAmount,
    Timeline, TimelineLine, TimelinePoint, WordCounts,
};

fn heads<const N: usize>(heads: [(String, bool); N]) -> Vec<SheetHead> {
    let head = |(text, is_number)| SheetHead { text, is_number, ..SheetHead::default() };
    heads.into_iter().map(head).collect()
}

/// A string as it is typed where it is looked for as it is: its own words are no operators.
fn phrase(word: &str) -> String {
    format!("\"{word}\"")
}

/// A word that leads to its places.
fn word_cell(word: &str) -> SheetCell {
    SheetCell::leading(SheetValue::Text(word.to_owned()), SheetLink::Hits(phrase(word)))
}

fn count(value: u64, word: &str) -> SheetCell {
    SheetCell::leading(SheetValue::Count(value), SheetLink::Hits(phrase(word)))
}

/// The words of the segmentation, the most frequent first.
#[must_use]
pub fn frequency_sheet(found: &WordCounts, counting: Counting) -> Sheet {
    let row = |word: &CountedWord| SheetRow {
        depth: 0,
        cells: vec![
            word_cell(&word.word),
            SheetValue::Count(word.count).into(),
            SheetValue::Count(u64::from(word.articles)).into(),
            SheetValue::number(found.per_10k(word.count), 1).into(),
        ],
    };
    Sheet {
        name: t!("compare.words.frequency").into_owned(),
        heads: frequency_heads(),
        rows: found.words.iter().map(row).collect(),
        totals: Vec::new(),
        notes: vec![t!("compare.words.segmented").into_owned(), counting_note(counting)],
    }
}

fn frequency_heads() -> Vec<SheetHead> {
    heads([
        (t!("compare.words.word").into_owned(), false),
        (t!("compare.words.count").into_owned(), true),
        (t!("compare.unit.articles").into_owned(), true),
        (t!("compare.unit.per_10k").into_owned(), true),
    ])
}

/// What has to be known of strings that are counted wherever they stand.
#[must_use]
pub fn matched_notes(counting: Counting) -> Vec<String> {
    vec![t!("compare.words.matched").into_owned(), counting_note(counting)]
}

/// Strings that the user named, in their order.
#[must_use]
pub fn string_sheet(found: &[StringCount], counting: Counting) -> Sheet {
    let row = |string: &StringCount| {
        let link = || SheetLink::Hits(string.string.clone());
        SheetRow {
            depth: 0,
            cells: vec![
                SheetCell::leading(SheetValue::Text(string.string.clone()), link()),
                SheetCell::leading(SheetValue::Count(string.count), link()),
                SheetValue::Count(u64::from(string.articles)).into(),
                SheetValue::number(string.per_10k, 1).into(),
            ],
        }
    };
    Sheet {
        name: t!("compare.words.frequency").into_owned(),
        heads: frequency_heads(),
        rows: found.iter().map(row).collect(),
        totals: Vec::new(),
        notes: matched_notes(counting),
    }
}

/// The words that tell two groups apart, the largest log-likelihood first.
#[must_use]
pub fn keyness_sheet(found: &Keyness, counting: Counting) -> Sheet {
    let row = |word: &Keyword| {
        let [a, b] = word.counts;
        let [in_a, in_b] = word.articles;
        SheetRow {
            depth: 0,
            cells: vec![
                word_cell(&word.word),
                count(a, &word.word),
                count(b, &word.word),
                SheetValue::number(Some(word.test.ll), 2).into(),
                SheetValue::number(Some(word.test.log_ratio), 2).into(),
                SheetValue::number(word.test.percent, 0).into(),
                SheetValue::Count(u64::from(in_a)).into(),
                SheetValue::Count(u64::from(in_b)).into(),
            ],
        }
    };
    let [a, b] = found.sizes;
    let [in_a, in_b] = found.articles;
    let unit = if found.in_characters {
        t!("compare.unit.characters")
    } else {
        t!("compare.words.tokens")
    };
    let sizes = t!(
        "compare.words.sizes",
        unit = unit,
        a = a,
        b = b,
        in_a = in_a,
        in_b = in_b,
        neither = found.in_neither
    );
    let how = if found.in_characters {
        t!("compare.words.matched")
    } else {
        t!("compare.words.segmented")
    };
    Sheet {
        name: t!("compare.words.keyness").into_owned(),
        heads: heads([
            (t!("compare.words.word").into_owned(), false),
            (t!("compare.words.a").into_owned(), true),
            (t!("compare.words.b").into_owned(), true),
            (t!("compare.words.ll").into_owned(), true),
            (t!("compare.words.log_ratio").into_owned(), true),
            (t!("compare.words.percent").into_owned(), true),
            (t!("compare.words.articles_a").into_owned(), true),
            (t!("compare.words.articles_b").into_owned(), true),
        ]),
        rows: found.words.iter().map(row).collect(),
        totals: Vec::new(),
        notes: vec![
            sizes.into_owned(),
            how.into_owned(),
            t!("compare.words.no_test").into_owned(),
            counting_note(counting),
        ],
    }
}

/// The neighbours of a string, the largest logDice first.
#[must_use]
pub fn collocate_sheet(found: &Collocates, counting: Counting) -> Sheet {
    let row = |word: &Collocate| {
        let [before, behind] = word.sides;
        let counts = word.counts;
        SheetRow {
            depth: 0,
            cells: vec![
                word_cell(&word.word),
                SheetValue::Count(counts.both).into(),
                SheetValue::Count(before).into(),
                SheetValue::Count(behind).into(),
                SheetValue::Count(counts.other).into(),
                SheetValue::number(Some(counts.log_dice()), 2).into(),
                SheetValue::number(Some(counts.mutual_information()), 2).into(),
                SheetValue::number(Some(counts.t_score()), 2).into(),
                SheetValue::number(Some(counts.g_squared()), 2).into(),
            ],
        }
    };
    let sizes = t!("compare.words.places", count = found.places, tokens = found.tokens);
    Sheet {
        name: t!("compare.words.collocates").into_owned(),
        heads: heads([
            (t!("compare.words.word").into_owned(), false),
            (t!("compare.words.together").into_owned(), true),
            (t!("compare.words.before").into_owned(), true),
            (t!("compare.words.behind").into_owned(), true),
            (t!("compare.words.in_all").into_owned(), true),
            (t!("compare.words.log_dice").into_owned(), true),
            (t!("compare.words.mi").into_owned(), true),
            (t!("compare.words.t").into_owned(), true),
            (t!("compare.words.g2").into_owned(), true),
        ]),
        rows: found.words.iter().map(row).collect(),
        totals: Vec::new(),
        notes: vec![
            sizes.into_owned(),
            t!("compare.words.segmented").into_owned(),
            counting_note(counting),
        ],
    }
}

/// How often a string stands in each article, and below how evenly.
#[must_use]
pub fn dispersion_sheet(found: &Dispersion, string: &str, counting: Counting) -> Sheet {
    let row = |part: &DispersionPart| {
        let places = part.places.len() as u64;
        let rate = (part.characters > 0).then(|| {
            #[expect(clippy::cast_precision_loss, reason = "no text has 2⁵³ characters")]
            let rate = places as f64 * 10_000.0 / part.characters as f64;
            rate
        });
        SheetRow {
            depth: 0,
            cells: vec![
                SheetValue::Text(part.article.to_string()).into(),
                SheetCell::leading(SheetValue::Count(places), SheetLink::Hits(string.to_owned())),
                SheetValue::number(rate, 1).into(),
                SheetValue::Count(part.characters).into(),
            ],
        }
    };
    let evenness = found.evenness;
    let measure = |name: String, value: Option<f64>| {
        let number = SheetValue::number(value, 3);
        let cells = [SheetValue::Text(name), number, SheetValue::Text(String::new())];
        let last = SheetValue::Text(String::new());
        SheetRow { depth: 0, cells: cells.into_iter().chain([last]).map(Into::into).collect() }
    };
    Sheet {
        name: t!("compare.words.dispersion").into_owned(),
        heads: heads([
            (t!("compare.axis.articles").into_owned(), false),
            (t!("compare.words.count").into_owned(), true),
            (t!("compare.unit.per_10k").into_owned(), true),
            (t!("compare.unit.characters").into_owned(), true),
        ]),
        rows: found.parts.iter().map(row).collect(),
        totals: vec![
            measure(t!("compare.words.dp").into_owned(), evenness.dp),
            measure(t!("compare.words.dp_norm").into_owned(), evenness.dp_norm),
            measure(t!("compare.words.juilland").into_owned(), evenness.juilland_d),
        ],
        notes: matched_notes(counting),
    }
}

/// Lines over the years: a row for each line, a column for each year; counts, or rates for 10,000
/// characters.
#[must_use]
pub fn timeline_sheet(found: &Timeline, rates: bool) -> Sheet {
    let mut columns = vec![(t!("compare.time.line").into_owned(), false)];
    columns.extend(found.years.iter().map(|(year, _)| (year.to_string(), true)));
    let has_undated =
        found.undated.articles > 0 || found.lines.iter().any(|line| line.undated.is_some());
    if has_undated {
        columns.push((t!("compare.no_year").into_owned(), true));
    }
    let heads = columns.into_iter().map(|(text, is_number)| SheetHead {
        text,
        is_number,
        ..SheetHead::default()
    });
    let row = |line: &TimelineLine| {
        let texts = found.years.iter().map(|(_, text)| *text).chain([found.undated]);
        let years = found.years.iter().map(|(year, _)| Some(*year)).chain([None]);
        let points = line.points.iter().copied().chain([line.undated]);
        let cell = |((point, text), year): ((Option<_>, _), Option<i16>)| {
            let point: Option<TimelinePoint> = point;
            let value = match point {
                None => SheetValue::Missing,
                Some(point) if rates => SheetValue::number(point.per_10k(text), 1),
                Some(point) => SheetValue::Count(point.count),
            };
            SheetCell { value, to: point.and_then(|_| found.link(line, year)) }
        };
        let name = SheetValue::Text(line.name.clone()).into();
        let cells = std::iter::once(name).chain(points.zip(texts).zip(years).map(cell));
        let length = 1 + found.years.len() + usize::from(has_undated);
        let depth = line.theme.as_ref().map_or(0, |item| item.depth);
        SheetRow { depth, cells: cells.take(length).collect() }
    };
    let below = |name: String, of: &dyn Fn(TextAmount) -> u64| {
        let texts = found.years.iter().map(|(_, text)| *text);
        let texts = texts.chain(has_undated.then_some(found.undated));
        let value = |text: TextAmount| SheetValue::Count(of(text)).into();
        let name = SheetValue::Text(name).into();
        SheetRow { depth: 0, cells: std::iter::once(name).chain(texts.map(value)).collect() }
    };
    let mut notes = Vec::new();
    notes.extend(filter_note(&found.terms.filter));
    if !found.terms.queries.is_empty() {
        notes.push(t!("compare.words.matched").into_owned());
    }
    notes.push(counting_note(found.terms.counting));
    Sheet {
        name: t!("compare.time.name").into_owned(),
        heads: heads.collect(),
        rows: found.lines.iter().map(row).collect(),
        totals: vec![
            below(t!("compare.text_articles").into_owned(), &|text| u64::from(text.articles)),
            below(t!("compare.text_characters").into_owned(), &|text| text.characters),
        ],
        notes,
    }
}
