//! A bookmark: a place in an article that one coder wants to come back to, with a note.
//!
//! It marks no text and counts nowhere. Where the article changes, the words that stood there tell
//! where it is now.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    annotation::{
        Coder, Record, RecordId, Timestamp,
        notation::push_string,
        now,
        passage::{later_than, moment},
    },
    corpus::ArticlePath,
    text::{CharOffset, CharSpan, Text},
};

/// So many characters from the place on are kept.
const QUOTED: u32 = 24;

/// A place in an article.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bookmark {
    /// Which one.
    pub id: RecordId,
    /// The article.
    pub article: ArticlePath,
    /// Before which character it stands, in the text that was read then.
    pub at: CharOffset,
    /// What stood there, up to the end of the line.
    pub quote: String,
    /// What the coder noted; may be empty.
    pub note: String,
    /// When it was last changed.
    #[serde(with = "moment")]
    pub modified: Timestamp,
}

impl Bookmark {
    /// A new one before the character at `at` of `text`; beyond its end, at its end.
    #[must_use]
    pub fn new(article: ArticlePath, text: &Text, at: CharOffset, note: String) -> Self {
        let at = at.min(text.char_len());
        let end = CharOffset::new(at.get().saturating_add(QUOTED)).min(text.char_len());
        let quote = CharSpan::new(at, end).and_then(|span| text.slice_chars(span));
        let quote = quote.unwrap_or_default().lines().next().unwrap_or_default().to_owned();
        Self { id: RecordId::fresh(), article, at, quote, note, modified: now() }
    }

    /// The same, changed later than `before`.
    #[must_use]
    pub fn changed_after(self, before: Timestamp) -> Self {
        Self { modified: later_than(before, now()), ..self }
    }

    /// Where it stands in `text` now: where it stood if its words stand there, else before the nearest
    /// place where they do, else where it stood, or at the end.
    #[must_use]
    pub fn place_in(&self, text: &Text) -> CharOffset {
        let stood = self.at.min(text.char_len());
        if self.quote.is_empty() {
            return stood;
        }
        let content = text.as_str();
        let stands = text.byte_of(stood).and_then(|byte| content.get(byte.to_usize()..));
        if stands.is_some_and(|rest| rest.starts_with(&self.quote)) {
            return stood;
        }
        let places = content
            .match_indices(&self.quote)
            .filter_map(|(byte, _)| text.char_of(crate::text::ByteOffset::from_usize(byte)?));
        places.min_by_key(|place| (place.get().abs_diff(stood.get()), *place)).unwrap_or(stood)
    }

    /// Where `coder`'s bookmarks in the set at `root` are kept.
    #[must_use]
    pub fn path(root: &Path, coder: &Coder) -> PathBuf {
        root.join(".quandian").join(format!("bookmarks.{coder}.ron"))
    }

    /// Whose bookmarks the file called `name` holds, if it is such a file.
    #[must_use]
    pub fn owner(name: &str) -> Option<Coder> {
        let coder = name.strip_prefix("bookmarks.")?.strip_suffix(".ron")?;
        Coder::new(coder).filter(|known| known.as_str() == coder)
    }
}

impl Record for Bookmark {
    fn id(&self) -> RecordId {
        self.id
    }

    fn modified(&self) -> Timestamp {
        self.modified
    }

    fn push(&self, out: &mut String) {
        // Writing to a `String` cannot fail.
        let _ = write!(out, "(id: \"{}\", article: ", self.id);
        push_string(out, self.article.as_str());
        let _ = write!(out, ", at: {}, quote: ", self.at);
        push_string(out, &self.quote);
        out.push_str(", note: ");
        push_string(out, &self.note);
        let _ = write!(out, ", modified: \"{}\")", moment::text(self.modified));
    }

    fn set_apart(self, id: RecordId) -> Self {
        Self { id, ..self }
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        let Self { id, article, at, quote, note, modified: _ } = self;
        (*id, article, *at, quote, note)
            == (other.id, &other.article, other.at, &other.quote, &other.note)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(content: &str) -> Text {
        Text::new(content).expect("a short text")
    }

    #[test]
    fn a_bookmark_goes_with_its_words() {
        let before = text("街道办事处。\n居民推选楼栋长。\n");
        let article = ArticlePath::new("甲.txt").expect("a name");
        let mark = Bookmark::new(article.clone(), &before, CharOffset::new(7), "从这里".into());
        assert_eq!(mark.quote, "居民推选楼栋长。");
        assert_eq!(mark.place_in(&before), CharOffset::new(7));
        let after = text("新的一段。\n街道办事处。\n居民推选楼栋长。\n居民推选楼栋长。\n");
        assert_eq!(mark.place_in(&after), CharOffset::new(13));
        assert_eq!(mark.place_in(&text("全改了")), CharOffset::new(3));
        let beyond = Bookmark::new(article, &before, CharOffset::new(99), String::new());
        assert_eq!((beyond.at, beyond.quote.as_str()), (before.char_len(), ""));
    }

    #[test]
    fn a_files_name_tells_whose_it_is() {
        let coder = Coder::new("林").expect("a name");
        let path = Bookmark::path(Path::new("/set"), &coder);
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        assert_eq!(Bookmark::owner(&name), Some(coder));
        assert_eq!(Bookmark::owner("bookmarks..ron"), None);
    }
}
