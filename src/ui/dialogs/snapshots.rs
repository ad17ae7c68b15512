//! The snapshots of the set: which there are, and what bringing one back would do.

use std::sync::Arc;

use eframe::egui::{
    Align2, Context, CornerRadius, Key, Modifiers, Rect, Role, Sense, Ui, WidgetInfo, vec2,
};

use super::form::{self, ButtonLook, Buttons, FormAnswer};
use crate::{
    session::{
        Command, ListSnapshots, LookAtSnapshot, Restored, Session, SnapshotInfo, Snapshots,
        describe,
    },
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct SnapshotsForm {
    /// Whether it was asked which there are.
    is_asked: bool,
    /// The chosen one.
    chosen: Option<String>,
    /// What a new one is to be called.
    name: String,
    fresh: bool,
}

/// What bringing one back would do, or why it cannot be read; `None` while that is not known.
type Effect = Option<Result<Restored, String>>;

impl SnapshotsForm {
    pub(super) fn new() -> Self {
        Self { is_asked: false, chosen: None, name: String::new(), fresh: true }
    }

    /// Whether a name was written that no snapshot has yet.
    pub(super) fn is_changed(&self) -> bool {
        !self.name.trim().is_empty()
    }

    /// Which there are; `None` while that is being looked at.
    fn listed(&mut self, session: &Session, out: &mut Vec<Message>) -> Option<Arc<Snapshots>> {
        if !self.is_asked {
            self.is_asked = true;
            out.push(Message::Do(Command::ask(ListSnapshots)));
            return None;
        }
        let inquiry = session.inquiry::<ListSnapshots>()?;
        let found = inquiry.last().filter(|_| inquiry.progress().is_none())?;
        let listed = Arc::clone(&found.answer);
        if self.chosen.is_none()
            && let Some(first) = listed.found.first()
        {
            self.choose(&first.id, out);
        }
        Some(listed)
    }

    fn choose(&mut self, id: &str, out: &mut Vec<Message>) {
        self.chosen = Some(id.to_owned());
        out.push(Message::Do(Command::ask(LookAtSnapshot { id: id.to_owned() })));
    }

    fn effect(&self, session: &Session) -> Effect {
        let id = self.chosen.clone()?;
        let inquiry = session.inquiry::<LookAtSnapshot>()?;
        if let Some(known) = inquiry.answer_to(&LookAtSnapshot { id }, session.scene()?) {
            return Some(Ok(**known));
        }
        let refusal = inquiry.refusal().filter(|_| inquiry.progress().is_none())?;
        Some(Err(describe::snapshot_error(refusal)))
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let listed = self.listed(session, out);
        let effect = self.effect(session);
        let answer = form::card(
            ctx,
            palette,
            &t!("safety.snapshots.title"),
            theme::DIALOG_WIDE,
            |ui| {
                let listed = (listed.as_deref(), !session.is_blind());
                self.body_ui(listed, effect.as_ref(), palette, (ui, out));
                matches!(&effect, Some(Ok(restored)) if restored.does_something())
            },
            |ui, ready| Buttons::new(t!("safety.snapshots.confirm"), ready).ui(ui, palette),
        );
        if answer == Some(FormAnswer::Confirm)
            && let Some(id) = &self.chosen
        {
            out.push(Message::Do(Command::RestoreSnapshot(id.clone())));
            return false;
        }
        answer == Some(FormAnswer::None)
    }

    fn body_ui(
        &mut self,
        (listed, counted): (Option<&Snapshots>, bool),
        effect: Option<&Result<Restored, String>>,
        palette: &Palette,
        (ui, out): (&mut Ui, &mut Vec<Message>),
    ) {
        form::hint(ui, palette, &t!("safety.snapshots.hint"));
        self.new_ui(palette, ui, out);
        let Some(Snapshots { found, broken }) = listed else {
            return form::value(ui, palette, &t!("safety.snapshots.looking"));
        };
        for (path, reason) in broken {
            let path = describe::path(path);
            let text = t!("cli.error.snapshot_broken", reason = reason, path = path);
            form::fault(ui, palette, &text);
        }
        if found.is_empty() {
            return form::value(ui, palette, &t!("safety.snapshots.nothing"));
        }
        let mut wanted = None;
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for info in found {
                if row_ui((info, counted), self.chosen.as_ref() == Some(&info.id), palette, ui) {
                    wanted = Some(&info.id);
                }
            }
        });
        if let Some(id) = wanted {
            self.choose(id, out);
        }
        ui.add_space(theme::grid(2.0));
        match effect {
            Some(Ok(restored)) => effect_ui(*restored, palette, ui),
            Some(Err(reason)) => form::fault(ui, palette, reason),
            None => form::hint(ui, palette, &t!("safety.snapshots.looking")),
        }
    }
}

