//! What is written in the handbook holds together, in both languages.

use std::collections::BTreeSet;

use super::{CommandGroup, CommandRow, CommandTable, Handbook, HandbookTopic, pictures::PICTURES};
use crate::text::{MarkdownKind, MarkdownSpan};

const LANGUAGES: [&str; 2] = ["zh-CN", "en"];

fn table() -> CommandTable {
    let row = |id, label: &str, keys: &[&str]| CommandRow {
        id,
        label: label.to_owned(),
        keys: keys.iter().map(|&key| key.to_owned()).collect(),
    };
    let rows = vec![row("redo", "重做", &["Ctrl+Shift+Z", "Ctrl+Y"]), row("undo", "撤销", &[])];
    CommandTable { groups: vec![CommandGroup { id: "tagging", name: "标注".to_owned(), rows }] }
}

/// Every span of the handbook, those in tables as well, with the chapter's file.
fn spans(book: &Handbook) -> Vec<(&'static str, MarkdownSpan)> {
    let mut all = Vec::new();
    for chapter in book.chapters() {
        for block in &chapter.blocks {
            let cells = match &block.kind {
                MarkdownKind::Table(rows) => rows.iter().flatten().flatten().collect(),
                _ => Vec::new(),
            };
            let spans = block.spans.iter().chain(cells);
            all.extend(spans.map(|span| (chapter.file, span.clone())));
        }
    }
    all
}

#[test]
fn both_languages_have_the_same_chapters_headings_and_commands() {
    let [chinese, english] = LANGUAGES.map(|language| Handbook::read(language, &table()));
    let files = |book: &Handbook| book.chapters().iter().map(|c| c.file).collect::<Vec<_>>();
    assert_eq!(files(&chinese), files(&english));
    let ids = |book: &Handbook| {
        let ids = book.headings().map(|h| (h.place.chapter, h.level, h.id));
        ids.collect::<Vec<_>>()
    };
    assert_eq!(ids(&chinese), ids(&english));
    let named = |book: &Handbook| book.named_commands().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(named(&chinese), named(&english));
    for book in [chinese, english] {
        for chapter in book.chapters() {
            let headings = chapter
                .blocks
                .iter()
                .filter(|block| matches!(block.kind, MarkdownKind::Heading { .. }));
            let with_id = book.headings().filter(|heading| {
                book.chapters().get(heading.place.chapter).is_some_and(|of| of.id == chapter.id)
            });
            assert_eq!(headings.count(), with_id.count(), "{}: a heading has no id", chapter.file);
        }
    }
}

#[test]
fn every_id_is_there_once_and_every_link_and_topic_leads_to_one() {
    for language in LANGUAGES {
        let book = Handbook::read(language, &table());
        let mut ids = BTreeSet::new();
        for heading in book.headings() {
            assert!(ids.insert(heading.id.clone()), "{language}: {} comes twice", heading.id);
        }
        for topic in HandbookTopic::ALL {
            assert!(book.place(topic.id()).is_some(), "{language}: {topic:?}");
        }
        let mut links = 0;
        for (file, span) in spans(&book) {
            let Some(link) = span.link.filter(|link| !link.starts_with("command:")) else {
                continue;
            };
            links += 1;
            let place = book.place(&link).unwrap_or_else(|| panic!("{language}/{file}: {link}"));
            let named = link.split_once('#').map_or("", |(named, _)| named);
            let target = book.chapters()[place.chapter].file;
            let right = if named.is_empty() { target == file } else { target == named };
            assert!(right, "{language}/{file}: {link} stands in {target}");
        }
        assert!(links > 10);
    }
}

#[test]
fn keys_stand_where_commands_are_named() {
    for language in LANGUAGES {
        let book = Handbook::read(language, &table());
        let all = spans(&book);
        let left = all.iter().filter(|(_, span)| !span.code);
        let left: Vec<_> = left.filter(|(_, span)| span.text.contains(['{', '}'])).collect();
        assert!(left.is_empty(), "{left:?}");
        let is_key = |text: &str| all.iter().any(|(_, span)| span.key && span.text == text);
        assert!(is_key("Ctrl+Shift+Z") && is_key("Ctrl+Y") && is_key("Esc"));
        // One without keys says so, and the sheet lists it all the same.
        let sheet = book.place("keys-tagging").expect("the sheet");
        let chapter = &book.chapters()[sheet.chapter];
        let MarkdownKind::Table(rows) = &chapter.blocks[sheet.block + 1].kind else {
            panic!("{:?}", chapter.blocks);
        };
        assert_eq!(rows.len(), 3);
        assert!(!rows[2][1][0].key && !rows[2][1][0].text.is_empty(), "{:?}", rows[2]);
    }
}

