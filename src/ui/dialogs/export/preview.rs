//! What an export will be, below its form: the first rows, lines or paragraphs of the file.

use eframe::egui::{
    self, Align, Color32, EventFilter, FontId, Key, Label, Layout, Margin, Modifiers, RichText,
    Role, ScrollArea, Sense, Stroke, StrokeKind, TextFormat, Ui, WidgetInfo,
    text::{LayoutJob, TextWrapping},
    vec2,
};

use crate::{
    annotation::Colour,
    exchange::preview::{
        ArchiveContents, FirstLook, ParagraphKind, Preview, PreviewParagraph, PreviewPiece,
        PreviewTable,
    },
    session::{ExportPreview, describe},
    t,
    ui::{
        dialogs::form,
        fonts,
        theme::{self, Palette},
        widgets,
    },
};

/// So many characters of a cell are shown; the rest stands in its tooltip.
const CELL: usize = 18;

/// Shows the preview with its heading; `None` while it is being made.
pub(super) fn ui(preview: Option<&ExportPreview>, palette: &Palette, ui: &mut Ui) {
    let name = t!("dialogs.export.preview");
    ui.horizontal(|ui| {
        ui.label(RichText::new(&*name).color(palette.second));
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            form::hint(ui, palette, &preview.map(extent).unwrap_or_default());
        });
    });
    let size = vec2(ui.available_width(), theme::EXPORT_PREVIEW);
    let (rect, response) = ui.allocate_exact_size(size, Sense::focusable_noninteractive());
    response.widget_info(|| WidgetInfo::labeled(Role::Group, true, &*name));
    let edge = Stroke::new(1.0, palette.hairline);
    ui.painter().rect(rect, theme::RADIUS, palette.page, edge, StrokeKind::Inside);
    widgets::focus_ring(ui, palette, rect, &response);
    let delta = if response.has_focus() { arrows(ui, response.id) } else { egui::Vec2::ZERO };
    let inside = rect.shrink(1.0);
    let builder = egui::UiBuilder::new().max_rect(inside).layout(Layout::top_down(Align::Min));
    ui.scope_builder(builder, |ui| {
        ui.set_clip_rect(inside.intersect(ui.clip_rect()));
        let wide = preview.is_some_and(|preview| matches!(preview.file, Ok(Preview::Table(_))));
        // Another format begins at its beginning.
        let id = ("preview", preview.map(|preview| preview.format.name()));
        ScrollArea::new([wide, true])
            .id_salt(id)
            .auto_shrink([false, false])
            .content_margin(Margin::symmetric(14, 10))
            .show(ui, |ui| {
                if delta != egui::Vec2::ZERO {
                    ui.scroll_with_delta(delta);
                }
                match preview.map(|preview| &preview.file) {
                    None => form::hint(ui, palette, &t!("dialogs.export.previewing")),
                    Some(Err(reason)) => form::fault(ui, palette, reason),
                    Some(Ok(file)) => file_ui(file, palette, ui),
                }
            });
    });
}

/// How far the arrow keys scroll this frame.
fn arrows(ui: &Ui, id: egui::Id) -> egui::Vec2 {
    const STEP: f32 = 48.0;
    let filter =
        EventFilter { horizontal_arrows: true, vertical_arrows: true, ..EventFilter::default() };
    ui.memory_mut(|memory| memory.set_focus_lock_filter(id, filter));
    let keys = [
        (Key::ArrowLeft, vec2(STEP, 0.0)),
        (Key::ArrowRight, vec2(-STEP, 0.0)),
        (Key::ArrowUp, vec2(0.0, STEP)),
        (Key::ArrowDown, vec2(0.0, -STEP)),
    ];
    ui.input_mut(|input| {
        let pressed = keys.iter().filter(|(key, _)| input.consume_key(Modifiers::NONE, *key));
        pressed.fold(egui::Vec2::ZERO, |sum, (_, delta)| sum + *delta)
    })
}

/// What is seen of how much.
fn extent(preview: &ExportPreview) -> String {
    let count = theme::grouped(preview.count);
    match (&preview.file, preview.format.first_look()) {
        (Ok(Preview::Table(table)), _) if table.rows.len() < preview.count => {
            t!("dialogs.export.first_rows", shown = table.rows.len(), count = count).into_owned()
        }
        (Ok(Preview::Contents(_)), _) => t!("dialogs.export.contents").into_owned(),
        (Ok(Preview::Table(_)) | Err(_), _) | (_, FirstLook::Whole) => String::new(),
        (_, FirstLook::Excerpts | FirstLook::Listing) => {
            t!("dialogs.export.first_excerpts", count = count).into_owned()
        }
        (_, FirstLook::Article) => t!("dialogs.export.first_article", count = count).into_owned(),
    }
}

