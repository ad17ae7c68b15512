//! Words: those of the set's own, suggestions for them, and where else a word stands.

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use quandian::session::JobKind;

use crate::Desk;

const CTRL: Modifiers = Modifiers::COMMAND;
const CTRL_SHIFT: Modifiers = Modifiers::COMMAND.plus(Modifiers::SHIFT);

/// A set whose words are known.
fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.wait_until(is_segmented);
    desk
}

fn is_segmented(app: &quandian::ui::App) -> bool {
    let session = app.session();
    let corpus = session.corpus().expect("open");
    let busy = session.jobs().any(|job| job.kind == JobKind::Segmenting);
    !busy && corpus.articles().all(|article| session.words(article).is_some())
}

/// Whether that is a word of the article on top.
fn has_word(app: &quandian::ui::App, word: &str) -> bool {
    let session = app.session();
    let mut articles = session.corpus().expect("open").articles();
    let article = articles.find(|a| a.path.as_str().starts_with("2019")).expect("it is there");
    let text = article.text.as_str();
    let words = session.words(article).map(|words| words.all()).unwrap_or_default();
    words.iter().any(|span| &text[span.range()] == word)
}

fn dictionary(desk: &Desk) -> Vec<String> {
    let session = desk.harness.state().session();
    session.dictionary().entries().map(ToString::to_string).collect()
}

fn select_title(desk: &mut Desk, from: usize, chars: usize) {
    desk.keys(CTRL, Key::Home);
    for _ in 0..from {
        desk.key(Key::ArrowRight);
    }
    for _ in 0..chars {
        desk.keys(Modifiers::SHIFT, Key::ArrowRight);
    }
}

fn click(desk: &mut Desk, name: &str) {
    desk.harness.get_by_label(name).click();
    desk.harness.run_steps(3);
}

#[test]
fn what_is_selected_becomes_a_word_at_once_and_can_be_undone() {
    let mut desk = desk();
    desk.key(Key::F2);
    assert!(!has_word(desk.harness.state(), "区域化党建"));
    select_title(&mut desk, 8, 5);
    desk.keys(CTRL, Key::D);
    assert_eq!(dictionary(&desk), ["区域化党建"]);
    assert!(desk.sees("加入词典“区域化党建”"));
    desk.wait_until(|app| has_word(app, "区域化党建"));
    desk.saved();
    let file = desk.set.join(".quandian").join("dictionary.txt");
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), "区域化党建\n");
    desk.keys(CTRL, Key::Z);
    desk.wait_until(|app| is_segmented(app) && !has_word(app, "区域化党建"));
    desk.saved();
    assert_eq!(std::fs::read_to_string(&file).expect("it is there"), "");
}

#[test]
fn a_dictionary_that_another_program_writes_holds_at_once() {
    let mut desk = desk();
    // The folder is being watched from soon after it was opened.
    std::thread::sleep(std::time::Duration::from_millis(300));
    desk.harness.run_steps(2);
    let folder = desk.set.join(".quandian");
    std::fs::create_dir_all(&folder).expect("room");
    desk.harness.run_steps(2);
    std::thread::sleep(std::time::Duration::from_millis(300));
    std::fs::write(folder.join("dictionary.txt"), "区域化党建 50000 n\n").expect("room");
    desk.wait_until(|app| has_word(app, "区域化党建"));
}

#[test]
fn words_can_be_set_apart_and_stay_where_they_can_be_tagged() {
    let mut desk = desk();
    desk.keys(Modifiers::NONE, Key::J);
    for _ in 0..3 {
        desk.key(Key::F2);
    }
    let marks = desk.harness.state().session().settings().word_marks;
    assert_eq!(marks, quandian::session::WordMarks::Spaced);
    desk.key(Key::J);
    desk.key(Key::J);
    desk.key(Key::Num1);
    assert_eq!(desk.passages()[0].quotes, ["年初以来,临河区把区域化党建作为城市治理的牵引。"]);
}

#[test]
fn entries_are_added_filtered_and_removed_in_the_dialog() {
    let mut desk = desk();
    desk.keys(CTRL_SHIFT, Key::D);
    assert!(desk.sees("词典还是空的"));
    desk.text("三张清单 300 n");
    desk.key(Key::Enter);
    desk.text("柳岸街道");
    desk.key(Key::Enter);
    assert_eq!(dictionary(&desk), ["三张清单 300 n", "柳岸街道"]);
    assert!(desk.sees("权重 300") || desk.sees("三张清单"));
    desk.text("柳岸，");
    desk.key(Key::Enter);
    assert!(desk.sees("不能作为词条"), "it is told in place");
    desk.keys(CTRL, Key::A);
    desk.text("清单");
    assert!(!desk.sees("移出词典“柳岸街道”"), "the list is filtered");
    click(&mut desk, "移出词典“三张清单”");
    assert_eq!(dictionary(&desk), ["柳岸街道"]);
    desk.key(Key::Escape);
    desk.keys(CTRL, Key::Z);
    assert_eq!(dictionary(&desk).len(), 2);
}

#[test]
fn suggestions_are_harvested_accepted_and_rejected_for_good() {
    let mut desk = desk();
    desk.keys(CTRL_SHIFT, Key::D);
    click(&mut desk, "显示 建议");
    click(&mut desk, "从全集里找");
    desk.wait_until(|app| app.session().harvest().is_some());
    for name in ["林可", "周行之"] {
        assert!(desk.sees(&format!("加入词典“{name}”")), "{name}");
    }
    click(&mut desk, "不再建议“周行之”");
    assert!(!desk.sees("加入词典“周行之”"));
    click(&mut desk, "加入有把握的 1 个");
    assert_eq!(dictionary(&desk), ["林可"]);
    desk.saved();
    let mut desk = desk.reopened();
    desk.keys(CTRL_SHIFT, Key::D);
    click(&mut desk, "显示 建议");
    click(&mut desk, "从全集里找");
    desk.wait_until(|app| app.session().harvest().is_some());
    assert!(!desk.sees("加入词典“周行之”") && !desk.sees("加入词典“林可”"));
}

#[test]
fn all_places_of_a_word_are_listed_and_one_is_gone_to() {
    let mut desk = desk();
    // 党建, which the segmentation may have within a longer word.
    select_title(&mut desk, 11, 2);
    desk.keys(CTRL_SHIFT, Key::L);
    desk.wait_until(|app| app.session().occurrences("党建").is_some());
    assert!(desk.sees("“党建”的全部出现") && desk.sees("全集 2 次，见于 1 篇"));
    desk.key(Key::ArrowDown);
    desk.key(Key::Enter);
    assert!(!desk.sees("的全部出现"));
    assert!(desk.sees("已选 2 字"), "the word is selected there");
    desk.key(Key::Num2);
    assert_eq!(desk.passages()[0].quotes, ["党建"]);
}

#[test]
fn the_word_under_the_pointer_is_counted_in_the_status_line() {
    let mut desk = desk();
    let place = desk.harness.get_by_label_contains("柳岸街道原有").rect();
    // Into the sixth character of the paragraph, behind its indent.
    let at = place.left_top() + egui::vec2(19.0 * 12.0, 17.0);
    desk.harness.event(egui::Event::PointerMoved(at));
    let mut seen = false;
    for _ in 0..400 {
        desk.harness.run_steps(2);
        seen |= desk.sees("本篇") && desk.sees("全集");
        if seen {
            break;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    assert!(seen);
}
