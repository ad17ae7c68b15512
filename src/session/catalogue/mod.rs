//! Attributes, groups, what coders are done with, and bookmarks: changed by commands that can be undone.
//!
//! What they are stands in [`crate::annotation::Catalogue`]; here names are looked up, values brought
//! into their form, and edits made of what the user asked for, one step for each command.

mod summary_edits;
mod table_look;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use super::{CatalogueError, Change, CommandError, Session, Target, describe};
use crate::{
    annotation::{
        ArticleGroup, AttributeDefinition, AttributeKind, Bookmark, Catalogue, CatalogueEdit,
        FormulaNote, QuantityCorrection, Record, RecordId, Records, RefusedSuggestion, Step,
        StepName, ThemeId, Timestamp, catalogue_name, now, step_name,
    },
    corpus::ArticlePath,
    exchange::arrival::Arrival,
    search::condition::{ArticleSelector, NameFault},
};

pub use table_look::{AttributeLook, LookAtAttributes};

/// A value for an article, as it was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArticleValue {
    /// The article.
    pub article: ArticlePath,
    /// The attribute's name; one that there is none of is made, of the kind that fits its values.
    pub name: String,
    /// The value; nothing to be seen in it takes the article's value away.
    pub value: String,
}

/// A change to what is said of articles as wholes; each is one step that can be undone.
#[derive(Clone, Debug, PartialEq)]
pub enum CatalogueCommand {
    /// Give articles values.
    SetValues(Vec<ArticleValue>),
    /// Make an attribute, or make one another kind, if all its values are of that kind.
    Define {
        /// Its name.
        name: String,
        /// Its kind.
        kind: AttributeKind,
    },
    /// Give an attribute another name.
    Rename {
        /// Its name.
        from: String,
        /// Its name then.
        to: String,
    },
    /// Take an attribute away with all its values.
    Remove(String),
    /// Make a group of articles, or change the one with its identity.
    SaveGroup(ArticleGroup),
    /// Take a group of articles away; the articles stay.
    DeleteGroup(RecordId),
    /// Say that the current coder is done with articles, or is not.
    SetDone {
        /// Which.
        articles: Vec<ArticlePath>,
        /// For which theme; `None`: as wholes.
        theme: Option<ThemeId>,
        /// Whether it is done.
        done: bool,
    },
    /// Make a bookmark of the current coder, or change the one with its identity.
    SaveBookmark(Bookmark),
    /// Take a bookmark of the current coder away.
    DeleteBookmark(RecordId),
    /// Say that the current coder refuses suggestions, in one step.
    Refuse(Vec<RefusedSuggestion>),
    /// Write what the current coder says of an article on a theme, in the place of what was said.
    SetSummary {
        /// The article.
        article: ArticlePath,
        /// The theme.
        theme: ThemeId,
        /// Markdown; nothing to be seen in it takes the summary away.
        text: String,
    },
    /// Say something of formulas, each in a word of its own or in place of what was said with the same
    /// identity, in one step.
    NoteFormulas(Vec<FormulaNote>),
    /// Correct quantities and take corrections back, in one step.
    CorrectQuantities {
        /// What comes, or takes the place of what has its identity.
        put: Vec<QuantityCorrection>,
        /// What goes.
        gone: Vec<RecordId>,
    },
}

/// The file in which an edit changes something.
pub(super) fn catalogue_target(edit: &CatalogueEdit) -> Target {
    match edit {
        CatalogueEdit::Attribute { .. } | CatalogueEdit::Value { .. } => Target::Attributes,
        CatalogueEdit::Group { .. } => Target::Groups,
        CatalogueEdit::Done { coder, .. } => Target::Progress(coder.clone()),
        CatalogueEdit::Bookmark { coder, .. } => Target::Bookmarks(coder.clone()),
        CatalogueEdit::Decision { coder, .. } => Target::Decisions(coder.clone()),
        CatalogueEdit::Refusal { coder, .. } => Target::Refusals(coder.clone()),
        CatalogueEdit::Summary { coder, .. } => Target::Summaries(coder.clone()),
        CatalogueEdit::Formula { .. } => Target::Formulas,
        CatalogueEdit::Quantity { .. } => Target::Quantities,
    }
}

