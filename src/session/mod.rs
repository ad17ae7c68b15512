//! What is open now: one set, what was marked in it, its history, its saver and its jobs.
//!
//! A session knows no window. The window and the command line hand it [`Command`]s; it applies
//! them, keeps what undoes them, and makes them durable on a thread of its own. What happens on
//! other threads is taken in by [`Session::poll`], or by the blocking calls the command line uses.

mod agreeing;
mod applied;
mod apply;
mod autocode;
mod beginning;
mod blind;
mod bulk;
mod care;
mod catalogue;
mod change;
mod colleague_folder;
mod colleague_work;
mod command;
mod comparing;
mod copy_set;
pub mod describe;
mod disk_changes;
pub mod export;
mod faults;
mod file_jobs;
mod finder;
mod formulas;
mod importing;
mod inquiry;
mod intake;
mod jobs;
mod kept_file;
mod kept_kinds;
mod look;
mod lookout;
mod memos;
mod notice;
mod open;
mod open_marked;
mod open_one;
mod open_set;
mod opening;
mod own_sight;
mod quantities;
mod quoting;
mod reading_places;
mod records;
mod recovery;
mod retrieve;
mod reuse;
mod sample;
mod saver;
mod saving;
mod searching;
mod settings;
mod settling;
mod snapshot_file;
mod snapshots;
mod starting;
mod suggesting;
mod taken_in;
mod target;
mod themes;
mod undo;
mod unsaved;
mod user_file;
mod version_changes;
mod version_id;
mod word_list;
mod words;

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::Instant,
};

use rust_i18n::t;

pub use agreeing::{
    AgreementByArticle, AgreementOfPair, CoderWork, DifferenceQuery, PairsOfCoders, RoundOfCoding,
    RoundsOfCoding, SettledCounts, ThemesTaken, agreement_note, agreement_picture,
    agreement_refusal, agreement_scope_name, agreement_sheet, agreement_unit_name,
    article_agreement_sheet, articles_where, coder_work, coefficient_name, confused_axis,
    confused_themes, confusion_sheet, difference_kind_name, difference_sheet, interval_note,
    joined_quote, pair_sheet, reliability_word, round_picture, round_sheet, settlement_name,
    state_word,
};
pub use applied::Applied;
pub use autocode::{Autocode, CodeSource, CodeUnit, FoundPassage, Proposal, Proposals};
pub use beginning::Beginning;
pub use bulk::Retag;
pub use care::{Choice, ConflictedCopy, MovedSidecar, Verdict};
pub use catalogue::{ArticleValue, AttributeLook, CatalogueCommand, LookAtAttributes};
pub use change::Change;
pub use colleague_folder::ColleagueFolderError;
pub use colleague_work::{LookAtWork, WorkBrought};
pub use command::{Command, CommandKind};
pub use comparing::{
    FormulaCompany, FormulaThemes, FormulaUse, PlacesOfQuery, QuantityYear, QueryPlaces,
    StopWordsOfSet, SummaryTexts, axis_item_name, axis_name, collocate_sheet, cooccurrence_picture,
    cooccurrence_sheet, cooccurrence_table, dispersion_picture, dispersion_sheet, figure_shown,
    filter_note, formula_picture, formula_sheet, frequency_sheet, group_axis, keyness_picture,
    keyness_sheet, matched_notes, matrix_notes, matrix_picture, matrix_sheet, matrix_unit_name,
    offered_axes, printed_shown, proximity_name, quantity_flag_shown, quantity_row_shown,
    quantity_sheet, quantity_source_sheet, reuse_picture, reuse_sheet, row_scale, string_sheet,
    summary_document, timeline_error, timeline_picture, timeline_sheet, unknown_theme, word_bars,
    word_refusal,
};
pub use export::{Export, ExportError, ExportPlan, ExportPreview, MadeContent, MadeFile};
pub use faults::{
    AutocodeError, CatalogueError, CommandError, ImportError, Salvaged, SaveError, SnapshotError,
    Unreadable,
};
pub use finder::{FindAnswer, FindQuestion, Finder};
pub use formulas::{FindFormulas, SetFormulas};
pub use importing::{Import, ImportPreview};
pub use inquiry::{Answered, Ask, Ground, Inquiry, MOST_WEIGHT, Question};
pub use jobs::{Job, JobKind};
pub use notice::{Notice, NoticeCause, NoticeTopic, Offer, Weight};
pub use opening::OpeningEnd;
pub use quantities::{ArticleQuantities, FindQuantities, SetQuantities};
pub use reading_places::{BesidePlace, REMEMBERED_AFTER, ReadingPlace, ReadingPlaces, SetPlace};
pub use records::read_records;
pub use recovery::UnsavedWork;
pub use retrieve::LineFault;
pub use reuse::{CopiedTag, FindReuse, ReuseFound, ReuseStopped};
pub use saving::{SaveFailure, SaveState};
pub use searching::{
    HitOrder, HitRow, HitsIn, HitsInFile, Lines, Marked, Scope, Search, SetHits, SetSearch,
};
pub use settings::{ArticleOrder, Language, PageTheme, Settings, TextFont, UserFolders, WordMarks};
pub use settling::{OwnMark, SettleCommand, SettleTerms, default_adjudicator};
pub use snapshot_file::{SnapshotInfo, Snapshots};
pub use snapshots::{ListSnapshots, LookAtSnapshot, Restored};
pub use suggesting::{LookAtLearning, SuggestInSet, SuggestionAnswer};
pub use taken_in::TakenIn;
pub use target::Target;
pub use themes::{ThemeField, in_vivo_name};
pub use version_changes::{VersionChange, VersionItem};
pub use version_id::VersionId;
pub use word_list::WordList;
pub use words::{
    FindWord, Harvest, KnownWords, SuggestWords, Suggestion, SuggestionKind, WordHits, WordHitsIn,
    dictionary_for, read_dictionary, segmenter_of,
};

