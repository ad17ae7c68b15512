//! The page of memos: on the set (the research journal), on themes, articles and passages, and the
//! bookmarks with their notes, all in one list, to be searched, read as Markdown, and followed to what
//! they are about.

mod entries;

use std::collections::BTreeMap;

use eframe::egui::{
    Align, Align2, Frame, Id, Layout, Margin, Rect, RichText, Role, ScrollArea, Sense, Stroke,
    StrokeKind, TextEdit, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use rust_i18n::t;

use super::{Page, Room};
use crate::ui::{
    action::Action,
    dialogs::Dialog,
    drafts::{self, Drafts, WrittenOn},
    message::Message,
    page_id::PageId,
    shared::Shared,
    theme::{self, Palette},
    widgets::{self, markdown, menu},
};
use crate::{
    annotation::now,
    session::{CatalogueCommand, Command, Session},
    text::ByteSpan,
};
use entries::{MemoEntry, MemoKind, MemoPlace};

/// A card's height before it was drawn once.
const GUESS: f32 = 96.0;
/// Distance between two cards.
const GAP: f32 = 8.0;
/// The list is no wider than a page that can be read.
const WIDEST: f32 = 860.0;

/// What the page remembers between frames.
#[derive(Debug, Default)]
pub(super) struct MemosPage {
    query: String,
    /// Only these; all if it is `None`.
    kind: Option<MemoKind>,
    /// The memos that are shown, and what they were collected for.
    shown: Option<(Key, Vec<MemoEntry>)>,
    /// Height of each card, as it was drawn last, and for which width.
    heights: BTreeMap<MemoPlace, f32>,
    width: f32,
}

/// What the list depends on.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    revisions: [u64; 5],
    query: String,
    kind: Option<MemoKind>,
}

impl MemosPage {
    fn prepare(&mut self, session: &Session) {
        let key = self.shown_key(session);
        if self.shown.as_ref().is_some_and(|(known, _)| *known == key) {
            return;
        }
        if self.shown.as_ref().is_none_or(|(known, _)| known.revisions != key.revisions) {
            self.heights.clear();
        }
        let mut all = entries::all(session);
        all.retain(|entry| {
            self.kind.is_none_or(|kind| entry.kind() == kind) && entry.matches(&self.query)
        });
        self.shown = Some((key, all));
    }
}

fn kind_name(kind: MemoKind) -> String {
    match kind {
        MemoKind::Journal => t!("memos.kind.journal"),
        MemoKind::Theme => t!("memos.kind.theme"),
        MemoKind::Article => t!("memos.kind.article"),
        MemoKind::Passage => t!("memos.kind.passage"),
        MemoKind::Bookmark => t!("memos.kind.bookmark"),
    }
    .into_owned()
}

impl Page for MemosPage {
    fn ui(&mut self, room: &mut Room<'_>, ui: &mut Ui) {
        let Room { session, palette, .. } = *room;
        page_ui(session, self, room.shared, palette, ui, room.out);
    }

    fn forget_set(&mut self) {
        *self = Self::default();
    }

    fn act(&mut self, action: Action, room: &mut Room<'_>) {
        // Begins an entry of the journal; goes to the one that is open.
        if action == Action::WriteJournal {
            room.shared.page = PageId::Memos;
            room.shared.drafts.write_journal();
        }
    }
}

/// The page.
fn page_ui(
    session: &Session,
    page: &mut MemosPage,
    shared: &mut Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let side = if ui.available_width() < theme::NARROW_PAGE { 12 } else { 22 };
    let margin = Margin { left: side, right: side, top: 18, bottom: 0 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), 0.0);
        let (state, drafts) = (&mut *page, &mut shared.drafts);
        head_ui(state, drafts, palette, ui);
        ui.add_space(theme::grid(3.0));
        if let Some(on) = drafts.journal().cloned() {
            draft_ui(session, drafts, &on, palette, ui, out);
            ui.add_space(theme::grid(3.0));
        }
        state.prepare(session);
        let is_empty = state.shown.as_ref().is_some_and(|(_, entries)| entries.is_empty());
        // While the first one is being written there is nothing to invite to.
        if is_empty && drafts.journal().is_none() {
            nothing_ui(state, palette, ui, out);
        } else {
            list_ui(session, (state, drafts), palette, ui, out);
        }
    });
}

/// The search, the kinds, and the way to a new entry.
fn head_ui(state: &mut MemosPage, drafts: &mut Drafts, palette: &Palette, ui: &mut Ui) {
    ui.horizontal(|ui| {
        let hint = t!("memos.search");
        let width = (ui.available_width() * 0.34).clamp(140.0, 320.0);
        widgets::field(ui, palette, &mut state.query, &hint, &hint, width);
        ui.add_space(theme::GRID);
        let kinds = std::iter::once(None).chain(MemoKind::ALL.map(Some));
        for kind in kinds {
            let name = kind.map_or_else(|| t!("memos.kind.all").into_owned(), kind_name);
            let on = state.kind == kind;
            let colour = if on { palette.accent_ink } else { palette.second };
            let response = widgets::text_button(ui, palette, &name, colour);
            response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, on, &name));
            if response.clicked() {
                state.kind = kind;
            }
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let write = widgets::primary_button(ui, palette, &t!("memos.write"), true);
            if write.on_hover_text(Action::WriteJournal.tooltip(ui.ctx())).clicked() {
                drafts.write_journal();
            }
        });
    });
}

