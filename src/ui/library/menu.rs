//! The menus of the list's rows: of one article, and of several that are chosen.

use eframe::egui::Ui;

use super::{list::LibraryItem, row::LibraryRows};
use crate::{
    annotation::PassageId,
    corpus::ArticlePath,
    session::{CatalogueCommand, Session},
    t,
    ui::{
        action::Action, dialogs::Dialog, export_offers::ExportOffers, message::Message, theme,
        widgets::menu,
    },
};

/// Every passage in these articles.
fn passages_in(session: &Session, articles: &[ArticlePath]) -> Vec<PassageId> {
    let layers = articles.iter().flat_map(|path| session.annotations().layers(path));
    layers.flat_map(|(_, layer)| layer.passages.iter().map(|passage| passage.id)).collect()
}

/// Says that the coder is done with articles, or is not: not only where all of them are.
pub(super) fn mark_done(session: &Session, articles: Vec<ArticlePath>) -> Message {
    let coder = session.coder();
    let done = !articles.iter().all(|path| session.catalogue().is_done(path, &coder));
    Message::Do(CatalogueCommand::SetDone { articles, theme: None, done }.into())
}

impl LibraryRows<'_> {
    pub(super) fn menu_ui(&self, ui: &mut Ui, item: &LibraryItem, out: &mut Vec<Message>) {
        if self.choice.len() > 1 && self.choice.contains(&item.path) {
            return self.choice_menu_ui(ui, out);
        }
        let whole = item.problem.is_none();
        let label = if whole { t!("menu.open") } else { t!("library.show_reason") };
        if menu::entry(ui, label.as_ref(), true) {
            out.push(Message::Show(item.path.clone()));
        }
        if menu::entry(ui, t!("beside.open").as_ref(), whole) {
            out.push(Message::Beside(Box::new(Message::Show(item.path.clone()))));
        }
        ui.separator();
        if menu::entry(ui, t!("library.correct").as_ref(), true) {
            out.push(Message::Open(Dialog::article(item.path.clone())));
        }
        if menu::entry(ui, t!("action.article_memo").as_ref(), whole) {
            out.push(Message::Open(Dialog::article_memo(item.path.clone())));
        }
        let articles = std::slice::from_ref(&item.path);
        self.work_ui(ui, articles, t!("menu.export_article").as_ref(), whole, out);
        let article = self.corpus.article(&item.path).filter(|_| whole).cloned();
        if menu::entry(ui, t!("action.print").as_ref(), article.is_some()) {
            out.push(Message::Open(Dialog::print(article, ExportOffers::default())));
        }
        ui.separator();
        let on_disk = item.path.on_disk(self.corpus.root());
        if menu::entry(ui, t!("menu.show_in_folder").as_ref(), true) {
            out.push(Message::ShowFolder(on_disk.clone()));
        }
        if menu::entry(ui, t!("library.copy_path").as_ref(), true) {
            out.push(Message::CopyText(on_disk.to_string_lossy().into_owned()));
        }
        menu::action(ui, self.palette, Action::Reload, true, out);
    }

    /// What can be done with all that is chosen.
    fn choice_menu_ui(&self, ui: &mut Ui, out: &mut Vec<Message>) {
        let articles = self.choice.of(self.items.iter().map(|item| &item.path));
        let head = t!("library.chosen", count = theme::grouped(articles.len()));
        let font = theme::small();
        let text = eframe::egui::RichText::new(head).font(font).color(self.palette.second);
        ui.label(text);
        ui.separator();
        self.work_ui(ui, &articles, t!("library.export_chosen").as_ref(), true, out);
    }

    /// What is done with one article or with several.
    fn work_ui(
        &self,
        ui: &mut Ui,
        articles: &[ArticlePath],
        export: &str,
        enabled: bool,
        out: &mut Vec<Message>,
    ) {
        let coder = self.session.coder();
        let done = articles.iter().all(|path| self.session.catalogue().is_done(path, &coder));
        let label = if done { t!("library.not_done") } else { t!("library.done") };
        if menu::action_named(ui, self.palette, Action::MarkDone, &label, enabled) {
            out.push(mark_done(self.session, articles.to_vec()));
        }
        if menu::entry(ui, t!("library.values").as_ref(), enabled) {
            out.push(Message::Open(Dialog::article_values(articles.to_vec())));
        }
        if menu::entry(ui, t!("library.code_in").as_ref(), enabled) {
            out.push(Message::SearchIn(articles.to_vec()));
        }
        let passages = passages_in(self.session, articles);
        if menu::entry(ui, export, !passages.is_empty()) {
            let dialog = if articles.len() == 1 {
                Dialog::export_article(passages)
            } else {
                Dialog::export(ExportOffers { checked: passages, ..ExportOffers::default() })
            };
            out.push(Message::Open(dialog));
        }
    }
}
