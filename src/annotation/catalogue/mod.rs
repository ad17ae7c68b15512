//! The catalogue of a set: what its users say of articles as wholes.
//!
//! Attributes and their values, groups of articles, who is done with which, bookmarks, what was decided
//! where coders differ, and summaries of what articles say on themes. It stands beside
//! [`crate::annotation::Annotations`] in the [`crate::scene::Scene`], with a revision of its own: what heeds only the texts is not worked out again because somebody is done with an article. It lives
//! here and not with the articles, because it is merged, edited and undone as what is marked is, and
//! because it names coders and themes.
//!
//! # How it is used
//!
//! ```text
//! scene.catalogue.attributes().value(article, "报纸")      what an article bears
//! scene.is_done(article, coder, Some(theme))               also by what is done as a whole
//! scene.catalogue.bookmarks_of(coder).iter()               a coder's bookmarks
//! session.apply(CatalogueCommand::SetDone { .. }.into())   one step that can be undone, and is saved
//! ```
//!
//! Each part is a kept file in `.quandian`: `attributes.ron`, `groups.ron`, `formulas.ron`,
//! `quantities.ron`, and of each coder `progress.<coder>.ron`, `bookmarks.<coder>.ron`,
//! `decisions.<coder>.ron` and `summaries.<coder>.ron`. It changes only through a [`CatalogueEdit`], and
//! by what is read from the disk.

mod attributes;
mod bookmark;
mod decision;
mod edit;
mod formula_note;
mod group;
mod kind;
mod progress;
mod quantity_correction;
mod refusal;
mod summary;
#[cfg(test)]
mod tests;

use std::{
    collections::BTreeMap,
    sync::{Arc, LazyLock},
};

pub use attributes::{AttributeDefinition, AttributeValues, Attributes};
pub use bookmark::Bookmark;
pub use decision::{DecidedMark, Decision, Settlement};
pub use edit::CatalogueEdit;
pub use formula_note::{FormulaNote, FormulaStanding, formula_key};
pub use group::ArticleGroup;
pub use kind::{AttributeKind, ValueFault, catalogue_name, read_date, read_number};
pub use progress::{DonePart, Progress};
pub use quantity_correction::{
    FigurePlace, QuantityCorrection, QuantityRowName, QuantitySubject, QuantityVerdict,
};
pub use refusal::RefusedSuggestion;
pub use summary::ThemeSummary;

use super::{Coder, Records, ThemeId};
use crate::{corpus::ArticlePath, text::fold};

/// What is said of the articles of a set; a clone costs next to nothing.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    attributes: Arc<Attributes>,
    groups: Arc<Records<ArticleGroup>>,
    progress: BTreeMap<Coder, Arc<Progress>>,
    bookmarks: BTreeMap<Coder, Arc<Records<Bookmark>>>,
    decisions: BTreeMap<Coder, Arc<Records<Decision>>>,
    refusals: BTreeMap<Coder, Arc<Records<RefusedSuggestion>>>,
    summaries: BTreeMap<Coder, Arc<Records<ThemeSummary>>>,
    formulas: Arc<Records<FormulaNote>>,
    quantities: Arc<Records<QuantityCorrection>>,
    revision: u64,
}

static NO_PROGRESS: LazyLock<Progress> = LazyLock::new(Progress::default);
static NO_BOOKMARKS: LazyLock<Records<Bookmark>> = LazyLock::new(Records::default);
static NO_REFUSALS: LazyLock<Records<RefusedSuggestion>> = LazyLock::new(Records::default);
static NO_SUMMARIES: LazyLock<Records<ThemeSummary>> = LazyLock::new(Records::default);
static NO_DECISIONS: LazyLock<Records<Decision>> = LazyLock::new(Records::default);

impl Catalogue {
    /// The attributes and their values.
    #[must_use]
    pub fn attributes(&self) -> &Attributes {
        &self.attributes
    }

    /// The same, shared.
    #[must_use]
    pub fn shared_attributes(&self) -> Arc<Attributes> {
        Arc::clone(&self.attributes)
    }

    /// The groups of articles, in the order in which they were made.
    #[must_use]
    pub fn groups(&self) -> &Records<ArticleGroup> {
        &self.groups
    }

    /// The group that `name` means: so called, else whatever the width and case.
    #[must_use]
    pub fn group(&self, name: &str) -> Option<&ArticleGroup> {
        let exact = self.groups.iter().find(|group| group.name == name);
        let folded = fold(name);
        exact.or_else(|| self.groups.iter().find(|group| fold(&group.name) == folded))
    }

    /// What a coder is done with.
    #[must_use]
    pub fn progress(&self, coder: &Coder) -> &Progress {
        self.progress.get(coder).map_or(&NO_PROGRESS, |progress| progress)
    }

    /// Everyone who ever said to be done with something, or has a file for it, with what it is.
    pub fn all_progress(&self) -> impl Iterator<Item = (&Coder, &Progress)> {
        self.progress.iter().map(|(coder, progress)| (coder, &**progress))
    }

