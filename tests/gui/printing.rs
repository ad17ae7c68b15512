//! Printing: the open article as it is marked, or excerpts, as a PDF.

use std::fs;

use eframe::egui::{Key, Modifiers, vec2};
use egui_kittest::kittest::Queryable as _;
use quandian::{
    corpus::ArticlePath,
    session::{Command, Settings},
    text::{CharOffset, CharSpan},
};

use crate::{Desk, desk};

fn marked() -> Desk {
    let articles =
        [("2019-议事.txt", "柳岸街道建起议事亭,居民每周议事。\n"), ("2020-灯.txt", "灯亮着。\n")];
    Desk::prepared(vec2(1024.0, 700.0), &Settings::default(), &articles, |set| {
        let mut session = desk::session(set);
        let command = Command::Tag {
            article: ArticlePath::new("2019-议事.txt").expect("a name"),
            fragments: vec![CharSpan::between(CharOffset::new(4), CharOffset::new(9))],
            themes: vec![session.codebook().themes()[0].id],
            memo: "细看".to_owned(),
        };
        session.apply(command).expect("inside the article");
        session.save_now().expect("room");
    })
}

fn click(desk: &mut Desk, name: &str) {
    desk.harness.get_by_label(name).click();
    desk.harness.run_steps(3);
}

/// Writes the pages that the dialog says, without opening them; their bytes.
fn printed(desk: &mut Desk, name: &str, choices: &[&str]) -> Vec<u8> {
    let file = desk.set.with_file_name(name);
    desk.keys(Modifiers::COMMAND, Key::P);
    desk.text(&file.to_string_lossy());
    for choice in choices {
        click(desk, choice);
    }
    // No test starts another program.
    click(desk, "用系统的 PDF 阅读器打开，从那里打印");
    click(desk, "写成 PDF");
    desk.wait_until(|app| app.session().jobs().next().is_none());
    let bytes = fs::read(file).expect("it was written");
    assert!(bytes.starts_with(b"%PDF-1."));
    bytes
}

#[test]
fn the_open_article_is_printed_and_excerpts_where_they_are_chosen() {
    let mut desk = marked();
    desk.keys(Modifiers::COMMAND, Key::P);
    assert!(desk.sees("本文，带标注") && desk.sees("全部摘录 1 处"));
    desk.key(Key::Escape);
    let article = printed(&mut desk, "文.pdf", &[]);
    assert!(desk.sees("打开文件夹"));
    let large = printed(&mut desk, "大.pdf", &["字号 四号 14", "纸张 信纸（Letter）"]);
    let excerpts = printed(&mut desk, "摘.pdf", &["内容 全部摘录 1 处"]);
    assert!(article != large && article != excerpts && large != excerpts);
    let has = |bytes: &[u8], words: &str| String::from_utf8_lossy(bytes).contains(words);
    assert!(has(&large, "612 792") && !has(&article, "612 792"));
}
