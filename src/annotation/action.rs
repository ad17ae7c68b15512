//! What a user does to passages and themes, as edits or as the passage that comes of it.
//!
//! Nothing here changes anything: the session applies the edits, as one step of the history.

use super::{
    edit::Edit,
    passage::{Passage, PassageId, later_than, now},
    state::Annotations,
    theme::{Theme, ThemeId},
};
use crate::text::{CharOffset, CharSpan, Text};

/// Characters kept before and after a passage, to find it again in an edited article.
const CONTEXT: u32 = 32;

/// What deleting a theme touches.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Passages that bear it, in layers that can be changed.
    pub passages: usize,
    /// Those of them that bear no other theme, and go with it.
    pub removed: usize,
    /// Articles those passages are in.
    pub articles: usize,
    /// Further passages that bear it in layers that cannot be changed now, and keep it.
    pub locked: usize,
}

/// The edits that delete a theme, and what they touch.
///
/// It goes from all passages of all coders; passages that bear nothing else go with it; its
/// sub-themes move up to its parent, with a number where their name is taken there.
#[must_use]
pub fn delete_theme(annotations: &Annotations, id: ThemeId) -> (Vec<Edit>, Touched) {
    let codebook = annotations.codebook();
    let (mut edits, mut touched) = (Vec::new(), Touched::default());
    let (Some(theme), Some(removal)) = (codebook.get(id), Edit::remove_theme(codebook, id)) else {
        return (edits, touched);
    };
    for article in annotations.articles() {
        let before = touched.passages;
        for (coder, layer) in annotations.layers(article) {
            for passage in layer.passages.iter().filter(|passage| passage.themes.contains(&id)) {
                if !layer.is_writable() {
                    touched.locked += 1;
                    continue;
                }
                touched.passages += 1;
                let (article, coder) = (article.clone(), coder.clone());
                let (sha256, chars) = (layer.sha256.clone(), layer.chars);
                let before = Passage::clone(passage);
                edits.push(if passage.themes.len() == 1 {
                    touched.removed += 1;
                    Edit::remove(article, coder, before, sha256, chars)
                } else {
                    let after = toggle_theme(passage, id);
                    Edit::change(article, coder, before, after, sha256, chars)
                });
            }
        }
        touched.articles += usize::from(touched.passages > before);
    }
    let mut taken: Vec<String> = codebook
        .children(theme.parent)
        .filter(|sibling| sibling.id != id)
        .map(|sibling| sibling.name.clone())
        .collect();
    // The theme itself is still there while its sub-themes move up beside it.
    taken.push(theme.name.clone());
    for child in codebook.children(Some(id)) {
        let name = free_name(&child.name, &taken);
        taken.push(name.clone());
        let moved = Theme { name, parent: theme.parent, ..child.clone() };
        edits.extend(Edit::change_theme(codebook, moved));
    }
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
    let (mut edits, mut touched) = (Vec::new(), Touched::default());
    let (Some(theme), Some(removal)) = (codebook.get(from), Edit::remove_theme(codebook, from))
    else {
        return (edits, touched);
    };
    if from == into || codebook.get(into).is_none() {
        return (edits, touched);
    }
    for article in annotations.articles() {
        let before = touched.passages;
        for (coder, layer) in annotations.layers(article) {
            for passage in layer.passages.iter().filter(|passage| passage.themes.contains(&from)) {
                if !layer.is_writable() {
                    touched.locked += 1;
                    continue;
                }
                touched.passages += 1;
                let mut after = toggle_theme(passage, from);
                if !after.themes.contains(&into) {
                    let place = passage.themes.iter().position(|&theme| theme == from);
                    after.themes.insert(place.unwrap_or(0), into);
                }
                let (article, coder) = (article.clone(), coder.clone());
                let (sha256, chars) = (layer.sha256.clone(), layer.chars);
                let before = Passage::clone(passage);
                edits.push(Edit::change(article, coder, before, after, sha256, chars));
            }
        }
        touched.articles += usize::from(touched.passages > before);
    }
    let parent = if codebook.would_cycle(from, into) { theme.parent } else { Some(into) };
    let mut taken: Vec<String> =
        codebook.children(parent).map(|sibling| sibling.name.clone()).collect();
    for child in codebook.children(Some(from)) {
        let name = free_name(&child.name, &taken);
        taken.push(name.clone());
        edits.extend(Edit::change_theme(codebook, Theme { name, parent, ..child.clone() }));
    }
    edits.push(removal);
    (edits, touched)
}

