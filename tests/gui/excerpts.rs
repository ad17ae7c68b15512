//! The page of excerpts: filtering, checking, going to a passage, by mouse and by keyboard.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::{NodeT as _, Queryable as _};

use quandian::{
    corpus::ArticlePath,
    session::{Command, Settings},
    text::{ByteOffset, CharSpan},
};

use crate::{
    Desk,
    desk::{self, ARTICLE},
    themes::click,
};

/// Four sentences tagged, the page of excerpts open.
fn page() -> Desk {
    let mut desk = Desk::new();
    for _ in 0..2 {
        desk.key(Key::J);
    }
    for theme in [Key::Num1, Key::Num3, Key::Num1, Key::Num2] {
        desk.key(Key::J);
        desk.key(theme);
    }
    desk.key(Key::Escape);
    desk.keys(Modifiers::COMMAND, Key::Num2);
    desk.harness.run_steps(3);
    desk
}

/// The passages shown, each by its row's name.
fn rows(desk: &Desk) -> Vec<String> {
    let found = desk.harness.query_all_by_role(eframe::egui::Role::Row);
    let mut rows: Vec<_> = found
        .map(|row| (row.rect().top(), row.accesskit_node().label().unwrap_or_default()))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows.into_iter().map(|(_, label)| label).collect()
}

#[test]
fn an_empty_set_is_told_what_the_page_is_for() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::Num2);
    desk.harness.run_steps(3);
    click(&mut desk, "去阅读并标注");
    assert!(desk.sees("文章正文"));
}

#[test]
fn words_narrow_the_list_down_and_one_click_drops_them() {
    let mut desk = page();
    assert_eq!(rows(&desk).len(), 4);
    click(&mut desk, "筛选摘录");
    desk.text("牵引");
    let shown = rows(&desk);
    assert_eq!(shown.len(), 1);
    assert!(shown[0].contains("年初以来"), "{shown:?}");
    desk.text("没有的词");
    assert_eq!(rows(&desk).len(), 0);
    desk.harness.get_all_by_label_contains("清除全部条件").next().expect("an offer").click();
    desk.harness.run_steps(4);
    assert_eq!(rows(&desk).len(), 4);
}

#[test]
fn a_click_on_a_header_sorts_and_a_second_turns_it_round() {
    let mut desk = page();
    let by_place = rows(&desk);
    let header = |desk: &mut Desk, name: &str| {
        let role = eframe::egui::Role::ColumnHeader;
        desk.harness.get_by_role_and_label(role, name).click();
        desk.harness.run_steps(4);
    };
    header(&mut desk, "出处，升序");
    assert_eq!(rows(&desk), by_place.iter().rev().cloned().collect::<Vec<_>>());
    header(&mut desk, "主题");
    let by_theme = rows(&desk);
    assert!(by_theme[0].contains("主题：阵地建设"), "{by_theme:?}");
    assert!(by_theme[3].contains("主题：区域化党建"), "{by_theme:?}");
}

#[test]
fn arrows_space_and_enter_work_on_the_rows() {
    let mut desk = page();
    desk.harness.get_by_role(eframe::egui::Role::Table).focus();
    desk.harness.run_steps(3);
    desk.key(Key::ArrowDown);
    desk.key(Key::Space);
    assert!(desk.harness.query_all_by_value("4 处，已选 1 处").next().is_some());
    desk.key(Key::ArrowDown);
    desk.key(Key::Enter);
    desk.harness.run_steps(3);
    assert!(desk.sees("文章正文"), "it went to the article");
    assert!(desk.sees("删除标注"), "and selected the passage");
}

#[test]
fn what_is_checked_is_deleted_in_one_step() {
    let mut desk = page();
    click(&mut desk, "勾选全部");
    assert!(desk.harness.query_all_by_value("4 处，已选 4 处").next().is_some());
    desk.harness.get_by_role_and_label(eframe::egui::Role::Button, "删除").click();
    desk.harness.run_steps(4);
    assert!(desk.passages().is_empty());
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.passages().len(), 4);
}

#[test]
fn keys_that_mark_or_delete_in_the_text_do_nothing_on_this_page() {
    let mut desk = page();
    click(&mut desk, "城市治理的牵引。；主题");
    desk.keys(Modifiers::COMMAND, Key::Num2);
    let before = desk.passages();
    for key in [Key::Num2, Key::Delete, Key::Backspace, Key::J] {
        desk.key(key);
    }
    assert_eq!(desk.passages(), before);
}

/// The line in the field.
fn line(desk: &Desk) -> String {
    let field = desk.harness.get_by_label("筛选摘录");
    field.accesskit_node().value().unwrap_or_default()
}

#[test]
fn what_is_clicked_is_written_in_the_line_and_what_is_typed_shows_as_chips() {
    let mut desk = page();
    desk.harness.get_by_role_and_label(eframe::egui::Role::Button, "主题").click();
    desk.harness.run_steps(4);
    let role = eframe::egui::Role::CheckBox;
    desk.harness.get_by_role_and_label(role, "人才").click();
    desk.harness.run_steps(4);
    assert_eq!(line(&desk), "主题:人才");
    assert_eq!(rows(&desk).len(), 1);
    desk.key(Key::Escape);
    click(&mut desk, "去掉条件“人才”");
    assert_eq!((line(&desk).as_str(), rows(&desk).len()), ("", 4));
    click(&mut desk, "筛选摘录");
    desk.text("非 主题:人才");
    assert_eq!(rows(&desk).len(), 3);
    assert!(desk.harness.query_by_label("去掉条件“非 人才”").is_some());
}

