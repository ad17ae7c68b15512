//! Excerpts as a Word document: a table of contents, a heading per theme or article, and each
//! excerpt with its surroundings in grey, its source and its memo.
//!
//! The contents name the headings from the start; Word asks once to fill in the pages.

mod preview;

use std::io::{self, Cursor, Read as _, Seek, Write};

use docx_rs::{
    AlignmentType, BreakType, BuildXML as _, Docx, FieldCharType, Footer, Hyperlink, HyperlinkType,
    InstrPAGEREF, InstrText, InstrToC, LineSpacing, PageNum, Paragraph, Run, RunFonts, Style,
    StyleType, Tab, TabLeaderType, TabValueType,
};

use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

use super::{
    Excerpt, ExportOption, ExportTerms, Format, Losses, Project, Written,
    listing::{Listing, source, with_listing},
    preview::{FirstLook, Preview},
    xml_text::writable,
};
use crate::text::ReadingStyle;

/// The format.
pub struct WordDocument;

impl Format for WordDocument {
    fn name(&self) -> &'static str {
        "docx"
    }

    fn extension(&self) -> &'static str {
        "docx"
    }

    fn heeds(&self) -> &'static [ExportOption] {
        &[ExportOption::GroupBy]
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Listing
    }

    fn write(&self, project: Project<'_>, terms: &ExportTerms<'_>) -> io::Result<Written> {
        let contents = terms.words.of("export.contents");
        Written::file(|out| {
            with_listing(project, terms, |listing| write(out, listing, &contents))?;
            Ok(Losses::default())
        })
    }

    fn seen(&self, bytes: &[u8]) -> Option<Preview> {
        preview::paragraphs(bytes).map(Preview::Reading)
    }
}

/// The styles of the document by what stands in them; whoever works on in Word changes these.
pub(super) mod style {
    pub(in crate::exchange) const TITLE: &str = "Title";
    pub(in crate::exchange) const CONTENTS: &str = "TOCHeading";
    pub(in crate::exchange) const ENTRY: &str = "TOC1";
    pub(in crate::exchange) const HEADING: &str = "Heading1";
    pub(in crate::exchange) const QUOTE: &str = "Quote";
    pub(in crate::exchange) const SOURCE: &str = "Source";
    pub(in crate::exchange) const MEMO: &str = "Memo";
    pub(in crate::exchange) const CELL: &str = "Cell";
    pub(in crate::exchange) const CELL_QUOTE: &str = "CellQuote";
}

/// What stands around an excerpt, and where it comes from.
const GREY: &str = "767066";
const ACCENT: &str = "B5332A";
/// Width of the text on the library's page, which is A4, in twentieths of a point.
const TEXT_WIDTH: usize = 8504;

/// Writes the document to `out`, with `contents` above its table of contents.
///
/// # Errors
/// If `out` does not take it.
pub fn write(out: impl Write + Seek, listing: &Listing<'_>, contents: &str) -> io::Result<()> {
    let labels = listing.labels;
    let groups = listing.groups();
    let titles: Vec<_> = groups.iter().map(|g| format!("{} ({})", g.name, g.count)).collect();
    let mut document = styled(Docx::new())
        .add_paragraph(styled_text(style::TITLE, &labels.heading))
        .add_paragraph(styled_text(style::CONTENTS, contents));
    for entry in table_of_contents(&titles) {
        document = document.add_paragraph(entry);
    }
    document = document
        .add_paragraph(Paragraph::new().add_run(Run::new().add_break(BreakType::Page)))
        .footer(Footer::new().add_paragraph(
            Paragraph::new().align(AlignmentType::Center).add_page_num(PageNum::new()),
        ));
    let mut stands = Vec::with_capacity(groups.len());
    for (at, title) in titles.iter().enumerate() {
        let heading = Paragraph::new().style(style::HEADING);
        let heading = heading.add_bookmark_start(at + 1, bookmark(at));
        let heading = heading.add_run(Run::new().add_text(writable(title)));
        // Bookmarks are numbered: no other paragraph has this one's.
        let stand = Paragraph::new().add_bookmark_start(titles.len() + at + 1, bookmark(at));
        stands.push(stand.build());
        document = document.add_paragraph(heading.add_bookmark_end(at + 1)).add_paragraph(stand);
    }
    let mut packed = Cursor::new(Vec::new());
    document.build().pack(&mut packed).map_err(io::Error::other)?;
    // The library holds a document whole, and packs it without making it smaller: of a set with
    // 50,000 excerpts that takes a gigabyte. So they are put in place of one paragraph each.
    let mut shell = ZipArchive::new(packed)?;
    let mut zip = ZipWriter::new(out);
    for at in 0..shell.len() {
        let mut part = shell.by_index(at)?;
        if part.is_dir() {
            continue;
        }
        zip.start_file(part.name().to_owned(), SimpleFileOptions::default())?;
        if part.name() != "word/document.xml" {
            io::copy(&mut part, &mut zip)?;
            continue;
        }
        let mut xml = Vec::new();
        part.read_to_end(&mut xml)?;
        let mut rest = xml.as_slice();
        for (group, stand) in groups.iter().zip(&stands) {
            let parts = memchr::memmem::find(rest, stand).and_then(|at| rest.split_at_checked(at));
            let (before, after) = parts.ok_or_else(|| io::Error::other("no place for excerpts"))?;
            zip.write_all(before)?;
            for excerpt in &group.excerpts {
                for paragraph in one(excerpt, listing) {
                    zip.write_all(&paragraph.build())?;
                }
            }
            rest = after.get(stand.len()..).unwrap_or_default();
        }
        zip.write_all(rest)?;
    }
    zip.finish()?.flush()
}

