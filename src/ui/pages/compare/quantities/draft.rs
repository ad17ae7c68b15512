//! What is being written beside a row: the row it is joined to, what it is called, what a figure says.

use eframe::egui::{Key, Modifiers, RichText, ScrollArea, Ui, vec2};

use super::correct;
use crate::{
    analysis::{QuantityRow, QuantityValue, figure_place},
    annotation::{
        FigurePlace, QuantityRowName, QuantitySubject, QuantityVerdict, catalogue_name, read_number,
    },
    session::{SetQuantities, quantity_row_shown},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::{self, chip},
    },
};

/// So many rows are offered.
const OFFERED: usize = 40;

/// What is being written.
#[derive(Debug)]
pub(super) enum QuantityDraft {
    /// To which row this one, or a figure of it, is to be joined: what is looked for.
    Join { figure: Option<FigurePlace>, looked_for: String, fresh: bool },
    /// What the row, or the one that a figure is to stand in, is called.
    Rename { object: String, fresh: bool },
    /// What a figure says.
    Says {
        figure: FigurePlace,
        value: String,
        high: String,
        unit: String,
        object: String,
        fresh: bool,
    },
}

impl QuantityDraft {
    pub(super) fn join() -> Self {
        Self::Join { figure: None, looked_for: String::new(), fresh: true }
    }

    pub(super) fn move_figure(figure: FigurePlace) -> Self {
        Self::Join { figure: Some(figure), looked_for: String::new(), fresh: true }
    }

    pub(super) fn rename(name: &QuantityRowName) -> Self {
        Self::Rename { object: name.object.clone(), fresh: true }
    }

    pub(super) fn says(found: &SetQuantities, value: &QuantityValue) -> Option<Self> {
        let (_, quantity) = found.figure(value)?;
        let number = |number: Option<f64>| number.map(|n| n.to_string()).unwrap_or_default();
        Some(Self::Says {
            figure: place_of(found, value)?,
            value: number(quantity.value),
            high: number(quantity.high),
            unit: quantity.unit.clone().unwrap_or_default(),
            object: quantity.object.clone(),
            fresh: true,
        })
    }

