//! Text reuse: what two or more articles of a set say in the same words, however edited.
//!
//! [`ReuseIndex`] knows which stretches any two texts share; [`Reuse`] is what of them counts, by
//! rules and in the order of printing: groups of places, pairs of printings, and for any place
//! whether its text stands elsewhere, too. [`ReuseComparison`] sets two printings side by side.
//!
//! ```text
//! texts ─► letters ─► fingerprints ─► postings by hash ─► common places ─► stretches     ReuseIndex
//!                                                            └─► counted ─► groups, pairs     Reuse
//! ```

mod alignment;
mod carried;
mod changes;
mod extension;
mod finding;
mod fingerprint;
mod groups;
mod index;
mod indexed;
mod letters;
mod postings;
mod printing;
mod reused;
mod stretch;
#[cfg(test)]
mod tests;
mod uncounted;
mod update;

pub use carried::{CarriedPassage, CarryDoubt, carried};
pub use changes::{ChangeOp, ChangedWords, ReuseChange, ReuseComparison};
pub use fingerprint::shingles;
pub use index::ReuseIndex;
pub use printing::PrintedAt;
pub use reused::{MOST_PAIRED, Reuse, ReuseGroup, ReuseMember, ReusePair, ReuseRules, ReusedSpan};
pub use uncounted::SetPhrases;
