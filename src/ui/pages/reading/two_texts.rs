//! How the texts of the page stand: one alone, two beside each other or, where there is no room for
//! two lines of text in a row, one below the other; and in a window that is low as well, one behind
//! the other, with their titles to turn to them.

use eframe::egui::{
    Align2, Context, CornerRadius, CursorIcon, Id, LayerId, Rect, Role, Sense, Stroke, Ui,
    UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::{
    ReadingPage, Shown,
    reader::{ArticleText, least_width_of_two},
};
use crate::{
    annotation::{PassageId, ThemeId},
    t,
    ui::{
        action::Action,
        caret::{TextSide, text_id},
        message::Message,
        pages::Room,
        theme,
        widgets::{self, icon::Icon},
    },
};

/// The border can be drawn so far, in percent of the room.
const PERCENT: std::ops::RangeInclusive<f32> = 20.0..=80.0;

/// How two texts stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum TextArrangement {
    SideBySide,
    Stacked,
    /// The one that is read alone is seen.
    OneAtATime,
}

impl TextArrangement {
    /// In a page of that size, where a text is to be `least` wide.
    fn fitting(size: Vec2, least: f32) -> Self {
        if size.x >= 2.0 * least + theme::TEXT_BORDER {
            Self::SideBySide
        } else if size.y >= 2.0 * theme::TEXT_LEAST + theme::TEXT_BORDER {
            Self::Stacked
        } else {
            Self::OneAtATime
        }
    }
}

/// Where the texts of the page are, each with its strip above it.
#[derive(Clone, Copy, Debug)]
struct TextRooms {
    arrangement: TextArrangement,
    heads: [Rect; 2],
    bodies: [Rect; 2],
    border: Option<Rect>,
}

impl TextRooms {
    /// Of `page`, the first text has `percent`; each is to have `least` of its width.
    fn of(page: Rect, percent: f32, least: f32) -> Self {
        let arrangement = TextArrangement::fitting(page.size(), least);
        let head = |room: Rect| room.with_max_y(room.top() + theme::TEXT_HEAD);
        let body = |room: Rect| room.with_min_y(room.top() + theme::TEXT_HEAD);
        let part = |length: f32, least: f32| {
            let free = length - theme::TEXT_BORDER;
            (free * percent / 100.0).clamp(least.min(free / 2.0), free - least.min(free / 2.0))
        };
        let (rooms, border) = match arrangement {
            TextArrangement::SideBySide => {
                let left = (page.left() + part(page.width(), least)).round();
                let right = left + theme::TEXT_BORDER;
                let border = Rect::from_x_y_ranges(left..=right, page.y_range());
                ([page.with_max_x(left), page.with_min_x(right)], Some(border))
            }
            TextArrangement::Stacked => {
                let above = (page.top() + part(page.height(), theme::TEXT_LEAST)).round();
                let below = above + theme::TEXT_BORDER;
                let border = Rect::from_x_y_ranges(page.x_range(), above..=below);
                ([page.with_max_y(above), page.with_min_y(below)], Some(border))
            }
            TextArrangement::OneAtATime => {
                let strip = head(page);
                let middle = strip.center().x.round();
                let heads = [strip.with_max_x(middle), strip.with_min_x(middle)];
                return Self { arrangement, heads, bodies: [body(page); 2], border: None };
            }
        };
        Self { arrangement, heads: rooms.map(head), bodies: rooms.map(body), border }
    }

    fn of_side<T: Copy>(all: &[T; 2], side: TextSide) -> T {
        let [first, second] = *all;
        match side {
            TextSide::First => first,
            TextSide::Second => second,
        }
    }
}

/// How much room the page needs for what it shows.
pub(super) fn least_width(one: f32, two: bool) -> f32 {
    if two { 2.0 * one + theme::TEXT_BORDER } else { one }
}

