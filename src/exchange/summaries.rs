//! The summary grid as a file: a document to be read and written on in, a workbook, a table.
//!
//! The document goes theme by theme, each with a table of its articles: what is said of them, and the
//! passages that it was read out of. The workbook has the grid itself (themes by articles), and all of it
//! as rows on a second worksheet; CSV has those rows.

use std::io::{self, Cursor};

use docx_rs::{
    BreakType, Docx, Paragraph, Run, Table, TableCell, TableLayoutType, TableRow, WidthType,
};
use rust_xlsxwriter::{Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{csv::defused, docx, xlsx::fitting, xml_text::writable};
use crate::text::{MarkdownBlock, MarkdownDialect, MarkdownKind, markdown};

/// A summary grid in the user's words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SummaryDocument {
    /// What it is called.
    pub title: String,
    /// What the columns are called: theme, article, year, coder, number of passages, summary, passages.
    pub heads: SummaryHeads,
    /// The articles, in the order of the columns.
    pub articles: Vec<SummaryArticle>,
    /// The themes, in the order of the rows.
    pub themes: Vec<SummaryTheme>,
    /// What has to be known of it.
    pub notes: Vec<String>,
}

/// The names of what stands in a summary grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SummaryHeads {
    /// Of the themes.
    pub theme: String,
    /// Of the articles.
    pub article: String,
    /// Of their years.
    pub year: String,
    /// Of the number of passages.
    pub count: String,
    /// Of the summaries.
    pub summary: String,
    /// Of the passages.
    pub passages: String,
    /// Of the worksheet with the notes.
    pub notes: String,
}

/// An article of a summary grid.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SummaryArticle {
    /// Its title.
    pub title: String,
    /// Its year, as it is written; empty where none is known.
    pub year: String,
}

/// A theme of a summary grid, with what its cells hold.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SummaryTheme {
    /// Its name with those above it.
    pub path: String,
    /// How deep it stands in the tree.
    pub depth: usize,
    /// By the number of the article, in order; only cells that hold something.
    pub cells: Vec<(usize, SummaryCell)>,
}

/// What a cell of a summary grid holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SummaryCell {
    /// Markdown, with the name of the coder where it is not the only one.
    pub summary: String,
    /// What the passages say, in the order of the text.
    pub passages: Vec<String>,
}

/// A kind of file that a summary grid can be.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SummaryKind {
    /// A Word document.
    #[default]
    Docx,
    /// A workbook.
    Xlsx,
    /// UTF-8 with BOM, CRLF at the row ends.
    Csv,
}

impl SummaryKind {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Docx, Self::Xlsx, Self::Csv];

    /// The ending of its file, without the dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Csv => "csv",
        }
    }

    /// What the name of a file asks for, whatever its case.
    #[must_use]
    pub fn of_path(path: &std::path::Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_lowercase();
        Self::ALL.into_iter().find(|kind| kind.extension() == ending)
    }
}

/// A summary grid as a file of that kind.
///
/// # Errors
/// If it has more rows or columns than a worksheet holds.
pub fn write_summaries(document: &SummaryDocument, kind: SummaryKind) -> io::Result<Vec<u8>> {
    match kind {
        SummaryKind::Docx => word(document),
        SummaryKind::Xlsx => {
            workbook(document).map_err(|error| io::Error::other(error.to_string()))
        }
        SummaryKind::Csv => csv(document),
    }
}

/// Widths of the columns of the document's tables, which fill a page, in twentieths of a point.
const WIDTHS: [usize; 3] = [1_900, 3_302, 3_302];

