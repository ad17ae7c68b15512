//! Work in the background: a thread, its progress, a way to stop it, a result that may come late.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use crate::corpus::LoadProgress;

/// What a job is about, for the status line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobKind {
    /// Reading a set.
    Opening,
    /// Reading again what changed on the disk.
    Reloading,
    /// Writing excerpts to a file.
    Exporting,
    /// Reading files of other programs, or writing the articles that come of them.
    Importing,
    /// Putting files of ours in order.
    Caring,
    /// Copying a whole set to another folder.
    Copying,
    /// Finding the words of every article.
    Segmenting,
    /// Answering a question, with the text that says so if it is worth telling.
    Answering(Option<&'static str>),
}

/// A job that runs.
#[derive(Debug)]
pub struct Job {
    /// What it does.
    pub kind: JobKind,
    /// How far it is; also the way to stop it.
    pub progress: Arc<LoadProgress>,
    generation: u64,
}

/// The jobs of a session and what they bring back.
pub(super) struct Jobs<T> {
    running: Vec<Job>,
    /// With `None` of a job that panicked.
    sender: Sender<(u64, Option<T>)>,
    results: Receiver<(u64, Option<T>)>,
    wake: Arc<dyn Fn() + Send + Sync>,
    generation: u64,
    /// How many panicked that were not told of yet.
    panicked: usize,
}

impl<T: Send + 'static> Jobs<T> {
    pub(super) fn new(wake: Arc<dyn Fn() + Send + Sync>) -> Self {
        let (sender, results) = channel();
        Self { running: Vec::new(), sender, results, wake, generation: 0, panicked: 0 }
    }

    /// Runs `work` on a thread of its own; its result comes out of [`Self::results`].
    pub(super) fn start(
        &mut self,
        kind: JobKind,
        work: impl FnOnce(&LoadProgress) -> T + Send + 'static,
    ) -> std::io::Result<()> {
        self.generation += 1;
        let generation = self.generation;
        let progress = Arc::new(LoadProgress::default());
        let (shared, sender, wake) =
            (Arc::clone(&progress), self.sender.clone(), Arc::clone(&self.wake));
        thread::Builder::new().name(format!("{kind:?}")).spawn(move || {
            // A fault of ours in one job ends that job and nothing else: what it held is dropped, and
            // nobody waits for what it will not bring.
            let result = catch_unwind(AssertUnwindSafe(|| work(&shared))).ok();
            // A session that is gone wants no result.
            let _ = sender.send((generation, result));
            wake();
        })?;
        self.running.push(Job { kind, progress, generation });
        Ok(())
    }

    pub(super) fn running(&self) -> &[Job] {
        &self.running
    }

    /// Asks every job to stop and forgets it: whatever it still brings is dropped.
    pub(super) fn cancel(&mut self) {
        for job in self.running.drain(..) {
            job.progress.cancel();
        }
    }

    /// How many jobs panicked since the last call.
    pub(super) fn take_panicked(&mut self) -> usize {
        std::mem::take(&mut self.panicked)
    }

    /// What a job brought, if it was not cancelled.
    fn ended(&mut self, generation: u64, result: Option<T>) -> Option<T> {
        let count = self.running.len();
        self.running.retain(|job| job.generation != generation);
        if self.running.len() == count {
            return None;
        }
        self.panicked += usize::from(result.is_none());
        result
    }

    /// What the next job brings that was not cancelled; `None` if none runs.
    pub(super) fn wait(&mut self) -> Option<T> {
        while !self.running.is_empty() {
            let (generation, result) = self.results.recv().ok()?;
            if let Some(result) = self.ended(generation, result) {
                return Some(result);
            }
        }
        None
    }

    /// What the jobs that were not cancelled brought since the last call.
    pub(super) fn results(&mut self) -> Vec<T> {
        let brought: Vec<_> = self.results.try_iter().collect();
        brought.into_iter().filter_map(|(number, result)| self.ended(number, result)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_that_panics_is_over_and_the_others_go_on() {
        let mut jobs: Jobs<u32> = Jobs::new(Arc::new(|| ()));
        jobs.start(JobKind::Caring, |_| panic!("a fault of ours, in a test")).expect("a thread");
        assert_eq!(jobs.wait(), None, "nobody waits for what does not come");
        assert!(jobs.running().is_empty());
        assert_eq!((jobs.take_panicked(), jobs.take_panicked()), (1, 0));
        jobs.start(JobKind::Caring, |_| 7).expect("a thread");
        assert_eq!((jobs.wait(), jobs.take_panicked()), (Some(7), 0));
    }
}
