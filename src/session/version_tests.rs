//! What a user relies on when files of the set vanish or are set back by another program: a
//! `git checkout`, a sync that deletes, a backup put back.

use std::{sync::Arc, time::Duration};

use super::*;
use crate::{
    annotation::{JournalEntry, QueryKind, SavedQuery, now},
    corpus::{ArticlePath, Correction, DictionaryEntry, FileChange},
    storage::{Memory, save},
    text::{CharOffset, CharSpan},
};

const TEXT: &str = "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米。\n";
const SIDECAR: &str = "/set/甲.txt.林.tags.ron";
const LOCK: &str = "/set/.quandian/lock";

fn disk() -> Memory {
    Memory::with_files(["甲", "乙", "丙"].map(|name| (format!("/set/{name}.txt"), TEXT)))
}

fn session_on(storage: &Memory) -> Session {
    let [config, data, cache] = ["config", "data", "cache"].map(|n| Path::new("/home").join(n));
    let folders = Some(UserFolders { config, data, cache });
    let storage = Arc::new(storage.clone());
    let mut session = Session::new(Environment { storage, folders, wake: Arc::new(|| {}) });
    session.settings.coder = Some("林".to_owned());
    session.open_now(Path::new("/set")).unwrap();
    session.set.as_mut().unwrap().request = Some(SetRequest::Folder("/set".into()));
    session
}

fn tag(session: &mut Session, article: &str, start: u32) -> PassageId {
    let themes = vec![session.codebook().themes()[0].id];
    let span = CharSpan::new(CharOffset::new(start), CharOffset::new(start + 2)).unwrap();
    let article = ArticlePath::new(article).unwrap();
    let command = Command::Tag { article, fragments: vec![span], themes, memo: String::new() };
    match session.apply(command).unwrap() {
        Applied::Passage(id) => id,
        other => panic!("{other:?}"),
    }
}

fn memo(session: &mut Session, passage: PassageId, memo: &str) {
    session.apply(Command::SetMemo { passage, memo: memo.to_owned() }).unwrap();
}

fn bytes(storage: &Memory, file: &str) -> Vec<u8> {
    storage.read(Path::new(file), 1 << 20).unwrap()
}

/// What a watcher would say of `files`, taken in.
fn seen(session: &mut Session, files: &[&str]) {
    session.take_changes(files.iter().map(|file| FileChange::Sidecar(file.into())).collect());
    session.finish_looking();
}

/// Of another version: what was told.
fn told(session: &mut Session) -> Vec<String> {
    offers(session).into_iter().map(|notice| notice.text).collect()
}

/// Of another version: the notices.
fn offers(session: &mut Session) -> Vec<Notice> {
    let notices = session.take_notices().into_iter();
    notices.filter(|notice| notice.version().is_some()).collect()
}

/// Presses the button of the one notice there is, which says `text`.
fn restore(session: &mut Session, text: &str) {
    let [notice] = &offers(session)[..] else { panic!("one notice") };
    assert_eq!(notice.text, text);
    session.apply(Command::RestoreVersion(notice.version().unwrap())).unwrap();
}

fn steps(session: &Session) -> usize {
    session.set.as_ref().unwrap().history.len()
}

fn count(session: &Session) -> usize {
    session.annotations().count()
}

/// A set with 21 passages in one article, the file as it was with the first of them, and the window.
fn twenty_one() -> (Memory, Session, Vec<u8>) {
    let storage = disk();
    let mut session = session_on(&storage);
    tag(&mut session, "甲.txt", 0);
    session.save_now().unwrap();
    let first = bytes(&storage, SIDECAR);
    for at in 1..21 {
        tag(&mut session, "甲.txt", at);
    }
    session.save_now().unwrap();
    drop(session.take_notices());
    (storage, session, first)
}

#[test]
fn an_earlier_version_is_taken_in_and_nothing_of_the_later_one_comes_back_by_itself() {
    let (storage, mut session, first) = twenty_one();
    save(&storage, Path::new(SIDECAR), &first).unwrap();
    seen(&mut session, &[SIDECAR]);
    assert_eq!(count(&session), 1);
    assert_eq!(bytes(&storage, SIDECAR), first, "nothing is written before something is done");
    let new = tag(&mut session, "甲.txt", 25);
    session.save_now().unwrap();
    assert_eq!((count(&session), count(&session_on(&storage))), (2, 2));
    // What was done since stays when the later version is brought back.
    restore(&mut session, "磁盘上换成了另一个版本：少 20 处，多 0 处");
    session.save_now().unwrap();
    for session in [&session, &session_on(&storage)] {
        assert_eq!(count(session), 22);
        assert!(session.annotations().find(new).is_some());
    }
    session.apply(Command::Redo).unwrap();
    session.save_now().unwrap();
    assert_eq!((count(&session), count(&session_on(&storage))), (2, 2));
}

