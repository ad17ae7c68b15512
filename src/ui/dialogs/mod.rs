//! The dialogs, one at a time, each in a file of its own.
//!
//! Enter confirms, Escape leaves ([`leave`] says when), Tab walks in reading order, the first field
//! has the focus.

mod about;
mod article;
mod article_memo;
mod article_values;
mod attribute_form;
mod attribute_import;
mod bookmark;
mod bring_in;
mod bulk;
mod coders;
mod delete_theme;
mod dictionary;
mod elsewhere;
mod explain;
mod export;
pub(super) mod form;
mod groups;
mod import;
mod leave;
mod merge_theme;
mod occurrences;
mod open_folder;
mod pick_theme;
mod print;
mod quit;
mod record_keys;
mod recover;
mod replace_theme;
mod review;
mod save_file;
mod save_query;
mod settings;
mod shortcuts;
mod snapshots;
mod split_theme;
mod system;
mod theme_form;
mod version;

use std::sync::Arc;

use eframe::egui::Context;

use super::{
    drafts::Drafts, export_offers::ExportOffers, fonts::OwnFont, message::Message, theme::Palette,
};
use crate::{
    analysis::Sheet,
    annotation::{AttributeDefinition, Bookmark, Coder, PassageId, SavedQuery, Theme, ThemeId},
    chart::ChartScene,
    corpus::{Article, ArticlePath},
    exchange::SummaryDocument,
    handbook::HandbookTopic,
    session::{Command, Session, VersionId},
};

/// A dialog that is open, with what was entered so far.
#[derive(Clone, Debug)]
pub(super) enum Dialog {
    /// Which folder to open.
    OpenFolder(open_folder::OpenFolder),
    /// Which excerpts to write, how and where.
    Export(Box<export::ExportForm>),
    /// Which files to import, and what would come of them.
    Import(Box<import::ImportForm>),
    /// A theme's name, colour, key and description.
    Theme(Box<theme_form::ThemeForm>),
    /// Whether a theme is really to go.
    DeleteTheme(ThemeId),
    /// Which theme gets the passages of one.
    MergeTheme(merge_theme::MergeTheme),
    /// Which passages of a theme get another.
    ReplaceTheme(Box<replace_theme::ReplaceTheme>),
    /// Which passages of a theme go where.
    SplitTheme(Box<split_theme::SplitTheme>),
    /// What is known of an article.
    Article(Box<article::ArticleForm>),
    /// The set's own words, and suggestions for them.
    Dictionary(Box<dictionary::DictionaryPage>),
    /// Every place at which a word stands.
    Occurrences(occurrences::Occurrences),
    /// The settings.
    Settings(settings::SettingsForm),
    /// What the program is.
    About,
    /// Every key.
    Shortcuts(shortcuts::Shortcuts),
    /// The window was to be closed, but something is not on the disk.
    QuitUnsaved {
        /// Whether the user wants to leave all the same.
        leave: bool,
    },
    /// What waits for the user's decision.
    Review(review::Review),
    /// What could not be saved, and what can be done about it.
    SaveFailed,
    /// Where a copy of the whole set is to go.
    SaveElsewhere(elsewhere::Elsewhere),
    /// What was kept before large changes.
    Snapshots(Box<snapshots::SnapshotsForm>),
    /// Who codes in the set.
    Coders(Box<coders::CodersForm>),
    /// Whether the others' marks are to be seen again.
    EndBlind,
    /// A colleague's work, and what would come of it.
    BringIn(Box<bring_in::BringIn>),
    /// What another version of files took away and brought.
    Version(Box<version::VersionForm>),
    /// What could not be saved on another day.
    Recover(recover::Recover),
    /// The memo on an article.
    ArticleMemo(Box<article_memo::ArticleMemoForm>),
    /// An attribute's value for articles.
    ArticleValues(Box<article_values::ArticleValues>),
    /// A place in an article, with a note.
    Bookmark(Box<bookmark::BookmarkForm>),
    /// Other themes for the passages that are checked.
    Retag(bulk::RetagForm),
    /// A note for the passages that are checked.
    AddMemo(bulk::AddMemo),
    /// What a saved query is called.
    SaveQuery(Box<save_query::SaveQuery>),
    /// An attribute's name and kind.
    Attribute(Box<attribute_form::AttributeForm>),
    /// Which table of attributes to import, and what would come of it.
    ImportAttributes(attribute_import::AttributeImportForm),
    /// The groups of articles.
    Groups(Box<groups::GroupsForm>),
    /// Where a picture or the handbook goes.
    SaveFile(Box<save_file::SaveFile>),
    /// What is printed.
    Print(Box<print::PrintForm>),
}

