//! Unitizing in a set: each article is a continuum, each theme a value.
//!
//! One theme by itself is marked or not, whatever else is marked there. All themes together are values
//! of one continuum, in which a coder's own units may not overlap: where they do, that form has no
//! number, and the row says so.

use rayon::prelude::*;

use super::{
    bootstrap::FEWEST_ARTICLES,
    coefficient::{AgreementCell, Coefficient, Lots, NoValue},
    judged_article::{Ranges, Targets},
    judgements::coders_of,
    of_set::{Agreement, AgreementQuery, AgreementRow, AgreementScope, JointArticle},
    unitizing::{Cut, SparseSums, Unitized, folded, overlap},
};
use crate::annotation::{Coder, ThemeId};

/// What one article adds.
struct Continuum {
    coders: usize,
    length: u32,
    /// All themes as values; nothing where a coder's own overlap.
    valued: Option<SparseSums>,
    /// Any theme or none.
    binary: SparseSums,
    /// Each theme that somebody marked, by its place, and how many units were cut out.
    themes: Vec<(usize, SparseSums, u64)>,
    /// Units cut out in all.
    units: u64,
}

pub(super) fn agreement(
    query: &AgreementQuery,
    coders: &[&Coder],
    joint: &[JointArticle<'_>],
    ranges: &[Ranges],
    targets: &Targets,
) -> Agreement {
    let themes: Vec<ThemeId> = targets.themes().collect();
    let articles: Vec<Continuum> = joint
        .par_iter()
        .zip(ranges)
        .map(|(joint, ranges)| Continuum::of(joint, ranges, &themes))
        .collect();
    let overlapping = articles.iter().filter(|article| article.valued.is_none()).count();
    let whole = Whole { articles: &articles, themes: &themes, asked: query.theme };
    let weights = vec![1; articles.len()];
    let values = whole.values(&weights, overlapping == 0);
    // A single article leaves nothing to draw from.
    let draws = if articles.len() > 1 { query.bootstrap.draws } else { 0 };
    let bootstrap = super::Bootstrap { draws, ..query.bootstrap };
    let intervals = bootstrap.intervals(&weights, |weights| {
        let values = whole.values(weights, overlapping == 0);
        values.into_iter().map(|(_, _, value)| value.ok()).collect()
    });
    let all_units: u64 = articles.iter().map(|article| article.units).sum();
    let units_of = |theme: ThemeId| {
        let place = themes.binary_search(&theme).unwrap_or(usize::MAX);
        let found = articles.iter().flat_map(|article| &article.themes);
        found.filter(|(at, ..)| *at == place).map(|(_, _, units)| units).sum()
    };
    let row = |(at, (scope, coefficient, value)): (usize, (AgreementScope, Coefficient, _))| {
        let units = match &scope {
            AgreementScope::Theme(theme) => units_of(*theme),
            _ => all_units,
        };
        let interval = intervals.get(at).copied().flatten();
        AgreementRow {
            cell: AgreementCell {
                coefficient,
                value,
                interval: interval.filter(|_| value.is_ok()),
            },
            scope,
            units,
            coders: coders.len(),
            articles: Some(articles.len()),
            pairs: None,
            coverage: None,
        }
    };
    let lots = if articles.len() < FEWEST_ARTICLES { Lots::FewArticles } else { Lots::Articles };
    Agreement {
        rows: values.into_iter().enumerate().map(row).collect(),
        lots: (draws > 0).then_some(lots),
        overlapping,
        ..Agreement::default()
    }
}

impl Continuum {
    fn of(joint: &JointArticle<'_>, ranges: &Ranges, themes: &[ThemeId]) -> Self {
        let length = joint.article.text.char_len().get();
        let present: Vec<u8> = coders_of(joint.present).collect();
        let mut of_coders: Vec<Vec<Cut>> = vec![Vec::new(); present.len()];
        for (span, coder, theme) in &ranges.marks {
            let value = themes.binary_search(theme).unwrap_or(0) + 1;
            let value = u16::try_from(value).unwrap_or(u16::MAX);
            let place = present.iter().position(|other| other == coder);
            if let Some(units) = place.and_then(|place| of_coders.get_mut(place)) {
                units.push((span.start().get(), span.end().get(), value));
            }
        }
        let mut used: Vec<u16> = of_coders.iter().flatten().map(|unit| unit.2).collect();
        used.sort_unstable();
        used.dedup();
        let of_theme = |value: u16| {
            let only = |units: &Vec<Cut>| {
                let units: Vec<Cut> =
                    units.iter().filter(|unit| unit.2 == value).copied().collect();
                folded(&units)
            };
            let cut: Vec<Vec<Cut>> = of_coders.iter().map(only).collect();
            let units = cut.iter().map(|units| units.len() as u64).sum();
            (usize::from(value) - 1, Unitized::of(length, &cut, 2).sparse(), units)
        };
        let by_theme: Vec<_> = used.into_iter().map(of_theme).collect();
        let binary: Vec<Vec<Cut>> = of_coders.iter().map(|units| folded(units)).collect();
        let valued: Vec<Vec<Cut>> = of_coders
            .iter()
            .map(|units| {
                // Two passages of one theme that overlap are one unit.
                let mut joined: Vec<Cut> = Vec::new();
                let mut by_value = units.clone();
                by_value.sort_unstable_by_key(|unit| (unit.2, unit.0, unit.1));
                for same in by_value.chunk_by(|one, other| one.2 == other.2) {
                    joined.extend(super::unitizing::join_overlapping(same.to_vec()));
                }
                joined.sort_unstable();
                joined
            })
            .collect();
        let overlaps = valued.iter().any(|units| overlap(units));
        let values = themes.len() + 1;
        Self {
            coders: present.len(),
            length,
            valued: (!overlaps).then(|| Unitized::of(length, &valued, values).sparse()),
            binary: Unitized::of(length, &binary, 2).sparse(),
            units: by_theme.iter().map(|(_, _, units)| units).sum(),
            themes: by_theme,
        }
    }
}

/// All articles.
struct Whole<'a> {
    articles: &'a [Continuum],
    themes: &'a [ThemeId],
    asked: Option<ThemeId>,
}

