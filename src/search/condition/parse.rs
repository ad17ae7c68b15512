//! Reading a condition, with the place of whatever cannot be read.
//!
//! Places are in characters of the line. Nothing a user types makes it fail otherwise than by a
//! [`ParseError`]; brackets are counted so that no depth of them overflows the stack.

mod article;

use std::ops::Range;

use crate::search::quotes;

use super::{
    Condition, FARTHEST, Field, Memo, NEAR, ORIGINS, Relation, ReuseTest, STATES, Test, ThemeName,
    Years,
};

pub(super) use article::{comparison_at, is_sign_part};

/// Brackets and 非 within each other, at most.
const DEEPEST: usize = 64;

/// A condition, and where each of its tests stands in the line, in the order of the line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Parsed {
    /// What is asked.
    pub condition: Condition,
    /// In characters, one for each test.
    pub places: Vec<Range<usize>>,
}

/// Why a line is no condition.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind:?} at {}", at.start)]
pub struct ParseError {
    /// What is wrong.
    pub kind: ErrorKind,
    /// Where, in characters; empty at the end of the line where something is missing.
    pub at: Range<usize>,
}

/// What can be wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ErrorKind {
    /// A condition should stand here.
    ExpectedCondition,
    /// A bracket is not closed.
    Unclosed,
    /// A bracket is closed that was not opened.
    Unopened,
    /// A quotation mark is not closed.
    OpenQuote,
    /// There is no such field.
    UnknownField(String),
    /// A value should stand here.
    ExpectedValue(Field),
    /// That is no year and no range of years.
    BadYear,
    /// The years are the wrong way round.
    YearOrder,
    /// The field takes only certain words.
    BadChoice(Field),
    /// That is no number of sentences, or one too large.
    BadDistance,
    /// Brackets in brackets beyond every measure.
    TooDeep,
}

/// Whether `c` may end a value that stands without quotation marks: a Chinese one does so only where
/// it opens a phrase.
pub(super) fn ends_value(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '(' | ')' | '（' | '）' | '&' | '|' | '＆' | '｜')
        || is_quote(c)
}

/// Whether `c` stands between a field and its value.
pub(super) fn is_mark(c: char) -> bool {
    matches!(c, ':' | '：' | '=' | '＝')
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '＂')
}

/// Whether a value that begins with `c` could be taken for a phrase.
pub(super) fn opens_phrase(c: char) -> bool {
    quotes::opens(c)
}

/// Reads a line; one without anything in it asks nothing.
///
/// # Errors
/// With the first thing that is wrong.
pub fn parse(line: &str) -> Result<Parsed, ParseError> {
    let mut parser = Parser { chars: line.chars().collect(), at: 0, depth: 0, places: Vec::new() };
    parser.skip_space();
    if parser.peek().is_none() {
        return Ok(Parsed::default());
    }
    let condition = parser.or()?;
    match parser.peek() {
        None => Ok(Parsed { condition, places: parser.places }),
        Some(_) => Err(parser.error_here(ErrorKind::Unopened)),
    }
}

/// Where the words of the language stand in `line`, fields with their marks and what joins
/// conditions, in characters and in order, as far as it can be read.
#[must_use]
pub fn marks(line: &str) -> Vec<Range<usize>> {
    let chars: Vec<char> = line.chars().collect();
    let mut parser = Parser { chars, at: 0, depth: 0, places: Vec::new() };
    let mut found = Vec::new();
    loop {
        parser.skip_space();
        let start = parser.at;
        let Some(c) = parser.peek() else { return found };
        if matches!(c, '(' | ')' | '（' | '）') {
            parser.at += 1;
        } else if [Word::And, Word::Or, Word::Not].into_iter().any(|word| parser.eat(word)) {
            found.push(start..parser.at);
        } else {
            let end = parser.run_end(start);
            let is_field = parser.is_test_at(start);
            if parser.test().is_err() {
                // The rest of the run at least is passed over.
                parser.at = parser.at.max(end).max(start + 1);
            }
            if is_field {
                found.push(start..end + 1);
            }
        }
    }
}

/// A word of the language itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Word {
    And,
    Or,
    Not,
}

