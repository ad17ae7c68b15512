//! The codebook: the themes of a set, in the user's order, and the file `codebook.ron`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use serde::Deserialize;

use super::{
    lines::CodebookSalvage,
    notation::{self, Extension, Fault, SyntaxFault, push_extension, push_list, push_string},
    theme::{Colour, PALETTE_LEN, Theme, ThemeId},
};

/// The version of the file this program writes. It reads this one and those before it.
const VERSION: u32 = 1;
/// More themes than this are no codebook a human could use.
const MOST_THEMES: usize = 10_000;
/// A theme this many levels down is put at the top.
const DEEPEST: usize = 64;

/// The themes of a set in the order in which they are shown.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Codebook {
    /// No identity twice; parents exist and lead to a theme without one.
    themes: Vec<Theme>,
    repairs: Vec<Repair>,
    /// Other versions of some of `themes`, left by a merge of the file's lines; they stand in the
    /// file as further lines with the same identity.
    rivals: Vec<Theme>,
    /// What others keep in the file.
    ext: Extension,
    /// What others keep with a theme.
    theme_ext: BTreeMap<ThemeId, Extension>,
}

impl Codebook {
    /// The themes a new set begins with.
    ///
    /// Their identities are always the same: two programs or two colleagues that begin with the
    /// same set at the same time mean the same themes.
    #[must_use]
    pub fn starting() -> Self {
        let mut codebook = Self::default();
        let known = [
            ("阵地建设", "01900000-0000-7000-8000-000000000001"),
            ("人才", "01900000-0000-7000-8000-000000000002"),
            ("区域化党建", "01900000-0000-7000-8000-000000000003"),
        ];
        for (name, id) in known {
            let theme = codebook.new_theme(name);
            let id = id.parse().unwrap_or(theme.id);
            codebook.themes.push(Theme { id, ..theme });
        }
        codebook
    }

    /// All themes, in the user's order.
    #[must_use]
    pub fn themes(&self) -> &[Theme] {
        &self.themes
    }

    /// What had to be mended when it was read; the user is told before it is written so.
    #[must_use]
    pub fn repairs(&self) -> &[Repair] {
        &self.repairs
    }

    /// Other versions of some of the themes, for the user to choose from.
    #[must_use]
    pub fn rivals(&self) -> &[Theme] {
        &self.rivals
    }

    pub(super) fn set_rivals(&mut self, rivals: Vec<Theme>) {
        self.rivals = rivals;
    }

    /// Takes over what `other` keeps for other programs and where it is in doubt itself.
    pub(super) fn keep_extras_of(&mut self, other: &Self) {
        for (key, value) in &other.ext {
            self.ext.entry(key.clone()).or_insert_with(|| value.clone());
        }
        for (id, values) in &other.theme_ext {
            let ext = self.theme_ext.entry(*id).or_default();
            for (key, value) in values {
                ext.entry(key.clone()).or_insert_with(|| value.clone());
            }
        }
        for rival in &other.rivals {
            if self.get(rival.id).is_some_and(|theme| theme != rival)
                && !self.rivals.contains(rival)
            {
                self.rivals.push(rival.clone());
            }
        }
    }

