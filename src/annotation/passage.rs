//! A passage: what one coder marked, in one or more fragments of one article.

use std::{fmt, str::FromStr, sync::Arc};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::theme::ThemeId;
use crate::text::{CharSpan, Text};

/// A passage's identity: a UUID, version 7 for passages made by this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PassageId(Uuid);

impl PassageId {
    /// An identity nobody has yet.
    #[must_use]
    pub fn fresh() -> Self {
        Self(Uuid::now_v7())
    }
}

impl fmt::Display for PassageId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for PassageId {
    type Err = uuid::Error;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Uuid::from_str(s).map(Self)
    }
}

/// Who marks: a short name without path separators, dots at its ends or control characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Coder(Arc<str>);

impl Coder {
    /// The coder called `name`; `None` if a sidecar's file name could not hold it.
    ///
    /// White space around it is dropped. At most 64 bytes; no `/ \ : * ? " < > |`, no control
    /// characters, no dot at all (a dot separates the parts of a sidecar's name).
    #[must_use]
    pub fn new(name: &str) -> Option<Self> {
        let name = name.trim();
        let forbidden = |c: char| c.is_control() || "/\\:*?\"<>|.".contains(c);
        let fits = !name.is_empty() && name.len() <= 64 && !name.contains(forbidden);
        fits.then(|| Self(name.into()))
    }

    /// What a coder is called where the system knows no name either.
    #[must_use]
    pub fn unnamed() -> Self {
        Self("coder".into())
    }

    /// The name.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Coder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A moment in UTC, to the millisecond; `2019-06-28T09:30:00.000Z` in files.
pub type Timestamp = jiff::Timestamp;

/// Now, as exactly as a file can say it, so that what was saved and read again is equal.
#[must_use]
pub fn now() -> Timestamp {
    to_millisecond(Timestamp::now())
}

/// `moment` without what is finer than a millisecond.
pub(super) fn to_millisecond(moment: Timestamp) -> Timestamp {
    Timestamp::from_millisecond(moment.as_millisecond()).unwrap_or(moment)
}

/// The first moment not before `wished` that lies after `other`.
///
/// The later of two versions wins a merge, whatever the clocks of two machines say.
pub(super) fn later_than(other: Timestamp, wished: Timestamp) -> Timestamp {
    if wished > other {
        return wished;
    }
    Timestamp::from_millisecond(other.as_millisecond().saturating_add(1)).unwrap_or(other)
}

/// How a moment stands in files: always with milliseconds.
pub(super) mod moment {
    use serde::{Deserialize, Deserializer, Serializer};

    use super::{Timestamp, to_millisecond};

    pub(in crate::annotation) fn text(moment: Timestamp) -> String {
        format!("{moment:.3}")
    }

    pub(super) fn serialize<S: Serializer>(moment: &Timestamp, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(&text(*moment))
    }

    pub(in crate::annotation) fn deserialize<'de, D: Deserializer<'de>>(
        from: D,
    ) -> Result<Timestamp, D::Error> {
        Timestamp::deserialize(from).map(to_millisecond)
    }
}

/// How a passage came to be that no coder marked by hand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// What found it.
    pub by: FoundBy,
    /// Whether a coder has looked at it since and kept it.
    #[serde(default)]
    pub reviewed: bool,
}

/// What found a passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum FoundBy {
    /// A search of the set: the query as it was typed.
    Query(String),
    /// The lexicon of the theme it was given: the entry that stands there.
    Lexicon(String),
    /// A suggestion that a coder took: how likely it was of the theme then, `0.83`.
    Suggestion(String),
}

/// A marked passage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Which passage.
    pub id: PassageId,
    /// Its themes, in the order in which they were given; none twice.
    pub themes: Vec<ThemeId>,
    /// Its fragments: at least one, none empty, sorted, no two overlapping or touching.
    pub fragments: Vec<CharSpan>,
    /// The exact text of each fragment.
    pub quotes: Vec<String>,
    /// Up to 32 characters before the first fragment.
    pub before: String,
    /// Up to 32 characters after the last fragment.
    pub after: String,
    /// The coder's note.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub memo: String,
    /// How it came to be; `None` if a coder marked it by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
    /// When it was made.
    #[serde(with = "moment")]
    pub created: Timestamp,
    /// When it was last changed.
    #[serde(with = "moment")]
    pub modified: Timestamp,
}

impl Passage {
    /// Where it stands in reading order: by its first fragment, the shorter first.
    #[must_use]
    pub fn position(&self) -> (CharSpan, PassageId) {
        (self.fragments.first().copied().unwrap_or_default(), self.id)
    }

    /// Whether its quotes stand in `text` where it says they do.
    #[must_use]
    pub fn is_in_place(&self, text: &Text) -> bool {
        let same =
            |(&span, quote): (&CharSpan, &String)| text.slice_chars(span) == Some(quote.as_str());
        self.fragments.len() == self.quotes.len()
            && self.fragments.iter().zip(&self.quotes).all(same)
    }