impl ReadingPage {
    /// Both texts, or the one that there is; returns the passage that is pointed at.
    pub(super) fn texts_ui(&mut self, room: &mut Room<'_>, ui: &mut Ui) -> Option<PassageId> {
        let page = ui.available_rect_before_wrap();
        // Alone is the one that is read.
        if !self.texts.are_open() || room.shared.focus.is_some() {
            return self.text_ui(self.texts.side, room, ui);
        }
        let settings = room.session.settings();
        let percent = self.texts.drawn.unwrap_or(f32::from(settings.beside_percent));
        let rooms = TextRooms::of(page, percent, least_width_of_two(settings));
        self.follow_press(&rooms, room, ui);
        let mut pointed = None;
        for side in TextSide::ALL {
            let is_seen =
                side == self.texts.side || rooms.arrangement != TextArrangement::OneAtATime;
            if !is_seen {
                continue;
            }
            let rect = TextRooms::of_side(&rooms.bodies, side);
            let builder = UiBuilder::new().max_rect(rect).id_salt(("text", side));
            let mut inside = ui.new_child(builder);
            inside.set_clip_rect(rect.intersect(ui.clip_rect()));
            pointed = self.text_ui(side, room, &mut inside).or(pointed);
        }
        self.link(ui);
        if let Some(border) = rooms.border {
            self.border_ui((page, border), percent, room, ui);
        }
        let mut turn = None;
        for side in TextSide::ALL {
            let rect = TextRooms::of_side(&rooms.heads, side);
            turn = self.head_ui((side, rect, rooms.arrangement), room, ui).or(turn);
        }
        if let Some(side) = turn {
            self.read_side(side, room.shared, room.ctx);
        }
        pointed
    }

    /// A press on the text that is not read turns to it, before it means anything there.
    fn follow_press(&mut self, rooms: &TextRooms, room: &mut Room<'_>, ui: &Ui) {
        let body = TextRooms::of_side(&rooms.bodies, self.texts.side.opposite());
        let seen = rooms.arrangement != TextArrangement::OneAtATime;
        if seen && pressed_in(body, ui.layer_id(), ui.ctx()) {
            self.read_other(room.shared, room.ctx);
            // The panels were drawn for the other text.
            ui.ctx().request_repaint();
        }
    }

    /// One text goes along with the other.
    fn link(&mut self, ui: &Ui) {
        let Some(other) = &mut self.texts.other else { return };
        let (read, beside) = (self.reader.take_scrolled(), other.reader.take_scrolled());
        if !self.texts.linked || (read == 0.0 && beside == 0.0) {
            return;
        }
        if read == 0.0 {
            self.reader.scroll_along(beside);
        } else {
            other.reader.scroll_along(read);
        }
        ui.ctx().request_repaint();
    }

    /// One text, as large as there is room.
    fn text_ui(&mut self, side: TextSide, room: &mut Room<'_>, ui: &mut Ui) -> Option<PassageId> {
        let Room { session, palette, .. } = *room;
        let is_read = side == self.texts.side;
        let path = match &self.texts.other {
            Some(other) if !is_read => other.article.as_ref(),
            _ => room.shared.article.as_ref(),
        };
        let shown = Shown::of(session, path);
        let article = shown.or_ui(palette, ui, room.out)?;
        let focus = room.shared.focus;
        let same = path == room.shared.article.as_ref();
        let bare = focus.is_some_and(|focus| !focus.marks);
        let suggestions = if is_read && !bare {
            self.suggestions_in_text(session, &article.path, palette)
        } else {
            Vec::new()
        };
        let text = ArticleText {
            id: text_id(side),
            is_read,
            beside: self.texts.are_open() && focus.is_none(),
            session,
            article,
            palette,
            // Of two places of one article, both show what is chosen.
            passage: room.shared.passage.filter(|_| same),
            hovered: room.shared.hovered,
            hits: self.find.hits(article),
            suggestions: &suggestions,
            showing: &room.shared.showing,
            alone: focus.is_some(),
            bare,
        };
        match &mut self.texts.other {
            Some(other) if !is_read => text.ui(&mut other.reader, ui, room.out),
            _ => {
                let pointed = text.ui(&mut self.reader, ui, room.out);
                // Over the text there is one thing at a time.
                if !room.shared.covered && room.shared.sides.over().is_none() {
                    let likely = || self.likeliest_themes(session, article);
                    let state = (&self.reader, &likely as &dyn Fn() -> Vec<ThemeId>);
                    super::selection_palette::ui(session, state, palette, ui, room.out);
                }
                pointed
            }
        }
    }

