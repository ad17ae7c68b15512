//! The bar above the text: the field, how the query is meant, which hit one is at, back and forth.
//!
//! It stands above the page, never over it, so that it covers no hit.

use std::sync::Arc;

use eframe::egui::{
    self, Align, Event, Frame, Id, ImeEvent, Key, Layout, Margin, Modifiers, Panel, Rect, RichText,
    Role, Sense, Stroke, StrokeKind, TextEdit, Ui, WidgetInfo, pos2, text::CCursor, vec2,
};

use super::{
    super::{ReadingPage, reader},
    Aim, Field, FindBar, Wrapped,
};
use crate::ui::caret::{focus_text, is_text};
use crate::{
    corpus::Article,
    search::QueryError,
    session::{FindAnswer, Session, describe},
    t,
    ui::{
        action::Action,
        caret::Direction,
        message::Message,
        shared::Shared,
        theme::{self, Palette},
        widgets::{self, icon::Icon},
    },
};

fn field_id() -> Id {
    Id::unique("find")
}

/// The bar, if it is open; asks, and goes to hits.
pub(in crate::ui) fn ui(
    session: &Session,
    page: &mut ReadingPage,
    shared: &mut Shared,
    article: &Arc<Article>,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    if !page.find.open {
        return;
    }
    let focus = ui.memory(egui::Memory::focused);
    let typing = focus == Some(field_id());
    let closed = !keys(&mut page.find, ui, typing);
    page.find.elsewhere = focus.is_some_and(|id| id != field_id() && !is_text(id));
    if closed {
        page.find.close();
        focus_text(ui.ctx());
        return;
    }
    page.find.ask(session, article);
    if page.find.go(article, &mut page.reader) {
        // What is selected is the hit, and a digit is about that.
        shared.passage = None;
    }
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(14, 0));
    Panel::top("find").frame(frame).exact_size(theme::FIND_BAR).resizable(false).show(ui, |ui| {
        let bar = ui.max_rect();
        let line = Stroke::new(1.0, palette.hairline);
        ui.painter().hline(bar.x_range().expand(14.0), bar.bottom() - 0.5, line);
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            ui.spacing_mut().item_spacing.x = theme::GRID;
            let wide = bar.width() >= theme::NARROW_PAGE * 0.7;
            let reserved = if wide { 400.0 } else { 300.0 };
            let width = (bar.width() - reserved).clamp(120.0, 300.0);
            field(&mut page.find, article, width, palette, ui);
            ui.add_space(theme::GRID);
            for action in [Action::FindExact, Action::FindRegex] {
                toggle(&page.find, action, palette, ui, out);
            }
            ui.add_space(theme::GRID);
            let failed = page.find.settled(article).is_some_and(|answer| answer.hits.is_err());
            // Where there is little room, what is wrong needs it more than ways to nowhere.
            let steps = [(Action::PreviousHit, Icon::Up), (Action::NextHit, Icon::Down)];
            for (action, icon) in steps.into_iter().filter(|_| wide || !failed) {
                let some = page.find.hits(article).is_some_and(|hits| !hits.is_empty());
                if widgets::icon_button(ui, palette, icon, &action.tooltip(ui.ctx()), some)
                    .clicked()
                {
                    out.push(Message::Act(action));
                }
            }
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let close = format!("{}  Esc", t!("find.close_hint"));
                if shared.focus.is_some() {
                    // The way out of the text alone stands in that corner.
                    ui.add_space(theme::FOCUS_CORNER);
                }
                if widgets::icon_button(ui, palette, Icon::Close, &close, true).clicked() {
                    page.find.close();
                    focus_text(ui.ctx());
                }
                ui.add_space(theme::GRID);
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    ui.add_space(theme::GRID);
                    tell(&page.find, article, &page.reader, wide, palette, ui);
                });
            });
        });
    });
}

/// What the keys of the field do; whether the bar stays open.
fn keys(find: &mut FindBar, ui: &Ui, typing: bool) -> bool {
    let (before, mut committed) = (find.composing, false);
    if typing {
        ui.input(|input| {
            for event in &input.events {
                match event {
                    Event::Ime(ImeEvent::Preedit { text, .. }) => find.composing = !text.is_empty(),
                    Event::Ime(ImeEvent::Commit(_)) => (find.composing, committed) = (false, true),
                    _ => {}
                }
            }
        });
    } else {
        find.composing = false;
    }
    // Enter and Escape that end a composition belong to the input method.
    if before || find.composing || committed {
        if typing {
            ui.input_mut(|input| {
                input.consume_key(Modifiers::NONE, Key::Enter);
                input.consume_key(Modifiers::NONE, Key::Escape);
            });
        }
        return true;
    }
    let free = !find.elsewhere
        && !egui::Popup::is_any_open(ui.ctx())
        && ui.memory(|memory| memory.top_modal_layer().is_none());
    if free && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
        return false;
    }
    if !typing {
        return true;
    }
    let pressed = |held, key| ui.input_mut(|input| input.count_and_consume_key(held, key));
    let back = pressed(Modifiers::SHIFT, Key::Enter);
    let forward = pressed(Modifiers::NONE, Key::Enter);
    let (older, younger) =
        (pressed(Modifiers::NONE, Key::ArrowUp), pressed(Modifiers::NONE, Key::ArrowDown));
    for (count, direction) in [(back, Direction::Back), (forward, Direction::Forward)] {
        if count > 0 {
            find.remember();
        }
        find.aims.extend(std::iter::repeat_n(Aim::Step(direction), count));
    }
    for (count, direction) in [(older, Direction::Back), (younger, Direction::Forward)] {
        for _ in 0..count {
            find.recall(direction);
            find.field = Field::Selected;
        }
    }
    true
}

