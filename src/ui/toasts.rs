//! Short messages at the bottom: notes go by themselves, errors stay until seen.
//!
//! Not `egui-notify` 0.24, which only paints: no button for an undo or a folder, no wrapping, nothing
//! that a screen reader or the keyboard finds, and no place at the middle of the bottom.

use std::{
    borrow::Cow,
    time::{Duration, Instant},
};

use eframe::egui::{self, Align2, Area, Context, Frame, Id, Margin, Order, RichText, Stroke, vec2};
use rust_i18n::t;

use super::{
    action::Action,
    dialogs::Dialog,
    message::Message,
    shared::Toast,
    theme::{self, Palette},
    widgets::{self, icon::Icon},
};
use crate::{
    handbook::HandbookTopic,
    session::{Command, Notice, NoticeTopic, Offer, Weight, describe},
};

/// How long a note stays; one with an offer stays longer.
const NOTE: Duration = Duration::from_secs(4);
const OFFER: Duration = Duration::from_secs(8);
/// A file takes a while to be looked for.
const FILE: Duration = Duration::from_secs(20);
/// So many are shown at once, the latest.
const SHOWN: usize = 4;

/// Shows the messages, `foot` above the status line, and drops those whose time is over.
pub(super) fn ui(
    toasts: &mut Vec<Toast>,
    foot: f32,
    palette: &Palette,
    ctx: &Context,
    out: &mut Vec<Message>,
) {
    let now = Instant::now();
    let left = |toast: &Toast| {
        let stay = match (toast.notice.weight, &toast.notice.offer) {
            (Weight::Error, _) => return Some(Duration::MAX),
            (Weight::Note, Some(Offer::Undo | Offer::RestoreVersion { .. })) => OFFER,
            (Weight::Note, Some(Offer::ShowFolder(_) | Offer::OpenFile(_))) => FILE,
            (Weight::Note, None) => NOTE,
        };
        stay.checked_sub(now.duration_since(toast.since))
    };
    toasts.retain(|toast| left(toast).is_some());
    if let Some(soonest) = toasts.iter().filter_map(left).filter(|d| *d < Duration::MAX).min() {
        ctx.request_repaint_after(soonest);
    }
    let mut closed = None;
    let first = toasts.len().saturating_sub(SHOWN);
    // A dialog may reach below the messages: its buttons come first, and its veil lies over them.
    let dialog_is_open = ctx.memory(|memory| memory.top_modal_layer().is_some());
    Area::new(Id::unique("toasts"))
        .order(if dialog_is_open { Order::Middle } else { Order::Foreground })
        .interactable(!dialog_is_open)
        .anchor(Align2::CENTER_BOTTOM, vec2(0.0, -theme::STATUS_BAR - theme::grid(3.0) - foot))
        .show(ctx, |ui| {
            for (place, toast) in toasts.iter().enumerate().skip(first) {
                let error = toast.notice.weight == Weight::Error;
                let edge = if error { palette.accent } else { palette.hairline };
                Frame::new()
                    .fill(palette.raised)
                    .stroke(Stroke::new(1.0, edge))
                    .corner_radius(theme::CARD_RADIUS)
                    .shadow(palette.shadow())
                    .inner_margin(Margin::symmetric(14, 6))
                    .show(ui, |ui| {
                        ui.horizontal(|ui| {
                            let text = describe::shown(&toast.notice.text);
                            let text = match toast.times {
                                1 => text,
                                times => t!("toast.times", text = text, count = times).into_owned(),
                            };
                            let text = RichText::new(text).color(palette.ink);
                            ui.set_max_width(560.0);
                            ui.add(egui::Label::new(text).wrap());
                            for (name, message) in offered(&toast.notice) {
                                let ink = palette.accent_ink;
                                if widgets::text_button(ui, palette, &name, ink).clicked() {
                                    // One may look first, and decide then.
                                    let stays =
                                        matches!(message, Message::Open(_) | Message::Explain(_));
                                    closed = (!stays).then_some(place);
                                    out.push(message);
                                }
                            }
                            let is_long = matches!(
                                toast.notice.offer,
                                Some(Offer::ShowFolder(_) | Offer::OpenFile(_))
                            );
                            if (error || is_long)
                                && widgets::icon_button(
                                    ui,
                                    palette,
                                    Icon::Close,
                                    &t!("toast.close"),
                                    true,
                                )
                                .clicked()
                            {
                                closed = Some(place);
                            }
                        });
                    });
            }
        });
    if let Some(place) = closed {
        toasts.remove(place);
    }
}

/// Where in the handbook more is said.
fn explained(topic: NoticeTopic) -> HandbookTopic {
    match topic {
        NoticeTopic::Opening => HandbookTopic::Open,
        NoticeTopic::Saving => HandbookTopic::SaveFailed,
        NoticeTopic::Recovery => HandbookTopic::Recover,
        NoticeTopic::Snapshots => HandbookTopic::Snapshots,
        NoticeTopic::Review => HandbookTopic::Review,
        NoticeTopic::Versions => HandbookTopic::Versions,
        NoticeTopic::Colleagues => HandbookTopic::Colleague,
        NoticeTopic::Exporting => HandbookTopic::Export,
        NoticeTopic::Importing => HandbookTopic::Import,
        NoticeTopic::Words => HandbookTopic::Words,
        NoticeTopic::Autocoding => HandbookTopic::Autocode,
    }
}

/// The buttons of a notice: what each is called and what it does.
fn offered(notice: &Notice) -> Vec<(Cow<'static, str>, Message)> {
    let mut buttons = match &notice.offer {
        None => Vec::new(),
        Some(Offer::Undo) => vec![(t!("toast.undo"), Message::Act(Action::Undo))],
        &Some(Offer::RestoreVersion { version, both }) => {
            let restore = Message::Do(Command::RestoreVersion(version));
            let mut buttons = vec![
                (t!("toast.look"), Message::Open(Dialog::version(version, both))),
                (t!("toast.restore_all"), restore),
            ];
            if both {
                let only = Message::Do(Command::UseDiskVersion(version));
                buttons.push((t!("toast.disk_only"), only));
            }
            buttons
        }
        Some(Offer::ShowFolder(path)) => {
            vec![(t!("toast.show_folder"), Message::ShowFolder(path.clone()))]
        }
        Some(Offer::OpenFile(path)) => vec![
            (t!("toast.open_file"), Message::OpenFile(path.clone())),
            (t!("toast.show_folder"), Message::ShowFolder(path.clone())),
        ],
    };
    let topic = notice.topic.map(|topic| Message::Explain(explained(topic)));
    buttons.extend(topic.map(|explain| (t!("toast.explain"), explain)));
    buttons
}
