//! What the files are called: like their articles, as far as every system and Obsidian allow.

use std::collections::HashMap;

use crate::corpus::ArticlePath;

/// The longest name of a file or folder, in bytes, without its ending.
const LONGEST: usize = 180;

/// The names that were given, so that none is given twice.
#[derive(Default)]
pub(super) struct FileNames {
    /// In lower case, as some systems know no other, with how often they were wanted.
    taken: HashMap<String, usize>,
}

impl FileNames {
    /// The path of an article's file in the folder: `2019/共建.md` for `2019/共建.txt`.
    pub(super) fn of(&mut self, path: &ArticlePath) -> String {
        let (folders, file) = path.as_str().rsplit_once('/').unwrap_or(("", path.as_str()));
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let mut wanted = String::new();
        for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
            let mut name = safe(folder);
            if name.to_lowercase().ends_with(".md") {
                name.push('_');
            }
            wanted.push_str(&name);
            wanted.push('/');
        }
        wanted.push_str(&safe(stem));
        let mut name = wanted.clone();
        loop {
            let count = self.taken.entry(wanted.to_lowercase()).or_default();
            *count += 1;
            if *count > 1 {
                name = format!("{wanted} {count}");
                // That one may be another's own name.
                if self.taken.contains_key(&name.to_lowercase()) {
                    continue;
                }
                self.taken.insert(name.to_lowercase(), 1);
            }
            return name + ".md";
        }
    }
}

/// A name without what Windows takes for something else, or Obsidian in a link.
fn safe(name: &str) -> String {
    let forbidden = |c: char| c.is_control() || "<>:\"/\\|?*#^[]".contains(c);
    let mut safe: String = name.chars().map(|c| if forbidden(c) { '_' } else { c }).collect();
    safe.truncate(safe.floor_char_boundary(LONGEST));
    let mut safe = safe.trim().trim_end_matches(['.', ' ']).to_owned();
    // Whatever stands behind the first dot, these are devices.
    let device = safe.split('.').next().unwrap_or_default().trim().to_uppercase();
    let numbered = |name: &str| {
        device
            .strip_prefix(name)
            .is_some_and(|rest| rest.chars().count() == 1 && rest.chars().all(char::is_numeric))
    };
    let is_device =
        ["CON", "PRN", "AUX", "NUL"].contains(&&*device) || numbered("COM") || numbered("LPT");
    // What begins with a dot is hidden.
    if safe.is_empty() || safe.starts_with('.') || is_device {
        safe.insert(0, '_');
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_and_none_is_given_twice() {
        let mut names = FileNames::default();
        let mut of = |path: &str| names.of(&ArticlePath::new(path).unwrap());
        for (path, name) in [
            ("2019/共建.txt", "2019/共建.md"),
            ("2019/共建.md", "2019/共建 2.md"),
            ("2019/共建 2.txt", "2019/共建 2 2.md"),
            ("2019/共建", "2019/共建 3.md"),
            ("A.txt", "A.md"),
            ("a.txt", "a 2.md"),
            ("笔记.md/甲?.txt", "笔记.md_/甲_.md"),
            ("con.txt", "_con.md"),
            ("COM1.a.txt", "_COM1.a.md"),
            (".隐.txt", "_.隐.md"),
            ("...txt", "_.md"),
            (" . .txt", "_ 2.md"),
            ("[[链]]#^.txt", "__链____.md"),
        ] {
            assert_eq!(of(path), name, "{path}");
        }
        assert_eq!(of(&format!("{}.txt", "长".repeat(83))).len(), 183);
    }
}