impl Dialog {
    /// Asks the system for a folder, and for a typed path meanwhile.
    pub(super) fn open_folder(ctx: &Context) -> Self {
        Self::OpenFolder(open_folder::OpenFolder::new(ctx))
    }

    /// Exports excerpts: all, or those of an offer.
    pub(super) fn export(offers: ExportOffers) -> Self {
        Self::Export(Box::new(export::ExportForm::new(offers)))
    }

    /// Exports the excerpts of one article.
    pub(super) fn export_article(passages: Vec<PassageId>) -> Self {
        Self::Export(Box::new(export::ExportForm::of_article(passages)))
    }

    /// Imports files; those given are looked at at once.
    pub(super) fn import(files: &[std::path::PathBuf]) -> Self {
        Self::Import(Box::new(import::ImportForm::new(files)))
    }

    /// Imports files that were dropped on the window and are none that can be opened.
    pub(super) fn dropped(session: &Session, files: &[std::path::PathBuf]) -> Option<Self> {
        let imports =
            session.corpus().is_some() && files.iter().all(|file| import::is_foreign(file));
        imports.then(|| Self::import(files))
    }

    /// Makes a theme.
    pub(super) fn new_theme() -> Self {
        Self::Theme(Box::default())
    }

    /// Changes a theme.
    pub(super) fn edit_theme(theme: &Theme) -> Self {
        Self::Theme(Box::new(theme_form::ThemeForm::of(theme)))
    }

    /// Deletes a theme, once its passages were counted.
    pub(super) fn delete_theme(theme: ThemeId) -> Self {
        Self::DeleteTheme(theme)
    }

    /// Merges a theme into another.
    pub(super) fn merge_theme(theme: ThemeId) -> Self {
        Self::MergeTheme(merge_theme::MergeTheme::new(theme))
    }

    /// Replaces a theme by another on some passages; those that a page lists are offered.
    pub(super) fn replace_theme(session: &Session, listed: Vec<PassageId>, theme: ThemeId) -> Self {
        Self::ReplaceTheme(Box::new(replace_theme::ReplaceTheme::new(session, listed, theme)))
    }

    /// Divides the passages of a theme among others.
    pub(super) fn split_theme(session: &Session, theme: ThemeId) -> Self {
        Self::SplitTheme(Box::new(split_theme::SplitTheme::new(session, theme)))
    }

    /// Corrects what is known of an article.
    pub(super) fn article(path: ArticlePath) -> Self {
        Self::Article(Box::new(article::ArticleForm::new(path)))
    }

    /// The set's own words.
    pub(super) fn dictionary() -> Self {
        Self::Dictionary(Box::default())
    }

    /// Every place at which a word stands.
    pub(super) fn occurrences(word: String) -> Self {
        Self::Occurrences(occurrences::Occurrences::new(word))
    }

    /// Shows what waits for the user's decision.
    pub(super) fn review() -> Self {
        Self::Review(review::Review::default())
    }

    /// Shows every key, to be changed.
    pub(super) fn shortcuts() -> Self {
        Self::Shortcuts(shortcuts::Shortcuts::default())
    }

    /// Asks for the folder that gets a copy of the whole set.
    pub(super) fn save_elsewhere(ctx: &Context) -> Self {
        Self::SaveElsewhere(elsewhere::Elsewhere::new(ctx))
    }

    /// Brings a colleague's work in.
    pub(super) fn bring_in() -> Self {
        Self::BringIn(Box::new(bring_in::BringIn::new()))
    }

    /// Saves what a coder has marked, for a colleague.
    pub(super) fn save_work(coder: &Coder, text: String) -> Self {
        Self::SaveFile(Box::new(save_file::SaveFile::work(coder, text)))
    }

    /// Shows what was kept before large changes.
    pub(super) fn snapshots() -> Self {
        Self::Snapshots(Box::new(snapshots::SnapshotsForm::new()))
    }

    /// Shows what another version took away and brought; where something was changed here, too, with
    /// the choice between `both`.
    pub(super) fn version(version: VersionId, both: bool) -> Self {
        Self::Version(Box::new(version::VersionForm::new(version, both)))
    }

