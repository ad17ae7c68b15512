//! Finds the quantities of a paragraph: numeral and unit, without what they count.
//!
//! Left out are dates, ordinals, addresses, telephone numbers and names; see [`super::name`].

use std::ops::Range;

use super::{
    numeral::{self, Numeral, Script, numeral_at},
    paragraph::Paragraph,
    unit::{QuantityKind, unit_at},
};

/// A numeral with its unit.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct WrittenFigure {
    /// The characters it takes, unit included.
    pub(super) range: Range<usize>,
    pub(super) value: Option<f64>,
    pub(super) high: Option<f64>,
    /// 余, 多.
    pub(super) more: bool,
    /// `None` where no unit is written.
    pub(super) unit: Option<&'static str>,
    pub(super) kind: QuantityKind,
}

/// What makes a bare number with a unit of thousands or a noun behind it one of things.
const BARE_NOUNS: &[&str] = &[
    "街道",
    "社区",
    "行政村",
    "村",
    "乡镇",
    "部门",
    "单位",
    "企业",
    "项目",
    "支部",
    "党支部",
    "党组织",
    "党员",
    "干部",
    "群众",
    "居民",
    "职工",
    "学生",
    "家庭",
    "学校",
    "人口",
    "志愿者",
];

/// What stands before a bare number that is a quantity (党员总数1129).
const BARE_HEADS: &[&str] =
    &["总数", "人数", "户数", "数量", "总量", "人口", "总计", "共计", "合计"];

/// The quantities of a paragraph in their order.
pub(super) fn figures(paragraph: &Paragraph) -> Vec<WrittenFigure> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < paragraph.folded.len() {
        match read(paragraph, at) {
            Read::WrittenFigure(figure) => {
                at = figure.range.end.max(at + 1);
                found.push(figure);
            }
            Read::Skip(len) => at += len.max(1),
        }
    }
    found
}

enum Read {
    WrittenFigure(WrittenFigure),
    /// No quantity in so many characters.
    Skip(usize),
}

fn read(paragraph: &Paragraph, at: usize) -> Read {
    if let Some(figure) = half(paragraph, at).or_else(|| part(paragraph, at)) {
        return if is_named(paragraph, &figure.range) {
            Read::Skip(figure.range.len())
        } else {
            Read::WrittenFigure(figure)
        };
    }
    let c = paragraph.at(at);
    if c.is_ascii_digit()
        && let Some(len) = chain(paragraph, at)
    {
        return Read::Skip(len);
    }
    let Some(numeral) = numeral_at(&paragraph.folded, at) else {
        // A run of numerals that is none is passed over as a whole.
        let run = paragraph.folded.iter().skip(at).take_while(|&&c| numeral::is_han_numeral(c));
        return Read::Skip(run.count());
    };
    // 迈上万亿元台阶: no 上万.
    if c == '上' && "迈登跃站踏".contains(paragraph.before(at)) && paragraph.before(at) != '\0'
    {
        return Read::Skip(numeral.len);
    }
    let end = at + numeral.len;
    let skip = Read::Skip(numeral.len);
    if is_named(paragraph, &(at..end)) || is_ordinal(paragraph, at) {
        return skip;
    }
    if let Some(len) = date(paragraph, at, &numeral) {
        return Read::Skip(len);
    }
    match with_unit(paragraph, at, numeral) {
        Some(figure) if is_named(paragraph, &figure.range) => Read::Skip(figure.range.len()),
        Some(figure) if is_phrase(paragraph, &figure, numeral) => Read::Skip(figure.range.len()),
        Some(figure) => Read::WrittenFigure(figure),
        None => skip,
    }
}

fn is_named(paragraph: &Paragraph, range: &Range<usize>) -> bool {
    paragraph.named.get(range.clone()).is_some_and(|named| named.iter().any(|&named| named))
}

