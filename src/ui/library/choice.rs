//! Which articles of the list are chosen, to do something with all of them.
//!
//! Pure: where rows are and what is done with the choice is known elsewhere. Choosing nothing means
//! the one article that is open.

use std::collections::BTreeSet;

use crate::corpus::ArticlePath;

/// The chosen articles.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct ArticleChoice {
    chosen: BTreeSet<ArticlePath>,
    /// From where Shift chooses.
    anchor: Option<ArticlePath>,
}

impl ArticleChoice {
    pub(super) fn contains(&self, path: &ArticlePath) -> bool {
        self.chosen.contains(path)
    }

    pub(super) fn len(&self) -> usize {
        self.chosen.len()
    }

    pub(super) fn is_empty(&self) -> bool {
        self.chosen.is_empty()
    }

    /// Chooses nothing; Shift chooses from `anchor` on.
    pub(super) fn clear(&mut self, anchor: Option<ArticlePath>) {
        *self = Self { chosen: BTreeSet::new(), anchor };
    }

    /// Takes an article in or out; with the first one, the one that is open comes along.
    pub(super) fn toggle(&mut self, path: &ArticlePath, open: Option<&ArticlePath>) {
        if self.chosen.is_empty() {
            self.chosen.extend(open.filter(|open| *open != path).cloned());
        }
        if !self.chosen.remove(path) {
            self.chosen.insert(path.clone());
        }
        self.anchor = Some(path.clone());
    }

    /// Chooses what `shown` lists from the anchor, else from `from`, to `to`.
    pub(super) fn extend(
        &mut self,
        shown: &[ArticlePath],
        from: Option<&ArticlePath>,
        to: &ArticlePath,
    ) {
        let place = |path: &ArticlePath| shown.iter().position(|other| other == path);
        let Some(to_place) = place(to) else { return };
        let anchor = self.anchor.clone().or_else(|| from.cloned());
        let from_place = anchor.as_ref().and_then(place).unwrap_or(to_place);
        let (first, last) = (from_place.min(to_place), from_place.max(to_place));
        self.chosen = shown.get(first..=last).unwrap_or_default().iter().cloned().collect();
        self.anchor = shown.get(from_place).cloned();
    }

    /// Chooses all that is shown.
    pub(super) fn all(&mut self, shown: &[ArticlePath]) {
        self.chosen = shown.iter().cloned().collect();
        self.anchor = shown.first().cloned();
    }

    /// Forgets what is not there any more.
    pub(super) fn keep(&mut self, is_there: impl Fn(&ArticlePath) -> bool) {
        self.chosen.retain(|path| is_there(path));
        self.anchor = self.anchor.take().filter(|path| is_there(path));
    }

    /// The chosen articles in the order of `all`.
    pub(super) fn of<'a>(&self, all: impl Iterator<Item = &'a ArticlePath>) -> Vec<ArticlePath> {
        all.filter(|path| self.contains(path)).cloned().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(name: &str) -> ArticlePath {
        ArticlePath::new(name).expect("a path")
    }

    fn shown() -> Vec<ArticlePath> {
        ["a", "b", "c", "d", "e"].map(path).to_vec()
    }

    fn names(choice: &ArticleChoice) -> String {
        choice.of(shown().iter()).iter().map(ArticlePath::as_str).collect()
    }

    #[test]
    fn shift_chooses_from_where_it_began_whichever_way_it_goes() {
        let mut choice = ArticleChoice::default();
        choice.extend(&shown(), Some(&path("c")), &path("e"));
        assert_eq!(names(&choice), "cde");
        choice.extend(&shown(), Some(&path("e")), &path("a"));
        assert_eq!(names(&choice), "abc");
        choice.clear(Some(path("d")));
        choice.extend(&shown(), Some(&path("a")), &path("e"));
        assert_eq!(names(&choice), "de");
        choice.extend(&shown(), None, &path("x"));
        assert_eq!(names(&choice), "de", "what is not shown chooses nothing");
    }

    #[test]
    fn ctrl_takes_single_ones_in_and_out_and_begins_with_the_open_one() {
        let mut choice = ArticleChoice::default();
        choice.toggle(&path("d"), Some(&path("b")));
        assert_eq!(names(&choice), "bd");
        choice.toggle(&path("b"), Some(&path("b")));
        assert_eq!(names(&choice), "d");
        choice.extend(&shown(), Some(&path("d")), &path("c"));
        assert_eq!(names(&choice), "bc", "from the one that was taken last");
    }

    #[test]
    fn what_left_the_set_leaves_the_choice() {
        let mut choice = ArticleChoice::default();
        choice.all(&shown());
        choice.keep(|path| path.as_str() != "c");
        assert_eq!((names(&choice).as_str(), choice.len()), ("abde", 4));
    }
}
