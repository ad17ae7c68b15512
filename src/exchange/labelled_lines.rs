//! Labelled sentences as JSON Lines, as public data sets for text classification have them.
//!
//! `{"document": …, "text": …, "labels": […]}` a line; `document` is a string or a number, and may be
//! left out, as may `labels`; other keys are passed over. Not a format of articles: nothing is marked
//! from it.

use serde::Deserialize;
use serde_json::Value;

/// One labelled sentence.
#[derive(Clone, Debug, PartialEq)]
pub struct LabelledSentence {
    /// Where it is from, as the file says it.
    pub document: Value,
    /// What it says.
    pub text: String,
    /// What it is labelled with.
    pub labels: Vec<String>,
}

/// Labelled sentences, and what could not be read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LabelledFile {
    /// In the order of the file.
    pub sentences: Vec<LabelledSentence>,
    /// The lines that are no such object, from 1, and why in the words of the reader of JSON.
    pub faults: Vec<(usize, String)>,
}

impl LabelledFile {
    /// Reads a file; what is wrong with one line does not keep the others from being read.
    #[must_use]
    pub fn read(text: &str) -> Self {
        #[derive(Deserialize)]
        struct Line {
            #[serde(default)]
            document: Value,
            text: String,
            #[serde(default)]
            labels: Option<Vec<String>>,
        }
        let mut file = Self::default();
        for (line, number) in text.lines().zip(1..) {
            if line.trim().is_empty() {
                continue;
            }
            match serde_json::from_str::<Line>(line) {
                Ok(Line { document, text, labels }) => {
                    let labels = labels.unwrap_or_default();
                    file.sentences.push(LabelledSentence { document, text, labels });
                }
                Err(error) => file.faults.push((number, error.to_string())),
            }
        }
        file
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    #[test]
    fn a_line_is_read_with_what_it_has_and_a_broken_one_is_told() {
        let file = LabelledFile::read(
            "{\"document\": 3, \"text\": \"街道办实事。\", \"labels\": [\"民生\"], \"id\": 1}\n\n\
             {\"text\": \"无主\"}\n[1]\n{\"document\": \"甲\", \"text\": \"乙\", \"labels\": null}\n",
        );
        let texts: Vec<_> = file.sentences.iter().map(|one| one.text.as_str()).collect();
        assert_eq!(texts, ["街道办实事。", "无主", "乙"]);
        let documents: Vec<_> = file.sentences.iter().map(|one| one.document.clone()).collect();
        assert_eq!(documents, [json!(3), Value::Null, json!("甲")]);
        assert_eq!(file.faults.iter().map(|(line, _)| *line).collect::<Vec<_>>(), [4]);
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_file_every_line_is_read_or_told(text in "(\\PC|\n|\\{|\"|:|,){0,80}") {
            let file = LabelledFile::read(&text);
            let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
            prop_assert_eq!(file.sentences.len() + file.faults.len(), lines);
        }
    }
}
