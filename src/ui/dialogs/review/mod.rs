//! 待核对: everything that waits for the user's decision, in one place.
//!
//! Broken files, conflicted copies, sidecars whose article has another name, rival versions, and
//! the passages of changed articles. Nothing is written before a button says so.

mod files;
mod passages;
mod rivals;

use std::ops::Range;

use eframe::egui::{
    Context, CornerRadius, Frame, Label, Margin, RichText, Stroke, TextFormat, Ui, text::LayoutJob,
};
use rust_i18n::t;

use self::passages::Offered;
use super::form::{self, Buttons, FormAnswer};
use crate::{
    annotation::{Passage, PassageId},
    corpus::ReadPlace,
    session::{Command, Session, Verdict},
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// What the dialog remembers.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct Review {
    /// The passage that is looked at; gone, the next takes its place.
    passage: Option<PassageId>,
    /// Where it stands among those that wait, so that the next one is known when it is gone.
    at: usize,
    /// Which of the places that were found for it is chosen.
    place: usize,
}

impl Review {
    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let answer = form::card(
            ctx,
            palette,
            &t!("care.title"),
            theme::DIALOG_REVIEW,
            |ui| {
                if session.waiting() == 0 {
                    form::hint(ui, palette, &t!("care.nothing"));
                }
                // First, because Enter and the other keys are about it: it has to be in view.
                let accepted = passages::ui(self, session, palette, ui, out);
                files::unreadable_ui(session, palette, ui, out);
                files::copies_ui(session, palette, ui, out);
                files::moved_sidecars_ui(session, palette, ui, out);
                rivals::ui(session, palette, ui, out);
                passages::kept_ui(session, palette, ui, out);
                accepted
            },
            |ui, offered: Option<Offered>| {
                let name = offered.as_ref().map(|offered| t!(offered.kind.accept()));
                let aside = offered.is_some().then(|| t!("dialogs.close"));
                let buttons = Buttons {
                    confirm: name.unwrap_or_else(|| t!("dialogs.close")),
                    enabled: true,
                    cancel: Some(t!("library.reload")),
                    aside,
                };
                (buttons.ui(ui, palette), offered)
            },
        );
        match answer {
            Some((FormAnswer::Confirm, Some(Offered { passage, place, kind: _ }))) => {
                let verdict = Verdict::Place(place);
                out.push(Message::Do(Command::Judge { passage, verdict }));
            }
            Some((FormAnswer::Cancel, _)) => out.push(Message::Do(Command::Reload)),
            Some((FormAnswer::None, _)) => {}
            Some((FormAnswer::Confirm | FormAnswer::Aside, _)) | None => return false,
        }
        true
    }
}

/// The heading of one kind of thing, with how many there are.
fn heading(ui: &mut Ui, palette: &Palette, text: &str) {
    ui.add_space(theme::GRID);
    ui.label(RichText::new(text).font(theme::body()).color(palette.ink).strong());
}

/// A box around one thing to be decided.
fn boxed<R>(ui: &mut Ui, palette: &Palette, content: impl FnOnce(&mut Ui) -> R) -> R {
    let frame = Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, palette.hairline))
        .corner_radius(CornerRadius::same(theme::RADIUS))
        .inner_margin(Margin::same(12));
    frame
        .show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.spacing_mut().item_spacing.y = theme::grid(2.0);
            content(ui)
        })
        .inner
}

/// A row of buttons from left to right; the number of the one that was pressed.
fn buttons(ui: &mut Ui, palette: &Palette, texts: &[&str]) -> Option<usize> {
    ui.horizontal_wrapped(|ui| {
        let mut pressed = None;
        for (number, text) in texts.iter().enumerate() {
            if form::button(ui, palette, text, form::ButtonLook::Plain, true).clicked() {
                pressed = Some(number);
            }
        }
        pressed
    })
    .inner
}

/// A quote in its surroundings, which stand in the second ink; in reading form.
fn in_context(palette: &Palette, place: &ReadPlace) -> LayoutJob {
    compared(palette, place, (&[], Difference::Gone))
}

/// What of a text the other of two does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Difference {
    /// It is no longer there.
    Gone,
    /// It has come.
    Come,
}

/// The same, with what differs from another text made out: struck out, or underlined.
fn compared(
    palette: &Palette,
    place: &ReadPlace,
    (parts, difference): (&[Range<usize>], Difference),
) -> LayoutJob {
    let ReadPlace { before, text, after } = place;
    let mut job = LayoutJob::default();
    let format = |color| TextFormat { font_id: theme::excerpt(), color, ..TextFormat::default() };
    let marked = TextFormat { background: palette.selection, ..format(palette.ink) };
    let line = Stroke::new(theme::UNDERLINE, palette.accent);
    let made_out = match difference {
        Difference::Gone => TextFormat { strikethrough: line, ..marked.clone() },
        Difference::Come => TextFormat { underline: line, ..marked.clone() },
    };
    job.append(before, 0.0, format(palette.second));
    let mut from = 0;
    for part in parts {
        job.append(text.get(from..part.start).unwrap_or_default(), 0.0, marked.clone());
        job.append(text.get(part.clone()).unwrap_or_default(), 0.0, made_out.clone());
        from = part.end;
    }
    job.append(text.get(from..).unwrap_or_default(), 0.0, marked);
    job.append(after, 0.0, format(palette.second));
    job
}

/// A passage as it was kept: what stood before it, its words, what stood behind it.
fn as_kept(session: &Session, passage: &Passage) -> ReadPlace {
    let quote = passage.quotes.join(" … ");
    let mut read = session.read_loose(&[&passage.before, &quote, &passage.after]).into_iter();
    let mut next = || read.next().unwrap_or_default();
    ReadPlace { before: next(), text: next(), after: next() }
}

fn text(ui: &mut Ui, palette: &Palette, text: &str) {
    ui.add(Label::new(RichText::new(text).color(palette.ink)).wrap());
}
