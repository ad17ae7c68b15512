//! What coders judged of units, counted by pattern.
//!
//! A pattern says who judged a unit and what each said. How often each occurs is all that the
//! coefficients ask for; in which lot (an article, or a class of like units) it occurs is what drawing
//! again asks for.

/// More coders are not compared: a pattern holds them in 64 bits.
pub(super) const MOST_CODERS: usize = 64;

/// Who judged a unit, and what each said.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Pattern {
    /// A bit for each coder who judged.
    pub(super) present: u64,
    /// Who said another value than 0, and which; by coder. The others who judged said 0.
    pub(super) said: Vec<(u8, u16)>,
}

impl Pattern {
    /// Those who judged and said 0.
    pub(super) fn blank(present: u64) -> Self {
        Self { present, said: Vec::new() }
    }

    /// Of yes and no: those of `marked` said yes.
    pub(super) fn marked(present: u64, marked: u64) -> Self {
        Self { present, said: coders_of(marked).map(|coder| (coder, 1)).collect() }
    }
}

/// The coders of a set of bits.
pub(super) fn coders_of(mut bits: u64) -> impl Iterator<Item = u8> {
    std::iter::from_fn(move || {
        let coder = u8::try_from(bits.trailing_zeros()).ok().filter(|_| bits != 0)?;
        bits &= bits - 1;
        Some(coder)
    })
}

/// So many units of that pattern stand in each unit of weight of that lot.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PatternCount {
    pub(super) lot: u32,
    pub(super) pattern: u32,
    pub(super) count: u32,
}

/// What a judgement that counts for Holsti is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Decisions {
    /// A mark: value 1.
    Marks,
    /// Any judgement.
    All,
}

/// All judgements of one thing.
#[derive(Clone, Debug)]
pub(super) struct UnitJudgements {
    pub(super) coders: usize,
    /// How many values are told apart.
    pub(super) values: usize,
    /// Whether the values are yes and no.
    pub(super) yes_no: bool,
    pub(super) decisions: Decisions,
    /// The first ones are blank, one for each group of coders in [`LotUnits`].
    pub(super) patterns: Vec<Pattern>,
    pub(super) entries: Vec<PatternCount>,
}

/// How many units there are in each lot, whoever marked what, and who judged them.
///
/// Most units bear no mark: they are not listed but follow from these numbers.
#[derive(Clone, Debug, Default)]
pub(super) struct LotUnits {
    /// The groups of coders who judged together, sorted.
    pub(super) groups: Vec<u64>,
    /// Of each lot: its group, and its units per unit of weight.
    pub(super) lots: Vec<(u32, u32)>,
}

impl LotUnits {
    /// How many units each group judged, each lot taken as often as `weights` says.
    pub(super) fn totals(&self, weights: &[u32]) -> Vec<u64> {
        let mut totals = vec![0; self.groups.len()];
        for (&(group, units), &weight) in self.lots.iter().zip(weights) {
            if let Some(total) = totals.get_mut(group as usize) {
                *total += u64::from(units) * u64::from(weight);
            }
        }
        totals
    }
}

impl UnitJudgements {
    /// How often each pattern occurs, each lot taken as often as `weights` says; `totals` are the
    /// units that each group of coders judged, for what is not listed.
    pub(super) fn weigh(&self, weights: &[u32], totals: &[u64], into: &mut Vec<u64>) {
        into.clear();
        into.resize(self.patterns.len(), 0);
        for entry in &self.entries {
            let weight = weights.get(entry.lot as usize).copied().unwrap_or(0);
            if let Some(sum) = into.get_mut(entry.pattern as usize) {
                *sum += u64::from(weight) * u64::from(entry.count);
            }
        }
        for (group, &total) in totals.iter().enumerate() {
            let Some(present) = self.patterns.get(group).map(|pattern| pattern.present) else {
                continue;
            };
            let listed = self.patterns.iter().zip(into.iter()).skip(totals.len());
            let listed = listed.filter(|(pattern, _)| pattern.present == present);
            let listed: u64 = listed.map(|(_, &weight)| weight).sum();
            if let Some(blank) = into.get_mut(group) {
                *blank = total.saturating_sub(listed);
            }
        }
    }
}
