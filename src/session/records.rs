//! Saved queries and journals of the open set: read, changed, merged.

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

use rust_i18n::t;

use super::{Change, CommandError, Notice, Session, Target, describe};
use crate::{
    annotation::{
        Coder, JournalEntry, QueryKind, Record, RecordId, Records, RecordsError, SavedQuery, Step,
        step_name,
    },
    storage::Storage,
};

/// No such file that is longer is read, in bytes.
const LIMIT: u64 = 64 << 20;

/// One file as it is in memory.
#[derive(Clone, Debug)]
pub(super) struct File<T> {
    pub(super) now: Records<T>,
    /// Why it cannot be read; it is not written over then.
    pub(super) problem: Option<String>,
}

impl<T> Default for File<T> {
    fn default() -> Self {
        Self { now: Records::default(), problem: None }
    }
}

impl<T: Record> File<T> {
    /// Whether `before` is what stands there for `id`; a change that somebody else overtook does
    /// not fit any more.
    fn change(&mut self, before: Option<&T>, after: Option<&T>) {
        match (before, after) {
            (_, Some(after)) => drop(self.now.set(after.clone())),
            (Some(before), None) => drop(self.now.remove(before.id())),
            (None, None) => {}
        }
    }
}

/// Reads the bytes of such a file; else says, in the user's language, what is wrong with them.
pub(super) fn parse<T: Record>(bytes: &[u8]) -> Result<Records<T>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    Records::from_ron(text).map_err(|error| fault(&error))
}

/// Reads such a file of a set; one that is not there holds nothing.
///
/// # Errors
/// Why it cannot be read, in the user's language.
pub fn read_records<T: Record>(storage: &dyn Storage, path: &Path) -> Result<Records<T>, String> {
    match storage.read(path, LIMIT) {
        Ok(bytes) => parse(&bytes).map_err(|reason| describe::codebook_error(path, &reason)),
        Err(error) if error.is_not_found() => Ok(Records::default()),
        Err(error) => Err(describe::storage_error(&error)),
    }
}

/// What is wrong with such a file, in the user's language.
pub(super) fn fault(error: &RecordsError) -> String {
    match error {
        RecordsError::Syntax { line, column, reason } => {
            let fault = describe::fault(reason);
            t!("care.fault.at", line = line, column = column, fault = fault).into_owned()
        }
        RecordsError::NewerVersion { version } => {
            t!("care.fault.newer", version = version).into_owned()
        }
    }
}

/// All such files of a set.
#[derive(Clone, Debug, Default)]
pub(super) struct Files {
    pub(super) queries: File<SavedQuery>,
    pub(super) journals: BTreeMap<Coder, File<JournalEntry>>,
    /// Grows whenever any of them was changed or read again.
    revision: u64,
}

impl Files {
    /// The journal of `coder`, which is begun if there is none.
    pub(super) fn journal_mut(&mut self, coder: &Coder) -> &mut File<JournalEntry> {
        self.revision += 1;
        self.journals.entry(coder.clone()).or_default()
    }

    /// Others of them are seen than before.
    pub(super) fn touch(&mut self) {
        self.revision += 1;
    }

    /// Takes the saved queries; they can be read.
    pub(super) fn put_queries(&mut self, queries: Records<SavedQuery>) {
        self.revision += 1;
        self.queries = File { now: queries, problem: None };
    }

    /// Takes the journal of `coder`; it can be read.
    pub(super) fn put_journal(&mut self, coder: &Coder, entries: Records<JournalEntry>) {
        *self.journal_mut(coder) = File { now: entries, problem: None };
    }

    /// Which of the files cannot be read, and why.
    pub(super) fn problems(&self) -> Vec<(Target, String)> {
        let queries = self.queries.problem.iter().map(|reason| (Target::Queries, reason.clone()));
        let journals = self.journals.iter().filter_map(|(coder, file)| {
            Some((Target::Journal(coder.clone()), file.problem.clone()?))
        });
        queries.chain(journals).collect()
    }
}

impl Session {
    /// The saved queries of one page, by when they were made.
    pub fn queries(&self, kind: QueryKind) -> impl Iterator<Item = &SavedQuery> {
        self.records().queries.now.iter().filter(move |query| query.kind == kind)
    }

    /// The saved query with that identity.
    #[must_use]
    pub fn query(&self, id: RecordId) -> Option<&SavedQuery> {
        self.records().queries.now.get(id)
    }

