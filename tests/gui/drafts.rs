//! What is being written is never lost: by Escape, by an input method, by a click beside a dialog,
//! by another page, article or set, by reading the set again, by closing the window.

use std::fs;

use eframe::egui::{
    self, Event, ImeEvent, Key, Modifiers, PointerButton, Role, ViewportEvent, ViewportId, pos2,
};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use quandian::{annotation::Theme, corpus::ArticlePath, session::Command};

use crate::{Desk, themes::click};

const CTRL: Modifiers = Modifiers::COMMAND;
/// What a dialog says when it must not be left as it is.
const ASKS: &str = "还没有确认";
const DROP: &str = "放弃并离开";

/// Two sentences tagged with the first theme, the first passage selected.
fn tagged() -> Desk {
    let mut desk = Desk::new();
    for _ in 0..3 {
        desk.key(Key::J);
    }
    desk.key(Key::Num1);
    desk.key(Key::J);
    desk.key(Key::Num1);
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    click(&mut desk, "城市治理的牵引。；主题");
    desk
}

fn memo(desk: &Desk) -> String {
    desk.passages()[0].memo.clone()
}

fn article_memo(desk: &Desk) -> String {
    let article = ArticlePath::new("2019-共建共享.txt").expect("a path");
    desk.harness.state().session().article_memo(&article).to_owned()
}

fn journal(desk: &Desk) -> Vec<String> {
    desk.harness.state().session().journal().map(|(_, entry)| entry.text.clone()).collect()
}

fn theme(desk: &Desk, name: &str) -> Theme {
    let codebook = desk.harness.state().session().codebook();
    codebook.by_name(name).unwrap_or_else(|| panic!("no theme {name}")).clone()
}

fn undo(desk: &mut Desk) {
    desk.keys(CTRL, Key::Z);
}

fn button(desk: &mut Desk, name: &str) {
    desk.harness.get_by_role_and_label(Role::Button, name).click();
    desk.harness.run_steps(4);
}

fn field(desk: &mut Desk, name: &str) {
    desk.harness.get_by_label(name).click();
    desk.harness.run_steps(4);
}

/// A click in the corner of the window, beside every dialog.
fn click_beside(desk: &mut Desk) {
    let pos = pos2(4.0, 4.0);
    desk.harness.event(Event::PointerMoved(pos));
    for pressed in [true, false] {
        let (button, modifiers) = (PointerButton::Primary, Modifiers::NONE);
        desk.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
    }
    desk.harness.run_steps(4);
}

fn compose(desk: &mut Desk, text: &str) {
    let text = text.to_owned();
    desk.harness.event(Event::Ime(ImeEvent::Preedit { text, active_range_chars: None }));
    desk.harness.run_steps(2);
}

/// The user closes the window; whether it went.
fn close(desk: &mut Desk) -> bool {
    let root = desk.harness.input_mut().viewports.get_mut(&ViewportId::ROOT).expect("a window");
    root.events.push(ViewportEvent::Close);
    desk.harness.run_steps(1);
    let commands = &desk.harness.output().viewport_output[&ViewportId::ROOT].commands;
    let stays = commands.contains(&egui::ViewportCommand::CancelClose);
    desk.harness.run_steps(2);
    !stays
}

#[test]
fn escape_leaves_a_memo_and_keeps_it_and_one_undo_takes_it_back() {
    let mut desk = tagged();
    desk.key(Key::M);
    desk.text("看资金来源");
    desk.key(Key::Escape);
    assert_eq!(memo(&desk), "看资金来源");
    assert!(desk.sees("删除标注"), "the passage stays selected");
    undo(&mut desk);
    assert_eq!(memo(&desk), "");
    desk.keys(CTRL | Modifiers::SHIFT, Key::Z);
    assert_eq!(memo(&desk), "看资金来源");
}

