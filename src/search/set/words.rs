//! The words of a query of a set: operators, brackets, phrases and what is looked for.
//!
//! Operators are words of their own, in Chinese or in English capitals: `且 AND`, `或 OR`, `非 NOT`,
//! `近/5 NEAR/5`. Anything in quotes is looked for as it is, white space included; a Chinese quote
//! that is not closed is a character of what is looked for.

use std::ops::Range;

use super::SetFault;
use crate::search::quotes;

/// One word with its place in the query, in characters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct QueryWord {
    pub(super) at: usize,
    pub(super) kind: QueryWordKind,
}

/// What a word is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum QueryWordKind {
    Open,
    Close,
    And,
    Or,
    Not,
    /// Within so many characters.
    Near(u32),
    /// Looked for.
    Text(String),
    /// The article is of one of these years.
    Years(i16, i16),
    /// The article's title or name holds this.
    Title(String),
}

impl QueryWordKind {
    /// Whether it makes more of a query than a row of words.
    fn is_operator(&self) -> bool {
        matches!(self, Self::And | Self::Or | Self::Not | Self::Near(_))
    }
}

/// How far apart two words may be where no number says so.
pub(super) const NEAR: u32 = 10;

/// Splits `query` into words.
///
/// Brackets group only in a query that has an operator: `（二）加强` is text like any other.
pub(super) fn split(query: &str) -> Result<Vec<QueryWord>, (SetFault, usize)> {
    let words = split_with(query, true)?;
    if words.iter().any(|word| word.kind.is_operator()) {
        return Ok(words);
    }
    split_with(query, false)
}

fn split_with(query: &str, brackets: bool) -> Result<Vec<QueryWord>, (SetFault, usize)> {
    let mut words = Vec::new();
    let chars: Vec<char> = query.chars().collect();
    let slice =
        |range: Range<usize>| -> String { chars.get(range).unwrap_or_default().iter().collect() };
    let mut at = 0;
    while let Some(&c) = chars.get(at) {
        let bracket = match c {
            '(' | '（' if brackets => Some(QueryWordKind::Open),
            ')' | '）' if brackets => Some(QueryWordKind::Close),
            _ => None,
        };
        if c.is_whitespace() {
            at += 1;
        } else if let Some(kind) = bracket {
            words.push(QueryWord { at, kind });
            at += 1;
        } else if let Some(close) = quotes::closing(&chars, at, false) {
            words.push(QueryWord { at, kind: QueryWordKind::Text(slice(at + 1..close)) });
            at = close + 1;
        } else if quotes::must_be_closed(c) {
            return Err((SetFault::QuoteUnclosed, at));
        } else {
            let ends = |&c: &char| c.is_whitespace() || (brackets && "()（）".contains(c));
            let rest = chars.get(at..).unwrap_or_default();
            let end = at + rest.iter().position(ends).unwrap_or(rest.len());
            words.push(QueryWord { at, kind: kind(&slice(at..end)).map_err(|fault| (fault, at))? });
            at = end;
        }
    }
    // Alone, an operator is something to look for.
    if let [QueryWord { kind, .. }] = words.as_mut_slice()
        && kind.is_operator()
    {
        *kind = QueryWordKind::Text(query.trim().to_owned());
    }
    Ok(words)
}

fn kind(word: &str) -> Result<QueryWordKind, SetFault> {
    let kind = match word {
        "且" | "AND" => QueryWordKind::And,
        "或" | "OR" => QueryWordKind::Or,
        "非" | "NOT" => QueryWordKind::Not,
        "近" | "NEAR" => QueryWordKind::Near(NEAR),
        _ => {
            let near = word.strip_prefix("近/").or_else(|| word.strip_prefix("NEAR/"));
            if let Some(count) = near {
                return count.parse().ok().map(QueryWordKind::Near).ok_or(SetFault::Distance);
            }
            let (name, value) = match word.split_once([':', '：']) {
                Some((name, value)) if !value.is_empty() => (name, value),
                _ => return Ok(QueryWordKind::Text(word.to_owned())),
            };
            match name {
                "年" | "year" => years(value).ok_or(SetFault::Years)?,
                "文章" | "article" => QueryWordKind::Title(value.to_owned()),
                _ => QueryWordKind::Text(word.to_owned()),
            }
        }
    };
    Ok(kind)
}

