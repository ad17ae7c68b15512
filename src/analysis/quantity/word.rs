//! The words around a figure and what part each plays in finding what is counted.
//!
//! jieba's classes where they can be trusted, and lists of the genre's verbs where they cannot: it
//! calls 签订 and 共建 both a verb, but only the second belongs to a noun (共建协议).

use std::ops::Range;

use super::{
    lexicon::{self, LexiconList},
    paragraph::Paragraph,
};
use crate::text::Segmenter;

/// What part a word plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum WordPart {
    /// A noun, or what can stand for one: a quotation, a name, a word nobody knows.
    Noun,
    /// 较大, 年轻, 公益性: belongs to a noun behind it.
    Adjective,
    /// A verb that takes an object and never belongs to a noun: 签订, 召开, 共有.
    Verb,
    /// A verb that is as often part of a noun: 服务, 培训, 共建.
    Nominal,
    /// 达到, 为, 超过: stands between what is counted and the figure.
    Copula,
    /// 增长, 下降: says that the figure is a difference.
    Change,
    /// 已, 均, 先后.
    Adverb,
    /// 的.
    De,
    /// 等.
    Etc,
    /// 和, 与, 及, 、.
    And,
    /// A numeral that is none by itself, or a classifier (四点半|课堂).
    Number,
    /// A preposition, pronoun, or anything else where a noun phrase ends.
    Function,
    /// Punctuation.
    Mark,
}

/// A word.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) range: Range<usize>,
    pub(super) part: WordPart,
}

/// Last characters of nouns that a verb before them belongs to.
const COMPOUND_ENDS: &str = "房站点班室费会组岗线卡书册品车馆园库群网牌墙率量额法制课队楼店厅";

/// Whether a noun says how much there is of something.
pub(super) fn is_measure(word: &str) -> bool {
    lexicon::has(LexiconList::Measures, word)
        || lexicon::ends_with_any(LexiconList::MeasureEnds, word)
}

/// Whether a verb before this word belongs to it.
pub(super) fn takes_verbs(word: &str) -> bool {
    if is_people(word) {
        return false;
    }
    lexicon::has(LexiconList::CompoundHeads, word)
        || lexicon::ends_with_any(LexiconList::CompoundHeads, word)
        || word.chars().next_back().is_some_and(|c| COMPOUND_ENDS.contains(c))
}

/// Whether a word names people to whom something is done: 培训|党员干部, 服务|群众.
fn is_people(word: &str) -> bool {
    lexicon::ends_with_any(LexiconList::People, word)
}

/// Whether a verb takes an object wherever it stands.
pub(super) fn is_verb(word: &str) -> bool {
    lexicon::has(LexiconList::Verbs, word) && !lexicon::has(LexiconList::Nominals, word)
}

/// Whether a word is one that frames a clause.
pub(super) fn is_frame(word: &str) -> bool {
    lexicon::has(LexiconList::Frames, word)
}

/// Whether a verb that belongs to nouns as well is meant.
pub(super) fn is_nominal(word: &str) -> bool {
    lexicon::has(LexiconList::Nominals, word)
}

fn part(word: &str, class: &str) -> WordPart {
    let first = word.chars().next().unwrap_or(' ');
    if !first.is_alphanumeric() && (!is_quote(first) || word.chars().count() == 1) {
        return if first == '、' { WordPart::And } else { WordPart::Mark };
    }
    match word {
        "的" => return WordPart::De,
        "等" | "等等" => return WordPart::Etc,
        "和" | "与" | "及" | "以及" | "或" | "暨" => return WordPart::And,
        _ => {}
    }
    if lexicon::has(LexiconList::Changes, word) {
        return WordPart::Change;
    }
    if lexicon::has(LexiconList::Nouns, word) {
        return WordPart::Noun;
    }
    if lexicon::has(LexiconList::Adjectives, word) {
        return WordPart::Adjective;
    }
    if is_frame(word) {
        return WordPart::Function;
    }
    if lexicon::has(LexiconList::Nominals, word) {
        return WordPart::Nominal;
    }
    if lexicon::has(LexiconList::Verbs, word) {
        return WordPart::Verb;
    }
    if lexicon::has(LexiconList::Copulas, word) {
        return WordPart::Copula;
    }
    if lexicon::has(LexiconList::Adverbs, word) {
        return WordPart::Adverb;
    }
    match class {
        // 积极参与, 齐抓共管: set phrases say what is done.
        "i" | "l" if lexicon::starts_with_any(LexiconList::Adverbs, word) => WordPart::Verb,
        // 首尾相接, 行动不便: no part of a name behind a noun.
        "i" | "l"
            if !takes_verbs(word)
                && !word.ends_with([
                    '人', '者', '费', '点', '所', '站', '室', '会', '车', '团', '队',
                ]) =>
        {
            WordPart::Nominal
        }
        "v" | "vg" | "vi" | "vd" | "vq" => WordPart::Verb,
        "vn" => WordPart::Nominal,
        "a" | "ag" | "b" | "an" | "z" => WordPart::Adjective,
        "d" | "ad" | "df" | "dg" => WordPart::Adverb,
        "p" | "c" | "r" | "rr" | "rz" | "rg" | "u" | "ud" | "ug" | "uj" | "ul" | "uv" | "uz"
        | "y" | "e" | "o" | "t" | "tg" | "f" => WordPart::Function,
        "m" | "q" | "mq" => WordPart::Number,
        _ => WordPart::Noun,
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '“' | '‘' | '「' | '『' | '《' | '〈' | '"')
}

