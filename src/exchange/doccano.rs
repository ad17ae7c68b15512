//! Excerpts as doccano's JSONL for sequence labelling: one article a line.
//!
//! `{"text": …, "label": [[start, end, theme], …]}` with the article's path, title and year as
//! further fields. Positions are UTF-16 code units, the end not included: a character beyond the
//! basic plane (𠮷, an emoji) counts two.
//!
//! Read is also what doccano itself exports, which gives `entities` with `start_offset` and
//! `end_offset` where relations are labelled. The file does not say what it counts in: one of a
//! project that counts grapheme clusters, or one a script made with code points, has its labels
//! moved behind the first character that counts otherwise. Nothing is guessed of that; how many
//! labels stand behind such a character is told.

use std::{
    collections::HashMap,
    io::{self, Write},
};

use serde_json::{Value, json};

use super::{
    ExportOptions, ExportTerms, Format, Written,
    incoming::{
        FaultKind, ImportFault, Incoming, IncomingArticle, IncomingFormat, IncomingPassage,
        Leftover, OffsetUnit, RawText, SourceFile, ThemePaths, distinct, json,
    },
    preview::FirstLook,
    project::{Losses, Project, pieces},
};
use crate::text::{CharSpan, Text};

/// The format.
pub struct Doccano;

impl Format for Doccano {
    fn name(&self) -> &'static str {
        "doccano"
    }

    fn extension(&self) -> &'static str {
        "jsonl"
    }

    fn first_look(&self) -> FirstLook {
        FirstLook::Article
    }

    fn losses(&self, project: Project<'_>, _options: ExportOptions) -> Losses {
        losses(project)
    }

    fn write(&self, project: Project<'_>, _terms: &ExportTerms<'_>) -> io::Result<Written> {
        Written::file(|out| write(out, project))
    }
}

impl IncomingFormat for Doccano {
    fn name(&self) -> &'static str {
        "doccano"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonl"]
    }

    fn read(&self, file: &SourceFile) -> Result<Incoming, ImportFault> {
        read(file)
    }
}

/// Writes the articles that have excerpts to `out`; says what the format cannot hold.
///
/// # Errors
/// If `out` does not take it.
pub fn write(mut out: impl Write, project: Project<'_>) -> io::Result<Losses> {
    for (article, excerpts) in project.marked() {
        let units = Utf16::of(&article.text);
        let mut labels = Vec::new();
        for excerpt in excerpts {
            for (span, _) in pieces(&article.text, excerpt) {
                let (start, end) = (units.at(span.start().get()), units.at(span.end().get()));
                labels.extend(excerpt.themes.iter().map(|theme| json!([start, end, theme])));
            }
        }
        let header = project.corpus.header(article);
        let line = json!({
            "text": article.text.as_str(),
            "label": labels,
            "article": article.path.as_str(),
            "title": header.title,
            "year": header.year,
        });
        serde_json::to_writer(&mut out, &line)?;
        out.write_all(b"\n")?;
    }
    out.flush()?;
    Ok(losses(project))
}

/// What of a project the format cannot hold.
fn losses(project: Project<'_>) -> Losses {
    Losses::of_labels(project)
}

/// Reads articles with their labels; labels of one place are one passage.
///
/// # Errors
/// If it is not JSON or no article is in it.
pub fn read(file: &SourceFile) -> Result<Incoming, ImportFault> {
    let mut incoming = Incoming::default();
    let mut themes = ThemePaths::default();
    let mut others = 0;
    let faults = json::each(file, &[], |value| match text_of(&value) {
        Some(text) => article(&mut incoming, &mut themes, file, (&value, text)),
        None => others += 1,
    })?;
    if incoming.articles.is_empty() && others > 0 {
        return Err(ImportFault { file: file.name.clone(), kind: FaultKind::OtherFormat });
    }
    incoming.leftovers.add(Leftover::NoText, others);
    incoming.faults = faults;
    Ok(incoming)
}

fn text_of(line: &Value) -> Option<&str> {
    ["text", "data"].iter().find_map(|name| line[name].as_str())
}

