//! 圈点 Quandian: reads sets of Chinese articles and marks them up.
//!
//! A researcher opens a folder of articles (a [`corpus`]), reads them, marks passages by theme
//! ([`annotation`]), finds things again and exports the excerpts with their sources
//! ([`exchange`]). The articles are never written to; what is marked stands in RON files beside
//! them.
//!
//! # The map
//!
//! Each module may use those above it in this table, never those below
//! (`tests/architecture.rs` holds the code to it):
//!
//! | module | is |
//! |---|---|
//! | [`text`] | offsets, spans, sentences, words, structure: pure functions on `&str` |
//! | [`storage`] | the one door to the disk |
//! | [`corpus`] | finds, decodes and describes articles; watches the folder |
//! | [`annotation`] | themes, codebook, passages, edits and their inverses, sidecars |
//! | [`scene`] | the set as it stands at one moment: texts, marks, places; a clone costs nothing |
//! | [`search`] | queries and their hits, in one text and across a set |
//! | [`analysis`] | pure functions from a scene to a result: counts, agreement, reuse, quantities, suggestions |
//! | [`chart`] | charts as scenes of marks, for the window and for files |
//! | [`exchange`] | excerpts, and one file per format they leave in |
//! | [`session`] | what is open now: applies commands, owns history, saver and jobs |
//! | [`handbook`] | what the program does, in words: read, searched, written as a web page |
//! | [`cli`] | the command line, one file per subcommand |
//! | `ui` | the window (feature `gui`) |
//!
//! # One way round
//!
//! A view reads the [`session`], draws, and returns commands; the session applies them as edits
//! with ready inverses, hands what changed to the saver's thread, and collects what the jobs'
//! threads bring back. Positions are [`text::ByteOffset`] in memory and [`text::CharOffset`]
//! (Unicode scalar values of the decoded text) in every file and on the command line.
//!
//! # One moment, one question
//!
//! The open set is a [`scene::Scene`]; whoever works something out about it takes a clone, which
//! costs next to nothing. What is worked out in the background is a [`session::Question`]: a value
//! that says what it heeds and how it is answered from a scene. The window asks it with
//! [`session::Command::ask`] and finds the answer in the session's [`session::Inquiry`]; the command
//! line asks the same and waits ([`session::Session::answer_now`]). A new question is one type with
//! that trait: stopping, forgetting, asking again when the set changes, and the list of what runs
//! follow from it.
//!
//! # Where a new thing goes
//!
//! | to add | write |
//! |---|---|
//! | something worked out about the set | a type that is a [`session::Question`] |
//! | a page of the window | a folder in `ui/pages` and its row in the table there |
//! | a table on the screen | its columns and how a cell is drawn, for `ui::widgets::table` |
//! | an analysis | its function and its result in [`analysis`]; the question that asks for it in [`session`] |
//! | a chart | what makes a [`chart::ChartScene`] of its numbers, beside the others in [`chart`] |
//! | a format of exports or imports | a file in [`exchange`] and its row in the table there |
//! | a field of a passage or a theme | the field; the compiler lists every place that must know it |
//! | a command | an arm of [`session::Command`], its kind, and what it does |
//! | a chapter of the handbook | its file in both languages under `assets/handbook`, and its name in [`handbook`] |
//! | a kind of kept file | a type with the trait of kept files in `session`, and its target |

/// A text of the interface with its words in the form that their numbers ask for.
#[cfg(feature = "gui")]
macro_rules! plural_text {
    ($($all:tt)*) => { $crate::text::with_plurals(rust_i18n::t!($($all)*)) };
}
#[cfg(feature = "gui")]
pub(crate) use plural_text as t;

pub mod analysis;
pub mod annotation;
pub mod chart;
pub mod cli;
pub mod corpus;
pub mod exchange;
pub mod handbook;
pub mod scene;
pub mod search;
pub mod session;
pub mod storage;
pub mod text;
#[cfg(feature = "gui")]
pub mod ui;

rust_i18n::i18n!("assets/locales", fallback = "zh-CN");
