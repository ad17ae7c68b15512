//! 待核对: what changed outside the program waits in one dialog until the user has decided.

use std::{fs, path::Path};

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use quandian::{
    annotation::PassageId,
    corpus::ArticlePath,
    session::{Applied, Command, Session, Settings},
    text::{CharOffset, CharSpan},
};

use crate::{Desk, desk};

const NAME: &str = "2019-议事.txt";
const TEXT: &str = "柳岸街道建起议事亭,居民每周议事。\n商户每月议事,事情有人管。\n";
const WINDOW: eframe::egui::Vec2 = eframe::egui::vec2(1024.0, 700.0);

fn tag(session: &mut Session, start: u32, end: u32) -> PassageId {
    let themes = vec![session.codebook().themes()[0].id];
    let span = CharSpan::new(CharOffset::new(start), CharOffset::new(end)).expect("in order");
    let (article, fragments) = (ArticlePath::new(NAME).expect("a name"), vec![span]);
    let command = Command::Tag { article, fragments, themes, memo: String::new() };
    let Ok(Applied::Passage(id)) = session.apply(command) else { panic!("not tagged") };
    session.save_now().expect("room");
    id
}

/// The set's sidecar.
fn sidecar(set: &Path) -> std::path::PathBuf {
    let files = fs::read_dir(set).expect("a set").filter_map(|entry| Some(entry.ok()?.path()));
    let ours = |path: &std::path::PathBuf| path.to_string_lossy().ends_with(".tags.ron");
    files.into_iter().find(ours).expect("a sidecar")
}

/// A window on a set with two passages, after `change` was made outside of it.
fn after(change: impl FnOnce(&Path)) -> Desk {
    Desk::prepared(WINDOW, &Settings::default(), &[(NAME, TEXT)], |set| {
        let mut session = desk::session(set);
        tag(&mut session, 4, 9);
        tag(&mut session, 18, 24);
        drop(session);
        change(set);
    })
}

fn open(desk: &mut Desk) {
    desk.keys(Modifiers::COMMAND, Key::R);
    assert!(desk.sees("重新读取"));
}

fn click(desk: &mut Desk, name: &str) {
    desk.harness.get_by_label(name).click();
    desk.harness.run_steps(4);
}

fn places(desk: &Desk) -> Vec<u32> {
    desk.passages().iter().map(|passage| passage.fragments[0].start().get()).collect()
}

#[test]
fn passages_of_a_changed_article_are_accepted_or_kept_one_by_one_by_key() {
    let mut desk = after(|set| {
        let text = "今年另有一件大事。\n新添一段。\n商户每月议事,事情有人管。\n";
        fs::write(set.join(NAME), text).expect("room");
    });
    let before = fs::read_to_string(sidecar(&desk.set)).expect("there");
    assert!(desk.sees("待核对 2"));
    open(&mut desk);
    assert!(desk.sees("文章改动后的标注（2）") && desk.sees("找不到原文"));
    desk.key(Key::CloseBracket);
    assert!(desk.sees("已找到新位置") && desk.sees("位置 1"));
    assert_eq!(fs::read_to_string(sidecar(&desk.set)).expect("there"), before);
    desk.key(Key::Enter);
    desk.saved();
    assert_eq!(places(&desk), [4, 16]);
    assert!(desk.sees("文章改动后的标注（1）"));
    desk.key(Key::O);
    desk.saved();
    assert!(desk.sees("已保留的孤立标注（1）") && !desk.sees("待核对 1"));
    desk.key(Key::Escape);
    assert!(!desk.sees("已保留的孤立标注"));
    // Nothing was lost: on another day the orphan is still kept with its quote.
    let mut desk = desk.reopened();
    assert_eq!(desk.passages()[0].quotes, ["建起议事亭"]);
    open(&mut desk);
    assert!(desk.sees("建起议事亭") && desk.sees("已保留的孤立标注（1）"));
}

