//! The page of the codebook: the tree by keys, a theme's page written in place, and what is done to
//! themes and their passages.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use quandian::annotation::{Codebook, Theme};

use crate::{Desk, themes::click};

/// Three sentences, the first two tagged with the first theme.
fn marked() -> Desk {
    let mut desk = Desk::new();
    for _ in 0..3 {
        desk.key(Key::J);
    }
    desk.key(Key::Num1);
    desk.key(Key::J);
    desk.key(Key::Num1);
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    desk
}

fn open() -> Desk {
    let mut desk = marked();
    desk.keys(Modifiers::COMMAND, Key::Num4);
    desk
}

fn codebook(desk: &Desk) -> Codebook {
    desk.harness.state().session().codebook().clone()
}

fn theme(desk: &Desk, name: &str) -> Theme {
    codebook(desk).by_name(name).unwrap_or_else(|| panic!("no theme {name}")).clone()
}

/// The names of the tree, a dash for each level.
fn tree(desk: &Desk) -> String {
    let codebook = codebook(desk);
    let rows = codebook.tree().into_iter();
    let names = rows.map(|(depth, theme)| format!("{}{}", "-".repeat(depth), theme.name));
    names.collect::<Vec<_>>().join(" ")
}

fn undo(desk: &mut Desk) {
    desk.keys(Modifiers::COMMAND, Key::Z);
}

#[test]
fn keys_nest_order_name_and_make_themes_one_step_each() {
    let mut desk = open();
    assert_eq!(tree(&desk), "阵地建设 人才 区域化党建");
    desk.key(Key::ArrowDown);
    desk.keys(Modifiers::ALT, Key::ArrowRight);
    assert_eq!(tree(&desk), "阵地建设 -人才 区域化党建");
    desk.keys(Modifiers::ALT, Key::ArrowLeft);
    desk.keys(Modifiers::ALT, Key::ArrowDown);
    assert_eq!(tree(&desk), "阵地建设 区域化党建 人才");
    desk.key(Key::F2);
    desk.text("青年人才");
    desk.key(Key::Enter);
    assert_eq!(tree(&desk), "阵地建设 区域化党建 青年人才");
    desk.keys(Modifiers::SHIFT, Key::N);
    desk.text("引进");
    desk.key(Key::Enter);
    assert_eq!(tree(&desk), "阵地建设 区域化党建 青年人才 -引进");
    // The new one is chosen; a name that is given up makes nothing.
    desk.key(Key::N);
    desk.text("不要");
    desk.key(Key::Escape);
    assert_eq!(tree(&desk), "阵地建设 区域化党建 青年人才 -引进");
    for _ in 0..5 {
        undo(&mut desk);
    }
    assert_eq!(tree(&desk), "阵地建设 人才 区域化党建");
}

#[test]
fn rules_are_written_in_place_and_survive_leaving_the_page() {
    let mut desk = open();
    desk.harness.get_by_label("纳入标准").click();
    desk.harness.run_steps(3);
    desk.text("把空间改作公共服务的");
    assert_eq!(theme(&desk, "阵地建设").include, "");
    desk.harness.get_by_label("排除标准").click();
    desk.harness.run_steps(3);
    assert_eq!(theme(&desk, "阵地建设").include, "把空间改作公共服务的");
    desk.text("只提到楼名的");
    // Leaving for another page hands it over.
    desk.harness.get_by_label("阅读").click();
    desk.harness.run_steps(4);
    assert_eq!(theme(&desk, "阵地建设").exclude, "只提到楼名的");
    undo(&mut desk);
    assert_eq!(theme(&desk, "阵地建设").exclude, "");
    assert_eq!(theme(&desk, "阵地建设").include, "把空间改作公共服务的");
}

#[test]
fn a_bad_pattern_of_the_lexicon_is_marked_with_the_reason() {
    let mut desk = open();
    desk.harness.get_by_label("词表").click();
    desk.harness.run_steps(3);
    desk.text("党群\n/党(/");
    let fault = "第 2 行 /党(/：第 2 个字符：括号 ( 没有闭合";
    assert!(desk.harness.query_all_by_value(fault).next().is_some());
    click(&mut desk, "人才，第 1 级");
    assert_eq!(theme(&desk, "阵地建设").lexicon, ["党群", "/党(/"]);
}

