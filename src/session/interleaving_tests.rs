//! Two writers on one set, in whatever order things happen: every change of ours and every change of
//! theirs is in memory and on the disk in the end.
//!
//! The other writer is a plain program that reads a file, changes one thing and writes it. Steps are
//! told apart where threads would make them chance: the lock that holds up our saves, the moment at
//! which the set is read again and the one at which that is taken in, a disk that refuses.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc};

use proptest::prelude::*;

use super::{look::Looked, *};
use crate::{
    annotation::{
        AttributeDefinition, AttributeKind, Attributes, Catalogue, CatalogueEdit, JournalEntry,
        QueryKind, Record, RecordId, Records, SavedQuery, Sidecar, ThemeId, now,
    },
    corpus::{ArticlePath, Correction, Corrections, Dictionary, DictionaryEntry, FileChange},
    storage::{Fault, Lock, Memory, save},
    text::{CharOffset, CharSpan},
};

/// A kind of kept file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Title,
    Word,
    Query,
    Entry,
    Theme,
    Passage,
    Page,
}

use Kind::{Entry, Page, Passage, Query, Theme, Title, Word};

const KINDS: [Kind; 7] = [Title, Word, Query, Entry, Theme, Passage, Page];

impl Kind {
    fn file(self) -> PathBuf {
        Path::new("/set").join(match self {
            Title => ".quandian/articles.ron",
            Word => ".quandian/dictionary.txt",
            Query => ".quandian/queries.ron",
            Entry => ".quandian/journal.林.ron",
            Theme => "codebook.ron",
            Passage => "甲.txt.林.tags.ron",
            Page => ".quandian/attributes.ron",
        })
    }
}

const ARTICLES: [&str; 3] = ["甲.txt", "乙.txt", "丙.txt"];
const PAGE: &str = "版面";
const WORDS: [&str; 3] = ["甲甲", "乙乙", "丙丙"];

/// Which of the three things of every kind is meant: only we change it, only they do, both do.
const OURS: usize = 0;
const THEIRS: usize = 1;
const BOTH: usize = 2;

/// What is written of a thing; 0 is nothing, or as it began.
type Value = u8;

#[derive(Clone, Debug)]
enum Step {
    Ours(Kind, bool, Value),
    Theirs(Kind, bool, Value),
    /// Another window holds the lock: what is saved from now on waits.
    Hold,
    Release,
    /// The next change of ours is refused by the disk.
    Refuse,
    /// Half a file of theirs has come; the rest comes with their next change, or at the end.
    Break(Kind),
    /// What the other threads have to say is taken in.
    Poll,
    /// The watcher says what was written; and what it is has been looked at.
    Deliver,
    Look,
    /// The set begins to be read again, is read, and is taken in.
    Begin,
    Read,
    End,
}

fn step() -> impl Strategy<Value = Step> {
    let kind = || prop::sample::select(&KINDS[..]);
    prop_oneof![
        6 => (kind(), prop::bool::weighted(0.25), 0..4_u8).prop_map(|(k, b, v)| Step::Ours(k, b, v)),
        6 => (kind(), prop::bool::weighted(0.25), 0..4_u8).prop_map(|(k, b, v)| Step::Theirs(k, b, v)),
        2 => Just(Step::Hold),
        2 => Just(Step::Release),
        1 => Just(Step::Refuse),
        1 => kind().prop_map(Step::Break),
        3 => Just(Step::Poll),
        2 => Just(Step::Deliver),
        2 => Just(Step::Look),
        2 => Just(Step::Begin),
        2 => Just(Step::Read),
        2 => Just(Step::End),
    ]
}

/// Who is who, in both programs.
struct Ids {
    queries: [RecordId; 3],
    entries: [RecordId; 3],
    themes: Vec<ThemeId>,
    passages: Vec<PassageId>,
}

