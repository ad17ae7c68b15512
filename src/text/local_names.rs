//! Local terms that a dictionary lacks, by how they stand in text: in quotation marks, and before what
//! places and bodies end in.
//!
//! Suggestions for a user dictionary, which a human looks at; see [`super::names`] for people.

use super::{ByteSpan, Segmenter, paragraph::span};

/// Where a local term was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermSource {
    /// In quotation marks: `“三会一课”`.
    Quoted,
    /// What ends as places and bodies do: `柳岸街道`.
    Body,
}

/// Characters in what is quoted.
const QUOTED: std::ops::RangeInclusive<usize> = 2..=7;
/// Characters in the name of a place or body.
const NAME: std::ops::RangeInclusive<usize> = 3..=10;
/// Tokens before the ending.
const MOST_TOKENS: usize = 3;

/// What the names of bodies and of the areas they care for end in.
const BODIES: [&str; 42] = [
    "街道",
    "社区",
    "小区",
    "村",
    "镇",
    "乡",
    "公司",
    "集团",
    "学院",
    "大学",
    "中学",
    "小学",
    "学校",
    "幼儿园",
    "医院",
    "银行",
    "酒店",
    "超市",
    "商场",
    "工厂",
    "研究院",
    "研究所",
    "设计院",
    "党校",
    "协会",
    "商会",
    "学会",
    "基金会",
    "合作社",
    "办事处",
    "新区",
    "新城",
    "开发区",
    "示范区",
    "产业园",
    "工业园",
    "管委会",
    "博物馆",
    "纪念馆",
    "信访局",
    "派出所",
    "服务站",
];
/// What the names of places end in; they may stand within the names of bodies: `柳岸路街道`.
const PLACES: [&str; 26] = [
    "路", "中路", "东路", "西路", "南路", "北路", "街", "大道", "大街", "巷", "桥", "湖", "山",
    "河", "园", "公园", "广场", "花园", "家园", "苑", "庄", "寨", "大厦", "水库", "新村", "佳苑",
];
/// Tokens that end a name to their left, besides verbs, pronouns and what only joins words.
const OUTSIDE: &str = "的了是在和与及或对为把被从到由向以于等也都就还又再要将能会可让使这那此其各每某该有没不\
    至往沿经自进入出上下里内外前后全本老旧新大小好多个名位次项条家座所第同去来驻赴给带回走看找办建";
/// Single characters in names that make no name of a common word.
const SIDES: [&str; 9] = ["东", "西", "南", "北", "中", "大", "小", "新", "老"];

/// The local terms in `text`, in no order; each as often as it is found. Those are left out that
/// `segmenter` knows.
#[must_use]
pub fn local_terms(text: &str, segmenter: &Segmenter) -> Vec<(ByteSpan, TermSource)> {
    let mut found: Vec<_> = quoted(text)
        .into_iter()
        .filter(|term| text.get(term.range()).is_some_and(|term| !segmenter.knows(term)))
        .map(|term| (term, TermSource::Quoted))
        .collect();
    found.extend(bodies(text, segmenter).into_iter().map(|name| (name, TermSource::Body)));
    found
}

fn is_han(c: char) -> bool {
    ('\u{3400}'..='\u{9FFF}').contains(&c) || c >= '\u{20000}'
}

/// What stands in quotation marks and is short and all Han.
fn quoted(text: &str) -> Vec<ByteSpan> {
    let mut found = Vec::new();
    for (open, mark) in text.match_indices(['“', '「', '『']) {
        let start = open + mark.len();
        let inside = text.get(start..).unwrap_or_default();
        let mut chars = 0;
        for (at, c) in inside.char_indices() {
            if is_han(c) && chars < *QUOTED.end() {
                chars += 1;
                continue;
            }
            if matches!(c, '”' | '」' | '』') && QUOTED.contains(&chars) {
                found.push(span(start..start + at));
            }
            break;
        }
    }
    found
}

