//! Opening of a set only the articles that a question about what is marked needs.
//!
//! Most articles of a large set bear no mark. Their names are known, so that nothing is written over
//! them and none is taken for gone; their texts are not read.

use std::{collections::HashSet, path::Path, sync::Arc};

use super::{
    Session,
    open::{self, OpenedSet},
    opening::resolved,
};
use crate::{
    annotation,
    corpus::{self, ArticlePath, Corpus, Entry, ListedSet, LoadError, LoadProgress, Problem},
    storage::Storage,
};

impl Session {
    /// The names of the articles in the set at `root`, and what was corrected of them.
    ///
    /// # Errors
    /// If `root` cannot be looked at.
    pub fn list_set(&self, root: &Path) -> Result<ListedSet, LoadError> {
        let storage = &*self.environment.storage;
        ListedSet::of(storage, &resolved(storage, root)?, &LoadProgress::default())
    }

    /// Opens a set, but reads only the articles in which something is marked; where `named` holds
    /// any, only those, with the sidecars that bear their names.
    pub fn open_marked_now(&mut self, set: ListedSet, named: &[ArticlePath]) {
        // Nobody can cancel it, and nothing else stops it.
        if let Ok(opened) = open_marked(&*self.environment.storage, set, named) {
            self.take_set(opened);
        }
    }
}

fn open_marked(
    storage: &dyn Storage,
    set: ListedSet,
    named: &[ArticlePath],
) -> Result<OpenedSet, LoadError> {
    let listed: HashSet<ArticlePath> = set.paths().iter().cloned().collect();
    let texts: HashSet<ArticlePath> =
        if named.is_empty() { owners(storage, &set) } else { named.iter().cloned().collect() };
    // A sidecar whose name leads to no article may be one's all the same.
    let takes = |article: &ArticlePath| {
        named.is_empty() || named.contains(article) || !listed.contains(article)
    };
    let corpus = set.read(storage, |article| texts.contains(article), &LoadProgress::default())?;
    let opened = open::with_annotations(storage, corpus, takes);
    // What a sidecar says inside counts for more than its name: once more with those articles.
    let unread = |article: &&ArticlePath| is_unread(&opened.scene.corpus, article);
    let missing: Vec<ArticlePath> =
        opened.scene.annotations.articles().filter(unread).cloned().collect();
    if missing.is_empty() {
        return Ok(opened);
    }
    let mut corpus = Arc::unwrap_or_clone(opened.scene.corpus);
    for article in missing {
        let chosen = corpus.corrections().get(&article).and_then(|known| known.encoding);
        let entry = corpus::load_article(storage, corpus.root(), &article, chosen);
        corpus.replace(entry);
    }
    Ok(open::with_annotations(storage, corpus, takes))
}

fn is_unread(corpus: &Corpus, article: &ArticlePath) -> bool {
    let unread = |entry: &Entry| matches!(entry.article, Err(Problem::NotAskedFor));
    corpus.entry(article).is_some_and(unread)
}

/// The articles beside which a file lies that is named as a sidecar of theirs.
fn owners(storage: &dyn Storage, set: &ListedSet) -> HashSet<ArticlePath> {
    let mut owners = HashSet::new();
    for folder in corpus::folders_of(set.root(), set.paths().iter()) {
        // What cannot be listed is left out where its sidecars are to be read, too.
        for entry in storage.list(&folder).unwrap_or_default() {
            let name = entry.path.file_name().unwrap_or_default().to_string_lossy();
            let owner = annotation::sidecar_owner(&name).map(|(article, _)| folder.join(article));
            owners.extend(owner.and_then(|article| ArticlePath::in_set(set.root(), &article)));
        }
    }
    owners
}
