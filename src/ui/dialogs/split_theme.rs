//! Splitting a theme: its passages one by one, and to which themes each goes.

use std::collections::BTreeMap;

use eframe::egui::{
    Align2, Button, Context, CornerRadius, Key, Label, Modifiers, Popup, PopupCloseBehavior, Rect,
    RichText, Role, ScrollArea, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2,
    text::{LayoutJob, TextFormat},
    vec2,
};

use super::form::{self, ButtonLook, Buttons, FormAnswer};
use crate::{
    annotation::{Passage, PassageId, Theme, ThemeId},
    session::{Command, Session},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::{self, icon::Icon},
    },
};

/// Height of a theme's row.
const ROW: f32 = 34.0;

/// The form.
#[derive(Clone, Debug)]
pub(in crate::ui) struct SplitTheme {
    from: ThemeId,
    passages: Vec<PassageId>,
    at: usize,
    /// The themes a passage can go to, those that are there and those that are to be.
    targets: Vec<ThemeId>,
    new: Vec<Theme>,
    choices: BTreeMap<PassageId, Vec<ThemeId>>,
    name: String,
}

impl SplitTheme {
    pub(super) fn new(session: &Session, from: ThemeId) -> Self {
        let passages = session.annotations().passages();
        let passages = passages.filter(|(.., passage)| passage.themes.contains(&from));
        Self {
            from,
            passages: passages.map(|(.., passage)| passage.id).collect(),
            at: 0,
            targets: session.codebook().children(Some(from)).map(|theme| theme.id).collect(),
            new: Vec::new(),
            choices: BTreeMap::new(),
            name: String::new(),
        }
    }

    /// Whether something was decided or written that is not confirmed.
    pub(super) fn is_changed(&self) -> bool {
        let decided = self.choices.values().any(|themes| !themes.is_empty());
        decided || !self.new.is_empty() || self.is_naming()
    }

    /// Whether a name stands in the field.
    pub(super) fn is_naming(&self) -> bool {
        !self.name.trim().is_empty()
    }

    /// What confirming does now; none where no passage goes anywhere.
    pub(super) fn command(&self) -> Option<Command> {
        // A theme to which nothing went is not made.
        let used = |theme: &&Theme| self.choices.values().flatten().any(|id| *id == theme.id);
        let new = self.new.iter().filter(used).cloned().collect();
        let (theme, choices) = (self.from, self.choices.clone());
        (self.done() > 0).then_some(Command::SplitTheme { theme, new, choices })
    }

    /// Shows it; `false` when it is done with.
    pub(super) fn ui(
        &mut self,
        session: &Session,
        palette: &Palette,
        ctx: &Context,
        out: &mut Vec<Message>,
    ) -> bool {
        // Deleted elsewhere meanwhile.
        let Some(theme) = session.codebook().get(self.from) else { return false };
        let title = t!("codebook.split.title", theme = theme.name);
        let answer = form::card(
            ctx,
            palette,
            &title,
            theme::DIALOG_REVIEW,
            |ui| self.body_ui(session, theme, palette, ui),
            |ui, done| {
                let confirm = t!("codebook.split.confirm", count = done);
                Buttons::new(confirm, done > 0).ui(ui, palette)
            },
        );
        match answer {
            Some(FormAnswer::None) => true,
            Some(FormAnswer::Confirm) => {
                out.extend(self.command().map(Message::Do));
                false
            }
            _ => false,
        }
    }

    /// How many passages change.
    fn done(&self) -> usize {
        let changes = |themes: &&Vec<ThemeId>| !themes.is_empty() && themes[..] != [self.from];
        self.choices.values().filter(changes).count()
    }

    fn current(&self) -> Option<PassageId> {
        self.passages.get(self.at).copied()
    }

    fn toggle(&mut self, theme: ThemeId) {
        let Some(passage) = self.current() else { return };
        let themes = self.choices.entry(passage).or_default();
        if themes.contains(&theme) {
            themes.retain(|&other| other != theme);
        } else {
            themes.push(theme);
        }
    }

    fn step(&mut self, forward: bool) {
        let last = self.passages.len().saturating_sub(1);
        self.at = if forward { (self.at + 1).min(last) } else { self.at.saturating_sub(1) };
    }

    /// A target for the name that was written, made if there is none, and the passage goes there.
    fn add_named(&mut self, session: &Session) {
        let name = std::mem::take(&mut self.name);
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        let codebook = session.codebook();
        let known = codebook
            .children(Some(self.from))
            .chain(&self.new)
            .find(|theme| theme.name == name)
            .map(|theme| theme.id);
        let id = match known {
            Some(id) => id,
            None => {
                // Those that are to be take the colours that are left, one after the other.
                let mut theme = codebook.new_theme(name);
                let taken = codebook.themes().iter().chain(&self.new).map(|theme| theme.colour);
                let taken: Vec<_> = taken.collect();
                let free =
                    (0..crate::annotation::PALETTE_LEN).map(crate::annotation::Colour::Palette);
                if let Some(colour) = free.into_iter().find(|colour| !taken.contains(colour)) {
                    theme.colour = colour;
                }
                let theme = Theme { parent: Some(self.from), key: None, ..theme };
                let id = theme.id;
                self.new.push(theme);
                id
            }
        };
        if !self.targets.contains(&id) {
            self.targets.push(id);
        }
        let chosen = self.current().and_then(|passage| self.choices.get(&passage));
        if !chosen.is_some_and(|themes| themes.contains(&id)) {
            self.toggle(id);
        }
    }

