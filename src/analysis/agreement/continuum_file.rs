//! Agreement of one continuum that a file gives: its length, and of each coder the units.

use std::collections::BTreeSet;

use serde::Deserialize;

use super::{
    coefficient::{AgreementCell, Coefficient, NoValue},
    of_set::{Agreement, AgreementRow, AgreementScope},
    unitizing::{Cut, Unitized, folded, overlap},
};

/// Why a continuum cannot be taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ContinuumError {
    /// It is not the JSON that is asked for.
    #[error("{0}")]
    Format(String),
    /// Fewer than two coders.
    #[error("fewer than two coders")]
    TooFewCoders,
    /// A unit is empty or reaches beyond the end.
    #[error("[{start}, {end}) of coder {coder} is no unit")]
    Unit {
        /// Which coder, counted from 1.
        coder: usize,
        /// Where it starts.
        start: u32,
        /// Where it ends.
        end: u32,
    },
    /// More values than can be told apart.
    #[error("too many values")]
    TooManyValues,
}

/// As it stands in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Form {
    length: u32,
    units: Vec<Vec<(u32, u32, Value)>>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Value {
    Text(String),
    Number(serde_json::Number),
}

impl Value {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
}

/// A continuum with the units of each coder.
#[derive(Clone, Debug)]
pub struct ContinuumFile {
    length: u32,
    /// Of each coder, sorted.
    coders: Vec<Vec<Cut>>,
    /// The names of the values from 1 on.
    values: Vec<String>,
}

/// More values would ask for too large a table.
const MOST_VALUES: usize = 1_000;

impl ContinuumFile {
    /// Reads `{"length": …, "units": [[[start, end, value], …] of each coder]}`.
    ///
    /// # Errors
    /// If it is not that.
    pub fn read(text: &str) -> Result<Self, ContinuumError> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let form: Form = serde_json::from_str(text)
            .map_err(|error| ContinuumError::Format(error.to_string()))?;
        if form.units.len() < 2 {
            return Err(ContinuumError::TooFewCoders);
        }
        let mut named = Vec::new();
        for (units, coder) in form.units.into_iter().zip(1..) {
            let mut of_coder = Vec::new();
            for (start, end, value) in units {
                if start >= end || end > form.length {
                    return Err(ContinuumError::Unit { coder, start, end });
                }
                of_coder.push((start, end, value.into_text()));
            }
            named.push(of_coder);
        }
        let values: BTreeSet<String> = named.iter().flatten().map(|unit| unit.2.clone()).collect();
        let values: Vec<String> = values.into_iter().collect();
        if values.len() > MOST_VALUES {
            return Err(ContinuumError::TooManyValues);
        }
        let index = |value: &String| {
            let place = values.binary_search(value).unwrap_or(0);
            u16::try_from(place + 1).unwrap_or(u16::MAX)
        };
        let cut = |(start, end, value): &(u32, u32, String)| (*start, *end, index(value));
        let mut coders: Vec<Vec<Cut>> =
            named.iter().map(|units| units.iter().map(cut).collect()).collect();
        for units in &mut coders {
            units.sort_unstable();
        }
        // Whose they are does not matter, and neither may their order.
        coders.sort_unstable();
        Ok(Self { length: form.length, coders, values })
    }

    /// The coefficients of unitizing; that of a single value bears its name. A single continuum
    /// leaves nothing to draw from: there is no interval.
    #[must_use]
    pub fn agreement(&self) -> Agreement {
        let overlaps = self.coders.iter().any(|units| overlap(units));
        let binary: Vec<Vec<Cut>> = self.coders.iter().map(|units| folded(units)).collect();
        let binary = Unitized::of(self.length, &binary, 2);
        let valued =
            (!overlaps).then(|| Unitized::of(self.length, &self.coders, self.values.len() + 1));
        let of_valued = |value: &dyn Fn(&Unitized) -> Result<f64, NoValue>| {
            valued.as_ref().map_or(Err(NoValue::Overlap), value)
        };
        let units = self.coders.iter().map(|units| units.len() as u64).sum();
        let row = |scope, coefficient, value, units, coverage| AgreementRow {
            scope,
            cell: AgreementCell { coefficient, value, interval: None },
            units,
            coders: self.coders.len(),
            articles: None,
            pairs: None,
            coverage,
        };
        let all = |coefficient, value| row(AgreementScope::All, coefficient, value, units, None);
        let mut rows = vec![
            all(Coefficient::UAlpha, of_valued(&Unitized::u_alpha)),
            all(Coefficient::UAlphaBinary, binary.u_alpha()),
            all(Coefficient::CuAlpha, of_valued(&Unitized::cu_alpha)),
        ];
        for (name, value) in self.values.iter().zip(1_u16..) {
            let found = of_valued(&|unitized| unitized.ku_alpha(value));
            let coverage = valued.as_ref().and_then(|unitized| unitized.coverage(value));
            let units = self.coders.iter().flatten().filter(|unit| unit.2 == value).count();
            let scope = AgreementScope::Value(name.clone());
            rows.push(row(scope, Coefficient::KuAlpha, found, units as u64, coverage));
        }
        Agreement { rows, ..Agreement::default() }
    }
}
