//! `--picture FILE`: the same numbers as a picture.

use std::path::PathBuf;

use rust_i18n::t;

use crate::{
    chart::ChartScene,
    cli::{
        named_file,
        output::{Output, Stop},
    },
    exchange::{PictureKind, write_picture},
    session::{Session, describe},
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
        let picture = || {
            let scene = draw();
            let name = scene.name.clone();
            let scene = scene.with_title(name).with_caption(notes.iter().cloned());
            write_picture(&scene, kind).map_err(|error| {
                Stop::failed(t!("compare.error.too_large", reason = error.to_string()))
            })
        };
        named_file::write(session, file, picture, output)
    }
}
