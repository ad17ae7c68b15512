//! What every dialog is made of: the card, rows with a name and a field, choices, buttons.

use std::{borrow::Cow, ops::RangeInclusive};

use eframe::egui::{
    self, Align, Align2, Color32, Context, CornerRadius, Frame, Id, Key, Layout, Margin, Modal,
    Modifiers, Rect, Response, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui,
    WidgetInfo, vec2,
};
use rust_i18n::t;

use super::{explain, leave};
use crate::ui::{
    accessibility,
    theme::{self, Palette},
    widgets::{self, icon::Icon},
};

/// Height of a dialog's title, its buttons and the margins around them.
const OUTSIDE_BODY: f32 = 148.0;
/// How far grounds, focus rings and the scroll bar stand out beside a dialog's content.
const OVERHANG: i8 = 8;
/// Distance that a dialog keeps from the window's edges.
const CLEAR: f32 = 24.0;

/// Where a dialog stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormPlace {
    /// In the middle, over a window that is dimmed.
    Middle,
    /// At the right, so that what it changes is seen beside it as it will be.
    Right,
}

impl FormPlace {
    /// How far below the window's top it may begin: beside the text, the bar stays whole.
    fn top(self) -> f32 {
        match self {
            Self::Middle => CLEAR,
            Self::Right => theme::TOP_BAR + theme::grid(2.0),
        }
    }
}

/// A dialog's card with its title; `body` draws what is in it, scrolled where it does not fit, and
/// `foot` its buttons.
///
/// Returns what `foot` returns, or `None` if the user left by Escape or a click beside the card,
/// which is only possible where nothing was entered ([`leave`]).
pub(super) fn card<B, R>(
    ctx: &Context,
    palette: &Palette,
    title: &str,
    width: f32,
    body: impl FnOnce(&mut Ui) -> B,
    foot: impl FnOnce(&mut Ui, B) -> R,
) -> Option<R> {
    card_at(ctx, palette, (title, width, FormPlace::Middle), body, foot)
}

/// The same at a place of its own.
pub(super) fn card_at<B, R>(
    ctx: &Context,
    palette: &Palette,
    (title, width, place): (&str, f32, FormPlace),
    body: impl FnOnce(&mut Ui) -> B,
    foot: impl FnOnce(&mut Ui, B) -> R,
) -> Option<R> {
    let window = ctx.content_rect();
    let width = width.min(window.width() - 2.0 * CLEAR);
    let frame = Frame::new()
        .fill(palette.dialog())
        .stroke(Stroke::new(1.0, palette.hairline))
        .corner_radius(theme::CARD_RADIUS)
        .shadow(palette.shadow())
        .inner_margin(Margin::symmetric(theme::DIALOG_MARGIN - OVERHANG, theme::DIALOG_MARGIN));
    let inside = Frame::new().inner_margin(Margin::symmetric(OVERHANG, 0));
    // One identity per dialog: its fields must not take over another's text.
    let id = Id::unique(("dialog", title));
    let modal = Modal::new(id).frame(frame);
    let modal = match place {
        FormPlace::Middle => modal.backdrop_color(palette.backdrop()),
        FormPlace::Right => modal
            .area(Modal::default_area(id).anchor(Align2::RIGHT_TOP, vec2(-CLEAR, place.top())))
            .backdrop_color(Color32::TRANSPARENT),
    };
    let shown = modal.show(ctx, |ui| {
        accessibility::dialog(ui, title);
        ui.set_width(width - 2.0 * f32::from(theme::DIALOG_MARGIN - OVERHANG));
        ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(2.0));
        inside.show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.label(RichText::new(title).font(theme::dialog_title()).color(palette.ink));
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                    explain::ui(ui, palette);
                });
            });
        });
        ui.add_space(theme::grid(2.0));
        let height = (window.height() - place.top() - CLEAR - OUTSIDE_BODY).max(120.0);
        let inner = ScrollArea::vertical()
            .max_height(height)
            // The card's own height follows from this one: it must not wait for the card.
            .min_scrolled_height(height)
            .auto_shrink([false, true])
            .content_margin(Margin::symmetric(OVERHANG, 2))
            .show(ui, |ui| {
                let inner = body(ui);
                follow_focus(ui);
                inner
            })
            .inner;
        ui.add_space(theme::grid(3.0));
        inside.show(ui, |ui| foot(ui, inner)).inner
    });
    if leave::is_left(ctx, &shown) { None } else { Some(shown.inner) }
}

