//! Words for what keys and clicks do to the caret and the selection: how far, which way, which end.

use eframe::egui::{Context, Id};

/// Where a text stands on the page for reading, which holds one or two of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum TextSide {
    /// Left, or above; also where there is one text only.
    #[default]
    First,
    /// Right, or below.
    Second,
}

impl TextSide {
    /// Both, in the order in which they are drawn.
    pub(super) const ALL: [Self; 2] = [Self::First, Self::Second];

    /// The other one.
    pub(super) const fn opposite(self) -> Self {
        match self {
            Self::First => Self::Second,
            Self::Second => Self::First,
        }
    }
}

/// The identity of the text that stands there.
pub(super) fn text_id(side: TextSide) -> Id {
    Id::unique(("reader", side))
}

/// Whether that is the identity of a text, which has the keyboard when no field has.
pub(super) fn is_text(id: Id) -> bool {
    TextSide::ALL.into_iter().any(|side| text_id(side) == id)
}

/// Where the side of the text that is read is kept for [`focus_text`].
fn read_side_id() -> Id {
    Id::unique("side of the text that is read")
}

/// Says which text is read: it gets the keyboard whenever a field gives it back.
pub(super) fn read_text(ctx: &Context, side: TextSide) {
    ctx.data_mut(|data| data.insert_temp(read_side_id(), side));
}

/// Gives the keyboard to the text that is read.
pub(super) fn focus_text(ctx: &Context) {
    let side = ctx.data(|data| data.get_temp(read_side_id())).unwrap_or_default();
    ctx.memory_mut(|memory| memory.request_focus(text_id(side)));
}

/// What a step or a click takes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum TextUnit {
    #[default]
    Char,
    Word,
    Clause,
    Sentence,
    Paragraph,
}

/// An end of what is selected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum SpanEnd {
    Start,
    End,
}

/// Which way a step goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Direction {
    Back,
    Forward,
}

/// What a key does to the caret.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CaretMove {
    Step(TextUnit, Direction),
    Line(Direction),
    LineEdge(Direction),
    Page(Direction),
    Text(Direction),
}
