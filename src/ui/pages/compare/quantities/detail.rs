//! A row beside the table: its line, what is odd, and the sentence of every value with what can be done
//! with it.

use eframe::egui::{
    Color32, Frame, Id, Label, Margin, RichText, Role, ScrollArea, Sense, Stroke, TextFormat, Ui,
    WidgetInfo, text::LayoutJob, vec2,
};

use super::super::desk::Desk;
use super::{
    QuantitiesView, correct,
    draft::{QuantityDraft, place_of},
};
use crate::{
    analysis::{QuantityFlag, QuantityRow, QuantityValue},
    annotation::{QuantitySubject, QuantityVerdict, ThemeId},
    chart::value_chart,
    session::{self, Command, SetQuantities, figure_shown, quantity_row_shown, row_scale},
    t,
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets::{self, chart, chip},
    },
};

/// What was asked for in the panel.
enum Asked {
    Draft(Option<QuantityDraft>),
    Send(Message),
}

impl QuantitiesView {
    /// The panel.
    pub(super) fn detail_ui(&mut self, desk: &mut Desk<'_>, ui: &mut Ui) {
        let palette = desk.palette;
        let margin = Margin { left: 14, right: 14, top: 14, bottom: 6 };
        Frame::new().inner_margin(margin).show(ui, |ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(1.5), theme::grid(1.5));
            let Some((found, row)) = self
                .drawn
                .as_ref()
                .map(|drawn| std::sync::Arc::clone(&drawn.found))
                .zip(self.chosen_row().cloned())
            else {
                let hint = RichText::new(t!("quantity.page.choose")).color(palette.second);
                ui.add(Label::new(hint).wrap());
                return;
            };
            let title = RichText::new(quantity_row_shown(&row)).color(palette.ink);
            ui.add(Label::new(title).wrap());
            let sentences: usize = row.values.iter().map(|value| value.times).sum();
            let facts = t!(
                "quantity.page.facts",
                unit = row_scale(&found, &row).1,
                sentences = sentences,
                articles = row.articles()
            );
            ui.label(RichText::new(facts).font(theme::small_content()).color(palette.second));
            let years = self.drawn.as_ref().map(|drawn| drawn.years.clone()).unwrap_or_default();
            let scene = value_chart(
                quantity_row_shown(&row),
                found.chart_years(&row, &years),
                ui.available_width().max(160.0),
            );
            if let Some(link) = chart::show(ui, palette, Id::unique("row of quantities"), &scene)
                && let Some(link) = scene.links.get(link)
                && let Some(value) = row.values.get(link.to)
            {
                self.year = value.year;
                desk.out.extend(go_to(&found, value));
            }
            let mut asked = None;
            Self::deeds_ui(&row, palette, ui, &mut asked);
            if let Some(draft) = &mut self.draft {
                let (message, is_over) = draft.ui(palette, (&found, &row), ui);
                desk.out.extend(message);
                if is_over {
                    self.draft = None;
                }
            }
            for flag in &row.flags {
                let text = session::quantity_flag_shown(&found, &row, flag);
                let text =
                    RichText::new(text).font(theme::small_content()).color(palette.accent_ink);
                ui.add(Label::new(text).wrap());
            }
            ScrollArea::vertical().id_salt("quantity sentences").auto_shrink(false).show(
                ui,
                |ui| {
                    let mut years: Vec<Option<i16>> =
                        row.values.iter().map(|value| value.year).collect();
                    years.dedup();
                    for year in years.into_iter().rev() {
                        self.year_ui(desk, (&found, &row), year, ui, &mut asked);
                    }
                },
            );
            match asked {
                Some(Asked::Draft(draft)) => self.draft = draft,
                Some(Asked::Send(message)) => desk.out.push(message),
                None => {}
            }
        });
    }

    /// What can be done with the row.
    fn deeds_ui(row: &QuantityRow, palette: &Palette, ui: &mut Ui, asked: &mut Option<Asked>) {
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::GRID, theme::GRID);
            let mut button =
                |label: &str| widgets::text_button(ui, palette, label, palette.ink).clicked();
            if button(&t!("quantity.page.join")) {
                *asked = Some(Asked::Draft(Some(QuantityDraft::join())));
            }
            if button(&t!("quantity.page.rename")) {
                *asked = Some(Asked::Draft(Some(QuantityDraft::rename(&row.name()))));
            }
            if button(&t!("quantity.page.drop")) {
                let subject = QuantitySubject::Row(row.name());
                *asked = Some(Asked::Send(correct(subject, QuantityVerdict::Dropped)));
            }
        });
    }

    /// The sentences of a year; framed where they disagree.
    fn year_ui(
        &self,
        desk: &Desk<'_>,
        (found, row): (&SetQuantities, &QuantityRow),
        year: Option<i16>,
        ui: &mut Ui,
        asked: &mut Option<Asked>,
    ) {
        let palette = desk.palette;
        let disputed = row.flags.iter().any(
            |flag| matches!(flag, QuantityFlag::Disagree { year: of, .. } if Some(*of) == year),
        );
        let edge = if disputed { palette.accent } else { Color32::TRANSPARENT };
        let ground =
            if year.is_some() && self.year == year { palette.hover } else { Color32::TRANSPARENT };
        let frame = Frame::new()
            .inner_margin(Margin::symmetric(8, 6))
            .corner_radius(theme::CARD_RADIUS)
            .stroke(Stroke::new(1.0, edge))
            .fill(ground);
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            let name =
                year.map_or_else(|| t!("compare.no_year").into_owned(), |year| year.to_string());
            ui.label(RichText::new(name).font(theme::small_content()).color(palette.second));
            let of_year = row.values.iter().filter(|value| value.year == year);
            for value in of_year.clone() {
                value_ui(desk, found, value, ui, asked);
            }
            if !disputed {
                return;
            }
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = vec2(theme::GRID, theme::GRID);
                for value in of_year.clone() {
                    let Some((_, quantity)) = found.figure(value) else { continue };
                    let take = t!(
                        "quantity.page.take",
                        value = figure_shown(quantity, row_scale(found, row).0)
                    );
                    if widgets::text_button(ui, palette, &take, palette.accent_ink).clicked() {
                        *asked = place_of(found, value).map(|place| {
                            let subject = QuantitySubject::Figure(place);
                            Asked::Send(correct(subject, QuantityVerdict::Chosen))
                        });
                    }
                }
            });
        });
    }
}

