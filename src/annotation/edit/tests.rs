//! What a user relies on: undo brings everything back, and a refused edit changes nothing.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::{
    annotation::{
        History, Layer, LayerState, SidecarError, Step, Tombstone, Way, action, merge,
        sample::{coder, mark, moment, path, text},
    },
    text::Text,
};

const ARTICLE: &str = "　　林家坡街道建起议事亭，\n居民每周议事。𠮷祥社区引进人才二十名。";

fn article() -> Text {
    text(ARTICLE)
}

fn hash() -> ContentHash {
    ContentHash::of(ARTICLE)
}

fn chars() -> u32 {
    article().char_len().get()
}

fn add(passage: Passage) -> Edit {
    Edit::add(path("a.txt"), coder("lin"), passage, hash(), chars())
}

fn change(before: Passage, after: Passage) -> Edit {
    Edit::change(path("a.txt"), coder("lin"), before, after, hash(), chars())
}

/// What a user sees: everything but times of change, tombstones and layers without passages.
fn seen(annotations: &Annotations) -> (Codebook, Vec<(ArticlePath, Coder, Passage)>) {
    let passages = annotations.passages().map(|(article, coder, passage)| {
        let passage = Passage { modified: moment(0), ..passage.clone() };
        (article.clone(), coder.clone(), passage)
    });
    (annotations.codebook().clone(), passages.collect())
}

/// Every counter against a count.
fn assert_counters_are_right(annotations: &Annotations) {
    let mut of: BTreeMap<ThemeId, usize> = BTreeMap::new();
    let mut of_in: BTreeMap<(ThemeId, ArticlePath), usize> = BTreeMap::new();
    let mut total = 0;
    for (article, _, passage) in annotations.passages() {
        total += 1;
        for &theme in &passage.themes {
            *of.entry(theme).or_default() += 1;
            *of_in.entry((theme, article.clone())).or_default() += 1;
        }
        assert_eq!(annotations.find(passage.id).map(|(_, _, found)| found.id), Some(passage.id));
    }
    assert_eq!(annotations.count(), total);
    for theme in annotations.codebook().themes() {
        assert_eq!(annotations.count_of(theme.id), of.get(&theme.id).copied().unwrap_or(0));
        for article in annotations.articles() {
            let expected = of_in.get(&(theme.id, article.clone())).copied().unwrap_or(0);
            assert_eq!(annotations.count_of_in(theme.id, article), expected);
        }
    }
    for article in annotations.articles() {
        assert_eq!(annotations.count_in(article), annotations.passages_in(article).len());
    }
}

/// One thing a user might do, chosen by numbers so that it always fits what is there.
fn act(annotations: &Annotations, kind: u8, a: usize, b: usize) -> Vec<Edit> {
    let codebook = annotations.codebook();
    let themes = codebook.themes();
    let theme = themes.get(a % themes.len().max(1)).cloned();
    let passages: Vec<_> = annotations.passages().collect();
    let passage = passages.get(a % passages.len().max(1)).copied();
    let (start, end) = (u32::try_from(a % 20).unwrap(), u32::try_from(b % 10).unwrap());
    let of = |edit: &dyn Fn(ArticlePath, Coder, Passage) -> Edit| {
        passage.map(|(at, coder, passage)| edit(at.clone(), coder.clone(), passage.clone()))
    };
    let target = themes.get(b % themes.len().max(1)).map(|theme| theme.id);
    let some =
        || passages.iter().filter(|(.., passage)| !a.is_multiple_of(3) || !passage.memo.is_empty());
    match kind % 12 {
        0 | 1 => {
            let mut passage = mark(&article(), &[(start, start + end + 1)]);
            passage.themes = theme.iter().map(|theme| theme.id).collect();
            let (at, coder) = (["a.txt", "b/乙.txt"][b % 2], ["lin", "王"][a % 2]);
            vec![Edit::add(path(at), self::coder(coder), passage, hash(), chars())]
        }
        2 => of(&|at, coder, passage| Edit::remove(at, coder, passage, hash(), chars()))
            .into_iter()
            .collect(),
        3 => of(&|at, coder, old| {
            let new = match &theme {
                Some(theme) if b.is_multiple_of(2) => action::toggle_theme(&old, theme.id),
                _ => Passage { memo: format!("{}注", old.memo), ..old.clone() },
            };
            Edit::change(at, coder, old, new, hash(), chars())
        })
        .into_iter()
        .collect(),
        4 => {
            let name = format!("主题{}", a * 31 + b);
            let parent = theme.map(|theme| theme.id).filter(|_| b.is_multiple_of(2));
            vec![Edit::add_theme(codebook, Theme { parent, ..codebook.new_theme(&name) })]
        }
        5 => theme
            .and_then(|old| {
                Edit::change_theme(
                    codebook,
                    Theme { key: Some(9), name: format!("{}改", old.name), ..old },
                )
            })
            .into_iter()
            .collect(),
        6 => theme
            .and_then(|theme| Edit::move_theme(codebook, theme.id, b % 4))
            .into_iter()
            .collect(),
        7 => theme.map(|theme| action::delete_theme(annotations, theme.id).0).unwrap_or_default(),
        8 => theme
            .zip(target)
            .map(|(theme, target)| action::merge_themes(annotations, theme.id, target).0)
            .unwrap_or_default(),
        9 => theme
            .zip(target)
            .map(|(theme, target)| {
                let wanted = some().map(|(.., passage)| passage.id).collect();
                action::replace_theme(annotations, (theme.id, target), &wanted).0
            })
            .unwrap_or_default(),
        10 => theme
            .map(|theme| {
                let new = |number: usize| {
                    let name = format!("分{}", a * 31 + b + number);
                    Theme { key: None, parent: Some(theme.id), ..codebook.new_theme(&name) }
                };
                let new = [new(0), new(1)];
                let ways = [vec![new[0].id], vec![new[1].id, theme.id], vec![], vec![new[1].id]];
                let choices = passages
                    .iter()
                    .zip(ways.iter().cycle())
                    .map(|((.., passage), way)| (passage.id, way.clone()))
                    .collect();
                action::split_theme(annotations, theme.id, &new, &choices).0
            })
            .unwrap_or_default(),
        _ => theme
            .and_then(|theme| {
                let before = target.filter(|_| !a.is_multiple_of(2));
                let parent = match before {
                    Some(before) => codebook.get(before).and_then(|before| before.parent),
                    None => target,
                };
                action::place_theme(codebook, theme.id, parent, before)
            })
            .into_iter()
            .collect(),
    }
}

