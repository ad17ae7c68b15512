//! What a user relies on: a search is of the set as it is now, in the order asked for, where asked.

use std::{path::Path, time::Duration};

use super::*;
use crate::{
    corpus::{ArticlePath, Correction},
    session::{Command, Environment, Settings},
    storage::{Memory, Storage as _},
    text::{CharOffset, CharSpan},
};

fn session() -> Session {
    let storage = Memory::with_files([
        ("/set/2019-一.txt", "# 黨建標題\n\n街道党建引领。居民说党建好。\n"),
        ("/set/2021-二.txt", "社区党建联盟。\n"),
    ]);
    assert!(storage.list(Path::new("/set")).is_ok());
    let environment =
        Environment { storage: Arc::new(storage), folders: None, wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    let settings = Settings { coder: Some("林".to_owned()), ..Settings::default() };
    session.apply(Command::Configure(settings)).unwrap();
    session.open_now(Path::new("/set")).unwrap();
    session
}

fn search(query: &str, scope: Scope) -> Search {
    Search { query: query.to_owned(), mode: Mode::default(), scope }
}

fn asked(query: &str) -> SetSearch {
    SetSearch { search: search(query, Scope::default()), order: HitOrder::Place.into() }
}

fn run(
    session: &mut Session,
    search: Search,
    order: impl Into<SortOrder<HitOrder>>,
) -> Arc<SetHits> {
    session.apply(Command::ask(SetSearch { search, order: order.into() })).unwrap();
    settle(session);
    Arc::clone(session.set_hits().expect("it is done"))
}

fn settle(session: &mut Session) {
    for _ in 0..2000 {
        session.poll();
        if !session.is_searching() {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("the search does not end");
}

/// What stands right of each hit, in the order of the rows.
fn rights(hits: &SetHits) -> Vec<&str> {
    let places = hits.rows.iter().filter_map(|&row| hits.place(row));
    places
        .map(|(found, hit)| crate::search::right_context(found.article.text.as_str(), hit, 1))
        .collect()
}

#[test]
fn hits_stand_in_the_order_that_is_asked_for() {
    let mut session = session();
    let hits = run(&mut session, search("党建", Scope::default()), HitOrder::Place);
    assert_eq!(rights(&hits), ["標", "引", "好", "联"]);
    assert_eq!(hits.by_year(), [(Some(2019), 3), (Some(2021), 1)]);
    let by_right = run(&mut session, search("党建", Scope::default()), HitOrder::Right);
    assert_eq!(rights(&by_right), ["好", "引", "標", "联"]);
    // # 、区 说 道 by what stands left.
    let by_left = run(&mut session, search("党建", Scope::default()), HitOrder::Left);
    assert_eq!(rights(&by_left), ["標", "联", "好", "引"]);
}

#[test]
fn several_keys_decide_one_after_the_other_each_its_own_way_round() {
    let mut session = session();
    let mut rights = |order: SortOrder<HitOrder>| {
        let hits = run(&mut session, search("党建", Scope::default()), order);
        rights(&hits).join("")
    };
    let mut order = SortOrder::from(HitOrder::Year);
    order.add(HitOrder::Left);
    assert_eq!(rights(order.clone()), "標好引联");
    order.add(HitOrder::Year);
    assert_eq!(rights(order.clone()), "联標好引");
    order.add(HitOrder::Left);
    assert_eq!(rights(order), "联引好標");
    let mut backwards = SortOrder::from(HitOrder::Place);
    backwards.choose(HitOrder::Place);
    assert_eq!(rights(backwards), "联好引標");
}

#[test]
fn a_scope_is_heeded_and_what_is_marked_meanwhile_too() {
    let mut session = session();
    let count = |session: &mut Session, scope| {
        run(session, search("党建", scope), HitOrder::Place).rows.len()
    };
    let lines = |lines| Scope { lines, ..Scope::default() };
    assert_eq!(count(&mut session, lines(Lines::Headings)), 1);
    assert_eq!(count(&mut session, lines(Lines::Body)), 3);
    assert_eq!(count(&mut session, Scope { years: Some((2020, 2021)), ..Scope::default() }), 1);
    let theme = session.codebook().themes()[0].id;
    let marked = |marked| Scope { marked, ..Scope::default() };
    assert_eq!(count(&mut session, marked(Marked::Inside(vec![theme]))), 0);
    assert_eq!(count(&mut session, marked(Marked::Untagged)), 4);
    // The search is done again by itself.
    let article = ArticlePath::new("2021-二.txt").unwrap();
    let span = CharSpan::new(CharOffset::new(0), CharOffset::new(7)).unwrap();
    let fragments = vec![span];
    let tag = Command::Tag { article, fragments, themes: vec![theme], memo: String::new() };
    session.apply(tag).unwrap();
    settle(&mut session);
    assert_eq!(session.set_hits().unwrap().rows.len(), 3);
    assert_eq!(count(&mut session, marked(Marked::Inside(vec![theme]))), 1);
    assert_eq!(count(&mut session, marked(Marked::Outside(vec![theme]))), 3);
}

#[test]
fn what_is_corrected_is_heeded_at_once() {
    let mut session = session();
    let hits = run(&mut session, search("党建 年:2021", Scope::default()), HitOrder::Place);
    assert_eq!(hits.rows.len(), 1);
    let article = ArticlePath::new("2019-一.txt").unwrap();
    let correction = Correction { year: Some(2021), ..Correction::default() };
    session.apply(Command::Correct { article, correction }).unwrap();
    settle(&mut session);
    assert_eq!(session.set_hits().unwrap().rows.len(), 4);
}

#[test]
fn a_mistake_is_told_and_gone_with_the_next_search() {
    let mut session = session();
    session.apply(Command::ask(asked("党建 且"))).unwrap();
    settle(&mut session);
    assert!(session.search_error().is_some());
    run(&mut session, search("党建", Scope::default()), HitOrder::Place);
    assert!(session.search_error().is_none());
    session.apply(Command::ask(asked(" "))).unwrap();
    assert!(session.set_hits().is_none());
}

#[test]
fn what_was_stopped_is_told_and_begun_again_when_asked_for() {
    let mut session = session();
    let wanted = search("党建", Scope::default());
    session
        .apply(Command::ask(SetSearch { search: wanted.clone(), order: HitOrder::Place.into() }))
        .unwrap();
    session.apply(Command::CancelJobs).unwrap();
    settle(&mut session);
    assert!(session.search_stopped() && session.set_hits().is_none());
    assert_eq!(run(&mut session, wanted, HitOrder::Place).rows.len(), 4);
}
