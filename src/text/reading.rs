//! The reading form of a text: what a reader sees of a stretch of it, in lists, cards and files.
//!
//! The same as on the page: without indents and Markdown's `#`, half-width marks in Chinese as
//! full-width ones, a line that the layout broke joined to its rest. A line end that stays is said by
//! whatever the list puts there, so that a heading never runs into the text below it. Unlike on the
//! page, the order is the file's, since what stands beside a hit is found by its place.

use super::{
    ByteOffset, ByteSpan, Judgements, LineKind, MARKER, judged_lines, shown_chars,
    structure::{LONGEST_PAGE, contents},
};

/// How a stretch of text is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadingStyle<'a> {
    /// Whether half-width marks in Chinese are shown full-width.
    pub full_width: bool,
    /// Whether a line that the layout broke is joined to its rest.
    pub join: bool,
    /// What stands for a line end that stays.
    pub line_end: &'a str,
}

impl ReadingStyle<'static> {
    /// As the page is read at first, a line end as `⏎`.
    pub const ON_ONE_LINE: Self = Self { full_width: true, join: true, line_end: " ⏎ " };
    /// As the page is read at first, a line end as one.
    pub const IN_LINES: Self = Self { full_width: true, join: true, line_end: "\n" };
}

/// A line as it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct ReadingLine {
    /// What is shown of it.
    content: ByteSpan,
    kind: LineKind,
    /// Whether its sentence goes on in the next line.
    runs_on: bool,
}

/// Lines of a text that are read as one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadingParagraph {
    /// From the first to the last byte that is shown.
    pub span: ByteSpan,
    /// What it is.
    pub kind: LineKind,
}

/// What is read of each line of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadingLines {
    /// In the order of the file.
    lines: Vec<ReadingLine>,
}

/// Characters of one paragraph, with where each starts in the text.
#[derive(Default)]
struct Stretch {
    /// Where the line before it ends.
    joint: usize,
    bytes: Vec<usize>,
    chars: String,
}

impl ReadingLines {
    /// The lines of `text`, with the user's word going before what is guessed.
    #[must_use]
    pub fn of(text: &str, judgements: &Judgements) -> Self {
        if text.len() > LONGEST_PAGE {
            let line = |content| ReadingLine { content, kind: LineKind::Body, runs_on: false };
            return Self { lines: contents(text).map(line).collect() };
        }
        let line = |(at, line): (usize, super::Line)| ReadingLine {
            content: line.content,
            kind: line.kind,
            runs_on: line.continues == Some(at + 1),
        };
        let lines = judged_lines(text, judgements);
        Self { lines: lines.into_iter().enumerate().map(line).collect() }
    }

    /// The paragraphs in the order of the file; with `join`, lines that are read as one are one.
    #[must_use]
    pub fn paragraphs(&self, join: bool) -> Vec<ReadingParagraph> {
        let mut paragraphs: Vec<ReadingParagraph> = Vec::new();
        let mut goes_on = false;
        for &ReadingLine { content, kind, runs_on } in &self.lines {
            match paragraphs.last_mut() {
                Some(before) if goes_on => before.span = before.span.cover(content),
                _ => paragraphs.push(ReadingParagraph { span: content, kind }),
            }
            goes_on = runs_on && join;
        }
        paragraphs
    }

    /// What is read of `text`, whose lines these are, from each of the places in `cuts` (in ascending
    /// order) to the next.
    ///
    /// Each character that is read belongs to the part that holds it, so a hit that is cut out is
    /// marked exactly; a line end belongs to the part that it begins in.
    #[must_use]
    pub fn parts(&self, text: &str, cuts: &[ByteOffset], style: ReadingStyle<'_>) -> Vec<String> {
        let (Some(from), Some(to)) = (cuts.first(), cuts.last()) else { return Vec::new() };
        let (from, to) = (from.to_usize(), to.to_usize());
        let mut parts = vec![String::new(); cuts.len() - 1];
        let part_of = |byte: usize| {
            let at = cuts.partition_point(|cut| cut.to_usize() <= byte);
            at.saturating_sub(1).min(cuts.len().saturating_sub(2))
        };
        let mut any = false;
        for stretch in self.stretches(text, from..to, style.join) {
            let mut starts = true;
            let mut space = false;
            let shown = shown_chars(&stretch.chars, style.full_width);
            for (&byte, c) in stretch.bytes.iter().zip(shown) {
                // What stands beside the stretch was looked at only for the width of its marks.
                if byte < from || byte >= to || c == MARKER || space && c.is_whitespace() {
                    continue;
                }
                space = c.is_whitespace();
                if std::mem::take(&mut starts)
                    && any
                    && let Some(part) = parts.get_mut(part_of(stretch.joint))
                {
                    part.push_str(style.line_end);
                }
                any = true;
                if let Some(part) = parts.get_mut(part_of(byte)) {
                    part.push(c);
                }
            }
        }
        parts
    }

