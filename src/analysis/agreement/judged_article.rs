//! One article as its coders judged it: stretches of units that all bear the same marks.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::*;

use super::{
    of_set::{AgreementScope, JointArticle},
    unit::CutText,
};
use crate::{
    annotation::{Codebook, Coder, ThemeId},
    scene::Scene,
    text::CharSpan,
};

/// What is judged: every theme that was used, and every group of which one was.
#[derive(Debug)]
pub(super) struct Targets {
    /// Themes by identity, then groups by identity.
    pub(super) scopes: Vec<AgreementScope>,
    /// Of each used theme: itself and the groups it belongs to, as places in `scopes`.
    of_theme: BTreeMap<ThemeId, Vec<u32>>,
    asked: Option<ThemeId>,
}

impl Targets {
    /// Those that the coders used in these articles, and the one that is asked for.
    pub(super) fn of(
        scene: &Scene,
        joint: &[JointArticle<'_>],
        coders: &[&Coder],
        asked: Option<ThemeId>,
    ) -> Self {
        let themes_in = |joint: &JointArticle<'_>| {
            let layers = coders
                .iter()
                .filter_map(|coder| scene.annotations.layer(&joint.article.path, coder));
            let passages = layers.flat_map(|layer| &layer.passages);
            passages.flat_map(|passage| passage.themes.iter().copied()).collect::<BTreeSet<_>>()
        };
        let used: BTreeSet<ThemeId> = joint
            .par_iter()
            .map(themes_in)
            .reduce(BTreeSet::new, |one, other| {
                if one.len() < other.len() {
                    other.into_iter().chain(one).collect()
                } else {
                    one.into_iter().chain(other).collect()
                }
            })
            .into_iter()
            .chain(asked)
            .collect();
        let codebook = scene.codebook();
        let parents: BTreeSet<ThemeId> =
            codebook.themes().iter().filter_map(|theme| theme.parent).collect();
        // A group of a theme alone says what the theme says.
        let groups_of = |theme: ThemeId| {
            let line = ancestry(codebook, theme);
            line.into_iter().filter(|theme| parents.contains(theme)).collect::<Vec<_>>()
        };
        let groups: BTreeSet<ThemeId> = used.iter().flat_map(|&theme| groups_of(theme)).collect();
        let themes = used.iter().copied().map(AgreementScope::Theme);
        let scopes: Vec<AgreementScope> =
            themes.chain(groups.into_iter().map(AgreementScope::Group)).collect();
        let place = |scope: &AgreementScope| u32::try_from(scopes.binary_search(scope).ok()?).ok();
        let of_theme = used.iter().map(|&theme| {
            let groups = groups_of(theme).into_iter().map(AgreementScope::Group);
            let all = std::iter::once(AgreementScope::Theme(theme)).chain(groups);
            (theme, all.filter_map(|scope| place(&scope)).collect())
        });
        let of_theme = of_theme.collect();
        Self { scopes, of_theme, asked }
    }

    /// Whether there is to be a row of it.
    pub(super) fn asks_for(&self, scope: &AgreementScope) -> bool {
        match scope {
            AgreementScope::Theme(theme) | AgreementScope::Group(theme) => {
                self.asked.is_none_or(|asked| asked == *theme)
            }
            AgreementScope::All | AgreementScope::Value(_) => self.asked.is_none(),
        }
    }

    /// The used themes, by identity.
    pub(super) fn themes(&self) -> impl Iterator<Item = ThemeId> {
        self.of_theme.keys().copied()
    }

    /// Where a row stands: all first, then as in the codebook, a theme before its group.
    pub(super) fn order(scene: &Scene, scope: &AgreementScope) -> (usize, AgreementScope) {
        let tree = scene.codebook().tree();
        let place = |theme: &ThemeId| {
            let known = tree.iter().position(|(_, other)| other.id == *theme);
            known.map_or(usize::MAX, |at| at + 1)
        };
        let at = match scope {
            AgreementScope::All => 0,
            AgreementScope::Theme(theme) | AgreementScope::Group(theme) => place(theme),
            AgreementScope::Value(_) => usize::MAX,
        };
        (at, scope.clone())
    }
}

