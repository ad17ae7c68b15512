//! What can be done with a formula: accept it, throw it out, count it under another, use it elsewhere;
//! and what was said of formulas before.

use eframe::egui::{Key, Modifiers, RichText, ScrollArea, TextEdit, Ui, vec2};

use super::{
    super::desk::{Desk, choice_menu},
    FormulasView, note_of, noted,
};
use crate::{
    annotation::{FormulaNote, FormulaStanding, formula_key},
    corpus::DictionaryEntry,
    session::{Command, ThemeField, WordList, describe},
    t,
    ui::{
        message::Message,
        theme,
        widgets::{self, chip},
    },
};

/// So many formulas are offered to be counted under.
const OFFERED: usize = 60;
/// No formula is longer, in characters.
const LONGEST: usize = 60;

/// What is being written or chosen for a formula.
#[derive(Debug)]
pub(super) enum FormulaDraft {
    /// The formula under which it is counted: what is looked for.
    Merge { looked_for: String, fresh: bool },
    /// The theme whose word list it goes to.
    Theme,
    /// Formulas of the user's own, one a line.
    Own { lines: String, fresh: bool },
}

impl FormulaDraft {
    pub(super) fn merge() -> Self {
        Self::Merge { looked_for: String::new(), fresh: true }
    }

    pub(super) fn theme() -> Self {
        Self::Theme
    }

    pub(super) fn own() -> Self {
        Self::Own { lines: String::new(), fresh: true }
    }

    /// Whether it is about no formula of the list.
    pub(super) fn is_own(&self) -> bool {
        matches!(self, Self::Own { .. })
    }
}

/// Accepts a formula, or takes that back.
pub(super) fn accept(desk: &mut Desk<'_>, text: &str) {
    let mut note = note_of(desk.session, text);
    note.standing = match note.standing {
        FormulaStanding::Accepted => FormulaStanding::Open,
        _ => FormulaStanding::Accepted,
    };
    desk.out.push(noted(vec![note]));
}

/// Says that it is none.
pub(super) fn ignore(desk: &mut Desk<'_>, text: &str) {
    let mut note = note_of(desk.session, text);
    note.standing = FormulaStanding::Ignored;
    desk.out.push(noted(vec![note]));
}

/// Says that a formula alone is no reuse, or that it is.
pub(super) fn toggle_stock(desk: &mut Desk<'_>, text: &str) {
    let mut note = note_of(desk.session, text);
    note.stock = !note.stock;
    desk.out.push(noted(vec![note]));
}

/// Counts what was counted under a formula by itself again; whether there was something.
pub(super) fn split(desk: &mut Desk<'_>, text: &str) -> bool {
    let key = formula_key(text);
    let notes = desk.session.catalogue().formulas().iter();
    let under = notes.filter(|note| formula_key(&note.variant_of) == key);
    let apart: Vec<FormulaNote> =
        under.map(|note| FormulaNote { variant_of: String::new(), ..note.clone() }).collect();
    if apart.is_empty() {
        return false;
    }
    desk.out.push(noted(apart));
    true
}

/// What was said of formulas so far, each to be taken back.
pub(super) fn kept_ui(desk: &mut Desk<'_>, ui: &mut Ui) {
    let says = |note: &&FormulaNote| {
        note.standing != FormulaStanding::Open || note.stock || !note.variant_of.is_empty()
    };
    let kept: Vec<&FormulaNote> = desk.session.catalogue().formulas().iter().filter(says).collect();
    if kept.is_empty() {
        return;
    }
    let mut open = None;
    choice_menu(ui, desk.palette, &t!("formula.page.kept", count = kept.len()), |ui, option| {
        for note in kept.iter().rev() {
            let formula = describe::shown(&note.text);
            let mut said = Vec::new();
            match note.standing {
                FormulaStanding::Accepted => said.push(t!("formula.page.is_accepted").into_owned()),
                FormulaStanding::Ignored => said.push(t!("formula.page.is_ignored").into_owned()),
                FormulaStanding::Open => {}
            }
            if !note.variant_of.is_empty() {
                let head = describe::shown(&note.variant_of);
                said.push(t!("formula.page.is_variant", head = head).into_owned());
            }
            if note.stock {
                said.push(t!("formula.page.is_stock").into_owned());
            }
            let said = said.join(&t!("formula.between"));
            let line = t!("formula.page.take_back", formula = formula, said = said);
            if option(ui, &line, false) {
                let mut note = FormulaNote::clone(note);
                note.standing = FormulaStanding::Open;
                note.variant_of.clear();
                note.stock = false;
                open = Some(note);
            }
        }
    });
    desk.out.extend(open.map(|note| noted(vec![note])));
}

