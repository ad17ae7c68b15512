//! Files: those that cannot be read, conflicted copies, those whose article has another name.

use std::path::{Path, PathBuf};

use eframe::egui::Ui;

use super::{boxed, buttons, form, heading, text};
use crate::{
    session::{Command, Session, Unreadable, describe},
    t,
    ui::{message::Message, theme::Palette},
};

/// So many lost lines of one file are shown.
const LINES: usize = 5;

/// The files that cannot be read, and what can be saved of them.
pub(super) fn unreadable_ui(
    session: &Session,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let files = session.unreadable();
    if files.is_empty() {
        return;
    }
    heading(ui, palette, &t!("care.unreadable.title", count = files.len()));
    form::hint(ui, palette, &t!("care.unreadable.hint"));
    for file in files {
        boxed(ui, palette, |ui| file_ui(file, palette, ui, out));
    }
}

fn file_ui(file: &Unreadable, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    text(ui, palette, &name(&file.path));
    form::fault(ui, palette, &describe::shown(&file.reason));
    let Some(salvaged) = &file.salvaged else { return };
    let lost = salvaged.lost.len();
    let sum = if lost == 0 {
        t!("care.unreadable.all", kept = salvaged.kept)
    } else {
        t!("care.unreadable.some", kept = salvaged.kept, lost = lost)
    };
    text(ui, palette, &sum);
    for line in salvaged.lost.iter().take(LINES) {
        let (start, fault) = (describe::shown(&line.text), describe::fault(&line.reason));
        let start: String = start.chars().take(60).collect();
        let line = t!("care.unreadable.line", line = line.line, fault = fault, text = start);
        form::hint(ui, palette, &line);
    }
    if lost > LINES {
        form::hint(ui, palette, &t!("care.unreadable.more", count = lost - LINES));
    }
    if buttons(ui, palette, &[&t!("care.unreadable.salvage")]).is_some() {
        out.push(Message::Do(Command::Salvage(file.path.clone())));
    }
}

/// Copies that a sync tool left.
pub(super) fn copies_ui(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let copies = session.copies();
    if copies.is_empty() {
        return;
    }
    heading(ui, palette, &t!("care.copy.title", count = copies.len()));
    form::hint(ui, palette, &t!("care.copy.hint"));
    for copy in copies {
        boxed(ui, palette, |ui| {
            text(ui, palette, &name(&copy.path));
            let original = name(&copy.original);
            let of = t!("care.copy.of", original = original, count = copy.entries);
            form::hint(ui, palette, &of);
            let paths = vec![copy.path.clone()];
            match buttons(ui, palette, &[&t!("care.copy.merge"), &t!("care.copy.discard")]) {
                Some(0) => out.push(Message::Do(Command::MergeCopies(paths))),
                Some(_) => out.push(Message::Do(Command::DiscardCopies(paths))),
                None => {}
            }
        });
    }
    if copies.len() > 1 && buttons(ui, palette, &[&t!("care.copy.merge_all")]).is_some() {
        let paths: Vec<PathBuf> = copies.iter().map(|copy| copy.path.clone()).collect();
        out.push(Message::Do(Command::MergeCopies(paths)));
    }
}

/// Sidecars that were left behind when their article was renamed or moved.
pub(super) fn moved_sidecars_ui(
    session: &Session,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let moved = session.moved_sidecars();
    if moved.is_empty() {
        return;
    }
    heading(ui, palette, &t!("care.moved_sidecar.title", count = moved.len()));
    form::hint(ui, palette, &t!("care.moved_sidecar.hint"));
    for stray in moved {
        boxed(ui, palette, |ui| {
            let (from, to) =
                (describe::shown(stray.from.as_str()), describe::shown(stray.to.as_str()));
            text(ui, palette, &format!("{from} → {to}"));
            let coder = stray.coder.as_str();
            form::hint(
                ui,
                palette,
                &t!("care.moved_sidecar.of", coder = coder, count = stray.passages),
            );
            if buttons(ui, palette, &[&t!("care.moved_sidecar.follow")]).is_some() {
                out.push(Message::Do(Command::Follow(vec![stray.clone()])));
            }
        });
    }
    if moved.len() > 1 && buttons(ui, palette, &[&t!("care.moved_sidecar.follow_all")]).is_some() {
        out.push(Message::Do(Command::Follow(moved.to_vec())));
    }
}

fn name(path: &Path) -> String {
    describe::shown(&path.file_name().unwrap_or_default().to_string_lossy())
}