fn session_on(storage: &Memory) -> Session {
    let [config, data, cache] = ["config", "data", "cache"].map(|n| Path::new("/home").join(n));
    let folders = UserFolders { config, data, cache };
    let storage = Arc::new(storage.clone());
    let environment = Environment { storage, folders: Some(folders), wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    session.settings.coder = Some("林".to_owned());
    session.open_now(Path::new("/set")).unwrap();
    session
}

fn article(place: usize) -> ArticlePath {
    ArticlePath::new(ARTICLES[place]).unwrap()
}

/// A set in which three passages are marked, in memory and on the disk.
fn begun() -> (Memory, Session, Ids) {
    let text = "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米。\n";
    let files = ARTICLES.map(|name| (Path::new("/set").join(name), text));
    let storage = Memory::with_files(files);
    let mut session = session_on(&storage);
    let themes: Vec<_> = session.codebook().themes().iter().map(|theme| theme.id).collect();
    for (place, &theme) in themes.iter().enumerate() {
        let text = format!("T{place}:0");
        let field = ThemeField::Description;
        session.apply(Command::WriteTheme { theme, field, text }).unwrap();
    }
    let passages = (0..3).map(|place| {
        let span = CharSpan::new(CharOffset::new(place * 5), CharOffset::new(place * 5 + 3));
        let (themes, fragments) = (vec![themes[0]], vec![span.unwrap()]);
        let command = Command::Tag { article: article(0), fragments, themes, memo: "0".into() };
        match session.apply(command).unwrap() {
            Applied::Passage(id) => id,
            other => panic!("{other:?}"),
        }
    });
    let passages = passages.collect();
    session.save_now().unwrap();
    let fresh = || std::array::from_fn(|_| RecordId::fresh());
    (storage, session, Ids { queries: fresh(), entries: fresh(), themes, passages })
}

/// Changes a thing as a user does in the window.
///
/// Whether that was possible: what cannot be read is not written over.
fn ours(session: &mut Session, ids: &Ids, kind: Kind, place: usize, value: Value) -> bool {
    let text = value.to_string();
    let command = match kind {
        Title => {
            let title = (value > 0).then_some(text);
            let correction = Correction { title, ..Correction::default() };
            Command::Correct { article: article(place), correction }
        }
        Word => {
            let word = WORDS[place].to_owned();
            let entry =
                DictionaryEntry { weight: Some(value.into()), tag: None, word: word.clone() };
            let (add, remove) =
                if value > 0 { (vec![entry], vec![]) } else { (vec![], vec![word]) };
            Command::ChangeWords { list: WordList::Dictionary, add, remove }
        }
        Query if value == 0 => Command::DeleteQuery(ids.queries[place]),
        Query => Command::SaveQuery(query(ids, place, value)),
        Entry if value == 0 => Command::DeleteJournal(ids.entries[place]),
        Entry => Command::WriteJournal(entry(ids, place, value)),
        Theme => {
            let text = format!("T{place}:{value}");
            let (theme, field) = (ids.themes[place], ThemeField::Description);
            Command::WriteTheme { theme, field, text }
        }
        Passage => Command::SetMemo { passage: ids.passages[place], memo: text },
        Page => {
            let value = if value > 0 { text } else { String::new() };
            let value = ArticleValue { article: article(place), name: PAGE.to_owned(), value };
            CatalogueCommand::SetValues(vec![value]).into()
        }
    };
    session.apply(command).is_ok()
}

fn query(ids: &Ids, place: usize, value: Value) -> SavedQuery {
    let new = SavedQuery::new(value.to_string(), QueryKind::Excerpts, "主题:人才".to_owned());
    SavedQuery { id: ids.queries[place], ..new }
}

fn entry(ids: &Ids, place: usize, value: Value) -> JournalEntry {
    JournalEntry { id: ids.entries[place], ..JournalEntry::new(value.to_string(), now()) }
}

/// Changes a thing as another program does in its file.
fn theirs(storage: &Memory, ids: &Ids, kind: Kind, place: usize, value: Value) {
    let path = kind.file();
    let text = storage.read(&path, 1 << 20).ok().map(|bytes| String::from_utf8(bytes).unwrap());
    let text = text.as_deref();
    let bytes = match kind {
        Title => {
            let read = text.map(|text| Corrections::from_ron(text).unwrap());
            let mut corrections = read.unwrap_or_default();
            let title = (value > 0).then(|| value.to_string());
            corrections.set(article(place), Correction { title, ..Correction::default() });
            corrections.to_ron().unwrap().into_bytes()
        }
        Word => {
            let mut words = Dictionary::read(text.unwrap_or_default().as_bytes());
            let (word, weight) = (WORDS[place].to_owned(), Some(value.into()));
            match value {
                0 => drop(words.remove(&word)),
                _ => drop(words.set(DictionaryEntry { word, weight, tag: None })),
            }
            words.to_bytes()
        }
        Query => changed(text, query(ids, place, value), value),
        Entry => changed(text, entry(ids, place, value), value),
        Theme => {
            let mut text = text.unwrap().to_owned();
            let at = text.find(&format!("T{place}:")).unwrap() + 3;
            text.replace_range(at..=at, &value.to_string());
            text.into_bytes()
        }
        Passage => {
            let mut sidecar = Sidecar::from_ron(text.unwrap()).unwrap();
            let id = ids.passages[place];
            let passage = sidecar.passages.iter_mut().find(|passage| passage.id == id).unwrap();
            passage.memo = value.to_string();
            passage.modified = now().max(passage.modified);
            sidecar.to_ron().into_bytes()
        }
        Page => {
            let read = text.map(|text| Attributes::from_ron(text).unwrap()).unwrap_or_default();
            let mut catalogue = Catalogue::default();
            catalogue.put_attributes(Arc::new(read));
            let (name, kind) = (PAGE.to_owned(), AttributeKind::Number);
            let definition = AttributeDefinition { name: name.clone(), kind };
            let (before, after) = (None, Some((0, definition)));
            // It may be there.
            catalogue.apply(&CatalogueEdit::Attribute { name: name.clone(), before, after });
            let article = article(place);
            let before = catalogue.attributes().value(&article, PAGE).map(str::to_owned);
            let after = (value > 0).then(|| value.to_string());
            catalogue.apply(&CatalogueEdit::Value { article, name, before, after });
            catalogue.attributes().to_ron().into_bytes()
        }
    };
    save(storage, &path, &bytes).unwrap();
}

fn changed<T: Record>(text: Option<&str>, record: T, value: Value) -> Vec<u8> {
    let mut records: Records<T> =
        text.map(|text| Records::from_ron(text).unwrap()).unwrap_or_default();
    match value {
        0 => drop(records.remove(record.id())),
        _ => drop(records.set(record)),
    }
    records.to_ron().into_bytes()
}

/// Everything that can be changed, as it stands in a session.
fn values(session: &Session, ids: &Ids) -> BTreeMap<(Kind, usize), Value> {
    let value = |text: &str| text.rsplit(':').next().unwrap().parse::<Value>().unwrap();
    let of = |kind: Kind, place: usize| match kind {
        Title => {
            let corrections = session.corpus().unwrap().corrections();
            let title = corrections.get(&article(place)).and_then(|one| one.title.as_deref());
            title.map(value)
        }
        Word => session
            .dictionary()
            .get(WORDS[place])
            .map(|word| Value::try_from(word.weight.unwrap()).unwrap()),
        Query => session.query(ids.queries[place]).map(|query| value(&query.name)),
        Entry => {
            let entry = session.journal().find(|(_, entry)| entry.id == ids.entries[place]);
            entry.map(|(_, entry)| value(&entry.text))
        }
        Theme => session.codebook().get(ids.themes[place]).map(|theme| value(&theme.description)),
        Passage => {
            let found = session.annotations().find(ids.passages[place]);
            found.map(|(.., passage)| value(&passage.memo))
        }
        Page => session.catalogue().attributes().value(&article(place), PAGE).map(value),
    };
    let things = KINDS.into_iter().flat_map(|kind| (0..3).map(move |place| (kind, place)));
    things.map(|(kind, place)| ((kind, place), of(kind, place).unwrap_or_default())).collect()
}

fn deliver(session: &mut Session) {
    session.take_changes(KINDS.map(|kind| FileChange::Sidecar(kind.file())).to_vec());
}

/// The program while the steps are taken.
struct Play {
    /// First, so that it is given back before the session waits for its saver to end.
    lock: Option<Box<dyn Lock>>,
    storage: Memory,
    session: Session,
    ids: Ids,
    refuses: bool,
    /// The files of which half has come, as they will be.
    halves: BTreeMap<Kind, Vec<u8>>,
    again: Option<look::Footing>,
    read: Option<Looked>,
}

const LOCK: &str = "/set/.quandian/lock";

impl Play {
    /// Takes a step; whether it could be taken.
    fn take(&mut self, step: &Step) -> bool {
        let Self { storage, session, ids, .. } = self;
        match *step {
            Step::Ours(kind, shared, value) => {
                let place = if shared { BOTH } else { OURS };
                let refused = self.refuses && self.lock.is_none();
                if refused {
                    session.finish_saving();
                    storage.fail_at(0, Fault::Error(std::io::ErrorKind::StorageFull));
                }
                let done = ours(session, ids, kind, place, value);
                if refused {
                    session.finish_saving();
                    storage.fail_at(usize::MAX >> 1, Fault::ShortWrite);
                    self.refuses = false;
                }
                return done;
            }
            Step::Theirs(kind, shared, value) => {
                // Else it would write between what the saver reads and what it writes.
                let _lock = self.lock.is_none().then(|| storage.lock(Path::new(LOCK)).unwrap());
                if let Some(whole) = self.halves.remove(&kind) {
                    save(storage, &kind.file(), &whole).unwrap();
                }
                theirs(storage, ids, kind, if shared { BOTH } else { THEIRS }, value);
            }
            Step::Hold if self.lock.is_none() => {
                self.lock = Some(storage.lock(Path::new(LOCK)).unwrap());
            }
            // Nobody takes it twice; and in a list of words every line stands for itself.
            Step::Hold | Step::Break(Word) => {}
            Step::Release => self.lock = None,
            Step::Refuse => self.refuses = true,
            Step::Break(kind) => {
                let _lock = self.lock.is_none().then(|| storage.lock(Path::new(LOCK)).unwrap());
                let path = kind.file();
                if let Ok(whole) = storage.read(&path, 1 << 20)
                    && !self.halves.contains_key(&kind)
                {
                    save(storage, &path, &whole[..whole.len() / 2]).unwrap();
                    self.halves.insert(kind, whole);
                }
            }
            Step::Poll => session.poll(),
            Step::Deliver => deliver(session),
            Step::Look => _ = session.finish_looking(),
            Step::Begin => {
                self.again =
                    session.footing(&look::Owed { everything: true, ..Default::default() });
            }
            Step::Read => {
                if let Some(footing) = self.again.take() {
                    let owed = look::Owed { everything: true, ..Default::default() };
                    let looked = lookout::look(storage, footing, &owed, &LoadProgress::default());
                    self.read = Some(looked.unwrap());
                }
            }
            Step::End => {
                if let Some(looked) = self.read.take() {
                    session.take_looked(looked);
                }
            }
        }
        true
    }

    /// Lets everything come to rest.
    fn rest(&mut self) {
        self.lock = None;
        for (kind, whole) in std::mem::take(&mut self.halves) {
            let _lock = self.storage.lock(Path::new(LOCK)).unwrap();
            save(&self.storage, &kind.file(), &whole).unwrap();
        }
        for _ in 0..3 {
            self.session.finish_saving();
            self.session.poll();
            deliver(&mut self.session);
            self.session.finish_looking();
            self.session.apply(Command::RetrySaving).unwrap();
        }
        self.session.finish_saving();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn nothing_of_two_writers_is_lost_in_whatever_order(steps in prop::collection::vec(step(), 1..40)) {
        let (storage, session, ids) = begun();
        let (lock, again, read) = (None, None, None);
        let mut play = Play { storage, session, ids, lock, refuses: false, halves: BTreeMap::new(), again, read };
        let mut last: BTreeMap<(Kind, usize), [Option<Value>; 2]> = BTreeMap::new();
        let mut rivals_may_be = false;
        for step in &steps {
            if !play.take(step) {
                continue;
            }
            match *step {
                Step::Ours(kind, shared, value) => {
                    let place = if shared { BOTH } else { OURS };
                    last.entry((kind, place)).or_default()[0] = Some(value);
                    rivals_may_be |= shared;
                }
                Step::Theirs(kind, shared, value) => {
                    let place = if shared { BOTH } else { THEIRS };
                    last.entry((kind, place)).or_default()[1] = Some(value);
                }
                _ => {}
            }
        }
        play.rest();
        prop_assert_eq!(play.session.save_state(), SaveState::Saved);
        let memory = values(&play.session, &play.ids);
        let again = session_on(&play.storage);
        prop_assert_eq!(&values(&again, &play.ids), &memory, "what is on the disk");
        for ((kind, place), last) in last {
            let value = memory[&(kind, place)];
            prop_assert!(last.contains(&Some(value)), "{:?} {}: {} of {:?}", kind, place, value, last);
        }
        if !rivals_may_be {
            prop_assert_eq!(play.session.rivals(), 0);
        }
        prop_assert!(again.unsaved_work().is_empty());
        prop_assert_eq!(play.session.unreadable(), &[]);
    }
}
