//! What is likely of a theme in what a coder has not read, worked out for a set.

use std::{collections::HashSet, sync::Arc};

use rayon::prelude::*;

use super::{
    batch::{Askable, batch},
    grams::grams,
    learned::{LearnedTheme, ThemeLearning},
    lessons::{ArticleUnits, RefusedTexts, Standing, SuggestionUnit, Whose},
    model_file::ModelFile,
    panel::{PanelScratch, ThemePanel, narrow},
    quality::{Estimate, RankingQuality},
    suggestion::{LearnedFrom, PassageSuggestion, SuggestionError},
};
use crate::{
    annotation::{Coder, ThemeId},
    corpus::{Article, ArticlePath, LoadProgress},
    scene::Scene,
    text::ByteSpan,
};

/// In which order suggestions come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SuggestionOrder {
    /// The likeliest first.
    #[default]
    Sure,
    /// Those first from whose answer most is learned: uncertain, and unlike each other.
    Uncertain,
}

/// What is to be suggested.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggesting {
    /// Of this theme.
    pub theme: ThemeId,
    /// Lesson from this coder's tags.
    pub coder: Coder,
    /// So much at once.
    pub unit: SuggestionUnit,
    /// In this order.
    pub order: SuggestionOrder,
    /// So many at most.
    pub most: usize,
    /// In this article only; learned is from all.
    pub article: Option<ArticlePath>,
}

/// What is suggested, and what it rests on.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestions {
    /// The suggestions.
    pub list: Vec<PassageSuggestion>,
    /// How many units were looked at.
    pub unread: usize,
    /// What was learned from.
    pub learned: LearnedFrom,
    /// Whether too little is tagged to learn from: then the lexicon and what is like the tagged counts.
    pub by_likeness: bool,
    /// How good such suggestions are, tried on what was read.
    pub quality: Option<RankingQuality>,
    /// About how many more there are in the unread.
    pub remaining: Option<Estimate>,
}

/// A unit that is likely of a theme.
#[derive(Clone, Debug)]
pub struct LikelyUnit {
    /// In which article.
    pub article: Arc<Article>,
    /// What of its text.
    pub span: ByteSpan,
    /// How likely it is of the theme, from 0 to 1.
    pub score: f64,
}

/// A unit that may be suggested.
#[derive(Clone, Copy)]
struct Candidate {
    article: usize,
    span: ByteSpan,
    rough: f32,
}

impl Suggesting {
    /// Works out what to suggest.
    ///
    /// # Errors
    /// If there is nothing to go by, or it was stopped.
    pub fn work_out(
        &self,
        scene: &Scene,
        progress: &LoadProgress,
    ) -> Result<Suggestions, SuggestionError> {
        let theme = scene.codebook().get(self.theme).ok_or(SuggestionError::NoTheme(self.theme))?;
        let units = self.units(scene, progress)?;
        let known = LearnedTheme::of(theme, &units, None)?;
        let mut candidates = self.candidates(&known, &units);
        // As they stand in the text; equal ones come in this order.
        let scores: Vec<f64> = candidates.iter().map(|one| f64::from(one.rough)).collect();
        let remaining = known.estimate(&scores);
        let unread = candidates.len();
        candidates.sort_by(|a, b| {
            let place = |one: &Candidate| (one.article, one.span);
            b.rough.total_cmp(&a.rough).then(place(a).cmp(&place(b)))
        });
        let text_of = |one: &Candidate| -> &str {
            let article = units.get(one.article).map(|units| units.article.text.as_str());
            article.and_then(|text| text.get(one.span.range())).unwrap_or_default()
        };
        let chosen: Vec<Candidate> = match self.order {
            SuggestionOrder::Sure => {
                let mut said = HashSet::new();
                let first = candidates.iter().filter(|one| said.insert(grams(text_of(one))));
                first.take(self.most).copied().collect()
            }
            SuggestionOrder::Uncertain => {
                let askable = candidates.iter().map(|one| Askable {
                    article: u32::try_from(one.article).unwrap_or(u32::MAX),
                    text: text_of(one),
                    probability: known.probability(f64::from(one.rough)),
                });
                let askable: Vec<_> = askable.collect();
                let chosen = batch(&askable, self.most);
                chosen.into_iter().filter_map(|at| candidates.get(at).copied()).collect()
            }
        };
        let suggestion = |one: &Candidate| {
            let path = &units.get(one.article)?.article.path;
            let suggestion = known.suggest(path, one.span, text_of(one));
            Some((known.score(text_of(one)), suggestion))
        };
        let mut list: Vec<(f64, PassageSuggestion)> =
            chosen.iter().filter_map(suggestion).collect();
        if self.order == SuggestionOrder::Sure {
            // What was ranked in single precision is put right in double.
            list.sort_by(|a, b| b.0.total_cmp(&a.0));
        }
        Ok(Suggestions {
            list: list.into_iter().map(|(_, suggestion)| suggestion).collect(),
            unread,
            learned: known.learned,
            by_likeness: known.is_by_likeness(),
            quality: known.quality(),
            remaining,
        })
    }

