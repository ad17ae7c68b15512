//! 提法: the set phrases of the set as a list over the years; beside it the one that is chosen, with its
//! first use, its ways of writing, what stands around it, and what perhaps took its place.

mod contexts;
mod deeds;
mod detail;
mod list;

use std::{cmp::Ordering, collections::BTreeSet, sync::Arc};

use eframe::egui::{Align, Layout, Ui, vec2};

use super::desk::{AnalysisView, AskedArticles, Desk, choice_menu, empty_ui, segments_ui};
use crate::{
    analysis::{Formula, FormulaTerms, Sheet},
    annotation::{FormulaNote, FormulaStanding, formula_key},
    chart::{ChartScene, bubble_chart},
    session::{
        CatalogueCommand, FindFormulas, Session, SetFormulas, describe, formula_picture,
        formula_sheet,
    },
    t,
    ui::{
        action::Action,
        message::Message,
        theme,
        widgets::{self, chip, table::TableMemory},
    },
};
use contexts::FormulaContexts;
use deeds::FormulaDraft;

/// How often a string without quotation marks is to stand that is offered.
const LEAST: [u32; 5] = [2, 3, 5, 10, 20];
/// Width of the list.
const LIST: f32 = 470.0;
const LIST_NARROW: f32 = 300.0;
/// With less room for both the list is narrow.
const NARROW: f32 = 900.0;

/// In which order.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum FormulaOrder {
    /// The likeliest to be one first.
    #[default]
    Likely,
    /// By first use.
    First,
    /// By count.
    Count,
    /// By articles.
    Articles,
    /// The steepest rise first.
    Rise,
    /// The steepest fall first.
    Fall,
}

impl FormulaOrder {
    const ALL: [Self; 6] =
        [Self::Likely, Self::First, Self::Count, Self::Articles, Self::Rise, Self::Fall];

    fn compare(self, found: &SetFormulas, a: &Formula, b: &Formula) -> Ordering {
        let first = |formula: &Formula| {
            formula.first.and_then(|place| found.published.get(place.article).copied())
        };
        let (up, down) =
            (|formula: &Formula| formula.steepest().0, |formula: &Formula| formula.steepest().1);
        match self {
            Self::Likely => Ordering::Equal,
            // Without a date none can be first.
            Self::First => (first(a).is_none(), first(a)).cmp(&(first(b).is_none(), first(b))),
            Self::Count => b.places.len().cmp(&a.places.len()),
            Self::Articles => b.articles.cmp(&a.articles),
            Self::Rise => up(b).total_cmp(&up(a)),
            Self::Fall => down(a).total_cmp(&down(b)),
        }
    }
}

/// Which are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum FormulasShown {
    #[default]
    All,
    /// Those that are written in several ways.
    Variants,
    /// Those that others perhaps replaced.
    Replaced,
    /// Those that the user accepted.
    Accepted,
}

/// What the view remembers between frames.
pub(super) struct FormulasView {
    least: u32,
    order: FormulaOrder,
    shown: FormulasShown,
    filter: String,
    table: TableMemory,
    drawn: Option<DrawnFormulas>,
    /// The formula that is looked at.
    chosen: String,
    contexts: FormulaContexts,
    draft: Option<FormulaDraft>,
    articles: AskedArticles,
}

/// What was found, as it is on the screen.
struct DrawnFormulas {
    key: String,
    found: Arc<SetFormulas>,
    /// The numbers of those that are shown, in their order.
    rows: Vec<usize>,
    years: Vec<i16>,
    /// The greatest count of a year.
    most: usize,
    accepted: BTreeSet<String>,
    sheet: Sheet,
}

impl Default for FormulasView {
    fn default() -> Self {
        Self {
            least: 3,
            order: FormulaOrder::default(),
            shown: FormulasShown::default(),
            filter: String::new(),
            table: TableMemory::default(),
            drawn: None,
            chosen: String::new(),
            contexts: FormulaContexts::default(),
            draft: None,
            articles: AskedArticles::default(),
        }
    }
}

