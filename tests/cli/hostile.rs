//! Sets in which something is not as it should be: a message, no panic, nothing written elsewhere.

use std::process::Command;

use crate::support::{Place, SET, values};

const ARTICLE: &[u8] = "街道建成人才驿站。".as_bytes();

#[test]
fn a_file_of_two_gigabytes_is_told_and_the_rest_is_listed() {
    let place = Place::with(&[("文.txt", ARTICLE)]);
    let huge = std::fs::File::create(place.path(&format!("{SET}/大.txt"))).unwrap();
    // Nothing of it is on the disk: the length alone must be enough to refuse it.
    huge.set_len(2 << 30).unwrap();
    let done = place.run(&["list", SET, "--json"]);
    let rows = values(&done.stdout);
    assert_eq!(rows.len(), 2);
    let row = rows.iter().find(|row| row["path"] == "大.txt").unwrap();
    assert!(row["problem"].as_str().unwrap().contains("2048 MB"), "{row}");
}

#[cfg(unix)]
#[test]
fn loops_pipes_and_links_that_lead_nowhere_stop_nothing() {
    let place = Place::with(&[("文.txt", ARTICLE), ("里/文.txt", ARTICLE)]);
    let link = |to: &std::path::Path, at: &str| {
        std::os::unix::fs::symlink(to, place.path(&format!("{SET}/{at}"))).unwrap();
    };
    link(&place.path(SET), "里/圈");
    link(std::path::Path::new("/"), "根");
    link(std::path::Path::new("没有"), "断.txt");
    link(std::path::Path::new("自己.txt"), "自己.txt");
    let pipe = place.path(&format!("{SET}/管.txt"));
    assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
    let done = place.run(&["list", SET, "--json"]);
    let paths: Vec<_> = values(&done.stdout).iter().map(|row| row["path"].clone()).collect();
    assert_eq!(paths, ["文.txt", "里/文.txt"]);
    assert!(done.stderr.contains("断.txt") && done.stderr.contains("自己.txt"), "{}", done.stderr);
}

#[cfg(unix)]
#[test]
fn names_cannot_steer_the_terminal() {
    let name = "a\u{1b}[2J\u{202e}txt\u{2028}b\r.txt";
    let place = Place::with(&[(name, ARTICLE)]);
    let table = place.ok(&["list", SET]);
    let forbidden = ['\u{1b}', '\u{202e}', '\u{2028}', '\r'];
    assert!(!table.contains(forbidden), "{table:?}");
    assert!(table.contains("\\u{1b}") && table.contains("\\u{202e}"), "{table}");
    // Where a name is data it is whole.
    let rows = values(&place.ok(&["list", SET, "--json"]));
    assert_eq!(rows[0]["path"], name);
    // An error that speaks of it is no way in either.
    place.write(&format!("{SET}/{name}.lin.tags.ron"), b"(version: 1, ");
    let done = place.run(&["check", SET]);
    assert!(!done.stderr.contains(forbidden) && !done.stdout.contains(forbidden), "{done:?}");
}

#[test]
fn no_name_in_a_file_leads_out_of_the_set() {
    let place = Place::with(&[("文.txt", ARTICLE)]);
    place.write("外.txt", ARTICLE);
    place.tag("文.txt", "0..2");
    let sidecar = format!("{SET}/文.txt.lin.tags.ron");
    let text = String::from_utf8(place.read(&sidecar)).unwrap();
    for article in ["../外.txt", "/etc/passwd"] {
        let moved = text.replace("article: \"文.txt\"", &format!("article: \"{article}\""));
        assert_ne!(moved, text);
        place.write(&sidecar, moved.as_bytes());
        let done = place.run(&["check", SET, "--json"]);
        assert_eq!(done.code, Some(1), "{article}: {done:?}");
        assert_eq!(place.read(&sidecar), moved.as_bytes());
    }
    for article in ["../外.txt", "/etc/hostname", "里/../../外.txt"] {
        let tag = ["tag", SET, "--coder", "lin", "--theme", "人才", "--span", "0..2"];
        place.fails(1, &[&tag[..], &["--article", article]].concat());
    }
    assert!(!place.exists("外.txt.lin.tags.ron"));
}

