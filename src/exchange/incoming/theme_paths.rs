//! The themes of a file that calls them by paths (`党建/阵地建设`), each found in one step.

use std::collections::{HashMap, HashSet};

use super::{Incoming, IncomingTheme};
use crate::annotation::ThemeId;

/// Where the themes of an [`Incoming`] are; all of them have to be made through it.
#[derive(Debug, Default)]
pub(in crate::exchange) struct ThemePaths {
    /// By the whole path, as the file writes it.
    known: HashMap<String, usize>,
    /// By parent and own name.
    named: HashMap<(Option<usize>, String), usize>,
    by_id: HashMap<ThemeId, usize>,
}

impl ThemePaths {
    /// The place of the theme at `path`, made with its parents if it is not there; `None` for a
    /// path with nothing in it.
    pub(in crate::exchange) fn of(&mut self, incoming: &mut Incoming, path: &str) -> Option<usize> {
        if let Some(&at) = self.known.get(path) {
            return Some(at);
        }
        let mut parent = None;
        for name in path.split('/').map(str::trim).filter(|name| !name.is_empty()) {
            let key = (parent, name.to_owned());
            let at = *self.named.entry(key).or_insert_with_key(|(parent, name)| {
                let (parent, name) = (*parent, name.clone());
                incoming.themes.push(IncomingTheme { name, parent, ..IncomingTheme::default() });
                incoming.themes.len() - 1
            });
            parent = Some(at);
        }
        self.known.extend(parent.map(|at| (path.to_owned(), at)));
        parent
    }

    /// The same for a theme of which the file gives the identity too: that one counts, whatever
    /// the path.
    pub(in crate::exchange) fn of_id(
        &mut self,
        incoming: &mut Incoming,
        path: &str,
        id: ThemeId,
    ) -> Option<usize> {
        if let Some(&at) = self.by_id.get(&id) {
            return Some(at);
        }
        let mut at = self.of(incoming, path)?;
        let theme = incoming.themes.get_mut(at)?;
        if theme.id.is_none() {
            theme.id = Some(id);
        } else {
            // Two themes of one name.
            let (name, parent) = (theme.name.clone(), theme.parent);
            at = incoming.themes.len();
            let twin = IncomingTheme { id: Some(id), name, parent, ..IncomingTheme::default() };
            incoming.themes.push(twin);
        }
        self.by_id.insert(id, at);
        Some(at)
    }
}

/// The same themes, none twice.
pub(in crate::exchange) fn distinct(mut themes: Vec<usize>) -> Vec<usize> {
    let mut seen = HashSet::new();
    themes.retain(|&theme| seen.insert(theme));
    themes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_made_once_and_an_identity_goes_before_it() {
        let (mut incoming, mut themes) = (Incoming::default(), ThemePaths::default());
        let deep = themes.of(&mut incoming, "党建/阵地建设");
        assert_eq!((deep, themes.of(&mut incoming, " 党建 //阵地建设/")), (Some(1), Some(1)));
        assert_eq!(themes.of(&mut incoming, " / "), None);
        let (one, two) = (ThemeId::fresh(), ThemeId::fresh());
        assert_eq!(themes.of_id(&mut incoming, "党建", one), Some(0));
        assert_eq!(themes.of_id(&mut incoming, "党建", two), Some(2));
        assert_eq!(themes.of_id(&mut incoming, "别名", one), Some(0));
        assert_eq!(incoming.themes.len(), 3);
        assert_eq!(distinct(vec![2, 1, 2]), [2, 1]);
    }
}
