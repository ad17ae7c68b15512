//! When an article appeared: from its file's name, a date line, or what it says of its time.
//!
//! A full date counts only where a newspaper puts its own: in a short line at the beginning or the
//! end, or after 本报讯. Dates in the body are of what is told. For the year alone there is weaker
//! evidence: anniversaries, and the latest year that is spoken of as past.

use std::{collections::BTreeMap, ops::RangeInclusive};

use jiff::civil::Date;
use memchr::memmem;

/// Years in which an article can have appeared.
const YEARS: RangeInclusive<i16> = 1900..=2099;

/// Years before this one are mentioned as history.
const RECENT: i16 = 1990;

/// What stands before "N周年", and the year it counts from.
const ANNIVERSARIES: [(&str, i16); 7] = [
    ("建党", 1921),
    ("共产党成立", 1921),
    ("建军", 1927),
    ("建国", 1949),
    ("新中国成立", 1949),
    ("共和国成立", 1949),
    ("改革开放", 1978),
];

/// Characters after four digits that make them a number of something.
const COUNTED: &str = "字名个号人期元万亿条篇次户家米例";

/// The year, and the day if it is there, in a file's name without extension.
pub(super) fn in_name(stem: &str) -> Option<(i16, Option<Date>)> {
    let chars: Vec<char> = stem.chars().collect();
    let found: Vec<_> = runs(&chars).filter_map(|run| named(&chars, run)).collect();
    found.iter().find(|(_, date)| date.is_some()).or(found.first()).copied()
}

/// The day on which the text says it appeared.
pub(super) fn of_text(text: &str, head: &[&str]) -> Option<Date> {
    let in_head = head.iter().find_map(|line| full_date(line));
    let in_dateline = || {
        memmem::find_iter(text.as_bytes(), "本报讯").find_map(|at| {
            let line = text[at..].lines().next()?;
            let end = line.char_indices().nth(40).map_or(line.len(), |(end, _)| end);
            full_date(&line[..end])
        })
    };
    let at_end = || {
        let lines = text.lines().rev().map(str::trim).filter(|line| !line.is_empty());
        let is_short = |line: &&str| line.chars().nth(30).is_none();
        lines.take(3).filter(is_short).find_map(full_date)
    };
    in_head.or_else(in_dateline).or_else(at_end)
}

/// Whether a line is a date and nothing else but punctuation and a day of the week.
pub(super) fn is_only_a_date(line: &str) -> bool {
    full_date(line).is_some()
        && line.chars().all(|char| {
            digit(char).is_some() || !char.is_alphanumeric() || "年月日号十星期周天".contains(char)
        })
}

/// The year in which the text must have appeared, if it tells.
pub(super) fn year_of_text(text: &str, head: &[&str]) -> Option<i16> {
    let mut evidence = BTreeMap::<i16, u32>::new();
    collect_evidence(text, 1, &mut evidence);
    for line in head {
        // Once more: what stands above the body tells of the day, not of history.
        collect_evidence(line, 2, &mut evidence);
    }
    let weight = |year: i16| evidence.get(&year).copied().unwrap_or(0);
    // An article can speak of all years before its own, so the latest counts; but one mention
    // alone may be a plan or a slip. If the year before is well attested it is neither.
    let latest = *evidence.keys().next_back()?;
    if weight(latest) >= 2 || weight(latest - 1) >= 2 {
        return Some(latest);
    }
    evidence.keys().rev().nth(1).copied().filter(|&year| weight(year) >= 3)
}

/// Adds `weight` for every year the text mentions as past, and twice that for anniversaries.
fn collect_evidence(text: &str, weight: u32, evidence: &mut BTreeMap<i16, u32>) {
    for at in memmem::find_iter(text.as_bytes(), "年") {
        let (before, after) = (&text[..at], &text[at + "年".len()..]);
        let (year, weight) = if let Some(before) = before.strip_suffix('周') {
            let Some(year) = anniversary(before, after) else { continue };
            (year, weight * 2)
        } else {
            let Some(year) = mentioned(before, after) else { continue };
            (year, weight)
        };
        *evidence.entry(year).or_default() += weight;
    }
}

/// The year of "庆祝建党98周年": what stands before and after "周年".
fn anniversary(before: &str, after: &str) -> Option<i16> {
    // A speech at an anniversary's celebration is quoted for years.
    if ["大会", "庆祝大会", "纪念大会", "讲话"].iter().any(|event| after.starts_with(event))
    {
        return None;
    }
    let before = before.trim_end();
    let occasion = before.trim_end_matches(|char| digit(char).is_some()).trim_end();
    let (_, from) = ANNIVERSARIES.iter().find(|(name, _)| occasion.ends_with(name))?;
    let digits = before.get(occasion.len()..)?.trim().chars();
    let number = digits
        .filter_map(digit)
        .try_fold(0_i16, |n, digit| n.checked_mul(10)?.checked_add(digit))?;
    let year = from.checked_add(number)?;
    (number > 0 && YEARS.contains(&year)).then_some(year)
}

