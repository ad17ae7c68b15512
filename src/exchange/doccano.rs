//! Excerpts as doccano's JSONL for sequence labelling: one article a line.
//!
//! `{"text": …, "label": [[start, end, theme], …]}` with the article's path, title and year as
//! further fields. Positions are UTF-16 code units, the end not included: a character beyond the
//! basic plane (𠮷, an emoji) counts two.

use std::io::Write;

use serde_json::json;

use super::project::{Losses, Project, pieces};
use crate::text::Text;

/// Writes the articles that have excerpts to `out`; says what the format cannot hold.
///
/// # Errors
/// If `out` does not take it.
pub fn write(mut out: impl Write, project: Project<'_>) -> std::io::Result<Losses> {
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
    Ok(Losses::of_labels(project))
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
    use proptest::prelude::*;
    use serde_json::Value;

    use super::*;
    use crate::exchange::sample::any_set;

    proptest! {
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
