//! Undo beside other people: what they did stays, what they left is taken back, nothing jams.

use std::{path::Path, sync::Arc};

use super::*;
use crate::{
    annotation::{self, JournalEntry, Passage, PassageId, QueryKind, SavedQuery, Theme},
    corpus::DictionaryEntry,
    session::{Applied, Command, Environment, Retag, Weight, WordList},
    storage::{Memory, Storage as _, save},
    text::{CharOffset, CharSpan},
};

const TEXT: &str =
    "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米。\n\n七家驻区单位共同出资。\n";
const SIDECAR: &str = "/set/甲.txt.林.tags.ron";

fn disk() -> Memory {
    Memory::with_files([("/set/甲.txt", TEXT), ("/set/乙.txt", "居民推选楼栋长,把支部建在楼上。")])
}

/// A window of that coder on the set.
fn window(storage: &Memory, coder: &str) -> Session {
    let environment =
        Environment { storage: Arc::new(storage.clone()), folders: None, wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    session.settings.coder = Some(coder.to_owned());
    session.open_now(Path::new("/set")).unwrap();
    session
}

/// Everything that lies in the set is read again, as when its folder was synchronised.
fn receive(session: &mut Session) {
    session.save_now().unwrap();
    let storage = Arc::clone(session.storage());
    let mut folders = vec![std::path::PathBuf::from("/set"), "/set/.quandian".into()];
    while let Some(folder) = folders.pop() {
        for entry in storage.list(&folder).unwrap_or_default() {
            session.look_at_file(&entry.path);
        }
    }
    session.finish_looking();
}

/// Somebody else does that, in a window opened for it, and it arrives in ours.
fn elsewhere(storage: &Memory, ours: &mut Session, coder: &str, deed: impl FnOnce(&mut Session)) {
    ours.save_now().unwrap();
    let mut other = window(storage, coder);
    deed(&mut other);
    other.save_now().unwrap();
    // Of two changes in one millisecond neither is the later.
    std::thread::sleep(std::time::Duration::from_millis(2));
    receive(ours);
    drop(ours.take_notices());
}

fn article(name: &str) -> ArticlePath {
    ArticlePath::new(name).unwrap()
}

fn theme(session: &Session, place: usize) -> ThemeId {
    session.codebook().themes()[place].id
}

fn tag_in(session: &mut Session, name: &str, start: u32, place: usize) -> PassageId {
    let fragments = vec![CharSpan::between(CharOffset::new(start), CharOffset::new(start + 2))];
    let (article, themes) = (article(name), vec![theme(session, place)]);
    match session.apply(Command::Tag { article, fragments, themes, memo: String::new() }).unwrap() {
        Applied::Passage(id) => id,
        other => panic!("{other:?}"),
    }
}

fn tag(session: &mut Session, start: u32) -> PassageId {
    tag_in(session, "甲.txt", start, 0)
}

fn ids(session: &Session) -> Vec<PassageId> {
    session.annotations().passages().map(|(_, _, passage)| passage.id).collect()
}

fn passage(session: &Session, id: PassageId) -> Passage {
    session.annotations().find(id).unwrap().2.clone()
}

/// What undo says: whether it is told as a failure, and the text.
fn undo(session: &mut Session) -> (bool, String) {
    walk(session, Command::Undo)
}

fn redo(session: &mut Session) -> (bool, String) {
    walk(session, Command::Redo)
}

fn walk(session: &mut Session, command: Command) -> (bool, String) {
    drop(session.take_notices());
    session.apply(command).unwrap();
    let notices = session.take_notices();
    let failed = notices.iter().any(|notice| notice.weight == Weight::Error);
    (failed, notices.into_iter().map(|notice| notice.text).collect::<Vec<_>>().join("|"))
}

#[test]
fn a_step_that_no_longer_fits_is_set_aside_and_told_and_the_rest_is_in_reach() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let [a, b, c] = [0, 4, 8].map(|at| tag(&mut ours, at));
    elsewhere(&storage, &mut ours, "林", |other| {
        other.apply(Command::DeletePassages(vec![b])).unwrap();
    });
    assert_eq!(ids(&ours), [a, c]);
    assert_eq!(undo(&mut ours), (false, "已撤销：标为 阵地建设".into()));
    assert_eq!(ids(&ours), [a]);
    let told = "“标为 阵地建设”已无法撤销：这处标注已在别处删除";
    assert_eq!(undo(&mut ours), (true, told.into()));
    assert_eq!(ours.undo_name().as_deref(), Some("标为 阵地建设"), "the next one");
    undo(&mut ours);
    assert_eq!((ids(&ours), ours.undo_name().as_deref()), (vec![], None));
    // What was undone can be done again; B is somebody else's doing.
    redo(&mut ours);
    redo(&mut ours);
    assert_eq!((ids(&ours), ours.redo_name().as_deref()), (vec![a, c], None));
    // Also after new steps.
    let d = tag(&mut ours, 12);
    assert_eq!(ids(&ours), [a, c, d]);
    for _ in 0..3 {
        assert!(!undo(&mut ours).0);
    }
    assert_eq!(ids(&ours), []);
    ours.save_now().unwrap();
    assert_eq!(ids(&window(&storage, "林")), []);
}

