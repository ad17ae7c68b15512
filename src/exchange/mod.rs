//! What leaves the program: excerpts, and one file per format they are written in.
//!
//! An [`Excerpt`] holds everything a format may want, so that a format knows neither the set nor
//! its files. Formats write to any `Write`; where the bytes go is for the caller to say. No words
//! of the interface stand here: what a format has to say it is handed.

pub mod csv;
mod excerpt;
pub mod markdown;

pub use excerpt::{Excerpt, Filter, Place, excerpts};
