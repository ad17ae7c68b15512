//! Selecting and moving by keys, input methods, and keys of one's own.

use eframe::egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use quandian::ui::App;

use crate::Desk;

/// What would be tagged now, by tagging and undoing it.
fn selected(desk: &mut Desk) -> Vec<String> {
    desk.key(Key::Num1);
    let passages = desk.passages();
    let quotes = passages.last().map(|passage| passage.quotes.clone()).unwrap_or_default();
    desk.keys(Modifiers::COMMAND, Key::Z);
    quotes
}

fn quote(desk: &Desk) -> String {
    desk.passages()[0].quotes.concat()
}

fn event(desk: &mut Desk, event: Event) {
    desk.harness.event(event);
    desk.harness.run_steps(3);
}

/// Several events within one frame, as a system sends them.
fn together(desk: &mut Desk, events: Vec<Event>) {
    desk.harness.input_mut().events.extend(events);
    desk.harness.run_steps(3);
}

fn key_event(key: Key) -> Event {
    Event::Key { key, physical_key: None, pressed: true, repeat: false, modifiers: Modifiers::NONE }
}

fn preedit(text: &str) -> Event {
    Event::Ime(ImeEvent::Preedit { text: text.to_owned(), active_range_chars: None })
}

/// The set with words known, so that steps by word are steps by word.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.wait_until(|app: &App| app.session().segmenter().is_some());
    desk
}

#[test]
fn one_key_grows_the_selection_and_another_goes_back_the_same_way() {
    let mut desk = desk();
    // The second paragraph under the heading, into 面积.
    desk.keys(Modifiers::COMMAND, Key::End);
    for _ in 0.."面积扩大到1860平方米!“以前开会没地方坐。”居民说。".chars().count()
    {
        desk.key(Key::ArrowLeft);
    }
    let mut found = Vec::new();
    for _ in 0..4 {
        desk.key(Key::E);
        found.push(desk.harness.state().selected_text());
    }
    assert_eq!(
        found[..3],
        ["面积", "面积扩大到1860平方米!", "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米!",]
    );
    assert!(found[3].starts_with("柳岸街道原有") && found[3].ends_with("居民说。"));
    desk.key(Key::E);
    assert!(desk.harness.state().selected_text().starts_with("阵地建在家门口"));
    desk.key(Key::Equals);
    assert_eq!(desk.harness.state().selected_text(), crate::desk::ARTICLE);
    desk.key(Key::W);
    for expected in found.iter().rev() {
        desk.key(Key::Minus);
        assert_eq!(&desk.harness.state().selected_text(), expected);
    }
    desk.key(Key::W);
    assert_eq!(desk.harness.state().selected_text(), "");
}

#[test]
fn clauses_are_stepped_through_and_selected_by_shift() {
    let mut desk = desk();
    for _ in 0..3 {
        desk.key(Key::J);
    }
    desk.key(Key::L);
    assert_eq!(selected(&mut desk), ["临河区把区域化党建作为城市治理的牵引。"]);
    desk.key(Key::J);
    desk.key(Key::H);
    assert_eq!(selected(&mut desk), ["临河区把区域化党建作为城市治理的牵引。"]);
}

#[test]
fn the_ends_of_a_passage_move_by_keys_and_a_burst_is_one_step() {
    let mut desk = desk();
    for _ in 0..3 {
        desk.key(Key::J);
    }
    desk.key(Key::Num1);
    for _ in 0..2 {
        desk.key(Key::Comma);
    }
    assert_eq!(quote(&desk), "年初以来,临河区把区域化党建作为城市治理的牵");
    desk.keys(Modifiers::SHIFT, Key::Period);
    assert_eq!(quote(&desk), "初以来,临河区把区域化党建作为城市治理的牵");
    desk.keys(Modifiers::ALT, Key::Period);
    desk.keys(Modifiers::ALT.plus(Modifiers::SHIFT), Key::Comma);
    assert!(quote(&desk).ends_with("牵引"), "{}", quote(&desk));
    desk.saved();
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(quote(&desk), "年初以来,临河区把区域化党建作为城市治理的牵引。");
    // After anything else, it is a step of its own.
    desk.keys(Modifiers::COMMAND, Key::Y);
    desk.key(Key::Comma);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert!(quote(&desk).ends_with("牵引"));
}

#[test]
fn the_ends_of_a_selection_move_before_it_is_tagged() {
    let mut desk = desk();
    for _ in 0..3 {
        desk.key(Key::J);
    }
    desk.key(Key::Comma);
    desk.keys(Modifiers::SHIFT, Key::Period);
    assert_eq!(selected(&mut desk), ["初以来,临河区把区域化党建作为城市治理的牵引"]);
}

#[test]
fn sentences_without_a_tag_are_found_past_headings_and_bylines() {
    let mut desk = desk();
    desk.key(Key::N);
    desk.key(Key::Num1);
    assert_eq!(quote(&desk), "年初以来,临河区把区域化党建作为城市治理的牵引。");
    desk.key(Key::N);
    desk.key(Key::Num1);
    desk.key(Key::N);
    let passages = desk.passages();
    assert_eq!(
        passages[1].quotes.concat(),
        "在区、街道、社区三级搭起议事平台,驻区单位按三张清单认领事项。"
    );
    assert_eq!(selected(&mut desk), ["柳岸街道原有的社区用房不足二百平方米。"]);
    for _ in 0..6 {
        desk.key(Key::N);
    }
    assert!(desk.sees("后面没有未标注的句子了 · Ctrl+PageDown 下一篇文章"));
    desk.keys(Modifiers::COMMAND, Key::Home);
    desk.keys(Modifiers::SHIFT, Key::N);
    assert!(desk.sees("前面没有未标注的句子了"));
}