    /// What is read of `place`.
    #[must_use]
    pub fn stretch(&self, text: &str, place: ByteSpan, style: ReadingStyle<'_>) -> String {
        self.parts(text, &[place.start(), place.end()], style).pop().unwrap_or_default()
    }

    /// The paragraphs that `place` touches, cut to it but for one character at either end.
    fn stretches(&self, text: &str, place: std::ops::Range<usize>, join: bool) -> Vec<Stretch> {
        let mut stretches: Vec<Stretch> = Vec::new();
        let first = self.lines.partition_point(|line| line.content.end().to_usize() < place.start);
        let mut before: Option<&ReadingLine> = None;
        for line in self.lines.get(first..).unwrap_or_default() {
            let (start, end) = (line.content.start().to_usize(), line.content.end().to_usize());
            if start >= place.end {
                break;
            }
            let slice = text.get(start..end).unwrap_or_default();
            let from = floor(slice, place.start.saturating_sub(start));
            let from = slice
                .get(..from)
                .and_then(|s| s.chars().next_back())
                .map_or(from, |c| from - c.len_utf8());
            let to = ceil(slice, place.end.saturating_sub(start));
            let to =
                slice.get(to..).and_then(|s| s.chars().next()).map_or(to, |c| to + c.len_utf8());
            let joint = before.map_or(start, |before| before.content.end().to_usize());
            let gap = text.get(joint..start).unwrap_or_default();
            let here = slice.get(from..to).unwrap_or_default();
            let is_end = gap.contains('\n') && !before.is_some_and(|before| before.runs_on && join);
            if before.is_none() || is_end {
                stretches.push(Stretch { joint, ..Stretch::default() });
            }
            if let Some(stretch) = stretches.last_mut() {
                // Between words, and before a byline at the end of a line.
                let word =
                    |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !super::is_cjk(c));
                let words = word(stretch.chars.chars().next_back()) && word(here.chars().next());
                if !gap.is_empty() && !stretch.chars.is_empty() && (words || !gap.contains('\n')) {
                    stretch.bytes.push(joint);
                    stretch.chars.push(' ');
                }
                stretch.bytes.extend(here.char_indices().map(|(at, _)| start + from + at));
                stretch.chars.push_str(here);
            }
            before = Some(line);
        }
        stretches
    }
}

/// Pieces that were taken out of one text and stand one after the other, in reading form; for what
/// stands in no article any more.
#[must_use]
pub fn read_loose(pieces: &[&str], style: ReadingStyle<'_>) -> Vec<String> {
    let text = pieces.concat();
    let ends = pieces.iter().scan(0, |end, piece| {
        *end += piece.len();
        Some(*end)
    });
    let cuts: Vec<ByteOffset> =
        std::iter::once(0).chain(ends).filter_map(ByteOffset::from_usize).collect();
    ReadingLines::of(&text, &Judgements::new()).parts(&text, &cuts, style)
}

fn floor(text: &str, at: usize) -> usize {
    text.floor_char_boundary(at)
}

