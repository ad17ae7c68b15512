//! EPUB: the pages of the book in the order of its spine, one after the other.
//!
//! A page that is not in the linear order (`linear="no"`: notes, answers, a cover) comes where the
//! spine has it: a researcher would rather skip a page than miss one. The table of contents is left
//! out; pages that are missing or protected are named, and those that no order names are counted.

mod package;

use std::collections::BTreeSet;

use self::package::{EpubItem, EpubPackage, ItemKind};
use super::{
    Archive, Document, FaultKind, ImportFault, Leftover, Leftovers, SourceFile, fault,
    html::{self, HtmlPage},
};

const CONTAINER: &str = "META-INF/container.xml";
const ENCRYPTION: &str = "META-INF/encryption.xml";
/// A page that names the parts of the book is one if so many of ten characters lead to them.
const LINKED: usize = 6;
/// Or if it has fewer characters outside of what leads there.
const SHORT: usize = 40;

/// Reads the book; pages that could not be read are put into `faults`.
///
/// # Errors
/// If it lacks what tells its order, or all its pages are encrypted.
pub(super) fn read(
    file: &SourceFile,
    faults: &mut Vec<ImportFault>,
) -> Result<Document, ImportFault> {
    let mut archive = Archive::open(file)?;
    let path = package_path(&mut archive, file)?;
    let text = text_of(&archive.read(&path)?);
    let package = EpubPackage::of(&text, path.rsplit_once('/').map_or("", |(folder, _)| folder));
    let locked = locked_parts(&mut archive);

    let mut document = Document { title: package.title.clone(), ..Document::default() };
    let mut is_first = true;
    let mut read = BTreeSet::new();
    let mut missing = Vec::new();
    for item in package.spine() {
        let item = match item {
            Ok(item) => item,
            Err(id) => {
                missing.push(fault(file, FaultKind::NoPart(id.to_owned())));
                continue;
            }
        };
        // A page is read once, however often the spine names it.
        if !read.insert(item.path.to_lowercase()) {
            continue;
        }
        match item.kind {
            ItemKind::Page | ItemKind::Drawing => {}
            ItemKind::Picture => {
                document.leftovers.add(Leftover::Pictures, 1);
                continue;
            }
            ItemKind::Other => {
                document.leftovers.add(Leftover::Media, 1);
                continue;
            }
        }
        if locked.contains(&item.path.to_lowercase()) {
            missing.push(of_part(file, item, FaultKind::Encrypted));
            continue;
        }
        // One page that is not there or is broken does not cost the others.
        match page(&mut archive, file, item) {
            Ok(page) if is_contents(item, &page) => {}
            Ok(HtmlPage { document: page, .. }) => {
                if !is_first && !page.text.is_empty() {
                    document.text.push('\n');
                }
                is_first &= page.text.is_empty();
                let is_picture = item.kind == ItemKind::Drawing && page.text.is_empty();
                document.leftovers.add(Leftover::Pictures, usize::from(is_picture));
                document.text.push_str(&page.text);
                add(&mut document.leftovers, &page.leftovers);
            }
            Err(fault) => missing.push(fault),
        }
    }
    let is_empty = document.text.trim().is_empty();
    let is_locked = missing.iter().any(|fault| fault.kind == FaultKind::Encrypted);
    if is_empty && is_locked {
        return Err(fault(file, FaultKind::Encrypted));
    }
    if is_empty && !missing.is_empty() {
        return Err(missing.swap_remove(0));
    }
    faults.extend(missing);
    // Some packages do not even list all pages that are there.
    let unlisted: Vec<EpubItem> = archive.names().filter_map(EpubItem::unlisted).collect();
    for item in package.items().chain(&unlisted) {
        if item.kind == ItemKind::Page && read.insert(item.path.to_lowercase()) {
            let page = page(&mut archive, file, item).ok();
            let is_text = page
                .is_some_and(|page| !page.document.text.is_empty() && !is_contents(item, &page));
            document.leftovers.add_text(Leftover::LoosePages, usize::from(is_text), &item.path);
        }
    }
    Ok(document)
}

/// Where the package is that tells the order of the pages.
fn package_path(archive: &mut Archive<'_>, file: &SourceFile) -> Result<String, ImportFault> {
    let container = archive.read(CONTAINER).map(|bytes| text_of(&bytes));
    let named = container.as_ref().ok().and_then(|text| package::root_file(text));
    // Old books have none, or one that says nothing.
    let found = || {
        let is_package = |name: &&str| name.to_ascii_lowercase().ends_with(".opf");
        archive.names().find(is_package).map(str::to_owned)
    };
    match named.or_else(found) {
        Some(path) => Ok(path),
        None => Err(container
            .err()
            .unwrap_or_else(|| fault(file, FaultKind::NoPart(CONTAINER.to_owned())))),
    }
}

/// The text of a part that lists others.
fn text_of(bytes: &[u8]) -> String {
    html::decode_page(bytes).unwrap_or_else(|| String::from_utf8_lossy(bytes).into_owned())
}

/// The text of a page, in the encoding that its XML declaration says.
fn page(
    archive: &mut Archive<'_>,
    file: &SourceFile,
    item: &EpubItem,
) -> Result<HtmlPage, ImportFault> {
    let bytes = archive.read(&item.path)?;
    match html::decode_page(&bytes) {
        Some(text) => Ok(html::page(&text, true)),
        None => Err(of_part(file, item, FaultKind::Binary)),
    }
}

/// What is wrong with a part of the book, named behind it.
fn of_part(file: &SourceFile, item: &EpubItem, kind: FaultKind) -> ImportFault {
    ImportFault { file: format!("{}/{}", file.name, item.path), kind }
}

/// Whether a page is only a list of the others.
fn is_contents(item: &EpubItem, page: &HtmlPage) -> bool {
    let is_list = page.linked * 10 >= page.characters * LINKED;
    (item.is_contents && is_list) || (item.is_navigation && page.characters < SHORT)
}

/// The parts that are encrypted, in lower case; fonts that are only made unreadable for other books
/// are among them.
fn locked_parts(archive: &mut Archive<'_>) -> BTreeSet<String> {
    let text = archive.read(ENCRYPTION).map(|bytes| text_of(&bytes)).unwrap_or_default();
    package::references(&text).iter().map(|path| path.to_lowercase()).collect()
}

fn add(all: &mut Leftovers, more: &Leftovers) {
    for (kind, count) in more.iter() {
        all.add_text(kind, count, more.first(kind));
    }
}

#[cfg(test)]
mod tests;
