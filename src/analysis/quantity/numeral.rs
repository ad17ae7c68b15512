//! Numerals: how far one reaches and what it is worth.
//!
//! Arabic digits with thousands separators, decimals and 万/亿 behind them; Chinese numerals from 两
//! to 亿; the vague ones (数十, 十余, 上百, 七八). Not for what is counted, nor for dates and names,
//! which are told apart where the numeral stands.

/// In which script a numeral is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Script {
    /// `3000`, `3000余万`.
    Arabic,
    /// `两`, `一百二十`.
    Han,
}

/// A numeral at some place.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Numeral {
    /// How many characters it takes, with what follows of 余, 多 and 几.
    pub(super) len: usize,
    /// What it is worth; `None` for what says no number (数百).
    pub(super) value: Option<f64>,
    /// The upper end where it names two (七八).
    pub(super) high: Option<f64>,
    /// 余, 多, 几, 来: something is to be added.
    pub(super) more: bool,
    /// The power of ten of the 万, 亿 … at its end; 0 without.
    pub(super) scale: u32,
    pub(super) script: Script,
}

/// The numeral that starts at `at`; `text` is folded to half width.
pub(super) fn numeral_at(text: &[char], at: usize) -> Option<Numeral> {
    let first = *text.get(at)?;
    if first.is_ascii_digit() { arabic(text, at) } else { han(text, at) }
}

fn char_at(text: &[char], at: usize) -> char {
    text.get(at).copied().unwrap_or('\0')
}

fn digits(text: &[char], at: usize) -> usize {
    text.iter().skip(at).take_while(|c| c.is_ascii_digit()).count()
}

/// The power of ten of a character that multiplies.
fn power(c: char) -> Option<u32> {
    Some(match c {
        '十' => 1,
        '百' => 2,
        '千' => 3,
        '万' => 4,
        '亿' => 8,
        _ => return None,
    })
}

/// Whether the 千 at `at` belongs to a unit (千米, 千克, 千瓦).
fn is_kilo(text: &[char], at: usize) -> bool {
    char_at(text, at) == '千' && "米克瓦卡伏".contains(char_at(text, at + 1))
}

/// How many characters of 余, 多, 几, 来 stand at `at` and only say that it is more.
fn more_at(text: &[char], at: usize) -> usize {
    let next = char_at(text, at + 1);
    let says_more = match char_at(text, at) {
        '余' => !"下额".contains(next),
        '多' => !"元样数层功种方".contains(next) || "种".contains(next),
        '几' => true,
        '来' => !"自到访源电信宾年月".contains(next) && next.is_alphabetic(),
        _ => false,
    };
    usize::from(says_more)
}

fn arabic(text: &[char], at: usize) -> Option<Numeral> {
    let mut end = at + digits(text, at);
    let mut written: String = text.get(at..end)?.iter().collect();
    if end - at <= 3 && !written.starts_with('0') {
        // `1,234,567`: groups of exactly three.
        while char_at(text, end) == ',' && digits(text, end + 1) == 3 {
            written.extend(text.get(end + 1..end + 4)?);
            end += 4;
        }
    }
    if char_at(text, end) == '.' && digits(text, end + 1) > 0 {
        let fraction = digits(text, end + 1);
        written.extend(text.get(end..=end + fraction)?);
        end += 1 + fraction;
    }
    let (mut more, mut scale) = (false, 0);
    loop {
        let extra = more_at(text, end);
        let behind = char_at(text, end + extra);
        match power(behind).filter(|_| !is_kilo(text, end + extra)) {
            Some(power) => {
                more |= extra > 0;
                scale += power;
                end += extra + 1;
            }
            None => {
                more |= extra > 0;
                end += extra;
                break;
            }
        }
        if scale > 16 {
            return None;
        }
    }
    let mut value: f64 = format!("{written}e{scale}").parse().ok()?;
    // `2亿3000万`, `3万5千`.
    if scale >= 4 && !more && char_at(text, end).is_ascii_digit() {
        let rest = arabic(text, end)?;
        if rest.scale > 0 && rest.scale < scale {
            value += rest.value?;
            return Some(Numeral {
                len: end + rest.len - at,
                value: Some(value),
                high: None,
                more: rest.more,
                scale: rest.scale,
                script: Script::Arabic,
            });
        }
    }
    let len = end - at;
    Some(Numeral { len, value: Some(value), high: None, more, scale, script: Script::Arabic })
}

