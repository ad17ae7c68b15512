//! The code is held to its own map: who may use whom, where the disk, the window and the words of
//! the interface are, and how long a file may grow.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "the test reads the sources and may stop where that fails"
)]

#[path = "architecture/circles.rs"]
mod circles;
#[path = "architecture/names.rs"]
mod names;
#[path = "architecture/pages.rs"]
mod pages;
#[path = "architecture/sources.rs"]
mod sources;

use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};

use serde_json::Value;
use sources::{sources, without_comments};

/// Each module and those it may use: the table at the head of `src/lib.rs`.
const LAYERS: [(&str, &[&str]); 13] = [
    ("text", &[]),
    ("storage", &[]),
    ("corpus", &["text", "storage"]),
    ("annotation", &["text", "storage", "corpus"]),
    ("scene", &["text", "corpus", "annotation"]),
    ("search", &["text", "storage", "corpus", "annotation", "scene"]),
    ("analysis", &["text", "storage", "corpus", "annotation", "scene", "search"]),
    ("chart", &["annotation"]),
    (
        "exchange",
        &["text", "storage", "corpus", "annotation", "scene", "search", "analysis", "chart"],
    ),
    (
        "session",
        &[
            "text",
            "storage",
            "corpus",
            "annotation",
            "scene",
            "search",
            "analysis",
            "chart",
            "exchange",
        ],
    ),
    ("handbook", &["text"]),
    (
        "cli",
        &[
            "handbook",
            "text",
            "storage",
            "corpus",
            "annotation",
            "scene",
            "search",
            "analysis",
            "chart",
            "exchange",
            "session",
        ],
    ),
    (
        "ui",
        &[
            "handbook",
            "text",
            "storage",
            "corpus",
            "annotation",
            "scene",
            "search",
            "analysis",
            "chart",
            "exchange",
            "session",
        ],
    ),
];

/// Files whose Chinese is about the articles or the user's data, not a text of the interface.
const CHINESE_RULES: [&str; 14] = [
    // The word of an option for the year.
    "cli/sample.rs",
    // Numerals, and what follows the names of places.
    "analysis/reuse/",
    // The words around a figure, and the function words at the edges of a formula.
    "analysis/quantity/",
    "analysis/formula/",
    "text/",
    "corpus/header/",
    "annotation/codebook.rs",
    // The operators of a query.
    "search/set/words.rs",
    // The words of the condition language.
    "search/condition/",
    // The numerals of lists.
    "exchange/document/numbering/",
    "exchange/document/odt/numbers.rs",
    // The folios of pages.
    "exchange/document/pdf/folio.rs",
    // What programs call a document without a title.
    "exchange/document/stopgap.rs",
    // How sync tools name their copies.
    "session/care/copies.rs",
];

/// Names that are the same in every language of the interface: the program's, and a language's own.
const NAMES: [&str; 2] = ["圈点 Quandian", "简体中文"];

/// A file longer than this is to be split, by noun.
const LINES: usize = 550;

/// What follows `root::` anywhere in the code, in groups too: `root::{a::b, c}` gives `a` and `c`.
fn used_of(code: &str, root: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    let path = format!("{root}::");
    for (at, _) in code.match_indices(&path) {
        let before = code[..at].chars().next_back();
        if before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':') {
            continue;
        }
        let rest = &code[at + path.len()..];
        let name = |text: &str| -> String {
            text.trim_start().chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect()
        };
        let Some(group) = rest.strip_prefix('{') else {
            used.insert(name(rest));
            continue;
        };
        let (mut depth, mut start) = (0, 0);
        for (at, c) in group.char_indices() {
            match c {
                '{' => depth += 1,
                '}' if depth > 0 => depth -= 1,
                ',' | '}' if depth == 0 => {
                    used.insert(name(&group[start..at]));
                    start = at + 1;
                }
                _ => {}
            }
            if c == '}' && depth == 0 && start == at + 1 {
                break;
            }
        }
    }
    used.remove("");
    used
}

fn assert_none(wrong: &[String]) {
    assert!(wrong.is_empty(), "\n{}\n", wrong.join("\n"));
}