#[test]
fn what_can_no_longer_be_done_again_does_not_keep_the_rest_from_it() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let [a, b] = [0, 4].map(|at| tag(&mut ours, at));
    ours.apply(Command::DeletePassages(vec![a])).unwrap();
    ours.apply(Command::DeletePassages(vec![b])).unwrap();
    undo(&mut ours);
    undo(&mut ours);
    elsewhere(&storage, &mut ours, "林", |other| {
        other.apply(Command::DeletePassages(vec![a])).unwrap();
    });
    let (failed, text) = redo(&mut ours);
    assert!(failed && text.contains("已无法重做：这处标注已在别处删除"), "{text}");
    assert_eq!(redo(&mut ours), (false, "已重做：删除 1 处标注".into()));
    assert_eq!(ids(&ours), []);
}

#[test]
fn the_users_language_is_the_one_it_is_told_in() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let id = tag(&mut ours, 0);
    ours.apply(Command::SetMemo { passage: id, memo: "甲".into() }).unwrap();
    elsewhere(&storage, &mut ours, "林", |other| {
        other.apply(Command::SetMemo { passage: id, memo: "乙".into() }).unwrap();
    });
    assert_eq!(undo(&mut ours).1, "“写备忘”已无法撤销：这处标注已在别处改动");
    assert_eq!(passage(&ours, id).memo, "乙");
    // The passage bears somebody else's memo by now.
    assert!(undo(&mut ours).0);
    assert_eq!((ids(&ours), ours.undo_name().as_deref()), (vec![id], None));
}

#[test]
fn what_others_changed_of_the_same_passage_stays_when_our_part_is_taken_back() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let id = tag(&mut ours, 0);
    let [first, second, third] = [0, 1, 2].map(|place| theme(&ours, place));
    ours.apply(Command::ToggleTheme { passage: id, theme: second }).unwrap();
    ours.apply(Command::SetMemo { passage: id, memo: "甲".into() }).unwrap();
    elsewhere(&storage, &mut ours, "林", |other| {
        other.apply(Command::ToggleTheme { passage: id, theme: third }).unwrap();
    });
    assert_eq!(passage(&ours, id).themes, [first, second, third]);
    assert!(!undo(&mut ours).0);
    assert_eq!(passage(&ours, id).memo, "");
    assert!(!undo(&mut ours).0);
    assert_eq!(passage(&ours, id).themes, [first, third]);
    redo(&mut ours);
    assert_eq!(passage(&ours, id).themes, [first, second, third]);
    redo(&mut ours);
    assert_eq!(passage(&ours, id).memo, "甲");
    // Its last theme is never taken by undo.
    undo(&mut ours);
    elsewhere(&storage, &mut ours, "林", |other| {
        for theme in [first, third] {
            other.apply(Command::ToggleTheme { passage: id, theme }).unwrap();
        }
    });
    assert_eq!(passage(&ours, id).themes, [second]);
    assert!(undo(&mut ours).0);
    assert_eq!(passage(&ours, id).themes, [second]);
}

