//! What was learned of the chosen theme from the coder's tags, how good that is, and how much is left.

use eframe::egui::{
    Align2, Color32, CornerRadius, Label, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};

use super::label;
use crate::{
    analysis::suggest::{CurvePoint, LEAST_TAGS, TOP, ThemeLearning},
    annotation::Theme,
    session::{Command, Inquiry, LookAtLearning, Session, describe},
    t,
    ui::{
        action::Action,
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// Height of the learning curve, and width of one of its points.
const CURVE: f32 = 76.0;
const POINT: f32 = 44.0;
/// From so many refusals in a row on they are told.
const REFUSALS_TOLD: usize = 20;

/// Of which moment the question was asked last.
#[derive(Debug, Default)]
pub(super) struct LearningLook {
    asked: Option<(LookAtLearning, u64, u64, u64)>,
}

/// The section: off, what was learned, or why nothing was.
pub(super) fn ui(
    look: &mut LearningLook,
    session: &Session,
    theme: &Theme,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    label(ui, palette, &t!("suggest.title"));
    let on = session.corpus().is_some_and(|corpus| session.settings().suggests_in(corpus.root()));
    if !on {
        small(ui, palette, &t!("suggest.page.off"));
        let name = Action::Suggestions.label();
        if widgets::text_button(ui, palette, &name, palette.accent_ink).clicked() {
            out.push(Message::Act(Action::Suggestions));
        }
        return;
    }
    let question = LookAtLearning { theme: theme.id, coder: session.coder() };
    let moment = (
        question.clone(),
        session.set_revision(),
        session.annotations().revision(),
        session.catalogue().revision(),
    );
    if look.asked.as_ref() != Some(&moment) {
        look.asked = Some(moment);
        out.push(Message::Do(Command::ask(question.clone())));
    }
    let inquiry = session.inquiry::<LookAtLearning>();
    let answered = inquiry.and_then(Inquiry::last).filter(|last| last.question == question);
    if let Some(answered) = answered {
        learning_ui(session, theme, &answered.answer, palette, ui, out);
    } else if let Some(refusal) = inquiry.and_then(Inquiry::refusal) {
        small(ui, palette, &describe::suggestion_error(refusal, &theme.name));
    } else if inquiry.is_some_and(Inquiry::is_stopped) {
        small(ui, palette, &t!("suggest.error.stopped"));
    } else {
        small(ui, palette, &t!("suggest.state.waiting"));
    }
}

fn small(ui: &mut Ui, palette: &Palette, text: &str) {
    let text = RichText::new(text).font(theme::small()).color(palette.second);
    ui.add(Label::new(text).wrap());
}

fn learning_ui(
    session: &Session,
    theme: &Theme,
    learning: &ThemeLearning,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let learned = learning.learned;
    let missing = LEAST_TAGS.saturating_sub(learned.passages);
    let text = if missing > 0 {
        t!("suggest.page.few", count = learned.passages, more = missing)
    } else if learning.by_likeness {
        t!("suggest.page.nothing_passed_over", count = learned.passages)
    } else {
        t!(
            "suggest.page.learned",
            passages = learned.passages,
            tagged = learned.tagged,
            others = learned.others,
            refused = learned.refused
        )
    };
    small(ui, palette, &text);
    let colour = palette.theme(theme.colour);
    let [for_it, against] = &learning.strongest;
    for (name, strings, colour) in [
        (t!("suggest.page.for"), for_it, colour),
        (t!("suggest.page.against"), against, palette.faint),
    ] {
        if !strings.is_empty() {
            strings_ui((&name, strings), colour, palette, ui);
        }
    }
    if let Some(quality) = learning.quality {
        let text = t!(
            "suggest.page.quality",
            top = TOP.min(quality.wanted),
            precision = format!("{:.2}", quality.precision),
            recall = format!("{:.2}", quality.recall)
        );
        small(ui, palette, &text);
    }
    if learning.curve.len() > 1 {
        curve_ui(&learning.curve, colour, palette, ui);
    }
    if let Some(remaining) = learning.remaining {
        let text = t!(
            "suggest.page.remaining",
            unread = theme::grouped(learning.unread),
            about = format!("{:.0}", remaining.about),
            from = format!("{:.0}", remaining.from),
            to = format!("{:.0}", remaining.to)
        );
        small(ui, palette, &text);
    }
    let refused = session.refused_in_a_row(theme.id, &session.coder());
    if refused >= REFUSALS_TOLD {
        small(ui, palette, &t!("suggest.state.refused_row", count = refused));
    }
    let bulk = t!("suggest.bulk.open");
    if widgets::text_button(ui, palette, &bulk, palette.accent_ink)
        .on_hover_text(t!("suggest.bulk.hint"))
        .clicked()
    {
        out.push(Message::CodeBySuggestions(theme.id));
    }
}

/// Strings, the strongest first, each with a line as long as it is strong.
fn strings_ui(
    (name, strings): (&str, &[(String, f64)]),
    colour: Color32,
    palette: &Palette,
    ui: &mut Ui,
) {
    let strongest = strings.first().map_or(1.0, |(_, weight)| weight.abs()).max(f64::EPSILON);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::grid(3.0), theme::GRID);
        ui.label(RichText::new(name).font(theme::small()).color(palette.second));
        for (string, weight) in strings {
            let galley = ui.painter().layout_no_wrap(string.clone(), theme::content(), palette.ink);
            let size = vec2(galley.size().x.max(16.0), 24.0);
            let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
            let spoken = format!("{string} {weight:+.2}");
            response.widget_info(|| WidgetInfo::labeled(Role::Label, true, &spoken));
            ui.painter().galley(rect.min, galley, palette.ink);
            #[expect(clippy::cast_possible_truncation, reason = "a part of a line")]
            let part = (weight.abs() / strongest) as f32;
            let line = Rect::from_min_size(
                pos2(rect.left(), rect.bottom() - 3.0),
                vec2((rect.width() * part).max(3.0), 2.0),
            );
            ui.painter().rect_filled(line, CornerRadius::same(1), colour);
            response.on_hover_text(spoken);
        }
    });
}

