//! Attributes, groups, progress and bookmarks as a user has them: kept, undone, shared with others.

use std::{path::Path, sync::Arc};

use super::*;
use crate::{
    annotation::{Coder, ValueFault},
    session::{Command, Environment},
    storage::{Memory, Storage as _, save},
    text::CharOffset,
};

const ATTRIBUTES: &str = "/set/.quandian/attributes.ron";

fn disk() -> Memory {
    let text = "街道把粮站改成党群服务中心。\n居民推选楼栋长。\n";
    Memory::with_files([("/set/甲.txt", text), ("/set/乙.txt", text), ("/set/丙.txt", text)])
}

fn open(storage: &Memory, coder: &str) -> Session {
    let storage = Arc::new(storage.clone());
    let environment = Environment { storage, folders: None, wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    session.settings.coder = Some(coder.to_owned());
    session.open_now(Path::new("/set")).unwrap();
    session
}

fn article(name: &str) -> ArticlePath {
    ArticlePath::new(name).unwrap()
}

fn coder(name: &str) -> Coder {
    Coder::new(name).unwrap()
}

fn run(session: &mut Session, command: CatalogueCommand) -> Result<(), CommandError> {
    session.apply(command.into()).map(|_| ())
}

fn set(session: &mut Session, values: &[(&str, &str, &str)]) -> Result<(), CommandError> {
    let values = values.iter().map(|(path, name, value)| ArticleValue {
        article: article(path),
        name: (*name).to_owned(),
        value: (*value).to_owned(),
    });
    run(session, CatalogueCommand::SetValues(values.collect()))
}

fn value<'a>(session: &'a Session, path: &str, name: &str) -> Option<&'a str> {
    session.catalogue().attributes().value(&article(path), name)
}

fn kind(session: &Session, name: &str) -> Option<AttributeKind> {
    session.catalogue().attributes().definition(name).map(|known| known.kind.clone())
}

#[test]
fn values_are_kept_and_undone_as_one_step() {
    let storage = disk();
    let mut session = open(&storage, "林");
    let values =
        [("甲.txt", "版面", "１"), ("乙.txt", "版面", "2"), ("甲.txt", "报纸", " 河南日报 ")];
    set(&mut session, &values).unwrap();
    assert_eq!(kind(&session, "版面"), Some(AttributeKind::Number));
    assert_eq!(session.undo_name().as_deref(), Some("设置 2 篇文章的属性"));
    session.save_now().unwrap();
    let again = open(&storage, "周");
    assert_eq!(value(&again, "甲.txt", "版面"), Some("1"));
    assert_eq!(value(&again, "甲.txt", "报纸"), Some("河南日报"));
    session.apply(Command::Undo).unwrap();
    assert!(session.catalogue().attributes().is_empty());
    session.apply(Command::Redo).unwrap();
    session.save_now().unwrap();
    assert_eq!(value(&open(&storage, "周"), "乙.txt", "版面"), Some("2"));
}

#[test]
fn a_value_of_another_kind_is_refused_and_nothing_is_set() {
    let mut session = open(&disk(), "林");
    set(&mut session, &[("甲.txt", "版面", "1")]).unwrap();
    let refused = set(&mut session, &[("乙.txt", "报纸", "一"), ("乙.txt", "版面", "头版")]);
    let Err(CommandError::Catalogue(error)) = refused else { panic!("{refused:?}") };
    assert!(matches!(&error, CatalogueError::Value { fault: ValueFault::Number, .. }), "{error:?}");
    assert_eq!(value(&session, "乙.txt", "报纸"), None);
    let missing = set(&mut session, &[("没有.txt", "版面", "1")]);
    assert!(matches!(missing, Err(CommandError::NoArticle(_))), "{missing:?}");
    // With the last value gone the attribute takes what comes.
    set(&mut session, &[("甲.txt", "版面", "")]).unwrap();
    set(&mut session, &[("甲.txt", "版面", "头版")]).unwrap();
    assert_eq!(kind(&session, "版面"), Some(AttributeKind::Text));
    session.apply(Command::Undo).unwrap();
    session.apply(Command::Undo).unwrap();
    assert_eq!(value(&session, "甲.txt", "版面"), Some("1"));
    assert_eq!(kind(&session, "版面"), Some(AttributeKind::Number));
}

