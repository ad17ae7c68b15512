//! Writing what was made beforehand, a picture, a table or a page, to a file, on a job's thread.

use std::{borrow::Cow, io, path::PathBuf, sync::Arc};

use rust_i18n::t;

use super::{Done, ExportError, Exported, place};
use crate::{
    analysis::Sheet,
    chart::ChartScene,
    corpus::Corpus,
    exchange::{self, Losses, PictureKind, SheetKind, SummaryDocument, SummaryKind},
    session::{JobKind, Notice, Session},
    storage::{self, Storage},
};

/// A file that was made, and where it goes.
#[derive(Clone, Debug, PartialEq)]
pub struct MadeFile {
    /// What is in it.
    pub content: MadeContent,
    /// The file, which is written over if it is there.
    pub path: PathBuf,
}

/// What a file is made of.
#[derive(Clone, Debug, PartialEq)]
pub enum MadeContent {
    /// A text as it is.
    Text(Arc<str>),
    /// A chart as a picture of that kind.
    Picture(Arc<ChartScene<()>>, PictureKind),
    /// The numbers of an analysis as a table of that kind.
    Sheet(Arc<Sheet>, SheetKind),
    /// A summary grid as a file of that kind.
    Summaries(Arc<SummaryDocument>, SummaryKind),
}

impl MadeContent {
    fn bytes(&self) -> io::Result<Cow<'_, [u8]>> {
        match self {
            Self::Text(text) => Ok(text.as_bytes().into()),
            Self::Picture(scene, kind) => exchange::write_picture(scene, *kind).map(Cow::Owned),
            Self::Summaries(document, kind) => {
                exchange::write_summaries(document, *kind).map(Cow::Owned)
            }
            Self::Sheet(sheet, kind) => {
                let words = [t!("export.sheet.table"), t!("export.sheet.notes")];
                exchange::write_sheet(sheet, *kind, &words.map(Cow::into_owned)).map(Cow::Owned)
            }
        }
    }
}

impl Session {
    /// Starts writing it.
    pub(in crate::session) fn start_file(&mut self, file: MadeFile) {
        let scene = self.scene().cloned();
        let storage = Arc::clone(&self.environment.storage);
        let started = self.files.exports.start(JobKind::Exporting, move |progress| {
            if progress.is_cancelled() {
                return Err(ExportError::Cancelled);
            }
            save(&*storage, scene.as_ref().map(|scene| &*scene.corpus), &file)
        });
        if let Err(error) = started {
            self.notices.push(Notice::error(t!("error.thread", reason = error.to_string())));
        }
    }
}

fn save(storage: &dyn Storage, corpus: Option<&Corpus>, file: &MadeFile) -> Exported {
    let path = file.path.clone();
    if let Some(corpus) = corpus {
        place::refuse_file(storage, corpus, &path)?;
    }
    let bytes = file.content.bytes().map_err(ExportError::Unwritable)?;
    let durability = storage::save(storage, &path, &bytes).map_err(ExportError::Storage)?;
    Ok(Done { count: None, path, durability, losses: Losses::default(), opens: false })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::{
        corpus::{ArticlePath, Corrections, Entry, Problem},
        storage::Memory,
    };

    #[test]
    fn a_picture_is_written_but_over_nothing_of_the_set() {
        let storage = Memory::new();
        storage.create_folder(Path::new("/out")).unwrap();
        let article = ArticlePath::new("2019-共建.txt").unwrap();
        let entries = vec![Entry { path: article, article: Err(Problem::Empty) }];
        let corpus = Corpus::new("/set".into(), entries, Ok(Corrections::default()), Vec::new());
        let save = |path: &str| {
            let content = MadeContent::Text("<svg/>".into());
            let file = MadeFile { content, path: path.into() };
            save(&storage, Some(&corpus), &file)
        };
        assert!(save("/out/图.svg").is_ok());
        assert_eq!(storage.read(Path::new("/out/图.svg"), 100).unwrap(), b"<svg/>");
        for own in ["/set/2019-共建.txt", "/set/codebook.ron", "/set/.quandian/queries.ron"] {
            assert!(matches!(save(own), Err(ExportError::InSet(_))), "{own}");
        }
        assert!(matches!(save("/set/图.txt"), Err(ExportError::BecomesArticle(_))));
        let scene = Arc::new(ChartScene::new("图".to_owned(), 30.0, 20.0));
        let content = MadeContent::Picture(scene, PictureKind::Pdf);
        let file = MadeFile { content, path: "/out/图.pdf".into() };
        assert!(super::save(&storage, Some(&corpus), &file).is_ok());
        assert!(storage.read(Path::new("/out/图.pdf"), 1 << 20).unwrap().starts_with(b"%PDF"));
    }
}
