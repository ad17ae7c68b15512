//! The real program against a real disk that fails: killed at any moment, full, read-only, and four
//! of it at once. What it has said to be saved must be there.
//!
//! Ignored by default: it needs Linux, root, `strace` and `chattr`, and takes minutes. `.ci/run`
//! installs and runs it:
//!
//! ```text
//! cargo test --features inspection --test durability -- --ignored
//! ```
//!
//! Where mounting is forbidden, the tests that need it fail, unless `QUANDIAN_NO_MOUNTS` is set.

#![cfg(target_os = "linux")]
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "a test makes its own files and says what it did"
)]

use std::{
    collections::BTreeMap,
    fs::{self, File},
    io::Read as _,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

use serde_json::Value;
use tempfile::TempDir;

const PROGRAM: &str = env!("CARGO_BIN_EXE_quandian");
const ARTICLE: &str = "文.txt";

/// A set of one article of 4,000 characters, and a home folder.
struct Place {
    folder: TempDir,
    set: PathBuf,
    /// Passages that the program said were saved.
    acknowledged: Vec<String>,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let set = folder.path().join("文献集");
        fs::create_dir(&set).expect("room");
        let place = Self { folder, set, acknowledged: Vec::new() };
        place.write_article();
        place
    }

    fn write_article(&self) {
        let text: String =
            "街道把闲置的粮站改成党群服务中心。".chars().cycle().take(4000).collect();
        fs::write(self.set.join(ARTICLE), text).expect("room");
    }

    fn home(&self) -> &Path {
        self.folder.path()
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(PROGRAM);
        command
            .args(arguments)
            .env_clear()
            .env("HOME", self.home())
            .env("XDG_CONFIG_HOME", self.home().join("config"))
            .env("XDG_DATA_HOME", self.home().join("data"))
            .env("XDG_CACHE_HOME", self.home().join("cache"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// The command that tags one character, and another one at every other `at`.
    fn tag_command(&self, coder: &str, at: usize) -> Command {
        let span = format!("{at}..{}", at + 1);
        let set = self.set.to_string_lossy().into_owned();
        let fixed = ["tag", &set, "--coder", coder, "--theme", "人才", "--article", ARTICLE];
        self.command(&[&fixed[..], &["--span", &span]].concat())
    }

    /// Remembers what a run said to be saved; a run that says nothing must have failed aloud.
    fn remember(&mut self, output: &Output, what: &str) {
        let (stdout, stderr) = (text(&output.stdout), text(&output.stderr));
        assert!(!stderr.contains("panicked"), "{what}: {stderr}");
        match output.status.code() {
            Some(0) => self.acknowledged.push(stdout.trim().to_owned()),
            // Not durable, but perhaps there: then it must not have been called saved.
            Some(_) => assert!(!stderr.is_empty() && stdout.is_empty(), "{what}: {output:?}"),
            // Killed: what it had printed by then it had saved.
            None => self.acknowledged.extend(stdout.lines().map(str::to_owned)),
        }
    }

    fn tag(&mut self, at: usize) -> bool {
        let output = self.tag_command("lin", at).output().expect("it runs");
        self.remember(&output, "tag");
        output.status.success()
    }

    /// Everything acknowledged is there, and every file can be read.
    fn verify(&self, what: &str) {
        let set = self.set.to_string_lossy().into_owned();
        let output = self.command(&["passages", &set, "--json"]).output().expect("it runs");
        let stderr = text(&output.stderr);
        assert!(output.status.success() && stderr.is_empty(), "{what}: {stderr}");
        let stdout = text(&output.stdout);
        let found: Vec<&str> = stdout.lines().filter_map(|line| line.split('"').nth(3)).collect();
        for id in &self.acknowledged {
            assert!(found.contains(&id.as_str()), "{what}: {id} was acknowledged and is not there");
        }
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Numbers that are different at each start and can be had again from the printed seed.
struct Random(u64);

impl Random {
    fn new() -> Self {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
        let seed = since.map_or(1, |since| u64::from(since.subsec_nanos()) | 1);
        println!("seed {seed}");
        Self(seed)
    }

    fn below(&mut self, limit: u64) -> u64 {
        // Knuth's MMIX generator; its upper bits are good enough.
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit.max(1)
    }
}

fn wait(child: &mut Child, patience: Duration) -> Option<ExitStatus> {
    let start = Instant::now();
    while start.elapsed() < patience {
        if let Some(status) = child.try_wait().expect("a child") {
            return Some(status);
        }
        thread::sleep(Duration::from_millis(1));
    }
    None
}

/// What a child that has ended has left in its pipes.
fn output_of(child: &mut Child, status: ExitStatus) -> Output {
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    child.stdout.take().expect("a pipe").read_to_end(&mut stdout).expect("readable");
    child.stderr.take().expect("a pipe").read_to_end(&mut stderr).expect("readable");
    Output { status, stdout, stderr }
}

#[test]
#[ignore = "takes a minute"]
fn killed_at_random_moments_300_times() {
    let mut place = Place::new();
    let mut random = Random::new();
    assert!(place.tag(0));
    // How long to wait before the kill, at most, in microseconds. How long a run takes depends on
    // what else the machine does, so the patience follows it: about every other run is killed.
    let mut patience = 10_000;
    let mut killed = 0;
    for round in 0..300 {
        let mut child = place.tag_command("lin", 1 + round).spawn().expect("it starts");
        thread::sleep(Duration::from_micros(random.below(patience)));
        // It may have ended by itself.
        let _ = child.kill();
        let status = child.wait().expect("a child");
        let was_killed = status.code().is_none();
        killed += usize::from(was_killed);
        patience = if was_killed { patience * 11 / 10 } else { (patience * 9 / 10).max(500) };
        let output = output_of(&mut child, status);
        place.remember(&output, "a killed tag");
        if round % 10 == 9 {
            place.verify(&format!("after round {round}"));
        }
    }
    println!("{killed} of 300 were killed, {} tags acknowledged", place.acknowledged.len());
    assert!(killed > 60, "hardly any was killed in time: {killed}");
    // Opening the set sweeps away what the killed ones left behind.
    let names: Vec<String> = fs::read_dir(&place.set)
        .expect("the set")
        .map(|entry| entry.expect("readable").file_name().to_string_lossy().into_owned())
        .filter(|name| Path::new(name).extension().is_some_and(|extension| extension == "tmp"))
        .collect();
    assert!(names.is_empty(), "{names:?}");
}

/// Calls that say nothing about the disk: waiting, memory, threads.
const OF_NO_INTEREST: [&str; 17] = [
    "brk",
    "clock_nanosleep",
    "exit",
    "flock",
    "futex",
    "getrandom",
    "gettid",
    "madvise",
    "mmap",
    "mprotect",
    "mremap",
    "munmap",
    "prctl",
    "restart_syscall",
    "rt_sigprocmask",
    "sched_yield",
    "sigaltstack",
];

/// Lets a `tag` run until its saver waits for the set's lock, attaches strace to that thread alone
/// with `inject`, and lets it go on. Gives the traced calls.
fn tag_under_strace(place: &mut Place, at: usize, inject: Option<&str>) -> Vec<String> {
    // Each run keeps the version before the last anew: else later ones would do less.
    let _ = fs::remove_dir_all(place.home().join("data"));
    let ours = place.set.join(".quandian");
    fs::create_dir_all(&ours).expect("room");
    let lock = File::options().create(true).append(true).open(ours.join("lock")).expect("room");
    lock.lock().expect("free");
    let mut child = place.tag_command("lin", at).spawn().expect("it starts");
    let saver = saver_of(&mut child, &ours.join("lock"));

    let log = place.home().join("strace.log");
    let _ = fs::remove_file(&log);
    let mut strace = Command::new("strace");
    strace.args(["-p", &saver, "-o"]).arg(&log).stdin(Stdio::null()).stdout(Stdio::null());
    if let Some(inject) = inject {
        strace.args(["-e", &format!("inject={inject}")]);
    }
    let mut strace = strace.stderr(Stdio::null()).spawn().expect("strace is installed");
    // It polls for the lock: the first line says that strace is there.
    let start = Instant::now();
    while fs::metadata(&log).map_or(0, |metadata| metadata.len()) == 0 {
        assert!(start.elapsed() < Duration::from_secs(10), "strace did not attach");
        thread::sleep(Duration::from_millis(1));
    }
    drop(lock);
    let what = inject.unwrap_or("no fault").to_owned();
    let status = wait(&mut child, Duration::from_secs(30));
    let status = status.unwrap_or_else(|| panic!("{what}: it hangs"));
    let output = output_of(&mut child, status);
    let _ = wait(&mut strace, Duration::from_secs(10));
    let _ = strace.kill();
    let _ = strace.wait();
    place.remember(&output, &what);
    let log = fs::read(&log).expect("a log");
    text(&log).lines().map(str::to_owned).collect()
}

/// The number of the thread that waits for `lock`.
fn saver_of(child: &mut Child, lock: &Path) -> String {
    let process = PathBuf::from(format!("/proc/{}", child.id()));
    let start = Instant::now();
    while start.elapsed() < Duration::from_secs(20) {
        let entries = |name: &str| {
            let entries = fs::read_dir(process.join(name)).into_iter().flatten().flatten();
            entries.map(|entry| entry.path()).collect::<Vec<_>>()
        };
        let waits = entries("fd").iter().any(|fd| fs::read_link(fd).is_ok_and(|to| to == lock));
        let is_saver = |task: &&PathBuf| {
            fs::read_to_string(task.join("comm")).is_ok_and(|n| n.trim() == "saver")
        };
        if waits && let Some(task) = entries("task").iter().find(is_saver) {
            return task.file_name().expect("a number").to_string_lossy().into_owned();
        }
        assert!(child.try_wait().expect("a child").is_none(), "it ended before it saved");
        thread::sleep(Duration::from_millis(1));
    }
    panic!("its saver never came to wait for the lock");
}

/// How often each call of interest was made.
fn counts(log: &[String]) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for line in log {
        let Some((name, _)) = line.split_once('(') else { continue };
        let is_name = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
        if is_name && !OF_NO_INTEREST.contains(&name) {
            *counts.entry(name.to_owned()).or_default() += 1;
        }
    }
    counts
}

#[test]
#[ignore = "needs strace; takes two minutes"]
fn a_kill_and_an_error_at_every_system_call_of_a_save() {
    let mut place = Place::new();
    assert!(place.tag(0));
    let (mut at, mut tried, mut hit) = (1, 0, 0);
    let calls = counts(&tag_under_strace(&mut place, at, None));
    println!("{calls:?}");
    for name in ["openat", "write", "fsync", "rename", "read"] {
        assert!(calls.contains_key(name), "no {name} among {calls:?}");
    }
    for (name, count) in &calls {
        for n in 1..=*count {
            for effect in ["signal=KILL", "error=EIO", "error=ENOSPC"] {
                // Rust's library takes a folder that cannot be closed for a bug and panics; no
                // file system does that.
                if name == "close" && effect != "signal=KILL" {
                    continue;
                }
                at += 1;
                let inject = format!("{name}:{effect}:when={n}");
                let log = tag_under_strace(&mut place, at % 3999, Some(&inject));
                place.verify(&inject);
                let met = |line: &String| line.contains("INJECTED") || line.contains("SIGKILL");
                (tried, hit) = (tried + 1, hit + usize::from(log.iter().any(met)));
            }
        }
    }
    println!("{hit} of {tried} faults were met");
    // The scheduler may leave out a call or two, not more.
    assert!(hit * 10 > tried * 9, "only {hit} of {tried} faults were met");
    // Unharmed in the end.
    assert!(place.tag(3998));
    place.verify("at last");
}

#[test]
#[ignore = "needs strace; takes a minute"]
fn a_kill_at_every_system_call_of_the_first_save_of_a_set() {
    let mut clean = Place::new();
    let calls = counts(&tag_under_strace(&mut clean, 0, None));
    println!("{calls:?}");
    for (name, count) in &calls {
        // Reading does not change what is there: every call that may is tried.
        let writes = ["openat", "write", "fsync", "rename", "mkdir", "fchmod", "unlink"];
        if !writes.contains(&name.as_str()) {
            continue;
        }
        for n in 1..=*count {
            let mut place = Place::new();
            let inject = format!("{name}:signal=KILL:when={n}");
            tag_under_strace(&mut place, 0, Some(&inject));
            place.verify(&inject);
            assert!(place.tag(1), "{inject}: the set cannot be written to any more");
            place.verify(&inject);
        }
    }
}

/// Something that is mounted, or `None` where the user said that this is forbidden.
struct Mount(PathBuf);

impl Mount {
    fn new(arguments: &[&str], at: &Path) -> Option<Self> {
        if std::env::var_os("QUANDIAN_NO_MOUNTS").is_some() {
            println!("skipped: QUANDIAN_NO_MOUNTS is set");
            return None;
        }
        let output = Command::new("mount").args(arguments).arg(at).output().expect("mount");
        let reason = text(&output.stderr);
        assert!(
            output.status.success(),
            "mounting was refused ({reason}); set QUANDIAN_NO_MOUNTS to leave these tests out"
        );
        Some(Self(at.to_path_buf()))
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        // A test that failed may leave it behind; the next one has folders of its own.
        let _ = Command::new("umount").arg(&self.0).output();
    }
}

#[test]
#[ignore = "mounts a file system"]
fn a_full_disk_is_told_and_what_was_saved_before_is_there() {
    let mut place = Place::new();
    let mounted = Mount::new(&["-t", "tmpfs", "-o", "size=128k", "tmpfs"], &place.set);
    let Some(_mount) = mounted else { return };
    place.write_article();
    let filler = place.set.join("filler");
    let mut refused = 0;
    for at in 0..400 {
        if at == 40 {
            // As much as there is.
            let full = std::io::copy(
                &mut std::io::repeat(0).take(1 << 20),
                &mut File::create(&filler).expect("room"),
            );
            assert!(full.is_err(), "the disk is larger than it should be");
        }
        if !place.tag(at) {
            refused += 1;
            if refused == 5 {
                break;
            }
        }
    }
    assert_eq!(refused, 5, "the disk was never full");
    let output = place.tag_command("lin", 500).output().expect("it runs");
    assert!(text(&output.stderr).contains("磁盘已满"), "{}", text(&output.stderr));
    place.verify("full");
    fs::remove_file(&filler).expect("it is there");
    assert!(place.tag(501));
    place.verify("with room again");
}

#[test]
#[ignore = "mounts a file system"]
fn a_read_only_set_is_told_and_can_still_be_read() {
    let mut place = Place::new();
    for at in 0..5 {
        assert!(place.tag(at));
    }
    let set = place.set.to_string_lossy().into_owned();
    let Some(_mount) = Mount::new(&["--bind", &set], &place.set) else { return };
    let mounted = Mount::new(&["-o", "remount,ro,bind"], &place.set);
    let output = place.tag_command("lin", 10).output().expect("it runs");
    assert!(!output.status.success());
    assert!(text(&output.stderr).contains("只读"), "{}", text(&output.stderr));
    place.verify("read-only");
    drop(mounted);
}

#[test]
#[ignore = "needs root and a file system that knows the flag"]
fn a_file_that_cannot_be_replaced_is_told_and_stays() {
    let mut place = Place::new();
    for at in 0..5 {
        assert!(place.tag(at));
    }
    let sidecar = place.set.join(format!("{ARTICLE}.lin.tags.ron"));
    let bytes = fs::read(&sidecar).expect("it is there");
    let chattr = |flag: &str| Command::new("chattr").arg(flag).arg(&sidecar).status();
    assert!(chattr("+i").expect("chattr").success(), "the file system does not know the flag");
    let output = place.tag_command("lin", 10).output().expect("it runs");
    let unchanged = fs::read(&sidecar).expect("it is there") == bytes;
    let names = fs::read_dir(&place.set).expect("the set").count();
    assert!(chattr("-i").expect("chattr").success());
    assert!(!output.status.success() && unchanged, "{output:?}");
    assert!(text(&output.stderr).contains("权限"), "{}", text(&output.stderr));
    assert_eq!(names, 4, "the article, the codebook, the sidecar, the folder of our own");
    assert!(place.tag(11));
    place.verify("after it could be replaced again");
}

fn four_programs(coders: [&str; 4]) {
    const EACH: usize = 300;
    let place = Place::new();
    let (place, started) = (&place, Instant::now());
    let tags: Vec<String> = thread::scope(|scope| {
        let one = |(number, coder): (usize, &'static str)| {
            scope.spawn(move || {
                (0..EACH)
                    .map(|at| {
                        let mut command = place.tag_command(coder, number * EACH + at);
                        let output = command.output().expect("it runs");
                        assert!(output.status.success(), "{}", text(&output.stderr));
                        text(&output.stdout).trim().to_owned()
                    })
                    .collect::<Vec<_>>()
            })
        };
        let coders: [&'static str; 4] = coders.map(|coder| match coder {
            "lin" => "lin",
            "wang" => "wang",
            "zhou" => "zhou",
            _ => "chen",
        });
        let threads: Vec<_> = coders.into_iter().enumerate().map(one).collect();
        threads.into_iter().flat_map(|thread| thread.join().expect("it succeeds")).collect()
    });
    let set = place.set.to_string_lossy().into_owned();
    let output = place.command(&["passages", &set, "--json"]).output().expect("it runs");
    let found: Vec<String> = text(&output.stdout)
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).expect("JSON")["id"].to_string())
        .collect();
    println!("{} tags in {:?}", tags.len(), started.elapsed());
    assert_eq!((tags.len(), found.len()), (4 * EACH, 4 * EACH));
    assert!(tags.iter().all(|id| found.contains(&format!("\"{id}\""))));
}

#[test]
#[ignore = "takes a minute"]
fn four_programs_with_300_tags_each_of_one_coder() {
    four_programs(["lin"; 4]);
}

#[test]
#[ignore = "takes a minute"]
fn four_programs_with_300_tags_each_of_four_coders() {
    four_programs(["lin", "wang", "zhou", "chen"]);
}

#[test]
#[ignore = "makes 100,000 files"]
fn a_hundred_thousand_articles_are_listed() {
    let place = Place::new();
    for number in 0..100_000 {
        let folder = place.set.join(format!("{:03}", number / 1000));
        if number % 1000 == 0 {
            fs::create_dir(&folder).expect("room");
        }
        fs::write(folder.join(format!("{number}.txt")), "党建").expect("room");
    }
    let set = place.set.to_string_lossy().into_owned();
    let output = place.command(&["list", &set, "--json"]).output().expect("it runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout).lines().count(), 100_001);
}

#[test]
#[ignore = "mounts a folder inside itself"]
fn a_folder_that_holds_itself_is_listed_once() {
    let place = Place::new();
    let inside = place.set.join("甲").join("乙");
    fs::create_dir_all(&inside).expect("room");
    fs::write(place.set.join("甲").join("二.txt"), "党建").expect("room");
    std::os::unix::fs::symlink(&place.set, place.set.join("回路")).expect("room");
    std::os::unix::fs::symlink("../甲", place.set.join("甲").join("自己")).expect("room");
    let set = place.set.to_string_lossy().into_owned();
    let Some(_mount) = Mount::new(&["--rbind", &set], &inside) else { return };
    assert!(inside.join(ARTICLE).exists(), "it is mounted");
    let output = place.command(&["list", &set, "--json"]).output().expect("it runs");
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout).lines().count(), 2, "{}", text(&output.stdout));
}

