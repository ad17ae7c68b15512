//! Reading the tests of articles that have a form of their own: attributes, and who is done.

use super::{ErrorKind, ParseError, Parser, choice};
use crate::{
    search::condition::{AttributeTest, Comparison, DoneTest, DoneWho, Field, Test},
    text::fold_width,
};

/// Whether `c` can be part of the sign between an attribute and its value.
pub(in crate::search::condition) fn is_sign_part(c: char) -> bool {
    matches!(fold_width(c), '=' | '≠' | '<' | '≤' | '≦' | '>' | '≥' | '≧' | ':')
}

/// The sign between an attribute and its value that stands at the start of `chars`, and how many
/// characters it is.
pub(in crate::search::condition) fn comparison_at(chars: &[char]) -> Option<(Comparison, usize)> {
    use Comparison as C;
    let [first, second] = [0, 1].map(|at| chars.get(at).map(|&c| fold_width(c)));
    Some(match (first?, second) {
        ('=', Some('=')) => (C::Equal, 2),
        ('!', Some('=')) | ('<', Some('>')) => (C::Different, 2),
        ('<', Some('=')) => (C::LessOrEqual, 2),
        ('>', Some('=')) => (C::GreaterOrEqual, 2),
        ('=', _) => (C::Equal, 1),
        ('≠', _) => (C::Different, 1),
        ('<', _) => (C::Less, 1),
        ('≤' | '≦', _) => (C::LessOrEqual, 1),
        ('>', _) => (C::Greater, 1),
        ('≥' | '≧', _) => (C::GreaterOrEqual, 1),
        (':', _) => (C::Contains, 1),
        _ => return None,
    })
}

impl Parser {
    /// A name or value up to where `stops` says, or in quotation marks, and whether it stood in those.
    fn part(&mut self, stops: impl Fn(&[char]) -> bool) -> Result<(String, bool), ParseError> {
        let begin = self.at;
        if self.is_phrase_at(begin) {
            return self.quoted().map(|text| (text, true));
        }
        let end = self.value_end(begin);
        let run = self.chars.get(begin..end).unwrap_or_default();
        let length = (0..run.len()).find(|&at| stops(run.get(at..).unwrap_or_default()));
        self.at = begin + length.unwrap_or(run.len());
        Ok((self.slice(begin..self.at), false))
    }

    /// What is missing where a test that began at `start` ends too early.
    fn missing(&self, field: Field, start: usize) -> ParseError {
        ParseError { kind: ErrorKind::ExpectedValue(field), at: start..self.at.max(start + 1) }
    }

    /// Where the next character stands that is no white space.
    fn past_space(&self) -> usize {
        let space = self.chars.iter().skip(self.at).take_while(|c| c.is_whitespace()).count();
        self.at + space
    }

    /// The name, the sign and the value after `属性:`.
    pub(super) fn attribute(&mut self, start: usize) -> Result<Test, ParseError> {
        let (name, _) = self.part(|rest| comparison_at(rest).is_some())?;
        if name.trim().is_empty() {
            return Err(self.missing(Field::Attribute, start));
        }
        let ahead = self.past_space();
        let Some((sign, length)) = comparison_at(self.chars.get(ahead..).unwrap_or_default())
        else {
            return Ok(Test::Attribute { name, test: AttributeTest::Some });
        };
        self.at = ahead + length;
        let ahead = self.past_space();
        if !self.ends_value_at(ahead) || self.is_phrase_at(ahead) {
            self.at = ahead;
        }
        let (value, quoted) = self.part(|_| false)?;
        if value.trim().is_empty() {
            return Err(self.missing(Field::Attribute, start));
        }
        let test = match (choice(Field::Attribute, &value).filter(|_| !quoted), sign) {
            (Some(0), Comparison::Contains) | (Some(1), Comparison::Different) => {
                AttributeTest::Some
            }
            (Some(1), Comparison::Contains | Comparison::Equal) => AttributeTest::None,
            _ => AttributeTest::Is(sign, value),
        };
        Ok(Test::Attribute { name, test })
    }

    /// Who, and for which theme, after `完成:`.
    pub(super) fn done(&mut self, start: usize) -> Result<Test, ParseError> {
        let is_slash = |c: char| matches!(c, '/' | '／');
        let (name, quoted) = self.part(|rest| rest.first().is_some_and(|&c| is_slash(c)))?;
        if name.trim().is_empty() {
            return Err(self.missing(Field::Done, start));
        }
        let who = match choice(Field::Done, &name).filter(|_| !quoted) {
            Some(0) => DoneWho::Anyone,
            Some(_) => DoneWho::Nobody,
            None => DoneWho::Coder(name),
        };
        let mut theme = None;
        if self.peek().is_some_and(is_slash) {
            self.at += 1;
            let (name, _) = self.part(|_| false)?;
            if name.trim().is_empty() {
                return Err(self.missing(Field::Done, start));
            }
            theme = Some(name);
        }
        Ok(Test::Done(DoneTest { who, theme }))
    }
}
