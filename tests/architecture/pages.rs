//! The pages of the window: each a closed folder, of which the window knows one table.

use super::{
    assert_none,
    circles::Imports,
    sources::{Source, sources},
};

/// Where the pages are; the folder's own file holds the table.
const PAGES: &str = "ui/pages/";

/// The folder of a page that a file is in.
fn page_of(name: &str) -> Option<&str> {
    name.strip_prefix(PAGES)?.split_once('/').map(|(page, _)| page)
}

/// The names after `before` in the code, as far as they go.
fn names_after<'a>(source: &'a Source, before: &str) -> Vec<&'a str> {
    let is_name = |c: char| c.is_alphanumeric() || c == '_';
    let rests = source.shipped().split(before).skip(1);
    rests.map(|rest| rest.split(|c| !is_name(c)).next().unwrap_or_default()).collect()
}

#[test]
fn nobody_but_a_page_names_its_state() {
    let sources = sources();
    let states: Vec<(&str, &str)> = sources
        .iter()
        .filter_map(|source| Some((source, page_of(&source.name)?)))
        .flat_map(|(source, page)| {
            names_after(source, "impl Page for ").into_iter().map(move |state| (page, state))
        })
        .collect();
    assert!(states.len() >= 5, "the pages are not where they were: {states:?}");
    let mut wrong = Vec::new();
    for source in &sources {
        let own = page_of(&source.name);
        for (page, state) in &states {
            let names = source.code.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            let table = source.name == "ui/pages/mod.rs";
            if own != Some(page) && !table && names.clone().any(|name| name == *state) {
                wrong.push(format!("{} names {state}, the state of {page}", source.name));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn no_page_imports_another_and_nobody_imports_a_page() {
    let arrows = Imports::of(&sources()).arrows();
    let pages: Vec<String> = PAGES.trim_end_matches('/').split('/').map(str::to_owned).collect();
    let page_of = |module: &[String]| {
        module.strip_prefix(pages.as_slice()).and_then(|rest| rest.first()).cloned()
    };
    let mut wrong = Vec::new();
    for (from, to) in &arrows {
        for to in to.iter().filter(|to| from.as_slice() != pages && page_of(to).is_some()) {
            if page_of(from) != page_of(to) {
                wrong.push(format!("{} imports {}", from.join("/"), to.join("/")));
            }
        }
    }
    assert_none(&wrong);
}
