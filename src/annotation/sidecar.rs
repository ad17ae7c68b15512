//! The sidecar: the file beside an article in which one coder's passages stand.
//!
//! `2019-党建.txt.lin.tags.ron` holds what coder `lin` marked in `2019-党建.txt`. It is made to be
//! merged by `git` with `merge=union`: one passage a line, in reading order, every list's brackets
//! on lines of their own, and no field that changes when nothing was marked. Such a merge may
//! leave a passage twice; [`Sidecar::from_ron`] makes one of the two and keeps the other beside it.

use std::{cmp::Ordering, collections::BTreeMap, fmt::Write as _};

use serde::Deserialize;

use super::{
    lines::Salvage,
    notation::{
        self, Extension, NotationFault, SyntaxFault, push_extension, push_list, push_string,
    },
    passage::{
        ArticleMemo, Coder, Defect, FoundBy, Origin, Passage, PassageId, Timestamp, Tombstone,
        moment,
    },
    theme::ThemeId,
};
use crate::{
    corpus::ContentHash,
    text::{CharSpan, Text},
};

/// The version of the file this program writes. It reads this one and those before it.
pub(super) const VERSION: u32 = 1;

/// One coder's passages in one article, as they stand on the disk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sidecar {
    /// Who marked.
    pub coder: Coder,
    /// The article's file name, without folders: the two files are moved together.
    pub article: String,
    /// The text the positions hold for.
    pub sha256: ContentHash,
    /// Its length in Unicode scalar values.
    pub chars: u32,
    /// What the coder notes of the article as a whole.
    pub memo: Option<ArticleMemo>,
    /// Earlier texts for which the positions of passages hold that have found no place in this one.
    pub texts: Vec<ContentHash>,
    /// The names of the themes, so that the file can be understood on its own.
    pub legend: BTreeMap<ThemeId, String>,
    /// In reading order, no identity twice.
    pub passages: Vec<Passage>,
    /// Older or rival versions of some of `passages`, left by a merge of the file's lines.
    ///
    /// They stand in the file as further lines with the same identity.
    pub conflicts: Vec<Passage>,
    /// What was removed, by identity; none of `passages`.
    pub removed: Vec<Tombstone>,
    /// What others keep in the file.
    pub ext: Extension,
    /// What others keep with a passage.
    pub passage_ext: BTreeMap<PassageId, Extension>,
}

impl Sidecar {
    /// A sidecar in which nothing is marked yet.
    #[must_use]
    pub fn new(coder: Coder, article: &str, sha256: ContentHash, chars: u32) -> Self {
        Self {
            coder,
            article: article.to_owned(),
            sha256,
            chars,
            memo: None,
            texts: Vec::new(),
            legend: BTreeMap::new(),
            passages: Vec::new(),
            conflicts: Vec::new(),
            removed: Vec::new(),
            ext: Extension::new(),
            passage_ext: BTreeMap::new(),
        }
    }

    /// Whether the positions hold for `text`, whose hash is `hash`.
    ///
    /// The quotes are compared too: after a merge the lines may come from two versions of the text.
    #[must_use]
    pub fn fits(&self, text: &Text, hash: &ContentHash) -> bool {
        let in_place =
            |(&span, quote): (&CharSpan, &String)| text.slice_chars(span) == Some(quote.as_str());
        self.sha256 == *hash
            && self.passages.iter().all(|p| p.fragments.iter().zip(&p.quotes).all(in_place))
    }

