//! Comparing: the analyses of [`crate::analysis`] as questions about the open set, and their sheets in
//! the user's words.
//!
//! Each kind of terms is the question itself: it follows the set, and what was answered before is shown
//! until the next answer is there.

mod axes;
mod formula_contexts;
mod formula_sheets;
mod matrix_sheet;
mod pair_sheet;
mod pictures;
mod places;
mod quantity_sheets;
mod questions;
mod refusals;
mod reuse_picture;
mod reuse_sheet;
mod stop_words;
mod summaries;
mod word_sheets;

pub use axes::{group_axis, offered_axes};
pub use formula_contexts::{FormulaCompany, FormulaThemes};
pub use formula_sheets::{FormulaUse, formula_picture, formula_sheet};
pub use matrix_sheet::{
    axis_item_name, axis_name, filter_note, matrix_notes, matrix_sheet, matrix_unit_name,
};
pub use pair_sheet::{cooccurrence_sheet, proximity_name};
pub use pictures::{
    cooccurrence_picture, cooccurrence_table, dispersion_picture, keyness_picture, matrix_picture,
    timeline_picture, word_bars,
};
pub use places::{PlacesOfQuery, QueryPlaces};
pub use quantity_sheets::{
    QuantityYear, figure_shown, quantity_flag_shown, quantity_row_shown, quantity_sheet,
    quantity_source_sheet, row_scale,
};
pub use refusals::{timeline_error, unknown_theme, word_refusal};
pub use reuse_picture::reuse_picture;
pub use reuse_sheet::{printed_shown, reuse_sheet};
pub use stop_words::StopWordsOfSet;
pub use summaries::{SummaryTexts, summary_document};
pub use word_sheets::{
    collocate_sheet, dispersion_sheet, frequency_sheet, keyness_sheet, matched_notes, string_sheet,
    timeline_sheet,
};
