//! Noun phrases before and behind a figure.

use super::lexicon::{self, LexiconList};
use super::word::{Word, WordPart, is_frame, is_measure, is_nominal, is_verb, takes_verbs};

/// A noun phrase as it is written, and where a search went on from.
#[derive(Clone, Debug, Default)]
pub(super) struct Phrase {
    pub(super) text: String,
    /// The words it is made of.
    pub(super) words: std::ops::Range<usize>,
}

impl Phrase {
    fn of(words: &[Word], range: std::ops::Range<usize>) -> Option<Self> {
        let text: String =
            words.get(range.clone())?.iter().map(|word| word.text.as_str()).collect();
        (!text.is_empty()).then_some(Self { text, words: range })
    }
}

fn part(words: &[Word], at: usize) -> WordPart {
    words.get(at).map_or(WordPart::Mark, |word| word.part)
}

fn text(words: &[Word], at: usize) -> &str {
    words.get(at).map_or("", |word| word.text.as_str())
}

/// Classifiers of events and matters: what is done belongs to their noun (12场志愿|服务).
fn is_event(unit: Option<&str>) -> bool {
    matches!(
        unit,
        Some(
            "次" | "场"
                | "期"
                | "轮"
                | "场次"
                | "期次"
                | "批次"
                | "项"
                | "件"
                | "节"
                | "堂"
                | "人次"
                | "例"
                | "起"
                | "遍"
                | "小时"
                | "天"
                | "大项"
                | "小项"
                | "类"
                | "种"
                | "课时"
                | "学时"
                | "元"
        )
    )
}

/// The noun phrase that begins at `from`: what 14个 in 14个街道 counts.
///
/// `open` says that the words go on with another figure behind their end: what stands directly
/// before that may belong to it (党员|带动1.5万名, 道路、区定|8条).
#[expect(clippy::too_many_lines, reason = "one rule after the other, as they are read")]
pub(super) fn behind(
    words: &[Word],
    from: usize,
    unit: Option<&str>,
    open: bool,
) -> Option<Phrase> {
    let mut start = from;
    let mut at = from;
    let mut head = None;
    while at < words.len() {
        let next = part(words, at + 1);
        let goes_on = matches!(next, WordPart::Noun | WordPart::Nominal)
            || next == WordPart::Adjective
                && matches!(part(words, at + 2), WordPart::Noun | WordPart::Nominal)
            || next == WordPart::Verb && takes_verbs(text(words, at + 2)) && at == from;
        match part(words, at) {
            WordPart::Noun => head = Some(at),
            // 五个层级|主要领导: what is said of a thing, no part of its name.
            WordPart::Adjective
                if goes_on
                    && (head.is_none()
                        || text(words, at) != "主要"
                            && (next == WordPart::Noun
                                || !matches!(text(words, at), "有关" | "相关"))) => {}
            WordPart::Nominal => {
                // 企业|生产|口罩: behind a noun only what is part of many nouns goes on.
                let after_noun = head.is_some();
                let listed = is_nominal(text(words, at));
                if after_noun && !listed {
                    break;
                }
                let compound = takes_verbs(text(words, at + 1))
                    || next == WordPart::Nominal && takes_verbs(text(words, at + 2));
                if goes_on && after_noun && acts(text(words, at)) && !compound {
                    // 21家市直单位|走访|群众 stops; 5个党员|服务|队 goes on.
                    break;
                }
                head = Some(at);
            }
            // 5名|挂职|干部.
            WordPart::Verb | WordPart::Change
                if head.is_none()
                    && matches!(next, WordPart::Noun)
                    && at == from
                    && !is_verb(text(words, at)) => {}
            // 7名|党性|强、素质|高|的|同志.
            WordPart::Adjective | WordPart::Adverb
                if head.is_some()
                    && matches!(next, WordPart::And | WordPart::De)
                    && (part(words, at) == WordPart::Adjective
                        || matches!(unit, Some("名" | "位" | "人"))) =>
            {
                let Some(de) = (at..words.len().min(at + 16)).find(|&at| {
                    part(words, at) == WordPart::De
                        && matches!(
                            part(words, at + 1),
                            WordPart::Noun | WordPart::Nominal | WordPart::Adjective
                        )
                }) else {
                    break;
                };
                if words
                    .get(at..de)
                    .is_some_and(|rest| rest.iter().any(|word| word.part == WordPart::Mark))
                {
                    break;
                }
                (start, head, at) = (de + 1, None, de);
            }
            // 行动|不便|的|住房保障群众; 较大|的|单位.
            WordPart::De
                if head != at.checked_sub(1)
                    || head.is_some_and(|head| is_attribute(words, head)) =>
            {
                start = at + 1;
                head = None;
            }
            WordPart::Adjective | WordPart::Verb | WordPart::Adverb
                if head.is_none_or(|head| describes(text(words, head)))
                    && leads_to_de(words, at) => {}
            WordPart::And if text(words, at) == "、" && head.is_some() && is_list(words, at) => {}
            _ => break,
        }
        at += 1;
    }
    let mut end = head? + 1;
    // 6支|电力|安全|检修|志愿者|服务队: the classifier wants a team.
    if unit == Some("支") {
        let clause = (from..words.len()).take_while(|&at| {
            !matches!(part(words, at), WordPart::Mark | WordPart::De | WordPart::And)
        });
        let team = clause
            .filter(|&at| {
                ["队", "队伍", "团", "组", "力量"].iter().any(|end| text(words, at).ends_with(end))
            })
            .last();
        end = team.map_or(end, |team| team + 1);
    }
    if start >= end {
        return None;
    }
    if open && end == words.len() {
        if let Some(list) = (start..end).rev().find(|&at| part(words, at) == WordPart::And) {
            end = list;
        }
        while end > start + 1 && part(words, end - 1) == WordPart::Nominal {
            end -= 1;
        }
    }
    while start < end && is_frame(text(words, start)) {
        start += 1;
    }
    // 487个老旧小区|改造: an action that is done to what is counted.
    while end > start + 1
        && part(words, end - 1) == WordPart::Nominal
        && !is_event(unit)
        // 35名区级领导.
        && !matches!(unit, Some("名" | "位" | "人"))
        && lexicon::has(LexiconList::Actions, text(words, end - 1))
    {
        end -= 1;
    }
    while end > start + 1 && part(words, end - 1) == WordPart::Adjective {
        end -= 1;
    }
    end = start + counted(words.get(start..end)?, unit);
    Phrase::of(words, start..end)
}

