//! What the window begins with.

use std::path::PathBuf;

/// What the window begins with.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Beginning {
    /// The set that was open last, if there is one.
    #[default]
    Last,
    /// A folder, or files.
    Paths(Vec<PathBuf>),
    /// The sample, which is copied to a folder of the user's own if it is not there yet.
    Sample,
    /// The question which folder to open.
    ChooseFolder,
}

impl From<Vec<PathBuf>> for Beginning {
    fn from(paths: Vec<PathBuf>) -> Self {
        if paths.is_empty() { Self::Last } else { Self::Paths(paths) }
    }
}
