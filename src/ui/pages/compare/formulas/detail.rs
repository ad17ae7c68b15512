//! The chosen formula: its first and last use, its ways of writing over the years, what it stands in and
//! what in it, and what perhaps took its place with the sentences that say so.

use std::sync::Arc;

use eframe::egui::{
    Id, Label, RichText, Role, ScrollArea, Sense, Stroke, TextFormat, Ui, WidgetInfo,
    text::LayoutJob, vec2,
};

use super::{super::desk::Desk, FormulaDraft, FormulasView};
use crate::{
    analysis::{Formula, FormulaPlace},
    chart::bubble_chart,
    session::{FormulaUse, SetFormulas, formula_picture},
    t,
    ui::{
        message::Message,
        theme,
        widgets::{self, chart},
    },
};

/// So many first uses of one day, and pairs of sentences, are shown.
const FIRST: usize = 4;
const PAIRS: usize = 6;

/// From which year the new form is more than the old ones.
pub(super) fn turned(year: i16, new: usize, old: usize) -> String {
    t!("formula.page.turned", year = year, new = new, old = old).into_owned()
}

impl FormulasView {
    /// What is known of the chosen formula.
    pub(super) fn detail_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let Some(drawn) = &self.drawn else { return };
        let (found, years) = (Arc::clone(&drawn.found), drawn.years.clone());
        let Some(formula) = self.chosen_formula().cloned() else { return };
        let palette = desk.palette;
        ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(1.5));
        ui.horizontal_wrapped(|ui| {
            let title = |text: &str| RichText::new(text).font(theme::page_title());
            ui.label(title(&formula.text).color(palette.ink));
            if let Some(next) = formula.replaced_by.first() {
                ui.label(title("→").color(palette.accent));
                ui.label(title(&next.formula).color(palette.ink));
            }
            let facts = t!(
                "formula.page.facts",
                forms = formula.variants.len(),
                count = formula.places.len(),
                articles = formula.articles
            );
            ui.label(RichText::new(facts).font(theme::small_content()).color(palette.second));
        });
        self.deeds_ui(desk, ui);
        if self.draft.as_ref().is_some_and(|draft| !FormulaDraft::is_own(draft)) {
            self.draft_ui(desk, ui);
        }
        let area = ScrollArea::vertical().id_salt(("formula", &formula.text)).auto_shrink(false);
        area.show(ui, |ui| {
            uses_ui(desk, &found, &formula, ui);
            let width = ui.available_width().clamp(320.0, 760.0);
            let rows = formula_picture(&found, &formula);
            let name = t!("formula.page.chart", formula = formula.text).into_owned();
            let scene = bubble_chart(name, &years, rows, turned, width);
            if let Some(link) = chart::show(ui, palette, Id::unique("ways of writing"), &scene)
                && let Some(link) = scene.links.get(link)
            {
                let (text, year) = link.to.clone();
                self.choose(&text);
                self.contexts.show(year);
            }
            let mut wanted = None;
            for (label, others) in [
                (t!("formula.page.inside"), &formula.inside),
                (t!("formula.page.contains"), &formula.contains),
            ] {
                if others.is_empty() {
                    continue;
                }
                ui.horizontal_wrapped(|ui| {
                    ui.spacing_mut().item_spacing = vec2(theme::GRID, theme::GRID);
                    ui.label(
                        RichText::new(label.as_ref())
                            .font(theme::small_content())
                            .color(palette.second),
                    );
                    for other in others {
                        let count = found.formula(other).map_or(0, |other| other.places.len());
                        let text = format!("{other} {count}");
                        if widgets::text_button(ui, palette, &text, palette.ink).clicked() {
                            wanted = Some(other.clone());
                        }
                    }
                });
            }
            replaced_ui(desk, &found, &formula, &mut wanted, ui);
            ui.add_space(theme::grid(2.0));
            self.contexts.ui(desk, (&found, &formula), ui);
            if let Some(text) = wanted {
                self.choose(&text);
            }
        });
    }
}

/// First and last use, and the first of what perhaps took its place.
fn uses_ui(desk: &mut Desk<'_>, found: &SetFormulas, formula: &Formula, ui: &mut Ui) {
    let firsts = found.first_uses(formula);
    if firsts.is_empty() && !formula.places.is_empty() {
        let text = RichText::new(t!("formula.page.undated")).font(theme::small_content());
        ui.label(text.color(desk.palette.second));
    }
    for used in firsts.iter().take(FIRST) {
        use_ui(desk, found, &t!("formula.page.first"), used, ui);
    }
    let last = formula.last.and_then(|place| found.use_at(place));
    if let Some(last) = last.filter(|last| !firsts.contains(last)) {
        use_ui(desk, found, &t!("formula.page.last"), &last, ui);
    }
    let next = formula.replaced_by.first().and_then(|next| found.formula(&next.formula));
    for used in next.map(|next| found.first_uses(next)).unwrap_or_default().iter().take(FIRST) {
        use_ui(desk, found, &t!("formula.page.next_first"), used, ui);
    }
}

/// What perhaps took its place, with the sentences in which it did.
fn replaced_ui(
    desk: &mut Desk<'_>,
    found: &SetFormulas,
    formula: &Formula,
    wanted: &mut Option<String>,
    ui: &mut Ui,
) {
    let palette = desk.palette;
    for next in &formula.replaced_by {
        let text = t!("formula.page.replaced", formula = next.formula, count = next.evidence.len());
        if widgets::text_button(ui, palette, &text, palette.accent_ink).clicked() {
            *wanted = Some(next.formula.clone());
        }
        for (old, new) in next.evidence.iter().take(PAIRS) {
            for (label, place) in [("formula.page.old", old), ("formula.page.new", new)] {
                let place: FormulaPlace = *place;
                if let Some(used) = found.use_at(place) {
                    use_ui(desk, found, &rust_i18n::t!(label), &used, ui);
                }
            }
        }
        let rest = next.evidence.len().saturating_sub(PAIRS);
        if rest > 0 {
            let text = t!("formula.page.more", count = rest);
            ui.label(RichText::new(text).font(theme::small_content()).color(palette.second));
        }
    }
}

/// A use in its sentence, with its date and its article; a click goes there.
fn use_ui(desk: &mut Desk<'_>, found: &SetFormulas, label: &str, used: &FormulaUse, ui: &mut Ui) {
    let palette = desk.palette;
    let words = found.words_of(used);
    let [before, itself, after] = words.map(|part| desk.session.text_read(&part));
    let mut job = LayoutJob::default();
    let plain = |font_id, color| TextFormat { font_id, color, ..TextFormat::default() };
    job.append(&format!("{label}  "), 0.0, plain(theme::small_content(), palette.second));
    job.append(&before, 0.0, plain(theme::excerpt(), palette.ink));
    let format = TextFormat {
        underline: Stroke::new(1.0, palette.accent),
        ..plain(theme::excerpt(), palette.accent_ink)
    };
    job.append(&itself, 0.0, format);
    job.append(&after, 0.0, plain(theme::excerpt(), palette.ink));
    let said = job.text.clone();
    let response = ui.add(Label::new(job).wrap().sense(Sense::click()));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    if response.on_hover_cursor(eframe::egui::CursorIcon::PointingHand).clicked() {
        desk.out.push(Message::GoToText(used.article.clone(), used.span));
    }
    let title = desk.session.title_read(&used.article);
    let from = t!("formula.page.from", date = used.date, title = title);
    ui.label(RichText::new(from).font(theme::small_content()).color(palette.second));
}
