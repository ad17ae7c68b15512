//! Bylines: roles (`记者`, `通讯员`, `文/图`) with names, on a line of their own or at the end of a
//! paragraph.

use crate::text::sentence::{is_closing, is_end_mark};

/// What people who make an article are called.
const ROLES: &[&str] = &[
    "本报记者",
    "本刊记者",
    "本网记者",
    "特约记者",
    "见习记者",
    "实习记者",
    "首席记者",
    "全媒体记者",
    "记者",
    "特约通讯员",
    "通讯员",
    "实习生",
    "作者",
    "撰稿人",
    "撰稿",
    "撰文",
    "执笔",
    "采写",
    "供稿",
    "整理",
    "报道",
    "摄影报道",
    "摄影",
    "摄",
    "文图",
    "图文",
    "文字",
    "图片",
    "供图",
    "制图",
    "文",
    "图",
    "编辑",
    "责任编辑",
    "责编",
];
/// The characters that [`ROLES`] begin with.
const ROLE_BEGINNINGS: &str = "本特见实首全记通作撰执采供整报摄文图制编责";
/// What stands before where an article comes from and when, with anything short behind a colon.
const SOURCES: &[&str] = &["来源", "稿源", "发布时间", "发布日期", "时间", "日期", "校对", "审核"];
/// What follows a role in headings and body text, where a name would stand.
const NO_NAMES: &[&str] = &[
    "调查", "手记", "观察", "走访", "获悉", "了解", "采访", "感言", "发现", "看到", "来到", "从",
    "在", "节", "站", "部", "培训", "简介", "展览",
];
/// No byline is longer, in characters.
const LONGEST: usize = 60;

/// Whether a whole line is a byline, or the date or source of an article.
pub(super) fn is_byline(line: &str) -> bool {
    is_date(line) || is_source(line) || names_people(line)
}

/// Where the byline at the end of a paragraph starts (`…发展。记者 张三 通讯员 李四 文/图`).
///
/// A byte of `line`, at the byline's first character or opening bracket; `None` if there is none,
/// or nothing but it on the line.
#[must_use]
pub fn tail_byline(line: &str) -> Option<usize> {
    let end = line.trim_end();
    // Most paragraphs end in a full stop, and no byline does.
    if end.ends_with(is_end_mark) {
        return None;
    }
    let (tail, _) = end.char_indices().rev().take(LONGEST).last()?;
    if tail == 0 && names_people(end) {
        return None;
    }
    // The longest end of the line that reads as one.
    let starts = end[tail..].char_indices().map(|(at, _)| tail + at);
    starts
        .filter(|&at| begins_a_role(&end[at..]) && may_follow(&end[..at]))
        .find(|&at| names_people(&end[at..]))
}

fn begins_a_role(text: &str) -> bool {
    without_role(text.trim_start_matches(is_opening)).is_some()
}

/// Whether a byline may follow `before`: running text, ended by a mark or a space.
fn may_follow(before: &str) -> bool {
    !before.trim().is_empty()
        && before.ends_with(|c: char| is_end_mark(c) || is_closing(c) || c.is_whitespace())
}

fn is_opening(c: char) -> bool {
    matches!(c, '(' | '（' | '【' | '[' | '□' | '■' | '○' | '●' | '◎' | '◇' | '◆')
}

/// Whether `text` is nothing but roles and names: at least one role, and a name or `文图` with it.
fn names_people(text: &str) -> bool {
    let inner = text.trim_start_matches(is_opening).trim_end_matches([')', '）', '】', ']']);
    let is_separator = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                '/' | '／' | '、' | '：' | ':' | '|' | '｜' | '，' | ',' | '&' | '(' | '（'
            )
    };
    let (mut roles, mut names, mut words) = (0, 0, 0);
    for word in inner.split(is_separator).filter(|word| !word.is_empty()) {
        words += 1;
        let name = match without_role(word) {
            // `文明` is a name or a word, not the role `文` and the name `明`.
            Some(rest) if rest.is_empty() || word.len() - rest.len() > '文'.len_utf8() => {
                roles += 1;
                rest
            }
            _ => word,
        };
        if !name.is_empty() {
            let begins_with_name = words == 1 && roles == 0;
            // Without a space between them a role and four characters are rather a phrase.
            let is_phrase = name.len() < word.len() && name.chars().count() > 3;
            if begins_with_name && !is_credit(inner) || is_phrase || !is_name(name) {
                return false;
            }
            names += 1;
        }
    }
    roles > 0 && (names > 0 || roles > 1 && words > 1)
}