#[test]
fn undo_brings_back_what_another_version_took_away() {
    let (storage, mut session, first) = twenty_one();
    let later = session.annotations().passages().map(|(.., p)| p.clone()).collect::<Vec<_>>();
    save(&storage, Path::new(SIDECAR), &first).unwrap();
    seen(&mut session, &[SIDECAR]);
    session.apply(Command::Undo).unwrap();
    session.save_now().unwrap();
    for session in [&session, &session_on(&storage)] {
        let now = session.annotations().passages().map(|(.., p)| p.clone()).collect::<Vec<_>>();
        assert_eq!(now, later);
    }
}

#[test]
fn a_version_in_which_something_is_as_it_was_earlier_is_taken_in_and_told() {
    let storage = disk();
    let mut session = session_on(&storage);
    let id = tag(&mut session, "甲.txt", 0);
    memo(&mut session, id, "旧");
    session.save_now().unwrap();
    let first = bytes(&storage, SIDECAR);
    std::thread::sleep(Duration::from_millis(2));
    memo(&mut session, id, "新");
    session.save_now().unwrap();
    save(&storage, Path::new(SIDECAR), &first).unwrap();
    session.apply(Command::Reload).unwrap();
    while session.jobs().next().is_some() {
        session.poll();
    }
    assert_eq!(session.annotations().find(id).unwrap().2.memo, "旧");
    assert_eq!(told(&mut session), ["磁盘上换成了另一个版本：内容退回到较早的版本"]);
    session.apply(Command::Undo).unwrap();
    session.save_now().unwrap();
    assert_eq!(session_on(&storage).annotations().find(id).unwrap().2.memo, "新");
}

#[test]
fn what_a_colleague_removes_is_no_other_version() {
    let (storage, mut session, _) = twenty_one();
    let mut other = session_on(&storage);
    let first = other.annotations().passages().next().unwrap().2.id;
    other.apply(Command::DeletePassages(vec![first])).unwrap();
    other.save_now().unwrap();
    let before = steps(&session);
    seen(&mut session, &[SIDECAR]);
    assert_eq!(count(&session), 20);
    assert_eq!((told(&mut session), steps(&session)), (Vec::new(), before));
}

#[test]
fn where_both_changed_ours_stays_and_the_rest_is_theirs() {
    let (storage, mut session, first) = twenty_one();
    let last = session.annotations().passages().last().unwrap().2.id;
    // Another window holds the lock: our change is not on the disk yet.
    let lock = storage.lock(Path::new(LOCK)).unwrap();
    memo(&mut session, last, "要留");
    save(&storage, Path::new(SIDECAR), &first).unwrap();
    drop(lock);
    session.save_now().unwrap();
    for session in [&session, &session_on(&storage)] {
        assert_eq!(count(session), 2);
        assert_eq!(session.annotations().find(last).unwrap().2.memo, "要留");
    }
    restore(
        &mut session,
        "磁盘上换成了另一个版本，而这里也有改动：少 19 处，多 0 处；这里的改动已保留，请查看后决定",
    );
    session.save_now().unwrap();
    assert_eq!((count(&session), count(&session_on(&storage))), (21, 21));
}

#[test]
fn where_both_changed_the_disks_version_alone_can_be_chosen_and_that_undone() {
    let (storage, mut session, first) = twenty_one();
    let last = session.annotations().passages().last().unwrap().2.id;
    let lock = storage.lock(Path::new(LOCK)).unwrap();
    memo(&mut session, last, "要留");
    save(&storage, Path::new(SIDECAR), &first).unwrap();
    drop(lock);
    session.save_now().unwrap();
    let notice = offers(&mut session).pop().unwrap();
    let Some(Offer::RestoreVersion { version, both: true }) = notice.offer else {
        panic!("both changed")
    };
    let gone = session.version_changes(version);
    assert_eq!(gone.iter().filter(|change| change.after.is_none()).count(), 19);
    let new = tag(&mut session, "甲.txt", 25);
    session.apply(Command::UseDiskVersion(version)).unwrap();
    session.save_now().unwrap();
    for session in [&session, &session_on(&storage)] {
        assert_eq!(count(session), 2, "theirs, and what was done since");
        let there = |id| session.annotations().find(id).is_some();
        assert!(there(new) && !there(last));
    }
    session.apply(Command::Undo).unwrap();
    session.save_now().unwrap();
    assert_eq!(session_on(&storage).annotations().find(last).unwrap().2.memo, "要留");
}

