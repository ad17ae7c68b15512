//! Articles as Markdown files for Obsidian: a file an article, its passages marked in the text.
//!
//! A file begins with what is known of the article (YAML), then comes its text, a paragraph a line.
//! Passages stand between `==`. Marks cannot lie in each other, so what passages cover is cut where
//! one of them ends, and at the ends of lines; there stands its footnote, which gives the themes as
//! tags, the coder and the memo. Each fragment of a passage ends with the same footnote. What the
//! text has of Markdown's signs is escaped, but for `## ` at the start of a line: such a line is a
//! heading in the article too. Half-width spaces at the ends of lines are dropped.

use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    fmt::Write as _,
    io,
};

use super::{
    Excerpt, ExportOptions, ExportTerms, Format, Written,
    listing::{ListingLabels, with_listing},
    markdown::{inline, text_lines},
    preview::FirstLook,
    project::{Loss, Losses, Project},
};
use crate::{
    annotation::{AttributeKind, Attributes},
    corpus::{Article, ArticlePath, Header},
    text::Text,
};

mod file_name;

use file_name::FileNames;

/// The format.
pub struct MarkdownArticles;

impl Format for MarkdownArticles {
    fn name(&self) -> &'static str {
        "markdown-articles"
    }

    fn extension(&self) -> &'static str {
        ""
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Article
    }

    fn losses(&self, project: Project<'_>, _options: ExportOptions) -> Losses {
        losses(project)
    }

    fn write(&self, project: Project<'_>, terms: &ExportTerms<'_>) -> io::Result<Written> {
        Ok(with_listing(project, terms, |listing| write(project, listing.labels)))
    }
}

/// The files, by their paths in a folder; says what the format cannot hold.
#[must_use]
pub fn write(project: Project<'_>, labels: &ListingLabels<'_>) -> Written {
    let mut names = FileNames::default();
    let mut files = Vec::new();
    let mut page = |article: &Article, excerpts: &[&Excerpt]| {
        let header = project.corpus.header(article);
        let mut page = front(project.attributes, &article.path, &header, excerpts);
        let notes = Notes::of(&article.text, excerpts);
        body(&mut page, article.text.as_str(), &notes);
        for (number, excerpt) in (1..).zip(&notes.excerpts) {
            note(&mut page, number, excerpt, labels);
        }
        files.push((names.of(&article.path), page.into_bytes()));
    };
    if project.whole {
        let marked: BTreeMap<&ArticlePath, Vec<&Excerpt>> =
            project.marked().map(|(article, excerpts)| (&article.path, excerpts)).collect();
        for article in project.corpus.articles() {
            page(article, marked.get(&article.path).map_or(&[], |excerpts| excerpts));
        }
    } else {
        project.marked().for_each(|(article, excerpts)| page(article, &excerpts));
    }
    Written { files, losses: losses(project) }
}

/// What of a project the format cannot hold.
fn losses(project: Project<'_>) -> Losses {
    let mut losses = Losses::default();
    losses.add(Loss::Unplaced, project.unplaced().count());
    losses
}

/// The names of what every file may have at its head.
const PROPERTIES: [&str; 8] =
    ["title", "year", "date", "byline", "source", "themes", "coders", "tags"];

/// The properties at the head of a file; the article's attributes are the last, by their names.
fn front(
    attributes: &Attributes,
    path: &ArticlePath,
    header: &Header,
    excerpts: &[&Excerpt],
) -> String {
    let mut out = format!("---\ntitle: {}\n", quoted(&header.title));
    // Writing to a `String` cannot fail.
    if let Some(year) = header.year {
        let _ = writeln!(out, "year: {year}");
    }
    if let Some(date) = header.date {
        let _ = writeln!(out, "date: {date}");
    }
    if let Some(byline) = &header.byline {
        let _ = writeln!(out, "byline: {}", quoted(byline));
    }
    let _ = writeln!(out, "source: {}", quoted(path.as_str()));
    let themes: BTreeSet<&str> =
        excerpts.iter().flat_map(|excerpt| &excerpt.themes).map(String::as_str).collect();
    let coders: BTreeSet<&str> = excerpts.iter().map(|excerpt| excerpt.coder.as_str()).collect();
    let tags: BTreeSet<String> = themes.iter().map(|theme| tag(theme)).collect();
    list(&mut out, "themes", themes);
    list(&mut out, "coders", coders);
    list(&mut out, "tags", tags.iter().map(String::as_str));
    for (known, value) in attributes.values_of(path) {
        let taken = PROPERTIES.contains(&known.name.to_lowercase().as_str());
        let name = if taken { format!("attribute {}", known.name) } else { known.name.clone() };
        let is_plain = matches!(known.kind, AttributeKind::Number | AttributeKind::Date)
            && known.kind.read(value).is_ok();
        let value = if is_plain { value.to_owned() } else { quoted(value) };
        let _ = writeln!(out, "{}: {value}", quoted(&name));
    }
    out.push_str("---\n");
    out
}

