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
pub struct FindQuestion {
    /// Where to look.
    pub article: Arc<Article>,
    /// What for.
    pub query: String,
    /// How it is meant.
    pub mode: Mode,
}

impl PartialEq for FindQuestion {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.article, &other.article)
            && self.query == other.query
            && self.mode == other.mode
    }
}

/// The answer to a question.
#[derive(Clone, Debug)]
pub struct FindAnswer {
    /// What was asked.
    pub question: FindQuestion,
    /// The hits, or why there cannot be any.
    pub hits: Result<Arc<Hits>, QueryError>,
}

/// What the thread is to do.
#[derive(Debug)]
enum Request {
    /// Fold an article, so that the first question about it is answered as fast as the others.
    Prepare(Arc<Article>),
    Answer(FindQuestion),
}

/// Answers questions about one article at a time.
#[derive(Debug)]
pub struct Finder {
    requests: Sender<Request>,
    answers: Receiver<FindAnswer>,
    /// The youngest question that was asked.
    asked: Option<FindQuestion>,
}

impl Finder {
    /// A finder that calls `wake` when it has an answer.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub fn new(wake: Arc<dyn Fn() + Send + Sync>) -> std::io::Result<Self> {
        let (requests, asked) = channel();
        let (answered, answers) = channel();
        thread::Builder::new()
            .name("finder".to_owned())
            .spawn(move || work(&asked, &answered, &*wake))?;
        Ok(Self { requests, answers, asked: None })
    }

    /// Makes `article` ready before anything is asked.
    pub fn prepare(&self, article: &Arc<Article>) {
        let _ = self.requests.send(Request::Prepare(Arc::clone(article)));
    }

    /// Asks, unless that is what was asked last.
    pub fn ask(&mut self, question: FindQuestion) {
        if self.asked.as_ref() != Some(&question) {
            self.asked = Some(question.clone());
            // The thread ends only with this finder.
            let _ = self.requests.send(Request::Answer(question));
        }
    }

    /// The answer to the youngest question, once, as soon as it is there.
    pub fn answer(&mut self) -> Option<FindAnswer> {
        // An older one is about something that was typed over.
        self.answers.try_iter().filter(|found| Some(&found.question) == self.asked.as_ref()).last()
    }
}

fn work(requests: &Receiver<Request>, answers: &Sender<FindAnswer>, wake: &dyn Fn()) {
    let mut kept: Option<Kept> = None;
    while let Ok(mut request) = requests.recv() {
        loop {
            match requests.try_recv() {
                Ok(younger) => request = younger,
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => return,
            }
        }
        let question = match request {
            Request::Prepare(article) => {
                Kept::fold(&mut kept, &article);
                continue;
            }
            Request::Answer(question) => question,
        };
        let article = &question.article;
        let hits = Query::new(&question.query, question.mode).map(|query| {
            let folded =
                if query.needs_folding() { Kept::fold(&mut kept, article) } else { Arc::default() };
            Arc::new(query.hits(article.text.as_str(), &folded))
        });
        if answers.send(FindAnswer { question, hits }).is_err() {
            return;
        }
        wake();
    }
}

/// The article that was looked through last, folded.
struct Kept {
    article: Arc<Article>,
    folded: Arc<Folded>,
}

impl Kept {
    /// `article` folded; now, if it is not the one that is kept.
    fn fold(kept: &mut Option<Self>, article: &Arc<Article>) -> Arc<Folded> {
        if let Some(kept) = kept.as_ref().filter(|kept| Arc::ptr_eq(&kept.article, article)) {
            return Arc::clone(&kept.folded);
        }
        // The other one goes before this one is made.
        *kept = None;
        let folded = Arc::new(Folded::new(article.text.as_str()));
        *kept = Some(Self { article: Arc::clone(article), folded: Arc::clone(&folded) });
        folded
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
            finder.ask(FindQuestion {
                article: Arc::clone(&article),
                query,
                mode: Mode::default(),
            });
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
