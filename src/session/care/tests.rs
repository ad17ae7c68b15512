//! What a user relies on when something outside the program changed.

use std::{path::Path, sync::Arc};

use super::*;
use crate::{
    annotation::{AnchorStatus, PassageId, Sidecar},
    corpus::ArticlePath,
    session::{Applied, Command, Environment},
    storage::{Memory, save},
    text::{CharOffset, CharSpan},
};

const TEXT: &str =
    "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米。\n七家驻区单位共同出资、共同值守。\n";
const SIDECAR: &str = "/set/甲.txt.林.tags.ron";

fn disk() -> Memory {
    Memory::with_files([("/set/甲.txt", TEXT), ("/set/乙.txt", "居民推选楼栋长。")])
}

fn open(storage: &Memory) -> Session {
    let environment =
        Environment { storage: Arc::new(storage.clone()), folders: None, wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    session.settings.coder = Some("林".to_owned());
    session.open_now(Path::new("/set")).unwrap();
    session
}

fn span(start: u32, end: u32) -> CharSpan {
    CharSpan::new(CharOffset::new(start), CharOffset::new(end)).unwrap()
}

fn tag(session: &mut Session, start: u32, end: u32) -> PassageId {
    let themes = vec![session.codebook().themes()[0].id];
    let article = ArticlePath::new("甲.txt").unwrap();
    let fragments = vec![span(start, end)];
    let command = Command::Tag { article, fragments, themes, memo: String::new() };
    let Applied::Passage(id) = session.apply(command).unwrap() else { panic!("no passage") };
    session.save_now().unwrap();
    id
}

/// Waits for what was asked for to be done.
fn settle(session: &mut Session) {
    for _ in 0..2000 {
        session.poll();
        if session.jobs().next().is_none() {
            session.finish_looking();
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    panic!("it is never done");
}

fn read(storage: &Memory, path: &str) -> String {
    String::from_utf8(storage.read(Path::new(path), 1 << 20).unwrap()).unwrap()
}

fn write(storage: &Memory, path: &str, text: &str) {
    save(storage, Path::new(path), text.as_bytes()).unwrap();
}

fn trash(storage: &Memory) -> Vec<String> {
    let folder = Path::new("/set/.quandian/trash");
    let Ok(entries) = storage.list(folder) else { return Vec::new() };
    entries.iter().map(|entry| read(storage, &entry.path.to_string_lossy())).collect()
}

#[test]
fn a_broken_sidecar_shows_what_can_be_read_and_is_saved_when_asked() {
    let storage = disk();
    let mut session = open(&storage);
    let (kept, lost) = (tag(&mut session, 0, 4), tag(&mut session, 6, 8));
    drop(session);
    let file = read(&storage, SIDECAR);
    let line = file.lines().position(|line| line.contains(&lost.to_string())).unwrap() + 1;
    let broken = file.replace("quotes: [\"粮站\"]", "quotes: [\"粮站]");
    assert_ne!(broken, file);
    write(&storage, SIDECAR, &broken);

    let mut session = open(&storage);
    let article = ArticlePath::new("甲.txt").unwrap();
    assert_eq!(session.annotations().count_in(&article), 1, "what can be read is shown");
    let unreadable = session.unreadable()[0].clone();
    assert!(unreadable.reason.contains(&format!("第 {line} 行")), "{}", unreadable.reason);
    let salvaged = unreadable.salvaged.unwrap();
    assert_eq!((salvaged.kept, salvaged.lost.len(), salvaged.lost[0].line), (1, 1, line));
    // It is locked: nothing is written over it.
    let memo = Command::SetMemo { passage: kept, memo: "改".to_owned() };
    assert!(session.apply(memo.clone()).is_err());
    assert_eq!(read(&storage, SIDECAR), broken);

    session.apply(Command::Salvage(unreadable.path)).unwrap();
    settle(&mut session);
    assert!(session.unreadable().is_empty());
    assert_eq!(trash(&storage), [broken]);
    session.apply(memo).unwrap();
    session.save_now().unwrap();
    let sidecar = Sidecar::from_ron(&read(&storage, SIDECAR)).unwrap();
    assert_eq!(sidecar.passages.iter().map(|p| p.id).collect::<Vec<_>>(), [kept]);
    assert_eq!(sidecar.passages[0].memo, "改");
}

#[test]
fn a_newer_programs_passages_are_shown_and_its_file_is_never_written() {
    let storage = disk();
    let mut session = open(&storage);
    let id = tag(&mut session, 0, 4);
    drop(session);
    let newer = read(&storage, SIDECAR).replace("version: 1", "version: 9");
    write(&storage, SIDECAR, &newer);
    let mut session = open(&storage);
    assert!(session.annotations().find(id).is_some());
    assert!(session.unreadable()[0].salvaged.is_none(), "nothing is broken");
    assert!(session.apply(Command::SetMemo { passage: id, memo: "改".into() }).is_err());
    let path = session.unreadable()[0].path.clone();
    drop(session.apply(Command::Salvage(path)));
    settle(&mut session);
    assert_eq!(read(&storage, SIDECAR), newer);
}

#[test]
fn a_copy_of_a_sync_tool_is_merged_and_put_away() {
    let storage = disk();
    let mut session = open(&storage);
    let first = tag(&mut session, 0, 4);
    let before = read(&storage, SIDECAR);
    let second = tag(&mut session, 6, 8);
    drop(session);
    let here = read(&storage, SIDECAR);
    write(&storage, SIDECAR, &before);
    let copy = "/set/甲.txt.林.tags.sync-conflict-20190628-093000-ABCDEFG.ron";
    write(&storage, copy, &here);
    write(&storage, "/set/别的.tags (1).ron", "不是标注文件");

    let mut session = open(&storage);
    let found: Vec<_> = session.copies().iter().map(|copy| copy.path.clone()).collect();
    assert_eq!(found, [Path::new(copy)]);
    session.apply(Command::MergeCopies(found)).unwrap();
    settle(&mut session);
    assert!(session.copies().is_empty() && session.annotations().count() == 2);
    let sidecar = Sidecar::from_ron(&read(&storage, SIDECAR)).unwrap();
    assert_eq!(sidecar.passages.iter().map(|p| p.id).collect::<Vec<_>>(), [first, second]);
    assert_eq!(trash(&storage), [here]);
    assert!(storage.metadata(Path::new(copy)).is_err());
}

#[test]
fn what_cannot_be_put_in_order_is_told_and_offered_again() {
    let storage = disk();
    let mut session = open(&storage);
    tag(&mut session, 0, 4);
    drop(session);
    let here = read(&storage, SIDECAR);
    let copy = "/set/甲.txt.林.tags (1).ron";
    write(&storage, copy, &here);
    let mut session = open(&storage);
    let found: Vec<_> = session.copies().iter().map(|copy| copy.path.clone()).collect();
    storage.fail_at(0, crate::storage::Fault::Error(std::io::ErrorKind::StorageFull));
    session.apply(Command::MergeCopies(found.clone())).unwrap();
    settle(&mut session);
    let told = session.take_notices();
    assert!(told.iter().any(|notice| notice.weight == crate::session::Weight::Error));
    assert_eq!((session.copies().len(), read(&storage, copy)), (1, here));
    session.apply(Command::MergeCopies(found)).unwrap();
    settle(&mut session);
    assert!(session.copies().is_empty() && storage.metadata(Path::new(copy)).is_err());
}

#[test]
fn a_sidecar_follows_its_renamed_article_after_asking() {
    let storage = disk();
    let mut session = open(&storage);
    let id = tag(&mut session, 0, 4);
    drop(session);
    storage.rename(Path::new("/set/甲.txt"), Path::new("/set/新名.txt")).unwrap();
    let mut session = open(&storage);
    let moved = session.moved_sidecars().to_vec();
    assert_eq!((moved.len(), moved[0].to.as_str()), (1, "新名.txt"));
    assert!(storage.metadata(Path::new(SIDECAR)).is_ok(), "nothing is done unasked");
    session.apply(Command::Follow(moved)).unwrap();
    settle(&mut session);
    assert!(session.moved_sidecars().is_empty());
    let (article, ..) = session.annotations().find(id).unwrap();
    assert_eq!(article.as_str(), "新名.txt");
    drop(session);
    assert!(storage.metadata(Path::new(SIDECAR)).is_err());
    let session = open(&storage);
    assert_eq!(session.annotations().find(id).unwrap().0.as_str(), "新名.txt");
}

#[test]
fn an_article_renamed_together_with_its_sidecar_keeps_its_passages() {
    let storage = disk();
    let mut session = open(&storage);
    let id = tag(&mut session, 0, 4);
    drop(session);
    storage.rename(Path::new("/set/甲.txt"), Path::new("/set/新名.txt")).unwrap();
    storage.rename(Path::new(SIDECAR), Path::new("/set/新名.txt.林.tags.ron")).unwrap();
    let session = open(&storage);
    assert_eq!(session.annotations().find(id).unwrap().0.as_str(), "新名.txt");
    assert!(session.moved_sidecars().is_empty() && session.copies().is_empty());
}

/// The article with its first paragraph changed beyond recognition and one put before the second.
fn changed(storage: &Memory) {
    write(
        storage,
        "/set/甲.txt",
        "今年春天的另一件事。\n新来的一段。\n七家驻区单位共同出资、共同值守。\n",
    );
}

#[test]
fn an_orphan_is_kept_and_what_was_accepted_can_be_undone_without_losing_its_place() {
    let storage = disk();
    let mut session = open(&storage);
    let (orphan, moved) = (tag(&mut session, 6, 14), tag(&mut session, 31, 37));
    drop(session);
    let before = read(&storage, SIDECAR);
    changed(&storage);

    let mut session = open(&storage);
    assert_eq!(session.to_review().len(), 2);
    assert_eq!(*session.status(orphan), AnchorStatus::Orphan);
    let AnchorStatus::Moved(place) = session.status(moved).clone() else { panic!("not found") };
    assert_eq!(read(&storage, SIDECAR), before, "nothing is written before it is confirmed");

    session.apply(Command::AcceptAllMoved).unwrap();
    session.save_now().unwrap();
    assert_eq!(session.to_review(), [orphan]);
    assert_eq!(session.annotations().find(moved).unwrap().2.fragments, place);
    // Undone, it is found again from the text that it was marked in.
    session.apply(Command::Undo).unwrap();
    session.finish_looking();
    assert_eq!(*session.status(moved), AnchorStatus::Moved(place.clone()));
    session.apply(Command::Redo).unwrap();
    assert_eq!(session.to_review(), [orphan]);

    session.apply(Command::Judge { passage: orphan, verdict: Verdict::Orphan }).unwrap();
    session.save_now().unwrap();
    assert!(session.to_review().is_empty());
    session.apply(Command::Undo).unwrap();
    assert_eq!(session.to_review(), [orphan]);
    session.apply(Command::Redo).unwrap();
    session.save_now().unwrap();
    assert!(session.to_review().is_empty());
    // A memo can still be written, and on another day all is as it was left.
    session.apply(Command::SetMemo { passage: orphan, memo: "旧文".to_owned() }).unwrap();
    session.save_now().unwrap();
    drop(session);
    let mut session = open(&storage);
    assert!(session.to_review().is_empty() && session.is_kept_orphan(orphan));
    let (_, _, passage) = session.annotations().find(orphan).unwrap();
    assert_eq!((passage.fragments.as_slice(), passage.memo.as_str()), (&[span(6, 14)][..], "旧文"));
    session.apply(Command::Judge { passage: orphan, verdict: Verdict::Again }).unwrap();
    assert_eq!(session.to_review(), [orphan]);
    // The text comes back: so does the place.
    session.save_now().unwrap();
    drop(session);
    write(&storage, "/set/甲.txt", TEXT);
    let session = open(&storage);
    assert_eq!(*session.status(orphan), AnchorStatus::Ok);
}

#[test]
fn a_changed_article_can_be_marked_before_its_passages_were_looked_through() {
    let storage = disk();
    let mut session = open(&storage);
    let (orphan, moved) = (tag(&mut session, 6, 14), tag(&mut session, 31, 37));
    drop(session);
    let before = read(&storage, SIDECAR);
    let line_of = |file: &str, id: PassageId| -> String {
        file.lines().find(|line| line.contains(&id.to_string())).unwrap().to_owned()
    };
    changed(&storage);
    let mut session = open(&storage);
    let new = tag(&mut session, 0, 4);
    let after = read(&storage, SIDECAR);
    for old in [orphan, moved] {
        assert_eq!(line_of(&after, old), line_of(&before, old), "not confirmed, not changed");
    }
    drop(session);
    let mut session = open(&storage);
    assert_eq!(*session.status(new), AnchorStatus::Ok);
    assert_eq!(*session.status(orphan), AnchorStatus::Orphan);
    assert!(matches!(session.status(moved), AnchorStatus::Moved(_)));
    session.apply(Command::AcceptAllMoved).unwrap();
    assert_eq!(session.to_review(), [orphan]);
}

#[test]
fn of_two_versions_the_chosen_one_stands_and_undo_brings_the_other_back() {
    let storage = disk();
    let mut session = open(&storage);
    let id = tag(&mut session, 0, 4);
    drop(session);
    let file = read(&storage, SIDECAR);
    let line = file.lines().find(|line| line.contains(&id.to_string())).unwrap();
    let rival = line.replace(", created:", ", memo: \"另一版\", created:");
    write(&storage, SIDECAR, &file.replace(line, &format!("{line}\n{rival}")));

    for (choice, count) in [(Choice::This, 1), (Choice::That, 1), (Choice::Both, 2)] {
        let mut session = open(&storage);
        assert_eq!(session.rivals(), 1);
        session.apply(Command::Choose { passage: id, choice }).unwrap();
        assert_eq!((session.rivals(), session.annotations().count()), (0, count));
        session.apply(Command::Undo).unwrap();
        assert_eq!((session.rivals(), session.annotations().count()), (1, 1));
        session.save_now().unwrap();
    }
}

#[test]
fn git_is_told_once_and_the_users_own_rules_stay() {
    let storage = disk();
    let mut session = open(&storage);
    write(&storage, "/set/.gitattributes", "*.tags.ron merge=quandian");
    session.apply(Command::WriteGitAttributes).unwrap();
    session.finish_chores();
    let expected = "*.tags.ron merge=quandian\ncodebook.ron merge=union\n\
                    .quandian/queries.ron merge=union\n.quandian/journal.*.ron merge=union\n";
    assert_eq!(read(&storage, "/set/.gitattributes"), expected);
    session.apply(Command::WriteGitAttributes).unwrap();
    session.finish_chores();
    assert_eq!(read(&storage, "/set/.gitattributes"), expected);
}
