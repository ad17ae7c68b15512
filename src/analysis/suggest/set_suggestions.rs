//! What is likely of any theme in what a coder has not read: learned theme by theme, looked for once.
//!
//! Themes of which nothing was learned anew are taken over from before, and where only another article
//! was opened, all but what is suggested in that. A unit is suggested for one theme at a time, the one
//! that is likeliest; once that is settled, for the next.

use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    batch::{Askable, MOST_OF_ARTICLE, batch},
    grams::grams,
    learned::LearnedTheme,
    lessons::{ArticleUnits, RefusedTexts, Standing, SuggestionUnit, Whose, units},
    panel::{PanelScratch, ThemePanel},
    suggestion::PassageSuggestion,
};
use crate::{
    annotation::{Coder, ThemeId},
    corpus::{Article, ArticlePath, LoadProgress},
    scene::Scene,
    text::ByteSpan,
};

/// So many of the likeliest are listed.
const MOST_SURE: usize = 50;
/// So many are asked about at once.
const BATCH: usize = 10;
/// So many of one article at most are looked at for a batch.
const POOL_OF_ARTICLE: usize = 20 * MOST_OF_ARTICLE;

/// A suggestion and its theme.
#[derive(Clone, Debug, PartialEq)]
pub struct ThemeSuggestion {
    /// The theme it is suggested for.
    pub theme: ThemeId,
    /// Whether too little of it is tagged to learn from, so that likeness alone counts.
    pub by_likeness: bool,
    /// What is suggested, and why.
    pub suggestion: PassageSuggestion,
}

/// What is suggested in a set, of all themes.
#[derive(Default)]
pub struct SetSuggestions {
    /// The themes of which something is known, in the order of the codebook.
    pub themes: Vec<Arc<LearnedTheme>>,
    /// In the open article, in its order.
    pub here: Vec<ThemeSuggestion>,
    /// The likeliest of all, the same words once.
    pub sure: Arc<Vec<ThemeSuggestion>>,
    /// Those from whose answers most is learned, far apart.
    pub uncertain: Arc<Vec<ThemeSuggestion>>,
    /// How many there are in each article that has any.
    pub counts: Arc<BTreeMap<ArticlePath, usize>>,
    /// The units of each article, which cost more to find than to keep.
    units: Arc<BTreeMap<ArticlePath, KnownUnits>>,
}

#[derive(Clone)]
struct KnownUnits {
    article: Arc<Article>,
    units: Arc<[ByteSpan]>,
}

/// A unit and the theme that it is likely of.
#[derive(Clone, Copy)]
struct Likely {
    span: ByteSpan,
    /// Which of the learned themes.
    theme: usize,
    probability: f64,
}

/// What was found in one article.
#[derive(Default)]
struct FoundIn {
    likely: Vec<Likely>,
    doubtful: Vec<Likely>,
}

impl SetSuggestions {
    /// Works out what to suggest in `scene` from the tags of `coder`, in `open` above all.
    ///
    /// `before` is what was worked out last, and whether that was of the same moment. `None` if it was
    /// stopped.
    #[must_use]
    pub fn work_out(
        scene: &Scene,
        coder: &Coder,
        open: Option<&ArticlePath>,
        before: Option<(&Self, bool)>,
        progress: &LoadProgress,
    ) -> Option<Self> {
        let refused = RefusedTexts::of(scene, coder);
        let known = before.map(|(before, _)| before);
        let (units, themes) = match before {
            Some((before, true)) => (Arc::clone(&before.units), before.themes.clone()),
            _ => {
                let units = Arc::new(units_of(scene, known));
                let themes = learn(scene, (coder, &refused), &units, known, progress)?;
                (units, themes)
            }
        };
        let look = Look { scene, coder, refused: &refused, themes: &themes };
        let panel = look.panel();
        let of_open = open.and_then(|path| units.get(path));
        let mut scratch = PanelScratch::default();
        let here = of_open.map(|known| {
            let likely = look.article(known, &panel, &mut scratch).likely.into_iter();
            likely.filter_map(|one| look.suggest(known, one)).collect()
        });
        let here: Vec<ThemeSuggestion> = here.unwrap_or_default();
        if let Some((before, true)) = before {
            let (sure, uncertain) = (Arc::clone(&before.sure), Arc::clone(&before.uncertain));
            let counts = Arc::clone(&before.counts);
            return Some(Self { themes, here, sure, uncertain, counts, units });
        }
        let all: Vec<&KnownUnits> = units.values().collect();
        let found: Option<Vec<FoundIn>> = all
            .par_iter()
            .map_init(PanelScratch::default, |scratch, known| {
                (!progress.is_cancelled()).then(|| look.article(known, &panel, scratch))
            })
            .collect();
        let found = found?;
        let counts = all.iter().zip(&found).filter(|(_, found)| !found.likely.is_empty());
        let counts = counts.map(|(known, found)| (known.article.path.clone(), found.likely.len()));
        let counts = Arc::new(counts.collect());
        let sure = Arc::new(look.sure(&all, &found));
        let uncertain = Arc::new(look.uncertain(&all, &found));
        Some(Self { themes, here, sure, uncertain, counts, units })
    }