/// The field that lists the headings, with what it lists; Word fills in the pages.
///
/// Made here because the library's own has the field in one run, which `LibreOffice` prints as
/// text.
fn table_of_contents(titles: &[String]) -> Vec<Paragraph> {
    use FieldCharType::{Begin, End, Separate};
    let mark = |kind, dirty| Run::new().add_field_char(kind, dirty);
    let say = |instruction| Run::new().add_instr_text(instruction);
    let field = InstrText::TOC(InstrToC::new().heading_styles_range(1, 1).hyperlink());
    let entry = || {
        let tab = Tab::new().val(TabValueType::Right).leader(TabLeaderType::Dot).pos(TEXT_WIDTH);
        Paragraph::new().style(style::ENTRY).add_tab(tab)
    };
    let mut entries: Vec<Paragraph> = Vec::new();
    let mut begin = Some([mark(Begin, true), say(field), mark(Separate, false)]);
    for (at, title) in titles.iter().enumerate() {
        let page = InstrText::PAGEREF(InstrPAGEREF::new(bookmark(at)).hyperlink());
        let link = Hyperlink::new(bookmark(at), HyperlinkType::Anchor)
            .add_run(Run::new().add_text(writable(title)))
            .add_run(Run::new().add_tab())
            .add_run(mark(Begin, false))
            .add_run(say(page))
            .add_run(mark(Separate, false))
            .add_run(Run::new().add_text("…"))
            .add_run(mark(End, false));
        let first = begin.take().into_iter().flatten();
        entries.push(first.fold(entry(), Paragraph::add_run).add_hyperlink(link));
    }
    // Where there is no heading the field is begun here.
    let rest = begin.into_iter().flatten().chain([mark(End, false)]);
    entries.push(rest.fold(Paragraph::new(), Paragraph::add_run));
    entries
}

/// The name of the place of a heading.
fn bookmark(at: usize) -> String {
    format!("_Toc{at:08}")
}

