//! What the charts of comparing are made of: the same numbers and links as in the sheets.

use rust_i18n::t;

use super::pair_sheet::proximity_name;
use crate::{
    analysis::{
        AxisItem, Cooccurrence, Dispersion, DispersionPart, Keyness, Keyword, Matrix, MatrixUnit,
        Network, NetworkNode, NetworkTie, Sheet, SheetCell, SheetHead, SheetLink, SheetRow,
        Timeline, TimelineLine, TimelinePoint,
    },
    annotation::{Codebook, Colour, ThemeId},
    chart::{
        HeatCell, HeatRow, HeatTable, LinePanel, LinePanels, LinePoint, NetworkDot, NetworkLine,
        NetworkPicture, SideBar, SideBars, StripRow, Strips,
    },
};

/// So many words stand on each side of a picture of two groups, and in one of a list.
const WORDS: usize = 30;
/// So many places of one article are drawn: more are one line beside the other.
const PLACES: usize = 2_000;

fn colour(codebook: &Codebook, theme: Option<ThemeId>) -> Option<Colour> {
    Some(codebook.get(theme?)?.colour)
}

/// The last part of a theme's path.
fn short_name(codebook: &Codebook, theme: Option<ThemeId>, path: &str) -> String {
    theme
        .and_then(|id| codebook.get(id))
        .map_or_else(|| path.to_owned(), |found| found.name.clone())
}

#[expect(clippy::cast_possible_truncation, reason = "a place on a picture")]
fn narrow(value: f64) -> f32 {
    value as f32
}

/// A matrix in one unit with its heat: one scale for all cells, without the totals.
#[must_use]
pub fn matrix_picture(
    sheet: &Sheet,
    matrix: &Matrix,
    unit: MatrixUnit,
    codebook: &Codebook,
) -> HeatTable<SheetLink> {
    let columns = matrix.columns.len();
    let number = |cell: &SheetCell| cell.value.as_number().unwrap_or_default();
    let inner = sheet.rows.iter().flat_map(|row| row.cells.iter().skip(1).take(columns));
    let most = inner.map(number).fold(0.0, f64::max);
    let is_share = matches!(unit, MatrixUnit::RowShare | MatrixUnit::ColumnShare);
    let most = if is_share { 1.0 } else { most };
    let heat_row = |row: &SheetRow, theme: Option<ThemeId>, has_heat: bool| {
        let name = row.cells.first().map(|cell| cell.value.shown()).unwrap_or_default();
        let cells = row.cells.iter().zip(&sheet.heads).enumerate().skip(1);
        let cell = |(at, (cell, head)): (usize, (&SheetCell, &SheetHead))| {
            let heated = has_heat && at <= columns && most > 0.0;
            HeatCell {
                text: if number(cell) == 0.0 { "·".to_owned() } else { cell.value.shown() },
                strength: if heated { narrow(number(cell) / most) } else { 0.0 },
                name: format!("{name} · {} · {}", head.text, cell.value.shown()),
                to: cell.to.clone(),
            }
        };
        HeatRow {
            name: short_name(codebook, theme, &name),
            depth: row.depth,
            colour: colour(codebook, theme),
            cells: cells.map(cell).collect(),
        }
    };
    let theme = |at: usize| matrix.rows.get(at).and_then(|item| item.theme);
    HeatTable {
        name: t!("compare.picture.matrix", unit = sheet.name).into_owned(),
        heads: sheet.heads.iter().skip(1).map(|head| head.text.clone()).collect(),
        rows: sheet
            .rows
            .iter()
            .enumerate()
            .map(|(at, row)| heat_row(row, theme(at), true))
            .collect(),
        totals: sheet.totals.iter().map(|row| heat_row(row, None, false)).collect(),
    }
}

/// The network of co-occurrence.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts to widths")]
pub fn cooccurrence_picture(
    found: &Cooccurrence,
    network: &Network,
    codebook: &Codebook,
) -> NetworkPicture<SheetLink> {
    let most = network.nodes.iter().map(|node| node.passages).max().unwrap_or(1).max(1);
    let strongest = network.ties.first().map_or(1, |tie| tie.pair.count).max(1);
    let item = |at: usize| found.themes.get(at);
    let name = |at: usize| {
        let path = item(at).map(|item| item.key.as_str()).unwrap_or_default();
        short_name(codebook, item(at).and_then(|item| item.theme), path)
    };
    let dot = |node: &NetworkNode| NetworkDot {
        label: format!("{} {}", name(node.theme), node.passages),
        place: (narrow(node.x), narrow(node.y)),
        weight: node.passages as f32 / most as f32,
        colour: colour(codebook, item(node.theme).and_then(|item| item.theme)),
        to: item(node.theme).map(|item| SheetLink::Passages(item.condition.clone())),
    };
    let line = |tie: &NetworkTie| NetworkLine {
        ends: (tie.from, tie.to),
        weight: tie.pair.count as f32 / strongest as f32,
        label: tie.pair.count.to_string(),
        name: format!(
            "{} – {} {}",
            name(tie.pair.a as usize),
            name(tie.pair.b as usize),
            tie.pair.count
        ),
        to: found.condition(&tie.pair).map(SheetLink::Passages),
    };
    NetworkPicture {
        name: t!("compare.picture.pairs", by = proximity_name(found.terms.by)).into_owned(),
        dots: network.nodes.iter().map(dot).collect(),
        lines: network.ties.iter().map(line).collect(),
    }
}

