//! The number formats of Office, by their names in Word's documents.
//!
//! What each writes is described in ECMA-376 Part 1, 17.18.59 (`ST_NumberFormat`). `LibreOffice` was
//! the second reader. Where the two differ (a hundred and more in `chineseCounting`) the
//! standard goes first; the gap in 一百零一 is written as `LibreOffice` and the press write it.

use super::{Numerals, places, signs};

impl Numerals {
    /// The numerals of a format by its name; digits for one that is not known. `bullet` and `none`
    /// are no numerals, and the caller's business.
    pub(in crate::exchange::document) fn of_office(name: &str) -> Self {
        match name {
            "upperRoman" => Self::UpperRoman,
            "lowerRoman" => Self::LowerRoman,
            "upperLetter" => Self::Upper,
            "lowerLetter" => Self::Lower,
            "ordinal" => Self::Ordinal,
            "cardinalText" => Self::CardinalWords,
            "ordinalText" => Self::OrdinalWords,
            "hex" => Self::Hexadecimal,
            "chicago" => Self::Letters(signs::CHICAGO),
            "ideographDigital" | "japaneseDigitalTenThousand" => {
                Self::Digits(signs::IDEOGRAPHIC_DIGITS)
            }
            "japaneseCounting" => Self::Places(&places::JAPANESE),
            "aiueo" => Self::Letters(signs::AIUEO),
            "iroha" => Self::Letters(signs::IROHA),
            "aiueoFullWidth" => Self::Letters(signs::AIUEO_WIDE),
            "irohaFullWidth" => Self::Letters(signs::IROHA_WIDE),
            "decimalFullWidth" | "decimalFullWidth2" => Self::Digits(signs::WIDE_DIGITS),
            "japaneseLegal" => Self::Places(&places::LEGAL_JAPANESE),
            "decimalEnclosedCircle" => Self::Circled,
            "decimalZero" => Self::Padded,
            "ganada" => Self::Letters(signs::GANADA),
            "chosung" => Self::Letters(signs::CHOSUNG),
            "decimalEnclosedFullstop" => Self::Signs(signs::WITH_STOP),
            "decimalEnclosedParen" => Self::Signs(signs::IN_PARENTHESES),
            "decimalEnclosedCircleChinese" => Self::Signs(signs::CIRCLED_TO_TEN),
            "ideographEnclosedCircle" => Self::Signs(signs::IDEOGRAPHS_CIRCLED),
            "ideographTraditional" => Self::Stems,
            "ideographZodiac" => Self::Branches,
            "ideographZodiacTraditional" => Self::StemsAndBranches,
            "chineseCounting" | "taiwaneseCounting" => Self::Tens(signs::CHINESE_DIGITS),
            "chineseCountingThousand" => Self::Chinese,
            "taiwaneseCountingThousand" => Self::Places(&places::TAIWANESE),
            "taiwaneseDigital" => Self::Digits(signs::CHINESE_DIGITS),
            "chineseLegalSimplified" => Self::Places(&places::LEGAL_SIMPLIFIED),
            "ideographLegalTraditional" => Self::Places(&places::LEGAL_TRADITIONAL),
            "koreanDigital" => Self::Digits(signs::KOREAN_DIGITS),
            "koreanDigital2" => Self::Digits(signs::KOREAN_DIGITS_2),
            "koreanCounting" => Self::Places(&places::KOREAN),
            "koreanLegal" => Self::KoreanWords,
            "hebrew1" => Self::Hebrew,
            "hebrew2" => Self::HebrewAlphabet,
            "arabicAlpha" => Self::Letters(signs::ARABIC_ALPHA),
            "arabicAbjad" => Self::Letters(signs::ARABIC_ABJAD),
            "hindiVowels" => Self::Letters(signs::HINDI_VOWELS),
            "hindiConsonants" => Self::Letters(signs::HINDI_CONSONANTS),
            "hindiNumbers" => Self::Digits(signs::HINDI_DIGITS),
            "thaiLetters" => Self::Letters(signs::THAI),
            "thaiNumbers" => Self::Digits(signs::THAI_DIGITS),
            "numberInDash" => Self::Dashed,
            "russianLower" => Self::Letters(signs::RUSSIAN_LOWER),
            "russianUpper" => Self::Letters(signs::RUSSIAN_UPPER),
            _ => Self::Decimal,
        }
    }

    /// The numerals of a format that gives its first numbers: `001, 002, 003, ...`.
    pub(in crate::exchange::document) fn custom(format: &str) -> Self {
        let first = format.split(',').next().unwrap_or_default().trim();
        match first {
            "α" => Self::Letters(signs::GREEK_LOWER),
            "Α" => Self::Letters(signs::GREEK_UPPER),
            _ if first.len() > 1 && first.trim_start_matches('0') == "1" => {
                Self::PaddedTo(first.len())
            }
            _ => Self::Decimal,
        }
    }
}