#[test]
fn headings_and_passages_are_stepped_through_to_the_last() {
    let mut desk = desk();
    // The title first: the caret stands before it.
    for _ in 0..2 {
        desk.keys(Modifiers::SHIFT, Key::CloseBracket);
    }
    desk.key(Key::S);
    assert_eq!(selected(&mut desk), ["阵地建在家门口"]);
    desk.keys(Modifiers::SHIFT, Key::CloseBracket);
    assert!(desk.sees("后面没有标题了"));
    desk.key(Key::CloseBracket);
    assert!(desk.sees("后面没有标注了"));
}

#[test]
fn nothing_is_a_command_while_an_input_method_composes() {
    let mut desk = desk();
    event(&mut desk, preedit("j"));
    desk.key(Key::J);
    desk.key(Key::Num1);
    assert!(desk.passages().is_empty());
    // What ends a composition is no command either, nor what leaks with it.
    let commit = Event::Ime(ImeEvent::Commit("j".to_owned()));
    together(&mut desk, vec![preedit(""), commit.clone(), key_event(Key::Num1)]);
    event(&mut desk, preedit("j"));
    event(&mut desk, preedit(""));
    event(&mut desk, commit);
    assert!(desk.passages().is_empty());
    assert_eq!(desk.harness.state().selected_text(), "");
    desk.key(Key::J);
    desk.key(Key::Num1);
    assert_eq!(quote(&desk), "共建共享:临河区区域化党建观察");
}

#[test]
fn a_composition_that_a_click_cut_short_does_not_deafen_the_keys() {
    let mut desk = desk();
    desk.keys(Modifiers::COMMAND, Key::L);
    event(&mut desk, preedit("ce"));
    // The system says nothing; the focus goes elsewhere.
    desk.harness.get_by_label("文章正文").focus();
    desk.harness.run_steps(3);
    desk.key(Key::J);
    assert_eq!(desk.harness.state().selected_text(), "共建共享:临河区区域化党建观察");
}

#[test]
fn full_width_characters_are_the_keys_they_were_typed_with() {
    let mut desk = desk();
    for typed in ["ｊ", "j", "Ｊ"] {
        event(&mut desk, Event::Text(typed.to_owned()));
    }
    event(&mut desk, Event::Ime(ImeEvent::Commit("，".to_owned())));
    event(&mut desk, Event::Text("《".to_owned()));
    event(&mut desk, Event::Text("》".to_owned()));
    event(&mut desk, Event::Text("１".to_owned()));
    assert_eq!(quote(&desk), "年初以来,临河区把区域化党建作为城市治理的牵引");
    event(&mut desk, Event::Text("【".to_owned()));
    assert!(desk.sees("前面没有标注了"));
}

#[test]
fn a_key_and_its_character_are_one_press() {
    let mut desk = desk();
    together(&mut desk, vec![key_event(Key::J), Event::Text("j".to_owned())]);
    assert_eq!(desk.harness.state().selected_text(), "共建共享:临河区区域化党建观察");
}

/// Opens the sheet and the keys of the command of that name in it.
fn change_keys(desk: &mut Desk, name: &str) {
    desk.keys(Modifiers::SHIFT, Key::F1);
    desk.text(name);
    desk.key(Key::Enter);
    assert!(desk.sees("请按下新的快捷键"));
}

#[test]
fn keys_are_changed_in_the_sheet_and_hold_on_another_day() {
    let mut desk = desk();
    change_keys(&mut desk, "选中下一句");
    desk.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::J);
    desk.key(Key::Enter);
    assert!(desk.sees("选中下一句：Ctrl+Shift+J"));
    desk.key(Key::Escape);
    let mut desk = desk.reopened();
    desk.key(Key::J);
    assert_eq!(desk.harness.state().selected_text(), "");
    desk.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::J);
    assert_eq!(desk.harness.state().selected_text(), "共建共享:临河区区域化党建观察");
    let shortcuts = &desk.harness.state().session().settings().shortcuts;
    assert_eq!(shortcuts.len(), 1);
    assert_eq!(shortcuts["next_sentence"], ["Ctrl+Shift+J"]);
}

#[test]
fn keys_that_are_taken_go_over_and_come_back_by_a_reset() {
    let mut desk = desk();
    change_keys(&mut desk, "选中下一句");
    desk.key(Key::K);
    assert!(desk.sees("这个键现在属于“选中上一句”"));
    desk.key(Key::Enter);
    // What was looked for is selected, so that other words replace it.
    desk.text("选中");
    assert!(desk.sees("选中上一句：没有快捷键") && desk.sees("选中下一句：K"));
    desk.harness.get_by_label("全部恢复默认").click();
    desk.harness.run_steps(3);
    desk.harness.get_by_label("确定全部恢复默认？").click();
    desk.harness.run_steps(3);
    assert!(desk.sees("选中上一句：K") && desk.sees("选中下一句：J"));
    assert!(desk.harness.state().session().settings().shortcuts.is_empty());
}

#[test]
fn keys_of_input_methods_and_themes_are_refused() {
    let mut desk = desk();
    change_keys(&mut desk, "选中下一句");
    desk.keys(Modifiers::COMMAND, Key::Space);
    assert!(desk.sees("输入法要用这个键"));
    desk.key(Key::Num4);
    assert!(desk.sees("数字键 1–9 归主题使用"));
    desk.key(Key::Enter);
    assert!(desk.sees("数字键 1–9 归主题使用"), "it is not done");
    desk.key(Key::Escape);
    assert!(desk.sees("选中下一句：J"));
}