use crate::{
    annotation::{AnchorStatus, Codebook, Coder, PassageId},
    corpus::{LoadError, LoadProgress},
    storage::Storage,
};
use file_jobs::FileJobs;
use inquiry::Inquiries;
use open::{OpenedSet, SetRequest};
use open_set::OpenSet;
use saving::Saving;

/// What a session stands on.
#[derive(Clone)]
pub struct Environment {
    /// The disk.
    pub storage: Arc<dyn Storage>,
    /// Where the user's own files lie; `None` keeps nothing beyond this run.
    pub folders: Option<UserFolders>,
    /// Called from any thread when [`Session::poll`] has something to take in.
    pub wake: Arc<dyn Fn() + Send + Sync>,
}

/// The open set and everything that happens to it.
pub struct Session {
    environment: Environment,
    settings: Settings,
    reading_places: ReadingPlaces,
    /// Since when a place is remembered that is not written.
    unwritten_place: Option<Instant>,
    /// The open set.
    set: Option<OpenSet>,
    files: FileJobs,
    /// What is asked about it.
    inquiries: Inquiries,
    /// Where the version before the last of each file is kept.
    previous: Option<PathBuf>,
    /// What could not be saved on another day.
    unsaved: Vec<UnsavedWork>,
    /// The set that is being opened to restore what could not be saved in it.
    restoring: Option<PathBuf>,
    notices: Vec<Notice>,
    /// Grows whenever another set was opened.
    set_revision: u64,
}

impl Session {
    /// A session with nothing open and the user's settings read.
    #[must_use]
    pub fn new(environment: Environment) -> Self {
        let mut notices = Vec::new();
        let settings = match &environment.folders {
            None => None,
            Some(folders) => {
                let path = folders.settings_file();
                let known = Settings::load(&*environment.storage, &path);
                known.unwrap_or_else(|reason| {
                    let path = path.display().to_string();
                    notices.push(Notice::error(t!("error.settings", reason = reason, path = path)));
                    None
                })
            }
        };
        let settings = settings.unwrap_or_default();
        rust_i18n::set_locale(settings.language.tag());
        let reading_places = environment
            .folders
            .as_ref()
            .map(|folders| ReadingPlaces::load(&*environment.storage, &folders.places_file()));
        let reading_places = reading_places.unwrap_or_default();
        let folders = environment.folders.as_ref();
        let files = FileJobs::new(&environment.storage, folders, &environment.wake);
        let data = environment.folders.as_ref().map(|folders| folders.data.clone());
        let unsaved =
            data.as_deref().map(|data| recovery::read_unsaved(&*environment.storage, data));
        let inquiries = Inquiries::new(Arc::clone(&environment.wake));
        Self {
            environment,
            settings,
            reading_places,
            unwritten_place: None,
            set: None,
            files,
            previous: data,
            unsaved: unsaved.unwrap_or_default(),
            restoring: None,
            inquiries,
            notices,
            set_revision: 0,
        }
    }

    /// A finder that wakes the window as the session does; `None` if the system gives no thread.
    #[must_use]
    pub fn finder(&self) -> Option<Finder> {
        Finder::new(Arc::clone(&self.environment.wake)).ok()
    }

    /// What the user chose.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Where each article and each set was left.
    #[must_use]
    pub fn reading_places(&self) -> &ReadingPlaces {
        &self.reading_places
    }

    /// Who marks in this session.
    #[must_use]
    pub fn coder(&self) -> Coder {
        self.settings.coder()
    }

    /// Grows whenever another set was opened, so that a view can forget what it kept of the last.
    #[must_use]
    pub fn set_revision(&self) -> u64 {
        self.set_revision
    }

    /// The themes of the open set.
    #[must_use]
    pub fn codebook(&self) -> &Codebook {
        self.all_annotations().codebook()
    }

    /// Whether a passage still stands where it stood when its article was last seen.
    #[must_use]
    pub fn status(&self, passage: PassageId) -> &AnchorStatus {
        self.places().status(passage)
    }

    /// Files of ours in the set that could not be read.
    #[must_use]
    pub fn unreadable(&self) -> &[Unreadable] {
        self.set.as_ref().map_or(&[], |set| &set.unreadable)
    }

