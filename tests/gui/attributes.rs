//! The table of attributes: typed, pasted, filled down, each as one step.

use std::fs;

use eframe::egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::{Desk, themes::click};

/// The sample, its table of attributes open, with a new attribute of text.
fn page(attribute: &str) -> Desk {
    let mut desk = Desk::on_sample();
    desk.keys(Modifiers::COMMAND, Key::Num6);
    desk.harness.run_steps(4);
    desk.harness.get_by_role_and_label(Role::Tab, "文章属性").click();
    desk.harness.run_steps(4);
    make(&mut desk, attribute);
    desk
}

fn make(desk: &mut Desk, attribute: &str) {
    click(desk, "新建属性…");
    desk.harness.run_steps(2);
    desk.text(attribute);
    click(desk, "确定");
    desk.harness.run_steps(4);
}

/// The names of the cells of an attribute: “attribute × title: value”.
fn cells(desk: &Desk, attribute: &str) -> Vec<String> {
    let found = desk.harness.query_all_by_role(Role::Cell);
    let names = found.filter_map(|cell| cell.accesskit_node().label());
    names.filter(|name| name.starts_with(&format!("{attribute} × "))).collect()
}

/// What the articles bear, in the order of the set; empty where nothing.
fn values(desk: &Desk, attribute: &str) -> Vec<String> {
    let session = desk.harness.state().session();
    let corpus = session.corpus().expect("open");
    let attributes = session.catalogue().attributes();
    let value = |entry: &quandian::corpus::Entry| {
        attributes.value(&entry.path, attribute).unwrap_or_default().to_owned()
    };
    corpus.entries().iter().map(value).collect()
}

fn choose_first(desk: &mut Desk, attribute: &str) {
    let name = cells(desk, attribute).first().expect("a row").clone();
    desk.harness.get_by_label(&name).click();
    desk.harness.run_steps(3);
}

#[test]
fn values_are_typed_from_cell_to_cell_and_each_is_a_step() {
    let mut desk = page("报纸");
    choose_first(&mut desk, "报纸");
    desk.key(Key::F2);
    desk.text("临河日报");
    desk.key(Key::Enter);
    desk.harness.run_steps(3);
    assert_eq!(values(&desk, "报纸")[..2], ["临河日报", ""]);
    // The next row has the keyboard now.
    desk.key(Key::Enter);
    desk.text("晚报");
    desk.key(Key::Escape);
    desk.harness.run_steps(3);
    assert_eq!(values(&desk, "报纸")[..2], ["临河日报", "晚报"]);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(values(&desk, "报纸")[..2], ["临河日报", ""]);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(values(&desk, "报纸")[..2], ["", ""]);
}

#[test]
fn what_is_typed_is_kept_by_another_page() {
    let mut desk = page("报纸");
    choose_first(&mut desk, "报纸");
    desk.key(Key::F2);
    desk.text("晨报");
    desk.keys(Modifiers::COMMAND, Key::Num2);
    desk.harness.run_steps(4);
    assert_eq!(values(&desk, "报纸")[0], "晨报");
}

#[test]
fn cells_of_a_spreadsheet_are_pasted_filled_down_and_taken_away() {
    let mut desk = page("报纸");
    make(&mut desk, "版面");
    choose_first(&mut desk, "报纸");
    desk.harness.event(Event::Paste("日报\t3\n晚报\t12\t多的\n".to_owned()));
    desk.harness.run_steps(4);
    assert_eq!(values(&desk, "报纸")[..3], ["日报", "晚报", ""]);
    assert_eq!(values(&desk, "版面")[..3], ["3", "12", ""]);
    assert!(desk.sees("有 1 格超出"), "what did not fit is told");
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(values(&desk, "报纸")[..2], ["", ""], "one step");
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);

    // The value of the first of three rows goes down to the others.
    choose_first(&mut desk, "报纸");
    desk.keys(Modifiers::SHIFT, Key::ArrowDown);
    desk.keys(Modifiers::SHIFT, Key::ArrowDown);
    desk.keys(Modifiers::COMMAND, Key::D);
    desk.harness.run_steps(3);
    assert_eq!(values(&desk, "报纸")[..4], ["日报", "日报", "日报", ""]);
    desk.key(Key::Delete);
    desk.harness.run_steps(3);
    assert_eq!(values(&desk, "报纸")[..4], ["", "", "", ""]);
    assert!(desk.passages().len() > 10, "no passage was deleted");
}

#[test]
fn an_attribute_gets_another_name_and_kind_and_goes_with_undo() {
    let mut desk = page("报");
    choose_first(&mut desk, "报");
    click(&mut desk, "属性“报”…");
    desk.harness.run_steps(2);
    desk.text("纸");
    click(&mut desk, "确定");
    desk.harness.run_steps(4);
    let names = |desk: &Desk| -> Vec<String> {
        let attributes = desk.harness.state().session().catalogue().attributes();
        attributes.definitions().iter().map(|known| known.name.clone()).collect()
    };
    let after = names(&desk);
    assert_eq!(after.len(), 1);
    assert_ne!(after[0], "报");
    click(&mut desk, &format!("属性“{}”…", after[0]));
    desk.harness.run_steps(2);
    click(&mut desk, "删除这个属性和它的值");
    desk.harness.run_steps(3);
    assert_eq!(names(&desk), Vec::<String>::new());
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(names(&desk), after);
}

#[test]
fn a_table_is_looked_at_before_it_is_imported() {
    let mut desk = page("版面");
    let first = desk.harness.state().session().corpus().expect("open").entries()[0].path.clone();
    let folder = tempfile::tempdir().expect("room");
    let file = folder.path().join("属性.csv");
    let table = format!("文章,版面,街道\n{},5,柳岸\n没有这篇,6,江北\n", first.as_str());
    fs::write(&file, table).expect("room");
    click(&mut desk, "导入属性…");
    desk.harness.run_steps(2);
    desk.text(file.to_str().expect("a path"));
    desk.wait_until(|app| app.session().answer::<quandian::session::LookAtAttributes>().is_some());
    desk.harness.run_steps(3);
    assert!(desk.sees("对上 1 篇") && desk.sees("没有这篇") && desk.sees("街道"));
    assert_eq!(values(&desk, "版面")[0], "", "nothing is set yet");
    desk.harness.get_by_label("导入").click();
    desk.harness.run_steps(4);
    assert_eq!(values(&desk, "版面")[0], "5");
    assert_eq!(values(&desk, "街道")[0], "柳岸");
}
