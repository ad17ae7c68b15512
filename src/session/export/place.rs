//! Where an export may not go: over what the set consists of, nor where it would become part of it.
//!
//! A path has many spellings, and folders and files may be links; so what counts is where the bytes
//! would end up.

use std::path::Path;

use super::ExportError;
use crate::{
    annotation,
    corpus::{ArticlePath, Corpus, is_article_name},
    exchange::ExportFormat,
    storage::{self, Storage},
};

/// Files of ours beside the articles; the sidecars are told by their names.
const OWN: [&str; 2] = ["codebook.ron", ".gitattributes"];
/// The folder of ours.
const FOLDER: &str = ".quandian";

/// Fails if an export must not be written to `path`.
///
/// # Errors
/// So, or if the disk does not tell where that is.
pub(super) fn refuse(
    storage: &dyn Storage,
    corpus: &Corpus,
    format: ExportFormat,
    path: &Path,
) -> Result<(), ExportError> {
    if !format.is_folder() {
        return refuse_file(storage, corpus, path);
    }
    // Texts in the set's folder would become articles of it.
    let target = storage::destination(storage, path).map_err(ExportError::Storage)?;
    if target.starts_with(corpus.root()) {
        return Err(ExportError::InSet(path.to_path_buf()));
    }
    Ok(())
}

/// Fails if a file must not be written to `path`.
///
/// # Errors
/// So, or if the disk does not tell where that is.
pub(super) fn refuse_file(
    storage: &dyn Storage,
    corpus: &Corpus,
    path: &Path,
) -> Result<(), ExportError> {
    let root = corpus.root();
    let target = storage::destination(storage, path).map_err(ExportError::Storage)?;
    let in_set = || Err(ExportError::InSet(path.to_path_buf()));
    let name = target.file_name().unwrap_or_default().to_string_lossy();
    if annotation::is_sidecar(&name) || is_own(storage, root, &target) {
        return in_set();
    }
    let Some(article) = ArticlePath::in_set(root, &target) else {
        return if is_linked_article(storage, corpus, &target) { in_set() } else { Ok(()) };
    };
    if corpus.position(&article).is_some() {
        return in_set();
    }
    let is_visible = !article.as_str().split('/').any(|part| part.starts_with('.'));
    if is_visible && is_article_name(&name) {
        return Err(ExportError::BecomesArticle(path.to_path_buf()));
    }
    Ok(())
}

/// Whether `target` is a file of ours, or lies in our folder.
///
/// Where it does not exist yet, its name may differ in case from what the disk takes it for.
fn is_own(storage: &dyn Storage, root: &Path, target: &Path) -> bool {
    let is_called = |path: &Path, own: &str| {
        let name = path.file_name().unwrap_or_default();
        path.parent() == Some(root) && name.eq_ignore_ascii_case(own)
    };
    let in_folder = |path: &Path| path.ancestors().any(|path| is_called(path, FOLDER));
    if OWN.iter().any(|own| is_called(target, own)) || in_folder(target) {
        return true;
    }
    // They may be links to somewhere else.
    let leads_to = |own: &str| storage.resolve(&root.join(own)).ok();
    OWN.iter().any(|own| leads_to(own).as_deref() == Some(target))
        || leads_to(FOLDER).is_some_and(|folder| target.starts_with(folder))
}

/// Whether an article is a link to `target`, which lies outside the set.
fn is_linked_article(storage: &dyn Storage, corpus: &Corpus, target: &Path) -> bool {
    // A new file is nobody's; and asking for each of 100,000 articles takes a second.
    if storage.metadata(target).is_err() {
        return false;
    }
    let identity = storage.identity(target);
    corpus.entries().iter().any(|entry| {
        let file = entry.path.on_disk(corpus.root());
        match identity {
            Some(identity) => storage.identity(&file) == Some(identity),
            None => storage.resolve(&file).is_ok_and(|file| file == target),
        }
    })
}
