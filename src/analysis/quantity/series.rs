//! The same thing counted in several years: rows of what is counted, and what is odd about them.
//!
//! Joined is only what is comparable: the same object, unit, qualifier and limit, said of the same
//! place. What is joined and what is flagged is a proposal; the user's word goes before it.

use std::collections::BTreeMap;

use super::{Quantity, QuantityKind, QuantityRulings, QuantitySense, QuantityText};
use crate::{
    annotation::QuantityRowName,
    text::{CharSpan, fold_width},
};

/// One value of a row.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityValue {
    /// Which of the texts it stands in.
    pub article: usize,
    /// Which of that text's quantities it is.
    pub quantity: usize,
    /// The year of which it is said.
    pub year: Option<i16>,
    /// Where it stands.
    pub span: CharSpan,
    /// How often the article says it.
    pub times: usize,
    /// What has to be known of it: another wording, a plan.
    pub note: String,
    /// Whether the user chose it where articles of its year disagree.
    pub chosen: bool,
}

/// What is odd about a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuantityFlag {
    /// Articles of one year give several values: these of the row.
    Disagree {
        /// The year.
        year: i16,
        /// Which values.
        values: Vec<usize>,
    },
    /// An earlier year's value stands again in the same sentence: the earlier, the later.
    Stale(usize, usize),
    /// The parts of a total do not add up to it: the total, and what they add up to in text.
    Sum {
        /// Which value is the total.
        total: usize,
        /// What the parts add up to.
        parts: String,
    },
}

/// What is counted, and its values.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityRow {
    /// What is counted.
    pub object: String,
    /// Qualifier, limit, place and what is said of those that are counted; empty for a plain count.
    pub qualifier: String,
    /// The unit.
    pub unit: String,
    /// The kind.
    pub kind: QuantityKind,
    /// By year, then by article and place.
    pub values: Vec<QuantityValue>,
    /// What is odd.
    pub flags: Vec<QuantityFlag>,
}

impl QuantityRow {
    /// What tells it from other rows.
    #[must_use]
    pub fn name(&self) -> QuantityRowName {
        let Self { object, qualifier, unit, .. } = self;
        let (object, qualifier, unit) = (object.clone(), qualifier.clone(), unit.clone());
        QuantityRowName { object, qualifier, unit }
    }

    /// The years in which it is counted, ascending.
    #[must_use]
    pub fn years(&self) -> Vec<i16> {
        let mut years: Vec<i16> = self.values.iter().filter_map(|value| value.year).collect();
        years.dedup();
        years
    }

    /// In how many articles it is counted.
    #[must_use]
    pub fn articles(&self) -> usize {
        let mut articles: Vec<usize> = self.values.iter().map(|value| value.article).collect();
        articles.sort_unstable();
        articles.dedup();
        articles.len()
    }
}

/// What makes two quantities comparable.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct RowKey {
    object: String,
    unit: String,
    senses: Vec<QuantitySense>,
    condition: String,
    detail: String,
    deed: String,
    scope: String,
}

