//! Asking for suggestions, and refusing them. They are taken as what a search found is.

use std::collections::HashSet;

use super::{Answered, Ground, Question, Session};
use crate::{
    analysis::suggest::{Suggesting, SuggestionError, Suggestions},
    annotation::{CatalogueEdit, RefusedSuggestion, StepName, step_name},
    corpus::{ArticlePath, LoadProgress},
    scene::Heeds,
};

impl Question for Suggesting {
    type Answer = Suggestions;
    type Refusal = SuggestionError;

    const STATUS: Option<&'static str> = Some("suggest.status");
    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    /// What was suggested for one theme says nothing of another.
    fn shows_meanwhile(&self, before: &Self) -> bool {
        self.theme == before.theme && self.coder == before.coder
    }

    fn answer(
        &self,
        ground: &Ground,
        _: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<Suggestions, SuggestionError> {
        let scene = &ground.scene;
        let is_done = |article: &ArticlePath| scene.is_done(article, &self.coder, Some(self.theme));
        let refusals = scene.catalogue.refusals_of(&self.coder).iter();
        let refusals = refusals.filter(|refused| refused.theme == self.theme);
        let refused: HashSet<(&ArticlePath, &str)> =
            refusals.map(|refused| (&refused.article, refused.quote.as_str())).collect();
        let is_refused = |article: &ArticlePath, text: &str| refused.contains(&(article, text));
        self.work_out(scene, &is_done, &is_refused, progress)
    }
}

impl Session {
    /// The edits by which the current coder refuses suggestions, and what the step is called.
    pub(super) fn refusal_edits(
        &self,
        refused: Vec<RefusedSuggestion>,
    ) -> (StepName, Vec<CatalogueEdit>) {
        let coder = self.coder();
        let step = step_name!("suggest.step.refuse", count = refused.len());
        let edit = |refused| CatalogueEdit::Refusal {
            coder: coder.clone(),
            before: None,
            after: Some(Box::new(refused)),
        };
        (step, refused.into_iter().map(edit).collect())
    }
}

#[cfg(test)]
mod tests {
    use std::{path::Path, sync::Arc};

    use super::*;
    use crate::{
        analysis::suggest::{PassageSuggestion, SuggestionOrder, SuggestionUnit},
        session::{CatalogueCommand, Command, Environment, FoundPassage},
        storage::Memory,
        text::{CharOffset, CharSpan},
    };

    const READ: &str = "引进人才补贴到位。街道清扫积雪。为人才安家落户发放补贴。社区开展消防演练。\
        人才公寓向引进的博士开放。道路维修完工。设立人才基金三百万元。广场舞比赛举行。\
        青年人才驿站免费住。";
    const UNREAD: &str =
        "老人免费体检。高层次人才引进有补贴。排水管网疏通完毕。人才服务专员上门办理落户。";

    fn open(storage: &Memory) -> Session {
        let storage = Arc::new(storage.clone());
        let environment = Environment { storage, folders: None, wake: Arc::new(|| {}) };
        let mut session = Session::new(environment);
        session.settings.coder = Some("林".to_owned());
        session.open_now(Path::new("/set")).expect("a set");
        session
    }

    fn span(from: usize, to: usize) -> CharSpan {
        let offset = |at| CharOffset::from_usize(at).expect("short");
        CharSpan::between(offset(from), offset(to))
    }

    fn suggested(session: &Session) -> Vec<PassageSuggestion> {
        let theme = session.codebook().by_name("人才").expect("a theme").id;
        let question = Suggesting {
            theme,
            coder: session.coder(),
            unit: SuggestionUnit::Sentence,
            order: SuggestionOrder::Sure,
            most: 10,
            article: None,
        };
        session.answer_now(&question).expect("suggestions").list
    }

    #[test]
    fn a_suggestion_is_taken_or_refused_in_one_step_each_and_stays_so() {
        let storage = Memory::with_files([("/set/甲.txt", READ), ("/set/乙.txt", UNREAD)]);
        let mut session = open(&storage);
        let theme = session.codebook().by_name("人才").expect("a theme").id;
        let mut from = 0;
        for sentence in READ.split_inclusive('。') {
            let to = from + sentence.chars().count();
            if sentence.contains("人才") {
                let by = crate::annotation::FoundBy::Query("人才".to_owned());
                let article = ArticlePath::new("甲.txt").expect("a path");
                let found = vec![FoundPassage { article, span: span(from, to), by }];
                session.apply(Command::TagFound { theme, found }).expect("tagged");
            }
            from = to;
        }
        // What a search marked teaches nothing until someone has looked at it.
        let ids: Vec<_> = session.annotations().passages().map(|(.., one)| one.id).collect();
        assert_eq!(ids.len(), 5);
        session.apply(Command::KeepFound(ids)).expect("looked at");
        // What was found by a search says nothing of how far was read.
        let articles = vec![ArticlePath::new("甲.txt").expect("a path")];
        let done = CatalogueCommand::SetDone { articles, theme: None, done: true };
        session.apply(Command::Catalogue(done)).expect("done");
        let before = suggested(&session);
        assert_eq!(before.len(), 4, "{before:?}");
        let [first, second, ..] = before.as_slice() else { unreachable!() };
        assert!(first.text.contains("人才") && second.text.contains("人才"), "{before:?}");
        // Taken: a passage that says where it comes from.
        let article = session.corpus().and_then(|corpus| corpus.article(&first.article));
        let place = article.and_then(|article| article.text.char_span(first.span)).expect("there");
        let (article, by) = (first.article.clone(), first.origin());
        let found = vec![FoundPassage { article, span: place, by: by.clone() }];
        session.apply(Command::TagFound { theme, found }).expect("tagged");
        let origins = session.annotations().passages();
        let origins = origins.filter(|(.., one)| one.origin.as_ref().is_some_and(|o| o.by == by));
        assert_eq!(origins.count(), 1);
        assert!(suggested(&session).iter().all(|one| one.text != first.text));
        session.apply(Command::Undo).expect("undone");
        assert_eq!(suggested(&session), before);
        // Refused: not suggested any more, on another day neither, until it is undone.
        let (article, text) = (second.article.clone(), second.text.clone());
        let refused = RefusedSuggestion::new(article, theme, text.clone(), second.score);
        let refuse = CatalogueCommand::Refuse(vec![refused]);
        session.apply(Command::Catalogue(refuse)).expect("refused");
        assert!(suggested(&session).iter().all(|one| one.text != text));
        session.save_now().expect("saved");
        let again = open(&storage);
        assert!(suggested(&again).iter().all(|one| one.text != text));
        session.apply(Command::Undo).expect("undone");
        assert_eq!(suggested(&session), before);
    }
}
