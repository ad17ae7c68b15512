//! The file of the settings, written on a thread of its own: of several states the last one.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread::JoinHandle,
};

use super::{Settings, describe};
use crate::storage::Storage;

/// The window's end of it.
pub(super) struct SettingsFile {
    storage: Arc<dyn Storage>,
    path: PathBuf,
    wake: Arc<dyn Fn() + Send + Sync>,
    /// Runs from the first change to the end, or until that is waited for.
    writer: Option<Writer>,
    faults: (Sender<String>, Receiver<String>),
}

struct Writer {
    sender: Sender<Settings>,
    thread: JoinHandle<()>,
}

impl SettingsFile {
    pub(super) fn new(
        storage: Arc<dyn Storage>,
        path: PathBuf,
        wake: Arc<dyn Fn() + Send + Sync>,
    ) -> Self {
        Self { storage, path, wake, writer: None, faults: channel() }
    }

    /// Has them written.
    ///
    /// # Errors
    /// If the system gives no thread.
    pub(super) fn store(&mut self, settings: Settings) -> std::io::Result<()> {
        let writer = match self.writer.take() {
            Some(writer) => writer,
            None => self.start()?,
        };
        // The thread ends only when this sender is dropped.
        let _ = writer.sender.send(settings);
        self.writer = Some(writer);
        Ok(())
    }

    fn start(&self) -> std::io::Result<Writer> {
        let (sender, states) = channel::<Settings>();
        let (storage, path) = (Arc::clone(&self.storage), self.path.clone());
        let (faults, wake) = (self.faults.0.clone(), Arc::clone(&self.wake));
        let thread = std::thread::Builder::new().name("settings".to_owned()).spawn(move || {
            while let Ok(settings) = states.recv() {
                // What was changed meanwhile counts.
                let settings = states.try_iter().last().unwrap_or(settings);
                if let Err(error) = settings.save(&*storage, &path) {
                    // The window may be gone already; then nobody is left to be told.
                    let _ = faults.send(describe::storage_error(&error));
                    wake();
                }
            }
        })?;
        Ok(Writer { sender, thread })
    }

    /// Waits until the last state is on the disk.
    pub(super) fn finish(&mut self) {
        if let Some(Writer { sender, thread }) = self.writer.take() {
            drop(sender);
            // A panic there has been printed by its own thread; nothing can be added here.
            let _ = thread.join();
        }
    }

    /// Why the disk refused, since the last call.
    pub(super) fn faults(&self) -> Vec<String> {
        self.faults.1.try_iter().collect()
    }
}

impl Drop for SettingsFile {
    fn drop(&mut self) {
        self.finish();
    }
}
