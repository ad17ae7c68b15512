//! Bringing a colleague's work in: where it lies, and what would come of it, before anything does.

use std::{path::PathBuf, sync::Arc};

use eframe::egui::{Context, Ui};

use super::{
    form::{self, ButtonLook, Buttons, FormAnswer},
    system::{Picker, typed_path},
};
use crate::{
    annotation::Coder,
    session::{Command, LookAtWork, Session, WorkBrought, describe},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// So many articles that the set has not are named.
const NAMED: usize = 5;

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct BringIn {
    picker: Option<Picker>,
    path: String,
    fresh: bool,
    /// What was looked at last.
    asked: Option<PathBuf>,
}

/// What would come of it, or why it cannot be read; `None` while that is not known.
type Outlook = Option<Result<Arc<WorkBrought>, String>>;

impl BringIn {
    pub(super) fn new() -> Self {
        Self { picker: None, path: String::new(), fresh: true, asked: None }
    }

    /// Whether a path was typed.
    pub(super) fn is_changed(&self) -> bool {
        !self.path.trim().is_empty()
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        if let Some(path) = self.picker.as_ref().and_then(Picker::path) {
            self.path = path.to_string_lossy().into_owned();
            self.picker = None;
        }
        let path = typed_path(&self.path);
        if path != self.asked {
            self.asked.clone_from(&path);
            if let Some(path) = path {
                out.push(Message::Do(Command::ask(LookAtWork { path })));
            }
        }
        let outlook = self.outlook(session);
        let ready = matches!(&outlook, Some(Ok(brought))
            if brought.new + brought.changed + brought.themes > 0);
        let answer = form::card(
            ctx,
            palette,
            &t!("colleague.title"),
            theme::DIALOG_WIDE,
            |ui| self.body_ui(outlook.as_ref(), palette, ui),
            |ui, ()| Buttons::new(t!("colleague.confirm"), ready).ui(ui, palette),
        );
        if answer == Some(FormAnswer::Confirm)
            && let Some(path) = self.asked.take()
        {
            out.push(Message::Do(Command::BringIn(path)));
            return false;
        }
        answer == Some(FormAnswer::None)
    }

    fn outlook(&self, session: &Session) -> Outlook {
        let path = self.asked.clone()?;
        let inquiry = session.inquiry::<LookAtWork>()?;
        if let Some(known) = inquiry.answer_to(&LookAtWork { path }, session.scene()?) {
            return Some(Ok(Arc::clone(known)));
        }
        let refusal = inquiry.refusal().filter(|_| inquiry.progress().is_none())?;
        Some(Err(describe::snapshot_error(refusal)))
    }

    fn body_ui(
        &mut self,
        outlook: Option<&Result<Arc<WorkBrought>, String>>,
        palette: &Palette,
        ui: &mut Ui,
    ) {
        form::hint(ui, palette, &t!("colleague.hint"));
        let (name, hint) = (t!("colleague.path"), t!("colleague.path_hint"));
        let response = form::field(ui, palette, &mut self.path, &hint, &name, 0.0);
        form::focus_first(ui, &mut self.fresh, &response, &self.path);
        ui.horizontal(|ui| {
            let (file, folder) = (t!("colleague.file"), t!("colleague.folder"));
            let title = t!("colleague.title").into_owned();
            if form::button(ui, palette, &file, ButtonLook::Plain, true).clicked() {
                self.picker = Some(Picker::files(ui.ctx(), title.clone()));
            }
            if form::button(ui, palette, &folder, ButtonLook::Plain, true).clicked() {
                self.picker = Some(Picker::folder(ui.ctx(), title, None));
            }
        });
        match outlook {
            Some(Ok(brought)) => brought_ui(brought, palette, ui),
            Some(Err(reason)) => form::fault(ui, palette, reason),
            None if self.asked.is_some() => {
                form::hint(ui, palette, &t!("safety.snapshots.looking"));
            }
            None => {}
        }
    }
}

fn brought_ui(brought: &WorkBrought, palette: &Palette, ui: &mut Ui) {
    let WorkBrought { coders, articles, new, changed, kept, left, themes, missing } = brought;
    let names: Vec<&str> = coders.iter().map(Coder::as_str).collect();
    if !names.is_empty() {
        let names = names.join(&t!("retrieve.list_joint"));
        form::value(ui, palette, &t!("colleague.of", coder = names));
    }
    let comes = t!("colleague.comes", articles = articles, new = new, changed = changed);
    form::value(ui, palette, &comes);
    if *themes > 0 {
        form::value(ui, palette, &t!("colleague.themes", count = themes));
    }
    if *kept > 0 {
        form::hint(ui, palette, &t!("colleague.kept", count = kept));
    }
    if *left > 0 {
        form::fault(ui, palette, &t!("colleague.left", count = left));
    }
    if !missing.is_empty() {
        let some: Vec<String> =
            missing.iter().take(NAMED).map(|name| describe::shown(name)).collect();
        let names = some.join(&t!("retrieve.list_joint"));
        form::fault(ui, palette, &t!("colleague.missing", count = missing.len(), names = names));
    }
    form::hint(ui, palette, &t!("colleague.undo"));
}
