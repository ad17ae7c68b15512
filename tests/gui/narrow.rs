//! Narrow windows: panels fold to an edge before the text's lines become too short, and open over
//! the text.

use eframe::egui::{self, Key, Modifiers, Pos2, Rect, Vec2, vec2};
use egui_kittest::kittest::Queryable as _;
use quandian::session::Settings;

use crate::{Desk, desk::ARTICLE};

/// A small laptop.
const LAPTOP: Vec2 = vec2(1024.0, 700.0);
/// A window of 1440 by 900 points with the interface at 200 %.
const DOUBLED: Vec2 = vec2(720.0, 450.0);
/// Width of a character of the text.
const EM: f32 = 19.0;

const THEMES_EDGE: &str = "展开主题与标注";
const LIST_EDGE: &str = "展开文章列表";

fn desk(size: Vec2, settings: &Settings) -> Desk {
    let articles = [
        ("2019-共建共享.txt", ARTICLE),
        ("2017-三级平台.txt", "三级平台 凝聚合力\n\n居民推选楼栋长。\n"),
    ];
    let mut desk = Desk::prepared(size, settings, &articles, |_| {});
    desk.harness.run_steps(4);
    desk
}

/// Where the first paragraph stands: as wide as the column.
fn paragraph(desk: &Desk) -> Rect {
    desk.harness.get_by_label_contains("年初以来").rect()
}

/// Whether something of exactly that name is on screen.
fn shows(desk: &Desk, name: &str) -> bool {
    desk.harness.query_all_by_label(name).next().is_some()
}

/// Whether the panel of themes is on screen, beside the text or over it.
fn shows_themes(desk: &Desk) -> bool {
    shows(desk, "新建主题") || shows(desk, "本文标注")
}

fn shows_list(desk: &Desk) -> bool {
    shows(desk, "筛选文章")
}

fn click_at(desk: &mut Desk, pos: Pos2) {
    desk.harness.event(egui::Event::PointerMoved(pos));
    desk.harness.run_steps(2);
    for pressed in [true, false] {
        desk.harness.event(egui::Event::PointerButton {
            pos,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
        desk.harness.run_steps(2);
    }
    desk.harness.run_steps(3);
}

#[test]
fn a_line_has_its_twenty_two_characters_and_a_whole_number_of_them() {
    for (size, themes_beside, list_beside) in [
        (vec2(1440.0, 900.0), true, true),
        (vec2(1366.0, 768.0), true, true),
        (LAPTOP, false, true),
        (DOUBLED, false, false),
    ] {
        let desk = desk(size, &Settings::default());
        let ems = paragraph(&desk).width() / EM;
        assert!(ems > 21.99, "{size}: {ems} characters");
        assert!((ems - ems.round()).abs() < 0.01, "{size}: {ems} characters");
        assert_eq!(
            (shows_themes(&desk), shows(&desk, THEMES_EDGE)),
            (themes_beside, !themes_beside)
        );
        assert_eq!(
            (shows_list(&desk), shows(&desk, LIST_EDGE)),
            (list_beside, !list_beside),
            "{size}"
        );
    }
}

#[test]
fn larger_text_and_shorter_lines_count_when_panels_fold() {
    let large = desk(vec2(1366.0, 768.0), &Settings { text_percent: 150, ..Settings::default() });
    assert!(shows(&large, THEMES_EDGE) && !shows(&large, LIST_EDGE));
    assert!(paragraph(&large).width() > 21.99 * 1.5 * EM);
    // Whoever wants no more than sixteen keeps his panels.
    let short = desk(vec2(1080.0, 700.0), &Settings { measure: 16, ..Settings::default() });
    assert!(shows_themes(&short) && shows_list(&short));
    assert!((paragraph(&short).width() - 16.0 * EM).abs() < 0.1);
}

#[test]
fn a_folded_panel_opens_over_the_text_without_moving_it() {
    let mut desk = desk(LAPTOP, &Settings::default());
    let before = paragraph(&desk);
    desk.key(Key::F7);
    assert!(shows_themes(&desk) && shows(&desk, "收起主题与标注"));
    assert_eq!(paragraph(&desk), before);
    desk.key(Key::F7);
    assert!(!shows_themes(&desk));
    desk.harness.get_by_label(THEMES_EDGE).click();
    desk.harness.run_steps(3);
    assert!(shows_themes(&desk));
    assert_eq!(paragraph(&desk), before);
    desk.harness.get_by_label("收起主题与标注").click();
    desk.harness.run_steps(3);
    assert!(!shows_themes(&desk));
    assert_eq!(paragraph(&desk), before);
}

#[test]
fn escape_closes_it_before_it_takes_the_selection_away() {
    let mut desk = desk(LAPTOP, &Settings::default());
    desk.key(Key::J);
    assert!(desk.sees("已选"));
    desk.key(Key::F7);
    desk.key(Key::Escape);
    assert!(!shows_themes(&desk));
    assert!(desk.sees("已选"), "the selection stays");
    desk.key(Key::Escape);
    assert!(!desk.sees("已选"));
}

#[test]
fn a_click_in_the_text_closes_it_and_one_in_the_panel_does_not() {
    let mut desk = desk(LAPTOP, &Settings::default());
    desk.key(Key::J);
    desk.key(Key::F7);
    desk.harness.get_by_label_contains("人才，").click();
    desk.harness.run_steps(3);
    assert_eq!(desk.passages().len(), 1, "a click on a theme tags");
    assert!(shows_themes(&desk));
    // Its own ground, where nothing is.
    click_at(&mut desk, Pos2::new(900.0, 660.0));
    assert!(shows_themes(&desk));
    let text = paragraph(&desk);
    click_at(&mut desk, text.left_top() + vec2(60.0, 17.0));
    assert!(!shows_themes(&desk));
}

#[test]
fn a_digit_tags_with_the_panel_folded_and_leaves_it_so() {
    let mut desk = desk(LAPTOP, &Settings::default());
    let before = paragraph(&desk);
    desk.key(Key::J);
    desk.key(Key::Num1);
    assert_eq!(desk.passages().len(), 1);
    assert!(!shows_themes(&desk) && shows(&desk, THEMES_EDGE));
    assert_eq!(paragraph(&desk), before);
    // With the panel open over the text as well.
    desk.key(Key::J);
    desk.key(Key::F7);
    desk.key(Key::Num2);
    assert_eq!(desk.passages().len(), 2);
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.passages().len(), 1);
    assert!(shows_themes(&desk));
}

#[test]
fn what_the_user_hid_has_no_edge_and_opens_over_the_text_by_its_key() {
    let hidden = Settings { themes_open: false, ..Settings::default() };
    let mut desk = desk(LAPTOP, &hidden);
    assert!(!shows_themes(&desk) && !shows(&desk, THEMES_EDGE));
    let before = paragraph(&desk);
    desk.key(Key::F7);
    assert!(shows_themes(&desk));
    assert_eq!(paragraph(&desk), before);
    desk.key(Key::Escape);
    assert!(!shows_themes(&desk) && !shows(&desk, THEMES_EDGE));
    assert!(!desk.harness.state().session().settings().themes_open, "the choice stands");
}

#[test]
fn in_a_wide_window_the_keys_show_and_hide_the_panels_as_ever() {
    let mut desk = desk(vec2(1440.0, 900.0), &Settings::default());
    desk.key(Key::F7);
    desk.key(Key::F6);
    assert!(!shows_themes(&desk) && !shows_list(&desk));
    let settings = desk.harness.state().session().settings().clone();
    assert!(!settings.themes_open && !settings.library_open);
    desk.key(Key::F7);
    desk.key(Key::F6);
    assert!(shows_themes(&desk) && shows_list(&desk));
}

#[test]
fn a_memo_is_written_in_the_panel_over_the_text_and_kept_by_a_click_elsewhere() {
    let mut desk = desk(LAPTOP, &Settings::default());
    desk.key(Key::J);
    desk.key(Key::Num1);
    desk.key(Key::M);
    desk.harness.run_steps(4);
    assert!(shows_themes(&desk));
    desk.text("看资金来源");
    let text = paragraph(&desk);
    click_at(&mut desk, text.left_top() + vec2(60.0, 17.0));
    assert!(!shows_themes(&desk));
    assert_eq!(desk.passages()[0].memo, "看资金来源");
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.passages()[0].memo, "");
}

