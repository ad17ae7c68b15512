//! 信度 on the page that compares: coefficients, differences, and settling them.

use std::path::Path;

use eframe::egui::{Key, Modifiers, vec2};
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

#[test]
fn the_page_counts_where_coders_differ_and_where_they_agree() {
    let desk = page();
    assert!(desk.sees("2 处分歧 · 1 处相同"));
}
