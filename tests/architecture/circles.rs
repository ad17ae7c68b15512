//! Who imports whom inside a layer: modules that need each other are one room, whatever the folders
//! say.
//!
//! A module is made of its children and they of it: what a child takes from a module that it stands
//! in is no arrow. Everything else is: to a child, to a sibling, to another folder's. A name that a
//! module only passes on (`pub use`) counts for the file it is declared in.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    assert_none,
    sources::{Source, sources},
};

/// The modules that need each other, each circle with the reason it stays. Whoever breaks one takes
/// it out.
const CIRCLES: &[(&[&str], &str)] = &[
    (
        &[
            "annotation/codebook",
            "annotation/codebook/file",
            "annotation/lines",
            "annotation/sidecar",
        ],
        "a line of a file is of the kind of file it stands in",
    ),
    (
        &["annotation/passage", "annotation/theme"],
        "a passage names its themes, a theme its example passages",
    ),
    (
        &[
            "exchange/document/docx/field",
            "exchange/document/docx/math",
            "exchange/document/docx/pieces",
        ],
        "a line of a document holds fields and formulas, and these hold lines",
    ),
    (
        &["exchange/document/docx/numbers", "exchange/document/docx/styles"],
        "a style names its numbering, a numbering its styles",
    ),
    (
        &[
            "exchange/document/pdf/form",
            "exchange/document/pdf/glyphs",
            "exchange/document/pdf/stacked",
        ],
        "a form holds glyphs, and a glyph may be drawn by a form",
    ),
    (&["exchange/table", "exchange/workbook"], "the cells of a table are those of its workbook"),
    (&["search/query", "search/regular"], "a query holds an expression, whose faults are its own"),
    (
        &["corpus/article", "corpus/encoding"],
        "an article names its encoding, a fault of decoding is one of reading an article",
    ),
    (
        &[
            "text/names",
            "text/segment",
            "text/structure",
            "text/structure/turns",
            "text/structure/turns/label",
        ],
        "who speaks tells a turn, a turn's label tells who is named, and words are names where one is",
    ),
    (
        &[
            "analysis/agreement/judged_article",
            "analysis/agreement/of_set",
            "analysis/agreement/set_continuum",
        ],
        "agreement on a continuum is one form of a set's, with its questions and rows",
    ),
    (
        &["exchange/picture", "exchange/picture/canvas", "exchange/picture/pixels", "exchange/svg"],
        "SVG is one kind of picture, and all kinds have its paper and colours",
    ),
    (
        &[
            "session/care",
            "session/care/copies",
            "session/care/deed",
            "session/care/moved_sidecars",
            "session/care/salvage",
            "session/change",
            "session/importing",
            "session/importing/articles",
            "session/kept_file",
            "session/kept_kinds",
            "session/look",
            "session/open",
            "session/open_set",
            "session/records",
            "session/recovery",
            "session/saver",
            "session/saving",
            "session/snapshots",
            "session/taken_in",
            "session/words",
            "session/words/lists",
        ],
        "the open set: what a file of it holds stands in one module with the methods of the session \
         that change it, and those ask for a change, a save or a look",
    ),
    (
        &["session/describe", "session/export"],
        "an export tells how it ended, and its errors are put into words with the others",
    ),
    (&["ui/dialogs", "ui/message"], "a dialog is opened by a message, and asks by messages"),
];

/// From the root of the crate.
pub(crate) type Module = Vec<String>;

/// What a module calls a thing, and the path it means by that.
type Names = BTreeMap<String, Vec<String>>;

/// The modules of the crate and what each imports.
pub(crate) struct Imports {
    /// Those of `use`, by the name they have in the module.
    named: BTreeMap<Module, Names>,
    /// Every path that leads somewhere else in the crate.
    paths: BTreeMap<Module, Vec<Vec<String>>>,
}

