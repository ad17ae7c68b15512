//! Markdown as it is meant: headings, paragraphs, lists, quotations, code, emphasis and links.
//!
//! Parsed by `pulldown-cmark`, set by egui. Pictures and HTML are shown as they are typed: a memo
//! loads nothing. A link opens only when it is clicked, and only if it leads to the web.
//!
//! Not `egui_commonmark` 0.26, which slants emphasised Han, makes a space of a line break, follows
//! links of any scheme, loads pictures from where they say, and takes no font for what is bold.

use std::ops::Range;

use eframe::egui::{
    Align, Color32, CursorIcon, FontId, Label, OpenUrl, Rect, Sense, Stroke, TextFormat, Ui, pos2,
    text::{LayoutJob, TextWrapping},
    vec2,
};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use crate::ui::{
    fonts,
    theme::{self, Palette},
};

/// What is set as one piece.
#[derive(Clone, Debug, PartialEq)]
struct Block {
    kind: Kind,
    /// How deep in lists it stands.
    depth: usize,
    /// How deep in quotations.
    quoted: usize,
    spans: Vec<Span>,
}

#[derive(Clone, Debug, PartialEq)]
enum Kind {
    Paragraph,
    /// From 1.
    Heading(u8),
    /// With what stands before it.
    Item(String),
    Code,
    Rule,
}

/// Text of one look.
#[derive(Clone, Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "looks that add up")]
struct Span {
    text: String,
    strong: bool,
    emphasis: bool,
    struck: bool,
    code: bool,
    link: Option<String>,
}

/// Shows `text`, as wide as there is room.
pub(in crate::ui) fn ui(text: &str, palette: &Palette, ui: &mut Ui) {
    ui.spacing_mut().item_spacing.y = theme::GRID;
    for block in blocks(text) {
        block_ui(&block, palette, ui);
    }
}

/// What `text` says, without its marks, on one line: for a row that has room for no more.
pub(in crate::ui) fn plain(text: &str) -> String {
    let mut said = String::new();
    for block in blocks(text) {
        let words: String = block.spans.iter().map(|span| span.text.as_str()).collect();
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if words.is_empty() {
            continue;
        }
        if !said.is_empty() {
            said.push(' ');
        }
        if let Kind::Item(mark) = &block.kind {
            said.push_str(mark);
            said.push(' ');
        }
        said.push_str(&words);
    }
    said
}

fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut look = Span::default();
    // The number of the next item of each list around; `None` for bullets.
    let mut lists: Vec<Option<u64>> = Vec::new();
    let mut quoted = 0;
    let mut open = false;
    let begin = |blocks: &mut Vec<Block>, kind, depth: usize, quoted| {
        blocks.push(Block { kind, depth, quoted, spans: Vec::new() });
    };
    let options = Options::ENABLE_STRIKETHROUGH;
    for event in Parser::new_ext(text, options) {
        let depth = lists.len();
        match event {
            Event::Start(Tag::Paragraph) => {
                // The first paragraph of an item is the item.
                let empty_item = blocks.last().is_some_and(|block| {
                    matches!(block.kind, Kind::Item(_)) && block.spans.is_empty()
                });
                if !(open && empty_item) {
                    begin(&mut blocks, Kind::Paragraph, depth, quoted);
                }
                open = true;
            }
            Event::Start(Tag::Heading { level, .. }) => {
                let level = match level {
                    HeadingLevel::H1 => 1,
                    HeadingLevel::H2 => 2,
                    _ => 3,
                };
                begin(&mut blocks, Kind::Heading(level), depth, quoted);
                open = true;
            }
            Event::Start(Tag::List(first)) => lists.push(first),
            Event::End(TagEnd::List(_)) => drop(lists.pop()),
            Event::Start(Tag::Item) => {
                let mark = match lists.last_mut() {
                    Some(Some(number)) => {
                        let mark = format!("{number}.");
                        *number += 1;
                        mark
                    }
                    _ => "•".to_owned(),
                };
                begin(&mut blocks, Kind::Item(mark), depth, quoted);
                open = true;
            }
            Event::Start(Tag::BlockQuote(_)) => quoted += 1,
            Event::End(TagEnd::BlockQuote(_)) => quoted = quoted.saturating_sub(1),
            Event::Start(Tag::CodeBlock(_)) => {
                begin(&mut blocks, Kind::Code, depth, quoted);
                open = true;
            }
            Event::Start(Tag::Strong) => look.strong = true,
            Event::End(TagEnd::Strong) => look.strong = false,
            Event::Start(Tag::Emphasis) => look.emphasis = true,
            Event::End(TagEnd::Emphasis) => look.emphasis = false,
            Event::Start(Tag::Strikethrough) => look.struck = true,
            Event::End(TagEnd::Strikethrough) => look.struck = false,
            Event::Start(Tag::Link { dest_url, .. }) => look.link = Some(dest_url.into_string()),
            Event::End(TagEnd::Link) => look.link = None,
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock,
            ) => {
                open = false;
            }
            Event::Rule => begin(&mut blocks, Kind::Rule, depth, quoted),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                push(&mut blocks, &mut open, (depth, quoted), &text, &look);
            }
            Event::Code(text) => {
                let look = Span { code: true, ..look.clone() };
                push(&mut blocks, &mut open, (depth, quoted), &text, &look);
            }
            // In Chinese a line break in the source is no space, but a note-taker means one.
            Event::SoftBreak | Event::HardBreak => {
                push(&mut blocks, &mut open, (depth, quoted), "\n", &look);
            }
            _ => {}
        }
    }
    for block in &mut blocks {
        if let Some(last) = block.spans.last_mut().filter(|_| block.kind == Kind::Code) {
            last.text.truncate(last.text.trim_end().len());
        }
    }
    blocks
}

