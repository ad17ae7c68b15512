//! The handbook and the table of commands agree.

use std::collections::BTreeSet;

use eframe::egui::{Context, FontId, RawInput};

use super::topic_of;
use crate::{
    handbook::{CommandTable, Handbook, HandbookHit},
    text::{MarkdownKind, MarkdownSpan},
    ui::{
        action::{Action, Chosen, Keymap, Keys, command_table},
        fonts,
        page_id::PageId,
        palette::Matcher,
    },
};

/// Keys that no command has: those of fields, tables, dialogs, the round of a review and the changes of a
/// reuse.
const FIXED: [&str; 25] = [
    "1",
    "9",
    "Alt",
    "Ctrl",
    "Ctrl+Enter",
    "D",
    "End",
    "Enter",
    "Esc",
    "Home",
    "J",
    "K",
    "N",
    "P",
    "PgDn",
    "PgUp",
    "Shift",
    "Shift+Enter",
    "Shift+N",
    "Space",
    "Tab",
    "↑",
    "↓",
    "←",
    "→",
];

fn book(language: &str) -> Handbook {
    Handbook::read(language, &command_table(&Keymap::new(&Chosen::new())))
}

fn spans(book: &Handbook) -> Vec<(&'static str, &MarkdownSpan)> {
    let mut all = Vec::new();
    for chapter in book.chapters() {
        for block in &chapter.blocks {
            let rows = match &block.kind {
                MarkdownKind::Table(rows) => rows.as_slice(),
                _ => &[],
            };
            let cells = rows.iter().flatten().flatten();
            all.extend(block.spans.iter().chain(cells).map(|span| (chapter.file, span)));
        }
    }
    all
}

#[test]
fn every_command_that_the_handbook_names_is_there() {
    let table = command_table(&Keymap::new(&Chosen::new()));
    for language in ["zh-CN", "en"] {
        let book = book(language);
        for id in book.named_commands() {
            assert!(table.row(id).is_some(), "{language}: there is no command {id}");
        }
        let linked = spans(&book).into_iter().filter_map(|(_, span)| {
            span.link.as_deref().and_then(|link| link.strip_prefix("command:"))
        });
        for id in linked {
            assert!(Action::of_id(id).is_some(), "{language}: nothing does {id}");
        }
    }
}

#[test]
fn every_command_stands_in_the_sheet_and_every_page_has_its_chapter() {
    for language in ["zh-CN", "en"] {
        let book = book(language);
        let rows: BTreeSet<String> = spans(&book)
            .into_iter()
            .filter(|(file, span)| *file == "00-keys.md" && !span.key)
            .map(|(_, span)| span.text.clone())
            .collect();
        for action in Action::ALL {
            assert!(rows.contains(action.label().as_ref()), "{language}: {action:?}");
        }
        for &page in PageId::ALL {
            assert!(book.place(topic_of(page).id()).is_some(), "{language}: {page:?}");
        }
    }
}

/// A key typed by hand would stay when the user gives its command another.
#[test]
fn no_key_of_a_command_is_typed_by_hand() {
    let defaults: BTreeSet<Keys> =
        Action::ALL.iter().flat_map(|action| action.default_keys()).collect();
    for language in ["zh-CN", "en"] {
        let bare = Handbook::read(language, &CommandTable::default());
        for (file, span) in spans(&bare) {
            if span.key {
                assert!(FIXED.contains(&span.text.as_str()), "{file}: {}", span.text);
            }
            let is_name =
                span.text.chars().count() > 1 || span.text.chars().all(|c| c.is_ascii_alphabetic());
            if span.code && is_name && file != "08-command-line.md" {
                let keys = Keys::parse(&span.text);
                let typed = keys.is_some_and(|keys| defaults.contains(&keys));
                assert!(!typed, "{language}/{file}: write {{key:…}} for {}", span.text);
            }
        }
    }
}

/// What the bundled fonts lack is a box on the screen of whoever has no other font.
#[test]
fn the_bundled_fonts_have_every_character_of_it() {
    let ctx = Context::default();
    ctx.set_fonts(fonts::definitions(None));
    let mut missing = BTreeSet::new();
    let mut output = ctx.run_ui(RawInput::default(), |ui| {
        for language in ["zh-CN", "en"] {
            for (file, span) in spans(&book(language)) {
                let font = FontId::new(14.0, fonts::interface());
                let lacking = span.text.chars().filter(|c| !c.is_whitespace());
                let lacking =
                    lacking.filter(|&c| !ui.ctx().fonts_mut(|fonts| fonts.has_glyph(&font, c)));
                missing.extend(lacking.map(|c| (file, c)));
            }
        }
    });
    output.textures_delta.clear();
    assert!(missing.is_empty(), "{missing:?}");
}

fn found(book: &Handbook, query: &str) -> Vec<HandbookHit> {
    book.search(query, |word, text| Matcher::new(word).matches(text))
}

#[test]
fn chinese_is_found_by_its_sound_and_english_by_its_words() {
    let chinese = book("zh-CN");
    let hits = found(&chinese, "cx");
    assert!(chinese.place("undo").is_some());
    assert_eq!(hits.first().map(|hit| hit.place), chinese.place("undo"), "{hits:?}");
    assert_eq!(
        found(&chinese, "beiwanglu").first().map(|hit| hit.title.as_str()),
        Some("编码簿与备忘录")
    );
    let english = book("en");
    let hits = found(&english, "snapshot");
    assert_eq!(hits.first().map(|hit| hit.place), english.place("snapshots"));
}
