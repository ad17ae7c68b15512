//! Marked articles as one web page that needs nothing else: no script, no font, no network.
//!
//! The themes stand at the left with a switch each; what a switch hides is decided by the style
//! sheet alone (`:has()`, in every browser since 2023). The page forbids itself to load or run
//! anything (Content-Security-Policy), and prints without its margin.

mod preview;

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    io::{self, Write},
};

use super::{
    Excerpt, ExportOptions, ExportTerms, ExportWords, Format, Written,
    preview::{FirstLook, Preview},
    project::{Loss, Losses, Project},
};
use crate::{
    annotation::{Codebook, Theme, ThemeId},
    corpus::Article,
    text::{ByteOffset, ByteSpan, LineKind, ReadingLines, ReadingStyle},
};

/// The format.
pub struct Html;

impl Format for Html {
    fn name(&self) -> &'static str {
        "html"
    }

    fn extension(&self) -> &'static str {
        "html"
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Article
    }

    fn losses(&self, project: Project<'_>, _options: ExportOptions) -> Losses {
        losses(project)
    }

    fn write(&self, project: Project<'_>, terms: &ExportTerms<'_>) -> io::Result<Written> {
        Written::file(|out| write(out, project, &PageLabels::of(terms.words)))
    }

    fn seen(&self, bytes: &[u8]) -> Option<Preview> {
        preview::paragraphs(bytes).map(Preview::Reading)
    }
}

/// The words of the page, in the language of the reader.
pub struct PageLabels {
    /// The language: `zh-CN`.
    pub language: String,
    /// The heading above the themes.
    pub themes: String,
    /// The heading above an article's notes.
    pub notes: String,
    /// Excerpts without a theme.
    pub no_theme: String,
}

impl PageLabels {
    fn of(words: ExportWords<'_>) -> Self {
        Self {
            language: words.language.to_owned(),
            themes: words.of("export.word.themes"),
            notes: words.of("export.word.memo"),
            no_theme: words.of("export.no_theme"),
        }
    }
}

const STYLE: &str = include_str!("html/page.css");
/// Deeper than this, further underlines are left out: four can be told apart.
const DEEPEST: usize = 4;

/// Writes the page to `out`; says what it cannot hold.
///
/// # Errors
/// If `out` does not take it.
pub fn write(mut out: impl Write, project: Project<'_>, labels: &PageLabels) -> io::Result<Losses> {
    let set = escaped(&project.corpus.name());
    let themes = Themes::of(project, labels);
    write!(
        out,
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>{set}</title>\n<style>\n{STYLE}{}</style>\n</head>\n<body>\n",
        escaped(&labels.language),
        themes.style(),
    )?;
    writeln!(out, "<nav><h1>{set}</h1>\n<h2>{}</h2>", escaped(&labels.themes))?;
    out.write_all(themes.list().as_bytes())?;
    writeln!(out, "</nav>\n<main>")?;
    for (article, excerpts) in project.marked() {
        article_html(&mut out, project, article, &excerpts, &themes, labels)?;
    }
    writeln!(out, "</main>\n</body>\n</html>")?;
    out.flush()?;
    Ok(losses(project))
}

/// What of a project the format cannot hold.
fn losses(project: Project<'_>) -> Losses {
    let mut losses = Losses::default();
    losses.add(Loss::Unplaced, project.unplaced().count());
    losses
}

/// The themes that excerpts bear, by the number that stands for each in the page.
struct Themes<'a> {
    codebook: &'a Codebook,
    numbers: BTreeMap<Option<ThemeId>, usize>,
    names: Vec<String>,
    counts: Vec<usize>,
}

impl<'a> Themes<'a> {
    fn of(project: Project<'a>, labels: &PageLabels) -> Self {
        let mut themes = Self {
            codebook: project.codebook,
            numbers: BTreeMap::new(),
            names: Vec::new(),
            counts: Vec::new(),
        };
        for theme in project.codebook.themes() {
            themes.add(Some(theme.id), &project.codebook.path_name(theme.id));
        }
        for excerpt in project.excerpts {
            for (id, name) in excerpt.theme_ids.iter().zip(&excerpt.themes) {
                let number = themes.add(Some(*id), name);
                if let Some(count) = themes.counts.get_mut(number) {
                    *count += 1;
                }
            }
            if excerpt.themes.is_empty() {
                let number = themes.add(None, &labels.no_theme);
                if let Some(count) = themes.counts.get_mut(number) {
                    *count += 1;
                }
            }
        }
        themes
    }

