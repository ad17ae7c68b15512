//! Settling as an adjudicator does it: nothing of the coders' is written, nothing decided is lost.

use std::{path::Path, sync::Arc};

use proptest::prelude::*;

use super::*;
use crate::{
    analysis::agreement::DifferenceKind,
    session::{Command, DifferenceQuery, Environment},
    storage::{Memory, Storage as _},
    text::CharOffset,
};

const TEXT: &str = "甲乙丙丁。戊己庚辛。子丑寅卯。辰巳午未。";

fn coder(name: &str) -> Coder {
    Coder::new(name).unwrap()
}

fn span(start: u32, end: u32) -> CharSpan {
    CharSpan::new(CharOffset::new(start), CharOffset::new(end)).unwrap()
}

fn terms() -> SettleTerms {
    SettleTerms { coders: (coder("林"), coder("周")), into: default_adjudicator() }
}

fn open(storage: &Memory, name: &str) -> Session {
    let environment =
        Environment { storage: Arc::new(storage.clone()), folders: None, wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    session.settings.coder = Some(name.to_owned());
    session.open_now(Path::new("/set")).unwrap();
    session
}

fn tag(session: &mut Session, theme: &str, place: CharSpan) {
    let theme = session.codebook().by_name(theme).unwrap().id;
    let article = ArticlePath::new("甲.txt").unwrap();
    let (fragments, memo) = (vec![place], String::new());
    session.apply(Command::Tag { article, fragments, themes: vec![theme], memo }).unwrap();
}

/// 林 and 周 agree at one place; differ by boundary, by theme, and by one mark of 林 alone.
fn storage() -> Memory {
    let storage = Memory::with_files([("/set/甲.txt", TEXT)]);
    let mut lin = open(&storage, "林");
    for (theme, place) in [
        ("人才", span(0, 5)),
        ("人才", span(5, 10)),
        ("人才", span(10, 15)),
        ("人才", span(15, 17)),
    ] {
        tag(&mut lin, theme, place);
    }
    lin.save_now().unwrap();
    let mut zhou = open(&storage, "周");
    for (theme, place) in [("人才", span(0, 5)), ("人才", span(5, 8)), ("阵地建设", span(10, 15))]
    {
        tag(&mut zhou, theme, place);
    }
    zhou.save_now().unwrap();
    storage
}

fn list(session: &Session) -> Vec<CoderDifference> {
    let query = DifferenceQuery { coders: terms().coders, articles: None };
    session.answer_now(&query).unwrap().differences
}

fn decide(session: &mut Session, differences: &[CoderDifference], settlement: Settlement) {
    let differences = differences.to_vec();
    let reason = "按标准".to_owned();
    let command =
        SettleCommand::Decide { terms: terms(), differences, settlement, own: None, reason };
    session.apply(command.into()).unwrap();
}

/// What stands in the name of the adjudicator: place and theme.
fn consensus(session: &Session) -> Vec<(CharSpan, String)> {
    let article = ArticlePath::new("甲.txt").unwrap();
    let layer = session.annotations().layer(&article, &terms().into);
    let passages = layer.into_iter().flat_map(|layer| &layer.passages);
    let name = |theme: &ThemeId| session.codebook().path_name(*theme);
    passages.flat_map(|p| p.themes.iter().map(|t| (p.fragments[0], name(t)))).collect()
}

fn coders_files(storage: &Memory) -> Vec<Vec<u8>> {
    let path = |name: &str| format!("/set/甲.txt.{name}.tags.ron");
    ["林", "周"].map(|name| storage.read(Path::new(&path(name)), 1 << 20).unwrap()).to_vec()
}

fn left(session: &Session) -> usize {
    let differences = list(session);
    session.difference_states(&terms(), &differences).iter().filter(|s| s.is_left()).count()
}

#[test]
fn what_is_decided_is_written_in_a_third_name_and_each_decision_is_one_step() {
    use DifferenceKind::{Boundary, OnlyA, Theme};
    let storage = storage();
    let before = coders_files(&storage);
    let mut session = open(&storage, "乔");
    let differences = list(&session);
    let kinds: Vec<_> = differences.iter().map(|difference| difference.kind).collect();
    assert_eq!(kinds, [Boundary, Theme, OnlyA]);
    session.apply(SettleCommand::TakeAlike(terms()).into()).unwrap();
    decide(&mut session, &differences[..1], Settlement::TakeB);
    decide(&mut session, &differences[1..2], Settlement::Both);
    decide(&mut session, &differences[2..], Settlement::Neither);
    let all = [
        (span(0, 5), "人才".to_owned()),
        (span(5, 8), "人才".to_owned()),
        (span(10, 15), "人才".to_owned()),
        (span(10, 15), "阵地建设".to_owned()),
    ];
    assert_eq!(consensus(&session), all);
    assert_eq!(left(&session), 0);
    // Taking over what is alike again adds nothing.
    session.apply(SettleCommand::TakeAlike(terms()).into()).unwrap();
    assert_eq!(consensus(&session).len(), 4);
    session.save_now().unwrap();
    assert_eq!(coders_files(&storage), before);
    // It is all there for whoever opens the set next.
    let mut other = open(&storage, "王");
    assert_eq!((consensus(&other).len(), left(&other)), (4, 0));
    // Deciding otherwise replaces what was written.
    decide(&mut other, &differences[1..2], Settlement::TakeA);
    assert_eq!(consensus(&other), all[..3]);
    other.apply(Command::Undo).unwrap();
    assert_eq!(consensus(&other), all);
    assert_eq!(left(&other), 0);
    for expected in [1, 2, 3] {
        session.apply(Command::Undo).unwrap();
        assert_eq!(left(&session), expected);
    }
    session.apply(Command::Undo).unwrap();
    assert_eq!(consensus(&session), []);
}

#[test]
fn what_a_coder_changes_after_it_was_decided_on_is_asked_again() {
    let storage = storage();
    let mut session = open(&storage, "乔");
    let differences = list(&session);
    decide(&mut session, &differences, Settlement::TakeA);
    session.save_now().unwrap();
    let decided = consensus(&session);
    let mut zhou = open(&storage, "周");
    let article = ArticlePath::new("甲.txt").unwrap();
    let layer = zhou.annotations().layer(&article, &coder("周")).unwrap();
    let passage = layer.passages[1].id;
    let fragments = vec![span(5, 9)];
    zhou.apply(Command::SetFragments { passage, fragments, goes_on: false }).unwrap();
    // A new difference, too.
    tag(&mut zhou, "区域化党建", span(17, 20));
    zhou.save_now().unwrap();
    let session = open(&storage, "乔");
    let differences = list(&session);
    let states = session.difference_states(&terms(), &differences);
    let [changed, kept, other, new] = &states[..] else { panic!("{states:?}") };
    let DifferenceState::Changed(decision) = changed else { panic!("{changed:?}") };
    assert_eq!((decision.settlement, &*decision.reason), (Some(Settlement::TakeA), "按标准"));
    assert!(!kept.is_left() && !other.is_left());
    assert_eq!(*new, DifferenceState::Open(None));
    assert_eq!(consensus(&session), decided);
}

#[test]
fn a_place_can_be_talked_about_and_own_marks_be_set() {
    let storage = storage();
    let mut session = open(&storage, "乔");
    let difference = list(&session)[0].clone();
    let discuss = |text: &str| SettleCommand::Discuss {
        terms: terms(),
        difference: difference.clone(),
        text: text.to_owned(),
    };
    session.apply(discuss("周三再议").into()).unwrap();
    let first = std::slice::from_ref(&difference);
    let states = session.difference_states(&terms(), first);
    assert!(states[0].is_left());
    assert_eq!(states[0].decision().unwrap().reason, "周三再议");
    let theme = session.codebook().by_name("区域化党建").unwrap().id;
    let own = Some(OwnMark { theme, fragments: vec![span(6, 9)] });
    let command = SettleCommand::Decide {
        terms: terms(),
        differences: first.to_vec(),
        settlement: Settlement::Own,
        own,
        reason: String::new(),
    };
    session.apply(command.into()).unwrap();
    assert_eq!(consensus(&session), [(span(6, 9), "区域化党建".to_owned())]);
    let id = session.difference_states(&terms(), first)[0].decision().unwrap().id;
    let reopen = SettleCommand::Reopen { into: terms().into, decision: id };
    session.apply(reopen.into()).unwrap();
    assert_eq!(consensus(&session), []);
    assert_eq!(session.difference_states(&terms(), first)[0], DifferenceState::Open(None));
    // Nobody is a judge in a case of one's own.
    let own_case = SettleTerms { into: coder("林"), ..terms() };
    let refused = session.apply(SettleCommand::TakeAlike(own_case).into());
    assert!(matches!(refused, Err(CommandError::OwnDifference(_))), "{refused:?}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn whatever_is_decided_and_undone_the_coders_files_stay_and_no_decision_is_lost(
        steps in prop::collection::vec((0_usize..5, 0_usize..3), 1..12),
    ) {
        let storage = storage();
        let before = coders_files(&storage);
        let mut session = open(&storage, "乔");
        let differences = list(&session);
        // What each place was decided as, and the same before each step.
        let mut decided: Vec<Vec<Option<Settlement>>> = vec![vec![None; differences.len()]];
        let mut undone = Vec::new();
        for (action, place) in steps {
            let now = decided.last().unwrap().clone();
            match action {
                0 if decided.len() > 1 => {
                    session.apply(Command::Undo).unwrap();
                    undone.extend(decided.pop());
                }
                1 => {
                    if let Some(again) = undone.pop() {
                        session.apply(Command::Redo).unwrap();
                        decided.push(again);
                    }
                }
                _ => {
                    let settlement = Settlement::ALL[action % 4];
                    decide(&mut session, &differences[place..=place], settlement);
                    let mut then = now;
                    then[place] = Some(settlement);
                    decided.push(then);
                    undone.clear();
                }
            }
        }
        session.save_now().unwrap();
        prop_assert_eq!(coders_files(&storage), before);
        let session = open(&storage, "王");
        let states = session.difference_states(&terms(), &differences);
        let found: Vec<_> =
            states.iter().map(|state| state.decision().and_then(|made| made.settlement)).collect();
        prop_assert_eq!(&found, decided.last().unwrap());
        // Just what they say stands there.
        let expected: usize = differences.iter().zip(&found).map(|(difference, settlement)| {
            settlement.map_or(0, |settlement| chosen(difference, settlement, None).len())
        }).sum();
        prop_assert_eq!(consensus(&session).len(), expected);
    }
}
