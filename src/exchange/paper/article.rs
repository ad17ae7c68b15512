//! An article as it is printed: its text in reading order with its marks, then its notes.

use std::collections::BTreeSet;

use super::{
    PrintedArticle,
    paragraph::{
        NO_THEME, PaperMark, PaperName, PaperParagraph, PaperStyles, printed_colour, shown,
    },
};
use crate::{
    annotation::{Codebook, ThemeId},
    corpus,
    exchange::{Excerpt, ExportWords, Project},
    text::{
        self, ByteSpan, Flow, FlowParagraph, LineKind, MarkdownDialect, ReadingStyle, markdown,
    },
};

/// Lines below a text: more than these cannot be told apart.
pub(super) const DEEPEST: usize = 4;

/// Adds an article's paragraphs.
pub(super) fn printed(
    printed: &PrintedArticle<'_>,
    project: Project<'_>,
    words: ExportWords<'_>,
    styles: &PaperStyles,
    out: &mut Vec<PaperParagraph>,
) {
    let PrintedArticle { article, excerpts, notes } = printed;
    let header = project.corpus.header(article);
    let text = article.text.as_str();
    let said = project.corpus.corrections().get(&article.path);
    let said = said.map(|correction| correction.lines.as_slice()).unwrap_or_default();
    let lines = text::judged_lines(text, &corpus::judgements(said, text));
    let flow = Flow::of(&lines, true);
    let first = out.len();
    out.push(source(printed, project, header.year, styles));
    let is_titled = flow.paragraphs().iter().any(|p| p.kind == LineKind::Title);
    if !is_titled {
        let mut title = PaperParagraph::new(&header.title, styles.title());
        title.outline = Some(0);
        out.push(title);
    }
    let marks = PageMarks::of(printed, project);
    for paragraph in flow.paragraphs() {
        out.extend(marks.paragraph(text, &flow, paragraph, styles).pieces());
    }
    if let Some(first) = out.get_mut(first) {
        first.running = Some(header.title);
    }
    let noted: Vec<_> = excerpts.iter().filter(|excerpt| !excerpt.memo.is_empty()).collect();
    if noted.is_empty() && notes.is_empty() {
        return;
    }
    let mut heading = PaperParagraph::new(&words.of("export.word.memo"), styles.heading());
    heading.outline = Some(1);
    out.push(heading);
    for note in notes {
        let mut whose = PaperParagraph::new(note.coder.as_str(), styles.side());
        whose.style.keep = true;
        out.push(whose);
        memo(&note.text, styles, out);
    }
    for (number, excerpt) in (1..).zip(noted) {
        let quote = excerpt.read(project.corpus, ReadingStyle::ON_ONE_LINE).text;
        let themes = excerpt.themes.join("; ");
        let begin = beginning(&quote);
        let about = [begin.as_str(), &themes, excerpt.coder.as_str()];
        let about: Vec<_> = about.into_iter().filter(|part| !part.is_empty()).collect();
        let text = format!("[{number}] {}", about.join(" · "));
        let mut head = PaperParagraph::new(&text, styles.side());
        (head.style.keep, head.style.above) = (true, head.style.below * 2.0);
        out.push(head);
        memo(&excerpt.memo, styles, out);
    }
}

/// Where the article comes from.
fn source(
    printed: &PrintedArticle<'_>,
    project: Project<'_>,
    year: Option<i16>,
    styles: &PaperStyles,
) -> PaperParagraph {
    let mut parts = vec![project.corpus.name(), printed.article.path.to_string()];
    parts.extend(year.map(|year| year.to_string()));
    let coders: BTreeSet<&str> = printed.excerpts.iter().map(|e| e.coder.as_str()).collect();
    parts.extend(coders.into_iter().map(str::to_owned));
    let mut source = PaperParagraph::new(&parts.join(" · "), styles.side());
    source.style.keep = true;
    source
}

