//! The link beside a dialog's title to the place of the handbook that explains it.
//!
//! The handbook opens in the dialog's place, so there is no link where something was entered.

use eframe::egui::{Context, Id, Ui};
use rust_i18n::t;

use crate::{
    handbook::HandbookTopic,
    ui::{theme::Palette, widgets},
};

/// What the open dialog is about, and whether its link was clicked.
#[derive(Clone, Copy, Debug, Default)]
struct Link {
    topic: Option<HandbookTopic>,
    clicked: bool,
}

fn id() -> Id {
    Id::unique("dialog explained")
}

/// A dialog about `topic` is about to be drawn.
pub(super) fn begin(ctx: &Context, topic: Option<HandbookTopic>) {
    ctx.data_mut(|data| data.insert_temp(id(), Link { topic, clicked: false }));
}

/// The link, if there is anything to explain.
pub(super) fn ui(ui: &mut Ui, palette: &Palette) {
    let link: Link = ui.data(|data| data.get_temp(id())).unwrap_or_default();
    if link.topic.is_some()
        && widgets::text_button(ui, palette, &t!("handbook.name"), palette.second)
            .on_hover_text(t!("handbook.explain"))
            .clicked()
    {
        ui.data_mut(|data| data.insert_temp(id(), Link { clicked: true, ..link }));
    }
}

/// What is to be explained instead of showing the dialog.
pub(super) fn asked(ctx: &Context) -> Option<HandbookTopic> {
    let link: Link = ctx.data(|data| data.get_temp(id())).unwrap_or_default();
    link.topic.filter(|_| link.clicked)
}
