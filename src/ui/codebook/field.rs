//! A theme's texts, edited in place: a draft that becomes a command once, and is never lost.
//!
//! Committed when its field loses the focus, when another theme is chosen, and when the page goes.

use eframe::egui::{
    EventFilter, FontId, Frame, Id, Key, Margin, Modifiers, Response, RichText, Stroke, TextEdit,
    Ui, WidgetText,
};
use rust_i18n::t;

use crate::{
    annotation::{Theme, ThemeId},
    session::{Command, ThemeField},
    ui::theme::{self, Palette},
};

/// What is being written, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    theme: ThemeId,
    field: ThemeField,
    /// What stood there when the draft was begun.
    saved: String,
    text: String,
}

/// How a field looks.
#[derive(Clone, Debug)]
pub(super) struct Look {
    pub(super) font: FontId,
    /// Lines it has at least; one that is a line can have no more.
    pub(super) rows: usize,
    pub(super) hint: String,
    pub(super) name: String,
    /// Whether its ground shows before it has the focus.
    pub(super) ground: bool,
}

/// The one draft, and the field that gets the focus next.
#[derive(Debug, Default)]
pub(super) struct Drafts {
    draft: Option<Draft>,
    focus: Option<ThemeField>,
}

impl Drafts {
    /// Gives a field of the chosen theme the focus as soon as it is shown.
    pub(super) fn focus(&mut self, field: ThemeField) {
        self.focus = Some(field);
    }

    /// Ends the draft and returns what it changes.
    pub(super) fn take(&mut self) -> Option<Command> {
        let Draft { theme, field, saved, text } = self.draft.take()?;
        let nameless = field == ThemeField::Name && text.trim().is_empty();
        let same = text.trim() == saved.trim();
        (!nameless && !same).then_some(Command::WriteTheme { theme, field, text })
    }

    /// Ends the draft if it is of another theme than `chosen`.
    pub(super) fn leave(&mut self, chosen: Option<ThemeId>) -> Option<Command> {
        let other = self.draft.as_ref().is_some_and(|draft| Some(draft.theme) != chosen);
        if other { self.take() } else { None }
    }

    /// What stands in a field now, as written so far.
    pub(super) fn text(&self, theme: &Theme, field: ThemeField) -> String {
        let draft = self.draft.as_ref();
        let own = draft.filter(|draft| (draft.theme, draft.field) == (theme.id, field));
        own.map_or_else(|| field.of(theme), |draft| draft.text.clone())
    }

    /// Follows a text that was changed elsewhere (undone, merged), unless it was written in.
    fn follow(&mut self, theme: &Theme) {
        let Some(draft) = self.draft.as_mut().filter(|draft| draft.theme == theme.id) else {
            return;
        };
        let saved = draft.field.of(theme);
        if saved != draft.saved {
            if draft.text == draft.saved {
                self.draft = None;
            } else {
                draft.saved = saved;
            }
        }
    }

    /// The field; what is to be done goes to `out`.
    pub(super) fn ui(
        &mut self,
        theme: &Theme,
        field: ThemeField,
        look: &Look,
        palette: &Palette,
        ui: &mut Ui,
        out: &mut Vec<Command>,
    ) -> Response {
        self.follow(theme);
        let id = Id::unique(("theme field", theme.id, field));
        let mut text = self.text(theme, field);
        let focused = ui.memory(|memory| memory.has_focus(id));
        // Before the field takes them as its own.
        let (finish, revert) = if focused {
            ui.input_mut(|input| {
                let finish = input.consume_key(Modifiers::COMMAND, Key::Enter);
                (finish, input.consume_key(Modifiers::NONE, Key::Escape))
            })
        } else {
            (false, false)
        };
        let response = edit(&mut text, id, look, focused, palette, ui);
        if response.changed() {
            let own = self.draft.as_mut().filter(|d| (d.theme, d.field) == (theme.id, field));
            match own {
                Some(draft) => draft.text = text,
                None => {
                    out.extend(self.take());
                    let saved = field.of(theme);
                    self.draft = Some(Draft { theme: theme.id, field, saved, text });
                }
            }
        }
        if self.focus.take_if(|wanted| *wanted == field).is_some() {
            response.request_focus();
            response.scroll_to_me(None);
        }
        let own = self.draft.as_ref().is_some_and(|d| (d.theme, d.field) == (theme.id, field));
        if own && revert {
            self.draft = None;
        }
        if finish || revert {
            response.surrender_focus();
        }
        if own && !revert && (finish || response.lost_focus()) {
            out.extend(self.take());
        }
        response
    }
}