    /// The theme with that identity.
    #[must_use]
    pub fn get(&self, id: ThemeId) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.id == id)
    }

    /// Where the theme stands in the user's order.
    #[must_use]
    pub fn position(&self, id: ThemeId) -> Option<usize> {
        self.themes.iter().position(|theme| theme.id == id)
    }

    /// The theme with that path name (`党建/阵地建设`), or else the first with that name.
    #[must_use]
    pub fn by_name(&self, name: &str) -> Option<&Theme> {
        let by_path = self.themes.iter().find(|theme| self.path_name(theme.id) == name);
        by_path.or_else(|| self.themes.iter().find(|theme| theme.name == name))
    }

    /// The first theme that bears that digit.
    #[must_use]
    pub fn by_key(&self, digit: u8) -> Option<&Theme> {
        self.themes.iter().find(|theme| theme.key == Some(digit))
    }

    /// The themes directly below `parent`, or those at the top.
    pub fn children(&self, parent: Option<ThemeId>) -> impl Iterator<Item = &Theme> {
        self.themes.iter().filter(move |theme| theme.parent == parent)
    }

    /// A theme at the top called `name`, with the first free colour and digit; not yet in here.
    #[must_use]
    pub fn new_theme(&self, name: &str) -> Theme {
        let free_colour = |&place: &u8| {
            let colour = Colour::Palette(place);
            !self.themes.iter().any(|theme| theme.colour == colour)
        };
        // With every colour in use they go round, so that neighbours in the list still differ.
        let round = u8::try_from(self.themes.len() % usize::from(PALETTE_LEN)).unwrap_or(0);
        Theme {
            id: ThemeId::fresh(),
            name: name.trim().to_owned(),
            colour: Colour::Palette((0..PALETTE_LEN).find(free_colour).unwrap_or(round)),
            key: (1..=9).find(|&digit| self.by_key(digit).is_none()),
            description: String::new(),
            parent: None,
        }
    }

    /// The theme and those it is a sub-theme of, itself first.
    fn ancestry(&self, id: ThemeId) -> impl Iterator<Item = &Theme> {
        // No line of parents is longer than the codebook: a circle ends there.
        let line = std::iter::successors(self.get(id), |theme| self.get(theme.parent?));
        line.take(self.themes.len())
    }

    /// The theme's name with those of its parents before it: `党建/阵地建设`.
    ///
    /// For a theme that is not in here, its identity, so that it does not vanish from a list.
    #[must_use]
    pub fn path_name(&self, id: ThemeId) -> String {
        let mut names: Vec<_> = self.ancestry(id).map(|theme| theme.name.as_str()).collect();
        if names.is_empty() {
            return id.to_string();
        }
        names.reverse();
        names.join("/")
    }

    /// Whether `id` below `parent` would be below itself.
    #[must_use]
    pub fn would_cycle(&self, id: ThemeId, parent: ThemeId) -> bool {
        id == parent || self.ancestry(parent).any(|theme| theme.id == id)
    }

    /// Puts `theme` at `index`, or at the end if that is beyond it.
    pub(super) fn insert(&mut self, index: usize, theme: Theme) {
        self.themes.insert(index.min(self.themes.len()), theme);
    }

    /// Takes the theme out.
    pub(super) fn remove(&mut self, id: ThemeId) -> Option<Theme> {
        self.position(id).map(|index| self.themes.remove(index))
    }

    /// Puts `theme` in the place of the one with its identity; says whether there was one.
    pub(super) fn replace(&mut self, theme: Theme) -> bool {
        let place = self.themes.iter_mut().find(|old| old.id == theme.id);
        place.map(|old| *old = theme).is_some()
    }

    /// The file `codebook.ron`: one theme a line, the same bytes for the same codebook.
    #[must_use]
    pub fn to_ron(&self) -> String {
        let mut out = format!("(\n    version: {VERSION},\n    themes: [\n");
        for theme in &self.themes {
            let rivals = self.rivals.iter().filter(|rival| rival.id == theme.id && *rival != theme);
            for theme in std::iter::once(theme).chain(rivals) {
                out.push_str("        ");
                push_theme(&mut out, theme, self.theme_ext.get(&theme.id));
                out.push_str(",\n");
            }
        }
        out.push_str("    ],\n");
        if !self.ext.is_empty() {
            out.push_str("    ext: {\n");
            for entry in &self.ext {
                out.push_str("        ");
                push_extension(&mut out, entry);
                out.push_str(",\n");
            }
            out.push_str("    },\n");
        }
        out.push_str(")\n");
        out
    }

    /// Reads the file `codebook.ron`.
    ///
    /// What a merge or a slip of the hand left (a parent that is gone, a circle, a digit 0) is
    /// mended and listed in [`Codebook::repairs`]: one bad theme must not lock the whole set. Of a
    /// theme that is there twice the first stands, and the others are its rivals.
    ///
    /// # Errors
    /// If it is no codebook, is of a newer version, or holds too many themes.
    pub fn from_ron(text: &str) -> Result<Self, CodebookError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            version: u32,
            themes: Vec<ThemeLine>,
            #[serde(default)]
            ext: Extension,
        }
        let newer = |version| CodebookError::NewerVersion { version };
        let file: File = notation::read(text).map_err(|fault| {
            // A newer file may well break the rules of this version: say that, not where.
            let version = notation::version(text).filter(|&version| version > VERSION);
            version.map_or_else(|| fault.into(), newer)
        })?;
        if file.version > VERSION {
            return Err(newer(file.version));
        }
        if file.themes.len() > MOST_THEMES {
            return Err(CodebookError::TooMany { count: file.themes.len(), limit: MOST_THEMES });
        }
        Ok(Self::of_lines(file.themes, file.ext))
    }

    /// The codebook that those lines make.
    pub(super) fn of_lines(mut lines: Vec<ThemeLine>, ext: Extension) -> Self {
        lines.truncate(MOST_THEMES);
        let mut codebook = Self { ext, ..Self::default() };
        let mut places: BTreeMap<ThemeId, usize> = BTreeMap::new();
        for line in lines {
            let (theme, ext) = line.into_parts();
            if !ext.is_empty() {
                codebook.theme_ext.entry(theme.id).or_default().extend(ext);
            }
            match places.get(&theme.id).and_then(|&place| codebook.themes.get(place)) {
                None => {
                    places.insert(theme.id, codebook.themes.len());
                    codebook.themes.push(theme);
                }
                Some(first) if *first == theme || codebook.rivals.contains(&theme) => {}
                Some(_) => codebook.rivals.push(theme),
            }
        }
        codebook.mend();
        codebook
    }

    /// The themes that hang below themselves, or too far down to be shown, each line of parents
    /// cut at its first theme in the list.
    fn misplaced(&self) -> BTreeMap<ThemeId, ThemeDefect> {
        let mut parents: BTreeMap<ThemeId, Option<ThemeId>> =
            self.themes.iter().map(|theme| (theme.id, theme.parent)).collect();
        let mut found = BTreeMap::new();
        for theme in &self.themes {
            let mut above = theme.parent;
            let mut depth = 0;
            while let Some(id) = above {
                depth += 1;
                let circle = id == theme.id;
                if circle || depth > DEEPEST {
                    let defect =
                        if circle { ThemeDefect::ParentCycle } else { ThemeDefect::ParentDeep };
                    found.insert(theme.id, defect);
                    parents.insert(theme.id, None);
                    break;
                }
                above = parents.get(&id).copied().flatten();
            }
        }
        found
    }

    fn mend(&mut self) {
        let known: BTreeSet<ThemeId> = self.themes.iter().map(|theme| theme.id).collect();
        let misplaced = self.misplaced();
        for theme in &mut self.themes {
            let mut defects = Vec::new();
            if theme.name.trim().is_empty() || theme.name.contains(char::is_control) {
                let name = theme.name.replace(char::is_control, " ");
                theme.name = if name.trim().is_empty() { theme.id.to_string() } else { name };
                defects.push(ThemeDefect::Name);
            }
            if theme.key.is_some_and(|digit| !(1..=9).contains(&digit)) {
                theme.key = None;
                defects.push(ThemeDefect::Key);
            }
            if let Colour::Palette(place @ PALETTE_LEN..) = theme.colour {
                theme.colour = Colour::Palette(place % PALETTE_LEN);
                defects.push(ThemeDefect::Colour);
            }
            if theme.parent.is_some_and(|parent| !known.contains(&parent)) {
                theme.parent = None;
                defects.push(ThemeDefect::ParentMissing);
            } else if let Some(&defect) = misplaced.get(&theme.id) {
                theme.parent = None;
                defects.push(defect);
            }
            let repair = |defect| Repair { theme: theme.id, name: theme.name.clone(), defect };
            self.repairs.extend(defects.into_iter().map(repair));
        }
    }
}