/// The words of `range`; a quotation that is short is one word.
pub(super) fn words(
    paragraph: &Paragraph,
    range: Range<usize>,
    segmenter: &Segmenter,
) -> Vec<Word> {
    let mut found = Vec::new();
    let mut at = range.start;
    let mut plain = at;
    while at < range.end {
        let close = match paragraph.at(at) {
            '“' => '”',
            '‘' => '’',
            '「' => '」',
            '『' => '』',
            '《' => '》',
            '(' => ')',
            _ => '\0',
        };
        let inner = paragraph.folded.get(at + 1..range.end).unwrap_or_default();
        let len = inner.iter().position(|&c| c == close).filter(|&len| {
            let most = match close {
                ')' => 3,
                '》' => 60,
                _ => 14,
            };
            len > 0 && len <= most && !inner.iter().take(len).any(|c| "。,;!?".contains(*c))
        });
        let Some(len) = len.filter(|_| close != '\0') else {
            at += 1;
            continue;
        };
        cut(paragraph, plain..at, segmenter, &mut found);
        let end = at + len + 2;
        // 村(社区): said of the word before it.
        let text = paragraph.text(at..end);
        match found.last_mut() {
            Some(last) if close == ')' && last.part == WordPart::Noun && last.range.end == at => {
                last.text.push_str(&text);
                last.range.end = end;
            }
            _ => {
                let part = if close == ')' { WordPart::Mark } else { WordPart::Noun };
                found.push(Word { text, range: at..end, part });
            }
        }
        at = end;
        plain = end;
    }
    cut(paragraph, plain..range.end, segmenter, &mut found);
    found
}

fn cut(paragraph: &Paragraph, range: Range<usize>, segmenter: &Segmenter, found: &mut Vec<Word>) {
    let text = paragraph.text(range.clone());
    let mut at = range.start;
    let first = found.len();
    for (word, class) in segmenter.classes(&text) {
        let end = at + word.chars().count();
        let folded: String = word.chars().map(crate::text::fold_width).collect();
        let own = part(&folded, class);
        // 服务|站, 网格|员, 非机动车|位: the dictionary has only the first.
        let joined =
            found.len() > first && folded.chars().count() == 1 && SUFFIXES.contains(&folded);
        let whole = found.last().map(|last| format!("{}{word}", last.text));
        let known = whole.is_some_and(|whole| lexicon::has(LexiconList::Nouns, &whole));
        let last = found.last_mut().filter(|last| {
            known && last.range.end == at
                || joined
                    && last.range.end == at
                    // 同事|点了赞 is none.
                    && !(last.part == WordPart::Noun && matches!(folded.as_str(), "点" | "站" | "处" | "所"))
                    && (matches!(last.part, WordPart::Noun | WordPart::Nominal | WordPart::Adjective)
                        || last.part == WordPart::Verb && SUFFIXES_OF_VERBS.contains(&folded))
                    && last.text.chars().count() >= 2
        });
        if let Some(last) = last {
            last.text.push_str(word);
            last.range.end = end;
            let class = if folded == "化" { "vn" } else { "n" };
            let folded: String = last.text.chars().map(crate::text::fold_width).collect();
            last.part = part(&folded, class);
        } else {
            found.push(Word { text: word.to_owned(), range: at..end, part: own });
        }
        at = end;
    }
}

/// Single characters that end a noun.
const SUFFIXES: &str = "户化长率位页站点员村室厅层性费额量法制队组所部房区卡册处园院馆库";
/// Those of them that make a noun of a verb: 办结|率, 建档|率.
const SUFFIXES_OF_VERBS: &str = "率量费额点员室";

/// Whether a word stands between what is counted and the figure.
pub(super) fn is_copula(word: &str) -> bool {
    lexicon::has(LexiconList::Copulas, word)
}
