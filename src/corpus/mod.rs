//! The set of articles: finding, decoding and describing them, and seeing when they change.
//!
//! Nothing here writes to an article. The user's corrections (title, year, encoding) are kept in
//! `.quandian/articles.ron` in the set, its own words in `.quandian/dictionary.txt`.

mod article;
mod corrections;
mod dictionary;
mod encoding;
mod header;
mod line_correction;
mod loader;
mod place;
mod set;
mod watch;

pub use article::{Article, ArticlePath, ContentHash, Entry, Problem};
pub use corrections::{Correction, Corrections, CorrectionsError, Source};
pub use dictionary::{Dictionary, DictionaryEntry, DictionaryFault, LONGEST_WORD};
pub use encoding::{Decoded, Encoding, decode};
pub use header::Header;
pub use line_correction::{GoesOn, LineCorrection, LineMark, judgements};
pub use loader::{
    LARGEST_ARTICLE, ListedSet, LoadError, LoadProgress, MOST_ARTICLES, common_folder, folders_of,
    is_article_name, list_articles, load, load_again, load_article, load_corrections,
    load_corrections_file, load_files, load_files_again,
};
pub use place::ReadPlace;
pub use set::{Corpus, SkipReason};
pub use watch::{FileChange, WatchError, Watcher};