    /// Offers back what could not be saved on another day; that of the open set first.
    pub(super) fn recover(session: &Session) -> Option<Self> {
        recover::Recover::new(session).map(Self::Recover)
    }

    /// Writes the memo on an article.
    pub(super) fn article_memo(path: ArticlePath) -> Self {
        Self::ArticleMemo(Box::new(article_memo::ArticleMemoForm::new(path)))
    }

    /// Gives articles a value of an attribute.
    pub(super) fn article_values(articles: Vec<ArticlePath>) -> Self {
        Self::ArticleValues(Box::new(article_values::ArticleValues::new(articles)))
    }

    /// Sets a bookmark, or changes one.
    pub(super) fn bookmark(mark: Bookmark, is_new: bool) -> Self {
        Self::Bookmark(Box::new(bookmark::BookmarkForm::new(mark, is_new)))
    }

    /// Makes an attribute of the articles.
    pub(super) fn new_attribute() -> Self {
        Self::Attribute(Box::new(attribute_form::AttributeForm::new(None)))
    }

    /// Changes an attribute, or deletes it.
    pub(super) fn edit_attribute(known: &AttributeDefinition) -> Self {
        Self::Attribute(Box::new(attribute_form::AttributeForm::new(Some(known))))
    }

    /// Imports attributes from a table.
    pub(super) fn import_attributes() -> Self {
        Self::ImportAttributes(attribute_import::AttributeImportForm::new())
    }

    /// Makes, changes and deletes groups of articles.
    pub(super) fn groups() -> Self {
        Self::Groups(Box::new(groups::GroupsForm::new()))
    }

    /// Gives passages other themes.
    pub(super) fn retag(passages: Vec<PassageId>) -> Self {
        Self::Retag(bulk::RetagForm::new(passages))
    }

    /// Adds a note to the memos of passages.
    pub(super) fn add_memo(passages: Vec<PassageId>) -> Self {
        Self::AddMemo(bulk::AddMemo::new(passages))
    }

    /// Saves a query under a name.
    pub(super) fn save_query(query: SavedQuery) -> Self {
        Self::SaveQuery(Box::new(save_query::SaveQuery::new(query, false)))
    }

    /// Gives a saved query another name.
    pub(super) fn rename_query(query: SavedQuery) -> Self {
        Self::SaveQuery(Box::new(save_query::SaveQuery::new(query, true)))
    }

    /// Saves a picture of a chart, offered under that name.
    pub(super) fn save_image(name: &str, scene: ChartScene<()>) -> Self {
        Self::SaveFile(Box::new(save_file::SaveFile::image(name, scene)))
    }

    /// Saves the numbers of an analysis, offered under that name.
    pub(super) fn save_sheet(name: &str, sheet: Sheet) -> Self {
        Self::SaveFile(Box::new(save_file::SaveFile::sheet(name, sheet)))
    }

    /// Saves a summary grid, offered under that name.
    pub(super) fn save_summaries(name: &str, document: SummaryDocument) -> Self {
        Self::SaveFile(Box::new(save_file::SaveFile::summaries(name, document)))
    }

    /// Prints an article, the open one, or excerpts: all, or those of an offer.
    pub(super) fn print(article: Option<Arc<Article>>, offers: ExportOffers) -> Self {
        Self::Print(Box::new(print::PrintForm::new(article, offers)))
    }

    /// Saves the handbook, given as a web page.
    pub(super) fn save_handbook(page: String) -> Self {
        Self::SaveFile(Box::new(save_file::SaveFile::handbook(page)))
    }

    /// Changes who codes.
    pub(super) fn coder(session: &Session) -> Self {
        Self::Settings(settings::SettingsForm::coder(session))
    }

    /// Changes the settings.
    pub(super) fn settings(session: &Session) -> Self {
        Self::Settings(settings::SettingsForm::new(session))
    }
}

/// What becomes of an open dialog when the window closes or another set comes.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Unfinished {
    /// Nothing was written in it, at most something chosen: it goes.
    Nothing,
    /// What was written is handed over as if it had been confirmed.
    Written(Box<Command>),
    /// What was written cannot be confirmed as it is.
    Faulty,
}