    /// Whether everything is on the disk.
    #[must_use]
    pub fn save_state(&self) -> SaveState {
        self.saving().map_or(SaveState::Saved, Saving::state)
    }

    /// What runs in the background.
    pub fn jobs(&self) -> impl Iterator<Item = &Job> {
        let words = self.set.as_ref().map_or(&[][..], |set| set.words.running());
        self.files.running().chain(words).chain(self.inquiries.running())
    }

    /// Where the program keeps what is the user's; `None` where there is no home folder.
    #[must_use]
    pub fn folders(&self) -> Option<&UserFolders> {
        self.environment.folders.as_ref()
    }

    /// The disk that the session stands on.
    #[must_use]
    pub fn storage(&self) -> &Arc<dyn Storage> {
        &self.environment.storage
    }

    /// Whether what was told because of `cause` no longer holds.
    #[must_use]
    pub fn is_settled(&self, cause: &NoticeCause) -> bool {
        match cause {
            NoticeCause::Opening => self.files.opened.fault.is_none(),
            NoticeCause::Saving => !self.has_unsaved(),
            NoticeCause::Unreadable(path) => {
                self.unreadable().iter().all(|file| file.path != *path)
            }
            NoticeCause::Walking(_) => false,
        }
    }

    /// What there is to tell the user since the last call.
    pub fn take_notices(&mut self) -> Vec<Notice> {
        std::mem::take(&mut self.notices)
    }

    /// Takes in what happened on other threads; cheap, called once a frame.
    pub fn poll(&mut self) {
        self.poll_with(|_| ());
    }

    /// The same; `leave` is called before another set takes the place of the one that is open.
    pub fn poll_with(&mut self, mut leave: impl FnMut(&mut Self)) {
        self.poll_chores();
        self.poll_opening(&mut leave);
        for exported in self.files.exports.results() {
            self.take_export(exported);
        }
        for copied in self.files.copies.results() {
            self.take_copy(copied);
        }
        for cared in self.files.care.results() {
            self.take_care(cared);
        }
        self.take_save_reports();
        self.retry_in_time();
        self.take_disk_changes();
        self.poll_words();
        self.poll_reading_places();
        self.poll_import();
        self.fit_sight();
        self.poll_inquiries();
        self.tell_of_panics();
    }

    /// Keeps the version before the last of each file in the folder `data`, for a session without
    /// folders of the user's own.
    pub fn keep_previous_in(&mut self, data: PathBuf) {
        self.previous = Some(data);
    }

    /// Opens the folder `root` and returns when it is open. For the command line.
    ///
    /// # Errors
    /// If the folder cannot be read.
    pub fn open_now(&mut self, root: &Path) -> Result<(), LoadError> {
        let storage = &*self.environment.storage;
        let root = opening::resolved(storage, root)?;
        let set = open::open(storage, &SetRequest::Folder(root), &LoadProgress::default())?;
        self.take_set(set);
        Ok(())
    }

    /// Puts a freshly read set in the place of what was open, once that is on the disk.
    fn take_set(&mut self, set: OpenedSet) {
        self.finish_set();
        let saving = self.start_saving(&set);
        self.inquiries.forget();
        self.files.cancel_import();
        self.files.looks.cancel();
        self.files.reloads.cancel();
        self.set_revision += 1;
        let OpenedSet {
            mut scene, lists, records, locked, unreadable, copies, has_codebook, ..
        } = set;
        let codebook_broken = unreadable.iter().any(|file| file.owner.is_none());
        if !has_codebook && !codebook_broken && scene.codebook().themes().is_empty() {
            // Written only together with the first change: opening a folder leaves no trace.
            scene.annotations.set_codebook(starting::starting_codebook());
        }
        let told = unreadable.iter().map(intake::unreadable_notice);
        self.notices.extend(told);
        scene.reprints = reuse::reprints();
        let corrections = scene.corpus.corrections_problem().is_some();
        self.set = Some(OpenSet {
            scene,
            lists,
            records,
            locked,
            unreadable,
            copies,
            saving,
            ..OpenSet::default()
        });
        self.find_moved_sidecars();
        self.tell_waiting();
        if corrections {
            self.notices
                .push(Notice::error(t!("error.corrections_unreadable")).about(NoticeTopic::Review));
        }
        self.restore_in_opened_set();
        self.tell_faults();
        self.tell_record_problems();
        self.fit_sight();
    }

    fn store_settings(&mut self) {
        let settings = self.settings.clone();
        let stored = self.files.settings.as_mut().map(|file| file.store(settings));
        self.tell_of_thread(stored.unwrap_or(Ok(())));
    }
}

impl Drop for Session {
    /// Whatever was changed last is saved before the saver ends.
    fn drop(&mut self) {
        self.finish_saving();
    }
}

#[cfg(test)]
mod interleaving_tests;
#[cfg(test)]
mod reload_tests;
#[cfg(test)]
mod safety_tests;
#[cfg(test)]
mod slow_disk_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod version_tests;
