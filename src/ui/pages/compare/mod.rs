//! The page that compares: a rail of analyses, one condition above all of them, and beside them the
//! passages behind the number that is chosen.
//!
//! An analysis is an [`AnalysisView`] with a line in [`AnalysisId`]; it asks the session its question,
//! draws the answer, and hands what a number leads to to [`Behind`].

mod attributes;
mod behind;
mod cooccurrence;
mod desk;
mod figure;
mod formulas;
mod matrix;
mod quantities;
mod rail;
mod reliability;
mod reuse;
mod sheet_table;
mod summary;
mod timeline;
mod words;

use eframe::egui::{Align, Frame, Layout, Margin, RichText, Ui, vec2};

use super::{Page, Room};
use crate::{
    analysis::Counting,
    session::{Notice, Session, describe},
    t,
    ui::{
        action::{Action, Realm},
        condition_line::{self, Asked, ConditionList},
        dialogs::{Dialog, form},
        message::Message,
        page_id::PageId,
        theme::{self, Palette},
        widgets::{self, panel_edge::PanelEdge},
    },
};
use behind::Behind;
use desk::{AnalysisId, AnalysisView, Desk};

/// The page with its rail is no narrower while the panel beside it can fold.
const LEAST: f32 = 860.0;

/// The view of an analysis, as it is when nothing was done on it yet.
fn make(analysis: AnalysisId) -> Box<dyn AnalysisView> {
    match analysis {
        AnalysisId::Matrix => Box::new(matrix::MatrixView::default()),
        AnalysisId::Cooccurrence => Box::new(cooccurrence::CooccurrenceView::default()),
        AnalysisId::Summary => Box::new(summary::SummaryView::default()),
        AnalysisId::Timeline => Box::new(timeline::TimelineView::default()),
        AnalysisId::Words => Box::new(words::WordsView::default()),
        AnalysisId::Reliability => Box::new(reliability::ReliabilityView::default()),
        AnalysisId::Attributes => Box::new(attributes::AttributesView::default()),
        AnalysisId::Formulas => Box::new(formulas::FormulasView::default()),
        AnalysisId::Quantities => Box::new(quantities::QuantitiesView::default()),
        AnalysisId::Reuse => Box::new(reuse::ReuseView::default()),
    }
}

/// What the page remembers between frames.
pub(super) struct ComparePage {
    shown: AnalysisId,
    asked: Asked,
    list: ConditionList,
    views: Vec<(AnalysisId, Box<dyn AnalysisView>)>,
    behind: Behind,
    /// Whether what is printed twice counts twice.
    counting: Counting,
}

impl Default for ComparePage {
    fn default() -> Self {
        Self {
            shown: AnalysisId::default(),
            asked: Asked::default(),
            list: ConditionList::default(),
            views: AnalysisId::ALL.iter().map(|&id| (id, make(id))).collect(),
            behind: Behind::default(),
            counting: Counting::default(),
        }
    }
}

impl ComparePage {
    fn view(&self, analysis: AnalysisId) -> Option<&dyn AnalysisView> {
        let (_, view) = self.views.iter().find(|(id, _)| *id == analysis)?;
        Some(view.as_ref())
    }

    /// Gives what is shown the keyboard.
    fn take_focus(&mut self) {
        let shown = self.shown;
        if let Some((_, view)) = self.views.iter_mut().find(|(id, _)| *id == shown) {
            view.take_focus();
        }
    }

    /// The condition line, which stands above every analysis.
    fn line_ui(&mut self, session: &Session, palette: &Palette, ui: &mut Ui) {
        self.asked.read(session);
        ui.horizontal(|ui| {
            let options = [
                (Counting::Both, t!("compare_page.counting.both")),
                (Counting::Once, t!("compare_page.counting.once")),
            ];
            let beside = form::choice_width(ui, &options) + theme::grid(2.0);
            let line = (&mut self.asked, &mut self.list);
            let width = (ui.available_width() - beside).max(160.0);
            let name = t!("compare_page.line");
            condition_line::ui(session, ("compare line", &name), line, palette, width, ui);
            let name = t!("compare_page.counting.name");
            form::choice(ui, palette, &name, &mut self.counting, &options);
        });
        if let Some(fault) = self.asked.fault().filter(|_| !self.asked.is_stale()) {
            ui.add_space(theme::GRID);
            let reason = RichText::new(&fault.reason).font(theme::small());
            ui.label(reason.color(palette.accent_ink));
        }
        self.list.keep_below(ui.cursor().top());
    }
}

/// The buttons that write what is shown to files.
fn exports_ui(view: &dyn AnalysisView, analysis: AnalysisId, desk: &mut Desk<'_>, ui: &mut Ui) {
    let (palette, out) = (desk.palette, &mut *desk.out);
    if !view.has_table() {
        return;
    }
    let name =
        t!("compare_page.export.name", analysis = analysis.label(), date = describe::today());
    let table = t!("compare_page.export.table");
    if widgets::text_button(ui, palette, &table, palette.ink).clicked() {
        out.extend(view.table_dialog(desk.session, &name).map(Message::Open));
    }
    let picture = t!("compare_page.export.picture");
    if view.has_picture()
        && widgets::text_button(ui, palette, &picture, palette.ink).clicked()
        && let Some(scene) = view.picture(desk.session)
    {
        out.push(Message::Open(Dialog::save_image(&name, scene)));
    }
}

