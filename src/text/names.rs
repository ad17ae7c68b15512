//! People's names in Chinese text, by what stands around them: bylines, and titles before surnames.
//!
//! Suggestions for a user dictionary, which a human looks at: what is found in bylines is nearly
//! always a name, what follows a title most of the time. Nothing here decides what a word is.

use std::sync::LazyLock;

use super::{
    ByteSpan, LineKind, Segmenter, lines, paragraph::span, structure::people, tail_byline,
};

/// The surnames of nearly everybody; two characters where they are so long.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘\
    蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺\
    顾毛郝龚邵万钱严覃武戴莫孔向汤欧温倪葛牛樊殷翟季庄申盛俞卓童路齐颜焦洪左柳岳卞裴祁管祝洛苗鲁詹\
    关古尚辛霍柯阮耿喻常乔赖聂章凌窦冉甘宁景晏蔺宫费纪岑鲍华梅涂靳穆霞司符代娄耿包解蒲游鞠宗芦安岳连";
const LONG_SURNAMES: &[&str] = &[
    "欧阳", "上官", "司马", "诸葛", "夏侯", "皇甫", "尉迟", "慕容", "司徒", "令狐", "端木", "公孙",
];

/// What people are called in front of their names.
pub(super) const TITLES: &[&str] = &[
    "书记",
    "主任",
    "局长",
    "区长",
    "市长",
    "县长",
    "镇长",
    "乡长",
    "村长",
    "站长",
    "校长",
    "院长",
    "所长",
    "部长",
    "科长",
    "处长",
    "会长",
    "经理",
    "董事长",
    "主席",
    "组长",
    "队长",
    "楼长",
    "楼栋长",
    "委员",
    "代表",
    "党员",
    "教授",
    "老师",
    "医生",
    "民警",
    "警官",
    "社工",
    "居民",
    "村民",
    "市民",
    "业主",
    "网格员",
    "网格长",
    "志愿者",
    "负责人",
    "工作者",
    "大学生",
    "青年",
    "老人",
    "大爷",
    "大妈",
    "阿姨",
    "同志",
    "选手",
    "理事长",
    "店主",
    "商户",
    "师傅",
    "女士",
    "先生",
];

/// What comes after a name: people say, point out, are with others, or the clause ends.
const FOLLOWS: &str = "说介表告向对和与在的是有为给把被也都就还带正回来到从等一同将又曾自家深感笑坦认\
    指如很每最走看接主及做讲称透强谈提负出开拿常让用站坐住入不";
/// Behind these it is a phrase, not a name.
const NOT_IN_NAMES: &str = "的了是在和与对为把被从到说这那等及也都就还很不会能要有们个上下里各每该本其之以于区县市镇乡村街社委办党政组员长度效质层级速端标潮额峰地兴段";

/// Where a name was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameSource {
    /// In a byline.
    Byline,
    /// Behind a title.
    Title,
}

/// The names in `text`, in no order; each as often as it is found.
#[must_use]
pub fn names(text: &str) -> Vec<(ByteSpan, NameSource)> {
    let mut found = Vec::new();
    for line in lines(text) {
        let Some(content) = text.get(line.content.range()) else { continue };
        let start = line.content.start().to_usize();
        let byline = match line.kind {
            LineKind::Byline => Some(0),
            _ => tail_byline(content),
        };
        let body = byline.unwrap_or(content.len());
        if let Some(at) = byline {
            let people = people(&content[at..]).into_iter();
            let spans = people.map(|name| span(start + at + name.start..start + at + name.end));
            found.extend(spans.map(|name| (name, NameSource::Byline)));
        }
        for name in titled(&content[..body]) {
            found.push((span(start + name.start..start + name.end), NameSource::Title));
        }
    }
    found
}

/// What reads as a name behind a title in running text.
fn titled(line: &str) -> Vec<std::ops::Range<usize>> {
    let mut found = Vec::new();
    for title in TITLES {
        for at in memchr::memmem::find_iter(line.as_bytes(), title) {
            let start = at + title.len();
            if let Some(length) = line.get(start..).and_then(name_length) {
                found.push(start..start + length);
            }
        }
    }
    found
}

/// Some characters, a bit for each below U+10000: soon told.
struct Characters(Box<[u64; 1024]>);

impl Characters {
    fn of(chars: impl Iterator<Item = char>) -> Self {
        let mut bits = Box::new([0; 1024]);
        for c in chars {
            if let Some(word) = bits.get_mut(u32::from(c) as usize / 64) {
                *word |= 1 << (u32::from(c) % 64);
            }
        }
        Self(bits)
    }

    fn hold(&self, c: char) -> bool {
        let word = self.0.get(u32::from(c) as usize / 64);
        word.is_some_and(|word| word >> (u32::from(c) % 64) & 1 == 1)
    }
}

/// What a surname can begin with.
static FIRSTS: LazyLock<Characters> = LazyLock::new(|| {
    let longs = LONG_SURNAMES.iter().filter_map(|long| long.chars().next());
    Characters::of(SURNAMES.chars().chain(longs))
});

