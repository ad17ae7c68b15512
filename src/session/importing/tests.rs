use std::{path::Path, sync::Arc};

use super::*;
use crate::{
    annotation::Annotations,
    corpus::Source,
    exchange::incoming::{IncomingArticle, IncomingPassage, IncomingTheme},
    session::{Command, Environment},
    storage::{Fault, Memory, Storage},
    text::{CharOffset, CharSpan},
};

fn opened(storage: &Arc<Memory>) -> Session {
    let storage = Arc::clone(storage) as Arc<dyn Storage>;
    let mut session = Session::new(Environment { storage, folders: None, wake: Arc::new(|| {}) });
    session.open_now(Path::new("/set")).unwrap();
    session
}

/// Two articles with a passage each, one of them in the set already.
fn preview(session: &Session) -> ImportPreview {
    let source = Source { name: "新.docx".into(), sha256: crate::corpus::ContentHash::of("x") };
    let article = |name: &str, text: &str, origin| IncomingArticle {
        name: name.to_owned(),
        text: Some(text.to_owned()),
        origin,
        ..IncomingArticle::default()
    };
    let passage = |article| IncomingPassage {
        article,
        fragments: vec![CharSpan::between(CharOffset::new(0), CharOffset::new(2))],
        themes: vec![0],
        ..IncomingPassage::default()
    };
    let incoming = Incoming {
        articles: vec![
            article("旧", "原有的正文\n", None),
            article("新", "新来的正文\n", Some(source)),
        ],
        themes: vec![IncomingTheme { name: "来的主题".to_owned(), ..IncomingTheme::default() }],
        passages: vec![passage(0), passage(1)],
        ..Incoming::default()
    };
    let arrival = Arc::new(arrival_of(&incoming, &session.ground(), OnConflict::Keep));
    ImportPreview { request: Import::default(), incoming: Arc::new(incoming), arrival }
}

fn storage() -> Arc<Memory> {
    Arc::new(Memory::with_files([("/set/甲.txt", "原有的正文\n")]))
}

fn state(session: &Session) -> (Vec<String>, Annotations) {
    let entries = session.corpus().unwrap().entries().iter();
    (entries.map(|entry| entry.path.to_string()).collect(), session.annotations().clone())
}

fn is_there(storage: &Memory, path: &str) -> bool {
    storage.metadata(Path::new(path)).is_ok()
}

#[test]
fn an_import_is_one_step_and_undone_as_one() {
    let storage = storage();
    let mut session = opened(&storage);
    let before = state(&session);
    session.import_now(&preview(&session)).unwrap();
    assert_eq!(state(&session).0, ["新.txt", "甲.txt"]);
    assert_eq!(session.annotations().count(), 2);
    assert_eq!(storage.read(Path::new("/set/新.txt"), 99).unwrap(), "新来的正文\n".as_bytes());
    let new = ArticlePath::new("新.txt").unwrap();
    let source = session.corpus().unwrap().corrections().get(&new).unwrap().source.clone();
    assert_eq!(source.unwrap().name, "新.docx");
    session.apply(Command::Undo).unwrap();
    session.finish_chores();
    assert_eq!(state(&session).0, before.0);
    assert_eq!(session.annotations().count(), 0);
    assert_eq!(session.codebook().themes().len(), before.1.codebook().themes().len());
    assert!(!is_there(&storage, "/set/新.txt"));
    session.apply(Command::Redo).unwrap();
    session.finish_chores();
    assert_eq!(session.annotations().count(), 2);
    assert!(is_there(&storage, "/set/新.txt"));
    session.save_now().unwrap();
    // And it is all on the disk.
    let again = opened(&storage);
    assert_eq!(again.annotations().count(), 2);
    assert_eq!(state(&again).0, ["新.txt", "甲.txt"]);
    // The same once more: nothing to do.
    assert!(!preview(&again).arrival.changes_something());
}

