//! The words of a set's articles as they are kept between two runs: one file a set.
//!
//! In the system's folder for what can be worked out again. A file that is broken, of another
//! version or of another dictionary is as good as none. The oldest sets go when there is too much.
//!
//! The file: a line with the version, a line with the key, then for each article the hash of its
//! text (64 digits), the number of bytes that follow (eight hexadecimal digits), and
//! [`crate::text::Words`] as bytes; at the end the hash of all before.

use std::{
    collections::HashMap,
    io::Write as _,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::{
    corpus::{ContentHash, Dictionary},
    storage::{self, EntryKind, Storage},
};

/// The first line. Another form of the file, another jieba or other rules of ours are another version.
const VERSION: &str = "quandian words 3 jieba 0.11";
/// How much all sets together may take, in bytes.
const LIMIT: u64 = 256 << 20;
/// Digits of a hash.
const HASH: usize = 64;

/// Where the words of the set at `root` are kept, below `folder`.
pub(super) fn path(folder: &Path, root: &Path) -> PathBuf {
    let name = ContentHash::of_bytes(root.as_os_str().as_encoded_bytes());
    folder.join(name.as_str().chars().take(16).collect::<String>()).with_extension("words")
}

/// What the words depend on besides the text: the set's dictionary.
pub(super) fn key(dictionary: &Dictionary) -> ContentHash {
    dictionary.fingerprint()
}

/// What a file holds: the numbers of each article's words, by the hash of its text.
#[derive(Debug, Default)]
pub(super) struct Kept {
    bytes: Vec<u8>,
    places: HashMap<String, std::ops::Range<usize>>,
}

impl Kept {
    pub(super) fn get(&self, hash: &ContentHash) -> Option<&[u8]> {
        self.bytes.get(self.places.get(hash.as_str())?.clone())
    }

    fn parse(bytes: Vec<u8>, key: &ContentHash) -> Option<Self> {
        let end = bytes.len().checked_sub(HASH)?;
        let (content, sum) = bytes.split_at(end);
        let head = format!("{VERSION}\n{}\n", key.as_str());
        // The cheap questions first.
        if !content.starts_with(head.as_bytes())
            || ContentHash::of_bytes(content).as_str().as_bytes() != sum
        {
            return None;
        }
        let mut places = HashMap::new();
        let mut at = head.len();
        while at < end {
            let hash = std::str::from_utf8(content.get(at..at + HASH)?).ok()?;
            let length = std::str::from_utf8(content.get(at + HASH..at + HASH + 8)?).ok()?;
            let start = at + HASH + 8;
            at = start.checked_add(usize::from_str_radix(length, 16).ok()?)?;
            if at > end {
                return None;
            }
            places.insert(hash.to_owned(), start..at);
        }
        Some(Self { bytes, places })
    }
}

/// Reads a file that was written with the same key; `None` if there is none, or none to be used.
pub(super) fn read(storage: &dyn Storage, path: &Path, key: &ContentHash) -> Option<Kept> {
    // Whatever is wrong, the words are found again.
    Kept::parse(storage.read(path, LIMIT).ok()?, key)
}

/// Writes the words of a set, and makes room for them.
pub(super) fn write<'a>(
    storage: &dyn Storage,
    path: &Path,
    key: &ContentHash,
    entries: impl Iterator<Item = (&'a ContentHash, &'a [u8])>,
) {
    let mut bytes = format!("{VERSION}\n{}\n", key.as_str()).into_bytes();
    for (hash, lengths) in entries {
        bytes.extend_from_slice(hash.as_str().as_bytes());
        // Writing to a vector cannot fail.
        let _ = write!(bytes, "{:08x}", lengths.len());
        bytes.extend_from_slice(lengths);
    }
    let sum = ContentHash::of_bytes(&bytes);
    bytes.extend_from_slice(sum.as_str().as_bytes());
    if bytes.len() as u64 > LIMIT {
        return;
    }
    make_room(storage, path, LIMIT - bytes.len() as u64);
    // Without it the words are found again next time, which is all that is lost.
    let _ = storage::save(storage, path, &bytes);
}

