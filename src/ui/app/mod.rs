//! The app: takes in what happened, draws the views, carries out what they ask for.

mod acting;
mod adjusting;
mod coding;
mod handing;
mod hearing;
mod looking;
mod reviewing;
mod safety;
mod stepping;
mod tagging;
mod words;

use std::{path::PathBuf, time::Instant};

use eframe::egui::{self, CentralPanel, Frame, Panel, Ui};

pub(super) use reviewing::Verdict;

use super::{
    action::{self, Keymap, Listener},
    bars, codebook,
    composition::Composition,
    dialogs, excerpts,
    file_manager::FileManager,
    find, focus, fonts, library, memos, outline, palette,
    reader::Reader,
    review_found, search,
    theme::{self, Palette},
    themes, toasts,
    view::{Message, Page, Target, Toast, ViewState},
    welcome,
};
use crate::{
    annotation::{PassageId, QueryKind},
    corpus::{Article, ArticlePath},
    session::{
        Applied, Command, Environment, Notice, PageTheme, Session, Settings, TextFont, describe,
    },
};

/// The whole program behind the window.
pub struct App {
    session: Session,
    view: ViewState,
    listener: Listener,
    /// The passage whose ends were moved last, as long as nothing else is done.
    adjusting: Option<PassageId>,
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
    /// The app, with `paths` being opened; or, where there are none, the set opened last.
    #[must_use]
    pub fn new(ctx: &egui::Context, environment: Environment, paths: Vec<PathBuf>) -> Self {
        ctx.set_fonts(fonts::definitions(None));
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.add_plugin(Composition::default());
        let session = Session::new(environment);
        let mut app = Self {
            session,
            view: ViewState::default(),
            listener: Listener::default(),
            adjusting: None,
            chosen_keys: None,
            styled: None,
            set_revision: 0,
            offered: false,
            file_manager: FileManager::default(),
        };
        if !paths.is_empty() {
            app.open(paths);
        }
        app
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
        let fragments = self.view.reader.fragments().into_iter();
        let texts: Vec<&str> = fragments.filter_map(|span| article.text.slice(span)).collect();
        texts.join("\n")
    }

    /// Takes in what other threads brought. Called before every frame.
    pub fn logic(&mut self, ctx: &egui::Context) {
        // What was written belongs to the set that is open.
        let view = &mut self.view;
        self.session.poll_with(|session| {
            handing::everything(view, session);
        });
        if self.session.set_revision() != self.set_revision {
            self.set_revision = self.session.set_revision();
            self.view.forget_set();
        }
        // A set has been opened, or the first articles have come into an empty one.
        if self.view.article.is_none() {
            let first = self.session.corpus().and_then(|corpus| {
                let entries = corpus.entries();
                entries.iter().find(|entry| entry.article.is_ok()).map(|entry| entry.path.clone())
            });
            if let Some(first) = library::first_shown(&self.session).or(first) {
                self.carry_out(ctx, Message::Show(first));
            }
        }
        for notice in self.session.take_notices() {
            self.view.toasts.push(Toast { notice, since: Instant::now() });
        }
        for fault in self.file_manager.faults() {
            self.tell(Notice::error(fault));
        }
        self.offer_unsaved();
        self.refont(ctx);
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
        self.round_keys(&ctx);
        self.shortcuts(&ctx, &mut out);
        if self.view.focus.is_none() {
            bars::top_ui(&self.session, &mut self.view, &palette, ui, &mut out);
            bars::status_ui(&self.session, &mut self.view, &palette, ui, &mut out);
        }
        self.side_panels(&palette, ui, &mut out);
        let ground = Frame::new().fill(palette.page);
        CentralPanel::default().frame(ground).show(ui, |ui| match self.view.page {
            _ if self.session.corpus().is_none() => {
                welcome::ui(&self.session, &palette, ui, &mut out);
            }
            Page::Reading => self.reading_ui(&palette, ui, &mut out),
            Page::Excerpts => {
                excerpts::ui(&self.session, &mut self.view, &palette, ui, &mut out);
            }
            Page::Memos => memos::ui(&self.session, &mut self.view, &palette, ui, &mut out),
            Page::Search => search::ui(&self.session, &mut self.view, &palette, ui, &mut out),
            Page::Codebook => {
                codebook::ui(&self.session, &mut self.view, &palette, ui, &mut out);
            }
        });
        focus::ui(&mut self.view, &palette, &ctx, &mut out);
        palette::ui(&self.session, &mut self.view, &palette, &ctx, &mut out);
        self.view.confirmed = None;
        dialogs::ui(&self.session, &mut self.view, &palette, &ctx, &mut out);
        toasts::ui(&mut self.view.toasts, &palette, &ctx, &mut out);
        // A click that deletes a passage also takes the focus from its memo, which is handed over in
        // the same frame: it goes first.
        self.hand_over_left();
        for message in out {
            self.carry_out(&ctx, message);
        }
    }

