//! Importing in the window: what would come is shown before, and one key takes it back.

use eframe::egui::{Key, Modifiers};

use crate::Desk;

const LINES: &str = r#"{"text": "柳岸街道建成驿站,引进青年。\n", "label": [[4, 8, "人才"], [9, 13, "人才/引进"]], "article": "2020-驿站.txt"}
{"text": "三级平台 凝聚合力\n\n居民推选楼栋长。\n", "label": [[11, 13, "阵地建设"]]}
"#;

fn asked(desk: &mut Desk, name: &str, content: &str) {
    let file = desk.set.with_file_name(name);
    std::fs::write(&file, content).expect("room");
    desk.keys(Modifiers::COMMAND, Key::I);
    desk.text(&file.to_string_lossy());
    // The first Enter looks.
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().import_preview().is_some());
}

fn articles(desk: &Desk) -> usize {
    desk.harness.state().session().corpus().expect("open").entries().len()
}

#[test]
fn what_comes_is_shown_then_taken_in_one_step_and_taken_back_by_one_key() {
    let mut desk = Desk::new();
    asked(&mut desk, "标注.jsonl", LINES);
    assert!(desk.sees("新文章 → 2020-驿站.txt"));
    assert!(desk.sees("已在文献集：2017-三级平台.txt"));
    assert!(desk.sees("新 1 · 已有 2"), "themes");
    assert_eq!((articles(&desk), desk.passages().len()), (2, 0), "nothing has come yet");
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().annotations().count() == 3);
    assert_eq!(articles(&desk), 3);
    assert!(desk.set.join("2020-驿站.txt").exists());
    assert!(desk.sees("已导入"));
    desk.saved();
    let step = desk.harness.state().session().undo_name();
    assert_eq!(step.as_deref(), Some("导入：1 篇文章、1 个主题、3 处摘录"));
    let keys: Vec<_> = desk.harness.state().session().codebook().themes().to_vec();
    let come = keys.iter().find(|theme| theme.name == "引进").expect("it came");
    assert_eq!(come.key, None, "the free digits are the user's");
    desk.keys(Modifiers::COMMAND, Key::Z);
    // The articles are moved on another thread.
    desk.wait_until(|app| app.session().annotations().count() == 0);
    assert_eq!((articles(&desk), desk.passages().len()), (2, 0));
    assert!(!desk.set.join("2020-驿站.txt").exists());
}

#[test]
fn a_file_that_cannot_be_read_is_told_and_cannot_be_imported() {
    let mut desk = Desk::new();
    asked(&mut desk, "坏.qdpx", "not an archive");
    assert!(desk.sees("不是这种格式的文件"));
    desk.key(Key::Enter);
    assert!(desk.sees("不是这种格式的文件"), "the dialog is still there");
    desk.key(Key::Escape);
    assert!(!desk.sees("不是这种格式的文件"));
    assert_eq!(articles(&desk), 2);
}

#[test]
fn an_empty_file_is_called_empty() {
    let mut desk = Desk::new();
    asked(&mut desk, "空.txt", "\u{feff}\n  \n");
    assert!(desk.sees("文件是空的"));
}

#[test]
fn what_comes_into_an_empty_set_is_shown() {
    let size = eframe::egui::vec2(1024.0, 700.0);
    let mut desk = Desk::prepared(size, &quandian::session::Settings::default(), &[], |_| {});
    assert!(desk.sees("没有可读的文章"));
    asked(&mut desk, "标注.jsonl", LINES);
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().annotations().count() == 3);
    assert!(!desk.sees("没有可读的文章"));
}
