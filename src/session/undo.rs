//! Undo and redo: a step goes as far as it still fits what is there.
//!
//! Others may have changed the same things since. What they left as the step left it is taken back;
//! the rest of the step is set aside for good, and told. What only cannot be done now (a file that
//! cannot be read at the moment) waits in its place, and the steps below it stay in reach.

mod moving;
mod others;

use std::collections::{BTreeMap, BTreeSet};

use rust_i18n::t;

use super::{
    Change, CommandError, Notice, NoticeCause, Session, Target, catalogue::catalogue_target,
    describe,
};
use crate::{
    annotation::{
        self, Coder, Edit, EditError, JournalEntry, LayerState, SavedQuery, Step, StepName,
        ThemeId, Way,
    },
    corpus::{ArticlePath, Correction},
};
use moving::Moves;

/// What became of the changes of a step.
#[derive(Default)]
struct Outcome {
    /// As they were made, in that order.
    done: Vec<Change>,
    /// They may be possible later.
    left: Vec<Change>,
    /// Why not now.
    why: Option<CommandError>,
    /// Why others can no longer be made, each with how many.
    aside: Vec<(String, usize)>,
}

impl Outcome {
    fn wait(&mut self, change: Change, why: CommandError) {
        self.left.push(change);
        self.why.get_or_insert(why);
    }

    fn set_aside(&mut self, reason: String) {
        match self.aside.iter_mut().find(|(known, _)| *known == reason) {
            Some((_, count)) => *count += 1,
            None => self.aside.push((reason, 1)),
        }
    }
}

/// A change as it can be made now, and why not all of it can.
#[derive(Default)]
struct Fitted {
    change: Option<Change>,
    reasons: Vec<String>,
}

impl Fitted {
    fn whole_if(fits: bool, change: Change, reason: impl Into<String>) -> Self {
        if fits {
            Self { change: Some(change), reasons: Vec::new() }
        } else {
            Self { change: None, reasons: vec![reason.into()] }
        }
    }
}

impl Session {
    /// The name of the step that undo would take back.
    #[must_use]
    pub fn undo_name(&self) -> Option<String> {
        self.next_step(Way::Back).map(StepName::to_string)
    }

    /// The name of the step that redo would do again.
    #[must_use]
    pub fn redo_name(&self) -> Option<String> {
        self.next_step(Way::Forth).map(StepName::to_string)
    }

    /// One that waits is passed over as long as it has to; where there is no other, it is named, so
    /// that the reason can be asked for.
    fn next_step(&self, way: Way) -> Option<&StepName> {
        let goes = |change: &Change| {
            !matches!(change, Change::Articles { .. }) && self.hindrance(change).is_none()
        };
        let history = &self.set.as_ref()?.history;
        let mut steps = history.steps(way);
        let next = steps.find(|(_, step, waits)| !waits || step.edits.iter().any(goes));
        let next = next.or_else(|| history.steps(way).next());
        next.map(|(_, step, _)| &step.name)
    }

    /// Takes the next step back, or does it again.
    pub(super) fn walk(&mut self, way: Way) -> Result<(), CommandError> {
        if self.is_moving() {
            self.tell_moving();
            return Ok(());
        }
        let set = self.set.as_ref().ok_or(CommandError::NoSet)?;
        let places: Vec<(usize, bool)> =
            set.history.steps(way).map(|(place, _, waits)| (place, waits)).collect();
        let mut waiting = None;
        for (place, waits) in places {
            let step = self.set.as_mut().and_then(|set| set.history.take(way, place));
            let Some(step) = step else { continue };
            let Some(step) = self.start_moving(way, place, step) else { return Ok(()) };
            let mut outcome = self.carry_out(way, step.edits, Moves::default());
            let (done, left) =
                (std::mem::take(&mut outcome.done), std::mem::take(&mut outcome.left));
            let counts = (done.len(), left.len());
            let stuck = done.is_empty() && outcome.aside.is_empty() && !left.is_empty();
            if let Some(set) = &mut self.set {
                set.history.settle(way, place, &step.name, done, left);
            }
            if stuck && waits {
                // Told when it was tried first; those below it are not to wait for it.
                waiting.get_or_insert((step.name, outcome, counts));
                continue;
            }
            self.tell_walked(way, &step.name, &outcome, counts);
            return Ok(());
        }
        if let Some((name, outcome, counts)) = waiting {
            self.tell_walked(way, &name, &outcome, counts);
        }
        Ok(())
    }