/// The year of "2019年以来"; `None` for history, plans and decades.
fn mentioned(before: &str, after: &str) -> Option<i16> {
    let before = before.trim_end();
    let (start, _) = before.char_indices().nth_back(3)?;
    let (rest, digits) = before.split_at(start);
    let year = digits.chars().try_fold(0, |year, char| Some(year * 10 + digit(char)?))?;
    let rest = rest.trim_end();
    let is_longer =
        rest.ends_with(|char: char| digit(char).is_some() || char.is_ascii_alphabetic());
    let is_until =
        rest.ends_with(['到', '至', '-', '—', '–', '~', '～']) && !rest.ends_with("截至");
    let is_planned = ["代", "底前", "年底前", "前"].iter().any(|word| after.starts_with(word));
    let is_recent = (RECENT..=*YEARS.end()).contains(&year);
    (is_recent && !is_longer && !is_until && !is_planned).then_some(year)
}

/// The first date with year, month and day in a short piece of text.
fn full_date(piece: &str) -> Option<Date> {
    // Most lines have no year in them; do not take them apart.
    if !piece.contains(['年', '-', '.', '/', '－', '．']) {
        return None;
    }
    let chars: Vec<char> = piece.chars().collect();
    runs(&chars).find_map(|run| {
        let year = year(&chars, &run)?;
        month_and_day(&chars, run.end, year)
    })
}

/// Where digits stand, one range of indices for each run.
fn runs(chars: &[char]) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + chars.get(from..)?.iter().position(|&char| digit(char).is_some())?;
        let length = chars.get(start..)?.iter().take_while(|&&char| digit(char).is_some()).count();
        from = start + length;
        Some(start..from)
    })
}

/// What a run of digits in a name says: a year, or a day as eight digits.
fn named(chars: &[char], run: std::ops::Range<usize>) -> Option<(i16, Option<Date>)> {
    // Part of a hash, a version, a serial number.
    let is_joined = |char: Option<&char>| char.is_some_and(char::is_ascii_alphanumeric);
    let before = run.start.checked_sub(1).and_then(|at| chars.get(at));
    if is_joined(before) || is_joined(chars.get(run.end)) || before == Some(&'第') {
        return None;
    }
    if run.len() == 8 {
        let digits = chars.get(run)?;
        let number = |range| {
            Some(
                digits
                    .get::<std::ops::Range<usize>>(range)?
                    .iter()
                    .filter_map(|&c| digit(c))
                    .fold(0, |n, d| n * 10 + d),
            )
        };
        let (year, month, day) = (number(0..4)?, number(4..6)?, number(6..8)?);
        return date(year, month, day).map(|date| (year, Some(date)));
    }
    let year = year(chars, &run)?;
    if chars.get(run.end).is_some_and(|&char| COUNTED.contains(char)) {
        return None;
    }
    Some((year, month_and_day(chars, run.end, year)))
}

/// The year that a run of exactly four digits is.
fn year(chars: &[char], run: &std::ops::Range<usize>) -> Option<i16> {
    if run.len() != 4 {
        return None;
    }
    let year = chars.get(run.clone())?.iter().filter_map(|&c| digit(c)).fold(0, |n, d| n * 10 + d);
    YEARS.contains(&year).then_some(year)
}

/// The day "年6月28日", "-06-28" or ".6.28" that begins at index `at`.
fn month_and_day(chars: &[char], at: usize, year: i16) -> Option<Date> {
    let skip_space = |at: usize| {
        at + chars.get(at..).map_or(0, |rest| rest.iter().take_while(|c| c.is_whitespace()).count())
    };
    let at = skip_space(at);
    let separator = *chars.get(at)?;
    let (month, at) = number(chars, skip_space(at + 1))?;
    let at = skip_space(at);
    let second = *chars.get(at)?;
    let is_pair = match separator {
        '年' => second == '月',
        '-' | '.' | '/' | '_' | '－' | '．' => second == separator,
        _ => false,
    };
    let (day, _) = number(chars, skip_space(at + 1)).filter(|_| is_pair)?;
    date(year, month, day)
}

