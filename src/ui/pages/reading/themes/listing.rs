//! Which themes the panel lists: all of the tree that is not folded away, or what is searched for;
//! before them, where that is wanted, what one tagged with last.

use std::{
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

use crate::{
    annotation::{Coder, Theme, ThemeId},
    session::Session,
    ui::palette::Matcher,
};

/// From so many themes on they are looked for by typing, and those used last may stand first.
const MANY: usize = 10;
/// So many themes are listed as used last.
const RECENT: usize = 8;

/// A row of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ListedTheme {
    pub(super) theme: ThemeId,
    /// How deep it stands in the tree.
    pub(super) depth: usize,
    /// Whether its sub-themes are folded away; `None` where it has none.
    pub(super) folded: Option<bool>,
    /// Whether it stands among those that were used last.
    pub(super) recent: bool,
    /// Whether it is itself what is searched for, and not only above it.
    found: bool,
}

/// What is to become of what is folded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TreeFold {
    /// This one the other way.
    Turn(ThemeId),
    /// Only the themes at the top are left.
    FoldAll,
    /// All are seen.
    UnfoldAll,
}

/// What rows depend on.
#[derive(Clone, Debug, PartialEq)]
struct ListedFor {
    query: String,
    annotations: u64,
    folds: u64,
    recent_of: Option<Coder>,
}

/// How the list is looked at; kept for this run.
#[derive(Default)]
pub(super) struct ThemeListing {
    /// What is typed into the field above it.
    pub(super) query: String,
    folded: BTreeSet<ThemeId>,
    folds: u64,
    rows: Option<(ListedFor, Rc<[ListedTheme]>)>,
}

impl ThemeListing {
    /// The rows from the top.
    pub(super) fn rows(&mut self, session: &Session) -> Rc<[ListedTheme]> {
        let wanted = ListedFor {
            query: self.query.trim().to_owned(),
            annotations: session.annotations().revision(),
            folds: self.folds,
            recent_of: is_recent_first(session).then(|| session.coder()),
        };
        if let Some((known, rows)) = &self.rows
            && *known == wanted
        {
            return Rc::clone(rows);
        }
        let tree = session.codebook().tree();
        let mut rows = Vec::new();
        if wanted.query.is_empty() {
            if let Some(coder) = &wanted.recent_of {
                let recent = recent(session, coder).into_iter();
                rows.extend(recent.map(|theme| ListedTheme {
                    theme,
                    depth: 0,
                    folded: None,
                    recent: true,
                    found: true,
                }));
            }
            rows.extend(unfolded(&tree, &self.folded));
        } else {
            let matcher = Matcher::new(&wanted.query);
            rows.extend(found(&tree, |theme| matcher.matches(&theme.name)));
        }
        let rows: Rc<[ListedTheme]> = rows.into();
        self.rows = Some((wanted, Rc::clone(&rows)));
        rows
    }

    /// The first theme that is searched for.
    pub(super) fn first_found(&mut self, session: &Session) -> Option<ThemeId> {
        let rows = self.rows(session);
        rows.iter().find(|row| row.found && !row.recent).map(|row| row.theme)
    }

    /// Folds or unfolds.
    pub(super) fn fold(&mut self, session: &Session, folding: TreeFold) {
        match folding {
            TreeFold::Turn(theme) => {
                if !self.folded.remove(&theme) {
                    self.folded.insert(theme);
                }
            }
            TreeFold::FoldAll => {
                let parents = session.codebook().themes().iter().filter_map(|theme| theme.parent);
                self.folded = parents.collect();
            }
            TreeFold::UnfoldAll => self.folded.clear(),
        }
        self.folds += 1;
    }
}

/// Whether there are so many themes that one has to look for them.
pub(super) fn are_many(session: &Session) -> bool {
    session.codebook().themes().len() >= MANY
}

fn is_recent_first(session: &Session) -> bool {
    session.settings().recent_themes_first && are_many(session)
}

/// Whether the row at `at` of a tree has others below it.
fn has_below(tree: &[(usize, &Theme)], at: usize) -> bool {
    let depth = |at: usize| tree.get(at).map(|(depth, _)| *depth);
    depth(at + 1) > depth(at)
}

