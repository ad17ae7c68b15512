//! The coders (编码员): who is in the set, what each has marked and is done with, and who codes now.

use eframe::egui::{Context, Grid, Label, RichText, Role, ScrollArea, Ui, WidgetInfo, vec2};

use super::{
    Dialog,
    form::{self, ButtonLook, Buttons, FormAnswer},
};
use crate::{
    scene::{Scene, Stamp},
    session::{CoderWork, Command, Session, coder_work},
    t,
    ui::{
        action::Action,
        message::Message,
        theme::{self, Palette},
    },
};

/// The open dialog.
#[derive(Clone, Debug, Default)]
pub(in crate::ui) struct CodersForm {
    /// What is known of each, and of which moment that is.
    known: Option<(Stamp, Vec<CoderWork>)>,
}

impl CodersForm {
    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        let Some(scene) = session.scene() else { return false };
        let stamp = scene.stamp();
        if self.known.as_ref().is_none_or(|(known, _)| *known != stamp) {
            self.known = Some((stamp, coder_work(scene)));
        }
        let mut wanted = None;
        let answer = form::card(
            ctx,
            palette,
            &t!("coders.title"),
            theme::DIALOG_WIDE,
            |ui| {
                self.body_ui(session, scene, palette, ui, out);
                wanted = actions_ui(session, palette, ui);
            },
            |ui, ()| {
                let close = t!("dialogs.close");
                Buttons { confirm: close, enabled: true, cancel: None, aside: None }.ui(ui, palette)
            },
        );
        if let Some(action) = wanted {
            out.push(Message::Act(action));
            return false;
        }
        answer == Some(FormAnswer::None)
    }

    fn body_ui(
        &self,
        session: &Session,
        scene: &Scene,
        palette: &Palette,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) {
        form::hint(ui, palette, &t!("coders.hint"));
        let me = session.coder();
        let mut rows: Vec<CoderWork> =
            self.known.iter().flat_map(|(_, rows)| rows).cloned().collect();
        // Who has not begun is in the list all the same.
        if rows.iter().all(|row| row.coder != me) {
            let none = CoderWork { coder: me.clone(), passages: 0, articles: 0, done: 0 };
            let at = rows.partition_point(|row| row.coder < me);
            rows.insert(at, none);
        }
        let total = scene.corpus.entries().len();
        let small = |text: String| RichText::new(text).font(theme::small()).color(palette.second);
        ScrollArea::vertical().max_height(320.0).auto_shrink([false, true]).show(ui, |ui| {
            let grid = Grid::new("coders").num_columns(5).min_row_height(theme::CONTROL + 4.0);
            grid.spacing(vec2(theme::grid(4.0), theme::grid(1.0))).show(ui, |ui| {
                for head in [
                    t!("coders.name"),
                    t!("coders.passages"),
                    t!("coders.articles"),
                    t!("coders.done"),
                ] {
                    ui.label(small(head.into_owned()));
                }
                ui.end_row();
                for row in &rows {
                    row_ui(row, (row.coder == me, total), palette, ui, |coder| {
                        let mut settings = session.settings().clone();
                        settings.coder = Some(coder.to_owned());
                        out.push(Message::Do(Command::Configure(settings)));
                    });
                    ui.end_row();
                }
            });
        });
    }
}

fn row_ui(
    row: &CoderWork,
    (is_me, total): (bool, usize),
    palette: &Palette,
    ui: &mut Ui,
    switch: impl FnOnce(&str),
) {
    let CoderWork { coder, passages, articles, done } = row;
    let name = if is_me { t!("coders.me", coder = coder) } else { coder.as_str().into() };
    let cells = [
        theme::grouped(*passages),
        theme::grouped(*articles),
        t!("coders.done_of", done = done, total = total).into_owned(),
    ];
    let text = |text: &str, ink| Label::new(RichText::new(text).color(ink)).truncate();
    let whole =
        t!("coders.row", coder = name, passages = cells[0], articles = cells[1], done = cells[2]);
    let response = ui.add(text(&name, palette.ink));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, whole.as_ref()));
    for cell in &cells {
        ui.add(text(cell, palette.second));
    }
    if is_me {
        ui.label(RichText::new(t!("coders.now")).color(palette.second));
    } else {
        let label = t!("coders.become", coder = coder);
        let short = t!("coders.become_short");
        let button = form::button(ui, palette, &short, ButtonLook::Plain, true);
        button.widget_info(|| WidgetInfo::labeled(Role::Button, true, label.as_ref()));
        if button.on_hover_text(label.as_ref()).clicked() {
            switch(coder.as_str());
        }
    }
}

/// What else is done about coders.
fn actions_ui(session: &Session, palette: &Palette, ui: &mut Ui) -> Option<Action> {
    let blind = session.is_blind();
    ui.add_space(theme::grid(2.0));
    if blind {
        form::hint(ui, palette, &t!("blind.now", coder = session.coder()));
    }
    let mut wanted = None;
    ui.horizontal_wrapped(|ui| {
        let (begin, end) = (t!("blind.begin"), t!("blind.end"));
        let offered = [
            (if blind { end } else { begin }, Action::CodeBlind),
            (Action::BringIn.label(), Action::BringIn),
            (Action::GiveWork.label(), Action::GiveWork),
        ];
        for (name, action) in offered {
            if form::button(ui, palette, &name, ButtonLook::Plain, true).clicked() {
                wanted = Some(action);
            }
        }
    });
    form::hint(ui, palette, &t!("blind.honest"));
    wanted
}

/// Whether the others' marks are really to be seen again; `false` when it is done with.
pub(super) fn end_blind_ui(
    session: &Session,
    palette: &Palette,
    ctx: &Context,
    out: &mut Vec<Message>,
) -> bool {
    if !session.is_blind() {
        return false;
    }
    let answer = form::card(
        ctx,
        palette,
        &t!("blind.question"),
        theme::DIALOG,
        |ui| {
            ui.label(RichText::new(t!("blind.question_body")).color(palette.ink));
            form::hint(ui, palette, &t!("blind.noted"));
        },
        |ui, ()| Buttons::new(t!("blind.end"), true).ui(ui, palette),
    );
    if answer == Some(FormAnswer::Confirm) {
        out.push(Message::Do(Command::CodeBlind(false)));
        return false;
    }
    answer == Some(FormAnswer::None)
}

impl Dialog {
    /// Who codes in the set.
    pub(in crate::ui) fn coders() -> Self {
        Self::Coders(Box::default())
    }
}
