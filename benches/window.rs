//! What the window costs, without a screen: opening, reading long articles, tagging.
//!
//! Prints a table of medians and worst cases of our own work (building a frame, and turning it into
//! triangles); the graphics driver is not in it. `QUANDIAN_BENCH_ARTICLE` names a file to read
//! instead of the generated ones.
//!
//! ```text
//! cargo bench --bench window
//! cargo bench --bench window -- passages     # only articles with 30,000 passages
//! cargo bench --bench window -- rows         # only a table of 200,000 rows
//! ```

#![expect(clippy::disallowed_methods, clippy::print_stdout, reason = "a bench makes its own files")]

use std::{
    path::{Path, PathBuf},
    sync::Arc,
    time::{Duration, Instant},
};

use eframe::egui;
use quandian::{
    annotation::{self, Sidecar},
    session::{Command, Environment, SaveState, Session},
    storage::Disk,
    text::{CharOffset, CharSpan, Segmenter},
    ui::App,
};

fn main() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    Segmenter::plain();
    if std::env::args().any(|argument| argument == "passages") {
        return passages(folder.path());
    }
    if std::env::args().any(|argument| argument == "rows") {
        return rows(folder.path());
    }
    match std::env::var_os("QUANDIAN_BENCH_ARTICLE") {
        Some(path) => reading("the named article", Path::new(&path)),
        None => {
            let one_line = generated(1_000_000).replace('\n', "");
            for (name, text) in [
                ("1M characters", generated(1_000_000)),
                ("10M characters", generated(10_000_000)),
                ("1M characters in one line", one_line),
            ] {
                let path = folder.path().join("长文.txt");
                std::fs::write(&path, text).expect("room for 30 MB");
                reading(name, &path);
            }
        }
    }
    listing(folder.path());
    tagging(folder.path());
    passages(folder.path());
    rows(folder.path());
}

/// About `chars` characters of paragraphs, the same every time.
fn generated(chars: usize) -> String {
    let sentences = [
        "街道把闲置的粮站改成党群服务中心,面积扩大到1860平方米,设图书室、调解室和四点半课堂。",
        "“以前开会没地方坐,现在下楼就是活动室。”居民说,谁家水电出了毛病,一个电话就能上门。",
        "区里在产业园设立人才工作站2个,选派专员46名,每周走访企业一次。",
        "到五月底,全区签订共建协议214份,其中今年新签37份;资源、需求、项目三张清单按月更新。",
    ];
    let mut text = String::new();
    let (mut count, mut seed) = (0, 7_usize);
    while count < chars {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        for step in 0..3 + (seed >> 33) % 4 {
            let sentence = sentences[(seed >> (20 + step)) % sentences.len()];
            count += sentence.chars().count();
            text.push_str(sentence);
        }
        text.push_str("\n\n");
    }
    text
}

fn environment() -> Environment {
    Environment { storage: Arc::new(Disk), folders: None, wake: Arc::new(|| {}) }
}

fn input() -> egui::RawInput {
    let size = egui::vec2(1440.0, 900.0);
    let screen_rect = Some(egui::Rect::from_min_size(egui::Pos2::ZERO, size));
    egui::RawInput { screen_rect, ..egui::RawInput::default() }
}

/// One frame: how long building it took, and turning it into triangles.
fn frame(app: &mut App, ctx: &egui::Context, input: egui::RawInput) -> (Duration, Duration) {
    let start = Instant::now();
    app.logic(ctx);
    let mut output = ctx.run_ui(input, |ui| app.ui(ui));
    let built = start.elapsed();
    let start = Instant::now();
    let meshes = ctx.tessellate(std::mem::take(&mut output.shapes), output.pixels_per_point);
    // No graphics card takes the glyphs here; egui wants to be told.
    output.drop_without_applying_deltas();
    assert!(!meshes.is_empty(), "nothing was drawn");
    (built, start.elapsed())
}

