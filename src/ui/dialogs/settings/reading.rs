//! How articles are shown: font, size, lines, colours, marks; with a few lines as they will be.

use eframe::egui::{FontId, Sense, Ui, vec2};
use rust_i18n::t;

use super::super::{
    form::{self, ButtonLook},
    system::{PickedPaths, Picker, typed_path},
};
use crate::{
    session::{PageTheme, Settings, TextFont, WordMarks},
    ui::{
        fonts::OwnFont,
        fonts::{self, OwnFontState},
        quote::{QuoteStyle, SetQuote},
        theme::{self, Palette},
    },
};

/// The path of the font file as it is typed, and the system's dialog for it.
#[derive(Clone, Debug)]
pub(super) struct FontField {
    path: String,
    picker: Option<Picker>,
}

impl FontField {
    pub(super) fn new(settings: &Settings) -> Self {
        let path = settings.own_font.as_ref().map(|path| path.display().to_string());
        Self { path: path.unwrap_or_default(), picker: None }
    }

    /// What stands in the field holds from now on.
    pub(super) fn take(&self, settings: &mut Settings) {
        if settings.text_font == TextFont::Own {
            settings.own_font = typed_path(&self.path);
        }
    }

    fn ui(&mut self, settings: &mut Settings, own_font: &OwnFont, palette: &Palette, ui: &mut Ui) {
        if let Some(answer) = self.picker.as_ref().and_then(Picker::answer) {
            if let PickedPaths::Paths(paths) = answer
                && let Some(path) = paths.first()
            {
                self.path = path.display().to_string();
                self.take(settings);
            }
            self.picker = None;
        }
        let (name, choose) = (t!("typography.own_path"), t!("typography.own_choose"));
        let response = form::field(ui, palette, &mut self.path, "", &name, 0.0);
        if response.lost_focus() {
            self.take(settings);
        }
        match own_font.state() {
            OwnFontState::None => form::hint(ui, palette, &t!("typography.own_hint")),
            OwnFontState::Reading => form::hint(ui, palette, &t!("typography.own_reading")),
            OwnFontState::Ready(name) => {
                form::hint(ui, palette, &t!("typography.own_ready", name = name));
            }
            OwnFontState::Failed(fault) => form::fault(ui, palette, &fault),
        }
        let free = self.picker.is_none();
        if form::button(ui, palette, &choose, ButtonLook::Plain, free).clicked() {
            self.picker = Some(Picker::font(ui.ctx(), choose.into_owned()));
        }
    }
}

/// A few lines as they will be, on the page's own ground.
pub(super) fn preview_ui(settings: &Settings, palette: &Palette, ui: &mut Ui) {
    let size = vec2(ui.available_width(), theme::PREVIEW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::empty());
    let name = t!("typography.preview");
    response
        .widget_info(|| eframe::egui::WidgetInfo::labeled(eframe::egui::Role::Image, true, &*name));
    ui.painter().rect_filled(rect, theme::RADIUS, palette.page);
    ui.painter().rect_stroke(
        rect,
        theme::RADIUS,
        eframe::egui::Stroke::new(1.0, palette.hairline),
        eframe::egui::StrokeKind::Inside,
    );
    let scale = f32::from(settings.text_percent) / 100.0;
    let font = FontId::new(theme::TEXT.size * scale, fonts::text(settings.text_font));
    let line = f32::from(settings.line_percent) / theme::LINE_PERCENT;
    let line_height = theme::TEXT.line * scale * line;
    let inside = rect.shrink2(vec2(theme::grid(4.0), theme::grid(2.0)));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a few lines, counted down"
    )]
    let rows = ((inside.height() / line_height) as usize).max(1);
    let style = QuoteStyle {
        font,
        line_height,
        width: inside.width(),
        justify: settings.justify,
        rows,
        full_width: settings.full_width_punctuation,
    };
    let quote = ui.fonts_mut(|fonts| SetQuote::set(&t!("typography.sample"), &style, fonts));
    let top = inside.center().y - quote.height() / 2.0;
    let painter = ui.painter().with_clip_rect(rect);
    quote.paint(&painter, eframe::egui::pos2(inside.left(), top), palette.ink);
}

