//! One passage as a card: its words, its themes, who marked it where; the selected one opens up to
//! its memo and what can be done with it.

use eframe::egui::{
    Align, Align2, Color32, CornerRadius, Id, Layout, Popup, Rect, Response, RichText, Role, Sense,
    Stroke, StrokeKind, Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use rust_i18n::t;

use super::memo;
use crate::{
    annotation::{AnchorStatus, Coder, Passage, ThemeId},
    corpus::ArticlePath,
    session::{Command, Session},
    ui::{
        drafts::Drafts,
        message::Message,
        passage_menu,
        quote::SetQuote,
        theme::{self, Palette},
        widgets::{self, chip, icon::Icon, markdown, menu, theme_names},
    },
};

/// From the card's edge to what is in it.
pub(super) const PAD: f32 = 12.0;
/// Height of the line with themes, coder and place, and of every other line of small letters.
const LINE: f32 = 20.0;
const GAP: f32 = theme::GRID;
/// Height of a chip.
const CHIP: f32 = 24.0;

/// A passage as its card shows it.
pub(super) struct Card<'a> {
    pub(super) session: &'a Session,
    pub(super) palette: &'a Palette,
    pub(super) article: &'a ArticlePath,
    pub(super) coder: &'a Coder,
    pub(super) passage: &'a Passage,
    /// The paragraph it starts in.
    pub(super) paragraph: Option<usize>,
    /// Whether it is pointed at elsewhere.
    pub(super) hovered: bool,
    /// Whether its coder is dimmed.
    pub(super) dimmed: bool,
}

/// The height of a card that is not selected, with so many lines of quotation.
#[expect(clippy::cast_precision_loss, reason = "a few lines")]
pub(super) fn height(session: &Session, passage: &Passage, rows: usize) -> f32 {
    let mut height = 2.0 * PAD + rows as f32 * theme::EXCERPT_LINE + GAP + LINE;
    if *session.status(passage.id) != AnchorStatus::Ok {
        height += LINE + GAP;
    }
    if !passage.memo.is_empty() {
        height += LINE + GAP;
    }
    height
}

