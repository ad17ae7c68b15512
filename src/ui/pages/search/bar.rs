//! The field of the query, how it is meant, and where it looks.

use eframe::egui::{
    self, Event, Id, ImeEvent, Key, Margin, Modifiers, Rect, RichText, Stroke, TextEdit, Ui, pos2,
    text::CCursor, vec2,
};
use rust_i18n::t;

use super::{SearchPage, saved};
use crate::{
    corpus::ArticlePath,
    search::{QueryError, SetQueryError},
    session::{Lines, Marked, Session},
    ui::{
        action::Action,
        message::Message,
        shared::Shared,
        theme::{self, Palette},
        widgets::{self, chip, icon::Icon},
    },
};

/// Least width of the field beside the chips, and what these take at least.
const FIELD: f32 = 500.0;
const CHIPS: f32 = 476.0;

/// So many titles of the articles that are looked through are told.
const TOLD: usize = 12;

fn field_id() -> Id {
    Id::unique("search")
}

/// The field, and the chips beside or below it.
pub(super) fn ui(
    session: &Session,
    page: &mut SearchPage,
    shared: &Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    // Their names are longer in one language than in another.
    let beside = page.chips.max(CHIPS);
    let wide = ui.available_width() - beside >= FIELD;
    ui.horizontal(|ui| {
        let width = if wide { ui.available_width() - beside } else { ui.available_width() };
        field(session, page, width, palette, ui);
        if wide {
            let left = ui.cursor().left();
            chips(session, page, shared, palette, ui, out);
            page.chips = ui.cursor().left() - left + theme::grid(1.0);
        }
    });
    if !wide {
        ui.add_space(theme::grid(2.0));
        ui.horizontal_wrapped(|ui| chips(session, page, shared, palette, ui, out));
    }
}

fn field(session: &Session, state: &mut SearchPage, width: f32, palette: &Palette, ui: &mut Ui) {
    keys(state, ui);
    let wrong = match session.search_error().filter(|_| state.typed.is_none()) {
        Some(
            SetQueryError::Syntax { at, .. } | SetQueryError::Term(QueryError::Syntax { at, .. }),
        ) => Some(*at),
        _ => None,
    };
    let before = state.query.clone();
    let shown = TextEdit::singleline(&mut state.query)
        .id(field_id())
        .hint_text(RichText::new(t!("search.hint")).color(palette.second))
        .desired_width(width)
        .margin(Margin { left: 34, right: 10, top: 7, bottom: 7 })
        .min_size(vec2(0.0, theme::CONTROL + 2.0))
        .show(ui);
    let response = shown.response.response.accessible_name(t!("search.query"));
    widgets::focus_ring(ui, palette, response.rect, &response);
    let icon = Rect::from_center_size(
        pos2(response.rect.left() + 18.0, response.rect.center().y),
        vec2(theme::ICON, theme::ICON),
    );
    Icon::Search.paint(ui.painter(), icon, palette.second);
    if let Some(at) = wrong {
        // Where it goes wrong, under the character itself.
        let place = |at| shown.galley.pos_from_cursor(CCursor::new(at)).left();
        let (from, to) = (place(at), place(at + 1));
        let left = shown.galley_pos.x + from;
        let right = shown.galley_pos.x + to.max(from + 8.0);
        let y = shown.galley_pos.y + shown.galley.size().y + 1.0;
        let stroke = Stroke::new(2.0, palette.accent);
        ui.painter().with_clip_rect(response.rect).hline(left..=right, y, stroke);
    }
    if state.query != before {
        state.typed = Some(ui.input(|input| input.time));
        state.recalled = None;
        state.coding = None;
    }
    if std::mem::take(&mut state.focus) {
        response.request_focus();
        widgets::select_all(ui, field_id(), &state.query);
    }
}

