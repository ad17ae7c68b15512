//! Writing excerpts to a file, on a job's thread.

use std::{
    collections::{BTreeMap, BTreeSet},
    io,
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_i18n::t;

use super::{JobKind, Notice, Session, describe};
use crate::{
    annotation::{self, AnchorStatus, Annotations, PassageId},
    corpus::{ArticlePath, Corpus},
    exchange::{
        self, Excerpt, Filter, csv,
        markdown::{self, Grouping, Labels},
    },
    storage::{self, Durability, Storage, StorageError},
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

/// The format in which excerpts are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExportFormat {
    /// One row each, for spreadsheets.
    Csv(csv::Formulas),
    /// For reading.
    Markdown(GroupBy),
}

/// Which excerpts are written, how and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Export {
    /// How.
    pub format: ExportFormat,
    /// Which passages; `None` for all of the set.
    pub passages: Option<BTreeSet<PassageId>>,
    /// The file, which is written over if it is there.
    pub path: PathBuf,
}

/// How an export ended.
#[derive(Debug)]
pub(super) enum Exported {
    /// So many excerpts are in the file.
    Done { count: usize, path: PathBuf, durability: Durability },
    /// The file is an article or one of ours.
    InSet(PathBuf),
    /// The disk refused.
    Failed(StorageError),
    /// An excerpt could not be put into the format.
    Unwritable(io::Error),
    /// The user stopped it before anything was written.
    Cancelled,
}

impl Session {
    /// Starts writing what `export` says, with the set as it is now.
    pub(super) fn start_export(&mut self, export: Export) {
        let Some(corpus) = self.corpus.clone() else { return };
        let annotations = self.annotations.clone();
        let statuses = self.statuses.clone();
        let storage = Arc::clone(&self.environment.storage);
        let started = self.exports.start(JobKind::Exporting, move |progress| {
            let done = run(&*storage, &corpus, (&annotations, &statuses), &export, || {
                progress.is_cancelled()
            });
            done.unwrap_or_else(|exported| exported)
        });
        if let Err(error) = started {
            self.notices.push(Notice::error(t!("error.thread", reason = error.to_string())));
        }
    }

    pub(super) fn take_export(&mut self, exported: Exported) {
        let notice = match exported {
            Exported::Done { count, path, durability } => {
                let path = describe::path(&path);
                if durability == Durability::Unknown {
                    self.notices.push(Notice::error(t!("error.durability", path = path)));
                }
                Notice::note(t!("note.exported", count = count, path = path))
            }
            Exported::InSet(path) => {
                Notice::error(t!("error.export_in_set", path = describe::path(&path)))
            }
            Exported::Failed(error) => Notice::error(describe::storage_error(&error)),
            Exported::Unwritable(error) => {
                Notice::error(t!("error.export", reason = error.to_string()))
            }
            Exported::Cancelled => Notice::note(t!("error.cancelled")),
        };
        self.notices.push(notice);
    }
}

/// Errors are outcomes like any other here: they only leave the function early.
fn run(
    storage: &dyn Storage,
    corpus: &Corpus,
    annotations: (&Annotations, &BTreeMap<PassageId, AnchorStatus>),
    export: &Export,
    cancelled: impl Fn() -> bool,
) -> Result<Exported, Exported> {
    let path = export.path.clone();
    if belongs_to_set(storage, corpus, &path) {
        return Err(Exported::InSet(path));
    }
    let (annotations, statuses) = annotations;
    let filter = Filter { passages: export.passages.clone(), ..Filter::default() };
    let excerpts = exchange::excerpts(corpus, annotations, statuses, &filter);
    let bytes =
        written(corpus, annotations, export.format, &excerpts).map_err(Exported::Unwritable)?;
    if cancelled() {
        return Err(Exported::Cancelled);
    }
    let durability = storage::save(storage, &path, &bytes).map_err(Exported::Failed)?;
    Ok(Exported::Done { count: excerpts.len(), path, durability })
}

/// The file that holds `excerpts` in that format, its headings in the user's language.
///
/// # Errors
/// If an excerpt cannot be put into the format.
pub fn written(
    corpus: &Corpus,
    annotations: &Annotations,
    format: ExportFormat,
    excerpts: &[Excerpt],
) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    match format {
        ExportFormat::Csv(formulas) => csv::write(&mut bytes, excerpts, formulas)?,
        ExportFormat::Markdown(by) => {
            let grouping = match by {
                GroupBy::Theme => Grouping::Theme(annotations.codebook()),
                GroupBy::Article => Grouping::Article,
            };
            let labels = Labels {
                heading: t!("export.heading", set = corpus.name()).into_owned(),
                no_theme: t!("export.no_theme").into_owned(),
                memo: t!("export.memo").into_owned(),
                not_found: t!("export.not_found").into_owned(),
                paragraph: &|number| t!("export.paragraph", number = number).into_owned(),
            };
            markdown::write(&mut bytes, excerpts, grouping, &labels)?;
        }
    }
    Ok(bytes)
}

/// Whether writing to `path` would write over an article or a file of ours.
#[must_use]
pub fn belongs_to_set(storage: &dyn Storage, corpus: &Corpus, path: &Path) -> bool {
    let path = storage.resolve(path).unwrap_or_else(|_| path.to_path_buf());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let article = ArticlePath::in_set(corpus.root(), &path);
    annotation::is_sidecar(&name)
        || path == corpus.root().join("codebook.ron")
        || article.is_some_and(|article| corpus.position(&article).is_some())
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        corpus::{Corrections, Entry, Problem},
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
        let export = Export { format, passages: None, path: path.into() };
        let annotations = Annotations::default();
        let statuses = BTreeMap::new();
        let exported = run(&storage, &corpus(), (&annotations, &statuses), &export, || false);
        (storage, exported.unwrap_or_else(|early| early))
    }

    #[test]
    fn the_file_is_written_with_its_columns() {
        let format = ExportFormat::Csv(csv::Formulas::Defused);
        let (storage, exported) = export("/out/摘录.csv", format);
        assert!(matches!(exported, Exported::Done { count: 0, .. }), "{exported:?}");
        let bytes = storage.read(Path::new("/out/摘录.csv"), 1 << 20).unwrap();
        assert!(bytes.starts_with("\u{feff}id,article,".as_bytes()));
    }

    #[test]
    fn no_article_and_no_file_of_ours_is_written_over() {
        let format = ExportFormat::Markdown(GroupBy::Theme);
        for path in ["/set/2019-共建.txt", "/set/codebook.ron", "/x/a.txt.lin.tags.ron"] {
            let (_, exported) = export(path, format);
            assert!(matches!(exported, Exported::InSet(_)), "{path}: {exported:?}");
        }
    }
}