/// The edits of the next step that way, all of which are done.
fn walk(history: &mut History<Edit>, way: Way) -> Vec<Edit> {
    let (place, ..) = history.steps(way).next().expect("a step");
    let step = history.take(way, place).expect("there");
    history.settle(way, place, &step.name, step.edits.clone(), Vec::new());
    step.edits
}

proptest! {
    #[test]
    fn undo_and_redo_walk_back_and_forth(
        actions in prop::collection::vec((any::<u8>(), 0..1000usize, 0..1000usize), 1..25),
    ) {
        let mut annotations = Annotations::new(Codebook::starting());
        let mut history = History::new();
        let mut states = vec![seen(&annotations)];
        for (kind, a, b) in actions {
            let edits = act(&annotations, kind, a, b);
            // A renamed or moved theme may meet one of its name: such an action is refused whole.
            let mut after = annotations.clone();
            if edits.is_empty() || edits.iter().any(|edit| after.apply(edit).is_err()) {
                continue;
            }
            annotations = after;
            history.push(Step { name: kind.to_string().into(), edits });
            states.push(seen(&annotations));
            assert_counters_are_right(&annotations);
        }
        for state in states.iter().rev().skip(1) {
            for edit in walk(&mut history, Way::Back) {
                prop_assert_eq!(annotations.apply(&edit), Ok(()));
            }
            prop_assert_eq!(&seen(&annotations), state);
            assert_counters_are_right(&annotations);
        }
        for state in states.iter().skip(1) {
            for edit in walk(&mut history, Way::Forth) {
                prop_assert_eq!(annotations.apply(&edit), Ok(()));
            }
            prop_assert_eq!(&seen(&annotations), state);
        }
        assert_counters_are_right(&annotations);
    }
}

#[test]
fn what_was_done_last_stands_in_a_merge_with_what_the_disk_has() {
    let mut annotations = Annotations::new(Codebook::starting());
    let (at, lin) = (path("a.txt"), coder("lin"));
    let passage = mark(&article(), &[(2, 8)]);
    let noted = Passage { memo: "注".to_owned(), modified: passage.modified, ..passage.clone() };
    let edits = [add(passage.clone()), change(passage.clone(), noted)];
    let steps = [&edits[0], &edits[1], &edits[1].inverse(), &edits[0].inverse(), &edits[0]];
    let mut disk = None;
    for edit in steps {
        annotations.apply(edit).expect("fits");
        let memory = annotations.sidecar(&at, &lin).expect("marked");
        if let Some(disk) = disk {
            let merged = merge(memory.clone(), disk);
            assert_eq!((&merged.passages, &merged.removed), (&memory.passages, &memory.removed));
        }
        disk = Some(memory);
    }
}

