//! Whether a passage still stands where it stood, and where else it may stand now.
//!
//! Three looks, each for what the one before does not find:
//!
//! 1. The text that was marked (kept in `.quandian/base`) is compared with the text as it is now,
//!    character by character; then both without marks, spaces and widths, for a text that was only
//!    set anew ([`alignment`]).
//! 2. The exact quote is searched, and the characters around it decide between several places.
//! 3. What is most like the quote is searched ([`quote`]): a paragraph that was moved and changed.
//!
//! A place is taken only if it is surely the one; else the user chooses among candidates. Pure: no
//! files, and nothing is changed here.

mod alignment;
mod quote;
mod wording;

use std::cell::OnceCell;

use memchr::memmem;

pub use self::wording::differences;
use self::{
    alignment::{Alignment, Mapped},
    quote::{Trigrams, Wanted},
};
use super::passage::Passage;
use crate::text::{self, ByteOffset, CharOffset, CharSpan, Text};

/// How many places are offered to choose from.
const CANDIDATES: usize = 20;
/// A quote of so many characters is itself again wherever it stands alone, whatever is around it.
const TELLING: u32 = 8;
/// One place is better than another if so much more of what was around the passage is around it.
const MARGIN: f32 = 0.125;
/// A fragment of whose characters so many are left is still itself.
const SURE: f32 = 0.6;
/// A place found by likeness is taken from this score on …
const SURE_SCORE: f32 = 0.75;
/// … if it is so much better than the next.
const SCORE_MARGIN: f32 = 0.08;
/// A place found by likeness is offered from this score on.
const OFFERED_SCORE: f32 = 0.4;

/// Where a passage is in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AnchorStatus {
    /// Where it says it is.
    Ok,
    /// Elsewhere, with the same words, beyond doubt: its fragments now.
    Moved(Vec<CharSpan>),
    /// There beyond doubt, but its own words are others: what has taken their place.
    Changed(Vec<CharSpan>),
    /// At one of these places, the likeliest first; the user decides.
    Review(Vec<Vec<CharSpan>>),
    /// Nowhere.
    Orphan,
}

/// Finds passages in an article whose text may no longer be the one they were marked in.
///
/// What is costly is done at the first passage that needs it, and once for all of them.
pub struct Anchoring<'a> {
    now: &'a Text,
    /// The text they were marked in, if it was kept.
    base: Option<&'a Text>,
    now_chars: OnceCell<Vec<char>>,
    raw: OnceCell<Alignment>,
    folded: OnceCell<Folded>,
    trigrams: OnceCell<Trigrams>,
}

impl<'a> Anchoring<'a> {
    /// For the article `now`; `base` is the text that the passages' positions are of.
    #[must_use]
    pub fn new(now: &'a Text, base: Option<&'a Text>) -> Self {
        Self {
            now,
            base,
            now_chars: OnceCell::new(),
            raw: OnceCell::new(),
            folded: OnceCell::new(),
            trigrams: OnceCell::new(),
        }
    }

    /// Looks for `passage`.
    #[must_use]
    pub fn find(&self, passage: &Passage) -> AnchorStatus {
        let same = |place: &[CharSpan]| wording::says_the_same(&passage.quotes, place, self.now);
        let mut places = match self.look_for(passage) {
            AnchorStatus::Moved(place) if !same(&place) => return AnchorStatus::Changed(place),
            AnchorStatus::Review(places) => places,
            AnchorStatus::Orphan => Vec::new(),
            found => return found,
        };
        // Of a passage that was cut, what is left is offered too; before what is only like it.
        if let Some(rest) = self.remainder(passage).filter(|rest| !places.contains(rest)) {
            let before = places.iter().take_while(|place| same(place)).count();
            places.insert(before, rest);
            places.truncate(CANDIDATES);
        }
        if places.is_empty() { AnchorStatus::Orphan } else { AnchorStatus::Review(places) }
    }