#[test]
fn all_sure_places_are_accepted_at_once_and_one_undo_takes_them_back() {
    let mut desk = after(|set| {
        fs::write(set.join(NAME), format!("新添一段。\n{TEXT}")).expect("room");
    });
    open(&mut desk);
    click(&mut desk, "接受全部可靠的 2 处");
    desk.saved();
    assert_eq!(places(&desk), [10, 24]);
    assert!(desk.sees("没有需要核对的内容"));
    desk.key(Key::Escape);
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.saved();
    assert_eq!(places(&desk), [4, 18]);
    assert!(desk.sees("待核对 2"), "they are not where they were, and that is said");
}

#[test]
fn a_broken_sidecar_says_where_and_is_salvaged_by_a_button() {
    let mut desk = after(|set| {
        let path = sidecar(set);
        let file = fs::read_to_string(&path).expect("there");
        let broken = file.replace("quotes: [\"商户每月议事\"]", "quotes: [\"商户每月议事]");
        assert_ne!(broken, file);
        fs::write(path, broken).expect("room");
    });
    assert_eq!(desk.passages().len(), 1, "what can be read is shown");
    open(&mut desk);
    assert!(desk.sees("第 12 行") && desk.sees("可救回 1 条"));
    click(&mut desk, "救回可读的部分");
    desk.wait_until(|app| app.session().jobs().next().is_none());
    assert!(desk.sees("没有需要核对的内容"));
    desk.key(Key::Escape);
    let trash = fs::read_dir(desk.set.join(".quandian/trash")).expect("the trash").count();
    assert_eq!((trash, desk.reopened().passages().len()), (1, 1));
}

#[test]
fn a_conflicted_copy_is_merged_by_a_button() {
    let mut desk = after(|set| {
        let path = sidecar(set);
        let file = fs::read_to_string(&path).expect("there");
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        let copy = name.replace(".ron", " (林可 的冲突副本 2019-06-28).ron");
        fs::write(path.with_file_name(copy), &file).expect("room");
        // What lies under the right name lacks a passage.
        let lines: Vec<&str> = file.lines().filter(|l| !l.contains("商户每月议事\"]")).collect();
        fs::write(path, lines.join("\n")).expect("room");
    });
    assert_eq!(desk.passages().len(), 1);
    open(&mut desk);
    assert!(desk.sees("冲突副本（1）"));
    click(&mut desk, "合并");
    desk.wait_until(|app| app.session().jobs().next().is_none());
    assert_eq!(desk.passages().len(), 2);
    assert!(desk.sees("没有需要核对的内容"));
}

#[test]
fn between_two_versions_the_user_chooses() {
    let mut desk = after(|set| {
        let path = sidecar(set);
        let file = fs::read_to_string(&path).expect("there");
        let line = file.lines().find(|line| line.contains("建起议事亭\"]")).expect("a passage");
        let rival = line.replace(", created:", ", memo: \"另一台电脑上写的\", created:");
        fs::write(&path, file.replace(line, &format!("{line}\n{rival}"))).expect("room");
    });
    open(&mut desk);
    assert!(desk.sees("两个版本（1）") && desk.sees("另一台电脑上写的"));
    click(&mut desk, "两个都留下");
    desk.saved();
    assert_eq!(desk.passages().len(), 3);
    assert!(desk.sees("没有需要核对的内容"));
}

#[test]
fn a_sidecar_follows_its_article_by_a_button() {
    let mut desk = after(|set| {
        fs::rename(set.join(NAME), set.join("改名.txt")).expect("room");
    });
    open(&mut desk);
    assert!(desk.sees(&format!("{NAME} → 改名.txt")));
    click(&mut desk, "随文章移过去");
    desk.wait_until(|app| app.session().jobs().next().is_none());
    assert!(desk.sees("没有需要核对的内容"));
    let session = desk.harness.state().session();
    assert_eq!(session.annotations().count_in(&ArticlePath::new("改名.txt").expect("a name")), 2);
}

