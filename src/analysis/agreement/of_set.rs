//! Agreement of coders in a set: which articles count, what of each is a judgement, and the rows.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    bootstrap::{Bootstrap, FEWEST_ARTICLES},
    coefficient::{AgreementCell, Coefficient, Lots},
    judged_article::{JudgedArticle, Ranges, Targets},
    judgements::{Decisions, LotUnits, MOST_CODERS, Pattern, PatternCount, UnitJudgements},
    set_continuum,
    sums::Sums,
    unit::AgreementUnit,
};
use crate::{
    annotation::{Coder, ThemeId},
    corpus::{Article, ArticlePath, LoadProgress},
    scene::Scene,
    text::Segmenter,
};

/// Which units count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Denominator {
    /// Those in which one of the coders marked anything at all.
    #[default]
    Marked,
    /// All units of the articles.
    All,
}

/// What is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgreementQuery {
    /// Two or more; none twice.
    pub coders: Vec<Coder>,
    /// By what.
    pub unit: AgreementUnit,
    /// Only this theme; all that these coders used, if `None`.
    pub theme: Option<ThemeId>,
    /// Only these articles.
    pub articles: Option<BTreeSet<ArticlePath>>,
    /// Of which units.
    pub denominator: Denominator,
    /// How intervals are drawn.
    pub bootstrap: Bootstrap,
}

/// What a row is about.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AgreementScope {
    /// All themes: each unit is judged once for each.
    All,
    /// One theme, without its sub-themes.
    Theme(ThemeId),
    /// A theme and all below it as if they were one.
    Group(ThemeId),
    /// A value of a continuum from a file.
    Value(String),
}

/// One coefficient of one theme.
#[derive(Clone, Debug, PartialEq)]
pub struct AgreementRow {
    /// What it is about.
    pub scope: AgreementScope,
    /// The coefficient.
    pub cell: AgreementCell,
    /// Units that two coders judged (of all themes: units times themes); of a continuum the units that
    /// were cut out.
    pub units: u64,
    /// How many coders.
    pub coders: usize,
    /// How many articles; `None` for files that know none.
    pub articles: Option<usize>,
    /// Of a mean over pairs: how many there are, and how many have a number.
    pub pairs: Option<(usize, usize)>,
    /// Of (k)u-α: the share of what bears the value that another coder valued at all.
    pub coverage: Option<f64>,
}

/// What the coders of a set come to.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Agreement {
    /// All themes first, then the themes as in the codebook, each with its group.
    pub rows: Vec<AgreementRow>,
    /// What intervals were drawn from, if any were.
    pub lots: Option<Lots>,
    /// Of each theme and group: how often each coder marked a unit with it, in the order of
    /// [`AgreementQuery::coders`], and how often two did at the same unit.
    pub marks: BTreeMap<AgreementScope, (Vec<u64>, u64)>,
    /// The articles that two coders have done.
    pub articles: Vec<ArticlePath>,
    /// Passages left out: the place where they stand now is not sure.
    pub unplaced: usize,
    /// Joint articles left out: their text cannot be read.
    pub unreadable: Vec<ArticlePath>,
    /// Articles in which a coder's own marks overlap, where the unit is the continuum.
    pub overlapping: usize,
}

/// Why there is no agreement to be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AgreementRefusal {
    /// Two or more are needed.
    TooFewCoders,
    /// No more than 64 are compared.
    TooManyCoders(usize),
    /// No article was done by two of them; how many each has done.
    NoJointArticle(Vec<(Coder, usize)>),
    /// It was stopped.
    Stopped,
}

/// An article that two coders have done.
pub(super) struct JointArticle<'a> {
    pub(super) article: &'a Arc<Article>,
    /// A bit for each coder, in the order of their names.
    pub(super) present: u64,
}

