//! What every table does, over several of its users: keys, typing, several orders, selecting and
//! copying rows, widths.

use eframe::egui::{Event, Key, Modifiers, OutputCommand, Pos2, Role, pos2, vec2};
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use quandian::{
    session::Command,
    text::{CharOffset, CharSpan},
};

use crate::{Desk, themes::click};

/// The months a sentence of the long article is about.
const MONTHS: usize = 60;

/// A long article of 60 sentences about one thing, and one of another year.
fn desk(tagged: bool) -> Desk {
    let long: Vec<_> = (1..=MONTHS).map(|month| format!("第{month:02}月街道谈党建。")).collect();
    let long = long.join("\n\n");
    let articles = [
        ("2019-长文.txt", format!("长文记事\n\n{long}")),
        ("2017-短文.txt", "短文记事\n\n区里谈党建。\n".to_owned()),
    ];
    let articles = articles.each_ref().map(|(name, text)| (*name, text.as_str()));
    let settings = quandian::session::Settings::default();
    Desk::prepared(vec2(1440.0, 900.0), &settings, &articles, |set| {
        if !tagged {
            return;
        }
        let mut session = crate::desk::session(set);
        let themes: Vec<_> = session.codebook().themes().iter().map(|theme| theme.id).collect();
        let corpus = session.corpus().expect("open").clone();
        for article in corpus.articles() {
            let text = article.text.as_str();
            for (number, (at, _)) in text.match_indices("党建").enumerate() {
                let from = u32::try_from(text[..at].chars().count()).expect("short");
                let span = CharSpan::between(CharOffset::new(from), CharOffset::new(from + 2));
                let command = Command::Tag {
                    article: article.path.clone(),
                    fragments: vec![span],
                    themes: vec![themes[number % 2]],
                    memo: format!("备{:02}", number % 7),
                };
                session.apply(command).expect("tagged");
            }
        }
        session.save_now().expect("saved");
    })
}

/// The page of searching with all 61 hits, the keyboard on the rows.
fn search() -> Desk {
    let mut desk = desk(false);
    desk.keys(Modifiers::COMMAND, Key::Num3);
    desk.harness.run_steps(3);
    desk.harness.event(Event::Text("党建".to_owned()));
    desk.harness.run_steps(2);
    desk.key(Key::Enter);
    desk.wait_until(|app| !app.session().is_searching());
    desk.harness.run_steps(3);
    desk
}

/// The page of excerpts with all 61 passages, the keyboard on the rows.
fn excerpts() -> Desk {
    let mut desk = desk(true);
    desk.keys(Modifiers::COMMAND, Key::Num2);
    desk.harness.run_steps(3);
    desk.harness.get_by_role(Role::Table).focus();
    desk.harness.run_steps(3);
    desk
}