#[test]
fn colour_and_key_are_chosen_there() {
    let mut desk = open();
    desk.harness.get_by_label("胭脂").click();
    desk.harness.run_steps(3);
    desk.harness.get_by_label("数字键 2").click();
    desk.harness.run_steps(3);
    let chosen = theme(&desk, "阵地建设");
    assert_eq!((chosen.colour, chosen.key), (quandian::annotation::Colour::Palette(3), Some(2)));
    assert_eq!(theme(&desk, "人才").key, None, "a key belongs to one theme");
    undo(&mut desk);
    assert_eq!((theme(&desk, "阵地建设").key, theme(&desk, "人才").key), (Some(1), Some(2)));
}

#[test]
fn an_example_leads_back_to_its_place() {
    let mut desk = marked();
    desk.key(Key::CloseBracket);
    desk.key(Key::X);
    let example = theme(&desk, "阵地建设").examples;
    assert_eq!(example.len(), 1);
    desk.keys(Modifiers::COMMAND, Key::Num4);
    click(&mut desk, "转到原文：");
    assert!(desk.harness.query_by_label("文章正文").is_some());
    desk.keys(Modifiers::COMMAND, Key::Num4);
    click(&mut desk, "不再作为典型摘录：");
    assert_eq!(theme(&desk, "阵地建设").examples, []);
}

#[test]
fn a_theme_is_split_passage_by_passage_in_one_step() {
    let mut desk = open();
    desk.key(Key::S);
    desk.harness.get_by_label("新子主题").click();
    desk.harness.run_steps(3);
    desk.text("平台");
    desk.key(Key::Enter);
    desk.key(Key::ArrowRight);
    desk.harness.get_by_label("新子主题").click();
    desk.harness.run_steps(3);
    desk.text("清单");
    desk.key(Key::Enter);
    // The second passage goes to both.
    desk.key(Key::Num1);
    desk.keys(Modifiers::COMMAND, Key::Enter);
    assert_eq!(tree(&desk), "阵地建设 -平台 -清单 人才 区域化党建");
    let (one, two) = (theme(&desk, "平台").id, theme(&desk, "清单").id);
    let themes: Vec<_> = desk.passages().into_iter().map(|passage| passage.themes).collect();
    assert_eq!(themes, [vec![one], vec![two, one]]);
    undo(&mut desk);
    assert_eq!(tree(&desk), "阵地建设 人才 区域化党建");
    let whole = theme(&desk, "阵地建设").id;
    assert!(desk.passages().iter().all(|passage| passage.themes == [whole]));
}

#[test]
fn a_theme_is_replaced_or_merged_into_one_that_is_typed() {
    let mut desk = open();
    desk.key(Key::R);
    desk.text("区域");
    desk.key(Key::Enter);
    let other = theme(&desk, "区域化党建").id;
    assert!(desk.passages().iter().all(|passage| passage.themes == [other]));
    assert_eq!(tree(&desk), "阵地建设 人才 区域化党建");
    undo(&mut desk);
    desk.key(Key::M);
    desk.text("人才");
    desk.key(Key::Enter);
    assert_eq!(tree(&desk), "人才 区域化党建");
    undo(&mut desk);
    assert_eq!(tree(&desk), "阵地建设 人才 区域化党建");
}

#[test]
fn selected_words_become_a_theme_in_vivo_in_one_step() {
    let mut desk = Desk::new();
    for _ in 0..3 {
        desk.key(Key::J);
    }
    desk.key(Key::I);
    let name: String = "年初以来,临河区把区域化党建作为城市治理的牵引".into();
    assert_eq!(desk.passages()[0].themes, [theme(&desk, &name).id]);
    undo(&mut desk);
    assert!(desk.passages().is_empty());
    assert_eq!(tree(&desk), "阵地建设 人才 区域化党建");
}

#[test]
fn three_levels_are_shown_as_the_three_stages_of_coding() {
    let mut desk = open();
    desk.key(Key::ArrowDown);
    desk.keys(Modifiers::ALT, Key::ArrowRight);
    desk.keys(Modifiers::SHIFT, Key::N);
    desk.text("引进");
    desk.key(Key::Enter);
    desk.key(Key::G);
    for cell in ["开放式编码：引进，0 处", "主轴编码：人才，0 处", "选择性编码：阵地建设，2 处"]
    {
        assert!(desk.sees(cell), "{cell}");
    }
    assert!(desk.sees("开放式编码：区域化党建"));
}