#[test]
fn a_removed_passage_leaves_a_tombstone_that_goes_when_it_comes_back() {
    let mut annotations = Annotations::default();
    let (at, lin) = (path("a.txt"), coder("lin"));
    // A clock that runs ahead, as on another machine.
    let ahead = now().checked_add(jiff::SignedDuration::from_hours(9)).expect("in range");
    let passage = Passage { modified: ahead, ..mark(&article(), &[(2, 8)]) };
    annotations.apply(&add(passage.clone())).expect("new");
    annotations.apply(&add(passage.clone()).inverse()).expect("there");
    let sidecar = annotations.sidecar(&at, &lin).expect("a tombstone");
    assert_eq!(sidecar.removed, [Tombstone { id: passage.id, removed: ahead }]);
    annotations.apply(&add(passage)).expect("gone");
    let sidecar = annotations.sidecar(&at, &lin).expect("marked");
    assert!(sidecar.removed.is_empty() && sidecar.passages[0].modified > ahead);
}

#[test]
fn what_does_not_fit_is_refused_and_changes_nothing() {
    let mut annotations = Annotations::new(Codebook::starting());
    let passage = mark(&article(), &[(2, 8)]);
    let noted = Passage { memo: "注".to_owned(), ..passage.clone() };
    let id = passage.id;
    let missing = change(passage.clone(), noted.clone());
    assert_eq!(annotations.apply(&missing), Err(EditError::PassageMissing(id)));
    annotations.apply(&add(passage.clone())).expect("new");
    let revision = annotations.revision();

    let other = mark(&article(), &[(2, 8)]);
    let beyond = Passage {
        fragments: mark(&text(&"长".repeat(99)), &[(90, 95)]).fragments,
        ..other.clone()
    };
    let rewritten = Edit::add(path("a.txt"), coder("lin"), other.clone(), ContentHash::of("改"), 9);
    let book = annotations.codebook();
    let [first, second, _] = book.themes() else { panic!("three themes") };
    let theme = |theme: Theme| Edit::change_theme(book, theme).expect("known");
    let cases = [
        (add(passage.clone()), EditError::PassageExists(id)),
        (change(noted.clone(), passage.clone()), EditError::PassageOutdated(id)),
        (change(passage.clone(), other.clone()), EditError::Contradiction),
        (add(beyond), EditError::BadPassage { id: other.id, defect: Defect::Beyond }),
        (rewritten, EditError::TextChanged { article: path("a.txt") }),
        (theme(Theme { name: " ".into(), ..first.clone() }), EditError::BadName),
        (theme(Theme { key: Some(0), ..first.clone() }), EditError::BadKey { key: 0 }),
        (
            theme(Theme { colour: Colour::Palette(10), ..first.clone() }),
            EditError::BadColour { place: 10 },
        ),
        (
            theme(Theme { name: second.name.clone(), ..first.clone() }),
            EditError::DuplicateName { name: second.name.clone() },
        ),
        (
            theme(Theme { parent: Some(first.id), ..first.clone() }),
            EditError::ParentCycle(first.id),
        ),
        (Edit::add_theme(book, first.clone()), EditError::ThemeExists(first.id)),
        (theme(Theme { key: None, ..first.clone() }).inverse(), EditError::ThemeOutdated(first.id)),
    ];
    let before = seen(&annotations);
    for (edit, error) in cases {
        assert_eq!(annotations.apply(&edit), Err(error));
    }
    assert_eq!((seen(&annotations), annotations.revision()), (before, revision));
}

#[test]
fn locked_layers_take_no_edit_and_unread_files_are_never_written() {
    let (at, lin) = (path("a.txt"), coder("lin"));
    let reason = SidecarError::NewerVersion { version: 9 };
    let mut annotations = Annotations::new(Codebook::starting());
    let stale = Layer { state: LayerState::Stale, ..Layer::new(hash(), chars()) };
    for layer in [Layer::read_only(reason), stale] {
        annotations.put_layer(at.clone(), lin.clone(), layer);
        let edit = add(mark(&article(), &[(2, 8)]));
        let locked = EditError::LayerLocked { article: at.clone(), coder: lin.clone() };
        assert_eq!(annotations.apply(&edit), Err(locked));
    }
    annotations.put_layer(
        at.clone(),
        lin.clone(),
        Layer::read_only(SidecarError::NewerVersion { version: 9 }),
    );
    assert_eq!(annotations.sidecar(&at, &lin), None);
}

#[test]
fn what_the_codebook_no_longer_names_keeps_its_name_in_the_legend() {
    let (at, lin) = (path("a.txt"), coder("lin"));
    let mut annotations = Annotations::new(Codebook::starting());
    let lost = ThemeId::fresh();
    let known = annotations.codebook().themes()[0].id;
    let mut layer = Layer::new(hash(), chars());
    let passage = Passage { themes: vec![lost, known], ..mark(&article(), &[(2, 8)]) };
    layer.passages = vec![passage.into()];
    layer.legend = [(lost, "旧主题".to_owned()), (known, "旧名".to_owned())].into();
    annotations.put_layer(at.clone(), lin.clone(), layer);
    let legend = annotations.sidecar(&at, &lin).expect("marked").legend;
    assert_eq!(legend, [(lost, "旧主题".to_owned()), (known, "阵地建设".to_owned())].into());
}