impl Imports {
    pub(crate) fn of(sources: &[Source]) -> Self {
        let mut imports = Self { named: BTreeMap::new(), paths: BTreeMap::new() };
        // What is a module is known before anything is looked up.
        for source in sources.iter().filter(|source| !source.is_test) {
            imports.named.insert(source.module(), Names::new());
        }
        for source in sources.iter().filter(|source| !source.is_test) {
            let module = source.module();
            let (trees, rest) = use_trees(source.shipped());
            let (mut named, mut paths) = (Names::new(), Vec::new());
            for tree in trees {
                for (path, name) in leaves(&tree) {
                    let Some(path) = imports.absolute(&module, &path) else { continue };
                    named.insert(name, path.clone());
                    paths.push(path);
                }
            }
            for path in inline_paths(&rest) {
                paths.extend(imports.absolute(&module, &path));
            }
            imports.named.insert(module.clone(), named);
            imports.paths.insert(module, paths);
        }
        imports
    }

    /// A path from the root of the crate; `None` for another crate's.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Vec<String>> {
        let first = path.first()?.as_str();
        let supers = path.iter().take_while(|part| *part == "super").count();
        if first == "crate" {
            return Some(path[1..].to_vec());
        }
        if first == "self" {
            return Some([module, &path[1..]].concat());
        }
        if supers > 0 {
            let above = module.len().checked_sub(supers)?;
            return Some([&module[..above], &path[supers..]].concat());
        }
        let child = [module.as_slice(), &path[..1]].concat();
        self.named.contains_key(&child).then(|| [module.as_slice(), path].concat())
    }

    /// The module that declares what `path` leads to.
    fn home(&self, path: &[String], depth: usize) -> Option<Module> {
        let known = (0..=path.len())
            .rev()
            .find(|&length| length == 0 || self.named.contains_key(&path[..length]))?;
        let (module, rest) = path.split_at(known);
        let passed_on = rest.first().and_then(|name| self.named.get(module)?.get(name));
        match passed_on {
            Some(onward) if depth < 8 => {
                self.home(&[onward.as_slice(), &rest[1..]].concat(), depth + 1)
            }
            _ if known == 0 => None,
            _ => Some(module.to_vec()),
        }
    }

    /// The arrows inside the layers, from each module to those it needs.
    pub(crate) fn arrows(&self) -> BTreeMap<Module, BTreeSet<Module>> {
        let mut arrows = BTreeMap::new();
        for (module, paths) in &self.paths {
            let homes = paths.iter().filter_map(|path| self.home(path, 0));
            let within = homes.filter(|home| home[0] == module[0] && !module.starts_with(home));
            arrows.insert(module.clone(), within.collect());
        }
        arrows
    }
}

/// The text of every `use`, and the code without them.
fn use_trees(code: &str) -> (Vec<String>, String) {
    let (mut trees, mut rest) = (Vec::new(), String::new());
    let mut left = code;
    while let Some(at) = left.find("use ") {
        let word = left[..at].chars().next_back();
        if word.is_some_and(|c| !c.is_whitespace()) {
            rest.push_str(&left[..at + 4]);
            left = &left[at + 4..];
            continue;
        }
        rest.push_str(&left[..at]);
        let end = left[at..].find(';').map_or(left.len(), |end| at + end);
        trees.push(left[at + 4..end].to_owned());
        left = &left[end..];
    }
    rest.push_str(left);
    (trees, rest)
}

/// The paths of a tree `a::{b, c as d}`, each with the name it gets.
fn leaves(tree: &str) -> Vec<(Vec<String>, String)> {
    let tree = tree.trim();
    if let Some(open) = tree.find('{') {
        let before: Vec<String> = segments(&tree[..open]);
        let inside = &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())];
        let (mut depth, mut start, mut all) = (0, 0, Vec::new());
        for (at, c) in inside.char_indices().chain([(inside.len(), ',')]) {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                ',' if depth == 0 => {
                    all.extend(leaves(&inside[start..at]));
                    start = at + 1;
                }
                _ => {}
            }
        }
        let whole = |(path, name): (Vec<String>, String)| {
            if path == ["self"] {
                return (before.clone(), before.last().cloned().unwrap_or(name));
            }
            ([before.as_slice(), &path].concat(), name)
        };
        return all.into_iter().map(whole).collect();
    }
    let (path, name) = tree.split_once(" as ").unwrap_or((tree, ""));
    let path = segments(path);
    let Some(last) = path.last() else { return Vec::new() };
    let name = if name.is_empty() { last } else { name.trim() }.to_owned();
    vec![(path, name)]
}