/// The rows that no folded theme stands above.
fn unfolded(tree: &[(usize, &Theme)], folded: &BTreeSet<ThemeId>) -> Vec<ListedTheme> {
    let mut rows = Vec::with_capacity(tree.len());
    let mut hidden_below: Option<usize> = None;
    for (at, &(depth, theme)) in tree.iter().enumerate() {
        if hidden_below.is_some_and(|above| depth > above) {
            continue;
        }
        let is_folded = folded.contains(&theme.id);
        hidden_below = is_folded.then_some(depth);
        let folded = has_below(tree, at).then_some(is_folded);
        rows.push(ListedTheme { theme: theme.id, depth, folded, recent: false, found: true });
    }
    rows
}

/// The rows of what is meant, with the themes above it, so that it is seen where it stands.
fn found(tree: &[(usize, &Theme)], is_meant: impl Fn(&Theme) -> bool) -> Vec<ListedTheme> {
    let mut rows: Vec<ListedTheme> = Vec::new();
    // From the end, where what stands above comes after what stands below.
    let mut above: Option<usize> = None;
    for &(depth, theme) in tree.iter().rev() {
        let found = is_meant(theme);
        if found || above.is_some_and(|above| depth < above) {
            above = Some(depth);
            let theme = theme.id;
            rows.push(ListedTheme { theme, depth, folded: None, recent: false, found });
        }
    }
    rows.reverse();
    rows
}

/// The themes that `coder` tagged with last, the latest first.
fn recent(session: &Session, coder: &Coder) -> Vec<ThemeId> {
    let annotations = session.annotations();
    let codebook = session.codebook();
    let mut last = BTreeMap::new();
    for path in annotations.articles() {
        let Some(layer) = annotations.layer(path, coder) else { continue };
        for passage in &layer.passages {
            for &theme in &passage.themes {
                let known = last.entry(theme).or_insert(passage.modified);
                *known = (*known).max(passage.modified);
            }
        }
    }
    let mut last: Vec<_> = last
        .into_iter()
        .filter_map(|(theme, when)| Some((when, codebook.position(theme)?, theme)))
        .collect();
    last.sort_by_key(|&(when, place, _)| (std::cmp::Reverse(when), place));
    last.into_iter().take(RECENT).map(|(.., theme)| theme).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Annotations, Codebook, Edit};

    /// 党建 (阵地 (场所), 队伍), 人才.
    fn codebook() -> Codebook {
        let mut annotations = Annotations::new(Codebook::default());
        let mut add = |name: &str, parent: Option<ThemeId>| {
            let theme = Theme { parent, ..annotations.codebook().new_theme(name) };
            let id = theme.id;
            let edit = Edit::add_theme(annotations.codebook(), theme);
            annotations.apply(&edit).expect("it fits");
            id
        };
        let top = add("党建", None);
        let middle = add("阵地", Some(top));
        add("场所", Some(middle));
        add("队伍", Some(top));
        add("人才", None);
        annotations.codebook().clone()
    }

    fn names(codebook: &Codebook, rows: &[ListedTheme]) -> Vec<String> {
        rows.iter().map(|row| codebook.get(row.theme).expect("there").name.clone()).collect()
    }

    #[test]
    fn what_is_folded_hides_all_that_stands_below_it_and_nothing_else() {
        let codebook = codebook();
        let tree = codebook.tree();
        let all = unfolded(&tree, &BTreeSet::new());
        assert_eq!(names(&codebook, &all), ["党建", "阵地", "场所", "队伍", "人才"]);
        let folds: Vec<_> = all.iter().map(|row| row.folded).collect();
        assert_eq!(folds, [Some(false), Some(false), None, None, None]);
        let id = |name: &str| codebook.by_name(name).expect("there").id;
        let rows = unfolded(&tree, &[id("阵地")].into());
        assert_eq!(names(&codebook, &rows), ["党建", "阵地", "队伍", "人才"]);
        let rows = unfolded(&tree, &[id("阵地"), id("党建")].into());
        assert_eq!(names(&codebook, &rows), ["党建", "人才"]);
        assert_eq!(rows[0].folded, Some(true));
    }

    #[test]
    fn what_is_found_is_seen_below_what_stands_above_it() {
        let codebook = codebook();
        let tree = codebook.tree();
        let matcher = Matcher::new("cs");
        let rows = found(&tree, |theme| matcher.matches(&theme.name));
        assert_eq!(names(&codebook, &rows), ["党建", "阵地", "场所"]);
        let is_found: Vec<_> = rows.iter().map(|row| row.found).collect();
        assert_eq!(is_found, [false, false, true]);
        let rows = found(&tree, |theme| theme.name == "队伍");
        assert_eq!(names(&codebook, &rows), ["党建", "队伍"]);
        assert!(found(&tree, |_| false).is_empty());
    }
}
