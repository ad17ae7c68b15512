//! Coders in sight: whose passages are seen, dimmed or hidden; and the panel with many themes.

use std::path::Path;

use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use quandian::{
    annotation::Theme,
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

/// An article that two people marked: 林 twice, 王 once.
fn two_coders() -> Desk {
    let window = vec2(1440.0, 900.0);
    Desk::prepared(window, &Settings::default(), &[(NAME, TEXT)], |set| {
        tag(set, "林", &[(4, 9, 0), (10, 16, 1)]);
        tag(set, "王", &[(18, 24, 0)]);
    })
}

#[test]
fn each_click_on_a_coder_shows_less_of_what_he_marked_and_the_counts_follow() {
    let mut desk = two_coders();
    assert!(desk.sees("编码员“王”：本文 1 处，显示中") && desk.sees("阵地建设，2 处"));
    assert!(desk.sees("商户每月议事；主题"));
    click(&mut desk, "编码员“王”");
    assert!(desk.sees("编码员“王”：本文 1 处，已淡化") && desk.sees("已淡化 1 位编码员"));
    assert!(desk.sees("商户每月议事；主题"), "a dimmed card is still there");
    click(&mut desk, "编码员“王”");
    assert!(desk.sees("已隐藏 1 位编码员") && !desk.sees("商户每月议事；主题"));
    assert!(desk.sees("阵地建设，1 处") && desk.sees("2 / 3 处"));
    desk.keys(Modifiers::COMMAND, Key::H);
    assert!(desk.sees("商户每月议事；主题") && desk.sees("阵地建设，2 处"));
    assert!(!desk.sees("已隐藏 1 位编码员"));
}

#[test]
fn the_palette_shows_one_coder_alone_and_what_is_tagged_is_seen_again() {
    let mut desk = two_coders();
    desk.keys(Modifiers::COMMAND, Key::K);
    desk.text("只看编码员“王");
    desk.key(Key::Enter);
    assert!(!desk.sees("建起议事亭；主题") && desk.sees("商户每月议事；主题"));
    assert!(desk.sees("编码员“林”：本文 2 处，已隐藏"));
    // A passage that is selected is seen whoever marked it; its neighbours are not.
    desk.key(Key::CloseBracket);
    assert!(desk.sees("建起议事亭；主题") && !desk.sees("居民每周议事；主题"));
}

#[test]
fn where_one_person_marks_alone_no_coders_are_listed() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    desk.key(Key::Num1);
    assert!(!desk.sees("：本文 1 处，显示中"));
}

/// A set with a tree of many themes: 场所 below 阵地建设, and 主题00 to 主题29.
fn many_themes() -> Desk {
    let window = vec2(1440.0, 900.0);
    Desk::prepared(window, &Settings::default(), &[(NAME, TEXT)], |set| {
        let mut session = desk::session(set);
        let top = session.codebook().themes()[0].id;
        let mut add = |name: &str, parent| {
            session.apply(Command::AddTheme { name: name.to_owned() }).expect("a free name");
            let theme = session.codebook().by_name(name).expect("there").clone();
            session.apply(Command::ChangeTheme(Theme { parent, ..theme })).expect("it fits");
        };
        add("场所", Some(top));
        for number in 0..30 {
            add(&format!("主题{number:02}"), None);
        }
        session.save_now().expect("room");
        drop(session);
        tag(set, "林", &[(4, 9, 0), (10, 16, 1)]);
    })
}

#[test]
fn many_themes_are_found_by_sound_and_enter_tags_with_the_first() {
    let mut desk = many_themes();
    let field = |desk: &mut Desk| {
        desk.harness.get_by_label("找主题（可用拼音）").focus();
        desk.harness.run_steps(2);
    };
    desk.key(Key::J);
    field(&mut desk);
    desk.text("cs");
    assert!(desk.sees("阵地建设/场所，0 处") && desk.sees("阵地建设，1 处"));
    assert!(!desk.sees("主题05，") && !desk.sees("人才，"));
    desk.key(Key::Escape);
    assert!(desk.sees("主题05，"));
    field(&mut desk);
    desk.text("cs");
    desk.key(Key::Enter);
    assert!(desk.sees("阵地建设/场所，1 处") && desk.sees("主题05，"));
}

#[test]
fn a_sub_tree_is_folded_by_its_triangle_and_what_was_used_last_can_stand_first() {
    let mut desk = many_themes();
    click(&mut desk, "折叠“阵地建设”的子主题");
    assert!(!desk.sees("场所，0 处"));
    click(&mut desk, "展开“阵地建设”的子主题");
    assert!(desk.sees("场所，0 处") && !desk.sees("最近用过："));
    click(&mut desk, "最近");
    desk.harness.run_steps(4);
    // Whoever opened the window has used nothing yet.
    assert!(!desk.sees("最近用过："));
    desk.key(Key::J);
    desk.key(Key::Num2);
    assert!(desk.sees("最近用过：人才，2 处"));
}

#[test]
fn the_cards_are_filtered_by_theme() {
    let mut desk = many_themes();
    assert!(desk.sees("建起议事亭；主题") && desk.sees("居民每周议事；主题"));
    click(&mut desk, "全部主题");
    desk.harness.get_by_label("人才").click();
    desk.harness.run_steps(4);
    assert!(!desk.sees("建起议事亭；主题") && desk.sees("居民每周议事；主题"));
    assert!(desk.sees("1 / 2 处"));
}

#[test]
fn the_cards_follow_the_text() {
    let lines: Vec<_> =
        (0..80).map(|number| format!("第{number:02}段说的是街道的事情。\n\n")).collect();
    let text = lines.concat();
    let window = vec2(1440.0, 900.0);
    let mut desk = Desk::prepared(window, &Settings::default(), &[(NAME, &text)], |set| {
        let marks: Vec<_> = (0..80).map(|number| (number * 15, number * 15 + 4, 0)).collect();
        tag(set, "林", &marks);
    });
    assert!(desk.sees("第00段；主题") && !desk.sees("第60段；主题"));
    desk.keys(Modifiers::COMMAND, Key::End);
    desk.harness.run_steps(40);
    assert!(!desk.sees("第00段；主题") && desk.sees("第79段；主题"));
    desk.keys(Modifiers::COMMAND, Key::Home);
    desk.harness.run_steps(40);
    assert!(desk.sees("第00段；主题") && !desk.sees("第79段；主题"));
}
