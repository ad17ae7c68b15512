//! Coding blind: nothing of the others is seen anywhere, until it is ended with a question.

use std::path::Path;

use eframe::egui::{Key, Modifiers, Shape, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use quandian::{
    annotation::{JournalEntry, now},
    corpus::ArticlePath,
    session::{CatalogueCommand, Command, Settings},
    storage::Disk,
    text::{CharOffset, CharSpan},
};

use crate::{Desk, desk, themes::click};

const NAME: &str = "2019-议事.txt";
const TEXT: &str = "柳岸街道建起议事亭,居民每周议事。\n商户每月议事,事情有人管。\n";
const OTHER: &str = "钱";

fn tag(set: &Path, coder: &str, marks: &[(u32, u32, usize, &str)]) {
    let mut session = desk::session(set);
    let settings = Settings { coder: Some(coder.to_owned()), ..Settings::default() };
    session.apply(Command::Configure(settings)).expect("no file to write");
    let article = ArticlePath::new(NAME).expect("a name");
    for &(from, to, theme, memo) in marks {
        let command = Command::Tag {
            article: article.clone(),
            fragments: vec![CharSpan::between(CharOffset::new(from), CharOffset::new(to))],
            themes: vec![session.codebook().themes()[theme].id],
            memo: memo.to_owned(),
        };
        session.apply(command).expect("inside the article");
    }
    if coder == OTHER {
        let entry = JournalEntry::new("另一人的日志".to_owned(), now());
        session.apply(Command::WriteJournal(entry)).expect("room");
        let done = CatalogueCommand::SetDone { articles: vec![article], theme: None, done: true };
        session.apply(done.into()).expect("room");
    }
    session.save_now().expect("room");
}

/// 林 marked twice; the other, if he was at work, three times with two themes.
fn prepared(other: bool, blind: bool) -> Desk {
    let window = vec2(1440.0, 900.0);
    Desk::prepared(window, &Settings::default(), &[(NAME, TEXT)], |set| {
        tag(set, "林", &[(4, 9, 0, ""), (10, 16, 1, "自己的备忘")]);
        if other {
            let marks = [(4, 9, 0, "旁人的备忘"), (18, 24, 2, ""), (25, 29, 2, "")];
            tag(set, OTHER, &marks);
        }
        let blind = if blind { vec![set.to_path_buf()] } else { Vec::new() };
        let settings = Settings { coder: Some("林".to_owned()), blind, ..Settings::default() };
        let home = set.parent().expect("a home");
        settings.save(&Disk, &home.join("config").join("settings.ron")).expect("room");
    })
}

/// All that can be read, without the times of the day.
fn labels(desk: &Desk) -> Vec<String> {
    let nodes = desk.harness.query_all_by_label_contains("");
    let mut labels: Vec<String> = nodes
        .filter_map(|node| {
            let node = node.accesskit_node();
            node.label().or_else(|| node.value())
        })
        .map(|label| {
            let chars: Vec<char> = label.chars().collect();
            let time = |at: usize| {
                at.checked_sub(2).is_some_and(|from| {
                    chars.get(from..from + 5).is_some_and(|five| {
                        five.iter()
                            .enumerate()
                            .all(|(n, c)| (n == 2) == (*c == ':') && (n == 2 || c.is_ascii_digit()))
                    })
                })
            };
            match (0..chars.len()).find(|&at| time(at)) {
                Some(at) => chars.iter().take(at - 2).chain(chars.iter().skip(at + 3)).collect(),
                None => label,
            }
        })
        .collect();
    labels.sort();
    labels
}

/// The colours of all that is painted, each as often as it is.
fn colours(desk: &Desk) -> Vec<String> {
    fn collect(shape: &Shape, into: &mut Vec<String>) {
        match shape {
            Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, into)),
            Shape::Rect(rect) => into.push(format!("{:?} {:?}", rect.fill, rect.stroke.color)),
            Shape::Circle(circle) => into.push(format!("{:?}", circle.fill)),
            Shape::LineSegment { stroke, .. } => into.push(format!("{:?}", stroke.color)),
            _ => {}
        }
    }
    let mut colours = Vec::new();
    for clipped in &desk.harness.output().shapes {
        collect(&clipped.shape, &mut colours);
    }
    colours.sort();
    colours
}