impl Page for ComparePage {
    fn ui(&mut self, room: &mut Room<'_>, ui: &mut Ui) {
        let Room { session, palette, .. } = *room;
        rail::ui(session, self, palette, ui);
        let side = if ui.available_width() < theme::NARROW_PAGE { 16 } else { 20 };
        let margin = Margin { left: side, right: side, top: 16, bottom: 10 };
        Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), 0.0);
            self.line_ui(session, palette, ui);
            ui.add_space(theme::grid(3.0));
            let Self { shown, asked, views, behind, counting, .. } = self;
            let Some((_, view)) = views.iter_mut().find(|(id, _)| id == shown) else { return };
            let asked = asked.parsed();
            let counting = *counting;
            let drafts = &mut room.shared.drafts;
            let out = &mut *room.out;
            let mut desk = Desk { session, palette, asked, counting, behind, drafts, out };
            ui.with_layout(Layout::right_to_left(Align::Min), |ui| {
                exports_ui(view.as_ref(), *shown, &mut desk, ui);
                ui.with_layout(Layout::top_down(Align::Min), |ui| view.choices_ui(&mut desk, ui));
            });
            ui.add_space(theme::grid(3.0));
            view.ui(&mut desk, ui);
        });
    }

    fn forget_set(&mut self) {
        *self = Self::default();
    }

    fn has_list(&self) -> bool {
        false
    }

    fn has_side(&self) -> bool {
        self.view(self.shown).is_none_or(AnalysisView::has_side)
    }

    fn least_width(&self, _session: &Session) -> f32 {
        LEAST
    }

    fn side_ui(&mut self, room: &mut Room<'_>, ui: &mut Ui) {
        let Self { shown, asked, views, behind, counting, .. } = self;
        let asked = asked.parsed();
        let (session, palette, counting) = (room.session, room.palette, *counting);
        if let Some((_, view)) = views.iter_mut().find(|(id, _)| id == shown) {
            let (drafts, out) = (&mut room.shared.drafts, &mut *room.out);
            let mut desk = Desk { session, palette, asked, counting, behind, drafts, out };
            if view.side_ui(&mut desk, ui) {
                return;
            }
        }
        self.behind.ui(room.session, room.palette, ui, room.out);
    }

    fn side_edge(&self, _room: &Room<'_>) -> PanelEdge {
        let own = self.view(self.shown).and_then(AnalysisView::side_title);
        let shown = own.as_ref().map(|(title, count)| (title.as_str(), *count));
        let (title, count) = shown.unwrap_or((self.behind.title(), self.behind.count()));
        let name = match title {
            "" => t!("compare_page.behind.edge").into_owned(),
            title => t!("compare_page.behind.edge_of", title = title, count = count).into_owned(),
        };
        PanelEdge { name, keys: Vec::new() }
    }

    fn keys(&mut self, room: &mut Room<'_>) {
        let Room { session, palette, .. } = *room;
        let Self { shown, asked, views, behind, counting, .. } = self;
        let Some((_, view)) = views.iter_mut().find(|(id, _)| id == shown) else { return };
        let (asked, counting) = (asked.parsed(), *counting);
        let (drafts, out) = (&mut room.shared.drafts, &mut *room.out);
        let mut desk = Desk { session, palette, asked, counting, behind, drafts, out };
        view.keys(&mut desk, room.ctx);
    }

    fn enter(&mut self, _room: &mut Room<'_>) {
        self.take_focus();
    }

    fn realm(&self) -> Realm {
        let hears = self.view(self.shown).is_some_and(AnalysisView::hears);
        if hears { Realm::Compare } else { Realm::Common }
    }

    fn takes_escape(&self) -> bool {
        self.view(self.shown).is_some_and(AnalysisView::takes_escape)
    }

    fn hear(&mut self, message: &Message, room: &mut Room<'_>) {
        if let Message::AddLine(query) = message {
            self.shown = AnalysisId::Timeline;
            room.shared.page = PageId::Compare;
            for (_, view) in &mut self.views {
                view.add_line(query);
            }
        }
    }

    fn act(&mut self, action: Action, room: &mut Room<'_>) {
        if action == Action::Find {
            self.list.focus();
            return;
        }
        let Self { shown, asked, views, behind, counting, .. } = self;
        let asked = asked.parsed();
        let (session, palette, counting) = (room.session, room.palette, *counting);
        let Some((_, view)) = views.iter_mut().find(|(id, _)| id == shown) else { return };
        let (drafts, out) = (&mut room.shared.drafts, &mut *room.out);
        let mut desk = Desk { session, palette, asked, counting, behind, drafts, out };
        if room.shared.page != PageId::Compare || !view.act(action, &mut desk) {
            room.shared.tell(Notice::note(t!("compare_page.no_row")));
        }
    }
}
