//! What a user relies on while others write to the same set: nothing of theirs and nothing of ours is
//! lost, whatever comes first.

use std::{sync::Arc, time::Duration};

use super::*;
use crate::{
    annotation::{JournalEntry, QueryKind, SavedQuery, Sidecar, now},
    corpus::{
        ArticlePath, ContentHash, Correction, Corrections, DictionaryEntry, Encoding, FileChange,
    },
    storage::{Fault, Memory, save},
    text::{CharOffset, CharSpan},
};

const TEXT: &str = "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米。\n";
/// The file of the set that is read last: whoever is held up there has read all others.
const LAST: &str = "/set/龙.txt.林.tags.ron";

/// What the program keeps in a folder of its own.
const OWN_FILES: [&str; 5] =
    ["articles.ron", "dictionary.txt", "not-words.txt", "queries.ron", "journal.林.ron"];

fn disk() -> Memory {
    let last = Sidecar::new(Coder::new("林").unwrap(), "龙.txt", ContentHash::of(TEXT), 30);
    Memory::with_files([
        ("/set/甲.txt", TEXT.to_owned()),
        ("/set/乙.txt", "居民推选楼栋长,把支部建在楼上。".to_owned()),
        ("/set/丙.txt", "七家驻区单位共同出资。".to_owned()),
        ("/set/龙.txt", TEXT.to_owned()),
        (LAST, last.to_ron()),
    ])
}