fn segments(path: &str) -> Vec<String> {
    path.split("::").map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// The paths of the code that begin with `crate` or `super`.
fn inline_paths(code: &str) -> Vec<Vec<String>> {
    let mut paths = Vec::new();
    for root in ["crate::", "super::"] {
        for (at, _) in code.match_indices(root) {
            let before = code[..at].chars().next_back();
            if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
                continue;
            }
            let is_path = |c: &char| c.is_alphanumeric() || *c == '_' || *c == ':';
            let path: String = code[at..].chars().take_while(is_path).collect();
            paths.push(segments(&path));
        }
    }
    paths
}

/// The modules that reach each other, in groups of more than one.
fn circles(arrows: &BTreeMap<Module, BTreeSet<Module>>) -> BTreeSet<BTreeSet<Module>> {
    let reach = |from: &Module| {
        let (mut seen, mut open) = (BTreeSet::new(), vec![from.clone()]);
        while let Some(module) = open.pop() {
            for next in arrows.get(&module).into_iter().flatten() {
                if seen.insert(next.clone()) {
                    open.push(next.clone());
                }
            }
        }
        seen
    };
    let reached: BTreeMap<&Module, BTreeSet<Module>> =
        arrows.keys().map(|module| (module, reach(module))).collect();
    let circle = |from: &Module| -> BTreeSet<Module> {
        let there = reached[from].iter();
        let back = there.filter(|to| reached.get(to).is_some_and(|back| back.contains(from)));
        back.cloned().collect()
    };
    arrows.keys().map(circle).filter(|circle| circle.len() > 1).collect()
}

#[test]
fn no_modules_of_a_layer_need_each_other_but_those_that_are_listed() {
    let imports = Imports::of(&sources());
    let arrows = imports.arrows();
    let name = |module: &Module| module.join("/");
    let found: Vec<BTreeSet<String>> =
        circles(&arrows).iter().map(|circle| circle.iter().map(name).collect()).collect();
    // A name that ends with `/` stands for all in that folder.
    let lists = |listed: &[&str], module: &String| {
        listed.iter().any(|one| module == one || one.ends_with('/') && module.starts_with(one))
    };
    let mut wrong = Vec::new();
    for circle in &found {
        let within = |listed: &[&str]| circle.iter().all(|module| lists(listed, module));
        if CIRCLES.iter().any(|(listed, _)| within(listed)) {
            continue;
        }
        wrong.push(format!("a circle of {} that is not listed:", circle.len()));
        for (from, to) in &arrows {
            let (from, to) = (name(from), to.iter().map(name));
            let to: Vec<String> = to.filter(|to| circle.contains(to)).collect();
            if circle.contains(&from) {
                wrong.push(format!("    {from} → {}", to.join(", ")));
            }
        }
    }
    for (listed, _) in CIRCLES {
        for one in *listed {
            if !found.iter().flatten().any(|module| lists(&[one], module)) {
                wrong.push(format!("listed, and in no circle: {one}"));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn a_circle_is_found_through_what_a_module_passes_on() {
    let file = |name: &str, code: &str| Source {
        name: name.to_owned(),
        text: String::new(),
        code: code.to_owned(),
        strings: Vec::new(),
        is_test: false,
    };
    let of = |files: &[Source]| circles(&Imports::of(files).arrows()).len();
    let parent = file("a/mod.rs", "mod b;\nmod c;\npub use b::{self, B as Other};\npub struct A;");
    let c = file("a/c.rs", "use super::A;\npub fn c(_: super::Other) {}");
    let to_c = file("a/b.rs", "use super::{A, c::{self, C}};");
    let to_parent = file("a/b.rs", "use super::A;\nuse std::fmt;");
    assert_eq!(of(&[parent, to_c, c]), 1);
    let parent = file("a/mod.rs", "mod b;\nmod c;\npub use b::{self, B as Other};\npub struct A;");
    let c = file("a/c.rs", "use super::A;\npub fn c(_: super::Other) {}");
    assert_eq!(of(&[parent, to_parent, c]), 0);
}
