//! Rows of quantities as sheets and as a chart: years side by side, and every value with its sentence.

use rust_i18n::t;

use crate::{
    analysis::{
        Quantity, QuantityFlag, QuantityRow, QuantityValue, Sheet, SheetHead, SheetRow, SheetValue,
    },
    chart::{ValuePoint, ValueYear},
    session::SetQuantities,
    text::Text,
};

/// What is said of a row in one year.
#[derive(Clone, Debug, PartialEq)]
pub struct QuantityYear {
    /// As a table shows it.
    pub text: String,
    /// By which it is sorted and compared.
    pub value: Option<f64>,
    /// Whether it is planned, or of a part of the year: not to be compared.
    pub starred: bool,
    /// Whether articles disagree.
    pub disputed: bool,
    /// The numbers of its values in the row.
    pub values: Vec<usize>,
}

impl SetQuantities {
    /// The figure of a value with the text it stands in.
    #[must_use]
    pub fn figure(&self, value: &QuantityValue) -> Option<(&Text, &Quantity)> {
        let known = self.articles.get(value.article)?;
        Some((&known.article.text, known.quantities.get(value.quantity)?))
    }

    /// All years in which something is counted in rows of these numbers, ascending.
    #[must_use]
    pub fn years_of(&self, rows: &[usize]) -> Vec<i16> {
        let rows = rows.iter().filter_map(|&row| self.rows.get(row));
        let mut years: Vec<i16> = rows.flat_map(QuantityRow::years).collect();
        years.sort_unstable();
        years.dedup();
        years
    }

    /// What a row says of a year; `None` where it says nothing.
    #[must_use]
    pub fn year_of(&self, row: &QuantityRow, year: i16) -> Option<QuantityYear> {
        let of_year = |at: &usize| row.values.get(*at).is_some_and(|v| v.year == Some(year));
        let values: Vec<usize> = (0..row.values.len()).filter(of_year).collect();
        let disputed = row.flags.iter().any(
            |flag| matches!(flag, QuantityFlag::Disagree { year: other, .. } if *other == year),
        );
        let (scale, _) = row_scale(self, row);
        let shown = |at: &usize| {
            let value = row.values.get(*at)?;
            let (_, quantity) = self.figure(value)?;
            Some((quantity.value?, figure_shown(quantity, scale), value.chosen))
        };
        let mut all: Vec<(f64, String, bool)> = values.iter().filter_map(shown).collect();
        // What was chosen stands first, what it was chosen against in brackets behind it.
        all.sort_by(|a, b| b.2.cmp(&a.2).then(a.0.total_cmp(&b.0)));
        all.dedup_by(|a, b| a.1 == b.1);
        let value = all.first().map(|(value, ..)| *value)?;
        let is_chosen = all.first().is_some_and(|(.., chosen)| *chosen);
        let texts: Vec<&str> = all.iter().map(|(_, text, _)| text.as_str()).collect();
        let mut text = match texts.as_slice() {
            [one, rest @ ..] if is_chosen && !rest.is_empty() => {
                format!("{one} ({})", rest.join(" "))
            }
            [first, .., last] if !disputed => format!("{first}–{last}"),
            all => all.join("≠"),
        };
        let starred = values.iter().any(|&at| self.is_partial(row, at));
        if starred {
            text.push('*');
        }
        let value = Some(value).filter(|_| is_chosen || texts.len() == 1);
        Some(QuantityYear { text, value, starred, disputed, values })
    }

    /// Whether a value is planned, or said of a part of its year.
    fn is_partial(&self, row: &QuantityRow, at: usize) -> bool {
        let Some(value) = row.values.get(at) else { return false };
        let period = self.figure(value).and_then(|(_, quantity)| quantity.period.as_deref());
        let is_part = |period: &str| period.contains(['半', '季', '月']);
        value.note.starts_with('*') || period.is_some_and(is_part)
    }

    /// By which part a row has grown from the first year that can be compared to the last.
    #[must_use]
    pub fn change_of(&self, row: &QuantityRow) -> Option<f64> {
        let years = row.years().into_iter().filter_map(|year| self.year_of(row, year));
        let values: Vec<f64> =
            years.filter(|year| !year.starred).filter_map(|year| year.value).collect();
        let ([first, ..], [.., last]) = (values.as_slice(), values.as_slice()) else {
            return None;
        };
        (values.len() > 1 && *first > 0.0).then(|| last / first - 1.0)
    }