/// The theme and those above it; a theme that the codebook lacks has none.
fn ancestry(codebook: &Codebook, theme: ThemeId) -> Vec<ThemeId> {
    let parent = |&theme: &ThemeId| codebook.get(theme)?.parent;
    // A codebook has no circles; no loop depends on it.
    let line = std::iter::successors(Some(theme), parent);
    line.take(codebook.themes().len().max(1)).collect()
}

/// The fragments of the passages of an article's coders.
#[derive(Clone, Debug, Default)]
pub(super) struct Ranges {
    /// Where, whose (a place among the coders), and of which theme.
    pub(super) marks: Vec<(CharSpan, u8, ThemeId)>,
    /// Of each mark, the places of its theme and groups.
    targets: Vec<Vec<u32>>,
    /// Passages whose place is not sure.
    pub(super) unplaced: usize,
}

impl Ranges {
    pub(super) fn of(
        scene: &Scene,
        joint: &JointArticle<'_>,
        coders: &[&Coder],
        targets: &Targets,
    ) -> Self {
        let mut ranges = Self::default();
        let length = joint.article.text.char_len();
        for (coder, place) in coders.iter().zip(0_u8..) {
            let layer = scene.annotations.layer(&joint.article.path, coder);
            for passage in layer.into_iter().flat_map(|layer| &layer.passages) {
                let Some(fragments) = scene.place_of(passage) else {
                    ranges.unplaced += 1;
                    continue;
                };
                for &fragment in fragments.iter().filter(|span| span.end() <= length) {
                    for &theme in &passage.themes {
                        ranges.marks.push((fragment, place, theme));
                        let places = targets.of_theme.get(&theme);
                        ranges.targets.push(places.cloned().unwrap_or_default());
                    }
                }
            }
        }
        ranges
    }
}

/// An article cut into units.
#[derive(Clone, Debug)]
pub(super) struct JudgedArticle {
    /// Who judged it.
    pub(super) present: u64,
    /// How many units it has.
    pub(super) units: u32,
    /// Classes of units that bear the same marks, which are not none: of each target who marked it,
    /// and how many units there are.
    pub(super) classes: Vec<(Vec<(u32, u64)>, u32)>,
}

impl JudgedArticle {
    pub(super) fn of(present: u64, cut: &CutText, ranges: &Ranges) -> Self {
        let touched: Vec<_> =
            ranges.marks.iter().map(|(span, coder, _)| (cut.touched(*span), *coder)).collect();
        let edges: BTreeSet<u32> =
            touched.iter().flat_map(|(units, _)| [units.start, units.end]).collect();
        let edges: Vec<u32> = edges.into_iter().collect();
        // Between two edges all units are alike.
        let mut runs: Vec<Vec<(u32, u64)>> = vec![Vec::new(); edges.len()];
        for ((units, coder), targets) in touched.iter().zip(&ranges.targets) {
            let from = edges.partition_point(|edge| *edge < units.start);
            let to = edges.partition_point(|edge| *edge < units.end);
            for marks in runs.get_mut(from..to).into_iter().flatten() {
                marks.extend(targets.iter().map(|&target| (target, 1 << coder)));
            }
        }
        let lengths = edges.windows(2).map(|pair| match pair {
            [from, to] => to - from,
            _ => 0,
        });
        let mut classes: BTreeMap<Vec<(u32, u64)>, u32> = BTreeMap::new();
        for (mut marks, length) in runs.into_iter().zip(lengths) {
            if marks.is_empty() || length == 0 {
                continue;
            }
            marks.sort_unstable();
            marks.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1 |= next.1;
                }
                same
            });
            *classes.entry(marks).or_default() += length;
        }
        Self { present, units: cut.len(), classes: classes.into_iter().collect() }
    }

    /// How many units bear a mark.
    pub(super) fn marked(&self) -> u32 {
        self.classes.iter().map(|(_, count)| count).sum()
    }
}
