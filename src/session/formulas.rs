//! The formulas of the set, asked in the background.

use std::{collections::BTreeSet, convert::Infallible, sync::Arc};

use jiff::civil::Date;

use super::{Answered, Ground, Question, Session, words::segmenter_of};
use crate::{
    analysis::{Formula, FormulaTerms, FormulaText, formulas},
    annotation::{CatalogueEdit, FormulaNote, Record, StepName, step_name},
    corpus::{Article, ArticlePath, LoadProgress},
    scene::{Heeds, Scene},
    text::Segmenter,
};

/// Which formulas does the set have?
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindFormulas {
    /// What is looked for.
    pub terms: FormulaTerms,
    /// In which articles alone; none for all.
    pub articles: Option<BTreeSet<ArticlePath>>,
}

/// The formulas of a set.
#[derive(Clone, Debug, Default)]
pub struct SetFormulas {
    /// The articles in which they were looked for: places count by these.
    pub articles: Vec<Arc<Article>>,
    /// When each of them appeared, as far as that is known.
    pub published: Vec<(Option<i16>, Option<Date>)>,
    /// The likeliest first.
    pub formulas: Vec<Formula>,
}

impl SetFormulas {
    /// Finds them in the articles that can be read and are asked about.
    #[must_use]
    pub fn of(scene: &Scene, question: &FindFormulas, segmenter: &Segmenter) -> Self {
        let FindFormulas { terms, articles: only } = question;
        let is_asked =
            |article: &&Arc<Article>| only.as_ref().is_none_or(|only| only.contains(&article.path));
        let articles: Vec<Arc<Article>> =
            scene.corpus.articles().filter(is_asked).map(Arc::clone).collect();
        let texts: Vec<FormulaText<'_>> = articles
            .iter()
            .map(|article| {
                let header = scene.corpus.header(article);
                FormulaText { text: &article.text, year: header.year, date: header.date }
            })
            .collect();
        let formulas = formulas(&texts, terms, segmenter);
        let published = texts.iter().map(|text| (text.year, text.date)).collect();
        Self { articles, published, formulas }
    }
}

impl Question for FindFormulas {
    type Answer = SetFormulas;
    type Refusal = Infallible;

    const STATUS: Option<&'static str> = Some("formula.reading");
    const FOLLOWS: bool = true;

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
        Ok(SetFormulas::of(&ground.scene, self, segmenter))
    }
}

impl Session {
    /// The edits by which something is said of formulas, and what the step is called.
    pub(super) fn formula_edits(&self, notes: Vec<FormulaNote>) -> (StepName, Vec<CatalogueEdit>) {
        let known = self.catalogue().formulas();
        let step = step_name!("formula.step.note", count = notes.len());
        let mut edits = Vec::new();
        for note in notes {
            let before = known.get(note.id).cloned();
            if before.as_ref().is_some_and(|before| before.says_the_same_as(&note)) {
                continue;
            }
            let note = match &before {
                Some(before) => note.changed_after(before.modified),
                None => note,
            };
            let before = before.map(Box::new);
            edits.push(CatalogueEdit::Formula { before, after: Some(Box::new(note)) });
        }
        (step, edits)
    }
}
