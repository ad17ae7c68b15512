//! What the coders marked: themes and their codebook, passages, edits and their inverses, and the
//! sidecar files in which all of it lies beside the articles.
//!
//! [`Annotations`] is the state of one set in memory. It changes only through an [`Edit`], which
//! carries what was there before, so that [`Edit::inverse`] needs no thought. What is said of articles
//! as wholes is the [`Catalogue`], which changes through a [`CatalogueEdit`].

mod action;
mod anchor;
mod catalogue;
mod codebook;
mod edit;
mod fit;
mod history;
mod journal;
mod layer;
mod lines;
mod merge;
mod notation;
mod passage;
mod records;
#[cfg(test)]
mod sample;
mod saved_query;
mod sidecar;
mod state;
mod step_name;
mod tally;
mod theme;

pub use action::{
    Touched, build_passage, delete_theme, merge_themes, place_theme, refragment, replace_theme,
    split_theme, toggle_theme,
};
pub use anchor::{AnchorStatus, Anchoring, differences};
pub use catalogue::{
    ArticleGroup, AttributeDefinition, AttributeKind, AttributeValues, Attributes, Bookmark,
    Catalogue, CatalogueEdit, DecidedMark, Decision, DonePart, FigurePlace, FormulaNote,
    FormulaStanding, Progress, QuantityCorrection, QuantityRowName, QuantitySubject,
    QuantityVerdict, RefusedSuggestion, Settlement, ThemeSummary, ValueFault, catalogue_name,
    formula_key, read_date, read_number,
};
pub use codebook::{Codebook, CodebookError, Repair, ThemeDefect};
pub use edit::{Edit, EditError};
pub use fit::{Fit, Obstacle};
pub use history::{History, Invert, Step, Way};
pub use journal::JournalEntry;
pub use layer::{Layer, LayerState, Snapshot};
pub use lines::{CodebookSalvage, LostLine, Salvage};
pub use merge::{
    carry_codebook, merge, merge_codebooks, merge_codebooks_from, merge_from, newly_marked,
};
pub use notation::{Extension, NotationFault};
pub use passage::{
    ArticleMemo, Coder, Defect, FoundBy, Origin, Passage, PassageId, Timestamp, Tombstone, now,
};
pub use records::{Record, RecordId, Records, RecordsError};
pub use saved_query::{QueryKind, SavedQuery};
pub use sidecar::{Sidecar, SidecarError, is_sidecar, sidecar_name, sidecar_owner};
pub use state::Annotations;
pub use step_name::StepName;
pub(crate) use step_name::step_name;
pub use tally::{Count, Tally};
pub use theme::{Colour, Example, PALETTE, PALETTE_LEN, Theme, ThemeId};