/// A theme as it stands in the file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThemeLine {
    id: ThemeId,
    name: String,
    colour: Colour,
    #[serde(default)]
    key: Option<u8>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    parent: Option<ThemeId>,
    #[serde(default)]
    ext: Extension,
}

impl ThemeLine {
    fn into_parts(self) -> (Theme, Extension) {
        let Self { id, name, colour, key, description, parent, ext } = self;
        (Theme { id, name, colour, key, description, parent }, ext)
    }
}

fn push_theme(out: &mut String, theme: &Theme, ext: Option<&Extension>) {
    let _ = write!(out, "(id: \"{}\", name: ", theme.id);
    push_string(out, &theme.name);
    // Writing to a `String` cannot fail.
    let _ = match theme.colour {
        Colour::Palette(place) => write!(out, ", colour: Palette({place})"),
        Colour::Rgb(red, green, blue) => write!(out, ", colour: Rgb({red}, {green}, {blue})"),
    };
    if let Some(digit) = theme.key {
        let _ = write!(out, ", key: Some({digit})");
    }
    if !theme.description.is_empty() {
        out.push_str(", description: ");
        push_string(out, &theme.description);
    }
    if let Some(parent) = theme.parent {
        let _ = write!(out, ", parent: Some(\"{parent}\")");
    }
    if let Some(ext) = ext.filter(|ext| !ext.is_empty()) {
        out.push_str(", ext: ");
        push_list(out, ('{', '}'), ext, push_extension);
    }
    out.push(')');
}