/// Whether the number at `at` says which one, not how many.
fn is_ordinal(paragraph: &Paragraph, at: usize) -> bool {
    let before = paragraph.before(at);
    let digit = paragraph.at(at).is_ascii_digit();
    matches!(before, '第' | '№' | '初')
        || before == '附' && digit
        || before.is_ascii_alphanumeric() && digit
        || before == '.' && digit
        || paragraph.ends(at, "星期")
        || paragraph.ends(at, "礼拜")
        || paragraph.ends(at, "编号")
        // 第1、2名; 第一至三季度.
        || (matches!(before, '、' | '至' | '-' | '~')
            && at >= 3
            && paragraph.folded.get(at - 3..at - 1).is_some_and(|two| two.first() == Some(&'第')))
}

/// Digits in a chain with signs between them, which are no quantity: how many characters it takes.
///
/// 1+1, 7×24, 2021.6.1, 0371-67181234, 3:1, 9·18, 12345678901.
fn chain(paragraph: &Paragraph, at: usize) -> Option<usize> {
    let is_link = |c: char| "+×*·•:/=.".contains(c) || c == '-';
    let mut end = at;
    let (mut signs, mut dots, mut dashes) = (0, 0, 0);
    loop {
        let c = paragraph.at(end);
        let next = paragraph.at(end + 1);
        if c.is_ascii_digit() {
            end += 1;
        } else if is_link(c) && (next.is_ascii_alphanumeric()) && end > at {
            match c {
                '.' => dots += 1,
                '-' => dashes += 1,
                _ => signs += 1,
            }
            end += 1;
        } else if c.is_ascii_alphabetic() && signs > 0 {
            end += 1;
        } else {
            break;
        }
    }
    let run = paragraph.folded.get(at..end)?;
    let longest = run.split(|c| !c.is_ascii_digit()).map(<[char]>::len).max().unwrap_or(0);
    let lead_zero = run.first() == Some(&'0') && run.get(1).is_some_and(char::is_ascii_digit);
    let before = paragraph.before(at);
    let linked_before = "+×*·•:/=".contains(before) && before != '\0';
    let is_fraction = signs == 1 && run.contains(&'/') && dots == 0 && dashes == 0;
    (signs > 0 && !is_fraction
        || dots > 1
        || dashes > 1
        || longest >= 10
        || lead_zero
        || linked_before && signs == 0 && before != ':')
        .then_some(end - at)
}

/// A date, a year, a time of day, a number of a house or a line that begins with the numeral at
/// `at`: how many characters it takes.
fn date(paragraph: &Paragraph, at: usize, numeral: &Numeral) -> Option<usize> {
    let end = at + numeral.len;
    if numeral.more || numeral.scale > 0 {
        return None;
    }
    let value = numeral.value?;
    let arabic = numeral.script == Script::Arabic;
    let next = paragraph.at(end);
    let after = paragraph.at(end + 1);
    let written = numeral.len;
    // The second year, month or day of a range decides for the first.
    if let Some((separator, second)) = second_end(paragraph, end)
        && second.script == numeral.script
        && let Some(len) = date(paragraph, end + separator, &second)
    {
        let is_time = "年月日号时点届级".contains(paragraph.at(end + separator + second.len));
        return is_time.then_some(numeral.len + separator + len);
    }
    match next {
        '年' => {
            let is_year = arabic && written == 4 && (1800.0..2200.0).contains(&value);
            let is_short = arabic && written == 2 && paragraph.at(at) == '0';
            let is_end = written == 2 && "底初末代".contains(after);
            let is_grade = after == '级';
            let is_decade = "代".contains(after);
            if !(is_year || is_short || is_end || is_grade || is_decade) {
                return None;
            }
            let mut len = numeral.len + 1;
            // 2019年6月21日: all of it.
            if let Some(month) = numeral_at(&paragraph.folded, end + 1)
                && let Some(more) = date(paragraph, end + 1, &month)
            {
                len += more;
            }
            Some(len)
        }
        '月' => {
            let mut len = numeral.len + 1;
            if let Some(day) = numeral_at(&paragraph.folded, end + 1)
                && matches!(paragraph.at(end + 1 + day.len), '日' | '号')
            {
                len += day.len + 1;
            }
            Some(len)
        }
        '日' | '号' | '届' | '级' | '#' => Some(numeral.len + 1),
        '时' | '点' if after != '段' && after != '位' => {
            // 9时30分.
            let minutes = numeral_at(&paragraph.folded, end + 1);
            let minutes = minutes.filter(|minutes| paragraph.at(end + 1 + minutes.len) == '分');
            Some(numeral.len + 1 + minutes.map_or(0, |minutes| minutes.len + 1))
        }
        '楼' | '路' | '线' | '版' | '中' | '院' | '区' | '环' | '厂' | '师' | '军' | '纵'
        | '横' => Some(numeral.len),
        // 1978级, 5g, 20国集团.
        c if c.is_ascii_alphabetic()
            && unit_at(&paragraph.folded, end, numeral.script).is_none() =>
        {
            Some(numeral.len)
        }
        _ => None,
    }
}

