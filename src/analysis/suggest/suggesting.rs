//! What is likely of a theme in what a coder has not read, worked out for a set.

use std::{
    collections::{BTreeSet, HashSet},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    LEAST_TAGS,
    batch::{Askable, batch, cosine},
    examples::Examples,
    few::LexiconLikeness,
    grams::{Gram, grams},
    lessons::{ArticleUnits, Standing, SuggestionUnit, Whose},
    model::{Because, ThemeModel},
    panel::{PanelScratch, ThemePanel},
    quality::{Estimate, RankingQuality, Trial},
};
use crate::{
    annotation::{Coder, FoundBy, PassageId, Theme, ThemeId},
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

/// One suggestion.
#[derive(Clone, Debug, PartialEq)]
pub struct PassageSuggestion {
    /// In which article.
    pub article: ArticlePath,
    /// What of its text.
    pub span: ByteSpan,
    /// What stands there.
    pub text: String,
    /// How likely it is of the theme, from 0 to 1.
    pub score: f64,
    /// Why: these add up to the score.
    pub because: Vec<Because>,
    /// The tagged passages that are most like it, the most alike first; two at most.
    pub nearest: Vec<PassageId>,
}

impl PassageSuggestion {
    /// What a passage says of itself that came of it.
    #[must_use]
    pub fn origin(&self) -> FoundBy {
        FoundBy::Suggestion(format!("{:.2}", self.score))
    }
}

/// What was learned from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LearnedFrom {
    /// Passages of the coder that bear the theme.
    pub passages: usize,
    /// Units that bear it, and that do not; those that say nearly the same counted once.
    pub tagged: usize,
    /// See `tagged`.
    pub others: usize,
    /// Of the `others` those that were refused when they were suggested.
    pub refused: usize,
    /// Units that were read and are not learned from, since there are enough.
    pub left_out: usize,
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

/// Why nothing can be suggested.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SuggestionError {
    /// There is no such theme.
    #[error("there is no such theme")]
    NoTheme(ThemeId),
    /// The coder tagged nothing with it, and it has no lexicon.
    #[error("nothing is tagged and there is no lexicon")]
    NothingKnown,
    /// It was stopped.
    #[error("stopped")]
    Stopped,
}

/// From so many units that were passed over no more are learned from: they would teach little and take
/// their time.
const ENOUGH_OTHERS: usize = 20_000;

/// What is known of a theme.
enum Known {
    Model(Box<ThemeModel>, ThemePanel),
    Likeness(LexiconLikeness),
}

impl Known {
    fn score(&self, text: &str) -> f64 {
        match self {
            Self::Model(model, _) => model.score(text),
            Self::Likeness(likeness) => likeness.score(text),
        }
    }

    fn probability(&self, score: f64) -> f64 {
        match self {
            Self::Model(model, _) => model.probability(score),
            Self::Likeness(_) => score,
        }
    }

    fn because(&self, text: &str) -> Vec<Because> {
        match self {
            Self::Model(model, _) => model.because(text),
            Self::Likeness(likeness) => likeness.because(text),
        }
    }

    /// The scores of the units of an article that may be suggested, in their order; for ranking.
    fn rough_scores(
        &self,
        units: &ArticleUnits,
        scratch: &mut PanelScratch,
    ) -> Vec<(ByteSpan, f32)> {
        let content = units.article.text.as_str();
        let unread = units.units.iter().filter(|(_, standing)| *standing == Standing::Unread);
        let texts = unread.filter_map(|(span, _)| Some((*span, content.get(span.range())?)));
        match self {
            Self::Model(_, panel) => {
                let mut scores = Vec::new();
                let spans = texts.map(|(span, text)| {
                    panel.score_into(text, scratch, &mut scores);
                    span
                });
                let spans: Vec<_> = spans.collect();
                spans.into_iter().zip(scores).collect()
            }
            #[expect(
                clippy::cast_possible_truncation,
                reason = "for ranking single precision is enough"
            )]
            Self::Likeness(likeness) => {
                texts.map(|(span, text)| (span, likeness.score(text) as f32)).collect()
            }
        }
    }
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
    /// `is_done` says of which articles the coder has done all, as far as the theme goes; `is_refused`
    /// which texts of an article the coder refused when they were suggested.
    ///
    /// # Errors
    /// If there is nothing to go by, or it was stopped.
    pub fn work_out(
        &self,
        scene: &Scene,
        is_done: &(dyn Fn(&ArticlePath) -> bool + Sync),
        is_refused: &(dyn Fn(&ArticlePath, &str) -> bool + Sync),
        progress: &LoadProgress,
    ) -> Result<Suggestions, SuggestionError> {
        let theme = scene.codebook().get(self.theme).ok_or(SuggestionError::NoTheme(self.theme))?;
        let whose =
            Whose { theme: self.theme, coder: &self.coder, unit: self.unit, is_done, is_refused };
        let articles: Vec<&Arc<Article>> = scene.corpus.articles().collect();
        progress.expect(articles.len());
        let read = |article: &&Arc<Article>| {
            progress.advance();
            (!progress.is_cancelled()).then(|| ArticleUnits::of(scene, article, whose))
        };
        let units: Option<Vec<ArticleUnits>> = articles.par_iter().map(read).collect();
        let units = units.ok_or(SuggestionError::Stopped)?;
        let Lesson { known, learned, trial, tagged } = learn(theme, &units)?;
        let mut candidates = self.candidates(&known, &units);
        // As they stand in the text; equal ones come in this order.
        let scores: Vec<f64> = candidates.iter().map(|one| f64::from(one.rough)).collect();
        let remaining = trial.as_ref().map(|trial| trial.estimate(&scores));
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
            let text = text_of(one);
            let score = known.score(text);
            let suggestion = PassageSuggestion {
                article: units.get(one.article)?.article.path.clone(),
                span: one.span,
                text: text.to_owned(),
                score: known.probability(score),
                because: known.because(text),
                nearest: nearest(&grams(text), &tagged),
            };
            Some((score, suggestion))
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
            learned,
            by_likeness: matches!(known, Known::Likeness(_)),
            quality: trial.as_ref().and_then(Trial::quality),
            remaining,
        })
    }

    fn candidates(&self, known: &Known, units: &[ArticleUnits]) -> Vec<Candidate> {
        let wanted = |units: &ArticleUnits| {
            self.article.as_ref().is_none_or(|only| *only == units.article.path)
        };
        let in_each = units.par_iter().enumerate().map_init(
            PanelScratch::default,
            |scratch, (article, units)| -> Vec<Candidate> {
                if !wanted(units) {
                    return Vec::new();
                }
                let scores = known.rough_scores(units, scratch).into_iter();
                scores.map(|(span, rough)| Candidate { article, span, rough }).collect()
            },
        );
        in_each.collect::<Vec<_>>().concat()
    }
}