impl Card<'_> {
    /// Its place in the tree of widgets.
    fn id(&self) -> Id {
        Id::unique(("card", self.passage.id))
    }

    /// The card at `rect`; it says with a click that the passage is wanted.
    pub(super) fn ui(
        &self,
        quote: &SetQuote,
        rect: Rect,
        ui: &Ui,
        out: &mut Vec<Message>,
    ) -> Response {
        let response = ui.interact(rect, self.id(), Sense::click());
        self.name(&response, false);
        let hovered = self.hovered || response.contains_pointer();
        let edge = if hovered { self.palette.second } else { self.palette.hairline };
        self.ground(ui, rect, Stroke::new(1.0, edge));
        let inner = rect.shrink(PAD);
        let ink = if self.dimmed { self.palette.second } else { self.palette.ink };
        quote.paint(ui.painter(), inner.min, ink);
        let mut top = inner.top() + quote.height() + GAP;
        let line =
            |top: f32| Rect::from_min_size(pos2(inner.left(), top), vec2(inner.width(), LINE));
        if let Some((text, _)) = self.problem() {
            self.paint_problem(ui, line(top), &text);
            top += LINE + GAP;
        }
        self.paint_themes(ui, line(top));
        if !self.passage.memo.is_empty() {
            self.paint_memo(ui, line(top + LINE + GAP));
        }
        widgets::focus_ring(ui, self.palette, rect, &response);
        self.menu(&response, out);
        match self.problem() {
            Some((_, hint)) => response.on_hover_text(hint),
            None => response,
        }
    }

    /// The selected card from `rect`'s top left corner on; returns its rectangle.
    pub(super) fn selected_ui(
        &self,
        quote: &SetQuote,
        rect: Rect,
        drafts: &mut Drafts,
        ui: &mut Ui,
        out: &mut Vec<Message>,
    ) -> Response {
        let response = ui.interact(rect, self.id(), Sense::click());
        self.menu(&response, out);
        self.name(&response, true);
        self.ground(ui, rect, Stroke::new(1.5, self.palette.accent));
        let inner =
            Rect::from_min_max(rect.min + vec2(PAD, PAD), pos2(rect.right() - PAD, f32::INFINITY));
        let builder = UiBuilder::new()
            .id_salt(self.id())
            .max_rect(inner)
            .layout(Layout::top_down(Align::Min));
        let mut child = ui.new_child(builder);
        child.spacing_mut().item_spacing = vec2(GAP, GAP);
        let (place, _) =
            child.allocate_exact_size(vec2(inner.width(), quote.height()), Sense::hover());
        quote.paint(child.painter(), place.min, self.palette.ink);
        if let Some((text, hint)) = self.problem() {
            let (line, mark) = child.allocate_exact_size(vec2(inner.width(), LINE), Sense::hover());
            self.paint_problem(&child, line, &text);
            mark.on_hover_text(hint);
        }
        let writable = self.is_writable();
        self.chips_ui(&mut child, writable, out);
        let (line, _) = child.allocate_exact_size(vec2(inner.width(), GAP), Sense::hover());
        dashes(&child, line, self.palette.hairline);
        if writable {
            memo::ui(self.session, drafts, self.passage, self.palette, &mut child);
        } else if !self.passage.memo.is_empty() {
            markdown::ui(&self.passage.memo, self.palette, &mut child);
        }
        self.foot_ui(&mut child, writable, out);
        let bottom = child.min_rect().bottom() + PAD - theme::GRID;
        response.with_new_rect(rect.with_max_y(bottom))
    }

    fn name(&self, response: &Response, selected: bool) {
        response.widget_info(|| {
            let text = self.session.quoted(self.article, self.passage);
            let themes: Vec<String> = self.themes().into_iter().map(|(name, _)| name).collect();
            let label = t!(
                "themes.card.name",
                text = text,
                themes = themes.join(&t!("retrieve.list_joint")),
                place = self.place()
            );
            WidgetInfo::selected(Role::Button, true, selected, label.as_ref())
        });
    }

    fn ground(&self, ui: &Ui, rect: Rect, stroke: Stroke) {
        let radius = CornerRadius::same(theme::CARD_RADIUS);
        ui.painter().rect(rect, radius, self.palette.raised, stroke, StrokeKind::Inside);
    }

    fn menu(&self, response: &Response, out: &mut Vec<Message>) {
        let (session, palette, id) = (self.session, self.palette, self.passage.id);
        menu::context(response, theme::MENU_WIDE, |ui| {
            passage_menu::ui(session, palette, id, false, ui, out);
        });
    }

    fn is_writable(&self) -> bool {
        let layer = self.session.annotations().layer(self.article, self.coder);
        layer.is_some_and(crate::annotation::Layer::is_writable)
    }

    fn themes(&self) -> Vec<(String, Color32)> {
        let shown = |&id: &ThemeId| {
            theme_names::theme_shown(self.session, self.palette, self.article, self.coder, id)
        };
        self.passage.themes.iter().map(shown).collect()
    }

    /// Who marked it and in which paragraph.
    fn place(&self) -> String {
        match self.paragraph {
            Some(number) => {
                t!("themes.card.place", coder = self.coder, paragraph = number).into_owned()
            }
            None => self.coder.to_string(),
        }
    }

    /// Why it needs a look: in a few words, and what to do.
    fn problem(&self) -> Option<(String, String)> {
        let (mark, hint) = match self.session.status(self.passage.id) {
            AnchorStatus::Ok => return None,
            AnchorStatus::Moved(_) => (t!("themes.status.moved"), t!("themes.status.moved_hint")),
            AnchorStatus::Changed(_) => {
                (t!("themes.status.changed"), t!("themes.status.changed_hint"))
            }
            AnchorStatus::Review(places) => {
                (t!("themes.status.review", count = places.len()), t!("themes.status.review_hint"))
            }
            AnchorStatus::Orphan => (t!("themes.status.orphan"), t!("themes.status.orphan_hint")),
        };
        Some((mark.into_owned(), hint.into_owned()))
    }

    fn paint_problem(&self, ui: &Ui, line: Rect, text: &str) {
        let accent = self.palette.accent_ink;
        let icon = line.with_max_x(line.left() + theme::ICON);
        Icon::Warning.paint(ui.painter(), icon, accent);
        let rest = line.with_min_x(icon.right() + GAP);
        widgets::paint_truncated(ui, rest, Align2::LEFT_CENTER, text, theme::small(), accent);
    }

    fn paint_memo(&self, ui: &Ui, line: Rect) {
        let colour = self.palette.second;
        let icon = line.with_max_x(line.left() + theme::ICON - 2.0);
        Icon::Memo.paint(ui.painter(), icon, colour);
        let rest = line.with_min_x(icon.right() + GAP);
        let memo = markdown::plain(&self.passage.memo);
        widgets::paint_truncated(ui, rest, Align2::LEFT_CENTER, &memo, theme::small(), colour);
    }

    /// Dots and names on the left as far as there is room, coder and place on the right.
    fn paint_themes(&self, ui: &Ui, line: Rect) {
        let second = self.palette.second;
        let place = ui.painter().text(
            line.right_center(),
            Align2::RIGHT_CENTER,
            self.place(),
            theme::small(),
            second,
        );
        let room = line.with_max_x(place.left() - theme::grid(2.0));
        theme_names::paint_theme_names(ui, self.palette, room, &self.themes());
    }

    /// The themes as chips that can be taken away, and one that adds.
    fn chips_ui(&self, ui: &mut Ui, writable: bool, out: &mut Vec<Message>) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(GAP, GAP);
            for &id in &self.passage.themes {
                let (name, colour) = theme_names::theme_shown(
                    self.session,
                    self.palette,
                    self.article,
                    self.coder,
                    id,
                );
                if theme_chip(ui, self.palette, &name, colour, writable) {
                    out.push(Message::Do(Command::ToggleTheme {
                        passage: self.passage.id,
                        theme: id,
                    }));
                }
            }
            if writable {
                self.add_chip(ui, out);
            }
        });
    }

    fn add_chip(&self, ui: &mut Ui, out: &mut Vec<Message>) {
        let (rect, response) = ui.allocate_exact_size(vec2(CHIP, CHIP), Sense::click());
        let name = t!("themes.card.add_theme");
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, name.as_ref()));
        chip_ground(ui, self.palette, rect, &response);
        Icon::Plus.paint(ui.painter(), rect, self.palette.second);
        Popup::menu(&response).show(|ui| {
            menu::prepare(ui, theme::MENU_WIDTH);
            let mut any = false;
            for (depth, theme) in self.session.codebook().tree() {
                if self.passage.themes.contains(&theme.id) {
                    continue;
                }
                any = true;
                let dot = Some((self.palette.theme(theme.colour), depth));
                if menu::choice(ui, self.palette, &theme.name, dot, false) {
                    out.push(Message::Do(Command::ToggleTheme {
                        passage: self.passage.id,
                        theme: theme.id,
                    }));
                }
            }
            if !any {
                ui.label(RichText::new(t!("themes.card.all_themes")).color(self.palette.second));
            }
        });
        response.on_hover_text(name);
    }

    /// Coder and place on the left, what can be done on the right.
    fn foot_ui(&self, ui: &mut Ui, writable: bool, out: &mut Vec<Message>) {
        ui.horizontal(|ui| {
            ui.set_height(theme::CONTROL);
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.label(RichText::new(self.place()).font(theme::small()).color(self.palette.second));
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let label = t!("themes.card.delete");
                if widgets::icon_button(ui, self.palette, Icon::Delete, &label, writable).clicked()
                {
                    out.push(Message::Do(Command::DeletePassages(vec![self.passage.id])));
                }
                let label = t!("themes.card.go_to");
                if widgets::icon_button(ui, self.palette, Icon::GoTo, &label, true).clicked() {
                    out.push(Message::GoTo(self.passage.id));
                }
            });
        });
    }
}