/// Scrolls to the field that Tab went to, where the dialog is taller than the window.
fn follow_focus(ui: &Ui) {
    let focused = ui.memory(egui::Memory::focused);
    let response = focused.and_then(|id| ui.ctx().read_response(id));
    if let Some(response) = response
        && response.gained_focus()
        && ui.min_rect().contains(response.rect.center())
    {
        ui.scroll_to_rect(response.rect.expand(theme::grid(2.0)), None);
    }
}

/// Whether Enter was pressed for the dialog as a whole, rather than for what has the focus.
///
/// Asked after everything was drawn: a field of one line has given up the focus by then, a button
/// or a field of many lines has not.
pub(super) fn confirmed(ui: &Ui) -> bool {
    let free = ui.memory(|memory| memory.focused().is_none());
    ui.input_mut(|input| {
        input.consume_key(Modifiers::COMMAND, Key::Enter)
            || (free && input.consume_key(Modifiers::NONE, Key::Enter))
    })
}

/// What a button at the foot of a dialog does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FormAnswer {
    /// Nothing was chosen yet.
    None,
    /// The first button, or Enter.
    Confirm,
    /// The second button.
    Cancel,
    /// The button on the other side.
    Aside,
}

/// The buttons of a dialog, at its right, in reading order.
pub(super) struct Buttons<'a> {
    pub(super) confirm: Cow<'a, str>,
    /// Whether it can be confirmed now.
    pub(super) enabled: bool,
    /// What leaves the dialog without doing anything; none where confirming only closes it.
    pub(super) cancel: Option<Cow<'a, str>>,
    /// Something else, at the left.
    pub(super) aside: Option<Cow<'a, str>>,
}

impl<'a> Buttons<'a> {
    /// The usual two.
    pub(super) fn new(confirm: Cow<'a, str>, enabled: bool) -> Self {
        Self { confirm, enabled, cancel: Some(t!("dialogs.cancel")), aside: None }
    }

    pub(super) fn ui(&self, ui: &mut Ui, palette: &Palette) -> FormAnswer {
        if !leave::asks(ui.ctx()) {
            return self.row_ui(ui, palette);
        }
        leave::question_ui(ui, palette);
        ui.add_space(theme::grid(1.0));
        let buttons = Self {
            confirm: self.confirm.clone(),
            enabled: self.enabled && self.cancel.is_some(),
            cancel: Some(t!("dialogs.leave.stay")),
            aside: Some(t!("dialogs.leave.drop")),
        };
        let answer = buttons.row_ui(ui, palette);
        if answer != FormAnswer::None {
            leave::ask(ui.ctx(), false);
        }
        match answer {
            FormAnswer::Aside => FormAnswer::Cancel,
            FormAnswer::Cancel => FormAnswer::None,
            other => other,
        }
    }

    fn row_ui(&self, ui: &mut Ui, palette: &Palette) -> FormAnswer {
        let mut answer = FormAnswer::None;
        ui.horizontal(|ui| {
            let gap = ui.spacing().item_spacing.x;
            let mut width = button_width(ui, &self.confirm);
            width += self.cancel.as_ref().map_or(0.0, |text| gap + button_width(ui, text));
            if let Some(text) = &self.aside
                && button(ui, palette, text, ButtonLook::Plain, true).clicked()
            {
                answer = FormAnswer::Aside;
            }
            ui.add_space((ui.available_width() - width).max(0.0));
            if let Some(text) = &self.cancel
                && button(ui, palette, text, ButtonLook::Plain, true).clicked()
            {
                answer = FormAnswer::Cancel;
            }
            if button(ui, palette, &self.confirm, ButtonLook::Primary, self.enabled).clicked() {
                answer = FormAnswer::Confirm;
            }
        });
        if answer == FormAnswer::None && self.enabled && confirmed(ui) {
            answer = FormAnswer::Confirm;
        }
        answer
    }
}

