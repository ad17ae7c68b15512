//! Settling a difference: what both set, the rules, what can be decided, by keys and by clicks.
//!
//! The arrows choose, Enter records and goes on; a click on a decision records at once. What is
//! written as a reason without a decision is kept as what was said about the place.

use eframe::egui::{Event, EventFilter, Id, Key, Label, Modifiers, RichText, Ui, vec2};

use super::{
    ReliabilityView, segments_ui,
    settling_case::{self, SettlingCase},
};
use crate::{
    analysis::agreement::CoderMark,
    annotation::{Settlement, ThemeId},
    session::{self, OwnMark, SettleCommand, SettleTerms, describe},
    t,
    ui::{
        dialogs::form::{self, ButtonLook},
        message::Message,
        pages::compare::desk::{Desk, choice_menu},
        theme, widgets,
    },
};

/// The decisions that are offered for a place, with their keys.
const OFFERED: [(Settlement, &str, Key); 4] = [
    (Settlement::TakeA, "←", Key::ArrowLeft),
    (Settlement::TakeB, "→", Key::ArrowRight),
    (Settlement::Both, "↑", Key::ArrowUp),
    (Settlement::Neither, "↓", Key::ArrowDown),
];
/// So many places of the same kind are named.
const PREVIEWED: usize = 5;
/// So many letters of each.
const LETTERS: usize = 24;

/// What was chosen for the place at hand and is not recorded yet.
#[derive(Default)]
pub(super) struct Undecided {
    pub(super) choice: Option<Settlement>,
    /// Whether it is decided on all of its kind.
    pub(super) alike: bool,
    /// What is set in place of both.
    pub(super) own: Option<OwnMark>,
    /// Why, or what is said about it.
    pub(super) reason: String,
}

impl ReliabilityView {
    /// The keys while the text or a button of the card has the focus, and no text field.
    pub(super) fn settling_keys(&mut self, id: Id, desk: &mut Desk<'_>, ui: &Ui) {
        if self.case.is_none() || !ui.memory(|memory| memory.has_focus(id)) {
            return;
        }
        let arrows = EventFilter {
            horizontal_arrows: true,
            vertical_arrows: true,
            ..EventFilter::default()
        };
        ui.memory_mut(|memory| memory.set_focus_lock_filter(id, arrows));
        let pressed =
            |held: Modifiers, key: Key| ui.input_mut(|input| input.consume_key(held, key));
        for (settlement, _, key) in OFFERED {
            // Shift first: a key without it is heard with it, too.
            if pressed(Modifiers::SHIFT, key) {
                self.choose_settlement(settlement, true);
            } else if pressed(Modifiers::NONE, key) {
                self.choose_settlement(settlement, false);
            }
        }
        for (held, key, by) in [
            (Modifiers::SHIFT, Key::Comma, (-1, 0)),
            (Modifiers::SHIFT, Key::Period, (1, 0)),
            (Modifiers::NONE, Key::Comma, (0, -1)),
            (Modifiers::NONE, Key::Period, (0, 1)),
        ] {
            if pressed(held, key) {
                self.move_boundary(by, desk);
            }
        }
        // What Shift makes of these keys on other layouts.
        ui.input_mut(|input| {
            input.events.retain(|event| !matches!(event, Event::Text(text) if text == " "));
        });
        if pressed(Modifiers::SHIFT, Key::Space) || pressed(Modifiers::NONE, Key::PageUp) {
            self.step(false, desk);
        } else if pressed(Modifiers::NONE, Key::Space) || pressed(Modifiers::NONE, Key::PageDown) {
            self.step(true, desk);
        }
        if pressed(Modifiers::NONE, Key::Enter) {
            self.record(desk);
        }
    }

    fn choose_settlement(&mut self, settlement: Settlement, alike: bool) {
        self.undecided.choice = Some(settlement);
        self.undecided.alike = alike;
        self.undecided.own = None;
    }

