//! Which articles of the set are meant, and what new ones are called.

use std::{
    collections::{HashMap, HashSet},
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use rayon::prelude::*;

use super::{ArrivingArticle, ArticlePlace};
use crate::{
    corpus::{self, Article, ArticlePath, Corpus, Correction, Encoding},
    exchange::incoming::{Incoming, IncomingArticle},
    text::{self, Text},
};

/// The longest name of a file in bytes, its ending included: room is left for a sidecar's.
const LONGEST_NAME: usize = 180;

/// Says for each article of `incoming` where it is in the set.
pub(super) fn place(incoming: &Incoming, corpus: &Corpus) -> Vec<ArrivingArticle> {
    let mut known = Known::of(incoming, corpus);
    incoming.articles.iter().map(|article| known.place(article)).collect()
}

/// What is known of the set's articles, and of those that have just arrived.
struct Known<'a> {
    corpus: &'a Corpus,
    /// By the characters of their texts, without white space and widths.
    by_text: HashMap<u64, Vec<Arc<Article>>>,
    /// By the hash of the file they were converted from.
    by_source: HashMap<String, ArticlePath>,
    /// By everything an article may be called; `None` where two are called so.
    by_name: HashMap<String, Option<ArticlePath>>,
    /// The names of files, in lower case: some systems know no other.
    taken: HashSet<String>,
}

impl<'a> Known<'a> {
    fn of(incoming: &Incoming, corpus: &'a Corpus) -> Self {
        let mut known = Self {
            corpus,
            by_text: HashMap::new(),
            by_source: HashMap::new(),
            by_name: HashMap::new(),
            taken: corpus.entries().iter().map(|e| e.path.as_str().to_lowercase()).collect(),
        };
        let articles: Vec<&Arc<Article>> = corpus.articles().collect();
        if incoming.articles.iter().any(|article| article.text.is_some()) {
            let prints: Vec<u64> = articles.par_iter().map(|a| print(a.text.as_str())).collect();
            for (article, print) in articles.iter().zip(prints) {
                known.by_text.entry(print).or_default().push(Arc::clone(article));
            }
            for (path, correction) in corpus.corrections().iter() {
                if let Some(source) = &correction.source {
                    known.by_source.insert(source.sha256.as_str().to_owned(), path.clone());
                }
            }
        }
        if incoming.articles.iter().any(|article| article.text.is_none()) {
            for article in articles {
                let path = &article.path;
                let title = corpus.header(article).title;
                let mut names = vec![path.as_str(), path.file_name(), stem(path.file_name())];
                names.push(&title);
                names.sort_unstable();
                names.dedup();
                for name in names {
                    let known = known.by_name.entry(name.to_owned());
                    // A path is itself, whatever else is called so.
                    let is_path = name == path.as_str();
                    known
                        .and_modify(|other| {
                            let other_is_path =
                                other.as_ref().is_some_and(|other| other.as_str() == name);
                            if is_path {
                                *other = Some(path.clone());
                            } else if !other_is_path {
                                *other = None;
                            }
                        })
                        .or_insert_with(|| Some(path.clone()));
                }
            }
        }
        known
    }

    fn place(&mut self, incoming: &IncomingArticle) -> ArrivingArticle {
        let arriving = |place, correction| {
            let name = incoming.name.clone();
            let attributes = incoming.attributes.clone();
            ArrivingArticle { name, place, correction, attributes, passages: 0 }
        };
        let Some(text) = &incoming.text else {
            let found = self.named(&incoming.name);
            return arriving(found.map_or(ArticlePlace::Missing, ArticlePlace::Known), None);
        };
        let print = print(text);
        let with_text = self.by_text.get(&print).into_iter().flatten();
        let mut same = with_text.filter(|article| is_same(article.text.as_str(), text));
        // Of several with the same text the one of that name is meant.
        let called = |article: &&Arc<Article>| article.path.as_str() == incoming.name;
        let known = same.clone().find(called).or_else(|| same.next());
        if let Some(article) = known {
            return arriving(ArticlePlace::Known(article.path.clone()), None);
        }
        let source = incoming.origin.as_ref();
        let converted = source.and_then(|source| self.by_source.get(source.sha256.as_str()));
        if let Some(path) = converted.filter(|path| self.corpus.article(path).is_some()) {
            return arriving(ArticlePlace::Known(path.clone()), None);
        }
        let is_text = !text.trim().is_empty()
            && corpus::decode(text.as_bytes(), None).is_ok_and(|decoded| decoded.text == *text);
        let new = Text::new(text.as_str()).filter(|_| is_text);
        let (Some(path), Some(new)) = (self.free_path(&incoming.name), new) else {
            return arriving(ArticlePlace::NoText, None);
        };
        self.taken.insert(path.as_str().to_lowercase());
        let article = Arc::new(Article::new(path, new, Encoding::Utf8));
        self.by_text.entry(print).or_default().push(Arc::clone(&article));
        let correction = correction(incoming, &article);
        arriving(ArticlePlace::New(article), correction)
    }

