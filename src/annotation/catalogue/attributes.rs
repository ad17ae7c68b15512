//! The attributes that the user gave the articles: which there are, and each article's values.
//!
//! Kept in `.quandian/attributes.ron`, one article a line. What the program finds out by itself (title,
//! year, date, byline) is no attribute: that is a [`crate::corpus::Header`] and its corrections.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

use imbl::OrdMap;
use serde::Deserialize;

use super::kind::AttributeKind;
use crate::{
    annotation::{
        RecordsError,
        notation::{self, push_list, push_string},
    },
    corpus::ArticlePath,
    text::fold,
};

/// The form of the file that this program writes.
const VERSION: u32 = 1;

/// An attribute that articles can bear.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AttributeDefinition {
    /// What it is called; no two of a set are called the same.
    pub name: String,
    /// What kind of values it takes.
    #[serde(default)]
    pub kind: AttributeKind,
}

/// The values of one article, by the attributes' names; none is empty.
pub type AttributeValues = BTreeMap<String, String>;

/// The attributes of a set; a clone costs next to nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attributes {
    /// In the order in which they are shown.
    definitions: Vec<AttributeDefinition>,
    /// Each in the form in which its kind keeps it; no article without a value is in it. Values may be
    /// of another kind where two people's work was merged: they stand as they are.
    articles: OrdMap<ArticlePath, AttributeValues>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct AttributesFile {
    version: u32,
    attributes: Vec<AttributeDefinition>,
    articles: Vec<(ArticlePath, AttributeValues)>,
}

impl Attributes {
    /// The attributes there are, in the order in which they are shown.
    #[must_use]
    pub fn definitions(&self) -> &[AttributeDefinition] {
        &self.definitions
    }

    /// The attribute called `name`.
    #[must_use]
    pub fn definition(&self, name: &str) -> Option<&AttributeDefinition> {
        self.definitions.iter().find(|known| known.name == name)
    }

    /// The attribute that `name` means: so called, else whatever the width and case.
    #[must_use]
    pub fn named(&self, name: &str) -> Option<&AttributeDefinition> {
        let alike = || {
            let folded = fold(name);
            self.definitions.iter().find(|known| fold(&known.name) == folded)
        };
        self.definition(name).or_else(alike)
    }

