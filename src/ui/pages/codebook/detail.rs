//! Everything that is written of the chosen theme: name, colour, key, rules, examples, words, memo.
//!
//! Edited in place; each change is one step of the history.

use std::borrow::Cow;

use eframe::egui::{
    Align, Align2, Frame, Layout, Margin, RichText, ScrollArea, Sense, Ui, pos2, vec2,
};

use super::{
    CodebookPage, examples,
    field::{self, FieldLook},
    label, learned,
};
use crate::{
    annotation::{Count, Theme, ThemeId},
    session::{Command, Session, ThemeField},
    t,
    ui::{
        action::Action,
        dialogs::form,
        drafts::{Drafts, WrittenOn},
        message::Message,
        shared::Shared,
        theme::{self, Palette},
        widgets::{self, swatch},
    },
};

/// What is remembered beside the drafts.
#[derive(Debug, Default)]
pub(super) struct ThemeDetail {
    /// A colour of the user's own that is being mixed, and for which theme.
    own: Option<(ThemeId, [u8; 3])>,
}

/// The chosen theme's page.
pub(super) fn ui(
    session: &Session,
    page: &mut CodebookPage,
    shared: &mut Shared,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let Some(theme) = page.chosen(session).cloned() else {
        ui.centered_and_justified(|ui| {
            ui.label(RichText::new(t!("codebook.detail.none")).color(palette.second));
        });
        return;
    };
    ScrollArea::vertical().id_salt(("codebook detail", theme.id)).auto_shrink(false).show(
        ui,
        |ui| {
            let margin = Margin { left: 20, right: 20, top: 16, bottom: 24 };
            Frame::new().inner_margin(margin).show(ui, |ui| {
                ui.spacing_mut().item_spacing = vec2(theme::grid(2.0), theme::grid(1.0));
                let (state, drafts) = (page, &mut shared.drafts);
                name_ui(session, (state, drafts), &theme, palette, ui);
                counts_ui(state, &theme, palette, ui);
                ui.add_space(theme::grid(2.0));
                actions_ui(palette, ui, out);
                ui.add_space(theme::grid(2.0));
                colour_ui(state, &theme, palette, ui, out);
                ui.add_space(theme::grid(1.0));
                key_ui(session, &theme, palette, ui, out);
                for (field, rows) in [
                    (ThemeField::Description, 2),
                    (ThemeField::Include, 2),
                    (ThemeField::Exclude, 2),
                ] {
                    text_ui(session, drafts, &theme, (field, rows), palette, ui);
                }
                examples::ui(session, &theme, palette, ui, out);
                text_ui(session, drafts, &theme, (ThemeField::Lexicon, 3), palette, ui);
                let lexicon = WrittenOn::Theme(theme.id, ThemeField::Lexicon);
                lexicon_faults(state, &drafts.text(session, &lexicon), palette, ui);
                let learning = &mut state.learning;
                learned::ui(learning, session, &theme, palette, ui, out);
                text_ui(session, drafts, &theme, (ThemeField::Memo, 4), palette, ui);
            });
        },
    );
}

/// The themes above it in small letters, and its name, which is written there.
fn name_ui(
    session: &Session,
    (state, drafts): (&mut CodebookPage, &mut Drafts),
    theme: &Theme,
    palette: &Palette,
    ui: &mut Ui,
) {
    if let Some(parent) = theme.parent {
        let path = session.codebook().path_name(parent).replace('/', " › ");
        let text = RichText::new(path).font(theme::small()).color(palette.second);
        if ui.add(eframe::egui::Label::new(text).sense(Sense::click())).clicked() {
            state.choose(session, parent);
        }
    }
    ui.horizontal(|ui| {
        let (rect, _) = ui.allocate_exact_size(vec2(16.0, 44.0), Sense::hover());
        let middle = pos2(rect.left() + 7.0, rect.center().y);
        ui.painter().circle_filled(middle, 7.0, palette.theme(theme.colour));
        let look = FieldLook {
            font: theme::page_title(),
            rows: 1,
            hint: t!("codebook.detail.name").into_owned(),
            name: t!("codebook.detail.name").into_owned(),
            ground: false,
        };
        field::ui(session, drafts, (theme, ThemeField::Name), &look, palette, ui);
    });
    let name = drafts.text(session, &WrittenOn::Theme(theme.id, ThemeField::Name));
    let name = name.trim();
    let sibling = |other: &Theme| other.id != theme.id && other.name == name;
    if name.is_empty() {
        form::fault(ui, palette, &t!("codebook.detail.nameless"));
    } else if session.codebook().children(theme.parent).any(sibling) {
        form::fault(ui, palette, &t!("codebook.detail.taken", name = name));
    }
}

fn counts_ui(state: &CodebookPage, theme: &Theme, palette: &Palette, ui: &mut Ui) {
    let (own, all) = state.counts(theme.id);
    let mut line = |key: &str, count: Count| {
        let Count { passages, articles, characters } = count;
        let text = t!(
            key,
            passages = theme::grouped(passages),
            articles = theme::grouped(articles),
            chars = theme::grouped(characters)
        );
        ui.label(RichText::new(text).font(theme::small()).color(palette.second));
    };
    line("codebook.detail.counts", own);
    if own != all {
        line("codebook.detail.counts_all", all);
    }
}

