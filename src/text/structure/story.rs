//! Where one story ends and the next begins, when a file holds a whole newspaper page.
//!
//! A headline inside a file is the heading of a part far more often than the title of a story, so
//! several signs have to come together: a byline that ends the story before it, a dateline, the
//! spaces of a headline, a byline of its own.

use std::ops::Range;

use super::{
    LineKind, head,
    shape::{Shape, Sketch},
};
use crate::text::ByteOffset;

/// So many points make a story.
const ENOUGH: usize = 6;

/// What the user said of a line, as far as it matters here.
#[derive(Clone, Copy, Debug)]
pub(super) struct StoryWord {
    /// Whether a story starts with it.
    pub(super) starts: Option<bool>,
    /// Whether its kind is the user's.
    pub(super) keeps_kind: bool,
}

/// How the text above a headline ended.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Signed {
    No,
    /// By a byline at the end of the first paragraph: of a lead, or of a story of one paragraph.
    Lead,
    /// By a byline.
    Closing,
}

/// The number of each line's story, from 1; the headlines of further stories become their titles.
pub(super) fn number(
    text: &str,
    sketches: &[Sketch],
    tails: &[Option<ByteOffset>],
    kinds: &mut [LineKind],
    said: impl Fn(usize) -> Option<StoryWord>,
) -> Vec<usize> {
    let is_signature = |at: usize, kinds: &[LineKind]| {
        tails.get(at).is_some_and(Option::is_some) || kinds.get(at) == Some(&LineKind::Byline)
    };
    let last_signature = (0..sketches.len()).rev().find(|&at| is_signature(at, kinds));
    let mut stories = Vec::with_capacity(sketches.len());
    let (mut story, mut signed, mut paragraphs) = (1, Signed::No, 0);
    let mut looked_at = 0;
    for at in 0..sketches.len() {
        let word = said(at);
        let starts = word.and_then(|word| word.starts);
        if at > 0 && starts == Some(true) {
            let headline = headline_at(sketches, kinds, at, Signed::No);
            looked_at = headline.end.max(at + 1);
            let keeps = |at| said(at).is_some_and(|word| word.keeps_kind);
            head::name_story(text, sketches, kinds, headline, keeps);
            (story, signed, paragraphs) = (story + 1, Signed::No, 0);
        } else if paragraphs > 0 && at >= looked_at {
            let headline = headline_at(sketches, kinds, at, signed);
            looked_at = headline.end;
            let is_signed_itself = last_signature.is_some_and(|last| last >= headline.end);
            let body = body_below(kinds, headline.end);
            if starts != Some(false)
                && !headline.is_empty()
                && let Some(body) = body
                && points(text, sketches, kinds, &headline, body, signed, is_signed_itself)
                    >= ENOUGH
            {
                let keeps = |at| said(at).is_some_and(|word| word.keeps_kind);
                head::name_story(text, sketches, kinds, headline, keeps);
                (story, signed, paragraphs) = (story + 1, Signed::No, 0);
            }
        }
        match kinds.get(at) {
            Some(LineKind::Body | LineKind::Item | LineKind::Turn) => {
                paragraphs += 1;
                signed = match (is_signature(at, kinds), paragraphs) {
                    (false, _) => Signed::No,
                    (true, 1) => Signed::Lead,
                    (true, _) => Signed::Closing,
                };
            }
            Some(LineKind::Byline) if paragraphs > 0 => signed = Signed::Closing,
            _ => {}
        }
        stories.push(story);
    }
    stories
}

/// The headline that starts at the line `at`: headings one below the other; empty if none does.
fn headline_at(sketches: &[Sketch], kinds: &[LineKind], at: usize, signed: Signed) -> Range<usize> {
    let is_part = |at: usize| {
        matches!(kinds.get(at), Some(LineKind::Heading | LineKind::Kicker | LineKind::Title))
            && sketches.get(at).is_some_and(|sketch| sketch.shape != Shape::Numbered)
    };
    let mut end = at;
    // Behind a byline a headline may be longer than headings are.
    if signed == Signed::Closing
        && kinds.get(at) == Some(&LineKind::Body)
        && sketches.get(at).is_some_and(|sketch| sketch.shape == Shape::Subtitle)
        && sketches.get(at).is_some_and(|sketch| sketch.has_parts)
    {
        end = at + 1;
    }
    while is_part(end) {
        end += 1;
    }
    at..end
}

