//! What went wrong with attributes, groups, progress and bookmarks, in the user's language.

use rust_i18n::t;

use super::{condition_error, shown, tongue};
use crate::{
    annotation::{AttributeKind, CatalogueEdit, ValueFault},
    search::condition::{Condition, NameFault, UnknownName},
    session::CatalogueError,
};

/// What an attribute's kind is called.
#[must_use]
pub fn attribute_kind(kind: &AttributeKind) -> String {
    match kind {
        AttributeKind::Text => t!("catalogue.kind.text"),
        AttributeKind::Number => t!("catalogue.kind.number"),
        AttributeKind::Date => t!("catalogue.kind.date"),
        AttributeKind::Choice(_) => t!("catalogue.kind.choice"),
    }
    .into_owned()
}

/// Why attributes or groups were not changed.
#[must_use]
pub fn catalogue_error(error: &CatalogueError) -> String {
    match error {
        CatalogueError::Name(name) => t!("catalogue.error.name", name = shown(name)),
        CatalogueError::NameTaken(name) => t!("catalogue.error.name_taken", name = shown(name)),
        CatalogueError::NoAttribute(name) => {
            t!("catalogue.error.no_attribute", name = shown(name))
        }
        CatalogueError::Value { name, kind, value, fault } => {
            return value_fault(name, kind, value, *fault);
        }
        CatalogueError::Condition(reason) => t!("catalogue.error.condition", reason = reason),
        CatalogueError::Outdated => t!("catalogue.error.outdated"),
    }
    .into_owned()
}

/// Why an attribute does not take a value.
#[must_use]
pub fn value_fault(name: &str, kind: &AttributeKind, value: &str, fault: ValueFault) -> String {
    let (name, value) = (shown(name), shown(value));
    match (fault, kind) {
        (ValueFault::Number, _) => t!("catalogue.error.number", name = name, value = value),
        (ValueFault::Date, _) => t!("catalogue.error.date", name = name, value = value),
        (ValueFault::TooLong, _) => t!("catalogue.error.too_long", name = name),
        (ValueFault::NotListed, AttributeKind::Choice(values)) => {
            let values = shown(&values.join(&t!("retrieve.list_joint")));
            t!("catalogue.error.not_listed", name = name, value = value, values = values)
        }
        (ValueFault::NotListed, _) => t!("catalogue.error.outdated"),
    }
    .into_owned()
}

/// What a condition names that there is none of, or asks what cannot be asked.
#[must_use]
pub fn unknown_name(unknown: &UnknownName) -> String {
    let name = shown(&unknown.name);
    match &unknown.fault {
        NameFault::Theme => t!("retrieve.error.unknown_theme", name = name),
        NameFault::Attribute => t!("catalogue.error.no_attribute", name = name),
        NameFault::Group => t!("catalogue.error.no_group", name = name),
        NameFault::Circle => t!("catalogue.error.circle", name = name),
        NameFault::GroupLine(kind) => {
            t!("catalogue.error.group", name = name, reason = condition_error(kind))
        }
        NameFault::GroupName(inner) => {
            t!("catalogue.error.group", name = name, reason = unknown_name(inner))
        }
        NameFault::Value { kind, value } => {
            let fault = match kind {
                AttributeKind::Number => ValueFault::Number,
                AttributeKind::Date => ValueFault::Date,
                AttributeKind::Text | AttributeKind::Choice(_) => ValueFault::NotListed,
            };
            return value_fault(&unknown.name, kind, value, fault);
        }
        NameFault::OfPassages(test) => {
            let asked = Condition::Test((**test).clone()).text(tongue());
            t!("catalogue.error.of_passages", asked = shown(&asked))
        }
    }
    .into_owned()
}

/// Why an edit cannot be taken back or made again: something else was done there since.
#[must_use]
pub fn catalogue_edit_gone(edit: &CatalogueEdit) -> String {
    match edit {
        CatalogueEdit::Attribute { name, .. } => {
            t!("catalogue.undo.attribute", name = shown(name))
        }
        CatalogueEdit::Value { article, name, .. } => {
            let article = shown(article.file_name());
            t!("catalogue.undo.value", name = shown(name), article = article)
        }
        CatalogueEdit::Group { before, after } => {
            let name = before.as_ref().or(after.as_ref()).map_or("", |group| &group.name);
            t!("catalogue.undo.group", name = shown(name))
        }
        CatalogueEdit::Done { part: (article, _), .. } => {
            t!("catalogue.undo.done", article = shown(article.file_name()))
        }
        CatalogueEdit::Bookmark { .. } => t!("catalogue.undo.bookmark"),
        CatalogueEdit::Decision { .. } => t!("settling.undo"),
        CatalogueEdit::Refusal { .. } => t!("suggest.undo"),
        CatalogueEdit::Summary { .. } => t!("summary.undo"),
        CatalogueEdit::Formula { .. } => t!("formula.undo"),
        CatalogueEdit::Quantity { .. } => t!("quantity.undo"),
    }
    .into_owned()
}
