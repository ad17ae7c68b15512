//! One document of our own, made into every kind by `LibreOffice`, is read as the same text.
//!
//! Ignored by default: it needs `soffice` (Debian: `libreoffice-writer-nogui`), a Chinese font
//! (`fonts-wqy-zenhei`) and `pdftotext` (`poppler-utils`), and takes a minute.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the test writes and reads files and may stop where that fails"
)]

#[path = "documents/pdftotext.rs"]
mod pdftotext;

use std::{collections::BTreeMap, path::Path, process::Command};

use quandian::exchange::{
    document,
    incoming::{Incoming, Leftover, SourceFile},
};

/// The document as `LibreOffice`'s own XML.
const SOURCE: &str = include_str!("documents/source.fodt");

/// What every kind of it reads as.
const TEXT: &str = "\
# 老旧小区里的党群服务站

去年春天，街道把闲置的粮站腾了出来，改成一处服务站。居民说：“以前开会没地方坐，现在夏天有空调，冬天有热水。”到了年底，来过这里的人已经超过三千。

站长姓𠮷，是从区里派来的。他在群里发了一个😀，说2019年的账目都贴在墙上，谁都可以看。

## 一、怎样开门

- 早上七点半开门
- 周末也有人值班

## 二、怎样议事

1. 先由楼栋长收集意见
2. 再到站里当面商量

年份 | 议题 | 人次
2019 | 停车 | 312
2020 | 加装电梯 | 458

电梯的事商量了整整一年。低层的住户担心采光，高层的住户等不及，最后大家把图纸摊在桌上，一户一户地算，一层一层地让，才有了后来人人都肯签字的方案。

第一行在这里
第二行在这里
";

fn converted(folder: &Path, ending: &str) -> Incoming {
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let done = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", ending, "--outdir"])
        .arg(folder)
        .arg(folder.join("source.fodt"))
        .output()
        .unwrap();
    assert!(done.status.success(), "{done:?}");
    let name = format!("source.{ending}");
    let bytes = std::fs::read(folder.join(&name)).unwrap();
    let read = document::read(&SourceFile { name, bytes });
    read.unwrap_or_else(|fault| panic!("{ending}: {fault:?}"))
}

/// What `LibreOffice` shows in formats that know no deletions and nothing hidden.
const SHOWN: [&str; 2] = ["这一句已经删去", "看不见的话。"];

#[test]
#[ignore = "needs LibreOffice"]
fn every_kind_of_a_document_is_read_as_the_same_text() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("source.fodt"), SOURCE).unwrap();
    for ending in ["docx", "odt", "rtf", "html"] {
        let read = converted(folder.path(), ending);
        let mut text = read.articles[0].text.clone().unwrap();
        if ending == "html" {
            text = SHOWN.iter().fold(text, |text, shown| text.replace(shown, ""));
        }
        assert_eq!(text, TEXT, "{ending}");
        let left: BTreeMap<Leftover, usize> = read.leftovers.iter().collect();
        assert_eq!(left.get(&Leftover::Footnotes), Some(&1), "{ending}");
    }
    // Its EPUB keeps neither headings nor lists.
    let text = converted(folder.path(), "epub").articles[0].text.clone().unwrap();
    let text = SHOWN.iter().fold(text, |text, shown| text.replace(shown, ""));
    let bare = |text: &str| {
        let signs = |c: char| c == '#' || c == '-' || c == '.' || c.is_whitespace();
        let lines = text.lines().map(|line| {
            let line = line.trim_start_matches(signs);
            line.strip_prefix("1. ").or_else(|| line.strip_prefix("2. ")).unwrap_or(line)
        });
        lines.filter(|line| !line.is_empty()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(bare(&text), bare(TEXT));
}

/// A PDF knows no deletions; its notes stand at the foot of the page.
#[test]
#[ignore = "needs LibreOffice"]
fn the_paragraphs_of_a_pdf_are_found_again() {
    let folder = tempfile::tempdir().unwrap();
    // On several pages it shows what repeats on each.
    let more: Vec<String> = (1..=40)
        .map(|number| {
            let text = format!("再说第{number}件事，说得不多。").repeat(6);
            format!("<text:p text:style-name=\"Text\">{text}</text:p>")
        })
        .collect();
    let source = SOURCE.replace("</office:text>", &format!("{}</office:text>", more.concat()));
    std::fs::write(folder.path().join("source.fodt"), source).unwrap();
    let read = converted(folder.path(), "pdf");
    let text = read.articles[0].text.clone().unwrap().replace(SHOWN[0], "");
    let lines: Vec<&str> = text.lines().collect();
    for line in TEXT.lines() {
        assert!(lines.contains(&line), "{line}\n\n{text}");
    }
    for number in 1..=40 {
        let line = format!("再说第{number}件事，说得不多。").repeat(6);
        assert!(lines.contains(&line.as_str()), "{line}\n\n{text}");
    }
    assert!(!text.contains("页眉") && !text.contains("第1页"), "{text}");
}