/// Font and size.
pub(super) fn font_ui(
    settings: &mut Settings,
    field: &mut FontField,
    own_font: &OwnFont,
    palette: &Palette,
    ui: &mut Ui,
) {
    let name = t!("typography.font");
    form::row(ui, palette, &name, |ui| {
        let options = TextFont::ALL.map(|font| {
            let text = match font {
                TextFont::Serif => t!("typography.serif"),
                TextFont::Sans => t!("typography.sans"),
                TextFont::Own => t!("typography.own"),
            };
            (font, text)
        });
        form::choice(ui, palette, &name, &mut settings.text_font, &options);
        if settings.text_font == TextFont::Own {
            field.ui(settings, own_font, palette, ui);
        }
    });
    let name = t!("typography.size");
    form::row(ui, palette, &name, |ui| {
        form::stepper(ui, palette, (&name, " %"), &mut settings.text_percent, 10, &(60..=250));
    });
}

/// Everything about lines.
pub(super) fn lines_ui(settings: &mut Settings, palette: &Palette, ui: &mut Ui) {
    let name = t!("typography.line");
    form::row(ui, palette, &name, |ui| {
        form::stepper(ui, palette, (&name, " %"), &mut settings.line_percent, 10, &(120..=260));
    });
    let name = t!("typography.measure");
    form::row(ui, palette, &name, |ui| {
        let unit = t!("typography.measure_unit");
        form::stepper(ui, palette, (&name, &unit), &mut settings.measure, 2, &(16..=60));
    });
    let name = t!("typography.paragraph");
    form::row(ui, palette, &name, |ui| {
        let number = &mut settings.paragraph_percent;
        form::stepper(ui, palette, (&name, " %"), number, 25, &(0..=150));
    });
    form::row(ui, palette, &t!("typography.align"), |ui| {
        form::switch(ui, palette, &t!("typography.justify"), &mut settings.justify);
    });
}

/// Colours, and what is shown in or instead of the text.
pub(super) fn marks_ui(settings: &mut Settings, palette: &Palette, ui: &mut Ui) {
    let name = t!("dialogs.settings.page");
    form::row(ui, palette, &name, |ui| {
        let options = PageTheme::ALL.map(|theme| {
            let text = match theme {
                PageTheme::Light => t!("dialogs.settings.page_light"),
                PageTheme::Sepia => t!("dialogs.settings.page_sepia"),
                PageTheme::Dark => t!("dialogs.settings.page_dark"),
            };
            (theme, text)
        });
        let before = settings.page_theme;
        form::choice(ui, palette, &name, &mut settings.page_theme, &options);
        settings.follow_system &= settings.page_theme == before;
        let follow = t!("dialogs.settings.follow_system");
        form::switch(ui, palette, &follow, &mut settings.follow_system);
    });
    let name = t!("dialogs.settings.words");
    form::row(ui, palette, &name, |ui| {
        let options = WordMarks::ALL.map(|marks| {
            let text = match marks {
                WordMarks::Off => t!("dialogs.settings.words_off"),
                WordMarks::Hairline => t!("dialogs.settings.words_line"),
                WordMarks::Tint => t!("dialogs.settings.words_tint"),
                WordMarks::Spaced => t!("words.spaced"),
            };
            (marks, text)
        });
        form::choice(ui, palette, &name, &mut settings.word_marks, &options);
    });
    form::row(ui, palette, &t!("dialogs.settings.punctuation"), |ui| {
        let text = t!("dialogs.settings.full_width");
        form::switch(ui, palette, &text, &mut settings.full_width_punctuation);
        form::hint(ui, palette, &t!("dialogs.settings.full_width_hint"));
    });
    form::row(ui, palette, &t!("structure.setting"), |ui| {
        form::switch(ui, palette, &t!("structure.on"), &mut settings.structure);
        form::hint(ui, palette, &t!("structure.on_hint"));
        if settings.structure {
            form::switch(ui, palette, &t!("structure.join"), &mut settings.join_lines);
            form::switch(ui, palette, &t!("structure.dim"), &mut settings.dim_twins);
        }
    });
}
