//! Menus: of all commands, and of what is pointed at or has the keyboard.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::Desk;

#[test]
fn every_command_is_reached_from_the_menu_by_keyboard() {
    let mut desk = Desk::new();
    desk.key(Key::F10);
    assert!(desk.sees("文献集") && desk.sees("帮助"));
    // Up from nothing is the last group; right goes into it, its last entry tells of the program.
    desk.key(Key::ArrowUp);
    desk.key(Key::ArrowRight);
    desk.harness.run_steps(3);
    desk.key(Key::ArrowUp);
    desk.key(Key::Enter);
    desk.harness.run_steps(3);
    assert!(desk.sees("复制报告用信息"), "关于");
    desk.key(Key::Escape);
    assert!(!desk.sees("复制报告用信息"));
}

#[test]
fn the_texts_menu_opens_by_its_key_and_tags_what_is_selected() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    desk.keys(Modifiers::SHIFT, Key::F10);
    assert!(desk.sees("选中本句") && desk.sees("实境编码"));
    desk.key(Key::ArrowDown);
    desk.key(Key::Enter);
    assert_eq!(desk.passages().len(), 1, "the first entry is the first theme");
    assert!(!desk.sees("实境编码"), "it is closed");
    // The digits are the text's again.
    desk.key(Key::J);
    desk.key(Key::Num2);
    assert_eq!(desk.passages().len(), 2);
    // Escape leaves a menu and does nothing else.
    desk.keys(Modifiers::SHIFT, Key::F10);
    desk.key(Key::Escape);
    assert!(!desk.sees("实境编码"));
    assert_eq!(desk.passages().len(), 2);
}

#[test]
fn an_article_a_card_and_an_excerpt_have_menus_of_their_own() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    desk.key(Key::Num1);
    desk.saved();
    desk.harness.get_by_label_contains("三级平台").click_secondary();
    desk.harness.run_steps(3);
    for entry in ["更正标题、年份…", "在文件夹中显示", "复制路径", "导出这一篇的摘录…"]
    {
        assert!(desk.sees(entry), "{entry}");
    }
    desk.key(Key::Escape);
    desk.keys(Modifiers::COMMAND, Key::Num2);
    desk.wait_until(|app| app.session().jobs().next().is_none());
    desk.harness.get_by_label_contains("摘录表").focus();
    desk.harness.run_steps(2);
    desk.keys(Modifiers::SHIFT, Key::F10);
    assert!(desk.sees("连同出处复制") && desk.sees("改标…"));
    for _ in 0..3 {
        desk.key(Key::ArrowDown);
    }
    desk.key(Key::Enter);
    let copied = desk.harness.output().platform_output.commands.iter().any(|command| {
        matches!(command, eframe::egui::OutputCommand::CopyText(text)
            if text.contains("年初以来") && text.contains("2019 年"))
    });
    assert!(copied || desk.sees("已复制"));
}