impl Session {
    /// What is said of the articles of the open set as wholes.
    #[must_use]
    pub fn catalogue(&self) -> &Catalogue {
        &self.scene_or_none().catalogue
    }

    /// What all coders say of the articles, whoever sees it.
    pub(super) fn whole_catalogue(&self) -> &Catalogue {
        &self.whole_or_none().catalogue
    }

    pub(super) fn apply_catalogue_edit(
        &mut self,
        edit: &CatalogueEdit,
    ) -> Result<(), CommandError> {
        let target = catalogue_target(edit);
        if self.is_locked(&target) {
            return Err(self.broken_file(|root| target.path(root)));
        }
        let scene = self.scene_mut().ok_or(CommandError::NoSet)?;
        if scene.catalogue.apply(edit) { Ok(()) } else { Err(CatalogueError::Outdated.into()) }
    }

    pub(super) fn change_catalogue(
        &mut self,
        command: CatalogueCommand,
    ) -> Result<(), CommandError> {
        use CatalogueCommand as C;
        if self.set.is_none() {
            return Err(CommandError::NoSet);
        }
        let (name, edits) = match command {
            C::SetValues(values) => self.value_edits(values)?,
            C::Define { name, kind } => self.definition_edits(&name, kind)?,
            C::Rename { from, to } => self.rename_edits(&from, &to)?,
            C::Remove(name) => self.removal_edits(&name)?,
            C::SaveGroup(group) => self.group_edits(group)?,
            C::DeleteGroup(id) => {
                let Some(before) = self.whole_catalogue().groups().get(id).cloned() else {
                    return Ok(());
                };
                let name = step_name!("catalogue.step.delete_group", name = before.name);
                (name, vec![CatalogueEdit::Group { before: Some(before), after: None }])
            }
            C::SetDone { articles, theme, done } => self.done_edits(&articles, theme, done)?,
            C::SaveBookmark(mark) => self.bookmark_edits(mark)?,
            C::Refuse(refused) => self.refusal_edits(refused),
            C::SetSummary { article, theme, text } => self.summary_edits(article, theme, &text)?,
            C::NoteFormulas(notes) => self.formula_edits(notes),
            C::CorrectQuantities { put, gone } => self.quantity_edits(put, &gone),
            C::DeleteBookmark(id) => {
                let coder = self.coder();
                let Some(before) = self.whole_catalogue().bookmarks_of(&coder).get(id).cloned()
                else {
                    return Ok(());
                };
                let name = step_name!("catalogue.step.delete_bookmark");
                (name, vec![CatalogueEdit::Bookmark { coder, before: Some(before), after: None }])
            }
        };
        let edits = edits.into_iter().map(Change::Catalogue).collect();
        self.commit_changes(Step { name, edits })
    }

    /// The values of attributes that arrive with an import, as far as the attributes take them; and how
    /// many they do not.
    pub(super) fn arriving_values(
        &self,
        arrival: &Arrival,
    ) -> Result<(Vec<CatalogueEdit>, usize), CommandError> {
        let attributes = self.whole_catalogue().attributes();
        let mut by_name: BTreeMap<&str, Vec<(&ArticlePath, String)>> = BTreeMap::new();
        for (article, name, value) in arrival.attributes() {
            by_name.entry(name).or_default().push((article, value.to_owned()));
        }
        let (mut values, mut misfits) = (Vec::new(), 0);
        for (name, said) in by_name {
            let known = attributes.named(name);
            let count = known.map_or(0, |known| attributes.count(&known.name));
            let kind = kind_for(known, count, said.iter().map(|(_, value)| value));
            for (article, value) in said {
                if kind.read(&value).is_ok() {
                    let (article, name) = (article.clone(), name.to_owned());
                    values.push(ArticleValue { article, name, value });
                } else {
                    misfits += 1;
                }
            }
        }
        Ok((self.value_edits(values)?.1, misfits))
    }