/// Works it out; words are cut by `segmenter`, or else by the plain one.
///
/// # Errors
/// If there is nothing to compare, or it was stopped.
pub fn agreement(
    scene: &Scene,
    query: &AgreementQuery,
    segmenter: Option<&Segmenter>,
    progress: &LoadProgress,
) -> Result<Agreement, AgreementRefusal> {
    // In an order of their own, so that the result does not depend on the one they came in.
    let coders: Vec<&Coder> = query.coders.iter().collect::<BTreeSet<_>>().into_iter().collect();
    if coders.len() < 2 {
        return Err(AgreementRefusal::TooFewCoders);
    }
    if coders.len() > MOST_CODERS {
        return Err(AgreementRefusal::TooManyCoders(coders.len()));
    }
    let (joint, unreadable) = joint_articles(scene, query, &coders)?;
    let targets = Targets::of(scene, &joint, &coders, query.theme);
    progress.expect(joint.len());
    let ranges: Vec<Ranges> = joint
        .par_iter()
        .filter(|_| !progress.is_cancelled())
        .map(|joint| Ranges::of(scene, joint, &coders, &targets))
        .collect();
    let unplaced = ranges.iter().map(|ranges| ranges.unplaced).sum();
    let mut found = if query.unit == AgreementUnit::Continuum {
        set_continuum::agreement(query, &coders, &joint, &ranges, &targets)
    } else {
        let articles: Vec<JudgedArticle> = joint
            .par_iter()
            .zip(&ranges)
            .filter(|_| !progress.is_cancelled())
            .map(|(joint, ranges)| {
                progress.advance();
                let cut = query.unit.cut(&joint.article.text, segmenter);
                JudgedArticle::of(joint.present, &cut, ranges)
            })
            .collect();
        if progress.is_cancelled() {
            return Err(AgreementRefusal::Stopped);
        }
        Judged::new(query, coders.len(), &articles, &targets).agreement(query, joint.len())
    };
    if progress.is_cancelled() {
        return Err(AgreementRefusal::Stopped);
    }
    let order = |scope: &AgreementScope| Targets::order(scene, scope);
    found.rows.sort_by_cached_key(|row| order(&row.scope));
    for (marks, _) in found.marks.values_mut() {
        let of = |coder| {
            let at = coders.iter().position(|other| *other == coder);
            at.and_then(|at| marks.get(at)).copied().unwrap_or(0)
        };
        *marks = query.coders.iter().map(of).collect();
    }
    let articles = joint.iter().map(|joint| joint.article.path.clone()).collect();
    Ok(Agreement { articles, unplaced, unreadable, ..found })
}

/// The articles that at least two of the coders have done, by their names; and those whose text
/// cannot be read.
fn joint_articles<'a>(
    scene: &'a Scene,
    query: &AgreementQuery,
    coders: &[&Coder],
) -> Result<(Vec<JointArticle<'a>>, Vec<ArticlePath>), AgreementRefusal> {
    let mut done = vec![0; coders.len()];
    let (mut joint, mut unreadable) = (Vec::new(), Vec::new());
    // Whoever is done with an article may have marked nothing in it.
    let candidates: BTreeSet<&ArticlePath> = if let Some(articles) = &query.articles {
        articles.iter().collect()
    } else {
        let progress = coders.iter().flat_map(|coder| scene.catalogue.progress(coder).iter());
        scene.annotations.articles().chain(progress.map(|(article, ..)| article)).collect()
    };
    for path in candidates {
        let mut present = 0_u64;
        for ((coder, done), bit) in coders.iter().zip(&mut done).zip(0..) {
            if has_done(scene, path, coder, query.theme) {
                *done += 1;
                present |= 1 << bit;
            }
        }
        if present.count_ones() < 2 {
            continue;
        }
        match scene.corpus.entry(path).map(|entry| &entry.article) {
            Some(Ok(article)) => joint.push(JointArticle { article, present }),
            _ => unreadable.push(path.clone()),
        }
    }
    if joint.is_empty() {
        let each = query.coders.iter().map(|coder| {
            let at = coders.iter().position(|other| *other == coder);
            (coder.clone(), at.and_then(|at| done.get(at)).copied().unwrap_or(0))
        });
        return Err(AgreementRefusal::NoJointArticle(each.collect()));
    }
    Ok((joint, unreadable))
}

/// The articles that at least two of the coders have done, by their names.
///
/// # Errors
/// If there is none.
pub fn joint_paths(
    scene: &Scene,
    query: &AgreementQuery,
) -> Result<Vec<ArticlePath>, AgreementRefusal> {
    let coders: Vec<&Coder> = query.coders.iter().collect::<BTreeSet<_>>().into_iter().collect();
    let (joint, _) = joint_articles(scene, query, &coders)?;
    Ok(joint.into_iter().map(|joint| joint.article.path.clone()).collect())
}

/// Whether a coder has done an article, for `theme` if one is asked for.
///
/// Of a coder who says of articles to be done with them, what was said counts. Of one who never did,
/// every article counts beside which there is a sidecar, be it an empty one.
#[must_use]
pub fn has_done(
    scene: &Scene,
    article: &ArticlePath,
    coder: &Coder,
    theme: Option<ThemeId>,
) -> bool {
    if scene.catalogue.progress(coder).is_empty() {
        return scene.annotations.layer(article, coder).is_some();
    }
    scene.is_done(article, coder, theme)
}

/// The judgements of all articles, each theme and group by itself.
struct Judged {
    units: LotUnits,
    /// How often each lot stands among them.
    sizes: Vec<u32>,
    lots: Lots,
    /// By scope, in order; themes before groups.
    scopes: Vec<(AgreementScope, UnitJudgements)>,
}

