//! Several programs on one set at the same time: nobody's work is lost.

use crate::support::{Place, SET, values};

const ARTICLE: &str = "一二三四五六七八九十一二三四五六七八九十。";

#[test]
fn every_tag_of_four_programs_into_one_sidecar_is_kept() {
    let place = Place::with(&[("文.txt", ARTICLE.as_bytes())]);
    let ids: Vec<String> = std::thread::scope(|scope| {
        let each = |_| scope.spawn(|| (0..20).map(|at| tag(&place, "lin", at)).collect());
        let started: Vec<_> = (0..4).map(each).collect();
        started.into_iter().flat_map(|thread| -> Vec<String> { thread.join().unwrap() }).collect()
    });
    let mut listed: Vec<String> = values(&place.ok(&["passages", SET, "--json"]))
        .iter()
        .map(|line| line["id"].as_str().unwrap().to_owned())
        .collect();
    let mut ids = ids;
    ids.sort();
    listed.sort();
    assert_eq!(listed, ids);
    // The set began with none of its files: the themes are there once, not once per program.
    let codebook = String::from_utf8(place.read(&format!("{SET}/codebook.ron"))).unwrap();
    for theme in ["阵地建设", "人才", "区域化党建", "新的"] {
        assert_eq!(codebook.matches(&format!("\"{theme}\"")).count(), 1, "{codebook}");
    }
    let leftovers: Vec<_> = std::fs::read_dir(place.path(SET))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| {
            !["文.txt", "文.txt.lin.tags.ron", "codebook.ron", ".quandian"].contains(&name.as_str())
        })
        .collect();
    assert!(leftovers.is_empty(), "{leftovers:?}");
}

fn tag(place: &Place, coder: &str, at: usize) -> String {
    let span = format!("{at}..{}", at + 1);
    // Every other one wants a theme that is not there at first.
    let theme: &[&str] =
        if at.is_multiple_of(2) { &["人才"] } else { &["新的", "--create-theme"] };
    let fixed = ["tag", SET, "--coder", coder, "--article", "文.txt", "--span", &span, "--theme"];
    place.ok(&[&fixed[..], theme].concat()).trim_end().to_owned()
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    use std::{io::Read as _, process::Stdio};
    let text = "街道建成人才驿站。".repeat(20_000);
    let place = Place::with(&[]);
    place.write("长.txt", text.as_bytes());
    let mut child = place
        .command(&["segment", "长.txt", "--json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut [0; 100]).unwrap();
    drop(stdout);
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert_eq!(output.status.code(), Some(0));
}