#[test]
fn a_theme_is_completed_by_its_initials_and_a_mistake_is_told() {
    let mut desk = page();
    click(&mut desk, "筛选摘录");
    desk.text("zdjs");
    desk.key(Key::Tab);
    desk.harness.run_steps(3);
    assert_eq!(line(&desk), "主题:阵地建设 ");
    assert_eq!(rows(&desk).len(), 2);
    desk.text("且 体裁:通讯");
    assert!(desk.sees("没有“体裁”这种条件"));
    // What could be read last still stands.
    assert_eq!(rows(&desk).len(), 2);
}

#[test]
fn many_are_retagged_in_one_step() {
    let mut desk = page();
    click(&mut desk, "勾选全部");
    click(&mut desk, "改标…");
    desk.harness.get_by_role_and_label(eframe::egui::Role::RadioButton, "方式 改为").click();
    desk.harness.run_steps(4);
    desk.harness.get_by_role_and_label(eframe::egui::Role::CheckBox, "人才").click();
    desk.harness.run_steps(4);
    desk.harness.get_by_role_and_label(eframe::egui::Role::Button, "改标").click();
    desk.harness.run_steps(4);
    assert!(rows(&desk).iter().all(|row| row.contains("主题：人才；")), "{:?}", rows(&desk));
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.harness.run_steps(4);
    assert!(rows(&desk).iter().any(|row| row.contains("主题：阵地建设；")));
}

#[test]
fn a_query_is_saved_and_asked_again() {
    let mut desk = page();
    click(&mut desk, "筛选摘录");
    desk.text("主题:人才");
    click(&mut desk, "存为查询…");
    desk.text("人才引进");
    desk.key(Key::Enter);
    desk.harness.run_steps(4);
    click(&mut desk, "清除全部条件");
    assert_eq!(rows(&desk).len(), 4);
    click(&mut desk, "已存查询");
    desk.harness.get_by_role_and_label(eframe::egui::Role::Button, "人才引进").click();
    desk.harness.run_steps(4);
    assert_eq!((line(&desk).as_str(), rows(&desk).len()), ("主题:人才", 1));
}

#[test]
fn rows_stand_under_the_heads_of_their_themes() {
    let mut desk = page();
    click(&mut desk, "分组：不分组");
    click(&mut desk, "按主题");
    let heads = desk.harness.query_all_by_role(eframe::egui::Role::RowHeader);
    let mut heads: Vec<_> = heads
        .map(|head| (head.rect().top(), head.accesskit_node().label().unwrap_or_default()))
        .collect();
    heads.sort_by(|a, b| a.0.total_cmp(&b.0));
    let names: Vec<_> = heads.iter().map(|(_, name)| name.as_str()).collect();
    assert_eq!(names, ["阵地建设 · 2 处", "人才 · 1 处", "区域化党建 · 1 处"]);
}

#[test]
fn an_excerpt_over_a_heading_reads_as_the_page_does() {
    let article = ArticlePath::new("2019-共建共享.txt").expect("a name");
    let articles = [("2019-共建共享.txt", ARTICLE)];
    let window = eframe::egui::vec2(1440.0, 900.0);
    let mut desk = Desk::prepared(window, &Settings::default(), &articles, |set| {
        let mut session = desk::session(set);
        let corpus = session.corpus().expect("open");
        let text = &corpus.article(&article).expect("there").text;
        let at = |what: &str| {
            let byte = text.as_str().find(what).expect("there");
            text.char_of(ByteOffset::from_usize(byte).expect("short")).expect("a border")
        };
        let fragments = vec![CharSpan::between(at("按三张清单"), at("原有的社区"))];
        let themes = vec![session.codebook().themes()[0].id];
        let (article, memo) = (article.clone(), String::new());
        session.apply(Command::Tag { article, fragments, themes, memo }).expect("writable");
        session.save_now().expect("room");
    });
    let seen = "按三张清单认领事项。 ⏎ 阵地建在家门口 ⏎ 柳岸街道";
    desk.harness.run_steps(4);
    assert!(desk.sees(seen), "on its card");
    desk.keys(Modifiers::COMMAND, Key::Num2);
    let rows = rows(&desk);
    assert!(rows.len() == 1 && rows[0].contains(seen), "{rows:?}");
    assert!(rows[0].contains("共建共享：临河区"), "{rows:?}");
    // What is kept is the text itself.
    assert!(desk.passages()[0].quotes[0].contains("\n\n## 阵地"));
}

#[test]
fn the_passage_that_is_chosen_comes_into_view_and_a_wrong_line_means_nothing() {
    let sentences: Vec<String> =
        (1..=60).map(|number| format!("第{number}句讲的是社区的用房。")).collect();
    let sentences = sentences.concat();
    let article = format!("用房的账\n\n{sentences}\n");
    let articles = [("2019-用房.txt", article.as_str())];
    let size = eframe::egui::vec2(1440.0, 900.0);
    let mut desk = Desk::prepared(size, &Settings::default(), &articles, |_| {});
    for _ in 0..61 {
        desk.key(Key::J);
        desk.key(Key::Num1);
    }
    // The last one is the chosen one; far below what the page shows at first.
    desk.keys(Modifiers::COMMAND, Key::Num2);
    desk.wait_until(|app| app.session().jobs().next().is_none());
    desk.harness.run_steps(4);
    assert!(rows(&desk).iter().any(|row| row.contains("第60句")), "{:?}", rows(&desk));
    click(&mut desk, "筛选摘录");
    desk.text("主题:没有这个");
    desk.wait_until(|app| app.session().jobs().next().is_none());
    desk.harness.run_steps(30);
    assert!(desk.sees("没有主题"));
    assert_eq!(desk.harness.query_all_by_label_contains("去掉条件").count(), 0);
}