    /// The same of one coder, shared; `None` where there never was any.
    #[must_use]
    pub fn shared_progress(&self, coder: &Coder) -> Option<Arc<Progress>> {
        self.progress.get(coder).cloned()
    }

    /// Whether a coder is done with an article as a whole.
    #[must_use]
    pub fn is_done(&self, article: &ArticlePath, coder: &Coder) -> bool {
        self.progress(coder).since(&(article.clone(), None)).is_some()
    }

    /// A coder's bookmarks, in the order in which they were made.
    #[must_use]
    pub fn bookmarks_of(&self, coder: &Coder) -> &Records<Bookmark> {
        self.bookmarks.get(coder).map_or(&NO_BOOKMARKS, |bookmarks| bookmarks)
    }

    /// The same, shared; `None` where there never was any.
    #[must_use]
    pub fn shared_bookmarks(&self, coder: &Coder) -> Option<Arc<Records<Bookmark>>> {
        self.bookmarks.get(coder).cloned()
    }

    /// Everyone's bookmarks, by coder and by when they were made.
    pub fn bookmarks(&self) -> impl Iterator<Item = (&Coder, &Bookmark)> {
        self.bookmarks
            .iter()
            .flat_map(|(coder, bookmarks)| bookmarks.iter().map(move |mark| (coder, mark)))
    }

    /// What was decided of differences in the name of `coder`, in the order in which it was.
    #[must_use]
    pub fn decisions_of(&self, coder: &Coder) -> &Records<Decision> {
        self.decisions.get(coder).map_or(&NO_DECISIONS, |decisions| decisions)
    }

    /// The same, shared; `None` where there never was any.
    #[must_use]
    pub fn shared_decisions(&self, coder: &Coder) -> Option<Arc<Records<Decision>>> {
        self.decisions.get(coder).cloned()
    }

    /// The suggestions that a coder refused, in the order in which they were.
    #[must_use]
    pub fn refusals_of(&self, coder: &Coder) -> &Records<RefusedSuggestion> {
        self.refusals.get(coder).map_or(&NO_REFUSALS, |refusals| refusals)
    }

    /// The same, shared; `None` where there never was any.
    #[must_use]
    pub fn shared_refusals(&self, coder: &Coder) -> Option<Arc<Records<RefusedSuggestion>>> {
        self.refusals.get(coder).cloned()
    }

    /// A coder's summaries, in the order in which they were made.
    #[must_use]
    pub fn summaries_of(&self, coder: &Coder) -> &Records<ThemeSummary> {
        self.summaries.get(coder).map_or(&NO_SUMMARIES, |summaries| summaries)
    }

    /// The same, shared; `None` where there never was any.
    #[must_use]
    pub fn shared_summaries(&self, coder: &Coder) -> Option<Arc<Records<ThemeSummary>>> {
        self.summaries.get(coder).cloned()
    }

    /// Everyone's summaries, by coder and by when they were made.
    pub fn summaries(&self) -> impl Iterator<Item = (&Coder, &ThemeSummary)> {
        self.summaries
            .iter()
            .flat_map(|(coder, summaries)| summaries.iter().map(move |made| (coder, made)))
    }

    /// What a coder says of an article on a theme; empty where that is nothing.
    ///
    /// After two windows wrote one each there are two; they stand one below the other, none is lost.
    #[must_use]
    pub fn summary(&self, coder: &Coder, theme: ThemeId, article: &ArticlePath) -> String {
        let made = self.summaries_of(coder).iter();
        let here = made.filter(|made| made.theme == theme && made.article == *article);
        here.map(|made| made.text.as_str()).collect::<Vec<_>>().join("\n\n")
    }

    /// What was said of formulas, in the order in which it was first said.
    #[must_use]
    pub fn formulas(&self) -> &Records<FormulaNote> {
        &self.formulas
    }

    /// What holds of the formula `text`: the note that was changed last.
    #[must_use]
    pub fn formula(&self, text: &str) -> Option<&FormulaNote> {
        let key = formula_key(text);
        let notes = self.formulas.iter().filter(|note| formula_key(&note.text) == key);
        notes.max_by_key(|note| (note.modified, note.id))
    }

    /// The formulas that alone are no reuse: those that were accepted and the stock phrases, sorted.
    #[must_use]
    pub fn set_phrases(&self) -> Vec<String> {
        let mut holds: BTreeMap<String, &FormulaNote> = BTreeMap::new();
        for note in self.formulas.iter() {
            let known = holds.entry(formula_key(&note.text)).or_insert(note);
            if (known.modified, known.id) < (note.modified, note.id) {
                *known = note;
            }
        }
        let counts = |(key, note): (String, &FormulaNote)| {
            (note.stock || note.standing == FormulaStanding::Accepted).then_some(key)
        };
        holds.into_iter().filter_map(counts).collect()
    }

    /// What was corrected in quantities, in the order in which it was.
    #[must_use]
    pub fn quantities(&self) -> &Records<QuantityCorrection> {
        &self.quantities
    }

