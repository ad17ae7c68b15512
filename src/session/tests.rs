//! What a user relies on from opening a set to finding everything again on another day.

use std::{path::PathBuf, sync::Arc};

use proptest::prelude::*;

use super::*;
use crate::{
    annotation::{Passage, Theme, ThemeId},
    corpus::{self, ArticlePath},
    storage::{Fault, Memory, save},
    text::{CharOffset, CharSpan},
};

const TEXT: &str =
    "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米。\n\n七家驻区单位共同出资、共同值守。\n";

fn disk() -> Memory {
    Memory::with_files([("/set/甲.txt", TEXT), ("/set/乙.txt", "居民推选楼栋长,把支部建在楼上。")])
}

fn session_on(storage: &Memory) -> Session {
    let environment =
        Environment { storage: Arc::new(storage.clone()), folders: None, wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    session.settings.coder = Some("林".to_owned());
    session.open_now(Path::new("/set")).unwrap();
    session
}

fn article(name: &str) -> ArticlePath {
    ArticlePath::new(name).unwrap()
}

fn span(start: u32, end: u32) -> CharSpan {
    CharSpan::new(CharOffset::new(start), CharOffset::new(end)).unwrap()
}

fn theme(session: &Session, place: usize) -> ThemeId {
    session.codebook().themes()[place].id
}

fn tag(session: &mut Session, start: u32, end: u32) -> PassageId {
    let themes = vec![theme(session, 0)];
    let (article, fragments) = (article("甲.txt"), vec![span(start, end)]);
    let command = Command::Tag { article, fragments, themes, memo: String::new() };
    match session.apply(command).unwrap() {
        Applied::Passage(id) => id,
        other => panic!("{other:?}"),
    }
}

fn passages(session: &Session) -> Vec<Passage> {
    let all = session.annotations().passages();
    all.map(|(_, _, passage)| passage.clone()).collect()
}

#[test]
fn opening_a_folder_leaves_no_trace_in_it() {
    let storage = disk();
    drop(session_on(&storage));
    assert_eq!(storage.list(Path::new("/set")).unwrap().len(), 2);
}

#[test]
fn what_is_tagged_is_there_again_on_another_day() {
    let storage = disk();
    let mut session = session_on(&storage);
    let id = tag(&mut session, 0, 15);
    session.apply(Command::SetMemo { passage: id, memo: "旧粮站改建".to_owned() }).unwrap();
    session.apply(Command::AddTheme { name: "经费".to_owned() }).unwrap();
    session.save_now().unwrap();
    assert_eq!(session.save_state(), SaveState::Saved);

    let again = session_on(&storage);
    assert_eq!(passages(&again), passages(&session));
    assert_eq!(again.codebook(), session.codebook());
    assert_eq!(passages(&again)[0].quotes, ["街道把闲置的粮站改成党群服务中"]);
}

#[test]
fn undo_and_redo_take_back_anything_and_name_it() {
    let storage = disk();
    let mut session = session_on(&storage);
    tag(&mut session, 0, 6);
    let before = passages(&session);
    let themes = session.codebook().clone();
    let first = theme(&session, 0);
    session.apply(Command::DeleteTheme(first)).unwrap();
    assert!(passages(&session).is_empty());
    assert!(session.undo_name().is_some_and(|name| name.contains("阵地建设")));
    session.apply(Command::Undo).unwrap();
    assert_eq!(session.codebook(), &themes);
    assert_eq!(passages(&session)[0].quotes, before[0].quotes);
    session.apply(Command::Redo).unwrap();
    assert!(passages(&session).is_empty());
    session.apply(Command::Undo).unwrap();
    session.apply(Command::Undo).unwrap();
    assert!(passages(&session).is_empty());
    assert_eq!(session.undo_name(), None);
}

#[test]
fn a_key_given_to_one_theme_is_taken_from_the_other_and_given_back_by_one_undo() {
    let storage = disk();
    let mut session = session_on(&storage);
    let mut second = session.codebook().themes()[1].clone();
    second.key = Some(1);
    session.apply(Command::ChangeTheme(second)).unwrap();
    let keys = |session: &Session| -> Vec<_> {
        session.codebook().themes().iter().map(|theme| theme.key).collect()
    };
    assert_eq!(keys(&session), [None, Some(1), Some(3)]);
    session.apply(Command::Undo).unwrap();
    assert_eq!(keys(&session), [Some(1), Some(2), Some(3)]);
}

#[test]
fn a_title_that_was_corrected_stays_corrected_and_can_be_undone() {
    let storage = disk();
    let mut session = session_on(&storage);
    let title = |session: &Session| {
        let corpus = session.corpus().unwrap();
        corpus.header(corpus.article(&article("甲.txt")).unwrap()).title
    };
    let found = title(&session);
    let correction =
        corpus::Correction { title: Some("粮站".to_owned()), ..corpus::Correction::default() };
    session.apply(Command::Correct { article: article("甲.txt"), correction }).unwrap();
    session.save_now().unwrap();
    assert_eq!(title(&session_on(&storage)), "粮站");
    session.apply(Command::Undo).unwrap();
    assert_eq!(title(&session), found);
}

#[test]
fn a_failed_save_stays_visible_and_a_retry_mends_it() {
    let storage = disk();
    let mut session = session_on(&storage);
    tag(&mut session, 0, 6);
    session.save_now().unwrap();
    storage.fail_at(0, Fault::Error(std::io::ErrorKind::StorageFull));
    tag(&mut session, 7, 9);
    assert!(session.save_now().is_err());
    assert!(matches!(session.save_state(), SaveState::Failed(failures) if failures.len() == 1));
    // Another set would take the place of what is only in memory.
    let open = Command::Open(vec![PathBuf::from("/set")]);
    assert!(matches!(session.apply(open), Err(CommandError::Unsaved)));
    session.apply(Command::RetrySaving).unwrap();
    session.save_now().unwrap();
    assert_eq!(session.save_state(), SaveState::Saved);
    assert_eq!(passages(&session_on(&storage)).len(), 2);
}

#[test]
fn a_sidecar_that_cannot_be_read_is_never_overwritten() {
    let storage = disk();
    let path = Path::new("/set/甲.txt.林.tags.ron");
    save(&storage, path, b"(version: 1, passages: [").unwrap();
    let mut session = session_on(&storage);
    assert_eq!(session.unreadable().len(), 1);
    let themes = vec![theme(&session, 0)];
    let fragments = vec![span(0, 2)];
    let command =
        Command::Tag { article: article("甲.txt"), fragments, themes, memo: String::new() };
    assert!(session.apply(command).is_err());
    session.save_now().unwrap();
    assert_eq!(storage.read(path, 1000).unwrap(), b"(version: 1, passages: [");
}

#[test]
fn a_codebook_that_cannot_be_read_is_never_overwritten() {
    let storage = disk();
    let path = Path::new("/set/codebook.ron");
    save(&storage, path, b"(version: 1, themes: [").unwrap();
    let mut session = session_on(&storage);
    let add = Command::AddTheme { name: "经费".to_owned() };
    assert!(matches!(session.apply(add), Err(CommandError::CodebookUnreadable)));
    session.save_now().unwrap();
    assert_eq!(storage.read(path, 1000).unwrap(), b"(version: 1, themes: [");
}

#[test]
fn two_windows_on_one_set_lose_nothing_of_each_other() {
    let storage = disk();
    let (mut one, mut two) = (session_on(&storage), session_on(&storage));
    tag(&mut one, 0, 2);
    one.save_now().unwrap();
    // The second window still has its own starting themes and an empty layer.
    tag(&mut two, 4, 8);
    two.apply(Command::AddTheme { name: "经费".to_owned() }).unwrap();
    two.save_now().unwrap();
    let after = session_on(&storage);
    assert_eq!(passages(&after).len(), 2);
    assert!(after.codebook().by_name("经费").is_some());
    assert_eq!(after.codebook().themes().len(), 4, "the starting themes came in twice");
    let known =
        |passage: &Passage| passage.themes.iter().all(|&id| after.codebook().get(id).is_some());
    assert!(passages(&after).iter().all(known), "a passage bears a theme that is nowhere");
}

#[test]
fn an_edited_article_keeps_its_passages_where_their_words_are() {
    let storage = disk();
    let mut session = session_on(&storage);
    let id = tag(&mut session, 31, 40);
    session.save_now().unwrap();
    drop(session);
    let edited = TEXT.replace("街道把", "去年起,柳岸街道把");
    storage.remove(Path::new("/set/甲.txt")).unwrap();
    save(&storage, Path::new("/set/甲.txt"), edited.as_bytes()).unwrap();

    let mut session = session_on(&storage);
    assert!(matches!(session.status(id), AnchorStatus::Moved(_)), "{:?}", session.status(id));
    let coder = session.coder();
    session.apply(Command::AcceptMoved { article: article("甲.txt"), coder }).unwrap();
    session.save_now().unwrap();
    let after = session_on(&storage);
    assert!(matches!(after.status(id), AnchorStatus::Ok));
    let moved = &passages(&after)[0];
    let text = &after.corpus().unwrap().article(&article("甲.txt")).unwrap().text;
    assert_eq!(text.slice_chars(moved.fragments[0]), Some(moved.quotes[0].as_str()));
}

#[test]
fn what_is_deleted_of_an_article_that_is_gone_is_deleted_on_disk_too() {
    let storage = disk();
    let mut session = session_on(&storage);
    let id = tag(&mut session, 0, 6);
    session.save_now().unwrap();
    drop(session);
    storage.remove(Path::new("/set/甲.txt")).unwrap();
    let mut session = session_on(&storage);
    assert_eq!(passages(&session).len(), 1, "the sidecar is still there");
    session.apply(Command::DeletePassages(vec![id])).unwrap();
    session.save_now().unwrap();
    assert!(passages(&session_on(&storage)).is_empty());
}

#[test]
fn whose_work_is_deleted_is_told() {
    let mut session = session_on(&disk());
    let theirs = tag(&mut session, 0, 6);
    session.settings.coder = Some("周".to_owned());
    let ours = tag(&mut session, 7, 12);
    drop(session.take_notices());
    session.apply(Command::DeletePassages(vec![theirs, ours])).unwrap();
    let told = session.take_notices().pop().unwrap();
    assert!(told.text.contains('2') && told.text.contains("林"), "{}", told.text);
    session.apply(Command::Undo).unwrap();
    drop(session.take_notices());
    session.apply(Command::DeletePassages(vec![ours])).unwrap();
    let told = session.take_notices().pop().unwrap();
    assert!(!told.text.contains("周"), "one's own is one's own: {}", told.text);
}

/// One thing a user may do, in terms of whatever is there.
#[derive(Clone, Debug)]
enum Deed {
    Tag(u32, u32, usize),
    Toggle(usize, usize),
    Memo(usize, String),
    Delete(usize),
    NewTheme(String),
    DeleteTheme(usize),
    MergeThemes(usize, usize),
    ThemeMemo(usize, String),
    DeleteMany(usize),
    RestoreSnapshot(usize),
    Save,
    Undo,
    Redo,
    Reopen,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        4 => (0_u32..40, 1_u32..12, 0_usize..4).prop_map(|(at, len, theme)| Deed::Tag(at, at + len, theme)),
        2 => (0_usize..9, 0_usize..4).prop_map(|(passage, theme)| Deed::Toggle(passage, theme)),
        1 => (0_usize..9, "\\PC{0,6}").prop_map(|(passage, memo)| Deed::Memo(passage, memo)),
        1 => (0_usize..9).prop_map(Deed::Delete),
        1 => "[一-龥]{1,3}".prop_map(Deed::NewTheme),
        1 => (0_usize..4).prop_map(Deed::DeleteTheme),
        1 => (0_usize..4, 0_usize..4).prop_map(|(from, into)| Deed::MergeThemes(from, into)),
        1 => (0_usize..4, "\\PC{0,6}").prop_map(|(theme, memo)| Deed::ThemeMemo(theme, memo)),
        1 => (2_usize..9).prop_map(Deed::DeleteMany),
        1 => (0_usize..3).prop_map(Deed::RestoreSnapshot),
        1 => Just(Deed::Save),
        3 => Just(Deed::Undo),
        2 => Just(Deed::Redo),
        1 => Just(Deed::Reopen),
    ]
}

