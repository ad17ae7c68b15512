//! Half-open spans `[start, end)` of a text.

use serde::{Deserialize, Serialize};

use super::{ByteOffset, CharOffset};

/// A half-open span `[start, end)` in one unit.
///
/// Serialised as a pair: `(12, 30)` in RON, `[12, 30]` in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(into = "(O, O)")]
pub struct Span<O: Copy + Serialize> {
    /// Never after `end`.
    start: O,
    end: O,
}

/// A span in bytes of UTF-8.
pub type ByteSpan = Span<ByteOffset>;
/// A span in Unicode scalar values.
pub type CharSpan = Span<CharOffset>;

impl<O: Copy + Serialize> From<Span<O>> for (O, O) {
    fn from(span: Span<O>) -> Self {
        (span.start, span.end)
    }
}

impl<'de, O: Copy + Ord + Serialize + Deserialize<'de>> Deserialize<'de> for Span<O> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (start, end) = <(O, O)>::deserialize(deserializer)?;
        Self::new(start, end)
            .ok_or_else(|| serde::de::Error::custom("a span must not end before it starts"))
    }
}

impl<O: Copy + Ord + Serialize> Span<O> {
    /// The span from `start` up to, not including, `end`; `None` if `end` stands before `start`.
    #[must_use]
    pub fn new(start: O, end: O) -> Option<Self> {
        (start <= end).then_some(Self { start, end })
    }

    /// The span between two positions in either order.
    #[must_use]
    pub fn between(a: O, b: O) -> Self {
        Self { start: a.min(b), end: a.max(b) }
    }

    /// Where it starts.
    #[must_use]
    pub fn start(self) -> O {
        self.start
    }

    /// The position after its last unit.
    #[must_use]
    pub fn end(self) -> O {
        self.end
    }

    /// Whether it holds nothing.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// Whether the unit at `offset` belongs to it.
    #[must_use]
    pub fn contains(self, offset: O) -> bool {
        self.start <= offset && offset < self.end
    }

    /// Whether every unit of `other` belongs to it.
    #[must_use]
    pub fn encloses(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share at least one unit.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        self.start.max(other.start) < self.end.min(other.end)
    }

    /// What the two share; `None` where that is nothing.
    #[must_use]
    pub fn intersection(self, other: Self) -> Option<Self> {
        let shared = Self::new(self.start.max(other.start), self.end.min(other.end))?;
        (!shared.is_empty()).then_some(shared)
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn cover(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

impl CharSpan {
    /// Length in Unicode scalar values.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end.get() - self.start.get()
    }
}

impl ByteSpan {
    /// Length in bytes.
    #[must_use]
    pub fn len(self) -> u32 {
        self.end.get() - self.start.get()
    }

    /// As a range, for slicing.
    #[must_use]
    pub fn range(self) -> std::ops::Range<usize> {
        self.start.to_usize()..self.end.to_usize()
    }
}