fn push(
    blocks: &mut Vec<Block>,
    open: &mut bool,
    (depth, quoted): (usize, usize),
    text: &str,
    look: &Span,
) {
    if !std::mem::replace(open, true) {
        blocks.push(Block { kind: Kind::Paragraph, depth, quoted, spans: Vec::new() });
    }
    if let Some(block) = blocks.last_mut() {
        block.spans.push(Span { text: text.to_owned(), ..look.clone() });
    }
}

#[expect(clippy::cast_precision_loss, reason = "a depth of a few levels")]
fn block_ui(block: &Block, palette: &Palette, ui: &mut Ui) {
    let indent = block.quoted as f32 * theme::grid(3.5)
        + block.depth.saturating_sub(usize::from(matches!(block.kind, Kind::Item(_)))) as f32
            * theme::grid(5.0);
    if block.kind == Kind::Rule {
        let (rect, _) = ui.allocate_exact_size(vec2(ui.available_width(), 9.0), Sense::empty());
        let line = Stroke::new(1.0, palette.hairline);
        ui.painter().hline(rect.x_range(), rect.center().y, line);
        return;
    }
    let size = match block.kind {
        Kind::Heading(1) => 18.0,
        Kind::Heading(2) => 16.0,
        Kind::Heading(_) => 15.0,
        _ => theme::body().size,
    };
    if matches!(block.kind, Kind::Heading(_)) {
        ui.add_space(theme::GRID);
    }
    let mark = if let Kind::Item(mark) = &block.kind { mark.as_str() } else { "" };
    let lead = if mark.is_empty() { 0.0 } else { theme::grid(5.0) };
    let code = block.kind == Kind::Code;
    let pad = if code { theme::grid(2.0) } else { 0.0 };
    let width = (ui.available_width() - indent - lead - pad * 2.0).max(60.0);
    let (job, links) = job(block, size, width, palette);
    let response = ui
        .horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.add_space(indent + lead + pad);
            let galley = ui.painter().layout_job(job);
            let sense = if links.is_empty() { Sense::hover() } else { Sense::click() };
            let response = ui.add(Label::new(std::sync::Arc::clone(&galley)).sense(sense));
            if !mark.is_empty() {
                let at = pos2(response.rect.left() - lead + theme::GRID, response.rect.top());
                let mark =
                    ui.painter().layout_no_wrap(mark.to_owned(), theme::body(), palette.second);
                ui.painter().galley(at, mark, palette.second);
            }
            let at = response.hover_pos().map(|pos| pos - response.rect.min);
            let pointed = at.map(|at| usize::from(galley.cursor_from_pos(at).index));
            let link = pointed.and_then(|at| links.iter().find(|(range, _)| range.contains(&at)));
            if let Some((_, url)) = link {
                ui.ctx().set_cursor_icon(CursorIcon::PointingHand);
                if response.clicked() {
                    ui.ctx().open_url(OpenUrl::new_tab(url));
                }
            }
            response
        })
        .inner;
    for level in 0..block.quoted {
        let x = response.rect.left() - lead - indent - pad
            + theme::GRID
            + level as f32 * theme::grid(3.5);
        let bar = Rect::from_x_y_ranges(x..=x + 2.0, response.rect.y_range());
        ui.painter().rect_filled(bar, 1, palette.hairline);
    }
}