impl Judged {
    fn new(
        query: &AgreementQuery,
        coders: usize,
        articles: &[JudgedArticle],
        targets: &Targets,
    ) -> Self {
        let groups: BTreeSet<u64> = articles.iter().map(|article| article.present).collect();
        let groups: Vec<u64> = groups.into_iter().collect();
        let group_of =
            |present: u64| u32::try_from(groups.binary_search(&present).unwrap_or(0)).unwrap_or(0);
        let all = query.denominator == Denominator::All;
        let by_article = articles.len() >= FEWEST_ARTICLES;
        let mut of_targets = vec![Vec::new(); targets.scopes.len()];
        let mut place = |lot: u32, present: u64, target: u32, marked: u64, count: u32| {
            if let Some(of_target) = of_targets.get_mut(target as usize) {
                of_target.push((lot, present, marked, count));
            }
        };
        let (mut lots, mut sizes) = (Vec::new(), Vec::new());
        if by_article {
            for (article, lot) in articles.iter().zip(0..) {
                let units = if all { article.units } else { article.marked() };
                lots.push((group_of(article.present), units));
                sizes.push(1);
                for (marks, count) in &article.classes {
                    for &(target, marked) in marks {
                        place(lot, article.present, target, marked, *count);
                    }
                }
            }
        } else {
            /// Who has judged, and who marked what.
            type Class<'a> = (u64, &'a [(u32, u64)]);
            let mut classes: BTreeMap<Class<'_>, u32> = BTreeMap::new();
            for article in articles {
                if all {
                    let blank = article.units - article.marked();
                    *classes.entry((article.present, &[])).or_default() += blank;
                }
                for (marks, count) in &article.classes {
                    *classes.entry((article.present, marks)).or_default() += count;
                }
            }
            for (((present, marks), count), lot) in classes.into_iter().zip(0..) {
                lots.push((group_of(present), 1));
                sizes.push(count);
                for &(target, marked) in marks {
                    place(lot, present, target, marked, 1);
                }
            }
        }
        let judgements = |found: Vec<(u32, u64, u64, u32)>| {
            let pairs: BTreeSet<(u64, u64)> =
                found.iter().map(|&(_, present, marked, _)| (present, marked)).collect();
            let pairs: Vec<(u64, u64)> = pairs.into_iter().collect();
            let listed = pairs.iter().map(|&(present, marked)| Pattern::marked(present, marked));
            let patterns = groups.iter().copied().map(Pattern::blank).chain(listed).collect();
            let entry = |(lot, present, marked, count)| {
                let at = pairs.binary_search(&(present, marked)).unwrap_or(0) + groups.len();
                PatternCount { lot, pattern: u32::try_from(at).unwrap_or(0), count }
            };
            UnitJudgements {
                coders,
                values: 2,
                yes_no: true,
                decisions: Decisions::Marks,
                patterns,
                entries: found.into_iter().map(entry).collect(),
            }
        };
        let scopes = targets.scopes.iter().cloned().zip(of_targets);
        let asked = scopes.filter(|(scope, _)| targets.asks_for(scope));
        Self {
            scopes: asked.map(|(scope, found)| (scope, judgements(found))).collect(),
            units: LotUnits { groups, lots },
            sizes,
            lots: if by_article { Lots::Articles } else { Lots::Units },
        }
    }

    /// The sums of each scope, and of all themes together.
    fn sums(&self, weights: &[u32], with_all: bool) -> Vec<Sums> {
        let totals = self.units.totals(weights);
        let (mut counts, mut all) = (Vec::new(), Sums::default());
        let mut sums = Vec::with_capacity(self.scopes.len() + 1);
        for (scope, judgements) in &self.scopes {
            judgements.weigh(weights, &totals, &mut counts);
            let of_scope = Sums::of(judgements, &counts);
            if matches!(scope, AgreementScope::Theme(_)) {
                all.add(&of_scope);
            }
            sums.push(of_scope);
        }
        if with_all {
            sums.push(all);
        }
        sums
    }

    fn agreement(&self, query: &AgreementQuery, articles: usize) -> Agreement {
        let with_all = query.theme.is_none();
        let sums = self.sums(&self.sizes, with_all);
        let intervals = query.bootstrap.intervals(&self.sizes, |weights| {
            let sums = self.sums(weights, with_all);
            let values = |sums: &Sums| Coefficient::OF_UNITS.map(|c| sums.value(c).ok());
            sums.iter().flat_map(values).collect()
        });
        let scopes = self.scopes.iter().map(|(scope, _)| scope.clone());
        let scopes = scopes.chain(with_all.then_some(AgreementScope::All));
        let coders = query.coders.len();
        let (mut rows, mut marks) = (Vec::new(), BTreeMap::new());
        for ((scope, sums), at) in scopes.zip(&sums).zip(0..) {
            for (coefficient, column) in Coefficient::OF_UNITS.into_iter().zip(0..) {
                let value = sums.value(coefficient);
                let interval = intervals.get(at * Coefficient::OF_UNITS.len() + column);
                let interval = interval.copied().flatten().filter(|_| value.is_ok());
                rows.push(AgreementRow {
                    scope: scope.clone(),
                    cell: AgreementCell { coefficient, value, interval },
                    units: sums.pairable,
                    coders,
                    articles: Some(articles),
                    pairs: coefficient.is_of_pairs().then(|| sums.pairs_that_vary()),
                    coverage: None,
                });
            }
            marks.insert(scope, sums.marks());
        }
        let lots = (query.bootstrap.draws > 0).then_some(self.lots);
        Agreement { rows, lots, marks, ..Agreement::default() }
    }
}
