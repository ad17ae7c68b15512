//! Of all variables the year of a source is taken; the rest is counted.

use std::collections::{HashMap, HashSet};

use super::{
    super::guid,
    node::{Node, attribute, children, is, key_in, target},
};
use crate::exchange::{
    import_words,
    incoming::{Incoming, Leftover},
};

/// Which variables hold the year in which a source appeared.
///
/// Ours is known by its GUID, others by their names. That a number could be a year is not enough:
/// it may be the one in which somebody was born.
#[derive(Debug, Default)]
pub(super) struct YearVariables(HashSet<String>);

impl YearVariables {
    /// Reads the element `Variables`.
    pub(super) fn read(variables: Option<Node<'_>>, into: &mut Incoming) -> Self {
        let words = import_words::of("year");
        let ours = guid::of("variable", &["year"]);
        let mut years = HashSet::new();
        for variable in variables.into_iter().flat_map(|node| children(node, "Variable")) {
            let name = import_words::folded(attribute(variable, "name").unwrap_or_default());
            let key = key_in(variable, "guid");
            match key.filter(|key| *key == ours || words.contains(&&*name)) {
                Some(key) => drop(years.insert(key)),
                None => into.leftovers.add(Leftover::Variables, 1),
            }
        }
        Self(years)
    }

    /// The year among the values of `holder`.
    pub(super) fn of(&self, holder: Node<'_>) -> Option<i16> {
        let of_year = |value: &Node<'_>| {
            target(*value, "VariableRef").is_some_and(|variable| self.0.contains(&variable))
        };
        children(holder, "VariableValue").filter(of_year).find_map(|value| {
            let held = value.children().find(|node| node.is_element() && !is(*node, "VariableRef"));
            year(held?.text()?)
        })
    }

    /// Gives sources the years that cases hold for them; cases themselves are left over.
    pub(super) fn read_cases(
        &self,
        cases: Option<Node<'_>>,
        sources: &HashMap<String, usize>,
        into: &mut Incoming,
    ) {
        for case in cases.into_iter().flat_map(|node| children(node, "Case")) {
            into.leftovers.add(Leftover::Variables, 1);
            let Some(year) = self.of(case) else { continue };
            for source in children(case, "SourceRef") {
                let place = key_in(source, "targetGUID").and_then(|key| sources.get(&key));
                if let Some(article) = place.and_then(|&at| into.articles.get_mut(at)) {
                    article.year.get_or_insert(year);
                }
            }
        }
    }
}

/// The year with which a number, a text or a date begins.
fn year(text: &str) -> Option<i16> {
    let text = text.trim();
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let year: i16 = text.get(..digits)?.parse().ok()?;
    (1800..=2100).contains(&year).then_some(year)
}
