//! The panel of themes and passages: what a click tags, and what becomes of a memo.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;

use crate::Desk;

/// The cards of the two passages, by a part of their names.
const FIRST: &str = "城市治理的牵引。；主题";
const SECOND: &str = "按三张清单认领事项。；主题";

/// Clicks what is called `name`, or holds it.
pub(crate) fn click(desk: &mut Desk, name: &str) {
    desk.harness.get_by_label_contains(name).click();
    desk.harness.run_steps(4);
}

/// Two sentences tagged with the first and the third theme.
fn tagged() -> Desk {
    let mut desk = Desk::new();
    for _ in 0..3 {
        desk.key(Key::J);
    }
    desk.key(Key::Num1);
    desk.key(Key::J);
    desk.key(Key::Num3);
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    desk
}

fn memos(desk: &Desk) -> Vec<String> {
    desk.passages().into_iter().map(|passage| passage.memo).collect()
}

#[test]
fn a_click_on_a_theme_tags_the_sentence_at_the_caret() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    click(&mut desk, "人才，0 处");
    assert_eq!(desk.passages().len(), 1);
    assert!(desk.sees("人才，1 处"));
}

#[test]
fn a_click_on_a_card_selects_the_passage_and_themes_toggle_on_it() {
    let mut desk = tagged();
    click(&mut desk, FIRST);
    click(&mut desk, "人才，0 处");
    assert_eq!(desk.passages()[0].themes.len(), 2);
    click(&mut desk, "去掉主题“阵地建设”");
    let codebook = desk.harness.state().session().codebook().clone();
    let left: Vec<_> = desk.passages()[0].themes.clone();
    assert_eq!(left, [codebook.by_name("人才").expect("it is there").id]);
}

#[test]
fn a_memo_is_one_step_however_its_field_is_left() {
    let mut desk = tagged();
    click(&mut desk, FIRST);
    desk.key(Key::M);
    desk.text("看资金");
    desk.text("来源");
    desk.keys(Modifiers::COMMAND, Key::Enter);
    assert_eq!(memos(&desk), ["看资金来源", ""]);
    desk.key(Key::M);
    desk.text("。待查");
    desk.key(Key::Escape);
    assert_eq!(memos(&desk), ["看资金来源。待查", ""]);
    assert!(desk.sees("删除标注"), "the passage stays selected");
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(memos(&desk), ["看资金来源", ""]);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(memos(&desk), ["", ""]);
}

#[test]
fn a_memo_survives_going_to_another_passage_page_or_article() {
    let mut desk = tagged();
    click(&mut desk, FIRST);
    desk.key(Key::M);
    desk.text("甲");
    click(&mut desk, SECOND);
    assert_eq!(memos(&desk), ["甲", ""]);
    desk.key(Key::M);
    desk.text("乙");
    desk.keys(Modifiers::COMMAND, Key::Num2);
    desk.harness.run_steps(3);
    assert_eq!(memos(&desk), ["甲", "乙"]);
    desk.keys(Modifiers::COMMAND, Key::Num1);
    desk.key(Key::M);
    desk.text("丙");
    desk.keys(Modifiers::COMMAND, Key::PageDown);
    desk.keys(Modifiers::COMMAND, Key::PageUp);
    desk.harness.run_steps(3);
    assert_eq!(memos(&desk), ["甲", "乙丙"]);
}

#[test]
fn a_memo_is_in_the_history_before_the_click_that_removes_its_passage() {
    let mut desk = tagged();
    click(&mut desk, FIRST);
    desk.key(Key::M);
    desk.text("还要用");
    // Its only theme: taking that away removes the passage.
    click(&mut desk, "阵地建设，1 处");
    assert_eq!(desk.passages().len(), 1);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(memos(&desk), ["还要用", ""]);
}

#[test]
fn an_article_without_passages_says_how_to_begin() {
    let mut desk = Desk::new();
    desk.harness.run_steps(2);
    assert!(desk.harness.query_all_by_value("这篇文章还没有标注").next().is_some());
}
