//! The quantities of the set, and the rows that compare them over the years, asked in the background.

use std::{
    collections::{BTreeSet, HashMap},
    convert::Infallible,
    sync::Arc,
};

use rayon::prelude::*;

use super::{Answered, Ground, Question, Session, words::segmenter_of};
use crate::{
    analysis::{self, Quantity, QuantityRow, QuantityRulings, QuantityText, quantity_rows},
    annotation::{
        CatalogueEdit, QuantityCorrection, QuantitySubject, Record, RecordId, StepName, step_name,
    },
    corpus::{Article, ArticlePath, LineCorrection, LoadProgress},
    scene::{Heeds, Scene},
    text::Segmenter,
};

/// Which quantities does the set hold?
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindQuantities {
    /// In which articles alone; none for all.
    pub articles: Option<BTreeSet<ArticlePath>>,
}

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
    /// What was said of its figures.
    corrections: Vec<QuantityCorrection>,
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
        question: &FindQuantities,
        before: Option<&Self>,
        progress: &LoadProgress,
    ) -> Self {
        let before = before.filter(|before| before.segmenter == segmenter.id());
        let known: HashMap<usize, &Arc<ArticleQuantities>> = before
            .iter()
            .flat_map(|before| &before.articles)
            .map(|known| (Arc::as_ptr(&known.article).addr(), known))
            .collect();
        let is_asked = |article: &&Arc<Article>| {
            question.articles.as_ref().is_none_or(|only| only.contains(&article.path))
        };
        let articles: Vec<&Arc<Article>> = scene.corpus.articles().filter(is_asked).collect();
        progress.expect(articles.len());
        let rulings = QuantityRulings::of(scene.catalogue.quantities());
        let read = |&article: &&Arc<Article>| {
            let said = scene.corpus.corrections().get(&article.path);
            let said = said.map(|known| known.lines.clone()).unwrap_or_default();
            let of_article = |made: &&QuantityCorrection| match &made.of {
                QuantitySubject::Figure(place) => place.article == article.path,
                QuantitySubject::Row(_) => false,
            };
            let made = scene.catalogue.quantities().iter().filter(of_article);
            let corrections: Vec<QuantityCorrection> = made.cloned().collect();
            let year = scene.corpus.header(article).year;
            progress.advance();
            if let Some(same) = known.get(&Arc::as_ptr(article).addr())
                && same.said == said
                && same.year == year
                && same.corrections == corrections
            {
                return Arc::clone(same);
            }
            let mut quantities = analysis::quantities_of(scene, article, segmenter);
            rulings.apply(&article.path, &article.text, &mut quantities);
            let article = Arc::clone(article);
            Arc::new(ArticleQuantities { article, year, quantities, said, corrections })
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
        let rows = quantity_rows(&texts, &rulings);
        Self { articles, rows, segmenter: segmenter.id() }
    }
}

impl Question for FindQuantities {
    type Answer = SetQuantities;
    type Refusal = Infallible;

    const STATUS: Option<&'static str> = Some("quantity.reading");
    const FOLLOWS: bool = true;

    fn heeds(&self) -> Heeds {
        Heeds::Catalogue
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
        Ok(SetQuantities::of(&ground.scene, segmenter, self, before, progress))
    }
}

impl Session {
    /// The edits by which quantities are corrected, and what the step is called. What is said again of
    /// the same thing takes the place of what was said before.
    pub(super) fn quantity_edits(
        &self,
        put: Vec<QuantityCorrection>,
        gone: &[RecordId],
    ) -> (StepName, Vec<CatalogueEdit>) {
        let known = self.catalogue().quantities();
        let replaced = known.iter().filter(|old| {
            let takes = |new: &QuantityCorrection| {
                new.id != old.id && new.of == old.of && new.verdict.replaces(&old.verdict)
            };
            gone.contains(&old.id) || put.iter().any(takes)
        });
        let boxed = |made: &QuantityCorrection| Some(Box::new(made.clone()));
        let mut edits: Vec<CatalogueEdit> = replaced
            .map(|old| CatalogueEdit::Quantity { before: boxed(old), after: None })
            .collect();
        let step = if put.is_empty() {
            step_name!("quantity.step.take_back", count = edits.len())
        } else {
            step_name!("quantity.step.correct", count = put.len())
        };
        for made in put {
            let before = known.get(made.id).cloned();
            if before.as_ref().is_some_and(|before| before.says_the_same_as(&made)) {
                continue;
            }
            let made = match &before {
                Some(before) => made.changed_after(before.modified),
                None => made,
            };
            let before = before.map(Box::new);
            edits.push(CatalogueEdit::Quantity { before, after: Some(Box::new(made)) });
        }
        (step, edits)
    }
}