/// How many words of a phrase are what is counted: 10个街道|组织员 counts streets.
fn counted(words: &[Word], unit: Option<&str>) -> usize {
    let by_thing = matches!(unit, Some("个" | "家" | "处" | "所" | "座" | "栋") | None);
    if !by_thing || words.len() < 2 {
        return words.len();
    }
    let last = text(words, words.len() - 1);
    let uncounted = lexicon::ends_with_any(LexiconList::Uncounted, last);
    if !uncounted {
        return words.len();
    }
    let place = words.iter().take(words.len() - 1).position(|word| {
        lexicon::has(LexiconList::Places, word.text.as_str())
            || ["社区", "街道", "小区", "支部", "党组织"].iter().any(|end| word.text.ends_with(end))
    });
    place.map_or(words.len(), |at| at + 1)
}

/// Whether the words from `at` on lead to a 的 with a noun behind it, before anything else.
fn leads_to_de(words: &[Word], at: usize) -> bool {
    let rest = words.get(at..).unwrap_or_default();
    let de = rest.iter().take(4).position(|word| word.part == WordPart::De);
    de.is_some_and(|de| {
        de > 0
            && rest.iter().take(de).all(|word| {
                matches!(word.part, WordPart::Adjective | WordPart::Verb | WordPart::Adverb | WordPart::Nominal | WordPart::Noun)
            })
            // What a verb takes before the 的 is no attribute of one thing: 参与治理的.
            && matches!(rest.get(de - 1).map(|word| word.part), Some(WordPart::Adjective | WordPart::Adverb | WordPart::Verb))
            && matches!(part(rest, de + 1), WordPart::Noun | WordPart::Nominal | WordPart::Adjective)
    })
}

/// Whether the word before 的 only describes: 较大规模的, 84岁高龄的, 行动不便的.
fn is_attribute(words: &[Word], head: usize) -> bool {
    let word = text(words, head);
    matches!(word, "规模" | "高龄" | "水平" | "标准" | "性质" | "以上")
        || ["不便", "困难", "突出", "优秀", "齐全", "显著", "良好", "完善", "出色", "扎实", "过硬"]
            .iter()
            .any(|end| word.ends_with(end) && word.chars().count() > end.chars().count())
}

/// Whether what is said of this noun describes what bears it: 表现|突出|的|党员.
fn describes(word: &str) -> bool {
    lexicon::has(LexiconList::Described, word)
}

/// Whether a list of nouns goes on behind the 、 at `at` (投资方、施工方).
fn is_list(words: &[Word], at: usize) -> bool {
    part(words, at + 1) == WordPart::Noun && text(words, at + 1).chars().count() >= 2
}

