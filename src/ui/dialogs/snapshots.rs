//! The snapshots of the set: which there are, and what bringing one back would do.

use eframe::egui::{Align2, Context, CornerRadius, Rect, Role, Sense, Ui, WidgetInfo, vec2};
use rust_i18n::t;

use super::form::{self, Buttons, FormAnswer};
use crate::{
    session::{Command, Restored, Session, SnapshotInfo, Snapshots, describe},
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// The open dialog.
#[derive(Clone, Debug)]
pub(in crate::ui) struct SnapshotsForm {
    snapshots: Snapshots,
    /// The chosen one, and what it would do, or why it cannot be read.
    chosen: Option<(usize, Result<Restored, String>)>,
}

impl SnapshotsForm {
    pub(super) fn new(session: &Session) -> Self {
        let mut form = Self { snapshots: session.snapshots(), chosen: None };
        form.choose(session, 0);
        form
    }

    fn choose(&mut self, session: &Session, place: usize) {
        self.chosen = self.snapshots.found.get(place).map(|info| {
            let effect = session.look_at_snapshot(&info.id);
            (place, effect.map_err(|error| describe::command_error(&error)))
        });
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let answer = form::card(
            ctx,
            palette,
            &t!("safety.snapshots.title"),
            theme::DIALOG_WIDE,
            |ui| {
                self.body_ui(session, palette, ui);
                self.chosen.as_ref().is_some_and(|(_, effect)| effect.is_ok())
            },
            |ui, ready| Buttons::new(t!("safety.snapshots.confirm"), ready).ui(ui, palette),
        );
        let chosen = self.chosen.as_ref().and_then(|(place, _)| self.snapshots.found.get(*place));
        if answer == Some(FormAnswer::Confirm)
            && let Some(info) = chosen
        {
            out.push(Message::Do(Command::RestoreSnapshot(info.id.clone())));
            return false;
        }
        answer == Some(FormAnswer::None)
    }

    fn body_ui(&mut self, session: &Session, palette: &Palette, ui: &mut Ui) {
        form::hint(ui, palette, &t!("safety.snapshots.hint"));
        for (path, reason) in &self.snapshots.broken {
            let path = describe::path(path);
            let text = t!("cli.error.snapshot_broken", reason = reason, path = path);
            form::fault(ui, palette, &text);
        }
        if self.snapshots.found.is_empty() {
            return form::value(ui, palette, &t!("safety.snapshots.nothing"));
        }
        let chosen = self.chosen.as_ref().map(|(place, _)| *place);
        let mut wanted = None;
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (place, info) in self.snapshots.found.iter().enumerate() {
                if row_ui(info, chosen == Some(place), palette, ui) {
                    wanted = Some(place);
                }
            }
        });
        if let Some(place) = wanted {
            self.choose(session, place);
        }
        ui.add_space(theme::grid(2.0));
        match &self.chosen {
            Some((_, Ok(restored))) => effect_ui(*restored, palette, ui),
            Some((_, Err(reason))) => form::fault(ui, palette, reason),
            None => {}
        }
    }
}

/// One snapshot; whether it was chosen.
fn row_ui(info: &SnapshotInfo, chosen: bool, palette: &Palette, ui: &mut Ui) -> bool {
    let size = vec2(ui.available_width(), theme::PATH_ROW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    let reason = t!("safety.snapshots.before", reason = describe::shown(&info.reason));
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
    let counts = t!("safety.snapshots.row", passages = info.passages, themes = info.themes);
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
    if back + changed + removed == 0 && !themes {
        form::hint(ui, palette, &t!("safety.snapshots.same"));
    } else {
        let text = t!("safety.snapshots.effect", back = back, changed = changed, removed = removed);
        form::hint(ui, palette, &text);
        if themes {
            form::hint(ui, palette, &t!("safety.snapshots.themes"));
        }
    }
    if left > 0 {
        form::fault(ui, palette, &t!("safety.snapshots.left", count = left));
    }
    form::hint(ui, palette, &t!("safety.snapshots.undo"));
}
