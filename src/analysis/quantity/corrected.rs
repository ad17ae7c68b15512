//! What the user said of figures and rows, laid over what was found.
//!
//! Of several words on the same thing the last one holds. What is said of a row as it was proposed is
//! followed on: a row that is joined to one that is joined to a third stands in the third.

use std::collections::{BTreeMap, BTreeSet};

use super::Quantity;
use crate::{
    annotation::{
        FigurePlace, QuantityCorrection, QuantityRowName, QuantitySubject, QuantityVerdict, Records,
    },
    corpus::ArticlePath,
    text::{ByteSpan, Text},
};

/// What was said of one figure.
#[derive(Clone, Debug, Default)]
struct FigureWord {
    says: Option<QuantityVerdict>,
    stands: Option<QuantityVerdict>,
    chosen: bool,
}

/// Everything that was said of quantities.
#[derive(Clone, Debug, Default)]
pub struct QuantityRulings {
    figures: BTreeMap<FigurePlace, FigureWord>,
    /// The row in whose place another stands; none for one that is not to be shown.
    rows: BTreeMap<QuantityRowName, Option<QuantityRowName>>,
}

impl QuantityRulings {
    /// What the corrections of a set come to.
    #[must_use]
    pub fn of(corrections: &Records<QuantityCorrection>) -> Self {
        let mut all: Vec<&QuantityCorrection> = corrections.iter().collect();
        all.sort_by_key(|made| (made.modified, made.id));
        let mut rulings = Self::default();
        for made in all {
            match (&made.of, &made.verdict) {
                (QuantitySubject::Figure(place), verdict) => {
                    let word = rulings.figures.entry(place.clone()).or_default();
                    match verdict {
                        QuantityVerdict::Says { .. } => word.says = Some(verdict.clone()),
                        QuantityVerdict::Chosen => word.chosen = true,
                        QuantityVerdict::Dropped | QuantityVerdict::Into(_) => {
                            word.stands = Some(verdict.clone());
                        }
                    }
                }
                (QuantitySubject::Row(row), QuantityVerdict::Into(into)) => {
                    rulings.rows.insert(row.clone(), Some(into.clone()));
                }
                (QuantitySubject::Row(row), QuantityVerdict::Dropped) => {
                    rulings.rows.insert(row.clone(), None);
                }
                // Nothing of the kind is said of rows.
                (QuantitySubject::Row(_), _) => {}
            }
        }
        rulings
    }

    /// Lays what was said of the figures of an article over them.
    pub fn apply(&self, article: &ArticlePath, text: &Text, quantities: &mut Vec<Quantity>) {
        if self.figures.keys().all(|place| place.article != *article) {
            return;
        }
        quantities.retain_mut(|quantity| {
            let place = figure_place(article, text, quantity);
            let Some(word) = place.and_then(|place| self.figures.get(&place)) else { return true };
            if let Some(QuantityVerdict::Says { value, high, unit, object }) = &word.says {
                quantity.value = value.parse().ok();
                quantity.high = high.parse().ok();
                quantity.unit = Some(unit.clone()).filter(|unit| !unit.is_empty());
                quantity.implied = false;
                quantity.object.clone_from(object);
            }
            quantity.chosen = word.chosen;
            match &word.stands {
                Some(QuantityVerdict::Into(row)) => quantity.row = Some(row.clone()),
                Some(_) => return false,
                None => {}
            }
            true
        });
    }

    /// Whether nothing was said of rows.
    pub(super) fn leaves_rows(&self) -> bool {
        self.rows.is_empty()
    }

    /// The row in which stands what was proposed for `row`; `None` if it is not to be shown.
    pub(super) fn followed(&self, row: &QuantityRowName) -> Option<QuantityRowName> {
        let (mut here, mut seen) = (row.clone(), BTreeSet::new());
        while let Some(next) = self.rows.get(&here) {
            // Two rows that are joined to each other stand where the round began.
            if !seen.insert(here) {
                return Some(row.clone());
            }
            here = next.clone()?;
        }
        Some(here)
    }
}

/// How a figure is known in later corrections.
#[must_use]
pub fn figure_place(
    article: &ArticlePath,
    text: &Text,
    quantity: &Quantity,
) -> Option<FigurePlace> {
    let sentence = quantity.sentence;
    // Torn away from its sentence it stands for itself.
    let sentence = if sentence.overlaps(quantity.span) { sentence } else { quantity.span };
    let before = ByteSpan::new(sentence.start(), quantity.span.start().max(sentence.start()))?;
    let at = text.slice(before)?.chars().count();
    Some(FigurePlace {
        article: article.clone(),
        sentence: text.slice(sentence)?.to_owned(),
        at: u32::try_from(at).ok()?,
        written: text.slice(quantity.span)?.to_owned(),
    })
}