    /// The same with the step at that place of the history, whatever came after it.
    pub(super) fn walk_from(&mut self, way: Way, place: usize) {
        let Some(set) = &mut self.set else { return };
        let Some(step) = set.history.take(way, place) else { return };
        self.finish_walk(way, place, step, Moves::default());
    }

    /// Takes a step that was taken out of the history, whose articles' files have been moved.
    fn finish_walk(&mut self, way: Way, place: usize, step: Step<Change>, moves: Moves) {
        let mut outcome = self.carry_out(way, step.edits, moves);
        let (done, left) = (std::mem::take(&mut outcome.done), std::mem::take(&mut outcome.left));
        let counts = (done.len(), left.len());
        if let Some(set) = &mut self.set {
            set.history.settle(way, place, &step.name, done, left);
        }
        self.tell_walked(way, &step.name, &outcome, counts);
    }

    fn tell_walked(
        &mut self,
        way: Way,
        step: &StepName,
        outcome: &Outcome,
        (done, left): (usize, usize),
    ) {
        let count = outcome.aside.iter().map(|(_, count)| count).sum::<usize>();
        let reasons = outcome.aside.iter().map(|(reason, count)| match count {
            1 => reason.clone(),
            _ => t!("undo.times", reason = reason, count = count).into_owned(),
        });
        let reasons = reasons.collect::<Vec<_>>().join(&t!("undo.joint"));
        let text = match (way, done, count) {
            (_, 0, 0) if left > 0 => None,
            (Way::Back, 0, 0) => Some(t!("undo.back.nothing", step = step)),
            (Way::Forth, 0, 0) => Some(t!("undo.forth.nothing", step = step)),
            (Way::Back, _, 0) => Some(t!("note.undone", step = step)),
            (Way::Forth, _, 0) => Some(t!("note.redone", step = step)),
            (Way::Back, 0, _) => Some(t!("undo.back.aside", step = step, reasons = reasons)),
            (Way::Forth, 0, _) => Some(t!("undo.forth.aside", step = step, reasons = reasons)),
            (Way::Back, ..) => {
                Some(t!("undo.back.partly", step = step, count = count, reasons = reasons))
            }
            (Way::Forth, ..) => {
                Some(t!("undo.forth.partly", step = step, count = count, reasons = reasons))
            }
        };
        if let Some(text) = text {
            // What is not as the user asked for stays until it was read.
            let notice = if count > 0 { Notice::error(text) } else { Notice::note(text) };
            self.notices.push(notice.because(NoticeCause::Walking(way)));
        }
        if let Some(error) = outcome.why.as_ref().filter(|_| left > 0) {
            let reason = describe::command_error(error);
            let text = match way {
                Way::Back => t!("undo.back.waits", step = step, reason = reason),
                Way::Forth => t!("undo.forth.waits", step = step, reason = reason),
            };
            self.notices.push(Notice::error(text));
        }
    }

