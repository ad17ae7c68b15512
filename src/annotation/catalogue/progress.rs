//! What one coder is done with: whole articles, or an article for one theme.
//!
//! Kept in a file of each coder's own, so that two of them never write one. Whoever asks goes through
//! [`crate::scene::Scene::is_done`], which knows that an article that is done as a whole is done for
//! every theme.

use std::{
    fmt::Write as _,
    path::{Path, PathBuf},
};

use imbl::OrdMap;
use serde::Deserialize;

use crate::{
    annotation::{
        Coder, RecordsError, ThemeId, Timestamp,
        notation::{self, push_string},
        passage::moment,
    },
    corpus::ArticlePath,
};

/// The form of the file that this program writes.
const VERSION: u32 = 1;

/// What is done: an article, as a whole or for one theme.
pub type DonePart = (ArticlePath, Option<ThemeId>);

/// What one coder is done with, and since when; a clone costs nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    done: OrdMap<DonePart, Timestamp>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct DoneLine {
    article: ArticlePath,
    #[serde(default)]
    theme: Option<ThemeId>,
    #[serde(with = "moment")]
    since: Timestamp,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ProgressFile {
    version: u32,
    done: Vec<DoneLine>,
}

impl Progress {
    /// Since when just that is done, as it was said; not what follows from it.
    #[must_use]
    pub fn since(&self, part: &DonePart) -> Option<Timestamp> {
        self.done.get(part).copied()
    }

    /// All that is done, by article, the article as a whole before its themes.
    pub fn iter(&self) -> impl Iterator<Item = (&ArticlePath, Option<ThemeId>, Timestamp)> {
        self.done.iter().map(|((article, theme), since)| (article, *theme, *since))
    }

    /// What of one article is done: `None` stands for the whole.
    pub fn of(&self, article: &ArticlePath) -> impl Iterator<Item = Option<ThemeId>> {
        let first = (article.clone(), None);
        self.done
            .range(first.clone()..)
            .map(|((article, theme), _)| (article, *theme))
            .take_while(move |(article, _)| **article == first.0)
            .map(|(_, theme)| theme)
    }

    /// How many parts are done.
    #[must_use]
    pub fn len(&self) -> usize {
        self.done.len()
    }

