//! Two people, two clones, real git: whatever both did is there after the merge.

use std::process::Command;

use crate::support::{Place, SET, values};

const ARTICLE: &str = "一二三四五六七八九十一二三四五六七八九十。街道建成人才驿站。\n";
const SIDECAR: &str = "文.txt.lin.tags.ron";

/// What the second clone is called.
const OTHER: &str = "另一份";

fn git(place: &Place, folder: &str, args: &[&str]) -> (bool, String) {
    let output = Command::new("git")
        .args(["-c", "user.name=lin", "-c", "user.email=lin@example.org"])
        .args(args)
        .current_dir(place.path(folder))
        .env("HOME", place.path("."))
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .output()
        .expect("git is installed");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

fn done(place: &Place, folder: &str, args: &[&str]) {
    let (success, text) = git(place, folder, args);
    assert!(success, "git {args:?}: {text}");
}

fn tag(place: &Place, folder: &str, theme: &str, span: &str) -> String {
    let fixed = ["tag", folder, "--coder", "lin", "--create-theme", "--article", "文.txt"];
    let id = place.ok(&[&fixed[..], &["--theme", theme, "--span", span]].concat());
    id.trim_end().to_owned()
}

/// Gives a passage another memo, as the window would.
fn change_memo(place: &Place, folder: &str, id: &str, memo: &str, second: u32) {
    let path = format!("{folder}/{SIDECAR}");
    let file = String::from_utf8(place.read(&path)).expect("UTF-8");
    let lines: Vec<String> = file
        .lines()
        .map(|line| {
            if !line.contains(&format!("(id: \"{id}\"")) {
                return line.to_owned();
            }
            let (before, rest) = line.split_once(", created: ").expect("a passage");
            let created = rest.get(..26).expect("a time");
            format!("{before}, memo: \"{memo}\", created: {created}, modified: \"2030-01-01T00:00:{second:02}.000Z\"),")
        })
        .collect();
    place.write(&path, format!("{}\n", lines.join("\n")).as_bytes());
}

/// A set in git with three passages, cloned, and both clones changed; the ids of what must be there.
fn two_clones(attributes: &str) -> (Place, Vec<String>, String) {
    let place = Place::with(&[("文.txt", ARTICLE.as_bytes())]);
    let first = tag(&place, SET, "人才", "0..2");
    let both = tag(&place, SET, "人才", "5..7");
    let gone = tag(&place, SET, "人才", "10..12");
    place.write(&format!("{SET}/.gitattributes"), attributes.as_bytes());
    done(&place, SET, &["init", "-q", "-b", "main"]);
    done(&place, SET, &["add", "-A"]);
    done(&place, SET, &["commit", "-qm", "start"]);
    done(&place, ".", &["clone", "-q", SET, OTHER]);

    let here = tag(&place, SET, "议事", "2..4");
    change_memo(&place, SET, &both, "这边的备忘", 1);
    place.ok(&["untag", SET, "--coder", "lin", "--id", &gone]);
    done(&place, SET, &["add", "-A"]);
    done(&place, SET, &["commit", "-qm", "here"]);
    let there = tag(&place, OTHER, "驿站", "2..5");
    let end = tag(&place, OTHER, "驿站", "20..22");
    change_memo(&place, OTHER, &both, "那边的备忘", 2);
    done(&place, OTHER, &["add", "-A"]);
    done(&place, OTHER, &["commit", "-qm", "there"]);
    (place, vec![first, both.clone(), here, there, end], both)
}

/// Everything is there, and the passage that both changed in both versions.
fn everything_is_there(place: &Place, mut expected: Vec<String>, both: &str) {
    let check = place.run(&["check", OTHER, "--json"]);
    assert_eq!(check.code, Some(0), "{check:?}");
    let rows = values(&check.stdout);
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap_or("").to_owned();
    let mut ids: Vec<String> = rows.iter().map(|row| text(row, "id")).collect();
    ids.sort();
    expected.sort();
    assert_eq!(ids, expected);
    for row in &rows {
        let status = if text(row, "id") == both { "conflict" } else { "ok" };
        assert_eq!(text(row, "status"), status, "{row}");
    }
    let file = String::from_utf8(place.read(&format!("{OTHER}/{SIDECAR}"))).expect("UTF-8");
    assert!(file.contains("这边的备忘") && file.contains("那边的备忘"), "{file}");
    let codebook = String::from_utf8(place.read(&format!("{OTHER}/codebook.ron"))).expect("UTF-8");
    assert!(codebook.contains("议事") && codebook.contains("驿站"), "{codebook}");
    // And the program goes on writing it.
    tag(place, OTHER, "人才", "13..15");
    let again = String::from_utf8(place.read(&format!("{OTHER}/{SIDECAR}"))).expect("UTF-8");
    assert!(again.contains("这边的备忘") && again.contains("那边的备忘"), "{again}");
}

#[test]
fn after_a_merge_by_lines_everything_is_there() {
    let (place, expected, both) = two_clones("*.tags.ron merge=union\ncodebook.ron merge=union\n");
    done(&place, OTHER, &["pull", "-q", "--no-rebase", "--no-edit"]);
    everything_is_there(&place, expected, &both);
}

#[test]
fn after_a_merge_by_the_driver_everything_is_there() {
    let (place, expected, both) =
        two_clones("*.tags.ron merge=quandian\ncodebook.ron merge=quandian\n");
    let driver = format!("'{}' merge %O %A %B", env!("CARGO_BIN_EXE_quandian"));
    done(&place, OTHER, &["config", "merge.quandian.driver", &driver]);
    let (success, text) = git(&place, OTHER, &["pull", "--no-rebase", "--no-edit"]);
    // One passage was changed on both sides: git is told that a choice is left.
    assert!(!success && text.contains(SIDECAR), "{text}");
    everything_is_there(&place, expected, &both);
    done(&place, OTHER, &["add", "-A"]);
    done(&place, OTHER, &["commit", "-qm", "merged"]);
}

#[test]
fn the_driver_leaves_what_it_cannot_read_as_it_is() {
    let place = Place::with(&[("文.txt", ARTICLE.as_bytes())]);
    tag(&place, SET, "人才", "0..2");
    let sidecar = format!("{SET}/{SIDECAR}");
    let whole = place.read(&sidecar);
    place.write("base", b"");
    place.write("ours", &whole);
    place.write("theirs", &whole[..whole.len() / 2]);
    let message = place.fails(1, &["merge", "base", "ours", "theirs"]);
    assert!(message.contains("行"), "{message}");
    assert_eq!(place.read("ours"), whole);
    // Two codebooks of the same set are merged, too.
    place.ok(&["merge", "base", &format!("{SET}/codebook.ron"), &format!("{SET}/codebook.ron")]);
}