    /// Makes what fits of `changes`, in their order; the files of their articles are where they are to
    /// be, or in `moves` it says why not.
    fn carry_out(&mut self, way: Way, changes: Vec<Change>, moves: Moves) -> Outcome {
        let mut outcome = Outcome::default();
        // Passages hang on themes: a step that changes both goes as a whole or waits.
        if changes.iter().any(changes_themes) && !self.codebook_writable() {
            return Outcome {
                left: changes,
                why: Some(CommandError::CodebookUnreadable),
                ..outcome
            };
        }
        let coming = coming_themes(&changes);
        let Moves { mut moved, failed } = moves;
        let mut staying = self.staying_articles(&changes);
        let (never, later): (Vec<_>, Vec<_>) =
            failed.into_iter().partition(|(_, error)| lasts(error));
        for (article, error) in never {
            staying.insert(article.path.clone(), describe::command_error(&error));
        }
        for reason in staying.values() {
            outcome.set_aside(reason.clone());
        }
        let mut later: BTreeMap<ArticlePath, CommandError> =
            later.into_iter().map(|(article, error)| (article.path.clone(), error)).collect();
        for change in changes {
            // What was marked in an article that stays, or cannot come, is one with it.
            if article_of(&change).is_some_and(|article| staying.contains_key(article)) {
                continue;
            }
            if let Some(error) = self.hindrance(&change) {
                outcome.wait(change, error);
                continue;
            }
            match change {
                Change::Articles { articles, come } => {
                    let (mut done, mut left, mut back) = (Vec::new(), Vec::new(), Vec::new());
                    for article in articles {
                        let was_moved = moved.remove(&article.path);
                        if staying.contains_key(&article.path) {
                            back.extend(was_moved.map(|_| article));
                        } else if let Some(error) = later.remove(&article.path) {
                            left.push(article);
                            outcome.why.get_or_insert(error);
                        } else if let Some(was_moved) = was_moved {
                            self.take_moved(&article, was_moved, come);
                            done.push(article);
                        }
                    }
                    self.move_back(back, !come);
                    self.list_moved(&done, come);
                    if !left.is_empty() {
                        outcome.left.push(Change::Articles { articles: left, come });
                    }
                    if !done.is_empty() {
                        outcome.done.push(Change::Articles { articles: done, come });
                    }
                }
                change => self.carry_out_one(change, &coming, &mut outcome),
            }
        }
        self.keep_used_themes(way, &mut outcome);
        self.save_touched(&outcome.done);
        outcome
    }

    fn carry_out_one(&mut self, change: Change, coming: &BTreeSet<ThemeId>, outcome: &mut Outcome) {
        let fitted = match self.fit(&change, coming) {
            Ok(fitted) => fitted,
            Err(error) => return outcome.wait(change, error),
        };
        for reason in fitted.reasons {
            outcome.set_aside(reason);
        }
        let Some(fitting) = fitted.change else { return };
        match self.apply_change(&fitting) {
            Ok(()) => outcome.done.push(fitting),
            Err(error) if lasts(&error) => outcome.set_aside(describe::command_error(&error)),
            Err(error) => outcome.wait(change, error),
        }
    }

    /// Why a change cannot be made now, whatever it is: the file it is in cannot be read.
    fn hindrance(&self, change: &Change) -> Option<CommandError> {
        let locked = |article: &ArticlePath, coder: &Coder| {
            let layer = self.all_annotations().layer(article, coder)?;
            matches!(layer.state, LayerState::ReadOnly { .. }).then(|| {
                let (article, coder) = (article.clone(), coder.clone());
                CommandError::Edit(EditError::LayerLocked { article, coder })
            })
        };
        match change {
            Change::Annotation(edit) => match edit.layer() {
                Some((article, coder)) => locked(article, coder),
                None => (!self.codebook_writable()).then_some(CommandError::CodebookUnreadable),
            },
            Change::Codebook { .. } => {
                (!self.codebook_writable()).then_some(CommandError::CodebookUnreadable)
            }
            Change::Correction { .. } => {
                let problem = self.corpus()?.corrections_problem();
                problem.map(|_| CommandError::CorrectionsUnreadable)
            }
            Change::Articles { .. } => None,
            Change::Word { list, .. } => {
                self.lists().is_broken(*list).then_some(CommandError::DictionaryUnreadable)
            }
            Change::ArticleMemo { article, coder, .. } => locked(article, coder).or_else(|| {
                let there = self.corpus()?.article(article).is_some();
                (!there).then(|| CommandError::NoArticle(article.clone()))
            }),
            Change::Query { .. } => {
                let problem = self.records().queries.problem.as_ref();
                problem.map(|_| self.broken_file(SavedQuery::path))
            }
            Change::Journal { coder, .. } => {
                let problem = self.records().journals.get(coder)?.problem.as_ref();
                problem.map(|_| self.broken_file(|root| JournalEntry::path(root, coder)))
            }
            Change::Catalogue(edit) => {
                let target = catalogue_target(edit);
                self.is_locked(&target).then(|| self.broken_file(|root| target.path(root)))
            }
            Change::TakenIn(taken) => {
                self.is_locked(taken.target()).then(|| match taken.target() {
                    Target::Sidecar(article, coder) => {
                        let (article, coder) = (article.clone(), coder.clone());
                        CommandError::Edit(EditError::LayerLocked { article, coder })
                    }
                    target => self.broken_file(|root| target.path(root)),
                })
            }
        }
    }

