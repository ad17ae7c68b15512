//! What is known of the questions of one kind: what was asked last, and what was answered.

use std::{io, sync::Arc};

use super::{Ground, MOST_WEIGHT, Question};
use crate::{
    corpus::LoadProgress,
    scene::{Scene, Stamp},
    session::jobs::{Job, JobKind, Jobs},
};

/// An answer, to what, and of which moment.
pub struct Answered<Q: Question> {
    /// What was asked.
    pub question: Q,
    /// Of which moment it holds, as far as the question heeds it.
    pub stamp: Stamp,
    /// The answer.
    pub answer: Arc<Q::Answer>,
}

impl<Q: Question> Answered<Q> {
    /// Whether nothing that the question heeds has changed since.
    #[must_use]
    pub fn holds_in(&self, scene: &Scene) -> bool {
        self.stamp == scene.stamp().heeding(self.question.heeds())
    }
}

/// What a job brings.
struct Done<Q: Question> {
    question: Q,
    stamp: Stamp,
    outcome: Result<Q::Answer, Q::Refusal>,
}

/// The state of the questions of one kind.
pub struct Inquiry<Q: Question> {
    jobs: Jobs<Done<Q>>,
    /// The youngest question, and of which moment it was asked.
    asked: Option<(Q, Stamp)>,
    /// The youngest answer first.
    answered: Vec<Answered<Q>>,
    refusal: Option<Arc<Q::Refusal>>,
    is_stopped: bool,
    panicked: usize,
}

impl<Q: Question> Inquiry<Q> {
    pub(super) fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let jobs = Jobs::new(wake);
        let (asked, answered, refusal) = (None, Vec::new(), None);
        Self { jobs, asked, answered, refusal, is_stopped: false, panicked: 0 }
    }

    /// What was asked last.
    #[must_use]
    pub fn asked(&self) -> Option<&Q> {
        self.asked.as_ref().map(|(question, _)| question)
    }

    /// The youngest answer; that to an earlier question where the present one lets it be shown.
    #[must_use]
    pub fn last(&self) -> Option<&Answered<Q>> {
        self.answered.first()
    }

    /// The answer to `question`, if it still holds in `scene`.
    #[must_use]
    pub fn answer_to(&self, question: &Q, scene: &Scene) -> Option<&Arc<Q::Answer>> {
        let found = self.answered.iter().find(|answered| answered.question == *question);
        Some(&found.filter(|answered| answered.holds_in(scene))?.answer)
    }

    /// Why the last question could not be answered.
    #[must_use]
    pub fn refusal(&self) -> Option<&Arc<Q::Refusal>> {
        self.refusal.as_ref()
    }

    /// How far the answer is that is being worked out; `None` if none is.
    #[must_use]
    pub fn progress(&self) -> Option<&LoadProgress> {
        self.jobs.running().first().map(|job| &*job.progress)
    }

    /// Whether the last question was stopped before it was answered.
    #[must_use]
    pub fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// How many answers failed by a fault of the program's since the last call.
    pub(super) fn take_panicked(&mut self) -> usize {
        std::mem::take(&mut self.panicked)
    }

    pub(super) fn running(&self) -> &[Job] {
        self.jobs.running()
    }

    pub(super) fn is_idle(&self) -> bool {
        self.asked.is_none()
    }

    /// Asks `question`, unless that is what was asked last and nothing it heeds has changed since.
    pub(super) fn ask(&mut self, question: Q, ground: &Ground) -> io::Result<()> {
        if question.is_nothing() {
            self.forget();
            return Ok(());
        }
        let was_stopped = std::mem::take(&mut self.is_stopped);
        let stamp = ground.scene.stamp().heeding(question.heeds());
        let heeds_something = stamp != Stamp::default();
        let is_asked =
            self.asked.as_ref().is_some_and(|(asked, of)| (asked, *of) == (&question, stamp));
        if is_asked && !was_stopped && (heeds_something || !self.jobs.running().is_empty()) {
            return Ok(());
        }
        self.jobs.cancel();
        let before = self.asked.replace((question.clone(), stamp));
        if before.is_none_or(|(before, _)| !question.shows_meanwhile(&before)) {
            self.refusal = None;
        }
        let known = |answered: &Answered<Q>| {
            answered.question == question && answered.stamp == stamp && heeds_something
        };
        if let Some(at) = self.answered.iter().position(known) {
            let answered = self.answered.remove(at);
            self.answered.insert(0, answered);
            self.refusal = None;
            return Ok(());
        }
        self.begin(question, stamp, ground)
    }

    fn begin(&mut self, question: Q, stamp: Stamp, ground: &Ground) -> io::Result<()> {
        let before = self.answered.first().map(|answered| Answered {
            question: answered.question.clone(),
            stamp: answered.stamp,
            answer: Arc::clone(&answered.answer),
        });
        if Q::REMEMBERED == 1 {
            self.answered.retain(|answered| question.shows_meanwhile(&answered.question));
        }
        if question.is_quick(ground) {
            let outcome = question.answer(ground, before.as_ref(), &LoadProgress::default());
            self.take(Done { question, stamp, outcome });
            return Ok(());
        }
        let ground = ground.clone();
        self.jobs.start(JobKind::Answering(Q::STATUS), move |progress| {
            let outcome = question.answer(&ground, before.as_ref(), progress);
            Done { question, stamp, outcome }
        })
    }

    fn take(&mut self, done: Done<Q>) {
        let Done { question, stamp, outcome } = done;
        match outcome {
            Ok(answer) => {
                // What holds of an earlier moment is of no use any more.
                self.answered.retain(|old| old.stamp == stamp && old.question != question);
                self.answered.insert(0, Answered { question, stamp, answer: Arc::new(answer) });
                self.answered.truncate(Q::REMEMBERED);
                let weight = |all: &[Answered<Q>]| -> usize {
                    all.iter().map(|answered| Q::weight(&answered.answer)).sum()
                };
                while self.answered.len() > 1 && weight(&self.answered) > MOST_WEIGHT {
                    self.answered.pop();
                }
                self.refusal = None;
            }
            Err(refusal) => self.refusal = Some(Arc::new(refusal)),
        }
    }

    /// Takes in what was answered, and asks again what follows the set.
    pub(super) fn poll(&mut self, ground: &Ground) -> io::Result<()> {
        for done in self.jobs.results() {
            self.take(done);
        }
        let panicked = self.jobs.take_panicked();
        if panicked > 0 {
            self.panicked += panicked;
            // It can be asked again, and is not by itself.
            self.is_stopped = true;
        }
        if !Q::FOLLOWS || self.is_stopped {
            return Ok(());
        }
        match self.asked.clone() {
            Some((question, _)) => self.ask(question, ground),
            None => Ok(()),
        }
    }

    /// Stops what is being answered. The answer to another question is none to this one.
    pub(super) fn stop(&mut self) {
        if self.jobs.running().is_empty() {
            return;
        }
        self.is_stopped = true;
        if Q::REMEMBERED == 1
            && let Some((asked, _)) = &self.asked
        {
            self.answered.retain(|answered| answered.question == *asked);
        }
        self.jobs.cancel();
    }

    /// Forgets all that was asked and answered; it was of another set.
    pub(super) fn forget(&mut self) {
        self.jobs.cancel();
        self.asked = None;
        self.answered.clear();
        self.refusal = None;
        self.is_stopped = false;
    }
}