/// The noun phrase that ends before `to`: what 41处 in 文化娱乐场所41处 counts.
///
/// `words` begin at the start of the clause or behind the figure before.
pub(super) fn before(words: &[Word], to: usize) -> Option<Phrase> {
    let mut start = to;
    // 党员代表等|50余名.
    let mut end = to;
    while end > 0 && part(words, end - 1) == WordPart::Etc {
        end -= 1;
        start = end;
    }
    while start > 0 {
        let at = start - 1;
        let has_head = start < end;
        match part(words, at) {
            WordPart::Noun => start = at,
            WordPart::Adjective if has_head => start = at,
            // 县级|12个: those of that level.
            WordPart::Adjective if at + 1 == to && text(words, at).ends_with('级') => start = at,
            // 四点半|课堂: a name, not a number.
            WordPart::Number if has_head && start - at < 5 && leads_name(words, at) => start = at,
            WordPart::Nominal => {
                if has_head && is_predicate(words, at, start) {
                    break;
                }
                start = at;
            }
            WordPart::Verb | WordPart::Change if has_head && is_modifier(words, at, start) => {
                start = at;
            }
            WordPart::And
                if has_head && text(words, at) == "、" && is_plain_list(words, at, end) =>
            {
                start = at;
            }
            // 科级及以上|领导干部, 中小学校|和|幼儿园: one thing each, not one.
            _ => break,
        }
    }
    while start < end && (is_frame(text(words, start)) || part(words, start) == WordPart::And) {
        // 辖区总面积: what is measured is the district.
        let rest: String =
            words.get(start + 1..end).unwrap_or_default().iter().map(|w| w.text.as_str()).collect();
        if part(words, start) != WordPart::And && is_bare_measure(&rest) {
            break;
        }
        start += 1;
    }
    // 辖区|总面积: the frame before a bare measure belongs to it.
    let phrase = Phrase::of(words, start..end)?;
    if is_bare_measure(&phrase.text) && start > 0 {
        let lead = text(words, start - 1);
        if matches!(lead, "辖区" | "新增" | "计划" | "增加")
            || (lead == "完成" && phrase.text == "投资")
        {
            return Phrase::of(words, start - 1..end);
        }
    }
    Some(phrase)
}

/// Whether numerals at `at` belong to the name behind them: nothing but them stands before it.
fn leads_name(words: &[Word], at: usize) -> bool {
    let first =
        (0..=at).rev().take_while(|&at| part(words, at) == WordPart::Number).last().unwrap_or(at);
    !text(words, first).starts_with('一')
        && first.checked_sub(1).is_none_or(|before| {
            matches!(part(words, before), WordPart::Mark | WordPart::And | WordPart::Verb)
        })
}

/// Whether a phrase only says that something is measured: 面积, 总投资.
pub(super) fn is_bare_measure(text: &str) -> bool {
    matches!(
        text,
        "面积"
            | "总面积"
            | "投资"
            | "总投资"
            | "资金"
            | "经费"
            | "人口"
            | "长度"
            | "总长度"
            | "收入"
            | "总量"
            | "时间"
            | "人数"
            | "总数"
            | "数量"
    )
}

/// Whether a nominal verb at `at`, before the phrase that begins at `start`, is the clause's verb.
fn is_predicate(words: &[Word], at: usize, start: usize) -> bool {
    let next = text(words, start);
    let lead = at.checked_sub(1).map(|before| part(words, before));
    // 走访|企业 where a clause begins: no noun has this verb in it.
    if always_acts(text(words, at))
        && !always_acts(next)
        && !matches!(lead, Some(WordPart::De | WordPart::Adjective | WordPart::Noun))
    {
        return true;
    }
    if takes_verbs(next) || part(words, start) == WordPart::Nominal {
        return false;
    }
    // 老年|服务|志愿者 after a noun; 培训|党员 where a clause begins.
    let acts = acts(text(words, at));
    match lead {
        Some(WordPart::Noun) => acts && !matches!(part(words, start), WordPart::Nominal),
        // 观看|教育|影片.
        Some(WordPart::Adjective | WordPart::De | WordPart::Verb) => false,
        _ => acts,
    }
}

/// Whether a word that can be part of a noun is never the first part of one.
fn always_acts(word: &str) -> bool {
    lexicon::has(LexiconList::AlwaysActing, word)
}

/// Whether a word that is as often part of a noun is the verb where it has an object.
fn acts(word: &str) -> bool {
    lexicon::has(LexiconList::Acting, word)
}

/// Whether a verb at `at` belongs to the noun behind it: 共建|协议, 参训|人员.
fn is_modifier(words: &[Word], at: usize, start: usize) -> bool {
    let verb = text(words, at);
    if verb.chars().count() < 2 {
        return false;
    }
    let lead = at.checked_sub(1).map_or(WordPart::Mark, |before| part(words, before));
    if text(words, start).ends_with("人数") {
        return true;
    }
    !is_verb(verb)
        && takes_verbs(text(words, start))
        && matches!(
            lead,
            WordPart::Verb
                | WordPart::Noun
                | WordPart::Adjective
                | WordPart::De
                | WordPart::Copula
                | WordPart::Mark
                | WordPart::Nominal
        )
}

/// Whether what stands before the 、 at `at` is a plain noun like those behind it.
fn is_plain_list(words: &[Word], at: usize, end: usize) -> bool {
    let Some(before) = at.checked_sub(1) else { return false };
    let item = text(words, before);
    let items_behind = end.saturating_sub(at + 1);
    part(words, before) == WordPart::Noun
        && item.chars().count() >= 2
        && items_behind <= 3
        && !is_measure(item)
        && words.get(at + 1..end).is_some_and(|rest| {
            rest.iter()
                .filter(|word| word.part != WordPart::And)
                .all(|word| word.part == WordPart::Noun)
        })
}

/// Whether a word is something that is done to things that are counted.
pub(super) fn is_action(word: &str) -> bool {
    lexicon::has(LexiconList::Actions, word)
}
