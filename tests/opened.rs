//! What is exported, opened by the programs that people open it with: `LibreOffice` and Chromium.
//!
//! Ignored by default: it needs `soffice` (Debian: `libreoffice-calc-nogui`,
//! `libreoffice-writer-nogui`), `pdftotext` (`poppler-utils`), `chromium` and `chromedriver`
//! (`chromium`, `chromium-driver`). `.ci/run` installs and runs it:
//!
//! ```text
//! cargo test --features inspection --test opened -- --ignored
//! ```
//!
//! A program that is missing makes its tests fail. Nothing leaves the machine: the browser is
//! driven through a port of this machine, and that its page asks for nothing is one of the tests.

#![cfg(target_os = "linux")]
#![expect(clippy::disallowed_methods, reason = "a test makes its own files")]

#[path = "opened/browser.rs"]
mod browser;
#[path = "opened/office.rs"]
mod office;

use std::{
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use serde_json::Value;
use tempfile::TempDir;

/// What one article of the set says; the second line begins like a formula, and no line repeats.
const FIRST: &str = "党群服务中心建在家门口\n\n\
    =1+1 是门牌上写的算式,居民都记得。\n\
    街道把闲置的粮站改成党群服务中心👍,面积扩大到1860平方米。\n\
    “以前开会没地方坐。”居民<老周>说 & 大家都笑了。\n\
    三年来引进青年一百二十名,\t其中博士两名。\n";
/// The other one, without anything marked in its last line.
const SECOND: &str = "两新组织共建共享\n\n\
    驻区单位按三张清单认领事项,每季度公布一次。\n\
    -5 度的冬夜,值守的灯一直亮着。\n\
    +86 开头的热线由楼栋长轮流接听。\n\
    @所有人：议事会改在周六。\n";

/// A set with passages of two coders, and what the program exports of it.
struct Place {
    home: TempDir,
}

impl Place {
    /// Passages that overlap, that have two fragments, that run over lines, with and without memos.
    fn new() -> Self {
        let place = Self { home: TempDir::new().expect("room") };
        std::fs::create_dir(place.path("集")).expect("room");
        std::fs::write(place.path("集/2019-服务中心.txt"), FIRST).expect("room");
        std::fs::write(place.path("集/2020-共建.txt"), SECOND).expect("room");
        let mark = |coder: &str, article: &str, text: &str, whole: &str, rest: &[&str]| {
            let from = whole.find(text).expect("it stands there");
            let start = whole[..from].chars().count();
            let span = format!("{start}..{}", start + text.chars().count());
            let fixed = ["tag", "集", "--create-theme", "--coder", coder, "--article", article];
            place.run(&[&fixed[..], &["--span", &span], rest].concat());
        };
        let (one, two) = ("2019-服务中心.txt", "2020-共建.txt");
        let (land, talent) = (["--theme", "阵地建设"], ["--theme", "人才"]);
        let formula = ["--theme", "阵地建设", "--memo", "=SUM(A1:A9)"];
        mark("林", one, "=1+1 是门牌上写的算式", FIRST, &formula);
        let noted = ["--theme", "阵地建设", "--memo", "一行\n<二行> & \"三\""];
        mark("林", one, "粮站改成党群服务中心👍", FIRST, &noted);
        mark(
            "王五",
            one,
            "服务中心👍,面积扩大到1860平方米。\n“以前开会没地方坐。”",
            FIRST,
            &talent,
        );
        mark("王五", one, "引进青年一百二十名,\t其中博士两名", FIRST, &talent);
        mark("林", one, "居民<老周>说 & 大家", FIRST, &["--theme", "人才", "--theme", "阵地建设"]);
        mark("林", two, "-5 度的冬夜", SECOND, &land);
        mark("林", two, "+86 开头的热线", SECOND, &["--theme", "热线", "--memo", "只在此处"]);
        mark("王五", two, "驻区单位按三张清单认领事项", SECOND, &land);
        place
    }

    fn path(&self, relative: &str) -> PathBuf {
        self.home.path().join(relative)
    }

    /// A configuration in which the fonts of this project are there beside the system's, so that
    /// Chinese is printed on a machine without Chinese fonts too.
    fn fonts(&self) -> PathBuf {
        let path = self.path("fonts.conf");
        let own = concat!(env!("CARGO_MANIFEST_DIR"), "/fonts");
        let listed = format!(
            "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>\
             <dir>{own}</dir><dir>/usr/share/fonts</dir><cachedir>{}</cachedir></fontconfig>",
            self.path("font-cache").display()
        );
        std::fs::write(&path, listed).expect("room");
        path
    }

    fn run(&self, args: &[&str]) -> String {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quandian"));
        command.args(args).current_dir(self.home.path()).env_clear().env("HOME", self.home.path());
        succeeds(command.stdin(Stdio::null()))
    }

    /// The set in that format, in a file of that name.
    fn exported(&self, format: &str, name: &str, more: &[&str]) -> PathBuf {
        self.run(&[&["export", "集", "--format", format, "--output", name], more].concat());
        self.path(name)
    }

    /// Every excerpt as a JSON object, in the set's order.
    fn excerpts(&self) -> Vec<Value> {
        let lines = self.run(&["export", "集", "--format", "jsonl", "--output", "-"]);
        lines.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect()
    }
}

/// Runs a program that must be there and succeed; what it prints.
fn succeeds(command: &mut Command) -> String {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.output().unwrap_or_else(|error| panic!("{name}: {error}"));
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{name}: {}\n{said}", output.status);
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The text of a PDF without white space and without what stands at the foot of its pages.
fn pdf_text(pdf: &Path) -> String {
    let mut command = Command::new("pdftotext");
    // In points; a page of A4 is 842 high, one of US letter 792.
    command.args(["-x", "0", "-y", "0", "-W", "620", "-H", "730"]).arg(pdf).arg("-");
    bare(&succeeds(&mut command))
}

/// A text without white space, its marks half-width: lines are broken anew in print, and what is
/// made for reading has Chinese marks.
fn bare(text: &str) -> String {
    let half = |c: char| match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        c => c,
    };
    text.chars().filter(|c| !c.is_whitespace()).map(half).collect()
}

/// Asserts that `parts` stand in `text` one behind the other.
fn assert_in_order(text: &str, parts: &[String]) {
    let mut rest = text;
    for part in parts {
        let Some(at) = rest.find(part.as_str()) else {
            panic!("“{part}” is missing, or not in its place, in:\n{text}");
        };
        rest = &rest[at + part.len()..];
    }
}
