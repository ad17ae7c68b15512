//! Going through the differences: which one is at hand, its text and its card beside each other.

use eframe::egui::{
    Align, Align2, Id, Layout, Rect, RichText, Role, ScrollArea, Sense, Ui, UiBuilder, WidgetInfo,
    vec2,
};

use super::{
    DifferencesShown, ReliabilityView, marked_text::MarkedText, segments_ui,
    settling_card::Undecided, settling_case::SettlingCase,
};
use crate::{
    analysis::agreement::CoderDifference,
    session::{self, SettleCommand},
    t,
    ui::{
        message::Message,
        pages::compare::{
            behind::{Counted, Evidence},
            desk::Desk,
        },
        theme, widgets,
    },
};

/// Height of a line above the text.
const HEAD: f32 = 20.0;
/// Width of the card beside the text.
const CARD: f32 = 300.0;
/// Text and card stand below each other where there is less room.
const BESIDE: f32 = 700.0;

impl ReliabilityView {
    /// What was chosen may have been settled, or changed: it is looked at again, or the next one is.
    pub(super) fn keep_case(&mut self, desk: &Desk<'_>) {
        let Some(list) = self.list.clone() else { return };
        let known = self.case.take().map(|case| case.difference);
        let at = known
            .as_ref()
            .and_then(|known| list.differences.iter().position(|difference| difference == known));
        let is_left = |at: &usize| self.left.get(*at).copied().unwrap_or_default();
        let next = |from: usize| {
            let (before, behind) =
                self.rows.split_at(self.rows.partition_point(|row| *row <= from));
            behind.iter().chain(before).copied().find(is_left)
        };
        let goes_on = std::mem::take(&mut self.owed.goes_on);
        let to = match at {
            Some(at) if goes_on => next(at).or(Some(at)),
            Some(at) => Some(at),
            None => {
                let first = self.rows.iter().copied().find(is_left);
                first.or_else(|| self.rows.first().copied())
            }
        };
        if let Some(difference) = to.and_then(|to| list.differences.get(to)).cloned() {
            // What is being written of it stays; of another it is what was said of that.
            let same = known.as_ref() == Some(&difference) && !goes_on;
            self.look_at(difference, same, desk);
        }
    }

    /// Turns to a difference.
    pub(super) fn look_at(&mut self, difference: CoderDifference, same: bool, desk: &Desk<'_>) {
        let (Some(terms), Some(list), Some(scene)) =
            (self.terms(), &self.list, desk.session.scene())
        else {
            return;
        };
        let case = SettlingCase::of(scene, desk.session, &terms, list, &self.left, difference);
        if !same {
            self.undecided = Undecided { reason: case.reason.clone(), ..Undecided::default() };
            self.owed.scrolls = true;
        }
        self.case = Some(case);
    }

    /// The row of the list in which a difference stands.
    pub(super) fn row_of(&self, difference: &CoderDifference) -> Option<usize> {
        let list = self.list.as_ref()?;
        self.rows.iter().position(|&at| list.differences.get(at) == Some(difference))
    }

    /// Goes to the next place, or the one before; what was written of this one is kept.
    pub(super) fn step(&mut self, forth: bool, desk: &mut Desk<'_>) {
        let count = self.rows.len();
        let row = self.case.as_ref().and_then(|case| self.row_of(&case.difference));
        let to = match row {
            Some(row) if forth => (row + 1) % count.max(1),
            Some(row) => row.checked_sub(1).unwrap_or(count.saturating_sub(1)),
            None => 0,
        };
        self.choose_row(to, desk);
    }

    /// Turns to the difference in a row of the list.
    pub(super) fn choose_row(&mut self, row: usize, desk: &mut Desk<'_>) {
        let list = self.list.clone();
        let at = self.rows.get(row).copied();
        let Some(difference) = at.and_then(|at| list?.differences.get(at).cloned()) else { return };
        if self.case.as_ref().is_some_and(|case| case.difference == difference) {
            return;
        }
        self.keep_said(desk);
        self.look_at(difference, false, desk);
    }

    /// Lists the passages of the chosen place beside.
    pub(super) fn show(&self, desk: &mut Desk<'_>) {
        let Some(case) = &self.case else { return };
        let marks = case.difference.a.iter().chain(&case.difference.b);
        let mut counted: Vec<Counted> = marks.map(|mark| Counted::Passage(mark.passage)).collect();
        counted.dedup();
        let evidence = Evidence {
            title: session::difference_kind_name(case.difference.kind),
            colour: None,
            facts: case.state.clone(),
            counted,
            condition: None,
            query: None,
        };
        desk.behind.show(desk.session, evidence);
    }