fn word(document: &SummaryDocument) -> io::Result<Vec<u8>> {
    let heads = &document.heads;
    let mut file = docx::styled(Docx::new())
        .add_paragraph(docx::styled_text(docx::style::TITLE, &document.title));
    for note in &document.notes {
        file = file.add_paragraph(docx::styled_text(docx::style::SOURCE, note));
    }
    for theme in document.themes.iter().filter(|theme| !theme.cells.is_empty()) {
        file = file.add_paragraph(docx::styled_text(docx::style::HEADING, &theme.path));
        let head = [&heads.article, &heads.summary, &heads.passages];
        let cell = |text: &String| vec![docx::styled_text(docx::style::MEMO, text)];
        let mut rows = vec![row(head.map(cell))];
        for (at, cell) in &theme.cells {
            let article = document.articles.get(*at).cloned().unwrap_or_default();
            let name = match article.year.as_str() {
                "" => article.title,
                year => format!("{} ({year})", article.title),
            };
            let passages = cell.passages.iter();
            let quotes = passages.map(|quote| docx::styled_text(docx::style::CELL_QUOTE, quote));
            rows.push(row([
                vec![docx::styled_text(docx::style::CELL, &name)],
                said(&cell.summary),
                quotes.collect(),
            ]));
        }
        let table = Table::new(rows)
            .set_grid(WIDTHS.to_vec())
            .layout(TableLayoutType::Fixed)
            .width(WIDTHS.iter().sum(), WidthType::Dxa);
        file = file.add_table(table);
    }
    let mut packed = Cursor::new(Vec::new());
    file.build().pack(&mut packed).map_err(io::Error::other)?;
    Ok(packed.into_inner())
}

/// A row of the document's tables.
fn row(cells: [Vec<Paragraph>; 3]) -> TableRow {
    let cell = |(paragraphs, width): (Vec<Paragraph>, usize)| {
        let cell = TableCell::new().width(width, WidthType::Dxa);
        // A cell without a paragraph is none.
        let paragraphs = if paragraphs.is_empty() { vec![Paragraph::new()] } else { paragraphs };
        paragraphs.into_iter().fold(cell, TableCell::add_paragraph)
    };
    TableRow::new(cells.into_iter().zip(WIDTHS).map(cell).collect())
}

/// A summary as paragraphs: what is strong is bold, what is emphasised slanted.
fn said(summary: &str) -> Vec<Paragraph> {
    markdown(summary, MarkdownDialect::Memo)
        .iter()
        .filter(|block| !matches!(block.kind, MarkdownKind::Rule))
        .map(paragraph)
        .collect()
}

fn paragraph(block: &MarkdownBlock) -> Paragraph {
    let paragraph = Paragraph::new().style(docx::style::CELL);
    let run = |text: &str| Run::new().add_text(writable(text));
    let mark = match &block.kind {
        MarkdownKind::Item(mark) => {
            Some(run(&format!("{}{mark} ", "\u{3000}".repeat(block.depth.saturating_sub(1)))))
        }
        _ => None,
    };
    let spans = block.spans.iter().flat_map(|span| {
        span.text.split('\n').enumerate().map(move |(at, line)| {
            let run = run(line);
            let run = if at > 0 {
                Run::new().add_break(BreakType::TextWrapping).add_text(writable(line))
            } else {
                run
            };
            let run = if span.strong { run.bold() } else { run };
            if span.emphasis { run.italic() } else { run }
        })
    });
    mark.into_iter().chain(spans).fold(paragraph, Paragraph::add_run)
}

