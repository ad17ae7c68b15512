//! The page of memos: the journal, memos on articles and passages, searched and followed.

use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::Queryable as _;

use crate::{Desk, themes::click};

#[test]
fn the_journal_is_written_searched_and_undone() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::J);
    desk.harness.run_steps(3);
    desk.text("初读：阵地是关键");
    desk.harness.get_by_role_and_label(Role::Button, "保存").click();
    desk.harness.run_steps(4);
    assert!(desk.sees("初读：阵地是关键"));
    click(&mut desk, "查找备忘录");
    desk.text("没有的词");
    assert!(desk.sees("没有符合的备忘录"));
    for _ in 0..4 {
        desk.key(Key::Backspace);
    }
    assert!(desk.sees("初读：阵地是关键"));
    desk.key(Key::Escape);
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.harness.run_steps(4);
    assert!(!desk.sees("初读：阵地是关键"));
}

#[test]
fn a_memo_on_the_article_is_listed_and_leads_back_to_it() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::M);
    desk.harness.run_steps(3);
    desk.text("与去年对照");
    desk.harness.get_by_role_and_label(Role::Button, "保存").click();
    desk.harness.run_steps(4);
    desk.keys(Modifiers::COMMAND, Key::Num5);
    desk.harness.run_steps(4);
    assert!(desk.sees("与去年对照"));
    click(&mut desk, "文章，");
    assert!(desk.sees("文章正文"));
}

#[test]
fn bookmarks_are_listed_found_by_their_note_and_led_to() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    desk.key(Key::B);
    desk.text("阵地再问");
    desk.key(Key::Enter);
    desk.keys(Modifiers::COMMAND, Key::Num5);
    desk.harness.run_steps(4);
    desk.harness.get_by_role_and_label(Role::RadioButton, "书签").click();
    desk.harness.run_steps(4);
    let is_listed =
        |desk: &Desk| desk.harness.query_all_by_label_contains("：阵地再问").next().is_some();
    assert!(is_listed(&desk));
    click(&mut desk, "查找备忘录");
    desk.text("不是这条");
    assert!(!is_listed(&desk));
    for _ in 0..4 {
        desk.key(Key::Backspace);
    }
    desk.text("再问");
    assert!(is_listed(&desk));
    click(&mut desk, "书签，");
    desk.harness.run_steps(4);
    assert!(desk.sees("文章正文"));
    // At its place the key edits it.
    desk.key(Key::B);
    assert!(desk.sees("删除书签"));
    click(&mut desk, "删除书签");
    desk.keys(Modifiers::COMMAND, Key::Num5);
    desk.harness.run_steps(4);
    assert!(!is_listed(&desk));
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.harness.run_steps(4);
    assert!(is_listed(&desk));
}
