//! Excerpts as a Word document: a table of contents, a heading per theme or article, and each
//! excerpt with its surroundings in grey, its source and its memo.
//!
//! The contents name the headings from the start; Word asks once to fill in the pages.

use std::io::{self, Seek, Write};

use docx_rs::{
    AlignmentType, BreakType, Docx, LineSpacing, Paragraph, Run, RunFonts, Style, StyleType,
    TableOfContents,
};

use super::{
    Excerpt,
    listing::{Grouping, Labels, groups, source},
    xml_text::writable,
};

const INK: &str = "1F1D1A";
const GREY: &str = "8A8378";
const ACCENT: &str = "B5332A";

/// Writes the document to `out`.
///
/// # Errors
/// If `out` does not take it.
pub fn write(
    out: impl Write + Seek,
    excerpts: &[Excerpt],
    grouping: Grouping<'_>,
    contents: &str,
    labels: &Labels<'_>,
) -> io::Result<()> {
    let fonts =
        RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").east_asia("SimSun");
    let bold = RunFonts::new().ascii("Arial").hi_ansi("Arial").east_asia("SimHei");
    let heading = |id: &str, name: &str, size, level| {
        Style::new(id, StyleType::Paragraph)
            .name(name)
            .fonts(bold.clone())
            .size(size)
            .bold()
            .outline_lvl(level)
            .line_spacing(LineSpacing::new().before(240).after(120))
    };
    let mut document =
        Docx::new()
            .default_fonts(fonts)
            .default_size(24)
            .add_style(heading("Heading1", "heading 1", 36, 0))
            .add_style(heading("Heading2", "heading 2", 28, 1))
            .add_style(
                Style::new("Quote", StyleType::Paragraph)
                    .name("Quote")
                    .indent(Some(480), None, Some(480), None)
                    .line_spacing(LineSpacing::new().before(160).after(40)),
            )
            .add_paragraph(Paragraph::new().align(AlignmentType::Center).add_run(
                Run::new().add_text(writable(&labels.heading)).size(44).bold().fonts(bold),
            ))
            .add_paragraph(
                Paragraph::new().add_run(Run::new().add_text(writable(contents)).color(GREY)),
            )
            .add_table_of_contents(
                TableOfContents::new().heading_styles_range(1, 2).hyperlink().auto().dirty(),
            )
            .add_paragraph(Paragraph::new().add_run(Run::new().add_break(BreakType::Page)));
    for (name, group) in groups(excerpts, grouping, labels) {
        let title = format!("{} ({})", writable(&name), group.len());
        let run = Run::new().add_text(title);
        document = document.add_paragraph(Paragraph::new().style("Heading1").add_run(run));
        for excerpt in group {
            for paragraph in one(excerpt, grouping, labels) {
                document = document.add_paragraph(paragraph);
            }
        }
    }
    document.build().pack(out).map_err(io::Error::other)
}

/// An excerpt: its text between its surroundings, its source, its memo.
fn one(excerpt: &Excerpt, grouping: Grouping<'_>, labels: &Labels<'_>) -> Vec<Paragraph> {
    let grey = |text: &str| Run::new().add_text(one_line(text)).color(GREY);
    let mut quote = Paragraph::new().style("Quote").add_run(grey(&excerpt.before));
    for (at, line) in excerpt.text.split('\n').enumerate() {
        let mut run = Run::new().color(INK);
        if at > 0 {
            run = run.add_break(BreakType::TextWrapping);
        }
        quote = quote.add_run(run.add_text(writable(line)));
    }
    let source = source(excerpt, grouping, labels).join(" · ");
    let source = Run::new().add_text(writable(&source)).size(18);
    let mut all = vec![
        quote.add_run(grey(&excerpt.after)),
        Paragraph::new().align(AlignmentType::Right).add_run(source.color(GREY)),
    ];
    if !excerpt.memo.is_empty() {
        let mut memo = Paragraph::new()
            .add_run(Run::new().add_text(writable(&labels.memo)).color(ACCENT).size(21));
        for (at, line) in excerpt.memo.split('\n').enumerate() {
            let mut run = Run::new().size(21);
            if at > 0 {
                run = run.add_break(BreakType::TextWrapping);
            }
            memo = memo.add_run(run.add_text(writable(line)));
        }
        all.push(memo);
    }
    all
}

fn one_line(text: &str) -> String {
    writable(text).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use proptest::prelude::*;

    use super::*;
    use crate::exchange::sample::any_set;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn the_document_is_well_formed_and_holds_every_excerpt(set in any_set()) {
            let text = |text: &str| text.to_owned();
            let labels = Labels {
                heading: text("摘录\u{1}"),
                no_theme: text("没有主题"),
                memo: text("备忘录："),
                not_found: text("?"),
                paragraph: &|number| format!("第 {number} 段"),
            };
            let mut out = Cursor::new(Vec::new());
            write(&mut out, &set.excerpts, Grouping::Article, "目录", &labels).expect("memory");
            let mut archive = zip::ZipArchive::new(out).expect("an archive");
            let mut xml = String::new();
            let mut file = archive.by_name("word/document.xml").expect("a document");
            file.read_to_string(&mut xml).expect("UTF-8");
            let mut seen = String::new();
            let mut reader = quick_xml::Reader::from_str(&xml);
            loop {
                match reader.read_event().expect("well formed") {
                    quick_xml::events::Event::Eof => break,
                    quick_xml::events::Event::Text(text) => {
                        seen += &text.xml_content(quick_xml::XmlVersion::Explicit1_0).expect("text");
                    }
                    quick_xml::events::Event::GeneralRef(name) => {
                        let name = name.decode().expect("a name");
                        seen += match &*name {
                            "lt" => "<", "gt" => ">", "amp" => "&", "quot" => "\"", "apos" => "'", _ => "\n",
                        };
                    }
                    _ => {}
                }
            }
            for excerpt in &set.excerpts {
                for line in excerpt.text.lines().chain(excerpt.memo.lines()) {
                    // A tab becomes an element of its own.
                    for part in line.split('\t') {
                        prop_assert!(seen.contains(part), "{} in {}", part, seen);
                    }
                }
            }
        }
    }
}