    /// The file: the same bytes for the same content.
    #[must_use]
    pub fn to_ron(&self) -> String {
        let Self {
            coder,
            article,
            sha256,
            chars,
            memo,
            texts,
            legend,
            passages,
            conflicts,
            removed,
            ext,
            passage_ext,
        } = self;
        let mut out = format!("(\n    version: {VERSION},\n    coder: ");
        push_string(&mut out, coder.as_str());
        out.push_str(",\n    article: ");
        push_string(&mut out, article);
        out.push_str(",\n    sha256: ");
        push_string(&mut out, sha256.as_str());
        let _ = writeln!(out, ",\n    chars: {chars},");

        if let Some(memo) = memo {
            out.push_str("    memo: Some((text: ");
            push_string(&mut out, &memo.text);
            let _ = writeln!(out, ", modified: \"{}\")),", moment::text(memo.modified));
        }
        if !texts.is_empty() {
            push_block(&mut out, "texts", ('[', ']'), texts, |out, hash| {
                push_string(out, hash.as_str());
            });
        }
        // Brackets get their lines even around nothing: two branches that each add a first entry
        // then differ in that entry alone.
        push_block(&mut out, "legend", ('{', '}'), legend, |out, (id, name)| {
            let _ = write!(out, "\"{id}\": ");
            push_string(out, name);
        });
        let mut passages: Vec<_> = passages.iter().chain(conflicts).collect();
        passages.sort_by_cached_key(|passage| (passage.position(), passage.modified));
        push_block(&mut out, "passages", ('[', ']'), passages, |out, passage| {
            push_passage(out, passage, passage_ext.get(&passage.id));
        });
        push_block(&mut out, "removed", ('[', ']'), removed, |out, tombstone| {
            let Tombstone { id, removed } = *tombstone;
            let _ = write!(out, "(id: \"{id}\", removed: \"{}\")", moment::text(removed));
        });
        if !ext.is_empty() {
            push_block(&mut out, "ext", ('{', '}'), ext, push_extension);
        }
        out.push_str(")\n");
        out
    }

    /// Reads the file.
    ///
    /// Positions beyond the end of the article are no error here: what they come to is for
    /// [`super::Anchoring`] to say. A file in which a merge by lines left something twice is read
    /// if each of its lines can be.
    ///
    /// # Errors
    /// If it is no sidecar, is of a newer version, or a passage in it breaks a rule that cannot be
    /// mended without loss.
    pub fn from_ron(text: &str) -> Result<Self, SidecarError> {
        Self::strictly(text).or_else(|error| match error {
            SidecarError::Syntax { .. } => Salvage::of(text).whole().ok_or(error),
            other => Err(other),
        })
    }

    fn strictly(text: &str) -> Result<Self, SidecarError> {
        let newer = |version| SidecarError::NewerVersion { version };
        let file: File = notation::read(text).map_err(|fault| {
            // A newer file may well break the rules of this version: say that, not where.
            let version = notation::version(text).filter(|&version| version > VERSION);
            version.map_or_else(|| fault.into(), newer)
        })?;
        // An older file has the same fields, or lacks some that have a default; it is written in
        // the new form at the next change.
        if file.version > VERSION {
            return Err(newer(file.version));
        }
        // The name becomes part of a path when the file is written again.
        let coder = Coder::new(&file.coder).filter(|coder| coder.as_str() == file.coder);
        let Some(coder) = coder else { return Err(SidecarError::BadCoder { name: file.coder }) };

        let mut passages = Vec::with_capacity(file.passages.len());
        let mut passage_ext: BTreeMap<PassageId, Extension> = BTreeMap::new();
        for line in file.passages {
            let (passage, ext) = line.into_parts();
            if let Some(defect) = passage.defect() {
                return Err(SidecarError::BadPassage { id: passage.id, defect });
            }
            if !ext.is_empty() {
                passage_ext.entry(passage.id).or_default().extend(ext);
            }
            passages.push(passage);
        }
        let settled = Settled::new(passages, file.removed);
        Ok(Self {
            coder,
            article: file.article,
            sha256: file.sha256,
            chars: file.chars,
            memo: file.memo,
            texts: file.texts,
            legend: file.legend,
            passages: settled.passages,
            conflicts: settled.conflicts,
            removed: settled.removed,
            ext: file.ext,
            passage_ext,
        })
    }
}

/// Lines of which each identity has at most one passage or one tombstone, in order.
pub(super) struct Settled {
    pub(super) passages: Vec<Passage>,
    pub(super) conflicts: Vec<Passage>,
    pub(super) removed: Vec<Tombstone>,
}

