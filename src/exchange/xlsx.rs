//! Excerpts as a workbook: the excerpts, the codebook, themes by articles, the articles.
//!
//! Every text is written as a text, so that no cell can run as a formula. Heads are frozen and can
//! be filtered, long texts wrap, themes bear their colours.

mod preview;

use std::{
    collections::BTreeMap,
    io::{self, Seek, Write},
};

use rust_xlsxwriter::{Color, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

use super::{
    Excerpt, ExportOptions, ExportTerms, ExportWords, Written,
    preview::{FirstLook, Preview},
    project::{Loss, Losses, Project},
};
use crate::annotation::{AttributeKind, Theme, ThemeId, read_number};

/// The format.
pub struct Xlsx;

impl super::Format for Xlsx {
    fn name(&self) -> &'static str {
        "xlsx"
    }

    fn extension(&self) -> &'static str {
        "xlsx"
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Excerpts
    }

    fn losses(&self, project: Project<'_>, _options: ExportOptions) -> Losses {
        losses(project)
    }

    fn write(&self, project: Project<'_>, terms: &ExportTerms<'_>) -> io::Result<Written> {
        Written::file(|out| write(out, project, &WorkbookLabels::of(terms.words)))
    }

    fn seen(&self, bytes: &[u8]) -> Option<Preview> {
        preview::table(bytes).map(Preview::Table)
    }
}

/// The words of the sheets, in the language of the reader.
pub struct WorkbookLabels {
    /// The names of the four sheets: excerpts, codebook, counts, articles.
    pub sheets: [String; 4],
    /// The heads of the excerpts: theme, text, memo, title, year, article, paragraph, start, end,
    /// coder, before, after, created, modified, place.
    pub excerpts: [String; 15],
    /// The heads of the codebook: theme, key, description, include, exclude, lexicon, passages,
    /// articles.
    pub codebook: [String; 8],
    /// The heads of the articles: title, year, article, characters, passages; their attributes follow.
    pub articles: [String; 5],
    /// The name of a place: kept, moved, changed, unsure, lost.
    pub places: [String; 5],
    /// The sum of a row or a column.
    pub total: String,
}

impl WorkbookLabels {
    fn of(words: ExportWords<'_>) -> Self {
        let word = |name: &str| words.of(&format!("export.word.{name}"));
        Self {
            sheets: ["excerpts", "codebook", "matrix", "articles"].map(word),
            excerpts: [
                "themes",
                "text",
                "memo",
                "title",
                "year",
                "article",
                "paragraph",
                "start",
                "end",
                "coder",
                "before",
                "after",
                "created",
                "modified",
                "place",
            ]
            .map(word),
            codebook: [
                "theme",
                "key",
                "description",
                "include",
                "exclude",
                "lexicon",
                "passages",
                "articles",
            ]
            .map(word),
            articles: ["title", "year", "article", "chars", "passages"].map(word),
            places: ["kept", "moved", "changed", "unsure", "lost"].map(word),
            total: word("total"),
        }
    }
}

/// What a cell of a worksheet holds at most, in UTF-16 code units.
const LONGEST: usize = 32_767;
/// What a worksheet holds at most.
const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;

/// Writes the workbook to `out`; says what it cannot hold.
///
/// # Errors
/// If `out` does not take it, or there are more rows than a worksheet holds.
pub fn write(
    out: impl Write + Seek + Send,
    project: Project<'_>,
    labels: &WorkbookLabels,
) -> io::Result<Losses> {
    if project.excerpts.len() >= MOST_ROWS {
        return Err(io::Error::from(io::ErrorKind::FileTooLarge));
    }
    let mut book = Workbook::new();
    let styles = Styles::new();
    let done = (|| {
        excerpts(book.add_worksheet(), project, &styles, labels)?;
        let counts = Counts::of(project);
        codebook(book.add_worksheet(), project, &counts, &styles, labels)?;
        matrix(book.add_worksheet(), project, &counts, &styles, labels)?;
        articles(book.add_worksheet(), project, &styles, labels)?;
        for (sheet, name) in book.worksheets_mut().iter_mut().zip(&labels.sheets) {
            sheet.set_name(name)?;
        }
        book.save_to_writer(out)
    })();
    done.map_err(|error| match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other.to_string()),
    })?;
    Ok(losses(project))
}

/// What of a project a workbook cannot hold.
fn losses(project: Project<'_>) -> Losses {
    let is_cut = |text: &str| fitting(text).len() < text.len();
    let of_excerpts = project.excerpts.iter().filter(|e| is_cut(&e.text) || is_cut(&e.memo));
    let of_themes = project.codebook.themes().iter().filter(|theme| {
        let texts = [&theme.description, &theme.include, &theme.exclude];
        texts.iter().any(|text| is_cut(text)) || is_cut(&theme.lexicon.join("\n"))
    });
    let mut losses = Losses::default();
    losses.add(Loss::Cut, of_excerpts.count() + of_themes.count());
    losses
}

