//! The package of a Word document: its parts, and which part a part means by an identifier.

use std::collections::BTreeMap;

use super::{is, parse_xml};
use crate::exchange::document::{Archive, ImportFault, SourceFile};

/// Where an identifier leads to.
#[derive(Clone, Debug)]
pub(super) struct DocxRelation {
    /// The last word of its kind: the kinds of the strict edition begin differently.
    kind: String,
    /// The part's name in the package.
    pub(super) target: String,
    /// Whether it is outside the package.
    pub(super) is_external: bool,
}

/// A package and the relations of its main part.
pub(super) struct DocxPackage<'a> {
    file: &'a SourceFile,
    archive: Archive<'a>,
    /// The main part's name.
    pub(super) main: String,
    relations: BTreeMap<String, DocxRelation>,
}

/// Where the main part is unless the package says otherwise.
pub(super) const MAIN: &str = "word/document.xml";

impl<'a> DocxPackage<'a> {
    /// Opens it.
    ///
    /// # Errors
    /// If it is no archive.
    pub(super) fn open(file: &'a SourceFile) -> Result<Self, ImportFault> {
        let archive = Archive::open(file)?;
        let mut package = Self { file, archive, main: MAIN.to_owned(), relations: BTreeMap::new() };
        let main = package.relations("").into_values().find(|one| one.kind == "officeDocument");
        if let Some(main) = main {
            package.main = main.target;
        }
        package.relations = package.relations(&package.main.clone());
        Ok(package)
    }

    /// The relations of a part; of the package itself if the name is empty.
    fn relations(&mut self, part: &str) -> BTreeMap<String, DocxRelation> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let path = join(folder, &format!("_rels/{name}.rels"));
        let Some(text) = self.text(&path) else { return BTreeMap::new() };
        let Ok(tree) = parse_xml(&self.file.name, &path, &text) else { return BTreeMap::new() };
        let nodes = tree.root_element().children().filter(|node| is(*node, "Relationship"));
        nodes
            .filter_map(|node| {
                let kind = node.attribute("Type")?.rsplit('/').next()?.to_owned();
                let target = join(folder, node.attribute("Target")?);
                let is_external = node.attribute("TargetMode") == Some("External");
                let relation = DocxRelation { kind, target, is_external };
                Some((node.attribute("Id").unwrap_or_default().to_owned(), relation))
            })
            .collect()
    }

    /// What an identifier of the main part leads to.
    pub(super) fn relation(&self, id: &str) -> Option<&DocxRelation> {
        self.relations.get(id)
    }

    /// The main part's own part of a kind; without it the text is there all the same.
    pub(super) fn part_of_main(&mut self, kind: &str) -> String {
        let folder = self.main.rsplit_once('/').map_or("", |(folder, _)| folder);
        let usual = join(folder, &format!("{kind}.xml"));
        let named = self.relations.values().find(|one| one.kind == kind && !one.is_external);
        let name = named.map_or(usual, |relation| relation.target.clone());
        self.text(&name).unwrap_or_default()
    }

    /// A part as text.
    pub(super) fn text(&mut self, name: &str) -> Option<String> {
        self.archive.read_text(name).ok()
    }

    /// A part's bytes.
    pub(super) fn bytes(&mut self, name: &str) -> Option<Vec<u8>> {
        self.archive.read(name).ok()
    }

    /// The text of the main part.
    ///
    /// # Errors
    /// If there is none.
    pub(super) fn main_text(&mut self) -> Result<String, ImportFault> {
        self.archive.read_text(&self.main.clone())
    }

    /// What the package says that a part is.
    pub(super) fn content_type(&mut self, part: &str) -> Option<String> {
        let path = "[Content_Types].xml";
        let text = self.text(path)?;
        let tree = parse_xml(&self.file.name, path, &text).ok()?;
        let nodes = || tree.root_element().children().filter(roxmltree::Node::is_element);
        let says = |node: roxmltree::Node<'_, '_>| node.attribute("ContentType").map(str::to_owned);
        let own = nodes().find(|node| {
            let name = node.attribute("PartName").map(|name| name.trim_start_matches('/'));
            name.is_some_and(|name| name.eq_ignore_ascii_case(part))
        });
        let ending = part.rsplit_once('.').map_or("", |(_, ending)| ending);
        let by_ending = || {
            nodes().find(|node| {
                node.attribute("Extension").is_some_and(|name| name.eq_ignore_ascii_case(ending))
            })
        };
        own.or_else(by_ending).and_then(says)
    }
}

/// `target` as seen from `folder`.
fn join(folder: &str, target: &str) -> String {
    if let Some(absolute) = target.strip_prefix('/') {
        return absolute.to_owned();
    }
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
    for step in target.split('/') {
        match step {
            ".." => {
                steps.pop();
            }
            "." | "" => {}
            step => steps.push(step),
        }
    }
    steps.join("/")
}