    fn add(&mut self, id: Option<ThemeId>, name: &str) -> usize {
        *self.numbers.entry(id).or_insert_with(|| {
            self.names.push(name.to_owned());
            self.counts.push(0);
            self.names.len() - 1
        })
    }

    /// The numbers of an excerpt's themes.
    fn numbers_of(&self, excerpt: &Excerpt) -> Vec<usize> {
        if excerpt.theme_ids.is_empty() {
            return self.numbers.get(&None).copied().into_iter().collect();
        }
        excerpt.theme_ids.iter().filter_map(|&id| self.numbers.get(&Some(id)).copied()).collect()
    }

    fn theme(&self, number: usize) -> Option<&'a Theme> {
        let (id, _) = self.numbers.iter().find(|(_, at)| **at == number)?;
        self.codebook.get((*id)?)
    }

    /// Each theme's colour, and what its switch hides.
    fn style(&self) -> String {
        let each = (0..self.names.len()).map(|number| {
            let (red, green, blue) =
                self.theme(number).map_or((0x80, 0x80, 0x80), |theme| theme.colour.rgb());
            format!(
                ".t{number} {{ --colour: {red} {green} {blue}; }}\n\
                 body:has(#s{number}:not(:checked)) mark.t{number} {{ background: none; border: 0; padding: 0; }}\n\
                 body:has(#s{number}:not(:checked)) li.n.only{number} {{ display: none; }}\n"
            )
        });
        each.collect()
    }

    fn list(&self) -> String {
        let mut list = "<ul>\n".to_owned();
        // Writing to a `String` cannot fail.
        for (number, (name, count)) in self.names.iter().zip(&self.counts).enumerate() {
            let about = self.theme(number).map_or("", |theme| &theme.description);
            let _ = writeln!(
                list,
                "<li class=\"t{number}\" title=\"{}\"><label><input type=\"checkbox\" id=\"s{number}\" checked> \
                 <i></i>{} <b>{count}</b></label></li>",
                escaped(about),
                escaped(name),
            );
        }
        list + "</ul>\n"
    }
}

fn article_html(
    out: &mut impl Write,
    project: Project<'_>,
    article: &Article,
    excerpts: &[&Excerpt],
    themes: &Themes<'_>,
    labels: &PageLabels,
) -> std::io::Result<()> {
    let header = project.corpus.header(article);
    let year = header.year.map(|year| format!(" · {year}")).unwrap_or_default();
    writeln!(
        out,
        "<article>\n<h2>{}</h2>\n<p class=\"source\">{}{year}</p>",
        escaped(&header.title),
        escaped(article.path.as_str()),
    )?;
    let content = article.text.as_str();
    let marks = Marks::of(article, excerpts);
    let reading = project.corpus.reading(article);
    let paragraphs = reading.paragraphs(ReadingStyle::IN_LINES.join);
    let starts = paragraphs.iter().skip(1).map(|next| next.span.start().to_usize());
    for (paragraph, next) in paragraphs.iter().zip(starts.chain([usize::MAX])) {
        let marked = marks.paragraph((content, &reading), (paragraph.span, next), excerpts, themes);
        writeln!(out, "<p{}>{marked}</p>", class(paragraph.kind))?;
    }
    let noted: Vec<_> = excerpts.iter().enumerate().filter(|(_, e)| !e.memo.is_empty()).collect();
    if !noted.is_empty() {
        writeln!(out, "<section><h3>{}</h3>\n<ol>", escaped(&labels.notes))?;
        for (at, excerpt) in noted {
            let only = match themes.numbers_of(excerpt)[..] {
                [one] => format!(" only{one}"),
                _ => String::new(),
            };
            writeln!(
                out,
                "<li class=\"n{only}\" value=\"{}\"><q>{}</q> {} · {}<br/>{}</li>",
                at + 1,
                escaped(&excerpt.read(project.corpus, ReadingStyle::ON_ONE_LINE).text),
                escaped(&excerpt.themes.join("; ")),
                escaped(excerpt.coder.as_str()),
                escaped(&excerpt.memo).replace('\n', "<br/>"),
            )?;
        }
        writeln!(out, "</ol></section>")?;
    }
    writeln!(out, "</article>")
}

