//! 数字 on the page that compares: rows over the years, and correcting them.

use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use quandian::session::{FindQuantities, Settings};

use crate::{Desk, themes::click};

const ARTICLES: [(&str, &str); 4] = [
    (
        "2017-旧.txt",
        "柳岸区纪事\n\n2017年3月2日\n\n全区辖9个街道、81个社区。近年来，全区利用大网格平台，与驻区单位签订共建协议186份，资源共享不断深化。\n",
    ),
    ("2019-甲.txt", "柳岸区两年\n\n2019年6月1日\n\n全区辖10个街道，建有社区书屋12处。\n"),
    ("2019-乙.txt", "柳岸区报道\n\n2019年7月1日\n\n全区辖11个街道，开放礼堂3处。\n"),
    ("2021-新.txt", "柳岸区再出发\n\n2021年6月1日\n\n全区辖12个街道、88个社区。\n"),
];

/// Waits for what is asked.
fn settle(desk: &mut Desk) {
    desk.harness.run_steps(4);
    desk.wait_until(|app| {
        let inquiry = app.session().inquiry::<FindQuantities>();
        inquiry.is_some_and(|known| known.last().is_some() && known.progress().is_none())
    });
    desk.harness.run_steps(4);
}

fn page() -> Desk {
    let window = vec2(1440.0, 900.0);
    let mut desk = Desk::prepared(window, &Settings::default(), &ARTICLES, |_| {});
    desk.keys(Modifiers::COMMAND, Key::Num6);
    desk.harness.run_steps(6);
    click(&mut desk, "数字");
    settle(&mut desk);
    desk
}

fn corrections(desk: &Desk) -> usize {
    desk.harness.state().session().catalogue().quantities().iter().count()
}

#[test]
fn rows_stand_over_the_years_and_what_disagrees_is_chosen() {
    let mut desk = page();
    assert!(desk.sees("街道 × 2019: 10≠11"));
    assert!(desk.sees("社区 × 2021: 88"));
    assert!(desk.sees("2019 年几篇文章说法不一：11 / 10"));
    click(&mut desk, "取 11");
    settle(&mut desk);
    assert_eq!(corrections(&desk), 1);
    assert!(desk.sees("街道 × 2019: 11 (10)"));
    assert!(!desk.sees("2019 年几篇文章说法不一：11 / 10"));
    desk.keys(Modifiers::COMMAND, Key::Z);
    settle(&mut desk);
    assert!(desk.sees("街道 × 2019: 10≠11"));
}

#[test]
fn a_row_is_renamed_and_thrown_out_by_key_and_comes_back() {
    let mut desk = page();
    desk.key(Key::F2);
    desk.harness.run_steps(4);
    desk.keys(Modifiers::COMMAND, Key::A);
    desk.text("街道总数");
    desk.key(Key::Enter);
    settle(&mut desk);
    assert!(desk.sees("街道总数 × 2021: 12"));
    // Escape leaves a name as it was.
    desk.key(Key::F2);
    desk.harness.run_steps(4);
    desk.text("没有的");
    desk.key(Key::Escape);
    desk.harness.run_steps(4);
    assert_eq!(corrections(&desk), 1);
    // The corrections are kept over a day.
    desk.saved();
    let mut desk = desk.reopened();
    desk.keys(Modifiers::COMMAND, Key::Num6);
    desk.harness.run_steps(6);
    click(&mut desk, "数字");
    settle(&mut desk);
    assert_eq!(corrections(&desk), 1);
    assert!(desk.harness.query_by_label_contains("街道总数 × 2021: 12").is_some());
}
