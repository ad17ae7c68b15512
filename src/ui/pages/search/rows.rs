//! The rows of the table, whether they are hits or units that may be coded.

use std::sync::Arc;

use super::SearchPage;
use crate::{
    session::{HitRow, HitsIn, Proposals, Session, SetHits},
    text::ByteSpan,
};

/// What the table shows.
pub(super) enum ShownHits {
    /// Nothing yet.
    None,
    /// Hits.
    Hits(Arc<SetHits>, Arc<Vec<HitRow>>),
    /// Units that may be coded.
    Units(Arc<Proposals>),
}

/// One row.
pub(super) struct ShownHit<'a> {
    pub(super) found: &'a HitsIn,
    pub(super) hit: ByteSpan,
    /// What would be coded.
    pub(super) unit: Option<ByteSpan>,
    /// Whether that is coded already.
    pub(super) already: bool,
}

impl ShownHit<'_> {
    /// What is selected when the row is gone to.
    pub(super) fn goal(&self) -> ByteSpan {
        self.unit.unwrap_or(self.hit)
    }
}

impl ShownHits {
    /// What `state` shows now.
    pub(super) fn of(state: &SearchPage, session: &Session) -> Self {
        if state.coding.is_some() {
            return match session.proposals() {
                Some(proposed) => Self::Units(Arc::clone(proposed)),
                None => Self::None,
            };
        }
        match &state.shown {
            Some(shown) => Self::Hits(Arc::clone(&shown.hits), Arc::clone(&shown.rows)),
            None => Self::None,
        }
    }

    fn proposals(&self) -> Option<&Proposals> {
        match self {
            Self::Units(proposed) => Some(proposed),
            Self::None | Self::Hits(..) => None,
        }
    }

    /// What tells these from others.
    pub(super) fn stamp(&self) -> u64 {
        match self {
            Self::None => 0,
            Self::Hits(_, rows) => Arc::as_ptr(rows) as usize as u64,
            Self::Units(units) => Arc::as_ptr(units) as usize as u64,
        }
    }

    pub(super) fn len(&self) -> usize {
        match self {
            Self::Hits(_, rows) => rows.len(),
            Self::None | Self::Units(_) => self.proposals().map_or(0, |all| all.rows.len()),
        }
    }

    pub(super) fn get(&self, at: usize) -> Option<ShownHit<'_>> {
        if let Self::Hits(hits, rows) = self {
            let (found, hit) = hits.place(*rows.get(at)?)?;
            return Some(ShownHit { found, hit, unit: None, already: false });
        }
        let all = self.proposals()?;
        let row = all.rows.get(at)?;
        let found = all.articles.get(row.article as usize)?;
        Some(ShownHit { found, hit: row.hit, unit: Some(row.span), already: row.already })
    }
}
