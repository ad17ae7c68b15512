//! What could not be saved on another day: restore it, leave it for later, or put it away.

use std::path::PathBuf;

use eframe::egui::{Context, RichText, Ui};

use super::form::{self, Buttons, FormAnswer};
use crate::{
    session::{Command, Session, UnsavedWork, describe},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct Recover {
    root: PathBuf,
    /// Whether discarding was chosen once: it takes a second time.
    sure: bool,
}

impl Recover {
    /// About the open set, else about the first one; `None` where there is nothing.
    pub(super) fn new(session: &Session) -> Option<Self> {
        let open = session.corpus().map(crate::corpus::Corpus::root);
        let works = session.unsaved_work();
        let work = works.iter().find(|work| Some(work.root.as_path()) == open);
        let work = work.or_else(|| works.first())?;
        Some(Self { root: work.root.clone(), sure: false })
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let work = session.unsaved_work().iter().find(|work| work.root == self.root);
        let Some(work) = work else { return false };
        let answer = form::card(
            ctx,
            palette,
            &t!("safety.recover.title"),
            theme::DIALOG_WIDE,
            |ui| body_ui(work, palette, ui),
            |ui, ()| {
                let discard = if self.sure {
                    t!("safety.recover.discard_sure")
                } else {
                    t!("safety.recover.discard")
                };
                let buttons = Buttons {
                    confirm: t!("safety.recover.confirm"),
                    enabled: true,
                    cancel: Some(t!("safety.recover.later")),
                    aside: Some(discard),
                };
                buttons.ui(ui, palette)
            },
        );
        match answer {
            Some(FormAnswer::Confirm) => {
                out.push(Message::Do(Command::RestoreUnsaved(self.root.clone())));
                false
            }
            Some(FormAnswer::Aside) if self.sure => {
                out.push(Message::Do(Command::DiscardUnsaved(self.root.clone())));
                false
            }
            Some(FormAnswer::Aside) => {
                self.sure = true;
                true
            }
            Some(FormAnswer::None) => true,
            Some(FormAnswer::Cancel) | None => false,
        }
    }
}

fn body_ui(work: &UnsavedWork, palette: &Palette, ui: &mut Ui) {
    ui.label(RichText::new(describe::path(&work.root)).color(palette.ink));
    let saved = describe::moment(work.saved);
    let what =
        t!("safety.recover.what", saved = saved, count = work.count, passages = work.passages);
    ui.label(RichText::new(what).color(palette.ink));
    if work.broken > 0 {
        form::fault(ui, palette, &t!("safety.recover.broken", count = work.broken));
    }
    form::hint(ui, palette, &t!("safety.recover.hint"));
}