/// The second number of a range that goes on at `at`: how long what stands between is, and it.
fn second_end(paragraph: &Paragraph, at: usize) -> Option<(usize, Numeral)> {
    let c = paragraph.at(at);
    let next = paragraph.at(at + 1);
    let is_range = matches!(c, '~' | '-' | '–' | '—' | '―' | '〜' | '至' | '到') && next != c;
    let second = is_range.then(|| numeral_at(&paragraph.folded, at + 1))??;
    Some((1, second))
}

/// The figure that begins with `first` at `at`, with its unit, as a range where it is one.
fn with_unit(paragraph: &Paragraph, at: usize, first: Numeral) -> Option<WrittenFigure> {
    let mut end = at + first.len;
    let mut figure = WrittenFigure {
        range: at..end,
        value: first.value,
        high: first.high,
        more: first.more,
        unit: None,
        kind: QuantityKind::Count,
    };
    let first_unit = unit_at(&paragraph.folded, end, first.script);
    // 10%-15%, 5万元至8万元, 3至5万元.
    let behind = end + first_unit.map_or(0, |(len, ..)| len);
    let mut last = first;
    if let Some((separator, second)) = second_end(paragraph, behind)
        && second.script == first.script
        && let Some(unit) =
            unit_at(&paragraph.folded, behind + separator + second.len, second.script)
        && first_unit.is_none_or(|known| known.1 == unit.1)
        && first.high.is_none()
        && let (Some(low), Some(high)) = (first.value, second.value)
    {
        let scaled = low * 10_f64.powi(second.scale.cast_signed());
        let low =
            if first.scale == 0 && first_unit.is_none() && scaled <= high { scaled } else { low };
        if low <= high {
            figure.value = Some(low);
            figure.high = Some(high);
            end = behind + separator + second.len;
            last = second;
            figure.more |= second.more;
        }
    }
    if let Some((len, name, kind)) = unit_at(&paragraph.folded, end, last.script) {
        end += len;
        (figure.unit, figure.kind) = (Some(name), kind);
        // 1.5万余名 is read with the numeral; 3年多, 20岁多 behind the unit.
        if matches!(kind, QuantityKind::Duration | QuantityKind::Age | QuantityKind::Times)
            && matches!(paragraph.at(end), '多' | '余')
        {
            figure.more = true;
        }
        // 两年半, 3个半月.
        if paragraph.at(end) == '半' && kind == QuantityKind::Duration && !figure.more {
            figure.value = figure.value.map(|value| value + 0.5);
            end += 1;
        }
        figure.range = at..end;
        return Some(figure);
    }
    if paragraph.has(end, "个半月") || paragraph.has(end, "个半小时") {
        let hours = paragraph.has(end, "个半小时");
        figure.value = figure.value.map(|value| value + 0.5);
        figure.range = at..end + if hours { 4 } else { 3 };
        (figure.unit, figure.kind) =
            (Some(if hours { "小时" } else { "个月" }), QuantityKind::Duration);
        return Some(figure);
    }
    figure.range = at..end;
    let bare = BARE_NOUNS.iter().any(|noun| paragraph.has(end, noun));
    let headed = BARE_HEADS.iter().any(|head| {
        let before = ["", "为", "达", "达到", "约", "超过", "近", "共"];
        before.iter().any(|link| paragraph.ends(at, &format!("{head}{link}")))
    });
    let ends_here = !paragraph.at(end).is_alphanumeric() || "以左的".contains(paragraph.at(end));
    let arabic = first.script == Script::Arabic;
    (arabic && (first.scale >= 4 || bare || headed && ends_here)).then_some(figure)
}

