//! The words of the open set: its dictionary, the segmenter made of it, and what that finds.
//!
//! The segmenter is made, the articles are segmented and strings are looked for on threads of
//! their own; what they bring is taken in by [`Session::poll`]. The command line starts none of
//! it.

mod cache;
mod find;
mod harvest;
mod known;
mod lists;
mod segmenting;

use std::{path::Path, sync::Arc};

pub use find::{FindWord, WordHits, WordHitsIn};
pub use harvest::{Harvest, SuggestWords, Suggestion, SuggestionKind};
pub use known::KnownWords;
pub(super) use lists::Lists;

use super::{Job, JobKind, Session, WordList, jobs::Jobs};
use crate::{
    corpus::{Article, Dictionary},
    storage::{Storage, StorageError},
    text::{Segmenter, Words},
};
use segmenting::{Segmented, Work};

/// What is known of the words of the open set.
#[derive(Default)]
pub(super) struct SetWords {
    segmenter: Option<Arc<Segmenter>>,
    /// `None` where no work in the background is wanted: by the command line.
    jobs: Option<WordJobs>,
    /// The words of each article, by the present segmenter.
    articles: KnownWords,
    /// The revision of the set that was looked through for articles without words.
    looked_at: Option<u64>,
}

struct WordJobs {
    builders: Jobs<Arc<Segmenter>>,
    segmenting: Jobs<Segmented>,
}

impl SetWords {
    /// Stops what runs, but for making the segmenter, which is over soon. Articles that have no words
    /// yet get them when the set or the dictionary changes; what is in view has them all the same.
    pub(super) fn cancel(&mut self) {
        if let Some(jobs) = &mut self.jobs {
            jobs.segmenting.cancel();
        }
    }

    /// The jobs that a user may wait for.
    pub(super) fn running(&self) -> &[Job] {
        self.jobs.as_ref().map_or(&[], |jobs| jobs.segmenting.running())
    }
}

impl Drop for WordJobs {
    /// Another set is open: nobody waits for the words of this one.
    fn drop(&mut self) {
        self.builders.cancel();
        self.segmenting.cancel();
    }
}

impl Session {
    /// What splits text into words here: with the set's dictionary, as soon as it is ready.
    #[must_use]
    pub fn segmenter(&self) -> Option<&Arc<Segmenter>> {
        let set = self.set.as_ref().and_then(|set| set.words.segmenter.as_ref());
        if set.is_some() { set } else { Segmenter::plain_if_loaded() }
    }

    /// The words and punctuation marks of an article, where they are known already.
    #[must_use]
    pub fn words(&self, article: &Arc<Article>) -> Option<&Arc<Words>> {
        self.set.as_ref()?.words.articles.of(article)
    }

    /// The words that are known of the articles; a clone costs nothing.
    pub(super) fn known_words(&self) -> KnownWords {
        self.set.as_ref().map(|set| set.words.articles.clone()).unwrap_or_default()
    }

    /// Begins to work on the set that was just opened.
    pub(super) fn start_words(&mut self) {
        let wake = &self.environment.wake;
        if let Some(set) = &mut self.set {
            let (builders, segmenting) = (Jobs::new(Arc::clone(wake)), Jobs::new(Arc::clone(wake)));
            set.words.jobs = Some(WordJobs { builders, segmenting });
        }
        self.rebuild_segmenter();
    }

    /// Makes the segmenter anew, since the dictionary is another.
    pub(super) fn rebuild_segmenter(&mut self) {
        let dictionary = self.lists().shared_dictionary();
        let Some(jobs) = self.set.as_mut().and_then(|set| set.words.jobs.as_mut()) else { return };
        jobs.builders.cancel();
        let started = jobs.builders.start(JobKind::Segmenting, move |_| segmenter_of(&dictionary));
        self.tell_of_thread(started);
    }

    pub(super) fn poll_words(&mut self) {
        let Some(set) = &mut self.set else { return };
        let SetWords { segmenter, jobs: Some(jobs), articles, looked_at } = &mut set.words else {
            return;
        };
        for made in jobs.builders.results() {
            *segmenter = Some(made);
            jobs.segmenting.cancel();
            *articles = KnownWords::default();
            *looked_at = None;
        }
        for Segmented(found) in jobs.segmenting.results() {
            for (article, words) in found {
                articles.take(&article, words);
            }
        }
        self.segment_missing();
    }

    /// Starts to segment the articles that have no words yet, if there are such.
    fn segment_missing(&mut self) {
        let Some(set) = &mut self.set else { return };
        let SetWords { segmenter: Some(segmenter), jobs: Some(jobs), looked_at, .. } =
            &mut set.words
        else {
            return;
        };
        let (corpus, segmenter) = (&*set.scene.corpus, Arc::clone(segmenter));
        let revision = corpus.revision();
        if *looked_at == Some(revision) || !jobs.segmenting.running().is_empty() {
            return;
        }
        *looked_at = Some(revision);
        let articles: Vec<_> = corpus.articles().cloned().collect();
        let root = corpus.root().to_path_buf();
        let known: Vec<_> = articles.iter().map(|article| self.words(article).cloned()).collect();
        if known.iter().all(Option::is_some) {
            return;
        }
        let folder = self.environment.folders.as_ref().map(|folders| folders.cache.join("words"));
        let work = Work {
            articles,
            known,
            segmenter,
            storage: Arc::clone(&self.environment.storage),
            pack: folder.map(|folder| cache::path(&folder, &root)),
            key: cache::key(self.lists().now(WordList::Dictionary)),
        };
        let Some(jobs) = self.set.as_mut().and_then(|set| set.words.jobs.as_mut()) else { return };
        let started =
            jobs.segmenting.start(JobKind::Segmenting, move |progress| work.run(progress));
        self.tell_of_thread(started);
    }
}

/// The segmenter with the words of a dictionary; takes up to a sixth of a second.
#[must_use]
pub fn segmenter_of(dictionary: &Dictionary) -> Arc<Segmenter> {
    if dictionary.is_empty() {
        return Arc::clone(Segmenter::plain());
    }
    let words = dictionary.entries().map(|entry| (entry.word.as_str(), entry.weight));
    Arc::new(Segmenter::with_words(words))
}

/// The dictionary of the set in which the file `path` (absolute) lies, and where it is kept.
///
/// The set is the nearest folder above that has one; `None` if none does.
///
/// # Errors
/// If the dictionary is there and cannot be read.
pub fn dictionary_for(
    storage: &dyn Storage,
    path: &Path,
) -> Result<Option<(std::path::PathBuf, Dictionary)>, StorageError> {
    for folder in path.ancestors().skip(1) {
        let file = Dictionary::path(folder);
        match read_dictionary(storage, &file) {
            Ok(dictionary) => return Ok(Some((file, dictionary))),
            Err(error) if error.is_not_found() => {}
            Err(error) => return Err(error),
        }
        // The set's own folder, in which nobody has made a dictionary yet.
        if storage.metadata(&folder.join(".quandian")).is_ok() {
            break;
        }
    }
    Ok(None)
}

/// Reads a dictionary's file.
///
/// # Errors
/// If the disk will not give it.
pub fn read_dictionary(storage: &dyn Storage, path: &Path) -> Result<Dictionary, StorageError> {
    Ok(Dictionary::read(&storage.read(path, lists::LIMIT)?))
}

#[cfg(test)]
mod tests;
