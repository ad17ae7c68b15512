//! Help, mistakes on the command line, and the language of both.

use crate::support::{Place, SET};

#[test]
fn help_is_in_the_users_language() {
    let place = Place::with(&[]);
    let help = place.ok(&["--help"]);
    assert!(help.contains("用法") && help.contains("tag"), "{help}");
    assert!(place.ok(&["tag", "--help"]).contains("--create-theme"));
    place.write("config/quandian/settings.ron", b"(language: English)");
    let help = place.ok(&["tag", "--help"]);
    assert!(help.contains("Usage") && !help.contains("用法"), "{help}");
    assert_eq!(
        place.ok(&["--version"]).trim_end(),
        format!("quandian {}", env!("CARGO_PKG_VERSION"))
    );
}

#[test]
fn a_command_line_that_makes_no_sense_is_told_with_what_is_wrong_and_exits_with_2() {
    let place = Place::with(&[("文.txt", "正文。".as_bytes())]);
    let tag = ["tag", SET, "--theme", "人才", "--article", "文.txt"];
    let with = |rest: &[&'static str]| [&tag[..], rest].concat();
    for (line, told) in [
        (vec!["list"], "PATH"),
        (vec!["list", SET, "--jsn"], "--jsn"),
        (with(&["--span", "5..3"]), "5..3"),
        (with(&["--span", "2..2"]), "2..2"),
        (with(&["--span", "2"]), "12..30"),
        (with(&[]), "--span"),
        (vec!["untag", SET, "--id", "x"], "--id"),
        (vec!["export", SET, "--format", "odp", "--output", "o"], "markdown"),
        (vec!["tag", SET, "--article", "文.txt", "--span", "0..1"], "--theme"),
    ] {
        let message = place.fails(2, &line);
        assert!(message.contains(told), "{line:?}: {message}");
        assert!(message.contains("--help"), "{line:?}: {message}");
    }
}

#[test]
#[cfg(not(feature = "gui"))]
fn a_build_without_the_window_says_so() {
    let place = Place::with(&[]);
    place.fails(1, &[]);
    place.fails(1, &[SET]);
}