fn article(
    incoming: &mut Incoming,
    themes: &mut ThemePaths,
    file: &SourceFile,
    (line, text): (&Value, &str),
) {
    let raw = RawText::new(text, OffsetUnit::Utf16);
    // Ours say which article they are of, and are counted as said above.
    let is_ours = line["article"].is_string();
    let at = incoming.articles.len();
    let mut places: HashMap<CharSpan, usize> = HashMap::new();
    let mut passages: Vec<(CharSpan, Vec<usize>)> = Vec::new();
    let fields = ["label", "labels", "entities", "spans"];
    for label in fields.iter().flat_map(|name| json::list(&line[name])) {
        let (start, end, name) = match label {
            Value::Array(label) => match &label[..] {
                [start, end, name, ..] => (start, end, name),
                _ => (&Value::Null, &Value::Null, &Value::Null),
            },
            Value::Object(_) => {
                let of = |long: &str, short: &str| {
                    if label[long].is_null() { &label[short] } else { &label[long] }
                };
                (of("start_offset", "start"), of("end_offset", "end"), &label["label"])
            }
            // A label of the whole text.
            _ => {
                incoming.leftovers.add(Leftover::OtherMarks, 1);
                continue;
            }
        };
        let span = start.as_u64().zip(end.as_u64()).and_then(|(start, end)| raw.span(start, end));
        let theme = name.as_str().and_then(|name| themes.of(incoming, name));
        let (Some(span), Some(theme)) = (span, theme) else {
            incoming.leftovers.add(Leftover::Dangling, 1);
            continue;
        };
        let is_doubtful = !is_ours && end.as_u64().is_some_and(|end| raw.is_doubtful(end));
        incoming.leftovers.add(Leftover::Unconfirmed, usize::from(is_doubtful));
        let place = *places.entry(span).or_insert_with(|| {
            passages.push((span, Vec::new()));
            passages.len() - 1
        });
        if let Some((_, borne)) = passages.get_mut(place) {
            borne.push(theme);
        }
    }
    incoming.passages.extend(passages.into_iter().map(|(span, themes)| IncomingPassage {
        article: at,
        fragments: vec![span],
        themes: distinct(themes),
        ..IncomingPassage::default()
    }));
    incoming.leftovers.add(Leftover::Relations, json::list(&line["relations"]).len());
    let notes = ["Comments", "comments"].iter().flat_map(|name| json::list(&line[name]));
    let notes = notes.filter(|note| note.as_str() != Some("")).count();
    incoming.leftovers.add(Leftover::Notes, notes);
    let named = ["article", "filename", "title"].iter().find_map(|name| json::words(&line[name]));
    incoming.articles.push(IncomingArticle {
        name: named.map_or_else(|| numbered(file, &line["id"], at), str::to_owned),
        text: Some(raw.text),
        origin: None,
        title: json::words(&line["title"]).map(str::to_owned),
        year: json::year(&line["year"]),
        attributes: Vec::new(),
    });
}

/// What an article without a name is called: `all-12` for the one with that number in `all.jsonl`.
pub(super) fn numbered(file: &SourceFile, id: &Value, place: usize) -> String {
    let number = id.as_u64().unwrap_or(place as u64 + 1);
    format!("{}-{number}", file.stem())
}

/// From characters to UTF-16 code units.
struct Utf16 {
    /// The places of the characters that take two units.
    wide: Vec<u32>,
}

impl Utf16 {
    fn of(text: &Text) -> Self {
        let wide = text.as_str().chars().zip(0..).filter(|(c, _)| c.len_utf16() > 1);
        Self { wide: wide.map(|(_, at)| at).collect() }
    }

