//! The system's own programs, asked on a thread of their own to show a folder or open a file.

use std::{
    path::{Path, PathBuf},
    sync::{
        Arc,
        mpsc::{Receiver, Sender, channel},
    },
    thread,
};

use eframe::egui::Context;
use rust_i18n::t;

use crate::{
    session::describe,
    storage::{EntryKind, Storage},
};

/// Shows folders, and keeps what went wrong until it is told.
pub(super) struct FileManager {
    sender: Sender<String>,
    faults: Receiver<String>,
}

impl Default for FileManager {
    fn default() -> Self {
        let (sender, faults) = channel();
        Self { sender, faults }
    }
}

impl FileManager {
    /// Shows the folder that the file `path` is in, or the folder `path` itself.
    pub(super) fn show(&self, ctx: &Context, storage: &Arc<dyn Storage>, path: PathBuf) {
        self.start(ctx, storage, move |storage| show(storage, path));
    }

    fn start(
        &self,
        ctx: &Context,
        storage: &Arc<dyn Storage>,
        ask: impl FnOnce(&dyn Storage) -> Result<(), String> + Send + 'static,
    ) {
        let (storage, sender, ctx) = (Arc::clone(storage), self.sender.clone(), ctx.clone());
        let started = thread::Builder::new().name("file-manager".to_owned()).spawn(move || {
            if let Err(fault) = ask(&*storage) {
                // A window that is gone tells nothing.
                let _ = sender.send(fault);
                ctx.request_repaint();
            }
        });
        if let Err(error) = started {
            let fault = t!("error.thread", reason = error.to_string()).into_owned();
            let _ = self.sender.send(fault);
        }
    }

    /// Opens the file `path` in the program that the system has for it.
    pub(super) fn open(&self, ctx: &Context, storage: &Arc<dyn Storage>, path: PathBuf) {
        self.start(ctx, storage, move |storage| open(storage, &path));
    }

    /// What went wrong since the last call, in the user's language.
    pub(super) fn faults(&self) -> Vec<String> {
        self.faults.try_iter().collect()
    }
}

fn open(storage: &dyn Storage, path: &Path) -> Result<(), String> {
    storage.metadata(path).map_err(|error| describe::storage_error(&error))?;
    system_open::that(path).map_err(|error| {
        let path = describe::path(path);
        t!("error.open_file", reason = error.to_string(), path = path).into_owned()
    })
}

fn show(storage: &dyn Storage, path: PathBuf) -> Result<(), String> {
    let found = storage.metadata(&path).map_err(|error| describe::storage_error(&error))?;
    let folder = match path.parent() {
        Some(parent) if found.kind != EntryKind::Folder => parent.to_path_buf(),
        _ => path,
    };
    system_open::that(&folder).map_err(|error| {
        let path = describe::path(&folder);
        t!("error.show_folder", reason = error.to_string(), path = path).into_owned()
    })
}