impl FormulasView {
    /// What can be done with the chosen formula.
    pub(super) fn deeds_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let Some(text) = self.chosen_formula().map(|formula| formula.text.clone()) else { return };
        let palette = desk.palette;
        let note = note_of(desk.session, &text);
        let is_accepted = note.standing == FormulaStanding::Accepted;
        let key = formula_key(&text);
        let mut notes = desk.session.catalogue().formulas().iter();
        let has_variants = notes.any(|note| formula_key(&note.variant_of) == key);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::GRID, theme::GRID);
            if chip::toggle(ui, palette, &t!("formula.page.accept"), is_accepted).clicked() {
                accept(desk, &text);
            }
            if chip::toggle(ui, palette, &t!("formula.page.stock"), note.stock)
                .on_hover_text(t!("formula.page.stock_hint"))
                .clicked()
            {
                toggle_stock(desk, &text);
            }
            let mut button =
                |label: &str| widgets::text_button(ui, palette, label, palette.ink).clicked();
            if button(&t!("formula.page.ignore")) {
                ignore(desk, &text);
            }
            if button(&t!("formula.page.merge")) {
                self.draft = Some(FormulaDraft::merge());
            }
            if has_variants && button(&t!("formula.page.split")) {
                split(desk, &text);
            }
            if button(&t!("formula.page.theme")) {
                self.draft = Some(FormulaDraft::theme());
            }
            if button(&t!("formula.page.word"))
                && let Ok(word) = DictionaryEntry::parse(&text)
            {
                let (list, add) = (WordList::Dictionary, vec![word]);
                desk.out.push(Message::Do(Command::ChangeWords { list, add, remove: Vec::new() }));
            }
            if button(&t!("formula.page.line")) {
                desk.out.push(Message::AddLine(format!("\"{text}\"")));
            }
            if button(&t!("formula.page.search")) {
                desk.out.push(Message::AskSearch(format!("\"{text}\"")));
            }
        });
    }

    /// What is being written.
    #[expect(clippy::too_many_lines, reason = "one form an arm")]
    pub(super) fn draft_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        let chosen = self.chosen_formula().map(|formula| formula.text.clone()).unwrap_or_default();
        let Some(draft) = &mut self.draft else { return };
        let mut is_over = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        match draft {
            FormulaDraft::Merge { looked_for, fresh } => {
                let hint = t!("formula.page.merge_hint", formula = chosen);
                let field = widgets::field(ui, palette, looked_for, &hint, &hint, 320.0);
                if std::mem::take(fresh) {
                    field.request_focus();
                }
                let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
                let wanted = formula_key(looked_for);
                let all = self.drawn.iter().flat_map(|drawn| &drawn.found.formulas);
                let fits = |other: &&crate::analysis::Formula| {
                    other.text != chosen && formula_key(&other.text).contains(&wanted)
                };
                let offered: Vec<&str> =
                    all.filter(fits).take(OFFERED).map(|other| other.text.as_str()).collect();
                let mut under = None;
                let area = ScrollArea::vertical().id_salt("formulas to merge").max_height(170.0);
                area.show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for other in &offered {
                        if chip::option(ui, palette, other, false, None, "").clicked() {
                            under = Some((*other).to_owned());
                        }
                    }
                });
                if entered && !wanted.is_empty() {
                    let first = offered.first().map(|other| (*other).to_owned());
                    under = under.or(first).or_else(|| Some(looked_for.trim().to_owned()));
                }
                if let Some(under) =
                    under.filter(|under| formula_key(under) != formula_key(&chosen))
                {
                    let mut note = note_of(desk.session, &chosen);
                    note.variant_of.clone_from(&under);
                    // The other one has a place of its own then.
                    let mut head = note_of(desk.session, &under);
                    head.variant_of.clear();
                    desk.out.push(noted(vec![note, head]));
                    self.chosen = under;
                    is_over = true;
                }
            }
            FormulaDraft::Theme => {
                let codebook = desk.session.codebook();
                ui.label(
                    RichText::new(t!("formula.page.theme_hint", formula = chosen))
                        .color(palette.second),
                );
                let area = ScrollArea::vertical().id_salt("themes for a formula").max_height(170.0);
                area.show(ui, |ui| {
                    ui.spacing_mut().item_spacing.y = 0.0;
                    for theme in codebook.themes() {
                        let has = theme.lexicon.contains(&chosen);
                        let name = codebook.path_name(theme.id);
                        let dot = Some(palette.theme(theme.colour));
                        if chip::option(ui, palette, &name, has, dot, "").clicked() {
                            if !has {
                                let lines = theme.lexicon.iter().chain([&chosen]);
                                let text = lines.map(String::as_str).collect::<Vec<_>>().join("\n");
                                let field = ThemeField::Lexicon;
                                let command = Command::WriteTheme { theme: theme.id, field, text };
                                desk.out.push(Message::Do(command));
                            }
                            is_over = true;
                        }
                    }
                });
            }
            FormulaDraft::Own { lines, fresh } => {
                ui.label(RichText::new(t!("formula.page.own_hint")).color(palette.second));
                let width = ui.available_width().min(420.0);
                let field = TextEdit::multiline(lines).desired_rows(3).desired_width(width);
                let field = ui.add(field);
                let name = t!("formula.page.own_name").into_owned();
                field.widget_info(|| {
                    eframe::egui::WidgetInfo::labeled(
                        eframe::egui::Role::MultilineTextInput,
                        true,
                        &name,
                    )
                });
                if std::mem::take(fresh) {
                    field.request_focus();
                }
                let texts: Vec<String> = listed(lines);
                let save = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
                ui.horizontal(|ui| {
                    let label = t!("formula.page.own_save", count = texts.len());
                    let clicked =
                        widgets::text_button(ui, palette, &label, palette.accent_ink).clicked();
                    if (save || clicked) && !texts.is_empty() {
                        let notes = texts.iter().map(|text| {
                            let mut note = note_of(desk.session, text);
                            note.standing = FormulaStanding::Accepted;
                            note
                        });
                        desk.out.push(noted(notes.collect()));
                        is_over = true;
                    }
                });
            }
        }
        let away = widgets::text_button(ui, palette, &t!("quantity.page.cancel"), palette.second);
        if is_over || away.clicked() {
            self.draft = None;
        }
    }
}

/// The formulas of a list: one a line, without comments, each once.
fn listed(lines: &str) -> Vec<String> {
    let mut keys = Vec::new();
    let mut found = Vec::new();
    for line in lines.lines().map(str::trim) {
        let key = formula_key(line);
        let is_one = key.chars().count() > 1 && line.chars().count() <= LONGEST;
        if is_one && !line.starts_with('#') && !keys.contains(&key) {
            keys.push(key);
            found.push(line.to_owned());
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_has_one_formula_a_line_and_comments() {
        let found = listed("# 名单\n 议事亭 \n\n“议事亭”\n一\n共驻共建、共治共享\n");
        assert_eq!(found, ["议事亭", "共驻共建、共治共享"]);
    }
}
