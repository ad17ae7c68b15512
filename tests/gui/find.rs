//! Finding in the shown article by keyboard and mouse.

use eframe::egui::{self, ImeEvent, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::Desk;

const CTRL: Modifiers = Modifiers::COMMAND;

/// The bar open on the sample article, with `query` typed and its hits counted.
fn finding(query: &str) -> Desk {
    let mut desk = Desk::new();
    desk.keys(CTRL, Key::F);
    desk.text(query);
    settle(&mut desk);
    desk
}

/// Lets the search answer.
fn settle(desk: &mut Desk) {
    for _ in 0..2000 {
        desk.harness.run_steps(2);
        if !desk.sees("正在查找") {
            desk.harness.run_steps(2);
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(2));
    }
    panic!("the search does not answer");
}

/// Tags what is selected, and says what that was.
fn tagged(desk: &mut Desk) -> String {
    desk.key(Key::Num1);
    let passages = desk.passages();
    passages.last().map(|passage| passage.quotes.join("|")).unwrap_or_default()
}

#[test]
fn hits_are_counted_as_one_types_and_enter_goes_from_one_to_the_next() {
    let mut desk = finding("社区");
    assert!(desk.sees("第 1 / 2 处"));
    desk.key(Key::Enter);
    settle(&mut desk);
    assert!(desk.sees("第 2 / 2 处"));
    desk.key(Key::Enter);
    settle(&mut desk);
    assert!(desk.sees("第 1 / 2 处") && desk.sees("已回到开头"));
    desk.keys(Modifiers::SHIFT, Key::Enter);
    settle(&mut desk);
    assert!(desk.sees("第 2 / 2 处") && desk.sees("已回到末尾"));
    // Typed on: the hits of the longer query.
    desk.text("用房");
    settle(&mut desk);
    assert!(desk.sees("第 1 / 1 处"));
    desk.text("没有");
    settle(&mut desk);
    assert!(desk.sees("没有找到"));
}

#[test]
fn escape_leaves_the_hit_selected_for_a_digit() {
    let mut desk = finding("三 张　清单");
    desk.key(Key::Escape);
    assert!(!desk.sees("查找的文字"));
    assert_eq!(tagged(&mut desk), "三张清单");
    // Elsewhere again: the next hit of what was looked for last, with the bar back for its count.
    desk.keys(CTRL, Key::Home);
    desk.key(Key::F3);
    settle(&mut desk);
    assert!(desk.sees("第 1 / 1 处"));
}

#[test]
fn a_query_may_be_exact_or_a_regular_expression() {
    let mut desk = finding("１８６０");
    assert!(desk.sees("第 1 / 1 处"));
    desk.keys(Modifiers::ALT, Key::C);
    settle(&mut desk);
    assert!(desk.sees("没有找到"));
    desk.harness.get_by_label("精确").click();
    desk.harness.run_steps(2);
    desk.keys(Modifiers::ALT, Key::R);
    desk.keys(CTRL, Key::A);
    desk.text("面积.*平方米");
    settle(&mut desk);
    assert!(desk.sees("第 1 / 1 处"));
    desk.key(Key::Escape);
    assert_eq!(tagged(&mut desk), "面积扩大到1860平方米");
}

#[test]
fn a_mistake_in_a_regular_expression_is_told_with_its_place() {
    let mut desk = finding("党");
    desk.keys(Modifiers::ALT, Key::R);
    desk.text("(建");
    settle(&mut desk);
    assert!(desk.sees("第 2 个字符：括号 ( 没有闭合"));
    desk.text(")");
    settle(&mut desk);
    assert!(desk.sees("处") && !desk.sees("没有闭合"));
}

#[test]
fn what_is_selected_is_looked_for() {
    let mut desk = Desk::new();
    desk.keys(CTRL, Key::End);
    desk.keys(Modifiers::SHIFT, Key::ArrowLeft);
    desk.keys(Modifiers::SHIFT, Key::ArrowLeft);
    desk.keys(CTRL, Key::F);
    settle(&mut desk);
    assert!(desk.sees("说。"));
    assert!(desk.sees("第 1 / 1 处"));
}

#[test]
fn digits_and_letters_typed_into_the_bar_tag_nothing() {
    let mut desk = finding("1860");
    desk.harness.key_press(Key::Num1);
    desk.harness.key_press(Key::J);
    desk.harness.run_steps(3);
    assert!(desk.passages().is_empty());
    assert!(desk.sees("第 1 / 1 处"));
}

#[test]
fn what_an_input_method_composes_is_not_looked_for_and_enter_is_its_own() {
    let mut desk = Desk::new();
    desk.keys(CTRL, Key::F);
    let ime = |desk: &mut Desk, event| {
        desk.harness.event(egui::Event::Ime(event));
        desk.harness.run_steps(3);
    };
    let preedit =
        |text: &str| ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None };
    ime(&mut desk, preedit("she'qu"));
    std::thread::sleep(std::time::Duration::from_millis(100));
    desk.key(Key::Enter);
    assert!(!desk.sees("没有找到") && !desk.sees("/ 2 处"), "the letters were looked for");
    ime(&mut desk, ImeEvent::Commit("社区".to_owned()));
    settle(&mut desk);
    assert!(desk.sees("第 1 / 2 处"));
}

#[test]
fn the_last_queries_come_back_with_the_arrows() {
    let mut desk = finding("社区");
    desk.key(Key::Enter);
    desk.keys(CTRL, Key::A);
    desk.text("居民");
    settle(&mut desk);
    desk.key(Key::Enter);
    settle(&mut desk);
    assert!(desk.sees("第 1 / 1 处"));
    desk.key(Key::ArrowUp);
    settle(&mut desk);
    assert!(desk.sees("/ 2 处"));
    desk.key(Key::ArrowDown);
    settle(&mut desk);
    assert!(desk.sees("/ 1 处"));
}

#[test]
fn the_mouse_opens_the_bar_steps_and_closes_it() {
    let mut desk = Desk::new();
    desk.harness.get_by_label("在文中查找  Ctrl+F").click();
    desk.harness.run_steps(3);
    desk.text("社区");
    settle(&mut desk);
    desk.harness.get_by_label("下一处  F3").click();
    desk.harness.run_steps(3);
    assert!(desk.sees("第 2 / 2 处"));
    desk.harness.get_by_label("上一处  Shift+F3").click();
    desk.harness.run_steps(3);
    assert!(desk.sees("第 1 / 2 处"));
    desk.harness.get_by_label_contains("关闭查找").click();
    desk.harness.run_steps(3);
    assert!(!desk.sees("查找的文字"));
    assert_eq!(tagged(&mut desk), "社区");
}

#[test]
fn the_bar_moves_no_line_of_the_text() {
    let mut desk = Desk::new();
    let place = |desk: &Desk| desk.harness.get_by_label_contains("柳岸街道原有").rect().top();
    let before = place(&desk);
    desk.keys(CTRL, Key::F);
    desk.harness.run_steps(4);
    assert!(desk.sees("查找的文字"));
    assert!((place(&desk) - before).abs() < 0.5);
    desk.key(Key::Escape);
    desk.harness.run_steps(4);
    assert!((place(&desk) - before).abs() < 0.5);
}
