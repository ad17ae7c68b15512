//! Agreement over time: at each snapshot that was named, and now.
//!
//! A round is what somebody kept under a name: coders code some articles, compare, talk, and code the
//! next ones; a snapshot named after each round says what had been marked by then, which no date of a
//! mark does once marks are changed.

use rust_i18n::t;

use super::{agreement_scope_name, coefficient_name, sheets::passages_of};
use crate::{
    analysis::{
        Sheet, SheetCell, SheetHead, SheetLink, SheetRow, SheetValue,
        agreement::{
            self, Agreement, AgreementQuery, AgreementRefusal, AgreementScope, AgreementUnit,
            Coefficient,
        },
    },
    annotation::{Annotations, Catalogue, Codebook, Coder},
    chart::{LinePanel, LinePanels, LinePoint},
    corpus::LoadProgress,
    scene::{Heeds, Scene},
    search::condition::Condition,
    session::{
        Answered, Ground, Question, SnapshotError, describe, open,
        snapshot_file::{ReadSnapshot, snapshots_in},
    },
};

/// How far did the coders agree at each named snapshot, and how far do they now?
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RoundsOfCoding(pub AgreementQuery);

/// Agreement at one moment.
#[derive(Clone, Debug)]
pub struct RoundOfCoding {
    /// The snapshot's name; `None` for now.
    pub name: Option<String>,
    /// When that was, in words.
    pub taken: String,
    /// What it came to, or why there is nothing.
    pub found: Result<Agreement, AgreementRefusal>,
}

impl Question for RoundsOfCoding {
    type Answer = Vec<RoundOfCoding>;
    type Refusal = AgreementRefusal;

