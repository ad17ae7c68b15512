//! The bar on top (pages, the one field, common commands) and the status line below.

use eframe::egui::{
    self, Align, Align2, CornerRadius, Frame, Id, Layout, Margin, Panel, Rect, RichText, Role,
    Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{
    action::{Action, ActionGroup},
    dialogs, fonts,
    message::Message,
    page_id::PageId,
    pages::Pages,
    shared::Shared,
    theme::{self, Palette},
    widgets::{self, icon::Icon, menu},
};
use crate::{
    session::{JobKind, SaveState, Session, describe},
    t,
};

/// The bar on top.
pub(super) fn top_ui(
    session: &Session,
    shown: PageId,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let frame = Frame::new()
        .fill(palette.panel)
        .inner_margin(Margin::symmetric(12, 0))
        .stroke(Stroke::NONE);
    Panel::top("top").frame(frame).exact_size(theme::TOP_BAR).resizable(false).show(ui, |ui| {
        let bar = ui.max_rect();
        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
            menu_ui(session, palette, ui, out);
            if session.corpus().is_some() {
                for &page in PageId::ALL {
                    tab(ui, palette, shown == page, Action::Page(page), out);
                }
            }
            let left = ui.cursor().left();
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = 2.0;
                if session.corpus().is_some() {
                    for (text, action) in
                        [(t!("bar.export"), Action::Export), (t!("bar.import"), Action::Import)]
                    {
                        if widgets::text_button(ui, palette, &text, palette.ink)
                            .on_hover_text(action.tooltip(ui.ctx()))
                            .clicked()
                        {
                            out.push(Message::Act(action));
                        }
                    }
                    ui.add_space(theme::grid(1.0));
                }
                button(ui, palette, Action::Settings, true, out);
                if session.corpus().is_some() {
                    button(ui, palette, Action::Focus, true, out);
                    button(ui, palette, Action::WordMarks, true, out);
                    button(ui, palette, Action::Find, true, out);
                    history_buttons(session, palette, ui, out);
                }
                let right = ui.cursor().right();
                if session.corpus().is_some() {
                    everything_field(palette, ui, bar, left, right, out);
                }
            });
        });
        let line = Stroke::new(1.0, palette.hairline);
        ui.painter().hline(bar.x_range().expand(12.0), bar.bottom() - 0.5, line);
    });
}

/// What the menu of every command is known by, for its key.
fn menu_id() -> Id {
    Id::unique("menu of every command")
}

/// Opens the menu for the keyboard.
pub(super) fn open_menu(ctx: &egui::Context) {
    let corner = ctx.content_rect().left_top() + vec2(12.0, theme::TOP_BAR - 6.0);
    menu::open(ctx, menu_id(), Rect::from_min_size(corner, vec2(theme::CONTROL, 0.0)));
}

/// The menu of every command, and the program's name.
fn menu_ui(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let response = widgets::action_button(ui, palette, Action::Menu, true);
    egui::Popup::menu(&response).id(menu_id()).show(|ui| {
        menu::prepare(ui, theme::MENU_WIDTH);
        // Nobody walks a menu to move the caret by a character.
        for group in ActionGroup::ALL.into_iter().filter(|&group| group != ActionGroup::Caret) {
            menu::sub(ui, &group.label(), theme::MENU_WIDE, |ui| {
                for &action in Action::ALL {
                    if action.group() == group && action != Action::Menu {
                        menu_item(session, palette, ui, action, out);
                    }
                }
            });
        }
    });
    menu::tend(ui.ctx(), menu_id());
    let name = RichText::new(t!("app.name"))
        .font(egui::FontId::new(18.0, fonts::serif_bold()))
        .color(palette.accent_ink);
    ui.add(egui::Label::new(name));
    ui.add_space(theme::grid(1.0));
}

fn menu_item(
    session: &Session,
    palette: &Palette,
    ui: &mut Ui,
    action: Action,
    out: &mut Vec<Message>,
) {
    // Undo and redo say what they would take back.
    let (label, enabled) = match action {
        Action::Undo => {
            (named(action, session.undo_name().as_deref()), session.undo_name().is_some())
        }
        Action::Redo => {
            (named(action, session.redo_name().as_deref()), session.redo_name().is_some())
        }
        other => (other.label().into_owned(), true),
    };
    if menu::action_named(ui, palette, action, &label, enabled) {
        out.push(Message::Act(action));
    }
}

fn named(action: Action, step: Option<&str>) -> String {
    let label = action.label();
    step.map_or_else(
        || label.to_string(),
        |step| t!("bar.step", action = label, step = step).into_owned(),
    )
}

