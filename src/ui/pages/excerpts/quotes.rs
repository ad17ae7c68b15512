//! The quotations in the rows, set once each.

use std::{collections::BTreeMap, rc::Rc};

use eframe::egui::Ui;

use super::{around::Around, query::ExcerptRow};
use crate::{
    annotation::PassageId,
    session::Session,
    ui::{
        paragraphs::Paragraphs,
        quote::{Inks, QuoteStyle, SetQuote},
    },
};

/// So many quotations are kept set.
const KEPT: usize = 300;

/// The quotations in view and some others.
#[derive(Default)]
pub(super) struct ExcerptQuotes {
    paragraphs: Paragraphs,
    quotes: BTreeMap<PassageId, Rc<SetQuote>>,
    /// What the quotations were set for.
    quotes_for: Option<(u64, u64, QuoteStyle, Inks, Around)>,
}

impl ExcerptQuotes {
    /// Which paragraph of its article a passage starts in.
    pub(super) fn paragraph(&mut self, session: &Session, row: &ExcerptRow) -> Option<usize> {
        let passage = row.passage(session)?;
        self.paragraphs.number(session, &row.article, passage)
    }

    /// The quotation of a row, set once.
    pub(super) fn quote(
        &mut self,
        session: &Session,
        row: &ExcerptRow,
        (style, inks, around): (&QuoteStyle, Inks, Around),
        ui: &Ui,
    ) -> Rc<SetQuote> {
        let revisions = (session.set_revision(), session.annotations().revision());
        let wanted = (revisions.0, revisions.1, style.clone(), inks, around);
        if self.quotes_for.as_ref() != Some(&wanted) || self.quotes.len() >= KEPT {
            self.quotes.clear();
            self.quotes_for = Some(wanted);
        }
        if let Some(quote) = self.quotes.get(&row.id) {
            return Rc::clone(quote);
        }
        let passage = row.passage(session);
        let text = passage.map(|passage| session.quoted(&row.article, passage)).unwrap_or_default();
        let (before, after) = passage
            .and_then(|passage| around.text(session, &row.article, passage))
            .unwrap_or_default();
        let text = (before.as_str(), text.as_str(), after.as_str());
        let quote = ui.fonts_mut(|fonts| SetQuote::set_within(text, style, inks, fonts));
        let quote = Rc::new(quote);
        self.quotes.insert(row.id, Rc::clone(&quote));
        quote
    }
}
