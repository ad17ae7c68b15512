//! Writing excerpts to a file, on a job's thread.

mod labels;
mod place;
mod preview;

use std::{
    collections::BTreeSet,
    io::{self, Cursor},
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_i18n::t;

pub use preview::{ExportPlan, ExportPreview};

use super::{JobKind, Notice, Session, describe};
use crate::{
    annotation::PassageId,
    corpus::{Corpus, LoadProgress},
    exchange::{
        self, Filter, Format, Grouping, Listing, Losses, Project, brat, conll, csv, doccano, docx,
        html, jsonl, label_studio, markdown, markdown_articles, refi, web_annotation, xlsx,
    },
    scene::Scene,
    storage::{self, Durability, Storage, StorageError},
    text::Segmenter,
};

/// What excerpts in Markdown are put together by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum GroupBy {
    /// By theme; an excerpt stands under each of its themes.
    #[default]
    Theme,
    /// By article.
    Article,
}

/// What the formats can be told; each looks at its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ExportOptions {
    /// What a CSV does with a cell that a spreadsheet would run.
    pub formulas: csv::Formulas,
    /// What excerpts for reading are put together by.
    pub group_by: GroupBy,
    /// What themes are called in a REFI file.
    pub names: refi::Names,
    /// What a token of `CoNLL` is.
    pub unit: conll::Unit,
}

/// Which excerpts are written, how and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// How.
    pub format: Format,
    /// What the format is told.
    pub options: ExportOptions,
    /// Which passages; `None` for all of the set.
    pub passages: Option<BTreeSet<PassageId>>,
    /// The file, which is written over if it is there, or the folder, which must be new or empty.
    pub path: PathBuf,
}

/// What was put into a format.
#[derive(Debug)]
pub struct Written {
    /// The files with their paths in the folder; of a format of one file that one, without a path.
    pub files: Vec<(String, Vec<u8>)>,
    /// What the format could not hold.
    pub losses: Losses,
}

/// Why an export was not written.
#[derive(Debug)]
pub enum ExportError {
    /// The file is an article or one of ours, or the folder lies in the set.
    InSet(PathBuf),
    /// The file would be listed as an article of the set.
    BecomesArticle(PathBuf),
    /// The folder holds something already.
    NotEmpty(PathBuf),
    /// The disk refused.
    Storage(StorageError),
    /// An excerpt could not be put into the format.
    Unwritable(io::Error),
    /// The user stopped it before anything was written.
    Cancelled,
}

/// How an export ended.
pub(super) type Exported = Result<Done, ExportError>;

/// An export that is on the disk.
#[derive(Debug)]
pub(super) struct Done {
    count: usize,
    path: PathBuf,
    durability: Durability,
    losses: Losses,
}

impl Session {
    /// Starts writing what `export` says, with the set as it is now.
    pub(super) fn start_export(&mut self, export: Export) {
        let Some(scene) = self.scene().cloned() else { return };
        let segmenter = self.segmenter().cloned();
        let storage = Arc::clone(&self.environment.storage);
        let started = self.exports.start(JobKind::Exporting, move |progress| {
            let segmenter = || segmenter.unwrap_or_else(|| Arc::clone(Segmenter::plain()));
            run(&*storage, &scene, &export, segmenter, progress)
        });
        if let Err(error) = started {
            self.notices.push(Notice::error(t!("error.thread", reason = error.to_string())));
        }
    }

    pub(super) fn take_export(&mut self, exported: Exported) {
        let notice = match exported {
            Ok(Done { count, path, durability, losses }) => {
                let shown = describe::path(&path);
                if durability == Durability::Unknown {
                    self.notices.push(Notice::error(t!("error.durability", path = shown)));
                }
                // Stays until it was read: what is not in the file is not seen in it.
                self.notices.extend(describe::losses(&losses).map(Notice::error));
                Notice::of_file(t!("note.exported", count = count, path = shown), path)
            }
            Err(ExportError::Cancelled) => {
                Notice::note(describe::export_error(&ExportError::Cancelled))
            }
            Err(error) => Notice::error(describe::export_error(&error)),
        };
        self.notices.push(notice);
    }
}