#[test]
fn what_another_version_took_away_is_listed_by_article_theme_and_text() {
    let storage = disk();
    let mut session = session_on(&storage);
    tag(&mut session, "甲.txt", 0);
    session.save_now().unwrap();
    let first = bytes(&storage, SIDECAR);
    let second = tag(&mut session, "甲.txt", 3);
    memo(&mut session, second, "后来的");
    session.save_now().unwrap();
    drop(session.take_notices());
    save(&storage, Path::new(SIDECAR), &first).unwrap();
    seen(&mut session, &[SIDECAR]);
    let version = offers(&mut session)[0].version().unwrap();
    let themes = vec![session.codebook().themes()[0].name.clone()];
    let item = VersionItem { text: "闲置".into(), themes, memo: "后来的".into() };
    let target = Target::Sidecar(ArticlePath::new("甲.txt").unwrap(), session.coder());
    let change = VersionChange { target, before: Some(item), after: None };
    assert_eq!(session.version_changes(version), [change]);
    // Taken back, there is nothing more to restore, until it is done again.
    assert!(session.can_restore(version));
    session.apply(Command::Undo).unwrap();
    assert!(!session.can_restore(version));
    assert_eq!(session.version_changes(version), []);
    session.apply(Command::Redo).unwrap();
    assert!(session.can_restore(version));
}

#[test]
fn an_earlier_notice_restores_nothing_of_a_later_version() {
    let (storage, mut session, first) = twenty_one();
    save(&storage, Path::new(SIDECAR), &first).unwrap();
    seen(&mut session, &[SIDECAR]);
    let early = offers(&mut session)[0].version().unwrap();
    session.apply(Command::Undo).unwrap();
    session.save_now().unwrap();
    drop(session.take_notices());
    save(&storage, Path::new(SIDECAR), &first).unwrap();
    seen(&mut session, &[SIDECAR]);
    let late = offers(&mut session)[0].version().unwrap();
    assert_eq!((session.can_restore(early), session.can_restore(late)), (false, true));
    session.apply(Command::RestoreVersion(early)).unwrap();
    assert_eq!(count(&session), 1);
    session.apply(Command::RestoreVersion(late)).unwrap();
    assert_eq!(count(&session), 21);
}

#[test]
fn a_file_that_is_gone_takes_its_passages_along_and_many_are_one_step() {
    let storage = disk();
    let mut session = session_on(&storage);
    let files = ["甲", "乙", "丙"].map(|name| format!("/set/{name}.txt.林.tags.ron"));
    for name in ["甲.txt", "乙.txt", "丙.txt"] {
        tag(&mut session, name, 0);
        tag(&mut session, name, 5);
    }
    session.save_now().unwrap();
    drop(session.take_notices());
    for file in &files {
        storage.remove(Path::new(file)).unwrap();
    }
    seen(&mut session, &files.each_ref().map(String::as_str));
    assert_eq!((count(&session), session.annotations().articles().count()), (0, 0));
    assert_eq!(told(&mut session), ["磁盘上换成了另一个版本：少 6 处，多 0 处"]);
    assert_eq!(count(&session_on(&storage)), 0);
    session.apply(Command::Undo).unwrap();
    session.save_now().unwrap();
    assert_eq!((count(&session), count(&session_on(&storage))), (6, 6));
    session.apply(Command::Redo).unwrap();
    session.save_now().unwrap();
    assert_eq!((count(&session), count(&session_on(&storage))), (0, 0));
}

#[test]
fn what_was_marked_while_the_file_was_taken_away_is_saved_without_the_rest() {
    let (storage, mut session, _) = twenty_one();
    storage.remove(Path::new(SIDECAR)).unwrap();
    let new = tag(&mut session, "甲.txt", 25);
    session.save_now().unwrap();
    for session in [&session, &session_on(&storage)] {
        assert_eq!(session.annotations().passages().map(|(.., p)| p.id).collect::<Vec<_>>(), [new]);
    }
    restore(
        &mut session,
        "磁盘上换成了另一个版本，而这里也有改动：少 21 处，多 0 处；这里的改动已保留，请查看后决定",
    );
    session.save_now().unwrap();
    assert_eq!((count(&session), count(&session_on(&storage))), (22, 22));
}

