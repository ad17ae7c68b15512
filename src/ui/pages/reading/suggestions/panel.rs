//! The panel at the right while suggestions are gone through: what was learned, the one that is
//! answered next with its reasons, and the others.

use eframe::egui::{
    Align, Align2, Button, CornerRadius, Frame, Label, Layout, Margin, Rect, RichText, Role,
    ScrollArea, Sense, Stroke, Ui, WidgetInfo, pos2, vec2,
};

use super::{
    NearestLook, QueueOrder, SuggestionQueue, key_of, nearest_ui, reasons::likeness_ui, reasons_ui,
    suggested, with_key,
};
use crate::{
    analysis::suggest::{SetSuggestions, ThemeSuggestion},
    session::{Command, Inquiry, Session, SuggestInSet},
    t,
    ui::{
        action::Action,
        caret::Direction,
        message::{Message, SuggestionVerdict},
        pages::Room,
        theme::{self, Palette},
        widgets::{self, chip, icon::Icon},
    },
};

/// Height of a row of the others.
const ROW: f32 = 52.0;

/// The panel.
pub(super) fn ui(queue: &mut SuggestionQueue, room: &mut Room<'_>, ui: &mut Ui) {
    let margin = Margin { left: 12, right: 12, top: 8, bottom: 0 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(theme::GRID, theme::grid(1.0));
        head_ui(room, ui);
        let Some(suggested) = suggested(room.session).cloned() else {
            return waiting_ui(room, ui);
        };
        learned_ui(queue, &suggested, room, ui);
        orders_ui(queue, room, ui);
        let list = queue.list(room.session, &suggested, room.shared.article.as_ref());
        let current = list.iter().position(|one| queue.current.as_ref() == Some(&key_of(one)));
        match current.and_then(|at| list.get(at)) {
            Some(one) => {
                let place = (current.unwrap_or_default() + 1, list.len());
                card_ui(queue, (one, place), room, ui);
            }
            None => nothing_ui(queue, &suggested, room, ui),
        }
        others_ui((&list, current), room, ui);
    });
}

fn small(text: impl Into<String>, palette: &Palette) -> RichText {
    RichText::new(text).font(theme::small()).color(palette.second)
}

fn head_ui(room: &mut Room<'_>, ui: &mut Ui) {
    let palette = room.palette;
    ui.horizontal(|ui| {
        ui.set_height(theme::CONTROL);
        ui.label(RichText::new(t!("suggest.title")).color(palette.ink));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let close = with_key(Action::SuggestionQueue, "Esc");
            if widgets::icon_button(ui, palette, Icon::Close, &close, true).clicked() {
                room.out.push(Message::Suggest(SuggestionVerdict::Close));
            }
            if let Some(all) = suggested(room.session) {
                let text = t!("suggest.state.counts", here = all.here.len(), all = all.total());
                ui.label(small(text, palette));
            }
        });
    });
}

fn waiting_ui(room: &mut Room<'_>, ui: &mut Ui) {
    let stopped = room.session.inquiry::<SuggestInSet>().is_some_and(Inquiry::is_stopped);
    let text = if stopped { t!("suggest.error.stopped") } else { t!("suggest.state.waiting") };
    ui.add(Label::new(small(text, room.palette)).wrap());
    if stopped {
        let again = t!("suggest.again");
        if widgets::text_button(ui, room.palette, &again, room.palette.accent_ink).clicked() {
            let asked = room.session.inquiry::<SuggestInSet>().and_then(Inquiry::asked);
            room.out.extend(asked.cloned().map(|again| Message::Do(Command::ask(again))));
        }
    }
}

/// What was learned, and how the last answers were.
fn learned_ui(queue: &SuggestionQueue, all: &SetSuggestions, room: &Room<'_>, ui: &mut Ui) {
    let learned = all.themes.iter().filter(|theme| !theme.is_by_likeness());
    let (themes, passages) =
        learned.fold((0, 0), |(themes, sum), theme| (themes + 1, sum + theme.learned.passages));
    let mut text = match queue.tags.missing() {
        0 => t!("suggest.state.learned", passages = passages, themes = themes).into_owned(),
        more => t!("suggest.state.few", more = more).into_owned(),
    };
    if !queue.answers.is_empty() {
        let yes = queue.answers.iter().filter(|yes| **yes).count();
        text.push_str(&t!("suggest.state.latest", count = queue.answers.len(), yes = yes));
    }
    ui.add(Label::new(small(text, room.palette)).wrap());
    let row = queue
        .current
        .as_ref()
        .map(|key| room.session.refused_in_a_row(key.theme, &room.session.coder()));
    if let Some(row) = row.filter(|row| *row >= 20) {
        ui.add(
            Label::new(small(t!("suggest.state.refused_row", count = row), room.palette)).wrap(),
        );
    }
}

