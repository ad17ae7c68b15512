//! Co-occurrence: which themes stand together, and how much more often than by chance.
//!
//! Two passages meet if they overlap, or lie in the same sentence, in sentences near each other, in the
//! same paragraph or in the same article ([`Proximity`]); every passage meets itself. The count of two
//! themes is that of pairs, one passage of the first and one of the second that meet, so that it is as
//! long as the list that it leads to; a passage with both themes is such a pair by itself.
//!
//! c is the coefficient of ATLAS.ti, n₁₂ / (n₁ + n₂ − n₁₂), and Dice's is 2·n₁₂ / (n₁ + n₂), where a count
//! above n₁ or n₂ stands for the smaller of them: neither is ever above 1. The directed shares are of
//! passages: of those of a, how many meet one of b. Expected is the count where the same themes were
//! dealt to the same passages by chance.

mod meeting;
mod tally;

use rayon::prelude::*;

pub use meeting::Proximity;
use meeting::{Meetings, ThemesOf};
use tally::PairTally;

use super::{
    articles::{CountedArticle, counted_articles},
    axis::{Axis, AxisItem, AxisItems},
    repeated::Counting,
};
use crate::{
    annotation::{Coder, Passage},
    scene::Scene,
    search::condition::{
        Condition, Parsed, Relation, SelectedPassage, Selector, Test, ThemeName, UnknownName,
    },
};

/// What co-occurrence is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CooccurrenceTerms {
    /// When two passages meet.
    pub by: Proximity,
    /// Whether what bears a theme below another counts for that other, too; themes one below the other
    /// are no pair then.
    pub with_children: bool,
    /// Of which passages.
    pub filter: Parsed,
    /// Whether what is printed twice counts twice.
    pub counting: Counting,
}

/// How two themes stand together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThemePair {
    /// Which of the themes comes first; it stands before the other.
    pub a: u32,
    /// The other.
    pub b: u32,
    /// Pairs of a passage of the one and a passage of the other that meet.
    pub count: u64,
    /// Passages of `a` that meet one of `b`.
    pub a_met: u32,
    /// Passages of `b` that meet one of `a`.
    pub b_met: u32,
}

/// Which themes stand together.
#[derive(Clone, Debug)]
pub struct Cooccurrence {
    /// What was asked for.
    pub terms: CooccurrenceTerms,
    /// Every theme, in the codebook's order.
    pub themes: Vec<AxisItem>,
    /// How many passages bear each.
    pub carried: Vec<u32>,
    /// The pairs that count something, by the first and then the second theme.
    pub pairs: Vec<ThemePair>,
    /// How many passages there are.
    pub passages: u64,
    /// How many pairs of passages meet, each taken both ways, and every passage with itself.
    meetings: u64,
}

/// Two passages that meet.
#[derive(Clone, Debug)]
pub struct PassagePair<'a> {
    /// That of the first theme.
    pub a: SelectedPassage<'a>,
    /// That of the second; the same where it bears both.
    pub b: SelectedPassage<'a>,
}

/// What one thread has counted.
struct Counted<'a> {
    pairs: PairTally,
    carried: Vec<u32>,
    passages: u64,
    meetings: u64,
    room: Room<'a>,
}

/// Room for what is looked at of one article, used for one after the other: threads that asked for
/// memory in every article would wait for each other longer than they count.
#[derive(Default)]
struct Room<'a> {
    passages: Vec<&'a Passage>,
    themes: ThemesOf,
    meetings: Meetings,
    /// Which passage meets which theme.
    met: Vec<(u32, u32)>,
}

/// What counting needs of a set.
struct Ground<'a> {
    scene: &'a Scene,
    articles: Vec<CountedArticle<'a>>,
    selector: Selector,
    themes: AxisItems,
    /// Of each theme the first that is not below it.
    ends: Vec<u32>,
    by: Proximity,
    with_children: bool,
    counting: Counting,
}

impl<'a> Ground<'a> {
    fn new(scene: &'a Scene, terms: &CooccurrenceTerms) -> Result<Self, UnknownName> {
        let articles = counted_articles(scene, terms.counting);
        let selector = Selector::new(&terms.filter, scene)?;
        let mut themes = Axis::Themes.items(scene, &articles)?;
        if !terms.with_children {
            for item in &mut themes.items {
                let name = item.key.clone();
                item.condition = Condition::Test(Test::Theme(ThemeName { name, exact: true }));
            }
        }
        let items = &themes.items;
        let end = |(at, item): (usize, &AxisItem)| {
            let below = items.iter().skip(at + 1).take_while(|other| other.depth > item.depth);
            u32::try_from(at + 1 + below.count()).unwrap_or(u32::MAX)
        };
        let ends = if terms.with_children {
            items.iter().enumerate().map(end).collect()
        } else {
            (1..).take(items.len()).collect()
        };
        let CooccurrenceTerms { by, with_children, counting, .. } = *terms;
        Ok(Self { scene, articles, selector, themes, ends, by, with_children, counting })
    }

