//! The parts of a project's archive, found whatever a program calls their folder.

use std::collections::HashMap;

use crate::{
    corpus,
    exchange::incoming::{Archive, FaultKind, ImportFault, SourceFile},
};

const ROOT: &str = "project.qde";

/// An archive and what its parts are called.
pub(super) struct Parts<'a> {
    file: &'a str,
    archive: Archive<'a>,
    /// By the whole path, folded, and by the last name of it: the part's own name.
    names: HashMap<String, String>,
}

impl<'a> Parts<'a> {
    /// Opens the archive.
    ///
    /// # Errors
    /// If it is none.
    pub(super) fn open(file: &'a SourceFile) -> Result<Self, ImportFault> {
        let archive = Archive::open(file)?;
        let mut names = HashMap::new();
        for name in archive.names() {
            names.insert(folded(name), name.to_owned());
        }
        for name in archive.names() {
            names.entry(last(&folded(name)).to_owned()).or_insert_with(|| name.to_owned());
        }
        Ok(Self { file: &file.name, archive, names })
    }

    /// The name and text of the part that describes the project.
    ///
    /// It should be `project.qde`; some programs name it after the project.
    ///
    /// # Errors
    /// If there is none, or it cannot be read.
    pub(super) fn root(&mut self) -> Result<(String, String), ImportFault> {
        // Some systems leave files beginning with a dot beside each file.
        let is_root = |name: &&str| {
            let name = folded(name);
            ending(&name) == "qde" && !last(&name).starts_with('.')
        };
        let rank = |name: &&str| {
            let name = folded(name);
            (last(&name) != ROOT, name.matches('/').count())
        };
        let found = self.archive.names().filter(is_root).min_by_key(rank).map(str::to_owned);
        let Some(name) = found else {
            let kind = FaultKind::NoPart(ROOT.to_owned());
            return Err(ImportFault { file: self.file.to_owned(), kind });
        };
        let text = self.archive.read_text(&name)?;
        Ok((name, text))
    }

    /// The text of the part to which `path` leads, with BOM and line ends as they are; `None` if
    /// there is no such part.
    ///
    /// # Errors
    /// If the part is broken, too large, or no text.
    pub(super) fn text(&mut self, path: &str) -> Result<Option<String>, ImportFault> {
        let path = folded(path.split_once("://").map_or(path, |(_, rest)| rest));
        let places = [format!("sources/{path}"), path.clone(), last(&path).to_owned()];
        let Some(name) = places.iter().find_map(|place| self.names.get(place)) else {
            return Ok(None);
        };
        let bytes = self.archive.read(name)?;
        let binary = || ImportFault { file: self.file.to_owned(), kind: FaultKind::Binary };
        raw(&bytes).ok_or_else(binary).map(Some)
    }
}

/// A path with `/` throughout, in lower case, without what leads nowhere.
fn folded(path: &str) -> String {
    let path = path.replace('\\', "/").to_lowercase();
    path.trim_start_matches("./").trim_start_matches('/').to_owned()
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// What stands behind the last dot of a folded path.
fn ending(path: &str) -> &str {
    path.rsplit_once('.').map_or("", |(_, ending)| ending)
}

/// Whether a path leads to a text without format, by its ending.
pub(super) fn is_plain(path: &str) -> bool {
    matches!(ending(&folded(path)), "txt" | "md")
}

/// The text of `bytes` in the encoding they seem to be in, nothing of it taken away.
fn raw(bytes: &[u8]) -> Option<String> {
    let encoding = corpus::decode(bytes, None).ok()?.encoding;
    Some(encoding.table().decode_without_bom_handling(bytes).0.into_owned())
}