fn run(
    storage: &dyn Storage,
    scene: &Scene,
    export: &Export,
    segmenter: impl FnOnce() -> Arc<Segmenter>,
    progress: &LoadProgress,
) -> Exported {
    let corpus = &*scene.corpus;
    let filter = Filter { passages: export.passages.clone(), ..Filter::default() };
    let excerpts = exchange::excerpts(scene, &filter);
    progress.expect(excerpts.len());
    let project = Project {
        corpus,
        codebook: scene.codebook(),
        excerpts: &excerpts,
        notes: &exchange::article_notes(scene, &filter),
        whole: export.passages.is_none(),
    };
    let written = written(project, export.format, export.options, segmenter)
        .map_err(ExportError::Unwritable)?;
    if progress.is_cancelled() {
        return Err(ExportError::Cancelled);
    }
    let durability = save(storage, corpus, export.format, &export.path, &written)?;
    let (path, losses) = (export.path.clone(), written.losses);
    Ok(Done { count: excerpts.len(), path, durability, losses })
}

/// The files that hold a project in that format, their headings in the user's language.
///
/// The segmenter is asked for only where words are needed: its dictionary takes time to load.
///
/// # Errors
/// If an excerpt cannot be put into the format.
pub fn written(
    project: Project<'_>,
    format: Format,
    options: ExportOptions,
    segmenter: impl FnOnce() -> Arc<Segmenter>,
) -> io::Result<Written> {
    written_first(project, format, options, segmenter, usize::MAX)
}

/// The same of which a list for reading, whose headings count all, holds only so many excerpts.
fn written_first(
    project: Project<'_>,
    format: Format,
    options: ExportOptions,
    segmenter: impl FnOnce() -> Arc<Segmenter>,
    most: usize,
) -> io::Result<Written> {
    let (excerpts, codebook) = (project.excerpts, project.codebook);
    let mut bytes = Cursor::new(Vec::new());
    let out = &mut bytes;
    let none = Losses::default();
    let grouping = match options.group_by {
        GroupBy::Theme => Grouping::Theme(codebook),
        GroupBy::Article => Grouping::Article,
    };
    let losses = match format {
        Format::Csv => csv::write(out, excerpts, options.formulas).map(|()| none)?,
        Format::Markdown | Format::Docx => {
            let labels = &labels::listing(&project.corpus.name());
            let listing = Listing { excerpts, grouping, labels, most };
            if format == Format::Docx {
                docx::write(out, &listing, &t!("export.contents"))?;
            } else {
                markdown::write(out, &listing)?;
            }
            none
        }
        Format::MarkdownArticles => {
            let labels = labels::listing(&project.corpus.name());
            let (files, losses) = markdown_articles::write(project, &labels);
            return Ok(Written { files, losses });
        }
        Format::Html => html::write(out, project, &labels::page())?,
        Format::Xlsx => xlsx::write(out, project, &labels::workbook())?,
        Format::Jsonl => jsonl::write(out, excerpts).map(|()| none)?,
        Format::RefiProject => refi::write_project(out, project, options.names, &labels::refi())?,
        Format::RefiCodebook => refi::write_codebook(out, codebook, options.names)?,
        Format::WebAnnotation => web_annotation::write(out, project)?,
        Format::Doccano => doccano::write(out, project)?,
        Format::LabelStudio => label_studio::write(out, project)?,
        Format::Conll if options.unit == conll::Unit::Word => {
            conll::write(out, project, conll::Tokens::Words(&segmenter()))?
        }
        Format::Conll => conll::write(out, project, conll::Tokens::Characters)?,
        Format::Brat => {
            let (files, losses) = brat::write(project);
            return Ok(Written { files, losses });
        }
    };
    Ok(Written { files: vec![(String::new(), bytes.into_inner())], losses })
}

