//! 信度: how far coders agree, where they differ, and settling that.
//!
//! Above the coefficients by theme, below the places where the first two of the chosen coders differ;
//! what is decided on the chosen place is written in a third name, one step each.

mod closer_look;
mod marked_text;
mod settling;
mod settling_card;
mod settling_case;

use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

use eframe::egui::{Align, Layout, Ui, vec2};

use super::{
    desk::{AnalysisView, Desk, choice_menu, empty_ui, fault_ui},
    figure::Figure,
    sheet_table::HeatScale,
};
use crate::{
    analysis::{
        Sheet,
        agreement::{
            Agreement, AgreementQuery, AgreementScope, AgreementUnit, Bootstrap, CoderDifference,
            Denominator, DifferenceList, DifferenceState,
        },
    },
    annotation::{Coder, ThemeId},
    chart::ChartScene,
    corpus::ArticlePath,
    scene::{Scene, Stamp},
    search::condition::{Condition, Parsed, Selector},
    session::{
        self, DifferenceQuery, Session, SettleTerms, SettledCounts, default_adjudicator, describe,
    },
    t,
    ui::{
        dialogs::form,
        theme::{self, Palette},
    },
};
use closer_look::{AgreementLook, CloserLook};
use settling_card::Undecided;
use settling_case::SettlingCase;

/// Height of a row of the coefficients, about.
const ROW: f32 = 28.0;

/// How the differences are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum DifferencesShown {
    /// One after the other in its text, to be settled.
    #[default]
    Settling,
    /// As a list.
    List,
}

/// What is done in the next frame.
#[derive(Default)]
struct OwedToCase {
    /// The next place that is left is chosen as soon as this one is recorded.
    goes_on: bool,
    /// The place is brought into view.
    scrolls: bool,
    /// The text gets the keys.
    takes_focus: bool,
}

/// What the view remembers between frames.
#[derive(Default)]
pub(super) struct ReliabilityView {
    /// Two or more; the first two until others are chosen.
    coders: Vec<Coder>,
    unit: AgreementUnit,
    denominator: Denominator,
    /// Only differences of this theme.
    theme: Option<ThemeId>,
    only_left: bool,
    /// How the differences are shown.
    shown: DifferencesShown,
    /// What is not recorded yet of the place that is chosen.
    undecided: Undecided,
    coefficients: Figure,
    closer: CloserLook,
    differences: Figure,
    found: Option<Arc<Agreement>>,
    list: Option<Arc<DifferenceList>>,
    /// The rows of the list below, as places in `list`.
    rows: Vec<usize>,
    /// Of each difference of `list` whether it is left to be settled.
    left: Vec<bool>,
    /// The place that is chosen there.
    case: Option<SettlingCase>,
    /// Whether a button asked for the next place, or the one before.
    stepping: Option<bool>,
    /// What is owed to the place in the next frame.
    owed: OwedToCase,
    /// How many differences are settled, and how many there are.
    settled: (usize, usize),
    /// Of which answers and decisions the tables are.
    made_for: String,
    /// Who is in the set, and of which moment that is.
    known: (Option<Stamp>, Vec<Coder>),
    /// The articles of the condition, and of which moment that is.
    articles: Option<(Stamp, Parsed, Option<BTreeSet<ArticlePath>>)>,
}

