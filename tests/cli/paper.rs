//! `export --format pdf`: pages to print.

use std::process::Command;

use crate::support::{Place, SET};

fn place() -> Place {
    let place = Place::with(&[
        ("2019-驿站.txt", "人才驿站开张\n\n街道建成驿站,引进青年。\n\n第二段,两百人。".as_bytes()),
        ("2020-无标注.txt", "一篇没有标注的文章\n\n居民下楼就是活动室。".as_bytes()),
    ]);
    let tag = ["tag", SET, "--coder", "lin", "--theme", "人才", "--article", "2019-驿站.txt"];
    place.ok(&[&tag[..], &["--span", "8..14", "--memo", "先核对"]].concat());
    place
}

/// How many pages there are, of what size.
fn pages(bytes: &[u8]) -> Vec<String> {
    assert!(bytes.starts_with(b"%PDF-1."));
    let text = String::from_utf8_lossy(bytes);
    let boxes = text.match_indices("/MediaBox").map(|(at, name)| {
        let rest = &text[at + name.len()..];
        rest.split(']').next().unwrap_or_default().trim_start_matches('[').trim().to_owned()
    });
    boxes.collect()
}

#[test]
fn excerpts_and_articles_are_printed_on_the_paper_that_is_asked_for() {
    let place = place();
    let fixed = ["export", SET, "--format", "pdf", "--output"];
    assert_eq!(place.ok(&[&fixed[..], &["摘录.pdf"]].concat()), "");
    let excerpts = place.read("摘录.pdf");
    assert_eq!(pages(&excerpts).len(), 1);
    place.ok(&[&fixed[..], &["全文.pdf", "--article", "2019-驿站.txt"]].concat());
    let article = place.read("全文.pdf");
    assert_ne!(excerpts, article);
    // The same again is the same.
    place.ok(&[&fixed[..], &["再.pdf", "--article", "2019-驿站.txt"]].concat());
    assert_eq!(place.read("再.pdf"), article);
    place.ok(&[&fixed[..], &["大.pdf", "--print", "articles", "--paper", "letter"]].concat());
    let letter = pages(&place.read("大.pdf"));
    assert!(letter.iter().all(|size| size.contains("612") && size.contains("792")), "{letter:?}");
    assert_eq!(letter.len(), 1, "only what is marked, as nothing else was asked for");
    let both = ["--article", "2019-驿站.txt", "--article", "2020-无标注.txt"];
    place.ok(&[&fixed[..], &["两篇.pdf", "--text-size", "14", "--sans"], &both].concat());
    assert_eq!(pages(&place.read("两篇.pdf")).len(), 2, "an article begins a page");
}

#[test]
fn an_article_without_marks_is_printed_when_it_is_named() {
    let place = place();
    let line = ["export", SET, "--format", "pdf", "--output", "o.pdf"];
    place.ok(&[&line[..], &["--article", "2020-无标注.txt"]].concat());
    assert_eq!(pages(&place.read("o.pdf")).len(), 1);
    assert!(place.read("o.pdf").len() > 4000, "with the fonts for its text");
}

/// What poppler says of a file.
fn poppler(place: &Place, program: &str, args: &[&str], file: &str) -> String {
    let output = Command::new(program).args(args).arg(place.path(file)).arg("-").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
#[ignore = "needs pdftotext and pdffonts (poppler-utils)"]
fn poppler_reads_the_text_in_order_and_finds_the_fonts_embedded() {
    let place = place();
    let rare = format!("题目\n\n{}𪛖字。", "街道把粮站改成中心,面积扩大到1860平方米。".repeat(200));
    place.write(&format!("{SET}/2021-长.txt"), rare.as_bytes());
    let line = ["export", SET, "--format", "pdf", "--output", "o.pdf", "--article"];
    let done = place.run(&[&line[..], &["2019-驿站.txt", "--article", "2021-长.txt"]].concat());
    assert_eq!(done.code, Some(0));
    assert!(done.stderr.contains('〓'), "what no font has is told: {}", done.stderr);
    for args in [&["-enc", "UTF-8"][..], &["-raw", "-enc", "UTF-8"]] {
        let text = poppler(&place, "pdftotext", args, "o.pdf");
        let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        let parts = ["人才驿站开张", "街道建成驿站，引进青年。", "第二段，两百人。", "先核对"];
        let mut from = 0;
        for part in parts {
            let at = bare[from..].find(part).unwrap_or_else(|| panic!("{part}: {text}"));
            from += at + part.len();
        }
        assert!(bare.contains("𪛖字"), "the character itself is copied");
        assert!(bare.contains("人才[1]"), "the theme and the memo's number are in the margin");
        assert_eq!(bare.matches("面积扩大到1860平方米").count(), 200, "{text}");
    }
    let fonts = Command::new("pdffonts").arg(place.path("o.pdf")).output().unwrap();
    let fonts = String::from_utf8(fonts.stdout).unwrap();
    let rows: Vec<&str> = fonts.lines().skip(2).collect();
    assert_eq!(rows.len(), 3, "{fonts}");
    for row in rows {
        assert!(row.contains("+NotoS"), "a subset: {row}");
        let words: Vec<&str> = row.split_whitespace().rev().collect();
        assert_eq!(words[2..5], ["yes", "yes", "yes"], "embedded, a subset, with Unicode: {row}");
    }
}