fn ceil(text: &str, at: usize) -> usize {
    text.ceil_char_boundary(at)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TEXT: &str = "# 共建共享:临河区观察\n\n\
        临河日报 记者 林可\n\n\
        今年以来，柳岸区坚持以人民为中心,扎实推进老旧小区改造，居民的获得感不断增强。\n\
        ## 阵地建在家门口\n　　街道把闲置的粮站改成党群服务中心,面积1,860平方米!\n";

    fn read(text: &str, cuts: &[usize], line_end: &str) -> Vec<String> {
        let style = ReadingStyle { line_end, ..ReadingStyle::ON_ONE_LINE };
        let cuts: Vec<_> = cuts.iter().filter_map(|&at| ByteOffset::from_usize(at)).collect();
        ReadingLines::of(text, &Judgements::new()).parts(text, &cuts, style)
    }

    fn between(text: &str, from: &str, to: &str) -> [usize; 2] {
        [text.find(from).expect("there"), text.find(to).expect("there") + to.len()]
    }

    #[test]
    fn a_heading_is_no_part_of_the_line_below_and_shows_no_marks() {
        let cuts = between(TEXT, "不断增强", "街道把");
        assert_eq!(read(TEXT, &cuts, " ⏎ "), ["不断增强。 ⏎ 阵地建在家门口 ⏎ 街道把"]);
        let cuts = between(TEXT, "## 阵", "口");
        assert_eq!(read(TEXT, &cuts, " ⏎ "), ["阵地建在家门口"]);
        // A stretch of nothing but layout shows nothing.
        let cuts = between(TEXT, "\n## ", "## ");
        assert_eq!(read(TEXT, &cuts, " ⏎ "), [""]);
    }

    #[test]
    fn marks_are_as_wide_as_on_the_page_even_at_the_edge_of_a_stretch() {
        let cuts = between(TEXT, ",面积1,860", "平方米!");
        assert_eq!(read(TEXT, &cuts, ""), ["，面积1,860平方米！"]);
        let at = TEXT.find(",面积").expect("there");
        assert_eq!(read(TEXT, &[at, at + 1, at + 4], ""), ["，", "面"]);
    }

    #[test]
    fn a_line_that_the_layout_broke_goes_on() {
        let text = "柳岸纪事\n\
            今年以来，柳岸区坚持以人民为中心，扎实推进老旧小区改造，居民的获得感不断增强。街道党工委发挥主导作用。\n\
            街道召开座谈会，倾听意见建议，主动思考为驻区单\n\
            位做什么，变单向输出为双向互动，居民的获得感明显增强。";
        let cuts = between(text, "驻区", "做什么");
        assert_eq!(read(text, &cuts, " ⏎ "), ["驻区单位做什么"]);
        let all = read(text, &[0, text.len()], "|").concat();
        assert_eq!(all.matches('|').count(), 2, "{all}");
        let paragraphs = ReadingLines::of(text, &Judgements::new());
        assert_eq!(paragraphs.paragraphs(true).len(), 3);
        assert_eq!(paragraphs.paragraphs(false).len(), 4);
    }

    #[test]
    fn what_was_taken_out_of_a_text_is_read_like_it() {
        let style = ReadingStyle::ON_ONE_LINE;
        let read = read_loose(&["增强。\n## 阵地", "\n街道,把", "闲置"], style);
        assert_eq!(read, ["增强。 ⏎ 阵地", " ⏎ 街道，把", "闲置"]);
        assert_eq!(read_loose(&[], style), Vec::<String>::new());
        assert_eq!(read_loose(&["", ""], style), ["", ""]);
    }

    /// What makes a difference to a reader.
    fn bare(text: &str) -> String {
        let folded = crate::text::fold(text);
        folded.chars().filter(|c| !c.is_whitespace() && !"#⏎\u{200D}".contains(*c)).collect()
    }

    proptest! {
        #[test]
        fn each_part_says_what_stands_there_and_the_parts_are_the_whole(
            text in "(柳岸区|推进老旧小区改造，|党建,|a工:b|。|# |## |记者 何立 |open|\n|\n\n|\t|　　|👩\u{200D}👧){0,40}",
            cuts in prop::collection::vec(any::<prop::sample::Index>(), 2..6),
        ) {
            let places: Vec<usize> =
                text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let mut cuts: Vec<usize> = cuts.iter().map(|cut| *cut.get(&places)).collect();
            cuts.sort_unstable();
            let parts = read(&text, &cuts, " ⏎ ");
            for (part, cut) in parts.iter().zip(cuts.windows(2)) {
                prop_assert_eq!(bare(part), bare(&text[cut[0]..cut[1]]));
            }
            let whole = read(&text, &[cuts[0], cuts[cuts.len() - 1]], " ⏎ ");
            prop_assert_eq!(parts.concat(), whole.concat());
        }
    }
}
