//! 共现: which themes stand together, as a matrix, as a network, and as a list of pairs.

use std::sync::Arc;

use eframe::egui::{Align, Layout, Ui, vec2};

use super::{
    behind::{Counted, Evidence},
    desk::{AnalysisView, Desk, choice_menu, empty_ui, fault_ui},
    figure::Figure,
    sheet_table::HeatScale,
};
use crate::{
    analysis::{
        Cooccurrence, CooccurrenceTerms, Network, Proximity, Sheet, ThemePair, cooccurrence_pairs,
    },
    chart::{ChartScene, heat_chart, network_chart},
    session::{self, Session, describe},
    t,
    ui::{dialogs::form, theme},
};

/// So many of the strongest ties are drawn.
const TIES: usize = 60;
/// How many pairs there are to be at least for a tie, as it is offered.
const LEAST: [u64; 5] = [1, 2, 3, 5, 10];

/// What is shown of the pairs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum PairView {
    #[default]
    Matrix,
    Network,
    List,
}

/// What the view remembers between frames.
pub(super) struct CooccurrenceView {
    by: Proximity,
    with_children: bool,
    least: u64,
    shown: PairView,
    figure: Figure,
    answer: Option<Arc<Cooccurrence>>,
}

impl Default for CooccurrenceView {
    fn default() -> Self {
        Self {
            by: Proximity::Sentence,
            with_children: false,
            least: 1,
            shown: PairView::default(),
            figure: Figure::default(),
            answer: None,
        }
    }
}

impl CooccurrenceView {
    fn prepare(&mut self, desk: &mut Desk<'_>) {
        let terms = CooccurrenceTerms {
            by: self.by,
            with_children: self.with_children,
            filter: desk.asked.clone(),
            counting: desk.counting,
        };
        desk.ask(&terms);
        let Some(found) = desk.session.answer::<CooccurrenceTerms>().cloned() else { return };
        let key = format!("{:p} {}", Arc::as_ptr(&found), self.least);
        let codebook = desk.session.codebook();
        self.figure.keep(desk, &key, || {
            let network = Network::of(&found, self.least, TIES);
            let matrix = heat_chart(session::cooccurrence_table(&found, codebook));
            let drawn = network_chart(session::cooccurrence_picture(&found, &network, codebook));
            (session::cooccurrence_sheet(&found), vec![matrix, drawn])
        });
        self.answer = Some(found);
    }

    /// Lists the passages of a row of the list of pairs.
    fn show(&self, desk: &mut Desk<'_>, row: usize) {
        let (Some(found), Some(scene)) = (&self.answer, desk.session.scene()) else { return };
        let mut pairs: Vec<&ThemePair> = found.pairs.iter().collect();
        pairs.sort_by_key(|pair| (std::cmp::Reverse(pair.count), pair.a, pair.b));
        let Some(pair) = pairs.get(row) else { return };
        let places = (pair.a as usize, pair.b as usize);
        let Ok(passages) = cooccurrence_pairs(scene, &found.terms, places) else { return };
        let name =
            |at: usize| found.themes.get(at).map(|item| item.key.clone()).unwrap_or_default();
        let mut counted = Vec::new();
        for passage in passages.iter().flat_map(|pair| [&pair.a, &pair.b]) {
            let passage = Counted::Passage(passage.passage.id);
            // One that bears both themes stands there once.
            if counted.last() != Some(&passage) {
                counted.push(passage);
            }
        }
        let evidence = Evidence {
            title: t!("compare_page.pairs.of", a = name(places.0), b = name(places.1)).into_owned(),
            colour: None,
            facts: t!(
                "compare_page.pairs.facts",
                count = theme::grouped(passages.len()),
                passages = theme::grouped(counted.len())
            )
            .into_owned(),
            counted,
            condition: found.condition(pair).map(|found| found.text(describe::tongue())),
            query: None,
        };
        desk.behind.show(desk.session, evidence);
    }
}

impl AnalysisView for CooccurrenceView {
    fn choices_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(2.0));
            let options = [
                (PairView::Matrix, t!("compare_page.pairs.matrix")),
                (PairView::Network, t!("compare_page.pairs.network")),
                (PairView::List, t!("compare_page.table")),
            ];
            let size = vec2(form::choice_width(ui, &options), theme::CONTROL + 2.0);
            ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
                form::choice(ui, palette, &t!("compare_page.view"), &mut self.shown, &options);
            });
            let ways = [
                Proximity::Overlap,
                Proximity::Sentence,
                Proximity::Near(1),
                Proximity::Near(2),
                Proximity::Paragraph,
                Proximity::Article,
            ];
            let by = t!("compare_page.pairs.by", by = session::proximity_name(self.by));
            choice_menu(ui, palette, &by, |ui, option| {
                for way in ways {
                    if option(ui, &session::proximity_name(way), self.by == way) {
                        self.by = way;
                    }
                }
            });
            let levels = |with| {
                if with { t!("compare_page.pairs.with") } else { t!("compare_page.pairs.own") }
            };
            choice_menu(ui, palette, &levels(self.with_children), |ui, option| {
                for with in [false, true] {
                    if option(ui, &levels(with), self.with_children == with) {
                        self.with_children = with;
                    }
                }
            });
            if self.shown == PairView::Network {
                let least = t!("compare_page.pairs.least", count = self.least);
                choice_menu(ui, palette, &least, |ui, option| {
                    for count in LEAST {
                        let label = t!("compare_page.pairs.least", count = count);
                        if option(ui, &label, self.least == count) {
                            self.least = count;
                        }
                    }
                });
            }
        });
    }

    fn ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        self.prepare(desk);
        fault_ui::<CooccurrenceTerms>(desk, session::unknown_theme, ui);
        let Some(found) = &self.answer else { return };
        if found.themes.len() < 2 || found.passages == 0 {
            return empty_ui(desk, &t!("compare_page.empty.no_pairs"), ui);
        }
        match self.shown {
            PairView::Matrix => self.figure.chart_ui(0, "pairs matrix", desk, ui),
            PairView::Network => self.figure.chart_ui(1, "pairs network", desk, ui),
            PairView::List => {
                let place = ("pairs list", HeatScale::None);
                let moved = self.figure.table_ui(place, &|_| None, &|_| None, desk, ui);
                // From a number to the pairs that it counts; a theme's name leads to the theme.
                if let Some((Ok(row), 2..)) = moved {
                    self.show(desk, row);
                }
            }
        }
    }

    fn sheet(&self) -> Option<&Sheet> {
        self.figure.sheet()
    }

    fn has_picture(&self) -> bool {
        self.figure.has_picture(usize::from(self.shown == PairView::Network))
    }

    fn picture(&self, _session: &Session) -> Option<ChartScene<()>> {
        self.figure.picture(usize::from(self.shown == PairView::Network))
    }

    fn take_focus(&mut self) {
        self.figure.take_focus();
    }
}
