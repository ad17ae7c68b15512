//! Asking for suggestions, and answering them: each answer is one step that can be undone.

use std::collections::BTreeMap;

use super::{Answered, Applied, Change, CommandError, Ground, Question, Session};
use crate::{
    analysis::suggest::{
        SetSuggestions, Suggesting, SuggestionError, SuggestionUnit, Suggestions, ThemeLearning,
    },
    annotation::{
        CatalogueEdit, Coder, Edit, FoundBy, Origin, RefusedSuggestion, Step, StepName, ThemeId,
        step_name,
    },
    corpus::{ArticlePath, LoadProgress},
    scene::Heeds,
    text::CharSpan,
};

/// What is likely of any theme in what the coder has not read, in the open article above all?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SuggestInSet {
    /// Learned is from this coder's tags alone; without one nothing is asked.
    pub coder: Option<Coder>,
    /// The open article.
    pub article: Option<ArticlePath>,
}

impl Question for SuggestInSet {
    type Answer = SetSuggestions;
    type Refusal = SuggestionError;

    const STATUS: Option<&'static str> = Some("suggest.learning");
    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn is_nothing(&self) -> bool {
        self.coder.is_none()
    }

    fn shows_meanwhile(&self, before: &Self) -> bool {
        self.coder == before.coder
    }

    fn answer(
        &self,
        ground: &Ground,
        before: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<SetSuggestions, SuggestionError> {
        let before = before.filter(|before| before.question.coder == self.coder);
        let before = before.map(|before| (&*before.answer, before.holds_in(&ground.scene)));
        let open = self.article.as_ref();
        let Some(coder) = &self.coder else { return Ok(SetSuggestions::default()) };
        SetSuggestions::work_out(&ground.scene, coder, open, before, progress)
            .ok_or(SuggestionError::Stopped)
    }
}

/// What was learned of a theme, and how good is that?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LookAtLearning {
    /// The theme.
    pub theme: ThemeId,
    /// From this coder's tags.
    pub coder: Coder,
}

impl Question for LookAtLearning {
    type Answer = ThemeLearning;
    type Refusal = SuggestionError;

    const STATUS: Option<&'static str> = Some("suggest.status");
    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn shows_meanwhile(&self, before: &Self) -> bool {
        self == before
    }

    fn answer(
        &self,
        ground: &Ground,
        _: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<ThemeLearning, SuggestionError> {
        let suggesting = Suggesting {
            theme: self.theme,
            coder: self.coder.clone(),
            unit: SuggestionUnit::default(),
            order: crate::analysis::suggest::SuggestionOrder::default(),
            most: 0,
            article: None,
        };
        suggesting.learning(&ground.scene, progress)
    }
}

/// What the coder says to a suggestion.
#[derive(Clone, Debug, PartialEq)]
pub struct SuggestionAnswer {
    /// In which article it stands.
    pub article: ArticlePath,
    /// What was suggested, word for word.
    pub quote: String,
    /// For this theme.
    pub suggested: ThemeId,
    /// How likely it was.
    pub score: f64,
    /// What is tagged instead of nothing: with which theme, and from where to where.
    pub tag: Option<(ThemeId, CharSpan)>,
}

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
        self.work_out(&ground.scene, progress)
    }
}

impl Session {
    /// Takes a suggestion, refuses it, or both: where it is given another theme.
    pub(super) fn answer_suggestion(
        &mut self,
        answer: SuggestionAnswer,
    ) -> Result<Applied, CommandError> {
        let SuggestionAnswer { article, quote, suggested, score, tag } = answer;
        let name = self.theme(suggested)?.name.clone();
        let mut step = step_name!("suggest.step.not", theme = name);
        let (mut changes, mut applied) = (Vec::new(), Applied::Done);
        if let Some((theme, span)) = tag {
            let tagged = self.theme(theme)?.name.clone();
            step = step_name!("suggest.step.accept", theme = tagged);
            let mut edit = self.tag_edit(&article, &[span], vec![theme], String::new())?;
            let by = FoundBy::Suggestion(format!("{score:.2}"));
            // It was looked at one by one.
            if let Edit::Passage { after: Some(passage), .. } = &mut edit {
                passage.origin = Some(Origin { by, reviewed: true });
            }
            applied = edit.passage_id().map_or(Applied::Done, Applied::Passage);
            self.unlock_stale(&article, &self.coder())?;
            changes.push(Change::Annotation(edit));
        }
        if tag.is_none_or(|(theme, _)| theme != suggested) {
            let refused = RefusedSuggestion::new(article, suggested, quote, score);
            let (_, edits) = self.refusal_edits(vec![refused]);
            changes.extend(edits.into_iter().map(Change::Catalogue));
        }
        self.commit_changes(Step { name: step, edits: changes })?;
        Ok(applied)
    }

    /// How many suggestions of a theme a coder refused since the last one was taken.
    #[must_use]
    pub fn refused_in_a_row(&self, theme: ThemeId, coder: &Coder) -> usize {
        let own = self.annotations().passages().filter(|(_, whose, _)| *whose == coder);
        let taken = own.filter(|(.., passage)| {
            let by = passage.origin.as_ref().map(|origin| &origin.by);
            passage.themes.contains(&theme) && matches!(by, Some(FoundBy::Suggestion(_)))
        });
        let last = taken.map(|(.., passage)| passage.created).max();
        let refused = self.catalogue().refusals_of(coder).iter();
        refused
            .filter(|one| one.theme == theme && last.is_none_or(|last| one.modified > last))
            .count()
    }

    /// How many passages of each theme the coder tagged, or looked at and kept.
    #[must_use]
    pub fn own_tags(&self) -> BTreeMap<ThemeId, usize> {
        let coder = self.coder();
        let own = self.annotations().passages().filter(|(_, whose, passage)| {
            **whose == coder && passage.origin.as_ref().is_none_or(|origin| origin.reviewed)
        });
        let mut counts = BTreeMap::new();
        for theme in own.flat_map(|(.., passage)| &passage.themes) {
            *counts.entry(*theme).or_default() += 1;
        }
        counts
    }

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