/// Everything a reader does with one article.
fn reading(name: &str, article: &Path) {
    println!("\n{name}");
    let bytes = std::fs::metadata(article).expect("the article").len();
    let before = resident();
    let (mut app, ctx) = opening(article);
    let mut desk = Desk { app: &mut app, ctx: &ctx, step: 0 };
    if let (Some(before), Some(after)) = (before, resident()) {
        let grown = after.saturating_sub(before);
        println!("memory: {} MB more, {} bytes a byte of text", grown >> 20, grown / bytes);
    }
    desk.row("scroll by the wheel", 600, |_| vec![wheel(-60.0)]);
    desk.row("leap by the wheel", 200, |at| {
        vec![wheel(if at % 2 == 0 { -90_000.0 } else { 70_000.0 })]
    });
    desk.row("walk by line", 200, |_| key(egui::Key::ArrowDown, egui::Modifiers::NONE));
    desk.row("to the end and back", 100, |at| {
        let key_of_end = if at % 2 == 0 { egui::Key::End } else { egui::Key::Home };
        key(key_of_end, egui::Modifiers::COMMAND)
    });
    desk.row("select all", 20, |_| key(egui::Key::A, egui::Modifiers::COMMAND));
    desk.row("scroll with all selected", 200, |_| vec![wheel(-60.0)]);
    desk.row("larger and smaller text", 40, |at| {
        let sign = if at % 2 == 0 { egui::Key::Plus } else { egui::Key::Minus };
        key(sign, egui::Modifiers::COMMAND)
    });
    desk.resizing();
}

/// A window with one article.
struct Desk<'a> {
    app: &'a mut App,
    ctx: &'a egui::Context,
    step: u32,
}

impl Desk<'_> {
    /// One frame with the pointer over the text.
    fn frame(&mut self, size: egui::Vec2, events: Vec<egui::Event>) -> (Duration, Duration) {
        self.step += 1;
        let mut input = input();
        input.screen_rect = Some(egui::Rect::from_min_size(egui::Pos2::ZERO, size));
        input.time = Some(f64::from(self.step) / 60.0);
        input.events.push(egui::Event::PointerMoved(egui::pos2(600.0, 450.0)));
        input.events.extend(events);
        frame(self.app, self.ctx, input)
    }

    /// `count` frames, each with what `events` makes of its number.
    fn row(&mut self, name: &str, count: u32, events: impl Fn(u32) -> Vec<egui::Event>) {
        let size = egui::vec2(1440.0, 900.0);
        let (mut built, mut tessellated): (Vec<_>, Vec<_>) =
            (0..count).map(|at| self.frame(size, events(at))).unzip();
        row(&format!("{name}: build a frame"), &mut built);
        row("    tessellate it", &mut tessellated);
    }

    /// The window's edge dragged to and fro.
    fn resizing(&mut self) {
        let width = |at: u16| 1000.0 + f32::from(at % 50) * 8.0;
        let mut built: Vec<_> =
            (0..100).map(|at| self.frame(egui::vec2(width(at), 900.0), Vec::new()).0).collect();
        row("resize: build a frame", &mut built);
    }
}

fn wheel(points: f32) -> egui::Event {
    egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: egui::vec2(0.0, points),
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
        modifiers: egui::Modifiers::NONE,
    }
}

fn key(key: egui::Key, modifiers: egui::Modifiers) -> Vec<egui::Event> {
    let event =
        |pressed| egui::Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    vec![event(true), event(false)]
}

/// Bytes of memory that this process holds; `None` where the system does not say it in a file.
fn resident() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes << 10)
}

fn opening(article: &Path) -> (App, egui::Context) {
    let ctx = egui::Context::default();
    let mut app = App::new(&ctx, environment(), Vec::new());
    // Fonts and style are read once, before any article.
    for _ in 0..3 {
        frame(&mut app, &ctx, input());
    }
    let start = Instant::now();
    app.open(vec![article.to_path_buf()]);
    while app.session().corpus().is_none() {
        std::thread::sleep(Duration::from_micros(200));
        app.logic(&ctx);
    }
    let loaded = start.elapsed();
    frame(&mut app, &ctx, input());
    let shown = start.elapsed();
    println!("open: read {loaded:.1?}, first frame {shown:.1?}");
    (app, ctx)
}

