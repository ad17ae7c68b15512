//! Text reuse as a question about the open set, what conditions ask of it, and tags copied from one
//! printing to another.

use std::sync::{Arc, Mutex, PoisonError};

use super::{Answered, CommandError, Ground, Question, Session};
use crate::{
    analysis::{Reuse, ReuseIndex, ReuseRules},
    annotation::{Edit, Layer, PassageId, build_passage, step_name},
    corpus::{Article, ArticlePath, Corpus, LoadProgress},
    scene::{Heeds, Reprints, TextReuse},
    text::CharSpan,
};

/// What stands in the set more than once?
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FindReuse {
    /// What counts.
    pub rules: ReuseRules,
}

/// What was found, and the index from which the next answer is made in no time.
#[derive(Debug)]
pub struct ReuseFound {
    /// What counts of it.
    pub reuse: Arc<Reuse>,
    index: Arc<ReuseIndex>,
}

/// The question was stopped before it was answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("stopped")]
pub struct ReuseStopped;

impl Question for FindReuse {
    type Answer = ReuseFound;
    type Refusal = ReuseStopped;

    const STATUS: Option<&'static str> = Some("reuse.status");
    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        Heeds::Texts
    }

    fn answer(
        &self,
        ground: &Ground,
        before: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<ReuseFound, ReuseStopped> {
        let corpus = &ground.scene.corpus;
        let known = before.map(|before| &*before.answer.index);
        let index = index(corpus, known, self.rules.least, progress).ok_or(ReuseStopped)?;
        let reuse = Reuse::of(corpus, &index, &self.rules, progress).ok_or(ReuseStopped)?;
        let reuse = Arc::new(reuse);
        let phrases = ground.scene.catalogue.set_phrases();
        if self.rules == ReuseRules::without(&phrases) {
            let shared: Arc<dyn TextReuse> = Arc::<Reuse>::clone(&reuse);
            ground.scene.reprints.take(corpus.revision(), phrases, shared);
        }
        Ok(ReuseFound { reuse, index: Arc::new(index) })
    }
}

/// The index of a set's articles, made from that of an earlier moment where there is one.
fn index(
    corpus: &Corpus,
    before: Option<&ReuseIndex>,
    least: u32,
    progress: &LoadProgress,
) -> Option<ReuseIndex> {
    let articles: Vec<Arc<Article>> = corpus.articles().cloned().collect();
    match before {
        Some(before) => before.updated(&articles, least, progress),
        None => ReuseIndex::build(&articles, least, progress),
    }
}

/// Finds out for conditions what stands in a set more than once, by the rules that hold where nobody
/// says otherwise; each time from what was found before.
pub(super) fn reprints() -> Reprints {
    let last: Mutex<Option<Arc<ReuseIndex>>> = Mutex::default();
    Reprints::found_by(move |corpus, phrases| {
        let rules = ReuseRules::without(phrases);
        // Nobody can cancel it.
        let progress = LoadProgress::default();
        let before = last.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let index = index(corpus, before.as_deref(), rules.least, &progress).unwrap_or_default();
        let reuse = Reuse::of(corpus, &index, &rules, &progress).unwrap_or_default();
        *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(index));
        Arc::new(reuse)
    })
}

/// A passage that is copied to another printing of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopiedTag {
    /// The passage whose themes and memo are taken.
    pub passage: PassageId,
    /// The article that it is copied to.
    pub article: ArticlePath,
    /// The place there.
    pub fragments: Vec<CharSpan>,
}

impl Session {
    /// Marks for the current coder what passages mark in other printings, in one step.
    pub(super) fn copy_tags(&mut self, copied: &[CopiedTag]) -> Result<(), CommandError> {
        let corpus = self.corpus().ok_or(CommandError::NoSet)?;
        let coder = self.coder();
        let (mut edits, mut locked) = (Vec::with_capacity(copied.len()), 0);
        for CopiedTag { passage: id, article, fragments } in copied {
            let (_, _, passage) =
                self.all_annotations().find(*id).ok_or(CommandError::NoPassage(*id))?;
            let source =
                corpus.article(article).ok_or_else(|| CommandError::NoArticle(article.clone()))?;
            let layer = self.all_annotations().layer(article, &coder);
            if !layer.is_none_or(Layer::is_writable) {
                locked += 1;
                continue;
            }
            let (themes, memo) = (passage.themes.clone(), passage.memo.clone());
            let made = build_passage(&source.text, fragments, themes, memo)
                .ok_or(CommandError::NothingToMark)?;
            let (sha256, chars) = (source.hash().clone(), source.text.char_len().get());
            edits.push(Edit::add(article.clone(), coder.clone(), made, sha256, chars));
        }
        let name = step_name!("reuse.step.copy", count = edits.len());
        self.commit_many(name, edits, locked)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        analysis::carried,
        session::{Command, Environment},
        storage::Memory,
        text::CharOffset,
    };

