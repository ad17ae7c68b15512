//! Deciding where passages of a changed article stand, and between versions that a merge left.

use crate::{
    annotation::{
        self, AnchorStatus, Coder, Edit, Extension, Layer, LayerState, Passage, PassageId, Theme,
        ThemeId, step_name,
    },
    corpus::{ArticlePath, ContentHash},
    session::{Applied, CommandError, Session},
    text::CharSpan,
};

/// Under this key stands with a passage for which text the user has said that it has no place.
const ORPHAN: &str = "orphan";

/// What becomes of a passage that has no sure place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It stands there.
    Place(Vec<CharSpan>),
    /// It stands nowhere, and is kept with its quote.
    Orphan,
    /// It is to be looked at again.
    Again,
    /// It is deleted.
    Delete,
}

/// What becomes of two versions of the same thing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// The one that stands; the other goes.
    This,
    /// The other takes its place.
    That,
    /// Both: the other becomes a passage or a theme of its own.
    Both,
}

impl Session {
    /// The passages that have no sure place, or another, and wait for the user.
    #[must_use]
    pub fn to_review(&self) -> Vec<PassageId> {
        let waits =
            |id: &PassageId| self.annotations().find(*id).is_some() && !self.is_kept_orphan(*id);
        self.places().iter().map(|(id, _)| id).filter(waits).collect()
    }

    /// Whether the user has said of a passage that it has no place in the text as it is now.
    #[must_use]
    pub fn is_kept_orphan(&self, id: PassageId) -> bool {
        let Some((article, coder, _)) = self.all_annotations().find(id) else { return false };
        let Some(layer) = self.all_annotations().layer(article, coder) else { return false };
        let ext = layer.passage_ext.get(&id).and_then(|ext| ext.get(ORPHAN));
        ext.is_some_and(|value| {
            self.current(article).is_some_and(|(hash, _)| value.get_ron() == quoted(&hash))
        })
    }

    /// How many passages and themes have rival versions.
    #[must_use]
    pub fn rivals(&self) -> usize {
        // Asked at every frame, and there may be 10,000 layers.
        let Some(set) = &self.set else { return 0 };
        let revision = self.annotations().revision();
        let (known, count) = set.rival_count.get();
        if known == Some(revision) {
            return count;
        }
        let all = self.annotations().articles().flat_map(|path| self.annotations().layers(path));
        let passages = all.map(|(_, layer)| layer.rivals().count()).sum::<usize>();
        let count = passages + self.codebook().rivals().len();
        set.rival_count.set((Some(revision), count));
        count
    }

    /// The hash and the length of an article's text.
    fn current(&self, article: &ArticlePath) -> Option<(ContentHash, u32)> {
        let article = self.corpus()?.article(article)?;
        Some((article.hash().clone(), article.text.char_len().get()))
    }

    /// Makes the layer of a changed article one that can be edited: the user has looked at it.
    pub(in crate::session) fn unlock(
        &mut self,
        article: &ArticlePath,
        coder: &Coder,
    ) -> Result<Layer, CommandError> {
        let missing = || CommandError::NoArticle(article.clone());
        let (hash, chars) = self.current(article).ok_or_else(missing)?;
        let layer = self.all_annotations().layer(article, coder).ok_or_else(missing)?;
        let mut layer = layer.clone();
        if matches!(layer.state, LayerState::Stale) {
            layer.state = LayerState::Writable;
            layer.turn_to(&hash, chars);
            if let Some(scene) = self.scene_mut() {
                scene.annotations.put_layer(article.clone(), coder.clone(), layer.clone());
            }
        }
        Ok(layer)
    }

    pub(in crate::session) fn judge(
        &mut self,
        id: PassageId,
        verdict: Verdict,
    ) -> Result<Applied, CommandError> {
        let (article, coder, passage) =
            self.all_annotations().find(id).ok_or(CommandError::NoPassage(id))?;
        let (article, coder, passage) = (article.clone(), coder.clone(), passage.clone());
        let layer = self.unlock(&article, &coder)?;
        match verdict {
            Verdict::Place(fragments) => {
                let source = self.corpus().and_then(|corpus| corpus.article(&article));
                let source = source.ok_or_else(|| CommandError::NoArticle(article.clone()))?;
                let after = annotation::refragment(&source.text, &passage, &fragments)
                    .ok_or(CommandError::NothingToMark)?;
                let edit = Edit::change(article, coder, passage, after, layer.sha256, layer.chars);
                self.commit(step_name!("step.place"), vec![edit])?;
            }
            Verdict::Delete => {
                let edit = Edit::remove(article, coder, passage, layer.sha256, layer.chars);
                self.commit(step_name!("step.delete_passages", count = 1), vec![edit])?;
            }
            Verdict::Orphan | Verdict::Again => {
                let before: Extension = layer.passage_ext.get(&id).cloned().unwrap_or_default();
                let mut after = before.clone();
                after.remove(ORPHAN);
                let mut name = step_name!("step.again");
                if verdict == Verdict::Orphan
                    && let Some((hash, _)) = self.current(&article)
                    && let Ok(value) = ron::value::RawValue::from_boxed_ron(quoted(&hash).into())
                {
                    after.insert(ORPHAN.to_owned(), value);
                    name = step_name!("step.orphan");
                }
                if after != before {
                    self.commit(name, vec![Edit::Extras { article, coder, id, before, after }])?;
                }
            }
        }
        Ok(Applied::Passage(id))
    }

