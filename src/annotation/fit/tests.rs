//! What of an edit fits: of each kind, where others changed the same, something beside it, nothing.

use super::*;
use crate::annotation::{
    Codebook, Layer,
    sample::{coder, mark, path, text},
};

const ARTICLE: &str = "林家坡街道建起议事亭，居民每周议事。";

fn hash() -> ContentHash {
    ContentHash::of(ARTICLE)
}

fn chars() -> u32 {
    text(ARTICLE).char_len().get()
}

fn with(passages: &[&Passage]) -> Annotations {
    let mut annotations = Annotations::new(Codebook::starting());
    let mut layer = Layer::new(hash(), chars());
    layer.passages = passages.iter().map(|&passage| passage.clone().into()).collect();
    annotations.put_layer(path("a.txt"), coder("lin"), layer);
    annotations
}

fn change(before: &Passage, after: &Passage) -> Edit {
    let (at, who) = (path("a.txt"), coder("lin"));
    Edit::change(at, who, before.clone(), after.clone(), hash(), chars())
}

fn fit(annotations: &mut Annotations, edit: &Edit) -> Vec<Obstacle> {
    let fit = annotations.fit(edit, &BTreeSet::new());
    if let Some(edit) = &fit.edit {
        annotations.apply(edit).expect("it fits");
    }
    fit.obstacles
}

#[test]
fn a_passage_is_taken_back_field_by_field() {
    let old = mark(&text(ARTICLE), &[(0, 3)]);
    let [first, second] = [0, 1].map(|place| Codebook::starting().themes()[place].id);
    let old = Passage { themes: vec![first], ..old };
    let ours = Passage { themes: vec![first, second], memo: "我".into(), ..old.clone() };
    let back = change(&ours, &old);
    // Nobody touched it.
    let mut annotations = with(&[&ours]);
    assert_eq!(fit(&mut annotations, &back), []);
    assert!(annotations.find(old.id).expect("there").2.says_the_same_as(&old));
    // Another memo, and the theme is as it was left.
    let mut annotations = with(&[&Passage { memo: "他".into(), ..ours.clone() }]);
    assert_eq!(fit(&mut annotations, &back), [Obstacle::PassageChanged]);
    let now = annotations.find(old.id).expect("there").2;
    assert_eq!((now.memo.as_str(), &now.themes), ("他", &old.themes));
    // Gone, and not brought back.
    let mut annotations = with(&[]);
    assert_eq!(fit(&mut annotations, &back), [Obstacle::PassageGone]);
    assert_eq!(annotations.count(), 0);
}

#[test]
fn a_passage_others_worked_on_is_not_removed_and_one_they_brought_back_not_doubled() {
    let ours = mark(&text(ARTICLE), &[(0, 3)]);
    let add = Edit::add(path("a.txt"), coder("lin"), ours.clone(), hash(), chars());
    let noted = Passage { memo: "他".into(), ..ours.clone() };
    let mut annotations = with(&[&noted]);
    assert_eq!(fit(&mut annotations, &add.inverse()), [Obstacle::PassageChanged]);
    assert_eq!(fit(&mut annotations, &add), [Obstacle::PassageBack]);
    assert_eq!(annotations.find(ours.id).expect("there").2.memo, "他");
}

#[test]
fn rivals_and_extras_are_put_back_only_where_nobody_chose_since() {
    let passage = mark(&text(ARTICLE), &[(0, 3)]);
    let rival = Passage { memo: "他".into(), ..passage.clone() };
    let (at, who, id) = (path("a.txt"), coder("lin"), passage.id);
    let rivals = Edit::Rivals {
        article: at.clone(),
        coder: who.clone(),
        id,
        before: Vec::new(),
        after: vec![rival.clone()],
    };
    let mut annotations = with(&[&passage]);
    assert_eq!(fit(&mut annotations, &rivals), []);
    assert_eq!(fit(&mut annotations, &rivals), [Obstacle::PassageChanged]);
    assert_eq!(fit(&mut with(&[]), &rivals), [Obstacle::PassageGone]);

    let extras = |pairs: &[(&str, &str)]| -> Extension {
        let value = |value: &str| ron::value::RawValue::from_boxed_ron(value.into()).expect("RON");
        pairs.iter().map(|&(key, ron)| (key.to_owned(), value(ron))).collect()
    };
    let edit = |before: &[(&str, &str)], after: &[(&str, &str)]| Edit::Extras {
        article: at.clone(),
        coder: who.clone(),
        id,
        before: extras(before),
        after: extras(after),
    };
    let mut annotations = with(&[&passage]);
    assert_eq!(fit(&mut annotations, &edit(&[], &[("乙", "1")])), []);
    assert_eq!(fit(&mut annotations, &edit(&[], &[("甲", "1")])), []);
    // The other key is not of this step.
    assert_eq!(fit(&mut annotations, &edit(&[("甲", "1")], &[])), []);
    let layer = annotations.layer(&at, &who).expect("there");
    assert_eq!(layer.passage_ext.get(&id), Some(&extras(&[("乙", "1")])));
    assert_eq!(fit(&mut annotations, &edit(&[("乙", "2")], &[])), [Obstacle::PassageChanged]);
}

