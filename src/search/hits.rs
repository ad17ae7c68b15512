//! The hits of a query in one text, in order, none over another.
//!
//! They are kept where they were found, in the folded text or in the text itself, as numbers of four
//! bytes: a common character has hundreds of thousands. What a hit stands for in the text is worked
//! out when it is asked for, so only what is shown costs anything.

use std::{ops::Range, sync::Arc};

use super::fold::Folded;
use crate::text::{self, ByteOffset, ByteSpan};

/// Where a query was found in one text.
///
/// The text is not held: it must be given again, the same one, to every question about places.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// Sorted; in bytes of the folded text if there is one, else of the text.
    starts: Vec<u32>,
    ends: Ends,
    folded: Option<Arc<Folded>>,
}

/// Where each hit ends.
#[derive(Clone, Debug)]
enum Ends {
    /// So many bytes after its start.
    After(u32),
    Each(Vec<u32>),
}

impl Default for Ends {
    fn default() -> Self {
        Self::After(0)
    }
}

impl Hits {
    /// Hits of one length, at `starts` of the text or of `folded`.
    pub(super) fn of_length(starts: Vec<u32>, length: u32, folded: Option<Arc<Folded>>) -> Self {
        Self { starts, ends: Ends::After(length), folded }
    }

    /// Hits from `starts` to `ends` of the text.
    pub(super) fn between(starts: Vec<u32>, ends: Vec<u32>) -> Self {
        Self { starts, ends: Ends::Each(ends), folded: None }
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.starts.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.starts.is_empty()
    }

    /// What hit number `at` (from 0) covers of `text`; `None` beyond the last.
    #[must_use]
    pub fn span(&self, text: &str, at: usize) -> Option<ByteSpan> {
        let (start, end) = (*self.starts.get(at)?, self.end(at)?);
        let found = match &self.folded {
            Some(folded) => folded.span_in(text, start as usize, end as usize),
            None => ByteSpan::between(ByteOffset::new(start), ByteOffset::new(end)),
        };
        // What is found in a part of what a reader sees as one character is all of it.
        Some(text::whole_characters(text, found))
    }

    /// The number of the first hit that starts at or after `place`; [`Self::len`] if none does.
    #[must_use]
    pub fn first_from(&self, text: &str, place: ByteOffset) -> usize {
        let place = self.place(text, place);
        self.starts.partition_point(|&start| start < place)
    }

    /// The numbers of the hits that overlap `span`.
    #[must_use]
    pub fn over(&self, text: &str, span: ByteSpan) -> Range<usize> {
        let (from, to) = (self.place(text, span.start()), self.place(text, span.end()));
        let end = self.starts.partition_point(|&start| start < to);
        // A hit that starts before the span may reach into it; none overlaps another.
        let mut start = self.starts.partition_point(|&start| start < from);
        while start > 0 && self.end(start - 1).is_some_and(|end| end > from) {
            start -= 1;
        }
        start..end.max(start)
    }

    /// The number of the hit that covers exactly `span`, if one does.
    #[must_use]
    pub fn at(&self, text: &str, span: ByteSpan) -> Option<usize> {
        let at = self.first_from(text, span.start());
        (self.span(text, at)? == span).then_some(at)
    }

    /// Every hit, as spans of `text`.
    pub fn spans<'a>(&'a self, text: &'a str) -> impl Iterator<Item = ByteSpan> + 'a {
        (0..self.len()).filter_map(move |at| self.span(text, at))
    }

    fn end(&self, at: usize) -> Option<u32> {
        match &self.ends {
            Ends::After(length) => Some(self.starts.get(at)? + length),
            Ends::Each(ends) => ends.get(at).copied(),
        }
    }

    /// A place of the text in the bytes that the hits are kept in.
    fn place(&self, text: &str, place: ByteOffset) -> u32 {
        match &self.folded {
            Some(folded) => u32::try_from(folded.bytes_before(text, place)).unwrap_or(u32::MAX),
            None => place.get(),
        }
    }
}
