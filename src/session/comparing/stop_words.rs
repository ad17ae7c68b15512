//! The words that no list of the set shows: its own file, or the program's list.

use crate::{
    analysis::StopWords,
    corpus::LoadProgress,
    scene::Heeds,
    session::{Answered, Ground, Question},
    storage::StorageError,
};

/// A list longer than this is none.
const MOST: u64 = 1 << 20;

/// Which words does the set leave out of lists?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopWordsOfSet;

impl Question for StopWordsOfSet {
    type Answer = StopWords;
    type Refusal = StorageError;

    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        // A reload looks again.
        Heeds::Texts
    }

    fn answer(
        &self,
        ground: &Ground,
        _before: Option<&Answered<Self>>,
        _progress: &LoadProgress,
    ) -> Result<StopWords, StorageError> {
        let path = StopWords::path(ground.scene.corpus.root());
        match ground.storage.read(&path, MOST) {
            Ok(bytes) => Ok(StopWords::parse(&String::from_utf8_lossy(&bytes))),
            Err(error) if error.is_not_found() => Ok(StopWords::clone(StopWords::built_in())),
            Err(error) => Err(error),
        }
    }
}
