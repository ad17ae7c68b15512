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
//! | [`exchange`] | excerpts, and one file per format they leave in |
//! | [`session`] | what is open now: applies commands, owns history, saver and jobs |
//! | [`cli`] | the command line, one file per subcommand |
//! | `ui` | the window (feature `gui`) |
//!
//! # One way round
//!
//! A view reads the [`session`], draws, and returns commands; the session applies them as edits
//! with ready inverses, hands what changed to the saver's thread, and collects what the jobs'
//! threads bring back. Positions are [`text::ByteOffset`] in memory and [`text::CharOffset`]
//! (Unicode scalar values of the decoded text) in every file and on the command line.

pub mod annotation;
pub mod cli;
pub mod corpus;
pub mod exchange;
pub mod scene;
pub mod search;
pub mod session;
pub mod storage;
pub mod text;
#[cfg(feature = "gui")]
pub mod ui;

rust_i18n::i18n!("assets/locales", fallback = "zh-CN");