fn orders_ui(queue: &mut SuggestionQueue, room: &mut Room<'_>, ui: &mut Ui) {
    let palette = room.palette;
    ui.horizontal(|ui| {
        for order in QueueOrder::ALL {
            let name = match order {
                QueueOrder::Text => t!("suggest.order.text"),
                QueueOrder::Sure => t!("suggest.order.sure"),
                QueueOrder::Uncertain => t!("suggest.order.uncertain"),
            };
            let toggle = chip::toggle(ui, palette, &name, queue.order == order);
            if toggle.clicked() && queue.order != order {
                (queue.order, queue.at) = (order, 0);
                queue.current = None;
                ui.ctx().request_repaint();
            }
        }
        if let Some(key) = &queue.current {
            let many = widgets::text_button(ui, palette, &t!("suggest.bulk.short"), palette.ink);
            if many.on_hover_text(t!("suggest.bulk.hint")).clicked() {
                room.out.push(Message::CodeBySuggestions(key.theme));
            }
        }
    });
}

/// The one that is answered next.
fn card_ui(
    queue: &SuggestionQueue,
    (one, (place, count)): (&ThemeSuggestion, (usize, usize)),
    room: &mut Room<'_>,
    ui: &mut Ui,
) {
    let (session, palette) = (room.session, room.palette);
    let Some(known) = session.codebook().get(one.theme) else { return };
    let colour = palette.theme(known.colour);
    let frame = Frame::new()
        .fill(palette.raised)
        .stroke(Stroke::new(1.5, palette.accent))
        .corner_radius(theme::CARD_RADIUS)
        .inner_margin(Margin::same(10));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.horizontal(|ui| {
            let (dot, _) = ui.allocate_exact_size(vec2(12.0, 20.0), Sense::hover());
            ui.painter().circle_filled(dot.center(), 4.5, colour);
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                for (icon, name, direction) in [
                    (Icon::Down, t!("suggest.next"), Direction::Forward),
                    (Icon::Up, t!("suggest.previous"), Direction::Back),
                ] {
                    if widgets::icon_button(ui, palette, icon, &name, count > 1).clicked() {
                        room.out.push(Message::Suggest(SuggestionVerdict::Step(direction)));
                    }
                }
                ui.label(small(t!("suggest.place", at = place, count = count), palette));
                ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                    let name = t!("suggest.name", theme = known.name, score = score(one));
                    ui.add(Label::new(RichText::new(name).color(palette.ink)).truncate());
                });
            });
        });
        let article = session.corpus().and_then(|c| c.article(&one.suggestion.article));
        let text = article.and_then(|article| article.text.slice(queue.wanted(one)));
        let text = text.unwrap_or(&one.suggestion.text);
        let text = session.read_loose(&[text]).concat();
        ui.add(Label::new(RichText::new(text).font(theme::excerpt()).color(palette.ink)).wrap());
        if room.shared.article.as_ref() != Some(&one.suggestion.article) {
            ui.add(
                Label::new(small(session.title_read(&one.suggestion.article), palette)).truncate(),
            );
        }
        likeness_ui(one, palette, ui);
        buttons_ui(one, room, ui);
        choices_ui(one, room, ui);
        ui.add_space(theme::GRID);
        reasons_ui(session, (one, colour), palette, ui);
        nearest_ui(session, (one, NearestLook::Rows), palette, ui, room.out);
    });
}

/// How sure it is: `0.82`.
pub(super) fn score(one: &ThemeSuggestion) -> String {
    format!("{:.2}", one.suggestion.score)
}

/// Yes, no and later.
fn buttons_ui(one: &ThemeSuggestion, room: &mut Room<'_>, ui: &mut Ui) {
    let palette = room.palette;
    let refuse = Action::RefuseSuggestion.keys_text(ui.ctx()).unwrap_or_default();
    ui.columns(3, |columns| {
        let answers = [
            (t!("suggest.accept"), "Enter", Action::AcceptSuggestion),
            (t!("suggest.refuse"), refuse.as_str(), Action::RefuseSuggestion),
            (t!("suggest.later"), &*t!("suggest.space"), Action::LaterSuggestion),
        ];
        for (column, (name, key, action)) in columns.iter_mut().zip(answers) {
            let primary = action == Action::AcceptSuggestion;
            let (fill, ink, edge) = if primary {
                (palette.accent, palette.on_accent, palette.accent)
            } else {
                (palette.raised, palette.ink, palette.hairline)
            };
            let width = column.available_width();
            let button = Button::new(RichText::new(&*name).color(ink))
                .fill(fill)
                .stroke(Stroke::new(1.0, edge));
            let key_text = format!("{name}  {key}");
            let response =
                column.add_sized(vec2(width, theme::CONTROL), button).on_hover_text(key_text);
            let key = RichText::new(key).font(theme::small()).color(palette.second);
            column.vertical_centered(|ui| ui.add(Label::new(key).selectable(false)));
            if response.clicked() {
                let key = key_of(one);
                room.out.push(match action {
                    Action::AcceptSuggestion => Message::Suggest(SuggestionVerdict::Take(key)),
                    Action::RefuseSuggestion => Message::Suggest(SuggestionVerdict::Refuse(key)),
                    other => Message::Act(other),
                });
            }
        }
    });
}