    fn side_panels(&mut self, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
        if self.session.corpus().is_none() {
            return;
        }
        let shown = self.article();
        let settings = self.session.settings();
        let focus = self.view.focus.is_some();
        let frame = Frame::new().fill(palette.panel);
        let narrow = ui.available_width() < theme::NARROW;
        // The codebook is not about one article: it has the room of their list.
        if settings.library_open && !focus && self.view.page != Page::Codebook {
            Panel::left("library")
                .frame(frame)
                .default_size(if narrow { 220.0 } else { theme::LIBRARY_WIDTH })
                .size_range(180.0..=460.0)
                .show(ui, |ui| {
                    if let Some(article) = &shown {
                        outline::ui(article, &mut self.view, palette, ui, out);
                    }
                    library::ui(&self.session, &mut self.view, palette, ui, out);
                });
        }
        let wanted = self.view.page == Page::Reading && settings.themes_open && !focus;
        if wanted {
            let width = if narrow { 236.0 } else { theme::THEMES_WIDTH };
            Panel::right(egui::Id::unique(("themes", narrow)))
                .frame(frame)
                .default_size(width)
                .size_range(200.0..=520.0)
                .show(ui, |ui| {
                    themes::ui(&self.session, &mut self.view, palette, ui, out);
                });
        }
    }

    fn reading_ui(&mut self, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
        let Some(path) = &self.view.article else {
            return welcome::no_article_ui(palette, ui);
        };
        let entry =
            self.session.corpus().and_then(|corpus| corpus.entries().get(corpus.position(path)?));
        let Some(entry) = entry else { return welcome::no_article_ui(palette, ui) };
        let article = match &entry.article {
            Ok(article) => article,
            Err(problem) => return welcome::problem_ui(path, problem, palette, ui, out),
        };
        themes::stale_banner_ui(&self.session, article, palette, ui, out);
        review_found::ui(&self.session, &self.view, palette, ui, out);
        if self.view.round.is_none() {
            search::strip_ui(&self.session, &mut self.view, palette, ui, out);
        }
        find::ui(&self.session, &mut self.view, article, palette, ui, out);
        if self.view.focus.is_none() {
            themes::hidden_note_ui(&self.session, &self.view, palette, ui, out);
        }
        let reader = Reader {
            session: &self.session,
            article,
            palette,
            passage: self.view.passage,
            hovered: self.view.hovered,
            hits: self.view.find.hits(article),
            showing: &self.view.showing,
            alone: self.view.focus.is_some(),
            bare: self.view.focus.is_some_and(|focus| !focus.marks),
        };
        let pointed = reader.ui(&mut self.view.reader, ui, out);
        palette::selection_ui(&self.session, &mut self.view, palette, ui, out);
        self.view.hovered = self.view.themes.take_hovered().or(pointed);
    }

    /// Puts the font of the user's own before the others, or tells what is wrong with it.
    fn refont(&mut self, ctx: &egui::Context) {
        let settings = self.session.settings();
        let path = settings.own_font.as_deref().filter(|_| settings.text_font == TextFont::Own);
        match self.view.own_font.follow(path, self.session.storage(), ctx) {
            Some(Ok(own)) => ctx.set_fonts(fonts::definitions(own)),
            Some(Err(fault)) => {
                ctx.set_fonts(fonts::definitions(None));
                self.tell(Notice::error(fault));
            }
            None => {}
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
            Some(dialog) if self.hand_over_everything(ctx) => self.view.dialog = Some(dialog),
            // It would take the place of the dialog that is open.
            None if self.hand_over_everything(ctx) => self.open(dropped),
            _ => {}
        }
    }

