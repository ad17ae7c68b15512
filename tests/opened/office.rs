//! The workbook and the document in `LibreOffice`.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use crate::{Place, assert_in_order, bare, pdf_text, succeeds};

/// Has `LibreOffice` write `file` anew in `format` into the folder `folder`, which is made.
///
/// With a profile of its own.
fn converted(place: &Place, file: &Path, format: &str, folder: &str) -> PathBuf {
    let (folder, profile) = (place.path(folder), place.path("profile"));
    std::fs::create_dir_all(&folder).expect("room");
    let mut command = Command::new("soffice");
    command
        .arg(format!("-env:UserInstallation=file://{}", profile.display()))
        .args(["--headless", "--norestore", "--convert-to", format, "--outdir"])
        .args([&folder, file])
        .env("HOME", place.path("profile"))
        .env("FONTCONFIG_FILE", place.fonts());
    succeeds(&mut command);
    folder
}

/// Rows of cells.
type Rows = Vec<Vec<String>>;

fn rows(csv: &Path) -> Rows {
    let bytes = std::fs::read(csv).unwrap_or_else(|error| panic!("{}: {error}", csv.display()));
    let text = String::from_utf8(bytes).expect("UTF-8");
    let text = text.trim_start_matches('\u{feff}');
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let rows = reader.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

#[test]
#[ignore = "needs LibreOffice"]
fn a_spreadsheet_shows_every_cell_of_the_workbook_as_it_was() {
    let place = Place::new();
    let book = place.exported("xlsx", "摘录.xlsx", &[]);
    // Comma, double quote, UTF-8, every sheet in a file of its own, numbers as they are shown.
    let every_sheet =
        "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    let folder = converted(&place, &book, every_sheet, "sheets");
    let of_sheet = |name: &str| rows(&folder.join(format!("摘录-{name}.csv")));

    let ours = rows(&place.exported("csv", "摘录.csv", &["--raw"]));
    let theirs = of_sheet("摘录");
    assert_eq!(theirs.len(), ours.len());
    // Columns of the sheet, in order, by their names in our CSV.
    let names = [
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
    ];
    for (row, (theirs, ours_row)) in theirs.iter().zip(&ours).enumerate().skip(1) {
        for (column, name) in names.iter().enumerate() {
            let at = ours[0].iter().position(|head| head == name).expect("a column");
            assert_eq!(theirs[column], ours_row[at], "row {row}, {name}");
        }
        assert_eq!(theirs[14], "在原处", "row {row}");
    }
    let texts: Vec<&str> = theirs.iter().map(|row| row[1].as_str()).collect();
    assert!(texts.contains(&"=1+1 是门牌上写的算式"), "{texts:?}");
    let memos: Vec<&str> = theirs.iter().map(|row| row[2].as_str()).collect();
    assert!(memos.contains(&"=SUM(A1:A9)"), "{memos:?}");

    let codebook = of_sheet("编码簿");
    let talent = codebook.iter().find(|row| row[0] == "人才").expect("the theme");
    assert_eq!((talent[6].as_str(), talent[7].as_str()), ("3", "1"));
    let matrix = of_sheet("主题×文章");
    let sums = matrix.last().expect("sums");
    assert_eq!((sums[0].as_str(), sums.last().map(String::as_str)), ("合计", Some("9")));
    let articles = of_sheet("文章");
    let chars = crate::SECOND.chars().count().to_string();
    assert!(
        articles.iter().any(|row| row[2] == "2020-共建.txt" && row[3] == chars && row[4] == "3")
    );
}

#[test]
#[ignore = "needs LibreOffice and pdftotext"]
fn a_printed_document_holds_contents_excerpts_sources_and_memos_in_order() {
    let place = Place::new();
    let document = place.exported("docx", "摘录.docx", &["--group-by", "article"]);
    let printed = converted(&place, &document, "pdf", "print").join("摘录.pdf");
    let text = converted(&place, &document, "txt:Text (encoded):UTF8", "text").join("摘录.txt");
    let text = bare(&std::fs::read_to_string(text).expect("it was written"));

    let excerpts = place.excerpts();
    let articles = [("党群服务中心建在家门口", 5), ("两新组织共建共享", 3)];
    let headings = articles.map(|(title, count)| bare(&format!("《{title}》 ({count})")));
    let mut parts = vec![bare("摘录：集"), bare("目录")];
    // Once in the contents, once above its excerpts.
    parts.extend(headings.iter().cloned());
    for (heading, (title, _)) in headings.iter().zip(articles) {
        parts.push(heading.clone());
        for excerpt in excerpts.iter().filter(|excerpt| excerpt["title"] == title) {
            let of = |name: &str| excerpt[name].as_str().expect("a text");
            parts.push(bare(&format!("{}{}{}", of("before"), of("text"), of("after"))));
            let year = &excerpt["year"];
            parts.push(bare(&format!("《{title}》 {year} · {} · 第", of("article"))));
            parts.push(bare(of("coder")));
            if !of("memo").is_empty() {
                parts.push(bare(&format!("备忘录：{}", of("memo"))));
            }
        }
    }
    assert_eq!(excerpts.len(), 8);
    let printed = pdf_text(&printed);
    for text in [text, printed] {
        assert_in_order(&text, &parts);
        // The instructions of the fields are no text.
        assert!(!text.contains("PAGEREF") && !text.contains("HYPERLINK"), "{text}");
    }
}
