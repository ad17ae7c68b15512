//! Reading Label Studio's tasks.

use std::collections::HashMap;

use serde_json::Value;

use crate::{
    annotation::PassageId,
    exchange::{
        doccano::numbered,
        incoming::{
            FaultKind, ImportFault, Incoming, IncomingArticle, IncomingPassage, Leftover,
            OffsetUnit, RawText, SourceFile, ThemePaths, distinct, in_order, json,
        },
    },
    text::{CharOffset, CharSpan},
};

/// Reads the tasks with what their annotators marked.
///
/// # Errors
/// If it is not JSON or no task is in it.
pub fn read(file: &SourceFile) -> Result<Incoming, ImportFault> {
    let mut reader = Reader::new(file);
    let faults = json::each(file, &[], |task| reader.task(&task))?;
    let Reader { mut incoming, others, .. } = reader;
    if incoming.articles.is_empty() && others > 0 {
        return Err(ImportFault { file: file.name.clone(), kind: FaultKind::OtherFormat });
    }
    incoming.leftovers.add(Leftover::NoText, others);
    incoming.faults = faults;
    Ok(incoming)
}

struct Reader<'a> {
    file: &'a SourceFile,
    incoming: Incoming,
    themes: ThemePaths,
    /// Elements that are no task of text.
    others: usize,
}

/// A task's text.
enum Source {
    Here {
        raw: RawText,
        /// Whether a backslash and an n in a region's text are a line end: the text has none itself.
        are_ends: bool,
    },
    /// Only its address stands in the file: places are taken as they are.
    Elsewhere,
}

impl Source {
    fn span(&self, value: &Value) -> Option<CharSpan> {
        let (start, end) = (value["start"].as_u64()?, value["end"].as_u64()?);
        match self {
            Self::Here { raw, .. } => raw.span(start, end),
            Self::Elsewhere => {
                let offset = |at: u64| u32::try_from(at).ok().map(CharOffset::new);
                let span = CharSpan::new(offset(start)?, offset(end)?);
                span.filter(|span| !span.is_empty())
            }
        }
    }

    /// What a region says stands there, with line ends as ours are.
    fn quote(&self, quote: &str) -> String {
        let quote = quote.replace("\r\n", "\n");
        match self {
            Self::Here { are_ends: true, .. } => quote.replace("\\n", "\n"),
            _ => quote,
        }
    }
}

/// The regions of one passage of ours, or a single one of another's.
#[derive(Default)]
struct Gathered {
    id: Option<PassageId>,
    parts: Vec<(CharSpan, Option<String>)>,
    themes: Vec<usize>,
    memo: Vec<String>,
}

impl<'a> Reader<'a> {
    fn new(file: &'a SourceFile) -> Self {
        let (incoming, themes) = (Incoming::default(), ThemePaths::default());
        Self { file, incoming, themes, others: 0 }
    }

    fn task(&mut self, task: &Value) {
        // The small export has the fields of `data` in the task itself.
        let (data, is_full) =
            if task["data"].is_object() { (&task["data"], true) } else { (task, false) };
        let Some(text) = text_of(data, is_full) else {
            self.others += 1;
            return;
        };
        let (source, name) = if is_address(text) {
            let last = text.trim_end_matches('/').rsplit('/').next();
            (Source::Elsewhere, last.map(str::to_owned))
        } else {
            let raw = RawText::new(text, OffsetUnit::Chars);
            (Source::Here { raw, are_ends: !text.contains("\\n") }, None)
        };
        let article = self.incoming.articles.len();
        if is_full {
            for key in ["annotations", "completions"] {
                for annotation in json::list(&task[key]) {
                    self.annotation(article, &source, annotation);
                }
            }
            let proposed = json::list(&task["predictions"]).iter();
            let proposed = proposed.map(|one| json::list(&one["result"]).len()).sum();
            self.incoming.leftovers.add(Leftover::Proposals, proposed);
        } else {
            self.small(article, &source, task);
        }
        let named = ["article", "filename", "file", "name", "title"];
        let named = named.iter().find_map(|name| json::words(&data[name])).map(str::to_owned);
        self.incoming.articles.push(IncomingArticle {
            name: named.or(name).unwrap_or_else(|| numbered(self.file, &task["id"], article)),
            text: match source {
                Source::Here { raw, .. } => Some(raw.text),
                Source::Elsewhere => None,
            },
            origin: None,
            title: json::words(&data["title"]).map(str::to_owned),
            year: json::year(&data["year"]),
            attributes: Vec::new(),
        });
    }

