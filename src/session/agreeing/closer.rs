//! A closer look at agreement: pairs of coders, single articles, themes taken for one another, and the
//! picture of the intervals.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;
use rust_i18n::t;

use super::{agreement_scope_name, coefficient_name, reliability_word, sheets::passages_of};
use crate::{
    analysis::{
        Sheet, SheetCell, SheetHead, SheetLink, SheetRow, SheetValue,
        agreement::{
            self, Agreement, AgreementQuery, AgreementRefusal, AgreementScope, AgreementUnit,
            Bootstrap, CoderDifference, CoderMark, Coefficient, DifferenceList, Lots,
        },
    },
    annotation::{Codebook, Coder, PassageId, ThemeId},
    chart::{ChartColour, RangePicture, RangeRow, RangeValue},
    corpus::{ArticlePath, LoadProgress},
    scene::{Heeds, Scene},
    search::condition::{Condition, Test},
    session::{Answered, Ground, Question},
};

/// How far does each pair of the coders agree, all themes together? Without intervals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PairsOfCoders(pub AgreementQuery);

/// How far do the coders agree in each of the articles, all themes together? Without intervals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementByArticle(pub AgreementQuery);

/// Agreement of the coders `at` two places of the query, or why there is none.
pub type AgreementOfPair = ((usize, usize), Result<Agreement, AgreementRefusal>);

/// The same question without intervals.
fn plain(query: &AgreementQuery) -> AgreementQuery {
    let bootstrap = Bootstrap { draws: 0, ..query.bootstrap };
    AgreementQuery { bootstrap, ..query.clone() }
}

impl Question for PairsOfCoders {
    type Answer = Vec<AgreementOfPair>;
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
        let query = plain(&self.0);
        let segmenter = super::segmenter_for(query.unit, ground);
        let mut pairs = Vec::new();
        for (second, b) in query.coders.iter().enumerate() {
            for (first, a) in query.coders.iter().enumerate().take(second) {
                let of = AgreementQuery { coders: vec![a.clone(), b.clone()], ..query.clone() };
                let found =
                    agreement::agreement(&ground.scene, &of, segmenter.as_deref(), progress);
                if found == Err(AgreementRefusal::Stopped) {
                    return Err(AgreementRefusal::Stopped);
                }
                pairs.push(((first, second), found));
            }
        }
        Ok(pairs)
    }
}

impl Question for AgreementByArticle {
    type Answer = Vec<(ArticlePath, Agreement)>;
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
        let query = plain(&self.0);
        let segmenter = super::segmenter_for(query.unit, ground);
        let joint = agreement::joint_paths(&ground.scene, &query)?;
        let of = |article: &ArticlePath| {
            let articles = Some(BTreeSet::from([article.clone()]));
            let query = AgreementQuery { articles, ..query.clone() };
            let found = agreement::agreement(&ground.scene, &query, segmenter.as_deref(), progress);
            Some((article.clone(), found.ok()?))
        };
        let found: Vec<_> = joint.par_iter().filter_map(of).collect();
        if progress.is_cancelled() { Err(AgreementRefusal::Stopped) } else { Ok(found) }
    }
}

/// What is shown of all themes together.
fn shown(unit: AgreementUnit) -> &'static [Coefficient] {
    if unit == AgreementUnit::Continuum {
        &[Coefficient::UAlpha, Coefficient::UAlphaBinary, Coefficient::CuAlpha]
    } else {
        &[
            Coefficient::Percent,
            Coefficient::Positive,
            Coefficient::CohenKappa,
            Coefficient::KrippendorffAlpha,
        ]
    }
}

fn value_of(found: &Agreement, coefficient: Coefficient) -> Option<f64> {
    let mut rows = found.rows.iter();
    let row =
        rows.find(|row| row.scope == AgreementScope::All && row.cell.coefficient == coefficient)?;
    row.cell.value.ok()
}

fn text(text: String) -> SheetHead {
    SheetHead { text, ..SheetHead::default() }
}

fn number(text: String) -> SheetHead {
    SheetHead { text, is_number: true, ..SheetHead::default() }
}