/// The block set in lines, and where its links are, in characters.
fn job(
    block: &Block,
    size: f32,
    width: f32,
    palette: &Palette,
) -> (LayoutJob, Vec<(Range<usize>, String)>) {
    let mut job = LayoutJob {
        wrap: TextWrapping { max_width: width, ..TextWrapping::default() },
        ..LayoutJob::default()
    };
    let mut links = Vec::new();
    let mut chars = 0;
    let heading = matches!(block.kind, Kind::Heading(_));
    for span in &block.spans {
        let family = if heading || span.strong { fonts::serif_bold() } else { fonts::interface() };
        let quoted = if block.quoted > 0 { palette.second } else { palette.ink };
        let is_code = span.code || block.kind == Kind::Code;
        let web = span
            .link
            .as_ref()
            .filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        let colour = if web.is_some() { palette.accent_ink } else { quoted };
        let line = Stroke::new(1.0, colour);
        let format = TextFormat {
            font_id: FontId::new(size, family),
            line_height: Some(size * 1.55),
            color: colour,
            background: if is_code { palette.hover } else { Color32::TRANSPARENT },
            // Slanted Han looks broken: emphasis is a line below, as by hand.
            underline: if span.emphasis || web.is_some() { line } else { Stroke::NONE },
            strikethrough: if span.struck { line } else { Stroke::NONE },
            valign: Align::Center,
            ..TextFormat::default()
        };
        job.append(&span.text, 0.0, format);
        let length = span.text.chars().count();
        if let Some(url) = web {
            links.push((chars..chars + length, url.clone()));
        }
        chars += length;
    }
    (job, links)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<(Kind, usize, usize, String)> {
        let text_of = |block: &Block| block.spans.iter().map(|span| span.text.as_str()).collect();
        let all = blocks(text).into_iter();
        all.map(|b| (b.kind.clone(), b.depth, b.quoted, text_of(&b))).collect()
    }

    #[test]
    fn blocks_of_every_kind_are_told_apart() {
        let text = "# 粮站\n\n初读\n再读\n\n- 甲\n  - 乙\n2. 丙\n\n> 引文\n\n```\n表 1\n```\n---\n";
        let item = |mark: &str| Kind::Item(mark.to_owned());
        assert_eq!(
            read(text),
            [
                (Kind::Heading(1), 0, 0, "粮站".to_owned()),
                (Kind::Paragraph, 0, 0, "初读\n再读".to_owned()),
                (item("•"), 1, 0, "甲".to_owned()),
                (item("•"), 2, 0, "乙".to_owned()),
                (item("2."), 1, 0, "丙".to_owned()),
                (Kind::Paragraph, 0, 1, "引文".to_owned()),
                (Kind::Code, 0, 0, "表 1".to_owned()),
                (Kind::Rule, 0, 0, String::new()),
            ]
        );
    }

    #[test]
    fn emphasis_code_and_links_keep_their_looks() {
        let all = blocks("**要点**与*疑问*，见`表1`和[网页](https://example.org)");
        let looks: Vec<_> = all[0]
            .spans
            .iter()
            .map(|s| (s.text.as_str(), s.strong, s.emphasis, s.code, s.link.is_some()))
            .collect();
        assert_eq!(
            looks,
            [
                ("要点", true, false, false, false),
                ("与", false, false, false, false),
                ("疑问", false, true, false, false),
                ("，见", false, false, false, false),
                ("表1", false, false, true, false),
                ("和", false, false, false, false),
                ("网页", false, false, false, true),
            ]
        );
    }

    #[test]
    fn html_is_text_and_nothing_typed_is_lost() {
        let all = read("<b>甲</b>\n\n一般的字 1 < 2 & 3");
        let text: String = all.into_iter().map(|(_, _, _, text)| text).collect();
        assert!(text.contains("<b>甲</b>") && text.contains("1 < 2 & 3"), "{text}");
    }
}
