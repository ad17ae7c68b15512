//! What another version of the set's files took away and brought, one thing after the other.

use std::collections::BTreeMap;

use super::{
    Session, Target, VersionId,
    kept_file::{FileState, KeptItem},
};
use crate::annotation::{Codebook, ThemeId};

/// One thing that another version of its file holds differently.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionChange {
    /// In which file.
    pub target: Target,
    /// What it was; `None` if it has come.
    pub before: Option<VersionItem>,
    /// What it is; `None` if it is gone.
    pub after: Option<VersionItem>,
}

/// A thing as one version holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VersionItem {
    /// A passage's quote; what else it is, its name.
    pub text: String,
    /// The themes of a passage.
    pub themes: Vec<String>,
    /// The memo on a passage.
    pub memo: String,
}

impl Session {
    /// What was taken away and brought that time, file by file; nothing where it was taken back.
    #[must_use]
    pub fn version_changes(&self, version: VersionId) -> Vec<VersionChange> {
        let Some((_, taken)) = self.version_step(version) else { return Vec::new() };
        // A theme that has gone with its passages is named as it was.
        let books: Vec<&Codebook> =
            taken.iter().filter_map(|one| one.codebooks()).map(|(before, _)| before).collect();
        let name = |theme: ThemeId| {
            let now = self.codebook();
            let books = std::iter::once(now).chain(books.iter().copied());
            let book = books.into_iter().find(|book| book.get(theme).is_some()).unwrap_or(now);
            book.path_name(theme)
        };
        let mut changes = Vec::new();
        // Of what came in several times, the first state and the last are what counts.
        let mut files: BTreeMap<&Target, (&FileState, &FileState)> = BTreeMap::new();
        for one in taken {
            files.entry(one.target()).or_insert((&one.before, &one.after)).1 = &one.after;
        }
        for (target, (before, after)) in files {
            compare(target, before, after, &name, &mut changes);
        }
        changes
    }
}

fn compare(
    target: &Target,
    before: &FileState,
    after: &FileState,
    name: &impl Fn(ThemeId) -> String,
    changes: &mut Vec<VersionChange>,
) {
    let (then, mut now) = (before.items(), after.items());
    let item = |item: &KeptItem| match item {
        KeptItem::Passage(passage) => VersionItem {
            text: passage.quotes.join(" … "),
            themes: passage.themes.iter().map(|&theme| name(theme)).collect(),
            memo: passage.memo.clone(),
        },
        KeptItem::Named { name, .. } => {
            VersionItem { text: name.clone(), themes: Vec::new(), memo: String::new() }
        }
    };
    let mut push = |before: Option<&KeptItem>, after: Option<&KeptItem>| {
        let (before, after) = (before.map(item), after.map(item));
        changes.push(VersionChange { target: target.clone(), before, after });
    };
    for (key, before) in &then {
        match now.remove(key) {
            Some(after) if after.says_the_same_as(before) => {}
            after => push(Some(before), after.as_ref()),
        }
    }
    for after in now.values() {
        push(None, Some(after));
    }
}
