//! What each character may do at a line's edge, and where a line may be broken.
//!
//! Rules on characters alone; widths and the choice among the breaks are in [`super::breaks`].

use crate::text::is_cjk;

/// What a character may do at a line's edge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CharClass {
    /// `“（《￥`: never at a line's end.
    Open,
    /// `”）》`: never at a line's start.
    Close,
    /// `，。！`: never at a line's start, may hang.
    Stop,
    /// `%℃々·`: never at a line's start, no blank half.
    Follow,
    /// `—…`: kept together with its like.
    Dash,
    /// Letters and digits: words stay whole.
    Word,
    Space,
    /// A combining mark, a joiner, a no-break space: nothing is broken before it.
    Joined,
    /// Han, kana and everything else: may be broken around.
    Han,
}

/// How bad it is to start a line at a character.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Break {
    /// Not bad at all.
    Free,
    /// It parts a number from what it counts: better not, but better than a loose line.
    Count,
    /// It tears a long Latin word, or a run of dashes or dots between two pairs.
    Word,
    /// It tears a number from a unit that is a sign of its own: `25 km`.
    Unit,
    /// It tears a number, a unit, or a word near its start or end.
    Number,
    /// It puts a mark where no mark may stand.
    Never,
    /// It cuts what a reader sees as one character: no line does, however narrow.
    Inside,
}

pub(super) fn class(c: char) -> CharClass {
    match c {
        // What nearly every character is, first.
        '\u{4e00}'..='\u{9fff}' => CharClass::Han,
        '“' | '‘' | '「' | '『' | '（' | '《' | '〈' | '【' | '〔' | '〖' | '［' | '｛' | '｢'
        | '(' | '[' | '{' | '￥' | '¥' | '$' | '€' | '£' | '№' | '§' => CharClass::Open,
        '”' | '’' | '」' | '』' | '）' | '》' | '〉' | '】' | '〕' | '〗' | '］' | '｝' | '｣'
        | ')' | ']' | '}' => CharClass::Close,
        '。' | '，' | '、' | '；' | '：' | '！' | '？' | '．' | '｡' | '､' | '.' | ',' | ';'
        | ':' | '!' | '?' => CharClass::Stop,
        '%' | '‰' | '％' | '℃' | '°' | '′' | '″' | '々' | '〻' | 'ー' | '·' | '・' | '‧' | '～'
        | '〜' | '~' | '–' | '－' | '/' | '／' | '㎡' | '㎏' | '㎜' | '㎝' | '㎞' => {
            CharClass::Follow
        }
        'ぁ' | 'ぃ' | 'ぅ' | 'ぇ' | 'ぉ' | 'っ' | 'ゃ' | 'ゅ' | 'ょ' | 'ァ' | 'ィ' | 'ゥ'
        | 'ェ' | 'ォ' | 'ッ' | 'ャ' | 'ュ' | 'ョ' => CharClass::Follow,
        '—' | '…' | '─' | '⸺' | '⋯' => CharClass::Dash,
        ' ' | '\u{3000}' | '\t' | '\u{2000}'..='\u{200a}' | '\u{205f}' => CharClass::Space,
        '\u{a0}'
        | '\u{202f}'
        | '\u{200d}'
        | '\u{0300}'..='\u{036f}'
        | '\u{1ab0}'..='\u{1aff}'
        | '\u{20d0}'..='\u{20f0}'
        | '\u{302a}'..='\u{302f}'
        | '\u{3099}'
        | '\u{309a}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{fe20}'..='\u{fe2f}'
        | '\u{1f3fb}'..='\u{1f3ff}'
        | '\u{e0100}'..='\u{e01ef}' => CharClass::Joined,
        '０'..='９' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ' => CharClass::Word,
        c if c.is_ascii_graphic() || (c.is_alphanumeric() && !is_cjk(c)) => CharClass::Word,
        _ => CharClass::Han,
    }
}

/// Whether `c` opens a number and fills its square: there is no blank half to give up.
pub(super) fn is_sign(c: char) -> bool {
    matches!(c, '￥' | '$' | '№')
}

/// The class of every character where it stands: a straight quotation mark opens and closes by
/// turns, unless it stands behind a number (`5"`) or within a word.
pub(super) fn classes(chars: &[char]) -> Vec<CharClass> {
    let mut is_open = false;
    let quote = |at: usize, is_open: &mut bool| {
        let is_word = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
        let inside = is_word(chars.get(at + 1)) && at > 0 && is_word(chars.get(at - 1));
        if inside {
            return CharClass::Word;
        }
        *is_open = !*is_open;
        if *is_open { CharClass::Open } else { CharClass::Close }
    };
    let class_at = |(at, &c): (usize, &char)| {
        if c == '"' { quote(at, &mut is_open) } else { class(c) }
    };
    chars.iter().enumerate().map(class_at).collect()
}

/// What numbers count: a line had better not start there. The longest first where one starts with
/// another.
const COUNTED: [&str; 66] = [
    "平方公里",
    "平方米",
    "立方米",
    "个百分点",
    "百分点",
    "个小时",
    "小时",
    "分钟",
    "公里",
    "公斤",
    "公顷",
    "千米",
    "厘米",
    "毫米",
    "千克",
    "千瓦时",
    "千瓦",
    "周年",
    "人次",
    "个月",
    "年",
    "月",
    "日",
    "号",
    "时",
    "分",
    "秒",
    "岁",
    "元",
    "米",
    "吨",
    "克",
    "亩",
    "里",
    "个",
    "名",
    "人",
    "位",
    "户",
    "家",
    "所",
    "处",
    "座",
    "栋",
    "件",
    "项",
    "条",
    "次",
    "期",
    "届",
    "批",
    "支",
    "场",
    "套",
    "间",
    "层",
    "辆",
    "份",
    "种",
    "类",
    "倍",
    "斤",
    "天",
    "村",
    "度",
    "级",
];

