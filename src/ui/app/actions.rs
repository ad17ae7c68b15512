//! What each named action does: the one table from a key, a button or a menu to the app.

use eframe::egui::{self, ViewportCommand};
use rust_i18n::t;

use super::{App, window::Window};
use crate::{
    session::{Command, Notice, PageTheme},
    ui::{
        action::Action,
        bars,
        caret::Direction,
        dialogs::Dialog,
        library,
        message::Message,
        page_id::PageId,
        shared::{Focus, Shared},
        sides::PanelSide,
    },
};

impl App {
    #[expect(clippy::too_many_lines, reason = "one action an arm, and no arm for all the rest")]
    pub(super) fn act(&mut self, ctx: &egui::Context, action: Action) {
        let alone = self.window.shared.focus.is_some();
        self.leave_focus_for(action);
        match action {
            Action::OpenFolder => self.open_dialog(Dialog::open_folder(ctx)),
            Action::OpenSample => self.apply(Command::OpenSample),
            Action::RestoreSample => self.apply(Command::RestoreSample),
            Action::Reload => self.apply(Command::Reload),
            Action::Export => {
                let offers = self.window.pages.export_offers(&self.session, &self.window.shared);
                self.open_dialog(Dialog::export(offers));
            }
            Action::Print => {
                let offers = self.window.pages.export_offers(&self.session, &self.window.shared);
                let article = self.article();
                self.open_dialog(Dialog::print(article, offers));
            }
            Action::Import => self.open_dialog(Dialog::import(&[])),
            Action::Undo => self.apply(Command::Undo),
            Action::Redo => self.apply(Command::Redo),
            Action::RetrySaving => self.apply(Command::RetrySaving),
            Action::NeedsReview => self.open_dialog(Dialog::review()),
            Action::GitAttributes => self.apply(Command::WriteGitAttributes),
            Action::SaveElsewhere => self.ask_where_to_save(ctx),
            Action::Snapshots => self.show_snapshots(),
            Action::BringIn => self.ask_for_work(),
            Action::GiveWork => self.give_work(),
            Action::Recover => self.show_unsaved(),
            Action::Coders => self.show_coders(),
            Action::CodeBlind => self.code_blind(),
            Action::Page(page) => self.turn_to(ctx, page),
            Action::ArticleMemo => {
                if let Some(path) = self.article().map(|article| article.path.clone()) {
                    self.open_dialog(Dialog::article_memo(path));
                }
            }
            Action::MarkDone => {
                let Window { library, shared, .. } = &self.window;
                let open = shared.article.as_ref();
                match library::mark_done(&self.session, library, open) {
                    Some(message) => self.carry_out(ctx, message),
                    None => self.tell(Notice::note(t!("library.no_article"))),
                }
            }
            Action::CodeByLexicon => self.code_by_some_lexicon(ctx),
            Action::Palette => self.window.palettes.open_everything(),
            Action::TagPalette => {
                let likely = self.article().and_then(|article| {
                    let pages = &self.window.pages;
                    let session = &self.session;
                    pages.of(PageId::Reading, |page| page.likely_themes(session, &article))
                });
                self.window.palettes.open_themes(likely.unwrap_or_default());
            }
            Action::DeletePassage => {
                if let Some(passage) = self.window.shared.passage {
                    self.apply(Command::DeletePassages(vec![passage]));
                }
            }
            Action::NextArticle => self.step_article(Direction::Forward),
            Action::PreviousArticle => self.step_article(Direction::Back),
            Action::Copy => {
                let text = self.selected_text();
                if !text.is_empty() {
                    ctx.copy_text(text);
                }
            }
            Action::Structure => self.configure(|s| s.structure = !s.structure),
            Action::WordMarks => self.configure(|s| s.word_marks = s.word_marks.next()),
            Action::TextLarger => self.configure(|s| s.text_percent += 10),
            Action::TextSmaller => self.configure(|s| s.text_percent -= 10),
            Action::TextReset => self.configure(|s| s.text_percent = 100),
            Action::PageTheme => self.configure(|s| {
                s.follow_system = false;
                s.page_theme = match s.page_theme {
                    PageTheme::Light => PageTheme::Sepia,
                    PageTheme::Sepia => PageTheme::Dark,
                    PageTheme::Dark => PageTheme::Light,
                }
            }),
            Action::ShowAllThemes => self.window.shared.showing.show_all(),
            Action::Focus => self.toggle_focus(),
            // Out of the text alone, what is asked for is to be seen.
            Action::ToggleLibrary => self.toggle_side(PanelSide::Left, alone),
            Action::ToggleThemes => self.toggle_side(PanelSide::Right, alone),
            Action::Back => self.go(Direction::Back),
            Action::Forward => self.go(Direction::Forward),
            Action::FilterArticles => {
                let Shared { sides, page, .. } = &mut self.window.shared;
                if sides.folds(PanelSide::Left) {
                    sides.open_over(PanelSide::Left, *page);
                }
                self.window.library.focus_filter();
            }
            Action::Dictionary => self.open_dialog(Dialog::dictionary()),
            Action::Groups => self.open_dialog(Dialog::groups()),
            Action::Settings => self.open_dialog(Dialog::settings(&self.session)),
            Action::Shortcuts => self.open_dialog(Dialog::shortcuts()),
            Action::About => self.open_dialog(Dialog::About),
            Action::Menu => bars::open_menu(ctx),
            Action::Handbook => self.toggle_handbook(ctx),
            Action::Tour => self.toggle_tour(),
            Action::SaveHandbook => {
                let page = self.window.handbook.web_page(ctx);
                self.open_dialog(Dialog::save_handbook(page));
            }
            Action::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Action::NewTheme => self.open_dialog(Dialog::new_theme()),
            Action::WriteJournal => self.act_on(ctx, PageId::Memos, action),
            Action::Beside
            | Action::ReadOther
            | Action::SwapTexts
            | Action::LinkTexts
            | Action::CloseText => {
                self.window.shared.page = PageId::Reading;
                self.act_on(ctx, PageId::Reading, action);
            }
            // On the page of excerpts its own line is the way to find something.
            Action::Find if self.window.shows(PageId::Excerpts) => {
                self.act_on(ctx, PageId::Excerpts, action);
            }
            Action::FindExact | Action::FindRegex if self.window.shows(PageId::Search) => {
                self.act_on(ctx, PageId::Search, action);
            }
            // Named one by one: an action without a line here does not compile.
            Action::ThemeNew
            | Action::Stages
            | Action::ThemeNewBelow
            | Action::ThemeRename
            | Action::ThemeUp
            | Action::ThemeDown
            | Action::ThemeNest
            | Action::ThemeUnnest
            | Action::ThemeSplit
            | Action::ThemeReplace
            | Action::ThemeMerge
            | Action::ThemeDelete => self.act_on(ctx, PageId::Codebook, action),
            Action::RowMerge
            | Action::RowSplit
            | Action::RowTheme
            | Action::RowAccept
            | Action::RowRename
            | Action::RowDrop
            | Action::BandBefore
            | Action::BandNext => self.act_on(ctx, PageId::Compare, action),
            Action::TagKey(_)
            | Action::Memo
            | Action::Bookmark
            | Action::InVivo
            | Action::Example
            | Action::ReviewFound
            | Action::Suggestions
            | Action::SuggestionQueue
            | Action::AcceptSuggestion
            | Action::RefuseSuggestion
            | Action::LaterSuggestion
            | Action::SelectSentence
            | Action::NextSentence
            | Action::PreviousSentence
            | Action::NextClause
            | Action::PreviousClause
            | Action::NextUntagged
            | Action::PreviousUntagged
            | Action::NextTurn
            | Action::PreviousTurn
            | Action::NextHeading
            | Action::PreviousHeading
            | Action::NextPassage
            | Action::PreviousPassage
            | Action::GrowSelection
            | Action::ShrinkSelection
            | Action::SelectAll
            | Action::Outline
            | Action::Find
            | Action::NextHit
            | Action::PreviousHit
            | Action::FindExact
            | Action::FindRegex
            | Action::AddWord
            | Action::ListWord
            | Action::EndBack
            | Action::EndForward
            | Action::StartBack
            | Action::StartForward
            | Action::EndWordBack
            | Action::EndWordForward
            | Action::StartWordBack
            | Action::StartWordForward
            | Action::CharBack
            | Action::CharForward
            | Action::WordBack
            | Action::WordForward
            | Action::ClauseBack
            | Action::ClauseForward
            | Action::SentenceBack
            | Action::SentenceForward
            | Action::ParagraphBack
            | Action::ParagraphForward
            | Action::LineUp
            | Action::LineDown
            | Action::LineStart
            | Action::LineEnd
            | Action::PageUp
            | Action::PageDown
            | Action::TextStart
            | Action::TextEnd => self.act_on(ctx, PageId::Reading, action),
        }
    }

