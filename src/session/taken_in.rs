//! Another version of a file that was taken in from the disk: told, and one undo away.
//!
//! A `git checkout`, a sync that deletes, a backup put back: the file is not what went on from what
//! memory and disk last both held. Where nothing was done here since, memory becomes what lies there.
//! All that came at once is one step of the history, which brings our state back to memory and to the
//! disk.

use std::time::{Duration, Instant};

use rust_i18n::t;

use super::{
    Change, Notice, Session, Target,
    kept_file::{Difference, FileState},
    open_set::OpenSet,
};
use crate::annotation::{Codebook, Step, Way, step_name};

/// What comes in so soon after another version belongs to it: a `git checkout` takes its time.
const TOGETHER: Duration = Duration::from_secs(5);

/// A file before and after another version of it was taken in.
#[derive(Clone, Debug)]
pub struct TakenIn {
    target: Target,
    before: FileState,
    after: FileState,
    difference: Difference,
}

/// The last time that other versions were taken in.
#[derive(Debug)]
pub(super) struct LastTaken {
    at: Instant,
    passages: Difference,
    others: Difference,
}

impl TakenIn {
    /// What memory held and holds now; `None` where that is no file.
    pub(super) fn new(
        target: Target,
        before: FileState,
        after: &FileState,
        difference: Difference,
    ) -> Option<Self> {
        let after = after.with_head_of(&before)?;
        Some(Self { target, before, after, difference })
    }

    /// What undoes it.
    pub(super) fn inverse(&self) -> Self {
        let Self { target, before, after, difference } = self.clone();
        let Difference { fewer, more, set_back } = difference;
        let difference = Difference { fewer: more, more: fewer, set_back };
        Self { target, before: after, after: before, difference }
    }

    /// Which file it is.
    pub(super) fn target(&self) -> &Target {
        &self.target
    }

    /// The themes before and after, where it is the codebook.
    pub(super) fn codebooks(&self) -> Option<(&Codebook, &Codebook)> {
        match (&self.before, &self.after) {
            (FileState::Codebook(before), FileState::Codebook(after)) => Some((before, after)),
            _ => None,
        }
    }
}

impl Session {
    /// Makes of the versions that were taken in together one step that can be undone, and tells.
    pub(super) fn remember_taken(&mut self, taken: Vec<TakenIn>) {
        // A sidecar that was moved with its article is there under another name.
        let moved = |one: &TakenIn| match &one.before {
            FileState::Sidecar(before) => {
                let mut ids = before.passages().into_keys().peekable();
                ids.peek().is_some()
                    && ids.all(|id| self.annotations().find(id).is_some())
                    && one.difference.more == 0
                    && self.annotations_lack(one.target())
            }
            _ => false,
        };
        let taken: Vec<TakenIn> = taken.into_iter().filter(|one| !moved(one)).collect();
        if taken.is_empty() {
            return;
        }
        let (mut passages, mut others) = (Difference::default(), Difference::default());
        for one in &taken {
            match one.target {
                Target::Sidecar(..) => passages += one.difference,
                _ => others += one.difference,
            }
        }
        let name = step_name!("step.taken_in");
        let edits = taken.into_iter().map(Change::TakenIn).collect();
        let Some(OpenSet { history, last_taken, .. }) = &mut self.set else { return };
        history.push(Step { name, edits });
        if let Some(last) = last_taken.take()
            && last.at.elapsed() < TOGETHER
            && history.join_last(|change| matches!(change, Change::TakenIn(_)))
        {
            passages += last.passages;
            others += last.others;
        }
        *last_taken = Some(LastTaken { at: Instant::now(), passages, others });
        let counted = |key: &str, Difference { fewer, more, .. }: Difference| {
            (fewer + more > 0).then(|| t!(key, fewer = fewer, more = more).into_owned())
        };
        let parts = [counted("version.passages", passages), counted("version.others", others)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let what = if parts.is_empty() {
            t!("version.older").into_owned()
        } else {
            parts.join(&t!("undo.joint"))
        };
        self.notices.push(Notice::restorable(t!("version.taken", what = what)));
    }

    fn annotations_lack(&self, target: &Target) -> bool {
        match target {
            Target::Sidecar(article, coder) => self.annotations().layer(article, coder).is_none(),
            _ => false,
        }
    }

    /// Puts the state before or after in the place of the other, with what was done since.
    pub(super) fn apply_taken(&mut self, taken: &TakenIn) {
        let TakenIn { target, before, after, .. } = taken;
        let now = self.state_in_memory(target).unwrap_or_else(|| FileState::missing(target));
        let merged = FileState::merged(Some(before), now, after.clone());
        let state = merged.state.with_head_of(before);
        state.unwrap_or(merged.state).put(self, target);
    }

    /// Brings back what was there before other versions were last taken in.
    pub(super) fn restore_version(&mut self) {
        let is_taken = |change: &Change| matches!(change, Change::TakenIn(_));
        let Some(set) = &self.set else { return };
        let mut steps = set.history.steps(Way::Back);
        let last = steps.find(|(_, step, _)| step.edits.iter().any(is_taken));
        let Some(place) = last.map(|(place, ..)| place) else { return };
        drop(steps);
        self.walk_from(Way::Back, place);
    }
}