/// Something in the file that was mended in memory.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repair {
    /// In which theme.
    pub theme: ThemeId,
    /// The theme's name.
    pub name: String,
    /// What was wrong.
    pub defect: ThemeDefect,
}

/// What can be wrong with a theme in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ThemeDefect {
    /// Its name was empty or had line breaks in it.
    Name,
    /// Its digit was not 1 to 9; it has none now.
    Key,
    /// Its colour was not in the palette; it has another now.
    Colour,
    /// Its parent was not there; it stands at the top now.
    ParentMissing,
    /// It stood below itself; it stands at the top now.
    ParentCycle,
    /// It stood too many levels down; it stands at the top now.
    ParentDeep,
}

/// Why `codebook.ron` cannot be read; it is then never overwritten.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CodebookError {
    /// It is not RON, or not a codebook.
    #[error("line {line}, column {column}: {reason}")]
    Syntax {
        /// From 1.
        line: usize,
        /// In characters, from 1.
        column: usize,
        /// What is wrong there.
        reason: Fault,
    },
    /// It was written by a newer program.
    #[error("version {version} is not known to this program")]
    NewerVersion {
        /// The version it says it has.
        version: u32,
    },
    /// It holds more themes than this program takes.
    #[error("{count} themes; at most {limit} are read")]
    TooMany {
        /// How many it holds.
        count: usize,
        /// How many are read.
        limit: usize,
    },
    /// The disk would not give it.
    #[error("{reason}")]
    Unreadable {
        /// What the system said.
        reason: String,
    },
}

impl CodebookError {
    /// What of the file can be read all the same; nothing of one from a newer program, which would
    /// lose what it knows better.
    #[must_use]
    pub fn salvage(&self, text: &str) -> Option<CodebookSalvage> {
        matches!(self, Self::Syntax { .. }).then(|| CodebookSalvage::of(text))
    }
}