/// What tells the style sheet what a paragraph is.
fn class(kind: LineKind) -> String {
    match kind {
        LineKind::Body | LineKind::Turn | LineKind::Item => String::new(),
        kind => format!(" class=\"{}\"", kind.name()),
    }
}

/// Where fragments begin and end, in bytes.
struct Marks {
    /// Start, end, which excerpt; sorted by start.
    fragments: Vec<(usize, usize, usize)>,
    longest: usize,
}

impl Marks {
    fn of(article: &Article, excerpts: &[&Excerpt]) -> Self {
        let mut fragments = Vec::new();
        for (at, excerpt) in excerpts.iter().enumerate() {
            for &span in &excerpt.fragments {
                let bytes = article.text.byte_span(span).map(ByteSpan::range);
                fragments.extend(bytes.map(|bytes| (bytes.start, bytes.end, at)));
            }
        }
        fragments.sort_unstable();
        let longest = fragments.iter().map(|(start, end, _)| end - start).max().unwrap_or(0);
        Self { fragments, longest }
    }

    /// A paragraph in reading form with its marks: cut at every edge, each piece in a mark per theme.
    ///
    /// `next` is where the next paragraph starts.
    fn paragraph(
        &self,
        (content, reading): (&str, &ReadingLines),
        (paragraph, next): (ByteSpan, usize),
        excerpts: &[&Excerpt],
        themes: &Themes<'_>,
    ) -> String {
        let line = paragraph.range();
        let from = line.start.saturating_sub(self.longest);
        let first = self.fragments.partition_point(|fragment| fragment.0 < from);
        let here: Vec<_> = self
            .fragments
            .get(first..)
            .unwrap_or_default()
            .iter()
            .take_while(|fragment| fragment.0 < line.end)
            .filter(|fragment| fragment.1 > line.start)
            .collect();
        let mut cuts = vec![line.start, line.end];
        for (start, end, _) in &here {
            cuts.extend([*start, *end].into_iter().filter(|at| line.contains(at)));
        }
        cuts.sort_unstable();
        cuts.dedup();
        let places: Vec<_> = cuts.iter().filter_map(|&at| ByteOffset::from_usize(at)).collect();
        let pieces = reading.parts(content, &places, ReadingStyle::IN_LINES);
        let mut html = String::new();
        for (pair, piece) in cuts.windows(2).zip(&pieces) {
            let &[start, end] = pair else { continue };
            let over = here.iter().filter(|(from, to, _)| *from <= start && *to >= end);
            let mut numbers: Vec<usize> = Vec::new();
            let mut title: Vec<String> = Vec::new();
            for (_, _, at) in over {
                let Some(excerpt) = excerpts.get(*at) else { continue };
                for number in themes.numbers_of(excerpt) {
                    if !numbers.contains(&number) {
                        numbers.push(number);
                    }
                }
                let themes = excerpt.themes.join("; ");
                title.push(escaped(&format!("{themes} · {}", excerpt.coder)));
            }
            numbers.truncate(DEEPEST);
            title.dedup();
            for (depth, number) in numbers.iter().enumerate() {
                let _ = write!(
                    html,
                    "<mark class=\"t{number} d{depth}\" title=\"{}\">",
                    title.join("&#10;")
                );
            }
            html += &escaped(piece);
            html += &"</mark>".repeat(numbers.len());
            // Where a passage with a note ends, its number.
            for (_, to, at) in &here {
                let noted = excerpts.get(*at).is_some_and(|excerpt| !excerpt.memo.is_empty());
                // It may end in what stands between two paragraphs and is not read.
                let ends = *to == end || end == line.end && *to > end && *to <= next;
                if ends && noted {
                    let _ = write!(html, "<sup>{}</sup>", at + 1);
                }
            }
        }
        html
    }
}