    /// Whether two themes are a pair: `a` stands before `b`, which is not below it.
    fn is_pair(&self, a: u32, b: u32) -> bool {
        self.ends.get(a as usize).is_some_and(|&end| b >= end)
    }

    fn counts(&self, article: &CountedArticle<'_>, passage: &Passage) -> bool {
        let place = self.scene.place_of(passage).unwrap_or(&passage.fragments);
        self.counting == Counting::Both || article.counted(place) > 0
    }

    /// The passages of an article that count, and the themes of each.
    fn passages(&self, number: usize) -> (Vec<SelectedPassage<'a>>, ThemesOf) {
        let mut themes = ThemesOf::default();
        let Some(article) = self.articles.get(number) else { return (Vec::new(), themes) };
        let mut found = self.selector.found_in(self.scene, article.path);
        found.retain(|found| self.counts(article, found.passage));
        for found in &found {
            themes.push(|into| self.push_themes(number, (found.coder, found.passage), into));
        }
        (found, themes)
    }

    /// Adds the themes of a passage.
    fn push_themes(
        &self,
        article: usize,
        (coder, passage): (&Coder, &Passage),
        into: &mut Vec<u32>,
    ) {
        let own = passage.themes.as_slice();
        if self.with_children {
            self.themes.push_of_passage((article, coder), (passage.id, own), into);
            return;
        }
        let first = into.len();
        for place in own.iter().filter_map(|theme| self.themes.of_theme(*theme)) {
            if !into.iter().skip(first).any(|known| *known == place) {
                into.push(place);
            }
        }
    }

    fn count(&self, number: usize, counted: &mut Counted<'a>) {
        let Some(article) = self.articles.get(number) else { return };
        let mut room = std::mem::take(&mut counted.room);
        room.passages.clear();
        room.themes.clear();
        self.selector.visit(self.scene, article.path, |coder, passage| {
            if self.counts(article, passage) {
                room.themes.push(|into| self.push_themes(number, (coder, passage), into));
                room.passages.push(passage);
            }
        });
        for theme in room.themes.all() {
            if let Some(count) = counted.carried.get_mut(*theme as usize) {
                *count += 1;
            }
        }
        let length = room.passages.len() as u64;
        counted.passages += length;
        if self.by == Proximity::Article {
            counted.meetings += length * length;
            self.count_article(&room.themes, counted);
        } else {
            self.find_meetings(number, room.passages.iter().copied(), &mut room.meetings);
            counted.meetings += 2 * room.meetings.pairs().len() as u64 + length;
            self.count_meetings(&mut room, counted);
        }
        counted.room = room;
    }

    /// Counts the themes of passages that meet, and of each by itself.
    fn count_meetings(&self, room: &mut Room<'_>, counted: &mut Counted<'_>) {
        let Room { themes, meetings, met, .. } = room;
        met.clear();
        for (passage, own) in (0..).zip(themes.iter()) {
            for (at, &a) in own.iter().enumerate() {
                met.push((passage, a));
                for &b in own.iter().skip(at + 1) {
                    self.add(counted, (a, b), |pair| pair.count += 1);
                }
            }
        }
        for &(one, other) in meetings.pairs() {
            let (of_one, of_other) = (themes.of(one), themes.of(other));
            for &a in of_one {
                met.push((other, a));
                for &b in of_other {
                    self.add(counted, (a, b), |pair| pair.count += 1);
                }
            }
            met.extend(of_other.iter().map(|&b| (one, b)));
        }
        met.sort_unstable();
        met.dedup();
        for &(passage, b) in met.iter() {
            for &a in themes.of(passage) {
                self.add(counted, (a, b), |pair| *pair.met_of(a < b) += 1);
            }
        }
    }

