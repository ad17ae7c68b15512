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
    for (number, (sketch, kind)) in
        std::iter::zip(sketches, kinds).enumerate().take(head.max(title + 1))
    {
        let content = &text[sketch.content.range()];
        if number == title {
            *kind = LineKind::Title;
        } else if sketch.shape != Shape::Byline && number < title && number < head {
            *kind = LineKind::Kicker;
        } else if number > title && *kind != LineKind::Caption && !sketch.is_heading_by_mark() {
            let is_longer = sketches.get(title).is_some_and(|title| sketch.chars > title.chars);
            let is_subtitle = shape::is_dash_line(content)
                || (matches!(sketch.shape, Shape::Short | Shape::Subtitle)
                    && is_longer
                    && number == title + 1);
            if is_subtitle {
                *kind = LineKind::Kicker;
            }
        }
    }
}

/// Which line is the title: a Markdown heading of the head, else the first that is no kicker, else
/// a first-level Markdown heading anywhere.
fn find_title(text: &str, sketches: &[Sketch], head: usize) -> Option<usize> {
    let candidates =
        || sketches.iter().take(head).enumerate().filter(|(_, sketch)| sketch.may_be_title());
    let content = |sketch: &Sketch| &text[sketch.content.range()];
    let marked = candidates().find(|(_, sketch)| sketch.shape == Shape::Marked);
    let plain = || candidates().find(|(_, sketch)| !shape::is_kicker(content(sketch)));
    let any = || candidates().find(|(_, sketch)| !shape::is_dash_line(content(sketch)));
    let further = || sketches.iter().enumerate().find(|(_, sketch)| sketch.level == 1);
    marked.or_else(plain).or_else(any).or_else(further).map(|(number, _)| number)
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
