//! The characters as they are shown: one for one, so that positions never move.

/// Stands for a character that cannot be seen: the reader draws a small box in its place.
pub const MARKER: char = '\u{fffc}';

/// Whether `c` is a Han character, kana, or a full-width or CJK mark.
#[must_use]
pub fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{fe30}'..='\u{fe4f}'
        | '\u{ff00}'..='\u{ffef}' | '\u{20000}'..='\u{3ffff}')
}

/// The characters of `text` as they are shown.
///
/// With `full_width`, half-width `, ; : ( ) ? !` beside Chinese become full-width; those between
/// two digits (`1,000`, `12:30`) stay. What cannot be seen by itself becomes [`MARKER`].
#[must_use]
pub fn shown_chars(text: &str, full_width: bool) -> Vec<char> {
    let mut chars: Vec<char> = text.chars().collect();
    let chinese = |c: Option<char>| {
        c.is_some_and(|c| is_cjk(c) || matches!(c, '“' | '”' | '‘' | '’' | '—' | '…' | '·'))
    };
    let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
    let mut before = None;
    for at in 0..chars.len() {
        let (c, after) = (chars[at], chars.get(at + 1).copied());
        if full_width && c.is_ascii_punctuation() && !after.is_some_and(is_cap) {
            if (chinese(before) || chinese(after)) && !(digit(before) && digit(after)) {
                chars[at] = widened(c);
            }
        } else {
            // What glues emoji together, and spells the land of a flag, is no stray mark.
            let glues = before.is_some_and(is_of_emoji)
                && (c == JOINER && after.is_some_and(is_of_emoji) || is_tag(c));
            chars[at] = if glues { c } else { visible(c) };
        }
        before = Some(c);
    }
    chars
}

/// `text` as a list shows it: as the page does, without what cannot be seen.
#[must_use]
pub fn reading_form(text: &str, full_width: bool) -> String {
    shown_chars(text, full_width).into_iter().filter(|&c| c != MARKER).collect()
}

/// The zero-width joiner.
const JOINER: char = '\u{200D}';

fn is_of_emoji(c: char) -> bool {
    let is_picture = matches!(c, '\u{2190}'..='\u{2BFF}' | '\u{1F000}'..='\u{1FAFF}' | '\u{FE0F}');
    is_picture || is_tag(c)
}

fn is_tag(c: char) -> bool {
    matches!(c, '\u{E0020}'..='\u{E007F}')
}

/// What makes a key of the digit or mark before it: `#️⃣`.
fn is_cap(c: char) -> bool {
    matches!(c, '\u{FE0F}' | '\u{20E3}')
}

fn widened(c: char) -> char {
    match c {
        ',' => '，',
        ';' => '；',
        ':' => '：',
        '(' => '（',
        ')' => '）',
        '?' => '？',
        '!' => '！',
        c => c,
    }
}

/// `c` itself, or what stands for it where it would not be seen.
fn visible(c: char) -> char {
    match c {
        ' '..='~' | '\u{4e00}'..='\u{9fff}' => c,
        // A tab keeps columns apart, so it is as wide as a character.
        '\t' => '\u{3000}',
        '\u{b}' | '\u{c}' => ' ',
        c if is_odd(c) => MARKER,
        c => c,
    }
}

/// Whether `c` is invisible, or stands for what could not be read: controls, zero-width and
/// bidirectional marks, soft hyphens, separators, U+FFFD.
#[must_use]
pub fn is_odd(c: char) -> bool {
    match c {
        '\t' | '\n' | '\u{b}' | '\u{c}' => false,
        '\u{ad}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{180e}'
        | '\u{200b}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{fff9}'..='\u{fffd}'
        | '\u{e0000}'..='\u{e007f}' => true,
        c => c.is_control(),
    }
}
