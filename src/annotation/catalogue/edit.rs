//! The edit of the catalogue: one change, with what was there before.

use super::{
    ArticleGroup, AttributeDefinition, Bookmark, Catalogue, Decision, FormulaNote,
    QuantityCorrection, RefusedSuggestion, ThemeSummary, progress::DonePart,
};
use crate::{
    annotation::{Coder, Record, Records, Timestamp, history::Invert, now, passage::later_than},
    corpus::ArticlePath,
};

/// One change to what is said of articles as wholes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CatalogueEdit {
    /// An attribute comes, goes, changes or is moved in the list.
    Attribute {
        /// Which.
        name: String,
        /// Its place in the list and what it was; `None` if it comes.
        before: Option<(usize, AttributeDefinition)>,
        /// Its place (counted without it) and what it is then; `None` if it goes.
        after: Option<(usize, AttributeDefinition)>,
    },
    /// An article's value of an attribute.
    Value {
        /// The article.
        article: ArticlePath,
        /// The attribute.
        name: String,
        /// What it was; `None` if there was none.
        before: Option<String>,
        /// What it is then.
        after: Option<String>,
    },
    /// A group of articles comes, goes or changes.
    Group {
        /// The group before; `None` if it comes.
        before: Option<ArticleGroup>,
        /// The group then; `None` if it goes.
        after: Option<ArticleGroup>,
    },
    /// A coder is done with a part, or is not.
    Done {
        /// Who.
        coder: Coder,
        /// With what.
        part: DonePart,
        /// Since when before; `None` if it was not done.
        before: Option<Timestamp>,
        /// Since when then.
        after: Option<Timestamp>,
    },
    /// A coder's bookmark comes, goes or changes.
    Bookmark {
        /// Whose.
        coder: Coder,
        /// The bookmark before; `None` if it comes.
        before: Option<Bookmark>,
        /// The bookmark then; `None` if it goes.
        after: Option<Bookmark>,
    },
    /// A decision on a difference comes, goes or changes.
    Decision {
        /// In whose name it is.
        coder: Coder,
        /// The decision before; `None` if it comes.
        before: Option<Box<Decision>>,
        /// The decision then; `None` if it goes.
        after: Option<Box<Decision>>,
    },
    /// A coder's refusal of a suggestion comes or goes.
    Refusal {
        /// Whose.
        coder: Coder,
        /// The refusal before; `None` if it comes.
        before: Option<Box<RefusedSuggestion>>,
        /// The refusal then; `None` if it goes.
        after: Option<Box<RefusedSuggestion>>,
    },
    /// A coder's summary comes, goes or changes.
    Summary {
        /// Whose.
        coder: Coder,
        /// The summary before; `None` if it comes.
        before: Option<Box<ThemeSummary>>,
        /// The summary then; `None` if it goes.
        after: Option<Box<ThemeSummary>>,
    },
    /// What is said of a formula comes, goes or changes.
    Formula {
        /// The note before; `None` if it comes.
        before: Option<Box<FormulaNote>>,
        /// The note then; `None` if it goes.
        after: Option<Box<FormulaNote>>,
    },
    /// A correction of quantities comes, goes or changes.
    Quantity {
        /// The correction before; `None` if it comes.
        before: Option<Box<QuantityCorrection>>,
        /// The correction then; `None` if it goes.
        after: Option<Box<QuantityCorrection>>,
    },
}

impl Invert for CatalogueEdit {
    fn inverse(&self) -> Self {
        let mut edit = self.clone();
        match &mut edit {
            Self::Attribute { before, after, .. } => std::mem::swap(before, after),
            Self::Value { before, after, .. } => std::mem::swap(before, after),
            Self::Group { before, after } => std::mem::swap(before, after),
            Self::Done { before, after, .. } => std::mem::swap(before, after),
            Self::Bookmark { before, after, .. } => std::mem::swap(before, after),
            Self::Decision { before, after, .. } => std::mem::swap(before, after),
            Self::Refusal { before, after, .. } => std::mem::swap(before, after),
            Self::Summary { before, after, .. } => std::mem::swap(before, after),
            Self::Formula { before, after } => std::mem::swap(before, after),
            Self::Quantity { before, after } => std::mem::swap(before, after),
        }
        edit
    }
}