fn tab(ui: &mut Ui, palette: &Palette, chosen: bool, action: Action, out: &mut Vec<Message>) {
    let label = action.label();
    let colour = if chosen { palette.ink } else { palette.second };
    let galley = ui.painter().layout_no_wrap(label.to_string(), theme::body(), colour);
    let size = vec2(galley.size().x + theme::grid(6.0), 28.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Tab, true, chosen, label.as_ref()));
    let radius = CornerRadius::same(theme::RADIUS);
    if chosen {
        let stroke = Stroke::new(1.0, palette.hairline);
        ui.painter().rect(rect, radius, palette.raised, stroke, StrokeKind::Inside);
    } else if response.hovered() {
        ui.painter().rect_filled(rect, radius, palette.hover);
    }
    ui.painter().galley(rect.center() - galley.size() / 2.0, galley, colour);
    widgets::focus_ring(ui, palette, rect, &response);
    if response.on_hover_text(action.tooltip(ui.ctx())).clicked() {
        out.push(Message::Act(action));
    }
}

fn button(ui: &mut Ui, palette: &Palette, action: Action, enabled: bool, out: &mut Vec<Message>) {
    if widgets::action_button(ui, palette, action, enabled).clicked() {
        out.push(Message::Act(action));
    }
}

fn history_buttons(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    for (action, icon, step) in [
        (Action::Redo, Icon::Redo, session.redo_name()),
        (Action::Undo, Icon::Undo, session.undo_name()),
    ] {
        let keys = action.keys_text(ui.ctx()).unwrap_or_default();
        let name = format!("{}  {keys}", named(action, step.as_deref()));
        if widgets::icon_button(ui, palette, icon, &name, step.is_some()).clicked() {
            out.push(Message::Act(action));
        }
    }
}

/// The field in the middle that opens the palette of articles, themes and commands.
fn everything_field(
    palette: &Palette,
    ui: &Ui,
    bar: Rect,
    left: f32,
    right: f32,
    out: &mut Vec<Message>,
) {
    let room = right - left - theme::grid(6.0);
    let width = room.min(300.0);
    if width < 90.0 {
        return;
    }
    let middle = bar
        .center()
        .x
        .clamp(left + theme::grid(3.0) + width / 2.0, right - theme::grid(3.0) - width / 2.0);
    let rect = Rect::from_center_size(pos2(middle, bar.center().y), vec2(width, 28.0));
    let response = ui.interact(rect, ui.unique_id().with("everything"), Sense::click());
    let hint = t!("bar.everything");
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, hint.as_ref()));
    let radius = CornerRadius::same(theme::RADIUS);
    let fill = if response.hovered() { palette.hover } else { palette.raised };
    let stroke = Stroke::new(1.0, palette.hairline);
    ui.painter().rect(rect, radius, fill, stroke, StrokeKind::Inside);
    widgets::focus_ring(ui, palette, rect, &response);
    let keys = Action::Palette.keys_text(ui.ctx()).unwrap_or_default();
    let inner = rect.shrink2(vec2(10.0, 0.0));
    let keys_rect = ui.painter().text(
        inner.right_center(),
        Align2::RIGHT_CENTER,
        keys,
        theme::small(),
        palette.second,
    );
    let hint_rect = inner.with_max_x(keys_rect.left() - 8.0);
    widgets::paint_truncated(
        ui,
        hint_rect,
        Align2::LEFT_CENTER,
        &hint,
        theme::body(),
        palette.second,
    );
    if response.on_hover_text(Action::Palette.tooltip(ui.ctx())).clicked() {
        out.push(Message::Act(Action::Palette));
    }
}

/// The status line.
pub(super) fn status_ui(
    session: &Session,
    shared: &Shared,
    pages: &Pages,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let frame = Frame::new().fill(palette.panel).inner_margin(Margin::symmetric(14, 0));
    Panel::bottom("status").frame(frame).exact_size(theme::STATUS_BAR).resizable(false).show(
        ui,
        |ui| {
            let bar = ui.max_rect();
            let line = Stroke::new(1.0, palette.hairline);
            ui.painter().hline(bar.x_range().expand(14.0), bar.top() + 0.5, line);
            ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                ui.spacing_mut().item_spacing.x = theme::grid(5.0);
                for text in place(session, shared, pages) {
                    ui.label(RichText::new(text).font(theme::small()).color(palette.second));
                }
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    save_state(session, palette, ui, out);
                    waiting(session, palette, ui, out);
                    if session.corpus().is_some() {
                        coder(session, palette, ui, out);
                        blind(session, palette, ui, out);
                    }
                    jobs(session, palette, ui, out);
                    // Last: it takes what room the others leave.
                    failure_reason(session, palette, ui);
                });
            });
        },
    );
}

/// Where the caret is and what is selected.
fn place(session: &Session, shared: &Shared, pages: &Pages) -> Vec<String> {
    let Some(corpus) = session.corpus() else { return Vec::new() };
    let article = shared.article.as_ref().and_then(|path| corpus.article(path));
    let of_page = |article| pages.of(shared.page, |page| page.status(session, article)).flatten();
    article.and_then(|article| of_page(article)).unwrap_or_else(|| vec![corpus.name()])
}

fn coder(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let text = t!("status.coder", coder = session.coder().as_str());
    let label = RichText::new(text).font(theme::small()).color(palette.second);
    let button = egui::Button::new(label).frame(false);
    if ui.add(button).on_hover_text(t!("status.coder_hint")).clicked() {
        out.push(Message::Open(dialogs::Dialog::coder(session)));
    }
}

