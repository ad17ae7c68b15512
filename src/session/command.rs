//! What a user can ask of a session, with everything the session needs to do it.
//!
//! The window's own list of named commands (with labels and shortcuts) stands in `ui::action`;
//! the command line builds these directly.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
};

use super::{
    Ask, CatalogueCommand, Choice, CopiedTag, FoundPassage, MovedSidecar, Question, Retag,
    SettleCommand, SuggestionAnswer, ThemeField, Verdict, VersionId, WordList,
    export::{Export, MadeFile},
    settings::Settings,
};
use crate::{
    annotation::{Coder, JournalEntry, PassageId, RecordId, SavedQuery, Theme, ThemeId},
    corpus::{ArticlePath, Correction, DictionaryEntry},
    text::CharSpan,
};

/// One request to change something.
#[derive(Clone, Debug, PartialEq)]
pub enum Command {
    /// Open a folder, or the files given, in the background.
    Open(Vec<PathBuf>),
    /// Copy the sample set to the user's data folder (once) and open it.
    OpenSample,
    /// Put the copy of the sample set aside and open it as it came.
    RestoreSample,
    /// Look at everything on the disk again.
    Reload,
    /// Ask the running jobs to stop.
    CancelJobs,
    /// Mark fragments of an article with themes, as a new passage of the current coder.
    Tag {
        /// The article.
        article: ArticlePath,
        /// What of it; overlapping fragments are joined.
        fragments: Vec<CharSpan>,
        /// With what; at least one.
        themes: Vec<ThemeId>,
        /// With which note.
        memo: String,
    },
    /// Mark fragments of an article with the theme of that name, which is made if there is none.
    TagNew {
        /// The article.
        article: ArticlePath,
        /// What of it.
        fragments: Vec<CharSpan>,
        /// The theme's name.
        name: String,
    },
    /// Give a passage a theme, or take it away if it has it; the last theme's going removes it.
    ToggleTheme {
        /// The passage.
        passage: PassageId,
        /// The theme.
        theme: ThemeId,
    },
    /// Write a passage's memo.
    SetMemo {
        /// The passage.
        passage: PassageId,
        /// The whole new memo.
        memo: String,
    },
    /// Move a passage's boundaries.
    SetFragments {
        /// The passage.
        passage: PassageId,
        /// All its new fragments.
        fragments: Vec<CharSpan>,
        /// Whether this goes on with the step before, so that both are undone as one.
        goes_on: bool,
    },
    /// Delete passages in one step.
    DeletePassages(Vec<PassageId>),
    /// Take over the places that were found again after an article changed on disk.
    AcceptMoved {
        /// The article.
        article: ArticlePath,
        /// Whose passages.
        coder: Coder,
    },
    /// Take over every place that was surely found again, in all articles.
    AcceptAllMoved,
    /// Say what becomes of a passage that has no sure place.
    Judge {
        /// The passage.
        passage: PassageId,
        /// What becomes of it.
        verdict: Verdict,
    },
    /// Choose between two versions of a passage that a merge left.
    Choose {
        /// The passage.
        passage: PassageId,
        /// Which of the two.
        choice: Choice,
    },
    /// Choose between two versions of a theme that a merge left.
    ChooseTheme {
        /// The theme.
        theme: ThemeId,
        /// Which of the two.
        choice: Choice,
    },
    /// Write what can be saved of a broken file in its place.
    Salvage(PathBuf),
    /// Merge conflicted copies into the files they are copies of.
    MergeCopies(Vec<PathBuf>),
    /// Put conflicted copies in the trash.
    DiscardCopies(Vec<PathBuf>),
    /// Move sidecars beside the articles that have the text that was marked.
    Follow(Vec<MovedSidecar>),
    /// Tell git to join two people's lines in the files of ours.
    WriteGitAttributes,
    /// Add a theme of that name at the end, with the next free colour and key.
    AddTheme {
        /// Its name.
        name: String,
    },
    /// Add a theme at the end as it is; its key is taken from the theme that had it.
    InsertTheme(Theme),
    /// Replace a theme's name, colour, key, description or parent.
    ChangeTheme(Theme),
    /// Put a theme at another place of the list.
    MoveTheme {
        /// The theme.
        theme: ThemeId,
        /// Its new place.
        to: usize,
    },
    /// Put a theme below another or at the top, before a sibling or behind all of them.
    PlaceTheme {
        /// The theme.
        theme: ThemeId,
        /// What it is a sub-theme of then.
        parent: Option<ThemeId>,
        /// The sibling that stands behind it then.
        before: Option<ThemeId>,
    },
    /// Write one of a theme's texts.
    WriteTheme {
        /// The theme.
        theme: ThemeId,
        /// Which text.
        field: ThemeField,
        /// The whole of it.
        text: String,
    },
    /// Make a passage an example of a theme, or take it from its examples if it was one.
    ToggleExample {
        /// The theme.
        theme: ThemeId,
        /// The passage.
        passage: PassageId,
    },
    /// Delete a theme and take it from every passage.
    DeleteTheme(ThemeId),
    /// Give every passage of one theme another one instead, and delete the first.
    MergeThemes {
        /// The theme that goes.
        from: ThemeId,
        /// The one that stays.
        into: ThemeId,
    },
    /// Give passages the theme `into` instead of `from`, which stays.
    ReplaceTheme {
        /// The theme that the passages bear.
        from: ThemeId,
        /// The one they get in its place.
        into: ThemeId,
        /// Which passages.
        passages: BTreeSet<PassageId>,
    },
    /// Divide the passages of a theme among others, some of them new.
    SplitTheme {
        /// The theme, which stays.
        theme: ThemeId,
        /// The themes that are made.
        new: Vec<Theme>,
        /// What each passage gets in its place; without a choice it keeps it.
        choices: BTreeMap<PassageId, Vec<ThemeId>>,
    },
    /// Keep everything as it is now, under a name.
    TakeSnapshot(String),
    /// Add a colleague's work: a file that was given away, a sidecar, or a copy of the set.
    BringIn(PathBuf),
    /// Make everything as it was when that snapshot was taken.
    RestoreSnapshot(String),
    /// Correct what is known of an article.
    Correct {
        /// The article.
        article: ArticlePath,
        /// The whole new correction.
        correction: Correction,
    },
    /// Add entries to one of the set's lists of words, and take words out of it, in one step.
    ChangeWords {
        /// Which list.
        list: WordList,
        /// What comes, or takes the place of its word's entry.
        add: Vec<DictionaryEntry>,
        /// What goes.
        remove: Vec<String>,
    },
    /// Write the current coder's memo on an article.
    SetArticleMemo {
        /// The article.
        article: ArticlePath,
        /// The whole new memo.
        memo: String,
    },
    /// Give passages other themes, in one step.
    Retag(Retag),
    /// Add a note to the memos of passages, in one step.
    AddMemo {
        /// Which.
        passages: Vec<PassageId>,
        /// What is added, on a line of its own.
        note: String,
    },
    /// Save a query, or change the one with its identity.
    SaveQuery(SavedQuery),
    /// Take a query out of the saved ones.
    DeleteQuery(RecordId),
    /// Write an entry of the current coder's journal, or change the one with its identity.
    WriteJournal(JournalEntry),
    /// Take an entry out of the current coder's journal.
    DeleteJournal(RecordId),
    /// Change what is said of articles as wholes: attributes, groups, who is done, bookmarks.
    Catalogue(CatalogueCommand),
    /// Settle where coders differ.
    Settle(SettleCommand),
    /// Answer a question about the set, in the background.
    Ask(Ask),
    /// Mark what a search or a lexicon found and the user took, in one step.
    TagFound {
        /// With this theme.
        theme: ThemeId,
        /// What was taken.
        found: Vec<FoundPassage>,
    },
    /// Take a suggestion, or refuse it.
    AnswerSuggestion(SuggestionAnswer),
    /// Mark in other printings of the same text what passages mark, in one step.
    CopyTags(Vec<CopiedTag>),
    /// Say of passages that a search or a lexicon found that someone has looked at them.
    KeepFound(Vec<PassageId>),
    /// Take the last step back.
    Undo,
    /// Do the step again that was taken back.
    Redo,
    /// Write excerpts to a file, in the background.
    Export(Export),
    /// Write a picture or a page that was made to a file, in the background.
    SaveFile(MadeFile),
    /// Carry out the import that was looked at last, as one step.
    Import,
    /// Try again to save what could not be saved.
    RetrySaving,
    /// Bring back what was there before another version of files was taken in from the disk.
    RestoreVersion(VersionId),
    /// Take that version alone where something that was changed here stands beside it.
    UseDiskVersion(VersionId),
    /// Write to a file outside the set although only a link in the set leads there.
    AllowLink(PathBuf),
    /// Copy the whole set, with what is only in memory, into a new folder in that one; go on there.
    SaveElsewhere(PathBuf),
    /// Merge what could not be saved on another day with the set in that folder.
    RestoreUnsaved(PathBuf),
    /// Put away what could not be saved on another day in the set in that folder.
    DiscardUnsaved(PathBuf),
    /// See of the open set what the current coder marked alone, or all of it again.
    CodeBlind(bool),
    /// Change the settings.
    Configure(Settings),
}

