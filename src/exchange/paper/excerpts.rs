//! Excerpts as they are printed: under the headings of their groups, with what stands around them,
//! where they come from, and their memos.

use super::{
    article::{DEEPEST, memo, names, theme_colour},
    paragraph::{NO_THEME, PaperAlign, PaperMark, PaperParagraph, PaperStyles, SECOND},
};
use crate::{
    exchange::{
        Excerpt, Project,
        listing::{Listing, source},
    },
    text::ReadingStyle,
};

/// Adds the paragraphs of a list.
pub(super) fn listed(
    listing: &Listing<'_>,
    project: Project<'_>,
    styles: &PaperStyles,
    out: &mut Vec<PaperParagraph>,
) {
    let labels = listing.labels;
    let mut title = PaperParagraph::new(&labels.heading, styles.title());
    (title.outline, title.running) = (Some(0), Some(labels.heading.clone()));
    out.push(title);
    for group in listing.groups() {
        let name = format!("{} ({})", group.name, group.count);
        let mut heading = PaperParagraph::new(&name, styles.heading());
        heading.outline = Some(1);
        out.push(heading);
        for excerpt in group.excerpts {
            one(excerpt, listing, project, styles, out);
        }
    }
}

fn one(
    excerpt: &Excerpt,
    listing: &Listing<'_>,
    project: Project<'_>,
    styles: &PaperStyles,
    out: &mut Vec<PaperParagraph>,
) {
    let read = excerpt.read(listing.corpus, ReadingStyle::IN_LINES);
    let on_one_line = |text: &str| text.replace('\n', " ");
    let before = on_one_line(&read.before).trim_start().to_owned();
    let after = on_one_line(&read.after).trim_end().to_owned();
    let colours: Vec<u32> = match excerpt.theme_ids.as_slice() {
        [] => vec![NO_THEME],
        ids => ids.iter().map(|&id| theme_colour(project.codebook, id)).collect(),
    };
    let lines: Vec<&str> = read.text.split('\n').collect();
    for (number, line) in lines.iter().enumerate() {
        let (first, last) = (number == 0, number + 1 == lines.len());
        let lead = if first { before.as_str() } else { "" };
        let tail = if last { after.as_str() } else { "" };
        let mut style = styles.quote();
        if !first {
            style.above = 0.0;
        }
        let mut paragraph = PaperParagraph::new(&format!("{lead}{line}{tail}"), style);
        let (from, length) = (lead.chars().count(), line.chars().count());
        paragraph.faint = vec![0..from, from + length..paragraph.chars.len()];
        paragraph.faint.retain(|faint| !faint.is_empty());
        for (depth, &colour) in colours.iter().enumerate().take(DEEPEST) {
            if length > 0 {
                let chars = from..from + length;
                paragraph.marks.push(PaperMark { chars, colour, depth });
            }
        }
        if first {
            paragraph.names = names(excerpt, project.codebook, false, None, from);
        }
        let mut pieces = paragraph.pieces();
        if let Some(end) = pieces.last_mut().filter(|_| last) {
            // No page ends between an excerpt and where it comes from.
            end.keeps_end = true;
        }
        out.append(&mut pieces);
    }
    let mut style = styles.side();
    style.align = PaperAlign::Right;
    style.keep = !excerpt.memo.is_empty();
    let from = source(excerpt, listing.grouping, listing.labels).join(" · ");
    out.push(PaperParagraph::new(&from, style));
    if !excerpt.memo.is_empty() {
        let mut label = PaperParagraph::new(&listing.labels.memo, styles.side());
        (label.style.keep, label.style.inset, label.style.colour) =
            (true, styles.memo().inset, SECOND);
        out.push(label);
        memo(&excerpt.memo, styles, out);
    }
}