impl Whole<'_> {
    /// Every coefficient, each article taken as often as `weights` says.
    fn values(
        &self,
        weights: &[u32],
        with_values: bool,
    ) -> Vec<(AgreementScope, Coefficient, Result<f64, NoValue>)> {
        let mut valued = Unitized::new(self.themes.len() + 1);
        let mut binary = Unitized::new(2);
        let mut of_themes = vec![(Unitized::new(2), 0_u64); self.themes.len()];
        let mut lengths = 0;
        let mut blanks = vec![0_u64; self.themes.len()];
        for (article, &weight) in self.articles.iter().zip(weights).filter(|(_, w)| **w > 0) {
            if let Some(sums) = article.valued.as_ref().filter(|_| with_values) {
                valued.add(sums, weight);
            }
            binary.add(&article.binary, weight);
            let length = u64::from(article.length) * article.coders as u64 * u64::from(weight);
            lengths += length;
            for (at, sums, _) in &article.themes {
                if let Some((theme, _)) = of_themes.get_mut(*at) {
                    theme.add(sums, weight);
                }
                if let Some(covered) = blanks.get_mut(*at) {
                    *covered += length;
                }
            }
        }
        let of_valued = |value: &dyn Fn(&Unitized) -> Result<f64, NoValue>| {
            if with_values { value(&valued) } else { Err(NoValue::Overlap) }
        };
        let mut found = Vec::new();
        if self.asked.is_none() {
            let all = [
                (Coefficient::UAlpha, of_valued(&Unitized::u_alpha)),
                (Coefficient::UAlphaBinary, binary.u_alpha()),
                (Coefficient::CuAlpha, of_valued(&Unitized::cu_alpha)),
            ];
            found.extend(all.map(|(coefficient, value)| (AgreementScope::All, coefficient, value)));
        }
        let themes = self.themes.iter().zip(of_themes).zip(blanks).zip(1_u16..);
        for (((&theme, (mut sums, _)), covered), value) in themes {
            if self.asked.is_some_and(|asked| asked != theme) {
                continue;
            }
            // The articles in which nobody marked it.
            sums.add_blank(1, lengths - covered);
            let alpha = sums.u_alpha();
            let all = [
                (Coefficient::UAlpha, alpha),
                (Coefficient::UAlphaBinary, alpha),
                (Coefficient::KuAlpha, of_valued(&|valued| valued.ku_alpha(value))),
            ];
            let scope = AgreementScope::Theme(theme);
            found.extend(all.map(|(coefficient, value)| (scope.clone(), coefficient, value)));
        }
        found
    }
}
