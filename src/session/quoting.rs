//! What a passage or a place in an article says, in the form in which it is read.

use super::{Session, describe};
use crate::{
    annotation::Passage,
    corpus::{Article, ArticlePath},
    text::{self, ByteOffset, ReadingStyle},
};

/// Stands between two fragments of one passage.
const GAP: &str = " … ";

impl Session {
    /// How a stretch of text is shown on one line, by what the user chose for the page.
    #[must_use]
    pub fn reading_style(&self) -> ReadingStyle<'static> {
        let settings = self.settings();
        ReadingStyle {
            full_width: settings.full_width_punctuation,
            join: settings.structure && settings.join_lines,
            ..ReadingStyle::ON_ONE_LINE
        }
    }

    /// What is read of an article of the set from each of the places in `cuts` to the next.
    #[must_use]
    pub fn read_parts(&self, article: &Article, cuts: &[ByteOffset]) -> Vec<String> {
        let style = self.reading_style();
        let Some(corpus) = self.corpus() else { return Vec::new() };
        corpus.reading(article).parts(article.text.as_str(), cuts, style)
    }

    /// What a passage says: its fragments as they are read in its article.
    ///
    /// Where the article does not have its words, or does not have them there, they are read as they
    /// were kept.
    #[must_use]
    pub fn quoted(&self, path: &ArticlePath, passage: &Passage) -> String {
        self.quoted_in_place(path, passage).unwrap_or_else(|| self.quoted_alone(passage))
    }

    fn quoted_in_place(&self, path: &ArticlePath, passage: &Passage) -> Option<String> {
        let (place, style) = (self.place_of(passage)?, self.reading_style());
        let read = self.corpus()?.read_quotes(path, (place, &passage.quotes), 0, style)?;
        Some(read.text)
    }

    /// What a passage says as it was kept, without a look at its article: for lists of very many.
    #[must_use]
    pub fn quoted_alone(&self, passage: &Passage) -> String {
        let read = passage.quotes.iter().map(|quote| self.read_loose(&[quote]).concat());
        read.collect::<Vec<_>>().join(GAP)
    }

    /// Pieces that were taken out of one text and stand one after the other, as they are read.
    #[must_use]
    pub fn read_loose(&self, pieces: &[&str]) -> Vec<String> {
        text::read_loose(pieces, self.reading_style())
    }

    /// The title of an article as the page shows it; the file's name where the article is gone.
    #[must_use]
    pub fn title_read(&self, path: &ArticlePath) -> String {
        let corpus = self.corpus();
        let header = corpus.and_then(|c| c.article(path).map(|article| c.header(article)));
        let title = header.map_or_else(|| path.file_name().to_owned(), |header| header.title);
        self.name_read(&title)
    }

    /// Text of an article as the page shows it, character for character, so that places in it stay.
    #[must_use]
    pub fn text_read(&self, text: &str) -> String {
        let chars = text::shown_chars(text, self.settings().full_width_punctuation).into_iter();
        chars.map(|c| if c == text::MARKER { ' ' } else { c }).collect()
    }

    /// A name from an article as the page shows it.
    #[must_use]
    pub fn name_read(&self, name: &str) -> String {
        describe::shown(&text::reading_form(name, self.settings().full_width_punctuation))
    }
}
