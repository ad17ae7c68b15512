//! A learned model as a file: what was learned in one set ranks texts elsewhere.
//!
//! RON, because its reader gives every number back as it was to the last bit: the same text has the
//! same score wherever it is asked for.

use serde::{Deserialize, Serialize};

use super::{
    SuggestionUnit,
    calibration::Calibration,
    grams::{Gram, GramMap},
    model::{GramWeight, ThemeModel},
};

/// The version that is written.
const VERSION: u32 = 1;

/// What was learned of a theme, and of what.
#[derive(Clone, Debug, PartialEq)]
pub struct ModelFile {
    /// The theme, by its path.
    pub theme: String,
    /// Of what it can tell whether it is of the theme.
    pub unit: SuggestionUnit,
    /// What was learned.
    pub model: ThemeModel,
}

/// Why a file is no model.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelFileError {
    /// It is no such file, in the words of the reader.
    #[error("{0}")]
    Syntax(String),
    /// A later version of the program wrote it.
    #[error("version {0}")]
    NewerVersion(u32),
}

#[derive(Serialize, Deserialize)]
#[serde(rename = "SuggestionModel")]
struct File {
    version: u32,
    theme: String,
    /// `sentence` or `clause`.
    unit: String,
    bias: f64,
    slope: f64,
    offset: f64,
    /// Each string by its number, its weight, and the square of what it counts; by the numbers.
    grams: Vec<(u64, f64, f64)>,
}

impl ModelFile {
    /// The content of the file.
    #[must_use]
    pub fn to_ron(&self) -> String {
        let ThemeModel { grams, bias, calibration } = &self.model;
        let (slope, offset) = calibration.parts();
        let mut grams: Vec<_> =
            grams.iter().map(|(gram, known)| (gram.to_u64(), known.weight, known.square)).collect();
        grams.sort_unstable_by_key(|(gram, ..)| *gram);
        let unit = match self.unit {
            SuggestionUnit::Sentence => "sentence",
            SuggestionUnit::Clause => "clause",
        };
        let (theme, unit, bias) = (self.theme.clone(), unit.to_owned(), *bias);
        let file = File { version: VERSION, theme, unit, bias, slope, offset, grams };
        // The writer fails on nothing that this type can hold.
        ron::to_string(&file).unwrap_or_default() + "\n"
    }

    /// Reads the content of a file.
    ///
    /// # Errors
    /// If it is no model, or one of a later version.
    pub fn from_ron(text: &str) -> Result<Self, ModelFileError> {
        #[derive(Deserialize)]
        struct Head {
            version: u32,
        }
        let syntax = |error: ron::error::SpannedError| ModelFileError::Syntax(error.to_string());
        if let Ok(Head { version }) = ron::from_str::<Head>(text)
            && version > VERSION
        {
            return Err(ModelFileError::NewerVersion(version));
        }
        let File { theme, unit, bias, slope, offset, grams, .. } =
            ron::from_str(text).map_err(syntax)?;
        let unit = if unit == "clause" { SuggestionUnit::Clause } else { SuggestionUnit::Sentence };
        let known = |(gram, weight, square)| (Gram::from_u64(gram), GramWeight { weight, square });
        let grams: GramMap<GramWeight> = grams.into_iter().map(known).collect();
        let calibration = Calibration::of_parts(slope, offset);
        Ok(Self { theme, unit, model: ThemeModel { grams, bias, calibration } })
    }

    /// The sentences or clauses of a text that can be of the theme, each with how likely it is.
    #[must_use]
    pub fn scored(&self, text: &str) -> Vec<(crate::text::ByteSpan, f64)> {
        let spans = super::lessons::units(text, self.unit).into_iter();
        let score = |span: crate::text::ByteSpan| {
            let unit = text.get(span.range()).unwrap_or_default();
            (span, self.model.probability(self.model.score(unit)))
        };
        spans.map(score).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn what_was_learned_comes_back_to_the_last_bit(
            grams in prop::collection::btree_map(1_u64..1 << 53, (any::<f64>(), 0.0..9.0_f64), 0..40),
            (bias, slope, offset) in (-9.0..9.0_f64, 0.0..9.0_f64, -9.0..9.0_f64),
        ) {
            let finite = grams.into_iter().filter(|(_, (weight, _))| weight.is_finite());
            let known = |(gram, (weight, square))| (Gram::from_u64(gram), GramWeight { weight, square });
            let model = ThemeModel {
                grams: finite.map(known).collect(),
                bias,
                calibration: Calibration::of_parts(slope, offset),
            };
            let file = ModelFile { theme: "党建/人才".to_owned(), unit: SuggestionUnit::Clause, model };
            prop_assert_eq!(ModelFile::from_ron(&file.to_ron()), Ok(file));
        }

        #[test]
        fn anything_is_read_or_refused(text in ".{0,80}") {
            let _ = ModelFile::from_ron(&text);
        }
    }

    #[test]
    fn a_later_version_is_not_guessed_at() {
        let text = "(version: 2, theme: \"人才\", other: [1])";
        assert_eq!(ModelFile::from_ron(text), Err(ModelFileError::NewerVersion(2)));
    }
}