/// What a command is, for whoever has to do something before or after it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CommandKind {
    /// It changes what the user made, or walks through its history. What is being written elsewhere is
    /// handed over first, so that it stands in the history before.
    Edit,
    /// The same for a text that was written in a field: it is what is handed over.
    Text,
    /// It asks something, or stops that; nothing changes.
    Ask,
    /// It reads or writes files, or the settings. What is being written is handed over first.
    Files,
}

impl From<SettleCommand> for Command {
    fn from(command: SettleCommand) -> Self {
        Self::Settle(command)
    }
}

impl From<CatalogueCommand> for Command {
    fn from(command: CatalogueCommand) -> Self {
        Self::Catalogue(command)
    }
}

impl From<Retag> for Command {
    fn from(retag: Retag) -> Self {
        Self::Retag(retag)
    }
}

impl Command {
    /// Ask that about the open set, in the background, in place of what was asked of its kind.
    pub fn ask(question: impl Question) -> Self {
        Self::Ask(question.into())
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> CommandKind {
        match self {
            Self::SetMemo { .. }
            | Self::WriteTheme { .. }
            | Self::SetArticleMemo { .. }
            | Self::WriteJournal(_) => CommandKind::Text,
            Self::Tag { .. }
            | Self::TagNew { .. }
            | Self::ToggleTheme { .. }
            | Self::SetFragments { .. }
            | Self::DeletePassages(_)
            | Self::AcceptMoved { .. }
            | Self::AcceptAllMoved
            | Self::Judge { .. }
            | Self::Choose { .. }
            | Self::ChooseTheme { .. }
            | Self::AddTheme { .. }
            | Self::InsertTheme(_)
            | Self::ChangeTheme(_)
            | Self::MoveTheme { .. }
            | Self::PlaceTheme { .. }
            | Self::ToggleExample { .. }
            | Self::DeleteTheme(_)
            | Self::MergeThemes { .. }
            | Self::ReplaceTheme { .. }
            | Self::SplitTheme { .. }
            | Self::RestoreSnapshot(_)
            | Self::BringIn(_)
            | Self::Correct { .. }
            | Self::ChangeWords { .. }
            | Self::Retag(_)
            | Self::AddMemo { .. }
            | Self::SaveQuery(_)
            | Self::DeleteQuery(_)
            | Self::DeleteJournal(_)
            | Self::Catalogue(_)
            | Self::Settle(_)
            | Self::TagFound { .. }
            | Self::AnswerSuggestion(_)
            | Self::CopyTags(_)
            | Self::KeepFound(_)
            | Self::Import
            | Self::RestoreVersion(_)
            | Self::UseDiskVersion(_)
            | Self::Undo
            | Self::Redo => CommandKind::Edit,
            Self::Ask(_) | Self::CancelJobs => CommandKind::Ask,
            Self::Open(_)
            | Self::OpenSample
            | Self::RestoreSample
            | Self::Reload
            | Self::Salvage(_)
            | Self::MergeCopies(_)
            | Self::DiscardCopies(_)
            | Self::Follow(_)
            | Self::WriteGitAttributes
            | Self::Export(_)
            | Self::SaveFile(_)
            | Self::TakeSnapshot(_)
            | Self::RetrySaving
            | Self::AllowLink(_)
            | Self::SaveElsewhere(_)
            | Self::RestoreUnsaved(_)
            | Self::DiscardUnsaved(_)
            | Self::CodeBlind(_)
            | Self::Configure(_) => CommandKind::Files,
        }
    }

    /// The text that it hands over, unless that is empty.
    #[must_use]
    pub fn text(&self) -> Option<&str> {
        let text = match self {
            Self::SetMemo { memo: text, .. }
            | Self::SetArticleMemo { memo: text, .. }
            | Self::WriteTheme { text, .. }
            | Self::Catalogue(CatalogueCommand::SetSummary { text, .. }) => text,
            Self::WriteJournal(entry) => &entry.text,
            Self::Catalogue(CatalogueCommand::SetValues(values)) => match values.as_slice() {
                [one] => &one.value,
                _ => return None,
            },
            _ => return None,
        };
        Some(text.trim()).filter(|text| !text.is_empty())
    }
}