/// What came of learning.
struct Lesson {
    known: Known,
    learned: LearnedFrom,
    trial: Option<Trial>,
    /// The strings of what is tagged, and in which passage it is.
    tagged: Vec<(Vec<Gram>, PassageId)>,
}

fn learn(theme: &Theme, units: &[ArticleUnits]) -> Result<Lesson, SuggestionError> {
    let all = || {
        units.iter().zip(0_u32..).flat_map(|(units, article)| {
            let content = units.article.text.as_str();
            let text = |span: ByteSpan| content.get(span.range()).unwrap_or_default();
            units.units.iter().map(move |&(span, standing)| (article, text(span), standing))
        })
    };
    let tagged: Vec<(&str, PassageId)> = all()
        .filter_map(|(_, text, standing)| match standing {
            Standing::Tagged(id) => Some((text, id)),
            _ => None,
        })
        .collect();
    let passages: BTreeSet<PassageId> = tagged.iter().map(|(_, id)| *id).collect();
    let passed_over = all().filter(|(.., standing)| *standing == Standing::PassedOver).count();
    // Every so-many-th, so that all that was read has its say.
    let every = passed_over.div_ceil(ENOUGH_OTHERS).max(1);
    let mut number = 0_usize;
    let taught = all().filter(|(.., standing)| match standing {
        Standing::Tagged(_) | Standing::Refused => true,
        Standing::PassedOver => {
            number += 1;
            number.is_multiple_of(every)
        }
        Standing::InPart | Standing::Unread => false,
    });
    let taught: Vec<_> = taught.collect();
    let examples = Examples::new(taught.iter().map(|(article, text, _)| (*article, *text)));
    let label = |standing: &Standing| matches!(standing, Standing::Tagged(_));
    let labels: Vec<bool> = taught.iter().map(|(.., standing)| label(standing)).collect();
    let lessons = examples.distinct(&labels);
    let is_refused =
        |at: usize| taught.get(at).is_some_and(|(.., standing)| *standing == Standing::Refused);
    let wanted = lessons.iter().filter(|(_, label)| *label).count();
    let learned = LearnedFrom {
        passages: passages.len(),
        tagged: wanted,
        others: lessons.len() - wanted,
        refused: lessons.iter().filter(|(at, _)| is_refused(*at)).count(),
        left_out: passed_over - passed_over / every,
    };
    let model =
        (passages.len() >= LEAST_TAGS).then(|| ThemeModel::learn(&examples, &lessons)).flatten();
    let strings = tagged.iter().map(|(text, id)| (grams(text), *id)).collect();
    if let Some(model) = model {
        let trial = Trial::of(&examples, &lessons);
        let model = model.calibrated(trial.calibration());
        let panel = ThemePanel::new(&[&model]);
        let known = Known::Model(Box::new(model), panel);
        return Ok(Lesson { known, learned, trial: Some(trial), tagged: strings });
    }
    let lexicon = theme.lexicon.iter().map(String::as_str);
    let likeness = LexiconLikeness::new(lexicon, tagged.iter().map(|(text, _)| *text));
    if likeness.is_empty() {
        return Err(SuggestionError::NothingKnown);
    }
    Ok(Lesson { known: Known::Likeness(likeness), learned, trial: None, tagged: strings })
}

/// The passages that are most like these strings, the most alike first.
fn nearest(strings: &[Gram], tagged: &[(Vec<Gram>, PassageId)]) -> Vec<PassageId> {
    /// So many.
    const MOST: usize = 2;
    let alike = tagged.iter().map(|(tagged, id)| (cosine(strings, tagged), *id));
    let mut alike: Vec<(f64, PassageId)> = alike.filter(|(alike, _)| *alike > 0.0).collect();
    alike.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let mut nearest = Vec::new();
    for (_, id) in alike {
        if nearest.len() < MOST && !nearest.contains(&id) {
            nearest.push(id);
        }
    }
    nearest
}
