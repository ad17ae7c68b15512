//! The list of formats: their names, the endings of their files, and what a file of theirs is.

/// A format in which excerpts or themes are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Format {
    /// One row an excerpt, for spreadsheets.
    #[default]
    Csv,
    /// A workbook: excerpts, codebook, counts, articles.
    Xlsx,
    /// Excerpts for reading, as a Word document.
    Docx,
    /// Marked articles as one web page.
    Html,
    /// Excerpts for reading, as one Markdown file.
    Markdown,
    /// A folder with a Markdown file an article, its passages marked in the text.
    MarkdownArticles,
    /// One JSON object an excerpt.
    Jsonl,
    /// A project of REFI-QDA, for other QDA programs.
    RefiProject,
    /// A codebook of REFI-QDA.
    RefiCodebook,
    /// A collection of W3C Web Annotations.
    WebAnnotation,
    /// Sequence labelling for doccano.
    Doccano,
    /// Tasks for Label Studio.
    LabelStudio,
    /// A folder of brat's standoff files.
    Brat,
    /// Tokens with BIO tags.
    Conll,
}

impl Format {
    /// All of them, in the order in which they are offered.
    pub const ALL: [Self; 14] = [
        Self::Csv,
        Self::Xlsx,
        Self::Docx,
        Self::Html,
        Self::Markdown,
        Self::MarkdownArticles,
        Self::Jsonl,
        Self::RefiProject,
        Self::RefiCodebook,
        Self::WebAnnotation,
        Self::Doccano,
        Self::LabelStudio,
        Self::Brat,
        Self::Conll,
    ];

    /// Its name on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Markdown => "markdown",
            Self::MarkdownArticles => "markdown-articles",
            Self::Jsonl => "jsonl",
            Self::RefiProject => "refi-qdpx",
            Self::RefiCodebook => "refi-qdc",
            Self::WebAnnotation => "web-annotation",
            Self::Doccano => "doccano",
            Self::LabelStudio => "label-studio",
            Self::Brat => "brat",
            Self::Conll => "conll",
        }
    }

    /// The ending of its file, without the dot; empty for a folder.
    #[must_use]
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::Jsonl | Self::Doccano => "jsonl",
            Self::RefiProject => "qdpx",
            Self::RefiCodebook => "qdc",
            Self::WebAnnotation => "jsonld",
            Self::LabelStudio => "json",
            Self::MarkdownArticles | Self::Brat => "",
            Self::Conll => "conll",
        }
    }

    /// Whether it is a folder of files.
    #[must_use]
    pub fn is_folder(self) -> bool {
        self.extension().is_empty()
    }
}
