//! Two states of one sidecar become one: what is in memory and what another program wrote.
//!
//! Three-way merging is git's affair; this has no common ancestor and goes by the times alone.
//! Codebooks, which have one, are merged in [`themes`].

mod themes;

use std::collections::BTreeMap;

pub use themes::{merge_codebooks, merge_codebooks_from};

use super::{
    passage::{Passage, PassageId, Timestamp},
    sidecar::{Settled, Sidecar},
};

/// One sidecar with what both hold.
///
/// Of a passage the version changed last stands; two versions of the same moment are kept as
/// passage and conflict. A passage and its tombstone: the later one stands. What the two call
/// themselves (coder, article, hash of the text) and names both have in the legend are `ours`;
/// where the hashes differ, [`Sidecar::fits`] finds the positions of `theirs` that do not hold.
#[must_use]
pub fn merge(mut ours: Sidecar, theirs: Sidecar) -> Sidecar {
    let mut passages = std::mem::take(&mut ours.passages);
    passages.extend(theirs.passages);
    let mut latest: BTreeMap<PassageId, Timestamp> = BTreeMap::new();
    for passage in &passages {
        let time = latest.entry(passage.id).or_insert(passage.modified);
        *time = passage.modified.max(*time);
    }
    // An older version is no rival: it is what the newer one was made from, most often by us.
    passages.retain(|passage| latest.get(&passage.id) == Some(&passage.modified));
    passages.append(&mut ours.conflicts);
    passages.extend(theirs.conflicts);

    let mut tombstones = std::mem::take(&mut ours.removed);
    tombstones.extend(theirs.removed);
    let Settled { passages, conflicts, removed } = Settled::new(passages, tombstones);

    // Positions of theirs may hold for another text than ours.
    if theirs.sha256 != ours.sha256 {
        ours.texts.push(theirs.sha256);
    }
    ours.texts.extend(theirs.texts);
    ours.texts.retain(|hash| *hash != ours.sha256);
    ours.texts.sort();
    ours.texts.dedup();

    for (theme, name) in theirs.legend {
        ours.legend.entry(theme).or_insert(name);
    }
    for (key, value) in theirs.ext {
        ours.ext.entry(key).or_insert(value);
    }
    for (id, values) in theirs.passage_ext {
        let ext = ours.passage_ext.entry(id).or_default();
        for (key, value) in values {
            ext.entry(key).or_insert(value);
        }
    }
    Sidecar { passages, conflicts, removed, ..ours }
}

/// One sidecar from two that were both made from `base`; what git asks a merge driver for.
///
/// As [`merge`], but with the ancestor it is known whether a passage was changed on both sides:
/// then the version that does not stand is its rival, for the user to choose.
#[must_use]
pub fn merge_from(base: &Sidecar, ours: Sidecar, theirs: Sidecar) -> Sidecar {
    let rivals: Vec<(Passage, Passage)> = ours
        .passages
        .iter()
        .filter_map(|mine| {
            let other = theirs.passages.iter().find(|other| other.id == mine.id)?;
            let before = base.passages.iter().find(|before| before.id == mine.id)?;
            let changed = |now: &Passage| !now.says_the_same_as(before);
            let both = changed(mine) && changed(other) && !mine.says_the_same_as(other);
            both.then(|| (mine.clone(), other.clone()))
        })
        .collect();
    // Where only they found the passages' places in a new text, theirs is the text.
    let turned = base.sha256 == ours.sha256 && theirs.sha256 != ours.sha256;
    let (sha256, chars) = if turned {
        (theirs.sha256.clone(), theirs.chars)
    } else {
        (ours.sha256.clone(), ours.chars)
    };
    let mut merged = merge(ours, theirs);
    if turned {
        let earlier = std::mem::replace(&mut merged.sha256, sha256.clone());
        merged.texts.push(earlier);
        merged.texts.retain(|hash| *hash != sha256);
        merged.texts.sort();
        merged.texts.dedup();
        merged.chars = chars;
    }
    for (mine, other) in rivals {
        let Some(stands) = merged.passages.iter().find(|passage| passage.id == mine.id) else {
            continue;
        };
        let lost = if *stands == mine { other } else { mine };
        if *stands != lost && !merged.conflicts.contains(&lost) {
            merged.conflicts.push(lost);
        }
    }
    merged
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
        let merged = merge_from(&sidecar(&before), sidecar(&mine), sidecar(&other));
        assert_eq!((merged.passages, merged.conflicts), (vec![other.clone()], vec![mine.clone()]));
        let merged = merge_from(&sidecar(&before), sidecar(&before), sidecar(&other));
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
