//! The settings. What is chosen holds at once: the dialog stands beside the text, and shows a few
//! lines of it where the window has no room for both.

mod reading;

use std::borrow::Cow;

use eframe::egui::{Context, Ui};
use rust_i18n::t;

use super::form::{self, Buttons, FormAnswer};
use crate::{
    annotation::Coder,
    session::{Command, Language, Session, Settings},
    ui::{
        fonts::OwnFont,
        message::Message,
        theme::{self, Palette},
    },
};

/// The two sheets of the dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tab {
    /// How articles are shown.
    Reading,
    /// Everything else.
    Program,
}

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct SettingsForm {
    tab: Tab,
    /// The coder's name as it is typed; it holds when the field is left.
    coder: String,
    /// Whether the field for it was not shown yet.
    fresh: bool,
    font: reading::FontField,
}

impl SettingsForm {
    pub(super) fn new(session: &Session) -> Self {
        let settings = session.settings();
        Self {
            tab: Tab::Reading,
            coder: settings.coder.clone().unwrap_or_default(),
            fresh: true,
            font: reading::FontField::new(settings),
        }
    }

    /// The same, at the coder's name.
    pub(super) fn coder(session: &Session) -> Self {
        Self { tab: Tab::Program, ..Self::new(session) }
    }

    /// Whether something stands in a field that does not hold yet.
    pub(super) fn is_changed(&self, session: &Session) -> bool {
        let mut settings = session.settings().clone();
        self.take(&mut settings);
        settings != *session.settings() || !self.coder_fits()
    }

    /// What makes hold what stands in the fields; none where no file can bear the coder's name.
    pub(super) fn command(&self, session: &Session) -> Option<Command> {
        let mut settings = session.settings().clone();
        self.take(&mut settings);
        self.coder_fits().then_some(Command::Configure(settings))
    }

    /// What stands in the fields holds from now on.
    fn take(&self, settings: &mut Settings) {
        if self.coder_fits() {
            let name = self.coder.trim();
            settings.coder = (!name.is_empty()).then(|| name.to_owned());
        }
        self.font.take(settings);
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        own_font: &OwnFont,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let mut settings = session.settings().clone();
        let mut coder_left = false;
        let title = t!("dialogs.settings.title");
        let answer = form::card_at(
            ctx,
            palette,
            (&title, theme::DIALOG, form::FormPlace::Right),
            |ui| {
                let tabs = [
                    (Tab::Reading, t!("typography.reading_tab")),
                    (Tab::Program, t!("typography.program_tab")),
                ];
                form::choice(ui, palette, &t!("typography.tabs"), &mut self.tab, &tabs);
                match self.tab {
                    Tab::Reading => {
                        reading::preview_ui(&settings, palette, ui);
                        reading::font_ui(&mut settings, &mut self.font, own_font, palette, ui);
                        reading::lines_ui(&mut settings, palette, ui);
                        reading::marks_ui(&mut settings, palette, ui);
                    }
                    Tab::Program => {
                        coder_left = self.coder_ui(session, palette, ui);
                        program_ui(&mut settings, palette, ui);
                    }
                }
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
        let closes = answer != Some(FormAnswer::None);
        if coder_left || closes {
            self.take(&mut settings);
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
            // The click on the sheet's name would take the focus away again.
            if !ui.input(|input| input.pointer.any_click()) {
                form::focus_first(ui, &mut self.fresh, &response, &self.coder);
            }
            if self.coder_fits() {
                form::hint(ui, palette, &t!("dialogs.settings.coder_hint"));
            } else {
                form::fault(ui, palette, &t!("dialogs.settings.coder_fault"));
            }
            response.lost_focus()
        })
    }
}

fn program_ui(settings: &mut Settings, palette: &Palette, ui: &mut Ui) {
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
    let name = t!("dialogs.settings.window");
    form::row(ui, palette, &name, |ui| {
        form::stepper(ui, palette, (&name, " %"), &mut settings.window_percent, 10, &(80..=200));
    });
}
