//! Settling where two coders differ: what is decided becomes passages of a third name.
//!
//! The two coders' files are never written. Each command is one step that can be undone: it writes the
//! passages that were decided on and a [`Decision`] that says what stood there, what was decided and
//! why. A place that is decided on again loses what was written for it before.

use std::collections::BTreeMap;

use rust_i18n::t;

use super::{Change, CommandError, Session, snapshots::MANY};
use crate::{
    analysis::agreement::{
        self, CoderDifference, CoderMark, DifferenceState, decided_mark, difference_states,
    },
    annotation::{
        self, CatalogueEdit, Coder, Decision, Edit, Passage, PassageId, RecordId, Settlement, Step,
        StepName, ThemeId, now, step_name,
    },
    corpus::ArticlePath,
    text::CharSpan,
};

/// In whose name differences are settled where no other is chosen.
#[must_use]
pub fn default_adjudicator() -> Coder {
    Coder::new(&t!("settling.adjudicator")).unwrap_or_else(Coder::unnamed)
}

/// Whose differences are settled, and in whose name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettleTerms {
    /// The first and the second.
    pub coders: (Coder, Coder),
    /// Neither of the two.
    pub into: Coder,
}

/// What is set in the place of what either set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnMark {
    /// As what.
    pub theme: ThemeId,
    /// Where.
    pub fragments: Vec<CharSpan>,
}

/// A way of settling; each is one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SettleCommand {
    /// Decide on differences alike: one, or all of a kind at once.
    Decide {
        /// Whose, and in whose name.
        terms: SettleTerms,
        /// Which.
        differences: Vec<CoderDifference>,
        /// What is decided.
        settlement: Settlement,
        /// What is set where that is [`Settlement::Own`].
        own: Option<OwnMark>,
        /// Why; may be empty.
        reason: String,
    },
    /// Say something about a difference without deciding on it.
    Discuss {
        /// Whose, and in whose name.
        terms: SettleTerms,
        /// Which.
        difference: CoderDifference,
        /// All that is said; nothing, and it is open as before.
        text: String,
    },
    /// Take a decision back, with what was written for it.
    Reopen {
        /// In whose name it was made.
        into: Coder,
        /// Which.
        decision: RecordId,
    },
    /// Take over what both set alike.
    TakeAlike(SettleTerms),
}

