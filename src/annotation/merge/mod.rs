//! Two states of one sidecar become one: what is in memory and what another program wrote.
//!
//! Where it is known what both were made from ([`merge_from`]) each passage is merged field by field,
//! and what both changed is left to the user; where it is not ([`merge`]) the times decide. Knows no
//! files: who calls says which state was the common one. Codebooks are merged in [`themes`].

mod marks;
mod themes;

use std::collections::{BTreeMap, HashMap, HashSet};

pub use marks::newly_marked;
pub use themes::{carry_codebook, merge_codebooks, merge_codebooks_from};

pub(super) use themes::carry_theme;

use super::{
    layer::Layer,
    passage::{ArticleMemo, Passage, PassageId, Timestamp, Tombstone, later_than},
    sidecar::{Settled, Sidecar, by_time},
};

/// One sidecar with what both hold.
///
/// Of a passage the version changed last stands; two versions of the same moment are kept as
/// passage and conflict. A passage and its tombstone: the later one stands. What the two call
/// themselves (coder, article, hash of the text) and names both have in the legend are `ours`;
/// where the hashes differ, [`Sidecar::fits`] finds the positions of `theirs` that do not hold.
#[must_use]
pub fn merge(ours: Sidecar, theirs: Sidecar) -> Sidecar {
    let Sidecar { mut passages, mut texts, mut legend, mut ext, mut passage_ext, .. } = ours;
    passages.extend(theirs.passages);
    let mut latest: BTreeMap<PassageId, Timestamp> = BTreeMap::new();
    for passage in &passages {
        let time = latest.entry(passage.id).or_insert(passage.modified);
        *time = passage.modified.max(*time);
    }
    // An older version is no rival: it is what the newer one was made from, most often by us.
    passages.retain(|passage| latest.get(&passage.id) == Some(&passage.modified));
    passages.extend(ours.conflicts);
    passages.extend(theirs.conflicts);

    let mut tombstones = ours.removed;
    tombstones.extend(theirs.removed);
    let Settled { passages, conflicts, removed } = Settled::new(passages, tombstones);

    // Positions of theirs may hold for another text than ours.
    if theirs.sha256 != ours.sha256 {
        texts.push(theirs.sha256);
    }
    texts.extend(theirs.texts);
    texts.retain(|hash| *hash != ours.sha256);
    texts.sort();
    texts.dedup();

    for (theme, name) in theirs.legend {
        legend.entry(theme).or_insert(name);
    }
    for (key, value) in theirs.ext {
        ext.entry(key).or_insert(value);
    }
    for (id, values) in theirs.passage_ext {
        let ext = passage_ext.entry(id).or_default();
        for (key, value) in values {
            ext.entry(key).or_insert(value);
        }
    }
    Sidecar {
        coder: ours.coder,
        article: ours.article,
        sha256: ours.sha256,
        chars: ours.chars,
        memo: ArticleMemo::later(ours.memo, theirs.memo),
        texts,
        legend,
        passages,
        conflicts,
        removed,
        ext,
        passage_ext,
    }
}

/// One sidecar from two that were both made from `base`.
///
/// What one side alone changed of a passage (its themes, place, memo or origin) holds, whatever the
/// times say. Where both changed the same, the later version stands and the other is its rival, for
/// the user to choose. A passage that one side changed stands over its removal by the other. A rival
/// that one side has chosen from does not come back. What `base` had and one side simply lacks
/// (a passage without a tombstone, a tombstone: the file was set back to an earlier one) is gone,
/// unless the other side changed it. It does not matter which side is which.
#[must_use]
pub fn merge_from(base: &Layer, mut ours: Sidecar, mut theirs: Sidecar) -> Sidecar {
    let absent = [Absent::from(base, &ours), Absent::from(base, &theirs)];
    let [from_ours, from_theirs] = &absent;
    from_ours.take_out(base, &mut theirs);
    from_theirs.take_out(base, &mut ours);
    let memo = match (&ours.memo, &theirs.memo) {
        (mine, other) if *mine == base.memo => other.clone(),
        (mine, other) if *other == base.memo => mine.clone(),
        (mine, other) => ArticleMemo::later(mine.clone(), other.clone()),
    };
    let overruled = settle(base, &mut ours, &mut theirs);
    let in_both =
        |rival: &&Passage| ours.conflicts.contains(rival) && theirs.conflicts.contains(rival);
    let decided: Vec<Passage> =
        base.conflicts.iter().filter(|rival| !in_both(rival)).cloned().collect();
    for side in [&mut ours, &mut theirs] {
        side.conflicts.retain(|rival| !decided.contains(rival));
    }
    let taken_away = taken_away(base, &ours, &theirs);
    // Where only they found the passages' places in a new text, theirs is the text.
    let turned = base.sha256 == ours.sha256 && theirs.sha256 != ours.sha256;
    let (sha256, chars) = if turned {
        (theirs.sha256.clone(), theirs.chars)
    } else {
        (ours.sha256.clone(), ours.chars)
    };
    let mut merged = merge(ours, theirs);
    merged.memo = memo;
    if turned {
        let earlier = std::mem::replace(&mut merged.sha256, sha256.clone());
        merged.texts.push(earlier);
        merged.texts.retain(|hash| *hash != sha256);
        merged.texts.sort();
        merged.texts.dedup();
        merged.chars = chars;
    }
    for rival in overruled {
        let stands = merged.passages.iter().any(|p| p.id == rival.id && *p != rival);
        if stands && !merged.conflicts.contains(&rival) {
            merged.conflicts.push(rival);
        }
    }
    merged.conflicts.sort_by(by_time);
    for (id, key) in taken_away {
        if let Some(ext) = merged.passage_ext.get_mut(&id) {
            ext.remove(&key);
        }
    }
    merged.passage_ext.retain(|_, ext| !ext.is_empty());
    merged
}

