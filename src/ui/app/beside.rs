//! The page with its panels: beside it where there is room, else folded to an edge that opens over
//! it.

use eframe::egui::{
    self, Area, Frame, Id, Key, LayerId, Modifiers, Order, Panel, Rect, Sense, Ui, UiBuilder, pos2,
    vec2,
};

use super::{App, window::Window};
use crate::{
    session::Session,
    ui::{
        action::Action,
        caret::focus_text,
        library::{self, Library},
        message::Message,
        page_id::PageId,
        pages::{Page, Room},
        sides::{PanelSide, PanelWishes},
        theme::{self, Palette},
        tour,
        widgets::panel_edge::{EdgePlace, PanelEdge, page_line},
    },
};

impl App {
    /// The page that is shown, with its panels.
    pub(super) fn page_ui(&mut self, palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
        let Window { pages, shared, library, tour, .. } = &mut self.window;
        let (session, settings) = (&self.session, self.session.settings());
        let ctx = ui.ctx().clone();
        let shown = shared.page;
        let room = ui.available_width();
        pages.with(shown, |page| {
            let wishes = PanelWishes {
                room,
                least: page.least_width(session),
                left: page.has_list().then_some(settings.library_open),
                right: page.has_side().then_some(settings.themes_open),
            };
            shared.sides.fit(shown, &wishes);
            let alone = shared.focus.is_some();
            if alone {
                shared.sides.close(None);
            }
            let room = Room { session, shared, palette, ctx: &ctx, out };
            let mut beside = Beside { page, library, room };
            for (side, wanted) in [(PanelSide::Left, wishes.left), (PanelSide::Right, wishes.right)]
            {
                if wanted == Some(true) && !alone {
                    beside.panel_ui(side, ui);
                }
            }
            let Room { out, .. } = &mut beside.room;
            tour::ui(tour, session, shown, palette, ui, out);
            let place = ui.available_rect_before_wrap();
            let layer = ui.layer_id();
            Self::ground(palette).show(ui, |ui| beside.page.ui(&mut beside.room, ui));
            beside.over_ui(place, layer);
        });
    }

    /// Opens or closes a panel: beside the page, or over it where there is no room. Out of the text
    /// `alone`, what is asked for is to be seen.
    pub(super) fn toggle_side(&mut self, side: PanelSide, alone: bool) {
        let shared = &mut self.window.shared;
        if shared.sides.folds(side) {
            if alone {
                shared.sides.open_over(side, shared.page);
            } else {
                shared.sides.toggle_over(side, shared.page);
            }
            return;
        }
        self.configure(|settings| {
            let open = match side {
                PanelSide::Left => &mut settings.library_open,
                PanelSide::Right => &mut settings.themes_open,
            };
            *open = alone || !*open;
        });
    }

    /// Escape closes the panel that is open over the page, before it means anything else.
    pub(super) fn close_side_by_key(&mut self, ctx: &egui::Context) {
        let taken = self.window.is_covered()
            || ctx.text_edit_focused()
            || self.listener.is_composing()
            || egui::Popup::is_any_open(ctx);
        let sides = &mut self.window.shared.sides;
        if taken || sides.over().is_none() {
            return;
        }
        if ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            sides.close(None);
            // What had the keyboard in it is not there any more.
            match (self.window.shared.page, ctx.memory(egui::Memory::focused)) {
                (PageId::Reading, _) => focus_text(ctx),
                (_, Some(focus)) => ctx.memory_mut(|memory| memory.surrender_focus(focus)),
                (_, None) => {}
            }
        }
    }
}

/// What drawing the panels needs.
struct Beside<'a, 'room> {
    page: &'a mut dyn Page,
    library: &'a mut Library,
    room: Room<'room>,
}

impl Beside<'_, '_> {
    /// A panel that the user wants to see: itself, or the edge to which it is folded.
    fn panel_ui(&mut self, side: PanelSide, ui: &mut Ui) {
        let palette = self.room.palette;
        let frame = Frame::new().fill(palette.panel);
        let make = |name: &'static str| match side {
            PanelSide::Left => Panel::left(Id::unique((name, side))),
            PanelSide::Right => Panel::right(Id::unique((name, side))),
        };
        let sides = &self.room.shared.sides;
        if !sides.folds(side) {
            let panel = make("panel").default_size(sides.width(side)).size_range(sides.range(side));
            let shown = panel.frame(frame).show(ui, |ui| self.contents_ui(side, ui));
            self.room.shared.sides.drawn(side, shown.response.rect.width());
            return;
        }
        let open = sides.over() == Some(side);
        let action = action(side);
        let (name, tooltip) = (action.label(), action.tooltip(ui.ctx()));
        let edge = match side {
            PanelSide::Left => PanelEdge { name: name.to_string(), keys: Vec::new() },
            PanelSide::Right => self.page.side_edge(&self.room),
        };
        let place = EdgePlace { side, panel: &name, tooltip: &tooltip, open };
        let panel = make("edge").frame(frame).exact_size(theme::EDGE).resizable(false);
        let shown = panel.show(ui, |ui| edge.ui(place, palette, ui)).inner;
        if shown.clicked() {
            self.room.out.push(Message::Act(action));
        }
    }

    /// What stands in a panel, wherever it is drawn.
    fn contents_ui(&mut self, side: PanelSide, ui: &mut Ui) {
        match side {
            PanelSide::Left => {
                self.page.above_list_ui(&mut self.room, ui);
                let Room { session, palette, shared, out, .. } = &mut self.room;
                let (session, open): (&Session, _) = (session, shared.article.as_ref());
                library::ui(session, self.library, open, palette, ui, out);
            }
            PanelSide::Right => self.page.side_ui(&mut self.room, ui),
        }
    }

    /// The folded panel that is open over the page in `place`; a press on the page, which is on
    /// `layer`, closes it.
    fn over_ui(&mut self, place: Rect, layer: LayerId) {
        let Some(side) = self.room.shared.sides.over() else { return };
        let ctx = self.room.ctx;
        let pressed = ctx.input(|input| {
            let pos = input.pointer.interact_pos();
            pos.filter(|_| input.pointer.any_pressed())
        });
        if pressed.is_some_and(|pos| place.contains(pos) && ctx.layer_id_at(pos) == Some(layer)) {
            self.room.shared.sides.close(None);
            return;
        }
        let most = place.width() - theme::grid(6.0);
        let width = self.room.shared.sides.width(side).min(most);
        let left = match side {
            PanelSide::Left => place.left(),
            PanelSide::Right => place.right() - width,
        };
        let rect = Rect::from_min_size(pos2(left, place.top()), vec2(width, place.height()));
        let palette = self.room.palette;
        Area::new(Id::unique(("over", side)))
            .order(Order::Middle)
            .fixed_pos(rect.min)
            .default_size(rect.size())
            .constrain(false)
            .accessible_name(action(side).label())
            .show(ctx, |ui| {
                ui.allocate_rect(rect, Sense::hover());
                // Its shadow falls on the page, not on the bars.
                let painter = ui.painter().with_clip_rect(place);
                painter.add(palette.shadow().as_shape(rect, 0));
                painter.rect_filled(rect, 0, palette.panel);
                let mut inside = ui.new_child(UiBuilder::new().max_rect(rect));
                inside.set_clip_rect(rect);
                self.contents_ui(side, &mut inside);
                page_line(ui, palette, side, rect);
            });
    }
}

/// The command that opens and closes a panel.
fn action(side: PanelSide) -> Action {
    match side {
        PanelSide::Left => Action::ToggleLibrary,
        PanelSide::Right => Action::ToggleThemes,
    }
}
