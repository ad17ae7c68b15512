//! Seeing the tags: beside the text however many there are, by pointing, one theme at a time, or
//! not at all.

use eframe::egui::{self, Key, Modifiers, Rect, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use quandian::{
    session::{Command, Settings},
    text::{CharOffset, CharSpan},
};

use crate::{
    Desk,
    desk::{ARTICLE, session},
    themes::click,
};

/// The first sentence of the text tagged with 阵地建设, the next with 区域化党建.
fn tagged() -> Desk {
    let mut desk = Desk::new();
    for _ in 0..3 {
        desk.key(Key::J);
    }
    desk.key(Key::Num1);
    desk.key(Key::J);
    desk.key(Key::Num3);
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    desk
}

/// Whether something has exactly that name.
fn is_there(desk: &Desk, name: &str) -> bool {
    desk.harness.query_all_by_label(name).next().is_some()
}

/// Whether a passage of that theme has its name beside the text.
fn is_beside(desk: &Desk, theme: &str) -> bool {
    desk.sees(&format!("标注：{theme}；“"))
}

/// Moves the pointer over the first sentence that is tagged.
fn point_at_the_first(desk: &mut Desk) {
    let paragraph = desk.harness.get_by_label_contains("牵引。在区").rect();
    desk.harness.event(egui::Event::PointerMoved(paragraph.left_top() + vec2(120.0, 17.0)));
    desk.harness.run_steps(4);
}

#[test]
fn an_eye_dims_and_hides_a_theme_in_the_text_but_not_its_count() {
    let mut desk = tagged();
    assert!(is_beside(&desk, "阵地建设"));
    click(&mut desk, "主题“阵地建设”：显示中");
    assert!(is_beside(&desk, "阵地建设") && desk.sees("，已淡化"));
    assert!(desk.sees("已淡化 1 个主题"));
    click(&mut desk, "主题“阵地建设”：已淡化");
    assert!(!is_beside(&desk, "阵地建设"), "it is hidden beside the text");
    assert!(is_beside(&desk, "区域化党建"), "the others are not");
    assert!(desk.sees("阵地建设，1 处，快捷键 1，已隐藏"), "it is still counted");
    click(&mut desk, "已隐藏 1 个主题 · 全部显示");
    assert!(is_beside(&desk, "阵地建设") && !desk.sees("已隐藏"));
}

#[test]
fn only_one_theme_is_seen_when_that_is_wanted_and_all_by_one_key() {
    let mut desk = tagged();
    click(&mut desk, "主题“区域化党建”的更多操作");
    click(&mut desk, "只看这个主题");
    assert!(!is_beside(&desk, "阵地建设") && is_beside(&desk, "区域化党建"));
    assert!(desk.sees("已隐藏 2 个主题"));
    desk.keys(Modifiers::COMMAND, Key::H);
    assert!(is_beside(&desk, "阵地建设") && !desk.sees("已隐藏"));
}

#[test]
fn what_is_tagged_with_a_hidden_theme_is_seen_at_once() {
    let mut desk = tagged();
    for name in ["主题“人才”：显示中", "主题“人才”：已淡化"] {
        click(&mut desk, name);
    }
    assert!(desk.sees("已隐藏 1 个主题"));
    desk.key(Key::J);
    desk.key(Key::Num2);
    assert!(is_beside(&desk, "人才") && !desk.sees("已隐藏"));
}

#[test]
fn a_passage_whose_themes_are_hidden_is_seen_while_it_is_selected() {
    let mut desk = tagged();
    for name in ["主题“阵地建设”：显示中", "主题“阵地建设”：已淡化"] {
        click(&mut desk, name);
    }
    click(&mut desk, "城市治理的牵引。；主题");
    assert!(is_beside(&desk, "阵地建设"));
    desk.key(Key::Escape);
    assert!(!is_beside(&desk, "阵地建设"));
}

#[test]
fn pointing_at_a_passage_tells_its_themes_memo_and_coder_but_not_while_selecting() {
    let mut desk = tagged();
    click(&mut desk, "城市治理的牵引。；主题");
    desk.key(Key::M);
    desk.text("看资金来源");
    desk.keys(Modifiers::COMMAND, Key::Enter);
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    point_at_the_first(&mut desk);
    assert!(is_there(&desk, "主题：阵地建设") && is_there(&desk, "看资金来源"));
    let place = desk.harness.get_by_label_contains("牵引。在区").rect().left_top();
    let button = |pressed| egui::Event::PointerButton {
        pos: place + vec2(120.0, 17.0),
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    desk.harness.event(button(true));
    desk.harness.event(egui::Event::PointerMoved(place + vec2(200.0, 17.0)));
    desk.harness.run_steps(4);
    assert!(!is_there(&desk, "主题：阵地建设"), "it would be in the way of selecting");
    desk.harness.event(button(false));
}

#[test]
fn focus_shows_the_text_alone_and_gives_everything_back() {
    let mut desk = tagged();
    desk.key(Key::F6);
    desk.key(Key::F11);
    for gone in ["筛选文章", "导出", "已保存", "标注：阵地建设", "文章缩影", "新主题"]
    {
        assert!(!desk.sees(gone), "{gone}");
    }
    assert!(desk.sees("文章正文") && desk.sees("退出专注"));
    // Tagging goes on, and what was just tagged is seen.
    desk.key(Key::J);
    desk.key(Key::Num2);
    assert_eq!(desk.passages().len(), 3);
    desk.key(Key::F11);
    assert!(!desk.sees("筛选文章"), "the list was closed before");
    assert!(desk.sees("新主题") && is_beside(&desk, "人才") && desk.sees("导出"));
}

#[test]
fn escape_leaves_focus_when_nothing_is_selected() {
    let mut desk = tagged();
    desk.key(Key::F11);
    desk.key(Key::J);
    desk.key(Key::Escape);
    assert!(desk.sees("退出专注"), "the first takes the selection back");
    desk.key(Key::Escape);
    desk.key(Key::Escape);
    assert!(!desk.sees("退出专注") && desk.sees("筛选文章"));
}

#[test]
fn a_memo_is_written_where_there_is_a_card_for_it() {
    let mut desk = tagged();
    desk.key(Key::F11);
    desk.key(Key::J);
    desk.key(Key::Num2);
    desk.key(Key::M);
    desk.text("看来源");
    assert!(!desk.sees("退出专注"));
    desk.keys(Modifiers::COMMAND, Key::Enter);
    assert!(desk.passages().iter().any(|passage| passage.memo == "看来源"));
}

/// The rows of names beside the text, with how many passages each tells of.
fn names(desk: &Desk) -> Vec<(Rect, usize)> {
    let tells = |label: &str| {
        let rest = label.strip_prefix("另有 ").and_then(|l| l.strip_suffix(" 处标注"));
        let alike = label.split_once(" ×").and_then(|(_, count)| count.split('；').next());
        rest.or(alike).map_or(usize::from(label.starts_with("标注：")), |count| {
            count.replace(',', "").parse().unwrap_or(0)
        })
    };
    let all = desk.harness.query_all_by_label_contains("标注");
    let rows = all.filter_map(|node| {
        let count = tells(&node.accesskit_node().label()?);
        (count > 0).then(|| (node.rect(), count))
    });
    rows.collect()
}

#[test]
fn thirty_passages_on_the_same_lines_are_all_told_of_and_no_names_overlap() {
    for size in [vec2(1440.0, 900.0), vec2(1024.0, 700.0)] {
        for count in [1, 3, 8, 30_u32] {
            let articles = [("2019-共建共享.txt", ARTICLE)];
            let desk = Desk::prepared(size, &Settings::default(), &articles, |set| {
                let mut session = session(set);
                let article = session.corpus().expect("open").entries()[0].path.clone();
                let themes: Vec<_> =
                    session.codebook().themes().iter().map(|theme| theme.id).collect();
                for at in 0..count {
                    let (start, end) = (CharOffset::new(50 + at), CharOffset::new(70 + at));
                    let command = Command::Tag {
                        article: article.clone(),
                        fragments: vec![CharSpan::between(start, end)],
                        themes: vec![themes[at as usize % themes.len()]],
                        memo: String::new(),
                    };
                    session.apply(command).expect("inside the article");
                }
                session.save_now().expect("a good disk");
            });
            let names = names(&desk);
            let told: usize = names.iter().map(|(_, count)| count).sum();
            assert_eq!(told, count as usize, "{size:?}: {names:?}");
            // The text's column is the widest of what holds these words.
            let column = desk.harness.query_all_by_label_contains("年初以来").map(|n| n.rect());
            let text = column.max_by(|a, b| a.width().total_cmp(&b.width())).expect("the text");
            for (place, (rect, _)) in names.iter().enumerate() {
                assert!(rect.left() > text.right(), "a name runs into the text");
                assert!(rect.right() < size.x, "a name runs over the edge");
                let others = names.iter().skip(place + 1);
                for (other, _) in others {
                    assert!(!rect.shrink(1.0).intersects(other.shrink(1.0)), "{names:?}");
                }
            }
        }
    }
}
