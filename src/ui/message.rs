//! What a view asks for. Views change only what is their own and what is shared; for everything
//! else they return messages.

use std::{path::PathBuf, sync::Arc};

use super::{
    action::Action,
    caret::{CaretMove, Direction},
    dialogs::Dialog,
    showing::Shade,
};
use crate::{
    annotation::{Coder, PassageId, RecordId, ThemeId},
    chart::ChartScene,
    corpus::ArticlePath,
    handbook::HandbookTopic,
    session::Command,
    text::ByteSpan,
};

/// What a view asks for: of the session, of the window, or, where it is not known here which, of
/// the page that knows what to do with it.
#[derive(Clone, Debug)]
pub(super) enum Message {
    /// Change something in the session.
    Do(Command),
    /// A named command, as if by its key.
    Act(Action),
    /// Open the handbook at a heading.
    Explain(HandbookTopic),
    /// Open a dialog in place of any other.
    Open(Dialog),
    /// Show an article from where it was left.
    Show(ArticlePath),
    /// Show a passage in its article and select it.
    GoTo(PassageId),
    /// Show a place in an article and select it.
    GoToText(ArticlePath, ByteSpan),
    /// Show what one of the three above leads to beside the text that is read.
    Beside(Box<Message>),
    /// Select a passage that is in view; `None` deselects.
    SelectPassage(Option<PassageId>),
    /// Show, dim or hide a theme in the text.
    Shade(ThemeId, Shade),
    /// Show this theme and hide all others; all, if it is so already.
    OnlyTheme(ThemeId),
    /// Show, dim or hide what a coder marked.
    ShadeCoder(Coder, Shade),
    /// Show what this coder marked and hide what all others did; all, if it is so already.
    OnlyCoder(Coder),
    /// List every place in the set at which a string stands.
    ListWord(String),
    /// Show the folder that a file is in, or a folder, in the system's file manager.
    ShowFolder(PathBuf),
    /// Open a file in the program that the system has for it.
    OpenFile(PathBuf),
    /// Put a picture of a chart on the clipboard.
    CopyPicture(Arc<ChartScene<()>>),
    /// Put text on the clipboard.
    CopyText(String),
    /// Replace a theme on passages; those that some page lists are offered.
    ReplaceTheme(ThemeId),
    /// Make a theme of that name and give it to the selected passage.
    GiveNewTheme(String),

    // For the pages.
    /// Move the caret; with `true`, what it passes is selected.
    MoveCaret(CaretMove, bool),
    /// Tag the text selection with this theme; with none, the sentence at the caret; with a
    /// passage selected, toggle the theme on it.
    TagWith(ThemeId),
    /// Make a theme of that name and tag with it.
    TagWithNew(String),
    /// A verdict on the passage that the round through what was coded automatically is at.
    Judge(RoundVerdict),
    /// Go on in that round.
    GoOnInRound,
    /// What becomes of a suggestion.
    Suggest(SuggestionVerdict),
    /// Show a theme on the page of the codebook.
    ShowTheme(ThemeId),
    /// Choose a theme there, without going there.
    ChooseTheme(ThemeId),
    /// Choose what the lexicon of a theme is to code.
    CodeByLexicon(ThemeId),
    /// Choose which suggestions of a theme are taken at once.
    CodeBySuggestions(ThemeId),
    /// Look for something, and code it, in these articles only.
    SearchIn(Vec<ArticlePath>),
    /// Ask a saved query on its page.
    AskQuery(RecordId),
    /// List the passages of which a condition holds on the page of excerpts.
    AskExcerpts(String),
    /// List the places of a query on the page of the search.
    AskSearch(String),
    /// Make a query a line over the years.
    AddLine(String),
    /// Go to another place of the list that one came from.
    GoAlong(usize),
    /// Forget that one came from a list.
    LeaveTrail,
}

/// What a key does in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum RoundVerdict {
    /// It is right as it is.
    Keep,
    /// It is wrong.
    Drop,
    /// Later.
    Skip,
    /// The one before again.
    Back,
    /// All that were found by the same, and have not been looked at, are wrong.
    DropAll,
    /// End of the round.
    End,
}

/// Which suggestion: what of which article, for which theme.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct SuggestionKey {
    pub(super) article: ArticlePath,
    /// As it was suggested, whatever its ends were moved to.
    pub(super) span: ByteSpan,
    pub(super) theme: ThemeId,
}

/// What becomes of a suggestion.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SuggestionVerdict {
    /// It is the one that is answered next.
    Choose(SuggestionKey),
    /// It is tagged.
    Take(SuggestionKey),
    /// It is wrong.
    Refuse(SuggestionKey),
    /// Another one is answered next.
    Step(Direction),
    /// That is all for now.
    Close,
}