impl Dialog {
    /// Whether something was entered that is not confirmed: then neither Escape nor a click beside
    /// it closes the dialog.
    fn is_changed(&self, session: &Session, drafts: &Drafts) -> bool {
        match self {
            Self::OpenFolder(form) => form.is_changed(),
            Self::Export(form) => form.is_changed(),
            Self::Import(form) => form.is_changed(session),
            Self::Theme(form) => form.is_changed(),
            Self::MergeTheme(form) => form.is_changed(),
            Self::ReplaceTheme(form) => form.is_changed(),
            Self::SplitTheme(form) => form.is_changed(),
            Self::Article(form) => form.is_changed(),
            Self::Dictionary(page) => page.is_changed(),
            Self::Settings(form) => form.is_changed(session),
            Self::Shortcuts(sheet) => sheet.is_changed(),
            Self::SaveElsewhere(form) => form.is_changed(),
            Self::BringIn(form) => form.is_changed(),
            Self::Snapshots(form) => form.is_changed(),
            Self::ArticleMemo(form) => form.is_changed(session, drafts),
            Self::ArticleValues(form) => form.is_changed(),
            Self::Bookmark(form) => form.is_changed(),
            Self::Retag(form) => form.is_changed(),
            Self::AddMemo(form) => form.is_changed(),
            Self::SaveQuery(form) => form.is_changed(),
            Self::Groups(form) => form.is_changed(),
            Self::Attribute(form) => form.is_changed(),
            Self::ImportAttributes(form) => form.is_changed(),
            Self::SaveFile(form) => form.is_changed(),
            Self::Print(form) => form.is_changed(),
            // What is decided in these holds at once, or is a row to be pointed at again.
            Self::Review(_)
            | Self::Version(_)
            | Self::Occurrences(_)
            | Self::DeleteTheme(_)
            | Self::Recover(_)
            | Self::Coders(_)
            | Self::EndBlind
            | Self::About
            | Self::QuitUnsaved { .. }
            | Self::SaveFailed => false,
        }
    }

    /// Where the handbook says more about it.
    fn topic(&self) -> Option<HandbookTopic> {
        Some(match self {
            Self::Export(_) => HandbookTopic::Export,
            Self::Print(_) => HandbookTopic::Print,
            Self::Import(_) => HandbookTopic::Import,
            Self::Dictionary(_) => HandbookTopic::Words,
            Self::Shortcuts(_) => HandbookTopic::Keys,
            Self::Article(_) => HandbookTopic::Wrong,
            Self::QuitUnsaved { .. } | Self::SaveFailed | Self::SaveElsewhere(_) => {
                HandbookTopic::SaveFailed
            }
            Self::Review(_) => HandbookTopic::Review,
            Self::Snapshots(_) => HandbookTopic::Snapshots,
            Self::Version(_) => HandbookTopic::Versions,
            Self::Recover(_) => HandbookTopic::Recover,
            Self::Coders(_) | Self::EndBlind => HandbookTopic::Coders,
            _ => return None,
        })
    }

    /// What becomes of it when it has to go.
    pub(super) fn unfinished(&self, session: &Session, drafts: &Drafts) -> Unfinished {
        if !self.is_changed(session, drafts) {
            return Unfinished::Nothing;
        }
        let command = match self {
            Self::Theme(form) => form.command(session),
            // A name that no passage was given yet would be lost.
            Self::SplitTheme(form) => form.command().filter(|_| !form.is_naming()),
            Self::Article(form) => form.command(session),
            Self::Dictionary(page) => page.command(),
            Self::Settings(form) => form.command(session),
            Self::ArticleValues(form) => form.command(),
            Self::Bookmark(form) => Some(form.command()),
            Self::AddMemo(form) => form.command(),
            Self::SaveQuery(form) => form.command(),
            Self::Groups(form) => form.command(session),
            Self::Attribute(form) => form.command(),
            // The text is a draft, handed over with the others; the rest is chosen, not written,
            // and nobody said yes to it.
            Self::ArticleMemo(_)
            | Self::OpenFolder(_)
            | Self::Export(_)
            | Self::SaveFile(_)
            | Self::Print(_)
            | Self::Import(_)
            | Self::MergeTheme(_)
            | Self::ReplaceTheme(_)
            | Self::Shortcuts(_)
            | Self::SaveElsewhere(_)
            | Self::BringIn(_)
            | Self::ImportAttributes(_)
            | Self::Retag(_)
            | Self::Review(_)
            | Self::Version(_)
            | Self::Snapshots(_)
            | Self::Occurrences(_)
            | Self::DeleteTheme(_)
            | Self::Recover(_)
            | Self::Coders(_)
            | Self::EndBlind
            | Self::About
            | Self::QuitUnsaved { .. }
            | Self::SaveFailed => return Unfinished::Nothing,
        };
        command.map_or(Unfinished::Faulty, |command| Unfinished::Written(Box::new(command)))
    }
}

