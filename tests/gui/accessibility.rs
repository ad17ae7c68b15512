//! What a screen reader finds on every page, dialog and menu: each control by a name of its own.

use std::collections::BTreeSet;

use eframe::egui::{Key, Modifiers, Role};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use quandian::{
    session::{Command, Settings},
    text::{CharOffset, CharSpan},
};

use crate::{
    Desk,
    desk::{ARTICLE, session},
};

/// What is operated, and therefore needs a name.
fn is_control(role: Role) -> bool {
    matches!(
        role,
        Role::Button
            | Role::CheckBox
            | Role::ComboBox
            | Role::Link
            | Role::ListBoxOption
            | Role::MenuItem
            | Role::MenuItemRadio
            | Role::MultilineTextInput
            | Role::RadioButton
            | Role::ScrollBar
            | Role::Slider
            | Role::SpinButton
            | Role::Splitter
            | Role::Tab
            | Role::TextInput
            | Role::TreeItem
            | Role::Dialog
            | Role::Menu
    )
}

/// What is wrong with the tree as it is now: controls without a name, and siblings that cannot be
/// told from each other.
fn faults(desk: &Desk, place: &str) -> Vec<String> {
    let mut faults = BTreeSet::new();
    let root = desk.harness.root();
    for parent in std::iter::once(root).chain(root.children_recursive()) {
        let mut names = BTreeSet::new();
        for child in parent.children() {
            let node = child.accesskit_node();
            if node.is_hidden() || !is_control(node.role()) {
                continue;
            }
            let name = node.label().unwrap_or_default();
            let what = format!("{place}: {:?} “{name}”", node.role());
            if name.trim().is_empty() {
                let value = node.value().unwrap_or_default();
                faults.insert(format!("{what} has no name ({value}) at {:?}", child.rect()));
            } else if !names.insert((format!("{:?}", node.role()), name)) {
                faults.insert(format!("{what} is there twice"));
            }
        }
    }
    faults.into_iter().collect()
}

/// A set with passages that overlap, and the window on it.
fn desk() -> Desk {
    desk_of(eframe::egui::vec2(1440.0, 900.0))
}

/// The same in a window of `size`.
fn desk_of(size: eframe::egui::Vec2) -> Desk {
    let articles = [
        ("2019-共建共享.txt", ARTICLE),
        ("2017-三级平台.txt", "三级平台 凝聚合力\n\n居民推选楼栋长。\n"),
    ];
    Desk::prepared(size, &Settings::default(), &articles, |set| {
        let mut session = session(set);
        let corpus = session.corpus().expect("a set");
        let article = {
            let mut paths = corpus.articles().map(|article| article.path.clone());
            paths.find(|path| path.as_str().starts_with("2019"))
        };
        let article = article.expect("that one");
        let themes: Vec<_> = session.codebook().themes().iter().map(|theme| theme.id).collect();
        for (theme, start, end) in [(0, 55, 75), (0, 78, 92), (1, 60, 85)] {
            let fragments = vec![CharSpan::between(CharOffset::new(start), CharOffset::new(end))];
            let (article, themes) = (article.clone(), vec![themes[theme]]);
            let memo = "**一处**想法".to_owned();
            let command = Command::Tag { article, fragments, themes, memo };
            session.apply(command).expect("it is marked");
        }
        session.save_now().expect("room");
    })
}

#[test]
fn every_control_of_every_page_and_dialog_has_a_name_of_its_own() {
    let mut desk = desk();
    let mut wrong = Vec::new();
    for page in [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5] {
        desk.keys(Modifiers::COMMAND, page);
        desk.harness.run_steps(6);
        wrong.extend(faults(&desk, &format!("page {page:?}")));
    }
    desk.keys(Modifiers::COMMAND, Key::Num1);
    for dialog in [Key::Comma, Key::N, Key::E, Key::I, Key::K] {
        desk.keys(Modifiers::COMMAND, dialog);
        desk.harness.run_steps(6);
        wrong.extend(faults(&desk, &format!("dialog {dialog:?}")));
        desk.key(Key::Escape);
        desk.key(Key::Escape);
    }
    desk.keys(Modifiers::SHIFT, Key::F1);
    wrong.extend(faults(&desk, "keys"));
    desk.key(Key::Escape);
    desk.key(Key::F1);
    let chapters =
        ["按键", "开始", "阅读", "标注", "编码簿与备忘录", "检索与摘录", "命令行", "方法"];
    for chapter in chapters {
        desk.harness.query_all_by_label(chapter).last().expect("its tab").click();
        desk.harness.run_steps(6);
        wrong.extend(faults(&desk, &format!("handbook {chapter}")));
    }
    desk.text("撤销");
    wrong.extend(faults(&desk, "handbook, found"));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn so_has_every_control_where_panels_are_folded_and_open_over_the_text() {
    let mut desk = desk_of(eframe::egui::vec2(800.0, 700.0));
    desk.harness.run_steps(6);
    let mut wrong = faults(&desk, "folded");
    for panel in [Key::F6, Key::F7] {
        desk.key(panel);
        desk.harness.run_steps(6);
        wrong.extend(faults(&desk, &format!("open by {panel:?}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_dialog_is_called_by_its_title_and_hides_what_lies_behind() {
    let mut desk = desk();
    let is_shown = |desk: &Desk, name: &str| {
        desk.harness.query_all_by_label(name).any(|node| !node.accesskit_node().is_hidden())
    };
    assert!(is_shown(&desk, "筛选文章"));
    desk.keys(Modifiers::COMMAND, Key::Comma);
    desk.harness.run_steps(4);
    let dialog = desk.harness.get_by_role_and_label(Role::Dialog, "设置");
    assert!(dialog.accesskit_node().is_modal());
    assert!(is_shown(&desk, "完成") && !is_shown(&desk, "筛选文章"));
    desk.key(Key::Escape);
    assert!(is_shown(&desk, "筛选文章"));
}