/// Goes through every page and every analysis, and looks at each.
fn walk(desk: &mut Desk, mut look: impl FnMut(&str, &mut Desk)) {
    let pages = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6];
    for page in pages {
        desk.keys(Modifiers::COMMAND, page);
        desk.wait_for_answers();
        look(page.name(), desk);
    }
    for view in ["共现", "时间", "词语", "复用", "信度"] {
        click(desk, view);
        desk.wait_for_answers();
        look(view, desk);
    }
}

#[test]
fn no_page_differs_from_a_set_in_which_nobody_else_was_at_work() {
    let mut seen: Vec<(String, Vec<String>, Vec<String>)> = Vec::new();
    walk(&mut prepared(false, true), |page, desk| {
        seen.push((page.to_owned(), labels(desk), colours(desk)));
    });
    let mut seen = seen.into_iter();
    walk(&mut prepared(true, true), |page, desk| {
        let (name, labels_alone, colours_alone) = seen.next().expect("as many pages");
        assert_eq!(name, page);
        let found = labels(desk);
        assert!(!found.iter().any(|label| label.contains(OTHER)), "{page}: {found:#?}");
        assert_eq!(found, labels_alone, "{page}");
        assert_eq!(colours(desk), colours_alone, "{page}");
    });
}

#[test]
fn it_is_begun_by_a_command_kept_over_a_restart_and_ended_with_a_question() {
    let mut desk = prepared(true, false);
    desk.harness.run_steps(4);
    assert!(desk.sees("商户每月议事；主题") && !desk.sees("盲编"));
    desk.keys(Modifiers::COMMAND, Key::K);
    desk.text("盲编");
    desk.key(Key::Enter);
    desk.wait_for_answers();
    assert!(!desk.sees("商户每月议事；主题") && desk.sees("盲编：只见自己的标注"));
    assert_eq!(desk.passages().len(), 2);
    desk.saved();
    let mut desk = desk.reopened();
    desk.harness.run_steps(4);
    assert!(!desk.sees("商户每月议事；主题"));
    click(&mut desk, "盲编：只见自己的标注");
    assert!(desk.sees("结束盲编？"));
    desk.key(Key::Escape);
    assert!(!desk.sees("结束盲编？") && desk.passages().len() == 2, "Escape changes nothing");
    click(&mut desk, "盲编：只见自己的标注");
    desk.harness.get_by_label("结束盲编").click();
    desk.wait_for_answers();
    assert!(desk.sees("商户每月议事；主题") && !desk.sees("盲编：只见自己的标注"));
    assert_eq!(desk.passages().len(), 5);
    let session = desk.harness.state().session();
    let mine = session.journal().filter(|(coder, _)| coder.as_str() == "林");
    let texts: Vec<&str> = mine.map(|(_, entry)| entry.text.as_str()).collect();
    assert_eq!(texts.len(), 2, "{texts:?}");
    assert!(texts[0].starts_with("开始盲编") && texts[1].starts_with("结束盲编"));
}

#[test]
fn the_list_of_coders_counts_what_each_did_and_changes_who_codes() {
    let mut desk = prepared(true, false);
    desk.keys(Modifiers::COMMAND, Key::K);
    desk.text("编码员…");
    desk.key(Key::Enter);
    desk.harness.run_steps(4);
    assert!(desk.sees("林（本人）：标注 2 处，1 篇文章，完成 0 / 1 篇"));
    assert!(desk.sees("钱：标注 3 处，1 篇文章，完成 1 / 1 篇"));
    click(&mut desk, "以 钱 的名义编码");
    desk.harness.run_steps(4);
    assert!(desk.sees("钱（本人）：标注 3 处"));
    assert_eq!(desk.harness.state().session().coder().as_str(), "钱");
}