/// The first running text at or below the line `at`, with only captions and bylines above it.
fn body_below(kinds: &[LineKind], at: usize) -> Option<usize> {
    let skipped = kinds
        .get(at..)?
        .iter()
        .position(|kind| !matches!(kind, LineKind::Caption | LineKind::Echo | LineKind::Byline))?;
    kinds.get(at + skipped).is_some_and(|kind| kind.is_running()).then_some(at + skipped)
}

/// How much speaks for a story of its own below a headline.
fn points(
    text: &str,
    sketches: &[Sketch],
    kinds: &[LineKind],
    headline: &Range<usize>,
    body: usize,
    signed: Signed,
    is_signed_itself: bool,
) -> usize {
    let headlines = sketches.get(headline.clone()).unwrap_or_default();
    let has_parts = headlines.iter().any(|line| line.has_parts && line.shape != Shape::Marked);
    let before = headline.start.checked_sub(1).and_then(|before| kinds.get(before));
    let is_apart =
        before == Some(&LineKind::Caption) || headlines.first().is_some_and(|line| line.gap > 1);
    let opening = sketches.get(body).map_or("", |body| &text[body.content.range()]);
    let above = match signed {
        Signed::Closing => 4,
        Signed::Lead => 2,
        Signed::No => 0,
    };
    // The title, who wrote it, the text.
    let is_signed_above = headline.end < body && kinds.get(headline.end) == Some(&LineKind::Byline);
    above
        + 2 * usize::from(is_signed_itself)
        + 2 * usize::from(has_parts)
        + 2 * usize::from(is_signed_above)
        + usize::from(is_apart)
        + match dateline(opening) {
            Dateline::Agency => 6,
            Dateline::Date => 2,
            Dateline::None => 0,
        }
}

/// What a paragraph says at its start of when and from where it comes.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Dateline {
    /// `本报讯`, `新华社北京6月2日电`: only the first paragraph of a story does.
    Agency,
    /// `6月2日上午，`.
    Date,
    None,
}

pub(super) fn dateline(text: &str) -> Dateline {
    const AGENCIES: [&str; 8] =
        ["本报讯", "本报综合", "本刊讯", "本网讯", "新华社", "人民网", "中新网", "据新华社"];
    /// Longest place and paper before `讯` and `电`.
    const LONGEST: usize = 16;
    let text = text.trim_start_matches(['(', '（', '【', '[', '□', '■']);
    if AGENCIES.iter().any(|agency| text.starts_with(agency)) {
        return Dateline::Agency;
    }
    // `柳岸日报讯（记者 …）`
    let opening: String = text.chars().take(LONGEST).collect();
    if ["日报讯", "晚报讯", "时报讯", "早报讯", "都市报讯"]
        .iter()
        .any(|paper| opening.contains(paper))
    {
        return Dateline::Agency;
    }
    let is_digit = |c: char| c.is_ascii_digit();
    let day = opening.trim_start_matches(is_digit);
    let day = day.strip_prefix('年').map_or(day, |day| day.trim_start_matches(is_digit));
    let dated = day.strip_prefix('月').is_some_and(|day| {
        let rest = day.trim_start_matches(is_digit);
        rest.len() < day.len() && rest.starts_with(['日', '号'])
    });
    let recently = ["近日", "日前", "昨日", "昨天"].iter().any(|day| opening.starts_with(day));
    if dated || recently { Dateline::Date } else { Dateline::None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_are_told_from_dates_in_the_text() {
        for agency in ["本报讯 今年以来", "柳岸日报讯（记者 林晓青）", "新华社柳岸6月2日电"]
        {
            assert!(dateline(agency) == Dateline::Agency, "{agency}");
        }
        for date in ["6月2日上午，", "2019年6月2日，", "近日，柳岸区"] {
            assert!(dateline(date) == Dateline::Date, "{date}");
        }
        for none in ["今年6月2日", "2019年以来", "6月份以来", "会上，"] {
            assert!(dateline(none) == Dateline::None, "{none}");
        }
    }
}
