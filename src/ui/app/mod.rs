//! The app: takes in what happened, draws the views, carries out what they ask for.

mod actions;
mod beside;
mod handbook;
mod handover;
mod keys;
mod messages;
mod safety;
mod touring;
mod visits;
mod window;

use std::{path::PathBuf, time::Duration};

use eframe::egui::{self, CentralPanel, Frame, Ui};

use super::{
    action::{self, Action, Keymap, Listener},
    bars,
    composition::Composition,
    dialogs::{self, Dialog},
    file_manager::FileManager,
    focus, fonts, library,
    message::Message,
    page_id::PageId,
    palette,
    theme::{self, Palette},
    toasts, welcome,
};
use crate::{
    corpus::Article,
    session::{
        Beginning, Command, Environment, Notice, NoticeCause, PageTheme, SaveState, Session,
        Settings, TextFont, Weight,
    },
};
use window::Window;

/// The whole program behind the window.
pub struct App {
    session: Session,
    window: Window,
    listener: Listener,
    /// What the keys on screen were last made from.
    chosen_keys: Option<action::Chosen>,
    /// The page theme the style was last made for.
    styled: Option<PageTheme>,
    set_revision: u64,
    /// Whether what could not be saved on another day was offered.
    offered: bool,
    file_manager: FileManager,
}

impl App {
    /// The app, with what it begins with being opened.
    #[must_use]
    pub fn new(
        ctx: &egui::Context,
        environment: Environment,
        beginning: impl Into<Beginning>,
    ) -> Self {
        ctx.set_fonts(fonts::definitions(None));
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.add_plugin(Composition::default());
        ctx.add_plugin(super::accessibility::Accessibility);
        let session = Session::new(environment);
        let mut app = Self {
            session,
            window: Window::default(),
            listener: Listener::default(),
            chosen_keys: None,
            styled: None,
            set_revision: 0,
            offered: false,
            file_manager: FileManager::default(),
        };
        match beginning.into() {
            Beginning::Last => app.open_last(),
            Beginning::Paths(paths) => app.open(paths),
            Beginning::Sample => app.apply(Command::OpenSample),
            Beginning::ChooseFolder => {
                app.open_last();
                app.act(ctx, Action::OpenFolder);
            }
        }
        app
    }

    /// Begins with these settings, since the user has chosen none yet.
    pub(super) fn start_first(&mut self, settings: Settings) {
        self.apply(Command::Configure(settings));
    }

    fn open_last(&mut self) {
        if let Some(last) = self.session.settings().recent.first().cloned() {
            self.open(vec![last]);
        }
    }

    /// Begins to open a folder, or files.
    pub fn open(&mut self, paths: Vec<PathBuf>) {
        self.apply(Command::Open(paths));
    }

    /// What is open, for tests.
    #[must_use]
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// What is selected in the text, a line for each fragment; empty if nothing is.
    #[must_use]
    pub fn selected_text(&self) -> String {
        let Some(article) = self.article() else { return String::new() };
        let pages = &self.window.pages;
        pages.of(PageId::Reading, |page| page.selected_text(&article)).unwrap_or_default()
    }

    /// Takes in what other threads brought. Called before every frame.
    pub fn logic(&mut self, ctx: &egui::Context) {
        // What was written belongs to the set that is open.
        let window = &mut self.window;
        self.session.poll_with(|session| {
            handover::everything(window, session);
        });
        if self.session.set_revision() != self.set_revision {
            self.set_revision = self.session.set_revision();
            self.window.forget_set();
            // What went wrong in the set that was open is of no use here.
            self.window.shared.toasts.retain(|toast| toast.notice.weight == Weight::Note);
        }
        // A set has been opened, or the first articles have come into an empty one.
        if self.window.shared.article.is_none() {
            let first = self.session.corpus().and_then(|corpus| {
                let entries = corpus.entries();
                entries.iter().find(|entry| entry.article.is_ok()).map(|entry| entry.path.clone())
            });
            let root = self.session.corpus().map(|corpus| corpus.root().to_path_buf());
            if root.is_some_and(|root| self.return_to(&root)) {
                // Where it was left.
            } else if let Some(first) = library::first_shown(&self.session).or(first) {
                self.carry_out(ctx, Message::Show(first));
            }
        }
        let opening = matches!(self.window.dialogs.open, Some(Dialog::OpenFolder(_)));
        for notice in self.session.take_notices() {
            // The dialog says it under its field.
            if !(opening && notice.cause == Some(NoticeCause::Opening)) {
                self.tell(notice);
            }
        }
        // What was taken back, or belongs to a set that is closed, cannot be restored any more.
        self.window.shared.toasts.retain(|toast| {
            let notice = &toast.notice;
            notice.version().is_none_or(|version| self.session.can_restore(version))
                && notice.cause.as_ref().is_none_or(|cause| !self.session.is_settled(cause))
        });
        if matches!(self.session.save_state(), SaveState::Failed(_)) {
            // Saving is tried again in a while.
            ctx.request_repaint_after(Duration::from_secs(1));
        }
        for fault in self.file_manager.faults() {
            self.tell(Notice::error(fault));
        }
        self.offer_unsaved();
        self.begin_tour(ctx);
        self.refont(ctx);
        self.follow_system(ctx);
        self.restyle(ctx);
        self.remap(ctx);
        self.take_dropped_files(ctx);
        self.guard_exit(ctx);
    }

