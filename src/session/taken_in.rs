//! Another version of a file that was taken in from the disk: told, and one undo away.
//!
//! A `git checkout`, a sync that deletes, a backup put back: the file is not what went on from what
//! memory and disk last both held. Where nothing was done here since, memory becomes what lies there;
//! where something was, it stays beside it, and the user is asked. All that came at once is one step
//! of the history, which brings our state back to memory and to the disk.

use std::time::{Duration, Instant};

use rust_i18n::t;

use super::{
    Change, CommandError, Notice, Session, Target, VersionId,
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
    pub(super) before: FileState,
    pub(super) after: FileState,
    difference: Difference,
    /// What lay on the disk, where something that was changed here stands beside it in `after`.
    theirs: Option<FileState>,
    /// When it came.
    version: VersionId,
}

/// The last time that other versions were taken in.
#[derive(Debug)]
pub(super) struct LastTaken {
    at: Instant,
    told: Taken,
}

/// What there is to tell of one time.
#[derive(Clone, Copy, Debug, Default)]
struct Taken {
    passages: Difference,
    others: Difference,
    /// Whether something was changed here, too.
    both: bool,
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
        let version = VersionId::fresh();
        Some(Self { target, before, after, difference, theirs: None, version })
    }

    /// The same where `theirs` lay on the disk, and ours was changed, too.
    pub(super) fn beside(self, theirs: Option<&FileState>) -> Self {
        let theirs = theirs.and_then(|theirs| theirs.with_head_of(&self.before));
        Self { theirs: theirs.or(self.theirs), ..self }
    }

    /// What undoes it.
    pub(super) fn inverse(&self) -> Self {
        let Self { target, before, after, difference, theirs, version } = self.clone();
        let Difference { fewer, more, set_back } = difference;
        let difference = Difference { fewer: more, more: fewer, set_back };
        Self { target, before: after, after: before, difference, theirs, version }
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

    /// From what memory became to what lay on the disk; `None` where that is the same.
    fn to_theirs(&self, version: VersionId) -> Option<Self> {
        let (before, after) = (self.after.clone(), self.theirs.clone()?);
        let (target, difference) = (self.target.clone(), after.compared(&before));
        Some(Self { target, before, after, difference, theirs: None, version })
    }
}

impl std::ops::AddAssign for Taken {
    fn add_assign(&mut self, other: Self) {
        self.passages += other.passages;
        self.others += other.others;
        self.both |= other.both;
    }
}

impl Taken {
    fn of(taken: &[TakenIn]) -> Self {
        let mut all = Self::default();
        for one in taken {
            match one.target {
                Target::Sidecar(..) => all.passages += one.difference,
                _ => all.others += one.difference,
            }
            all.both |= one.theirs.is_some();
        }
        all
    }

    fn notice(self, version: VersionId) -> Notice {
        let counted = |key: &str, Difference { fewer, more, .. }: Difference| {
            (fewer + more > 0).then(|| t!(key, fewer = fewer, more = more).into_owned())
        };
        let parts =
            [counted("version.passages", self.passages), counted("version.others", self.others)];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let what = if parts.is_empty() {
            t!("version.older").into_owned()
        } else {
            parts.join(&t!("undo.joint"))
        };
        let text = if self.both {
            t!("version.taken_beside_ours", what = what)
        } else {
            t!("version.taken", what = what)
        };
        Notice::restorable(text, version, self.both)
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
                    && ids.all(|id| self.all_annotations().find(id).is_some())
                    && one.difference.more == 0
                    && self.annotations_lack(one.target())
            }
            _ => false,
        };
        let version = VersionId::fresh();
        let taken: Vec<TakenIn> = taken
            .into_iter()
            .filter(|one| !moved(one))
            .map(|one| TakenIn { version, ..one })
            .collect();
        if taken.is_empty() {
            return;
        }
        let mut told = Taken::of(&taken);
        let name = step_name!("step.taken_in");
        let edits = taken.into_iter().map(Change::TakenIn).collect();
        let Some(OpenSet { history, last_taken, .. }) = &mut self.set else { return };
        history.push(Step { name, edits });
        if let Some(last) = last_taken.take()
            && last.at.elapsed() < TOGETHER
            && history.join_last(|change| matches!(change, Change::TakenIn(_)))
        {
            told += last.told;
        }
        *last_taken = Some(LastTaken { at: Instant::now(), told });
        self.notices.push(told.notice(version));
    }

    fn annotations_lack(&self, target: &Target) -> bool {
        match target {
            Target::Sidecar(article, coder) => {
                self.all_annotations().layer(article, coder).is_none()
            }
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

    /// The step of the history that is one time, as long as it can be undone: its place and what came.
    pub(super) fn version_step(&self, version: VersionId) -> Option<(usize, Vec<&TakenIn>)> {
        let mut steps = self.set.as_ref()?.history.steps(Way::Back);
        steps.find_map(|(place, step, _)| {
            // Such a step holds nothing else, and only the first is looked at in all others.
            let Some(Change::TakenIn(_)) = step.edits.first() else { return None };
            let taken = step.edits.iter().filter_map(|change| match change {
                Change::TakenIn(taken) => Some(taken),
                _ => None,
            });
            let taken: Vec<&TakenIn> = taken.collect();
            taken.iter().any(|one| one.version == version).then_some((place, taken))
        })
    }

    /// Whether what came that time can still be taken back.
    #[must_use]
    pub fn can_restore(&self, version: VersionId) -> bool {
        self.version_step(version).is_some()
    }

    /// Brings back what was there before other versions were taken in that time.
    pub(super) fn restore_version(&mut self, version: VersionId) {
        let Some((place, _)) = self.version_step(version) else { return };
        self.walk_from(Way::Back, place);
    }

    /// Takes the disk's version alone where something that was changed here stands beside it; what
    /// was done since stays.
    pub(super) fn use_disk_version(&mut self, version: VersionId) -> Result<(), CommandError> {
        let Some((_, taken)) = self.version_step(version) else { return Ok(()) };
        let to = VersionId::fresh();
        let theirs = taken.iter().filter(|one| !self.is_locked(&one.target));
        let edits: Vec<Change> =
            theirs.filter_map(|one| one.to_theirs(to)).map(Change::TakenIn).collect();
        self.commit_changes(Step { name: step_name!("step.disk_version"), edits })?;
        self.notices.push(Notice::undoable(t!("version.disk_only")));
        Ok(())
    }
}
