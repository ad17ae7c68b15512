//! Numerals in names, which count nothing: 三严三实, 两学一做, 新闻1+1, 八项规定.
//!
//! A name is what stands in quotes or title marks and is short; the same words elsewhere in the
//! article without quotes (三项工程一项管理); and those of a list of the genre's set phrases.

use std::collections::BTreeSet;

use super::{numeral::is_han_numeral, paragraph::Paragraph};

/// What in quotes is longer is speech, not a name.
const LONGEST: usize = 14;

/// Phrases of the genre that stand without quotes as often as with them.
const SET_PHRASES: &[&str] = &[
    "四个意识",
    "四个自信",
    "两个维护",
    "两个确立",
    "四个全面",
    "两个一百年",
    "三个代表",
    "五位一体",
    "四个伟大",
    "两不愁三保障",
    "八项规定",
    "四项基本原则",
    "六项纪律",
    "三个区分开来",
    "三项制度改革",
    "四个服务",
    "四个合格",
    "四个对照",
    "五个必由之路",
    "六个必须坚持",
    "九个必须",
    "三个务必",
    "两个务必",
    "两个结合",
    "一个中心",
    "两个基本点",
    "四个現代化",
    "四个现代化",
    "两个毫不动摇",
    "三个表率",
    "两个先锋队",
    "十个明确",
    "十四个坚持",
    "十三个方面成就",
    "八个明确",
    "九年义务教育",
    "九年一贯制",
    "十二年一贯制",
    "一个月亮",
    "两个文明",
    "三个面向",
    "五个统筹",
    "五项管理",
    "八个坚持",
    "千家万户",
    "万户千家",
    "三个文明",
    "两个覆盖",
    "两个责任",
    "四种形态",
    "四个责任",
    "两个健康",
    "四个最严",
    "两张清单",
    "三张清单",
    "一张网",
    "两个作用",
    "四议两公开",
    "三公经费",
    "五个一工程",
    "四个一批",
    "三个一批",
    "六个一批",
    "两个大局",
    "三个没有变",
    "五个文明",
    "四项监督",
    "四个亮点",
];

/// Marks that open and close what may be a name.
fn closing(open: char) -> Option<char> {
    Some(match open {
        '“' => '”',
        '‘' => '’',
        '「' => '」',
        '『' => '』',
        '《' => '》',
        '〈' => '〉',
        '【' => '】',
        '"' => '"',
        _ => return None,
    })
}

/// The ranges inside quotes and title marks that are short enough for a name.
fn quoted(paragraph: &Paragraph) -> Vec<(usize, usize, bool)> {
    let mut found = Vec::new();
    let mut at = 0;
    while at < paragraph.folded.len() {
        let open = paragraph.at(at);
        let Some(close) = closing(open) else {
            at += 1;
            continue;
        };
        let rest = paragraph.folded.get(at + 1..).unwrap_or_default();
        let Some(len) = rest.iter().position(|&c| c == close) else {
            at += 1;
            continue;
        };
        let inner = rest.get(..len).unwrap_or_default();
        let is_title = matches!(open, '《' | '〈');
        let is_speech = inner.iter().any(|c| "。!?;,…".contains(*c));
        let is_name = is_title && len <= 60 || len <= LONGEST && !is_speech;
        if is_name && len > 0 {
            found.push((at + 1, at + 1 + len, is_title));
        }
        // Quotes within quotes are looked at by themselves.
        at += if is_name { len + 2 } else { 1 };
    }
    found
}

/// Marks the characters of names in all paragraphs of an article.
pub(super) fn mark_names(paragraphs: &mut [Paragraph]) {
    let mut names: BTreeSet<Vec<char>> =
        SET_PHRASES.iter().map(|phrase| phrase.chars().collect()).collect();
    for paragraph in &mut *paragraphs {
        for (start, end, is_title) in quoted(paragraph) {
            if let Some(named) = paragraph.named.get_mut(start..end) {
                named.fill(true);
            }
            if is_title {
                continue;
            }
            let inner = paragraph.folded.get(start..end).unwrap_or_default();
            for part in inner.split(|c| "、,· ".contains(*c)) {
                let has_han = part.iter().any(|&c| is_han_numeral(c));
                let has_digit = part.iter().any(char::is_ascii_digit);
                // 两年 in quotes does not make every 两年 a name.
                if has_han && part.len() >= 3 || has_digit && part.len() >= 5 {
                    names.insert(part.to_vec());
                }
            }
        }
    }
    for paragraph in paragraphs {
        for at in 0..paragraph.folded.len() {
            let c = paragraph.at(at);
            if !is_han_numeral(c) && !c.is_ascii_digit() {
                continue;
            }
            // Names begin with the numeral most of the time; others are found by their first one.
            for name in &names {
                let Some(lead) = name.iter().position(|&c| is_han_numeral(c) || c.is_ascii_digit())
                else {
                    continue;
                };
                let Some(start) = at.checked_sub(lead) else { continue };
                let end = start + name.len();
                if paragraph.folded.get(start..end) == Some(name)
                    && let Some(named) = paragraph.named.get_mut(start..end)
                {
                    named.fill(true);
                }
            }
        }
    }
}
