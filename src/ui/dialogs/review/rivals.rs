//! Two versions of the same passage or theme, left by a merge.

use eframe::egui::Ui;
use rust_i18n::t;

use super::{as_kept, boxed, buttons, form, heading, in_context, text};
use crate::{
    annotation::{Passage, Theme},
    session::{Choice, Command, Session, describe},
    ui::{message::Message, theme::Palette},
};

/// So many are shown at once; the next come when these are decided.
const SHOWN: usize = 10;

/// Shows what there is to choose from.
pub(super) fn ui(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let count = session.rivals();
    if count == 0 {
        return;
    }
    heading(ui, palette, &t!("care.rival.title", count = count));
    form::hint(ui, palette, &t!("care.rival.hint"));
    for rival in session.codebook().rivals().iter().take(SHOWN) {
        let Some(theme) = session.codebook().get(rival.id) else { continue };
        boxed(ui, palette, |ui| {
            for (name, theme) in [(t!("care.rival.this"), theme), (t!("care.rival.that"), rival)] {
                form::hint(ui, palette, &name);
                text(ui, palette, &theme_text(session, theme));
            }
            if let Some(choice) = choice(ui, palette) {
                let theme = rival.id;
                out.push(Message::Do(Command::ChooseTheme { theme, choice }));
            }
        });
    }
    let annotations = session.annotations();
    let layers = annotations
        .articles()
        .flat_map(|path| annotations.layers(path).map(move |(coder, layer)| (path, coder, layer)));
    let all = layers.flat_map(|(path, coder, layer)| {
        layer.rivals().map(move |(passage, rival)| (path, coder, passage, rival))
    });
    for (path, coder, passage, rival) in all.take(SHOWN) {
        boxed(ui, palette, |ui| {
            let article = describe::shown(path.file_name());
            form::hint(ui, palette, &format!("{article} · {coder}"));
            passage_ui(session, &t!("care.rival.this"), passage, palette, ui);
            passage_ui(session, &t!("care.rival.that"), rival, palette, ui);
            if let Some(choice) = choice(ui, palette) {
                let passage = passage.id;
                out.push(Message::Do(Command::Choose { passage, choice }));
            }
        });
    }
}

fn choice(ui: &mut Ui, palette: &Palette) -> Option<Choice> {
    let texts = [t!("care.rival.keep"), t!("care.rival.take"), t!("care.rival.both")];
    let texts: Vec<&str> = texts.iter().map(AsRef::as_ref).collect();
    let choices = [Choice::This, Choice::That, Choice::Both];
    buttons(ui, palette, &texts).and_then(|number| choices.get(number).copied())
}

fn passage_ui(session: &Session, name: &str, passage: &Passage, palette: &Palette, ui: &mut Ui) {
    let when = passage.modified.to_string();
    let when = when.get(..16).unwrap_or_default().replace('T', " ");
    form::hint(ui, palette, &format!("{name} · {when} UTC"));
    ui.label(in_context(palette, &as_kept(session, passage)));
    let names: Vec<String> =
        passage.themes.iter().map(|&theme| session.codebook().path_name(theme)).collect();
    text(ui, palette, &t!("care.rival.themes", themes = names.join(&t!("retrieve.list_joint"))));
    if !passage.memo.is_empty() {
        text(ui, palette, &t!("care.rival.memo", memo = describe::shown(&passage.memo)));
    }
}

fn theme_text(session: &Session, theme: &Theme) -> String {
    let parent = theme.parent.map(|parent| session.codebook().path_name(parent));
    let mut parts = vec![match parent {
        Some(parent) => format!("{parent}/{}", theme.name),
        None => theme.name.clone(),
    }];
    parts.extend(theme.key.map(|key| t!("care.rival.key", key = key).into_owned()));
    if !theme.description.is_empty() {
        parts.push(describe::shown(&theme.description));
    }
    parts.join(" · ")
}
