//! Coming back: to where an article was left, also on another day, and after a jump.

use eframe::egui::{Event, Key, Modifiers, PointerButton, pos2, vec2};
use egui_kittest::kittest::Queryable as _;
use quandian::session::Settings;

use crate::{Desk, themes::click};

/// A long article whose paragraphs have numbers, and a short one.
fn desk() -> Desk {
    let long: Vec<_> =
        (1..=200).map(|at| format!("第{at:03}段，街道把粮站改成党群中心。")).collect();
    let long = format!("长文记事\n\n{}", long.join("\n\n"));
    let articles =
        [("2019-长文.txt", long.as_str()), ("2017-短文.txt", "短文记事\n\n区里谈党建。\n")];
    Desk::prepared(vec2(1440.0, 900.0), &Settings::default(), &articles, |_| {})
}

/// Scrolls the text by so many points.
fn scroll(desk: &mut Desk, points: f32) {
    let place = pos2(600.0, 450.0);
    desk.harness.event(Event::PointerMoved(place));
    desk.harness.event(Event::MouseWheel {
        unit: eframe::egui::MouseWheelUnit::Point,
        delta: vec2(0.0, -points),
        phase: eframe::egui::TouchPhase::Move,
        source: eframe::egui::MouseWheelSource::Wheel,
        modifiers: Modifiers::NONE,
    });
    desk.harness.run_steps(40);
}

/// The numbers of the paragraphs in view.
fn paragraphs(desk: &Desk) -> Vec<String> {
    let lines = desk.harness.query_all_by_label_contains("，街道把粮站改成党群中心。");
    let number = |node: egui_kittest::Node<'_>| {
        use egui_kittest::kittest::NodeT as _;
        let node = node.accesskit_node();
        let text = node.label().or_else(|| node.value()).unwrap_or_default();
        text.chars().skip(1).take(3).collect()
    };
    let mut found: Vec<String> = lines.map(number).collect();
    found.sort();
    found
}

#[test]
fn an_article_opens_where_it_was_left_also_on_another_day() {
    let mut desk = desk();
    assert!(paragraphs(&desk).contains(&"001".to_owned()));
    scroll(&mut desk, 4000.0);
    let left = paragraphs(&desk);
    assert!(left.len() > 5 && !left.contains(&"001".to_owned()), "{left:?}");
    click(&mut desk, "短文记事");
    assert!(desk.sees("区里谈党建"));
    click(&mut desk, "长文记事");
    assert_eq!(paragraphs(&desk), left);
    // On another day, and with the page that was shown.
    let mut desk = desk.reopened();
    desk.harness.run_steps(3);
    assert_eq!(paragraphs(&desk), left);
    desk.keys(Modifiers::COMMAND, Key::Num4);
    let desk = desk.reopened();
    assert!(desk.sees("合并到") || desk.sees("新建主题"), "the page of the codebook");
}

#[test]
fn one_goes_back_to_before_a_jump_and_forward_again() {
    let mut desk = desk();
    scroll(&mut desk, 3000.0);
    let left = paragraphs(&desk);
    click(&mut desk, "短文记事");
    desk.keys(Modifiers::COMMAND, Key::Num3);
    desk.keys(Modifiers::COMMAND, Key::OpenBracket);
    assert!(desk.sees("区里谈党建"), "back on the page for reading");
    desk.keys(Modifiers::COMMAND, Key::OpenBracket);
    assert_eq!(paragraphs(&desk), left);
    // Forward, by the mouse.
    let (pos, modifiers) = (pos2(600.0, 450.0), Modifiers::NONE);
    for pressed in [true, false] {
        let button = PointerButton::Extra2;
        desk.harness.event(Event::PointerButton { pos, button, pressed, modifiers });
        desk.harness.run_steps(3);
    }
    assert!(desk.sees("区里谈党建"));
    desk.keys(Modifiers::COMMAND, Key::CloseBracket);
    assert!(!desk.sees("文章正文"), "on the page of searching");
    desk.keys(Modifiers::COMMAND, Key::CloseBracket);
    desk.keys(Modifiers::COMMAND, Key::OpenBracket);
    assert!(desk.sees("区里谈党建"), "there was nothing further on");
}

#[test]
fn a_jump_to_a_passage_or_a_hit_is_gone_back_from() {
    let mut desk = desk();
    desk.keys(Modifiers::COMMAND, Key::Num3);
    desk.harness.run_steps(3);
    desk.harness.event(Event::Text("第180段".to_owned()));
    desk.harness.run_steps(2);
    desk.key(Key::Enter);
    desk.wait_until(|app| !app.session().is_searching());
    desk.harness.run_steps(3);
    desk.key(Key::Enter);
    desk.harness.run_steps(5);
    assert!(paragraphs(&desk).contains(&"180".to_owned()));
    assert!(desk.sees("文章正文"), "the article");
    desk.keys(Modifiers::COMMAND, Key::OpenBracket);
    assert!(!desk.sees("文章正文"), "on the list again");
    desk.keys(Modifiers::COMMAND, Key::CloseBracket);
    assert!(paragraphs(&desk).contains(&"180".to_owned()));
}