#[test]
fn escape_for_the_input_method_leaves_no_field_and_closes_no_dialog() {
    let mut desk = tagged();
    desk.key(Key::M);
    desk.text("看资金");
    compose(&mut desk, "lai");
    desk.key(Key::Escape);
    compose(&mut desk, "");
    desk.text("来源");
    assert_eq!(memo(&desk), "", "it is still being written");
    desk.key(Key::Escape);
    assert_eq!(memo(&desk), "看资金来源");
    // In a dialog with nothing but a composition.
    desk.keys(CTRL, Key::M);
    compose(&mut desk, "yu");
    desk.key(Key::Escape);
    compose(&mut desk, "");
    assert!(desk.sees("文章备忘正文"), "the dialog is still there");
    desk.harness.event(Event::Ime(ImeEvent::Commit("与去年".into())));
    desk.harness.run_steps(2);
    desk.key(Key::Escape);
    assert_eq!(article_memo(&desk), "与去年");
    // Nor does it give up a name, clear a filter, or close the palette.
    desk.key(Key::Escape);
    desk.keys(CTRL, Key::K);
    compose(&mut desk, "yi");
    desk.key(Key::Escape);
    desk.key(Key::Enter);
    compose(&mut desk, "");
    assert!(desk.sees("文章、主题、命令"), "the palette is still there");
}

#[test]
fn a_memo_on_an_article_is_saved_when_its_field_is_left() {
    let mut desk = Desk::new();
    desk.keys(CTRL, Key::M);
    desk.text("与去年对照");
    desk.key(Key::Escape);
    assert_eq!(article_memo(&desk), "与去年对照");
    assert!(desk.sees("文章备忘正文"), "from the field to the dialog");
    desk.key(Key::Escape);
    assert!(!desk.sees("文章备忘正文"));
    undo(&mut desk);
    assert_eq!(article_memo(&desk), "");
    desk.keys(CTRL, Key::M);
    desk.text("再看");
    click_beside(&mut desk);
    assert_eq!(article_memo(&desk), "再看");
    assert!(desk.sees("文章备忘正文"), "that click was for the field");
    click_beside(&mut desk);
    assert!(!desk.sees("文章备忘正文"));
}

#[test]
fn escape_keeps_what_was_written_of_a_theme() {
    let mut desk = tagged();
    desk.keys(CTRL, Key::Num4);
    let fields = ["名称", "说明", "纳入标准", "排除标准", "词表", "备忘录"];
    for name in fields {
        let role = if name == "名称" { Role::TextInput } else { Role::MultilineTextInput };
        // Some are below what is seen.
        desk.harness.get_by_role_and_label(role, name).focus();
        desk.harness.run_steps(4);
        desk.keys(CTRL, Key::End);
        desk.text("新");
        desk.key(Key::Escape);
    }
    let written = theme(&desk, "阵地建设新");
    let texts = [&written.description, &written.include, &written.exclude, &written.memo];
    assert_eq!(texts, ["新"; 4]);
    assert_eq!(written.lexicon, ["新"]);
    for _ in fields {
        undo(&mut desk);
    }
    assert_eq!(theme(&desk, "阵地建设").description, "");
}

#[test]
fn a_name_in_the_tree_is_kept_by_escape() {
    let mut desk = tagged();
    desk.keys(CTRL, Key::Num4);
    desk.key(Key::F2);
    desk.text("阵地");
    desk.key(Key::Escape);
    theme(&desk, "阵地");
    undo(&mut desk);
    theme(&desk, "阵地建设");
    // Of a new theme nothing is made, but the name stands there again.
    let count = desk.harness.state().session().codebook().themes().len();
    desk.key(Key::N);
    desk.text("议事");
    desk.key(Key::Escape);
    assert_eq!(desk.harness.state().session().codebook().themes().len(), count);
    desk.key(Key::N);
    desk.key(Key::Enter);
    theme(&desk, "议事");
}

#[test]
fn the_decisions_of_a_split_are_dropped_by_a_button_only() {
    let mut desk = tagged();
    desk.keys(CTRL, Key::Num4);
    desk.key(Key::S);
    field(&mut desk, "新子主题");
    desk.text("平台");
    desk.key(Key::Enter);
    assert!(desk.sees("拆分 1 处"));
    for _ in 0..5 {
        desk.key(Key::Escape);
        assert!(desk.sees("拆分 1 处"));
        click_beside(&mut desk);
        assert!(desk.sees("拆分 1 处") && desk.sees(ASKS));
    }
    button(&mut desk, "继续填写");
    assert!(desk.sees("拆分 1 处") && !desk.sees(ASKS));
    desk.key(Key::Escape);
    button(&mut desk, DROP);
    assert!(!desk.sees("拆分 1 处"));
    desk.key(Key::S);
    assert!(!desk.sees("拆分 1 处") && !desk.sees(ASKS), "nothing is left of it");
    desk.key(Key::Escape);
    assert!(!desk.sees("新子主题"), "with nothing decided it closes at once");
}

