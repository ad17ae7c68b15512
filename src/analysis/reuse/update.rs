//! Bringing an index up to date: a text that changed costs itself and what it shares with others.
//!
//! The result is that of a new index, stretch for stretch: what is worked out may not depend on what
//! was open before. The texts that keep their stretches are those of which no fingerprint became
//! frequent, ceased to be, or has another place before it.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    finding::StretchFinder,
    fingerprint::fingerprints,
    index::{PAIRED, ReuseIndex, paired, place},
    indexed::{FREQUENT, IndexedText, PlaceOwners, SharedStretch, end_of},
    letters::Figures,
    postings::{count_pairs, hash_of, place_of, posting},
};
use crate::corpus::{Article, ArticlePath, LoadProgress};

/// So many changed texts are taken in one by one, of more than so many times that there are.
const FEW: usize = 32;
const SHARE: usize = 8;
/// More texts than this to be looked at again are as many as all.
const MOST_AGAIN: usize = 400;

impl ReuseIndex {
    /// The index of `articles`, made from this one where that is less work; `None` if it was
    /// cancelled.
    #[must_use]
    pub fn updated(
        &self,
        articles: &[Arc<Article>],
        least: u32,
        progress: &LoadProgress,
    ) -> Option<Self> {
        let taken = if least == self.least { Taken::of(self, articles) } else { None };
        match taken.and_then(|taken| taken.into_index(progress)) {
            Some(index) if !progress.is_cancelled() => Some(index),
            _ => Self::build(articles, least, progress),
        }
    }

    /// The live postings of a hash, by the numbers of their texts.
    fn live(&self, whose: &PlaceOwners, added: &[u64], hash: u32) -> Vec<(u32, u32)> {
        let start = added.partition_point(|&posting| hash_of(posting) < hash);
        let more = added.get(start..).unwrap_or_default();
        let more = more.iter().take_while(|&&posting| hash_of(posting) == hash);
        let places = self.postings.of_hash(hash).iter().chain(more).map(|&p| place_of(p));
        let mut live: Vec<(u32, u32)> = places
            .map(|place| (whose.text_of(place), place))
            .filter(|(text, _)| *text != PlaceOwners::NOBODY)
            .collect();
        if !whose.is_in_order() {
            live.sort_unstable();
        }
        live
    }
}

/// The new texts beside the old index.
struct Taken<'a> {
    old: &'a ReuseIndex,
    texts: Vec<IndexedText>,
    /// Of each text of the old index its number now.
    now: Vec<Option<u32>>,
    /// The numbers of texts that are new.
    fresh: Vec<u32>,
    whose: PlaceOwners,
    added: Vec<u64>,
    free: u32,
}

impl<'a> Taken<'a> {
    /// `None` where a new index is less work.
    fn of(old: &'a ReuseIndex, articles: &[Arc<Article>]) -> Option<Self> {
        let known: HashMap<&ArticlePath, usize> =
            old.texts.iter().enumerate().map(|(at, text)| (&text.article.path, at)).collect();
        let mut now = vec![None; old.texts.len()];
        let (mut texts, mut fresh) = (Vec::with_capacity(articles.len()), Vec::new());
        let mut last = None;
        for (number, article) in (0_u32..).zip(articles) {
            let before = known.get(&article.path).and_then(|&at| Some((at, old.texts.get(at)?)));
            let same = before.filter(|(_, text)| {
                Arc::ptr_eq(&text.article, article)
                    || text.article.text.as_str() == article.text.as_str()
            });
            match same {
                Some((at, text)) => {
                    // In another order everything has another neighbour.
                    if last.is_some_and(|last| last > at) {
                        return None;
                    }
                    last = Some(at);
                    *now.get_mut(at)? = Some(number);
                    texts.push(IndexedText { article: Arc::clone(article), ..text.clone() });
                }
                None => {
                    fresh.push(number);
                    texts.push(IndexedText::of(article));
                }
            }
        }
        let gone = now.iter().filter(|number| number.is_none()).count();
        let changed = fresh.len() + gone;
        if changed > FEW || changed * SHARE > texts.len() {
            return None;
        }
        let mut places = Vec::with_capacity(old.whose.texts.len() + fresh.len());
        for &(base, number) in &old.whose.texts {
            let number = usize::try_from(number).ok().and_then(|number| now.get(number).copied());
            places.push((base, number.flatten().unwrap_or(PlaceOwners::NOBODY)));
        }
        let dead = places.iter().filter(|(_, number)| *number == PlaceOwners::NOBODY).count();
        if dead * SHARE > texts.len() {
            return None;
        }
        let mut free = old.free;
        let (mut added, figures) = (old.added.clone(), Figures::new());
        for &number in &fresh {
            let text = texts.get_mut(usize::try_from(number).ok()?)?;
            text.base = free;
            places.push((free, number));
            fingerprints(&text.letters, &figures, |hash, at| added.push(posting(hash, free + at)));
            free = end_of(free, &text.letters)?;
        }
        added.sort_unstable();
        let whose = PlaceOwners::of(places);
        Some(Self { old, texts, now, fresh, whose, added, free })
    }

