//! Strings of several words that come again with stable edges.
//!
//! Counted are runs of two to six words within a clause. What is kept comes often enough, sticks
//! together more than chance would have it at its weakest joint (mutual information), and stands in
//! various surroundings (entropy on both sides).

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    hash::{BuildHasher as _, BuildHasherDefault, DefaultHasher},
};

use super::letters::FormulaLetters;
use crate::text::Segmenter;

/// Words in a string.
const WORDS: usize = 6;
/// Letters in a string.
const LETTERS: std::ops::RangeInclusive<usize> = 3..=14;
/// How many times likelier than by chance the sides of its weakest joint stand together.
const COHESION: f64 = 12.0;
/// In natural logarithm: about two surroundings that come equally often.
const ENTROPY: f64 = 0.6;
/// So many strings are looked at more closely, those of most articles.
const MOST: usize = 20_000;
/// Bits of the table that drops what comes once before anything is kept of it.
const MOST_BITS: u32 = 26;

/// A word of a text.
#[derive(Clone, Copy, Debug)]
struct Token {
    from: usize,
    to: usize,
    /// Whether a formula may begin or end with it.
    edge: bool,
    /// Whether no formula has it.
    bars: bool,
    /// Whether nothing parts it from the word before.
    joined: bool,
}

/// What is known of a string.
#[derive(Debug, Default)]
struct Seen {
    count: u32,
    articles: u32,
    last: Option<usize>,
    /// Letters before the joints between its words.
    joints: Vec<usize>,
    before: BTreeMap<Option<char>, u32>,
    after: BTreeMap<Option<char>, u32>,
}

/// Words at which a formula may not begin or end, whatever their class.
const NO_EDGE: &[&str] = &[
    "记者",
    "通讯员",
    "本报",
    "工作",
    "进行",
    "开展",
    "情况",
    "问题",
    "方面",
    "活动",
    "同志",
    "先后",
    "目前",
    "等",
    "中",
    "上",
    "下",
    "内",
    "来",
    "把",
    "做",
    "有",
    "是",
    "全区",
    "全市",
    "辖区",
    "各",
    "实现",
    "提供",
    "加强",
    "推进",
    "推动",
    "提升",
    "落实",
    "组织",
    "召开",
    "成立",
    "建立",
    "完善",
    "强化",
    "围绕",
    "通过",
    "积极",
    "不断",
    "进一步",
    "主要",
    "相关",
    "有关",
    "重要",
    "要求",
    "参与",
    "参加",
    "服务",
    "坚持",
    "充分",
    "发挥",
    "形成",
    "努力",
    "引导",
    "深入",
    "扎实",
    "切实",
    "着力",
    "全面",
    "大力",
    "有效",
    "以上",
    "图",
    "文",
    "会",
    "要",
    "能",
    "可",
    "使",
    "让",
    "用",
    "年",
    "月",
    "日",
    "个",
    "名",
    "帮助",
    "解决",
    "带动",
    "成为",
    "作为",
    "利用",
    "增加",
    "新增",
    "面积",
    "达到",
    "采取",
    "打造",
    "创新",
    "设立",
    "及时",
    "定期",
    "负责",
    "负责人",
    "明确",
    "结合",
    "共同",
    "建成",
    "完成",
    "确保",
    "安排",
    "举办",
    "培训",
    "签订",
    "制定",
    "广大",
];

