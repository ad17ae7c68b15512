//! `.gitattributes`: that git joins two people's lines instead of stopping at them.

use std::path::Path;

use rust_i18n::t;

use super::CareError;
use crate::{
    session::{JobKind, Session, describe},
    storage::{self, Storage},
};

/// What `.gitattributes` is to hold for the files of ours.
const GIT_ATTRIBUTES: [&str; 4] = [
    "*.tags.ron merge=union",
    "codebook.ron merge=union",
    ".quandian/queries.ron merge=union",
    ".quandian/journal.*.ron merge=union",
];

/// No file of attributes is longer.
const LIMIT: u64 = 1 << 20;

impl Session {
    /// Adds to `.gitattributes` what is missing there.
    pub(in crate::session) fn write_git_attributes(&mut self) {
        let Some(root) = self.corpus().map(|corpus| corpus.root().to_path_buf()) else {
            return;
        };
        let path = root.join(".gitattributes");
        self.start_chore(JobKind::Caring, move |storage, _| {
            let done = write(storage, &root, &path);
            move |session| session.tell_care(&path, done)
        });
    }
}

fn write(storage: &dyn Storage, root: &Path, path: &Path) -> Result<String, CareError> {
    let before = match storage.read(path, LIMIT) {
        Ok(bytes) => {
            String::from_utf8(bytes).map_err(|error| CareError::Unreadable(error.to_string()))?
        }
        Err(error) if error.is_not_found() => String::new(),
        Err(error) => return Err(error.into()),
    };
    let missing: Vec<&str> = GIT_ATTRIBUTES
        .into_iter()
        .filter(|rule| {
            let pattern = rule.split_whitespace().next().unwrap_or_default();
            // A rule of the user's own for the same files stands.
            !before.lines().any(|line| line.split_whitespace().next() == Some(pattern))
        })
        .collect();
    if missing.is_empty() {
        return Ok(t!("care.git.there", path = describe::path(path)).into_owned());
    }
    let mut text = before;
    if !text.is_empty() && !text.ends_with('\n') {
        text.push('\n');
    }
    for rule in missing {
        text.push_str(rule);
        text.push('\n');
    }
    storage::refuse_outside(storage, root, path)?;
    storage::save(storage, path, text.as_bytes())?;
    Ok(t!("care.git.written", path = describe::path(path)).into_owned())
}
