//! The reader as pictures: what a change of colour, spacing or type does to the page is seen here
//! before a user sees it.
//!
//! Ignored by default: they are drawn by a software Vulkan driver, which `.ci/run` installs. To look
//! at a wanted change and keep it:
//!
//! ```text
//! UPDATE_SNAPSHOTS=true cargo test --test gui pictures -- --ignored
//! ```

use std::path::Path;

use eframe::egui::{Vec2, vec2};
use egui_kittest::{SnapshotOptions, SnapshotResults};
use quandian::{
    session::{Command, PageTheme, Settings, WordMarks},
    text::{CharOffset, CharSpan},
};

use super::desk::{Desk, session};

/// The page without the panels beside it.
const PAGE: Vec2 = vec2(860.0, 620.0);
/// A small laptop's whole window.
const LAPTOP: Vec2 = vec2(1024.0, 700.0);
/// Letters are the same on every software driver but for the last bit of a few edges.
const TOLERATED_PIXELS: usize = 40;

/// An article of the sample set, whose flaws are those of newspaper pages.
fn article(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample").join(name);
    std::fs::read_to_string(path).expect("the sample set")
}

/// What all pictures of the page alone have in common.
fn page() -> Settings {
    Settings {
        coder: Some("林".to_owned()),
        library_open: false,
        themes_open: false,
        ..Settings::default()
    }
}

/// A window of `size` on `text`, in which `tags` (start, end, theme by number) were marked before.
fn window(size: Vec2, settings: &Settings, text: &str, tags: &[(u32, u32, usize)]) -> Desk {
    Desk::prepared(size, settings, &[("2019-共建共享.txt", text)], |set| {
        let mut session = session(set);
        let themes: Vec<_> = session.codebook().themes().iter().map(|theme| theme.id).collect();
        let article = session.corpus().expect("open").entries()[0].path.clone();
        for &(start, end, theme) in tags {
            let fragments = vec![CharSpan::between(CharOffset::new(start), CharOffset::new(end))];
            let themes = vec![themes[theme % themes.len()]];
            let command =
                Command::Tag { article: article.clone(), fragments, themes, memo: String::new() };
            session.apply(command).expect("inside the article");
        }
        session.save_now().expect("a good disk");
    })
}

/// Compares what the window shows with the picture of that name.
fn picture(results: &mut SnapshotResults, mut desk: Desk, name: &str) {
    // The status line tells how far the words are found, until they are.
    desk.wait_until(|app| app.session().segmenter().is_some());
    desk.wait_until(|app| app.session().jobs().next().is_none());
    desk.harness.run_steps(8);
    let options = SnapshotOptions::new()
        .output_path("tests/gui/pictures")
        .max_failed_pixels(TOLERATED_PIXELS);
    desk.harness.snapshot_options(name, &options);
    results.extend_harness(&mut desk.harness);
}

#[test]
#[ignore = "needs a software Vulkan driver"]
fn the_page_in_each_theme() {
    let mut results = SnapshotResults::new();
    let text = article("2019-共建共享.txt");
    let tags = [(110, 160, 0), (175, 240, 2), (330, 380, 1)];
    for (theme, name) in [
        (PageTheme::Light, "page-light"),
        (PageTheme::Sepia, "page-sepia"),
        (PageTheme::Dark, "page-dark"),
    ] {
        let settings = Settings { page_theme: theme, ..page() };
        picture(&mut results, window(PAGE, &settings, &text, &tags), name);
    }
}

#[test]
#[ignore = "needs a software Vulkan driver"]
fn tags_that_overlap() {
    let mut results = SnapshotResults::new();
    let text = article("2019-共建共享.txt");
    let tags: Vec<_> = (0..6).map(|n| (110 + 12 * n, 170 + 15 * n, n as usize)).collect();
    picture(&mut results, window(PAGE, &page(), &text, &tags), "tags-overlapping");
}

#[test]
#[ignore = "needs a software Vulkan driver"]
fn thirty_passages_in_the_margin() {
    let mut results = SnapshotResults::new();
    let text = article("2019-共建共享.txt");
    let tags: Vec<_> = (0..30).map(|n| (100 + 9 * n, 260 + 11 * n, n as usize)).collect();
    picture(&mut results, window(PAGE, &page(), &text, &tags), "margin-thirty");
    let settings = Settings { page_theme: PageTheme::Dark, ..page() };
    picture(&mut results, window(PAGE, &settings, &text, &tags), "margin-thirty-dark");
}

#[test]
#[ignore = "needs a software Vulkan driver"]
fn words_in_each_way() {
    let mut results = SnapshotResults::new();
    let text = article("2019-共建共享.txt");
    quandian::text::Segmenter::plain();
    for way in WordMarks::ALL {
        if way != WordMarks::Off {
            let settings = Settings { word_marks: way, ..page() };
            let name = format!("words-{way:?}").to_lowercase();
            picture(&mut results, window(PAGE, &settings, &text, &[]), &name);
        }
    }
}

#[test]
#[ignore = "needs a software Vulkan driver"]
fn sentences_that_columns_tore_and_a_block_printed_twice() {
    let block = "街道把闲置的粮站改成党群服务中心，面积扩大到1860平方米，设图书室、调解室和四点半课堂，\
        每天接待居民三百多人次，大家都说办事再也不用跑远路了。";
    let text = format!(
        "柳岸街道的一年\n\n记者 林可 通讯员 周行之\n\n　　{block}\n\n　　年初召开座谈会，倾听意见建议，\
         主动思考为驻区单\n\n\n\n社区读书会现场\n\n\n\n位做什么，变单向输出为双向互动，\
         居民的获得感不断增强。\n\n　　{block}\n\n　　到五月底，全区签订共建协议214份。\n"
    );
    let mut results = SnapshotResults::new();
    picture(&mut results, window(PAGE, &page(), &text, &[(150, 190, 2)]), "joined");
}

#[test]
#[ignore = "needs a software Vulkan driver"]
fn a_small_laptop() {
    let mut results = SnapshotResults::new();
    let text = article("2019-共建共享.txt");
    let settings = Settings { library_open: true, themes_open: true, ..page() };
    let tags = [(110, 160, 0), (175, 240, 2), (330, 380, 1)];
    picture(&mut results, window(LAPTOP, &settings, &text, &tags), "laptop");
}