fn edit(
    text: &mut String,
    id: Id,
    look: &Look,
    focused: bool,
    palette: &Palette,
    ui: &mut Ui,
) -> Response {
    let hint = RichText::new(&look.hint).font(look.font.clone()).color(palette.second);
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        // It takes back what was written; egui must not give the focus away before.
        escape: true,
        ..EventFilter::default()
    };
    let edge =
        if focused { theme::focus_line(palette) } else { Stroke::new(1.0, palette.hairline) };
    let shown = look.ground || focused;
    let frame = Frame::new()
        .fill(if shown { palette.raised } else { palette.panel })
        .stroke(if shown { edge } else { Stroke::NONE })
        .corner_radius(theme::RADIUS)
        .inner_margin(Margin::symmetric(if look.ground { 10 } else { 4 }, 6));
    let edit = if look.rows > 1 { TextEdit::multiline(text) } else { TextEdit::singleline(text) };
    let edit = edit
        .frame(frame)
        .id(id)
        .font(look.font.clone())
        .text_color(palette.ink)
        .hint_text(WidgetText::from(hint))
        .desired_width(f32::INFINITY)
        .desired_rows(look.rows)
        .event_filter(filter);
    let response = ui.add(edit).on_hover_text(t!("codebook.detail.field_keys"));
    response.accessible_name(&look.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Codebook;

    fn draft(theme: &Theme, field: ThemeField, text: &str) -> Drafts {
        let draft = Draft { theme: theme.id, field, saved: field.of(theme), text: text.to_owned() };
        Drafts { draft: Some(draft), focus: None }
    }

    #[test]
    fn leaving_for_another_theme_hands_the_draft_over_once() {
        let codebook = Codebook::starting();
        let [theme, other, _] = codebook.themes() else { panic!("three themes") };
        let mut drafts = draft(theme, ThemeField::Include, "街道建的\n");
        assert_eq!(drafts.leave(Some(theme.id)), None);
        let (field, text) = (ThemeField::Include, "街道建的\n".to_owned());
        let command = Command::WriteTheme { theme: theme.id, field, text };
        assert_eq!(drafts.leave(Some(other.id)), Some(command));
        assert_eq!(drafts.take(), None);
    }

    #[test]
    fn an_empty_name_and_what_was_not_changed_change_nothing() {
        let codebook = Codebook::starting();
        let theme = &codebook.themes()[0];
        assert_eq!(draft(theme, ThemeField::Name, "  ").take(), None);
        assert_eq!(draft(theme, ThemeField::Name, "阵地建设 ").take(), None);
        assert!(draft(theme, ThemeField::Name, "阵地").take().is_some());
    }

    #[test]
    fn a_draft_somebody_wrote_in_is_kept_when_the_text_changes_elsewhere() {
        let codebook = Codebook::starting();
        let theme = codebook.themes()[0].clone();
        let mut drafts = draft(&theme, ThemeField::Memo, "想法");
        let changed = Theme { memo: "同事的".into(), ..theme.clone() };
        drafts.follow(&changed);
        assert_eq!(drafts.text(&changed, ThemeField::Memo), "想法");
        let mut drafts = draft(&theme, ThemeField::Memo, "");
        drafts.follow(&changed);
        assert_eq!(drafts.text(&changed, ThemeField::Memo), "同事的");
    }
}
