//! The answers of a form: what was written into its fields, and what was ticked.
//!
//! A field stands on the page with the looks that the program gave it that filled it in; those are
//! drawn like the page itself. Where they are missing, or say nothing that can be read (a tick is
//! a drawing, the chosen line of a list has another colour), the answer is put at its place.

use std::time::Instant;

use hayro_interpret::{
    hayro_syntax::{
        object::{Array, Dict, Name, Object, Rect, String as Bytes},
        page::Page,
    },
    kurbo::{self, Affine, Point},
};

use super::{
    check_time,
    direction::PdfDirection,
    glyphs::{Drawn, PdfGlyphs, string},
};
use crate::exchange::document::layout::is_full_width;

/// A field belongs to no more fields than so many.
const DEEPEST: usize = 16;
/// An answer is written no larger, in points.
const LARGEST: f64 = 12.0;
/// Flags of annotations that are not shown.
const HIDDEN: u32 = 1 << 1 | 1 << 5;
/// Flags of fields.
const PASSWORD: i32 = 1 << 13;
const PUSH_BUTTON: i32 = 1 << 16;
const COMBO: i32 = 1 << 17;
const COMB: i32 = 1 << 24;
/// What ticked boxes and others look like.
const TICKED: &str = "☑";
const EMPTY: &str = "☐";

/// Puts the answers of the forms on a page where its drawing does not show them, and counts the
/// comments on it. The glyphs from `of_text` on were drawn by its annotations.
///
/// # Panics
/// With [`super::TimeIsOver`] beyond `deadline`.
pub(super) fn complete(
    found: &mut PdfGlyphs,
    of_text: usize,
    page: &Page<'_>,
    transform: Affine,
    deadline: Instant,
) {
    let Some(annotations) = page.raw().get::<Array<'_>>(&b"Annots"[..]) else { return };
    for annotation in annotations.iter::<Dict<'_>>() {
        check_time(deadline);
        let is_hidden = annotation.get::<u32>(&b"F"[..]).unwrap_or(0) & HIDDEN != 0;
        let Some(rect) = annotation.get::<Rect>(&b"Rect"[..]).filter(|_| !is_hidden) else {
            continue;
        };
        let area =
            transform.transform_rect_bbox(kurbo::Rect::new(rect.x0, rect.y0, rect.x1, rect.y1));
        if !(area.is_finite() && area.width() > 0.0 && area.height() > 0.0) {
            continue;
        }
        let subtype = annotation.get::<Name<'_>>(&b"Subtype"[..]);
        if subtype.is_some_and(|name| &*name == b"Widget") {
            field(found, of_text, &annotation, area);
        } else if annotation.get::<Bytes<'_>>(&b"Contents"[..]).is_some_and(|it| !it.is_empty())
            && !shows_text(found, of_text, area)
        {
            found.comments += 1;
        }
    }
}

/// Puts the answer of one field.
fn field(found: &mut PdfGlyphs, of_text: usize, widget: &Dict<'_>, area: kurbo::Rect) {
    let flags = inherited(widget, b"Ff").and_then(Object::into_i32).unwrap_or(0);
    let kind = inherited(widget, b"FT").and_then(Object::into_name);
    for glyph in found.drawn.iter_mut().skip(of_text) {
        glyph.is_answer |= stands_in(glyph, area);
    }
    match kind.as_deref() {
        Some(b"Tx") if flags & PASSWORD == 0 => {
            let value = inherited(widget, b"V").map(text).unwrap_or_default();
            // Letters in boxes of a form stand apart although they are one word.
            let is_comb = flags & COMB != 0;
            if value.trim().is_empty() || (shows_text(found, of_text, area) && !is_comb) {
                return;
            }
            clear(found, of_text, area);
            put(found, area, &value.split(['\r', '\n']).map(str::to_owned).collect::<Vec<_>>());
        }
        Some(b"Ch") => choice(found, of_text, widget, flags, area),
        Some(b"Btn") if flags & PUSH_BUTTON == 0 => {
            clear(found, of_text, area);
            if is_ticked(widget) {
                // The box may be a sign of the page's own.
                found.drawn.retain(|glyph| !(is_box(glyph) && stands_in(glyph, area)));
                put(found, area, &[TICKED.to_owned()]);
            } else if !found.drawn.iter().any(|glyph| stands_in(glyph, area)) {
                put(found, area, &[EMPTY.to_owned()]);
            }
        }
        _ => {}
    }
}

