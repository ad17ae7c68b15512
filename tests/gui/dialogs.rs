//! The dialogs, by keyboard: Enter confirms, Escape leaves, what is wrong is told in place.

use eframe::egui::{Key, Modifiers, ViewportEvent, ViewportId};
use egui_kittest::kittest::Queryable as _;
use quandian::session::{PageTheme, SaveState, TextFont};

use crate::Desk;

fn theme_names(desk: &Desk) -> Vec<String> {
    let codebook = desk.harness.state().session().codebook();
    codebook.themes().iter().map(|theme| theme.name.clone()).collect()
}

fn click(desk: &mut Desk, name: &str) {
    desk.harness.get_by_label(name).click();
    desk.harness.run_steps(3);
}

#[test]
fn a_theme_is_made_with_name_colour_and_key_in_one_step() {
    let mut desk = Desk::new();
    let before = theme_names(&desk);
    desk.keys(Modifiers::COMMAND, Key::N);
    desk.text("议事协商");
    click(&mut desk, "玫瑰");
    click(&mut desk, "数字键 9");
    desk.keys(Modifiers::COMMAND, Key::Enter);
    let codebook = desk.harness.state().session().codebook();
    let theme = codebook.by_name("议事协商").expect("it was made").clone();
    assert_eq!(theme.key, Some(9));
    assert_eq!(theme.colour, quandian::annotation::Colour::Palette(9));
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(theme_names(&desk), before);
}

#[test]
fn a_theme_without_a_name_of_its_own_is_not_made() {
    let mut desk = Desk::new();
    let before = theme_names(&desk);
    desk.keys(Modifiers::COMMAND, Key::N);
    desk.key(Key::Enter);
    assert!(desk.sees("主题需要一个名称"));
    desk.text("人才");
    assert!(desk.sees("已有主题“人才”"));
    desk.key(Key::Enter);
    assert!(desk.sees("自选颜色"), "the dialog is still there");
    desk.key(Key::Escape);
    assert_eq!(theme_names(&desk), before);
}

#[test]
fn settings_hold_at_once_and_on_another_day() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::Comma);
    click(&mut desk, "页面颜色 墨夜");
    click(&mut desk, "文字大小：增大");
    let settings = |desk: &Desk| desk.harness.state().session().settings().clone();
    assert_eq!(settings(&desk).page_theme, PageTheme::Dark);
    assert_eq!(settings(&desk).text_percent, 110);
    desk.key(Key::Escape);
    let desk = desk.reopened();
    assert_eq!(settings(&desk).page_theme, PageTheme::Dark);
}

#[test]
fn the_text_is_set_as_the_settings_say_at_once() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::Comma);
    for name in ["字体 黑体", "行距：增大", "行宽：减小", "段距：增大", "两端对齐"]
    {
        click(&mut desk, name);
    }
    assert!(desk.sees("预览") && desk.sees("行宽 28 字"));
    let settings = desk.harness.state().session().settings().clone();
    assert_eq!(settings.text_font, TextFont::Sans);
    let numbers = (settings.line_percent, settings.measure, settings.paragraph_percent);
    assert_eq!(numbers, (190, 28, 25));
    assert!(!settings.justify);
}

#[test]
fn a_font_of_ones_own_is_used_and_a_broken_one_is_told_of() {
    let mut desk = Desk::new();
    let broken = desk.set.with_file_name("破.ttf");
    std::fs::write(&broken, "这不是字体").expect("room");
    let good = desk.set.with_file_name("好.ttf");
    let bundled = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts/NotoSansSC-Regular.ttf");
    std::fs::copy(bundled, &good).expect("room");
    desk.keys(Modifiers::COMMAND, Key::Comma);
    click(&mut desk, "字体 自选");
    for (path, told) in [(&broken, "不是能用的字体文件"), (&good, "正在使用“Noto Sans SC")]
    {
        click(&mut desk, "字体文件");
        desk.keys(Modifiers::COMMAND, Key::A);
        desk.text(&path.to_string_lossy());
        desk.key(Key::Tab);
        for _ in 0..400 {
            if desk.sees(told) {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(5));
            desk.harness.run_steps(2);
        }
        assert!(desk.sees(told), "{told}");
    }
    desk.key(Key::Escape);
    let settings = desk.harness.state().session().settings().clone();
    assert_eq!((settings.text_font, settings.own_font), (TextFont::Own, Some(good)));
}

#[test]
fn a_coder_must_have_a_name_that_a_file_can_bear() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::Comma);
    click(&mut desk, "设置 程序");
    click(&mut desk, "编码员");
    desk.text("林/可");
    assert!(desk.sees("不能含"));
    desk.keys(Modifiers::COMMAND, Key::A);
    desk.text("周行之");
    assert!(!desk.sees("不能含"));
    desk.key(Key::Enter);
    assert!(!desk.sees("界面大小"), "the dialog is done with");
    assert_eq!(desk.harness.state().session().coder().as_str(), "周行之");
}

#[test]
fn excerpts_are_exported_to_a_typed_path() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    desk.key(Key::Num1);
    let path = desk.set.with_file_name("摘录.csv");
    desk.keys(Modifiers::COMMAND, Key::E);
    desk.text(&path.to_string_lossy());
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().jobs().next().is_none());
    assert!(desk.sees("已导出 1 处摘录"));
    let csv = std::fs::read_to_string(&path).expect("it was written");
    assert!(csv.contains(",共建共享:临河区区域化党建观察,,2,17,"), "{csv}");
}

#[test]
fn no_article_is_written_over_by_an_export() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    desk.key(Key::Num1);
    let path = desk.set.join("2019-共建共享.txt");
    desk.keys(Modifiers::COMMAND, Key::E);
    desk.text(&path.to_string_lossy());
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().jobs().next().is_none());
    assert!(desk.sees("不能写到文献集自己的文件上"));
    assert_eq!(std::fs::read_to_string(&path).expect("it is there"), crate::desk::ARTICLE);
}

#[test]
fn the_sheet_of_shortcuts_comes_and_goes_by_key() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::SHIFT, Key::F1);
    assert!(desk.sees("选中下一句") && desk.sees("右移一词"));
    // The caret behind it stays where it is.
    desk.key(Key::PageDown);
    assert!(desk.sees("第 0 /"), "the status line tells the caret's place");
    desk.key(Key::Escape);
    assert!(!desk.sees("右移一词"));
}

#[test]
fn the_window_does_not_close_on_what_is_not_saved() {
    let mut desk = Desk::new();
    // A file where the folder of our own should be: nothing can be saved.
    let in_the_way = desk.set.join(".quandian");
    std::fs::write(&in_the_way, "").expect("room");
    desk.key(Key::J);
    desk.key(Key::Num1);
    desk.wait_until(|app| matches!(app.session().save_state(), SaveState::Failed(_)));
    let root = desk.harness.input_mut().viewports.get_mut(&ViewportId::ROOT).expect("a window");
    root.events.push(ViewportEvent::Close);
    desk.harness.run_steps(3);
    assert!(desk.sees("有内容没能保存"));
    std::fs::remove_file(&in_the_way).expect("it is there");
    click(&mut desk, "重试保存");
    desk.saved();
    assert!(!desk.sees("有内容没能保存"));
    assert_eq!(desk.reopened().passages().len(), 1);
}
