//! The context menu of the text: what can be done with the selection or the passage there.

use eframe::egui::{Memory, PointerButton, Response, Ui};

use super::{ArticleText, ReaderState};
use rust_i18n::t;

use crate::{
    corpus::{GoesOn, LineCorrection, LineMark},
    session::Command,
    text::{ByteOffset, Line, LineKind},
    ui::{action::Action, message::Message, passage_menu, theme, widgets::menu},
};

impl ArticleText<'_> {
    /// The menu of a right click on the text.
    pub(super) fn menu(&self, state: &ReaderState, response: &Response, out: &mut Vec<Message>) {
        let free = self.is_read
            && response.ctx.memory(Memory::focused).is_none_or(|focus| focus == response.id);
        let by_key = free && menu::key_pressed(&response.ctx);
        let at_caret = || state.selection_rect.unwrap_or(response.rect);
        menu::context_at(response, by_key.then(at_caret), theme::MENU_WIDE, |ui| {
            self.themes_ui(ui, out);
            let item = |ui: &mut Ui, action, enabled, out: &mut Vec<Message>| {
                menu::action(ui, self.palette, action, enabled, out);
            };
            let selected = !state.selection.is_empty();
            item(ui, Action::TagPalette, true, out);
            item(ui, Action::InVivo, selected, out);
            ui.separator();
            match self.passage {
                Some(passage) => {
                    passage_menu::ui(self.session, self.palette, passage, true, ui, out);
                }
                None => item(ui, Action::SelectSentence, true, out),
            }
            ui.separator();
            item(ui, Action::Copy, selected, out);
            item(ui, Action::Bookmark, true, out);
            item(ui, Action::Find, true, out);
            item(ui, Action::Beside, true, out);
            item(ui, Action::ListWord, true, out);
            item(ui, Action::AddWord, selected, out);
            ui.separator();
            self.line_ui(state, ui, out);
        });
    }

    /// The themes: as many as a menu can show, those with a digit first; all are in the palette.
    fn themes_ui(&self, ui: &mut Ui, out: &mut Vec<Message>) {
        const SHOWN: usize = 9;
        let codebook = self.session.codebook();
        let mut themes: Vec<_> = codebook.tree().into_iter().map(|(_, theme)| theme).collect();
        themes.sort_by_key(|theme| theme.key.unwrap_or(u8::MAX));
        for theme in themes.into_iter().take(SHOWN) {
            if menu::theme_entry(ui, self.palette, (0, theme), self.bears(theme.id)) {
                out.push(Message::TagWith(theme.id));
            }
        }
    }

    /// What can be put right about the line at the caret, for display only.
    fn line_ui(&self, state: &ReaderState, ui: &mut Ui, out: &mut Vec<Message>) {
        let Some(page) = state.layout.as_ref().map(super::TextLayout::page) else { return };
        let Some(row) = page.row_at(state.selection.head()) else { return };
        let label = t!("structure.line_is", number = row.number);
        menu::sub(ui, &label, theme::MENU_WIDTH, |ui| {
            for kind in LineKind::ALL {
                let name = t!(format!("kind.{}", kind.name()));
                if menu::choice(ui, self.palette, &name, None, row.kind == kind) {
                    self.say(row, |said| said.kind = Some(kind), out);
                }
            }
            ui.separator();
            let mut offer = |key: &str, number: usize, change: &dyn Fn(&mut LineCorrection)| {
                let label = t!(format!("structure.{key}"), number = number);
                if menu::entry(ui, label.as_ref(), true) {
                    self.say(row, change, out);
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
                && menu::entry(
                    ui,
                    t!("structure.not_to_here", number = before.number).as_ref(),
                    true,
                )
            {
                self.say(before, |said| said.goes_on = Some(GoesOn::Nowhere), out);
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

/// Whether the text was clicked for its menu in this frame.
pub(super) fn asked(response: &Response) -> bool {
    response.clicked_by(PointerButton::Secondary)
}
