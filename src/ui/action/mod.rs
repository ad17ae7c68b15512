//! Everything the user can do by name: one table, from which menus, toolbar, palette, keyboard and
//! the sheet of shortcuts are built. To add a command, add a line to the table.
//!
//! What a command does stands in `ui::app`; which keys do it now, in [`Keymap`].

mod command_table;
mod keymap;
mod keys;
mod listener;

use std::borrow::Cow;

use eframe::egui::Context;
use rust_i18n::t;

pub(super) use command_table::command_table;
pub(super) use keymap::{Chosen, Keymap, assign, clear, reset, reset_all};
pub(super) use keys::Keys;
pub(super) use listener::Listener;

use super::{
    caret::{CaretMove, Direction, SpanEnd, TextUnit},
    page_id::PageId,
    widgets::icon::Icon,
};

macro_rules! actions {
    (
        $($name:ident $group:ident $label:literal $keys:literal;)+
        @pages
        $($after:ident $after_group:ident $after_label:literal $after_keys:literal;)+
    ) => {
        /// A named command of the window.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(super) enum Action {
            $($name,)+
            $($after,)+
            /// Go to a page.
            Page(PageId),
            /// Tag with the theme that has this digit. The digits belong to the themes, so they
            /// are changed there and stand in no list of commands.
            TagKey(u8),
        }

        const BEFORE: &[Action] = &[$(Action::$name,)+];
        const AFTER: &[Action] = &[$(Action::$after,)+];

        impl Action {
            /// Every action but the nine digits, in the order in which they are listed.
            pub(super) const ALL: &'static [Self] = &ALL;

            /// Group, key of the name, keys by default with a space between.
            const fn row(self) -> (ActionGroup, &'static str, &'static str) {
                match self {
                    $(Self::$name => (ActionGroup::$group, $label, $keys),)+
                    $(Self::$after => (ActionGroup::$after_group, $after_label, $after_keys),)+
                    Self::Page(page) => {
                        let (label, keys) = page.row();
                        (ActionGroup::View, label, keys)
                    }
                    Self::TagKey(_) => (ActionGroup::Tagging, "action.tag_key", ""),
                }
            }
        }
    };
}

/// The actions, with those of the pages where the table has them.
const ALL: [Action; BEFORE.len() + PageId::ALL.len() + AFTER.len()] = {
    let mut all = [Action::Quit; BEFORE.len() + PageId::ALL.len() + AFTER.len()];
    let mut at = 0;
    while at < all.len() {
        let behind = at.checked_sub(BEFORE.len());
        all[at] = match behind {
            None => BEFORE[at],
            Some(page) if page < PageId::ALL.len() => Action::Page(PageId::ALL[page]),
            Some(after) => AFTER[after - PageId::ALL.len()],
        };
        at += 1;
    }
    all
};