/// Opens a dialog, enters something, and leaves it in every way that is no button.
fn holds(desk: &mut Desk, title: &str, enter: impl FnOnce(&mut Desk)) {
    assert!(desk.sees(title), "{title}");
    enter(desk);
    desk.key(Key::Escape);
    assert!(desk.sees(title), "{title}: from the field");
    desk.key(Key::Escape);
    assert!(desk.sees(title) && desk.sees(ASKS), "{title}: it asks");
    desk.key(Key::Escape);
    assert!(desk.sees(title) && !desk.sees(ASKS), "{title}: back");
    click_beside(desk);
    assert!(desk.sees(title) && desk.sees(ASKS), "{title}: beside");
    button(desk, DROP);
    assert!(!desk.sees(ASKS), "{title}: dropped");
}

#[test]
fn no_dialog_with_something_in_it_goes_by_escape_or_a_click_beside_it() {
    let mut desk = tagged();
    desk.keys(CTRL, Key::N);
    holds(&mut desk, "自选颜色", |desk| desk.text("议事"));
    desk.keys(CTRL, Key::O);
    holds(&mut desk, "文件夹的路径", |desk| desk.text("/tmp/x"));
    desk.keys(CTRL, Key::E);
    holds(&mut desk, "导出摘录", |desk| desk.text("/tmp/x.csv"));
    desk.keys(CTRL, Key::Num4);
    desk.key(Key::R);
    holds(&mut desk, "替换主题", |desk| desk.text("人才"));
    desk.key(Key::M);
    holds(&mut desk, "合并", |desk| desk.text("人才"));
    desk.keys(CTRL, Key::Num2);
    click(&mut desk, "勾选全部");
    button(&mut desk, "备忘…");
    holds(&mut desk, "给 2 处写备忘", |desk| desk.text("一起看"));
    // There is no field to be left first.
    button(&mut desk, "改标…");
    desk.harness.get_by_role_and_label(Role::RadioButton, "方式 改为").click();
    desk.harness.run_steps(3);
    desk.key(Key::Escape);
    assert!(desk.sees("改标 2 处") && desk.sees(ASKS));
    button(&mut desk, DROP);
    assert!(!desk.sees("改标 2 处"));
    desk.keys(CTRL | Modifiers::SHIFT, Key::D);
    holds(&mut desk, "自定义词典", |desk| desk.text("党群服务中心"));
    desk.keys(CTRL, Key::Num1);
    desk.keys(CTRL, Key::Comma);
    hold_the_coder(&mut desk);
    assert_eq!(desk.harness.state().session().coder().as_str(), "周行之");
}

/// The coder's name: saved when its field is left; one that no file can bear is asked about.
fn hold_the_coder(desk: &mut Desk) {
    field(desk, "设置 程序");
    field(desk, "编码员");
    desk.keys(CTRL, Key::A);
    desk.text("周行之");
    click_beside(desk);
    assert!(desk.sees("设置 程序"), "that click was for the field");
    holds(desk, "设置 程序", |desk| {
        field(desk, "编码员");
        desk.keys(CTRL, Key::A);
        desk.text("林/可");
    });
}

#[test]
fn what_is_in_no_dialog_yet_closes_it_at_once() {
    let mut desk = tagged();
    for (keys, title) in [(Key::N, "自选颜色"), (Key::E, "导出摘录"), (Key::M, "文章备忘正文")]
    {
        desk.keys(CTRL, keys);
        assert!(desk.sees(title));
        desk.key(Key::Escape);
        assert!(!desk.sees(title), "{title}");
        desk.keys(CTRL, keys);
        click_beside(&mut desk);
        assert!(!desk.sees(title), "{title}");
    }
}

#[test]
fn the_journal_is_open_until_it_is_saved_and_has_one_draft() {
    let mut desk = tagged();
    desk.keys(CTRL, Key::J);
    desk.text("甲");
    desk.key(Key::Escape);
    desk.keys(CTRL, Key::J);
    desk.text("乙");
    assert!(desk.harness.get_by_label("日志正文").accesskit_node().is_focused());
    // Another page, a tag, and undo: the draft is not theirs.
    desk.keys(CTRL, Key::Num1);
    desk.key(Key::Num3);
    assert_eq!(desk.passages()[0].themes.len(), 2);
    undo(&mut desk);
    assert_eq!(desk.passages()[0].themes.len(), 1);
    desk.keys(CTRL | Modifiers::SHIFT, Key::Z);
    desk.keys(CTRL, Key::J);
    desk.text("丙");
    button(&mut desk, "保存");
    assert_eq!(journal(&desk), ["甲乙丙"]);
}

