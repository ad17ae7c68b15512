//! Everything the user can do by name: one list, from which menus, toolbar, palette, keyboard and
//! the sheet of shortcuts are built.

use std::borrow::Cow;

use eframe::egui::{Key, KeyboardShortcut, Modifiers};
use rust_i18n::t;

use super::widgets::icon::Icon;

/// A named command of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Action {
    OpenFolder,
    OpenSample,
    Reload,
    Export,
    Undo,
    Redo,
    RetrySaving,
    ReadingPage,
    ExcerptsPage,
    Palette,
    TagPalette,
    /// Tag with the theme that has this digit.
    TagKey(u8),
    Memo,
    DeletePassage,
    NewTheme,
    SelectSentence,
    NextSentence,
    PreviousSentence,
    NextPassage,
    PreviousPassage,
    NextArticle,
    PreviousArticle,
    SelectAll,
    Copy,
    WordMarks,
    TextLarger,
    TextSmaller,
    TextReset,
    PageTheme,
    ToggleLibrary,
    ToggleThemes,
    ShowAllThemes,
    Focus,
    FilterArticles,
    Settings,
    Shortcuts,
    Quit,
}

/// Where an action stands in the sheet of shortcuts and in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Group {
    Set,
    Tagging,
    Moving,
    View,
}

impl Group {
    pub(super) const ALL: [Self; 4] = [Self::Set, Self::Tagging, Self::Moving, Self::View];

    pub(super) fn label(self) -> Cow<'static, str> {
        match self {
            Self::Set => t!("group.set"),
            Self::Tagging => t!("group.tagging"),
            Self::Moving => t!("group.moving"),
            Self::View => t!("group.view"),
        }
    }
}

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);
const PLAIN: Modifiers = Modifiers::NONE;

impl Action {
    /// Every action, in the order in which they are listed.
    pub(super) const ALL: [Self; 44] = [
        Self::OpenFolder,
        Self::OpenSample,
        Self::Reload,
        Self::Export,
        Self::RetrySaving,
        Self::Settings,
        Self::Quit,
        Self::Undo,
        Self::Redo,
        Self::TagKey(1),
        Self::TagKey(2),
        Self::TagKey(3),
        Self::TagKey(4),
        Self::TagKey(5),
        Self::TagKey(6),
        Self::TagKey(7),
        Self::TagKey(8),
        Self::TagKey(9),
        Self::TagPalette,
        Self::Memo,
        Self::DeletePassage,
        Self::NewTheme,
        Self::Palette,
        Self::SelectSentence,
        Self::NextSentence,
        Self::PreviousSentence,
        Self::NextPassage,
        Self::PreviousPassage,
        Self::NextArticle,
        Self::PreviousArticle,
        Self::SelectAll,
        Self::Copy,
        Self::ReadingPage,
        Self::ExcerptsPage,
        Self::WordMarks,
        Self::TextLarger,
        Self::TextSmaller,
        Self::TextReset,
        Self::PageTheme,
        Self::ToggleLibrary,
        Self::ToggleThemes,
        Self::ShowAllThemes,
        Self::Focus,
        Self::FilterArticles,
    ];

    /// Its place in the lists.
    pub(super) fn group(self) -> Group {
        match self {
            Self::OpenFolder
            | Self::OpenSample
            | Self::Reload
            | Self::Export
            | Self::RetrySaving
            | Self::Settings
            | Self::Quit => Group::Set,
            Self::Undo
            | Self::Redo
            | Self::TagKey(_)
            | Self::TagPalette
            | Self::Memo
            | Self::DeletePassage
            | Self::NewTheme => Group::Tagging,
            Self::Palette
            | Self::SelectSentence
            | Self::NextSentence
            | Self::PreviousSentence
            | Self::NextPassage
            | Self::PreviousPassage
            | Self::NextArticle
            | Self::PreviousArticle
            | Self::SelectAll
            | Self::Copy
            | Self::FilterArticles => Group::Moving,
            Self::ReadingPage
            | Self::ExcerptsPage
            | Self::WordMarks
            | Self::TextLarger
            | Self::TextSmaller
            | Self::TextReset
            | Self::PageTheme
            | Self::ToggleLibrary
            | Self::ToggleThemes
            | Self::ShowAllThemes
            | Self::Focus
            | Self::Shortcuts => Group::View,
        }
    }

