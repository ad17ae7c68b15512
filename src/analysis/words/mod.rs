//! Words: how often, where more than elsewhere, beside what, and how evenly.
//!
//! There are two ways to count, and whoever shows a number says which it is. A list of all words is of
//! those of the segmentation, with the set's dictionary; a word that stands inside a longer one is not
//! counted there. A string that the user names is counted wherever it stands, overlapping places too,
//! folded as a search is ([`crate::search::SetQuery`]).

mod collocation;
mod counts;
mod dispersion;
mod grams;
mod keyness;
mod part;
mod stop_words;
mod strings;

pub use collocation::{Collocate, Collocates, CollocationTerms, Contingency};
pub use counts::{CountedWord, FrequencyTerms, WordCounts, WordsOf};
pub use dispersion::{Dispersion, DispersionPart, DispersionTerms, Evenness};
pub use grams::{GRAM_LENGTHS, GramTerms};
pub use keyness::{Keyness, KeynessTerms, KeynessTest, Keyword};
pub use part::{TextPart, WordGround, WordRefusal};
pub use stop_words::StopWords;
pub use strings::{StringCount, StringTerms};
