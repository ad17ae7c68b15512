//! Co-occurrence as a sheet: a row for each pair of themes.

use rust_i18n::t;

use super::matrix_sheet::{counting_note, filter_note};
use crate::analysis::{
    Cooccurrence, Proximity, Sheet, SheetCell, SheetHead, SheetLink, SheetRow, SheetValue,
    ThemePair,
};

/// What a way of meeting is called.
#[must_use]
pub fn proximity_name(by: Proximity) -> String {
    match by {
        Proximity::Overlap => t!("compare.by.overlap"),
        Proximity::Sentence => t!("compare.by.sentence"),
        Proximity::Near(count) => t!("compare.by.near", count = count),
        Proximity::Paragraph => t!("compare.by.paragraph"),
        Proximity::Article => t!("compare.by.article"),
    }
    .into_owned()
}

/// Every pair that counts something, the most frequent first.
#[must_use]
pub fn cooccurrence_sheet(found: &Cooccurrence) -> Sheet {
    let mut pairs: Vec<&ThemePair> = found.pairs.iter().collect();
    pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.count), pair.a, pair.b));
    let head = |text: String, is_number| SheetHead { text, is_number, ..SheetHead::default() };
    let heads = vec![
        head(t!("compare.pair.a").into_owned(), false),
        head(t!("compare.pair.b").into_owned(), false),
        head(t!("compare.pair.count").into_owned(), true),
        head(t!("compare.pair.of_a").into_owned(), true),
        head(t!("compare.pair.of_b").into_owned(), true),
        head(t!("compare.pair.expected").into_owned(), true),
        head(t!("compare.pair.c").into_owned(), true),
        head(t!("compare.pair.dice").into_owned(), true),
        head(t!("compare.pair.a_share").into_owned(), true),
        head(t!("compare.pair.b_share").into_owned(), true),
    ];
    let row = |pair: &&ThemePair| {
        let item = |at: u32| found.themes.get(at as usize);
        let theme = |at: u32| {
            let value = SheetValue::Text(item(at).map(|item| item.key.clone()).unwrap_or_default());
            let condition = item(at).map(|item| item.condition.clone());
            SheetCell { value, to: condition.map(SheetLink::Passages) }
        };
        let [of_a, of_b] = found.carried_by(pair);
        let [a_share, b_share] = found.shares(pair);
        let link = found.condition(pair).map(SheetLink::Passages);
        let linked = |value| SheetCell { value, to: link.clone() };
        let cells = vec![
            theme(pair.a),
            theme(pair.b),
            linked(SheetValue::Count(pair.count)),
            SheetValue::Count(u64::from(of_a)).into(),
            SheetValue::Count(u64::from(of_b)).into(),
            SheetValue::number(found.expected(pair), 1).into(),
            linked(SheetValue::number(found.c(pair), 3)),
            linked(SheetValue::number(found.dice(pair), 3)),
            linked(SheetValue::share(a_share)),
            linked(SheetValue::share(b_share)),
        ];
        SheetRow { depth: 0, cells }
    };
    let mut notes = vec![proximity_name(found.terms.by)];
    notes.extend(filter_note(&found.terms.filter));
    notes.push(counting_note(found.terms.counting));
    Sheet {
        name: t!("compare.pair.name").into_owned(),
        heads,
        rows: pairs.iter().map(row).collect(),
        totals: Vec::new(),
        notes,
    }
}
