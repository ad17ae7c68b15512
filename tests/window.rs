//! The main job in the real window, on a virtual screen, with the real articles.
//!
//! Ignored by default: it needs Xvfb and what lies in `../shared` beside a developer's checkout, and
//! a build with the `inspection` feature. `.ci/run` installs and runs it:
//!
//! ```text
//! cargo test --features inspection --test window -- --ignored
//! ```

#![cfg(feature = "inspection")]
#![expect(clippy::disallowed_methods, reason = "a test makes its own files")]

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_quandian");

fn shared() -> PathBuf {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    assert!(shared.is_dir(), "this test needs ../shared beside the checkout");
    shared
}

/// A set that is a copy of the real articles, and a home of its own.
struct Desk {
    home: tempfile::TempDir,
    set: PathBuf,
}

impl Desk {
    fn new() -> Self {
        let home = tempfile::tempdir().expect("a temporary folder");
        let set = home.path().join("文献集");
        fs::create_dir(&set).expect("room");
        for entry in fs::read_dir(shared().join("articles")).expect("the articles") {
            let path = entry.expect("readable").path();
            let bytes = fs::read(&path).expect("readable");
            fs::write(set.join(path.file_name().expect("a name")), bytes).expect("room");
        }
        Self { home, set }
    }

    fn program(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        let home = self.home.path();
        command
            .env("HOME", home)
            .env("XDG_CONFIG_HOME", home.join("config"))
            .env("XDG_DATA_HOME", home.join("data"))
            .env("USER", "林");
        command
    }

    /// Opens the window on the set, carries out `steps` in it, and closes it.
    fn window<S: AsRef<str>>(&self, steps: &[S]) {
        let output = self
            .program(shared().join("tools/window"))
            .arg("--")
            .arg(PROGRAM)
            .arg(&self.set)
            .arg("--")
            .args(steps.iter().map(AsRef::as_ref))
            .output()
            .expect("the window tool runs");
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        assert!(output.status.success(), "{}{}", text(&output.stdout), text(&output.stderr));
    }

    fn lines(&self, arguments: &[&str]) -> Vec<String> {
        let output =
            self.program(PROGRAM).args(arguments).arg(&self.set).output().expect("it runs");
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect()
    }

    fn passages(&self) -> Vec<String> {
        self.lines(&["passages", "--json"])
    }
}

/// Tags four sentences of the article that is shown, with the keyboard alone.
fn by_keyboard(steps: &mut Vec<String>) {
    for key in ["Num1", "Num2", "Num3", "Num1"] {
        steps.extend(["key J".to_owned(), format!("key {key}")]);
    }
}

/// Tags four stretches of text by dragging and clicking a theme beside them.
fn by_mouse(steps: &mut Vec<String>) {
    let places = [(310, "阵地建设"), (420, "人才"), (530, "区域化党建"), (640, "人才")];
    for (y, theme) in places {
        steps.push(format!("drag 420 {y} 640 {y}"));
        steps.push("wait 0.2".to_owned());
        steps.push(format!("click button:{theme}"));
        steps.push("wait 0.1".to_owned());
    }
}

#[test]
#[ignore = "opens a real window: needs Xvfb and ../shared"]
fn the_main_job_from_opening_to_export() {
    let desk = Desk::new();
    let mut steps: Vec<String> = vec!["wait 2".into(), "settle".into(), "expect 已保存".into()];
    for article in 0..3 {
        by_keyboard(&mut steps);
        by_mouse(&mut steps);
        if article < 2 {
            steps.extend(["key Ctrl+PageDown".to_owned(), "wait 0.3".to_owned()]);
        }
    }
    // A memo on the last passage of the article, one deletion, and its undoing.
    steps.extend(
        ["key Escape", "key Ctrl+End", "key OpenBracket", "key M", "wait 0.3"].map(String::from),
    );
    steps.extend(["text 与另一年对照", "key Ctrl+Enter", "wait 0.2"].map(String::from));
    steps.extend(["key Delete", "wait 0.2", "key Ctrl+Z", "wait 0.5"].map(String::from));
    steps.push("expect 已保存".into());
    desk.window(&steps);

    let before = desk.passages();
    assert_eq!(before.len(), 24, "{before:#?}");
    assert_eq!(before.iter().filter(|line| line.contains("与另一年对照")).count(), 1);
    let status = desk.lines(&["check", "--json"]);
    assert!(status.iter().all(|line| line.contains(r#""status":"ok""#)), "{status:#?}");

    // Another day: everything is as it was, and goes out.
    desk.window(&["wait 2", "expect 24 处", "key Ctrl+Num2", "wait 0.5", "expect 24 处"]);
    assert_eq!(desk.passages(), before);
    let csv = desk.home.path().join("摘录.csv");
    let csv = csv.to_str().expect("a plain path");
    desk.lines(&["export", "--format", "csv", "--output", csv]);
    let bytes = fs::read(csv).expect("the export");
    assert_eq!(bytes.get(..3), Some("\u{feff}".as_bytes()));
    let mut reader = csv::Reader::from_reader(bytes.get(3..).expect("more than a mark"));
    let rows: Vec<_> = reader.records().collect::<Result<_, _>>().expect("rows");
    assert_eq!(rows.len(), 24);
}

#[test]
#[ignore = "opens a real window: needs Xvfb and ../shared"]
fn the_articles_are_never_written_to() {
    let desk = Desk::new();
    let article = desk.set.join("000_a53b9454f8fa4c68.txt");
    let before = fs::read(&article).expect("there");
    desk.window(&["wait 2", "key J", "key Num1", "wait 0.5", "key F2", "key F8", "wait 0.3"]);
    assert_eq!(fs::read(&article).expect("there"), before);
}