    /// The journal entries that are to be seen, by coder and by when they were made.
    pub fn journal(&self) -> impl Iterator<Item = (&Coder, &JournalEntry)> {
        let seen = |(coder, _): &(&Coder, _)| self.sees_only().is_none_or(|only| only == *coder);
        let journals = self.records().journals.iter().filter(seen);
        journals.flat_map(|(coder, file)| file.now.iter().map(move |entry| (coder, entry)))
    }

    /// Grows whenever saved queries or journals changed.
    #[must_use]
    pub fn records_revision(&self) -> u64 {
        self.records().revision
    }

    pub(super) fn save_query(&mut self, query: SavedQuery) -> Result<(), CommandError> {
        let before = self.query(query.id).cloned();
        if before.as_ref() == Some(&query) {
            return Ok(());
        }
        let name = match &before {
            Some(before) if before.name != query.name => {
                step_name!("retrieve.step.rename_query", from = before.name, to = query.name)
            }
            Some(_) => step_name!("retrieve.step.change_query", name = query.name),
            None => step_name!("retrieve.step.save_query", name = query.name),
        };
        let query = match &before {
            Some(before) => query.changed_after(before.modified),
            None => query,
        };
        let change = Change::Query { before, after: Some(query) };
        self.commit_changes(Step { name, edits: vec![change] })
    }

    pub(super) fn delete_query(&mut self, id: RecordId) -> Result<(), CommandError> {
        let Some(before) = self.query(id).cloned() else { return Ok(()) };
        let name = step_name!("retrieve.step.delete_query", name = before.name);
        let change = Change::Query { before: Some(before), after: None };
        self.commit_changes(Step { name: name.clone(), edits: vec![change] })?;
        self.notices.push(Notice::undoable(t!("retrieve.note.done", step = name)));
        Ok(())
    }

    pub(super) fn write_journal(&mut self, entry: JournalEntry) -> Result<(), CommandError> {
        let coder = self.coder();
        let file = self.records().journals.get(&coder);
        let before = file.and_then(|file| file.now.get(entry.id)).cloned();
        if before.as_ref().is_some_and(|before| before.text == entry.text) {
            return Ok(());
        }
        let name = match &before {
            Some(_) => step_name!("memos.step.change_journal"),
            None => step_name!("memos.step.write_journal"),
        };
        let change = Change::Journal { coder, before, after: Some(entry) };
        self.commit_changes(Step { name, edits: vec![change] })
    }

    pub(super) fn delete_journal(&mut self, id: RecordId) -> Result<(), CommandError> {
        let coder = self.coder();
        let file = self.records().journals.get(&coder);
        let Some(before) = file.and_then(|file| file.now.get(id)).cloned() else { return Ok(()) };
        let name = step_name!("memos.step.delete_journal");
        let change = Change::Journal { coder, before: Some(before), after: None };
        self.commit_changes(Step { name: name.clone(), edits: vec![change] })?;
        self.notices.push(Notice::undoable(t!("retrieve.note.done", step = name)));
        Ok(())
    }

    /// Puts a query in the list, or takes it out.
    pub(super) fn set_query(
        &mut self,
        before: Option<&SavedQuery>,
        after: Option<&SavedQuery>,
    ) -> Result<(), CommandError> {
        if self.records().queries.problem.is_some() {
            return Err(self.broken_file(SavedQuery::path));
        }
        let records = self.records_mut()?;
        records.revision += 1;
        records.queries.change(before, after);
        Ok(())
    }

    /// Puts an entry in a journal, or takes it out.
    pub(super) fn set_journal(
        &mut self,
        coder: &Coder,
        before: Option<&JournalEntry>,
        after: Option<&JournalEntry>,
    ) -> Result<(), CommandError> {
        let file = self.records_mut()?.journal_mut(coder);
        if file.problem.is_some() {
            return Err(self.broken_file(|root| JournalEntry::path(root, coder)));
        }
        file.change(before, after);
        Ok(())
    }

    pub(super) fn broken_file(&self, path: impl Fn(&Path) -> PathBuf) -> CommandError {
        let root = self.corpus().map(|corpus| corpus.root().to_path_buf());
        CommandError::FileUnreadable(path(&root.unwrap_or_default()))
    }