// Name, group, name on screen (behind the dot: the id in the settings file, which never changes),
// keys of which the first is shown. The pages have theirs in [`PageId`].
actions! {
    OpenFolder          Set     "action.open_folder"         "Ctrl+O";
    OpenSample          Set     "action.open_sample"         "";
    RestoreSample       Set     "action.restore_sample"      "";
    Reload              Set     "action.reload"              "F5";
    Import              Set     "action.import"              "Ctrl+I";
    Export              Set     "action.export"              "Ctrl+E";
    Print               Set     "action.print"               "Ctrl+P";
    RetrySaving         Set     "action.retry_saving"        "Ctrl+S";
    Dictionary          Set     "action.dictionary"          "Ctrl+Shift+D";
    Groups              Set     "action.groups"              "";
    NeedsReview         Set     "action.needs_review"        "Ctrl+R";
    GitAttributes       Set     "action.git_attributes"      "";
    SaveElsewhere       Set     "action.save_elsewhere"      "";
    Snapshots           Set     "action.snapshots"           "";
    BringIn             Set     "action.bring_in"            "";
    GiveWork            Set     "action.give_work"           "";
    Recover             Set     "action.recover"             "";
    Coders              Set     "action.coders"              "";
    CodeBlind           Set     "action.code_blind"          "";
    Settings            Set     "action.settings"            "Ctrl+,";
    Quit                Set     "action.quit"                "Ctrl+Q";

    Undo                Tagging "action.undo"                "Ctrl+Z";
    Redo                Tagging "action.redo"                "Ctrl+Shift+Z Ctrl+Y";
    TagPalette          Tagging "action.tag_palette"         "T";
    Memo                Tagging "action.memo"                "M";
    ArticleMemo         Tagging "action.article_memo"        "Ctrl+M";
    MarkDone            Tagging "action.mark_done"           "Alt+D";
    Bookmark            Tagging "action.bookmark"            "B";
    WriteJournal        Tagging "action.write_journal"       "Ctrl+J";
    DeletePassage       Tagging "action.delete_passage"      "Delete Backspace";
    NewTheme            Tagging "action.new_theme"           "Ctrl+N";
    CodeByLexicon       Tagging "action.code_by_lexicon"     "";
    ReviewFound         Tagging "action.review_found"        "Ctrl+Shift+R";
    Suggestions         Tagging "action.suggestions"         "Ctrl+G";
    SuggestionQueue     Tagging "action.suggestion_queue"    "G";
    AcceptSuggestion    Tagging "action.accept_suggestion"   "A";
    RefuseSuggestion    Tagging "action.refuse_suggestion"   "D";
    LaterSuggestion     Tagging "action.later_suggestion"    "";
    InVivo              Tagging "action.in_vivo"             "I";
    Example             Tagging "action.example"             "X";

    SelectSentence      Selecting "action.select_sentence"   "S";
    GrowSelection       Selecting "action.grow_selection"    "E =";
    ShrinkSelection     Selecting "action.shrink_selection"  "W −";
    EndBack             Selecting "action.end_back"          ",";
    EndForward          Selecting "action.end_forward"       ".";
    StartBack           Selecting "action.start_back"        "Shift+,";
    StartForward        Selecting "action.start_forward"     "Shift+.";
    EndWordBack         Selecting "action.end_word_back"     "Alt+,";
    EndWordForward      Selecting "action.end_word_forward"  "Alt+.";
    StartWordBack       Selecting "action.start_word_back"   "Alt+Shift+,";
    StartWordForward    Selecting "action.start_word_forward" "Alt+Shift+.";
    SelectAll           Selecting "action.select_all"        "Ctrl+A";
    Copy                Selecting "action.copy"              "Ctrl+C";
    AddWord             Selecting "action.add_word"          "Ctrl+D";
    ListWord            Selecting "action.list_word"         "Ctrl+Shift+L";

    Palette             Moving  "action.palette"             "Ctrl+K";
    Menu                Moving  "action.menu"                "F10";
    NextSentence        Moving  "action.next_sentence"       "J";
    PreviousSentence    Moving  "action.previous_sentence"   "K";
    NextClause          Moving  "action.next_clause"         "L";
    PreviousClause      Moving  "action.previous_clause"     "H";
    NextUntagged        Moving  "action.next_untagged"       "N Alt+N";
    PreviousUntagged    Moving  "action.previous_untagged"   "Shift+N Alt+Shift+N";
    NextTurn            Moving  "action.next_turn"           "N";
    PreviousTurn        Moving  "action.previous_turn"       "Shift+N";
    NextPassage         Moving  "action.next_passage"        "]";
    PreviousPassage     Moving  "action.previous_passage"    "[";
    NextHeading         Moving  "action.next_heading"        "}";
    PreviousHeading     Moving  "action.previous_heading"    "{";
    Back                Moving  "action.back"                "Ctrl+[";
    Forward             Moving  "action.forward"             "Ctrl+]";
    NextArticle         Moving  "action.next_article"        "Ctrl+PageDown";
    PreviousArticle     Moving  "action.previous_article"    "Ctrl+PageUp";
    FilterArticles      Moving  "action.filter_articles"     "Ctrl+L";
    Find                Moving  "action.find"                "Ctrl+F";
    NextHit             Moving  "action.next_hit"            "F3";
    PreviousHit         Moving  "action.previous_hit"        "Shift+F3";
    FindExact           Moving  "action.find_exact"          "Alt+C";
    FindRegex           Moving  "action.find_regex"          "Alt+R";

    CharBack            Caret   "action.char_back"           "←";
    CharForward         Caret   "action.char_forward"        "→";
    WordBack            Caret   "action.word_back"           "Ctrl+←";
    WordForward         Caret   "action.word_forward"        "Ctrl+→";
    ClauseBack          Caret   "action.clause_back"         "Alt+←";
    ClauseForward       Caret   "action.clause_forward"      "Alt+→";
    SentenceBack        Caret   "action.sentence_back"       "Alt+↑";
    SentenceForward     Caret   "action.sentence_forward"    "Alt+↓";
    ParagraphBack       Caret   "action.paragraph_back"      "Ctrl+↑";
    ParagraphForward    Caret   "action.paragraph_forward"   "Ctrl+↓";
    LineUp              Caret   "action.line_up"             "↑";
    LineDown            Caret   "action.line_down"           "↓";
    LineStart           Caret   "action.line_start"          "Home";
    LineEnd             Caret   "action.line_end"            "End";
    PageUp              Caret   "action.page_up"             "PageUp";
    PageDown            Caret   "action.page_down"           "PageDown";
    TextStart           Caret   "action.text_start"          "Ctrl+Home";
    TextEnd             Caret   "action.text_end"            "Ctrl+End";

    ThemeNew            Codebook "action.theme_new"          "Insert N";
    ThemeNewBelow       Codebook "action.theme_new_below"    "Shift+Insert Shift+N";
    ThemeRename         Codebook "action.theme_rename"       "F2";
    ThemeUp             Codebook "action.theme_up"           "Alt+↑";
    ThemeDown           Codebook "action.theme_down"         "Alt+↓";
    ThemeNest           Codebook "action.theme_nest"         "Alt+→";
    ThemeUnnest         Codebook "action.theme_unnest"       "Alt+←";
    ThemeSplit          Codebook "action.theme_split"        "S";
    ThemeReplace        Codebook "action.theme_replace"      "R";
    ThemeMerge          Codebook "action.theme_merge"        "M";
    ThemeDelete         Codebook "action.theme_delete"       "Delete";
    Stages              Codebook "action.stages"             "G";

    @pages
    RowMerge            Compare "action.row_merge"           "M";
    RowSplit            Compare "action.row_split"           "U";
    RowTheme            Compare "action.row_theme"           "T";
    RowAccept           Compare "action.row_accept"          "A";
    RowRename           Compare "action.row_rename"          "F2";
    RowDrop             Compare "action.row_drop"            "Delete";
    BandBefore          Compare "action.band_before"         "[";
    BandNext            Compare "action.band_next"           "]";
    WordMarks           View    "action.word_marks"          "F2";
    Outline             View    "action.outline"             "F4";
    Structure           View    "action.structure"           "Shift+F2";
    Beside              View    "action.beside"              "Ctrl+Backslash";
    ReadOther           View    "action.read_other"          "F9";
    SwapTexts           View    "action.swap_texts"          "Shift+F9";
    LinkTexts           View    "action.link_texts"          "Ctrl+F9";
    CloseText           View    "action.close_text"          "Ctrl+W";
    TextLarger          View    "action.text_larger"         "Ctrl++ Ctrl+=";
    TextSmaller         View    "action.text_smaller"        "Ctrl+−";
    TextReset           View    "action.text_reset"          "Ctrl+0";
    PageTheme           View    "action.page_theme"          "F8";
    ToggleLibrary       View    "action.toggle_library"      "F6";
    ToggleThemes        View    "action.toggle_themes"       "F7";
    ShowAllThemes       View    "action.show_all_themes"     "Ctrl+H";
    Focus               View    "action.focus"               "F11";
    Handbook            Help    "action.handbook"            "F1";
    Shortcuts           Help    "action.shortcuts"           "Shift+F1 ?";
    SaveHandbook        Help    "action.save_handbook"       "";
    Tour                Help    "action.tour"                "";
    About               Help    "action.about"               "";
}