/// Finds the strings that come again: their letters, at least `least` times.
pub(super) fn repeated(
    texts: &[FormulaLetters],
    segmenter: &Segmenter,
    least: u32,
) -> Vec<(String, u32)> {
    let enough = least.saturating_sub(1).clamp(2, 255);
    let tokens: Vec<Vec<Token>> = texts.iter().map(|text| tokens(text, segmenter)).collect();
    let hasher = BuildHasherDefault::<DefaultHasher>::default();
    let total: usize = tokens.iter().map(Vec::len).sum();
    let bits = (total.max(1) * 8).ilog2().clamp(16, MOST_BITS);
    let mask = (1_u64 << bits) - 1;
    let mut sieve = vec![0_u8; 1 << bits];
    let slot = |chars: &[char]| usize::try_from(hasher.hash_one(chars) & mask).unwrap_or(0);
    let mut words: HashMap<&[char], u32> = HashMap::new();
    for (text, tokens) in texts.iter().zip(&tokens) {
        for token in tokens {
            *words.entry(text.chars.get(token.from..token.to).unwrap_or_default()).or_default() +=
                1;
        }
        each_run(tokens, |from, to| {
            if let Some(chars) = text.chars.get(from..to)
                && let Some(count) = sieve.get_mut(slot(chars))
            {
                *count = count.saturating_add(1);
            }
        });
    }
    let mut seen: HashMap<&[char], Seen> = HashMap::new();
    for (number, (text, tokens)) in texts.iter().zip(&tokens).enumerate() {
        each_run(tokens, |from, to| {
            let Some(chars) = text.chars.get(from..to) else { return };
            if sieve.get(slot(chars)).copied().map_or(0, u32::from) < enough {
                return;
            }
            let known = seen.entry(chars).or_default();
            known.count += 1;
            if known.last != Some(number) {
                known.last = Some(number);
                known.articles += 1;
            }
            if known.joints.is_empty() {
                known.joints = tokens
                    .iter()
                    .map(|token| token.from)
                    .filter(|&at| from < at && at < to)
                    .map(|at| at - from)
                    .collect();
            }
            let apart = |at: usize| text.parted.get(at).copied().unwrap_or(true);
            let before = from
                .checked_sub(1)
                .filter(|_| !apart(from))
                .and_then(|at| text.chars.get(at))
                .copied();
            let after = text.chars.get(to).filter(|_| !apart(to)).copied();
            *known.before.entry(before).or_default() += 1;
            *known.after.entry(after).or_default() += 1;
        });
    }
    let counts: HashMap<&[char], u32> =
        seen.iter().map(|(&chars, known)| (chars, known.count)).collect();
    let total = f64::from(u32::try_from(total).unwrap_or(u32::MAX));
    let count = |part: &[char]| {
        words.get(part).or_else(|| counts.get(part)).copied().map_or(1.0, f64::from)
    };
    #[expect(clippy::iter_over_hash_type, reason = "sorted below")]
    let mut found: Vec<(String, u32, u32)> = {
        let mut found = Vec::new();
        for (&chars, known) in &seen {
            // In two articles once less is enough.
            let often = known.count >= least || known.articles >= 2;
            let cohesion = known.joints.iter().filter_map(|&joint| {
                let (left, right) = (chars.get(..joint)?, chars.get(joint..)?);
                Some(f64::from(known.count) * total / (count(left) * count(right)))
            });
            let sticks = cohesion.fold(f64::INFINITY, f64::min) >= COHESION;
            if often
                && known.count >= enough
                && sticks
                && entropy(&known.before, known.count) >= ENTROPY
                && entropy(&known.after, known.count) >= ENTROPY
            {
                found.push((chars.iter().collect(), known.count, known.articles));
            }
        }
        found
    };
    found.sort_by(|a, b| b.2.cmp(&a.2).then(b.1.cmp(&a.1)).then_with(|| a.0.cmp(&b.0)));
    found.truncate(MOST);
    let counted: Vec<(String, usize)> = found
        .iter()
        .map(|(text, count, _)| (text.clone(), usize::try_from(*count).unwrap_or(usize::MAX)))
        .collect();
    let swallowed = swallowed(&counted, &counted);
    let mut number = 0;
    found.retain(|_| {
        number += 1;
        !swallowed.contains(&(number - 1))
    });
    found.into_iter().map(|(text, count, _)| (text, count)).collect()
}