fn workbook(document: &SummaryDocument) -> Result<Vec<u8>, XlsxError> {
    let heads = &document.heads;
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    let mut book = Workbook::new();
    let grid = book.add_worksheet();
    grid.set_name(&heads.summary)?;
    write(grid, (0, 0), &heads.theme, &bold)?;
    grid.set_column_width(0, 24.0)?;
    for (at, article) in document.articles.iter().enumerate() {
        let column = number::<u16>(at + 1)?;
        write(grid, (0, column), &article.title, &bold)?;
        grid.set_column_width(column, 36.0)?;
    }
    grid.set_freeze_panes(1, 1)?;
    for (at, theme) in document.themes.iter().enumerate() {
        let row = number::<u32>(at + 1)?;
        write(grid, (row, 0), &theme.path, &wrapped)?;
        for (article, cell) in theme.cells.iter().filter(|(_, cell)| !cell.summary.is_empty()) {
            let column = number::<u16>(article + 1)?;
            write(grid, (row, column), &cell.summary, &wrapped)?;
        }
    }
    let list = book.add_worksheet();
    list.set_name(&heads.passages)?;
    let names = heads.of_rows();
    for ((column, name), width) in (0..).zip(names).zip([24.0, 30.0, 8.0, 8.0, 44.0, 60.0]) {
        write(list, (0, column), name, &bold)?;
        list.set_column_width(column, width)?;
    }
    list.set_freeze_panes(1, 0)?;
    for (at, (theme, article, cell)) in document.rows().enumerate() {
        let row = number::<u32>(at + 1)?;
        write(list, (row, 0), &theme.path, &wrapped)?;
        write(list, (row, 1), &article.title, &wrapped)?;
        match article.year.parse::<i32>() {
            Ok(year) => drop(list.write_number_with_format(row, 2, year, &wrapped)?),
            Err(_) => write(list, (row, 2), &article.year, &wrapped)?,
        }
        list.write_number_with_format(row, 3, number::<u32>(cell.passages.len())?, &wrapped)?;
        write(list, (row, 4), &cell.summary, &wrapped)?;
        write(list, (row, 5), &cell.passages.join("\n"), &wrapped)?;
    }
    let notes = book.add_worksheet();
    notes.set_name(&heads.notes)?;
    notes.set_column_width(0, 90.0)?;
    for (row, note) in (0_u32..).zip(std::iter::once(&document.title).chain(&document.notes)) {
        notes.write_string(row, 0, note)?;
    }
    book.save_to_buffer()
}

/// A text, as much as a cell holds.
fn write(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    text: &str,
    format: &Format,
) -> Result<(), XlsxError> {
    sheet.write_string_with_format(row, column, fitting(text), format).map(drop)
}

/// A number of a row or column, if a worksheet has so many.
fn number<T: TryFrom<usize>>(at: usize) -> Result<T, XlsxError> {
    T::try_from(at).ok().ok_or(XlsxError::RowColumnLimitError)
}

fn csv(document: &SummaryDocument) -> io::Result<Vec<u8>> {
    let mut bytes = "\u{feff}".as_bytes().to_vec();
    let mut rows =
        ::csv::WriterBuilder::new().terminator(::csv::Terminator::CRLF).from_writer(&mut bytes);
    rows.write_record(document.heads.of_rows())?;
    for (theme, article, cell) in document.rows() {
        let count = cell.passages.len().to_string();
        let passages = cell.passages.join("\n");
        let texts = [&theme.path, &article.title, &article.year, &count, &cell.summary, &passages];
        rows.write_record(texts.map(|text| defused(text)))?;
    }
    rows.flush()?;
    drop(rows);
    Ok(bytes)
}

impl SummaryHeads {
    /// Of the columns where each cell is a row.
    fn of_rows(&self) -> [&str; 6] {
        let Self { theme, article, year, count, summary, passages, notes: _ } = self;
        [theme, article, year, count, summary, passages]
    }
}