/// That the others' marks are not seen stays said as long as it is so.
fn blind(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    if !session.is_blind() {
        return;
    }
    let label = RichText::new(t!("blind.status")).font(theme::small()).color(palette.accent_ink);
    let button = egui::Button::new(label).frame(false);
    if ui.add(button).on_hover_text(t!("blind.status_hint")).clicked() {
        out.push(Message::Act(Action::CodeBlind));
    }
}

fn jobs(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    if session.jobs().next().is_some() {
        // What runs tells how far it is a few times a second, whatever else happens.
        ui.ctx().request_repaint_after(std::time::Duration::from_millis(200));
    }
    for job in session.jobs() {
        let (done, total) = (job.progress.done(), job.progress.total());
        let text = match job.kind {
            JobKind::Opening => t!("status.opening", done = done, total = total),
            JobKind::Exporting => t!("status.exporting", total = theme::grouped(total)),
            JobKind::Importing => t!("status.importing"),
            JobKind::Caring => t!("care.running"),
            JobKind::Copying => t!("status.copying"),
            JobKind::Segmenting => t!("words.status.segmenting", done = done, total = total),
            JobKind::Answering(Some(status)) => t!(status, done = done, total = total),
            // Over before one could read it.
            JobKind::Answering(None) => continue,
            JobKind::Reloading => t!("status.reloading", done = done, total = total),
        };
        let stop = egui::Button::new(RichText::new(t!("status.stop")).font(theme::small()));
        if ui.add(stop.small()).clicked() {
            out.push(Message::Do(crate::session::Command::CancelJobs));
        }
        ui.label(RichText::new(text).font(theme::small()).color(palette.second));
        if job.kind == JobKind::Exporting {
            running_bar(palette, ui);
        }
    }
}

/// A bar for work of which nobody knows how far it is, with a piece that wanders.
fn running_bar(palette: &Palette, ui: &mut Ui) {
    const PIECE: f32 = 0.3;
    let (rect, _) = ui.allocate_exact_size(theme::JOB_BAR, egui::Sense::empty());
    let radius = theme::JOB_BAR.y / 2.0;
    ui.painter().rect_filled(rect, radius, palette.hairline);
    #[expect(clippy::cast_possible_truncation, reason = "between 0 and 1")]
    let at = (ui.input(|input| input.time) * 0.7).fract() as f32;
    let left = rect.left() + (at * (1.0 + PIECE) - PIECE) * rect.width();
    let piece = egui::Rect::from_x_y_ranges(left..=left + PIECE * rect.width(), rect.y_range());
    ui.painter().rect_filled(piece.intersect(rect), radius, palette.accent);
    ui.ctx().request_repaint_after(std::time::Duration::from_millis(40));
}

/// What waits for a decision stays named until it is decided.
fn waiting(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    let count = session.waiting();
    if count == 0 {
        return;
    }
    let label = RichText::new(t!("care.waiting", count = count)).font(theme::small());
    let button = egui::Button::new(label.color(palette.accent_ink)).frame(false);
    if ui.add(button).on_hover_text(Action::NeedsReview.tooltip(ui.ctx())).clicked() {
        out.push(Message::Act(Action::NeedsReview));
    }
}

fn save_state(session: &Session, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    if session.corpus().is_none() {
        return;
    }
    let (text, colour) = match session.save_state() {
        SaveState::Saved => (t!("status.saved"), palette.good),
        SaveState::Saving => (t!("status.saving"), palette.second),
        SaveState::Failed(failures) => {
            let mut reasons: Vec<String> =
                failures.iter().map(|failure| describe::shown(&failure.reason)).collect();
            reasons.sort();
            reasons.dedup();
            let text = t!("status.save_failed", count = failures.len());
            let label = RichText::new(text).font(theme::small()).color(palette.accent_ink);
            let button = egui::Button::new(label).frame(false);
            if ui.add(button).on_hover_text(reasons.join("\n")).clicked() {
                out.push(Message::Open(dialogs::Dialog::SaveFailed));
            }
            return;
        }
    };
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 2.0;
        let label = ui.label(RichText::new(text).font(theme::small()).color(colour));
        let dot = pos2(label.rect.left() - 8.0, label.rect.center().y);
        ui.painter().circle_filled(dot, 4.0, colour);
        ui.add_space(10.0);
    });
}

/// The reason stays visible beside the state, not only in a tooltip.
fn failure_reason(session: &Session, palette: &Palette, ui: &mut Ui) {
    let SaveState::Failed(failures) = session.save_state() else { return };
    let Some(failure) = failures.first() else { return };
    if ui.available_width() < theme::grid(30.0) {
        return;
    }
    let reason = describe::shown(&failure.reason);
    let label = RichText::new(&reason).font(theme::small()).color(palette.ink);
    ui.add(egui::Label::new(label).truncate().selectable(false)).on_hover_text(reason);
}
