//! What others hang on a step's articles and themes: these do not go when the step is undone.

use std::collections::{BTreeMap, BTreeSet};

use rust_i18n::t;

use super::Outcome;
use crate::{
    annotation::{
        Annotations, Codebook, Edit, Invert as _, Layer, Passage, PassageId, Theme, ThemeId, Way,
    },
    corpus::{Article, ArticlePath},
    session::{Change, CommandError, Session, describe},
};

impl Session {
    /// The articles of a step that cannot go or come, and why.
    pub(super) fn staying_articles(&self, changes: &[Change]) -> BTreeMap<ArticlePath, String> {
        let mut staying = BTreeMap::new();
        let articles = |change| match change {
            &Change::Articles { ref articles, come } => Some((articles, come)),
            _ => None,
        };
        if !changes.iter().any(|change| articles(change).is_some()) {
            return staying;
        }
        let leaving = leaving_passages(changes);
        for (articles, come) in changes.iter().filter_map(articles) {
            for article in articles {
                if let Some(reason) = self.why_it_stays(article, come, &leaving) {
                    staying.insert(article.path.clone(), reason);
                }
            }
        }
        staying
    }

    fn why_it_stays(
        &self,
        article: &Article,
        come: bool,
        leaving: &BTreeMap<PassageId, &Passage>,
    ) -> Option<String> {
        let there = self.corpus()?.article(&article.path)?;
        let name = || describe::shown(article.path.as_str());
        if there.text != article.text {
            return Some(if come {
                t!("undo.article_there", article = name()).into_owned()
            } else {
                describe::command_error(&CommandError::ArticleChanged(article.path.clone()))
            });
        }
        if come {
            return None;
        }
        // What others marked in it would be left without its text.
        let leaves = |passage: &Passage| {
            leaving.get(&passage.id).is_some_and(|known| known.says_the_same_as(passage))
        };
        let mut layers = self.all_annotations().layers(&article.path);
        let used = layers.any(|(_, layer)| {
            let noted = layer.memo.as_ref().is_some_and(|memo| !memo.text.is_empty());
            noted || !layer.passages.iter().all(|passage| leaves(passage))
        });
        used.then(|| t!("undo.article_used", article = name()).into_owned())
    }

    /// Puts back themes that went with the step and that somebody else has given to passages since.
    pub(super) fn keep_used_themes(&mut self, way: Way, outcome: &mut Outcome) {
        let mut gone: BTreeMap<ThemeId, Option<ThemeId>> = BTreeMap::new();
        for change in &outcome.done {
            gone.extend(leaving_themes(change).map(|theme| (theme.id, theme.parent)));
        }
        let mut used: BTreeSet<ThemeId> =
            gone.keys().copied().filter(|&id| is_used(self.all_annotations(), way, id)).collect();
        if used.is_empty() {
            return;
        }
        // With those they are below.
        for mut id in used.clone() {
            while let Some(&Some(parent)) = gone.get(&id)
                && used.insert(parent)
            {
                id = parent;
            }
        }
        let mut kept = Vec::new();
        for place in (0..outcome.done.len()).rev() {
            let Some(change) = outcome.done.get(place) else { continue };
            let names: Vec<String> = leaving_themes(change)
                .filter(|theme| used.contains(&theme.id))
                .map(|theme| theme.name.clone())
                .collect();
            if names.is_empty() {
                continue;
            }
            kept.extend(names);
            match change.clone() {
                Change::Codebook { before, after } => {
                    let then = after.with_themes_of(&before, &used);
                    if let Some(scene) = self.scene_mut() {
                        scene.annotations.set_codebook(then.clone());
                    }
                    let change = Change::Codebook { before, after: Box::new(then) };
                    outcome.done.splice(place..=place, [change]);
                }
                change => {
                    let back = change.inverse();
                    if self.apply_change(&back).is_ok() {
                        outcome.done.remove(place);
                    }
                }
            }
        }
        for theme in kept {
            outcome.set_aside(t!("undo.theme_used", theme = theme).into_owned());
        }
    }
}

/// Whether passages bear a theme; of a step that is done again, those that can be changed now, as
/// the others kept it when it was done first.
fn is_used(annotations: &Annotations, way: Way, theme: ThemeId) -> bool {
    if annotations.count_of(theme) == 0 {
        return false;
    }
    annotations.passages().filter(|(.., passage)| passage.themes.contains(&theme)).any(
        |(article, coder, _)| {
            let writable = || annotations.layer(article, coder).is_some_and(Layer::is_writable);
            way == Way::Back || writable()
        },
    )
}

/// The themes that a change takes away.
fn leaving_themes(change: &Change) -> impl Iterator<Item = &Theme> {
    let one = match change {
        Change::Annotation(Edit::Theme { before: Some(before), after: None, .. }) => {
            Some(&before.1)
        }
        _ => None,
    };
    let books: Option<(&Codebook, &Codebook)> = match change {
        Change::Codebook { before, after } => Some((before, after)),
        Change::TakenIn(taken) => taken.codebooks(),
        _ => None,
    };
    let many = books.into_iter().flat_map(|(before, after)| {
        before.themes().iter().filter(|theme| after.get(theme.id).is_none())
    });
    one.into_iter().chain(many)
}

/// The passages that a step takes away, as they are then.
fn leaving_passages(changes: &[Change]) -> BTreeMap<PassageId, &Passage> {
    let leaving = changes.iter().filter_map(|change| match change {
        Change::Annotation(Edit::Passage { id, before: Some(before), after: None, .. }) => {
            Some((*id, &**before))
        }
        _ => None,
    });
    leaving.collect()
}