#[test]
fn of_a_large_step_all_that_fits_is_undone_and_the_rest_is_counted() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let marked: Vec<PassageId> = (0..20).map(|at| tag(&mut ours, at)).collect();
    let (first, second) = (theme(&ours, 0), theme(&ours, 1));
    let retag = Retag { passages: marked.clone(), add: vec![second], ..Retag::default() };
    ours.apply(retag.into()).unwrap();
    elsewhere(&storage, &mut ours, "林", |other| {
        other.apply(Command::DeletePassages(marked[3..5].to_vec())).unwrap();
        other.apply(Command::ToggleTheme { passage: marked[9], theme: second }).unwrap();
    });
    let (failed, text) = undo(&mut ours);
    assert!(failed && text.starts_with("已撤销“"), "{text}");
    let rest = "但有 3 处无法撤销：这处标注已在别处改动；这处标注已在别处删除（2 处）";
    assert!(text.ends_with(rest), "{text}");
    assert_eq!(ours.annotations().count_of(second), 0);
    assert_eq!(ours.annotations().count_of(first), 18);
    assert!(!redo(&mut ours).0);
    assert_eq!(ours.annotations().count_of(second), 17);
    assert_eq!(passage(&ours, marked[9]).themes, [first]);
    ours.save_now().unwrap();
    assert_eq!(window(&storage, "林").annotations().count_of(second), 17);
}

#[test]
fn a_step_in_a_file_that_cannot_be_read_now_waits_and_is_in_nobodys_way() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let there = tag_in(&mut ours, "乙.txt", 0, 0);
    let waiting = tag(&mut ours, 0);
    ours.save_now().unwrap();
    let sound = storage.read(Path::new(SIDECAR), 1 << 20).unwrap();
    save(&storage, Path::new(SIDECAR), "(version: 1, 坏".as_bytes()).unwrap();
    receive(&mut ours);
    let (failed, text) = undo(&mut ours);
    assert!(failed && text.starts_with("“标为 阵地建设”暂时不能撤销，已保留这一步："), "{text}");
    assert_eq!(ids(&ours), [there, waiting]);
    // The one below is the next, and it is undone.
    assert!(!undo(&mut ours).0);
    assert_eq!(ids(&ours), [waiting]);
    assert!(undo(&mut ours).0, "nothing else is left: it says again why");
    assert_eq!(ours.undo_name().as_deref(), Some("标为 阵地建设"));
    save(&storage, Path::new(SIDECAR), &sound).unwrap();
    receive(&mut ours);
    assert!(!undo(&mut ours).0);
    assert_eq!((ids(&ours), ours.undo_name().as_deref()), (vec![], None));
    // What was undone out of turn comes back all the same.
    redo(&mut ours);
    redo(&mut ours);
    assert_eq!(ids(&ours), [there, waiting]);
}

#[test]
fn a_codebook_that_cannot_be_read_now_keeps_whole_steps_and_no_others() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let id = tag(&mut ours, 0);
    let doomed = theme(&ours, 0);
    ours.apply(Command::DeleteTheme(doomed)).unwrap();
    ours.save_now().unwrap();
    let sound = storage.read(Path::new("/set/codebook.ron"), 1 << 20).unwrap();
    save(&storage, Path::new("/set/codebook.ron"), "(version: 1, 坏".as_bytes()).unwrap();
    receive(&mut ours);
    let (failed, text) = undo(&mut ours);
    assert!(failed && text.contains("暂时不能撤销"), "{text}");
    // The passage went with the theme: the step below no longer fits by itself.
    assert_eq!(ids(&ours), []);
    save(&storage, Path::new("/set/codebook.ron"), &sound).unwrap();
    receive(&mut ours);
    assert!(!undo(&mut ours).0);
    assert_eq!(passage(&ours, id).themes, [doomed]);
    assert!(ours.codebook().get(doomed).is_some());
}

#[test]
fn what_others_wrote_of_a_theme_stays_and_a_theme_they_use_is_not_taken_away() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let changed = theme(&ours, 0);
    ours.apply(Command::AddTheme { name: "经费".into() }).unwrap();
    let added = theme(&ours, 3);
    let renamed = Theme { name: "阵地".into(), ..ours.codebook().get(changed).unwrap().clone() };
    ours.apply(Command::ChangeTheme(renamed)).unwrap();
    elsewhere(&storage, &mut ours, "王", |other| {
        let theme = other.codebook().get(changed).unwrap().clone();
        other.apply(Command::ChangeTheme(Theme { memo: "注".into(), ..theme })).unwrap();
        tag_in(other, "乙.txt", 0, 3);
    });
    assert!(!undo(&mut ours).0);
    let theme = ours.codebook().get(changed).unwrap();
    assert_eq!((theme.name.as_str(), theme.memo.as_str()), ("阵地建设", "注"));
    let told = "“新主题“经费””已无法撤销：主题“经费”已有别的标注在用，保留不删";
    assert_eq!(undo(&mut ours), (true, told.into()));
    assert!(ours.codebook().get(added).is_some());
    assert_eq!(ours.annotations().count_of(added), 1);
}

