//! What is left of a broken file, and saving it when the user says so.

use std::path::Path;

use rust_i18n::t;

use super::{CareError, deed::Deed, locked, trash};
use crate::{
    annotation::{self, Codebook, Coder, Salvage, Sidecar},
    corpus::ArticlePath,
    session::{Salvaged, Session, Unreadable, describe, kept_file::FILE_LIMIT},
    storage::{self, Storage},
};

/// What can be saved of the file with that text; `None` if it is not there to be saved: it is of a
/// newer program, or holds nothing that would tell whose it is.
pub(in crate::session) fn salvage_of(
    text: &str,
    owner: Option<&(ArticlePath, Coder)>,
) -> (Option<Salvaged>, Option<Sidecar>) {
    let salvage = Salvage::of(text);
    let salvaged = Salvaged { kept: salvage.kept(), lost: salvage.lost().to_vec() };
    let owner = owner.map(|(article, coder)| (article.file_name(), coder));
    let sidecar = salvage.into_sidecar(owner);
    (sidecar.is_some().then_some(salvaged), sidecar)
}

impl Session {
    /// Writes what can be saved of a broken file in its place; the broken one goes to the trash.
    pub(in crate::session) fn salvage(&mut self, path: &Path) {
        // Of a newer program's file nothing is salvaged: that would lose what it knows better.
        let broken = |file: &&Unreadable| file.path == path && file.salvaged.is_some();
        let Some(file) = self.unreadable().iter().find(broken).cloned() else { return };
        // What is in memory may be more than what can be read: the file broke while it was open.
        let memory = file
            .owner
            .as_ref()
            .and_then(|(article, coder)| self.all_annotations().content(article, coder));
        let codebook = self.codebook().clone();
        self.forget_unreadable(path);
        self.start_care(vec![Deed::Salvage(file, memory.map(Box::new), codebook)]);
    }
}

/// Writes it.
pub(super) fn write(
    storage: &dyn Storage,
    root: &Path,
    file: &Unreadable,
    memory: Option<&Sidecar>,
    codebook: &Codebook,
) -> Result<String, CareError> {
    locked(storage, root, || {
        let bytes = storage.read(&file.path, FILE_LIMIT)?;
        // Bytes that are no UTF-8 break the lines they are in, and no other.
        let text = String::from_utf8_lossy(&bytes);
        let (written, count) = if file.path == root.join("codebook.ron") {
            let salvage = annotation::CodebookSalvage::of(&text);
            let salvaged = salvage.into_codebook();
            let merged = annotation::merge_codebooks(&Codebook::default(), &salvaged, codebook);
            (merged.to_ron(), merged.themes().len())
        } else {
            let (_, sidecar) = salvage_of(&text, file.owner.as_ref());
            let sidecar = match (sidecar, memory) {
                (Some(salvaged), Some(memory)) => annotation::merge(salvaged, memory.clone()),
                (Some(one), None) => one,
                (None, Some(memory)) => memory.clone(),
                (None, None) => return Err(CareError::Gone),
            };
            (sidecar.to_ron(), sidecar.passages.len())
        };
        // First the broken file is safe, then the new one takes its place.
        let kept = trash::keep(storage, root, &file.path, &bytes)?;
        storage::refuse_outside(storage, root, &file.path)?;
        storage::save(storage, &file.path, written.as_bytes())?;
        Ok(t!("care.salvage.done", count = count, path = describe::path(&kept)).into_owned())
    })
}