impl Session {
    /// How far each of the differences of two coders is settled in the name of a third.
    #[must_use]
    pub fn difference_states(
        &self,
        terms: &SettleTerms,
        differences: &[CoderDifference],
    ) -> Vec<DifferenceState<'_>> {
        let Some(scene) = self.scene() else { return Vec::new() };
        let coders = (&terms.coders.0, &terms.coders.1);
        difference_states(scene, coders, differences, scene.catalogue.decisions_of(&terms.into))
    }

    pub(super) fn settle(&mut self, command: &SettleCommand) -> Result<(), CommandError> {
        if self.set.is_none() {
            return Err(CommandError::NoSet);
        }
        match command {
            SettleCommand::Decide { terms, differences, settlement, own, reason } => {
                check(terms)?;
                let name = step_name!("settling.step.decide", count = differences.len());
                let states = self.decisions_before(terms, differences);
                let mut changes = Vec::new();
                for (difference, before) in differences.iter().zip(states) {
                    let marks = chosen(difference, *settlement, own.as_ref());
                    let made = self.decision(terms, difference, Some(*settlement), reason);
                    changes.extend(self.decide(&terms.into, made, before, &marks)?);
                }
                self.commit_settling(name, changes)
            }
            SettleCommand::Discuss { terms, difference, text } => {
                check(terms)?;
                let difference = std::slice::from_ref(difference);
                let before = self.decisions_before(terms, difference).into_iter().next().flatten();
                let name = step_name!("settling.step.discuss");
                let change = self.discuss(terms, difference, before, text);
                self.commit_settling(name, change.into_iter().collect())
            }
            SettleCommand::Reopen { into, decision } => {
                let Some(before) =
                    self.whole_catalogue().decisions_of(into).get(*decision).cloned()
                else {
                    return Ok(());
                };
                let mut changes = self.without_passages(into, &before);
                changes.push(edit_of(into, Some(before), None));
                self.commit_settling(step_name!("settling.step.reopen"), changes)
            }
            SettleCommand::TakeAlike(terms) => {
                check(terms)?;
                let edits = self.alike_edits(terms)?;
                let name = step_name!("settling.step.alike", count = edits.len());
                self.commit_settling(name, edits)
            }
        }
    }

    fn commit_settling(&mut self, name: StepName, edits: Vec<Change>) -> Result<(), CommandError> {
        for change in &edits {
            if let Change::Annotation(Edit::Passage { article, coder, .. }) = change {
                self.unlock_stale(article, coder)?;
            }
        }
        if edits.len() >= MANY {
            self.take_snapshot(&name);
        }
        self.commit_changes(Step { name, edits })
    }

    /// What was decided or said of each difference before.
    fn decisions_before(
        &self,
        terms: &SettleTerms,
        differences: &[CoderDifference],
    ) -> Vec<Option<Decision>> {
        let states = self.difference_states(terms, differences);
        states.into_iter().map(|state| state.decision().cloned()).collect()
    }

    /// A decision as it is made now, without what is written for it.
    fn decision(
        &self,
        terms: &SettleTerms,
        difference: &CoderDifference,
        settlement: Option<Settlement>,
        reason: &str,
    ) -> Decision {
        let keep = |mark: &CoderMark| {
            self.whole().map(|scene| decided_mark(scene, &difference.article, mark))
        };
        Decision {
            id: RecordId::fresh(),
            article: difference.article.clone(),
            coders: terms.coders.clone(),
            a: difference.a.as_ref().and_then(keep),
            b: difference.b.as_ref().and_then(keep),
            settlement,
            passages: Vec::new(),
            reason: reason.trim().to_owned(),
            modified: now(),
        }
    }

    /// The changes that decide on a place: what was written for it before goes, what is decided comes.
    fn decide(
        &self,
        into: &Coder,
        made: Decision,
        before: Option<Decision>,
        marks: &[(ThemeId, &[CharSpan])],
    ) -> Result<Vec<Change>, CommandError> {
        let mut changes = match &before {
            Some(before) => self.without_passages(into, before),
            None => Vec::new(),
        };
        let mut passages = Vec::new();
        for &(theme, fragments) in marks {
            self.theme_or_legend(theme, &made.article)?;
            let edit = self.mark_edit(into, &made.article, vec![theme], fragments)?;
            passages.extend(edit.passage_id());
            changes.push(Change::Annotation(edit));
        }
        // The same record: undoing brings the decision before back, and no place has two.
        let id = before.as_ref().map_or(made.id, |before| before.id);
        let after = Decision { id, passages, ..made };
        changes.push(edit_of(into, before, Some(after)));
        Ok(changes)
    }

    /// That a place is talked about.
    fn discuss(
        &self,
        terms: &SettleTerms,
        difference: &[CoderDifference],
        before: Option<Decision>,
        text: &str,
    ) -> Option<Change> {
        let text = text.trim();
        let after = match &before {
            // What was decided stays decided.
            Some(before) if before.settlement.is_some() || !text.is_empty() => {
                Some(Decision { reason: text.to_owned(), ..before.clone() })
            }
            Some(_) => None,
            None if text.is_empty() => return None,
            None => Some(self.decision(terms, difference.first()?, None, text)),
        };
        let same = before.as_ref().zip(after.as_ref()).is_some_and(|(b, a)| b.reason == a.reason);
        (!same).then(|| edit_of(&terms.into, before, after))
    }

    /// The removal of the passages that were written for a decision, as far as they are there.
    fn without_passages(&self, into: &Coder, decision: &Decision) -> Vec<Change> {
        let layer = self.all_annotations().layer(&decision.article, into);
        let find = |id: &PassageId| layer.and_then(|layer| layer.passage(*id));
        let passages: Vec<Passage> = decision.passages.iter().filter_map(find).cloned().collect();
        let Some(layer) = layer else { return Vec::new() };
        let (sha256, chars) = (&layer.sha256, layer.chars);
        let remove = |passage: Passage| {
            let (article, into) = (decision.article.clone(), into.clone());
            Change::Annotation(Edit::remove(article, into, passage, sha256.clone(), chars))
        };
        passages.into_iter().map(remove).collect()
    }

    /// A theme that the codebook has, or that a coder's file still names.
    fn theme_or_legend(&self, theme: ThemeId, article: &ArticlePath) -> Result<(), CommandError> {
        let mut layers = self.all_annotations().layers(article);
        if layers.any(|(_, layer)| layer.legend.contains_key(&theme)) {
            return Ok(());
        }
        self.theme(theme).map(drop)
    }

    fn mark_edit(
        &self,
        into: &Coder,
        article: &ArticlePath,
        themes: Vec<ThemeId>,
        fragments: &[CharSpan],
    ) -> Result<Edit, CommandError> {
        let corpus = self.corpus().ok_or(CommandError::NoSet)?;
        let source = corpus.article(article);
        let source = source.ok_or_else(|| CommandError::NoArticle(article.clone()))?;
        let passage = annotation::build_passage(&source.text, fragments, themes, String::new());
        let passage = passage.ok_or(CommandError::NothingToMark)?;
        let (sha256, chars) = (source.hash().clone(), source.text.char_len().get());
        Ok(Edit::add(article.clone(), into.clone(), passage, sha256, chars))
    }

    /// What both set alike and is not there yet: a passage for each place, with all its themes.
    fn alike_edits(&self, terms: &SettleTerms) -> Result<Vec<Change>, CommandError> {
        let scene = self.whole().ok_or(CommandError::NoSet)?;
        let list = agreement::differences(scene, (&terms.coders.0, &terms.coders.1), None);
        let mut places: BTreeMap<(ArticlePath, Vec<CharSpan>), Vec<ThemeId>> = BTreeMap::new();
        for (article, mark) in list.alike {
            let layer = scene.annotations.layer(&article, &terms.into);
            let is_there = |passage: &Passage| {
                passage.themes.contains(&mark.theme)
                    && scene.place_of(passage) == Some(&mark.fragments[..])
            };
            if !layer.is_some_and(|layer| layer.passages.iter().any(|p| is_there(p))) {
                places.entry((article, mark.fragments)).or_default().push(mark.theme);
            }
        }
        let edit =
            |((article, fragments), themes): ((ArticlePath, Vec<CharSpan>), Vec<ThemeId>)| {
                self.mark_edit(&terms.into, &article, themes, &fragments).map(Change::Annotation)
            };
        places.into_iter().map(edit).collect()
    }
}

