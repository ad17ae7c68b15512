//! The words by which files of other programs and people call what they hold.
//!
//! They are data, in Chinese and English, and never shown; the words of the interface are elsewhere.

const LIST: &str = include_str!("../../assets/import-words.txt");

/// The words for a meaning, the surest first; none if the list does not know it.
pub(super) fn of(meaning: &str) -> Vec<&'static str> {
    let line = LIST.lines().find_map(|line| line.strip_prefix(meaning)?.strip_prefix(':'));
    line.map(|words| words.split(',').map(str::trim).collect()).unwrap_or_default()
}

/// A heading as the list has its words: in lower case, without spaces and signs.
pub(super) fn folded(heading: &str) -> String {
    let counts = |c: &char| c.is_alphanumeric();
    heading.chars().filter(counts).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_heading_is_found_whatever_its_case_and_spaces() {
        assert!(of("include").contains(&&*folded(" Inclusion_Criteria ")));
        assert!(of("name").contains(&&*folded("　主题（名称）")));
        assert!(of("nothing").is_empty());
        // Every word is written as it is looked for.
        for line in LIST.lines().filter(|line| !line.starts_with('#')) {
            let (meaning, _) = line.split_once(':').unwrap();
            assert!(of(meaning).iter().all(|word| folded(word) == *word), "{line}");
        }
    }
}