    /// The fields; what is to be done, and whether that is the end of it.
    #[expect(clippy::too_many_lines, reason = "one form an arm")]
    pub(super) fn ui(
        &mut self,
        palette: &Palette,
        (found, row): (&SetQuantities, &QuantityRow),
        ui: &mut Ui,
    ) -> (Option<Message>, bool) {
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            return (None, true);
        }
        match self {
            Self::Join { figure, looked_for, fresh } => {
                let subject = match figure {
                    Some(figure) => QuantitySubject::Figure(figure.clone()),
                    None => QuantitySubject::Row(row.name()),
                };
                let hint = t!("quantity.page.join_hint");
                let field = widgets::field(ui, palette, looked_for, &hint, &hint, 240.0);
                if std::mem::take(fresh) {
                    field.request_focus();
                }
                let entered = entered(ui, &field);
                let wanted = looked_for.trim().to_owned();
                let fits = |other: &&QuantityRow| {
                    other.name() != row.name()
                        && (wanted.is_empty() || quantity_row_shown(other).contains(&wanted))
                };
                let mut offered: Vec<&QuantityRow> = found.rows.iter().filter(fits).collect();
                // What is counted in the same unit is likelier the same.
                offered.sort_by_key(|other| other.unit != row.unit);
                let mut into = None;
                let area = ScrollArea::vertical().id_salt("rows to join").max_height(180.0);
                area.show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for other in offered.iter().take(OFFERED) {
                        let name = quantity_row_shown(other);
                        let option = chip::option(ui, palette, &name, false, None, &other.unit);
                        if option.clicked() {
                            into = Some(other.name());
                        }
                    }
                });
                // A figure can stand in a row of its own.
                if figure.is_some()
                    && into.is_none()
                    && let Some(object) = catalogue_name(&wanted)
                {
                    let new = t!("quantity.page.new_row", name = object);
                    if widgets::text_button(ui, palette, &new, palette.accent_ink).clicked() {
                        into = Some(QuantityRowName {
                            object,
                            qualifier: String::new(),
                            unit: row.unit.clone(),
                        });
                    }
                }
                if entered && into.is_none() && !wanted.is_empty() {
                    into = offered.first().map(|other| other.name());
                }
                if cancelled(ui, palette) {
                    return (None, true);
                }
                let message = into.map(|into| correct(subject, QuantityVerdict::Into(into)));
                let done = message.is_some();
                (message, done)
            }
            Self::Rename { object, fresh } => {
                let name = t!("quantity.page.rename_hint");
                let field = widgets::field(ui, palette, object, &name, &name, 240.0);
                if std::mem::take(fresh) {
                    field.request_focus();
                }
                let mut save = entered(ui, &field);
                let away = ui.horizontal(|ui| {
                    let label = t!("quantity.page.save");
                    save |= widgets::text_button(ui, palette, &label, palette.accent_ink).clicked();
                    cancelled(ui, palette)
                });
                if away.inner {
                    return (None, true);
                }
                let Some(object) = catalogue_name(object).filter(|_| save) else {
                    return (None, false);
                };
                let name = QuantityRowName { object, ..row.name() };
                if name == row.name() {
                    return (None, true);
                }
                let subject = QuantitySubject::Row(row.name());
                (Some(correct(subject, QuantityVerdict::Into(name))), true)
            }
            Self::Says { figure, value, high, unit, object, fresh } => {
                let mut save = false;
                let fields = [
                    (t!("quantity.column.value"), &mut *value),
                    (t!("quantity.column.high"), &mut *high),
                    (t!("quantity.column.unit"), &mut *unit),
                    (t!("quantity.column.object"), &mut *object),
                ];
                for (name, text) in fields {
                    ui.horizontal(|ui| {
                        let label = RichText::new(name.as_ref()).color(palette.second);
                        ui.add_sized(vec2(72.0, theme::CONTROL), eframe::egui::Label::new(label));
                        let field = widgets::field(ui, palette, text, "", &name, 160.0);
                        if std::mem::take(fresh) {
                            field.request_focus();
                        }
                        save |= entered(ui, &field);
                    });
                }
                let number = |text: &str| read_number(text).map(|number| number.to_string());
                let low = number(value);
                let range = if high.trim().is_empty() { Some(String::new()) } else { number(high) };
                let fault = match (&low, &range, catalogue_name(object)) {
                    (None, ..) | (_, None, _) => Some(t!("quantity.page.no_number")),
                    (.., None) => Some(t!("quantity.page.no_object")),
                    _ => None,
                };
                if let Some(fault) = &fault {
                    let text = RichText::new(fault.as_ref()).font(theme::small_content());
                    ui.label(text.color(palette.accent_ink));
                }
                let away = ui.horizontal(|ui| {
                    save |= widgets::text_button(
                        ui,
                        palette,
                        &t!("quantity.page.save"),
                        palette.accent_ink,
                    )
                    .clicked();
                    cancelled(ui, palette)
                });
                if away.inner {
                    return (None, true);
                }
                if let (true, Some(value), Some(high), Some(object)) =
                    (save, low, range, catalogue_name(object))
                {
                    let unit = unit.trim().to_owned();
                    let verdict = QuantityVerdict::Says { value, high, unit, object };
                    let message = correct(QuantitySubject::Figure(figure.clone()), verdict);
                    return (Some(message), true);
                }
                (None, false)
            }
        }
    }
}

/// How a figure is known in corrections.
pub(super) fn place_of(found: &SetQuantities, value: &QuantityValue) -> Option<FigurePlace> {
    let article = &found.articles.get(value.article)?.article;
    let (text, quantity) = found.figure(value)?;
    figure_place(&article.path, text, quantity)
}

/// Whether a field was left by Enter; not while an input method composes.
fn entered(ui: &Ui, field: &eframe::egui::Response) -> bool {
    field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter))
}

fn cancelled(ui: &mut Ui, palette: &Palette) -> bool {
    widgets::text_button(ui, palette, &t!("quantity.page.cancel"), palette.second).clicked()
}