/// The first words of what a note is about.
fn beginning(quote: &str) -> String {
    const CHARS: usize = 24;
    let first = text::first_characters(quote, CHARS);
    format!("“{first}{}”", if first.len() < quote.len() { "…" } else { "" })
}

/// A memo's paragraphs, without the signs of its Markdown.
pub(super) fn memo(memo: &str, styles: &PaperStyles, out: &mut Vec<PaperParagraph>) {
    for block in markdown(memo, MarkdownDialect::Memo) {
        for line in block.text().split('\n').filter(|line| !line.trim().is_empty()) {
            let mark = match &block.kind {
                text::MarkdownKind::Item(mark) => format!("{mark} "),
                _ => String::new(),
            };
            out.extend(PaperParagraph::new(&(mark + line.trim()), styles.memo()).pieces());
        }
    }
}

/// A theme's colour in print.
pub(super) fn theme_colour(codebook: &Codebook, theme: ThemeId) -> u32 {
    codebook.get(theme).map_or(NO_THEME, |theme| printed_colour(theme.colour.rgb()))
}

/// What the margin says of an excerpt: each theme by its own name, and the number of its memo.
pub(super) fn names(
    excerpt: &Excerpt,
    codebook: &Codebook,
    coder: bool,
    note: Option<usize>,
    at: usize,
) -> Vec<PaperName> {
    let leaf = |path: &str| path.rsplit('/').next().unwrap_or(path).to_owned();
    let themes = excerpt.theme_ids.iter().zip(&excerpt.themes);
    let themes = themes.map(|(&id, path)| {
        let name = codebook.get(id).map_or_else(|| leaf(path), |theme| theme.name.clone());
        PaperName { at, text: name, colour: theme_colour(codebook, id) }
    });
    let mut names: Vec<_> = themes.collect();
    if names.is_empty() {
        names.push(PaperName { at, text: "—".to_owned(), colour: NO_THEME });
    }
    if let Some(last) = names.last_mut() {
        if coder {
            last.text.push_str(" · ");
            last.text.push_str(excerpt.coder.as_str());
        }
        if let Some(number) = note {
            last.text.push_str(" [");
            last.text.push_str(&number.to_string());
            last.text.push(']');
        }
    }
    names
}

/// A fragment of an excerpt, in bytes.
struct PageFragment {
    start: usize,
    end: usize,
    excerpt: usize,
    /// The lines below the text that its themes have.
    depths: Vec<usize>,
    /// Whether it is the first of its excerpt.
    first: bool,
}

/// What is marked in an article.
struct PageMarks<'a> {
    printed: &'a PrintedArticle<'a>,
    codebook: &'a Codebook,
    /// Sorted by start.
    fragments: Vec<PageFragment>,
    longest: usize,
    /// Whether several coders marked it: then the margin says who.
    coders: bool,
    /// The number of each excerpt's memo.
    notes: Vec<Option<usize>>,
}

impl<'a> PageMarks<'a> {
    fn of(printed: &'a PrintedArticle<'a>, project: Project<'a>) -> Self {
        let mut fragments = Vec::new();
        for (at, excerpt) in printed.excerpts.iter().enumerate() {
            for (place, &span) in excerpt.fragments.iter().enumerate() {
                let Some(bytes) = printed.article.text.byte_span(span) else { continue };
                let (start, end) = (bytes.start().to_usize(), bytes.end().to_usize());
                let (depths, first) = (Vec::new(), place == 0);
                fragments.push(PageFragment { start, end, excerpt: at, depths, first });
            }
        }
        fragments.sort_by_key(|f: &PageFragment| (f.start, std::cmp::Reverse(f.end), f.excerpt));
        // Each theme takes the highest line that is free over its whole length.
        let mut taken: Vec<usize> = Vec::new();
        for fragment in &mut fragments {
            let themes = printed.excerpts.get(fragment.excerpt).map_or(0, |e| e.theme_ids.len());
            for _ in 0..themes.max(1) {
                let free = taken.iter().enumerate().position(|(depth, &end)| {
                    end <= fragment.start && !fragment.depths.contains(&depth)
                });
                let depth = free.unwrap_or_else(|| {
                    taken.push(0);
                    taken.len() - 1
                });
                fragment.depths.push(depth);
                taken[depth] = fragment.end;
            }
        }
        let longest = fragments.iter().map(|f| f.end - f.start).max().unwrap_or(0);
        let mut coders: Vec<_> = printed.excerpts.iter().map(|e| &e.coder).collect();
        coders.sort();
        coders.dedup();
        let coders = coders.len() > 1;
        let mut number = 0;
        let notes = printed.excerpts.iter().map(|excerpt| {
            let has_memo = !excerpt.memo.is_empty();
            number += usize::from(has_memo);
            has_memo.then_some(number)
        });
        let notes = notes.collect();
        Self { printed, codebook: project.codebook, fragments, longest, coders, notes }
    }