#[test]
fn a_theme_that_others_renamed_is_not_renamed_by_undo() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let first = ours.codebook().themes()[0].clone();
    let name = |name: &str| Theme { name: name.into(), ..first.clone() };
    tag(&mut ours, 0);
    ours.apply(Command::ChangeTheme(name("阵地"))).unwrap();
    elsewhere(&storage, &mut ours, "王", |other| {
        other.apply(Command::ChangeTheme(name("据点"))).unwrap();
    });
    let (failed, text) = undo(&mut ours);
    assert!(failed && text.ends_with("主题“据点”已在别处改动"), "{text}");
    assert_eq!(ours.codebook().themes()[0].name, "据点");
    assert!(!undo(&mut ours).0);
}

#[test]
fn a_deleted_theme_comes_back_beside_another_that_took_its_name() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let id = tag_in(&mut ours, "甲.txt", 0, 1);
    let doomed = theme(&ours, 1);
    ours.apply(Command::DeleteTheme(doomed)).unwrap();
    elsewhere(&storage, &mut ours, "王", |other| {
        other.apply(Command::AddTheme { name: "人才".into() }).unwrap();
    });
    let (failed, text) = undo(&mut ours);
    assert!(failed && text.contains("已有别的主题名为“人才”"), "{text}");
    let back = ours.codebook().get(doomed).unwrap();
    assert_eq!((back.name.as_str(), back.key), ("人才 2", None));
    assert_eq!(passage(&ours, id).themes, [doomed]);
    let keys: Vec<u8> = ours.codebook().themes().iter().filter_map(|theme| theme.key).collect();
    assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len());
}

#[test]
fn a_merged_theme_is_divided_again_as_far_as_others_left_it() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let marked: Vec<PassageId> = (0..4).map(|at| tag(&mut ours, at)).collect();
    let (from, into) = (theme(&ours, 0), theme(&ours, 1));
    ours.apply(Command::MergeThemes { from, into }).unwrap();
    let mut colleagues = None;
    elsewhere(&storage, &mut ours, "林", |other| {
        other.apply(Command::DeletePassages(vec![marked[0]])).unwrap();
        colleagues = Some(tag_in(other, "乙.txt", 0, 0));
    });
    let (failed, text) = undo(&mut ours);
    assert!(failed && text.contains("有 1 处无法撤销"), "{text}");
    assert_eq!(ours.annotations().count_of(from), 3);
    assert_eq!(passage(&ours, colleagues.unwrap()).themes, [into]);
    // Done again, it takes back what it gave, and the theme goes.
    assert!(!redo(&mut ours).0);
    assert_eq!((ours.annotations().count_of(into), ours.codebook().get(from)), (4, None));
}