/// The document with its fonts and styles: Chinese and Latin letters each in their own font, what
/// is quoted in a script hand, as Chinese manuscripts have it.
pub(super) fn styled(document: Docx) -> Docx {
    let fonts = |latin: &str, han: &str| {
        RunFonts::new().ascii(latin).hi_ansi(latin).cs(latin).east_asia(han)
    };
    let serif = fonts("Times New Roman", "SimSun");
    let (bold, script) = (fonts("Arial", "SimHei"), fonts("Times New Roman", "KaiTi"));
    let cell_script = script.clone();
    let space = |before, after| LineSpacing::new().before(before).after(after);
    let paragraph = |id: &str, name: &str| Style::new(id, StyleType::Paragraph).name(name);
    document
        .default_fonts(serif)
        .default_size(24)
        .add_style(
            paragraph(style::TITLE, "Title")
                .fonts(bold.clone())
                .size(44)
                .bold()
                .align(AlignmentType::Center)
                .line_spacing(space(0, 480)),
        )
        .add_style(
            paragraph(style::CONTENTS, "TOC Heading")
                .color(GREY)
                .size(21)
                .line_spacing(space(0, 120)),
        )
        .add_style(paragraph(style::ENTRY, "toc 1").line_spacing(space(0, 100)))
        .add_style(
            paragraph(style::HEADING, "heading 1")
                .fonts(bold)
                .size(32)
                .bold()
                .outline_lvl(0)
                .line_spacing(space(480, 160)),
        )
        .add_style(
            paragraph(style::QUOTE, "Quote")
                .fonts(script)
                .indent(Some(480), None, Some(480), None)
                .align(AlignmentType::Both)
                .line_spacing(space(240, 60).line(360)),
        )
        .add_style(
            paragraph(style::SOURCE, "Source")
                .color(GREY)
                .size(18)
                .indent(Some(480), None, Some(480), None)
                .align(AlignmentType::Right)
                .line_spacing(space(0, 60)),
        )
        .add_style(
            paragraph(style::MEMO, "Memo")
                .size(21)
                .indent(Some(480), None, Some(480), None)
                .line_spacing(space(0, 60).line(320)),
        )
        .add_style(paragraph(style::CELL, "Cell").size(21).line_spacing(space(40, 40)))
        .add_style(
            paragraph(style::CELL_QUOTE, "Cell Quote")
                .fonts(cell_script)
                .size(21)
                .line_spacing(space(40, 40)),
        )
}

/// A paragraph of that style.
pub(super) fn styled_text(style: &str, text: &str) -> Paragraph {
    Paragraph::new().style(style).add_run(Run::new().add_text(writable(text)))
}

/// An excerpt: its text between its surroundings, its source, its memo.
fn one(excerpt: &Excerpt, listing: &Listing<'_>) -> Vec<Paragraph> {
    let labels = listing.labels;
    let grey = |text: &str| Run::new().add_text(text).color(GREY);
    let read = excerpt.read(listing.corpus, ReadingStyle::IN_LINES);
    let (before, after) = (one_line(&read.before), one_line(&read.after));
    let quote = Paragraph::new().style(style::QUOTE).add_run(grey(before.trim_start()));
    let quote = with_lines(quote, &read.text).add_run(grey(after.trim_end()));
    let source = source(excerpt, listing.grouping, labels).join(" · ");
    // No page ends between an excerpt and where it comes from.
    let mut all = vec![quote.keep_next(true), styled_text(style::SOURCE, &source)];
    if !excerpt.memo.is_empty() {
        let label = Run::new().add_text(writable(&labels.memo)).color(ACCENT);
        let memo = Paragraph::new().style(style::MEMO).add_run(label);
        all.push(with_lines(memo, &excerpt.memo));
    }
    all
}

/// The paragraph with `text` at its end, whose line ends stay line ends.
fn with_lines(mut paragraph: Paragraph, text: &str) -> Paragraph {
    for (at, line) in text.split('\n').enumerate() {
        let run = Run::new();
        let run = if at > 0 { run.add_break(BreakType::TextWrapping) } else { run };
        paragraph = paragraph.add_run(run.add_text(writable(line)));
    }
    paragraph
}

fn one_line(text: &str) -> String {
    writable(text).replace('\n', " ")
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read as _};

    use proptest::prelude::*;

    use super::*;
    use crate::exchange::{
        listing::{Grouping, ListingLabels},
        sample::any_set,
    };

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn the_document_is_well_formed_and_holds_every_excerpt(set in any_set()) {
            let text = |text: &str| text.to_owned();
            let labels = ListingLabels {
                heading: text("摘录\u{1}"),
                no_theme: text("没有主题"),
                memo: text("备忘录："),
                not_found: text("?"),
                paragraph: &|number| format!("第 {number} 段"),
            };
            let mut out = Cursor::new(Vec::new());
            let grouping = Grouping::Article;
            let listing =
                Listing { corpus: &set.corpus, excerpts: &set.excerpts, grouping, labels: &labels, most: usize::MAX };
            write(&mut out, &listing, "目录").expect("memory");
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
                let read = excerpt.read(&set.corpus, ReadingStyle::IN_LINES);
                for line in read.text.lines().chain(excerpt.memo.lines()) {
                    // A tab becomes an element of its own.
                    for part in line.split('\t') {
                        prop_assert!(seen.contains(part), "{} in {}", part, seen);
                    }
                }
            }
        }
    }
}