/// What stands behind a figure that is part of a name.
const BEHIND: &[&str] = &[
    "行动计划",
    "行动方案",
    "攻坚计划",
    "规划",
    "计划",
    "制",
    "级",
    "腿",
    "大局",
    "责任制",
    "合一",
    "融合",
    "联动",
    "同步",
    "统一",
    "一体",
    "互动",
    "并举",
    "并重",
];

/// Whether a Chinese numeral with a classifier is a turn of phrase and counts nothing.
fn is_phrase(paragraph: &Paragraph, figure: &WrittenFigure, numeral: Numeral) -> bool {
    let (start, end) = (figure.range.start, figure.range.end);
    let next = paragraph.at(end);
    let before = paragraph.before(start);
    // 前10名, 前三名: a rank.
    if before == '前' && matches!(figure.unit, Some("名" | "位")) {
        return true;
    }
    if figure.kind == QuantityKind::Anniversary {
        return false;
    }
    if numeral.script == Script::Arabic {
        return figure.unit == Some("期") && paragraph.has(end, "工程");
    }
    // 五个“沉下去”: a name again.
    if figure.unit == Some("个") && matches!(next, '“' | '‘' | '"') {
        return true;
    }
    // 五个一, 三个一批, 一户一策: a name that goes on with a numeral.
    if numeral::is_han_numeral(next) && !matches!(next, '千' | '万' | '百') {
        return true;
    }
    let one = numeral.value == Some(1.0) && numeral.high.is_none() && !numeral.more;
    if one {
        return !counts_one(paragraph, figure);
    }
    // 四处奔走.
    if paragraph.has(start, "四处") && !before.is_alphanumeric() {
        return true;
    }
    if matches!(before, '之' | '万' | '周' | '统') || paragraph.ends(start, "中央") {
        return true;
    }
    // 两手抓, 两条腿走路, 三年行动计划, 十年树木.
    if BEHIND.iter().any(|word| paragraph.has(end, word)) {
        return true;
    }
    // A digit alone with 人, 户, 家, 天, 年, 周 and no noun stands in names (三人行, 五家渠, 百家).
    let single = figure.range.len() == 2;
    single
        && matches!(figure.unit, Some("人" | "家" | "户" | "米" | "里"))
        && next.is_alphabetic()
        && before.is_alphabetic()
}

/// Whether 一次, 一场 … counts: how often something is done in a period, or at least.
fn counts_one(paragraph: &Paragraph, figure: &WrittenFigure) -> bool {
    let start = figure.range.start;
    let near = ["至少", "不少于", "仅", "只有", "只", "各", "不超过", "最多"];
    if near.iter().any(|word| paragraph.ends(start, word)) {
        return true;
    }
    let often = matches!(figure.unit, Some("次" | "场" | "轮" | "期" | "堂" | "趟" | "小时"));
    if !often {
        return false;
    }
    // 每周一次, 每季度召开一次专题会议: within the sentence, not over other clauses but one.
    let from = start.saturating_sub(24);
    let before = paragraph.folded.get(from..start).unwrap_or_default();
    let from = before.iter().rposition(|c| "。!?;".contains(*c)).map_or(0, |at| at + 1);
    let stretch: String = before.get(from..).unwrap_or_default().iter().collect();
    let period =
        ["每年", "每月", "每周", "每日", "每天", "每季", "每半年", "每学期", "每个月", "每两"];
    period.iter().any(|word| {
        stretch
            .rfind(word)
            .is_some_and(|at| stretch.get(at..).is_some_and(|rest| rest.matches(',').count() <= 1))
    })
}

