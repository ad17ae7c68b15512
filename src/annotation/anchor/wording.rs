//! Whether what stands at a place are still the words that were marked, and what differs.

use std::ops::Range;

use super::alignment::Alignment;
use crate::text::{CharSpan, Text, fold_width};

/// Whether the words at `place` are `quotes`, whatever their widths, spaces and quotation marks: a
/// text that was only set anew says the same.
pub(super) fn says_the_same(quotes: &[String], place: &[CharSpan], text: &Text) -> bool {
    let same = |(quote, span): (&String, &CharSpan)| {
        text.slice_chars(*span).is_some_and(|there| words(quote).eq(words(there)))
    };
    quotes.len() == place.len() && quotes.iter().zip(place).all(same)
}

/// What is said, character by character.
fn words(text: &str) -> impl Iterator<Item = char> + '_ {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| match c {
        '“' | '”' | '「' | '」' | '＂' => '"',
        '‘' | '’' | '『' | '』' | '＇' => '\'',
        c => fold_width(c),
    })
}

/// What of an older text is not in a newer one, and what of the newer one was not in the older:
/// stretches of bytes, in order.
#[must_use]
pub fn differences(old: &str, new: &str) -> (Vec<Range<usize>>, Vec<Range<usize>>) {
    let chars = |text: &str| text.chars().collect::<Vec<_>>();
    let kept = Alignment::of(&chars(old), &chars(new)).kept();
    let (in_old, in_new) = kept.into_iter().unzip();
    (left_out(old, in_old), left_out(new, in_new))
}

/// The stretches of `text`, in bytes, that are in none of `kept`, which are characters in order.
fn left_out(text: &str, kept: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts.push(text.len());
    let byte = |at: usize| starts.get(at).copied().unwrap_or(text.len());
    let mut out = Vec::new();
    let mut at = 0;
    for run in kept {
        out.push(at..byte(run.start));
        at = byte(run.end);
    }
    out.push(at..text.len());
    out.retain(|stretch| !stretch.is_empty());
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::text::CharOffset;

    #[test]
    fn what_differs_is_told_on_both_sides() {
        let (old, new) = ("街道把闲置的粮站改成中心", "街道已把闲置的旧粮站改成服务中心");
        let (gone, come) = differences(old, new);
        let told = |text: &str, parts: Vec<Range<usize>>| {
            parts.into_iter().map(|part| text[part].to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(told(old, gone), Vec::<String>::new());
        assert_eq!(told(new, come), ["已", "旧", "服务"]);
        let (gone, come) = differences("甲乙丙", "甲丙丁");
        let ends = |parts: Vec<Range<usize>>| {
            parts.into_iter().map(|part| (part.start, part.end)).collect::<Vec<_>>()
        };
        assert_eq!((ends(gone), ends(come)), (vec![(3, 6)], vec![(6, 9)]));
    }

    #[test]
    fn set_anew_says_the_same_and_another_word_or_stop_does_not() {
        let text = Text::new("　　他说:\"议事亭,\n　　建起来了\"").expect("short");
        let all = CharSpan::between(CharOffset::ZERO, text.char_len());
        let same = |quote: &str| says_the_same(&[quote.to_owned()], &[all], &text);
        assert!(same("　　他说：“议事亭，建起来了”"));
        assert!(!same("　　他说：“议事厅，建起来了”") && !same("　　他说：“议事亭。建起来了”"));
    }

    proptest! {
        #[test]
        fn without_what_differs_both_texts_are_one(
            old in "[甲乙丙丁，\n]{0,30}", new in "[甲乙丙丁，\n]{0,30}"
        ) {
            let (gone, come) = differences(&old, &new);
            let rest = |text: &str, parts: &[Range<usize>]| {
                let inside = |at: usize| parts.iter().any(|part| part.contains(&at));
                text.char_indices().filter(|(at, _)| !inside(*at)).map(|(_, c)| c).collect::<String>()
            };
            prop_assert_eq!(rest(&old, &gone), rest(&new, &come));
        }
    }
}