#[test]
fn a_file_that_is_being_replaced_is_not_taken_for_gone() {
    let (storage, mut session, _) = twenty_one();
    let whole = bytes(&storage, SIDECAR);
    storage.remove(Path::new(SIDECAR)).unwrap();
    // The moment between the two looks.
    let held = storage.hold("/set");
    session.take_changes(vec![FileChange::Sidecar(SIDECAR.into())]);
    held.wait();
    assert_eq!(count(&session), 21);
    storage.create_new(Path::new(SIDECAR), &whole, None).unwrap();
    drop(held);
    session.finish_looking();
    assert_eq!((count(&session), told(&mut session)), (21, Vec::new()));
}

#[test]
fn a_disk_that_was_taken_off_has_lost_nothing() {
    let (storage, mut session, _) = twenty_one();
    for file in storage.list(Path::new("/set")).unwrap() {
        // Folders stay; only that of the program's own is there.
        let _ = storage.remove(&file.path);
    }
    seen(&mut session, &[SIDECAR]);
    assert_eq!((count(&session), told(&mut session)), (21, Vec::new()));
}

#[test]
fn a_sidecar_that_is_moved_with_its_article_is_no_other_version() {
    let (storage, mut session, _) = twenty_one();
    for name in ["甲.txt", "甲.txt.林.tags.ron"] {
        let (from, to) = (Path::new("/set").join(name), Path::new("/set/旧").join(name));
        save(&storage, &to, &bytes(&storage, &from.to_string_lossy())).unwrap();
        storage.remove(&from).unwrap();
    }
    session.take_changes(vec![FileChange::Everything]);
    while session.jobs().next().is_some() {
        session.poll();
    }
    session.finish_looking();
    assert_eq!((count(&session), told(&mut session)), (21, Vec::new()));
    assert_eq!(session.moved_sidecars(), []);
}

/// Everything but passages that the user has written, in words.
fn written(session: &Session) -> Vec<String> {
    let corrections = session.corpus().unwrap().corrections().iter();
    let mut all: Vec<String> =
        corrections.map(|(path, one)| format!("{path} {:?}", one.title)).collect();
    all.extend(session.dictionary().entries().map(|word| format!("word {word}")));
    all.extend(session.rejected_words().entries().map(|word| format!("no {word}")));
    all.extend(session.queries(QueryKind::Excerpts).map(|query| format!("query {}", query.name)));
    all.extend(session.journal().map(|(coder, entry)| format!("{coder}: {}", entry.text)));
    all.extend(session.codebook().themes().iter().map(|theme| format!("theme {}", theme.name)));
    all
}

