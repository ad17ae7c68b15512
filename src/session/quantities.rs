//! The quantities of the set, and the rows that compare them over the years, asked in the background.

use std::{collections::HashMap, convert::Infallible, sync::Arc};

use rayon::prelude::*;

use super::{Answered, Ground, Question, words::segmenter_of};
use crate::{
    analysis::{self, Quantity, QuantityRow, QuantityText, quantity_rows},
    corpus::{Article, LineCorrection, LoadProgress},
    scene::{Heeds, Scene},
    text::Segmenter,
};

/// Which quantities does the set hold?
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FindQuantities;

/// The quantities of one article.
#[derive(Clone, Debug)]
pub struct ArticleQuantities {
    /// The article.
    pub article: Arc<Article>,
    /// The year in which it appeared.
    pub year: Option<i16>,
    /// What it counts, in the order in which it is read.
    pub quantities: Vec<Quantity>,
    /// What the user had said of its lines.
    said: Vec<LineCorrection>,
}

/// The quantities of a set.
#[derive(Clone, Debug, Default)]
pub struct SetQuantities {
    /// Of every article that can be read, in the set's order.
    pub articles: Vec<Arc<ArticleQuantities>>,
    /// What is counted, over the years.
    pub rows: Vec<QuantityRow>,
    /// By which words sentences were taken apart.
    segmenter: u64,
}

impl SetQuantities {
    /// Finds them, on every core; what is known of articles that are the same still is taken from
    /// `before`.
    #[must_use]
    pub fn of(
        scene: &Scene,
        segmenter: &Segmenter,
        before: Option<&Self>,
        progress: &LoadProgress,
    ) -> Self {
        let before = before.filter(|before| before.segmenter == segmenter.id());
        let known: HashMap<usize, &Arc<ArticleQuantities>> = before
            .iter()
            .flat_map(|before| &before.articles)
            .map(|known| (Arc::as_ptr(&known.article).addr(), known))
            .collect();
        let articles: Vec<&Arc<Article>> = scene.corpus.articles().collect();
        progress.expect(articles.len());
        let read = |&article: &&Arc<Article>| {
            let said = scene.corpus.corrections().get(&article.path);
            let said = said.map(|known| known.lines.clone()).unwrap_or_default();
            let year = scene.corpus.header(article).year;
            progress.advance();
            if let Some(same) = known.get(&Arc::as_ptr(article).addr())
                && same.said == said
                && same.year == year
            {
                return Arc::clone(same);
            }
            let quantities = analysis::quantities_of(scene, article, segmenter);
            Arc::new(ArticleQuantities { article: Arc::clone(article), year, quantities, said })
        };
        let articles: Vec<Arc<ArticleQuantities>> =
            articles.par_iter().filter(|_| !progress.is_cancelled()).map(read).collect();
        let texts: Vec<QuantityText<'_>> = articles
            .iter()
            .map(|known| QuantityText {
                name: known.article.path.as_str(),
                year: known.year,
                text: &known.article.text,
                quantities: &known.quantities,
            })
            .collect();
        let rows = quantity_rows(&texts);
        Self { articles, rows, segmenter: segmenter.id() }
    }
}

impl Question for FindQuantities {
    type Answer = SetQuantities;
    type Refusal = Infallible;

    const STATUS: Option<&'static str> = Some("quantity.reading");
    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        Heeds::Texts
    }

    fn answer(
        &self,
        ground: &Ground,
        before: Option<&Answered<Self>>,
        progress: &LoadProgress,
    ) -> Result<SetQuantities, Infallible> {
        let made;
        let segmenter = match &ground.segmenter {
            Some(segmenter) => segmenter,
            None => {
                made = segmenter_of(&ground.dictionary);
                &made
            }
        };
        let before = before.map(|before| &*before.answer);
        Ok(SetQuantities::of(&ground.scene, segmenter, before, progress))
    }
}
