//! The page that compares: every number leads to what it counts, by mouse and by keyboard.

use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use crate::{Desk, themes::click};

/// The sample, the page that compares open with its matrix.
fn page() -> Desk {
    let mut desk = Desk::on_sample();
    desk.keys(Modifiers::COMMAND, Key::Num6);
    desk.harness.run_steps(6);
    desk
}

/// The cells of the table by their names: “row × column: value”.
fn cells(desk: &Desk) -> Vec<String> {
    let found = desk.harness.query_all_by_role(Role::Cell);
    found.filter_map(|cell| cell.accesskit_node().label()).collect()
}

/// What the number of that cell is.
fn number(desk: &Desk, of: &str) -> usize {
    let cells = cells(desk);
    let found = cells.iter().find_map(|cell| cell.strip_prefix(of)?.strip_prefix(": "));
    let digits = found.unwrap_or_else(|| panic!("{of} is none of {cells:?}")).replace(',', "");
    digits.parse().unwrap_or_else(|_| panic!("{of}: {digits}"))
}

fn choose(desk: &mut Desk, of: &str) {
    let name = format!("{of}: {}", number(desk, of));
    desk.harness.get_by_label(&name).click();
    desk.harness.run_steps(4);
}

/// How many passages the panel lists.
fn listed(desk: &Desk) -> usize {
    desk.harness.query_all_by_role(Role::Row).count()
}

#[test]
fn a_cell_lists_just_the_passages_that_it_counts() {
    let mut desk = page();
    for of in ["人才 × 2016", "阵地建设 × 2017", "区域化党建 × 2016"] {
        let count = number(&desk, of);
        assert!(count > 0, "{of}");
        choose(&mut desk, of);
        assert_eq!(listed(&desk), count, "{of}");
    }
}

#[test]
fn the_arrows_go_from_number_to_number_and_enter_goes_to_the_passages() {
    let mut desk = page();
    choose(&mut desk, "人才 × 2016");
    let before = listed(&desk);
    desk.key(Key::ArrowUp);
    desk.harness.run_steps(3);
    assert_eq!(listed(&desk), 0, "nothing of 阵地建设 is of 2016");
    desk.key(Key::ArrowDown);
    desk.harness.run_steps(3);
    assert_eq!(listed(&desk), before);
    desk.key(Key::Enter);
    desk.harness.run_steps(3);
    desk.key(Key::Enter);
    desk.harness.run_steps(5);
    assert!(desk.sees("文章正文"), "the first of them is shown in its text");
}

#[test]
fn what_a_cell_counts_opens_on_the_page_of_excerpts_with_its_condition() {
    let mut desk = page();
    choose(&mut desk, "人才 × 2016");
    let count = listed(&desk);
    click(&mut desk, "在摘录中打开");
    desk.harness.run_steps(5);
    assert_eq!(listed(&desk), count);
    assert!(desk.harness.query_all_by_value("主题:人才 且 年:2016").next().is_some());
}

#[test]
fn the_condition_holds_for_every_number() {
    let mut desk = page();
    let before = number(&desk, "人才 × 合计");
    assert!(number(&desk, "人才 × 2017") > 0);
    click(&mut desk, "比较的条件");
    desk.text("年:2016");
    desk.key(Key::Escape);
    desk.harness.run_steps(8);
    assert_eq!(number(&desk, "人才 × 合计"), number(&desk, "人才 × 2016"));
    assert!(number(&desk, "人才 × 合计") < before);
}

#[test]
fn a_tag_changes_the_number_and_undo_takes_it_back() {
    let mut desk = page();
    let before = number(&desk, "合计 × 合计");
    choose(&mut desk, "人才 × 2016");
    let count = listed(&desk);
    desk.key(Key::Enter);
    desk.harness.run_steps(3);
    desk.key(Key::Enter);
    desk.harness.run_steps(5);
    desk.key(Key::Delete);
    desk.keys(Modifiers::COMMAND, Key::Num6);
    desk.harness.run_steps(6);
    assert_eq!(number(&desk, "合计 × 合计"), before - 1);
    assert_eq!(listed(&desk), count - 1, "what is listed follows");
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.harness.run_steps(6);
    assert_eq!(number(&desk, "合计 × 合计"), before);
    assert_eq!(listed(&desk), count);
}

/// The names of what in a chart can be clicked.
fn marks(desk: &Desk) -> Vec<String> {
    let found = desk.harness.query_all_by_role(Role::Button);
    found.filter_map(|button| button.accesskit_node().label()).collect()
}

fn press(desk: &mut Desk, starts: &str) -> String {
    let marks = marks(desk);
    let name = marks.iter().find(|name| name.starts_with(starts));
    let name = name.unwrap_or_else(|| panic!("{starts} is none of {marks:?}")).clone();
    desk.harness.query_all_by_label(&name).next().expect("it was there").click();
    desk.harness.run_steps(6);
    name
}

fn turn_to(desk: &mut Desk, analysis: &str) {
    desk.harness.get_by_role_and_label(Role::Tab, analysis).click();
    desk.harness.run_steps(10);
}

#[test]
fn a_pair_of_themes_leads_to_its_passages_in_chart_and_network() {
    let mut desk = page();
    turn_to(&mut desk, "共现");
    press(&mut desk, "阵地建设 – 人才");
    assert!(listed(&desk) > 0);
    let in_matrix = listed(&desk);
    desk.harness.get_by_label("看法 网络").click();
    desk.harness.run_steps(6);
    press(&mut desk, "阵地建设 – 人才");
    assert_eq!(listed(&desk), in_matrix, "the network says the same");
}

