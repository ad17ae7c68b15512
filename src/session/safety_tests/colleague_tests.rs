//! A colleague's work, given away and brought in.

use super::*;

const HIS: &str = "/his/甲.txt";

/// Another coder's copy of the set, in which one passage is marked with a theme of his own.
fn his(storage: &Memory) -> (Session, PassageId) {
    let mut session =
        session_in(Arc::new(storage.clone()), Path::new("/his-home"), Path::new("/his"));
    session.settings.coder = Some("周".to_owned());
    let span = CharSpan::new(CharOffset::new(2), CharOffset::new(6)).unwrap();
    let command =
        Command::TagNew { article: article(), fragments: vec![span], name: "粮站".into() };
    let Applied::Passage(id) = session.apply(command).unwrap() else { panic!("a passage") };
    session.save_now().unwrap();
    (session, id)
}

fn give(storage: &Memory, session: &Session) -> PathBuf {
    let path = PathBuf::from("/post/周.work.ron");
    storage.create_folder(Path::new("/post")).unwrap();
    let text = session.work_of(&session.coder()).unwrap();
    save(storage, &path, text.as_bytes()).unwrap();
    path
}

#[test]
fn what_a_colleague_gives_away_comes_in_as_one_step() {
    let storage = disk();
    save(&storage, Path::new(HIS), TEXT.as_bytes()).unwrap();
    let (his, id) = his(&storage);
    let path = give(&storage, &his);
    let mut session = session_on(&storage);
    let mine = tag(&mut session, 0, 2);
    session.save_now().unwrap();
    let before = essence(&session);

    let looked = session.answer_now(&LookAtWork { path: path.clone() }).unwrap();
    assert_eq!((looked.articles, looked.new, looked.themes), (1, 1, 1));
    assert_eq!(essence(&session), before, "looking changes nothing");
    let brought = session.bring_in_now(&path).unwrap();
    assert_eq!(brought, looked);
    assert_eq!(ids(&session).len(), 2);
    let (_, coder, passage) = session.annotations().find(id).expect("it came");
    assert_eq!((coder.as_str(), passage.quotes.concat().as_str()), ("周", "把闲置的"));
    let names: Vec<_> = passage.themes.iter().map(|&id| session.codebook().path_name(id)).collect();
    assert_eq!(names, ["粮站"]);

    // A second time nothing comes.
    let again = session.bring_in_now(&path).unwrap();
    assert_eq!((again.new, again.changed, again.kept), (0, 0, 1));
    session.apply(Command::Undo).unwrap();
    assert_eq!(ids(&session), [mine]);
    assert_eq!(essence(&session), before);
    session.apply(Command::Redo).unwrap();
    session.save_now().unwrap();
    assert_eq!(ids(&session_on(&storage)).len(), 2);
}

#[test]
fn a_copy_of_the_set_is_brought_in_and_themes_of_one_name_are_one() {
    let storage = disk();
    save(&storage, Path::new(HIS), TEXT.as_bytes()).unwrap();
    save(&storage, Path::new("/his/丙.txt"), "这里没有的一篇。".as_bytes()).unwrap();
    let (mut his, _) = his(&storage);
    let first = theme(&his, 0);
    for (name, start) in [("甲.txt", 0), ("丙.txt", 0)] {
        let article = ArticlePath::new(name).unwrap();
        let fragments = vec![CharSpan::new(CharOffset::new(start), CharOffset::new(2)).unwrap()];
        let command = Command::Tag { article, fragments, themes: vec![first], memo: String::new() };
        his.apply(command).unwrap();
    }
    his.save_now().unwrap();
    let mut session = session_on(&storage);
    tag(&mut session, 7, 9);
    // Each has made a theme of that name.
    session.apply(Command::AddTheme { name: "粮站".into() }).unwrap();
    let ours = session.codebook().by_name("粮站").unwrap().id;
    assert_ne!(ours, his.codebook().by_name("粮站").unwrap().id);
    let brought = session.bring_in_now(Path::new("/his")).unwrap();
    assert_eq!((brought.new, brought.themes, brought.missing.len()), (2, 0, 1));
    assert_eq!(session.codebook().themes().len(), 4);
    let all = session.annotations().passages();
    assert_eq!(all.filter(|(.., passage)| passage.themes.contains(&ours)).count(), 1);
}