/// The list of 10,000 articles: its first frame, then the wheel from one end to the other.
fn listing(folder: &Path) {
    let set = folder.join("many");
    std::fs::create_dir(&set).expect("a folder");
    for number in 0..10_000 {
        let year = 2000 + number % 25;
        let text = format!("第{number}号 街道工作简报\n\n街道把闲置的粮站改成党群服务中心。\n");
        std::fs::write(set.join(format!("{year}-{number}.txt")), text).expect("a file");
    }
    let ctx = egui::Context::default();
    let mut app = App::new(&ctx, environment(), vec![set]);
    while app.session().corpus().is_none() {
        std::thread::sleep(Duration::from_millis(1));
        app.logic(&ctx);
    }
    let (first, _) = frame(&mut app, &ctx, input());
    println!("list of 10,000 articles: first frame {first:.2?}");
    let mut built = Vec::new();
    for step in 0..600_u16 {
        let mut input = input();
        input.time = Some(f64::from(step) / 60.0);
        let delta = if step % 100 == 99 { -60_000.0 } else { -120.0 };
        input.events = vec![egui::Event::PointerMoved(egui::pos2(100.0, 450.0)), wheel(delta)];
        built.push(frame(&mut app, &ctx, input).0);
    }
    row("scroll the list: build a frame", &mut built);
}

/// From the command to its being durable on the disk.
fn tagging(folder: &Path) {
    let set = folder.join("set");
    std::fs::create_dir(&set).expect("a folder");
    std::fs::write(set.join("a.txt"), generated(4000)).expect("a file");
    let mut session = Session::new(environment());
    session.open_now(&set).expect("it was just made");
    let theme = session.codebook().themes()[0].id;
    let article = session.corpus().expect("open").entries()[0].path.clone();
    let mut times = Vec::new();
    for at in 0..200 {
        let start = Instant::now();
        let span = CharSpan::between(CharOffset::new(at * 10), CharOffset::new(at * 10 + 9));
        let command = Command::Tag {
            article: article.clone(),
            fragments: vec![span],
            themes: vec![theme],
            memo: String::new(),
        };
        session.apply(command).expect("a good span");
        session.save_now().expect("a good disk");
        assert_eq!(session.save_state(), SaveState::Saved);
        times.push(start.elapsed());
    }
    row("tag: from the key to 已保存", &mut times);
}

/// Articles with 30,000 passages: spread over a long one, and all on top of each other.
fn passages(folder: &Path) {
    let long = generated(1_000_000);
    let short = generated(3000);
    let spread = |at: u32| (at * 30, at * 30 + 12 + at % 40);
    let heaped = |at: u32| (at * 7 % 2000, at * 7 % 2000 + 40 + at * 13 % 900);
    let same = |at: u32| (500, 540 + at % 2);
    marked(folder, "30,000 passages in 1M characters", &long, 30_000, spread);
    marked(folder, "30,000 passages in 3,000 characters", &short, 30_000, heaped);
    marked(folder, "3,000 passages on one sentence", &short, 3000, same);
}

/// A set of one article that bears `count` passages.
fn marked_set(
    folder: &Path,
    name: &str,
    text: &str,
    count: u32,
    place: impl Fn(u32) -> (u32, u32),
) -> PathBuf {
    let set = folder.join(name);
    std::fs::create_dir(&set).expect("a folder");
    std::fs::write(set.join("文.txt"), text).expect("room for 3 MB");
    let mut session = Session::new(environment());
    session.open_now(&set).expect("it was just made");
    let article = Arc::clone(session.corpus().expect("open").articles().next().expect("one"));
    let codebook = session.codebook().clone();
    std::fs::write(set.join("codebook.ron"), codebook.to_ron()).expect("a file");
    let themes: Vec<_> = codebook.themes().iter().map(|theme| theme.id).collect();
    let coder = session.coder();
    let chars = article.text.char_len().get();
    let hash = article.hash().clone();
    let mut sidecar = Sidecar::new(coder.clone(), article.path.file_name(), hash, chars);
    sidecar.passages = (0..count)
        .filter_map(|at| {
            let (start, end) = place(at);
            let span = CharSpan::between(CharOffset::new(start), CharOffset::new(end.min(chars)));
            let theme = themes[at as usize % themes.len()];
            let memo = if at % 3 == 0 { "看资金来源" } else { "" };
            annotation::build_passage(&article.text, &[span], vec![theme], memo.to_owned())
        })
        .collect();
    let file = annotation::sidecar_name(article.path.file_name(), &coder);
    std::fs::write(set.join(file), sidecar.to_ron()).expect("room for 10 MB");
    set
}

