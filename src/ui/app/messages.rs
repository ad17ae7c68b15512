//! What each message does: to the session, to the window, or by the page whose it is.

use eframe::egui;
use rust_i18n::t;

use super::App;
use crate::{
    annotation::PassageId,
    exchange::{PictureDensity, PicturePixels, picture_pixels},
    session::{Applied, Command, FindWord, Notice, describe},
    ui::{
        action::Action,
        dialogs::Dialog,
        message::Message,
        page_id::PageId,
        pages::{Page, Room},
        shared::TextTarget,
        theme::Palette,
    },
};

impl App {
    /// Carries out a message, and what the pages ask for because of it.
    pub(super) fn carry_out(&mut self, ctx: &egui::Context, message: Message) {
        if !matches!(message, Message::Act(action) if action.edge_move().is_some()) {
            self.window.shared.adjusting = None;
        }
        self.carry_on(ctx, message);
    }

    fn carry_on(&mut self, ctx: &egui::Context, message: Message) {
        match message {
            Message::Do(command) => self.apply(command),
            Message::Act(action) => self.act(ctx, action),
            Message::Explain(topic) => self.explain(ctx, topic),
            Message::Open(dialog) => self.open_dialog(dialog),
            Message::Show(_) | Message::GoTo(_) | Message::GoToText(..) => {
                // Where two texts are open, the one that shows it is read.
                self.with_page(ctx, PageId::Reading, |page, room| page.hear(&message, room));
                self.lead(ctx, message);
            }
            Message::Beside(leads) => {
                let message = Message::Beside(leads.clone());
                self.with_page(ctx, PageId::Reading, |page, room| page.hear(&message, room));
                self.lead(ctx, *leads);
            }
            Message::SelectPassage(passage) => self.select_passage(passage),
            Message::Shade(theme, shade) => self.window.shared.showing.set(theme, shade),
            Message::OnlyTheme(theme) => {
                let themes = self.session.codebook().themes().iter();
                self.window.shared.showing.only(theme, themes.map(|theme| theme.id));
            }
            Message::ShadeCoder(coder, shade) => {
                self.window.shared.showing.set_coder(coder, shade);
            }
            Message::OnlyCoder(coder) => {
                let coders = self.session.annotations().coders().into_iter();
                self.window.shared.showing.only_coder(&coder, coders);
            }
            Message::ListWord(word) => {
                self.apply(Command::ask(FindWord { word: word.clone() }));
                self.open_dialog(Dialog::occurrences(word));
            }
            Message::ShowFolder(path) => {
                self.file_manager.show(ctx, self.session.storage(), path);
            }
            Message::OpenFile(path) => {
                self.file_manager.open(ctx, self.session.storage(), path);
            }
            Message::CopyPicture(scene) => {
                let picture = picture_pixels(&*scene, PictureDensity::Double);
                self.tell(match picture {
                    Ok(PicturePixels { width, height, rgb }) => {
                        let size = [width, height].map(|side| side as usize);
                        ctx.copy_image(egui::ColorImage::from_rgb(size, &rgb));
                        Notice::note(t!("paper.picture.copied"))
                    }
                    Err(error) => {
                        let reason = error.to_string();
                        Notice::error(t!("paper.picture.error", reason = reason))
                    }
                });
            }
            Message::CopyText(text) => {
                ctx.copy_text(text);
                self.tell(Notice::note(t!("menu.copied")));
            }
            Message::ReplaceTheme(theme) => {
                let listed = self.window.pages.listed(&self.session).unwrap_or_default();
                self.open_dialog(Dialog::replace_theme(&self.session, listed, theme));
            }
            Message::GiveNewTheme(name) => match self.session.apply(Command::AddTheme { name }) {
                Ok(Applied::Theme(theme)) => self.carry_on(ctx, Message::TagWith(theme)),
                Ok(_) => {}
                Err(error) => self.tell(Notice::refused(&error, describe::command_error(&error))),
            },
            Message::MoveCaret(..)
            | Message::TagWith(_)
            | Message::TagWithNew(_)
            | Message::Judge(_)
            | Message::GoOnInRound
            | Message::Suggest(_)
            | Message::ShowTheme(_)
            | Message::ChooseTheme(_)
            | Message::CodeByLexicon(_)
            | Message::CodeBySuggestions(_)
            | Message::SearchIn(_)
            | Message::AskQuery(_)
            | Message::AskExcerpts(_)
            | Message::AskSearch(_)
            | Message::AddLine(_)
            | Message::GoAlong(_)
            | Message::LeaveTrail => {
                for &page in PageId::ALL {
                    self.with_page(ctx, page, |page, room| page.hear(&message, room));
                }
            }
        }
    }