impl Catalogue {
    /// The edit as it can be made now: with what is there now as what was before, and times by which it
    /// is the last word in a later merge. `None` if something else was done there since.
    ///
    /// An attribute that articles still bear does not go, and a value of one that is gone does not
    /// come.
    #[must_use]
    pub fn fitted(&self, edit: &CatalogueEdit) -> Option<CatalogueEdit> {
        use CatalogueEdit as E;
        match edit {
            E::Attribute { name, before, after } => {
                let now = self.attributes.definition(name);
                let goes = after.is_none() && self.attributes.count(name) > 0;
                if now != before.as_ref().map(|(_, known)| known) || goes {
                    return None;
                }
                let place = self.attributes.position(name);
                let before = place.zip(now.cloned());
                Some(E::Attribute { name: name.clone(), before, after: after.clone() })
            }
            E::Value { article, name, before, after } => {
                let same = self.attributes.value(article, name) == before.as_deref();
                let known = after.is_none() || self.attributes.definition(name).is_some();
                (same && known).then(|| edit.clone())
            }
            E::Group { before, after } => {
                let id = before.as_ref().or(after.as_ref())?.id;
                let now = current(&self.groups, before.as_ref(), id)?;
                let after = after
                    .clone()
                    .map(|after| last(after, now.as_ref(), ArticleGroup::changed_after));
                Some(E::Group { before: now, after })
            }
            E::Done { coder, part, before, after } => {
                let now = self.progress(coder).since(part);
                if now.is_some() != before.is_some() {
                    return None;
                }
                let after = after.map(|since| now.map_or(since, |now| later_than(now, since)));
                Some(E::Done { coder: coder.clone(), part: part.clone(), before: now, after })
            }
            E::Bookmark { coder, before, after } => {
                let id = before.as_ref().or(after.as_ref())?.id;
                let now = current(self.bookmarks_of(coder), before.as_ref(), id)?;
                let after =
                    after.clone().map(|after| last(after, now.as_ref(), Bookmark::changed_after));
                Some(E::Bookmark { coder: coder.clone(), before: now, after })
            }
            E::Decision { coder, before, after } => {
                let id = before.as_ref().or(after.as_ref())?.id;
                let now = current(self.decisions_of(coder), before.as_deref(), id)?;
                let after = after
                    .clone()
                    .map(|after| Box::new(last(*after, now.as_ref(), Decision::changed_after)));
                Some(E::Decision { coder: coder.clone(), before: now.map(Box::new), after })
            }
            E::Refusal { coder, before, after } => {
                let id = before.as_ref().or(after.as_ref())?.id;
                let now = current(self.refusals_of(coder), before.as_deref(), id)?;
                let later = RefusedSuggestion::changed_after;
                let after = after.clone().map(|after| Box::new(last(*after, now.as_ref(), later)));
                Some(E::Refusal { coder: coder.clone(), before: now.map(Box::new), after })
            }
            E::Summary { coder, before, after } => {
                let id = before.as_ref().or(after.as_ref())?.id;
                let now = current(self.summaries_of(coder), before.as_deref(), id)?;
                let later = ThemeSummary::changed_after;
                let after = after.clone().map(|after| Box::new(last(*after, now.as_ref(), later)));
                Some(E::Summary { coder: coder.clone(), before: now.map(Box::new), after })
            }
            E::Formula { before, after } => {
                let id = before.as_ref().or(after.as_ref())?.id;
                let now = current(&self.formulas, before.as_deref(), id)?;
                let later = FormulaNote::changed_after;
                let after = after.clone().map(|after| Box::new(last(*after, now.as_ref(), later)));
                Some(E::Formula { before: now.map(Box::new), after })
            }
            E::Quantity { before, after } => {
                let id = before.as_ref().or(after.as_ref())?.id;
                let now = current(&self.quantities, before.as_deref(), id)?;
                let later = QuantityCorrection::changed_after;
                let after = after.clone().map(|after| Box::new(last(*after, now.as_ref(), later)));
                Some(E::Quantity { before: now.map(Box::new), after })
            }
        }
    }

    /// Makes an edit that fits; whether it did.
    pub fn apply(&mut self, edit: &CatalogueEdit) -> bool {
        use CatalogueEdit as E;
        if self.fitted(edit).is_none() {
            return false;
        }
        match edit {
            E::Attribute { name, after, .. } => match after {
                Some((place, definition)) => {
                    if definition.name != *name {
                        return false;
                    }
                    self.attributes_mut().define(*place, definition.clone());
                }
                None => self.attributes_mut().undefine(name),
            },
            E::Value { article, name, after, .. } => {
                self.attributes_mut().set(article, name, after.clone());
            }
            E::Group { before, after } => {
                put_record(self.groups_mut(), before.as_ref(), after.as_ref());
            }
            E::Done { coder, part, after, .. } => {
                self.progress_mut(coder).set(part.clone(), *after);
            }
            E::Bookmark { coder, before, after } => {
                put_record(self.bookmarks_mut(coder), before.as_ref(), after.as_ref());
            }
            E::Decision { coder, before, after } => {
                put_record(self.decisions_mut(coder), before.as_deref(), after.as_deref());
            }
            E::Refusal { coder, before, after } => {
                put_record(self.refusals_mut(coder), before.as_deref(), after.as_deref());
            }
            E::Summary { coder, before, after } => {
                put_record(self.summaries_mut(coder), before.as_deref(), after.as_deref());
            }
            E::Formula { before, after } => {
                put_record(self.formulas_mut(), before.as_deref(), after.as_deref());
            }
            E::Quantity { before, after } => {
                put_record(self.quantities_mut(), before.as_deref(), after.as_deref());
            }
        }
        true
    }
}

/// What stands there now for `id`, if it is what was `before`; `None` if it is something else.
#[expect(clippy::option_option, reason = "nothing there is an answer, too")]
fn current<T: Record>(
    records: &Records<T>,
    before: Option<&T>,
    id: crate::annotation::RecordId,
) -> Option<Option<T>> {
    match (records.get(id), before) {
        (None, None) => Some(None),
        (Some(now), Some(before)) if now.says_the_same_as(before) => Some(Some(now.clone())),
        _ => None,
    }
}

/// The record with a time after that of what it replaces, and not before now.
fn last<T: Record>(record: T, now_there: Option<&T>, change: fn(T, Timestamp) -> T) -> T {
    match now_there {
        Some(there) => change(record, there.modified()),
        // What comes back is the last word, whenever it was made.
        None if record.modified() < now() => {
            let made = record.modified();
            change(record, made)
        }
        None => record,
    }
}

fn put_record<T: Record>(records: &mut Records<T>, before: Option<&T>, after: Option<&T>) {
    match (before, after) {
        (_, Some(after)) => drop(records.set(after.clone())),
        (Some(before), None) => drop(records.remove(before.id())),
        (None, None) => {}
    }
}
