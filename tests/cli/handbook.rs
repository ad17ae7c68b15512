//! The handbook as a web page, in both languages.

use crate::support::Place;

#[test]
fn the_handbook_is_written_in_the_language_that_is_asked_for() {
    let place = Place::with(&[]);
    let chinese = place.ok(&["handbook", "--output", "-"]);
    assert!(chinese.starts_with("<!doctype html>\n<html lang=\"zh-CN\">"), "{chinese:.80}");
    assert!(chinese.contains("团队与数据安全"));
    let english = place.ok(&["handbook", "-o", "-", "--lang", "en"]);
    assert!(english.contains("<html lang=\"en\">") && english.contains("Teams and the safety"));
    place.write("config/quandian/settings.ron", b"(language: English)");
    assert_eq!(place.ok(&["handbook", "-o", "-"]), english);
    place.ok(&["handbook", "-o", "handbook.html"]);
    assert_eq!(place.read("handbook.html"), english.as_bytes());
    assert!(place.fails(2, &["handbook", "-o", "-", "--lang", "de"]).contains("zh-CN"));
    place.fails(1, &["handbook", "-o", "."]);
}

#[test]
#[cfg(feature = "gui")]
fn it_tells_the_keys_of_the_settings() {
    let place = Place::with(&[]);
    assert!(place.ok(&["handbook", "-o", "-"]).contains("<kbd>Ctrl+Z</kbd>"));
    place.write("config/quandian/settings.ron", b"(shortcuts: {\"undo\": [\"Ctrl+U\"]})");
    let page = place.ok(&["handbook", "-o", "-"]);
    assert!(page.contains("<kbd>Ctrl+U</kbd>") && !page.contains("<kbd>Ctrl+Z</kbd>"));
}