    /// Whether what is kept of the text around it stands around its place in `text`.
    #[must_use]
    pub fn is_surrounded(&self, text: &Text) -> bool {
        let (Some(first), Some(last)) = (self.fragments.first(), self.fragments.last()) else {
            return false;
        };
        let count = |text: &str| u32::try_from(text.chars().count()).unwrap_or(u32::MAX);
        let (start, end) = (first.start().get(), last.end().get());
        let before = start.checked_sub(count(&self.before)).map(|from| (from, start));
        let after = end.checked_add(count(&self.after)).map(|to| (end, to));
        let stands = |place: Option<(u32, u32)>, wanted: &str| {
            let span = place.and_then(|(from, to)| {
                CharSpan::new(crate::text::CharOffset::new(from), crate::text::CharOffset::new(to))
            });
            span.and_then(|span| text.slice_chars(span)) == Some(wanted)
        };
        stands(before, &self.before) && stands(after, &self.after)
    }

    /// Whether the two say the same, whenever they were last changed.
    #[must_use]
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        let Self {
            id,
            themes,
            fragments: _,
            quotes: _,
            before: _,
            after: _,
            memo,
            origin,
            created,
            modified: _,
        } = self;
        *id == other.id
            && *themes == other.themes
            && self.place() == other.place()
            && *memo == other.memo
            && *origin == other.origin
            && *created == other.created
    }

    /// Where it stands, and in what text.
    pub(super) fn place(&self) -> PassagePlace<'_> {
        let Self { fragments, quotes, before, after, .. } = self;
        PassagePlace { fragments, quotes, before, after }
    }

    /// What of the rules beside the fields does not hold.
    #[must_use]
    pub fn defect(&self) -> Option<Defect> {
        let touches = |pair: &[CharSpan]| matches!(pair, [a, b] if a.end() >= b.start());
        if self.fragments.is_empty() || self.fragments.iter().any(|fragment| fragment.is_empty()) {
            Some(Defect::Empty)
        } else if self.quotes.len() != self.fragments.len() {
            Some(Defect::Quotes)
        } else if self.fragments.windows(2).any(touches) {
            Some(Defect::Overlap)
        } else {
            let twice = |(place, theme)| self.themes.iter().skip(place + 1).any(|t| t == theme);
            self.themes.iter().enumerate().any(twice).then_some(Defect::Themes)
        }
    }

    /// Brings what another program wrote in another order into this one's, losing nothing.
    ///
    /// Sorts the fragments with their quotes, joins those that touch, and drops a theme's second
    /// mention. What cannot be mended so is left for [`Passage::defect`] to find.
    pub(super) fn normalise(&mut self) {
        let mut kept = Vec::with_capacity(self.themes.len());
        self.themes.retain(|theme| {
            let first = !kept.contains(theme);
            kept.push(*theme);
            first
        });
        if self.fragments.len() != self.quotes.len() {
            return;
        }
        let fragments = std::mem::take(&mut self.fragments);
        let quotes = std::mem::take(&mut self.quotes);
        let mut pairs: Vec<_> = fragments.into_iter().zip(quotes).collect();
        pairs.sort();
        for (fragment, quote) in pairs {
            match (self.fragments.last_mut(), self.quotes.last_mut()) {
                (Some(last), Some(text)) if last.end() == fragment.start() => {
                    *last = last.cover(fragment);
                    text.push_str(&quote);
                }
                _ => {
                    self.fragments.push(fragment);
                    self.quotes.push(quote);
                }
            }
        }
    }
}

/// Where a passage stands, and what stands there: what is changed together or not at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct PassagePlace<'a> {
    pub(super) fragments: &'a [CharSpan],
    pub(super) quotes: &'a [String],
    pub(super) before: &'a str,
    pub(super) after: &'a str,
}

/// Which rule a passage breaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Defect {
    /// It has no fragment, or one that holds nothing.
    #[error("a fragment is empty or there is none")]
    Empty,
    /// It has not one quote per fragment.
    #[error("there is not one quote per fragment")]
    Quotes,
    /// Two of its fragments overlap, touch, or stand in the wrong order.
    #[error("fragments overlap or are out of order")]
    Overlap,
    /// It names a theme twice.
    #[error("a theme is named twice")]
    Themes,
    /// It reaches beyond the end of the article.
    #[error("it reaches beyond the end of the text")]
    Beyond,
}

/// A coder's memo on an article as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ArticleMemo {
    /// What it says, in Markdown; empty once it was taken away.
    pub text: String,
    /// When it was last changed.
    #[serde(with = "moment")]
    pub modified: Timestamp,
}

impl ArticleMemo {
    /// The one of two that was changed last.
    #[must_use]
    pub fn later(a: Option<Self>, b: Option<Self>) -> Option<Self> {
        match (a, b) {
            (Some(a), Some(b)) if (b.modified, &b.text) > (a.modified, &a.text) => Some(b),
            (a, b) => a.or(b),
        }
    }
}

/// What a removed passage leaves, so that a merge does not bring it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tombstone {
    /// Which passage it was.
    pub id: PassageId,
    /// When it was removed.
    #[serde(with = "moment")]
    pub removed: Timestamp,
}
