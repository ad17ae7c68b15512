//! The menu of a passage, wherever it is shown: in the text, as a card, as an excerpt.

use eframe::egui::{RichText, Ui};
use rust_i18n::t;

use super::{
    action::Action,
    dialogs::Dialog,
    message::Message,
    theme::{self, Palette},
    widgets::menu,
};
use crate::{
    annotation::{Passage, PassageId, Theme},
    corpus::ArticlePath,
    session::{Command, Session},
};

/// The entries; with `in_text`, the passage is the selected one of the text that is in view.
pub(super) fn ui(
    session: &Session,
    palette: &Palette,
    id: PassageId,
    in_text: bool,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let Some((article, coder, passage)) = session.annotations().find(id) else { return };
    let layer = session.annotations().layer(article, coder);
    let ours = layer.is_some_and(crate::annotation::Layer::is_writable);
    if !in_text && menu::entry(ui, t!("themes.card.go_to").as_ref(), true) {
        out.push(Message::GoTo(id));
    }
    if menu::entry(ui, t!("beside.open").as_ref(), true) {
        out.push(Message::Beside(Box::new(Message::GoTo(id))));
    }
    if menu::entry(ui, t!("menu.copy_cited").as_ref(), true) {
        out.push(Message::CopyText(cited(session, article, passage)));
    }
    if menu::entry(ui, t!("menu.retag").as_ref(), ours) {
        out.push(Message::Open(Dialog::retag(vec![id])));
    }
    if in_text {
        menu::action(ui, palette, Action::Memo, true, out);
    } else if menu::entry(ui, t!("menu.add_memo").as_ref(), ours) {
        out.push(Message::Open(Dialog::add_memo(vec![id])));
    }
    example_ui(session, palette, passage, ui, out);
    ui.separator();
    if in_text {
        menu::action(ui, palette, Action::DeletePassage, ours, out);
    } else {
        let label = RichText::new(t!("themes.card.delete")).color(palette.accent_ink);
        if menu::entry(ui, label, ours) {
            out.push(Message::Do(Command::DeletePassages(vec![id])));
        }
    }
}

/// The words with where they are from, to be put into a paper.
fn cited(session: &Session, article: &ArticlePath, passage: &Passage) -> String {
    let text = session.quoted(article, passage);
    let corpus = session.corpus();
    let known = corpus.and_then(|corpus| Some((corpus, corpus.article(article)?)));
    let Some((corpus, found)) = known else { return text };
    let header = corpus.header(found);
    let title = session.name_read(&header.title);
    match header.year {
        Some(year) => t!("menu.cited_year", text = text, title = title, year = year).into_owned(),
        None => t!("menu.cited", text = text, title = title).into_owned(),
    }
}

/// Makes it an example of its theme, or of one of several.
fn example_ui(
    session: &Session,
    palette: &Palette,
    passage: &Passage,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let id = passage.id;
    let themes: Vec<&Theme> =
        passage.themes.iter().filter_map(|&theme| session.codebook().get(theme)).collect();
    let on = |theme: &Theme| theme.examples.iter().any(|example| example.passage == id);
    let toggle =
        |theme: &Theme| Message::Do(Command::ToggleExample { theme: theme.id, passage: id });
    let label = Action::Example.label();
    match themes.as_slice() {
        [] => {}
        [theme] if on(theme) => {
            if menu::entry(ui, t!("menu.no_example").as_ref(), true) {
                out.push(toggle(theme));
            }
        }
        [theme] => {
            if menu::action_named(ui, palette, Action::Example, &label, true) {
                out.push(toggle(theme));
            }
        }
        themes => menu::sub(ui, &label, theme::MENU_WIDTH, |ui| {
            for theme in themes {
                if menu::theme_entry(ui, palette, (0, theme), on(theme)) {
                    out.push(toggle(theme));
                }
            }
        }),
    }
}
