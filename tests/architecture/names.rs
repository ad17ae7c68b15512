//! The names that leave their file: one thing each.

use std::collections::BTreeMap;

use super::{
    assert_none,
    sources::{Source, sources},
};

/// Names that several things have, and why.
const SHARED: &[(&[&str], &str)] =
    &[(&["Args"], "what a subcommand is given; written with the subcommand's module")];

/// The types and traits that a file declares for others.
fn exported(source: &Source) -> Vec<String> {
    let mut names = Vec::new();
    for line in source.shipped().lines() {
        let line = line.trim_start();
        let Some(rest) = line.strip_prefix("pub") else { continue };
        let rest = match rest.strip_prefix('(') {
            Some(whom) => whom.split_once(')').map_or("", |(_, rest)| rest),
            None => rest,
        };
        for kind in [" struct ", " enum ", " trait ", " type ", " union "] {
            if let Some(rest) = rest.strip_prefix(kind) {
                let is_name = |c: &char| c.is_alphanumeric() || *c == '_';
                names.push(rest.chars().take_while(is_name).collect());
            }
        }
    }
    names
}

#[test]
fn no_name_that_leaves_its_file_means_two_things() {
    let mut homes: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for source in sources() {
        for name in exported(&source) {
            homes.entry(name).or_default().push(source.name.clone());
        }
    }
    let mut wrong = Vec::new();
    for (name, files) in &homes {
        let listed = SHARED.iter().any(|(shared, _)| shared.contains(&name.as_str()));
        if files.len() > 1 && !listed {
            wrong.push(format!("{name}: {}", files.join(", ")));
        }
    }
    for name in SHARED.iter().flat_map(|(shared, _)| *shared) {
        if homes.get(*name).is_none_or(|files| files.len() < 2) {
            wrong.push(format!("{name} is listed and means one thing"));
        }
    }
    assert_none(&wrong);
}