    /// Begins or goes on to set boundaries of its own.
    fn move_boundary(&mut self, by: (i64, i64), desk: &Desk<'_>) {
        let Some(own) = self.begin_own() else { return };
        let Some(case) = &self.case else { return };
        let article = desk.session.corpus().and_then(|c| c.article(&case.difference.article));
        let Some(article) = article else { return };
        let fragments = settling_case::moved(&own.fragments, by, article.text.char_len());
        self.undecided.own = Some(OwnMark { fragments, ..own });
    }

    /// What is set of its own: at first what the chosen one of the two set.
    fn begin_own(&mut self) -> Option<OwnMark> {
        if let Some(own) = &self.undecided.own {
            return Some(own.clone());
        }
        let case = self.case.as_ref()?;
        let (a, b) = (&case.difference.a, &case.difference.b);
        let second = self.undecided.choice == Some(Settlement::TakeB);
        let mark = if second { b.as_ref().or(a.as_ref()) } else { a.as_ref().or(b.as_ref()) }?;
        let own = OwnMark { theme: mark.theme, fragments: mark.fragments.clone() };
        self.undecided.choice = Some(Settlement::Own);
        self.undecided.alike = false;
        self.undecided.own = Some(own.clone());
        Some(own)
    }

    /// Records what was chosen, and goes on to the next that is left.
    fn record(&mut self, desk: &mut Desk<'_>) {
        let (Some(terms), Some(case)) = (self.terms(), &self.case) else { return };
        let Some(settlement) = self.undecided.choice else { return };
        let Undecided { alike, own, reason, .. } = std::mem::take(&mut self.undecided);
        let kind =
            if case.kind.is_empty() { vec![case.difference.clone()] } else { case.kind.clone() };
        let differences = if alike { kind } else { vec![case.difference.clone()] };
        self.owed.goes_on = true;
        let command = SettleCommand::Decide { terms, differences, settlement, own, reason };
        desk.out.push(Message::Do(command.into()));
    }

    /// What was written is kept as what was said, if it is another than before.
    pub(super) fn keep_said(&mut self, desk: &mut Desk<'_>) {
        let (Some(terms), Some(case)) = (self.terms(), &self.case) else { return };
        if self.undecided.reason.trim() == case.reason.trim() {
            return;
        }
        let (difference, text) = (case.difference.clone(), self.undecided.reason.clone());
        let command = SettleCommand::Discuss { terms, difference, text };
        desk.out.push(Message::Do(command.into()));
    }

