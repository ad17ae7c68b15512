//! Numbers by their places: with ten, hundred, thousand and ten thousand, or digit by digit.

/// How a language counts by places.
#[derive(Debug, PartialEq, Eq)]
pub(in crate::exchange::document) struct NumberPlaces {
    /// What zero is called where nothing else stands.
    nought: char,
    /// One to nine.
    digits: &'static str,
    /// Ten, hundred, thousand.
    units: [char; 3],
    ten_thousand: char,
    /// What is said for places that are skipped.
    gap: Option<char>,
    one: One,
}

/// Before which places one is left unsaid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum One {
    /// Before none.
    Said,
    /// Before ten, where the number begins with it.
    SilentAtTen,
    /// Before ten, hundred and thousand.
    Silent,
}

const EVERYDAY: [char; 3] = ['十', '百', '千'];
const LEGAL: [char; 3] = ['拾', '佰', '仟'];

pub(super) const CHINESE: NumberPlaces = NumberPlaces {
    nought: '〇',
    digits: "一二三四五六七八九",
    units: EVERYDAY,
    ten_thousand: '万',
    gap: Some('零'),
    one: One::SilentAtTen,
};
pub(super) const TAIWANESE: NumberPlaces = NumberPlaces { ten_thousand: '萬', ..CHINESE };
pub(super) const JAPANESE: NumberPlaces = NumberPlaces { gap: None, one: One::Silent, ..CHINESE };
pub(super) const LEGAL_SIMPLIFIED: NumberPlaces = NumberPlaces {
    nought: '零',
    digits: "壹贰叁肆伍陆柒捌玖",
    units: LEGAL,
    ten_thousand: '万',
    gap: Some('零'),
    one: One::Said,
};
pub(super) const LEGAL_TRADITIONAL: NumberPlaces =
    NumberPlaces { digits: "壹貳參肆伍陸柒捌玖", ten_thousand: '萬', ..LEGAL_SIMPLIFIED };
pub(super) const LEGAL_JAPANESE: NumberPlaces = NumberPlaces {
    digits: "壱弐参四伍六七八九",
    units: ['拾', '百', '阡'],
    ten_thousand: '萬',
    gap: None,
    ..LEGAL_SIMPLIFIED
};
pub(super) const KOREAN: NumberPlaces = NumberPlaces {
    nought: '영',
    digits: "일이삼사오육칠팔구",
    units: ['십', '백', '천'],
    ten_thousand: '만',
    gap: None,
    one: One::Silent,
};

impl NumberPlaces {
    /// `number` so written, up to a hundred million.
    pub(super) fn write(&self, number: u32) -> Option<String> {
        let (high, low) = (number / 10_000, number % 10_000);
        if high >= 10_000 {
            return None;
        }
        let mut text = String::new();
        if number == 0 {
            text.push(self.nought);
        }
        if high > 0 {
            self.four(&mut text, high);
            text.push(self.ten_thousand);
        }
        if high > 0 && (1..1000).contains(&low) {
            text.extend(self.gap);
        }
        self.four(&mut text, low);
        Some(text)
    }

    /// Four digits of a number.
    fn four(&self, text: &mut String, number: u32) {
        let begins = text.is_empty();
        let mut is_gap = false;
        let mut said = false;
        for (unit, place) in [(1000, 2), (100, 1), (10, 0)] {
            let digit = number / unit % 10;
            if digit == 0 {
                is_gap = said;
                continue;
            }
            if is_gap {
                text.extend(self.gap);
                is_gap = false;
            }
            let is_silent = digit == 1
                && match self.one {
                    One::Said => false,
                    One::SilentAtTen => place == 0 && begins && !said,
                    One::Silent => true,
                };
            if !is_silent {
                self.digit(text, digit);
            }
            text.extend(self.units.get(place));
            said = true;
        }
        let ones = number % 10;
        if ones > 0 {
            if is_gap {
                text.extend(self.gap);
            }
            self.digit(text, ones);
        }
    }

    fn digit(&self, text: &mut String, digit: u32) {
        text.extend(digit.checked_sub(1).and_then(|at| self.digits.chars().nth(at as usize)));
    }
}

/// A number digit by digit.
pub(super) fn digits(signs: &str, number: u32) -> String {
    let digits = number.to_string();
    digits.bytes().filter_map(|byte| signs.chars().nth(usize::from(byte & 0xf))).collect()
}

/// A number with ten where it is below a hundred, and digit by digit from there on.
pub(super) fn tens(signs: &str, number: u32) -> String {
    if !(10..100).contains(&number) {
        return digits(signs, number);
    }
    let sign = |digit: u32| signs.chars().nth(digit as usize).filter(|_| digit > 0);
    let mut text = String::new();
    text.extend(sign(number / 10).filter(|_| number >= 20));
    text.push('十');
    text.extend(sign(number % 10));
    text
}
