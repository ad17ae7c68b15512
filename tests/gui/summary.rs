//! The summary grid: what is written in a cell is kept, whatever one does next.

use eframe::egui::{self, Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::{Desk, themes::click};

/// The sample, the summary grid open.
fn page() -> Desk {
    let mut desk = Desk::on_sample();
    desk.keys(Modifiers::COMMAND, Key::Num6);
    desk.harness.run_steps(4);
    turn_to(&mut desk, "摘要表");
    desk.harness.run_steps(6);
    desk
}

fn turn_to(desk: &mut Desk, analysis: &str) {
    desk.harness.get_by_role_and_label(Role::Tab, analysis).click();
    desk.harness.run_steps(6);
}

/// Clicks the cell whose name begins like that.
fn choose(desk: &mut Desk, of: &str) {
    let names = desk.harness.query_all_by_role(Role::Cell);
    let names: Vec<String> = names.filter_map(|cell| cell.accesskit_node().label()).collect();
    let name = names.iter().find(|name| name.starts_with(of));
    let name = name.unwrap_or_else(|| panic!("{of} is none of {names:?}")).clone();
    desk.harness.get_by_label(&name).click();
    desk.harness.run_steps(4);
}

/// What the current coder's summaries say.
fn said(desk: &Desk) -> Vec<String> {
    let session = desk.harness.state().session();
    let made = session.catalogue().summaries_of(&session.coder()).iter();
    made.map(|made| made.text.clone()).collect()
}

const FIELD: &str = "这一格的摘要";

#[test]
fn enter_writes_escape_keeps_and_undo_takes_it_back() {
    let mut desk = page();
    choose(&mut desk, "人才 × 让远道");
    desk.key(Key::Enter);
    desk.text("先引后留");
    assert_eq!(said(&desk), Vec::<String>::new(), "not before the field is left");
    desk.key(Key::Escape);
    desk.harness.run_steps(3);
    assert_eq!(said(&desk), ["先引后留"]);
    // The table has the keyboard again: the arrows go on, and F2 writes too.
    desk.key(Key::ArrowRight);
    desk.key(Key::F2);
    desk.text("驿站");
    desk.keys(Modifiers::COMMAND, Key::Enter);
    desk.harness.run_steps(3);
    assert_eq!(said(&desk), ["先引后留", "驿站"]);
    desk.saved();
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(said(&desk), ["先引后留"]);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(said(&desk), Vec::<String>::new());
}

#[test]
fn what_is_written_is_kept_by_a_click_elsewhere_and_by_another_page() {
    let mut desk = page();
    choose(&mut desk, "人才 × 让远道");
    click(&mut desk, FIELD);
    desk.text("一");
    choose(&mut desk, "阵地建设 × 让远道");
    assert_eq!(said(&desk), ["一"]);
    click(&mut desk, FIELD);
    desk.text("二");
    desk.keys(Modifiers::COMMAND, Key::Num1);
    desk.harness.run_steps(4);
    assert_eq!(said(&desk), ["一", "二"]);
    desk.keys(Modifiers::COMMAND, Key::Num6);
    desk.harness.run_steps(6);
    click(&mut desk, FIELD);
    desk.text("三");
    turn_to(&mut desk, "矩阵");
    desk.harness.run_steps(4);
    assert_eq!(said(&desk), ["一", "二三"]);
}

#[test]
fn an_input_method_composes_and_its_keys_stay_its_own() {
    let mut desk = page();
    choose(&mut desk, "人才 × 让远道");
    desk.key(Key::F2);
    let ime = |event| egui::Event::Ime(event);
    desk.harness
        .event(ime(egui::ImeEvent::Preedit { text: "ren".to_owned(), active_range_chars: None }));
    desk.harness.run_steps(2);
    desk.key(Key::Enter);
    desk.harness.event(ime(egui::ImeEvent::Commit("人".to_owned())));
    desk.harness.run_steps(3);
    desk.key(Key::Escape);
    desk.harness.run_steps(3);
    assert_eq!(said(&desk), ["人"]);
}

#[test]
fn a_cell_lists_its_passages_and_rows_and_columns_turn() {
    let mut desk = page();
    choose(&mut desk, "人才 × 让远道");
    let listed = desk.harness.query_all_by_role(Role::Row).count();
    click(&mut desk, "主题为行");
    desk.harness.run_steps(2);
    click(&mut desk, "文章为行");
    desk.key(Key::Escape);
    desk.harness.run_steps(4);
    choose(&mut desk, "人才 × 让远道");
    assert_eq!(desk.harness.query_all_by_role(Role::Row).count(), listed);
    assert!(listed > 0);
    click(&mut desk, "导出表格…");
    desk.harness.run_steps(3);
    assert!(desk.sees("DOCX") && desk.sees("XLSX"), "the grid leaves as both");
}
