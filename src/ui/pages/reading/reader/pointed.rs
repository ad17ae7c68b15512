//! The word under the pointer: how often it stands in the article and in the set.
//!
//! Told in the status line, so that nothing moves where one reads. It is looked for in the
//! background once the pointer rests, by the string itself.

use eframe::egui::Ui;

use super::{ArticleText, ReaderState, block_layout::WordSource};
use crate::{
    session::{Command, FindWord},
    text::{self, ByteOffset, ByteSpan},
    ui::message::Message,
};

/// So long the pointer must rest on a word before it is looked for, in seconds.
const REST: f64 = 0.2;
/// A longer string is no word.
const LONGEST: usize = 40;

/// A word and since when the pointer is at it.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct PointedWord {
    span: ByteSpan,
    word: String,
    since: f64,
    asked: bool,
}

impl ReaderState {
    /// The word the pointer is at.
    pub(in crate::ui) fn pointed_word(&self) -> Option<&str> {
        self.pointed.as_ref().map(|pointed| pointed.word.as_str())
    }
}

impl ArticleText<'_> {
    /// Where the words of the article come from, once there is a segmenter.
    pub(super) fn word_source(&self) -> Option<WordSource> {
        let segmenter = self.session.segmenter()?.clone();
        Some(WordSource { known: self.session.words(self.article).cloned(), segmenter })
    }

    /// The word at `place`, if it is one and no mark.
    pub(super) fn word_at(&self, place: ByteOffset) -> Option<ByteSpan> {
        let text = self.article.text.as_str();
        let span = self.session.segmenter()?.word_at(text, place)?;
        text.get(span.range()).is_some_and(text::is_word).then_some(span)
    }

    /// Takes note of the word at `place`, and looks for it once the pointer rests there.
    pub(super) fn point_at(
        &self,
        state: &mut ReaderState,
        ui: &Ui,
        place: Option<ByteOffset>,
        out: &mut Vec<Message>,
    ) {
        let Some(place) = place.filter(|_| !state.selecting) else {
            state.pointed = None;
            return;
        };
        let now = ui.input(|input| input.time);
        if state.pointed.as_ref().is_none_or(|pointed| !pointed.span.contains(place)) {
            let word = self.word_at(place).and_then(|span| {
                let word = self.article.text.slice(span)?;
                (word.len() <= 3 * LONGEST).then(|| (span, word.to_owned()))
            });
            let fresh = |(span, word)| PointedWord { span, word, since: now, asked: false };
            state.pointed = word.map(fresh);
        }
        let Some(pointed) = &mut state.pointed else { return };
        if pointed.asked {
            return;
        }
        let left = REST - (now - pointed.since);
        if left > 0.0 {
            ui.ctx().request_repaint_after(std::time::Duration::from_secs_f64(left));
        } else {
            pointed.asked = true;
            out.push(Message::Do(Command::ask(FindWord { word: pointed.word.clone() })));
        }
    }
}
