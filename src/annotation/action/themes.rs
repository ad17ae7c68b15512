//! What a user does to themes: delete, merge, replace, split, place; each as the edits of one step.

use std::collections::{BTreeMap, BTreeSet};

use crate::annotation::{
    codebook::Codebook,
    edit::Edit,
    passage::{Passage, PassageId, later_than, now},
    state::Annotations,
    theme::{Theme, ThemeId},
};

/// What taking a theme from passages touches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Passages that change or go, in layers that can be changed.
    pub passages: usize,
    /// Those of them that would bear no theme any more, and go.
    pub removed: usize,
    /// Articles those passages are in.
    pub articles: usize,
    /// Further passages in layers that cannot be changed now, and stay as they are.
    pub locked: usize,
}

/// The edits that put what `instead` says in the place of the theme `from` on every passage that
/// bears it; a passage of which it says nothing stays as it is.
fn retagged(
    annotations: &Annotations,
    from: ThemeId,
    instead: impl Fn(&Passage) -> Option<Vec<ThemeId>>,
) -> (Vec<Edit>, Touched) {
    let (mut edits, mut touched) = (Vec::new(), Touched::default());
    for article in annotations.articles() {
        let before = touched.passages;
        for (coder, layer) in annotations.layers(article) {
            for passage in layer.passages.iter().filter(|passage| passage.themes.contains(&from)) {
                let Some(instead) = instead(passage).filter(|themes| themes[..] != [from]) else {
                    continue;
                };
                if !layer.is_writable() {
                    touched.locked += 1;
                    continue;
                }
                touched.passages += 1;
                let (article, coder) = (article.clone(), coder.clone());
                let (sha256, chars) = (layer.sha256.clone(), layer.chars);
                let before = Passage::clone(passage);
                let after = with_instead(passage, from, &instead);
                edits.push(if after.themes.is_empty() {
                    touched.removed += 1;
                    Edit::remove(article, coder, before, sha256, chars)
                } else {
                    Edit::change(article, coder, before, after, sha256, chars)
                });
            }
        }
        touched.articles += usize::from(touched.passages > before);
    }
    (edits, touched)
}

/// The passage with `instead` in the place of `from`; what it bears already it bears once.
fn with_instead(passage: &Passage, from: ThemeId, instead: &[ThemeId]) -> Passage {
    let mut themes = Vec::with_capacity(passage.themes.len());
    for theme in &passage.themes {
        let put = if *theme == from { instead } else { std::slice::from_ref(theme) };
        for theme in put {
            if !themes.contains(theme) {
                themes.push(*theme);
            }
        }
    }
    Passage { themes, modified: later_than(passage.modified, now()), ..passage.clone() }
}

/// The edits that delete a theme, and what they touch.
///
/// It goes from all passages of all coders; passages that bear nothing else go with it; its
/// sub-themes move up to its parent, with a number where their name is taken there.
#[must_use]
pub fn delete_theme(annotations: &Annotations, id: ThemeId) -> (Vec<Edit>, Touched) {
    let codebook = annotations.codebook();
    let (Some(theme), Some(removal)) = (codebook.get(id), Edit::remove_theme(codebook, id)) else {
        return (Vec::new(), Touched::default());
    };
    let (mut edits, touched) = retagged(annotations, id, |_| Some(Vec::new()));
    // The theme itself is still there while its sub-themes move up beside it: its name is taken.
    edits.extend(move_children(codebook, id, theme.parent));
    edits.push(removal);
    (edits, touched)
}

/// The edits that give every passage of the theme `from` the theme `into` instead and delete `from`,
/// and what they touch.
///
/// Its sub-themes move below `into`, or, where `into` is one of them, up to its parent. In layers
/// that cannot be changed passages keep it; the name stands in their files.
#[must_use]
pub fn merge_themes(
    annotations: &Annotations,
    from: ThemeId,
    into: ThemeId,
) -> (Vec<Edit>, Touched) {
    let codebook = annotations.codebook();
    let known = (codebook.get(from), Edit::remove_theme(codebook, from));
    let (Some(theme), Some(removal)) = known else { return (Vec::new(), Touched::default()) };
    if from == into || codebook.get(into).is_none() {
        return (Vec::new(), Touched::default());
    }
    let (mut edits, touched) = retagged(annotations, from, |_| Some(vec![into]));
    let parent = if codebook.would_cycle(from, into) { theme.parent } else { Some(into) };
    edits.extend(move_children(codebook, from, parent));
    edits.push(removal);
    (edits, touched)
}

