//! By what rows are sorted: several keys, the weightiest first, each one way or the other.

use std::cmp::Ordering;

/// One key of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct SortBy<K> {
    /// What is compared.
    pub key: K,
    /// The largest first.
    pub descending: bool,
}

impl<K> SortBy<K> {
    /// `ordering` the way round that is wanted.
    #[must_use]
    pub fn turned(&self, ordering: Ordering) -> Ordering {
        if self.descending { ordering.reverse() } else { ordering }
    }

    /// Compares two values the way round that is wanted; what has none comes last both ways.
    pub fn compare<V: Ord>(&self, a: Option<V>, b: Option<V>) -> Ordering {
        match (a, b) {
            (Some(a), Some(b)) => self.turned(a.cmp(&b)),
            (Some(_), None) => Ordering::Less,
            (None, Some(_)) => Ordering::Greater,
            (None, None) => Ordering::Equal,
        }
    }
}

/// By what rows are sorted; at least one key.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct SortOrder<K> {
    keys: Vec<SortBy<K>>,
}

impl<K: Default> Default for SortOrder<K> {
    fn default() -> Self {
        Self::from(K::default())
    }
}

impl<K> From<K> for SortOrder<K> {
    /// By one key alone, the smallest first.
    fn from(key: K) -> Self {
        Self { keys: vec![SortBy { key, descending: false }] }
    }
}

impl<K: Copy + Eq> SortOrder<K> {
    /// The keys, the weightiest first.
    #[must_use]
    pub fn keys(&self) -> &[SortBy<K>] {
        &self.keys
    }

    /// The weightiest key.
    #[must_use]
    pub fn first(&self) -> Option<SortBy<K>> {
        self.keys.first().copied()
    }

    /// Which of the keys `key` is, and which way round; `None` if it is none of them.
    #[must_use]
    pub fn place(&self, key: K) -> Option<(usize, bool)> {
        let at = self.keys.iter().position(|by| by.key == key)?;
        Some((at, self.keys.get(at)?.descending))
    }

    /// Sorts by `key` alone; asked again, the other way round.
    pub fn choose(&mut self, key: K) {
        let again = self.first().filter(|by| by.key == key && self.keys.len() == 1);
        let descending = again.is_some_and(|by| !by.descending);
        self.keys = vec![SortBy { key, descending }];
    }

    /// Sorts by `key` too, where the keys before it are equal; asked again, the other way round.
    pub fn add(&mut self, key: K) {
        match self.keys.iter_mut().find(|by| by.key == key) {
            Some(by) => by.descending = !by.descending,
            None => self.keys.push(SortBy { key, descending: false }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(order: &SortOrder<char>) -> Vec<(char, bool)> {
        order.keys().iter().map(|by| (by.key, by.descending)).collect()
    }

    #[test]
    fn a_key_chosen_again_turns_round_and_another_starts_anew() {
        let mut order = SortOrder::from('a');
        order.choose('a');
        assert_eq!(keys(&order), [('a', true)]);
        order.choose('b');
        assert_eq!(keys(&order), [('b', false)]);
    }

    #[test]
    fn keys_are_added_behind_the_others_and_turned_where_they_stand() {
        let mut order = SortOrder::from('a');
        order.add('b');
        order.add('c');
        order.add('b');
        assert_eq!(keys(&order), [('a', false), ('b', true), ('c', false)]);
        assert_eq!(order.place('b'), Some((1, true)));
        // A plain choice leaves only one, the usual way round.
        order.choose('a');
        assert_eq!(keys(&order), [('a', false)]);
    }

    #[test]
    fn what_has_no_value_comes_last_both_ways() {
        let sorted = |descending| {
            let by = SortBy { key: (), descending };
            let mut values = [Some(2), None, Some(1)];
            values.sort_by(|a, b| by.compare(*a, *b));
            values
        };
        assert_eq!(sorted(false), [Some(1), Some(2), None]);
        assert_eq!(sorted(true), [Some(2), Some(1), None]);
    }
}