#[test]
fn an_imported_article_that_others_edited_or_marked_stays_with_what_is_marked_in_it() {
    let storage = storage();
    let mut session = opened(&storage);
    session.import_now(&preview(&session)).unwrap();
    crate::storage::save(&*storage, Path::new("/set/新.txt"), "改过\n".as_bytes()).unwrap();
    drop(session.take_notices());
    session.apply(Command::Undo).unwrap();
    session.finish_chores();
    let told = session.take_notices();
    assert!(
        told.iter().any(|n| n.text.contains("新.txt") && n.text.contains("已撤销")),
        "{told:?}"
    );
    // The rest of the import is undone.
    let left: Vec<_> = session.annotations().articles().map(ToString::to_string).collect();
    assert_eq!((session.annotations().count(), left[0].as_str()), (1, "新.txt"));
    assert_eq!(storage.read(Path::new("/set/新.txt"), 99).unwrap(), "改过\n".as_bytes());
    assert_eq!(session.undo_name(), None);

    let storage = self::storage();
    let mut session = opened(&storage);
    session.import_now(&preview(&session)).unwrap();
    let new = ArticlePath::new("新.txt").unwrap();
    let place = [CharSpan::between(CharOffset::new(2), CharOffset::new(4))];
    let theme = session.codebook().themes()[0].id;
    let edit = session.tag_edit(&new, &place, vec![theme], String::new()).unwrap();
    // As if it had come from somebody else.
    session.scene_mut().unwrap().annotations.apply(&edit).unwrap();
    session.apply(Command::Undo).unwrap();
    session.finish_chores();
    assert!(is_there(&storage, "/set/新.txt"));
    assert_eq!(session.annotations().count(), 2);
}

#[test]
fn a_file_in_the_way_is_not_written_over() {
    let storage = storage();
    let mut session = opened(&storage);
    let preview = preview(&session);
    // It has come since the preview, and the session does not know of it yet.
    crate::storage::save(&*storage, Path::new("/set/新.txt"), "别人的\n".as_bytes()).unwrap();
    let imported = session.import_now(&preview);
    assert!(matches!(imported, Err(ImportError::Storage(_))), "{imported:?}");
    assert_eq!(storage.read(Path::new("/set/新.txt"), 99).unwrap(), "别人的\n".as_bytes());
    assert_eq!(session.annotations().count(), 0);
}

#[test]
fn what_was_written_for_a_set_that_is_no_longer_open_is_taken_back() {
    let storage = Arc::new(Memory::with_files([
        ("/set/甲.txt", "原有的正文\n"),
        ("/other/乙.txt", "另一个文献集\n"),
    ]));
    let mut session = opened(&storage);
    let written = write(&session.ground(), &preview(&session), &LoadProgress::default()).unwrap();
    assert!(is_there(&storage, "/set/新.txt"));
    session.open_now(Path::new("/other")).unwrap();
    assert!(matches!(session.finish_import(written), Err(ImportError::Cancelled)));
    session.finish_chores();
    assert!(!is_there(&storage, "/set/新.txt") && !is_there(&storage, "/other/新.txt"));
    assert_eq!((state(&session).0, session.annotations().count()), (vec!["乙.txt".to_owned()], 0));
}

#[test]
fn a_disk_error_at_any_step_leaves_the_set_as_it_was() {
    let mut failures = 0;
    for n in 0..40 {
        let storage = storage();
        let mut session = opened(&storage);
        let preview = preview(&session);
        storage.fail_at(n, Fault::Error(std::io::ErrorKind::StorageFull));
        // From some step on it is the saver's, which tries again.
        if session.import_now(&preview).is_ok() {
            continue;
        }
        failures += 1;
        assert_eq!(session.annotations().count(), 0, "step {n}");
        assert_eq!(state(&session).0, ["甲.txt"], "step {n}");
        assert_eq!(session.codebook().themes().len(), 3, "step {n}");
    }
    assert!(failures > 3, "{failures}");
}
