//! A refusal: a coder looked at a suggested sentence and said that it is not of the theme.
//!
//! It marks no text. What is suggested next learns from it, and the same words of the article are never
//! suggested for the theme again, wherever they stand after an edit.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use serde::Deserialize;

use crate::{
    annotation::{
        Coder, Record, RecordId, ThemeId, Timestamp,
        notation::push_string,
        now,
        passage::{later_than, moment},
    },
    corpus::ArticlePath,
};

/// A suggestion that was refused.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RefusedSuggestion {
    /// Which one.
    pub id: RecordId,
    /// The article.
    pub article: ArticlePath,
    /// The theme it was suggested for.
    pub theme: ThemeId,
    /// What it says.
    pub quote: String,
    /// How likely it was of the theme then, `0.83`.
    pub score: String,
    /// When it was refused.
    #[serde(with = "moment")]
    pub modified: Timestamp,
}

impl RefusedSuggestion {
    /// A refusal of now.
    #[must_use]
    pub fn new(article: ArticlePath, theme: ThemeId, quote: String, score: f64) -> Self {
        let score = format!("{score:.2}");
        Self { id: RecordId::fresh(), article, theme, quote, score, modified: now() }
    }

    /// The same, changed later than `before`.
    #[must_use]
    pub fn changed_after(self, before: Timestamp) -> Self {
        Self { modified: later_than(before, now()), ..self }
    }

    /// Where what `coder` refused in the set at `root` is kept.
    #[must_use]
    pub fn path(root: &Path, coder: &Coder) -> PathBuf {
        root.join(".quandian").join(format!("refused.{coder}.ron"))
    }

    /// Whose refusals the file called `name` holds, if it is such a file.
    #[must_use]
    pub fn owner(name: &str) -> Option<Coder> {
        let coder = name.strip_prefix("refused.")?.strip_suffix(".ron")?;
        Coder::new(coder).filter(|known| known.as_str() == coder)
    }
}

impl Record for RefusedSuggestion {
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
        let _ = write!(out, ", theme: \"{}\", quote: ", self.theme);
        push_string(out, &self.quote);
        out.push_str(", score: ");
        push_string(out, &self.score);
        let _ = write!(out, ", modified: \"{}\")", moment::text(self.modified));
    }

    fn set_apart(self, id: RecordId) -> Self {
        Self { id, ..self }
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        let Self { id, article, theme, quote, score, modified: _ } = self;
        (*id, article, *theme, quote, score)
            == (other.id, &other.article, other.theme, &other.quote, &other.score)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Records;

    #[test]
    fn a_refusal_is_read_as_it_was_written() {
        let article = ArticlePath::new("甲.txt").expect("a path");
        let quote = "他说：“好\"。”".to_owned();
        let refused = RefusedSuggestion::new(article, ThemeId::fresh(), quote, 0.831);
        let mut records = Records::default();
        records.set(refused.clone());
        assert_eq!(Records::from_ron(&records.to_ron()), Ok(records));
        assert_eq!(refused.score, "0.83");
        let coder = Coder::new("林").expect("a name");
        let path = RefusedSuggestion::path(Path::new("/set"), &coder);
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        assert_eq!(RefusedSuggestion::owner(&name), Some(coder));
        assert_eq!(RefusedSuggestion::owner("refused..ron"), None);
    }
}