impl Word {
    const fn han(self) -> char {
        match self {
            Self::And => '且',
            Self::Or => '或',
            Self::Not => '非',
        }
    }

    const fn latin(self) -> &'static str {
        match self {
            Self::And => "and",
            Self::Or => "or",
            Self::Not => "not",
        }
    }

    fn is_sign(self, c: char) -> bool {
        match self {
            Self::And => matches!(c, '&' | '＆'),
            Self::Or => matches!(c, '|' | '｜'),
            Self::Not => matches!(c, '!' | '！'),
        }
    }
}

struct Parser {
    chars: Vec<char>,
    at: usize,
    depth: usize,
    places: Vec<Range<usize>>,
}

impl Parser {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
    }

    fn error_here(&self, kind: ErrorKind) -> ParseError {
        let end = (self.at + 1).min(self.chars.len());
        ParseError { kind, at: self.at..end }
    }

    fn slice(&self, range: Range<usize>) -> String {
        self.chars.get(range).unwrap_or_default().iter().collect()
    }

    /// Whether a quotation mark at `at` begins a phrase, or has to.
    fn is_phrase_at(&self, at: usize) -> bool {
        self.chars.get(at).is_some_and(|&c| quotes::must_be_closed(c))
            || quotes::closing(&self.chars, at, true).is_some()
    }

    /// Whether a value without quotation marks ends before the character at `at`.
    fn ends_value_at(&self, at: usize) -> bool {
        match self.chars.get(at) {
            None => true,
            Some(&c) if is_quote(c) => self.is_phrase_at(at),
            Some(&c) => ends_value(c),
        }
    }

    /// Where a value without quotation marks ends that goes on at `from`.
    fn value_end(&self, from: usize) -> usize {
        (from..self.chars.len()).find(|&at| self.ends_value_at(at)).unwrap_or(self.chars.len())
    }

    /// Where the run of characters ends that starts at `from` and could be a name.
    fn run_end(&self, from: usize) -> usize {
        let end = self.value_end(from);
        let name = self.chars.get(from..end).unwrap_or_default();
        name.iter().position(|&c| is_mark(c)).map_or(end, |at| from + at)
    }

    /// Whether a field's name with its mark stands at `at`, perhaps after 非.
    fn is_test_at(&self, at: usize) -> bool {
        let end = self.run_end(at);
        let marked = self.chars.get(end).is_some_and(|&c| is_mark(c));
        let name = self.slice(at..end);
        let name = name.strip_prefix(Word::Not.han()).unwrap_or(&name);
        marked && field(name).is_some()
    }

    /// Takes `word` if it stands here.
    fn eat(&mut self, word: Word) -> bool {
        self.skip_space();
        let Some(c) = self.peek() else { return false };
        if word.is_sign(c) {
            self.at += 1;
            if self.peek().is_some_and(|next| word != Word::Not && word.is_sign(next)) {
                self.at += 1;
            }
            return true;
        }
        let end = self.run_end(self.at);
        let run = self.slice(self.at..end);
        let marked = self.chars.get(end).is_some_and(|&c| is_mark(c));
        if !marked && (run.eq_ignore_ascii_case(word.latin()) || run.chars().eq([word.han()])) {
            self.at = end;
            return true;
        }
        // `且主题:人才` and `且非`, without spaces.
        let before_not = |rest: &str| word != Word::Not && rest.chars().eq([Word::Not.han()]);
        let glued = c == word.han()
            && (self.is_test_at(self.at + 1) || before_not(&self.slice(self.at + 1..end)));
        if glued {
            self.at += 1;
        }
        glued
    }

    fn or(&mut self) -> Result<Condition, ParseError> {
        let mut parts = vec![self.and()?];
        while self.eat(Word::Or) {
            parts.push(self.and()?);
        }
        Ok(Condition::or(parts))
    }

    fn and(&mut self) -> Result<Condition, ParseError> {
        let mut parts = vec![self.not()?];
        loop {
            if self.eat(Word::And) {
                parts.push(self.not()?);
                continue;
            }
            self.skip_space();
            let before = self.at;
            let ends = self.peek().is_none_or(|c| matches!(c, ')' | '）')) || self.eat(Word::Or);
            self.at = before;
            if ends {
                return Ok(Condition::and(parts));
            }
            parts.push(self.not()?);
        }
    }

    fn not(&mut self) -> Result<Condition, ParseError> {
        let start = self.at;
        if self.eat(Word::Not) {
            self.deeper(start)?;
            let inner = self.not()?;
            self.depth -= 1;
            return Ok(Condition::negated(inner));
        }
        self.skip_space();
        match self.peek() {
            Some('(' | '（') => {
                let open = self.at;
                self.deeper(open)?;
                self.at += 1;
                let inner = self.or()?;
                self.skip_space();
                if !matches!(self.peek(), Some(')' | '）')) {
                    return Err(ParseError { kind: ErrorKind::Unclosed, at: open..open + 1 });
                }
                self.at += 1;
                self.depth -= 1;
                Ok(inner)
            }
            None | Some(')' | '）') => Err(self.error_here(ErrorKind::ExpectedCondition)),
            Some(_) => {
                let before = self.at;
                if self.eat(Word::And) || self.eat(Word::Or) {
                    let at = before..self.at;
                    return Err(ParseError { kind: ErrorKind::ExpectedCondition, at });
                }
                self.test()
            }
        }
    }

    fn deeper(&mut self, at: usize) -> Result<(), ParseError> {
        self.depth += 1;
        let at = at..(at + 1).min(self.chars.len());
        let fits = self.depth <= DEEPEST;
        fits.then_some(()).ok_or(ParseError { kind: ErrorKind::TooDeep, at })
    }

    fn test(&mut self) -> Result<Condition, ParseError> {
        let start = self.at;
        if self.is_phrase_at(start) {
            let word = self.quoted()?;
            self.places.push(start..self.at);
            return Ok(Condition::Test(Test::Word(word)));
        }
        let end = self.run_end(start);
        let name = self.slice(start..end);
        let mark = self.chars.get(end).copied().filter(|&c| is_mark(c));
        let test = match (field(&name), mark) {
            (Some(named), Some(mark)) => {
                self.at = end + 1;
                self.value(named, matches!(mark, '=' | '＝'), start)?
            }
            (None, Some(':' | '：')) => {
                let at = start..(end + 1);
                return Err(ParseError { kind: ErrorKind::UnknownField(name), at });
            }
            (None, Some(_)) => {
                self.at = self.value_end(end);
                Test::Word(self.slice(start..self.at))
            }
            (_, None) => {
                self.at = end;
                Test::Word(name)
            }
        };
        self.places.push(start..self.at);
        Ok(Condition::Test(test))
    }

    /// What stands in quotation marks here, without the `\` before a character.
    fn quoted(&mut self) -> Result<String, ParseError> {
        let start = self.at;
        let Some(close) = quotes::closing(&self.chars, start, true) else {
            let at = start..self.chars.len();
            return Err(ParseError { kind: ErrorKind::OpenQuote, at });
        };
        self.at = close + 1;
        let mut value = String::new();
        let mut inside = self.chars.get(start + 1..close).unwrap_or_default().iter();
        while let Some(&c) = inside.next() {
            value.extend(if c == '\\' { inside.next() } else { Some(&c) });
        }
        Ok(value)
    }

    /// The value after a field's mark, and the test they make.
    fn value(
        &mut self,
        (field, distance): (Field, Option<Result<u8, ()>>),
        exact: bool,
        start: usize,
    ) -> Result<Test, ParseError> {
        let marked = self.at;
        if let Some(Err(())) = distance {
            return Err(ParseError { kind: ErrorKind::BadDistance, at: start..marked - 1 });
        }
        // White space after the mark is a habit of many.
        let mut ahead = self.at;
        while self.chars.get(ahead).is_some_and(|c| c.is_whitespace()) {
            ahead += 1;
        }
        if !self.ends_value_at(ahead) || self.is_phrase_at(ahead) {
            self.at = ahead;
        }
        match field {
            Field::Attribute => return self.attribute(start),
            Field::Done => return self.done(start),
            _ => {}
        }
        let begin = self.at;
        let quoted = self.is_phrase_at(begin);
        let value = if quoted {
            self.quoted()?
        } else {
            self.at = self.value_end(begin);
            self.slice(begin..self.at)
        };
        if value.trim().is_empty() {
            let at = start..marked;
            return Err(ParseError { kind: ErrorKind::ExpectedValue(field), at });
        }
        let fault = |kind| ParseError { kind, at: begin..self.at };
        let choice = choice(field, &value).filter(|_| !quoted);
        let theme = |name| ThemeName { name, exact };
        Ok(match field {
            Field::Theme => Test::Theme(theme(value)),
            Field::Article => Test::Article { name: value, exact },
            Field::Group => Test::Group(value),
            // They were read before.
            Field::Attribute | Field::Done => Test::Word(value),
            Field::Coder => Test::Coder(value),
            Field::Text => Test::Text(value),
            Field::Year if choice.is_some() => Test::Year(Years::None),
            Field::Year => Test::Year(years(&value).map_err(fault)?),
            Field::Memo => Test::Memo(memo(choice, value)),
            Field::Bookmark => Test::Bookmark(memo(choice, value)),
            Field::Origin => {
                let origin = choice.and_then(|at| ORIGINS.get(at)).copied();
                Test::Origin(origin.ok_or_else(|| fault(ErrorKind::BadChoice(field)))?)
            }
            Field::State => {
                let state = choice.and_then(|at| STATES.get(at)).copied();
                Test::State(state.ok_or_else(|| fault(ErrorKind::BadChoice(field)))?)
            }
            Field::Reuse => Test::Reuse(match choice {
                Some(0) => ReuseTest::Some,
                Some(1) => ReuseTest::None,
                Some(2) => ReuseTest::First,
                Some(_) => ReuseTest::Again,
                None => ReuseTest::With(value),
            }),
            Field::Overlaps => Test::Near(Relation::Overlaps, theme(value)),
            Field::Inside => Test::Near(Relation::Inside, theme(value)),
            Field::Near => {
                let by = distance.and_then(Result::ok).unwrap_or(NEAR);
                Test::Near(Relation::Near(by), theme(value))
            }
        })
    }
}

