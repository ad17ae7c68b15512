//! Whatever is done here and elsewhere, in whatever order: undo and redo fail at nothing, come to an
//! end, and change only what a step of this window made.

use std::collections::BTreeMap;

use proptest::prelude::*;

use super::*;
use crate::session::ListSnapshots;

/// Everything a researcher would say is there, each thing under a name of its own.
type Facts = BTreeMap<String, String>;

fn facts(session: &Session) -> Facts {
    let mut facts = Facts::new();
    let mut put = |name: String, value: String| drop(facts.insert(name, value));
    for (article, coder, passage) in session.annotations().passages() {
        let name = format!("{article} {coder} {}", passage.id);
        put(format!("{name} place"), format!("{:?}", passage.fragments));
        put(format!("{name} memo"), passage.memo.clone());
        for theme in &passage.themes {
            put(format!("{name} theme {theme}"), String::new());
        }
    }
    for theme in session.codebook().themes() {
        put(format!("{} name", theme.id), theme.name.clone());
        put(format!("{} memo", theme.id), theme.memo.clone());
        put(format!("{} key", theme.id), format!("{:?}", theme.key));
        put(format!("{} parent", theme.id), format!("{:?}", theme.parent));
    }
    for (article, correction) in session.corpus().unwrap().corrections().iter() {
        let year = correction.year.map(|year| year.to_string());
        for (field, value) in [("title", correction.title.clone()), ("year", year)] {
            if let Some(value) = value {
                put(format!("{article} {field}"), value);
            }
        }
    }
    for name in ["甲.txt", "乙.txt"] {
        for (coder, layer) in session.annotations().layers(&article(name)) {
            let memo = layer.memo.as_ref().map(|memo| &memo.text).filter(|text| !text.is_empty());
            if let Some(text) = memo {
                put(format!("{name} {coder} memo"), text.clone());
            }
        }
    }
    for entry in session.dictionary().entries() {
        put(format!("word {}", entry.word), entry.to_string());
    }
    for query in session.queries(QueryKind::Excerpts) {
        put(format!("query {}", query.id), query.name.clone());
    }
    for (coder, entry) in session.journal() {
        put(format!("journal {coder} {}", entry.id), entry.text.clone());
    }
    facts
}

/// What is not in both: its name, how it was, how it is.
fn differences(before: &Facts, after: &Facts) -> Vec<(String, Option<String>, Option<String>)> {
    let names: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let change = |name: &String| {
        let (was, is) = (before.get(name).cloned(), after.get(name).cloned());
        (was != is).then(|| (name.clone(), was, is))
    };
    names.into_iter().filter_map(change).collect()
}

