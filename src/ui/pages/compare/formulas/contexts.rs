//! What stands around a formula: its lines by year, the themes of its sentences, the words beside it.

use std::{collections::BTreeSet, sync::Arc};

use eframe::egui::{
    Align2, CornerRadius, FontId, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::super::desk::{Desk, segments_ui};
use crate::{
    analysis::{Formula, StopWords},
    corpus::Article,
    session::{FormulaCompany, FormulaThemes, FormulaUse, SetFormulas},
    t,
    text::{first_characters, last_characters},
    ui::{
        message::Message,
        theme,
        widgets::{self, focus_ring},
    },
};

/// So many lines of a year are shown at first, and after a click.
const FEW: usize = 2;
const MANY: usize = 300;
/// Characters around a formula.
const AROUND: usize = 40;
/// Height of a line.
const LINE: f32 = 25.0;
/// Width of a year with its count.
const YEAR: f32 = 74.0;
/// So many words of a year are shown.
const WORDS: usize = 14;

/// What of it is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum ContextKind {
    /// Lines, aligned on the formula.
    #[default]
    Lines,
    /// Themes of the passages in its sentences.
    Themes,
    /// Words in its sentences.
    Words,
}

/// What was worked out for the chosen formula.
#[derive(Default)]
pub(super) struct FormulaContexts {
    kind: ContextKind,
    key: String,
    uses: Vec<FormulaUse>,
    themes: FormulaThemes,
    company: FormulaCompany,
    /// The years of which every line is shown; `None` for articles without a year.
    open: BTreeSet<Option<i16>>,
}

impl FormulaContexts {
    /// Nothing is open any more.
    pub(super) fn forget(&mut self) {
        self.open.clear();
    }

    /// Shows every line of a year.
    pub(super) fn show(&mut self, year: i16) {
        self.kind = ContextKind::Lines;
        self.open.insert(Some(year));
    }

    fn prepare(&mut self, desk: &Desk<'_>, found: &Arc<SetFormulas>, formula: &Formula) {
        let Some(scene) = desk.session.scene() else { return };
        let is_known = |article: &&Arc<Article>| desk.session.words(article).is_some();
        let segmented = match self.kind {
            ContextKind::Words => found.articles.iter().filter(is_known).count(),
            ContextKind::Lines | ContextKind::Themes => 0,
        };
        let key = format!(
            "{:p} {} {:?} {:?} {segmented}",
            Arc::as_ptr(found),
            formula.text,
            self.kind,
            scene.stamp()
        );
        if self.key == key {
            return;
        }
        self.key = key;
        match self.kind {
            ContextKind::Lines => {
                let mut uses: Vec<FormulaUse> =
                    formula.places.iter().filter_map(|&place| found.use_at(place)).collect();
                // Without a year last; the others in the order of time.
                uses.sort_by(|a, b| {
                    (a.year.is_none(), a.year, &a.date).cmp(&(b.year.is_none(), b.year, &b.date))
                });
                self.uses = uses;
            }
            ContextKind::Themes => self.themes = FormulaThemes::of(scene, found, formula),
            ContextKind::Words => {
                let words = |article: &Arc<Article>| desk.session.words(article);
                self.company = FormulaCompany::of(found, formula, words, StopWords::built_in());
            }
        }
    }

    /// The lines, themes or words.
    pub(super) fn ui(
        &mut self,
        desk: &mut Desk<'_>,
        (found, formula): (&Arc<SetFormulas>, &Formula),
        ui: &mut Ui,
    ) {
        let palette = desk.palette;
        ui.horizontal_wrapped(|ui| {
            ui.label(RichText::new(t!("formula.page.contexts")).color(palette.ink));
            let options = [
                (ContextKind::Lines, t!("formula.page.lines")),
                (ContextKind::Themes, t!("formula.page.themes")),
                (ContextKind::Words, t!("formula.page.words")),
            ];
            segments_ui(ui, palette, &t!("formula.page.contexts"), &mut self.kind, &options);
        });
        self.prepare(desk, found, formula);
        match self.kind {
            ContextKind::Lines => self.lines_ui(desk, found, ui),
            ContextKind::Themes => self.themes_ui(desk, ui),
            ContextKind::Words => self.words_ui(desk, ui),
        }
    }

    fn lines_ui(&mut self, desk: &mut Desk<'_>, found: &SetFormulas, ui: &mut Ui) {
        ui.spacing_mut().item_spacing.y = 0.0;
        let mut toggled = None;
        for of_year in self.uses.chunk_by(|a, b| a.year == b.year) {
            let Some(year) = of_year.first().map(|used| used.year) else { continue };
            let most = if self.open.contains(&year) { MANY } else { FEW };
            for (number, used) in of_year.iter().take(most).enumerate() {
                let head = (number == 0).then_some((year, of_year.len()));
                if line_ui(desk, found, used, head, ui) {
                    toggled = Some(year);
                }
            }
            let rest = of_year.len().saturating_sub(most);
            if rest > 0 && most == MANY {
                let text = t!("formula.page.more", count = rest);
                ui.label(
                    RichText::new(text).font(theme::small_content()).color(desk.palette.second),
                );
            }
        }
        if let Some(year) = toggled
            && !self.open.remove(&year)
        {
            self.open.insert(year);
        }
    }

