//! Reading a project or a codebook of whatever program, leniently.
//!
//! Text sources become articles, codes themes, and text selections passages: one for each coder
//! who coded it, with a theme for each coding. What we wrote ourselves is known again by how its
//! GUIDs are made ([`super::guid`]), whatever language its notes are named in: the fragments of a
//! passage, a theme's rules, an article's year. Variables become attributes of articles. Everything else is counted.
//!
//! Positions are taken as the standard has them: code points of the text as it stands in the file,
//! BOM and CR included.

mod codebook;
mod node;
mod notes;
mod parts;
mod passages;
mod sources;
#[cfg(test)]
mod tests;
mod variables;

use std::collections::{HashMap, HashSet};

use node::{Node, attribute, child, children, is, key_in, text_of};
use notes::Notes;
use parts::Parts;
use passages::SelectionPlace;
use variables::Variables;

use crate::{
    annotation::PassageId,
    exchange::incoming::{FaultKind, ImportFault, Incoming, Leftover, SourceFile, parse_xml},
};

/// Reads a project (`.qdpx`).
///
/// # Errors
/// If it is no archive, or its description of the project is missing or broken. A source that
/// cannot be read is among [`Incoming::faults`].
pub fn read_project(file: &SourceFile) -> Result<Incoming, ImportFault> {
    let mut parts = Parts::open(file)?;
    let (part, text) = parts.root()?;
    let tree = parse_xml(&file.name, &part, &text)?;
    let root = tree.root_element();
    if !is(root, "Project") {
        return Err(ImportFault { file: file.name.clone(), kind: FaultKind::OtherFormat });
    }
    let mut reading = Reading::new(parts);
    reading.project(root);
    Ok(reading.incoming)
}

/// Reads a codebook (`.qdc`).
///
/// # Errors
/// If it is no such file, or its XML is broken.
pub fn read_codebook(file: &SourceFile) -> Result<Incoming, ImportFault> {
    let fault = |kind| ImportFault { file: file.name.clone(), kind };
    let (text, _, is_broken) = encoding_rs::UTF_8.decode(&file.bytes);
    if is_broken {
        return Err(fault(FaultKind::Binary));
    }
    let tree = parse_xml(&file.name, "", &text)?;
    let root = tree.root_element();
    let codes = child(root, "Codes").or_else(|| child(child(root, "CodeBook")?, "Codes"));
    let (Some(codes), true) = (codes, is(root, "CodeBook") || is(root, "Project")) else {
        return Err(fault(FaultKind::OtherFormat));
    };
    let mut incoming = Incoming::default();
    codebook::read(codes, &mut Notes::default(), &mut incoming);
    let sets = child(root, "Sets").map_or(0, |sets| children(sets, "Set").count());
    incoming.leftovers.add(Leftover::Sets, sets);
    Ok(incoming)
}

/// A project that is being read.
struct Reading<'a> {
    parts: Parts<'a>,
    incoming: Incoming,
    /// The coders' names by the keys of the users.
    users: HashMap<String, String>,
    /// Where the themes are, by the keys of their codes.
    themes: codebook::CodePlaces,
    variables: Variables,
    notes: Notes,
    /// Where the articles are, by the keys of their sources.
    articles: HashMap<String, usize>,
    /// Where the passages are, by the keys of their selections.
    selections: HashMap<String, usize>,
    /// Where the passages are that nothing else tells apart.
    places: HashMap<SelectionPlace, usize>,
    /// The identities that were given.
    ids: HashSet<PassageId>,
    /// The keys that links name.
    linked: HashSet<String>,
    /// Whether this program wrote the file.
    is_ours: bool,
}

impl<'a> Reading<'a> {
    fn new(parts: Parts<'a>) -> Self {
        Self {
            parts,
            incoming: Incoming::default(),
            users: HashMap::new(),
            themes: HashMap::new(),
            variables: Variables::default(),
            notes: Notes::default(),
            articles: HashMap::new(),
            selections: HashMap::new(),
            places: HashMap::new(),
            ids: HashSet::new(),
            linked: HashSet::new(),
            is_ours: false,
        }
    }

    fn leave(&mut self, kind: Leftover, count: usize) {
        self.incoming.leftovers.add(kind, count);
    }

    /// The name of a user; `None` if the file does not tell it.
    fn coder(&self, user: Option<&str>) -> Option<String> {
        self.users.get(user?).cloned()
    }

    fn project(&mut self, root: Node<'_>) {
        self.is_ours = attribute(root, "origin").is_some_and(|name| name.starts_with("Quandian "));
        for user in child(root, "Users").into_iter().flat_map(|users| children(users, "User")) {
            let names = [attribute(user, "name"), attribute(user, "id")];
            let name = names.into_iter().flatten().map(str::trim).find(|name| !name.is_empty());
            if let (Some(key), Some(name)) = (key_in(user, "guid"), name) {
                self.users.entry(key).or_insert_with(|| name.to_owned());
            }
        }
        self.notes = Notes::read(child(root, "Notes"), &mut self.parts, &mut self.incoming);
        let links = child(root, "Links");
        for link in links.into_iter().flat_map(|links| children(links, "Link")) {
            let ends = [key_in(link, "originGUID"), key_in(link, "targetGUID")];
            self.linked.extend(ends.into_iter().flatten());
        }
        if let Some(codes) = child(root, "CodeBook").and_then(|book| child(book, "Codes")) {
            self.themes = codebook::read(codes, &mut self.notes, &mut self.incoming);
        }
        self.variables = Variables::read(child(root, "Variables"), &mut self.incoming);
        if let Some(sources) = child(root, "Sources") {
            self.sources(sources);
        }
        self.variables.read_cases(child(root, "Cases"), &self.articles, &mut self.incoming);
        if let Some(links) = links {
            self.links(links);
        }
        self.leave_rest(root);
    }

    /// Counts what has no place here.
    fn leave_rest(&mut self, root: Node<'_>) {
        let count = |group: &'static str, name: &'static str| {
            child(root, group).map_or(0, |group| children(group, name).count())
        };
        self.leave(Leftover::Sets, count("Sets", "Set"));
        self.leave(Leftover::Graphs, count("Graphs", "Graph"));
        let has_text = !text_of(root, "Description").trim().is_empty();
        self.leave(Leftover::Notes, self.notes.unused() + usize::from(has_text));
    }
}