/// What Ctrl+C puts on the clipboard.
fn copied(desk: &mut Desk) -> Vec<String> {
    desk.harness.event(Event::Copy);
    desk.harness.step();
    let commands = &desk.harness.output().platform_output.commands;
    let text = commands.iter().find_map(|command| match command {
        OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    text.expect("something was copied").lines().map(str::to_owned).collect()
}

/// The number of rows in view and what the row that the keys act on says.
fn rows(desk: &Desk) -> Vec<(f32, String)> {
    let found = desk.harness.query_all_by_role(Role::Row);
    let mut rows: Vec<_> = found
        .map(|row| (row.rect().top(), row.accesskit_node().label().unwrap_or_default()))
        .collect();
    rows.sort_by(|a, b| a.0.total_cmp(&b.0));
    rows
}

/// The line of the row that the keys act on, as it is copied.
fn here(desk: &mut Desk) -> String {
    let lines = copied(desk);
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines.into_iter().next().expect("one")
}

#[test]
fn every_key_of_a_list_works_on_every_table() {
    for mut desk in [search(), excerpts()] {
        let first = here(&mut desk);
        assert!(first.contains("短文") || first.contains("长文"), "{first}");
        desk.key(Key::End);
        let last = here(&mut desk);
        assert_ne!(first, last);
        desk.key(Key::PageUp);
        let page_up = here(&mut desk);
        assert!(page_up != last && page_up != first, "{page_up}");
        desk.key(Key::PageDown);
        assert_eq!(here(&mut desk), last);
        desk.key(Key::ArrowUp);
        desk.key(Key::ArrowDown);
        assert_eq!(here(&mut desk), last, "one up and one down again");
        desk.key(Key::Home);
        assert_eq!(here(&mut desk), first);
        // Two presses that arrive in one frame are two steps.
        let press = Event::Key {
            key: Key::ArrowDown,
            physical_key: None,
            pressed: true,
            repeat: true,
            modifiers: Modifiers::NONE,
        };
        desk.harness.input_mut().events.extend([press.clone(), press]);
        desk.harness.run_steps(3);
        let two = here(&mut desk);
        desk.key(Key::Home);
        desk.key(Key::ArrowDown);
        assert_ne!(here(&mut desk), two);
        desk.key(Key::ArrowDown);
        assert_eq!(here(&mut desk), two);
    }
}

#[test]
fn the_row_that_the_keys_act_on_is_in_view() {
    for mut desk in [search(), excerpts()] {
        assert!(rows(&desk).len() < MONTHS, "only what is in view is drawn");
        desk.key(Key::End);
        desk.harness.run_steps(3);
        let table = desk.harness.get_by_role(Role::Table).rect();
        let shown = rows(&desk);
        let (last, before) = (shown[shown.len() - 1].0, shown[shown.len() - 2].0);
        // It ends where the table ends.
        let rest = table.bottom() - (last + (last - before));
        assert!(rest.abs() < 3.0, "{rest}: {shown:?}");
        let there = here(&mut desk);
        desk.key(Key::ArrowDown);
        assert_eq!(here(&mut desk), there, "there is none below");
    }
}

#[test]
fn rows_are_selected_with_shift_or_ctrl_and_copied_as_lines() {
    for mut desk in [search(), excerpts()] {
        let first = here(&mut desk);
        desk.keys(Modifiers::SHIFT, Key::ArrowDown);
        desk.keys(Modifiers::SHIFT, Key::ArrowDown);
        let three = copied(&mut desk);
        assert_eq!(three.len(), 3);
        assert_eq!(three[0], first);
        assert!(three.iter().all(|line| line.contains('\t')), "{three:?}");
        desk.keys(Modifiers::SHIFT, Key::ArrowUp);
        assert_eq!(copied(&mut desk), three[..2]);
        desk.keys(Modifiers::COMMAND, Key::A);
        assert_eq!(copied(&mut desk).len(), MONTHS + 1);
        // Moving on without Shift selects nothing any more.
        desk.key(Key::Home);
        assert_eq!(copied(&mut desk), std::slice::from_ref(&first));
    }
}

/// The middle of the row `at` of those in view.
fn middle(desk: &Desk, at: usize) -> Pos2 {
    let found = desk.harness.query_all_by_role(Role::Row);
    let mut rows: Vec<_> = found.map(|row| row.rect()).collect();
    rows.sort_by(|a, b| a.top().total_cmp(&b.top()));
    rows[at].center()
}

fn click_with(desk: &mut Desk, held: Modifiers, at: Pos2) {
    desk.harness.event(Event::ModifiersChanged(held));
    desk.harness.event(Event::PointerMoved(at));
    let button = eframe::egui::PointerButton::Primary;
    for pressed in [true, false] {
        desk.harness.event(Event::PointerButton { pos: at, button, pressed, modifiers: held });
        desk.harness.step();
    }
    desk.harness.event(Event::ModifiersChanged(Modifiers::NONE));
    desk.harness.run_steps(3);
}

#[test]
fn clicks_with_shift_and_ctrl_select_and_do_not_open() {
    for mut desk in [search(), excerpts()] {
        desk.key(Key::Home);
        let (third, fifth) = (middle(&desk, 2), middle(&desk, 4));
        click_with(&mut desk, Modifiers::SHIFT, third);
        assert_eq!(copied(&mut desk).len(), 3);
        click_with(&mut desk, Modifiers::COMMAND, fifth);
        assert_eq!(copied(&mut desk).len(), 4);
        click_with(&mut desk, Modifiers::COMMAND, fifth);
        assert_eq!(copied(&mut desk).len(), 3);
        assert!(!desk.sees("文章正文"), "nothing was opened");
        click_with(&mut desk, Modifiers::NONE, fifth);
        assert!(desk.sees("文章正文"));
    }
}

#[test]
fn typing_finds_a_row_also_by_sound() {
    let mut desk = search();
    desk.text("dw");
    assert!(here(&mut desk).starts_with("短文记事\t"));
    let mut desk = excerpts();
    desk.key(Key::End);
    let last = here(&mut desk);
    desk.text("nothing of that kind");
    assert_eq!(here(&mut desk), last, "what is not there is not gone to");
}

fn head(desk: &mut Desk, held: Modifiers, name: &str) {
    let at = desk.harness.get_by_role_and_label(Role::ColumnHeader, name).rect().center();
    click_with(desk, held, at);
    desk.wait_until(|app| !app.session().is_searching());
    desk.harness.run_steps(3);
}

#[test]
fn rows_are_sorted_both_ways_and_by_several_columns() {
    let mut desk = search();
    head(&mut desk, Modifiers::NONE, "年份 · 已标");
    assert!(rows(&desk)[0].1.contains("短文记事"), "2017 comes first");
    head(&mut desk, Modifiers::NONE, "年份 · 已标，升序");
    assert!(rows(&desk)[0].1.contains("第01月"), "2019 comes first");
    head(&mut desk, Modifiers::SHIFT, "左语境");
    head(&mut desk, Modifiers::SHIFT, "左语境，升序");
    assert!(desk.sees("年份 · 已标，降序") && desk.sees("左语境，降序"));
    assert!(!rows(&desk)[0].1.contains("第01月"), "{:?}", rows(&desk)[0]);

    let mut desk = excerpts();
    head(&mut desk, Modifiers::NONE, "备忘录");
    head(&mut desk, Modifiers::SHIFT, "主题");
    head(&mut desk, Modifiers::SHIFT, "主题，升序");
    let names: Vec<_> = rows(&desk).into_iter().map(|(_, name)| name).collect();
    let talent = names.iter().take_while(|name| name.contains("主题：人才")).count();
    assert!(talent > 1, "of one memo those of the second theme come first: {names:?}");
    assert!(names[talent].contains("主题：阵地建设"));
}

#[test]
fn all_some_or_none_are_checked_and_the_head_says_which() {
    use eframe::egui::accesskit::Toggled;
    let mut desk = excerpts();
    let state = |desk: &Desk| {
        let all = desk.harness.get_by_role_and_label(Role::CheckBox, "勾选全部");
        all.accesskit_node().toggled()
    };
    assert_eq!(state(&desk), Some(Toggled::False));
    desk.keys(Modifiers::SHIFT, Key::ArrowDown);
    desk.key(Key::Space);
    assert_eq!(state(&desk), Some(Toggled::Mixed));
    assert!(desk.harness.query_all_by_value("61 处，已选 2 处").next().is_some());
    click(&mut desk, "勾选全部");
    assert_eq!(state(&desk), Some(Toggled::True));
    click(&mut desk, "勾选全部");
    assert_eq!(state(&desk), Some(Toggled::False));
}

#[test]
fn a_column_drawn_wider_stays_so() {
    let mut desk = excerpts();
    let left = |desk: &Desk, name: &str| {
        desk.harness.get_by_role_and_label(Role::ColumnHeader, name).rect().left()
    };
    let (text, memo) = (left(&desk, "摘录"), left(&desk, "备忘录"));
    let head = desk.harness.get_by_role_and_label(Role::ColumnHeader, "摘录").rect();
    let border = pos2(head.left() - 5.0, head.center().y);
    let button = eframe::egui::PointerButton::Primary;
    let modifiers = Modifiers::NONE;
    let press = |pos, pressed| Event::PointerButton { pos, button, pressed, modifiers };
    desk.harness.event(Event::PointerMoved(border));
    desk.harness.run_steps(2);
    desk.harness.event(press(border, true));
    desk.harness.run_steps(2);
    let to = border + vec2(60.0, 0.0);
    desk.harness.event(Event::PointerMoved(to));
    desk.harness.run_steps(2);
    desk.harness.event(press(to, false));
    desk.harness.run_steps(2);
    assert!((left(&desk, "摘录") - text - 60.0).abs() < 2.0, "{} {text}", left(&desk, "摘录"));
    assert!((left(&desk, "备忘录") - memo).abs() < 1.0, "the others stay where they are");
    desk.keys(Modifiers::COMMAND, Key::Num1);
    desk.keys(Modifiers::COMMAND, Key::Num2);
    desk.harness.run_steps(3);
    assert!((left(&desk, "摘录") - text - 60.0).abs() < 2.0);
}

#[test]
fn cells_have_names() {
    let desk = excerpts();
    let cells = |name: &str| {
        let cells = desk.harness.query_all_by_role_and_label(Role::Cell, name);
        cells.count()
    };
    assert!(cells("阵地建设") > 3 && cells("2019") > 3, "{} {}", cells("阵地建设"), cells("2019"));
}

#[test]
fn the_tree_of_themes_and_its_stages_have_the_same_keys() {
    let mut desk = desk(true);
    desk.keys(Modifiers::COMMAND, Key::Num4);
    desk.harness.run_steps(3);
    for stages in [false, true] {
        if stages {
            desk.key(Key::G);
        }
        desk.key(Key::End);
        assert!(here(&mut desk).starts_with("区域化党建"));
        desk.key(Key::PageUp);
        assert!(here(&mut desk).starts_with("阵地建设"));
        desk.keys(Modifiers::SHIFT, Key::ArrowDown);
        assert_eq!(copied(&mut desk).len(), 2);
        desk.key(Key::Home);
    }
}

#[test]
fn a_tree_is_walked_and_folded_by_the_arrows() {
    let mut desk = desk(false);
    desk.keys(Modifiers::COMMAND, Key::Num4);
    desk.key(Key::ArrowDown);
    desk.keys(Modifiers::ALT, Key::ArrowRight);
    let items = |desk: &Desk| desk.harness.query_all_by_role(Role::TreeItem).count();
    assert_eq!(items(&desk), 3);
    desk.key(Key::ArrowLeft);
    assert!(here(&mut desk).starts_with("阵地建设"), "to what it is below");
    desk.key(Key::ArrowLeft);
    assert_eq!(items(&desk), 2, "folded");
    desk.key(Key::ArrowRight);
    assert_eq!(items(&desk), 3);
    desk.key(Key::ArrowRight);
    assert!(here(&mut desk).contains("人才"));
}

#[test]
fn the_years_of_a_search_are_saved_as_a_picture() {
    let mut desk = search();
    let file = desk.set.with_file_name("图.svg");
    click(&mut desk, "存为图片…");
    desk.text(&file.to_string_lossy());
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().jobs().next().is_none());
    let svg = std::fs::read_to_string(&file).expect("it was written");
    for text in ["党建", "2017·1", "2019·60", "61 处 · 2 篇"] {
        assert!(svg.contains(text), "{text}: {svg}");
    }
    // As pixels and as a page, by what is chosen or by the file's name.
    let head = |name: &str| {
        let bytes = std::fs::read(file.with_file_name(name)).expect("it was written");
        bytes[..8].to_vec()
    };
    for (choice, name) in [("格式 PNG 2×", "图"), ("格式 SVG", "页.pdf")] {
        click(&mut desk, "存为图片…");
        click(&mut desk, choice);
        desk.harness.get_by_label("文件").focus();
        desk.harness.run_steps(2);
        desk.keys(Modifiers::COMMAND, Key::A);
        desk.text(&file.with_file_name(name).to_string_lossy());
        desk.key(Key::Enter);
        desk.wait_until(|app| app.session().jobs().next().is_none());
    }
    assert_eq!(head("图.png"), b"\x89PNG\r\n\x1a\n");
    assert!(head("页.pdf").starts_with(b"%PDF"));
    click(&mut desk, "复制图片");
    assert!(desk.sees("图片已复制"));
    // Over an article nothing is saved.
    click(&mut desk, "存为图片…");
    let article = desk.set.join("2017-短文.txt");
    desk.text(&article.to_string_lossy());
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().jobs().next().is_none());
    let text = std::fs::read_to_string(&article).expect("an article");
    assert!(text.starts_with("短文记事"));
}

#[test]
fn a_bar_of_a_year_shows_only_that_year_and_again_all() {
    let mut desk = search();
    click(&mut desk, "2017 年：1 处");
    assert_eq!(rows(&desk).len(), 1);
    click(&mut desk, "2017 年：1 处");
    assert!(rows(&desk).len() > 10);
}
