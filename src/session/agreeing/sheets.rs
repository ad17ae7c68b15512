//! Agreement and differences as sheets, in the user's words.

use std::collections::BTreeMap;

use rust_i18n::t;

use super::{
    agreement_note, agreement_scope_name, coefficient_name, difference_kind_name, interval_note,
    joined_quote, reliability_word,
};
use crate::{
    analysis::{
        Sheet, SheetCell, SheetHead, SheetLink, SheetRow, SheetValue,
        agreement::{
            Agreement, AgreementQuery, AgreementRow, AgreementScope, AgreementUnit, Bootstrap,
            CoderDifference, CoderMark, Coefficient, DifferenceState,
        },
    },
    annotation::{Codebook, Coder, Settlement, ThemeId},
    scene::Scene,
    search::condition::{Condition, Test, ThemeName},
    session::describe,
};

/// How many differences of each theme are settled, and how many there are.
pub type SettledCounts = BTreeMap<ThemeId, (usize, usize)>;

/// A table of coefficients: a row for each theme and group, all themes first.
///
/// The counts of coders lead to their passages.
#[must_use]
#[expect(clippy::too_many_lines, reason = "one column after the other")]
pub fn agreement_sheet(
    found: &Agreement,
    query: &AgreementQuery,
    codebook: &Codebook,
    settled: &SettledCounts,
) -> Sheet {
    let is_continuum = query.unit == AgreementUnit::Continuum;
    let shown: &[Coefficient] = if is_continuum {
        &[
            Coefficient::UAlpha,
            Coefficient::UAlphaBinary,
            Coefficient::CuAlpha,
            Coefficient::KuAlpha,
        ]
    } else {
        &Coefficient::OF_UNITS
    };
    let with_interval = |coefficient: &Coefficient| {
        use Coefficient::{CohenKappa, KrippendorffAlpha, UAlpha};
        matches!(coefficient, CohenKappa | KrippendorffAlpha | UAlpha)
    };
    let text = |text: String| SheetHead { text, ..SheetHead::default() };
    let number = |text: String, group| SheetHead { text, is_number: true, group, to: None };
    let mut heads = vec![text(t!("agree.column.theme").into_owned())];
    if !is_continuum {
        heads.extend(query.coders.iter().map(|coder| number(coder.as_str().to_owned(), 1)));
        heads.push(number(t!("agree.column.shared").into_owned(), 1));
    }
    heads.push(number(t!("agree.column.units").into_owned(), 2));
    for coefficient in shown {
        heads.push(number(coefficient_name(*coefficient), 3));
        if with_interval(coefficient) {
            heads.push(text(t!("agree.column.interval").into_owned()));
        }
    }
    heads.push(text(t!("agree.column.word").into_owned()));
    heads.push(text(t!("agree.column.settled").into_owned()));
    let row = |rows: &[AgreementRow]| -> Option<SheetRow> {
        let first = rows.first()?;
        let of = |wanted: Coefficient| rows.iter().find(|row| row.cell.coefficient == wanted);
        let name = agreement_scope_name(codebook, &first.scope);
        let name = name.unwrap_or_else(|| t!("agree.all").into_owned());
        let mut cells = vec![SheetCell::from(SheetValue::Text(name))];
        if !is_continuum {
            let (marks, shared) = found.marks.get(&first.scope).cloned().unwrap_or_default();
            for (coder, count) in query.coders.iter().zip(marks) {
                let condition = passages_of(codebook, &first.scope, coder);
                let count = SheetValue::Count(count);
                cells.push(SheetCell::leading(count, SheetLink::Passages(condition)));
            }
            cells.push(SheetValue::Count(shared).into());
        }
        cells.push(SheetValue::Count(first.units).into());
        for coefficient in shown {
            let found = of(*coefficient);
            let value = found.and_then(|row| row.cell.value.ok());
            cells.push(SheetValue::number(value, 3).into());
            if with_interval(coefficient) {
                let interval = found.and_then(|row| row.cell.interval);
                let shown = interval.map(|ends| format!("[{:.3}, {:.3}]", ends.low, ends.high));
                cells.push(SheetValue::Text(shown.unwrap_or_default()).into());
            }
        }
        let leading =
            if is_continuum { Coefficient::UAlpha } else { Coefficient::KrippendorffAlpha };
        let word = match of(leading).map(|row| (row, row.cell.value)) {
            Some((_, Ok(value))) => reliability_word(value),
            Some((row, Err(_))) => agreement_note(found, row),
            None => String::new(),
        };
        cells.push(SheetValue::Text(word).into());
        let settled = match &first.scope {
            AgreementScope::Theme(theme) => settled.get(theme).copied(),
            _ => None,
        };
        let settled = settled.map(|(done, all)| format!("{done} / {all}"));
        cells.push(SheetValue::Text(settled.unwrap_or_default()).into());
        Some(SheetRow { depth: 0, cells })
    };
    let rows = found.rows.chunk_by(|one, other| one.scope == other.scope);
    let mut notes = Vec::new();
    if let Some(row) = found.rows.first() {
        let (coders, articles) = (row.coders, found.articles.len());
        notes.push(t!("agree.cli.counts", coders = coders, articles = articles).into_owned());
    }
    notes.extend(interval_note(found));
    if found.lots.is_some() {
        let Bootstrap { draws, seed } = query.bootstrap;
        notes.push(t!("agree.cli.drawn", draws = draws, seed = seed).into_owned());
    }
    if found.unplaced > 0 {
        notes.push(t!("agree.cli.unplaced", count = found.unplaced).into_owned());
    }
    if found.overlapping > 0 {
        notes.push(t!("agree.cli.overlapping", articles = found.overlapping).into_owned());
    }
    let unreadable = found.unreadable.iter().map(|path| describe::shown(path.as_str()));
    notes.extend(
        unreadable.map(|article| t!("agree.cli.unreadable", article = article).into_owned()),
    );
    Sheet {
        name: t!("agree.sheet").into_owned(),
        heads,
        rows: rows.filter_map(row).collect(),
        totals: Vec::new(),
        notes,
    }
}

