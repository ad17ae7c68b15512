//! Agreement of a plain table: a column a coder, a row a unit, an empty cell a judgement not made.
//!
//! So that anybody can check the coefficients with numbers of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    bootstrap::Bootstrap,
    coefficient::{AgreementCell, Coefficient, Lots},
    judgements::{Decisions, LotUnits, MOST_CODERS, Pattern, PatternCount, UnitJudgements},
    of_set::{Agreement, AgreementRow, AgreementScope},
    sums::Sums,
};

/// Why a table cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum JudgementTableError {
    /// It is no table of comma-separated values.
    #[error("no table: {0}")]
    Format(String),
    /// Fewer than two coders.
    #[error("fewer than two coders")]
    TooFewCoders,
    /// More than 64 coders.
    #[error("{0} coders")]
    TooManyCoders(usize),
    /// Two columns have one head.
    #[error("{0} is there twice")]
    Twice(String),
    /// A row has another number of cells than the head.
    #[error("line {line} has {found} cells, not {wanted}")]
    Cells {
        /// Counted from 1.
        line: u64,
        /// How many there are.
        found: usize,
        /// How many there should be.
        wanted: usize,
    },
    /// No row has a value.
    #[error("no values")]
    Empty,
    /// More than 65,535 values.
    #[error("too many values")]
    TooManyValues,
}

/// A table of judgements; nominal, any text is a value.
#[derive(Clone, Debug)]
pub struct JudgementTable {
    judgements: UnitJudgements,
    /// How many rows each lot has.
    sizes: Vec<u32>,
}

impl JudgementTable {
    /// Reads a table of comma-separated values with a head line.
    ///
    /// # Errors
    /// If it is none, or not one of judgements.
    pub fn read(text: &str) -> Result<Self, JudgementTableError> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .trim(csv::Trim::All)
            .from_reader(text.as_bytes());
        let broken = |error: csv::Error| JudgementTableError::Format(error.to_string());
        let coders: Vec<String> =
            reader.headers().map_err(broken)?.iter().map(str::to_owned).collect();
        if coders.len() < 2 {
            return Err(JudgementTableError::TooFewCoders);
        }
        if coders.len() > MOST_CODERS {
            return Err(JudgementTableError::TooManyCoders(coders.len()));
        }
        let mut seen = BTreeSet::new();
        if let Some(twice) = coders.iter().find(|coder| !seen.insert(coder.as_str())) {
            return Err(JudgementTableError::Twice(twice.clone()));
        }
        let mut rows = Vec::new();
        for record in reader.records() {
            let record = record.map_err(broken)?;
            if record.len() != coders.len() {
                let line = record.position().map_or(0, csv::Position::line);
                let (found, wanted) = (record.len(), coders.len());
                return Err(JudgementTableError::Cells { line, found, wanted });
            }
            let said = record.iter().map(|cell| (!cell.is_empty()).then(|| cell.to_owned()));
            rows.push(said.collect::<Vec<_>>());
        }
        Self::new(&coders, &rows)
    }

    /// Of each row what each coder said; the order of neither matters.
    ///
    /// # Errors
    /// If nothing is said.
    pub fn new(
        coders: &[String],
        rows: &[Vec<Option<String>>],
    ) -> Result<Self, JudgementTableError> {
        let said: BTreeSet<&str> =
            rows.iter().flatten().filter_map(|value| value.as_deref()).collect();
        if said.is_empty() {
            return Err(JudgementTableError::Empty);
        }
        if said.len() > usize::from(u16::MAX) {
            return Err(JudgementTableError::TooManyValues);
        }
        // Sorted, so that 0 comes before 1.
        let values: BTreeMap<&str, u16> = said.iter().copied().zip(0..).collect();
        let yes_no = said.iter().all(|value| matches!(*value, "0" | "1"));
        let mut order: Vec<usize> = (0..coders.len()).collect();
        order.sort_by_key(|&at| coders.get(at));
        let mut counts: BTreeMap<Pattern, u32> = BTreeMap::new();
        for row in rows {
            let mut pattern = Pattern::blank(0);
            for (&column, coder) in order.iter().zip(0_u8..) {
                let value = row.get(column).and_then(Option::as_deref);
                // Where only 1 is ever said it is still a yes.
                let all_yes = yes_no && !said.contains("0");
                let Some(&value) = value.and_then(|value| values.get(value)) else { continue };
                pattern.present |= 1 << coder;
                if all_yes || value > 0 {
                    pattern.said.push((coder, if all_yes { 1 } else { value }));
                }
            }
            *counts.entry(pattern).or_default() += 1;
        }
        let sizes = counts.values().copied().collect();
        let patterns: Vec<Pattern> = counts.into_keys().collect();
        let lots = 0..u32::try_from(patterns.len()).unwrap_or(u32::MAX);
        let entries = lots.map(|lot| PatternCount { lot, pattern: lot, count: 1 }).collect();
        let judgements = UnitJudgements {
            coders: coders.len(),
            values: if yes_no { 2 } else { said.len() },
            yes_no,
            decisions: Decisions::All,
            patterns,
            entries,
        };
        Ok(Self { judgements, sizes })
    }

    /// The coefficients of the table, all of them of [`AgreementScope::All`].
    #[must_use]
    pub fn agreement(&self, bootstrap: Bootstrap) -> Agreement {
        let sums = |weights: &[u32]| {
            let mut counts = Vec::new();
            self.judgements.weigh(weights, &LotUnits::default().totals(&[]), &mut counts);
            Sums::of(&self.judgements, &counts)
        };
        let all = sums(&self.sizes);
        let intervals = bootstrap.intervals(&self.sizes, |weights| {
            let sums = sums(weights);
            Coefficient::OF_UNITS.iter().map(|&coefficient| sums.value(coefficient).ok()).collect()
        });
        let row = |(at, coefficient): (usize, Coefficient)| {
            let value = all.value(coefficient);
            let interval = intervals.get(at).copied().flatten().filter(|_| value.is_ok());
            AgreementRow {
                scope: AgreementScope::All,
                cell: AgreementCell { coefficient, value, interval },
                units: all.pairable,
                coders: self.judgements.coders,
                articles: None,
                pairs: coefficient.is_of_pairs().then(|| all.pairs_that_vary()),
                coverage: None,
            }
        };
        Agreement {
            rows: Coefficient::OF_UNITS.into_iter().enumerate().map(row).collect(),
            lots: (bootstrap.draws > 0).then_some(Lots::Units),
            ..Agreement::default()
        }
    }
}
