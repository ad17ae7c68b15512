//! `quandian merge`: what git calls to merge two versions of a sidecar or a codebook.
//!
//! Set up with `git config merge.quandian.driver "quandian merge %O %A %B"` and
//! `*.tags.ron merge=quandian` in `.gitattributes`.

use std::path::{Path, PathBuf};

use rust_i18n::t;

use super::output::{Output, Stop, tell};
use crate::{
    annotation::{self, Codebook, Layer, Sidecar},
    session::describe,
    storage::{self, Disk, Storage as _},
};

/// No file of ours is longer.
const LIMIT: u64 = 256 << 20;

/// What `merge` is given.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[arg(value_name = "BASE")]
    base: PathBuf,
    /// Gets the result.
    #[arg(value_name = "OURS")]
    ours: PathBuf,
    #[arg(value_name = "THEIRS")]
    theirs: PathBuf,
}

/// A file of ours, whichever it is; git's temporary names do not tell.
enum Version {
    Sidecar(Box<Sidecar>),
    Codebook(Codebook),
}

pub(super) fn run(args: &Args, output: &mut Output) -> Result<(), Stop> {
    // Both sides may have made the file: then git's ancestor is empty.
    let base = text(&args.base)?;
    let base = if base.trim().is_empty() { None } else { Some(read(&args.base, &base)?) };
    let ours = read(&args.ours, &text(&args.ours)?)?;
    let theirs = read(&args.theirs, &text(&args.theirs)?)?;
    let (file, rivals) = match (base, ours, theirs) {
        (base, Version::Sidecar(ours), Version::Sidecar(theirs)) => {
            if ours.coder != theirs.coder {
                return Err(Stop::failed(t!("cli.merge.other_coder")));
            }
            let merged = match base {
                Some(Version::Sidecar(base)) => {
                    annotation::merge_from(&Layer::from_sidecar(*base), *ours, *theirs)
                }
                _ => annotation::merge(*ours, *theirs),
            };
            (merged.to_ron(), merged.conflicts.len())
        }
        (base, Version::Codebook(ours), Version::Codebook(theirs)) => {
            let base = match base {
                Some(Version::Codebook(base)) => base,
                _ => Codebook::default(),
            };
            let merged = annotation::merge_codebooks_from(&base, &ours, &theirs);
            for theme in annotation::newly_marked(&merged, &[&ours, &theirs]) {
                // Told, but nothing that git has to stop for.
                tell(&describe::newly_marked(theme));
            }
            (merged.to_ron(), merged.rivals().len())
        }
        _ => return Err(Stop::failed(t!("cli.merge.other_kind"))),
    };
    let ours = absolute(&args.ours);
    storage::save(&Disk, &ours, file.as_bytes())
        .map_err(|error| Stop::failed(describe::storage_error(&error)))?;
    if rivals > 0 {
        output.problem(t!("cli.merge.rivals", count = rivals, path = describe::path(&args.ours)));
    }
    Ok(())
}

fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf())
}

fn text(path: &Path) -> Result<String, Stop> {
    let bytes = Disk
        .read(&absolute(path), LIMIT)
        .map_err(|error| Stop::failed(describe::storage_error(&error)))?;
    String::from_utf8(bytes).map_err(|error| unreadable(path, &error.to_string()))
}

fn read(path: &Path, text: &str) -> Result<Version, Stop> {
    let sidecar = match Sidecar::from_ron(text) {
        Ok(sidecar) => return Ok(Version::Sidecar(Box::new(sidecar))),
        Err(error) => error,
    };
    match Codebook::from_ron(text) {
        Ok(codebook) => Ok(Version::Codebook(codebook)),
        // Of a file that is neither, the error is told of the one that it more likely was.
        Err(error) if text.contains("themes: [\n") && !text.contains("passages: [") => {
            Err(unreadable(path, &describe::codebook_fault(&error)))
        }
        Err(_) => Err(unreadable(path, &describe::sidecar_fault(&sidecar))),
    }
}

fn unreadable(path: &Path, reason: &str) -> Stop {
    Stop::failed(t!("cli.merge.unreadable", reason = reason, path = describe::path(path)))
}
