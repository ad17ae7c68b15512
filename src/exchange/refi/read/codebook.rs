//! Codes become themes.

use std::collections::HashMap;

use super::{
    super::guid,
    node::{Node, attribute, children, is, key_in, text_of},
    notes::{Notes, append},
};
use crate::{
    annotation::ThemeId,
    exchange::{
        codebook_table::colour_named,
        incoming::{Incoming, IncomingTheme},
    },
};

/// Where the themes are, by the keys of their codes.
pub(super) type CodePlaces = HashMap<String, usize>;

/// Reads the element `Codes` and all below it.
pub(super) fn read(codes: Node<'_>, notes: &mut Notes, into: &mut Incoming) -> CodePlaces {
    let with_parents = names_are_paths(codes);
    let mut places = CodePlaces::new();
    let mut of_node = HashMap::new();
    // In the order of the document a code stands before those below it.
    for code in codes.descendants().filter(|node| is(*node, "Code")) {
        let key = key_in(code, "guid");
        let name = attribute(code, "name").unwrap_or_default();
        let parent = code.parent_element().filter(|parent| is(*parent, "Code"));
        let own = match parent {
            Some(parent) if with_parents => own_name(name, parent).unwrap_or(name),
            _ => name,
        };
        let own = if own.trim().is_empty() { key.as_deref().unwrap_or("?") } else { own.trim() };
        let is_known = key.as_ref().is_some_and(|key| places.contains_key(key));
        let mut theme = IncomingTheme {
            // A GUID that stands twice is nobody's.
            id: key.as_ref().filter(|_| !is_known).and_then(|key| key.parse::<ThemeId>().ok()),
            name: own.to_owned(),
            parent: parent.and_then(|parent| of_node.get(&parent.id()).copied()),
            colour: attribute(code, "color").and_then(colour_named),
            description: text_of(code, "Description"),
            ..IncomingTheme::default()
        };
        for reference in children(code, "NoteRef") {
            if let Some(note) = key_in(reference, "targetGUID") {
                put_note(&mut theme, &note, notes);
            }
        }
        into.themes.push(theme);
        let place = into.themes.len() - 1;
        of_node.insert(code.id(), place);
        if let Some(key) = key {
            places.entry(key).or_insert(place);
        }
    }
    places
}

/// Puts a note where it belongs: ours are known by how their GUIDs are made.
fn put_note(theme: &mut IncomingTheme, key: &str, notes: &mut Notes) {
    let Some(note) = notes.take(key) else { return };
    let id = theme.id.map(|id| id.to_string()).unwrap_or_default();
    let is = |kind: &str| guid::of(kind, &[&id]) == key;
    if is("include") {
        theme.include.clone_from(&note.text);
    } else if is("exclude") {
        theme.exclude.clone_from(&note.text);
    } else if is("lexicon") {
        theme.lexicon = note.text.lines().map(str::to_owned).collect();
    } else if is("memo") {
        append(&mut theme.memo, &note.text);
        // We add it to the description, for programs that read no notes of codes.
        if let Some(rest) = theme.description.strip_suffix(note.text.trim_end()) {
            theme.description = rest.strip_suffix("\n\n").unwrap_or(rest).to_owned();
        }
    } else {
        append(&mut theme.memo, &note.memo());
    }
}

/// Whether every code below another bears that one's name before its own, as we write them for
/// programs that want each name but once.
fn names_are_paths(codes: Node<'_>) -> bool {
    let mut below = codes.descendants().filter(|node| is(*node, "Code")).filter_map(|code| {
        let parent = code.parent_element().filter(|parent| is(*parent, "Code"))?;
        Some(own_name(attribute(code, "name").unwrap_or_default(), parent).is_some())
    });
    below.next() == Some(true) && below.all(|bears| bears)
}

fn own_name<'a>(name: &'a str, parent: Node<'_>) -> Option<&'a str> {
    name.strip_prefix(attribute(parent, "name")?)?.strip_prefix('/')
}