impl Settled {
    /// Of several versions of a passage the latest stands and the others are its conflicts.
    ///
    /// A passage as old as its tombstone, or older, is gone with its conflicts.
    pub(super) fn new(mut passages: Vec<Passage>, tombstones: Vec<Tombstone>) -> Self {
        let mut removed: BTreeMap<PassageId, Timestamp> = BTreeMap::new();
        for tombstone in tombstones {
            let latest = removed.entry(tombstone.id).or_insert(tombstone.removed);
            *latest = tombstone.removed.max(*latest);
        }
        passages.sort_by(by_time);
        passages.dedup();
        let mut settled = Self { passages: Vec::new(), conflicts: Vec::new(), removed: Vec::new() };
        for passage in passages {
            match settled.passages.last() {
                Some(latest) if latest.id == passage.id => settled.conflicts.push(passage),
                _ if removed.get(&passage.id).is_some_and(|&gone| gone >= passage.modified) => {}
                _ => {
                    removed.remove(&passage.id);
                    settled.passages.push(passage);
                }
            }
        }
        settled.passages.sort_by_key(Passage::position);
        settled.removed =
            removed.into_iter().map(|(id, removed)| Tombstone { id, removed }).collect();
        settled
    }
}

/// Versions of a passage side by side, the one that stands first: the latest. Of those of the same
/// moment any will do that is the same on every machine.
pub(super) fn by_time(a: &Passage, b: &Passage) -> Ordering {
    let by_time = a.id.cmp(&b.id).then(b.modified.cmp(&a.modified));
    by_time.then_with(|| if a == b { Ordering::Equal } else { line(b).cmp(&line(a)) })
}

/// The file's name for `coder`'s passages in the article whose file is `article`.
///
/// `<article>.<coder>.tags.ron`; where that is longer than file systems take (255 bytes), a part of
/// the article's name and a hash of the whole. The whole name stands in the file.
#[must_use]
pub fn sidecar_name(article: &str, coder: &Coder) -> String {
    let ending = format!(".{coder}{ENDING}");
    if article.len() + ending.len() <= NAME_LIMIT {
        return format!("{article}{ending}");
    }
    let hash = ContentHash::of(article);
    let hash = hash.as_str().get(..HASH_DIGITS).unwrap_or_default();
    let room = NAME_LIMIT.saturating_sub(ending.len() + HASH_DIGITS + 1);
    let start = article.get(..article.floor_char_boundary(room)).unwrap_or_default();
    format!("{start}~{hash}{ending}")
}

/// The article's file name and the coder of the sidecar called `file_name`.
///
/// `None` for other files, and where the name holds only a part of the article's: such a file has
/// to be read to know ([`is_sidecar`] tells them from other files).
#[must_use]
pub fn sidecar_owner(file_name: &str) -> Option<(&str, Coder)> {
    let (article, name) = file_name.strip_suffix(ENDING)?.rsplit_once('.')?;
    let coder = Coder::new(name).filter(|coder| coder.as_str() == name)?;
    let is_hash = |tail: &str| {
        tail.len() == HASH_DIGITS && tail.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    };
    let cut = article.rsplit_once('~').is_some_and(|(_, tail)| is_hash(tail));
    (!article.is_empty() && !cut).then_some((article, coder))
}

/// Whether a file of that name is meant to be a sidecar.
#[must_use]
pub fn is_sidecar(file_name: &str) -> bool {
    file_name.ends_with(ENDING)
}

const ENDING: &str = ".tags.ron";
/// Bytes in a file name.
const NAME_LIMIT: usize = 255;
const HASH_DIGITS: usize = 16;

/// Appends a field whose entries stand on lines of their own.
fn push_block<T>(
    out: &mut String,
    name: &str,
    (open, close): (char, char),
    entries: impl IntoIterator<Item = T>,
    push: impl Fn(&mut String, T),
) {
    let _ = writeln!(out, "    {name}: {open}");
    for entry in entries {
        out.push_str("        ");
        push(out, entry);
        out.push_str(",\n");
    }
    let _ = writeln!(out, "    {close},");
}