    fn themes_ui(&self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        let codebook = desk.session.codebook();
        if self.themes.themes.is_empty() {
            ui.label(RichText::new(t!("formula.page.no_themes")).color(palette.second));
            return;
        }
        for (theme, count, years) in &self.themes.themes {
            let Some(theme) = codebook.get(*theme) else { continue };
            let years: Vec<String> =
                years.iter().map(|(year, count)| format!("{year} {count}")).collect();
            let name = codebook.path_name(theme.id);
            let line = t!(
                "formula.page.theme_line",
                theme = name,
                count = count,
                years = years.join(" · ")
            );
            ui.horizontal(|ui| {
                let (dot, _) = ui.allocate_exact_size(vec2(12.0, 20.0), Sense::hover());
                ui.painter().circle_filled(dot.center(), 4.5, palette.theme(theme.colour));
                let button = widgets::text_button(ui, palette, &line, palette.ink);
                if button.clicked() {
                    desk.out.push(Message::ShowTheme(theme.id));
                }
            });
        }
        let text = t!("formula.page.no_theme_in", count = self.themes.none);
        ui.label(RichText::new(text).font(theme::small_content()).color(palette.second));
    }

    fn words_ui(&self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        if self.company.unsegmented > 0 {
            let text = t!("formula.page.unsegmented", count = self.company.unsegmented);
            ui.label(RichText::new(text).font(theme::small_content()).color(palette.second));
        }
        for (year, words) in &self.company.years {
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(theme::GRID, theme::GRID);
                ui.label(
                    RichText::new(year.to_string()).font(theme::small()).color(palette.second),
                );
                for (word, count) in words.iter().take(WORDS) {
                    let label = format!("{word} {count}");
                    if widgets::text_button(ui, palette, &label, palette.ink).clicked() {
                        desk.out.push(Message::AskSearch(format!("\"{word}\"")));
                    }
                }
            });
        }
    }
}

/// A line with the formula in its middle; `head` stands at the left of a year's first. Whether the year
/// is to be opened or closed.
fn line_ui(
    desk: &mut Desk<'_>,
    found: &SetFormulas,
    used: &FormulaUse,
    head: Option<(Option<i16>, usize)>,
    ui: &mut Ui,
) -> bool {
    let palette = desk.palette;
    let size = vec2(ui.available_width(), LINE);
    let (rect, _) = ui.allocate_exact_size(size, Sense::hover());
    let (left, right) = rect.split_left_right_at_x(rect.left() + YEAR);
    let mut is_toggled = false;
    if let Some((year, count)) = head {
        let name = year.map_or_else(|| t!("compare.no_year").into_owned(), |year| year.to_string());
        let response =
            ui.interact(left, ui.scope_id().with(("year of lines", year)), Sense::click());
        let said = t!("formula.page.year", year = name, count = count).into_owned();
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
        let ink = if response.hovered() { palette.accent_ink } else { palette.second };
        let font = theme::small();
        let at = left.left_center();
        let drawn = ui.painter().text(at, Align2::LEFT_CENTER, name, font.clone(), ink);
        let at = pos2(drawn.right() + theme::grid(2.0), at.y);
        ui.painter().text(at, Align2::LEFT_CENTER, count, font, palette.faint);
        focus_ring(ui, palette, left, &response);
        is_toggled = response.clicked();
        ui.painter().hline(
            rect.x_range(),
            rect.top(),
            eframe::egui::Stroke::new(1.0, palette.hairline),
        );
    }
    let words = found.words_of(used);
    let [before, itself, after] = words.map(|part| desk.session.text_read(&part));
    let said = format!("{before}{itself}{after}");
    let id = ui.scope_id().with(("line", &used.article, used.span.start().to_usize()));
    let response = ui.interact(right, id, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &said));
    if response.hovered() {
        ui.painter().rect_filled(right, CornerRadius::same(theme::RADIUS), palette.hover);
    }
    let font: FontId = theme::excerpt();
    let lay = |text: &str, ink| ui.painter().layout_no_wrap(text.to_owned(), font.clone(), ink);
    let middle = lay(&itself, palette.accent_ink);
    let start = right.left() + right.width() * 0.42 - middle.size().x / 2.0;
    let painter = ui.painter().with_clip_rect(right.intersect(ui.clip_rect()));
    let before = lay(last_characters(&before, AROUND), palette.ink);
    let after = lay(first_characters(&after, AROUND), palette.ink);
    let y = |height: f32| right.center().y - height / 2.0;
    painter.galley(pos2(start - before.size().x - 1.0, y(before.size().y)), before, palette.ink);
    let end = start + middle.size().x;
    painter.galley(pos2(start, y(middle.size().y)), middle, palette.ink);
    painter.galley(pos2(end + 1.0, y(after.size().y)), after, palette.ink);
    focus_ring(ui, palette, Rect::from_min_max(right.min, right.max), &response);
    let title =
        t!("formula.page.from", date = used.date, title = desk.session.title_read(&used.article));
    if response.on_hover_text(title).clicked() {
        desk.out.push(Message::GoToText(used.article.clone(), used.span));
    }
    is_toggled
}
