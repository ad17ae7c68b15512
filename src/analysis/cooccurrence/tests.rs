use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::{
    analysis::sample::{SampleMark, any_set, condition, set},
    annotation::PassageId,
    text::{self, CharSpan},
};

fn terms(by: Proximity, with_children: bool, line: &str) -> CooccurrenceTerms {
    let (filter, counting) = (condition(line), Counting::Both);
    CooccurrenceTerms { by, with_children, filter, counting }
}

fn near(value: Option<f64>, expected: f64) {
    let value = value.expect("a value");
    assert!((value - expected).abs() < 5e-7, "{value} is not {expected}");
}

/// 20, 15, 8: the values of `code-cooccurrence` in the oracles.
#[test]
fn the_coefficients_are_those_of_the_literature_and_never_above_one() {
    near(c_coefficient([20, 15], 8), 0.296_296);
    near(dice_coefficient([20, 15], 8), 0.457_143);
    near(c_coefficient([3, 2], 6), 2.0 / 3.0);
    near(dice_coefficient([3, 2], 6), 0.8);
    assert_eq!(c_coefficient([0, 0], 0), None);
    assert_eq!(dice_coefficient([0, 0], 0), None);
}

#[test]
fn passages_meet_by_characters_sentences_paragraphs_and_articles() {
    let text = "甲说一句。乙说一句。丙说一句。\n\n丁说一句。戊说一句。\n";
    let mark = |start, end, themes: &[usize]| SampleMark {
        article: 0,
        coder: "lin",
        fragments: vec![(start, end)],
        themes: themes.to_vec(),
    };
    let sample = set(
        &[("2017-a.txt", text)],
        // Two in the first sentence, apart; one in the third; one in the second paragraph, with both.
        &[mark(0, 2, &[0]), mark(3, 4, &[3]), mark(10, 12, &[3]), mark(18, 20, &[0, 3])],
    );
    let count = |by| {
        let found = Cooccurrence::of(&sample.scene, &terms(by, false, "")).expect("known themes");
        let pair = found.pair(0, 3);
        (pair.count, pair.a_met, pair.b_met)
    };
    assert_eq!(count(Proximity::Overlap), (1, 1, 1));
    assert_eq!(count(Proximity::Sentence), (2, 2, 2));
    assert_eq!(count(Proximity::Near(1)), (3, 2, 3));
    assert_eq!(count(Proximity::Near(2)), (4, 2, 3));
    assert_eq!(count(Proximity::Paragraph), (3, 2, 3));
    assert_eq!(count(Proximity::Article), (6, 2, 3));
}

#[test]
fn themes_one_below_the_other_are_no_pair_where_the_upper_holds_the_lower() {
    let mark = SampleMark { article: 0, coder: "lin", fragments: vec![(0, 4)], themes: vec![2, 3] };
    let sample = set(&[("2017-a.txt", "党建引领治理")], &[mark]);
    let pairs = |with_children| {
        let terms = terms(Proximity::Overlap, with_children, "");
        let found = Cooccurrence::of(&sample.scene, &terms).expect("known themes");
        found.pairs.iter().map(|pair| (pair.a, pair.b)).collect::<Vec<_>>()
    };
    assert_eq!(pairs(false), [(2, 3)]);
    assert_eq!(pairs(true), [(0, 3), (1, 3), (2, 3)]);
}

/// Which numbers of units a span touches, found by looking at each unit.
fn touched(units: &[CharSpan], span: CharSpan) -> Vec<usize> {
    let touches = |(_, unit): &(usize, &CharSpan)| unit.overlaps(span);
    units.iter().enumerate().filter(touches).map(|(at, _)| at).collect()
}