#[test]
fn what_was_changed_here_later_or_removed_here_stays_so() {
    let storage = disk();
    save(&storage, Path::new(HIS), TEXT.as_bytes()).unwrap();
    let (his, id) = his(&storage);
    let path = give(&storage, &his);
    let mut session = session_on(&storage);
    session.bring_in_now(&path).unwrap();
    session.apply(Command::SetMemo { passage: id, memo: "看过".to_owned() }).unwrap();
    assert_eq!(session.bring_in_now(&path).unwrap().kept, 1);
    assert_eq!(session.annotations().find(id).unwrap().2.memo, "看过");
    session.apply(Command::DeletePassages(vec![id])).unwrap();
    assert_eq!(session.bring_in_now(&path).unwrap().kept, 1);
    assert!(session.annotations().find(id).is_none());
}

#[test]
fn what_is_no_work_is_refused_and_changes_nothing() {
    let storage = disk();
    let mut session = session_on(&storage);
    tag(&mut session, 0, 2);
    let before = essence(&session);
    for (path, text) in
        [("/post/a.ron", "("), ("/post/b.ron", ""), ("/post/甲.txt.周.tags.ron", "[]")]
    {
        storage.create_folder(Path::new("/post")).unwrap();
        save(&storage, Path::new(path), text.as_bytes()).unwrap();
        assert!(session.bring_in_now(Path::new(path)).is_err(), "{path}");
    }
    assert!(session.bring_in_now(Path::new("/nowhere")).is_err());
    assert_eq!(essence(&session), before);
}

#[test]
fn a_named_snapshot_is_kept_whatever_comes_after_it() {
    let storage = disk();
    let mut session = session_on(&storage);
    let passage = tag(&mut session, 0, 2);
    let id = session.take_snapshot_now("初稿").unwrap();
    for round in 0..25 {
        session.take_snapshot(&crate::annotation::step_name!("step.memo"));
        session.apply(Command::SetMemo { passage, memo: round.to_string() }).unwrap();
        session.save_now().unwrap();
    }
    let found = session.answer_now(&ListSnapshots).unwrap();
    let named: Vec<_> = found.found.iter().filter(|info| info.named).collect();
    assert_eq!((named.len(), named[0].reason.as_str(), &named[0].id), (1, "初稿", &id));
    assert_eq!(found.found.len(), 21);
    session.restore_snapshot_now(&id).unwrap();
    assert_eq!(ids(&session).len(), 1);
}

#[test]
fn what_could_not_be_saved_is_saved_by_itself_once_it_can_be() {
    let storage = disk();
    let mut session = session_on(&storage);
    storage.fail_at(0, Fault::Error(std::io::ErrorKind::StorageFull));
    tag(&mut session, 0, 2);
    assert!(session.save_now().is_err());
    assert!(matches!(session.save_state(), SaveState::Failed(_)));
    for _ in 0..2000 {
        session.poll();
        if session.save_state() == SaveState::Saved {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert_eq!(session.save_state(), SaveState::Saved);
    assert_eq!(ids(&session_on(&storage)).len(), 1);
}

#[test]
fn a_snapshot_brings_back_that_a_passage_has_two_versions() {
    let storage = disk();
    let mut session = session_on(&storage);
    let id = tag(&mut session, 0, 2);
    session.save_now().unwrap();
    drop(session);
    // As a merge by lines leaves it: the passage twice, with another memo.
    let text = String::from_utf8(storage.read(Path::new(SIDECAR), 100_000).unwrap()).unwrap();
    let line = text.lines().find(|line| line.contains("fragments")).unwrap();
    let other = line.replace("created:", "memo: \"另一个说法\", created:");
    let both = text.replace(line, &format!("{line}\n{other}"));
    save(&storage, Path::new(SIDECAR), both.as_bytes()).unwrap();
    let mut session = session_on(&storage);
    assert_eq!(session.rivals(), 1);
    let snapshot = session.take_snapshot_now("两个版本").unwrap();
    session.apply(Command::DeletePassages(vec![id])).unwrap();
    session.save_now().unwrap();
    let mut session = session_on(&storage);
    assert_eq!(session.rivals(), 0);
    session.restore_snapshot_now(&snapshot).unwrap();
    assert_eq!((ids(&session), session.rivals()), (vec![id], 1));
    session.save_now().unwrap();
    assert_eq!(session_on(&storage).rivals(), 1);
    session.apply(Command::Undo).unwrap();
    assert_eq!((ids(&session), session.rivals()), (vec![], 0));
}