/// Which of the words that a field takes `value` is.
fn choice(field: Field, value: &str) -> Option<usize> {
    let is = |(a, b): &(&str, &str)| value == *a || value.eq_ignore_ascii_case(b);
    field.choices().iter().position(is)
}

/// What is asked of memos or bookmarks.
fn memo(choice: Option<usize>, value: String) -> Memo {
    match choice {
        Some(0) => Memo::Some,
        Some(_) => Memo::None,
        None => Memo::Contains(value),
    }
}

/// The field called `name`, and how near 邻近/n is meant.
fn field(name: &str) -> Option<(Field, Option<Result<u8, ()>>)> {
    if let Some((name, number)) = name.split_once(['/', '／']) {
        let near = Field::named(name).filter(|&field| field == Field::Near)?;
        let number = number.parse().ok().filter(|by| *by <= FARTHEST);
        return Some((near, Some(number.ok_or(()))));
    }
    Field::named(name).map(|field| (field, None))
}

/// `2017`, `2017..2020`, `2017..`, `..2020`; `-`, `–`, `—` and `~` between two years as well.
fn years(value: &str) -> Result<Years, ErrorKind> {
    let year = |text: &str| -> Result<Option<i16>, ErrorKind> {
        let text = text.trim_end_matches('年');
        let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match (text.is_empty(), digits) {
            (true, _) => Ok(None),
            (_, true) => text.parse().map(Some).map_err(|_out_of_range| ErrorKind::BadYear),
            _ => Err(ErrorKind::BadYear),
        }
    };
    let sides = value
        .split_once("..")
        .or_else(|| value.split_once(['-', '–', '—', '~', '～', '至', '…']))
        // An editor may have made three dots of two.
        .map(|(from, to)| (from, to.trim_start_matches(['.', '=', '…', '—'])));
    let (from, to) = match sides {
        Some((from, to)) => (year(from)?, year(to)?),
        None => {
            let one = year(value)?;
            (one, one)
        }
    };
    match (from, to) {
        (None, None) => Err(ErrorKind::BadYear),
        (Some(from), Some(to)) if from > to => Err(ErrorKind::YearOrder),
        (from, to) => Ok(Years::Range(from, to)),
    }
}