/// What a researcher would say is there: without the times of the last change.
fn essence(session: &Session) -> (Vec<Passage>, Vec<Theme>) {
    let mut passages = passages(session);
    for passage in &mut passages {
        passage.modified = passage.created;
    }
    (passages, session.codebook().themes().to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_done_memory_and_disk_agree(deeds in prop::collection::vec(deed(), 1..40)) {
        let storage = disk();
        let mut session = session_on(&storage);
        for deed in deeds {
            let ids: Vec<PassageId> = passages(&session).iter().map(|p| p.id).collect();
            let themes: Vec<ThemeId> = session.codebook().themes().iter().map(|t| t.id).collect();
            let passage = |place: usize| ids.get(place % ids.len().max(1)).copied();
            let theme = |place: usize| themes.get(place % themes.len().max(1)).copied();
            let command = match deed {
                Deed::Tag(start, end, place) => theme(place).map(|theme| Command::Tag {
                    article: article("甲.txt"),
                    fragments: vec![span(start, end)],
                    themes: vec![theme],
                    memo: String::new(),
                }),
                Deed::Toggle(at, place) => passage(at).zip(theme(place))
                    .map(|(passage, theme)| Command::ToggleTheme { passage, theme }),
                Deed::Memo(at, memo) => passage(at).map(|passage| Command::SetMemo { passage, memo }),
                Deed::Delete(at) => passage(at).map(|id| Command::DeletePassages(vec![id])),
                Deed::NewTheme(name) => Some(Command::AddTheme { name }),
                Deed::DeleteTheme(place) => theme(place).map(Command::DeleteTheme),
                Deed::MergeThemes(from, into) => theme(from).zip(theme(into))
                    .filter(|(from, into)| from != into)
                    .map(|(from, into)| Command::MergeThemes { from, into }),
                Deed::ThemeMemo(place, memo) => {
                    let theme = theme(place).and_then(|id| session.codebook().get(id)).cloned();
                    theme.map(|theme| Command::ChangeTheme(Theme { memo, ..theme }))
                }
                Deed::DeleteMany(count) => {
                    Some(Command::DeletePassages(ids.iter().copied().take(count).collect()))
                }
                Deed::RestoreSnapshot(place) => {
                    session.save_now().unwrap();
                    let found = session.answer_now(&ListSnapshots).unwrap().found;
                    if let Some(info) = found.get(place) {
                        session.restore_snapshot_now(&info.id).unwrap();
                    }
                    None
                }
                Deed::Save => {
                    session.save_now().unwrap();
                    None
                }
                Deed::Undo => Some(Command::Undo),
                Deed::Redo => Some(Command::Redo),
                Deed::Reopen => {
                    session.save_now().unwrap();
                    let before = essence(&session);
                    let unsaved_start = before.0.is_empty();
                    session = session_on(&storage);
                    if !unsaved_start {
                        prop_assert_eq!(essence(&session), before);
                    }
                    None
                }
            };
            if let Some(command) = command {
                // A theme's name may be taken: then nothing happens, which is what is told.
                let _ = session.apply(command);
            }
        }
        session.save_now().unwrap();
        let before = essence(&session);
        if !before.0.is_empty() {
            prop_assert_eq!(essence(&session_on(&storage)), before);
        }
    }
}