/// Another theme, and other ends.
fn choices_ui(one: &ThemeSuggestion, room: &mut Room<'_>, ui: &mut Ui) {
    let (session, palette) = (room.session, room.palette);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GRID;
        chip::menu(ui, palette, &t!("suggest.other_theme"), false, None, |ui| {
            for (_, other) in session.codebook().tree() {
                let dot = Some(palette.theme(other.colour));
                let key = other.key.map(|key| key.to_string()).unwrap_or_default();
                let chosen = other.id == one.theme;
                if chip::option(ui, palette, &other.name, chosen, dot, &key).clicked() {
                    room.out.push(Message::TagWith(other.id));
                    ui.close();
                }
            }
        });
        chip::menu(ui, palette, &t!("suggest.ends"), false, None, |ui| {
            for action in
                [Action::StartBack, Action::StartForward, Action::EndBack, Action::EndForward]
            {
                let key = action.keys_text(ui.ctx()).unwrap_or_default();
                if chip::option(ui, palette, &action.label(), false, None, &key).clicked() {
                    room.out.push(Message::Act(action));
                }
            }
        });
    });
}

/// Why the list is empty, and where there is more.
fn nothing_ui(queue: &SuggestionQueue, all: &SetSuggestions, room: &mut Room<'_>, ui: &mut Ui) {
    let palette = room.palette;
    ui.add_space(theme::grid(2.0));
    let text = match queue.order {
        _ if all.themes.is_empty() => t!("suggest.nothing.learned"),
        QueueOrder::Text => t!("suggest.nothing.here"),
        QueueOrder::Sure | QueueOrder::Uncertain => t!("suggest.nothing.anywhere"),
    };
    ui.add(Label::new(small(text, palette)).wrap());
    if queue.order != QueueOrder::Text {
        return;
    }
    let Some(corpus) = room.session.corpus() else { return };
    let open = room.shared.article.as_ref().and_then(|path| corpus.position(path));
    let entries = corpus.entries().iter();
    let behind = entries.clone().skip(open.map_or(0, |at| at + 1));
    let mut round = behind.chain(entries).map(|entry| &entry.path);
    let next = round
        .find(|&path| Some(path) != room.shared.article.as_ref() && all.counts.contains_key(path));
    if let Some(path) = next {
        let count = all.counts.get(path).copied().unwrap_or_default();
        let title = room.session.title_read(path);
        let title = crate::text::first_characters(&title, 14);
        let label = t!("suggest.nothing.next", title = title, count = count);
        if widgets::text_button(ui, palette, &label, palette.accent_ink).clicked() {
            room.out.push(Message::Show(path.clone()));
        }
    }
}

/// The others of the list; a click goes to one.
fn others_ui(
    (list, current): (&[&ThemeSuggestion], Option<usize>),
    room: &mut Room<'_>,
    ui: &mut Ui,
) {
    let (session, palette) = (room.session, room.palette);
    let others: Vec<_> = list.iter().enumerate().filter(|(at, _)| Some(*at) != current).collect();
    ui.add_space(theme::GRID);
    let area = ScrollArea::vertical().id_salt("suggestions").auto_shrink(false);
    area.show_rows(ui, ROW, others.len(), |ui, rows| {
        for (_, one) in others.get(rows).unwrap_or_default() {
            let Some(known) = session.codebook().get(one.theme) else { continue };
            let (rect, response) =
                ui.allocate_exact_size(vec2(ui.available_width(), ROW), Sense::click());
            let name = t!("suggest.name", theme = known.name, score = score(one));
            let words = session.read_loose(&[&one.suggestion.text]).concat();
            let spoken = format!("{name} {words}");
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &spoken));
            if response.hovered() {
                let radius = CornerRadius::same(theme::RADIUS);
                ui.painter().rect_filled(rect, radius, palette.hover);
            }
            row_ui(session, (one, &name, &words), palette, ui, rect);
            widgets::focus_ring(ui, palette, rect, &response);
            if response.clicked() {
                room.out.push(Message::Suggest(SuggestionVerdict::Choose(key_of(one))));
            }
        }
    });
}

fn row_ui(
    session: &Session,
    (one, name, words): (&ThemeSuggestion, &str, &str),
    palette: &Palette,
    ui: &Ui,
    rect: Rect,
) {
    let Some(known) = session.codebook().get(one.theme) else { return };
    let inner = rect.shrink2(vec2(theme::grid(1.5), theme::GRID));
    let (top, bottom) = (inner.with_max_y(inner.center().y), inner.with_min_y(inner.center().y));
    let dot = pos2(top.left() + 6.0, top.center().y);
    ui.painter().circle_stroke(dot, 4.0, Stroke::new(1.5, palette.theme(known.colour)));
    let (left, ink) = (Align2::LEFT_CENTER, palette.ink);
    let name_room = top.with_min_x(top.left() + theme::grid(4.0));
    widgets::paint_truncated(ui, name_room, left, name, theme::body(), ink);
    widgets::paint_truncated(ui, bottom, left, words, theme::quote_line(), palette.second);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, (1.0, palette.hairline));
}
