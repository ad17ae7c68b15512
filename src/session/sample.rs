//! The sample set: bundled with the program, copied to a folder of the user's own.

use std::path::{Path, PathBuf};

use rust_i18n::t;

use super::{Notice, Session, opening::request_for};
use crate::{annotation, corpus::Corpus, storage};

include!(concat!(env!("OUT_DIR"), "/sample_files.rs"));

impl Session {
    /// Whether the open set is the user's copy of the sample.
    #[must_use]
    pub fn is_sample_open(&self) -> bool {
        let folders = self.environment.folders.as_ref();
        let root = folders.map(|folders| folders.data.join(SAMPLE_NAME));
        root.is_some() && root.as_deref() == self.corpus().map(Corpus::root)
    }

    /// Copies the sample set where it is not there yet, with what is marked in it, and opens it.
    ///
    /// Of a copy that is there only articles that are missing come again: what is marked in it is the
    /// user's own.
    pub(super) fn open_sample(&mut self) {
        let Some(root) = self.sample_root() else { return };
        self.start_opening_what(move |storage| {
            let is_new = storage.metadata(&root).is_err();
            for (name, bytes) in SAMPLE_FILES {
                let path = root.join(name);
                let is_article = Path::new(name).extension().is_some_and(|end| end != "ron");
                if (is_new || is_article) && storage.metadata(&path).is_err() {
                    storage::save(storage, &path, bytes)?;
                }
            }
            request_for(storage, &[root])
        });
    }

    /// Puts the copy aside under another name, beside it, and opens the sample as it came.
    pub(super) fn restore_sample(&mut self) {
        let Some(root) = self.sample_root() else { return };
        let time = annotation::now().strftime("%Y%m%d-%H%M%S");
        let aside = root.with_file_name(format!("{SAMPLE_NAME}-{time}"));
        self.start_opening_what(move |storage| {
            if storage.metadata(&root).is_ok() {
                storage.rename(&root, &aside)?;
            }
            for (name, bytes) in SAMPLE_FILES {
                storage::save(storage, &root.join(name), bytes)?;
            }
            request_for(storage, &[root])
        });
    }

    fn sample_root(&mut self) -> Option<PathBuf> {
        let root = self.environment.folders.as_ref().map(|folders| folders.data.join(SAMPLE_NAME));
        if root.is_none() {
            self.notices.push(Notice::error(t!("error.no_home")));
        }
        root
    }
}