    /// Digits choose, arrows and Enter step, as long as nothing is being written.
    fn keys(&mut self, ui: &Ui) {
        if ui.ctx().text_edit_focused() {
            return;
        }
        let pressed = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
        let digits = [
            Key::Num1,
            Key::Num2,
            Key::Num3,
            Key::Num4,
            Key::Num5,
            Key::Num6,
            Key::Num7,
            Key::Num8,
            Key::Num9,
        ];
        for (theme, key) in self.targets.clone().into_iter().zip(digits) {
            if pressed(key) {
                self.toggle(theme);
            }
        }
        if pressed(Key::Num0) {
            self.toggle(self.from);
        }
        let free = ui.memory(|memory| memory.focused().is_none());
        if pressed(Key::ArrowRight) || pressed(Key::PageDown) || (free && pressed(Key::Enter)) {
            self.step(true);
        }
        if pressed(Key::ArrowLeft) || pressed(Key::PageUp) {
            self.step(false);
        }
    }

    fn body_ui(
        &mut self,
        session: &Session,
        theme: &Theme,
        palette: &Palette,
        ui: &mut Ui,
    ) -> usize {
        self.keys(ui);
        ui.horizontal(|ui| {
            let (at, total, done) = (self.at + 1, self.passages.len(), self.done());
            let text = t!("codebook.split.progress", at = at, total = total, done = done);
            ui.label(RichText::new(text).color(palette.second));
            let previous = t!("codebook.split.previous");
            if form::button(ui, palette, &previous, ButtonLook::Plain, self.at > 0).clicked() {
                self.step(false);
            }
            let next = t!("codebook.split.next");
            if form::button(ui, palette, &next, ButtonLook::Plain, at < total).clicked() {
                self.step(true);
            }
        });
        let found = self.current().and_then(|id| session.annotations().find(id));
        if let Some((path, coder, passage)) = found {
            passage_ui(session, theme, passage, palette, ui);
            let title = session.title_read(path);
            form::hint(ui, palette, &format!("{title} · {coder}"));
        }
        ui.add_space(theme::grid(1.0));
        form::hint(ui, palette, &t!("codebook.split.choose"));
        ui.scope(|ui| self.targets_ui(session, theme, palette, ui));
        ui.add_space(theme::grid(1.0));
        ui.horizontal(|ui| {
            let (hint, name) = (t!("codebook.split.add_hint"), t!("codebook.split.add"));
            let field = form::field(ui, palette, &mut self.name, &hint, &name, 128.0);
            let left = field.lost_focus();
            let enter = left && ui.input_mut(|i| i.consume_key(Modifiers::NONE, Key::Enter));
            if enter {
                self.add_named(session);
            }
            let other = RichText::new(t!("codebook.split.other")).color(palette.ink);
            let button = Button::new(other)
                .fill(palette.raised)
                .stroke(Stroke::new(1.0, palette.hairline))
                .min_size(vec2(112.0, theme::CONTROL));
            let response = ui.add(button);
            Popup::menu(&response)
                .close_behavior(PopupCloseBehavior::CloseOnClick)
                .show(|ui| self.others_ui(session, palette, ui));
        });
        form::hint(ui, palette, &t!("codebook.split.keys"));
        form::hint(ui, palette, &t!("codebook.split.undo"));
        self.done()
    }

    /// The themes of the codebook that are no targets yet.
    fn others_ui(&mut self, session: &Session, palette: &Palette, ui: &mut Ui) {
        ui.set_width(260.0);
        ScrollArea::vertical().max_height(260.0).show(ui, |ui| {
            for (depth, theme) in session.codebook().tree() {
                if theme.id == self.from || self.targets.contains(&theme.id) {
                    continue;
                }
                let label = format!("{}{}", "　".repeat(depth), theme.name);
                let label = RichText::new(label).color(palette.ink);
                let button = Button::new(label).frame(false).min_size(vec2(240.0, 28.0));
                if ui.add(button).clicked() {
                    self.targets.push(theme.id);
                    self.toggle(theme.id);
                    ui.close();
                }
            }
        });
    }

