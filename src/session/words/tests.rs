//! What a user relies on: words of one's own hold at once, are on the disk, and are not lost.

use std::{path::PathBuf, time::Duration};

use super::*;
use crate::{
    corpus::{ArticlePath, DictionaryEntry},
    session::{Command, CommandError, Environment, UserFolders},
    storage::{Memory, save},
};

const DICTIONARY: &str = "/set/.quandian/dictionary.txt";
const PACK_FOLDER: &str = "/home/cache/words";

fn disk() -> Memory {
    Memory::with_files([
        ("/set/甲.txt", "对无主管楼院进行改造。\n\n无主管楼院里的居民都说好。\n"),
        ("/set/乙.txt", "楼院大大大变样。\n"),
    ])
}

/// A session as the window has it, with everything at rest.
fn session_on(storage: &Memory) -> Session {
    let home = |name: &str| PathBuf::from("/home").join(name);
    let folders = UserFolders { config: home("config"), data: home("data"), cache: home("cache") };
    let mut session = Session::new(Environment {
        storage: Arc::new(storage.clone()),
        folders: Some(folders),
        wake: Arc::new(|| {}),
    });
    // Not by the watcher: it cannot watch a disk in memory.
    session.open_now(Path::new("/set")).unwrap();
    session.start_words();
    settle(&mut session);
    session
}