    /// The article that is called so, if only one is.
    fn named(&self, name: &str) -> Option<ArticlePath> {
        let file_name = name.rsplit(['/', '\\']).next().unwrap_or(name);
        let names = [name, file_name, stem(file_name)];
        names.into_iter().find_map(|name| self.by_name.get(name)?.clone())
    }

    /// A path of the set that no article has, as near as can be to `name`.
    fn free_path(&self, name: &str) -> Option<ArticlePath> {
        let parts: Vec<String> =
            name.split(['/', '\\']).map(file_name).filter(|part| !part.is_empty()).collect();
        let (last, folders) = parts.split_last()?;
        let (stem, ending) = match last.rsplit_once('.') {
            Some((stem, ending)) if matches!(&*ending.to_lowercase(), "txt" | "md") => {
                (stem, ending)
            }
            _ => (last.as_str(), "txt"),
        };
        let folder: String = folders.iter().flat_map(|folder| [folder.as_str(), "/"]).collect();
        (1_u32..).find_map(|number| {
            let number = if number == 1 { String::new() } else { format!(" ({number})") };
            let room = LONGEST_NAME.saturating_sub(number.len() + ending.len() + 1);
            let stem = stem.get(..stem.floor_char_boundary(room))?.trim_end();
            let path = format!("{folder}{stem}{number}.{ending}");
            let is_free = !self.taken.contains(&path.to_lowercase());
            is_free.then(|| ArticlePath::new(&path))
        })?
    }
}

/// What is noted of a new article beside its text.
fn correction(incoming: &IncomingArticle, article: &Article) -> Option<Correction> {
    let found = &article.header;
    let title = incoming.title.clone().filter(|title| *title != found.title);
    let year = incoming.year.filter(|year| Some(*year) != found.year);
    let source = incoming.origin.clone();
    let correction = Correction { title, year, source, ..Correction::default() };
    (correction != Correction::default()).then_some(correction)
}

/// A part of a name as every system takes it for a file; empty if nothing is left.
fn file_name(part: &str) -> String {
    let bad = |c: char| c.is_control() || ":*?\"<>|".contains(c) || is_invisible(c);
    let clean: String = part.chars().map(|c| if bad(c) { '_' } else { c }).collect();
    let clean = clean.trim().trim_end_matches(['.', ' ']);
    // Hidden files are no articles, and `..` leads out.
    let clean = clean.trim_start_matches('.');
    let clean = clean.get(..clean.floor_char_boundary(LONGEST_NAME)).unwrap_or_default();
    let device = stem(clean).to_ascii_lowercase();
    let numbered = |name: &str| {
        let number = device.strip_prefix(name);
        number.is_some_and(|number| number.len() == 1 && number.bytes().all(|b| b.is_ascii_digit()))
    };
    let is_device =
        matches!(&*device, "con" | "prn" | "aux" | "nul") || numbered("com") || numbered("lpt");
    if is_device { format!("_{clean}") } else { clean.to_owned() }
}

/// Signs that turn the direction of a name, or that nobody sees.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// The characters that make two texts the same: white space and widths do not count.
fn telling(text: &str) -> impl Iterator<Item = char> {
    text.chars().filter(|c| !c.is_whitespace() && *c != '\u{feff}').map(text::fold_width)
}

fn print(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    telling(text).for_each(|c| c.hash(&mut hasher));
    hasher.finish()
}

fn is_same(one: &str, other: &str) -> bool {
    one == other || telling(one).eq(telling(other))
}