/// What `base` had and a side lacks, though nobody says that it was removed.
struct Absent {
    passages: HashSet<PassageId>,
    tombstones: HashSet<PassageId>,
}

impl Absent {
    fn from(base: &Layer, side: &Sidecar) -> Self {
        let there: HashSet<PassageId> = side.passages.iter().map(|passage| passage.id).collect();
        let removed: HashSet<PassageId> = side.removed.iter().map(|gone| gone.id).collect();
        let passages = base.passages.iter().map(|passage| passage.id);
        Self {
            passages: passages.filter(|id| !there.contains(id) && !removed.contains(id)).collect(),
            tombstones: base.removed.keys().filter(|id| !removed.contains(id)).copied().collect(),
        }
    }

    /// Takes it out of the other side as well, as far as that has it as it was.
    fn take_out(&self, base: &Layer, other: &mut Sidecar) {
        if !self.passages.is_empty() {
            let before: HashMap<PassageId, &Passage> =
                base.passages.iter().map(|passage| (passage.id, &**passage)).collect();
            let mut gone = HashSet::new();
            other.passages.retain(|passage| {
                let as_it_was =
                    || before.get(&passage.id).is_some_and(|p| p.says_the_same_as(passage));
                let goes = self.passages.contains(&passage.id) && as_it_was();
                if goes {
                    gone.insert(passage.id);
                }
                !goes
            });
            other.conflicts.retain(|rival| !gone.contains(&rival.id));
            other.passage_ext.retain(|id, _| !gone.contains(id));
        }
        other.removed.retain(|tombstone| {
            let as_it_was = base.removed.get(&tombstone.id) == Some(&tombstone.removed);
            !(as_it_was && self.tombstones.contains(&tombstone.id))
        });
    }
}

/// Makes one version of each passage that both sides have, or that one has changed and the other
/// removed. Gives the versions that were overruled.
fn settle(base: &Layer, ours: &mut Sidecar, theirs: &mut Sidecar) -> Vec<Passage> {
    let before: HashMap<PassageId, &Passage> =
        base.passages.iter().map(|passage| (passage.id, &**passage)).collect();
    let mut others: HashMap<PassageId, &mut Passage> =
        theirs.passages.iter_mut().map(|passage| (passage.id, passage)).collect();
    let mut overruled = Vec::new();
    for mine in &mut ours.passages {
        let Some(other) = others.get_mut(&mine.id).filter(|other| !mine.says_the_same_as(other))
        else {
            continue;
        };
        let (stands, rival) = one_of(before.get(&mine.id).copied(), mine, other);
        overruled.extend(rival);
        stands.clone_into(mine);
        **other = stands;
    }
    outlive(&before, &mut ours.passages, &theirs.removed);
    outlive(&before, &mut theirs.passages, &ours.removed);
    overruled
}

