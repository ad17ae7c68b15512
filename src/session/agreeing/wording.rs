//! Agreement and differences in the user's words.

use rust_i18n::t;

use crate::{
    analysis::agreement::{
        Agreement, AgreementRefusal, AgreementRow, AgreementScope, AgreementUnit, CoderDifference,
        Coefficient, DifferenceKind, Lots, NoValue,
    },
    annotation::{Codebook, Coder},
    scene::Scene,
    session::describe,
};

/// Below it agreement is too weak to conclude from (Krippendorff 2019, ch. 12).
pub(super) const TENTATIVE: f64 = 0.667;
/// From it on agreement is reliable.
pub(super) const RELIABLE: f64 = 0.8;

/// What a coefficient is called.
#[must_use]
pub fn coefficient_name(coefficient: Coefficient) -> String {
    t!(format!("agree.coefficient.{}", coefficient.name())).into_owned()
}

/// What a unit is called.
#[must_use]
pub fn agreement_unit_name(unit: AgreementUnit) -> String {
    t!(format!("agree.unit.{}", unit.name())).into_owned()
}

/// How two coders differ.
#[must_use]
pub fn difference_kind_name(kind: DifferenceKind) -> String {
    t!(format!("agree.kind.{}", kind.name())).into_owned()
}

/// Whose a row is: a theme with those above it, a group with `/*`.
#[must_use]
pub fn agreement_scope_name(codebook: &Codebook, scope: &AgreementScope) -> Option<String> {
    match scope {
        AgreementScope::All | AgreementScope::Value(_) => None,
        AgreementScope::Theme(theme) => Some(codebook.path_name(*theme)),
        AgreementScope::Group(theme) => Some(format!("{}/*", codebook.path_name(*theme))),
    }
}

/// What is generally concluded from a value; a word, as no number is a verdict.
#[must_use]
pub fn reliability_word(value: f64) -> String {
    if value >= RELIABLE {
        t!("agree.word.reliable").into_owned()
    } else if value >= TENTATIVE {
        t!("agree.word.tentative").into_owned()
    } else {
        t!("agree.word.weak").into_owned()
    }
}

/// What has to be known of a row beside its number; empty where that is nothing.
#[must_use]
pub fn agreement_note(found: &Agreement, row: &AgreementRow) -> String {
    let mut parts = Vec::new();
    if let AgreementScope::Value(value) = &row.scope {
        parts.push(format!("k={value}"));
    }
    if let Some(coverage) = row.coverage {
        parts.push(t!("agree.note.coverage", share = format!("{coverage:.3}")).into_owned());
    }
    match row.cell.value {
        Err(reason) => parts.push(no_value(reason)),
        Ok(_) => {
            if let Some((pairs, with_value)) = row.pairs.filter(|(pairs, _)| *pairs > 1) {
                parts.push(t!("agree.note.pairs", pairs = pairs).into_owned());
                if with_value < pairs && row.cell.coefficient != Coefficient::Holsti {
                    let left = pairs - with_value;
                    parts.push(t!("agree.note.pairs_left", pairs = left).into_owned());
                }
            }
            if row.cell.interval.is_some() {
                parts.extend(interval_note(found).filter(|_| row.articles.is_some()));
            }
        }
    }
    parts.join(&t!("agree.note.joint"))
}

/// What the intervals were drawn from, where that has to be known.
#[must_use]
pub fn interval_note(found: &Agreement) -> Option<String> {
    match found.lots? {
        Lots::Articles => None,
        Lots::Units => Some(t!("agree.note.lots_units").into_owned()),
        Lots::FewArticles => Some(t!("agree.note.lots_few").into_owned()),
    }
}

fn no_value(reason: NoValue) -> String {
    match reason {
        NoValue::NoUnits => t!("agree.none.no_units"),
        NoValue::NoVariation => t!("agree.none.no_variation"),
        NoValue::NothingMarked => t!("agree.none.nothing_marked"),
        NoValue::NotYesNo => t!("agree.none.not_yes_no"),
        NoValue::NothingShared => t!("agree.none.nothing_shared"),
        NoValue::Overlap => t!("agree.none.overlap"),
        NoValue::OneValue => t!("agree.none.one_value"),
    }
    .into_owned()
}

/// Why there is no agreement to be told, and what to do.
#[must_use]
pub fn agreement_refusal(refusal: &AgreementRefusal) -> String {
    match refusal {
        AgreementRefusal::TooFewCoders => t!("agree.refusal.too_few").into_owned(),
        AgreementRefusal::TooManyCoders(count) => {
            t!("agree.refusal.too_many", count = count).into_owned()
        }
        AgreementRefusal::NoJointArticle(done) => {
            let each = |(coder, count): &(Coder, usize)| {
                t!("agree.refusal.done", coder = describe::shown(coder.as_str()), count = count)
                    .into_owned()
            };
            let each: Vec<String> = done.iter().map(each).collect();
            let done = each.join(&t!("agree.note.joint"));
            t!("agree.refusal.no_joint", done = done).into_owned()
        }
        AgreementRefusal::Stopped => t!("agree.refusal.stopped").into_owned(),
    }
}

/// The text at stake: as it stands, from the first to the last character; of a passage of several
/// fragments what lies between is left out.
#[must_use]
pub fn joined_quote(scene: &Scene, difference: &CoderDifference) -> String {
    let Some(article) = scene.corpus.article(&difference.article) else { return String::new() };
    let marks = [&difference.a, &difference.b];
    let mut fragments: Vec<_> =
        marks.into_iter().flatten().flat_map(|mark| mark.fragments.iter().copied()).collect();
    fragments.sort();
    let mut joined: Vec<crate::text::CharSpan> = Vec::new();
    for fragment in fragments {
        match joined.last_mut() {
            Some(last) if fragment.start() <= last.end() => *last = last.cover(fragment),
            _ => joined.push(fragment),
        }
    }
    let quotes: Vec<&str> =
        joined.iter().filter_map(|&span| article.text.slice_chars(span)).collect();
    quotes.join(" … ")
}
