//! A text as another program's file has it, and where its positions are in the text that we keep.

use crate::text::{CharOffset, CharSpan};

/// What a format counts positions in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::exchange) enum OffsetUnit {
    /// Unicode scalar values.
    Chars,
    /// UTF-16 code units.
    Utf16,
}

/// A text without BOM and with LF at line ends, which knows where it was otherwise.
#[derive(Debug)]
pub(in crate::exchange) struct RawText {
    /// As an article has it.
    pub(in crate::exchange) text: String,
    /// Behind every character that is gone or counts more than one: the raw position, ours.
    stops: Vec<(u64, u32)>,
    /// The raw length and ours.
    end: (u64, u32),
    /// From where on another program may count otherwise than the format says.
    doubtful: Option<u64>,
}

impl RawText {
    /// Takes over `raw`, in which positions are counted in `unit`.
    pub(in crate::exchange) fn new(raw: &str, unit: OffsetUnit) -> Self {
        let mut text = String::with_capacity(raw.len());
        let mut stops = Vec::new();
        let (mut from, mut to) = (0_u64, 0_u32);
        let mut doubtful = None;
        let mut chars = raw.chars().peekable();
        while let Some(c) = chars.next() {
            let is_gone =
                (c == '\u{feff}' && from == 0) || (c == '\r' && chars.peek() == Some(&'\n'));
            let units = if unit == OffsetUnit::Utf16 { c.len_utf16() as u64 } else { 1 };
            from += units;
            if !is_gone {
                text.push(if c == '\r' { '\n' } else { c });
                to = to.saturating_add(1);
            }
            if is_gone || units > 1 {
                stops.push((from, to));
            }
            // One or two units, one or two characters of a line end, a BOM that is none of the text.
            if doubtful.is_none() && (is_gone || c.len_utf16() > 1) {
                doubtful = Some(from);
            }
        }
        Self { text, stops, end: (from, to), doubtful }
    }

    /// Whether a program that counts otherwise would mean another place by this raw position:
    /// something stands before it that counts one here and two there.
    pub(in crate::exchange) fn is_doubtful(&self, raw: u64) -> bool {
        self.doubtful.is_some_and(|from| raw >= from)
    }

    /// Our position for a raw one; `None` beyond the end.
    pub(in crate::exchange) fn at(&self, raw: u64) -> Option<CharOffset> {
        if raw > self.end.0 {
            return None;
        }
        let next = self.stops.partition_point(|&(from, _)| from <= raw);
        let before = next.checked_sub(1).and_then(|at| self.stops.get(at)).copied();
        let (from, to) = before.unwrap_or_default();
        let at = to.saturating_add(u32::try_from(raw - from).ok()?);
        Some(CharOffset::new(at.min(self.end.1)))
    }

    /// Our span for a raw one; `None` if it is empty, turned round, or reaches beyond the end.
    pub(in crate::exchange) fn span(&self, start: u64, end: u64) -> Option<CharSpan> {
        CharSpan::new(self.at(start)?, self.at(end)?).filter(|span| !span.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn what_is_gone_moves_what_stands_behind_it() {
        let raw = RawText::new("\u{feff}甲\r\n乙\r丙", OffsetUnit::Chars);
        assert_eq!(raw.text, "甲\n乙\n丙");
        let at = |raw_at| raw.at(raw_at).map(CharOffset::get);
        assert_eq!((at(1), at(2), at(3), at(4)), (Some(0), Some(1), Some(1), Some(2)));
        assert_eq!((at(7), at(8)), (Some(5), None));
        assert_eq!(raw.span(3, 2), None);
        assert!(!RawText::new("甲\n乙", OffsetUnit::Chars).is_doubtful(3));
        for text in ["甲𠮷乙", "甲\r\n乙"] {
            let raw = RawText::new(text, OffsetUnit::Chars);
            assert!(!raw.is_doubtful(1) && raw.is_doubtful(3), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn every_character_is_found_in_either_unit(raw in "\u{feff}?[甲𠮷😀a\r\n]{0,30}") {
            for unit in [OffsetUnit::Chars, OffsetUnit::Utf16] {
                let text = RawText::new(&raw, unit);
                let kept: Vec<char> = text.text.chars().collect();
                let mut from = 0;
                for (at, c) in raw.chars().enumerate() {
                    let next = from + if unit == OffsetUnit::Utf16 { c.len_utf16() as u64 } else { 1 };
                    if let Some(span) = text.span(from, next) {
                        prop_assert_eq!(span.len(), 1);
                        let ours = kept[span.start().get() as usize];
                        prop_assert_eq!(ours, if c == '\r' { '\n' } else { c });
                    } else {
                        let is_bom = u32::from(c) == 0xfeff && at == 0;
                        prop_assert!(c == '\r' || is_bom);
                    }
                    from = next;
                }
                prop_assert_eq!(text.at(from).map(|end| end.get() as usize), Some(kept.len()));
            }
        }
    }
}