#[test]
fn words_are_found_in_headings_first_then_in_commands_then_in_texts() {
    let book = Handbook::read("zh-CN", &table());
    let hits = book.search("撤销", |_, _| false);
    let titles: Vec<_> = hits.iter().map(|hit| hit.title.as_str()).collect();
    assert_eq!(&titles[..2], ["撤销", "撤销"]);
    assert_eq!(hits[0].place, book.place("undo").unwrap());
    assert_eq!(hits[1].place, book.place("keys-tagging").unwrap());
    assert!(hits[2].excerpt.contains("撤销"), "{:?}", hits[2]);
    // Every word must be there; the case of letters makes no difference.
    let hits = book.search("refi 导入", |_, _| false);
    assert!(hits.iter().any(|hit| hit.place == book.place("export").unwrap()), "{hits:?}");
    assert_eq!(book.search("没有这样的词", |_, _| false), []);
    assert_eq!(book.search("  ", |_, _| true), []);
}

#[test]
fn the_web_page_has_all_of_it_and_every_link_leads_somewhere() {
    for language in LANGUAGES {
        let book = Handbook::read(language, &table());
        let page = book.web_page(language);
        assert!(page.starts_with("<!doctype html>\n<html lang=\""));
        let ids: BTreeSet<&str> =
            page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        assert_eq!(ids.len(), book.headings().count());
        let mut links = 0;
        for target in page.split("href=\"#").skip(1).filter_map(|rest| rest.split('"').next()) {
            links += 1;
            assert!(ids.contains(target), "{target}");
        }
        assert!(links > ids.len(), "the contents and the links of the text");
        assert!(page.contains("<kbd>Ctrl+Shift+Z</kbd> / <kbd>Ctrl+Y</kbd>"));
        assert!(page.contains("*.tags.ron merge=quandian\n"), "code keeps its lines");
        assert!(!page.contains("\"command:"), "a page carries out no command");
        for tag in ["ul", "ol", "table", "article", "li"] {
            let count = |text: &str| page.matches(text).count();
            assert_eq!(count(&format!("<{tag}>")), count(&format!("</{tag}>")), "{tag}");
        }
        assert!(page.contains("&lt;sha256&gt;") || !page.contains("<sha256>"));
    }
}

#[test]
fn every_picture_is_shown_and_every_picture_that_is_named_is_there() {
    /// Together, in the program and in the page.
    const MOST: usize = 1 << 20;
    assert!(PICTURES.iter().map(|(_, bytes)| bytes.len()).sum::<usize>() <= MOST);
    for (name, bytes) in PICTURES {
        let reader = png::Decoder::new(std::io::Cursor::new(bytes)).read_info().expect("a PNG");
        assert_eq!(reader.info().color_type, png::ColorType::Indexed, "{name} is small");
        // A stand-in would be smaller: `tests/gui/handbook_pictures.rs` says how they are taken.
        assert!(reader.info().width >= 600, "{name} was not taken of the window yet");
    }
    for language in LANGUAGES {
        let book = Handbook::read(language, &table());
        let mut shown = BTreeSet::new();
        for block in book.chapters().iter().flat_map(|chapter| &chapter.blocks) {
            let MarkdownKind::Picture(path) = &block.kind else { continue };
            assert!(path.starts_with("../pictures/"), "{path}");
            assert!(super::handbook_picture(path).is_some(), "{language}: {path}");
            assert!(!block.text().is_empty(), "{language}: {path} says nothing");
            shown.insert(path.trim_start_matches("../pictures/").to_owned());
        }
        let all: BTreeSet<_> = PICTURES.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(shown, all, "{language}");
        let page = book.web_page(language);
        assert_eq!(page.matches("<img src=\"data:image/png;base64,iVBOR").count(), PICTURES.len());
    }
}
