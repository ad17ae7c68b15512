//! The system's own file dialogs, on a thread of their own, and paths that were typed instead.

use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    thread,
    time::{Duration, Instant},
};

use eframe::egui::Context;

/// A dialog that is gone sooner than this was never there: nobody cancels so fast.
const AT_ONCE: Duration = Duration::from_millis(400);

/// What came of a system dialog.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum PickedPaths {
    /// One path or, where several were asked for, more.
    Paths(Vec<PathBuf>),
    /// The user left it.
    Nothing,
    /// The system has none to offer.
    Unavailable,
}

/// A system dialog that is open, or was.
#[derive(Clone, Debug)]
pub(super) struct Picker(Arc<OnceLock<PickedPaths>>);

impl Picker {
    /// Asks for a folder, starting from `start`.
    pub(super) fn folder(ctx: &Context, title: String, start: Option<PathBuf>) -> Self {
        Self::run(ctx, move || {
            let dialog = rfd::FileDialog::new().set_title(title);
            let dialog = match start {
                Some(start) => dialog.set_directory(start),
                None => dialog,
            };
            dialog.pick_folder()
        })
    }

    /// Asks for a font file.
    pub(super) fn font(ctx: &Context, title: String) -> Self {
        Self::run(ctx, move || {
            let dialog = rfd::FileDialog::new().set_title(title);
            dialog.add_filter("TTF · OTF · TTC", &["ttf", "otf", "ttc", "otc"]).pick_file()
        })
    }

    /// Asks for a file to write, with `path` offered.
    pub(super) fn save(ctx: &Context, title: String, path: &Path) -> Self {
        let folder = path.parent().map(Path::to_path_buf);
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Self::run(ctx, move || {
            let dialog = rfd::FileDialog::new().set_title(title).set_file_name(name);
            let dialog = match folder {
                Some(folder) => dialog.set_directory(folder),
                None => dialog,
            };
            dialog.save_file()
        })
    }

    /// Asks for one or more files to read.
    pub(super) fn files(ctx: &Context, title: String) -> Self {
        Self::ask(ctx, move || rfd::FileDialog::new().set_title(title).pick_files())
    }

    fn run(ctx: &Context, ask: impl FnOnce() -> Option<PathBuf> + Send + 'static) -> Self {
        Self::ask(ctx, move || ask().map(|path| vec![path]))
    }

    fn ask(ctx: &Context, ask: impl FnOnce() -> Option<Vec<PathBuf>> + Send + 'static) -> Self {
        let answer = Arc::new(OnceLock::new());
        let (shared, ctx) = (Arc::clone(&answer), ctx.clone());
        let thread = thread::Builder::new().name("file-dialog".to_owned()).spawn(move || {
            let start = Instant::now();
            let picked = match ask() {
                Some(paths) => PickedPaths::Paths(paths),
                None if start.elapsed() < AT_ONCE => PickedPaths::Unavailable,
                None => PickedPaths::Nothing,
            };
            // Nothing else writes it.
            let _ = shared.set(picked);
            ctx.request_repaint();
        });
        if thread.is_err() {
            let _ = answer.set(PickedPaths::Unavailable);
        }
        Self(answer)
    }

    /// The path that was chosen.
    pub(super) fn path(&self) -> Option<&Path> {
        self.paths()?.first().map(PathBuf::as_path)
    }

    /// The paths that were chosen.
    pub(super) fn paths(&self) -> Option<&[PathBuf]> {
        match self.0.get()? {
            PickedPaths::Paths(paths) => Some(paths),
            PickedPaths::Nothing | PickedPaths::Unavailable => None,
        }
    }

    /// What came of it; `None` while it is open.
    pub(super) fn answer(&self) -> Option<&PickedPaths> {
        self.0.get()
    }
}

/// The path that a user typed or pasted: with quotes, as a `file://` address, or from `~`.
///
/// `None` if nothing is left of it.
pub(super) fn typed_path(typed: &str) -> Option<PathBuf> {
    let typed = typed.trim();
    let quoted = [('"', '"'), ('\'', '\''), ('“', '”')]
        .into_iter()
        .find_map(|(open, close)| typed.strip_prefix(open)?.strip_suffix(close));
    let typed = quoted.unwrap_or(typed).trim();
    if typed.is_empty() {
        return None;
    }
    if let Some(address) = typed.strip_prefix("file://") {
        return Some(PathBuf::from(percent_decoded(address)));
    }
    if let Some(rest) = typed.strip_prefix('~')
        && (rest.is_empty() || rest.starts_with('/'))
        && let Some(user) = directories::UserDirs::new()
    {
        return Some(user.home_dir().join(rest.trim_start_matches('/')));
    }
    Some(PathBuf::from(typed))
}

/// `%E4%B8%AD` → `中`; what is no such code stays as it is.
fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = match rest {
            [b'%', high, low, ..] => hex(*high).zip(hex(*low)).map(|(high, low)| high * 16 + low),
            _ => None,
        };
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = tail.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn hex(digit: u8) -> Option<u8> {
    let value = char::from(digit).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pasted_paths_are_taken_in_every_usual_form() {
        let path = |typed| typed_path(typed);
        let expected = Some(PathBuf::from("/data/文献 集"));
        assert_eq!(path("  /data/文献 集\n"), expected);
        assert_eq!(path("'/data/文献 集'"), expected);
        assert_eq!(path("file:///data/%E6%96%87%E7%8C%AE%20%E9%9B%86"), expected);
        assert_eq!(path("/a/100%"), Some(PathBuf::from("/a/100%")));
        assert_eq!(path(" \"\" "), None);
        assert_eq!(path("~lin/x"), Some(PathBuf::from("~lin/x")));
    }
}