/// Where an action stands in the sheet of shortcuts and in the menu.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ActionGroup {
    Set,
    Tagging,
    /// The selection in the text.
    Selecting,
    Moving,
    /// Where the caret goes by keys; with Shift held, these select.
    Caret,
    /// What is done to themes on their page; the keys are heard there alone.
    Codebook,
    /// What is done to the rows that an analysis proposes; the keys are heard there alone.
    Compare,
    View,
    /// How the program is used, and what it is.
    Help,
}

/// Where keys are heard. The same keys may mean one thing on one page and another elsewhere.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) enum Realm {
    /// Wherever a page does not say otherwise.
    #[default]
    Common,
    /// On the page of the codebook.
    Codebook,
    /// On the page that compares, with rows that are proposed.
    Compare,
    /// In an article in which speakers take turns.
    Transcript,
    /// While suggestions are gone through.
    Suggestions,
}

impl ActionGroup {
    pub(super) const ALL: [Self; 9] = [
        Self::Set,
        Self::Tagging,
        Self::Selecting,
        Self::Moving,
        Self::Caret,
        Self::Codebook,
        Self::Compare,
        Self::View,
        Self::Help,
    ];

    /// The same in every language.
    fn id(self) -> &'static str {
        match self {
            Self::Set => "set",
            Self::Tagging => "tagging",
            Self::Selecting => "selecting",
            Self::Moving => "moving",
            Self::Caret => "caret",
            Self::Codebook => "codebook",
            Self::Compare => "compare",
            Self::View => "view",
            Self::Help => "help",
        }
    }

    pub(super) fn label(self) -> Cow<'static, str> {
        match self {
            Self::Set => t!("group.set"),
            Self::Tagging => t!("group.tagging"),
            Self::Selecting => t!("group.selecting"),
            Self::Moving => t!("group.moving"),
            Self::Caret => t!("group.caret"),
            Self::Codebook => t!("group.codebook"),
            Self::Compare => t!("group.compare"),
            Self::View => t!("group.view"),
            Self::Help => t!("group.help"),
        }
    }
}