/// Co-occurrence as a table of themes by themes: the counts below the diagonal, on it how many passages
/// bear the theme.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts to shades")]
pub fn cooccurrence_table(found: &Cooccurrence, codebook: &Codebook) -> HeatTable<SheetLink> {
    let strongest = found.pairs.iter().map(|pair| pair.count).max().unwrap_or(1).max(1);
    let name = |at: usize| {
        let item = found.themes.get(at);
        let path = item.map(|item| item.key.as_str()).unwrap_or_default();
        short_name(codebook, item.and_then(|item| item.theme), path)
    };
    let cell = |row: usize, column: usize| {
        if column > row {
            return HeatCell { text: String::new(), strength: 0.0, name: String::new(), to: None };
        }
        if column == row {
            let count = found.carried.get(row).copied().unwrap_or_default();
            let to = found.themes.get(row).map(|item| item.condition.clone());
            return HeatCell {
                text: count.to_string(),
                strength: 0.0,
                name: format!("{} {count}", name(row)),
                to: to.map(SheetLink::Passages),
            };
        }
        let pair = found.pair(column, row);
        HeatCell {
            text: if pair.count == 0 { "·".to_owned() } else { pair.count.to_string() },
            strength: pair.count as f32 / strongest as f32,
            name: format!("{} – {} {}", name(column), name(row), pair.count),
            to: found.condition(&pair).map(SheetLink::Passages).filter(|_| pair.count > 0),
        }
    };
    let count = found.themes.len();
    let row = |(at, item): (usize, &AxisItem)| HeatRow {
        name: name(at),
        depth: item.depth,
        colour: colour(codebook, item.theme),
        cells: (0..count).map(|column| cell(at, column)).collect(),
    };
    HeatTable {
        name: t!("compare.picture.pairs", by = proximity_name(found.terms.by)).into_owned(),
        heads: (0..count).map(name).collect(),
        rows: found.themes.iter().enumerate().map(row).collect(),
        totals: Vec::new(),
    }
}

/// A small chart for each line over the years, in counts or in rates for 10,000 characters.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts to heights")]
pub fn timeline_picture(
    found: &Timeline,
    rates: bool,
    codebook: &Codebook,
) -> LinePanels<SheetLink> {
    let panel = |line: &TimelineLine| {
        let point = |(&(year, text), point): (&(i16, _), &Option<_>)| {
            let point: TimelinePoint = (*point)?;
            let value = if rates { point.per_10k(text)? } else { point.count as f64 };
            let label = if rates { format!("{value:.1}") } else { point.count.to_string() };
            Some(LinePoint {
                value: narrow(value),
                name: format!("{} {year} {label}", line.name),
                label,
                to: found.link(line, Some(year)),
            })
        };
        let theme = line.theme.as_ref().and_then(|item| item.theme);
        LinePanel {
            name: short_name(codebook, theme, &line.name),
            colour: colour(codebook, theme),
            points: found.years.iter().zip(&line.points).map(point).collect(),
        }
    };
    let unit = if rates { t!("compare.unit.per_10k") } else { t!("compare.words.count") };
    LinePanels {
        name: t!("compare.picture.time", unit = unit).into_owned(),
        years: found
            .years
            .iter()
            .map(|(year, text)| (year.to_string(), text.articles.to_string()))
            .collect(),
        panels: found.lines.iter().map(panel).collect(),
    }
}

/// Words and how often each stands, the most frequent of them.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "counts to lengths")]
pub fn word_bars(name: String, words: Vec<(String, u64)>) -> SideBars<SheetLink> {
    let bar = |(word, count): (String, u64)| SideBar {
        value: count as f32,
        label: count.to_string(),
        to: Some(SheetLink::Hits(format!("\"{word}\""))),
        name: word,
    };
    SideBars { name, sides: None, rows: words.into_iter().take(WORDS).map(bar).collect() }
}

/// The words that tell two groups apart: those of the first to the right, of the second to the left.
#[must_use]
pub fn keyness_picture(found: &Keyness) -> SideBars<SheetLink> {
    let is_first = |word: &&Keyword| word.test.log_ratio > 0.0;
    let first = found.words.iter().filter(is_first).take(WORDS);
    let second = found.words.iter().filter(|word| !is_first(word)).take(WORDS);
    let bar = |word: &Keyword| {
        let sign = if is_first(&word) { 1.0 } else { -1.0 };
        SideBar {
            name: word.word.clone(),
            value: narrow(word.test.ll * sign),
            label: format!("{:.1}", word.test.ll),
            to: Some(SheetLink::Hits(format!("\"{}\"", word.word))),
        }
    };
    SideBars {
        name: t!("compare.words.keyness").into_owned(),
        sides: Some((t!("compare.words.b").into_owned(), t!("compare.words.a").into_owned())),
        rows: first.chain(second).map(bar).collect(),
    }
}

/// Where a string stands in every article.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "positions to places")]
pub fn dispersion_picture(found: &Dispersion, string: &str) -> Strips<SheetLink> {
    let row = |part: &DispersionPart| StripRow {
        name: part.article.to_string(),
        label: part.places.len().to_string(),
        length: part.length as f32,
        places: part.places.iter().take(PLACES).map(|place| place.start().get() as f32).collect(),
        to: Some(SheetLink::Hits(string.to_owned())),
    };
    Strips {
        name: t!("compare.picture.dispersion", string = string).into_owned(),
        rows: found.parts.iter().map(row).collect(),
    }
}
