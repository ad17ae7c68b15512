//! PDFs that `LibreOffice` makes say the same to us as to poppler's `pdftotext`: no letter and no
//! digit is lost, and none comes twice.

use std::{collections::BTreeMap, path::Path, process::Command};

use quandian::exchange::incoming::Leftover;

use super::{SOURCE, converted};

/// Of so many letters and digits one may be read otherwise: 0.5 %.
const ONE_OF: usize = 200;

/// Letters and digits, with how often each is there.
fn letters(text: &str) -> BTreeMap<char, usize> {
    let mut counts = BTreeMap::new();
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        *counts.entry(c).or_default() += 1;
    }
    counts
}

/// How many letters and digits are in one of two texts only, and how many the second has.
fn difference(ours: &str, theirs: &str) -> (usize, usize) {
    let (ours, theirs) = (letters(ours), letters(theirs));
    let mut all: Vec<char> = ours.keys().chain(theirs.keys()).copied().collect();
    all.sort_unstable();
    all.dedup();
    let count = |text: &BTreeMap<char, usize>, c| text.get(&c).copied().unwrap_or(0);
    let differing = all.iter().map(|&c| count(&ours, c).abs_diff(count(&theirs, c))).sum();
    (differing, theirs.values().sum())
}

fn pdftotext(pdf: &Path) -> String {
    let output = Command::new("pdftotext").arg(pdf).arg("-").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn paragraph(style: &str, text: &str) -> String {
    format!("<text:p text:style-name=\"{style}\">{text}</text:p>")
}

/// A table of numbers in which digits and words repeat.
fn table(name: &str, rows: usize) -> String {
    let cell = |text: &str| format!("<table:table-cell><text:p>{text}</text:p></table:table-cell>");
    let rows = (0..rows).map(|row| {
        let cells = [
            format!("{}街道", ["甲", "乙", "丙", "丁"][row % 4]),
            format!("{}", 1900 + 11 * row),
            format!("{},{:03}.{:02}", 77 + row, 111 * (row % 10), 11 * (row % 9)),
            format!("{}%", 100 - row),
            "Mississippi".to_owned(),
        ];
        let cells: String = cells.iter().map(|text| cell(text)).collect();
        format!("<table:table-row>{cells}</table:table-row>")
    });
    let rows: String = rows.collect();
    format!(
        "<table:table table:name=\"{name}\"><table:table-column table:number-columns-repeated=\"5\"/>{rows}</table:table>"
    )
}

/// Styles of letters made bold by printing them twice, of shadows, outlines, and spaced letters.
const STYLES: &str = r#"
<style:style style:name="Bold" style:family="paragraph" style:parent-style-name="Text"><style:text-properties fo:font-weight="bold" style:font-weight-asian="bold"/></style:style>
<style:style style:name="Shadow" style:family="paragraph" style:parent-style-name="Text"><style:text-properties fo:text-shadow="1pt 1pt"/></style:style>
<style:style style:name="Outline" style:family="paragraph" style:parent-style-name="Text"><style:text-properties style:text-outline="true"/></style:style>
<style:style style:name="Spaced" style:family="paragraph" style:parent-style-name="Text"><style:text-properties fo:letter-spacing="6pt" fo:font-size="18pt" style:font-size-asian="18pt"/></style:style>
<style:style style:name="Small" style:family="paragraph" style:parent-style-name="Text"><style:text-properties fo:font-size="8pt" style:font-size-asian="8pt"/></style:style>
<style:style style:name="Latin" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties style:font-name="Sans"/></style:style>
<style:style style:name="Turned" style:family="paragraph" style:parent-style-name="Standard"><style:text-properties style:text-rotation-angle="90" style:text-rotation-scale="line-height"/></style:style>
"#;

/// What the pages say; `%` is a number that is another in each.
fn content() -> String {
    let han =
        "2000年11月，参加议事的居民有1100人，支出3000.00元，电话13800002222，111户、22户同意，%。";
    let latin =
        "Illinois, Mississippi and Tennessee: all 1,100 committee fellows will see 2000 hills, %.";
    let mut all = String::new();
    for number in 0..12 {
        for style in ["Text", "Bold", "Shadow", "Outline", "Spaced", "Small"] {
            all += &paragraph(style, &han.replace('%', &(number * 1111).to_string()));
        }
        for style in ["Latin", "Shadow", "Bold"] {
            all += &paragraph(style, &latin.replace('%', &(number * 2222).to_string()));
        }
        if number % 4 == 0 {
            all += &table(&format!("N{number}"), 24);
        }
    }
    all + &paragraph("Turned", "竖起来的一行2200字")
}

#[test]
#[ignore = "needs LibreOffice and poppler"]
fn no_letter_of_a_pdf_is_lost_and_none_comes_twice() {
    let folder = tempfile::tempdir().unwrap();
    let start = SOURCE.find("<office:text>").unwrap() + "<office:text>".len();
    let source =
        format!("{}{}</office:text></office:body></office:document>", &SOURCE[..start], content())
            .replace("</office:automatic-styles>", &format!("{STYLES}</office:automatic-styles>"));
    std::fs::write(folder.path().join("source.fodt"), source).unwrap();
    let read = converted(folder.path(), "pdf");
    let ours = read.articles[0].text.clone().unwrap();
    let theirs = pdftotext(&folder.path().join("source.pdf"));
    // The heads of the pages are left out, and counted.
    let is_head = |line: &&str| {
        let line: String = line.chars().filter(|c| !c.is_whitespace()).collect();
        line == "页眉不是正文"
            || line.strip_prefix('第').and_then(|rest| rest.strip_suffix('页')).is_some_and(
                |number| !number.is_empty() && number.chars().all(|c| c.is_ascii_digit()),
            )
    };
    let heads = theirs.lines().filter(is_head).count();
    assert!(heads > 10, "{theirs}");
    let left: BTreeMap<Leftover, usize> = read.leftovers.iter().collect();
    assert_eq!(left.get(&Leftover::Margins), Some(&heads));
    assert_eq!(read.leftovers.first(Leftover::Margins), "页眉不是正文");
    let theirs: Vec<&str> = theirs.lines().filter(|line| !is_head(line)).collect();
    let (differing, all) = difference(&ours, &theirs.join("\n"));
    assert!(all > 5000 && differing * ONE_OF <= all, "{differing} of {all}\n{ours}");
    // And in their order: what people look for is found.
    for part in ["2000年11月", "1100人", "3000.00元", "13800002222", "Mississippi and Tennessee"]
    {
        assert!(ours.matches(part).count() >= 12 * 3, "{part}\n{ours}");
    }
}
