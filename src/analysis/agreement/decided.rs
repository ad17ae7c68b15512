//! What is decided of the differences of two coders, what is open, and what has changed since.

use std::collections::BTreeMap;

use super::difference::{CoderDifference, CoderMark};
use crate::{
    annotation::{Coder, DecidedMark, Decision, PassageId, Records, ThemeId},
    corpus::ArticlePath,
    scene::Scene,
};

/// How far a difference is settled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceState<'a> {
    /// Nobody decided on it; perhaps it was talked about.
    Open(Option<&'a Decision>),
    /// It was decided on, and one of the coders has changed something there since.
    Changed(&'a Decision),
    /// It is decided on.
    Decided(&'a Decision),
}

impl<'a> DifferenceState<'a> {
    /// Whether it is left to be decided.
    #[must_use]
    pub fn is_left(self) -> bool {
        !matches!(self, Self::Decided(_))
    }

    /// What was decided or said about it before.
    #[must_use]
    pub fn decision(self) -> Option<&'a Decision> {
        match self {
            Self::Open(decision) => decision,
            Self::Changed(decision) | Self::Decided(decision) => Some(decision),
        }
    }
}

/// A mark as a decision keeps it; without text where the article cannot be read.
#[must_use]
pub fn decided_mark(scene: &Scene, article: &ArticlePath, mark: &CoderMark) -> DecidedMark {
    let source = scene.corpus.article(article);
    let quote = |&span| source.and_then(|source| source.text.slice_chars(span)).unwrap_or_default();
    let quotes: Vec<&str> = mark.fragments.iter().map(quote).collect();
    DecidedMark { passage: mark.passage, theme: mark.theme, quote: quotes.join("\n") }
}

/// Of each difference of `coders` how far it is settled by `decisions`, whichever of the two was named
/// first when it was.
#[must_use]
pub fn difference_states<'a>(
    scene: &Scene,
    coders: (&Coder, &Coder),
    differences: &[CoderDifference],
    decisions: &'a Records<Decision>,
) -> Vec<DifferenceState<'a>> {
    // By every passage and theme that a decision is about.
    let mut known: BTreeMap<(PassageId, ThemeId), Vec<&Decision>> = BTreeMap::new();
    let same = |decision: &&Decision| {
        let (a, b) = (&decision.coders.0, &decision.coders.1);
        (a, b) == coders || (b, a) == coders
    };
    for decision in decisions.iter().filter(same) {
        for mark in decision.marks() {
            known.entry((mark.passage, mark.theme)).or_default().push(decision);
        }
    }
    let state = |difference: &CoderDifference| {
        let keep = |mark: &CoderMark| decided_mark(scene, &difference.article, mark);
        let (a, b) = (difference.a.as_ref().map(keep), difference.b.as_ref().map(keep));
        let keys = a.iter().chain(&b).map(|mark| (mark.passage, mark.theme));
        let mut about: Vec<&Decision> =
            keys.filter_map(|key| known.get(&key)).flatten().copied().collect();
        // The last word first.
        about.sort_by_key(|decision| std::cmp::Reverse((decision.modified, decision.id)));
        let holds = |decision: &&&Decision| {
            let (first, second) = (&decision.a, &decision.b);
            let turned = (&decision.coders.0, &decision.coders.1) != coders;
            if turned { (second, first) == (&a, &b) } else { (first, second) == (&a, &b) }
        };
        match about.iter().find(holds) {
            Some(decision) if decision.settlement.is_some() => DifferenceState::Decided(decision),
            // Talked about since it was decided otherwise: what was decided is told all the same.
            Some(decision) => DifferenceState::Open(Some(decision)),
            None => match about.iter().find(|decision| decision.settlement.is_some()) {
                Some(decision) => DifferenceState::Changed(decision),
                None => DifferenceState::Open(about.first().copied()),
            },
        }
    };
    differences.iter().map(state).collect()
}
