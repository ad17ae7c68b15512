//! The fingerprints of all texts in one order: where does the same one stand again?
//!
//! A posting is one number, hash and place, so that sorting them is sorting numbers. They are kept
//! on shelves by the upper bits of the hash: each shelf is filled and sorted on its own, on all cores.

use rayon::prelude::*;

/// How many shelves there are; a power of two.
pub(super) const SHELVES: usize = 64;
/// Parts of a shelf that are found without a search; a power of two.
const LEAVES: usize = 4096;
const HASH_BITS: u32 = 32;

/// A hash, and below it the place.
pub(super) fn posting(hash: u32, place: u32) -> u64 {
    u64::from(hash) << HASH_BITS | u64::from(place)
}

/// The hash of a posting.
pub(super) fn hash_of(posting: u64) -> u32 {
    u32::try_from(posting >> HASH_BITS).unwrap_or(0)
}

/// The place of a posting.
pub(super) fn place_of(posting: u64) -> u32 {
    u32::try_from(posting & u64::from(u32::MAX)).unwrap_or(0)
}

/// On which shelf a hash stands.
pub(super) fn shelf_of(hash: u32) -> usize {
    usize::try_from(hash >> (HASH_BITS - SHELVES.trailing_zeros())).unwrap_or(0)
}

/// Shelves that are being filled by one thread.
pub(super) fn empty_shelves() -> Vec<Vec<u64>> {
    vec![Vec::new(); SHELVES]
}

/// Numbers on shelves, in ascending order on each.
#[derive(Debug, Default)]
pub(super) struct Shelves {
    shelves: Vec<Vec<u64>>,
    /// Of each shelf where each of its [`LEAVES`] parts begins, by the next bits of the hash.
    leaves: Vec<Vec<u32>>,
}

impl Shelves {
    /// Puts together what several threads have filled, and sorts it; `None` if `stop` says so.
    pub(super) fn sorted(
        parts: Vec<Vec<Vec<u64>>>,
        stop: impl Fn() -> bool + Sync,
    ) -> Option<Self> {
        let mut by_shelf: Vec<Vec<Vec<u64>>> = Vec::new();
        by_shelf.resize_with(SHELVES, Vec::new);
        for part in parts {
            for (shelf, numbers) in by_shelf.iter_mut().zip(part) {
                shelf.push(numbers);
            }
        }
        let sort = |parts: Vec<Vec<u64>>| {
            if stop() {
                return None;
            }
            let mut all = Vec::with_capacity(parts.iter().map(Vec::len).sum());
            for part in parts {
                all.extend(part);
            }
            all.sort_unstable();
            let leaves = leaves(&all);
            Some((all, leaves))
        };
        let sorted: Option<Vec<_>> = by_shelf.into_par_iter().map(sort).collect();
        let (shelves, leaves) = sorted?.into_iter().unzip();
        Some(Self { shelves, leaves })
    }

    pub(super) fn as_slices(&self) -> &[Vec<u64>] {
        &self.shelves
    }

    /// The postings of one hash.
    pub(super) fn of_hash(&self, hash: u32) -> &[u64] {
        let number = shelf_of(hash);
        let (Some(shelf), Some(leaves)) = (self.shelves.get(number), self.leaves.get(number))
        else {
            return &[];
        };
        let leaf = leaf_of(hash);
        let bound = |leaf: usize| leaves.get(leaf).and_then(|&at| usize::try_from(at).ok());
        let (Some(from), Some(to)) = (bound(leaf), bound(leaf + 1)) else { return &[] };
        let part = shelf.get(from..to).unwrap_or_default();
        let start = part.partition_point(|&posting| hash_of(posting) < hash);
        let rest = part.get(start..).unwrap_or_default();
        let count = rest.iter().take_while(|&&posting| hash_of(posting) == hash).count();
        rest.get(..count).unwrap_or_default()
    }
}

/// Where in a shelf a hash is looked for.
fn leaf_of(hash: u32) -> usize {
    usize::try_from(hash << SHELVES.trailing_zeros() >> (HASH_BITS - LEAVES.trailing_zeros()))
        .unwrap_or(0)
}

/// Where each leaf of a sorted shelf begins, and where the last one ends.
fn leaves(shelf: &[u64]) -> Vec<u32> {
    let mut starts = Vec::with_capacity(LEAVES + 1);
    for (at, &posting) in (0_u32..).zip(shelf) {
        let leaf = leaf_of(hash_of(posting));
        while starts.len() <= leaf {
            starts.push(at);
        }
    }
    starts.resize(LEAVES + 1, u32::try_from(shelf.len()).unwrap_or(u32::MAX));
    starts
}

/// The groups of postings with one hash, of one shelf.
pub(super) fn same_hashes(shelf: &[u64]) -> impl Iterator<Item = &[u64]> {
    shelf.chunk_by(|&a, &b| hash_of(a) == hash_of(b))
}

/// The pairs of members of a group that are looked at: each with each, or, where there are more than
/// `most`, each with the next alone, which is enough to know that they belong together.
pub(super) fn each_pair<T: Copy>(group: &[T], most: usize, mut with: impl FnMut(T, T)) {
    let last = if group.len() <= most { group.len() } else { 2 };
    for (at, &one) in group.iter().enumerate() {
        for &other in group.iter().take(at + last).skip(at + 1) {
            with(one, other);
        }
    }
}

/// How many pairs those are.
pub(super) fn count_pairs(members: usize, most: usize) -> usize {
    let all = members.saturating_sub(1);
    if members <= most { members * all / 2 } else { all }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_all_or_those_of_neighbours() {
        for (members, most) in [(0, 4), (1, 4), (2, 4), (4, 4), (5, 4), (9, 4), (3, 0)] {
            let group: Vec<usize> = (0..members).collect();
            let mut pairs = Vec::new();
            each_pair(&group, most, |a, b| pairs.push((a, b)));
            assert_eq!(pairs.len(), count_pairs(members, most), "{members} {most}");
            assert!(pairs.iter().all(|(a, b)| a < b));
            // All of them hang together.
            assert!(pairs.iter().filter(|(a, b)| a + 1 == *b).count() + 1 >= members);
        }
    }

    #[test]
    fn postings_are_found_by_their_hash() {
        let hashes = [3, u32::MAX, 0, 3, 1 << 30, 3];
        let mut parts = vec![empty_shelves(), empty_shelves()];
        for (place, hash) in (0_u32..).zip(hashes) {
            parts[place as usize % 2][shelf_of(hash)].push(posting(hash, place));
        }
        let shelves = Shelves::sorted(parts, || false).expect("not stopped");
        let places = |hash| shelves.of_hash(hash).iter().map(|&p| place_of(p)).collect::<Vec<_>>();
        assert_eq!(places(3), [0, 3, 5]);
        assert_eq!(places(u32::MAX), [1]);
        assert_eq!(places(0), [2]);
        assert_eq!(places(7), [] as [u32; 0]);
        let groups: Vec<usize> = shelves
            .as_slices()
            .iter()
            .flat_map(|shelf| same_hashes(shelf).map(<[u64]>::len))
            .collect();
        assert_eq!(groups, [1, 3, 1, 1]);
        assert!(Shelves::sorted(vec![empty_shelves()], || true).is_none());
    }
}
