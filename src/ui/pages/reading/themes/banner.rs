//! The strip above the text when what is marked in it needs a look: the article was changed
//! elsewhere, or a sidecar cannot be read.

use eframe::egui::{Align, Frame, Label, Layout, Margin, RichText, Sense, Stroke, Ui, vec2};
use rust_i18n::t;

use crate::{
    annotation::{AnchorStatus, Coder, Layer, LayerState},
    corpus::{Article, ArticlePath},
    session::{Command, Session, describe},
    ui::{
        action::Action,
        message::Message,
        theme::{self, Palette},
        widgets::{self, icon::Icon},
    },
};

/// How the passages of a layer stand after its article changed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Standing {
    kept: usize,
    moved: usize,
    changed: usize,
    review: usize,
    orphan: usize,
}

impl Standing {
    fn of<'a>(statuses: impl Iterator<Item = &'a AnchorStatus>) -> Self {
        let mut standing = Self::default();
        for status in statuses {
            *match status {
                AnchorStatus::Ok => &mut standing.kept,
                AnchorStatus::Moved(_) => &mut standing.moved,
                AnchorStatus::Changed(_) => &mut standing.changed,
                AnchorStatus::Review(_) => &mut standing.review,
                AnchorStatus::Orphan => &mut standing.orphan,
            } += 1;
        }
        standing
    }

    /// What became of them, leaving out what did not happen.
    fn sentence(self) -> String {
        let parts = [
            (self.kept, "themes.banner.kept"),
            (self.moved, "themes.banner.moved"),
            (self.changed, "themes.banner.changed"),
            (self.review, "themes.banner.review"),
            (self.orphan, "themes.banner.orphan"),
        ];
        let parts: Vec<String> = parts
            .into_iter()
            .filter(|&(count, _)| count > 0)
            .map(|(count, text)| t!(text, count = count).into_owned())
            .collect();
        parts.join(&t!("themes.banner.joint"))
    }
}

/// The strips for every layer of `article` that needs one; takes no room when all is well.
pub(in crate::ui) fn stale_banner_ui(
    session: &Session,
    article: &Article,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    for (coder, layer) in session.annotations().layers(&article.path) {
        match &layer.state {
            // Worked in before it was looked through: what was found again is still to be taken.
            LayerState::Writable if has_moved(session, layer) => {
                stale_ui(session, &article.path, coder, layer, palette, ui, out);
            }
            LayerState::Writable => {}
            LayerState::Stale => stale_ui(session, &article.path, coder, layer, palette, ui, out),
            LayerState::ReadOnly { reason } => {
                let file = session.unreadable().iter().find(|file| {
                    let owner = file.owner.as_ref();
                    owner.is_some_and(|(path, owner)| *path == article.path && owner == coder)
                });
                // The file's own report names the line; it is there unless the file is new.
                let detail = file.map_or_else(|| reason.to_string(), describe::unreadable);
                let text = t!("themes.banner.read_only", coder = coder);
                let button = match file.and_then(|file| file.salvaged.as_ref()) {
                    Some(_) => (t!("care.banner.salvage"), Action::NeedsReview),
                    None => (t!("themes.banner.read_again"), Action::Reload),
                };
                if strip_ui(palette, ui, &text, &detail, &[&button.0]).is_some() {
                    out.push(Message::Act(button.1));
                }
            }
        }
    }
}

fn has_moved(session: &Session, layer: &Layer) -> bool {
    let moved = |id| matches!(session.status(id), AnchorStatus::Moved(_));
    !session.places().is_empty() && layer.passages.iter().any(|passage| moved(passage.id))
}

fn stale_ui(
    session: &Session,
    article: &ArticlePath,
    coder: &Coder,
    layer: &Layer,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let statuses = layer.passages.iter().map(|passage| session.status(passage.id));
    let standing = Standing::of(statuses);
    let text = t!("themes.banner.stale", coder = coder, count = layer.passages.len());
    let button = match standing.moved {
        0 => t!("themes.banner.go_on"),
        count => t!("themes.banner.accept", count = count),
    };
    match strip_ui(palette, ui, &text, &standing.sentence(), &[&button, &t!("care.banner.each")]) {
        Some(0) => {
            let (article, coder) = (article.clone(), coder.clone());
            out.push(Message::Do(Command::AcceptMoved { article, coder }));
        }
        Some(_) => out.push(Message::Act(Action::NeedsReview)),
        None => {}
    }
}

/// A strip with what happened, what that means, and one or two buttons; which was pressed.
fn strip_ui(
    palette: &Palette,
    ui: &mut Ui,
    text: &str,
    detail: &str,
    buttons: &[&str],
) -> Option<usize> {
    let margin = Margin::symmetric(16, 8);
    let frame = Frame::new().fill(palette.raised).inner_margin(margin);
    let strip = frame.show(ui, |ui| {
        let size = vec2(ui.available_width(), theme::grid(9.0));
        ui.allocate_ui_with_layout(size, Layout::right_to_left(Align::Center), |ui| {
            let mut pressed = None;
            for (number, button) in buttons.iter().enumerate() {
                let clicked = if number == 0 {
                    widgets::primary_button(ui, palette, button, true).clicked()
                } else {
                    widgets::text_button(ui, palette, button, palette.accent_ink).clicked()
                };
                if clicked {
                    pressed = Some(number);
                }
            }
            ui.add_space(theme::grid(2.0));
            let room = vec2(ui.available_width(), theme::grid(9.0));
            ui.allocate_ui_with_layout(room, Layout::left_to_right(Align::Center), |ui| {
                let icon = vec2(theme::ICON, theme::ICON);
                let (icon, _) = ui.allocate_exact_size(icon, Sense::hover());
                Icon::Warning.paint(ui.painter(), icon, palette.accent);
                ui.vertical(|ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    ui.add(Label::new(RichText::new(text).color(palette.ink)).wrap());
                    let detail = RichText::new(detail).font(theme::small());
                    ui.add(Label::new(detail.color(palette.second)).wrap());
                });
            });
            pressed
        })
        .inner
    });
    let rect = strip.response.rect;
    let line = Stroke::new(1.0, palette.hairline);
    ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
    strip.inner
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_passage_is_counted_once() {
        let statuses = [
            AnchorStatus::Ok,
            AnchorStatus::Moved(Vec::new()),
            AnchorStatus::Moved(Vec::new()),
            AnchorStatus::Changed(Vec::new()),
            AnchorStatus::Orphan,
        ];
        let standing = Standing::of(statuses.iter());
        assert_eq!(standing, Standing { kept: 1, moved: 2, changed: 1, review: 0, orphan: 1 });
    }
}
