//! The coders, where more than one has marked: whose passages are seen, dimmed or hidden.

use std::collections::BTreeMap;

use eframe::egui::{
    Align2, CornerRadius, Id, Rect, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::menu::shade_name;
use crate::{
    annotation::{Coder, ThemeId},
    session::Session,
    t,
    ui::{
        message::Message,
        shared::Shared,
        showing::{Shade, Showing},
        theme::{self, Palette},
        widgets::{self, icon::Icon, menu},
    },
};

/// Height of a row.
const ROW: f32 = 28.0;
/// So many rows are seen at once.
const ROWS: f32 = 4.0;

/// What is counted of the coders, as long as nothing is marked or shown otherwise.
#[derive(Default)]
pub(super) struct CoderCounts {
    of: Option<(u64, u64)>,
    coders: Vec<Coder>,
    /// How many passages that are seen bear each theme; `None` while no coder is hidden.
    themes: Option<BTreeMap<ThemeId, usize>>,
}

impl CoderCounts {
    /// Counts again where something has changed.
    pub(super) fn prepare(&mut self, session: &Session, showing: &Showing) {
        let annotations = session.annotations();
        let of = (annotations.revision(), showing.revision());
        if self.of == Some(of) {
            return;
        }
        if self.of.is_none_or(|(known, _)| known != of.0) {
            self.coders = annotations.coders();
        }
        self.themes = showing.hides_coders().then(|| {
            let mut themes = BTreeMap::new();
            let seen = annotations.passages().filter(|(_, coder, _)| showing.sees(coder));
            for theme in seen.flat_map(|(.., passage)| &passage.themes) {
                *themes.entry(*theme).or_default() += 1;
            }
            themes
        });
        self.of = Some(of);
    }

    /// How many passages bear a theme, of the coders that are not hidden.
    pub(super) fn of_theme(&self, session: &Session, theme: ThemeId) -> usize {
        match &self.themes {
            None => session.annotations().count_of(theme),
            Some(themes) => themes.get(&theme).copied().unwrap_or_default(),
        }
    }

    /// Those who have marked something.
    pub(super) fn coders(&self) -> &[Coder] {
        &self.coders
    }
}

/// The section; nothing where one person marks alone.
pub(super) fn ui(
    session: &Session,
    counts: &CoderCounts,
    shared: &Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    if counts.coders().len() < 2 {
        return;
    }
    ui.add_space(theme::grid(2.0));
    ui.horizontal(|ui| {
        ui.set_height(theme::grid(6.0));
        super::section_name(ui, palette, &t!("tags.coders"));
    });
    let height = ROWS * ROW;
    ScrollArea::vertical().id_salt("coders").max_height(height).auto_shrink([false, true]).show(
        ui,
        |ui| {
            for coder in counts.coders() {
                row_ui(session, coder, shared, palette, ui, out);
            }
        },
    );
}

/// A row is one button: each click shows less of what the coder marked, and after nothing all of it.
fn row_ui(
    session: &Session,
    coder: &Coder,
    shared: &Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let (_, rect) = ui.allocate_space(vec2(ui.available_width() - super::BAR, ROW));
    let response = ui.interact(rect, Id::unique(("coder", coder)), Sense::click());
    let shade = shared.showing.coder(coder);
    let layer = shared.article.as_ref().and_then(|path| session.annotations().layer(path, coder));
    let count = layer.map_or(0, |layer| layer.passages.len());
    let label = match shade {
        Shade::Shown => t!("tags.coder.shown", coder = coder, count = count),
        Shade::Dimmed => t!("tags.coder.dimmed", coder = coder, count = count),
        Shade::Hidden => t!("tags.coder.hidden", coder = coder, count = count),
    };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, label.as_ref()));
    let (icon, ink) = match shade {
        Shade::Shown => (Icon::Eye, palette.ink),
        Shade::Dimmed => (Icon::EyeHalf, palette.second),
        Shade::Hidden => (Icon::EyeOff, palette.second),
    };
    if response.hovered() {
        let radius = CornerRadius::same(theme::RADIUS);
        ui.painter().rect_filled(rect, radius, palette.hover);
    }
    let middle = pos2(rect.right() - 18.0, rect.center().y);
    let place = Rect::from_center_size(middle, vec2(theme::ICON, theme::ICON));
    icon.paint(ui.painter(), place, palette.second);
    let at = pos2(place.left() - theme::grid(3.0), rect.center().y);
    let font = theme::small();
    let number = ui.painter().text(at, Align2::RIGHT_CENTER, count, font, palette.second);
    let name = if *coder == session.coder() {
        t!("tags.coder.me", coder = coder).into_owned()
    } else {
        coder.to_string()
    };
    let room = rect.with_min_x(rect.left() + theme::grid(2.0));
    let room = room.with_max_x(number.left() - theme::grid(2.0));
    widgets::paint_truncated(ui, room, Align2::LEFT_CENTER, &name, theme::body(), ink);
    widgets::focus_ring(ui, palette, rect, &response);
    menu::context(&response, theme::MENU_WIDTH, |ui| {
        for other in Shade::ALL {
            if menu::choice(ui, palette, &shade_name(other), None, shade == other) {
                out.push(Message::ShadeCoder(coder.clone(), other));
            }
        }
        if menu::entry(ui, t!("tags.coder.only").as_ref(), true) {
            out.push(Message::OnlyCoder(coder.clone()));
        }
    });
    if response.clicked() {
        out.push(if ui.input(|input| input.modifiers.alt) {
            Message::OnlyCoder(coder.clone())
        } else {
            Message::ShadeCoder(coder.clone(), shade.next())
        });
    }
    response.on_hover_text(format!("{label}\n{}", t!("tags.coder.only_hint")));
}
