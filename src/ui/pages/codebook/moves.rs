//! Where a theme goes when it is moved by a key or dropped somewhere, as pure functions.

use crate::annotation::{self, Codebook, ThemeId};

/// A step in the tree by key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum TreeStep {
    /// Before the sibling above.
    Up,
    /// Behind the sibling below.
    Down,
    /// Below the sibling above.
    Nest,
    /// Out of its parent, behind it.
    Unnest,
}

/// Where a theme is dropped on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Drop {
    Before,
    Into,
    Behind,
}

/// A place in the tree: below which theme, before which sibling.
pub(super) type TreePlace = (Option<ThemeId>, Option<ThemeId>);

/// The place one step on; `None` where there is none.
pub(super) fn step(codebook: &Codebook, id: ThemeId, step: TreeStep) -> Option<TreePlace> {
    let theme = codebook.get(id)?;
    let siblings: Vec<ThemeId> = codebook.children(theme.parent).map(|theme| theme.id).collect();
    let at = siblings.iter().position(|&other| other == id)?;
    let above = at.checked_sub(1).and_then(|above| siblings.get(above)).copied();
    match step {
        TreeStep::Up => Some((theme.parent, Some(above?))),
        TreeStep::Down => {
            siblings.get(at + 1)?;
            Some((theme.parent, siblings.get(at + 2).copied()))
        }
        TreeStep::Nest => Some((Some(above?), None)),
        TreeStep::Unnest => drop(codebook, id, theme.parent?, Drop::Behind),
    }
}

/// The place to which `dragged` goes when it is dropped on `target`; `None` if it cannot go there
/// or stands there already.
pub(super) fn drop(
    codebook: &Codebook,
    dragged: ThemeId,
    target: ThemeId,
    drop: Drop,
) -> Option<TreePlace> {
    let parent = codebook.get(target)?.parent;
    let place = match drop {
        Drop::Into => (Some(target), None),
        Drop::Before => (parent, Some(target)),
        Drop::Behind => {
            let mut siblings = codebook.children(parent).map(|theme| theme.id);
            siblings.find(|&other| other == target)?;
            (parent, siblings.find(|&other| other != dragged))
        }
    };
    allowed(codebook, dragged, place)
}

/// The place, if `dragged` can go there and that changes something.
pub(super) fn allowed(
    codebook: &Codebook,
    dragged: ThemeId,
    place: TreePlace,
) -> Option<TreePlace> {
    let (parent, before) = place;
    let circle = parent.is_some_and(|parent| codebook.would_cycle(dragged, parent));
    // Sub-themes may stand between two siblings in the list: what counts is the tree.
    let stays = codebook.get(dragged)?.parent == parent && {
        let mut siblings = codebook.children(parent).map(|theme| theme.id);
        siblings.find(|&other| other == dragged)?;
        siblings.next() == before
    };
    if circle || stays || before == Some(dragged) {
        return None;
    }
    annotation::place_theme(codebook, dragged, parent, before).map(|_| place)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Annotations, Edit, Theme};

    /// Top: 甲 (with 一 and 二), 乙, 丙.
    fn annotations() -> Annotations {
        let mut annotations = Annotations::new(Codebook::default());
        for (name, parent) in
            [("甲", None), ("一", Some("甲")), ("乙", None), ("二", Some("甲")), ("丙", None)]
        {
            let codebook = annotations.codebook();
            let parent = parent.and_then(|name| codebook.by_name(name)).map(|theme| theme.id);
            let theme = Theme { parent, ..codebook.new_theme(name) };
            let edit = Edit::add_theme(codebook, theme);
            annotations.apply(&edit).expect("a new name");
        }
        annotations
    }

    fn tree(annotations: &Annotations) -> String {
        let rows = annotations.codebook().tree();
        let rows =
            rows.iter().map(|(depth, theme)| format!("{}{}", "-".repeat(*depth), theme.name));
        rows.collect::<Vec<_>>().join(" ")
    }

    fn after(
        place: impl Fn(&Codebook, &dyn Fn(&str) -> ThemeId) -> (ThemeId, Option<TreePlace>),
    ) -> String {
        let mut annotations = annotations();
        let codebook = annotations.codebook().clone();
        let id = |name: &str| codebook.by_name(name).expect("it is there").id;
        let (theme, place) = place(&codebook, &id);
        let Some((parent, before)) = place else { return "nowhere".to_owned() };
        let edit = annotation::place_theme(&codebook, theme, parent, before).expect("a change");
        annotations.apply(&edit).expect("allowed");
        tree(&annotations)
    }

    #[test]
    fn keys_move_nest_and_take_out() {
        let by = |name: &str, by| after(|book, id| (id(name), step(book, id(name), by)));
        assert_eq!(tree(&annotations()), "甲 -一 -二 乙 丙");
        assert_eq!(by("丙", TreeStep::Up), "甲 -一 -二 丙 乙");
        assert_eq!(by("甲", TreeStep::Down), "乙 甲 -一 -二 丙");
        assert_eq!(by("乙", TreeStep::Down), "甲 -一 -二 丙 乙");
        assert_eq!(by("丙", TreeStep::Down), "nowhere");
        assert_eq!(by("乙", TreeStep::Nest), "甲 -一 -二 -乙 丙");
        assert_eq!(by("甲", TreeStep::Nest), "nowhere");
        assert_eq!(by("一", TreeStep::Unnest), "甲 -二 一 乙 丙");
        assert_eq!(by("乙", TreeStep::Unnest), "nowhere");
    }

    #[test]
    fn a_drop_lands_where_the_line_was_shown() {
        let at = |dragged: &str, target: &str, where_| {
            after(|book, id| (id(dragged), drop(book, id(dragged), id(target), where_)))
        };
        assert_eq!(at("丙", "甲", Drop::Before), "丙 甲 -一 -二 乙");
        assert_eq!(at("丙", "二", Drop::Before), "甲 -一 -丙 -二 乙");
        assert_eq!(at("甲", "丙", Drop::Behind), "乙 丙 甲 -一 -二");
        assert_eq!(at("一", "丙", Drop::Into), "甲 -二 乙 丙 -一");
        assert_eq!(at("甲", "二", Drop::Into), "nowhere");
        assert_eq!(at("甲", "乙", Drop::Before), "nowhere");
        assert_eq!(at("二", "甲", Drop::Into), "nowhere");
    }
}
