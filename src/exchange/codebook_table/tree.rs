//! From the rows of a codebook to its tree.

use std::collections::HashMap;

use super::Entry;
use crate::exchange::incoming::{Incoming, IncomingTheme};

/// By which a name is further in than the one it belongs to.
const INDENT: char = '\u{3000}';

/// The themes of all rows, each parent before its children.
pub(super) fn grow(entries: Vec<Entry>) -> Incoming {
    let mut tree = Tree::default();
    if entries.iter().any(|entry| !entry.parent.is_empty()) {
        tree.by_parent(entries);
    } else if entries.iter().any(|entry| entry.name.starts_with(INDENT)) {
        tree.by_indent(entries);
    } else {
        for Entry { name, theme, .. } in entries {
            if let Some(at) = tree.path(&name) {
                tree.fill(at, theme);
            }
        }
    }
    tree.incoming
}

#[derive(Default)]
struct Tree {
    incoming: Incoming,
    /// Each theme by its parent and its name.
    places: HashMap<(Option<usize>, String), usize>,
}

impl Tree {
    /// The theme of that name below `parent`, made if it is not there.
    fn place(&mut self, parent: Option<usize>, name: &str) -> usize {
        let name = on_one_line(name);
        let themes = &mut self.incoming.themes;
        *self.places.entry((parent, name)).or_insert_with_key(|(_, name)| {
            let name = name.clone();
            themes.push(IncomingTheme { name, parent, ..IncomingTheme::default() });
            themes.len() - 1
        })
    }

    /// The theme to which a path of names leads, made with its parents.
    fn path(&mut self, path: &str) -> Option<usize> {
        let names = path.split('/').map(str::trim).filter(|name| !name.is_empty());
        names.fold(None, |parent, name| Some(self.place(parent, name)))
    }

    /// Takes over what a row says; what an earlier one said of the same theme stays.
    fn fill(&mut self, at: usize, row: IncomingTheme) {
        let Some(theme) = self.incoming.themes.get_mut(at) else { return };
        theme.colour = theme.colour.or(row.colour);
        for (text, said) in [
            (&mut theme.description, row.description),
            (&mut theme.include, row.include),
            (&mut theme.exclude, row.exclude),
            (&mut theme.memo, row.memo),
        ] {
            if text.is_empty() {
                *text = said;
            }
        }
        if theme.lexicon.is_empty() {
            theme.lexicon = row.lexicon;
        }
    }

    /// Rows of which each is further in than the one it belongs to.
    fn by_indent(&mut self, entries: Vec<Entry>) {
        let mut above: Vec<(usize, usize)> = Vec::new();
        for Entry { name, theme, .. } in entries {
            let indent = name.chars().take_while(|&c| c == INDENT).count();
            while above.last().is_some_and(|(other, _)| *other >= indent) {
                above.pop();
            }
            let at = self.place(above.last().map(|(_, at)| *at), &name);
            self.fill(at, theme);
            above.push((indent, at));
        }
    }

    /// Rows that name their parents, which may stand anywhere in the table, or nowhere.
    fn by_parent(&mut self, entries: Vec<Entry>) {
        let mut rows: HashMap<String, Vec<usize>> = HashMap::new();
        for (row, entry) in entries.iter().enumerate() {
            rows.entry(on_one_line(&entry.name)).or_default().push(row);
        }
        let parents: Vec<Option<usize>> =
            entries.iter().map(|entry| parent_row(&entry.parent, &rows, &entries)).collect();
        let mut places: Vec<Option<usize>> = vec![None; entries.len()];
        let mut is_seen = vec![false; entries.len()];
        for row in 0..entries.len() {
            // Up to what is placed already or has no parent; where a circle closes it is cut.
            let (mut chain, mut above) = (Vec::new(), Some(row));
            while let Some(at) = above {
                match is_seen.get_mut(at) {
                    Some(seen) if !*seen => *seen = true,
                    _ => break,
                }
                chain.push(at);
                above = parents.get(at).copied().flatten();
            }
            let mut parent = above.and_then(|at| places.get(at).copied().flatten());
            for at in chain.into_iter().rev() {
                let Some(entry) = entries.get(at) else { continue };
                // A parent that is no row is a theme all the same.
                if parents.get(at).copied().flatten().is_none() {
                    parent = self.path(&entry.parent);
                }
                parent = Some(self.place(parent, &entry.name));
                if let Some(place) = places.get_mut(at) {
                    *place = parent;
                }
            }
        }
        for (place, entry) in places.into_iter().zip(entries) {
            if let Some(at) = place {
                self.fill(at, entry.theme);
            }
        }
    }
}

/// The row of that name, or of the last name of a path whose row names the one before as parent.
fn parent_row(name: &str, rows: &HashMap<String, Vec<usize>>, entries: &[Entry]) -> Option<usize> {
    let name = on_one_line(name);
    if let Some(found) = rows.get(&name) {
        return found.first().copied();
    }
    let (before, last) = name.rsplit_once('/')?;
    let before = before.rsplit('/').next().unwrap_or_default().trim();
    let fits = |row: &&usize| {
        let parent = entries.get(**row).map_or("", |entry| entry.parent.as_str());
        parent.rsplit('/').next().is_some_and(|parent| parent.trim() == before)
    };
    rows.get(last.trim())?.iter().find(fits).copied()
}

/// A name as a theme can have it.
fn on_one_line(name: &str) -> String {
    name.split(['\n', '\r'])
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
