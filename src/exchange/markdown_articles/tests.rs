use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use serde_json::Value;

use super::*;
use crate::exchange::sample::{Mark, Set, any_set, set};

fn pages(set: &Set) -> (Vec<(String, String)>, Losses) {
    let labels = ListingLabels {
        heading: String::new(),
        no_theme: String::new(),
        memo: "备忘录：".into(),
        not_found: String::new(),
        paragraph: &|_| String::new(),
    };
    let Written { files, losses } = write(set.project(), &labels);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (files.into_iter().map(|(name, bytes)| (name, text(bytes))).collect(), losses)
}

/// What a reader of Markdown makes of a page's body.
#[derive(Debug, Default, PartialEq, Eq)]
struct Read {
    /// The lines of the text, without marks and escapes.
    lines: Vec<String>,
    /// The places of the characters that are no white space and are marked.
    marked: BTreeSet<usize>,
    /// For each footnote, how many characters that are no white space stand before it.
    notes: BTreeMap<usize, BTreeSet<usize>>,
}

fn read(body: &str) -> Read {
    let mut read = Read::default();
    let mut count = 0;
    for line in body.lines().filter(|line| !line.is_empty()) {
        let mut text = String::new();
        let mut is_open = false;
        let mut rest = line;
        while let Some(c) = rest.chars().next() {
            let note = rest.strip_prefix("[^").and_then(|rest| rest.split_once(']'));
            if let Some(after) = rest.strip_prefix("==") {
                assert!(!after.starts_with('='), "two marks meet in {line}");
                let beside = if is_open { text.chars().next_back() } else { after.chars().next() };
                assert!(beside.is_some_and(|c| !c.is_whitespace()), "no mark: {line}");
                is_open = !is_open;
                rest = after;
            } else if let Some((number, after)) = note {
                let number = number.parse().expect("a number");
                read.notes.entry(number).or_default().insert(count);
                rest = after;
            } else {
                let c = if c == '\\' { rest.chars().nth(1).expect("escaped") } else { c };
                rest = rest.strip_prefix('\\').unwrap_or(rest);
                rest = &rest[c.len_utf8()..];
                text.push(c);
                if !c.is_whitespace() {
                    if is_open {
                        read.marked.insert(count);
                    }
                    count += 1;
                }
            }
        }
        assert!(!is_open, "a mark stays open in {line}");
        read.lines.push(text);
    }
    read
}

/// Properties, body, footnotes.
fn parts(page: &str) -> (BTreeMap<String, Value>, &str, &str) {
    let (front, rest) = page.strip_prefix("---\n").unwrap().split_once("---\n").unwrap();
    let front = serde_saphyr::from_str(front).expect("YAML");
    let notes = rest.find("\n[^1]: ").map_or(rest.len(), |at| at + 1);
    (front, &rest[..notes], &rest[notes..])
}

/// How many characters that are no white space stand before each position.
fn counts(text: &str) -> Vec<usize> {
    let mut counts = vec![0];
    for c in text.chars() {
        counts.push(counts[counts.len() - 1] + usize::from(!c.is_whitespace()));
    }
    counts
}

proptest! {
    #[test]
    fn the_text_comes_back_and_every_footnote_stands_behind_its_passage(set in any_set()) {
        let (pages, losses) = pages(&set);
        prop_assert_eq!((pages.len(), losses), (2, Losses::default()));
        for ((_, page), article) in pages.iter().zip(set.corpus.articles()) {
            let (front, body, notes) = parts(page);
            prop_assert_eq!(&front["source"], article.path.as_str());
            let read = read(body);
            let text = article.text.as_str();
            let trimmed = |line: &str| line.trim_start_matches([' ', '\t']).trim_end().to_owned();
            let lines: Vec<_> = text.lines().map(trimmed).filter(|l| !l.is_empty()).collect();
            prop_assert_eq!(&read.lines, &lines);
            let counts = counts(text);
            let mine: Vec<_> =
                set.excerpts.iter().filter(|excerpt| excerpt.article == article.path).collect();
            let marked = mine.iter().flat_map(|excerpt| &excerpt.fragments).flat_map(|span| {
                counts[span.start().get() as usize]..counts[span.end().get() as usize]
            });
            prop_assert_eq!(&read.marked, &marked.collect::<BTreeSet<_>>());
            // Footnotes with what they say, whatever their numbers.
            let mut seen: Vec<_> = read
                .notes
                .iter()
                .map(|(number, places)| {
                    let note = notes.split(&format!("[^{number}]: ")).nth(1).expect("a footnote");
                    let head = note.lines().next().unwrap_or_default();
                    let mut parts = head.split(" · ");
                    let tags: Vec<_> = parts.next().unwrap_or_default().split(' ').collect();
                    (places.clone(), tags.join(" "), parts.next().unwrap_or_default().to_owned())
                })
                .collect();
            let mut wanted: Vec<_> = mine
                .iter()
                .map(|excerpt| {
                    let ends = excerpt.fragments.iter().map(|s| counts[s.end().get() as usize]);
                    let tags: Vec<_> =
                        excerpt.themes.iter().map(|theme| format!("#{}", tag(theme))).collect();
                    (ends.collect::<BTreeSet<_>>(), tags.join(" "), excerpt.coder.to_string())
                })
                .collect();
            seen.sort();
            wanted.sort();
            prop_assert_eq!(seen, wanted);
        }
    }
}

#[test]
fn a_page_reads_like_its_article() {
    let text = "## 共建(一)\n　　街道*建成*驿站!(三年)\n\n- 100%，#党建 50%%\n1. 一";
    let mark = |fragments: Vec<(u32, u32)>, themes: Vec<usize>, memo: &str| Mark {
        text: 0,
        coder: "王 五",
        fragments,
        themes,
        memo: memo.into(),
    };
    let marks = [
        mark(vec![(0, 5)], vec![0], ""),
        mark(vec![(11, 15), (19, 20)], vec![3], "一\n\n二*"),
        mark(vec![(13, 20)], vec![4], ""),
    ];
    let set = set(&[text], &marks);
    let (pages, _) = pages(&set);
    let (name, page) = &pages[0];
    assert_eq!(name, "子 夹/2019-文0.md");
    let (front, body, notes) = parts(page);
    assert_eq!(front["year"], 2019);
    assert_eq!(front["coders"], serde_json::json!(["王 五"]));
    let tags: Vec<_> = front["tags"].as_array().unwrap().iter().map(|tag| tag.as_str()).collect();
    assert!(tags.iter().all(|tag| tag.is_some_and(|tag| !tag.contains(' '))), "{tags:?}");
    assert_eq!(
        body,
        "\n## ==共建==[^1]\\(一)\n\
         \n　　==街道\\*建==[^2]==成\\*驿站\\!==[^2][^3]\\(三年)\n\
         \n\\- 100%，\\#党建 50\\%\\%\n\
         \n1\\. 一\n\n"
    );
    assert!(notes.contains(" · 王 五 · 备忘录：一\n\n    二\\*\n"), "{notes}");
    assert!(notes.starts_with("[^1]: #"), "{notes}");
}

#[test]
fn a_tag_is_one_that_obsidian_knows() {
    for (theme, expected) in [
        ("党建/阵地 建设", "党建/阵地_建设"),
        ("2019", "_2019"),
        ("a.b", "a_b"),
        ("引进𠮷", "引进𠮷"),
    ] {
        assert_eq!(tag(theme), expected);
    }
}