#[test]
fn a_theme_comes_back_without_what_others_took() {
    let mut annotations = Annotations::new(Codebook::starting());
    let theme = annotations.codebook().themes()[1].clone();
    let remove = Edit::remove_theme(annotations.codebook(), theme.id).expect("there");
    annotations.apply(&remove).expect("bare");
    let namesake = annotations.codebook().new_theme(&theme.name);
    assert_eq!(namesake.key, theme.key);
    let add = Edit::add_theme(annotations.codebook(), namesake);
    annotations.apply(&add).expect("free");
    let (name, key) = (theme.name.clone(), 2);
    let told = [Obstacle::NameTaken { name }, Obstacle::KeyTaken { key }];
    assert_eq!(fit(&mut annotations, &remove.inverse()), told);
    let back = annotations.codebook().get(theme.id).expect("back");
    assert_eq!(back, &Theme { name: "人才 2".into(), key: None, ..theme.clone() });
    assert_eq!(fit(&mut annotations, &remove.inverse()), [Obstacle::ThemeBack]);
    // It is not what it was: it stays.
    let name = theme.name;
    assert_eq!(fit(&mut annotations, &remove), [Obstacle::ThemeChanged { name }]);
}

#[test]
fn a_move_in_the_list_is_taken_back_where_the_theme_still_stands_there() {
    let mut annotations = Annotations::new(Codebook::starting());
    let id = annotations.codebook().themes()[0].id;
    let moved = Edit::move_theme(annotations.codebook(), id, 2).expect("there");
    annotations.apply(&moved).expect("fits");
    assert_eq!(fit(&mut annotations, &moved.inverse()), []);
    assert_eq!(annotations.codebook().position(id), Some(0));
    let told = fit(&mut annotations, &moved.inverse());
    assert_eq!(told, [Obstacle::ThemeChanged { name: "阵地建设".into() }]);
    assert_eq!(annotations.codebook().position(id), Some(0));
}

#[test]
fn of_all_themes_at_once_what_others_changed_stays() {
    let left = Codebook::starting();
    let mut annotations = Annotations::new(left.clone());
    let [first, second, third] = left.themes() else { panic!("three themes") };
    let new = annotations.codebook().new_theme("经费");
    let mut apply = |edit: Option<Edit>| annotations.apply(&edit.expect("fits")).expect("fits");
    let renamed = |theme: &Theme| Theme { name: format!("{}改", theme.name), ..theme.clone() };
    apply(Edit::change_theme(&left, renamed(first)));
    apply(Edit::remove_theme(&left, third.id));
    apply(Some(Edit::add_theme(&left, new.clone())));
    let now = annotations.codebook().clone();
    // The step took the second away and changed the first; so both would come back as they were.
    let mut wanted = Annotations::new(left.clone());
    let back = Theme { memo: "注".into(), ..renamed(second) };
    for edit in [
        Edit::change_theme(&left, Theme { name: "原".into(), ..first.clone() }),
        Edit::change_theme(&left, back.clone()),
    ] {
        wanted.apply(&edit.expect("there")).expect("fits");
    }
    let (then, kept) = crate::annotation::carry_codebook(&left, wanted.codebook(), &now);
    assert_eq!(kept, [first.id]);
    assert_eq!(then.get(first.id), now.get(first.id));
    assert_eq!(then.get(second.id), Some(&back));
    assert_eq!(then.get(third.id), None, "what others deleted stays away");
    assert_eq!(then.get(new.id), Some(&new));
    let unchanged = crate::annotation::carry_codebook(&left, wanted.codebook(), &left);
    assert_eq!(unchanged, (wanted.codebook().clone(), Vec::new()));
}
