//! The numbers of items that a document counts but does not write down: `3.`, `(c)`, `iv`, and the
//! Chinese ones.

/// How a list writes its numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Numerals {
    /// 1, 2, 3.
    #[default]
    Decimal,
    /// 01, 02, 03.
    Padded,
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
    /// 1 to 20 in circles.
    Circled,
}

const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
const PLACES: [char; 3] = ['十', '百', '千'];
const STEMS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
const BRANCHES: [char; 12] =
    ['子', '丑', '寅', '卯', '辰', '巳', '午', '未', '申', '酉', '戌', '亥'];
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
/// Larger numbers are written in digits whatever the list says.
const LARGEST: u32 = 3999;

impl Numerals {
    /// `number` so written; in digits where these numerals do not reach it.
    pub(super) fn write(self, number: u32) -> String {
        let of = |signs: &[char]| {
            let at = usize::try_from(number).ok()?.checked_sub(1)?;
            signs.get(at).map(char::to_string)
        };
        let written = match self {
            Self::Decimal => None,
            Self::Padded => Some(format!("{number:02}")),
            Self::Lower => letters(number),
            Self::Upper => letters(number).map(|text| text.to_uppercase()),
            Self::LowerRoman => roman(number),
            Self::UpperRoman => roman(number).map(|text| text.to_uppercase()),
            Self::Chinese => chinese(number),
            Self::Stems => of(&STEMS),
            Self::Branches => of(&BRANCHES),
            Self::Circled => match number {
                1..=20 => char::from_u32(0x2460 + number - 1).map(String::from),
                _ => None,
            },
        };
        written.unwrap_or_else(|| number.to_string())
    }
}

/// a to z, then aa to zz, as Word and writers of web pages' lists go on.
fn letters(number: u32) -> Option<String> {
    let at = number.checked_sub(1).filter(|&at| at < LARGEST)?;
    let letter = char::from_u32(u32::from(b'a') + at % 26)?;
    let count = usize::try_from(at / 26).ok()? + 1;
    Some(std::iter::repeat_n(letter, count).collect())
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

fn chinese(number: u32) -> Option<String> {
    if number > LARGEST {
        return None;
    }
    if number == 0 {
        return DIGITS.first().map(char::to_string);
    }
    let mut text = String::new();
    let digits: Vec<usize> =
        number.to_string().bytes().map(|byte| usize::from(byte.wrapping_sub(b'0'))).collect();
    let mut owes_zero = false;
    for (at, &digit) in digits.iter().enumerate() {
        let place = digits.len() - 1 - at;
        if digit == 0 {
            owes_zero = true;
            continue;
        }
        if owes_zero {
            text.push('零');
            owes_zero = false;
        }
        // Ten to nineteen are said without the one.
        if !(digit == 1 && place == 1 && at == 0) {
            text.extend(DIGITS.get(digit));
        }
        text.extend(place.checked_sub(1).and_then(|place| PLACES.get(place)));
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_lists_write_them() {
        let all = |numerals: Numerals, numbers: &[u32]| {
            numbers.iter().map(|&number| numerals.write(number)).collect::<Vec<_>>().join(" ")
        };
        let chinese = all(Numerals::Chinese, &[0, 1, 10, 11, 20, 21, 100, 105, 110, 1003, 4000]);
        assert_eq!(chinese, "〇 一 十 十一 二十 二十一 一百 一百零五 一百一十 一千零三 4000");
        assert_eq!(all(Numerals::Lower, &[0, 1, 26, 27, 28]), "0 a z aa bb");
        assert_eq!(all(Numerals::UpperRoman, &[4, 1994, 0]), "IV MCMXCIV 0");
        assert_eq!(all(Numerals::Circled, &[1, 20, 21]), "① ⑳ 21");
        assert_eq!(all(Numerals::Stems, &[1, 10, 11]), "甲 癸 11");
        assert_eq!(all(Numerals::Padded, &[3]), "03");
    }
}
