//! A file of the user's own, not of a set, written on a thread of its own: of several states the
//! last one.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread::JoinHandle,
};

use super::describe;
use crate::storage::{Storage, StorageError};

/// How a state is written.
type Save<T> = fn(&T, &dyn Storage, &Path) -> Result<(), StorageError>;

/// The window's end of it.
pub(super) struct UserFile<T> {
    storage: Arc<dyn Storage>,
    path: PathBuf,
    save: Save<T>,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// Runs from the first change to the end, or until that is waited for.
    writer: Option<Writer<T>>,
    faults: (Sender<String>, Receiver<String>),
}

struct Writer<T> {
    sender: Sender<T>,
    thread: JoinHandle<()>,
}

impl<T: Send + 'static> UserFile<T> {
    pub(super) fn new(
        storage: Arc<dyn Storage>,
        path: PathBuf,
        save: Save<T>,
        wake: Arc<dyn Fn() + Send + Sync>,
    ) -> Self {
        Self { storage, path, save, wake, writer: None, faults: channel() }
    }

    /// Has it written.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub(super) fn store(&mut self, state: T) -> std::io::Result<()> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.start()?,
        };
        // The thread ends only when this sender is dropped.
        let _ = writer.sender.send(state);
        self.writer = Some(writer);
        Ok(())
    }

    fn start(&self) -> std::io::Result<Writer<T>> {
        let (sender, states) = channel::<T>();
        let (storage, path, save) = (Arc::clone(&self.storage), self.path.clone(), self.save);
        let (faults, wake) = (self.faults.0.clone(), Arc::clone(&self.wake));
        let thread = std::thread::Builder::new().name("user file".to_owned()).spawn(move || {
            while let Ok(state) = states.recv() {
                // What was changed meanwhile counts.
                let state = states.try_iter().last().unwrap_or(state);
                if let Err(error) = save(&state, &*storage, &path) {
                    // The window may be gone already; then nobody is left to be told.
                    let _ = faults.send(describe::storage_error(&error));
                    wake();
                }
            }
        })?;
        Ok(Writer { sender, thread })
    }

    /// Why the disk refused, since the last call.
    pub(super) fn faults(&self) -> Vec<String> {
        self.faults.1.try_iter().collect()
    }
}

impl<T> UserFile<T> {
    /// Waits until the last state is on the disk.
    pub(super) fn finish(&mut self) {
        if let Some(Writer { sender, thread }) = self.writer.take() {
            drop(sender);
            // A panic there has been printed by its own thread; nothing can be added here.
            let _ = thread.join();
        }
    }
}

impl<T> Drop for UserFile<T> {
    fn drop(&mut self) {
        self.finish();
    }
}