    /// Its name on screen.
    pub(super) fn label(self) -> Cow<'static, str> {
        match self {
            Self::OpenFolder => t!("action.open_folder"),
            Self::OpenSample => t!("action.open_sample"),
            Self::Reload => t!("action.reload"),
            Self::Export => t!("action.export"),
            Self::Undo => t!("action.undo"),
            Self::Redo => t!("action.redo"),
            Self::RetrySaving => t!("action.retry_saving"),
            Self::ReadingPage => t!("action.reading_page"),
            Self::ExcerptsPage => t!("action.excerpts_page"),
            Self::Palette => t!("action.palette"),
            Self::TagPalette => t!("action.tag_palette"),
            Self::TagKey(key) => t!("action.tag_key", key = key),
            Self::Memo => t!("action.memo"),
            Self::DeletePassage => t!("action.delete_passage"),
            Self::NewTheme => t!("action.new_theme"),
            Self::SelectSentence => t!("action.select_sentence"),
            Self::NextSentence => t!("action.next_sentence"),
            Self::PreviousSentence => t!("action.previous_sentence"),
            Self::NextPassage => t!("action.next_passage"),
            Self::PreviousPassage => t!("action.previous_passage"),
            Self::NextArticle => t!("action.next_article"),
            Self::PreviousArticle => t!("action.previous_article"),
            Self::SelectAll => t!("action.select_all"),
            Self::Copy => t!("action.copy"),
            Self::WordMarks => t!("action.word_marks"),
            Self::TextLarger => t!("action.text_larger"),
            Self::TextSmaller => t!("action.text_smaller"),
            Self::TextReset => t!("action.text_reset"),
            Self::PageTheme => t!("action.page_theme"),
            Self::ToggleLibrary => t!("action.toggle_library"),
            Self::ToggleThemes => t!("action.toggle_themes"),
            Self::ShowAllThemes => t!("action.show_all_themes"),
            Self::Focus => t!("action.focus"),
            Self::FilterArticles => t!("action.filter_articles"),
            Self::Settings => t!("action.settings"),
            Self::Shortcuts => t!("action.shortcuts"),
            Self::Quit => t!("action.quit"),
        }
    }

    /// Its icon, where it has a button.
    pub(super) fn icon(self) -> Option<Icon> {
        Some(match self {
            Self::OpenFolder => Icon::Folder,
            Self::Undo => Icon::Undo,
            Self::Redo => Icon::Redo,
            Self::WordMarks => Icon::Words,
            Self::Settings => Icon::Text,
            Self::Export => Icon::Export,
            Self::Memo => Icon::Memo,
            Self::DeletePassage => Icon::Delete,
            Self::NewTheme => Icon::Plus,
            Self::Palette => Icon::Search,
            Self::Focus => Icon::Focus,
            Self::ShowAllThemes => Icon::Eye,
            _ => return None,
        })
    }

    /// The keys that do it; the first is the one that is shown.
    pub(super) fn shortcuts(self) -> &'static [KeyboardShortcut] {
        const fn keys(modifiers: Modifiers, key: Key) -> KeyboardShortcut {
            KeyboardShortcut::new(modifiers, key)
        }
        macro_rules! shortcuts {
            ($($modifiers:expr, $key:ident);* $(;)?) => {
                const { &[$(keys($modifiers, Key::$key)),*] }
            };
        }
        match self {
            Self::OpenFolder => shortcuts![CTRL, O],
            Self::Reload => shortcuts![PLAIN, F5],
            Self::Export => shortcuts![CTRL, E],
            Self::Undo => shortcuts![CTRL, Z],
            Self::Redo => shortcuts![CTRL_SHIFT, Z; CTRL, Y],
            Self::RetrySaving => shortcuts![CTRL, S],
            Self::ReadingPage => shortcuts![CTRL, Num1],
            Self::ExcerptsPage => shortcuts![CTRL, Num2],
            Self::Palette => shortcuts![CTRL, K],
            Self::TagPalette => shortcuts![PLAIN, T],
            Self::TagKey(1) => shortcuts![PLAIN, Num1],
            Self::TagKey(2) => shortcuts![PLAIN, Num2],
            Self::TagKey(3) => shortcuts![PLAIN, Num3],
            Self::TagKey(4) => shortcuts![PLAIN, Num4],
            Self::TagKey(5) => shortcuts![PLAIN, Num5],
            Self::TagKey(6) => shortcuts![PLAIN, Num6],
            Self::TagKey(7) => shortcuts![PLAIN, Num7],
            Self::TagKey(8) => shortcuts![PLAIN, Num8],
            Self::TagKey(9) => shortcuts![PLAIN, Num9],
            Self::TagKey(_) | Self::OpenSample => &[],
            Self::Memo => shortcuts![PLAIN, M],
            Self::DeletePassage => shortcuts![PLAIN, Delete; PLAIN, Backspace],
            Self::NewTheme => shortcuts![CTRL, N],
            Self::SelectSentence => shortcuts![PLAIN, S],
            Self::NextSentence => shortcuts![PLAIN, J],
            Self::PreviousSentence => shortcuts![PLAIN, K],
            Self::NextPassage => shortcuts![PLAIN, CloseBracket],
            Self::PreviousPassage => shortcuts![PLAIN, OpenBracket],
            Self::NextArticle => shortcuts![CTRL, PageDown],
            Self::PreviousArticle => shortcuts![CTRL, PageUp],
            Self::SelectAll => shortcuts![CTRL, A],
            Self::Copy => shortcuts![CTRL, C],
            Self::WordMarks => shortcuts![PLAIN, F2],
            Self::TextLarger => shortcuts![CTRL, Plus; CTRL, Equals],
            Self::TextSmaller => shortcuts![CTRL, Minus],
            Self::TextReset => shortcuts![CTRL, Num0],
            Self::PageTheme => shortcuts![PLAIN, F8],
            Self::ToggleLibrary => shortcuts![PLAIN, F6],
            Self::ToggleThemes => shortcuts![PLAIN, F7],
            Self::ShowAllThemes => shortcuts![CTRL, H],
            Self::Focus => shortcuts![PLAIN, F11],
            Self::FilterArticles => shortcuts![CTRL, L],
            Self::Settings => shortcuts![CTRL, Comma],
            Self::Shortcuts => shortcuts![PLAIN, F1; PLAIN, Questionmark],
            Self::Quit => shortcuts![CTRL, Q],
        }
    }

    /// Whether a text field with the focus wants its key for itself.
    pub(super) fn gives_way_to_typing(self) -> bool {
        matches!(self, Self::Undo | Self::Redo | Self::SelectAll | Self::Copy)
            || self.shortcuts().iter().any(|keys| {
                let function = Key::F1 as u8..=Key::F35 as u8;
                keys.modifiers.is_none() && !function.contains(&(keys.logical_key as u8))
            })
    }

    /// Whether it acts on what is selected in the text, and so only where the text is in view.
    pub(super) fn needs_text(self) -> bool {
        matches!(
            self,
            Self::TagKey(_)
                | Self::TagPalette
                | Self::Memo
                | Self::DeletePassage
                | Self::SelectSentence
                | Self::NextSentence
                | Self::PreviousSentence
                | Self::NextPassage
                | Self::PreviousPassage
                | Self::SelectAll
        )
    }

    /// Its keys as they are written in a tooltip: `Ctrl+Shift+Z`.
    pub(super) fn keys_text(self) -> Option<String> {
        self.shortcuts().first().copied().map(keys_text)
    }

    /// Its name and its keys, for a tooltip.
    pub(super) fn tooltip(self) -> String {
        let label = self.label();
        self.keys_text().map_or_else(|| label.to_string(), |keys| format!("{label}  {keys}"))
    }
}

