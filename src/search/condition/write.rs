//! Writing a condition as a line that is read as it was meant.

use std::fmt::{self, Write as _};

use super::{
    AttributeTest, Condition, DoneTest, DoneWho, Field, Memo, NEAR, ORIGINS, Relation, ReuseTest,
    STATES, Test, Tongue, Years, parse,
};

impl Condition {
    /// The same line in `tongue`.
    #[must_use]
    pub fn text(&self, tongue: Tongue) -> String {
        let mut out = String::new();
        // Writing to a `String` cannot fail.
        let _ = self.write(&mut out, tongue, 0);
        out
    }

    /// Writes it with brackets where what is around binds tighter than `above` says.
    fn write(&self, out: &mut String, tongue: Tongue, above: u8) -> fmt::Result {
        let (own, joint, parts) = match self {
            Self::All => return Ok(()),
            Self::Test(test) => return test.write(out, tongue),
            Self::Not(inner) => {
                out.write_str(tongue.pick("非 ", "NOT "))?;
                return inner.write(out, tongue, 3);
            }
            Self::And(parts) => (2, tongue.pick(" 且 ", " AND "), parts),
            Self::Or(parts) => (1, tongue.pick(" 或 ", " OR "), parts),
        };
        let brackets = above >= own;
        if brackets {
            out.push('(');
        }
        for (place, part) in parts.iter().enumerate() {
            if place > 0 {
                out.push_str(joint);
            }
            part.write(out, tongue, own)?;
        }
        if brackets {
            out.push(')');
        }
        Ok(())
    }
}

impl Test {
    #[expect(clippy::too_many_lines, reason = "one test an arm")]
    fn write(&self, out: &mut String, tongue: Tongue) -> fmt::Result {
        let field = |field: Field| field.name(tongue);
        let mark = |exact: bool| if exact { '=' } else { ':' };
        let choice = |field: Field, place: usize| {
            let (chinese, english) = field.choices().get(place).copied().unwrap_or_default();
            tongue.pick(chinese, english)
        };
        match self {
            Self::Theme(theme) => {
                write!(out, "{}{}", field(Field::Theme), mark(theme.exact))?;
                push_value(out, &theme.name, &[]);
            }
            Self::Article { name, exact } => {
                write!(out, "{}{}", field(Field::Article), mark(*exact))?;
                push_value(out, name, &[]);
            }
            Self::Year(Years::None) => {
                write!(out, "{}:{}", field(Field::Year), choice(Field::Year, 0))?;
            }
            Self::Year(Years::Range(from, to)) => {
                write!(out, "{}:", field(Field::Year))?;
                match (from, to) {
                    (Some(from), Some(to)) if from == to => write!(out, "{from}")?,
                    (from, to) => {
                        let side = |year: &Option<i16>| year.map(|y| y.to_string());
                        let [from, to] = [from, to].map(|year| side(year).unwrap_or_default());
                        write!(out, "{from}..{to}")?;
                    }
                }
            }
            Self::Coder(name) => {
                write!(out, "{}:", field(Field::Coder))?;
                push_value(out, name, &[]);
            }
            Self::Memo(memo) | Self::Bookmark(memo) => {
                let is_memo = matches!(self, Self::Memo(_));
                let asked = if is_memo { Field::Memo } else { Field::Bookmark };
                write!(out, "{}:", field(asked))?;
                match memo {
                    Memo::Some => out.push_str(choice(asked, 0)),
                    Memo::None => out.push_str(choice(asked, 1)),
                    Memo::Contains(text) => push_value(out, text, asked.choices()),
                }
            }
            Self::Text(text) => {
                write!(out, "{}:", field(Field::Text))?;
                push_value(out, text, &[]);
            }
            Self::Origin(origin) => {
                let place = ORIGINS.iter().position(|other| other == origin).unwrap_or(0);
                write!(out, "{}:{}", field(Field::Origin), choice(Field::Origin, place))?;
            }
            Self::State(state) => {
                let place = STATES.iter().position(|other| other == state).unwrap_or(0);
                write!(out, "{}:{}", field(Field::State), choice(Field::State, place))?;
            }
            Self::Reuse(reuse) => {
                write!(out, "{}:", field(Field::Reuse))?;
                match reuse {
                    ReuseTest::Some => out.push_str(choice(Field::Reuse, 0)),
                    ReuseTest::None => out.push_str(choice(Field::Reuse, 1)),
                    ReuseTest::First => out.push_str(choice(Field::Reuse, 2)),
                    ReuseTest::Again => out.push_str(choice(Field::Reuse, 3)),
                    ReuseTest::With(name) => push_value(out, name, Field::Reuse.choices()),
                }
            }
            Self::Near(relation, theme) => {
                match relation {
                    Relation::Overlaps => out.push_str(field(Field::Overlaps)),
                    Relation::Inside => out.push_str(field(Field::Inside)),
                    Relation::Near(NEAR) => out.push_str(field(Field::Near)),
                    Relation::Near(by) => write!(out, "{}/{by}", field(Field::Near))?,
                }
                out.push(mark(theme.exact));
                push_value(out, &theme.name, &[]);
            }
            Self::Attribute { name, test } => {
                write!(out, "{}:", field(Field::Attribute))?;
                push_name(out, name);
                match test {
                    AttributeTest::Some => {}
                    AttributeTest::None => write!(out, ":{}", choice(Field::Attribute, 1))?,
                    AttributeTest::Is(comparison, value) => {
                        out.push_str(comparison.sign());
                        if value.starts_with(parse::is_sign_part) {
                            push_quoted(out, value);
                        } else {
                            push_value(out, value, Field::Attribute.choices());
                        }
                    }
                }
            }
            Self::Group(name) => {
                write!(out, "{}:", field(Field::Group))?;
                push_value(out, name, &[]);
            }
            Self::Done(DoneTest { who, theme }) => {
                write!(out, "{}:", field(Field::Done))?;
                match who {
                    DoneWho::Anyone => out.push_str(choice(Field::Done, 0)),
                    DoneWho::Nobody => out.push_str(choice(Field::Done, 1)),
                    DoneWho::Coder(name) if name.contains(['/', '／']) => push_quoted(out, name),
                    DoneWho::Coder(name) => push_value(out, name, Field::Done.choices()),
                }
                if let Some(theme) = theme {
                    out.push('/');
                    push_value(out, theme, &[]);
                }
            }
            Self::Word(word) => push_word(out, word),
        }
        Ok(())
    }
}

