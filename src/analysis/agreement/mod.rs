//! How far coders agree: coefficients, their intervals, and the places where they differ.
//!
//! ```text
//! scene ─► units of each article that two coders have done ─► patterns of judgements ─┐
//! table of a file ────────────────────────────────────────► patterns of judgements ─┼─► sums ─► coefficients
//!                                                     drawn again and again ────────┘     └─► intervals
//! scene ─► passages as units of a continuum ─► overlaps ─► sums ─► coefficients of unitizing
//! ```
//!
//! Every sum is linear in how often a pattern of judgements occurs, so drawing again costs only new
//! weights. Coders, articles and themes are put into an order of their own first: the result is the
//! same to the last digit whatever order they came in.
//!
//! An article that a coder has not done is missing there, never a disagreement; only articles that two
//! coders have done count at all. Not for settling differences: that is a decision, not an analysis.

mod bootstrap;
mod coefficient;
mod continuum_file;
mod decided;
mod difference;
mod judged_article;
mod judgement_table;
mod judgements;
mod of_set;
mod set_continuum;
mod sums;
mod unit;
mod unitizing;

pub(super) use bootstrap::Random;
pub use bootstrap::{Bootstrap, DEFAULT_DRAWS, DEFAULT_SEED, FEWEST_ARTICLES};
pub use coefficient::{AgreementCell, Coefficient, Interval, Lots, NoValue, holsti_composite};
pub use continuum_file::{ContinuumError, ContinuumFile};
pub use decided::{DifferenceState, decided_mark, difference_states};
pub use difference::{CoderDifference, CoderMark, DifferenceKind, DifferenceList, differences};
pub use judgement_table::{JudgementTable, JudgementTableError};
pub use of_set::{
    Agreement, AgreementQuery, AgreementRefusal, AgreementRow, AgreementScope, Denominator,
    agreement, has_done, joint_paths,
};
pub use unit::AgreementUnit;

#[cfg(test)]
mod tests;
