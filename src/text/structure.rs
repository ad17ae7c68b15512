//! What each line of an article is, so that headings, bylines and captions look like what they are.
//!
//! A guess from the shape of the lines (length, marks, what stands around them), for display only:
//! nothing is saved by it. Body text that columns broke in mid-sentence stays body; joining it is
//! not done here. Made for Chinese newspaper pages saved as plain text or Markdown.

mod byline;
mod shape;

pub(super) use byline::people;
pub use byline::tail_byline;

use self::shape::{Shape, Sketch};
use super::{ByteSpan, paragraphs};

/// What a line is to the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LineKind {
    /// The article's title: at most one line.
    Title,
    /// A line that goes with a title: the series it belongs to, or a subtitle.
    Kicker,
    /// The heading of a part, or the title of a further story in the same file.
    Heading,
    /// Who wrote it, photographed it or published it, and when.
    Byline,
    /// What a picture shows.
    Caption,
    /// An item of a list, with its bullet or number.
    Item,
    /// Running text.
    Body,
}

/// A line that is not blank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Line {
    /// The line without its line break.
    pub span: ByteSpan,
    /// What is shown of it: without white space around it and without Markdown's `#`.
    pub content: ByteSpan,
    /// What it is.
    pub kind: LineKind,
    /// Its number in the file, blank lines counted, from 1.
    pub number: usize,
    /// Which of the file's stories it belongs to, from 1.
    pub story: usize,
    /// Where the sentence goes on that its end cuts in the middle: an index into [`lines`].
    pub continues: Option<usize>,
    /// An earlier printing of the same text in this file.
    pub twin: Option<ByteSpan>,
}

/// Further lines than these are no longer taken for the head of an article.
const HEAD_LINES: usize = 6;
/// More short lines than these one below the other are no headings.
const STACKED_HEADINGS: usize = 3;
/// A short line that begins with so many characters of the paragraph before it repeats that one's
/// lead: a pull quote or a misplaced run-in heading.
const ECHO_CHARS: usize = 5;
/// A line this short above a heading names a column (`新闻1+1`).
const COLUMN_NAME_CHARS: usize = 6;

/// The lines of `text` that are not blank, each with its kind.
#[must_use]
pub fn lines(text: &str) -> Vec<Line> {
    let mut sketches = Vec::new();
    let mut numbers = Vec::new();
    let mut gap = 0;
    for (number, span) in (1..).zip(paragraphs(text)) {
        if let Some(sketch) = Sketch::of(text, span, gap) {
            sketches.push(sketch);
            numbers.push(number);
            gap = 0;
        } else {
            gap += 1;
        }
    }
    let mut kinds = kinds_of_body(text, &sketches);
    name_head(text, &sketches, &mut kinds);
    std::iter::zip(std::iter::zip(sketches, numbers), kinds)
        .map(|((sketch, number), kind)| Line {
            span: sketch.span,
            content: sketch.content,
            kind,
            number,
            story: 1,
            continues: None,
            twin: None,
        })
        .collect()
}

/// What stands below a line, captions and bylines left out.
#[derive(Clone, Copy)]
enum Below {
    Body,
    /// So many headings, one below the other, and body below them.
    Headings(usize),
    Nothing,
}

/// The kinds of all lines as if the article had no title.
fn kinds_of_body(text: &str, sketches: &[Sketch]) -> Vec<LineKind> {
    let usual_gap = usual_gap(sketches);
    let mut below = Below::Nothing;
    let mut kinds = vec![LineKind::Body; sketches.len()];
    // From the end, since a heading is known by what stands below it.
    for (number, sketch) in sketches.iter().enumerate().rev() {
        let before = number.checked_sub(1).and_then(|before| sketches.get(before));
        let after = sketches.get(number + 1);
        let apart = before.is_some() && sketch.gap >= 2 && sketch.gap > usual_gap;
        let kind = match sketch.shape {
            Shape::Byline => LineKind::Byline,
            Shape::Item => LineKind::Item,
            Shape::Caption => LineKind::Caption,
            Shape::Marked | Shape::Numbered => LineKind::Heading,
            Shape::Remark if apart => LineKind::Caption,
            Shape::Short => {
                let goes_on = sketch.gap == 0 && before.is_some_and(Sketch::is_broken_off);
                if goes_on {
                    LineKind::Body
                } else {
                    short_line(text, sketch, before, after, apart, below)
                }
            }
            Shape::Subtitle if before.is_some_and(|before| echoes(text, sketch, before)) => {
                LineKind::Caption
            }
            Shape::Subtitle | Shape::Remark | Shape::Long => LineKind::Body,
        };
        below = match (kind, below) {
            (LineKind::Body | LineKind::Item, _) => Below::Body,
            (LineKind::Heading | LineKind::Kicker, Below::Headings(n))
                if sketch.shape == Shape::Short =>
            {
                Below::Headings(n + 1)
            }
            (LineKind::Heading | LineKind::Kicker, _) => Below::Headings(1),
            (_, below) => below,
        };
        if let Some(slot) = kinds.get_mut(number) {
            *slot = kind;
        }
    }
    kinds
}