/// Latin units that stay with a number before the space before them, as `%` and `℃` do.
const LATIN_UNITS: [&str; 14] =
    ["km", "cm", "mm", "m", "kg", "g", "t", "GB", "MB", "kW", "kWh", "h", "min", "s"];

fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || matches!(c, '０'..='９')
}

/// For every character, how bad it is to start a line there; the first one's says nothing.
pub(super) fn break_points(chars: &[char], classes: &[CharClass]) -> Vec<Break> {
    let mut points = Vec::with_capacity(chars.len());
    let mut base = 0;
    for (at, &after) in classes.iter().enumerate() {
        let Some(before) = at.checked_sub(1) else {
            points.push(Break::Never);
            continue;
        };
        points.push(match after {
            CharClass::Joined => Break::Never,
            // A joiner and a no-break space hold on to what follows, too.
            _ if matches!(chars[before], '\u{200d}' | '\u{a0}' | '\u{202f}') => Break::Never,
            _ => pair(chars[base], classes[base], chars[at], after),
        });
        if after != CharClass::Joined {
            base = at;
        }
    }
    keep_word_ends(&mut points);
    keep_dashes(chars, classes, &mut points);
    keep_numbers(chars, &mut points);
    points
}

fn pair(before: char, class_before: CharClass, after: char, class_after: CharClass) -> Break {
    use CharClass::{Close, Dash, Follow, Open, Space, Stop, Word};
    match (class_before, class_after) {
        (_, Close | Stop | Follow | Space) | (Open, _) => Break::Never,
        (Word, Word) => Break::Word,
        (Dash, Dash) if before == after => Break::Never,
        // `U.S`, `example.com`
        (Stop, Word) if before == '.' => Break::Word,
        _ => Break::Free,
    }
}

/// A run of more than two dashes or dots may, if it must, be torn between two pairs.
fn keep_dashes(chars: &[char], classes: &[CharClass], points: &mut [Break]) {
    let mut run = 0;
    for at in 0..chars.len() {
        let goes_on = at > 0 && classes[at] == CharClass::Dash && chars[at] == chars[at - 1];
        run = if goes_on { run + 1 } else { 0 };
        if goes_on && run % 2 == 0 {
            points[at] = Break::Word;
        }
    }
}

/// A torn word keeps at least three letters on either side.
fn keep_word_ends(points: &mut [Break]) {
    let is_word = |points: &[Break], at: usize| points.get(at) == Some(&Break::Word);
    let original = points.to_vec();
    for (at, point) in points.iter_mut().enumerate() {
        let near = |way: fn(usize, usize) -> Option<usize>| {
            (1..=2).any(|step| way(at, step).is_none_or(|at| !is_word(&original, at)))
        };
        if is_word(&original, at) && (near(usize::checked_sub) || near(usize::checked_add)) {
            *point = Break::Number;
        }
    }
}

/// Numbers stay whole, with their sign, and if it can be with what they count.
fn keep_numbers(chars: &[char], points: &mut [Break]) {
    let digit = |at: usize| chars.get(at).copied().is_some_and(is_digit);
    for at in 1..chars.len() {
        if !digit(at - 1) {
            continue;
        }
        // 1,000 · 12:30 · 3.5 · 2019/6/28: what joins two digits belongs to the number.
        let joins = matches!(
            chars[at],
            ',' | '.' | ':' | '/' | '，' | '：' | '．' | '～' | '~' | '-' | '–' | '－'
        );
        if digit(at) {
            points[at] = Break::Number;
        } else if joins && digit(at + 1) {
            points[at + 1] = Break::Number;
        } else {
            let Counted { scale, unit, before } = counted(&chars[at..]);
            for (place, point) in points.iter_mut().skip(at).take(scale + unit).enumerate() {
                let bad = if place <= scale { before } else { Break::Number };
                *point = (*point).max(bad);
            }
        }
    }
}

/// What stands behind a number.
struct Counted {
    /// So many characters say how large it is: ` 余万`.
    scale: usize,
    /// So many then say what is counted.
    unit: usize,
    /// How bad it is to start a line at either.
    before: Break,
}

/// What is counted by the number before `after`: `余万` `名`, `多` `平方米`, ` 亿` `元`, ` ` `km`.
fn counted(after: &[char]) -> Counted {
    let space = usize::from(after.first() == Some(&' '));
    let scale = after[space..]
        .iter()
        .take(4)
        .take_while(|c| matches!(c, '余' | '多' | '十' | '百' | '千' | '万' | '亿'))
        .count();
    let rest = &after[space + scale..];
    let starts_with = |unit: &&&str| {
        let len = unit.chars().count();
        unit.chars().eq(rest.iter().copied().take(len))
    };
    if space == 1
        && let Some(unit) = LATIN_UNITS.iter().find(starts_with)
        && !rest.get(unit.len()).is_some_and(char::is_ascii_alphanumeric)
    {
        return Counted { scale: space, unit: unit.len(), before: Break::Unit };
    }
    let unit = COUNTED.iter().find(starts_with).map_or(0, |unit| unit.chars().count());
    let scale = if scale + unit == 0 { 0 } else { space + scale };
    Counted { scale, unit, before: Break::Count }
}