/// A table of pairs: a row and a column for each coder, the coefficient of the two where they meet.
///
/// A number leads to what either of the two marked.
#[must_use]
pub fn pair_sheet(pairs: &[AgreementOfPair], query: &AgreementQuery) -> Sheet {
    let coefficient = if query.unit == AgreementUnit::Continuum {
        Coefficient::UAlpha
    } else {
        Coefficient::CohenKappa
    };
    let name = coefficient_name(coefficient);
    let mut heads = vec![text(t!("agree.pairs.head", coefficient = name).into_owned())];
    heads.extend(query.coders.iter().map(|coder| number(coder.as_str().to_owned())));
    let row = |(at, coder): (usize, &Coder)| {
        let mut cells = vec![SheetCell::from(SheetValue::Text(coder.as_str().to_owned()))];
        for (other, second) in query.coders.iter().enumerate() {
            let key = (at.min(other), at.max(other));
            let found = pairs.iter().find(|(pair, _)| *pair == key);
            let found = found.and_then(|(_, found)| found.as_ref().ok());
            let value = SheetValue::number(found.and_then(|f| value_of(f, coefficient)), 3);
            cells.push(if at == other {
                SheetValue::Missing.into()
            } else {
                let of = |coder: &Coder| Condition::Test(Test::Coder(coder.as_str().to_owned()));
                let both = Condition::or([of(coder), of(second)]);
                SheetCell::leading(value, SheetLink::Passages(both))
            });
        }
        SheetRow { depth: 0, cells }
    };
    Sheet {
        name: t!("agree.pairs.name").into_owned(),
        heads,
        rows: query.coders.iter().enumerate().map(row).collect(),
        totals: Vec::new(),
        notes: vec![t!("agree.pairs.note").into_owned()],
    }
}

/// A table of articles, the least agreed upon first; a count leads to a coder's passages there.
#[must_use]
pub fn article_agreement_sheet(
    scene: &Scene,
    found: &[(ArticlePath, Agreement)],
    query: &AgreementQuery,
) -> Sheet {
    let shown = shown(query.unit);
    let mut heads = vec![text(t!("cli.column.article").into_owned())];
    heads.extend(query.coders.iter().map(|coder| number(coder.as_str().to_owned())));
    heads.push(number(t!("agree.column.units").into_owned()));
    heads.extend(shown.iter().map(|coefficient| number(coefficient_name(*coefficient))));
    let mut order: Vec<&(ArticlePath, Agreement)> = found.iter().collect();
    let last = shown.last().copied();
    // Where there is no number comes behind where there is one.
    let key =
        |found: &Agreement| last.and_then(|last| value_of(found, last)).unwrap_or(f64::INFINITY);
    order.sort_by(|a, b| key(&a.1).total_cmp(&key(&b.1)).then_with(|| a.0.cmp(&b.0)));
    let row = |(path, found): &(ArticlePath, Agreement)| {
        let article = scene.corpus.article(path);
        let title = article.map(|article| scene.corpus.header(article).title);
        let title = title.unwrap_or_else(|| path.file_name().to_owned());
        let mut cells = vec![SheetCell::from(SheetValue::Text(title))];
        for coder in &query.coders {
            let layer = scene.annotations.layer(path, coder);
            let count = layer.map_or(0, |layer| layer.passages.len());
            let condition = Condition::and([
                Condition::Test(Test::Article { name: path.as_str().to_owned(), exact: true }),
                Condition::Test(Test::Coder(coder.as_str().to_owned())),
            ]);
            let count = SheetValue::Count(count as u64);
            cells.push(SheetCell::leading(count, SheetLink::Passages(condition)));
        }
        let units = found.rows.first().map_or(0, |row| row.units);
        cells.push(SheetValue::Count(units).into());
        let values = shown.iter().map(|one| SheetValue::number(value_of(found, *one), 3).into());
        cells.extend(values);
        SheetRow { depth: 0, cells }
    };
    Sheet {
        name: t!("agree.articles.name").into_owned(),
        heads,
        rows: order.into_iter().map(row).collect(),
        totals: Vec::new(),
        notes: Vec::new(),
    }
}

/// As what the second marked what the first marked as something: a cell of [`confusion_sheet`].
///
/// `None` stands for nothing.
pub type ThemesTaken = (Option<ThemeId>, Option<ThemeId>);

/// The passages of each cell of a table of themes taken for one another.
#[must_use]
pub fn confused_themes(list: &DifferenceList) -> BTreeMap<ThemesTaken, Vec<Vec<PassageId>>> {
    let mut cells: BTreeMap<ThemesTaken, Vec<Vec<PassageId>>> = BTreeMap::new();
    for (_, mark) in &list.alike {
        let cell = (Some(mark.theme), Some(mark.theme));
        cells.entry(cell).or_default().push(vec![mark.passage]);
    }
    for CoderDifference { a, b, .. } in &list.differences {
        let theme = |mark: &Option<CoderMark>| mark.as_ref().map(|mark| mark.theme);
        let passages = a.iter().chain(b).map(|mark| mark.passage).collect();
        cells.entry((theme(a), theme(b))).or_default().push(passages);
    }
    cells
}