/// All rows of a set, those of most years first, as the user wants them.
#[must_use]
pub fn quantity_rows(texts: &[QuantityText<'_>], rulings: &QuantityRulings) -> Vec<QuantityRow> {
    let mut rows: BTreeMap<RowKey, QuantityRow> = BTreeMap::new();
    let mut placed: Vec<(QuantityRowName, QuantityRow)> = Vec::new();
    for (article, text) in texts.iter().enumerate() {
        for (number, quantity) in text.quantities.iter().enumerate() {
            let Some(span) = text.text.char_span(quantity.span) else { continue };
            let new = || QuantityRow {
                object: shown(&quantity.object),
                qualifier: qualifier(quantity),
                unit: quantity.unit.clone().unwrap_or_default(),
                kind: quantity.kind,
                values: Vec::new(),
                flags: Vec::new(),
            };
            let row = match &quantity.row {
                Some(_) if quantity.value.is_none() => continue,
                Some(name) => {
                    let known = placed.iter().position(|(known, _)| known == name);
                    let at = known.unwrap_or_else(|| {
                        placed.push((name.clone(), new()));
                        placed.len() - 1
                    });
                    let Some((_, row)) = placed.get_mut(at) else { continue };
                    row
                }
                None if !is_comparable(quantity) => continue,
                None => {
                    let key = key(quantity);
                    if !key.object.contains(char::is_alphanumeric) {
                        continue;
                    }
                    rows.entry(key).or_insert_with(new)
                }
            };
            let year = quantity.year.or(text.year);
            let same = row.values.iter_mut().find(|value| {
                value.article == article
                    && value.year == year
                    && texts
                        .get(value.article)
                        .and_then(|text| text.quantities.get(value.quantity))
                        .is_some_and(|other| {
                            other.value == quantity.value && other.high == quantity.high
                        })
            });
            if let Some(same) = same {
                same.times += 1;
                same.chosen |= quantity.chosen;
                continue;
            }
            let planned = year.zip(text.year).is_some_and(|(said, printed)| said > printed);
            let note = if planned { "*".to_owned() } else { String::new() };
            row.values.push(QuantityValue {
                article,
                quantity: number,
                year,
                span,
                times: 1,
                note,
                chosen: quantity.chosen,
            });
        }
    }
    let mut rows = arranged(joined_by_limit(joined_by_nickname(rows)), rulings);
    for (name, row) in placed {
        join(&mut rows, name, row);
    }
    for row in &mut rows {
        row.values.sort_by_key(|value| (value.year, value.article, value.span));
        row.flags = flags(row, texts);
    }
    rows.sort_by(|a, b| {
        let weight = |row: &QuantityRow| (row.years().len(), row.articles(), row.values.len());
        weight(b).cmp(&weight(a)).then_with(|| {
            (&a.object, &a.qualifier, &a.unit).cmp(&(&b.object, &b.qualifier, &b.unit))
        })
    });
    rows
}

/// Whether a quantity can stand in a row: a first printing, a number, of something.
fn is_comparable(quantity: &Quantity) -> bool {
    !quantity.again
        && quantity.value.is_some()
        && !quantity.object.is_empty()
        && !quantity.threshold
        && !matches!(
            quantity.kind,
            QuantityKind::Anniversary | QuantityKind::Duration | QuantityKind::Age
        )
        && (quantity.kind == QuantityKind::Money
            || !quantity.senses.contains(&QuantitySense::PerUnit))
}

/// An object without quotes and what stands in brackets behind it.
fn shown(object: &str) -> String {
    object.chars().filter(|c| !matches!(c, '“' | '”' | '‘' | '’' | '"' | '「' | '」')).collect()
}

fn key(quantity: &Quantity) -> RowKey {
    let mut object = String::new();
    let mut depth = 0_usize;
    for c in quantity.object.chars().map(fold_width) {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            // 大社区 in quotes is told apart from 社区 here and joined where that is right.
            _ if depth == 0 && (c.is_alphanumeric() || c == '“') => object.push(c),
            _ => {}
        }
    }
    let unit = match quantity.unit.as_deref() {
        Some("名" | "人" | "位") => "人",
        Some(unit) => unit,
        None => "",
    };
    RowKey {
        object,
        unit: unit.to_owned(),
        // 20万专项经费, 每个社区30万元专项经费: the same money.
        senses: quantity
            .senses
            .iter()
            .copied()
            .filter(|&sense| sense != QuantitySense::PerUnit)
            .collect(),
        condition: quantity.condition.clone().unwrap_or_default(),
        detail: quantity.detail.clone(),
        deed: deed(quantity).to_owned(),
        scope: quantity.scope.clone().unwrap_or_default(),
    }
}

/// What says that a part is meant; money is the same whoever hands it out.
fn deed(quantity: &Quantity) -> &str {
    if quantity.kind == QuantityKind::Money { "" } else { &quantity.deed }
}

/// What tells a row from others of the same object.
fn qualifier(quantity: &Quantity) -> String {
    let mut parts: Vec<&str> = quantity.qualifier.iter().map(String::as_str).collect();
    parts.extend(quantity.condition.as_deref());
    parts.extend(
        Some(quantity.detail.as_str())
            .filter(|detail| !detail.is_empty() && quantity.condition.is_none()),
    );
    parts.extend(Some(deed(quantity)).filter(|deed| !deed.is_empty()));
    parts.extend(quantity.scope.as_deref());
    parts.join("、")
}

/// Joins “大社区” to 社区, where that is counted plainly in another year: with a note.
fn joined_by_nickname(mut rows: BTreeMap<RowKey, QuantityRow>) -> BTreeMap<RowKey, QuantityRow> {
    let nicknames: Vec<RowKey> =
        rows.keys().filter(|key| key.object.starts_with('“')).cloned().collect();
    for key in nicknames {
        let name = key.object.trim_start_matches('“').to_owned();
        let plain = RowKey { object: name.clone(), ..key.clone() };
        let whole = name
            .strip_prefix(['大', '新', '小'])
            .map(|rest| RowKey { object: rest.to_owned(), ..key.clone() });
        let Some(mut row) = rows.remove(&key) else { continue };
        let years = row.years();
        // 小支部 is less than a 支部: only what is as large is the same.
        let other = whole.filter(|whole| {
            name.starts_with('大')
                && rows
                    .get(whole)
                    .is_some_and(|other| !other.years().iter().any(|year| years.contains(year)))
        });
        let target = match other {
            Some(target) => {
                for value in &mut row.values {
                    value.note = format!("“{name}”");
                }
                target
            }
            None => plain,
        };
        match rows.get_mut(&target) {
            Some(known) => known.values.append(&mut row.values),
            None => {
                rows.insert(target, row);
            }
        }
    }
    rows
}