/// One thing a user might do, by numbers; `unique` is a text that was never written before.
fn command(session: &Session, kind: u8, a: usize, b: usize, unique: &str) -> Option<Command> {
    let ids = ids(session);
    let passage = ids.get(a % ids.len().max(1)).copied();
    let themes: Vec<ThemeId> = session.codebook().themes().iter().map(|theme| theme.id).collect();
    let theme = themes.get(b % themes.len().max(1)).copied();
    let other = themes.get(a % themes.len().max(1)).copied();
    let at = article(["甲.txt", "乙.txt"][a % 2]);
    Some(match kind % 20 {
        0..=3 => {
            let start = CharOffset::new(u32::try_from(b % 12).unwrap());
            let fragments = vec![CharSpan::between(start, CharOffset::new(start.get() + 2))];
            let themes = vec![theme?];
            Command::Tag { article: at, fragments, themes, memo: String::new() }
        }
        4 | 5 => Command::ToggleTheme { passage: passage?, theme: theme? },
        6 => Command::SetMemo { passage: passage?, memo: unique.to_owned() },
        7 => Command::DeletePassages(vec![passage?]),
        8 => Command::DeletePassages(ids.iter().copied().skip(a % 3).take(2 + b % 5).collect()),
        9 => Command::Retag(Retag {
            passages: ids.iter().copied().skip(a % 3).take(6).collect(),
            add: theme.into_iter().collect(),
            replace: b.is_multiple_of(2),
            ..Retag::default()
        }),
        10 => Command::AddTheme { name: unique.to_owned() },
        11 => Command::DeleteTheme(theme?),
        12 => Command::MergeThemes { from: theme?, into: other.filter(|id| Some(*id) != theme)? },
        13 => {
            let theme = session.codebook().get(theme?)?.clone();
            Command::ChangeTheme(Theme { name: unique.to_owned(), ..theme })
        }
        14 => {
            let theme = session.codebook().get(theme?)?.clone();
            let key = Some(u8::try_from(a % 9).unwrap() + 1);
            Command::ChangeTheme(Theme { memo: unique.to_owned(), key, ..theme })
        }
        15 => {
            let corrections = session.corpus()?.corrections();
            let known = corrections.get(&at).cloned().unwrap_or_default();
            let year = i16::try_from(b).unwrap() + 1000;
            let correction = match b % 3 {
                0 => Correction { title: Some(unique.to_owned()), ..known },
                1 => Correction { year: Some(year), ..known },
                _ => Correction::default(),
            };
            Command::Correct { article: at, correction }
        }
        16 => {
            let word = ["楼栋长", "粮站"][b % 2];
            let weight = u32::try_from(unique.len() + a).ok();
            let entry = DictionaryEntry { weight, ..DictionaryEntry::new(word)? };
            let (add, remove) = if a.is_multiple_of(3) {
                (vec![], vec![word.into()])
            } else {
                (vec![entry], vec![])
            };
            Command::ChangeWords { list: WordList::Dictionary, add, remove }
        }
        17 => {
            let known: Vec<SavedQuery> = session.queries(QueryKind::Excerpts).cloned().collect();
            match known.get(a % (known.len() + 1)).cloned() {
                Some(query) if b.is_multiple_of(3) => Command::DeleteQuery(query.id),
                Some(query) => Command::SaveQuery(SavedQuery { name: unique.to_owned(), ..query }),
                None => {
                    let (kind, query) = (QueryKind::Excerpts, "主题:人才".to_owned());
                    Command::SaveQuery(SavedQuery::new(unique.to_owned(), kind, query))
                }
            }
        }
        18 => {
            let coder = session.coder();
            let own = session.journal().filter(|(owner, _)| **owner == coder);
            let known: Vec<JournalEntry> = own.map(|(_, entry)| entry.clone()).collect();
            match known.get(a % (known.len() + 1)) {
                Some(entry) if b.is_multiple_of(3) => Command::DeleteJournal(entry.id),
                Some(entry) => Command::WriteJournal(entry.with_text(unique.to_owned())),
                None => {
                    let now = annotation::now();
                    Command::WriteJournal(JournalEntry::new(unique.to_owned(), now))
                }
            }
        }
        _ => Command::SetArticleMemo { article: at, memo: unique.to_owned() },
    })
}

#[derive(Clone, Copy, Debug)]
enum Deed {
    Own(u8, usize, usize),
    /// Somebody else does so many things; whether it is the same coder on another machine.
    Other(bool, [(u8, usize, usize); 2]),
    Snapshot(usize),
    Undo,
    Redo,
}

fn deed() -> impl Strategy<Value = Deed> {
    let act = || (any::<u8>(), 0..40_usize, 0..40_usize);
    prop_oneof![
        6 => act().prop_map(|(kind, a, b)| Deed::Own(kind, a, b)),
        3 => (any::<bool>(), prop::array::uniform2(act()))
            .prop_map(|(same, acts)| Deed::Other(same, acts)),
        1 => (0..3_usize).prop_map(Deed::Snapshot),
        4 => Just(Deed::Undo),
        3 => Just(Deed::Redo),
    ]
}

/// What the window's own steps changed.
struct Record(Vec<(String, Option<String>, Option<String>)>);

