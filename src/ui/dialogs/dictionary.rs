//! The set's own words: the entries of its dictionary, and words suggested for it.
//!
//! What is added or removed here holds at once and can be undone; the dialog only closes.

use eframe::egui::{
    Align2, Context, CornerRadius, Key, Modifiers, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo,
    vec2,
};

use super::form::{self, ButtonLook, Buttons, FormAnswer};
use crate::{
    corpus::{Dictionary, DictionaryEntry},
    session::{Command, Inquiry, Session, SuggestWords, Suggestion, SuggestionKind, WordList},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::{self, icon::Icon},
    },
};

/// Width of the dialog.
const WIDTH: f32 = 720.0;
/// Height of a row, and how many are seen at once.
const ROW: f32 = 34.0;
const ROWS: f32 = 11.0;

/// What is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Tab {
    #[default]
    Entries,
    Suggestions,
}

/// The open dialog.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct DictionaryPage {
    tab: Tab,
    /// What filters the entries, and may become one.
    typed: String,
    /// Whether it looked for an entry when it was typed.
    filters: bool,
    focused: bool,
    /// What was wrong with what was to be added.
    fault: bool,
}

impl DictionaryPage {
    /// Whether a word was typed that is to become an entry: it looks for none.
    pub(super) fn is_changed(&self) -> bool {
        !self.typed.trim().is_empty() && !self.filters
    }

    /// What adds that word; none where it cannot be one.
    pub(super) fn command(&self) -> Option<Command> {
        let entry = DictionaryEntry::parse(&self.typed).ok()?;
        let (list, add, remove) = (WordList::Dictionary, vec![entry], Vec::new());
        Some(Command::ChangeWords { list, add, remove })
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let title = t!("words.dictionary.title");
        let answer = form::card(
            ctx,
            palette,
            &title,
            WIDTH,
            |ui| {
                let name = t!("words.dictionary.show");
                let entries = t!("words.dictionary.entries", count = session.dictionary().len());
                let tabs = [
                    (Tab::Entries, entries),
                    (Tab::Suggestions, t!("words.dictionary.suggestions")),
                ];
                form::choice(ui, palette, &name, &mut self.tab, &tabs);
                match self.tab {
                    Tab::Entries => self.entries_ui(session, palette, ui, out),
                    Tab::Suggestions => suggestions_ui(session, palette, ui, out),
                }
            },
            |ui, ()| {
                let close = Buttons {
                    confirm: t!("dialogs.close"),
                    enabled: true,
                    cancel: None,
                    aside: None,
                };
                close.ui(ui, palette)
            },
        );
        answer == Some(FormAnswer::None)
    }

    fn entries_ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) {
        let (name, hint) = (t!("words.dictionary.field"), t!("words.dictionary.field_hint"));
        let add = t!("words.dictionary.add");
        // Before the field has given up the focus for it.
        let enter = ui.input(|input| input.key_pressed(Key::Enter));
        ui.horizontal(|ui| {
            let after = form::button_width(ui, &add) + ui.spacing().item_spacing.x;
            let field = form::field(ui, palette, &mut self.typed, &hint, &name, after);
            let mut fresh = !self.focused;
            form::focus_first(ui, &mut fresh, &field, &self.typed);
            self.focused = true;
            if field.changed() {
                self.fault = false;
                let typed = self.typed.trim();
                let mut entries = session.dictionary().entries();
                self.filters = entries.any(|entry| entry.word.contains(typed));
            }
            let wants = !self.typed.trim().is_empty();
            let clicked = form::button(ui, palette, &add, ButtonLook::Plain, wants).clicked();
            if wants && (clicked || enter && (field.has_focus() || field.lost_focus())) {
                ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
                self.add(out);
                field.request_focus();
            }
        });
        if self.fault {
            form::fault(ui, palette, &t!("words.dictionary.fault"));
        } else {
            form::hint(ui, palette, &t!("words.dictionary.line_hint"));
        }
        let typed = self.typed.trim();
        let shown: Vec<&DictionaryEntry> = session
            .dictionary()
            .entries()
            .filter(|entry| typed.is_empty() || entry.word.contains(typed))
            .collect();
        if shown.is_empty() {
            let text = if session.dictionary().is_empty() {
                t!("words.dictionary.empty")
            } else {
                t!("words.dictionary.none_such")
            };
            form::hint(ui, palette, &text);
            return;
        }
        list(ui, "entries", shown.len(), |ui, at| {
            let Some(entry) = shown.get(at) else { return };
            entry_ui(entry, palette, ui, out);
        });
    }

    fn add(&mut self, out: &mut Vec<Message>) {
        match self.command() {
            Some(command) => {
                out.push(Message::Do(command));
                self.typed.clear();
            }
            None => self.fault = true,
        }
    }
}