    /// The values as they are kept, by attribute and article, with what has to be defined for them.
    fn value_edits(
        &self,
        values: Vec<ArticleValue>,
    ) -> Result<(StepName, Vec<CatalogueEdit>), CommandError> {
        let corpus = self.corpus().ok_or(CommandError::NoSet)?;
        let attributes = self.whole_catalogue().attributes();
        // Of one article's attribute the last word counts.
        let mut wanted: BTreeMap<String, BTreeMap<ArticlePath, String>> = BTreeMap::new();
        let mut order = Vec::new();
        for ArticleValue { article, name, value } in values {
            if corpus.entry(&article).is_none() {
                return Err(CommandError::NoArticle(article));
            }
            let typed = catalogue_name(&name).ok_or(CatalogueError::Name(name))?;
            let name = attributes.named(&typed).map_or(typed, |known| known.name.clone());
            if !wanted.contains_key(&name) {
                order.push(name.clone());
            }
            wanted.entry(name).or_default().insert(article, value);
        }
        let (mut edits, mut new) = (Vec::new(), 0);
        let mut articles = BTreeSet::new();
        for name in order {
            let Some(values) = wanted.remove(&name) else { continue };
            let known = attributes.definition(&name);
            let kind = kind_for(known, attributes.count(&name), values.values());
            let mut set = Vec::new();
            for (article, value) in values {
                let read = kind.read(&value).map_err(|fault| {
                    let (name, kind) = (name.clone(), kind.clone());
                    CatalogueError::Value { name, kind, value, fault }
                })?;
                let before = attributes.value(&article, &name).map(str::to_owned);
                let after = (!read.is_empty()).then_some(read);
                if before != after {
                    articles.insert(article.clone());
                    set.push(CatalogueEdit::Value { article, name: name.clone(), before, after });
                }
            }
            let some =
                set.iter().any(|edit| matches!(edit, CatalogueEdit::Value { after: Some(_), .. }));
            if some && known.is_none_or(|known| known.kind != kind) {
                let place = attributes.position(&name);
                let before = place.zip(known.cloned());
                let place = place.unwrap_or(attributes.definitions().len() + new);
                new += usize::from(before.is_none());
                let after = Some((place, AttributeDefinition { name: name.clone(), kind }));
                edits.push(CatalogueEdit::Attribute { name, before, after });
            }
            edits.extend(set);
        }
        Ok((step_name!("catalogue.step.values", count = articles.len()), edits))
    }

    fn definition_edits(
        &self,
        name: &str,
        kind: AttributeKind,
    ) -> Result<(StepName, Vec<CatalogueEdit>), CommandError> {
        let attributes = self.whole_catalogue().attributes();
        let typed = catalogue_name(name).ok_or_else(|| CatalogueError::Name(name.to_owned()))?;
        let kind = tidied(kind);
        let Some(known) = attributes.named(&typed) else {
            let step = step_name!("catalogue.step.define", name = typed);
            let after = Some((
                attributes.definitions().len(),
                AttributeDefinition { name: typed.clone(), kind },
            ));
            return Ok((step, vec![CatalogueEdit::Attribute { name: typed, before: None, after }]));
        };
        let name = known.name.clone();
        let step = step_name!("catalogue.step.redefine", name = name);
        if known.kind == kind {
            return Ok((step, Vec::new()));
        }
        let place = attributes.position(&name).unwrap_or_default();
        let mut edits = vec![CatalogueEdit::Attribute {
            name: name.clone(),
            before: Some((place, known.clone())),
            after: Some((place, AttributeDefinition { name: name.clone(), kind: kind.clone() })),
        }];
        for (article, values) in attributes.articles() {
            let Some(value) = values.get(&name) else { continue };
            let read = kind.read(value).map_err(|fault| {
                let (name, kind, value) = (name.clone(), kind.clone(), value.clone());
                CatalogueError::Value { name, kind, value, fault }
            })?;
            if read != *value {
                edits.push(CatalogueEdit::Value {
                    article: article.clone(),
                    name: name.clone(),
                    before: Some(value.clone()),
                    after: Some(read),
                });
            }
        }
        Ok((step, edits))
    }

