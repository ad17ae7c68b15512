//! Reading Web Annotations.

use std::collections::{HashMap, HashSet};

use serde_json::Value;

use super::{
    WebAnnotation,
    body::{Said, creator},
    target::{self, AnnotationTarget, Part},
};
use crate::{
    annotation::Timestamp,
    exchange::incoming::{
        FaultKind, ImportFault, Incoming, IncomingArticle, IncomingFormat, IncomingPassage,
        Leftover, Likeness, SourceFile, ThemePaths, distinct, in_order, json,
    },
};

impl IncomingFormat for WebAnnotation {
    fn name(&self) -> &'static str {
        "web-annotation"
    }

    fn extensions(&self) -> &'static [&'static str] {
        &["jsonld", "json"]
    }

    fn likeness(&self, head: &[u8]) -> Likeness {
        let says = |word: &str| memchr::memmem::find(head, word.as_bytes()).is_some();
        let is_one = says("\"@context\"") || says("TextQuoteSelector");
        if is_one { Likeness::Sure } else { Likeness::Unlikely }
    }

    fn read(&self, file: &SourceFile) -> Result<Incoming, ImportFault> {
        read(file)
    }
}

/// Reads annotations of text; several targets of one source are the fragments of one passage.
///
/// # Errors
/// If it is not JSON or no annotation is in it.
pub fn read(file: &SourceFile) -> Result<Incoming, ImportFault> {
    let mut reader = Reader { stem: file.stem(), ..Reader::default() };
    let faults = json::each(file, &["first", "items", "rows"], |value| reader.take(&value))?;
    let Reader { mut incoming, annotations, others, .. } = reader;
    if annotations == 0 && others > 0 {
        return Err(ImportFault { file: file.name.clone(), kind: FaultKind::OtherFormat });
    }
    incoming.faults = faults;
    Ok(incoming)
}

#[derive(Default)]
struct Reader<'a> {
    /// What an article is called of which no address is given.
    stem: &'a str,
    incoming: Incoming,
    themes: ThemePaths,
    /// By their addresses.
    articles: HashMap<String, usize>,
    /// The names they have.
    names: HashSet<String>,
    annotations: usize,
    /// Things that are no annotation.
    others: usize,
}

impl Reader<'_> {
    /// An annotation, or a page of them among others.
    fn take(&mut self, value: &Value) {
        if value.get("target").is_some() {
            self.annotations += 1;
            self.annotation(value);
        } else if value["items"].is_array() {
            for item in json::list(&value["items"]) {
                self.take(item);
            }
        } else {
            self.others += 1;
        }
    }

    fn annotation(&mut self, annotation: &Value) {
        let said = Said::of(annotation);
        self.incoming.leftovers.add(Leftover::Links, said.links);
        let memo = said.notes.join("\n\n");
        // A target may leave out what the annotation is about.
        let default = annotation["uri"].as_str().unwrap_or_default();
        let mut sources: Vec<(&str, Vec<Part<'_>>)> = Vec::new();
        let mut places: HashMap<&str, usize> = HashMap::new();
        let mut wholes = 0;
        for target in json::list(&annotation["target"]) {
            match target::read(target, default) {
                AnnotationTarget::Part(part) => {
                    let place = *places.entry(part.source).or_insert(sources.len());
                    match sources.get_mut(place) {
                        Some((_, parts)) => parts.push(part),
                        None => sources.push((part.source, vec![part])),
                    }
                }
                AnnotationTarget::Whole => wholes += 1,
                AnnotationTarget::Other => self.incoming.leftovers.add(Leftover::OtherMarks, 1),
            }
        }
        if sources.is_empty() {
            let kind = if memo.is_empty() { Leftover::OtherMarks } else { Leftover::Notes };
            self.incoming.leftovers.add(kind, wholes);
            return;
        }
        let mut themes = Vec::new();
        for (tag, id) in &said.tags {
            // Other identities than UUIDs say nothing to us.
            themes.extend(match id.and_then(|id| id.parse().ok()) {
                Some(id) => self.themes.of_id(&mut self.incoming, tag, id),
                None => self.themes.of(&mut self.incoming, tag),
            });
        }
        let themes = distinct(themes);
        if themes.is_empty() && memo.is_empty() {
            self.incoming.leftovers.add(Leftover::Bare, 1);
            return;
        }
        let mut id = annotation["id"].as_str().and_then(|id| id.parse().ok());
        let coder = creator(annotation);
        for (source, parts) in sources {
            let Some(passage) = at_place(&parts) else {
                self.incoming.leftovers.add(Leftover::Dangling, 1);
                continue;
            };
            let article = self.article(source, annotation);
            self.incoming.passages.push(IncomingPassage {
                // Of passages in several sources one keeps the identity.
                id: id.take(),
                article,
                themes: themes.clone(),
                coder: coder.clone(),
                memo: memo.clone(),
                created: time(annotation, &["created"]),
                modified: time(annotation, &["modified", "updated"]),
                ..passage
            });
        }
    }

    /// The article at that address.
    fn article(&mut self, source: &str, annotation: &Value) -> usize {
        if let Some(&at) = self.articles.get(source) {
            return at;
        }
        let at = self.incoming.articles.len();
        let mut name = target::name_of(source);
        if name.is_empty() {
            self.stem.clone_into(&mut name);
        } else if !self.names.insert(name.clone()) {
            // Two addresses with the same last part.
            source.clone_into(&mut name);
        }
        let title = json::list(&annotation["document"]["title"]).iter().find_map(json::words);
        self.incoming.articles.push(IncomingArticle {
            name,
            title: title.map(str::to_owned),
            ..IncomingArticle::default()
        });
        self.articles.insert(source.to_owned(), at);
        at
    }
}

