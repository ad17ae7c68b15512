//! The settings. What is chosen holds at once, so that it is seen behind the dialog.

use std::borrow::Cow;

use eframe::egui::{Context, Ui};
use rust_i18n::t;

use super::form::{self, Answer, Buttons};
use crate::{
    annotation::Coder,
    session::{Command, Language, PageTheme, Session, Settings, WordMarks},
    ui::{
        theme::{self, Palette},
        view::Message,
    },
};

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct SettingsForm {
    /// The coder's name as it is typed; it holds when the field is left.
    coder: String,
    fresh: bool,
}

impl SettingsForm {
    pub(super) fn new(session: &Session) -> Self {
        Self { coder: session.settings().coder.clone().unwrap_or_default(), fresh: true }
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let mut settings = session.settings().clone();
        let mut coder_left = false;
        let title = t!("dialogs.settings.title");
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG_WIDE,
            |ui| {
                coder_left = self.coder_ui(session, palette, ui);
                look_ui(&mut settings, palette, ui);
                text_ui(&mut settings, palette, ui);
                self.coder_fits()
            },
            |ui, enabled| {
                let done = Buttons {
                    confirm: t!("dialogs.settings.done"),
                    enabled,
                    cancel: None,
                    aside: None,
                };
                done.ui(ui, palette)
            },
        );
        let closes = answer != Some(Answer::None);
        if (coder_left || closes) && self.coder_fits() {
            let name = self.coder.trim();
            settings.coder = (!name.is_empty()).then(|| name.to_owned());
        }
        if settings != *session.settings() {
            out.push(Message::Do(Command::Configure(settings)));
        }
        !closes
    }

    fn coder_fits(&self) -> bool {
        self.coder.trim().is_empty() || Coder::new(&self.coder).is_some()
    }

    /// The coder's name; whether its field was left.
    fn coder_ui(&mut self, session: &Session, palette: &Palette, ui: &mut Ui) -> bool {
        let name = t!("dialogs.settings.coder");
        form::row(ui, palette, &name, |ui| {
            let system = Settings { coder: None, ..session.settings().clone() }.coder();
            let response = form::field(ui, palette, &mut self.coder, system.as_str(), &name, 0.0);
            form::focus_first(ui, &mut self.fresh, &response, &self.coder);
            if self.coder_fits() {
                form::hint(ui, palette, &t!("dialogs.settings.coder_hint"));
            } else {
                form::fault(ui, palette, &t!("dialogs.settings.coder_fault"));
            }
            response.lost_focus()
        })
    }
}

fn look_ui(settings: &mut Settings, palette: &Palette, ui: &mut Ui) {
    let name = t!("dialogs.settings.language");
    form::row(ui, palette, &name, |ui| {
        // Each language in its own words, so that it is found whatever the other says.
        let options = Language::ALL.map(|language| {
            let text = match language {
                Language::Chinese => "简体中文",
                Language::English => "English",
            };
            (language, Cow::Borrowed(text))
        });
        form::choice(ui, palette, &name, &mut settings.language, &options);
    });
    let name = t!("dialogs.settings.page");
    form::row(ui, palette, &name, |ui| {
        let options = PageTheme::ALL.map(|theme| {
            let text = match theme {
                PageTheme::Light => t!("dialogs.settings.page_light"),
                PageTheme::Sepia => t!("dialogs.settings.page_sepia"),
                PageTheme::Dark => t!("dialogs.settings.page_dark"),
            };
            (theme, text)
        });
        form::choice(ui, palette, &name, &mut settings.page_theme, &options);
    });
    let name = t!("dialogs.settings.window");
    form::row(ui, palette, &name, |ui| {
        let (now, range) = (settings.window_percent, 80..=200);
        if let Some(percent) = form::stepper(ui, palette, &name, now, 10, &range) {
            settings.window_percent = percent;
        }
    });
}

fn text_ui(settings: &mut Settings, palette: &Palette, ui: &mut Ui) {
    let name = t!("dialogs.settings.text");
    form::row(ui, palette, &name, |ui| {
        let (now, range) = (settings.text_percent, 60..=250);
        if let Some(percent) = form::stepper(ui, palette, &name, now, 10, &range) {
            settings.text_percent = percent;
        }
    });
    let name = t!("dialogs.settings.words");
    form::row(ui, palette, &name, |ui| {
        let options = WordMarks::ALL.map(|marks| {
            let text = match marks {
                WordMarks::Off => t!("dialogs.settings.words_off"),
                WordMarks::Hairline => t!("dialogs.settings.words_line"),
                WordMarks::Tint => t!("dialogs.settings.words_tint"),
            };
            (marks, text)
        });
        form::choice(ui, palette, &name, &mut settings.word_marks, &options);
    });
    form::row(ui, palette, &t!("dialogs.settings.punctuation"), |ui| {
        let text = t!("dialogs.settings.full_width");
        form::switch(ui, palette, &text, &mut settings.full_width_punctuation);
        form::hint(ui, palette, &t!("dialogs.settings.full_width_hint"));
    });
}
