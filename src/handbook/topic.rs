//! The headings that the window itself leads to.

/// A heading that is opened by something outside the handbook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HandbookTopic {
    /// How one begins.
    Start,
    /// The page for reading.
    Reading,
    /// The page of the codebook.
    Codebook,
    /// The page of memos.
    Memos,
    /// The page that searches.
    Search,
    /// The page of excerpts.
    Excerpts,
    /// The page that compares.
    Compare,
    /// What to do where saving fails.
    SaveFailed,
    /// What could not be saved on another day.
    Recover,
    /// Another version of files on the disk.
    Versions,
    /// What waits for a decision.
    Review,
    /// What was kept before large changes.
    Snapshots,
    /// Excerpts as files.
    Export,
    /// Articles and excerpts on paper.
    Print,
    /// Files as articles, and what other programs marked.
    Import,
    /// The set's own words.
    Words,
    /// Every key.
    Keys,
    /// What is known of an article.
    Wrong,
    /// Several people who code one set, and coding blind.
    Coders,
    /// How a set is opened.
    Open,
    /// What a colleague marked.
    Colleague,
    /// Coding automatically, and looking at it.
    Autocode,
}

impl HandbookTopic {
    /// Every one.
    pub const ALL: [Self; 22] = [
        Self::Start,
        Self::Reading,
        Self::Codebook,
        Self::Memos,
        Self::Search,
        Self::Excerpts,
        Self::Compare,
        Self::SaveFailed,
        Self::Recover,
        Self::Versions,
        Self::Review,
        Self::Snapshots,
        Self::Export,
        Self::Print,
        Self::Import,
        Self::Words,
        Self::Keys,
        Self::Wrong,
        Self::Coders,
        Self::Open,
        Self::Colleague,
        Self::Autocode,
    ];

    /// The id of its heading.
    #[must_use]
    pub fn id(self) -> &'static str {
        match self {
            Self::Start => "start",
            Self::Reading => "reading",
            Self::Codebook => "codebook",
            Self::Memos => "memos",
            Self::Search => "search",
            Self::Excerpts => "excerpts",
            Self::Compare => "compare",
            Self::SaveFailed => "save-failed",
            Self::Recover => "recover",
            Self::Versions => "versions",
            Self::Review => "review",
            Self::Snapshots => "snapshots",
            Self::Export => "export",
            Self::Print => "print",
            Self::Import => "import",
            Self::Words => "words",
            Self::Keys => "keys",
            Self::Wrong => "wrong",
            Self::Coders => "agreement-blind",
            Self::Open => "open",
            Self::Colleague => "colleague",
            Self::Autocode => "autocode",
        }
    }
}
