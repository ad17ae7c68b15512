//! Two articles side by side, or two places of one: which is read, what each remembers, how they
//! stand in windows of every size.

use eframe::egui::accesskit::Toggled;
use eframe::egui::{Event, Key, Modifiers, PointerButton, Pos2, Rect, Role, Vec2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use quandian::session::Settings;

use crate::{Desk, themes::click};

const LARGE: Vec2 = vec2(1440.0, 900.0);

/// Two long articles whose paragraphs have numbers, and a short one.
fn desk(size: Vec2, settings: &Settings) -> Desk {
    let long = |name: &str| {
        let all: Vec<_> =
            (1..=120).map(|at| format!("{name}{at:03}段，街道办起党群中心。")).collect();
        format!("{name}文记事\n\n{}", all.join("\n\n"))
    };
    let (first, second) = (long("甲"), long("乙"));
    let articles = [
        ("2019-甲.txt", first.as_str()),
        ("2018-乙.txt", second.as_str()),
        ("2017-丙.txt", "丙文记事\n\n区里谈党建。\n"),
    ];
    let mut desk = Desk::prepared(size, settings, &articles, |_| {});
    desk.harness.run_steps(4);
    desk
}

/// The large window with 甲 at the left and 乙 at the right, which is read.
fn two() -> Desk {
    let mut desk = desk(LARGE, &Settings::default());
    desk.keys(Modifiers::COMMAND, Key::Backslash);
    desk.keys(Modifiers::COMMAND, Key::PageDown);
    desk.harness.run_steps(3);
    assert_eq!(heads(&desk), ["左侧：甲文记事", "右侧：乙文记事（读）"]);
    desk
}

/// The strips above the texts, from left to right; which one is read is said.
fn heads(desk: &Desk) -> Vec<String> {
    let tabs = desk.harness.query_all_by_role(Role::Tab);
    let mut heads: Vec<(f32, f32, String)> = Vec::new();
    for tab in tabs {
        let node = tab.accesskit_node();
        let name = node.label().unwrap_or_default();
        if name.contains('：') {
            let is_read = node.toggled() == Some(Toggled::True) || node.is_selected() == Some(true);
            let read = if is_read { "（读）" } else { "" };
            heads.push((tab.rect().top(), tab.rect().left(), format!("{name}{read}")));
        }
    }
    heads.sort_by(|a, b| (a.0, a.1).partial_cmp(&(b.0, b.1)).expect("numbers"));
    heads.into_iter().map(|(_, _, name)| name).collect()
}

/// Where a paragraph stands on the screen.
fn paragraph(desk: &Desk, name: &str) -> Option<Rect> {
    desk.harness.query_all_by_label_contains(name).next().map(|node| node.rect())
}

/// The first paragraph of an article that is wholly in view.
fn top(desk: &Desk, name: &str) -> String {
    let mut all: Vec<(f32, String)> = desk
        .harness
        .query_all_by_label_contains("段，街道办起")
        // Some points above the edge of the text: a place comes back to a tenth of a point.
        .filter(|node| node.rect().top() > 70.0)
        .filter_map(|node| {
            // A paragraph has its text as its value.
            let node_of = node.accesskit_node();
            let label = node_of.label().or_else(|| node_of.value())?;
            label.starts_with(name).then(|| (node.rect().top(), label))
        })
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all.first().map(|(_, label)| label.chars().take(4).collect()).unwrap_or_default()
}

fn scroll(desk: &mut Desk, place: Pos2, points: f32) {
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

fn button(desk: &mut Desk, pos: Pos2, pressed: bool) {
    desk.harness.event(Event::PointerMoved(pos));
    desk.harness.run_steps(1);
    desk.harness.event(Event::PointerButton {
        pos,
        button: PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    });
    desk.harness.run_steps(2);
}

/// The articles that have passages, each with how many.
fn tagged(desk: &Desk) -> Vec<(String, usize)> {
    let annotations = desk.harness.state().session().annotations();
    let mut counts = Vec::new();
    for name in ["2019-甲.txt", "2018-乙.txt", "2017-丙.txt"] {
        let path = quandian::corpus::ArticlePath::new(name).expect("a path");
        let count = annotations.count_in(&path);
        if count > 0 {
            counts.push((name.to_owned(), count));
        }
    }
    counts
}

#[test]
fn keys_go_to_the_text_that_is_read_and_each_keeps_its_place_and_selection() {
    let mut desk = two();
    desk.key(Key::J);
    desk.key(Key::J);
    desk.key(Key::Num1);
    assert_eq!(tagged(&desk), [("2018-乙.txt".to_owned(), 1)]);
    desk.key(Key::F9);
    assert_eq!(heads(&desk), ["左侧：甲文记事（读）", "右侧：乙文记事"]);
    desk.key(Key::J);
    desk.key(Key::J);
    desk.key(Key::J);
    desk.key(Key::Num2);
    assert_eq!(tagged(&desk).len(), 2, "{:?}", tagged(&desk));
    // Undo follows the work, not the text that is read.
    desk.key(Key::F9);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(tagged(&desk), [("2018-乙.txt".to_owned(), 1)]);
    // Where it was: the next sentence comes behind the one that was tagged there.
    desk.key(Key::J);
    assert!(desk.harness.state().selected_text().starts_with("乙002"));
}

#[test]
fn a_press_on_the_other_text_turns_to_it_and_selects_there_at_once() {
    let mut desk = two();
    let there = paragraph(&desk, "甲003").expect("in view");
    let (from, to) =
        (there.left_center() + vec2(40.0, 0.0), there.left_center() + vec2(160.0, 0.0));
    button(&mut desk, from, true);
    desk.harness.event(Event::PointerMoved(to));
    desk.harness.run_steps(2);
    button(&mut desk, to, false);
    assert_eq!(heads(&desk), ["左侧：甲文记事（读）", "右侧：乙文记事"]);
    let selected = desk.harness.state().selected_text();
    assert!(
        !selected.is_empty() && "甲003段，街道办起党群中心。".contains(&selected),
        "{selected}"
    );
    // A click on its title turns to the other one again; what was selected there is not lost.
    click(&mut desk, "右侧：乙文记事");
    assert_eq!(heads(&desk), ["左侧：甲文记事", "右侧：乙文记事（读）"]);
    assert_eq!(desk.harness.state().selected_text(), "");
    desk.key(Key::F9);
    assert_eq!(desk.harness.state().selected_text(), selected);
}

#[test]
fn each_scrolls_by_itself_until_they_are_linked() {
    let mut desk = two();
    let left = paragraph(&desk, "甲003").expect("in view").center();
    scroll(&mut desk, left, 900.0);
    assert_ne!(top(&desk, "甲"), "甲001");
    assert_eq!(top(&desk, "乙"), "乙001", "and the one that is read stays");
    assert_eq!(heads(&desk), ["左侧：甲文记事", "右侧：乙文记事（读）"]);
    // Below its title, where whole paragraphs are counted as in the other.
    let right = paragraph(&desk, "乙003").expect("in view").center();
    let still = top(&desk, "甲");
    scroll(&mut desk, right, 340.0);
    assert_eq!(top(&desk, "甲"), still, "not linked yet");
    desk.keys(Modifiers::COMMAND, Key::F9);
    let before = (top(&desk, "甲"), top(&desk, "乙"));
    scroll(&mut desk, right, 680.0);
    let number = |name: &str| name.chars().skip(1).collect::<String>().parse::<i32>().expect("one");
    let moved = |from: &str, to: &str| number(to) - number(from);
    let (first, second) = (top(&desk, "甲"), top(&desk, "乙"));
    let (one, other) = (moved(&before.0, &first), moved(&before.1, &second));
    assert!(other > 10 && (one - other).abs() <= 1, "{one} {other}");
    // What is at its end does not hold the other back, and is not thrown about.
    scroll(&mut desk, right, 90_000.0);
    let (first, second) = (top(&desk, "甲"), top(&desk, "乙"));
    desk.harness.run_steps(10);
    assert_eq!((top(&desk, "甲"), top(&desk, "乙")), (first, second));
    desk.keys(Modifiers::COMMAND, Key::F9);
    let kept = top(&desk, "甲");
    scroll(&mut desk, right, -2000.0);
    assert_eq!(top(&desk, "甲"), kept, "no longer linked");
}

#[test]
fn the_texts_change_sides_and_either_is_closed() {
    let mut desk = two();
    desk.keys(Modifiers::SHIFT, Key::F9);
    assert_eq!(heads(&desk), ["左侧：乙文记事（读）", "右侧：甲文记事"]);
    click(&mut desk, "关闭左侧");
    assert!(heads(&desk).is_empty());
    assert!(desk.sees("甲001段") && !desk.sees("乙001段"));
    desk.keys(Modifiers::COMMAND, Key::Backslash);
    assert_eq!(heads(&desk), ["左侧：甲文记事", "右侧：甲文记事（读）"], "two places of one");
    desk.keys(Modifiers::COMMAND, Key::W);
    assert!(heads(&desk).is_empty() && desk.sees("甲001段"));
    desk.keys(Modifiers::COMMAND, Key::W);
    assert!(desk.sees("只打开了一篇"));
}

#[test]
fn hits_excerpts_and_articles_open_beside_what_is_read() {
    let mut desk = desk(LARGE, &Settings::default());
    // From the list of articles.
    desk.harness.get_by_label_contains("丙文记事").click_secondary();
    desk.harness.run_steps(3);
    click(&mut desk, "并排打开");
    assert_eq!(heads(&desk), ["左侧：甲文记事", "右侧：丙文记事（读）"]);
    // From the page of searching, by key: the right one gives way, whichever was read.
    desk.key(Key::F9);
    desk.keys(Modifiers::COMMAND, Key::Num3);
    desk.harness.run_steps(3);
    desk.text("乙077");
    desk.key(Key::Enter);
    desk.wait_until(|app| !app.session().is_searching());
    desk.harness.run_steps(3);
    desk.key(Key::ArrowDown);
    let table = desk.harness.get_by_role(Role::Table);
    table.focus();
    desk.harness.run_steps(3);
    desk.keys(Modifiers::COMMAND, Key::Enter);
    desk.harness.run_steps(3);
    assert_eq!(heads(&desk), ["左侧：甲文记事", "右侧：乙文记事（读）"]);
    assert_eq!(desk.harness.state().selected_text(), "乙077");
    // An excerpt of what is open at the left, beside it all the same.
    desk.key(Key::F9);
    desk.key(Key::J);
    desk.key(Key::J);
    desk.key(Key::Num1);
    desk.keys(Modifiers::COMMAND, Key::Num2);
    desk.harness.run_steps(3);
    desk.harness.get_by_role(Role::Row).click_secondary();
    desk.harness.run_steps(3);
    click(&mut desk, "并排打开");
    assert_eq!(heads(&desk), ["左侧：甲文记事", "右侧：甲文记事（读）"]);
    assert!(desk.sees("乙") || paragraph(&desk, "甲001").is_some());
}

#[test]
fn an_article_that_is_open_already_is_turned_to() {
    let mut desk = two();
    desk.key(Key::F6);
    desk.harness.run_steps(3);
    let row = desk.harness.query_all_by_role(Role::ListBoxOption);
    let row = row
        .into_iter()
        .find(|node| node.accesskit_node().label().is_some_and(|label| label.contains("甲文记事")));
    row.expect("a row").click();
    desk.harness.run_steps(4);
    assert_eq!(heads(&desk), ["左侧：甲文记事（读）", "右侧：乙文记事"]);
}

#[test]
fn each_text_has_its_own_way_back() {
    let mut desk = two();
    desk.keys(Modifiers::COMMAND, Key::PageDown);
    assert_eq!(heads(&desk), ["左侧：甲文记事", "右侧：丙文记事（读）"]);
    desk.key(Key::F9);
    desk.keys(Modifiers::COMMAND, Key::OpenBracket);
    assert_eq!(heads(&desk), ["左侧：甲文记事（读）", "右侧：丙文记事"], "nothing was left here");
    desk.key(Key::F9);
    desk.keys(Modifiers::COMMAND, Key::OpenBracket);
    assert_eq!(heads(&desk), ["左侧：甲文记事", "右侧：乙文记事（读）"]);
}

#[test]
fn both_texts_come_back_on_another_day_where_they_were() {
    let mut desk = two();
    let left = paragraph(&desk, "甲003").expect("in view").center();
    scroll(&mut desk, left, 1500.0);
    let right = paragraph(&desk, "乙003").expect("in view").center();
    scroll(&mut desk, right, 700.0);
    desk.key(Key::F9);
    let places = (top(&desk, "甲"), top(&desk, "乙"));
    let mut desk = desk.reopened();
    desk.harness.run_steps(5);
    assert_eq!(heads(&desk), ["左侧：甲文记事（读）", "右侧：乙文记事"]);
    assert_eq!((top(&desk, "甲"), top(&desk, "乙")), places);
    // And the border stays where it was drawn.
    let border = desk.harness.get_by_label("两篇之间的分界").rect().center();
    button(&mut desk, border, true);
    desk.harness.event(Event::PointerMoved(border - vec2(100.0, 0.0)));
    desk.harness.run_steps(2);
    button(&mut desk, border - vec2(100.0, 0.0), false);
    let drawn = desk.harness.get_by_label("两篇之间的分界").rect().center();
    assert!(drawn.x < border.x - 60.0, "{border} {drawn}");
    let mut desk = desk.reopened();
    desk.harness.run_steps(5);
    let after = desk.harness.get_by_label("两篇之间的分界").rect().center();
    assert!((after.x - drawn.x).abs() < 12.0, "{drawn} {after}");
}

#[test]
fn in_a_narrow_window_panels_fold_first_then_the_texts_stand_below_or_behind() {
    let sides = |size: Vec2| {
        let mut desk = desk(size, &Settings::default());
        desk.keys(Modifiers::COMMAND, Key::Backslash);
        desk.harness.run_steps(3);
        desk
    };
    let desk = sides(vec2(1024.0, 700.0));
    assert_eq!(heads(&desk), ["左侧：甲文记事", "右侧：甲文记事（读）"]);
    assert!(desk.sees("展开主题与标注") && desk.sees("展开文章列表"));
    for node in desk.harness.query_all_by_label_contains("甲003") {
        assert!(node.rect().width() >= 16.0 * 19.0 - 0.1, "{}", node.rect());
    }
    let desk = sides(vec2(800.0, 700.0));
    assert_eq!(heads(&desk), ["上方：甲文记事", "下方：甲文记事（读）"]);
    assert_eq!(desk.harness.query_all_by_role(Role::Document).count(), 2);
    let mut desk = sides(vec2(720.0, 480.0));
    assert_eq!(heads(&desk), ["第一篇：甲文记事", "第二篇：甲文记事（读）"]);
    assert_eq!(desk.harness.query_all_by_role(Role::Document).count(), 1);
    click(&mut desk, "第一篇：甲文记事");
    assert_eq!(heads(&desk), ["第一篇：甲文记事（读）", "第二篇：甲文记事"]);
}

#[test]
fn the_text_alone_is_the_one_that_is_read() {
    let mut desk = two();
    desk.key(Key::F11);
    assert!(heads(&desk).is_empty());
    assert!(desk.sees("乙001段") && !desk.sees("甲001段"));
    desk.key(Key::Escape);
    assert_eq!(heads(&desk), ["左侧：甲文记事", "右侧：乙文记事（读）"]);
}
