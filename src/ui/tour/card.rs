//! The tour's card, in a strip of its own at the foot of the page: it covers no text.

use std::{borrow::Cow, cmp::Ordering};

use eframe::egui::{
    Align, Align2, Frame, Layout, Margin, Panel, Rect, RichText, Sense, Stroke, Ui, pos2, vec2,
};
use rust_i18n::t;

use super::{Tour, TourStep};
use crate::{
    handbook::HandbookTopic,
    session::Session,
    text::{MarkdownDialect, markdown},
    ui::{
        action::Action,
        dialogs::form::{self, ButtonLook},
        message::Message,
        page_id::PageId,
        theme::{self, Palette},
        widgets::{
            self,
            icon::Icon,
            markdown::{MarkdownLook, block_ui},
        },
    },
};

/// From one step to the next, in the row that shows how far one is.
const ROAD: f32 = 36.0;

/// What the card says of a step.
struct Said {
    number: Cow<'static, str>,
    title: Cow<'static, str>,
    /// Keys stand in back quotes.
    text: Cow<'static, str>,
}

/// The theme that the tour tags with: the first that has a digit.
fn theme(session: &Session) -> (u8, String) {
    let themes = session.codebook().themes().iter();
    let with_key = themes.filter_map(|theme| Some((theme.key?, theme.name.clone())));
    with_key.min_by_key(|(key, _)| *key).unwrap_or((1, String::new()))
}

fn said(step: TourStep, session: &Session, ui: &Ui) -> Said {
    let keys = |action: Action| match action.keys_text(ui.ctx()) {
        Some(keys) => format!("`{keys}`"),
        None => action.label().into_owned(),
    };
    let (number, title, text) = match step {
        TourStep::Select => (
            t!("tour.select.number"),
            t!("tour.select.title"),
            t!("tour.select.text", key = keys(Action::NextSentence)),
        ),
        TourStep::Tag => {
            let (digit, name) = theme(session);
            let digit_key = format!("`{digit}`");
            let undo = keys(Action::Undo);
            (
                t!("tour.tag.number"),
                t!("tour.tag.title", digit = digit, theme = name),
                t!("tour.tag.text", digit = digit_key, undo = undo),
            )
        }
        TourStep::Find => (
            t!("tour.find.number"),
            t!("tour.find.title"),
            t!(
                "tour.find.text",
                key = keys(Action::Page(PageId::Excerpts)),
                export = keys(Action::Export)
            ),
        ),
        TourStep::Done => (
            t!("tour.done.number"),
            t!("tour.done.title"),
            t!("tour.done.text", memo = keys(Action::Memo), handbook = keys(Action::Handbook)),
        ),
    };
    Said { number, title, text }
}

fn short(step: TourStep) -> Cow<'static, str> {
    match step {
        TourStep::Select => t!("tour.select.short"),
        TourStep::Tag => t!("tour.tag.short"),
        TourStep::Find | TourStep::Done => t!("tour.find.short"),
    }
}

/// What does a step for the user.
fn deed(step: TourStep, session: &Session, shown: PageId) -> Vec<Message> {
    let action = match step {
        TourStep::Select => Action::NextSentence,
        TourStep::Tag => Action::TagKey(theme(session).0),
        TourStep::Find => Action::Page(PageId::Excerpts),
        TourStep::Done => return Vec::new(),
    };
    let away = step != TourStep::Find && shown != PageId::Reading;
    let page = away.then_some(Message::Act(Action::Page(PageId::Reading)));
    page.into_iter().chain([Message::Act(action)]).collect()
}

/// The card, while the tour is on.
pub(in crate::ui) fn ui(
    tour: &mut Tour,
    session: &Session,
    shown: PageId,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let Some(step) = tour.at else { return };
    let frame = Frame::new().fill(palette.page).inner_margin(Margin::symmetric(16, 12));
    Panel::bottom("tour").frame(frame).exact_size(theme::TOUR).resizable(false).show(ui, |ui| {
        let strip = ui.max_rect();
        let width = strip.width().min(theme::TOUR_WIDTH);
        let card = Rect::from_center_size(strip.center(), vec2(width, strip.height()));
        ui.painter().add(widgets::floating(palette, Margin::ZERO).paint(card));
        let inner = card.shrink2(vec2(20.0, 12.0));
        let builder = eframe::egui::UiBuilder::new().max_rect(inner);
        ui.scope_builder(builder, |ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::GRID);
            head_ui(step, session, palette, ui);
            ui.with_layout(Layout::bottom_up(Align::Min), |ui| {
                foot_ui(tour, session, shown, palette, ui, out);
                road_ui(step, palette, ui);
            });
        });
    });
}

