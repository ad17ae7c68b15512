//! The user's settings, kept in the system's configuration folder; never in a set.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    annotation::Coder,
    storage::{self, Storage, StorageError},
};

/// How many recently opened sets are remembered.
const RECENT_LIMIT: usize = 12;
/// The most sets in which it is remembered that suggestions are on.
const SUGGESTING_LIMIT: usize = 200;
/// A settings file longer than this is not ours.
const FILE_LIMIT: u64 = 1 << 20;

/// The page's colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PageTheme {
    /// 宣纸: ink on light paper.
    #[default]
    Light,
    /// 旧纸: ink on old paper.
    Sepia,
    /// 墨夜: light on dark.
    Dark,
}

impl PageTheme {
    /// Every theme, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Light, Self::Sepia, Self::Dark];
}

/// The language of the interface.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Language {
    /// 简体中文.
    #[default]
    Chinese,
    /// English.
    English,
}

impl Language {
    /// Both languages, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Chinese, Self::English];

    /// The system's; Chinese where it says nothing.
    #[must_use]
    pub fn of_system() -> Self {
        sys_locale::get_locale().as_deref().map_or_else(Self::default, Self::of_locale)
    }

    /// That of a system's locale: `zh_CN.UTF-8`, `de-DE`, `C`.
    fn of_locale(locale: &str) -> Self {
        let language = locale.split(['-', '_', '.', '@']).next().unwrap_or_default();
        match language.to_ascii_lowercase().as_str() {
            "" | "c" | "posix" | "zh" | "yue" | "wuu" => Self::Chinese,
            _ => Self::English,
        }
    }

    /// The name of its translation file, which is its BCP 47 tag.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::Chinese => "zh-CN",
            Self::English => "en",
        }
    }
}

/// What the articles' running text is set in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum TextFont {
    /// The bundled serif, 宋体.
    #[default]
    Serif,
    /// The bundled sans, 黑体.
    Sans,
    /// A font file of the user's own.
    Own,
}

impl TextFont {
    /// Every choice, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Serif, Self::Sans, Self::Own];
}

/// How the words' borders are shown in the text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum WordMarks {
    /// Not at all.
    #[default]
    Off,
    /// A hairline between words.
    Hairline,
    /// Every other word on a pale ground.
    Tint,
    /// A gap before every word.
    Spaced,
}

impl WordMarks {
    /// Every way, in the order in which one key steps through them.
    pub const ALL: [Self; 4] = [Self::Off, Self::Hairline, Self::Tint, Self::Spaced];

    /// The way after this one, around again at the end.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Off => Self::Hairline,
            Self::Hairline => Self::Tint,
            Self::Tint => Self::Spaced,
            Self::Spaced => Self::Off,
        }
    }
}

/// How the list of articles is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ArticleOrder {
    /// By year, the latest first, grouped.
    #[default]
    Year,
    /// By file name, in natural order.
    Name,
    /// By the number of passages, most first.
    Passages,
}

impl ArticleOrder {
    /// Every order, as they are offered.
    pub const ALL: [Self; 3] = [Self::Year, Self::Name, Self::Passages];
}

