//! What the page remembers while it is chosen what is to be coded.

use std::sync::Arc;

use crate::{
    annotation::RefusedSuggestion,
    session::{
        Autocode, AutocodeError, CodeSource, FoundPassage, Inquiry, Proposal, Proposals, Session,
    },
};

/// A choice among what is proposed.
pub(super) struct Coding {
    pub(super) request: Autocode,
    /// What the choice below is about.
    of: Option<Arc<Proposals>>,
    /// Why nothing can be proposed.
    error: Option<Arc<AutocodeError>>,
    /// Whether each row is taken.
    taken: Vec<bool>,
    count: usize,
    /// Above which percentage suggestions are taken.
    line: u8,
}

/// Where that line is at first: rather of the theme than not, and some more.
const LINE: u8 = 80;

impl Coding {
    pub(super) fn new(request: Autocode) -> Self {
        Self { request, of: None, error: None, taken: Vec::new(), count: 0, line: LINE }
    }

    /// Takes all that is newly proposed and not coded already.
    pub(super) fn prepare(&mut self, session: &Session) {
        self.error = session.inquiry::<Autocode>().and_then(Inquiry::refusal).cloned();
        let now = session.proposals();
        let same = match (&self.of, now) {
            (Some(of), Some(now)) => Arc::ptr_eq(of, now),
            (None, None) => true,
            _ => false,
        };
        if same {
            return;
        }
        self.of = now.cloned();
        let rows = self.proposals().map_or(&[][..], |all| &all.rows);
        self.taken = rows.iter().map(|row| self.takes(row)).collect();
        self.recount();
    }

    /// Whether a row is taken unless the user says otherwise.
    fn takes(&self, row: &Proposal) -> bool {
        !row.already && row.score.is_none_or(|score| score >= self.line)
    }

    /// Whether it is suggestions that may be taken.
    pub(super) fn is_suggested(&self) -> bool {
        matches!(self.request.source, CodeSource::Suggestions(_))
    }

    /// Above which percentage suggestions are taken.
    pub(super) fn line(&self) -> u8 {
        self.line
    }

    /// Takes what is above another line, and nothing else.
    pub(super) fn draw_line(&mut self, line: u8) {
        self.line = line;
        let rows = self.proposals().map_or(&[][..], |all| &all.rows);
        self.taken = rows.iter().map(|row| self.takes(row)).collect();
        self.recount();
    }

    /// How many suggestions are as likely as that, in percent; the last of all percentages included.
    pub(super) fn scored_between(&self, from: u8, to: u8) -> usize {
        let rows = self.proposals().map_or(&[][..], |all| &all.rows);
        let scores = rows.iter().filter_map(|row| row.score);
        scores.filter(|score| *score >= from && (*score < to || to >= 100)).count()
    }

    /// What is taken, as refusals.
    pub(super) fn refused(&self) -> Vec<RefusedSuggestion> {
        let Some(all) = self.proposals() else { return Vec::new() };
        let rows = all.rows.iter().zip(&self.taken).filter(|(_, taken)| **taken);
        let refused = rows.filter_map(|(row, _)| {
            let article = &all.articles.get(row.article as usize)?.article;
            let (quote, score) = (article.text.slice(row.span)?, f64::from(row.score?) / 100.0);
            let (path, theme) = (article.path.clone(), self.request.theme);
            Some(RefusedSuggestion::new(path, theme, quote.to_owned(), score))
        });
        refused.collect()
    }

    fn recount(&mut self) {
        self.count = self.taken.iter().filter(|taken| **taken).count();
    }

    pub(super) fn proposals(&self) -> Option<&Proposals> {
        self.of.as_deref()
    }

    pub(super) fn error(&self) -> Option<&AutocodeError> {
        self.error.as_deref()
    }

    /// How many rows are taken.
    pub(super) fn count(&self) -> usize {
        self.count
    }

    pub(super) fn total(&self) -> usize {
        self.taken.len()
    }

    pub(super) fn is_taken(&self, at: usize) -> bool {
        self.taken.get(at).copied().unwrap_or(false)
    }

    /// Takes rows, or leaves them out.
    pub(super) fn take(&mut self, rows: &[usize], take: bool) {
        for &at in rows {
            if let Some(taken) = self.taken.get_mut(at) {
                *taken = take;
            }
        }
        self.recount();
    }

    /// Takes all, or none if all were.
    pub(super) fn toggle_all(&mut self) {
        let all = self.count == self.taken.len();
        self.taken.fill(!all);
        self.recount();
    }

    /// What is taken, as passages.
    pub(super) fn chosen(&self) -> Vec<FoundPassage> {
        let Some(all) = self.proposals() else { return Vec::new() };
        let rows = all.rows.iter().zip(&self.taken).filter(|(_, taken)| **taken);
        rows.filter_map(|(row, _)| all.found(row)).collect()
    }
}