    /// Every passage of an article meets every other.
    fn count_article(&self, themes: &ThemesOf, counted: &mut Counted<'_>) {
        let mut all = themes.all().to_vec();
        all.sort_unstable();
        let tally: Vec<(u32, u32)> = all
            .chunk_by(|a, b| a == b)
            .filter_map(|same| Some((*same.first()?, u32::try_from(same.len()).ok()?)))
            .collect();
        for (at, &(a, of_a)) in tally.iter().enumerate() {
            for &(b, of_b) in tally.iter().skip(at + 1) {
                self.add(counted, (a, b), |pair| {
                    pair.count += u64::from(of_a) * u64::from(of_b);
                    pair.a_met += of_a;
                    pair.b_met += of_b;
                });
            }
        }
    }

    /// Changes what is counted of two themes, if they are a pair.
    fn add(
        &self,
        counted: &mut Counted<'_>,
        (a, b): (u32, u32),
        change: impl FnOnce(&mut ThemePair),
    ) {
        let (a, b) = (a.min(b), a.max(b));
        if a != b && self.is_pair(a, b) {
            counted.pairs.change((a, b), change);
        }
    }

    /// Finds which of an article's passages meet.
    fn find_meetings<'p>(
        &'p self,
        number: usize,
        passages: impl Iterator<Item = &'p Passage>,
        meetings: &mut Meetings,
    ) {
        let places = passages.map(|passage| self.scene.place_of(passage).unwrap_or(&[]));
        match self.articles.get(number).and_then(|article| article.article) {
            Some(article) => meetings.find(self.by, &article.text, places),
            None => meetings.clear(),
        }
    }
}

impl Counted<'_> {
    fn joined(mut self, other: Self) -> Self {
        let Self { pairs, carried, passages, meetings, room: _ } = other;
        self.pairs.join(pairs);
        self.carried.iter_mut().zip(carried).for_each(|(sum, count)| *sum += count);
        self.passages += passages;
        self.meetings += meetings;
        self
    }
}

impl ThemePair {
    fn met_of(&mut self, first: bool) -> &mut u32 {
        if first { &mut self.a_met } else { &mut self.b_met }
    }

    fn add(&mut self, other: &Self) {
        let Self { a: _, b: _, count, a_met, b_met } = other;
        self.count += count;
        self.a_met += a_met;
        self.b_met += b_met;
    }
}

impl Cooccurrence {
    /// Counts every pair of themes, on every core.
    ///
    /// # Errors
    /// If the condition names a theme that is not there.
    pub fn of(scene: &Scene, terms: &CooccurrenceTerms) -> Result<Self, UnknownName> {
        let ground = Ground::new(scene, terms)?;
        let (articles, themes) = (ground.articles.len(), ground.themes.items.len());
        let new = || Counted {
            pairs: PairTally::new(themes),
            carried: vec![0; themes],
            passages: 0,
            meetings: 0,
            room: Room::default(),
        };
        let share = articles.div_ceil(2 * rayon::current_num_threads().max(1)).max(16);
        let shares = (0..articles).into_par_iter().step_by(share).map(|first| {
            let mut counted = new();
            (first..(first + share).min(articles)).for_each(|at| ground.count(at, &mut counted));
            counted
        });
        let counted = shares.reduce_with(Counted::joined).unwrap_or_else(new);
        let Counted { pairs, carried, passages, meetings, .. } = counted;
        let pairs = pairs.into_pairs();
        let themes = ground.themes.items;
        Ok(Self { terms: terms.clone(), themes, carried, pairs, passages, meetings })
    }

    /// What is counted of two themes, in either order.
    #[must_use]
    pub fn pair(&self, a: usize, b: usize) -> ThemePair {
        let [a, b] = [a.min(b), a.max(b)].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
        let found = self.pairs.binary_search_by_key(&(a, b), |pair| (pair.a, pair.b));
        let none = ThemePair { a, b, ..ThemePair::default() };
        found.ok().and_then(|at| self.pairs.get(at)).copied().unwrap_or(none)
    }

    /// How many passages bear the themes of a pair.
    #[must_use]
    pub fn carried_by(&self, pair: &ThemePair) -> [u32; 2] {
        [pair.a, pair.b].map(|theme| self.carried.get(theme as usize).copied().unwrap_or_default())
    }

    /// The coefficient c of a pair, from 0 to 1; `None` of themes that nothing bears.
    #[must_use]
    pub fn c(&self, pair: &ThemePair) -> Option<f64> {
        c_coefficient(self.carried_by(pair), pair.count)
    }

    /// Dice's coefficient of a pair, from 0 to 1.
    #[must_use]
    pub fn dice(&self, pair: &ThemePair) -> Option<f64> {
        dice_coefficient(self.carried_by(pair), pair.count)
    }

