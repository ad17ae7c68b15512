//! From the words of a query to what has to hold.
//!
//! ```text
//! any  := all { OR all }
//! all  := one { [AND] one }
//! one  := { NOT } near
//! near := atom { NEAR/n atom }
//! atom := text | year | title | ( any )
//! ```

use super::{
    SetFault, SetQueryError,
    words::{self, QueryWord, QueryWordKind},
};
use crate::search::QueryError;

/// Brackets in brackets, deeper than anyone reads.
const DEPTH: usize = 50;

/// What has to hold of an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Expr {
    /// The term of that number stands there.
    Term(usize),
    /// All of them.
    And(Vec<Expr>),
    /// One of them at least.
    Or(Vec<Expr>),
    /// This does not.
    Not(Box<Expr>),
    /// Both, with at most so many characters between them.
    Near(Box<Expr>, u32, Box<Expr>),
    /// It appeared in one of these years.
    Years(i16, i16),
    /// Its title or name holds this.
    Title(String),
}

impl Expr {
    /// Whether it has places that NEAR can measure from.
    fn has_places(&self) -> bool {
        match self {
            Self::Term(_) | Self::Near(..) => true,
            Self::Or(parts) => parts.iter().all(Self::has_places),
            Self::And(_) | Self::Not(_) | Self::Years(..) | Self::Title(_) => false,
        }
    }

    /// Whether it can have hits.
    fn asks(&self) -> bool {
        match self {
            Self::Term(_) | Self::Near(..) => true,
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::asks),
            Self::Not(_) | Self::Years(..) | Self::Title(_) => false,
        }
    }

    /// Whether it asks for the year or the title.
    pub(super) fn heeds_description(&self) -> bool {
        match self {
            Self::Years(..) | Self::Title(_) => true,
            Self::Term(_) => false,
            Self::And(parts) | Self::Or(parts) => parts.iter().any(Self::heeds_description),
            Self::Not(part) => part.heeds_description(),
            Self::Near(left, _, right) => left.heeds_description() || right.heeds_description(),
        }
    }

    fn of_several(mut parts: Vec<Self>, all: fn(Vec<Self>) -> Self) -> Self {
        match parts.pop() {
            Some(only) if parts.is_empty() => only,
            Some(last) => {
                parts.push(last);
                all(parts)
            }
            None => all(parts),
        }
    }
}

/// What has to hold, and the texts of its terms.
pub(super) fn parse(query: &str) -> Result<(Expr, Vec<String>), SetQueryError> {
    let syntax = |(fault, at)| SetQueryError::Syntax { fault, at };
    let words = words::split(query).map_err(syntax)?;
    if words.is_empty() {
        return Err(QueryError::Empty.into());
    }
    let mut parser =
        Parser { words: &words, at: 0, end: query.chars().count(), depth: 0, texts: Vec::new() };
    let expr = parser.any().map_err(syntax)?;
    if let Some(word) = words.get(parser.at) {
        return Err(syntax((SetFault::BracketUnopened, word.at)));
    }
    if !expr.asks() {
        return Err(syntax((SetFault::OnlyMissing, 0)));
    }
    Ok((expr, parser.texts))
}

type Parsed = Result<Expr, (SetFault, usize)>;

struct Parser<'a> {
    words: &'a [QueryWord],
    at: usize,
    /// The end of the query, in characters.
    end: usize,
    depth: usize,
    texts: Vec<String>,
}

impl Parser<'_> {
    fn peek(&self) -> Option<&QueryWordKind> {
        self.words.get(self.at).map(|word| &word.kind)
    }

    /// Where the next word stands.
    fn place(&self) -> usize {
        self.words.get(self.at).map_or(self.end, |word| word.at)
    }

    fn any(&mut self) -> Parsed {
        let mut parts = vec![self.all()?];
        while self.peek() == Some(&QueryWordKind::Or) {
            self.at += 1;
            parts.push(self.all()?);
        }
        Ok(Expr::of_several(parts, Expr::Or))
    }

    fn all(&mut self) -> Parsed {
        let mut parts = vec![self.one()?];
        loop {
            match self.peek() {
                Some(QueryWordKind::And) => self.at += 1,
                None | Some(QueryWordKind::Or | QueryWordKind::Close) => break,
                Some(_) => {}
            }
            parts.push(self.one()?);
        }
        // What needs no look into the text is asked first.
        parts.sort_by_key(|part| match part {
            Expr::Years(..) | Expr::Title(_) => 0,
            _ => 1,
        });
        Ok(Expr::of_several(parts, Expr::And))
    }

    fn one(&mut self) -> Parsed {
        let mut missing = false;
        while self.peek() == Some(&QueryWordKind::Not) {
            self.at += 1;
            missing = !missing;
        }
        let expr = self.near()?;
        Ok(if missing { Expr::Not(Box::new(expr)) } else { expr })
    }

    fn near(&mut self) -> Parsed {
        let mut place = self.place();
        let mut expr = self.atom()?;
        while let Some(&QueryWordKind::Near(count)) = self.peek() {
            self.at += 1;
            let after = self.place();
            let right = self.atom()?;
            for (side, at) in [(&expr, place), (&right, after)] {
                if !side.has_places() {
                    return Err((SetFault::NearWhat, at));
                }
            }
            expr = Expr::Near(Box::new(expr), count, Box::new(right));
            place = after;
        }
        Ok(expr)
    }

    fn atom(&mut self) -> Parsed {
        let place = self.place();
        let Some(kind) = self.peek().cloned() else { return Err((SetFault::TermMissing, place)) };
        self.at += 1;
        Ok(match kind {
            QueryWordKind::Text(text) => {
                self.texts.push(text);
                Expr::Term(self.texts.len() - 1)
            }
            QueryWordKind::Years(from, to) => Expr::Years(from, to),
            QueryWordKind::Title(words) => Expr::Title(words),
            QueryWordKind::Open => {
                if self.depth == DEPTH {
                    return Err((SetFault::Depth, place));
                }
                self.depth += 1;
                let expr = self.any()?;
                self.depth -= 1;
                if self.peek() != Some(&QueryWordKind::Close) {
                    return Err((SetFault::BracketUnclosed, place));
                }
                self.at += 1;
                expr
            }
            QueryWordKind::Close
            | QueryWordKind::And
            | QueryWordKind::Or
            | QueryWordKind::Not
            | QueryWordKind::Near(_) => {
                return Err((SetFault::TermMissing, place));
            }
        })
    }
}
