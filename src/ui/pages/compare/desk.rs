//! What an analysis is on the page, and what the page gives it.

use std::borrow::Cow;

use eframe::egui::{Context, Ui};

use super::behind::Behind;
use crate::{
    search::condition::Parsed,
    session::{Command, Session},
    ui::{message::Message, theme::Palette, widgets::icon::Icon},
};

macro_rules! analyses {
    ($($(#[$doc:meta])* $name:ident $label:literal $icon:ident;)+) => {
        /// An analysis of the page.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub(super) enum AnalysisId {
            $($(#[$doc])* $name,)+
        }

        impl AnalysisId {
            /// Every analysis, in the order of the rail.
            pub(super) const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Key of its name on screen.
            fn label_key(self) -> &'static str {
                match self {
                    $(Self::$name => $label,)+
                }
            }

            /// Its icon.
            pub(super) fn icon(self) -> Icon {
                match self {
                    $(Self::$name => Icon::$icon,)+
                }
            }
        }
    };
}

// Name, name on screen, icon. A new one is a line here, and its view in [`super::make`].
analyses! {
    /// Themes (or coders, attributes, articles) by years (or attributes …).
    #[default]
    Matrix "compare_page.analysis.matrix" Matrix;
}

impl AnalysisId {
    /// Its name on screen.
    pub(super) fn label(self) -> Cow<'static, str> {
        rust_i18n::t!(self.label_key())
    }
}

/// What an analysis is given to draw itself with.
pub(super) struct Desk<'a> {
    /// What is open; read only.
    pub(super) session: &'a Session,
    pub(super) palette: &'a Palette,
    pub(super) ctx: &'a Context,
    /// The condition that stands above all analyses.
    pub(super) asked: &'a Parsed,
    /// What the chosen number leads to.
    pub(super) behind: &'a mut Behind,
    /// What it asks for.
    pub(super) out: &'a mut Vec<Message>,
}

impl Desk<'_> {
    /// Asks for something of the session.
    pub(super) fn apply(&mut self, command: Command) {
        self.out.push(Message::Do(command));
    }
}

/// An analysis on the page.
pub(super) trait AnalysisView {
    /// The row of choices above it, and the exports at its right.
    fn choices_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui);

    /// The analysis itself, as large as there is room.
    fn ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui);

    /// What the rail says beside its name.
    fn state(&self, _session: &Session) -> Option<String> {
        None
    }

    /// What was chosen, to be kept under a name: as words that [`Self::take_options`] understands.
    fn options(&self) -> Vec<String> {
        Vec::new()
    }

    /// Chooses what was kept.
    fn take_options(&mut self, _options: &[String]) {}

    /// Has the keyboard for what it shows, after the page was opened by key.
    fn take_focus(&mut self) {}
}
