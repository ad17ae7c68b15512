//! Words for what keys and clicks do to the caret and the selection: how far, which way, which end.

use eframe::egui::Id;

/// The identity of the text that is read, which has the keyboard when no field has.
pub(super) fn text_id() -> Id {
    Id::unique("reader")
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