/// The entry that is being written.
fn draft_ui(
    session: &Session,
    drafts: &mut Drafts,
    on: &WrittenOn,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let known = match on {
        WrittenOn::Journal(Some(id)) => drafts::own_entry(session, *id),
        _ => None,
    };
    let date = known.map_or_else(now, |entry| entry.created);
    let frame = Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, palette.accent))
        .corner_radius(theme::CARD_RADIUS)
        .inner_margin(Margin::same(12));
    let mut done = None;
    let width = ui.available_width().min(WIDEST);
    ui.allocate_ui(vec2(width, 0.0), |ui| {
        frame.show(ui, |ui| {
            ui.set_width(width - 26.0);
            ui.label(
                RichText::new(entries::dated(date)).font(theme::small()).color(palette.second),
            );
            ui.add_space(theme::GRID);
            drafts.ui(session, on, ui, |ui, text, id, _| {
                let hint = RichText::new(t!("memos.journal_hint")).color(palette.second);
                let edit = TextEdit::multiline(text)
                    // It stands in a card with an edge already.
                    .frame(Frame::new().inner_margin(Margin::symmetric(0, 4)))
                    .id(id)
                    .hint_text(hint)
                    .desired_rows(5)
                    .desired_width(f32::INFINITY)
                    .event_filter(drafts::field_keys());
                ui.add(edit).accessible_name(t!("memos.journal_text"))
            });
            ui.add_space(theme::grid(2.0));
            ui.horizontal(|ui| {
                let some = !drafts.text(session, on).trim().is_empty();
                if widgets::primary_button(ui, palette, &t!("memos.save"), some).clicked() {
                    done = Some(true);
                }
                if widgets::text_button(ui, palette, &t!("memos.cancel"), palette.ink).clicked() {
                    done = Some(false);
                }
            });
        });
    });
    match done {
        Some(true) => out.extend(drafts.take_journal(session).map(Message::Do)),
        Some(false) => drafts.discard_journal(),
        None => {}
    }
}

/// The cards, of which only those in view are drawn.
fn list_ui(
    session: &Session,
    (state, drafts): (&mut MemosPage, &mut Drafts),
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let width = (ui.available_width() - theme::grid(4.0)).min(WIDEST);
    if (state.width - width).abs() > 0.5 {
        state.heights.clear();
        state.width = width;
    }
    let Some((_, entries)) = state.shown.take() else { return };
    let key = state.shown_key(session);
    let body = ui.available_rect_before_wrap();
    ScrollArea::vertical().id_salt("memos").auto_shrink(false).show_viewport(ui, |ui, viewport| {
        let left = ui.min_rect().left();
        let top = ui.min_rect().top();
        let mut y = 0.0;
        for entry in &entries {
            let height = state.heights.get(&entry.place).copied().unwrap_or(GUESS);
            if y + height >= viewport.top() && y <= viewport.bottom() {
                let place = Rect::from_min_size(pos2(left, top + y), vec2(width, height));
                let drawn = card_ui(session, drafts, entry, place, palette, ui, out);
                if (drawn - height).abs() > 0.5 {
                    state.heights.insert(entry.place.clone(), drawn);
                    ui.ctx().request_repaint();
                }
            }
            y += height + GAP;
        }
        ui.set_height(y);
        ui.set_width(body.width() - theme::grid(3.0));
    });
    state.shown = Some((key, entries));
}

impl MemosPage {
    fn shown_key(&self, session: &Session) -> Key {
        let corpus = session.corpus().map_or(0, crate::corpus::Corpus::revision);
        Key {
            revisions: [
                session.set_revision(),
                session.annotations().revision(),
                session.records_revision(),
                session.catalogue().revision(),
                corpus,
            ],
            query: self.query.clone(),
            kind: self.kind,
        }
    }
}

