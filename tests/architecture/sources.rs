//! The sources of the program, read: their code, their strings, and which of them are tests.

use std::path::{Path, PathBuf};

/// A source file without its comments.
pub(crate) struct Source {
    /// Relative to `src`, with `/`.
    pub(crate) name: String,
    pub(crate) text: String,
    /// Without what stands in strings.
    pub(crate) code: String,
    /// The strings, with the line each starts in.
    pub(crate) strings: Vec<(usize, String)>,
    /// Whether it is compiled for tests alone.
    pub(crate) is_test: bool,
}

/// Every file under `src`, by name.
pub(crate) fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    collect(&root, &mut files);
    files.sort();
    assert!(files.len() > 20, "the sources are not where they were");
    let mut sources: Vec<Source> = files
        .iter()
        .map(|path| {
            let name = path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/");
            let text = std::fs::read_to_string(path).unwrap();
            let (code, strings) = without_comments(&text);
            Source { name, text, code, strings, is_test: false }
        })
        .collect();
    let tests: Vec<Vec<String>> = sources.iter().flat_map(Source::test_modules).collect();
    for source in &mut sources {
        source.is_test = tests.iter().any(|test| source.module().starts_with(test));
    }
    sources
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// The code with every comment gone and every string empty, and the strings.
pub(crate) fn without_comments(text: &str) -> (String, Vec<(usize, String)>) {
    let chars: Vec<char> = text.chars().collect();
    let at = |index: usize| chars.get(index).copied().unwrap_or('\0');
    let (mut code, mut strings) = (String::new(), Vec::new());
    let (mut i, mut line) = (0, 1);
    while i < chars.len() {
        let word_before = i > 0 && (at(i - 1).is_alphanumeric() || at(i - 1) == '_');
        let hashes = if at(i) == 'r' && !word_before || at(i) == 'r' && at(i - 1) == 'b' {
            let count = chars.iter().skip(i + 1).take_while(|&&c| c == '#').count();
            (at(i + 1 + count) == '"').then_some(count)
        } else {
            None
        };
        let start = i;
        if at(i) == '/' && at(i + 1) == '/' {
            while i < chars.len() && at(i) != '\n' {
                i += 1;
            }
        } else if at(i) == '/' && at(i + 1) == '*' {
            let mut depth = 0;
            loop {
                match (at(i), at(i + 1)) {
                    ('/', '*') => (depth, i) = (depth + 1, i + 2),
                    ('*', '/') => (depth, i) = (depth - 1, i + 2),
                    _ => i += 1,
                }
                if depth == 0 || i >= chars.len() {
                    break;
                }
            }
        } else if let Some(count) = hashes {
            i += count + 2;
            let body = i;
            let closes = |i: usize| at(i) == '"' && (1..=count).all(|k| at(i + k) == '#');
            while i < chars.len() && !closes(i) {
                i += 1;
            }
            strings.push((line, chars[body..i].iter().collect()));
            code.push_str("\"\"");
            i += count + 1;
        } else if at(i) == '"' {
            i += 1;
            let body = i;
            while i < chars.len() && at(i) != '"' {
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            strings.push((line, chars[body..i].iter().collect()));
            code.push_str("\"\"");
            i += 1;
        } else if at(i) == '\'' && (at(i + 1) == '\\' || at(i + 2) == '\'') {
            // A character; a lifetime has no second quote there.
            i += if at(i + 1) == '\\' { 3 } else { 2 };
            while i < chars.len() && at(i) != '\'' {
                i += 1;
            }
            i += 1;
            code.push_str("' '");
        } else {
            code.push(at(i));
            i += 1;
        }
        line += chars[start..i.min(chars.len())].iter().filter(|&&c| c == '\n').count();
    }
    (code, strings)
}

impl Source {
    /// The code before the file's own tests; nothing of a file of tests.
    pub(crate) fn shipped(&self) -> &str {
        if self.is_test {
            return "";
        }
        self.code.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default()
    }

    /// How many lines stand before the file's own tests.
    pub(crate) fn shipped_lines(&self) -> usize {
        let tests = self.text.find("#[cfg(test)]\nmod tests {");
        tests.map_or(usize::MAX, |at| self.text[..at].lines().count())
    }

    /// The modules it declares for tests alone, in files of their own.
    fn test_modules(&self) -> Vec<Vec<String>> {
        let mut modules = Vec::new();
        for (at, attribute) in self.code.match_indices("#[cfg(test)]\nmod ") {
            let name = self.code[at + attribute.len()..].split(';').next().unwrap_or_default();
            if !name.contains(' ') {
                modules.push([self.module(), vec![name.to_owned()]].concat());
            }
        }
        modules
    }

    /// The module the file is, from the root of the crate: `text/span.rs` is `text`, `span`.
    pub(crate) fn module(&self) -> Vec<String> {
        let path = self.name.trim_end_matches(".rs").trim_end_matches("/mod");
        path.split('/').map(str::to_owned).collect()
    }
}
