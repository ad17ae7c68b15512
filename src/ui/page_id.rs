//! The pages of the window by name: one line each, from which tabs, menus and keys are made.
//!
//! A page itself is a folder under [`super::pages`].

macro_rules! pages {
    ($($(#[$doc:meta])* $name:ident $label:literal $keys:literal;)+) => {
        /// A page of the window.
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
        pub(super) enum PageId {
            $($(#[$doc])* $name,)+
        }

        impl PageId {
            /// Every page, in the order of the tabs.
            pub(super) const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Key of its name on screen, and the keys that lead there by default.
            pub(super) const fn row(self) -> (&'static str, &'static str) {
                match self {
                    $(Self::$name => ($label, $keys),)+
                }
            }
        }
    };
}

// Name, name on screen (behind the dot: the id in the settings file, which never changes), keys of
// which the first is shown.
pages! {
    /// One article, its themes and passages.
    #[default]
    Reading  "action.reading_page"  "Ctrl+1";
    /// All passages of the set.
    Excerpts "action.excerpts_page" "Ctrl+2";
    /// All places of the set that say something.
    Search   "action.search_page"   "Ctrl+Shift+F Ctrl+3";
    /// The themes, their levels and rules.
    Codebook "action.codebook_page" "Ctrl+4";
    /// All memos of the set.
    Memos    "action.memos_page"    "Ctrl+5";
    /// What the tags and the texts say, as tables and pictures.
    Compare  "action.compare_page"  "Ctrl+6";
}