    /// Takes over all places that were surely found, in every article of the set.
    pub(in crate::session) fn accept_all_moved(&mut self) -> Result<(), CommandError> {
        let moved = |id: &PassageId| matches!(self.status(*id), AnchorStatus::Moved(_));
        let mut layers: Vec<(ArticlePath, Coder)> = self
            .to_review()
            .into_iter()
            .filter(moved)
            .filter_map(|id| self.all_annotations().find(id))
            .map(|(article, coder, _)| (article.clone(), coder.clone()))
            .collect();
        layers.sort();
        layers.dedup();
        let mut edits = Vec::new();
        for (article, coder) in layers {
            edits.extend(self.moved_edits(&article, &coder)?);
        }
        self.commit(step_name!("step.accept_moved", count = edits.len()), edits)
    }

    /// The edits that take over what was surely found in one layer, which can be edited then.
    pub(in crate::session) fn moved_edits(
        &mut self,
        article: &ArticlePath,
        coder: &Coder,
    ) -> Result<Vec<Edit>, CommandError> {
        if self.all_annotations().layer(article, coder).is_none() {
            return Ok(Vec::new());
        }
        let layer = self.unlock(article, coder)?;
        let source = self.corpus().and_then(|corpus| corpus.article(article));
        let source = source.ok_or_else(|| CommandError::NoArticle(article.clone()))?;
        let edit = |before: &Passage| {
            let AnchorStatus::Moved(fragments) = self.status(before.id) else { return None };
            let after = annotation::refragment(&source.text, before, fragments)?;
            let (article, coder) = (article.clone(), coder.clone());
            let (sha256, chars) = (layer.sha256.clone(), layer.chars);
            Some(Edit::change(article, coder, before.clone(), after, sha256, chars))
        };
        Ok(layer.passages.iter().filter_map(|passage| edit(passage)).collect())
    }

    pub(in crate::session) fn choose(
        &mut self,
        id: PassageId,
        choice: Choice,
    ) -> Result<Applied, CommandError> {
        let (article, coder, passage) =
            self.all_annotations().find(id).ok_or(CommandError::NoPassage(id))?;
        let (article, coder, passage) = (article.clone(), coder.clone(), passage.clone());
        let layer =
            self.all_annotations().layer(&article, &coder).ok_or(CommandError::NoPassage(id))?;
        let (sha256, chars) = (layer.sha256.clone(), layer.chars);
        let before: Vec<Passage> =
            layer.conflicts.iter().filter(|rival| rival.id == id).cloned().collect();
        let other = before.iter().find(|rival| **rival != passage).cloned();
        let Some(other) = other else { return Ok(Applied::Done) };
        let after = before.iter().filter(|rival| **rival != other).cloned().collect();
        let mut edits = vec![Edit::Rivals {
            article: article.clone(),
            coder: coder.clone(),
            id,
            before,
            after,
        }];
        match choice {
            Choice::This => {}
            Choice::That => {
                edits.push(Edit::change(article, coder, passage, other, sha256, chars));
            }
            Choice::Both => {
                let copy = Passage { id: PassageId::fresh(), ..other };
                edits.push(Edit::add(article, coder, copy, sha256, chars));
            }
        }
        self.commit(step_name!("step.choose"), edits)?;
        Ok(Applied::Passage(id))
    }

    pub(in crate::session) fn choose_theme(
        &mut self,
        id: ThemeId,
        choice: Choice,
    ) -> Result<Applied, CommandError> {
        let codebook = self.codebook();
        let theme = codebook.get(id).ok_or(CommandError::NoTheme(id))?.clone();
        let before: Vec<Theme> =
            codebook.rivals().iter().filter(|rival| rival.id == id).cloned().collect();
        let Some((other, rest)) = before.split_first() else { return Ok(Applied::Done) };
        let (other, after) = (other.clone(), rest.to_vec());
        let mut edits = vec![Edit::ThemeRivals { id, before, after }];
        match choice {
            Choice::This => {}
            Choice::That => {
                edits.extend(self.free_key(&other));
                edits.extend(Edit::change_theme(self.codebook(), other));
            }
            Choice::Both => {
                let fresh = self.codebook().new_theme(&other.name);
                let taken = |name: &str| {
                    let siblings = self.codebook().children(theme.parent);
                    siblings.into_iter().any(|sibling| sibling.name == name)
                };
                let mut name = other.name.clone();
                let mut number = 1;
                while taken(&name) {
                    number += 1;
                    name = format!("{} {number}", other.name);
                }
                let (key, colour) = (fresh.key, other.colour);
                let copy = Theme { id: fresh.id, name, key, colour, parent: theme.parent, ..other };
                edits.push(Edit::add_theme(self.codebook(), copy));
            }
        }
        self.commit(step_name!("step.choose"), edits)?;
        Ok(Applied::Theme(id))
    }
}

fn quoted(hash: &ContentHash) -> String {
    format!("\"{}\"", hash.as_str())
}