/// A shortcut as it is written on screen.
pub(super) fn keys_text(keys: KeyboardShortcut) -> String {
    let mut text = String::new();
    for (held, name) in [
        (keys.modifiers.command || keys.modifiers.ctrl, "Ctrl+"),
        (keys.modifiers.alt, "Alt+"),
        (keys.modifiers.shift, "Shift+"),
    ] {
        if held {
            text.push_str(name);
        }
    }
    text.push_str(match keys.logical_key {
        Key::OpenBracket => "[",
        Key::CloseBracket => "]",
        Key::Comma => ",",
        Key::Plus => "+",
        Key::Minus => "−",
        Key::Equals => "=",
        Key::Questionmark => "?",
        key => key.name(),
    });
    text
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn no_two_actions_share_a_key() {
        let mut taken = HashMap::new();
        for action in Action::ALL.into_iter().chain([Action::Shortcuts]) {
            for &keys in action.shortcuts() {
                let text = keys_text(keys);
                assert_eq!(taken.insert(text.clone(), action), None, "{text}");
            }
        }
    }

    #[test]
    fn no_key_belongs_to_an_input_method() {
        for action in Action::ALL {
            for keys in action.shortcuts() {
                assert!(
                    keys.logical_key != Key::Space,
                    "{action:?}: Ctrl+Space switches the input method"
                );
            }
        }
    }
}