#[test]
fn closing_the_window_saves_what_is_being_written() {
    let mut desk = tagged();
    desk.keys(CTRL, Key::J);
    desk.text("日志");
    desk.keys(CTRL, Key::Num1);
    desk.key(Key::M);
    desk.text("看资金");
    assert!(close(&mut desk));
    let mut desk = desk.reopened();
    assert_eq!((memo(&desk), journal(&desk)), ("看资金".into(), vec!["日志".to_owned()]));
    desk.keys(CTRL, Key::M);
    desk.text("与去年");
    assert!(close(&mut desk));
    let mut desk = desk.reopened();
    assert_eq!(article_memo(&desk), "与去年");
    desk.keys(CTRL, Key::Num4);
    field(&mut desk, "说明");
    desk.text("场所");
    assert!(close(&mut desk));
    let mut desk = desk.reopened();
    assert_eq!(theme(&desk, "阵地建设").description, "场所");
    desk.keys(CTRL, Key::Num4);
    desk.key(Key::S);
    field(&mut desk, "新子主题");
    desk.text("平台");
    desk.key(Key::Enter);
    assert!(close(&mut desk));
    let mut desk = desk.reopened();
    assert_eq!(desk.passages()[0].themes, [theme(&desk, "平台").id]);
    desk.keys(CTRL, Key::N);
    desk.text("议事");
    assert!(close(&mut desk));
    theme(&desk.reopened(), "议事");
}

#[test]
fn what_cannot_be_confirmed_holds_the_window_until_it_is_dropped() {
    let mut desk = Desk::new();
    desk.keys(CTRL, Key::N);
    desk.text("人才");
    assert!(!close(&mut desk));
    assert!(desk.sees(ASKS) && desk.sees("已有主题“人才”"));
    button(&mut desk, DROP);
    assert!(close(&mut desk));
}

#[test]
fn drafts_go_to_the_set_they_were_written_in() {
    let mut desk = tagged();
    let other = desk.set.with_file_name("另一集");
    fs::create_dir(&other).expect("room");
    // So many that they are not read within one frame.
    for number in 0..500 {
        fs::write(other.join(format!("2020-{number}.txt")), "驿站开门。\n").expect("room");
    }
    desk.keys(CTRL, Key::J);
    desk.text("日志");
    desk.keys(CTRL, Key::Num1);
    desk.key(Key::M);
    desk.harness.state_mut().open(vec![other.clone()]);
    // Written while the other set is being read.
    desk.harness.event(Event::Text("看资金".into()));
    desk.wait_until(|app| app.session().corpus().is_some_and(|c| c.root().ends_with("另一集")));
    assert_eq!(journal(&desk), [""; 0]);
    desk.saved();
    let set = crate::desk::session(&desk.set);
    let memos: Vec<_> = set.annotations().passages().map(|(.., p)| p.memo.clone()).collect();
    assert_eq!(memos, ["看资金", ""]);
    assert_eq!(set.journal().count(), 1);
}

#[test]
fn drafts_survive_that_the_set_is_read_again() {
    let mut desk = tagged();
    desk.keys(CTRL, Key::J);
    desk.text("日志");
    desk.keys(CTRL, Key::Num1);
    desk.key(Key::M);
    desk.text("看资金");
    for number in 0..25 {
        fs::write(desk.set.join(format!("2021-{number}.txt")), "新来的。\n").expect("room");
    }
    desk.key(Key::F5);
    desk.wait_until(|app| app.session().corpus().is_some_and(|c| c.entries().len() == 27));
    desk.text("来源");
    desk.key(Key::Escape);
    assert_eq!(memo(&desk), "看资金来源");
    desk.keys(CTRL, Key::J);
    desk.text("续");
    button(&mut desk, "保存");
    assert_eq!(journal(&desk), ["日志续"]);
}