    /// The units that are likely of the theme, by where they stand: from this probability on.
    ///
    /// # Errors
    /// If there is nothing to go by, or it was stopped.
    pub fn likely(
        &self,
        scene: &Scene,
        least: f64,
        progress: &LoadProgress,
    ) -> Result<Vec<LikelyUnit>, SuggestionError> {
        let theme = scene.codebook().get(self.theme).ok_or(SuggestionError::NoTheme(self.theme))?;
        let units = self.units(scene, progress)?;
        let known = LearnedTheme::of(theme, &units, None)?;
        let likely = self.candidates(&known, &units).into_iter().filter_map(|one| {
            let article = &units.get(one.article)?.article;
            // What was ranked in single precision is put right in double.
            let score = known.probability_of(article.text.slice(one.span)?);
            let article = Arc::clone(article);
            (score >= least).then_some(LikelyUnit { article, span: one.span, score })
        });
        Ok(likely.collect())
    }

    /// What its coder made of each unit of the set.
    fn units(
        &self,
        scene: &Scene,
        progress: &LoadProgress,
    ) -> Result<Vec<ArticleUnits>, SuggestionError> {
        let refused = RefusedTexts::of(scene, &self.coder);
        let is_done = |article: &ArticlePath| scene.is_done(article, &self.coder, Some(self.theme));
        let is_refused =
            |article: &ArticlePath, text: &str| refused.contains(self.theme, article, text);
        let whose = Whose {
            theme: self.theme,
            coder: &self.coder,
            unit: self.unit,
            is_done: &is_done,
            is_refused: &is_refused,
        };
        let articles: Vec<&Arc<Article>> = scene.corpus.articles().collect();
        progress.expect(articles.len());
        let read = |article: &&Arc<Article>| {
            progress.advance();
            (!progress.is_cancelled()).then(|| ArticleUnits::of(scene, article, whose))
        };
        let units: Option<Vec<ArticleUnits>> = articles.par_iter().map(read).collect();
        units.ok_or(SuggestionError::Stopped)
    }

    /// The model that the suggestions are made by, to be used elsewhere; `None` where too little is
    /// tagged for one.
    ///
    /// # Errors
    /// If there is nothing to go by, or it was stopped.
    pub fn model(
        &self,
        scene: &Scene,
        progress: &LoadProgress,
    ) -> Result<Option<ModelFile>, SuggestionError> {
        let theme = scene.codebook().get(self.theme).ok_or(SuggestionError::NoTheme(self.theme))?;
        let known = LearnedTheme::of(theme, &self.units(scene, progress)?, None)?;
        let theme = scene.codebook().path_name(self.theme);
        let model = known.model().cloned();
        Ok(model.map(|model| ModelFile { theme, unit: self.unit, model }))
    }

    /// Everything that was learned of the theme.
    ///
    /// # Errors
    /// If there is nothing to go by, or it was stopped.
    pub fn learning(
        &self,
        scene: &Scene,
        progress: &LoadProgress,
    ) -> Result<ThemeLearning, SuggestionError> {
        let theme = scene.codebook().get(self.theme).ok_or(SuggestionError::NoTheme(self.theme))?;
        ThemeLearning::of(theme, &self.units(scene, progress)?)
    }

    fn candidates(&self, known: &LearnedTheme, units: &[ArticleUnits]) -> Vec<Candidate> {
        let panel = known.model().map(|model| ThemePanel::new(&[model]));
        let wanted = |units: &ArticleUnits| {
            self.article.as_ref().is_none_or(|only| *only == units.article.path)
        };
        let in_each = units.par_iter().enumerate().map_init(
            PanelScratch::default,
            |scratch, (article, units)| -> Vec<Candidate> {
                if !wanted(units) {
                    return Vec::new();
                }
                let scores = rough_scores((known, panel.as_ref()), units, scratch).into_iter();
                scores.map(|(span, rough)| Candidate { article, span, rough }).collect()
            },
        );
        in_each.collect::<Vec<_>>().concat()
    }
}

/// The scores of the units of an article that may be suggested, in their order; for ranking.
fn rough_scores(
    (known, panel): (&LearnedTheme, Option<&ThemePanel>),
    units: &ArticleUnits,
    scratch: &mut PanelScratch,
) -> Vec<(ByteSpan, f32)> {
    let content = units.article.text.as_str();
    let unread = units.units.iter().filter(|(_, standing)| *standing == Standing::Unread);
    let texts = unread.filter_map(|(span, _)| Some((*span, content.get(span.range())?)));
    let mut scores = Vec::new();
    let scored = texts.map(|(span, text)| {
        scores.clear();
        match panel {
            Some(panel) => panel.score_into(text, scratch, &mut scores),
            None => scores.push(narrow(known.score(text))),
        }
        (span, scores.first().copied().unwrap_or_default())
    });
    scored.collect()
}