/// What a short line without an end mark is.
fn short_line(
    text: &str,
    sketch: &Sketch,
    before: Option<&Sketch>,
    after: Option<&Sketch>,
    apart: bool,
    below: Below,
) -> LineKind {
    // Headlines of several parts (`柳岸街道 开展读书活动`) stand apart like captions do.
    if apart && !(sketch.has_parts && matches!(below, Below::Body)) {
        return LineKind::Caption;
    }
    if before.is_some_and(|before| echoes(text, sketch, before)) {
        return LineKind::Caption;
    }
    match below {
        Below::Body => LineKind::Heading,
        Below::Headings(_) if sketch.chars <= COLUMN_NAME_CHARS => LineKind::Kicker,
        Below::Headings(n) if n < STACKED_HEADINGS => LineKind::Heading,
        _ if sketch.gap > 0 && after.is_none_or(|after| after.gap > 0) => LineKind::Caption,
        _ => LineKind::Body,
    }
}

/// Whether a short line repeats the lead of the paragraph before it.
fn echoes(text: &str, sketch: &Sketch, before: &Sketch) -> bool {
    let is_paragraph = matches!(before.shape, Shape::Long | Shape::Item);
    let lead = shape::without_bullet(&text[before.content.range()]);
    let same = std::iter::zip(text[sketch.content.range()].chars(), lead.chars())
        .take_while(|(a, b)| a == b)
        .take(ECHO_CHARS)
        .count();
    is_paragraph && same == ECHO_CHARS
}

/// How many blank lines most lines of this text have before them (3 stands for more).
fn usual_gap(sketches: &[Sketch]) -> usize {
    let mut counts = [0_usize; 4];
    for sketch in sketches.iter().skip(1) {
        if let Some(count) = counts.get_mut(sketch.gap.min(3)) {
            *count += 1;
        }
    }
    // The narrower of two gaps that are equally frequent.
    (0..4).rev().max_by_key(|&gap| counts.get(gap)).unwrap_or(0)
}