/// The passages of a coder in a scope.
pub(super) fn passages_of(codebook: &Codebook, scope: &AgreementScope, coder: &Coder) -> Condition {
    let theme = |theme: &ThemeId, exact| {
        Condition::Test(Test::Theme(ThemeName { name: codebook.path_name(*theme), exact }))
    };
    let theme = match scope {
        AgreementScope::All | AgreementScope::Value(_) => Condition::All,
        AgreementScope::Theme(id) => theme(id, true),
        AgreementScope::Group(id) => theme(id, false),
    };
    Condition::and([theme, Condition::Test(Test::Coder(coder.as_str().to_owned()))])
}

/// A table of differences, one a row, in their order.
#[must_use]
pub fn difference_sheet(
    scene: &Scene,
    coders: (&Coder, &Coder),
    differences: &[(&CoderDifference, DifferenceState<'_>)],
) -> Sheet {
    let text = |text: String| SheetHead { text, ..SheetHead::default() };
    let heads = vec![
        text(t!("cli.column.article").into_owned()),
        text(t!("agree.column.kind").into_owned()),
        text(coders.0.as_str().to_owned()),
        text(coders.1.as_str().to_owned()),
        text(t!("cli.column.text").into_owned()),
        text(t!("agree.column.settled").into_owned()),
        text(t!("agree.column.reason").into_owned()),
    ];
    let theme = |mark: &Option<CoderMark>| {
        let name = mark.as_ref().map(|mark| scene.codebook().path_name(mark.theme));
        name.unwrap_or_default()
    };
    let row = |(difference, state): &(&CoderDifference, DifferenceState<'_>)| {
        let title = scene.corpus.article(&difference.article);
        let title = title.map(|article| scene.corpus.header(article).title);
        let reason = state.decision().map(|decision| decision.reason.clone());
        let cells = [
            title.unwrap_or_else(|| difference.article.file_name().to_owned()),
            difference_kind_name(difference.kind),
            theme(&difference.a),
            theme(&difference.b),
            joined_quote(scene, difference),
            state_word(*state),
            reason.unwrap_or_default(),
        ];
        let cells = cells.map(|text| SheetValue::Text(text.replace(['\n', '\r'], " ")).into());
        SheetRow { depth: 0, cells: cells.to_vec() }
    };
    Sheet {
        name: t!("agree.differences").into_owned(),
        heads,
        rows: differences.iter().map(row).collect(),
        totals: Vec::new(),
        notes: Vec::new(),
    }
}

/// How far a difference is settled, in a word.
#[must_use]
pub fn state_word(state: DifferenceState<'_>) -> String {
    let settled = |decision: &crate::annotation::Decision| {
        decision.settlement.map(settlement_name).unwrap_or_default()
    };
    match state {
        DifferenceState::Open(None) => t!("settling.state.open").into_owned(),
        DifferenceState::Open(Some(_)) => t!("settling.state.discussed").into_owned(),
        DifferenceState::Changed(decision) => {
            t!("settling.state.changed", before = settled(decision)).into_owned()
        }
        DifferenceState::Decided(decision) => settled(decision),
    }
}

/// What a decision is called.
#[must_use]
pub fn settlement_name(settlement: Settlement) -> String {
    match settlement {
        Settlement::TakeA => t!("settling.take.a"),
        Settlement::TakeB => t!("settling.take.b"),
        Settlement::Both => t!("settling.take.both"),
        Settlement::Neither => t!("settling.take.neither"),
        Settlement::Own => t!("settling.take.own"),
    }
    .into_owned()
}
