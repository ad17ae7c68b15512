//! Variables of sources and cases become attributes of articles; one of them may be the year.

use std::collections::{HashMap, HashSet};

use super::{
    super::guid,
    node::{Node, attribute, children, is, key_in, target, text},
};
use crate::{
    annotation::catalogue_name,
    exchange::{
        import_words,
        incoming::{Incoming, IncomingArticle, Leftover},
    },
};

/// The variables of a project.
///
/// Which of them hold the year in which a source appeared is known of ours by their GUID, of others by
/// their names. That a number could be a year is not enough: it may be the one in which somebody was
/// born.
#[derive(Debug, Default)]
pub(super) struct Variables {
    years: HashSet<String>,
    /// The names of the others, by their keys.
    names: HashMap<String, String>,
}

impl Variables {
    /// Reads the element `Variables`; those without a name or a key are counted.
    pub(super) fn read(variables: Option<Node<'_>>, into: &mut Incoming) -> Self {
        let words = import_words::of("year");
        let ours = guid::of("variable", &["year"]);
        let mut read = Self::default();
        for variable in variables.into_iter().flat_map(|node| children(node, "Variable")) {
            let called = attribute(variable, "name").unwrap_or_default();
            let (name, key) = (import_words::folded(called), key_in(variable, "guid"));
            match (key, catalogue_name(called)) {
                (Some(key), _) if key == ours || words.contains(&&*name) => {
                    read.years.insert(key);
                }
                (Some(key), Some(called)) => drop(read.names.insert(key, called)),
                _ => into.leftovers.add(Leftover::Variables, 1),
            }
        }
        read
    }

    /// The year among the values of `holder`.
    pub(super) fn year_of(&self, holder: Node<'_>) -> Option<i16> {
        let years = values(holder).filter(|(variable, _)| self.years.contains(variable));
        years.map(|(_, value)| value).find_map(|value| year(&value))
    }

    /// The other values of `holder`, by the names of their variables.
    pub(super) fn attributes_of(&self, holder: Node<'_>) -> Vec<(String, String)> {
        let named = values(holder).filter_map(|(variable, value)| {
            let value = value.trim().to_owned();
            Some((self.names.get(&variable)?.clone(), value)).filter(|(_, v)| !v.is_empty())
        });
        named.collect()
    }

    /// Gives sources the values that cases hold for them; what finds no source, or another value there,
    /// is counted.
    pub(super) fn read_cases(
        &self,
        cases: Option<Node<'_>>,
        sources: &HashMap<String, usize>,
        into: &mut Incoming,
    ) {
        for case in cases.into_iter().flat_map(|node| children(node, "Case")) {
            let (year, attributes) = (self.year_of(case), self.attributes_of(case));
            let (mut some, mut left) = (false, 0);
            for source in children(case, "SourceRef") {
                let place = key_in(source, "targetGUID").and_then(|key| sources.get(&key));
                let Some(article) = place.and_then(|&at| into.articles.get_mut(at)) else {
                    continue;
                };
                some = true;
                if let Some(year) = year {
                    article.year.get_or_insert(year);
                }
                left += add_attributes(article, &attributes);
            }
            // What a case is called, and what is coded in it, has no place here.
            let lost = if some { left } else { attributes.len().max(1) };
            into.leftovers.add(Leftover::Variables, lost);
        }
    }
}

/// Adds what is not said of an article yet; gives how much is said otherwise already.
pub(super) fn add_attributes(article: &mut IncomingArticle, more: &[(String, String)]) -> usize {
    let mut otherwise = 0;
    for (name, value) in more {
        match article.attributes.iter().find(|(known, _)| known == name) {
            Some((_, known)) => otherwise += usize::from(known != value),
            None => article.attributes.push((name.clone(), value.clone())),
        }
    }
    otherwise
}

/// The values of a source or a case with the keys of their variables.
fn values(holder: Node<'_>) -> impl Iterator<Item = (String, String)> {
    children(holder, "VariableValue").filter_map(|value| {
        let variable = target(value, "VariableRef")?;
        let held = value.children().find(|node| node.is_element() && !is(*node, "VariableRef"));
        Some((variable, text(held?)))
    })
}

/// The year with which a number, a text or a date begins.
fn year(text: &str) -> Option<i16> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let year: i16 = text.get(..digits)?.parse().ok()?;
    (1800..=2100).contains(&year).then_some(year)
}