fn list<'a>(out: &mut String, name: &str, all: impl IntoIterator<Item = &'a str>) {
    let mut all = all.into_iter().peekable();
    if all.peek().is_some() {
        let _ = writeln!(out, "{name}:");
    }
    for one in all {
        let _ = writeln!(out, "  - {}", quoted(one));
    }
}

/// A text as YAML's double-quoted scalar, on one line.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let _ = write!(out, "\\u{:04x}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// A theme's path as a nested tag: letters and digits of any script, and not digits alone.
fn tag(theme: &str) -> String {
    let takes = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/');
    let mut tag: String = theme.chars().map(|c| if takes(c) { c } else { '_' }).collect();
    if tag.chars().all(|c| c.is_numeric() || c == '/') {
        tag.insert(0, '_');
    }
    tag
}

/// Where marks and footnotes stand in a text, in bytes.
struct Notes<'a> {
    /// The excerpts in the order of their footnotes, which count from 1.
    excerpts: Vec<&'a Excerpt>,
    /// The footnotes behind each place.
    at: BTreeMap<usize, BTreeSet<usize>>,
    /// What is marked: in order, none overlapping, cut where footnotes stand.
    stretches: Vec<(usize, usize)>,
}

impl<'a> Notes<'a> {
    fn of(text: &Text, excerpts: &[&'a Excerpt]) -> Self {
        let content = text.as_str();
        let mut spans: Vec<(usize, usize, usize)> = Vec::new();
        for (place, excerpt) in excerpts.iter().enumerate() {
            for span in excerpt.fragments.iter().filter_map(|&span| text.byte_span(span)) {
                let marked = content.get(span.range()).unwrap_or_default();
                let from = span.end().to_usize() - marked.trim_start().len();
                // White space at the edges is not marked: some of it is dropped.
                let to = content.get(..span.end().to_usize()).unwrap_or_default().trim_end().len();
                spans.push((to, from, place));
            }
        }
        spans.sort_unstable();
        let mut notes = Self { excerpts: Vec::new(), at: BTreeMap::new(), stretches: Vec::new() };
        let mut numbers: HashMap<usize, usize> = HashMap::new();
        for &(to, _, place) in &spans {
            let number = *numbers.entry(place).or_insert_with(|| {
                notes.excerpts.extend(excerpts.get(place));
                notes.excerpts.len()
            });
            notes.at.entry(to).or_default().insert(number);
        }
        // From the last end backwards: what an earlier passage ends in is cut there.
        let mut reach: Option<usize> = None;
        let mut ends = spans.chunk_by(|one, next| one.0 == next.0).rev().peekable();
        while let Some(group) = ends.next() {
            let Some(&(to, first, _)) = group.first() else { continue };
            let from = reach.map_or(first, |reach| reach.min(first));
            let cut = ends.peek().and_then(|group| group.first()).map_or(0, |before| before.0);
            notes.stretches.push((from.max(cut), to));
            reach = Some(from);
        }
        notes.stretches.retain(|(from, to)| from < to);
        notes.stretches.reverse();
        notes
    }
}

/// The text with its marks, line for line.
fn body(out: &mut String, content: &str, notes: &Notes<'_>) {
    let mut stretches = notes.stretches.iter().copied().peekable();
    let mut start = 0;
    let mut is_first = true;
    for line in content.split('\n') {
        let from = start + (line.len() - line.trim_start_matches([' ', '\t']).len());
        let to = start + line.trim_end().len();
        start += line.len() + 1;
        if from >= to {
            continue;
        }
        out.push('\n');
        // A passage of nothing but the blank lines at the top.
        if is_first {
            references(out, notes.at.get(&0));
            is_first = false;
        }
        let line = content.get(from..to).unwrap_or_default();
        let head = heading(line);
        out.push_str(line.get(..head).unwrap_or_default());
        let mut marks = Vec::new();
        while let Some(&(mark_from, mark_to)) = stretches.peek().filter(|mark| mark.0 < to) {
            let begin = mark_from.max(from + head);
            let marked = content.get(begin..mark_to.min(to)).unwrap_or_default();
            if !marked.trim().is_empty() {
                let end = begin + marked.trim_end().len();
                marks.push((begin + (marked.len() - marked.trim_start().len()), end));
            }
            if mark_to > to {
                break;
            }
            stretches.next();
        }
        marked(out, (line, head, from), &marks, notes);
        out.push('\n');
    }
}

/// How much of a line makes it a heading: `## `.
fn heading(line: &str) -> usize {
    let signs = line.len() - line.trim_start_matches('#').len();
    let is_heading =
        (1..=6).contains(&signs) && line.get(signs..).is_some_and(|rest| rest.starts_with(' '));
    if is_heading { signs + 1 } else { 0 }
}

/// A line behind its first `head` bytes, escaped, with marks and footnotes; it begins at the byte
/// `from` of the text.
fn marked(
    out: &mut String,
    (line, head, from): (&str, usize, usize),
    marks: &[(usize, usize)],
    notes: &Notes<'_>,
) {
    let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let mut marks = marks.iter().copied().peekable();
    let mut before = None;
    // Behind a footnote `(` would begin an address, before one `!` a picture.
    let mut is_behind = false;
    let mut rest = line.get(head..).unwrap_or_default().chars().peekable();
    let mut at = from + head;
    while let Some(c) = rest.next() {
        if marks.peek().is_some_and(|mark| mark.0 == at) {
            out.push_str("==");
        }
        let next = rest.peek().copied();
        let end = at + c.len_utf8();
        let special = match c {
            '\\' | '`' | '*' | '_' | '#' | ']' | '<' | '>' | '~' | '|' | '&' | '$' | '=' | '^' => {
                true
            }
            // `%%` begins a comment.
            '%' => before == Some('%') || next == Some('%'),
            // These mean something at the start of a line only.
            '+' | '-' | ':' => at == from,
            // `1. ` would start a list, `1.5` not.
            '.' | ')' if at > from && at == from + digits => {
                !next.is_some_and(char::is_alphanumeric)
            }
            _ => false,
        };
        let meets = is_behind || notes.at.contains_key(&end);
        if special || (meets && c.is_ascii_punctuation()) {
            out.push('\\');
        }
        out.push(if c.is_control() && c != '\t' { ' ' } else { c });
        if marks.next_if(|mark| mark.1 == end).is_some() {
            out.push_str("==");
        }
        let here = notes.at.get(&end);
        references(out, here);
        is_behind = here.is_some();
        before = Some(c);
        at = end;
    }
}

fn references(out: &mut String, numbers: Option<&BTreeSet<usize>>) {
    for number in numbers.into_iter().flatten() {
        let _ = write!(out, "[^{number}]");
    }
}

/// A footnote: themes as tags, coder, memo.
fn note(out: &mut String, number: usize, excerpt: &Excerpt, labels: &ListingLabels<'_>) {
    let mut parts = Vec::new();
    if !excerpt.themes.is_empty() {
        let tags: Vec<String> =
            excerpt.themes.iter().map(|theme| format!("#{}", tag(theme))).collect();
        parts.push(tags.join(" "));
    }
    parts.push(inline(excerpt.coder.as_str()));
    let mut memo = text_lines(&excerpt.memo);
    parts.extend(memo.next().map(|line| format!("{}{line}", labels.memo)));
    let _ = writeln!(out, "\n[^{number}]: {}", parts.join(" · "));
    for line in memo {
        // Indented, it belongs to the footnote.
        let _ = writeln!(out, "\n    {line}");
    }
}

#[cfg(test)]
mod tests;
