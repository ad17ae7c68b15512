//! Traditional characters and their simplified forms, one to one, for searching only.
//!
//! The pairs are those of `OpenCC`, without its phrases (乾隆, 著作): both the text and the query are
//! folded, so that the forms meet. Not for what is shown or saved.

use std::sync::OnceLock;

/// Each character with its form, one pair a line, sorted; lines with `#` are about the file.
const PAIRS: &str = include_str!("simplified.txt");

/// The part of the first plane where Han characters stand, their compatibility forms with them.
const FIRST: u32 = 0x3400;
const LAST: u32 = 0xFAFF;

/// Stands in the table for a form that two bytes cannot hold: look among the rest.
const ELSEWHERE: u16 = u16::MAX;

/// The simplified form of every character that has one.
#[derive(Debug)]
pub(super) struct Simplified {
    /// From [`FIRST`] on; 0 where a character stays what it is.
    plane: Box<[u16]>,
    /// What does not fit there, sorted.
    rest: Box<[(char, char)]>,
}

impl Simplified {
    /// The table; the first call makes it, in a tenth of a millisecond.
    pub(super) fn shared() -> &'static Self {
        static TABLE: OnceLock<Simplified> = OnceLock::new();
        TABLE.get_or_init(Self::build)
    }

    /// Every character that has a simplified form, with that.
    pub(super) fn pairs() -> impl Iterator<Item = (char, char)> {
        let pair = |line: &str| {
            let mut chars = line.chars();
            Some((chars.next()?, chars.next()?))
        };
        PAIRS.lines().filter(|line| !line.starts_with('#')).filter_map(pair)
    }

    /// The simplified form of `c`, or `c`.
    pub(super) fn of(&self, c: char) -> char {
        let code = u32::from(c);
        if code < FIRST {
            return c;
        }
        match self.plane.get((code - FIRST) as usize) {
            Some(0) => c,
            Some(&form) if form != ELSEWHERE => char::from_u32(u32::from(form)).unwrap_or(c),
            _ => {
                let place = self.rest.binary_search_by_key(&c, |&(from, _)| from);
                place.ok().and_then(|place| self.rest.get(place)).map_or(c, |&(_, to)| to)
            }
        }
    }

    fn build() -> Self {
        let mut plane = vec![0; (LAST - FIRST + 1) as usize].into_boxed_slice();
        let mut rest = Vec::new();
        for (c, form) in Self::pairs() {
            match (plane.get_mut((u32::from(c) - FIRST) as usize), u16::try_from(u32::from(form))) {
                (Some(entry), Ok(form)) => *entry = form,
                (entry, _) => {
                    if let Some(entry) = entry {
                        *entry = ELSEWHERE;
                    }
                    rest.push((c, form));
                }
            }
        }
        Self { plane, rest: rest.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traditional_forms_become_simplified_and_the_rest_stays() {
        let fold =
            |text: &str| -> String { text.chars().map(|c| Simplified::shared().of(c)).collect() };
        assert_eq!(fold("黨建引領，區域聯動：羣眾與裏面"), "党建引领，区域联动：群众与里面");
        assert_eq!(fold("党建引领 abc 한글 カナ 𠮷"), "党建引领 abc 한글 カナ 𠮷");
    }

    #[test]
    fn forms_beyond_the_first_plane_are_found_too() {
        let table = Simplified::shared();
        assert!(Simplified::pairs().is_sorted() && Simplified::pairs().count() > 4000);
        assert!(table.rest.is_sorted());
        let beyond = table.rest.iter().filter(|&&(from, _)| u32::from(from) <= LAST).count();
        assert!(beyond > 0, "none of the forms lies beyond the first plane");
        for &(from, to) in &table.rest {
            assert_eq!(table.of(from), to);
        }
    }
}
