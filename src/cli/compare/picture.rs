//! `--picture FILE`: the same numbers as a picture.

use std::path::{Path, PathBuf};

use rust_i18n::t;

use crate::{
    chart::ChartScene,
    cli::{
        output::{Output, Stop},
        set,
    },
    corpus::ArticlePath,
    exchange::{PictureKind, write_picture},
    session::{Session, describe},
    storage::{self, Disk, Durability},
};

/// Where the picture goes.
#[derive(Debug, clap::Args)]
pub(super) struct Picture {
    #[arg(id = "picture", long = "picture", value_name = "FILE")]
    file: Option<PathBuf>,
}

impl Picture {
    /// Writes the picture that `draw` draws, if one is asked for; `notes` stand below it.
    pub(super) fn write<T>(
        &self,
        session: &Session,
        notes: &[String],
        draw: impl FnOnce() -> ChartScene<T>,
        output: &mut Output,
    ) -> Result<(), Stop> {
        let Some(file) = &self.file else { return Ok(()) };
        let Some(kind) = PictureKind::of_path(file) else {
            return Err(Stop::failed(t!("compare.error.picture", path = describe::path(file))));
        };
        let path = std::path::absolute(file)?;
        if is_article(session, &path)? {
            return Err(Stop::failed(t!(
                "compare.error.over_article",
                path = describe::path(&path)
            )));
        }
        let scene = draw();
        let name = scene.name.clone();
        let scene = scene.with_title(name).with_caption(notes.iter().cloned());
        let bytes = write_picture(&scene, kind).map_err(|error| {
            Stop::failed(t!("compare.error.too_large", reason = error.to_string()))
        })?;
        match storage::save(&Disk, &path, &bytes) {
            Ok(Durability::Durable) => Ok(()),
            Ok(Durability::Unknown) => {
                output.problem(t!("error.durability", path = describe::path(&path)));
                Ok(())
            }
            Err(error) => Err(Stop::failed(describe::storage_error(&error))),
        }
    }
}

/// Whether the file is one of the set's articles, which are never written over.
fn is_article(session: &Session, path: &Path) -> Result<bool, Stop> {
    let corpus = set::corpus(session)?;
    let article = ArticlePath::in_set(corpus.root(), path);
    Ok(article.is_some_and(|article| corpus.position(&article).is_some()))
}
