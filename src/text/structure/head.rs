//! The title of an article and of each further story in its file, and the lines that go with it.

use std::ops::Range;

use super::{
    LineKind,
    shape::{self, Shape, Sketch},
};

/// Further lines than these are no longer taken for the head of an article.
const HEAD_LINES: usize = 6;

/// Finds the title among the first lines, and what goes with it.
pub(super) fn name_head(text: &str, sketches: &[Sketch], kinds: &mut [LineKind]) {
    let head =
        sketches.iter().take(HEAD_LINES).take_while(|sketch| sketch.may_stand_in_head()).count();
    let Some(title) = find_title(text, sketches, head) else { return };
    let subtitle = last_subtitle(text, sketches, title, head);
    for (number, (sketch, kind)) in
        std::iter::zip(sketches, kinds).enumerate().take(head.max(title + 1))
    {
        let content = &text[sketch.content.range()];
        if number == title {
            *kind = LineKind::Title;
        } else if sketch.shape != Shape::Byline && number < title && number < head {
            *kind = LineKind::Kicker;
        } else if number > title && *kind != LineKind::Caption && !sketch.is_heading_by_mark() {
            let is_subtitle = shape::is_dash_line(content) || number <= subtitle;
            if is_subtitle {
                *kind = LineKind::Kicker;
            }
        }
    }
}

/// Up to which line the subtitles below the title go: those longer than it or close below it, with
/// all that stands between.
fn last_subtitle(text: &str, sketches: &[Sketch], title: usize, head: usize) -> usize {
    let Some(above) = sketches.get(title) else { return title };
    let mut last = title;
    for (number, sketch) in sketches.iter().enumerate().take(head).skip(title + 1) {
        let is_headline = matches!(sketch.shape, Shape::Short | Shape::Subtitle);
        if !is_headline || shape::is_dash_line(&text[sketch.content.range()]) {
            break;
        }
        let is_close = sketch.gap == 0 && last + 1 == number;
        if sketch.chars > above.chars || is_close {
            last = number;
        }
    }
    last
}

/// Which line is the title: a Markdown heading of the head, else the first that is no kicker, else
/// a first-level Markdown heading anywhere.
fn find_title(text: &str, sketches: &[Sketch], head: usize) -> Option<usize> {
    let candidates =
        || sketches.iter().take(head).enumerate().filter(|(_, sketch)| sketch.may_be_title());
    let content = |sketch: &Sketch| &text[sketch.content.range()];
    let first_level = candidates().find(|(_, sketch)| sketch.level == 1);
    let plain = || {
        let unmarked = |sketch: &Sketch| sketch.shape != Shape::Marked;
        candidates().find(|(_, s)| unmarked(s) && !shape::is_kicker(content(s)))
    };
    // What a line behind a dash explains is the title, whatever stands above it.
    let explained = || {
        let is_dash = |sketch: &Sketch| shape::is_dash_line(content(sketch));
        let (dash, _) = candidates().find(|(_, sketch)| is_dash(sketch))?;
        let (number, above) = candidates().nth(dash.checked_sub(1)?)?;
        (above.shape != Shape::Marked && !is_dash(above) && number + 1 == dash)
            .then_some((number, above))
    };
    let marked = || candidates().find(|(_, sketch)| sketch.shape == Shape::Marked);
    let any = || candidates().find(|(_, sketch)| !shape::is_dash_line(content(sketch)));
    let further = || sketches.iter().enumerate().find(|(_, sketch)| sketch.level == 1);
    first_level
        .or_else(explained)
        .or_else(plain)
        .or_else(marked)
        .or_else(any)
        .or_else(further)
        .map(|(number, _)| number)
}

/// Names the title in the headline of a further story; the lines around it go with it.
///
/// Headings that say by their marks of which level they are, and what the user named, stay.
pub(super) fn name_story(
    text: &str,
    sketches: &[Sketch],
    kinds: &mut [LineKind],
    headline: Range<usize>,
    keeps_kind: impl Fn(usize) -> bool,
) {
    let is_marked_part = |at: usize| sketches.get(at).is_some_and(|sketch| sketch.level > 1);
    if headline.clone().any(is_marked_part) {
        return;
    }
    let is_plain = |at: usize| {
        kinds.get(at) != Some(&LineKind::Kicker)
            && sketches.get(at).is_some_and(|line| !shape::is_kicker(&text[line.content.range()]))
    };
    let title = headline.clone().find(|&at| is_plain(at)).unwrap_or(headline.start);
    for at in headline {
        if let Some(kind) = kinds.get_mut(at)
            && !keeps_kind(at)
        {
            *kind = if at == title { LineKind::Title } else { LineKind::Kicker };
        }
    }
}