    /// How many suggestions there are in all.
    #[must_use]
    pub fn total(&self) -> usize {
        self.counts.values().sum()
    }

    /// What was learned of a theme.
    #[must_use]
    pub fn of_theme(&self, theme: ThemeId) -> Option<&LearnedTheme> {
        self.themes.iter().find(|known| known.theme == theme).map(|known| &**known)
    }

    /// The themes that `text` is likeliest of, so many at most, the likeliest first; those of which too
    /// little is tagged come only where they are likely.
    #[must_use]
    pub fn likeliest(&self, text: &str, most: usize) -> Vec<ThemeId> {
        let scored = self.themes.iter().map(|known| (known.probability_of(text), known));
        let mut scored: Vec<_> = scored
            .filter(|(score, known)| !known.is_by_likeness() || *score >= known.least())
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0));
        scored.into_iter().take(most).map(|(_, known)| known.theme).collect()
    }
}

/// The units of every article that can be read; those of an article that has not changed are known.
fn units_of(scene: &Scene, before: Option<&SetSuggestions>) -> BTreeMap<ArticlePath, KnownUnits> {
    let articles: Vec<&Arc<Article>> = scene.corpus.articles().collect();
    let each = articles.par_iter().map(|&article| {
        let known = before.and_then(|before| before.units.get(&article.path));
        let known = known.filter(|known| Arc::ptr_eq(&known.article, article)).cloned();
        let known = known.unwrap_or_else(|| KnownUnits {
            article: Arc::clone(article),
            units: units(article.text.as_str(), SuggestionUnit::Sentence).into(),
        });
        (article.path.clone(), known)
    });
    each.collect::<Vec<_>>().into_iter().collect()
}

/// Learns every theme that the coder tagged with or that has a lexicon.
fn learn(
    scene: &Scene,
    (coder, refused): (&Coder, &RefusedTexts<'_>),
    units: &BTreeMap<ArticlePath, KnownUnits>,
    before: Option<&SetSuggestions>,
    progress: &LoadProgress,
) -> Option<Vec<Arc<LearnedTheme>>> {
    let own = scene.annotations.passages().filter(|(_, whose, _)| *whose == coder);
    let tagged: BTreeSet<ThemeId> = own.flat_map(|(.., one)| one.themes.iter().copied()).collect();
    let themes = scene.codebook().themes().iter();
    let themes: Vec<_> =
        themes.filter(|theme| tagged.contains(&theme.id) || !theme.lexicon.is_empty()).collect();
    progress.expect(themes.len());
    let learn_one = |theme: &&crate::annotation::Theme| {
        if progress.is_cancelled() {
            return None;
        }
        let id = theme.id;
        let is_done = |article: &ArticlePath| scene.is_done(article, coder, Some(id));
        let is_refused = |article: &ArticlePath, text: &str| refused.contains(id, article, text);
        let unit = SuggestionUnit::Sentence;
        let whose = Whose { theme: id, coder, unit, is_done: &is_done, is_refused: &is_refused };
        // Of an article that the coder has done nothing in nothing is learned.
        let taught = units.values().filter(|known| {
            let path = &known.article.path;
            scene.annotations.layer(path, coder).is_some_and(|layer| !layer.passages.is_empty())
                || is_done(path)
                || refused.any_in(id, path)
        });
        let taught =
            taught.map(|known| ArticleUnits::standing(scene, &known.article, &known.units, whose));
        let taught: Vec<_> = taught.collect();
        let before = before.and_then(|before| before.themes.iter().find(|one| one.theme == id));
        let learned = LearnedTheme::of(theme, &taught, before).ok();
        progress.advance();
        Some(learned)
    };
    let learned: Option<Vec<Option<Arc<LearnedTheme>>>> =
        themes.par_iter().map(learn_one).collect();
    Some(learned?.into_iter().flatten().collect())
}

/// What looking for suggestions needs.
struct Look<'a> {
    scene: &'a Scene,
    coder: &'a Coder,
    refused: &'a RefusedTexts<'a>,
    themes: &'a [Arc<LearnedTheme>],
}

/// The models among the learned themes, and which of those each is.
struct Models {
    panel: ThemePanel,
    places: Vec<usize>,
}

