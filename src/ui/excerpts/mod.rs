//! The page of excerpts: every passage of the set in a table, to be filtered, sorted and exported.

mod conditions;
mod foot;
mod paragraphs;
mod query;
mod table;

use std::collections::BTreeSet;

use eframe::egui::{Align, Frame, Layout, Margin, RichText, Ui, vec2};
use rust_i18n::t;

pub(super) use paragraphs::Paragraphs;

use super::{
    action::Action,
    theme::{self, Palette},
    view::{Message, ViewState},
    widgets,
};
use crate::{annotation::PassageId, corpus::Corrections, session::Session};
use query::{Answer, Filter, Row, Sort};

/// What the shown rows were worked out from.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    set: u64,
    annotations: u64,
    /// Titles and years may be corrected, and articles come and go.
    corrections: Corrections,
    articles: usize,
    filter: Filter,
    sort: Sort,
}

impl Key {
    fn of(session: &Session, filter: &Filter, sort: Sort) -> Self {
        let corpus = session.corpus();
        Self {
            set: session.set_revision(),
            annotations: session.annotations().revision(),
            corrections: corpus.map(|corpus| corpus.corrections().clone()).unwrap_or_default(),
            articles: corpus.map_or(0, |corpus| corpus.entries().len()),
            filter: filter.clone(),
            sort,
        }
    }

    fn holds(&self, session: &Session, filter: &Filter, sort: Sort) -> bool {
        let corpus = session.corpus();
        self.set == session.set_revision()
            && self.annotations == session.annotations().revision()
            && self.filter == *filter
            && self.sort == sort
            && corpus.is_none_or(|corpus| {
                self.articles == corpus.entries().len() && self.corrections == *corpus.corrections()
            })
    }
}

/// What the page remembers between frames.
#[derive(Default)]
pub(super) struct State {
    filter: Filter,
    sort: Sort,
    checked: BTreeSet<PassageId>,
    answer: Option<(Key, Answer)>,
    /// How many of the rows that are shown are checked.
    checked_shown: usize,
    table: table::Table,
}

impl State {
    /// The passages that are checked and shown, else all that are shown, in the order shown.
    pub(super) fn chosen(&self, session: &Session) -> Vec<PassageId> {
        let fresh;
        let rows = match &self.answer {
            Some((key, answer)) if key.holds(session, &self.filter, self.sort) => &answer.rows,
            _ => {
                fresh = query::answer(session, &self.filter, self.sort).rows;
                &fresh
            }
        };
        chosen(rows, &self.checked)
    }

    /// Works out the rows again if anything they depend on has changed.
    fn prepare(&mut self, session: &Session) {
        let holds = |(key, _): &(Key, Answer)| key.holds(session, &self.filter, self.sort);
        if !self.answer.as_ref().is_some_and(holds) {
            let key = Key::of(session, &self.filter, self.sort);
            let answer = query::answer(session, &self.filter, self.sort);
            self.answer = Some((key, answer));
            self.count_checked();
        }
    }

    fn rows(&self) -> &[Row] {
        self.answer.as_ref().map_or(&[], |(_, answer)| &answer.rows)
    }

    /// What is checked but filtered out stays checked, and takes no part in anything.
    fn count_checked(&mut self) {
        self.checked_shown =
            self.rows().iter().filter(|row| self.checked.contains(&row.id)).count();
    }

    fn toggle(&mut self, passage: PassageId) {
        if !self.checked.remove(&passage) {
            self.checked.insert(passage);
        }
        self.count_checked();
    }

    /// Checks all rows that are shown, or none if all were.
    fn toggle_all(&mut self) {
        let shown: Vec<PassageId> = self.rows().iter().map(|row| row.id).collect();
        if self.checked_shown == shown.len() {
            for id in &shown {
                self.checked.remove(id);
            }
        } else {
            self.checked.extend(shown);
        }
        self.count_checked();
    }
}

fn chosen(rows: &[Row], checked: &BTreeSet<PassageId>) -> Vec<PassageId> {
    let ids = || rows.iter().map(|row| row.id);
    let chosen: Vec<PassageId> = ids().filter(|id| checked.contains(id)).collect();
    if chosen.is_empty() { ids().collect() } else { chosen }
}

/// The page.
pub(super) fn ui(
    session: &Session,
    view: &mut ViewState,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    view.excerpts.prepare(session);
    let side = if ui.available_width() < theme::NARROW_PAGE { 12 } else { 22 };
    let margin = Margin { left: side, right: side, top: 18, bottom: 0 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), 0.0);
        if session.annotations().count() == 0 {
            nothing_ui(palette, ui, out);
            return;
        }
        conditions::ui(session, view, palette, ui);
        // What was just typed or clicked shows at once.
        view.excerpts.prepare(session);
        ui.add_space(theme::grid(3.0));
        let height = (ui.available_height() - foot::HEIGHT).max(table::ROW * 2.0);
        let width = ui.available_width();
        ui.allocate_ui_with_layout(vec2(width, height), Layout::top_down(Align::Min), |ui| {
            table::ui(session, view, palette, ui, out);
        });
        foot::ui(view, palette, ui, out);
    });
}

/// What the page is for, while there is nothing on it.
fn nothing_ui(palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    ui.vertical_centered(|ui| {
        ui.add_space((ui.available_height() * 0.3).max(theme::grid(6.0)));
        ui.label(RichText::new(t!("excerpts.empty.title")).heading().color(palette.ink));
        ui.add_space(theme::grid(2.0));
        ui.label(RichText::new(t!("excerpts.empty.what")).color(palette.second));
        ui.add_space(theme::grid(4.0));
        if widgets::primary_button(ui, palette, &t!("excerpts.empty.start"), true).clicked() {
            out.push(Message::Act(Action::ReadingPage));
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{annotation::Coder, corpus::ArticlePath};

    fn rows(count: usize) -> Vec<Row> {
        let row = |index| Row {
            id: PassageId::fresh(),
            article: ArticlePath::new("2019.txt").expect("a name"),
            coder: Coder::new("林").expect("a name"),
            index,
            year: None,
        };
        (0..count).map(row).collect()
    }

    #[test]
    fn with_nothing_checked_all_that_is_shown_is_chosen() {
        let rows = rows(3);
        let all: Vec<_> = rows.iter().map(|row| row.id).collect();
        assert_eq!(chosen(&rows, &BTreeSet::new()), all);
    }

    #[test]
    fn what_is_checked_is_chosen_in_the_order_shown_and_never_what_is_filtered_out() {
        let rows = rows(4);
        let hidden = PassageId::fresh();
        let checked = [rows[3].id, rows[1].id, hidden].into();
        assert_eq!(chosen(&rows, &checked), [rows[1].id, rows[3].id]);
    }
}