/// A sentence with its figure underlined, where it is from, and what can be done with the figure.
fn value_ui(
    desk: &Desk<'_>,
    found: &SetQuantities,
    value: &QuantityValue,
    ui: &mut Ui,
    asked: &mut Option<Asked>,
) {
    let palette = desk.palette;
    let Some((text, quantity)) = found.figure(value) else { return };
    let Some(article) = found.articles.get(value.article).map(|known| &known.article) else {
        return;
    };
    let (figure, sentence) = (quantity.span.range(), quantity.sentence.range());
    let slice = |from: usize, to: usize| {
        let part = text.as_str().get(from..to.max(from)).unwrap_or_default().replace('\n', "");
        desk.session.text_read(&part)
    };
    let start = sentence.start.min(figure.start);
    let mut job = LayoutJob::default();
    let format = |colour, underline| TextFormat {
        font_id: theme::excerpt(),
        color: colour,
        underline,
        line_height: Some(theme::EXCERPT_LINE),
        ..TextFormat::default()
    };
    let (plain, line) = (Stroke::NONE, Stroke::new(1.0, palette.accent));
    job.append(slice(start, figure.start).trim_start(), 0.0, format(palette.ink, plain));
    job.append(&slice(figure.start, figure.end), 0.0, format(palette.accent_ink, line));
    job.append(slice(figure.end, sentence.end).trim_end(), 0.0, format(palette.ink, plain));
    job.wrap.max_width = ui.available_width();
    let whole = job.text.clone();
    let response = ui.add(Label::new(job).wrap().sense(Sense::click()));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &whole));
    if response.on_hover_cursor(eframe::egui::CursorIcon::PointingHand).clicked() {
        *asked = go_to(found, value).map(Asked::Send);
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::GRID, theme::GRID);
        let mut source = desk.session.title_read(&article.path);
        if value.times > 1 {
            source = t!("quantity.page.times", source = source, count = value.times).into_owned();
        }
        if value.chosen {
            source = t!("quantity.page.is_chosen", source = source).into_owned();
        }
        let note = value.note.trim_start_matches('*');
        if !note.is_empty() {
            source = t!("quantity.page.noted", source = source, note = note).into_owned();
        }
        ui.label(RichText::new(source).font(theme::small_content()).color(palette.second));
        chip::menu(ui, palette, &t!("quantity.page.figure"), false, None, |ui| {
            let mut option =
                |label: &str| chip::option(ui, palette, label, false, None, "").clicked();
            let place = || place_of(found, value).map(QuantitySubject::Figure);
            if option(&t!("quantity.page.says")) {
                *asked = Some(Asked::Draft(QuantityDraft::says(found, value)));
            }
            if option(&t!("quantity.page.move")) {
                let draft = place_of(found, value).map(QuantityDraft::move_figure);
                *asked = Some(Asked::Draft(draft));
            }
            if option(&t!("quantity.page.not_one")) {
                *asked = place().map(|of| Asked::Send(correct(of, QuantityVerdict::Dropped)));
            }
            let codebook = desk.session.codebook();
            for theme in codebook.themes() {
                let name = codebook.path_name(theme.id);
                if option(&t!("quantity.page.tag", name = name)) {
                    *asked = tag(found, value, theme.id).map(Asked::Send);
                }
            }
        });
    });
    ui.add_space(theme::GRID);
}

/// Marks the sentence of a figure with a theme.
fn tag(found: &SetQuantities, value: &QuantityValue, theme: ThemeId) -> Option<Message> {
    let article = &found.articles.get(value.article)?.article;
    let (text, quantity) = found.figure(value)?;
    let sentence =
        if quantity.sentence.overlaps(quantity.span) { quantity.sentence } else { quantity.span };
    Some(Message::Do(Command::Tag {
        article: article.path.clone(),
        fragments: vec![text.char_span(sentence)?],
        themes: vec![theme],
        memo: String::new(),
    }))
}

/// To the figure in its article.
pub(super) fn go_to(found: &SetQuantities, value: &QuantityValue) -> Option<Message> {
    let article = &found.articles.get(value.article)?.article;
    let (_, quantity) = found.figure(value)?;
    Some(Message::GoToText(article.path.clone(), quantity.span))
}
