//! Words that no list shows: function words, until the user says otherwise.
//!
//! A set may have its own list, `.quandian/stopwords.txt`: one word a line, lines with `#` in front are
//! remarks. It is the whole list then, so that one can take words out as well as put words in.

use std::{
    collections::HashSet,
    path::{Path, PathBuf},
    sync::{Arc, LazyLock},
};

use crate::text;

/// The program's own list.
const BUILT_IN: &str = include_str!("../../../assets/words/function-words.txt");

/// Words that are left out of lists, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StopWords(HashSet<String>);

impl StopWords {
    /// The program's own list.
    #[must_use]
    pub fn built_in() -> &'static Arc<Self> {
        static LIST: LazyLock<Arc<StopWords>> =
            LazyLock::new(|| Arc::new(StopWords::parse(BUILT_IN)));
        &LIST
    }

    /// The list that a file holds.
    #[must_use]
    pub fn parse(file: &str) -> Self {
        let lines = file.trim_start_matches('\u{feff}').lines().map(str::trim);
        let words = lines.filter(|line| !line.is_empty() && !line.starts_with('#'));
        Self(words.map(text::fold).collect())
    }

    /// Where a set keeps its own list.
    #[must_use]
    pub fn path(root: &Path) -> PathBuf {
        root.join(".quandian").join("stopwords.txt")
    }

    /// Whether `word` (folded) is left out.
    #[must_use]
    pub fn contains(&self, word: &str) -> bool {
        self.0.contains(word)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_one_word_a_line_and_remarks_are_none() {
        let list = StopWords::parse("\u{feff}# 说明\r\n的\r\n\r\n  ＡＢＣ  \n的\n");
        assert_eq!(list.len(), 2);
        assert!(list.contains("abc") && list.contains("的") && !list.contains("说明"));
        assert!(StopWords::built_in().len() > 150);
        assert!(StopWords::parse("").is_empty());
    }
}