    /// Draws everything and carries out what was asked for.
    pub fn ui(&mut self, ui: &mut Ui) {
        let ctx = ui.ctx().clone();
        let palette = Palette::of(self.session.settings().page_theme);
        let mut out = Vec::new();
        self.close_side_by_key(&ctx);
        self.page_keys(&ctx);
        self.window.prepare(&self.session);
        self.shortcuts(&ctx, &mut out);
        let Window { pages, shared, .. } = &mut self.window;
        if shared.focus.is_none() {
            bars::top_ui(&self.session, shared.page, &palette, ui, &mut out);
            bars::status_ui(&self.session, shared, pages, &palette, ui, &mut out);
        }
        self.window.handbook.beside_ui(&palette, ui, &mut out);
        if self.session.corpus().is_some() {
            self.page_ui(&palette, ui, &mut out);
        } else {
            Self::ground(&palette).show(ui, |ui| {
                welcome::ui(&self.session, &palette, ui, &mut out);
            });
        }
        let Window { shared, palettes, dialogs, own_font, handbook, tour, .. } = &mut self.window;
        handbook.over_ui(&palette, &ctx, &mut out);
        focus::ui(&mut shared.focus, &palette, &ctx, &mut out);
        palette::ui(&self.session, palettes, &palette, &ctx, &mut out);
        dialogs.confirmed = None;
        let beside = (&mut shared.drafts, &*own_font);
        dialogs::ui(&self.session, dialogs, beside, &palette, &ctx, &mut out);
        // They do not lie on what the tour says.
        let foot = if tour.is_on() { theme::TOUR } else { 0.0 };
        toasts::ui(&mut shared.toasts, foot, &palette, &ctx, &mut out);
        // A click that deletes a passage also takes the focus from its memo, which is handed over in
        // the same frame: it goes first.
        self.hand_over_left();
        for message in out {
            self.carry_out(&ctx, message);
        }
        self.follow_visit(&ctx);
        self.follow_tour();
    }

    fn ground(palette: &Palette) -> CentralPanel {
        CentralPanel::default().frame(Frame::new().fill(palette.page))
    }

    /// Puts the font of the user's own before the others, or tells what is wrong with it.
    fn refont(&mut self, ctx: &egui::Context) {
        let settings = self.session.settings();
        let path = settings.own_font.as_deref().filter(|_| settings.text_font == TextFont::Own);
        match self.window.own_font.follow(path, self.session.storage(), ctx) {
            Some(Ok(own)) => ctx.set_fonts(fonts::definitions(own)),
            Some(Err(fault)) => {
                ctx.set_fonts(fonts::definitions(None));
                self.tell(Notice::error(fault));
            }
            None => {}
        }
    }

    /// Turns the page dark with the system, and light with it.
    fn follow_system(&mut self, ctx: &egui::Context) {
        let settings = self.session.settings();
        let Some(system) = ctx.system_theme().filter(|_| settings.follow_system) else { return };
        let dark = system == egui::Theme::Dark;
        if dark != (settings.page_theme == PageTheme::Dark) {
            let theme = if dark { PageTheme::Dark } else { PageTheme::Light };
            self.configure(|settings| settings.page_theme = theme);
        }
    }

    fn restyle(&mut self, ctx: &egui::Context) {
        let settings = self.session.settings();
        if self.styled != Some(settings.page_theme) {
            self.styled = Some(settings.page_theme);
            let palette = Palette::of(settings.page_theme);
            ctx.set_theme(if palette.dark { egui::Theme::Dark } else { egui::Theme::Light });
            theme::apply(ctx, &palette);
        }
        let zoom = f32::from(settings.window_percent) / 100.0;
        if (ctx.zoom_factor() - zoom).abs() > 0.001 {
            ctx.set_zoom_factor(zoom);
        }
    }

    /// Makes the keys on screen those of the settings.
    fn remap(&mut self, ctx: &egui::Context) {
        let chosen = &self.session.settings().shortcuts;
        if self.chosen_keys.as_ref() != Some(chosen) {
            Keymap::new(chosen).install(ctx);
            self.chosen_keys = Some(chosen.clone());
        }
    }

    fn take_dropped_files(&mut self, ctx: &egui::Context) {
        let dropped: Vec<PathBuf> = ctx.input(|input| {
            input.raw.dropped_files.iter().map(|file| file.path().to_path_buf()).collect()
        });
        if dropped.is_empty() {
            return;
        }
        match dialogs::Dialog::dropped(&self.session, &dropped) {
            Some(dialog) if self.hand_over_everything(ctx) => {
                self.open_dialog(dialog);
            }
            // It would take the place of the dialog that is open.
            None if self.hand_over_everything(ctx) => self.open(dropped),
            _ => {}
        }
    }

    fn tell(&mut self, notice: Notice) {
        self.window.shared.tell(notice);
    }

    fn configure(&mut self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.session.settings().clone();
        change(&mut settings);
        self.apply(Command::Configure(settings));
    }

    /// The article that is shown, if it can be read.
    fn article(&self) -> Option<std::sync::Arc<Article>> {
        self.session.corpus()?.article(self.window.shared.article.as_ref()?).cloned()
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        Self::logic(self, ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        Self::ui(self, ui);
    }

    fn persist_egui_memory(&self) -> bool {
        false
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        // With what came in with the last frame.
        handover::everything(&mut self.window, &mut self.session);
        self.session.finish_saving();
    }
}