/// What titles end with, and what stands before the names of a byline.
static TITLE_ENDS: LazyLock<Characters> = LazyLock::new(|| {
    let titles = TITLES.iter().chain(&BYLINE_WORDS);
    Characters::of(titles.filter_map(|title| title.chars().next_back()))
});

/// Whether a surname can begin with `c`.
pub(super) fn may_begin_name(c: char) -> bool {
    FIRSTS.hold(c)
}

/// How many bytes of `text` are a surname at its start.
pub(super) fn starts_with_surname(text: &str) -> Option<usize> {
    LONG_SURNAMES.iter().find(|long| text.starts_with(**long)).map_or_else(
        || text.chars().next().filter(|&c| SURNAMES.contains(c)).map(char::len_utf8),
        |long| Some(long.len()),
    )
}

/// Whether all of `word` reads as a person's name: a surname with one or two characters, and no
/// word of the dictionary that means something else (`方法`, `安全`); or a foreign name with its `·`.
pub(super) fn is_full_name(word: &str) -> bool {
    let parts: Vec<&str> = word.split('·').collect();
    if parts.len() > 1 {
        let is_part = |part: &&str| (1..=6).contains(&part.chars().count());
        return parts.iter().all(|part| is_part(part) && part.chars().all(is_han));
    }
    let Some(given) = starts_with_surname(word).and_then(|surname| word.get(surname..)) else {
        return false;
    };
    (1..=2).contains(&given.chars().count())
        && given.chars().all(is_han)
        && Segmenter::plain().may_be_person(word)
}

/// What stands before names in bylines.
const BYLINE_WORDS: [&str; 6] = ["记者", "通讯员", "作者", "编辑", "实习生", "摄影"];

/// How many bytes of `text` are a person's name at its start, which what follows it and what stands
/// before it show: a byline, a title, or a mark, as in a list of names.
pub(super) fn shown_name(before: &str, text: &str) -> Option<ShownName> {
    // Nearly always the character before tells that none is shown.
    let is_within = |c: char| (is_han(c) || c.is_alphanumeric()) && !TITLE_ENDS.hold(c);
    if before.chars().next_back().is_some_and(is_within) {
        return None;
    }
    let length = name_length(text)?;
    let title = before.trim_end_matches([' ', '　']);
    let is_titled = |titles: &[&str]| titles.iter().any(|one| title.ends_with(one));
    let behind_mark = || before.chars().next_back().is_none_or(|c| !c.is_alphanumeric());
    let ends =
        || text.get(length..).and_then(|rest| rest.chars().next()).is_none_or(|c| !is_han(c));
    let is_sure = is_titled(&BYLINE_WORDS) || (behind_mark() && ends());
    let shown = is_sure || is_titled(TITLES) || (behind_mark() && length > 2 * HAN_LEN);
    shown.then_some(ShownName { length, is_sure })
}

/// A name that what stands around it shows.
pub(super) struct ShownName {
    /// In bytes.
    pub(super) length: usize,
    /// Whether it stands in a byline, or alone between two marks.
    pub(super) is_sure: bool,
}

/// The bytes of nearly every Han character.
const HAN_LEN: usize = 3;

/// How many bytes of `text` are a name, which what follows it must show.
fn name_length(text: &str) -> Option<usize> {
    let surname = starts_with_surname(text)?;
    let ends = |length: usize| {
        let next = text.get(length..).and_then(|rest| rest.chars().next());
        next.is_none_or(|c| !is_han(c) || FOLLOWS.contains(c))
    };
    let mut length = surname;
    let mut lengths = Vec::new();
    for c in text.get(surname..)?.chars().take(2) {
        if !is_han(c) || NOT_IN_NAMES.contains(c) {
            break;
        }
        length += c.len_utf8();
        lengths.push(length);
    }
    // The longer one first: `李介福说` rather than `李` + `介福说`.
    lengths.into_iter().rev().find(|&length| ends(length))
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&c) || c >= '\u{20000}'
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, source: NameSource) -> Vec<&str> {
        let names = names(text).into_iter().filter(|(_, from)| *from == source);
        names.map(|(name, _)| &text[name.range()]).collect()
    }

    #[test]
    fn bylines_give_their_names_in_every_shape() {
        let text = "临河区推进党建\n\n本报记者 林晓 通讯员 赵一帆 钱丹 文/图\n\n\
            今年以来，成效显著。记者 何立 欧阳明\n\n（记者 周行之）\n";
        let expected = ["林晓", "赵一帆", "钱丹", "何立", "欧阳明", "周行之"];
        assert_eq!(found(text, NameSource::Byline), expected);
    }

    #[test]
    fn a_title_gives_the_name_behind_it_where_what_follows_ends_it() {
        let text = "标题\n\n社区书记张改华说，党员何立和居民李介福一起动手。主任欧阳一鸣：“好。”\n\
            街道主任高度重视，网格员马上行动，负责人和居民商量，居民王大妈很高兴。";
        let names = found(text, NameSource::Title);
        for name in ["张改华", "何立", "李介福", "欧阳一鸣", "王大妈"] {
            assert!(names.contains(&name), "{name}: {names:?}");
        }
        for phrase in ["高度", "高度重", "马上", "和居"] {
            assert!(!names.contains(&phrase), "{phrase}: {names:?}");
        }
    }
}
