//! Coders beside each other: their agreement and their differences as questions about the open set, and
//! both in the user's words.

mod closer;
mod coders;
mod rounds;
mod sheets;
mod wording;

use std::{collections::BTreeSet, sync::Arc};

pub use closer::{
    AgreementByArticle, AgreementOfPair, PairsOfCoders, ThemesTaken, agreement_picture,
    article_agreement_sheet, confused_axis, confused_themes, confusion_sheet, pair_sheet,
};
pub use coders::{CoderWork, coder_work};
pub use rounds::{RoundOfCoding, RoundsOfCoding, round_picture, round_sheet};
pub use sheets::{SettledCounts, agreement_sheet, difference_sheet, settlement_name, state_word};
pub use wording::{
    agreement_note, agreement_refusal, agreement_scope_name, agreement_unit_name, coefficient_name,
    difference_kind_name, interval_note, joined_quote, reliability_word,
};

use super::{Answered, Ground, Question, Session};
use crate::{
    analysis::agreement::{
        self, Agreement, AgreementQuery, AgreementRefusal, AgreementUnit, DifferenceList,
    },
    annotation::Coder,
    corpus::{ArticlePath, LoadProgress},
    scene::{Heeds, Scene},
    search::condition::Selector,
    text::Segmenter,
};

/// What cuts words, where they are the unit.
fn segmenter_for(unit: AgreementUnit, ground: &Ground) -> Option<Arc<Segmenter>> {
    (unit == AgreementUnit::Word).then(|| {
        let known = ground.segmenter.as_ref().map(Arc::clone);
        known.unwrap_or_else(|| super::segmenter_of(&ground.dictionary))
    })
}

impl Question for AgreementQuery {
    type Answer = Agreement;
    type Refusal = AgreementRefusal;

    const STATUS: Option<&'static str> = Some("agree.status");
    const FOLLOWS: bool = true;
    /// Both denominators are shown, and another unit is looked at and left again.
    const REMEMBERED: usize = 4;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn answer(
        &self,
        ground: &Ground,
        _before: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<Agreement, AgreementRefusal> {
        let segmenter = segmenter_for(self.unit, ground);
        agreement::agreement(&ground.scene, self, segmenter.as_deref(), progress)
    }
}

/// Where do two coders differ?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DifferenceQuery {
    /// The first and the second.
    pub coders: (Coder, Coder),
    /// Only in these articles.
    pub articles: Option<BTreeSet<ArticlePath>>,
}

impl Question for DifferenceQuery {
    type Answer = DifferenceList;
    type Refusal = AgreementRefusal;

    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn answer(
        &self,
        ground: &Ground,
        _before: Option<&Answered<Self>>,
        _progress: &LoadProgress,
    ) -> Result<DifferenceList, AgreementRefusal> {
        let (a, b) = &self.coders;
        if a == b {
            return Err(AgreementRefusal::TooFewCoders);
        }
        let list = agreement::differences(&ground.scene, (a, b), self.articles.as_ref());
        if list.articles > 0 {
            return Ok(list);
        }
        let done = [a, b].map(|coder| {
            let entries = ground.scene.corpus.entries().iter().map(|entry| &entry.path);
            let asked = entries.filter(|path| {
                self.articles.as_ref().is_none_or(|articles| articles.contains(*path))
            });
            let done = asked.filter(|path| agreement::has_done(&ground.scene, path, coder, None));
            (coder.clone(), done.count())
        });
        Err(AgreementRefusal::NoJointArticle(done.to_vec()))
    }
}

/// The articles of which the condition holds as far as it speaks of articles, and in which it holds of
/// a passage where it speaks of those and there are any.
#[must_use]
pub fn articles_where(scene: &Scene, selector: &Selector) -> BTreeSet<ArticlePath> {
    let entries = scene.corpus.entries().iter().map(|entry| &entry.path);
    let holds = |path: &&ArticlePath| {
        selector.may_hold_in(scene, path)
            && (scene.annotations.count_in(path) == 0 || !selector.found_in(scene, path).is_empty())
    };
    entries.filter(holds).cloned().collect()
}

impl Session {
    /// Everybody of whom there is a sidecar, be it an empty one, or who is done with something; in the
    /// order of their names.
    #[must_use]
    pub fn coders_at_work(&self) -> Vec<Coder> {
        coder_work(self.scene_or_none()).into_iter().map(|work| work.coder).collect()
    }
}

#[cfg(test)]
mod tests;
