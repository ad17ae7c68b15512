//! How often strings that the user names stand in a text, wherever they stand.

use rayon::prelude::*;

use super::part::{TextPart, WordGround, WordRefusal};
use crate::{
    analysis::{articles::CountedArticle, repeated::Counting},
    scene::Scene,
    search::{Mode, SetQuery, condition::Parsed},
};

/// What is counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StringTerms {
    /// The strings, each a query of its own.
    pub strings: Vec<String>,
    /// Of which text.
    pub filter: Parsed,
    /// Whether what is printed twice counts twice.
    pub counting: Counting,
}

/// How often a string stands there.
#[derive(Clone, Debug, PartialEq)]
pub struct StringCount {
    /// The string, as it was typed.
    pub string: String,
    /// At how many places, overlapping ones too.
    pub count: u64,
    /// In how many articles.
    pub articles: u32,
    /// How many places for 10,000 characters; `None` of no text.
    pub per_10k: Option<f64>,
}

impl StringTerms {
    /// Counts each string, in their order.
    ///
    /// # Errors
    /// If a string cannot be looked for, or the condition names a theme that is not there.
    #[expect(clippy::cast_precision_loss, reason = "no count of characters reaches 2⁵³")]
    pub fn counts(&self, scene: &Scene) -> Result<Vec<StringCount>, WordRefusal> {
        let queries = self.strings.iter().map(|string| query(string));
        let queries = queries.collect::<Result<Vec<_>, _>>()?;
        let ground = WordGround::new(scene, &self.filter, self.counting)?;
        let characters = ground.characters();
        let count = |(string, query): (&String, &SetQuery)| {
            let (count, articles) = counted(&ground, query);
            let per_10k = (characters > 0).then(|| count as f64 * 10_000.0 / characters as f64);
            StringCount { string: string.clone(), count, articles, per_10k }
        };
        Ok(self.strings.iter().zip(&queries).map(count).collect())
    }
}

/// What is looked for.
pub(super) fn query(string: &str) -> Result<SetQuery, WordRefusal> {
    SetQuery::new(string, Mode::default())
        .map_err(|error| WordRefusal::Query { query: string.to_owned(), error })
}

/// At how many places it stands, and in how many articles.
pub(super) fn counted(ground: &WordGround<'_>, query: &SetQuery) -> (u64, u32) {
    let of = |both: &(CountedArticle<'_>, TextPart)| {
        let hits = ground.hits(both, query).len() as u64;
        (hits, u32::from(hits > 0))
    };
    let sum = |a: (u64, u32), b: (u64, u32)| (a.0 + b.0, a.1 + b.1);
    ground.articles.par_iter().map(of).reduce(|| (0, 0), sum)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::{SampleMark, condition, set};

    #[test]
    fn strings_are_counted_wherever_they_stand_and_inside_what_is_meant() {
        let mark =
            SampleMark { article: 0, coder: "lin", fragments: vec![(0, 4)], themes: vec![0] };
        let articles = [("2017-a.txt", "人人人有责，党建经费"), ("2019-b.txt", "黨建與人才")];
        let sample = set(&articles, &[mark]);
        let counts = |line: &str| -> Vec<(u64, u32)> {
            let terms = StringTerms {
                strings: vec!["人人".to_owned(), "党建".to_owned()],
                filter: condition(line),
                counting: Counting::Both,
            };
            let counts = terms.counts(&sample.scene).unwrap();
            counts.iter().map(|count| (count.count, count.articles)).collect()
        };
        assert_eq!(counts(""), [(2, 1), (2, 2)]);
        assert_eq!(counts("年:2019"), [(0, 0), (1, 1)]);
        assert_eq!(counts("主题:甲"), [(2, 1), (0, 0)]);
    }
}
