//! EPUB: the pages of the book in the order of its spine, one after the other.
//!
//! The table of contents, pages that are out of the order, and what is protected are left out.

use std::collections::BTreeMap;

use roxmltree::Node;

use super::{Archive, Document, Fault, FaultKind, Leftovers, SourceFile, fault, html, parse_xml};

const CONTAINER: &str = "META-INF/container.xml";
const ENCRYPTION: &str = "META-INF/encryption.xml";

/// Reads the book.
///
/// # Errors
/// If it lacks what tells its order, or its pages are encrypted.
pub(super) fn read(file: &SourceFile) -> Result<Document, Fault> {
    let mut archive = Archive::open(file)?;
    let container = archive.read_text(CONTAINER)?;
    let container = parse_xml(&file.name, CONTAINER, &container)?;
    let package = container
        .descendants()
        .find(|node| node.tag_name().name() == "rootfile")
        .and_then(|node| node.attribute("full-path"))
        .ok_or_else(|| fault(file, FaultKind::NoPart(CONTAINER.to_owned())))?;
    let text = archive.read_text(package)?;
    let tree = parse_xml(&file.name, package, &text)?;
    let folder = package.rsplit_once('/').map_or("", |(folder, _)| folder);

    let locked = locked_parts(&mut archive, file);
    let pages = spine(tree.root_element());
    let mut document = Document::default();
    let mut missing = None;
    for page in &pages {
        let part = resolved(folder, page);
        if locked.contains(&part) {
            return Err(fault(file, FaultKind::Encrypted));
        }
        // One page that is not there or is broken does not cost the others.
        match archive.read_text(&part) {
            Ok(text) => {
                let page = html::page(&text, true);
                if !document.text.is_empty() && !page.text.is_empty() {
                    document.text.push('\n');
                }
                document.text.push_str(&page.text);
                add(&mut document.leftovers, &page.leftovers);
            }
            Err(fault) => missing = missing.or(Some(fault)),
        }
    }
    if let Some(fault) = missing.filter(|_| document.text.is_empty()) {
        return Err(fault);
    }
    document.title = tree
        .descendants()
        .find(|node| node.tag_name().name() == "title")
        .and_then(|node| node.text())
        .map(str::to_owned);
    Ok(document)
}

/// The pages of the book, in order, as the package's manifest names them.
fn spine<'a>(package: Node<'a, '_>) -> Vec<&'a str> {
    let named = |name: &'static str| {
        package.descendants().filter(move |node| node.tag_name().name() == name)
    };
    let mut items = BTreeMap::new();
    for item in named("item") {
        let is_contents = item
            .attribute("properties")
            .is_some_and(|words| words.split_whitespace().any(|word| word == "nav"));
        let kind = item.attribute("media-type").unwrap_or_default();
        let is_page = kind.contains("html") || kind.contains("dtbook") || kind.is_empty();
        if let (Some(id), Some(path)) = (item.attribute("id"), item.attribute("href"))
            && is_page
            && !is_contents
        {
            items.insert(id, path);
        }
    }
    // A page is read once, however often the spine names it.
    named("itemref")
        .filter(|page| page.attribute("linear") != Some("no"))
        .filter_map(|page| items.remove(page.attribute("idref")?))
        .collect()
}

/// The parts that are encrypted, other than fonts that are only made unreadable for other books.
fn locked_parts(archive: &mut Archive<'_>, file: &SourceFile) -> Vec<String> {
    let Ok(text) = archive.read_text(ENCRYPTION) else { return Vec::new() };
    let Ok(tree) = parse_xml(&file.name, ENCRYPTION, &text) else { return Vec::new() };
    tree.descendants()
        .filter(|node| node.tag_name().name() == "CipherReference")
        .filter_map(|node| node.attribute("URI"))
        .map(|path| resolved("", path))
        .collect()
}

/// A path that a part in `folder` gives, from the archive's root: `%20` decoded, `..` followed.
fn resolved(folder: &str, path: &str) -> String {
    let path = path.split(['#', '?']).next().unwrap_or_default();
    let path = decoded(path);
    let mut parts: Vec<&str> =
        if path.starts_with('/') { Vec::new() } else { folder.split('/').collect() };
    for part in path.split('/') {
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

fn add(all: &mut Leftovers, more: &Leftovers) {
    for (kind, count) in more.iter() {
        all.add(kind, count);
    }
}

#[cfg(test)]
mod tests;