/// Lets the jobs finish.
fn settle(session: &mut Session) {
    for _ in 0..2000 {
        session.poll();
        let words = &session.set.as_ref().unwrap().words;
        let asked = session.inquiry::<FindWord>().is_some_and(|asked| asked.progress().is_some());
        let busy = asked || !words.jobs.as_ref().unwrap().builders.running().is_empty();
        if !busy
            && words.jobs.as_ref().unwrap().segmenting.running().is_empty()
            && words.looked_at.is_some()
        {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("the jobs do not end");
}

fn words_of(session: &Session, name: &str) -> Vec<String> {
    let path = ArticlePath::new(name).unwrap();
    let article = session.corpus().unwrap().article(&path).unwrap();
    let words = session.words(article).expect("it was segmented");
    let text = article.text.as_str();
    words.all().into_iter().map(|word| text[word.range()].to_owned()).collect()
}

fn change(add: &[&str], remove: &[&str]) -> Command {
    Command::ChangeWords {
        list: WordList::Dictionary,
        add: add.iter().map(|line| DictionaryEntry::parse(line).unwrap()).collect(),
        remove: remove.iter().map(|&word| word.to_owned()).collect(),
    }
}

fn file(storage: &Memory) -> String {
    String::from_utf8(storage.read(Path::new(DICTIONARY), 1000).unwrap()).unwrap()
}

#[test]
fn a_word_holds_at_once_is_on_the_disk_and_can_be_undone() {
    let storage = disk();
    let mut session = session_on(&storage);
    assert!(!words_of(&session, "甲.txt").contains(&"无主管楼院".to_owned()));
    session.apply(change(&["无主管楼院"], &[])).unwrap();
    settle(&mut session);
    assert_eq!(words_of(&session, "甲.txt")[1], "无主管楼院");
    session.save_now().unwrap();
    assert_eq!(file(&storage), "无主管楼院\n");
    assert_eq!(session.undo_name().as_deref(), Some("加入词典“无主管楼院”"));

    session.apply(Command::Undo).unwrap();
    settle(&mut session);
    assert!(!words_of(&session, "甲.txt").contains(&"无主管楼院".to_owned()));
    session.apply(Command::Redo).unwrap();
    session.save_now().unwrap();
    assert_eq!(session_on(&storage).dictionary().len(), 1);
}

#[test]
fn a_line_that_is_no_entry_is_told_of_and_survives() {
    let storage = disk();
    save(&storage, Path::new(DICTIONARY), "党群 很重\n楼院 9 n 甲\n".as_bytes()).unwrap();
    let mut session = session_on(&storage);
    let notices = session.take_notices();
    assert!(notices.iter().any(|notice| notice.text.contains("第 1 行")), "{notices:?}");
    session.apply(change(&["何立 nr"], &[])).unwrap();
    session.save_now().unwrap();
    assert_eq!(file(&storage), "党群 很重\n楼院 9 n 甲\n何立 nr\n");
}

#[test]
fn what_another_wrote_meanwhile_is_merged() {
    let storage = disk();
    save(&storage, Path::new(DICTIONARY), "甲乙\n丙丁\n".as_bytes()).unwrap();
    let mut session = session_on(&storage);
    save(&storage, Path::new(DICTIONARY), "甲乙\n丙丁\n戊己\n".as_bytes()).unwrap();
    session.apply(change(&["庚辛"], &["甲乙"])).unwrap();
    session.save_now().unwrap();
    assert_eq!(file(&storage), "丙丁\n戊己\n庚辛\n");
    assert!(session.dictionary().get("戊己").is_some());

    save(&storage, Path::new(DICTIONARY), "丙丁 7\n".as_bytes()).unwrap();
    session.look_at_file(Path::new(DICTIONARY));
    session.finish_looking();
    let entries: Vec<_> = session.dictionary().entries().map(ToString::to_string).collect();
    assert_eq!(entries, ["丙丁 7"]);
}

#[test]
fn what_cannot_be_a_word_is_refused() {
    let mut session = session_on(&disk());
    let bad = DictionaryEntry { word: "党，建".to_owned(), weight: None, tag: None };
    let command =
        Command::ChangeWords { list: WordList::Dictionary, add: vec![bad], remove: Vec::new() };
    assert!(matches!(session.apply(command), Err(CommandError::NoWord(_))));
    assert!(session.dictionary().is_empty());
}

#[test]
fn a_dictionary_that_cannot_be_read_is_not_written_over() {
    let storage = disk();
    // A folder where the file should be.
    save(&storage, &Path::new(DICTIONARY).join("x"), b"").unwrap();
    let mut session = session_on(&storage);
    assert!(matches!(
        session.apply(change(&["楼院"], &[])),
        Err(CommandError::DictionaryUnreadable)
    ));
}

#[test]
fn words_are_kept_for_the_next_day_by_text_and_dictionary() {
    let storage = disk();
    let expected = words_of(&session_on(&storage), "甲.txt");
    let pack = storage.list(Path::new(PACK_FOLDER)).unwrap().remove(0).path;
    let written = storage.metadata(&pack).unwrap().modified;
    assert_eq!(words_of(&session_on(&storage), "甲.txt"), expected);
    assert_eq!(storage.metadata(&pack).unwrap().modified, written, "nothing was new");

    // What is broken is found again and put right.
    let bytes = storage.read(&pack, 10_000).unwrap();
    save(&storage, &pack, &bytes[..bytes.len() / 2]).unwrap();
    assert_eq!(words_of(&session_on(&storage), "甲.txt"), expected);
    assert_eq!(storage.read(&pack, 10_000).unwrap(), bytes);

    let mut session = session_on(&storage);
    session.apply(change(&["无主管楼院"], &[])).unwrap();
    settle(&mut session);
    assert_ne!(storage.read(&pack, 10_000).unwrap(), bytes);
    assert_eq!(storage.list(Path::new(PACK_FOLDER)).unwrap().len(), 1);
}

#[test]
fn occurrences_are_those_of_the_string_and_overlap() {
    let mut session = session_on(&disk());
    session.apply(Command::ask(FindWord { word: "楼院".to_owned() })).unwrap();
    settle(&mut session);
    let found = session.occurrences("楼院").expect("it was looked for");
    assert_eq!(found.total, 3);
    let names: Vec<_> = found.articles.iter().map(|f| f.article.path.as_str()).collect();
    assert_eq!(names.len(), 2);
    session.apply(Command::ask(FindWord { word: "大大".to_owned() })).unwrap();
    settle(&mut session);
    assert_eq!(session.occurrences("大大").expect("it was looked for").total, 2);
    assert!(session.occurrences("楼院").is_some(), "the last results are kept");
    assert!(session.occurrences("楼栋").is_none());
}