/// The page of excerpts with 200,000 rows.
fn rows(folder: &Path) {
    println!("\n200,000 rows of excerpts");
    let spread = |at: u32| (at * 5, at * 5 + 9 + at % 12);
    let set = marked_set(folder, "rows", &generated(1_010_000), 200_000, spread);
    let (mut app, ctx) = opening(&set);
    let count = app.session().annotations().count();
    let mut desk = Desk { app: &mut app, ctx: &ctx, step: 0 };
    let size = egui::vec2(1440.0, 900.0);
    desk.frame(size, key(egui::Key::Num2, egui::Modifiers::COMMAND));
    let start = Instant::now();
    while desk.app.session().jobs().next().is_some() || desk.step < 5 {
        desk.frame(size, Vec::new());
    }
    println!("{count} passages are listed after {:.1?}", start.elapsed());
    desk.row("scroll by the wheel", 300, |_| vec![wheel(-60.0)]);
    desk.row("leap by the wheel", 200, |at| {
        vec![wheel(if at % 2 == 0 { -900_000.0 } else { 700_000.0 })]
    });
    desk.frame(size, click(egui::pos2(700.0, 500.0), egui::Modifiers::SHIFT));
    desk.row("walk by row", 200, |_| key(egui::Key::ArrowDown, egui::Modifiers::NONE));
    desk.row("select by page", 200, |_| key(egui::Key::PageDown, egui::Modifiers::SHIFT));
    desk.row("select to the end and back", 100, |at| {
        let end = if at % 2 == 0 { egui::Key::End } else { egui::Key::Home };
        key(end, egui::Modifiers::SHIFT)
    });
    desk.row("check all that are selected, or none", 10, |_| {
        key(egui::Key::Space, egui::Modifiers::NONE)
    });
}

fn click(pos: egui::Pos2, modifiers: egui::Modifiers) -> Vec<egui::Event> {
    let button = egui::PointerButton::Primary;
    let press = |pressed| egui::Event::PointerButton { pos, button, pressed, modifiers };
    vec![
        egui::Event::ModifiersChanged(modifiers),
        egui::Event::PointerMoved(pos),
        press(true),
        press(false),
        egui::Event::ModifiersChanged(egui::Modifiers::NONE),
    ]
}

/// Reads, points at and tags in an article that bears `count` passages.
#[expect(clippy::cast_precision_loss, reason = "places on a screen")]
fn marked(folder: &Path, name: &str, text: &str, count: u32, place: impl Fn(u32) -> (u32, u32)) {
    println!("\n{name}");
    let set = marked_set(folder, name, text, count, place);
    let (mut app, ctx) = opening(&set);
    assert!(app.session().annotations().count() > 2900, "the passages were read");
    // Later than the frames before: egui's clock must not run backwards.
    let mut desk = Desk { app: &mut app, ctx: &ctx, step: 60_000 };
    desk.row("scroll by the wheel", 300, |_| vec![wheel(-40.0)]);
    desk.row("leap by the wheel", 100, |at| {
        vec![wheel(if at % 2 == 0 { -90_000.0 } else { 70_000.0 })]
    });
    let move_to = |at: u32, x: f32| {
        let y = 100.0 + (at * 7 % 700) as f32;
        vec![egui::Event::PointerMoved(egui::pos2(x, y))]
    };
    desk.row("point at the text", 200, |at| move_to(at, 400.0 + (at % 40) as f32 * 10.0));
    desk.row("point at the lane", 200, |at| move_to(at, 910.0 + (at % 10) as f32 * 9.0));
    desk.row("point at the minimap", 200, |at| move_to(at, 1110.0));
    desk.row("point at the cards", 200, |at| move_to(at, 1280.0));
    desk.row("from passage to passage", 100, |_| {
        key(egui::Key::CloseBracket, egui::Modifiers::NONE)
    });
    // The saver writes megabytes meanwhile, on a thread of its own.
    let size = egui::vec2(1440.0, 900.0);
    let mut tagged: Vec<Duration> = (0..20)
        .map(|_| {
            desk.frame(size, key(egui::Key::J, egui::Modifiers::NONE));
            desk.frame(size, key(egui::Key::Num1, egui::Modifiers::NONE)).0
        })
        .collect();
    println!("    {tagged:.1?}");
    row("tag a sentence: build the frame", &mut tagged);
}

fn row(name: &str, times: &mut [Duration]) {
    times.sort();
    let (median, worst) = (times[times.len() / 2], times[times.len() - 1]);
    let p95 = times[times.len() * 95 / 100];
    println!("{name}: median {median:.2?}, 95 % {p95:.2?}, worst {worst:.2?}");
}