struct Styles {
    head: Format,
    text: Format,
    plain: Format,
}

impl Styles {
    fn new() -> Self {
        let top = Format::new().set_align(FormatAlign::Top);
        let head = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00F4_F1E9))
            .set_border_bottom(FormatBorder::Thin)
            .set_align(FormatAlign::VerticalCenter);
        Self { head, text: top.clone().set_text_wrap(), plain: top }
    }

    fn theme(&self, theme: &Theme) -> Format {
        let (red, green, blue) = theme.colour.rgb();
        let colour = u32::from_be_bytes([0, red, green, blue]);
        self.plain.clone().set_font_color(Color::RGB(colour)).set_bold()
    }
}

/// A row or a column as the library counts them.
fn row(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

fn column(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

fn head(
    sheet: &mut Worksheet,
    names: &[String],
    widths: &[f64],
    styles: &Styles,
) -> Result<(), XlsxError> {
    for (at, name) in names.iter().enumerate() {
        sheet.write_string_with_format(0, column(at), name, &styles.head)?;
        sheet.set_column_width(column(at), widths.get(at).copied().unwrap_or(12.0))?;
    }
    sheet.set_freeze_panes(1, 0)?;
    Ok(())
}

/// As much of a text as a cell holds.
pub(super) fn fitting(text: &str) -> &str {
    // Most are far from it, and none has more units than bytes.
    if text.len() <= LONGEST {
        return text;
    }
    let mut units = 0;
    let fits = |&(_, c): &(usize, char)| {
        units += c.len_utf16();
        units > LONGEST
    };
    text.char_indices().find(fits).map_or(text, |(at, _)| text.get(..at).unwrap_or_default())
}

fn excerpts(
    sheet: &mut Worksheet,
    project: Project<'_>,
    styles: &Styles,
    labels: &WorkbookLabels,
) -> Result<(), XlsxError> {
    let widths =
        [20.0, 60.0, 30.0, 24.0, 7.0, 26.0, 7.0, 9.0, 9.0, 10.0, 30.0, 30.0, 22.0, 22.0, 9.0];
    head(sheet, &labels.excerpts, &widths, styles)?;
    for (at, excerpt) in project.excerpts.iter().enumerate() {
        let at = row(at + 1);
        let Excerpt {
            id: _,
            article,
            title,
            year,
            coder,
            themes,
            theme_ids,
            text,
            quotes: _,
            fragments: _,
            memo,
            before,
            after,
            paragraph,
            origin: _,
            created,
            modified,
            place,
        } = excerpt;
        let colour = theme_ids.first().and_then(|&id| project.codebook.get(id));
        let theme = colour.map_or_else(|| styles.plain.clone(), |theme| styles.theme(theme));
        sheet.write_string_with_format(at, 0, fitting(&themes.join("; ")), &theme)?;
        let [kept, moved, changed, unsure, lost] = &labels.places;
        let place = match place {
            super::Place::Kept => kept,
            super::Place::Moved => moved,
            super::Place::Changed => changed,
            super::Place::Unsure => unsure,
            super::Place::Lost => lost,
        };
        let (created, modified) = (format!("{created:.3}"), format!("{modified:.3}"));
        let texts = [
            (1, text.as_str()),
            (2, memo),
            (3, title),
            (5, article.as_str()),
            (9, coder.as_str()),
            (10, before),
            (11, after),
            (12, &created),
            (13, &modified),
            (14, place),
        ];
        for (column, text) in texts {
            sheet.write_string_with_format(at, column, fitting(text), &styles.text)?;
        }
        let numbers = [
            (4, year.map(f64::from)),
            (6, paragraph.map(|number| f64::from(row(number)))),
            (7, Some(f64::from(excerpt.start().get()))),
            (8, Some(f64::from(excerpt.end().get()))),
        ];
        for (column, number) in numbers {
            if let Some(number) = number {
                sheet.write_number_with_format(at, column, number, &styles.plain)?;
            }
        }
    }
    sheet.autofilter(0, 0, row(project.excerpts.len()), column(widths.len() - 1))?;
    Ok(())
}

/// How many passages each theme has in each article.
struct Counts<'a> {
    by_article: BTreeMap<(ThemeId, &'a str), usize>,
    articles: Vec<&'a str>,
}

impl<'a> Counts<'a> {
    fn of(project: Project<'a>) -> Self {
        let mut counts = Self { by_article: BTreeMap::new(), articles: Vec::new() };
        for excerpt in project.excerpts {
            let article = excerpt.article.as_str();
            if counts.articles.last() != Some(&article) {
                counts.articles.push(article);
            }
            for &theme in &excerpt.theme_ids {
                *counts.by_article.entry((theme, article)).or_default() += 1;
            }
        }
        counts
    }

    /// Passages and articles of a theme.
    fn of_theme(&self, theme: ThemeId) -> (usize, usize) {
        let all = self.by_article.range((theme, "")..).take_while(|((id, _), _)| *id == theme);
        all.fold((0, 0), |(passages, articles), (_, count)| (passages + count, articles + 1))
    }
}

fn codebook(
    sheet: &mut Worksheet,
    project: Project<'_>,
    counts: &Counts<'_>,
    styles: &Styles,
    labels: &WorkbookLabels,
) -> Result<(), XlsxError> {
    head(sheet, &labels.codebook, &[28.0, 6.0, 40.0, 30.0, 30.0, 30.0, 9.0, 9.0], styles)?;
    for (at, theme) in project.codebook.themes().iter().enumerate() {
        let at = row(at + 1);
        // Its memo and examples are the researchers' own; its name stands in its path.
        let Theme {
            id,
            name: _,
            colour: _,
            key,
            description,
            include,
            exclude,
            examples: _,
            lexicon,
            memo: _,
            parent: _,
        } = theme;
        let name = project.codebook.path_name(*id);
        sheet.write_string_with_format(at, 0, fitting(&name), &styles.theme(theme))?;
        if let Some(key) = *key {
            sheet.write_number_with_format(at, 1, f64::from(key), &styles.plain)?;
        }
        let lexicon = lexicon.join("\n");
        let texts = [(2, description), (3, include), (4, exclude), (5, &lexicon)];
        for (column, text) in texts {
            sheet.write_string_with_format(at, column, fitting(text), &styles.text)?;
        }
        let (passages, articles) = counts.of_theme(theme.id);
        sheet.write_number_with_format(at, 6, f64::from(row(passages)), &styles.plain)?;
        sheet.write_number_with_format(at, 7, f64::from(row(articles)), &styles.plain)?;
    }
    Ok(())
}

/// One row an article, one column a theme, sums at the ends.
fn matrix(
    sheet: &mut Worksheet,
    project: Project<'_>,
    counts: &Counts<'_>,
    styles: &Styles,
    labels: &WorkbookLabels,
) -> Result<(), XlsxError> {
    let themes: Vec<&Theme> = project.codebook.themes().iter().take(MOST_COLUMNS - 2).collect();
    let article = labels.articles.get(2).cloned().unwrap_or_default();
    sheet.write_string_with_format(0, 0, article, &styles.head)?;
    sheet.set_column_width(0, 40.0)?;
    let last = themes.len() + 1;
    for (at, theme) in themes.iter().enumerate() {
        let (red, green, blue) = theme.colour.rgb();
        let colour = Color::RGB(u32::from_be_bytes([0, red, green, blue]));
        let name = project.codebook.path_name(theme.id);
        let style = styles.head.clone().set_font_color(colour);
        sheet.write_string_with_format(0, column(at + 1), fitting(&name), &style)?;
        sheet.set_column_width(column(at + 1), 14.0)?;
    }
    sheet.write_string_with_format(0, column(last), &labels.total, &styles.head)?;
    for (at, article) in counts.articles.iter().enumerate() {
        let at = row(at + 1);
        sheet.write_string_with_format(at, 0, fitting(article), &styles.plain)?;
        let mut sum = 0;
        for (column_at, theme) in themes.iter().enumerate() {
            let count = counts.by_article.get(&(theme.id, article)).copied().unwrap_or(0);
            sum += count;
            let (place, count) = (column(column_at + 1), f64::from(row(count)));
            sheet.write_number_with_format(at, place, count, &styles.plain)?;
        }
        sheet.write_number_with_format(at, column(last), f64::from(row(sum)), &styles.plain)?;
    }
    let foot = row(counts.articles.len() + 1);
    sheet.write_string_with_format(foot, 0, &labels.total, &styles.head)?;
    let mut sum = 0;
    for (at, theme) in themes.iter().enumerate() {
        let (count, _) = counts.of_theme(theme.id);
        sum += count;
        let count = f64::from(row(count));
        sheet.write_number_with_format(foot, column(at + 1), count, &styles.head)?;
    }
    sheet.write_number_with_format(foot, column(last), f64::from(row(sum)), &styles.head)?;
    sheet.set_freeze_panes(1, 1)?;
    Ok(())
}

fn articles(
    sheet: &mut Worksheet,
    project: Project<'_>,
    styles: &Styles,
    labels: &WorkbookLabels,
) -> Result<(), XlsxError> {
    let attributes = project.attributes.definitions();
    // A worksheet has no more columns.
    let attributes = attributes.get(..MOST_COLUMNS - 5).unwrap_or(attributes);
    let mut heads = labels.articles.to_vec();
    heads.extend(attributes.iter().map(|known| fitting(&known.name).to_owned()));
    let mut widths = vec![40.0, 7.0, 40.0, 9.0, 9.0];
    widths.resize(heads.len(), 16.0);
    head(sheet, &heads, &widths, styles)?;
    let mut passages: BTreeMap<&str, usize> = BTreeMap::new();
    for excerpt in project.excerpts {
        *passages.entry(excerpt.article.as_str()).or_default() += 1;
    }
    let wanted = |path: &str| project.whole || passages.contains_key(path);
    let all = project.corpus.articles().filter(|article| wanted(article.path.as_str()));
    for (at, article) in all.enumerate() {
        let at = row(at + 1);
        let header = project.corpus.header(article);
        let path = article.path.as_str();
        sheet.write_string_with_format(at, 0, fitting(&header.title), &styles.plain)?;
        if let Some(year) = header.year {
            sheet.write_number_with_format(at, 1, f64::from(year), &styles.plain)?;
        }
        sheet.write_string_with_format(at, 2, fitting(path), &styles.plain)?;
        let chars = f64::from(article.text.char_len().get());
        sheet.write_number_with_format(at, 3, chars, &styles.plain)?;
        let count = passages.get(path).copied().unwrap_or(0);
        sheet.write_number_with_format(at, 4, f64::from(row(count)), &styles.plain)?;
        for (column, known) in (5..).zip(attributes) {
            let Some(value) = project.attributes.value(&article.path, &known.name) else {
                continue;
            };
            match read_number(value).filter(|_| known.kind == AttributeKind::Number) {
                Some(number) => {
                    sheet.write_number_with_format(at, column, number, &styles.plain)?;
                }
                None => {
                    sheet.write_string_with_format(at, column, fitting(value), &styles.plain)?;
                }
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use calamine::{Data, Reader as _};
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::sample::{Set, any_set};

    fn labels() -> WorkbookLabels {
        let names = |prefix: &str, count: usize| -> Vec<String> {
            (0..count).map(|at| format!("{prefix}{at}")).collect()
        };
        WorkbookLabels {
            sheets: names("表", 4).try_into().expect("four"),
            excerpts: names("列", 15).try_into().expect("fifteen"),
            codebook: names("列", 8).try_into().expect("eight"),
            articles: names("列", 5).try_into().expect("five"),
            places: names("处", 5).try_into().expect("five"),
            total: "合计".to_owned(),
        }
    }

    fn sheet(set: &Set, name: &str) -> calamine::Range<Data> {
        let mut out = Cursor::new(Vec::new());
        write(&mut out, set.project(), &labels()).expect("memory");
        let mut book = calamine::Xlsx::new(Cursor::new(out.into_inner())).expect("a workbook");
        book.worksheet_range(name).expect("a sheet")
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]

        #[test]
        fn a_spreadsheet_reads_every_cell_as_it_was(set in any_set()) {
            let rows = sheet(&set, "表0");
            prop_assert_eq!(rows.height(), set.excerpts.len() + 1);
            for (row, excerpt) in rows.rows().skip(1).zip(&set.excerpts) {
                let text = |at: usize| row[at].to_string();
                // A spreadsheet keeps no line end but LF.
                prop_assert_eq!(text(1), excerpt.text.clone());
                prop_assert_eq!(text(2), excerpt.memo.clone());
                prop_assert_eq!(text(0), excerpt.themes.join("; "));
                prop_assert_eq!(&row[7], &Data::Float(f64::from(excerpt.start().get())));
            }
            let matrix = sheet(&set, "表2");
            let all: usize = set.excerpts.iter().map(|excerpt| excerpt.theme_ids.len()).sum();
            let sum = matrix.rows().next_back().and_then(|row| row.last()).cloned();
            prop_assert_eq!(sum, Some(Data::Float(f64::from(row(all)))));
        }
    }

    #[test]
    fn a_text_longer_than_a_cell_is_cut_between_two_characters() {
        let text = "a".repeat(LONGEST - 1) + "𠮷";
        assert_eq!(fitting(&text).len(), LONGEST - 1);
        assert_eq!(fitting("短"), "短");
    }
}
