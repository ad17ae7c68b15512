//! The page of excerpts: every passage of the set in a table, to be asked for by conditions, grouped,
//! sorted, retagged and exported.

mod around;
mod chip;
mod conditions;
mod foot;
mod group;
mod query;
mod quotes;
mod row;
mod saved;
mod table;

use std::{collections::BTreeSet, sync::Arc};

use eframe::egui::{Align, Frame, Layout, Margin, RichText, Ui, vec2};
use rust_i18n::t;

use super::{Page, Room};
use crate::ui::{
    action::Action,
    condition_line::{Asked, ConditionList},
    message::Message,
    page_id::PageId,
    shared::Shared,
    theme::{self, Palette},
    widgets::{self, table::TableMemory},
};
use crate::{
    annotation::{PassageId, QueryKind, RecordId},
    search::SortOrder,
    session::{Command, Session},
};
use around::Around;
use query::{ExcerptAnswer, ExcerptColumn, ExcerptGrouping, ExcerptRow, Retrieval};

/// What the page remembers between frames.
#[derive(Default)]
pub(super) struct ExcerptsPage {
    asked: Asked,
    list: ConditionList,
    order: SortOrder<ExcerptColumn>,
    grouping: ExcerptGrouping,
    /// How much of the text around is shown.
    around: Around,
    checked: BTreeSet<PassageId>,
    /// What is shown: the last answer there was.
    answer: Option<Arc<ExcerptAnswer>>,
    /// How many of the passages that are shown are checked.
    checked_shown: usize,
    table: TableMemory,
    quotes: quotes::ExcerptQuotes,
    /// The saved query that was asked last.
    query: Option<RecordId>,
    /// The passage that is to come into view.
    wanted_row: Option<PassageId>,
}

impl ExcerptsPage {
    /// What is asked now.
    fn wanted(&self) -> Retrieval {
        let asked = self.asked.parsed().clone();
        Retrieval { asked, order: self.order.clone(), grouping: self.grouping }
    }

    /// The passages that are checked and shown, else all that are shown, in the order shown.
    fn chosen(&self, session: &Session) -> Vec<PassageId> {
        self.with_rows(session, |rows| chosen(rows, &self.checked)).unwrap_or_default()
    }

    /// Looks at the rows as they are to be now.
    fn with_rows<T>(&self, session: &Session, look: impl FnOnce(&[ExcerptRow]) -> T) -> Option<T> {
        let wanted = self.wanted();
        match current(session, &wanted) {
            Some(answer) => Some(look(&answer.rows)),
            None => session.answer_now(&wanted).ok().map(|answer| look(&answer.rows)),
        }
    }

    /// Asks a saved query, or whatever else was asked elsewhere.
    fn ask(&mut self, line: String, query: Option<RecordId>) {
        self.asked.ask(line);
        self.query = query;
    }

    /// Asks again if anything that the rows depend on has changed, and takes in what was answered.
    ///
    /// Until then the old ones stay.
    fn prepare(&mut self, session: &Session, out: &mut Vec<Message>) {
        if self.asked.is_stale() || current(session, &self.wanted()).is_none() {
            self.asked.read(session);
        }
        let wanted = self.wanted();
        if current(session, &wanted).is_none() && !is_on_its_way(session, &wanted) {
            out.push(Message::Do(Command::ask(wanted)));
        }
        let answer = session.answer::<Retrieval>().cloned();
        if answer.as_ref().map(Arc::as_ptr) != self.answer.as_ref().map(Arc::as_ptr) {
            self.answer = answer;
            self.count_checked();
        }
    }

    fn rows(&self) -> &[ExcerptRow] {
        self.answer.as_ref().map_or(&[], |answer| &answer.rows)
    }

    /// What is checked but filtered out stays checked, and takes no part in anything.
    fn count_checked(&mut self) {
        let shown = query::once(self.rows());
        self.checked_shown = shown.iter().filter(|id| self.checked.contains(id)).count();
    }

    fn passages(&self) -> usize {
        self.answer.as_ref().map_or(0, |answer| answer.passages)
    }

    /// Checks rows, or no longer.
    fn check(&mut self, rows: &[usize], check: bool) {
        let ids = rows.iter().filter_map(|&row| self.rows().get(row)).map(|row| row.id);
        for id in ids.collect::<Vec<_>>() {
            if check {
                self.checked.insert(id);
            } else {
                self.checked.remove(&id);
            }
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

/// The answer to `wanted`, if nothing has changed since.
fn current<'a>(session: &'a Session, wanted: &Retrieval) -> Option<&'a Arc<ExcerptAnswer>> {
    session.inquiry::<Retrieval>()?.answer_to(wanted, session.scene()?)
}

/// Whether `wanted` is being answered. What changes meanwhile is asked for when that is there.
fn is_on_its_way(session: &Session, wanted: &Retrieval) -> bool {
    session
        .inquiry::<Retrieval>()
        .is_some_and(|inquiry| inquiry.asked() == Some(wanted) && inquiry.progress().is_some())
}

fn chosen(rows: &[ExcerptRow], checked: &BTreeSet<PassageId>) -> Vec<PassageId> {
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

    fn enter(&mut self, room: &mut Room<'_>) {
        self.wanted_row = room.shared.passage;
    }

    fn act(&mut self, action: Action, _room: &mut Room<'_>) {
        if action == Action::Find {
            self.list.focus();
        }
    }

    fn hear(&mut self, message: &Message, room: &mut Room<'_>) {
        match message {
            Message::AskQuery(id) => {
                let query = room.session.query(*id);
                let Some(query) = query.filter(|query| query.kind == QueryKind::Excerpts) else {
                    return;
                };
                self.open(query);
            }
            Message::AskExcerpts(line) => self.ask(line.clone(), None),
            _ => return,
        }
        room.shared.page = PageId::Excerpts;
    }

    fn listed(&self, session: &Session) -> Option<Vec<PassageId>> {
        Some(self.chosen(session))
    }

    fn shown(&self, session: &Session) -> Option<Vec<PassageId>> {
        // Of a line that cannot be read nothing is meant.
        self.asked.fault().is_none().then(|| self.with_rows(session, query::once)).flatten()
    }

    fn checked(&self, session: &Session) -> Vec<PassageId> {
        if self.checked.is_empty() {
            return Vec::new();
        }
        let checked = |rows: &[ExcerptRow]| {
            let shown = query::once(rows).into_iter();
            shown.filter(|id| self.checked.contains(id)).collect()
        };
        self.with_rows(session, checked).unwrap_or_default()
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
    page.prepare(session, out);
    let side = if ui.available_width() < theme::NARROW_PAGE { 12 } else { 22 };
    let margin = Margin { left: side, right: side, top: 18, bottom: 0 };
    Frame::new().inner_margin(margin).show(ui, |ui| {
        ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), 0.0);
        if session.annotations().count() == 0 {
            nothing_ui(palette, ui, out);
            return;
        }
        conditions::ui(session, page, shared, palette, ui, out);
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

    fn rows(count: usize) -> Vec<ExcerptRow> {
        let row = |index| ExcerptRow {
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
