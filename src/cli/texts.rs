//! The texts of a set, without what is marked in them: for questions about texts alone.

use std::{path::Path, sync::Arc};

use rust_i18n::t;

use super::{
    output::{Output, Stop},
    set,
};
use crate::{
    annotation::{Annotations, FormulaNote, QuantityCorrection},
    corpus::{Dictionary, LoadProgress, Problem},
    scene::Scene,
    session::{self, describe},
    storage::Disk,
    text::Segmenter,
};

/// Reads the texts of the set at `path` and its dictionary; what cannot be read is told.
pub(super) fn open(path: &Path, output: &mut Output) -> Result<(Scene, Arc<Segmenter>), Stop> {
    let session = set::session(None, output)?;
    let listed = set::list(&session, path)?;
    let corpus = listed
        .read(&Disk, |_| true, &LoadProgress::default())
        .map_err(|error| Stop::failed(describe::load_error(&error)))?;
    set::tell_skipped(&corpus, output);
    for entry in corpus.entries() {
        if let Err(problem) = &entry.article
            && *problem != Problem::NotAskedFor
        {
            let (problem, article) =
                (describe::problem(problem), describe::shown(entry.path.as_str()));
            output.problem(t!("cli.error.article_problem", problem = problem, article = article));
        }
    }
    let file = Dictionary::path(corpus.root());
    let segmenter = match session::read_dictionary(&Disk, &file) {
        Ok(dictionary) => session::segmenter_of(&dictionary),
        Err(error) if error.is_not_found() => Arc::clone(Segmenter::plain()),
        Err(error) => {
            output.problem(describe::storage_error(&error));
            Arc::clone(Segmenter::plain())
        }
    };
    let root = corpus.root().to_path_buf();
    let mut scene = Scene::new(corpus, Annotations::default());
    // What the user said of formulas and quantities holds here, too.
    match session::read_records(&Disk, &FormulaNote::path(&root)) {
        Ok(notes) => scene.catalogue.put_formulas(notes),
        Err(reason) => output.problem(reason),
    }
    match session::read_records(&Disk, &QuantityCorrection::path(&root)) {
        Ok(made) => scene.catalogue.put_quantities(made),
        Err(reason) => output.problem(reason),
    }
    Ok((scene, segmenter))
}
