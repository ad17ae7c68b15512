//! A key with what is held beside it: from an event, from a character, from text and to it.
//!
//! Which action keys stand for is not known here; see [`super::Keymap`].

use std::{borrow::Cow, fmt};

use eframe::egui::{Key, Modifiers};
use rust_i18n::t;

/// A key and what is held beside it.
///
/// Always in one form: where the character itself says that Shift is held (`?`, `+`), `shift` is
/// off, so that keyboards that have it elsewhere mean the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::ui) struct Keys {
    /// Ctrl; on a Mac, Cmd.
    ctrl: bool,
    alt: bool,
    shift: bool,
    key: Key,
}

/// Why keys can do nothing of the user's choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum WhyNot {
    /// Input methods use them.
    InputMethod,
    /// The digits belong to the themes.
    Theme,
    /// Dialogs, fields and the system use them everywhere.
    Fixed,
}

impl WhyNot {
    /// What to tell the user.
    pub(in crate::ui) fn text(self) -> Cow<'static, str> {
        match self {
            Self::InputMethod => t!("keys.why_not.input_method"),
            Self::Theme => t!("keys.why_not.theme"),
            Self::Fixed => t!("keys.why_not.fixed"),
        }
    }
}

/// Keys of a character typed with Shift, and the key below it.
const SHIFTED: [(Key, Key); 7] = [
    (Key::Slash, Key::Questionmark),
    (Key::Num1, Key::Exclamationmark),
    (Key::Semicolon, Key::Colon),
    (Key::Equals, Key::Plus),
    (Key::Backslash, Key::Pipe),
    (Key::OpenBracket, Key::OpenCurlyBracket),
    (Key::CloseBracket, Key::CloseCurlyBracket),
];

impl Keys {
    pub(super) fn new(ctrl: bool, alt: bool, shift: bool, key: Key) -> Self {
        let above =
            SHIFTED.into_iter().find(|&(below, above)| key == above || (key == below && shift));
        match above {
            Some((_, key)) => Self { ctrl, alt, shift: false, key },
            None => Self { ctrl, alt, shift, key },
        }
    }

    /// What a press of `key` means; `None` for the keys that are only held.
    pub(in crate::ui) fn pressed(held: Modifiers, key: Key) -> Option<Self> {
        let only_held = matches!(
            key,
            Key::ShiftLeft
                | Key::ShiftRight
                | Key::ControlLeft
                | Key::ControlRight
                | Key::AltLeft
                | Key::AltRight
                | Key::SuperLeft
                | Key::SuperRight
        );
        (!only_held).then(|| Self::new(held.command, held.alt, held.shift, key))
    }

    /// What a character that arrived without its key means: an input method may hand over `ｊ`,
    /// `，` or `【` where `j`, `,` or `[` was pressed.
    pub(super) fn typed(text: &str, held: Modifiers) -> Option<Self> {
        let mut chars = text.chars();
        let (Some(c), None) = (chars.next(), chars.next()) else { return None };
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0)?,
            '。' => '.',
            '、' => '/',
            '【' | '「' => '[',
            '】' | '」' => ']',
            '《' => '<',
            '》' => '>',
            '·' => '`',
            '‘' | '’' => '\'',
            other => other,
        };
        let (key, shift) = match c {
            '<' => (Key::Comma, true),
            '>' => (Key::Period, true),
            // A capital may be Shift's or Caps Lock's.
            c if c.is_ascii_alphabetic() => {
                (Key::from_name(c.encode_utf8(&mut [0; 4]))?, held.shift)
            }
            ' ' => return None,
            c => (Key::from_name(c.encode_utf8(&mut [0; 4]))?, false),
        };
        Some(Self::new(held.command, held.alt, shift, key))
    }

    /// Reads `Ctrl+Shift+J`.
    pub(in crate::ui) fn parse(text: &str) -> Option<Self> {
        let mut rest = text.trim();
        let (mut ctrl, mut alt, mut shift) = (false, false, false);
        // `Ctrl++` is Ctrl with a plus: what stands last is the key, whatever it is.
        while let Some((name, after)) = rest.split_once('+').filter(|(_, after)| !after.is_empty())
        {
            match name {
                "Ctrl" | "Cmd" => ctrl = true,
                "Alt" => alt = true,
                "Shift" => shift = true,
                _ => return None,
            }
            rest = after;
        }
        let key = match rest {
            "←" => Key::ArrowLeft,
            "→" => Key::ArrowRight,
            "↑" => Key::ArrowUp,
            "↓" => Key::ArrowDown,
            name => Key::from_name(name)?,
        };
        Some(Self::new(ctrl, alt, shift, key))
    }

    /// The same without Shift.
    pub(super) fn without_shift(self) -> Self {
        Self { shift: false, ..self }
    }

    pub(in crate::ui) fn alt(self) -> bool {
        self.alt
    }

    pub(super) fn shift(self) -> bool {
        self.shift
    }

    /// The digit that is pressed, if it is one that a theme can have and nothing is held.
    pub(super) fn theme_digit(self) -> Option<u8> {
        const DIGITS: [Key; 9] = [
            Key::Num1,
            Key::Num2,
            Key::Num3,
            Key::Num4,
            Key::Num5,
            Key::Num6,
            Key::Num7,
            Key::Num8,
            Key::Num9,
        ];
        let plain = !(self.ctrl || self.alt || self.shift);
        (1..=9).zip(DIGITS).find(|&(_, key)| plain && key == self.key).map(|(digit, _)| digit)
    }

    /// Whether they write or move in a text field that has the focus.
    pub(in crate::ui) fn may_be_typing(self) -> bool {
        let function = Key::F1 as u8..=Key::F35 as u8;
        !self.ctrl && !function.contains(&(self.key as u8))
    }

    /// Why they cannot be given to an action, if so.
    pub(in crate::ui) fn why_not(self) -> Option<WhyNot> {
        let ctrl_only = self.ctrl && !self.alt && !self.shift;
        let why = match self.key {
            // Alone, with Ctrl, with Shift: on and off, full and half width.
            Key::Space => WhyNot::InputMethod,
            // Chinese and Western marks.
            Key::Period if ctrl_only => WhyNot::InputMethod,
            Key::Escape | Key::Tab | Key::Enter | Key::Copy | Key::Cut | Key::Paste => {
                WhyNot::Fixed
            }
            Key::X | Key::V if ctrl_only => WhyNot::Fixed,
            Key::F4 if self.alt => WhyNot::Fixed,
            _ if self.theme_digit().is_some() => WhyNot::Theme,
            _ => return None,
        };
        Some(why)
    }
}

