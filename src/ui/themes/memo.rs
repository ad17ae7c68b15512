//! The memo that is being written: a draft that becomes a command once, and is never lost.
//!
//! Not committed at every key, which would make every letter a step of the history; committed
//! when the editor loses the focus, when another passage is selected, and when the panel goes.

use eframe::egui::{
    Align, Color32, EventFilter, Frame, Id, Key, Margin, Modifiers, Response, RichText, Stroke,
    TextEdit, Ui, WidgetText,
};
use rust_i18n::t;

use crate::{
    annotation::{Passage, PassageId},
    session::Command,
    ui::theme::{self, Palette},
};

/// What is being written for which passage.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Draft {
    passage: PassageId,
    /// What the memo was when the draft was begun.
    saved: String,
    text: String,
}

impl Draft {
    fn of(passage: &Passage) -> Self {
        Self { passage: passage.id, saved: passage.memo.clone(), text: passage.memo.clone() }
    }

    /// The command that hands it over, if there is anything to hand over.
    fn command(&self) -> Option<Command> {
        let memo = self.text.trim_end().to_owned();
        (memo != self.saved.trim_end()).then_some(Command::SetMemo { passage: self.passage, memo })
    }

    /// Follows a memo that was changed elsewhere (undone, merged), unless it was written in.
    fn follow(&mut self, passage: &Passage) {
        if self.saved != passage.memo {
            if self.text == self.saved {
                self.text.clone_from(&passage.memo);
            }
            self.saved.clone_from(&passage.memo);
        }
    }
}

/// The one editor of memos.
#[derive(Debug, Default)]
pub(super) struct Editor {
    draft: Option<Draft>,
    /// The passage whose editor gets the focus at the next frame.
    focus: Option<PassageId>,
}

impl Editor {
    /// Gives the editor of `passage` the focus as soon as it is shown.
    pub(super) fn focus(&mut self, passage: PassageId) {
        self.focus = Some(passage);
    }

    /// Ends the draft and returns what it changes.
    pub(super) fn take(&mut self) -> Option<Command> {
        self.draft.take()?.command()
    }

    /// Ends the draft if it is of another passage than `selected`.
    pub(super) fn leave(&mut self, selected: Option<PassageId>) -> Option<Command> {
        let other = self.draft.as_ref().is_some_and(|draft| Some(draft.passage) != selected);
        if other { self.take() } else { None }
    }

    /// The field for the memo of `passage`; returns what is to be done.
    pub(super) fn ui(
        &mut self,
        passage: &Passage,
        palette: &Palette,
        ui: &mut Ui,
    ) -> Option<Command> {
        let mut done = self.leave(Some(passage.id));
        let draft = self.draft.get_or_insert_with(|| Draft::of(passage));
        draft.follow(passage);
        let id = Id::unique(("memo", passage.id));
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
        if revert {
            draft.text.clone_from(&draft.saved);
        }
        let response = field(ui, palette, &mut draft.text, id);
        if self.focus.take_if(|wanted| *wanted == passage.id).is_some() {
            response.request_focus();
            response.scroll_to_me(Some(Align::Center));
            put_cursor_at_end(ui, id, &draft.text);
        }
        if finish || revert {
            response.surrender_focus();
        }
        if (finish || response.lost_focus())
            && let Some(command) = draft.command()
        {
            // The memo is this from now on; the passage says so at the next frame.
            draft.saved.clone_from(&draft.text);
            done = Some(command);
        }
        done
    }
}

fn field(ui: &mut Ui, palette: &Palette, text: &mut String, id: Id) -> Response {
    let hint = RichText::new(t!("themes.memo.hint")).font(theme::memo()).color(palette.second);
    let filter = EventFilter {
        horizontal_arrows: true,
        vertical_arrows: true,
        // It takes back what was written; egui must not give the focus away before.
        escape: true,
        ..EventFilter::default()
    };
    // A shade rather than a box: it stands in a card already.
    let focused = ui.memory(|memory| memory.has_focus(id));
    let edge = if focused { palette.accent } else { Color32::TRANSPARENT };
    let frame = Frame::new()
        .fill(palette.panel)
        .stroke(Stroke::new(1.0, edge))
        .corner_radius(theme::RADIUS)
        .inner_margin(Margin::symmetric(8, 5));
    let edit = TextEdit::multiline(text)
        .frame(frame)
        .id(id)
        .font(theme::memo())
        .text_color(palette.ink)
        .hint_text(WidgetText::from(hint))
        .desired_width(f32::INFINITY)
        .desired_rows(2)
        .event_filter(filter);
    ui.add(edit).on_hover_text(t!("themes.memo.keys")).accessible_name(t!("themes.memo.name"))
}

fn put_cursor_at_end(ui: &Ui, id: Id, text: &str) {
    use eframe::egui::text::{CCursor, CCursorRange};
    let mut state = TextEdit::load_state(ui.ctx(), id).unwrap_or_default();
    let end = CCursor::new(text.chars().count());
    state.cursor.set_char_range(Some(CCursorRange::one(end)));
    TextEdit::store_state(ui.ctx(), id, state);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passage(memo: &str) -> Passage {
        use crate::text::{CharOffset, CharSpan, Text};
        let text = Text::new("街道把旧粮站改成活动室。").expect("short");
        let span = CharSpan::between(CharOffset::new(0), CharOffset::new(2));
        let theme = crate::annotation::ThemeId::fresh();
        crate::annotation::build_passage(&text, &[span], vec![theme], memo.to_owned())
            .expect("a passage")
    }

    #[test]
    fn leaving_for_another_passage_hands_the_draft_over() {
        let passage = passage("旧");
        let mut editor = Editor { draft: Some(Draft::of(&passage)), focus: None };
        editor.draft.as_mut().expect("a draft").text = "新的看法".to_owned();
        assert_eq!(editor.leave(Some(passage.id)), None, "it is still being written");
        let memo = "新的看法".to_owned();
        assert_eq!(editor.leave(None), Some(Command::SetMemo { passage: passage.id, memo }));
        assert_eq!(editor.take(), None, "once only");
    }

    #[test]
    fn a_draft_nobody_wrote_in_follows_the_memo_and_changes_nothing() {
        let mut passage = passage("旧");
        let mut draft = Draft::of(&passage);
        passage.memo = "改过".to_owned();
        draft.follow(&passage);
        assert_eq!(draft.text, "改过");
        assert_eq!(draft.command(), None);
    }

    #[test]
    fn a_draft_somebody_wrote_in_is_kept_when_the_memo_changes() {
        let mut passage = passage("旧");
        let mut draft = Draft::of(&passage);
        draft.text.push_str("，还有");
        passage.memo.clear();
        draft.follow(&passage);
        let memo = "旧，还有".to_owned();
        assert_eq!(draft.command(), Some(Command::SetMemo { passage: passage.id, memo }));
    }
}
