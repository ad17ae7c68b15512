//! Whether a passage still stands where it stood, and where else it may stand now.
//!
//! First stage: the exact quote is searched in the article as it is now, and the characters around
//! it decide between several places. Text that was changed inside the quote is not found. A search
//! through the differences to the text that was marked (`.quandian/base`) is to take this place.

use memchr::memmem;

use super::passage::Passage;
use crate::text::{ByteOffset, CharOffset, CharSpan, Text};

/// How many places are offered to choose from.
const CANDIDATES: usize = 20;
/// A quote of so many characters is itself again wherever it stands alone, whatever is around it.
const TELLING: u32 = 8;
/// One place is better than another if so much more of what was around the passage is around it.
const MARGIN: f32 = 0.125;

/// Where a passage is in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnchorStatus {
    /// Where it says it is.
    Ok,
    /// Elsewhere, beyond doubt: its fragments now.
    Moved(Vec<CharSpan>),
    /// At one of these places, the likeliest first; the user decides.
    Review(Vec<Vec<CharSpan>>),
    /// Nowhere.
    Orphan,
}

/// Looks for `passage` in `text`; `same_hash` if that is the very text it was marked in.
#[must_use]
pub fn check(passage: &Passage, text: &Text, same_hash: bool) -> AnchorStatus {
    let stored = Some(passage.fragments.clone()).filter(|_| is_in_place(passage, text));
    if stored.is_some() && same_hash {
        return AnchorStatus::Ok;
    }
    // A broken file may have empty quotes, which stand everywhere and nowhere.
    if passage.quotes.is_empty() || passage.quotes.iter().any(String::is_empty) {
        return AnchorStatus::Orphan;
    }
    let mut places = shifted(passage, text);
    if let Some(stored) = &stored
        && !places.contains(stored)
    {
        places.push(stored.clone());
    }
    let mut ranked: Vec<(f32, Vec<CharSpan>)> =
        places.into_iter().map(|place| (likeness(passage, text, &place), place)).collect();
    ranked.sort_by(|(a, at), (b, bt)| {
        b.total_cmp(a).then_with(|| distance(passage, at).cmp(&distance(passage, bt)))
    });
    let score_of = |place: &Vec<CharSpan>| ranked.iter().find(|(_, other)| other == place);
    let stored_score = stored.as_ref().and_then(score_of).map(|(score, _)| *score);

    match ranked.as_slice() {
        [] => scattered(passage, text),
        // The stored place keeps the passage unless another is clearly better.
        [(best, _), ..] if stored_score.is_some_and(|score| best - score < MARGIN) => {
            AnchorStatus::Ok
        }
        [(score, place)] if *score > 0.0 || length(place) >= TELLING => {
            AnchorStatus::Moved(place.clone())
        }
        [(best, place), (second, _), ..] if best - second >= MARGIN => {
            AnchorStatus::Moved(place.clone())
        }
        _ => {
            let places = ranked.into_iter().map(|(_, place)| place);
            AnchorStatus::Review(places.take(CANDIDATES).collect())
        }
    }
}

fn is_in_place(passage: &Passage, text: &Text) -> bool {
    let same =
        |(&span, quote): (&CharSpan, &String)| text.slice_chars(span) == Some(quote.as_str());
    passage.fragments.len() == passage.quotes.len()
        && passage.fragments.iter().zip(&passage.quotes).all(same)
}

/// The places where all quotes stand as far from each other as they did.
fn shifted(passage: &Passage, text: &Text) -> Vec<Vec<CharSpan>> {
    let (Some(origin), Some(quote)) = (passage.fragments.first(), passage.quotes.first()) else {
        return Vec::new();
    };
    let place = |first: CharSpan| -> Option<Vec<CharSpan>> {
        let mut spans = vec![first];
        for (fragment, quote) in passage.fragments.iter().zip(&passage.quotes).skip(1) {
            let offset = fragment.start().get().checked_sub(origin.start().get())?;
            let start = first.start().get().checked_add(offset)?;
            let span = span_of(start, quote)?;
            (text.slice_chars(span)? == quote).then(|| spans.push(span))?;
        }
        Some(spans)
    };
    occurrences(text, quote).into_iter().filter_map(place).collect()
}

/// The places of quotes whose distances have changed, such as by a paragraph put between them.
fn scattered(passage: &Passage, text: &Text) -> AnchorStatus {
    let found: Vec<_> = passage.quotes.iter().map(|quote| occurrences(text, quote)).collect();
    let Some((firsts, rest)) = found.split_first() else { return AnchorStatus::Orphan };
    let chain = |first: CharSpan| -> Option<Vec<CharSpan>> {
        let mut spans = vec![first];
        for spots in rest {
            let end = spans.last()?.end();
            spans.push(*spots.get(spots.partition_point(|spot| spot.start() < end))?);
        }
        Some(spans)
    };
    let mut places: Vec<_> = firsts.iter().filter_map(|&first| chain(first)).collect();
    let alone = found.iter().all(|spots| spots.len() == 1);
    if alone
        && passage.quotes.len() > 1
        && let [place] = places.as_slice()
    {
        return AnchorStatus::Moved(place.clone());
    }
    places.sort_by_key(|place| distance(passage, place));
    places.truncate(CANDIDATES);
    if places.is_empty() { AnchorStatus::Orphan } else { AnchorStatus::Review(places) }
}

/// Where `quote` stands in `text`; of places that overlap only the first.
fn occurrences(text: &Text, quote: &str) -> Vec<CharSpan> {
    let found = memmem::find_iter(text.as_str().as_bytes(), quote.as_bytes());
    found
        .filter_map(|byte| span_of(text.char_of(ByteOffset::from_usize(byte)?)?.get(), quote))
        .collect()
}