    /// How far settling is, and what of it is shown.
    pub(super) fn progress_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let Some(terms) = self.terms() else { return };
        let palette = desk.palette;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(1.5));
            let (count, alike) = self
                .list
                .as_ref()
                .map_or((0, 0), |list| (list.differences.len(), list.alike.len()));
            let (done, all) = self.settled;
            let progress = t!("reliability.progress", done = done, all = all);
            ui.label(RichText::new(progress).strong().color(palette.ink));
            let counts = t!("reliability.counts", count = count, alike = alike);
            ui.label(RichText::new(counts).color(palette.second));
            let shown = [
                (DifferencesShown::Settling, t!("reliability.shown.settling")),
                (DifferencesShown::List, t!("reliability.shown.list")),
            ];
            segments_ui(ui, palette, &t!("reliability.shown.name"), &mut self.shown, &shown);
            segments_ui(
                ui,
                palette,
                &t!("reliability.left.name"),
                &mut self.only_left,
                &[(false, t!("reliability.left.all")), (true, t!("reliability.left.open"))],
            );
            if self.theme.is_some()
                && widgets::text_button(ui, palette, &t!("reliability.all_themes"), palette.ink)
                    .clicked()
            {
                self.theme = None;
            }
            let take_alike = t!("reliability.take_alike", count = alike);
            if alike > 0 && widgets::text_button(ui, palette, &take_alike, palette.ink).clicked() {
                desk.out.push(Message::Do(SettleCommand::TakeAlike(terms.clone()).into()));
            }
        });
    }

    /// The text with the two lanes, and the card beside or below it.
    pub(super) fn settling_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let room = ui.available_rect_before_wrap();
        let beside = room.width() >= BESIDE;
        let (text, card) = if beside {
            room.split_left_right_at_x(room.right() - CARD - theme::grid(3.0))
        } else {
            room.split_top_bottom_at_y(room.center().y)
        };
        let card = if beside { card.with_min_x(card.left() + theme::grid(3.0)) } else { card };
        self.text_ui(text, desk, ui);
        let builder = UiBuilder::new().max_rect(card).layout(Layout::top_down(Align::Min));
        ui.scope_builder(builder, |ui| {
            ScrollArea::vertical().id_salt("settling card").auto_shrink([false, false]).show(
                ui,
                |ui| {
                    ui.spacing_mut().item_spacing.y = theme::grid(1.0);
                    self.card_ui(desk, ui);
                },
            );
        });
        if let Some(forth) = self.stepping.take() {
            self.step(forth, desk);
        }
        ui.advance_cursor_after_rect(room);
    }

    fn text_ui(&mut self, place: Rect, desk: &mut Desk<'_>, ui: &mut Ui) {
        let id = Id::unique("settling text");
        // Below the text itself, so that the words can be pointed at.
        let response = ui.interact(place, id, Sense::click());
        response.widget_info(|| {
            WidgetInfo::labeled(Role::Document, true, t!("reliability.text_name").as_ref())
        });
        if response.clicked() || std::mem::take(&mut self.owed.takes_focus) {
            response.request_focus();
        }
        self.settling_keys(id, desk, ui);
        let (Some(case), Some(terms)) = (&self.case, self.terms()) else { return };
        let names = (terms.coders.0.as_str(), terms.coders.1.as_str());
        let scroll = std::mem::take(&mut self.owed.scrolls);
        let builder = UiBuilder::new().max_rect(place.shrink(2.0));
        ui.scope_builder(builder, |ui| {
            let (_, title) = title_of(case, desk);
            let legend = t!("reliability.legend", a = names.0, b = names.1);
            let first = t!("reliability.first", coder = names.0);
            let second = t!("reliability.second", coder = names.1);
            let (left, right) = (Align2::LEFT_CENTER, Align2::RIGHT_CENTER);
            let size = vec2(ui.available_width(), HEAD);
            for (texts, ink) in [
                (
                    [(left, first), (Align2::CENTER_CENTER, title.into()), (right, second)],
                    desk.palette.ink,
                ),
                ([(left, legend), (left, "".into()), (left, "".into())], desk.palette.second),
            ] {
                let (row, response) = ui.allocate_exact_size(size, Sense::hover());
                let said: Vec<&str> = texts.iter().map(|(_, text)| &**text).collect();
                response.widget_info(|| WidgetInfo::labeled(Role::Label, true, said.join(" ")));
                for (align, text) in &texts {
                    // The names of the two have a fifth each beside the title.
                    let room = if *align == Align2::CENTER_CENTER {
                        row.shrink2(vec2(row.width() * 0.2, 0.0))
                    } else {
                        row
                    };
                    widgets::paint_truncated(ui, room, *align, text, theme::small(), ink);
                }
            }
            let own = self.undecided.own.as_ref();
            let (session, palette) = (desk.session, desk.palette);
            MarkedText { session, palette, case, names, own, scroll }.ui(id.with("text"), ui);
        });
        widgets::focus_ring(ui, desk.palette, place, &response);
    }
}

/// The article of a place, and which paragraphs of it are shown.
fn title_of(case: &SettlingCase, desk: &Desk<'_>) -> (String, String) {
    let path = &case.difference.article;
    let article = desk.session.corpus().and_then(|corpus| Some((corpus, corpus.article(path)?)));
    let title = article.map_or_else(
        || path.file_name().to_owned(),
        |(corpus, article)| corpus.header(article).title,
    );
    let (first, last) = (case.paragraphs.first(), case.paragraphs.last());
    let numbers = first.zip(last).map(|((first, _), (last, _))| {
        t!("reliability.paragraphs", title = title, first = first, last = last).into_owned()
    });
    let whole = numbers.unwrap_or_else(|| title.clone());
    (title, whole)
}