/// Enter asks at once and goes to the rows; the arrows walk through earlier queries.
fn keys(state: &mut SearchPage, ui: &Ui) {
    if ui.memory(egui::Memory::focused) != Some(field_id()) {
        state.composing = false;
        return;
    }
    let (before, mut committed) = (state.composing, false);
    ui.input(|input| {
        for event in &input.events {
            match event {
                Event::Ime(ImeEvent::Preedit { text, .. }) => state.composing = !text.is_empty(),
                Event::Ime(ImeEvent::Commit(_)) => (state.composing, committed) = (false, true),
                _ => {}
            }
        }
    });
    if before || state.composing || committed {
        // Enter that ends a composition belongs to the input method.
        ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        return;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    if pressed(Key::Enter) {
        state.remember();
        state.typed = Some(f64::NEG_INFINITY);
        // Asked again, if it was stopped.
        state.asked = None;
        state.table.take_focus();
    }
    let (older, younger) = (pressed(Key::ArrowUp), pressed(Key::ArrowDown));
    let count = state.history.len();
    let to = match (older, younger, state.recalled) {
        (true, _, Some(at)) => Some(at.saturating_sub(1)),
        (true, _, None) => count.checked_sub(1),
        (_, true, Some(at)) if at + 1 < count => Some(at + 1),
        (_, true, None) => {
            state.table.take_focus();
            None
        }
        _ => None,
    };
    if let Some(query) = to.and_then(|at| state.history.get(at)) {
        state.query.clone_from(query);
        state.recalled = to;
        state.focus = true;
    }
}

fn chips(
    session: &Session,
    page: &mut SearchPage,
    shared: &Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    ui.spacing_mut().item_spacing = vec2(theme::grid(1.5), theme::grid(1.5));
    let mode = page.mode;
    for (action, on, label, hint) in [
        (Action::FindExact, mode.exact, t!("find.exact"), t!("search.exact_hint")),
        (Action::FindRegex, mode.regex, t!("find.regex"), t!("search.regex_hint")),
    ] {
        let keys = action.keys_text(ui.ctx()).unwrap_or_default();
        let chip = chip::toggle(ui, palette, &label, on);
        if chip.on_hover_text(format!("{hint}  {keys}")).clicked() {
            out.push(Message::Act(action));
        }
    }
    marked_menu(session, page, palette, ui);
    lines_menu(page, palette, ui);
    let here = shared.article.clone().filter(|_| session.corpus().is_some());
    let state = page;
    // What left the set is not looked through, and must not be taken for all of it.
    let there = |path: &ArticlePath| session.corpus().is_some_and(|c| c.position(path).is_some());
    if !state.within.iter().any(there) {
        state.within.clear();
    }
    let on = !state.within.is_empty();
    let shown = if on { state.within.clone() } else { here.into_iter().collect() };
    if !shown.is_empty() {
        let label = match shown.len() {
            1 => t!("search.within"),
            count => t!("search.within_chosen", count = theme::grouped(count)),
        };
        let titles = shown.iter().take(TOLD).map(|path| session.title_read(path));
        let mut titles: Vec<String> = titles.collect();
        if shown.len() > TOLD {
            titles.push("…".to_owned());
        }
        let chip = chip::toggle(ui, palette, &label, on);
        if chip.on_hover_text(titles.join("\n")).clicked() {
            state.within = if on { Vec::new() } else { shown };
        }
    }
    saved::menu_ui(session, state, palette, ui, out);
}

/// Inside themes, or where nothing is marked.
fn marked_menu(session: &Session, state: &mut SearchPage, palette: &Palette, ui: &mut Ui) {
    let name = |id| session.codebook().get(id).map_or("", |theme| theme.name.as_str());
    let label = match &state.marked {
        Marked::Anything => t!("search.marked.anything"),
        Marked::Untagged => t!("search.marked.untagged"),
        Marked::Inside(ids) | Marked::Outside(ids) => {
            let names: Vec<&str> = ids.iter().map(|&id| name(id)).collect();
            let names = names.join(&t!("retrieve.list_joint"));
            match &state.marked {
                Marked::Outside(_) => t!("search.marked.outside", themes = names),
                _ => t!("search.marked.inside", themes = names),
            }
        }
    };
    let on = state.marked != Marked::Anything;
    chip::menu(ui, palette, &label, on, None, |ui| {
        for (marked, label) in [
            (Marked::Anything, t!("search.marked.everywhere")),
            (Marked::Untagged, t!("search.marked.untagged")),
        ] {
            let chosen = state.marked == marked;
            if chip::option(ui, palette, &label, chosen, None, "").clicked() {
                state.marked = marked;
            }
        }
        ui.separator();
        for (_, theme) in session.codebook().tree() {
            let ids = match &state.marked {
                Marked::Inside(ids) => ids.clone(),
                _ => Vec::new(),
            };
            let chosen = ids.contains(&theme.id);
            let dot = Some(palette.theme(theme.colour));
            let label = t!("search.marked.inside", themes = theme.name);
            if chip::option(ui, palette, &label, chosen, dot, "").clicked() {
                let mut ids = ids;
                if chosen {
                    ids.retain(|&id| id != theme.id);
                } else {
                    ids.push(theme.id);
                }
                state.marked = if ids.is_empty() { Marked::Anything } else { Marked::Inside(ids) };
            }
        }
    });
}

fn lines_menu(state: &mut SearchPage, palette: &Palette, ui: &mut Ui) {
    let label = |lines| match lines {
        Lines::All => t!("search.lines.all"),
        Lines::Headings => t!("search.lines.headings"),
        Lines::Body => t!("search.lines.body"),
    };
    let on = state.lines != Lines::All;
    chip::menu(ui, palette, &label(state.lines), on, None, |ui| {
        for lines in [Lines::All, Lines::Headings, Lines::Body] {
            let chosen = state.lines == lines;
            if chip::option(ui, palette, &label(lines), chosen, None, "").clicked() {
                state.lines = lines;
                ui.close();
            }
        }
    });
}
