//! The unitizing family of α (Krippendorff, Mathet, Bouvry and Widlöcher 2016; Krippendorff 2019,
//! ch. 12.4): how far coders agree in cutting a continuum and valuing what they cut out.
//!
//! Lengths are characters; φ is what is not marked; m coders. A gap is a unit valued φ.
//!
//! ```text
//! ℓ_ck  = Σ_{i≠j} Σ overlap(unit of i valued c, unit of j valued k) / (m − 1)
//! ε_ck  = (ℓ_c·ℓ_·k − [c=k]·K_c) / (ℓ.. − ΣK/ℓ..)      K_c = Σ len² of units valued c; K_φ = Σ len
//! u-α   = 1 − (ℓ.. − Σℓ_cc) / (Σε − Σε_cc)
//! cu-α  : the same of what two have valued; K*_c = Σ ((1/(m−1)) Σ_j overlap with j's valued units)²
//! (k)u-α = 1 − (ε*_k·/ℓ*_k·) · (ℓ*_k· − ℓ*_kk) / (ε*_k· − ε*_kk)
//! ```
//!
//! The self-pairing correction of cu-α with the *mean* over the other coders is the one that gives the
//! published .724; what other programs compute gives .726 or .728. This is not the coefficient of 1995
//! that some programs call α of unitizing.
//!
//! Articles are continua of their own: their sums are added, no unit crosses a border. Of several groups
//! of coders that worked together, each has its own m.

use super::coefficient::{NoValue, as_f64};

/// A unit: from where to where, and its value; 0 is φ, which is never given.
pub(super) type Cut = (u32, u32, u16);

/// The sums of one or more continua; linear, so that continua can be drawn again.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Unitized {
    /// How many values there are, φ among them.
    values: usize,
    /// `ℓ_ck` by rows, symmetric; then `K_c`; then `K*_c`.
    sums: Vec<f64>,
}

/// The sums of one continuum that are not 0, with their places.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct SparseSums(Vec<(u32, f64)>);

impl Unitized {
    pub(super) fn new(values: usize) -> Self {
        Self { values, sums: vec![0.0; values * values + 2 * values] }
    }

    /// One continuum of that length; of each coder the units, sorted, none overlapping.
    pub(super) fn of(length: u32, coders: &[Vec<Cut>], values: usize) -> Self {
        let mut sums = Self::new(values);
        let (own, own_valued) = (values * values, values * values + values);
        let others = as_f64(coders.len().saturating_sub(1).max(1) as u64);
        let full: Vec<Vec<Cut>> = coders.iter().map(|units| with_gaps(length, units)).collect();
        for units in &full {
            for &(start, end, value) in units {
                let length = f64::from(end.saturating_sub(start));
                let squared = if value == 0 { length } else { length * length };
                add(&mut sums.sums, own + usize::from(value), squared);
            }
        }
        // Of each coder and unit: how much of it others valued.
        let mut valued: Vec<Vec<u64>> = full.iter().map(|units| vec![0; units.len()]).collect();
        for (one, first) in full.iter().enumerate() {
            for (two, second) in full.iter().enumerate().skip(one + 1) {
                each_overlap(first, second, |at, other, length| {
                    let (Some(a), Some(b)) = (first.get(at), second.get(other)) else { return };
                    let (a, b) = (usize::from(a.2), usize::from(b.2));
                    for place in [a * values + b, b * values + a] {
                        add(&mut sums.sums, place, as_f64(length));
                    }
                    if a != 0 && b != 0 {
                        for (coder, unit) in [(one, at), (two, other)] {
                            let units = valued.get_mut(coder);
                            if let Some(sum) = units.and_then(|units| units.get_mut(unit)) {
                                *sum += length;
                            }
                        }
                    }
                });
            }
        }
        for sum in sums.sums.iter_mut().take(own) {
            *sum /= others;
        }
        for (units, lengths) in full.iter().zip(&valued) {
            for (unit, &length) in units.iter().zip(lengths) {
                let mean = as_f64(length) / others;
                add(&mut sums.sums, own_valued + usize::from(unit.2), mean * mean);
            }
        }
        sums
    }

    /// Continua of together that length in which none of the coders marked anything.
    pub(super) fn add_blank(&mut self, coders: usize, length: u64) {
        let all = as_f64(coders as u64) * as_f64(length);
        add(&mut self.sums, 0, all);
        add(&mut self.sums, self.values * self.values, all);
    }

    /// What of it is not 0.
    pub(super) fn sparse(&self) -> SparseSums {
        let filled = self.sums.iter().zip(0..).filter(|(sum, _)| **sum != 0.0);
        SparseSums(filled.map(|(&sum, place)| (place, sum)).collect())
    }

    /// Adds another continuum with the same values, `times` over.
    pub(super) fn add(&mut self, other: &SparseSums, times: u32) {
        for &(place, more) in &other.0 {
            add(&mut self.sums, place as usize, more * f64::from(times));
        }
    }

    fn overlaps(&self) -> &[f64] {
        self.sums.get(..self.values * self.values).unwrap_or_default()
    }

    fn own(&self) -> &[f64] {
        let from = self.values * self.values;
        self.sums.get(from..from + self.values).unwrap_or_default()
    }

    fn own_valued(&self) -> &[f64] {
        self.sums.get(self.values * (self.values + 1)..).unwrap_or_default()
    }

    /// u-α of all values.
    pub(super) fn u_alpha(&self) -> Result<f64, NoValue> {
        alpha(self.overlaps(), self.own(), self.values).ok_or(NoValue::NoVariation)
    }