/// Makes the open dialog ask whether what was entered may go.
pub(super) fn ask_to_leave(ctx: &Context) {
    leave::ask(ctx, true);
}

/// The dialog that is open, if one is.
#[derive(Default)]
pub(super) struct Dialogs {
    pub(super) open: Option<Dialog>,
    /// The one that was confirmed in this frame: it comes back where that is refused.
    pub(super) confirmed: Option<Dialog>,
}

/// Shows the dialog that is open.
pub(super) fn ui(
    session: &Session,
    dialogs: &mut Dialogs,
    (drafts, own_font): (&mut Drafts, &OwnFont),
    palette: &Palette,
    ctx: &Context,
    out: &mut Vec<Message>,
) {
    let Some(mut dialog) = dialogs.open.take() else { return };
    let is_changed = dialog.is_changed(session, drafts);
    leave::begin(ctx, is_changed);
    explain::begin(ctx, dialog.topic().filter(|_| !is_changed));
    let stays = match &mut dialog {
        Dialog::OpenFolder(form) => form.ui(session, palette, ctx, out),
        Dialog::Export(form) => form.ui(session, palette, ctx, out),
        Dialog::Import(form) => form.ui(session, palette, ctx, out),
        Dialog::Theme(form) => form.ui(session, palette, ctx, out),
        Dialog::DeleteTheme(theme) => delete_theme::ui(*theme, session, palette, ctx, out),
        Dialog::MergeTheme(form) => form.ui(session, palette, ctx, out),
        Dialog::ReplaceTheme(form) => form.ui(session, palette, ctx, out),
        Dialog::SplitTheme(form) => form.ui(session, palette, ctx, out),
        Dialog::Article(form) => form.ui(session, palette, ctx, out),
        Dialog::Dictionary(page) => page.ui(session, palette, ctx, out),
        Dialog::Occurrences(list) => list.ui(session, palette, ctx, out),
        Dialog::Settings(form) => form.ui(session, own_font, palette, ctx, out),
        Dialog::Coders(form) => form.ui(session, palette, ctx, out),
        Dialog::EndBlind => coders::end_blind_ui(session, palette, ctx, out),
        Dialog::About => about::ui(session, palette, ctx, out),
        Dialog::Shortcuts(sheet) => sheet.ui(session, palette, ctx, out),
        Dialog::Review(form) => form.ui(session, palette, ctx, out),
        Dialog::QuitUnsaved { leave } => quit::ui(Some(leave), session, palette, ctx, out),
        Dialog::SaveFailed => quit::ui(None, session, palette, ctx, out),
        Dialog::SaveElsewhere(form) => form.ui(palette, ctx, out),
        Dialog::BringIn(form) => form.ui(session, palette, ctx, out),
        Dialog::Snapshots(form) => form.ui(session, palette, ctx, out),
        Dialog::Version(form) => form.ui(session, palette, ctx, out),
        Dialog::Recover(form) => form.ui(session, palette, ctx, out),
        Dialog::ArticleMemo(form) => form.ui(session, drafts, palette, ctx),
        Dialog::ArticleValues(form) => form.ui(session, palette, ctx, out),
        Dialog::Bookmark(form) => form.ui(session, palette, ctx, out),
        Dialog::Retag(form) => form.ui(session, palette, ctx, out),
        Dialog::AddMemo(form) => form.ui(palette, ctx, out),
        Dialog::SaveQuery(form) => form.ui(palette, ctx, out),
        Dialog::Groups(form) => form.ui(session, palette, ctx, out),
        Dialog::Attribute(form) => form.ui(session, palette, ctx, out),
        Dialog::ImportAttributes(form) => form.ui(session, palette, ctx, out),
        Dialog::SaveFile(form) => form.ui(palette, ctx, out),
        Dialog::Print(form) => form.ui(session, palette, ctx, out),
    };
    if let Some(topic) = explain::asked(ctx) {
        out.push(Message::Explain(topic));
    } else if stays {
        dialogs.open = Some(dialog);
    } else if is_changed {
        dialogs.confirmed = Some(dialog);
    }
}