    /// The border between the texts, which can be drawn; a double click puts it in the middle.
    fn border_ui(
        &mut self,
        (page, border): (Rect, Rect),
        percent: f32,
        room: &mut Room<'_>,
        ui: &Ui,
    ) {
        let upright = border.height() > border.width();
        let response = ui.interact(border, Id::unique("border of texts"), Sense::click_and_drag());
        let name = t!("beside.border");
        response.widget_info(|| WidgetInfo::slider(true, f64::from(percent), name.as_ref()));
        let palette = room.palette;
        ui.painter().rect_filled(border, 0, palette.panel);
        let lively = response.hovered() || response.dragged() || response.has_focus();
        let colour = if lively { palette.second } else { palette.hairline };
        let line = Stroke::new(1.0, colour);
        if upright {
            ui.painter().vline(border.left() + 0.5, border.y_range(), line);
            ui.painter().vline(border.right() - 0.5, border.y_range(), line);
        } else {
            ui.painter().hline(border.x_range(), border.top() + 0.5, line);
            ui.painter().hline(border.x_range(), border.bottom() - 0.5, line);
        }
        let cursor =
            if upright { CursorIcon::ResizeHorizontal } else { CursorIcon::ResizeVertical };
        let response = response.on_hover_and_drag_cursor(cursor);
        let mut wanted = None;
        if response.double_clicked() {
            wanted = Some(50.0);
        } else if let Some(pos) = response.interact_pointer_pos().filter(|_| response.dragged()) {
            let part = if upright {
                (pos.x - page.left()) / page.width()
            } else {
                (pos.y - page.top()) / page.height()
            };
            self.texts.drawn = Some((part * 100.0).clamp(*PERCENT.start(), *PERCENT.end()));
        } else if response.drag_stopped() {
            wanted = self.texts.drawn;
        } else if response.has_focus() {
            let step = arrows(ui, &response, upright);
            wanted = (step != 0.0).then_some(percent + step);
        }
        if let Some(percent) = wanted {
            #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped")]
            let percent = percent.clamp(*PERCENT.start(), *PERCENT.end()).round() as u8;
            room.configure(|settings| settings.beside_percent = percent);
            self.texts.drawn = None;
        }
    }

    /// The strip above a text: its title, by a click on which one turns to it, and what can be done
    /// with two texts; the side that is to be read.
    fn head_ui(
        &mut self,
        (side, rect, arrangement): (TextSide, Rect, TextArrangement),
        room: &mut Room<'_>,
        ui: &mut Ui,
    ) -> Option<TextSide> {
        let Room { session, palette, .. } = *room;
        let is_read = side == self.texts.side;
        let other = self.texts.other.as_ref().and_then(|other| other.article.as_ref());
        let path = if is_read { room.shared.article.as_ref() } else { other };
        let title = path.map(|path| session.title_read(path)).unwrap_or_default();
        let place = place_name(side, arrangement);
        let ground = if is_read { palette.raised } else { palette.panel };
        ui.painter().rect_filled(rect, 0, ground);
        let builder = UiBuilder::new().max_rect(rect).id_salt(("head of text", side));
        let mut bar = ui.new_child(builder);
        let size = vec2(theme::CONTROL, theme::CONTROL);
        let mut right = rect.right() - theme::GRID;
        let mut button = |icon: Icon, name: &str, on: bool| {
            right -= size.x;
            let at = Rect::from_min_size(pos2(right, rect.top() + 1.0), size);
            if on {
                bar.painter().rect_filled(at, CornerRadius::same(theme::RADIUS), palette.hover);
            }
            let builder = UiBuilder::new().max_rect(at).id_salt(name);
            let mut inside = bar.new_child(builder);
            widgets::icon_button(&mut inside, palette, icon, name, true).clicked()
        };
        let close = t!("beside.close", place = place);
        let closes = button(Icon::Close, &close, false);
        if side == TextSide::Second {
            let link = if self.texts.linked { t!("beside.unlink") } else { t!("beside.link") };
            for (icon, name, action, on) in [
                (Icon::Link, link.as_ref(), Action::LinkTexts, self.texts.linked),
                (Icon::Swap, &Action::SwapTexts.tooltip(room.ctx), Action::SwapTexts, false),
            ] {
                if button(icon, name, on) {
                    room.out.push(Message::Act(action));
                }
            }
        }
        let name = rect.with_max_x(right - theme::GRID);
        let response = ui.interact(name, text_id(side).with("head"), Sense::click());
        let spoken = t!("beside.head", place = place, title = title);
        response.widget_info(|| WidgetInfo::selected(Role::Tab, true, is_read, spoken.as_ref()));
        let ink = if is_read || response.hovered() { palette.ink } else { palette.second };
        let inner = name.with_min_x(name.left() + theme::grid(5.0));
        let (align, font) = (Align2::LEFT_CENTER, theme::content());
        widgets::paint_truncated(ui, inner, align, &title, font, ink);
        let line = Stroke::new(1.0, palette.hairline);
        ui.painter().hline(rect.x_range(), rect.bottom() - 0.5, line);
        if is_read {
            let bar = rect.with_max_y(rect.top() + 3.0);
            ui.painter().rect_filled(bar, 0, palette.accent);
        }
        widgets::focus_ring(ui, palette, name.shrink(2.0), &response);
        let turns = response.on_hover_text(Action::ReadOther.tooltip(room.ctx)).clicked();
        if closes {
            self.close_text(side, room.shared, room.ctx);
            ui.ctx().request_repaint();
            return None;
        }
        turns.then_some(side)
    }
}

