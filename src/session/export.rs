//! Writing excerpts to a file, on a job's thread.

mod file;
mod place;
mod preview;

use std::{
    collections::BTreeSet,
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_i18n::t;

pub use file::{MadeContent, MadeFile};
pub use preview::{ExportPlan, ExportPreview};

use super::{JobKind, Notice, NoticeTopic, Session, describe};
use crate::{
    annotation::PassageId,
    corpus::{ArticlePath, Corpus, LoadProgress},
    exchange::{
        self, ExportFormat, ExportOptions, ExportTerms, ExportWords, Filter, Losses, Project,
        Written,
    },
    scene::Scene,
    storage::{self, Durability, Storage, StorageError},
    text::Segmenter,
};

/// Which excerpts are written, how and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// How.
    pub format: ExportFormat,
    /// What the format is told.
    pub options: ExportOptions,
    /// Which passages; `None` for all of the set.
    pub passages: Option<BTreeSet<PassageId>>,
    /// Articles that are meant with all that is marked in them, also where that is nothing; empty
    /// where the passages say what is meant.
    pub articles: Vec<ArticlePath>,
    /// Whether the file is opened once it is written.
    pub opens: bool,
    /// The file, which is written over if it is there, or the folder, which must be new or empty.
    pub path: PathBuf,
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
    /// How many excerpts; none of a file that was made beforehand.
    count: Option<usize>,
    path: PathBuf,
    durability: Durability,
    losses: Losses,
    opens: bool,
}

impl Session {
    /// Starts writing what `export` says, with the set as it is now.
    pub(super) fn start_export(&mut self, export: Export) {
        let Some(scene) = self.scene().cloned() else { return };
        let segmenter = self.segmenter().cloned();
        let storage = Arc::clone(&self.environment.storage);
        let started = self.files.exports.start(JobKind::Exporting, move |progress| {
            let segmenter = || segmenter.clone().unwrap_or_else(|| Arc::clone(Segmenter::plain()));
            run(&*storage, &scene, &export, segmenter, progress)
        });
        if let Err(error) = started {
            self.notices.push(Notice::error(t!("error.thread", reason = error.to_string())));
        }
    }

    pub(super) fn take_export(&mut self, exported: Exported) {
        let notice = match exported {
            Ok(Done { count, path, durability, losses, opens }) => {
                let shown = describe::path(&path);
                if durability == Durability::Unknown {
                    self.notices.push(
                        Notice::error(t!("error.durability", path = shown))
                            .about(NoticeTopic::Saving),
                    );
                }
                // Stays until it was read: what is not in the file is not seen in it.
                let lost = describe::losses(&losses).map(Notice::error);
                self.notices.extend(lost.map(|notice| notice.about(NoticeTopic::Exporting)));
                let note = match count {
                    Some(count) => t!("note.exported", count = count, path = shown),
                    None => t!("note.file_saved", path = shown),
                };
                if opens { Notice::to_open(note, path) } else { Notice::of_file(note, path) }
            }
            Err(ExportError::Cancelled) => {
                Notice::note(describe::export_error(&ExportError::Cancelled))
            }
            Err(error) => {
                Notice::error(describe::export_error(&error)).about(NoticeTopic::Exporting)
            }
        };
        self.notices.push(notice);
    }
}

fn run(
    storage: &dyn Storage,
    scene: &Scene,
    export: &Export,
    segmenter: impl Fn() -> Arc<Segmenter>,
    progress: &LoadProgress,
) -> Exported {
    let corpus = &*scene.corpus;
    let (passages, articles) = (export.passages.clone(), export.articles.clone());
    let filter = Filter { articles, passages, ..Filter::default() };
    let excerpts = exchange::excerpts(scene, &filter);
    progress.expect(excerpts.len());
    let project = Project {
        corpus,
        codebook: scene.codebook(),
        excerpts: &excerpts,
        notes: &exchange::article_notes(scene, &filter),
        asked: &export.articles,
        attributes: scene.catalogue.attributes(),
        whole: export.passages.is_none() && export.articles.is_empty(),
    };
    let written = written(project, export.format, export.options, segmenter)
        .map_err(ExportError::Unwritable)?;
    if progress.is_cancelled() {
        return Err(ExportError::Cancelled);
    }
    let durability = save(storage, corpus, export.format, &export.path, &written)?;
    let (path, losses) = (export.path.clone(), written.losses);
    let count = export.articles.is_empty().then_some(excerpts.len());
    Ok(Done { count, path, durability, losses, opens: export.opens })
}

