//! A picture of the handbook, as wide as there is room and no wider than it is.

use std::io::Cursor;

use eframe::egui::{
    ColorImage, Context, Id, Rect, Role, Sense, Stroke, StrokeKind, TextureHandle, TextureOptions,
    Ui, WidgetInfo, pos2, vec2,
};

use super::{MarkdownLook, ShownBlock};
use crate::{handbook::handbook_picture, ui::theme};

/// Shows the picture at `path`, which shows `name`.
pub(super) fn ui(path: &str, name: &str, look: MarkdownLook<'_>, ui: &mut Ui) -> ShownBlock {
    let Some(texture) = texture(ui.ctx(), path) else {
        let (rect, _) = ui.allocate_exact_size(vec2(0.0, 0.0), Sense::empty());
        return ShownBlock { rect, followed: None };
    };
    let whole = texture.size_vec2();
    let width = ui.available_width().min(whole.x);
    let size = whole * (width / whole.x.max(1.0));
    let (rect, response) = ui.allocate_exact_size(size, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, name));
    let all = Rect::from_min_max(pos2(0.0, 0.0), pos2(1.0, 1.0));
    let tint = eframe::egui::Color32::WHITE;
    ui.painter().image(texture.id(), rect, all, tint);
    let edge = Stroke::new(1.0, look.palette.hairline);
    ui.painter().rect_stroke(rect, theme::RADIUS, edge, StrokeKind::Outside);
    response.on_hover_text(name);
    ShownBlock { rect, followed: None }
}

/// The picture, read once as long as the window is open.
fn texture(ctx: &Context, path: &str) -> Option<TextureHandle> {
    let id = Id::unique(("handbook picture", path));
    if let Some(known) = ctx.data(|data| data.get_temp::<TextureHandle>(id)) {
        return Some(known);
    }
    let image = decoded(handbook_picture(path)?)?;
    let options = TextureOptions {
        mipmap_mode: Some(eframe::egui::TextureFilter::Linear),
        ..TextureOptions::LINEAR
    };
    let texture = ctx.load_texture(path, image, options);
    ctx.data_mut(|data| data.insert_temp(id, texture.clone()));
    Some(texture)
}

fn decoded(bytes: &[u8]) -> Option<ColorImage> {
    let mut decoder = png::Decoder::new(Cursor::new(bytes));
    decoder.set_transformations(png::Transformations::EXPAND);
    let mut reader = decoder.read_info().ok()?;
    let mut pixels = vec![0; reader.output_buffer_size()?];
    let frame = reader.next_frame(&mut pixels).ok()?;
    let size = [frame.width as usize, frame.height as usize];
    let pixels = pixels.get(..frame.buffer_size())?;
    (frame.color_type == png::ColorType::Rgb).then(|| ColorImage::from_rgb(size, pixels))
}