    const FIRST: &str = "楼院里的议事亭修好了。柳岸街道每季度召开一次联席会议，研究驻区单位共建事项，礼堂向居民开放。";
    const AGAIN: &str =
        "路灯亮了。柳岸街道每季度召开1次联席会议,研究驻区单位共建事项,礼堂向居民开放。";

    fn session() -> Session {
        let storage = Memory::with_files([
            ("/set/2019-甲.txt", FIRST),
            ("/set/2021-乙.txt", AGAIN),
            ("/set/2020-丙.txt", "菜场搬了新址，摊位多了，过道宽了。"),
        ]);
        let environment =
            Environment { storage: Arc::new(storage), folders: None, wake: Arc::new(|| {}) };
        let mut session = Session::new(environment);
        session.open_now(Path::new("/set")).unwrap();
        session
    }

    fn path(name: &str) -> ArticlePath {
        ArticlePath::new(name).unwrap()
    }

    fn tag(session: &mut Session, article: &str, (start, end): (u32, u32)) {
        let span = CharSpan::between(CharOffset::new(start), CharOffset::new(end));
        let command = Command::Tag {
            article: path(article),
            fragments: vec![span],
            themes: vec![session.codebook().themes()[0].id],
            memo: "备注".to_owned(),
        };
        session.apply(command).unwrap();
    }

    fn found(session: &Session, line: &str) -> Vec<String> {
        let selector = session.selector(line).unwrap();
        let found = selector.found(session.scene().unwrap());
        found.iter().map(|found| found.article.as_str().to_owned()).collect()
    }

    #[test]
    fn conditions_ask_what_stands_more_than_once() {
        let mut session = session();
        tag(&mut session, "2019-甲.txt", (11, 25));
        tag(&mut session, "2019-甲.txt", (0, 10));
        tag(&mut session, "2021-乙.txt", (5, 19));
        tag(&mut session, "2020-丙.txt", (0, 6));
        assert_eq!(found(&session, "复用:有"), ["2019-甲.txt", "2021-乙.txt"]);
        assert_eq!(found(&session, "复用:首次"), ["2019-甲.txt"]);
        assert_eq!(found(&session, "reuse:again"), ["2021-乙.txt"]);
        assert_eq!(found(&session, "复用:2019"), ["2021-乙.txt"]);
        assert_eq!(found(&session, "复用:无"), ["2019-甲.txt", "2020-丙.txt"]);
        assert_eq!(found(&session, "非 重复:再次").len(), 3);
    }

    #[test]
    fn an_answer_is_made_from_the_one_before() {
        let session = session();
        let question = FindReuse::default();
        let found = session.answer_now(&question).unwrap();
        assert_eq!(found.reuse.groups.len(), 1);
        let before = Answered {
            question: question.clone(),
            stamp: session.scene().unwrap().stamp(),
            answer: Arc::new(found),
        };
        let ground = session.ground();
        let again = question.answer(&ground, Some(&before), &LoadProgress::default()).unwrap();
        assert_eq!(again.reuse, before.answer.reuse);
        let stopped = LoadProgress::default();
        stopped.cancel();
        assert_eq!(question.answer(&ground, None, &stopped).err(), Some(ReuseStopped));
    }

    #[test]
    fn tags_are_copied_to_the_other_printing_in_one_step() {
        let mut session = session();
        tag(&mut session, "2019-甲.txt", (11, 15));
        tag(&mut session, "2019-甲.txt", (27, 37));
        let reuse = Arc::clone(&session.answer_now(&FindReuse::default()).unwrap().reuse);
        let pair = &reuse.pairs[0];
        let scene = session.scene().unwrap();
        let comparison = pair.compared(&scene.corpus, &ReuseRules::default()).unwrap();
        let articles = (path("2019-甲.txt"), path("2021-乙.txt"));
        let plan = carried(scene, &session.coder(), (&articles.0, &articles.1), &comparison);
        let copied: Vec<CopiedTag> = plan
            .into_iter()
            .map(|carried| CopiedTag {
                passage: carried.passage,
                article: articles.1.clone(),
                fragments: carried.place.unwrap(),
            })
            .collect();
        assert_eq!(copied.len(), 2);
        session.apply(Command::CopyTags(copied)).unwrap();
        let quotes = |session: &Session| -> Vec<String> {
            let layer = session.annotations().layer(&articles.1, &session.coder());
            layer.map_or_else(Vec::new, |layer| {
                layer.passages.iter().map(|passage| passage.quotes.concat()).collect()
            })
        };
        assert_eq!(quotes(&session), ["柳岸街道", "研究驻区单位共建事项"]);
        session.apply(Command::Undo).unwrap();
        assert_eq!(quotes(&session), [] as [String; 0]);
    }
}
