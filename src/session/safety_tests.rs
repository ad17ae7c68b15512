//! Never lose a tag: every call to the disk failing in turn, what could not be saved, snapshots,
//! and links.

mod colleague_tests;
mod two_windows_tests;

use std::sync::Arc;

use super::*;
use crate::{
    annotation::{Passage, Theme, ThemeId},
    corpus::{ArticlePath, Correction},
    storage::{Disk, Fault, Memory, save},
    text::{CharOffset, CharSpan},
};

const TEXT: &str =
    "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米。\n\n七家驻区单位共同出资。\n";
const SIDECAR: &str = "/set/甲.txt.林.tags.ron";

fn disk() -> Memory {
    Memory::with_files([("/set/甲.txt", TEXT), ("/set/乙.txt", "居民推选楼栋长,把支部建在楼上。")])
}

fn session_in(storage: Arc<dyn Storage>, home: &Path, root: &Path) -> Session {
    let [config, data, cache] = ["config", "data", "cache"].map(|name| home.join(name));
    let folders = UserFolders { config, data, cache };
    let environment = Environment { storage, folders: Some(folders), wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    session.settings.coder = Some("林".to_owned());
    session.open_now(root).unwrap();
    session
}

fn session_on(storage: &Memory) -> Session {
    session_in(Arc::new(storage.clone()), Path::new("/home"), Path::new("/set"))
}

fn article() -> ArticlePath {
    ArticlePath::new("甲.txt").unwrap()
}

fn theme(session: &Session, place: usize) -> ThemeId {
    session.codebook().themes()[place].id
}

fn tag(session: &mut Session, start: u32, end: u32) -> PassageId {
    let span = CharSpan::new(CharOffset::new(start), CharOffset::new(end)).unwrap();
    let (themes, fragments) = (vec![theme(session, 0)], vec![span]);
    let command = Command::Tag { article: article(), fragments, themes, memo: String::new() };
    match session.apply(command).unwrap() {
        Applied::Passage(id) => id,
        other => panic!("{other:?}"),
    }
}

/// What a researcher would say is there: without the times of the last change.
type Essence = (Vec<Passage>, Vec<Theme>, String);

fn essence(session: &Session) -> Essence {
    let all = session.annotations().passages();
    let mut passages: Vec<Passage> = all.map(|(_, _, passage)| passage.clone()).collect();
    for passage in &mut passages {
        passage.modified = passage.created;
    }
    let corrections = session.corpus().unwrap().corrections().to_ron().unwrap();
    (passages, session.codebook().themes().to_vec(), corrections)
}

fn ids(session: &Session) -> Vec<PassageId> {
    session.annotations().passages().map(|(_, _, passage)| passage.id).collect()
}

fn titled(title: &str) -> Command {
    let correction = Correction { title: Some(title.to_owned()), ..Correction::default() };
    Command::Correct { article: article(), correction }
}

/// A deed of a user that is saved: its name, what was saved before it, and the deed.
struct Scenario {
    name: &'static str,
    before: fn(&mut Session),
    deed: fn(&mut Session),
    /// Whether another window writes the same files after the set was opened.
    others_write: bool,
}

fn nothing(_: &mut Session) {}

fn six_tags(session: &mut Session) {
    for at in 0..6 {
        tag(session, at, at + 2);
    }
}

const SCENARIOS: [Scenario; 8] = [
    Scenario {
        name: "the first tag of a set",
        before: nothing,
        deed: |session| {
            _ = tag(session, 0, 4);
        },
        others_write: false,
    },
    Scenario {
        name: "a further tag",
        before: six_tags,
        deed: |session| {
            _ = tag(session, 10, 14);
        },
        others_write: false,
    },
    Scenario {
        name: "a tag in a file that another program has written meanwhile",
        before: six_tags,
        deed: |session| {
            _ = tag(session, 10, 14);
        },
        others_write: true,
    },
    Scenario {
        name: "a new theme",
        before: six_tags,
        deed: |session| {
            _ = session.apply(Command::AddTheme { name: "经费".into() }).unwrap();
        },
        others_write: true,
    },
    Scenario {
        name: "deleting a theme, with a snapshot",
        before: six_tags,
        deed: |session| {
            let first = theme(session, 0);
            session.apply(Command::DeleteTheme(first)).unwrap();
        },
        others_write: false,
    },
    Scenario {
        name: "deleting many passages, with a snapshot",
        before: six_tags,
        deed: |session| {
            let all = ids(session);
            session.apply(Command::DeletePassages(all)).unwrap();
        },
        others_write: false,
    },
    Scenario {
        name: "correcting a title",
        before: |session| {
            six_tags(session);
            session.apply(titled("旧题")).unwrap();
        },
        deed: |session| {
            _ = session.apply(titled("新题")).unwrap();
        },
        others_write: false,
    },
    Scenario {
        name: "undoing",
        before: six_tags,
        deed: |session| {
            _ = session.apply(Command::Undo).unwrap();
        },
        others_write: false,
    },
];

/// The set as it is before the deed, with the window open on it.
fn prepared(scenario: &Scenario) -> (Memory, Session, Essence) {
    let storage = disk();
    let mut session = session_on(&storage);
    (scenario.before)(&mut session);
    session.save_now().unwrap();
    // Undo needs the steps; everything else begins on another day, as after a restart.
    if scenario.name != "undoing" {
        session = session_on(&storage);
    }
    if scenario.others_write {
        let mut other = session_on(&storage);
        tag(&mut other, 20, 24);
        other.apply(Command::AddTheme { name: "别处".into() }).unwrap();
        other.save_now().unwrap();
    }
    let on_disk = essence(&session_on(&storage));
    (storage, session, on_disk)
}

/// Whether that is the same theme: two new ones of one digit and one colour get each their own.
fn is_same_theme(one: &Theme, other: &Theme) -> bool {
    *other == Theme { colour: other.colour, key: other.key, ..one.clone() }
}

/// Whether these are the themes of both and no others: what a save has merged with what others wrote
/// is on the disk before it is in memory.
fn are_of_both(found: &[Theme], old: &[Theme], new: &[Theme]) -> bool {
    let is_in = |themes: &[Theme], theme| themes.iter().any(|one| is_same_theme(one, theme));
    old.iter().chain(new).all(|theme| is_in(found, theme))
        && found.iter().all(|theme| is_in(old, theme) || is_in(new, theme))
}

/// Whatever part of the new state is missing must be as it was.
fn is_old_or_new(found: &Essence, old: &Essence, new: &Essence, others_write: bool) -> bool {
    let part = |found: &Passage| old.0.contains(found) || new.0.contains(found);
    let kept = |passage: &Passage| !new.0.contains(passage) || found.0.contains(passage);
    found.0.iter().all(part)
        && old.0.iter().all(kept)
        && (found.1 == old.1
            || found.1 == new.1
            || others_write && are_of_both(&found.1, &old.1, &new.1))
        && (found.2 == old.2 || found.2 == new.2)
}

#[test]
fn every_call_of_every_save_may_fail_and_nothing_is_lost_or_hidden() {
    let faults = [
        Fault::Error(std::io::ErrorKind::StorageFull),
        Fault::Error(std::io::ErrorKind::PermissionDenied),
        Fault::ShortWrite,
        Fault::Crash,
        Fault::CrashKeepingEntries,
    ];
    for scenario in &SCENARIOS {
        let (storage, mut session, _) = prepared(scenario);
        let start = storage.calls();
        (scenario.deed)(&mut session);
        session.save_now().unwrap();
        let calls = storage.calls() - start;
        assert!(calls > 8, "{}: {calls} calls", scenario.name);
        for fault in faults {
            for n in 0..calls {
                let place = format!("{}, {fault:?} at call {n}", scenario.name);
                let (storage, mut session, old) = prepared(scenario);
                drop(session.take_notices());
                storage.fail_at(n, fault);
                (scenario.deed)(&mut session);
                session.finish_saving();
                let acknowledged = session.save_state() == SaveState::Saved;
                let told = session.take_notices().iter().any(|n| n.weight == Weight::Error);
                session.finish_looking();
                let new = essence(&session);
                let crashed = matches!(fault, Fault::Crash | Fault::CrashKeepingEntries);
                if !acknowledged {
                    assert!(told, "{place}: nobody was told");
                }
                drop(session);
                if crashed {
                    storage.restart();
                } else {
                    storage.fail_at(usize::MAX >> 1, fault);
                }

                let mut again = session_on(&storage);
                assert_eq!(again.unreadable(), [], "{place}");
                let found = essence(&again);
                // A disk that cannot promise that the folder lasts is told of.
                if acknowledged && !told && scenario.others_write {
                    // What others wrote to other files this window may not know yet.
                    let there = |passage| found.0.contains(passage);
                    assert!(new.0.iter().all(there), "{place}: acknowledged, but not there");
                } else if acknowledged && !told {
                    assert_eq!(found, new, "{place}: acknowledged, but not there");
                }
                let others_write = scenario.others_write;
                let is_whole = is_old_or_new(&found, &old, &new, others_write);
                assert!(is_whole, "{place}:\n{found:#?}");
                if !acknowledged && !crashed {
                    // One call failed; the next ones kept a copy, which is offered back.
                    assert_eq!(again.unsaved_work().len(), 1, "{place}");
                    again.apply(Command::RestoreUnsaved("/set".into())).unwrap();
                    again.save_now().unwrap();
                    let restored = essence(&again);
                    if scenario.others_write {
                        let mut both = old.0.iter().chain(&new.0);
                        assert!(both.all(|p| restored.0.contains(p)), "{place}: not restored");
                        let mut both = old.1.iter().chain(&new.1);
                        let there = |theme| restored.1.iter().any(|one| is_same_theme(one, theme));
                        assert!(both.all(there), "{place}: not restored");
                    } else {
                        assert_eq!(restored, new, "{place}: not restored");
                    }
                    // The saver ends when it has removed the copies, too.
                    drop(again);
                    let on_disk = essence(&session_on(&storage));
                    assert_eq!(on_disk, restored, "{place}: not on the disk");
                    assert!(
                        session_on(&storage).unsaved_work().is_empty(),
                        "{place}: offered twice"
                    );
                }
            }
        }
    }
}

#[test]
fn what_is_discarded_is_not_offered_again_but_still_there() {
    let storage = disk();
    let mut session = session_on(&storage);
    storage.fail_at(0, Fault::Error(std::io::ErrorKind::ReadOnlyFilesystem));
    tag(&mut session, 0, 4);
    session.finish_saving();
    drop(session);
    let mut session = session_on(&storage);
    assert_eq!(session.unsaved_work()[0].root, Path::new("/set"));
    session.apply(Command::DiscardUnsaved("/set".into())).unwrap();
    session.finish_chores();
    assert!(session_on(&storage).unsaved_work().is_empty());
    assert!(storage.metadata(Path::new("/home/data/discarded")).is_ok());
}

#[test]
fn the_version_before_is_kept_in_the_users_folder() {
    let storage = disk();
    let mut session = session_on(&storage);
    tag(&mut session, 0, 4);
    session.save_now().unwrap();
    let first = storage.read(Path::new(SIDECAR), 10_000).unwrap();
    tag(&mut session, 5, 9);
    session.save_now().unwrap();
    let folders = storage.list(Path::new("/home/data/previous")).unwrap();
    let kept = storage.list(&folders[0].path).unwrap();
    let texts: Vec<_> = kept.iter().map(|k| storage.read(&k.path, 10_000).unwrap()).collect();
    assert!(texts.contains(&first), "the sidecar as it was before");
}

#[test]
fn a_deleted_theme_comes_back_on_another_day() {
    let storage = disk();
    let mut session = session_on(&storage);
    six_tags(&mut session);
    session.save_now().unwrap();
    let before = essence(&session);
    let first = theme(&session, 0);
    session.apply(Command::DeleteTheme(first)).unwrap();
    session.save_now().unwrap();
    drop(session);

    let mut session = session_on(&storage);
    assert!(ids(&session).is_empty());
    let later = tag(&mut session, 12, 15);
    let snapshots = session.answer_now(&ListSnapshots).unwrap();
    assert_eq!((snapshots.found.len(), snapshots.broken.len()), (1, 0));
    let info = &snapshots.found[0];
    assert_eq!((info.passages, info.themes, info.articles), (6, 3, 1));
    assert!(info.reason.contains("阵地建设"), "{}", info.reason);
    let restored = session.answer_now(&LookAtSnapshot { id: info.id.clone() }).unwrap();
    let expected = Restored { back: 6, removed: 1, themes: true, ..Restored::default() };
    assert_eq!(restored, expected);
    session.restore_snapshot_now(&info.id).unwrap();
    assert_eq!(essence(&session), before);
    session.save_now().unwrap();
    assert_eq!(essence(&session_on(&storage)), before);
    // One step; and the state before it has a snapshot of its own.
    session.apply(Command::Undo).unwrap();
    assert_eq!(ids(&session), [later]);
    assert_eq!(session.answer_now(&ListSnapshots).unwrap().found.len(), 2);
}

#[test]
fn a_snapshot_finds_its_passages_again_in_an_edited_article() {
    let storage = disk();
    let mut session = session_on(&storage);
    six_tags(&mut session);
    session.save_now().unwrap();
    let all = ids(&session);
    session.apply(Command::DeletePassages(all)).unwrap();
    session.save_now().unwrap();
    drop(session);
    storage.remove(Path::new("/set/甲.txt")).unwrap();
    save(&storage, Path::new("/set/甲.txt"), format!("去年起,{TEXT}").as_bytes()).unwrap();
    let mut session = session_on(&storage);
    let id = session.answer_now(&ListSnapshots).unwrap().found[0].id.clone();
    session.apply(Command::RestoreSnapshot(id)).unwrap();
    session.save_now().unwrap();
    let again = session_on(&storage);
    assert_eq!(again.annotations().count(), 6);
    let text = &again.corpus().unwrap().article(&article()).unwrap().text;
    for (_, _, passage) in again.annotations().passages() {
        assert_eq!(text.slice_chars(passage.fragments[0]), Some(passage.quotes[0].as_str()));
    }
}

#[test]
fn only_the_latest_snapshots_are_kept_and_a_broken_one_is_told() {
    let storage = disk();
    let mut session = session_on(&storage);
    for at in 0..23 {
        six_tags(&mut session);
        let all = ids(&session);
        session.apply(Command::DeletePassages(all)).unwrap();
        session.save_now().unwrap();
        assert_eq!(session.answer_now(&ListSnapshots).unwrap().found.len(), (at + 1).min(20));
    }
    save(&storage, Path::new("/set/.quandian/snapshots/x.ron"), b"(version: 1").unwrap();
    let snapshots = session.answer_now(&ListSnapshots).unwrap();
    assert_eq!((snapshots.found.len(), snapshots.broken.len()), (20, 1));
    for id in ["x", "../../codebook", "20200101-000000-abcd"] {
        let restored = session.restore_snapshot_now(id);
        assert!(matches!(restored, Err(CommandError::Snapshot(_))), "{id}");
    }
}

#[test]
fn a_set_that_cannot_be_saved_goes_on_elsewhere() {
    let storage = disk();
    let mut session = session_on(&storage);
    tag(&mut session, 0, 4);
    session.save_now().unwrap();
    storage.fail_at(0, Fault::Error(std::io::ErrorKind::StorageFull));
    tag(&mut session, 5, 9);
    session.finish_saving();
    assert!(matches!(session.save_state(), SaveState::Failed(_)));
    let expected = essence(&session);
    session.apply(Command::SaveElsewhere("/home/docs".into())).unwrap();
    for _ in 0..2000 {
        session.poll();
        if session.corpus().unwrap().root() != Path::new("/set") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert_eq!(session.corpus().unwrap().root(), Path::new("/home/docs/set"));
    assert_eq!(essence(&session), expected);
    assert_eq!(session.save_state(), SaveState::Saved);
    drop(session);
    let again = session_in(Arc::new(storage), Path::new("/home"), Path::new("/home/docs/set"));
    assert_eq!(essence(&again), expected);
    assert!(again.unsaved_work().is_empty(), "it is saved now");
}

#[test]
fn what_could_not_be_saved_on_another_day_goes_along_elsewhere_and_is_offered_no_more() {
    let storage = disk();
    let mut session = session_on(&storage);
    let fault = || storage.fail_at(0, Fault::Error(std::io::ErrorKind::ReadOnlyFilesystem));
    fault();
    let first = tag(&mut session, 0, 4);
    session.finish_saving();
    drop(session);
    let mut session = session_on(&storage);
    assert_eq!(session.unsaved_work().len(), 1);
    let second = tag(&mut session, 5, 9);
    session.save_now().unwrap();
    session.apply(Command::SaveElsewhere("/home/docs".into())).unwrap();
    for _ in 0..2000 {
        session.poll();
        if session.corpus().unwrap().root() != Path::new("/set") {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    assert_eq!(session.corpus().unwrap().root(), Path::new("/home/docs/set"));
    assert!([first, second].iter().all(|id| session.annotations().find(*id).is_some()));
    drop(session);
    assert!(session_on(&storage).unsaved_work().is_empty(), "it is saved elsewhere");
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_set_is_written_through_only_if_the_user_agrees() {
    let folder = tempfile::tempdir().unwrap();
    let folder = Disk.resolve(folder.path()).unwrap();
    let (root, other) = (folder.join("set"), folder.join("other.ron"));
    save(&Disk, &root.join("甲.txt"), TEXT.as_bytes()).unwrap();
    let open = || session_in(Arc::new(Disk), &folder.join("home"), &root);
    let mut session = open();
    tag(&mut session, 0, 4);
    session.save_now().unwrap();
    drop(session);
    let sidecar = root.join("甲.txt.林.tags.ron");
    let bytes = Disk.read(&sidecar, 10_000).unwrap();
    Disk.rename(&sidecar, &other).unwrap();
    std::os::unix::fs::symlink(&other, &sidecar).unwrap();

    let mut session = open();
    tag(&mut session, 5, 9);
    session.finish_saving();
    let SaveState::Failed(failures) = session.save_state() else { panic!("it was written") };
    assert_eq!(failures[0].outside.as_deref(), Some(other.as_path()));
    assert_eq!(Disk.read(&other, 10_000).unwrap(), bytes);
    session.apply(Command::AllowLink(other.clone())).unwrap();
    session.save_now().unwrap();
    assert_ne!(Disk.read(&other, 10_000).unwrap(), bytes);
    assert_eq!(Disk.metadata(&sidecar).unwrap().kind, crate::storage::EntryKind::File);
    let links = Disk.list(&root).unwrap();
    let kind = |entry: &crate::storage::FolderEntry| entry.path == sidecar;
    assert!(links.iter().any(|e| kind(e) && e.kind == crate::storage::EntryKind::Link));
    // Agreed once and for all.
    drop(session);
    let mut session = open();
    tag(&mut session, 10, 12);
    session.save_now().unwrap();
}
