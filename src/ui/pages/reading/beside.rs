//! Two texts side by side: which of them is read, and what the other one remembers meanwhile.
//!
//! The text that is read is the page's own: its reader, and the article and the passage that are
//! shared with the other pages. Turning to the other text exchanges all of that with what is kept
//! here, so that nothing else on the page, and no other page, has to know that there are two.

use eframe::egui::{Context, Memory};

use super::{ReadingPage, reader::ReaderState};
use crate::{
    annotation::PassageId,
    corpus::ArticlePath,
    session::{BesidePlace, ReadingPlace, Session},
    ui::{
        caret::{self, TextSide, text_id},
        shared::{Shared, TextTarget},
    },
};

/// The text beside the one that is read.
pub(super) struct OtherText {
    pub(super) reader: ReaderState,
    pub(super) article: Option<ArticlePath>,
    passage: Option<PassageId>,
    /// See [`Shared::text`].
    number: u32,
    /// Where it was left or seen last.
    place: ReadingPlace,
}

/// What the page knows of its two texts.
#[derive(Default)]
pub(super) struct TwoTexts {
    /// The one that is not read; none where there is one text only.
    pub(super) other: Option<OtherText>,
    /// Where the one that is read stands.
    pub(super) side: TextSide,
    /// Whether one scrolls along with the other.
    pub(super) linked: bool,
    /// The first text's part of the room in percent, while the border is being dragged.
    pub(super) drawn: Option<f32>,
    /// How many texts were opened beside another: each has a number of its own.
    opened: u32,
}

impl TwoTexts {
    /// Whether there are two.
    pub(super) fn are_open(&self) -> bool {
        self.other.is_some()
    }

    /// Whether the text that is not read shows `path`.
    fn other_shows(&self, path: &ArticlePath) -> bool {
        self.other.as_ref().is_some_and(|other| other.article.as_ref() == Some(path))
    }
}

impl ReadingPage {
    /// Turns to the other text, if there is one.
    pub(super) fn read_other(&mut self, shared: &mut Shared, ctx: &Context) {
        let Some(other) = &mut self.texts.other else { return };
        // What was asked for is for the text that is left.
        if let Some(target) = shared.target.take() {
            self.reader.go_to(target);
        }
        std::mem::swap(&mut self.reader, &mut other.reader);
        std::mem::swap(&mut shared.article, &mut other.article);
        std::mem::swap(&mut shared.passage, &mut other.passage);
        std::mem::swap(&mut shared.text, &mut other.number);
        shared.adjusting = None;
        self.texts.side = self.texts.side.opposite();
        self.take_keyboard(ctx);
    }

    /// Turns to the text on that side, if it is not the one that is read.
    pub(super) fn read_side(&mut self, side: TextSide, shared: &mut Shared, ctx: &Context) {
        if side != self.texts.side {
            self.read_other(shared, ctx);
        }
    }

    /// Turns to the other text if that shows `path` and the one that is read does not.
    pub(super) fn read_where_shown(
        &mut self,
        path: &ArticlePath,
        shared: &mut Shared,
        ctx: &Context,
    ) {
        if shared.article.as_ref() != Some(path) && self.texts.other_shows(path) {
            self.read_other(shared, ctx);
        }
    }

    /// Turns to the text at the right, or below; opens it, at the place that is read, if there is
    /// only one.
    pub(super) fn read_beside(&mut self, shared: &mut Shared, session: &Session, ctx: &Context) {
        if shared.article.is_none() {
            return;
        }
        // Both are to be seen.
        shared.focus = None;
        if self.texts.other.is_none() {
            let place = self.place_of_read(shared, session);
            self.texts.opened += 1;
            let mut reader = ReaderState::default();
            reader.go_to(place.map_or(TextTarget::Left, TextTarget::Stand));
            self.texts.other = Some(OtherText {
                reader,
                article: shared.article.clone(),
                passage: None,
                number: self.texts.opened,
                place: place.unwrap_or_default(),
            });
            self.texts.side = TextSide::First;
        }
        self.read_side(TextSide::Second, shared, ctx);
    }

    /// Closes one of the two texts; the one that stays is read.
    pub(super) fn close_text(&mut self, side: TextSide, shared: &mut Shared, ctx: &Context) {
        if self.texts.are_open() {
            self.read_side(side.opposite(), shared, ctx);
            self.texts.other = None;
            self.texts.side = TextSide::First;
            self.texts.linked = false;
            self.take_keyboard(ctx);
        }
    }

    /// Has the two texts change their sides; the same one is read.
    pub(super) fn swap_texts(&mut self, ctx: &Context) {
        if self.texts.are_open() {
            self.texts.side = self.texts.side.opposite();
            self.take_keyboard(ctx);
        }
    }

    /// Opens beside the text that is read the one that stood there when the set was left.
    pub(super) fn open_left_beside(&mut self, left: &BesidePlace) {
        let BesidePlace { article, place, first, linked } = left;
        let mut reader = ReaderState::default();
        reader.go_to(TextTarget::Stand(*place));
        self.texts.opened += 1;
        self.texts.other = Some(OtherText {
            reader,
            article: Some(article.clone()),
            passage: None,
            number: self.texts.opened,
            place: *place,
        });
        self.texts.side = if *first { TextSide::Second } else { TextSide::First };
        self.texts.linked = *linked;
    }

    /// What stands beside the text that is read.
    pub(super) fn left_beside(&self, session: &Session) -> Option<BesidePlace> {
        let other = self.texts.other.as_ref()?;
        let article = other.article.clone()?;
        let open = session.corpus()?.article(&article);
        let place = open.and_then(|article| other.reader.place(article)).unwrap_or(other.place);
        let first = self.texts.side == TextSide::Second;
        Some(BesidePlace { article, place, first, linked: self.texts.linked })
    }

    fn place_of_read(&self, shared: &Shared, session: &Session) -> Option<ReadingPlace> {
        self.reader.place(session.corpus()?.article(shared.article.as_ref()?)?)
    }

    /// Gives the keyboard to the text that is read, unless it is being written somewhere.
    fn take_keyboard(&self, ctx: &Context) {
        caret::read_text(ctx, self.texts.side);
        if !ctx.text_edit_focused() {
            caret::focus_text(ctx);
        }
    }

    /// Turns to the text that got the keyboard by its key.
    pub(super) fn follow_keyboard(&mut self, shared: &mut Shared, ctx: &Context) {
        caret::read_text(ctx, self.texts.side);
        let other = self.texts.side.opposite();
        if self.texts.are_open() && ctx.memory(Memory::focused) == Some(text_id(other)) {
            self.read_other(shared, ctx);
        }
    }
}
