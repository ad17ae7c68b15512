//! Text as a sequence of characters: positions, spans, and what a reader sees in it.
//!
//! Pure functions on `&str`; nothing here knows files, articles or tags.

mod character;
mod flow;
mod fold;
mod index;
mod local_names;
mod markdown;
mod names;
mod occurrences;
mod offset;
mod paragraph;
mod plural;
mod reading;
mod repeats;
mod segment;
mod sentence;
mod shown;
mod span;
mod structure;
mod typeface;
pub(crate) mod typeset;
#[cfg(test)]
pub(crate) mod typeset_tests;
mod variant;

pub use character::{
    ceil_character, first_characters, floor_character, inside_characters, is_between_characters,
    last_characters, next_character, previous_character, whole_characters,
};
pub use flow::{Flow, FlowParagraph, FlowPiece};
pub use fold::{contains_folded, fold, fold_width};
pub use index::{Text, TextIndex};
pub use local_names::{TermSource, local_terms};
pub use markdown::{
    MarkdownBlock, MarkdownCell, MarkdownDialect, MarkdownKind, MarkdownSpan, markdown,
    plain_markdown,
};
pub use names::{NameSource, names};
pub use occurrences::occurrences;
pub use offset::{ByteOffset, CharOffset};
pub use paragraph::{paragraph_at, paragraphs};
pub use plural::with_plurals;
pub use reading::{ReadingLines, ReadingParagraph, ReadingStyle, read_loose};
pub use repeats::{Repeat, Repeats};
pub use segment::{Segmenter, WordJoint, Words, can_be_word, is_word};
pub use sentence::{clause_at, clauses, next_sentence, previous_sentence, sentence_at, sentences};
pub use shown::{MARKER, is_cjk, is_odd, reading_form, shown_chars};
pub use span::{ByteSpan, CharSpan, Span};
pub use structure::{
    Joint, Judgement, Judgements, Line, LineKind, Speaker, judged_lines, line_at, lines,
    names_speaker, tail_byline,
};
pub use typeface::{GETA, OutlineStep, Typeface, is_silent};
pub use variant::{composed, first_parts, is_continued_by, unified, word_of_radical};