/// A theme as a chip; returns whether it is to be taken away.
fn theme_chip(
    ui: &mut Ui,
    palette: &Palette,
    name: &str,
    colour: Color32,
    removable: bool,
) -> bool {
    let galley = ui.painter().layout_no_wrap(name.to_owned(), theme::small(), palette.ink);
    let most = ui.available_size_before_wrap().x.max(ui.max_rect().width());
    let cross = if removable { theme::grid(5.0) } else { theme::grid(2.0) };
    let width = (theme::grid(5.0) + galley.size().x + cross).min(most);
    let sense = if removable { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(vec2(width, CHIP), sense);
    let label = if removable { t!("themes.card.take_away", theme = name) } else { name.into() };
    response.widget_info(|| WidgetInfo::labeled(Role::Button, removable, label.as_ref()));
    chip_ground(ui, palette, rect, &response);
    ui.painter().circle_filled(pos2(rect.left() + theme::grid(2.5), rect.center().y), 4.0, colour);
    let text = Rect::from_min_max(
        pos2(rect.left() + theme::grid(4.5), rect.top()),
        pos2(rect.right() - cross + theme::GRID, rect.bottom()),
    );
    widgets::paint_truncated(ui, text, Align2::LEFT_CENTER, name, theme::small(), palette.ink);
    if removable {
        chip::small_cross(
            ui,
            rect,
            if response.hovered() { palette.accent } else { palette.second },
        );
    }
    removable && response.on_hover_text(label).clicked()
}

fn chip_ground(ui: &Ui, palette: &Palette, rect: Rect, response: &Response) {
    let radius = CornerRadius::same(theme::CHIP_RADIUS);
    let fill = if response.hovered() { palette.hover } else { palette.raised };
    let stroke = Stroke::new(1.0, palette.hairline);
    ui.painter().rect(rect, radius, fill, stroke, StrokeKind::Inside);
    if response.has_focus() {
        let line = theme::focus_line(palette);
        ui.painter().rect_stroke(rect, radius, line, StrokeKind::Inside);
    }
}

/// A dashed line in the middle of `rect`.
fn dashes(ui: &Ui, rect: Rect, colour: Color32) {
    let y = rect.center().y;
    let path = [pos2(rect.left(), y), pos2(rect.right(), y)];
    ui.painter().extend(eframe::egui::Shape::dashed_line(
        &path,
        Stroke::new(1.0, colour),
        3.0,
        3.0,
    ));
}