    /// Of the passages of each of the two themes, which part meets one of the other.
    #[must_use]
    pub fn shares(&self, pair: &ThemePair) -> [Option<f64>; 2] {
        let [a, b] = self.carried_by(pair);
        let share = |met: u32, of: u32| (of > 0).then(|| f64::from(met) / f64::from(of));
        [share(pair.a_met, a), share(pair.b_met, b)]
    }

    /// What the count of a pair would be if the themes were dealt to the passages by chance.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "no set has 2⁵³ passages")]
    pub fn expected(&self, pair: &ThemePair) -> Option<f64> {
        let [a, b] = self.carried_by(pair).map(f64::from);
        let all = self.passages as f64;
        (all > 0.0).then(|| a * b * self.meetings as f64 / (all * all))
    }

    /// Of which passages of the first theme a pair tells, in the query language; `None` where that has
    /// no word for how they meet.
    #[must_use]
    pub fn condition(&self, pair: &ThemePair) -> Option<Condition> {
        let relation = match self.terms.by {
            Proximity::Overlap => Relation::Overlaps,
            Proximity::Sentence => Relation::Near(0),
            Proximity::Near(by) => Relation::Near(by),
            Proximity::Paragraph | Proximity::Article => return None,
        };
        let [a, b] = [pair.a, pair.b].map(|at| self.themes.get(at as usize));
        let (a, b) = (&a?.condition, &b?.condition);
        let Condition::Test(Test::Theme(name)) = b else { return None };
        let near = Condition::Test(Test::Near(relation, name.clone()));
        let met = Condition::or([b.clone(), near]);
        Some(Condition::and([self.terms.filter.condition.clone(), a.clone(), met]))
    }
}

/// The pairs of passages that the themes number `a` and `b` count, in the set's order.
///
/// # Errors
/// If the condition names a theme that is not there.
pub fn cooccurrence_pairs<'a>(
    scene: &'a Scene,
    terms: &CooccurrenceTerms,
    (a, b): (usize, usize),
) -> Result<Vec<PassagePair<'a>>, UnknownName> {
    let ground = Ground::new(scene, terms)?;
    let [a, b] = [a, b].map(|at| u32::try_from(at).unwrap_or(u32::MAX));
    let pairs = (0..ground.articles.len()).into_par_iter().with_min_len(16);
    let pairs = pairs.flat_map_iter(|number| {
        let (found, themes) = ground.passages(number);
        let mut met: Vec<(u32, u32)> = if terms.by == Proximity::Article {
            let length = u32::try_from(found.len()).unwrap_or(u32::MAX);
            let bearing = |theme: u32| -> Vec<u32> {
                (0..length).filter(|&passage| themes.of(passage).contains(&theme)).collect()
            };
            let (ones, others) = (bearing(a), bearing(b));
            ones.iter().flat_map(|&one| others.iter().map(move |&other| (one, other))).collect()
        } else {
            let mut meetings = Meetings::default();
            let passages = found.iter().map(|found| found.passage);
            ground.find_meetings(number, passages, &mut meetings);
            let both =
                meetings.pairs().iter().flat_map(|&(one, other)| [(one, other), (other, one)]);
            let own = (0..u32::try_from(found.len()).unwrap_or(u32::MAX)).map(|at| (at, at));
            let bears = |&(one, other): &(u32, u32)| {
                themes.of(one).contains(&a) && themes.of(other).contains(&b)
            };
            both.chain(own).filter(bears).collect()
        };
        met.sort_unstable();
        let pair = |(one, other): (u32, u32)| {
            let [one, other] = [one, other].map(|at| found.get(at as usize).cloned());
            Some(PassagePair { a: one?, b: other? })
        };
        met.into_iter().filter_map(pair).collect::<Vec<_>>()
    });
    Ok(pairs.collect())
}

/// n₁₂ / (n₁ + n₂ − n₁₂).
fn c_coefficient([a, b]: [u32; 2], count: u64) -> Option<f64> {
    let (a, b, both) = (u64::from(a), u64::from(b), count.min(u64::from(a.min(b))));
    let either = a + b - both;
    (either > 0).then(|| ratio(both, either))
}

/// 2·n₁₂ / (n₁ + n₂).
fn dice_coefficient([a, b]: [u32; 2], count: u64) -> Option<f64> {
    let (all, both) = (u64::from(a) + u64::from(b), count.min(u64::from(a.min(b))));
    (all > 0).then(|| ratio(2 * both, all))
}

#[expect(clippy::cast_precision_loss, reason = "no set has 2⁵³ passages")]
fn ratio(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}

#[cfg(test)]
mod tests;
