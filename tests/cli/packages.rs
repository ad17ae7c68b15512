//! What packages take of the command line: completions of shells, pages of `man`.

use crate::support::Place;

#[test]
fn completions_name_every_subcommand_and_say_it_in_the_language_of_the_settings() {
    let place = Place::with(&[]);
    for shell in ["bash", "zsh", "fish", "powershell"] {
        let script = place.ok(&["completions", shell]);
        for name in ["search", "autocode", "compare", "format", "sample"] {
            assert!(script.contains(name), "{shell}: {name}");
        }
    }
    assert!(place.ok(&["completions", "fish"]).contains("把手册写成一个网页"));
    place.write("config/quandian/settings.ron", b"(language: English)");
    let english = place.ok(&["completions", "fish"]);
    assert!(english.contains("Write the handbook as one web page"));
    // A shell shows one line: what more there is to say stands under --help.
    assert!(!english.contains("One file that needs no network"));
    assert!(place.fails(2, &["completions", "tcsh"]).contains("bash"));
}

#[test]
fn pages_of_man_are_written_for_each_subcommand_in_both_languages() {
    let place = Place::with(&[]);
    for (language, options, says) in
        [("zh-CN", ".SH 选项", "在整个文献集里检索"), ("en", ".SH OPTIONS", "Search")]
    {
        place.ok(&["man", "--to", language, "--lang", language]);
        let page =
            |name: &str| String::from_utf8(place.read(&format!("{language}/{name}"))).unwrap();
        let search = page("quandian-search.1");
        assert!(search.contains(options) && search.contains(says), "{search}");
        assert!(search.contains(r"\-\-json"), "{search}");
        let whole = page("quandian.1");
        assert!(whole.contains(concat!("quandian ", env!("CARGO_PKG_VERSION"))), "{whole}");
        assert!(whole.contains(r"quandian\-export(1)"), "{whole}");
        // Commands within a command have a page, too; those for packages have none.
        assert!(place.exists(&format!("{language}/quandian-compare.1")));
        assert!(!place.exists(&format!("{language}/quandian-man.1")));
        assert!(!whole.contains("completions"), "{whole}");
    }
    place.fails(2, &["man"]);
    place.write("taken", b"a file");
    assert!(place.fails(1, &["man", "--to", "taken"]).contains("taken"));
}

#[test]
fn the_window_begins_with_one_thing() {
    let place = Place::with(&[]);
    place.fails(2, &["--sample", "--choose"]);
    place.fails(2, &["--sample", "a"]);
    place.fails(2, &["--choose", "a"]);
}