#[test]
fn an_attribute_is_renamed_and_removed_with_its_values() {
    let mut session = open(&disk(), "林");
    set(
        &mut session,
        &[("甲.txt", "报纸", "一"), ("甲.txt", "版面", "1"), ("乙.txt", "报纸", "二")],
    )
    .unwrap();
    let rename =
        |from: &str, to: &str| CatalogueCommand::Rename { from: from.into(), to: to.into() };
    let taken = run(&mut session, rename("报纸", "版面"));
    assert!(
        matches!(taken, Err(CommandError::Catalogue(CatalogueError::NameTaken(_)))),
        "{taken:?}"
    );
    run(&mut session, rename("报纸", "媒体")).unwrap();
    assert_eq!(value(&session, "乙.txt", "媒体"), Some("二"));
    let names = |session: &Session| -> Vec<String> {
        let definitions = session.catalogue().attributes().definitions();
        definitions.iter().map(|known| known.name.clone()).collect()
    };
    assert_eq!(names(&session), ["媒体", "版面"]);
    session.apply(Command::Undo).unwrap();
    assert_eq!(names(&session), ["报纸", "版面"]);
    assert_eq!(value(&session, "甲.txt", "报纸"), Some("一"));
    run(&mut session, CatalogueCommand::Remove("报纸".into())).unwrap();
    assert_eq!(
        (names(&session), value(&session, "甲.txt", "报纸")),
        (vec!["版面".to_owned()], None)
    );
    session.apply(Command::Undo).unwrap();
    assert_eq!(value(&session, "乙.txt", "报纸"), Some("二"));
    let list = AttributeKind::Choice(vec!["一".into(), "一".into(), " ".into(), "二".into()]);
    let define = CatalogueCommand::Define { name: "报纸".into(), kind: list };
    run(&mut session, define).unwrap();
    assert_eq!(kind(&session, "报纸"), Some(AttributeKind::Choice(vec!["一".into(), "二".into()])));
    let number = CatalogueCommand::Define { name: "报纸".into(), kind: AttributeKind::Number };
    assert!(run(&mut session, number).is_err());
    assert!(set(&mut session, &[("丙.txt", "报纸", "三")]).is_err());
}

#[test]
fn two_windows_keep_each_others_values_and_progress() {
    let storage = disk();
    let (mut ours, mut theirs) = (open(&storage, "林"), open(&storage, "周"));
    let done = |articles: &[&str]| CatalogueCommand::SetDone {
        articles: articles.iter().map(|name| article(name)).collect(),
        theme: None,
        done: true,
    };
    set(&mut ours, &[("甲.txt", "报纸", "一")]).unwrap();
    run(&mut ours, done(&["甲.txt"])).unwrap();
    ours.save_now().unwrap();
    set(&mut theirs, &[("乙.txt", "报纸", "二")]).unwrap();
    run(&mut theirs, done(&["甲.txt", "乙.txt"])).unwrap();
    theirs.save_now().unwrap();
    for session in [&theirs, &open(&storage, "丁")] {
        assert_eq!(value(session, "甲.txt", "报纸"), Some("一"));
        assert_eq!(value(session, "乙.txt", "报纸"), Some("二"));
    }
    let scene = open(&storage, "丁");
    let scene = scene.scene().unwrap();
    let theme = scene.codebook().themes()[0].id;
    assert!(scene.is_done(&article("甲.txt"), &coder("林"), Some(theme)));
    assert!(!scene.is_done(&article("乙.txt"), &coder("林"), None));
    assert!(scene.is_done(&article("乙.txt"), &coder("周"), None));
}

#[test]
fn what_is_done_for_a_theme_is_done_for_those_below_it() {
    let mut session = open(&disk(), "林");
    let above = session.codebook().themes()[0].id;
    session.apply(Command::AddTheme { name: "下".into() }).unwrap();
    let below = session.codebook().themes().last().unwrap().id;
    let place = Command::PlaceTheme { theme: below, parent: Some(above), before: None };
    session.apply(place).unwrap();
    let (me, text) = (coder("林"), article("甲.txt"));
    let done =
        |theme, done| CatalogueCommand::SetDone { articles: vec![article("甲.txt")], theme, done };
    run(&mut session, done(Some(above), true)).unwrap();
    let scene = session.scene().unwrap();
    assert!(scene.is_done(&text, &me, Some(above)) && scene.is_done(&text, &me, Some(below)));
    assert!(!scene.is_done(&text, &me, None));
    assert!(!scene.is_done(&text, &coder("周"), Some(above)));
    run(&mut session, done(Some(above), false)).unwrap();
    assert!(!session.scene().unwrap().is_done(&text, &me, Some(below)));
    session.apply(Command::Undo).unwrap();
    assert!(session.scene().unwrap().is_done(&text, &me, Some(below)));
}

