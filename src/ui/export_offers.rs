//! Which passages an export may be of besides all of the set: what the pages offer to the dialog.

use crate::annotation::PassageId;

/// The passages that may be meant besides all of the set, where there are some.
#[derive(Clone, Debug, Default)]
pub(super) struct ExportOffers {
    /// Those of the open article.
    pub(super) article: Vec<PassageId>,
    /// Those that the page of excerpts shows, if it does not show all.
    pub(super) shown: Vec<PassageId>,
    /// Those that are checked there.
    pub(super) checked: Vec<PassageId>,
    /// Whether that page is the one that is looked at: then its passages are meant first.
    pub(super) on_excerpts: bool,
}
