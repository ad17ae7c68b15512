//! Excerpts as W3C Web Annotations: one JSON-LD collection.
//!
//! Model: <https://www.w3.org/TR/annotation-model/>. Every fragment is a target with two selectors
//! that name the same place: its exact text with what stands around it, and its position in
//! Unicode code points, the end not included. Themes are tagging bodies, the memo a commenting
//! one. The source is the article's path in the set, as a relative IRI.
//!
//! Read are pages, collections, lists, JSON lines and single annotations of any program that keeps
//! to the model, and what the API of Hypothesis gives. They name their articles, whose texts they
//! do not hold.

mod body;
mod read;
mod target;
mod write;

pub use read::read;
pub use write::{WebAnnotation, write};