/// Which of `parts` hardly stand but inside one of `wholes`: by themselves they say nothing.
pub(super) fn swallowed(parts: &[(String, usize)], wholes: &[(String, usize)]) -> HashSet<usize> {
    let index: HashMap<&str, usize> =
        parts.iter().enumerate().map(|(at, (text, _))| (text.as_str(), at)).collect();
    let mut found = HashSet::new();
    for (whole, count) in wholes {
        let cuts: Vec<usize> =
            whole.char_indices().map(|(at, _)| at).chain([whole.len()]).collect();
        for (at, &from) in cuts.iter().enumerate() {
            for &to in cuts.iter().skip(at + 2) {
                let part = whole.get(from..to).filter(|part| part.len() < whole.len());
                if let Some(&part) = part.and_then(|part| index.get(part))
                    && parts.get(part).is_some_and(|(_, alone)| count * 10 >= alone * 8)
                {
                    found.insert(part);
                }
            }
        }
    }
    found
}

/// Hands on every run of words that may be a formula.
fn each_run(tokens: &[Token], mut hand: impl FnMut(usize, usize)) {
    for (at, first) in tokens.iter().enumerate() {
        if !first.edge || first.bars {
            continue;
        }
        for last in tokens.iter().take(at + WORDS).skip(at + 1) {
            if !last.joined || last.bars || last.to - first.from > *LETTERS.end() {
                break;
            }
            if last.edge && last.to - first.from >= *LETTERS.start() {
                hand(first.from, last.to);
            }
        }
    }
}

fn tokens(text: &FormulaLetters, segmenter: &Segmenter) -> Vec<Token> {
    let mut found = Vec::new();
    let mut from = 0;
    while from < text.chars.len() {
        let rest = text.breaks.get(from + 1..).unwrap_or_default();
        let to =
            rest.iter().position(|&breaks| breaks).map_or(text.chars.len(), |at| from + 1 + at);
        let clause: String = text.chars.get(from..to).unwrap_or_default().iter().collect();
        let mut at = from;
        let mut joined = false;
        for (word, class) in segmenter.classes(&clause) {
            let end = at + word.chars().count();
            let lead = class.as_bytes().first().copied().unwrap_or(b'x');
            let name = matches!(class, "nr" | "ns" | "nt" | "nrt" | "nrfg");
            let function = matches!(
                lead,
                b'u' | b'p' | b'c' | b'd' | b'r' | b'm' | b'q' | b't' | b'f' | b'y' | b'e' | b'o'
            );
            let single = word.chars().count() == 1;
            let inside = matches!(
                word,
                "的" | "了"
                    | "着"
                    | "过"
                    | "与"
                    | "和"
                    | "及"
                    | "在"
                    | "被"
                    | "将"
                    | "把"
                    | "从"
                    | "并"
                    | "等"
                    | "对"
                    | "为了"
                    | "以及"
            );
            // 党的建设, 党的十九大.
            let of_party = word == "的"
                && found.last().is_some_and(|last: &Token| {
                    text.chars.get(last.from..last.to) == Some(&['党'])
                });
            let ascii = word.chars().any(|c| c.is_ascii());
            found.push(Token {
                from: at,
                to: end,
                edge: !function
                    && !NO_EDGE.contains(&word)
                    && (!single || !matches!(lead, b'v' | b'x' | b'z' | b'a'))
                    && !ascii,
                bars: name || inside && !of_party || ascii,
                joined,
            });
            joined = true;
            at = end;
        }
        from = to;
    }
    found
}

fn entropy(counts: &BTreeMap<Option<char>, u32>, total: u32) -> f64 {
    counts.iter().fold(0.0, |sum, (neighbour, &count)| {
        // Every mark and line end is another surrounding.
        let (share, times) = match neighbour {
            None => (1.0 / f64::from(total), f64::from(count)),
            Some(_) => (f64::from(count) / f64::from(total), 1.0),
        };
        sum - times * share * share.ln()
    })
}
