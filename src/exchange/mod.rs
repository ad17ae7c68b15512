//! What leaves the program and what comes in: one file per format.
//!
//! An [`Excerpt`] holds everything a list of them may want, so that its format knows neither the
//! set nor its files; a format of other programs is handed a [`Project`]. Formats write to any
//! `Write`; where the bytes go is for the caller to say. No words of the interface stand here: what
//! a format has to say it is handed ([`ExportWords`]). What it cannot hold it counts ([`Losses`]).
//! All that are written are rows of [`FORMATS`].

pub mod arrival;
mod attribute_table;
pub mod brat;
pub mod codebook_table;
pub mod conll;
pub mod csv;
pub mod doccano;
pub mod document;
pub mod docx;
mod excerpt;
mod format;
mod formats;
pub mod html;
mod import_words;
pub mod incoming;
pub mod jsonl;
pub mod label_studio;
mod labelled_lines;
mod listing;
pub mod markdown;
pub mod markdown_articles;
pub mod paper;
mod pdf;
mod picture;
pub mod preview;
mod project;
pub mod refi;
#[cfg(test)]
mod sample;
mod sheet_file;
mod summaries;
pub mod svg;
mod table;
pub mod taguette;
mod terms;
pub mod web_annotation;
mod workbook;
pub mod xlsx;
mod xml_text;

pub use attribute_table::{AttributeImport, AttributeMisfit, AttributeRow, AttributeTable};
pub use excerpt::{Excerpt, Filter, Place, excerpts};
pub use format::{ExportFormat, Format, Written};
pub use formats::{FORMATS, IMPORT_FORMATS, import_format_of};
pub use labelled_lines::{LabelledFile, LabelledSentence};
pub use listing::{Grouping, Listing, ListingLabels};
pub use paper::{PaperContent, PaperFace, PaperOptions, PaperSize, PaperText};
pub use picture::{PictureDensity, PictureKind, PicturePixels, picture_pixels, write_picture};
pub use project::{ArticleNote, Loss, Losses, Project, article_notes};
pub use sheet_file::{SheetKind, sheet_text, write_sheet};
pub use summaries::{
    SummaryArticle, SummaryCell, SummaryDocument, SummaryHeads, SummaryKind, SummaryTheme,
    write_summaries,
};
pub use terms::{
    ExportOption, ExportOptions, ExportTerms, ExportWords, Formulas, GroupBy, ThemeNames, TokenUnit,
};
