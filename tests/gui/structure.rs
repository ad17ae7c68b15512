//! Reading what columns tore apart as one: joined sentences, second printings, the outline.

use eframe::egui::{self, Key, Modifiers, PointerButton};
use egui_kittest::kittest::Queryable as _;
use quandian::session::Settings;

use crate::{Desk, themes::click};

/// A page as columns tear it apart: a sentence goes on past a caption, a block is printed twice,
/// two stories, a byline at the end of a paragraph; invented.
const PAGE: &str = "柳岸区全力推进改造\n\n\
今年以来，柳岸区坚持以人民为中心，扎实推进老旧小区改造，居民的获得感不断增强。驻区单位积极参与。\n\n\
街道召开座谈会，倾听居民意见，主动思考为驻区单\n\n\n\n社区读书会现场\n\n\n\n\
位做什么，变单向输出为双向互动，居民的获得感明显增强。记者 林晓青 通讯员 何立 文/图\n\n\
柳岸街道 开展读书活动\n\n\
本报讯 6月2日，柳岸街道开展读书活动，党员群众积极参加。\n\n\
位做什么,变单向输出为双向互动,居民的获得感明显增强。\n\n记者 何立\n";

const JOINED: &str = "主动思考为驻区单位做什么，变单向输出";

fn desk() -> Desk {
    let size = egui::vec2(1440.0, 900.0);
    Desk::prepared(size, &Settings::default(), &[("页.txt", PAGE)], |_| {})
}

/// Selects the sentence that goes on past the caption.
fn select_joined(desk: &mut Desk) {
    for _ in 0..4 {
        desk.key(Key::J);
    }
}

const FRAGMENTS: [&str; 2] = [
    "街道召开座谈会，倾听居民意见，主动思考为驻区单",
    "位做什么，变单向输出为双向互动，居民的获得感明显增强。",
];

#[test]
fn a_broken_sentence_is_one_passage_of_two_fragments() {
    let mut desk = desk();
    assert!(desk.sees(JOINED));
    assert!(desk.sees("原文在此断开，接第 13 行"));
    select_joined(&mut desk);
    assert_eq!(desk.harness.state().selected_text(), FRAGMENTS.join("\n"));
    desk.key(Key::Num1);
    let passages = desk.passages();
    assert_eq!(passages.len(), 1);
    assert_eq!(passages[0].quotes, FRAGMENTS);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert!(desk.passages().is_empty());
}

#[test]
fn the_sentence_at_the_caret_is_tagged_over_the_joint_and_arrows_go_over_it() {
    let mut desk = desk();
    select_joined(&mut desk);
    // To the start of the sentence, and to its 23 characters before the joint.
    desk.key(Key::ArrowLeft);
    for _ in 0..23 {
        desk.key(Key::ArrowRight);
    }
    for _ in 0..2 {
        desk.keys(Modifiers::SHIFT, Key::ArrowRight);
    }
    assert_eq!(desk.harness.state().selected_text(), "位做");
    desk.key(Key::ArrowLeft);
    desk.keys(Modifiers::SHIFT, Key::ArrowLeft);
    assert_eq!(desk.harness.state().selected_text(), "单");
    desk.key(Key::ArrowLeft);
    desk.key(Key::Num2);
    assert_eq!(desk.passages()[0].quotes, FRAGMENTS);
}

#[test]
fn the_next_sentence_is_the_one_that_is_read_next() {
    let mut desk = desk();
    select_joined(&mut desk);
    desk.key(Key::J);
    assert_eq!(desk.harness.state().selected_text(), "社区读书会现场");
    desk.key(Key::K);
    assert_eq!(desk.harness.state().selected_text(), FRAGMENTS.join("\n"));
}

#[test]
fn structure_is_switched_off_by_a_key() {
    let mut desk = desk();
    desk.keys(Modifiers::SHIFT, Key::F2);
    assert!(!desk.sees(JOINED) && !desk.sees("↑ 同第 13 行"));
    desk.keys(Modifiers::SHIFT, Key::F2);
    assert!(desk.sees(JOINED));
}

#[test]
fn a_second_printing_leads_to_the_first() {
    let mut desk = desk();
    click(&mut desk, "↑ 同第 13 行");
    desk.harness.run_steps(4);
    desk.keys(Modifiers::SHIFT, Key::ArrowRight);
    assert_eq!(desk.harness.state().selected_text(), "位");
}

#[test]
fn the_outline_leads_to_each_story() {
    let mut desk = desk();
    let entry = |desk: &Desk| {
        desk.harness
            .query_all_by_role_and_label(egui::accesskit::Role::Button, "柳岸街道 开展读书活动")
            .next()
            .is_some()
    };
    assert!(entry(&desk));
    desk.harness
        .get_by_role_and_label(egui::accesskit::Role::Button, "柳岸街道 开展读书活动")
        .click();
    desk.harness.run_steps(4);
    for _ in 0..2 {
        desk.keys(Modifiers::SHIFT, Key::ArrowRight);
    }
    assert_eq!(desk.harness.state().selected_text(), "柳岸");
    desk.key(Key::F4);
    assert!(!entry(&desk));
}