#[test]
fn positions_beyond_any_text_are_told() {
    let place = Place::with(&[("文.txt", ARTICLE)]);
    for span in ["0..4294967295", "4294967294..4294967295", "9..10"] {
        let tag = ["tag", SET, "--coder", "lin", "--theme", "人才", "--article", "文.txt"];
        let message = place.fails(1, &[&tag[..], &["--span", span]].concat());
        assert!(message.contains('9'), "{message}");
    }
    for span in ["0..4294967296", "0..99999999999999999999", "-1..2", "5..2"] {
        let tag = ["tag", SET, "--coder", "lin", "--theme", "人才", "--article", "文.txt"];
        place.fails(2, &[&tag[..], &["--span", span]].concat());
    }
    assert!(!place.exists(&format!("{SET}/文.txt.lin.tags.ron")));
}

#[cfg(unix)]
#[test]
fn a_link_out_of_the_set_is_not_written_through() {
    let place = Place::with(&[("文.txt", ARTICLE)]);
    place.tag("文.txt", "0..2");
    let sidecar = place.path(&format!("{SET}/文.txt.lin.tags.ron"));
    let elsewhere = place.path("别处.ron");
    std::fs::rename(&sidecar, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &sidecar).unwrap();
    let before = std::fs::read(&elsewhere).unwrap();
    let tag = ["tag", SET, "--coder", "lin", "--theme", "人才", "--article", "文.txt"];
    let message = place.fails(1, &[&tag[..], &["--span", "2..4"]].concat());
    assert!(message.contains("别处.ron"), "{message}");
    assert_eq!(std::fs::read(&elsewhere).unwrap(), before);
}

/// A folder of ours that is a link may come with a set from anybody: nothing is made where it leads,
/// not even an empty file for a lock.
#[cfg(unix)]
#[test]
fn nothing_is_written_where_our_own_folder_leads() {
    use std::os::unix::fs::symlink;
    let place = Place::with(&[("文.txt", ARTICLE)]);
    std::fs::create_dir(place.path("别处")).unwrap();
    symlink(place.path("别处"), place.path(&format!("{SET}/.quandian"))).unwrap();
    place.write("来.txt", ARTICLE);
    let codebook = "name,parent\n人才,\n";
    place.write("编码簿.csv", codebook.as_bytes());
    let tag =
        ["tag", SET, "--coder", "lin", "--article", "文.txt", "--span", "0..2", "--theme", "人才"];
    for args in [
        &[&tag[..], &["--create-theme"]].concat()[..],
        &tag,
        &["import", SET, "来.txt"],
        &["import", SET, "编码簿.csv"],
        &["autocode", SET, "--coder", "lin", "--query", "街道", "--theme", "人才"],
        &["snapshots", SET],
        &["list", SET],
    ] {
        let done = place.run(args);
        let there: Vec<_> = std::fs::read_dir(place.path("别处")).unwrap().collect();
        assert!(there.is_empty(), "{args:?}: {there:?} {done:?}");
    }
    let message = place.fails(1, &[&tag[..], &["--create-theme"]].concat());
    assert!(message.contains("别处"), "{message}");
    // Nor where a single file of it leads, be there something or nothing.
    std::fs::remove_file(place.path(&format!("{SET}/.quandian"))).unwrap();
    std::fs::create_dir(place.path(&format!("{SET}/.quandian"))).unwrap();
    for lock in ["lock", "lock-themes"] {
        symlink(place.path("别处/新"), place.path(&format!("{SET}/.quandian/{lock}"))).unwrap();
    }
    place.run(&[&tag[..], &["--create-theme"]].concat());
    assert!(!place.exists("别处/新"));
}
