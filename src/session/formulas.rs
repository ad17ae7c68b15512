//! The formulas of the set, asked in the background.

use std::{convert::Infallible, sync::Arc};

use super::{Answered, Ground, Question, words::segmenter_of};
use crate::{
    analysis::{Formula, FormulaTerms, FormulaText, formulas},
    corpus::{Article, LoadProgress},
    scene::{Heeds, Scene},
    text::Segmenter,
};

/// Which formulas does the set have?
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindFormulas {
    /// What is looked for.
    pub terms: FormulaTerms,
}

/// The formulas of a set.
#[derive(Clone, Debug, Default)]
pub struct SetFormulas {
    /// The articles in which they were looked for: places count by these.
    pub articles: Vec<Arc<Article>>,
    /// The likeliest first.
    pub formulas: Vec<Formula>,
}

impl SetFormulas {
    /// Finds them in every article that can be read.
    #[must_use]
    pub fn of(scene: &Scene, terms: &FormulaTerms, segmenter: &Segmenter) -> Self {
        let articles: Vec<Arc<Article>> = scene.corpus.articles().map(Arc::clone).collect();
        let texts: Vec<FormulaText<'_>> = articles
            .iter()
            .map(|article| {
                let header = scene.corpus.header(article);
                FormulaText { text: &article.text, year: header.year, date: header.date }
            })
            .collect();
        let formulas = formulas(&texts, terms, segmenter);
        Self { articles, formulas }
    }
}

impl Question for FindFormulas {
    type Answer = SetFormulas;
    type Refusal = Infallible;

    fn heeds(&self) -> Heeds {
        Heeds::Texts
    }

    fn answer(
        &self,
        ground: &Ground,
        _: Option<&Answered<Self>>,
        _: &LoadProgress,
    ) -> Result<SetFormulas, Infallible> {
        let made;
        let segmenter = match &ground.segmenter {
            Some(segmenter) => segmenter,
            None => {
                made = segmenter_of(&ground.dictionary);
                &made
            }
        };
        Ok(SetFormulas::of(&ground.scene, &self.terms, segmenter))
    }
}