    /// Where the attribute called `name` stands among them.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.definitions.iter().position(|known| known.name == name)
    }

    /// The value of an article.
    #[must_use]
    pub fn value(&self, article: &ArticlePath, name: &str) -> Option<&str> {
        self.articles.get(article)?.get(name).map(String::as_str)
    }

    /// All values of an article, in the order in which the attributes are shown.
    pub fn values_of<'a>(
        &'a self,
        article: &ArticlePath,
    ) -> impl Iterator<Item = (&'a AttributeDefinition, &'a str)> {
        let values = self.articles.get(article);
        self.definitions
            .iter()
            .filter_map(move |known| Some((known, values?.get(&known.name)?.as_str())))
    }

    /// The articles that bear a value, with their values by name.
    pub fn articles(&self) -> impl Iterator<Item = (&ArticlePath, &AttributeValues)> {
        self.articles.iter()
    }

    /// The different values that articles bear of an attribute, in the order of its kind.
    #[must_use]
    pub fn distinct(&self, name: &str) -> Vec<&str> {
        let Some(known) = self.definition(name) else { return Vec::new() };
        let values = self.articles.values().filter_map(|values| values.get(name));
        let values: BTreeSet<&str> = values.map(String::as_str).collect();
        let mut values: Vec<&str> = values.into_iter().collect();
        values.sort_by(|a, b| known.kind.compare(a, b));
        values
    }

    /// How many articles bear a value of an attribute.
    #[must_use]
    pub fn count(&self, name: &str) -> usize {
        self.articles.values().filter(|values| values.contains_key(name)).count()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.definitions.is_empty() && self.articles.is_empty()
    }

    /// Puts an attribute at a place of the list, or in the place of the one of its name.
    pub(super) fn define(&mut self, place: usize, definition: AttributeDefinition) {
        self.definitions.retain(|known| known.name != definition.name);
        self.definitions.insert(place.min(self.definitions.len()), definition);
    }

    /// Takes an attribute off the list; its values, if there are any, stay.
    pub(super) fn undefine(&mut self, name: &str) {
        self.definitions.retain(|known| known.name != name);
    }

    /// Sets an article's value; `None` takes it away.
    pub(super) fn set(&mut self, article: &ArticlePath, name: &str, value: Option<String>) {
        match value {
            Some(value) => {
                let values = self.articles.entry(article.clone()).or_default();
                values.insert(name.to_owned(), value);
            }
            None => {
                let Some(values) = self.articles.get_mut(article) else { return };
                values.remove(name);
                if values.is_empty() {
                    self.articles.remove(article);
                }
            }
        }
    }

    /// What holds after two sides changed them apart from each other, `base` being where both began:
    /// of every attribute and every value what one side alone changed; where both did, ours; of a list
    /// of values those that either has. An attribute that a value needs stays.
    ///
    /// With what of theirs is not in it: attributes by name, values by the article's file name.
    #[must_use]
    pub fn merged(base: &Self, ours: &Self, theirs: &Self) -> (Self, Vec<String>) {
        let mut merged = Self { definitions: Vec::new(), articles: ours.articles.clone() };
        let mut overruled = Vec::new();
        let mut names: Vec<&str> = Vec::new();
        for side in [ours, theirs, base] {
            for known in &side.definitions {
                if !names.contains(&known.name.as_str()) {
                    names.push(&known.name);
                }
            }
        }
        for (article, name) in changed_values(base, theirs) {
            let sides = [base, ours, theirs].map(|side| side.value(article, name));
            match sides {
                [before, mine, other] if mine == before => {
                    merged.set(article, name, other.map(str::to_owned));
                }
                [_, mine, other] if mine != other => overruled.push(article.file_name().to_owned()),
                _ => {}
            }
        }
        let used: BTreeSet<&String> = merged.articles.values().flat_map(BTreeMap::keys).collect();
        for name in names {
            let [before, mine, other] = [base, ours, theirs].map(|side| side.definition(name));
            let taken = match (mine, other) {
                _ if mine == before => other,
                _ if other == before => mine,
                (Some(mine), Some(other)) if mine != other => {
                    let kind = both_kinds(before.map(|known| &known.kind), &mine.kind, &other.kind);
                    if kind.is_none() {
                        overruled.push(name.to_owned());
                    }
                    let kind = kind.unwrap_or_else(|| mine.kind.clone());
                    merged.definitions.push(AttributeDefinition { name: name.to_owned(), kind });
                    continue;
                }
                (mine, other) => mine.or(other),
            };
            let needed = || used.contains(&name.to_owned()).then(|| mine.or(other).or(before));
            merged.definitions.extend(taken.or_else(|| needed().flatten()).cloned());
        }
        overruled.sort();
        overruled.dedup();
        (merged, overruled)
    }

    /// How many attributes and values of `before` are not here any more, and how many are here that
    /// were not there.
    #[must_use]
    pub fn compared(&self, before: &Self) -> (usize, usize) {
        let lacks = |one: &Self, other: &Self| {
            let defined = one.definitions.iter();
            let defined = defined.filter(|known| other.definition(&known.name).is_none()).count();
            let values = one.articles.iter().flat_map(|(article, values)| {
                values.keys().filter(|name| other.value(article, name).is_none())
            });
            defined + values.count()
        };
        (lacks(before, self), lacks(self, before))
    }

    /// The file: one attribute, then one article a line, the same bytes for the same state.
    #[must_use]
    pub fn to_ron(&self) -> String {
        let mut out = format!("(\n    version: {VERSION},\n    attributes: [\n");
        for AttributeDefinition { name, kind } in &self.definitions {
            out.push_str("        (name: ");
            push_string(&mut out, name);
            out.push_str(", kind: ");
            match kind {
                AttributeKind::Text => out.push_str("Text"),
                AttributeKind::Number => out.push_str("Number"),
                AttributeKind::Date => out.push_str("Date"),
                AttributeKind::Choice(values) => {
                    out.push_str("Choice(");
                    push_list(&mut out, ('[', ']'), values, |out, value| push_string(out, value));
                    out.push(')');
                }
            }
            out.push_str("),\n");
        }
        out.push_str("    ],\n    articles: [\n");
        for (article, values) in &self.articles {
            out.push_str("        (");
            push_string(&mut out, article.as_str());
            out.push_str(", ");
            push_list(&mut out, ('{', '}'), values, |out, (name, value)| {
                push_string(out, name);
                out.push_str(": ");
                push_string(out, value);
            });
            out.push_str("),\n");
        }
        out.push_str("    ],\n)\n");
        out
    }

    /// Reads the file. Of an attribute that a merge by lines left twice the first stands, of a value
    /// the later line; a value without an attribute makes one.
    ///
    /// # Errors
    /// If it is no such file, or of a newer version.
    pub fn from_ron(text: &str) -> Result<Self, RecordsError> {
        let file: AttributesFile =
            notation::read(text).map_err(|fault| RecordsError::of(text, fault, VERSION))?;
        RecordsError::refuse_newer(file.version, VERSION)?;
        let mut attributes = Self::default();
        let mut known: BTreeSet<String> = BTreeSet::new();
        for definition in file.attributes {
            if known.insert(definition.name.clone()) {
                attributes.definitions.push(definition);
            }
        }
        for (article, values) in file.articles {
            for (name, value) in values.into_iter().filter(|(_, value)| !value.is_empty()) {
                if known.insert(name.clone()) {
                    let kind = AttributeKind::Text;
                    attributes.definitions.push(AttributeDefinition { name: name.clone(), kind });
                }
                attributes.set(&article, &name, Some(value));
            }
        }
        Ok(attributes)
    }

    /// Where the attributes of the set at `root` are kept.
    #[must_use]
    pub fn path(root: &Path) -> PathBuf {
        root.join(".quandian").join("attributes.ron")
    }
}

/// The articles and attributes of which `after` has another value than `before`.
fn changed_values<'a>(
    before: &'a Attributes,
    after: &'a Attributes,
) -> BTreeSet<(&'a ArticlePath, &'a str)> {
    let named = |side: &'a Attributes| {
        side.articles
            .iter()
            .flat_map(|(article, values)| values.keys().map(move |name| (article, name.as_str())))
    };
    let all = named(before).chain(named(after));
    all.filter(|(article, name)| before.value(article, name) != after.value(article, name))
        .collect()
}

/// The kind that holds both where both were changed; `None` if no kind does.
fn both_kinds(
    before: Option<&AttributeKind>,
    ours: &AttributeKind,
    theirs: &AttributeKind,
) -> Option<AttributeKind> {
    let (AttributeKind::Choice(mine), AttributeKind::Choice(other)) = (ours, theirs) else {
        return None;
    };
    let before: &[String] = match before {
        Some(AttributeKind::Choice(before)) => before,
        _ => &[],
    };
    let taken_out = |value: &String| before.contains(value) && !other.contains(value);
    let mut values: Vec<String> = mine.iter().filter(|value| !taken_out(value)).cloned().collect();
    for value in other {
        let gone = before.contains(value) && !mine.contains(value);
        if !values.contains(value) && !gone {
            values.push(value.clone());
        }
    }
    Some(AttributeKind::Choice(values))
}

#[cfg(test)]
mod tests;
