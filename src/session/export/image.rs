//! Writing a picture to a file, on a job's thread.

use std::{path::PathBuf, sync::Arc};

use rust_i18n::t;

use super::{Done, ExportError, Exported, place};
use crate::{
    corpus::Corpus,
    exchange::Losses,
    session::{JobKind, Notice, Session},
    storage::{self, Storage},
};

/// A picture that was made, and where it goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImageExport {
    /// What it is, as SVG.
    pub svg: Arc<str>,
    /// The file, which is written over if it is there.
    pub path: PathBuf,
}

impl Session {
    /// Starts writing a picture.
    pub(in crate::session) fn start_image(&mut self, image: ImageExport) {
        let Some(scene) = self.scene().cloned() else { return };
        let storage = Arc::clone(&self.environment.storage);
        let started = self.files.exports.start(JobKind::Exporting, move |progress| {
            if progress.is_cancelled() {
                return Err(ExportError::Cancelled);
            }
            save(&*storage, &scene.corpus, &image)
        });
        if let Err(error) = started {
            self.notices.push(Notice::error(t!("error.thread", reason = error.to_string())));
        }
    }
}

fn save(storage: &dyn Storage, corpus: &Corpus, image: &ImageExport) -> Exported {
    let path = image.path.clone();
    place::refuse_file(storage, corpus, &path)?;
    let durability =
        storage::save(storage, &path, image.svg.as_bytes()).map_err(ExportError::Storage)?;
    Ok(Done { count: None, path, durability, losses: Losses::default() })
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
            save(&storage, &corpus, &ImageExport { svg: "<svg/>".into(), path: path.into() })
        };
        assert!(save("/out/图.svg").is_ok());
        assert_eq!(storage.read(Path::new("/out/图.svg"), 100).unwrap(), b"<svg/>");
        for own in ["/set/2019-共建.txt", "/set/codebook.ron", "/set/.quandian/queries.ron"] {
            assert!(matches!(save(own), Err(ExportError::InSet(_))), "{own}");
        }
        assert!(matches!(save("/set/图.txt"), Err(ExportError::BecomesArticle(_))));
    }
}