fn meet(
    scene: &Scene,
    by: Proximity,
    one: &SelectedPassage<'_>,
    other: &SelectedPassage<'_>,
) -> bool {
    if one.article != other.article {
        return false;
    }
    if one.passage.id == other.passage.id || by == Proximity::Article {
        return true;
    }
    let text = &scene.corpus.article(one.article).expect("an article").text;
    let starts: Vec<_> =
        text::sentences(text.as_str()).filter_map(|span| text.char_of(span.start())).collect();
    let ends = starts.iter().skip(1).copied().chain([text.char_len()]);
    let sentences: Vec<CharSpan> =
        starts.iter().zip(ends).map(|(&start, end)| CharSpan::between(start, end)).collect();
    let lines: Vec<CharSpan> = text::paragraphs(text.as_str())
        .filter(|line| !text.slice(*line).expect("a line").trim().is_empty())
        .filter_map(|line| text.char_span(line))
        .collect();
    let far = |units: &[CharSpan], most: usize| {
        one.passage.fragments.iter().any(|&a| {
            other.passage.fragments.iter().any(|&b| {
                touched(units, a)
                    .iter()
                    .any(|a| touched(units, b).iter().any(|b| a.abs_diff(*b) <= most))
            })
        })
    };
    match by {
        Proximity::Overlap => one
            .passage
            .fragments
            .iter()
            .any(|a| other.passage.fragments.iter().any(|b| a.overlaps(*b))),
        Proximity::Sentence => far(&sentences, 0),
        Proximity::Near(most) => far(&sentences, usize::from(most)),
        Proximity::Paragraph => far(&lines, 0),
        Proximity::Article => true,
    }
}

fn any_proximity() -> impl Strategy<Value = Proximity> {
    prop::sample::select(vec![
        Proximity::Overlap,
        Proximity::Sentence,
        Proximity::Near(1),
        Proximity::Near(3),
        Proximity::Paragraph,
        Proximity::Article,
    ])
}

proptest! {
    /// Every pair of passages looked at, one by one.
    #[test]
    fn pairs_are_counted_as_looking_at_each_would_and_each_is_listed(
        sample in any_set(),
        by in any_proximity(),
        with_children in any::<bool>(),
        line in prop::sample::select(vec!["", "编码员:lin"]),
    ) {
        let scene = &sample.scene;
        let terms = terms(by, with_children, line);
        let found = Cooccurrence::of(scene, &terms).expect("known themes");
        let selector = Selector::new(&terms.filter, scene).expect("known themes");
        let all = selector.found(scene);
        let bears = |passage: &SelectedPassage<'_>, theme: usize| {
            let path = &found.themes[theme].key;
            passage.passage.themes.iter().any(|id| {
                let own = scene.codebook().path_name(*id);
                own == *path || (with_children && own.starts_with(&format!("{path}/")))
            })
        };
        let mut meetings = 0_u64;
        for one in &all {
            meetings += all.iter().filter(|other| meet(scene, by, one, other)).count() as u64;
        }
        prop_assert_eq!(found.meetings, meetings);
        for a in 0..found.themes.len() {
            for b in a + 1..found.themes.len() {
                let below = found.themes[b].key.starts_with(&format!("{}/", found.themes[a].key));
                let pair = found.pair(a, b);
                let listed = cooccurrence_pairs(scene, &terms, (a, b)).expect("known themes");
                if with_children && below {
                    prop_assert_eq!(pair.count, 0);
                    continue;
                }
                let mut slow: BTreeSet<(PassageId, PassageId)> = BTreeSet::new();
                for one in all.iter().filter(|one| bears(one, a)) {
                    for other in all.iter().filter(|other| bears(other, b)) {
                        if meet(scene, by, one, other) {
                            slow.insert((one.passage.id, other.passage.id));
                        }
                    }
                }
                prop_assert_eq!(pair.count, slow.len() as u64);
                let mut ids: Vec<_> =
                    listed.iter().map(|pair| (pair.a.passage.id, pair.b.passage.id)).collect();
                ids.sort_unstable();
                prop_assert_eq!(ids, slow.iter().copied().collect::<Vec<_>>());
                let ones: std::collections::BTreeSet<_> =
                    slow.iter().map(|(one, _)| *one).collect();
                prop_assert_eq!(pair.a_met as usize, ones.len());
                // The condition finds the same passages of the first theme; of a part of the coders
                // it may find others, as neighbours are of any coder.
                if let Some(asked) = found.condition(&pair).filter(|_| line.is_empty()) {
                    let typed = asked.text(crate::search::condition::Tongue::Chinese);
                    let selector = Selector::new(&condition(&typed), scene)
                        .expect("known themes");
                    let of: std::collections::BTreeSet<_> =
                        selector.found(scene).iter().map(|found| found.passage.id).collect();
                    prop_assert_eq!(&of, &ones, "{}", typed);
                }
            }
        }
    }
}
