//! The window's thread never waits for the disk, however slow that is: it makes no call to it.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
    thread::ThreadId,
    time::{Duration, Instant},
};

use super::*;
use crate::{
    annotation::{self, Passage, Sidecar},
    corpus::{ArticlePath, FileChange},
    storage::{FolderEntry, Lock, Memory, Metadata, StorageError, save},
    text::{CharOffset, CharSpan},
};

const TEXT: &str = "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米。\n";

/// A disk that takes its time for every call, and counts those of the thread that made it.
#[derive(Debug)]
struct SlowDisk {
    disk: Memory,
    window: ThreadId,
    milliseconds: AtomicU64,
    calls_of_window: AtomicUsize,
}

impl SlowDisk {
    fn new(disk: &Memory) -> Arc<Self> {
        Arc::new(Self {
            disk: disk.clone(),
            window: std::thread::current().id(),
            milliseconds: AtomicU64::new(0),
            calls_of_window: AtomicUsize::new(0),
        })
    }

    /// From now on every call takes so long, and the window's are counted.
    fn slow_down(&self, milliseconds: u64) {
        self.milliseconds.store(milliseconds, Ordering::Relaxed);
        self.calls_of_window.store(0, Ordering::Relaxed);
    }

    fn calls_of_window(&self) -> usize {
        self.calls_of_window.load(Ordering::Relaxed)
    }

    fn disk(&self) -> &Memory {
        if std::thread::current().id() == self.window {
            self.calls_of_window.fetch_add(1, Ordering::Relaxed);
        }
        std::thread::sleep(Duration::from_millis(self.milliseconds.load(Ordering::Relaxed)));
        &self.disk
    }
}

impl Storage for SlowDisk {
    fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, StorageError> {
        self.disk().read(path, limit)
    }
    fn metadata(&self, path: &Path) -> Result<Metadata, StorageError> {
        self.disk().metadata(path)
    }
    fn list(&self, folder: &Path) -> Result<Vec<FolderEntry>, StorageError> {
        self.disk().list(folder)
    }
    fn resolve(&self, path: &Path) -> Result<PathBuf, StorageError> {
        self.disk().resolve(path)
    }
    fn create_folder(&self, folder: &Path) -> Result<(), StorageError> {
        self.disk().create_folder(folder)
    }
    fn create_new(
        &self,
        path: &Path,
        bytes: &[u8],
        like: Option<&Path>,
    ) -> Result<(), StorageError> {
        self.disk().create_new(path, bytes, like)
    }
    fn sync(&self, path: &Path) -> Result<(), StorageError> {
        self.disk().sync(path)
    }
    fn sync_folder(&self, folder: &Path) -> Result<(), StorageError> {
        self.disk().sync_folder(folder)
    }
    fn rename(&self, from: &Path, to: &Path) -> Result<(), StorageError> {
        self.disk().rename(from, to)
    }
    fn remove(&self, path: &Path) -> Result<(), StorageError> {
        self.disk().remove(path)
    }
    fn lock(&self, path: &Path) -> Result<Box<dyn Lock>, StorageError> {
        self.disk().lock(path)
    }
}