/// How a button looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum ButtonLook {
    /// The one that goes on.
    Primary,
    /// Any other.
    Plain,
}

pub(super) fn button_width(ui: &Ui, text: &str) -> f32 {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::body(), Color32::PLACEHOLDER);
    (galley.size().x + theme::grid(8.0)).max(72.0)
}

/// A button with a ground, wide enough to be hit.
pub(in crate::ui) fn button(
    ui: &mut Ui,
    palette: &Palette,
    text: &str,
    look: ButtonLook,
    enabled: bool,
) -> Response {
    let size = vec2(button_width(ui, text), theme::CONTROL + 2.0);
    let sense = if enabled { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, enabled, text));
    let pointed = enabled && response.hovered();
    let (fill, edge, ink) = match look {
        ButtonLook::Primary if !enabled => (palette.hairline, palette.hairline, palette.second),
        ButtonLook::Primary if pointed => {
            let fill = palette.accent.lerp_to_gamma(palette.ink, 0.15);
            (fill, fill, palette.on_accent)
        }
        ButtonLook::Primary => (palette.accent, palette.accent, palette.on_accent),
        ButtonLook::Plain if !enabled => (palette.raised, palette.hairline, palette.second),
        ButtonLook::Plain if pointed => (palette.hover, palette.hairline, palette.ink),
        ButtonLook::Plain => (palette.raised, palette.hairline, palette.ink),
    };
    let radius = CornerRadius::same(theme::RADIUS);
    ui.painter().rect(rect, radius, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    if response.has_focus() {
        // Outside, because the accent's line would not be seen on the accent.
        let ring = rect.expand(theme::grid(0.5));
        let radius = CornerRadius::same(theme::RADIUS + 2);
        ui.painter().rect_stroke(ring, radius, theme::focus_line(palette), StrokeKind::Outside);
    }
    widgets::paint_truncated(ui, rect, Align2::CENTER_CENTER, text, theme::body(), ink);
    response
}

/// A row of a form: the field's name at the left, `content` at its right.
pub(super) fn row<R>(
    ui: &mut Ui,
    palette: &Palette,
    name: &str,
    content: impl FnOnce(&mut Ui) -> R,
) -> R {
    ui.horizontal_top(|ui| {
        let size = vec2(theme::DIALOG_LABEL, theme::CONTROL + 2.0);
        let (rect, _) = ui.allocate_exact_size(size, Sense::empty());
        let align = Align2::LEFT_CENTER;
        widgets::paint_truncated(ui, rect, align, name, theme::body(), palette.second);
        let width = ui.available_width();
        ui.allocate_ui_with_layout(vec2(width, 0.0), Layout::top_down(Align::Min), |ui| {
            ui.spacing_mut().item_spacing.y = theme::GRID;
            content(ui)
        })
        .inner
    })
    .inner
}

/// A field of one line as wide as there is room, keeping `after` free at its right.
pub(super) fn field(
    ui: &mut Ui,
    palette: &Palette,
    text: &mut String,
    hint: &str,
    name: &str,
    after: f32,
) -> Response {
    let width = ui.available_width() - after;
    widgets::field(ui, palette, text, hint, name, width)
}

/// Gives a field the focus when its dialog is new, with its text selected.
pub(super) fn focus_first(ui: &Ui, fresh: &mut bool, response: &Response, text: &str) {
    if std::mem::take(fresh) {
        response.request_focus();
        widgets::select_all(ui, response.id, text);
    }
}

/// What stands in a row where there is nothing to choose.
pub(super) fn value(ui: &mut Ui, palette: &Palette, text: &str) {
    let size = vec2(ui.available_width(), theme::CONTROL + 2.0);
    let (rect, response) = ui.allocate_exact_size(size, Sense::empty());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, text));
    let align = Align2::LEFT_CENTER;
    widgets::paint_truncated(ui, rect, align, text, theme::body(), palette.ink);
}