/// 半年, 半天, 一半, 半数.
fn half(paragraph: &Paragraph, at: usize) -> Option<WrittenFigure> {
    let figure = |len, unit, kind| {
        Some(WrittenFigure {
            range: at..at + len,
            value: Some(0.5),
            high: None,
            more: false,
            unit,
            kind,
        })
    };
    if paragraph.has(at, "一半") && !paragraph.at(at + 2).is_ascii_digit() {
        return figure(2, None, QuantityKind::Fraction);
    }
    if paragraph.at(at) != '半' || "上下大过一点夜多小前后南北东西".contains(paragraph.before(at))
    {
        return None;
    }
    let units = [
        ("半年", "年"),
        ("半个月", "个月"),
        ("半个小时", "小时"),
        ("半小时", "小时"),
        ("半天", "天"),
    ];
    for (written, unit) in units {
        if paragraph.has(at, written) {
            return figure(written.chars().count(), Some(unit), QuantityKind::Duration);
        }
    }
    (paragraph.has(at, "半数") && paragraph.has(at + 2, "以上"))
        .then(|| figure(2, None, QuantityKind::Fraction))?
}

/// 百分之六十, 千分之三, 三分之二, 2/3, 七成.
fn part(paragraph: &Paragraph, at: usize) -> Option<WrittenFigure> {
    let text = &paragraph.folded;
    let figure = |len, value, unit, kind| {
        Some(WrittenFigure {
            range: at..at + len,
            value: Some(value),
            high: None,
            more: false,
            unit,
            kind,
        })
    };
    for (written, unit) in [("百分之", "%"), ("千分之", "‰")] {
        if paragraph.has(at, written) {
            // 百分之百, and what numerals say.
            if paragraph.at(at + 3) == '百' {
                return figure(4, 100.0, Some(unit), QuantityKind::Percent);
            }
            let numeral = numeral_at(text, at + 3)?;
            let mut len = 3 + numeral.len;
            let mut value = numeral.value?;
            // 百分之三点五.
            if paragraph.at(at + len) == '点' {
                let digits: Vec<u32> =
                    text.iter().skip(at + len + 1).map_while(|&c| numeral::han_digit(c)).collect();
                let mut place = 0.1;
                for &digit in &digits {
                    value += f64::from(digit) * place;
                    place /= 10.0;
                }
                if !digits.is_empty() {
                    len += 1 + digits.len();
                }
            }
            return figure(len, value, Some(unit), QuantityKind::Percent);
        }
    }
    let first = numeral_at(text, at)?;
    if is_ordinal(paragraph, at) || first.more || first.high.is_some() {
        return None;
    }
    let behind = at + first.len;
    let value = first.value?;
    if paragraph.has(behind, "分之") {
        let second = numeral_at(text, behind + 2)?;
        let parts = second.value?;
        return (value > 0.0).then(|| {
            figure(first.len + 2 + second.len, parts / value, None, QuantityKind::Fraction)
        })?;
    }
    if paragraph.at(behind) == '/' && first.script == Script::Arabic {
        let second = numeral_at(text, behind + 1).filter(|n| n.script == Script::Arabic)?;
        let whole = second.value?;
        let end = behind + 1 + second.len;
        let plain = first.scale == 0 && second.scale == 0 && value < whole && whole <= 100.0;
        let apart = !"/.-".contains(paragraph.at(end)) && !"/.-".contains(paragraph.before(at));
        return (plain && apart).then(|| {
            figure(first.len + 1 + second.len, value / whole, None, QuantityKind::Fraction)
        })?;
    }
    if paragraph.at(behind) == '成' && value <= 10.0 && first.len <= 2 {
        let next = paragraph.at(behind + 1);
        let counts = paragraph.has(behind + 1, "以上")
            || paragraph.has(behind + 1, "左右")
            || "多的".contains(next)
            || (!next.is_alphanumeric() && value >= 2.0);
        return counts
            .then(|| figure(first.len + 1, value * 10.0, Some("%"), QuantityKind::Percent))?;
    }
    None
}
