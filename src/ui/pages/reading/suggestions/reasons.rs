//! Why something is suggested: the words that weigh, with what each adds to the score, and the tagged
//! passages that it is like, each of which a click leads to.

use std::ops::Range;

use eframe::egui::{
    Align2, Color32, CornerRadius, Label, Rect, RichText, Role, Sense, Ui, WidgetInfo, pos2, vec2,
};

use crate::{
    analysis::suggest::{ThemeSuggestion, WordWeight, word_weights},
    session::Session,
    t, text,
    ui::{
        message::Message,
        theme::{self, Palette},
        widgets,
    },
};

/// So many words are named; the rest is one sum.
const WORDS: usize = 8;
/// The longest line below a word, for the weightiest.
const LINE: f32 = 46.0;
/// So many characters of a passage that it is like.
const QUOTED: usize = 18;

/// How the passages that it is like are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui::pages::reading) enum NearestLook {
    /// Beside each other.
    Row,
    /// Below each other.
    Rows,
}

/// The words that weigh; all that is shown adds up to the score.
pub(in crate::ui::pages::reading) fn reasons_ui(
    session: &Session,
    (one, colour): (&ThemeSuggestion, Color32),
    palette: &Palette,
    ui: &mut Ui,
) {
    let suggestion = &one.suggestion;
    let text = suggestion.text.as_str();
    let words: Vec<Range<usize>> = match session.segmenter() {
        Some(segmenter) => segmenter.words(text).iter().map(|word| word.range()).collect(),
        // Until the words are known, by characters.
        None => text.char_indices().map(|(at, c)| at..at + c.len_utf8()).collect(),
    };
    let is_word = |at: &Range<usize>| text.get(at.clone()).is_some_and(text::is_word);
    let words: Vec<Range<usize>> = words.into_iter().filter(is_word).collect();
    let (weights, rest) = word_weights(text, &suggestion.because, &words);
    let start: f64 =
        suggestion.because.iter().filter(|b| b.text.is_empty()).map(|b| b.weight).sum();
    let named = weights.get(..WORDS.min(weights.len())).unwrap_or_default();
    let others = weights.get(WORDS..).unwrap_or_default().iter().map(|word| word.weight);
    let rest = rest - start + others.sum::<f64>();
    let heaviest = named.first().map_or(1.0, |word| word.weight.abs()).max(f64::EPSILON);
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::grid(3.0), theme::grid(1.5));
        for WordWeight { at, weight } in named {
            let word = text.get(at.clone()).unwrap_or_default();
            #[expect(clippy::cast_possible_truncation, reason = "a part of a line")]
            let part = (weight.abs() / heaviest) as f32;
            word_ui((word, *weight), (part, colour), palette, ui);
        }
        for (name, weight) in [(t!("suggest.why.rest"), rest), (t!("suggest.why.start"), start)] {
            if weight.abs() >= 0.005 {
                word_ui((&name, weight), (0.0, palette.second), palette, ui);
            }
        }
    });
}

/// A word, what it adds, and a line below it that is the longer, the more that is.
fn word_ui(
    (word, weight): (&str, f64),
    (part, colour): (f32, Color32),
    palette: &Palette,
    ui: &mut Ui,
) {
    let ink = if part > 0.0 { palette.ink } else { palette.second };
    let value = signed(weight);
    let galley =
        |text: &str, font, colour| ui.painter().layout_no_wrap(text.to_owned(), font, colour);
    let word_galley = galley(word, theme::content(), ink);
    let value_galley = galley(&value, theme::small(), palette.second);
    let width = word_galley.size().x + theme::GRID + value_galley.size().x;
    let (rect, response) = ui.allocate_exact_size(vec2(width, 24.0), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("{word} {value}")));
    let painter = ui.painter();
    let middle = rect.top() + 9.0;
    let left = word_galley.size().x;
    painter.galley(pos2(rect.left(), middle - word_galley.size().y / 2.0), word_galley, ink);
    let at = pos2(rect.left() + left + theme::GRID, middle - value_galley.size().y / 2.0);
    painter.galley(at, value_galley, palette.second);
    if part > 0.0 {
        let colour = if weight > 0.0 { colour } else { palette.faint };
        let line = Rect::from_min_size(
            pos2(rect.left(), rect.bottom() - 3.0),
            vec2((LINE * part).clamp(3.0, width), 2.0 + part),
        );
        painter.rect_filled(line, CornerRadius::same(1), colour);
    }
}

/// `+0.31` or `−0.04`.
fn signed(weight: f64) -> String {
    format!("{weight:+.2}").replace('-', "−")
}

/// The passages that it is most like; a click goes there.
pub(in crate::ui::pages::reading) fn nearest_ui(
    session: &Session,
    (one, look): (&ThemeSuggestion, NearestLook),
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let nearest = one.suggestion.nearest.iter();
    let found = nearest.filter_map(|&id| Some((id, session.annotations().find(id)?)));
    let found: Vec<_> = found.collect();
    if found.is_empty() {
        return;
    }
    let mut rows = |ui: &mut Ui| {
        let like = RichText::new(t!("suggest.why.like")).font(theme::small());
        ui.label(like.color(palette.second));
        for (id, (path, _, passage)) in &found {
            let whole = session.quoted(path, passage);
            let words = text::first_characters(&whole, QUOTED);
            let cut = if words.len() < whole.len() { "…" } else { "" };
            if link(ui, palette, &format!("{words}{cut}")) {
                out.push(Message::GoTo(*id));
            }
        }
    };
    match look {
        NearestLook::Row => ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), 2.0);
            rows(ui);
        }),
        NearestLook::Rows => ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            rows(ui);
        }),
    };
}

fn link(ui: &mut Ui, palette: &Palette, text: &str) -> bool {
    let font = theme::small_content();
    let galley = ui.painter().layout_no_wrap(text.to_owned(), font.clone(), palette.ink);
    let width = galley.size().x.min(ui.available_width().max(theme::grid(20.0)));
    let (rect, response) = ui.allocate_exact_size(vec2(width, 20.0), Sense::click());
    let name = t!("suggest.why.go", words = text);
    response.widget_info(|| WidgetInfo::labeled(Role::Link, true, name.as_ref()));
    let ink = if response.hovered() { palette.accent_ink } else { palette.ink };
    let drawn = widgets::paint_truncated(ui, rect, Align2::LEFT_CENTER, text, font, ink);
    ui.painter().hline(drawn.x_range(), rect.bottom() - 2.0, (1.0, palette.hairline));
    widgets::focus_ring(ui, palette, rect, &response);
    response.on_hover_cursor(eframe::egui::CursorIcon::PointingHand).clicked()
}

/// What a suggestion of a theme of which too little is tagged rests on.
pub(super) fn likeness_ui(one: &ThemeSuggestion, palette: &Palette, ui: &mut Ui) {
    if one.by_likeness {
        let text = RichText::new(t!("suggest.why.by_likeness")).font(theme::small());
        ui.add(Label::new(text.color(palette.second)).wrap());
    }
}