    /// What is left of a passage where it was.
    fn remainder(&self, passage: &Passage) -> Option<Vec<CharSpan>> {
        let raw = self.raw(self.base.filter(|base| passage.is_in_place(base))?);
        let rest = |span: &CharSpan| {
            let found = raw.remainder(span.start().get(), span.end().get())?;
            char_span(found.start, found.end)
        };
        let mut places: Vec<CharSpan> = passage.fragments.iter().filter_map(rest).collect();
        places.sort();
        let apart = places.windows(2).all(|pair| pair[0].end() <= pair[1].start());
        (apart && !places.is_empty()).then_some(places)
    }

    fn look_for(&self, passage: &Passage) -> AnchorStatus {
        // A broken file may have empty quotes, which stand everywhere and nowhere.
        if passage.quotes.is_empty() || passage.quotes.iter().any(String::is_empty) {
            return AnchorStatus::Orphan;
        }
        let base = self.base.filter(|base| passage.is_in_place(base));
        if let Some(base) = base
            && let Some(fragments) = self.by_difference(passage, base)
        {
            let same = fragments == passage.fragments && passage.is_in_place(self.now);
            return if same { AnchorStatus::Ok } else { AnchorStatus::Moved(fragments) };
        }
        let exact = self.unless_old(base, by_quote(passage, self.now, base.is_some()));
        let many = matches!(&exact, AnchorStatus::Review(places) if places.len() > 1);
        if many || matches!(exact, AnchorStatus::Ok | AnchorStatus::Moved(_)) {
            return exact;
        }
        let like = self.unless_old(base, self.by_likeness(passage));
        match (exact, like) {
            (_, moved @ AnchorStatus::Moved(_)) => moved,
            (AnchorStatus::Review(mut places), AnchorStatus::Review(more)) => {
                for place in more {
                    if places.len() < CANDIDATES && !places.contains(&place) {
                        places.push(place);
                    }
                }
                AnchorStatus::Review(places)
            }
            (AnchorStatus::Orphan, like) => like,
            (exact, _) => exact,
        }
    }

    /// Doubts a place whose words stood there all along: of a passage that is printed twice and
    /// deleted once, the other printing is not it.
    fn unless_old(&self, base: Option<&Text>, found: AnchorStatus) -> AnchorStatus {
        match (base, found) {
            (Some(base), AnchorStatus::Moved(places)) if self.is_old(base, &places) => {
                AnchorStatus::Review(vec![places])
            }
            (_, found) => found,
        }
    }

    fn is_old(&self, base: &Text, places: &[CharSpan]) -> bool {
        let raw = self.raw(base);
        let kept = |span: &CharSpan| raw.kept_in_new(span.start().get(), span.end().get());
        let all: u32 = places.iter().map(|span| span.len()).sum();
        places.iter().map(kept).sum::<u32>() * 2 > all
    }

    fn raw(&self, base: &Text) -> &Alignment {
        self.raw.get_or_init(|| {
            let old: Vec<char> = base.as_str().chars().collect();
            Alignment::of(&old, self.now_chars())
        })
    }

    fn now_chars(&self) -> &[char] {
        self.now_chars.get_or_init(|| self.now.as_str().chars().collect())
    }

    /// The passage's fragments by the difference between the two texts, if enough of each is left.
    fn by_difference(&self, passage: &Passage, base: &Text) -> Option<Vec<CharSpan>> {
        let raw = self.raw(base);
        let all = |map: &dyn Fn(CharSpan) -> Option<CharSpan>| -> Option<Vec<CharSpan>> {
            let mut places =
                passage.fragments.iter().map(|&span| map(span)).collect::<Option<Vec<_>>>()?;
            places.sort();
            let apart = places.windows(2).all(|pair| pair[0].end() <= pair[1].start());
            apart.then_some(places)
        };
        all(&|span| {
            let found = raw.map(span.start().get(), span.end().get())?;
            is_sure(found, span.len()).then(|| char_span(found.start, found.end))?
        })
        .or_else(|| {
            let folded = self.folded.get_or_init(|| Folded::of(base.as_str(), self.now.as_str()));
            all(&|span| folded.map(span))
        })
    }

