//! Snapshots on the command line: listed, and brought back.

use quandian::{
    session::{Command, Environment, Session},
    storage::Disk,
};

use crate::support::{Place, SET, keys, values};

const ARTICLE: &[u8] = "街道建成人才驿站。".as_bytes();

/// A set of which a theme with three passages was deleted in the window.
fn place() -> Place {
    let place = Place::with(&[("文.txt", ARTICLE)]);
    for span in ["0..2", "2..4", "4..6"] {
        place.tag("文.txt", span);
    }
    let storage = std::sync::Arc::new(Disk);
    let wake = std::sync::Arc::new(|| {});
    let mut session = Session::new(Environment { storage, folders: None, wake });
    session.open_now(&place.path(SET)).unwrap();
    let theme = session.codebook().by_name("人才").unwrap().id;
    session.apply(Command::DeleteTheme(theme)).unwrap();
    session.save_now().unwrap();
    place
}

#[test]
fn a_deleted_theme_is_brought_back() {
    let place = place();
    assert_eq!(place.ok(&["passages", SET, "--json"]), "");
    let listed = place.ok(&["snapshots", SET, "--json"]);
    assert_eq!(keys(listed.trim()), ["id", "taken", "reason", "passages", "themes", "articles"]);
    let rows = values(&listed);
    assert_eq!((rows.len(), &rows[0]["passages"]), (1, &3.into()));
    let id = rows[0]["id"].as_str().unwrap();
    assert!(place.ok(&["snapshots", SET]).contains(id));
    let done = place.ok(&["snapshots", SET, "--restore", id, "--json"]);
    assert_eq!(values(&done)[0]["back"], 3);
    assert_eq!(place.ok(&["passages", SET, "--json"]).lines().count(), 3);
    assert_eq!(place.ok(&["snapshots", SET, "--json"]).lines().count(), 2, "one before it, too");
}

#[test]
fn what_is_no_snapshot_is_not_brought_back() {
    let place = place();
    for id in ["20200101-000000-0000", "../../文.txt", ""] {
        place.fails(1, &["snapshots", SET, "--restore", id]);
    }
    let listed = place.ok(&["snapshots", SET, "--json"]);
    let id = values(&listed)[0]["id"].as_str().unwrap().to_owned();
    let file = format!("{SET}/.quandian/snapshots/{id}.ron");
    let mut bytes = place.read(&file);
    bytes.truncate(bytes.len() / 2);
    place.write(&file, &bytes);
    place.fails(1, &["snapshots", SET, "--restore", &id]);
    place.write(&file, b"(");
    let done = place.run(&["snapshots", SET, "--json"]);
    assert_eq!((done.code, done.stdout.as_str()), (Some(1), ""));
    assert!(done.stderr.contains(&id), "{}", done.stderr);
}

#[test]
fn a_snapshot_can_be_taken_under_a_name() {
    let place = place();
    let id = place.ok(&["snapshots", SET, "--take", "初稿"]);
    let listed = place.ok(&["snapshots", SET, "--json"]);
    assert!(listed.contains("初稿") && listed.contains(id.trim()), "{listed}");
    place.ok(&["snapshots", SET, "--restore", id.trim()]);
}

#[test]
fn a_coders_work_goes_to_a_colleague_and_comes_in_once() {
    let place = Place::with(&[("文.txt", ARTICLE)]);
    place.tag("文.txt", "0..2");
    place.fails(1, &["work", SET, "--give", "空的.work.ron", "--coder", "没有标过"]);
    place.ok(&["work", SET, "--give", "给同事.work.ron", "--coder", "lin"]);
    let given = String::from_utf8(place.read("给同事.work.ron")).unwrap();
    assert!(given.contains("街道") && given.contains("人才"), "the quotation and the themes");
    let id = values(&place.ok(&["passages", SET, "--json"]))[0]["id"].as_str().unwrap().to_owned();
    place.write("对方/文.txt", ARTICLE);
    let comes = ["work", "对方", "--take", "给同事.work.ron", "--dry-run", "--json"];
    assert_eq!(values(&place.ok(&comes))[0]["new"], 1);
    assert_eq!(place.ok(&["passages", "对方", "--json"]), "", "only looked at");
    place.ok(&["work", "对方", "--take", "给同事.work.ron"]);
    let there = place.ok(&["passages", "对方", "--json"]);
    assert_eq!(values(&there)[0]["id"].as_str(), Some(id.as_str()));
    let again = place.ok(&["work", "对方", "--take", "给同事.work.ron", "--json"]);
    assert_eq!((&values(&again)[0]["new"], &values(&again)[0]["kept"]), (&0.into(), &1.into()));
    place.fails(1, &["work", "对方", "--take", "文集外/没有.ron"]);
    place.fails(2, &["work", "对方"]);
}
