//! Where the words behind a number stand, for the panel that lists them.

use rayon::prelude::*;

use crate::{
    analysis::{Counting, WordGround, WordRefusal},
    corpus::{ArticlePath, LoadProgress},
    scene::Heeds,
    search::{Mode, SetQuery, condition::Parsed},
    session::{Answered, Ground, Question},
    text::ByteSpan,
};

/// At most so many places are listed; their number is known all the same.
const MOST: usize = 20_000;

/// Where does a query stand, in the articles that a condition leaves?
#[derive(Clone, Debug, PartialEq)]
pub struct QueryPlaces {
    /// As it is typed in the search.
    pub query: String,
    /// Which articles.
    pub filter: Parsed,
    /// Whether what is printed twice counts twice.
    pub counting: Counting,
}

/// Where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlacesOfQuery {
    /// In the order of the set, so many as are listed.
    pub places: Vec<(ArticlePath, ByteSpan)>,
    /// How many there are.
    pub count: usize,
}

impl Question for QueryPlaces {
    type Answer = PlacesOfQuery;
    type Refusal = WordRefusal;

    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        Heeds::Marks
    }

    fn shows_meanwhile(&self, _before: &Self) -> bool {
        false
    }

    fn answer(
        &self,
        ground: &Ground,
        _before: Option<&Answered<Self>>,
        _progress: &LoadProgress,
    ) -> Result<PlacesOfQuery, WordRefusal> {
        let query = SetQuery::new(&self.query, Mode::default())
            .map_err(|error| WordRefusal::Query { query: self.query.clone(), error })?;
        let ground = WordGround::of_articles(&ground.scene, &self.filter, self.counting)?;
        let found: Vec<(ArticlePath, Vec<ByteSpan>)> = ground
            .articles
            .par_iter()
            .map(|part| (part.0.path.clone(), ground.hits(part, &query)))
            .collect();
        let count = found.iter().map(|(_, hits)| hits.len()).sum();
        let places = found
            .into_iter()
            .flat_map(|(path, hits)| hits.into_iter().map(move |span| (path.clone(), span)));
        Ok(PlacesOfQuery { places: places.take(MOST).collect(), count })
    }
}