    /// What of a change fits what is there.
    fn fit(&mut self, change: &Change, coming: &BTreeSet<ThemeId>) -> Result<Fitted, CommandError> {
        Ok(match change {
            Change::Annotation(edit) => return self.fit_edit(edit, coming),
            Change::Codebook { before, after } => {
                let now = self.codebook();
                let (then, kept) = annotation::carry_codebook(before, after, now);
                let name = |id: ThemeId| now.get(id).or_else(|| before.get(id)).map(|t| &t.name);
                let names = kept.into_iter().filter_map(name);
                let reasons =
                    names.map(|name| t!("undo.theme_changed", theme = name).into_owned()).collect();
                let (before, after) = (Box::new(now.clone()), Box::new(then));
                Fitted { change: Some(Change::Codebook { before, after }), reasons }
            }
            Change::Correction { article, before, after } => {
                let corpus = self.corpus().ok_or(CommandError::NoSet)?;
                let now = corpus.corrections().get(article).cloned().unwrap_or_default();
                let (then, clash) = Correction::carried(before, after, &now);
                let reason = || {
                    t!("undo.correction", article = describe::shown(article.file_name()))
                        .into_owned()
                };
                let change = (then != now).then(|| Change::Correction {
                    article: article.clone(),
                    before: now,
                    after: then,
                });
                let told = clash || change.is_none();
                Fitted { change, reasons: told.then(reason).into_iter().collect() }
            }
            // Of other versions that were taken in, what was done since stays: it is merged.
            Change::Articles { .. } | Change::TakenIn(_) => {
                Fitted { change: Some(change.clone()), ..Fitted::default() }
            }
            Change::Word { list, word, before, .. } => {
                let fits = self.lists().now(*list).get(word) == before.as_ref();
                let reason = t!("undo.word", word = describe::shown(word));
                Fitted::whole_if(fits, change.clone(), reason)
            }
            Change::ArticleMemo { article, coder, before, .. } => {
                let fits = self.all_annotations().article_memo(article, coder) == before;
                let reason =
                    t!("undo.article_memo", article = describe::shown(article.file_name()));
                Fitted::whole_if(fits, change.clone(), reason)
            }
            Change::Query { before, after } => {
                let id = before.as_ref().or(after.as_ref()).map(|query| query.id);
                let now = id.and_then(|id| self.query(id)).cloned();
                let same = |a: &SavedQuery, b: &SavedQuery| {
                    let b = SavedQuery { modified: a.modified, ..b.clone() };
                    *a == b
                };
                let fits = alike(now.as_ref(), before.as_ref(), same);
                // In a later merge it has to be the last word.
                let after = after.clone().map(|query| {
                    let before = now.as_ref().map_or(query.modified, |now| now.modified);
                    query.changed_after(before)
                });
                Fitted::whole_if(fits, Change::Query { before: now, after }, t!("undo.query"))
            }
            Change::Journal { coder, before, after } => {
                let id = before.as_ref().or(after.as_ref()).map(|entry| entry.id);
                let file = self.records().journals.get(coder);
                let now = id.and_then(|id| file?.now.get(id)).cloned();
                let same = |a: &JournalEntry, b: &JournalEntry| {
                    (a.id, a.created, &a.text) == (b.id, b.created, &b.text)
                };
                let fits = alike(now.as_ref(), before.as_ref(), same);
                let after = after.clone().map(|entry| {
                    let modified = now.as_ref().map_or(entry.modified, |now| now.modified);
                    let text = entry.text.clone();
                    JournalEntry { modified, ..entry }.with_text(text)
                });
                let change = Change::Journal { coder: coder.clone(), before: now, after };
                Fitted::whole_if(fits, change, t!("undo.journal"))
            }
            Change::Catalogue(edit) => {
                let fitted = self.whole_catalogue().fitted(edit).map(Change::Catalogue);
                let reasons = match &fitted {
                    Some(_) => Vec::new(),
                    None => vec![describe::catalogue_edit_gone(edit)],
                };
                Fitted { change: fitted, reasons }
            }
        })
    }

