//! What could not be saved, saving elsewhere, and snapshots, as they are met in the window.

use eframe::egui::{Key, Modifiers};
use egui_kittest::kittest::Queryable as _;
use quandian::session::SaveState;

use crate::Desk;

fn click(desk: &mut Desk, name: &str) {
    desk.harness.get_by_label(name).click();
    desk.harness.run_steps(3);
}

/// Does a named command through the palette.
fn command(desk: &mut Desk, name: &str) {
    desk.keys(Modifiers::COMMAND, Key::K);
    desk.text(name);
    desk.key(Key::Enter);
}

/// A desk at which nothing can be saved, with one tag: a file lies where the folder of our own
/// should be.
fn full_desk() -> (Desk, std::path::PathBuf) {
    let mut desk = Desk::new();
    let in_the_way = desk.set.join(".quandian");
    std::fs::write(&in_the_way, "").expect("room");
    desk.key(Key::J);
    desk.key(Key::Num1);
    // The passage and, with the first one, the codebook.
    let both = |state| matches!(state, SaveState::Failed(failures) if failures.len() == 2);
    desk.wait_until(move |app| both(app.session().save_state()));
    (desk, in_the_way)
}

#[test]
fn a_failed_save_is_told_at_once_and_offered_back_on_another_day() {
    let (desk, in_the_way) = full_desk();
    assert!(desk.sees("没能保存，可以继续标注"), "told at once");
    let mut desk = desk.reopened();
    desk.wait_until(|app| app.session().jobs().next().is_none());
    assert!(desk.sees("上次有内容没能保存"));
    assert_eq!(desk.passages().len(), 0);
    std::fs::remove_file(&in_the_way).expect("it is there");
    click(&mut desk, "恢复");
    desk.saved();
    assert_eq!(desk.passages().len(), 1);
    let desk = desk.reopened();
    assert!(!desk.sees("上次有内容没能保存"), "offered once");
    assert_eq!(desk.passages().len(), 1);
}

#[test]
fn unsaved_work_can_wait_and_is_discarded_only_on_the_second_click() {
    let (desk, _) = full_desk();
    let mut desk = desk.reopened();
    desk.wait_until(|app| app.session().jobs().next().is_none());
    click(&mut desk, "以后再说");
    assert!(!desk.sees("上次有内容没能保存"));
    command(&mut desk, "恢复没能保存的内容");
    assert!(desk.sees("上次有内容没能保存"));
    click(&mut desk, "丢弃");
    assert!(desk.sees("上次有内容没能保存"));
    click(&mut desk, "确定丢弃");
    let desk = desk.reopened();
    assert!(!desk.sees("上次有内容没能保存"));
}

#[test]
fn a_set_that_cannot_be_saved_is_saved_elsewhere_and_work_goes_on_there() {
    let (mut desk, _) = full_desk();
    click(&mut desk, "有 2 个文件未能保存，点此处理");
    assert!(desk.sees("有内容没能保存"));
    click(&mut desk, "另存到别处…");
    let folder = desk.set.with_file_name("文稿");
    std::fs::create_dir(&folder).expect("room");
    desk.text(&folder.to_string_lossy());
    desk.key(Key::Enter);
    let copy = folder.join("文献集");
    let root = copy.clone();
    desk.wait_until(move |app| {
        app.session().corpus().is_some_and(|c| c.root().ends_with("文稿/文献集"))
    });
    assert_eq!(desk.passages().len(), 1);
    desk.saved();
    assert!(root.join("2019-共建共享.txt").exists() && root.join("codebook.ron").exists());
}

#[test]
fn a_deleted_theme_is_brought_back_from_the_list_of_snapshots() {
    let mut desk = Desk::new();
    for _ in 0..3 {
        desk.key(Key::J);
        desk.key(Key::Num1);
    }
    desk.saved();
    let theme = desk.harness.state().session().codebook().themes()[0].clone();
    let mut other = crate::desk::session(&desk.set);
    other.apply(quandian::session::Command::DeleteTheme(theme.id)).expect("it is there");
    other.save_now().expect("saved");
    drop(other);
    let mut desk = desk.reopened();
    assert_eq!(desk.passages().len(), 0);
    command(&mut desk, "快照");
    desk.wait_until(|app| app.session().jobs().next().is_none());
    assert!(desk.sees("删除主题“阵地建设” 之前"));
    assert!(desk.sees("恢复会找回 3 处"));
    click(&mut desk, "恢复");
    desk.wait_until(|app| app.session().annotations().count() == 3);
    desk.saved();
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.passages().len(), 0);
}

#[test]
fn saving_goes_on_by_itself_and_its_message_goes() {
    let (mut desk, in_the_way) = full_desk();
    assert!(desk.sees("没能保存，可以继续标注"));
    std::fs::remove_file(&in_the_way).expect("it is there");
    desk.saved();
    assert!(!desk.sees("没能保存"), "the cause is gone");
}

