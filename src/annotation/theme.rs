//! A theme: what a passage can be about.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::passage::{Passage, PassageId, Timestamp};

/// A theme's identity, which survives renaming.
///
/// A UUID, version 7 for themes made by this program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ThemeId(Uuid);

impl ThemeId {
    /// An identity nobody has yet.
    #[must_use]
    pub fn fresh() -> Self {
        Self(Uuid::now_v7())
    }

    /// When it was made, if it was made here: then its identity tells.
    #[must_use]
    pub fn made(self) -> Option<Timestamp> {
        let (seconds, nanoseconds) = self.0.get_timestamp()?.to_unix();
        let seconds = i64::try_from(seconds).ok()?;
        Timestamp::new(seconds, i32::try_from(nanoseconds).ok()?).ok()
    }
}

impl fmt::Display for ThemeId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ThemeId {
    type Err = uuid::Error;

    fn from_str(s: &str) -> Result<Self, Self::Err> {
        Uuid::from_str(s).map(Self)
    }
}

/// How many colours the palette holds; a new theme takes the first that no theme has.
pub const PALETTE_LEN: u8 = 10;

/// The palette as it is on a light page, `0x00RRGGBB` each.
pub const PALETTE: [u32; PALETTE_LEN as usize] = [
    0x1D_51_8A, 0xA8_7B_23, 0x37_92_6E, 0x97_12_4D, 0x8C_54_33, 0x7F_5D_9B, 0x2A_7F_93, 0x6B_7F_1E,
    0x56_60_6B, 0xB8_5C_93,
];

/// A theme's colour.
///
/// A place in the palette is shown in the shade that suits the page (light, sepia, dark); a colour
/// of the user's own is shown as it is, lightened or darkened only where it could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Colour {
    /// A place in the palette, below [`PALETTE_LEN`].
    Palette(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

impl Colour {
    /// What the places of the palette are called, the same in every language and version.
    pub const PALETTE_NAMES: [&str; PALETTE_LEN as usize] = [
        "azurite",
        "gamboge",
        "malachite",
        "carmine",
        "ochre",
        "sandalwood",
        "indigo",
        "bamboo",
        "crow",
        "rose",
    ];

    /// The colour on a light page, for files that leave the program: red, green, blue.
    #[must_use]
    pub fn rgb(self) -> (u8, u8, u8) {
        match self {
            Self::Palette(place) => {
                let [_, red, green, blue] = PALETTE[usize::from(place % PALETTE_LEN)].to_be_bytes();
                (red, green, blue)
            }
            Self::Rgb(red, green, blue) => (red, green, blue),
        }
    }
}

/// A passage that shows what a theme means.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// Which passage.
    pub passage: PassageId,
    /// Its text, which stays when the passage goes.
    pub quote: String,
}

impl Example {
    /// That passage.
    #[must_use]
    pub fn of(passage: &Passage) -> Self {
        Self { passage: passage.id, quote: passage.quotes.join(" … ") }
    }
}

/// A theme of the codebook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Which theme.
    pub id: ThemeId,
    /// Its name: not empty, without line breaks, unique among its siblings.
    pub name: String,
    /// Its colour.
    pub colour: Colour,
    /// The digit key (1 to 9) that tags with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<u8>,
    /// What it is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// What belongs to it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub include: String,
    /// What does not belong to it though it looks like it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub exclude: String,
    /// Passages that show best what it means.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<Example>,
    /// Words that hint at it; an entry between slashes (`/党(群|建)/`) is a regular expression.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lexicon: Vec<String>,
    /// The coders' thoughts on it, in Markdown.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub memo: String,
    /// The theme it is a sub-theme of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<ThemeId>,
}
