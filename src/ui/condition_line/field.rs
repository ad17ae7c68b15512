//! The field in which a condition is typed: its words in colour, the place of a mistake underlined,
//! and below the caret what could stand there.

use std::{cell::RefCell, sync::Arc};

use eframe::egui::{
    Align2, Area, Event, Frame, Galley, Id, ImeEvent, Key, Margin, Modifiers, Order, Rect,
    Response, RichText, Role, ScrollArea, Sense, Stroke, TextBuffer, TextEdit, TextFormat, Ui,
    WidgetInfo, pos2,
    text::{CCursor, CCursorRange, LayoutJob},
    vec2,
};
use rust_i18n::t;

use super::asked::{Asked, theme_name};
use crate::{
    scene::{Scene, Stamp},
    search::condition::{Candidate, CandidateKind, Completion, KnownNames, complete, marks},
    session::{Session, describe},
    ui::{
        palette::Matcher,
        theme::{self, Palette},
        widgets,
    },
};

/// Width of the list below the field.
const LIST: f32 = 300.0;
/// Height of an entry.
const ENTRY: f32 = 28.0;

/// The list below the field.
#[derive(Debug, Default)]
pub(in crate::ui) struct ConditionList {
    open: bool,
    /// The entry that the arrows went to.
    chosen: Option<usize>,
    /// Whether an input method is at work.
    composing: bool,
    /// What there is to name, and for what it was collected.
    known: Option<((u64, Stamp), Arc<KnownNames>)>,
    /// What could stand at the caret at the last frame.
    completion: Completion,
    focus: bool,
    /// Where the chips below the field end.
    below: f32,
}

impl ConditionList {
    /// Gives the field the focus at the next frame.
    pub(in crate::ui) fn focus(&mut self) {
        self.focus = true;
    }

    /// Keeps the list clear of what stands between the field and `below`.
    pub(in crate::ui) fn keep_below(&mut self, below: f32) {
        self.below = below;
    }

    fn known(&mut self, session: &Session) -> Arc<KnownNames> {
        let corpus = session.corpus();
        let stamp = session.scene().map(Scene::stamp).unwrap_or_default();
        let wanted = (session.set_revision(), stamp);
        if let Some((key, known)) = &self.known
            && *key == wanted
        {
            return Arc::clone(known);
        }
        let codebook = session.codebook();
        let annotations = session.annotations();
        let mut years = std::collections::BTreeSet::new();
        let mut articles = Vec::new();
        for article in corpus.iter().flat_map(|corpus| corpus.articles().map(move |a| (corpus, a)))
        {
            let header = article.0.header(article.1);
            years.extend(header.year);
            articles.push(describe::shown(&header.title));
        }
        let layers = annotations.articles().flat_map(|path| annotations.layers(path));
        let catalogue = session.catalogue();
        let done = catalogue.all_progress().map(|(coder, _)| coder);
        let coders: std::collections::BTreeSet<_> =
            layers.map(|(coder, _)| coder).chain(done).collect();
        let attributes = catalogue.attributes().definitions().iter().map(|known| {
            let values = catalogue.attributes().distinct(&known.name);
            (known.name.clone(), values.into_iter().map(str::to_owned).collect())
        });
        let known = Arc::new(KnownNames {
            themes: codebook.themes().iter().map(|theme| theme_name(codebook, theme.id)).collect(),
            articles,
            years: years.into_iter().rev().collect(),
            coders: coders.into_iter().map(ToString::to_string).collect(),
            attributes: attributes.collect(),
            groups: catalogue.groups().iter().map(|group| group.name.clone()).collect(),
        });
        self.known = Some((wanted, Arc::clone(&known)));
        known
    }
}

