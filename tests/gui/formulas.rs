//! 提法 on the page that compares: the list, what is known of one, and what can be said of it.

use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use quandian::{
    annotation::FormulaStanding,
    session::{FindFormulas, Settings},
};

use crate::{Desk, themes::click};

const ARTICLES: [(&str, &str); 3] = [
    (
        "2017-旧.txt",
        "柳岸区纪事\n\n2017年3月2日\n\n柳岸区扎实推进“大网格”建设，形成“共驻共建”的良好格局。各街道利用“大网格”平台，与驻区单位签订共建协议，资源共享不断深化。\n",
    ),
    (
        "2019-中.txt",
        "柳岸区两年\n\n2019年6月1日\n\n“微网格”也叫“小微网格”，居民说起“大网格”还有些念想。\n",
    ),
    (
        "2021-新.txt",
        "柳岸区再出发\n\n2021年6月1日\n\n柳岸区扎实推进“全域网格”建设，形成“共驻共建”的良好格局。各街道利用“全域网格”平台，与驻区单位签订共建协议，资源共享不断深化。\n",
    ),
];

/// Waits for what is asked.
fn settle(desk: &mut Desk) {
    desk.harness.run_steps(4);
    desk.wait_until(|app| {
        let inquiry = app.session().inquiry::<FindFormulas>();
        inquiry.is_some_and(|known| known.last().is_some() && known.progress().is_none())
    });
    desk.harness.run_steps(4);
}

fn opened(desk: &mut Desk) {
    desk.keys(Modifiers::COMMAND, Key::Num6);
    desk.harness.run_steps(6);
    click(desk, "提法");
    settle(desk);
}

fn page() -> Desk {
    let window = vec2(1440.0, 900.0);
    let mut desk = Desk::prepared(window, &Settings::default(), &ARTICLES, |_| {});
    opened(&mut desk);
    desk
}

fn choose(desk: &mut Desk, formula: &str) {
    click(desk, &format!("{formula}：3 次"));
    desk.harness.run_steps(4);
}

#[test]
fn a_formula_has_its_first_use_its_years_and_what_took_its_place() {
    let mut desk = page();
    choose(&mut desk, "大网格");
    assert!(desk.sees("也许后来作“全域网格”"));
    assert!(desk.sees("首见  柳岸区扎实推进“大网格”建设"));
    assert!(desk.sees("2017 年 2 次"));
    click(&mut desk, "2017 年 2 次");
    assert!(desk.sees("各街道利用“大网格”平台"));
}

#[test]
fn one_is_thrown_out_by_key_and_comes_back_with_undo() {
    let mut desk = page();
    choose(&mut desk, "大网格");
    desk.key(Key::Delete);
    settle(&mut desk);
    assert!(!desk.sees("大网格：3 次"));
    let session = desk.harness.state().session();
    let note = session.catalogue().formula("大网格").expect("a note");
    assert_eq!(note.standing, FormulaStanding::Ignored);
    desk.keys(Modifiers::COMMAND, Key::Z);
    settle(&mut desk);
    assert!(desk.sees("大网格：3 次"));
    // Accepted, and still so on another day.
    choose(&mut desk, "大网格");
    desk.key(Key::A);
    settle(&mut desk);
    desk.saved();
    let desk = desk.reopened();
    let note = desk.harness.state().session().catalogue().formula("“大网格”").cloned();
    assert_eq!(note.map(|note| note.standing), Some(FormulaStanding::Accepted));
}

#[test]
fn one_is_counted_under_another_and_taken_apart() {
    let mut desk = page();
    choose(&mut desk, "大网格");
    desk.key(Key::M);
    desk.harness.run_steps(4);
    desk.text("全域");
    desk.key(Key::Enter);
    settle(&mut desk);
    assert!(desk.sees("全域网格：5 次"));
    assert!(desk.harness.query_by_label_contains("大网格：3 次").is_none());
    desk.key(Key::U);
    settle(&mut desk);
    assert!(desk.sees("大网格：3 次"));
}

#[test]
fn a_list_of_ones_own_is_pasted() {
    let mut desk = page();
    click(&mut desk, "加提法…");
    desk.text("驻区单位");
    desk.harness.run_steps(4);
    click(&mut desk, "加入 1 个");
    settle(&mut desk);
    let session = desk.harness.state().session();
    let note = session.catalogue().formula("驻区单位").expect("a note");
    assert_eq!(note.standing, FormulaStanding::Accepted);
    assert!(desk.sees("驻区单位：2 次"));
}