fn session_on(storage: Arc<dyn Storage>) -> Session {
    let [config, data, cache] = ["config", "data", "cache"].map(|n| Path::new("/home").join(n));
    let folders = Some(UserFolders { config, data, cache });
    let environment = Environment { storage, folders, wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    session.settings.coder = Some("林".to_owned());
    session.open_now(Path::new("/set")).unwrap();
    session.set.as_mut().unwrap().request = Some(SetRequest::Folder("/set".into()));
    session
}

fn article(name: &str) -> ArticlePath {
    ArticlePath::new(name).unwrap()
}

fn tag(session: &mut Session, name: &str, start: u32) {
    let themes = vec![session.codebook().themes()[0].id];
    let span = CharSpan::new(CharOffset::new(start), CharOffset::new(start + 2)).unwrap();
    let (article, fragments) = (article(name), vec![span]);
    let command = Command::Tag { article, fragments, themes, memo: String::new() };
    session.apply(command).unwrap();
}

/// Lets frames pass until everything is at rest; gives the longest of them.
fn rest(session: &mut Session) -> Duration {
    let mut longest = Duration::ZERO;
    for _ in 0..20_000 {
        let start = Instant::now();
        session.poll();
        longest = longest.max(start.elapsed());
        let looks = session.files.looks.running().len() + session.files.reloads.running().len();
        let saved = session.save_state() == SaveState::Saved;
        let owed = &session.set.as_ref().unwrap().owed;
        let jobs = session.jobs().count();
        if looks == 0 && jobs == 0 && saved && !owed.has_some() && !owed.everything {
            return longest;
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    panic!("it is never at rest");
}

/// A set of so many articles, each with one passage of a colleague's, and their files as they are
/// when a second passage was added in each.
fn two_versions(count: usize) -> (Memory, Vec<(PathBuf, Vec<u8>)>) {
    let names: Vec<String> = (0..count).map(|n| format!("{n}.txt")).collect();
    let disk = Memory::with_files(names.iter().map(|name| (Path::new("/set").join(name), TEXT)));
    let mut other = session_on(Arc::new(disk.clone()));
    let theme = other.codebook().themes()[0].id;
    let coder = other.coder();
    let mut later = Vec::new();
    tag(&mut other, "0.txt", 0);
    other.save_now().unwrap();
    let text = crate::text::Text::new(TEXT.to_owned()).unwrap();
    let hash = crate::corpus::ContentHash::of(TEXT);
    let passage = |start| -> Passage {
        let span = CharSpan::new(CharOffset::new(start), CharOffset::new(start + 2)).unwrap();
        annotation::build_passage(&text, &[span], vec![theme], String::new()).unwrap()
    };
    for name in &names {
        let path = Path::new("/set").join(annotation::sidecar_name(name, &coder));
        let new = Sidecar::new(coder.clone(), name, hash.clone(), text.char_len().get());
        let mut sidecar = Sidecar { passages: vec![passage(0)], ..new };
        save(&disk, &path, sidecar.to_ron().as_bytes()).unwrap();
        sidecar.passages.push(passage(5));
        later.push((path, sidecar.to_ron().into_bytes()));
    }
    (disk, later)
}

#[test]
fn many_files_that_change_at_once_keep_no_frame_waiting() {
    let (disk, later) = two_versions(500);
    let slow = SlowDisk::new(&disk);
    let mut session = session_on(slow.clone());
    assert_eq!(session.annotations().count(), 500);
    slow.slow_down(1);
    for (path, bytes) in &later {
        save(&disk, path, bytes).unwrap();
    }
    let changes = later.iter().map(|(path, _)| FileChange::Sidecar(path.clone())).collect();
    session.take_changes(changes);
    // Work goes on meanwhile, in one of the files too.
    tag(&mut session, "7.txt", 8);
    let longest = rest(&mut session);
    assert_eq!(slow.calls_of_window(), 0);
    assert_eq!(session.annotations().count(), 1001);
    assert!(longest < Duration::from_millis(500), "one frame took {longest:?}");
    slow.slow_down(0);
    assert_eq!(session_on(slow).annotations().count(), 1001);
}

#[test]
fn a_disk_that_takes_long_for_every_call_delays_nothing_but_saved() {
    let (disk, later) = two_versions(3);
    let slow = SlowDisk::new(&disk);
    let mut session = session_on(slow.clone());
    slow.slow_down(100);
    let start = Instant::now();
    tag(&mut session, "0.txt", 8);
    session.apply(Command::Undo).unwrap();
    tag(&mut session, "0.txt", 12);
    assert!(start.elapsed() < Duration::from_millis(100), "{:?}", start.elapsed());
    assert_eq!(session.save_state(), SaveState::Saving);
    for (path, bytes) in &later {
        save(&disk, path, bytes).unwrap();
    }
    session.take_changes(later.iter().map(|(path, _)| FileChange::Sidecar(path.clone())).collect());
    session.take_changes(vec![FileChange::Article(article("1.txt")), FileChange::Everything]);
    rest(&mut session);
    session.apply(Command::Reload).unwrap();
    rest(&mut session);
    assert_eq!(slow.calls_of_window(), 0);
    assert_eq!(session.annotations().count(), 7);
}

#[test]
fn an_article_that_changes_is_read_and_its_passages_found_by_another_thread() {
    let (disk, _) = two_versions(1);
    save(&disk, Path::new("/set/a.txt"), b"1860 m2").unwrap();
    let slow = SlowDisk::new(&disk);
    let mut session = session_on(slow.clone());
    slow.slow_down(5);
    save(&disk, Path::new("/set/0.txt"), format!("新的一行\n{TEXT}").as_bytes()).unwrap();
    session.take_changes(vec![FileChange::Article(article("0.txt"))]);
    rest(&mut session);
    let (.., passage) = session.annotations().passages().next().unwrap();
    assert_eq!(session.place_of(passage).unwrap()[0].start().get(), 5);
    let encoding = Some(crate::corpus::Encoding::Gb18030);
    let correction = crate::corpus::Correction { encoding, ..Default::default() };
    session.apply(Command::Correct { article: article("a.txt"), correction }).unwrap();
    rest(&mut session);
    let now = session.corpus().unwrap().article(&article("a.txt")).unwrap();
    assert_eq!(now.encoding, crate::corpus::Encoding::Gb18030);
    assert_eq!(slow.calls_of_window(), 0);
}

/// Carries out a command, lets everything come of it, and gives the longest frame.
fn at_once(session: &mut Session, command: Command) -> Duration {
    let start = Instant::now();
    session.apply(command).unwrap();
    start.elapsed().max(rest(session))
}

#[test]
fn whatever_else_is_asked_of_the_disk_is_done_by_other_threads() {
    let (disk, _) = two_versions(3);
    save(&disk, Path::new("/other/a.txt"), TEXT.as_bytes()).unwrap();
    save(&disk, Path::new("/in/新.html"), "<p>新来的正文</p>".as_bytes()).unwrap();
    let slow = SlowDisk::new(&disk);
    let mut session = session_on(slow.clone());
    let theme = session.codebook().themes()[0].id;
    session.apply(Command::DeleteTheme(theme)).unwrap();
    session.save_now().unwrap();
    let id = session.answer_now(&ListSnapshots).unwrap().found[0].id.clone();
    let import = Import { files: vec!["/in/新.html".into()], ..Import::default() };
    let preview = session.answer_now(&import).unwrap();
    session.import_now(&preview).unwrap();
    session.save_now().unwrap();
    let articles = |session: &Session| session.corpus().unwrap().entries().len();
    assert_eq!((articles(&session), session.annotations().count()), (4, 0));

    slow.slow_down(20);
    let mut longest = at_once(&mut session, Command::Undo);
    assert_eq!(articles(&session), 3);
    longest = longest.max(at_once(&mut session, Command::Redo));
    assert_eq!(articles(&session), 4);
    let back = session.settings().clone();
    let settings = Settings { library_open: !back.library_open, ..back.clone() };
    for command in [
        Command::ask(ListSnapshots),
        Command::ask(LookAtSnapshot { id: id.clone() }),
        Command::RestoreSnapshot(id),
        Command::WriteGitAttributes,
        Command::Configure(settings),
        Command::Configure(back),
    ] {
        longest = longest.max(at_once(&mut session, command));
    }
    assert_eq!(session.annotations().count(), 3);
    assert!(disk.metadata(Path::new("/set/.gitattributes")).is_ok());
    // Something is being saved when another set is opened: that waits, the window does not.
    tag(&mut session, "1.txt", 8);
    let start = Instant::now();
    session.apply(Command::Open(vec!["/other".into()])).unwrap();
    longest = longest.max(start.elapsed());
    while session.corpus().unwrap().root() != Path::new("/other") {
        let start = Instant::now();
        session.poll();
        longest = longest.max(start.elapsed());
        std::thread::sleep(Duration::from_millis(2));
    }
    assert_eq!(slow.calls_of_window(), 0);
    assert!(longest < Duration::from_millis(500), "one frame took {longest:?}");
    slow.slow_down(0);
    drop(session);
    assert_eq!(session_on(slow).annotations().count(), 4);
    let written = Settings::load(&disk, Path::new("/home/config/settings.ron")).unwrap().unwrap();
    assert_eq!(written.recent, [Path::new("/other")]);
}