    fn annotation(&mut self, article: usize, source: &Source, annotation: &Value) {
        let result = json::list(&annotation["result"]);
        if annotation["was_cancelled"] == Value::Bool(true) {
            self.incoming.leftovers.add(Leftover::Proposals, result.len());
            return;
        }
        let mut gathered: Vec<Gathered> = Vec::new();
        let mut ours: HashMap<PassageId, usize> = HashMap::new();
        for region in result {
            let kind = region["type"].as_str().unwrap_or_default();
            if kind == "relation" {
                self.incoming.leftovers.add(Leftover::Relations, usize::from(!is_tie(region)));
                continue;
            }
            if kind != "labels" {
                let kind = if kind == "textarea" { Leftover::Notes } else { Leftover::OtherMarks };
                self.incoming.leftovers.add(kind, 1);
                continue;
            }
            let id = passage_of(&region["id"]);
            let place = match id.and_then(|id| ours.get(&id)) {
                Some(&place) => place,
                None => {
                    ours.extend(id.map(|id| (id, gathered.len())));
                    gathered.push(Gathered { id, ..Gathered::default() });
                    gathered.len() - 1
                }
            };
            let notes = json::list(&region["meta"]["text"]).iter().filter_map(Value::as_str);
            let Some(passage) = gathered.get_mut(place) else { continue };
            passage.memo.extend(notes.filter(|note| !note.is_empty()).map(str::to_owned));
            self.region(source, &region["value"], passage);
        }
        let coder = coder(annotation);
        for passage in gathered {
            self.passage(article, coder.clone(), passage);
        }
    }

    /// The regions of a task in the small export: under the name of the labelling's tag.
    fn small(&mut self, article: usize, source: &Source, task: &Value) {
        let coder = person(&task["annotator"]);
        for region in task.as_object().into_iter().flatten().flat_map(|(_, all)| json::list(all)) {
            if region["labels"].is_array() && region["start"].is_number() {
                let mut passage = Gathered::default();
                self.region(source, region, &mut passage);
                self.passage(article, coder.clone(), passage);
            }
        }
    }

    /// Adds to `passage` what a region says.
    fn region(&mut self, source: &Source, value: &Value, passage: &mut Gathered) {
        let Some(span) = source.span(value) else {
            self.incoming.leftovers.add(Leftover::Dangling, 1);
            return;
        };
        let labels = json::list(&value["labels"]).iter().filter_map(Value::as_str);
        for label in labels {
            passage.themes.extend(self.themes.of(&mut self.incoming, label));
        }
        passage.parts.push((span, value["text"].as_str().map(|quote| source.quote(quote))));
    }

    fn passage(&mut self, article: usize, coder: Option<String>, gathered: Gathered) {
        let Gathered { id, parts, themes, memo } = gathered;
        // Its regions were counted as they came.
        if parts.is_empty() {
            return;
        }
        if themes.is_empty() && memo.is_empty() {
            self.incoming.leftovers.add(Leftover::Bare, 1);
            return;
        }
        let (fragments, quotes) = in_order(parts);
        self.incoming.passages.push(IncomingPassage {
            id,
            article,
            fragments,
            quotes,
            themes: distinct(themes),
            coder,
            memo: memo.join("\n\n"),
            ..IncomingPassage::default()
        });
    }
}

/// The text of a task: `text`, or the only one there is; in the small export, where the fields of
/// the task stand beside it, only `text`.
fn text_of(data: &Value, is_full: bool) -> Option<&str> {
    if let Some(text) = data["text"].as_str() {
        return Some(text);
    }
    let mut texts = data.as_object().filter(|_| is_full)?.values().filter_map(Value::as_str);
    texts.next().filter(|_| texts.next().is_none())
}

/// Whether a task's text stands elsewhere.
fn is_address(text: &str) -> bool {
    let starts = ["http://", "https://", "s3://", "gs://", "/data/"];
    starts.iter().any(|start| text.starts_with(start)) && !text.contains(char::is_whitespace)
}

/// The passage of ours that a region is a fragment of: its id is the passage's, `-` and a number.
fn passage_of(id: &Value) -> Option<PassageId> {
    let (id, number) = id.as_str()?.rsplit_once('-')?;
    number.parse::<u32>().ok()?;
    // Hyphens in their places: other programs' ids are short words.
    id.parse().ok().filter(|_| id.len() == 36)
}

/// Whether a relation only ties the fragments of a passage of ours.
fn is_tie(relation: &Value) -> bool {
    let from = passage_of(&relation["from_id"]);
    from.is_some() && from == passage_of(&relation["to_id"])
}

/// Who made an annotation.
fn coder(annotation: &Value) -> Option<String> {
    let ours = json::words(&annotation["meta"]["coder"]).map(str::to_owned);
    ours.or_else(|| person(&annotation["completed_by"]))
}

