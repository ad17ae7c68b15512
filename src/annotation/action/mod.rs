//! What a user does to passages and themes, as edits or as the passage that comes of it.
//!
//! Nothing here changes anything: the session applies the edits, as one step of the history. What
//! is done to themes, and with them to all passages that bear them, stands in [`themes`].

mod themes;

pub use themes::{Touched, delete_theme, merge_themes, place_theme, replace_theme, split_theme};

pub(super) use themes::free_name;

use super::{
    passage::{Passage, PassageId, later_than, now},
    theme::ThemeId,
};
use crate::text::{CharSpan, Text};

/// Characters kept before and after a passage, to find it again in an edited article.
const CONTEXT: usize = 32;

/// The passage with the theme if it had it not, and without it if it had.
#[must_use]
pub fn toggle_theme(passage: &Passage, theme: ThemeId) -> Passage {
    let mut passage = passage.clone();
    if passage.themes.contains(&theme) {
        passage.themes.retain(|&other| other != theme);
    } else {
        passage.themes.push(theme);
    }
    passage.modified = later_than(passage.modified, now());
    passage
}

/// A new passage over `fragments` of `text`; `None` if they hold nothing or reach beyond its end.
///
/// Fragments may come in any order and overlap; a theme given twice counts once.
#[must_use]
pub fn build_passage(
    text: &Text,
    fragments: &[CharSpan],
    themes: Vec<ThemeId>,
    memo: String,
) -> Option<Passage> {
    let now = now();
    let mut passage = Passage {
        id: PassageId::fresh(),
        themes,
        fragments: Vec::new(),
        quotes: Vec::new(),
        before: String::new(),
        after: String::new(),
        memo,
        origin: None,
        created: now,
        modified: now,
    };
    passage.normalise();
    anchor_at(text, fragments, passage)
}

/// The passage moved to other fragments of its article.
#[must_use]
pub fn refragment(text: &Text, passage: &Passage, fragments: &[CharSpan]) -> Option<Passage> {
    let modified = later_than(passage.modified, now());
    anchor_at(text, fragments, Passage { modified, ..passage.clone() })
}

fn anchor_at(text: &Text, fragments: &[CharSpan], mut passage: Passage) -> Option<Passage> {
    let fragments = joined(fragments);
    let quote = |&span: &CharSpan| text.slice_chars(span).map(str::to_owned);
    passage.quotes = fragments.iter().map(quote).collect::<Option<_>>()?;
    let (start, end) = (fragments.first()?.start(), fragments.last()?.end());
    let (before, after) = text.around(CharSpan::new(start, end)?, CONTEXT)?;
    before.clone_into(&mut passage.before);
    after.clone_into(&mut passage.after);
    passage.fragments = fragments;
    Some(passage)
}

/// The same characters as sorted spans that neither overlap nor touch, none of them empty.
fn joined(fragments: &[CharSpan]) -> Vec<CharSpan> {
    let mut sorted: Vec<_> = fragments.iter().copied().filter(|span| !span.is_empty()).collect();
    sorted.sort_unstable();
    let mut joined: Vec<CharSpan> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match joined.last_mut() {
            Some(last) if last.end() >= span.start() => *last = last.cover(span),
            _ => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests;