/// The version of a passage that stands, and the one that both changes cannot be in at once.
fn one_of(before: Option<&Passage>, mine: &Passage, other: &Passage) -> (Passage, Option<Passage>) {
    let mine_is_later = by_time(mine, other).is_le();
    let (later, earlier) = if mine_is_later { (mine, other) } else { (other, mine) };
    let Some(before) = before else { return (later.clone(), Some(earlier.clone())) };
    let mut clash = false;
    let place = field(before.place(), later.place(), earlier.place(), &mut clash);
    let mut stands = Passage {
        id: later.id,
        themes: field(&before.themes, &later.themes, &earlier.themes, &mut clash).clone(),
        fragments: place.fragments.to_vec(),
        quotes: place.quotes.to_vec(),
        before: place.before.to_owned(),
        after: place.after.to_owned(),
        memo: field(&before.memo, &later.memo, &earlier.memo, &mut clash).clone(),
        origin: field(&before.origin, &later.origin, &earlier.origin, &mut clash).clone(),
        created: field(before.created, later.created, earlier.created, &mut clash),
        modified: later.modified,
    };
    // In every later merge it has to be later than the two it was made from.
    if !stands.says_the_same_as(later) {
        stands.modified = later_than(later.modified, later.modified);
    }
    (stands, clash.then(|| earlier.clone()))
}

/// What stands of a field: what one side alone changed, and of what both changed the later.
fn field<T: Copy + PartialEq>(before: T, later: T, earlier: T, clash: &mut bool) -> T {
    if later == before {
        return earlier;
    }
    *clash |= earlier != before && earlier != later;
    later
}

/// Lets passages that were changed since `before` be later than their removal on the other side.
fn outlive(before: &HashMap<PassageId, &Passage>, passages: &mut [Passage], removed: &[Tombstone]) {
    let removed: HashMap<PassageId, Timestamp> =
        removed.iter().map(|gone| (gone.id, gone.removed)).collect();
    for passage in passages {
        let changed = before.get(&passage.id).is_some_and(|old| !passage.says_the_same_as(old));
        if changed && let Some(&gone) = removed.get(&passage.id) {
            passage.modified = later_than(gone, passage.modified);
        }
    }
}

