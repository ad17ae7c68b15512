//! The handbook: it opens where it fits, is searched and followed by keys and clicks, and goes.

use eframe::egui::{Key, Modifiers, accesskit::Toggled, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use quandian::session::Settings;

use crate::{Desk, desk::ARTICLE};

/// How far down the texts of that name are.
fn places(desk: &Desk, name: &str) -> Vec<f32> {
    desk.harness.query_all_by_label(name).map(|node| node.rect().top()).collect()
}

/// Whether a text of that name is in the upper half of the window, below the bars.
fn is_in_view(desk: &Desk, name: &str) -> bool {
    places(desk, name).into_iter().any(|top| (100.0..450.0).contains(&top))
}

fn chapter(desk: &Desk) -> Option<String> {
    let names = ["按键", "开始", "阅读", "标注", "编码簿与备忘录", "检索与摘录", "导入导出"];
    let is_shown = |name: &&&str| {
        let mut tabs = desk.harness.query_all_by_label(name);
        tabs.any(|tab| {
            let node = tab.accesskit_node();
            let is_chosen =
                node.is_selected() == Some(true) || node.toggled() == Some(Toggled::True);
            is_chosen && tab.rect().left() > 900.0
        })
    };
    names.iter().find(is_shown).map(|name| (*name).to_owned())
}

#[test]
fn it_opens_at_the_chapter_of_the_page_and_escape_gives_the_text_its_keys_back() {
    let mut desk = Desk::new();
    let pages = [
        (Key::Num1, "阅读"),
        (Key::Num2, "检索与摘录"),
        (Key::Num3, "检索与摘录"),
        (Key::Num4, "编码簿与备忘录"),
        (Key::Num5, "编码簿与备忘录"),
    ];
    for (page, expected) in pages {
        desk.keys(Modifiers::COMMAND, page);
        desk.key(Key::F1);
        desk.harness.run_steps(20);
        assert_eq!(chapter(&desk).as_deref(), Some(expected), "{page:?}");
        desk.key(Key::Escape);
        assert_eq!(chapter(&desk), None, "{page:?}");
    }
    desk.keys(Modifiers::COMMAND, Key::Num1);
    desk.key(Key::F1);
    // In the field letters are text.
    desk.key(Key::J);
    assert_eq!(desk.harness.state().selected_text(), "");
    desk.key(Key::Escape);
    desk.key(Key::J);
    assert_ne!(desk.harness.state().selected_text(), "");
    // The same key closes it, too.
    desk.key(Key::F1);
    desk.key(Key::F1);
    assert_eq!(chapter(&desk), None);
}

#[test]
fn what_is_found_leads_to_its_heading_and_a_link_there_runs_its_command() {
    let mut desk = Desk::new();
    desk.key(Key::F1);
    desk.text("kz");
    desk.key(Key::Enter);
    desk.harness.run_steps(30);
    assert!(is_in_view(&desk, "快照"));
    // The words stay for another look; the first Escape takes them back, the second closes.
    desk.harness.get_by_label("‹ 回到“阅读”").click();
    desk.harness.run_steps(5);
    assert_eq!(chapter(&desk).as_deref(), Some("阅读"));
    desk.key(Key::F1);
    desk.key(Key::F1);
    desk.keys(Modifiers::COMMAND, Key::A);
    desk.text("zzzz");
    assert!(desk.sees("手册里没有说到"));
    desk.key(Key::Escape);
    assert_eq!(chapter(&desk).as_deref(), Some("阅读"));
    desk.text("翻文章");
    desk.key(Key::Enter);
    desk.harness.run_steps(30);
    desk.harness.query_all_by_label("开始").last().expect("the tab").click();
    desk.harness.run_steps(5);
    desk.harness.get_by_label("打开文件夹").click();
    desk.harness.run_steps(5);
    assert!(desk.sees("文件夹的路径"), "the dialog that opens a folder");
}

#[test]
fn in_a_narrow_window_it_lies_over_the_page_and_there_is_a_way_back() {
    let articles = [("2019-共建共享.txt", ARTICLE)];
    let mut desk = Desk::prepared(vec2(1024.0, 700.0), &Settings::default(), &articles, |_| {});
    let before = places(&desk, "文章正文");
    desk.key(Key::F1);
    desk.harness.run_steps(5);
    assert!(desk.sees("在手册里找"));
    assert_eq!(places(&desk, "文章正文"), before, "the page stays as it is");
    // A click beside it is for the page, and Escape closes the handbook first.
    desk.harness.get_by_label("收起手册  F1").click();
    desk.harness.run_steps(3);
    assert!(!desk.sees("在手册里找"));
    desk.key(Key::F1);
    desk.key(Key::Escape);
    assert!(!desk.sees("在手册里找"));
}

#[test]
fn it_tells_the_keys_of_the_user() {
    let mut settings = Settings::default();
    settings.shortcuts.insert("undo".to_owned(), vec!["Ctrl+Shift+U".to_owned()]);
    let articles = [("2019-共建共享.txt", ARTICLE)];
    let mut desk = Desk::prepared(vec2(1440.0, 900.0), &settings, &articles, |_| {});
    desk.key(Key::F1);
    desk.harness.query_all_by_label("按键").last().expect("the tab").click();
    desk.harness.run_steps(5);
    assert!(desk.sees("Ctrl\u{2060}+\u{2060}Shift\u{2060}+\u{2060}U"));
}

#[test]
fn a_dialog_leads_to_its_place_unless_something_was_entered() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::R);
    desk.harness.get_by_label("手册").click();
    desk.harness.run_steps(30);
    assert!(!desk.sees("没有需要核对的内容"), "the dialog is gone");
    assert!(is_in_view(&desk, "待核对"));
    desk.key(Key::Escape);
    desk.keys(Modifiers::COMMAND, Key::E);
    assert_eq!(desk.harness.query_all_by_label("手册").count(), 1);
    desk.text("/elsewhere.csv");
    assert_eq!(desk.harness.query_all_by_label("手册").count(), 0);
}

#[test]
fn it_is_saved_as_a_web_page() {
    let mut desk = Desk::new();
    let path = desk.set.with_file_name("手册.html");
    desk.key(Key::F1);
    desk.text("怎样用这本");
    desk.key(Key::Enter);
    desk.harness.run_steps(30);
    desk.harness.get_by_label("存为一个网页").click();
    desk.harness.run_steps(3);
    desk.keys(Modifiers::COMMAND, Key::A);
    desk.text(&path.to_string_lossy());
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().jobs().next().is_none());
    assert!(desk.sees("已保存到"));
    let page = std::fs::read_to_string(&path).expect("it was written");
    assert!(page.contains("圈点手册") && page.contains("<kbd>F1</kbd>"));
}