/// The names of places and bodies: some tokens before what such names end in.
fn bodies(text: &str, segmenter: &Segmenter) -> Vec<ByteSpan> {
    let words = segmenter.words(text);
    let word =
        |at: usize| words.get(at).and_then(|word| text.get(word.range())).unwrap_or_default();
    let ends_as = |word: &str, endings: &[&str]| endings.contains(&word);
    let mut found = Vec::new();
    for (at, last) in words.iter().enumerate() {
        let ending = word(at);
        let is_body = ends_as(ending, &BODIES);
        if !is_body && !ends_as(ending, &PLACES) {
            continue;
        }
        // A place goes on into the body that is called after it.
        let next = word(at + 1);
        let touches = words.get(at + 1).is_some_and(|next| next.start() == last.end());
        if touches && (ends_as(next, &BODIES) || ends_as(next, &PLACES)) {
            continue;
        }
        let mut from = at;
        while from > 0 && at - from < MOST_TOKENS {
            let (Some(before), Some(this)) = (words.get(from - 1), words.get(from)) else { break };
            let token = word(from - 1);
            let may_stand_within = is_body && ends_as(token, &PLACES);
            if before.end() != this.start()
                || ends_as(token, &BODIES)
                || (ends_as(token, &PLACES) && !may_stand_within)
                || !belongs_to_name(token, segmenter)
            {
                break;
            }
            from -= 1;
        }
        let (Some(first), true) = (words.get(from), from < at) else { continue };
        let name = span(first.start().to_usize()..last.end().to_usize());
        let content = text.get(name.range()).unwrap_or_default();
        let is_only_place = (from..at).all(|token| ends_as(word(token), &PLACES));
        if NAME.contains(&content.chars().count())
            && content.chars().all(is_han)
            && !is_only_place
            && is_proper(&(from..at).map(word).collect::<Vec<_>>(), segmenter)
            && !segmenter.knows(content)
        {
            found.push(name);
        }
    }
    found
}

/// Whether a token may be part of a name: no verb, pronoun, numeral or word that only joins others.
fn belongs_to_name(token: &str, segmenter: &Segmenter) -> bool {
    if !token.chars().all(is_han) {
        return false;
    }
    let single = token.chars().count() == 1;
    if single && token.chars().all(|c| OUTSIDE.contains(c)) {
        return false;
    }
    match segmenter.class_of(token) {
        // What the dictionary does not know is as likely a name as anything.
        None => true,
        Some(class) => {
            let is_among = |classes: &[&str]| classes.iter().any(|start| class.starts_with(start));
            // Single characters that are verbs or adverbs elsewhere are common in names (城开, 常西湖),
            // and so are the nouns that verbs have become (协作路).
            let is_outside = is_among(&["p", "c", "u", "r", "m", "q", "y", "e", "o", "k"])
                || (!single && is_among(&["v", "d", "t", "f"]) && class != "vn");
            SIDES.contains(&token) || !is_outside
        }
    }
}

/// Whether the tokens before an ending make a name of it: 居民|小区 and 基层|社区 are of any such, but
/// 桐柏|路, 馨怡|家园.
fn is_proper(tokens: &[&str], segmenter: &Segmenter) -> bool {
    tokens.iter().any(|token| {
        (token.chars().count() == 1 && !PLACES.contains(token) && !SIDES.contains(token))
            || segmenter.class_of(token).is_none_or(|class| {
                class.starts_with("nr")
                    || class.starts_with("ns")
                    || class.starts_with("nz")
                    || class.starts_with("nt")
            })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str, source: TermSource) -> Vec<&str> {
        let terms = local_terms(text, Segmenter::plain());
        let terms = terms.into_iter().filter(|(_, from)| *from == source);
        terms.map(|(term, _)| &text[term.range()]).collect()
    }

    #[test]
    fn what_is_quoted_and_short_is_found() {
        let text = "推行“两学一评”工作法，开展“邻里互助日”活动，他说：“好。”又说：“大家一起来做这件事情”。\
            「亮晒榜」“A区”“党员”";
        assert_eq!(found(text, TermSource::Quoted), ["两学一评", "邻里互助日", "亮晒榜"]);
    }

    #[test]
    fn places_and_bodies_are_found_by_their_endings_and_phrases_are_not() {
        let text = "在棠杏路街道，柏棠社区和云栖家园的居民都来了。每个社区、这个小区、改造老旧小区、\
            各街道和基层社区一起动手，来到社区，走进社区。";
        let names = found(text, TermSource::Body);
        for name in ["棠杏路街道", "柏棠社区"] {
            assert!(names.contains(&name), "{name}: {names:?}");
        }
        for phrase in
            ["每个社区", "个社区", "这个小区", "老旧小区", "各街道", "基层社区", "来到社区"]
        {
            assert!(!names.contains(&phrase), "{phrase}: {names:?}");
        }
    }
}
