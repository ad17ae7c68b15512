//! The upper half of the page: coefficients by theme as a table or with their intervals, pairs of
//! coders, articles, themes taken for one another, rounds.

use std::{collections::BTreeMap, sync::Arc};

use eframe::egui::{Color32, Ui};

use crate::{
    analysis::{
        Sheet,
        agreement::{AgreementQuery, DifferenceList},
    },
    annotation::PassageId,
    chart::{ChartScene, line_charts, range_chart},
    session::{
        self, AgreementByArticle, PairsOfCoders, Question, RoundsOfCoding, SettleTerms, ThemesTaken,
    },
    t,
    ui::{
        pages::compare::{
            behind::{Counted, Evidence},
            desk::{Desk, fault_ui},
            figure::Figure,
            sheet_table::HeatScale,
        },
        theme,
    },
};

/// What is shown of agreement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum AgreementLook {
    /// The coefficients of each theme.
    #[default]
    Themes,
    /// The same with their intervals on one scale.
    Intervals,
    /// Each pair of coders.
    Pairs,
    /// Each article.
    Articles,
    /// Themes taken for one another.
    Confusion,
    /// Each named snapshot, and now.
    Rounds,
}

impl AgreementLook {
    pub(super) const ALL: [Self; 6] =
        [Self::Themes, Self::Intervals, Self::Pairs, Self::Articles, Self::Confusion, Self::Rounds];

    pub(super) fn name(self) -> String {
        match self {
            Self::Themes => t!("reliability.look_table"),
            Self::Intervals => t!("reliability.look_chart"),
            Self::Pairs => t!("agree.pairs.name"),
            Self::Articles => t!("agree.articles.name"),
            Self::Confusion => t!("agree.confusion.name"),
            Self::Rounds => t!("agree.rounds.name"),
        }
        .into_owned()
    }
}

/// What is kept of it between frames.
#[derive(Default)]
pub(super) struct CloserLook {
    pub(super) look: AgreementLook,
    figure: Figure,
    confused: BTreeMap<ThemesTaken, Vec<Vec<PassageId>>>,
}