#[test]
fn corrections_words_queries_journal_and_memos_of_others_are_not_written_over() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let titled = |title: &str| {
        let correction = Correction { title: Some(title.into()), ..Correction::default() };
        Command::Correct { article: article("甲.txt"), correction }
    };
    let word = |weight: Option<u32>| {
        let entry = DictionaryEntry { weight, ..DictionaryEntry::new("楼栋长").unwrap() };
        Command::ChangeWords { list: WordList::Dictionary, add: vec![entry], remove: Vec::new() }
    };
    let query = SavedQuery::new("甲".into(), QueryKind::Excerpts, "主题:人才".into());
    let named = |name: &str| Command::SaveQuery(SavedQuery { name: name.into(), ..query.clone() });
    let entry = JournalEntry::new("一".into(), annotation::now());
    let written = |text: &str| Command::WriteJournal(entry.with_text(text.into()));
    let noted =
        |memo: &str| Command::SetArticleMemo { article: article("甲.txt"), memo: memo.into() };
    let pairs = [
        (titled("我的题"), titled("别处的题"), "《甲.txt》的文章信息已在别处改动"),
        (word(Some(3)), word(Some(9)), "词条“楼栋长”已在别处改动"),
        (named("乙"), named("丙"), "这个检索已在别处改动"),
        (written("二"), written("三"), "这篇日志已在别处改动"),
        (noted("四"), noted("五"), "《甲.txt》的备忘已在别处改动"),
    ];
    ours.apply(named("甲")).unwrap();
    ours.apply(written("一")).unwrap();
    let steps = ours.set.as_ref().unwrap().history.len();
    for (mine, theirs, told) in pairs {
        std::thread::sleep(std::time::Duration::from_millis(2));
        ours.apply(mine).unwrap();
        elsewhere(&storage, &mut ours, "林", |other| {
            std::thread::sleep(std::time::Duration::from_millis(2));
            other.apply(theirs).unwrap();
        });
        let state = state(&ours);
        let (failed, text) = undo(&mut ours);
        assert!(failed && text.contains("已无法撤销") && text.ends_with(told), "{text}");
        assert_eq!(self::state(&ours), state, "{told}");
    }
    assert_eq!(ours.set.as_ref().unwrap().history.len(), steps);
    // Of what they left alone everything goes back.
    ours.apply(titled("我的题")).unwrap();
    elsewhere(&storage, &mut ours, "林", |other| {
        let title = Some("我的题".to_owned());
        let correction = Correction { title, year: Some(1999), ..Correction::default() };
        other.apply(Command::Correct { article: article("甲.txt"), correction }).unwrap();
    });
    assert!(!undo(&mut ours).0);
    let corrections = ours.corpus().unwrap().corrections();
    let correction = corrections.get(&article("甲.txt")).unwrap();
    assert_eq!((correction.title.as_deref(), correction.year), (Some("别处的题"), Some(1999)));
}

/// All that the five kinds of small records hold, as text.
fn state(session: &Session) -> String {
    let corrections = session.corpus().unwrap().corrections().to_ron().unwrap();
    let words = String::from_utf8(session.dictionary().to_bytes()).unwrap();
    let queries: Vec<_> = session.queries(QueryKind::Excerpts).map(|q| q.name.clone()).collect();
    let journal: Vec<_> = session.journal().map(|(_, entry)| entry.text.clone()).collect();
    let memo = session.article_memo(&article("甲.txt")).to_owned();
    format!("{corrections}{words}{queries:?}{journal:?}{memo}")
}

#[test]
fn a_query_that_was_renamed_and_undone_is_the_later_one_in_a_merge() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let query = SavedQuery::new("甲".into(), QueryKind::Excerpts, "主题:人才".into());
    ours.apply(Command::SaveQuery(query.clone())).unwrap();
    let renamed = SavedQuery { name: "乙".into(), ..query.clone() };
    ours.apply(Command::SaveQuery(renamed)).unwrap();
    let then = ours.query(query.id).unwrap().modified;
    undo(&mut ours);
    let now = ours.query(query.id).unwrap();
    assert!(now.name == "甲" && now.modified > then);
    redo(&mut ours);
    assert_eq!(ours.query(query.id).unwrap().name, "乙");
}

#[test]
fn a_passage_that_comes_back_to_an_article_edited_meanwhile_is_found_in_it() {
    let storage = disk();
    let mut ours = window(&storage, "林");
    let [other, id] = [0, 8].map(|at| tag(&mut ours, at));
    ours.apply(Command::DeletePassages(vec![id])).unwrap();
    ours.save_now().unwrap();
    save(&storage, Path::new("/set/甲.txt"), format!("新的一行\n{TEXT}").as_bytes()).unwrap();
    ours.take_changes(vec![crate::corpus::FileChange::Article(article("甲.txt"))]);
    ours.finish_looking();
    ours.apply(Command::AcceptAllMoved).unwrap();
    assert_eq!(passage(&ours, other).fragments[0].start().get(), 5);
    undo(&mut ours);
    assert!(!undo(&mut ours).0);
    ours.finish_looking();
    let found = ours.placed(&passage(&ours, id)).unwrap();
    assert_eq!(found[0].start().get(), 13);
}

mod sequence_tests;