    /// Says which of the files cannot be read.
    pub(super) fn tell_record_problems(&mut self) {
        let Some(root) = self.corpus().map(|corpus| corpus.root().to_path_buf()) else {
            return;
        };
        let mut problems = self.records().problems();
        let locked = self.set.iter().flat_map(|set| &set.locked);
        problems.extend(locked.map(|(target, reason)| (target.clone(), reason.clone())));
        let problems = problems
            .iter()
            .map(|(target, reason)| describe::unreadable_for(reason, &target.path(&root)));
        let problems: Vec<String> = problems.collect();
        self.notices.extend(problems.into_iter().map(Notice::error));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::{
        annotation::now,
        session::{Command, Environment},
        storage::{Memory, save},
    };

    const QUERIES: &str = "/set/.quandian/queries.ron";

    fn open(storage: &Memory) -> Session {
        let storage = Arc::new(storage.clone());
        let environment = Environment { storage, folders: None, wake: Arc::new(|| {}) };
        let mut session = Session::new(environment);
        session.settings.coder = Some("林".to_owned());
        session.open_now(Path::new("/set")).unwrap();
        session
    }

    fn query(name: &str) -> SavedQuery {
        SavedQuery::new(name.to_owned(), QueryKind::Excerpts, "主题:人才".to_owned())
    }

    fn names(session: &Session) -> Vec<&str> {
        session.queries(QueryKind::Excerpts).map(|query| query.name.as_str()).collect()
    }

    #[test]
    fn a_saved_query_is_there_on_another_day_and_its_deletion_can_be_undone() {
        let storage = Memory::with_files([("/set/甲.txt", "街道把粮站改成党群服务中心。")]);
        let mut session = open(&storage);
        let saved = query("人才引进");
        session.apply(Command::SaveQuery(saved.clone())).unwrap();
        let renamed = SavedQuery { name: "人才".to_owned(), ..saved.clone() };
        session.apply(Command::SaveQuery(renamed)).unwrap();
        session.save_now().unwrap();
        let mut session = open(&storage);
        assert_eq!(names(&session), ["人才"]);
        session.apply(Command::DeleteQuery(saved.id)).unwrap();
        session.save_now().unwrap();
        assert_eq!(names(&open(&storage)), [] as [&str; 0]);
        session.apply(Command::Undo).unwrap();
        session.save_now().unwrap();
        assert_eq!(names(&open(&storage)), ["人才"]);
    }

    #[test]
    fn two_windows_keep_each_others_queries() {
        let storage = Memory::with_files([("/set/甲.txt", "街道把粮站改成党群服务中心。")]);
        let (mut ours, mut theirs) = (open(&storage), open(&storage));
        ours.apply(Command::SaveQuery(query("甲"))).unwrap();
        ours.save_now().unwrap();
        theirs.apply(Command::SaveQuery(query("乙"))).unwrap();
        theirs.save_now().unwrap();
        assert_eq!(names(&theirs), ["甲", "乙"]);
        assert_eq!(names(&open(&storage)), ["甲", "乙"]);
    }

    #[test]
    fn a_file_that_cannot_be_read_is_told_and_not_written_over() {
        let storage = Memory::with_files([("/set/甲.txt", "街道把粮站改成党群服务中心。")]);
        save(&storage, Path::new(QUERIES), "(version: 1, 我的笔记".as_bytes()).unwrap();
        let mut session = open(&storage);
        let told = session.take_notices();
        assert!(told.iter().any(|notice| notice.text.contains("queries.ron")), "{told:?}");
        let refused = session.apply(Command::SaveQuery(query("甲")));
        assert!(matches!(refused, Err(CommandError::FileUnreadable(_))), "{refused:?}");
        let bytes = storage.read(Path::new(QUERIES), 1 << 20).unwrap();
        assert_eq!(bytes, "(version: 1, 我的笔记".as_bytes());
    }

    #[test]
    fn everyone_has_a_journal_of_their_own() {
        let storage = Memory::with_files([("/set/甲.txt", "街道把粮站改成党群服务中心。")]);
        let mut session = open(&storage);
        let entry = JournalEntry::new("初读，**阵地**是关键。".to_owned(), now());
        session.apply(Command::WriteJournal(entry.clone())).unwrap();
        session.settings.coder = Some("周".to_owned());
        session.apply(Command::WriteJournal(JournalEntry::new("另一人".into(), now()))).unwrap();
        session.save_now().unwrap();
        let session = open(&storage);
        let all: Vec<_> =
            session.journal().map(|(coder, entry)| (coder.as_str(), entry.text.as_str())).collect();
        assert_eq!(all, [("周", "另一人"), ("林", "初读，**阵地**是关键。")]);
    }
}
