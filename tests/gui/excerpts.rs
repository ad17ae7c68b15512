//! The page of excerpts: filtering, checking, going to a passage, by mouse and by keyboard.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::{Desk, themes::click};

/// Four sentences tagged, the page of excerpts open.
fn page() -> Desk {
    let mut desk = Desk::new();
    for _ in 0..2 {
        desk.key(Key::J);
    }
    for theme in [Key::Num1, Key::Num3, Key::Num1, Key::Num2] {
        desk.key(Key::J);
        desk.key(theme);
    }
    desk.key(Key::Escape);
    desk.keys(Modifiers::COMMAND, Key::Num2);
    desk.harness.run_steps(3);
    desk
}

/// The passages shown, each by its row's name.
fn rows(desk: &Desk) -> Vec<String> {
    let found = desk.harness.query_all_by_role(eframe::egui::Role::Row);
    let mut rows: Vec<_> = found
        .map(|row| (row.rect().top(), row.accesskit_node().label().unwrap_or_default()))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, label)| label).collect()
}

#[test]
fn an_empty_set_is_told_what_the_page_is_for() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::Num2);
    desk.harness.run_steps(3);
    click(&mut desk, "去阅读并标注");
    assert!(desk.sees("文章正文"));
}

#[test]
fn words_narrow_the_list_down_and_one_click_drops_them() {
    let mut desk = page();
    assert_eq!(rows(&desk).len(), 4);
    click(&mut desk, "筛选摘录");
    desk.text("牵引");
    let shown = rows(&desk);
    assert_eq!(shown.len(), 1);
    assert!(shown[0].contains("年初以来"), "{shown:?}");
    desk.text("没有的词");
    assert_eq!(rows(&desk).len(), 0);
    desk.harness.get_all_by_label_contains("清除全部条件").next().expect("an offer").click();
    desk.harness.run_steps(4);
    assert_eq!(rows(&desk).len(), 4);
}

#[test]
fn a_click_on_a_header_sorts_and_a_second_turns_it_round() {
    let mut desk = page();
    let by_place = rows(&desk);
    let header = |desk: &mut Desk, name: &str| {
        let role = eframe::egui::Role::ColumnHeader;
        desk.harness.get_by_role_and_label(role, name).click();
        desk.harness.run_steps(4);
    };
    header(&mut desk, "出处，升序");
    assert_eq!(rows(&desk), by_place.iter().rev().cloned().collect::<Vec<_>>());
    header(&mut desk, "主题");
    let by_theme = rows(&desk);
    assert!(by_theme[0].contains("主题：阵地建设"), "{by_theme:?}");
    assert!(by_theme[3].contains("主题：区域化党建"), "{by_theme:?}");
}

#[test]
fn arrows_space_and_enter_work_on_the_rows() {
    let mut desk = page();
    desk.harness.get_by_role(eframe::egui::Role::Table).focus();
    desk.harness.run_steps(3);
    desk.key(Key::ArrowDown);
    desk.key(Key::Space);
    assert!(desk.harness.query_all_by_value("4 处，已选 1 处").next().is_some());
    desk.key(Key::ArrowDown);
    desk.key(Key::Enter);
    desk.harness.run_steps(3);
    assert!(desk.sees("文章正文"), "it went to the article");
    assert!(desk.sees("删除标注"), "and selected the passage");
}

#[test]
fn what_is_checked_is_deleted_in_one_step() {
    let mut desk = page();
    click(&mut desk, "勾选全部");
    assert!(desk.harness.query_all_by_value("4 处，已选 4 处").next().is_some());
    desk.harness.get_by_role_and_label(eframe::egui::Role::Button, "删除").click();
    desk.harness.run_steps(4);
    assert!(desk.passages().is_empty());
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.passages().len(), 4);
}

#[test]
fn keys_that_mark_or_delete_in_the_text_do_nothing_on_this_page() {
    let mut desk = page();
    click(&mut desk, "城市治理的牵引。；主题");
    desk.keys(Modifiers::COMMAND, Key::Num2);
    let before = desk.passages();
    for key in [Key::Num2, Key::Delete, Key::Backspace, Key::J] {
        desk.key(key);
    }
    assert_eq!(desk.passages(), before);
}
