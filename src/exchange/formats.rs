//! The tables of the formats: those that are written, and those that are read.
//!
//! A new format is a file of its own that says what it is ([`super::Format`],
//! [`super::incoming::IncomingFormat`]), and its row
//! here. The dialogs, the preview, the command line with its help, and the tests read these tables.
//! What a format is called and what is said of it stands in the translation files, at
//! `export.format.<name>` and `import.format.<name>`.

use super::{
    ExportFormat, brat, codebook_table, conll, csv, doccano, document, docx, html,
    incoming::{ImportFormat, SourceFile},
    jsonl, label_studio, markdown, markdown_articles, paper, refi, taguette, web_annotation, xlsx,
};

/// Those that are written, in the order in which they are offered.
pub static FORMATS: [ExportFormat; 15] = [
    &csv::Csv,
    &xlsx::Xlsx,
    &docx::WordDocument,
    &paper::Paper,
    &html::Html,
    &markdown::Markdown,
    &markdown_articles::MarkdownArticles,
    &jsonl::JsonLines,
    &refi::RefiProject,
    &refi::RefiCodebook,
    &web_annotation::WebAnnotation,
    &doccano::Doccano,
    &label_studio::LabelStudio,
    &brat::Brat,
    &conll::Conll,
];

/// Those that are read, in the order in which they are offered.
pub static IMPORT_FORMATS: [ImportFormat; 9] = [
    &document::Documents,
    &refi::RefiProject,
    &refi::RefiCodebook,
    &codebook_table::CodebookTable,
    &taguette::Taguette,
    &web_annotation::WebAnnotation,
    &doccano::Doccano,
    &label_studio::LabelStudio,
    &brat::Brat,
];

/// So many bytes of a file are looked at to find out its format.
const HEAD: usize = 64 << 10;

/// The format that a file seems to have, by its name and its first bytes.
#[must_use]
pub fn import_format_of(file: &SourceFile) -> Option<ImportFormat> {
    let extension = file.extension();
    let head = file.bytes.get(..HEAD).unwrap_or(&file.bytes);
    let is_fitting = |format: &ImportFormat| format.extensions().contains(&&*extension);
    // Of several that are as likely the first.
    let fitting = IMPORT_FORMATS.into_iter().filter(is_fitting).rev();
    fitting.max_by_key(|format| format.likeness(head))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::incoming::IncomingFormat;

    fn format(name: &str, head: &str) -> Option<&'static str> {
        let file = SourceFile { name: name.to_owned(), bytes: head.as_bytes().to_vec() };
        import_format_of(&file).map(IncomingFormat::name)
    }

    #[test]
    fn the_format_is_found_out() {
        assert_eq!(format("文.DOCX", ""), Some("document"));
        assert_eq!(format("a.txt", ""), Some("document"));
        assert_eq!(format("a.ann", ""), Some("brat"));
        assert_eq!(format("a.csv", "\u{feff}name,parent\n"), Some("codebook"));
        assert_eq!(format("a.csv", "id,document,tag,content\r\n"), Some("taguette"));
        assert_eq!(format("a.json", "[{\"data\":{}}]"), Some("label-studio"));
        let annotation = "{\"@context\": \"http://www.w3.org/ns/anno.jsonld\"";
        assert_eq!(format("a.json", annotation), Some("web-annotation"));
        assert_eq!(format("a.xyz", ""), None);
    }
}