impl FormulasView {
    /// Asks, and takes in what was answered.
    fn prepare(&mut self, desk: &mut Desk<'_>) {
        let articles = desk.articles(&mut self.articles);
        let catalogue = desk.session.catalogue();
        let least = self.least;
        let terms = FormulaTerms { least, ..FormulaTerms::default() };
        desk.ask(&FindFormulas { terms: terms.with_notes(catalogue.formulas()), articles });
        let Some(found) = desk.session.answer::<FindFormulas>() else { return };
        let key = format!(
            "{:p} {:?} {:?} {} {} {}",
            Arc::as_ptr(found),
            self.order,
            self.shown,
            self.filter,
            catalogue.revision(),
            &*rust_i18n::locale()
        );
        if self.drawn.as_ref().is_some_and(|drawn| drawn.key == key) {
            return;
        }
        let found = Arc::clone(found);
        let standing = |standing: FormulaStanding| -> BTreeSet<String> {
            let notes = catalogue.formulas().iter();
            let holds = notes.filter(|note| {
                note.standing == standing && catalogue.formula(&note.text) == Some(*note)
            });
            holds.map(|note| formula_key(&note.text)).collect()
        };
        let (accepted, ignored) =
            (standing(FormulaStanding::Accepted), standing(FormulaStanding::Ignored));
        let filter = formula_key(&self.filter);
        let mut rows: Vec<usize> = (0..found.formulas.len()).collect();
        rows.retain(|&at| {
            let Some(formula) = found.formulas.get(at) else { return false };
            let key = formula_key(&formula.text);
            let is_shown = match self.shown {
                FormulasShown::All => true,
                FormulasShown::Variants => formula.variants.len() > 1,
                FormulasShown::Replaced => !formula.replaced_by.is_empty(),
                FormulasShown::Accepted => accepted.contains(&key),
            };
            // What was thrown out goes at once, before the set was looked through anew.
            is_shown && !ignored.contains(&key) && (filter.is_empty() || key.contains(&filter))
        });
        let by = self.order;
        rows.sort_by(|&a, &b| match (found.formulas.get(a), found.formulas.get(b)) {
            (Some(a), Some(b)) => by.compare(&found, a, b),
            _ => Ordering::Equal,
        });
        let formulas = || rows.iter().filter_map(|&at| found.formulas.get(at));
        let years: BTreeSet<i16> = formulas().flat_map(|one| one.years.keys().copied()).collect();
        let counts = formulas().flat_map(|one| one.years.values().map(|year| year.count));
        let most = counts.max().unwrap_or(0);
        let is_there = |text: &str| formulas().any(|formula| formula.text == text);
        if !is_there(&self.chosen) {
            // The one that was beside it: the list stays where it is.
            let next = rows.get(self.table.row().min(rows.len().saturating_sub(1)));
            let next = next.and_then(|&at| found.formulas.get(at));
            self.chosen = next.map(|formula| formula.text.clone()).unwrap_or_default();
            self.draft = None;
        }
        let sheet = formula_sheet(&found, &rows);
        let years = years.into_iter().collect();
        self.drawn = Some(DrawnFormulas { key, found, rows, years, most, accepted, sheet });
    }

    fn chosen_formula(&self) -> Option<&Formula> {
        let drawn = self.drawn.as_ref()?;
        drawn
            .rows
            .iter()
            .filter_map(|&at| drawn.found.formulas.get(at))
            .find(|one| one.text == self.chosen)
    }

    /// Looks at another formula; what does not list it is set aside.
    fn choose(&mut self, text: &str) {
        if self.chosen != text {
            self.draft = None;
            self.contexts.forget();
        }
        text.clone_into(&mut self.chosen);
        let is_listed = self.chosen_formula().is_some();
        if !is_listed {
            self.filter.clear();
            self.shown = FormulasShown::All;
        }
    }
}

/// Says something of formulas, in one step.
fn noted(notes: Vec<FormulaNote>) -> Message {
    Message::Do(CatalogueCommand::NoteFormulas(notes).into())
}

/// What is said of a formula so far, or nothing yet.
fn note_of(session: &Session, text: &str) -> FormulaNote {
    let known = session.catalogue().formula(text).cloned();
    known.unwrap_or_else(|| FormulaNote::new(text.to_owned()))
}

