//! The user's word on single lines of an article: what they are, where their sentences go on.
//!
//! A line is known by its number and by how it begins, so that a correction of an article that was
//! edited since finds its line again or is left out, and never holds for another one.

use serde::{Deserialize, Serialize};

use crate::text::{self, Joint, Judgement, Judgements, LineKind};

/// So many characters of a line are kept to know it by.
const QUOTE: usize = 16;

/// A line of an article, as it is known in the file of corrections.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct LineMark {
    /// Its number, blank lines counted, from 1.
    pub line: usize,
    /// How it begins, without white space and Markdown's `#` before it.
    pub quote: String,
}

/// Where the sentence at a line's end goes on, by the user's word.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GoesOn {
    /// Nowhere: it ends here.
    Nowhere,
    /// In that line.
    In(LineMark),
}

/// What the user said of one line; what is `None` or `false` is left as it was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LineCorrection {
    /// Which line.
    pub at: LineMark,
    /// What it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kind: Option<LineKind>,
    /// Where the sentence at its end goes on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub goes_on: Option<GoesOn>,
    /// That it is no second printing.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub no_twin: bool,
    /// Whether a new story starts with it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_story: Option<bool>,
}

impl LineCorrection {
    /// Whether it says nothing.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        *self == Self { at: self.at.clone(), ..Self::default() }
    }
}

/// How the text of a line begins.
fn quote(line: &str) -> String {
    line.trim().trim_start_matches('#').trim_start().chars().take(QUOTE).collect()
}

impl LineMark {
    /// The line of `text` with that number.
    #[must_use]
    pub fn of(text: &str, line: usize) -> Self {
        let content = line.checked_sub(1).and_then(|before| text.split('\n').nth(before));
        Self { line, quote: quote(content.unwrap_or_default()) }
    }
}

/// What the corrections say of the lines of `text` as it is now.
#[must_use]
pub fn judgements(corrections: &[LineCorrection], text: &str) -> Judgements {
    let mut judgements = Judgements::new();
    if corrections.is_empty() {
        return judgements;
    }
    let spans: Vec<_> = text::paragraphs(text).collect();
    let begins = |number: usize, mark: &LineMark| {
        let span = number.checked_sub(1).and_then(|before| spans.get(before));
        span.is_some_and(|span| quote(&text[span.range()]) == mark.quote)
    };
    // Its own number, or else the nearest line that begins so.
    let find = |mark: &LineMark| {
        if begins(mark.line, mark) {
            return Some(mark.line);
        }
        let alike = (1..=spans.len()).filter(|&number| begins(number, mark));
        alike.min_by_key(|number| number.abs_diff(mark.line)).filter(|_| !mark.quote.is_empty())
    };
    for correction in corrections {
        let Some(line) = find(&correction.at) else { continue };
        let joint = match &correction.goes_on {
            None => None,
            Some(GoesOn::Nowhere) => Some(Joint::Nowhere),
            Some(GoesOn::In(mark)) => find(mark).map(Joint::Line),
        };
        let said = Judgement {
            kind: correction.kind,
            joint,
            no_twin: correction.no_twin,
            starts_story: correction.starts_story,
        };
        judgements.insert(line, said);
    }
    judgements
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "柳岸纪事\n\n## 街道召开座谈会\n\n居民代表发言";

    #[test]
    fn a_line_is_found_again_after_an_edit_and_never_mistaken() {
        let at = LineMark::of(TEXT, 3);
        assert_eq!(at, LineMark { line: 3, quote: "街道召开座谈会".into() });
        let goes_on = Some(GoesOn::In(LineMark::of(TEXT, 5)));
        let corrections = [LineCorrection {
            at,
            kind: Some(LineKind::Caption),
            goes_on,
            ..LineCorrection::default()
        }];
        let said = judgements(&corrections, TEXT);
        assert_eq!(said[&3].kind, Some(LineKind::Caption));
        assert_eq!(said[&3].joint, Some(Joint::Line(5)));
        let edited = format!("新的一行\n{TEXT}");
        assert_eq!(judgements(&corrections, &edited)[&4].joint, Some(Joint::Line(6)));
        assert!(judgements(&corrections, "别的文章\n\n别的内容").is_empty());
    }
}
