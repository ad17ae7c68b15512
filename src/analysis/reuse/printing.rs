//! In which order the articles of a set were printed.

use std::sync::Arc;

use jiff::civil::Date;

use crate::corpus::{Article, Corpus};

/// When an article was printed, as far as that is known. The order is that of printing: a day before
/// a year without a day, a year before nothing, and where all that is the same the order of the set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PrintedAt {
    no_year: bool,
    /// 0 where it is not known.
    year: i16,
    no_day: bool,
    day: Option<Date>,
    /// Its place in the set.
    position: usize,
}

impl PrintedAt {
    /// When `article` was printed, by its header and the user's corrections.
    #[must_use]
    pub fn of(corpus: &Corpus, article: &Article) -> Self {
        let header = corpus.header(article);
        Self {
            no_year: header.year.is_none(),
            year: header.year.unwrap_or_default(),
            no_day: header.date.is_none(),
            day: header.date,
            position: corpus.position(&article.path).unwrap_or(usize::MAX),
        }
    }

    /// The year, if it is known.
    #[must_use]
    pub fn year(self) -> Option<i16> {
        (!self.no_year).then_some(self.year)
    }

    /// The day, if it is known.
    #[must_use]
    pub fn day(self) -> Option<Date> {
        self.day
    }

    /// Whether nothing that is known says which of the two was printed first.
    #[must_use]
    pub fn is_same_time(self, other: Self) -> bool {
        (self.no_year, self.year, self.day) == (other.no_year, other.year, other.day)
    }
}

/// When each of `articles` was printed.
pub(super) fn printed(corpus: &Corpus, articles: &[&Arc<Article>]) -> Vec<PrintedAt> {
    articles.iter().map(|article| PrintedAt::of(corpus, article)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        corpus::{ArticlePath, Corrections, Encoding, Entry},
        text::Text,
    };

    #[test]
    fn what_is_dated_comes_before_what_is_not() {
        let names =
            ["乙.txt", "2019.txt", "2019-05-01.txt", "2018.txt", "2019-04-30.txt", "丙.txt"];
        let entry = |name: &str| {
            let path = ArticlePath::new(name).expect("a name");
            let text = Text::new("街道议事。").expect("short");
            Entry {
                path: path.clone(),
                article: Ok(Arc::new(Article::new(path, text, Encoding::Utf8))),
            }
        };
        let entries = names.map(entry).to_vec();
        let corpus = Corpus::new("/集".into(), entries, Ok(Corrections::default()), Vec::new());
        let mut articles: Vec<&Arc<Article>> = corpus.articles().collect();
        articles.sort_by_key(|article| PrintedAt::of(&corpus, article));
        let names: Vec<&str> = articles.iter().map(|article| article.path.as_str()).collect();
        let dated = ["2018.txt", "2019-04-30.txt", "2019-05-01.txt", "2019.txt"];
        assert_eq!(names[..4], dated);
        let printed = printed(&corpus, &articles);
        assert!(printed[4].is_same_time(printed[5]) && !printed[0].is_same_time(printed[1]));
        assert_eq!((printed[0].year(), printed[5].year()), (Some(2018), None));
        assert_eq!(printed[1].day().map(jiff::civil::Date::day), Some(30));
    }
}