/// What a Chinese digit is worth.
pub(super) fn han_digit(c: char) -> Option<u32> {
    Some(match c {
        '〇' | '零' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Whether a character can belong to a Chinese numeral.
pub(super) fn is_han_numeral(c: char) -> bool {
    han_digit(c).is_some() || power(c).is_some()
}

fn han(text: &[char], at: usize) -> Option<Numeral> {
    let first = char_at(text, at);
    let numeral = |len, value, high, more, scale| {
        Some(Numeral { len, value, high, more, scale, script: Script::Han })
    };
    // 数百, 几十: so many hundreds that nobody counts them.
    if matches!(first, '数' | '几') {
        let powers = text.iter().skip(at + 1).take_while(|&&c| power(c).is_some()).count();
        let scale = text.iter().skip(at + 1).take(powers).filter_map(|&c| power(c)).sum();
        return (powers > 0).then(|| numeral(1 + powers, None, None, false, scale))?;
    }
    // 上百, 近千: as much as that, or nearly.
    if matches!(first, '上' | '近' | '逾') {
        let powers = text.iter().skip(at + 1).take_while(|&&c| power(c).is_some()).count();
        let scale: u32 = text.iter().skip(at + 1).take(powers).filter_map(|&c| power(c)).sum();
        let bare = powers > 0 && !is_han_numeral(char_at(text, at + 1 + powers));
        return (bare && scale <= 16).then(|| {
            numeral(1 + powers, Some(10_f64.powi(scale.cast_signed())), None, first == '上', scale)
        })?;
    }
    let run = text.iter().skip(at).take_while(|&&c| is_han_numeral(c)).count();
    let run = if is_kilo(text, (at + run).saturating_sub(1)) { run.saturating_sub(1) } else { run };
    let mut written = text.get(at..at + run)?;
    if written.is_empty() {
        return None;
    }
    let mut end = at + run;
    // 十余万, 三百多万: what multiplies stands behind the 余.
    let extra = more_at(text, end);
    let mut more = extra > 0;
    let powers = text.iter().skip(end + extra).take_while(|&&c| power(c).is_some()).count();
    let mut outer = 0;
    if more {
        end += extra;
        if powers > 0 {
            outer = text.iter().skip(end).take(powers).filter_map(|&c| power(c)).sum();
            end += powers;
        }
    }
    // 十几.
    if written.last() == Some(&'几') {
        more = true;
        written = written.get(..written.len() - 1)?;
    }
    let (low, high) = han_value(written)?;
    let times = 10_f64.powi(i32::try_from(outer).ok().filter(|&outer| outer <= 16)?);
    let scale = outer
        + match written.last() {
            Some('万') => 4,
            Some('亿') => 8,
            _ => 0,
        };
    numeral(end - at, Some(low * times), high.map(|high| high * times), more, scale)
}

/// The value of a whole Chinese numeral, and its upper end for 七八, 三四十, 十七八.
fn han_value(written: &[char]) -> Option<(f64, Option<f64>)> {
    let digit = |at: usize| written.get(at).copied().and_then(han_digit);
    // A row of digits is a year or a number as it is read out; two of them are "seven or eight".
    for at in 0..written.len().saturating_sub(1) {
        let (Some(low), Some(high)) = (digit(at), digit(at + 1)) else { continue };
        if low == 0 || high == 0 {
            // 一百零五: the zero only fills a place.
            if low == 0 && at > 0 && digit(at - 1).is_none() {
                continue;
            }
            return None;
        }
        let near = high == low + 1 && low != 1 || (low, high) == (3, 5);
        let others = (0..written.len())
            .any(|other| other != at && other != at + 1 && digit(other).is_some());
        if !near || others {
            return None;
        }
        let mut with_low = written.to_vec();
        with_low.remove(at + 1);
        let mut with_high = written.to_vec();
        with_high.remove(at);
        return Some((plain_value(&with_low)?, Some(plain_value(&with_high)?)));
    }
    Some((plain_value(written)?, None))
}

/// The value of a numeral in which no two digits stand side by side.
fn plain_value(written: &[char]) -> Option<f64> {
    let (mut total, mut section, mut digit) = (0_u64, 0_u64, None::<u64>);
    for &c in written {
        if let Some(value) = han_digit(c) {
            digit = Some(u64::from(value));
            continue;
        }
        let power = power(c)?;
        let times = 10_u64.checked_pow(power)?;
        if power >= 4 {
            section = section.checked_add(digit.take().unwrap_or(0))?;
            if section == 0 && total == 0 {
                return None;
            }
            let both = if section == 0 { total } else { section };
            let base = if section == 0 { 0 } else { total };
            total = base.checked_add(both.checked_mul(times)?)?;
            section = 0;
        } else {
            // 十二 needs no 一; 百 and 千 alone stand in names (千人进千村).
            let value = match digit.take() {
                Some(value) => value,
                None if c == '十' => 1,
                None => return None,
            };
            section = section.checked_add(value.checked_mul(times)?)?;
        }
    }
    let whole = total.checked_add(section)?.checked_add(digit.unwrap_or(0))?;
    #[expect(clippy::cast_precision_loss, reason = "far below 2^53 in any article")]
    let value = whole as f64;
    Some(value)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Option<(usize, Option<f64>, Option<f64>, bool)> {
        let chars: Vec<char> = text.chars().collect();
        let found = numeral_at(&chars, 0)?;
        Some((found.len, found.value, found.high, found.more))
    }

    #[test]
    fn numerals_are_worth_what_they_say() {
        type Worth = (Option<f64>, Option<f64>, bool);
        let plain = |value: f64| (Some(value), None, false);
        let cases: &[(&str, usize, Worth)] = &[
            ("12个", 2, plain(12.0)),
            ("1,234,567元", 9, plain(1_234_567.0)),
            ("12,34", 2, plain(12.0)),
            ("40.92亿", 6, plain(4_092_000_000.0)),
            ("2.6亿元", 4, plain(260_000_000.0)),
            ("1.5万名", 4, plain(15_000.0)),
            ("3000多万元", 6, (Some(30_000_000.0), None, true)),
            ("200余项", 4, (Some(200.0), None, true)),
            ("2亿3000万元", 7, plain(230_000_000.0)),
            ("3万5千人", 4, plain(35_000.0)),
            ("5千米", 1, plain(5.0)),
            ("两个", 1, plain(2.0)),
            ("十二个", 2, plain(12.0)),
            ("一百二十三", 5, plain(123.0)),
            ("一百零五", 4, plain(105.0)),
            ("三千万", 3, plain(30_000_000.0)),
            ("一亿两千万", 5, plain(120_000_000.0)),
            ("二十余名", 3, (Some(20.0), None, true)),
            ("十余万人", 3, (Some(100_000.0), None, true)),
            ("数百名", 2, (None, None, false)),
            ("几十个", 2, (None, None, false)),
            ("上百名", 2, (Some(100.0), None, true)),
            ("近百米", 2, plain(100.0)),
            ("七八个", 2, (Some(7.0), Some(8.0), false)),
            ("三四十人", 3, (Some(30.0), Some(40.0), false)),
            ("十七八岁", 3, (Some(17.0), Some(18.0), false)),
        ];
        for (text, len, (value, high, more)) in cases {
            assert_eq!(read(text), Some((*len, *value, *high, *more)), "{text}");
        }
        for text in ["二〇一九", "一九九八", "百名", "千方", "万众", "数字", "几个", "个"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_is_too_odd(text in "([0-9]{1,20}|[,.]|[零〇一二两三四五六七八九十百千万亿]|[数几上近余多来]|个|\\PC){0,24}") {
            let chars: Vec<char> = text.chars().collect();
            for at in 0..chars.len() {
                if let Some(found) = numeral_at(&chars, at) {
                    prop_assert!(found.len > 0 && at + found.len <= chars.len());
                    prop_assert!(found.value.is_none_or(f64::is_finite));
                }
            }
        }

        #[test]
        fn what_is_written_is_read(value in 1_u32..9_999_999) {
            let chars: Vec<char> = value.to_string().chars().collect();
            prop_assert_eq!(numeral_at(&chars, 0).and_then(|found| found.value), Some(f64::from(value)));
        }
    }
}