/// What the user chose. Unknown fields of another version are ignored, missing ones are defaults.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own on screen")]
pub struct Settings {
    /// Who marks; the system's user name when not chosen.
    pub coder: Option<String>,
    /// The language of the interface.
    pub language: Language,
    /// The page's colours.
    pub page_theme: PageTheme,
    /// Whether they are dark when the system's are, and light when those are.
    pub follow_system: bool,
    /// Size of the article's text in percent, 60 to 250.
    pub text_percent: u16,
    /// What the text is set in.
    pub text_font: TextFont,
    /// The font file of the user's own.
    pub own_font: Option<PathBuf>,
    /// Distance of the lines in percent of the letters' size, 120 to 260.
    pub line_percent: u16,
    /// Characters in a full line, 16 to 60.
    pub measure: u16,
    /// Space between paragraphs in percent of the distance of lines, 0 to 150.
    pub paragraph_percent: u16,
    /// Whether full lines reach both edges.
    pub justify: bool,
    /// Size of the whole window in percent, 80 to 200.
    pub window_percent: u16,
    /// How words are shown.
    pub word_marks: WordMarks,
    /// Whether half-width punctuation in Chinese text is shown full-width.
    pub full_width_punctuation: bool,
    /// Whether headings, bylines and captions are recognised and set as such.
    pub structure: bool,
    /// Whether a sentence that the layout cut is joined for reading.
    pub join_lines: bool,
    /// Whether text that is printed twice in an article is dimmed the second time.
    pub dim_twins: bool,
    /// How the list of articles is ordered.
    pub article_order: ArticleOrder,
    /// Files outside a set that may be written to although only a link in the set leads there.
    pub allowed_links: Vec<PathBuf>,
    /// Sets opened before, the latest first.
    pub recent: Vec<PathBuf>,
    /// Sets that are coded blind.
    pub blind: Vec<PathBuf>,
    /// Whether the list of articles is shown.
    pub library_open: bool,
    /// Whether the themes and passages are shown.
    pub themes_open: bool,
    /// How much of the page the first of two texts has, in percent, 20 to 80.
    pub beside_percent: u8,
    /// Whether the themes that one tagged with last stand above the others.
    pub recent_themes_first: bool,
    /// Whether the first tour was taken, or left: it comes once unasked.
    pub tour_seen: bool,
    /// In which sets, and as which coder, suggestions are on; the latest last.
    pub suggesting_in: Vec<(PathBuf, String)>,
    /// Keys that the user chose instead of the defaults, as the window writes them: command →
    /// `Ctrl+Shift+J`, …; what only another version knows is kept.
    pub shortcuts: BTreeMap<String, Vec<String>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            coder: None,
            language: Language::default(),
            page_theme: PageTheme::default(),
            follow_system: false,
            text_percent: 100,
            text_font: TextFont::default(),
            own_font: None,
            line_percent: 180,
            measure: 30,
            paragraph_percent: 0,
            justify: true,
            window_percent: 100,
            word_marks: WordMarks::default(),
            full_width_punctuation: true,
            structure: true,
            join_lines: true,
            dim_twins: true,
            article_order: ArticleOrder::default(),
            allowed_links: Vec::new(),
            recent: Vec::new(),
            blind: Vec::new(),
            library_open: true,
            themes_open: true,
            beside_percent: 50,
            recent_themes_first: false,
            tour_seen: false,
            suggesting_in: Vec::new(),
            shortcuts: BTreeMap::new(),
        }
    }
}

impl Settings {
    /// As they are at the very first start.
    #[must_use]
    pub fn first() -> Self {
        Self { language: Language::of_system(), ..Self::default() }
    }

    /// Reads the settings from `path`; none where nothing is there.
    ///
    /// # Errors
    /// With what was wrong if something is there that cannot be read; the caller goes on with
    /// defaults and must not save over the file without telling.
    pub fn load(storage: &dyn Storage, path: &Path) -> Result<Option<Self>, String> {
        let bytes = match storage.read(path, FILE_LIMIT) {
            Ok(bytes) => bytes,
            Err(error) if error.is_not_found() => return Ok(None),
            Err(error) => return Err(error.source.to_string()),
        };
        let text = std::str::from_utf8(&bytes).map_err(|error| error.to_string())?;
        ron::from_str(text).map(Self::tidied).map(Some).map_err(|error| error.to_string())
    }

    /// Writes the settings to `path`.
    ///
    /// # Errors
    /// If the disk refuses.
    pub fn save(&self, storage: &dyn Storage, path: &Path) -> Result<(), StorageError> {
        let pretty = ron::ser::PrettyConfig::new().new_line("\n").depth_limit(2);
        let text = ron::ser::to_string_pretty(self, pretty).unwrap_or_default();
        storage::save(storage, path, text.as_bytes()).map(|_durability| ())
    }

    /// Puts `set` first among the recent ones.
    pub fn remember(&mut self, set: &Path) {
        self.recent.retain(|known| known != set);
        self.recent.insert(0, set.to_path_buf());
        self.recent.truncate(RECENT_LIMIT);
    }

    /// Whether suggestions are on for the coder in the set at `root`.
    #[must_use]
    pub fn suggests_in(&self, root: &Path) -> bool {
        let coder = self.coder();
        self.suggesting_in.iter().any(|(set, whose)| set == root && *whose == coder.as_str())
    }

