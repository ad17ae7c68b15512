//! A list of themes to pick one from, in a dialog: typed to find, walked with the arrows.

use eframe::egui::{
    Align2, CornerRadius, Key, Modifiers, Role, ScrollArea, Sense, Ui, WidgetInfo, pos2, vec2,
};
use rust_i18n::t;

use super::form;
use crate::{
    annotation::{Theme, ThemeId},
    session::Session,
    text,
    ui::{
        theme::{self, Palette},
        widgets::{self, icon::Icon},
    },
};

/// Height of a row, and of the list.
const ROW: f32 = 30.0;
const HEIGHT: f32 = 210.0;

/// The list with what was typed and chosen.
#[derive(Clone, Debug)]
pub(super) struct PickTheme {
    filter: String,
    chosen: Option<ThemeId>,
    fresh: bool,
}

impl Default for PickTheme {
    fn default() -> Self {
        Self { filter: String::new(), chosen: None, fresh: true }
    }
}

impl PickTheme {
    /// The theme that is chosen.
    pub(super) fn chosen<'a>(&self, session: &'a Session) -> Option<&'a Theme> {
        session.codebook().get(self.chosen?)
    }

    /// Whether something was typed or chosen.
    pub(super) fn is_changed(&self) -> bool {
        self.chosen.is_some() || !self.filter.trim().is_empty()
    }

    /// The list without the theme `except`.
    #[expect(clippy::cast_precision_loss, reason = "a depth of a few levels")]
    pub(super) fn ui(
        &mut self,
        session: &Session,
        except: ThemeId,
        palette: &Palette,
        ui: &mut Ui,
    ) {
        let hint = t!("codebook.pick.filter");
        let field = form::field(ui, palette, &mut self.filter, &hint, &hint, 0.0);
        form::focus_first(ui, &mut self.fresh, &field, &self.filter);
        let filter = self.filter.trim();
        let rows: Vec<(usize, &Theme)> = session
            .codebook()
            .tree()
            .into_iter()
            .filter(|(_, theme)| theme.id != except)
            .filter(|(_, theme)| filter.is_empty() || text::contains_folded(&theme.name, filter))
            .collect();
        let at = rows.iter().position(|(_, theme)| Some(theme.id) == self.chosen);
        let mut reveal = false;
        if field.has_focus() {
            let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            let last = rows.len().saturating_sub(1);
            let to = if pressed(Key::ArrowDown) {
                Some(at.map_or(0, |at| (at + 1).min(last)))
            } else if pressed(Key::ArrowUp) {
                Some(at.map_or(0, |at| at.saturating_sub(1)))
            } else if at.is_none() && !filter.is_empty() {
                Some(0)
            } else {
                None
            };
            if let Some((_, theme)) = to.and_then(|to| rows.get(to)) {
                (self.chosen, reveal) = (Some(theme.id), true);
            }
        }
        // What is chosen is always seen.
        if at.is_none() && !filter.is_empty() && !reveal {
            self.chosen = None;
        }
        ui.add_space(theme::GRID);
        ScrollArea::vertical()
            .id_salt("pick")
            .max_height(HEIGHT)
            .min_scrolled_height(HEIGHT)
            .auto_shrink(false)
            .show(ui, |ui| {
                ui.spacing_mut().item_spacing.y = 0.0;
                if rows.is_empty() {
                    form::hint(ui, palette, &t!("palette.nothing"));
                }
                for (depth, theme) in rows {
                    let size = vec2(ui.available_width(), ROW);
                    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
                    let chosen = self.chosen == Some(theme.id);
                    let path = session.codebook().path_name(theme.id);
                    response.widget_info(|| {
                        WidgetInfo::selected(Role::RadioButton, true, chosen, &path)
                    });
                    let radius = CornerRadius::same(theme::RADIUS);
                    if chosen {
                        ui.painter().rect_filled(rect, radius, palette.strong_row());
                    } else if response.hovered() {
                        ui.painter().rect_filled(rect, radius, palette.hover);
                    }
                    let left = rect.left() + theme::grid(3.0) + depth as f32 * theme::grid(4.0);
                    ui.painter().circle_filled(
                        pos2(left, rect.center().y),
                        4.5,
                        palette.theme(theme.colour),
                    );
                    let name =
                        rect.with_min_x(left + theme::grid(3.0)).with_max_x(rect.right() - 28.0);
                    let align = Align2::LEFT_CENTER;
                    widgets::paint_truncated(
                        ui,
                        name,
                        align,
                        &theme.name,
                        theme::body(),
                        palette.ink,
                    );
                    if chosen {
                        let place = rect.with_min_x(rect.right() - 28.0);
                        Icon::Check.paint(ui.painter(), place, palette.accent);
                    }
                    widgets::focus_ring(ui, palette, rect, &response);
                    if chosen && reveal {
                        response.scroll_to_me(None);
                    }
                    if response.clicked() {
                        self.chosen = Some(theme.id);
                    }
                }
            });
    }
}