    /// A paragraph with what is marked in it.
    fn paragraph(
        &self,
        text: &str,
        flow: &Flow,
        paragraph: &FlowParagraph,
        styles: &PaperStyles,
    ) -> PaperParagraph {
        let pieces = flow.pieces().get(paragraph.pieces.clone()).unwrap_or_default();
        let mut slice = String::new();
        let mut inside = Vec::new();
        // Where in the text each character stands, piece by piece.
        let mut runs: Vec<(ByteSpan, usize, Vec<usize>)> = Vec::new();
        let mut count = 0;
        for piece in pieces {
            let part = text.get(piece.span.range()).unwrap_or_default();
            let start = piece.span.start().to_usize();
            let bytes: Vec<usize> = part.char_indices().map(|(at, _)| start + at).collect();
            inside.extend(text::inside_characters(part).into_iter().map(|at| count + at));
            let length = bytes.len();
            runs.push((piece.span, count, bytes));
            count += length;
            slice.push_str(part);
        }
        let style = styles.of_kind(paragraph.kind);
        let mut out = PaperParagraph::of_chars(shown(&slice), inside, style);
        out.is_own = true;
        out.outline = match paragraph.kind {
            LineKind::Title => Some(0),
            LineKind::Heading => Some(1),
            _ => None,
        };
        // A printing that the page passes over is there, and pale.
        if !pieces.is_empty() && pieces.iter().all(|piece| piece.twin.is_some()) {
            out.faint.push(0..count);
        }
        for (span, from, bytes) in &runs {
            let at = |byte: usize| from + bytes.partition_point(|&start| start < byte);
            for fragment in self.touching(*span) {
                let Some(excerpt) = self.printed.excerpts.get(fragment.excerpt) else { continue };
                let chars = at(fragment.start)..at(fragment.end);
                let colours: Vec<u32> = match excerpt.theme_ids.as_slice() {
                    [] => vec![NO_THEME],
                    ids => ids.iter().map(|&id| theme_colour(self.codebook, id)).collect(),
                };
                for (&depth, colour) in fragment.depths.iter().zip(colours) {
                    if depth < DEEPEST && !chars.is_empty() {
                        out.marks.push(PaperMark { chars: chars.clone(), colour, depth });
                    }
                }
                let begins = fragment.first && span.range().contains(&fragment.start);
                if begins {
                    let note = self.notes.get(fragment.excerpt).copied().flatten();
                    out.names.extend(names(excerpt, self.codebook, self.coders, note, chars.start));
                }
            }
        }
        out
    }

    /// The fragments that share something with `span`.
    fn touching(&self, span: ByteSpan) -> impl Iterator<Item = &PageFragment> {
        let range = span.range();
        let from = range.start.saturating_sub(self.longest);
        let first = self.fragments.partition_point(|fragment| fragment.start < from);
        let here = self.fragments.get(first..).unwrap_or_default().iter();
        let end = range.end;
        here.take_while(move |fragment| fragment.start < end)
            .filter(move |fragment| fragment.end > range.start)
    }
}
