//! Writing brat's standoff files.

use std::{collections::BTreeSet, fmt::Write as _, io};

use crate::{
    corpus::ArticlePath,
    exchange::{
        Excerpt, ExportOptions, ExportTerms, Format, Written,
        preview::FirstLook,
        project::{Loss, Losses, Project, pieces},
    },
    text::Text,
};

/// The format.
pub struct Brat;

impl Format for Brat {
    fn name(&self) -> &'static str {
        "brat"
    }

    fn extension(&self) -> &'static str {
        ""
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Article
    }

    fn losses(&self, project: Project<'_>, _options: ExportOptions) -> Losses {
        losses(project)
    }

    fn write(&self, project: Project<'_>, _terms: &ExportTerms<'_>) -> io::Result<Written> {
        Ok(write(project))
    }
}

/// The files, by their paths in a folder; says what the format cannot hold.
#[must_use]
pub fn write(project: Project<'_>) -> Written {
    let mut files = Vec::new();
    let (mut types, mut coders) = (BTreeSet::new(), BTreeSet::new());
    for (article, excerpts) in project.marked() {
        let stem = stem(&article.path);
        let mut ann = String::new();
        let (mut spans, mut notes) = (0, 0);
        for excerpt in excerpts {
            let (places, quote) = places(&article.text, excerpt);
            // Nothing but line ends: brat can mark no such thing.
            if places.is_empty() {
                continue;
            }
            coders.insert(excerpt.coder.as_str());
            for theme in &excerpt.themes {
                let kind = type_name(theme);
                spans += 1;
                let coder = type_name(excerpt.coder.as_str());
                // Writing to a `String` cannot fail.
                let _ = writeln!(ann, "T{spans}\t{kind} {places}\t{quote}");
                let _ = writeln!(ann, "A{spans}\tcoder T{spans} {coder}");
                if !excerpt.memo.is_empty() {
                    notes += 1;
                    let memo = one_line(&excerpt.memo);
                    let _ = writeln!(ann, "#{notes}\tAnnotatorNotes T{spans}\t{memo}");
                }
                types.insert(kind);
            }
        }
        files.push((format!("{stem}.txt"), article.text.as_str().as_bytes().to_vec()));
        files.push((format!("{stem}.ann"), ann.into_bytes()));
    }
    files.push(("annotation.conf".to_owned(), configuration(&types, &coders).into_bytes()));
    Written { files, losses: losses(project) }
}

/// What of a project the format cannot hold.
fn losses(project: Project<'_>) -> Losses {
    let losses = Losses::of_labels(project);
    losses.without(Loss::Coder).without(Loss::Memo).without(Loss::Fragments)
}

/// `2019/共建` for `2019/共建.txt`; another ending stays, so that no two meet.
fn stem(path: &ArticlePath) -> &str {
    path.as_str().strip_suffix(".txt").unwrap_or(path.as_str())
}

/// `12 30;40 55` and the text that stands there, its parts joined by a space as brat wants.
fn places(text: &Text, excerpt: &Excerpt) -> (String, String) {
    let mut places = String::new();
    let mut quotes: Vec<&str> = Vec::new();
    for (span, piece) in pieces(text, excerpt) {
        let mut start = span.start().get();
        for line in piece.split('\n') {
            let length = u32::try_from(line.chars().count()).unwrap_or(u32::MAX);
            let end = start.saturating_add(length);
            if length > 0 {
                let between = if places.is_empty() { "" } else { ";" };
                let _ = write!(places, "{between}{start} {end}");
                quotes.push(line);
            }
            start = end.saturating_add(1);
        }
    }
    (places, quotes.join(" "))
}

/// A name that brat takes for a type: no white space and none of the signs of its own files.
pub(super) fn type_name(name: &str) -> String {
    let takes = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '/');
    name.chars().map(|c| if takes(c) { c } else { '_' }).collect()
}

pub(super) fn one_line(text: &str) -> String {
    text.split(['\n', '\r', '\t']).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

fn configuration(types: &BTreeSet<String>, coders: &BTreeSet<&str>) -> String {
    let mut out = "[entities]\n".to_owned();
    for name in types {
        let _ = writeln!(out, "{name}");
    }
    let coders: Vec<String> = coders.iter().map(|coder| type_name(coder)).collect();
    out.push_str("\n[attributes]\n");
    if !coders.is_empty() {
        let _ = writeln!(out, "coder\tArg:<ENTITY>, Value:{}", coders.join("|"));
    }
    out.push_str("\n[relations]\n\n[events]\n");
    out
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::sample::any_set;

    proptest! {
        #[test]
        fn every_annotation_says_what_stands_at_its_place(set in any_set()) {
            let files = write(set.project()).files;
            let file = |name: &str| {
                let found = files.iter().find(|(path, _)| path == name);
                String::from_utf8(found.expect("a file").1.clone()).expect("UTF-8")
            };
            let mut count = 0;
            for (path, bytes) in files.iter().filter(|(path, _)| path.contains(".ann")) {
                let text: Vec<char> = file(&path.replace(".ann", ".txt")).chars().collect();
                for line in String::from_utf8(bytes.clone()).expect("UTF-8").lines() {
                    let fields: Vec<&str> = line.split('\t').collect();
                    if !fields[0].starts_with('T') {
                        continue;
                    }
                    count += 1;
                    let (_, places) = fields[1].split_once(' ').expect("a type and places");
                    let parts = places.split(';').map(|place| {
                        let (start, end) = place.split_once(' ').expect("two numbers");
                        let number = |n: &str| n.parse::<usize>().expect("a number");
                        text[number(start)..number(end)].iter().collect::<String>()
                    });
                    let said = line.splitn(3, '\t').nth(2).expect("a text");
                    prop_assert_eq!(parts.collect::<Vec<_>>().join(" "), said);
                }
            }
            let blank = |excerpt: &&crate::exchange::Excerpt| {
                excerpt.quotes.iter().all(|quote| quote.chars().all(|c| c == '\n'))
            };
            let wanted: usize =
                set.excerpts.iter().filter(|e| !blank(e)).map(|e| e.themes.len()).sum();
            prop_assert_eq!(count, wanted);
        }
    }
}