/// Puts what was chosen in a field; in a list that shows all there is to choose, with a tick.
fn choice(found: &mut PdfGlyphs, of_text: usize, widget: &Dict<'_>, flags: i32, area: kurbo::Rect) {
    let chosen: Vec<String> = match inherited(widget, b"V") {
        Some(Object::Array(all)) => all.iter::<Object<'_>>().map(text).collect(),
        Some(one) => vec![text(one)],
        None => Vec::new(),
    };
    let options = inherited(widget, b"Opt").and_then(Object::into_array);
    // Each is what is kept and what is shown, or both in one.
    let options: Vec<(String, String)> = options
        .iter()
        .flat_map(Array::iter::<Object<'_>>)
        .map(|option| match option {
            Object::Array(pair) => {
                let mut pair = pair.iter::<Object<'_>>().map(text);
                let kept = pair.next().unwrap_or_default();
                (kept.clone(), pair.next().unwrap_or(kept))
            }
            one => (text(one.clone()), text(one)),
        })
        .collect();
    let is_chosen =
        |option: &(String, String)| chosen.iter().any(|it| *it == option.0 || *it == option.1);
    if flags & COMBO != 0 || options.is_empty() {
        let shown = |it: &String| {
            options.iter().find(|option| option.0 == *it).map_or(it, |option| &option.1).clone()
        };
        let lines: Vec<String> =
            chosen.iter().map(shown).filter(|line| !line.trim().is_empty()).collect();
        if !lines.is_empty() && !shows_text(found, of_text, area) {
            put(found, area, &lines);
        }
    } else {
        clear(found, of_text, area);
        let sign = |option| if is_chosen(option) { TICKED } else { EMPTY };
        let lines: Vec<String> =
            options.iter().map(|option| format!("{}{}", sign(option), option.1)).collect();
        put(found, area, &lines);
    }
}

/// What a field has under a key, or the field that it belongs to.
fn inherited<'a>(field: &Dict<'a>, key: &[u8]) -> Option<Object<'a>> {
    let mut field = field.clone();
    for _ in 0..DEEPEST {
        if let Some(value) = field.get::<Object<'a>>(key) {
            return Some(value);
        }
        field = field.get::<Dict<'a>>(&b"Parent"[..])?;
    }
    None
}

/// The text of a value.
fn text(value: Object<'_>) -> String {
    match value {
        Object::String(text) => string(text.as_bytes()),
        Object::Name(name) => string(&name),
        Object::Stream(text) => text.decoded_data().map(|it| string(&it)).unwrap_or_default(),
        _ => String::new(),
    }
}

/// Whether a box is ticked: it looks like that, or would if it had looks.
fn is_ticked(widget: &Dict<'_>) -> bool {
    let state = widget.get::<Name<'_>>(&b"AS"[..]);
    let state = state.or_else(|| {
        // One of several radio buttons is the one that is named like the answer.
        let value = inherited(widget, b"V")?.into_name()?;
        let looks = widget.get::<Dict<'_>>(&b"AP"[..])?.get::<Dict<'_>>(&b"N"[..])?;
        looks.contains_key(&*value).then_some(value)
    });
    state.is_some_and(|state| &*state != b"Off")
}

/// Whether a glyph is an empty box or ring.
fn is_box(glyph: &Drawn) -> bool {
    matches!(glyph.text.trim(), "□" | "☐" | "○" | "◯" | "〇" | "❏" | "❑")
}

fn stands_in(glyph: &Drawn, area: kurbo::Rect) -> bool {
    let middle = Point::new(glyph.at.x + glyph.advance / 2.0, glyph.at.y - 0.3 * glyph.size);
    !glyph.text.trim().is_empty() && area.inflate(1.0, 1.0).contains(middle)
}

/// Whether an annotation there draws text.
fn shows_text(found: &PdfGlyphs, of_text: usize, area: kurbo::Rect) -> bool {
    found.drawn.iter().skip(of_text).any(|glyph| stands_in(glyph, area))
}

/// Takes away what annotations drew there.
fn clear(found: &mut PdfGlyphs, of_text: usize, area: kurbo::Rect) {
    let mut at = 0;
    found.drawn.retain(|glyph| {
        at += 1;
        at <= of_text || !stands_in(glyph, area)
    });
}

/// Puts lines into an area, as programs that fill in forms do.
#[expect(clippy::cast_precision_loss, reason = "a field has few lines")]
fn put(found: &mut PdfGlyphs, area: kurbo::Rect, lines: &[String]) {
    let step = area.height() / lines.len().max(1) as f64;
    let size = (0.75 * step).clamp(1.0, LARGEST);
    let step = step.min(1.2 * size);
    for (number, line) in lines.iter().enumerate() {
        let width: f64 =
            line.chars().map(|c| if is_full_width(c) { size } else { size / 2.0 }).sum();
        // A single line stands in the middle of its field, several from its top.
        let base = if lines.len() == 1 {
            area.center().y + 0.35 * size
        } else {
            area.y0 + size + step * number as f64
        };
        found.drawn.push(Drawn {
            text: line.clone(),
            at: Point::new(area.x0, base),
            direction: PdfDirection::Right,
            is_column: false,
            advance: width.min(area.width()),
            size,
            is_artifact: false,
            is_answer: true,
        });
    }
}
