//! The page of searching: hits in context, the way to a place and back, coding and looking through it.

use eframe::egui::{Event, Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use quandian::{annotation::Theme, session::Command};

use crate::{Desk, themes::click};

/// The page, on which `query` was looked for.
fn page(query: &str) -> Desk {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::Num3);
    desk.harness.run_steps(3);
    look_for(&mut desk, query);
    desk
}

fn look_for(desk: &mut Desk, query: &str) {
    desk.harness.event(Event::Text(query.to_owned()));
    desk.harness.run_steps(2);
    desk.key(Key::Enter);
    desk.wait_until(|app| !app.session().is_searching());
    desk.harness.run_steps(3);
}

/// The rows, from the top down.
fn rows(desk: &Desk) -> Vec<String> {
    let found = desk.harness.query_all_by_role(Role::Row);
    let mut rows: Vec<_> = found
        .map(|row| (row.rect().top(), row.accesskit_node().label().unwrap_or_default()))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, label)| label).collect()
}

#[test]
fn an_empty_page_says_what_it_is_for_and_how_to_ask() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::F);
    desk.harness.run_steps(3);
    assert!(desk.sees("党建 近/5 引领"));
    click(&mut desk, "党建 非 经费");
    desk.wait_until(|app| app.session().set_hits().is_some());
    desk.harness.run_steps(3);
    assert_eq!(rows(&desk).len(), 2);
}

#[test]
fn every_hit_is_a_row_and_the_counts_say_how_they_were_counted() {
    let desk = page("社区");
    assert_eq!(rows(&desk).len(), 2);
    let counts = desk.harness.query_all_by_value("2 处 · 1 篇 · 按重叠的字面匹配计数");
    assert_eq!(counts.count(), 1);
    assert!(desk.sees("2019 年：2 处"));
}

#[test]
fn a_click_on_a_column_sorts_by_what_stands_there() {
    let mut desk = page("区");
    let by_place = rows(&desk);
    desk.harness.get_by_role_and_label(Role::ColumnHeader, "右语境").click();
    desk.wait_until(|app| !app.session().is_searching());
    desk.harness.run_steps(3);
    let by_right = rows(&desk);
    assert_ne!(by_place, by_right);
    let after = |row: &String| row.split_once('区').expect("the hit").1.to_owned();
    assert!(
        by_place.len() > 3 && by_right.len() == by_place.len(),
        "{:?}",
        by_place.iter().map(after).collect::<Vec<_>>()
    );
}

#[test]
fn enter_goes_to_the_place_and_escape_comes_back_to_the_row() {
    let mut desk = page("社区");
    desk.key(Key::ArrowDown);
    desk.key(Key::Enter);
    desk.harness.run_steps(3);
    assert!(desk.sees("文章正文"));
    assert_eq!(desk.harness.state().selected_text(), "社区");
    desk.key(Key::Escape);
    desk.harness.run_steps(3);
    assert_eq!(rows(&desk).len(), 2);
    // The keyboard is on the rows again.
    desk.key(Key::ArrowUp);
    desk.key(Key::Enter);
    desk.harness.run_steps(3);
    assert!(desk.sees("文章正文"));
}

#[test]
fn a_mistake_is_told_where_it_is() {
    let desk = page("社区 且");
    assert!(
        desk.harness
            .query_all_by_value("第 5 个字符：这里缺一个词（要找这个词本身，请加引号）")
            .next()
            .is_some()
    );
}

/// What was found, chosen to be coded by the sentence.
fn coding() -> Desk {
    let mut desk = page("社区");
    click(&mut desk, "自动编码…");
    desk.wait_until(|app| app.session().proposals().is_some());
    desk.harness.run_steps(3);
    desk
}

#[test]
fn what_is_found_is_coded_in_one_step_but_for_what_was_left_out() {
    let mut desk = coding();
    assert_eq!(rows(&desk).len(), 2);
    desk.harness.get_by_role(Role::Table).focus();
    desk.harness.run_steps(2);
    desk.key(Key::Space);
    assert!(desk.harness.query_all_by_value("已选 1 / 2 处").next().is_some());
    click(&mut desk, "标注 1 处");
    let passages = desk.passages();
    assert_eq!(passages.len(), 1);
    assert_eq!(passages[0].quotes, ["柳岸街道原有的社区用房不足二百平方米。"]);
    assert!(passages[0].origin.as_ref().is_some_and(|origin| !origin.reviewed));
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert!(desk.passages().is_empty());
}

