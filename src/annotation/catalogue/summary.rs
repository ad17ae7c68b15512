//! A summary: what a coder says, in their own words, of all that an article says on a theme.
//!
//! It is what a cell of the summary grid holds beside its passages: Markdown, of one theme and one
//! article. Each coder keeps their own, as with passages and memos: two people never write one file, and
//! what each of them reads out of an article can be laid side by side.

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

/// A coder's summary of an article on a theme.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThemeSummary {
    /// Which one.
    pub id: RecordId,
    /// The article.
    pub article: ArticlePath,
    /// The theme.
    pub theme: ThemeId,
    /// What it says: Markdown, never empty.
    pub text: String,
    /// When it was last changed.
    #[serde(with = "moment")]
    pub modified: Timestamp,
}

impl ThemeSummary {
    /// A new one.
    #[must_use]
    pub fn new(article: ArticlePath, theme: ThemeId, text: String) -> Self {
        Self { id: RecordId::fresh(), article, theme, text, modified: now() }
    }

    /// The same, changed later than `before`.
    #[must_use]
    pub fn changed_after(self, before: Timestamp) -> Self {
        Self { modified: later_than(before, now()), ..self }
    }

    /// Where `coder`'s summaries in the set at `root` are kept.
    #[must_use]
    pub fn path(root: &Path, coder: &Coder) -> PathBuf {
        root.join(".quandian").join(format!("summaries.{coder}.ron"))
    }

    /// Whose summaries the file called `name` holds, if it is such a file.
    #[must_use]
    pub fn owner(name: &str) -> Option<Coder> {
        let coder = name.strip_prefix("summaries.")?.strip_suffix(".ron")?;
        Coder::new(coder).filter(|known| known.as_str() == coder)
    }
}

impl Record for ThemeSummary {
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
        let _ = write!(out, ", theme: \"{}\", text: ", self.theme);
        push_string(out, &self.text);
        let _ = write!(out, ", modified: \"{}\")", moment::text(self.modified));
    }

    fn set_apart(self, id: RecordId) -> Self {
        Self { id, ..self }
    }

    fn says_the_same_as(&self, other: &Self) -> bool {
        let Self { id, article, theme, text, modified: _ } = self;
        (*id, article, *theme, text) == (other.id, &other.article, other.theme, &other.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Records;

    #[test]
    fn a_summary_is_read_as_it_was_written() {
        let article = ArticlePath::new("甲.txt").expect("a path");
        let text = "先有**场地**：\n- “粮站”改的\\n\n\t- 再有人".to_owned();
        let mut records = Records::default();
        records.set(ThemeSummary::new(article, ThemeId::fresh(), text));
        let ron = records.to_ron();
        assert_eq!(ron.lines().filter(|line| line.contains("粮站")).count(), 1, "one line each");
        assert_eq!(Records::from_ron(&ron), Ok(records));
        let coder = Coder::new("林").expect("a name");
        let path = ThemeSummary::path(Path::new("/set"), &coder);
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        assert_eq!(ThemeSummary::owner(&name), Some(coder));
        assert_eq!(ThemeSummary::owner("summaries..ron"), None);
    }
}