/// A hint below a field.
pub(super) fn hint(ui: &mut Ui, palette: &Palette, text: &str) {
    ui.label(RichText::new(text).font(theme::small()).color(palette.second));
}

/// What is wrong with what stands in a field.
pub(in crate::ui) fn fault(ui: &mut Ui, palette: &Palette, text: &str) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GRID;
        let (rect, _) = ui.allocate_exact_size(vec2(theme::ICON, theme::ICON), Sense::empty());
        Icon::Warning.paint(ui.painter(), rect, palette.accent);
        let text = RichText::new(text).font(theme::small()).color(palette.accent_ink);
        ui.add(egui::Label::new(text).wrap());
    });
}

/// One of a few values, side by side; whether another was chosen.
pub(in crate::ui) fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    palette: &Palette,
    name: &str,
    value: &mut T,
    options: &[(T, Cow<'_, str>)],
) -> bool {
    let before = *value;
    let widths: Vec<f32> = options.iter().map(|(_, text)| segment_width(ui, text)).collect();
    let spare = (ui.available_width() - widths.iter().sum::<f32>() - 4.0).min(0.0);
    #[expect(clippy::cast_precision_loss, reason = "a handful of options")]
    let squeeze = spare / options.len().max(1) as f32;
    let height = theme::CONTROL + 2.0;
    let total = widths.iter().map(|width| width + squeeze).sum::<f32>() + 4.0;
    let (ground, _) = ui.allocate_exact_size(vec2(total, height), Sense::empty());
    ui.painter().rect_filled(ground, CornerRadius::same(theme::RADIUS), palette.well());
    let group = egui::UiBuilder::new()
        .id_salt(name)
        .max_rect(ground)
        .accessibility_role(egui::accesskit::Role::RadioGroup)
        .accessibility_label(name);
    let ui = &mut ui.new_child(group);
    let mut left = ground.left() + 2.0;
    for ((option, text), width) in options.iter().zip(widths) {
        let size = vec2(width + squeeze, height - 4.0);
        let rect = Rect::from_min_size(egui::pos2(left, ground.top() + 2.0), size);
        left = rect.right();
        let response = ui.interact(rect, ui.scope_id().with((name, &**text)), Sense::click());
        let chosen = *value == *option;
        response.widget_info(|| {
            WidgetInfo::selected(Role::RadioButton, true, chosen, format!("{name} {text}"))
        });
        segment(ui, palette, rect, text, chosen, &response);
        if response.clicked() {
            *value = *option;
        }
    }
    *value != before
}

/// How wide the choice of those would like to be.
pub(in crate::ui) fn choice_width<T>(ui: &Ui, options: &[(T, Cow<'_, str>)]) -> f32 {
    options.iter().map(|(_, text)| segment_width(ui, text)).sum::<f32>() + 4.0
}

fn segment_width(ui: &Ui, text: &str) -> f32 {
    let galley = ui.painter().layout_no_wrap(text.to_owned(), theme::body(), Color32::PLACEHOLDER);
    galley.size().x + theme::grid(5.0)
}

fn segment(ui: &Ui, palette: &Palette, rect: Rect, text: &str, chosen: bool, response: &Response) {
    let radius = CornerRadius::same(theme::RADIUS - 1);
    if chosen {
        let line = Stroke::new(1.0, palette.hairline);
        ui.painter().rect(rect, radius, palette.raised, line, StrokeKind::Inside);
    }
    let ink = if chosen || response.hovered() { palette.ink } else { palette.second };
    widgets::paint_truncated(ui, rect, Align2::CENTER_CENTER, text, theme::body(), ink);
    widgets::focus_ring(ui, palette, rect, response);
}

/// A number and its unit with a button on either side; whether one was pressed.
pub(super) fn stepper(
    ui: &mut Ui,
    palette: &Palette,
    (name, unit): (&str, &str),
    number: &mut u16,
    step: u16,
    range: &RangeInclusive<u16>,
) -> bool {
    let value = *number;
    let mut wanted = None;
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::GRID;
        let less = t!("dialogs.less", name = name);
        if widgets::icon_button(ui, palette, Icon::Minus, &less, value > *range.start()).clicked() {
            wanted = Some(value.saturating_sub(step).max(*range.start()));
        }
        let (rect, response) = ui.allocate_exact_size(vec2(64.0, theme::CONTROL), Sense::empty());
        let text = format!("{value}{unit}");
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{name} {text}")));
        widgets::paint_truncated(
            ui,
            rect,
            Align2::CENTER_CENTER,
            &text,
            theme::body(),
            palette.ink,
        );
        let more = t!("dialogs.more", name = name);
        if widgets::icon_button(ui, palette, Icon::Plus, &more, value < *range.end()).clicked() {
            wanted = Some(value.saturating_add(step).min(*range.end()));
        }
    });
    *number = wanted.unwrap_or(value);
    wanted.is_some()
}

/// Something that is on or off; whether it was switched.
pub(super) fn switch(ui: &mut Ui, palette: &Palette, text: &str, on: &mut bool) -> bool {
    let room = (ui.available_width() - 28.0).max(80.0);
    let galley = ui.painter().layout(text.to_owned(), theme::body(), palette.ink, room);
    let size = vec2(galley.size().x + 28.0, galley.size().y.max(theme::CONTROL + 2.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    if response.clicked() {
        *on = !*on;
    }
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, true, *on, text));
    let square = egui::Vec2::splat(16.0);
    let square = Rect::from_min_size(egui::pos2(rect.left(), rect.center().y - 8.0), square);
    let radius = CornerRadius::same(theme::RADIUS - 2);
    let (fill, edge) =
        if *on { (palette.accent, palette.accent) } else { (palette.raised, palette.second) };
    ui.painter().rect(square, radius, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
    if *on {
        Icon::Check.paint(ui.painter(), square, palette.on_accent);
    }
    let place = egui::pos2(square.right() + 8.0, rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(place, galley, palette.ink);
    widgets::focus_ring(ui, palette, rect.expand2(vec2(4.0, 0.0)), &response);
    response.clicked()
}

/// A path in a list that can be chosen, with its folder in front in the second ink.
pub(in crate::ui) fn path_row(
    ui: &mut Ui,
    palette: &Palette,
    path: &std::path::Path,
    present: bool,
) -> Response {
    use crate::session::describe;
    let size = vec2(ui.available_width(), theme::PATH_ROW);
    let sense = if present { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    let name = path
        .file_name()
        .map_or_else(|| describe::path(path), |name| describe::shown(&name.to_string_lossy()));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, present, &name));
    // The ground stands out on both sides, so that the text is flush with what is around it.
    let ground = rect.expand2(vec2(f32::from(OVERHANG), 0.0));
    if present && response.hovered() {
        ui.painter().rect_filled(ground, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    widgets::focus_ring(ui, palette, ground, &response);
    let icon = Rect::from_min_size(rect.min, vec2(theme::ICON, rect.height()));
    let ink = if present { palette.ink } else { palette.second };
    Icon::Folder.paint(ui.painter(), icon, if present { palette.second } else { palette.faint });
    let text = rect.with_min_x(icon.right() + theme::grid(2.0));
    let align = Align2::LEFT_CENTER;
    let used = widgets::paint_truncated(ui, text, align, &name, theme::body(), ink);
    let beside = text.with_min_x(used.right() + theme::grid(3.0));
    if beside.width() > 40.0 {
        let folder = if present {
            path.parent().map(describe::path).unwrap_or_default()
        } else {
            t!("welcome.missing").into_owned()
        };
        let align = Align2::RIGHT_CENTER;
        widgets::paint_truncated(ui, beside, align, &folder, theme::small(), palette.second);
    }
    response.on_hover_text(describe::path(path))
}