/// Puts what was written on the disk: at `path`, or below it where the format is a folder.
///
/// # Errors
/// If something of the set would be written over, the folder holds something, or the disk refuses.
pub fn save(
    storage: &dyn Storage,
    corpus: &Corpus,
    format: Format,
    path: &Path,
    written: &Written,
) -> Result<Durability, ExportError> {
    place::refuse(storage, corpus, format, path)?;
    if !format.is_folder() {
        let bytes = written.files.first().map_or(&[][..], |(_, bytes)| bytes);
        return storage::save(storage, path, bytes).map_err(ExportError::Storage);
    }
    storage.create_folder(path).map_err(ExportError::Storage)?;
    if !storage.list(path).map_err(ExportError::Storage)?.is_empty() {
        return Err(ExportError::NotEmpty(path.to_path_buf()));
    }
    let mut durability = Durability::Durable;
    for (name, bytes) in &written.files {
        let file = path.join(name);
        if let Some(folder) = file.parent() {
            storage.create_folder(folder).map_err(ExportError::Storage)?;
        }
        if storage::save(storage, &file, bytes).map_err(ExportError::Storage)?
            == Durability::Unknown
        {
            durability = Durability::Unknown;
        }
    }
    Ok(durability)
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        annotation::Annotations,
        corpus::{ArticlePath, Corrections, Entry, Problem},
        storage::Memory,
    };

    fn corpus() -> Corpus {
        let path = ArticlePath::new("2019-共建.txt").unwrap();
        let entries = vec![Entry { path, article: Err(Problem::Empty) }];
        Corpus::new("/set".into(), entries, Ok(Corrections::default()), Vec::new())
    }

    fn export(path: &str, format: Format) -> (Memory, Exported) {
        let storage = Memory::new();
        storage.create_folder(Path::new("/out")).unwrap();
        storage.create_folder(Path::new("/set/.我的")).unwrap();
        let export =
            Export { format, options: ExportOptions::default(), passages: None, path: path.into() };
        let scene = Scene::new(corpus(), Annotations::default());
        let segmenter = || Arc::clone(Segmenter::plain());
        let progress = LoadProgress::default();
        let exported = run(&storage, &scene, &export, segmenter, &progress);
        (storage, exported)
    }

    #[test]
    fn the_file_is_written_with_its_columns() {
        let (storage, exported) = export("/out/摘录.csv", Format::Csv);
        assert!(matches!(exported, Ok(Done { count: 0, .. })), "{exported:?}");
        let bytes = storage.read(Path::new("/out/摘录.csv"), 1 << 20).unwrap();
        assert!(bytes.starts_with("\u{feff}id,article,".as_bytes()));
    }

    #[test]
    fn every_format_takes_an_empty_set() {
        for format in Format::ALL {
            let (_, exported) = export("/out/新", format);
            assert!(exported.is_ok(), "{format:?}: {exported:?}");
        }
    }

    #[test]
    fn no_article_and_no_file_of_ours_is_written_over() {
        let (dictionary, codebook) = ("/set/.quandian/dictionary.txt", "/set/Codebook.RON");
        let own = ["/set/2019-共建.txt", "/set/codebook.ron", codebook, dictionary];
        let more = [
            "/x/a.txt.lin.tags.ron",
            "/set/.quandian/queries.ron",
            "/set/.quandian/base/ab.txt",
            "/set/.Quandian/new.csv",
            "/set/.gitattributes",
        ];
        for path in own.into_iter().chain(more) {
            for format in [Format::Markdown, Format::Csv] {
                let (_, exported) = export(path, format);
                assert!(matches!(exported, Err(ExportError::InSet(_))), "{path}: {exported:?}");
            }
        }
        let (_, exported) = export("/set/brat", Format::Brat);
        assert!(matches!(exported, Err(ExportError::InSet(_))), "{exported:?}");
    }

    #[test]
    fn what_would_be_listed_as_an_article_is_refused() {
        for (path, format) in [
            ("/set/摘录.md", Format::Markdown),
            ("/set/表/摘录.TXT", Format::Csv),
            ("/set/摘录.Md", Format::Html),
        ] {
            let (_, exported) = export(path, format);
            let refused = matches!(exported, Err(ExportError::BecomesArticle(_)));
            assert!(refused, "{path}: {exported:?}");
        }
        for (path, format) in [
            ("/set/摘录.csv", Format::Csv),
            ("/set/.我的/摘录.md", Format::Markdown),
            ("/set/.摘录.md", Format::Markdown),
            ("/out/摘录.md", Format::Markdown),
        ] {
            let (_, exported) = export(path, format);
            assert!(exported.is_ok(), "{path}: {exported:?}");
        }
    }

    #[test]
    fn a_folder_that_holds_something_is_left_alone() {
        let (_, exported) = export("/", Format::Brat);
        assert!(matches!(exported, Err(ExportError::NotEmpty(_))), "{exported:?}");
    }
}