/// Where the names of a byline stand in it.
pub(in crate::text) fn people(byline: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    let is_separator =
        |c: char| c.is_whitespace() || "/／、：:|｜，,&()（）【】[]".contains(c) || is_opening(c);
    for word in byline.split_inclusive(is_separator) {
        let next = at + word.len();
        let word = word.trim_end_matches(is_separator);
        let name = match without_role(word) {
            Some(rest) if rest.is_empty() || word.len() - rest.len() > '文'.len_utf8() => rest,
            _ => word,
        };
        if is_name(name) && !SOURCES.contains(&name) && !name.ends_with('报') {
            found.push(at + word.len() - name.len()..at + word.len());
        }
        at = next;
    }
    found
}

/// What stands behind the longest role that `word` begins with.
fn without_role(word: &str) -> Option<&str> {
    // Every short line of an article comes by here, and nearly none begins so.
    if !word.starts_with(|c| ROLE_BEGINNINGS.contains(c)) {
        return None;
    }
    ROLES.iter().filter_map(|role| word.strip_prefix(role)).min_by_key(|rest| rest.len())
}

/// Whether a word can be a person's name: two to four Han characters, or a foreign name in parts.
fn is_name(word: &str) -> bool {
    let is_han = |c: char| ('\u{3400}'..='\u{9FFF}').contains(&c) || c >= '\u{20000}';
    let longest = if word.contains('·') { 12 } else { 4 };
    let chars = word.chars().take(longest + 1).count();
    (2..=longest).contains(&chars)
        && word.chars().all(|c| is_han(c) || c == '·')
        && !NO_NAMES.iter().any(|no_name| word.starts_with(no_name))
}

/// Whether the name comes before the role, with a stroke between them: `林晓青/文 何立/图`.
fn is_credit(text: &str) -> bool {
    const CREDITS: &[&str] = &["/文", "/图", "/摄", "／文", "／图", "／摄"];
    // Most lines have no stroke; every short line of an article comes by here.
    text.contains(['/', '／']) && CREDITS.iter().any(|credit| text.contains(credit))
}

fn is_source(line: &str) -> bool {
    let value = SOURCES.iter().find_map(|source| line.strip_prefix(source));
    value.is_some_and(|value| value.starts_with(['：', ':']) && !value.ends_with(is_end_mark))
}

/// Whether a line is nothing but a date that begins with a year, with a weekday or time.
fn is_date(line: &str) -> bool {
    let year = line.get(..4).is_some_and(|year| year.bytes().all(|b| b.is_ascii_digit()));
    let is_part = |c: char| {
        c.is_ascii_digit() || c.is_whitespace() || "年月日-/.:：星期周一二三四五六天".contains(c)
    };
    year && line.len() > "2019年".len() && line.chars().all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roles_with_names_are_bylines() {
        for line in [
            "本报记者 林晓青 通讯员 何立 文图",
            "记者 林晓青",
            "记者林晓青 摄影报道",
            "通讯员 何立 赵一平",
            "□本报记者 林晓青/文 何立/图",
            "（记者 林晓青 实习生 何立）",
            "林晓青/文 何立/图",
            "文/图 记者 林晓青",
            "来源：柳岸日报",
            "2019-07-01 08:30",
            "2019年7月1日 星期一",
        ] {
            assert!(is_byline(line), "{line}");
        }
    }

    #[test]
    fn every_role_is_looked_for() {
        for role in ROLES {
            assert_eq!(without_role(role), Some(""), "{role}");
        }
    }

    #[test]
    fn other_lines_with_these_words_are_not() {
        for line in [
            "记者调查",
            "记者从柳岸区获悉，改造已经开工。",
            "文明城市 人人参与",
            "图书阅览室",
            "编辑部的故事",
            "作者",
            "2019年柳岸区成绩单",
            "时间：是最好的答卷。",
        ] {
            assert!(!is_byline(line), "{line}");
        }
    }

    #[test]
    fn the_byline_at_the_end_of_a_paragraph_is_found() {
        let start = |line: &str| tail_byline(line).map(|at| line[at..].to_owned());
        assert_eq!(
            start("推动治理创新发展。记者 林晓青 通讯员 何立 赵一平 文/图 ").as_deref(),
            Some("记者 林晓青 通讯员 何立 赵一平 文/图 ")
        );
        assert_eq!(
            start("大家说“好。”（本报记者 林晓青）").as_deref(),
            Some("（本报记者 林晓青）")
        );
        assert_eq!(start("发展 记者 林晓青").as_deref(), Some("记者 林晓青"));
        assert_eq!(start("记者 林晓青 通讯员 何立"), None, "nothing but a byline");
        assert_eq!(start("他对记者说。记者 们都笑了。"), None);
        assert_eq!(start(&"柳岸区推进改革".repeat(500)), None);
    }
}
