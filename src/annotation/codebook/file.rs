//! The file `codebook.ron`: writing it, reading it, and mending what a merge or a slip left in it.

use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

use serde::Deserialize;

use super::Codebook;
use crate::annotation::{
    lines::CodebookSalvage,
    notation::{
        self, Extension, NotationFault, SyntaxFault, push_extension, push_list, push_string,
    },
    theme::{Colour, Example, PALETTE_LEN, Theme, ThemeId},
};

/// The version of the file this program writes. It reads this one and those before it.
const VERSION: u32 = 1;
/// More themes than this are no codebook a human could use.
pub(super) const MOST_THEMES: usize = 10_000;
/// A theme this many levels down is put at the top.
pub(super) const DEEPEST: usize = 64;

impl Codebook {
    /// The file `codebook.ron`: one theme a line, the same bytes for the same codebook.
    #[must_use]
    pub fn to_ron(&self) -> String {
        let Self { themes, repairs: _, rivals, ext, theme_ext } = self;
        let mut out = format!("(\n    version: {VERSION},\n    themes: [\n");
        for theme in themes {
            let rivals = rivals.iter().filter(|rival| rival.id == theme.id && *rival != theme);
            for theme in std::iter::once(theme).chain(rivals) {
                out.push_str("        ");
                push_theme(&mut out, theme, theme_ext.get(&theme.id));
                out.push_str(",\n");
            }
        }
        out.push_str("    ],\n");
        if !ext.is_empty() {
            out.push_str("    ext: {\n");
            for entry in ext {
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
    pub(in crate::annotation) fn of_lines(mut lines: Vec<ThemeLine>, ext: Extension) -> Self {
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
        codebook.settle_rivals();
        codebook
    }

    /// Drops rivals that say what their theme says now that it is mended, and puts the others in
    /// the order in which they are written.
    fn settle_rivals(&mut self) {
        let mut rivals = std::mem::take(&mut self.rivals);
        rivals.retain(|rival| self.get(rival.id) != Some(rival));
        rivals.sort_by_key(|rival| self.position(rival.id));
        self.rivals = rivals;
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

    /// Puts right what breaks a rule, and says so in [`Codebook::repairs`].
    pub(in crate::annotation) fn mend(&mut self) {
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
pub(in crate::annotation) struct ThemeLine {
    id: ThemeId,
    name: String,
    colour: Colour,
    #[serde(default)]
    key: Option<u8>,
    #[serde(default)]
    description: String,
    #[serde(default)]
    include: String,
    #[serde(default)]
    exclude: String,
    #[serde(default)]
    examples: Vec<Example>,
    #[serde(default)]
    lexicon: Vec<String>,
    #[serde(default)]
    memo: String,
    #[serde(default)]
    parent: Option<ThemeId>,
    #[serde(default)]
    ext: Extension,
}

impl ThemeLine {
    fn into_parts(self) -> (Theme, Extension) {
        let Self {
            id,
            name,
            colour,
            key,
            description,
            include,
            exclude,
            examples,
            lexicon,
            memo,
            parent,
            ext,
        } = self;
        let theme = Theme {
            id,
            name,
            colour,
            key,
            description,
            include,
            exclude,
            examples,
            lexicon,
            memo,
            parent,
        };
        (theme, ext)
    }
}

fn push_theme(out: &mut String, theme: &Theme, ext: Option<&Extension>) {
    let Theme {
        id,
        name,
        colour,
        key,
        description,
        include,
        exclude,
        examples,
        lexicon,
        memo,
        parent,
    } = theme;
    let _ = write!(out, "(id: \"{id}\", name: ");
    push_string(out, name);
    // Writing to a `String` cannot fail.
    let _ = match *colour {
        Colour::Palette(place) => write!(out, ", colour: Palette({place})"),
        Colour::Rgb(red, green, blue) => write!(out, ", colour: Rgb({red}, {green}, {blue})"),
    };
    if let Some(digit) = *key {
        let _ = write!(out, ", key: Some({digit})");
    }
    let texts =
        [("description", description), ("include", include), ("exclude", exclude), ("memo", memo)];
    for (field, text) in texts.iter().filter(|(_, text)| !text.is_empty()) {
        let _ = write!(out, ", {field}: ");
        push_string(out, text);
    }
    if !examples.is_empty() {
        out.push_str(", examples: ");
        push_list(out, ('[', ']'), examples, |out, example| {
            let _ = write!(out, "(passage: \"{}\", quote: ", example.passage);
            push_string(out, &example.quote);
            out.push(')');
        });
    }
    if !lexicon.is_empty() {
        out.push_str(", lexicon: ");
        push_list(out, ('[', ']'), lexicon, |out, entry| push_string(out, entry));
    }
    if let Some(parent) = parent {
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
        reason: NotationFault,
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