/// Joins what has to reach the same limit and is named by the same place: 社区党建阵地 ≥1000平方米 and
/// 社区党群服务中心 ≥1000平方米.
fn joined_by_limit(rows: BTreeMap<RowKey, QuantityRow>) -> Vec<QuantityRow> {
    let mut found: Vec<(RowKey, QuantityRow)> = Vec::new();
    for (key, mut row) in rows {
        let place: String = key.object.chars().take(2).collect();
        let known = found.iter_mut().find(|(other, known)| {
            !key.condition.is_empty()
                && other.condition == key.condition
                && other.unit == key.unit
                && other.senses == key.senses
                && other.scope == key.scope
                && other.object.starts_with(&place)
                && other.object != key.object
                && !known.years().iter().any(|year| row.years().contains(year))
        });
        match known {
            Some((_, known)) => {
                for value in &mut row.values {
                    value.note.clone_from(&row.object);
                }
                known.values.append(&mut row.values);
            }
            None => found.push((key, row)),
        }
    }
    found.into_iter().map(|(_, row)| row).collect()
}

/// The rows as they are to be shown: joined, renamed and left out as was said.
fn arranged(rows: Vec<QuantityRow>, rulings: &QuantityRulings) -> Vec<QuantityRow> {
    if rulings.leaves_rows() {
        return rows;
    }
    let mut found: Vec<QuantityRow> = Vec::new();
    for mut row in rows {
        let Some(name) = rulings.followed(&row.name()) else { continue };
        // What was joined by hand keeps what it was called.
        if name != row.name() {
            for value in &mut row.values {
                if value.note.is_empty() {
                    value.note.clone_from(&row.object);
                }
            }
        }
        join(&mut found, name, row);
    }
    found
}

/// Puts the values of `row` into the row of that name.
fn join(rows: &mut Vec<QuantityRow>, name: QuantityRowName, row: QuantityRow) {
    if let Some(known) = rows.iter_mut().find(|known| known.name() == name) {
        known.values.extend(row.values);
        return;
    }
    let QuantityRowName { object, qualifier, unit } = name;
    rows.push(QuantityRow { object, qualifier, unit, ..row });
}

fn quantity_of<'a>(value: &QuantityValue, texts: &'a [QuantityText<'_>]) -> Option<&'a Quantity> {
    texts.get(value.article)?.quantities.get(value.quantity)
}

/// What is odd about a row whose values are sorted.
fn flags(row: &QuantityRow, texts: &[QuantityText<'_>]) -> Vec<QuantityFlag> {
    let mut found = Vec::new();
    let of = |at: usize| row.values.get(at).and_then(|value| quantity_of(value, texts));
    let values = |at: usize| of(at).map(|quantity| (quantity.value, quantity.high));
    for year in row.years() {
        let within: Vec<usize> = (0..row.values.len())
            .filter(|&at| row.values.get(at).is_some_and(|v| v.year == Some(year)))
            .collect();
        // An article that says two things itself says them of two things.
        let article = |at: usize| row.values.get(at).map(|value| value.article);
        let alone = |at: &&usize| {
            within.iter().filter(|&&other| article(other) == article(**at)).count() == 1
        };
        let single: Vec<usize> = within.iter().filter(alone).copied().collect();
        // Which of them holds the user has said.
        let of_year = |value: &&QuantityValue| value.year == Some(year);
        if row.values.iter().filter(of_year).any(|value| value.chosen) {
            continue;
        }
        let differ =
            single.iter().any(|&at| values(at) != single.first().and_then(|&first| values(first)));
        if single.len() >= 2 && differ {
            found.push(QuantityFlag::Disagree { year, values: single });
        }
    }
    for later in 0..row.values.len() {
        for earlier in 0..later {
            let (Some(a), Some(b)) = (row.values.get(earlier), row.values.get(later)) else {
                continue;
            };
            if a.year.is_none()
                || a.year == b.year
                || a.article == b.article
                || values(earlier) != values(later)
            {
                continue;
            }
            let sentence = |value: &QuantityValue| {
                let text = texts.get(value.article)?;
                text.text.slice(quantity_of(value, texts)?.sentence)
            };
            if let (Some(first), Some(second)) = (sentence(a), sentence(b))
                && super::reused::is_same_sentence(first, second)
            {
                found.push(QuantityFlag::Stale(earlier, later));
            }
        }
    }
    for at in 0..row.values.len() {
        let Some(value) = row.values.get(at) else { continue };
        let Some(text) = texts.get(value.article) else { continue };
        if let Some(parts) = super::reused::wrong_sum(text, value.quantity) {
            found.push(QuantityFlag::Sum { total: at, parts });
        }
    }
    found
}