fn head_ui(step: TourStep, session: &Session, palette: &Palette, ui: &mut Ui) {
    let said = said(step, session, ui);
    ui.horizontal(|ui| {
        let number = RichText::new(said.number).font(theme::page_title());
        ui.label(number.color(palette.accent_ink));
        ui.label(RichText::new(said.title).font(theme::dialog_title()).color(palette.ink));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let place = TourStep::ALL.iter().position(|known| *known == step);
            if let Some(place) = place {
                let text = t!("tour.step", at = place + 1);
                ui.label(RichText::new(text).font(theme::small()).color(palette.second));
            }
        });
    });
    let look = MarkdownLook { palette, dialect: MarkdownDialect::Handbook };
    for mut block in markdown(&said.text, MarkdownDialect::Memo) {
        for span in &mut block.spans {
            // What is code in a memo is a key here.
            (span.key, span.code) = (span.code, false);
        }
        block_ui(&block, look, ui);
    }
}

/// How far one is: done, at it, to come.
fn road_ui(step: TourStep, palette: &Palette, ui: &mut Ui) {
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = theme::grid(2.0);
        for known in TourStep::ALL {
            if known != TourStep::Select {
                let (rect, _) = ui.allocate_exact_size(vec2(ROAD, 18.0), Sense::empty());
                let line = Stroke::new(1.0, palette.hairline);
                ui.painter().hline(rect.x_range(), rect.center().y, line);
            }
            let (rect, _) = ui.allocate_exact_size(vec2(theme::ICON, 18.0), Sense::empty());
            match known.cmp(&step) {
                Ordering::Less => Icon::Check.paint(ui.painter(), rect, palette.good),
                Ordering::Equal => {
                    ui.painter().circle_filled(rect.center(), 4.5, palette.accent);
                }
                Ordering::Greater => {
                    let line = Stroke::new(theme::ICON_LINE, palette.second);
                    ui.painter().circle_stroke(rect.center(), 4.0, line);
                }
            }
            let ink = if known == step { palette.ink } else { palette.second };
            let text = RichText::new(short(known)).font(theme::small()).color(ink);
            ui.label(text);
        }
    });
}

fn foot_ui(
    tour: &mut Tour,
    session: &Session,
    shown: PageId,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let Some(step) = tour.at else { return };
    ui.horizontal(|ui| {
        if step == TourStep::Done {
            let (name, look) = (t!("tour.finish"), ButtonLook::Primary);
            if form::button(ui, palette, &name, look, true).clicked() {
                tour.leave();
            }
            let handbook = t!("tour.handbook");
            if form::button(ui, palette, &handbook, ButtonLook::Plain, true).clicked() {
                tour.leave();
                out.push(Message::Explain(HandbookTopic::Start));
            }
            return;
        }
        let back = t!("tour.back");
        if step.before().is_some()
            && form::button(ui, palette, &back, ButtonLook::Plain, true).clicked()
        {
            tour.go_back();
        }
        if form::button(ui, palette, &t!("tour.press"), ButtonLook::Plain, true).clicked() {
            out.extend(deed(step, session, shown));
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let (escape, _) = ui.allocate_exact_size(vec2(24.0, 20.0), Sense::empty());
            let at = pos2(escape.right(), escape.center().y);
            let keys = (Align2::RIGHT_CENTER, theme::small(), palette.second);
            ui.painter().text(at, keys.0, "Esc", keys.1, keys.2);
            let leave = t!("tour.leave");
            if widgets::text_button(ui, palette, &leave, palette.second).clicked() {
                tour.leave();
            }
        });
    });
}
