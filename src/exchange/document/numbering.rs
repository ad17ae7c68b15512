//! The numbers of items that a document counts but does not write down: `3.`, `(c)`, `iv`, and the
//! Chinese ones.

mod office;
mod places;
mod signs;
mod words;

use self::places::NumberPlaces;

/// How a list writes its numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Numerals {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// 01, 02, 03.
    Padded,
    /// As many digits at least, with zeros in front.
    PaddedTo(usize),
    /// a, b, c.
    Lower,
    /// A, B, C.
    Upper,
    /// i, ii, iii.
    LowerRoman,
    /// I, II, III.
    UpperRoman,
    /// The everyday Chinese numerals, with ten and hundred.
    Chinese,
    /// The ten stems.
    Stems,
    /// The twelve branches.
    Branches,
    /// A stem and a branch, sixty pairs.
    StemsAndBranches,
    /// 1 to 20 in circles.
    Circled,
    /// Each number its own sign, from 1; in digits beyond the last.
    Signs(&'static str),
    /// The same, but beyond the last sign the first is written twice, and so on.
    Letters(&'static str),
    /// Digit by digit, with these for 0 to 9.
    Digits(&'static str),
    /// With ten below a hundred, digit by digit from there on.
    Tens(&'static str),
    /// With ten, hundred, thousand and ten thousand.
    Places(&'static NumberPlaces),
    /// 1 to 99 in Korean words.
    KoreanWords,
    /// The Hebrew letters by what they count for: ten and one is eleven.
    Hebrew,
    /// The Hebrew alphabet; beyond its last letter that letter is put behind.
    HebrewAlphabet,
    /// - 1 -, - 2 -.
    Dashed,
    /// 9, A, B.
    Hexadecimal,
    /// 1st, 2nd, 3rd.
    Ordinal,
    /// First, Second.
    OrdinalWords,
    /// One, Two.
    CardinalWords,
}

const ROMAN: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];
/// Larger numbers are written in digits where each takes more signs than the one before.
const LARGEST: u32 = 3999;

impl Numerals {
    /// `number` so written; in digits where these numerals do not reach it.
    pub(super) fn write(self, number: u32) -> String {
        let written = match self {
            Self::Decimal => None,
            Self::Padded => Some(format!("{number:02}")),
            Self::PaddedTo(width) => Some(format!("{number:0width$}")),
            Self::Lower => letters("abcdefghijklmnopqrstuvwxyz", number),
            Self::Upper => letters("ABCDEFGHIJKLMNOPQRSTUVWXYZ", number),
            Self::LowerRoman => roman(number),
            Self::UpperRoman => roman(number).map(|text| text.to_uppercase()),
            Self::Chinese => places::CHINESE.write(number),
            Self::Stems => sign(signs::STEMS, number),
            Self::Branches => sign(signs::BRANCHES, number),
            Self::StemsAndBranches => stem_and_branch(number),
            Self::Circled => sign(signs::CIRCLED, number),
            Self::Signs(signs) => sign(signs, number),
            Self::Letters(signs) => letters(signs, number),
            Self::Digits(digits) => Some(places::digits(digits, number)),
            Self::Tens(digits) => Some(places::tens(digits, number)),
            Self::Places(places) => places.write(number),
            Self::KoreanWords => words::korean(number),
            Self::Hebrew => words::hebrew(number),
            Self::HebrewAlphabet => words::hebrew_alphabet(number),
            Self::Dashed => Some(format!("- {number} -")),
            Self::Hexadecimal => Some(format!("{number:X}")),
            Self::Ordinal => Some(words::ordinal(number)),
            Self::OrdinalWords => words::ordinal_words(number),
            Self::CardinalWords => words::cardinal_words(number),
        };
        written.unwrap_or_else(|| number.to_string())
    }
}

/// The sign of that number, from 1.
fn sign(signs: &str, number: u32) -> Option<String> {
    signs.chars().nth(usize::try_from(number).ok()?.checked_sub(1)?).map(String::from)
}

/// a to z, then aa to zz, as Word and writers of web pages' lists go on.
fn letters(signs: &str, number: u32) -> Option<String> {
    let at = usize::try_from(number.checked_sub(1).filter(|&at| at < LARGEST)?).ok()?;
    let count = signs.chars().count();
    let letter = signs.chars().nth(at.checked_rem(count)?)?;
    Some(std::iter::repeat_n(letter, at / count + 1).collect())
}

/// A stem and a branch: both go on together, so that the pair comes again after sixty.
fn stem_and_branch(number: u32) -> Option<String> {
    let at = number.checked_sub(1).filter(|&at| at < 60)?;
    Some(sign(signs::STEMS, at % 10 + 1)? + &sign(signs::BRANCHES, at % 12 + 1)?)
}

fn roman(number: u32) -> Option<String> {
    if !(1..=LARGEST).contains(&number) {
        return None;
    }
    let mut left = number;
    let mut text = String::new();
    for (value, sign) in ROMAN {
        while left >= value {
            text.push_str(sign);
            left -= value;
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(numerals: Numerals, numbers: &[u32]) -> String {
        numbers.iter().map(|&number| numerals.write(number)).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn numbers_are_written_as_lists_write_them() {
        let chinese = all(Numerals::Chinese, &[0, 1, 10, 11, 20, 21, 100, 105, 110, 1003, 4000]);
        assert_eq!(chinese, "〇 一 十 十一 二十 二十一 一百 一百零五 一百一十 一千零三 四千");
        assert_eq!(all(Numerals::Lower, &[0, 1, 26, 27, 28]), "0 a z aa bb");
        assert_eq!(all(Numerals::UpperRoman, &[4, 1994, 0]), "IV MCMXCIV 0");
        assert_eq!(all(Numerals::Circled, &[1, 20, 21]), "① ⑳ 21");
        assert_eq!(all(Numerals::Stems, &[1, 10, 11]), "甲 癸 11");
        assert_eq!(all(Numerals::Padded, &[3]), "03");
        assert_eq!(all(Numerals::PaddedTo(3), &[3, 1234]), "003 1234");
    }

    #[test]
    fn every_format_of_office_is_written_as_office_writes_it() {
        for (name, expected) in [
            ("decimal", "0 1 2 10 11 21 101 1010"),
            ("upperRoman", "0 I II X XI XXI CI MX"),
            ("ordinal", "0th 1st 2nd 10th 11th 21st 101st 1010th"),
            ("cardinalText", "Zero One Two Ten Eleven Twenty-one One hundred one One thousand ten"),
            (
                "ordinalText",
                "Zeroth First Second Tenth Eleventh Twenty-first One hundred first One thousand tenth",
            ),
            ("hex", "0 1 2 A B 15 65 3F2"),
            ("ideographDigital", "〇 一 二 一〇 一一 二一 一〇一 一〇一〇"),
            ("japaneseCounting", "〇 一 二 十 十一 二十一 百一 千十"),
            ("decimalFullWidth", "０ １ ２ １０ １１ ２１ １０１ １０１０"),
            ("decimalFullWidth2", "０ １ ２ １０ １１ ２１ １０１ １０１０"),
            ("decimalHalfWidth", "0 1 2 10 11 21 101 1010"),
            ("japaneseLegal", "零 壱 弐 壱拾 壱拾壱 弐拾壱 壱百壱 壱阡壱拾"),
            ("decimalEnclosedCircle", "0 ① ② ⑩ ⑪ 21 101 1010"),
            ("decimalEnclosedCircleChinese", "0 ① ② ⑩ 11 21 101 1010"),
            ("decimalEnclosedFullstop", "0 ⒈ ⒉ ⒑ ⒒ 21 101 1010"),
            ("decimalEnclosedParen", "0 ⑴ ⑵ ⑽ ⑾ 21 101 1010"),
            ("ideographEnclosedCircle", "0 ㊀ ㊁ ㊉ 11 21 101 1010"),
            ("decimalZero", "00 01 02 10 11 21 101 1010"),
            ("ideographTraditional", "0 甲 乙 癸 11 21 101 1010"),
            ("ideographZodiac", "0 子 丑 酉 戌 21 101 1010"),
            ("ideographZodiacTraditional", "0 甲子 乙丑 癸酉 甲戌 甲申 101 1010"),
            ("chineseCounting", "○ 一 二 十 十一 二十一 一○一 一○一○"),
            ("taiwaneseCounting", "○ 一 二 十 十一 二十一 一○一 一○一○"),
            ("chineseCountingThousand", "〇 一 二 十 十一 二十一 一百零一 一千零一十"),
            ("taiwaneseCountingThousand", "〇 一 二 十 十一 二十一 一百零一 一千零一十"),
            ("taiwaneseDigital", "○ 一 二 一○ 一一 二一 一○一 一○一○"),
            ("chineseLegalSimplified", "零 壹 贰 壹拾 壹拾壹 贰拾壹 壹佰零壹 壹仟零壹拾"),
            ("ideographLegalTraditional", "零 壹 貳 壹拾 壹拾壹 貳拾壹 壹佰零壹 壹仟零壹拾"),
            ("koreanDigital", "영 일 이 일영 일일 이일 일영일 일영일영"),
            ("koreanDigital2", "零 一 二 一零 一一 二一 一零一 一零一零"),
            ("koreanCounting", "영 일 이 십 십일 이십일 백일 천십"),
            ("koreanLegal", "0 하나 둘 열 열하나 스물하나 101 1010"),
            ("numberInDash", "- 0 - - 1 - - 2 - - 10 - - 11 - - 21 - - 101 - - 1010 -"),
            ("ganada", "0 가 나 차 카 사사"),
            ("chosung", "0 ㄱ ㄴ ㅊ ㅋ ㅅㅅ"),
            ("aiueo", "0 ｱ ｲ ｺ ｻ ﾅ"),
            ("irohaFullWidth", "0 イ ロ ヌ ル ナ"),
            ("russianUpper", "0 А Б К Л Х"),
            ("hebrew1", "0 א ב י יא כא קא"),
            ("hebrew2", "0 א ב י כ ש"),
            ("arabicAbjad", "0 أ ب ي ك ش"),
            ("arabicAlpha", "0 أ ب ر ز ق"),
            ("thaiLetters", "0 ก ข ญ ฎ ธ"),
            ("thaiNumbers", "๐ ๑ ๒ ๑๐ ๑๑ ๒๑ ๑๐๑ ๑๐๑๐"),
            ("hindiNumbers", "० १ २ १० ११ २१ १०१ १०१०"),
            ("chicago", "0 * † †††"),
            ("somethingNewer", "0 1 2 10"),
        ] {
            let numerals = Numerals::of_office(name);
            let numbers = [0, 1, 2, 10, 11, 21, 101, 1010];
            let written = all(numerals, &numbers);
            // Where the words grow without end the first are enough.
            assert!(
                written == expected || written.starts_with(&format!("{expected} ")),
                "{name}: {written}"
            );
        }
    }

    #[test]
    fn numerals_reach_far_enough_and_never_too_far() {
        assert_eq!(all(Numerals::Chinese, &[10_010, 12_000, 100_000]), "一万零一十 一万二千 十万");
        assert_eq!(Numerals::Chinese.write(u32::MAX), u32::MAX.to_string());
        for numerals in [Numerals::of_office("chicago"), Numerals::HebrewAlphabet, Numerals::Lower]
        {
            assert!(numerals.write(u32::MAX).len() < 20, "{numerals:?}");
        }
        assert_eq!(Numerals::custom("001, 002, 003, ..."), Numerals::PaddedTo(3));
        assert_eq!(Numerals::custom("α, β, γ, ...").write(2), "β");
        assert_eq!(Numerals::custom("??"), Numerals::Decimal);
    }
}