/// Finds the title among the first lines, and what goes with it.
fn name_head(text: &str, sketches: &[Sketch], kinds: &mut [LineKind]) {
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::LineKind::*;
    use super::*;

    const BODY: &str = "今年以来，柳岸区坚持以人民为中心，扎实推进老旧小区改造，居民的获得感、幸福感\
        不断增强。街道和社区逐户走访，听取意见，把事情办到群众心坎上，受到大家的一致好评。";

    /// The lines with their kinds, body text shortened.
    fn kinds(text: &str) -> Vec<(LineKind, &str)> {
        lines(text)
            .iter()
            .map(|line| {
                (line.kind, if line.kind == Body { "…" } else { &text[line.content.range()] })
            })
            .collect()
    }

    #[test]
    fn markdown_headings_lose_their_marks() {
        let text = format!("\n# 柳岸区 创新治理  \n\n## 建强队伍\n\n　　{BODY}\n");
        assert_eq!(kinds(&text), [(Title, "柳岸区 创新治理"), (Heading, "建强队伍"), (Body, "…")]);
        let body = lines(&text)[2];
        assert_eq!(&text[body.content.range()], BODY);
        assert_eq!(&text[body.span.range()], format!("　　{BODY}"));
    }

    #[test]
    fn series_and_subtitles_stand_around_the_title() {
        let text = format!(
            "砥砺奋进的三年\n\n【基层治理巡礼之二】\n\n三项行动 温暖柳岸\n\n——柳岸区工作纪实\n\n{BODY}"
        );
        assert_eq!(
            kinds(&text),
            [
                (Kicker, "砥砺奋进的三年"),
                (Kicker, "【基层治理巡礼之二】"),
                (Title, "三项行动 温暖柳岸"),
                (Kicker, "——柳岸区工作纪实"),
                (Body, "…"),
            ]
        );
        let text = format!(
            "柳岸区\n\n春风吹进老街巷\n\n柳岸区积极推进老旧小区改造,使千家万户的居住环境在一年里大变样\n\n{BODY}"
        );
        let found: Vec<_> = lines(&text).iter().map(|line| line.kind).collect();
        assert_eq!(found, [Kicker, Title, Kicker, Body]);
    }

    #[test]
    fn the_only_line_above_the_text_is_the_title_whatever_it_says() {
        assert_eq!(kinds(&format!("献礼\n{BODY}")), [(Title, "献礼"), (Body, "…")]);
        assert_eq!(
            kinds(&format!("谁来管好小区？\n记者 林晓青\n{BODY}")),
            [(Title, "谁来管好小区？"), (Byline, "记者 林晓青"), (Body, "…")]
        );
        assert_eq!(kinds(BODY), [(Body, "…")]);
    }

    #[test]
    fn numbered_lines_are_headings_while_they_are_short_and_single() {
        let text = format!(
            "柳岸纪事\n\n{BODY}\n\n一、以问题为导向，改造初见成效。\n\n{BODY}\n\n(二)盘活资源\n\n\
             (三)盘活资源。阵地的增加为街道\n\n1.加强领导\n\n●柳岸街道{BODY}\n\n1.5万人参加了活动。"
        );
        assert_eq!(
            kinds(&text)[2..],
            [
                (Heading, "一、以问题为导向，改造初见成效。"),
                (Body, "…"),
                (Heading, "(二)盘活资源"),
                (Body, "…"),
                (Item, "1.加强领导"),
                (Item, format!("●柳岸街道{BODY}").as_str()),
                (Body, "…"),
            ]
        );
    }

    #[test]
    fn short_lines_are_headings_above_text_and_captions_apart_from_it() {
        let text = format!(
            "柳岸纪事\n\n{BODY}\n\n搭建平台,凝聚合力\n\n{BODY}\n\n\n\n社区读书会现场\n\n\n\n\
             区领导看望社区老党员。\n\n{BODY}\n\n\n\n柳岸街道 开展读书活动\n\n{BODY}\n\n居民在公园散步"
        );
        assert_eq!(
            kinds(&text)[1..],
            [
                (Body, "…"),
                (Heading, "搭建平台,凝聚合力"),
                (Body, "…"),
                (Caption, "社区读书会现场"),
                (Caption, "区领导看望社区老党员。"),
                (Body, "…"),
                (Heading, "柳岸街道 开展读书活动"),
                (Body, "…"),
                (Caption, "居民在公园散步"),
            ]
        );
    }

    #[test]
    fn text_broken_by_columns_stays_body() {
        let broken = [
            "夯实平台。以社区为核心，居委会、业委",
            "座谈结束后,在柳岸村服务中心召开全区基层治理",
            "何立说,全体干部要深学细悟会议精神和上级提出的一系",
            "改造一个点位，",
        ];
        for line in broken {
            let text = format!("柳岸纪事\n\n{BODY}\n\n{line}\n\n{BODY}");
            assert_eq!(lines(&text)[2].kind, Body, "{line}");
        }
    }

    #[test]
    fn a_line_that_repeats_the_lead_above_it_is_no_heading() {
        let text = format!("柳岸纪事\n\n●柳岸街道创新服务，{BODY}\n\n柳岸街道创新服务\n\n{BODY}");
        assert_eq!(kinds(&text)[2], (Caption, "柳岸街道创新服务"));
    }

    #[test]
    fn several_stories_in_one_file_have_headings_each() {
        let text = format!(
            "柳岸纪事\n\n{BODY}\n\n记者 林晓青\n通讯员 何立\n\n新闻链接\n\n柳岸区观摩 老旧小区改造\n\n{BODY}"
        );
        assert_eq!(
            kinds(&text)[2..],
            [
                (Byline, "记者 林晓青"),
                (Byline, "通讯员 何立"),
                (Kicker, "新闻链接"),
                (Heading, "柳岸区观摩 老旧小区改造"),
                (Body, "…"),
            ]
        );
    }

    #[test]
    fn a_pile_of_short_lines_is_no_pile_of_headings() {
        let text = format!("柳岸纪事\n{BODY}\n{}{BODY}", "春水绿如蓝\n".repeat(10));
        let headings = lines(&text).iter().filter(|line| line.kind == Heading).count();
        assert!(headings <= STACKED_HEADINGS, "{headings}");
    }

    proptest! {
        #[test]
        fn every_line_that_is_not_blank_is_there_once(
            text in "(柳岸|　|# |#|一、|●|1\\.|——|记者 何立|。|，|”| |\n|\n\n\n){0,60}"
        ) {
            let found: Vec<_> = lines(&text).iter().map(|line| text[line.span.range()].to_owned()).collect();
            let expected: Vec<_> = text.split('\n').filter(|line| !line.trim().is_empty()).collect();
            prop_assert_eq!(found, expected);
            for line in lines(&text) {
                prop_assert!(line.span.encloses(line.content) && !line.content.is_empty());
                prop_assert_eq!(text[line.content.range()].trim(), &text[line.content.range()]);
                let tail = tail_byline(&text[line.content.range()]);
                prop_assert!(tail.is_none_or(|at| text[line.content.range()].is_char_boundary(at)));
            }
        }
    }
}
