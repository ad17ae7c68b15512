//! Word lists of the genre: which words are verbs, measures, frames of a clause.
//!
//! jieba's dictionary says what a word can be; these lists say what it is beside a figure.

use std::{
    collections::{HashMap, HashSet},
    sync::OnceLock,
};

/// A list of words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum LexiconList {
    /// Verbs that take an object and are no part of a noun.
    Verbs,
    /// Verbs that are as often part of a noun.
    Nominals,
    /// Nouns that a verb before them belongs to: 共建|协议, 改造|项目.
    CompoundHeads,
    /// What stands between what is counted and the figure.
    Copulas,
    /// Says that the figure is a difference.
    Changes,
    /// Frames a clause and belongs to no noun phrase at its edges.
    Frames,
    /// Says how much there is of something, and counts nothing itself.
    Measures,
    /// Nouns that the dictionary calls verbs or does not know.
    Nouns,
    /// Stands before nouns; the dictionary calls it something else.
    Adjectives,
    /// Adverbs that the dictionary calls something else.
    Adverbs,
    /// Things of which there are several, before what is said of them: 14个街道|组织员.
    Places,
    /// Ends of what 个 and 家 do not count: a place before it is what is counted.
    Uncounted,
    /// What is done to things that are counted: 487个老旧小区|改造.
    Actions,
    /// What is said of this noun describes what bears it: 表现|突出|的|党员.
    Described,
    /// Of nouns, and the verb where it has an object: 培训|党员.
    Acting,
    /// The same, and never the first part of a noun.
    AlwaysActing,
    /// Ends of words that name people to whom something is done.
    People,
    /// Ends of words that say how much there is of something.
    MeasureEnds,
    /// Makes no name of a place before 社区, 村 and the like.
    GenericPlaces,
    /// Verbs of which the object is all there is: 辖14个街道.
    Whole,
}

const ALL: &[LexiconList] = &[
    LexiconList::Verbs,
    LexiconList::Nominals,
    LexiconList::CompoundHeads,
    LexiconList::Copulas,
    LexiconList::Changes,
    LexiconList::Frames,
    LexiconList::Measures,
    LexiconList::Nouns,
    LexiconList::Adjectives,
    LexiconList::Adverbs,
    LexiconList::Places,
    LexiconList::Uncounted,
    LexiconList::Actions,
    LexiconList::Described,
    LexiconList::Acting,
    LexiconList::AlwaysActing,
    LexiconList::People,
    LexiconList::MeasureEnds,
    LexiconList::GenericPlaces,
    LexiconList::Whole,
];

fn lists() -> &'static HashMap<LexiconList, HashSet<&'static str>> {
    static LISTS: OnceLock<HashMap<LexiconList, HashSet<&'static str>>> = OnceLock::new();
    LISTS.get_or_init(|| {
        let mut lists: HashMap<LexiconList, HashSet<&str>> = HashMap::new();
        let mut current = None;
        for line in include_str!("lexicon.txt").lines().filter(|line| !line.starts_with('#')) {
            if let Some(name) = line.strip_suffix(':') {
                current = ALL.iter().find(|list| format!("{list:?}") == name);
            } else if let Some(list) = current {
                lists.entry(*list).or_default().extend(line.split_whitespace());
            }
        }
        lists
    })
}

/// Whether a word stands in a list.
pub(super) fn has(list: LexiconList, word: &str) -> bool {
    lists().get(&list).is_some_and(|words| words.contains(word))
}

/// Whether a word ends with one of a list.
pub(super) fn ends_with_any(list: LexiconList, word: &str) -> bool {
    let mut ends = word.char_indices().map(|(at, _)| word.get(at..).unwrap_or_default());
    lists().get(&list).is_some_and(|words| ends.any(|end| words.contains(end)))
}

/// Whether a word begins with one of a list.
pub(super) fn starts_with_any(list: LexiconList, word: &str) -> bool {
    let mut ends = word.char_indices().map(|(at, c)| at + c.len_utf8());
    lists().get(&list).is_some_and(|words| {
        ends.any(|end| word.get(..end).is_some_and(|start| words.contains(start)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_is_there() {
        for &list in ALL {
            assert!(lists().get(&list).is_some_and(|words| words.len() > 5), "{list:?}");
        }
        assert!(has(LexiconList::Verbs, "签订") && !has(LexiconList::Verbs, "协议"));
        assert!(ends_with_any(LexiconList::CompoundHeads, "改造项目"));
        assert!(starts_with_any(LexiconList::Adverbs, "积极参与"));
    }
}