fn file_ui(file: &Preview, palette: &Palette, ui: &mut Ui) {
    match file {
        Preview::Table(table) => table_ui(table, palette, ui),
        Preview::Reading(paragraphs) => {
            ui.spacing_mut().item_spacing.y = theme::GRID;
            for paragraph in paragraphs {
                paragraph_ui(paragraph, palette, ui);
            }
        }
        Preview::Text(text) => {
            let text = describe_lines(text);
            let font = FontId::monospace(theme::SMALL);
            ui.add(Label::new(RichText::new(text).font(font).color(palette.ink)).wrap());
        }
        Preview::Markdown(source) => widgets::markdown::ui(source, palette, ui),
        Preview::Contents(contents) => contents_ui(contents, palette, ui),
    }
}

/// Each line as it may be shown; a tab stays one.
fn describe_lines(text: &str) -> String {
    let line = |line: &str| line.split('\t').map(describe::shown).collect::<Vec<_>>().join("\t");
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}

fn table_ui(table: &PreviewTable, palette: &Palette, ui: &mut Ui) {
    if table.sheets.len() > 1 {
        let sheets = table.sheets.join(" · ");
        form::hint(ui, palette, &t!("dialogs.export.sheets", sheets = sheets));
    }
    let grid = egui::Grid::new("rows").spacing(vec2(theme::grid(5.0), theme::grid(2.0)));
    grid.min_row_height(theme::grid(5.0)).show(ui, |ui| {
        let cell = |ui: &mut Ui, text: &str, ink: Color32| {
            let (cut, whole) = one_line(text);
            let label = RichText::new(&cut).font(theme::small()).color(ink);
            let response = ui.add(Label::new(label).extend());
            if cut != whole {
                response.on_hover_text(whole);
            }
        };
        for head in &table.heads {
            cell(ui, head, palette.second);
        }
        ui.end_row();
        for row in &table.rows {
            for text in row {
                cell(ui, text, palette.ink);
            }
            ui.end_row();
        }
    });
}

/// The beginning of a cell in one line, and all of it in one.
fn one_line(text: &str) -> (String, String) {
    let whole = text.lines().map(describe::shown).collect::<Vec<_>>().join(" ⏎ ");
    let beginning = crate::text::first_characters(&whole, CELL);
    let mark = if beginning.len() < whole.len() { "…" } else { "" };
    let cut = format!("{beginning}{mark}");
    (cut, whole)
}

fn paragraph_ui(paragraph: &PreviewParagraph, palette: &Palette, ui: &mut Ui) {
    let (font, ink, align) = match paragraph.kind {
        ParagraphKind::Title => (theme::dialog_title(), palette.ink, Align::Center),
        ParagraphKind::Heading => (FontId::new(15.0, fonts::serif_bold()), palette.ink, Align::Min),
        ParagraphKind::Text => (theme::excerpt(), palette.ink, Align::Min),
        ParagraphKind::Source => (theme::small(), palette.second, Align::Min),
        ParagraphKind::Memo => (theme::memo(), palette.ink, Align::Min),
    };
    let wrap = TextWrapping { max_width: ui.available_width(), ..TextWrapping::default() };
    let mut job = LayoutJob { wrap, halign: Align::Min, ..LayoutJob::default() };
    for piece in &paragraph.pieces {
        let ink = if piece.faint { palette.second } else { ink };
        let format = TextFormat { font_id: font.clone(), color: ink, ..TextFormat::default() };
        job.append(&describe_lines(&piece.text), 0.0, marked(format, piece, palette));
        // `lines` drops a line end at the end, which here is between two pieces.
        if piece.text.ends_with('\n') {
            job.append("\n", 0.0, TextFormat::default());
        }
    }
    ui.with_layout(Layout::top_down(align), |ui| ui.add(Label::new(job).wrap()));
    if matches!(paragraph.kind, ParagraphKind::Title | ParagraphKind::Source | ParagraphKind::Memo)
    {
        ui.add_space(theme::GRID);
    }
}

/// The look of a piece with its ground and, in the colour of its first theme, its underline.
fn marked(format: TextFormat, piece: &PreviewPiece, palette: &Palette) -> TextFormat {
    let Some(&(red, green, blue)) = piece.marks.first() else { return format };
    let colour = palette.theme(Colour::Rgb(red, green, blue));
    let underline = Stroke::new(theme::UNDERLINE, colour);
    TextFormat { background: palette.ground(colour), underline, ..format }
}

fn contents_ui(contents: &ArchiveContents, palette: &Palette, ui: &mut Ui) {
    let all = [
        ("sources", contents.sources),
        ("codes", contents.codes),
        ("codings", contents.codings),
        ("notes", contents.notes),
        ("users", contents.users),
    ];
    for (name, count) in all {
        let text = t!(format!("dialogs.export.in_archive.{name}"), count = theme::grouped(count));
        ui.label(RichText::new(text).color(palette.ink));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_is_one_line_and_its_tooltip_has_all_of_it() {
        assert_eq!(one_line("甲\n乙"), ("甲 ⏎ 乙".to_owned(), "甲 ⏎ 乙".to_owned()));
        let long = "长".repeat(30);
        assert_eq!(one_line(&long), (format!("{}…", "长".repeat(18)), long));
    }
}