/// How the ranking became better with every tag.
fn curve_ui(curve: &[CurvePoint], colour: Color32, palette: &Palette, ui: &mut Ui) {
    #[expect(clippy::cast_precision_loss, reason = "a few points")]
    let size = vec2(POINT * curve.len() as f32, CURVE);
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    let points = curve.iter().map(|point| {
        t!(
            "suggest.page.point",
            tagged = point.tagged,
            precision = format!("{:.2}", point.average_precision)
        )
    });
    let points: Vec<_> = points.map(std::borrow::Cow::into_owned).collect();
    let spoken = t!("suggest.page.curve", points = points.join(&t!("retrieve.list_joint")));
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, spoken.as_ref()));
    let painter = ui.painter();
    let (top, foot) = (rect.top() + 16.0, rect.bottom() - 16.0);
    let mut left = rect.left();
    for point in curve {
        #[expect(clippy::cast_possible_truncation, reason = "a part of a height")]
        let part = point.average_precision.clamp(0.0, 1.0) as f32;
        let bar = Rect::from_min_max(
            pos2(left + 8.0, foot - part * (foot - top)),
            pos2(left + POINT - 8.0, foot),
        );
        painter.rect_filled(bar, CornerRadius::same(2), palette.ground(colour));
        painter.hline(bar.x_range(), bar.top(), (2.0, colour));
        let value = format!("{:.2}", point.average_precision);
        let (font, ink) = (theme::small(), palette.second);
        painter.text(bar.center_top(), Align2::CENTER_BOTTOM, value, font.clone(), ink);
        painter.text(bar.center_bottom(), Align2::CENTER_TOP, point.tagged, font, ink);
        left += POINT;
    }
    painter.hline(rect.x_range(), foot, (1.0, palette.hairline));
    response.on_hover_text(spoken);
}