/// What a side is called.
fn place_name(side: TextSide, arrangement: TextArrangement) -> std::borrow::Cow<'static, str> {
    match (arrangement, side) {
        (TextArrangement::SideBySide, TextSide::First) => t!("beside.left"),
        (TextArrangement::SideBySide, TextSide::Second) => t!("beside.right"),
        (TextArrangement::Stacked, TextSide::First) => t!("beside.above"),
        (TextArrangement::Stacked, TextSide::Second) => t!("beside.below"),
        (TextArrangement::OneAtATime, TextSide::First) => t!("beside.first"),
        (TextArrangement::OneAtATime, TextSide::Second) => t!("beside.second"),
    }
}

/// Whether a button of the pointer went down in `rect`, and nothing lies over it there.
fn pressed_in(rect: Rect, layer: LayerId, ctx: &Context) -> bool {
    let pos = ctx.input(|input| {
        let pos = input.pointer.interact_pos();
        pos.filter(|_| input.pointer.any_pressed())
    });
    pos.is_some_and(|pos| rect.contains(pos) && ctx.layer_id_at(pos) == Some(layer))
}

/// By how many percent the arrows move the border.
fn arrows(ui: &Ui, border: &eframe::egui::Response, upright: bool) -> f32 {
    use eframe::egui::{EventFilter, Key, Modifiers};
    let filter = EventFilter {
        horizontal_arrows: upright,
        vertical_arrows: !upright,
        ..EventFilter::default()
    };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(border.id, filter));
    let (less, more) =
        if upright { (Key::ArrowLeft, Key::ArrowRight) } else { (Key::ArrowUp, Key::ArrowDown) };
    ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        let less = pressed(less);
        let more = pressed(more);
        f32::from(i8::from(more) - i8::from(less)) * 2.0
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEAST: f32 = 434.0;

    #[test]
    fn texts_stand_side_by_side_where_both_have_their_line_else_below_or_behind() {
        use TextArrangement::{OneAtATime, SideBySide, Stacked};
        let of = |x, y| TextArrangement::fitting(vec2(x, y), LEAST);
        assert_eq!(of(912.0, 628.0), SideBySide);
        assert_eq!(of(870.0, 628.0), Stacked);
        assert_eq!(of(608.0, 378.0), OneAtATime);
    }

    #[test]
    fn wherever_the_border_is_drawn_both_texts_keep_their_least_and_nothing_overlaps() {
        for size in [vec2(880.0, 600.0), vec2(1300.0, 800.0), vec2(800.0, 700.0)] {
            let page = Rect::from_min_size(pos2(56.0, 44.0), size);
            for percent in [20.0, 35.0, 50.0, 64.0, 80.0_f32] {
                let rooms = TextRooms::of(page, percent, LEAST);
                let [first, second] = rooms.bodies;
                let border = rooms.border.expect("a border");
                assert!(!first.intersects(border.shrink(0.6)) && !first.intersects(second));
                assert!(page.contains_rect(first) && page.contains_rect(second));
                for body in [first, second] {
                    if rooms.arrangement == TextArrangement::SideBySide {
                        assert!(body.width() >= LEAST - 1.0, "{size} {percent}: {body:?}");
                    } else {
                        let least = theme::TEXT_LEAST - theme::TEXT_HEAD - 1.0;
                        assert!(body.height() >= least, "{size} {percent}: {body:?}");
                    }
                }
            }
        }
    }
}
