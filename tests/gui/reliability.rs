//! 信度 on the page that compares: coefficients, differences, and settling them.

use std::path::Path;

use eframe::egui::{Key, Modifiers, Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use quandian::{
    annotation::Settlement,
    corpus::ArticlePath,
    session::{Command, Settings, default_adjudicator},
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
    desk.wait_for_answers();
    desk
}

/// The cells whose value is that.
fn with_value(desk: &Desk, value: &str) -> Vec<String> {
    let found = desk.harness.query_all_by_role(Role::Cell);
    let labels = found.filter_map(|cell| cell.accesskit_node().label());
    labels.filter(|label| label.ends_with(&format!(": {value}"))).collect()
}

/// What is decided in the set, with the reasons.
fn decided(desk: &Desk) -> Vec<(Option<Settlement>, String)> {
    let session = desk.harness.state().session();
    let decisions = session.catalogue().decisions_of(&default_adjudicator());
    decisions.iter().map(|one| (one.settlement, one.reason.clone())).collect()
}

/// The text and the theme of what was decided.
fn consensus(desk: &Desk) -> Vec<(String, String)> {
    let session = desk.harness.state().session();
    let all = session.annotations().passages();
    let own = all.filter(|(_, coder, _)| **coder == default_adjudicator());
    own.map(|(.., passage)| {
        let theme = session.codebook().path_name(passage.themes[0]);
        (passage.quotes.concat(), theme)
    })
    .collect()
}

#[test]
fn what_is_decided_counts_as_settled_and_undo_opens_it_again() {
    let mut desk = page();
    assert!(desk.sees("2 处分歧 · 1 处相同") && desk.sees("裁定 0 / 2"));
    click(&mut desk, "列表");
    assert_eq!(with_value(&desk, "待裁").len(), 2);
    let only = with_value(&desk, "只有甲");
    assert_eq!(only.len(), 1, "{only:?}");
    desk.harness.get_by_label(&only[0]).click();
    desk.harness.run_steps(4);
    click(&mut desk, "分歧怎样显示 裁定");
    assert!(desk.sees("林：人才，正在裁定") && desk.sees("王：阵地建设，两人相同"));
    click(&mut desk, "取甲");
    desk.wait_for_answers();
    assert!(desk.sees("裁定 1 / 2") && desk.sees("王：阵地建设，正在裁定"), "and it goes on");
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.wait_for_answers();
    assert!(desk.sees("裁定 0 / 2"));
}

#[test]
fn keys_choose_and_record_and_what_is_written_is_not_lost() {
    let mut desk = page();
    click(&mut desk, "正文和两人的标注");
    assert!(desk.sees("第 1 处，共 2 处") && desk.sees("林：人才，正在裁定"));
    desk.key(Key::ArrowRight);
    assert!(decided(&desk).is_empty(), "chosen, not recorded");
    desk.key(Key::Space);
    assert!(desk.sees("第 2 处，共 2 处") && decided(&desk).is_empty(), "for later");
    desk.key(Key::PageUp);
    // Its end one character further, its start one later.
    desk.key(Key::Period);
    desk.keys(Modifiers::SHIFT, Key::Period);
    desk.key(Key::Enter);
    desk.wait_for_answers();
    assert_eq!(decided(&desk), [(Some(Settlement::Own), String::new())]);
    assert_eq!(consensus(&desk), [("民每周议事。".to_owned(), "人才".to_owned())]);
    assert!(desk.sees("第 2 处，共 2 处"));
    // A reason that is written before the place is left is kept with it.
    desk.harness.get_by_label_contains("理由或讨论").focus();
    desk.harness.run_steps(2);
    desk.text("再问");
    click(&mut desk, "下一处 ›");
    desk.wait_for_answers();
    let said = decided(&desk);
    assert!(said.contains(&(None, "再问".to_owned())), "{said:?}");
    click(&mut desk, "‹ 上一处");
    desk.wait_for_answers();
    assert!(desk.sees("待裁，有讨论"));
    let files = |desk: &Desk| -> Vec<Vec<u8>> {
        let name = |coder: &str| desk.set.join(format!("{NAME}.{coder}.tags.ron"));
        ["林", "王"].map(|coder| std::fs::read(name(coder)).expect("a sidecar")).to_vec()
    };
    let before = files(&desk);
    click(&mut desk, "正文和两人的标注");
    desk.key(Key::ArrowDown);
    desk.key(Key::Enter);
    desk.wait_for_answers();
    desk.saved();
    assert!(desk.sees("裁定 2 / 2") && files(&desk) == before);
    assert!(decided(&desk).contains(&(Some(Settlement::Neither), "再问".to_owned())));
}