/// What can be done with the theme as a whole.
fn actions_ui(palette: &Palette, ui: &mut Ui, out: &mut Vec<Message>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(theme::grid(1.5), theme::grid(1.5));
        for action in [
            Action::ThemeNewBelow,
            Action::ThemeSplit,
            Action::ThemeMerge,
            Action::ThemeReplace,
            Action::ThemeDelete,
        ] {
            let ink = if action == Action::ThemeDelete { palette.accent_ink } else { palette.ink };
            let button = eframe::egui::Button::new(
                RichText::new(action.label()).font(theme::small()).color(ink),
            )
            .fill(palette.raised)
            .stroke(super::edge(palette))
            .min_size(vec2(0.0, theme::grid(6.5)));
            if ui.add(button).on_hover_text(action.tooltip(ui.ctx())).clicked() {
                out.push(Message::Act(action));
            }
        }
    });
}

fn colour_ui(
    state: &mut CodebookPage,
    theme: &Theme,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    label(ui, palette, &t!("codebook.detail.colour"));
    let mixing = state.detail.own.filter(|(id, _)| *id == theme.id).map(|(_, own)| own);
    let mut own = mixing.unwrap_or_else(|| swatch::own_of(theme.colour));
    let mut colour = theme.colour;
    let picked = swatch::swatches(ui, palette, &mut colour, &mut own);
    match picked {
        swatch::PickedColour::No => {}
        // Not at every step of a drag in the picker, which would be as many steps of the history.
        swatch::PickedColour::Mixing => state.detail.own = Some((theme.id, own)),
        swatch::PickedColour::Yes => change(Theme { colour, ..theme.clone() }, out),
    }
    let down = ui.input(|input| input.pointer.any_down());
    if let Some((id, [red, green, blue])) = state.detail.own.filter(|_| !down) {
        state.detail.own = None;
        let colour = crate::annotation::Colour::Rgb(red, green, blue);
        if id == theme.id && colour != theme.colour {
            change(Theme { colour, ..theme.clone() }, out);
        }
    }
}

fn change(theme: Theme, out: &mut Vec<Message>) {
    out.push(Message::Do(Command::ChangeTheme(theme)));
}

fn key_ui(
    session: &Session,
    theme: &Theme,
    palette: &Palette,
    ui: &mut Ui,
    out: &mut Vec<Message>,
) {
    let name = t!("codebook.detail.key");
    label(ui, palette, &name);
    let mut key = theme.key;
    let mut options: Vec<(Option<u8>, Cow<'_, str>)> = vec![(None, t!("codebook.detail.no_key"))];
    options.extend((1..=9).map(|key: u8| (Some(key), key.to_string().into())));
    // A key that another theme has goes over to this one, and can be taken back.
    if form::choice(ui, palette, &name, &mut key, &options) {
        change(Theme { key, ..theme.clone() }, out);
    }
    let others = session.codebook().themes().iter().filter(|other| other.id != theme.id);
    let taken: Vec<String> =
        others.filter_map(|other| Some(format!("{} {}", other.key?, other.name))).collect();
    if !taken.is_empty() {
        let size = vec2(ui.available_width(), theme::grid(4.5));
        let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
        let text = taken.join(" · ");
        let align = Align2::LEFT_CENTER;
        widgets::paint_truncated(ui, rect, align, &text, theme::small(), palette.second);
        response.on_hover_text(text);
    }
}

fn text_ui(
    session: &Session,
    drafts: &mut Drafts,
    theme: &Theme,
    (field, rows): (ThemeField, usize),
    palette: &Palette,
    ui: &mut Ui,
) {
    let (name, hint) = match field {
        ThemeField::Name => (t!("codebook.detail.name"), t!("codebook.detail.name")),
        ThemeField::Description => {
            (t!("codebook.detail.description"), t!("codebook.detail.description_hint"))
        }
        ThemeField::Include => (t!("codebook.detail.include"), t!("codebook.detail.include_hint")),
        ThemeField::Exclude => (t!("codebook.detail.exclude"), t!("codebook.detail.exclude_hint")),
        ThemeField::Lexicon => (t!("codebook.detail.lexicon"), t!("codebook.detail.lexicon_hint")),
        ThemeField::Memo => (t!("codebook.detail.memo"), t!("codebook.detail.memo_hint")),
    };
    label(ui, palette, &name);
    let look = FieldLook {
        font: theme::body(),
        rows,
        hint: hint.into_owned(),
        name: name.into_owned(),
        ground: true,
    };
    field::ui(session, drafts, (theme, field), &look, palette, ui);
}

fn lexicon_faults(state: &mut CodebookPage, text: &str, palette: &Palette, ui: &mut Ui) {
    for fault in state.lexicon.faults(text) {
        let text = t!(
            "codebook.detail.lexicon_fault",
            line = fault.line,
            entry = fault.entry,
            reason = fault.reason
        );
        ui.with_layout(Layout::top_down(Align::Min), |ui| form::fault(ui, palette, &text));
    }
}
