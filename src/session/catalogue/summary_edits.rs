//! What writing a summary changes.

use super::later;
use crate::{
    annotation::{
        CatalogueEdit, Record as _, StepName, ThemeId, ThemeSummary, Timestamp, step_name,
    },
    corpus::ArticlePath,
    session::{CommandError, Session},
};

impl Session {
    /// One summary in the place of what the current coder said there; of several that came together from
    /// two windows the first bears the text.
    pub(super) fn summary_edits(
        &self,
        article: ArticlePath,
        theme: ThemeId,
        text: &str,
    ) -> Result<(StepName, Vec<CatalogueEdit>), CommandError> {
        if self.corpus().is_none_or(|corpus| corpus.entry(&article).is_none()) {
            return Err(CommandError::NoArticle(article));
        }
        let name = self.theme(theme)?.name.clone();
        let step = step_name!("summary.step", theme = name, article = article.file_name());
        let (coder, text) = (self.coder(), text.trim_end());
        let made = self.catalogue().summaries_of(&coder).iter();
        let mut there = made.filter(|made| made.theme == theme && made.article == article);
        let first = there.next().cloned();
        let rest: Vec<ThemeSummary> = there.cloned().collect();
        let edit = |before: Option<ThemeSummary>, after: Option<ThemeSummary>| {
            let (before, after) = (before.map(Box::new), after.map(Box::new));
            CatalogueEdit::Summary { coder: coder.clone(), before, after }
        };
        let wanted = (!text.trim().is_empty()).then(|| match &first {
            Some(first) => ThemeSummary { text: text.to_owned(), ..first.clone() },
            None => ThemeSummary::new(article, theme, text.to_owned()),
        });
        let same = match (&first, &wanted) {
            (Some(first), Some(wanted)) => first.says_the_same_as(wanted),
            (None, None) => true,
            _ => false,
        };
        let mut edits = Vec::new();
        if !same {
            let change: fn(ThemeSummary, Timestamp) -> ThemeSummary = ThemeSummary::changed_after;
            let wanted = wanted.map(|wanted| later(first.as_ref(), wanted, change));
            edits.push(edit(first, wanted));
        }
        edits.extend(rest.into_iter().map(|made| edit(Some(made), None)));
        Ok((step, edits))
    }
}
