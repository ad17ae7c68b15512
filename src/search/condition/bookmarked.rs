//! The paragraphs of an article in which bookmarks stand, for conditions that ask for them.

use crate::{
    corpus::ArticlePath,
    scene::Scene,
    text::{self, CharOffset, CharSpan},
};

/// Everyone's bookmarks in one article: the paragraph that each stands in now, and its note.
#[derive(Debug)]
pub(super) struct BookmarkedParagraphs<'a>(Vec<(CharSpan, &'a str)>);

impl<'a> BookmarkedParagraphs<'a> {
    /// None where the article is gone.
    pub(super) fn of(scene: &'a Scene, article: &ArticlePath) -> Self {
        let mut marks =
            scene.catalogue.bookmarks().filter(|(_, mark)| mark.article == *article).peekable();
        let found = scene.corpus.article(article).filter(|_| marks.peek().is_some());
        let Some(text) = found.map(|article| &article.text) else { return Self(Vec::new()) };
        let paragraphs: Vec<CharSpan> =
            text::paragraphs(text.as_str()).filter_map(|span| text.char_span(span)).collect();
        let paragraph = |at: CharOffset| {
            let after = paragraphs.partition_point(|paragraph| paragraph.start() <= at);
            paragraphs.get(after.saturating_sub(1)).copied()
        };
        let noted = |mark: &'a crate::annotation::Bookmark| {
            Some((paragraph(mark.place_in(text))?, mark.note.as_str()))
        };
        Self(marks.filter_map(|(_, mark)| noted(mark)).collect())
    }

    /// The notes of those in a paragraph of which `place` has a character.
    pub(super) fn notes_at(&self, place: &[CharSpan]) -> impl Iterator<Item = &'a str> {
        let meets = |paragraph: &CharSpan| {
            place
                .iter()
                .any(|span| span.start() < paragraph.end() && paragraph.start() < span.end())
        };
        self.0.iter().filter(move |(paragraph, _)| meets(paragraph)).map(|(_, note)| *note)
    }
}