    fn rename_edits(
        &self,
        from: &str,
        to: &str,
    ) -> Result<(StepName, Vec<CatalogueEdit>), CommandError> {
        let attributes = self.whole_catalogue().attributes();
        let known = attributes.named(from);
        let known = known.ok_or_else(|| CatalogueError::NoAttribute(from.to_owned()))?;
        let to = catalogue_name(to).ok_or_else(|| CatalogueError::Name(to.to_owned()))?;
        let step = step_name!("catalogue.step.rename", from = known.name, to = to);
        if known.name == to {
            return Ok((step, Vec::new()));
        }
        if attributes.named(&to).is_some_and(|other| other.name != known.name) {
            return Err(CatalogueError::NameTaken(to).into());
        }
        let place = attributes.position(&known.name).unwrap_or_default();
        let borne: Vec<(&ArticlePath, &String)> = attributes
            .articles()
            .filter_map(|(article, values)| Some((article, values.get(&known.name)?)))
            .collect();
        let value =
            |name: &str, article: &ArticlePath, before: Option<&String>, after: Option<&String>| {
                let (name, article) = (name.to_owned(), article.clone());
                let (before, after) = (before.cloned(), after.cloned());
                CatalogueEdit::Value { article, name, before, after }
            };
        let mut edits: Vec<CatalogueEdit> = borne
            .iter()
            .map(|(article, borne)| value(&known.name, article, Some(borne), None))
            .collect();
        edits.push(CatalogueEdit::Attribute {
            name: known.name.clone(),
            before: Some((place, known.clone())),
            after: None,
        });
        let definition = AttributeDefinition { name: to.clone(), kind: known.kind.clone() };
        let after = Some((place, definition));
        edits.push(CatalogueEdit::Attribute { name: to.clone(), before: None, after });
        edits.extend(borne.iter().map(|(article, borne)| value(&to, article, None, Some(borne))));
        Ok((step, edits))
    }

    fn removal_edits(&self, name: &str) -> Result<(StepName, Vec<CatalogueEdit>), CommandError> {
        let attributes = self.whole_catalogue().attributes();
        let known = attributes.named(name);
        let known = known.ok_or_else(|| CatalogueError::NoAttribute(name.to_owned()))?;
        let borne = attributes.articles().filter_map(|(article, values)| {
            let before = Some(values.get(&known.name)?.clone());
            let (article, name) = (article.clone(), known.name.clone());
            Some(CatalogueEdit::Value { article, name, before, after: None })
        });
        let mut edits: Vec<CatalogueEdit> = borne.collect();
        let place = attributes.position(&known.name).unwrap_or_default();
        let before = Some((place, known.clone()));
        edits.push(CatalogueEdit::Attribute { name: known.name.clone(), before, after: None });
        Ok((step_name!("catalogue.step.remove", name = known.name), edits))
    }

    fn group_edits(
        &self,
        group: ArticleGroup,
    ) -> Result<(StepName, Vec<CatalogueEdit>), CommandError> {
        let groups = self.whole_catalogue().groups();
        let name = catalogue_name(&group.name).ok_or(CatalogueError::Name(group.name))?;
        let group = ArticleGroup { name, ..group };
        let other = self.whole_catalogue().group(&group.name).filter(|other| other.id != group.id);
        if other.is_some() {
            return Err(CatalogueError::NameTaken(group.name).into());
        }
        let step = step_name!("catalogue.step.group", name = group.name);
        let before = groups.get(group.id).cloned();
        if before.as_ref().is_some_and(|before| before.says_the_same_as(&group)) {
            return Ok((step, Vec::new()));
        }
        let after = Some(later(before.as_ref(), group, ArticleGroup::changed_after));
        let edit = CatalogueEdit::Group { before, after };
        self.check_group(&edit)?;
        Ok((step, vec![edit]))
    }

    /// Whether the condition of a group makes sense once the group is there.
    fn check_group(&self, edit: &CatalogueEdit) -> Result<(), CommandError> {
        let CatalogueEdit::Group { after: Some(group), .. } = edit else { return Ok(()) };
        let condition = |reason| CommandError::from(CatalogueError::Condition(reason));
        let mut scene = self.whole_or_none().clone();
        scene.catalogue.apply(edit);
        let selector = ArticleSelector::of_group(&group.name, &scene);
        selector.map(|_| ()).map_err(|unknown| match unknown.fault {
            // That it is this group is said already.
            NameFault::GroupLine(kind) => condition(describe::condition_error(&kind)),
            NameFault::GroupName(inner) => condition(describe::unknown_name(&inner)),
            _ => condition(describe::unknown_name(&unknown)),
        })
    }