/// The field, `width` wide, and its list; `id` tells it from those of other pages, `name` is read out.
pub(in crate::ui) fn ui(
    session: &Session,
    (id, name): (&'static str, &str),
    (asked, list): (&mut Asked, &mut ConditionList),
    palette: &Palette,
    width: f32,
    ui: &mut Ui,
) {
    let state = &mut Line { asked, list, id: Id::unique(id) };
    let typing = ui.memory(|memory| memory.has_focus(state.id));
    let accepted = if typing { keys(state.list, ui) } else { None };
    if let Some(candidate) = accepted {
        accept(state, &candidate, ui);
    }
    let hint = t!("retrieve.line.hint");
    let before = state.asked.line.clone();
    let mut layouter =
        |ui: &Ui, text: &dyn TextBuffer, _width: f32| coloured(text.as_str(), palette, ui);
    let edit = TextEdit::singleline(&mut state.asked.line)
        .id(state.id)
        .hint_text(RichText::new(hint).color(palette.second))
        .desired_width(width)
        .lock_focus(state.list.open && !state.list.completion.candidates.is_empty())
        .margin(Margin::symmetric(10, 6))
        .min_size(vec2(0.0, theme::CONTROL))
        .layouter(&mut layouter);
    let shown = edit.show(ui);
    let response = shown.response.response.accessible_name(name);
    widgets::focus_ring(ui, palette, response.rect, &response);
    if std::mem::take(&mut state.list.focus) {
        response.request_focus();
    }
    if state.asked.line != before {
        state.asked.typed();
        state.list.open = true;
        state.list.chosen = None;
    }
    if let Some(fault) = state.asked.fault().filter(|_| !state.asked.is_stale()) {
        underline(&shown.galley, shown.galley_pos, &fault.at, &response, palette, ui);
    }
    let caret = shown.cursor_range.map(|range| range.primary.index.into());
    let Some(caret) = caret.filter(|_| response.has_focus()) else {
        // A click on an entry takes the focus first.
        if !response.lost_focus() {
            state.list.open = false;
        }
        if state.list.open {
            list_ui(state, palette, &response, ui);
        }
        return;
    };
    if !state.list.open || state.list.composing {
        return;
    }
    let known = state.list.known(session);
    let matcher: RefCell<Option<(String, Matcher)>> = RefCell::new(None);
    let fits = |name: &str, typed: &str| {
        let mut matcher = matcher.borrow_mut();
        if matcher.as_ref().is_none_or(|(of, _)| of != typed) {
            *matcher = Some((typed.to_owned(), Matcher::new(typed)));
        }
        matcher.as_ref().is_some_and(|(_, matcher)| matcher.matches(name))
    };
    state.list.completion = complete(&state.asked.line, caret, &known, describe::tongue(), &fits);
    list_ui(state, palette, &response, ui);
}

/// The field at work: what it asks, its list, and what it is known by.
struct Line<'a> {
    asked: &'a mut Asked,
    list: &'a mut ConditionList,
    id: Id,
}

/// What the keys do to the list; the entry that was taken.
fn keys(list: &mut ConditionList, ui: &Ui) -> Option<Candidate> {
    let mut committed = false;
    let before = list.composing;
    ui.input(|input| {
        for event in &input.events {
            match event {
                Event::Ime(ImeEvent::Preedit { text, .. }) => list.composing = !text.is_empty(),
                Event::Ime(ImeEvent::Commit(_)) => (list.composing, committed) = (false, true),
                _ => {}
            }
        }
    });
    // Keys of a composition belong to the input method.
    let count = list.completion.candidates.len();
    if before || list.composing || committed {
        return None;
    }
    let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
    // It opens on typing or on the arrow, not whenever the field has the focus.
    if !list.open {
        list.open = pressed(Key::ArrowDown);
        return None;
    }
    if count == 0 {
        return None;
    }
    if pressed(Key::ArrowDown) {
        list.chosen = Some(list.chosen.map_or(0, |at| (at + 1) % count));
    }
    if pressed(Key::ArrowUp) {
        list.chosen = Some(list.chosen.map_or(count - 1, |at| (at + count - 1) % count));
    }
    if pressed(Key::Escape) {
        list.open = false;
        return None;
    }
    let taken = if pressed(Key::Tab) { Some(list.chosen.unwrap_or(0)) } else { None };
    let taken = taken.or_else(|| list.chosen.filter(|_| pressed(Key::Enter)));
    list.completion.candidates.get(taken?).cloned()
}

/// Puts a candidate in and the caret behind it.
fn accept(state: &mut Line<'_>, candidate: &Candidate, ui: &Ui) {
    let range = state.list.completion.replace.clone();
    let chars: Vec<char> = state.asked.line.chars().collect();
    let before: String = chars.get(..range.start).unwrap_or_default().iter().collect();
    let after: String = chars.get(range.end..).unwrap_or_default().iter().collect();
    let after = if candidate.insert.ends_with(' ') { after.trim_start() } else { after.as_str() };
    let caret = range.start + candidate.insert.chars().count();
    state.asked.line = format!("{before}{}{after}", candidate.insert);
    state.asked.typed();
    state.list.chosen = None;
    state.list.completion = Completion::default();
    state.list.open = true;
    state.list.focus = true;
    let mut edit = TextEdit::load_state(ui.ctx(), state.id).unwrap_or_default();
    edit.cursor.set_char_range(Some(CCursorRange::one(CCursor::new(caret))));
    edit.store(ui.ctx(), state.id);
}

