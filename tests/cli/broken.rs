//! Files that cannot be read: told of, never written over, no reason to stop.

use crate::support::{Place, SET, values};

const ARTICLE: &[u8] = "街道建成人才驿站。".as_bytes();

#[test]
fn a_broken_sidecar_is_told_with_its_line_and_is_not_written_over() {
    let place = Place::with(&[("文.txt", ARTICLE), ("好.txt", ARTICLE)]);
    let sidecar = format!("{SET}/文.txt.lin.tags.ron");
    place.tag("文.txt", "0..2");
    place.tag("好.txt", "0..2");
    let mut bytes = place.read(&sidecar);
    bytes.truncate(bytes.len() / 2);
    place.write(&sidecar, &bytes);

    let done = place.run(&["check", SET, "--json"]);
    assert_eq!(done.code, Some(1));
    let lines = values(&done.stdout);
    let broken = lines.iter().find(|line| line["article"] == "文.txt").unwrap();
    assert_eq!([&broken["status"], &broken["coder"]], ["unreadable", "lin"]);
    assert!(broken["id"].is_null() && broken["fragments"].is_null());
    let reason = broken["reason"].as_str().unwrap();
    assert!(reason.contains("行") && reason.contains("列"), "{reason}");
    assert!(lines.iter().any(|line| line["article"] == "好.txt" && line["status"] == "ok"));

    let tag = ["tag", SET, "--coder", "lin", "--theme", "人才", "--article", "文.txt"];
    let message = place.fails(1, &[&tag[..], &["--span", "2..4"]].concat());
    assert!(message.contains("文.txt"), "{message}");
    assert_eq!(place.read(&sidecar), bytes);

    // The rest is still listed, and the failure shows in the exit code.
    let listed = place.run(&["passages", SET, "--json"]);
    assert_eq!((listed.code, listed.stdout.lines().count()), (Some(1), 1));
    assert!(listed.stderr.contains("文.txt.lin.tags.ron"));
}

#[test]
fn a_broken_codebook_is_not_written_over() {
    let place = Place::with(&[("文.txt", ARTICLE)]);
    place.write(&format!("{SET}/codebook.ron"), b"(version: 1, themes: [");
    let tag = ["tag", SET, "--coder", "lin", "--theme", "新", "--article", "文.txt"];
    place.fails(1, &[&tag[..], &["--span", "0..2", "--create-theme"]].concat());
    assert_eq!(place.read(&format!("{SET}/codebook.ron")), b"(version: 1, themes: [");
}

#[test]
fn a_newer_programs_sidecar_is_left_alone() {
    let place = Place::with(&[("文.txt", ARTICLE)]);
    let sidecar = format!("{SET}/文.txt.lin.tags.ron");
    place.write(&sidecar, b"(version: 99, passages: [])");
    let tag = ["tag", SET, "--coder", "lin", "--theme", "人才", "--article"];
    place.fails(1, &[&tag[..], &["文.txt", "--span", "0..2"]].concat());
    assert_eq!(place.read(&sidecar), b"(version: 99, passages: [])");
}

#[test]
fn a_broken_settings_file_is_told_and_the_rest_is_done() {
    let place = Place::with(&[("文.txt", ARTICLE)]);
    place.write("config/quandian/settings.ron", b"(coder: ");
    let done = place.run(&["list", SET, "--json"]);
    assert_eq!((done.code, done.stdout.lines().count()), (Some(1), 1));
    assert!(done.stderr.contains("settings.ron"));
    assert_eq!(place.read("config/quandian/settings.ron"), b"(coder: ");
}
