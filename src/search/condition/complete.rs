//! What could stand at the caret of a condition that is being typed.

use std::ops::Range;

use super::{
    Field, Tongue,
    parse::{comparison_at, ends_value, is_mark, is_sign_part},
    write::{push_name, push_value},
};

/// So many candidates are given at most.
const MOST: usize = 50;

/// What there is to name in a set.
#[derive(Clone, Debug, Default)]
pub struct KnownNames {
    /// Themes, by name, or by path name where two have the same.
    pub themes: Vec<String>,
    /// Titles of articles.
    pub articles: Vec<String>,
    /// Years, the latest first.
    pub years: Vec<i16>,
    /// Everyone who marked something.
    pub coders: Vec<String>,
    /// Attributes, each with the values that articles bear.
    pub attributes: Vec<(String, Vec<String>)>,
    /// Groups of articles.
    pub groups: Vec<String>,
}

/// What kind of thing is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CandidateKind {
    /// A field to be given a value.
    Field,
    /// A word between conditions, or before one.
    Operator,
    /// A theme.
    Theme,
    /// An article.
    Article,
    /// A year.
    Year,
    /// A coder.
    Coder,
    /// An attribute.
    Attribute,
    /// A value of an attribute.
    Value,
    /// A group of articles.
    Group,
    /// One of the words a field takes.
    Choice,
}

/// One thing to put at the caret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// What it is called.
    pub label: String,
    /// What is put in.
    pub insert: String,
    /// What it is.
    pub kind: CandidateKind,
}

/// What can be put in, and in the place of what.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Completion {
    /// In characters of the line.
    pub replace: Range<usize>,
    /// What; those that are likeliest first.
    pub candidates: Vec<Candidate>,
}

/// What could stand at character `caret` of `line`; `matches` says whether a name fits what was
/// typed of it (by substring, by sound), the second being what was typed.
#[must_use]
pub fn complete(
    line: &str,
    caret: usize,
    known: &KnownNames,
    tongue: Tongue,
    matches: &dyn Fn(&str, &str) -> bool,
) -> Completion {
    let chars: Vec<char> = line.chars().collect();
    let caret = caret.min(chars.len());
    let token = Token::at(&chars, caret);
    let text =
        |range: Range<usize>| chars.get(range).unwrap_or_default().iter().collect::<String>();
    let mut candidates = Vec::new();
    let mut offer = |label: String, insert: String, kind| {
        candidates.push(Candidate { label, insert, kind });
    };
    if let Some(mark) = token.mark {
        let name = text(token.start..mark);
        let name = name.split(['/', '／']).next().unwrap_or_default();
        let Some(field) = Field::named(name) else { return Completion::default() };
        let sign =
            chars.get(mark + 1..caret).filter(|_| field == Field::Attribute).and_then(sign_in);
        // Of an attribute the value stands after a sign of its own.
        let from = sign.map_or(mark + 1, |(_, end)| mark + 1 + end);
        let begin = (from + usize::from(token.quoted)).min(caret);
        let typed = text(begin..caret);
        let typed = typed.trim();
        let mut end = caret;
        let ends = |c: char| {
            let sign = field == Field::Attribute && sign.is_none() && is_sign_part(c);
            if token.quoted { is_quote(c) } else { ends_value(c) || sign }
        };
        while chars.get(end).is_some_and(|&c| !ends(c)) {
            end += 1;
        }
        if token.quoted && chars.get(end).is_some_and(|&c| is_quote(c)) {
            end += 1;
        }
        let named = match sign {
            Some((end, _)) => values_of(&text(mark + 1..mark + 1 + end), known, tongue),
            None => values(field, known, tongue),
        };
        for (label, kind) in named {
            let chosen = typed.is_empty() || matches(&label, typed);
            if chosen && label != typed {
                let mut insert = String::new();
                let quotes: &[(&str, &str)] =
                    if kind == CandidateKind::Choice { &[] } else { field.choices() };
                if kind == CandidateKind::Attribute {
                    push_name(&mut insert, &label);
                    let signed = chars.get(end).is_some_and(|&c| is_sign_part(c));
                    insert.push_str(if signed { "" } else { "=" });
                } else {
                    push_value(&mut insert, &label, quotes);
                    insert.push(' ');
                }
                offer(label, insert, kind);
            }
        }
        candidates.truncate(MOST);
        return Completion { replace: from..end, candidates };
    }
    let typed = text(token.start..caret);
    let fits = |name: &str| typed.is_empty() || matches(name, &typed);
    let after_condition = token.after_condition;
    let operators = [("且", "AND"), ("或", "OR")].into_iter().filter(|_| after_condition);
    for (han, latin) in operators.chain([("非", "NOT")]) {
        let word = tongue.pick(han, latin);
        if fits(word) || fits(latin) {
            offer(word.to_owned(), format!("{word} "), CandidateKind::Operator);
        }
    }
    for field in Field::ALL {
        if field.names().iter().any(|name| fits(name)) {
            let name = field.name(tongue);
            offer(name.to_owned(), format!("{name}:"), CandidateKind::Field);
        }
    }
    if !typed.is_empty() {
        for theme in known.themes.iter().filter(|theme| fits(theme)) {
            let mut insert = format!("{}:", Field::Theme.name(tongue));
            push_value(&mut insert, theme, &[]);
            insert.push(' ');
            offer(theme.clone(), insert, CandidateKind::Theme);
        }
    }
    candidates.truncate(MOST);
    let mut end = caret;
    while chars.get(end).is_some_and(|&c| !ends_value(c) && !is_mark(c)) {
        end += 1;
    }
    Completion { replace: token.start..end, candidates }
}

