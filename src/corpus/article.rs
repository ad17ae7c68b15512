//! What an article is: a decoded text, where it lies, and what it says of itself.

use std::{
    fmt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::{Encoding, Header, LineCorrection, judgements};
use crate::text::{ReadingLines, Text};

/// An article's name in its set: the path relative to the set's folder, with `/` between parts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticlePath(Arc<str>);

impl ArticlePath {
    /// The path `relative` as it is written in a sidecar or on the command line.
    ///
    /// `None` if it is absolute, empty, or leads out of the set through `..`.
    #[must_use]
    pub fn new(relative: &str) -> Option<Self> {
        let relative = relative.replace('\\', "/");
        let leads_out = relative.split('/').any(|part| matches!(part, "" | "." | ".."))
            || relative.contains('\0')
            // A drive: `C:/a.txt` would stand for itself wherever it is joined to.
            || (cfg!(windows) && relative.contains(':'));
        (!leads_out).then(|| Self(relative.into()))
    }

    /// The name of the file `path` in the set at `root`; `None` if it is not inside it.
    #[must_use]
    pub fn in_set(root: &Path, path: &Path) -> Option<Self> {
        let relative = path.strip_prefix(root).ok()?;
        let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
        Self::new(&parts.join("/"))
    }

    /// As it is written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The last part: the file's name.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.0.rsplit('/').next().unwrap_or(&self.0)
    }

    /// Where it lies, in the set at `root`.
    #[must_use]
    pub fn on_disk(&self, root: &Path) -> PathBuf {
        root.join(&*self.0)
    }
}

impl fmt::Display for ArticlePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// SHA-256 of a decoded text in UTF-8, in hexadecimal: what a sidecar's positions hold for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContentHash(Arc<str>);

impl ContentHash {
    /// The hash of `text`.
    #[must_use]
    pub fn of(text: &str) -> Self {
        Self::of_bytes(text.as_bytes())
    }

    /// The hash of a file's bytes, by which the file is known again.
    #[must_use]
    pub fn of_bytes(bytes: &[u8]) -> Self {
        use fmt::Write as _;
        let mut hex = String::with_capacity(64);
        for byte in Sha256::digest(bytes) {
            // Writing to a `String` cannot fail.
            let _ = write!(hex, "{byte:02x}");
        }
        Self(hex.into())
    }

    /// 64 hexadecimal digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One article that could be read.
#[derive(Debug)]
pub struct Article {
    /// Its name in the set.
    pub path: ArticlePath,
    /// The decoded text.
    pub text: Text,
    /// How its bytes were decoded.
    pub encoding: Encoding,
    /// What its text and its file name say of it, before the user's corrections.
    pub header: Header,
    hash: OnceLock<ContentHash>,
    /// What is read of its lines, with the corrections for which that was found out last.
    reading: Mutex<Option<(Vec<LineCorrection>, Arc<ReadingLines>)>>,
}

impl Article {
    /// Describes a decoded text.
    #[must_use]
    pub fn new(path: ArticlePath, text: Text, encoding: Encoding) -> Self {
        let header = Header::read(text.as_str(), path.file_name());
        let (hash, reading) = (OnceLock::new(), Mutex::default());
        Self { path, text, encoding, header, hash, reading }
    }

    /// The hash of its text, counted at the first call (about 1 ms per MB).
    pub fn hash(&self) -> &ContentHash {
        self.hash.get_or_init(|| ContentHash::of(self.text.as_str()))
    }

    /// What is read of its lines where the user's word on them is `corrections`; found out at the
    /// first call, and again where that word is another.
    pub(super) fn reading(&self, corrections: &[LineCorrection]) -> Arc<ReadingLines> {
        let mut known = self.reading.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((said, reading)) = &*known
            && said == corrections
        {
            return Arc::clone(reading);
        }
        let text = self.text.as_str();
        let reading = Arc::new(ReadingLines::of(text, &judgements(corrections, text)));
        *known = Some((corrections.to_vec(), Arc::clone(&reading)));
        reading
    }
}

/// Why an article is listed but cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nobody asked for it: a command reads only the articles that its question is about.
    NotAskedFor,
    /// It holds nothing, or nothing but white space.
    Empty,
    /// Its bytes are not text.
    Binary,
    /// It is longer than the program takes.
    TooLarge {
        /// Its length in bytes.
        bytes: u64,
        /// The longest that is taken.
        limit: u64,
    },
    /// The disk would not give it.
    Unreadable {
        /// What the system said.
        reason: String,
    },
    /// Its bytes do not fit the encoding the user chose for it.
    WrongEncoding {
        /// The chosen one.
        encoding: Encoding,
    },
}

/// One file of the set: an article, or why it is none.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its name in the set.
    pub path: ArticlePath,
    /// The article.
    pub article: Result<Arc<Article>, Problem>,
}
