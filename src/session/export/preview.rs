//! A first look at an export: what the first of the file will be and what the format cannot hold.
//!
//! Made on a job's thread by the writers themselves, from as few excerpts as show it: the first
//! ones, or those of the first article where a format goes by articles.

use std::{collections::BTreeSet, convert::Infallible, io, sync::Arc};

use rust_i18n::t;

use super::{ExportOptions, labels, written_first};
use crate::{
    annotation::PassageId,
    corpus::LoadProgress,
    exchange::{
        self, Excerpt, Filter, Format, Loss, Losses, Project, brat, conll, doccano, html,
        label_studio, markdown_articles,
        preview::{self, Preview},
        refi, web_annotation, xlsx,
    },
    scene::{Heeds, Scene},
    session::{Answered, Ground, Question, Session},
    text::Segmenter,
};

/// So many excerpts are enough to see how a list of them reads.
const FIRST: usize = 5;

/// How the names of the texts end in a folder of texts and what is marked in them.
const TEXT: &str = "txt";

/// An export whose file is not named yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportPlan {
    /// In which format.
    pub format: Format,
    /// What the format is told.
    pub options: ExportOptions,
    /// Which passages; `None` for all of the set.
    pub passages: Option<BTreeSet<PassageId>>,
}

/// What an export will be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportPreview {
    /// In which format.
    pub format: Format,
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
        let segmenter = || segmenter.unwrap_or_else(|| Arc::clone(Segmenter::plain()));
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

fn look(
    scene: &Scene,
    plan: ExportPlan,
    segmenter: impl FnOnce() -> Arc<Segmenter>,
) -> ExportPreview {
    let ExportPlan { format, options, passages } = plan;
    let whole = passages.is_none();
    let filter = Filter { passages, ..Filter::default() };
    let excerpts = exchange::excerpts(scene, &filter);
    let notes = &exchange::article_notes(scene, &filter);
    let (corpus, codebook) = (&*scene.corpus, scene.codebook());
    let project = Project { corpus, codebook, excerpts: &excerpts, notes, whole };
    let losses = losses(project, format, options);
    let file = first_of(project, format, options, segmenter).map_err(|error| error.to_string());
    let (file, widens) = match file {
        Ok((file, first)) => (Ok(file), first.iter().any(|(loss, _)| loss == Loss::Widened)),
        Err(reason) => (Err(t!("error.export", reason = reason).into_owned()), false),
    };
    ExportPreview { format, count: excerpts.len(), file, losses, widens }
}

/// What of the whole the format cannot hold, but for [`Loss::Widened`].
fn losses(project: Project<'_>, format: Format, options: ExportOptions) -> Losses {
    match format {
        Format::Csv | Format::Docx | Format::Markdown | Format::Jsonl => Losses::default(),
        Format::Xlsx => xlsx::losses(project),
        Format::Html => html::losses(project),
        Format::MarkdownArticles => markdown_articles::losses(project),
        Format::RefiProject => refi::project_losses(project, options.names),
        Format::RefiCodebook => refi::codebook_losses(project.codebook, options.names),
        Format::WebAnnotation => web_annotation::losses(project),
        Format::Doccano => doccano::losses(project),
        Format::LabelStudio => label_studio::losses(project),
        Format::Brat => brat::losses(project),
        Format::Conll => conll::losses(project),
    }
}

/// The beginning of the file, and what was lost on the way into it.
fn first_of(
    project: Project<'_>,
    format: Format,
    options: ExportOptions,
    segmenter: impl FnOnce() -> Arc<Segmenter>,
) -> io::Result<(Preview, Losses)> {
    if format == Format::RefiProject {
        let contents = refi::Contents::of(project, &labels::refi());
        return Ok((Preview::Contents(contents), Losses::default()));
    }
    let excerpts = match format {
        // Their headings count all, so that they are handed all, and write the first few.
        Format::Docx | Format::Markdown | Format::RefiCodebook => project.excerpts,
        Format::Csv | Format::Xlsx | Format::Jsonl => {
            project.excerpts.get(..FIRST).unwrap_or(project.excerpts)
        }
        _ => first_article(project),
    };
    let first = Project { excerpts, whole: false, ..project };
    let written = written_first(first, format, options, segmenter, FIRST)?;
    // Of a folder, what is marked is seen, not the texts.
    let shown = written.files.iter().find(|(name, _)| !name.ends_with(TEXT));
    let bytes = shown.map_or(&[][..], |(_, bytes)| bytes);
    Ok((preview::of(format, bytes), written.losses))
}

/// The excerpts of the first article in which one has a place.
fn first_article(project: Project<'_>) -> &[Excerpt] {
    let Some((article, _)) = project.marked().next() else { return &[] };
    let mut groups = project.excerpts.chunk_by(|one, next| one.article == next.article);
    let of_article = |group: &&[Excerpt]| group.first().is_some_and(|e| e.article == article.path);
    groups.find(of_article).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::{path::Path, time::Duration};

    use super::*;
    use crate::{
        corpus::ArticlePath,
        exchange::csv::Formulas,
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

    fn plan(format: Format) -> ExportPlan {
        ExportPlan { format, options: ExportOptions::default(), passages: None }
    }

    #[test]
    fn every_format_shows_something_of_itself() {
        let mut session = session();
        for format in Format::ALL {
            let shown = preview(&mut session, plan(format));
            assert_eq!((shown.format, shown.count), (format, 8));
            let is_empty = match shown.file.expect("it can be written") {
                Preview::Table(table) => table.rows.len() != FIRST,
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
        let losses = preview(&mut session, plan(Format::Doccano)).losses;
        assert_eq!(losses.iter().collect::<Vec<_>>(), [(Loss::Memo, 1)]);
        let shown = preview(&mut session, plan(Format::Conll));
        assert!(shown.widens, "a passage ends within a word");
    }

    #[test]
    fn a_cell_that_would_run_is_shown_as_it_will_stand() {
        let mut session = session();
        let cell = |session: &mut Session, formulas| {
            let options = ExportOptions { formulas, ..ExportOptions::default() };
            let shown = preview(session, ExportPlan { options, ..plan(Format::Csv) });
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
        let shown = preview(&mut session, ExportPlan { passages, ..plan(Format::Csv) });
        assert_eq!(shown.count, 2);
    }
}
