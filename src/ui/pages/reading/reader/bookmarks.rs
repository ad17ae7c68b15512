//! The coder's bookmarks in the text that is shown: in its margin and in its minimap.

use std::sync::Arc;

use eframe::egui::{CursorIcon, Rect, Role, Sense, Ui, WidgetInfo, pos2, vec2};

use super::{ArticleText, ReaderState, TextLayout, paint::InView};
use crate::{
    annotation::{Bookmark, RecordId},
    corpus::Article,
    session::{CatalogueCommand, Session},
    t,
    text::ByteOffset,
    ui::{
        dialogs::Dialog,
        message::Message,
        theme,
        widgets::{icon::Icon, menu},
    },
};

/// The bookmarks of one coder in one article, by where they stand now.
#[derive(Clone, Debug)]
pub(super) struct PlacedBookmarks {
    article: *const Article,
    catalogue: u64,
    coder: String,
    places: Vec<(ByteOffset, RecordId)>,
}

impl PlacedBookmarks {
    fn of(session: &Session, article: &Arc<Article>) -> Self {
        let coder = session.coder();
        let places = bookmarks_in(session, article).into_iter();
        Self {
            article: Arc::as_ptr(article),
            catalogue: session.catalogue().revision(),
            coder: coder.as_str().to_owned(),
            places: places.map(|(place, mark)| (place, mark.id)).collect(),
        }
    }

    fn holds(&self, session: &Session, article: &Arc<Article>) -> bool {
        self.article == Arc::as_ptr(article)
            && self.catalogue == session.catalogue().revision()
            && self.coder == session.coder().as_str()
    }
}

/// The coder's bookmarks in an article, in its order, each with where it stands now.
pub(in super::super) fn bookmarks_in<'a>(
    session: &'a Session,
    article: &Article,
) -> Vec<(ByteOffset, &'a Bookmark)> {
    let marks = session.catalogue().bookmarks_of(&session.coder()).iter();
    let here = marks.filter(|mark| mark.article == article.path);
    let mut placed: Vec<_> = here
        .filter_map(|mark| Some((article.text.byte_of(mark.place_in(&article.text))?, mark)))
        .collect();
    placed.sort_by_key(|(place, mark)| (*place, mark.id));
    placed
}

/// What is said of a bookmark: its note, else the words it stands at.
pub(in super::super) fn bookmark_name(session: &Session, mark: &Bookmark) -> String {
    if mark.note.trim().is_empty() { session.name_read(&mark.quote) } else { mark.note.clone() }
}

/// What can be done with a bookmark.
pub(in super::super) fn bookmark_menu_ui(mark: &Bookmark, ui: &mut Ui, out: &mut Vec<Message>) {
    if menu::entry(ui, t!("bookmark.edit").as_ref(), true) {
        out.push(Message::Open(Dialog::bookmark(mark.clone(), false)));
    }
    if menu::entry(ui, t!("bookmark.delete").as_ref(), true) {
        out.push(Message::Do(CatalogueCommand::DeleteBookmark(mark.id).into()));
    }
}

impl ArticleText<'_> {
    /// Draws the bookmarks in view beside their lines, and in the minimap; a click changes one.
    pub(super) fn bookmarks_ui(
        &self,
        state: &mut ReaderState,
        ui: &Ui,
        views: &[InView],
        (column, page): (Rect, Rect),
        out: &mut Vec<Message>,
    ) {
        let known = state.bookmarks.take().filter(|known| known.holds(self.session, self.article));
        let placed = known.unwrap_or_else(|| PlacedBookmarks::of(self.session, self.article));
        let marks = self.session.catalogue().bookmarks_of(&self.session.coder());
        if let Some(layout) = &state.layout {
            for &(place, id) in &placed.places {
                let found = marks.get(id).zip(line_of(layout, views, place));
                let Some((mark, (top, height))) = found else { continue };
                let side = vec2(theme::ICON, theme::ICON);
                let middle = pos2(column.left() - theme::grid(2.5), top + height / 2.0);
                let rect = Rect::from_center_size(middle, side);
                if rect.intersects(page) {
                    self.bookmark_ui(ui, mark, rect.intersect(page), rect, out);
                }
            }
        }
        if let Some(minimap) = &state.minimap {
            let palette = self.palette;
            let places = placed.places.iter().map(|(place, _)| *place);
            minimap.bookmarks(ui, places, palette.ink);
        }
        state.bookmarks = Some(placed);
    }

    fn bookmark_ui(
        &self,
        ui: &Ui,
        mark: &Bookmark,
        seen: Rect,
        rect: Rect,
        out: &mut Vec<Message>,
    ) {
        let response = ui.interact(seen, self.id.with(("bookmark", mark.id)), Sense::click());
        let name = bookmark_name(self.session, mark);
        let spoken = t!("bookmark.spoken", name = name);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, spoken.as_ref()));
        let colour = if response.hovered() { self.palette.accent_ink } else { self.palette.second };
        Icon::Bookmark.paint(&ui.painter_at(seen), rect, colour);
        crate::ui::widgets::focus_ring(ui, self.palette, seen, &response);
        let response = response.on_hover_cursor(CursorIcon::PointingHand);
        if response.clicked() {
            out.push(Message::Open(Dialog::bookmark(mark.clone(), false)));
        }
        menu::context(&response, theme::MENU_WIDTH, |ui| bookmark_menu_ui(mark, ui, out));
        if !response.context_menu_opened() {
            response.on_hover_text(spoken);
        }
    }
}

/// Top and height of the line in view in which `place` is.
fn line_of(layout: &TextLayout, views: &[InView], place: ByteOffset) -> Option<(f32, f32)> {
    let block = layout.block_of(place);
    let view = views.iter().find(|view| view.at == block)?;
    let line = view.laid.lines.get(view.laid.line_of(view.laid.char_at(place)))?;
    Some((view.top + line.top, view.laid.line_height))
}
