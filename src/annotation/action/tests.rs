//! What comes of marking, and of what is done to themes.

use super::*;
use crate::{
    annotation::{
        Annotations, Codebook, Edit, Layer, LayerState, Theme,
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
    assert_eq!((new.quotes.as_slice(), new.after.as_str()), (&["党建引领".into()][..], "基层治理"));
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
    let mark =
        |themes: &[ThemeId]| build_passage(&article, &[span(0, 2)], themes.to_vec(), String::new());
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