#[test]
fn a_path_that_does_not_open_stays_in_its_dialog_with_the_reason() {
    let mut desk = Desk::new();
    desk.keys(Modifiers::COMMAND, Key::O);
    desk.text("/没有/这个文件夹");
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().opened().count == 2);
    assert!(desk.sees("打开文件夹") && desk.sees("找不到"));
    // Typed right, it opens, and nothing of the mistake is left.
    let other = desk.set.with_file_name("另一个");
    std::fs::create_dir(&other).expect("room");
    std::fs::write(other.join("文.txt"), "街道建成人才驿站。").expect("room");
    desk.text(&other.to_string_lossy());
    assert!(!desk.sees("找不到"), "what is typed anew is not wrong yet");
    desk.key(Key::Enter);
    desk.wait_until(|app| {
        app.session().corpus().is_some_and(|corpus| corpus.root().ends_with("另一个"))
    });
    desk.harness.run_steps(5);
    assert!(!desk.sees("找不到") && !desk.sees("文件夹的路径"));
}

#[test]
fn steps_taken_back_one_after_the_other_are_one_message() {
    let mut desk = Desk::new();
    for _ in 0..4 {
        desk.key(Key::J);
        desk.key(Key::Num1);
    }
    for _ in 0..4 {
        desk.keys(Modifiers::COMMAND, Key::Z);
    }
    assert!(desk.sees("共 4 步"));
    assert_eq!(desk.harness.query_all_by_label_contains("已撤销").count(), 1);
    // The other way they are counted anew.
    desk.keys(Modifiers::COMMAND | Modifiers::SHIFT, Key::Z);
    assert!(desk.sees("已重做") && !desk.sees("已撤销") && !desk.sees("步）"));
}

#[test]
fn a_snapshot_is_named_and_a_colleagues_work_is_looked_at_before_it_comes() {
    let mut desk = Desk::new();
    desk.key(Key::J);
    desk.key(Key::Num1);
    desk.saved();
    command(&mut desk, "快照");
    desk.wait_until(|app| app.session().jobs().next().is_none());
    // The field has the focus; Enter takes one, and brings none back.
    desk.text("初稿");
    desk.key(Key::Enter);
    desk.wait_until(|app| app.session().jobs().next().is_none());
    assert!(desk.sees("初稿"), "it is in the list");
    desk.key(Key::Escape);
    let file = desk.set.with_file_name("林.work.ron");
    let mine = desk.harness.state().session();
    std::fs::write(&file, mine.work_of(&mine.coder()).expect("one passage")).expect("room");
    desk.keys(Modifiers::COMMAND, Key::Z);
    assert_eq!(desk.passages().len(), 0);
    command(&mut desk, "带进同事的标注");
    desk.text(&file.to_string_lossy());
    desk.wait_until(|app| app.session().jobs().next().is_none());
    assert!(desk.sees("这里已有，或这里改得更晚"), "what was removed here stays removed");
}

#[test]
fn the_sample_has_something_on_every_page_and_can_be_had_again_as_it_came() {
    let mut desk = Desk::new();
    command(&mut desk, "打开示例");
    let sample = |app: &quandian::ui::App| app.session().is_sample_open();
    desk.wait_until(move |app| sample(app) && app.session().annotations().count() > 40);
    desk.harness.run_steps(5);
    let session = desk.harness.state().session();
    assert!(session.unreadable().is_empty() && session.to_review().is_empty());
    assert!(session.rivals() == 1, "one passage waits to be decided on");
    let coders: std::collections::BTreeSet<_> =
        session.annotations().passages().map(|(_, coder, _)| coder.to_string()).collect();
    assert_eq!(coders.len(), 2);
    let count = session.annotations().count();
    desk.key(Key::J);
    desk.key(Key::Num1);
    assert_eq!(desk.passages().len(), count + 1);
    desk.saved();
    command(&mut desk, "复原示例");
    desk.wait_until(move |app| sample(app) && app.session().annotations().count() == count);
    // What was marked in the other copy is beside it.
    let data = desk.set.with_file_name("data");
    assert_eq!(
        std::fs::read_dir(data)
            .expect("it is there")
            .flatten()
            .filter(|entry| {
                entry.file_name().to_string_lossy().starts_with("临河区文献集")
            })
            .count(),
        2
    );
}

#[test]
fn a_failure_leads_to_its_place_in_the_handbook_and_stays() {
    let (mut desk, _) = full_desk();
    click(&mut desk, "手册");
    desk.harness.run_steps(30);
    let headings = desk.harness.query_all_by_label("存不下去的时候");
    let tops: Vec<f32> = headings.map(|heading| heading.rect().top()).collect();
    assert!(tops.iter().any(|top| (60.0..500.0).contains(top)), "{tops:?}");
    assert!(desk.sees("没能保存，可以继续标注"), "it is still told");
}