#[test]
fn bookmarks_are_each_coders_own_and_are_kept() {
    let storage = disk();
    let mut session = open(&storage, "林");
    let text = &session.corpus().unwrap().article(&article("甲.txt")).unwrap().text;
    let mark = Bookmark::new(article("甲.txt"), text, CharOffset::new(15), "回来看".into());
    run(&mut session, CatalogueCommand::SaveBookmark(mark.clone())).unwrap();
    let noted = Bookmark { note: "看过".into(), ..mark.clone() };
    run(&mut session, CatalogueCommand::SaveBookmark(noted)).unwrap();
    session.save_now().unwrap();
    let other = open(&storage, "周");
    let all: Vec<_> = other
        .catalogue()
        .bookmarks()
        .map(|(coder, mark)| (coder.as_str(), mark.note.as_str()))
        .collect();
    assert_eq!(all, [("林", "看过")]);
    assert!(other.catalogue().bookmarks_of(&coder("周")).is_empty());
    run(&mut session, CatalogueCommand::DeleteBookmark(mark.id)).unwrap();
    session.save_now().unwrap();
    assert_eq!(open(&storage, "周").catalogue().bookmarks().count(), 0);
    session.apply(Command::Undo).unwrap();
    session.save_now().unwrap();
    assert_eq!(open(&storage, "周").catalogue().bookmarks().count(), 1);
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_not_written_over() {
    let storage = disk();
    save(&storage, Path::new(ATTRIBUTES), "(version: 1, 我的笔记".as_bytes()).unwrap();
    let mut session = open(&storage, "林");
    let told = session.take_notices();
    assert!(told.iter().any(|notice| notice.text.contains("attributes.ron")), "{told:?}");
    let refused = set(&mut session, &[("甲.txt", "报纸", "一")]);
    assert!(matches!(refused, Err(CommandError::FileUnreadable(_))), "{refused:?}");
    let bytes = storage.read(Path::new(ATTRIBUTES), 1 << 20).unwrap();
    assert_eq!(bytes, "(version: 1, 我的笔记".as_bytes());
    // Once it can be read again, it is written.
    save(&storage, Path::new(ATTRIBUTES), "(version: 1, attributes: [], articles: [])".as_bytes())
        .unwrap();
    session.look_at_file(Path::new(ATTRIBUTES));
    session.finish_looking();
    set(&mut session, &[("甲.txt", "报纸", "一")]).unwrap();
    session.save_now().unwrap();
    assert_eq!(value(&open(&storage, "周"), "甲.txt", "报纸"), Some("一"));
}

#[test]
fn undo_leaves_what_somebody_else_has_set_since() {
    let storage = disk();
    let mut ours = open(&storage, "林");
    set(&mut ours, &[("甲.txt", "报纸", "一"), ("乙.txt", "报纸", "一")]).unwrap();
    ours.save_now().unwrap();
    let mut theirs = open(&storage, "周");
    set(&mut theirs, &[("甲.txt", "报纸", "二")]).unwrap();
    theirs.save_now().unwrap();
    ours.look_at_file(Path::new(ATTRIBUTES));
    ours.finish_looking();
    drop(ours.take_notices());
    ours.apply(Command::Undo).unwrap();
    assert_eq!(value(&ours, "甲.txt", "报纸"), Some("二"));
    assert_eq!(value(&ours, "乙.txt", "报纸"), None);
    let told = ours.take_notices();
    assert!(told.iter().any(|notice| notice.text.contains("甲.txt")), "{told:?}");
}

#[test]
fn a_group_has_a_name_of_its_own() {
    let mut session = open(&disk(), "林");
    let group = ArticleGroup::new(" 早  期 ".into(), "年:..2017".into());
    run(&mut session, CatalogueCommand::SaveGroup(group.clone())).unwrap();
    assert_eq!(session.catalogue().group("早 期").unwrap().id, group.id);
    let twice = ArticleGroup::new("早 期".into(), "年:2018..".into());
    assert!(run(&mut session, CatalogueCommand::SaveGroup(twice)).is_err());
    run(&mut session, CatalogueCommand::DeleteGroup(group.id)).unwrap();
    assert!(session.catalogue().groups().is_empty());
    session.apply(Command::Undo).unwrap();
    assert_eq!(session.catalogue().groups().len(), 1);
}