/// The files that hold a project in that format, their headings in the user's language.
///
/// # Errors
/// If an excerpt cannot be put into the format.
pub fn written(
    project: Project<'_>,
    format: ExportFormat,
    options: ExportOptions,
    segmenter: impl Fn() -> Arc<Segmenter>,
) -> io::Result<Written> {
    with_terms(options, segmenter, |terms| format.write(project, terms))
}

/// Hands over the terms with the words of the interface in the user's language.
fn with_terms<T>(
    options: ExportOptions,
    segmenter: impl Fn() -> Arc<Segmenter>,
    then: impl FnOnce(&ExportTerms<'_>) -> T,
) -> T {
    let (language, text) = (rust_i18n::locale(), |key: &str| t!(key).into_owned());
    let words = ExportWords { language: &language, text: &text };
    then(&ExportTerms { options, words, segmenter: &segmenter, most: usize::MAX })
}

/// Puts what was written on the disk: at `path`, or below it where the format is a folder.
///
/// # Errors
/// If something of the set would be written over, the folder holds something, or the disk refuses.
pub fn save(
    storage: &dyn Storage,
    corpus: &Corpus,
    format: ExportFormat,
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
        exchange::{FORMATS, brat::Brat, csv::Csv, html::Html, markdown::Markdown},
        storage::Memory,
    };

    fn corpus() -> Corpus {
        let path = ArticlePath::new("2019-共建.txt").unwrap();
        let entries = vec![Entry { path, article: Err(Problem::Empty) }];
        Corpus::new("/set".into(), entries, Ok(Corrections::default()), Vec::new())
    }

    fn export(path: &str, format: ExportFormat) -> (Memory, Exported) {
        let storage = Memory::new();
        storage.create_folder(Path::new("/out")).unwrap();
        storage.create_folder(Path::new("/set/.我的")).unwrap();
        let export = Export {
            format,
            options: ExportOptions::default(),
            passages: None,
            articles: Vec::new(),
            opens: false,
            path: path.into(),
        };
        let scene = Scene::new(corpus(), Annotations::default());
        let segmenter = || Arc::clone(Segmenter::plain());
        let progress = LoadProgress::default();
        let exported = run(&storage, &scene, &export, segmenter, &progress);
        (storage, exported)
    }

    #[test]
    fn the_file_is_written_with_its_columns() {
        let (storage, exported) = export("/out/摘录.csv", &Csv);
        assert!(matches!(exported, Ok(Done { count: Some(0), .. })), "{exported:?}");
        let bytes = storage.read(Path::new("/out/摘录.csv"), 1 << 20).unwrap();
        assert!(bytes.starts_with("\u{feff}id,article,".as_bytes()));
    }

    #[test]
    fn every_format_takes_an_empty_set() {
        for format in FORMATS {
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
            for format in [&Markdown as ExportFormat, &Csv] {
                let (_, exported) = export(path, format);
                assert!(matches!(exported, Err(ExportError::InSet(_))), "{path}: {exported:?}");
            }
        }
        let (_, exported) = export("/set/brat", &Brat);
        assert!(matches!(exported, Err(ExportError::InSet(_))), "{exported:?}");
    }

    #[test]
    fn what_would_be_listed_as_an_article_is_refused() {
        for (path, format) in [
            ("/set/摘录.md", &Markdown as ExportFormat),
            ("/set/表/摘录.TXT", &Csv),
            ("/set/摘录.Md", &Html),
        ] {
            let (_, exported) = export(path, format);
            let refused = matches!(exported, Err(ExportError::BecomesArticle(_)));
            assert!(refused, "{path}: {exported:?}");
        }
        for (path, format) in [
            ("/set/摘录.csv", &Csv as ExportFormat),
            ("/set/.我的/摘录.md", &Markdown),
            ("/set/.摘录.md", &Markdown),
            ("/out/摘录.md", &Markdown),
        ] {
            let (_, exported) = export(path, format);
            assert!(exported.is_ok(), "{path}: {exported:?}");
        }
    }

    #[test]
    fn a_folder_that_holds_something_is_left_alone() {
        let (_, exported) = export("/", &Brat);
        assert!(matches!(exported, Err(ExportError::NotEmpty(_))), "{exported:?}");
    }
}
