//! Excerpts as brat's standoff: `.txt` and `.ann` side by side, with the configuration.
//!
//! Positions are Unicode code points, the end not included. A passage is one text-bound annotation
//! per theme; several fragments, and the parts of one that runs over line ends (which brat does
//! not allow in an annotation), are a discontinuous one. The coder is an attribute, the memo an
//! annotator's note.
//!
//! Read again, annotations of the same places, coder and note that follow one another are one
//! passage, and parts with nothing but line ends between them one fragment. Names of themes and
//! coders come back as brat can write them, and of line ends at the edges of a fragment nothing
//! does.

mod read;
mod write;

pub use read::read;
pub use write::{Brat, write};
