//! The handbook as one web page that needs nothing else: no script, no font, no network.

use std::fmt::Write as _;

use rust_i18n::t;

use super::{
    book::{Handbook, HandbookChapter},
    pictures::handbook_picture,
};
use crate::text::{MarkdownKind, MarkdownSpan};

const STYLE: &str = include_str!("web_page.css");
/// The page loads and runs nothing, whatever it is opened with.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

impl Handbook {
    /// All of it as a page in `language`, a tag of the web's (`zh-CN`).
    #[must_use]
    pub fn web_page(&self, language: &str) -> String {
        let title = t!("handbook.page_title");
        let mut page = String::new();
        // Writing to a `String` cannot fail.
        let _ = write!(
            page,
            "<!doctype html>\n<html lang=\"{language}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<nav>\n\
             <p class=\"name\">{title}</p>\n",
            title = escaped(&title),
        );
        self.contents(&mut page);
        page.push_str("</nav>\n<main>\n");
        for chapter in self.chapters() {
            chapter_of(chapter, &mut page);
        }
        page.push_str("</main>\n</body>\n</html>\n");
        page
    }

    fn contents(&self, page: &mut String) {
        for heading in self.headings().filter(|heading| heading.level <= 2) {
            let class = if heading.level == 1 { "chapter" } else { "section" };
            let title = escaped(&heading.title);
            let _ = writeln!(page, "<a class=\"{class}\" href=\"#{}\">{title}</a>", heading.id);
        }
    }
}

fn chapter_of(chapter: &HandbookChapter, page: &mut String) {
    page.push_str("<article>\n");
    // The lists that are open: whether each is numbered.
    let mut lists: Vec<bool> = Vec::new();
    for block in &chapter.blocks {
        let depth = if matches!(block.kind, MarkdownKind::Item(_)) { block.depth } else { 0 };
        while lists.len() > depth {
            close(&mut lists, page);
        }
        let inner = spans(&block.spans);
        match &block.kind {
            MarkdownKind::Heading { level, id } => {
                let id = id.as_deref().unwrap_or_default();
                let _ = writeln!(page, "<h{level} id=\"{id}\">{inner}</h{level}>");
            }
            MarkdownKind::Item(mark) => {
                let numbered = mark.ends_with('.');
                while lists.len() < depth {
                    lists.push(numbered);
                    page.push_str(if numbered { "<ol>\n" } else { "<ul>\n" });
                }
                let _ = writeln!(page, "<li>{inner}</li>");
            }
            MarkdownKind::Paragraph if block.quoted > 0 => {
                let _ = writeln!(page, "<blockquote>{inner}</blockquote>");
            }
            MarkdownKind::Paragraph => {
                let _ = writeln!(page, "<p>{inner}</p>");
            }
            MarkdownKind::Code => {
                let _ = writeln!(page, "<pre><code>{}</code></pre>", escaped(&block.text()));
            }
            MarkdownKind::Picture(path) => {
                let name = escaped(&block.text());
                let bytes = base64(handbook_picture(path).unwrap_or_default());
                let _ = writeln!(
                    page,
                    "<figure><img src=\"data:image/png;base64,{bytes}\" alt=\"{name}\">\
                     <figcaption>{name}</figcaption></figure>"
                );
            }
            MarkdownKind::Rule => page.push_str("<hr>\n"),
            MarkdownKind::Table(rows) => {
                page.push_str("<table>\n");
                for (place, row) in rows.iter().enumerate() {
                    let name = if place == 0 { "th" } else { "td" };
                    page.push_str("<tr>");
                    for cell in row {
                        let _ = write!(page, "<{name}>{}</{name}>", spans(cell));
                    }
                    page.push_str("</tr>\n");
                }
                page.push_str("</table>\n");
            }
        }
    }
    while !lists.is_empty() {
        close(&mut lists, page);
    }
    page.push_str("</article>\n");
}

fn close(lists: &mut Vec<bool>, page: &mut String) {
    if let Some(numbered) = lists.pop() {
        page.push_str(if numbered { "</ol>\n" } else { "</ul>\n" });
    }
}

fn spans(spans: &[MarkdownSpan]) -> String {
    let mut out = String::new();
    for span in spans {
        let mut text = escaped(&span.text).replace('\n', "<br>");
        let looks = [
            (span.key, "kbd"),
            (span.code, "code"),
            (span.strong, "strong"),
            (span.emphasis, "em"),
            (span.struck, "s"),
        ];
        for (_, name) in looks.into_iter().filter(|(on, _)| *on) {
            text = format!("<{name}>{text}</{name}>");
        }
        match span.link.as_deref() {
            // A page carries out no command: it names it.
            Some(link) if link.starts_with("command:") => {
                let _ = write!(out, "<span class=\"command\">{text}</span>");
            }
            Some(link) => {
                let target = link.find('#').and_then(|at| link.get(at..)).unwrap_or(link);
                let target = if link.contains("://") { link } else { target };
                let _ = write!(out, "<a href=\"{}\">{text}</a>", escaped(target));
            }
            None => out.push_str(&text),
        }
    }
    out
}

/// Bytes as text, as RFC 4648 has it.
fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut text = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for three in bytes.chunks(3) {
        let byte = |at: usize| u32::from(three.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let sign = SIGNS.get((bits >> (18 - 6 * at) & 63) as usize).copied().unwrap_or(b'=');
            text.push(if at > three.len() { '=' } else { char::from(sign) });
        }
    }
    text
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::base64;

    #[test]
    fn bytes_are_written_as_the_standard_says() {
        // The examples of RFC 4648, section 10.
        let all = ["", "f", "fo", "foo", "foob", "fooba", "foobar"];
        let found = all.map(|bytes| base64(bytes.as_bytes()));
        assert_eq!(found, ["", "Zg==", "Zm8=", "Zm9v", "Zm9vYg==", "Zm9vYmE=", "Zm9vYmFy"]);
    }
}
