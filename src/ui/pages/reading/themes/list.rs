//! The themes: one row each, in the order of the codebook.

use eframe::egui::{
    Align, Align2, CornerRadius, CursorIcon, EventFilter, Id, Key, Layout, Modifiers, Popup, Rect,
    Response, RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2,
};

use super::{
    coders::CoderCounts,
    listing::{self, ListedTheme, ThemeListing, TreeFold},
    menu, order,
};
use crate::{
    annotation::{Theme, ThemeId},
    session::{Command, Session},
    t,
    ui::{
        action::Action,
        caret::focus_text,
        dialogs::Dialog,
        message::Message,
        shared::Shared,
        showing::Shade,
        theme::{self, Palette},
        widgets::{self, chip, icon::Icon, menu::context},
    },
};

/// Height of a row.
const ROW: f32 = 32.0;
/// How much further right a sub-theme's row begins.
const INDENT: f32 = 16.0;
/// From a row's right edge to the middle of its menu's button, and of its eye.
const MORE: f32 = 74.0;
const EYE: f32 = 48.0;
/// With more themes than fit, the list takes at most this part of the panel.
const PART: f32 = 0.46;

/// The section: its head and the rows.
pub(super) fn ui(
    session: &Session,
    (listing, counts): (&mut ThemeListing, &CoderCounts),
    (shared, nothing_selected): (&Shared, bool),
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    ui.horizontal(|ui| {
        ui.set_height(theme::grid(7.0));
        super::section_name(ui, palette, &t!("themes.title"));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(super::BAR - theme::GRID);
            let response = new_theme_button(ui, palette);
            if response.on_hover_text(Action::NewTheme.tooltip(ui.ctx())).clicked() {
                out.push(Message::Open(Dialog::new_theme()));
            }
        });
    });
    if listing::are_many(session) || !listing.query.is_empty() {
        find_ui(session, listing, palette, ui, out);
    }
    let rows = listing.rows(session);
    let is_tree = rows.iter().any(|row| row.folded.is_some());
    let mut folding = None;
    let limit = (ui.available_height() * PART).max(ROW * 4.0);
    ScrollArea::vertical().id_salt("themes").max_height(limit).auto_shrink([false, true]).show(
        ui,
        |ui| {
            let mut behind_recent = false;
            for listed in &*rows {
                if std::mem::replace(&mut behind_recent, listed.recent) && !listed.recent {
                    recent_end_ui(palette, ui);
                }
                let Some(theme) = session.codebook().get(listed.theme) else { continue };
                let row = ThemeRow {
                    session,
                    counts,
                    shared,
                    nothing_selected,
                    palette,
                    theme,
                    listed,
                    is_tree,
                };
                folding = row.ui(ui, out).or(folding);
            }
            if rows.is_empty() && !listing.query.is_empty() {
                ui.add_space(theme::grid(2.0));
                let nothing = RichText::new(t!("palette.nothing")).font(theme::small());
                ui.label(nothing.color(palette.second));
            }
        },
    );
    if let Some(folding) = folding {
        listing.fold(session, folding);
    }
}

/// What parts the themes used last from the tree.
fn recent_end_ui(palette: &Palette, ui: &mut Ui) {
    let size = vec2(ui.available_width() - super::BAR, theme::grid(2.0));
    let (_, rect) = ui.allocate_space(size);
    ui.painter().hline(rect.x_range(), rect.center().y, (1.0, palette.hairline));
}

/// The field that looks for themes, by their sound as well, and the switch for those used last.
fn find_ui(
    session: &Session,
    listing: &mut ThemeListing,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    ui.horizontal(|ui| {
        let (hint, recent) = (t!("themes.find"), t!("themes.recent"));
        let on = session.settings().recent_themes_first;
        let width = chip::width(ui, &recent) + super::BAR + theme::grid(2.0);
        let width = (ui.available_width() - width).max(theme::grid(15.0));
        let field = widgets::field(ui, palette, &mut listing.query, &hint, &hint, width);
        if field.has_focus() {
            // Escape is for the field to clear itself, not for egui to take the focus away.
            let filter =
                EventFilter { horizontal_arrows: true, escape: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(field.id, filter));
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
                listing.query.clear();
                focus_text(ui.ctx());
            }
        }
        if field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter)) {
            if !listing.query.trim().is_empty() {
                out.extend(listing.first_found(session).map(Message::TagWith));
            }
            listing.query.clear();
            focus_text(ui.ctx());
        }
        let toggle = chip::toggle(ui, palette, &recent, on);
        if toggle.on_hover_text(t!("themes.recent_hint")).clicked() {
            let mut settings = session.settings().clone();
            settings.recent_themes_first = !on;
            out.push(Message::Do(Command::Configure(settings)));
        }
    });
    ui.add_space(theme::grid(1.0));
}