    fn act_on(&mut self, ctx: &egui::Context, page: PageId, action: Action) {
        self.with_page(ctx, page, |page, room| page.act(action, room));
    }

    /// Shows the text alone, or everything as it was before.
    fn toggle_focus(&mut self) {
        let readable = self.article().is_some();
        let shared = &mut self.window.shared;
        shared.focus = match shared.focus {
            None if readable => {
                shared.page = PageId::Reading;
                Some(Focus::default())
            }
            _ => None,
        };
    }

    /// Leaves the text alone for an action about what is not shown beside it.
    fn leave_focus_for(&mut self, action: Action) {
        let elsewhere = match action {
            Action::Page(page) => page != PageId::Reading,
            Action::WriteJournal
            | Action::CodeByLexicon
            | Action::ToggleLibrary
            | Action::ToggleThemes
            | Action::FilterArticles
            | Action::Handbook
            | Action::Beside
            | Action::ReadOther
            | Action::SwapTexts
            | Action::ShowAllThemes => true,
            _ => false,
        };
        if elsewhere {
            self.window.shared.focus = None;
        }
    }

    /// Shows what the lexicon of the first theme that has one would code; another can be chosen
    /// there.
    fn code_by_some_lexicon(&mut self, ctx: &egui::Context) {
        let mut themes = self.session.codebook().themes().iter();
        match themes.find(|theme| !theme.lexicon.is_empty()).map(|theme| theme.id) {
            Some(theme) => self.carry_out(ctx, Message::CodeByLexicon(theme)),
            None => self.tell(Notice::note(t!("search.no_lexicons"))),
        }
    }

    fn step_article(&mut self, direction: Direction) {
        let shown = library::shown(&self.session, &self.window.library);
        let current = self.window.shared.article.as_ref();
        let place = shown.iter().position(|path| Some(path) == current);
        let next = match (place, direction) {
            (None, _) => Some(0),
            (Some(place), Direction::Forward) => Some(place + 1),
            (Some(place), Direction::Back) => place.checked_sub(1),
        };
        if let Some(path) = next.and_then(|place| shown.get(place)) {
            self.window.shared.show(path.clone());
        }
    }
}