/// One memo; returns how high it is.
fn card_ui(
    session: &Session,
    drafts: &mut Drafts,
    entry: &MemoEntry,
    place: Rect,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) -> f32 {
    let id = Id::unique(("memo card", &entry.place));
    let response = ui.interact(place, id, Sense::click());
    let kind = kind_name(entry.kind());
    response.widget_info(|| {
        let label = t!("memos.card", kind = kind, about = entry.about, text = entry.text);
        WidgetInfo::labeled(Role::Button, true, label.as_ref())
    });
    let stroke = if response.has_focus() {
        theme::focus_line(palette)
    } else {
        Stroke::new(1.0, palette.hairline)
    };
    let fill = if response.hovered() { palette.hover } else { palette.raised };
    ui.painter().rect(place, theme::CARD_RADIUS, fill, stroke, StrokeKind::Inside);
    let inner = place.shrink2(vec2(14.0, 12.0)).with_max_y(f32::INFINITY);
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner).id_salt(id));
    let head = Rect::from_min_size(inner.min, vec2(inner.width(), 18.0));
    // A long title leaves room for what the memo is about.
    let half = head.with_min_x(head.center().x);
    let (font, ink) = (theme::small(), palette.second);
    let align = Align2::RIGHT_CENTER;
    let right = widgets::paint_truncated(&child, half, align, &entry.side, font, ink);
    let left = child.painter().text(
        head.left_center(),
        Align2::LEFT_CENTER,
        &kind,
        theme::small(),
        palette.accent_ink,
    );
    let room = head.with_min_x(left.right() + theme::grid(2.0));
    let room = room.with_max_x((right.left() - theme::grid(3.0)).max(room.left()));
    let (font, ink) = (theme::small(), palette.ink);
    widgets::paint_truncated(&child, room, Align2::LEFT_CENTER, &entry.about, font, ink);
    child.add_space(24.0);
    markdown::ui(&entry.text, palette, &mut child);
    let (mut opened, mut beside) = (response.clicked(), ui.input(|input| input.modifiers.command));
    menu::context(&response, theme::MENU_WIDTH, |ui| {
        if menu::entry(ui, t!("menu.open").as_ref(), true) {
            (opened, beside) = (true, false);
        }
        let in_text = matches!(
            entry.place,
            MemoPlace::Article(..) | MemoPlace::Passage(_) | MemoPlace::Bookmark(..)
        );
        if in_text && menu::entry(ui, t!("beside.open").as_ref(), true) {
            (opened, beside) = (true, true);
        }
        if menu::entry(ui, t!("action.copy").as_ref(), true) {
            out.push(Message::CopyText(entry.text.clone()));
        }
        if let MemoPlace::Journal(coder, record) = &entry.place
            && *coder == session.coder()
            && menu::entry(ui, t!("memos.delete").as_ref(), true)
        {
            out.push(Message::Do(Command::DeleteJournal(*record)));
        }
        if let MemoPlace::Bookmark(coder, id) = &entry.place
            && *coder == session.coder()
        {
            if menu::entry(ui, t!("bookmark.edit").as_ref(), true)
                && let Some(mark) = session.catalogue().bookmarks_of(coder).get(*id)
            {
                out.push(Message::Open(Dialog::bookmark(mark.clone(), false)));
            }
            if menu::entry(ui, t!("bookmark.delete").as_ref(), true) {
                out.push(Message::Do(CatalogueCommand::DeleteBookmark(*id).into()));
            }
        }
    });
    if opened {
        open(session, drafts, (entry, beside), out);
    }
    child.min_rect().bottom() - place.top() + 12.0
}

/// Goes to what a memo is about, or to where it can be written.
fn open(
    session: &Session,
    drafts: &mut Drafts,
    (entry, beside): (&MemoEntry, bool),
    out: &mut Vec<Message>,
) {
    let mut lead =
        |leads: Message| out.push(if beside { Message::Beside(Box::new(leads)) } else { leads });
    match &entry.place {
        MemoPlace::Passage(passage) => lead(Message::GoTo(*passage)),
        MemoPlace::Bookmark(coder, id) => {
            let mark = session.catalogue().bookmarks_of(coder).get(*id);
            let article = mark.zip(session.corpus()).and_then(|(mark, corpus)| {
                let text = &corpus.article(&mark.article)?.text;
                Some((&mark.article, text.byte_of(mark.place_in(text))?))
            });
            if let Some((path, place)) = article {
                lead(Message::GoToText(path.clone(), ByteSpan::between(place, place)));
            }
        }
        MemoPlace::Theme(theme) => {
            if let Some(theme) = session.codebook().get(*theme) {
                out.push(Message::Open(Dialog::edit_theme(theme)));
            }
        }
        MemoPlace::Article(path, _) => lead(Message::Show(path.clone())),
        MemoPlace::Journal(coder, id) if *coder == session.coder() => {
            out.extend(drafts.change_journal(session, *id).map(Message::Do));
        }
        MemoPlace::Journal(..) => {}
    }
}

/// What the page is for, while there is nothing on it.
fn nothing_ui(state: &mut MemosPage, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let filtered = !state.query.trim().is_empty() || state.kind.is_some();
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.25).max(theme::grid(6.0)));
        if filtered {
            ui.label(RichText::new(t!("memos.no_match")).color(palette.second));
            return;
        }
        ui.label(RichText::new(t!("memos.empty.title")).heading().color(palette.ink));
        ui.add_space(theme::grid(2.0));
        ui.label(RichText::new(t!("memos.empty.what")).color(palette.second));
        ui.add_space(theme::grid(4.0));
        if widgets::primary_button(ui, palette, &t!("memos.write"), true).clicked() {
            out.push(Message::Act(Action::WriteJournal));
        }
    });
}
