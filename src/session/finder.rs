//! Looking through one article off the window's thread, as fast as someone types.
//!
//! A finder has a thread of its own and keeps the article it looks through folded, so that every
//! keystroke but the first costs only the search. Only the youngest question is answered; dropping
//! the finder ends the thread and frees what was folded.

use std::{
    sync::{
        Arc,
        mpsc::{Receiver, Sender, TryRecvError, channel},
    },
    thread,
};

use crate::{
    corpus::Article,
    search::{Folded, Hits, Mode, Query, QueryError},
};

/// What is asked of a finder.
#[derive(Clone, Debug)]
pub struct Question {
    /// Where to look.
    pub article: Arc<Article>,
    /// What for.
    pub query: String,
    /// How it is meant.
    pub mode: Mode,
}

impl PartialEq for Question {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.article, &other.article)
            && self.query == other.query
            && self.mode == other.mode
    }
}

/// The answer to a question.
#[derive(Clone, Debug)]
pub struct Answer {
    /// What was asked.
    pub question: Question,
    /// The hits, or why there cannot be any.
    pub hits: Result<Arc<Hits>, QueryError>,
}

/// Answers questions about one article at a time.
#[derive(Debug)]
pub struct Finder {
    questions: Sender<Question>,
    answers: Receiver<Answer>,
    /// The youngest question that was asked.
    asked: Option<Question>,
}

impl Finder {
    /// A finder that calls `wake` when it has an answer.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn new(wake: Arc<dyn Fn() + Send + Sync>) -> std::io::Result<Self> {
        let (questions, asked) = channel();
        let (answered, answers) = channel();
        thread::Builder::new()
            .name("finder".to_owned())
            .spawn(move || work(&asked, &answered, &*wake))?;
        Ok(Self { questions, answers, asked: None })
    }

    /// Asks, unless that is what was asked last.
    pub fn ask(&mut self, question: Question) {
        if self.asked.as_ref() != Some(&question) {
            self.asked = Some(question.clone());
            // The thread ends only with this finder.
            let _ = self.questions.send(question);
        }
    }

    /// The answer to the youngest question, once, as soon as it is there.
    pub fn answer(&mut self) -> Option<Answer> {
        // An older one is about something that was typed over.
        self.answers.try_iter().filter(|found| Some(&found.question) == self.asked.as_ref()).last()
    }
}

fn work(questions: &Receiver<Question>, answers: &Sender<Answer>, wake: &dyn Fn()) {
    let mut folded: Option<(Arc<Article>, Arc<Folded>)> = None;
    while let Ok(mut question) = questions.recv() {
        loop {
            match questions.try_recv() {
                Ok(younger) => question = younger,
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => return,
            }
        }
        let hits = Query::new(&question.query, question.mode).map(|query| {
            let text = question.article.text.as_str();
            let same = |(article, _): &(Arc<Article>, _)| Arc::ptr_eq(article, &question.article);
            if folded.as_ref().is_some_and(|kept| !same(kept)) {
                folded = None;
            }
            if query.needs_folding() && folded.is_none() {
                folded = Some((Arc::clone(&question.article), Arc::new(Folded::new(text))));
            }
            let made = folded.as_ref().map(|(_, made)| Arc::clone(made)).unwrap_or_default();
            Arc::new(query.hits(text, &made))
        });
        if answers.send(Answer { question, hits }).is_err() {
            return;
        }
        wake();
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{
        corpus::{ArticlePath, Encoding},
        text::Text,
    };

    fn article(text: &str) -> Arc<Article> {
        let path = ArticlePath::new("a.txt").expect("a good name");
        Arc::new(Article::new(path, Text::new(text).expect("short"), Encoding::Utf8))
    }

    #[test]
    fn only_the_youngest_question_is_answered() {
        let (woken, wakes) = channel();
        let woken = std::sync::Mutex::new(woken);
        let mut finder = Finder::new(Arc::new(move || {
            let _ = woken.lock().expect("not poisoned").send(());
        }))
        .expect("a thread");
        let article = article("党建引领,黨建聯盟");
        for query in ["党", "党建", "党建联"] {
            let query = query.to_owned();
            finder.ask(Question { article: Arc::clone(&article), query, mode: Mode::default() });
        }
        let mut found = None;
        while found.is_none() {
            wakes.recv_timeout(Duration::from_secs(10)).expect("an answer");
            found = finder.answer();
        }
        let found = found.expect("just seen");
        assert_eq!(found.question.query, "党建联");
        assert_eq!(found.hits.expect("a good query").len(), 1);
        assert!(finder.answer().is_none());
    }
}