/// `2015`, `2015..2021`, `2015..`, `..2021`.
fn years(value: &str) -> Option<QueryWordKind> {
    let year = |text: &str| text.parse::<i16>().ok().filter(|year| (0..=9999).contains(year));
    let (from, to) = match value.split_once("..") {
        None => (year(value)?, year(value)?),
        Some(("", "")) => return None,
        Some((from, "")) => (year(from)?, i16::MAX),
        Some(("", to)) => (i16::MIN, year(to)?),
        Some((from, to)) => (year(from)?, year(to)?),
    };
    (from <= to).then_some(QueryWordKind::Years(from, to))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(query: &str) -> Vec<QueryWordKind> {
        split(query).expect("good").into_iter().map(|word| word.kind).collect()
    }

    fn text(text: &str) -> QueryWordKind {
        QueryWordKind::Text(text.to_owned())
    }

    #[test]
    fn operators_are_words_of_their_own() {
        assert_eq!(kinds("党建 非 经费"), [text("党建"), QueryWordKind::Not, text("经费")]);
        assert_eq!(kinds("且慢　非常"), [text("且慢"), text("非常")]);
        assert_eq!(kinds("and"), [text("and")]);
        assert_eq!(
            kinds("党 近/5 建 NEAR 群"),
            [text("党"), QueryWordKind::Near(5), text("建"), QueryWordKind::Near(NEAR), text("群"),]
        );
    }

    #[test]
    fn an_operator_alone_and_brackets_without_one_are_text() {
        assert_eq!(kinds(" 近 "), [text("近")]);
        assert_eq!(kinds("（二）加强"), [text("（二）加强")]);
        assert_eq!(
            kinds("(二)加强 或 建"),
            [
                QueryWordKind::Open,
                text("二"),
                QueryWordKind::Close,
                text("加强"),
                QueryWordKind::Or,
                text("建"),
            ]
        );
    }

    #[test]
    fn what_is_in_quotes_is_kept_as_it_is() {
        assert_eq!(kinds("“非 且”「a b」\"c\""), [text("非 且"), text("a b"), text("c")]);
        assert_eq!(kinds("‘a b’『c d』"), [text("a b"), text("c d")]);
        assert_eq!(kinds("\"“四个”\""), [text("“四个”")]);
    }

    #[test]
    fn a_chinese_quote_that_is_not_closed_is_looked_for() {
        assert_eq!(kinds("“四个"), [text("“四个")]);
        assert_eq!(
            kinds("党 ”四个 非 “建"),
            [text("党"), text("”四个"), QueryWordKind::Not, text("“建")]
        );
        assert_eq!(kinds("“四个 或 “两个”"), [text("“四个"), QueryWordKind::Or, text("两个")]);
        assert_eq!(
            kinds("(‘四 或 「个)"),
            [
                QueryWordKind::Open,
                text("‘四"),
                QueryWordKind::Or,
                text("「个"),
                QueryWordKind::Close
            ]
        );
        assert_eq!(kinds("《共同纲领》 讲“四个"), [text("《共同纲领》"), text("讲“四个")]);
        assert_eq!(split("党 \"建"), Err((SetFault::QuoteUnclosed, 2)));
        assert_eq!(split("＂党 建"), Err((SetFault::QuoteUnclosed, 0)));
    }

    #[test]
    fn years_and_titles_are_told_by_their_name() {
        assert_eq!(
            kinds("年:2015..2021 年：2019 year:..2000"),
            [
                QueryWordKind::Years(2015, 2021),
                QueryWordKind::Years(2019, 2019),
                QueryWordKind::Years(i16::MIN, 2000),
            ]
        );
        assert_eq!(
            kinds("文章:观察 时间:三点"),
            [QueryWordKind::Title("观察".into()), text("时间:三点")]
        );
        assert_eq!(split("党 年:二〇"), Err((SetFault::Years, 2)));
        assert_eq!(split("年:2021..2015"), Err((SetFault::Years, 0)));
        assert_eq!(split("党 近/多 建"), Err((SetFault::Distance, 2)));
    }
}