#[test]
fn a_memo_whose_passage_is_gone_goes_to_the_journal() {
    let mut desk = tagged();
    desk.key(Key::M);
    desk.text("看资金来源");
    desk.saved();
    let sidecar = fs::read_dir(&desk.set).expect("there").filter_map(Result::ok);
    let sidecar =
        sidecar.map(|entry| entry.path()).find(|path| path.to_string_lossy().contains(".tags."));
    // A colleague deletes the passage: a tombstone stands in its place.
    let path = sidecar.expect("one is saved");
    let mut theirs = crate::desk::session(&desk.set);
    let id = desk.passages()[0].id;
    let coder = desk.harness.state().session().coder();
    let settings = quandian::session::Settings {
        coder: Some(coder.to_string()),
        ..quandian::session::Settings::default()
    };
    theirs.apply(Command::Configure(settings)).expect("no file to write");
    theirs.apply(Command::DeletePassages(vec![id])).expect("it is theirs to delete");
    theirs.save_now().expect("room");
    assert!(path.exists());
    desk.wait_until(|app| app.session().annotations().count() == 1);
    desk.key(Key::Escape);
    desk.harness.run_steps(4);
    assert!(desk.sees("留在研究日志的草稿里"));
    desk.keys(CTRL, Key::J);
    button(&mut desk, "保存");
    assert_eq!(journal(&desk), ["看资金来源"]);
}

#[test]
fn the_journal_belongs_to_who_wrote_it() {
    let mut desk = tagged();
    let before = desk.harness.state().session().coder();
    desk.keys(CTRL, Key::J);
    desk.text("日志");
    desk.keys(CTRL, Key::Comma);
    field(&mut desk, "设置 程序");
    field(&mut desk, "编码员");
    desk.keys(CTRL, Key::A);
    desk.text("周行之");
    desk.key(Key::Enter);
    desk.harness.run_steps(4);
    let session = desk.harness.state().session();
    let of: Vec<_> =
        session.journal().map(|(coder, entry)| (coder.clone(), entry.text.clone())).collect();
    assert_eq!(of, [(before, "日志".to_owned())]);
}

#[test]
fn what_was_typed_in_a_palette_stands_there_again() {
    let mut desk = Desk::new();
    desk.key(Key::T);
    desk.text("议事协商");
    desk.key(Key::Escape);
    desk.key(Key::J);
    desk.key(Key::T);
    desk.key(Key::Enter);
    theme(&desk, "议事协商");
    // And is replaced by the next key.
    desk.key(Key::T);
    desk.text("不要");
    desk.key(Key::Escape);
    desk.key(Key::T);
    desk.text("人才");
    desk.key(Key::Enter);
    assert!(desk.passages()[0].themes.contains(&theme(&desk, "人才").id));
}

#[test]
fn a_dialog_whose_command_is_refused_stays_with_what_was_entered() {
    let mut desk = tagged();
    // Whoever broke the file, nothing is written over it.
    desk.saved();
    let mut desk = desk.reopened();
    desk.keys(CTRL, Key::N);
    desk.text("议事");
    fs::write(desk.set.join("codebook.ron"), "broken (").expect("room");
    desk.wait_until(|app| !app.session().unreadable().is_empty());
    desk.key(Key::Enter);
    desk.harness.run_steps(4);
    assert!(desk.sees("自选颜色") && desk.sees("新主题"), "the dialog is still there");
    let value = desk.harness.get_by_role_and_label(Role::TextInput, "名称");
    assert_eq!(value.accesskit_node().value().as_deref(), Some("议事"));
}

#[test]
fn what_is_corrected_of_an_article_outlives_that_article() {
    let mut desk = Desk::new();
    desk.harness.get_by_label_contains("三级平台").click_secondary();
    desk.harness.run_steps(4);
    click(&mut desk, "更正标题、年份");
    desk.keys(CTRL, Key::A);
    desk.text("三级平台再访");
    fs::remove_file(desk.set.join("2017-三级平台.txt")).expect("it was there");
    desk.wait_until(|app| app.session().corpus().is_some_and(|c| c.entries().len() == 1));
    assert!(desk.sees("文章已不在文献集里"));
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    button(&mut desk, DROP);
    assert!(!desk.sees("文章已不在文献集里"));
}

#[test]
fn what_is_entered_of_an_article_is_saved_when_the_window_closes() {
    let mut desk = Desk::new();
    desk.harness.get_by_label_contains("三级平台").click_secondary();
    desk.harness.run_steps(4);
    click(&mut desk, "更正标题、年份");
    desk.keys(CTRL, Key::A);
    desk.text("三级平台再访");
    assert!(close(&mut desk));
    assert!(desk.reopened().sees("三级平台再访"));
}