#[test]
fn another_version_on_the_disk_is_told_listed_and_taken_back() {
    let mut first = Vec::new();
    let mut desk = Desk::prepared(WINDOW, &Settings::default(), &[(NAME, TEXT)], |set| {
        let mut session = desk::session(set);
        tag(&mut session, 4, 9);
        first = fs::read(sidecar(set)).expect("there");
        tag(&mut session, 18, 24);
    });
    let file = sidecar(&desk.set);
    let set_back = |desk: &mut Desk| {
        fs::write(&file, &first).expect("room");
        desk.key(Key::F5);
        desk.wait_until(|app| app.session().annotations().count() == 1);
        desk.wait_until(|app| app.session().jobs().next().is_none());
    };
    set_back(&mut desk);
    assert!(desk.sees("磁盘上换成了另一个版本：少 1 处，多 0 处"));
    click(&mut desk, "查看");
    assert!(desk.sees("少了：商户每月议事") && desk.sees(NAME), "what went, and where");
    desk.key(Key::Escape);
    assert!(desk.sees("磁盘上换成了另一个版本"), "one may look first");
    click(&mut desk, "查看");
    // 全部恢复 is what the dialog is for.
    desk.key(Key::Enter);
    desk.saved();
    assert_eq!(places(&desk), [4, 18]);
    assert!(!desk.sees("磁盘上换成了另一个版本"), "nothing is left to restore");

    set_back(&mut desk);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(places(&desk), [4, 18]);
    assert!(!desk.sees("磁盘上换成了另一个版本"), "undone otherwise, the offer goes, too");
    desk.saved();

    // Of two versions one after the other the last one counts.
    set_back(&mut desk);
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.saved();
    set_back(&mut desk);
    assert_eq!(desk.harness.query_all_by_label("全部恢复").count(), 1);
}

#[test]
fn a_passage_whose_words_changed_is_no_sure_one_and_both_texts_are_seen() {
    let mut desk = after(|set| {
        let text = TEXT.replace("议事亭", "议事厅");
        fs::write(set.join(NAME), format!("新添一段。\n{text}")).expect("room");
    });
    open(&mut desk);
    assert!(desk.sees("原文有改动") && desk.sees("接受全部可靠的 1 处"));
    click(&mut desk, "接受全部可靠的 1 处");
    desk.saved();
    assert_eq!(places(&desk), [4, 24], "what was changed waits");
    assert_eq!(desk.passages()[0].quotes, ["建起议事亭"]);
    let seen = |desk: &Desk, text: &str| {
        desk.harness.query_all_by_label_contains(text).next().is_some()
            || desk.harness.query_all_by_value(text).next().is_some()
    };
    assert!(seen(&desk, "建起议事亭") && seen(&desk, "建起议事厅"));
    click(&mut desk, "按现在的文字");
    desk.saved();
    assert_eq!(desk.passages()[0].quotes, ["建起议事厅"]);
    desk.key(Key::Escape);
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.saved();
    assert_eq!(desk.passages()[0].quotes, ["建起议事亭"]);
    assert!(desk.sees("待核对 1"), "it waits again");
}

#[test]
fn what_is_left_of_a_passage_that_was_cut_is_offered() {
    let mut desk = Desk::prepared(WINDOW, &Settings::default(), &[(NAME, TEXT)], |set| {
        let mut session = desk::session(set);
        // Over both sentences of the first line.
        tag(&mut session, 0, 16);
        drop(session);
        fs::write(set.join(NAME), TEXT.replace("柳岸街道建起议事亭,", "")).expect("room");
    });
    open(&mut desk);
    assert!(desk.sees("余下的部分") && !desk.sees("接受全部可靠的"));
    click(&mut desk, "取余下的部分");
    desk.saved();
    assert_eq!(desk.passages()[0].quotes, ["居民每周议事"]);
    desk.key(Key::Escape);
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.saved();
    assert_eq!(desk.passages()[0].quotes, ["柳岸街道建起议事亭,居民每周议事"]);
}