fn values(field: Field, known: &KnownNames, tongue: Tongue) -> Vec<(String, CandidateKind)> {
    let choices = field
        .choices()
        .iter()
        .map(|&(han, latin)| (tongue.pick(han, latin).to_owned(), CandidateKind::Choice));
    let named = |names: &[String], kind| -> Vec<(String, CandidateKind)> {
        names.iter().map(|name| (name.clone(), kind)).collect()
    };
    match field {
        Field::Theme | Field::Overlaps | Field::Inside | Field::Near => {
            named(&known.themes, CandidateKind::Theme)
        }
        Field::Article => named(&known.articles, CandidateKind::Article),
        Field::Coder => named(&known.coders, CandidateKind::Coder),
        Field::Year => {
            let years = known.years.iter().map(|year| (year.to_string(), CandidateKind::Year));
            years.chain(choices).collect()
        }
        Field::Done => choices.chain(named(&known.coders, CandidateKind::Coder)).collect(),
        Field::Attribute => {
            let names = known.attributes.iter();
            names.map(|(name, _)| (name.clone(), CandidateKind::Attribute)).collect()
        }
        Field::Group => named(&known.groups, CandidateKind::Group),
        Field::Memo | Field::Bookmark | Field::Origin | Field::State => choices.collect(),
        Field::Reuse => choices.chain(named(&known.articles, CandidateKind::Article)).collect(),
        Field::Text => Vec::new(),
    }
}

/// Where the sign between an attribute and its value stands in what was typed after `属性:`: its start
/// and its end.
fn sign_in(typed: &[char]) -> Option<(usize, usize)> {
    let found = (0..typed.len()).find_map(|at| {
        let (_, length) = comparison_at(typed.get(at..)?)?;
        Some((at, at + length))
    });
    found.filter(|(start, _)| *start > 0)
}

/// The values of the attribute that `typed` names.
fn values_of(typed: &str, known: &KnownNames, tongue: Tongue) -> Vec<(String, CandidateKind)> {
    let name = typed.trim_matches(|c: char| c.is_whitespace() || is_quote(c));
    let attribute = known.attributes.iter().find(|(known, _)| known == name);
    let values = attribute.into_iter().flat_map(|(_, values)| values);
    let none = Field::Attribute.words(tongue).nth(1).unwrap_or_default().to_owned();
    let values = values.map(|value| (value.clone(), CandidateKind::Value));
    values.chain([(none, CandidateKind::Choice)]).collect()
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '＂')
}

/// What is being typed at the caret.
struct Token {
    start: usize,
    /// Where the mark between field and value stands.
    mark: Option<usize>,
    /// Whether the value stands in quotation marks that are open.
    quoted: bool,
    /// Whether a condition stands right before it.
    after_condition: bool,
}

impl Token {
    fn at(chars: &[char], caret: usize) -> Self {
        let (mut start, mut mark, mut quoted) = (0, None, false);
        for (at, &c) in chars.iter().enumerate().take(caret) {
            if quoted {
                quoted = !is_quote(c);
            } else if is_quote(c) {
                quoted = true;
                // A word in quotation marks is not completed.
                start = if mark.is_some() { start } else { at };
            } else if c.is_whitespace() && mark == at.checked_sub(1) && mark.is_some() {
                // White space after the mark belongs to the value.
                mark = Some(at);
            } else if ends_value(c) {
                (start, mark) = (at + 1, None);
            } else if is_mark(c) && mark.is_none() {
                mark = Some(at);
            }
        }
        let named = mark.filter(|_| start < caret);
        // `非主题:` names a field too.
        let lead = chars.get(start).is_some_and(|c| matches!(c, '且' | '或' | '非' | '!' | '！'));
        if lead && start < caret {
            start += 1;
        }
        let before: String = chars.get(..start).unwrap_or_default().iter().collect();
        let before = before.trim_end();
        let last = before.rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
        let operator = ["且", "或", "非", "and", "or", "not"].contains(&last.as_str())
            || before.ends_with(['(', '（', '&', '|', '＆', '｜', '!', '！', '且', '或', '非']);
        Self { start, mark: named, quoted, after_condition: !before.is_empty() && !operator }
    }
}