impl From<SyntaxFault> for CodebookError {
    fn from(fault: SyntaxFault) -> Self {
        Self::Syntax { line: fault.line, column: fault.column, reason: fault.reason }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn theme(name: &str, parent: Option<ThemeId>) -> Theme {
        Theme { parent, ..Codebook::default().new_theme(name) }
    }

    fn codebook(themes: Vec<Theme>) -> Codebook {
        Codebook { themes, ..Codebook::default() }
    }

    #[test]
    fn a_new_set_starts_with_three_themes_on_keys_1_to_3() {
        let codebook = Codebook::starting();
        let seen: Vec<_> =
            codebook.themes().iter().map(|t| (t.name.as_str(), t.key, t.colour)).collect();
        let expected = [
            ("阵地建设", Some(1), Colour::Palette(0)),
            ("人才", Some(2), Colour::Palette(1)),
            ("区域化党建", Some(3), Colour::Palette(2)),
        ];
        assert_eq!(seen, expected);
    }

    #[test]
    fn a_new_theme_takes_the_first_gap_and_no_key_when_all_are_taken() {
        let mut codebook = Codebook::starting();
        let second = codebook.themes()[1].id;
        codebook.remove(second);
        let theme = codebook.new_theme("队伍");
        assert_eq!((theme.key, theme.colour), (Some(2), Colour::Palette(1)));
        for round in 0..20 {
            let theme = codebook.new_theme(&format!("主题{round}"));
            codebook.insert(usize::MAX, theme);
        }
        let theme = codebook.new_theme("最后");
        assert_eq!(theme.key, None);
        assert!(matches!(theme.colour, Colour::Palette(0..PALETTE_LEN)));
    }

    #[test]
    fn names_are_found_by_path_before_plain() {
        let top = theme("党建", None);
        let below = theme("阵地", Some(top.id));
        let other = theme("阵地", None);
        let book = codebook(vec![top, below.clone(), other.clone()]);
        assert_eq!(book.path_name(below.id), "党建/阵地");
        assert_eq!(book.by_name("党建/阵地").map(|t| t.id), Some(below.id));
        assert_eq!(book.by_name("阵地").map(|t| t.id), Some(other.id));
        assert!(book.would_cycle(book.themes()[0].id, below.id));
        assert!(!book.would_cycle(below.id, other.id));
    }

    fn any_theme() -> impl Strategy<Value = Theme> {
        let colour = prop_oneof![
            (0..PALETTE_LEN).prop_map(Colour::Palette),
            any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Colour::Rgb(r, g, b)),
        ];
        let name = "[^\\p{Cc}]{0,6}[阵地\"\\\\𠮷👍]{1,4}";
        let key = proptest::option::of(1..=9u8);
        (name, colour, key, any::<String>()).prop_map(|(name, colour, key, description)| Theme {
            id: ThemeId::fresh(),
            name,
            colour,
            key,
            description,
            parent: None,
        })
    }

    proptest! {
        #[test]
        fn the_file_gives_back_what_was_written(
            mut themes in prop::collection::vec(any_theme(), 0..8),
            below in any::<prop::sample::Index>(),
        ) {
            if let [first, rest @ ..] = themes.as_mut_slice() && !rest.is_empty() {
                rest[below.index(rest.len())].parent = Some(first.id);
            }
            let book = codebook(themes);
            let file = book.to_ron();
            prop_assert_eq!(file.lines().count(), book.themes().len() + 5);
            prop_assert_eq!(Codebook::from_ron(&file), Ok(book.clone()));
            prop_assert_eq!(Codebook::from_ron(&format!("\u{feff}{}", file.replace('\n', "\r\n"))), Ok(book));
        }
    }

