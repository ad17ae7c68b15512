//! Quotation marks in what a user types: a pair that is closed holds a phrase.
//!
//! An article is full of quotation marks, and `“四个` may well be what somebody looks for. So an
//! opening mark that is not closed is a character like any other; only the straight marks, which
//! nobody types but to quote, must be closed. 《》 belong to what stands between them.

/// A mark that opens, and the one that closes it.
const PAIRS: [(char, char); 6] =
    [('"', '"'), ('＂', '＂'), ('“', '”'), ('‘', '’'), ('「', '」'), ('『', '』')];

/// Whether `c` is a mark that has to be closed.
pub(super) fn must_be_closed(c: char) -> bool {
    matches!(c, '"' | '＂')
}

/// Whether `c` can open a phrase.
pub(super) fn opens(c: char) -> bool {
    PAIRS.iter().any(|&(open, _)| open == c)
}

/// Where the mark stands that closes the one at `at`; `None` if none does, or none stands there.
///
/// With `escapes`, what follows a `\` closes nothing.
pub(super) fn closing(chars: &[char], at: usize, escapes: bool) -> Option<usize> {
    let opening = *chars.get(at)?;
    let &(_, close) = PAIRS.iter().find(|&&(open, _)| open == opening)?;
    let (mut depth, mut is_literal) = (0_usize, false);
    for (place, &c) in chars.iter().enumerate().skip(at + 1) {
        if is_literal {
            is_literal = false;
        } else if escapes && c == '\\' {
            is_literal = true;
        } else if c == close {
            if depth == 0 {
                return Some(place);
            }
            depth -= 1;
        } else if c == opening {
            depth += 1;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_is_closed_by_its_own_counterpart() {
        let end = |text: &str| closing(&text.chars().collect::<Vec<_>>(), 0, true);
        assert_eq!(end("“四个”意识”"), Some(3));
        assert_eq!(end("“四个“两个”意识”"), Some(9));
        assert_eq!(end("“四个 或 “两个”"), None);
        assert_eq!(end("\"a\\\"b\""), Some(5));
        assert_eq!([end("「甲』"), end("”甲”"), end("《甲》"), end("\"甲")], [None; 4]);
    }
}