    /// Whether nothing is done.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.done.is_empty()
    }

    /// Sets since when a part is done; `None`: it is not.
    pub(super) fn set(&mut self, part: DonePart, since: Option<Timestamp>) {
        match since {
            Some(since) => drop(self.done.insert(part, since)),
            None => drop(self.done.remove(&part)),
        }
    }

    /// What holds after one coder said it on two machines, `base` being where both began: what one
    /// side alone changed counts; where both did, what is done is done, since the later moment.
    #[must_use]
    pub fn merged(base: &Self, ours: &Self, theirs: &Self) -> Self {
        let mut merged = ours.clone();
        for part in base.done.keys().chain(theirs.done.keys()) {
            let (before, mine, other) = (base.since(part), ours.since(part), theirs.since(part));
            let taken = match (mine, other) {
                _ if mine == before => other,
                _ if other == before => mine,
                // `None` is before every moment.
                (mine, other) => mine.max(other),
            };
            merged.set(part.clone(), taken);
        }
        merged
    }

    /// How many parts that were done `before` are not, and how many are that were not.
    #[must_use]
    pub fn compared(&self, before: &Self) -> (usize, usize) {
        let lacks = |one: &Self, other: &Self| {
            one.done.keys().filter(|part| !other.done.contains_key(*part)).count()
        };
        (lacks(before, self), lacks(self, before))
    }

    /// The file: one part a line, the same bytes for the same state.
    #[must_use]
    pub fn to_ron(&self) -> String {
        let mut out = format!("(\n    version: {VERSION},\n    done: [\n");
        for (article, theme, since) in self.iter() {
            out.push_str("        (article: ");
            push_string(&mut out, article.as_str());
            // Writing to a `String` cannot fail.
            if let Some(theme) = theme {
                let _ = write!(out, ", theme: Some(\"{theme}\")");
            }
            let _ = writeln!(out, ", since: \"{}\"),", moment::text(since));
        }
        out.push_str("    ],\n)\n");
        out
    }

    /// Reads the file. Of a part that a merge by lines left twice the later line stands.
    ///
    /// # Errors
    /// If it is no such file, or of a newer version.
    pub fn from_ron(text: &str) -> Result<Self, RecordsError> {
        let file: ProgressFile =
            notation::read(text).map_err(|fault| RecordsError::of(text, fault, VERSION))?;
        RecordsError::refuse_newer(file.version, VERSION)?;
        let mut progress = Self::default();
        for DoneLine { article, theme, since } in file.done {
            let part = (article, theme);
            let since = progress.since(&part).max(Some(since));
            progress.set(part, since);
        }
        Ok(progress)
    }

    /// Where `coder`'s progress in the set at `root` is kept.
    #[must_use]
    pub fn path(root: &Path, coder: &Coder) -> PathBuf {
        root.join(".quandian").join(format!("progress.{coder}.ron"))
    }

    /// Whose progress the file called `name` holds, if it is such a file.
    #[must_use]
    pub fn owner(name: &str) -> Option<Coder> {
        let coder = name.strip_prefix("progress.")?.strip_suffix(".ron")?;
        Coder::new(coder).filter(|known| known.as_str() == coder)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn moment_at(second: i64) -> Timestamp {
        Timestamp::from_second(1_600_000_000 + second).expect("a moment")
    }

    fn any_progress() -> impl Strategy<Value = Progress> {
        let theme = ThemeId::fresh();
        let line = ("[甲乙丙\"/]{1,2}", any::<bool>(), 0..5_i64);
        prop::collection::vec(line, 0..8).prop_map(move |lines| {
            let mut progress = Progress::default();
            for (name, themed, second) in lines {
                let Some(article) = ArticlePath::new(&name) else { continue };
                progress.set((article, themed.then_some(theme)), Some(moment_at(second)));
            }
            progress
        })
    }

    proptest! {
        #[test]
        fn whatever_was_written_is_read_again(progress in any_progress()) {
            let text = progress.to_ron();
            prop_assert_eq!(text.lines().count(), progress.len() + 5);
            prop_assert_eq!(Progress::from_ron(&text), Ok(progress));
        }

        #[test]
        fn merging_is_the_same_from_both_sides_and_loses_nothing(
            base in any_progress(), ours in any_progress(), theirs in any_progress(),
        ) {
            let merged = Progress::merged(&base, &ours, &theirs);
            prop_assert_eq!(&merged, &Progress::merged(&base, &theirs, &ours));
            prop_assert_eq!(&Progress::merged(&base, &ours, &base), &ours);
            // What was added by either is there.
            for (article, theme, _) in ours.iter().chain(theirs.iter()) {
                let part = (article.clone(), theme);
                prop_assert!(merged.since(&part).is_some() || base.since(&part).is_some());
            }
        }
    }

    #[test]
    fn a_file_with_two_lines_of_one_part_and_a_newer_one() {
        let text = "(version: 1, done: [(article: \"甲.txt\", since: \"2020-01-01T00:00:00.000Z\"), \
                    (article: \"甲.txt\", since: \"2020-01-02T00:00:00.000Z\")])";
        let progress = Progress::from_ron(text).expect("a file");
        assert_eq!(progress.len(), 1);
        assert_eq!(progress.to_ron().matches("2020-01-02").count(), 1);
        let newer = Progress::from_ron("(version: 2, done: [], rounds: [])");
        assert_eq!(newer, Err(RecordsError::NewerVersion { version: 2 }));
        let broken = Progress::from_ron("(version: 1,\n done: [7])");
        assert!(matches!(broken, Err(RecordsError::Syntax { line: 2, .. })), "{broken:?}");
    }
}