/// The line with its fields and words in the accent.
fn coloured(line: &str, palette: &Palette, ui: &Ui) -> Arc<Galley> {
    let mut job = LayoutJob::default();
    let format =
        |colour| TextFormat { font_id: theme::body(), color: colour, ..TextFormat::default() };
    let mut at = 0;
    let chars: Vec<(usize, char)> = line.char_indices().collect();
    let byte = |char: usize| chars.get(char).map_or(line.len(), |(byte, _)| *byte);
    for range in marks(line) {
        let (start, end) = (byte(range.start), byte(range.end));
        job.append(line.get(at..start).unwrap_or_default(), 0.0, format(palette.ink));
        job.append(line.get(start..end).unwrap_or_default(), 0.0, format(palette.accent_ink));
        at = end;
    }
    job.append(line.get(at..).unwrap_or_default(), 0.0, format(palette.ink));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

fn underline(
    galley: &Galley,
    origin: eframe::egui::Pos2,
    at: &std::ops::Range<usize>,
    field: &Response,
    palette: &Palette,
    ui: &Ui,
) {
    let place = |at: usize| galley.pos_from_cursor(CCursor::new(at)).left();
    let (from, to) = (place(at.start), place(at.end));
    let (left, right) = (origin.x + from, origin.x + to.max(from + 8.0));
    let y = origin.y + galley.size().y + 1.0;
    let stroke = Stroke::new(2.0, palette.accent);
    ui.painter().with_clip_rect(field.rect).hline(left..=right, y, stroke);
}

/// What can be put in, below the field.
fn list_ui(state: &mut Line<'_>, palette: &Palette, field: &Response, ui: &Ui) {
    if state.list.completion.candidates.is_empty() {
        return;
    }
    let frame = Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.0, palette.hairline))
        .corner_radius(theme::CARD_RADIUS)
        .shadow(palette.shadow())
        .inner_margin(Margin::same(6));
    // Neither the chips nor what is wrong with the line is covered.
    let top = (field.rect.bottom() + theme::GRID).max(state.list.below);
    let at = pos2(field.rect.left(), top);
    let mut taken = None;
    let area = Area::new(state.id.with("candidates")).order(Order::Foreground).fixed_pos(at);
    let shown = area.show(ui.ctx(), |ui| {
        frame.show(ui, |ui| {
            ui.set_width(LIST);
            ui.spacing_mut().item_spacing.y = 0.0;
            ScrollArea::vertical().max_height(ENTRY * 10.0).auto_shrink([false, true]).show(
                ui,
                |ui| {
                    let moved = state.list.chosen;
                    for (place, candidate) in state.list.completion.candidates.iter().enumerate() {
                        let chosen = moved == Some(place);
                        let entry = entry_ui(candidate, chosen, palette, ui);
                        if chosen {
                            entry.scroll_to_me(None);
                        }
                        if entry.clicked() {
                            taken = Some(candidate.clone());
                        }
                    }
                },
            );
        });
    });
    if let Some(candidate) = taken {
        accept(state, &candidate, ui);
    } else if ui.input(|input| input.pointer.any_pressed()) {
        let at = ui.input(|input| input.pointer.interact_pos());
        let inside = |rect: Rect| at.is_some_and(|at| rect.contains(at));
        if !inside(shown.response.rect) && !inside(field.rect) {
            state.list.open = false;
        }
    }
}

fn entry_ui(candidate: &Candidate, chosen: bool, palette: &Palette, ui: &mut Ui) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(ui.available_width(), ENTRY), Sense::CLICK);
    let kind = match candidate.kind {
        CandidateKind::Field => t!("retrieve.candidate.field"),
        CandidateKind::Operator => t!("retrieve.candidate.operator"),
        CandidateKind::Theme => t!("retrieve.candidate.theme"),
        CandidateKind::Article => t!("retrieve.candidate.article"),
        CandidateKind::Year => t!("retrieve.candidate.year"),
        CandidateKind::Coder => t!("retrieve.candidate.coder"),
        CandidateKind::Attribute => t!("catalogue.candidate.attribute"),
        CandidateKind::Group => t!("catalogue.candidate.group"),
        CandidateKind::Choice | CandidateKind::Value => t!("retrieve.candidate.choice"),
    };
    response.widget_info(|| {
        let name = format!("{kind} {}", candidate.label);
        WidgetInfo::selected(Role::ListBoxOption, true, chosen, name)
    });
    if chosen || response.hovered() {
        ui.painter().rect_filled(rect, theme::RADIUS, palette.hover);
    }
    let inner = rect.shrink2(vec2(theme::grid(2.0), 0.0));
    let side = ui.painter().text(
        inner.right_center(),
        Align2::RIGHT_CENTER,
        kind,
        theme::small(),
        palette.second,
    );
    let room = inner.with_max_x(side.left() - theme::grid(2.0));
    let font = theme::body();
    widgets::paint_truncated(ui, room, Align2::LEFT_CENTER, &candidate.label, font, palette.ink);
    response
}