#[test]
fn every_module_uses_only_those_above_it() {
    let layers = BTreeMap::from(LAYERS);
    let mut wrong = Vec::new();
    for source in sources() {
        if matches!(source.name.as_str(), "lib.rs" | "main.rs") {
            continue;
        }
        let own = source.name.split('/').next().unwrap().trim_end_matches(".rs");
        let Some(may_use) = layers.get(own) else {
            wrong.push(format!("{}: {own} is in no layer", source.name));
            continue;
        };
        for used in used_of(&source.code, "crate") {
            // What is no module is a macro or an item of the crate's root.
            if layers.contains_key(used.as_str())
                && used != own
                && !may_use.contains(&used.as_str())
            {
                wrong.push(format!("{}: {own} may not use {used}", source.name));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn only_the_window_knows_egui() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !source.name.starts_with("ui/")) {
        for library in ["egui", "eframe", "rfd"] {
            if !used_of(&source.code, library).is_empty() {
                wrong.push(format!("{}: {library}", source.name));
            }
        }
    }
    assert_none(&wrong);
}

#[test]
fn only_storage_touches_the_disk() {
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| !source.name.starts_with("storage/")) {
        if used_of(source.shipped(), "std").contains("fs") {
            wrong.push(format!("{}: std::fs", source.name));
        }
    }
    assert_none(&wrong);
}

#[test]
fn nothing_is_allowed_silently_and_no_file_grows_too_long() {
    let mut wrong = Vec::new();
    for source in sources() {
        if source.code.contains("[allow(") {
            wrong.push(format!("{}: #[allow]; say #[expect] with a reason", source.name));
        }
        let lines = source.text.lines().count();
        if lines > LINES {
            wrong.push(format!("{}: {lines} lines; split it by noun", source.name));
        }
    }
    assert_none(&wrong);
}

#[test]
fn texts_of_the_interface_stand_in_the_translation_files() {
    let is_han = |c: char| matches!(c, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{323af}');
    let mut wrong = Vec::new();
    for source in sources() {
        let rules = CHINESE_RULES.iter().any(|prefix| source.name.starts_with(prefix));
        if rules || source.is_test {
            continue;
        }
        let end = source.shipped_lines();
        for (line, string) in &source.strings {
            if *line <= end && string.contains(is_han) && !NAMES.contains(&string.as_str()) {
                wrong.push(format!("src/{}:{line}: {string}", source.name));
            }
        }
    }
    assert_none(&wrong);
}

/// By language, then by key.
type Translations = BTreeMap<String, BTreeMap<String, String>>;

fn translations() -> Translations {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/locales");
    let mut translations = Translations::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        // `cli.zh-CN.yml`: what stands last before the ending is the language.
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let language = stem.rsplit('.').next().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let Value::Object(mut groups) = serde_saphyr::from_str(&text).unwrap() else {
            panic!("{} holds no groups", path.display());
        };
        groups.remove("_version");
        flatten("", &Value::Object(groups), translations.entry(language).or_default());
    }
    translations
}

fn flatten(prefix: &str, value: &Value, texts: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(group) => {
            for (name, value) in group {
                let key = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
                flatten(&key, value, texts);
            }
        }
        Value::String(text) => {
            let twice = texts.insert(prefix.to_owned(), text.clone());
            assert!(twice.is_none(), "{prefix} stands in two files");
        }
        other => panic!("{prefix} is no text: {other}"),
    }
}

#[test]
fn both_languages_say_the_same_things() {
    let translations = translations();
    let languages: Vec<_> = translations.keys().map(String::as_str).collect();
    assert_eq!(languages, ["en", "zh-CN"]);
    // What is filled into a text: a name that only one language has is never filled in.
    let blanks = |text: &str| -> BTreeSet<String> {
        let parts = text.split("%{").skip(1);
        parts.filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
    };
    let (english, chinese) = (&translations["en"], &translations["zh-CN"]);
    let keys: BTreeSet<_> = english.keys().chain(chinese.keys()).collect();
    let mut wrong = Vec::new();
    for key in keys {
        match (english.get(key), chinese.get(key)) {
            (Some(en), Some(zh)) if blanks(en) != blanks(zh) => {
                wrong.push(format!("{key}: {en} | {zh}"));
            }
            (Some(en), Some(zh)) if en.is_empty() || zh.is_empty() => {
                wrong.push(format!("{key} is empty"));
            }
            (Some(_), Some(_)) => {}
            (en, _) => wrong
                .push(format!("{key} is missing in {}", if en.is_some() { "zh-CN" } else { "en" })),
        }
    }
    assert_none(&wrong);
}

