//! Setting paragraphs, under the names that the window's views use: [`crate::text::typeset`] with
//! what is shown of each character.

pub(super) use crate::text::{
    MARKER, is_cjk, is_odd, reading_form, shown_chars as shown,
    typeset::{
        Measure, SetLine, is_blank_before, is_blank_behind, may_break, set_balanced, set_whole,
    },
};
