//! The set's own words: `.quandian/dictionary.txt`, in the format of jieba's user dictionaries.
//!
//! One word a line, then a weight and a tag where there are such, with blanks between. Every line
//! is kept as it was found: one that is no entry is reported and skipped, never lost when the file
//! is written again. The list of strings the user does not want suggested any more has the same
//! form. Nothing here segments text.

use std::{
    collections::{BTreeSet, HashMap},
    fmt,
    path::{Path, PathBuf},
};

use super::ContentHash;
use crate::text::can_be_word;

/// A word longer than this, in characters, is a mistake.
pub const LONGEST_WORD: usize = 64;

/// One word of the dictionary.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DictionaryEntry {
    /// The word.
    pub word: String,
    /// How often jieba is to think it occurs; without one it comes out whole.
    pub weight: Option<u32>,
    /// Its part of speech, which nothing here asks for.
    pub tag: Option<String>,
}

/// Why a line is no entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DictionaryFault {
    /// It is not UTF-8.
    Encoding,
    /// What stands first cannot be a word: a mark in it, or too long.
    Word,
    /// What stands second is neither a weight nor a tag.
    Weight,
}

impl fmt::Display for DictionaryFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Encoding => "not UTF-8",
            Self::Word => "not a word",
            Self::Weight => "neither a weight nor a tag",
        })
    }
}

impl DictionaryEntry {
    /// A word without weight or tag; `None` if it cannot be one.
    #[must_use]
    pub fn new(word: &str) -> Option<Self> {
        let word = word.trim();
        is_word(word).then(|| Self { word: word.to_owned(), weight: None, tag: None })
    }

    /// Reads a line.
    ///
    /// # Errors
    /// With what is wrong with it, the blank line too: it has no word.
    pub fn parse(line: &str) -> Result<Self, DictionaryFault> {
        let mut columns = line.split_whitespace();
        let word = columns.next().filter(|word| is_word(word)).ok_or(DictionaryFault::Word)?;
        let mut entry = Self { word: word.to_owned(), weight: None, tag: None };
        let Some(second) = columns.next() else { return Ok(entry) };
        let tag = match second.parse() {
            Ok(weight) => {
                entry.weight = Some(weight);
                columns.next()
            }
            // The weight may be left out.
            Err(_) if is_tag(second) => Some(second),
            Err(_) => return Err(DictionaryFault::Weight),
        };
        entry.tag = tag.map(str::to_owned);
        Ok(entry)
    }
}

impl fmt::Display for DictionaryEntry {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.word)?;
        if let Some(weight) = self.weight {
            write!(f, " {weight}")?;
        }
        self.tag.iter().try_for_each(|tag| write!(f, " {tag}"))
    }
}

fn is_word(word: &str) -> bool {
    can_be_word(word) && word.chars().take(LONGEST_WORD + 1).count() <= LONGEST_WORD
}

fn is_tag(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

/// One line of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    /// Without its `\n`.
    bytes: Vec<u8>,
    entry: Result<DictionaryEntry, DictionaryFault>,
}

impl Line {
    fn read(bytes: &[u8], first: bool) -> Self {
        let entry = match std::str::from_utf8(bytes) {
            Ok(text) => {
                let text = if first { text.trim_start_matches('\u{feff}') } else { text };
                DictionaryEntry::parse(text)
            }
            Err(_) => Err(DictionaryFault::Encoding),
        };
        Self { bytes: bytes.to_vec(), entry }
    }

    fn is_blank(&self) -> bool {
        self.bytes.iter().all(u8::is_ascii_whitespace)
    }
}

/// The lines of a dictionary, and which word stands where.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    lines: Vec<Line>,
    /// The last line of each word, which is the one that counts.
    places: HashMap<String, usize>,
}

impl Dictionary {
    /// Where the dictionary of the set at `root` is kept.
    #[must_use]
    pub fn path(root: &Path) -> PathBuf {
        root.join(".quandian").join("dictionary.txt")
    }

    /// Where the strings are kept that are not to be suggested for it.
    #[must_use]
    pub fn rejected_path(root: &Path) -> PathBuf {
        root.join(".quandian").join("not-words.txt")
    }

    /// Reads the file's bytes, whatever they are.
    #[must_use]
    pub fn read(bytes: &[u8]) -> Self {
        let mut dictionary = Self::default();
        if bytes.is_empty() {
            return dictionary;
        }
        let content = bytes.strip_suffix(b"\n").unwrap_or(bytes);
        let lines = content.split(|&byte| byte == b'\n').enumerate();
        dictionary.lines = lines.map(|(at, line)| Line::read(line, at == 0)).collect();
        dictionary.find_places();
        dictionary
    }

