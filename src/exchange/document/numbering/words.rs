//! Numbers in words, and the numerals that add up letters.

use super::{letters, sign, signs};

/// The largest number that is written out.
const LARGEST: u32 = 999_999;

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 10] =
    ["", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
/// The ordinals that are not made by putting `th` behind.
const IRREGULAR: [(&str, &str); 7] = [
    ("one", "first"),
    ("two", "second"),
    ("three", "third"),
    ("five", "fifth"),
    ("eight", "eighth"),
    ("nine", "ninth"),
    ("twelve", "twelfth"),
];
const KOREAN_ONES: [&str; 10] =
    ["", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉"];
const KOREAN_TENS: [&str; 10] =
    ["", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔"];
/// The letters for 500 to 900, where the alphabet has ended.
const HEBREW_FINALS: &str = "ךםןףץ";

/// 1st, 2nd, 3rd, 4th, and 11th.
pub(super) fn ordinal(number: u32) -> String {
    let ending = match (number % 100, number % 10) {
        (11..=13, _) => "th",
        (_, 1) => "st",
        (_, 2) => "nd",
        (_, 3) => "rd",
        _ => "th",
    };
    format!("{number}{ending}")
}

/// One, Two, Twenty-one.
pub(super) fn cardinal_words(number: u32) -> Option<String> {
    Some(capital(&cardinal(number)?))
}

/// First, Second, Twenty-first.
pub(super) fn ordinal_words(number: u32) -> Option<String> {
    let words = cardinal(number)?;
    let start = words.rfind([' ', '-']).map_or(0, |at| at + 1);
    let (front, last) = words.split_at(start);
    let irregular = IRREGULAR.iter().find(|(word, _)| *word == last);
    let last = match (irregular, last.strip_suffix('y')) {
        (Some((_, ordinal)), _) => (*ordinal).to_owned(),
        (None, Some(stem)) => format!("{stem}ieth"),
        (None, None) => format!("{last}th"),
    };
    Some(capital(&format!("{front}{last}")))
}

fn cardinal(number: u32) -> Option<String> {
    let small = |number: u32| SMALL.get(number as usize).map(|word| (*word).to_owned());
    let (unit, name) = match number {
        0..20 => return small(number),
        20..100 => {
            let tens = TENS.get(number as usize / 10)?;
            let ones = number % 10;
            return if ones == 0 {
                Some((*tens).to_owned())
            } else {
                Some(format!("{tens}-{}", small(ones)?))
            };
        }
        100..1000 => (100, "hundred"),
        1000..=LARGEST => (1000, "thousand"),
        _ => return None,
    };
    let front = cardinal(number / unit)?;
    let rest = number % unit;
    let behind = if rest == 0 { String::new() } else { format!(" {}", cardinal(rest)?) };
    Some(format!("{front} {name}{behind}"))
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// The native Korean words, which end at ninety-nine.
pub(super) fn korean(number: u32) -> Option<String> {
    let number = usize::try_from(number).ok().filter(|number| (1..100).contains(number))?;
    Some(format!("{}{}", KOREAN_TENS.get(number / 10)?, KOREAN_ONES.get(number % 10)?))
}

/// By what the letters count for; fifteen and sixteen avoid writing the name of God.
pub(super) fn hebrew(number: u32) -> Option<String> {
    if !(1..1000).contains(&number) {
        return None;
    }
    let letter = |at: u32| sign(signs::HEBREW, at).unwrap_or_default();
    let hundreds = number / 100;
    let mut text = match hundreds {
        0 => String::new(),
        1..=4 => letter(18 + hundreds),
        _ => sign(HEBREW_FINALS, hundreds - 4)?,
    };
    let (tens, ones) = match number % 100 {
        rest @ (15 | 16) => (9, rest - 9),
        rest => (if rest < 10 { 0 } else { rest / 10 + 9 }, rest % 10),
    };
    text += &letter(tens);
    text += &letter(ones);
    Some(text)
}

/// The letter once, and the last of the alphabet behind it for every time round.
pub(super) fn hebrew_alphabet(number: u32) -> Option<String> {
    let count = 22;
    let round = letters(signs::HEBREW, number)?.chars().count().saturating_sub(1);
    let mut text = sign(signs::HEBREW, number.checked_sub(1)? % count + 1)?;
    let last = sign(signs::HEBREW, count)?;
    text.extend(std::iter::repeat_n(last.as_str(), round));
    Some(text)
}