    #[test]
    fn circles_and_lost_parents_are_cut_and_reported() {
        use ThemeDefect::{Key, Name, ParentCycle, ParentMissing};
        let (mut one, mut two) = (theme("甲", None), theme("乙", None));
        one.parent = Some(two.id);
        two.parent = Some(one.id);
        let lost = theme("丙", Some(ThemeId::fresh()));
        let wrong = Theme { key: Some(12), colour: Colour::Palette(99), ..theme("", None) };
        let file = codebook(vec![one.clone(), two.clone(), lost.clone(), wrong]).to_ron();
        let read = Codebook::from_ron(&file).expect("mended");
        let defects: Vec<_> = read.repairs().iter().map(|repair| repair.defect).collect();
        assert_eq!(defects, [ParentCycle, ParentMissing, Name, Key, ThemeDefect::Colour]);
        assert_eq!(read.path_name(two.id), "甲/乙");
        assert_eq!(read.path_name(lost.id), "丙");
        assert_eq!(read.themes().len(), 4);
    }

    #[test]
    fn a_broken_file_says_where() {
        let mut file = Codebook::starting().to_ron();
        file = file.replace("colour: Palette(1)", "colour: Palette(red)");
        let Err(CodebookError::Syntax { line, column, .. }) = Codebook::from_ron(&file) else {
            panic!("read a broken file");
        };
        assert_eq!(line, 5);
        assert!(column > 60, "{column}");
    }

    #[test]
    fn newer_files_and_unknown_fields_are_refused_and_doubled_themes_are_rivals() {
        let newer = "(version: 2, themes: {\"a\": 1}, more: [])";
        assert_eq!(Codebook::from_ron(newer), Err(CodebookError::NewerVersion { version: 2 }));
        let file = Codebook::starting().to_ron();
        let unknown = file.replace("name:", "nickname: \"x\", name:");
        assert!(matches!(Codebook::from_ron(&unknown), Err(CodebookError::Syntax { line: 4, .. })));
        let theme = theme("甲", None);
        let doubled = codebook(vec![theme.clone(), theme.clone()]).to_ron();
        let read = Codebook::from_ron(&doubled).expect("the same twice is the same");
        assert_eq!((read.themes().len(), read.rivals().len()), (1, 0));
        let other = Theme { name: "乙".to_owned(), ..theme.clone() };
        let read = Codebook::from_ron(&codebook(vec![theme, other.clone()]).to_ron()).expect("two");
        assert_eq!((read.themes().len(), read.rivals()), (1, &[other][..]));
        assert_eq!(Codebook::from_ron(&read.to_ron()), Ok(read));
    }

    #[test]
    fn what_a_newer_program_keeps_is_written_back() {
        let file = Codebook::starting().to_ron();
        let file = file
            .replacen("key: Some(1)", "key: Some(1), ext: {\"icon\": Star(5)}", 1)
            .replace("    ],\n)", "    ],\n    ext: {\n        \"views\": [\"甲\", 1],\n    },\n)");
        let read = Codebook::from_ron(&file).expect("a codebook");
        assert_eq!(read.to_ron(), file);
    }

    #[test]
    fn a_hostile_codebook_is_read_at_once_or_refused() {
        let chain = |count: usize| {
            let mut themes: Vec<Theme> =
                (0..count).map(|number| theme(&number.to_string(), None)).collect();
            for number in 0..count {
                themes[number].parent = Some(themes[(number + 1) % count].id);
            }
            codebook(themes).to_ron()
        };
        let read = Codebook::from_ron(&chain(MOST_THEMES)).expect("a circle of all");
        assert!(read.repairs().len() > 100 && read.repairs().len() < MOST_THEMES);
        let longest = read.themes().iter().map(|t| read.path_name(t.id).matches('/').count()).max();
        assert!(longest <= Some(DEEPEST));
        assert_eq!(
            Codebook::from_ron(&chain(MOST_THEMES + 1)),
            Err(CodebookError::TooMany { count: MOST_THEMES + 1, limit: MOST_THEMES })
        );
        let deep = format!("(version: 1, themes: {}{})", "[".repeat(100_000), "]".repeat(100_000));
        assert!(Codebook::from_ron(&deep).is_err());
    }
}