    fn at(&self, char: u32) -> usize {
        char as usize + self.wide.partition_point(|&wide| wide < char)
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;
    use crate::exchange::sample::{any_set, path_of};

    fn file(text: &str) -> SourceFile {
        SourceFile { name: "all.jsonl".into(), bytes: text.as_bytes().to_vec() }
    }

    #[test]
    fn what_doccano_itself_exports_is_read() {
        let lines = "{\"id\": 7, \"text\": \"𠮷祥社区\", \"label\": [[2, 5, \"地方\"], [0, 2, \"字\"], \
                     [2, 5, \"党建/社区\"], [4, 9, \"字\"]], \"Comments\": [\"疑问\"]}\n\
                     {\"id\": 8, \"text\": \"甲\\r\\n乙\", \"entities\": [{\"id\": 1, \"label\": \"字\", \
                     \"start_offset\": 3, \"end_offset\": 4}], \"relations\": [{\"id\": 1}]}\n\
                     {\"id\": 9, \"text\": \"丙\", \"label\": [\"褒义\"]}\n";
        let incoming = read(&file(lines)).unwrap();
        let names: Vec<_> = incoming.articles.iter().map(|article| &article.name).collect();
        assert_eq!(names, ["all-7", "all-8", "all-9"]);
        assert_eq!(incoming.articles[1].text.as_deref(), Some("甲\n乙"));
        let place = |passage: &IncomingPassage| {
            let span = passage.fragments[0];
            (passage.article, span.start().get(), span.end().get(), passage.themes.clone())
        };
        let places: Vec<_> = incoming.passages.iter().map(place).collect();
        assert_eq!(places, [(0, 1, 4, vec![0, 3]), (0, 0, 1, vec![1]), (1, 2, 3, vec![1])]);
        assert_eq!(path_of(&incoming, 3), "党建/社区");
        let left: Vec<_> = incoming.leftovers.iter().collect();
        let expected = [
            (Leftover::OtherMarks, 1),
            (Leftover::Dangling, 1),
            (Leftover::Notes, 1),
            (Leftover::Relations, 1),
            (Leftover::Unconfirmed, 4),
        ];
        assert_eq!(left, expected);
    }

    #[test]
    fn a_file_of_something_else_says_so() {
        assert_eq!(read(&file("{\"a\": 1}\n{\"b\": 2}")).unwrap_err().kind, FaultKind::OtherFormat);
        for nothing in ["", "[]"] {
            assert!(read(&file(nothing)).is_ok_and(|incoming| incoming.is_empty()));
        }
    }

    proptest! {
        #[test]
        fn what_was_written_comes_back(set in any_set()) {
            let mut out = Vec::new();
            write(&mut out, set.project()).expect("memory");
            let incoming = read(&SourceFile { name: "a.jsonl".into(), bytes: out }).expect("ours");
            prop_assert!(incoming.faults.is_empty() && incoming.leftovers.iter().next().is_none());
            for article in &incoming.articles {
                let found = set.corpus.articles().find(|a| a.path.as_str() == article.name);
                let text = found.expect("an article").text.as_str();
                prop_assert_eq!(article.text.as_deref(), Some(text));
                prop_assert_eq!(article.year, Some(2019));
            }
            let mut seen = BTreeMap::new();
            for passage in &incoming.passages {
                let names: BTreeSet<_> = passage.themes.iter().map(|&at| path_of(&incoming, at)).collect();
                let key = (incoming.articles[passage.article].name.clone(), passage.fragments[0]);
                prop_assert!(seen.insert(key, names).is_none(), "a place is one passage");
            }
            // The format knows labels on single stretches, whoever set them.
            let mut wanted: BTreeMap<_, BTreeSet<String>> = BTreeMap::new();
            for excerpt in &set.excerpts {
                for &span in &excerpt.fragments {
                    let key = (excerpt.article.to_string(), span);
                    wanted.entry(key).or_default().extend(excerpt.themes.iter().cloned());
                }
            }
            prop_assert_eq!(seen, wanted);
        }

        #[test]
        fn every_label_stands_where_a_reader_of_utf_16_looks(set in any_set()) {
            let mut out = Vec::new();
            write(&mut out, set.project()).expect("memory");
            let mut seen: Vec<(String, String)> = Vec::new();
            for line in String::from_utf8(out).expect("UTF-8").lines() {
                let line: Value = serde_json::from_str(line).expect("JSON");
                let units: Vec<u16> = line["text"].as_str().expect("a text").encode_utf16().collect();
                for label in line["label"].as_array().expect("a list") {
                    let place = |at: usize| usize::try_from(label[at].as_u64().expect("a number"));
                    let (start, end) = (place(0).expect("small"), place(1).expect("small"));
                    let text = String::from_utf16(&units[start..end]).expect("whole characters");
                    seen.push((text, label[2].as_str().expect("a name").to_owned()));
                }
            }
            let wanted = set.excerpts.iter().flat_map(|excerpt| {
                let names = |quote: &String| {
                    excerpt.themes.iter().map(|name| (quote.clone(), name.clone())).collect::<Vec<_>>()
                };
                excerpt.quotes.iter().flat_map(names).collect::<Vec<_>>()
            });
            let mut wanted: Vec<_> = wanted.collect();
            wanted.sort();
            seen.sort();
            prop_assert_eq!(seen, wanted);
        }
    }
}
