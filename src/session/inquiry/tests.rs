//! What a page relies on: an answer is of the set as it is now, and nothing asked is left out when
//! all is stopped or forgotten.

use std::{
    convert::Infallible,
    path::Path,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};

use super::*;
use crate::{
    session::{Command, Environment, Settings},
    storage::Memory,
    text::{CharOffset, CharSpan},
};

/// How many passages are there? It counts how often it was worked out.
#[derive(Clone, Debug)]
struct CountPassages {
    heeds: Heeds,
    times: Arc<AtomicUsize>,
}

impl PartialEq for CountPassages {
    fn eq(&self, other: &Self) -> bool {
        self.heeds == other.heeds
    }
}

impl Question for CountPassages {
    type Answer = usize;
    type Refusal = Infallible;

    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        self.heeds
    }

    fn answer(
        &self,
        ground: &Ground,
        _: Option<&Answered<Self>>,
        _: &LoadProgress,
    ) -> Result<usize, Infallible> {
        self.times.fetch_add(1, Ordering::Relaxed);
        Ok(ground.scene.annotations.count())
    }
}

/// A question that is answered only when it is stopped, and then not at all.
#[derive(Clone, Debug, PartialEq)]
struct Endless(u8);

impl Question for Endless {
    type Answer = ();
    type Refusal = &'static str;

    const STATUS: Option<&'static str> = Some("status.importing");

    fn heeds(&self) -> Heeds {
        Heeds::Texts
    }

    fn answer(
        &self,
        _: &Ground,
        _: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<(), &'static str> {
        while !progress.is_cancelled() {
            std::thread::sleep(Duration::from_millis(1));
        }
        Err("stopped")
    }
}

/// How long is a word? Two answers are remembered.
#[derive(Clone, Debug, PartialEq)]
struct Length(&'static str, Arc<AtomicUsizeEq>);

#[derive(Debug, Default)]
struct AtomicUsizeEq(AtomicUsize);

impl PartialEq for AtomicUsizeEq {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

impl Question for Length {
    type Answer = usize;
    type Refusal = &'static str;

    const REMEMBERED: usize = 2;

    fn heeds(&self) -> Heeds {
        Heeds::Texts
    }

    fn is_nothing(&self) -> bool {
        self.0.is_empty()
    }

    fn is_quick(&self, _: &Ground) -> bool {
        true
    }

    fn answer(
        &self,
        _: &Ground,
        _: Option<&Answered<Self>>,
        _: &LoadProgress,
    ) -> Result<usize, &'static str> {
        self.1.0.fetch_add(1, Ordering::Relaxed);
        if self.0 == "无" { Err("none") } else { Ok(self.0.chars().count()) }
    }
}

fn session() -> Session {
    let storage = Memory::with_files([("/set/甲.txt", "街道把粮站改成党群服务中心。")]);
    let environment =
        Environment { storage: Arc::new(storage), folders: None, wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    let settings = Settings { coder: Some("林".to_owned()), ..Settings::default() };
    session.apply(Command::Configure(settings)).unwrap();
    session.open_now(Path::new("/set")).unwrap();
    session
}

fn tag(session: &mut Session) {
    let article = session.corpus().unwrap().entries()[0].path.clone();
    let fragments = vec![CharSpan::between(CharOffset::new(0), CharOffset::new(2))];
    let themes = vec![session.codebook().themes()[0].id];
    session.apply(Command::Tag { article, fragments, themes, memo: String::new() }).unwrap();
}

fn settle(session: &mut Session) {
    for _ in 0..2000 {
        session.poll();
        if session.inquiries.running().next().is_none() {
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
    panic!("the answer does not come");
}

#[test]
fn an_answer_follows_what_it_heeds_and_nothing_else() {
    for (heeds, count, times) in [(Heeds::Marks, 1, 2), (Heeds::Texts, 0, 1)] {
        let mut session = session();
        let question = CountPassages { heeds, times: Arc::default() };
        let asked = Arc::clone(&question.times);
        session.apply(Command::ask(question)).unwrap();
        settle(&mut session);
        assert_eq!(session.answer::<CountPassages>().map(|count| **count), Some(0));
        tag(&mut session);
        settle(&mut session);
        settle(&mut session);
        assert_eq!(session.answer::<CountPassages>().map(|count| **count), Some(count));
        assert_eq!(asked.load(Ordering::Relaxed), times, "{heeds:?}");
    }
}

#[test]
fn every_kind_is_listed_and_stopped_and_begun_again_when_it_is_asked() {
    let mut session = session();
    session.apply(Command::ask(Endless(1))).unwrap();
    session
        .apply(Command::ask(CountPassages { heeds: Heeds::Texts, times: Arc::default() }))
        .unwrap();
    let running =
        session.jobs().filter(|job| matches!(job.kind, crate::session::JobKind::Answering(_)));
    assert_eq!(running.count(), 2);
    session.apply(Command::CancelJobs).unwrap();
    assert_eq!(session.jobs().count(), 0);
    let stopped = |session: &Session| session.inquiry::<Endless>().unwrap().is_stopped();
    assert!(stopped(&session));
    session.poll();
    assert!(stopped(&session) && session.inquiry::<Endless>().unwrap().refusal().is_none());
    session.apply(Command::ask(Endless(1))).unwrap();
    assert!(!stopped(&session));
    assert!(session.inquiry::<Endless>().unwrap().progress().is_some());
}

#[test]
fn what_was_asked_of_another_set_is_forgotten() {
    let mut session = session();
    session.apply(Command::ask(Length("街道", Arc::default()))).unwrap();
    session.apply(Command::ask(Endless(1))).unwrap();
    session.open_now(Path::new("/set")).unwrap();
    assert!(session.answer::<Length>().is_none());
    assert_eq!(session.jobs().count(), 0);
}

#[test]
fn the_last_answers_are_there_at_once_and_a_refusal_takes_none_away() {
    let mut session = session();
    let times = Arc::<AtomicUsizeEq>::default();
    let mut ask = |word| {
        session.apply(Command::ask(Length(word, Arc::clone(&times)))).unwrap();
        let inquiry = session.inquiry::<Length>().unwrap();
        (inquiry.last().map(|answered| *answered.answer), inquiry.refusal().is_some())
    };
    assert_eq!(ask("街道"), (Some(2), false));
    assert_eq!(ask("居委会"), (Some(3), false));
    assert_eq!(ask("街道"), (Some(2), false));
    assert_eq!(times.0.load(Ordering::Relaxed), 2, "it was remembered");
    assert_eq!(ask("无"), (Some(2), true));
    assert_eq!(ask("党群服务中心"), (Some(6), false));
    assert_eq!(ask("居委会"), (Some(3), false));
    assert_eq!(times.0.load(Ordering::Relaxed), 5, "two are remembered, not three");
    assert_eq!(ask(""), (None, false), "nothing is asked");
}

#[test]
fn commands_are_the_same_when_they_ask_the_same() {
    let length = |word| Command::ask(Length(word, Arc::default()));
    assert_eq!(length("街道"), length("街道"));
    assert_ne!(length("街道"), length("居委会"));
    assert_ne!(length("街道"), Command::ask(Endless(1)));
}
