//! What is printed twice, and whether it counts twice.
//!
//! A page often prints a block a second time (a pull quote, a summary, the same story once more).
//! Whoever counts says whether such a second printing counts. This is the one place that says which
//! text that is: blocks that one article prints again, found by [`crate::text::judged_lines`].

use crate::{
    corpus::{self, Article},
    scene::Scene,
    text::{self, CharSpan},
};

/// Whether text that an article prints a second time counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Counting {
    /// Every printing counts.
    #[default]
    Both,
    /// Only the first printing counts.
    Once,
}

/// What `article` prints a second time: sorted, none touching another.
#[must_use]
pub fn printed_again(scene: &Scene, article: &Article) -> Vec<CharSpan> {
    let content = article.text.as_str();
    let said = scene.corpus.corrections().get(&article.path);
    let said = said.map_or(&[][..], |known| known.lines.as_slice());
    let lines = text::judged_lines(content, &corpus::judgements(said, content));
    let again = lines.iter().filter(|line| line.twin.is_some());
    let mut spans: Vec<CharSpan> =
        again.filter_map(|line| article.text.char_span(line.content)).collect();
    spans.sort_unstable();
    let mut joined: Vec<CharSpan> = Vec::with_capacity(spans.len());
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        match joined.last_mut() {
            Some(last) if last.end() >= span.start() => *last = last.cover(span),
            _ => joined.push(span),
        }
    }
    joined
}
