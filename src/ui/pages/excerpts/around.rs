//! How much of the text around a passage is shown.

use crate::{
    annotation::Passage,
    corpus::ArticlePath,
    session::Session,
    text::{self, ByteOffset, ByteSpan},
    ui::theme,
};

/// Characters on either side where the text around is counted in characters.
const CHARS: usize = 32;
/// More of a paragraph before the passage is cut, so that the passage itself is seen.
const BEFORE: usize = 90;
/// More behind it would not be seen anyway.
const AFTER: usize = 400;

/// How much of the text around a passage is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Around {
    #[default]
    None,
    /// Some characters on either side.
    Chars,
    /// Whole sentences.
    Sentence,
    /// Whole paragraphs.
    Paragraph,
}

impl Around {
    pub(super) const ALL: [Self; 4] = [Self::None, Self::Chars, Self::Sentence, Self::Paragraph];

    /// Its word in a saved query.
    pub(super) fn option(self) -> &'static str {
        match self {
            Self::None => "context:none",
            Self::Chars => "context:chars",
            Self::Sentence => "context:sentence",
            Self::Paragraph => "context:paragraph",
        }
    }

    /// Lines of text in a row.
    pub(super) fn lines(self) -> usize {
        match self {
            Self::None => 2,
            Self::Chars | Self::Sentence => 4,
            Self::Paragraph => 7,
        }
    }

    /// Height of a row: the lines, the source, and space around them; a multiple of four, which
    /// stays exact 60 million points down.
    #[expect(clippy::cast_precision_loss, reason = "a few lines")]
    pub(super) fn height(self) -> f32 {
        (32.0 + self.lines() as f32 * theme::EXCERPT_LINE).div_euclid(4.0) * 4.0
    }

    /// What stands before and after `passage` in its article.
    pub(super) fn text(
        self,
        session: &Session,
        path: &ArticlePath,
        passage: &Passage,
    ) -> Option<(String, String)> {
        if self == Self::None {
            return None;
        }
        let article = session.corpus()?.article(path)?;
        let placed = session.placed(passage)?;
        let content = article.text.as_str();
        let start = article.text.byte_of(placed.first()?.start())?;
        let end = article.text.byte_of(placed.last()?.end())?;
        let whole = |at: ByteOffset| -> Option<ByteSpan> {
            match self {
                Self::Sentence => text::sentence_at(content, at),
                _ => Some(text::paragraph_at(content, at)),
            }
        };
        let (from, to) = match self {
            Self::None | Self::Chars => (0, content.len()),
            _ => {
                let last = content.get(..end.to_usize())?.char_indices().next_back()?.0;
                let last = ByteOffset::from_usize(last)?;
                let (first, last) = (whole(start), whole(last));
                (
                    first.map_or(start, ByteSpan::start).min(start).to_usize(),
                    last.map_or(end, ByteSpan::end).max(end).to_usize(),
                )
            }
        };
        let before = content.get(from..start.to_usize())?;
        let after = content.get(end.to_usize()..to)?;
        let (most_before, most_after) =
            if self == Self::Chars { (CHARS, CHARS) } else { (BEFORE, AFTER) };
        let shown = text::last_characters(before, most_before);
        let cut_off = shown.len() < before.len() || self == Self::Chars && !shown.is_empty();
        let mark = if cut_off { "…" } else { "" };
        let tail = text::first_characters(after, most_after);
        let more = tail.len() < after.len();
        let end_mark = if more { "…" } else { "" };
        let from = ByteOffset::from_usize(start.to_usize() - shown.len())?;
        let to = ByteOffset::from_usize(end.to_usize() + tail.len())?;
        // All in one, so that a line end beside the passage is seen.
        let mut parts = session.read_parts(article, &[from, start, end, to]).into_iter();
        let (before, after) = (parts.next()?, parts.nth(1)?);
        Some((format!("{mark}{}", before.trim_start()), format!("{}{end_mark}", after.trim_end())))
    }
}