/// `text` where no character means anything to HTML; what no page may hold is replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            '\n' | '\t' => escaped.push(c),
            c if c.is_control() => escaped.push('\u{fffd}'),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::sample::{Mark, any_set, set};
    use crate::text;

    fn labels() -> PageLabels {
        let text = |text: &str| text.to_owned();
        PageLabels {
            language: text("zh-CN"),
            themes: text("主题"),
            notes: text("备忘录"),
            no_theme: text("没有主题"),
        }
    }

    /// The page without its tags, with the characters that they stood for.
    fn bare(html: &str) -> String {
        let mut out = String::new();
        let mut inside = false;
        for c in html.chars() {
            match c {
                '<' => inside = true,
                '>' if inside => inside = false,
                c if !inside => out.push(c),
                _ => {}
            }
        }
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&amp;", "&")]
            .iter()
            .fold(out, |out, (from, to)| out.replace(from, to))
    }

    /// Whether the end of an excerpt is more than blanks.
    fn is_seen(excerpt: &Excerpt) -> bool {
        excerpt.quotes.last().is_some_and(|quote| !quote.trim().is_empty())
    }

    #[test]
    fn the_page_shows_what_the_reader_shows() {
        let text = "# 题目\n\n## 阵地,建设\n　　街道把粮站改成中心,面积扩大。\n";
        let mark = Mark {
            text: 0,
            coder: "lin",
            // From the heading's marks to the line end behind the heading.
            fragments: vec![(6, 15)],
            themes: vec![0],
            memo: "注".to_owned(),
        };
        let set = set(&[text], &[mark]);
        let mut out = Vec::new();
        write(&mut out, set.project(), &labels()).expect("memory");
        let html = String::from_utf8(out).expect("UTF-8");
        let lines: Vec<_> = html.lines().filter(|line| line.starts_with("<p")).map(bare).collect();
        assert_eq!(lines[1..], ["题目", "阵地，建设1", "街道把粮站改成中心，面积扩大。"]);
        assert!(html.contains("<p class=\"heading\"><mark "), "{html}");
        assert!(html.contains("<q>阵地，建设</q>"), "{html}");
    }

    proptest! {
        #[test]
        fn every_line_is_whole_and_every_mark_is_closed(set in any_set()) {
            let mut out = Vec::new();
            write(&mut out, set.project(), &labels()).expect("memory");
            let html = String::from_utf8(out).expect("UTF-8");
            prop_assert_eq!(html.matches("<mark ").count(), html.matches("</mark>").count());
            let seen: String = html
                .lines()
                .filter_map(|line| {
                    let line = line.strip_prefix("<p")?.strip_suffix("</p>")?;
                    line.split_once('>').filter(|(class, _)| !class.contains("source"))
                })
                .map(|(_, line)| {
                    // Numbers of notes are ours, not the article's.
                    let parts = line.split("<sup>").enumerate().map(|(at, part)| {
                        if at == 0 { part } else { part.split_once("</sup>").expect("closed").1 }
                    });
                    bare(&parts.collect::<String>())
                })
                .collect();
            let wanted: String =
                set.project().marked().map(|(article, _)| article.text.as_str()).collect();
            // White space is as the page has it, and marks are as wide.
            let folded = |text: &str| {
                let chars = text.chars().filter(|c| !c.is_whitespace());
                chars.map(text::fold_width).collect::<String>()
            };
            let (seen, wanted) = (folded(&seen), folded(&wanted));
            // Each note has its number.
            let noted = set.project().marked().flat_map(|(_, excerpts)| excerpts);
            let noted = noted.filter(|excerpt| !excerpt.memo.is_empty() && is_seen(excerpt));
            prop_assert!(html.matches("<sup>").count() >= noted.count());
            prop_assert_eq!(seen, wanted);
        }
    }
}