impl SnapshotsForm {
    /// The field in which a new one is named.
    fn new_ui(&mut self, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
        ui.horizontal(|ui| {
            let (take, name) = (t!("safety.snapshots.take"), t!("safety.snapshots.name"));
            let after = form::button_width(ui, &take) + theme::grid(2.0);
            let response = form::field(ui, palette, &mut self.name, &name, &name, after);
            form::focus_first(ui, &mut self.fresh, &response, &self.name);
            let some = self.is_changed();
            // Not the dialog's: Enter here takes a snapshot, and brings none back.
            let entered = response.lost_focus()
                && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
            let clicked = form::button(ui, palette, &take, ButtonLook::Plain, some).clicked();
            if some && (entered || clicked) {
                let name = std::mem::take(&mut self.name).trim().to_owned();
                self.fresh = true;
                out.push(Message::Do(Command::TakeSnapshot(name)));
            }
        });
        ui.add_space(theme::grid(1.0));
    }
}

/// One snapshot; whether it was chosen.
///
/// What it holds is of all coders: of who codes blind it is not counted.
fn row_ui(
    (info, counted): (&SnapshotInfo, bool),
    chosen: bool,
    palette: &Palette,
    ui: &mut Ui,
) -> bool {
    let size = vec2(ui.available_width(), theme::PATH_ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let reason = describe::shown(&info.reason);
    let reason = if info.named {
        reason
    } else {
        t!("safety.snapshots.before", reason = reason).into_owned()
    };
    let taken = describe::moment(info.taken);
    response.widget_info(|| {
        WidgetInfo::selected(Role::RadioButton, true, chosen, format!("{taken} {reason}"))
    });
    let ground = rect.expand2(vec2(theme::grid(2.0), 0.0));
    if chosen || response.hovered() {
        let fill = if chosen { palette.well() } else { palette.hover };
        ui.painter().rect_filled(ground, CornerRadius::same(theme::RADIUS), fill);
    }
    widgets::focus_ring(ui, palette, ground, &response);
    let (left, right) = (Align2::LEFT_CENTER, Align2::RIGHT_CENTER);
    let used = widgets::paint_truncated(ui, rect, left, &taken, theme::small(), palette.second);
    let counts = if counted {
        t!("safety.snapshots.row", passages = info.passages, themes = info.themes)
    } else {
        "".into()
    };
    let width =
        ui.painter().layout_no_wrap(counts.to_string(), theme::small(), palette.second).size().x;
    let place = Rect::from_min_max(rect.right_top() - vec2(width, 0.0), rect.max);
    widgets::paint_truncated(ui, place, right, &counts, theme::small(), palette.second);
    let gap = theme::grid(3.0);
    let text = rect.with_min_x(used.right() + gap).with_max_x(place.left() - gap);
    widgets::paint_truncated(ui, text, left, &reason, theme::body(), palette.ink);
    response.clicked() && !chosen
}

fn effect_ui(restored: Restored, palette: &Palette, ui: &mut Ui) {
    let Restored { back, changed, removed, left, themes } = restored;
    if restored.does_something() {
        let text = t!("safety.snapshots.effect", back = back, changed = changed, removed = removed);
        form::hint(ui, palette, &text);
        if themes {
            form::hint(ui, palette, &t!("safety.snapshots.themes"));
        }
    } else {
        form::hint(ui, palette, &t!("safety.snapshots.same"));
    }
    if left > 0 {
        form::fault(ui, palette, &t!("safety.snapshots.left", count = left));
    }
    form::hint(ui, palette, &t!("safety.snapshots.undo"));
}