/// A number of up to two digits, or up to 九十九, at index `at`, and where it ends.
fn number(chars: &[char], at: usize) -> Option<(i16, usize)> {
    let length = chars.get(at..)?.iter().take_while(|&&c| digit(c).is_some() || c == '十').count();
    let end = at + length;
    let plain = |chars: &[char]| chars.iter().try_fold(0, |n, &char| Some(n * 10 + digit(char)?));
    let number = match chars.get(at..end)? {
        [] => None,
        ['十'] => Some(10),
        ['十', ones] => Some(10 + digit(*ones)?),
        [tens, '十'] => Some(digit(*tens)? * 10),
        [tens, '十', ones] => Some(digit(*tens)? * 10 + digit(*ones)?),
        digits if digits.len() <= 2 => plain(digits),
        _ => None,
    }?;
    Some((number, end))
}

fn date(year: i16, month: i16, day: i16) -> Option<Date> {
    if !YEARS.contains(&year) {
        return None;
    }
    Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
}

/// The value of a digit: ASCII, full-width or Chinese.
fn digit(char: char) -> Option<i16> {
    let value = match char {
        '0'..='9' => char as u32 - '0' as u32,
        '０'..='９' => char as u32 - '０' as u32,
        '〇' | '○' | '零' => 0,
        _ => "一二三四五六七八九".chars().zip(1..).find(|&(c, _)| c == char)?.1,
    };
    i16::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn year_in(text: &str) -> Option<i16> {
        year_of_text(text, &[])
    }

    #[test]
    fn a_file_name_tells_year_or_day() {
        let day = Some(date(2019, 6, 28));
        for (name, expected) in [
            ("2019-区域化党建", Some((2019, None))),
            ("2019区域化党建", Some((2019, None))),
            ("柳湾时报2019年6月28日", Some((2019, day))),
            ("柳湾时报_20190628_3版", Some((2019, day))),
            ("2019-06-28 区域化党建", Some((2019, day))),
            ("2019.6.28", Some((2019, day))),
            ("二〇一九年六月二十八日", Some((2019, day))),
            ("2018总结 2019-06-28", Some((2019, day))),
            ("2019-13-40", Some((2019, None))),
        ] {
            assert_eq!(in_name(name), expected, "{name}");
        }
    }

    #[test]
    fn numbers_in_a_file_name_are_no_years() {
        for name in [
            "003_d995d49bba20f415",
            "000_a2019b44",
            "art_00019",
            "art_2019f",
            "12019",
            "2000字作文",
            "第2000号",
            "3000",
            "99999999",
        ] {
            assert_eq!(in_name(name), None, "{name}");
        }
    }

    #[test]
    fn a_date_counts_where_a_newspaper_puts_its_own() {
        let day = Some(date(2019, 6, 28));
        let body = "柳湾区推进党建工作,".repeat(10);
        assert_eq!(of_text("", &["标题", "２０１９年６月２８日 星期五"]), day);
        assert_eq!(of_text(&format!("{body}\n本报讯(记者 林晓)2019年6月28日,{body}"), &[]), day);
        assert_eq!(of_text(&format!("{body}\n\n(2019 年 6 月 28 日)\n"), &[]), day);
        assert_eq!(of_text(&format!("{body}自2019年6月28日起施行。{body}"), &[]), None);
        assert_eq!(of_text("", &["版本1.2.3", "2019年6月", "12019-6-28"]), None);
    }

    #[test]
    fn anniversaries_tell_the_year() {
        assert_eq!(year_in("庆祝建党98周年之际"), Some(2019));
        assert_eq!(year_in("庆祝中国共产党成立 100 周年。"), Some(2021));
        assert_eq!(year_in("迎接新中国成立七〇周年"), Some(2019));
        assert_eq!(year_in("在庆祝中国共产党成立95周年大会上的讲话"), None);
        assert_eq!(year_in("建厂60周年"), None);
    }

    #[test]
    fn the_latest_past_year_is_the_articles_own() {
        assert_eq!(year_in("2017年启动,2018年建成,2018年底"), Some(2018));
        assert_eq!(year_in("2018年启动,2018年建成,2019年投用"), Some(2019));
        assert_eq!(year_in("2018年和2018年,到2025年达到,2021—2035年规划,2020年底前"), Some(2018));
        assert_eq!(year_in("2018年、2018年、2018年,2022年冬奥会"), Some(2018));
    }

    #[test]
    fn one_mention_or_old_history_is_no_ground() {
        assert_eq!(year_in("该社区成立于2011年。"), None);
        assert_eq!(year_in("1949年、1949年、1978年、1978年"), None);
        assert_eq!(year_in("2000年代,2000年代"), None);
        assert_eq!(year_in("年、12019年、12019年"), None);
    }

    #[test]
    fn a_date_line_is_known() {
        assert!(is_only_a_date("(2019年6月28日 星期五)"));
        assert!(!is_only_a_date("2019年6月28日柳湾区召开大会"));
    }
}