/// Nobody is a judge in a case of one's own.
fn check(terms: &SettleTerms) -> Result<(), CommandError> {
    let SettleTerms { coders: (a, b), into } = terms;
    if into == a || into == b { Err(CommandError::OwnDifference(into.clone())) } else { Ok(()) }
}

fn edit_of(into: &Coder, before: Option<Decision>, after: Option<Decision>) -> Change {
    Change::Catalogue(CatalogueEdit::Decision {
        coder: into.clone(),
        before: before.map(Box::new),
        after: after.map(Box::new),
    })
}

/// What is set for a decision.
fn chosen<'a>(
    difference: &'a CoderDifference,
    settlement: Settlement,
    own: Option<&'a OwnMark>,
) -> Vec<(ThemeId, &'a [CharSpan])> {
    let mark =
        |mark: &'a Option<CoderMark>| mark.as_ref().map(|mark| (mark.theme, &mark.fragments[..]));
    match settlement {
        Settlement::TakeA => mark(&difference.a).into_iter().collect(),
        Settlement::TakeB => mark(&difference.b).into_iter().collect(),
        Settlement::Both => mark(&difference.a).into_iter().chain(mark(&difference.b)).collect(),
        Settlement::Neither => Vec::new(),
        Settlement::Own => own.map(|own| (own.theme, &own.fragments[..])).into_iter().collect(),
    }
}

#[cfg(test)]
mod tests;
