//! What is printed twice, and whether it counts twice.
//!
//! A page often prints a block a second time (a pull quote, a summary, the same story once more).
//! And articles print what others printed before. Whoever counts says whether a second printing counts.
//! This is the one place that says which text that is: blocks that one article prints again, found by
//! [`crate::text::judged_lines`], and what stood in the same words in an article before, by
//! [`crate::scene::TextReuse`]; the first printing is the earliest by date.

use crate::{
    corpus::{self, Article},
    scene::Scene,
    text::{self, CharSpan},
};

/// Whether text that is printed a second time counts, in the same article or in another.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Counting {
    /// Every printing counts.
    #[default]
    Both,
    /// Only the first printing counts.
    Once,
}

/// What of `article` was printed before, there or in another article of the set: sorted, none touching
/// another.
///
/// Who asks first waits until the reuse of the whole set is known, if it is not yet.
#[must_use]
pub fn printed_before(scene: &Scene, article: &Article) -> Vec<CharSpan> {
    let elsewhere = scene.text_reuse().map(|reuse| reuse.repeated(&article.path));
    joined(printed_again(scene, article).into_iter().chain(elsewhere.into_iter().flatten()))
}

/// What `article` itself prints a second time: sorted, none touching another.
fn printed_again(scene: &Scene, article: &Article) -> Vec<CharSpan> {
    let content = article.text.as_str();
    let said = scene.corpus.corrections().get(&article.path);
    let said = said.map_or(&[][..], |known| known.lines.as_slice());
    let lines = text::judged_lines(content, &corpus::judgements(said, content));
    let again = lines.iter().filter(|line| line.twin.is_some());
    joined(again.filter_map(|line| article.text.char_span(line.content)))
}

fn joined(spans: impl Iterator<Item = CharSpan>) -> Vec<CharSpan> {
    let mut spans: Vec<CharSpan> = spans.collect();
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