    fn carry_out(&mut self, ctx: &egui::Context, message: Message) {
        if !matches!(message, Message::Act(action) if action.edge_move().is_some()) {
            self.adjusting = None;
        }
        match message {
            Message::Do(command) => self.apply(command),
            Message::Act(action) => self.act(ctx, action),
            Message::Extend(to) => self.view.reader.move_caret(to, true),
            Message::Show(path) => self.show(path),
            Message::GoTo(passage) => self.go_to(passage),
            Message::TagWith(theme) => self.tag_with(&[theme]),
            Message::TagWithNew(name) => self.tag_with_new(name),
            Message::SelectPassage(passage) => {
                if passage.is_none() && self.view.passage.is_none() {
                    self.view.reader.selection.collapse();
                }
                self.view.passage = passage;
                self.view.themes.show_card(passage);
            }
            Message::Open(dialog) => self.view.dialog = Some(dialog),
            Message::ShowTheme(theme) => {
                self.view.codebook.choose(&self.session, theme);
                self.view.passage = None;
                self.show_codebook();
            }
            Message::Shade(theme, shade) => self.view.showing.set(theme, shade),
            Message::OnlyTheme(theme) => {
                let themes = self.session.codebook().themes().iter();
                self.view.showing.only(theme, themes.map(|theme| theme.id));
            }
            Message::GoToText(path, span) => self.go_to_text(path, span),
            Message::ListWord(word) => self.list_word(word),
            Message::JudgeFound(verdict) => self.judge_found(verdict),
            Message::CodeByLexicon(theme) => self.code_by_lexicon(theme),
            Message::AskQuery(id) => {
                let Some(query) = self.session.query(id) else { return };
                self.view.page = match query.kind {
                    QueryKind::Search => {
                        self.view.search.take_saved(query);
                        self.view.search.open();
                        Page::Search
                    }
                    QueryKind::Excerpts => {
                        self.view.excerpts.open(query);
                        Page::Excerpts
                    }
                };
            }
            Message::ArticleMemo(path) => {
                self.view.dialog = Some(dialogs::Dialog::article_memo(path));
            }
            Message::ShowFolder(path) => {
                self.file_manager.show(ctx, self.session.storage(), path);
            }
            Message::CopyText(text) => ctx.copy_text(text),
        }
    }

    fn apply(&mut self, command: Command) {
        self.hand_over_before(&command);
        match self.session.apply(command) {
            Ok(Applied::Theme(theme)) => self.view.codebook.choose(&self.session, theme),
            Ok(_) => {}
            Err(error) => {
                self.tell(Notice::error(describe::command_error(&error)));
                // What was entered is still there, to be mended or copied.
                if self.view.dialog.is_none() {
                    self.view.dialog = self.view.confirmed.take();
                }
            }
        }
        // Whatever was undone or deleted can no longer be selected.
        if self.view.passage.is_some_and(|id| self.session.annotations().find(id).is_none()) {
            self.view.passage = None;
        }
    }

    fn tell(&mut self, notice: Notice) {
        self.view.tell(notice);
    }

    fn configure(&mut self, change: impl FnOnce(&mut Settings)) {
        let mut settings = self.session.settings().clone();
        change(&mut settings);
        self.apply(Command::Configure(settings));
    }

    /// The article that is shown, if it can be read.
    fn article(&self) -> Option<std::sync::Arc<Article>> {
        self.session.corpus()?.article(self.view.article.as_ref()?).cloned()
    }

    fn show(&mut self, path: ArticlePath) {
        if self.view.article.as_ref() != Some(&path) {
            self.view.article = Some(path);
            self.view.passage = None;
            self.view.reader.go_to(Target::Top);
        }
        self.view.page = Page::Reading;
    }

    fn go_to(&mut self, id: PassageId) {
        let Some((path, _, passage)) = self.session.annotations().find(id) else { return };
        let (path, placed) = (path.clone(), self.session.placed(passage));
        self.show(path);
        self.view.passage = Some(id);
        self.view.themes.show_card(Some(id));
        let span = placed.and_then(|spans| spans.first().copied());
        if let (Some(span), Some(article)) = (span, self.article())
            && let Some(span) = article.text.byte_span(span)
        {
            self.view.reader.go_to(Target::Place(span));
        }
    }
}

impl eframe::App for App {
    fn logic(&mut self, ctx: &egui::Context, _frame: &mut eframe::Frame) {
        Self::logic(self, ctx);
    }

    fn ui(&mut self, ui: &mut Ui, _frame: &mut eframe::Frame) {
        Self::ui(self, ui);
    }

    fn on_exit(&mut self, _gl: Option<&eframe::glow::Context>) {
        // With what came in with the last frame.
        handing::everything(&mut self.view, &mut self.session);
        self.session.finish_saving();
    }
}
