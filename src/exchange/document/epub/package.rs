//! The package of a book: its parts, and the order of its pages.
//!
//! Its tags are read as those of a web page are: a document type is passed over unread, entities
//! that HTML knows are resolved, and what is not well-formed costs no book.

use std::collections::{BTreeMap, BTreeSet};

use html5gum::{StartTag, Token};

use crate::exchange::{document::html::tokens, incoming::without_document_type};

/// A part that cannot be shown names another in its place, no longer than this.
const LONGEST_CHAIN: usize = 10;

/// What kind of part of a book it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ItemKind {
    /// A page of text.
    Page,
    /// A drawing, in which there may be text.
    Drawing,
    /// A picture.
    Picture,
    /// Anything else.
    Other,
}

/// A part of a book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EpubItem {
    /// From the archive's root.
    pub(super) path: String,
    pub(super) kind: ItemKind,
    /// Whether it lists the others.
    pub(super) is_contents: bool,
    /// Whether the package says of it that it does so for the reading system.
    pub(super) is_navigation: bool,
    fallback: Option<String>,
}

impl EpubItem {
    /// The page of that name that no package lists; `None` if its name is not that of a page.
    pub(super) fn unlisted(name: &str) -> Option<Self> {
        let ending = name.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let is_page = matches!(ending.as_str(), "html" | "htm" | "xhtml");
        is_page.then(|| Self {
            path: name.to_owned(),
            kind: ItemKind::Page,
            is_contents: true,
            is_navigation: false,
            fallback: None,
        })
    }
}

/// What a package says.
#[derive(Debug, Default)]
pub(super) struct EpubPackage {
    pub(super) title: Option<String>,
    /// The identifiers of the parts, in the order in which they are listed.
    listed: Vec<String>,
    items: BTreeMap<String, EpubItem>,
    spine: Vec<String>,
}

impl EpubPackage {
    /// Reads a package that stands in `folder`.
    pub(super) fn of(text: &str, folder: &str) -> Self {
        let mut package = Self::default();
        let mut contents = BTreeSet::new();
        let mut in_title = false;
        for token in tokens(&without_document_type(text)) {
            match token {
                Token::StartTag(tag) => match local(&tag.name) {
                    b"item" => package.add(&tag, folder),
                    b"itemref" => package.spine.extend(value(&tag, b"idref")),
                    b"reference" => {
                        // With a fragment it is a place in a page of text.
                        let path = value(&tag, b"href").filter(|path| !path.contains('#'));
                        let is_toc = value(&tag, b"type").is_some_and(|kind| kind == "toc");
                        contents
                            .extend(path.filter(|_| is_toc).map(|path| resolved(folder, &path)));
                    }
                    b"title" => {
                        in_title = package.title.is_none();
                        package.title.get_or_insert_default();
                    }
                    _ => {}
                },
                Token::EndTag(tag) if local(&tag.name) == b"title" => in_title = false,
                Token::String(text) if in_title => {
                    let text = String::from_utf8_lossy(&text);
                    package.title.get_or_insert_default().push_str(&text);
                }
                _ => {}
            }
        }
        for item in package.items.values_mut() {
            item.is_contents |= contents.contains(&item.path);
        }
        package
    }

    fn add(&mut self, tag: &StartTag<()>, folder: &str) {
        let (Some(id), Some(path)) = (value(tag, b"id"), value(tag, b"href")) else { return };
        let media = value(tag, b"media-type").unwrap_or_default().to_ascii_lowercase();
        let ending = path.rsplit('.').next().unwrap_or_default().to_ascii_lowercase();
        let is_text = ["html", "dtbook", "oeb1-document"].iter().any(|kind| media.contains(kind));
        let kind = if is_text || matches!(ending.as_str(), "html" | "htm" | "xhtml" | "xht") {
            ItemKind::Page
        } else if media == "image/svg+xml" {
            ItemKind::Drawing
        } else if media.starts_with("image/") {
            ItemKind::Picture
        } else if media.is_empty() || media == "text/xml" || media == "application/xml" {
            ItemKind::Page
        } else {
            ItemKind::Other
        };
        let properties = value(tag, b"properties").unwrap_or_default();
        let is_navigation = properties.split_whitespace().any(|word| word == "nav");
        let item = EpubItem {
            path: resolved(folder, &path),
            kind,
            is_contents: is_navigation,
            is_navigation,
            fallback: value(tag, b"fallback"),
        };
        self.listed.push(id.clone());
        self.items.entry(id).or_insert(item);
    }

    /// All parts, in the order in which they are listed.
    pub(super) fn items(&self) -> impl Iterator<Item = &EpubItem> {
        self.listed.iter().filter_map(|id| self.items.get(id))
    }