    const STATUS: Option<&'static str> = Some("agree.status");
    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn answer(
        &self,
        ground: &Ground,
        _before: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<Self::Answer, AgreementRefusal> {
        let Self(query) = self;
        let segmenter = super::segmenter_for(query.unit, ground);
        let storage = &*ground.storage;
        let known = snapshots_in(storage, ground.scene.corpus.root());
        let mut rounds = Vec::new();
        // They are listed with the latest first.
        for info in known.found.iter().rev().filter(|info| info.named) {
            // One that cannot be read is told where snapshots are listed.
            let Ok(scene) = scene_then(ground, &info.id) else { continue };
            let found = agreement::agreement(&scene, query, segmenter.as_deref(), progress);
            let (name, taken) = (Some(info.reason.clone()), describe::moment(info.taken));
            rounds.push(RoundOfCoding { name, taken, found });
        }
        let found = agreement::agreement(&ground.scene, query, segmenter.as_deref(), progress);
        rounds.push(RoundOfCoding { name: None, taken: describe::today(), found });
        if progress.is_cancelled() { Err(AgreementRefusal::Stopped) } else { Ok(rounds) }
    }
}

/// The set with the marks of a snapshot, looked up in the texts as they are now.
fn scene_then(ground: &Ground, id: &str) -> Result<Scene, SnapshotError> {
    let (storage, corpus) = (&*ground.storage, &ground.scene.corpus);
    let snapshot = ReadSnapshot::new(storage, corpus.root(), id)?;
    let mut annotations = Annotations::new(snapshot.codebook);
    let mut scene = Scene::new(std::sync::Arc::clone(corpus), Annotations::default());
    for ((article, coder), sidecar) in snapshot.sidecars {
        if ground.only.as_ref().is_some_and(|only| *only != coder) {
            continue;
        }
        let now = corpus.article(&article).map(|article| &**article);
        let (layer, statuses) = open::place(storage, corpus.root(), sidecar, now);
        scene.places.set(statuses);
        annotations.put_layer(article, coder, layer);
    }
    // Who was done then nobody knows: whoever had marked something in an article had coded it.
    Ok(Scene { annotations, catalogue: Catalogue::default(), ..scene })
}

fn leading(unit: AgreementUnit) -> Coefficient {
    if unit == AgreementUnit::Continuum {
        Coefficient::UAlpha
    } else {
        Coefficient::KrippendorffAlpha
    }
}

/// What rounds are called on screen.
fn title(round: &RoundOfCoding) -> String {
    round.name.clone().unwrap_or_else(|| t!("agree.rounds.now").into_owned())
}

fn value_of(
    round: &RoundOfCoding,
    scope: &AgreementScope,
    coefficient: Coefficient,
) -> Option<f64> {
    let rows = round.found.as_ref().ok()?.rows.iter();
    let mut rows = rows.filter(|row| row.cell.coefficient == coefficient);
    rows.find(|row| row.scope == *scope)?.cell.value.ok()
}

/// The scopes that occur, as the last round has them.
fn scopes(rounds: &[RoundOfCoding]) -> Vec<AgreementScope> {
    let mut scopes: Vec<AgreementScope> = Vec::new();
    for found in rounds.iter().rev().filter_map(|round| round.found.as_ref().ok()) {
        for row in &found.rows {
            if !scopes.contains(&row.scope) {
                scopes.push(row.scope.clone());
            }
        }
    }
    scopes
}

/// A table of rounds: a row for each theme, a column for each round.
#[must_use]
pub fn round_sheet(rounds: &[RoundOfCoding], query: &AgreementQuery, codebook: &Codebook) -> Sheet {
    let coefficient = leading(query.unit);
    let name = coefficient_name(coefficient);
    let mut heads = vec![SheetHead { text: name, ..SheetHead::default() }];
    heads.extend(rounds.iter().map(|round| SheetHead {
        text: title(round),
        is_number: true,
        ..SheetHead::default()
    }));
    let row = |scope: &AgreementScope| {
        let name = agreement_scope_name(codebook, scope);
        let name = name.unwrap_or_else(|| t!("agree.all").into_owned());
        let mut cells = vec![SheetCell::from(SheetValue::Text(name))];
        for round in rounds {
            let value = SheetValue::number(value_of(round, scope, coefficient), 3);
            // Only what is marked now can be shown.
            cells.push(match round.name {
                None => SheetCell::leading(value, leads_to(codebook, scope, &query.coders)),
                Some(_) => value.into(),
            });
        }
        SheetRow { depth: 0, cells }
    };
    let articles = rounds.iter().map(|round| {
        let count = round.found.as_ref().map_or(0, |found| found.articles.len());
        let (name, taken) = (title(round), &round.taken);
        t!("agree.rounds.articles", name = name, taken = taken, count = count).into_owned()
    });
    Sheet {
        name: t!("agree.rounds.name").into_owned(),
        heads,
        rows: scopes(rounds).iter().map(row).collect(),
        totals: Vec::new(),
        notes: std::iter::once(t!("agree.rounds.note").into_owned()).chain(articles).collect(),
    }
}

fn leads_to(codebook: &Codebook, scope: &AgreementScope, coders: &[Coder]) -> SheetLink {
    let passages = coders.iter().map(|coder| passages_of(codebook, scope, coder));
    SheetLink::Passages(Condition::or(passages))
}

/// A line over the rounds for each theme.
#[must_use]
pub fn round_picture(
    rounds: &[RoundOfCoding],
    query: &AgreementQuery,
    codebook: &Codebook,
) -> LinePanels<SheetLink> {
    let coefficient = leading(query.unit);
    let panel = |scope: &AgreementScope| {
        let colour = match scope {
            AgreementScope::Theme(theme) | AgreementScope::Group(theme) => codebook.get(*theme),
            AgreementScope::All | AgreementScope::Value(_) => None,
        };
        let name = agreement_scope_name(codebook, scope);
        let name = name.unwrap_or_else(|| t!("agree.all").into_owned());
        let point = |round: &RoundOfCoding| {
            let value = value_of(round, scope, coefficient)?;
            let label = format!("{value:.3}");
            #[expect(clippy::cast_possible_truncation, reason = "between -1 and 1")]
            let height = value.max(0.0) as f32;
            Some(LinePoint {
                value: height,
                name: format!("{name} · {} {label}", title(round)),
                label,
                to: Some(leads_to(codebook, scope, &query.coders)),
            })
        };
        LinePanel {
            colour: colour.map(|theme| theme.colour),
            points: rounds.iter().map(point).collect(),
            name,
        }
    };
    let articles = |round: &RoundOfCoding| {
        let count = round.found.as_ref().map_or(0, |found| found.articles.len());
        (title(round), count.to_string())
    };
    LinePanels {
        name: t!("agree.rounds.picture", coefficient = coefficient_name(coefficient)).into_owned(),
        years: rounds.iter().map(articles).collect(),
        panels: scopes(rounds).iter().map(panel).collect(),
    }
}
