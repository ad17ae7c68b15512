//! 信度: how far coders agree, where they differ, and settling that.
//!
//! Above the coefficients by theme, below the places where the first two of the chosen coders differ;
//! what is decided on the chosen place is written in a third name, one step each.

use std::{borrow::Cow, collections::BTreeSet, sync::Arc};

use eframe::egui::{Align, Layout, RichText, TextEdit, Ui, vec2};

use super::{
    behind::{Counted, Evidence},
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
    annotation::{Coder, Settlement, ThemeId},
    corpus::ArticlePath,
    scene::{Scene, Stamp},
    search::condition::{Condition, Parsed, Selector},
    session::{
        self, DifferenceQuery, Session, SettleCommand, SettleTerms, SettledCounts,
        default_adjudicator, describe,
    },
    t,
    ui::{
        dialogs::form,
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// The decisions that are offered for a place.
const OFFERED: [Settlement; 4] =
    [Settlement::TakeA, Settlement::TakeB, Settlement::Both, Settlement::Neither];

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
    /// Whether what is decided on one place is decided on all of its kind.
    alike: bool,
    reason: String,
    coefficients: Figure,
    differences: Figure,
    found: Option<Arc<Agreement>>,
    list: Option<Arc<DifferenceList>>,
    /// The rows of the list below, as places in `list`.
    rows: Vec<usize>,
    /// The place that is chosen there, and with it those of its kind that are left.
    chosen: Option<CoderDifference>,
    kind: Vec<CoderDifference>,
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
        // What was chosen may have been settled, or changed.
        if let Some(chosen) = self.chosen.take_if(|chosen| list.differences.contains(chosen)) {
            self.kind = self.of_its_kind(desk, &chosen);
            self.chosen = Some(chosen);
        } else {
            self.chosen = None;
        }
    }

    /// Lists the passages of the chosen place beside.
    fn show(&self, desk: &mut Desk<'_>, difference: &CoderDifference) {
        let Some(terms) = self.terms() else { return };
        let states = desk.session.difference_states(&terms, std::slice::from_ref(difference));
        let state = states.first().map(|state| session::state_word(*state));
        let marks = difference.a.iter().chain(&difference.b);
        let mut counted: Vec<Counted> = marks.map(|mark| Counted::Passage(mark.passage)).collect();
        counted.dedup();
        let evidence = Evidence {
            title: session::difference_kind_name(difference.kind),
            colour: None,
            facts: state.unwrap_or_default(),
            counted,
            condition: None,
            query: None,
        };
        desk.behind.show(desk.session, evidence);
    }

    /// The places of the kind of the chosen one that are left, itself first.
    fn of_its_kind(&self, desk: &Desk<'_>, chosen: &CoderDifference) -> Vec<CoderDifference> {
        let (Some(terms), Some(list)) = (self.terms(), &self.list) else { return Vec::new() };
        let states = desk.session.difference_states(&terms, &list.differences);
        let themes = |difference: &CoderDifference| {
            let theme = |mark: &Option<crate::analysis::agreement::CoderMark>| {
                mark.as_ref().map(|mark| mark.theme)
            };
            (difference.kind, theme(&difference.a), theme(&difference.b))
        };
        let others = list.differences.iter().zip(states).filter(|(difference, state)| {
            state.is_left() && *difference != chosen && themes(difference) == themes(chosen)
        });
        let others = others.map(|(difference, _)| difference.clone());
        std::iter::once(chosen.clone()).chain(others).collect()
    }

    /// What can be decided on the chosen place.
    fn settling_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let Some(terms) = self.terms() else { return };
        let palette = desk.palette;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(1.5));
            let (count, alike) = self
                .list
                .as_ref()
                .map_or((0, 0), |list| (list.differences.len(), list.alike.len()));
            let counts = t!("reliability.counts", count = count, alike = alike);
            ui.label(RichText::new(counts).color(palette.second));
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
        let Some(chosen) = self.chosen.clone() else {
            ui.label(RichText::new(t!("reliability.choose")).color(palette.second));
            return;
        };
        let kind = self.kind.clone();
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(1.5));
            for settlement in OFFERED {
                let name = session::settlement_name(settlement);
                if widgets::text_button(ui, palette, &name, palette.ink).clicked() {
                    let differences = if self.alike { kind.clone() } else { vec![chosen.clone()] };
                    let reason = std::mem::take(&mut self.reason);
                    let command = SettleCommand::Decide {
                        terms: terms.clone(),
                        differences,
                        settlement,
                        own: None,
                        reason,
                    };
                    desk.out.push(Message::Do(command.into()));
                }
            }
            if kind.len() > 1 {
                let all = t!("reliability.kind", count = kind.len());
                segments_ui(
                    ui,
                    palette,
                    &t!("reliability.kind_name"),
                    &mut self.alike,
                    &[(false, t!("reliability.this")), (true, all)],
                );
            }
            let hint = RichText::new(t!("reliability.reason")).color(palette.second);
            let width = ui.available_width().clamp(120.0, 320.0);
            let field = TextEdit::singleline(&mut self.reason).hint_text(hint).desired_width(width);
            ui.add(field);
            let discuss = t!("reliability.discuss");
            if !self.reason.trim().is_empty()
                && widgets::text_button(ui, palette, &discuss, palette.ink).clicked()
            {
                let text = std::mem::take(&mut self.reason);
                let command = SettleCommand::Discuss {
                    terms: terms.clone(),
                    difference: chosen.clone(),
                    text,
                };
                desk.out.push(Message::Do(command.into()));
            }
        });
        let name = t!("reliability.into", coder = terms.into);
        ui.label(RichText::new(name).font(theme::small()).color(palette.second));
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
                        self.chosen = None;
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
        let top = vec2(room.x, (room.y * 0.45).max(120.0));
        ui.allocate_ui_with_layout(top, Layout::top_down(Align::Min), |ui| {
            ui.set_min_size(top);
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
        self.settling_ui(desk, ui);
        ui.add_space(theme::grid(2.0));
        let place = ("differences", HeatScale::None);
        let moved = self.differences.table_ui(place, &|_| None, &|_| None, desk, ui);
        if let Some((Ok(row), _)) = moved {
            let list = self.list.as_ref();
            let at = self.rows.get(row).copied();
            self.chosen = at.and_then(|at| list?.differences.get(at)).cloned();
            if let Some(chosen) = self.chosen.clone() {
                self.kind = self.of_its_kind(desk, &chosen);
                self.show(desk, &chosen);
            }
        }
    }

    fn state(&self, _session: &Session) -> Option<String> {
        let (done, all) = self.settled;
        (all > 0).then(|| format!("{done} / {all}"))
    }

    fn sheet(&self) -> Option<&Sheet> {
        self.coefficients.sheet()
    }

    fn take_focus(&mut self) {
        self.coefficients.take_focus();
    }
}
