//! The context menu of the text: what can be done with the selection or the passage there.

use eframe::egui::{self, PointerButton, Response, RichText, Ui};

use super::{ArticleText, ReaderState};
use rust_i18n::t;

use crate::{
    corpus::{GoesOn, LineCorrection, LineMark},
    session::Command,
    text::{ByteOffset, Line, LineKind},
    ui::{action::Action, example_menu, message::Message, theme, widgets::chip::option},
};

impl ArticleText<'_> {
    /// The menu of a right click on the text.
    pub(super) fn menu(&self, state: &ReaderState, response: &Response, out: &mut Vec<Message>) {
        response.context_menu(|ui| {
            ui.set_width(theme::MENU_WIDE);
            for theme in self.session.codebook().themes() {
                let colour = self.palette.theme(theme.colour);
                let key = theme.key.map(|key| key.to_string()).unwrap_or_default();
                let chosen = self.bears(theme.id);
                let row = option(ui, self.palette, &theme.name, chosen, Some(colour), &key);
                if row.clicked() {
                    out.push(Message::TagWith(theme.id));
                    ui.close();
                }
            }
            item(ui, self, Action::TagPalette, true, out);
            item(ui, self, Action::InVivo, !state.selection.is_empty(), out);
            ui.separator();
            if let Some(passage) = self.passage {
                example_menu::ui(self.session, passage, ui, out);
            }
            item(ui, self, Action::Memo, self.passage.is_some(), out);
            item(ui, self, Action::DeletePassage, self.passage.is_some(), out);
            ui.separator();
            let selected = !state.selection.is_empty();
            item(ui, self, Action::AddWord, selected, out);
            item(ui, self, Action::ListWord, true, out);
            ui.separator();
            item(ui, self, Action::Copy, selected, out);
            item(ui, self, Action::SelectSentence, true, out);
            item(ui, self, Action::Find, true, out);
            ui.separator();
            self.line_ui(state, ui, out);
        });
    }

    /// What can be put right about the line at the caret, for display only.
    fn line_ui(&self, state: &ReaderState, ui: &mut Ui, out: &mut Vec<Message>) {
        let Some(page) = state.layout.as_ref().map(super::TextLayout::page) else { return };
        let Some(row) = page.row_at(state.selection.head()) else { return };
        ui.menu_button(t!("structure.line_is", number = row.number), |ui| {
            for kind in LineKind::ALL {
                let name = t!(format!("kind.{}", kind.name()));
                if ui.radio(row.kind == kind, name).clicked() {
                    self.say(row, |said| said.kind = Some(kind), out);
                    ui.close();
                }
            }
            ui.separator();
            let mut offer = |key: &str, number: usize, change: &dyn Fn(&mut LineCorrection)| {
                if ui.button(t!(format!("structure.{key}"), number = number)).clicked() {
                    self.say(row, change, out);
                    ui.close();
                }
            };
            let text = self.article.text.as_str();
            let below = page.row_below(row);
            match page.row_behind(row) {
                Some(next) => offer("ends_here", next.number, &|said| {
                    said.goes_on = Some(GoesOn::Nowhere);
                }),
                None => {
                    if let Some(below) = below {
                        offer("goes_on", below.number, &|said| {
                            said.goes_on = Some(GoesOn::In(LineMark::of(text, below.number)));
                        });
                    }
                }
            }
            if row.twin.is_some() {
                offer("no_twin", row.number, &|said| said.no_twin = true);
            }
            let starts = page.row_at(ByteOffset::new(row.span.start().get().saturating_sub(1)));
            if starts.is_some_and(|before| before.story != row.story) {
                offer("same_story", row.number, &|said| said.starts_story = Some(false));
            } else if row.number > 1 {
                offer("new_story", row.number, &|said| said.starts_story = Some(true));
            }
            if self.said_of(row).is_some() {
                offer("as_found", row.number, &|said| {
                    *said = LineCorrection { at: said.at.clone(), ..LineCorrection::default() };
                });
            }
            if let Some(before) = page.row_before(row)
                && ui.button(t!("structure.not_to_here", number = before.number)).clicked()
            {
                self.say(before, |said| said.goes_on = Some(GoesOn::Nowhere), out);
                ui.close();
            }
        });
    }

    /// What the user said of a row's line before.
    fn said_of(&self, row: &Line) -> Option<&LineCorrection> {
        let mark = LineMark::of(self.article.text.as_str(), row.number);
        self.correction().and_then(|correction| correction.line(&mark))
    }

    /// Changes what is said of a row's line.
    fn say(&self, row: &Line, change: impl Fn(&mut LineCorrection), out: &mut Vec<Message>) {
        let at = LineMark::of(self.article.text.as_str(), row.number);
        let known = self.said_of(row).cloned();
        let mut said = known.unwrap_or_else(|| LineCorrection { at, ..LineCorrection::default() });
        change(&mut said);
        let mut correction = self.correction().cloned().unwrap_or_default();
        correction.say(said);
        let article = self.article.path.clone();
        out.push(Message::Do(Command::Correct { article, correction }));
    }

    /// Whether the selected passage has that theme.
    fn bears(&self, theme: crate::annotation::ThemeId) -> bool {
        let found = self.passage.and_then(|id| self.session.annotations().find(id));
        found.is_some_and(|(_, _, passage)| passage.themes.contains(&theme))
    }
}

fn item(
    ui: &mut Ui,
    reader: &ArticleText<'_>,
    action: Action,
    enabled: bool,
    out: &mut Vec<Message>,
) {
    let keys = action.keys_text(ui.ctx()).unwrap_or_default();
    let button = egui::Button::new(action.label().into_owned())
        .frame(false)
        .shortcut_text(RichText::new(keys).color(reader.palette.second))
        .min_size(egui::vec2(ui.available_width(), 28.0));
    if ui.add_enabled(enabled, button).clicked() {
        out.push(Message::Act(action));
        ui.close();
    }
}

/// Whether the text was clicked for its menu in this frame.
pub(super) fn asked(response: &Response) -> bool {
    response.clicked_by(PointerButton::Secondary)
}