impl Look<'_> {
    fn panel(&self) -> Models {
        let models = self.themes.iter().enumerate();
        let models = models.filter_map(|(at, theme)| Some((at, theme.model()?)));
        let (places, models): (Vec<usize>, Vec<_>) = models.unzip();
        Models { panel: ThemePanel::new(&models), places }
    }

    /// What is likely, and what is doubtful, in one article.
    fn article(&self, known: &KnownUnits, models: &Models, scratch: &mut PanelScratch) -> FoundIn {
        let path = &known.article.path;
        let content = known.article.text.as_str();
        let layer = self.scene.annotations.layer(path, self.coder);
        let is_touched = layer.is_some_and(|layer| !layer.passages.is_empty());
        let standings: Vec<Option<ArticleUnits>> = self
            .themes
            .iter()
            .map(|theme| {
                let id = theme.theme;
                let is_done =
                    |article: &ArticlePath| self.scene.is_done(article, self.coder, Some(id));
                let is_refused =
                    |article: &ArticlePath, text: &str| self.refused.contains(id, article, text);
                let is_new = !is_touched && !is_done(path) && !self.refused.any_in(id, path);
                let whose = Whose {
                    theme: id,
                    coder: self.coder,
                    unit: SuggestionUnit::Sentence,
                    is_done: &is_done,
                    is_refused: &is_refused,
                };
                (!is_new).then(|| {
                    ArticleUnits::standing(self.scene, &known.article, &known.units, whose)
                })
            })
            .collect();
        let may_be = |theme: usize, unit: usize| match standings.get(theme) {
            Some(Some(units)) => {
                units.units.get(unit).is_some_and(|(_, standing)| *standing == Standing::Unread)
            }
            Some(None) => true,
            None => false,
        };
        let mut found = FoundIn::default();
        let mut rough = Vec::new();
        for (unit, &span) in known.units.iter().enumerate() {
            if !(0..self.themes.len()).any(|theme| may_be(theme, unit)) {
                continue;
            }
            let Some(text) = content.get(span.range()) else { continue };
            rough.clear();
            models.panel.score_into(text, scratch, &mut rough);
            let of_models = models.places.iter().zip(&rough).filter_map(|(&theme, &score)| {
                let known = self.themes.get(theme)?;
                Some((theme, known.probability(f64::from(score))))
            });
            let modelled = of_models.filter(|(theme, _)| may_be(*theme, unit)).collect::<Vec<_>>();
            let alike = self.themes.iter().enumerate().filter(|(_, known)| known.is_by_likeness());
            let alike = alike.filter(|(theme, _)| may_be(*theme, unit));
            let alike = alike.map(|(theme, known)| (theme, known.probability_of(text)));
            let beyond = |&(theme, probability): &(usize, f64)| {
                probability - self.themes.get(theme).map_or(1.0, |known| known.least())
            };
            let all = modelled.iter().copied().chain(alike);
            let best = all.max_by(|a, b| beyond(a).total_cmp(&beyond(b)).then(b.0.cmp(&a.0)));
            if let Some(one @ (theme, probability)) = best
                && beyond(&one) >= 0.0
            {
                found.likely.push(Likely { span, theme, probability });
            }
            let doubt = |one: &(usize, f64)| (one.1 - 0.5).abs();
            let doubtful = modelled.into_iter().min_by(|a, b| doubt(a).total_cmp(&doubt(b)));
            found.doubtful.extend(doubtful.map(|(theme, probability)| Likely {
                span,
                theme,
                probability,
            }));
        }
        let doubt = |one: &Likely| (one.probability - 0.5).abs();
        found.doubtful.sort_by(|a, b| doubt(a).total_cmp(&doubt(b)));
        found.doubtful.truncate(POOL_OF_ARTICLE);
        found
    }

    /// The likeliest, the same words once.
    fn sure(&self, all: &[&KnownUnits], found: &[FoundIn]) -> Vec<ThemeSuggestion> {
        let each = all.iter().zip(found);
        let each =
            each.flat_map(|(known, found)| found.likely.iter().map(move |one| (*known, *one)));
        let mut each: Vec<(&KnownUnits, Likely)> = each.collect();
        each.sort_by(|a, b| b.1.probability.total_cmp(&a.1.probability));
        let mut said = HashSet::new();
        let text = |known: &KnownUnits, one: Likely| {
            known.article.text.as_str().get(one.span.range()).map(grams)
        };
        let first = each.into_iter().filter(|(known, one)| said.insert(text(known, *one)));
        first.take(MOST_SURE).filter_map(|(known, one)| self.suggest(known, one)).collect()
    }

    fn uncertain(&self, all: &[&KnownUnits], found: &[FoundIn]) -> Vec<ThemeSuggestion> {
        let each = all.iter().zip(found).zip(0_u32..);
        let each = each.flat_map(|((known, found), article)| {
            found.doubtful.iter().map(move |one| (article, *known, *one))
        });
        let each: Vec<(u32, &KnownUnits, Likely)> = each.collect();
        let askable = each.iter().map(|&(article, known, one)| Askable {
            article,
            text: known.article.text.as_str().get(one.span.range()).unwrap_or_default(),
            probability: one.probability,
        });
        let askable: Vec<_> = askable.collect();
        let chosen = batch(&askable, BATCH).into_iter();
        let chosen = chosen.filter_map(|at| each.get(at));
        chosen.filter_map(|&(_, known, one)| self.suggest(known, one)).collect()
    }

    fn suggest(&self, known: &KnownUnits, one: Likely) -> Option<ThemeSuggestion> {
        let theme = self.themes.get(one.theme)?;
        let text = known.article.text.as_str().get(one.span.range())?;
        Some(ThemeSuggestion {
            theme: theme.theme,
            by_likeness: theme.is_by_likeness(),
            suggestion: theme.suggest(&known.article.path, one.span, text),
        })
    }
}
