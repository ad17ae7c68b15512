//! Suggestions: nothing is tagged without a yes, every answer is one step, and keys are dead while
//! somebody is typing.

use std::path::Path;

use eframe::egui::{Event, ImeEvent, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use quandian::{
    analysis::suggest::SetSuggestions,
    annotation::FoundBy,
    corpus::ArticlePath,
    session::{CatalogueCommand, Command, Session, Settings, SuggestInSet},
    text::{CharOffset, CharSpan},
    ui::App,
};

use crate::{Desk, desk};

const WINDOW: eframe::egui::Vec2 = eframe::egui::vec2(1440.0, 900.0);
const READ: &str = "2018-读过.txt";
const UNREAD: &str = "2019-未读.txt";
const READ_TEXT: &str = "引进人才补贴到位。街道清扫积雪。为人才安家落户发放补贴。社区开展消防演练。\
    人才公寓向引进的博士开放。道路维修完工。设立人才基金三百万元。广场舞比赛举行。\
    青年人才驿站免费住。菜市场改造升级。\n";
const UNREAD_TEXT: &str =
    "广场舞比赛开幕。高层次人才引进有补贴。排水管网疏通完毕。人才服务专员上门办理落户。\n";

/// Tags the sentences about 人才 up to so many, and is done with the article.
fn tag(session: &mut Session, most: usize) {
    let theme = session.codebook().by_name("人才").expect("a theme").id;
    let article = ArticlePath::new(READ).expect("a path");
    let (mut from, mut tagged) = (0, 0);
    for sentence in READ_TEXT.trim().split_inclusive('。') {
        let to = from + u32::try_from(sentence.chars().count()).expect("short");
        if sentence.contains("人才") && tagged < most {
            tagged += 1;
            let span = CharSpan::new(CharOffset::new(from), CharOffset::new(to)).expect("in order");
            let (article, fragments) = (article.clone(), vec![span]);
            let command =
                Command::Tag { article, fragments, themes: vec![theme], memo: String::new() };
            session.apply(command).expect("tagged");
        }
        from = to;
    }
    let done = CatalogueCommand::SetDone { articles: vec![article], theme: None, done: true };
    session.apply(done.into()).expect("done");
    session.save_now().expect("room");
}

fn coder() -> Settings {
    Settings { coder: Some("林".to_owned()), tour_seen: true, ..Settings::default() }
}

fn prepared(most: usize) -> Desk {
    let articles = [(READ, READ_TEXT), (UNREAD, UNREAD_TEXT)];
    Desk::prepared(WINDOW, &coder(), &articles, |set: &Path| tag(&mut desk::session(set), most))
}

fn suggested(app: &App) -> Option<&SetSuggestions> {
    app.session().answer::<SuggestInSet>().map(|answer| &**answer)
}

/// How many suggestions there are in the unread article.
fn count(app: &App) -> usize {
    let path = ArticlePath::new(UNREAD).expect("a path");
    suggested(app).map_or(0, |all| all.counts.get(&path).copied().unwrap_or_default())
}

fn click(desk: &mut Desk, name: &str) {
    desk.harness.get_by_label(name).click();
    desk.harness.run_steps(4);
}

/// The window on the unread article, which stands first in the list, in which suggestions are gone through.
fn going_through(most: usize) -> Desk {
    let mut desk = prepared(most);
    desk.keys(Modifiers::COMMAND, Key::G);
    desk.wait_until(|app| suggested(app).is_some_and(|all| !all.here.is_empty()));
    desk.key(Key::G);
    desk
}

#[test]
fn they_are_offered_from_five_tags_on_and_nothing_is_written_without_a_yes() {
    let mut desk = prepared(4);
    assert!(!desk.sees("可以从你的标注中学习"), "too little to learn from");
    desk.keys(Modifiers::COMMAND, Key::G);
    assert!(desk.sees("还差 1 处"));
    let mut desk = prepared(5);
    assert!(desk.sees("可以从你的标注中学习"));
    click(&mut desk, "建议");
    desk.wait_until(|app| count(app) == 2);
    assert!(desk.sees("建议：人才"), "in the text");
    let before = desk.passages();
    click(&mut desk, "逐条看");
    assert!(desk.sees("第 1 / 2") && desk.sees("已学 5 处"));
    for key in [Key::ArrowDown, Key::Space, Key::ArrowUp, Key::Comma, Key::Escape] {
        desk.key(key);
    }
    desk.saved();
    assert_eq!(desk.passages(), before);
    assert!(!desk.sees("第 1 / 2"), "put away");
    // On another day they are still on.
    let mut desk = desk.reopened();
    desk.wait_until(|app| count(app) == 2);
}

#[test]
fn one_is_taken_refused_and_given_another_theme_in_a_step_each() {
    let mut desk = going_through(5);
    let before = desk.passages();
    desk.key(Key::Enter);
    desk.saved();
    let taken = desk.passages();
    assert_eq!(taken.len(), before.len() + 1);
    let one = taken.iter().find(|one| one.origin.is_some()).expect("a suggestion");
    assert_eq!(one.quotes, ["高层次人才引进有补贴。"]);
    let origin = one.origin.as_ref().expect("found");
    assert!(
        matches!(&origin.by, FoundBy::Suggestion(score) if score.parse::<f64>().is_ok_and(|s| s >= 0.5))
    );
    desk.wait_until(|app| count(app) == 1);
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.wait_until(|app| count(app) == 2);
    assert_eq!(desk.passages(), before);
    // The arrows of the caret lead to the other one and back; D refuses it.
    assert!(desk.sees("第 2 / 2"));
    desk.key(Key::ArrowDown);
    assert!(desk.sees("第 1 / 2"));
    desk.key(Key::ArrowUp);
    assert!(desk.sees("第 2 / 2"));
    desk.key(Key::D);
    desk.wait_until(|app| count(app) == 1);
    assert_eq!(desk.passages(), before);
    desk.saved();
    // It stays refused.
    let mut desk = desk.reopened();
    desk.wait_until(|app| suggested(app).is_some());
    desk.wait_until(|app| count(app) == 1);
    desk.wait_until(|app| suggested(app).is_some_and(|all| all.here.len() == 1));
    desk.key(Key::G);
    assert!(desk.sees("第 1 / 1"));
    // A digit tags it with another theme, and says that it is not of this one.
    desk.key(Key::Num1);
    desk.saved();
    let passages = desk.passages();
    let one = passages.iter().find(|one| one.origin.is_some()).expect("tagged");
    let session = desk.harness.state().session();
    let first = session.codebook().by_key(1).expect("a theme").id;
    assert_eq!(one.themes, [first]);
    let refusals = session.catalogue().refusals_of(&session.coder()).iter().count();
    assert_eq!(refusals, 2);
    desk.keys(Modifiers::COMMAND, Key::Z);
    let session = desk.harness.state().session();
    assert_eq!(session.catalogue().refusals_of(&session.coder()).iter().count(), 1);
    assert_eq!(desk.passages(), before);
}

#[test]
fn its_ends_are_moved_before_it_is_taken() {
    let mut desk = going_through(5);
    desk.key(Key::Comma);
    desk.key(Key::Enter);
    desk.saved();
    let passages = desk.passages();
    let one = passages.iter().find(|one| one.origin.is_some()).expect("tagged");
    assert_eq!(one.quotes, ["高层次人才引进有补贴"]);
}

#[test]
fn its_reasons_are_told_and_add_up_and_lead_to_what_it_is_like() {
    let mut desk = going_through(5);
    let all = suggested(desk.harness.state()).expect("suggested");
    for one in all.here.iter().chain(&*all.sure).chain(&*all.uncertain) {
        let one = &one.suggestion;
        let sum: f64 = one.because.iter().map(|because| because.weight).sum();
        assert!((sum - one.score).abs() < 1e-9, "{one:?}");
    }
    let session = desk.harness.state().session();
    let nearest = all.here[0].suggestion.nearest[0];
    let (_, _, passage) = session.annotations().find(nearest).expect("tagged");
    let words = passage.quotes[0].clone();
    assert!(desk.sees("像你标过的"));
    click(&mut desk, &format!("去看“{words}”"));
    let open = desk.harness.state().selected_text();
    assert!(open.is_empty());
    assert!(desk.sees("为人才安家落户发放补贴"), "the article is shown");
}

#[test]
fn keys_answer_nothing_while_somebody_types_or_composes() {
    let mut desk = going_through(5);
    let before = desk.passages();
    // A composition in the text.
    desk.harness
        .event(Event::Ime(ImeEvent::Preedit { text: "d".into(), active_range_chars: None }));
    desk.harness.key_press(Key::Enter);
    desk.harness.run_steps(3);
    desk.key(Key::D);
    desk.harness
        .event(Event::Ime(ImeEvent::Preedit { text: String::new(), active_range_chars: None }));
    desk.harness.run_steps(2);
    // A field that has the focus.
    desk.keys(Modifiers::COMMAND, Key::F);
    desk.key(Key::D);
    desk.key(Key::Space);
    desk.key(Key::Enter);
    desk.harness.run_steps(4);
    desk.saved();
    assert_eq!(desk.passages(), before);
    let session = desk.harness.state().session();
    assert_eq!(session.catalogue().refusals_of(&session.coder()).iter().count(), 0);
    assert_eq!(count(desk.harness.state()), 2);
}

#[test]
fn many_are_taken_at_once_above_a_line_and_forgotten_at_once() {
    let mut desk = going_through(5);
    let before = desk.passages();
    click(&mut desk, "多条…");
    desk.wait_until(|app| app.session().proposals().is_some());
    desk.harness.run_steps(3);
    assert!(desk.sees("建议：人才"));
    // The line goes down until all are above it.
    let line = desk.harness.get_by_label("把握不低于这条线的才接受：拖动，或用左右方向键");
    line.focus();
    desk.harness.run_steps(2);
    for _ in 0..35 {
        desk.key(Key::ArrowLeft);
    }
    assert!(desk.sees("标注 2 处"), "the line is at 0.45");
    click(&mut desk, "标注 2 处");
    desk.saved();
    let passages = desk.passages();
    assert_eq!(passages.len(), before.len() + 2);
    let origins: Vec<_> = passages.iter().filter_map(|one| one.origin.as_ref()).collect();
    assert!(origins.iter().all(|o| !o.reviewed && matches!(o.by, FoundBy::Suggestion(_))));
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.passages(), before);
}

#[test]
fn the_page_of_a_theme_says_what_was_learned() {
    let mut desk = going_through(5);
    desk.key(Key::Escape);
    desk.keys(Modifiers::COMMAND, Key::Num4);
    // 人才 stands second in the tree.
    desk.key(Key::ArrowDown);
    desk.wait_until(|app| app.session().answer::<quandian::session::LookAtLearning>().is_some());
    desk.harness.run_steps(3);
    assert!(desk.sees("学自 5 处标注") && desk.sees("最支持"));
}
