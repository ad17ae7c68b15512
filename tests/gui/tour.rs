//! The first tour: it comes once with the sample, is done by the user's own keys, and can be left.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::Desk;

/// The window on the sample, opened for the first time.
fn desk() -> Desk {
    let mut desk = Desk::on_sample();
    desk.harness.run_steps(6);
    desk
}

fn click(desk: &mut Desk, name: &str) {
    desk.harness.get_by_label(name).click();
    desk.harness.run_steps(4);
}

fn ask_for_it(desk: &mut Desk) {
    desk.keys(Modifiers::COMMAND, Key::K);
    desk.text("首次导览");
    desk.key(Key::Enter);
}

#[test]
fn it_is_done_with_the_users_own_keys_and_comes_only_once() {
    let mut desk = desk();
    assert!(desk.sees("第 1 步，共 3 步"));
    desk.key(Key::J);
    assert!(desk.sees("第 2 步，共 3 步"));
    desk.key(Key::Num3);
    assert!(desk.sees("第 3 步，共 3 步"));
    // What is taken back is to be done again, in any way.
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert!(desk.sees("第 2 步，共 3 步"));
    desk.key(Key::T);
    desk.text("rc");
    desk.key(Key::Enter);
    desk.harness.run_steps(3);
    assert!(desk.sees("第 3 步，共 3 步"));
    desk.keys(Modifiers::COMMAND, Key::Num2);
    assert!(desk.sees("就是这样"));
    click(&mut desk, "完成");
    assert!(!desk.sees("就是这样"));
    desk.saved();
    let mut desk = desk.reopened_on_last();
    desk.harness.run_steps(6);
    assert!(desk.harness.state().session().is_sample_open() && !desk.sees("共 3 步"));
}

#[test]
fn it_presses_for_the_user_goes_back_and_is_left_with_escape() {
    let mut desk = desk();
    click(&mut desk, "替我按");
    assert_ne!(desk.harness.state().selected_text(), "");
    click(&mut desk, "上一步");
    assert!(desk.sees("第 1 步，共 3 步"));
    click(&mut desk, "替我按");
    let before = desk.passages().len();
    click(&mut desk, "替我按");
    assert_eq!(desk.passages().len(), before + 1);
    desk.key(Key::Escape);
    assert!(!desk.sees("共 3 步"));
    // Asked for, it comes back.
    ask_for_it(&mut desk);
    desk.harness.run_steps(4);
    assert!(desk.sees("第 1 步，共 3 步"));
}

#[test]
fn a_set_of_the_users_own_is_left_for_the_sample_only_when_the_tour_is_asked_for() {
    let mut desk = Desk::new();
    assert!(!desk.sees("共 3 步"));
    ask_for_it(&mut desk);
    desk.wait_until(|app| app.session().is_sample_open());
    desk.harness.run_steps(6);
    assert!(desk.sees("第 1 步，共 3 步"));
}
