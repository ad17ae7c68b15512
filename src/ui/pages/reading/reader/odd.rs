//! Characters that cannot be seen, or that no font has: a small dotted box stands for each, and
//! tells what it is when pointed at.

use eframe::egui::{Color32, Rect, Shape, Stroke, pos2};
use rust_i18n::t;

use super::{
    block_layout::LaidLine,
    paint::{Canvas, InView},
};
use crate::text::ByteOffset;
use crate::ui::typeset;

/// Half the height of a box, in sizes of the letters.
const HALF: f32 = 0.36;

/// The characters of a line, counted in the block, for which a box stands.
fn marked(line: &LaidLine) -> impl Iterator<Item = usize> + '_ {
    // They are laid out unseen, each in a section of its own.
    let sections = line.job.sections.iter();
    let unseen = sections.filter(|section| section.format.color == Color32::TRANSPARENT);
    unseen.map(|section| {
        let before = line.job.text.get(..section.byte_range.start.0).unwrap_or_default();
        line.chars.start + before.chars().count()
    })
}

impl Canvas<'_> {
    /// Draws the boxes of a line.
    pub(super) fn markers(&self, block: &InView, line: &LaidLine) {
        let stroke = Stroke::new(1.0, self.palette.second);
        for at in marked(line) {
            let Some(rect) = self.marker(block, line, at) else { continue };
            let corners = [
                rect.left_top(),
                rect.right_top(),
                rect.right_bottom(),
                rect.left_bottom(),
                rect.left_top(),
            ];
            self.painter.extend(Shape::dashed_line(&corners, stroke, 2.0, 2.0));
        }
    }

    fn marker(&self, block: &InView, line: &LaidLine, at: usize) -> Option<Rect> {
        let place = at.checked_sub(line.chars.start)?;
        let (from, to) = (line.edges.get(place)?, line.edges.get(place + 1)?);
        let middle = block.top + line.top + block.laid.line_height / 2.0;
        let half = block.laid.size * HALF;
        let (left, right) = (self.left + from + 1.0, self.left + to - 1.0);
        Some(Rect::from_min_max(pos2(left, middle - half), pos2(right, middle + half)))
    }

    /// What the box at `place` stands for, and where it is; `None` if there is none.
    pub(super) fn tell_odd(&self, views: &[InView], place: ByteOffset) -> Option<(String, Rect)> {
        let at = self.layout.block_of(place);
        let view = views.iter().find(|view| view.at == at)?;
        let char = view.laid.char_at(place);
        let line = view.laid.lines.get(view.laid.line_of(char))?;
        marked(line).find(|&marked| marked == char)?;
        let rect = self.marker(view, line, char)?;
        let text = self.layout.article.text.as_str();
        let c = text.get(place.to_usize()..)?.chars().next()?;
        Some((told(c), rect.expand(4.0)))
    }
}

/// The code point and the name of a character that cannot be seen.
fn told(c: char) -> String {
    let name = match c {
        '\0' => t!("odd.nul"),
        '\u{200b}' => t!("odd.zero_width_space"),
        '\u{200c}' => t!("odd.zero_width_non_joiner"),
        '\u{200d}' => t!("odd.zero_width_joiner"),
        '\u{feff}' => t!("odd.byte_order_mark"),
        '\u{ad}' => t!("odd.soft_hyphen"),
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => {
            t!("odd.direction")
        }
        '\u{2028}' | '\u{2029}' => t!("odd.separator"),
        '\u{fffd}' => t!("odd.replacement"),
        c if c.is_control() => t!("odd.control"),
        c if typeset::is_odd(c) => t!("odd.invisible"),
        _ => t!("odd.missing"),
    };
    t!("odd.shown", code = format!("U+{:04X}", u32::from(c)), name = name).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odd_character_is_told_by_code_and_name() {
        rust_i18n::set_locale("zh-CN");
        assert_eq!(told('\u{200b}'), "U+200B 零宽空格");
        assert_eq!(told('\u{7}'), "U+0007 控制字符");
        assert_eq!(told('\u{f8ff}'), "U+F8FF 字体里没有这个字");
    }
}
