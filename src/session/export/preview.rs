//! A first look at an export: what the first of the file will be and what the format cannot hold.
//!
//! Made on a job's thread by the writers themselves, from as few excerpts as show it
//! ([`exchange::Format::preview`]).

use std::{collections::BTreeSet, convert::Infallible, sync::Arc};

use rust_i18n::t;

use super::with_terms;
use crate::{
    annotation::PassageId,
    corpus::LoadProgress,
    exchange::{
        self, ExportFormat, ExportOptions, Filter, Loss, Losses, Project, preview::Preview,
    },
    scene::{Heeds, Scene},
    session::{Answered, Ground, Question, Session},
    text::Segmenter,
};

/// An export whose file is not named yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportPlan {
    /// In which format.
    pub format: ExportFormat,
    /// What the format is told.
    pub options: ExportOptions,
    /// Which passages; `None` for all of the set.
    pub passages: Option<BTreeSet<PassageId>>,
}

/// What an export will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportPreview {
    /// In which format.
    pub format: ExportFormat,
    /// How many excerpts are written in all.
    pub count: usize,
    /// The beginning of the file, or why there will be none.
    pub file: Result<Preview, String>,
    /// What the format cannot hold.
    pub losses: Losses,
    /// Whether what is marked may be widened to whole words; how often is not known before.
    pub widens: bool,
}

impl Question for ExportPlan {
    type Answer = ExportPreview;
    type Refusal = Infallible;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn shows_meanwhile(&self, before: &Self) -> bool {
        self.format == before.format
    }

    fn answer(
        &self,
        ground: &Ground,
        _: Option<&Answered<Self>>,
        _: &LoadProgress,
    ) -> Result<ExportPreview, Infallible> {
        let segmenter = ground.segmenter.clone();
        let segmenter = || segmenter.clone().unwrap_or_else(|| Arc::clone(Segmenter::plain()));
        Ok(look(&ground.scene, self.clone(), segmenter))
    }
}

impl Session {
    /// What the export that was asked for last will be; `None` while it is not known.
    #[must_use]
    pub fn export_preview(&self) -> Option<&ExportPreview> {
        self.answer::<ExportPlan>().map(|preview| &**preview)
    }
}

fn look(scene: &Scene, plan: ExportPlan, segmenter: impl Fn() -> Arc<Segmenter>) -> ExportPreview {
    let ExportPlan { format, options, passages } = plan;
    let whole = passages.is_none();
    let filter = Filter { passages, ..Filter::default() };
    let excerpts = exchange::excerpts(scene, &filter);
    let notes = &exchange::article_notes(scene, &filter);
    let (corpus, codebook) = (&*scene.corpus, scene.codebook());
    let attributes = scene.catalogue.attributes();
    let (excerpts, asked) = (&*excerpts, &[][..]);
    let project = Project { corpus, codebook, excerpts, notes, asked, attributes, whole };
    let losses = format.losses(project, options);
    let file = with_terms(options, segmenter, |terms| format.preview(project, terms));
    let (file, widens) = match file {
        Ok((file, first)) => (Ok(file), first.iter().any(|(loss, _)| loss == Loss::Widened)),
        Err(error) => (Err(t!("error.export", reason = error.to_string()).into_owned()), false),
    };
    ExportPreview { format, count: excerpts.len(), file, losses, widens }
}

#[cfg(test)]
mod tests {
    use std::{path::Path, time::Duration};

    use super::*;
    use crate::{
        corpus::ArticlePath,
        exchange::{
            FORMATS, Formulas, conll::Conll, csv::Csv, doccano::Doccano, preview::FIRST_EXCERPTS,
        },
        session::{Command, Environment},
        storage::Memory,
        text::{CharOffset, CharSpan},
    };

    /// A set with eight passages in two articles, one of which has a memo.
    fn session() -> Session {
        let text = "街道建成驿站。\n三年引进青年。\n";
        let storage = Memory::with_files([("/set/2019-甲.txt", text), ("/set/2020-乙.txt", text)]);
        let environment =
            Environment { storage: Arc::new(storage), folders: None, wake: Arc::new(|| {}) };
        let mut session = Session::new(environment);
        session.open_now(Path::new("/set")).unwrap();
        let themes = vec![session.codebook().themes()[0].id];
        for at in 0..8_u32 {
            let name = if at < 4 { "2019-甲.txt" } else { "2020-乙.txt" };
            let span = CharSpan::between(CharOffset::new(at % 4), CharOffset::new(at % 4 + 3));
            let memo = if at == 0 { "=备忘" } else { "" };
            let command = Command::Tag {
                article: ArticlePath::new(name).unwrap(),
                fragments: vec![span],
                themes: themes.clone(),
                memo: memo.to_owned(),
            };
            session.apply(command).unwrap();
        }
        session
    }

    fn preview(session: &mut Session, plan: ExportPlan) -> ExportPreview {
        session.apply(Command::ask(plan)).unwrap();
        for _ in 0..2000 {
            session.poll();
            if session.jobs().next().is_none() {
                return session.export_preview().expect("it is there").clone();
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("it did not come to pass");
    }

    fn plan(format: ExportFormat) -> ExportPlan {
        ExportPlan { format, options: ExportOptions::default(), passages: None }
    }

    #[test]
    fn every_format_shows_something_of_itself() {
        let mut session = session();
        for format in FORMATS {
            let shown = preview(&mut session, plan(format));
            assert_eq!((shown.format, shown.count), (format, 8));
            let is_empty = match shown.file.expect("it can be written") {
                Preview::Table(table) => table.rows.len() != FIRST_EXCERPTS,
                Preview::Reading(paragraphs) => paragraphs.is_empty(),
                Preview::Text(text) | Preview::Markdown(text) => text.trim().is_empty(),
                Preview::Contents(contents) => contents.codings != 8,
            };
            assert!(!is_empty, "{format:?}");
        }
    }

    #[test]
    fn what_the_format_cannot_hold_of_the_whole_is_known_before() {
        let mut session = session();
        let losses = preview(&mut session, plan(&Doccano)).losses;
        assert_eq!(losses.iter().collect::<Vec<_>>(), [(Loss::Memo, 1)]);
        let shown = preview(&mut session, plan(&Conll));
        assert!(shown.widens, "a passage ends within a word");
    }

    #[test]
    fn a_cell_that_would_run_is_shown_as_it_will_stand() {
        let mut session = session();
        let cell = |session: &mut Session, formulas| {
            let options = ExportOptions { formulas, ..ExportOptions::default() };
            let shown = preview(session, ExportPlan { options, ..plan(&Csv) });
            let Ok(Preview::Table(table)) = shown.file else { panic!("a table") };
            table.rows[0][7].clone()
        };
        assert_eq!(cell(&mut session, Formulas::Defused), "'=备忘");
        assert_eq!(cell(&mut session, Formulas::Raw), "=备忘");
    }

    #[test]
    fn only_what_is_chosen_is_shown() {
        let mut session = session();
        let ids: Vec<_> = session.annotations().passages().map(|(_, _, p)| p.id).collect();
        let passages = Some(ids.into_iter().skip(6).collect());
        let shown = preview(&mut session, ExportPlan { passages, ..plan(&Csv) });
        assert_eq!(shown.count, 2);
    }
}
