//! Which entries of a theme's lexicon are patterns that cannot be read, and why.

use crate::{
    search::{Mode, Query},
    session::describe,
};

/// A line that is no pattern although it looks like one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct LexiconFault {
    /// From 1.
    pub(super) line: usize,
    pub(super) entry: String,
    pub(super) reason: String,
}

/// The lexicon that was looked at last; a pattern takes too long to be read at every frame.
#[derive(Debug, Default)]
pub(super) struct Checked {
    text: String,
    faults: Vec<LexiconFault>,
}

impl Checked {
    /// The faults of `text`.
    pub(super) fn faults(&mut self, text: &str) -> &[LexiconFault] {
        if self.text != text {
            text.clone_into(&mut self.text);
            self.faults = faults(text);
        }
        &self.faults
    }
}

fn faults(text: &str) -> Vec<LexiconFault> {
    let lines = (1..).zip(text.lines());
    lines
        .filter_map(|(line, entry)| {
            let entry = entry.trim();
            let pattern = entry.strip_prefix('/')?.strip_suffix('/')?;
            let error = Query::new(pattern, Mode { regex: true, exact: false }).err()?;
            let reason = describe::query_error(&error);
            Some(LexiconFault { line, entry: entry.to_owned(), reason })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bad_pattern_is_told_with_its_line_and_words_are_words() {
        let found = faults("党群\n/党(群|建)/\n\n  /党(/ \n/\n(");
        let lines: Vec<_> = found.iter().map(|fault| (fault.line, &*fault.entry)).collect();
        assert_eq!(lines, [(4, "/党(/")]);
        assert!(!found[0].reason.is_empty());
    }
}
