//! The list of articles: filter, order, keyboard, files that cannot be read.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::Desk;

const LATER: &str = "共建共享";
const EARLIER: &str = "三级平台";

/// What the reader shows, told by a sentence that only one of the articles holds.
fn reads_the_earlier(desk: &Desk) -> bool {
    desk.sees("居民推选楼栋长")
}

/// Whether the row of `first` stands above the row of `second`.
fn stands_above(desk: &Desk, first: &str, second: &str) -> bool {
    let top = |name: &str| {
        let rows = desk.harness.query_all_by_label_contains(name);
        let mut rows = rows.filter(|node| node.accesskit_node().role() == ROW);
        rows.next().expect("a row").rect().top()
    };
    top(first) < top(second)
}

const ROW: eframe::egui::accesskit::Role = eframe::egui::accesskit::Role::ListBoxOption;

fn row<'a>(desk: &'a Desk, name: &'a str) -> egui_kittest::Node<'a> {
    let mut rows = desk.harness.query_all_by_label_contains(name);
    rows.find(|node| node.accesskit_node().role() == ROW).expect("a row")
}

#[test]
fn the_latest_year_comes_first_and_is_shown_first() {
    let desk = Desk::new();
    assert!(desk.sees("2019") && desk.sees("2017"));
    assert!(stands_above(&desk, LATER, EARLIER));
    assert!(!reads_the_earlier(&desk));
}

#[test]
fn typing_in_the_filter_and_enter_goes_to_the_first_that_is_left() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::L);
    desk.text("２０１７");
    assert!(!desk.sees("共建共享:临河区区域化党建观察，"), "the row is filtered out");
    desk.key(Key::Enter);
    assert!(reads_the_earlier(&desk));
    // The reader has the keyboard again, and a key tags.
    desk.key(Key::J);
    desk.key(Key::Num1);
    assert_eq!(desk.passages().len(), 1);
}

#[test]
fn escape_clears_the_filter() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::L);
    desk.text("没有这样一篇");
    assert!(desk.sees("没有相符的文章"));
    desk.key(Key::Escape);
    assert!(!desk.sees("没有相符的文章"));
    assert!(stands_above(&desk, LATER, EARLIER));
}

#[test]
fn arrows_walk_from_row_to_row_and_enter_opens() {
    let mut desk = Desk::new();
    row(&desk, LATER).focus();
    desk.harness.run_steps(2);
    desk.key(Key::ArrowDown);
    assert!(row(&desk, EARLIER).accesskit_node().is_focused());
    desk.key(Key::Enter);
    assert!(reads_the_earlier(&desk));
    let toggled = row(&desk, EARLIER).accesskit_node().toggled();
    assert_eq!(toggled, Some(eframe::egui::accesskit::Toggled::True));
}

#[test]
fn articles_are_ordered_by_their_passages_when_that_is_chosen() {
    let mut desk = Desk::new();
    row(&desk, EARLIER).click();
    desk.harness.run_steps(2);
    desk.key(Key::J);
    desk.key(Key::Num1);
    assert!(stands_above(&desk, LATER, EARLIER));
    desk.harness.get_by_label("排序方式").click();
    desk.harness.run_steps(3);
    desk.harness.get_by_label("按标注数").click();
    desk.harness.run_steps(3);
    assert!(stands_above(&desk, EARLIER, LATER));
    // And the order is one of the settings, so it holds on another day.
    assert!(stands_above(&desk.reopened(), EARLIER, LATER));
}

#[test]
fn a_file_that_cannot_be_read_says_why() {
    let mut desk = Desk::new();
    std::fs::write(desk.set.join("空白.txt"), "  \n").expect("room");
    desk.key(Key::F5);
    desk.wait_until(|app| app.session().corpus().is_some_and(|c| c.entries().len() == 3));
    assert!(desk.sees("无法打开 1"));
    row(&desk, "空白.txt").click();
    desk.harness.run_steps(3);
    assert!(desk.sees("无法打开“空白.txt”"));
}

#[test]
fn a_wrong_year_is_corrected_from_the_row_and_the_correction_stays() {
    let mut desk = Desk::new();
    row(&desk, EARLIER).click_secondary();
    desk.harness.run_steps(3);
    desk.harness.get_by_label("更正标题、年份…").click();
    desk.harness.run_steps(3);
    desk.harness.get_by_label("年份").focus();
    desk.harness.run_steps(2);
    desk.keys(Modifiers::COMMAND, Key::A);
    desk.text("2022年");
    desk.key(Key::Enter);
    assert!(!desk.sees("文字编码"), "the dialog is done with");
    assert!(stands_above(&desk, EARLIER, LATER));
    desk.saved();
    assert!(stands_above(&desk.reopened(), EARLIER, LATER));
}