    fn number(&self, old: u32) -> Option<u32> {
        self.now.get(usize::try_from(old).ok()?).copied().flatten()
    }

    /// The index; `None` where a new one is less work, or it was cancelled.
    fn into_index(self, progress: &LoadProgress) -> Option<ReuseIndex> {
        let most = paired(&self.old.pair_counts);
        let (mut again, mut with): (BTreeSet<u32>, BTreeSet<(u32, u32)>) = Default::default();
        again.extend(&self.fresh);
        let mut pair_counts = self.old.pair_counts;
        for hash in self.changed_hashes() {
            let was = self.old.live(&self.old.whose, &self.old.added, hash);
            let is = self.old.live(&self.whose, &self.added, hash);
            for (count, most) in pair_counts.iter_mut().zip(PAIRED) {
                *count = count.checked_sub(count_pairs(was.len(), most))?;
                *count += count_pairs(is.len(), most);
            }
            if was.len() <= most && is.len() <= most {
                for &(fresh, _) in is.iter().filter(|(text, _)| self.fresh.contains(text)) {
                    let later = is.iter().filter(|(text, _)| *text > fresh);
                    with.extend(later.map(|&(text, _)| (fresh, text)));
                }
            } else if was.len() <= most || is.len() <= most {
                again.extend(is.iter().map(|(text, _)| text));
            } else {
                let before: HashMap<u32, u32> = neighbours(&was)
                    .filter_map(|(place, text)| Some((place, self.number(text)?)))
                    .collect();
                let other = neighbours(&is)
                    .zip(is.iter().skip(1))
                    .filter(|((place, text), _)| before.get(place) != Some(text));
                again.extend(other.map(|(_, (text, _))| text));
            }
            if again.len() > MOST_AGAIN {
                return None;
            }
        }
        if paired(&pair_counts) != most {
            return None;
        }
        let mut shared = self.kept(&again);
        with.retain(|(_, text)| !again.contains(text));
        let mut found = self.found(&again, &with, most, progress)?;
        place(&self.texts, &mut found, progress)?;
        shared.extend(found);
        shared.sort_unstable_by_key(|shared| (shared.b, shared.a, shared.stretch));
        let Self { old, texts, whose, added, free, .. } = self;
        let (least, postings) = (old.least, Arc::clone(&old.postings));
        Some(ReuseIndex { texts, shared, least, postings, added, whose, free, pair_counts })
    }

    /// The hashes of texts that came or went.
    fn changed_hashes(&self) -> BTreeSet<u32> {
        let figures = Figures::new();
        let gone = self.old.texts.iter().zip(&self.now).filter(|(_, now)| now.is_none());
        let fresh = self.fresh.iter().filter_map(|&at| self.texts.get(usize::try_from(at).ok()?));
        let mut hashes = BTreeSet::new();
        for text in gone.map(|(text, _)| text).chain(fresh) {
            fingerprints(&text.letters, &figures, |hash, _| {
                hashes.insert(hash);
            });
        }
        hashes
    }

    /// The stretches that stay, by the numbers of now.
    fn kept(&self, again: &BTreeSet<u32>) -> Vec<SharedStretch> {
        let kept = |shared: &SharedStretch| {
            let (a, b) = (self.number(shared.a)?, self.number(shared.b)?);
            (!again.contains(&b)).then_some(SharedStretch { a, b, ..*shared })
        };
        self.old.shared.iter().filter_map(kept).collect()
    }

    /// The stretches of the texts `again`, and those of the pairs `with`.
    fn found(
        &self,
        again: &BTreeSet<u32>,
        with: &BTreeSet<(u32, u32)>,
        most: usize,
        progress: &LoadProgress,
    ) -> Option<Vec<SharedStretch>> {
        let again: Vec<(Option<u32>, u32)> = again.iter().map(|&text| (None, text)).collect();
        let with: Vec<_> = with.iter().map(|&(a, b)| (Some(a), b)).collect();
        let find = |(finding, figures): &mut (StretchFinder, Figures),
                    (only, text): (Option<u32>, u32)| {
            if progress.is_cancelled() {
                return None;
            }
            let mut hits = self.hits(only, text, most, figures)?;
            let mut found = Vec::new();
            finding.text(&self.texts, &self.whose, &mut hits, self.old.least, &mut found);
            Some(found)
        };
        let parts: Option<Vec<_>> = [again, with]
            .concat()
            .into_par_iter()
            .map_init(|| (StretchFinder::new(), Figures::new()), find)
            .collect();
        Some(parts?.concat())
    }