/// A session as the window has it; nobody watches a disk in memory.
fn session_on(storage: &Memory) -> Session {
    let [config, data, cache] = ["config", "data", "cache"].map(|n| Path::new("/home").join(n));
    let folders = UserFolders { config, data, cache };
    let storage = Arc::new(storage.clone());
    let environment = Environment { storage, folders: Some(folders), wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    session.settings.coder = Some("林".to_owned());
    session.open_now(Path::new("/set")).unwrap();
    session.set.as_mut().unwrap().request = Some(SetRequest::Folder("/set".into()));
    session
}

/// Takes in what the jobs bring until none is left.
fn settle(session: &mut Session) {
    for _ in 0..5000 {
        session.poll();
        session.finish_looking();
        let runs = session.jobs().next().is_some();
        if !runs && !session.set.as_ref().is_some_and(|set| set.owed.everything) {
            return;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("it is never done");
}

fn article(name: &str) -> ArticlePath {
    ArticlePath::new(name).unwrap()
}

fn title(session: &mut Session, name: &str, title: &str) {
    let correction = Correction { title: Some(title.to_owned()), ..Correction::default() };
    session.apply(Command::Correct { article: article(name), correction }).unwrap();
}

fn title_of(session: &Session, name: &str) -> Option<String> {
    session.corpus().unwrap().corrections().get(&article(name))?.title.clone()
}

fn tag(session: &mut Session, start: u32, end: u32) -> PassageId {
    let themes = vec![session.codebook().themes()[0].id];
    let span = CharSpan::new(CharOffset::new(start), CharOffset::new(end)).unwrap();
    let (article, fragments) = (article("甲.txt"), vec![span]);
    let command = Command::Tag { article, fragments, themes, memo: String::new() };
    match session.apply(command).unwrap() {
        Applied::Passage(id) => id,
        other => panic!("{other:?}"),
    }
}

fn memo(session: &mut Session, passage: PassageId, memo: &str) {
    session.apply(Command::SetMemo { passage, memo: memo.to_owned() }).unwrap();
}

fn word(session: &mut Session, list: WordList, word: &str) {
    let add = vec![DictionaryEntry::new(word).unwrap()];
    session.apply(Command::ChangeWords { list, add, remove: Vec::new() }).unwrap();
}

fn query(name: &str) -> SavedQuery {
    SavedQuery::new(name.to_owned(), QueryKind::Excerpts, "主题:人才".to_owned())
}

/// Everything that the user has written, in words.
fn written(session: &Session) -> Vec<String> {
    let corrections = session.corpus().unwrap().corrections().iter();
    let mut all: Vec<String> =
        corrections.map(|(path, c)| format!("{path} {:?} {:?}", c.title, c.encoding)).collect();
    all.extend(session.dictionary().entries().map(|word| format!("word {word}")));
    all.extend(session.rejected_words().entries().map(|word| format!("no {word}")));
    all.extend(session.queries(QueryKind::Excerpts).map(|query| format!("query {}", query.name)));
    all.extend(session.journal().map(|(coder, entry)| format!("{coder}: {}", entry.text)));
    let themes = session.codebook().themes().iter();
    all.extend(themes.map(|theme| format!("theme {} {}", theme.name, theme.description)));
    let passages = session.annotations().passages();
    all.extend(
        passages.map(|(path, _, passage)| format!("{path} {} {}", passage.quotes[0], passage.memo)),
    );
    all
}

/// One change of every kind of file, made in `session`.
fn change_all(session: &mut Session, round: &str) {
    title(session, &format!("{round}.txt"), "新题");
    word(session, WordList::Dictionary, &format!("词{round}"));
    word(session, WordList::Rejected, &format!("非词{round}"));
    session.apply(Command::SaveQuery(query(&format!("问{round}")))).unwrap();
    let entry = JournalEntry::new(format!("记{round}"), now());
    session.apply(Command::WriteJournal(entry)).unwrap();
    session.apply(Command::AddTheme { name: format!("题{round}") }).unwrap();
}

#[test]
fn what_is_changed_while_the_set_is_read_again_stays_in_memory_and_on_the_disk() {
    let storage = disk();
    let mut session = session_on(&storage);
    change_all(&mut session, "丙");
    let [kept, gone] = [tag(&mut session, 0, 2), tag(&mut session, 3, 5)];
    session.save_now().unwrap();

    let held = storage.hold(LAST);
    session.apply(Command::Reload).unwrap();
    held.wait();
    change_all(&mut session, "甲");
    memo(&mut session, kept, "记");
    session.apply(Command::DeletePassages(vec![gone])).unwrap();
    let new = tag(&mut session, 6, 8);
    session.save_now().unwrap();
    let expected = written(&session);
    drop(held);
    settle(&mut session);
    assert_eq!(written(&session), expected);

    // The next change of every kind writes every file anew.
    change_all(&mut session, "乙");
    memo(&mut session, new, "又记");
    session.save_now().unwrap();
    let expected = written(&session);
    assert_eq!(session.annotations().count(), 2);
    assert_eq!(written(&session_on(&storage)), expected);
    assert_eq!(session.rivals(), 0);
}

#[test]
fn what_is_not_on_the_disk_yet_when_the_set_was_read_again_stays() {
    let storage = disk();
    let mut session = session_on(&storage);
    let id = tag(&mut session, 0, 2);
    change_all(&mut session, "丙");
    session.save_now().unwrap();
    // Another window holds the lock, so that nothing can be saved.
    let lock = storage.lock(Path::new("/set/.quandian/lock")).unwrap();
    change_all(&mut session, "甲");
    memo(&mut session, id, "记");
    let expected = written(&session);
    session.apply(Command::Reload).unwrap();
    settle(&mut session);
    assert_eq!(written(&session), expected);
    drop(lock);
    session.save_now().unwrap();
    session.poll();
    assert_eq!(written(&session), expected);
    assert_eq!(written(&session_on(&storage)), expected);
}

#[test]
fn an_encoding_that_is_chosen_while_the_set_is_read_again_holds() {
    let storage = disk();
    save(&storage, Path::new("/set/a.txt"), b"1860 m2").unwrap();
    let mut session = session_on(&storage);
    let held = storage.hold(LAST);
    session.apply(Command::Reload).unwrap();
    held.wait();
    let encoding = Some(Encoding::Gb18030);
    let correction = Correction { encoding, ..Correction::default() };
    session.apply(Command::Correct { article: article("a.txt"), correction }).unwrap();
    session.save_now().unwrap();
    drop(held);
    settle(&mut session);
    let now = session.corpus().unwrap().article(&article("a.txt")).unwrap();
    assert_eq!(now.encoding, Encoding::Gb18030);
}

/// What a colleague's program writes: `file` with `change` done to it.
fn write_theirs(storage: &Memory, file: &str, change: impl FnOnce(Option<&str>) -> String) {
    let path = Path::new(file);
    let before = storage.read(path, 1 << 20).ok().map(|bytes| String::from_utf8(bytes).unwrap());
    save(storage, path, change(before.as_deref()).as_bytes()).unwrap();
}

const CORRECTIONS: &str = "/set/.quandian/articles.ron";

fn their_title(storage: &Memory, name: &str, title: &str) {
    write_theirs(storage, CORRECTIONS, |text| {
        let mut corrections =
            Corrections::from_ron(text.unwrap_or("(version: 1, articles: {})")).unwrap();
        let correction = Correction { title: Some(title.to_owned()), ..Correction::default() };
        corrections.set(article(name), correction);
        corrections.to_ron().unwrap()
    });
}

/// What a watcher would say.
fn seen(session: &mut Session, file: &str) {
    session.take_changes(vec![FileChange::Sidecar(file.into())]);
    session.finish_looking();
}

#[test]
fn a_newer_correction_of_a_colleague_is_not_written_back_to_their_older_one() {
    let storage = disk();
    let mut session = session_on(&storage);
    their_title(&storage, "甲.txt", "一");
    seen(&mut session, CORRECTIONS);
    assert_eq!(title_of(&session, "甲.txt").as_deref(), Some("一"));
    let lock = storage.lock(Path::new("/set/.quandian/lock")).unwrap();
    title(&mut session, "乙.txt", "我的");
    their_title(&storage, "甲.txt", "二");
    drop(lock);
    session.save_now().unwrap();
    for session in [&session, &session_on(&storage)] {
        assert_eq!(title_of(session, "甲.txt").as_deref(), Some("二"));
        assert_eq!(title_of(session, "乙.txt").as_deref(), Some("我的"));
    }
}

#[test]
fn what_could_not_be_saved_stays_when_theirs_arrives() {
    let storage = disk();
    let mut session = session_on(&storage);
    for (n, file) in [CORRECTIONS, "/set/.quandian/dictionary.txt"].into_iter().enumerate() {
        storage.fail_at(0, Fault::Error(std::io::ErrorKind::StorageFull));
        match n {
            0 => title(&mut session, "甲.txt", "我的"),
            _ => word(&mut session, WordList::Dictionary, "我词"),
        }
        session.finish_saving();
        assert!(matches!(session.save_state(), SaveState::Failed(_)));
        match n {
            0 => their_title(&storage, "乙.txt", "他们的"),
            _ => write_theirs(&storage, file, |_| "他词\n".to_owned()),
        }
        seen(&mut session, file);
        session.finish_saving();
        assert_eq!(session.save_state(), SaveState::Saved, "it can be written again");
    }
    for session in [&session, &session_on(&storage)] {
        assert_eq!(title_of(session, "甲.txt").as_deref(), Some("我的"));
        assert_eq!(title_of(session, "乙.txt").as_deref(), Some("他们的"));
        assert!(["我词", "他词"].iter().all(|word| session.dictionary().get(word).is_some()));
        assert!(session.unsaved_work().is_empty());
    }
}

#[test]
fn what_a_colleague_changed_while_our_save_waited_does_not_bring_back_what_was_undone() {
    let storage = disk();
    let mut session = session_on(&storage);
    title(&mut session, "甲.txt", "旧");
    session.save_now().unwrap();
    let lock = storage.lock(Path::new("/set/.quandian/lock")).unwrap();
    title(&mut session, "甲.txt", "新");
    session.apply(Command::Undo).unwrap();
    title(&mut session, "丙.txt", "三");
    their_title(&storage, "乙.txt", "他们的");
    drop(lock);
    session.save_now().unwrap();
    title(&mut session, "丙.txt", "四");
    session.save_now().unwrap();
    for session in [&session, &session_on(&storage)] {
        let titles = ["甲.txt", "乙.txt", "丙.txt"].map(|name| title_of(session, name).unwrap());
        assert_eq!(titles, ["旧", "他们的", "四"]);
    }
}

#[test]
fn whatever_arrives_together_with_many_articles_shows() {
    let storage = disk();
    let mut session = session_on(&storage);
    let id = tag(&mut session, 0, 2);
    session.save_now().unwrap();
    let mut other = session_on(&storage);
    change_all(&mut other, "甲");
    memo(&mut other, id, "记");
    other.save_now().unwrap();
    let expected = written(&other);
    let mut changes: Vec<FileChange> = (0..25)
        .map(|n| {
            let name = format!("新{n}.txt");
            save(&storage, &Path::new("/set").join(&name), TEXT.as_bytes()).unwrap();
            FileChange::Article(article(&name))
        })
        .collect();
    let files = ["codebook.ron", "甲.txt.林.tags.ron"].map(|name| format!("/set/{name}"));
    changes.extend(files.map(|file| FileChange::Sidecar(file.into())));
    changes
        .extend(OWN_FILES.map(|name| FileChange::Sidecar(Path::new("/set/.quandian").join(name))));
    session.take_changes(changes);
    settle(&mut session);
    assert_eq!(written(&session), expected);
    assert_eq!(session.corpus().unwrap().entries().len(), 29);
    drop(session.take_notices());
    // The same once more brings nothing, and says nothing.
    session.take_changes(vec![FileChange::Everything]);
    settle(&mut session);
    assert_eq!(written(&session), expected);
    assert_eq!(session.take_notices(), []);
}

#[test]
fn a_sync_that_goes_on_does_not_keep_what_has_come_from_being_shown() {
    let storage = disk();
    let mut session = session_on(&storage);
    let many = |from: usize| -> Vec<FileChange> {
        let names = (from..from + 30).map(|n| article(&format!("新{n}.txt")));
        names
            .map(|name| {
                let file = Path::new("/set").join(name.as_str());
                save(&storage, &file, TEXT.as_bytes()).unwrap();
                FileChange::Article(name)
            })
            .collect()
    };
    session.take_changes(many(0));
    // More comes before the first have been read, and again, and again.
    for round in 1..5 {
        let held = storage.hold(LAST);
        let more = many(30 * round);
        session.take_changes(more);
        session.apply(Command::Reload).unwrap();
        drop(held);
        for _ in 0..5000 {
            session.poll();
            if session.corpus().unwrap().entries().len() > 30 * round {
                break;
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        let count = session.corpus().unwrap().entries().len();
        assert!(count > 30 * round, "round {round}: {count}");
    }
    settle(&mut session);
    assert_eq!(session.corpus().unwrap().entries().len(), 154);
}

#[test]
fn reading_again_does_not_stop_the_opening_of_another_set() {
    let storage = disk();
    save(&storage, Path::new("/other/丁.txt"), TEXT.as_bytes()).unwrap();
    let mut session = session_on(&storage);
    let held = storage.hold("/other/丁.txt");
    session.apply(Command::Open(vec!["/other".into()])).unwrap();
    held.wait();
    session.apply(Command::Reload).unwrap();
    session.take_changes(vec![FileChange::Everything]);
    drop(held);
    settle(&mut session);
    assert_eq!(session.corpus().unwrap().root(), Path::new("/other"));
}

#[test]
fn what_has_come_shows_though_the_opening_of_another_set_was_stopped() {
    let storage = disk();
    save(&storage, Path::new("/other/丁.txt"), TEXT.as_bytes()).unwrap();
    let mut session = session_on(&storage);
    their_title(&storage, "甲.txt", "他们的");
    let last = storage.hold(LAST);
    session.apply(Command::Reload).unwrap();
    last.wait();
    let held = storage.hold("/other/丁.txt");
    session.apply(Command::Open(vec!["/other".into()])).unwrap();
    held.wait();
    session.apply(Command::CancelJobs).unwrap();
    drop((held, last));
    settle(&mut session);
    assert_eq!(session.corpus().unwrap().root(), Path::new("/set"));
    assert_eq!(title_of(&session, "甲.txt").as_deref(), Some("他们的"));
}

#[test]
fn a_set_that_is_opened_once_more_shows_what_was_saved_meanwhile() {
    let storage = disk();
    let mut session = session_on(&storage);
    let held = storage.hold(LAST);
    session.apply(Command::Open(vec!["/set".into()])).unwrap();
    held.wait();
    title(&mut session, "甲.txt", "新题");
    session.save_now().unwrap();
    drop(held);
    settle(&mut session);
    assert_eq!(title_of(&session, "甲.txt").as_deref(), Some("新题"));
}

#[test]
fn a_file_that_goes_and_comes_back_as_it_was_is_taken_in_again() {
    let storage = disk();
    let mut session = session_on(&storage);
    change_all(&mut session, "甲");
    session.save_now().unwrap();
    let expected = written(&session);
    let files = OWN_FILES.map(|name| format!("/set/.quandian/{name}"));
    let before = files.clone().map(|file| storage.read(Path::new(&file), 1 << 20).unwrap());
    for file in &files {
        storage.remove(Path::new(file)).unwrap();
    }
    session.take_changes(files.clone().map(|file| FileChange::Sidecar(file.into())).to_vec());
    session.finish_looking();
    // Nothing was done here since: what is gone there is gone here.
    assert!(written(&session).iter().all(|line| line.starts_with("theme ")));
    for (file, bytes) in files.iter().zip(&before) {
        save(&storage, Path::new(file), bytes).unwrap();
    }
    session.apply(Command::Reload).unwrap();
    settle(&mut session);
    assert_eq!(written(&session), expected);
    change_all(&mut session, "乙");
    session.save_now().unwrap();
    assert_eq!(written(&session_on(&storage)), written(&session));
    assert!(expected.iter().all(|line| written(&session).contains(line)));
}

#[test]
fn a_word_that_is_restored_is_saved_into_what_others_wrote() {
    let storage = disk();
    let mut session = session_on(&storage);
    storage.fail_at(0, Fault::Error(std::io::ErrorKind::StorageFull));
    word(&mut session, WordList::Dictionary, "我词");
    session.finish_saving();
    drop(session);
    let mut session = session_on(&storage);
    write_theirs(&storage, "/set/.quandian/dictionary.txt", |_| "他词\n".to_owned());
    session.apply(Command::RestoreUnsaved("/set".into())).unwrap();
    session.save_now().unwrap();
    for session in [&session, &session_on(&storage)] {
        assert!(["我词", "他词"].iter().all(|word| session.dictionary().get(word).is_some()));
    }
}