    /// Shows an article, a passage or a place in the text that is read.
    fn lead(&mut self, ctx: &egui::Context, message: Message) {
        match message {
            Message::Show(path) => self.window.shared.show(path),
            Message::GoTo(passage) => self.with_page(ctx, PageId::Reading, |_, room| {
                room.go_to(passage);
            }),
            Message::GoToText(path, span) => {
                let shared = &mut self.window.shared;
                shared.show(path);
                shared.passage = None;
                shared.target = Some(TextTarget::Span(span));
            }
            other => self.carry_on(ctx, other),
        }
    }

    /// Lets a page do something, and carries out what it asks for.
    pub(super) fn with_page(
        &mut self,
        ctx: &egui::Context,
        id: PageId,
        tell: impl FnOnce(&mut dyn Page, &mut Room<'_>),
    ) {
        let palette = Palette::of(self.session.settings().page_theme);
        let mut out = Vec::new();
        let mut room = Room {
            session: &self.session,
            shared: &mut self.window.shared,
            palette: &palette,
            ctx,
            out: &mut out,
        };
        self.window.pages.with(id, |page| tell(page, &mut room));
        for message in out {
            self.carry_on(ctx, message);
        }
    }

    /// Turns to a page that was asked for by its tab or key.
    pub(super) fn turn_to(&mut self, ctx: &egui::Context, page: PageId) {
        let left = self.window.shared.page;
        self.with_page(ctx, left, |left, room| left.leave(room));
        self.with_page(ctx, page, |page, room| page.enter(room));
        self.window.shared.carried = None;
        self.window.shared.page = page;
    }

    pub(super) fn open_dialog(&mut self, dialog: Dialog) {
        self.window.dialogs.open = Some(dialog);
    }

    fn select_passage(&mut self, passage: Option<PassageId>) {
        if passage.is_none() && self.window.shared.passage.is_none() {
            for (_, page) in self.window.pages.each() {
                page.deselect();
            }
        }
        self.window.shared.choose(passage);
    }

    /// Has the session do something.
    pub(super) fn apply(&mut self, command: Command) {
        self.hand_over_before(&command);
        let tags = matches!(command, Command::Tag { .. } | Command::TagNew { .. });
        match self.session.apply(command) {
            Ok(Applied::Theme(theme)) => {
                for (_, page) in self.window.pages.each() {
                    page.made_theme(&self.session, theme);
                }
            }
            // Selected, so that the next digit gives the same passage another theme, and M a memo.
            Ok(Applied::Passage(id)) if tags => self.window.shared.choose(Some(id)),
            Ok(_) => {}
            Err(error) => {
                self.tell(Notice::refused(&error, describe::command_error(&error)));
                // What was entered is still there, to be mended or copied.
                let dialogs = &mut self.window.dialogs;
                if dialogs.open.is_none() {
                    dialogs.open = dialogs.confirmed.take();
                }
            }
        }
        // Whatever was undone or deleted can no longer be selected.
        let shared = &mut self.window.shared;
        if shared.passage.is_some_and(|id| self.session.annotations().find(id).is_none()) {
            shared.passage = None;
        }
    }

    /// What Escape means: back to the list one came from; deselect; with nothing selected, back from
    /// the text alone.
    ///
    /// A handbook over the page goes first, then the tour; a handbook beside it goes last.
    pub(super) fn escape(&self) -> Message {
        let window = &self.window;
        if window.handbook.is_over() {
            return Message::Act(Action::Handbook);
        }
        if window.tour.is_on() {
            return Message::Act(Action::Tour);
        }
        if let (true, Some(trail)) = (window.shows(PageId::Reading), &window.shared.trail) {
            return Message::Act(Action::Page(trail.page));
        }
        let nothing = window.shared.passage.is_none() && !window.pages.have_selection();
        if nothing && window.handbook.is_open() {
            Message::Act(Action::Handbook)
        } else if nothing && window.shared.focus.is_some() {
            Message::Act(Action::Focus)
        } else {
            Message::SelectPassage(None)
        }
    }
}