    /// cu-α: of what two have valued.
    pub(super) fn cu_alpha(&self) -> Result<f64, NoValue> {
        let overlaps = self.valued_overlaps();
        if overlaps.iter().all(|&length| length <= 0.0) {
            return Err(NoValue::NothingShared);
        }
        alpha(&overlaps, self.own_valued(), self.values).ok_or(NoValue::NoVariation)
    }

    /// (k)u-α of one value.
    pub(super) fn ku_alpha(&self, value: u16) -> Result<f64, NoValue> {
        let (overlaps, k) = (self.valued_overlaps(), usize::from(value));
        let row = |from: usize| sum_of_row(&overlaps, from, self.values);
        let length = row(k);
        if length <= 0.0 {
            return Err(NoValue::NothingShared);
        }
        let alike = at(&overlaps, k * self.values + k);
        // The scale of ε* is the same above and below the line.
        let all: f64 = overlaps.iter().sum();
        let correction = self.own_valued().get(k).copied().unwrap_or(0.0);
        let other = length * (all - length);
        if other <= 0.0 {
            return Err(NoValue::OneValue);
        }
        let expected = length * all - correction;
        Ok(1.0 - (expected / length) * (length - alike) / other)
    }

    /// The share of what was valued `value` that another coder valued, too.
    pub(super) fn coverage(&self, value: u16) -> Option<f64> {
        let k = usize::from(value);
        let length = sum_of_row(self.overlaps(), k, self.values);
        let valued = length - at(self.overlaps(), k * self.values);
        (length > 0.0).then(|| valued / length)
    }

    /// ℓ*: without φ.
    fn valued_overlaps(&self) -> Vec<f64> {
        let valued = |(at, &length): (usize, &f64)| {
            let is_phi = at < self.values || at.is_multiple_of(self.values);
            if is_phi { 0.0 } else { length }
        };
        self.overlaps().iter().enumerate().map(valued).collect()
    }
}

/// 1 − observed / expected; `None` where nothing could have differed.
fn alpha(overlaps: &[f64], own: &[f64], values: usize) -> Option<f64> {
    let all: f64 = overlaps.iter().sum();
    if all <= 0.0 {
        return None;
    }
    let used = (0..values).filter(|&value| sum_of_row(overlaps, value, values) > 0.0).count();
    let scale = all - own.iter().sum::<f64>() / all;
    if used < 2 || scale <= 0.0 {
        return None;
    }
    let (mut alike, mut by_chance) = (0.0, 0.0);
    for value in 0..values {
        let length = sum_of_row(overlaps, value, values);
        alike += at(overlaps, value * values + value);
        by_chance += length * length;
    }
    // Σε − Σε_cc: the corrections K stand in both and fall out.
    let expected = (all * all - by_chance) / scale;
    (expected > 0.0).then(|| 1.0 - (all - alike) / expected)
}

fn sum_of_row(overlaps: &[f64], row: usize, values: usize) -> f64 {
    overlaps.get(row * values..(row + 1) * values).map_or(0.0, |row| row.iter().sum())
}

fn at(sums: &[f64], place: usize) -> f64 {
    sums.get(place).copied().unwrap_or(0.0)
}

fn add(sums: &mut [f64], place: usize, more: f64) {
    if let Some(sum) = sums.get_mut(place) {
        *sum += more;
    }
}

/// The units with the gaps between them.
fn with_gaps(length: u32, units: &[Cut]) -> Vec<Cut> {
    let mut full = Vec::with_capacity(units.len() * 2 + 1);
    let mut reached = 0;
    for &(start, end, value) in units {
        if start > reached {
            full.push((reached, start, 0));
        }
        full.push((start.max(reached), end, value));
        reached = end;
    }
    if reached < length {
        full.push((reached, length, 0));
    }
    full
}

/// Calls `found` with every pair of units that overlap and by how much.
fn each_overlap(first: &[Cut], second: &[Cut], mut found: impl FnMut(usize, usize, u64)) {
    let (mut one, mut two) = (0, 0);
    while let (Some(a), Some(b)) = (first.get(one), second.get(two)) {
        let length = a.1.min(b.1).saturating_sub(a.0.max(b.0));
        if length > 0 {
            found(one, two, length.into());
        }
        if a.1 <= b.1 {
            one += 1;
        } else {
            two += 1;
        }
    }
}

/// The units of one value each that those of any value make up: what overlaps is joined, what only
/// touches stays apart.
pub(super) fn folded(units: &[Cut]) -> Vec<Cut> {
    let mut sorted: Vec<Cut> = units.iter().map(|&(start, end, _)| (start, end, 1)).collect();
    sorted.sort_unstable();
    join_overlapping(sorted)
}

/// Joins sorted units of the same value that overlap.
pub(super) fn join_overlapping(sorted: Vec<Cut>) -> Vec<Cut> {
    let mut joined: Vec<Cut> = Vec::with_capacity(sorted.len());
    for unit in sorted {
        match joined.last_mut() {
            Some(last) if unit.0 < last.1 && unit.2 == last.2 => last.1 = last.1.max(unit.1),
            _ => joined.push(unit),
        }
    }
    joined
}

/// Whether sorted units overlap.
pub(super) fn overlap(sorted: &[Cut]) -> bool {
    let mut reached = 0;
    sorted.iter().any(|unit| {
        let overlaps = unit.0 < reached;
        reached = reached.max(unit.1);
        overlaps
    })
}
