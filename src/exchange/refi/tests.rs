//! What is written, read by another parser.

use std::{collections::BTreeMap, io::Cursor};

use proptest::prelude::*;
use quick_xml::{Reader, events::Event};
use zip::ZipArchive;

use super::*;
use crate::{
    annotation::Coder,
    exchange::{
        Filter, Losses, ThemeNames, article_notes,
        sample::{self, Mark, Set, any_set},
    },
    scene::Scene,
};

fn labels() -> RefiLabels {
    let text = |text: &str| text.to_owned();
    RefiLabels {
        year: text("年份"),
        memo: text("备忘录"),
        include: text("纳入标准"),
        exclude: text("排除标准"),
        lexicon: text("词表"),
        fragments: text("同一摘录"),
    }
}

fn project(set: &Set) -> (Vec<u8>, Losses) {
    let mut out = Cursor::new(Vec::new());
    let losses =
        write_project(&mut out, set.project(), ThemeNames::Plain, &labels()).expect("memory");
    (out.into_inner(), losses)
}

fn file(archive: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(archive)).expect("an archive");
    let file = archive.by_name(name).expect("a file");
    std::io::read_to_string(file).expect("UTF-8")
}

/// An element's name and attributes.
type Element = (String, BTreeMap<String, String>);

/// Every element, in order.
fn elements(xml: &str) -> Vec<Element> {
    let mut reader = Reader::from_str(xml);
    let decoder = reader.decoder();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("UTF-8");
    let mut found = Vec::new();
    loop {
        match reader.read_event().expect("well formed") {
            Event::Eof => return found,
            Event::Start(start) | Event::Empty(start) => {
                let attributes = start.attributes().map(|attribute| {
                    let attribute = attribute.expect("well formed");
                    let value = attribute
                        .decoded_and_normalized_value(quick_xml::XmlVersion::Explicit1_0, decoder)
                        .expect("escaped");
                    (text(attribute.key.as_ref()), value.into_owned())
                });
                found.push((text(start.name().as_ref()), attributes.collect()));
            }
            _ => {}
        }
    }
}

fn called<'a>(
    all: &'a [Element],
    name: &'a str,
) -> impl Iterator<Item = &'a BTreeMap<String, String>> {
    all.iter().filter(move |(called, _)| called == name).map(|(_, attributes)| attributes)
}

proptest! {
    #[test]
    fn every_selection_stands_where_it_says_and_every_export_is_the_same(set in any_set()) {
        let (archive, _) = project(&set);
        prop_assert_eq!(&project(&set).0, &archive);
        let qde = file(&archive, "project.qde");
        let plain = !qde.starts_with('\u{feff}') && !qde.contains('\r');
        prop_assert!(plain);
        let all = elements(&qde);
        let mut selections = BTreeMap::new();
        let mut source = String::new();
        for (name, of) in &all {
            let number = |name: &str| of[name].parse::<usize>().expect("a number");
            match name.as_str() {
                "TextSource" => source = of["plainTextPath"].replace("internal://", "sources/"),
                "PlainTextSelection" => {
                    let place = (source.clone(), number("startPosition"), number("endPosition"));
                    selections.insert(of["guid"].clone(), place);
                }
                _ => {}
            }
        }
        let mut fragments = 0;
        for excerpt in &set.excerpts {
            fragments += excerpt.fragments.len();
            let (source, start, end) = &selections[&excerpt.id.to_string()];
            let text: String = file(&archive, source).chars().skip(*start).take(end - start).collect();
            prop_assert_eq!(&text, &excerpt.quotes[0]);
        }
        prop_assert_eq!(selections.len(), fragments);
        let codings: usize =
            set.excerpts.iter().map(|e| e.fragments.len() * e.themes.len()).sum();
        prop_assert_eq!(called(&all, "Coding").count(), codings);
        let contents = super::write::contents(set.project(), &labels());
        let told =
            [contents.sources, contents.codes, contents.codings, contents.notes, contents.users];
        let names = ["TextSource", "Code", "Coding", "Note", "User"];
        prop_assert_eq!(told, names.map(|name| called(&all, name).count()));
        let links = called(&all, "Link").count();
        prop_assert_eq!(links, fragments - set.excerpts.len());
    }
}