/// A choice of a few in a row, as wide as its words.
fn segments_ui<T: Copy + PartialEq>(
    ui: &mut Ui,
    palette: &Palette,
    name: &str,
    value: &mut T,
    options: &[(T, Cow<'_, str>)],
) {
    let size = vec2(form::choice_width(ui, options), theme::CONTROL + 2.0);
    ui.allocate_ui_with_layout(size, Layout::left_to_right(Align::Center), |ui| {
        form::choice(ui, palette, name, value, options);
    });
}

impl ReliabilityView {
    /// Of whom, in whose name.
    fn terms(&self) -> Option<SettleTerms> {
        let [a, b, ..] = &self.coders[..] else { return None };
        Some(SettleTerms { coders: (a.clone(), b.clone()), into: default_adjudicator() })
    }

    /// The articles that the condition above names; `None` for all.
    fn articles(&mut self, desk: &Desk<'_>) -> Option<BTreeSet<ArticlePath>> {
        if desk.asked.condition == Condition::All {
            return None;
        }
        let scene = desk.session.scene()?;
        let known = |(stamp, asked, _): &&(Stamp, Parsed, _)| {
            *stamp == scene.stamp() && *asked == *desk.asked
        };
        if let Some((.., articles)) = self.articles.as_ref().filter(known) {
            return articles.clone();
        }
        let selector = Selector::new(desk.asked, scene).ok();
        let articles = selector.map(|selector| session::articles_where(scene, &selector));
        self.articles = Some((scene.stamp(), desk.asked.clone(), articles.clone()));
        articles
    }

    fn query(&mut self, desk: &Desk<'_>) -> AgreementQuery {
        AgreementQuery {
            coders: self.coders.clone(),
            unit: self.unit,
            theme: None,
            articles: self.articles(desk),
            denominator: self.denominator,
            bootstrap: Bootstrap::default(),
        }
    }

    /// Chooses coders where none are, and forgets those that are gone.
    fn choose_coders(&mut self, desk: &Desk<'_>) {
        let stamp = desk.session.scene().map(Scene::stamp);
        if self.known.0 != stamp {
            self.known = (stamp, desk.session.coders_at_work());
        }
        let known = &self.known.1;
        self.coders.retain(|coder| known.contains(coder));
        let adjudicator = default_adjudicator();
        for coder in known {
            if self.coders.len() >= 2 {
                break;
            }
            if !self.coders.contains(coder) && *coder != adjudicator {
                self.coders.push(coder.clone());
            }
        }
    }

    /// Asks, and takes in what was answered.
    fn prepare(&mut self, desk: &mut Desk<'_>) {
        self.choose_coders(desk);
        let (Some(terms), Some(scene)) = (self.terms(), desk.session.scene()) else { return };
        let query = self.query(desk);
        desk.ask(&query);
        let asked =
            DifferenceQuery { coders: terms.coders.clone(), articles: query.articles.clone() };
        desk.ask(&asked);
        self.found = desk.session.answer::<AgreementQuery>().cloned();
        self.list = desk.session.answer::<DifferenceQuery>().cloned();
        let (Some(found), Some(list)) = (&self.found, &self.list) else { return };
        let of = desk.session.inquiry::<AgreementQuery>().and_then(|known| known.last());
        // The words of the sheet are of the question that was answered.
        let answered = of.map_or_else(|| query.clone(), |answered| answered.question.clone());
        let (marks, decisions) = (scene.annotations.revision(), scene.catalogue.revision());
        let pointers = (Arc::as_ptr(found), Arc::as_ptr(list));
        let key = format!("{:p} {:p} {marks} {decisions}", pointers.0, pointers.1);
        let made_for =
            format!("{key} {:?} {} {}", self.theme, self.only_left, &*rust_i18n::locale());
        if self.made_for == made_for {
            return;
        }
        self.made_for = made_for;
        let states = desk.session.difference_states(&terms, &list.differences);
        let done = states.iter().filter(|state| !state.is_left()).count();
        self.settled = (done, states.len());
        let codebook = desk.session.codebook();
        self.coefficients.keep(desk, &key, || {
            let mut settled = SettledCounts::new();
            for (difference, state) in list.differences.iter().zip(&states) {
                for theme in difference.themes().collect::<BTreeSet<_>>() {
                    let count = settled.entry(theme).or_default();
                    count.0 += usize::from(!state.is_left());
                    count.1 += 1;
                }
            }
            (session::agreement_sheet(found, &answered, codebook, &settled), Vec::new())
        });
        let takes =
            |(_, (difference, state)): &(usize, (&CoderDifference, &DifferenceState<'_>))| {
                self.theme.is_none_or(|theme| difference.themes().any(|other| other == theme))
                    && (!self.only_left || state.is_left())
            };
        let rows = list.differences.iter().zip(&states).enumerate().filter(takes);
        self.rows = rows.map(|(at, _)| at).collect();
        let key = format!("{key} {:?} {}", self.theme, self.only_left);
        let shown = &self.rows;
        self.differences.keep(desk, &key, || {
            let row = |&at: &usize| Some((list.differences.get(at)?, *states.get(at)?));
            let rows: Vec<_> = shown.iter().filter_map(row).collect();
            let coders = (&terms.coders.0, &terms.coders.1);
            (session::difference_sheet(scene, coders, &rows), Vec::new())
        });
        self.left = states.iter().map(|state| state.is_left()).collect();
        self.keep_case(desk);
    }

    /// The scope of a row of the coefficients.
    fn scope(&self, row: usize) -> Option<AgreementScope> {
        let found = self.found.as_ref()?;
        let mut scopes = found.rows.chunk_by(|one, other| one.scope == other.scope);
        scopes.nth(row)?.first().map(|row| row.scope.clone())
    }
}

impl AnalysisView for ReliabilityView {
    fn choices_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        self.choose_coders(desk);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(2.0));
            let names: Vec<String> =
                self.coders.iter().map(|coder| describe::shown(coder.as_str())).collect();
            let names = names.join(&t!("retrieve.list_joint"));
            choice_menu(ui, palette, &t!("reliability.coders", names = names), |ui, option| {
                for coder in self.known.1.clone() {
                    let chosen = self.coders.iter().position(|known| *known == coder);
                    if option(ui, &describe::shown(coder.as_str()), chosen.is_some()) {
                        match chosen {
                            Some(at) if self.coders.len() > 2 => drop(self.coders.remove(at)),
                            Some(_) => {}
                            None => self.coders.push(coder),
                        }
                        self.case = None;
                    }
                }
            });
            let look = t!("reliability.look", name = self.closer.look.name());
            choice_menu(ui, palette, &look, |ui, option| {
                for look in AgreementLook::ALL {
                    if option(ui, &look.name(), self.closer.look == look) {
                        self.closer.look = look;
                    }
                }
            });
            let unit = t!("reliability.unit", unit = session::agreement_unit_name(self.unit));
            choice_menu(ui, palette, &unit, |ui, option| {
                for unit in AgreementUnit::ALL {
                    if option(ui, &session::agreement_unit_name(unit), self.unit == unit) {
                        self.unit = unit;
                    }
                }
            });
            let options = [
                (Denominator::Marked, t!("reliability.marked")),
                (Denominator::All, t!("reliability.all_units")),
            ];
            let name = t!("reliability.denominator");
            segments_ui(ui, palette, &name, &mut self.denominator, &options);
        });
    }

    fn ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        self.prepare(desk);
        if self.coders.len() < 2 {
            return empty_ui(desk, &t!("reliability.empty"), ui);
        }
        fault_ui::<AgreementQuery>(desk, session::agreement_refusal, ui);
        let room = ui.available_size();
        let colour = |scope: Option<AgreementScope>| match scope? {
            AgreementScope::Theme(theme) | AgreementScope::Group(theme) => {
                Some(desk.palette.theme(desk.session.codebook().get(theme)?.colour))
            }
            AgreementScope::All | AgreementScope::Value(_) => None,
        };
        let rows = self.coefficients.sheet().map_or(0, |sheet| sheet.rows.len());
        let colours: Vec<_> = (0..rows).map(|row| colour(self.scope(row))).collect();
        #[expect(clippy::cast_precision_loss, reason = "a number of rows as a height")]
        let wanted = (rows as f32 + 1.0) * ROW + theme::grid(4.0);
        let top = vec2(room.x, wanted.min(room.y * 0.45).max(120.0));
        let query = self.query(desk);
        let is_table = self.closer.look == AgreementLook::Themes;
        // A chart has higher rows.
        let top = if is_table { top } else { vec2(room.x, (room.y * 0.45).max(120.0)) };
        ui.allocate_ui_with_layout(top, Layout::top_down(Align::Min), |ui| {
            ui.set_min_size(top);
            ui.set_max_height(top.y);
            if let (false, Some(terms)) = (is_table, self.terms()) {
                let of = (&terms, self.list.as_ref());
                self.closer.ui(&query, of, desk, ui);
                return;
            }
            let place = ("agreement", HeatScale::None);
            let colour = |row: usize| colours.get(row).copied().flatten();
            let moved = self.coefficients.table_ui(place, &colour, &|_| None, desk, ui);
            if let Some((Ok(row), _)) = moved {
                self.theme = match self.scope(row) {
                    Some(AgreementScope::Theme(theme)) => Some(theme),
                    _ => None,
                };
            }
        });
        ui.add_space(theme::grid(2.0));
        self.progress_ui(desk, ui);
        ui.add_space(theme::grid(2.0));
        if self.shown == DifferencesShown::Settling {
            return self.settling_ui(desk, ui);
        }
        let place = ("differences", HeatScale::None);
        let moved = self.differences.table_ui(place, &|_| None, &|_| None, desk, ui);
        if let Some((Ok(row), _)) = moved {
            self.choose_row(row, desk);
            self.show(desk);
        }
    }

    fn state(&self, _session: &Session) -> Option<String> {
        let (done, all) = self.settled;
        (all > 0).then(|| format!("{done} / {all}"))
    }

    fn sheet(&self) -> Option<&Sheet> {
        self.closer.sheet().or_else(|| self.coefficients.sheet())
    }

    fn picture(&self, _session: &Session) -> Option<ChartScene<()>> {
        self.closer.picture()
    }

    fn take_focus(&mut self) {
        self.coefficients.take_focus();
    }
}