/// An annotator as a name, an address, a number, or all of it.
fn person(value: &Value) -> Option<String> {
    match value {
        Value::Number(number) => Some(number.to_string()),
        Value::Object(_) => {
            let names = ["first_name", "last_name"].map(|name| json::words(&value[name]));
            let name = names.into_iter().flatten().collect::<Vec<_>>().join(" ");
            let others = ["username", "email"];
            let other = || others.iter().find_map(|name| json::words(&value[name]));
            let id = || value["id"].as_u64().map(|id| id.to_string());
            if name.is_empty() { other().map(str::to_owned).or_else(id) } else { Some(name) }
        }
        name => json::words(name).map(str::to_owned),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::exchange::{
        label_studio::write,
        sample::{any_set, passages_in, passages_of, path_of},
    };

    fn file(value: &Value) -> SourceFile {
        SourceFile { name: "导出.json".into(), bytes: value.to_string().into_bytes() }
    }

    #[test]
    fn what_label_studio_itself_exports_is_read() {
        let region = |start: u32, end: u32, text: &str, labels: &[&str]| {
            json!({
                "id": "a1b2", "from_name": "label", "to_name": "text", "type": "labels",
                "value": { "start": start, "end": end, "text": text, "labels": labels },
            })
        };
        let mut noted = region(4, 6, "社区", &[]);
        noted["meta"] = json!({ "text": ["待核"] });
        let task = json!({
            "id": 12,
            "data": { "正文": "𠮷祥\r\n社区" },
            "annotations": [
                {
                    "completed_by": { "id": 3, "email": "lin@example.org" },
                    "result": [
                        region(0, 6, "𠮷祥\\n社区", &["地方", "党建/社区"]), noted,
                        region(0, 1, "𠮷", &[]), region(3, 9, "", &["地方"]),
                        { "type": "relation", "from_id": "x", "to_id": "y" },
                        { "type": "choices", "value": { "choices": ["甲"] } },
                    ],
                },
                { "completed_by": 4, "result": [region(0, 1, "𠮷", &["字"])] },
                { "was_cancelled": true, "result": [region(0, 1, "𠮷", &["字"])] },
            ],
            "predictions": [{ "result": [region(0, 1, "𠮷", &["字"])] }],
        });
        let incoming = read(&file(&json!([task]))).unwrap();
        assert_eq!(incoming.articles[0].name, "导出-12");
        assert_eq!(incoming.articles[0].text.as_deref(), Some("𠮷祥\n社区"));
        let [first, second, third] = &incoming.passages[..] else { panic!("{incoming:?}") };
        assert_eq!(first.quotes, ["𠮷祥\n社区"]);
        assert_eq!((first.fragments[0].start().get(), first.fragments[0].end().get()), (0, 5));
        assert_eq!(path_of(&incoming, first.themes[1]), "党建/社区");
        assert_eq!(first.coder.as_deref(), Some("lin@example.org"));
        assert_eq!((second.memo.as_str(), &second.themes[..]), ("待核", &[][..]));
        assert_eq!(third.coder.as_deref(), Some("4"));
        let left: Vec<_> = incoming.leftovers.iter().collect();
        let expected = [
            (Leftover::OtherMarks, 1),
            (Leftover::Bare, 1),
            (Leftover::Dangling, 1),
            (Leftover::Relations, 1),
            (Leftover::Proposals, 2),
        ];
        assert_eq!(left, expected);
    }

    #[test]
    fn the_small_export_and_a_text_that_stands_elsewhere() {
        let small = json!([{
            "id": 1, "annotator": 2, "text": "甲乙", "label": [
                { "start": 1, "end": 2, "text": "乙", "labels": ["字"] },
            ],
        }]);
        let incoming = read(&file(&small)).unwrap();
        assert_eq!(incoming.passages.len(), 1);
        assert_eq!(incoming.passages[0].coder.as_deref(), Some("2"));
        let far = json!({
            "data": { "text": "/data/upload/1/ab-文.txt" },
            "annotations": [{ "result": [{
                "type": "labels", "value": { "start": 90, "end": 92, "text": "街道", "labels": ["字"] },
            }] }],
        });
        let incoming = read(&file(&far)).unwrap();
        assert_eq!((&*incoming.articles[0].name, &incoming.articles[0].text), ("ab-文.txt", &None));
        assert_eq!(incoming.passages[0].fragments[0].start().get(), 90);
    }

    #[test]
    fn a_file_of_something_else_says_so() {
        let other = file(&json!([{ "target": "http://x/" }]));
        assert_eq!(read(&other).unwrap_err().kind, FaultKind::OtherFormat);
    }

    proptest! {
        #[test]
        fn what_was_written_comes_back(set in any_set()) {
            let mut out = Vec::new();
            write(&mut out, set.project()).expect("memory");
            let incoming = read(&SourceFile { name: "a.json".into(), bytes: out }).expect("ours");
            prop_assert!(incoming.faults.is_empty() && incoming.leftovers.iter().next().is_none());
            prop_assert_eq!(passages_of(&incoming), passages_in(&set));
            for passage in &incoming.passages {
                let excerpt = set.excerpts.iter().find(|e| Some(e.id) == passage.id);
                let excerpt = excerpt.expect("its own identity");
                let text = &set.corpus.article(&excerpt.article).expect("an article").text;
                let there = passage.fragments.iter().map(|&span| text.slice_chars(span));
                prop_assert!(there.eq(passage.quotes.iter().map(|quote| Some(&**quote))));
                let article = &incoming.articles[passage.article];
                prop_assert_eq!(article.text.as_deref(), Some(text.as_str()));
            }
        }
    }
}
