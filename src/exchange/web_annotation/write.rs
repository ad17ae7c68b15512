//! Writing a collection of Web Annotations.

use std::{
    fmt::Write as _,
    io::{self, Write},
};

use serde_json::{Value, json};

use crate::{
    exchange::{
        Excerpt, ExportOptions, ExportTerms, Format, Written,
        preview::FirstLook,
        project::{Loss, Losses, Project, pieces},
    },
    text::Text,
};

/// The format.
pub struct WebAnnotation;

impl Format for WebAnnotation {
    fn name(&self) -> &'static str {
        "web-annotation"
    }

    fn extension(&self) -> &'static str {
        "jsonld"
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

/// Writes the collection to `out`; says what it cannot hold.
///
/// # Errors
/// If `out` does not take it.
pub fn write(mut out: impl Write, project: Project<'_>) -> io::Result<Losses> {
    let head = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "label": project.corpus.name(),
    });
    // The items are written one by one: a set may have 50,000.
    let head = head.to_string();
    let head = head.strip_suffix('}').unwrap_or(&head);
    write!(out, "{head},\"items\":[")?;
    let mut separator = "\n";
    for (article, excerpts) in project.marked() {
        let source = iri(article.path.as_str());
        for excerpt in excerpts {
            out.write_all(separator.as_bytes())?;
            serde_json::to_writer(&mut out, &annotation(&article.text, &source, excerpt))?;
            separator = ",\n";
        }
    }
    out.write_all(b"\n]}\n")?;
    out.flush()?;
    Ok(losses(project))
}

/// What of a project the format cannot hold.
fn losses(project: Project<'_>) -> Losses {
    let mut losses = Losses::default();
    losses.add(Loss::Unplaced, project.unplaced().count());
    losses
}

fn annotation(text: &Text, source: &str, excerpt: &Excerpt) -> Value {
    // The article stands in the source; how a passage came to be has no place in the model.
    let Excerpt {
        id,
        article: _,
        title: _,
        year: _,
        coder,
        themes,
        theme_ids,
        text: _,
        quotes: _,
        fragments,
        memo,
        before,
        after,
        paragraph: _,
        origin: _,
        created,
        modified,
        place: _,
    } = excerpt;
    let tag = |(name, id): (&String, &crate::annotation::ThemeId)| {
        json!({
            "type": "TextualBody", "purpose": "tagging", "value": name, "id": format!("urn:uuid:{id}"),
        })
    };
    let mut body: Vec<Value> = themes.iter().zip(theme_ids).map(tag).collect();
    if !memo.is_empty() {
        body.push(json!({
            "type": "TextualBody", "purpose": "commenting", "format": "text/markdown",
            "value": memo,
        }));
    }
    let last = fragments.len().saturating_sub(1);
    let target = |(at, (span, exact)): (usize, (crate::text::CharSpan, &str))| {
        let mut quote = json!({ "type": "TextQuoteSelector", "exact": exact });
        // What is kept of the surroundings stands before the first and after the last fragment.
        if at == 0 {
            quote["prefix"] = json!(before);
        }
        if at == last {
            quote["suffix"] = json!(after);
        }
        json!({
            "source": source,
            "selector": [
                quote,
                {
                    "type": "TextPositionSelector",
                    "start": span.start().get(),
                    "end": span.end().get(),
                },
            ],
        })
    };
    let targets: Vec<Value> = pieces(text, excerpt).enumerate().map(target).collect();
    json!({
        "id": format!("urn:uuid:{id}"),
        "type": "Annotation",
        "motivation": "tagging",
        "creator": { "type": "Person", "name": coder.as_str() },
        "created": format!("{created:.3}"),
        "modified": format!("{modified:.3}"),
        "body": body,
        "target": targets,
    })
}

/// A path as a relative IRI reference (RFC 3986): every byte that is not unreserved is escaped.
pub(super) fn iri(path: &str) -> String {
    let mut iri = String::with_capacity(path.len() * 3);
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            iri.push(char::from(byte));
        } else {
            // Writing to a `String` cannot fail.
            let _ = write!(iri, "%{byte:02X}");
        }
    }
    iri
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::exchange::sample::any_set;

    proptest! {
        #[test]
        fn both_selectors_name_the_same_place(set in any_set()) {
            let mut out = Vec::new();
            write(&mut out, set.project()).expect("memory");
            let page: Value = serde_json::from_slice(&out).expect("JSON");
            let items = page["items"].as_array().expect("a list");
            prop_assert_eq!(items.len(), set.excerpts.len());
            for (item, excerpt) in items.iter().zip(&set.excerpts) {
                let article = set.corpus.article(&excerpt.article).expect("an article");
                let text: Vec<char> = article.text.as_str().chars().collect();
                let targets = item["target"].as_array().expect("a list");
                prop_assert_eq!(targets.len(), excerpt.fragments.len());
                for target in targets {
                    let number = |name: &str| {
                        let number = target["selector"][1][name].as_u64().expect("a number");
                        usize::try_from(number).expect("small")
                    };
                    let there: String = text[number("start")..number("end")].iter().collect();
                    prop_assert_eq!(&target["selector"][0]["exact"], &json!(there));
                }
                prop_assert_eq!(item["body"].as_array().map(Vec::len),
                    Some(excerpt.themes.len() + usize::from(!excerpt.memo.is_empty())));
            }
        }
    }

    #[test]
    fn a_chinese_path_becomes_an_iri() {
        assert_eq!(iri("子 夹/2019-a.txt"), "%E5%AD%90%20%E5%A4%B9/2019-a.txt");
    }
}