    /// The card beside the text.
    pub(super) fn card_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let Some(terms) = self.terms() else { return };
        let palette = desk.palette;
        let Some(case) = self.case.take() else {
            ui.label(RichText::new(t!("reliability.none_left")).color(palette.second));
            return;
        };
        self.head_ui(&case, desk, ui);
        let sides = [
            (t!("reliability.first", coder = terms.coders.0), &case.difference.a),
            (t!("reliability.second", coder = terms.coders.1), &case.difference.b),
        ];
        for (name, mark) in sides {
            mark_ui(&name, mark.as_ref(), desk, ui);
        }
        rules_ui(&case, desk, ui);
        ui.add_space(theme::grid(1.0));
        self.case = Some(case);
        self.decisions_ui(desk, ui);
        self.own_ui(desk, ui);
        self.reason_ui(&terms, desk, ui);
        self.kind_ui(desk, ui);
    }

    fn head_ui(&mut self, case: &SettlingCase, desk: &Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        let at = self.row_of(&case.difference).map_or(0, |row| row + 1);
        ui.horizontal_wrapped(|ui| {
            let number = t!("reliability.number", at = at, count = self.rows.len());
            ui.label(RichText::new(number).strong().color(palette.ink));
            let kind = session::difference_kind_name(case.difference.kind);
            ui.label(RichText::new(kind).font(theme::small()).color(palette.second));
        });
        ui.horizontal_wrapped(|ui| {
            let (back, forth) = (t!("reliability.previous"), t!("reliability.next"));
            if widgets::text_button(ui, palette, &back, palette.ink).clicked() {
                self.stepping = Some(false);
            }
            if widgets::text_button(ui, palette, &forth, palette.ink).clicked() {
                self.stepping = Some(true);
            }
        });
        let state = RichText::new(t!("reliability.state", state = case.state));
        ui.label(state.font(theme::small()).color(palette.second));
    }

    fn decisions_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        let Some(case) = &self.case else { return };
        let decided = case.decided;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(1.0), theme::grid(1.0));
            for (settlement, key, _) in OFFERED {
                let name = session::settlement_name(settlement);
                let chosen = self.undecided.choice == Some(settlement);
                let look = if chosen { ButtonLook::Primary } else { ButtonLook::Plain };
                let hint = t!("reliability.click_hint", key = key);
                if form::button(ui, palette, &name, look, true).on_hover_text(hint).clicked() {
                    self.undecided.choice = Some(settlement);
                    self.undecided.own = None;
                    self.record(desk);
                }
            }
            let own = t!("reliability.own");
            let is_own = self.undecided.own.is_some();
            let look = if is_own { ButtonLook::Primary } else { ButtonLook::Plain };
            let button = form::button(ui, palette, &own, look, true);
            if button.on_hover_text(t!("reliability.own_hint")).clicked() {
                self.begin_own();
            }
        });
        if let (Some(decision), Some(terms)) = (decided, self.terms())
            && widgets::text_button(ui, palette, &t!("reliability.reopen"), palette.ink).clicked()
        {
            let command = SettleCommand::Reopen { into: terms.into, decision };
            desk.out.push(Message::Do(command.into()));
        }
    }

    /// Boundaries and a theme of its own.
    fn own_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        let Some(own) = self.undecided.own.clone() else { return };
        let themes: Vec<(ThemeId, String)> = desk
            .session
            .codebook()
            .themes()
            .iter()
            .map(|theme| (theme.id, desk.session.codebook().path_name(theme.id)))
            .collect();
        let name = desk.session.codebook().path_name(own.theme);
        choice_menu(ui, palette, &t!("reliability.own_theme", theme = name), |ui, option| {
            for (theme, name) in &themes {
                if option(ui, name, *theme == own.theme) {
                    let fragments = own.fragments.clone();
                    self.undecided.own = Some(OwnMark { theme: *theme, fragments });
                }
            }
        });
        let mut by = None;
        ui.horizontal_wrapped(|ui| {
            for (name, move_by) in [
                (t!("reliability.start_back"), (-1, 0)),
                (t!("reliability.start_forth"), (1, 0)),
                (t!("reliability.end_back"), (0, -1)),
                (t!("reliability.end_forth"), (0, 1)),
            ] {
                if widgets::text_button(ui, palette, &name, palette.ink).clicked() {
                    by = Some(move_by);
                }
            }
        });
        if let Some(by) = by {
            self.move_boundary(by, desk);
        }
        if form::button(ui, palette, &t!("reliability.record"), ButtonLook::Primary, true).clicked()
        {
            self.record(desk);
        }
    }

    fn reason_ui(&mut self, terms: &SettleTerms, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        ui.add_space(theme::grid(1.0));
        let name = t!("reliability.reason");
        let width = ui.available_width() - theme::grid(2.0);
        let text = &mut self.undecided.reason;
        let response = widgets::field(ui, palette, text, &name, &name, width);
        if response.lost_focus() {
            let entered = ui.input(|input| input.key_pressed(Key::Enter));
            if entered && self.undecided.choice.is_some() {
                self.record(desk);
            } else {
                self.keep_said(desk);
            }
            if entered {
                self.owed.takes_focus = true;
            }
        }
        let small = |text: &str| RichText::new(text).font(theme::small()).color(palette.second);
        ui.label(small(&t!("reliability.keys")));
        ui.label(small(&t!("reliability.into", coder = terms.into)));
    }

    /// The other places of its kind, which can be decided on together.
    fn kind_ui(&mut self, desk: &Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        let Some(case) = &self.case else { return };
        if case.kind.len() < 2 {
            return;
        }
        ui.add_space(theme::grid(1.0));
        let all = t!("reliability.kind", count = case.kind.len());
        let options = [(false, t!("reliability.this")), (true, all)];
        let name = t!("reliability.kind_name");
        segments_ui(ui, palette, &name, &mut self.undecided.alike, &options);
        if !self.undecided.alike {
            return;
        }
        let Some(scene) = desk.session.scene() else { return };
        for other in case.kind.iter().take(PREVIEWED) {
            let quote: String = session::joined_quote(scene, other).chars().take(LETTERS).collect();
            let title = scene.corpus.article(&other.article);
            let title = title.map(|article| scene.corpus.header(article).title);
            let title = title.unwrap_or_else(|| other.article.file_name().to_owned());
            let line = t!("reliability.preview", quote = quote.replace('\n', " "), title = title);
            let text = RichText::new(line).font(theme::small()).color(palette.second);
            ui.add(Label::new(text).truncate());
        }
        if case.kind.len() > PREVIEWED {
            let more = t!("reliability.more", count = case.kind.len() - PREVIEWED);
            ui.label(RichText::new(more).font(theme::small()).color(palette.second));
        }
    }
}

