//! The themes as a tree in the order of the codebook, and what moving one in it means.

use crate::annotation::{Codebook, Theme, ThemeId};

/// The place to which `theme` goes to stand one sibling further up (`-1`) or down (`1`).
pub(super) fn step(codebook: &Codebook, theme: &Theme, by: isize) -> Option<usize> {
    let siblings: Vec<&Theme> = codebook.children(theme.parent).collect();
    let at = siblings.iter().position(|other| other.id == theme.id)?;
    let other = siblings.get(at.checked_add_signed(by)?)?;
    codebook.position(other.id)
}

/// The place to which `dragged` goes when it is dropped before or behind `target`.
///
/// `None` where that changes nothing, or the two have not the same parent: a drag orders, it does
/// not make a sub-theme by a slip of the hand.
pub(super) fn drop_place(
    codebook: &Codebook,
    dragged: ThemeId,
    target: ThemeId,
    behind: bool,
) -> Option<usize> {
    let parent = |id| codebook.get(id).map(|theme| theme.parent);
    if parent(dragged)? != parent(target)? {
        return None;
    }
    let from = codebook.position(dragged)?;
    let slot = codebook.position(target)? + usize::from(behind);
    // Taking it out moves everything behind it up.
    let to = if from < slot { slot - 1 } else { slot };
    (to != from).then_some(to)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Annotations, Edit};

    /// Top: 阵地, 人才 (with 引进 and 留住), 党建. In the file the sub-themes stand at the end.
    fn codebook() -> Codebook {
        let mut annotations = Annotations::new(Codebook::default());
        let mut add = |name: &str, parent: Option<ThemeId>| {
            let theme = Theme { parent, ..annotations.codebook().new_theme(name) };
            let id = theme.id;
            let after = Some(Box::new((annotations.codebook().themes().len(), theme)));
            annotations.apply(&Edit::Theme { id, before: None, after }).expect("it fits");
            id
        };
        add("阵地", None);
        let people = add("人才", None);
        add("党建", None);
        add("引进", Some(people));
        add("留住", Some(people));
        annotations.codebook().clone()
    }

    fn id(codebook: &Codebook, name: &str) -> ThemeId {
        codebook.by_name(name).expect(name).id
    }

    #[test]
    fn sub_themes_stand_below_their_parent() {
        let codebook = codebook();
        let rows: Vec<_> =
            codebook.tree().into_iter().map(|(depth, theme)| (depth, &*theme.name)).collect();
        assert_eq!(rows, [(0, "阵地"), (0, "人才"), (1, "引进"), (1, "留住"), (0, "党建")]);
    }

    #[test]
    fn a_theme_steps_past_its_siblings_only() {
        let codebook = codebook();
        let theme = |name| codebook.by_name(name).expect("it is there");
        assert_eq!(step(&codebook, theme("党建"), -1), Some(1));
        assert_eq!(step(&codebook, theme("党建"), 1), None);
        assert_eq!(step(&codebook, theme("留住"), -1), Some(3));
        assert_eq!(step(&codebook, theme("引进"), -1), None);
    }

    #[test]
    fn a_drop_lands_where_the_line_was_shown() {
        let codebook = codebook();
        let id = |name| id(&codebook, name);
        // Down behind the last: takes its place.
        assert_eq!(drop_place(&codebook, id("阵地"), id("党建"), true), Some(2));
        // Down before the last: one place up from it, as what is dragged leaves a gap.
        assert_eq!(drop_place(&codebook, id("阵地"), id("党建"), false), Some(1));
        assert_eq!(drop_place(&codebook, id("党建"), id("阵地"), false), Some(0));
        // Where it is already.
        assert_eq!(drop_place(&codebook, id("阵地"), id("人才"), false), None);
        assert_eq!(drop_place(&codebook, id("阵地"), id("引进"), false), None);
    }
}