/// Removes the oldest of the other files until they take at most `room` bytes.
fn make_room(storage: &dyn Storage, own: &Path, room: u64) {
    let Some(Ok(entries)) = own.parent().map(|folder| storage.list(folder)) else { return };
    let is_other = |path: &Path| path != own && path.extension().is_some_and(|e| e == "words");
    let others = entries.into_iter().filter(|e| e.kind == EntryKind::File && is_other(&e.path));
    let mut files: Vec<_> = others
        .filter_map(|entry| {
            let metadata = storage.metadata(&entry.path).ok()?;
            let modified = metadata.modified.unwrap_or(SystemTime::UNIX_EPOCH);
            Some((modified, entry.path, metadata.len))
        })
        .collect();
    files.sort();
    let mut total: u64 = files.iter().map(|(_, _, len)| len).sum();
    for (_, path, len) in files {
        if total <= room {
            return;
        }
        // One that another program removed is gone as well.
        let _ = storage.remove(&path);
        total = total.saturating_sub(len);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::storage::Memory;

    const FILE: &str = "/cache/words/0123456789abcdef.words";

    fn hash(text: &str) -> ContentHash {
        ContentHash::of(text)
    }

    fn written(key: &ContentHash) -> Memory {
        let memory = Memory::new();
        let (first, second) = (hash("甲"), hash("乙"));
        let entries = [(&first, &[6_u8, 12][..]), (&second, &[][..])];
        write(&memory, Path::new(FILE), key, entries.into_iter());
        memory
    }

    #[test]
    fn what_was_written_is_read_with_the_same_dictionary_only() {
        let key = hash("词典");
        let memory = written(&key);
        let kept = read(&memory, Path::new(FILE), &key).unwrap();
        assert_eq!(kept.get(&hash("甲")), Some(&[6_u8, 12][..]));
        assert_eq!(kept.get(&hash("乙")), Some(&[][..]));
        assert_eq!(kept.get(&hash("丙")), None);
        assert!(read(&memory, Path::new(FILE), &hash("另一部词典")).is_none());
        assert!(read(&memory, Path::new("/cache/words/none.words"), &key).is_none());
    }

    #[test]
    fn a_changed_byte_anywhere_is_found_out() {
        let key = hash("词典");
        let bytes = written(&key).read(Path::new(FILE), LIMIT).unwrap();
        assert!(Kept::parse(bytes.clone(), &key).is_some());
        for at in 0..bytes.len() {
            let mut broken = bytes.clone();
            broken[at] ^= 1;
            assert!(Kept::parse(broken, &key).is_none(), "byte {at}");
            assert!(Kept::parse(bytes[..at].to_vec(), &key).is_none(), "cut at {at}");
        }
    }

    #[test]
    fn the_oldest_of_the_others_go_first() {
        let memory = Memory::with_files([
            ("/cache/words/old.words", vec![0_u8; 60]),
            ("/cache/words/notes.txt", vec![0_u8; 60]),
        ]);
        storage::save(&memory, Path::new("/cache/words/new.words"), &[0; 60]).unwrap();
        make_room(&memory, Path::new(FILE), 60);
        let there = |name: &str| memory.metadata(&Path::new("/cache/words").join(name)).is_ok();
        assert!(!there("old.words") && there("new.words") && there("notes.txt"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_refused_without_a_panic(
            bytes in proptest::collection::vec(any::<u8>(), 0..200),
            body in "[0-9a-f]{0,160}",
        ) {
            let key = hash("词典");
            prop_assert!(Kept::parse(bytes, &key).is_none());
            // With the right head and sum, so that what is between is looked at.
            let mut content = format!("{VERSION}\n{}\n{body}", key.as_str()).into_bytes();
            let sum = ContentHash::of_bytes(&content);
            content.extend_from_slice(sum.as_str().as_bytes());
            if let Some(kept) = Kept::parse(content, &key) {
                let all: usize = kept.places.values().map(ExactSizeIterator::len).sum();
                prop_assert!(all <= body.len());
            }
        }
    }
}
