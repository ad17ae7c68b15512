//! Dispersion: how evenly a string is spread over articles.
//!
//! DP (Gries 2008) is half the sum of how far each article's part of the places is from its part of the
//! text, 0 for perfectly even; `DPnorm` (Lijffijt and Gries 2012) divides it by the most it can be.
//! Juilland's D (Juilland and Chang-Rodríguez 1964) is 1 less the coefficient of variation of the
//! articles' rates, for their number, 1 for perfectly even.

use rayon::prelude::*;

use super::{
    part::{TextPart, WordGround, WordRefusal},
    strings,
};
use crate::{
    analysis::{articles::CountedArticle, repeated::Counting},
    corpus::ArticlePath,
    scene::Scene,
    search::condition::Parsed,
    text::CharSpan,
};

/// What dispersion is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DispersionTerms {
    /// The string, a query of its own.
    pub string: String,
    /// Of which text.
    pub filter: Parsed,
    /// Whether what is printed twice counts twice.
    pub counting: Counting,
}

/// The places in an article.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DispersionPart {
    /// The article.
    pub article: ArticlePath,
    /// Its year.
    pub year: Option<i16>,
    /// The characters of the text that is meant.
    pub characters: u64,
    /// The length of the whole article, in characters.
    pub length: u32,
    /// Where it stands, in order.
    pub places: Vec<CharSpan>,
}

/// How evenly something is spread.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Evenness {
    /// Gries' deviation of proportions; `None` of what stands nowhere.
    pub dp: Option<f64>,
    /// The same where the most it can be is 1; `None` in one article alone.
    pub dp_norm: Option<f64>,
    /// Juilland's D; `None` in one article alone.
    pub juilland_d: Option<f64>,
}

/// Where a string stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Dispersion {
    /// Every article in the set's order, those too in which it does not stand.
    pub parts: Vec<DispersionPart>,
    /// How evenly.
    pub evenness: Evenness,
}

impl Evenness {
    /// Of so many places in parts of those sizes.
    #[must_use]
    #[expect(clippy::cast_precision_loss, reason = "no text has 2⁵³ characters")]
    pub fn of(counts: &[u64], sizes: &[u64]) -> Self {
        let parts: Vec<(f64, f64)> = counts
            .iter()
            .zip(sizes)
            .filter(|(_, size)| **size > 0)
            .map(|(&count, &size)| (count as f64, size as f64))
            .collect();
        let sum = |of: fn(&(f64, f64)) -> f64| parts.iter().map(of).sum::<f64>();
        let (all, size) = (sum(|part| part.0), sum(|part| part.1));
        if all <= 0.0 || size <= 0.0 {
            return Self::default();
        }
        let apart = parts.iter().map(|(count, part)| (count / all - part / size).abs());
        let dp = apart.sum::<f64>() / 2.0;
        let number = parts.len() as f64;
        if number < 2.0 {
            return Self { dp: Some(dp), ..Self::default() };
        }
        let smallest = parts.iter().map(|part| part.1).fold(f64::INFINITY, f64::min) / size;
        let rates: Vec<f64> = parts.iter().map(|(count, size)| count / size).collect();
        let mean = rates.iter().sum::<f64>() / number;
        let variance = rates.iter().map(|rate| (rate - mean).powi(2)).sum::<f64>() / number;
        let d = 1.0 - variance.sqrt() / mean / (number - 1.0).sqrt();
        Self {
            dp: Some(dp),
            dp_norm: Some(dp / (1.0 - smallest)),
            juilland_d: Some(d.clamp(0.0, 1.0)),
        }
    }
}

impl DispersionTerms {
    /// Finds every place.
    ///
    /// # Errors
    /// If the string cannot be looked for, or the condition names a theme that is not there.
    pub fn places(&self, scene: &Scene) -> Result<Dispersion, WordRefusal> {
        let query = strings::query(&self.string)?;
        let ground = WordGround::new(scene, &self.filter, self.counting)?;
        let part = |both: &(CountedArticle<'_>, TextPart)| {
            let (counted, part) = both;
            let text = &counted.article?.text;
            let hits = ground.hits(both, &query);
            Some(DispersionPart {
                article: counted.path.clone(),
                year: counted.year,
                characters: part.characters(text),
                length: text.char_len().get(),
                places: hits.into_iter().filter_map(|hit| text.char_span(hit)).collect(),
            })
        };
        let parts: Vec<DispersionPart> = ground.articles.par_iter().filter_map(part).collect();
        let counts: Vec<u64> = parts.iter().map(|part| part.places.len() as u64).collect();
        let sizes: Vec<u64> = parts.iter().map(|part| part.characters).collect();
        Ok(Dispersion { evenness: Evenness::of(&counts, &sizes), parts })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::sample::{condition, set};

    /// The values of `dispersion-gries-2008` and `dispersion-one-part` in the oracles.
    #[test]
    fn the_values_are_those_of_the_literature() {
        let near = |value: Option<f64>, expected: f64| {
            let value = value.unwrap();
            assert!((value - expected).abs() < 6e-6, "{value} is not {expected}");
        };
        let gries = Evenness::of(&[1, 2, 3, 4, 5], &[9, 10, 10, 10, 11]);
        near(gries.dp, 0.18);
        near(gries.dp_norm, 0.219_512);
        near(gries.juilland_d, 0.785_15);
        let one = Evenness::of(&[8, 0, 0, 0], &[10, 10, 10, 10]);
        near(one.dp, 0.75);
        near(one.dp_norm, 1.0);
        near(one.juilland_d, 0.0);
        assert_eq!(Evenness::of(&[0, 0], &[3, 4]), Evenness::default());
        assert_eq!(Evenness::of(&[2], &[9]).dp_norm, None);
    }

    #[test]
    fn places_are_characters_of_each_article() {
        let sample = set(&[("2017-a.txt", "人人人，好人"), ("b.txt", "无")], &[]);
        let terms = DispersionTerms {
            string: "人人".to_owned(),
            filter: condition(""),
            counting: Counting::Both,
        };
        let found = terms.places(&sample.scene).unwrap();
        let starts: Vec<Vec<u32>> = found
            .parts
            .iter()
            .map(|part| part.places.iter().map(|place| place.start().get()).collect())
            .collect();
        assert_eq!(starts, [vec![0, 1], vec![]]);
        let dp = found.evenness.dp.unwrap();
        assert!((dp - 1.0 / 7.0).abs() < 1e-12, "{dp}");
    }
}
