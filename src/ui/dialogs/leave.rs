//! Leaving a dialog by Escape or a click beside it.
//!
//! One rule for every dialog: where nothing was entered it closes at once; where something was, it
//! stays. Escape then leaves the field first, and with no field left it asks at the foot of the
//! dialog whether what was entered may go. Only a button throws anything away.

use eframe::egui::{Context, Id, Key, ModalResponse, Modifiers, RichText, Sense, Ui, vec2};
use rust_i18n::t;

use crate::ui::{
    theme::{self, Palette},
    widgets::icon::Icon,
};

/// What stands in the open dialog.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Entered {
    /// Nothing that would be lost.
    #[default]
    Nothing,
    /// Something that is not confirmed.
    Something,
    /// The same, and it was asked whether it may go.
    Asked,
}

/// How the open dialog can be left, kept from frame to frame.
#[derive(Clone, Copy, Debug, Default)]
struct Leave {
    entered: Entered,
    /// Whether something was entered when the pointer was pressed last: the press may itself have saved a field.
    was_changed: bool,
    /// Whether a field had the keyboard at the end of the frame before; egui has taken it away by
    /// the time that Escape is looked at.
    was_typing: bool,
}

fn change<R>(ctx: &Context, change: impl FnOnce(&mut Leave) -> R) -> R {
    ctx.data_mut(|data| change(data.get_temp_mut_or_default(Id::unique("leaving a dialog"))))
}

/// Tells, before the dialog is drawn, whether something was entered that would be lost.
pub(super) fn begin(ctx: &Context, is_changed: bool) {
    let pressed = ctx.input(|input| input.pointer.any_pressed());
    change(ctx, |leave| {
        leave.entered = match leave.entered {
            _ if !is_changed => Entered::Nothing,
            Entered::Nothing => Entered::Something,
            entered => entered,
        };
        if pressed {
            leave.was_changed = is_changed;
        }
    });
}

/// Whether the dialog asks if what was entered may go.
pub(super) fn asks(ctx: &Context) -> bool {
    change(ctx, |leave| leave.entered == Entered::Asked)
}

/// Makes the dialog ask, or not any more.
pub(super) fn ask(ctx: &Context, asks: bool) {
    let entered = if asks { Entered::Asked } else { Entered::Something };
    change(ctx, |leave| leave.entered = entered);
}

/// Whether the dialog that was `shown` is left in this frame.
pub(super) fn is_left<T>(ctx: &Context, shown: &ModalResponse<T>) -> bool {
    // Both are for an open menu first.
    let is_free = shown.is_top_modal && !shown.any_popup_open;
    let escape = is_free && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
    let beside = is_free && shown.backdrop_response.clicked();
    let is_typing = ctx.text_edit_focused();
    change(ctx, |leave| {
        let was_typing = std::mem::replace(&mut leave.was_typing, is_typing);
        match leave.entered {
            Entered::Nothing => {
                let saved_by_press = beside && leave.was_changed;
                return shown.response.should_close() || escape || (beside && !saved_by_press);
            }
            // From the field to the dialog, from there to the question, and back.
            Entered::Something if escape && !was_typing => leave.entered = Entered::Asked,
            Entered::Something if beside => leave.entered = Entered::Asked,
            Entered::Asked if escape => leave.entered = Entered::Something,
            Entered::Something | Entered::Asked => {}
        }
        false
    })
}

/// The question, above the buttons.
pub(super) fn question_ui(ui: &mut Ui, palette: &Palette) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::grid(2.0);
        let (rect, _) = ui.allocate_exact_size(vec2(theme::ICON, theme::ICON), Sense::empty());
        Icon::Warning.paint(ui.painter(), rect, palette.accent);
        let text = RichText::new(t!("dialogs.leave.question")).color(palette.ink);
        ui.add(eframe::egui::Label::new(text).wrap());
    });
}