    /// The years of a row for a chart, each value leading to its number in the row.
    #[must_use]
    pub fn chart_years(&self, row: &QuantityRow, years: &[i16]) -> Vec<ValueYear<usize>> {
        let year = |&year: &i16| {
            let said = self.year_of(row, year);
            let point = |&at: &usize| {
                let value = row.values.get(at)?;
                let (text, quantity) = self.figure(value)?;
                let written = text.slice(quantity.span).unwrap_or_default();
                let name = format!("{year} {written}");
                Some(ValuePoint { value: quantity.value?, name, to: at })
            };
            let points = said.iter().flat_map(|said| said.values.iter().filter_map(point));
            ValueYear {
                year: year.to_string(),
                points: points.collect(),
                joined: said.as_ref().is_none_or(|said| !said.starred),
                disputed: said.as_ref().is_some_and(|said| said.disputed),
                label: said.map(|said| said.text).unwrap_or_default(),
            }
        };
        years.iter().map(year).collect()
    }
}

/// By which power of ten thousand the values of a row are shown, and how its unit is written then:
/// 6,200万元 rather than 62,000,000元. What is smaller in any year keeps its unit.
#[must_use]
pub fn row_scale(found: &SetQuantities, row: &QuantityRow) -> (f64, String) {
    let values = row.values.iter().filter_map(|value| found.figure(value)?.1.value);
    let least = values.map(f64::abs).filter(|value| *value > 0.0).fold(f64::INFINITY, f64::min);
    match least {
        _ if !least.is_finite() => (1.0, row.unit.clone()),
        _ if least >= 1e8 => (1e8, t!("quantity.scale_100m", unit = row.unit).into_owned()),
        _ if least >= 1e4 => (1e4, t!("quantity.scale_10k", unit = row.unit).into_owned()),
        _ => (1.0, row.unit.clone()),
    }
}

/// A figure in a table, in its row's scale: its value with thousands parted, both ends of a range, and what qualifies it.
#[must_use]
pub fn figure_shown(quantity: &Quantity, scale: f64) -> String {
    let Some(value) = quantity.value else { return String::new() };
    let low = number_shown(value / scale);
    let text = match quantity.high {
        Some(high) => format!("{low}–{}", number_shown(high / scale)),
        None => low,
    };
    quantity.qualified(text)
}

fn number_shown(value: f64) -> String {
    // What is divided has digits behind the point that nobody wrote.
    let value = (value * 1e6).round() / 1e6;
    let plain = value.to_string();
    let places = plain.split_once('.').map_or(0, |(_, behind)| behind.len());
    SheetValue::Number { value, places: u8::try_from(places).unwrap_or(u8::MAX) }.shown()
}

/// What a row is called: what is counted, and what tells it from others.
#[must_use]
pub fn quantity_row_shown(row: &QuantityRow) -> String {
    if row.qualifier.is_empty() {
        return row.object.clone();
    }
    t!("quantity.page.row", object = row.object, qualifier = row.qualifier).into_owned()
}

/// What is odd about a row, in a sentence.
#[must_use]
pub fn quantity_flag_shown(
    found: &SetQuantities,
    row: &QuantityRow,
    flag: &QuantityFlag,
) -> String {
    let year = |at: usize| {
        let year = row.values.get(at).and_then(|value| value.year);
        year.map_or_else(String::new, |year| year.to_string())
    };
    match flag {
        QuantityFlag::Disagree { year, values } => {
            let values: Vec<String> = values
                .iter()
                .filter_map(|&at| row.values.get(at))
                .filter_map(|value| found.figure(value)?.1.value.map(|value| value.to_string()))
                .collect();
            t!("quantity.flag.disagree", year = year, values = values.join(" / ")).into_owned()
        }
        QuantityFlag::Stale(earlier, later) => {
            t!("quantity.flag.stale", earlier = year(*earlier), later = year(*later)).into_owned()
        }
        QuantityFlag::Sum { parts, .. } => t!("quantity.flag.sum", parts = parts).into_owned(),
    }
}