fn change(list: WordList, add: Vec<DictionaryEntry>, remove: Vec<String>) -> Message {
    Message::Do(Command::ChangeWords { list, add, remove })
}

/// Rows of one height, of which only those in view are made.
fn list(ui: &mut Ui, salt: &str, rows: usize, mut row: impl FnMut(&mut Ui, usize)) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt(salt).max_height(ROWS * ROW);
    area.min_scrolled_height(ROWS * ROW).auto_shrink([false, true]).show_rows(
        ui,
        ROW,
        rows,
        |ui, range| {
            for at in range {
                row(ui, at);
            }
        },
    );
}

/// The ground of a row, and what is left of it for text when `buttons` points are kept free.
fn row_ground(ui: &mut Ui, palette: &Palette, buttons: f32) -> (Rect, Rect) {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::hover());
    if response.contains_pointer() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    let inner = rect.shrink2(vec2(theme::grid(2.0), 0.0));
    (inner.with_max_x(inner.right() - buttons), inner.with_min_x(inner.right() - buttons))
}

/// A label of a row, told to readers of the screen.
fn label(ui: &Ui, palette: &Palette, rect: Rect, id: &str, text: &str) -> Rect {
    let response = ui.interact(rect, ui.unique_id().with((id, text)), Sense::empty());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    widgets::paint_truncated(ui, rect, Align2::LEFT_CENTER, text, theme::body(), palette.ink)
}

fn entry_ui(entry: &DictionaryEntry, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let (text, buttons) = row_ground(ui, palette, 2.0 * theme::CONTROL);
    let word = label(ui, palette, text.with_max_x(text.right() - 140.0), "word", &entry.word);
    let mut side = match entry.weight {
        Some(weight) => t!("words.dictionary.weight", weight = weight),
        None => t!("words.dictionary.whole"),
    }
    .into_owned();
    if let Some(tag) = &entry.tag {
        side.push_str(" · ");
        side.push_str(tag);
    }
    let beside = text.with_min_x(word.right() + theme::grid(2.0));
    widgets::paint_truncated(
        ui,
        beside,
        Align2::RIGHT_CENTER,
        &side,
        theme::small(),
        palette.second,
    );
    let mut ui = ui.new_child(
        eframe::egui::UiBuilder::new()
            .max_rect(buttons)
            .layout(eframe::egui::Layout::left_to_right(eframe::egui::Align::Center)),
    );
    ui.spacing_mut().item_spacing.x = 0.0;
    let list = t!("words.list", word = entry.word);
    if widgets::icon_button(&mut ui, palette, Icon::Search, &list, true).clicked() {
        out.push(Message::ListWord(entry.word.clone()));
    }
    let remove = t!("step.remove_word", word = entry.word);
    if widgets::icon_button(&mut ui, palette, Icon::Delete, &remove, true).clicked() {
        out.push(change(WordList::Dictionary, Vec::new(), vec![entry.word.clone()]));
    }
}

/// What is neither in the dictionary nor rejected.
fn open_suggestions<'a>(
    suggestions: &'a [Suggestion],
    dictionary: &Dictionary,
    rejected: &Dictionary,
) -> Vec<&'a Suggestion> {
    let open = |one: &&Suggestion| {
        dictionary.get(&one.word).is_none() && rejected.get(&one.word).is_none()
    };
    suggestions.iter().filter(open).collect()
}

