//! Ranking labelled sentences of any source for one label, so that the method can be measured on public
//! data. Not for a set of articles: there nothing is known of what the coder has not read.

use super::{
    LEAST_TAGS, examples::Examples, few::LexiconLikeness, model::ThemeModel, quality::Trial,
};

/// A sentence, where it is from, and what it is labelled with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LabelledLine {
    /// From which document, by any number.
    pub document: u32,
    /// What it says.
    pub text: String,
    /// Whether it has the label that is learned.
    pub label: bool,
}

/// Lines in the order in which they are likely to have the label.
#[derive(Clone, Debug, PartialEq)]
pub struct LineRanking {
    /// Which line, from 0, and how likely it is to have the label; the likeliest first, those that are
    /// equal in the order of their lines.
    pub lines: Vec<(usize, f64)>,
    /// From how many labelled and how many other lines was learned, those that say nearly the same
    /// counted once.
    pub learned: [usize; 2],
    /// Whether too few had the label to learn from, so that likeness alone counts.
    pub by_likeness: bool,
}

/// Why nothing can be ranked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RankingError {
    /// No line to learn from has the label.
    #[error("no line to learn from has the label")]
    NoneLabelled,
}

/// Learns from some lines and ranks others.
///
/// # Errors
/// If there is nothing to learn from.
pub fn rank_lines<'a>(
    train: &[LabelledLine],
    rank: impl IntoIterator<Item = &'a str>,
) -> Result<LineRanking, RankingError> {
    let examples = Examples::new(train.iter().map(|line| (line.document, line.text.as_str())));
    let labels: Vec<bool> = train.iter().map(|line| line.label).collect();
    let lessons = examples.distinct(&labels);
    let wanted = lessons.iter().filter(|(_, label)| *label).count();
    if wanted == 0 {
        return Err(RankingError::NoneLabelled);
    }
    let learned = [wanted, lessons.len() - wanted];
    let enough = labels.iter().filter(|label| **label).count() >= LEAST_TAGS;
    let model = enough.then(|| ThemeModel::learn(&examples, &lessons)).flatten();
    // First the score, by which is ranked; then what is shown of it.
    let mut lines: Vec<(usize, f64)> = match &model {
        Some(model) => rank.into_iter().map(|text| model.score(text)).enumerate().collect(),
        None => {
            let tagged = train.iter().filter(|line| line.label).map(|line| line.text.as_str());
            let likeness = LexiconLikeness::new([], tagged);
            rank.into_iter().map(|text| likeness.score(text)).enumerate().collect()
        }
    };
    lines.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
    if model.is_some() {
        let calibration = Trial::of(&examples, &lessons).calibration();
        for (_, score) in &mut lines {
            *score = calibration.probability(*score);
        }
    }
    Ok(LineRanking { lines, learned, by_likeness: model.is_none() })
}