/// The span of a quote that starts at a character.
fn span_of(start: u32, quote: &str) -> Option<CharSpan> {
    let end = start.checked_add(u32::try_from(quote.chars().count()).ok()?)?;
    CharSpan::new(CharOffset::new(start), CharOffset::new(end))
}

/// How much of what stood around the passage stands around `place`, from 0 to 1.
fn likeness(passage: &Passage, text: &Text, place: &[CharSpan]) -> f32 {
    let (Some(first), Some(last)) = (place.first(), place.last()) else { return 0.0 };
    let (Some(start), Some(end)) = (text.byte_of(first.start()), text.byte_of(last.end())) else {
        return 0.0;
    };
    let before = text.as_str().get(..start.to_usize()).unwrap_or_default();
    let after = text.as_str().get(end.to_usize()..).unwrap_or_default();
    let same = |(a, b): &(char, char)| a == b;
    let left = before.chars().rev().zip(passage.before.chars().rev()).take_while(same).count();
    let right = after.chars().zip(passage.after.chars()).take_while(same).count();
    let all = passage.before.chars().count() + passage.after.chars().count();
    // A foreign file may bring any length; beyond 65,535 characters the ratio need not be exact.
    let number = |count: usize| f32::from(u16::try_from(count).unwrap_or(u16::MAX));
    if all == 0 { 0.0 } else { number(left + right) / number(all) }
}

fn distance(passage: &Passage, place: &[CharSpan]) -> u32 {
    let start = |spans: &[CharSpan]| spans.first().map_or(0, |span| span.start().get());
    start(place).abs_diff(start(&passage.fragments))
}

fn length(place: &[CharSpan]) -> u32 {
    place.iter().map(|span| span.len()).fold(0, u32::saturating_add)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::sample::{mark, span, text};

    const ARTICLE: &str = "　　林家坡街道有党员一千二百名。𠮷祥社区建起议事亭，\n　　居民每周议事。南桥社区建起议事亭，商户每月议事。";

    fn spans_of(article: &str, quote: &str) -> Vec<CharSpan> {
        occurrences(&text(article), quote)
    }

    #[test]
    fn an_unchanged_article_is_ok_whatever_its_hash() {
        let article = text(ARTICLE);
        for start in 0..article.char_len().get() {
            let passage = mark(&article, &[(start, start + 1)]);
            assert_eq!(check(&passage, &article, true), AnchorStatus::Ok);
            assert_eq!(check(&passage, &article, false), AnchorStatus::Ok);
        }
    }

    #[test]
    fn text_put_before_moves_the_passage_to_the_place_with_its_context() {
        let [first, second] = spans_of(ARTICLE, "建起议事亭")[..] else {
            panic!("two places")
        };
        let now = text(&format!("导语一段。{ARTICLE}"));
        for place in [first, second] {
            let passage = mark(&text(ARTICLE), &[(place.start().get(), place.end().get())]);
            let moved = span(place.start().get() + 5, place.end().get() + 5);
            assert_eq!(check(&passage, &now, false), AnchorStatus::Moved(vec![moved]));
        }
    }

    #[test]
    fn fragments_move_together_and_apart() {
        let [first, _] = spans_of(ARTICLE, "议事亭")[..] else { panic!("two places") };
        let [second] = spans_of(ARTICLE, "居民每周")[..] else { panic!("one place") };
        let parts: Vec<_> =
            [first, second].iter().map(|s| (s.start().get(), s.end().get())).collect();
        let passage = mark(&text(ARTICLE), &parts);
        let together = text(&format!("前言{ARTICLE}"));
        let shift = |by: u32| parts.iter().map(|(s, e)| span(s + by, e + by)).collect::<Vec<_>>();
        assert_eq!(check(&passage, &together, false), AnchorStatus::Moved(shift(2)));

        let apart = ARTICLE.replace("南桥社区建起议事亭", "").replace('\n', "\n图片说明\n");
        let now = text(&apart);
        let expected = [spans_of(&apart, "议事亭"), spans_of(&apart, "居民每周")].concat();
        assert_eq!(check(&passage, &now, false), AnchorStatus::Moved(expected));
    }

    #[test]
    fn places_that_look_alike_are_left_to_the_user_the_nearest_first() {
        let line = "全区党员到社区报到。";
        let article = text(&line.repeat(9));
        let passage = mark(&article, &[(42, 44)]);
        // As if the middle had been rewritten: the place itself no longer holds the quote.
        let now = text(&format!("{}改{}", line.repeat(4), line.repeat(5)));
        let AnchorStatus::Review(places) = check(&passage, &now, false) else {
            panic!("decided alone")
        };
        assert!(places.len() > 1);
    }

    #[test]
    fn a_short_quote_elsewhere_in_other_company_is_not_taken_for_it() {
        let passage = mark(&text("我们重视人才，引进多名。"), &[(4, 6)]);
        let now = text("另一篇文章谈到人才问题");
        assert_eq!(check(&passage, &now, false), AnchorStatus::Review(vec![vec![span(7, 9)]]));
    }

    #[test]
    fn what_is_gone_is_an_orphan_and_positions_beyond_the_end_do_no_harm() {
        let mut passage = mark(&text(ARTICLE), &[(2, 14)]);
        assert_eq!(check(&passage, &text("别的文章"), false), AnchorStatus::Orphan);
        assert_eq!(check(&passage, &text(""), true), AnchorStatus::Orphan);
        passage.fragments = vec![span(u32::MAX - 5, u32::MAX)];
        assert_eq!(check(&passage, &text(ARTICLE), true), AnchorStatus::Moved(vec![span(2, 14)]));
        passage.quotes = vec![String::new()];
        assert_eq!(check(&passage, &text(ARTICLE), false), AnchorStatus::Orphan);
    }
}