/// Writes a value, in quotation marks where it could not be read otherwise or would mean a choice.
pub(super) fn push_value(out: &mut String, value: &str, choices: &[(&str, &str)]) {
    let is_choice = choices.iter().any(|(a, b)| value == *a || value.eq_ignore_ascii_case(b));
    let is_odd = |c| parse::ends_value(c) || c == '\\';
    if value.is_empty()
        || is_choice
        || value.starts_with(parse::opens_phrase)
        || value.contains(is_odd)
    {
        push_quoted(out, value);
    } else {
        out.push_str(value);
    }
}

/// Writes the name of an attribute: what could be taken for a sign would end it.
pub(super) fn push_name(out: &mut String, name: &str) {
    if name.contains(|c| parse::is_sign_part(c) || matches!(c, '!' | '！')) {
        push_quoted(out, name);
    } else {
        push_value(out, name, &[]);
    }
}

fn push_word(out: &mut String, word: &str) {
    let marks = |c| parse::ends_value(c) || parse::is_mark(c) || matches!(c, '\\' | '!' | '！');
    // Whatever begins like one of the words of the language is not worth finding out.
    let first = word.chars().next().is_some_and(|c| matches!(c, '且' | '或' | '非'));
    let keyword = ["and", "or", "not"].iter().any(|k| word.eq_ignore_ascii_case(k));
    let quote = word.starts_with(parse::opens_phrase);
    if word.is_empty() || first || keyword || quote || word.contains(marks) {
        push_quoted(out, word);
    } else {
        out.push_str(word);
    }
}

fn push_quoted(out: &mut String, value: &str) {
    out.push('"');
    for c in value.chars() {
        if matches!(c, '"' | '\\') {
            out.push('\\');
        }
        out.push(c);
    }
    out.push('"');
}