    /// In whose names something was ever decided.
    pub fn adjudicators(&self) -> impl Iterator<Item = &Coder> {
        self.decisions.iter().filter(|(_, decisions)| !decisions.is_empty()).map(|(coder, _)| coder)
    }

    /// The same with what `coder` alone says as a coder, at the revision `revision`; attributes, groups,
    /// and what is said of formulas and quantities are everybody's.
    #[must_use]
    pub fn only(&self, coder: &Coder, revision: u64) -> Self {
        fn own<T>(all: &BTreeMap<Coder, Arc<T>>, coder: &Coder) -> BTreeMap<Coder, Arc<T>> {
            all.get_key_value(coder)
                .map(|(coder, one)| (coder.clone(), Arc::clone(one)))
                .into_iter()
                .collect()
        }
        let Self {
            attributes,
            groups,
            progress,
            bookmarks,
            decisions,
            refusals,
            summaries,
            formulas,
            quantities,
            revision: _,
        } = self;
        Self {
            attributes: Arc::clone(attributes),
            groups: Arc::clone(groups),
            progress: own(progress, coder),
            bookmarks: own(bookmarks, coder),
            decisions: own(decisions, coder),
            refusals: own(refusals, coder),
            summaries: own(summaries, coder),
            formulas: Arc::clone(formulas),
            quantities: Arc::clone(quantities),
            revision,
        }
    }

    /// Grows at every change.
    #[must_use]
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Takes the attributes as they were read.
    pub fn put_attributes(&mut self, attributes: Arc<Attributes>) {
        self.revision += 1;
        self.attributes = attributes;
    }

    /// Takes the groups as they were read.
    pub fn put_groups(&mut self, groups: Records<ArticleGroup>) {
        self.revision += 1;
        self.groups = Arc::new(groups);
    }

    /// Takes what a coder is done with as it was read.
    pub fn put_progress(&mut self, coder: Coder, progress: Arc<Progress>) {
        self.revision += 1;
        self.progress.insert(coder, progress);
    }

    /// Takes a coder's bookmarks as they were read.
    pub fn put_bookmarks(&mut self, coder: Coder, bookmarks: Records<Bookmark>) {
        self.revision += 1;
        self.bookmarks.insert(coder, Arc::new(bookmarks));
    }

    /// Takes what was decided in the name of `coder` as it was read.
    pub fn put_decisions(&mut self, coder: Coder, decisions: Records<Decision>) {
        self.revision += 1;
        self.decisions.insert(coder, Arc::new(decisions));
    }

    /// Takes what a coder refused as it was read.
    pub fn put_refusals(&mut self, coder: Coder, refusals: Records<RefusedSuggestion>) {
        self.revision += 1;
        self.refusals.insert(coder, Arc::new(refusals));
    }

    /// Takes a coder's summaries as they were read.
    pub fn put_summaries(&mut self, coder: Coder, summaries: Records<ThemeSummary>) {
        self.revision += 1;
        self.summaries.insert(coder, Arc::new(summaries));
    }

    fn summaries_mut(&mut self, coder: &Coder) -> &mut Records<ThemeSummary> {
        self.revision += 1;
        Arc::make_mut(self.summaries.entry(coder.clone()).or_default())
    }

    /// Takes what was said of formulas as it was read.
    pub fn put_formulas(&mut self, formulas: Records<FormulaNote>) {
        self.revision += 1;
        self.formulas = Arc::new(formulas);
    }

    /// Takes what was corrected in quantities as it was read.
    pub fn put_quantities(&mut self, quantities: Records<QuantityCorrection>) {
        self.revision += 1;
        self.quantities = Arc::new(quantities);
    }

    fn formulas_mut(&mut self) -> &mut Records<FormulaNote> {
        self.revision += 1;
        Arc::make_mut(&mut self.formulas)
    }

    fn quantities_mut(&mut self) -> &mut Records<QuantityCorrection> {
        self.revision += 1;
        Arc::make_mut(&mut self.quantities)
    }

    fn refusals_mut(&mut self, coder: &Coder) -> &mut Records<RefusedSuggestion> {
        self.revision += 1;
        Arc::make_mut(self.refusals.entry(coder.clone()).or_default())
    }

    fn decisions_mut(&mut self, coder: &Coder) -> &mut Records<Decision> {
        self.revision += 1;
        Arc::make_mut(self.decisions.entry(coder.clone()).or_default())
    }

    fn attributes_mut(&mut self) -> &mut Attributes {
        self.revision += 1;
        Arc::make_mut(&mut self.attributes)
    }

    fn groups_mut(&mut self) -> &mut Records<ArticleGroup> {
        self.revision += 1;
        Arc::make_mut(&mut self.groups)
    }

    fn progress_mut(&mut self, coder: &Coder) -> &mut Progress {
        self.revision += 1;
        Arc::make_mut(self.progress.entry(coder.clone()).or_default())
    }

    fn bookmarks_mut(&mut self, coder: &Coder) -> &mut Records<Bookmark> {
        self.revision += 1;
        Arc::make_mut(self.bookmarks.entry(coder.clone()).or_default())
    }
}