/// Appends a passage as one line; only what another program keeps in `ext` can break it.
fn push_passage(out: &mut String, passage: &Passage, ext: Option<&Extension>) {
    let Passage { id, themes, fragments, quotes, before, after, memo, origin, created, modified } =
        passage;
    let _ = write!(out, "(id: \"{id}\", themes: ");
    push_list(out, ('[', ']'), themes, |out, theme| {
        let _ = write!(out, "\"{theme}\"");
    });
    out.push_str(", fragments: ");
    push_list(out, ('[', ']'), fragments, |out, fragment| {
        let _ = write!(out, "({}, {})", fragment.start(), fragment.end());
    });
    out.push_str(", quotes: ");
    push_list(out, ('[', ']'), quotes, |out, quote| push_string(out, quote));
    out.push_str(", before: ");
    push_string(out, before);
    out.push_str(", after: ");
    push_string(out, after);
    if !memo.is_empty() {
        out.push_str(", memo: ");
        push_string(out, memo);
    }
    if let Some(origin) = origin {
        let (by, text) = match &origin.by {
            FoundBy::Query(query) => ("Query", query),
            FoundBy::Lexicon(entry) => ("Lexicon", entry),
            FoundBy::Suggestion(score) => ("Suggestion", score),
        };
        let _ = write!(out, ", origin: Some((by: {by}(");
        push_string(out, text);
        let _ = write!(out, "), reviewed: {}))", origin.reviewed);
    }
    let (created, modified) = (moment::text(*created), moment::text(*modified));
    let _ = write!(out, ", created: \"{created}\", modified: \"{modified}\"");
    if let Some(ext) = ext.filter(|ext| !ext.is_empty()) {
        out.push_str(", ext: ");
        push_list(out, ('{', '}'), ext, push_extension);
    }
    out.push(')');
}

fn line(passage: &Passage) -> String {
    let mut out = String::new();
    push_passage(&mut out, passage, None);
    out
}

/// The file as it is read. A field nobody knows is an error, not dropped at the next save; what a
/// later version 1 adds goes into `ext`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    coder: String,
    article: String,
    sha256: ContentHash,
    chars: u32,
    #[serde(default)]
    memo: Option<ArticleMemo>,
    #[serde(default)]
    texts: Vec<ContentHash>,
    #[serde(default)]
    legend: BTreeMap<ThemeId, String>,
    #[serde(default)]
    passages: Vec<PassageLine>,
    #[serde(default)]
    removed: Vec<Tombstone>,
    #[serde(default)]
    ext: Extension,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PassageLine {
    id: PassageId,
    themes: Vec<ThemeId>,
    fragments: Vec<CharSpan>,
    quotes: Vec<String>,
    before: String,
    after: String,
    #[serde(default)]
    memo: String,
    #[serde(default)]
    origin: Option<Origin>,
    #[serde(deserialize_with = "moment::deserialize")]
    created: Timestamp,
    #[serde(deserialize_with = "moment::deserialize")]
    modified: Timestamp,
    #[serde(default)]
    ext: Extension,
}

impl PassageLine {
    pub(super) fn into_parts(self) -> (Passage, Extension) {
        let Self {
            id,
            themes,
            fragments,
            quotes,
            before,
            after,
            memo,
            origin,
            created,
            modified,
            ext,
        } = self;
        let mut passage = Passage {
            id,
            themes,
            fragments,
            quotes,
            before,
            after,
            memo,
            origin,
            created,
            modified,
        };
        passage.normalise();
        (passage, ext)
    }
}

/// Why a sidecar cannot be read; it is then never overwritten.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SidecarError {
    /// It is not RON, or not a sidecar.
    #[error("line {line}, column {column}: {reason}")]
    Syntax {
        /// From 1.
        line: usize,
        /// In characters, from 1.
        column: usize,
        /// What is wrong there.
        reason: NotationFault,
    },
    /// It was written by a newer program.
    #[error("version {version} is not known to this program")]
    NewerVersion {
        /// The version it says it has.
        version: u32,
    },
    /// It names a coder no file name can hold.
    #[error("`{name}` cannot be a coder's name")]
    BadCoder {
        /// The name.
        name: String,
    },
    /// A passage breaks a rule.
    #[error("passage {id}: {defect}")]
    BadPassage {
        /// Which passage.
        id: PassageId,
        /// Which rule.
        defect: Defect,
    },
    /// The disk would not give it, or its bytes are no UTF-8.
    #[error("{reason}")]
    Unreadable {
        /// What the system said.
        reason: String,
    },
}

impl From<SyntaxFault> for SidecarError {
    fn from(fault: SyntaxFault) -> Self {
        Self::Syntax { line: fault.line, column: fault.column, reason: fault.reason }
    }
}

#[cfg(test)]
mod tests;