fn suggestions_ui(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let progress = session.inquiry::<SuggestWords>().and_then(Inquiry::progress);
    let harvest = session.harvest();
    let (dictionary, rejected) = (session.dictionary(), session.rejected_words());
    let open = harvest.map(|harvest| open_suggestions(&harvest.suggestions, dictionary, rejected));
    let open = open.unwrap_or_default();
    let sure: Vec<_> = open.iter().filter(|one| one.is_sure).collect();
    ui.horizontal(|ui| {
        if let Some(progress) = progress {
            let (done, total) = (progress.done(), progress.total());
            let text = t!("words.status.harvesting", done = done, total = total);
            if form::button(ui, palette, &t!("status.stop"), ButtonLook::Plain, true).clicked() {
                out.push(Message::Do(Command::CancelJobs));
            }
            form::hint(ui, palette, &text);
            return;
        }
        let look = if harvest.is_none() { ButtonLook::Primary } else { ButtonLook::Plain };
        if form::button(ui, palette, &t!("words.suggest.start"), look, true).clicked() {
            out.push(Message::Do(Command::ask(SuggestWords)));
        }
        if !sure.is_empty() {
            let text = t!("words.suggest.accept_sure", count = sure.len());
            if form::button(ui, palette, &text, ButtonLook::Primary, true).clicked() {
                let words = sure.iter().filter_map(|one| DictionaryEntry::new(&one.word));
                out.push(change(WordList::Dictionary, words.collect(), Vec::new()));
            }
        }
        if !rejected.is_empty() {
            let text = t!("words.suggest.restore", count = rejected.len());
            if form::button(ui, palette, &text, ButtonLook::Plain, true).clicked() {
                let words = rejected.entries().map(|entry| entry.word.clone()).collect();
                out.push(change(WordList::Rejected, Vec::new(), words));
            }
        }
    });
    match harvest {
        None => form::hint(ui, palette, &t!("words.suggest.what")),
        Some(_) if open.is_empty() => form::hint(ui, palette, &t!("words.suggest.none")),
        Some(_) => {
            form::hint(ui, palette, &t!("words.suggest.look"));
            list(ui, "suggestions", open.len(), |ui, at| {
                let Some(one) = open.get(at) else { return };
                suggestion_ui(one, palette, ui, out);
            });
        }
    }
}

fn suggestion_ui(one: &Suggestion, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let (text, buttons) = row_ground(ui, palette, 3.0 * theme::CONTROL);
    let kind = match one.kind {
        SuggestionKind::Byline => t!("words.suggest.byline"),
        SuggestionKind::Title => t!("words.suggest.title"),
        SuggestionKind::Quoted => t!("words.suggest.quoted"),
        SuggestionKind::Body => t!("words.suggest.body"),
        SuggestionKind::Repeated => t!("words.suggest.repeated"),
    };
    let column = |from: f32, to: f32| {
        let (left, width) = (text.left(), text.width());
        Rect::from_min_max(
            eframe::egui::pos2(left + width * from, text.top()),
            eframe::egui::pos2(left + width * to - theme::grid(2.0), text.bottom()),
        )
    };
    label(ui, palette, column(0.0, 0.24), "suggestion", &one.word);
    let small = |rect: Rect, text: &str| {
        let font = theme::small();
        widgets::paint_truncated(ui, rect, Align2::LEFT_CENTER, text, font, palette.second);
    };
    small(column(0.24, 0.36), &t!("words.occurrences.times", count = one.count));
    small(column(0.36, 0.5), &kind);
    small(column(0.5, 1.0), &format!("…{}{}{}…", one.before, one.word, one.after));
    let layout = eframe::egui::Layout::left_to_right(eframe::egui::Align::Center);
    let child = eframe::egui::UiBuilder::new().max_rect(buttons).layout(layout);
    let mut ui = ui.new_child(child);
    ui.spacing_mut().item_spacing.x = 0.0;
    let accept = t!("step.add_word", word = one.word);
    let list = t!("words.list", word = one.word);
    let reject = t!("words.suggest.reject", word = one.word);
    if widgets::icon_button(&mut ui, palette, Icon::Search, &list, true).clicked() {
        out.push(Message::ListWord(one.word.clone()));
    }
    let Some(entry) = DictionaryEntry::new(&one.word) else { return };
    if widgets::icon_button(&mut ui, palette, Icon::Check, &accept, true).clicked() {
        out.push(change(WordList::Dictionary, vec![entry.clone()], Vec::new()));
    }
    if widgets::icon_button(&mut ui, palette, Icon::Close, &reject, true).clicked() {
        out.push(change(WordList::Rejected, vec![entry], Vec::new()));
    }
}
