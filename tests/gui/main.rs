//! The window by its accessible names, without a screen: what a researcher does, step by step.

#![cfg(feature = "gui")]
#![expect(clippy::disallowed_methods, reason = "a test makes its own files")]

mod accessibility;
mod articles;
mod attributes;
mod beginning;
mod beside;
mod blind;
mod codebook;
mod coders;
mod compare;
mod desk;
mod dialogs;
mod drafts;
mod excerpts;
mod exporting;
mod find;
mod formulas;
mod handbook;
mod handbook_pictures;
mod import;
mod library;
mod memos;
mod menus;
mod moving;
mod narrow;
mod pictures;
mod printing;
mod quantities;
mod reading;
mod reliability;
mod review;
mod safety;
mod search;
mod structure;
mod suggestions;
mod summary;
mod table;
mod tags;
mod themes;
mod tour;
mod visits;
mod words;

use desk::Desk;
