//! A theme's examples: passages that show best what it means, with where they come from.

use eframe::egui::{
    CornerRadius, Popup, PopupCloseBehavior, Rect, RichText, Role, ScrollArea, Sense, StrokeKind,
    Ui, UiBuilder, WidgetInfo, pos2, vec2,
};
use rust_i18n::t;

use super::label;
use crate::{
    annotation::{Example, PassageId, Theme},
    session::{Command, Session},
    ui::{
        message::Message,
        passage_menu,
        quote::{QuoteStyle, SetQuote},
        theme::{self, Palette},
        widgets::{self, icon::Icon, menu},
    },
};

/// From a card's edge to what is in it.
const PAD: f32 = 12.0;
/// Height of the line with the source.
const SOURCE: f32 = 20.0;
/// So many passages are offered to be picked from.
const OFFERED: usize = 60;

/// The section.
pub(super) fn ui(
    session: &Session,
    theme: &Theme,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    label(ui, palette, &t!("codebook.detail.examples"));
    if theme.examples.is_empty() {
        let hint = RichText::new(t!("codebook.detail.examples_none"));
        ui.label(hint.font(theme::small()).color(palette.second));
    }
    for example in session.seen_examples(theme) {
        card_ui(session, theme, example, palette, ui, out);
        ui.add_space(theme::grid(1.0));
    }
    let add = RichText::new(t!("codebook.detail.example_add")).font(theme::small());
    let button = eframe::egui::Button::new(add.color(palette.ink))
        .fill(palette.raised)
        .stroke(super::edge(palette))
        .min_size(vec2(0.0, theme::grid(6.5)));
    let response = ui.add(button);
    Popup::menu(&response).close_behavior(PopupCloseBehavior::CloseOnClick).show(|ui| {
        pick_ui(session, theme, palette, ui, out);
    });
}

/// The passages of the theme that are no examples yet.
fn pick_ui(
    session: &Session,
    theme: &Theme,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    ui.set_width(360.0);
    let is_example = |id: PassageId| theme.examples.iter().any(|example| example.passage == id);
    let passages = session
        .annotations()
        .passages()
        .filter(|(.., passage)| passage.themes.contains(&theme.id) && !is_example(passage.id));
    let offered: Vec<_> = passages.take(OFFERED).collect();
    if offered.is_empty() {
        ui.label(
            RichText::new(t!("codebook.note.no_passages", theme = theme.name))
                .color(palette.second),
        );
    }
    ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
        for (path, _, passage) in offered {
            let text = session.quoted(path, passage);
            let (rect, response) =
                ui.allocate_exact_size(vec2(ui.available_width(), 30.0), Sense::click());
            response.widget_info(|| WidgetInfo::labeled(Role::MenuItem, true, &text));
            if response.hovered() {
                ui.painter().rect_filled(rect, CornerRadius::same(theme::RADIUS), palette.hover);
            }
            let inner = rect.shrink2(vec2(theme::grid(2.0), 0.0));
            let align = eframe::egui::Align2::LEFT_CENTER;
            widgets::paint_truncated(ui, inner, align, &text, theme::body(), palette.ink);
            if response.on_hover_text(&text).clicked() {
                out.push(toggle(theme, passage.id));
            }
        }
    });
}

fn toggle(theme: &Theme, passage: PassageId) -> Message {
    Message::Do(Command::ToggleExample { theme: theme.id, passage })
}

/// One example: its text, its source; a click goes there, the cross takes it out.
fn card_ui(
    session: &Session,
    theme: &Theme,
    example: &Example,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let found = session.annotations().find(example.passage);
    // The passage may have been changed since; what it says now is the example.
    let text = match found {
        Some((path, _, passage)) => session.quoted(path, passage),
        None => session.read_loose(&[&example.quote]).concat(),
    };
    let width = ui.available_width();
    let style = QuoteStyle {
        font: theme::excerpt(),
        line_height: theme::EXCERPT_LINE,
        width: (width - 2.0 * PAD - theme::grid(5.0)).floor(),
        justify: false,
        rows: 4,
        full_width: false,
    };
    let quote = ui.fonts_mut(|fonts| SetQuote::set(&text, &style, fonts));
    let size = vec2(width, quote.height() + SOURCE + 2.0 * PAD - theme::grid(1.0));
    let sense = if found.is_some() { Sense::click() } else { Sense::hover() };
    let (rect, response) = ui.allocate_exact_size(size, sense);
    let label = t!("codebook.detail.example_go", quote = text);
    response.widget_info(|| WidgetInfo::labeled(Role::Button, found.is_some(), label.as_ref()));
    let radius = CornerRadius::same(theme::CARD_RADIUS);
    let fill =
        if response.hovered() && found.is_some() { palette.row_hover() } else { palette.raised };
    ui.painter().rect(rect, radius, fill, super::edge(palette), StrokeKind::Inside);
    widgets::focus_ring(ui, palette, rect, &response);
    let bar = Rect::from_min_size(rect.min + vec2(0.0, 8.0), vec2(3.0, rect.height() - 16.0));
    ui.painter().rect_filled(bar, 1, palette.theme(theme.colour));
    quote.paint(ui.painter(), rect.min + vec2(PAD, PAD), palette.ink);
    let line = Rect::from_min_max(
        pos2(rect.left() + PAD, rect.bottom() - PAD - SOURCE + theme::grid(1.0)),
        pos2(rect.right() - PAD, rect.bottom() - PAD + theme::grid(1.0)),
    );
    let source = match found {
        Some((path, coder, _)) => {
            let corpus = session.corpus();
            let header = corpus.and_then(|c| c.article(path).map(|article| c.header(article)));
            let year = header.and_then(|h| h.year).map(|year| year.to_string());
            let parts = [Some(session.title_read(path)), year, Some(coder.to_string())];
            parts.into_iter().flatten().collect::<Vec<_>>().join(" · ")
        }
        None => t!("codebook.detail.example_gone").into_owned(),
    };
    let align = eframe::egui::Align2::LEFT_CENTER;
    widgets::paint_truncated(ui, line, align, &source, theme::small(), palette.second);
    let middle = pos2(rect.right() - PAD, rect.top() + PAD + theme::grid(1.0));
    let cross = Rect::from_center_size(middle, vec2(22.0, 22.0));
    let mut over = ui.new_child(UiBuilder::new().max_rect(cross));
    let drop = t!("codebook.detail.example_drop", quote = text);
    let (_, remove) = over.allocate_exact_size(cross.size(), Sense::click());
    remove.widget_info(|| WidgetInfo::labeled(Role::Button, true, drop.as_ref()));
    let colour = if remove.hovered() { palette.accent } else { palette.second };
    Icon::Close.paint(ui.painter(), cross.scale_from_center(0.7), colour);
    widgets::focus_ring(ui, palette, cross, &remove);
    if remove.clicked() {
        out.push(toggle(theme, example.passage));
    } else if response.clicked() {
        let leads = Message::GoTo(example.passage);
        let beside = ui.input(|input| input.modifiers.command);
        out.push(if beside { Message::Beside(Box::new(leads)) } else { leads });
    }
    if found.is_some() {
        menu::context(&response, theme::MENU_WIDE, |ui| {
            passage_menu::ui(session, palette, example.passage, false, ui, out);
        });
    }
}
