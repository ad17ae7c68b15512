//! What the window remembers between frames that is not the session's: which page, which article,
//! what is selected, open dialogs and drafts.
//!
//! Views change only this, and return [`Message`]s for everything else.

use std::time::Instant;

use super::{
    action::Action,
    app::Verdict,
    codebook, dialogs,
    drafts::Drafts,
    excerpts, find,
    fonts::OwnFont,
    library, memos, outline, palette, reader, review_found, search,
    showing::{Shade, Showing},
    themes,
};
use crate::{
    annotation::{PassageId, RecordId, ThemeId},
    corpus::ArticlePath,
    session::{Command, Notice},
    text::ByteSpan,
};

/// What a view asks for.
#[derive(Clone, Debug)]
pub(super) enum Message {
    /// Change something in the session.
    Do(Command),
    /// A named command, as if by its key.
    Act(Action),
    /// Select from the caret to where it would go.
    Extend(reader::CaretMove),
    /// Show an article from where it was left.
    Show(ArticlePath),
    /// Show a passage in its article and select it.
    GoTo(PassageId),
    /// Tag the text selection with this theme; with none, the sentence at the caret; with a
    /// passage selected, toggle the theme on it.
    TagWith(ThemeId),
    /// Make a theme of that name and tag with it.
    TagWithNew(String),
    /// Select a passage that is in view; `None` deselects.
    SelectPassage(Option<PassageId>),
    /// Open a dialog in place of any other.
    Open(dialogs::Dialog),
    /// Show, dim or hide a theme in the text.
    Shade(ThemeId, Shade),
    /// Show a theme on the page of the codebook.
    ShowTheme(ThemeId),
    /// Show this theme and hide all others; all, if it is so already.
    OnlyTheme(ThemeId),
    /// Show a place in an article and select it.
    GoToText(ArticlePath, ByteSpan),
    /// List every place in the set at which a string stands.
    ListWord(String),
    /// A verdict on the passage that the round through what was found is at.
    JudgeFound(Verdict),
    /// Choose what the lexicon of a theme is to code.
    CodeByLexicon(ThemeId),
    /// Ask a saved query on its page.
    AskQuery(RecordId),
    /// Write the memo on an article.
    ArticleMemo(ArticlePath),
    /// Show the folder that a file is in, or a folder, in the system's file manager.
    ShowFolder(std::path::PathBuf),
    /// Put text on the clipboard.
    CopyText(String),
}

/// The pages of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Page {
    /// One article, its themes and passages.
    #[default]
    Reading,
    /// All passages of the set.
    Excerpts,
    /// All memos of the set.
    Memos,
    /// All places of the set that say something.
    Search,
    /// The themes, their levels and rules.
    Codebook,
}

/// A message at the bottom of the window.
#[derive(Clone, Debug)]
pub(super) struct Toast {
    pub(super) notice: Notice,
    pub(super) since: Instant,
}

/// The text alone, without panels and bars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Focus {
    /// Whether the passages are marked in it.
    pub(super) marks: bool,
}

/// Everything the window remembers.
#[derive(Default)]
pub(super) struct ViewState {
    pub(super) page: Page,
    /// The article that is shown.
    pub(super) article: Option<ArticlePath>,
    /// The passage that is selected, in the text and in the lists alike.
    pub(super) passage: Option<PassageId>,
    /// The passage the pointed-at card or bracket stands for, this frame and the last.
    pub(super) hovered: Option<PassageId>,
    pub(super) reader: reader::State,
    /// Which themes are seen in the text.
    pub(super) showing: Showing,
    /// Whether only the text is shown, and how.
    pub(super) focus: Option<Focus>,
    pub(super) library: library::State,
    pub(super) outline: outline::State,
    pub(super) themes: themes::State,
    pub(super) excerpts: excerpts::State,
    pub(super) memos: memos::State,
    pub(super) codebook: codebook::State,
    /// What is being written and not handed over yet.
    pub(super) drafts: Drafts,
    pub(super) find: find::State,
    pub(super) search: search::State,
    /// The round through what a search or a lexicon coded.
    pub(super) round: Option<review_found::Round>,
    pub(super) palette: Option<palette::State>,
    /// What was typed in a palette that was left without choosing.
    pub(super) left_palette: palette::Left,
    pub(super) dialog: Option<dialogs::Dialog>,
    /// The dialog that was confirmed in this frame: it comes back where that is refused.
    pub(super) confirmed: Option<dialogs::Dialog>,
    pub(super) toasts: Vec<Toast>,
    /// The font of the user's own.
    pub(super) own_font: OwnFont,
}

impl ViewState {
    /// Tells something at the bottom of the window.
    pub(super) fn tell(&mut self, notice: Notice) {
        // A key pressed again says the same again, once.
        self.toasts.retain(|toast| toast.notice != notice);
        self.toasts.push(Toast { notice, since: Instant::now() });
    }

    /// Forgets what belonged to the set that was open.
    pub(super) fn forget_set(&mut self) {
        let toasts = std::mem::take(&mut self.toasts);
        let find = std::mem::take(&mut self.find).kept();
        let own_font = std::mem::take(&mut self.own_font);
        *self = Self { find, toasts, own_font, ..Self::default() };
    }
}

/// Where a view wants the reader to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// To a place in the text, which gets the caret.
    Place(ByteSpan),
    /// To a span, which is selected.
    Span(ByteSpan),
    /// To the top.
    Top,
}