    /// What of an edit fits; makes its layer one that can be changed, if anything does.
    fn fit_edit(
        &mut self,
        edit: &Edit,
        coming: &BTreeSet<ThemeId>,
    ) -> Result<Fitted, CommandError> {
        let mut fit = self.all_annotations().fit(edit, coming);
        if fit.edit.is_some()
            && let Some((article, coder)) = edit.layer()
        {
            // Of an article that was edited meanwhile: its other passages go on waiting.
            self.unlock_stale(article, coder)?;
            fit = self.all_annotations().fit(edit, coming);
            if let (Some(text), Some(scene)) = (&fit.text, self.scene_mut()) {
                scene.annotations.keep_text(article, coder, text);
            }
        }
        let reasons = fit.obstacles.iter().map(describe::obstacle).collect();
        Ok(Fitted { change: fit.edit.map(Change::Annotation), reasons })
    }
}

/// Whether the same can never be done later either.
fn lasts(error: &CommandError) -> bool {
    match error {
        CommandError::Edit(EditError::LayerLocked { .. })
        | CommandError::NoSet
        | CommandError::NoArticle(_)
        | CommandError::CodebookUnreadable
        | CommandError::CorrectionsUnreadable
        | CommandError::DictionaryUnreadable
        | CommandError::FileUnreadable(_)
        | CommandError::Unsaved => false,
        CommandError::Storage(error) => error.source.kind() == std::io::ErrorKind::AlreadyExists,
        CommandError::Edit(_)
        | CommandError::Catalogue(_)
        | CommandError::NoPassage(_)
        | CommandError::NoTheme(_)
        | CommandError::NothingToMark
        | CommandError::OutOfText { .. }
        | CommandError::NoWord(_)
        | CommandError::OwnDifference(_)
        | CommandError::Snapshot(_)
        | CommandError::ArticleChanged(_)
        | CommandError::CodebookChanged => true,
    }
}

fn alike<T>(a: Option<&T>, b: Option<&T>, same: impl Fn(&T, &T) -> bool) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same(a, b),
        (None, None) => true,
        _ => false,
    }
}

pub(super) fn changes_themes(change: &Change) -> bool {
    match change {
        Change::Annotation(edit) => edit.layer().is_none(),
        Change::Codebook { .. } => true,
        Change::TakenIn(taken) => taken.codebooks().is_some(),
        _ => false,
    }
}

/// The article in which a change is made.
fn article_of(change: &Change) -> Option<&ArticlePath> {
    match change {
        Change::Annotation(edit) => edit.layer().map(|(article, _)| article),
        Change::Correction { article, .. } | Change::ArticleMemo { article, .. } => Some(article),
        Change::TakenIn(taken) => match taken.target() {
            Target::Sidecar(article, _) => Some(article),
            _ => None,
        },
        _ => None,
    }
}

/// The themes that come with a step.
fn coming_themes(changes: &[Change]) -> BTreeSet<ThemeId> {
    let mut coming = BTreeSet::new();
    for change in changes {
        match change {
            Change::Annotation(Edit::Theme { id, after: Some(_), .. }) => drop(coming.insert(*id)),
            Change::Codebook { after, .. } => coming.extend(after.themes().iter().map(|t| t.id)),
            Change::TakenIn(taken) => {
                let after = taken.codebooks().map(|(_, after)| after.themes());
                coming.extend(after.into_iter().flatten().map(|theme| theme.id));
            }
            _ => {}
        }
    }
    coming
}

#[cfg(test)]
mod tests;
