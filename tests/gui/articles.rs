//! Several articles at once, what is done, and bookmarks: by mouse and by keyboard.

use eframe::egui::accesskit::Toggled;
use eframe::egui::{Event, Key, Modifiers, PointerButton, Role, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use quandian::{corpus::ArticlePath, session::Settings};

use crate::{Desk, themes::click};

/// Five articles by name, 甲 to 戊, each of two sentences.
fn desk() -> Desk {
    let names = ["甲", "乙", "丙", "丁", "戊"];
    let files: Vec<(String, String)> = names
        .iter()
        .enumerate()
        .map(|(at, name)| {
            let text = format!("{name}文记事\n\n{name}街谈党建。{name}街办起党群中心。\n");
            (format!("{}-{name}.txt", at + 1), text)
        })
        .collect();
    let articles: Vec<(&str, &str)> =
        files.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    let settings = Settings {
        article_order: quandian::session::ArticleOrder::Name,
        coder: Some("林".to_owned()),
        ..Settings::default()
    };
    let mut desk = Desk::prepared(vec2(1440.0, 900.0), &settings, &articles, |_| {});
    desk.harness.run_steps(4);
    desk
}

/// A click on an article's row with keys held.
fn click_row(desk: &mut Desk, name: &str, held: Modifiers, button: PointerButton) {
    let rows: Vec<_> = desk.harness.query_all_by_role(Role::ListBoxOption).collect();
    let row = rows
        .into_iter()
        .find(|row| row.accesskit_node().label().is_some_and(|label| label.starts_with(name)));
    let pos = row.expect("a row").rect().center();
    desk.harness.event(Event::PointerMoved(pos));
    desk.harness.event(Event::ModifiersChanged(held));
    desk.harness.run_steps(1);
    for pressed in [true, false] {
        desk.harness.event(Event::PointerButton { pos, button, pressed, modifiers: held });
        desk.harness.run_steps(1);
    }
    desk.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    desk.harness.run_steps(3);
}

fn choose(desk: &mut Desk, name: &str, held: Modifiers) {
    click_row(desk, name, held, PointerButton::Primary);
}

/// The first characters of the rows that are chosen, or of the open one.
fn chosen(desk: &Desk) -> String {
    let rows = desk.harness.query_all_by_role(Role::ListBoxOption);
    let mut all: Vec<(f32, String)> = rows
        .filter(|row| row.accesskit_node().toggled() == Some(Toggled::True))
        .map(|row| (row.rect().top(), row.accesskit_node().label().unwrap_or_default()))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    all.into_iter().filter_map(|(_, name)| name.chars().next()).collect()
}

/// The articles the coder is done with, by their number.
fn done(desk: &Desk) -> Vec<usize> {
    let session = desk.harness.state().session();
    let coder = session.coder();
    let names = ["1-甲.txt", "2-乙.txt", "3-丙.txt", "4-丁.txt", "5-戊.txt"];
    let is_done =
        |name: &str| session.catalogue().is_done(&ArticlePath::new(name).expect("a path"), &coder);
    names.iter().zip(1..).filter(|(name, _)| is_done(name)).map(|(_, at)| at).collect()
}

#[test]
fn shift_and_ctrl_choose_rows_and_a_plain_click_opens_one_again() {
    let mut desk = desk();
    choose(&mut desk, "乙", Modifiers::NONE);
    assert_eq!(chosen(&desk), "乙");
    assert!(desk.sees("乙街谈党建"));
    choose(&mut desk, "丁", Modifiers::SHIFT);
    assert_eq!(chosen(&desk), "乙丙丁");
    assert!(desk.sees("乙街谈党建"), "what is read stays");
    choose(&mut desk, "丙", Modifiers::COMMAND);
    assert_eq!(chosen(&desk), "乙丁");
    choose(&mut desk, "戊", Modifiers::COMMAND);
    assert_eq!(chosen(&desk), "乙丁戊");
    choose(&mut desk, "甲", Modifiers::NONE);
    assert_eq!(chosen(&desk), "甲");
    assert!(desk.sees("甲街谈党建"));
    // Ctrl begins with the one that is open.
    choose(&mut desk, "丙", Modifiers::COMMAND);
    assert_eq!(chosen(&desk), "甲丙");
}

#[test]
fn the_keyboard_chooses_with_shift_and_arrows_and_all_and_escape_gives_up() {
    let mut desk = desk();
    choose(&mut desk, "乙", Modifiers::NONE);
    choose(&mut desk, "乙", Modifiers::SHIFT);
    desk.keys(Modifiers::SHIFT, Key::ArrowDown);
    desk.keys(Modifiers::SHIFT, Key::ArrowDown);
    assert_eq!(chosen(&desk), "乙丙丁");
    desk.keys(Modifiers::SHIFT, Key::ArrowUp);
    assert_eq!(chosen(&desk), "乙丙");
    desk.keys(Modifiers::COMMAND, Key::A);
    assert_eq!(chosen(&desk), "甲乙丙丁戊");
    assert_eq!(desk.harness.state().selected_text(), "", "not the text");
    desk.key(Key::Escape);
    assert_eq!(chosen(&desk), "乙");
}

#[test]
fn what_is_chosen_is_marked_as_done_in_one_step_counted_and_left_out() {
    let mut desk = desk();
    assert!(desk.sees("完成 0/5 篇"));
    choose(&mut desk, "乙", Modifiers::NONE);
    choose(&mut desk, "丁", Modifiers::SHIFT);
    click_row(&mut desk, "丙", Modifiers::NONE, PointerButton::Secondary);
    assert!(desk.sees("已选 3 篇"));
    click(&mut desk, "标为已完成");
    assert_eq!(done(&desk), [2, 3, 4]);
    assert!(desk.sees("完成 3/5 篇") && desk.sees("已完成"));
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(done(&desk), Vec::<usize>::new(), "one step");
    // By its key, what is chosen; with nothing chosen, what is open.
    desk.keys(Modifiers::ALT, Key::D);
    assert_eq!(done(&desk), [2, 3, 4]);
    choose(&mut desk, "乙", Modifiers::NONE);
    desk.keys(Modifiers::ALT, Key::D);
    assert_eq!(done(&desk), [3, 4]);
    desk.saved();
    let mut desk = desk.reopened();
    desk.harness.run_steps(3);
    assert_eq!(done(&desk), [3, 4]);
    click(&mut desk, "排序方式");
    click(&mut desk, "只列未完成");
    let rows = desk.harness.query_all_by_role(Role::ListBoxOption).count();
    assert_eq!(rows, 3);
}

#[test]
fn an_attribute_is_given_to_all_that_are_chosen_in_one_step() {
    let mut desk = desk();
    choose(&mut desk, "甲", Modifiers::NONE);
    choose(&mut desk, "丙", Modifiers::SHIFT);
    click_row(&mut desk, "乙", Modifiers::NONE, PointerButton::Secondary);
    click(&mut desk, "设置属性…");
    assert!(desk.sees("设置 3 篇的属性"));
    desk.text("报纸");
    desk.key(Key::Tab);
    desk.text("临河日报");
    desk.key(Key::Enter);
    let values = |desk: &Desk| {
        let attributes = desk.harness.state().session().catalogue().attributes().clone();
        let all: Vec<String> =
            attributes.articles().filter_map(|(_, values)| values.get("报纸").cloned()).collect();
        all
    };
    assert_eq!(values(&desk), ["临河日报", "临河日报", "临河日报"]);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert!(values(&desk).is_empty());
}

#[test]
fn a_search_and_its_coding_look_through_what_was_chosen_only() {
    let mut desk = desk();
    choose(&mut desk, "甲", Modifiers::NONE);
    choose(&mut desk, "乙", Modifiers::SHIFT);
    click_row(&mut desk, "乙", Modifiers::NONE, PointerButton::Secondary);
    click(&mut desk, "在其中检索和编码…");
    assert!(desk.sees("只在选中的 2 篇"));
    desk.text("党建");
    desk.key(Key::Enter);
    desk.wait_until(|app| !app.session().is_searching() && app.session().set_hits().is_some());
    desk.harness.run_steps(3);
    assert_eq!(desk.harness.query_all_by_role(Role::Row).count(), 2);
    click(&mut desk, "只在选中的 2 篇");
    desk.wait_until(|app| app.session().set_hits().is_some_and(|hits| hits.rows.len() == 5));
}

#[test]
fn a_bookmark_is_set_listed_found_changed_and_deleted_with_undo() {
    let mut desk = desk();
    choose(&mut desk, "丙", Modifiers::NONE);
    desk.key(Key::J);
    desk.key(Key::J);
    desk.key(Key::B);
    assert!(desk.sees("加书签"));
    desk.text("再问阵地");
    desk.key(Key::Enter);
    let notes = |desk: &Desk| {
        let session = desk.harness.state().session();
        let marks = session.catalogue().bookmarks_of(&session.coder());
        marks.iter().map(|mark| (mark.note.clone(), mark.quote.clone())).collect::<Vec<_>>()
    };
    let (note, quote) = notes(&desk).pop().expect("a bookmark");
    assert_eq!(note, "再问阵地");
    assert!(quote.starts_with("丙街谈党建"), "{quote}");
    // In the margin and in the outline.
    assert!(desk.harness.query_all_by_label("书签：再问阵地").count() >= 2);
    // The same key in the same sentence writes on it.
    desk.key(Key::B);
    assert!(desk.sees("删除书签"));
    desk.harness.get_by_label("附注").focus();
    desk.harness.run_steps(2);
    desk.keys(Modifiers::COMMAND, Key::A);
    desk.text("问过了");
    desk.key(Key::Enter);
    assert_eq!(notes(&desk)[0].0, "问过了");
    assert_eq!(notes(&desk).len(), 1);
    // Found from elsewhere by its sound, and led to.
    choose(&mut desk, "甲", Modifiers::NONE);
    desk.keys(Modifiers::COMMAND, Key::K);
    desk.text("wenguole");
    desk.key(Key::Enter);
    assert!(desk.sees("丙街谈党建"));
    desk.key(Key::B);
    click(&mut desk, "删除书签");
    assert!(notes(&desk).is_empty());
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(notes(&desk).len(), 1);
    desk.saved();
    let desk = desk.reopened();
    assert_eq!(notes(&desk)[0].0, "问过了");
}