    /// The parts of the spine in their order, or all pages where there is none; `Err` with its
    /// identifier for one that is not listed.
    pub(super) fn spine(&self) -> Vec<Result<&EpubItem, &str>> {
        if self.spine.is_empty() {
            return self.items().filter(|item| item.kind == ItemKind::Page).map(Ok).collect();
        }
        self.spine.iter().map(|id| self.shown(id).ok_or(id.as_str())).collect()
    }

    /// The part of that identifier, or the page that stands in its place if it is none.
    fn shown(&self, id: &str) -> Option<&EpubItem> {
        let own = self.items.get(id)?;
        let next = |item: &&EpubItem| self.items.get(item.fallback.as_ref()?);
        let mut chain = std::iter::successors(Some(own), next).take(LONGEST_CHAIN);
        Some(chain.find(|item| item.kind == ItemKind::Page).unwrap_or(own))
    }
}

/// Where the package is, as the container says.
pub(super) fn root_file(container: &str) -> Option<String> {
    starts(container).find_map(|tag| {
        (local(&tag.name) == b"rootfile").then(|| value(&tag, b"full-path")).flatten()
    })
}

/// The parts that a list of encrypted ones names.
pub(super) fn references(encryption: &str) -> Vec<String> {
    starts(encryption)
        .filter(|tag| local(&tag.name) == b"cipherreference")
        .filter_map(|tag| Some(resolved("", &value(&tag, b"uri")?)))
        .collect()
}

fn starts(text: &str) -> impl Iterator<Item = StartTag<()>> {
    let tags: Vec<_> = tokens(&without_document_type(text))
        .filter_map(|token| match token {
            Token::StartTag(tag) => Some(tag),
            _ => None,
        })
        .collect();
    tags.into_iter()
}

/// A name without its prefix.
fn local(name: &[u8]) -> &[u8] {
    memchr::memrchr(b':', name).and_then(|at| name.get(at + 1..)).unwrap_or(name)
}

fn value(tag: &StartTag<()>, name: &[u8]) -> Option<String> {
    let value = tag.attributes.get(name)?;
    Some(String::from_utf8_lossy(&value.value).trim().to_owned())
}

/// A path that a part in `folder` gives, from the archive's root: `%20` decoded, `..` followed.
fn resolved(folder: &str, path: &str) -> String {
    let path = path.split(['#', '?']).next().unwrap_or_default();
    let path = decoded(path);
    let mut parts: Vec<&str> =
        if path.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in path.split(['/', '\\']) {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.retain(|part| !part.is_empty());
    parts.join("/")
}

/// A path without its percent signs.
fn decoded(path: &str) -> String {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let hex =
            |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
        match (first, after) {
            (b'%', [high, low, behind @ ..]) if hex(*high).is_some() && hex(*low).is_some() => {
                bytes.push(hex(*high).unwrap_or(0) << 4 | hex(*low).unwrap_or(0));
                rest = behind;
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_followed() {
        assert_eq!(resolved("a/b", "../c/./d%20e.xhtml#f"), "a/c/d e.xhtml");
        assert_eq!(resolved("", "../../x"), "x");
        assert_eq!(resolved("a", "/x%2"), "x%2");
        assert_eq!(resolved("a", "b\\c.htm"), "a/b/c.htm");
    }

    #[test]
    fn a_package_of_an_old_book_is_read_past_its_document_type() {
        let text = "<?xml version='1.0'?><!DOCTYPE package PUBLIC 'x' 'oeb.dtd' [<!ENTITY a 'b>'>]>
            <package><metadata><dc-metadata><dc:Title>甲&mdash;乙</dc:Title></dc-metadata></metadata>
            <manifest><item id='a' href='a.htm' media-type='text/x-oeb1-document'/>
            <item id='b' href='b.pdf' media-type='application/pdf' fallback='c'/><item id='c' href='c' media-type='application/xhtml+xml'/>
            <item id='d' href='d.html'/></manifest>
            <spine><itemref idref='b'/><itemref idref='a'><itemref idref='x'/></spine>
            <guide><reference type='toc' href='d.html'/><reference type='toc' href='a.htm#toc'/></guide>";
        let package = EpubPackage::of(text, "o");
        assert_eq!(package.title.as_deref(), Some("甲—乙"));
        let spine: Vec<_> =
            package.spine().into_iter().map(|item| item.map(|item| &*item.path)).collect();
        assert_eq!(spine, [Ok("o/c"), Ok("o/a.htm"), Err("x")]);
        let contents: Vec<_> = package.items().filter(|item| item.is_contents).collect();
        assert_eq!(contents.len(), 1);
    }
}