    /// Switches them on there, or off.
    pub fn suggest_in(&mut self, root: &Path, on: bool) {
        let coder = self.coder().as_str().to_owned();
        self.suggesting_in.retain(|(set, whose)| set != root || *whose != coder);
        if on {
            self.suggesting_in.push((root.to_path_buf(), coder));
        }
    }

    /// Who marks: the chosen coder, else the system's user, else `coder`.
    #[must_use]
    pub fn coder(&self) -> Coder {
        self.coder
            .as_deref()
            .and_then(Coder::new)
            .or_else(|| whoami::username().ok().as_deref().and_then(Coder::new))
            .unwrap_or_else(Coder::unnamed)
    }

    /// The same with every number inside its range, whatever the file held.
    #[must_use]
    pub fn tidied(mut self) -> Self {
        self.text_percent = self.text_percent.clamp(60, 250);
        self.line_percent = self.line_percent.clamp(120, 260);
        self.measure = self.measure.clamp(16, 60);
        self.paragraph_percent = self.paragraph_percent.min(150);
        self.window_percent = self.window_percent.clamp(80, 200);
        self.beside_percent = self.beside_percent.clamp(20, 80);
        self.recent.truncate(RECENT_LIMIT);
        let old = self.suggesting_in.len().saturating_sub(SUGGESTING_LIMIT);
        self.suggesting_in.drain(..old);
        self
    }
}

/// Where the program keeps what belongs to the user rather than to a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UserFolders {
    /// Settings.
    pub config: PathBuf,
    /// The sample set's copy.
    pub data: PathBuf,
    /// What can be worked out again at any time.
    pub cache: PathBuf,
}

impl UserFolders {
    /// The system's folders for this program; `None` where there is no home folder.
    #[must_use]
    pub fn of_system() -> Option<Self> {
        let folders = directories::ProjectDirs::from("", "", "quandian")?;
        Some(Self {
            config: folders.config_dir().to_path_buf(),
            data: folders.data_dir().to_path_buf(),
            cache: folders.cache_dir().to_path_buf(),
        })
    }

    /// The file of where each article was left.
    #[must_use]
    pub fn places_file(&self) -> PathBuf {
        self.data.join("places.ron")
    }

    /// The file of where the window was and how large.
    #[must_use]
    pub fn window_file(&self) -> PathBuf {
        self.data.join("window.ron")
    }

    /// The settings file.
    #[must_use]
    pub fn settings_file(&self) -> PathBuf {
        self.config.join("settings.ron")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::Memory;

    #[test]
    fn settings_come_back_as_they_were() {
        let storage = Memory::new();
        let path = Path::new("/home/lin/.config/quandian/settings.ron");
        let mut settings = Settings { coder: Some("林".to_owned()), ..Settings::default() };
        settings.page_theme = PageTheme::Dark;
        settings.remember(Path::new("/data/文献集"));
        settings.save(&storage, path).unwrap();
        assert_eq!(Settings::load(&storage, path), Ok(Some(settings)));
    }

    #[test]
    fn a_broken_file_is_an_error_and_a_missing_one_is_not() {
        let storage = Memory::new();
        let path = Path::new("/config/settings.ron");
        assert_eq!(Settings::load(&storage, path), Ok(None));
        storage::save(&storage, path, b"(text_percent: ").unwrap();
        assert!(Settings::load(&storage, path).is_err());
    }

    #[test]
    fn a_first_start_speaks_the_language_of_the_system() {
        for (locale, language) in [
            ("zh_CN.UTF-8", Language::Chinese),
            ("zh-Hant-TW", Language::Chinese),
            ("en_GB.UTF-8", Language::English),
            ("de-DE", Language::English),
            ("C.UTF-8", Language::Chinese),
            ("POSIX", Language::Chinese),
        ] {
            assert_eq!(Language::of_locale(locale), language, "{locale}");
        }
    }

    #[test]
    fn a_set_opened_again_moves_to_the_front() {
        let mut settings = Settings::default();
        for name in ["/a", "/b", "/a"] {
            settings.remember(Path::new(name));
        }
        assert_eq!(settings.recent, [PathBuf::from("/a"), PathBuf::from("/b")]);
    }
}
