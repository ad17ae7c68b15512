//! The dialog of an export: what will be in the file is seen before, and where it is after.

use std::{fs, time::Duration};

use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use quandian::{
    corpus::ArticlePath,
    session::{Command, Settings},
    text::{CharOffset, CharSpan},
};

use crate::{Desk, desk};

/// A small window on a set with one passage, which has a memo.
fn marked() -> Desk {
    let articles =
        [("2019-议事.txt", "柳岸街道建起议事亭,居民每周议事。\n"), ("2020-灯.txt", "灯亮着。\n")];
    let mut desk = Desk::prepared(vec2(1024.0, 700.0), &Settings::default(), &articles, |set| {
        let mut session = desk::session(set);
        let command = Command::Tag {
            article: ArticlePath::new("2019-议事.txt").expect("a name"),
            fragments: vec![CharSpan::between(CharOffset::new(4), CharOffset::new(9))],
            themes: vec![session.codebook().themes()[0].id],
            memo: "=细看".to_owned(),
        };
        session.apply(command).expect("inside the article");
        session.save_now().expect("room");
    });
    desk.keys(Modifiers::COMMAND, Key::E);
    desk
}

fn click(desk: &mut Desk, name: &str) {
    desk.harness.get_by_label(name).click();
    desk.harness.run_steps(3);
}

fn choose_format(desk: &mut Desk, name: &str) {
    click(desk, name);
}

/// Waits until something of that name, or that holds it, is on screen.
fn wait_to_see(desk: &mut Desk, name: &str) {
    for _ in 0..1000 {
        if desk.sees(name) {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
        desk.harness.run_steps(2);
    }
    panic!("{name} is not seen");
}

#[test]
fn the_file_is_seen_before_it_is_written_and_follows_what_is_chosen() {
    let mut desk = marked();
    wait_to_see(&mut desk, "fragments");
    assert!(desk.sees("预览") && desk.sees("'=细看"));
    click(&mut desk, "保护公式单元格");
    wait_to_see(&mut desk, "=细看");
    desk.harness.run_steps(4);
    choose_format(&mut desk, "Word 文档");
    wait_to_see(&mut desk, "阵地建设 (1)");
    assert!(!desk.sees("fragments") && desk.sees("备忘录：=细看"));
    click(&mut desk, "分组 按文章");
    wait_to_see(&mut desk, "《柳岸街道建起议事亭");
    choose_format(&mut desk, "REFI-QDA 项目");
    wait_to_see(&mut desk, "2 篇文章");
    assert!(desk.sees("1 处编码") && desk.sees("1 位编码员"));
    choose_format(&mut desk, "JSON 行");
    wait_to_see(&mut desk, "\"themes\":[\"阵地建设\"]");
}

#[test]
fn what_a_format_cannot_hold_is_told_before_it_is_written() {
    let mut desk = marked();
    wait_to_see(&mut desk, "fragments");
    assert!(!desk.sees("放不下"));
    choose_format(&mut desk, "doccano");
    wait_to_see(&mut desk, "这种格式放不下：1 条备忘录");
}

#[test]
fn the_preview_is_reached_and_scrolled_by_key() {
    let mut desk = marked();
    wait_to_see(&mut desk, "fragments");
    let left = |desk: &Desk| desk.harness.get_by_label("fragments").rect().left();
    let before = left(&desk);
    // From the file's field over the button beside it.
    desk.key(Key::Tab);
    desk.key(Key::Tab);
    desk.key(Key::ArrowRight);
    desk.harness.run_steps(30);
    assert!(left(&desk) < before, "{} and {before}", left(&desk));
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    assert!(!desk.sees("预览"));
}

#[test]
fn the_folder_of_an_export_is_offered_and_one_that_is_gone_is_told_of() {
    let mut desk = marked();
    let path = desk.set.with_file_name("摘录.csv");
    desk.text(&path.to_string_lossy());
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().jobs().next().is_none());
    assert!(desk.sees("已导出 1 处摘录") && desk.sees("打开文件夹"));
    // Nothing is opened on the screen of whoever runs the tests.
    fs::remove_file(&path).expect("it was written");
    click(&mut desk, "打开文件夹");
    wait_to_see(&mut desk, "找不到");
    assert!(!desk.sees("打开文件夹"));
}

#[test]
fn what_is_written_is_chosen_in_the_dialog() {
    let articles =
        [("2019-议事.txt", "柳岸街道建起议事亭,居民每周议事。\n"), ("2020-灯.txt", "灯亮着。\n")];
    let mut desk = Desk::prepared(vec2(1024.0, 700.0), &Settings::default(), &articles, |set| {
        let mut session = desk::session(set);
        let themes = session.codebook().themes().to_vec();
        for (article, from, to, theme) in
            [("2019-议事.txt", 4, 9, 0), ("2019-议事.txt", 10, 12, 1), ("2020-灯.txt", 0, 1, 0)]
        {
            let command = Command::Tag {
                article: ArticlePath::new(article).expect("a name"),
                fragments: vec![CharSpan::between(CharOffset::new(from), CharOffset::new(to))],
                themes: vec![themes[theme].id],
                memo: String::new(),
            };
            session.apply(command).expect("inside the article");
        }
        session.save_now().expect("room");
    });
    // On the page of an article, all of the set is meant, and its own may be.
    desk.keys(Modifiers::COMMAND, Key::E);
    assert!(desk.sees("导出 3 处摘录") && desk.sees("范围 本文 1 处") && !desk.sees("筛出的"));
    click(&mut desk, "范围 本文 1 处");
    assert!(desk.sees("导出 1 处摘录"));
    // Unchanged, it is left without a question.
    click(&mut desk, "范围 全部 3 处");
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    // On the page of excerpts what is filtered is meant.
    desk.keys(Modifiers::COMMAND, Key::Num2);
    click(&mut desk, "筛选摘录");
    desk.text("灯亮");
    desk.wait_until(|app| app.session().jobs().next().is_none());
    desk.keys(Modifiers::COMMAND, Key::E);
    assert!(desk.sees("导出 1 处摘录") && desk.sees("范围 筛出的 1 处"));
    let path = desk.set.with_file_name("摘录.csv");
    desk.text(&path.to_string_lossy());
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().jobs().next().is_none());
    let written = fs::read_to_string(&path).expect("it was written");
    assert!(written.contains("灯亮着") && !written.contains("议事亭"), "{written}");
}