impl Action {
    /// Its place in the lists.
    pub(super) const fn group(self) -> ActionGroup {
        self.row().0
    }

    /// Where its keys are heard.
    pub(super) fn realm(self) -> Realm {
        match self {
            Self::NextTurn | Self::PreviousTurn => Realm::Transcript,
            Self::AcceptSuggestion | Self::RefuseSuggestion | Self::LaterSuggestion => {
                Realm::Suggestions
            }
            _ if self.group() == ActionGroup::Codebook => Realm::Codebook,
            _ if self.group() == ActionGroup::Compare => Realm::Compare,
            _ => Realm::Common,
        }
    }

    /// Its name on screen.
    pub(super) fn label(self) -> Cow<'static, str> {
        if let Self::TagKey(key) = self {
            return t!("action.tag_key", key = key);
        }
        t!(self.row().1).into_owned().into()
    }

    /// Its name in the settings file, the same in every language and version.
    pub(super) fn id(self) -> &'static str {
        let label = self.row().1;
        label.split_once('.').map_or(label, |(_, id)| id)
    }

    /// The one of that name.
    pub(super) fn of_id(id: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.id() == id)
    }

    /// The keys that do it as long as the user has not chosen others.
    pub(super) fn default_keys(self) -> Vec<Keys> {
        self.row().2.split_whitespace().filter_map(Keys::parse).collect()
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
            Self::Import => Icon::Import,
            Self::Memo => Icon::Memo,
            Self::NewTheme | Self::ThemeNew => Icon::Plus,
            Self::DeletePassage | Self::ThemeDelete => Icon::Delete,
            Self::Menu => Icon::Menu,
            Self::Palette | Self::Find => Icon::Search,
            Self::Focus => Icon::Focus,
            Self::Beside => Icon::Beside,
            Self::ShowAllThemes => Icon::Eye,
            _ => return None,
        })
    }

    /// Where it takes the caret, if that is all it does.
    pub(super) fn caret_move(self) -> Option<CaretMove> {
        use CaretMove::{Line, LineEdge, Page, Step, Text};
        use Direction::{Back, Forward};
        Some(match self {
            Self::CharBack => Step(TextUnit::Char, Back),
            Self::CharForward => Step(TextUnit::Char, Forward),
            Self::WordBack => Step(TextUnit::Word, Back),
            Self::WordForward => Step(TextUnit::Word, Forward),
            Self::ClauseBack => Step(TextUnit::Clause, Back),
            Self::ClauseForward => Step(TextUnit::Clause, Forward),
            Self::SentenceBack => Step(TextUnit::Sentence, Back),
            Self::SentenceForward => Step(TextUnit::Sentence, Forward),
            Self::ParagraphBack => Step(TextUnit::Paragraph, Back),
            Self::ParagraphForward => Step(TextUnit::Paragraph, Forward),
            Self::LineUp => Line(Back),
            Self::LineDown => Line(Forward),
            Self::LineStart => LineEdge(Back),
            Self::LineEnd => LineEdge(Forward),
            Self::PageUp => Page(Back),
            Self::PageDown => Page(Forward),
            Self::TextStart => Text(Back),
            Self::TextEnd => Text(Forward),
            _ => return None,
        })
    }

    /// Which end of the selection or the passage it moves, by what and which way, if it does.
    pub(super) fn edge_move(self) -> Option<(SpanEnd, TextUnit, Direction)> {
        use Direction::{Back, Forward};
        Some(match self {
            Self::EndBack => (SpanEnd::End, TextUnit::Char, Back),
            Self::EndForward => (SpanEnd::End, TextUnit::Char, Forward),
            Self::StartBack => (SpanEnd::Start, TextUnit::Char, Back),
            Self::StartForward => (SpanEnd::Start, TextUnit::Char, Forward),
            Self::EndWordBack => (SpanEnd::End, TextUnit::Word, Back),
            Self::EndWordForward => (SpanEnd::End, TextUnit::Word, Forward),
            Self::StartWordBack => (SpanEnd::Start, TextUnit::Word, Back),
            Self::StartWordForward => (SpanEnd::Start, TextUnit::Word, Forward),
            _ => return None,
        })
    }

    /// Whether it acts on what is selected in the text, and so only where the text is in view.
    pub(super) fn needs_text(self) -> bool {
        matches!(self.group(), ActionGroup::Caret)
            || matches!(self.group(), ActionGroup::Selecting) && self != Self::Copy
            || matches!(
                self,
                Self::TagKey(_)
                    | Self::TagPalette
                    | Self::Memo
                    | Self::Bookmark
                    | Self::InVivo
                    | Self::Example
                    | Self::DeletePassage
                    | Self::SuggestionQueue
                    | Self::AcceptSuggestion
                    | Self::RefuseSuggestion
                    | Self::LaterSuggestion
                    | Self::NextSentence
                    | Self::PreviousSentence
                    | Self::NextClause
                    | Self::PreviousClause
                    | Self::NextUntagged
                    | Self::PreviousUntagged
                    | Self::NextTurn
                    | Self::PreviousTurn
                    | Self::NextHeading
                    | Self::PreviousHeading
                    | Self::NextPassage
                    | Self::PreviousPassage
            )
    }

    /// Whether a text field with the focus wants `keys`, which do it, for itself.
    pub(super) fn gives_way_to_typing(self, keys: Keys) -> bool {
        // How a search is meant is switched while the query is being typed.
        if matches!(self, Self::FindExact | Self::FindRegex) && keys.alt() {
            return false;
        }
        keys.may_be_typing()
            || self.needs_text()
            || matches!(self, Self::Undo | Self::Redo | Self::Copy)
    }

    /// The first of its keys as it is written on screen: `Ctrl+Shift+Z`.
    pub(super) fn keys_text(self, ctx: &Context) -> Option<String> {
        if let Self::TagKey(key) = self {
            return Some(key.to_string());
        }
        Keymap::of(ctx).keys(self).first().map(Keys::to_string)
    }

    /// Its name and its keys, for a tooltip.
    pub(super) fn tooltip(self, ctx: &Context) -> String {
        let label = self.label();
        self.keys_text(ctx).map_or_else(|| label.to_string(), |keys| format!("{label}  {keys}"))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    #[test]
    fn every_key_of_the_table_is_one_and_belongs_to_one_action() {
        let mut taken = HashMap::new();
        for &action in Action::ALL {
            let keys = action.default_keys();
            assert_eq!(keys.len(), action.row().2.split_whitespace().count(), "{action:?}");
            for keys in keys {
                assert_eq!(keys.why_not(), None, "{action:?}: {keys}");
                assert_eq!(taken.insert((action.realm(), keys), action), None, "{keys}");
            }
        }
    }

    #[test]
    fn whatever_stands_among_the_keys_of_the_caret_moves_it() {
        for &action in Action::ALL {
            assert_eq!(
                action.caret_move().is_some(),
                action.group() == ActionGroup::Caret,
                "{action:?}"
            );
            let moves_end = matches!(action.id().split_once('_'), Some(("end" | "start", _)));
            assert_eq!(action.edge_move().is_some(), moves_end, "{action:?}");
        }
    }

    #[test]
    fn every_id_is_there_once() {
        let mut ids: Vec<_> = Action::ALL.iter().map(|action| action.id()).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count);
    }
}