    /// The places that a text shares with those before it, or `only` with that one.
    fn hits(
        &self,
        only: Option<u32>,
        number: u32,
        most: usize,
        figures: &Figures,
    ) -> Option<Vec<u64>> {
        let text = self.texts.get(usize::try_from(number).ok()?)?;
        let mut hits = Vec::new();
        // With one other text the smaller of the two lists says enough of the hashes in both.
        let other = only.and_then(|only| self.texts.get(usize::try_from(only).ok()?));
        let common = other.map(|other| {
            let mut hashes = Vec::new();
            fingerprints(&other.letters, figures, |hash, _| hashes.push(hash));
            hashes.sort_unstable();
            hashes
        });
        fingerprints(&text.letters, figures, |hash, at| {
            if common.as_ref().is_some_and(|common| common.binary_search(&hash).is_err()) {
                return;
            }
            let live = self.old.live(&self.whose, &self.added, hash);
            let own = (number, text.base + at);
            let before = live.iter().take_while(|place| **place < own);
            if live.len() > most {
                if let Some((_, place)) = before.last()
                    && only.is_none()
                {
                    hits.push(posting(place | FREQUENT, own.1));
                }
            } else {
                let wanted = before.filter(|(text, _)| only.is_none_or(|only| only == *text));
                hits.extend(wanted.map(|(_, place)| posting(*place, own.1)));
            }
        });
        Some(hits)
    }
}

/// Of each place but the first the text before it.
fn neighbours(places: &[(u32, u32)]) -> impl Iterator<Item = (u32, u32)> + '_ {
    places.windows(2).filter_map(|two| match two {
        [(text, _), (_, place)] => Some((*place, *text)),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{corpus::Encoding, text::Text};

    fn article(number: usize, content: &str) -> Arc<Article> {
        let path = ArticlePath::new(&format!("{number:03}.txt")).expect("a name");
        Arc::new(Article::new(path, Text::new(content).expect("short"), Encoding::Utf8))
    }

    const SENTENCES: [&str; 6] = [
        "街道每季度召开一次联席会议研究共建事项",
        "粮站改成了党群服务中心居民都说离家近",
        "老人食堂开在院里饭菜便宜还能送到家门口",
        "引进人才二百名都住进了新修的公寓楼里面",
        "书记带头讲党课把会场搬到了工地和田间头",
        "菜场搬了新址摊位多了过道宽了秤也校准了",
    ];

    fn content(picks: &[usize]) -> String {
        picks.iter().enumerate().fold(String::new(), |mut text, (at, &pick)| {
            text.push_str(SENTENCES[pick % 6]);
            text.push(char::from_u32(0x5000 + u32::try_from(at * 37 + pick).unwrap()).unwrap());
            text
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        /// With so many texts that some fingerprints are frequent, become it or cease to be.
        #[test]
        fn an_index_brought_up_to_date_is_that_of_the_new_texts(
            before in prop::collection::vec(prop::collection::vec(0_usize..9, 0..3), 24..60),
            changes in prop::collection::vec(
                (0_usize..64, prop::option::of(prop::collection::vec(0_usize..9, 0..3))), 1..4,
            ),
        ) {
            let progress = LoadProgress::default();
            let mut texts: Vec<Option<String>> =
                before.iter().map(|picks| Some(content(picks))).collect();
            let articles = |texts: &[Option<String>]| -> Vec<Arc<Article>> {
                let there = texts.iter().enumerate();
                there.filter_map(|(at, text)| Some(article(at, text.as_ref()?))).collect()
            };
            let mut index = ReuseIndex::build(&articles(&texts), 12, &progress).unwrap();
            for (at, change) in changes {
                if at >= texts.len() {
                    texts.resize(at + 1, None);
                }
                texts[at] = change.map(|picks| content(&picks));
                let now = articles(&texts);
                index = index.updated(&now, 12, &progress).unwrap();
                let anew = ReuseIndex::build(&now, 12, &progress).unwrap();
                prop_assert_eq!(&index.shared, &anew.shared);
                prop_assert_eq!(index.pair_counts, anew.pair_counts);
            }
        }
    }
}
