//! What is written, read by another parser.

use std::{collections::BTreeMap, io::Cursor};

use proptest::prelude::*;
use quick_xml::{Reader, events::Event};
use zip::ZipArchive;

use super::*;
use crate::exchange::{
    Losses,
    sample::{Set, any_set},
};

fn labels() -> Labels {
    let text = |text: &str| text.to_owned();
    Labels {
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
    let losses = write_project(&mut out, set.project(), Names::Plain, &labels()).expect("memory");
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
        let contents = Contents::of(set.project(), &labels());
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
    let losses = write_codebook(&mut out, codebook, Names::Plain).expect("memory");
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
    write_codebook(&mut out, codebook, Names::Paths).expect("memory");
    let xml = String::from_utf8(out).expect("UTF-8");
    assert!(called(&elements(&xml), "Code").any(|code| code["name"] == "阵地建设/人才"));
}
