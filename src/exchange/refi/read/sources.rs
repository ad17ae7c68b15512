//! Sources become articles, and their selections passages.

use std::collections::HashMap;

use super::{
    Reading,
    node::{Node, attribute, child, children, is, key_in, text_of},
    parts::is_plain,
    variables::add_attributes,
};
use crate::{
    exchange::incoming::{IncomingArticle, Leftover, OffsetUnit, RawText},
    text::CharSpan,
};

impl Reading<'_> {
    /// Reads the element `Sources`.
    pub(super) fn sources(&mut self, sources: Node<'_>) {
        for source in sources.children().filter(Node::is_element) {
            self.describe(source);
            match source.tag_name().name() {
                "TextSource" => self.text_source(source, source),
                // What a PDF says may lie beside it as a text.
                "PDFSource" => match child(source, "Representation") {
                    Some(text) => self.text_source(source, text),
                    None => self.leave(Leftover::NoText, 1),
                },
                "PictureSource" => {
                    self.leave(Leftover::Media, 1);
                    self.texts_of(source, "TextDescription");
                }
                "AudioSource" | "VideoSource" => {
                    self.leave(Leftover::Media, 1);
                    self.texts_of(source, "Transcript");
                }
                _ => {}
            }
        }
    }

    /// The texts that go with a source that is none.
    fn texts_of(&mut self, source: Node<'_>, name: &'static str) {
        for text in children(source, name) {
            self.text_source(source, text);
        }
    }

    /// Counts what is said of a source as a whole and what is marked in it that is no text.
    fn describe(&mut self, source: Node<'_>) {
        let has_text = !text_of(source, "Description").trim().is_empty();
        let targets = children(source, "NoteRef").filter_map(|note| key_in(note, "targetGUID"));
        // What is described may be what is noted: it is told once.
        let notes = targets.filter(|target| self.notes.take(target).is_some()).count();
        self.leave(Leftover::Notes, notes.max(usize::from(has_text)));
        let is_mark = |node: &Node<'_>| {
            let name = node.tag_name().name();
            name == "Coding" || (name.ends_with("Selection") && name != "PlainTextSelection")
        };
        self.leave(Leftover::OtherMarks, source.children().filter(is_mark).count());
    }

    /// An article from `text`, an element that holds or names the text of `source`.
    fn text_source(&mut self, source: Node<'_>, text: Node<'_>) {
        let article = self.incoming.articles.len();
        let path = attribute(text, "plainTextPath").or_else(|| attribute(text, "richTextPath"));
        let named =
            [attribute(source, "name"), attribute(text, "name"), path, source.attribute("guid")];
        let name = named.into_iter().flatten().find(|name| !name.trim().is_empty());
        let year = self.variables.year_of(source).or_else(|| self.variables.year_of(text));
        let attributes = [source, text].map(|node| self.variables.attributes_of(node));
        let raw = self.content(text).map(|content| RawText::new(&content, OffsetUnit::Chars));
        if let Some(raw) = &raw {
            self.selections(text, article, raw);
        } else {
            self.leave(Leftover::NoText, 1);
            let marks =
                text.children().filter(|node| node.tag_name().name().ends_with("Selection"));
            self.leave(Leftover::Dangling, marks.count());
        }
        let mut arriving = IncomingArticle {
            name: name.unwrap_or_default().to_owned(),
            text: raw.map(|raw| raw.text),
            year,
            ..IncomingArticle::default()
        };
        // Of a text that is the source itself both are the same.
        let left: usize = attributes.iter().map(|more| add_attributes(&mut arriving, more)).sum();
        self.leave(Leftover::Variables, left);
        self.incoming.articles.push(arriving);
        for key in [key_in(source, "guid"), key_in(text, "guid")].into_iter().flatten() {
            self.articles.entry(key).or_insert(article);
        }
    }

    /// The text of an element as it stands there or in a part of the archive.
    fn content(&mut self, node: Node<'_>) -> Option<String> {
        if let Some(inside) = child(node, "PlainTextContent") {
            let text = super::node::text(inside);
            // A path beside an empty element is meant.
            if !text.is_empty() || attribute(node, "plainTextPath").is_none() {
                return Some(text);
            }
        }
        let rich = attribute(node, "richTextPath").filter(|path| is_plain(path));
        let path = attribute(node, "plainTextPath").or(rich)?;
        match self.parts.text(path) {
            Ok(text) => text,
            Err(fault) => {
                self.incoming.faults.push(fault);
                None
            }
        }
    }

    fn selections(&mut self, text: Node<'_>, article: usize, raw: &RawText) {
        let number = |node: Node<'_>, name: &str| -> Option<u64> {
            attribute(node, name)?.trim().parse().ok()
        };
        // A transcript is marked between points in time, which have places in its text.
        let points: HashMap<String, u64> = children(text, "SyncPoint")
            .filter_map(|point| Some((key_in(point, "guid")?, number(point, "position")?)))
            .collect();
        let place = |node: Node<'_>| -> Option<CharSpan> {
            if is(node, "PlainTextSelection") {
                return raw.span(number(node, "startPosition")?, number(node, "endPosition")?);
            }
            let at = |name: &str| points.get(&key_in(node, name)?).copied();
            raw.span(at("fromSyncPoint")?, at("toSyncPoint")?)
        };
        let mut unconfirmed = 0;
        for node in text.children() {
            if is(node, "PlainTextSelection") || is(node, "TranscriptSelection") {
                let end = number(node, "endPosition");
                unconfirmed += usize::from(end.is_some_and(|end| raw.is_doubtful(end)));
                self.selection(node, article, place(node));
            }
        }
        // The file has no words to check the places by; our own we know how to count.
        if !self.is_ours {
            self.leave(Leftover::Unconfirmed, unconfirmed);
        }
    }
}