#[test]
fn a_joint_is_put_right_from_the_menu_of_its_line() {
    let mut desk = desk();
    let place =
        desk.harness.query_all_by_label_contains(JOINED).next().expect("there").rect().center();
    let button = |pressed| egui::Event::PointerButton {
        pos: place,
        button: PointerButton::Secondary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    desk.harness.event(egui::Event::PointerMoved(place));
    desk.harness.run_steps(2);
    desk.harness.event(button(true));
    desk.harness.run_steps(1);
    desk.harness.event(button(false));
    desk.harness.run_steps(4);
    let line = desk.harness.query_all_by_label_contains("行是…").next().expect("an entry").rect();
    desk.harness.event(egui::Event::PointerMoved(line.center()));
    desk.harness.run_steps(2);
    desk.harness.query_all_by_label_contains("行是…").next().expect("an entry").click();
    desk.harness.run_steps(6);
    let cut = desk.harness.query_by_label("在此断开，不接第 13 行").is_some();
    let name = if cut { "在此断开，不接第 13 行" } else { "第 5 行不接到这里" };
    click(&mut desk, name);
    desk.harness.run_steps(6);
    assert!(!desk.sees(JOINED));
    desk.saved();
    let kept = std::fs::read_to_string(desk.set.join(".quandian/articles.ron")).unwrap();
    assert!(kept.contains("goes_on") && kept.contains("街道召开座谈会"), "{kept}");
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert!(desk.sees(JOINED));
}

/// An interview; invented.
const TALK: &str = "议事会访谈\n\n访谈者：您觉得议事会怎么样\n受访者：挺好的，就是时间太长。\n书记每次都来。\n访谈者：那费用呢\n受访者：没有费用\n";

fn talk() -> Desk {
    let size = egui::vec2(1440.0, 900.0);
    Desk::prepared(size, &Settings::default(), &[("访谈.txt", TALK)], |_| {})
}

#[test]
fn a_key_steps_through_the_turns_of_a_transcript_and_tags_each_whole() {
    let mut desk = talk();
    let selected = |desk: &Desk| desk.harness.state().selected_text();
    desk.key(Key::N);
    assert_eq!(selected(&desk), "访谈者：您觉得议事会怎么样");
    desk.key(Key::N);
    assert_eq!(selected(&desk), "受访者：挺好的，就是时间太长。\n书记每次都来。");
    desk.key(Key::Num1);
    assert_eq!(desk.passages()[0].quotes, ["受访者：挺好的，就是时间太长。\n书记每次都来。"]);
    desk.key(Key::N);
    assert_eq!(selected(&desk), "访谈者：那费用呢");
    desk.keys(Modifiers::SHIFT, Key::N);
    assert_eq!(selected(&desk), "受访者：挺好的，就是时间太长。\n书记每次都来。");
    // What is not tagged is found as well.
    desk.keys(Modifiers::ALT, Key::N);
    assert_eq!(selected(&desk), "访谈者：那费用呢");
    for _ in 0..2 {
        desk.key(Key::N);
    }
    assert!(desk.sees("后面没有话轮了"));
}

#[test]
fn the_outline_of_a_transcript_leads_to_its_turns() {
    let mut desk = talk();
    let role = egui::accesskit::Role::Button;
    desk.harness.get_by_role_and_label(role, "受访者：没有费用").click();
    desk.harness.run_steps(4);
    for _ in 0..3 {
        desk.keys(Modifiers::SHIFT, Key::ArrowRight);
    }
    assert_eq!(desk.harness.state().selected_text(), "受访者");
}

#[test]
fn the_sheet_of_keys_and_the_article_without_turns_know_the_key() {
    let mut desk = desk();
    desk.key(Key::N);
    assert_ne!(desk.harness.state().selected_text(), "");
    desk.keys(Modifiers::SHIFT, Key::F1);
    assert!(desk.sees("下一个话轮（访谈稿）"));
}

#[test]
fn an_echo_says_of_which_line_and_leads_there() {
    let body = "今年以来，扎实推进老旧小区改造，居民的获得感、幸福感不断增强，受到大家的一致好评，街道和社区逐户走访。";
    let text =
        format!("柳岸纪事\n\n{body}\n\n●柳岸街道创新服务，{body}\n\n柳岸街道创新服务\n\n{body}\n");
    let size = egui::vec2(1440.0, 900.0);
    let mut desk = Desk::prepared(size, &Settings::default(), &[("页.txt", &text)], |_| {});
    click(&mut desk, "↑ 重复第 5 行的开头");
    desk.harness.run_steps(4);
    for _ in 0..2 {
        desk.keys(Modifiers::SHIFT, Key::ArrowRight);
    }
    assert_eq!(desk.harness.state().selected_text(), "●柳");
}

#[test]
fn no_key_and_no_click_cuts_what_is_seen_as_one_character() {
    let family = "👩\u{200D}👩\u{200D}👧";
    let text = format!("柳岸纪事\n\n居民{family}来了葛\u{E0100}家。\n");
    let size = egui::vec2(1440.0, 900.0);
    let mut desk = Desk::prepared(size, &Settings::default(), &[("页.txt", &text)], |_| {});
    let selected = |desk: &Desk| desk.harness.state().selected_text();
    desk.keys(Modifiers::COMMAND, Key::Home);
    desk.key(Key::ArrowDown);
    desk.key(Key::Home);
    for expected in ["居", "居民", &format!("居民{family}"), &format!("居民{family}来")] {
        desk.keys(Modifiers::SHIFT, Key::ArrowRight);
        assert_eq!(selected(&desk), expected);
    }
    // The end of a passage, by its keys.
    desk.key(Key::Num1);
    for _ in 0..2 {
        desk.key(Key::Comma);
    }
    assert_eq!(desk.passages()[0].quotes, ["居民"]);
    desk.key(Key::Period);
    assert_eq!(desk.passages()[0].quotes, [format!("居民{family}")]);
}