impl fmt::Display for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // What is held there in place of it; both names are read.
        let ctrl = if cfg!(target_os = "macos") { "Cmd+" } else { "Ctrl+" };
        for (held, name) in [(self.ctrl, ctrl), (self.alt, "Alt+"), (self.shift, "Shift+")] {
            if held {
                f.write_str(name)?;
            }
        }
        f.write_str(match self.key {
            // egui's own symbols for these are in none of the fonts.
            Key::ArrowLeft => "←",
            Key::ArrowRight => "→",
            Key::ArrowUp => "↑",
            Key::ArrowDown => "↓",
            Key::Quote => "'",
            key => key.symbol_or_name(),
        })
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn keys(text: &str) -> Keys {
        Keys::parse(text).expect("keys")
    }

    proptest! {
        #[test]
        fn what_is_written_can_be_read(
            key in prop::sample::select(Key::ALL),
            ctrl: bool, alt: bool, shift: bool,
        ) {
            let keys = Keys::new(ctrl, alt, shift, key);
            prop_assert_eq!(Keys::parse(&keys.to_string()), Some(keys));
        }
    }

    #[test]
    fn full_width_characters_mean_the_keys_they_were_typed_with() {
        for (typed, meant) in [
            ("ｊ", "J"),
            ("j", "J"),
            ("１", "1"),
            ("【", "["),
            ("】", "]"),
            ("，", ","),
            ("。", "."),
            ("《", "Shift+,"),
            ("》", "Shift+."),
            ("？", "?"),
            ("＝", "="),
        ] {
            assert_eq!(Keys::typed(typed, Modifiers::NONE), Some(keys(meant)), "{typed}");
        }
        for typed in ["党", "党建", "", " ", "　"] {
            assert_eq!(Keys::typed(typed, Modifiers::NONE), None, "{typed}");
        }
    }

    #[test]
    fn a_question_mark_is_the_same_key_however_it_is_typed() {
        let mark = keys("?");
        assert_eq!(Keys::pressed(Modifiers::SHIFT, Key::Questionmark), Some(mark));
        assert_eq!(Keys::pressed(Modifiers::SHIFT, Key::Slash), Some(mark));
        assert_eq!(Keys::pressed(Modifiers::SHIFT, Key::ShiftLeft), None);
    }

    #[test]
    fn keys_of_input_methods_are_refused() {
        for text in ["Ctrl+Space", "Shift+Space", "Space", "Ctrl+."] {
            assert_eq!(keys(text).why_not(), Some(WhyNot::InputMethod), "{text}");
        }
        assert_eq!(keys("Escape").why_not(), Some(WhyNot::Fixed));
        assert_eq!(keys("3").why_not(), Some(WhyNot::Theme));
        assert_eq!(keys("Ctrl+3").why_not(), None);
    }
}
