//! What the pages share: where one is, what is chosen, how the text is looked at, what is being
//! written. It is all that a page knows of the others.

use std::time::Instant;

use super::{
    drafts::Drafts,
    page_id::PageId,
    showing::Showing,
    sides::{PanelSide, SidePanels},
};
use crate::{
    annotation::PassageId,
    corpus::ArticlePath,
    session::{Notice, NoticeCause, Offer, ReadingPlace, Weight},
    text::ByteSpan,
};

/// What is shared.
#[derive(Default)]
pub(super) struct Shared {
    /// The page that is shown.
    pub(super) page: PageId,
    /// The article that is open.
    pub(super) article: Option<ArticlePath>,
    /// The number of the text that shows it: of two beside each other, each has its own way back.
    pub(super) text: u32,
    /// Where the text is to go when it is drawn next.
    pub(super) target: Option<TextTarget>,
    /// The passage that is chosen, in the text and in the lists alike.
    pub(super) passage: Option<PassageId>,
    /// Whether it was chosen since its card was drawn last, and so is to come into view.
    pub(super) reveal: bool,
    /// The passage the pointed-at card or bracket stands for, this frame and the last.
    pub(super) hovered: Option<PassageId>,
    /// The passage whose ends were moved last, as long as nothing else is done.
    pub(super) adjusting: Option<PassageId>,
    /// The places of a list of which the open article shows one.
    pub(super) trail: Option<Trail>,
    /// The words that were selected on the page that is being left.
    pub(super) carried: Option<String>,
    /// Which themes are seen in the text.
    pub(super) showing: Showing,
    /// How the panels beside the page stand.
    pub(super) sides: SidePanels,
    /// Whether only the text is shown, and how.
    pub(super) focus: Option<Focus>,
    /// What is being written and not handed over yet.
    pub(super) drafts: Drafts,
    /// Whether a dialog, the palette or the handbook lies over the page.
    pub(super) covered: bool,
    /// What is told at the bottom of the window.
    pub(super) toasts: Vec<Toast>,
}

impl Shared {
    /// Tells something at the bottom of the window.
    pub(super) fn tell(&mut self, notice: Notice) {
        // A key pressed again says the same again, once; and of versions that came in from the disk
        // one after the other the last one counts.
        let is_version = notice.version().is_some();
        let is_older = |toast: &Toast| {
            toast.notice == notice
                || is_version && toast.notice.version().is_some()
                || notice.cause.is_some() && toast.notice.cause == notice.cause
                || walks(&notice) && (walks(&toast.notice) || offers_undo(&toast.notice))
        };
        // Steps taken back one after the other are one message that counts them; one that was not
        // as the user asked for stays by itself until it was read.
        let counts = walks(&notice);
        let is_partial = |toast: &Toast| counts && toast.notice.weight == Weight::Error;
        let same = |toast: &&Toast| toast.notice.cause == notice.cause && !is_partial(toast);
        let before = self.toasts.iter().filter(same);
        let times = if counts && notice.weight == Weight::Note {
            before.map(|toast| toast.times).max().unwrap_or_default() + 1
        } else {
            1
        };
        self.toasts.retain(|toast| !is_older(toast) || is_partial(toast));
        self.toasts.push(Toast { notice, since: Instant::now(), times });
    }

    /// Chooses a passage, whose card comes into view.
    pub(super) fn choose(&mut self, passage: Option<PassageId>) {
        self.passage = passage;
        self.reveal = true;
    }

    /// Opens an article where it was left, on the page for reading.
    pub(super) fn show(&mut self, path: ArticlePath) {
        if self.article.as_ref() != Some(&path) {
            self.article = Some(path);
            self.passage = None;
            self.target = Some(TextTarget::Left);
        }
        // The list has done its work: it must not hide what it led to.
        self.sides.close(Some(PanelSide::Left));
        self.page = PageId::Reading;
    }

    /// Forgets what belonged to the set that was open.
    pub(super) fn forget_set(&mut self) {
        let (toasts, mut sides) =
            (std::mem::take(&mut self.toasts), std::mem::take(&mut self.sides));
        sides.close(None);
        *self = Self { sides, toasts, ..Self::default() };
    }
}

/// Whether it tells of a step that was taken back or made again.
fn walks(notice: &Notice) -> bool {
    matches!(notice.cause, Some(NoticeCause::Walking(_)))
}

/// Whether it offers to take back what may be taken back already.
fn offers_undo(notice: &Notice) -> bool {
    notice.offer == Some(Offer::Undo)
}

/// A message at the bottom of the window.
#[derive(Clone, Debug)]
pub(super) struct Toast {
    pub(super) notice: Notice,
    pub(super) since: Instant,
    /// How many of its kind it stands for.
    pub(super) times: usize,
}

/// The text alone, without panels and bars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Focus {
    /// Whether the passages are marked in it.
    pub(super) marks: bool,
}

/// Where a view wants the text to go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TextTarget {
    /// To a place in the text, which gets the caret.
    Place(ByteSpan),
    /// To a span, which is selected.
    Span(ByteSpan),
    /// To where the article was left; to the top, if it was not read before.
    Left,
    /// To where one was: the view and the caret.
    Stand(ReadingPlace),
}

/// The list that one came from: from here to its next place, and back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Trail {
    /// The page the list is on.
    pub(super) page: PageId,
    /// What it lists.
    pub(super) query: String,
    /// Which of its places is shown, and how many there are.
    pub(super) at: usize,
    pub(super) count: usize,
}
