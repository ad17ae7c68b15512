//! Reading and tagging with the keyboard alone.

use eframe::egui::{self, Key, Modifiers, Pos2, Rect};
use egui_kittest::kittest::Queryable as _;

use crate::Desk;

#[test]
fn sentences_are_tagged_by_two_keys_each_and_are_there_on_another_day() {
    let mut desk = Desk::new();
    for _ in 0..3 {
        desk.key(Key::J);
    }
    desk.key(Key::Num1);
    desk.key(Key::J);
    desk.key(Key::Num3);
    desk.saved();
    let before = desk.passages();
    let quotes: Vec<&str> = before.iter().map(|passage| passage.quotes[0].as_str()).collect();
    assert_eq!(
        quotes,
        [
            "年初以来,临河区把区域化党建作为城市治理的牵引。",
            "在区、街道、社区三级搭起议事平台,驻区单位按三张清单认领事项。",
        ]
    );
    let desk = desk.reopened();
    assert_eq!(desk.passages(), before);
    assert!(desk.sees("2 处"));
}

#[test]
fn without_a_selection_the_sentence_at_the_caret_is_tagged() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::End);
    desk.key(Key::Num2);
    let passages = desk.passages();
    assert_eq!(passages.len(), 1);
    assert_eq!(passages[0].quotes, ["居民说。"]);
}

#[test]
fn a_selection_by_arrows_is_tagged_exactly() {
    let mut desk = Desk::new();
    // Past the heading mark that is in the file but not on the page.
    for _ in 0..2 {
        desk.key(Key::ArrowRight);
    }
    for _ in 0..4 {
        desk.keys(Modifiers::SHIFT, Key::ArrowRight);
    }
    desk.key(Key::Num1);
    assert_eq!(desk.passages()[0].quotes, ["共建共享"]);
}

#[test]
fn one_key_undoes_and_one_does_it_again() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    desk.key(Key::Num1);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert!(desk.passages().is_empty());
    desk.keys(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z);
    assert_eq!(desk.passages().len(), 1);
    desk.keys(Modifiers::COMMAND, Key::Z);
    desk.keys(Modifiers::COMMAND, Key::Y);
    assert_eq!(desk.passages().len(), 1);
}

#[test]
fn the_palette_finds_a_theme_by_its_initials_and_makes_one_that_is_missing() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    desk.key(Key::T);
    desk.text("rc");
    desk.key(Key::Enter);
    let themes = |desk: &Desk| -> Vec<String> {
        let codebook = desk.harness.state().session().codebook();
        let passages = desk.passages();
        let ids = passages.iter().flat_map(|passage| passage.themes.clone());
        ids.filter_map(|id| codebook.get(id).map(|theme| theme.name.clone())).collect()
    };
    assert_eq!(themes(&desk), ["人才"]);
    desk.key(Key::J);
    desk.key(Key::T);
    desk.text("经费");
    desk.key(Key::Enter);
    assert_eq!(themes(&desk), ["人才", "经费"]);
}

#[test]
fn digits_typed_into_a_field_tag_nothing() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    desk.keys(Modifiers::COMMAND, Key::K);
    desk.text("1");
    desk.harness.key_press(Key::Num1);
    desk.harness.run_steps(3);
    assert!(desk.passages().is_empty());
    desk.key(Key::Escape);
    desk.key(Key::Num1);
    assert_eq!(desk.passages().len(), 1);
}

#[test]
fn the_text_and_the_themes_are_there_for_a_reader_of_the_screen() {
    let desk = Desk::new();
    for name in ["共建共享:临河区区域化党建观察", "文章正文", "阵地建设", "已保存"]
    {
        assert!(desk.sees(name), "{name}");
    }
}

#[test]
fn words_are_marked_without_moving_the_text() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    desk.key(Key::F2);
    desk.key(Key::Num1);
    desk.key(Key::F2);
    desk.keys(Modifiers::COMMAND, Key::Plus);
    desk.key(Key::F8);
    assert_eq!(desk.passages().len(), 1);
}

#[test]
fn a_second_digit_gives_the_same_passage_a_second_theme() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    desk.key(Key::Num1);
    desk.key(Key::Num3);
    let passages = desk.passages();
    assert_eq!(passages.len(), 1);
    assert_eq!(passages[0].themes.len(), 2);
    // Elsewhere a digit is about the text there.
    desk.key(Key::ArrowDown);
    desk.key(Key::Num3);
    assert_eq!(desk.passages().len(), 2);
}

/// Where the paragraph that holds `text` stands.
fn paragraph(desk: &Desk, text: &str) -> Rect {
    desk.harness.get_by_label_contains(text).rect()
}

fn drag(desk: &mut Desk, from: Pos2, to: Pos2, held: Modifiers) {
    let button = |pos, pressed| egui::Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: held,
    };
    for event in [
        egui::Event::PointerMoved(from),
        button(from, true),
        egui::Event::PointerMoved(from.lerp(to, 0.5)),
        egui::Event::PointerMoved(to),
        button(to, false),
    ] {
        desk.harness.event(event);
        desk.harness.run_steps(2);
    }
}

#[test]
fn a_drag_with_ctrl_adds_a_fragment_to_what_is_selected() {
    let mut desk = Desk::new();
    let first = paragraph(&desk, "年初以来");
    let second = paragraph(&desk, "柳岸街道原有");
    for (place, held) in [(first, Modifiers::NONE), (second, Modifiers::COMMAND)] {
        let from = place.left_top() + egui::vec2(60.0, 17.0);
        drag(&mut desk, from, from + egui::vec2(120.0, 0.0), held);
    }
    assert!(desk.sees("已选 2 段"));
    desk.key(Key::Num1);
    let passages = desk.passages();
    assert_eq!(passages.len(), 1);
    assert_eq!(passages[0].fragments.len(), 2);
    assert!(passages[0].quotes[0].chars().count() >= 5, "{:?}", passages[0].quotes);
}

#[test]
fn two_clicks_select_a_word_and_three_the_sentence() {
    let mut desk = Desk::new();
    let place = paragraph(&desk, "柳岸街道原有");
    // Into the second character of the paragraph, behind its indent.
    let at = place.left_top() + egui::vec2(66.0, 17.0);
    let click = |pressed| egui::Event::PointerButton {
        pos: at,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    desk.harness.event(egui::Event::PointerMoved(at));
    for _ in 0..3 {
        desk.harness.event(click(true));
        desk.harness.event(click(false));
        desk.harness.step();
    }
    desk.key(Key::Num2);
    assert_eq!(desk.passages()[0].quotes, ["柳岸街道原有的社区用房不足二百平方米。"]);
}

#[test]
fn an_article_changed_on_disk_is_read_again() {
    let mut desk = Desk::new();
    let path = desk.set.join("2019-共建共享.txt");
    // The folder is being watched from soon after it was opened.
    std::thread::sleep(std::time::Duration::from_millis(300));
    desk.harness.run_steps(2);
    std::fs::write(&path, "# 全新的一篇\n\n只有一段话。\n").expect("room");
    desk.wait_until(|app| {
        let corpus = app.session().corpus().expect("open");
        corpus.articles().any(|article| article.header.title == "全新的一篇")
    });
    assert!(desk.sees("只有一段话"));
}