fn free_name(name: &str, taken: &[String]) -> String {
    let free = |name: &String| !taken.contains(name);
    let numbered = (2..).map(|number| format!("{name} {number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(free).unwrap_or_default()
}

/// The passage with the theme if it had it not, and without it if it had.
#[must_use]
pub fn toggle_theme(passage: &Passage, theme: ThemeId) -> Passage {
    let mut passage = passage.clone();
    if passage.themes.contains(&theme) {
        passage.themes.retain(|&other| other != theme);
    } else {
        passage.themes.push(theme);
    }
    passage.modified = later_than(passage.modified, now());
    passage
}

/// A new passage over `fragments` of `text`; `None` if they hold nothing or reach beyond its end.
///
/// Fragments may come in any order and overlap; a theme given twice counts once.
#[must_use]
pub fn build_passage(
    text: &Text,
    fragments: &[CharSpan],
    themes: Vec<ThemeId>,
    memo: String,
) -> Option<Passage> {
    let now = now();
    let mut passage = Passage {
        id: PassageId::fresh(),
        themes,
        fragments: Vec::new(),
        quotes: Vec::new(),
        before: String::new(),
        after: String::new(),
        memo,
        origin: None,
        created: now,
        modified: now,
    };
    passage.normalise();
    anchor_at(text, fragments, passage)
}

/// The passage moved to other fragments of its article.
#[must_use]
pub fn refragment(text: &Text, passage: &Passage, fragments: &[CharSpan]) -> Option<Passage> {
    let modified = later_than(passage.modified, now());
    anchor_at(text, fragments, Passage { modified, ..passage.clone() })
}

fn anchor_at(text: &Text, fragments: &[CharSpan], mut passage: Passage) -> Option<Passage> {
    let fragments = joined(fragments);
    let quote = |&span: &CharSpan| text.slice_chars(span).map(str::to_owned);
    passage.quotes = fragments.iter().map(quote).collect::<Option<_>>()?;
    let (start, end) = (fragments.first()?.start(), fragments.last()?.end());
    let from = CharOffset::new(start.get().saturating_sub(CONTEXT));
    let to = CharOffset::new(end.get().saturating_add(CONTEXT)).min(text.char_len());
    text.slice_chars(CharSpan::new(from, start)?)?.clone_into(&mut passage.before);
    text.slice_chars(CharSpan::new(end, to)?)?.clone_into(&mut passage.after);
    passage.fragments = fragments;
    Some(passage)
}

/// The same characters as sorted spans that neither overlap nor touch, none of them empty.
fn joined(fragments: &[CharSpan]) -> Vec<CharSpan> {
    let mut sorted: Vec<_> = fragments.iter().copied().filter(|span| !span.is_empty()).collect();
    sorted.sort_unstable();
    let mut joined: Vec<CharSpan> = Vec::with_capacity(sorted.len());
    for span in sorted {
        match joined.last_mut() {
            Some(last) if last.end() >= span.start() => *last = last.cover(span),
            _ => joined.push(span),
        }
    }
    joined
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        annotation::{
            Codebook, Layer, LayerState,
            sample::{coder, path, span, text},
        },
        corpus::ContentHash,
    };

    #[test]
    fn a_passage_keeps_its_quotes_and_up_to_32_characters_around_it() {
        let article = text(&format!("{}党建𠮷阵地{}", "前".repeat(40), "后".repeat(3)));
        let spans = [span(43, 45), span(40, 41), span(44, 45), span(42, 42), span(41, 42)];
        let theme = ThemeId::fresh();
        let passage =
            build_passage(&article, &spans, vec![theme, theme], String::new()).expect("inside");
        assert_eq!(passage.fragments, [span(40, 42), span(43, 45)]);
        assert_eq!(passage.quotes, ["党建", "阵地"]);
        assert_eq!((passage.before, passage.after), ("前".repeat(32), "后后后".to_owned()));
        assert_eq!(passage.themes, [theme]);
    }

    #[test]
    fn nothing_and_what_is_beyond_the_end_make_no_passage() {
        let article = text("党建");
        for spans in [&[][..], &[span(1, 1)], &[span(0, 3)], &[span(0, 1), span(2, 9)]] {
            assert_eq!(build_passage(&article, spans, Vec::new(), String::new()), None);
        }
    }

    #[test]
    fn moved_boundaries_keep_identity_themes_and_memo() {
        let article = text("党建引领基层治理");
        let old = build_passage(&article, &[span(0, 2)], vec![ThemeId::fresh()], "注".into());
        let old = old.expect("inside");
        let new = refragment(&article, &old, &[span(0, 4)]).expect("inside");
        assert_eq!(
            (new.quotes.as_slice(), new.after.as_str()),
            (&["党建引领".into()][..], "基层治理")
        );
        assert_eq!((new.id, &new.themes, &new.memo), (old.id, &old.themes, &old.memo));
        assert!(new.modified > old.modified && new.created == old.created);
    }

    #[test]
    fn a_deleted_theme_goes_from_everyones_passages_and_its_sub_themes_move_up() {
        let mut annotations = Annotations::new(Codebook::starting());
        let [doomed, other, _] = annotations.codebook().themes() else { panic!("three themes") };
        let (doomed, other) = (doomed.id, other.id);
        // The one below is called like a theme at the top.
        let below = Theme { parent: Some(doomed), ..annotations.codebook().new_theme("人才") };
        let edit = Edit::add_theme(annotations.codebook(), below.clone());
        annotations.apply(&edit).expect("a new name there");
        let namesake =
            Theme { parent: Some(doomed), ..annotations.codebook().new_theme("阵地建设") };
        let edit = Edit::add_theme(annotations.codebook(), namesake.clone());
        annotations.apply(&edit).expect("a new name there");

        let article = text("党建引领基层治理");
        let layer = |themes: &[&[ThemeId]], state| {
            let mut layer = Layer::new(ContentHash::of(article.as_str()), 8);
            let mark = |themes: &&[ThemeId]| {
                build_passage(&article, &[span(0, 2)], themes.to_vec(), String::new())
            };
            layer.passages = themes.iter().filter_map(mark).map(Into::into).collect();
            Layer { state, ..layer }
        };
        let (a, b) = (path("a.txt"), path("b.txt"));
        let marked = layer(&[&[doomed], &[other, doomed], &[other]], LayerState::Writable);
        annotations.put_layer(a.clone(), coder("lin"), marked);
        annotations.put_layer(a, coder("王"), layer(&[&[doomed]], LayerState::Writable));
        annotations.put_layer(b, coder("lin"), layer(&[&[doomed]], LayerState::Stale));

        let (edits, touched) = delete_theme(&annotations, doomed);
        assert_eq!(touched, Touched { passages: 3, removed: 2, articles: 1, locked: 1 });
        for edit in edits {
            annotations.apply(&edit).expect("in this order all fit");
        }
        assert_eq!((annotations.count(), annotations.count_of(doomed)), (3, 1));
        assert_eq!(annotations.count_of(other), 2);
        assert_eq!(annotations.codebook().get(doomed), None);
        assert_eq!(annotations.codebook().path_name(below.id), "人才 2");
        assert_eq!(annotations.codebook().path_name(namesake.id), "阵地建设 2");
    }

    #[test]
    fn a_merged_theme_gives_its_passages_and_sub_themes_to_the_other() {
        let mut annotations = Annotations::new(Codebook::starting());
        let [from, into, _] = annotations.codebook().themes() else { panic!("three themes") };
        let (from, into) = (from.id, into.id);
        let below = Theme { parent: Some(from), ..annotations.codebook().new_theme("粮站") };
        let edit = Edit::add_theme(annotations.codebook(), below.clone());
        annotations.apply(&edit).expect("a new name there");
        let article = text("党建引领基层治理");
        let mut layer = Layer::new(ContentHash::of(article.as_str()), 8);
        let mark = |themes: &[ThemeId]| {
            build_passage(&article, &[span(0, 2)], themes.to_vec(), String::new())
        };
        let themes: [&[ThemeId]; 3] = [&[from], &[into, from], &[into]];
        layer.passages = themes.into_iter().filter_map(mark).map(Into::into).collect();
        annotations.put_layer(path("a.txt"), coder("lin"), layer);

        let (edits, touched) = merge_themes(&annotations, from, into);
        assert_eq!(touched, Touched { passages: 2, removed: 0, articles: 1, locked: 0 });
        for edit in edits {
            annotations.apply(&edit).expect("in this order all fit");
        }
        assert_eq!((annotations.count(), annotations.count_of(into)), (3, 3));
        assert_eq!(annotations.codebook().get(from), None);
        assert_eq!(annotations.codebook().get(below.id).expect("kept").parent, Some(into));
    }

    #[test]
    fn a_theme_can_be_merged_into_its_own_sub_theme() {
        let mut annotations = Annotations::new(Codebook::starting());
        let from = annotations.codebook().themes()[0].id;
        let below = Theme { parent: Some(from), ..annotations.codebook().new_theme("粮站") };
        let edit = Edit::add_theme(annotations.codebook(), below.clone());
        annotations.apply(&edit).expect("a new name there");
        let (edits, _) = merge_themes(&annotations, from, below.id);
        for edit in edits {
            annotations.apply(&edit).expect("in this order all fit");
        }
        assert_eq!(annotations.codebook().get(below.id).expect("kept").parent, None);
    }
}