fn field(find: &mut FindBar, article: &Arc<Article>, width: f32, palette: &Palette, ui: &mut Ui) {
    let wrong = find.settled(article).and_then(|answer| match &answer.hits {
        Err(QueryError::Syntax { at, .. }) => Some(*at),
        _ => None,
    });
    let before = find.query.clone();
    let edit = TextEdit::singleline(&mut find.query)
        .id(field_id())
        .hint_text(RichText::new(t!("find.hint")).color(palette.second))
        .desired_width(width - 44.0)
        .margin(Margin { left: 32, right: 10, top: 6, bottom: 6 })
        .min_size(vec2(0.0, theme::CONTROL));
    let shown = edit.show(ui);
    let response = shown.response.response.accessible_name(t!("find.query"));
    widgets::focus_ring(ui, palette, response.rect, &response);
    let icon = Rect::from_center_size(
        pos2(response.rect.left() + 17.0, response.rect.center().y),
        vec2(theme::ICON, theme::ICON),
    );
    Icon::Search.paint(ui.painter(), icon, palette.second);
    if let Some(at) = wrong {
        // Where the expression goes wrong, under the character itself.
        let place = |at| shown.galley.pos_from_cursor(CCursor::new(at));
        let (from, to) = (place(at).left(), place(at + 1).left());
        let left = shown.galley_pos.x + from;
        let right = shown.galley_pos.x + to.max(from + 6.0);
        let stroke = Stroke::new(2.0, palette.accent);
        let y = shown.galley_pos.y + shown.galley.size().y + 1.0;
        ui.painter().with_clip_rect(response.rect).hline(left..=right, y, stroke);
    }
    if find.query != before {
        find.recalled = None;
        if !find.composing {
            find.changed();
        }
    }
    let wish = std::mem::take(&mut find.field);
    if wish >= Field::Focused {
        response.request_focus();
    }
    if wish == Field::Selected {
        widgets::select_all(ui, field_id(), &find.query);
    }
}

/// A word that can be switched on and off.
fn toggle(find: &FindBar, action: Action, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let (on, text, hint) = match action {
        Action::FindExact => (find.mode.exact, t!("find.exact"), t!("find.exact_hint")),
        _ => (find.mode.regex, t!("find.regex"), t!("find.regex_hint")),
    };
    let colour = if on { palette.ink } else { palette.second };
    let galley = ui.painter().layout_no_wrap(text.to_string(), theme::body(), colour);
    let size = vec2(galley.size().x + theme::grid(4.0), theme::CONTROL - 4.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, true, on, text.as_ref()));
    if on {
        let stroke = Stroke::new(1.0, palette.accent);
        ui.painter().rect(rect, theme::RADIUS, palette.raised, stroke, StrokeKind::Inside);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, theme::RADIUS, palette.hover);
    }
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
    widgets::focus_ring(ui, palette, rect, &response);
    let mut hint = format!("{hint}  {}", action.keys_text(ui.ctx()).unwrap_or_default());
    if action == Action::FindExact && !on {
        hint = format!("{hint}\n{}", t!("find.folded_note"));
    }
    if response.on_hover_text(hint).clicked() {
        out.push(Message::Act(action));
    }
}

/// Which hit one is at, how many there are, or why there is none.
fn tell(
    find: &FindBar,
    article: &Arc<Article>,
    reader: &reader::ReaderState,
    wide: bool,
    palette: &Palette,
    ui: &mut Ui,
) {
    if find.query.is_empty() {
        return;
    }
    let (text, colour) = match find.settled(article) {
        None if find.composing => return,
        // A short search needs no word; this is for the first one in a long article.
        None => (t!("find.searching").into_owned(), palette.second),
        // The place is underlined in the field; where there is room it is also told.
        Some(FindAnswer { hits: Err(QueryError::Syntax { fault, .. }), .. }) if !wide => {
            (describe::query_fault(*fault), palette.accent_ink)
        }
        Some(FindAnswer { hits: Err(error), .. }) => {
            (describe::query_error(error), palette.accent_ink)
        }
        Some(FindAnswer { hits: Ok(hits), .. }) if hits.is_empty() => {
            (t!("find.none").into_owned(), palette.accent_ink)
        }
        Some(FindAnswer { hits: Ok(hits), .. }) => {
            let count = theme::grouped(hits.len());
            let at = hits.at(article.text.as_str(), reader.selection.span());
            let text = match at {
                Some(at) => t!("find.place", at = theme::grouped(at + 1), count = count),
                None => t!("find.count", count = count),
            };
            let wrapped = find.wrapped.map(|wrapped| match wrapped {
                Wrapped::ToStart => t!("find.from_start"),
                Wrapped::ToEnd => t!("find.from_end"),
            });
            let text = wrapped.map_or_else(|| text.to_string(), |w| format!("{text}  {w}"));
            (text, palette.second)
        }
    };
    let label = egui::Label::new(RichText::new(text).color(colour)).truncate();
    ui.add(label);
}
