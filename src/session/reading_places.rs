//! Where each article was left, and where in each set: kept for the user, never in a set.

use std::{
    path::{Path, PathBuf},
    time::{Duration, Instant},
};

use imbl::OrdMap;
use serde::{Deserialize, Serialize};

use super::Session;
use crate::{
    corpus::{ArticlePath, ContentHash},
    storage::{self, Storage, StorageError},
    text::CharOffset,
};

/// So many articles are remembered; those left longest ago are forgotten first.
const MOST_ARTICLES: usize = 20_000;
/// So many sets.
const MOST_SETS: usize = 200;
/// A file longer than this is not ours.
const FILE_LIMIT: u64 = 16 << 20;

/// A place is on the disk at the latest so long after somebody was there.
pub const REMEMBERED_AFTER: Duration = Duration::from_secs(3);

/// A place in an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadingPlace {
    /// The first character of the first line in view.
    pub top: CharOffset,
    /// How much of that line is scrolled out of view, in percent of its height; less than nothing
    /// where there is space above it.
    pub past: i16,
    /// Where the caret stands.
    pub caret: CharOffset,
}

/// The text that stood beside the one that was read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BesidePlace {
    /// Its article.
    pub article: ArticlePath,
    /// Where one was in it.
    pub place: ReadingPlace,
    /// Whether it stood at the left, or above.
    #[serde(default)]
    pub first: bool,
    /// Whether the two scrolled along with each other.
    #[serde(default)]
    pub linked: bool,
}

/// Where one was in a set.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetPlace {
    /// The page, by its name in the settings.
    pub page: String,
    /// The article that was open.
    pub article: Option<ArticlePath>,
    /// The text beside it.
    #[serde(default)]
    pub beside: Option<BesidePlace>,
}

/// Something that is remembered, and since when: larger is later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
struct Remembered<T> {
    place: T,
    at: u64,
}

/// What an article is known by: how long it is, how it begins and how it ends. That is soon worked
/// out for any length, and who takes one text for another so reads in the same place of both.
fn key(text: &str) -> ContentHash {
    const PART: usize = 16 << 10;
    let end = text.floor_char_boundary(PART);
    let start = text.ceil_char_boundary(text.len().saturating_sub(PART)).max(end);
    let (head, tail) = (text.get(..end), text.get(start..));
    let (head, tail) = (head.unwrap_or_default(), tail.unwrap_or_default());
    ContentHash::of(&format!("{}\n{head}{tail}", text.len()))
}

/// All that is remembered. A clone costs nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadingPlaces {
    /// By what the article says: wherever it lies and whatever it is called.
    articles: OrdMap<ContentHash, Remembered<ReadingPlace>>,
    sets: OrdMap<PathBuf, Remembered<SetPlace>>,
    /// Of what was remembered last.
    clock: u64,
}

/// As they stand in the file.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
struct PlacesFile {
    articles: Vec<(ContentHash, Remembered<ReadingPlace>)>,
    sets: Vec<(PathBuf, Remembered<SetPlace>)>,
}

impl ReadingPlaces {
    /// Where the article with this text was left.
    #[must_use]
    pub fn of_article(&self, text: &str) -> Option<ReadingPlace> {
        self.articles.get(&key(text)).map(|known| known.place)
    }

    /// Where one was in the set at `root`.
    #[must_use]
    pub fn of_set(&self, root: &Path) -> Option<&SetPlace> {
        self.sets.get(root).map(|known| &known.place)
    }

    /// Remembers a place in the article with this text; whether it is another than before.
    pub fn leave_article(&mut self, text: &str, place: ReadingPlace) -> bool {
        self.clock += 1;
        remember(&mut self.articles, &key(text), place, self.clock, MOST_ARTICLES)
    }

    /// Remembers where one is in a set; whether it is elsewhere than before.
    pub fn leave_set(&mut self, root: &Path, place: SetPlace) -> bool {
        self.clock += 1;
        remember(&mut self.sets, &root.to_path_buf(), place, self.clock, MOST_SETS)
    }

    /// Reads what is remembered; nothing where there is no file, or one that is not ours: it is no
    /// work of anybody's, and the next place is written over it.
    #[must_use]
    pub fn load(storage: &dyn Storage, path: &Path) -> Self {
        let file = storage.read(path, FILE_LIMIT).ok();
        let file: PlacesFile =
            file.and_then(|bytes| ron::de::from_bytes(&bytes).ok()).unwrap_or_default();
        let PlacesFile { articles, sets } = file;
        let clocks = articles
            .iter()
            .map(|(_, known)| known.at)
            .chain(sets.iter().map(|(_, known)| known.at));
        let clock = clocks.max().unwrap_or(0);
        Self { articles: articles.into_iter().collect(), sets: sets.into_iter().collect(), clock }
    }

