//! The sample set: bundled with the program, copied to a folder of the user's own.

use std::path::PathBuf;

use rust_i18n::t;

use super::{Notice, Session, opening::request_for};
use crate::{corpus::Corpus, storage};

include!(concat!(env!("OUT_DIR"), "/sample_files.rs"));

impl Session {
    /// Whether the open set is the user's copy of the sample.
    #[must_use]
    pub fn is_sample_open(&self) -> bool {
        let folders = self.environment.folders.as_ref();
        let root = folders.map(|folders| folders.data.join(SAMPLE_NAME));
        root.is_some() && root.as_deref() == self.corpus().map(Corpus::root)
    }

    /// Copies the sample set where it is not there yet, and opens it.
    ///
    /// Files that are there are left as they are: the user may have marked them.
    pub(super) fn open_sample(&mut self) {
        let Some(folders) = &self.environment.folders else {
            return self.notices.push(Notice::error(t!("error.no_home")));
        };
        let root: PathBuf = folders.data.join(SAMPLE_NAME);
        self.start_opening_what(move |storage| {
            for (name, bytes) in SAMPLE_FILES {
                let path = root.join(name);
                if storage.metadata(&path).is_err() {
                    storage::save(storage, &path, bytes)?;
                }
            }
            request_for(storage, &[root])
        });
    }
}
