//! The page of memos: the journal, memos on articles and passages, searched and followed.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::{Desk, themes::click};

#[test]
fn the_journal_is_written_searched_and_undone() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::J);
    desk.harness.run_steps(3);
    desk.text("初读：阵地是关键");
    desk.harness.get_by_role_and_label(eframe::egui::Role::Button, "保存").click();
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
    desk.harness.get_by_role_and_label(eframe::egui::Role::Button, "保存").click();
    desk.harness.run_steps(4);
    desk.keys(Modifiers::COMMAND, Key::Num5);
    desk.harness.run_steps(4);
    assert!(desk.sees("与去年对照"));
    click(&mut desk, "文章，");
    assert!(desk.sees("文章正文"));
}