/// A passage with nothing but its place; `None` if neither positions nor words tell all of it.
fn at_place(parts: &[Part<'_>]) -> Option<IncomingPassage> {
    let first = parts.iter().min_by_key(|part| part.span)?.quote;
    let last = parts.iter().max_by_key(|part| part.span)?.quote;
    let before = first.map_or_else(String::new, |quote| quote.before.to_owned());
    let after = last.map_or_else(String::new, |quote| quote.after.to_owned());
    let quote = |part: &Part<'_>| part.quote.map(|quote| quote.exact.to_owned());
    let spans = parts.iter().map(|part| Some((part.span?, quote(part))));
    let (fragments, quotes) = match spans.collect() {
        Some(parts) => in_order(parts),
        None => (Vec::new(), parts.iter().map(quote).collect::<Option<_>>()?),
    };
    Some(IncomingPassage { fragments, quotes, before, after, ..IncomingPassage::default() })
}

/// The first of these that is a moment, to the millisecond as ours are.
fn time(annotation: &Value, names: &[&str]) -> Option<Timestamp> {
    let moment = names.iter().find_map(|name| annotation[name].as_str()?.parse().ok());
    let moment: Timestamp = moment?;
    Timestamp::from_millisecond(moment.as_millisecond()).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;
    use crate::exchange::{
        sample::{any_set, passages_in, passages_of, path_of},
        web_annotation::write,
    };

    fn of(value: &Value) -> Result<Incoming, ImportFault> {
        read(&SourceFile { name: "批注.json".into(), bytes: value.to_string().into_bytes() })
    }

    fn quote(exact: &str) -> Value {
        json!({ "type": "TextQuoteSelector", "exact": exact, "prefix": "前", "suffix": "后" })
    }

    #[test]
    fn an_export_of_hypothesis_is_read() {
        let row = |more: Value| {
            let mut row = json!({
                "id": "zkQfnJ2PEe", "created": "2019-06-28T09:30:00.123456+00:00",
                "updated": "2019-06-29T09:30:00+08:00", "user": "acct:lin@hypothes.is",
                "uri": "https://x.org/%E6%96%87.html", "text": "待核", "tags": ["人才", "党建/驿站"],
                "document": { "title": ["文章标题"] },
                "target": [{ "source": "https://x.org/%E6%96%87.html", "selector": [
                    { "type": "RangeSelector", "startContainer": "/p[1]" },
                    { "type": "TextPositionSelector", "start": 5, "end": 7 }, quote("驿站"),
                ] }],
            });
            for (key, value) in more.as_object().unwrap() {
                row[key] = value.clone();
            }
            row
        };
        let rows = json!({ "total": 3, "rows": [
            row(json!({})),
            // A note on the page, and an answer to one.
            row(json!({ "target": [{ "source": "https://x.org/%E6%96%87.html" }] })),
            row(json!({ "tags": [], "text": "" })),
        ] });
        let incoming = of(&rows).unwrap();
        let [passage] = &incoming.passages[..] else { panic!("{incoming:?}") };
        let article = &incoming.articles[0];
        assert_eq!((&*article.name, article.title.as_deref()), ("文.html", Some("文章标题")));
        assert_eq!((passage.coder.as_deref(), &*passage.memo), (Some("lin"), "待核"));
        assert_eq!(passage.quotes, ["驿站"]);
        assert_eq!((&*passage.before, &*passage.after), ("前", "后"));
        assert_eq!(path_of(&incoming, passage.themes[1]), "党建/驿站");
        assert_eq!(passage.created.unwrap().to_string(), "2019-06-28T09:30:00.123Z");
        assert_eq!(passage.modified.unwrap().to_string(), "2019-06-29T01:30:00Z");
        let left: Vec<_> = incoming.leftovers.iter().collect();
        assert_eq!(left, [(Leftover::Bare, 1), (Leftover::Notes, 1)]);
    }

    #[test]
    fn one_annotation_of_several_sources_is_a_passage_in_each() {
        let part =
            |source: &str, exact: &str| json!({ "source": source, "selector": quote(exact) });
        let annotation = json!({
            "@context": "http://www.w3.org/ns/anno.jsonld", "type": "Annotation",
            "id": "urn:uuid:01900000-0000-7000-8000-000000000001", "body": "备忘",
            "target": [
                part("a/1.txt", "甲"), part("http://x/1.txt", "乙"), part("a/1.txt", "丙"),
                part("http://y/1.txt", "丁"), { "source": "a", "selector": { "type": "SvgSelector" } },
            ],
        });
        let incoming = of(&annotation).unwrap();
        let names: Vec<_> = incoming.articles.iter().map(|article| &*article.name).collect();
        assert_eq!(names, ["a/1.txt", "1.txt", "http://y/1.txt"]);
        let quotes: Vec<_> =
            incoming.passages.iter().map(|passage| passage.quotes.concat()).collect();
        assert_eq!(quotes, ["甲丙", "乙", "丁"]);
        let ids: Vec<_> = incoming.passages.iter().map(|passage| passage.id.is_some()).collect();
        assert_eq!(ids, [true, false, false]);
        assert_eq!(incoming.leftovers.iter().collect::<Vec<_>>(), [(Leftover::OtherMarks, 1)]);
        // Of one target a position, of the other only words: neither is enough.
        let position = json!({ "type": "TextPositionSelector", "start": 1, "end": 2 });
        let mixed = json!({ "body": "备忘", "target": [
            { "source": "a", "selector": position }, part("a", "甲"),
        ] });
        let incoming = of(&json!([mixed])).unwrap();
        assert_eq!(incoming.leftovers.iter().collect::<Vec<_>>(), [(Leftover::Dangling, 1)]);
    }

    #[test]
    fn a_file_of_something_else_says_so() {
        assert_eq!(of(&json!([{ "data": {} }])).unwrap_err().kind, FaultKind::OtherFormat);
        assert!(of(&json!({ "type": "AnnotationPage", "items": [] })).unwrap().is_empty());
    }

    proptest! {
        #[test]
        fn what_was_written_comes_back(set in any_set()) {
            let mut out = Vec::new();
            write(&mut out, set.project()).expect("memory");
            let incoming = read(&SourceFile { name: "a.jsonld".into(), bytes: out }).expect("ours");
            prop_assert!(incoming.faults.is_empty() && incoming.leftovers.iter().next().is_none());
            prop_assert_eq!(passages_of(&incoming), passages_in(&set));
            for (passage, excerpt) in incoming.passages.iter().zip(&set.excerpts) {
                prop_assert_eq!(passage.id, Some(excerpt.id));
                prop_assert_eq!(&passage.quotes, &excerpt.quotes);
                prop_assert_eq!((&passage.before, &passage.after), (&excerpt.before, &excerpt.after));
                let times = (passage.created, passage.modified);
                prop_assert_eq!(times, (Some(excerpt.created), Some(excerpt.modified)));
                let ids = passage.themes.iter().map(|&at| incoming.themes[at].id);
                prop_assert!(ids.eq(excerpt.theme_ids.iter().map(|&id| Some(id))));
            }
        }
    }
}