fn new_theme_button(ui: &mut Ui, palette: &Palette) -> Response {
    let text = t!("themes.new");
    let galley = ui.painter().layout_no_wrap(text.to_string(), theme::small(), palette.second);
    let size = vec2(galley.size().x + theme::ICON + theme::grid(3.0), theme::grid(6.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, text.as_ref()));
    if response.hovered() {
        ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    let icon = rect.with_max_x(rect.left() + theme::ICON + theme::grid(2.0));
    Icon::Plus.paint(ui.painter(), icon, palette.second);
    let at = pos2(icon.right(), rect.center().y - galley.size().y / 2.0);
    ui.painter().galley(at, galley, palette.second);
    widgets::focus_ring(ui, palette, rect, &response);
    response
}

struct ThemeRow<'a> {
    session: &'a Session,
    counts: &'a CoderCounts,
    shared: &'a Shared,
    nothing_selected: bool,
    palette: &'a Palette,
    theme: &'a Theme,
    listed: &'a ListedTheme,
    /// Whether room is left for what folds.
    is_tree: bool,
}

impl ThemeRow<'_> {
    /// The row; what it asks to be folded.
    fn ui(&self, ui: &mut Ui, out: &mut Vec<Message>) -> Option<TreeFold> {
        let size = vec2(ui.available_width() - super::BAR, ROW);
        let (_, rect) = ui.allocate_space(size);
        let id = Id::unique(("theme", self.theme.id, self.listed.recent));
        let response = ui.interact(rect, id, Sense::click_and_drag());
        let button = |from_right: f32| {
            let middle = pos2(rect.right() - from_right, rect.center().y);
            Rect::from_center_size(middle, vec2(theme::grid(6.0), theme::grid(6.0)))
        };
        let more = ui.interact(button(MORE), id.with("more"), Sense::click());
        let eye = ui.interact(button(EYE), id.with("eye"), Sense::click());
        let mut folding = self.fold_ui(ui, rect, &response);
        let borne = self.is_borne();
        response.widget_info(|| {
            WidgetInfo::selected(Role::Button, true, borne, self.name_and_counts())
        });
        more.widget_info(|| {
            let label = t!("themes.more", theme = self.theme.name);
            WidgetInfo::labeled(Role::Button, true, label.as_ref())
        });
        let menu_open = Popup::menu(&more).is_open() || response.context_menu_opened();
        let lively = response.contains_pointer()
            || more.has_focus()
            || eye.has_focus()
            || response.has_focus()
            || menu_open;
        self.paint(ui, rect, borne, lively, &response);
        if lively {
            self.paint_button(ui, &more, Icon::More, menu_open);
        }
        if lively || self.shade() != Shade::Shown {
            self.paint_button(ui, &eye, self.eye_icon(), false);
        }
        self.eye(ui, eye, out);
        self.reorder(ui, rect, &response, out);
        let shade = self.shade();
        let folded = self.listed.folded;
        let mut entries = |ui: &mut Ui, out: &mut Vec<Message>| {
            menu::ui(self.session, (self.theme, shade), self.palette, ui, out);
            folding = menu::folding_ui(ui, self.theme.id, folded).or(folding);
        };
        context(&response, menu::WIDTH, |ui| entries(ui, out));
        Popup::menu(&more).show(|ui| entries(ui, out));
        more.on_hover_text(t!("themes.more", theme = self.theme.name));
        if response.has_focus() && ui.input(|input| input.key_pressed(Key::F4)) {
            out.push(Message::Open(Dialog::edit_theme(self.theme)));
        }
        if response.on_hover_text(self.hint()).clicked() {
            out.push(Message::TagWith(self.theme.id));
        }
        folding
    }

    /// Where the row begins, behind what folds it.
    #[expect(clippy::cast_precision_loss, reason = "a depth of a few levels")]
    fn left(&self, rect: Rect) -> f32 {
        let fold = if self.is_tree { theme::grid(2.0) } else { 0.0 };
        rect.left() + fold + self.listed.depth as f32 * INDENT
    }

    /// The triangle that folds the sub-themes away, and the keys that do it.
    fn fold_ui(&self, ui: &Ui, rect: Rect, row: &Response) -> Option<TreeFold> {
        let folded = self.listed.folded?;
        let turn = Some(TreeFold::Turn(self.theme.id));
        let middle = pos2(self.left(rect) - theme::grid(0.5), rect.center().y);
        let place = Rect::from_center_size(middle, vec2(theme::grid(4.5), ROW));
        let id = row.id.with("fold");
        let response = ui.interact(place, id, Sense::click());
        let name = if folded {
            t!("themes.unfold", theme = self.theme.name)
        } else {
            t!("themes.fold", theme = self.theme.name)
        };
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_ref()));
        let icon = if folded { Icon::Right } else { Icon::Down };
        let ink = if response.hovered() { self.palette.ink } else { self.palette.second };
        icon.paint(ui.painter(), Rect::from_center_size(middle, vec2(12.0, 12.0)), ink);
        widgets::focus_ring(ui, self.palette, place, &response);
        if row.has_focus() {
            let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(row.id, filter));
            let key = if folded { Key::ArrowRight } else { Key::ArrowLeft };
            if ui.input_mut(|input| input.consume_key(Modifiers::NONE, key)) {
                return turn;
            }
        }
        turn.filter(|_| response.on_hover_text(name).clicked())
    }

    /// Whether the selected passage bears the theme.
    fn is_borne(&self) -> bool {
        let passage = self.shared.passage.and_then(|id| self.session.annotations().find(id));
        passage.is_some_and(|(_, _, passage)| passage.themes.contains(&self.theme.id))
    }

    fn count(&self) -> usize {
        self.counts.of_theme(self.session, self.theme.id)
    }

    fn name_and_counts(&self) -> String {
        let name = self.session.codebook().path_name(self.theme.id);
        let row = match self.theme.key {
            Some(key) => t!("themes.row_key", theme = name, count = self.count(), key = key),
            None => t!("themes.row", theme = name, count = self.count()),
        };
        let row = if self.listed.recent { t!("themes.recent_row", row = row) } else { row };
        match self.shade() {
            Shade::Shown => row,
            Shade::Dimmed => t!("tags.row_dimmed", row = row),
            Shade::Hidden => t!("tags.row_hidden", row = row),
        }
        .into_owned()
    }

    fn shade(&self) -> Shade {
        self.shared.showing.shade(self.theme.id)
    }

    fn eye_icon(&self) -> Icon {
        match self.shade() {
            Shade::Shown => Icon::Eye,
            Shade::Dimmed => Icon::EyeHalf,
            Shade::Hidden => Icon::EyeOff,
        }
    }

    /// The eye: each click shows less of the theme in the text, and after nothing all of it.
    fn eye(&self, ui: &Ui, eye: Response, out: &mut Vec<Message>) {
        let (id, name) = (self.theme.id, &self.theme.name);
        let label = match self.shade() {
            Shade::Shown => t!("tags.eye.shown", theme = name),
            Shade::Dimmed => t!("tags.eye.dimmed", theme = name),
            Shade::Hidden => t!("tags.eye.hidden", theme = name),
        };
        eye.widget_info(|| WidgetInfo::labeled(Role::Button, true, label.as_ref()));
        if eye.clicked() {
            out.push(if ui.input(|input| input.modifiers.alt) {
                Message::OnlyTheme(id)
            } else {
                Message::Shade(id, self.shade().next())
            });
        }
        eye.on_hover_text(format!("{label}\n{}", t!("tags.eye.only_hint")));
    }

    fn hint(&self) -> String {
        let here = self.count_here();
        let does = if self.shared.passage.is_some() && self.nothing_selected {
            if self.is_borne() { t!("themes.hint.untag") } else { t!("themes.hint.add") }
        } else {
            t!("themes.hint.tag")
        };
        let mut hint = t!("themes.hint.counts", here = here, all = self.count()).into_owned();
        for line in [self.theme.description.trim(), &does] {
            if !line.is_empty() {
                hint.push('\n');
                hint.push_str(line);
            }
        }
        hint
    }

    /// How many passages of the open article bear it, of the coders that are not hidden.
    fn count_here(&self) -> usize {
        let Some(article) = &self.shared.article else { return 0 };
        let annotations = self.session.annotations();
        if !self.shared.showing.hides_coders() {
            return annotations.count_of_in(self.theme.id, article);
        }
        let layers = annotations.layers(article);
        let seen = layers.filter(|(coder, _)| self.shared.showing.sees(coder));
        let passages = seen.flat_map(|(_, layer)| &layer.passages);
        passages.filter(|passage| passage.themes.contains(&self.theme.id)).count()
    }

    fn paint(&self, ui: &Ui, rect: Rect, borne: bool, lively: bool, response: &Response) {
        let Self { palette, theme, .. } = *self;
        if !ui.is_rect_visible(rect) {
            return;
        }
        let painter = ui.painter();
        let radius = CornerRadius::same(theme::RADIUS);
        if borne {
            let stroke = Stroke::new(1.0, palette.hairline);
            painter.rect(rect, radius, palette.raised, stroke, StrokeKind::Inside);
        } else if lively {
            painter.rect_filled(rect, radius, palette.hover);
        }
        let left = self.left(rect) + theme::grid(3.0);
        let dot = pos2(left, rect.center().y);
        let colour = palette.theme(theme.colour);
        match self.shade() {
            Shade::Shown => painter.circle_filled(dot, 4.5, colour),
            Shade::Dimmed => painter.circle_filled(dot, 4.5, palette.dimmed(colour)),
            Shade::Hidden => painter.circle_stroke(dot, 4.0, Stroke::new(1.0, palette.second)),
        };
        let cap =
            Rect::from_center_size(pos2(rect.right() - 18.0, rect.center().y), vec2(20.0, 20.0));
        if let Some(key) = theme.key {
            paint_key_cap(ui, palette, cap, key);
        }
        let mut right = if lively {
            // The buttons take the count's place; the tooltip still tells it.
            rect.right() - MORE - theme::grid(4.0)
        } else {
            let hides = self.shade() != Shade::Shown;
            let right = if hides { rect.right() - EYE - theme::grid(3.0) } else { cap.left() };
            let count = painter.text(
                pos2(right - theme::grid(2.0), rect.center().y),
                Align2::RIGHT_CENTER,
                self.count(),
                theme::small(),
                palette.second,
            );
            count.left() - theme::grid(2.0)
        };
        if borne && !lively {
            let place = Rect::from_center_size(
                pos2(right - theme::ICON / 2.0, rect.center().y),
                vec2(theme::ICON, theme::ICON),
            );
            Icon::Check.paint(painter, place, palette.accent);
            right = place.left() - theme::grid(1.0);
        }
        let name = Rect::from_min_max(
            pos2(left + theme::grid(4.0), rect.top()),
            pos2(right, rect.bottom()),
        );
        widgets::paint_truncated(
            ui,
            name,
            Align2::LEFT_CENTER,
            &theme.name,
            theme::body(),
            if self.shade() == Shade::Shown { palette.ink } else { palette.second },
        );
        widgets::focus_ring(ui, palette, rect, response);
    }

    fn paint_button(&self, ui: &Ui, button: &Response, icon: Icon, open: bool) {
        if button.hovered() || open {
            let radius = CornerRadius::same(theme::RADIUS);
            ui.painter().rect_filled(button.rect, radius, self.palette.hairline);
        }
        icon.paint(ui.painter(), button.rect, self.palette.second);
        widgets::focus_ring(ui, self.palette, button.rect, button);
    }

    /// Drag and drop: a line shows where the theme would land.
    fn reorder(&self, ui: &Ui, rect: Rect, response: &Response, out: &mut Vec<Message>) {
        response.dnd_set_drag_payload(self.theme.id);
        if response.dragged() {
            ui.ctx().set_cursor_icon(CursorIcon::Grabbing);
        }
        let Some(dragged) = response.dnd_hover_payload::<ThemeId>() else { return };
        let Some(pointer) = ui.ctx().pointer_interact_pos() else { return };
        let behind = pointer.y > rect.center().y;
        let codebook = self.session.codebook();
        let Some(to) = order::drop_place(codebook, *dragged, self.theme.id, behind) else { return };
        let y = if behind { rect.bottom() } else { rect.top() };
        ui.painter().hline(rect.x_range(), y, theme::focus_line(self.palette));
        if response.dnd_release_payload::<ThemeId>().is_some() {
            out.push(Message::Do(Command::MoveTheme { theme: *dragged, to }));
        }
    }
}

fn paint_key_cap(ui: &Ui, palette: &Palette, rect: Rect, key: u8) {
    let stroke = Stroke::new(1.0, palette.hairline);
    ui.painter().rect(rect, CornerRadius::same(4), palette.raised, stroke, StrokeKind::Inside);
    let font = theme::small();
    ui.painter().text(rect.center(), Align2::CENTER_CENTER, key, font, palette.second);
}