/// What one of the two set, with the memo.
fn mark_ui(name: &str, mark: Option<&CoderMark>, desk: &Desk<'_>, ui: &mut Ui) {
    let palette = desk.palette;
    let text = match mark {
        None => t!("reliability.not_marked", side = name).into_owned(),
        Some(mark) => {
            let theme = desk.session.codebook().path_name(mark.theme);
            let chars: u32 = mark.fragments.iter().map(|span| span.len()).sum();
            t!("reliability.marked_as", side = name, theme = theme, chars = chars).into_owned()
        }
    };
    ui.add(Label::new(RichText::new(text).color(palette.ink)).wrap());
    let memo = mark.and_then(|mark| desk.session.annotations().find(mark.passage));
    if let Some((.., passage)) = memo.filter(|(.., passage)| !passage.memo.trim().is_empty()) {
        let memo = describe::shown(&passage.memo);
        let text = RichText::new(t!("reliability.memo", memo = memo)).font(theme::small());
        ui.add(Label::new(text.color(palette.second)).wrap());
    }
}

/// The rules of the themes at stake; the name leads to the theme in the codebook.
fn rules_ui(case: &SettlingCase, desk: &mut Desk<'_>, ui: &mut Ui) {
    let palette = desk.palette;
    for id in case.themes() {
        let Some(theme) = desk.session.codebook().get(id) else { continue };
        let link = t!("reliability.rules", theme = theme.name);
        let ink = palette.lettering(palette.theme(theme.colour));
        let response = widgets::text_button(ui, palette, &link, ink);
        if response.on_hover_text(t!("reliability.rules_hint")).clicked() {
            desk.out.push(Message::ShowTheme(id));
        }
        let rules = [
            ("", &theme.description),
            (&*t!("reliability.include"), &theme.include),
            (&*t!("reliability.exclude"), &theme.exclude),
        ];
        for (name, rule) in rules.into_iter().filter(|(_, rule)| !rule.trim().is_empty()) {
            let text = RichText::new(format!("{name}{}", describe::shown(rule)));
            ui.add(Label::new(text.font(theme::small()).color(palette.second)).wrap());
        }
        for example in theme.examples.iter().take(1) {
            let quote: String = example.quote.chars().take(60).collect();
            let text = t!("reliability.example", quote = quote.replace('\n', " "));
            let text = RichText::new(text).font(theme::small()).color(palette.second);
            ui.add(Label::new(text).wrap());
        }
    }
}