#[test]
fn what_was_coded_is_gone_through_by_single_keys() {
    let mut desk = coding();
    click(&mut desk, "标注 2 处");
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    desk.harness.run_steps(3);
    assert!(desk.sees("文章正文") && desk.sees("保留 K"));
    desk.key(Key::D);
    assert_eq!(desk.passages().len(), 1);
    desk.key(Key::K);
    let passages = desk.passages();
    assert!(passages.len() == 1 && passages[0].origin.as_ref().is_some_and(|o| o.reviewed));
    assert!(!desk.sees("保留 K"), "the round is over");
    // Each verdict is a step of its own.
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert!(desk.passages().iter().all(|p| p.origin.as_ref().is_some_and(|o| !o.reviewed)));
    assert_eq!(desk.passages().len(), 2);
}

#[test]
fn all_that_one_query_found_goes_together() {
    let mut desk = coding();
    click(&mut desk, "标注 2 处");
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::R);
    desk.harness.run_steps(3);
    desk.harness.get_by_role_and_label(Role::Button, "全部删除").click();
    desk.harness.run_steps(4);
    assert!(desk.passages().is_empty() && !desk.sees("保留 K"));
}

#[test]
fn a_search_is_saved_with_the_set_and_asked_again() {
    let mut desk = page("社区 且 楼栋");
    click(&mut desk, "已存检索");
    click(&mut desk, "存下：社区 且 楼栋");
    desk.saved();
    let mut desk = desk.reopened();
    desk.keys(Modifiers::COMMAND, Key::Num3);
    desk.harness.run_steps(3);
    click(&mut desk, "社区 且 楼栋");
    desk.wait_until(|app| app.session().set_hits().is_some());
    assert_eq!(desk.harness.state().session().set_hits().expect("found").rows.len(), 0);
}

#[test]
fn a_lexicon_is_coded_from_the_menu_of_commands() {
    let theme = |desk: &Desk| {
        let codebook = desk.harness.state().session().codebook();
        codebook.themes()[0].clone()
    };
    let mut desk = Desk::prepared(
        eframe::egui::vec2(1024.0, 700.0),
        &quandian::session::Settings::default(),
        &[("一.txt", crate::desk::ARTICLE)],
        |set| {
            let mut session = crate::desk::session(set);
            let theme = session.codebook().themes()[0].clone();
            let lexicon = vec!["粮站".to_owned(), "/党群.{2}中心/".to_owned()];
            session.apply(Command::ChangeTheme(Theme { lexicon, ..theme })).expect("a change");
            session.save_now().expect("saved");
        },
    );
    assert_eq!(theme(&desk).lexicon.len(), 2);
    desk.keys(Modifiers::COMMAND, Key::K);
    desk.text("按词表");
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().proposals().is_some());
    desk.harness.run_steps(3);
    // Both words stand in one sentence.
    assert_eq!(rows(&desk).len(), 1);
    click(&mut desk, "标注 1 处");
    assert_eq!(desk.passages()[0].themes, [theme(&desk).id]);
}

#[test]
fn a_row_reads_as_the_page_does_and_marks_the_hit_exactly() {
    let desk = page("在家门口柳岸");
    let rows = rows(&desk);
    // The hit goes over the end of a heading, which is said, and shows no `##` and no half-width mark.
    assert_eq!(rows.len(), 1, "{rows:?}");
    assert!(rows[0].starts_with("在家门口 ⏎ 柳岸："), "{rows:?}");
    assert!(rows[0].contains("认领事项。 ⏎ 阵地建在家门口 ⏎ 柳岸街道"), "{rows:?}");
    assert!(rows[0].contains("党群服务中心，面积") && !rows[0].contains("##"), "{rows:?}");
    assert!(rows[0].contains("共建共享：临河区"), "{rows:?}");
}
