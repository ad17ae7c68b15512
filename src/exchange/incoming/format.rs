//! The list of formats that are read: their names, and how a file's own is found out.

use super::SourceFile;

/// A format from which articles, themes or passages come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ImportFormat {
    /// Documents that become articles: Word, `OpenDocument`, RTF, PDF, web pages, EPUB, plain text.
    Document,
    /// A project of REFI-QDA.
    RefiProject,
    /// A codebook of REFI-QDA.
    RefiCodebook,
    /// A codebook as a table: CSV or a workbook.
    CodebookTable,
    /// Taguette's highlights as CSV.
    Taguette,
    /// W3C Web Annotations.
    WebAnnotation,
    /// doccano's JSONL.
    Doccano,
    /// Label Studio's JSON.
    LabelStudio,
    /// brat's standoff files, text and annotations side by side.
    Brat,
}

impl ImportFormat {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 9] = [
        Self::Document,
        Self::RefiProject,
        Self::RefiCodebook,
        Self::CodebookTable,
        Self::Taguette,
        Self::WebAnnotation,
        Self::Doccano,
        Self::LabelStudio,
        Self::Brat,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::RefiProject => "refi-qdpx",
            Self::RefiCodebook => "refi-qdc",
            Self::CodebookTable => "codebook",
            Self::Taguette => "taguette",
            Self::WebAnnotation => "web-annotation",
            Self::Doccano => "doccano",
            Self::LabelStudio => "label-studio",
            Self::Brat => "brat",
        }
    }

    /// The endings of its files, without the dot and in lower case.
    #[must_use]
    pub fn extensions(self) -> &'static [&'static str] {
        match self {
            Self::Document => &[
                "docx", "docm", "dotx", "dotm", "odt", "fodt", "rtf", "pdf", "html", "htm",
                "xhtml", "epub", "txt", "md",
            ],
            Self::RefiProject => &["qdpx"],
            Self::RefiCodebook => &["qdc"],
            Self::CodebookTable => &["csv", "xlsx", "ods"],
            Self::Taguette => &["csv"],
            Self::WebAnnotation => &["jsonld", "json"],
            Self::Doccano => &["jsonl"],
            Self::LabelStudio => &["json"],
            Self::Brat => &["ann", "txt"],
        }
    }

    /// The format that these files seem to have, by their names and their first bytes.
    #[must_use]
    pub fn of(files: &[SourceFile]) -> Option<Self> {
        // Beside an `.ann` a `.txt` is brat's.
        if files.iter().any(|file| file.extension() == "ann") {
            return Some(Self::Brat);
        }
        let file = files.first()?;
        let extension = file.extension();
        let mut fitting =
            Self::ALL.into_iter().filter(|format| format.extensions().contains(&&*extension));
        let first = fitting.next()?;
        if fitting.next().is_none() {
            return Some(first);
        }
        let head = file.bytes.get(..file.bytes.len().min(64 << 10)).unwrap_or_default();
        let says = |word: &str| memchr::memmem::find(head, word.as_bytes()).is_some();
        Some(match &*extension {
            "csv" => {
                let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
                let line = String::from_utf8_lossy(line).to_lowercase();
                let is_taguette = line.contains("document") && line.contains("content");
                if is_taguette { Self::Taguette } else { Self::CodebookTable }
            }
            "json" if says("\"@context\"") || says("TextQuoteSelector") => Self::WebAnnotation,
            "json" => Self::LabelStudio,
            _ => first,
        })
    }
}

impl SourceFile {
    /// The ending of its name, without the dot and in lower case.
    #[must_use]
    pub fn extension(&self) -> String {
        let ending = self.name.rsplit_once('.').map_or("", |(_, ending)| ending);
        ending.to_lowercase()
    }

    /// Its name without the ending.
    #[must_use]
    pub fn stem(&self) -> &str {
        self.name.rsplit_once('.').map_or(&*self.name, |(stem, _)| stem)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn format(name: &str, head: &str) -> Option<ImportFormat> {
        let bytes = head.as_bytes().to_vec();
        ImportFormat::of(&[SourceFile { name: name.to_owned(), bytes }])
    }

    #[test]
    fn the_format_is_found_out() {
        assert_eq!(format("文.DOCX", ""), Some(ImportFormat::Document));
        assert_eq!(format("a.txt", ""), Some(ImportFormat::Document));
        assert_eq!(format("a.ann", ""), Some(ImportFormat::Brat));
        assert_eq!(format("a.csv", "\u{feff}name,parent\n"), Some(ImportFormat::CodebookTable));
        let taguette = format("a.csv", "id,document,tag,content\r\n");
        assert_eq!(taguette, Some(ImportFormat::Taguette));
        assert_eq!(format("a.json", "[{\"data\":{}}]"), Some(ImportFormat::LabelStudio));
        let annotation = format("a.json", "{\"@context\": \"http://www.w3.org/ns/anno.jsonld\"");
        assert_eq!(annotation, Some(ImportFormat::WebAnnotation));
        assert_eq!(format("a.xyz", ""), None);
    }
}
