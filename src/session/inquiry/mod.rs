//! Questions about the open set, and what becomes of them.
//!
//! Whatever is worked out in the background goes one way: a [`Question`] is a value that says what it
//! heeds and how it is answered from a [`Ground`]; its [`Inquiry`] is what is known of it (asked,
//! answered, refused, stopped); one registry polls, stops, forgets and lists all of them. A new
//! question needs a type with this trait, and no line here.
//!
//! ```text
//! view ─► Command::ask(question) ─► Inquiry ─► job: question.answer(ground) ─► Inquiry ─► view
//!                                      ▲                                         │
//!                                      └── the set has changed, and it follows ──┘
//! ```

mod registry;
mod state;

use std::{fmt, sync::Arc};

pub use state::{Answered, Inquiry};

use registry::AnyQuestion;
pub(super) use registry::Inquiries;

use super::{CommandError, KnownWords, Session};
use crate::{
    annotation::Coder,
    corpus::{Dictionary, LoadProgress},
    scene::{Heeds, Scene},
    storage::Storage,
    text::Segmenter,
};

/// What a question is answered from: the set at one moment, and what the program has beside it.
#[derive(Clone)]
pub struct Ground {
    /// The set as it is to be seen; an empty one where none is open.
    pub scene: Scene,
    /// All of it, for questions about what comes into its files.
    pub whole: Scene,
    /// Whose marks alone are seen, if somebody codes blind.
    pub only: Option<Coder>,
    /// Who asks.
    pub coder: Coder,
    /// The set's own words.
    pub dictionary: Arc<Dictionary>,
    /// What splits text into words with them, if it is made already.
    pub segmenter: Option<Arc<Segmenter>>,
    /// What it found already.
    pub words: KnownWords,
    /// For questions about files outside the set.
    pub storage: Arc<dyn Storage>,
}

/// Something that can be asked about a set.
pub trait Question: Clone + fmt::Debug + PartialEq + Send + Sync + 'static {
    /// What it is answered with.
    type Answer: Send + Sync + 'static;
    /// Why it cannot be answered.
    type Refusal: Send + Sync + 'static;

    /// The text of the status line while it is being answered, with `done` and `total` to be filled
    /// in; `None` for what is over before one could read it.
    const STATUS: Option<&'static str> = None;
    /// Whether it is asked again as soon as what it heeds has changed.
    const FOLLOWS: bool = false;
    /// How many answers to different questions of its kind are remembered.
    const REMEMBERED: usize = 1;

    /// What of the set the answer depends on.
    fn heeds(&self) -> Heeds;

    /// Whether nothing is asked: what was answered before is forgotten then.
    fn is_nothing(&self) -> bool {
        false
    }

    /// Whether the answer to the question `before` is shown until this one is answered.
    fn shows_meanwhile(&self, before: &Self) -> bool {
        let _ = before;
        true
    }

    /// How much memory an answer takes, in any unit; the oldest of several are forgotten where all
    /// are more than [`MOST_WEIGHT`].
    fn weight(answer: &Self::Answer) -> usize {
        let _ = answer;
        0
    }

    /// Whether it is answered so soon that no thread is worth it.
    fn is_quick(&self, ground: &Ground) -> bool {
        let _ = ground;
        false
    }

    /// Answers it, on any thread; `before` is the last answer to a question of its kind.
    ///
    /// # Errors
    /// If there is no answer.
    fn answer(
        &self,
        ground: &Ground,
        before: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<Self::Answer, Self::Refusal>;
}

/// Answers that together weigh more than this are not all remembered; the last one always is.
pub const MOST_WEIGHT: usize = 4_000_000;

/// A question of any kind, as a command carries it.
#[derive(Clone)]
pub struct Ask(Arc<dyn AnyQuestion>);

impl<Q: Question> From<Q> for Ask {
    fn from(question: Q) -> Self {
        Self(Arc::new(question))
    }
}

impl PartialEq for Ask {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(&*other.0)
    }
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl Session {
    /// What is known of the questions of that kind; `None` if none was asked.
    #[must_use]
    pub fn inquiry<Q: Question>(&self) -> Option<&Inquiry<Q>> {
        self.inquiries.of()
    }

    /// What the last question of that kind was answered with.
    #[must_use]
    pub fn answer<Q: Question>(&self) -> Option<&Arc<Q::Answer>> {
        Some(&self.inquiry::<Q>()?.last()?.answer)
    }

    /// Answers a question now. For the command line.
    ///
    /// # Errors
    /// If there is no answer.
    pub fn answer_now<Q: Question>(&self, question: &Q) -> Result<Q::Answer, Q::Refusal> {
        question.answer(&self.ground(), None, &LoadProgress::default())
    }

    /// Begins to answer a question; without a set there is nothing to ask.
    pub(super) fn ask(&mut self, question: &Ask) -> Result<(), CommandError> {
        if self.set.is_none() {
            return Err(CommandError::NoSet);
        }
        let ground = self.ground();
        let asked = question.0.ask(&mut self.inquiries, &ground);
        self.tell_of_thread(asked);
        Ok(())
    }

    pub(super) fn poll_inquiries(&mut self) {
        if self.inquiries.are_idle() {
            return;
        }
        let ground = self.ground();
        let polled = self.inquiries.poll(&ground);
        self.tell_of_thread(polled);
    }

    /// What a question that is asked now is answered from.
    pub(super) fn ground(&self) -> Ground {
        Ground {
            scene: self.scene().cloned().unwrap_or_default(),
            whole: self.whole().cloned().unwrap_or_default(),
            only: self.sees_only().cloned(),
            coder: self.coder(),
            dictionary: self.lists().shared_dictionary(),
            segmenter: self.segmenter().cloned(),
            words: self.known_words(),
            storage: Arc::clone(&self.environment.storage),
        }
    }
}

#[cfg(test)]
mod tests;
