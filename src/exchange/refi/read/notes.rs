//! The notes of a project, which lie apart from what they are about.

use std::collections::HashMap;

use super::{
    node::{Node, attribute, children, key_in, text_of},
    parts::Parts,
};
use crate::exchange::incoming::{ImportFault, Incoming, Leftover};

/// A note.
#[derive(Debug)]
pub(super) struct Note {
    /// What it is called.
    title: String,
    /// What it says.
    pub(super) text: String,
    /// The key of who wrote it.
    pub(super) user: Option<String>,
    is_used: bool,
}

impl Note {
    /// The note as a memo that has no title of its own.
    pub(super) fn memo(&self) -> String {
        let (title, text) = (self.title.trim(), self.text.trim());
        // Many programs make the title of a note of how it begins.
        if text.starts_with(title) || title.is_empty() {
            text.to_owned()
        } else if text.is_empty() {
            title.to_owned()
        } else {
            format!("{title}\n\n{text}")
        }
    }
}

/// The notes by their keys.
#[derive(Debug, Default)]
pub(super) struct Notes(HashMap<String, Note>);

impl Notes {
    /// Reads the element `Notes`; what is marked in notes is left over.
    pub(super) fn read(node: Option<Node<'_>>, parts: &mut Parts<'_>, into: &mut Incoming) -> Self {
        let mut notes = HashMap::new();
        for note in node.into_iter().flat_map(|node| children(node, "Note")) {
            into.leftovers.add(Leftover::OtherMarks, children(note, "PlainTextSelection").count());
            let title = attribute(note, "name").unwrap_or_default().to_owned();
            let text = match text(note, parts) {
                Ok(text) => text,
                Err(fault) => {
                    into.faults.push(fault);
                    String::new()
                }
            };
            let user = key_in(note, "creatingUser");
            let Some(key) = key_in(note, "guid") else {
                into.leftovers.add(Leftover::Notes, 1);
                continue;
            };
            notes.entry(key).or_insert(Note { title, text, user, is_used: false });
        }
        Self(notes)
    }

    /// The note with that key, which now has its place.
    pub(super) fn take(&mut self, key: &str) -> Option<&Note> {
        let note = self.0.get_mut(key)?;
        note.is_used = true;
        Some(note)
    }

    /// How many notes nothing asked for.
    pub(super) fn unused(&self) -> usize {
        self.0.values().filter(|note| !note.is_used).count()
    }
}

/// What a note says: in the project itself, in a part, or at least in its description.
fn text(note: Node<'_>, parts: &mut Parts<'_>) -> Result<String, ImportFault> {
    let inside = text_of(note, "PlainTextContent");
    if !inside.is_empty() {
        return Ok(inside);
    }
    if let Some(path) = attribute(note, "plainTextPath")
        && let Some(text) = parts.text(path)?
    {
        let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        return Ok(text);
    }
    Ok(text_of(note, "Description"))
}

/// Adds a text to a memo, a blank line between.
pub(super) fn append(memo: &mut String, text: &str) {
    if !text.is_empty() {
        if !memo.is_empty() {
            memo.push_str("\n\n");
        }
        memo.push_str(text);
    }
}
