//! The page of excerpts: every passage of the set in a table, to be asked for by conditions, grouped,
//! sorted, retagged and exported.

mod asked;
mod background;
mod chip;
mod conditions;
mod foot;
mod line;
mod query;
mod row;
mod saved;
mod table;

use std::collections::BTreeSet;

use eframe::egui::{Align, Context, Frame, Layout, Margin, RichText, Ui, vec2};
use rust_i18n::t;

use super::{Page, Room};
use crate::ui::{
    action::Action,
    message::Message,
    page_id::PageId,
    shared::Shared,
    theme::{self, Palette},
    widgets,
};
use crate::{
    annotation::{PassageId, QueryKind, RecordId},
    corpus::Corrections,
    search::condition::Condition,
    session::Session,
};
use asked::Asked;
use background::Background;
use query::{ExcerptAnswer, ExcerptGrouping, Row, Sort};
use row::Around;

/// What the shown rows were worked out from.
#[derive(Clone, Debug, PartialEq)]
struct Key {
    set: u64,
    annotations: u64,
    /// Titles and years may be corrected, and articles come and go.
    corrections: Corrections,
    articles: usize,
    condition: Condition,
    sort: Sort,
    grouping: ExcerptGrouping,
}

/// What the page remembers between frames.
#[derive(Default)]
pub(super) struct ExcerptsPage {
    asked: Asked,
    list: line::ConditionList,
    sort: Sort,
    grouping: ExcerptGrouping,
    /// How much of the text around is shown.
    around: Around,
    checked: BTreeSet<PassageId>,
    answer: Option<(Key, ExcerptAnswer)>,
    /// How many of the passages that are shown are checked.
    checked_shown: usize,
    table: table::Table,
    /// The saved query that was asked last.
    query: Option<RecordId>,
    background: Background,
}

impl ExcerptsPage {
    fn key(&self, session: &Session) -> Key {
        let corpus = session.corpus();
        Key {
            set: session.set_revision(),
            annotations: session.annotations().revision(),
            corrections: corpus.map(|corpus| corpus.corrections().clone()).unwrap_or_default(),
            articles: corpus.map_or(0, |corpus| corpus.entries().len()),
            condition: self.asked.condition().clone(),
            sort: self.sort,
            grouping: self.grouping,
        }
    }

    fn holds(&self, session: &Session) -> bool {
        let corpus = session.corpus();
        self.answer.as_ref().is_some_and(|(key, _)| {
            key.set == session.set_revision()
                && key.annotations == session.annotations().revision()
                && key.condition == *self.asked.condition()
                && (key.sort, key.grouping) == (self.sort, self.grouping)
                && corpus.is_none_or(|corpus| {
                    key.articles == corpus.entries().len()
                        && key.corrections == *corpus.corrections()
                })
        })
    }

    /// The passages that are checked and shown, else all that are shown, in the order shown.
    fn chosen(&self, session: &Session) -> Vec<PassageId> {
        let fresh;
        let rows = match &self.answer {
            Some((_, answer)) if self.holds(session) => &answer.rows,
            _ => {
                let Some(scene) = session.scene() else { return Vec::new() };
                fresh = query::answer(scene, self.asked.parsed(), self.sort, self.grouping).rows;
                &fresh
            }
        };
        chosen(rows, &self.checked)
    }

    /// Asks a saved query, or whatever else was asked elsewhere.
    fn ask(&mut self, line: String, query: Option<RecordId>) {
        self.asked.ask(line);
        self.query = query;
    }

    /// Works out the rows again if anything they depend on has changed.
    ///
    /// In a large set that takes a moment, in which the old ones stay.
    fn prepare(&mut self, session: &Session, ctx: &Context) {
        if self.asked.is_stale() || !self.holds(session) {
            self.asked.read(session);
        }
        if self.holds(session) {
            return;
        }
        let Some(scene) = session.scene() else { return };
        let key = self.key(session);
        let answer = if Background::is_needed(session) {
            self.background.answer(session, &key, self.asked.parsed(), ctx)
        } else {
            Some(query::answer(scene, self.asked.parsed(), self.sort, self.grouping))
        };
        if let Some(answer) = answer {
            self.answer = Some((key, answer));
            self.count_checked();
        }
    }

    fn rows(&self) -> &[Row] {
        self.answer.as_ref().map_or(&[], |(_, answer)| &answer.rows)
    }

    /// What is checked but filtered out stays checked, and takes no part in anything.
    fn count_checked(&mut self) {
        let shown = query::once(self.rows());
        self.checked_shown = shown.iter().filter(|id| self.checked.contains(id)).count();
    }

    fn passages(&self) -> usize {
        self.answer.as_ref().map_or(0, |(_, answer)| answer.passages)
    }

    fn toggle(&mut self, passage: PassageId) {
        if !self.checked.remove(&passage) {
            self.checked.insert(passage);
        }
        self.count_checked();
    }

    /// Checks all rows that are shown, or none if all were.
    fn toggle_all(&mut self) {
        let shown = query::once(self.rows());
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
    let shown = query::once(rows);
    let chosen: Vec<PassageId> = shown.iter().copied().filter(|id| checked.contains(id)).collect();
    if chosen.is_empty() { shown } else { chosen }
}

impl Page for ExcerptsPage {
    fn ui(&mut self, room: &mut Room<'_>, ui: &mut Ui) {
        let Room { session, palette, .. } = *room;
        page_ui(session, self, room.shared, palette, ui, room.out);
    }

    fn forget_set(&mut self) {
        *self = Self::default();
    }

    fn act(&mut self, action: Action, _room: &mut Room<'_>) {
        if action == Action::Find {
            self.list.focus();
        }
    }

    fn hear(&mut self, message: &Message, room: &mut Room<'_>) {
        let Message::AskQuery(id) = message else { return };
        let query = room.session.query(*id).filter(|query| query.kind == QueryKind::Excerpts);
        if let Some(query) = query {
            self.open(query);
            room.shared.page = PageId::Excerpts;
        }
    }

    fn listed(&self, session: &Session) -> Option<Vec<PassageId>> {
        Some(self.chosen(session))
    }
}

/// The page.
fn page_ui(
    session: &Session,
    page: &mut ExcerptsPage,
    shared: &Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    page.prepare(session, ui.ctx());
    let side = if ui.available_width() < theme::NARROW_PAGE { 12 } else { 22 };
    let margin = Margin { left: side, right: side, top: 18, bottom: 0 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), 0.0);
        if session.annotations().count() == 0 {
            nothing_ui(palette, ui, out);
            return;
        }
        conditions::ui(session, page, shared, palette, ui, out);
        // What was just typed or clicked shows at once.
        page.prepare(session, ui.ctx());
        ui.add_space(theme::grid(3.0));
        let height = (ui.available_height() - foot::HEIGHT).max(table::LEAST);
        let width = ui.available_width();
        ui.allocate_ui_with_layout(vec2(width, height), Layout::top_down(Align::Min), |ui| {
            table::ui(session, page, shared.passage, palette, ui, out);
        });
        foot::ui(session, page, palette, ui, out);
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
            out.push(Message::Act(Action::Page(PageId::Reading)));
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
