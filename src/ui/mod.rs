//! The window: views that read the session and return messages, and the app that carries them out.

mod accessibility;
mod action;
mod app;
mod bars;
mod caret;
mod composition;
mod condition_line;
mod dialogs;
mod drafts;
mod export_offers;
mod file_manager;
mod focus;
mod fonts;
mod glyphs;
mod handbook;
mod library;
mod line_job;
mod message;
mod page_id;
mod pages;
mod palette;
mod paragraphs;
mod passage_menu;
mod quote;
mod shared;
mod showing;
mod sides;
mod theme;
mod toasts;
mod tour;
mod typeset;
#[cfg(test)]
mod typeset_tests;
mod welcome;
mod widgets;

use std::sync::Arc;

use eframe::egui;

pub use app::App;

use crate::{
    handbook::CommandTable,
    session::{Beginning, Environment, Settings, UserFolders},
    storage::Disk,
    text::Segmenter,
};

/// The window's commands and the keys that do them with these settings, in the language that is
/// spoken now.
#[must_use]
pub fn command_table(settings: &Settings) -> CommandTable {
    action::command_table(&action::Keymap::new(&settings.shortcuts))
}

/// Why the window could not be opened.
#[derive(Debug, thiserror::Error)]
#[error("the window could not be opened: {0}")]
pub struct WindowError(String);

/// Opens the window and returns when it is closed.
///
/// # Errors
/// If there is no screen, or no renderer works on it.
pub fn run(beginning: Beginning) -> Result<(), WindowError> {
    // The dictionary takes a sixth of a second: it is there before the first article is.
    let loading = std::thread::Builder::new().name("dictionary".to_owned());
    // Without it only word marks and word steps are missing, until the next start.
    let _ = loading.spawn(Segmenter::plain);
    let result = open_window(beginning.clone(), eframe::Renderer::Wgpu);
    match result {
        // No adapter for wgpu: plain OpenGL is everywhere.
        Err(eframe::Error::Wgpu(_)) => open_window(beginning, eframe::Renderer::Glow),
        other => other,
    }
    .map_err(|error| WindowError(error.to_string()))
}

fn open_window(beginning: Beginning, renderer: eframe::Renderer) -> eframe::Result {
    // Where a desktop entry is installed, the system takes its icon; elsewhere this one.
    let icon = eframe::icon_data::from_png_bytes(include_bytes!("../../assets/icon.png"));
    let viewport = egui::ViewportBuilder::default()
        .with_icon(icon.unwrap_or_default())
        .with_title("圈点 Quandian")
        .with_app_id("quandian")
        .with_inner_size([1440.0, 900.0])
        .with_clamp_size_to_monitor_size(true)
        .with_min_inner_size(theme::MIN_WINDOW);
    let folders = UserFolders::of_system();
    let known = folders.as_ref().map(|folders| Settings::load(&Disk, &folders.settings_file()));
    let is_first = matches!(known, Some(Ok(None)));
    let options = eframe::NativeOptions {
        viewport,
        renderer,
        // Where the window was and how large, and nothing else: see `App::persist_egui_memory`.
        persist_window: folders.is_some(),
        persistence_path: folders.as_ref().map(UserFolders::window_file),
        ..Default::default()
    };
    eframe::run_native(
        "quandian",
        options,
        Box::new(move |creation| {
            let ctx = creation.egui_ctx.clone();
            let environment = Environment {
                storage: Arc::new(Disk),
                folders,
                wake: Arc::new(move || ctx.request_repaint()),
            };
            let mut app = App::new(&creation.egui_ctx, environment, beginning);
            if is_first {
                app.start_first(Settings::first());
            }
            Ok(Box::new(app))
        }),
    )
}
