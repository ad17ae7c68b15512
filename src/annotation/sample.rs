//! Articles, passages and sidecars for the tests of this module.

use proptest::prelude::*;

use super::{
    Coder, Extension, FoundBy, Origin, Passage, PassageId, Sidecar, ThemeId, Timestamp, Tombstone,
    action,
};
use crate::{
    corpus::{ArticlePath, ContentHash},
    text::{CharOffset, CharSpan, Text},
};

pub(super) fn text(content: &str) -> Text {
    Text::new(content).expect("short")
}

pub(super) fn span(start: u32, end: u32) -> CharSpan {
    CharSpan::new(CharOffset::new(start), CharOffset::new(end)).expect("in order")
}

/// A passage without themes over the characters given.
pub(super) fn mark(text: &Text, spans: &[(u32, u32)]) -> Passage {
    let spans: Vec<_> = spans.iter().map(|&(start, end)| span(start, end)).collect();
    action::build_passage(text, &spans, Vec::new(), String::new()).expect("in the text")
}

pub(super) fn coder(name: &str) -> Coder {
    Coder::new(name).expect("a coder's name")
}

pub(super) fn path(relative: &str) -> ArticlePath {
    ArticlePath::new(relative).expect("relative")
}

pub(super) fn moment(millisecond: i64) -> Timestamp {
    Timestamp::from_millisecond(1_561_714_200_000 + millisecond).expect("in range")
}

/// The same identity for the same number.
pub(super) fn passage_id(number: u8) -> PassageId {
    format!("01978c2e-0000-7000-8000-0000000000{number:02x}").parse().expect("a UUID")
}

pub(super) fn theme_id(number: u8) -> ThemeId {
    format!("01978c2e-0000-7000-9000-0000000000{number:02x}").parse().expect("a UUID")
}

/// Any string, with what breaks file formats more often than chance would have it.
pub(super) fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\"".to_owned()),
        Just("\\".to_owned()),
        Just("\r\n".to_owned()),
        Just("𠮷👨‍👩‍👧".to_owned()),
        Just("\u{0}\u{2028}\u{feff}".to_owned()),
        Just("),\n(".to_owned()),
        Just("阵地建设，".to_owned()),
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..4).prop_map(|pieces| pieces.concat())
}

/// A passage by the rules, with an identity and times of few, so that two meet.
pub(super) fn any_passage() -> impl Strategy<Value = Passage> {
    let fragments = prop::collection::vec((1..9u32, 1..9u32, any_text()), 1..4);
    let themes = prop::collection::btree_set(0..5u8, 0..3);
    let strings = (any_text(), any_text(), any_text());
    let by = any_text().prop_map(FoundBy::Query).boxed();
    let by = by.prop_union(any_text().prop_map(FoundBy::Lexicon).boxed()).boxed();
    let by = by.prop_union(any_text().prop_map(FoundBy::Suggestion).boxed());
    let origin = (by, any::<bool>()).prop_map(|(by, reviewed)| Origin { by, reviewed });
    let origin = prop::option::of(origin);
    (0..12u8, themes, fragments, strings, 0..6i64, origin).prop_map(
        |(id, themes, parts, (before, after, memo), time, origin)| {
            let (mut fragments, mut quotes, mut at) = (Vec::new(), Vec::new(), 0);
            for (gap, length, quote) in parts {
                fragments.push(span(at + gap, at + gap + length));
                quotes.push(quote);
                at += gap + length;
            }
            Passage {
                id: passage_id(id),
                themes: themes.into_iter().map(theme_id).collect(),
                fragments,
                quotes,
                before,
                after,
                memo,
                origin,
                created: moment(0),
                modified: moment(time),
            }
        },
    )
}

fn any_extension() -> impl Strategy<Value = Extension> {
    let value = prop_oneof![Just("(kind: Note(1), of: [\"甲\"])"), Just("{1: Some('x')}")];
    let value =
        value.prop_map(|ron| ron::value::RawValue::from_boxed_ron(ron.into()).expect("RON"));
    prop::collection::btree_map("[a-z𠮷]{1,5}", value, 0..2)
}

/// A sidecar as it comes from the disk: nothing in it stands twice or out of order.
pub(super) fn any_sidecar() -> impl Strategy<Value = Sidecar> {
    let passages = prop::collection::vec(any_passage(), 0..10);
    let tombstones = prop::collection::vec((0..12u8, 0..6i64), 0..4);
    (passages, tombstones, any_extension(), any_extension()).prop_map(
        |(passages, tombstones, ext, passage_ext)| {
            let removed = tombstones
                .into_iter()
                .map(|(id, time)| Tombstone { id: passage_id(id), removed: moment(time) });
            let settled = super::sidecar::Settled::new(passages, removed.collect());
            let mut sidecar = Sidecar::new(coder("lin"), "甲\"乙.txt", ContentHash::of("甲"), 400);
            let first = settled.passages.first().map(|passage| passage.id);
            sidecar.legend = (0..5).map(|n| (theme_id(n), format!("主题{n}\\"))).collect();
            sidecar.passages = settled.passages;
            sidecar.conflicts = settled.conflicts;
            sidecar.removed = settled.removed;
            sidecar.ext = ext;
            let with_ext = first.filter(|_| !passage_ext.is_empty());
            sidecar.passage_ext = with_ext.map(|id| (id, passage_ext)).into_iter().collect();
            sidecar
        },
    )
}