    fn done_edits(
        &self,
        articles: &[ArticlePath],
        theme: Option<ThemeId>,
        done: bool,
    ) -> Result<(StepName, Vec<CatalogueEdit>), CommandError> {
        let corpus = self.corpus().ok_or(CommandError::NoSet)?;
        if let Some(theme) = theme {
            self.theme(theme)?;
        }
        let coder = self.coder();
        let progress = self.whole_catalogue().progress(&coder);
        let (mut edits, mut named) = (Vec::new(), BTreeSet::new());
        for article in articles {
            if corpus.entry(article).is_none() {
                return Err(CommandError::NoArticle(article.clone()));
            }
            let part = (article.clone(), theme);
            let before = progress.since(&part);
            if before.is_some() != done && named.insert(article) {
                let after = done.then(now);
                edits.push(CatalogueEdit::Done { coder: coder.clone(), part, before, after });
            }
        }
        let step = match (edits.as_slice(), done) {
            ([CatalogueEdit::Done { part: (article, _), .. }], true) => {
                step_name!("catalogue.step.done_one", article = article.file_name())
            }
            (_, true) => step_name!("catalogue.step.done", count = edits.len()),
            (_, false) => step_name!("catalogue.step.not_done", count = edits.len()),
        };
        Ok((step, edits))
    }

    fn bookmark_edits(
        &self,
        mark: Bookmark,
    ) -> Result<(StepName, Vec<CatalogueEdit>), CommandError> {
        let coder = self.coder();
        if self.corpus().is_none_or(|corpus| corpus.entry(&mark.article).is_none()) {
            return Err(CommandError::NoArticle(mark.article));
        }
        let marks: &Records<Bookmark> = self.whole_catalogue().bookmarks_of(&coder);
        let before = marks.get(mark.id).cloned();
        let step = match &before {
            Some(before) if before.says_the_same_as(&mark) => {
                return Ok((step_name!("catalogue.step.change_bookmark"), Vec::new()));
            }
            Some(_) => step_name!("catalogue.step.change_bookmark"),
            None => step_name!("catalogue.step.bookmark"),
        };
        let after = Some(later(before.as_ref(), mark, Bookmark::changed_after));
        Ok((step, vec![CatalogueEdit::Bookmark { coder, before, after }]))
    }
}

/// The record with a time after that of the one it replaces.
fn later<T: Record>(before: Option<&T>, record: T, change: fn(T, Timestamp) -> T) -> T {
    match before.map(Record::modified) {
        Some(then) => change(record, then),
        None => record,
    }
}

/// The kind of which values are read: that of the attribute, if articles bear it or it is a list; else
/// the one that fits them all.
fn kind_for<'a>(
    known: Option<&AttributeDefinition>,
    count: usize,
    values: impl Iterator<Item = &'a String> + Clone,
) -> AttributeKind {
    let some = values.filter(|value| !value.trim().is_empty());
    let fits = |kind: &AttributeKind| some.clone().all(|value| kind.read(value).is_ok());
    match known.map(|known| &known.kind) {
        Some(kind) if count > 0 || matches!(kind, AttributeKind::Choice(_)) || fits(kind) => {
            kind.clone()
        }
        _ => AttributeKind::guess_all(some.map(String::as_str)),
    }
}

/// A list without empty values and without one that stands in it twice.
fn tidied(kind: AttributeKind) -> AttributeKind {
    let AttributeKind::Choice(values) = kind else { return kind };
    let mut tidy: Vec<String> = Vec::new();
    for value in values {
        if let Ok(value) = AttributeKind::Text.read(&value)
            && !value.is_empty()
            && !tidy.contains(&value)
        {
            tidy.push(value);
        }
    }
    AttributeKind::Choice(tidy)
}