    /// Writes it to `path`.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn save(&self, storage: &dyn Storage, path: &Path) -> Result<(), StorageError> {
        let file = PlacesFile {
            articles: self.articles.iter().map(|(hash, at)| (hash.clone(), at.clone())).collect(),
            sets: self.sets.iter().map(|(root, at)| (root.clone(), at.clone())).collect(),
        };
        let pretty = ron::ser::PrettyConfig::new().new_line("\n").depth_limit(2);
        let text = ron::ser::to_string_pretty(&file, pretty).unwrap_or_default();
        storage::save(storage, path, text.as_bytes()).map(|_durability| ())
    }
}

impl Session {
    /// Remembers where one is in the article with this text.
    pub fn leave_article(&mut self, text: &str, place: ReadingPlace) {
        if self.reading_places.leave_article(text, place) {
            self.unwritten_place.get_or_insert_with(Instant::now);
        }
    }

    /// Remembers where one is in the set at `root`.
    pub fn leave_set(&mut self, root: &Path, place: SetPlace) {
        if self.reading_places.leave_set(root, place) {
            self.unwritten_place.get_or_insert_with(Instant::now);
        }
    }

    pub(super) fn poll_reading_places(&mut self) {
        if self.unwritten_place.is_some_and(|since| since.elapsed() >= REMEMBERED_AFTER) {
            self.store_reading_places();
        }
    }

    /// Has written what was not.
    pub(super) fn store_reading_places(&mut self) {
        if self.unwritten_place.take().is_none() {
            return;
        }
        let places = self.reading_places.clone();
        let stored = self.files.places.as_mut().map(|file| file.store(places));
        self.tell_of_thread(stored.unwrap_or(Ok(())));
    }
}

fn remember<K: Ord + Clone, T: Clone + PartialEq>(
    all: &mut OrdMap<K, Remembered<T>>,
    key: &K,
    place: T,
    at: u64,
    most: usize,
) -> bool {
    if all.get(key).is_some_and(|known| known.place == place) {
        return false;
    }
    all.insert(key.clone(), Remembered { place, at });
    if all.len() > most {
        // Some at once, so that it is not looked for at every place.
        let mut times: Vec<u64> = all.values().map(|known| known.at).collect();
        times.sort_unstable();
        let oldest = times.get(most / 20).copied().unwrap_or_default();
        *all = all
            .iter()
            .filter(|(_, known)| known.at > oldest)
            .map(|(k, v)| (k.clone(), v.clone()))
            .collect();
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Memory;

    fn place(top: u32) -> ReadingPlace {
        ReadingPlace { top: CharOffset::new(top), past: 20, caret: CharOffset::new(top + 3) }
    }

    #[test]
    fn what_is_remembered_comes_back_from_the_file() {
        let (storage, file) = (Memory::new(), Path::new("/state/places.ron"));
        let mut places = ReadingPlaces::default();
        let long = "街道把闲置的粮站改成党群服务中心。".repeat(2000);
        assert!(places.leave_article(&long, place(7)));
        assert!(!places.leave_article(&long, place(7)), "nothing new");
        let article = ArticlePath::new("2019.txt");
        let beside = ArticlePath::new("2017.txt").map(|article| BesidePlace {
            article,
            place: place(4),
            first: true,
            linked: false,
        });
        let left = SetPlace { page: "excerpts_page".to_owned(), article, beside };
        places.leave_set(Path::new("/data/文献集"), left.clone());
        places.save(&storage, file).unwrap();
        let read = ReadingPlaces::load(&storage, file);
        assert_eq!(read.of_article(&long), Some(place(7)));
        assert_eq!(read.of_set(Path::new("/data/文献集")), Some(&left));
        assert_eq!(read.of_article("another"), None);
        assert_eq!(read.of_article(&format!("{long}。")), None);
    }

    #[test]
    fn a_file_from_before_two_texts_could_stand_beside_each_other_is_read() {
        let (storage, file) = (Memory::new(), Path::new("/state/places.ron"));
        let old = "(articles: [], sets: [(\"/data/a\", (place: (page: \"reading_page\", \
                   article: Some(\"2019.txt\")), at: 3))])";
        storage::save(&storage, file, old.as_bytes()).unwrap();
        let places = ReadingPlaces::load(&storage, file);
        let left = places.of_set(Path::new("/data/a")).expect("known");
        assert_eq!((&left.article, &left.beside), (&ArticlePath::new("2019.txt"), &None));
    }

    #[test]
    fn a_broken_file_costs_no_more_than_the_places() {
        let (storage, file) = (Memory::new(), Path::new("/state/places.ron"));
        assert_eq!(ReadingPlaces::load(&storage, file), ReadingPlaces::default());
        storage::save(&storage, file, "(articles: [(".as_bytes()).unwrap();
        assert_eq!(ReadingPlaces::load(&storage, file), ReadingPlaces::default());
    }

    #[test]
    fn the_places_left_longest_ago_are_forgotten_first() {
        let mut places = ReadingPlaces::default();
        for number in 0..=MOST_ARTICLES {
            places.leave_article(&number.to_string(), place(1));
        }
        assert!(places.articles.len() <= MOST_ARTICLES);
        assert_eq!(places.of_article("0"), None);
        assert_eq!(places.of_article(&MOST_ARTICLES.to_string()), Some(place(1)));
    }
}
