//! What each named action does: the one table from a key, a button or a menu to the app.

use eframe::egui::{self, ViewportCommand};

use super::{
    App,
    coding::{OnCodebook, OnTheme},
};
use crate::{
    session::{Command, PageTheme},
    ui::{action::Action, codebook::Step, dialogs, find, palette, reader::Direction, view::Page},
};

impl App {
    #[expect(clippy::too_many_lines, reason = "one action an arm, and no arm for all the rest")]
    pub(super) fn act(&mut self, ctx: &egui::Context, action: Action) {
        let alone = self.view.focus.is_some();
        self.leave_focus_for(action);
        match action {
            Action::OpenFolder => self.view.dialog = Some(dialogs::Dialog::open_folder(ctx)),
            Action::OpenSample => self.apply(Command::OpenSample),
            Action::Reload => self.apply(Command::Reload),
            Action::Export => {
                self.view.dialog = Some(dialogs::Dialog::export(&self.session, &self.view));
            }
            Action::Import => self.view.dialog = Some(dialogs::Dialog::import(&[])),
            Action::Undo => self.apply(Command::Undo),
            Action::Redo => self.apply(Command::Redo),
            Action::RetrySaving => self.apply(Command::RetrySaving),
            Action::NeedsReview => self.view.dialog = Some(dialogs::Dialog::review()),
            Action::GitAttributes => self.apply(Command::WriteGitAttributes),
            Action::SaveElsewhere => self.ask_where_to_save(ctx),
            Action::Snapshots => self.show_snapshots(),
            Action::Recover => self.show_unsaved(),
            Action::ReadingPage => self.view.page = Page::Reading,
            Action::ExcerptsPage => self.view.page = Page::Excerpts,
            Action::MemosPage => self.view.page = Page::Memos,
            Action::WriteJournal => self.write_journal(),
            Action::ArticleMemo => self.edit_article_memo(),
            Action::SearchPage => self.open_search(),
            Action::ReviewFound => self.review_found(),
            Action::CodeByLexicon => self.code_by_some_lexicon(),
            Action::Palette => self.view.palette = Some(palette::State::everything()),
            Action::TagPalette => self.view.palette = Some(palette::State::themes()),
            Action::TagKey(key) => self.tag_by_key(key),
            Action::Memo => self.edit_memo(),
            Action::DeletePassage => {
                if let Some(passage) = self.view.passage {
                    self.apply(Command::DeletePassages(vec![passage]));
                }
            }
            Action::SelectSentence => self.select_sentence(None),
            Action::NextSentence => self.select_sentence(Some(Direction::Forward)),
            Action::PreviousSentence => self.select_sentence(Some(Direction::Back)),
            Action::NextClause => self.select_clause(Direction::Forward),
            Action::PreviousClause => self.select_clause(Direction::Back),
            Action::NextUntagged => self.step_untagged(ctx, Direction::Forward),
            Action::PreviousUntagged => self.step_untagged(ctx, Direction::Back),
            Action::NextTurn => self.step_turn(ctx, Direction::Forward),
            Action::PreviousTurn => self.step_turn(ctx, Direction::Back),
            Action::NextHeading => self.step_heading(ctx, Direction::Forward),
            Action::PreviousHeading => self.step_heading(ctx, Direction::Back),
            Action::GrowSelection => self.grow(),
            Action::ShrinkSelection => self.shrink(),
            Action::NextPassage => self.step_passage(ctx, Direction::Forward),
            Action::PreviousPassage => self.step_passage(ctx, Direction::Back),
            Action::NextArticle => self.step_article(Direction::Forward),
            Action::PreviousArticle => self.step_article(Direction::Back),
            Action::SelectAll => self.select_all(),
            Action::Copy => self.copy(ctx),
            Action::Structure => self.configure(|s| s.structure = !s.structure),
            Action::Outline => self.view.outline.toggle(),
            Action::WordMarks => self.configure(|s| s.word_marks = s.word_marks.next()),
            Action::TextLarger => self.configure(|s| s.text_percent += 10),
            Action::TextSmaller => self.configure(|s| s.text_percent -= 10),
            Action::TextReset => self.configure(|s| s.text_percent = 100),
            Action::PageTheme => self.configure(|s| {
                s.page_theme = match s.page_theme {
                    PageTheme::Light => PageTheme::Sepia,
                    PageTheme::Sepia => PageTheme::Dark,
                    PageTheme::Dark => PageTheme::Light,
                }
            }),
            Action::ShowAllThemes => self.view.showing.show_all(),
            Action::Focus => self.toggle_focus(),
            // Out of the text alone, what is asked for is to be seen.
            Action::ToggleLibrary => self.configure(|s| s.library_open = alone || !s.library_open),
            Action::ToggleThemes => self.configure(|s| s.themes_open = alone || !s.themes_open),
            Action::FilterArticles => self.view.library.focus_filter(),
            // On the page of excerpts its own line is the way to find something.
            Action::Find if self.view.page == Page::Excerpts => self.view.excerpts.focus_line(),
            Action::Find => self.find(),
            Action::NextHit => self.step_hit(Direction::Forward),
            Action::PreviousHit => self.step_hit(Direction::Back),
            Action::FindExact if self.view.page == Page::Search => {
                self.view.search.switch(|mode| mode.exact = !mode.exact);
            }
            Action::FindRegex if self.view.page == Page::Search => {
                self.view.search.switch(|mode| mode.regex = !mode.regex);
            }
            Action::FindExact => find::switch(&mut self.view, |mode| mode.exact = !mode.exact),
            Action::FindRegex => find::switch(&mut self.view, |mode| mode.regex = !mode.regex),
            Action::AddWord => self.add_word(),
            Action::ListWord => self.list_word_here(),
            Action::Dictionary => self.view.dialog = Some(dialogs::Dialog::dictionary()),
            Action::Settings => self.view.dialog = Some(dialogs::Dialog::settings(&self.session)),
            Action::Shortcuts => self.view.dialog = Some(dialogs::Dialog::shortcuts()),
            Action::Quit => ctx.send_viewport_cmd(ViewportCommand::Close),
            Action::CodebookPage => self.show_codebook(),
            Action::NewTheme => self.view.dialog = Some(dialogs::Dialog::new_theme()),
            Action::InVivo => self.tag_in_vivo(),
            Action::Example => self.toggle_example(),
            Action::ThemeNew => self.act_on_page(OnCodebook::New),
            Action::Stages => self.act_on_page(OnCodebook::Stages),
            Action::ThemeNewBelow => self.act_on_page(OnCodebook::Theme(OnTheme::NewBelow)),
            Action::ThemeRename => self.act_on_page(OnCodebook::Theme(OnTheme::Rename)),
            Action::ThemeUp => self.act_on_page(OnCodebook::Theme(OnTheme::Step(Step::Up))),
            Action::ThemeDown => self.act_on_page(OnCodebook::Theme(OnTheme::Step(Step::Down))),
            Action::ThemeNest => self.act_on_page(OnCodebook::Theme(OnTheme::Step(Step::Nest))),
            Action::ThemeUnnest => self.act_on_page(OnCodebook::Theme(OnTheme::Step(Step::Unnest))),
            Action::ThemeSplit => self.act_on_page(OnCodebook::Theme(OnTheme::Split)),
            Action::ThemeReplace => self.act_on_page(OnCodebook::Theme(OnTheme::Replace)),
            Action::ThemeMerge => self.act_on_page(OnCodebook::Theme(OnTheme::Merge)),
            Action::ThemeDelete => self.act_on_page(OnCodebook::Theme(OnTheme::Delete)),
            // Named one by one: an action without a line here does not compile.
            Action::EndBack
            | Action::EndForward
            | Action::StartBack
            | Action::StartForward
            | Action::EndWordBack
            | Action::EndWordForward
            | Action::StartWordBack
            | Action::StartWordForward => {
                if let Some((edge, unit, direction)) = action.edge_move() {
                    self.adjust(edge, unit, direction);
                }
            }
            Action::CharBack
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
            | Action::TextEnd => {
                if let Some(to) = action.caret_move() {
                    self.view.reader.move_caret(to, false);
                }
            }
        }
    }
}
