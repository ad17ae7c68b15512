//! Suggestions: sentences that are likely of a theme, learned from what a coder tagged, with reasons.
//!
//! On this machine, from the coder's own tags alone, and without chance: the same tags give the same
//! suggestions. [`ThemeModel`] is what is learned of one theme, [`Trial`] how good it is, [`Suggesting`]
//! what is asked of a set. Nothing here marks anything: that is for the coder to do.

mod batch;
mod calibration;
mod examples;
mod few;
mod grams;
mod learned;
mod lessons;
mod logistic;
mod model;
mod model_file;
mod panel;
mod quality;
mod ranking;
mod set_suggestions;
mod suggesting;
mod suggestion;
mod word_weights;

pub use batch::MOST_OF_ARTICLE;
pub use calibration::Calibration;
pub use examples::{ALIKE, Examples};
pub use grams::{Gram, each_gram, grams};
pub use learned::{LearnedTheme, ThemeLearning};
pub use lessons::SuggestionUnit;
pub use model::{Because, ThemeModel};
pub use model_file::{ModelFile, ModelFileError};
pub use panel::{PanelScratch, ThemePanel};
pub use quality::{
    CurvePoint, Estimate, RankingQuality, TOP, Trial, average_precision, learning_curve,
};
pub use ranking::{LabelledLine, LineRanking, RankingError, rank_lines};
pub use set_suggestions::{SetSuggestions, ThemeSuggestion};
pub use suggesting::{LikelyUnit, Suggesting, SuggestionOrder, Suggestions};
pub use suggestion::{LearnedFrom, PassageSuggestion, SuggestionError};
pub use word_weights::{WordWeight, word_weights};

/// From so many tagged passages on a theme is learned; below that, what is like them is found.
pub const LEAST_TAGS: usize = 5;

#[cfg(test)]
mod tests;