#[test]
fn a_codebook_keeps_its_tree_and_says_what_it_cannot_hold() {
    let set = crate::exchange::sample::set(&["街道。"], &[]);
    let codebook = set.annotations.codebook();
    let mut out = Vec::new();
    let losses = write_codebook(&mut out, codebook, ThemeNames::Plain).expect("memory");
    let xml = String::from_utf8(out).expect("UTF-8");
    let all = elements(&xml);
    let names: Vec<&str> = called(&all, "Code").map(|code| code["name"].as_str()).collect();
    assert_eq!(names, ["阵地建设", "人才", "人才", "引进 \"<&>\" 𠮷", "区域化党建", "=1+1"]);
    assert!(xml.contains("说明：人才\n第二行"));
    let losses: Vec<_> = losses.iter().collect();
    assert_eq!(
        losses,
        [(crate::exchange::Loss::SameNames, 2), (crate::exchange::Loss::ThemeRules, 3)]
    );

    let mut out = Vec::new();
    write_codebook(&mut out, codebook, ThemeNames::Paths).expect("memory");
    let xml = String::from_utf8(out).expect("UTF-8");
    assert!(called(&elements(&xml), "Code").any(|code| code["name"] == "阵地建设/人才"));
}

/// The dates that the schema allows, and who made and changed it.
const DATED: [(&str, &[&str]); 5] = [
    ("Project", &["creationDateTime", "modifiedDateTime", "creatingUserGUID", "modifyingUserGUID"]),
    ("TextSource", &["creationDateTime", "modifiedDateTime"]),
    (
        "PlainTextSelection",
        &["creationDateTime", "modifiedDateTime", "creatingUser", "modifyingUser"],
    ),
    ("Coding", &["creationDateTime", "creatingUser"]),
    ("Note", &["creationDateTime", "modifiedDateTime", "creatingUser", "modifyingUser"]),
];

#[test]
fn nothing_is_without_its_date_and_memos_stand_where_they_belong() {
    let mark = |text, coder, at, memo: &str| Mark {
        text,
        coder,
        fragments: vec![(at, at + 2)],
        themes: vec![0],
        memo: memo.to_owned(),
    };
    let texts = ["街道党群服务中心。", "社区书记说。", "没有标注的一篇。"];
    let mut set = sample::set(&texts, &[mark(0, "lin", 0, "摘录的备忘"), mark(1, "wang", 2, "")]);
    let article = set.corpus.entries()[0].path.clone();
    for (coder, text) in [("lin", "这篇的备忘"), ("wang", "也看过")] {
        let coder = Coder::new(coder).expect("a name");
        let facts = set.corpus.article(&article).expect("there");
        let facts = (facts.hash().clone(), facts.text.char_len().get());
        set.annotations.set_article_memo((&article, &coder), text.into(), (&facts.0, facts.1));
    }
    set.notes =
        article_notes(&Scene::new(set.corpus.clone(), set.annotations.clone()), &Filter::default());
    let (archive, _) = project(&set);
    let qde = file(&archive, "project.qde");
    let all = elements(&qde);
    for (name, attributes) in DATED {
        assert!(called(&all, name).count() > 0, "no {name}");
        for element in called(&all, name) {
            for attribute in attributes {
                let value =
                    element.get(*attribute).unwrap_or_else(|| panic!("{name}: {attribute}"));
                if attribute.ends_with("Time") {
                    assert!(value.parse::<crate::annotation::Timestamp>().is_ok(), "{value}");
                    assert!(!value.starts_with("1970"), "{name}: {value}");
                }
            }
        }
    }
    // Whoever is named is among the users.
    let users: Vec<&str> = called(&all, "User").map(|user| user["guid"].as_str()).collect();
    for (name, attributes) in &all {
        for (attribute, value) in attributes.iter().filter(|(at, _)| at.contains("User")) {
            assert!(users.contains(&value.as_str()), "{name}: {attribute}");
        }
    }
    assert!(qde.contains("<Description>[lin] 这篇的备忘\n\n[wang] 也看过</Description>"), "{qde}");
    let notes: Vec<&str> = called(&all, "Note").map(|note| note["guid"].as_str()).collect();
    let references: Vec<&str> =
        called(&all, "NoteRef").map(|note| note["targetGUID"].as_str()).collect();
    assert!(notes.iter().all(|note| references.contains(note)));
    assert_eq!(notes.len(), references.len());
    // Read again, the theme's memo is no part of its description.
    let archive = crate::exchange::incoming::SourceFile { name: "a.qdpx".into(), bytes: archive };
    let read = read_project(&archive).expect("ours");
    for theme in set.annotations.codebook().themes() {
        let same = read.themes.iter().find(|read| read.id == Some(theme.id)).expect("there");
        assert_eq!((&same.description, &same.memo), (&theme.description, &theme.memo));
    }
}