/// Runs a command; gives its output and the most memory it ever had, in MB.
fn measured(mut command: Command) -> (Output, u64) {
    let mut child = command.stdout(Stdio::null()).spawn().expect("it starts");
    let path = format!("/proc/{}/status", child.id());
    let (start, mut most) = (Instant::now(), 0);
    let status = loop {
        let status = fs::read_to_string(&path).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse::<u64>().ok());
        most = most.max(kilobytes.unwrap_or(0) / 1024);
        if let Some(status) = child.try_wait().expect("a child") {
            break status;
        }
        assert!(start.elapsed() < Duration::from_mins(2), "it hangs");
        thread::sleep(Duration::from_millis(5));
    };
    let mut stderr = Vec::new();
    child.stderr.take().expect("a pipe").read_to_end(&mut stderr).expect("readable");
    (Output { status, stdout: Vec::new(), stderr }, most)
}

#[test]
#[ignore = "makes files of 200 MB"]
fn giant_files_of_ours_are_told_and_do_not_eat_the_memory() {
    const GIANT: usize = 200 << 20;
    let mut place = Place::new();
    assert!(place.tag(0));
    let sidecar = place.set.join(format!("{ARTICLE}.lin.tags.ron"));
    let codebook = place.set.join("codebook.ron");
    let good = |path: &Path| fs::read_to_string(path).expect("it is there");
    let (good_sidecar, good_codebook) = (good(&sidecar), good(&codebook));
    let line = good_sidecar.lines().find(|line| line.contains("fragments")).expect("a passage");
    let many = format!("{line}\n").repeat(GIANT / (line.len() + 1));
    let theme = good_codebook.lines().find(|line| line.contains("name:")).expect("a theme");
    let themes = format!("{theme}\n").repeat(GIANT / (theme.len() + 1));
    let cases = [
        (&sidecar, "brackets", "[".repeat(GIANT)),
        (&sidecar, "one string", format!("(version: 1, coder: \"{}", "林".repeat(GIANT / 3))),
        (
            &sidecar,
            "passages without an end",
            good_sidecar.replace(line, &many).replace("\n)\n", ""),
        ),
        (&sidecar, "longer than the limit", " ".repeat(300 << 20)),
        (&codebook, "brackets", "(".repeat(GIANT)),
        (&codebook, "themes", good_codebook.replace(theme, &themes)),
    ];
    for (path, what, content) in cases {
        let what = format!("{}: {what}", path.file_name().expect("a name").to_string_lossy());
        fs::write(path, content).expect("room");
        let before = fs::metadata(path).expect("it is there").len();
        let set = place.set.to_string_lossy().into_owned();
        let (output, most) = measured(place.command(&["passages", &set]));
        println!(
            "{what}: {most} MB, {}",
            text(&output.stderr).chars().take(160).collect::<String>()
        );
        assert!(!text(&output.stderr).contains("panicked"), "{what}: {}", text(&output.stderr));
        assert!(output.status.code().is_some(), "{what}: {:?}", output.status);
        assert!(!output.stderr.is_empty(), "{what}: nobody was told");
        // The file, its text, and what can be saved of it.
        assert!(most < 1600, "{what}: {most} MB");
        assert_eq!(fs::metadata(path).expect("it is there").len(), before, "{what}");
        fs::write(&sidecar, &good_sidecar).expect("room");
        fs::write(&codebook, &good_codebook).expect("room");
    }
}
