//! What the marks and the texts of a set say, worked out: pure functions from a moment of the set to a
//! result.
//!
//! Each analysis is a module by the noun it works out. None of them reads a file, asks the time or draws
//! lots without a stated seed: the same moment gives the same result, to the last digit, in the same
//! order, and the window, the command line and every exported file show that one result. Every count
//! can say which passages or places it counts.

pub mod agreement;
mod articles;
mod axis;
mod cooccurrence;
mod formula;
mod matrix;
mod network;
mod quantity;
mod repeated;
mod reuse;
#[cfg(test)]
mod sample;
mod sampling;
mod sheet;
pub mod suggest;
mod summary;
mod timeline;
mod words;

pub use articles::{CountedArticle, counted_articles};
pub use axis::{Axis, AxisCondition, AxisItem, AxisItems};
pub use cooccurrence::{
    Cooccurrence, CooccurrenceTerms, PassagePair, Proximity, ThemePair, cooccurrence_pairs,
};
pub use formula::{
    Formula, FormulaList, FormulaPlace, FormulaReplacement, FormulaSource, FormulaTerms,
    FormulaText, FormulaYear, formulas, written_formula,
};
pub use matrix::{
    Matrix, MatrixColumn, MatrixCount, MatrixPlace, MatrixTerms, MatrixUnit, TextAmount,
    matrix_passages,
};
pub use network::{Network, NetworkNode, NetworkTie};
pub use quantity::{
    Quantity, QuantityFlag, QuantityKind, QuantityRow, QuantityRulings, QuantitySense,
    QuantityText, QuantityValue, figure_place, quantities, quantities_of, quantity_rows,
};
pub use repeated::{Counting, printed_before};
pub use reuse::{
    CarriedPassage, CarryDoubt, ChangeOp, ChangedWords, MOST_PAIRED, PrintedAt, Reuse, ReuseChange,
    ReuseComparison, ReuseGroup, ReuseIndex, ReuseMember, ReusePair, ReuseRules, ReusedSpan,
    SetPhrases, carried, shingles,
};
pub use sampling::{
    DrawnUnit, Sample, SampleStrata, SampleTerms, SampleUnit, StratumCount, draw_sample,
};
pub use sheet::{Sheet, SheetCell, SheetHead, SheetLink, SheetRow, SheetValue};
pub use summary::{SummaryGrid, SummaryTerms};
pub use timeline::{Timeline, TimelineError, TimelineLine, TimelinePoint, TimelineTerms};
pub use words::{
    Collocate, Collocates, CollocationTerms, Contingency, CountedWord, Dispersion, DispersionPart,
    DispersionTerms, Evenness, FrequencyTerms, GRAM_LENGTHS, GramTerms, Keyness, KeynessTerms,
    KeynessTest, Keyword, StopWords, StringCount, StringTerms, TextPart, WordCounts, WordGround,
    WordRefusal, WordsOf,
};