impl AnalysisView for FormulasView {
    fn choices_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(2.0));
            let name = |order| match order {
                FormulaOrder::Likely => t!("formula.page.by_likely"),
                FormulaOrder::First => t!("formula.page.by_first"),
                FormulaOrder::Count => t!("formula.page.by_count"),
                FormulaOrder::Articles => t!("formula.page.by_articles"),
                FormulaOrder::Rise => t!("formula.page.by_rise"),
                FormulaOrder::Fall => t!("formula.page.by_fall"),
            };
            choice_menu(ui, palette, &name(self.order), |ui, option| {
                for order in FormulaOrder::ALL {
                    if option(ui, &name(order), self.order == order) {
                        self.order = order;
                    }
                }
            });
            let least = |count| t!("formula.page.least", count = count);
            choice_menu(ui, palette, &least(self.least), |ui, option| {
                for count in LEAST {
                    if option(ui, &least(count), self.least == count) {
                        self.least = count;
                    }
                }
            });
            let options = [
                (FormulasShown::All, t!("formula.page.all")),
                (FormulasShown::Variants, t!("formula.page.with_variants")),
                (FormulasShown::Replaced, t!("formula.page.with_successor")),
                (FormulasShown::Accepted, t!("formula.page.accepted")),
            ];
            segments_ui(ui, palette, &t!("formula.page.shown"), &mut self.shown, &options);
            let hint = t!("formula.page.filter");
            widgets::field(ui, palette, &mut self.filter, &hint, &hint, 120.0);
            if chip::toggle(ui, palette, &t!("formula.page.add"), false).clicked() {
                self.draft = Some(FormulaDraft::own());
            }
            deeds::kept_ui(desk, ui);
        });
    }

    fn ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        self.prepare(desk);
        if self.draft.as_ref().is_some_and(FormulaDraft::is_own) {
            self.draft_ui(desk, ui);
        }
        let Some(drawn) = &self.drawn else {
            return empty_ui(desk, &t!("formula.page.working"), ui);
        };
        if drawn.rows.is_empty() {
            let none = if drawn.found.formulas.is_empty() {
                t!("formula.none", least = self.least)
            } else {
                t!("formula.page.none_shown")
            };
            return empty_ui(desk, &none, ui);
        }
        let room = ui.available_size();
        let list = vec2(if room.x < NARROW { LIST_NARROW } else { LIST }, room.y);
        let layout = Layout::left_to_right(Align::Min);
        ui.allocate_ui_with_layout(room, layout, |ui| {
            ui.spacing_mut().item_spacing.x = 0.0;
            ui.allocate_ui_with_layout(list, Layout::top_down(Align::Min), |ui| {
                ui.set_min_size(list);
                ui.set_max_size(list);
                self.list_ui(desk, ui);
            });
            ui.add_space(theme::grid(5.0));
            let rest = ui.available_size();
            ui.allocate_ui_with_layout(rest, Layout::top_down(Align::Min), |ui| {
                ui.set_max_size(rest);
                self.detail_ui(desk, ui);
            });
        });
    }

    fn has_side(&self) -> bool {
        false
    }

    fn hears(&self) -> bool {
        true
    }

    fn act(&mut self, action: Action, desk: &mut Desk<'_>) -> bool {
        let Some(text) = self.chosen_formula().map(|formula| formula.text.clone()) else {
            return false;
        };
        match action {
            Action::RowMerge => self.draft = Some(FormulaDraft::merge()),
            Action::RowTheme => self.draft = Some(FormulaDraft::theme()),
            Action::RowSplit => return deeds::split(desk, &text),
            Action::RowAccept => deeds::accept(desk, &text),
            Action::RowDrop => deeds::ignore(desk, &text),
            _ => return false,
        }
        true
    }

    fn takes_escape(&self) -> bool {
        self.draft.is_some()
    }

    fn state(&self, session: &Session) -> Option<String> {
        Some(theme::grouped(session.answer::<FindFormulas>()?.formulas.len()))
    }

    fn sheet(&self) -> Option<&Sheet> {
        Some(&self.drawn.as_ref()?.sheet)
    }

    fn picture(&self, _session: &Session) -> Option<ChartScene<()>> {
        let (drawn, formula) = (self.drawn.as_ref()?, self.chosen_formula()?);
        let title = t!("formula.page.chart", formula = formula.text).into_owned();
        let rows = formula_picture(&drawn.found, formula);
        let scene = bubble_chart(title.clone(), &drawn.years, rows, detail::turned, 680.0);
        let first = drawn.found.first_uses(formula).into_iter().next().map(|used| {
            let sentence = drawn.found.words_of(&used).concat();
            t!("formula.page.first_in", date = used.date, sentence = sentence).into_owned()
        });
        let notes = first.into_iter().chain([t!("formula.note").into_owned(), describe::today()]);
        Some(scene.with_title(title).with_caption(notes).drawn())
    }

    fn take_focus(&mut self) {
        self.table.take_focus();
    }
}