    /// The file's content: every line as it was found, or as it was changed.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        for line in &self.lines {
            bytes.extend_from_slice(&line.bytes);
            bytes.push(b'\n');
        }
        bytes
    }

    /// The entries in the order of the file; of a word that stands there twice, the last.
    pub fn entries(&self) -> impl Iterator<Item = &DictionaryEntry> {
        self.lines.iter().enumerate().filter_map(|(at, line)| {
            let entry = line.entry.as_ref().ok()?;
            (self.places.get(&entry.word) == Some(&at)).then_some(entry)
        })
    }

    /// How many words there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Whether there is no word.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The entry of a word.
    #[must_use]
    pub fn get(&self, word: &str) -> Option<&DictionaryEntry> {
        self.lines.get(*self.places.get(word)?)?.entry.as_ref().ok()
    }

    /// The lines, counted from 1, that are no entries and not blank.
    pub fn faults(&self) -> impl Iterator<Item = (usize, DictionaryFault)> {
        let lines = self.lines.iter().enumerate().filter(|(_, line)| !line.is_blank());
        lines.filter_map(|(at, line)| Some((at + 1, line.entry.as_ref().err().copied()?)))
    }

    /// Adds an entry at the end, or puts it in the place of its word's; gives that one.
    ///
    /// What stood behind the tag on that line stays.
    pub fn set(&mut self, entry: DictionaryEntry) -> Option<DictionaryEntry> {
        let mut text = entry.to_string();
        let ending = self.lines.last().is_some_and(|line| line.bytes.ends_with(b"\r"));
        let Some(&at) = self.places.get(&entry.word) else {
            text.push_str(if ending { "\r" } else { "" });
            self.places.insert(entry.word.clone(), self.lines.len());
            self.lines.push(Line { bytes: text.into_bytes(), entry: Ok(entry) });
            return None;
        };
        let line = self.lines.get_mut(at)?;
        let before = line.entry.clone().ok()?;
        if before != entry {
            let old = String::from_utf8_lossy(&line.bytes).into_owned();
            let columns =
                1 + usize::from(before.weight.is_some()) + usize::from(before.tag.is_some());
            for column in old.split_whitespace().skip(columns) {
                text.push(' ');
                text.push_str(column);
            }
            text.push_str(if old.ends_with('\r') { "\r" } else { "" });
            *line = Line { bytes: text.into_bytes(), entry: Ok(entry) };
        }
        Some(before)
    }

    /// Takes a word out, on every line it stands on; gives the entry that counted.
    pub fn remove(&mut self, word: &str) -> Option<DictionaryEntry> {
        let before = self.get(word)?.clone();
        self.lines.retain(|line| !matches!(&line.entry, Ok(entry) if entry.word == word));
        self.find_places();
        Some(before)
    }

    /// `theirs`, with what was changed from `base` to `now` done to it as well.
    #[must_use]
    pub fn merged(base: &Self, now: &Self, theirs: &Self) -> Self {
        let mut merged = theirs.clone();
        for entry in base.entries() {
            if now.get(&entry.word).is_none() {
                merged.remove(&entry.word);
            }
        }
        for entry in now.entries() {
            if base.get(&entry.word) != Some(entry) {
                merged.set(entry.clone());
            }
        }
        merged
    }

    /// The words of which both sides changed the entry, each in its own way.
    #[must_use]
    pub fn clashes(base: &Self, now: &Self, theirs: &Self) -> Vec<String> {
        let words = base.entries().chain(now.entries()).map(|entry| &entry.word);
        let clash = |word: &&String| {
            let [before, mine, other] = [base.get(word), now.get(word), theirs.get(word)];
            mine != before && other != before && mine != other
        };
        let clashes: BTreeSet<String> = words.filter(clash).cloned().collect();
        clashes.into_iter().collect()
    }

    /// How many words of `before` are not here any more, and how many are here that were not there.
    #[must_use]
    pub fn compared(&self, before: &Self) -> (usize, usize) {
        let lacks = |one: &Self, other: &Self| {
            one.entries().filter(|entry| other.get(&entry.word).is_none()).count()
        };
        (lacks(before, self), lacks(self, before))
    }

    /// The same for all dictionaries with the same entries, whatever else stands in their files.
    #[must_use]
    pub fn fingerprint(&self) -> ContentHash {
        let mut words: Vec<_> = self.entries().map(|e| (e.word.as_str(), e.weight)).collect();
        words.sort_unstable();
        let mut text = String::new();
        for (word, weight) in words {
            text.push_str(word);
            text.push(' ');
            text.extend(weight.map(|weight| weight.to_string()));
            text.push('\n');
        }
        ContentHash::of(&text)
    }

    fn find_places(&mut self) {
        let entries = self.lines.iter().enumerate();
        let words = entries.filter_map(|(at, line)| Some((line.entry.as_ref().ok()?, at)));
        self.places = words.map(|(entry, at)| (entry.word.clone(), at)).collect();
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn entry(line: &str) -> DictionaryEntry {
        DictionaryEntry::parse(line).unwrap()
    }

    #[test]
    fn the_three_forms_of_a_line_are_read() {
        let read = |line| DictionaryEntry::parse(line).map(|e| (e.word, e.weight, e.tag));
        let own = |word: &str| word.to_owned();
        assert_eq!(read("临河区"), Ok((own("临河区"), None, None)));
        assert_eq!(read("\u{feff}临河区").map(drop), Err(DictionaryFault::Word));
        assert_eq!(read("临河区 300"), Ok((own("临河区"), Some(300), None)));
        assert_eq!(read(" 临河区\t300  ns 备注 "), Ok((own("临河区"), Some(300), Some(own("ns")))));
        assert_eq!(read("何立 nr"), Ok((own("何立"), None, Some(own("nr")))));
        assert_eq!(read("买买提·何"), Ok((own("买买提·何"), None, None)));
        assert_eq!(read("临河区 许多"), Err(DictionaryFault::Weight));
        assert_eq!(read("临河区 -3"), Err(DictionaryFault::Weight));
        assert_eq!(read("临河，区"), Err(DictionaryFault::Word));
        assert_eq!(read(""), Err(DictionaryFault::Word));
    }

    #[test]
    fn what_is_no_entry_is_told_with_its_line_and_kept() {
        let bytes = b"\xef\xbb\xbf\xe4\xb8\xb4\xe6\xb2\xb3 5 ns x y\r\n\r\n\xff\xfe\r\n,\r\n";
        let mut dictionary = Dictionary::read(bytes);
        assert_eq!(dictionary.to_bytes(), bytes);
        let faults: Vec<_> = dictionary.faults().collect();
        assert_eq!(faults, [(3, DictionaryFault::Encoding), (4, DictionaryFault::Word)]);
        assert_eq!(dictionary.set(entry("何立")), None);
        assert_eq!(dictionary.set(entry("临河 9")), Some(entry("临河 5 ns")));
        let expected = "临河 9 x y\r\n\r\n\u{fffd}\u{fffd}\r\n,\r\n何立\r\n";
        assert_eq!(String::from_utf8_lossy(&dictionary.to_bytes()), expected);
    }

    #[test]
    fn of_a_word_that_stands_twice_the_last_counts_and_both_go() {
        let mut dictionary = Dictionary::read("党群 1\n何立\n党群 2\n".as_bytes());
        assert_eq!((dictionary.len(), dictionary.get("党群")), (2, Some(&entry("党群 2"))));
        assert_eq!(dictionary.remove("党群"), Some(entry("党群 2")));
        assert_eq!(dictionary.to_bytes(), "何立\n".as_bytes());
    }

    #[test]
    fn changes_on_both_sides_are_kept() {
        let read = |text: &str| Dictionary::read(text.as_bytes());
        let base = read("甲\n乙\n丙 1\n");
        let now = read("甲\n丙 2\n丁\n");
        let theirs = read("甲\n?\n乙\n丙 1\n戊\n");
        let merged = Dictionary::merged(&base, &now, &theirs);
        assert_eq!(merged.to_bytes(), "甲\n?\n丙 2\n戊\n丁\n".as_bytes());
    }

    #[test]
    fn the_fingerprint_is_that_of_the_words() {
        let of = |text: &str| Dictionary::read(text.as_bytes()).fingerprint();
        assert_eq!(of("甲\n乙 3\n"), of("?\n乙 3 n\n甲\n"));
        assert_ne!(of("甲\n乙 3\n"), of("甲\n乙\n"));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_and_written_back(
            bytes in proptest::collection::vec(
                prop_oneof![any::<u8>(), Just(b'\n'), Just(b' '), Just(b'a'), Just(b'3')], 0..80)
        ) {
            let dictionary = Dictionary::read(&bytes);
            let mut expected = bytes.clone();
            if !bytes.is_empty() && !bytes.ends_with(b"\n") {
                expected.push(b'\n');
            }
            prop_assert_eq!(dictionary.to_bytes(), expected);
            prop_assert_eq!(dictionary.entries().count(), dictionary.len());
        }

        #[test]
        fn what_is_set_is_there_and_what_is_removed_is_not(
            text in "(甲|乙|丙 3|丁 n|，|\n){0,20}",
            words in proptest::collection::vec(("[甲乙丙丁戊]", any::<bool>()), 0..8),
        ) {
            let mut dictionary = Dictionary::read(text.as_bytes());
            let lines = dictionary.faults().count();
            for (word, add) in words {
                if add {
                    dictionary.set(entry(&word));
                } else {
                    dictionary.remove(&word);
                }
                prop_assert_eq!(dictionary.get(&word).is_some(), add);
                prop_assert_eq!(&Dictionary::read(&dictionary.to_bytes()), &dictionary);
            }
            prop_assert_eq!(dictionary.faults().count(), lines);
        }
    }
}