#[test]
fn the_list_over_the_text_leads_to_an_article_and_makes_room_for_it() {
    let mut desk = desk(vec2(720.0, 900.0), &Settings::default());
    assert!(!shows_list(&desk));
    desk.key(Key::F6);
    assert!(shows_list(&desk));
    desk.harness.get_by_label_contains("三级平台").click();
    desk.harness.run_steps(4);
    assert!(!shows_list(&desk));
    assert!(desk.sees("居民推选楼栋长"));
    // The key of the filter opens it with the keyboard in the field.
    desk.keys(Modifiers::COMMAND, Key::L);
    desk.text("共建");
    assert!(shows_list(&desk));
    // Escape leaves the field first, and then closes the list.
    desk.key(Key::Escape);
    assert!(shows_list(&desk));
    desk.key(Key::Escape);
    assert!(!shows_list(&desk));
    // A part of the article that the outline leads to is to be seen as well.
    desk.keys(Modifiers::COMMAND, Key::PageUp);
    desk.key(Key::F4);
    assert!(shows_list(&desk));
    desk.key(Key::Enter);
    assert!(!shows_list(&desk));
}

#[test]
fn another_page_closes_what_is_open_over_the_text() {
    let mut desk = desk(LAPTOP, &Settings::default());
    desk.key(Key::F7);
    desk.keys(Modifiers::COMMAND, Key::Num2);
    desk.keys(Modifiers::COMMAND, Key::Num1);
    assert!(!shows_themes(&desk) && shows(&desk, THEMES_EDGE));
}

#[test]
fn a_window_that_is_made_narrow_and_wide_again_is_as_it_was() {
    let mut desk = desk(vec2(1440.0, 900.0), &Settings::default());
    let wide = paragraph(&desk);
    for size in [LAPTOP, DOUBLED, vec2(1440.0, 900.0)] {
        desk.harness.set_size(size);
        desk.harness.run_steps(6);
        assert!(paragraph(&desk).width() > 21.99 * EM, "{size}");
        if size == LAPTOP {
            desk.key(Key::F7);
            assert!(shows_themes(&desk));
        }
    }
    assert_eq!(paragraph(&desk), wide);
    assert!(shows_themes(&desk) && shows_list(&desk));
    assert!(!shows(&desk, "收起主题与标注"), "it stands beside the text");
}

#[test]
fn the_text_alone_and_the_find_bar_lie_under_no_panel() {
    let mut desk = desk(LAPTOP, &Settings::default());
    desk.key(Key::F7);
    desk.keys(Modifiers::COMMAND, Key::F);
    assert!(!shows_themes(&desk));
    desk.key(Key::Escape);
    desk.key(Key::F7);
    desk.key(Key::F11);
    assert!(!shows_themes(&desk) && !shows(&desk, THEMES_EDGE));
    // Out of the text alone, what is asked for is to be seen.
    desk.key(Key::F7);
    assert!(shows_themes(&desk) && shows(&desk, "收起主题与标注"));
}