    fn targets_ui(&mut self, session: &Session, from: &Theme, palette: &Palette, ui: &mut Ui) {
        let chosen = self.current().and_then(|passage| self.choices.get(&passage)).cloned();
        let chosen = chosen.unwrap_or_default();
        let stay = t!("codebook.split.stay", theme = from.name);
        let mut rows = vec![(Some(0), from.id, stay.into_owned(), palette.theme(from.colour))];
        for (number, id) in (1..).zip(&self.targets) {
            let known =
                session.codebook().get(*id).or_else(|| self.new.iter().find(|t| t.id == *id));
            let Some(theme) = known else { continue };
            let key = (number <= 9).then_some(number);
            rows.push((key, *id, theme.name.clone(), palette.theme(theme.colour)));
        }
        ui.spacing_mut().item_spacing.y = 2.0;
        let width = ((ui.available_width() - theme::grid(2.0)) / 2.0).floor();
        for pair in rows.chunks(2) {
            ui.horizontal(|ui| {
                for (key, id, name, colour) in pair {
                    let count = self.choices.values().filter(|themes| themes.contains(id)).count();
                    let (rect, response) = ui.allocate_exact_size(vec2(width, ROW), Sense::click());
                    let on = chosen.contains(id);
                    let key = key.map(|key: usize| key.to_string()).unwrap_or_default();
                    response.widget_info(|| {
                        let label =
                            t!("codebook.split.target", key = key, theme = name, count = count);
                        WidgetInfo::selected(Role::CheckBox, true, on, label.trim())
                    });
                    let fill = if on {
                        palette.strong_row()
                    } else if response.hovered() {
                        palette.hover
                    } else {
                        palette.raised
                    };
                    let edge = if on { palette.accent } else { palette.hairline };
                    let radius = CornerRadius::same(theme::RADIUS);
                    ui.painter().rect(
                        rect,
                        radius,
                        fill,
                        Stroke::new(1.0, edge),
                        StrokeKind::Inside,
                    );
                    let cap = Rect::from_center_size(
                        pos2(rect.left() + 18.0, rect.center().y),
                        vec2(20.0, 20.0),
                    );
                    if !key.is_empty() {
                        let line = Stroke::new(1.0, palette.hairline);
                        ui.painter().rect(
                            cap,
                            CornerRadius::same(4),
                            palette.raised,
                            line,
                            StrokeKind::Inside,
                        );
                        ui.painter().text(
                            cap.center(),
                            Align2::CENTER_CENTER,
                            &key,
                            theme::small(),
                            palette.second,
                        );
                    }
                    ui.painter().circle_filled(
                        pos2(cap.right() + 12.0, rect.center().y),
                        4.5,
                        *colour,
                    );
                    let right = rect.right() - theme::grid(3.0);
                    let at = pos2(right, rect.center().y);
                    let text = if on {
                        let place = Rect::from_center_size(at - vec2(6.0, 0.0), vec2(16.0, 16.0));
                        Icon::Check.paint(ui.painter(), place, palette.accent);
                        place.left()
                    } else {
                        let font = theme::small();
                        ui.painter()
                            .text(at, Align2::RIGHT_CENTER, count, font, palette.second)
                            .left()
                    };
                    let place =
                        rect.with_min_x(cap.right() + 22.0).with_max_x(text - theme::grid(1.0));
                    widgets::paint_truncated(
                        ui,
                        place,
                        Align2::LEFT_CENTER,
                        name,
                        theme::body(),
                        palette.ink,
                    );
                    widgets::focus_ring(ui, palette, rect, &response);
                    if response.clicked() {
                        self.toggle(*id);
                        // The digits go on choosing.
                        response.surrender_focus();
                    }
                }
            });
        }
    }
}

/// The passage's text on the ground of its theme, with what stands around it.
fn passage_ui(session: &Session, theme: &Theme, passage: &Passage, palette: &Palette, ui: &mut Ui) {
    let frame = eframe::egui::Frame::new()
        .fill(palette.page)
        .stroke(Stroke::new(1.0, palette.hairline))
        .corner_radius(theme::CARD_RADIUS)
        .inner_margin(14);
    let ground = palette.ground(palette.theme(theme.colour));
    let format = |ink, background| TextFormat {
        font_id: theme::split_text(),
        color: ink,
        background,
        line_height: Some(theme::SPLIT_LINE),
        ..TextFormat::default()
    };
    let mut job = LayoutJob::default();
    let quote_count = passage.quotes.len();
    let mut pieces = vec![passage.before.as_str()];
    for quote in &passage.quotes {
        pieces.extend([quote.as_str(), " … "]);
    }
    // Behind the last one stands what follows it.
    pieces.truncate(2 * quote_count);
    pieces.push(&passage.after);
    let read = session.read_loose(&pieces);
    let around = format(palette.second, eframe::egui::Color32::TRANSPARENT);
    for (place, piece) in read.iter().enumerate() {
        // What is marked stands at every second place.
        let is_marked = place % 2 == 1;
        let look = if is_marked { format(palette.ink, ground) } else { around.clone() };
        job.append(piece, 0.0, look);
    }
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.set_min_height(92.0);
        ScrollArea::vertical().id_salt(passage.id).max_height(180.0).show(ui, |ui| {
            ui.add(Label::new(job).wrap());
        });
    });
}