#[test]
fn every_format_is_told_by_name_and_in_words_and_nothing_else_is() {
    let out = quandian::exchange::FORMATS.map(quandian::exchange::Format::name);
    let mut texts: BTreeSet<String> = out
        .iter()
        .flat_map(|name| ["title", "about"].map(|text| format!("export.format.{name}.{text}")))
        .collect();
    let incoming =
        quandian::exchange::IMPORT_FORMATS.map(quandian::exchange::incoming::IncomingFormat::name);
    texts.extend(incoming.iter().chain(&["auto"]).map(|name| format!("import.format.{name}")));
    let count = out.len() * 2 + incoming.len() + 1;
    assert_eq!(texts.len(), count, "a name comes twice: {out:?} {incoming:?}");
    for (language, known) in translations() {
        let is_of_format =
            |key: &String| key.starts_with("export.format.") || key.starts_with("import.format.");
        let known: BTreeSet<_> = known.into_keys().filter(is_of_format).collect();
        assert_eq!(known, texts, "{language}");
    }
}

#[test]
fn every_text_that_the_code_asks_for_is_there() {
    let translations = translations();
    let known = &translations["zh-CN"];
    let groups: BTreeSet<_> = known.keys().filter_map(|key| key.split('.').next()).collect();
    let is_key = |text: &str| {
        let mut parts = text.split('.');
        let ident = |part: &str| {
            !part.is_empty()
                && part.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_')
        };
        parts.next().is_some_and(|first| groups.contains(first))
            && text.contains('.')
            // The name of a file is no key, though a group may be called like it.
            && Path::new(text).extension().is_none_or(|ending| ending != "ron")
            && text.split('.').all(ident)
    };
    let mut wrong = Vec::new();
    let mut asked = 0;
    for source in sources() {
        let end = source.shipped_lines();
        for (line, string) in source.strings.iter().filter(|(line, _)| *line <= end) {
            if is_key(string) {
                asked += 1;
                if !known.contains_key(string) {
                    wrong.push(format!("src/{}:{line}: {string}", source.name));
                }
            }
        }
    }
    assert!(asked > 100, "the keys are not asked for as they were");
    assert_none(&wrong);
}

/// Whether a string with blanks `{…}`, of which a key is made, can become `key`.
fn becomes(made: &str, key: &str) -> bool {
    let Some((head, rest)) = made.split_once('{') else { return made == key };
    let Some(left) = key.strip_prefix(head) else { return false };
    let rest = rest.split_once('}').map_or("", |(_, rest)| rest);
    (1..=left.len()).any(|filled| left.is_char_boundary(filled) && becomes(rest, &left[filled..]))
}

/// `passage⟦s⟧` in a translation is resolved by the crate's own `t!`, not by that of `rust_i18n`.
#[test]
fn a_text_with_plural_forms_is_said_by_who_knows_them() {
    let translations = translations();
    let plural: BTreeSet<&String> = translations["en"]
        .iter()
        .filter(|(_, text)| text.contains('⟦'))
        .map(|(key, _)| key)
        .collect();
    assert!(!plural.is_empty());
    assert!(translations["zh-CN"].values().all(|text| !text.contains('⟦')));
    let mut wrong = Vec::new();
    for source in sources().iter().filter(|source| source.code.contains("use rust_i18n::t;")) {
        for (line, string) in source.strings.iter().filter(|(_, string)| plural.contains(string)) {
            wrong.push(format!("{}:{line}: {string}", source.name));
        }
    }
    assert_none(&wrong);
}

#[test]
fn every_text_that_is_there_is_asked_for() {
    let translations = translations();
    let mut dead: BTreeSet<&String> = translations["zh-CN"].keys().collect();
    for source in sources().iter().filter(|source| !source.is_test) {
        let end = source.shipped_lines();
        for (_, string) in source.strings.iter().filter(|(line, _)| *line <= end) {
            dead.remove(string);
            let group = string.split_once('{').map_or("", |(head, _)| head);
            if group.contains('.') && !group.contains(' ') {
                dead.retain(|key| !becomes(string, key));
            }
        }
    }
    let dead: Vec<String> = dead.into_iter().cloned().collect();
    assert_none(&dead);
}

#[test]
fn comments_strings_and_groups_are_told_apart() {
    let code = "use crate::{a::{x, y}, b}; // crate::c\nlet s = \"crate::d\"; let c = '\"'; \
                /* crate::e */ f::<'a>(crate::g::h, r#\"crate::i \" \"#); mycrate::j";
    let (code, strings) = without_comments(code);
    assert_eq!(used_of(&code, "crate"), ["a", "b", "g"].map(str::to_owned).into());
    let strings: Vec<_> = strings.iter().map(|(_, string)| string.as_str()).collect();
    assert_eq!(strings, ["crate::d", "crate::i \" "]);
}