impl SummaryDocument {
    /// Each cell that holds something, theme by theme.
    fn rows(&self) -> impl Iterator<Item = (&SummaryTheme, &SummaryArticle, &SummaryCell)> {
        self.themes.iter().flat_map(move |theme| {
            let cells = theme.cells.iter();
            cells.filter_map(move |(at, cell)| Some((theme, self.articles.get(*at)?, cell)))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use calamine::{Data, Reader as _, Xlsx};

    use super::*;

    fn document() -> SummaryDocument {
        let text = |text: &str| text.to_owned();
        let cell = |summary: &str, passages: &[&str]| SummaryCell {
            summary: text(summary),
            passages: passages.iter().map(|quote| text(quote)).collect(),
        };
        SummaryDocument {
            title: text("摘要表"),
            heads: SummaryHeads {
                theme: text("主题"),
                article: text("文章"),
                year: text("年"),
                count: text("处"),
                summary: text("摘要"),
                passages: text("摘录"),
                notes: text("说明"),
            },
            articles: vec![
                SummaryArticle { title: text("粮站记"), year: text("2019") },
                SummaryArticle { title: text("无题"), year: String::new() },
            ],
            themes: vec![
                SummaryTheme {
                    path: text("阵地"),
                    depth: 0,
                    cells: vec![
                        (
                            0,
                            cell(
                                "先有**场地** & <人>\n\n- 再有人\u{1}",
                                &["粮站改成活动室", "开门"],
                            ),
                        ),
                        (1, cell("", &["没有场地"])),
                    ],
                },
                SummaryTheme {
                    path: text("阵地/用房"),
                    depth: 1,
                    cells: vec![(1, cell("=1+1", &[]))],
                },
            ],
            notes: vec![text("条件：年:2019")],
        }
    }

    #[test]
    fn a_document_holds_every_summary_and_passage() {
        let bytes = write_summaries(&document(), SummaryKind::Docx).expect("a file");
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
        let mut xml = String::new();
        let mut file = archive.by_name("word/document.xml").expect("a document");
        file.read_to_string(&mut xml).expect("UTF-8");
        let mut reader = quick_xml::Reader::from_str(&xml);
        while !matches!(reader.read_event().expect("well formed"), quick_xml::events::Event::Eof) {}
        for text in
            ["粮站记 (2019)", ">场地<", "粮站改成活动室", "没有场地", "=1+1", "条件：年:2019"]
        {
            assert!(xml.contains(text), "{text} in {xml}");
        }
        assert!(!xml.contains("**"), "what is strong is bold");
    }

    #[test]
    fn a_workbook_has_the_grid_and_its_rows() {
        let bytes = write_summaries(&document(), SummaryKind::Xlsx).expect("a file");
        let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).expect("a workbook");
        let grid = book.worksheet_range("摘要").expect("the grid");
        let at = |range: &calamine::Range<Data>, place| range.get(place).map(ToString::to_string);
        assert_eq!(at(&grid, (0, 1)), Some("粮站记".to_owned()));
        assert!(at(&grid, (1, 1)).is_some_and(|text| text.starts_with("先有**场地** & <人>")));
        assert_eq!(grid.get((2, 2)), Some(&Data::String("=1+1".to_owned())), "no formula");
        let list = book.worksheet_range("摘录").expect("the rows");
        assert_eq!(list.get((1, 2)), Some(&Data::Float(2019.0)));
        assert_eq!(at(&list, (1, 5)), Some("粮站改成活动室\n开门".to_owned()));
        assert_eq!(list.height(), 4);
        assert_eq!(
            at(&book.worksheet_range("说明").expect("notes"), (1, 0)),
            Some("条件：年:2019".to_owned())
        );
    }

    #[test]
    fn a_table_of_rows_holds_no_formula() {
        let bytes = write_summaries(&document(), SummaryKind::Csv).expect("a file");
        let text = String::from_utf8(bytes).expect("UTF-8");
        assert!(text.starts_with("\u{feff}主题,文章,年,处,摘要,摘录\r\n"), "{text}");
        assert!(text.contains("阵地/用房,无题,,0,'=1+1,"), "{text}");
    }

    #[test]
    fn a_name_tells_the_kind() {
        let of = |name: &str| SummaryKind::of_path(std::path::Path::new(name));
        assert_eq!(of("表.DOCX"), Some(SummaryKind::Docx));
        assert_eq!(of("表.csv"), Some(SummaryKind::Csv));
        assert_eq!(of("表.ods"), None);
    }
}