/// The themes that stand in that table, in the order of the codebook; nothing last.
#[must_use]
pub fn confused_axis(
    cells: &BTreeMap<ThemesTaken, Vec<Vec<PassageId>>>,
    codebook: &Codebook,
) -> Vec<Option<ThemeId>> {
    let used: BTreeSet<ThemeId> = cells.keys().flat_map(|(a, b)| [*a, *b]).flatten().collect();
    let place = |id: &ThemeId| codebook.themes().iter().position(|theme| theme.id == *id);
    let mut axis: Vec<ThemeId> = used.into_iter().collect();
    axis.sort_by_key(|id| (place(id).is_none(), place(id), *id));
    axis.into_iter().map(Some).chain([None]).collect()
}

/// A table of themes taken for one another: rows for the first coder, columns for the second, in each
/// cell how many places.
#[must_use]
pub fn confusion_sheet(
    cells: &BTreeMap<ThemesTaken, Vec<Vec<PassageId>>>,
    codebook: &Codebook,
    (first, second): (&Coder, &Coder),
) -> Sheet {
    let axis = confused_axis(cells, codebook);
    let name = |theme: &Option<ThemeId>| match theme {
        Some(theme) => codebook.path_name(*theme),
        None => t!("agree.confusion.nothing").into_owned(),
    };
    let mut heads =
        vec![text(t!("agree.confusion.head", first = first, second = second).into_owned())];
    heads.extend(axis.iter().map(|theme| number(name(theme))));
    let row = |of_first: &Option<ThemeId>| {
        let count = |of_second: &Option<ThemeId>| {
            let count = cells.get(&(*of_first, *of_second)).map_or(0, Vec::len);
            SheetCell::from(SheetValue::Count(count as u64))
        };
        let cells = std::iter::once(SheetValue::Text(name(of_first)).into());
        SheetRow { depth: 0, cells: cells.chain(axis.iter().map(count)).collect() }
    };
    Sheet {
        name: t!("agree.confusion.name").into_owned(),
        heads,
        rows: axis.iter().map(row).collect(),
        totals: Vec::new(),
        notes: vec![t!("agree.confusion.note").into_owned()],
    }
}

/// The coefficients of each theme with their intervals, on one scale.
#[must_use]
pub fn agreement_picture(
    found: &Agreement,
    query: &AgreementQuery,
    codebook: &Codebook,
) -> RangePicture<SheetLink> {
    let series: &[Coefficient] = if query.unit == AgreementUnit::Continuum {
        &[Coefficient::UAlpha]
    } else {
        &[Coefficient::CohenKappa, Coefficient::KrippendorffAlpha]
    };
    let scopes = found.rows.chunk_by(|one, other| one.scope == other.scope);
    let rows = scopes.filter_map(|rows| {
        let scope = &rows.first()?.scope;
        let value = |coefficient: &Coefficient| {
            let row = rows.iter().find(|row| row.cell.coefficient == *coefficient)?;
            let value = row.cell.value.ok()?;
            let range = row.cell.interval.map(|ends| (ends.low, ends.high));
            Some(RangeValue { value, range })
        };
        let values: Vec<Option<RangeValue>> = series.iter().map(value).collect();
        let colour = match scope {
            AgreementScope::Theme(theme) | AgreementScope::Group(theme) => codebook.get(*theme),
            AgreementScope::All | AgreementScope::Value(_) => None,
        };
        let said: Vec<String> = series
            .iter()
            .zip(&values)
            .map(|(coefficient, value)| {
                let name = coefficient_name(*coefficient);
                match value {
                    None => t!("agree.picture.none", name = name).into_owned(),
                    Some(RangeValue { value, range }) => {
                        let word = reliability_word(*value);
                        let value = format!("{value:.3}");
                        let range = range.map(|(low, high)| format!(" [{low:.3}, {high:.3}]"));
                        let range = range.unwrap_or_default();
                        t!(
                            "agree.picture.value",
                            name = name,
                            value = value,
                            range = range,
                            word = word
                        )
                        .into_owned()
                    }
                }
            })
            .collect();
        let passages = query.coders.iter().map(|coder| passages_of(codebook, scope, coder));
        let name = agreement_scope_name(codebook, scope);
        Some(RangeRow {
            name: name.unwrap_or_else(|| t!("agree.all").into_owned()),
            colour: colour.map_or(ChartColour::Ink, |theme| ChartColour::Theme(theme.colour)),
            values,
            said: said.join(&t!("agree.note.joint")),
            to: Some(SheetLink::Passages(Condition::or(passages))),
        })
    });
    RangePicture {
        name: t!("agree.picture.name").into_owned(),
        series: series.iter().map(|one| coefficient_name(*one)).collect(),
        rules: vec![
            (super::wording::TENTATIVE, t!("agree.picture.tentative").into_owned()),
            (super::wording::RELIABLE, t!("agree.picture.reliable").into_owned()),
        ],
        dashed: found.lots == Some(Lots::Units) || found.lots == Some(Lots::FewArticles),
        rows: rows.collect(),
    }
}
