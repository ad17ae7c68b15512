//! Opening a set for a subcommand, and what went wrong on the way.

use std::{
    path::{Path, PathBuf},
    sync::Arc,
};

use rust_i18n::t;

use super::output::{Output, Stop};
use crate::{
    annotation::Coder,
    corpus::{ArticlePath, Corpus, Corrections, CorrectionsError, ListedSet, SkipReason},
    scene::Scene,
    session::{
        Applied, Command, CommandError, Environment, Session, Settings, UserFolders, Weight,
        describe,
    },
    storage::Disk,
    text::CharSpan,
};

/// Makes every message from now on appear in the language the user chose.
pub(super) fn use_language_of_settings() {
    // A broken settings file is told by whoever needs more of it than the language.
    let settings = load_settings().unwrap_or_default();
    rust_i18n::set_locale(settings.language.tag());
}

fn load_settings() -> Result<Settings, String> {
    let Some(folders) = UserFolders::of_system() else { return Ok(Settings::default()) };
    let path = folders.settings_file();
    let known = Settings::load(&Disk, &path);
    known.map(|known| known.unwrap_or_else(Settings::first)).map_err(|reason| {
        t!("error.settings", reason = reason, path = describe::path(&path)).into_owned()
    })
}

/// The settings; the defaults, if they cannot be read, which is told.
pub(super) fn settings(output: &mut Output) -> Settings {
    load_settings().unwrap_or_else(|message| {
        output.problem(message);
        Settings::default()
    })
}

/// A session with nothing open, in which `coder` marks, else the one of the settings.
///
/// It knows no folder of the user's own: a subcommand changes no setting.
pub(super) fn session(coder: Option<&str>, output: &mut Output) -> Result<Session, Stop> {
    let mut settings = settings(output);
    // Who codes blind does so in the window; here what is seen is what was asked for.
    settings.blind.clear();
    if let Some(name) = coder {
        settings.coder = Some(self::coder(name)?.as_str().to_owned());
    }
    let storage = Arc::new(Disk);
    let mut session = Session::new(Environment { storage, folders: None, wake: Arc::new(|| {}) });
    if let Some(folders) = UserFolders::of_system() {
        session.keep_previous_in(folders.data);
    }
    session
        .apply(Command::Configure(settings))
        .map_err(|error| Stop::failed(describe::command_error(&error)))?;
    Ok(session)
}

/// The coder of that name.
pub(super) fn coder(name: &str) -> Result<Coder, Stop> {
    Coder::new(name)
        .ok_or_else(|| Stop::failed(t!("cli.error.coder", name = describe::shown(name))))
}

/// The article of that name.
pub(super) fn article_path(name: &str) -> Result<ArticlePath, Stop> {
    let relative = name.strip_prefix("./").unwrap_or(name);
    ArticlePath::new(relative)
        .ok_or_else(|| Stop::failed(t!("cli.error.article_path", name = describe::shown(name))))
}

/// Opens the whole set at `path`; what could not be read of it is told.
pub(super) fn open(path: &Path, output: &mut Output) -> Result<Session, Stop> {
    let mut session = session(None, output)?;
    open_quietly(&mut session, path)?;
    tell_errors(&mut session, output);
    Ok(session)
}

/// The names of the set at `path`; what could not be looked at is told with [`tell_unlisted`].
pub(super) fn list(session: &Session, path: &Path) -> Result<ListedSet, Stop> {
    session.list_set(path).map_err(|error| Stop::failed(describe::load_error(&error)))
}

/// Opens the whole set at `path`; notices are left to be taken.
pub(super) fn open_quietly(session: &mut Session, path: &Path) -> Result<(), Stop> {
    session.open_now(path).map_err(|error| Stop::failed(describe::load_error(&error)))
}

/// The open set.
pub(super) fn scene(session: &Session) -> Result<&Scene, Stop> {
    session.scene().ok_or_else(|| Stop::failed(t!("error.no_set")))
}

/// Its articles.
pub(super) fn corpus(session: &Session) -> Result<&Corpus, Stop> {
    session.corpus().ok_or_else(|| Stop::failed(t!("error.no_set")))
}

/// Tells what the session noticed; whether anything failed.
pub(super) fn tell_errors(session: &mut Session, output: &mut Output) -> bool {
    let mut failed = false;
    for notice in session.take_notices() {
        // Passing notes are for a window in which more is to come.
        if notice.weight == Weight::Error {
            output.problem(notice.text);
            failed = true;
        }
    }
    failed
}

/// Tells what below the set's folder was left out.
pub(super) fn tell_skipped(corpus: &Corpus, output: &mut Output) {
    tell_left_out(corpus.root(), corpus.corrections_problem(), corpus.skipped(), output);
}

/// Tells what a set that was not opened leaves out.
pub(super) fn tell_unlisted(set: &ListedSet, output: &mut Output) {
    if set.corrections_problem().is_some() {
        output.problem(t!("error.corrections_unreadable"));
    }
    tell_left_out(set.root(), set.corrections_problem(), set.skipped(), output);
}

fn tell_left_out(
    root: &Path,
    problem: Option<&CorrectionsError>,
    skipped: &[(PathBuf, SkipReason)],
    output: &mut Output,
) {
    if let Some(problem) = problem {
        let path = describe::path(&Corrections::path(root));
        output.problem(t!("error.unreadable", reason = problem.to_string(), path = path));
    }
    for (path, reason) in skipped {
        let path = describe::path(path);
        // Links to folders and the like are left out on purpose: the set is whole without them.
        if !matches!(reason, SkipReason::FolderLink | SkipReason::NotAFile) {
            let reason = describe::skip_reason(reason);
            output.problem(t!("cli.error.skipped", reason = reason, path = path));
        }
    }
}

/// Opens the one article of the set at `root` that a change is about, with the themes and all that
/// was marked in it: a set of 10,000 is not read for one passage.
pub(super) fn open_article(
    session: &mut Session,
    root: &Path,
    article: &ArticlePath,
    output: &mut Output,
) -> Result<(), Stop> {
    session
        .open_article_now(root, article)
        .map_err(|error| Stop::failed(describe::load_error(&error)))?;
    tell_errors(session, output);
    match corpus(session)?.entry(article).map(|entry| &entry.article) {
        Some(Ok(_)) => Ok(()),
        Some(Err(problem)) => {
            let article = describe::shown(article.as_str());
            let problem = describe::problem(problem);
            Err(Stop::failed(t!("cli.error.article_problem", problem = problem, article = article)))
        }
        None => {
            let error = CommandError::NoArticle(article.clone());
            Err(Stop::failed(describe::command_error(&error)))
        }
    }
}

/// Carries out one command.
pub(super) fn apply(session: &mut Session, command: Command) -> Result<Applied, Stop> {
    session.apply(command).map_err(|error| Stop::failed(describe::command_error(&error)))
}

/// Returns when all that was changed is on the disk; an error if that cannot be promised.
pub(super) fn save(session: &mut Session, output: &mut Output) -> Result<(), Stop> {
    session.save_now().map_err(|error| Stop::failed(describe::save_error(&error)))?;
    if tell_errors(session, output) {
        return Err(Stop::failed(t!("cli.error.not_durable")));
    }
    Ok(())
}

/// Spans as a human reads them: `[12, 30) [40, 55)`.
pub(super) fn places(fragments: &[CharSpan]) -> String {
    let each: Vec<_> =
        fragments.iter().map(|span| format!("[{}, {})", span.start(), span.end())).collect();
    each.join(" ")
}
