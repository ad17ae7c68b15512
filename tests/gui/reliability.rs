//! 信度 on the page that compares: coefficients, differences, and settling them.

use std::path::Path;

use eframe::egui::{Key, Modifiers, Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use quandian::{
    corpus::ArticlePath,
    session::{Command, Settings},
    text::{CharOffset, CharSpan},
};

use crate::{Desk, desk, themes::click};

const NAME: &str = "2019-议事.txt";
const TEXT: &str = "柳岸街道建起议事亭,居民每周议事。\n商户每月议事,事情有人管。\n";

fn tag(set: &Path, coder: &str, marks: &[(u32, u32, usize)]) {
    let mut session = desk::session(set);
    let settings = Settings { coder: Some(coder.to_owned()), ..Settings::default() };
    session.apply(Command::Configure(settings)).expect("no file to write");
    for &(from, to, theme) in marks {
        let command = Command::Tag {
            article: ArticlePath::new(NAME).expect("a name"),
            fragments: vec![CharSpan::between(CharOffset::new(from), CharOffset::new(to))],
            themes: vec![session.codebook().themes()[theme].id],
            memo: String::new(),
        };
        session.apply(command).expect("inside the article");
    }
    session.save_now().expect("room");
}

/// Two coders who agree once and differ twice, and the page open.
fn page() -> Desk {
    let window = vec2(1440.0, 900.0);
    let mut desk = Desk::prepared(window, &Settings::default(), &[(NAME, TEXT)], |set| {
        tag(set, "林", &[(4, 9, 0), (10, 16, 1)]);
        tag(set, "王", &[(4, 9, 0), (18, 24, 0)]);
    });
    desk.keys(Modifiers::COMMAND, Key::Num6);
    desk.harness.run_steps(6);
    click(&mut desk, "信度");
    desk.harness.run_steps(12);
    desk
}

/// The cells whose value is that.
fn with_value(desk: &Desk, value: &str) -> Vec<String> {
    let found = desk.harness.query_all_by_role(Role::Cell);
    let labels = found.filter_map(|cell| cell.accesskit_node().label());
    labels.filter(|label| label.ends_with(&format!(": {value}"))).collect()
}

#[test]
fn what_is_decided_counts_as_settled_and_undo_opens_it_again() {
    let mut desk = page();
    assert!(desk.sees("2 处分歧 · 1 处相同"));
    assert_eq!(with_value(&desk, "待裁").len(), 2);
    let only = with_value(&desk, "只有甲");
    assert_eq!(only.len(), 1, "{only:?}");
    desk.harness.get_by_label(&only[0]).click();
    desk.harness.run_steps(4);
    click(&mut desk, "取甲");
    desk.harness.run_steps(10);
    assert_eq!(with_value(&desk, "取甲").len(), 1);
    assert_eq!(with_value(&desk, "待裁").len(), 1);
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.harness.run_steps(10);
    assert_eq!(with_value(&desk, "待裁").len(), 2);
}
