//! The difference that is being settled, with what stands around it.

use std::collections::BTreeSet;

use crate::{
    analysis::agreement::{
        CoderDifference, CoderMark, DifferenceKind, DifferenceList, DifferenceState,
    },
    annotation::{RecordId, ThemeId},
    scene::Scene,
    session::{self, SettleTerms},
    text::{CharOffset, CharSpan, paragraphs},
};

/// So many paragraphs are shown before and after it.
const AROUND: usize = 3;

/// Who set a mark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum MarkedBy {
    /// The first coder alone.
    First,
    /// The second alone.
    Second,
    /// Both, alike.
    Both,
}

/// A mark in the text that is shown.
pub(super) struct ShownMark {
    pub(super) by: MarkedBy,
    pub(super) theme: ThemeId,
    pub(super) fragments: Vec<CharSpan>,
    /// Whether it is what is being settled.
    pub(super) is_case: bool,
}

/// A place at which two coders differ.
pub(super) struct SettlingCase {
    pub(super) difference: CoderDifference,
    /// Those of its kind that are left, itself first.
    pub(super) kind: Vec<CoderDifference>,
    pub(super) marks: Vec<ShownMark>,
    /// The paragraphs around it, blank ones left out, each with its number.
    pub(super) paragraphs: Vec<(usize, CharSpan)>,
    /// What was decided or said of it, in words, and the record of it.
    pub(super) state: String,
    pub(super) reason: String,
    /// The decision that holds, if one does.
    pub(super) decided: Option<RecordId>,
}

/// What makes differences be of one kind: how the two differ, and as what they marked it.
pub(super) fn kind_of(
    difference: &CoderDifference,
) -> (DifferenceKind, Option<ThemeId>, Option<ThemeId>) {
    let theme = |mark: &Option<CoderMark>| mark.as_ref().map(|mark| mark.theme);
    (difference.kind, theme(&difference.a), theme(&difference.b))
}

impl SettlingCase {
    /// That difference, with what the two marked around it.
    pub(super) fn of(
        scene: &Scene,
        session: &session::Session,
        terms: &SettleTerms,
        list: &DifferenceList,
        left: &[bool],
        difference: CoderDifference,
    ) -> Self {
        let states = session.difference_states(terms, std::slice::from_ref(&difference));
        let state = states.first().copied();
        let decision = state.and_then(DifferenceState::decision);
        let decided = decision.filter(|_| state.is_some_and(|state| !state.is_left()));
        let others = list.differences.iter().zip(left).filter(|(other, left)| {
            **left && **other != difference && kind_of(other) == kind_of(&difference)
        });
        let others = others.map(|(other, _)| other.clone());
        let paragraphs = around(scene, &difference);
        let shown = paragraphs
            .first()
            .zip(paragraphs.last())
            .map(|((_, first), (_, last))| first.cover(*last));
        let marks = shown.map(|shown| marks_in(list, &difference, shown)).unwrap_or_default();
        Self {
            kind: std::iter::once(difference.clone()).chain(others).collect(),
            marks,
            paragraphs,
            state: state.map(session::state_word).unwrap_or_default(),
            reason: decision.map(|decision| decision.reason.clone()).unwrap_or_default(),
            decided: decided.map(|decision| decision.id),
            difference,
        }
    }

    /// The themes that are at stake, each once.
    pub(super) fn themes(&self) -> BTreeSet<ThemeId> {
        self.difference.themes().collect()
    }
}

/// The paragraphs around a difference.
fn around(scene: &Scene, difference: &CoderDifference) -> Vec<(usize, CharSpan)> {
    let Some(article) = scene.corpus.article(&difference.article) else { return Vec::new() };
    let text = &article.text;
    let span = difference.span();
    let mut found = Vec::new();
    let (mut before, mut behind) = (0, 0);
    let filled = paragraphs(text.as_str())
        .filter(|paragraph| text.slice(*paragraph).is_some_and(|line| !line.trim().is_empty()));
    for (number, paragraph) in filled.enumerate() {
        let Some(chars) = text.char_span(paragraph) else { continue };
        if chars.end() < span.start() {
            found.push((number + 1, chars));
            before += 1;
            if before > AROUND {
                found.remove(0);
            }
        } else if chars.start() < span.end() || behind < AROUND {
            behind += usize::from(chars.start() >= span.end());
            found.push((number + 1, chars));
        } else {
            break;
        }
    }
    found
}

/// What the two marked in a stretch of the text.
fn marks_in(list: &DifferenceList, case: &CoderDifference, shown: CharSpan) -> Vec<ShownMark> {
    let inside = |mark: &CoderMark| mark.fragments.iter().any(|span| span.overlaps(shown));
    let mut marks = Vec::new();
    let here = list.differences.iter().filter(|other| other.article == case.article);
    for difference in here {
        let sides = [(MarkedBy::First, &difference.a), (MarkedBy::Second, &difference.b)];
        for (by, mark) in sides {
            if let Some(mark) = mark.as_ref().filter(|mark| inside(mark)) {
                marks.push(ShownMark {
                    by,
                    theme: mark.theme,
                    fragments: mark.fragments.clone(),
                    is_case: difference == case,
                });
            }
        }
    }
    let alike =
        list.alike.iter().filter(|(article, mark)| *article == case.article && inside(mark));
    marks.extend(alike.map(|(_, mark)| ShownMark {
        by: MarkedBy::Both,
        theme: mark.theme,
        fragments: mark.fragments.clone(),
        is_case: false,
    }));
    marks.sort_by_key(|mark| (mark.fragments.first().copied(), mark.by == MarkedBy::Second));
    marks
}

/// A boundary moved by characters, inside the text and never beyond the other one.
pub(super) fn moved(
    fragments: &[CharSpan],
    (start, end): (i64, i64),
    chars: CharOffset,
) -> Vec<CharSpan> {
    let mut moved = fragments.to_vec();
    let shift = |at: CharOffset, by: i64| {
        let to = i64::from(at.get()).saturating_add(by).clamp(0, i64::from(chars.get()));
        CharOffset::new(u32::try_from(to).unwrap_or_default())
    };
    if let Some(first) = moved.first_mut() {
        let from = shift(first.start(), start);
        if from < first.end() {
            *first = CharSpan::between(from, first.end());
        }
    }
    if let Some(last) = moved.last_mut() {
        let to = shift(last.end(), end);
        if to > last.start() {
            *last = CharSpan::between(last.start(), to);
        }
    }
    moved
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(from: u32, to: u32) -> CharSpan {
        CharSpan::between(CharOffset::new(from), CharOffset::new(to))
    }

    #[test]
    fn a_boundary_stays_in_the_text_and_leaves_a_character() {
        let end = CharOffset::new(10);
        let one = [span(3, 5)];
        assert_eq!(moved(&one, (0, 1), end), [span(3, 6)]);
        assert_eq!(moved(&one, (-1, 0), end), [span(2, 5)]);
        assert_eq!(moved(&one, (-9, 90), end), [span(0, 10)]);
        assert_eq!(moved(&one, (2, 0), end), one, "nothing would be left");
        assert_eq!(moved(&one, (0, -2), end), one);
        let two = [span(0, 2), span(6, 8)];
        assert_eq!(moved(&two, (1, 1), end), [span(1, 2), span(6, 9)]);
        assert_eq!(moved(&[], (1, 1), end), []);
    }
}
