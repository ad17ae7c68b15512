//! What is known of one theme from a coder's tags: a model, or where too little is tagged, what its
//! lexicon names and what the tagged passages are like.

use std::{
    collections::BTreeSet,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    sync::Arc,
};

use super::{
    LEAST_TAGS,
    batch::cosine,
    examples::Examples,
    few::LexiconLikeness,
    grams::{Gram, grams},
    lessons::{ArticleUnits, Standing},
    model::{Because, ThemeModel},
    quality::{CurvePoint, Estimate, RankingQuality, Trial, learning_curve},
    suggestion::{LearnedFrom, PassageSuggestion, SuggestionError},
};
use crate::{
    annotation::{PassageId, Theme, ThemeId},
    corpus::ArticlePath,
    text::ByteSpan,
};

/// From so many units that were passed over no more are learned from: they would teach little and take
/// their time.
const ENOUGH_OTHERS: usize = 20_000;
/// From this probability on a unit is suggested.
const LIKELY: f64 = 0.5;
/// The same where only likeness counts: one entry of the lexicon, and something in common with what is
/// tagged.
const ALIKE_ENOUGH: f64 = 0.35;

/// What a theme is learned from.
struct ThemeLessons<'a> {
    examples: Examples,
    lessons: Vec<(usize, bool)>,
    learned: LearnedFrom,
    tagged: Vec<(&'a str, PassageId)>,
}

impl<'a> ThemeLessons<'a> {
    fn of(units: &'a [ArticleUnits]) -> Self {
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
        Self { examples, lessons, learned, tagged }
    }
}

/// What can be said of a text.
enum Known {
    Model(Box<ThemeModel>),
    Likeness(LexiconLikeness),
}

/// One theme, as far as it was learned.
pub struct LearnedTheme {
    /// Which theme.
    pub theme: ThemeId,
    /// What it was learned from.
    pub learned: LearnedFrom,
    known: Known,
    trial: Option<Trial>,
    /// The strings of what is tagged, and in which passage it is.
    tagged: Vec<(Vec<Gram>, PassageId)>,
    /// Tells what it was learned from, from anything else.
    lesson: u64,
}

impl LearnedTheme {
    /// Learns a theme from what a coder made of each unit; `before` is taken over where that has not
    /// changed.
    ///
    /// # Errors
    /// If nothing is tagged with it and it has no lexicon.
    pub(super) fn of(
        theme: &Theme,
        units: &[ArticleUnits],
        before: Option<&Arc<Self>>,
    ) -> Result<Arc<Self>, SuggestionError> {
        let lesson = lesson_of(theme, units);
        if let Some(before) = before.filter(|before| before.lesson == lesson) {
            return Ok(Arc::clone(before));
        }
        let ThemeLessons { examples, lessons, learned, tagged } = ThemeLessons::of(units);
        let enough = learned.passages >= LEAST_TAGS;
        let model = enough.then(|| ThemeModel::learn(&examples, &lessons)).flatten();
        let strings = tagged.iter().map(|(text, id)| (grams(text), *id)).collect();
        let (known, trial) = match model {
            Some(model) => {
                let trial = Trial::of(&examples, &lessons);
                let model = model.calibrated(trial.calibration());
                (Known::Model(Box::new(model)), Some(trial))
            }
            None => {
                let lexicon = theme.lexicon.iter().map(String::as_str);
                let texts = tagged.iter().map(|(text, _)| *text);
                let likeness = LexiconLikeness::new(lexicon, texts);
                if likeness.is_empty() {
                    return Err(SuggestionError::NothingKnown);
                }
                (Known::Likeness(likeness), None)
            }
        };
        Ok(Arc::new(Self { theme: theme.id, learned, known, trial, tagged: strings, lesson }))
    }

    pub(super) fn model(&self) -> Option<&ThemeModel> {
        match &self.known {
            Known::Model(model) => Some(model),
            Known::Likeness(_) => None,
        }
    }

    /// Whether too little is tagged to learn from: then the lexicon and what is like the tagged counts.
    #[must_use]
    pub fn is_by_likeness(&self) -> bool {
        matches!(self.known, Known::Likeness(_))
    }

    /// From which probability on something is suggested.
    #[must_use]
    pub fn least(&self) -> f64 {
        if self.is_by_likeness() { ALIKE_ENOUGH } else { LIKELY }
    }