    /// The places most like the passage's quotes.
    fn by_likeness(&self, passage: &Passage) -> AnchorStatus {
        let text = self.now_chars();
        let trigrams = self.trigrams.get_or_init(|| Trigrams::of(text));
        let chars = |text: &str| text.chars().collect::<Vec<char>>();
        let (before, after) = (chars(&passage.before), chars(&passage.after));
        let last = passage.quotes.len().saturating_sub(1);
        let mut fragments: Vec<CharSpan> = Vec::new();
        let mut candidates = Vec::new();
        let mut sure = true;
        for (number, quote) in passage.quotes.iter().enumerate() {
            let quote = chars(quote);
            let wanted = Wanted {
                quote: &quote,
                before: if number == 0 { &before } else { &[] },
                after: if number == last { &after } else { &[] },
            };
            let places = trigrams.places(text, wanted);
            let second = places.get(1).map_or(0.0, |place| place.score);
            let best = places.first().filter(|best| best.score >= OFFERED_SCORE);
            sure &= best.is_some_and(|best| {
                best.score >= SURE_SCORE && best.score - second >= SCORE_MARGIN
            });
            fragments.extend(best.and_then(|best| char_span(best.start, best.end)));
            if passage.quotes.len() == 1 {
                let offered = places.iter().filter(|place| place.score >= OFFERED_SCORE);
                candidates
                    .extend(offered.filter_map(|p| char_span(p.start, p.end)).map(|s| vec![s]));
            }
        }
        let in_order = fragments.windows(2).all(|pair| pair[0].end() <= pair[1].start());
        let complete = fragments.len() == passage.quotes.len() && in_order;
        if complete && sure {
            return AnchorStatus::Moved(fragments);
        }
        if passage.quotes.len() > 1 && in_order && !fragments.is_empty() {
            candidates.push(fragments);
        }
        candidates.truncate(CANDIDATES);
        if candidates.is_empty() { AnchorStatus::Orphan } else { AnchorStatus::Review(candidates) }
    }
}

/// Whether what is left of a fragment of `len` characters is surely it.
fn is_sure(found: Mapped, len: u32) -> bool {
    let kept = quote::ratio(found.kept as usize, len as usize);
    // Much put in between its characters: the user had better look.
    kept >= SURE && found.end - found.start <= 2 * len + 20
}

/// Two texts compared without marks, spaces, widths and case.
struct Folded {
    alignment: Alignment,
    /// The number in its text of each character that was compared.
    old: Vec<u32>,
    new: Vec<u32>,
}

impl Folded {
    fn of(old: &str, new: &str) -> Self {
        let letters = |text: &str| -> (Vec<u32>, Vec<char>) {
            let counted = (0_u32..).zip(text.chars());
            counted
                .filter(|(_, c)| c.is_alphanumeric())
                .map(|(at, c)| (at, text::fold_width(c)))
                .unzip()
        };
        let ((old, old_letters), (new, new_letters)) = (letters(old), letters(new));
        Self { alignment: Alignment::of(&old_letters, &new_letters), old, new }
    }

    fn map(&self, span: CharSpan) -> Option<CharSpan> {
        let number = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        let start = number(self.old.partition_point(|&at| at < span.start().get()));
        let end = number(self.old.partition_point(|&at| at < span.end().get()));
        let found = self.alignment.map(start, end)?;
        if !is_sure(found, end - start) {
            return None;
        }
        let from = *self.new.get(found.start as usize)?;
        let to = *self.new.get((found.end as usize).checked_sub(1)?)? + 1;
        char_span(from, to)
    }
}

fn char_span(start: u32, end: u32) -> Option<CharSpan> {
    CharSpan::new(CharOffset::new(start), CharOffset::new(end)).filter(|span| !span.is_empty())
}

/// By the exact quote and what is around it. `gone` says that where it was it no longer is.
fn by_quote(passage: &Passage, text: &Text, gone: bool) -> AnchorStatus {
    let stored = Some(passage.fragments.clone()).filter(|_| !gone && passage.is_in_place(text));
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

    fn check(passage: &Passage, text: &Text, same: bool) -> AnchorStatus {
        if same && passage.is_in_place(text) {
            return AnchorStatus::Ok;
        }
        Anchoring::new(text, None).find(passage)
    }

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
