//! The handbook: what the program does and how a study is done with it.
//!
//! Written once, as Markdown under `assets/handbook`, a file a chapter, in both languages. Here it is
//! read, searched and written as a web page; the window shows it (`ui::handbook`). It knows no
//! keys: those, like the names of commands, come from the window's own table ([`CommandTable`]), so
//! that what it says is what holds.
//!
//! Three things are written in it that Markdown does not have:
//!
//! | written | becomes |
//! |---|---|
//! | `{key:undo}`, `{keys:redo}` | the first key of a command; all of them |
//! | `{press:Esc}` | a key that no command has and nobody can change |
//! | `{sheet}`, alone | every command with its keys, group by group |
//!
//! A picture is named as Markdown has it, `![what it shows](../pictures/reading.png)`, and stands alone.
//! A link to `command:undo` carries out a command; one to `03-coding.md#undo` leads to the heading
//! with the id `{#undo}`, wherever it stands.

mod book;
mod chapters;
mod commands;
mod pictures;
mod search;
mod topic;
mod web_page;

pub use book::{Handbook, HandbookChapter, HandbookHeading, HandbookPlace};
pub use commands::{CommandGroup, CommandRow, CommandTable};
pub use pictures::handbook_picture;
pub use search::HandbookHit;
pub use topic::HandbookTopic;

#[cfg(test)]
mod tests;