    pub(super) fn score(&self, text: &str) -> f64 {
        match &self.known {
            Known::Model(model) => model.score(text),
            Known::Likeness(likeness) => likeness.score(text),
        }
    }

    pub(super) fn probability(&self, score: f64) -> f64 {
        match &self.known {
            Known::Model(model) => model.probability(score),
            Known::Likeness(_) => score,
        }
    }

    /// How likely a text is of the theme, from 0 to 1.
    #[must_use]
    pub fn probability_of(&self, text: &str) -> f64 {
        self.probability(self.score(text))
    }

    /// What of the probability of a text is owed to which string; these add up to it.
    #[must_use]
    pub fn because(&self, text: &str) -> Vec<Because> {
        match &self.known {
            Known::Model(model) => model.because(text),
            Known::Likeness(likeness) => likeness.because(text),
        }
    }

    /// A stretch of an article as a suggestion, with its reasons.
    pub(super) fn suggest(
        &self,
        article: &ArticlePath,
        span: ByteSpan,
        text: &str,
    ) -> PassageSuggestion {
        PassageSuggestion {
            article: article.clone(),
            span,
            text: text.to_owned(),
            score: self.probability_of(text),
            because: self.because(text),
            nearest: nearest(&grams(text), &self.tagged),
        }
    }

    /// How good suggestions of it are, tried on what was read.
    #[must_use]
    pub fn quality(&self) -> Option<RankingQuality> {
        self.trial.as_ref().and_then(Trial::quality)
    }

    /// About how many units with these scores are of the theme.
    pub(super) fn estimate(&self, scores: &[f64]) -> Option<Estimate> {
        self.trial.as_ref().map(|trial| trial.estimate(scores))
    }
}

/// Everything that was learned of a theme, for its page.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThemeLearning {
    /// What it was learned from.
    pub learned: LearnedFrom,
    /// Whether too little is tagged to learn from.
    pub by_likeness: bool,
    /// The strings that speak most for it, and those that speak most against it, with their weights.
    pub strongest: [Vec<(String, f64)>; 2],
    /// How good it is on what was read.
    pub quality: Option<RankingQuality>,
    /// How that became better with every tag.
    pub curve: Vec<CurvePoint>,
    /// How many units nobody has read, and about how many of them are of the theme.
    pub unread: usize,
    /// See `unread`.
    pub remaining: Option<Estimate>,
}

impl ThemeLearning {
    /// What can be told of a theme, from what its coder made of each unit of the set.
    ///
    /// # Errors
    /// If nothing is known of it.
    pub(super) fn of(theme: &Theme, units: &[ArticleUnits]) -> Result<Self, SuggestionError> {
        /// So many strings of either kind.
        const STRINGS: usize = 12;
        let known = LearnedTheme::of(theme, units, None)?;
        let mut scores = Vec::new();
        for units in units {
            let content = units.article.text.as_str();
            let unread = units.units.iter().filter(|(_, standing)| *standing == Standing::Unread);
            let texts = unread.filter_map(|(span, _)| content.get(span.range()));
            scores.extend(texts.map(|text| known.score(text)));
        }
        let curve = known.model().map(|_| {
            let ThemeLessons { examples, lessons, .. } = ThemeLessons::of(units);
            learning_curve(&examples, &lessons)
        });
        Ok(Self {
            learned: known.learned,
            by_likeness: known.is_by_likeness(),
            strongest: known.model().map(|model| model.strongest(STRINGS)).unwrap_or_default(),
            quality: known.quality(),
            curve: curve.unwrap_or_default(),
            unread: scores.len(),
            remaining: known.estimate(&scores),
        })
    }
}

/// A number for all that a theme is learned from.
fn lesson_of(theme: &Theme, units: &[ArticleUnits]) -> u64 {
    let mut hasher = DefaultHasher::new();
    theme.lexicon.hash(&mut hasher);
    for (article, units) in units.iter().enumerate() {
        let content = units.article.text.as_str();
        for (span, standing) in &units.units {
            let kind = match standing {
                Standing::Tagged(id) => {
                    id.hash(&mut hasher);
                    0
                }
                Standing::Refused => 1,
                Standing::PassedOver => 2,
                Standing::InPart | Standing::Unread => continue,
            };
            (kind, article, content.get(span.range())).hash(&mut hasher);
        }
    }
    hasher.finish()
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