impl Record {
    /// Whether a change that undo (or redo) made takes a change of ours back (or makes it again).
    fn explains(&self, way: Way, change: &(String, Option<String>, Option<String>)) -> bool {
        let (name, was, is) = change;
        self.0.iter().any(|(known, before, after)| {
            let (from, to) = match way {
                Way::Back => (after, before),
                Way::Forth => (before, after),
            };
            // A theme that comes back gives up what others have taken meanwhile.
            let alike = |wanted: &Option<String>, there: &Option<String>| {
                let nothing = there.as_deref() == Some("None");
                let given_up = nothing && (name.ends_with(" key") || name.ends_with(" parent"));
                let numbered = |wanted: &str, there: &str| {
                    name.ends_with(" name") && there.starts_with(&format!("{wanted} "))
                };
                let pair = wanted.as_deref().zip(there.as_deref());
                wanted == there || given_up || pair.is_some_and(|(w, t)| numbered(w, t))
            };
            known == name && alike(from, was) && alike(to, is)
        })
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn nothing_jams_and_nothing_of_others_is_changed(deeds in prop::collection::vec(deed(), 1..40)) {
        let storage = disk();
        let mut ours = window(&storage, "林");
        // The themes a set begins with are written with the first mark.
        let before = facts(&ours);
        tag(&mut ours, 0);
        let mut record = Record(differences(&before, &facts(&ours)));
        for (number, deed) in deeds.into_iter().enumerate() {
            let before = facts(&ours);
            let unique = format!("文{number}");
            match deed {
                Deed::Own(kind, a, b) => {
                    if let Some(command) = command(&ours, kind, a, b, &unique) {
                        let _ = ours.apply(command);
                        record.0.extend(differences(&before, &facts(&ours)));
                    }
                }
                Deed::Snapshot(place) => {
                    ours.save_now().unwrap();
                    if let Some(info) = ours.answer_now(&ListSnapshots).unwrap().found.get(place) {
                        let _ = ours.restore_snapshot_now(&info.id);
                        record.0.extend(differences(&before, &facts(&ours)));
                    }
                }
                Deed::Other(same, acts) => {
                    let coder = if same { "林" } else { "王" };
                    elsewhere(&storage, &mut ours, coder, |other| {
                        for (place, (kind, a, b)) in acts.into_iter().enumerate() {
                            let unique = format!("别{number}{place}");
                            if let Some(command) = command(other, kind, a, b, &unique) {
                                let _ = other.apply(command);
                            }
                        }
                    });
                }
                Deed::Undo | Deed::Redo => {
                    let way = if matches!(deed, Deed::Undo) { Way::Back } else { Way::Forth };
                    let length = ours.set.as_ref().unwrap().history.steps(way).count();
                    drop(ours.take_notices());
                    prop_assert!(ours.walk(way).is_ok());
                    prop_assert_eq!(ours.set.as_ref().unwrap().history.steps(way).count(), length.saturating_sub(1));
                    let told = ours.take_notices();
                    prop_assert_eq!(told.is_empty(), length == 0);
                    for change in differences(&before, &facts(&ours)) {
                        prop_assert!(record.explains(way, &change), "{:?}: {:?}", told, change);
                    }
                }
            }
        }
        // Each step is taken once, and then there is none.
        for way in [Way::Back, Way::Forth] {
            for _ in 0..ours.set.as_ref().unwrap().history.steps(way).count() {
                prop_assert!(ours.next_step(way).is_some());
                let before = facts(&ours);
                prop_assert!(ours.walk(way).is_ok());
                for change in differences(&before, &facts(&ours)) {
                    prop_assert!(record.explains(way, &change), "{:?}", change);
                }
            }
            prop_assert_eq!(ours.next_step(way), None);
        }
        ours.save_now().unwrap();
        let now = facts(&ours);
        let there = facts(&window(&storage, "林"));
        let lost: Vec<_> = differences(&now, &there);
        prop_assert!(lost.is_empty(), "{:?}", lost);
    }
}
