//! Excerpts as Markdown (CommonMark): for reading, printing and pasting into a manuscript.
//!
//! Every excerpt is a quotation with its source below. What comes from the articles is escaped, so
//! that a `*` or a `#` of theirs stays a character; spaces at the start of a line, which Markdown
//! would take for code, are dropped.

use std::io::{self, Write};

use super::{
    Excerpt, ExportOption, ExportTerms, Format, Losses, Project, Written,
    listing::{Grouping, Listing, ListingLabels, source, with_listing},
    preview::{FirstLook, Preview, first_lines},
};

/// The format.
pub struct Markdown;

impl Format for Markdown {
    fn name(&self) -> &'static str {
        "markdown"
    }

    fn extension(&self) -> &'static str {
        "md"
    }

    fn heeds(&self) -> &'static [ExportOption] {
        &[ExportOption::GroupBy]
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Listing
    }

    fn write(&self, project: Project<'_>, terms: &ExportTerms<'_>) -> io::Result<Written> {
        Written::file(|out| {
            with_listing(project, terms, |listing| write(out, listing))?;
            Ok(Losses::default())
        })
    }

    fn seen(&self, bytes: &[u8]) -> Option<Preview> {
        Some(Preview::Markdown(first_lines(bytes)))
    }
}

/// Writes a list to `out` in groups, each with its heading.
///
/// # Errors
/// If `out` does not take it.
pub fn write(mut out: impl Write, listing: &Listing<'_>) -> io::Result<()> {
    writeln!(out, "# {}", inline(&listing.labels.heading))?;
    for group in listing.groups() {
        writeln!(out, "\n## {} ({})", inline(&group.name), group.count)?;
        for excerpt in group.excerpts {
            writeln!(out)?;
            one(&mut out, excerpt, listing.grouping, listing.labels)?;
        }
    }
    out.flush()
}

fn one(
    out: &mut impl Write,
    excerpt: &Excerpt,
    grouping: Grouping<'_>,
    labels: &ListingLabels<'_>,
) -> io::Result<()> {
    // Each line of the text is a paragraph of its own: that is what it was in the article.
    let mut first = true;
    for line in text_lines(&excerpt.text) {
        if !first {
            writeln!(out, ">")?;
        }
        writeln!(out, "> {line}")?;
        first = false;
    }
    let source = source(excerpt, grouping, labels);
    let source: Vec<_> = source.iter().map(|part| inline(part)).collect();
    writeln!(out, "\n{}", source.join(" · "))?;
    let mut memo = text_lines(&excerpt.memo);
    if let Some(line) = memo.next() {
        writeln!(out, "\n{}{line}", labels.memo)?;
        for line in memo {
            writeln!(out, "\n{line}")?;
        }
    }
    Ok(())
}

/// The lines of `text` that are not blank, escaped.
pub(super) fn text_lines(text: &str) -> impl Iterator<Item = String> {
    text.split(is_line_end).map(inline).filter(|line| !line.is_empty())
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// `text` as one line in which no character means anything to Markdown.
pub(super) fn inline(text: &str) -> String {
    let text = text.trim_matches([' ', '\t']).trim_end();
    let mut escaped = String::with_capacity(text.len() + 8);
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    for (at, c) in text.char_indices() {
        let special = match c {
            '\\' | '`' | '*' | '_' | '#' | ']' | '<' | '>' | '~' | '|' | '&' | '$' => true,
            // These mean something at the start of a line only.
            '+' | '-' | '=' => at == 0,
            // `1. ` would start a list, `1.5` not.
            '.' | ')' => {
                at > 0 && at == digits && !text[at + 1..].starts_with(|c: char| c.is_alphanumeric())
            }
            _ => false,
        };
        if special {
            escaped.push('\\');
        }
        escaped.push(if is_line_end(c) { ' ' } else { c });
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_a_character_in_the_article_stays_one() {
        for (text, expected) in [
            ("# 标题 #", r"\# 标题 \#"),
            ("1. 一", r"1\. 一"),
            ("2019.5", "2019.5"),
            ("2)", r"2\)"),
            ("- 一-二", r"\- 一-二"),
            ("[链](址)", r"[链\](址)"),
            ("<b>*&amp;_`", r"\<b\>\*\&amp;\_\`"),
            ("党建,引领。", "党建,引领。"),
        ] {
            assert_eq!(inline(text), expected);
        }
    }

    #[test]
    fn a_line_break_cannot_leave_the_quotation_and_a_blank_line_is_none() {
        let lines: Vec<_> = text_lines("一\r\n\n  \n\u{2028}    二").collect();
        assert_eq!(lines, ["一", "二"]);
        assert_eq!(inline("名\n字"), "名 字");
    }
}