fn head(text: impl Into<String>, is_number: bool) -> SheetHead {
    SheetHead { text: text.into(), is_number, ..SheetHead::default() }
}

/// The rows of these numbers with the years side by side: what is counted, unit, years, change,
/// sentences.
#[must_use]
pub fn quantity_sheet(found: &SetQuantities, shown: &[usize]) -> Sheet {
    let years = found.years_of(shown);
    let mut heads =
        vec![head(t!("quantity.column.object"), false), head(t!("quantity.column.unit"), false)];
    heads.extend(years.iter().map(|year| head(year.to_string(), true)));
    heads.push(head(t!("quantity.column.change"), true));
    heads.push(head(t!("quantity.column.sentences"), true));
    let row = |row: &QuantityRow| {
        let year = |&year: &i16| match found.year_of(row, year) {
            Some(said) => SheetValue::Written { value: said.value, text: said.text },
            None => SheetValue::Written { value: None, text: "·".to_owned() },
        };
        let names =
            [SheetValue::Text(quantity_row_shown(row)), SheetValue::Text(row_scale(found, row).1)];
        let sentences: usize = row.values.iter().map(|value| value.times).sum();
        let ends = [
            SheetValue::share(found.change_of(row)),
            SheetValue::Count(u64::try_from(sentences).unwrap_or(u64::MAX)),
        ];
        let cells = names.into_iter().chain(years.iter().map(year)).chain(ends);
        SheetRow { depth: 0, cells: cells.map(Into::into).collect() }
    };
    Sheet {
        name: t!("quantity.sheet").into_owned(),
        heads,
        rows: shown.iter().filter_map(|&at| found.rows.get(at)).map(row).collect(),
        totals: Vec::new(),
        notes: vec![t!("quantity.legend").into_owned()],
    }
}

/// Every value of the rows of these numbers with where it is from.
#[must_use]
pub fn quantity_source_sheet(found: &SetQuantities, shown: &[usize]) -> Sheet {
    let heads = vec![
        head(t!("quantity.column.object"), false),
        head(t!("quantity.column.qualifier"), false),
        head(t!("quantity.column.unit"), false),
        head(t!("quantity.column.year"), true),
        head(t!("quantity.column.value"), true),
        head(t!("quantity.column.high"), true),
        head(t!("quantity.column.written"), false),
        head(t!("quantity.column.note"), false),
        head(t!("quantity.column.chosen"), false),
        head(t!("quantity.column.sentence"), false),
        head(t!("cli.column.article"), false),
        head(t!("cli.column.place"), false),
    ];
    let rows = shown.iter().filter_map(|&at| found.rows.get(at));
    let values = rows.flat_map(|row| row.values.iter().map(move |value| (row, value)));
    let row = |(row, value): (&QuantityRow, &QuantityValue)| {
        let (text, quantity) = found.figure(value)?;
        let article = &found.articles.get(value.article)?.article;
        let slice = |span| text.slice(span).unwrap_or_default().replace('\n', " ");
        let chosen = if value.chosen { t!("quantity.chosen") } else { "".into() };
        let number = |value: Option<f64>| match value {
            Some(number) => SheetValue::Written { value: Some(number), text: number.to_string() },
            None => SheetValue::Missing,
        };
        let year =
            value.year.map_or(SheetValue::Missing, |year| SheetValue::Text(year.to_string()));
        let cells = [
            SheetValue::Text(row.object.clone()),
            SheetValue::Text(row.qualifier.clone()),
            SheetValue::Text(quantity.unit.clone().unwrap_or_default()),
            year,
            number(quantity.value),
            number(quantity.high),
            SheetValue::Text(slice(quantity.span)),
            SheetValue::Text(value.note.clone()),
            SheetValue::Text(chosen.into_owned()),
            SheetValue::Text(slice(quantity.sentence)),
            SheetValue::Text(article.path.as_str().to_owned()),
            SheetValue::Text(format!("[{}, {})", value.span.start(), value.span.end())),
        ];
        Some(SheetRow { depth: 0, cells: cells.into_iter().map(Into::into).collect() })
    };
    Sheet {
        name: t!("quantity.sources").into_owned(),
        heads,
        rows: values.filter_map(row).collect(),
        totals: Vec::new(),
        notes: vec![t!("quantity.legend").into_owned()],
    }
}