/// The edits that give the passages `wanted` the theme `into` instead of `from`, which stays.
#[must_use]
pub fn replace_theme(
    annotations: &Annotations,
    (from, into): (ThemeId, ThemeId),
    wanted: &BTreeSet<PassageId>,
) -> (Vec<Edit>, Touched) {
    if annotations.codebook().get(into).is_none() {
        return (Vec::new(), Touched::default());
    }
    retagged(annotations, from, |passage| wanted.contains(&passage.id).then(|| vec![into]))
}

/// The edits that divide the passages of the theme `from` among others, of which `new` are made.
///
/// `choices` says for each passage which themes it gets in the place of `from`; `from` itself may be
/// one of them. A passage without a choice, or with an empty one, stays as it is, and so does
/// `from`.
#[must_use]
pub fn split_theme(
    annotations: &Annotations,
    from: ThemeId,
    new: &[Theme],
    choices: &BTreeMap<PassageId, Vec<ThemeId>>,
) -> (Vec<Edit>, Touched) {
    let codebook = annotations.codebook();
    let end = codebook.themes().len();
    let mut edits: Vec<Edit> = (end..)
        .zip(new)
        .map(|(place, theme)| {
            let after = Some(Box::new((place, theme.clone())));
            Edit::Theme { id: theme.id, before: None, after }
        })
        .collect();
    let known = |theme: &ThemeId| {
        codebook.get(*theme).is_some() || new.iter().any(|made| made.id == *theme)
    };
    let (changes, touched) = retagged(annotations, from, |passage| {
        let chosen = choices.get(&passage.id)?;
        let chosen: Vec<ThemeId> = chosen.iter().copied().filter(known).collect();
        (!chosen.is_empty()).then_some(chosen)
    });
    edits.extend(changes);
    (edits, touched)
}

/// The edit that puts a theme below `parent`, before its sibling `before` or behind all of them;
/// `None` where that changes nothing or one of them is not there.
#[must_use]
pub fn place_theme(
    codebook: &Codebook,
    id: ThemeId,
    parent: Option<ThemeId>,
    before: Option<ThemeId>,
) -> Option<Edit> {
    let from = codebook.position(id)?;
    let theme = codebook.get(id)?.clone();
    let slot = match before {
        Some(before) => codebook.position(before)?,
        None => {
            let siblings = codebook.children(parent).filter(|sibling| sibling.id != id);
            let last = siblings.last().and_then(|last| codebook.position(last.id));
            // Without siblings it may stay where it is: only the parent changes.
            last.map_or(from, |last| last + 1)
        }
    };
    // Counted without itself.
    let to = if from < slot { slot - 1 } else { slot };
    let placed = Theme { parent, ..theme.clone() };
    let moved = to != from || placed != theme;
    moved.then(|| Edit::Theme {
        id,
        before: Some(Box::new((from, theme))),
        after: Some(Box::new((to, placed))),
    })
}

/// The edits that move what is below `from` to `parent`, with a number where a name is taken there.
fn move_children(codebook: &Codebook, from: ThemeId, parent: Option<ThemeId>) -> Vec<Edit> {
    let siblings = codebook.children(parent);
    let mut taken: Vec<String> = siblings.map(|sibling| sibling.name.clone()).collect();
    let moved = codebook.children(Some(from)).filter_map(|child| {
        let name = free_name(&child.name, &taken);
        taken.push(name.clone());
        Edit::change_theme(codebook, Theme { name, parent, ..child.clone() })
    });
    moved.collect()
}

/// `name`, or where it is taken the first of `name 2`, `name 3` that is not.
pub(in crate::annotation) fn free_name(name: &str, taken: &[String]) -> String {
    let free = |name: &String| !taken.contains(name);
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(free).unwrap_or_default()
}