/// A file, and a deed that puts something in it.
type Kind = (&'static str, fn(&mut Session, &str));

const KINDS: [Kind; 6] = [
    ("/set/codebook.ron", |s, n| drop(s.apply(Command::AddTheme { name: n.into() }))),
    ("/set/.quandian/articles.ron", |s, n| {
        let article = ArticlePath::new(if n == "旧" { "甲.txt" } else { "乙.txt" }).unwrap();
        let correction = Correction { title: Some(n.into()), ..Correction::default() };
        s.apply(Command::Correct { article, correction }).unwrap();
    }),
    ("/set/.quandian/dictionary.txt", |s, n| word(s, WordList::Dictionary, n)),
    ("/set/.quandian/not-words.txt", |s, n| word(s, WordList::Rejected, n)),
    ("/set/.quandian/queries.ron", |s, n| {
        let query = SavedQuery::new(n.into(), QueryKind::Excerpts, "主题:人才".into());
        s.apply(Command::SaveQuery(query)).unwrap();
    }),
    ("/set/.quandian/journal.林.ron", |s, n| {
        drop(s.apply(Command::WriteJournal(JournalEntry::new(n.into(), now()))));
    }),
];

fn word(session: &mut Session, list: WordList, word: &str) {
    let add = vec![DictionaryEntry::new(&format!("{word}词")).unwrap()];
    session.apply(Command::ChangeWords { list, add, remove: Vec::new() }).unwrap();
}

fn has(session: &Session, name: &str) -> bool {
    written(session).iter().any(|line| line.contains(name))
}

#[test]
fn every_kind_of_file_that_is_gone_is_gone_here_and_one_undo_away() {
    for (file, put) in KINDS {
        let storage = disk();
        let mut session = session_on(&storage);
        put(&mut session, "旧");
        session.save_now().unwrap();
        drop(session.take_notices());
        let before = written(&session);
        storage.remove(Path::new(file)).unwrap();
        seen(&mut session, &[file]);
        assert!(!has(&session, "旧"), "{file}");
        assert_eq!(told(&mut session).len(), 1, "{file}");
        assert_eq!(written(&session_on(&storage)), written(&session), "{file}");
        session.apply(Command::Undo).unwrap();
        session.save_now().unwrap();
        assert_eq!(written(&session), before, "{file}");
        assert_eq!(written(&session_on(&storage)), before, "{file}");
    }
}

#[test]
fn of_every_kind_of_file_that_is_gone_what_was_changed_here_stays() {
    for (file, put) in KINDS {
        let storage = disk();
        let mut session = session_on(&storage);
        put(&mut session, "旧");
        session.save_now().unwrap();
        drop(session.take_notices());
        let lock = storage.lock(Path::new(LOCK)).unwrap();
        put(&mut session, "新");
        storage.remove(Path::new(file)).unwrap();
        drop(lock);
        session.save_now().unwrap();
        for session in [&session, &session_on(&storage)] {
            assert_eq!((has(session, "旧"), has(session, "新")), (false, true), "{file}");
        }
        let [notice] = &offers(&mut session)[..] else { panic!("one notice: {file}") };
        let Some(Offer::RestoreVersion { version, both: true }) = notice.offer else {
            panic!("both changed: {file}")
        };
        session.apply(Command::UseDiskVersion(version)).unwrap();
        session.save_now().unwrap();
        for session in [&session, &session_on(&storage)] {
            assert_eq!((has(session, "旧"), has(session, "新")), (false, false), "{file}");
        }
        session.apply(Command::Undo).unwrap();
        session.apply(Command::RestoreVersion(version)).unwrap();
        session.save_now().unwrap();
        for session in [&session, &session_on(&storage)] {
            assert_eq!((has(session, "旧"), has(session, "新")), (true, true), "{file}");
        }
    }
}

#[test]
fn a_record_that_both_sides_changed_is_there_in_both_versions_and_told() {
    let storage = disk();
    let mut session = session_on(&storage);
    let query = SavedQuery::new("旧".into(), QueryKind::Excerpts, "主题:人才".into());
    session.apply(Command::SaveQuery(query.clone())).unwrap();
    session.save_now().unwrap();
    let mut other = session_on(&storage);
    let named = |name: &str| SavedQuery { name: name.into(), ..query.clone() };
    other.apply(Command::SaveQuery(named("他的"))).unwrap();
    other.save_now().unwrap();
    std::thread::sleep(Duration::from_millis(2));
    session.apply(Command::SaveQuery(named("我的"))).unwrap();
    session.save_now().unwrap();
    let notices = session.take_notices();
    assert!(notices.iter().any(|n| n.text.contains("两个版本都已保留")), "{notices:?}");
    for session in [&session, &session_on(&storage)] {
        let mut all: Vec<_> = session.queries(QueryKind::Excerpts).map(|q| &*q.name).collect();
        all.sort_unstable();
        assert_eq!(all, ["他的 (2)", "我的"]);
    }
}

#[test]
fn a_word_and_a_title_that_both_sides_changed_are_ours_and_their_file_is_kept() {
    let storage = disk();
    let mut session = session_on(&storage);
    let mut other = session_on(&storage);
    let titled = |title: &str| {
        let correction = Correction { title: Some(title.to_owned()), ..Correction::default() };
        Command::Correct { article: ArticlePath::new("甲.txt").unwrap(), correction }
    };
    let weighed = |weight: u32| {
        let entry = DictionaryEntry { word: "党群".into(), weight: Some(weight), tag: None };
        Command::ChangeWords { list: WordList::Dictionary, add: vec![entry], remove: Vec::new() }
    };
    for command in [titled("他的"), weighed(7)] {
        other.apply(command).unwrap();
    }
    other.save_now().unwrap();
    for command in [titled("我的"), weighed(9)] {
        session.apply(command).unwrap();
    }
    session.save_now().unwrap();
    let notices = session.take_notices();
    let told = notices.iter().filter(|n| n.text.contains("磁盘上的版本存放在"));
    assert_eq!(told.count(), 2, "{notices:?}");
    let trash = storage.list(Path::new("/set/.quandian/trash")).unwrap();
    let kept: String = trash
        .iter()
        .map(|file| String::from_utf8(storage.read(&file.path, 1 << 20).unwrap()).unwrap())
        .collect();
    assert!(kept.contains("他的") && kept.contains("党群 7"), "{kept}");
    assert_eq!(session_on(&storage).dictionary().get("党群").unwrap().weight, Some(9));
}
