//! The fragments of a passage as a file lists them, brought into reading order.

use crate::text::CharSpan;

/// Sorts fragments with what the file says stands there, and joins those that touch or overlap.
///
/// Where the file does not say it of every fragment, no text is returned.
pub(in crate::exchange) fn in_order(
    mut parts: Vec<(CharSpan, Option<String>)>,
) -> (Vec<CharSpan>, Vec<String>) {
    parts.sort_by_key(|&(span, _)| span);
    let is_said = parts.iter().all(|(_, quote)| quote.is_some());
    let mut fragments: Vec<CharSpan> = Vec::with_capacity(parts.len());
    let mut quotes: Vec<String> = Vec::with_capacity(parts.len());
    for (span, quote) in parts {
        let quote = quote.unwrap_or_default();
        match (fragments.last_mut(), quotes.last_mut()) {
            (Some(last), Some(said)) if span.start() <= last.end() => {
                let known = last.end().get() - span.start().get();
                said.extend(quote.chars().skip(known as usize));
                *last = last.cover(span);
            }
            _ => {
                fragments.push(span);
                quotes.push(quote);
            }
        }
    }
    if !is_said {
        quotes.clear();
    }
    (fragments, quotes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::CharOffset;

    #[test]
    fn fragments_that_meet_are_one() {
        let span = |a, b| CharSpan::between(CharOffset::new(a), CharOffset::new(b));
        let part = |a, b, said: &str| (span(a, b), Some(said.to_owned()));
        let parts =
            vec![part(9, 10, "癸"), part(3, 5, "丁戊"), part(0, 4, "甲乙丙丁"), part(1, 2, "乙")];
        let (fragments, quotes) = in_order(parts.clone());
        assert_eq!(fragments, [span(0, 5), span(9, 10)]);
        assert_eq!(quotes, ["甲乙丙丁戊", "癸"]);
        let (fragments, quotes) = in_order([parts, vec![(span(12, 13), None)]].concat());
        assert_eq!((fragments.len(), quotes.len()), (3, 0));
    }
}
