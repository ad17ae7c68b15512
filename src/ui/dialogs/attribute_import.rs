//! Attributes from a table: which file, and what would be set, before anything is.

use std::{path::PathBuf, sync::Arc};

use eframe::egui::{Context, Ui};

use super::{
    form::{self, ButtonLook, Buttons, FormAnswer},
    system::{Picker, typed_path},
};
use crate::{
    session::{AttributeLook, Command, LookAtAttributes, Session, describe},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
    },
};

/// So many of each thing are named.
const NAMED: usize = 5;

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct AttributeImportForm {
    picker: Option<Picker>,
    path: String,
    fresh: bool,
    /// What was looked at last.
    asked: Option<PathBuf>,
}

impl AttributeImportForm {
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
                out.push(Message::Do(Command::ask(LookAtAttributes { path })));
            }
        }
        let outlook = self.outlook(session);
        let ready = match &outlook {
            Some(Ok(look)) if !look.import.values.is_empty() => Some(Arc::clone(look)),
            _ => None,
        };
        let answer = form::card(
            ctx,
            palette,
            &t!("attributes.import_title"),
            theme::DIALOG_WIDE,
            |ui| self.body_ui(outlook.as_ref(), palette, ui),
            |ui, ()| Buttons::new(t!("attributes.import_confirm"), ready.is_some()).ui(ui, palette),
        );
        if answer == Some(FormAnswer::Confirm)
            && let Some(look) = ready
        {
            out.push(Message::Do(look.command().into()));
            return false;
        }
        answer == Some(FormAnswer::None)
    }

    /// What would be set, or why the file cannot be read; `None` while that is not known.
    fn outlook(&self, session: &Session) -> Option<Result<Arc<AttributeLook>, String>> {
        let path = self.asked.clone()?;
        let inquiry = session.inquiry::<LookAtAttributes>()?;
        if let Some(known) = inquiry.answer_to(&LookAtAttributes { path }, session.scene()?) {
            return Some(Ok(Arc::clone(known)));
        }
        let refusal = inquiry.refusal().filter(|_| inquiry.progress().is_none())?;
        Some(Err(refusal.to_string()))
    }

    fn body_ui(
        &mut self,
        outlook: Option<&Result<Arc<AttributeLook>, String>>,
        palette: &Palette,
        ui: &mut Ui,
    ) {
        form::hint(ui, palette, &t!("attributes.import_hint"));
        let name = t!("attributes.import_file");
        ui.horizontal(|ui| {
            let browse = t!("dialogs.export.browse");
            let width = form::button_width(ui, &browse) + ui.spacing().item_spacing.x;
            let response = form::field(ui, palette, &mut self.path, "", &name, width);
            form::focus_first(ui, &mut self.fresh, &response, &self.path);
            if form::button(ui, palette, &browse, ButtonLook::Plain, true).clicked() {
                let title = t!("attributes.import_title").into_owned();
                self.picker = Some(Picker::files(ui.ctx(), title));
            }
        });
        match outlook {
            Some(Ok(look)) => look_ui(look, palette, ui),
            Some(Err(reason)) => form::fault(ui, palette, reason),
            None if self.asked.is_some() => {
                form::hint(ui, palette, &t!("safety.snapshots.looking"));
            }
            None => {}
        }
    }
}

/// What would be set, and what would not.
fn look_ui(look: &AttributeLook, palette: &Palette, ui: &mut Ui) {
    let AttributeLook { table, import } = look;
    let (rows, matched, values) = (table.rows.len(), import.matched, import.values.len());
    let comes = t!("attributes.comes", rows = rows, matched = matched, values = values);
    form::value(ui, palette, &comes);
    for (name, kind) in import.new.iter().take(NAMED) {
        let kind = describe::attribute_kind(kind);
        form::value(ui, palette, &t!("attributes.comes_new", name = name, kind = kind));
    }
    if !table.left_out.is_empty() {
        let heads = named(table.left_out.iter());
        form::hint(ui, palette, &t!("catalogue.import.columns", heads = heads));
    }
    for (key, names) in [
        ("catalogue.import.unmatched", &import.unmatched),
        ("catalogue.import.ambiguous", &import.ambiguous),
    ] {
        if !names.is_empty() {
            let text = t!(key, count = names.len(), names = named(names.iter()));
            form::fault(ui, palette, &text);
        }
    }
    if !import.misfits.is_empty() {
        form::fault(ui, palette, &t!("catalogue.import.misfits", count = import.misfits.len()));
        for misfit in import.misfits.iter().take(NAMED) {
            let fault =
                describe::value_fault(&misfit.name, &misfit.kind, &misfit.value, misfit.fault);
            let article = describe::shown(misfit.article.as_str());
            let text = t!("catalogue.import.misfit", article = article, fault = fault);
            form::fault(ui, palette, &text);
        }
    }
}

/// Names as a list, no more than can be read.
fn named<'a>(names: impl ExactSizeIterator<Item = &'a String>) -> String {
    let more = names.len().saturating_sub(NAMED);
    let list: Vec<String> = names.take(NAMED).map(|name| describe::shown(name)).collect();
    let list = list.join(&t!("retrieve.list_joint"));
    match more {
        0 => list,
        more => t!("catalogue.import.more", list = list, count = more).into_owned(),
    }
}
