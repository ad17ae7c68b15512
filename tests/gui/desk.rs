//! A set in a temporary folder, and the window on it.

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use eframe::egui::{self, Key, Modifiers};
use egui_kittest::{Harness, kittest::Queryable as _};
use quandian::{
    annotation::Passage,
    session::{Beginning, Command, Environment, SaveState, Session, Settings, UserFolders},
    storage::Disk,
    ui::App,
};

/// An article with everything the reader treats in its own way; invented.
pub(crate) const ARTICLE: &str = "# 共建共享:临河区区域化党建观察\n\n\
临河日报 2019年6月28日 记者 林可 通讯员 周行之\n\n\
年初以来,临河区把区域化党建作为城市治理的牵引。在区、街道、社区三级搭起议事平台,驻区单位按三张清单认领事项。\n\n\
## 阵地建在家门口\n\n\
柳岸街道原有的社区用房不足二百平方米。街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米!“以前开会没地方坐。”居民说。\n";

/// The window's size where a test does not say another.
const WINDOW: egui::Vec2 = egui::vec2(1440.0, 900.0);

/// Where the user's own files lie in the folder of a desk.
fn folders(home: &Path) -> UserFolders {
    UserFolders { config: home.join("config"), data: home.join("data"), cache: home.join("cache") }
}

/// The set at `set` without a window, as whoever worked on it before.
pub(crate) fn session(set: &Path) -> Session {
    let environment = Environment { storage: Arc::new(Disk), folders: None, wake: Arc::new(|| {}) };
    let mut session = Session::new(environment);
    // Not whoever runs the tests: his name would be in the pictures.
    let settings = Settings { coder: Some("林".to_owned()), ..Settings::default() };
    session.apply(Command::Configure(settings)).expect("no file to write");
    session.open_now(set).expect("a set");
    session
}

/// The desk of a researcher: a set, a home folder, a window.
pub(crate) struct Desk {
    pub(crate) harness: Harness<'static, App>,
    pub(crate) set: PathBuf,
    folder: tempfile::TempDir,
}

impl Desk {
    /// The window on a new set of two articles.
    pub(crate) fn new() -> Self {
        let articles = [
            ("2019-共建共享.txt", ARTICLE),
            ("2017-三级平台.txt", "三级平台 凝聚合力\n\n居民推选楼栋长。\n"),
        ];
        Self::prepared(WINDOW, &Settings::default(), &articles, |_| {})
    }

    /// A window of `size` on a new set of `articles`, to which `prepare` has done something before.
    pub(crate) fn prepared(
        size: egui::Vec2,
        settings: &Settings,
        articles: &[(&str, &str)],
        prepare: impl FnOnce(&Path),
    ) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let set = folder.path().join("文献集");
        fs::create_dir(&set).expect("room");
        for (name, text) in articles {
            fs::write(set.join(name), text).expect("room");
        }
        settings.save(&Disk, &folders(folder.path()).settings_file()).expect("room");
        prepare(&set);
        Self::open(folder, set, size)
    }

    /// The window on the sample, which was never opened before.
    pub(crate) fn on_sample() -> Self {
        Self::on_sample_in(WINDOW)
    }

    /// The same in a window of that size.
    pub(crate) fn on_sample_in(size: egui::Vec2) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let set = folder.path().join("data");
        let mut desk = Self::started(folder, set, size, Vec::new());
        desk.harness.run_steps(4);
        desk.harness.get_by_label("打开示例").click();
        desk.wait_until(|app| app.session().is_sample_open());
        desk
    }

    /// The window of a user without settings, which begins with this.
    pub(crate) fn beginning_with(beginning: Beginning) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let set = folder.path().join("data");
        Self::started(folder, set, WINDOW, beginning)
    }

    /// The same desk on another day, on the set that was open last.
    pub(crate) fn reopened_on_last(self) -> Self {
        let Self { harness, set, folder } = self;
        drop(harness);
        let mut desk = Self::started(folder, set, WINDOW, Vec::new());
        desk.wait_until(|app| app.session().corpus().is_some());
        desk
    }

    /// The same desk on another day.
    pub(crate) fn reopened(self) -> Self {
        let Self { harness, set, folder } = self;
        drop(harness);
        Self::open(folder, set, WINDOW)
    }

    fn open(folder: tempfile::TempDir, set: PathBuf, size: egui::Vec2) -> Self {
        let paths = vec![set.clone()];
        let mut desk = Self::started(folder, set, size, paths);
        desk.wait_until(|app| app.session().corpus().is_some());
        desk
    }

    fn started(
        folder: tempfile::TempDir,
        set: PathBuf,
        size: egui::Vec2,
        beginning: impl Into<Beginning>,
    ) -> Self {
        let environment = Environment {
            storage: Arc::new(Disk),
            folders: Some(folders(folder.path())),
            wake: Arc::new(|| {}),
        };
        let harness = Harness::builder()
            .with_size(size)
            .build_eframe(|creation| App::new(&creation.egui_ctx, environment, beginning));
        Self { harness, set, folder }
    }

    /// Runs frames until something holds; it must within ten seconds.
    pub(crate) fn wait_until(&mut self, holds: impl Fn(&App) -> bool) {
        for _ in 0..2000 {
            self.harness.run_steps(2);
            if holds(self.harness.state()) {
                self.harness.run_steps(2);
                return;
            }
            std::thread::sleep(Duration::from_millis(5));
        }
        panic!("it did not come to pass");
    }

    /// Waits until nothing runs in the background, and what it brought is drawn.
    pub(crate) fn wait_for_answers(&mut self) {
        self.harness.run_steps(4);
        self.wait_until(|app| app.session().jobs().next().is_none());
        self.harness.run_steps(6);
    }

    /// Presses a key and lets the window answer.
    pub(crate) fn key(&mut self, key: Key) {
        self.keys(Modifiers::NONE, key);
    }

    /// Presses a key with others held.
    pub(crate) fn keys(&mut self, held: Modifiers, key: Key) {
        self.harness.key_press_modifiers(held, key);
        self.harness.run_steps(3);
    }

    /// Types into the field that has the focus.
    pub(crate) fn text(&mut self, text: &str) {
        self.harness.event(egui::Event::Text(text.to_owned()));
        self.harness.run_steps(3);
    }

    /// Whether something of that name, or that holds it, is on screen.
    pub(crate) fn sees(&self, name: &str) -> bool {
        self.harness.query_all_by_label_contains(name).next().is_some()
    }

    /// Every passage of the set, in order.
    pub(crate) fn passages(&self) -> Vec<Passage> {
        let all = self.harness.state().session().annotations().passages();
        all.map(|(_, _, passage)| passage.clone()).collect()
    }

    /// Waits until the disk has everything.
    pub(crate) fn saved(&mut self) {
        self.wait_until(|app| app.session().save_state() == SaveState::Saved);
    }
}