/// What other programs kept with a passage in `base` and one side no longer has.
fn taken_away(base: &Layer, ours: &Sidecar, theirs: &Sidecar) -> Vec<(PassageId, String)> {
    let has = |side: &Sidecar, id: &PassageId, key: &String| {
        side.passage_ext.get(id).is_some_and(|ext| ext.contains_key(key))
    };
    let all = base.passage_ext.iter().flat_map(|(id, ext)| ext.keys().map(move |key| (id, key)));
    all.filter(|(id, key)| !has(ours, id, key) || !has(theirs, id, key))
        .map(|(id, key)| (*id, key.clone()))
        .collect()
}
#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;
    use crate::annotation::{
        Tombstone,
        sample::{any_sidecar, coder, mark, moment, text},
    };
    use crate::corpus::ContentHash;

    fn identities(sidecar: &Sidecar) -> BTreeSet<PassageId> {
        let passages = sidecar.passages.iter().map(|passage| passage.id);
        passages.chain(sidecar.removed.iter().map(|tombstone| tombstone.id)).collect()
    }

    /// Without what other programs keep: of that `ours` wins, so the order matters.
    fn plain(sidecar: &Sidecar) -> Sidecar {
        let (ext, passage_ext) = Default::default();
        Sidecar { ext, passage_ext, ..sidecar.clone() }
    }

    proptest! {
        #[test]
        fn it_does_not_matter_who_merges_nor_how_often(a in any_sidecar(), b in any_sidecar()) {
            let merged = merge(a.clone(), b.clone());
            prop_assert_eq!(merge(a.clone(), a.clone()), a.clone());
            prop_assert_eq!(merge(merged.clone(), b.clone()), merged.clone());
            prop_assert_eq!(plain(&merge(b, a)), plain(&merged));
            let ext: BTreeSet<_> = merged.passages.iter().map(|passage| passage.id).collect();
            let mut written = merged.clone();
            written.passage_ext.retain(|id, _| ext.contains(id));
            prop_assert_eq!(Sidecar::from_ron(&merged.to_ron()), Ok(written));
        }

        #[test]
        fn nothing_is_lost(a in any_sidecar(), b in any_sidecar()) {
            let merged = merge(a.clone(), b.clone());
            let both = &identities(&a) | &identities(&b);
            prop_assert_eq!(identities(&merged), both);
            let removed = |passage: &Passage| {
                let later = |gone: &Tombstone| gone.id == passage.id && gone.removed >= passage.modified;
                a.removed.iter().chain(&b.removed).any(later)
            };
            for passage in a.passages.iter().chain(&b.passages).filter(|passage| !removed(passage)) {
                let kept = merged.passages.iter().chain(&merged.conflicts).any(|p| p == passage);
                let newer = merged
                    .passages
                    .iter()
                    .any(|other| other.id == passage.id && other.modified > passage.modified);
                prop_assert!(kept || newer);
            }
        }
    }

    /// What a coder may do to a passage, by its number.
    #[derive(Clone, Debug)]
    enum Deed {
        Themes(u8),
        Memo(u8),
        Place(u32),
        Remove,
    }

    fn deeds() -> impl Strategy<Value = Vec<(usize, Deed, i64)>> {
        let deed = prop_oneof![
            (0..3_u8).prop_map(Deed::Themes),
            (0..3_u8).prop_map(Deed::Memo),
            (0..3_u32).prop_map(Deed::Place),
            Just(Deed::Remove),
        ];
        prop::collection::vec((0..6_usize, deed, 10..20_i64), 0..6)
    }

    /// `base` after these deeds.
    fn after(base: &Sidecar, deeds: &[(usize, Deed, i64)]) -> Sidecar {
        let mut sidecar = base.clone();
        for (at, deed, time) in deeds {
            let Some(passage) = sidecar.passages.get_mut(*at) else { continue };
            passage.modified = moment(*time);
            match deed {
                Deed::Themes(n) => {
                    passage.themes = vec![crate::annotation::sample::theme_id(20 + n)];
                }
                Deed::Memo(n) => passage.memo = format!("记{n}"),
                Deed::Place(n) => passage.after = format!("后{n}"),
                Deed::Remove => {
                    let Passage { id, modified, .. } = sidecar.passages.remove(*at);
                    sidecar.removed.push(Tombstone { id, removed: modified });
                    sidecar.conflicts.retain(|rival| rival.id != id);
                    sidecar.passage_ext.remove(&id);
                }
            }
        }
        let Settled { passages, conflicts, removed } =
            Settled::new([sidecar.passages, sidecar.conflicts].concat(), sidecar.removed);
        Sidecar { passages, conflicts, removed, ..sidecar }
    }

    fn find(sidecar: &Sidecar, id: PassageId) -> Option<&Passage> {
        sidecar.passages.iter().find(|passage| passage.id == id)
    }

    proptest! {
        #[test]
        fn with_the_ancestor_every_change_is_there_or_its_version_is_a_rival(
            base in any_sidecar(), mine in deeds(), others in deeds(),
        ) {
            let base = Sidecar { conflicts: Vec::new(), ..base };
            let (a, b) = (after(&base, &mine), after(&base, &others));
            let layer = Layer::from_sidecar(base.clone());
            let merged = merge_from(&layer, a.clone(), b.clone());
            prop_assert_eq!(plain(&merge_from(&layer, b.clone(), a.clone())), plain(&merged));
            prop_assert_eq!(Sidecar::from_ron(&merged.to_ron()), Ok(merged.clone()));
            for before in &base.passages {
                let (mine, other) = (find(&a, before.id), find(&b, before.id));
                let changed = |now: &Passage| !now.says_the_same_as(before);
                let stands = find(&merged, before.id);
                let rivals = || merged.conflicts.iter().filter(|rival| rival.id == before.id);
                let (Some(mine), Some(other)) = (mine, other) else {
                    // Removed by one: gone, unless the other has changed it.
                    let left = mine.or(other).filter(|left| changed(left));
                    prop_assert_eq!(stands.is_some(), left.is_some());
                    let same = stands.zip(left).is_none_or(|(now, left)| now.says_the_same_as(left));
                    prop_assert!(same && rivals().next().is_none());
                    continue;
                };
                let stands = stands.expect("nobody removed it");
                let mut clash = false;
                let fields: [fn(&Passage) -> String; 3] =
                    [|p| format!("{:?}", p.themes), |p| p.memo.clone(), |p| p.after.clone()];
                for field in fields {
                    let (was, mine, other) = (field(before), field(mine), field(other));
                    let now = field(stands);
                    if mine == was {
                        prop_assert_eq!(now, other);
                    } else if other == was || mine == other {
                        prop_assert_eq!(now, mine);
                    } else {
                        prop_assert!(now == mine || now == other);
                        clash = true;
                    }
                }
                let kept = rivals().any(|rival| rival == mine || rival == other);
                prop_assert_eq!(rivals().count(), usize::from(clash));
                prop_assert_eq!(kept, clash);
            }
        }

        #[test]
        fn merging_what_was_merged_changes_nothing(
            base in any_sidecar(), mine in deeds(), others in deeds(),
        ) {
            let (a, b) = (after(&base, &mine), after(&base, &others));
            let merged = merge_from(&Layer::from_sidecar(base), a.clone(), b);
            // The other window reads it, having nothing of its own since.
            let again = merge_from(&Layer::from_sidecar(a.clone()), a, merged.clone());
            prop_assert_eq!(plain(&again), plain(&merged));
        }
    }

    #[test]
    fn a_rival_that_was_chosen_from_does_not_come_back() {
        let article = text("党建引领基层治理");
        let passage = Passage { modified: moment(2), ..mark(&article, &[(0, 2)]) };
        let rival = Passage { memo: "另改".to_owned(), modified: moment(1), ..passage.clone() };
        let mut base = Sidecar::new(coder("lin"), "甲.txt", ContentHash::of(article.as_str()), 8);
        base.passages = vec![passage];
        base.conflicts = vec![rival];
        let chosen = Sidecar { conflicts: Vec::new(), ..base.clone() };
        let layer = Layer::from_sidecar(base.clone());
        assert_eq!(merge_from(&layer, chosen.clone(), base.clone()), chosen);
        assert_eq!(merge_from(&layer, base, chosen.clone()), chosen);
    }

    #[test]
    fn what_one_side_simply_lacks_is_gone_unless_the_other_changed_it() {
        let article = text("党建引领基层治理");
        let mut base = Sidecar::new(coder("lin"), "甲.txt", ContentHash::of(article.as_str()), 8);
        let at =
            |place: u32| Passage { modified: moment(1), ..mark(&article, &[(place, place + 2)]) };
        let [kept, changed, gone, back] = [at(0), at(2), at(4), at(6)];
        base.passages = vec![kept.clone(), changed.clone(), gone.clone()];
        base.removed = vec![Tombstone { id: back.id, removed: moment(5) }];
        let layer = Layer::from_sidecar(base.clone());
        // Theirs is an earlier file: without two passages, and with one that was removed since.
        let theirs = Sidecar {
            passages: vec![kept.clone(), back.clone()],
            removed: Vec::new(),
            ..base.clone()
        };
        let changed = Passage { memo: "改".to_owned(), modified: moment(2), ..changed };
        let ours = Sidecar { passages: vec![kept.clone(), changed.clone(), gone], ..base };
        let merged = merge_from(&layer, ours.clone(), theirs.clone());
        assert_eq!(merged.passages, [kept, changed, back]);
        assert_eq!(merged.removed, []);
        assert_eq!(plain(&merge_from(&layer, theirs, ours)), plain(&merged));
    }

    #[test]
    fn what_both_sides_changed_is_kept_in_both_versions() {
        let article = text("党建引领基层治理");
        let hash = ContentHash::of(article.as_str());
        let before = Passage { modified: moment(1), ..mark(&article, &[(0, 2)]) };
        let with = |memo: &str, time| Passage {
            memo: memo.to_owned(),
            modified: moment(time),
            ..before.clone()
        };
        let sidecar = |passage: &Passage| Sidecar {
            passages: vec![passage.clone()],
            ..Sidecar::new(coder("lin"), "甲.txt", hash.clone(), 8)
        };
        let (mine, other) = (with("我", 2), with("他", 3));
        let base = Layer::from_sidecar(sidecar(&before));
        let merged = merge_from(&base, sidecar(&mine), sidecar(&other));
        assert_eq!((merged.passages, merged.conflicts), (vec![other.clone()], vec![mine.clone()]));
        let merged = merge_from(&base, sidecar(&before), sidecar(&other));
        assert_eq!((merged.passages, merged.conflicts), (vec![other], vec![]));
    }

    #[test]
    fn the_version_changed_last_stands_and_the_one_it_was_made_from_is_no_conflict() {
        let article = text("党建引领基层治理");
        let hash = ContentHash::of(article.as_str());
        let older = Passage { modified: moment(1), ..mark(&article, &[(0, 2)]) };
        let newer = Passage { modified: moment(2), memo: "改".to_owned(), ..older.clone() };
        let sidecar = |passage: &Passage| Sidecar {
            passages: vec![passage.clone()],
            ..Sidecar::new(coder("lin"), "甲.txt", hash.clone(), 8)
        };
        let merged = merge(sidecar(&older), sidecar(&newer));
        assert_eq!((merged.passages, merged.conflicts), (vec![newer.clone()], vec![]));

        let rival = Passage { memo: "另改".to_owned(), ..newer.clone() };
        let merged = merge(sidecar(&newer), sidecar(&rival));
        assert_eq!((merged.passages.len(), merged.conflicts.len()), (1, 1));
    }
}