/// A table of the kind that is asked for, made once for each answer.
fn prepare_table<Q: Question>(
    figure: &mut Figure,
    desk: &mut Desk<'_>,
    question: &Q,
    make: impl FnOnce(&Q::Answer, &Desk<'_>) -> (Sheet, Vec<ChartScene<crate::analysis::SheetLink>>),
    extra: &str,
) {
    desk.ask(question);
    let Some(found) = desk.session.answer::<Q>().cloned() else { return };
    let key = format!("{:p} {extra}", Arc::as_ptr(&found));
    figure.keep(desk, &key, || make(&found, desk));
}

impl CloserLook {
    /// Draws what is not the table of coefficients, as large as there is room.
    pub(super) fn ui(
        &mut self,
        query: &AgreementQuery,
        (terms, list): (&SettleTerms, Option<&Arc<DifferenceList>>),
        desk: &mut Desk<'_>,
        ui: &mut Ui,
    ) {
        let Self { look, figure, confused } = self;
        let codebook = desk.session.codebook();
        let width = ui.available_width();
        let none: &dyn Fn(usize) -> Option<Color32> = &|_| None;
        match *look {
            AgreementLook::Themes => {}
            AgreementLook::Intervals => {
                let steps = (width / 40.0).floor();
                let key = format!("intervals {steps} {}", query.coders.len());
                prepare_table(
                    figure,
                    desk,
                    query,
                    |found, desk| {
                        let picture =
                            session::agreement_picture(found, query, desk.session.codebook());
                        let sheet = session::agreement_sheet(
                            found,
                            query,
                            desk.session.codebook(),
                            &BTreeMap::new(),
                        );
                        (sheet, vec![range_chart(picture, steps * 40.0)])
                    },
                    &key,
                );
                figure.chart_ui(0, "agreement intervals", desk, ui);
            }
            AgreementLook::Pairs => {
                let question = PairsOfCoders(query.clone());
                prepare_table(
                    figure,
                    desk,
                    &question,
                    |found, _| (session::pair_sheet(found, query), Vec::new()),
                    "pairs",
                );
                figure.table_ui(("pairs of coders", HeatScale::None), none, &|_| None, desk, ui);
            }
            AgreementLook::Articles => {
                fault_ui::<AgreementByArticle>(desk, session::agreement_refusal, ui);
                let question = AgreementByArticle(query.clone());
                prepare_table(
                    figure,
                    desk,
                    &question,
                    |found, desk| {
                        let scene = desk.session.scene().cloned().unwrap_or_default();
                        (session::article_agreement_sheet(&scene, found, query), Vec::new())
                    },
                    "articles",
                );
                figure.table_ui(
                    ("agreement by article", HeatScale::None),
                    none,
                    &|_| None,
                    desk,
                    ui,
                );
            }
            AgreementLook::Confusion => {
                let Some(list) = list else { return };
                let key = format!("confusion {:p}", Arc::as_ptr(list));
                let coders = (&terms.coders.0, &terms.coders.1);
                figure.keep(desk, &key, || {
                    let cells = session::confused_themes(list);
                    let sheet = session::confusion_sheet(&cells, codebook, coders);
                    *confused = cells;
                    (sheet, Vec::new())
                });
                let place = ("confused themes", HeatScale::Whole);
                let moved = figure.table_ui(place, none, &|_| None, desk, ui);
                if let Some((Ok(row), column)) = moved {
                    show_confused(confused, (row, column), desk);
                }
            }
            AgreementLook::Rounds => {
                let question = RoundsOfCoding(query.clone());
                let steps = (width / 60.0).floor();
                prepare_table(
                    figure,
                    desk,
                    &question,
                    |found, desk| {
                        let codebook = desk.session.codebook();
                        let picture = session::round_picture(found, query, codebook);
                        let sheet = session::round_sheet(found, query, codebook);
                        (sheet, vec![line_charts(picture, steps * 60.0)])
                    },
                    &format!("rounds {steps}"),
                );
                figure.chart_ui(0, "rounds of coding", desk, ui);
            }
        }
    }

    /// Its numbers, unless they are those of the table of coefficients.
    pub(super) fn sheet(&self) -> Option<&Sheet> {
        if self.look == AgreementLook::Themes { None } else { self.figure.sheet() }
    }

    /// What is drawn, if something is.
    pub(super) fn picture(&self) -> Option<ChartScene<()>> {
        let drawn = matches!(self.look, AgreementLook::Intervals | AgreementLook::Rounds);
        if drawn { self.figure.picture(0) } else { None }
    }
}

/// Lists the passages of a cell of the table of themes taken for one another.
fn show_confused(
    cells: &BTreeMap<ThemesTaken, Vec<Vec<PassageId>>>,
    (row, column): (usize, usize),
    desk: &mut Desk<'_>,
) {
    let codebook = desk.session.codebook();
    let axis = session::confused_axis(cells, codebook);
    let column = column.checked_sub(1);
    let (Some(first), Some(second)) = (axis.get(row), column.and_then(|at| axis.get(at))) else {
        return;
    };
    let name = |theme: &Option<crate::annotation::ThemeId>| match theme {
        Some(theme) => codebook.path_name(*theme),
        None => t!("agree.confusion.nothing").into_owned(),
    };
    let places = cells.get(&(*first, *second)).map_or(&[][..], Vec::as_slice);
    let counted = places.iter().flatten().map(|id| Counted::Passage(*id)).collect();
    let evidence = Evidence {
        title: format!("{} × {}", name(first), name(second)),
        colour: None,
        facts: t!("reliability.places", count = theme::grouped(places.len())).into_owned(),
        counted,
        condition: None,
        query: None,
    };
    desk.behind.show(desk.session, evidence);
}