#[test]
fn a_point_of_a_year_lists_what_the_matrix_counts_there() {
    let mut desk = page();
    let count = number(&desk, "人才 × 2016");
    turn_to(&mut desk, "时间");
    press(&mut desk, "人才 2016");
    assert_eq!(listed(&desk), count);
    click(&mut desk, "加一个检索式作为一条线");
    desk.text("社区");
    desk.key(Key::Enter);
    desk.harness.run_steps(10);
    press(&mut desk, "社区 2016");
    desk.wait_until(|app| app.session().answer::<quandian::session::QueryPlaces>().is_some());
    desk.harness.run_steps(4);
    assert!(listed(&desk) > 0, "the places of the word are listed");
}

#[test]
fn a_word_of_the_list_leads_to_its_places_in_the_texts() {
    let mut desk = page();
    turn_to(&mut desk, "词语");
    desk.wait_until(|app| app.session().answer::<quandian::analysis::FrequencyTerms>().is_some());
    desk.harness.run_steps(6);
    let name = cells(&desk).into_iter().find(|name| name == "社区").expect("a frequent word");
    desk.harness.get_by_role_and_label(Role::Cell, &name).click();
    desk.harness.run_steps(4);
    desk.wait_until(|app| app.session().answer::<quandian::session::QueryPlaces>().is_some());
    desk.harness.run_steps(4);
    assert!(listed(&desk) > 3);
    click(&mut desk, "在检索中打开");
    desk.harness.run_steps(6);
    assert!(desk.harness.query_all_by_value("\"社区\"").next().is_some());
}

#[test]
fn a_group_that_is_made_in_the_window_is_a_column_and_goes_with_undo() {
    let mut desk = page();
    click(&mut desk, "列 年份");
    desk.harness.run_steps(2);
    click(&mut desk, "文章组…");
    desk.harness.run_steps(3);
    desk.text("早年");
    desk.harness.get_by_label("条件").click();
    desk.harness.run_steps(3);
    desk.text("年:2015..2016");
    desk.harness.run_steps(3);
    click(&mut desk, "保存这一组");
    desk.harness.run_steps(4);
    assert!(desk.sees("早年：年:2015..2016"), "it is listed");
    desk.key(Key::Escape);
    desk.harness.run_steps(3);
    click(&mut desk, "列 年份");
    desk.harness.run_steps(2);
    desk.harness.get_by_label("文章组").click();
    desk.key(Key::Escape);
    desk.harness.run_steps(8);
    let both = number(&desk, "人才 × 2015") + number(&desk, "人才 × 2016");
    assert_eq!(number(&desk, "人才 × 早年"), both);
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.harness.run_steps(8);
    assert!(!cells(&desk).iter().any(|cell| cell.contains("早年")), "no group, no column");
    assert!(number(&desk, "人才 × 2016") > 0);
}

#[test]
fn a_matrix_leaves_as_a_picture() {
    let mut desk = page();
    click(&mut desk, "导出图片…");
    desk.harness.run_steps(3);
    assert!(desk.sees("SVG"));
}

#[test]
fn strings_of_some_length_are_listed_whatever_the_words() {
    let mut desk = page();
    turn_to(&mut desk, "词语");
    desk.wait_until(|app| app.session().answer::<quandian::analysis::FrequencyTerms>().is_some());
    desk.harness.run_steps(6);
    click(&mut desk, "按词");
    desk.harness.run_steps(2);
    click(&mut desk, "4 个字的字符串");
    desk.key(Key::Escape);
    desk.wait_until(|app| app.session().answer::<quandian::analysis::GramTerms>().is_some());
    desk.harness.run_steps(6);
    assert!(cells(&desk).iter().any(|cell| cell.chars().count() == 4));
}

#[test]
fn s_sorts_by_the_column_and_left_folds_what_is_below() {
    let mut desk = page();
    let names = |desk: &Desk| -> Vec<String> {
        let all = cells(desk).into_iter();
        all.filter_map(|cell| Some(cell.split_once(" × 合计")?.0.to_owned())).collect()
    };
    let before = names(&desk);
    choose(&mut desk, "人才 × 合计");
    desk.key(Key::S);
    desk.harness.run_steps(3);
    let sorted = names(&desk);
    let counts: Vec<usize> = sorted
        .iter()
        .filter(|name| ["阵地建设", "人才", "区域化党建"].contains(&name.as_str()))
        .map(|name| number(&desk, &format!("{name} × 合计")))
        .collect();
    assert!(counts.is_sorted_by(|a, b| a >= b), "{sorted:?} {counts:?}");
    desk.key(Key::S);
    desk.key(Key::S);
    desk.harness.run_steps(3);
    assert_eq!(names(&desk), before, "the order of the codebook again");
    let below = before.iter().filter(|name| name.contains('/')).count();
    assert!(below > 0);
    desk.harness.get_by_role_and_label(Role::Cell, "区域化党建").click();
    desk.harness.run_steps(3);
    desk.key(Key::ArrowLeft);
    desk.harness.run_steps(3);
    assert!(names(&desk).len() < before.len());
    desk.key(Key::ArrowRight);
    desk.harness.run_steps(3);
    assert_eq!(names(&desk), before);
}
